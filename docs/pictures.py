"""Makes the pictures of README.md and docs/, and proves docs/writing.md: `./run python docs/pictures.py`.

Each Markdown example of writing.md is built as a chapter of a small document. The picture named below it is cropped
from the PDF; the messages quoted below it must be the ones that `doit check` gives, and without a quote there must be
none. The others come from copies of the sample document. Without LibreOffice `word.png` stays as it is.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageOps

from greenpaper.importing import folder, skeleton

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
RESOLUTION = 110  # dots per inch
MARGIN = 28  # mm at the page's sides
COLOURS = 128  # of the palette
FRAME = "#c5cdd3"
GAP = 90  # pixels; a higher white band, such as that above the footnotes, is closed up to a third of it

EXAMPLE = re.compile(
    r"^(?P<fence>`{3,})markdown\n(?P<text>(?:(?!(?P=fence)$).*\n)*)(?P=fence)\n"
    r"(?:\n!\[.*\]\(pictures/(?P<name>[a-z-]+)\.png\)\n)?"
    r"(?:\n```text\n(?P<told>(?:(?!```$).*\n)*)```\n)?",
    re.MULTILINE,
)
STATUS = "| Status | Version | Maturity | Normative level |\n|---|---|---|---|\n"
BEGINNING = f"# Needs\n\n{STATUS}| Release | v0.9.0 | mature | guide |\n\n"
OTHER = f"# Costs\n\n{STATUS}| Release | v0.9.0 | mature | guide |\n\n## Yearly costs\n\nText.\n"
SETTINGS = """\
title = "Example"
publisher = "The Directorate"
language = "en"
version = "0.9.0"
status = "Release"
level = "veileder"
date = 2027-01-08

[severity] # the examples show other statuses, and what they lack is not the point
status-differs = "off"
status-must = "off"
question-left = "off"
"""
CROPPED = """\
@page { @top-left { content: none } @bottom-left { content: none } @bottom-right { content: none } }
.cover, .status-page, .contents, .lists { display: none }
"""
WITHOUT_BEGINNING = "#needs h1, #needs .status-row { display: none }\n#needs > :nth-child(3) { margin-top: 0 }\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One Markdown example: its text, the name of its picture, the messages quoted below it, and its line."""

    text: str
    name: str | None
    told: str
    line: int

    @property
    def whole(self) -> bool:
        """Whether it is a whole chapter, or a piece to be put below a title."""
        return self.text.startswith(("# ", "---\n"))


def main() -> int:
    """Make all pictures, or say which examples are wrong."""
    PICTURES.mkdir(exist_ok=True)
    page = (ROOT / "docs" / "writing.md").read_text("utf-8")
    faults = [fault for example in examples(page) for fault in show(example)]
    if faults:
        print(*faults, sep="\n")
        return 1
    show_sample()
    show_journal()
    return 0


def examples(page: str) -> Iterator[Example]:
    """The Markdown examples of writing.md."""
    for found in EXAMPLE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        yield Example(text=found["text"], name=found["name"], told=found["told"] or "", line=line)


def show(example: Example) -> list[str]:
    """Build an example and crop its picture; what is wrong with it, if something is."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "example"
        folder.write(skeleton.contents("en"), root)
        write_example(example, root)
        told = check(root)
        if told != example.told:
            return [f"docs/writing.md:{example.line}: `doit check` says otherwise:\n{told or 'no findings'}"]
        if example.name:
            doit(root, "pdf")
            page = rasterise(next(root.glob("build/*.pdf")), 0)
            save(cropped(page), example.name)
    return []


def write_example(example: Example, root: Path) -> None:
    """Put the example and a second chapter, for it to link to, in the place of the skeleton's chapters."""
    for chapter in root.glob("chapters/*.md"):
        chapter.unlink()
    text = example.text if example.whole else BEGINNING + example.text
    style = CROPPED if example.whole else CROPPED + WITHOUT_BEGINNING
    (root / "styles").mkdir()
    for path, content in (
        ("document.toml", SETTINGS),
        ("chapters/01-needs.md", text),
        ("chapters/02-costs.md", OTHER),
        ("styles/print.css", style),
    ):
        (root / path).write_text(content, "utf-8")


def check(root: Path) -> str:
    """The findings that `doit check` prints."""
    lines = doit(root, "check", fails=True).splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith("chapters/"))


def doit(root: Path, *arguments: str, fails: bool = False) -> str:
    """What doit prints in `root`, on a day that is always the same."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790899200"}  # 2026-10-02
    command = [sys.executable, "-I", "-m", "greenpaper.start", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode and not fails:
        sys.exit(f"doit {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def show_sample() -> None:
    """The cover, a page with figure and table, and that page in Word, of the sample document."""
    with tempfile.TemporaryDirectory() as name:
        root = copy_of_sample(Path(name) / "sample")
        commit(root)
        doit(root)
        pdf = next(root.glob("build/*.pdf"))
        save(framed(rasterise(pdf, 0)), "cover")
        save(framed(rasterise(pdf, page_with_figure(pdf))), "page")
        if shutil.which("soffice") is None:
            print("word.png is left as it is: LibreOffice is not installed")
            return
        shown = word_as_pdf(next(root.glob("build/*.docx")), root)
        save(framed(rasterise(shown, page_with_figure(shown))), "word")


def show_journal() -> None:
    """The cover and a page of the sample document in the second theme; its logo, light on dark, is left out."""
    with tempfile.TemporaryDirectory() as name:
        root = copy_of_sample(Path(name) / "sample")
        (root / "profile" / "theme.toml").write_text('base = "journal"\n', "utf-8")
        commit(root)
        doit(root, "pdf")
        pdf = next(root.glob("build/*.pdf"))
        save(framed(rasterise(pdf, 0)), "journal-cover")
        save(framed(rasterise(pdf, page_with_figure(pdf))), "journal-page")


def copy_of_sample(root: Path) -> Path:
    """The sample document in a folder of its own."""
    for part in ("chapters", "img", "profile"):
        shutil.copytree(ROOT / part, root / part)
    for part in ("document.toml", "dodo.py"):
        shutil.copy(ROOT / part, root)
    return root


def commit(root: Path) -> None:
    """Put the folder under git, by nobody and at a fixed time, so that the cover shows a commit, always the same."""
    someone = {"NAME": "Greenpaper", "EMAIL": "greenpaper@example.no", "DATE": "2026-10-02T12:00:00Z"}
    identity = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in someone.items()}
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    (root / ".gitignore").write_text("build/\n.doit*\n", "utf-8")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Sample"]):
        subprocess.run(["git", *arguments], cwd=root, env=environment, check=True)


def word_as_pdf(docx: Path, root: Path) -> Path:
    """The pages of a DOCX as LibreOffice lays them out, in a profile of its own."""
    profile = f"-env:UserInstallation={(root / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(root), str(docx)]
    subprocess.run(command, check=True, capture_output=True)
    return root / f"{docx.stem}.pdf"


def page_with_figure(pdf: Path) -> int:
    """The first page with one figure and one table, by their captions; the lists of them have more on a page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage().get_text_range()
            if all(len(re.findall(rf"^{word} \d+: ", text, re.MULTILINE)) == 1 for word in ("Figur", "Tabell")):
                return number
    sys.exit(f"{pdf.name}: no page has both a figure and a table")


def rasterise(pdf: Path, number: int) -> Image.Image:
    """A page, counted from 0, as an image."""
    with pypdfium2.PdfDocument(pdf) as document:
        page: Image.Image = document[number].render(scale=RESOLUTION / 72).to_pil()
        return page.convert("RGB")


def cropped(page: Image.Image) -> Image.Image:
    """What stands on the page, with high white bands closed up and a margin around; as wide as the text in all."""
    box = ink(page).getbbox() or (0, 0, *page.size)
    margin = MARGIN * RESOLUTION // 25.4 - 14
    left, right = int(margin), int(page.width - margin)
    text = page.crop((left, box[1], right, box[3]))
    kept = closed([ink(text.crop((0, row, text.width, row + 1))).getbbox() is None for row in range(text.height)])
    made = Image.new("RGB", (text.width, len(kept)), "white")
    for target, row in enumerate(kept):
        made.paste(text.crop((0, row, text.width, row + 1)), (0, target))
    return framed(ImageOps.expand(made, (0, 16), "white"))


def closed(white: list[bool]) -> list[int]:
    """The rows to keep: all but the end of each run of more than GAP white ones."""
    kept: list[int] = []
    for is_white, run in itertools.groupby(range(len(white)), key=white.__getitem__):
        rows = list(run)
        kept += rows[: GAP // 3] if is_white and len(rows) > GAP else rows
    return kept


def ink(image: Image.Image) -> Image.Image:
    """255 where the image is not white."""
    return ImageChops.invert(image.convert("L")).point(lambda value: 255 if value > 2 else 0)


def framed(image: Image.Image) -> Image.Image:
    """With a thin line around, since paper is as white as the page that shows it."""
    return ImageOps.expand(image, 1, FRAME)


def save(image: Image.Image, name: str) -> None:
    """Write a small PNG, and say so."""
    path = PICTURES / f"{name}.png"
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
