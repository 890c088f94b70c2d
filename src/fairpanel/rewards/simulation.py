"""What panelists would earn under a programme, and what that would cost: made-up people through the real rules."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Invalid
from fairpanel.programme import AtStart, Labelling, MeterRunning, Offer, Programme, Referral, Survey, Tenure, Version
from fairpanel.rewards import rules
from fairpanel.rewards.values import NOTHING_MORE, Deed, Detail, Kind, Known

MINUTES_AN_HOUR, SECONDS_A_MINUTE, MONTHS_A_YEAR = 60, 60, 12
# Every month has these.
DAYS_ALWAYS = 28


class UnreadableProfiles(Invalid):
    """{file} does not hold profiles: {why}. Begin from a copy of the ones that come with Fairpanel."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a made-up panelist does in a month. `survey_at` is where, from 0 to 1, between the bounds a survey pays."""

    name: str
    about: str
    receipts: int
    meter_days: int
    surveys: int
    survey_at: float
    nothing_bought_weeks: int
    labelling_minutes: int
    referrals_a_year: int
    tenure_active_weeks: int


@dataclass(frozen=True, slots=True)
class Profiles:
    """The made-up panelists, how many minutes each kind of contribution takes, and how a panel is mixed, in percent."""

    source: str
    profiles: tuple[Profile, ...]
    minutes: Mapping[Kind, float]
    mix: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Earns:
    """What one profile earns in an ordinary month, once at the start, and how long the month's work takes.

    What is paid by the quarter, by the half-year or by the person brought is spread over its months.
    """

    profile: str
    month: Money
    start: Money
    hours: float
    by_offer: Mapping[str, Money]

    @property
    def hour(self) -> Money | None:
        """What an hour comes to; None where it took no time."""
        return Money(round(self.month.minor / self.hours), self.month.currency) if self.hours else None


@dataclass(frozen=True, slots=True)
class Simulated:
    """One region: what each profile earns, what `panelists` of the given mix cost a month and at the start."""

    region: str
    earns: tuple[Earns, ...]
    panelists: int
    month_costs: Money
    start_costs: Money
    reserved: Money


def profiles(file: Path | None = None) -> Profiles:
    """The profiles that come with Fairpanel, or those of a file. Raises `UnreadableProfiles`."""
    shipped = files("fairpanel.rewards").joinpath("profiles.toml")
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text("utf-8") if file else shipped.read_text("utf-8"))
        return Profiles(
            source=str(told["source"]),
            profiles=tuple(Profile(name=name, **told["profile"][name]) for name in told["profile"]),
            minutes={Kind(name): float(minutes) for name, minutes in told["minutes"].items()},
            mix={name: int(told["mix"][name]) for name in told["profile"]},
        )
    except (OSError, ValueError, TypeError, KeyError) as wrong:
        raise UnreadableProfiles(file=file, why=wrong) from None


def simulate(programme: Programme, *, panelists: int, on: date, people: Profiles) -> tuple[Simulated, ...]:
    """What the version in force on that day would pay in each region. Raises `programme.NotInForce`."""
    version = programme.in_force(on)
    return tuple(_in_region(version, code, panelists=panelists, on=on, people=people) for code in version.regions)


def minutes_of(kind: Kind, *, people: Profiles, reckoned: int = 0) -> float:
    """How many minutes one contribution is taken to last."""
    return float(reckoned) if kind is Kind.LABELLING_TASK else people.minutes.get(kind, 0.0)


def _in_region(version: Version, code: str, *, panelists: int, on: date, people: Profiles) -> Simulated:
    currency, offers = version.regions[code].currency, version.offers_in(code)
    earns = tuple(_earns(profile, offers, currency=currency, on=on, people=people) for profile in people.profiles)
    whole = sum(people.mix.values())
    cost = {
        name: sum(people.mix[each.profile] * getattr(each, name).minor for each in earns) * panelists
        for name in ("month", "start")
    }
    known = Known()
    return Simulated(
        region=code,
        earns=earns,
        panelists=panelists,
        # Rounded up: what has to be there.
        month_costs=Money(-(-cost["month"] // whole), currency),
        start_costs=Money(-(-cost["start"] // whole), currency),
        reserved=rules.reserve(offers, currency=currency, known=known) * panelists,
    )


def _earns(
    profile: Profile, offers: tuple[Offer, ...], *, currency: str, on: date, people: Profiles
) -> Earns:  # fmt: skip
    deeds = _deeds(profile, offers, currency=currency, first=on.replace(day=1))
    by_offer = dict(rules.due_in_month(deeds, currency=currency))
    start = Money.zero(currency)
    for offer in offers:
        spread = _spread(offer, profile, currency=currency)
        if spread:
            by_offer[offer.name] = spread
        if isinstance(offer, AtStart) and (offer.meter is None or profile.meter_days):
            start += offer.amount[currency]
    minutes = sum(minutes_of(deed.kind, people=people, reckoned=deed.detail.minutes) for deed in deeds)
    paid = sum(by_offer.values(), Money.zero(currency))
    return Earns(profile.name, paid, start, minutes / MINUTES_AN_HOUR, by_offer)


def _spread(offer: Offer, profile: Profile, *, currency: str) -> Money:
    """What is not paid by the month, a month; halves of a cent are rounded down."""
    nothing = Money.zero(currency)
    match offer:
        case MeterRunning(period="quarter") if profile.meter_days * rules.MONTHS_A_QUARTER >= offer.days_min:
            return Money(offer.amount[currency].minor // rules.MONTHS_A_QUARTER, currency)
        case Tenure() if profile.tenure_active_weeks >= offer.active_weeks_min:
            return Money(offer.amount[currency].minor // offer.months, currency)
        case Referral():
            brought = min(profile.referrals_a_year, offer.year_max)
            return Money(offer.amount[currency].minor * brought // MONTHS_A_YEAR, currency)
        case _:
            return nothing


def _deeds(profile: Profile, offers: tuple[Offer, ...], *, currency: str, first: date) -> list[Deed]:
    """A month of what the profile does, as far as somebody is asked for it."""
    asked: dict[str, Offer] = {offer.kind: offer for offer in reversed(offers)}
    takes_receipts = bool(asked.keys() & {"each-receipt", "receipt-threshold"})
    done = [(Kind.RECEIPT, number, NOTHING_MORE) for number in range(profile.receipts if takes_receipts else 0)]
    weeks = profile.nothing_bought_weeks if "nothing-bought" in asked else 0
    done += [(Kind.NOTHING_BOUGHT, number, NOTHING_MORE) for number in range(weeks)]
    for meter in sorted({offer.meter for offer in offers if isinstance(offer, MeterRunning)}):
        done += [(Kind.METER_DAY, number, Detail(meter=meter)) for number in range(profile.meter_days)]
    survey, labelling = asked.get("survey"), asked.get("labelling")
    if isinstance(survey, Survey):
        least, most = survey.amount_min[currency].minor, survey.amount_max[currency].minor
        answered = Detail(
            offer=survey.name, amount=Money(least + round((most - least) * profile.survey_at), currency)
        )  # fmt: skip
        done += [(Kind.SURVEY, number, answered) for number in range(profile.surveys)]
    if isinstance(labelling, Labelling) and profile.labelling_minutes:
        minutes = profile.labelling_minutes
        worked = Detail(offer=labelling.name, minutes=minutes, worked_seconds=minutes * SECONDS_A_MINUTE)
        done.append((Kind.LABELLING_TASK, 0, worked))
    noon = datetime.combine(first, time(12), UTC)
    # A month has days enough for a meter's; what comes more often than daily shares its day.
    at = [noon + timedelta(days=number % DAYS_ALWAYS, minutes=number) for _, number, _ in done]
    return [
        Deed(
            kind,
            moment,
            moment.date() if kind is not Kind.METER_DAY else first + timedelta(days=number),
            offers,
            detail,
        )
        for (kind, number, detail), moment in zip(done, at, strict=True)
    ]
