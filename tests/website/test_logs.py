"""Logs say what broke and where, and nothing about a person (law 5)."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client

from fairpanel.website import logs, views


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What stands in the log, as set up by the settings."""
    [ours] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    stream, before = io.StringIO(), ours.stream
    ours.setStream(stream)
    yield stream
    ours.setStream(before)


def test_what_is_personal_by_its_name_is_removed(told: io.StringIO) -> None:
    structlog.get_logger("fairpanel.tests").warning("a receipt came", email="alice@example.org", receipt="1", text="x")

    line = json.loads(told.getvalue())
    assert line["event"] == "a receipt came"
    assert (line["email"], line["text"], line["receipt"]) == ("[removed]", "[removed]", "1")


def test_an_exception_tells_where_and_not_what_it_said(told: io.StringIO) -> None:
    try:
        int("alice@example.org bought aspirin")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")

    line = json.loads(told.getvalue())
    assert line["fault"] == "ValueError"
    assert line["where"][-1].startswith("test_logs.py:")
    assert "aspirin" not in told.getvalue()


@pytest.mark.django_db
def test_a_page_that_breaks_says_so_and_leaves_a_line(told: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(views, "render", breaks)

    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "It has been written down" in answer.content.decode()
    assert "RuntimeError" in told.getvalue()
    assert "a secret" not in told.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/privacy/left/a-secret-link/", "/privacy/left/<str:link>/"),
        ("/join/with/a-secret-link/", "/join/with/<str:code>/"),
        ("/nowhere/a-secret-link/", "an unknown page"),
    ],
)
def test_a_page_that_refuses_is_told_by_its_pattern_and_never_by_a_secret_address(
    told: io.StringIO, address: str, page: str
) -> None:
    answers = [Client().get(address).status_code, Client(enforce_csrf_checks=True).post(address).status_code]

    assert min(answers) >= 400
    assert page in told.getvalue()
    assert "a-secret-link" not in told.getvalue()


def test_the_settings_set_the_logs_up() -> None:
    assert structlog.is_configured()
    assert {"email", "name", "phone", "text"} <= logs.PRIVATE
