"""Mail addresses: whole, torn apart by OCR, or with a misread @."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairpanel.redaction.labels import endings, labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import Kind

_LOCAL = r"[a-z0-9._%+'\-]+"
_HOST = r"[a-z0-9\-]+"
_ADDRESS = re.compile(
    # name@shop.example, also with spaces; "2 @ 1.99" has no ending in letters.
    rf"{_LOCAL} ?@ ?(?:{_HOST}(?: ?\. ?|,))+[a-z]{{2,}}(?:[.,][a-z]{{2,}})*"
    # name@shopde, the point lost; "Cafe@Central" is a place
    rf"|{_LOCAL}@[a-z\-]{{3,}}{endings()}(?![a-z])|[a-z]+[0-9._]{_LOCAL}@[a-z\-]{{4,}}"
    # name(at)shop.example and the signs that @ is misread as
    rf"|{_LOCAL}(?: ?\(at?\) ?|[©®])(?:{_HOST}[.,])+[a-z]{{2,}}"
    # first.lastQshop.example, but not a web address
    rf"|(?<![a-z0-9.])(?!www)[a-z0-9]+[._][a-z0-9._]*[a-z0-9]q{_HOST}[.,][a-z]{{2,}}(?![a-z0-9])"
    # the name alone at the end of a row
    r"|[a-z0-9._%+'\-]{3,}@(?= ?\Z)"
)
# After "e-mail:" what looks like an address but for its @ is one.
_AFTER_LABEL = re.compile(r"[ .:\-_]*(?P<address>[a-z0-9._%+\-]{4,}[.,][a-z]{2,6})(?![\w.])")


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Mail addresses on these lines."""
    for line in lines:
        for found in _ADDRESS.finditer(line.text):
            yield Match(Kind.MAIL, line.row, *found.span())
        for label in labels("mail", "sure").finditer(line.text):
            after = _AFTER_LABEL.match(line.text, label.end())
            if after:
                yield Match(Kind.MAIL, line.row, *after.span("address"))
