"""From HTML to a tree of elements and text, in time that grows with its length and no faster.

The tokens are those of the HTML standard, section 13.2.5, as far as orders need them; the tree is built forgivingly:
what closes itself by custom (`p`, `li`, `td`, ...) does so, an end tag that fits nothing is passed over. Every pattern
here matches wherever it is tried or gives up for the rest of the text, so hostile markup costs no more than any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from fairpanel.reading.documents.problems import NestedTooDeeply, TooMuchText

LEVELS_MAX: Final = 200
# A mail that lists a hundred things bought has some ten thousand elements and texts.
NODES_MAX: Final = 100_000
# Twenty pages of print; reading a total among more takes seconds.
ROWS_MAX: Final = 1_500

_TOKEN: Final = re.compile(
    r"""
    <!--.*?(?:-->|\Z)
    | </(?P<close>[A-Za-z][^\s/>]*+)[^>]*+(?:>|\Z)
    | <[!?/][^>]*+(?:>|\Z)
    | <(?P<open>[A-Za-z][^\s/>]*+)
      (?P<attributes>(?:[^>"'=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+|["'])*+)(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>][^\s>]*+)))?""")
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Their content is no markup; only scripts are kept, for the data that some hold.
_RAW: Final = frozenset("script style textarea title xmp iframe noembed noframes".split())
# They say how letters look, and are so often left open that they would make trees of no meaning.
_LOOKS: Final = frozenset("b big center code em font i nobr small strong sub sup tt u".split())
_CELLS: Final = frozenset({"td", "th"})
_GROUPS: Final = frozenset({"tbody", "thead", "tfoot"})
# What an opening tag ends that was left open, and where the search for it stops.
_ENDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "table", *_CELLS})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table", *_CELLS})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table", *_CELLS})),
    "td": (_CELLS, frozenset({"table", "tr"})),
    "th": (_CELLS, frozenset({"table", "tr"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "tbody": (_GROUPS, frozenset({"table"})),
    "thead": (_GROUPS, frozenset({"table"})),
    "tfoot": (_GROUPS, frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_ENDS_PARAGRAPH: Final = frozenset(
    "address article aside blockquote dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p"
    " pre section table tbody td tfoot th thead tr ul".split()
)
_HOLDS_PARAGRAPH: Final = frozenset({"table", "button", *_CELLS})
_TABLE: Final = frozenset({"table"})
_IN_TABLE: Final = frozenset({"tr", *_CELLS, *_GROUPS})
# Between rows and cells nothing else has its place: what is opened there holds nothing, as a browser sees it.
_BETWEEN_CELLS: Final = frozenset({"table", "tr", *_GROUPS})
_MAY_STAND_BETWEEN: Final = frozenset({"table", "caption", "meta", "link", "script", *_IN_TABLE})


@dataclass(slots=True, eq=False)
class Element:
    """An element: its `tag` in small letters, its `attributes`, and what it holds, text with entities resolved."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """This element and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def text(self) -> str:
        """All text below, with one space where there are several or where elements meet."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                pieces.append(node)
            elif node.tag != "script":
                waiting.extend(reversed(node.children))
        return " ".join(" ".join(pieces).split())


def parse(markup: str) -> Element:
    """The root over everything in `markup`, which may be a whole page, a fragment, or no HTML at all.

    Raises `NestedTooDeeply` beyond `LEVELS_MAX` open elements and `TooMuchText` beyond `NODES_MAX` nodes.
    """
    tree = _Tree()
    at = 0
    while match := _TOKEN.search(markup, at):
        tree.add_text(markup[at : match.start()])
        at = match.end()
        if name := match["close"]:
            tree.close(name.lower())
        elif name := match["open"]:
            tag = name.lower()
            if tag in _LOOKS:
                continue
            attributes = _attributes(match["attributes"])
            if tag not in _RAW:
                tree.open(tag, attributes, alone=tag in _VOID)
                continue
            end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(markup, at)
            content_end = end.start() if end else len(markup)
            if tag == "script":
                tree.open(tag, attributes, alone=False)
                tree.add_raw(markup[at:content_end])
                tree.close(tag)
            at = content_end
    tree.add_text(markup[at:])
    return tree.root


class _Tree:
    """The tree so far; `_open` are the elements that have not ended, the root first."""

    def __init__(self) -> None:
        self.root = Element("#root")
        self._open = [self.root]
        self._nodes = 0

    def open(self, tag: str, attributes: dict[str, str], *, alone: bool) -> None:
        if tag in _ENDS_PARAGRAPH:
            self._end(frozenset({"p"}), stop=_HOLDS_PARAGRAPH)
        if tag in _ENDS:
            ended, stop = _ENDS[tag]
            self._end(ended, stop=stop)
        if self._open[-1].tag in _BETWEEN_CELLS and tag not in _MAY_STAND_BETWEEN:
            return
        element = Element(tag, attributes)
        self._add(element)
        if alone:
            return
        if len(self._open) > LEVELS_MAX:
            raise NestedTooDeeply(levels_max=LEVELS_MAX)
        self._open.append(element)

    def close(self, tag: str) -> None:
        # What stands in a cell cannot end what the cell stands in; nothing but its own end tag ends a table.
        stop = frozenset() if tag == "table" else _TABLE if tag in _IN_TABLE else _TABLE | _CELLS
        self._end(frozenset({tag}), stop=stop)

    def add_text(self, text: str) -> None:
        if text:
            self.add_raw(unescape(text))

    def add_raw(self, text: str) -> None:
        self._add(text)

    def _add(self, node: Element | str) -> None:
        self._nodes += 1
        if self._nodes > NODES_MAX:
            raise TooMuchText(rows_max=ROWS_MAX)
        self._open[-1].children.append(node)

    def _end(self, tags: frozenset[str], *, stop: frozenset[str]) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            tag = self._open[place].tag
            if tag in tags:
                del self._open[place:]
                return
            if tag in stop:
                return


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
    return found
