"""`fairpanel programme`: look at a programme before people join under it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fairpanel.kit.problems import Problem
from fairpanel.programme import DEFAULT_PRESET, Programme, load, preset, presets


@click.group()
def programme() -> None:
    """Check programmes: the dated documents that say who asks, what is paid for what, and which receipts count."""


@programme.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def check(files: tuple[Path, ...]) -> None:
    """Say of each FILE that it can run, or everything that must be mended in it.

    Ends with 1 where one of them cannot run.
    """
    broken = False
    for file in files:
        try:
            click.echo(f"{file}: ok, {_summary(load(file))}")
        except Problem as problem:
            broken = True
            click.echo(problem, err=True)
    sys.exit(1 if broken else 0)


@programme.command("presets")
def list_presets() -> None:
    """List the programmes that come with Fairpanel."""
    for name in presets():
        click.echo(f"{name}: {preset(name).title}{' (the default)' if name == DEFAULT_PRESET else ''}")


def _summary(document: Programme) -> str:
    newest = document.versions[-1]
    counted = [
        _count(len(document.versions), "version"),
        _count(len(newest.offers), "offer"),
        _count(len(newest.regions), "region"),
    ]
    return f"{', '.join(counted)}; the newest starts on {newest.starts}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
