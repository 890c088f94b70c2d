"""When consent stands, until when, and when a purpose may be asked for again."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from fairpanel.consent.values import Answer, Purpose, Said, Standing, Wording
from fairpanel.programme import OF_MINORS, Version

# Law 3, after the yearly limit of the Digital Markets Act, article 5(2).
QUIET_MONTHS_AFTER_REFUSAL = 12
# These make sense without an offer that pays for them.
_WITHOUT_OFFER = frozenset({Purpose.HUMAN_REVIEW, Purpose.RESEARCH, Purpose.RECOMMENDATIONS, Purpose.CONTACT})
# These make sense only where the other one stands.
NEEDS: Mapping[Purpose, Purpose] = {Purpose.HUMAN_REVIEW: Purpose.RECEIPTS, Purpose.RESEARCH: Purpose.RECEIPTS}
# The fact of a showing that names the researchers in it, one a line: to nobody else anything goes.
NAMED = "researchers_named"


def asked_in(
    version: Version, *, region: str, collected: Collection[Purpose], is_minor: bool = False
) -> tuple[Purpose, ...]:
    """What a member of that region is asked for: what somebody here collects, and what those terms have a use for.

    A minor is asked only for what is offered to minors.
    """
    unused = set() if version.research else {Purpose.RESEARCH}
    fitting = {Purpose(offer.purpose) for offer in version.offers_to(region, is_minor=is_minor)} | (
        _WITHOUT_OFFER - unused
    )
    if is_minor:
        fitting = {purpose for purpose in fitting if purpose in OF_MINORS}
    useful = [purpose for purpose in Purpose if purpose in collected and purpose in fitting]
    return tuple(purpose for purpose in useful if NEEDS.get(purpose, purpose) in useful)


def facts_of(version: Version, language: str) -> dict[str, str]:
    """What those terms put into a text's places, in that language."""
    kept = version.receipts
    times = {"pictures_days": str(kept.pictures_days), "lines_months": str(kept.lines_months)} if kept else {}
    return {"sponsor": version.sponsor.name} | times | _researchers(version, language)


def _researchers(version: Version, language: str) -> dict[str, str]:
    if version.research is None:
        return {}
    named = version.research.recipients
    told = [f"{one.name} ({one.country}), {said_in(language, one.studies)}" for one in named]
    return {"researchers": "; ".join(told), NAMED: "\n".join(one.name for one in named)}


def said_in(language: str, words: Mapping[str, str]) -> str:
    """What somebody who reads that language is told; where it is not said in it, in English or in any."""
    return words.get(language) or words.get("en") or next(iter(words.values()))


def standing(said: Said | None, *, counting: Collection[int], is_paused: bool, now: datetime) -> Standing:
    """What a member's last word on a purpose comes to now. `counting` is what `counting_versions` gives."""
    if said is None:
        return Standing.NEVER_ASKED
    if said.answer is Answer.REFUSED:
        return Standing.REFUSED
    if said.answer is Answer.WITHDRAWN:
        return Standing.WITHDRAWN
    if said.until is not None and said.until <= now:
        return Standing.EXPIRED
    if said.version not in counting:
        return Standing.REWORDED
    return Standing.PAUSED if is_paused else Standing.LIVE


def counting_versions(wordings: Sequence[Wording]) -> frozenset[int]:
    """The versions to which a yes counts today: the newest, and those that it only words anew.

    `wordings` are all versions of one purpose's text, oldest first.
    """
    counting = set()
    for wording in reversed(wordings):
        counting.add(wording.version)
        if not wording.replaces_without_asking:
            break
    return frozenset(counting)


def is_wording_only(before: Wording, after: Wording) -> bool:
    """Whether nothing that somebody agreed to differs: what is taken, who sees it, how long it is kept and counts."""
    return (before.takes, before.recipients, before.retention, before.months) == (
        after.takes, after.recipients, after.retention, after.months,
    )  # fmt: skip


def valid_until(granted_at: datetime, wording: Wording) -> datetime | None:
    """When a yes of that moment ends by itself; None where it does not."""
    return None if wording.months is None else months_after(granted_at, wording.months)


def may_ask(stands: Standing, *, said_at: datetime | None, now: datetime) -> bool:
    """Whether we may ask of our own accord. Who refused or took it back is left in peace for twelve months."""
    if stands in {Standing.REFUSED, Standing.WITHDRAWN}:
        return said_at is not None and now >= months_after(said_at, QUIET_MONTHS_AFTER_REFUSAL)
    return stands in {Standing.NEVER_ASKED, Standing.EXPIRED, Standing.REWORDED}


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many calendar months later; where that month is too short, its last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
