"""The only module that starts veraPDF, the reference validator of PDF/A and PDF/UA.

It is a Java library, and no dependency of this package: whoever has Java and its jar can have a PDF validated,
everybody else is told so. The jar is the one that `GREENPAPER_VERAPDF` names, else the last by name in
`${XDG_CACHE_HOME:-~/.cache}/greenpaper/verapdf/`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from greenpaper import child, files
from greenpaper.errors import ToolError

FLAVOURS = ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f", "ua1", "ua2")  # veraPDF's names for them
MEMORY = 3000  # million bytes of Java's heap
SECONDS = 900  # 115 pages take 10 s a flavour on a slow core
PLACES = 5  # of each failed rule that are told
_DRIVER = Path(__file__).with_name("Verapdf.java")
_CURE = "install Java 11 or newer and veraPDF's library: docs/pdf.md says how"


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A rule that a file breaks: where it stands in the standard, how often and where it is broken."""

    clause: str  # "7.1" of ISO 14289-1 for ua1, of ISO 19005-2 for 2a, and so on
    test: int
    description: str
    count: int
    places: tuple[str, ...]  # at most PLACES

    def __str__(self) -> str:
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{self.clause} test {self.test}: {self.description}{times}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What veraPDF says of one file and one flavour."""

    path: Path
    flavour: str
    passed: int = 0  # checks
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    fault: str = ""  # why the file could not be validated at all

    @property
    def conforms(self) -> bool:
        """Whether every check was made and passed."""
        return not (self.failures or self.failed or self.fault) and self.passed > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The verdicts on all files, in the order asked for."""

    version: str  # of veraPDF
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """What keeps veraPDF from being started on this machine, and what to do."""

    what: str
    cure: str = _CURE


def library() -> Path | Missing:
    """Where veraPDF's jar is."""
    named = os.environ.get("GREENPAPER_VERAPDF")
    if named:
        return Path(named) if Path(named).is_file() else Missing(what=f"GREENPAPER_VERAPDF names no file: {named}")
    found = sorted(_cache().glob("*.jar"))
    return found[-1] if found else Missing(what="veraPDF is not installed")


def validate(jobs: Mapping[Path, Sequence[str]]) -> Report | Missing:
    """Validate each file against its flavours (`FLAVOURS`), all in one run of Java, whose start takes a second.

    ToolError when veraPDF itself breaks. A file that it cannot read has verdicts with a `fault`.
    """
    jar = library()
    java = shutil.which("java")
    if isinstance(jar, Missing):
        return jar
    if java is None:
        return Missing(what="Java is not installed")
    classes = _compiled(java, jar)
    if isinstance(classes, Missing):
        return classes
    paths = [path for path, flavours in jobs.items() if flavours]
    arguments = [text for path in paths for text in (",".join(jobs[path]), str(path.resolve()))]
    path = os.pathsep.join([str(classes), str(jar)])
    done = _run(
        [
            java,
            f"-Xmx{MEMORY}m",
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-cp",
            path,
            "Verapdf",
            str(PLACES),
            *arguments,
        ]
    )
    report = _read(_text(done.output), paths)
    expected = [(path, flavour) for path in paths for flavour in jobs[path]]
    if done.code or [(verdict.path, verdict.flavour) for verdict in report.verdicts] != expected:
        raise ToolError(f"error: veraPDF failed: {done.said}; try another version of it [verapdf-failed]")
    return report


def _read(output: str, paths: Sequence[Path]) -> Report:
    """The driver's lines, which Verapdf.java describes."""
    version = ""
    verdicts: list[Verdict] = []
    for line in output.split("\n"):  # a message may hold other ends of lines
        match line.split("\t"):
            case ["version", text]:
                version = text
            case ["verdict", number, flavour, checks, failed]:
                passed = int(checks) - int(failed)
                made = Verdict(path=paths[int(number)], flavour=flavour, passed=passed, failed=int(failed))
                verdicts.append(made)
            case ["fault", number, flavour, message]:
                verdicts.append(Verdict(path=paths[int(number)], flavour=flavour, fault=message))
            case ["rule", clause, test, count, description]:
                failure = Failure(clause=clause, test=int(test), description=description, count=int(count), places=())
                verdicts[-1] = replace(verdicts[-1], failures=(*verdicts[-1].failures, failure))
            case ["place", where, message]:
                *others, last = verdicts[-1].failures
                last = replace(last, places=(*last.places, f"{where}: {message}"))
                verdicts[-1] = replace(verdicts[-1], failures=(*others, last))
    return Report(version=version, verdicts=tuple(verdicts))


def _compiled(java: str, jar: Path) -> Path | Missing:
    """The folder with the driver's class for this jar, made once. The compiler is a module of Java, `javac` or not.

    The class is one for every Java that may find it there later.
    """
    cache = _cache()
    folder = cache / f"driver-{files.sha256(_DRIVER.read_bytes() + str(jar.resolve()).encode())[:16]}"
    if (folder / "Verapdf.class").is_file():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=cache) as scratch:
        compiler = ["--module", "jdk.compiler/com.sun.tools.javac.Main"]
        made = Path(scratch) / "driver"
        done = _run(
            [java, *compiler, "--release", "11", "-encoding", "UTF-8", "-cp", str(jar), "-d", str(made), str(_DRIVER)]
        )
        if "jdk.compiler not found" in _text(done.output + done.errors):
            return Missing(what="this Java has no compiler")
        if done.code:
            raise ToolError(f"error: {jar.name} is not the veraPDF expected: {done.said} [verapdf-jar]")
        try:
            made.replace(folder)
        except OSError:  # made by another run meanwhile
            if not folder.is_dir():
                raise
    return folder


def _run(command: Sequence[str]) -> child.Done:
    environment = child.environment({"JAVA_HOME"}, LC_ALL="C.UTF-8")  # by which Java reads the names of files
    try:
        return child.run(command, limits=child.Limits(seconds=SECONDS), environment=environment)
    except child.TimeUpError:
        raise ToolError(f"error: veraPDF did not end within {SECONDS} s [verapdf-time]") from None


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "greenpaper" / "verapdf"
