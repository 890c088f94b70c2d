"""Numbers that are known by the word before them, on the same row or at the beginning of the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from fairpanel.redaction.figures import digits_in
from fairpanel.redaction.labels import between
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import GONE, Kind

_FIRST = re.compile(r"[a-z]{0,5}[-_]?[\d*#x][\w\-/.*#]*")
_NEXT_GROUP = re.compile(r" [\d*#x][\d*#x\-]+(?![\w.,/:])")
_DIGITS_MAX = 34

Accept = Callable[[str], bool]


def labelled(
    kind: Kind, label: re.Pattern[str], lines: Sequence[Line], *, accept: Accept, below: Accept | None = None
) -> Iterator[Match]:
    """The numbers after `label` that `accept` takes.

    Where the row announces a number and holds none, the next row is asked, if it holds one number only that `below`, or
    else `accept`, takes.
    """
    below = below or accept
    for place, line in enumerate(lines):
        numbers = line.figures
        for found in label.finditer(line.text):
            own = value_at(numbers, found.end())
            if own is not None:
                if accept(numbers[slice(*own)]):
                    yield Match(kind, line.row, *own)
            elif place + 1 < len(lines) and _announces(numbers, *found.span()):
                following = lines[place + 1]
                beneath = _alone(following.figures)
                if beneath is not None and below(following.figures[slice(*beneath)]):
                    yield Match(kind, following.row, *beneath)


def value_at(numbers: str, start: int) -> tuple[int, int] | None:
    """From where to where a number stands after `start`, past what may stand between; None where there is none."""
    skipped = between().match(numbers, start)
    begin = skipped.end() if skipped else start
    first = _FIRST.match(numbers, begin)
    if first is None or not _is_number(first[0]):
        return None
    end = first.end()
    while (group := _NEXT_GROUP.match(numbers, end)) and digits_in(numbers[begin : group.end()]) <= _DIGITS_MAX:
        end = group.end()
    return begin, begin + len(numbers[begin:end].rstrip("-/._"))


def _is_number(token: str) -> bool:
    letters = sum(character.isalpha() and character != "x" for character in token)
    return digits_in(token) >= max(1, letters)


def _announces(numbers: str, start: int, end: int) -> bool:
    """Whether a label is nearly all there is on its row: "Your member number:", not "Do you have our club card?"."""
    before, after = numbers[:start], numbers[end:]
    return len(before.split()) <= 1 and not _has_figures(after) and not re.search(r"[a-z?!]", after)


def _has_figures(numbers: str) -> bool:
    return GONE in numbers or digits_in(numbers) > 0


def _alone(numbers: str) -> tuple[int, int] | None:
    """The number on a row that begins with one and has no other."""
    own = value_at(numbers, 0)
    return own if own and not _has_figures(numbers[own[1] :]) else None
