"""YAML front matter: text stays text (`version: 1.10` is not 1.1, `lang: no` is not false), keys are known ones."""

from __future__ import annotations

import difflib

import yaml

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Lines
from greenpaper.words import is_language_tag

KEYS = ("title", "status", "version", "maturity", "level", "lang")
IGNORED = (
    "description",
    "tags",
    "authors",
    "hide",
    "icon",
    "template",
    "search",
    "date",
    "summary",
)  # of web generators

LARGEST = 20_000  # characters; PyYAML reads a million in 20 s
DEEPEST = 8  # levels; the parser itself goes as deep as it is led

FrontMatter = dict[str, tuple[str, int]]  # key -> (value, line)


def split_front_matter(lines: Lines, path: str, findings: list[Finding]) -> tuple[Lines, FrontMatter]:
    """The lines after the front matter, and its keys. Faults go to `findings`."""
    if not lines or lines[0].text.rstrip() != "---":
        return lines, {}
    end = next((i for i, line in enumerate(lines[1:], 1) if line.text.rstrip() in {"---", "..."}), None)
    if end is None:
        findings.append(_broken(path, 1, "the front matter that begins here has no end", "close it with a line `---`"))
        return lines[1:], {}
    text = "\n".join(line.text for line in lines[1:end])
    return lines[end + 1 :], _parse(text, path, findings)


def _parse(text: str, path: str, findings: list[Finding]) -> FrontMatter:
    if len(text) > LARGEST:
        findings.append(_broken(path, 1, f"the front matter has more than {LARGEST} characters", "shorten it"))
        return {}
    try:
        if beyond := _beyond(text):
            findings.append(_broken(path, *beyond))
            return {}
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        findings.append(
            _broken(
                path, line, "the front matter is no YAML", "write `key: value` lines; quote a value with a colon in it"
            )
        )
        return {}
    if tree is None:
        return {}
    if not isinstance(tree, yaml.MappingNode):
        findings.append(_broken(path, 2, "the front matter is no list of keys", "write `key: value` lines"))
        return {}
    found: FrontMatter = {}
    seen: set[str] = set()
    for key, value in tree.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name in seen:
            findings.append(_broken(path, key.start_mark.line + 2, f"'{name}' is given twice", "keep one"))
        else:
            _take(key, value, path, found, findings)
        seen.add(name)
    return found


def _beyond(text: str) -> tuple[int, str, str] | None:
    """Line, what and cure of the first thing in the YAML that is more than keys and texts."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 2 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return line, "`&` and `*` begin an anchor or alias, which are not taken", "write the text out, in quotes"
        if tag := getattr(event, "tag", None):
            return line, f"the tag `{tag}` is not taken", "take it out, or put the text in quotes"
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            return line, "directives of YAML are not taken", "take the line with `%` out"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return line, f"lists and keys stand in each other more than {DEEPEST} deep", "write it flatter"
    return None


def _take(key: yaml.Node, value: yaml.Node, path: str, found: FrontMatter, findings: list[Finding]) -> None:
    line = key.start_mark.line + 2  # the mark counts from 0, and the fence is line 1
    name = key.value if isinstance(key, yaml.ScalarNode) else ""
    if name in IGNORED:
        return
    if name not in KEYS:
        near = difflib.get_close_matches(name, KEYS, 1)
        cure = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(KEYS)}; take it out"
        where = Location(path=path, line=line)
        findings.append(
            Finding(code="front-matter-unknown-key", where=where, what=f"the key '{name}' is not known", cure=cure)
        )
    elif not isinstance(value, yaml.ScalarNode):
        findings.append(_broken(path, line, f"'{name}' is no text", f"write `{name}: some text`"))
    elif name == "lang" and not is_language_tag(str(value.value).strip()):
        what = f"'{value.value}' is no language tag (BCP 47), so it has no effect"
        findings.append(_broken(path, line, what, "write nb, nn, se, en or the like"))
    else:
        found[name] = (str(value.value), line)


def _broken(path: str, line: int, what: str, cure: str) -> Finding:
    return Finding(code="front-matter-broken", where=Location(path=path, line=line), what=what, cure=cure)
