"""`fairpanel rewards`: what panelists are paid, from the command line."""

from datetime import datetime

import click

from fairpanel.kit.money import Money


@click.group()
def rewards() -> None:
    """Put money in for panelists, see how the budget stands, close months."""


@rewards.command()
@click.argument("amount")
@click.argument("currency")
@click.option("--reference", required=True, help="Your own note for it, used once: the number of a bank transfer, say.")
def fund(amount: str, currency: str, reference: str) -> None:
    """Write down that the sponsor put money in, so that it may be promised to panelists.

    \b
    fairpanel rewards fund 5000.00 EUR --reference "transfer 2026-118"

    Under a reference that was used before with the same amount nothing changes.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.website.start import start

    start()
    from django.utils import timezone

    from fairpanel.rewards import actions
    from fairpanel.website import assembly

    programme = assembly.programme_run_here()
    if currency not in actions.currencies_of(programme):
        known = ", ".join(actions.currencies_of(programme))
        raise click.ClickException(f"This programme pays nobody in {currency}. Choose one of: {known}.")
    try:
        put_in = Money.of(amount, currency)
    except ValueError:
        raise click.ClickException(f"{amount} is not an amount in {currency}. Write it like 500.00.") from None
    actions.fund(programme=programme.name, amount=put_in, reference=reference, now=timezone.now())
    _say(currency)


@rewards.command()
def budget() -> None:
    """Say how the budget stands in each currency: put in, free, promised, earned, owed."""
    from fairpanel.website.start import start

    start()
    from fairpanel.rewards import actions
    from fairpanel.website import assembly

    for currency in actions.currencies_of(assembly.programme_run_here()):
        _say(currency)


@rewards.command()
@click.option(
    "--month", type=click.DateTime(["%Y-%m"]), help="Only this month, like 2026-03. Otherwise every one that is over."
)
def close(month: datetime | None) -> None:
    """Pay what months that are over have earned into panelists' balances.

    A worker does this every hour by itself. Run twice it changes nothing; broken off, it goes on where it stopped.
    """
    from fairpanel.website.start import start

    start()
    from django.utils import timezone

    from fairpanel.rewards import actions
    from fairpanel.website import assembly

    closed = actions.close_month(
        programme=assembly.programme_run_here(), now=timezone.now(), month=month.date() if month else None
    )
    posted = ", ".join(str(amount) for amount in closed.posted.values()) or "nothing"
    click.echo(f"{closed.count:,} months of pay closed; posted {posted}.")


def _say(currency: str) -> None:
    from django.utils import timezone

    from fairpanel.rewards import actions
    from fairpanel.rewards.values import Alarm
    from fairpanel.website import assembly

    stands = actions.budget_of(programme=assembly.programme_run_here(), currency=currency, now=timezone.now())
    click.echo(
        f"{currency}: put in {stands.paid_in}, free {stands.free}, promised {stands.promised}, "
        f"earned and not yet posted {stands.earned}, posted {stands.posted}."
    )
    said = {
        Alarm.NO_BUDGET: f"No budget is set, so no newcomer is let in. fairpanel rewards fund AMOUNT {currency} "
        "--reference NOTE puts money in.",
        Alarm.OWED: f"{stands.owed} was paid beyond what was put in: the sponsor owes it.",
        Alarm.NOT_OPENED: f"For {stands.months_not_opened} panelists nothing is reserved this month.",
        Alarm.NEARLY_SPENT: f"What is there will do for {stands.months_left} more months.",
    }
    for alarm in stands.alarms:
        click.echo(f"  {said[alarm]}")
