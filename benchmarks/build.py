"""What a build costs, beside what people use today for the same chapters.

    ./run python benchmarks/build.py [--corpus FOLDER] [--rounds N] [--save NAME]

Each round runs every case once, one after the other, so that what else the machine does meets them all; the numbers are
medians over the rounds, and ratios are taken within a round. README.md says what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path
from statistics import median

import measure
import pypandoc

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
SAMPLE = frozenset(
    {"document.toml", "dodo.py", "chapters", "img", "profile"}
)  # of the repository, what the sample consists of
MADE = frozenset({"build", "releases", "responses"})
DOIT = [str(ROOT / "run"), "doit"]
ALL = frozenset({".html", ".pdf", ".docx"})
TOOLS = ("weasyprint", "pydyf", "pypandoc_binary", "pillow", "doit")

_PEER = ".benchmark"  # hidden, so that a build does not count it to the document's files
_WORDS = re.compile(r"[^\W\d_]+( [^\W\d_]+){5}")  # the start of a line of prose


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One way to build. `before` is done first and not measured; `beside` names the case that it is compared with.

    `writes` are the endings of the outputs that it must write anew, and no others, or something else was measured.
    """

    name: str
    commands: Sequence[Sequence[str]]
    writes: frozenset[str] = frozenset()
    before: Callable[[], None] = lambda: None
    beside: str | None = None


Sums = dict[str, list[measure.Cost]]  # by the case's name, one for each round


@dataclass(frozen=True, kw_only=True, slots=True)
class Edits:
    """What is done to the document in `folder` before a case runs."""

    folder: Path
    chapters: Sequence[str]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def clean(self) -> None:
        """Take away all that was built."""
        shutil.rmtree(self.folder / "build", ignore_errors=True)
        (self.folder / ".doit.db").unlink(missing_ok=True)

    def change(self) -> None:
        """Change a word in the largest chapter."""
        change_word(max(map(self.folder.joinpath, self.chapters), key=_size), next(self.numbers))

    def change_little(self) -> None:
        """Change a word in the smallest chapter that has prose."""
        prose = filter(has_prose, map(self.folder.joinpath, self.chapters))
        change_word(min(prose, key=_size), next(self.numbers))

    def without(self, ending: str) -> Callable[[], None]:
        """Take away the outputs of this ending."""

        def remove() -> None:
            for path in (self.folder / "build").glob(f"*{ending}"):
                path.unlink()

        return remove


def _size(path: Path) -> int:
    return path.stat().st_size


TODAY, PAGE = "today: pandoc to HTML, WeasyPrint to PDF", "today: pandoc to HTML"
PLAIN = "WeasyPrint alone, the same page to PDF without any standard"


def cases(edits: Edits) -> tuple[Case, ...]:
    """The cases for a document, in the order in which a round runs them."""
    one = [*DOIT, "-n", "0"]  # as a rule two tasks run at a time
    to_html, to_paper, same = _peers(edits.chapters)
    html, pdf, docx = frozenset({".html"}), frozenset({".pdf"}), frozenset({".docx"})
    page, paper, word = ([*DOIT, kind] for kind in ("html", "pdf", "docx"))
    no_pdf, no_docx = edits.without(".pdf"), edits.without(".docx")
    little = edits.change_little
    return (
        Case(name="cold: HTML, PDF, DOCX", commands=[DOIT], writes=ALL, before=edits.clean, beside=TODAY),
        Case(name=TODAY, commands=[to_html, to_paper]),
        Case(name="one word: HTML", commands=[page], writes=html, before=edits.change, beside=PAGE),
        Case(name=PAGE, commands=[to_html]),
        Case(name="one word: HTML, PDF, DOCX", commands=[DOIT], writes=ALL, before=edits.change, beside=TODAY),
        Case(name="nothing changed", commands=[DOIT], beside=TODAY),
        Case(name="whole PDF, images prepared", commands=[paper], writes=pdf, before=no_pdf, beside=PLAIN),
        Case(name=PLAIN, commands=[same]),
        Case(name="whole DOCX, images prepared", commands=[word], writes=docx, before=no_docx, beside=PAGE),
        Case(
            name="one word in a small chapter: preview",
            commands=[[*DOIT, "preview"]],
            writes=html | pdf,
            before=little,
            beside=PLAIN,
        ),
        Case(name="cold, one at a time", commands=[one], writes=ALL, before=edits.clean, beside=TODAY),
    )


def _peers(chapters: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Today's ways: pandoc of the chapters to HTML, WeasyPrint of that to PDF, WeasyPrint of our own page to PDF."""
    html, paper = f"{_PEER}.html", f"{_PEER}.pdf"
    reader = "--from=markdown+rebase_relative_paths"  # else an image is sought from here, not from its chapter
    pandoc = [pypandoc.get_pandoc_path(), reader, "--standalone", "--toc", "--number-sections"]
    weasyprint = [sys.executable, "-m", "weasyprint", "--quiet"]
    # no network: a document from elsewhere may name images there, and those would be timed as well
    local = "--allowed-protocols=file,data"
    return (
        [*pandoc, "--metadata=title=Benchmark", f"--output={html}", *chapters],
        [*weasyprint, local, html, paper],
        [*weasyprint, "build/page.html", f"{_PEER}-page.pdf"],
    )


def has_prose(path: Path) -> bool:
    """Whether `change_word` finds a line to change."""
    return any(map(_WORDS.match, path.read_text("utf-8").splitlines()))


def change_word(path: Path, number: int) -> None:
    """Change one word of a line of prose near the middle to one that was not there before."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    middle = len(lines) // 2
    for at in sorted(range(len(lines)), key=lambda at: abs(at - middle)):
        if _WORDS.match(lines[at]):
            words = lines[at].split(" ")
            words[2] = "ord" + "abcdefghij"[number // 10 % 10] + "abcdefghij"[number % 10]
            lines[at] = " ".join(words)
            path.write_text("".join(lines), "utf-8")
            return
    raise SystemExit(f"{path.name}: no line of prose to change a word in")


def copy(source: Path, target: Path, wanted: frozenset[str] | None) -> None:
    """Copy the document `source` (of its top folder only `wanted`) without what was built, and commit it."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) == source
        return {
            name
            for name in names
            if name.startswith(".") or (top and (name in MADE or (wanted is not None and name not in wanted)))
        }

    shutil.copytree(source, target, ignore=ignored)
    (target / ".gitignore").write_text("/build/\n.*\n", "utf-8")
    identity = ["-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "as copied"]):
        subprocess.run(["git", *command], cwd=target, check=True)


def measured(folder: Path, rounds: int) -> Iterator[tuple[str, measure.Cost]]:
    """The name of each case and its cost, round after round. One build comes first, for the list of chapters."""
    measure.run([*DOIT, "html", "pdf", "docx", "preview"], folder)
    chapters = [json.loads(path.read_bytes())["path"] for path in sorted((folder / "build/tree").glob("*.json"))]
    planned = cases(Edits(folder=folder, chapters=chapters))
    for _ in range(rounds):
        for case in planned:
            case.before()
            before = outputs(folder)
            costs = [measure.run(command, folder) for command in case.commands]
            written = {ending for _, ending, _ in outputs(folder) - before}
            if written != case.writes:
                raise SystemExit(f"{case.name}: wrote {sorted(written)}, not {sorted(case.writes)}")
            yield case.name, _joined(costs)


def outputs(folder: Path) -> set[tuple[str, str, int]]:
    """Name, ending and time of each finished document that there is."""
    found = (path for path in (folder / "build").glob("*") if path.suffix in ALL)
    return {(path.name, path.suffix, path.stat().st_mtime_ns) for path in found}


def _joined(costs: Sequence[measure.Cost]) -> measure.Cost:
    """Of commands that ran one after the other: seconds add up, of memory the most counts."""
    together = [cost.together for cost in costs if cost.together is not None]
    return measure.Cost(
        wall=sum(cost.wall for cost in costs),
        processor=sum(cost.processor for cost in costs),
        largest=max(cost.largest for cost in costs),
        together=max(together, default=None),
    )


def table(title: str, sums: Sums, compared: Sequence[Case]) -> str:
    """The medians as a Markdown table. A ratio below 1 is less than today's way takes."""
    lines = [
        f"## {title}",
        "",
        "| | wall s | least–most | processor s | largest MB | together MB | wall / peer | processor / peer |",
        "|:---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for case in compared:
        costs = sums[case.name]
        walls = [cost.wall for cost in costs]
        together = [cost.together for cost in costs if cost.together is not None]
        cells = [
            case.name,
            f"{median(walls):.2f}",
            f"{min(walls):.2f}–{max(walls):.2f}",
            f"{median(cost.processor for cost in costs):.2f}",
            f"{median(cost.largest for cost in costs):.0f}",
            f"{median(together):.0f}" if together else "–",
            *_ratios(costs, sums.get(case.beside or "")),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _ratios(costs: Sequence[measure.Cost], beside: Sequence[measure.Cost] | None) -> tuple[str, str]:
    if beside is None:
        return "", ""
    pairs = list(zip(costs, beside, strict=True))
    walls, processors = (
        median(getattr(one, what) / getattr(other, what) for one, other in pairs) for what in ("wall", "processor")
    )
    return f"{walls:.2f}", f"{processors:.2f}"


def machine() -> str:
    """What it ran on: no host name, no path."""
    model = re.search(r"model name\s*: (.+)", _text(Path("/proc/cpuinfo")))
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    facts = [
        f"{os.cpu_count()} processors ({model[1] if model else platform.processor() or platform.machine()})",
        f"{platform.system()} {platform.machine()}, load {os.getloadavg()[0]:.1f} before the first run",
        f"Python {platform.python_version()}",
        f"Greenpaper {version('greenpaper')} at {commit or 'no commit'}",
        *(f"{name} {version(name)}" for name in TOOLS),
        f"pandoc {pypandoc.get_pandoc_version()}",
    ]
    return "\n".join(f"- {fact}" for fact in facts) + "\n"


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def benchmark(name: str, source: Path, wanted: frozenset[str] | None, rounds: int) -> str:
    """The table for one document, built in a copy."""
    sums: Sums = {}
    with tempfile.TemporaryDirectory(prefix="greenpaper-benchmark-") as scratch:
        folder = Path(scratch) / "document"
        copy(source, folder, wanted)
        for number, (case, cost) in enumerate(measured(folder, rounds), 1):
            print(f"{name} {number}: {case}  {cost.wall:.2f} s", file=sys.stderr, flush=True)
            sums.setdefault(case, []).append(cost)
        trees = len(list((folder / "build/tree").glob("*.json")))
        images = len(json.loads((folder / "build/images.json").read_bytes())["images"])
        compared = cases(Edits(folder=folder, chapters=()))
    return table(f"{name}: {trees} chapters, {images} images, {rounds} rounds", sums, compared)


def main() -> None:
    parser = argparse.ArgumentParser(description="What a build costs, beside what people use today.")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="a document folder to measure as well")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--save", metavar="NAME", help="write what is printed to results/NAME.md, too")
    given = parser.parse_args()
    parts = [machine(), benchmark("sample", ROOT, SAMPLE, given.rounds)]
    if given.corpus:
        parts.append(benchmark("corpus", given.corpus.resolve(), None, given.rounds))
    text = "\n".join(parts)
    print(text, end="")
    if given.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{Path(given.save).name}.md").write_text(f"# Cost of a build\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
