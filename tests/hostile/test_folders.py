"""The cases that are a document folder: each is refused with what it says, or is built whole."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import DOIT
from tests.hostile import folders
from tests.hostile.case import Whole
from tests.hostile.folders import CHAPTER, ONE
from tests.hostile.ground import SETTINGS, Ground, Server, outputs, run, searched

CASES = folders.ALL
# Whose messages come from doit too, or whose files doit has to deal with by their names
BY_DOIT = (
    "names-semicolon",
    "names-command",
    "names-percent",
    "names-glob",
    "names-newline",
    "paths-pipe",
    "front-tag",
)


@dataclass(frozen=True)
class Result:
    """One case's folder and what came of it."""

    ground: Ground
    said: str
    refused: bool
    ours: bool


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Result]]:
    server = Server()
    grounds = {case.id: _laid_out(case, tmp_path_factory.mktemp("case"), server) for case in CASES}
    here = Path(__file__).parent.parent.parent
    done = run(here, "-m", "tests.hostile.solo", *(str(ground.document) for ground in grounds.values()))
    assert done.returncode == 0, done.stderr[-3000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    yield {
        name: Result(ground, one["said"], one["refused"], one["ours"])
        for (name, ground), one in zip(grounds.items(), told, strict=True)
    }
    server.close()


def _laid_out(case: Whole, folder: Path, server: Server) -> Ground:
    ground = Ground(folder, server)
    ground.copy_sample()
    ground.secrets(case)
    plain = {"document.toml": SETTINGS, ONE: CHAPTER}
    for name, content in {**{k: v for k, v in plain.items() if k not in case.drop}, **case.files}.items():
        ground.put(ground.document / os.fsdecode(os.fsencode(name)), content, case)
    return ground


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Whole, results: Mapping[str, Result]) -> None:
    result = results[case.id]
    assert not result.ours, result.said
    assert all(part in result.said for part in case.says), result.said[-2000:]
    build = result.ground.document / "build"
    made = [path.suffix for path in outputs(build)]
    if result.refused:
        assert case.says
        assert made == []
    else:
        assert " error: " not in result.said
        assert sorted(made) == [".docx", ".html"]
        assert case.says == () or " warning: " in result.said
    assert not list(build.rglob(".tmp-*")) if build.is_dir() else True
    assert result.ground.faults(case, searched(build)) == []
    assert not (result.ground.document / "made").exists()


@pytest.mark.parametrize("name", BY_DOIT)
def test_doit_says_the_same(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.id == name)
    server = Server()
    ground = _laid_out(case, tmp_path, server)
    done = run(ground.document, *DOIT[1:], "html", "docx")
    server.close()
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert done.returncode == (0 if not case.says else 3 if case.family in {"names", "paths"} else 1), said
    assert all(part in said for part in case.says), said
    assert ground.faults(case, searched(ground.document / "build")) == []
    assert not (ground.document / "made").exists()


def test_names_are_there_once() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []
