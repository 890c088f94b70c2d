"""What two workers read beside one, and what memory a worker holds while it reads hundreds of different receipts.

    python bench/workers.py --memory 500 FOLDER...      one worker's memory, every ten receipts, as a curve
    python bench/workers.py --pairs 4 FOLDER...         receipts a minute of one worker and of two, by turns

A worker is a process of its own that does to each picture what `fairpanel work` does between begin and settle: read,
take out what is sensitive, look for signs of forgery, black out and save the picture, inside its fence. Where the
folders hold too few pictures the project draws the others.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from fairpanel.kit.problems import Problem
from fairpanel.reading import drawing, fence

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
EVERY = 10
WARMED_BY = 3


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--memory", type=int, default=0, help="of so many receipts, one worker's memory")
    parser.add_argument("--svg", type=Path, help="where that is drawn as a curve")
    parser.add_argument("--pairs", type=int, default=0, help="so often one worker, then two")
    parser.add_argument("--receipts", type=int, default=24, help="how many a worker reads in a pair")
    parser.add_argument("--work", type=int, metavar="RECEIPTS", help=argparse.SUPPRESS)
    parser.add_argument("--skip", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.folders, asked.work, asked.skip)
    if asked.memory:
        show_memory(asked.folders, asked.memory, asked.svg)
    if asked.pairs:
        show_pairs(asked.folders, asked.pairs, asked.receipts)


def work(folders: Sequence[Path], receipts: int, skip: int) -> None:
    """Be a worker: say `ready` once warm, begin when told so, and print after every ten receipts what is held."""
    from fairpanel.receipts.looking import look

    pictures = list(islice(_pictures(folders), skip, skip + receipts))
    for data in pictures[:WARMED_BY]:
        look([data], region="US", currency="USD")
    print("ready", flush=True)
    sys.stdin.readline()
    started, worked = time.perf_counter(), time.process_time()
    for number, data in enumerate(pictures, 1):
        try:
            with fence():
                look([data], region="US", currency="USD")
        except Problem as problem:
            print(f"# {problem}", flush=True)
        if number == 1 or number % EVERY == 0 or number == len(pictures):
            status = Path("/proc/self/status").read_text("ascii")
            held, most = (int(re.findall(rf"{name}:\s+(\d+)", status)[0]) // 1024 for name in ("VmRSS", "VmHWM"))
            took, used = time.perf_counter() - started, time.process_time() - worked
            print(f"{number} {held} {most} {used:.2f} {took:.2f}", flush=True)


def show_memory(folders: Sequence[Path], receipts: int, svg: Path | None) -> None:
    """One worker's memory while it reads."""
    worker = _begun(folders, receipts)
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write("\n")
    worker.stdin.flush()
    curve = []
    for line in worker.stdout:
        if line.startswith("#"):
            continue
        number, held, most, *_ = (float(word) for word in line.split())
        curve.append((int(number), int(held), int(most)))
        if number in {1, receipts} or number % 50 == 0:
            print(f"{number:>6.0f} read {held:>6.0f} MiB held {most:>6.0f} MiB at most", flush=True)
    if svg:
        svg.write_text(_drawn_curve(curve), encoding="utf-8")


def show_pairs(folders: Sequence[Path], pairs: int, receipts: int) -> None:
    """Receipts a minute of one worker and of two, each pair one after the other so that both meet the same machine.

    Where others use the machine too, the processor's time tells more: how much dearer a receipt is beside another one.
    """
    by_clock, by_processor = [], []
    for number in range(pairs):
        skip = number * receipts
        (one, one_used), (two, two_used) = (_per_minute(folders, receipts, workers, skip=skip) for workers in (1, 2))
        by_clock.append(two / one)
        by_processor.append(2 * one_used / two_used)
        print(f"one {one:6.1f} a minute, two {two:6.1f}: {two / one:.2f} times", end="")
        print(f"; {one_used:.3f} s and {two_used:.3f} s of the processor a receipt: {by_processor[-1]:.2f}", flush=True)
    print(f"median {statistics.median(by_clock):.2f} times; by the processor {statistics.median(by_processor):.2f}")


def _per_minute(folders: Sequence[Path], receipts: int, workers: int, *, skip: int) -> tuple[float, float]:
    """Receipts a minute of all workers together, and seconds of a processor a receipt."""
    # Each reads the same receipts, so that none has the longer ones.
    begun = [_begun(folders, receipts, skip) for _ in range(workers)]
    for worker in begun:
        assert worker.stdin
        worker.stdin.write("\n")
        worker.stdin.flush()
    told = [worker.communicate()[0].splitlines()[-1].split() for worker in begun]
    took = sum(receipts * 60 / float(words[-1]) for words in told)
    return took, statistics.mean(float(words[-2]) / receipts for words in told)


def _begun(folders: Sequence[Path], receipts: int, skip: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, *map(str, folders), "--work", str(receipts), "--skip", str(skip)]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    for line in worker.stdout:
        if line.strip() == "ready":
            break
    return worker


def _pictures(folders: Sequence[Path]) -> Iterator[bytes]:
    found = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    # Mixed, for each folder holds one kind.
    mixed = sorted(found, key=lambda path: path.name[::-1])
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    drawn = (drawing.draw(seed=seed, now=now, country=COUNTRIES[seed % len(COUNTRIES)]).jpeg for seed in range(10**6))
    return chain((path.read_bytes() for path in mixed), drawn)


def _drawn_curve(curve: Sequence[tuple[int, int, int]]) -> str:
    """Memory over receipts as SVG: what is held, and the most that was."""
    wide, high, left, bottom = 640, 240, 56, 210
    last, top = curve[-1][0], max(1400, *(most for _, _, most in curve))

    def path(which: int) -> str:
        points = (
            f"{left + (wide - left - 16) * row[0] / last:.1f},{bottom * (1 - row[which] / top):.1f}" for row in curve
        )
        return " ".join(points)

    lines = "".join(
        f'<line x1="{left}" x2="{wide - 16}" y1="{bottom * (1 - mebibytes / top):.1f}" '
        f'y2="{bottom * (1 - mebibytes / top):.1f}" stroke="#8884"/>'
        f'<text x="{left - 8}" y="{bottom * (1 - mebibytes / top) + 4:.1f}" text-anchor="end">{mebibytes}</text>'
        for mebibytes in range(0, top, 200)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -10 {wide} {high + 10}" font-family="sans-serif" '
        f'font-size="12" fill="#777">{lines}'
        f'<polyline points="{path(2)}" fill="none" stroke="#b35c00" stroke-dasharray="4 3"/>'
        f'<polyline points="{path(1)}" fill="none" stroke="#0b6bcb" stroke-width="2"/>'
        f'<text x="{left}" y="{high - 8}">MiB held (line) and at most (dashed) by one worker over {last} '
        f"different receipts</text></svg>\n"
    )


if __name__ == "__main__":
    main()
