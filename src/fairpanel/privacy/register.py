"""The register of fields (law 21): every column of every table, what it is for, how long it stays, whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fairpanel.kit.personal import Column, Keeper
from fairpanel.programme import Programme


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of one table. `owner` is the room that answers for it."""

    owner: str
    table: str
    name: str
    column: Column


def entries(keepers: tuple[Keeper, ...]) -> Iterator[Entry]:
    """Every declared column, by owner and table in the order of declaration."""
    for keeper in sorted(keepers, key=lambda keeper: keeper.room):
        for table, columns in keeper.register.items():
            for name, column in columns.items():
                yield Entry(keeper.room, table, name, column)


def personal(keepers: tuple[Keeper, ...]) -> Iterator[Entry]:
    """The columns that say anything of a person: what the privacy notice tells."""
    return (entry for entry in entries(keepers) if entry.column.is_personal)


def codebook(keepers: tuple[Keeper, ...], tables: tuple[str, ...]) -> Iterator[Entry]:
    """What the columns of these tables mean, for whoever takes them along."""
    return (entry for entry in entries(keepers) if entry.table in tables)


def as_markdown(keepers: tuple[Keeper, ...], *, programme: Programme) -> str:
    """The record of processing (GDPR, article 30) and the register of fields, as the page of the documentation."""
    told = list(entries(keepers))
    return "\n".join([_HEAD, *_processing(told, programme), _MEASURES, "## Fields", "", *_fields(told)])


_HEAD = """# Data register

Written by `fairpanel privacy register`; a test fails where it differs. Do not edit it: change the room's `privacy.py`.

What every column of every table is for, how long it stays and which room answers for it (law 21). The privacy notice
and the codebook of what panelists take along are made from the same declarations.

## Record of processing (GDPR, article 30)

Controller, representative and data protection officer: the operator writes them here for their own panel. Data subjects
are panelists, people who wait for a place, and staff. Recipients are the sponsor and those whom the programme names
(`recipients`); they get tables and charts, never rows. There are no transfers to third countries by this program; whom
the operator chooses to pay out and to send mail may mean one.
"""
_MEASURES = """
Measures (article 32): pictures are blacked out before anybody sees them and sealed with AES-256-GCM; payout addresses
and tax forms are sealed; sign-in by code or passkey, a second factor for staff; every look of staff at one person's
data is written down and shown to that person; logs hold no person; erasure is proven by a test of every column.
"""
_BASIS = {
    "contract": "contract, 6(1)(b)",
    "law": "legal duty, 6(1)(c)",
    "safety": "legitimate interest, 6(1)(f): keeping accounts and money safe",
}
_KEPT = {
    "membership": "until the member leaves",
    "books": "as long as the books, without the person",
    "work": "until the work is done",
    "panel": "as long as the panel, about nobody who could be found",
}


def _processing(told: list[Entry], programme: Programme) -> Iterator[str]:
    version = programme.versions[-1]
    days = {"events": f"{version.retention.events_days} days", "logs": f"{version.retention.logs_days} days"}
    if version.receipts is not None:
        days["pictures"] = f"{version.receipts.pictures_days} days"
        days["lines"] = f"{version.receipts.lines_months} months"
    kept = _KEPT | days
    yield "| purpose | basis | categories of data | kept (programme `" + programme.name + "`) | rooms |"
    yield "|---|---|---|---|---|"
    ours = [entry for entry in told if entry.column.is_personal]
    for purpose in sorted({entry.column.purpose for entry in ours}):
        of_purpose = [entry for entry in ours if entry.column.purpose == purpose]
        cells = [
            purpose,
            _BASIS.get(purpose, "consent, 6(1)(a)"),
            ", ".join(sorted({entry.column.category for entry in of_purpose})),
            "; ".join(sorted({kept[entry.column.retention] for entry in of_purpose})),
            ", ".join(sorted({entry.owner for entry in of_purpose})),
        ]
        yield f"| {' | '.join(cells)} |"


def _fields(told: list[Entry]) -> Iterator[str]:
    for (owner, table), columns in groupby(told, key=lambda entry: (entry.owner, entry.table)):
        these = list(columns)
        yield f"### `{table}` ({owner})"
        yield ""
        ours = [entry for entry in these if entry.column.is_personal]
        if ours:
            yield "| column | purpose | category | goes with | what it is |"
            yield "|---|---|---|---|---|"
        for entry in ours:
            column = entry.column
            yield f"| `{entry.name}` | {column.purpose} | {column.category} | {column.retention} | {column.about} |"
        others = ", ".join(f"`{entry.name}`" for entry in these if not entry.column.is_personal)
        if others:
            yield ("" if not ours else "\n") + f"Not personal: {others}."
        yield ""
