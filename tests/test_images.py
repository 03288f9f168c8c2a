"""Image files on disk -> prepared files and findings."""

from __future__ import annotations

import base64
import io
import os
import signal
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from greenpaper import child, images, layout_process, resources, theme
from greenpaper.images import raster, svg
from greenpaper.images.faults import ImageFault
from greenpaper.model import Location

HERE = Location(path="chapters/01-a.md", line=7)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SQUARE = f'{HEAD} width="40" height="20"><rect width="40" height="20" fill="#ff0000"/></svg>'


def inner_image(size: tuple[int, int] = (2, 2), cut: int | None = None) -> str:
    """A PNG as an address in an SVG, whole or cut off."""
    made = io.BytesIO()
    Image.new("RGB", size).save(made, "PNG")
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()[:cut]).decode()}"


def save(root: Path, name: str, image: Image.Image, **options: Any) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    image.save(root / name, **options)


def prepare(root: Path, *names: str, build: str = "build") -> dict[str, Any]:
    made = images.prepare(root, dict.fromkeys(names, HERE), root / build)
    drawn = images.draw(made["images"], root / build, theme.load(None))
    return {**made, "findings": [*made["findings"], *(finding.as_dict() for finding in drawn)]}


def codes(made: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in made["findings"]]


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def result(root: Path, name: str) -> Image.Image:
    made = prepare(root, name)
    assert made["findings"] == []
    return opened(root / "build" / made["images"][name]["print"])


def test_a_png_keeps_its_size_on_paper_and_its_name_is_ascii(tmp_path: Path) -> None:
    save(tmp_path, "img/Målbilde æøŋ 1.png", Image.new("RGB", (60, 40), "red"))
    made = prepare(tmp_path, "img/Målbilde æøŋ 1.png")
    entry = made["images"]["img/Målbilde æøŋ 1.png"]
    assert (entry["width"], entry["height"]) == (60, 40)
    assert entry["print"] == entry["word"]
    assert entry["print"].startswith("img/Malbilde-aeon-1-")
    assert (tmp_path / "build" / entry["print"]).is_file()


def test_the_same_source_gives_the_same_bytes_and_is_prepared_once(tmp_path: Path) -> None:
    save(tmp_path, "a.png", Image.effect_noise((300, 200), 50))
    save(tmp_path, "b.jpg", Image.effect_noise((300, 200), 50))
    (tmp_path / "c.svg").write_text(SQUARE)
    names = ("a.png", "b.jpg", "c.svg")
    first = prepare(tmp_path, *names)
    files = {path.name: path.read_bytes() for path in (tmp_path / "build/img").iterdir()}
    times = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "build/img").iterdir()}
    assert prepare(tmp_path, *names) == first
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "build/img").iterdir()} == times
    assert prepare(tmp_path, *names, build="other") == first
    assert {path.name: path.read_bytes() for path in (tmp_path / "other/img").iterdir()} == files


def test_changed_content_gets_another_name(tmp_path: Path) -> None:
    save(tmp_path, "a.png", Image.new("RGB", (10, 10), "red"))
    before = prepare(tmp_path, "a.png")["images"]["a.png"]["print"]
    save(tmp_path, "a.png", Image.new("RGB", (10, 10), "blue"))
    after = prepare(tmp_path, "a.png")["images"]["a.png"]["print"]
    assert before != after
    assert (tmp_path / "build" / before).is_file(), "nothing else is dropped"


@pytest.mark.parametrize(
    ("size", "expected"),
    [((3000, 1500), (1340, 670)), ((1000, 5000), (380, 1900)), ((1600, 900), (1600, 900)), ((900, 900), (900, 900))],
)
def test_pixels_beyond_print_are_given_up(tmp_path: Path, size: tuple[int, int], expected: tuple[int, int]) -> None:
    save(tmp_path, "a.png", Image.new("RGB", size, "red"))
    assert result(tmp_path, "a.png").size == expected
    entry = prepare(tmp_path, "a.png")["images"]["a.png"]
    assert (entry["width"], entry["height"]) == size


def test_transparency_becomes_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 255))
    image.putpixel((0, 0), (0, 0, 0, 0))
    image.putpixel((1, 0), (0, 0, 0, 128))
    save(tmp_path, "a.png", image)
    made = result(tmp_path, "a.png")
    assert made.mode == "RGB"
    assert [made.getpixel((x, 0)) for x in range(3)] == [(255, 255, 255), (127, 127, 127), (255, 0, 0)]


def test_a_palette_with_a_transparent_colour_becomes_rgb(tmp_path: Path) -> None:
    image = Image.new("P", (4, 4), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.putpixel((0, 0), 0)
    save(tmp_path, "a.png", image, transparency=0)
    made = result(tmp_path, "a.png")
    assert made.mode == "RGB"
    assert (made.getpixel((0, 0)), made.getpixel((1, 1))) == ((255, 255, 255), (255, 0, 0))


@pytest.mark.parametrize(("depth", "shown"), [(0, 0), (32896, 128), (65535, 255)])
def test_sixteen_bits_of_grey_become_eight(tmp_path: Path, depth: int, shown: int) -> None:
    save(tmp_path, "a.png", Image.new("I;16", (4, 4), depth))
    made = result(tmp_path, "a.png")
    assert (made.mode, made.getpixel((0, 0))) == ("L", shown)


def test_black_and_white_stays_grey(tmp_path: Path) -> None:
    save(tmp_path, "a.png", Image.new("1", (4, 4), 1))
    assert result(tmp_path, "a.png").mode == "L"


@pytest.mark.parametrize("name", ["a.gif", "a.webp"])
def test_gif_and_webp_become_png(tmp_path: Path, name: str) -> None:
    save(tmp_path, name, Image.new("RGB", (8, 6), "red"))
    made = result(tmp_path, name)
    assert (made.format, made.size) == ("PNG", (8, 6))


def test_a_jpeg_stays_one_is_turned_upright_and_loses_its_metadata(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20), "blue")
    image.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    exif[0x010E] = "Kari's garden"
    save(tmp_path, "a.jpg", image, exif=exif, quality=95)
    entry = prepare(tmp_path, "a.jpg")["images"]["a.jpg"]
    made = opened(tmp_path / "build" / entry["print"])
    assert (entry["width"], entry["height"]) == (20, 40) == made.size
    assert made.format == "JPEG"
    red, _, blue = made.getpixel((10, 5))  # the left half is on top
    assert red > 200 > blue
    assert b"Kari" not in (tmp_path / "build" / entry["print"]).read_bytes()


def test_a_cmyk_jpeg_becomes_rgb(tmp_path: Path) -> None:
    save(tmp_path, "a.jpg", Image.new("CMYK", (8, 8), (0, 255, 255, 0)))
    made = result(tmp_path, "a.jpg")
    red, green, _ = made.getpixel((4, 4))
    assert (made.mode, red > 200, green < 60) == ("RGB", True, True)


def test_a_colour_profile_is_applied_before_it_is_dropped(tmp_path: Path) -> None:
    xyz = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    save(tmp_path, "bad.png", Image.new("RGB", (4, 4), (200, 10, 10)), icc_profile=xyz)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    save(tmp_path, "a.png", Image.new("RGB", (4, 4), (200, 10, 10)), icc_profile=srgb)
    for name in ("a.png", "bad.png"):
        made = result(tmp_path, name)
        assert "icc_profile" not in made.info
    assert result(tmp_path, "a.png").getpixel((0, 0)) == (200, 10, 10)


def test_a_missing_image_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    save(tmp_path, "img/regions.png", Image.new("RGB", (4, 4)))
    made = prepare(tmp_path, "img/region.png", "regions.png", "nothing-like-it.png")
    assert codes(made) == ["image-missing"] * 3
    by_what = {finding["what"]: finding["cure"] for finding in made["findings"]}
    assert by_what["the image 'img/region.png' is not there"] == "did you mean '../img/regions.png'?"
    assert by_what["the image 'regions.png' is not there"] == "did you mean '../img/regions.png'?"
    assert by_what["the image 'nothing-like-it.png' is not there"] == "add the file or correct the name"
    assert {finding["where"] for finding in made["findings"]} == {"chapters/01-a.md:7"}
    assert made["images"] == {}


def test_a_cure_names_the_file_as_one_writes_it_in_the_chapter(tmp_path: Path) -> None:
    save(tmp_path, "chapters/img/one.png", Image.new("RGB", (4, 4)))
    (finding,) = prepare(tmp_path, "chapters/img/onne.png")["findings"]
    assert finding["cure"] == "did you mean 'img/one.png'?"


def test_a_name_in_another_case_is_told_and_drawn_all_the_same(tmp_path: Path) -> None:
    save(tmp_path, "Img/map.PNG", Image.new("RGB", (4, 4)))
    made = prepare(tmp_path, "img/map.png")
    assert codes(made) == ["image-case"]
    assert made["findings"][0]["cure"] == "write '../Img/map.PNG'"
    assert "img/map.png" in made["images"]


def test_the_exact_name_wins_over_one_in_another_case(tmp_path: Path) -> None:
    for name, colour in (("Map.png", "red"), ("map.png", "blue")):
        save(tmp_path, name, Image.new("RGB", (4, 4), colour))
    if len(list(tmp_path.glob("*.png"))) == 2:
        assert result(tmp_path, "map.png").getpixel((0, 0)) == (0, 0, 255)


def test_a_decomposed_name_is_the_same_name(tmp_path: Path) -> None:
    save(tmp_path, "ma\u030al.png", Image.new("RGB", (4, 4)))
    assert prepare(tmp_path, "m\u00e5l.png")["findings"] == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("https://example.no/a.png", "image-remote"),
        ("//example.no/a.png", "image-remote"),
        ("../a.png", "image-outside"),
        ("/etc/a.png", "image-outside"),
        ("C:/a.png", "image-outside"),
        ("chapters/file:/home/kari/a.png", "image-outside"),
        ("img\\a.png", "image-outside"),
        ("data:image/png;base64,AAAA", "image-format"),
        ("img", "image-missing"),
    ],
)
def test_what_is_not_in_the_folder_is_not_read(tmp_path: Path, source: str, code: str) -> None:
    (tmp_path / "img").mkdir()
    save(tmp_path.parent, "a.png", Image.new("RGB", (4, 4)))
    assert codes(prepare(tmp_path, source)) == [code]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    save(tmp_path, "secret.png", Image.new("RGB", (4, 4)))
    root = tmp_path / "document"
    root.mkdir()
    (root / "a.png").symlink_to(tmp_path / "secret.png")
    assert codes(prepare(root, "a.png")) == ["image-outside"]


@pytest.mark.parametrize(
    ("target", "code"), [("../outside", "image-outside"), ("/dev", "image-outside"), ("img", "image-missing")]
)
def test_a_folder_that_is_a_link_is_not_looked_into(tmp_path: Path, target: str, code: str) -> None:
    root = tmp_path / "document"
    (root / "img").mkdir(parents=True)
    save(tmp_path / "outside", "Map.png", Image.new("RGB", (4, 4)))
    (root / "linked").symlink_to(target)
    made = prepare(root, "linked/map.png")
    assert codes(made) == [code]
    assert "Map.png" not in str(made)


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    os.mkfifo(tmp_path / "b.svg")
    assert codes(prepare(tmp_path, "a.png", "b.svg")) == ["image-unreadable", "image-unreadable"]


def test_a_damaged_image_is_told(tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 80).save(whole, "PNG")
    for name, content in (
        ("cut.png", whole.getvalue()[:5000]),
        ("head.png", whole.getvalue()[:12]),
        ("changed.png", whole.getvalue()[:300] + b"xxxx" + whole.getvalue()[304:]),
    ):
        (tmp_path / name).write_bytes(content)
        assert codes(prepare(tmp_path, name)) == ["image-unreadable"], name


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"II*\x00", b"text"])
def test_another_format_is_told_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert codes(prepare(tmp_path, "a.png")) == ["image-format"]


def test_an_svg_called_png_is_told_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text(f'<?xml version="1.0"?>{SQUARE}')
    (finding,) = prepare(tmp_path, "a.png")["findings"]
    assert finding["code"] == "image-format"
    assert finding["what"] == "the image 'a.png' is an SVG, but its name does not end in .svg"


def test_odd_metadata_makes_no_noise(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 1
    whole = io.BytesIO()
    Image.new("RGB", (8, 8)).save(whole, "JPEG", exif=exif)
    count = whole.getvalue().index(b"Exif") + 14  # of entries, behind the header of TIFF
    broken = bytearray(whole.getvalue())
    broken[count : count + 2] = b"\x20\x20"
    (tmp_path / "a.jpg").write_bytes(broken)
    with pytest.warns(UserWarning, match="EXIF"):
        raster.source(bytes(broken))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = prepare(tmp_path, "a.jpg")
    assert made["findings"] == []


def test_too_many_pixels_are_told_without_decoding_them(tmp_path: Path) -> None:
    save(tmp_path, "a.png", Image.new("1", (20_000, 20_000)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = prepare(tmp_path, "a.png")
    assert codes(made) == ["image-oversized"]
    assert "20000 x 20000" in made["findings"][0]["what"]


def test_too_many_bytes_are_told_without_reading_them(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as stream:
        stream.truncate(resources.IMAGE + 1)
    assert codes(prepare(tmp_path, "a.png")) == ["image-oversized"]


def test_a_gif_is_its_first_picture(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    made = prepare(tmp_path, "a.gif")
    assert opened(tmp_path / "build" / made["images"]["a.gif"]["print"]).getpixel((0, 0)) == (255, 0, 0)
    assert codes(made) == ["image-motion"]


def test_the_header_says_the_size_that_the_picture_has() -> None:
    made = io.BytesIO()
    Image.new("RGB", (30, 10)).save(made, "PNG")
    assert (raster.source(made.getvalue()).width, raster.source(made.getvalue()).suffix) == (30, ".png")


# SVG


def test_an_svg_goes_to_print_as_it_is_and_to_word_as_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SQUARE)
    made = prepare(tmp_path, "a.svg")
    entry = made["images"]["a.svg"]
    assert made["findings"] == []
    assert (entry["width"], entry["height"]) == (40, 20)
    assert entry["print"].endswith(".svg")
    twin = opened(tmp_path / "build" / entry["word"])
    assert (twin.format, twin.size) == ("PNG", (120, 60))
    assert {twin.getpixel(place) for place in ((2, 2), (60, 30), (117, 57))} == {(255, 0, 0)}


def test_text_in_an_svg_is_drawn_with_the_theme_fonts_alone(tmp_path: Path) -> None:
    words = "Høring ŋ"
    for name, family in (("a.svg", "Source Sans 3"), ("b.svg", "Arial"), ("c.svg", "No Such Font")):
        text = f'<text x="5" y="30" font-size="24" font-family="{family}">{words}</text>'
        (tmp_path / name).write_text(f'{HEAD} width="150" height="40">{text}</svg>', encoding="utf-8")
    made = prepare(tmp_path, "a.svg", "b.svg", "c.svg")
    drawn = {(tmp_path / "build" / entry["word"]).read_bytes() for entry in made["images"].values()}
    assert len(drawn) == 1
    assert len(Image.open(io.BytesIO(drawn.pop())).getcolors(100_000) or []) > 10


def test_one_svg_that_cannot_be_drawn_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SQUARE)
    (tmp_path / "b.svg").write_text(f'{HEAD} width="10" height="10"><rect transform="rotate(a)"/></svg>')
    (tmp_path / "c.svg").write_text(SQUARE.replace("#ff0000", "#0000ff"))
    made = prepare(tmp_path, "a.svg", "b.svg", "c.svg")
    drawn = {name for name, entry in made["images"].items() if (tmp_path / "build" / entry["word"]).is_file()}
    assert drawn == {"a.svg", "c.svg"}
    assert codes(made) == ["image-unreadable"]
    assert "'b.svg'" in made["findings"][0]["what"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_drawings_whose_process_the_machine_ends_are_told_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    names = [f"{name}.svg" for name in "abcdefghij"]
    for place, name in enumerate(names):
        (tmp_path / name).write_text(SQUARE.replace("#ff0000", f"#0000{place:02}"))
    ended = child.Done(code=-number, output=b"", errors=b"")
    monkeypatch.setattr(layout_process, "run", lambda *_, **__: ended)
    made = prepare(tmp_path, *names)
    assert codes(made) == ["image-unreadable"] * len(names)
    assert sorted(finding["what"].split("'")[1] for finding in made["findings"]) == names


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20"', (40, 20)),
        ('width="10mm" height="1in"', (37.8, 96)),
        ('width="75pt"  viewBox="0 0 200 100"', (100, 50)),
        ('height="50" viewBox="0 0 200 100"', (100, 50)),
        ('width="100%" height="100%" viewBox="0 0 453.27 687.65"', (453.27, 687.65)),
        ('viewBox="0,0,30,40"', (30, 40)),
        ('viewBox="0 0 0 0"', (300, 150)),
        ("", (300, 150)),
        ('width="0" height="x"', (300, 150)),
        ('width="40" height="20" viewBox="0 0 10..5 3"', (40, 20)),
        ('viewBox="0 0 . 3"', (300, 150)),
        ('viewBox="0 0 1e400 3"', (300, 150)),
        ('viewBox="0 0 nan 3"', (300, 150)),
        ('width="1e999" height="20"', (300, 20)),
        ('width="-5" height="20"', (300, 20)),
        ('width="0.0001" height="20"', (300, 20)),
        ('width="9" viewBox="0 0 1e6 0.01"', (9, 150)),
        ('viewBox="-5 +.5 3.e1 4E1"', (30, 40)),
    ],
)
def test_the_size_is_what_a_browser_takes(attributes: str, size: tuple[float, float]) -> None:
    made = svg.clean(f"{HEAD} {attributes}><rect/></svg>".encode())
    assert (made.width, made.height) == size
    for name, value in zip(("width", "height"), size, strict=True):
        assert f' {name}="{value}"'.encode() in made.markup
    assert b"viewBox=" in made.markup


def test_what_drawing_programs_keep_for_themselves_is_dropped() -> None:
    private = 'xmlns:i="urn:editor" i:file="/home/kari/a.svg" content="&lt;mxfile&gt;"'
    inside = '<metadata>Kari</metadata><i:view zoom="2"/><title>Map</title><rect/>'
    made = svg.clean(
        f'<?xml version="1.0"?><!-- by Kari -->{HEAD} {private} width="9" height="9">{inside}</svg>'.encode()
    )
    assert made.remarks == ()
    for word in (b"kari", b"Kari", b"mxfile", b"urn:editor", b"zoom"):
        assert word not in made.markup
    assert b"<title>Map</title><rect/>" in made.markup


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "image-active"),
        ('<rect onload="x()"/>', "image-active"),
        ('<a href=" JavaScript:x()"><rect/></a>', "image-active"),
        ("<rect>", "image-unreadable"),
    ],
)
def test_an_svg_that_does_something_is_refused_with_its_line(inside: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(f"{HEAD}>\n\n{inside}</svg>")
    made = prepare(tmp_path, "a.svg")
    assert [(finding["code"], finding["where"]) for finding in made["findings"]] == [(code, "a.svg:3")]
    assert made["images"] == {}


@pytest.mark.parametrize("text", ["<html/>", "<svg/>", "no markup", "", "\x00", "<" * 1000])
def test_what_is_no_svg_is_refused(text: str) -> None:
    with pytest.raises(ImageFault) as fault:
        svg.clean(text.encode())
    assert fault.value.code == "image-unreadable"


def test_entities_are_refused_and_a_plain_doctype_is_not() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    assert b"DOCTYPE" not in svg.clean(f"{doctype}>{SQUARE}".encode()).markup
    with pytest.raises(ImageFault) as fault:
        svg.clean(f'{doctype} [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}><text>&x;</text></svg>'.encode())
    assert fault.value.code == "image-active"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<image href="https://example.no/a.png"/>', "image-reference"),
        ('<image xlink:href="logo.png"/>', "image-reference"),
        ('<use href="other.svg#x"/>', "image-reference"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "image-reference"),
        ("<rect fill=\"url('https://example.no/p.svg#a')\"/>", "image-reference"),
        ("<style>@import url(https://fonts.example/a.css); rect { fill: red }</style>", "image-style"),
        ('<style>@font-face { src: url("f.woff2") }</style>', "image-style"),
    ],
)
def test_what_would_be_fetched_is_taken_out_and_told(inside: str, code: str) -> None:
    made = svg.clean(f"{HEAD}>{inside}</svg>".encode())
    assert [remark.code for remark in made.remarks] == [code]
    for word in (b"example", b"logo.png", b"other.svg", b"woff2", b"AAAA"):
        assert word not in made.markup


def test_what_is_in_the_file_itself_is_kept() -> None:
    inside = (
        f'<image href="{inner_image()}"/><use xlink:href="#a"/>'
        '<rect fill="url(#p)" style="clip-path:url(\'#c\')"/>'
        '<a href="https://example.no/"><text>read on</text></a><style>rect { fill: url(#p) }</style>'
    )
    made = svg.clean(f"{HEAD}>{inside}</svg>".encode())
    assert made.remarks == ()
    for part in (inner_image().encode(), b'href="#a"', b"url(#p)", b"https://example.no/"):
        assert part in made.markup


def test_shapes_that_share_gradients_by_their_classes_are_no_more_than_they_are() -> None:
    gradients = "".join(f'<linearGradient id="g{n}"><stop/><stop/></linearGradient>' for n in range(200))
    rules = "".join(f".c{n} {{ fill: url(#g{n}); stroke: none }}" for n in range(200))
    shapes = "".join(f'<g fill="url(#g{n})"><path class="c{n}" d="M0 0 L5 5"/></g>' * 20 for n in range(200))
    assert svg.clean(f"{HEAD}><style>{rules}</style>{gradients}{shapes}</svg>".encode()).remarks == ()


@pytest.mark.parametrize(
    ("line", "corner"),
    [
        ("<style>path { marker-mid: url(#m) }</style>", ""),
        ("<style>@supports (fill: red) { g > path { marker: url( '#m' ) } }</style>", ""),
        ("", 'marker-mid="url(#m)"'),
        ("", 'style="MARKER-MID: URL(#m)"'),
        ("", r'style="marker-mid: u\72l(#m)"'),
    ],
)
def test_a_drawing_at_every_corner_counts_as_often_however_it_is_asked_for(line: str, corner: str) -> None:
    marker = f'<marker id="m">{"<rect/>" * 300}</marker>'
    path = f'<path d="M0 0{" L5 5" * 350}"/>'
    asked = f"{HEAD}>{line}{marker}<g {corner}>{path}</g></svg>"
    with pytest.raises(ImageFault, match="draws more than 100000 elements"):
        svg.clean(asked.encode())
    assert svg.clean(asked.replace(" L5 5" * 300, "").encode()).remarks == ()


def test_html_in_an_svg_gives_way_to_the_text_beside_it() -> None:
    html = '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">A long text</div></foreignObject>'
    inside = f"<switch>{html}<text>A long…</text></switch><switch><g/><text>not shown</text></switch>"
    made = svg.clean(f"{HEAD}>{inside * 2}</svg>".encode())
    assert [remark.code for remark in made.remarks] == ["image-html"], "told once for a file"
    assert made.markup.count("A long…".encode()) == 2
    assert b"A long text" not in made.markup
    assert b"not shown" not in made.markup


def test_html_in_an_svg_with_nothing_beside_it_is_an_error() -> None:
    html = '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">Text</div></foreignObject>'
    for inside in (html, f"<switch>{html}</switch>"):
        made = svg.clean(f"{HEAD}><rect/>{inside}<circle/></svg>".encode())
        assert [remark.code for remark in made.remarks] == ["image-html-lost"]
        assert b"<rect/>" in made.markup and b"<circle/>" in made.markup and b"Text" not in made.markup


def test_of_several_languages_the_one_without_a_name_is_drawn() -> None:
    inside = '<switch><text systemLanguage="de">Ja</text><text>Yes</text></switch>'
    made = svg.clean(f"{HEAD}>{inside}</svg>".encode())
    assert b"Yes" in made.markup and b"Ja" not in made.markup


def test_a_drawing_is_named_by_the_families_that_stand_for_unnamed_fonts(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">a</text></svg>', "utf-8")
    look = theme.load(None)
    other = replace(look, fonts=replace(look.fonts, body=look.fonts.code))
    sources = {"a.svg": Location(path="chapters/01.md")}
    made = [images.prepare(tmp_path, sources, tmp_path / "build", one)["images"]["a.svg"] for one in (look, other)]
    assert made[0]["form"] != made[1]["form"]
