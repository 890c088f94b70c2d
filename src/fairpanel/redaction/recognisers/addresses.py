"""Where people live: the rows after a word such as "deliver to", down to the town."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairpanel.redaction.figures import spare
from fairpanel.redaction.labels import labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import GONE, Kind

_POSTCODE = re.compile(
    r"(?<![\d.,#])(?:[a-z]{2}[ -])?\d{5}(?:-\d{4})?(?!\d|[.,]\d|-[a-z]\b)|(?<!\d)\d{4} ?[a-z]{2}(?![a-z])"
    r"|(?<![a-z])[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?![a-z])|(?<!\d)\d{4}-\d{3}(?!\d)"
)
_SIGNS = re.compile(r"[\s.:;,#\-_=*>]*")
# Another label, or a figure of the receipt.
_ENDS = re.compile(r"[a-z]{3,} ?:|[€$£]|\A\W*\Z")
_ROWS_MAX = 5


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """The rows of addresses that these lines announce."""
    for place, line in enumerate(lines):
        for label in labels("address", "sure").finditer(line.text):
            if label.start() > 1 and line.text[: label.start()].strip(" .:#*-"):
                continue
            yield from _block(lines, place, label.end())


def _block(lines: Sequence[Line], place: int, start: int) -> Iterator[Match]:
    skipped = _SIGNS.match(lines[place].text, start)
    begin = skipped.end() if skipped else start
    own = lines[place].text[begin:]
    if GONE in spare(own):
        return
    found = [Match(Kind.ADDRESS, lines[place].row, begin, len(lines[place].text))] if own.strip() else []
    town = bool(_POSTCODE.search(own))
    for line in lines[place + 1 : place + 1 + _ROWS_MAX]:
        if GONE in spare(line.text) or _ENDS.search(line.text):
            break
        if town:
            break
        found.append(Match(Kind.ADDRESS, line.row, 0, len(line.text)))
        town = bool(_POSTCODE.search(line.text))
    # Rows that lead to no town are rows of something else, but for the one on which the label is.
    yield from found if town else found[: 1 if own.strip() else 0]
