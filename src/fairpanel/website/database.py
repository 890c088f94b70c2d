"""Whether the database is there, new enough and up to date; and one sentence where it is not."""

from django.core.management import call_command
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor

from fairpanel.kit.problems import Unavailable

VERSION_MIN = 15
# A migration waits this long for a table that somebody works on, then gives up and changes nothing.
LOCK_TIMEOUT_MS = 5_000


class Unreachable(Unavailable):
    """The database at {where} does not answer: {why}. Check DATABASE_URL and that the server runs."""


class TooOld(Unavailable):
    """The database server is PostgreSQL {version}. Fairpanel needs {least} or newer."""


class NotMigrated(Unavailable):
    """The database lacks {count} changes that this version needs. Run `fairpanel migrate`, then start again."""


class Full(Unavailable):
    """The database's disk is full. Make room there, then try again: nothing was half written."""


class NoRights(Unavailable):
    """The account in DATABASE_URL may not do this in its database: {why}. Let it own the database, then try again."""


class NotUnicode(Unavailable):
    """The database keeps its text as {encoding}, and Fairpanel needs UTF8. Create it anew with ENCODING 'UTF8'."""


class Busy(Unavailable):
    """Somebody works on a table that has to change. Nothing was changed. Run `fairpanel migrate` again in a while."""


def require() -> None:
    """Connect once. Raises `Unreachable` or `TooOld`."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise explained(error) or error from error
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]  # there is only PostgreSQL
    if version < VERSION_MIN:
        raise TooOld(version=version, least=VERSION_MIN)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        [encoding] = cursor.fetchone()
    if encoding != "UTF8":
        raise NotUnicode(encoding=encoding)


def require_migrated() -> None:
    """Raises `NotMigrated` where the tables are of another version than the program; else as `require`."""
    require()
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise explained(error) or error from error
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotMigrated(count=len(missing))


def migrate() -> None:
    """Bring the tables up to date, one migration after the other, each in its own transaction.

    Two programs may do so at once: the second waits for the first.
    """
    require()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('fairpanel migrate'))")
        cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except MigrationSchemaMissing as error:
        raise NoRights(why=_short(str(error))) from error
    except DatabaseError as error:
        raise explained(error) or error from error
    finally:
        connection.close()


def explained(error: DatabaseError) -> Unavailable | None:
    """The sentence for a fault of the database that its keeper can mend; None for one of ours."""
    code = getattr(error.__cause__, "sqlstate", None) or ""
    if code == "53100":
        return Full()
    if code == "55P03":
        return Busy()
    if code == "42501":
        return NoRights(why=_short(str(error)))
    if not code and isinstance(error, ProgrammingError):
        # The driver did not understand the address: an option that libpq does not know, say.
        return Unreachable(where="DATABASE_URL", why=_short(str(error)))
    if code[:2] in {"08", "57", "28", "3D", "53"} or (isinstance(error, OperationalError) and not code):
        settings = connection.settings_dict
        where = f"{settings['HOST'] or 'the local socket'}:{settings['PORT'] or 5432}/{settings['NAME']}"
        return Unreachable(where=where, why=_short(str(error)))
    return None


def _short(words: str) -> str:
    """The driver's reason without its preamble, line breaks and hints."""
    first = next((line for line in words.splitlines() if line.strip()), "no reason given")
    return first.rpartition("failed: ")[2].strip().rstrip(".?")
