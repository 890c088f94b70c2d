"""Made-up numbers that pass the checks of real ones: cards, accounts, VAT ids."""

from __future__ import annotations

from fairpanel.reading.drawing.chance import Chance

# The ranges that card schemes and payment providers hand out for tests.
_TEST_CARDS = ("424242424242", "555555555555", "400005665566", "222300312200")


def luhn(digits: str) -> str:
    """The check digit of `digits` (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def card_number(chance: Chance) -> str:
    """A card number of 16 digits from a range kept for tests, with its Luhn digit and no spaces."""
    stem = chance.pick(_TEST_CARDS) + chance.digits("###")
    return stem + luhn(stem)


def iban(country: str, pattern: str, chance: Chance) -> str:
    """An account number (ISO 13616) of `country` whose domestic part follows `pattern`, in groups of four."""
    domestic = chance.digits(pattern)
    as_number = "".join(str(int(c, 36)) for c in f"{domestic}{country}00")
    whole = f"{country}{98 - int(as_number) % 97:02}{domestic}"
    return " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def vat_id(country: str, chance: Chance) -> str:
    """The VAT id of a made-up firm in `country` (ISO 3166 in small letters), with right check digits.

    Empty where receipts print none. The ways to check are those of the EU's VIES and, for `gb`, of HMRC.
    """
    makers = {"de": _de, "gb": _gb, "fr": _fr, "es": _es, "it": _it, "nl": _nl, "pt": _pt}
    return makers[country](chance) if country in makers else ""


def _de(chance: Chance) -> str:
    stem = f"{chance.whole(1, 9)}{chance.digits('#######')}"
    product = 10
    for digit in stem:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"DE{stem}{(11 - product) % 10}"


def _gb(chance: Chance) -> str:
    stem = f"{chance.whole(1, 9)}{chance.digits('######')}"
    weighed = sum(int(d) * w for d, w in zip(stem, range(8, 1, -1), strict=True))
    return f"GB {stem[:3]} {stem[3:]} {-weighed % 97:02}"


def _fr(chance: Chance) -> str:
    stem = f"{chance.whole(1, 9)}{chance.digits('#######')}"
    siren = stem + luhn(stem)
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"


def _es(chance: Chance) -> str:
    stem = chance.digits("#######")
    return f"B{stem}{luhn(stem)}"


def _it(chance: Chance) -> str:
    stem = f"{chance.digits('#######')}{chance.whole(1, 99):03}"
    return f"{stem}{luhn(stem)}"


def _nl(chance: Chance) -> str:
    check = 10
    stem = ""
    while check > 9:  # noqa: PLR2004 - a remainder of ten has no digit, and the number is then not given out
        stem = f"{chance.whole(1, 9)}{chance.digits('#######')}"
        check = sum(int(d) * w for d, w in zip(stem, range(9, 1, -1), strict=True)) % 11
    return f"NL{stem}{check}B01"


def _pt(chance: Chance) -> str:
    stem = f"5{chance.digits('#######')}"
    check = 11 - sum(int(d) * w for d, w in zip(stem, range(9, 1, -1), strict=True)) % 11
    return f"{stem}{check if check < 10 else 0}"  # noqa: PLR2004 - ten and eleven are written as nought
