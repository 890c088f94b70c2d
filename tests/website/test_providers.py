"""The file that says who pays: what is wrong with it stops the start with a sentence that repeats no value."""

from pathlib import Path

import pytest

from fairpanel.programme import preset
from fairpanel.website.environment import BadEnvironment
from fairpanel.website.providers import payout_ports


def read(tmp_path: Path, text: str) -> set[str]:
    file = tmp_path / "payouts.toml"
    file.write_text(text, "utf-8")
    filled = payout_ports(preset("fair"), key=lambda: b"k" * 32, file=file)
    return {way.value for way in filled.ways()}


def test_without_a_file_money_can_only_be_given_away() -> None:
    assert [way.value for way in payout_ports(preset("fair"), key=lambda: b"k" * 32, file=None).ways()] == ["charity"]


def test_a_key_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "t.key").write_text("hidden\n")

    ways = read(
        tmp_path,
        f'[tremendous]\nkey_file = "{tmp_path}/t.key"\nproducts = ["P"]\n'
        '[bank]\nname = "Panel"\niban = "DE89 3704 0044 0532 0130 00"\n',
    )

    assert ways == {"gift-card", "bank", "charity"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[tremendous]\nkey = 'hunter2'\nstray = 'x'", "field that we do not know: stray"),
        ("[tremendous]\nproducts = ['P']", "lacks key"),
        ("[tremendous]\nkey = 5", "write key in quotes"),
        ("[tremendous]\nkey = 'hunter2'\naddress = 'http://shop.example/hunter2'", "begins with https://"),
        ("[venmo]\nkey = 'hunter2'", "There are: tremendous, amazon, paypal, balance, bank"),
        ("[paypal]\nclient = 'me'\nkey_file = '/nowhere/hunter'", "the file that key_file names cannot be read"),
        ("[bank]\nname = 'Panel'\niban = 'hunter2'", "iban is not an IBAN"),
        ("paypal = 'hunter2'", "is not a table"),
        ("key = hunter2", "is not TOML"),
    ],
)
def test_a_fault_is_told_and_no_value_is_repeated(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BadEnvironment) as told:
        read(tmp_path, text)

    assert sentence in str(told.value)
    assert "hunter2" not in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="cannot be read"):
        payout_ports(preset("fair"), key=lambda: b"k" * 32, file=tmp_path / "none.toml")
