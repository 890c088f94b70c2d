"""Which part of the programme somebody may take, and why not. Each offer says whom it is made to."""

from dataclasses import dataclass
from enum import StrEnum

from fairpanel.programme import Offer


@dataclass(frozen=True, slots=True)
class Person:
    """What an offer may look at. No answer about health, belief or income is among it (law 14)."""

    region: str
    language: str
    is_adult: bool
    is_joiner: bool = True
    has_guardian: bool = False


class WhyNot(StrEnum):
    """Why a part is not for somebody."""

    AGE = "age"
    REGION = "region"
    LANGUAGE = "language"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Yes:
    """It may be offered."""


@dataclass(frozen=True, slots=True)
class No:
    """It may not, and where or in what it may: regions or languages, where those are why."""

    why: WhyNot
    instead: tuple[str, ...] = ()


def may_be_offered(offer: Offer, person: Person) -> Yes | No:
    """Whether that offer may be made to that person; of several reasons the one that changes least."""
    if not (person.is_adult or (person.has_guardian and offer.minors)):
        return No(WhyNot.AGE)
    if person.region not in offer.regions:
        return No(WhyNot.REGION, offer.regions)
    if offer.languages and person.language not in offer.languages:
        return No(WhyNot.LANGUAGE, offer.languages)
    if offer.household == "joiner" and not person.is_joiner:
        return No(WhyNot.HOUSEHOLD)
    return Yes()
