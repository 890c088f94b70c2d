"""How long it takes to find, among ten million receipts, those that may be of the purchase of a new one.

    nice python bench/duplicate_index.py [--receipts 10000000] [--lookups 2000]

The table and its indexes are those of the migrations, on the embedded database in a temporary home; the keys are made
up so that they are shared as often as those of real panels: about ten receipts a day and total, a few a day, minute and
shop, one a number. A lookup is the query of `sent_before`; what it finds is then compared, which the bench leaves out.
Takes about three gigabytes of disk for ten million, and gives them back.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import statistics
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
from django.db.backends.utils import CursorWrapper

ROWS_AT_ONCE = 100_000
SCHEME = 1
# How many receipts share a key, on average, and in how many there is one.
SHARED = {"day_total": 10, "day_minute": 3, "shop_number": 1, "day_number": 1} | {f"lines_{n}": 2 for n in range(1, 5)}


def main() -> None:
    """Fill, look up, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--receipts", type=int, default=10_000_000)
    parser.add_argument("--lookups", type=int, default=2_000)
    arguments = parser.parse_args()
    home = tempfile.mkdtemp(prefix="fairpanel-bench-")
    # What is registered first is done last: the server stops before its folder goes.
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["FAIRPANEL_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "fairpanel.website.settings"
    Path(home).chmod(0o755)
    import django

    django.setup()
    _measure(arguments.receipts, arguments.lookups)


def _measure(receipts: int, lookups: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from fairpanel.receipts.duplicates import Keys
    from fairpanel.receipts.sent_before import sharing

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with connection.cursor() as cursor:
        _fill(cursor, receipts)
        cursor.execute("ANALYZE receipts_contentkeys")
        cursor.execute("SELECT pg_total_relation_size('receipts_contentkeys')")
        size = cursor.fetchone()[0]
    print(f"{receipts:,} receipts in {time.perf_counter() - started:.0f} s, {size / 2**30:.1f} GiB with indexes")
    chance = Random(7)
    for name, is_known in (("of a new purchase", False), ("of one that is there", True)):
        seconds, found = [], []
        for _ in range(lookups):
            number = chance.randrange(receipts) if is_known else receipts + chance.randrange(receipts)
            made = _keys(np.array([number], np.uint64), receipts)
            keys = Keys(**{name: int(key[0]) for name, key in made.items()})
            began = time.perf_counter()
            found.append(len(sharing(keys)))
            seconds.append(time.perf_counter() - began)
        ordered = sorted(seconds)
        print(
            f"lookup {name:24} median {statistics.median(ordered) * 1000:6.2f} ms   "
            f"p99 {ordered[int(len(ordered) * 0.99)] * 1000:6.2f} ms   {statistics.fmean(found):5.1f} receipts found"
        )


def _fill(cursor: CursorWrapper, receipts: int) -> None:
    """Rows by COPY, the indexes afterwards, and no foreign key: there are no receipts behind these."""
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'receipts_contentkeys'")
    indexes = [(name, make) for name, make in cursor.fetchall() if not name.endswith("_pkey")]
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'receipts_contentkeys'::regclass AND contype = 'f'"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE receipts_contentkeys DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    columns = ", ".join(["receipt_id", "scheme", *SHARED])
    with cursor.copy(f"COPY receipts_contentkeys ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0))
        for block in _rows(receipts):
            copy.write(block)
        copy.write(struct.pack("!h", -1))
    for _, make in indexes:
        cursor.execute(make)


def _rows(receipts: int) -> Iterator[bytes]:
    """Rows in PostgreSQL's binary form; every receipt has every key, which is the most there can be."""
    keys = [part for name in SHARED for part in ((f"length {name}", ">i4"), (name, ">i8"))]
    head = [("fields", ">i2"), ("length", ">i4"), ("zeros", ">u8"), ("id", ">u8"), ("short", ">i4"), ("scheme", ">i2")]
    for first in range(0, receipts, ROWS_AT_ONCE):
        numbers = np.arange(first, min(receipts, first + ROWS_AT_ONCE), dtype=np.uint64)
        rows = np.zeros(len(numbers), np.dtype([*head, *keys]))
        rows["fields"], rows["length"], rows["id"] = 2 + len(SHARED), 16, numbers
        rows["short"], rows["scheme"] = 2, SCHEME
        for name, key in _keys(numbers, receipts).items():
            rows[f"length {name}"], rows[name] = 8, key
        yield rows.tobytes()


def _keys(numbers: npt.NDArray[np.uint64], receipts: int) -> dict[str, npt.NDArray[np.int64]]:
    """The keys of the receipts of these numbers: always the same, spread over 64 bits, shared as often as asked."""
    keys = {}
    for place, (name, shared) in enumerate(SHARED.items()):
        drawn = _mixed(numbers * np.uint64(16) + np.uint64(place)) % np.uint64(max(1, receipts // shared))
        keys[name] = _mixed(drawn * np.uint64(16) + np.uint64(place)).view(np.int64)
    return keys


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The numbers spread over 64 bits (SplitMix64: Steele, Lea and Flood 2014)."""
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


if __name__ == "__main__":
    main()
