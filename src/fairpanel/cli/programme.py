"""`fairpanel programme`: look at a programme before people join under it."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fairpanel.kit.problems import Problem
from fairpanel.programme import DEFAULT_PRESET, Programme, load, preset, presets

if TYPE_CHECKING:
    from fairpanel.rewards.simulation import Earns, Profiles, Simulated


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


@programme.command()
@click.argument("which", metavar="FILE|PRESET")
@click.option("--panelists", default=1000, show_default=True, type=click.IntRange(1), help="How large the panel is.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Look at the version of that day, not at the newest.")
@click.option("--profiles", "file", type=click.Path(path_type=Path), help="A file with your own made-up panelists.")
@click.option("--json", "as_json", is_flag=True, help="For programs instead of people; amounts in minor units.")
def simulate(which: str, panelists: int, on: datetime | None, file: Path | None, as_json: bool) -> None:
    """Say what a light, a typical and a heavy panelist would earn a month, and what a panel of them would cost.

    \b
    fairpanel programme simulate fair --panelists 5000

    What they do and how long it takes them is made up, and says so; the pay is reckoned by the very rules that pay.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.rewards import simulation

    document = preset(which) if which in presets() else load(Path(which))
    people = simulation.profiles(file)
    day = on.date() if on else document.versions[-1].starts
    regions = simulation.simulate(document, panelists=panelists, on=day, people=people)
    if as_json:
        click.echo(json.dumps(_plainly(document, people, regions), indent=2))
        return
    click.echo(f"{document.title}, as of {day}. Made-up panelists: {people.source}.\n")
    for profile in people.profiles:
        click.echo(f"  {profile.name:<8} {people.mix[profile.name]:>3} %  {profile.about}")
    click.echo(f"\n{'':<6}" + "".join(f"{each.name + ' a month':>18}{'an hour':>12}" for each in people.profiles))
    for region in regions:
        row = "".join(f"{each.month!s:>18}{_hour(each):>12}" for each in region.earns)
        click.echo(f"{region.region:<6}{row}")
    click.echo(f"\nWhat {panelists:,} of them cost:")
    click.echo(f"{'':<6}{'a month':>18}{'once, at the start':>22}{'to be set aside a month':>28}")
    for region in regions:
        click.echo(f"{region.region:<6}{region.month_costs!s:>18}{region.start_costs!s:>22}{region.reserved!s:>28}")
    click.echo(
        "\nWhat is to be set aside is the most that all of them may earn; what nobody earns goes back when the month "
        "ends.\nThe money for surveys and labelling is not in it: that is reserved when they are opened."
    )


def _hour(earns: Earns) -> str:
    return "-" if earns.hour is None else str(earns.hour)


def _plainly(document: Programme, people: Profiles, regions: tuple[Simulated, ...]) -> dict[str, object]:
    return {
        "programme": document.name,
        "profiles_source": people.source,
        "regions": [
            {
                "region": region.region,
                "currency": region.month_costs.currency,
                "panelists": region.panelists,
                "month_costs_minor": region.month_costs.minor,
                "start_costs_minor": region.start_costs.minor,
                "reserved_minor": region.reserved.minor,
                "profiles": [
                    {
                        "profile": each.profile,
                        "month_minor": each.month.minor,
                        "start_minor": each.start.minor,
                        "hours": round(each.hours, 2),
                        "hour_minor": each.hour.minor if each.hour else None,
                        "by_offer_minor": {name: amount.minor for name, amount in each.by_offer.items()},
                    }
                    for each in region.earns
                ],
            }
            for region in regions
        ],
    }


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
