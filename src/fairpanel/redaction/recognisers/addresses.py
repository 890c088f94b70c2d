"""Where people live: the rows after a word such as "deliver to", down to the town or the last street."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairpanel.redaction.figures import spare
from fairpanel.redaction.labels import is_kept, labels, listed
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import GONE, Kind

_POSTCODE = re.compile(
    r"(?<![\d.,#])(?:(?<![a-z])[a-z]{2}[ -])?\d{5}(?:-\d{4})?(?!\d|[.,]\d|-[a-z]\b)|(?<!\d)\d{4} ?[a-z]{2}(?![a-z])"
    r"|(?<![a-z])[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?![a-z])|(?<!\d)\d{4}-\d{3}(?!\d)"
)
_SIGNS = re.compile(r"[\s.:;,#\-_=*>]*")
# Another label, or a figure of the receipt.
_ENDS = re.compile(r"[a-z]{3,} ?:|[€$£]|\A\W*\Z")
_ROWS_MAX = 5
_ROWS_MAX_LIKELY = 4
# "Livraison :" or alone on its row, not "Livraison offerte".
_ANNOUNCED = re.compile(r" ?[:;]|[\s.\-]*\Z")
# A telephone number stands below the town, also in one piece.
_TELEPHONE = re.compile(r"\W*\+?\d(?:[ ().\-/]{0,3}\d){8,12}\W*")
_ROWS_BELOW_MAX = 2


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """The rows of addresses that these lines announce."""
    for place, line in enumerate(lines):
        for label in labels("address", "sure").finditer(line.text):
            if label.start() > 1 and line.text[: label.start()].strip(" .:#*-"):
                continue
            # "Livraison 4,90" is not "livraison a" misread.
            if not label[0][-1].isdigit():
                yield from _block(lines, place, label.end())
        for label in labels("address", "likely").finditer(line.text):
            if not line.text[: label.start()].strip(" .:#*-") and _ANNOUNCED.match(line.text, label.end()):
                yield from _block(lines, place, label.end(), rows_max=_ROWS_MAX_LIKELY, is_sure=False)


def _block(
    lines: Sequence[Line], place: int, start: int, *, rows_max: int = _ROWS_MAX, is_sure: bool = True
) -> Iterator[Match]:
    skipped = _SIGNS.match(lines[place].text, start)
    begin = skipped.end() if skipped else start
    own = lines[place].text[begin:]
    # "Facture à payer" is addressed to nobody.
    if GONE in spare(own) or own.strip().split(" ")[0] in listed("name", "nobody"):
        return
    found = [Match(Kind.ADDRESS, lines[place].row, begin, len(lines[place].text))] if own.strip() else []
    town, street = _has_postcode(own), len(found) if _has_street(own) else 0
    for line in lines[place + 1 : place + 1 + rows_max]:
        if GONE in spare(line.text) or _ENDS.search(line.text):
            break
        if town:
            break
        found.append(Match(Kind.ADDRESS, line.row, 0, len(line.text)))
        town = _has_postcode(line.text)
        street = len(found) if _has_street(line.text) else street
    # Rows that lead to no town or street are rows of something else, but for the one on which the label is.
    if town:
        yield from found
        yield from _telephones(lines[found[-1].row + 1 :][:_ROWS_BELOW_MAX])
    elif is_sure:
        yield from found[: max(street, 1 if own.strip() else 0)]


def _has_postcode(text: str) -> bool:
    # Italian plates look like British postcodes.
    return labels("plate", "sure").search(text) is None and any(
        not is_kept(text, found.start()) for found in _POSTCODE.finditer(text)
    )


def _has_street(text: str) -> bool:
    return any(character.isdigit() for character in text) and labels("address", "streets").search(text) is not None


def _telephones(below: Sequence[Line]) -> Iterator[Match]:
    """The telephone number, alone on its row, that follows an address."""
    for line in below:
        if _TELEPHONE.fullmatch(line.text):
            yield Match(Kind.PHONE, line.row, 0, len(line.text))
