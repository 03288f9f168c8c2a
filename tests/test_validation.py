"""Validation by veraPDF: its verdicts as values, what a PDF declares, and what may be said of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from greenpaper import built, conformance, files, project, steps, verapdf
from greenpaper.errors import AuthorError, ToolError

Validate = Callable[[Mapping[Path, Sequence[str]]], verapdf.Report]

PAGE = "<html lang=nb><title>Prøve</title><body><svg width=9 height=9><rect width=9 height=9 fill=blue /></svg>"


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    """A PDF that declares PDF/A-2b in plain text, and is it."""
    path = tmp_path / "archived.pdf"
    weasyprint.HTML(string=PAGE).write_pdf(path, pdf_variant="pdf/a-2b")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        plain = pikepdf.StreamDecodeLevel.generalized
        pdf.save(path, static_id=True, compress_streams=False, stream_decode_level=plain)
    return path


@pytest.fixture
def broken(archived: Path, tmp_path: Path) -> Path:
    """The same with an action that PDF/A forbids."""
    path = tmp_path / "broken.pdf"
    with pikepdf.open(archived) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        pdf.save(path, static_id=True)
    return path


def test_verdicts_come_in_the_order_asked_for(validate: Validate, archived: Path, broken: Path) -> None:
    report = validate({archived: ["2b", "ua1"], broken: ["2b"]})
    good, access, bad = report.verdicts
    assert report.version.count(".") == 2
    assert (good.path, good.flavour, good.failures, good.conforms) == (archived, "2b", (), True)
    assert good.passed > 50
    assert (access.flavour, access.conforms) == ("ua1", False)
    (failure,) = bad.failures
    assert (bad.path, failure.clause, failure.test, failure.count) == (broken, "6.5.1", 1, 1)
    assert "JavaScript" in str(failure)
    assert failure.places[0].startswith("root/document[0]/OpenAction[0]")


def test_a_file_that_is_no_pdf_has_a_fault_and_the_others_their_verdicts(
    validate: Validate, archived: Path, tmp_path: Path
) -> None:
    other = tmp_path / "æøå.pdf"
    other.write_text("no PDF")
    bad, good = validate({other: ["2b"], archived: ["2b"]}).verdicts
    assert (bad.conforms, good.conforms) == (False, True)
    assert bad.fault
    assert conformance.faults([bad, good]) == [f"PDF/A-2b could not be validated: {bad.fault}"]


def test_a_file_that_is_made_to_harm_has_a_fault_too(validate: Validate, archived: Path, tmp_path: Path) -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    objects = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/X %b>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    body = b"%PDF-1.7\n" + objects % deep
    places = b"".join(b"%010d 00000 n \n" % body.index(b"%d 0 obj" % number) for number in (1, 2))
    end = b"xref\n0 3\n0000000000 65535 f \n%btrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    (tmp_path / "deep.pdf").write_bytes(body + end % (places, len(body)))
    bad, good = validate({tmp_path / "deep.pdf": ["2b"], archived: ["2b"]}).verdicts
    assert bad.fault.startswith("StackOverflowError")
    assert good.conforms


def test_a_folder_with_letters_beyond_ascii_is_read_in_any_locale(
    validate: Validate, archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "høringer"
    folder.mkdir()
    monkeypatch.setenv("LC_ALL", "C")
    (verdict,) = validate({archived.rename(folder / "a.pdf"): ["2b"]}).verdicts
    assert verdict.conforms


def test_failed_checks_count_though_no_rule_is_told(archived: Path) -> None:
    report = verapdf._read("version\t1\nverdict\t0\t2b\t9\t2\nrule\t6.1\t1\t2\t\u2028\n", [archived])
    (verdict,) = report.verdicts
    assert conformance.faults([verdict]) == ["PDF/A-2b, 6.1 test 1: \u2028 (2 times)"]
    (verdict,) = verapdf._read("verdict\t0\t2b\t9\t2\n", [archived]).verdicts
    assert not verdict.conforms
    assert conformance.faults([verdict]) == ["PDF/A-2b: 2 checks failed, of which veraPDF tells no rule"]


def test_without_the_library_or_java_it_says_so(
    archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GREENPAPER_VERAPDF", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert verapdf.validate({archived: ["2b"]}) == verapdf.Missing(what="veraPDF is not installed")
    monkeypatch.setenv("GREENPAPER_VERAPDF", "no.jar")
    assert verapdf.library() == verapdf.Missing(what="GREENPAPER_VERAPDF names no file: no.jar")
    jar = tmp_path / "greenpaper" / "verapdf" / "some.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    monkeypatch.setenv("GREENPAPER_VERAPDF", "")
    assert verapdf.library() == jar
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verapdf.validate({archived: ["2b"]}) == verapdf.Missing(what="Java is not installed")


def test_a_jar_that_is_not_verapdf_is_a_fault(
    tool: Callable[[str], str], archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool("java")
    (tmp_path / "other.jar").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("GREENPAPER_VERAPDF", str(tmp_path / "other.jar"))
    with pytest.raises(ToolError, match="verapdf-jar"):
        verapdf.validate({archived: ["2b"]})


PACKET = '<?xpacket begin="" id=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">{}</x:xmpmeta><?xpacket end="r"?>'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {}</rdf:RDF>'
SPACES = 'xmlns:a="http://www.aiim.org/pdfa/ns/id/" xmlns:u="http://www.aiim.org/pdfua/ns/id/">'


@pytest.mark.parametrize(
    ("description", "flavours", "standards"),
    [
        ('<rdf:Description a:part="2" a:conformance="A" u:part="1"/>', ("2a", "ua1"), "PDF/A-2a and PDF/UA-1"),
        (
            "<rdf:Description><a:part>4</a:part><a:conformance>F</a:conformance></rdf:Description>"
            "<rdf:Description><u:part>2</u:part><u:rev>2024</u:rev></rdf:Description>",
            ("4f", "ua2"),
            "PDF/A-4f and PDF/UA-2",
        ),
        ("<rdf:Description><a:part>4</a:part></rdf:Description>", ("4",), "PDF/A-4"),
        ("<rdf:Description/>", (), ""),
    ],
)
def test_the_declaration_is_read_from_the_packet(description: str, flavours: tuple[str, ...], standards: str) -> None:
    content = b"%PDF \xff\n" + PACKET.format(RDF.format(SPACES + description)).encode() + b"\nendstream \xff"
    assert conformance.declared(content) == flavours
    assert conformance.standards(flavours) == standards


def test_a_pdf_without_packet_declares_nothing(tmp_path: Path) -> None:
    assert conformance.declared(b"%PDF-1.7 \xff") == ()
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert conformance.statement(tmp_path / "a.pdf", tmp_path / "validation.json") == ""


def test_only_a_verdict_on_these_bytes_is_told(archived: Path, tmp_path: Path) -> None:
    known = tmp_path / "validation.json"

    def stated(*failures: verapdf.Failure) -> str:
        verdict = verapdf.Verdict(path=archived, flavour="2b", passed=7, failures=failures)
        report = verapdf.Report(version="1.2.3", verdicts=(verdict,))
        files.keep(known, json.dumps(conformance.record(archived, report)).encode())
        return conformance.statement(archived, known)

    failure = verapdf.Failure(clause="6.1", test=1, description="shall", count=2, places=("root: no",))
    assert conformance.statement(archived, known) == "PDF/A-2b, not validated"
    assert stated(failure) == f"PDF/A-2b, but veraPDF 1.2.3 says otherwise: {known}"
    assert stated() == "PDF/A-2b, validated by veraPDF 1.2.3"
    files.mark_of(known).unlink()  # as if it came from elsewhere
    assert conformance.statement(archived, known) == "PDF/A-2b, not validated"
    assert stated() == "PDF/A-2b, validated by veraPDF 1.2.3"
    archived.write_bytes(archived.read_bytes() + b"\n")
    assert conformance.statement(archived, known) == "PDF/A-2b, not validated"


def test_checks_must_have_been_made(archived: Path) -> None:
    assert not verapdf.Verdict(path=archived, flavour="2b").conforms


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> project.Project:
    """The smallest document, not built."""
    folder = shutil.copytree(Path(__file__).parent / "sample", tmp_path / "sample")
    monkeypatch.chdir(folder)
    Path("build").mkdir()
    return project.load(Path())


def test_the_step_proves_or_stops(validate: Validate, document: project.Project, archived: Path, broken: Path) -> None:
    made = built.output(document, "pdf")
    shutil.copy(archived, made)
    steps.validate(document)
    assert json.loads(built.VALIDATION.read_text())["conforms"] is True
    shutil.copy(broken, made)
    with pytest.raises(AuthorError, match=r"pdf-standard\]\n  PDF/A-2b, 6\.5\.1 test 1: .*\n +root/document"):
        steps.validate(document)
    assert json.loads(built.VALIDATION.read_text())["conforms"] is False
    assert "says otherwise" in conformance.statement(made, built.VALIDATION)


def test_the_step_never_says_valid_unproved(
    document: project.Project, archived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = built.output(document, "pdf")
    monkeypatch.setenv("GREENPAPER_VERAPDF", "no.jar")
    shutil.copy(archived, made)
    with pytest.raises(AuthorError, match=r"not validated: .* docs/pdf\.md .*\[verapdf-missing\]"):
        steps.validate(document)
    made.write_bytes(b"%PDF-1.7")
    with pytest.raises(AuthorError, match=r"not validated: it declares no standard"):
        steps.validate(document)
    assert not built.VALIDATION.exists()
