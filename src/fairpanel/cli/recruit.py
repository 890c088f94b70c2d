"""`fairpanel recruit`: inviting people, and letting in who waits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from fairpanel.cli.files import bytes_of, name_of

if TYPE_CHECKING:
    from fairpanel.members.models import Member

TABLE_BYTES_MAX = 5_000_000


@click.group()
def recruit() -> None:
    """Invite people, and let in who waits: what the console does under Admission and Invitations."""


@recruit.command()
@click.option("--by", required=True, metavar="MAIL", help="The operator who does it: it is written down.")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 365), help="How long they are good.")
@click.option("--label", default="", help="What they are called in the console.")
@click.option("--keep-good-rows", is_flag=True, help="Invite the others where a row is wrong.")
@click.argument("file", type=click.Path(path_type=Path))
def invite(by: str, days: int, label: str, keep_good_rows: bool, file: Path) -> None:
    """Invite everybody in a table (CSV with a heading: email, language, region, reference, and the plan's questions).

    \b
    fairpanel recruit invite --by olivia@example.org people.csv > codes.txt

    A row with an address gets a mail; of one without, the code for its letter is printed, once.
    """  # noqa: D301 - click's own mark for lines to keep
    operator = _operator(by)
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from fairpanel.members import ports
    from fairpanel.members.actions.importing import import_people

    now = timezone.now()
    with transaction.atomic():
        done = import_people(
            table=_text_of(file), keep_good_rows=keep_good_rows, label=label, programme=ports.filled().programme,
            by=operator, now=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
    for bad in done.bad:
        click.echo(f"Row {bad.number}: {bad.fault}", err=True)
    for printed in done.printed:
        click.echo(f"{printed.reference or printed.number}\t{printed.code}")
    click.echo(f"{done.mailed:,} by mail, {len(done.printed):,} codes for paper.", err=True)
    sys.exit(1 if done.bad else 0)


@recruit.command()
@click.option("--by", required=True, metavar="MAIL", help="The operator who does it: it is written down.")
@click.option("--seed", help="Draw by the lots of this seed, told to everybody before; without one it goes by turn.")
@click.option("--region", default="", metavar="XX", help="Only there.")
@click.option("--places", type=click.IntRange(1), help="Not more than so many.")
@click.option("--look", is_flag=True, help="Only tell whom it would let in. Nothing happens.")
def draw(by: str, seed: str | None, region: str, places: int | None, look: bool) -> None:
    """Let in who waits, as far as the plan has places for them."""
    operator = _operator(by)
    from django.db import transaction
    from django.utils import timezone

    from fairpanel.members.actions import admitting

    if look:
        for outcome in admitting.preview(seed=seed, region=region, places_max=places):
            click.echo(f"{outcome.cell.name}: {len(outcome.chosen):,} of {outcome.waiting:,} who wait")
        return
    with transaction.atomic():
        done = admitting.draw(seed=seed, region=region, places_max=places, by=operator, now=timezone.now())
    click.echo(f"{done.admitted:,} people are let in, and are being told by mail.")


@recruit.command()
@click.option("--by", required=True, metavar="MAIL", help="The operator who does it: it is written down.")
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...", type=click.UUID)
def admit(by: str, numbers: tuple[UUID, ...]) -> None:
    """Let in people by their numbers, whatever the places say. Who does not wait is passed over."""
    operator = _operator(by)
    from django.db import transaction
    from django.utils import timezone

    from fairpanel.members.actions import admitting

    with transaction.atomic():
        done = admitting.admit(members=numbers, by=operator, now=timezone.now())
    click.echo(f"{done.admitted:,} of {len(numbers):,} are let in, and are being told by mail.")
    sys.exit(0 if done.admitted == len(numbers) else 1)


def _operator(mail: str) -> Member:
    from fairpanel.website.start import start

    start()
    from fairpanel.members.models import Member, Role

    operator = Member.objects.filter(email=mail.lower(), role=Role.OPERATOR, is_active=True).first()
    if operator is None:
        raise click.ClickException(f"{mail} is no operator here. Add one with `fairpanel member add`.")
    return operator


def _text_of(file: Path) -> str:
    try:
        data = bytes_of(file, most=TABLE_BYTES_MAX + 1)
    except OSError as error:
        raise click.ClickException(f"{name_of(file)} cannot be read: {error.strerror}.") from None
    if len(data) > TABLE_BYTES_MAX:
        raise click.ClickException(f"{name_of(file)} is larger than {TABLE_BYTES_MAX // 1_000_000} MB. Part it.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{name_of(file)} is not written in UTF-8. Save it as CSV UTF-8.") from None
