"""Everything that is kept, as text: what a leak would be found in."""

import re

from django.db import connection
from psycopg import sql


def everything_in_the_database() -> str:
    """Every value of every row of every table, but for the migrations' own."""
    told: list[str] = []
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name != "django_migrations"]
        for table in tables:
            cursor.execute(sql.SQL("SELECT row_to_json(t)::text FROM {} t").format(sql.Identifier(table)))
            told += [row[0] for row in cursor.fetchall()]
    return "\n".join(told)


def parts_of(secret: str, text: str, *, length: int = 8) -> set[str]:
    """Which runs of `length` letters and digits of the secret stand in the text, however either is spaced."""
    bare, where = (re.sub(r"[\W_]", "", each).upper() for each in (secret, text))
    runs = {bare[start : start + length] for start in range(max(1, len(bare) - length + 1))}
    return {run for run in runs if run in where}
