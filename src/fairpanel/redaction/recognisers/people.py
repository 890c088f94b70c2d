"""Numbers of people and of what is theirs: plates of vehicles, prescriptions, numbers that states give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stdnum.es import dni, nie
from stdnum.it import codicefiscale

from fairpanel.redaction.figures import digits_in
from fairpanel.redaction.labelled import labelled
from fairpanel.redaction.labels import labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import Kind

_DIGITS_MIN = 3
_NIF_DIGITS = 9
_PLATE_LENGTH_MAX = 12
_GROUPS = r"[a-z0-9]{1,4}(?:[ \-][a-z0-9]{1,5}){0,3}|[a-z0-9]{4,9}"
_AFTER_LABEL = re.compile(rf"[\s.:;#\-_=*]*(?:no|nr)?[\s.:;#]*(?P<value>{_GROUPS})(?![a-z0-9])")
# France since 2009: no other thing on a receipt looks so.
_FRENCH = re.compile(r"(?<![a-z0-9])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![a-z0-9])")
_GERMAN = re.compile(r"(?<![a-z0-9])[a-z]{1,3}-[a-z]{1,2} \d{1,4}[eh]?(?![a-z0-9.,])")
# Any country's: B-AB 1234, QA12 BCD, A123 BCD, AB 123 CD, 1234 BCD, AB-12-CD, A-123-BC, 7ABC123, ABC-1234.
_SHAPES = re.compile(
    r"[a-z]{1,3}[ \-][a-z]{1,2}[ \-]?\d{1,4}[eh]?|[a-z]{2}\d{2} ?[a-z]{3}|[a-z]\d{1,3} ?[a-z]{3}"
    r"|[a-z]{2}[ \-]?\d{3}[ \-]?[a-z]{2}|\d{4}[ \-]?[a-z]{3}|(?:[a-z]{2}|\d{2})(?:-(?:[a-z]{2}|\d{2})){2}"
    r"|[a-z]{1,2}-\d{2,3}-[a-z]{1,2}|\d[a-z]{3}\d{3}|[a-z]{3}[ \-]?\d{3,4}"
)
_DIGIT = "[0-9lmnp-v]"
_CODICE = re.compile(
    rf"(?<![a-z0-9])[a-z]{{6}}{_DIGIT}{{2}}[a-ehlmprst]{_DIGIT}{{2}}[a-z]{_DIGIT}{{3}}[a-z](?![a-z0-9])"
)
_DNI = re.compile(r"(?<![a-z0-9])(?:[xyz][ -]?\d{7}|\d{8})[ -]?[a-z](?![a-z0-9])")


def recognise_plates(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:
    """Number plates: after a word that announces one, and where the form of France or Germany cannot be mistaken.

    Words such as "reg no." announce numbers of shops too: after them only what has the form of a plate goes.
    """
    for line in lines:
        for label in labels("plate", "sure").finditer(line.text):
            found = _AFTER_LABEL.match(line.text, label.end())
            if found and _is_plate(found["value"]):
                yield Match(Kind.PLATE, line.row, *found.span("value"))
        for label in labels("plate", "likely").finditer(line.text):
            found = _AFTER_LABEL.match(line.text, label.end())
            if found and _is_plate(found["value"]) and _SHAPES.fullmatch(found["value"]):
                yield Match(Kind.PLATE, line.row, *found.span("value"))
        for region, form in (("FR", _FRENCH), ("DE", _GERMAN)):
            if region in regions:
                for shaped in form.finditer(line.text):
                    yield Match(Kind.PLATE, line.row, *shaped.span())


def _is_plate(value: str) -> bool:
    return len(value) <= _PLATE_LENGTH_MAX and digits_in(value) > 1 and any(letter.isalpha() for letter in value)


def _is_of_a_portuguese(value: str) -> bool:
    return value[:1] in {"1", "2", "3"} and digits_in(value) == _NIF_DIGITS


def recognise_prescriptions(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Numbers of prescriptions, of the insured, of doctors and of packs of medicine, by the words before them."""
    yield from labelled(
        Kind.PRESCRIPTION, labels("prescription", "sure"), lines, accept=lambda value: digits_in(value) > _DIGITS_MIN
    )


def recognise_identities(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:
    """Numbers that a state gives to a person, by the words before them; in Italy and Spain by their check digits."""
    yield from labelled(
        Kind.IDENTITY, labels("identity", "sure"), lines, accept=lambda value: digits_in(value) > _DIGITS_MIN + 1
    )
    if "PT" in regions:
        yield from labelled(Kind.IDENTITY, labels("identity", "portuguese"), lines, accept=_is_of_a_portuguese)
    for line in lines:
        if "IT" in regions:
            for found in _CODICE.finditer(line.text):
                if codicefiscale.is_valid(found[0].upper()):
                    yield Match(Kind.IDENTITY, line.row, *found.span())
        if "ES" in regions:
            for found in _DNI.finditer(line.text):
                if dni.is_valid(found[0]) or nie.is_valid(found[0]):
                    yield Match(Kind.IDENTITY, line.row, *found.span())
