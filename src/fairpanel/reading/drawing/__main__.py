"""Draw a folder of receipts with their labels: `python -m fairpanel.reading.drawing FOLDER --count 100`."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path

from fairpanel.reading.drawing import Wear, countries, draw


def main() -> None:
    """Write `FOLDER/*.jpg` and `FOLDER/labels.jsonl`, which the scorer of readings takes."""
    parser = argparse.ArgumentParser(prog="python -m fairpanel.reading.drawing", description=__doc__)
    parser.add_argument("folder", type=Path, help="where pictures and labels.jsonl go; made if absent")
    parser.add_argument("--count", type=int, default=40, help="how many receipts (default: 40)")
    parser.add_argument(
        "--seed", type=int, default=0, help="the first receipt's seed; the next ones count on (default: 0)"
    )
    parser.add_argument(
        "--wear", type=Wear, choices=list(Wear), default=Wear.PHOTO, help="how hard to read (default: photo)"
    )
    parser.add_argument("--country", choices=countries(), help="only this country (default: each in turn)")
    parser.add_argument(
        "--today",
        type=datetime.fromisoformat,
        default=datetime(2026, 11, 1),  # noqa: DTZ001 - a till prints the time of its own wall
        help="the day before which everything was bought, YYYY-MM-DD (default: 2026-11-01)",
    )
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (asked.folder / "labels.jsonl").open("w", encoding="utf-8") as labels:
        for seed in range(asked.seed, asked.seed + asked.count):
            where = asked.country or countries()[seed % len(countries())]
            drawn = draw(seed=seed, now=asked.today, country=where, wear=asked.wear)
            name = f"{where.lower()}-{asked.wear}-{seed:05}.jpg"
            (asked.folder / name).write_bytes(drawn.jpeg)
            labels.write(json.dumps(drawn.truth.as_label(name), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
