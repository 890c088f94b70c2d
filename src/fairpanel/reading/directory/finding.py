"""Finds which known brand a receipt is from: what speaks for each is weighed, and the surest is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading.directory.evidence import WEB, Evidence, by_company, by_host, by_name
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field, Shop

# What is less sure than this is not said; `bench/shops.py` shows what that reaches.
_SCORE_MIN: Final = 0.66
_WITHOUT_WIKIDATA: Final = 0.9
_OTHER_COUNTRY: Final = 0.55
_OTHER_KIND: Final = 0.75
# What is left of the doubt when country or kind speak for it too.
_SAME_COUNTRY: Final = 0.75
_ANY_COUNTRY: Final = 0.85
_SAME_KIND: Final = 0.7
# In how many countries a brand is that is listed for none.
_EVERYWHERE: Final = 100


def find_shop(
    rows: Sequence[Row],
    *,
    address: Box | None = None,
    countries: frozenset[str] = frozenset(),
    kind: str | None = None,
) -> Field[Shop] | None:
    """The brand of shop that the receipt is from, or None where that is not sure.

    No name is looked for in the box of the shop's `address`: streets and towns are called like shops. `countries` are
    those that the receipt can be from (ISO 3166, small letters; none where nothing is known), `kind` is what its words
    speak of (`find_kind`). Both only weigh; neither decides alone.
    """
    elsewhere = [row for row in rows if address is None or Box.around([row.box, address]) != address]
    found = [*by_host(rows), *by_company(elsewhere), *by_name(elsewhere)]
    by_key: dict[str, list[tuple[float, Evidence]]] = {}
    for evidence in found:
        by_key.setdefault(evidence.brand.key, []).append((_weighed(evidence, countries, kind), evidence))
    together = {key: _together(alike) for key, alike in by_key.items()}
    best = max(together, key=together.__getitem__, default="")
    if together.get(best, 0.0) < _SCORE_MIN:
        return None
    shown = max(by_key[best], key=lambda one: one[0])[1]
    family = _family(found, by_key[best], shown)
    brand = max(family, key=lambda evidence: _fits(evidence, countries, kind)).brand
    sold = {sells for evidence in family if evidence.brand.wikidata == brand.wikidata for sells in evidence.brand.kinds}
    shop = Shop(brand.name, brand.wikidata, kind if kind in sold else brand.kinds[0])
    return Field(shop, shown.text, shown.box, together[best] * shown.printed)


def _weighed(evidence: Evidence, countries: frozenset[str], kind: str | None) -> float:
    """The score after what else is known spoke for or against it."""
    brand, score = evidence.brand, evidence.score
    if brand.wikidata is None:
        score *= _WITHOUT_WIKIDATA
    if countries and brand.countries and not countries & brand.countries:
        score *= _OTHER_COUNTRY
    elif len(countries) == 1:
        score = 1 - (1 - score) * (_SAME_COUNTRY if brand.countries else _ANY_COUNTRY)
    if kind is not None:
        score = 1 - (1 - score) * _SAME_KIND if kind in brand.kinds else score * _OTHER_KIND
    return score


def _together(alike: Sequence[tuple[float, Evidence]]) -> float:
    """What several places on the page say together; of one place only the best counts."""
    at: dict[Box, float] = {}
    for score, evidence in alike:
        at[evidence.box] = max(score, at.get(evidence.box, 0.0))
    doubt = 1.0
    for score in at.values():
        doubt *= 1 - score
    return 1 - doubt


def _family(found: Sequence[Evidence], best: Sequence[tuple[float, Evidence]], shown: Evidence) -> list[Evidence]:
    """What was found of the best name, of its brands under other names (a chain's cafés), and in the same words."""
    names = {evidence.brand.key for _, evidence in best}
    ids = {evidence.brand.wikidata for _, evidence in best} - {None}
    return [
        evidence
        for evidence in found
        if evidence.brand.key in names or evidence.brand.wikidata in ids or evidence.box == shown.box
    ]


def _fits(evidence: Evidence, countries: frozenset[str], kind: str | None) -> tuple[bool | int, ...]:
    """Which of several brands of one family it is: by web address, name, country, kind, else the most widespread."""
    brand = evidence.brand
    is_here = len(countries) == 1 and (not brand.countries or bool(countries & brand.countries))
    where = len(brand.countries) or _EVERYWHERE
    return (evidence.score >= WEB, evidence.is_own_name, is_here, kind in brand.kinds, where)
