"""The command that draws a folder of receipts."""

import json
from pathlib import Path

import pytest

from fairpanel.reading.drawing.__main__ import main


def test_a_folder_is_filled_with_pictures_and_their_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "drawn"
    monkeypatch.setattr(
        "sys.argv", ["drawing", str(folder), "--count", "3", "--seed", "9", "--wear", "scan", "--today", "2026-05-02"]
    )

    main()

    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text("utf-8").splitlines()]
    assert [label["image"] for label in labels] == ["es-scan-00009.jpg", "fr-scan-00010.jpg", "gb-scan-00011.jpg"]
    assert all((folder / label["image"]).read_bytes().startswith(b"\xff\xd8") for label in labels)
    assert all("2026-04-18" < label["date"] < "2026-05-02" for label in labels)
