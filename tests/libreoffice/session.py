"""What a reviewer does in LibreOffice, done by a program: run by a Python that has UNO, not by the tests' own.

    python3 session.py PIPE < jobs.json > report.json

Connects to an office that listens at the pipe. A job is `{"source": path, "target": path, "edits": [edit, ...]}`; each
file is opened, tracking of changes switched on, the edits made in order, and the result saved as DOCX. An edit is
`{"do": name, "anchor": bookmark, ...}` with the name of a method of `Review` and what it takes. Without edits, or with
`"tracked": false`, nothing is switched on; `"author"` is who makes the edits. The report says how many tracked changes
the edits of each job made.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

DOCX = "MS Word 2007 XML"
VIEWED = ("move", "shift")  # edits that need a window, if only a hidden one
WAIT = 90.0  # seconds for the office to start


def connect(pipe: str) -> Any:
    """The office's component context."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + WAIT
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def value(name: str, given: Any) -> PropertyValue:
    """One of the named values that UNO takes."""
    made = PropertyValue()
    made.Name, made.Value = name, given
    return made


class Review:
    """One document under review. A place in it is `at`, some words of an anchor's paragraph."""

    def __init__(self, context: Any, source: str, view: bool, author: str = "") -> None:
        self.author = author
        create = context.ServiceManager.createInstanceWithContext
        if view:
            desktop = create("com.sun.star.frame.Desktop", context)
            self.document = desktop.loadComponentFromURL(source, "_blank", 0, (value("Hidden", True),))
        else:  # an office without windows cannot show comments, and ends where one is in view
            self.document = create("com.sun.star.text.TextDocument", context)
            self.document.load((value("URL", source), value("FilterName", DOCX)))
        self._dispatcher = create("com.sun.star.frame.DispatchHelper", context)

    def insert(self, anchor: str, at: str, text: str) -> None:
        """Type a text behind words."""
        cursor = self._words(anchor, at)
        cursor.collapseToEnd()
        cursor.Text.insertString(cursor, text, False)

    def delete(self, anchor: str, at: str) -> None:
        """Delete words."""
        self._words(anchor, at).String = ""

    def replace(self, anchor: str, at: str, text: str) -> None:
        """Type a text over words."""
        self._words(anchor, at).String = text

    def split(self, anchor: str, at: str) -> None:
        """Press Enter behind words."""
        cursor = self._words(anchor, at)
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def merge(self, anchor: str) -> None:
        """Press Delete at the end of the anchor's paragraph."""
        cursor = self._start(anchor)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.String = ""

    def erase(self, anchor: str) -> None:
        """Delete a paragraph with its mark."""
        self._paragraph(anchor).String = ""

    def comment(self, anchor: str, at: str, text: str) -> None:
        """Comment on words."""
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Author, note.Content = self.author or "Kari", text
        cursor = self._words(anchor, at)
        cursor.Text.insertTextContent(cursor, note, True)

    def move(self, anchor: str, before: str) -> None:
        """Cut a paragraph with its mark and paste it in front of another one."""
        controller = self.document.getCurrentController()
        controller.select(self._paragraph(anchor))
        self._dispatch("Cut")
        target = self._start(before)
        target.gotoStartOfParagraph(False)
        controller.select(target)
        self._dispatch("Paste")

    def shift(self, anchor: str) -> None:
        """Move a paragraph down past the next one, by the keyboard."""
        self.document.getCurrentController().select(self._start(anchor))
        self._dispatch("MoveDown")

    def changes(self) -> int:
        """How many tracked changes the document has."""
        found, count = self.document.Redlines.createEnumeration(), 0
        while found.hasMoreElements():
            found.nextElement()
            count += 1
        return count

    def _start(self, anchor: str) -> Any:
        """A cursor where the text of an anchor begins; for one round the sign of a footnote, the footnote's text."""
        range_ = self.document.Bookmarks.getByName(anchor).Anchor
        cursor = range_.Text.createTextCursorByRange(range_.Start)
        cursor.goRight(1, True)
        first = next((piece for piece in self._portions(cursor) if piece.String), None)
        note = first is not None and first.TextPortionType == "Footnote"
        start = first.Footnote.Start if note else range_.Start
        return start.Text.createTextCursorByRange(start)

    def _portions(self, range_: Any) -> Any:
        """The pieces of text in a range, in order."""
        paragraphs = range_.createEnumeration()
        while paragraphs.hasMoreElements():
            portions = paragraphs.nextElement().createEnumeration()
            while portions.hasMoreElements():
                yield portions.nextElement()

    def _words(self, anchor: str, at: str) -> Any:
        """A cursor over the first place of these words, which stand before any field or footnote of the paragraph."""
        cursor = self._start(anchor)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        found = re.search("\u00ad?".join(map(re.escape, at)), cursor.String)  # soft hyphens are no part of words
        assert found, f"{at!r} is not in {cursor.String!r}"
        cursor.gotoStartOfParagraph(False)
        cursor.goRight(found.start(), False)
        cursor.goRight(len(found[0]), True)
        return cursor

    def _paragraph(self, anchor: str) -> Any:
        """A cursor over an anchor's paragraph with its mark."""
        cursor = self._start(anchor)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        return cursor

    def _dispatch(self, command: str) -> None:
        frame = self.document.getCurrentController().Frame
        self._dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())


def sign(context: Any, author: str) -> None:
    """Make this the name of who works at the office."""
    create = context.ServiceManager.createInstanceWithContext
    provider = create("com.sun.star.configuration.ConfigurationProvider", context)
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess",
        (value("nodepath", "/org.openoffice.UserProfile/Data"),),
    )
    access.setPropertyValue("givenname", author)
    access.commitChanges()


def run(context: Any, job: dict[str, Any]) -> dict[str, Any]:
    """Do one job."""
    sign(context, job.get("author", ""))
    source, target = (uno.systemPathToFileUrl(job[key]) for key in ("source", "target"))
    edits = job["edits"]
    review = Review(context, source, view=any(edit["do"] in VIEWED for edit in edits), author=job.get("author", ""))
    before = review.changes()
    review.document.RecordChanges = bool(edits) and job.get("tracked", True)
    for edit in edits:
        getattr(review, edit["do"])(**{key: given for key, given in edit.items() if key != "do"})
    made = review.changes() - before
    review.document.storeToURL(target, (value("FilterName", DOCX),))
    review.document.close(True)
    return {"target": job["target"], "changes": made}


def main() -> None:
    """Do the jobs from standard input."""
    context = connect(sys.argv[1])
    json.dump([run(context, job) for job in json.load(sys.stdin)], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge sometimes crashes when Python takes it down


if __name__ == "__main__":
    main()
