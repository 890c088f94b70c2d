"""The ZIP that a member takes along, made piece by piece: however much is held, little of it is in memory at once."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED

from django.utils.translation import gettext as _
from zipstream import ZipStream

from fairpanel.kit.personal import File, Keeper, Table
from fairpanel.kit.problems import NotFound
from fairpanel.privacy import register

READ_BYTES = 64 * 1024
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CODEBOOK = ("table", "column", "meaning", "purpose", "kind", "retention", "room")


def pieces(
    member_id: Any, *, keepers: tuple[Keeper, ...], records: Mapping[str, Any], sponsor: str, now: datetime
) -> Iterator[bytes]:
    """The bytes of the ZIP, in the language of the moment. `records` are further documents by file name, as JSON.

    A file that is deleted meanwhile is left out.
    """
    archive = ZipStream(compress_type=ZIP_DEFLATED)
    taken: dict[str, tuple[str, ...]] = {}

    def put(name: str, content: Iterable[bytes], *, packed: bool = False) -> Iterator[bytes]:
        archive.add(content, name, compress_type=ZIP_STORED if packed else ZIP_DEFLATED)
        yield from archive.file()

    for keeper in keepers:
        # Asked twice: each answer is read once, row by row.
        for table in keeper.tables(member_id):
            taken[table.name] = table.columns
            yield from put(f"tables/{table.name}.json", _json(table))
        for table in keeper.tables(member_id):
            yield from put(f"tables/{table.name}.csv", _csv(table.columns, _cells(table)))
        for file in keeper.files(member_id):
            stream = _opened(file)
            if stream is not None:
                yield from put(f"files/{file.name}", _read(stream), packed=True)
    for name, document in records.items():
        yield from put(f"{name}.json", _document(document))
    book = list(_codebook(keepers, taken))
    yield from put("codebook.json", _document(book))
    yield from put("codebook.csv", _csv(CODEBOOK, ([_cell(row[name]) for name in CODEBOOK] for row in book)))
    yield from put("README.txt", [_readme(sponsor=sponsor, now=now).encode()])
    yield from archive.finalize()


def _codebook(keepers: tuple[Keeper, ...], taken: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    for entry in register.codebook(keepers, tuple(taken)):
        if entry.name not in taken[entry.table]:
            continue
        column = entry.column
        yield {
            "table": entry.table, "column": entry.name, "meaning": _(column.about), "purpose": column.purpose,
            "kind": column.category.value, "retention": column.retention, "room": entry.owner,
        }  # fmt: skip


def _readme(*, sponsor: str, now: datetime) -> str:
    told = [
        _("This is everything that the panel of {sponsor} holds of you, as of {day}.").format(
            sponsor=sponsor, day=now.date().isoformat()
        ),
        _("tables/: each table twice, as JSON and as CSV (UTF-8, commas). codebook.csv says what each column means."),
        _("files/: the blacked-out pictures of your receipts. There are no others."),
        _("consent-record.json: what you agreed to and what not, as ISO/IEC TS 27560 asks for."),
        _("Amounts that end in _minor are in the smallest unit of the currency: 1250 EUR are 12.50 euros."),
        _("In the CSV files a ' stands before words that a spreadsheet would take for a formula."),
        _("Moments are in UTC."),
    ]
    return "\n\n".join(told) + "\n"


def _document(document: Any) -> Iterator[bytes]:
    yield json.dumps(document, ensure_ascii=False, indent=2, default=_plain).encode()


def _json(table: Table) -> Iterator[bytes]:
    before = "[\n"
    for row in table.rows:
        told = {name: row[name] for name in table.columns}
        yield (before + json.dumps(told, ensure_ascii=False, default=_plain)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _cells(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [_cell(row[name]) for name in table.columns]


def _csv(columns: Iterable[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    yield _line(columns)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[str]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool | dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value))


def _plain(value: Any) -> Any:
    """Plain text of what JSON does not know."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case int() | float():
            return value
        case _:
            raise TypeError(f"{type(value).__name__} is no plain value")


def _opened(file: File) -> IO[bytes] | None:
    try:
        return file.opened()
    except NotFound:
        return None


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(READ_BYTES):
            yield piece
