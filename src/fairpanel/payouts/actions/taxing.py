"""What the tax law of a place asks for: sums by person and year, the form, and the year's end (law 16)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import structlog
from django.db import transaction
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.us import tin

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Invalid
from fairpanel.members.models import Member
from fairpanel.payouts import ports, rules
from fairpanel.payouts.actions.purses import purse_of
from fairpanel.payouts.models import Payout, TaxForm, of_purse
from fairpanel.payouts.rules import OUT, as_text
from fairpanel.programme import Programme
from fairpanel.rewards.calendar import NotRunHere, last_terms_at

log = structlog.get_logger(__name__)

PARTS = ("name", "street", "city", "number")
PART_LENGTH_MAX = 100
DIGITS_SHOWN, NUMBER_LENGTH_MIN = 4, 5


class BadForm(Invalid):
    """Something on the form is missing or cannot be right. Check the tax number digit by digit."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's tax year: what was paid or is on its way, from which sum on it is reported, and the form.

    `threshold` is None where nothing is reported.
    """

    year: int
    so_far: Money
    threshold: Money | None
    is_due: bool
    last_digits: str

    @property
    def has_form(self) -> bool:
        """Whether the form was recorded."""
        return bool(self.last_digits)


def standing(*, member: Member, programme: Programme, now: datetime) -> Standing:
    """Where the member stands in the tax year of their region."""
    currency = last_terms_at(programme, region=member.region, moment=now).region.currency
    return standing_of(account=purse_of(member, currency), region=member.region, programme=programme, now=now)


def standing_of(*, account: str, region: str, programme: Programme, now: datetime) -> Standing:
    """Where an account stands in the tax year of that region."""
    terms = last_terms_at(programme, region=region, moment=now)
    currency = terms.region.currency
    year = terms.day.year
    so_far = _sum(account, year, currency)
    threshold = terms.region.tax_threshold(year)
    percent = terms.version.payouts.tax_ask_percent
    form = _form_of(account)
    is_due = rules.form_is_due(so_far=so_far, amount=Money.zero(currency), threshold=threshold, percent=percent)
    return Standing(year, so_far, threshold, is_due or _waits(account), form.last_digits if form else "")


def form_is_missing(payout: Payout, *, now: datetime) -> bool:
    """Whether this payout waits for a form that its year has come to need."""
    terms = last_terms_at(ports.filled().programme, region=payout.region, moment=now)
    others = Payout.objects.counting_in(account=payout.account, year=terms.day.year).exclude(pk=payout.pk)
    so_far = rules.total((p.amount for p in others.filter(currency=payout.currency)), payout.currency)
    threshold = terms.region.tax_threshold(terms.day.year)
    if threshold is None:
        return False
    # There is no rate in here: a sum in another currency could be any part of the threshold, so that it needs the form.
    needed = threshold.currency != payout.currency or rules.form_is_needed(
        so_far=so_far, amount=payout.amount, threshold=threshold
    )
    return needed and _form_of(payout.account) is None


@transaction.atomic
def record_form(*, member: Member, told: Mapping[str, str], programme: Programme, now: datetime) -> TaxForm:
    """Keep the form, sealed. Another one takes its place. Raises `BadForm`."""
    currency = last_terms_at(programme, region=member.region, moment=now).region.currency
    return keep_form(account=purse_of(member, currency), region=member.region, member=member, told=told, now=now)


def keep_form(*, account: str, region: str, member: Member | None, told: Mapping[str, str], now: datetime) -> TaxForm:
    """The same for an account, of a member or of somebody who has left."""
    parts = {name: " ".join(told.get(name, "").split()) for name in PARTS}
    if not all(parts.values()) or any(len(part) > PART_LENGTH_MAX for part in parts.values()):
        raise BadForm
    parts["number"] = _number(parts["number"], region=region)
    sealed = ports.filled().seal.seal(json.dumps(parts).encode(), about=f"tax form {account}")
    form, _ = TaxForm.objects.update_or_create(
        account=account,
        defaults={
            "member": member, "region": region, "sealed": sealed, "recorded_at": now,
            "last_digits": parts["number"][-DIGITS_SHOWN:],
        },
    )  # fmt: skip
    return form


def export(*, year: int, region: str, operator: Member) -> Iterator[list[str]]:
    """The year's end, a row a person who reached the sum, with the columns of Form 1099-MISC for the US.

    What was paid in another currency than the threshold's has a row of its own however little it was, for whoever
    files it to reckon by the tax office's rate.
    The numbers are in the clear: this is for the tax office. That somebody took it is logged; nothing of it is.
    """
    log.info("the tax export was taken", year=year, region=region, by=str(operator.pk))
    yield [
        "account_number", "recipient_name", "recipient_tin", "street_address", "city_state_zip",
        "box_3_other_income", "currency", "tax_year", "country",
    ]  # fmt: skip
    threshold = _threshold(region, year)
    if threshold is None:
        return
    paid = Payout.objects.filter(region=region, tax_year=year, state__in=list(OUT))
    accounts = paid.order_by("account", "currency").values_list("account", "currency").distinct()
    for account, currency in accounts:
        amount = rules.total((p.paid for p in paid.filter(account=account, currency=currency)), currency)
        if currency != threshold.currency or amount >= threshold:
            yield [
                account.partition(":")[2],
                *_opened(account),
                str(amount.decimal()),
                amount.currency,
                str(year),
                region,
            ]


def _form_of(account: str) -> TaxForm | None:
    """The form of whoever holds the account, in whichever currency it was when they filled it in."""
    return TaxForm.objects.filter(of_purse(account)).order_by("recorded_at").last()


def _opened(account: str) -> list[str]:
    form = _form_of(account)
    if form is None:
        return ["", "", "", ""]
    parts = json.loads(ports.filled().seal.open(bytes(form.sealed), about=f"tax form {form.account}"))
    return [as_text(parts[name]) for name in ("name", "number", "street", "city")]


def _threshold(region: str, year: int) -> Money | None:
    programme = ports.filled().programme
    day = max(date(year, 12, 31), programme.versions[0].starts)
    try:
        # A place that the panel has left is reported for all the same.
        terms = last_terms_at(programme, region=region, moment=datetime.combine(day, time(12), UTC))
    except NotRunHere:
        return None
    return terms.region.tax_threshold(year)


def _sum(account: str, year: int, currency: str) -> Money:
    counting = Payout.objects.counting_in(account=account, year=year).filter(currency=currency)
    return rules.total((payout.amount for payout in counting), currency)


def _waits(account: str) -> bool:
    return Payout.objects.of_purse(account).filter(state="held", held_for__contains=["tax"]).exists()


def _number(said: str, *, region: str) -> str:
    try:
        if region == "US":
            return str(tin.validate(said))
    except BadNumber:
        raise BadForm from None
    if len(said) < NUMBER_LENGTH_MIN:
        raise BadForm
    return said
