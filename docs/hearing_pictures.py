"""Makes the pictures of docs/hearing.md: `./run python docs/hearing_pictures.py`. Needs LibreOffice and Chromium.

The sample document goes on hearing in a temporary folder and comes back from four respondents that do not exist: as
Word files with changes and comments, as a form, and as a letter. What they say is put into the files here. Then
`doit responses` and `doit remarks` run as an editor would run them, and what they write is photographed.
"""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image

from greenpaper import opc
from greenpaper.responses import table
from greenpaper.responses.model import Answer, Decision

sys.path.insert(0, str(Path(__file__).resolve().parent))
import pictures

NOTES = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
GAP = 16  # pixels left of a page's margin
ONE_CHAPTER = """<style>
.banner, .cover, .status-page, .contents, main > .remark, main > .chapter { display: none !important }
main > #bakgrunn { display: block !important }
</style></head>"""  # a screenshot begins at the top of the page


@dataclass(frozen=True, slots=True)
class Edit:
    """What a respondent does to `words`: a new text in their place, a comment on them. Untracked if `silent`."""

    words: str
    new: str | None = None
    comment: str = ""
    silent: bool = False


REGISTER = """\
[[respondent]]
folder = "nordfjell"
name = "Nordfjell kommune"
kind = "kommune"
received = 2026-12-14
contact = "post@nordfjell.example.no"

[[respondent]]
folder = "helse-ytre"
name = "Helse Ytre HF"
kind = "helseforetak"
received = 2027-01-06
contact = "post@helse-ytre.example.no"

[[respondent]]
folder = "hjertelinja"
name = "Pasientforeningen Hjertelinja"
kind = "organisasjon"
received = 2027-01-08
contact = "post@hjertelinja.example.no"

[[respondent]]
folder = "person-1"
name = "Wenche Holm"
received = 2027-01-07
contact = "wenche.holm@post.example.no"
anonymous = true
"""
NORDFJELL = (
    Edit("og hvem som da har ansvaret", "hvem som da har ansvaret, og når planen skal gjennomgås"),
    Edit("Svaret kan være viktigere enn tallet.", comment="Enig. Dette bør også stå i kravene."),
    Edit("En trygghetsalarm melder fra om en hendelse. ", ""),
    Edit("over uker og måneder", "over dager, uker og måneder"),
    Edit(
        "Tilbudet har vokst raskt.",
        comment="Veksten er ujevn. I vår region er det to kommuner som står for nesten hele økningen.",
    ),
    Edit(
        "Kostnadene for kommunene dekkes innenfor gjeldende rammer.",
        "Merkostnadene for kommunene kompenseres.",
        comment="Vi har ikke rom for dette innenfor gjeldende rammer.",
    ),
)
HELSE_YTRE = (
    Edit("telefon tar i gjennomsnitt elleve minutter", "telefon tar ofte et kvarter eller mer"),
    Edit("har vokst raskt", "har vokst, men ujevnt"),
    Edit("Ved innleggelse teller minuttene.", comment="Ta med overflytting mellom sykehus også."),
    Edit("Klinikerne trenger opplæring", "Klinikerne og merkantilt personell trenger opplæring", silent=True),
)
PERSON = (
    Edit("De trenger ikke egne rettigheter i systemet", comment="Som pårørende trenger jeg å se når noen har svart."),
)
FORM = (  # answers to the questions, in their order
    "Ja, mottakeren bør se at noe er sperret. Ellers kan fraværet av en verdi tolkes feil.",
    "Trinn 2 er vanskeligst. Visning i journalen krever en ny versjon hos leverandøren.",
)
BY_HAND = """
[[row]]
respondent = "hjertelinja"
date = 2027-01-08
number = "3-5"
comment = "Pasienten må kunne gi pårørende innsyn uten å møte opp hos kommunen."
"""
SINCE = ("chapters/08-konsekvenser.md", "Klinikerne trenger", "Klinikere trenger")  # a change after the draft was sent
ANSWERS: Mapping[str, tuple[Decision, str]] = {  # what is proposed or said begins with this
    "Merkostnadene": (Decision.NOT, "Rammene fastsettes i budsjettet, ikke i en standard."),
    "telefon tar ofte": (Decision.PARTLY, "Vi oppgir gjennomsnitt og spredning."),
    "hvem som da har": (Decision.FOLLOWED, "Godt forslag."),
    "Ta med overflytting": (Decision.FOLLOWED, "Tas inn i versjon 1.0."),
    "Enig. Dette": (Decision.NOTED, ""),
}


def main() -> int:
    """Make all pictures of the hearing."""
    for program in ("soffice", "chromium"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed; the pictures of the hearing are left as they are")
    with tempfile.TemporaryDirectory() as name:
        root = pictures.copy_of_sample(Path(name) / "sample")
        pictures.commit(root)
        send(root)
        pictures.doit(root, "responses")
        answer(root)
        print(pictures.doit(root, "responses"), end="")
        pictures.doit(root, "remarks")
        photograph(root)
    return 0


def send(root: Path) -> None:
    """Release the draft, and let it come back."""
    pictures.doit(root, "release", "--unvalidated")
    data = next(root.glob("releases/*/data"))
    (draft,) = data.glob("*-nb.docx")
    (form,) = data.glob("*-response.xlsx")
    for folder, name, author, day, edits in (
        ("nordfjell", "høringsutkast med merknader.docx", "Kari Berg", "2026-12-10", NORDFJELL),
        ("helse-ytre", "merknader fra klinikken.docx", "Jon Aas", "2027-01-05", HELSE_YTRE),
        ("person-1", "svar.docx", "Wenche Holm", "2027-01-07", PERSON),
    ):
        received(root, folder, name, returned(draft.read_bytes(), author, day, edits))
    fill(received(root, "helse-ytre", "svarskjema.xlsx", form.read_bytes()))
    received(root, "hjertelinja", "brev.pdf", b"%PDF-1.7\n")
    (root / "responses" / "register.toml").write_text(REGISTER, "utf-8")
    path, old, new = SINCE
    chapter = root / path
    text = chapter.read_text("utf-8")
    assert old in text
    chapter.write_text(text.replace(old, new), "utf-8")


def received(root: Path, folder: str, name: str, content: bytes) -> Path:
    """Put a file into the respondent's folder."""
    path = root / "responses" / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def returned(docx: bytes, author: str, day: str, edits: Sequence[Edit]) -> bytes:
    """The document as Word would save it after these edits."""
    parts = opc.unpacked(docx)
    by = f'w:author="{author}" w:date="{day}T10:00:00Z"'
    text, comments = parts["word/document.xml"].decode(), parts["word/comments.xml"].decode()
    for number, edit in enumerate(edits, 9000):
        text = edited(text, edit, number, by)
        if edit.comment:
            said = f'<w:comment w:id="{number}" {by} w:initials="">{paragraph(edit.comment)}</w:comment>'
            comments = comments.replace("</w:comments>", f"{said}</w:comments>")
    return opc.packed({**parts, "word/document.xml": text.encode(), "word/comments.xml": comments.encode()})


def edited(text: str, edit: Edit, number: int, by: str) -> str:
    """The text of a DOCX in which the plain run that has the edit's words is cut at them, and these are marked."""
    words = re.escape(escape(edit.words, quote=False))
    ((whole, before, after),) = re.findall(rf"(<w:r><w:t[^>]*>([^<]*){words}([^<]*)</w:t></w:r>)", text)
    marked = run(edit.words)
    if edit.new is not None:
        marked = run(edit.new) if edit.silent else tracked(edit.words, edit.new, number, by)
    if edit.comment:
        mark = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        marked = f'<w:commentRangeStart w:id="{number}"/>{marked}<w:commentRangeEnd w:id="{number}"/>{mark}'
    return text.replace(whole, f"{run(unescape(before))}{marked}{run(unescape(after))}")


def tracked(old: str, new: str, number: int, by: str) -> str:
    """A deletion and an insertion."""
    come = f'<w:ins w:id="{number}1" {by}>{run(new)}</w:ins>' if new else ""
    return f'<w:del w:id="{number}0" {by}>{run(old, "delText")}</w:del>{come}'


def run(text: str, tag: str = "t") -> str:
    """A run of plain text; none for no text."""
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text, quote=False)}</w:{tag}></w:r>' if text else ""


def paragraph(text: str) -> str:
    """A paragraph of a comment."""
    return f'<w:p><w:pPr><w:pStyle w:val="AnnotationText"/></w:pPr>{run(text)}</w:p>'


def fill(form: Path) -> None:
    """Write answers into a form, beside the questions' numbers."""
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    (head,) = (row for row in range(1, sheet.max_row) if sheet.cell(row, 4).value == "Svar")
    for number, said in enumerate(FORM, 1):
        assert sheet.cell(head + number, 1).value == str(number)
        sheet.cell(head + number, 4, said)
    book.save(form)


def answer(root: Path) -> None:
    """Enter the letter by hand, and write answers into the table, as an editor would."""
    master = root / "responses" / "table.toml"
    rows = []
    for row in table.load(master):
        said = next((each for begin, each in ANSWERS.items() if (row.proposal or row.comment).startswith(begin)), None)
        if said:
            given = Answer(decision=said[0], assessment=said[1], by="AB", on=datetime.date(2027, 1, 20))
            row = replace(row, answer=given)
        rows.append(row)
    master.write_text(table.text(rows) + BY_HAND, "utf-8")


def photograph(root: Path) -> None:
    """The five pictures."""
    folder = root / "build" / "responses"
    (page,) = folder.glob("*-responses.html")
    (margin,) = folder.glob("*-remarks.html")
    (workbook,) = folder.glob("*-responses.xlsx")
    (printed,) = folder.glob("*-responses.docx")
    reply = root / "responses" / "nordfjell" / "høringsutkast med merknader.docx"
    chapter = root / "chapter.html"
    chapter.write_text(margin.read_text("utf-8").replace("</head>", ONE_CHAPTER, 1), "utf-8")
    for name, image in (
        ("hearing-word", part(page_with("Tilbudet har vokst raskt", reply, root), 0.44, 0.93)),
        ("hearing-page", seen(page, root, 1360, 1730)),
        ("hearing-workbook", part(page_with("Kari Berg", workbook, root), 0.06, 0.67)),
        ("hearing-table", page_with("Kari Berg", printed, root)),
        ("hearing-margin", seen(chapter, root, 1400, 1290)),
    ):
        pictures.save(pictures.framed(image), name)


def page_with(words: str, path: Path, root: Path) -> Image.Image:
    """The first page with these words of a file as LibreOffice lays it out, comments as notes."""
    profile = f"-env:UserInstallation={(root / 'office').as_uri()}"
    target = "pdf" if path.suffix == ".xlsx" else NOTES
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(root), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    pdf = root / f"{path.stem}.pdf"
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            if words in " ".join(page.get_textpage().get_text_range().split()):
                return pictures.rasterise(pdf, number)
    sys.exit(f"{pdf.name}: no page has {words!r}")


def part(page: Image.Image, top: float, bottom: float) -> Image.Image:
    """What stands on the page between these shares of its height, without its white sides."""
    strip = page.crop((0, int(top * page.height), page.width, int(bottom * page.height)))
    left, _, right, _ = pictures.ink(strip).getbbox() or (0, 0, *strip.size)
    return strip.crop((left - GAP, 0, right + GAP, strip.height))


def seen(page: Path, root: Path, width: int, height: int) -> Image.Image:
    """The top of a page in a browser's window."""
    shot = root / "shot.png"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    options = [f"--user-data-dir={root / 'browser'}", f"--window-size={width},{height}", f"--screenshot={shot}"]
    subprocess.run([*command, *options, page.as_uri()], check=True, capture_output=True, timeout=120)
    return Image.open(shot).convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
