"""What sealing costs: milliseconds a picture, beside a plain file that is written as surely.

    .venv/bin/python bench/vault.py [--pictures 200] [--picture-kilobytes 300]

Median and the slowest in twenty. "Plain" is write, fsync and rename of the same bytes; opening is from a warm disk.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4


def measure(what: str, act: Callable[[int], object], count: int) -> None:
    """Do it so often, and print."""
    taken_ms = []
    for number in range(count):
        begun = time.perf_counter()
        act(number)
        taken_ms.append((time.perf_counter() - begun) * 1000)
    print(f"{what:34} {statistics.median(taken_ms):8.2f} {statistics.quantiles(taken_ms, n=20)[-1]:8.2f}", flush=True)


def write_plainly(folder: Path, data: bytes, number: int) -> None:
    """As surely as the vault does."""
    draft = folder / f"{number}.draft"
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / str(number))
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def main() -> None:
    """Prepare a panel, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pictures", type=int, default=200)
    asked.add_argument("--picture-kilobytes", type=int, default=300)
    asked.add_argument("--home", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.home:
        run(Path(told.home), told.pictures, os.urandom(told.picture_kilobytes * 1024))
        return
    with tempfile.TemporaryDirectory(prefix="fairpanel-bench-") as home:
        os.environ["FAIRPANEL_HOME"] = home
        subprocess.run([sys.executable, "-m", "fairpanel", "migrate"], check=True, stdout=subprocess.DEVNULL)
        # A process of its own: its database ends before the folder goes.
        subprocess.run([sys.executable, *sys.argv, "--home", home], check=True)


def run(home: Path, count: int, data: bytes) -> None:
    """Measure it all."""
    from fairpanel.website.start import start

    start()
    from django.db import transaction

    from fairpanel.vault import keys
    from fairpanel.website.assembly import vault_here

    vault, plain, owner = vault_here("vault"), home / "plain", uuid4()
    plain.mkdir()
    with transaction.atomic():
        keys.made_for(owner)
    names: list[str] = []
    print(f"{'':34} {'median':>8} {'slow 5%':>8}   ms")
    measure("write a plain file", lambda number: write_plainly(plain, data, number), count)
    measure("seal for a panelist", lambda _number: names.append(vault.seal(data, owner=owner)), count)
    measure("read a plain file", lambda number: (plain / str(number)).read_bytes(), count)
    measure("open", lambda number: vault.open(names[number]), count)
    measure("make a panelist's key", lambda _number: make_one(), count)


def make_one() -> None:
    """A new panelist's key, committed."""
    from django.db import transaction

    from fairpanel.vault import keys

    with transaction.atomic():
        keys.made_for(uuid4())


if __name__ == "__main__":
    main()
