"""Who of those who wait is let in: by turn or by lot, within the free places of each cell.

The lot is a hash of the seed and the person's id. Whoever has the seed and the list can draw it again and gets the same
people, in whatever order the list comes.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from fairpanel.members.rules.plan import Cell, Plan


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the waiting list."""

    id: UUID
    region: str
    answers: Mapping[str, str]
    since: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a draw came to in one cell: who waited there, and who is let in, the first first."""

    cell: Cell
    room: int
    waiting: int
    chosen: tuple[UUID, ...]


def lot(seed: str, person: UUID) -> bytes:
    """The person's lot; the lowest one goes first."""
    return hashlib.sha256(f"{seed} {person.hex}".encode()).digest()


def draw(
    waiting: Iterable[Waiting], *, plan: Plan, taken: Mapping[Cell, int], seed: str | None, limit: int | None = None
) -> tuple[Outcome, ...]:
    """Fill the free places of every cell: by lot where there is a seed, else by turn.

    With a `limit`, that many places are spread over the cells in proportion to what is free in each, as evenly as whole
    people allow. Who belongs to no cell waits on.
    """
    lines: dict[Cell, list[Waiting]] = defaultdict(list)
    cells: dict[tuple[str, tuple[tuple[str, str], ...]], Cell | None] = {}
    for one in waiting:
        kind = (one.region, tuple(sorted(one.answers.items())))
        if kind not in cells:
            cells[kind] = plan.cell_of(one.region, one.answers)
        cell = cells[kind]
        if cell is not None:
            lines[cell].append(one)
    rooms = {cell: max(cell.places - taken.get(cell, 0), 0) for cell in plan.cells}
    shares = spread(rooms, {cell: len(line) for cell, line in lines.items()}, limit=limit)
    return tuple(
        Outcome(cell, rooms[cell], len(lines[cell]), _first(lines[cell], shares[cell], seed)) for cell in plan.cells
    )


def _first(line: list[Waiting], count: int, seed: str | None) -> tuple[UUID, ...]:
    if seed is None:
        inorder = sorted(line, key=lambda one: (one.since, one.id))
    else:
        inorder = sorted(line, key=lambda one: (lot(seed, one.id), one.id))
    return tuple(one.id for one in inorder[:count])


def spread(rooms: Mapping[Cell, int], waiting: Mapping[Cell, int], *, limit: int | None) -> dict[Cell, int]:
    """How many are let into each cell: never more than have room and wait there, and no more than `limit` in all.

    What a cell cannot fill goes to the others, in proportion to their room; the last places go to the largest
    remainders (Hamilton's method), so that every cell that could be filled is within one of its exact share.
    """
    most = {cell: min(room, waiting.get(cell, 0)) for cell, room in rooms.items()}
    if limit is None or limit >= sum(most.values()):
        return most
    exact, filled = _exact(rooms, most, limit)
    shares = {cell: most[cell] if cell in filled else int(exact[cell]) for cell in rooms}
    by_remainder = sorted(
        (cell for cell in rooms if shares[cell] < most[cell]),
        key=lambda cell: (int(exact[cell]) - exact[cell], cell.name),
    )
    for cell in by_remainder[: limit - sum(shares.values())]:
        shares[cell] += 1
    return shares


def _exact(rooms: Mapping[Cell, int], most: Mapping[Cell, int], limit: int) -> tuple[dict[Cell, Fraction], set[Cell]]:
    """The exact share of every cell, after those that can fill no more than they have gave the rest to the others."""
    filled: set[Cell] = set()
    while True:
        open_room = sum(room for cell, room in rooms.items() if cell not in filled)
        left = limit - sum(most[cell] for cell in filled)
        share = Fraction(left, open_room) if open_room else Fraction(0)
        exact = {cell: room * share for cell, room in rooms.items()}
        short = {cell for cell in rooms if cell not in filled and exact[cell] >= most[cell]}
        if not short:
            return exact, filled
        filled |= short


def digest_of(waiting: Iterable[Waiting]) -> str:
    """SHA-256 of the whole list, in the order of its ids: shows later whether a list is the one that was drawn from."""
    lines = sorted(
        f"{one.id.hex} {one.region} {' '.join(f'{name}={answer}' for name, answer in sorted(one.answers.items()))}"
        for one in waiting
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
