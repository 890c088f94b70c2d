"""Ten thousand who wait, let in by quota in one run: seconds, and how far each cell is from its target.

    .venv/bin/python bench/admission.py [--people 10000] [--places 4000] [--rounds 3]

On the embedded server, in a folder of its own. The run is the whole of what an operator's click does: reading the list,
drawing by lot within 60 cells, writing down who is let in and the log. Beside it: the draw alone, without a database.
Letters are sent by a worker afterwards and are not in the figures.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import signal
import statistics
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REGIONS, AGES, HOMES = ("US", "GB", "DE", "FR", "ES"), ("18-34", "35-49", "50+"), ("1", "2", "3", "4+")
QUESTIONS = """
[age]
from = [18, 35, 50]
[household]
asks = { en = "How many?" }
answers = { "1" = { en = "1" }, "2" = { en = "2" }, "3" = { en = "3" }, "4+" = { en = "4" } }
"""


def fill(people: int, places: int) -> None:
    """A plan with 60 cells of unlike size, and people spread over them by chance."""
    from fairpanel.members.actions.recruiting import save_plan
    from fairpanel.members.models import Applicant, Member
    from fairpanel.members.rules.plan import Mode
    from fairpanel.programme import preset

    chance = Random(1)
    cells = list(product(REGIONS, AGES, HOMES))
    weights = [1 + number % 5 for number in range(len(cells))]
    rows = [
        f"{region},{age},{home},{places * weight // sum(weights)}"
        for (region, age, home), weight in zip(cells, weights, strict=True)
    ]
    save_plan(
        programme=preset("fair"), mode=Mode.INVITATION, answer_days=14, questions=QUESTIONS,
        places="\n".join(["region,age,household,places", *rows]), by=None, now=NOW, today=NOW.date(),
    )  # fmt: skip
    members = [Member(email=f"person-{number}@example.org", joined_at=NOW) for number in range(people)]
    Member.objects.bulk_create(members, batch_size=1_000)
    applicants = []
    for number, member in enumerate(members):
        region, age, home = chance.choice(cells)
        applicants.append(
            Applicant(
                member=member, region=region, answers={"age": age, "household": home}, adult_on=NOW.date(),
                state=Applicant.State.WAITING, asked_at=NOW + timedelta(seconds=number),
            )
        )  # fmt: skip
    Applicant.objects.bulk_create(applicants, batch_size=1_000)


def main() -> None:
    """Print what was measured."""
    told = argparse.ArgumentParser()
    told.add_argument("--people", type=int, default=10_000)
    told.add_argument("--places", type=int, default=4_000)
    told.add_argument("--rounds", type=int, default=3)
    asked = told.parse_args()
    home = tempfile.mkdtemp(prefix="fairpanel-bench-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {"FAIRPANEL_HOME": home, "DJANGO_SETTINGS_MODULE": "fairpanel.website.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from fairpanel.engines.embedded_postgres.server import Server

    call_command("migrate", verbosity=0)
    from fairpanel.kit.money import Money
    from fairpanel.rewards import actions as rewards

    for currency in ("EUR", "USD", "GBP"):
        # Nobody is let in whose pay nobody has put in.
        rewards.fund(programme="fair", amount=Money(10**10, currency), reference=f"bench {currency}", now=NOW)
    fill(asked.people, asked.places)
    measure(asked.rounds)
    connections.close_all()
    # Nobody else uses this server, and its folder must outlive it.
    server = Server.at(Path(home) / "postgres")
    if pid := server.pid():
        os.kill(pid, signal.SIGINT)
    while server.pid():
        time.sleep(0.05)


def measure(rounds: int) -> None:
    """Draw, look at every cell, put everybody back; so many times."""
    from django.db import transaction

    from fairpanel.members.actions import admitting
    from fairpanel.members.actions.recruiting import plan_in_force
    from fairpanel.members.models import Applicant
    from fairpanel.members.rules.draw import draw
    from fairpanel.rewards.actions import let_go_of_places

    plan, whole, alone, furthest = plan_in_force(), [], [], 0.0
    limit = sum(cell.places for cell in plan.cells) // 2
    for number in range(rounds):
        waiting = admitting.waiting_list()
        begun = time.perf_counter()
        draw(waiting, plan=plan, taken={}, seed=str(number), limit=limit)
        alone.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        with transaction.atomic():
            done = admitting.draw(seed=str(number), region="", places_max=limit, by=None, now=NOW)
        whole.append(time.perf_counter() - begun)
        let_in = Counter(
            (region, tuple(sorted(answers.items())))
            for region, answers in Applicant.objects.filter(draw=done).values_list("region", "answers")
        )
        total = sum(cell.places for cell in plan.cells)
        there = Counter((one.region, tuple(sorted(one.answers.items()))) for one in waiting)
        for cell in plan.cells:
            if let_in[cell.region, cell.answers] == there[cell.region, cell.answers]:
                # Nobody is left who could have come.
                continue
            furthest = max(furthest, abs(let_in[cell.region, cell.answers] - cell.places * limit / total))
        let_go_of_places(members=list(Applicant.objects.values_list("member_id", flat=True)), now=NOW)
        Applicant.objects.update(state=Applicant.State.WAITING, draw=None, admitted_at=None, answer_by=None)
        print(f"round {number + 1}: {done.admitted} of {done.waiting} into {len(plan.cells)} cells, {whole[-1]:.2f} s")
    print(f"whole run, median: {statistics.median(whole):.2f} s; the draw alone: {statistics.median(alone):.2f} s")
    print(f"the cell furthest from its exact share, of those where people are left: {furthest:.2f} people")


if __name__ == "__main__":
    main()
