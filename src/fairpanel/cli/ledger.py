"""`fairpanel ledger`: the books from the command line."""

from __future__ import annotations

import sys

import click


@click.group()
def ledger() -> None:
    """Look after the books."""


@ledger.command()
def check() -> None:
    """Prove every promise of the books over every row.

    Prints each promise with how many rows it was proven over. Where one is broken: a sentence a finding, and the
    exit status 1. The books may be written to meanwhile: what is proven is one moment.
    """
    from fairpanel.website.start import start

    start()
    from django.db import connection, transaction

    from fairpanel.ledger import checks

    found = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
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
    if found:
        sys.exit(1)
    click.echo("The books are right.")
