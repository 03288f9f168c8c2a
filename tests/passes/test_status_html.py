"""HTML in a chapter's status table: none of it is shown, and what acts or leads somewhere is told with its line."""

from __future__ import annotations

import pytest

from tests.documents import book, findings

HEAD = "| Status | Version | Maturity | Normative level |\n|:---|:---|:---|:---|\n"


def table(cell: str) -> str:
    return f"# T\n\n{HEAD}| Prerelease{cell} | v0.9.0 | review | veileder |\n\nTekst.\n"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("<script src=x></script>", "active-content"),
        ("<style></style>", "active-content"),
        ('<iframe src="https://example.org"></iframe>', "active-content"),
        ("<span onclick='x()'></span>", "active-content"),
        ("<b ONCLICK=x()></b>", "active-content"),
        ('<a href="javascript:x()"></a>', "link-scheme"),
        ('<a href="&#106;avascript:x()"></a>', "link-scheme"),
        ('<a href="data:text/html,x"><b></b></a>', "link-scheme"),
        ("<javascript:x()>", "link-scheme"),
        ('<a href="https://example.org"></a>', "raw-html"),
        ("<https://example.org>", "raw-html"),
        ('<img src="https://example.org/a.png" alt="">', "raw-html"),
        ("<blink></blink>", "raw-html"),
    ],
)
def test_html_that_does_something_is_told_with_its_line(cell: str, code: str) -> None:
    made = book(("chapters/a.md", table(cell)))
    assert [(found.code, str(found.where)) for found in findings(made)] == [(code, "chapters/a.md:5")]
    assert made["book"]["chapters"][0]["status"]["status"] == "prerelease"


@pytest.mark.parametrize("line", [2, 3, 5, 6])
def test_in_every_line_of_the_table(line: int) -> None:
    lines = [
        *HEAD.splitlines(),
        "| Prerelease | v0.9.0 | review | veileder |",
        "| Release | v0.9.0 | review | veileder |",
    ]
    text = "\n".join(["# T", "", *lines, "", "Tekst."]).split("\n")
    text[line] = text[line] + " <script>alert(1)</script> |"
    made = book(("chapters/a.md", "\n".join(text)))
    assert f"chapters/a.md:{line + 1}" in {
        str(found.where) for found in findings(made) if found.code == "active-content"
    }


def test_what_gives_the_status_a_look_is_quiet() -> None:
    made = book(
        ("chapters/a.md", table("").replace("Prerelease", '<span style="background-color: red">Prerelease</span>'))
    )
    assert findings(made) == []
