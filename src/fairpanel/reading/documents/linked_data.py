"""Finds what a page says of itself in schema.org's words, written as JSON-LD or as microdata.

Both give the same: things, each a mapping from property to values. Nothing is looked up: a context is taken to be
schema.org's, and what merely names another place stays a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fairpanel.reading.documents.markup import Element

Thing = Mapping[str, Any]

_LEVELS_MAX: Final = 30
_THINGS_MAX: Final = 10_000
_JSON_LD: Final = re.compile(r"\s*application/ld\+json\b", re.IGNORECASE)
_COMMENT_AROUND: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TEXT_OF_ATTRIBUTE: Final = ("content", "datetime", "value", "href", "src")


def things_in(root: Element) -> list[Thing]:
    """Every thing on the page, also those inside others, in the order in which they are written."""
    written = [*_json_ld(root), *_microdata(root)]
    return list(_all_within(written))


def types_of(thing: Thing) -> frozenset[str]:
    """The bare names of the thing's types: `Order` for `http://schema.org/Order`."""
    named = thing.get("@type")
    names = named if isinstance(named, list) else [named]
    return frozenset(re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))


def _json_ld(root: Element) -> Iterator[Any]:
    for element in root.elements():
        if element.tag != "script" or not _JSON_LD.match(element.attributes.get("type", "")):
            continue
        source = "".join(child for child in element.children if isinstance(child, str))
        try:
            # Figures stay as they are written: 9.90 is not 9.9.
            yield json.loads(_COMMENT_AROUND.sub("", source), strict=False, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            # Shops write JSON that is none; the page itself still says what was bought.
            continue


def _microdata(root: Element) -> Iterator[Thing]:
    """The top things: those that are no property of another."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _is_thing(element):
            yield _thing(element, level=0)
        else:
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))


def _thing(element: Element, *, level: int) -> Thing:
    found: dict[str, Any] = {"@type": element.attributes.get("itemtype", "").split()}
    waiting = [child for child in reversed(element.children) if isinstance(child, Element)]
    while waiting:
        part = waiting.pop()
        inner = _is_thing(part)
        if inner and level >= _LEVELS_MAX:
            continue
        value: Any = _thing(part, level=level + 1) if inner else None
        for name in part.attributes.get("itemprop", "").split():
            found.setdefault(name, []).append(value if inner else _value(part))
        if not inner:
            waiting.extend(child for child in reversed(part.children) if isinstance(child, Element))
    return found


def _is_thing(element: Element) -> bool:
    return "itemscope" in element.attributes or "itemtype" in element.attributes


def _value(element: Element) -> str:
    for name in _TEXT_OF_ATTRIBUTE:
        if name in element.attributes and (
            name in {"content", "datetime"} or element.tag in {"meta", "link", "a", "img", "data"}
        ):
            return element.attributes[name].strip()
    return element.text()


def _all_within(written: list[Any]) -> Iterator[Thing]:
    waiting: list[tuple[Any, int]] = [(value, 0) for value in reversed(written)]
    count = 0
    while waiting and count < _THINGS_MAX:
        value, level = waiting.pop()
        if level > _LEVELS_MAX:
            continue
        if isinstance(value, Mapping):
            count += 1
            yield value
            waiting.extend((inner, level + 1) for inner in reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend((inner, level + 1) for inner in reversed(value))
