"""Rules about links."""

from __future__ import annotations

from greenpaper.checks.rules.rule import ERROR, NOTE, WARNING, Rule

LINKS: tuple[Rule, ...] = (
    Rule("link-anchor", ERROR, "Link to a heading that is not there",
         "An anchor is found by the rules of GitHub, pandoc and Python-Markdown; this one by none of them.",
         "`[costs](05-costs.md#yearly-cost)`", "Take the suggestion: `[costs](05-costs.md#yearly-costs)`."),
    Rule("link-file", ERROR, "Link to no chapter",
         "A link without a scheme leads to a chapter of the document, by its path from the chapter it stands in.",
         "`[costs](05-costs)`, `[us](www.example.no)`", "Write `05-costs.md`, `https://www.example.no`."),
    Rule("link-case", ERROR, "Link in another case",
         "It works on some machines and not on others.",
         "`[terms](Terms.md)` to the file `terms.md`", "Write the file's name as it is."),
    Rule("link-scheme", ERROR, "Link of another scheme",
         "Readers can follow http, https, mailto and tel; a file on the author's machine they cannot.",
         "`[notes](file:///home/kari/notes.docx)`", "Publish the file and link to that, or take the link out."),
    Rule("link-empty", ERROR, "Link without an address",
         "It was forgotten.",
         "`[costs]()`", "Give the address, or take the link out."),
    Rule("link-malformed", ERROR, "Link with an address that is none",
         "Programs cannot take it apart, so none can follow it. Spaces and the like are no fault: they are encoded.",
         "`[us](https://[example.no/)`, `[Kari](mailto:kari@example@no)`", "Correct it."),
    Rule("link-text-missing", ERROR, "Link without text",
         "Nobody could see or hear it (WCAG 2.1, 2.4.4). It is left out.",
         "`[](05-costs.md)`", "Say where it leads: `[the costs](05-costs.md)`."),
    Rule("link-text", WARNING, "Link that does not say where it leads",
         "Screen readers list the links without the text around them (WCAG 2.1, 2.4.4).",
         "`Read more [here](05-costs.md)`",
         "Let the link be the words that name its target: `more of [the costs](05-costs.md)`."),
    Rule("link-text-same", NOTE, "Links that say the same and lead elsewhere",
         "In a list of links nobody can tell them apart.",
         "`[the form](https://a.example)` and `[the form](https://b.example)` in one chapter",
         "Give them different texts."),
)  # fmt: skip
