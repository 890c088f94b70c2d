"""A new master key wraps every key anew; whatever happens on the way, everything opens."""

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairpanel.engines.master_keys import InFile, InVariable, parsed
from fairpanel.vault import keys, ports, rotating
from fairpanel.vault.models import Key
from fairpanel.vault.problems import KeysInVariable, StillNeeded, VaultUnavailable, WrongMasterKey
from fairpanel.vault.sealed import Sealed
from fairpanel.vault.values import PANEL
from tests.vault.conftest import FIRST, SECOND, FakeMasters

pytestmark = pytest.mark.django_db


def sealed_for(disk: Sealed, count: int) -> dict[str, bytes]:
    """So many panelists with a file each."""
    data = [f"receipt {number}".encode() for number in range(count)]
    return {disk.seal(each, owner=uuid4()): each for each in data}


def all_open(disk: Sealed, files: dict[str, bytes]) -> bool:
    return all(disk.open(name) == data for name, data in files.items())


def test_every_key_is_wrapped_anew_and_the_old_master_key_can_go(
    disk: Sealed, masters: FakeMasters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "KEYS_AT_ONCE", 3)
    files, panel = sealed_for(disk, 8), keys.panel()

    new = rotating.begin()
    counts = list(rotating.wrap_all(new))
    rotating.forget_older()

    assert counts == [1, 3, 3, 2]
    assert masters.masters == (new,)
    assert all_open(disk, files)
    assert keys.panel() == panel


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(ended_after=st.lists(st.integers(0, 4), max_size=3), more=st.integers(0, 2))
def test_a_rotation_that_ends_anywhere_goes_on_and_new_panelists_come_meanwhile(
    disk: Sealed, masters: FakeMasters, ended_after: list[int], more: int
) -> None:
    Key.objects.all().delete()
    masters.masters = (FIRST,)
    files = sealed_for(disk, 5)
    news = set()
    for steps in ended_after:
        news.add(new := rotating.begin())
        for _step in zip(range(steps), rotating.wrap_all(new), strict=False):
            pass
        files |= sealed_for(disk, more)
        assert all_open(disk, files)

    new = rotating.begin()
    for _count in rotating.wrap_all(new):
        pass
    rotating.forget_older()

    assert len(news | {new}) == 1
    assert all_open(disk, files)


def test_a_key_made_after_the_panels_own_was_wrapped_anew_is_wrapped_by_the_new_one(
    disk: Sealed, masters: FakeMasters
) -> None:
    sealed_for(disk, 1)
    new = rotating.begin()
    next(rotating.wrap_all(new))

    owner = uuid4()
    disk.seal(b"receipt", owner=owner)

    assert Key.objects.get(owner=owner).master == Key.objects.get(owner=PANEL).master == new.name


def test_an_old_master_key_that_is_still_needed_does_not_go(disk: Sealed, masters: FakeMasters) -> None:
    sealed_for(disk, 2)
    masters.add(SECOND)

    with pytest.raises(StillNeeded, match="3 keys"):
        rotating.forget_older()

    assert masters.masters == (FIRST, SECOND)


def test_master_keys_that_do_not_open_what_is_there_are_told_in_one_sentence(
    disk: Sealed, masters: FakeMasters
) -> None:
    sealed_for(disk, 2)
    masters.masters = (SECOND,)

    with pytest.raises(WrongMasterKey, match=f"does not open 3 of the 3 keys .* by another, {FIRST.name}"):
        keys.require()


def test_a_key_in_a_row_that_was_changed_does_not_open(disk: Sealed, masters: FakeMasters) -> None:
    alice, bob = uuid4(), uuid4()
    name = disk.seal(b"Alice's", owner=alice)
    disk.seal(b"Bob's", owner=bob)
    Key.objects.filter(owner=alice).update(wrapped=Key.objects.get(owner=bob).wrapped)

    with pytest.raises(VaultUnavailable):
        disk.open(name)


def test_in_a_file_a_running_program_finds_the_new_key_at_once(tmp_path: Path) -> None:
    file = tmp_path / "vault.key"
    file.write_text(FIRST.key.hex())
    running, rotating_one = InFile(file), InFile(file)
    assert running.all() == (FIRST,)

    rotating_one.add(SECOND)

    assert running.all() == (FIRST, SECOND)
    rotating_one.keep_only(SECOND)
    assert running.all() == (SECOND,)
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]


def test_in_a_variable_the_new_key_is_written_by_a_person(disk: Sealed) -> None:
    before = ports.filled()
    ports.fill(ports.Ports(masters=InVariable(FIRST.key.hex()), is_older=lambda: False))
    try:
        sealed_for(disk, 1)
        with pytest.raises(KeysInVariable, match="with a space between them"):
            rotating.begin()
        ports.fill(ports.Ports(masters=InVariable(f"{FIRST.key.hex()} {SECOND.key.hex()}"), is_older=lambda: False))
        assert rotating.begin() == SECOND
    finally:
        ports.fill(before)


def test_a_master_key_does_not_show_itself() -> None:
    assert FIRST.key.hex() not in repr(FIRST) + FIRST.name
    assert parsed(FIRST.key.hex()) == (FIRST,)
