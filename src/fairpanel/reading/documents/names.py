"""Finds whose mail it is and who was paid: the house that wrote it, or the shop behind a payment service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.documents import words
from fairpanel.reading.documents.cells import Cell, cells_in, under
from fairpanel.reading.documents.mail import Sender
from fairpanel.reading.print_rows import Row, fold
from fairpanel.reading.values import Field

_NAME_CHARACTERS_MAX: Final = 60
_LOGO_WORDS_MAX: Final = 3
_LOGO_CHARACTERS_MAX: Final = 30
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(C\)|COPYRIGHT)[\s©]*(?:\(C\)\s*)?(?:BY\s+)?(?P<years>[\d\s,-]*)(?P<name>[^,.|·•©]{2,60})"
)
_RIGHTS: Final = re.compile(
    r"\s*\b(?:ALL RIGHTS|ALLE RECHTE|TOUS DROITS|TODOS LOS|TUTTI I|TODOS OS|OR ITS|AND ITS"
    r"|INC|LTD|LLC|LIMITED|GMBH|AG|SE|PLC|CORP|SA|SAS|SRL|SPA|BV|NV|LDA)\b.*$"
)
_COMPANY: Final = re.compile(r"[\s,]+(?:INC|LTD|LLC|LIMITED|PLC|CORP)\.?$")
_TO_WORDS: Final = "|".join(sorted(words.phrases("to"), key=len, reverse=True))
_TO: Final = re.compile(rf"^[\s£€$]{{0,2}}(?:[A-Z]{{3}})?\s?(?:{_TO_WORDS})\s+(?=[A-Z0-9])")
_SENTENCE_END: Final = re.compile(r"\s*\(|\.\s|\.$|\s-\s|!")
_TOP_LEVELS: Final = {
    "uk": "GB", "de": "DE", "at": "AT", "ch": "CH", "fr": "FR", "be": "BE", "es": "ES", "it": "IT", "nl": "NL",
    "pt": "PT", "ie": "IE", "lu": "LU", "us": "US", "ca": "CA", "au": "AU", "nz": "NZ", "br": "BR", "mx": "MX",
}  # fmt: skip
_SECOND_LEVELS: Final = frozenset({"co", "com", "org", "net", "ac", "gov", "ltd", "plc"})


def house_of(sender: Sender | None) -> str | None:
    """The shop's name in a mail's sender: the name it goes by, or else its domain's. None for people's own mail."""
    if sender is None or _label(sender.domain).upper() in words.phrases("people_mail"):
        return None
    name = _without_office(sender.name)
    if name and "@" not in name:
        return name[:_NAME_CHARACTERS_MAX]
    return _label(sender.domain).replace("-", " ").title()


def region_of(sender: Sender | None) -> str | None:
    """The country of the sender's domain, of ISO 3166, where it names one."""
    return _TOP_LEVELS.get(sender.domain.rpartition(".")[2]) if sender else None


def logo_among(named: Sequence[str]) -> str | None:
    """The shop's name out of the words for a page's pictures: those of the first, where they are short enough."""
    first = next((text for name in named if (text := " ".join(name.split()))), "")
    bare = re.sub(r"(?i)[\s-]*\b(?:logo|home ?page|homepage)\b[\s-]*", " ", first).strip()
    short = len(bare) <= _LOGO_CHARACTERS_MAX and len(bare.split()) <= _LOGO_WORDS_MAX
    return bare if short and sum(map(str.isalpha, bare)) > 1 else None


def find_copyright_holder(rows: Sequence[Row]) -> Field[str] | None:
    """Who claims the rights in the mail's last lines."""
    for row in reversed(rows):
        match = _COPYRIGHT.search(row.folded)
        if match is None:
            continue
        start, end = match.span("name")
        end = start + len(_RIGHTS.sub("", row.folded[start:end]))
        text = row.text[start:end].strip(" ,.-")
        if sum(map(str.isalpha, text)) > 1:
            return Field(text, text, row.box_between(start, end), 0.8 * row.confidence_between(start, end))
    return None


def is_payment_service(name: str) -> bool:
    """Whether `name` is that of a service which carries money to shops."""
    return words.begins("payment_service", fold(name)) is not None


def find_payee(rows: Sequence[Row]) -> Field[str] | None:
    """Who was paid through a payment service: behind or under a word for it, or in `a payment of 6.00 to ...`."""
    for place, row in enumerate(rows):
        for cell in cells_in(row):
            named = _behind_label(cell)
            if named is not None:
                return named
            if not words.is_listed("payee", Row(cell.words, 0).folded):
                continue
            beside = next((c for c in cells_in(row) if c.box.left > cell.box.right), None)
            beneath = under(cell.box, rows[place + 1]) if place + 1 < len(rows) else None
            alone = beside is None or (beneath is not None and beneath.box.left == cell.box.left)
            value = beneath if alone and not cell.text.endswith(":") and not _is_other_label(beneath) else beside
            value = value or (None if _is_other_label(beneath) else beneath)
            if value is not None and any(map(str.isalpha, value.text)):
                return _field(value)
    return next((payee for row in rows if (payee := _in_sentence(row))), None)


def _is_other_label(cell: Cell | None) -> bool:
    """Whether the cell is no name but the next label: `eBay seller` above `eBay seller ID`."""
    if cell is None or ":" in cell.text or "@" in cell.text:
        return True
    return words.begins("payee", Row(cell.words, 0).folded) is not None


def _behind_label(cell: Cell) -> Field[str] | None:
    row = Row(cell.words, 0)
    label = words.begins("payee", row.folded)
    if label is None or not re.match(r"\s?:\s?\S", row.folded[label.end() :]):
        return None
    start = label.end() + row.folded[label.end() :].index(":") + 1
    text = row.text[start:].strip()
    return Field(
        text, text, row.box_between(start + 1, len(row.text)), row.confidence_between(start + 1, len(row.text))
    )


def _in_sentence(row: Row) -> Field[str] | None:
    for amount in amounts_in(row):
        behind = row.folded[amount.end :]
        to = _TO.match(behind)
        if to is None:
            continue
        rest = behind[to.end() :]
        stop = _SENTENCE_END.search(rest)
        end = stop.start() if stop else len(rest)
        if on := words.find("behind_payee", rest[:end]):
            end = on.start()
        start = amount.end + to.end()
        text = row.text[start : start + end].strip(" ,.")
        if any(map(str.isalpha, text)) and len(text) <= _NAME_CHARACTERS_MAX:
            box, confidence = row.box_between(start, start + end), row.confidence_between(start, start + end)
            return Field(text, text, box, 0.9 * confidence)
    return None


def without_company(name: Field[str]) -> Field[str]:
    """The name without a trailing `Inc.` or `Ltd`."""
    return replace(name, value=name.value[: len(_COMPANY.sub("", fold(name.value)))])


def _without_office(name: str) -> str:
    """`Zalando Team` is Zalando, `Amazon.de Bestellbestätigung` Amazon.de, `service@paypal.de` nobody."""
    name = re.sub(r"(?i)\s+(?:via|über|par|por|tramite)\s+.*$", "", name.strip())
    while found := _last_office(name):
        name = name[: found.start()].rstrip(" -|:,.•")
    return name.strip(" -|:,'\"")


def _last_office(name: str) -> re.Match[str] | None:
    folded = fold(name)
    for match in re.finditer(r"(?<![A-Z])[A-Z]", folded):
        office = words.begins("office", folded[match.start() :])
        if office and not any(map(str.isalnum, folded[match.start() + office.end() :])):
            return re.compile(".").match(name, match.start())
    return None


def _label(domain: str) -> str:
    """The part of a domain that its owner chose: `amazon` of `marketplace.amazon.co.uk`."""
    parts = domain.split(".")
    place = -3 if len(parts) > 2 and parts[-2] in _SECOND_LEVELS and len(parts[-1]) == 2 else -2  # noqa: PLR2004
    return parts[place] if len(parts) >= -place else parts[0]


def _field(cell: Cell) -> Field[str]:
    return Field(cell.text, cell.text, cell.box, cell.confidence)
