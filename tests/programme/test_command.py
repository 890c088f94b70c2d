"""`fairpanel programme`: what an operator sees who checks a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from fairpanel.cli.programme import programme

Change = Callable[[str, str], str]


def test_a_good_file_is_told_to_be_good(small: str, tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    file.write_text(small, "utf-8")

    result = CliRunner().invoke(programme, ["check", str(file)])

    assert result.exit_code == 0
    assert result.output == f"{file}: ok, 1 version, 2 offers, 1 region; the newest starts on 2026-02-01\n"


def test_a_broken_file_does_not_keep_the_next_from_being_checked(small: str, changed: Change, tmp_path: Path) -> None:
    broken, good = tmp_path / "broken.toml", tmp_path / "good.toml"
    broken.write_text(changed("window_days = 14", "window_days = 0"), "utf-8")
    good.write_text(small, "utf-8")

    result = CliRunner().invoke(programme, ["check", str(broken), str(good)])

    assert result.exit_code == 1
    assert "version[0].receipts.window_days: Write 1 or more." in result.stderr
    assert f"{good}: ok" in result.stdout
    assert "Traceback" not in result.output


def test_the_presets_are_listed_with_the_default() -> None:
    result = CliRunner().invoke(programme, ["presets"])

    assert result.exit_code == 0
    assert "fair: Fair: paid from the first receipt (the default)" in result.output
