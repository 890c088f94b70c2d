"""`fairpanel vault`: the keys of pictures, and the files beside their rows."""

import sys
from functools import partial

import click

SHOWN_MAX = 20


@click.group()
def vault() -> None:
    """Change the master key; see whether every file and every row has its other half."""


@vault.command()
@click.option("--remove-old", is_flag=True, help="Then take every older master key out of the file.")
def rotate(remove_old: bool) -> None:
    """Wrap all keys by a new master key, while the panel runs. Pictures stay as they are.

    \b
    fairpanel vault rotate                   # killed half-way, it goes on where it was
    fairpanel vault rotate --remove-old      # when every machine has the new key

    Where FAIRPANEL_VAULT_KEY_FILE holds several keys, the last one is taken; where it holds one, a new one is written
    behind it first. On several machines put the new key into each one's file before.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.website.start import start

    start()
    from fairpanel.vault import rotating

    new = rotating.begin(making_one=not remove_old)
    done = sum(rotating.wrap_all(new))
    click.echo(f"Every key is wrapped by the master key {new.name} now; {done:,} were not before.")
    if remove_old:
        rotating.forget_older()
        click.echo("It is the only one left in the file. Destroy what copies of the older ones there are.")
    else:
        click.echo("The older one is not needed any more: take it out with `fairpanel vault rotate --remove-old`.")


@vault.command()
@click.option("--open-all", is_flag=True, help="Open every file as well, and so find the damaged ones: takes long.")
def check(open_all: bool) -> None:
    """Tell which rows have no file and which files no row, and whether the keys open.

    Ends with 1 where a row has no file, or a file does not open. Files without a row are dropped every night.
    """
    from fairpanel.website.start import start

    start()
    from django.utils import timezone

    from fairpanel.website import upkeep

    wrong = False
    for report in upkeep.reports(now=timezone.now(), open_all=open_all):
        found = report.found
        click.echo(f"{report.folder}: {found.files:,} files, {found.rows:,} rows that name one.")
        _list("rows name a file that is not there", found.without_file)
        _list("files have no row, and go with the next sweep", found.without_row)
        _list("files do not open", report.unreadable)
        wrong |= bool(found.without_file or report.unreadable)
    sys.exit(1 if wrong else 0)


@vault.command()
def sweep() -> None:
    """Drop the files that no row names, however many they are: after the database was set back to an older state."""
    from fairpanel.website.start import start

    start()
    from django.utils import timezone

    from fairpanel.privacy.take_along import keeping
    from fairpanel.receipts import upkeep
    from fairpanel.vault import sweeps

    now = timezone.now()
    for folder, swept in (("vault", upkeep.sweep_the_vault), ("copies", keeping.sweep)):
        found = sweeps.noted(folder, partial(swept, now=now, however_many=True), now=now)
        click.echo(f"{folder}: {len(found.without_row):,} files without a row are gone.")


def _list(what: str, names: tuple[str, ...]) -> None:
    if not names:
        return
    click.echo(f"  {len(names):,} {what}:")
    for name in names[:SHOWN_MAX]:
        click.echo(f"    {name}")
    if len(names) > SHOWN_MAX:
        click.echo(f"    and {len(names) - SHOWN_MAX:,} more")
