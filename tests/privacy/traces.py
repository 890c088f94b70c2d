"""What is left of somebody: rows that a key leads to from theirs, and every place where a word of theirs may be."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from psycopg import sql

from fairpanel.kit.personal import Keeper
from fairpanel.members.models import Member

# Shorter words and numbers stand everywhere by chance.
LETTERS_MIN = 7


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one table. `is_book` where it is declared to stay without the person."""

    table: str
    column: str
    is_book: bool


def rows_of(member: Member) -> dict[str, list[dict[str, Any]]]:
    """Every row that a foreign key leads to from this member's, also at second hand, by model label."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    waiting: list[tuple[type[Model], set[Any]]] = [(Member, {member.pk})]
    while waiting:
        model, keys = waiting.pop()
        rows = {row.pk: row for row in model._default_manager.filter(pk__in=keys)}
        known = found.setdefault(model._meta.label, {})
        fresh = {pk: row for pk, row in rows.items() if pk not in known}
        columns = {field.column: field.attname for field in model._meta.concrete_fields}
        known |= {pk: {name: getattr(row, own) for name, own in columns.items()} for pk, row in fresh.items()}
        for relation in model._meta.related_objects if fresh else ():
            held = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": list(fresh)})
            waiting.append((relation.related_model, set(held.values_list("pk", flat=True))))
    return {label: sorted(rows.values(), key=str) for label, rows in found.items() if rows}


def traces_in(rows: Iterable[dict[str, Any]]) -> set[str]:
    """The words and codes in these rows by which somebody could be known again."""
    return {word for row in rows for value in row.values() for word in _words(value) if len(word) >= LETTERS_MIN}


def _words(value: Any) -> Iterator[str]:
    match value:
        case UUID():
            yield from (str(value), value.hex)
        case bytes() | memoryview():
            yield bytes(value).hex()
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _words(each)
        case list():
            for each in value:
                yield from _words(each)
        case datetime() | date() | _:
            return


def places(keepers: Iterable[Keeper]) -> list[Place]:
    """Every column of every table in the database."""
    declared = {
        (table, name): column.retention == "books"
        for keeper in keepers
        for table, columns in keeper.register.items()
        for name, column in columns.items()
    }
    return [
        Place(model._meta.db_table, str(field.column), declared[model._meta.label, str(field.column)])
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    ]


def text_of(place: Place) -> str:
    """Everything that stands in that column, bytes in hexadecimal, JSON and texts as they are, sessions opened."""
    query = sql.SQL("SELECT {}::text FROM {} WHERE {} IS NOT NULL")
    column = sql.Identifier(place.column)
    with connection.cursor() as cursor:
        cursor.execute(query.format(column, sql.Identifier(place.table), column))
        told = "\n".join(row[0] for row in cursor.fetchall())
    if (place.table, place.column) == ("django_session", "session_data"):
        told += "\n".join(json.dumps(each.get_decoded(), default=str) for each in Session.objects.all())
    return told
