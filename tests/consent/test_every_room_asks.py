"""Law 1 in every room: whoever writes or reads what is collected for a purpose asks first, or says why not."""

from pathlib import Path

import pytest
from django.apps import apps

import fairpanel
from fairpanel.consent.values import Purpose
from fairpanel.privacy import ports, register
from tests.consent.guarding import Guarded, code_of, unguarded

PACKAGE = Path(fairpanel.__file__).parent
ROOM = Guarded(models={"fairpanel.parcels.models": {"Parcel"}}, managers={"parcels"})


def guarded() -> Guarded:
    """The tables with a column that the register says is for a purpose which needs a yes."""
    entries = register.entries(ports.filled().keepers)
    tables = {entry.table for entry in entries if entry.column.purpose in set(Purpose)}
    models: dict[str, set[str]] = {}
    managers = set()
    for label in tables:
        model = apps.get_model(label)
        models.setdefault(f"{model.__module__.split('.models')[0]}.models", set()).add(model.__name__)
        for field in model._meta.concrete_fields:
            if field.remote_field is not None:
                managers.add(str(field.remote_field.get_accessor_name() or ""))
    return Guarded(models, managers - {"", "+"})


def test_the_register_knows_what_is_collected() -> None:
    assert "Receipt" in guarded().models["fairpanel.receipts.models"]
    assert {"receipts", "lines", "predictions"} <= guarded().managers


@pytest.mark.parametrize("file", list(code_of(PACKAGE)), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_whoever_touches_what_is_collected_asks_or_says_why_not(file: Path) -> None:
    assert unguarded(file.read_text("utf-8"), guarded()) == []


IMPORTS = """
from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.parcels.models import Parcel
"""
ABOUT_ANOTHER = """
@collects(Purpose.SURVEYS)
def send(member):
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    Parcel.objects.create()
"""


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("def send(member):\n    Parcel.objects.create(member=member)", "has no mark"),
        ("def send(member):\n    Parcel(member=member).save()", "has no mark"),
        ("def of(member):\n    return member.parcels.filter(open=True)", "has no mark"),
        ("def of(member):\n    return _all()\ndef _all():\n    return Parcel.objects.all()", "has no mark"),
        ("class Table:\n    model = Parcel", "has no mark"),
        ("@collects(Purpose.SURVEYS)\ndef send(member):\n    Parcel.objects.create()", "never asks whether"),
        (ABOUT_ANOTHER, "never asks about it"),
        ("@needs_no_consent('')\ndef send(member):\n    Parcel.objects.create()", "does not say why"),
    ],
)
def test_a_room_that_does_not_ask_is_found(code: str, fault: str) -> None:
    assert any(fault in found for found in unguarded(IMPORTS + code, ROOM))


@pytest.mark.parametrize(
    "code",
    [
        "def told(parcel: Parcel) -> str:\n    return parcel.name",
        "@needs_no_consent('It counts.')\ndef count():\n    return Parcel.objects.count()",
        (
            "@reads(Purpose.SURVEYS)\ndef of():\n    return _all().filter(member__in=consent.live_members("
            "Purpose.SURVEYS, at=now))\ndef _all():\n    return Parcel.objects.all()"
        ),
        (
            "_FOR = (Purpose.SURVEYS,)\n@collects(Purpose.SURVEYS)\ndef send(member):\n    _ask(member)\n"
            "    Parcel.objects.create()\ndef _ask(member):\n    for one in _FOR:\n"
            "        consent.require(member=member, purpose=one, now=now)"
        ),
    ],
)
def test_a_room_that_asks_or_says_why_not_is_left_in_peace(code: str) -> None:
    assert unguarded(IMPORTS + code, ROOM) == []
