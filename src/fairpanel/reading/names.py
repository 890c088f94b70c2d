"""Which rows can be the name of a shop, and which name a company in full."""

from __future__ import annotations

import re

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.dates import has_date
from fairpanel.reading.heads import LETTERS_MIN, NUMBER_OF_COMPANY, REGISTRATION, WEB
from fairpanel.reading.print_rows import Row


def names_company(row: Row) -> bool:
    """Whether the row holds a company's form behind a name: `SDN BHD`, or `SA` as its last word."""
    text = NUMBER_OF_COMPANY.sub("", row.folded)
    found = [match for match in vocabulary.find_all("company", text) if match.start() or len(match.group()) > 4]  # noqa: PLR2004
    bare = re.sub(r"[\s.,]*(?:\(.*)?$", "", text)
    return any(
        "," not in match.group() and (len(match.group()) > 3 or match.end() >= len(bare))  # noqa: PLR2004
        for match in found
    )


def can_be_name(row: Row) -> bool:
    """Whether the row may be the name of a shop: mostly letters, and neither greeting, date, amount nor number."""
    letters = sum(map(str.isalpha, row.text))
    if letters < LETTERS_MIN or letters < sum(map(str.isdigit, row.text)):
        return False
    if has_date(row) or REGISTRATION.match(row.folded) or NUMBER_OF_COMPANY.match(row.folded) or amounts_in(row):
        return False
    if WEB.search(row.folded) and not names_company(row):
        return False
    if vocabulary.find("labels.phone", row.folded) and any(map(str.isdigit, row.text)):
        return False
    bare = re.sub(r"[^A-Z]", "", row.folded)
    listed = vocabulary.find("not_merchant", row.folded)
    if listed and len(re.sub(r"[^A-Z]", "", listed.group())) > 0.6 * len(bare):
        return False
    words = [re.sub(r"[^A-Z]", "", word) for word in row.folded.split()]
    return not all(vocabulary.is_listed("not_merchant", word) or len(word) < 2 for word in words)  # noqa: PLR2004
