"""Memory and time of a copy to take along, for members with few and with many receipts, in the same run.

    .venv/bin/python bench/take_along.py [--receipts 50,400,1600] [--picture-kilobytes 300]

Each copy is made by a process of its own, as a worker would, and sealed on the disk.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from itertools import count

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LINES_A_RECEIPT = 12
_number = count()


def prepare(receipts: int, picture_bytes: int) -> str:
    """A member with so many receipts, each with a picture and lines; their id."""
    from fairpanel.members.actions import enrol, join
    from fairpanel.members.models import Role
    from fairpanel.programme import preset
    from fairpanel.receipts import ports
    from fairpanel.receipts.models import Line, Receipt

    member = enrol(email=f"m{receipts}@example.org", role=Role.PANELIST, language="en", now=NOW)
    programme = preset("fair")
    join(member=member, programme=programme, region="DE", language="en", born=date(1990, 1, 1), today=NOW.date())
    from fairpanel.kit.ids import new_id

    for _ in range(receipts):
        receipt = Receipt.objects.create(
            id=new_id(NOW), member=member, channel="page", programme="fair", version=1, country="DE",
            state="accepted", received_at=NOW, month=NOW.date().replace(day=1), settled_at=NOW, shop="Corner Shop",
            picture=ports.filled().vault.seal(os.urandom(picture_bytes), owner=member.pk), width_px=1000,
            height_px=3000, file_digest=next(_number).to_bytes(32, "big"), total_minor=1250, currency="EUR",
        )  # fmt: skip
        Line.objects.bulk_create(
            Line(
                receipt=receipt, position=row, text=f"Something that was bought, number {row}", price_minor=100,
                currency="EUR", box={"left": 0, "top": row, "right": 9, "bottom": row + 1}, confidence=0.9,
            )
            for row in range(LINES_A_RECEIPT)
        )  # fmt: skip
    return str(member.pk)


def measure(member_id: str) -> str:
    """Make the copy; its size, the seconds it took, and by how much the process grew at most."""
    from fairpanel.members.models import Member
    from fairpanel.privacy.take_along import actions

    member = Member.objects.get(pk=member_id)
    copy = actions.ask(member=member, now=NOW)
    before, begun = _peak_bytes(), time.perf_counter()
    made = actions.make(copy_id=copy.pk, now=NOW)
    assert made is not None
    assert made.size_bytes is not None
    seconds, grown = time.perf_counter() - begun, _peak_bytes() - before
    return f"{made.size_bytes / 1e6:7.1f}  {seconds:7.2f}  {grown / 1e6:15.1f}"


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _started() -> None:
    from fairpanel.website.start import start

    start()


def _ran(*words: str) -> str:
    """The last line of this very program, run once more with these words: a process of its own."""
    done = subprocess.run([sys.executable, __file__, *words], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1]


def main() -> None:
    """Prepare, measure each in a process of its own, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--receipts", default="50,400,1600")
    asked.add_argument("--picture-kilobytes", default="300")
    asked.add_argument("--prepare", type=int, help=argparse.SUPPRESS)
    asked.add_argument("--measure", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.prepare or told.measure:
        _started()
        print(prepare(told.prepare, int(told.picture_kilobytes) * 1024) if told.prepare else measure(told.measure))
        return
    with tempfile.TemporaryDirectory(prefix="fairpanel-bench-") as home:
        os.environ["FAIRPANEL_HOME"] = home
        subprocess.run([sys.executable, "-m", "fairpanel", "migrate"], check=True, stdout=subprocess.DEVNULL)
        print("receipts  copy MB  seconds  memory grown MB")
        for receipts in map(int, told.receipts.split(",")):
            member = _ran("--prepare", str(receipts), "--picture-kilobytes", told.picture_kilobytes)
            print(f"{receipts:8}  {_ran('--measure', member)}", flush=True)


if __name__ == "__main__":
    main()
