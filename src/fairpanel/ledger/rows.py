"""The rows of a query over the whole book, fetched as they are needed, so that memory does not grow with the book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

ROWS_AT_ONCE = 10_000


def rows(sql: str, parameters: list[Any] | dict[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of the query, each a tuple of its columns."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while fetched := cursor.fetchmany(ROWS_AT_ONCE):
            yield from fetched
