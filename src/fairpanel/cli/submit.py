"""`fairpanel submit`."""

import sys
from pathlib import Path

import click

from fairpanel.cli.files import bytes_of


@click.command()
@click.option(
    "--member", required=True, metavar="MAIL", help="The mail address of the panelist whose receipts they are."
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def submit(member: str, files: tuple[Path, ...]) -> None:
    """Send in receipts for a panelist, from pictures or PDF files, as if they came from the panelist's own phone.

    \b
    fairpanel submit --member alice@example.org receipt.jpg

    They are read by `fairpanel work`. A file that is not taken is named with the reason; the others are sent all the
    same, and the exit status is 1.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.website.start import start

    start()
    from django.utils import timezone

    from fairpanel.kit.problems import Problem
    from fairpanel.members.models import Member
    from fairpanel.reading import PICTURE_BYTES_MAX
    from fairpanel.receipts import actions
    from fairpanel.receipts.values import Channel

    panelist = Member.objects.panelists().filter(email=member.lower()).first()
    if panelist is None:
        raise click.ClickException(f"Nobody here has the mail address {member}. Check how it is written.")
    refused = 0
    for file in files:
        try:
            receipt = actions.submit(
                member=panelist,
                data=bytes_of(file, most=PICTURE_BYTES_MAX + 1),
                channel=Channel.COMMAND,
                now=timezone.now(),
            )
        except Problem as problem:
            refused += 1
            click.echo(f"{file}: {problem}", err=True)
        except OSError as problem:
            refused += 1
            click.echo(f"{file}: This file cannot be opened: {problem.strerror}.", err=True)
        else:
            click.echo(f"{file}: sent as {receipt.id}")
    sys.exit(1 if refused else 0)
