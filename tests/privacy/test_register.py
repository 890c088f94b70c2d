"""Law 21: every column of every table is declared once, by the room that answers for it."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from fairpanel.consent.values import Purpose
from fairpanel.kit.personal import GROUNDS, RETENTIONS, Keeper
from fairpanel.members.models import Member
from fairpanel.privacy import ports, register
from fairpanel.programme import Programme

KEEPERS = ports.filled().keepers
ENTRIES = list(register.entries(KEEPERS))
# What keeps the tables in shape, and is about nobody.
NOT_A_MODEL = {"django_migrations"}


def columns_there() -> dict[str, set[str]]:
    """The columns of every table of every installed app."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: {str(field.column) for field in model._meta.concrete_fields} for model in models}


def test_every_column_is_declared_and_every_declared_column_is_there() -> None:
    declared: dict[str, set[str]] = {}
    for entry in ENTRIES:
        declared.setdefault(entry.table, set()).add(entry.name)

    there = {table: columns for table, columns in columns_there().items() if columns}

    undeclared = {f"{table}.{name}" for table, names in there.items() for name in names - declared.get(table, set())}
    gone = {f"{table}.{name}" for table, names in declared.items() for name in names - there.get(table, set())}
    assert (undeclared, gone) == (set(), set())


def test_every_table_of_the_database_is_one_that_is_declared(db: None) -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))

    assert there - tables == NOT_A_MODEL


def test_a_table_is_declared_by_its_own_room_and_only_there() -> None:
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("fairpanel.")}

    owners = {(entry.table, entry.owner) for entry in ENTRIES}

    assert max(Counter(table for table, _owner in owners).values()) == 1
    for table, owner in owners:
        app = table.split(".")[0]
        assert owner == (app if app in rooms else "website")


def test_a_room_has_one_keeper_and_the_account_goes_last() -> None:
    rooms = [keeper.room for keeper in KEEPERS]

    assert max(Counter(rooms).values()) == 1
    assert rooms[-1] == "members"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.table}.{entry.name}")
def test_a_column_says_what_it_is_for_how_long_it_stays_and_what_it_means(entry: register.Entry) -> None:
    assert entry.column.purpose in GROUNDS | set(Purpose)
    assert entry.column.retention in RETENTIONS
    assert entry.column.about.endswith(".")


@pytest.mark.parametrize("keeper", KEEPERS, ids=lambda keeper: str(keeper.room))
def test_what_a_room_gives_to_take_along_stands_in_the_codebook(keeper: Keeper, alice: Member) -> None:
    for table in keeper.tables(alice.pk):
        assert set(table.columns) <= set(keeper.register[table.name])
        assert [set(row) for row in table.rows if set(row) != set(table.columns)] == []


def test_the_page_of_the_documentation_is_what_the_register_says(programme: Programme) -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "data-register.md"

    written = register.as_markdown(KEEPERS, programme=programme)

    # When this fails: `fairpanel privacy register > docs/reference/data-register.md`.
    assert page.read_text("utf-8") == written


def test_the_codebook_tells_every_column_of_the_tables_that_are_taken_along() -> None:
    told = list(register.codebook(KEEPERS, ("receipts.Line",)))

    assert {entry.name for entry in told} >= {"text", "price_minor", "currency"}
    assert all(entry.owner == "receipts" for entry in told)
