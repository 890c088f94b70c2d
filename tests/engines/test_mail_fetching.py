"""Fetching from a real IMAP server: each mail once, gone there when it is here, whatever the mailbox does."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from fairpanel.engines.mail_in import fetching as module
from fairpanel.engines.mail_in.fetching import Fetcher
from fairpanel.engines.mail_in.places import Mailbox
from tests.engines.mail_keepers import Keeper
from tests.receipts.mail.made_mails import a_mail, an_order

USER, PASSWORD, FOLDER = "demouser", "demopass", "Receipts"
MAIL = bytes(a_mail(an_order()))


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    """A server in memory; each one counts its mailboxes anew."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = Path(sys.executable).with_name("pymap")
    process = subprocess.Popen(
        [command, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "--no-service", "sieve",
         "--no-service", "admin", "dict", "--demo-data"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    box = Mailbox("127.0.0.1", port, USER, PASSWORD, FOLDER, with_tls=False)
    try:
        _wait_for(box)
        with signed_in(box) as session:
            session.create(FOLDER)
        yield box
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(box: Mailbox) -> None:
    give_up = time.monotonic() + 30
    while True:
        try:
            imaplib.IMAP4(box.host, box.port, timeout=5).logout()
        except OSError:
            assert time.monotonic() < give_up
            time.sleep(0.1)
        else:
            return


@contextmanager
def signed_in(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    session = imaplib.IMAP4(box.host, box.port, timeout=10)
    session.login(box.user, box.password)
    try:
        yield session
    finally:
        session.logout()


def put(box: Mailbox, *mails: bytes) -> None:
    with signed_in(box) as session:
        for mail in mails:
            status, told = session.append(FOLDER, "", "", mail)
            assert status == "OK", told


def left_in(box: Mailbox) -> int:
    with signed_in(box) as session:
        return int(session.select(FOLDER, readonly=True)[1][0] or 0)


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with imap_server() as box:
        yield box


def test_what_is_there_is_taken_once_and_deleted_there(server: Mailbox) -> None:
    keeper = Keeper()
    put(server, MAIL, MAIL.replace(b"38,85", b"12,00"))

    first, second = (Fetcher(server, keeper).look() for _ in range(2))

    assert (first, second) == (2, 0)
    assert next(iter(keeper.fetched.values())) == MAIL
    assert left_in(server) == 0


def test_what_could_not_be_kept_stays_there(server: Mailbox) -> None:
    keeper = Keeper(fails=OSError("no space left"))
    put(server, MAIL)

    with pytest.raises(OSError, match="no space"):
        Fetcher(server, keeper).look()

    assert left_in(server) == 1
    keeper.fails = None
    assert Fetcher(server, keeper).look() == 1


def test_what_was_kept_before_a_crash_is_only_deleted(server: Mailbox) -> None:
    keeper = Keeper()
    put(server, MAIL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_delete", _die)
        with pytest.raises(KeyboardInterrupt):
            Fetcher(server, keeper).look()

    again = Fetcher(server, keeper).look()

    assert (again, len(keeper.fetched), left_in(server)) == (0, 1, 0)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_too_large_is_written_down_and_not_fetched(server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAIL_BYTES_MAX", 200)
    keeper = Keeper()
    put(server, MAIL)

    Fetcher(server, keeper).look()

    assert (len(keeper.too_large), len(keeper.fetched), left_in(server)) == (1, 0, 0)


def test_a_mailbox_that_counts_anew_has_other_places(server: Mailbox) -> None:
    keeper = Keeper()
    put(server, MAIL)
    Fetcher(server, keeper).look()
    with imap_server() as anew:
        put(anew, MAIL)
        box = replace(anew, port=anew.port)
        Fetcher(box, keeper).look()

    validities = {place.validity for place in keeper.fetched}
    assert len(validities) == 2


@pytest.mark.parametrize("change", [{"password": "wrong"}, {"folder": "Nowhere"}])
def test_a_mailbox_that_says_no_is_a_fault_that_names_nobody(server: Mailbox, change: dict[str, str]) -> None:
    with pytest.raises((imaplib.IMAP4.error, module.MailboxFault)) as told:
        Fetcher(replace(server, **change), Keeper()).look()  # type: ignore[arg-type]  # texts only

    assert PASSWORD not in str(told.value)
