"""`fairpanel privacy`: deletion receipts, and the register of fields."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fairpanel.cli.files import bytes_of, name_of
from fairpanel.kit.problems import Conflict, Invalid

CHANGED, NOT_A_RECEIPT, WHOSE_IS_UNKNOWN = 1, 2, 3


@click.group()
def privacy() -> None:
    """Check deletion receipts; write the register of fields."""


@privacy.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", help="The panel's public key, as its page about the key shows it: 64 hexadecimal digits.")
def verify(file: Path, key: str | None) -> None:
    """Check a signed deletion receipt. Needs neither network nor panel.

    \b
    Ends with 0 where the receipt is genuine, 1 where it was changed or is another panel's, 2 where it is no receipt,
    and 3 where it is unchanged but nobody says whose key signed it: without --key, on a machine without a panel.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.privacy.erasures import receipt
    from fairpanel.website.environment import signing_key_here

    try:
        own = None if key else signing_key_here()
        public = receipt.public_key_of(key) if key else own and receipt.public_of(own)
        proven = receipt.verify(bytes_of(file, most=receipt.BYTES_MAX + 1), public=public)
    except OSError as error:
        _end(f"{name_of(file)} cannot be read: {error.strerror}.", NOT_A_RECEIPT)
    except Invalid as problem:
        _end(str(problem), NOT_A_RECEIPT)
    except Conflict as problem:
        _end(str(problem), CHANGED)
    told = f"{proven.panel} erased {proven.count:,} things by {proven.finished_at} ({proven.what})"
    if public is None:
        _end(
            f"Unchanged since it was signed with the key {proven.key}. Whether that is the panel's key, only the "
            f"panel's page can say: check again with --key. If it is: {told}.",
            WHOSE_IS_UNKNOWN,
        )
    click.echo(f"Genuine, signed with the key {proven.key}. {told}.")


@privacy.command()
def register() -> None:
    """Print the register of fields and the record of processing, as Markdown. Needs no database."""
    from fairpanel.website.start import start

    start(database=False)
    from fairpanel.privacy import register as fields
    from fairpanel.website.assembly import programme_run_here
    from fairpanel.website.keepers import KEEPERS

    click.echo(fields.as_markdown(KEEPERS, programme=programme_run_here()), nl=False)


def _end(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
