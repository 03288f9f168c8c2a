"""The process that makes a preview: `python -m greenpaper.pdf.preview`, with a `Job` on standard input.

Only the parts of the page that have changed are laid out; the pages of the others are kept in a folder. It writes what
WeasyPrint complained of as JSON, like `greenpaper.pdf`.
"""

from __future__ import annotations

import copy
import gc
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import weasyprint
import weasyprint.pdf

from greenpaper import files, layout_process, portable, sources
from greenpaper.pdf import feet, footnotes, joining, line_numbers, parts, printed, references, tagging
from greenpaper.pdf.job import Job
from greenpaper.pdf.log import Log
from greenpaper.pdf.parts import Part
from greenpaper.portable import Portable

_ROUNDS = 4  # of laying out: page numbers that have not settled by then go to and fro


def main(job: Job) -> None:
    """Make the preview; prints what was noted."""
    layout_process.confine()
    gc.disable()  # as in `greenpaper.pdf`
    html, facts, log = printed.open_page(job)
    root = html.etree_element
    assert job.kept is not None
    mirrored = line_numbers.are_mirrored(root, duplex=job.duplex)
    work = _Work(html, job, job.kept, _look(job.page.parent / "fonts"), log, mirrored)
    made = work.lay_out(parts.split(root))
    content = joining.join(made, facts, root.get("lang") or "", feet.Pen(job.text_font), job.word)
    files.write_atomic(job.target, content)
    work.tidy()
    print(json.dumps([finding.as_dict() for finding in log.findings], ensure_ascii=True))


def _look(fonts: Path) -> str:
    """What shapes every part beside its markup: fonts, libraries and this code."""
    read = [*sorted(fonts.iterdir()), *sources.closure("greenpaper.pdf.preview")]
    tools = [f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "pyphen", "fonttools")]
    return files.sha256("\0".join([*map(files.sha256, read), *tools, sys.version]).encode())


@dataclass
class _Work:
    """The layout of all parts: those in the folder `kept` are taken from there."""

    html: weasyprint.HTML
    job: Job
    kept: Path
    look: str
    log: Log
    mirrored: bool  # as in `line_numbers`
    used: dict[Path, Portable] = field(default_factory=dict)

    def lay_out(self, pieces: Sequence[Part]) -> list[Portable]:
        """Every part, with the numbers of the pages that it refers to as they are in the end.

        They begin with zeros each time, as in `references`: what they end at must not depend on what is kept.
        """
        known: dict[str, Any] = {"pages": {}, "anchors": {}}
        for _ in range(_ROUNDS):
            counts = [known["pages"].get(part.name, 1) for part in pieces]
            starts = {part.name: start for part, start in zip(pieces, parts.starts(counts), strict=True)}
            numbers = {name: starts.get(part, 1) + page for name, (part, page) in known["anchors"].items()}
            made = [self._part(n, part, starts[part.name], numbers) for n, part in enumerate(pieces)]
            before, known = known, _numbers(pieces, made)
            if known == before:
                break
        return made

    def tidy(self) -> None:
        """Remove kept pages that this preview did not need."""
        for path in self.kept.glob("*.part"):
            if path not in self.used:
                files.drop(path)

    def _part(self, ordinal: int, part: Part, start: int, numbers: Mapping[str, int]) -> Portable:
        outside = {name: numbers.get(name, 0) for name in part.outside}
        verso = self.job.duplex and start % 2 == 0
        facts = json.dumps([ordinal, verso, self.job.line_numbers, self.mirrored, outside, self.look]).encode()
        key = files.sha256(part.markup() + b"\0" + facts)[:20]
        path = self.kept / f"{ordinal:02d}-{key}.part"
        if path not in self.used:
            whole = portable.read(path) if files.is_kept(path) else None
            self.used[path] = whole or self._new(path, ordinal, part, verso, outside)
        return self.used[path]

    def _new(self, path: Path, *what: Any) -> Portable:
        noted = self.log.count
        made = self._laid_out(*what)
        if self.log.count == noted:  # what is complained of has to be told the next time too
            files.keep(path, portable.to_bytes(made))
        return made

    def _laid_out(self, ordinal: int, part: Part, verso: bool, outside: Mapping[str, int]) -> Portable:
        html = copy.copy(self.html)
        html.wrapper_element = type(self.html.wrapper_element).from_html_root(part.root, content_language=None)
        html.etree_element = part.root
        references.install(outside)
        first = ordinal * joining.KEYS
        tagger = tagging.Tagger(first, f"{ordinal:02d}-")
        tagger.install()
        stylesheets = [weasyprint.CSS(string="html { break-before: left }")] if verso else []
        document = html.render(pdf_tags=True, stylesheets=stylesheets)
        self.log.misprinted(footnotes.misprinted(document))
        tagging.keep_links(document)
        if self.job.line_numbers:
            line_numbers.install(document, self.job.text_font, mirrored=self.mirrored)
        numbered = feet.take(document)
        options = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7"}
        pdf = weasyprint.pdf.generate_pdf(document, None, 1, **options)
        return joining.take(pdf, document, tagger.writer, numbered, first)


def _numbers(pieces: Sequence[Part], made: Sequence[Portable]) -> dict[str, Any]:
    anchors = {
        name: [part.name, page]
        for part, portable_ in zip(pieces, made, strict=True)
        for name, page, *_ in portable_.facts["anchors"]
    }
    return {"pages": {p.name: m.facts["pages"] for p, m in zip(pieces, made, strict=True)}, "anchors": anchors}


if __name__ == "__main__":
    main(Job.from_json(sys.stdin.read()))
