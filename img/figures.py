"""Draws the figures of the sample document as SVG.

Run it in this folder: `python3 figures.py`. It writes the four SVG figures here and the sources of the three PNG
figures to `src/`. Only the standard library is needed. README.md tells how the PNG files are made from their sources.
"""

from html import escape
from math import hypot
from pathlib import Path

TEAL, ORANGE, GREY, DARK, GREEN = "#1f4e5f", "#d9822b", "#eef2f4", "#1d2b33", "#4d7c5a"
WHITE, MID = "#ffffff", "#9fb0b8"
HERE = Path(__file__).parent


def rect(x, y, w, h, *, fill=GREY, stroke=TEAL, radius=10, width=1.5, dash=""):
    """A rounded box without text."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x="{x}" y="{y}" width="{w}" height="{h}" rx="{radius}"'
    return f'<rect {place} fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dashed}/>'


def circle(x, y, r, *, fill=TEAL, stroke="none", width=1.5):
    """A filled circle."""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'


def text(x, y, words, *, size=16, weight=400, fill=DARK, anchor="middle", style="normal"):
    """`y` is the baseline."""
    slant = f' font-style="{style}"' if style != "normal" else ""
    look = f'font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"{slant}'
    return f'<text x="{x}" y="{y:g}" {look}>{escape(words)}</text>'


def lines(x, cy, rows, *, lead=1.25, fill=DARK, anchor="middle"):
    """Rows of (words, size, weight), centred as a block around `cy`."""
    heights = [size * lead for _, size, _ in rows]
    top = cy - sum(heights) / 2
    drawn = []
    for (words, size, weight), height in zip(rows, heights, strict=True):
        if words:
            drawn.append(
                text(x, top + height / 2 + size * 0.33, words, size=size, weight=weight, fill=fill, anchor=anchor)
            )
        top += height
    return "".join(drawn)


def box(x, y, w, h, rows, *, fill=GREY, ink=DARK, stroke=TEAL, width=1.5):
    """A rounded box with rows of text in its middle."""
    return rect(x, y, w, h, fill=fill, stroke=stroke, width=width) + lines(x + w / 2, y + h / 2, rows, fill=ink)


def line(points, *, color=TEAL, width=2, dash=""):
    """A line through points."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}" stroke-linejoin="round"{dashed}/>'


def head(start, end, color, size=11):
    """An arrow head as a plain polygon, with its tip at `end`, and the point where the line should stop."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    bx, by = x1 - ux * size, y1 - uy * size
    half = size * 0.45
    corners = [(x1, y1), (bx - uy * half, by + ux * half), (bx + uy * half, by - ux * half)]
    drawn = '<polygon points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in corners) + f'" fill="{color}"/>'
    return drawn, (bx, by)


def arrow(*points, color=TEAL, width=2, dash="", both=False):
    """A line that ends in an arrow head, or has one at both ends."""
    points = list(points)
    tip, points[-1] = head(points[-2], points[-1], color)
    tail = ""
    if both:
        tail, points[0] = head(points[1], points[0], color)
    return line(points, color=color, width=width, dash=dash) + tip + tail


def write(name, width, height, title, parts):
    """Write one drawing as a file."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="\'Source Sans 3\', sans-serif" role="img">\n<title>{escape(title)}</title>\n'
        f'<rect width="{width}" height="{height}" fill="{WHITE}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(svg, encoding="utf-8")


def patients():
    """Bar chart: patients at the end of each year."""
    values = {2021: 4100, 2022: 8700, 2023: 15200, 2024: 24600, 2025: 36900}
    left, right, base, per = 84, 590, 360, 300 / 40000
    parts = [text(left - 74, 30, "Antall pasienter", size=18, anchor="start")]
    for mark in range(0, 40001, 10000):
        y = base - mark * per
        parts.append(line([(left, y), (right, y)], color=DARK if mark == 0 else MID, width=1.5 if mark == 0 else 0.8))
        parts.append(text(left - 12, y + 6, f"{mark:,}".replace(",", "\u00a0"), size=18, anchor="end"))
    step = (right - left) / len(values)
    for index, (year, value) in enumerate(values.items()):
        x, h = left + step * index + 18, value * per
        last = index == len(values) - 1
        bar = f"M{x:g} {base} V{base - h + 5:g} q0 -5 5 -5 h{step - 46:g} q5 0 5 5 V{base} Z"
        parts.append(f'<path d="{bar}" fill="{ORANGE if last else TEAL}"/>')
        parts.append(rect(x + (step - 36) / 2 - 30, round(base - h - 26), 60, 22, fill=WHITE, stroke="none", radius=0))
        parts.append(text(x + (step - 36) / 2, base - h - 9, f"{value:,}".replace(",", "\u00a0"), size=18, weight=600))
        parts.append(text(x + (step - 36) / 2, base + 26, str(year), size=18))
    write("src/pasienter-per-ar.svg", 600, 400, "Pasienter med digital hjemmeoppfølging 2021–2025", parts)


def today():
    """How measurements travel today."""
    dash = "7 5"
    parts = [
        box(20, 150, 170, 90, [("Pasient", 19, 600), ("måler hjemme", 16, 400)]),
        box(310, 150, 200, 90, [("Oppfølgings-", 19, 600), ("tjeneste", 19, 600)], fill=TEAL, ink=WHITE),
        box(310, 330, 200, 80, [("Tjenestens", 17, 600), ("eget system", 17, 600)]),
        arrow((190, 195), (308, 195)),
        text(249, 185, "målinger"),
        arrow((410, 240), (410, 328)),
        text(424, 290, "lagres", anchor="start"),
    ]
    for y, who, how in (
        (70, "Fastlege", "pdf-vedlegg"),
        (195, "Sykehus", "telefon"),
        (320, "Legevakt", "ingen fast vei"),
    ):
        parts.append(box(700, y - 38, 180, 76, [(who, 19, 600)], fill=WHITE))
        bend = [(511, 195)] if y == 195 else [(548, 195), (548, y)]
        parts.append(arrow(*bend, (698, y), color=ORANGE, dash=dash))
        parts.append(text(622, y - 11, how))
    parts += [
        line([(590, 392), (640, 392)]),
        text(652, 397, "digital overføring", anchor="start"),
        line([(590, 420), (640, 420)], color=ORANGE, dash=dash),
        text(652, 425, "manuell formidling", anchor="start"),
    ]
    write("dagens-flyt.svg", 900, 440, "Dagens informasjonsflyt for måledata", parts)


def process():
    """Five steps from measuring to acting."""
    steps = (
        ("Måle", ("pasienten",)),
        ("Kontrollere", ("løsningen",)),
        ("Vurdere", ("oppfølgings-", "tjenesten")),
        ("Dele", ("oppfølgings-", "tjenesten")),
        ("Handle", ("ansvarlig", "behandler")),
    )
    w, gap, top, h = 150, 32, 20, 118
    parts = []
    for index, (verb, who) in enumerate(steps):
        x = 11 + index * (w + gap)
        fill, ink = {0: (GREY, DARK), 3: (ORANGE, DARK)}.get(index, (TEAL, WHITE))
        rows = [("", 8, 400), (verb, 21, 600)] + [(row, 17, 400) for row in who]
        parts.append(box(x, top, w, h, rows, fill=fill, ink=ink, stroke=ORANGE if index == 3 else TEAL))
        parts.append(
            circle(x + w / 2, top, 16, fill=WHITE, stroke=TEAL)
            + text(x + w / 2, top + 6, str(index + 1), size=17, weight=600)
        )
        if index:
            parts.append(arrow((x - gap, top + h / 2), (x - 2, top + h / 2)))
    first, last, low = 11 + w / 2, 11 + 4 * (w + gap) + w / 2, 194
    parts += [
        arrow((last, top + h), (last, low), (first, low), (first, top + h + 2), color=GREEN),
        text(450, low - 10, "endret plan", size=17),
    ]
    write("src/fra-maling-til-handling.svg", 900, 204, "Fra måling til handling", parts)


def lane(y, h, name):
    """A named band behind the boxes of one layer."""
    return rect(10, y, 880, h, fill=GREY, stroke="none", radius=12) + text(
        28, y + 26, name, weight=600, anchor="start", fill=TEAL
    )


def target():
    """Roles and shared components."""
    parts = [
        lane(10, 124, "Pasienten"),
        lane(180, 160, "Virksomheter"),
        lane(404, 136, "Felles komponenter"),
        box(60, 50, 170, 66, [("Måleutstyr", 18, 600)], fill=WHITE),
        box(256, 50, 144, 66, [("Innsynsløsning", 18, 600)], fill=WHITE),
        lines(
            450,
            83,
            [("Pasienten måler, ser hvem som har", 16, 400), ("hentet data, og kan sperre for deling.", 16, 400)],
            anchor="start",
        ),
        box(
            60, 222, 340, 96, [("Tilbyder", 21, 600), ("har mottatt og lagrer måledata", 16, 400)], fill=TEAL, ink=WHITE
        ),
        box(620, 222, 230, 96, [("Mottaker", 21, 600), ("gir helsehjelp", 16, 400)], fill=TEAL, ink=WHITE),
        arrow((145, 116), (145, 220)),
        text(157, 163, "målinger", anchor="start"),
        arrow((328, 118), (328, 220), both=True),
        text(340, 163, "logg og sperrer", anchor="start"),
        arrow((620, 250), (402, 250)),
        text(511, 240, "oppslag"),
        arrow((400, 294), (618, 294), color=ORANGE),
        text(511, 284, "måledata med kontekst"),
        arrow((230, 318), (230, 402)),
        text(242, 377, "melder at data finnes", anchor="start"),
        arrow((735, 320), (735, 402), both=True),
        text(723, 377, "spør hvem som har data", anchor="end"),
        box(
            60,
            446,
            240,
            74,
            [("Måleoversikt", 18, 600), ("hvem har data?", 16, 400)],
            fill=GREEN,
            ink=WHITE,
            stroke=GREEN,
        ),
        box(330, 446, 240, 74, [("Tilgangstjeneste", 18, 600), ("hvem spør, og hvorfor?", 16, 400)], fill=WHITE),
        box(600, 446, 250, 74, [("Adresseregister", 18, 600), ("hvor skal det spørres?", 16, 400)], fill=WHITE),
    ]
    write("malbilde.svg", 900, 550, "Målbilde for deling av måledata", parts)


def lookup():
    """Sequence of a lookup."""
    xs = (110, 345, 570, 785)
    names = ("Mottaker", "Tilgangstjeneste", "Måleoversikt", "Tilbyder")
    fills = ((TEAL, WHITE, TEAL), (WHITE, DARK, TEAL), (GREEN, WHITE, GREEN), (TEAL, WHITE, TEAL))
    parts = [line([(x, 60), (x, 492)], color=MID, width=1.5, dash="3 5") for x in xs]
    for x, name, (fill, ink, stroke) in zip(xs, names, fills, strict=True):
        parts.append(box(x - 88, 10, 176, 50, [(name, 18, 600)], fill=fill, ink=ink, stroke=stroke))

    def step(y, number, words, to, reply, reply_y):
        a, b = xs[0], xs[to]
        parts.append(arrow((a, y), (b - 2, y)))
        parts.append(circle(a + 20, y - 15, 11, fill=ORANGE) + text(a + 20, y - 9.5, number, weight=600))
        parts.append(text(a + 38, y - 9, words, anchor="start"))
        parts.append(arrow((b, reply_y), (a + 2, reply_y), dash="7 5"))
        parts.append(text(a + 38, reply_y - 9, reply, anchor="start"))

    step(112, "1", "ber om tilgangsbevis", 1, "tilgangsbevis", 156)
    step(212, "2", "hvem har måledata?", 2, "liste over virksomheter", 256)
    step(312, "3", "ber om måledata", 3, "målinger med kontekst", 410)
    parts += [
        box(680, 328, 210, 56, [("kontrollerer bevis", 16, 400), ("og sperrer", 16, 400)], fill=GREY),
        box(680, 430, 210, 48, [("fører oppslaget i loggen", 16, 400)], fill=GREY),
        circle(680, 430, 11, fill=ORANGE),
        text(680, 435.5, "4", weight=600),
    ]
    write("oppslag.svg", 900, 500, "Oppslag i fire trinn", parts)


def options():
    """The four alternatives side by side."""
    parts = []
    names = (
        ("Alternativ 0", "dagens praksis"),
        ("Alternativ 1", "felles krav, måleoversikt"),
        ("Alternativ 2", "sentralt lager"),
        ("Alternativ 3", "regionale knutepunkt"),
    )
    w, gap, top, h = 213, 12, 28, 312
    for index, (name, sub) in enumerate(names):
        x = 6 + index * (w + gap)
        cx, left, right, low = x + w / 2, x + 46, x + w - 46, top + 252
        chosen = index == 1
        parts.append(rect(x, top, w, h, stroke=ORANGE if chosen else "none", width=3, radius=12))
        parts.append(text(cx, top + 38, name, size=19, weight=600) + text(cx, top + 62, sub))
        if chosen:
            parts.append(
                rect(cx - 52, top - 16, 104, 30, fill=ORANGE, stroke="none", radius=15)
                + text(cx, top + 5, "anbefalt", weight=600)
            )
        for px, letter in ((left, "T"), (right, "M")):
            parts.append(circle(px, low, 28) + text(px, low + 7, letter, size=20, weight=600, fill=WHITE))
        if index == 0:
            parts.append(arrow((left + 30, low), (right - 30, low), color=ORANGE, dash="7 5"))
            parts.append(text(cx, low - 64, "telefon") + text(cx, low - 44, "og vedlegg"))
        elif index == 1:
            parts.append(arrow((left + 30, low), (right - 30, low), both=True))
            parts.append(
                box(cx - 70, top + 98, 140, 52, [("Måleoversikt", 17, 600)], fill=GREEN, ink=WHITE, stroke=GREEN)
            )
            parts.append(arrow((left, low - 30), (left, top + 152), color=GREEN, width=1.5))
            parts.append(arrow((right, low - 30), (right, top + 152), color=GREEN, width=1.5, both=True))
        elif index == 2:
            parts.append(
                box(
                    cx - 84,
                    top + 98,
                    168,
                    64,
                    [("Nasjonalt lager", 17, 600), ("alle måleverdier", 16, 400)],
                    fill=WHITE,
                )
            )
            parts.append(arrow((left, low - 30), (left, top + 164)))
            parts.append(arrow((right, top + 162), (right, low - 30)))
        else:
            for px, region in ((left, "A"), (right, "B")):
                parts.append(
                    box(px - 38, top + 98, 76, 64, [("Knute-", 16, 600), ("punkt " + region, 16, 600)], fill=WHITE)
                )
            parts.append(arrow((left, low - 30), (left, top + 164)))
            parts.append(arrow((right, top + 162), (right, low - 30)))
            parts.append(arrow((left + 38, top + 130), (right - 40, top + 130)))
    parts.append(
        text(430, top + h + 28, "T: tilbyder", anchor="end") + text(470, top + h + 28, "M: mottaker", anchor="start")
    )
    write("alternativer.svg", 900, 380, "De fire alternativene", parts)


def plan():
    """Time line from hearing to full introduction."""
    start, per, y, h = 70, 27.6, 112, 38

    def at(month):
        return start + month * per

    parts = []
    for first, last, year, fill in (
        (0, 3, 2026, TEAL),
        (3, 15, 2027, GREEN),
        (15, 27, 2028, TEAL),
        (27, 29, 2029, GREEN),
    ):
        parts.append(rect(at(first), y, (last - first) * per, h, fill=fill, stroke="none", radius=0))
        parts.append(text(at((first + last) / 2), y + 25, str(year), size=18, weight=600, fill=WHITE))
    marks = (
        (0.16, True, ("Høringen sendes", "5. oktober 2026")),
        (3.25, False, ("Høringsfrist", "8. januar 2027")),
        (8, True, ("Versjon 1.0 fastsettes", "juni 2027")),
        (11, False, ("Utprøving starter", "september 2027")),
        (17, True, ("Innføring i hele landet", "mars 2028")),
        (27, False, ("Alle krav gjelder", "januar 2029")),
    )
    for month, above, (what, when) in marks:
        x = at(month)
        edge, far = (y, y - 52) if above else (y + h, y + h + 52)
        parts.append(
            line([(x, edge), (x, far)], color=DARK, width=1.5) + circle(x, edge, 8, fill=ORANGE, stroke=WHITE, width=2)
        )
        parts.append(lines(x, far - 26 if above else far + 26, [(what, 17, 600), (when, 17, 400)]))
    write("src/tidsplan.svg", 900, 262, "Tidsplan fra høring til full innføring", parts)


if __name__ == "__main__":
    for draw in (patients, today, process, target, lookup, options, plan):
        draw()
