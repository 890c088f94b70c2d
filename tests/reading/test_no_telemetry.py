"""Reading tells nobody that it reads."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image


def test_nothing_that_counts_users_is_installed() -> None:
    assert importlib.util.find_spec("openvino_telemetry") is None


def test_reading_leaves_nothing_in_the_home(tmp_path: Path) -> None:
    picture, home = tmp_path / "blank.png", tmp_path / "home"
    Image.new("RGB", (300, 400), "white").save(picture)
    home.mkdir()

    subprocess.run(
        [sys.executable, "-m", "fairpanel", "read", "--json", str(picture)],
        env={"PATH": os.environ["PATH"], "HOME": str(home)}, check=True, capture_output=True,
    )  # fmt: skip

    assert list(home.iterdir()) == []
