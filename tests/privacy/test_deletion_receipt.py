"""The signed deletion receipt: anybody can check it offline, and nobody can change it unseen."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.cli.main import main
from fairpanel.privacy.erasures import receipt
from fairpanel.privacy.erasures.receipt import Changed, NotAReceipt, OtherKey

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
FACTS = {
    "number": "0192", "panel": {"title": "Fair", "sponsor": "Acme", "address": "https://panel.example"},
    "what": "everything", "purpose": "", "asked_at": "2026-11-22T12:00:00Z", "finished_at": "2026-11-22T12:00:09Z",
    "erased": [{"room": "receipts", "store": "receipts.Line", "count": 12}], "kept": [],
}  # fmt: skip
SIGNED = receipt.signed(FACTS, KEY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deletion-receipt.json"
    path.write_text(SIGNED)
    return path


def verify(*words: str, home: Path) -> tuple[int, str]:
    done = CliRunner(env={"FAIRPANEL_HOME": str(home)}).invoke(main, ["privacy", "verify", *words])
    return done.exit_code, done.output.strip()


def test_a_receipt_says_who_erased_how_much_and_by_when() -> None:
    proven = receipt.verify(SIGNED.encode(), public=receipt.public_of(KEY))

    assert (proven.panel, proven.count, proven.finished_at) == ("Fair", 12, "2026-11-22T12:00:09Z")


def test_however_it_is_laid_out_it_is_the_same_receipt() -> None:
    told = json.loads(SIGNED)

    for other in (json.dumps(told), json.dumps(dict(reversed(told.items())), indent=7)):
        assert receipt.verify(other.encode(), public=receipt.public_of(KEY)).count == 12


@given(st.data())
def test_nothing_in_it_can_be_changed_unseen(data: st.DataObject) -> None:
    told = json.loads(SIGNED)
    name = data.draw(st.sampled_from([name for name in told if name not in {"format", "public_key"}]))
    others: st.SearchStrategy[object] = st.one_of(st.text(), st.integers(), st.just([]), st.none()).filter(
        lambda new: new != told[name]
    )
    value = data.draw(others)

    with pytest.raises((Changed, NotAReceipt)):
        receipt.verify(json.dumps(told | {name: value}).encode())


@given(st.one_of(st.binary(max_size=400), st.text().map(str.encode), st.integers(0, len(SIGNED) - 3).map(
    lambda end: SIGNED[:end].encode())))  # fmt: skip
def test_what_is_no_receipt_is_told_so(data: bytes) -> None:
    with pytest.raises(NotAReceipt):
        receipt.verify(data)


@pytest.mark.parametrize(
    "trick",
    [
        '{"format": "fairpanel-deletion-receipt/1", ' + SIGNED.strip()[1:],
        SIGNED.replace('"count": 12', '"count": 1e400'),
        SIGNED.replace('"count": 12', '"count": NaN'),
        SIGNED.replace('"count": 12', '"count": ' + "9" * 6000),
        "[" * 100_000,
    ],
)
def test_a_trick_with_the_file_is_no_receipt(trick: str) -> None:
    with pytest.raises(NotAReceipt):
        receipt.verify(trick.encode())


def test_a_receipt_of_another_key_is_not_the_panels() -> None:
    forged = receipt.signed(FACTS, OTHER)

    with pytest.raises(OtherKey):
        receipt.verify(forged.encode(), public=receipt.public_of(KEY))


def test_the_command_says_in_a_sentence_whether_it_is_genuine(file: Path, tmp_path: Path) -> None:
    code, said = verify(str(file), "--key", receipt.public_of(KEY).hex(), home=tmp_path)

    assert code == 0
    assert said.startswith("Genuine, signed with the key ")
    assert "Fair erased 12 things by 2026-11-22T12:00:09Z" in said


def test_a_machine_with_the_panels_key_needs_not_be_told_it(file: Path, tmp_path: Path) -> None:
    (tmp_path / "signing.key").write_text(KEY.hex())

    assert verify(str(file), home=tmp_path)[0] == 0


def test_without_a_key_nobody_knows_whose_it_is_and_none_is_made(file: Path, tmp_path: Path) -> None:
    code, said = verify(str(file), home=tmp_path)

    assert code == 3
    assert "check again with --key" in said
    assert not (tmp_path / "signing.key").exists()


def test_a_changed_receipt_ends_with_one_and_what_is_none_with_two(file: Path, tmp_path: Path) -> None:
    key = receipt.public_of(KEY).hex()
    file.write_text(SIGNED.replace('"count": 12', '"count": 11'))
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}")

    codes = [
        verify(str(file), "--key", key, home=tmp_path)[0],
        verify(str(file), "--key", receipt.public_of(OTHER).hex(), home=tmp_path)[0],
        verify(str(nothing), "--key", key, home=tmp_path)[0],
        verify(str(tmp_path / "gone.json"), "--key", key, home=tmp_path)[0],
        verify(str(file), "--key", "hunter2", home=tmp_path)[0],
    ]

    assert codes == [1, 1, 2, 2, 2]
