"""A broken file says what is wrong, where, and what to write instead: everything at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fairpanel.kit.problems import Invalid
from fairpanel.programme import BrokenProgramme, DatedAge, Fault, UnreadableProgramme, agreement, load, preset

Change = Callable[[str, str], str]
Find = Callable[[str], tuple[Fault, ...]]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            'EUR = "0.10"',
            "EUR = 0.10",
            'offers.each-receipt.amount.EUR: Write the amount as text, like "0.10".',
        ),
        (
            'EUR = "0.10"',
            'EUR = "0.105"',
            "offers.each-receipt.amount.EUR: 0.105 EUR is not a whole number of minor units.",
        ),
        (
            'EUR = "0.10"',
            'EUR = "ten"',
            "offers.each-receipt.amount.EUR: 'ten' is not an amount.",
        ),
        (
            'EUR = "0.10"',
            'EUR = "0.00"',
            "offers.each-receipt.amount.EUR: An amount is more than nothing.",
        ),
        (
            'EUR = "0.10"',
            'euro = "0.10"',
            (
                "offers.each-receipt.amount.euro: Write the three capital letters of the currency's ISO 4217 code, "
                'like "EUR".'
            ),
        ),
        (
            "[version.regions.DE]",
            '[[version.recipients]]\nname = "A University"\ncountry = "NL"\ngets = { en = "X" }\n[version.regions.DE]',
            'recipients[0].gets: This panel speaks "de": say in that language what A University gets.',
        ),
        (
            "month_cap =",
            "month_kap =",
            'offers.each-receipt.month_kap: There is no such field: remove it. Did you mean "month_cap"?',
        ),
        (
            'kind = "labelling"',
            'kind = "labeling"',
            (
                "offers.labelling: Write as its kind one of 'each-receipt', 'receipt-threshold', 'meter-running', "
                "'survey', 'at-start', 'tenure', 'nothing-bought', 'labelling', 'referral'."
            ),
        ),
        (
            'kind = "labelling"\n',
            "",
            'offers.labelling: This offer has no kind: add kind = "each-receipt" or another.',
        ),
        (
            'kind = "labelling"',
            'kind = "labelling"\nname = "work"',
            "offers.labelling.name (beside its key): There is no such field: remove it.",
        ),
        (
            "window_days = 14",
            "window_days = 0",
            "receipts.window_days: Write 1 or more.",
        ),
        (
            "window_days = 14",
            "window_days = 1000",
            "receipts.window_days: Write 366 or less.",
        ),
        (
            "window_days = 14",
            'window_days = "14"',
            "receipts.window_days: Write a whole number, without quotes.",
        ),
        (
            "window_days = 14\n",
            "",
            "receipts.window_days: This is missing: add it.",
        ),
        (
            'kinds_excluded = ["casino"]',
            'kinds_excluded = ["grocery"]',
            "receipts.kinds_excluded: grocery is also in kinds_eligible: it is one or the other.",
        ),
        (
            'fields_required = ["total"]',
            'fields_required = "total"',
            'receipts.fields_required: Write a list, like ["en", "fr"].',
        ),
        (
            'fields_required = ["total"]',
            'fields_required = ["brand"]',
            "receipts.fields_required[0]: Write one of 'merchant', 'date', 'total' or 'lines'.",
        ),
        (
            "\nstarts = 2026-02-01",
            '\nstarts = "soon"',
            "starts: Write a date without quotes, like 2026-01-31.",
        ),
        (
            'languages = ["de"]',
            "languages = []",
            "regions.DE.languages: This is empty: name at least one.",
        ),
        (
            '"Europe/Berlin"',
            '"Berlin"',
            'regions.DE.time_zone: "Berlin" is not a time zone; write one like "Europe/Berlin".',
        ),
        (
            "since = 1975-01-01",
            "since = 1945-01-01",
            "regions.DE.ages_of_majority: Write the ages with the oldest day first, each day once.",
        ),
        (
            '2026 = "2000.00"',
            'later = "2000.00"',
            "regions.DE.tax_thresholds.later: Write a whole number, without quotes.",
        ),
        (
            '2026 = "2000.00"',
            '2026 = "-1"',
            "regions.DE.tax_thresholds.2026: An amount is more than nothing.",
        ),
        (
            'name = "Example Market"',
            'name = ""',
            "sponsor.name: This is empty: write something.",
        ),
        (
            '"receipts.window_days", ',
            '"receipts.weeks", ',
            'our_choices: "receipts.weeks" names nothing in this version.',
        ),
        (
            'paths = ["regions.DE"]',
            'paths = ["regions.FR"]',
            'sources[0].paths: "regions.FR" names nothing in this version.',
        ),
    ],
)
def test_a_fault_names_its_place_and_what_to_write(
    changed: Change, faults_of: Find, before: str, after: str, fault: str
) -> None:
    found = faults_of(changed(before, after))

    assert f"version[0].{fault}" in map(str, found)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"guardians": True}, "guardians"),
        ({"minors": "each-receipt"}, "offers.each-receipt.minors"),
        ({"minors": "tenure", "purpose": "activity", "guardians": True}, "offers.tenure.minors"),
        ({"minors": "each-receipt", "guardians": True, "consent": 19}, "regions.DE.ages_of_consent"),
        ({"minors": "each-receipt", "guardians": True}, None),
    ],
)
def test_who_lets_minors_in_says_so_twice_and_asks_nothing_that_watches_them(
    change: dict[str, Any], place: str | None
) -> None:
    version = preset("fair").versions[0]
    offers = dict(version.offers)
    if "minors" in change:
        told = {"minors": True} | {name: said for name, said in change.items() if name == "purpose"}
        offers[change["minors"]] = offers[change["minors"]].model_copy(update=told)
    regions = dict(version.regions)
    if "consent" in change:
        age = DatedAge(since=date(2000, 1, 1), years=change["consent"])
        regions["DE"] = regions["DE"].model_copy(update={"ages_of_consent": (age,)})
    changed = version.model_copy(
        update={"guardians": change.get("guardians", False), "offers": offers, "regions": regions}
    )

    found = {fault.place for fault in agreement.within(changed)}

    assert found == ({place} if place else set())


def test_all_faults_of_a_file_are_told_at_once(small: str, faults_of: Find) -> None:
    text = small.replace("window_days = 14", "window_days = 0").replace('"Europe/Berlin"', '"Berlin"')

    faults = faults_of(text.replace('EUR = "5.00"', "EUR = 5"))

    assert [fault.place for fault in faults] == [
        "version[0].regions.DE.time_zone",
        "version[0].offers.each-receipt.month_cap.EUR",
        "version[0].receipts.window_days",
    ]


def test_text_that_is_not_toml_says_the_line(faults_of: Find) -> None:
    faults = faults_of("name = small")

    assert str(faults[0]) == "This is not TOML: Invalid value (at line 1, column 8)."


def test_the_sentence_of_a_broken_file_names_the_file(changed: Change, tmp_path: Path) -> None:
    file = tmp_path / "panel.toml"
    file.write_text(changed("window_days = 14", "window_days = 0"), "utf-8")

    with pytest.raises(BrokenProgramme) as broken:
        load(file)

    assert isinstance(broken.value, Invalid)
    assert str(broken.value) == (
        f"{file} is not a programme that can run. Mend what stands below. "
        "\n  version[0].receipts.window_days: Write 1 or more."
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xff\xfe", "It is not text in UTF-8."), (b"#" * 1_000_001, "It is larger than a megabyte.")],
)
def test_a_file_that_is_no_text_is_refused_with_a_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "panel.toml"
    file.write_bytes(content)

    with pytest.raises(UnreadableProgramme) as refused:
        load(file)

    assert why in str(refused.value)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableProgramme, match="No such file or directory"):
        load(tmp_path / "nowhere.toml")
