"""Bank accounts in their national forms, bank codes and mandates, known by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairpanel.redaction.figures import digits_in
from fairpanel.redaction.labelled import labelled, value_at
from fairpanel.redaction.labels import labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import Kind

_DIGITS_MIN = 4
# The short name of a bank may stand between: BANK ACC MBB 512800001234.
_BANK = re.compile(r"[^\w\x00]*[a-z]{2,6}(?= ?[:.\-]? ?\d)")
_DIGITS_MIN_BEHIND_BANK = 8
_SORT_CODE = re.compile(r"[^\w\x00]*(?P<code>\d{2}[ \-.]?\d{2}[ \-.]?\d{2})(?!\d)")
# ISO 9362, with what OCR makes of letters and digits.
_BIC = re.compile(r"[^\w\x00]*(?P<code>[a-z0-9]{4} ?[a-z0]{2} ?[a-z0-9]{2}(?: ?[a-z0-9]{3})?)(?![a-z0-9])")


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Account numbers, sort codes, bank codes and mandate references on these lines."""
    yield from labelled(
        Kind.ACCOUNT, labels("account", "sure"), lines, accept=lambda value: digits_in(value) >= _DIGITS_MIN
    )
    for line in lines:
        for label in labels("account", "sure").finditer(line.text):
            bank = _BANK.match(line.text, label.end())
            number = value_at(line.figures, bank.end()) if bank else None
            if number and digits_in(line.figures[slice(*number)]) >= _DIGITS_MIN_BEHIND_BANK:
                yield Match(Kind.ACCOUNT, line.row, *number)
        for certainty, shape in (("sort_code", _SORT_CODE), ("bank_code", _BIC)):
            for label in labels("account", certainty).finditer(line.text):
                code = shape.match(line.text, label.end())
                if code:
                    yield Match(Kind.ACCOUNT, line.row, *code.span("code"))
