"""pydyf's PDF with the same bytes for less work: what it computes again for each object or each page is kept."""

from __future__ import annotations

from functools import cached_property

import pydyf


def install() -> None:
    """Have WeasyPrint make its PDF of this class."""
    pydyf.PDF = PDF


class PDF(pydyf.PDF):  # type: ignore[misc]
    """A PDF to which a placed object brings its company."""

    def __init__(self) -> None:
        self._page_references: tuple[bytes, ...] = ()
        super().__init__()

    def add_object(self, object_: pydyf.Object) -> None:
        """pydyf's, with the objects that a form consists of."""
        super().add_object(object_)
        for item in getattr(object_, "company", ()):
            if item.number is None:
                super().add_object(item)

    @property
    def page_references(self) -> tuple[bytes, ...]:
        """pydyf's, which it makes anew for each link and each structure element."""
        if len(self._page_references) != self.pages["Count"]:
            self._page_references = super().page_references
        return self._page_references

    def write(self, output: object, *arguments: object) -> None:
        """pydyf's, which asks for each object twice where the file has an identifier, and compresses it each time."""
        objects: list[pydyf.Object] = [item if item.free == "f" else _Written(item) for item in self.objects]
        self.objects[:] = objects
        super().write(output, *arguments)


class _Written(pydyf.Object):  # type: ignore[misc]
    compressible = False

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self._item, self.number, self.compressible = item, item.number, item.compressible

    @cached_property
    def data(self) -> bytes:
        return bytes(self._item.data)
