"""What an element of an SVG draws beside its children: by addresses in its attributes, styles and style sheets. Pure.

Selectors are matched by cssselect2, as WeasyPrint does, so that no reference is seen by one and not by the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cssselect2  # type: ignore[import-untyped]
import tinycss2
from lxml import etree

from greenpaper.images.names import HREFS, attributes, local

Found = Mapping[etree._Element, Sequence[tuple[str, str]]]

_POSSIBLE = re.compile(r"url|src|\\", re.IGNORECASE)  # the last: the escapes in which they may be written
_GROUPED = frozenset({"() block", "[] block", "{} block"})
# What children take over where they say nothing else (SVG 2, 13.1, 13.2, 13.7.2), so that each of them draws it
INHERITED = frozenset({"fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end"})


def find(root: etree._Element) -> Found:
    """For each element the ids that it refers to, each with the property or attribute that does; not those of links."""
    by_rules = _by_rules(root)
    return {element: [*_own(element), *by_rules.get(element, ())] for element in root.iter(etree.Element)}


def _own(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in attributes(element):
        if name in HREFS:
            if value.strip().startswith("#") and local(element) != "a":
                yield "href", value.strip()[1:]
        elif name == "style":
            yield from _declared(value)
        elif _POSSIBLE.search(value):
            yield from ((name, each) for each in _ids(tinycss2.parse_component_value_list(value)))


def _by_rules(root: etree._Element) -> dict[etree._Element, list[tuple[str, str]]]:
    matcher = cssselect2.Matcher()
    sheets = ["".join(map(str, each.itertext())) for each in root.iter(etree.Element) if local(each) == "style"]
    rules = [rule for text in sheets if _POSSIBLE.search(text) for rule in _rules(tinycss2.parse_stylesheet(text))]
    for prelude, found in rules:
        try:
            selectors = cssselect2.compile_selector_list(prelude)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            matcher.add_selector(selector, found)
    if not rules:
        return {}
    wrapped = cssselect2.ElementWrapper.from_xml_root(root).iter_subtree()
    return {each.etree_element: [pair for *_, found in matcher.match(each) for pair in found] for each in wrapped}


def _rules(rules: Sequence[Any]) -> Iterator[tuple[Sequence[Any], list[tuple[str, str]]]]:
    """Selectors and references of the rules that have some, those for some media or features too."""
    for rule in rules:
        if rule.type == "qualified-rule":
            if found := list(_declared(rule.content)):
                yield rule.prelude, found
        elif rule.type == "at-rule" and rule.content:
            yield from _rules(tinycss2.parse_rule_list(rule.content))


def _declared(text: str | Sequence[Any]) -> Iterator[tuple[str, str]]:
    if isinstance(text, str) and not _POSSIBLE.search(text):
        return
    for each in tinycss2.parse_blocks_contents(text):
        if each.type == "declaration":
            yield from ((each.lower_name, name) for name in _ids(each.value))


def _ids(tokens: Sequence[Any], addressed: bool = False) -> Iterator[str]:
    for token in tokens:
        if (token.type == "url" or (addressed and token.type == "string")) and token.value.strip().startswith("#"):
            yield token.value.strip()[1:]
        elif token.type == "function":
            yield from _ids(token.arguments, token.lower_name in {"url", "src"})
        elif token.type in _GROUPED:
            yield from _ids(token.content)
