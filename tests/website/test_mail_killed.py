"""`fairpanel mail` killed in the middle of a stream of mails: what it said 250 to is there, and is read, once."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.panel import Panel, wait_for
from tests.receipts.mail.made_mails import DOMAIN, a_mail, an_order

pytestmark = pytest.mark.timeout(600)
SENDERS, KEPT_BEFORE_KILL = 4, 20
ADDRESS = """
from datetime import UTC, datetime
from fairpanel.website.start import start
start()
from fairpanel.members.models import Member
from fairpanel.receipts.mail import actions
print(actions.give_address(member=Member.objects.get(), random=b"0123456789", now=datetime.now(UTC)))
"""


WAITING = """
SELECT (SELECT count(*) FROM receipts_mail WHERE outcome = 'waiting'),
       (SELECT count(*) FROM receipts_receipt WHERE state = 'received')
"""


@dataclass
class MailPanel(Panel):
    """A panel with mail coming in on a port of its own."""

    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        ours = {"FAIRPANEL_MAIL_IN_DOMAIN": DOMAIN, "FAIRPANEL_MAIL_IN_LISTEN": f"smtp://127.0.0.1:{self.port}"}
        return super().environment | ours

    def serve_mail(self) -> "subprocess.Popen[str]":
        """Start it, and wait until it listens."""
        process = self.start("mail")
        wait_for(self._listens)
        return process

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@pytest.fixture
def panel(home: Path) -> Iterator[MailPanel]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    panel = MailPanel(home, port=port)
    panel.enrol_alice()
    yield panel
    panel.end()


@dataclass
class Stream:
    """Mails with an order each, sent as fast as they are taken. A mail without an answer is sent again."""

    port: int
    to: str
    acknowledged: list[int] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, sender: int) -> None:
        number = sender
        while not self.stop.is_set():
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
                    while not self.stop.is_set():
                        client.sendmail("alice@example.org", [self.to], order(number))
                        self.acknowledged.append(number)
                        number += SENDERS
            except (OSError, smtplib.SMTPException):
                time.sleep(0.2)


def order(number: int) -> bytes:
    html = an_order(f"LU-{number:05}-20815", total=f"{number + 1},50")
    return bytes(a_mail(html, name=f"<{number}@lumina.example>"))


def test_what_was_acknowledged_before_a_kill_is_there_and_read_once(panel: MailPanel) -> None:
    to = subprocess.run(
        [sys.executable, "-c", ADDRESS], env=panel.environment, check=True, timeout=120, text=True, capture_output=True
    ).stdout.strip()
    server = panel.serve_mail()
    stream = Stream(panel.port, to)
    threads = [threading.Thread(target=stream.run, args=[sender]) for sender in range(SENDERS)]
    for thread in threads:
        thread.start()

    wait_for(lambda: len(stream.acknowledged) >= KEPT_BEFORE_KILL)
    os.kill(server.pid, signal.SIGKILL)
    server.wait(20)
    before = len(stream.acknowledged)
    again = panel.serve_mail()
    wait_for(lambda: len(stream.acknowledged) >= before + KEPT_BEFORE_KILL // 2)
    stream.stop.set()
    for thread in threads:
        thread.join()
    panel.start("work")
    wait_for(lambda: panel.ask(WAITING) == [(0, 0)], seconds=240)
    again.send_signal(signal.SIGTERM)
    again.wait(40)

    [(kept, taken, orders)] = panel.ask(
        "SELECT count(*), count(*) FILTER (WHERE outcome = 'taken'), sum(receipts) FROM receipts_mail"
    )
    [(receipts, unread)] = panel.ask(
        "SELECT count(*), count(*) FILTER (WHERE state = 'received') FROM receipts_receipt WHERE channel = 'mail'"
    )
    assert len(set(stream.acknowledged)) == len(stream.acknowledged)
    # One mail of each sender may be on the disk without its answer having been heard.
    assert len(stream.acknowledged) <= kept <= len(stream.acknowledged) + SENDERS
    assert (taken, orders, receipts, unread) == (kept, kept, kept, 0)
    said = (panel.home / "stderr.log").read_text()
    assert to.partition("@")[0] not in said
    assert "lumina" not in said
