"""Our own check of a finished PDF's structure tree: right, not only valid. It shares no code with what makes the tree.

python -m tests.structure FILE.pdf [PAGE.html]      PAGE: build/page.html, which the PDF was made from
"""

from __future__ import annotations

from pathlib import Path

from tests.structure import catalogue, content, meaning, reading, wording


def problems(path: Path, page: Path | None = None, preview: str = "") -> list[str]:
    """What is wrong with a PDF, a short line each; with `page`, also where it departs from that.

    `preview` is the word that the title of a preview ends with.
    """
    document = reading.read(path)
    with document.pdf:
        found = [*document.problems, *content.check(document), *meaning.check(document)]
        if page is not None:
            found += [*wording.check(document, page), *catalogue.check(document, page, preview)]
    return list(dict.fromkeys(found))
