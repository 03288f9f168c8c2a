"""Starts the modules of ours that use WeasyPrint, each run in a process of its own that sees the theme's fonts alone.

A process of its own because fontconfig reads its settings once, at the first use in a process, and because what cannot
be laid out or drawn must not take the build with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from greenpaper import child, trust
from greenpaper.theme import Fonts, font_settings


def run(module: str, text: str, *, fonts: Path, families: Fonts, scratch: Path, limits: child.Limits) -> child.Done:
    """Run the module with `text` on its standard input, and give what it wrote and its exit code.

    It sees the font files in the folder `fonts` and no others; `families` stand in for those that a drawing asks for.
    fontconfig's settings and cache go into the folder `scratch`. child.TimeUpError as `child.run`.
    """
    settings = scratch / "fonts.conf"
    settings.write_text(font_settings([fonts], scratch / "cache", families), encoding="utf-8")
    command, path = child.python(module)
    environment = child.environment(FONTCONFIG_FILE=str(settings), PYTHONPATH=path, GREENPAPER_KEY=trust.handed())
    return child.run(command, text.encode(), limits=limits, environment=environment)


_FORBIDDEN = frozenset(  # audit events of Python (docs.python.org, "Audit events table")
    {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
    | {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn"}
)


def confine() -> None:
    """Let this process open no connection and start no program from here on, whatever a library is asked to do.

    The second line: those that draw are given what they may read, and have no way of asking for more.
    """

    def refuse(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"no process that lays out may do this: {event}")

    sys.addaudithook(refuse)
