"""docs/findings.md from the table of rules: `python -m greenpaper.checks.catalogue` writes it anew."""

from __future__ import annotations

from pathlib import Path

from greenpaper.checks.rules import GROUPS, RULES, Rule
from greenpaper.files import write_atomic

PAGE = Path("docs", "findings.md")

_HEAD = """\
# Findings

What Greenpaper finds in a document's text and images, each with a code that does not change. `doit check` prints all
of them, a build prints them too:

```
chapters/04-law.md:57: error: '#basis' is no heading in this chapter; did you mean #legal-basis? [link-anchor]
```

An **error** stops the build before any output is written over. A **warning** does so only with `strict=yes`
(`doit strict=yes`), a **note** never. A document weighs them otherwise in document.toml, by their code:

```toml
[severity]
figure-caption = "off"    # error, warning, note or off
image-alt = "error"
```

`doit check --format json` (or `sarif`, `github`) prints them for other programs. As text, one line tells of a status or
version that many chapters have wrong in the same way. This page is made from
`greenpaper/checks/rules/`.
"""

_FOOT = """\
## What is no finding

These always stop, since nothing sensible can be done without them being mended. They have codes too, but no weight.

| codes | about | exit code |
|---|---|---|
| `settings-...` | document.toml, the vocabulary or the command line | 3 |
| `theme-...` | theme.toml, the fonts it names, and images that your style sheets name | 3 |
| `file-missing`, `file-refused`, `file-encoding` | a chapter that is not there, no file or too large, not UTF-8 | 1 |
| `text-depth`, `text-defeats` | a chapter nested too deep, or that takes too much time or memory to read | 1 |
| `text-unreadable` | a line that begins with spaces below one of attributes, such as `{.landscape}` | 1 |
| `pdf-standard`, `pdf-undeclared`, `verapdf-...` | `doit validate` proves nothing; [docs/pdf.md](pdf.md) | 1 |
| `hearing-none` | `doit hearing` of a document that is no hearing draft; [docs/release.md](release.md) | 1 |
| `response-none`, `response-table`, `response-register` | nothing came in; a slip in table.toml or register.toml; \
[docs/hearing.md](hearing.md) | 1 |
| `response-conflict`, `response-uncommitted`, `response-git` | `doit apply` changes nothing | 1 |
| `pandoc-...`, `image-drawing` | a program that Greenpaper uses fails; `./run` puts an incomplete set-up right | 1 |
| `machine-files`, `run-locked` | a full disk, missing rights, another run in this folder | 1, or 3 |
"""


def markdown() -> str:
    """The whole page."""
    sections = [_HEAD, _contents()]
    for group in GROUPS:
        sections.append(f"## {group.title}\n")
        sections += [_section(rule) for rule in group.rules]
    return "\n".join([*sections, _FOOT])


def _contents() -> str:
    rows = [f"| [`{rule.code}`](#{rule.code}) | {rule.severity} | {rule.title} |" for rule in RULES]
    return "\n".join(["| code | weight | what it is |", "|---|---|---|", *rows, ""])


def _section(rule: Rule) -> str:
    return "\n".join(
        (
            f"### {rule.code}",
            "",
            f"**{rule.severity}** · {rule.title}. {rule.explanation}",
            "",
            f"- Example: {rule.example}",
            f"- Cure: {rule.cure}",
            "",
        )
    )


if __name__ == "__main__":
    write_atomic(PAGE, markdown())
