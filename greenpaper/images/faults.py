"""The one exception of this package: an image that its author has to mend."""

from __future__ import annotations

from greenpaper.model import Finding, Location

_LONGEST = 120  # characters of a source that are shown; data: addresses have a million


class ImageFault(Exception):
    """What is wrong with an image, as the end of a sentence that begins with its name, and what to do.

    `line` is one inside the image's file, where that has lines.
    """

    def __init__(self, code: str, what: str, cure: str, line: int | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.cure, self.line = code, what, cure, line

    def finding(self, source: str, named: Location) -> Finding:
        """The finding for the image `source`, which the text names at `named`."""
        where = named if self.line is None else Location(path=source, line=self.line)
        shown = source if len(source) <= _LONGEST else f"{source[:_LONGEST]}…"
        return Finding(code=self.code, where=where, what=f"the image {shown!r} {self.what}", cure=self.cure)


MOVES = ImageFault(
    "image-motion",
    "moves; its first picture is shown, in all outputs",
    "see that it says enough, or show the others as images of their own",
)
