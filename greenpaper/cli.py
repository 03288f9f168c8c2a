"""The command `greenpaper`: a new document folder. Everything else is a task of doit."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from greenpaper import __version__
from greenpaper.errors import GreenpaperError, SettingsError
from greenpaper.words import LANGUAGES


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as every other part of Greenpaper does."""

    def error(self, message: str) -> NoReturn:
        raise SettingsError(f"{self.prog}: error: {message}; `{self.prog} -h` explains [settings-argument]")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code: 0, 1 for a fault in a text, 3 for one in arguments or settings."""
    try:
        arguments = _parser().parse_args(argv)
        arguments.run(arguments)
    except GreenpaperError as fault:
        print("\n".join(fault.lines), file=sys.stderr)
        return fault.exit_code
    except OSError as fault:
        print(f"{fault.filename or 'greenpaper'}: error: {fault.strerror}", file=sys.stderr)
        return SettingsError.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="greenpaper", description="Documents for public hearings, from Markdown.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"greenpaper {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    init = commands.add_parser("init", help="make a new document folder", description=_init.__doc__, allow_abbrev=False)
    init.add_argument("folder", metavar="DIR", type=Path, help="the folder to make; may be there if it is empty")
    init.add_argument("--from", dest="source", metavar="FILE", type=Path, help="mkdocs.yml of the project to take over")
    init.add_argument("--language", choices=LANGUAGES, help="of the document; nb if nothing says otherwise")
    init.set_defaults(run=_init)
    return parser


def _init(arguments: argparse.Namespace) -> None:
    """Make a folder with document.toml, chapters and dodo.py: a small example, or what a MkDocs project has."""
    from greenpaper.importing import folder, skeleton

    folder.refuse_taken(arguments.folder)
    if arguments.source is None:
        folder.write(skeleton.contents(arguments.language or "nb"), arguments.folder)
        _say(arguments.folder, [], ["title and publisher in document.toml"])
        return
    from greenpaper.importing import mkdocs

    source = _project_file(arguments.source)
    _refuse_nesting(source, arguments.folder)
    imported = mkdocs.read(source, arguments.language)
    errors = folder.write(imported.contents, arguments.folder)
    counts = ", ".join(f"{key}: {len(entries)}" for key, entries in imported.contents.lists.items() if entries)
    faults = [
        f"the chapters: {count} {code}, to be mended before anything is built"
        if code in folder.KEPT
        else f"document.toml, [severity]: {count} {code}{_shown(code, imported.contents.facts['language'])}"
        for code, count in sorted(errors.items())
    ]
    _say(arguments.folder, [counts, *imported.taken], [*imported.look, *faults])


def _shown(code: str, language: str) -> str:
    """What readers see of a fault that is lowered, where that is not the text as it is."""
    from greenpaper import words
    from greenpaper.importing import folder

    note = words.load(language)["missing_image"]
    return f": readers see '{note}' in place of the image until it is mended" if code in folder.NO_IMAGE else ""


def _project_file(source: Path) -> Path:
    from greenpaper.importing.mkdocs import FILES

    if source.is_dir():
        source = next((source / name for name in FILES if (source / name).is_file()), source / FILES[0])
    if not source.is_file():
        raise SettingsError(f"{source}: error: there is no such file; name a mkdocs.yml [settings-argument]")
    if source.suffix not in {".yml", ".yaml"}:
        raise SettingsError(f"{source}: error: only MkDocs projects are known; name a mkdocs.yml [settings-argument]")
    return source


def _refuse_nesting(source: Path, target: Path) -> None:
    if target.resolve().is_relative_to(source.resolve().parent):
        what = "lies inside the project, of which nothing is to be changed; name a folder outside"
        raise SettingsError(f"{target}: error: it {what} [settings-target]")


def _say(target: Path, taken: Sequence[str], look: Sequence[str]) -> None:
    lines = [f"made {target}", *(f"  {line}" for line in taken)]
    if look:
        lines += ["look at", *(f"  {line}" for line in look)]
    # In a checkout `run` has the environment that doit needs; an installed package has it on the path.
    run = Path(__file__).parent.parent / "run"
    command = f"{shlex.quote(str(run))} doit" if run.is_file() else "doit"
    enter = "" if target.resolve() == Path.cwd() else f"cd {shlex.quote(str(target))} && "
    print("\n".join([*lines, f"then: {enter}{command}"]))


if __name__ == "__main__":
    sys.exit(main())
