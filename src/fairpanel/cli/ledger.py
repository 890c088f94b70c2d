"""`fairpanel ledger`: the books from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

import click

from fairpanel.kit.money import Money
from fairpanel.ledger import exports
from fairpanel.ledger import journal as books
from fairpanel.ledger.exports import Format
from fairpanel.ledger.values import Head


class _Moment(click.DateTime):
    """A day or a moment; without an offset it is in UTC, and a day is its first moment."""

    name = "moment"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        moment = super().convert(value, param, ctx)
        assert isinstance(moment, datetime)  # click's own promise
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Head(click.ParamType[Head]):
    """A head of the audit chain."""

    name = "head"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        try:
            return Head.read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.group()
def ledger() -> None:
    """Look after the books."""


@ledger.command()
@click.option("--head", type=_Head(), help="A head of the audit chain that you kept elsewhere, to be found again.")
def check(head: Head | None) -> None:
    """Prove every promise of the books over every row.

    Prints each promise with how many rows it was proven over. Where one is broken: a sentence a finding, and the
    exit status 1. The books may be written to meanwhile: what is proven is one moment.
    """
    with _one_moment():
        from fairpanel.ledger import chain, checks

        found = 0
        for proof in checks.prove():
            if proof.holds:
                click.echo(f"{proof.promise}: {proof.looked_at:,} proven.")
                continue
            found += len(proof.findings) + proof.more
            click.echo(f"{proof.promise}: broken, {proof.looked_at:,} looked at.")
            for finding in proof.findings:
                click.echo(f"  {finding}")
            if proof.more:
                click.echo(f"  And {proof.more:,} more of this kind.")
        click.echo(f"The audit chain: {chain.waiting():,} facts wait for a link; the head is {chain.head_of()}")
        if head is not None:
            chain.confirm(head)
    if found:
        sys.exit(1)
    click.echo("The books are right.")


@ledger.command()
def link() -> None:
    """Link what is new to the audit chain, and print its head.

    A worker does so every night. Keep a head where nobody who can write to this database can change it: later,
    `fairpanel ledger check --head HEAD` proves that nothing up to it was altered, put in or taken out.
    """
    from fairpanel.website.start import start

    start()
    from fairpanel.ledger import chain

    click.echo(str(chain.link(now=datetime.now(UTC))))


@ledger.command()
@click.option("--at", type=_Moment(), help="The moment to look at, in UTC where it names no offset. [default: now]")
@click.option("--all", "every", is_flag=True, help="Each account by itself, not a line for each kind.")
def balance(at: datetime | None, *, every: bool) -> None:
    """What the accounts came to at any past moment: the trial balance.

    What is in a pot stands under credit, what is owed into the books under debit; both sum to the same.
    """
    with _one_moment():
        moment = at or datetime.now(UTC)
        click.echo(f"At {moment:%Y-%m-%d %H:%M:%S %Z}")
        click.echo(f"{'account':<44} {'debit':>16} {'credit':>16} {'held':>14}")
        sums: dict[str, tuple[int, int]] = {}
        for line in books.trial_balance(at=moment, by_kind=not every):
            posted = line.posted
            nothing = Money.zero(posted.currency)
            debit, credit = max(-posted, nothing), max(posted, nothing)
            name = line.account if every else f"{line.account} ({line.accounts:,})"
            click.echo(f"{name:<44} {_shown(debit):>16} {_shown(credit):>16} {_shown(line.held):>14}")
            before = sums.get(posted.currency, (0, 0))
            sums[posted.currency] = (before[0] + debit.minor, before[1] + credit.minor)
        for currency, (debits, credits_) in sorted(sums.items()):
            both = f"{_shown(Money(debits, currency)):>16} {_shown(Money(credits_, currency)):>16}"
            click.echo(f"{'all in ' + currency:<44} {both}")


@ledger.command()
@click.argument("account", required=False)
@click.option("--since", type=_Moment(), help="Entries made then or later.")
@click.option("--until", type=_Moment(), help="Entries made before.")
def journal(account: str | None, since: datetime | None, until: datetime | None) -> None:
    """Every entry with its legs, the oldest first; of one ACCOUNT, or of those whose names begin so up to a colon."""
    found = False
    with _one_moment():
        for entry in books.entries(account=account, since=since, until=until):
            found = True
            corrects = f", corrects {entry.corrects}" if entry.corrects else ""
            click.echo(f"{entry.at:%Y-%m-%d %H:%M:%S} {entry.state:<7} {entry.memo}: {entry.key}{corrects}")
            for leg in entry.legs:
                click.echo(f"    {leg.account:<60} {Money(leg.minor, leg.currency).decimal():>14} {leg.currency}")
    if not found:
        click.echo(f"No entry of {account}." if account else "No entry.", err=True)


@ledger.command(name="export")
@click.option(
    "--format", "as_", type=click.Choice([form.value for form in Format]), default=Format.CSV.value, show_default=True
)
@click.option("--since", type=_Moment(), help="Entries made then or later.")
@click.option("--until", type=_Moment(), help="Entries made before.")
@click.argument("out", type=click.File("w", encoding="utf-8", atomic=True), default="-")
def export(as_: str, since: datetime | None, until: datetime | None, out: IO[str]) -> None:
    """Write the books to the file OUT, or to the terminal: as CSV, or for beancount or hledger."""
    with _one_moment():
        for piece in exports.export(books.entries(since=since, until=until), Format(as_)):
            out.write(piece)


def _shown(amount: Money) -> str:
    return f"{amount.decimal():,} {amount.currency}" if amount else ""


@contextmanager
def _one_moment() -> Iterator[None]:
    """Look at the books as they are at one moment, whoever writes to them meanwhile."""
    from fairpanel.website.start import start

    start()
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
