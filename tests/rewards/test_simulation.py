"""What made-up panelists would earn under each preset, against figures worked out by hand."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairpanel.cli.main import main
from fairpanel.kit.money import Money
from fairpanel.programme import preset, presets
from fairpanel.rewards import simulation

PEOPLE = simulation.profiles()


def simulated(name: str, region: str) -> simulation.Simulated:
    programme = preset(name)
    regions = simulation.simulate(programme, panelists=1000, on=programme.versions[-1].starts, people=PEOPLE)
    return next(each for each in regions if each.region == region)


# By hand, in minor units a month: light (4 receipts, a week of nothing), typical (12 receipts, 25 days, 2 surveys),
# heavy (60 receipts, 30 days, 4 surveys, 120 minutes of labelling, a referral a year).
@pytest.mark.parametrize(
    ("name", "region", "month"),
    [
        # 40 + 25; 120 + 300 (meter) + 2 x 112 (50 + a quarter of 250, rounded to even) + 50 (tenure);
        # 500 + 300 + 4 x 175 + 120 x 28 + 50 + 200/12.
        ("fair", "DE", (65, 694, 4926)),
        # 12 receipts reach the ten: 1000 + 2 x 112; light has four of ten.
        ("shopper-panel-us-2020", "US", (0, 1224, 1700)),
        ("shopper-panel-us-2022", "US", (0, 1424, 1900)),
        # 500 + 200 + 2 x 56 (25 + a quarter of 125); 500 + 200 + 4 x 87 (25 + half of 125, rounded to even).
        ("shopper-panel-uk-2022", "GB", (0, 812, 1048)),
        ("shopper-panel-uk-2023", "GB", (40, 232, 848)),
        # 300 + 2 x 62; 300 + 4 x 75.
        ("shopper-panel-de-2023", "DE", (0, 424, 600)),
        # 2000 for the router's month and a third of 500 for the browser's quarter.
        ("screenwise-2012", "US", (0, 2166, 2166)),
        ("research-2016", "US", (0, 2000, 2000)),
    ],
)
def test_each_preset_pays_what_was_worked_out_by_hand(name: str, region: str, month: tuple[int, int, int]) -> None:
    told = simulated(name, region)

    assert tuple(each.month.minor for each in told.earns) == month


def test_every_preset_is_worked_out() -> None:
    assert len(presets()) == 8


def test_a_panel_costs_what_its_mix_of_people_earns() -> None:
    told = simulated("research-2016", "US")

    # 1,000 people: 500 light ones earn nothing, 400 typical and 100 heavy ones USD 20.00.
    assert told.month_costs == Money(500 * 2000, "USD")
    assert told.reserved == Money(1000 * 2000, "USD")


def test_nine_receipts_under_ten_or_nothing_are_work_for_no_pay() -> None:
    light = simulated("shopper-panel-us-2020", "US").earns[0]

    assert light.hours > 0
    assert light.hour == Money.zero("USD")


def test_what_is_paid_once_at_the_start_is_told_apart() -> None:
    light, typical, _ = simulated("screenwise-2012", "US").earns

    assert (light.start, typical.start) == (Money.zero("USD"), Money(10_500, "USD"))


def test_the_command_prints_a_table_with_where_the_figures_come_from() -> None:
    done = CliRunner().invoke(main, ["programme", "simulate", "fair", "--panelists", "5000"])

    assert done.exit_code == 0
    assert "not measured" in done.output
    assert "What 5,000 of them cost" in done.output
    assert max(map(len, done.output.splitlines())) <= 120


def test_the_command_speaks_json() -> None:
    done = CliRunner().invoke(main, ["programme", "simulate", "research-2016", "--json"])

    told = json.loads(done.output)
    assert told["regions"][0]["profiles"][1]["month_minor"] == 2000


def test_a_day_before_the_programme_and_broken_profiles_are_told_in_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "profiles.toml"
    broken.write_text("[profile.light]\n")

    early = CliRunner().invoke(main, ["programme", "simulate", "fair", "--on", str(date(2020, 1, 1))])
    unread = CliRunner().invoke(main, ["programme", "simulate", "fair", "--profiles", str(broken)])

    assert (early.exit_code, unread.exit_code) == (1, 1)
    assert "was not in force" in early.output
    assert "Begin from a copy" in unread.output
