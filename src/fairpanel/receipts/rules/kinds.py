"""What kind of shop it is from and what kind of paper it is: one that the programme takes.

The programme says which kinds are refused; what is read, and how surely, says which kind it is.
"""

from collections.abc import Iterator

from fairpanel.reading import Field
from fairpanel.receipts.rules.case import Case
from fairpanel.receipts.values import Doubt, Reason, Refused

# A name of the kind and a further word for it, or four words, or a known brand and a word; never one name alone.
SHOP_CONFIDENCE_MIN = 0.82
# Three different phrases that only such a paper prints, or sums that prove it.
PAPER_CONFIDENCE_MIN = 0.7
_REASONS = {
    "card-slip": Reason.CARD_SLIP,
    "return-only": Reason.RETURN_ONLY,
    "handwritten": Reason.HANDWRITTEN,
}


def is_a_paper_that_is_taken(case: Case) -> Iterator[Refused | Doubt]:
    """A receipt that says what was bought, and no other paper that the programme excludes."""
    found = case.reading.paper
    if found is None:
        return
    if found.value in case.rules.papers_excluded and found.confidence >= PAPER_CONFIDENCE_MIN:
        yield _refused(found)
    else:
        yield Doubt.PAPER


def is_of_a_shop_that_is_taken(case: Case) -> Iterator[Refused | Doubt]:
    """From a kind of shop that the programme takes. Where nothing says what kind it is, nothing is against it."""
    found = case.reading.shop_kind
    if found is None or found.value in case.rules.kinds_eligible:
        return
    if found.value in case.rules.kinds_excluded and found.confidence >= SHOP_CONFIDENCE_MIN:
        yield _refused(found)
    else:
        yield Doubt.SHOP_KIND


def _refused(found: Field[str]) -> Refused:
    return Refused(_REASONS.get(found.value, Reason.EXCLUDED_KIND), found.box, {"kind": found.value})
