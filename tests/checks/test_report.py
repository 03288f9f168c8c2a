"""Findings -> graded -> text, JSON, SARIF, annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from greenpaper.checks import Graded, graded, report
from greenpaper.checks.rules import RULES
from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Location, Severity

ROOT = Path("/nowhere")


def finding(code: str, path: str = "chapters/01-a.md", line: int | None = 3, what: str = "it is wrong") -> Finding:
    return Finding(code=code, where=Location(path=path, line=line), what=what, cure="mend it")


FOUND = (
    finding("image-height", line=12),
    finding("link-anchor", line=3),
    finding("figure-caption", "chapters/00-å b.md", None),
    finding("link-anchor", line=3),
    finding("comment-unclosed", line=3),
)


def test_findings_are_sorted_by_place_and_told_once() -> None:
    made = [(str(item.severity), str(item.finding.where), item.finding.code) for item in graded(FOUND, ())]
    assert made == [
        ("note", "chapters/00-å b.md", "figure-caption"),
        ("error", "chapters/01-a.md:3", "comment-unclosed"),
        ("error", "chapters/01-a.md:3", "link-anchor"),
        ("warning", "chapters/01-a.md:12", "image-height"),
    ]


def test_the_document_decides_the_weight() -> None:
    own = (("link-anchor", Severity.NOTE), ("image-height", Severity.OFF))
    made = {item.finding.code: item.severity for item in graded(FOUND, own)}
    assert made["link-anchor"] is Severity.NOTE
    assert made["comment-unclosed"] is Severity.ERROR
    assert "image-height" not in made


def test_a_code_without_a_rule_is_our_bug() -> None:
    with pytest.raises(KeyError):
        graded((finding("no-such-code"),), ())


def test_what_a_file_keeps_of_a_graded_finding_can_be_read_back() -> None:
    item = graded(FOUND, ())[1]
    kept = item.as_dict()
    assert Graded(finding=Finding.from_dict(kept), severity=Severity(kept["severity"])) == item


def test_text() -> None:
    assert report.text(graded(FOUND, ()), ROOT) == (
        "chapters/00-å b.md: note: it is wrong; mend it [figure-caption]\n"
        "chapters/01-a.md:3: error: it is wrong; mend it [comment-unclosed]\n"
        "chapters/01-a.md:3: error: it is wrong; mend it [link-anchor]\n"
        "chapters/01-a.md:12: warning: it is wrong; mend it [image-height]\n"
        "2 errors, 1 warning, 1 note\n"
    )


@pytest.mark.parametrize(("count", "lines"), [(5, 5), (6, 1)])
def test_a_fault_of_many_chapters_is_one_line_of_text(count: int, lines: int) -> None:
    many = [finding("version-differs", f"chapters/{n}.md") for n in range(count)]
    others = [*(finding("link-file", f"chapters/{n}.md") for n in range(count)), finding("version-differs", what="x")]
    items = graded((*many, *others), ())
    *told, last = report.text(items, ROOT).splitlines()
    assert len(told) == lines + len(others)
    assert last == f"{count} errors, {count + 1} warnings"
    more = " (so in 6 chapters; --format json lists them)" if lines == 1 else ""
    assert f"chapters/0.md:3: warning: it is wrong; mend it{more} [version-differs]" in told
    assert len(json.loads(report.as_json(items, ROOT))) == len(items)


def test_text_of_nothing() -> None:
    assert report.text((), ROOT) == "no findings\n"


def test_colour_only_when_asked_for() -> None:
    coloured = report.text(graded(FOUND, ()), ROOT, colour=True)
    assert "\x1b[31merror\x1b[0m: it is wrong" in coloured
    assert "\x1b" not in report.text(graded(FOUND, ()), ROOT)


def test_what_is_quoted_makes_no_terminal_act() -> None:
    quoted = "it holds \x1b[2J, \x07 and \u202e"
    items = graded([finding("link-file", "chapters/\x1b.md", what=quoted)], ())
    for form in (report.text, report.github):
        assert "it holds <U+001B>[2J, <U+0007> and <U+202E>" in form(items, ROOT)
    assert report.text(items, ROOT, colour=True).startswith("chapters/<U+001B>.md:3: \x1b[31merror\x1b[0m: ")
    assert str(AuthorError(f"a.md:1: error: {quoted}")) == "a.md:1: error: it holds <U+001B>[2J, <U+0007> and <U+202E>"
    assert str(AuthorError("a.md: \x1b[31merror\x1b[0m: two\nlines")) == "a.md: \x1b[31merror\x1b[0m: two\nlines"


def test_json() -> None:
    made = json.loads(report.as_json(graded(FOUND, ()), ROOT))
    assert len(made) == 4
    assert made[0] == {
        "severity": "note",
        "code": "figure-caption",
        "path": "chapters/00-å b.md",
        "line": None,
        "what": "it is wrong",
        "cure": "mend it",
    }


def test_sarif_has_what_the_standard_asks_for() -> None:
    """The properties that SARIF 2.1.0 requires, and the types of those that we use."""
    log = json.loads(report.sarif(graded(FOUND, ()), ROOT))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "Greenpaper"
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
        assert all(isinstance(rule[key]["text"], str) for key in ("shortDescription", "fullDescription", "help"))
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"] == "it is wrong; mend it"
        (place,) = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]


def test_sarif_gives_places_as_addresses_and_lines_from_one() -> None:
    results = json.loads(report.sarif(graded(FOUND, ()), ROOT))["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert places[0]["artifactLocation"]["uri"] == "chapters/00-%C3%A5%20b.md"
    assert "region" not in places[0]
    assert places[1]["region"] == {"startLine": 3}


def test_github_escapes_what_its_commands_are_made_of(tmp_path: Path) -> None:
    found = (finding("link-anchor", "a,b:c.md", 1, "100 %\n::error::no"), finding("figure-caption", "å.md", None))
    assert report.github(graded(found, ()), tmp_path) == (
        "::error file=a%2Cb%3Ac.md,line=1,title=link-anchor::100 %25%0A::error::no; mend it\n"
        "::notice file=å.md,title=figure-caption::it is wrong; mend it\n"
    )


def test_github_knows_files_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "documents/one").mkdir(parents=True)
    made = report.github(graded((finding("link-anchor"),), ()), tmp_path / "documents/one")
    assert made.startswith("::error file=documents/one/chapters/01-a.md,line=3,")


def test_every_form_has_one_signature() -> None:
    assert set(report.RENDERERS) == {"text", "json", "sarif", "github"}
    for render in report.RENDERERS.values():
        assert isinstance(render(graded(FOUND, ()), ROOT), str)
