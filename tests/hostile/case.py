"""What a case of the hostile set is: what somebody hands in, and what must happen. Data, without a run.

In texts and files stand names for what a case may not reach:
@SECRET@  path, without ending, of files outside of the document folder that hold the case's canary
@UP@      the same from the folder of the chapters, with `../`
@MADE@    path of a file that must not come into being
@SERVER@  address of a server on loopback that must get no request
@HERE@    the folder of the case's own files, from its chapter
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe: who reads it waits for ever."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder where a file is looked for."""


Content = str | bytes | Link | Pipe | Folder


@dataclass(frozen=True, slots=True)
class Text:
    """A chapter among others. `found` are the codes that must be found, each with the line of `text` that it names.

    Where none of them is an error, the chapter has to be without errors, and is built.
    """

    family: str
    name: str
    text: str
    found: tuple[tuple[str, int], ...]
    files: Mapping[str, bytes | str | Link | Pipe | Folder] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.family}-{self.name}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A document folder of its own. `says` are what the one run must say, each a part of a line; () builds good.

    `drop` are files of the plain document that this one lacks.
    """

    family: str
    name: str
    files: Mapping[str, Content]
    says: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.family}-{self.name}"


def texts(family: str, cases: Mapping[str, tuple[str, object]]) -> list[Text]:
    """Cases without files, as name -> (text, what is found). A code alone stands for its first line; None: good."""
    return [Text(family, name, text, found(expected)) for name, (text, expected) in cases.items()]


def found(expected: object) -> tuple[tuple[str, int], ...]:
    """`"code"`, `("code", 3)` or several of these -> codes with lines."""
    if expected is None:
        return ()
    if isinstance(expected, str):
        return ((expected, 1),)
    assert isinstance(expected, tuple)
    if len(expected) == 2 and isinstance(expected[1], int):
        return (expected,)  # type: ignore[return-value]
    return tuple(one for each in expected for one in found(each))
