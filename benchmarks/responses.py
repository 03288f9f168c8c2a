"""What it costs to read the files that come back of a hearing, beside pandoc, which reads the same text and changes.

    ./run python benchmarks/responses.py FOLDER [--files N] [--rounds N]

FOLDER is a document's, with its DOCX and the map of anchors in build/. N files come back, each with a word of every
tenth paragraph replaced with tracking on. Both ways read them all, one after the other, in each round: Greenpaper up to
placed remarks, pandoc up to its tree with `--track-changes=all`, which places nothing.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import monotonic

import pypandoc

from greenpaper import opc, returned
from greenpaper.responses import docx, remarks, versions

EVERY = 10  # of how many paragraphs one is changed
_RUN = re.compile(rb'<w:r><w:t xml:space="preserve">(\w[^<]*?) (\w+)([^<]*)</w:t></w:r>')
_BY = b'w:id="%d" w:author="Kari" w:date="2027-01-05T09:00:00Z"'


def changed(content: bytes, first: int) -> bytes:
    """The document as a respondent sends it back; `first` is the first run that is changed, so that files differ."""
    parts = opc.unpacked(content)
    count = 0

    def change(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        if count % EVERY != first % EVERY:
            return found[0]
        by = _BY % (900_000 + count)
        return (
            b'<w:r><w:t xml:space="preserve">%s </w:t></w:r><w:del %s><w:r><w:delText>%s</w:delText></w:r></w:del>'
            b'<w:ins %s><w:r><w:t>%s</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">%s</w:t></w:r>'
        ) % (found[1], by, found[2], by, found[2][::-1], found[3])

    parts["word/document.xml"] = _RUN.sub(change, parts["word/document.xml"])
    return opc.packed(parts)


def read(path: Path, known: tuple[versions.Sent, ...]) -> int:
    """How many remarks a returned file makes."""
    opened = returned.read(path.read_bytes(), path.name)
    assert isinstance(opened, returned.Returned), opened
    reply = docx.read(opened, path.name)
    assert isinstance(reply, docx.Reply), reply
    sent, _ = versions.recognise(reply, known)
    assert sent is not None
    return len(remarks.make(reply, sent))


def seconds(work: Callable[[], object]) -> float:
    """What it took on the clock."""
    begun = monotonic()
    work()
    return monotonic() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What it costs to read what comes back of a hearing.")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    known = versions.load(given.folder)
    (document,) = (path for path in given.folder.glob("build/*-nb.docx"))
    with tempfile.TemporaryDirectory() as made:
        paths = [Path(made) / f"{number}.docx" for number in range(given.files)]
        for number, path in enumerate(paths):
            path.write_bytes(changed(document.read_bytes(), number))
        found = sum(read(path, known) for path in paths)
        rounds = [
            (
                seconds(lambda: [read(path, known) for path in paths]),
                seconds(
                    lambda: [pypandoc.convert_file(path, "json", extra_args=["--track-changes=all"]) for path in paths]
                ),
            )
            for _ in range(given.rounds)
        ]
    print(f"{given.files} files with {found} remarks; seconds, the median of {given.rounds} rounds")
    print(f"greenpaper  {median(ours for ours, _ in rounds):6.2f}")
    print(f"pandoc      {median(theirs for _, theirs in rounds):6.2f}")
    print(f"ratio       {median(ours / theirs for ours, theirs in rounds):6.2f}")


if __name__ == "__main__":
    main()
