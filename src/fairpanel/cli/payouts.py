"""`fairpanel payouts`: what panelists asked for, from the command line. Nobody's address is ever printed."""

from pathlib import Path
from uuid import UUID

import click


@click.group()
def payouts() -> None:
    """See what is paid out, approve it, send it again, compare it with providers and the bank."""


@payouts.command(name="list")
@click.option("--state", help="Only those in this state: held, created, submitted, accepted, delivered, ...")
@click.option("--limit", "rows_max", type=click.IntRange(1, 10_000), default=50, show_default=True)
def list_(state: str | None, rows_max: int) -> None:
    """Print payouts, the newest first: id, when, state, way, sum, and why it waits."""
    _start()
    from fairpanel.payouts.models import Payout
    from fairpanel.payouts.values import State

    if state is not None and state not in set(State):
        raise click.ClickException(f"There is no state {state}. Choose one of: {', '.join(State)}.")
    found = Payout.objects.order_by("-asked_at", "-id")
    for payout in (found if state is None else found.filter(state=state))[:rows_max]:
        why = ",".join(payout.held_for) or payout.trouble
        asked = payout.asked_at.strftime("%Y-%m-%d %H:%M")
        click.echo(f"{payout.id}  {asked}  {payout.state:<10} {payout.way:<10} {payout.amount!s:>14}  {why}".rstrip())


@payouts.command()
@click.argument("payout_id", type=click.UUID)
@click.option("--by", "email", required=True, help="The mail address of the operator who says yes.")
def approve(payout_id: UUID, email: str) -> None:
    """Say yes to a payout that waits for a second person."""
    _start()
    from django.utils import timezone

    from fairpanel.members.models import Member, Role
    from fairpanel.payouts import actions

    operator = Member.objects.filter(email__iexact=email, role=Role.OPERATOR, is_active=True).first()
    if operator is None:
        raise click.ClickException(f"{email} is no operator of this panel.")
    payout = actions.approve(payout_id=payout_id, operator=operator, now=timezone.now())
    click.echo(f"Approved. It is {payout.state} now.")


@payouts.command()
@click.argument("payout_id", type=click.UUID)
def retry(payout_id: UUID) -> None:
    """Send a payout again now instead of when its turn comes. The same body goes out: it is paid once."""
    _start()
    from django.utils import timezone

    from fairpanel.payouts import actions

    payout = actions.retry(payout_id=payout_id, now=timezone.now())
    click.echo(f"{payout.amount} by {payout.way} is sent again by the next worker that is free.")


@payouts.command()
def reconcile() -> None:
    """Compare our books with every provider's now, both ways; a worker does this every night."""
    _start()
    from fairpanel.payouts import jobs, ports
    from fairpanel.payouts.models import Finding

    for name in ports.filled().providers:
        compared = jobs.reconcile_with(name)
        if compared is None:
            click.echo(f"{name}: did not answer.")
        elif compared.is_one_by_one:
            click.echo(f"{name}: gives no statement; {compared.count} payouts are asked for one by one.")
        else:
            click.echo(f"{name}: {compared.count} new findings.")
    click.echo(f"{Finding.objects.filter(resolved_at=None).count()} findings wait for a person, on the console.")


@payouts.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bank(file: Path) -> None:
    """Read a statement of the bank, camt.053 or camt.054: which transfers arrived, and which came back.

    Read twice it changes nothing.
    """
    _start()
    from django.utils import timezone

    from fairpanel.payouts import actions, camt

    heard = actions.hear_the_bank(statements=camt.read(file.read_bytes()), now=timezone.now())
    click.echo(
        f"{heard.carried_out} carried out, {heard.came_back} came back, {heard.known} known before, "
        f"{heard.differ} differ, {heard.not_ours} not ours."
    )


def _start() -> None:
    from fairpanel.website.start import start

    start()
