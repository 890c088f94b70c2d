"""A real conversation with a mail server, however it goes; and one with a provider's own interface."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fairpanel.notices.sending import send
from fairpanel.website.environment import Environment, mail_settings
from tests.notices.conftest import Tell
from tests.notices.mail_server import MailServer, mail_server
from tests.notices.push_service import push_service


def send_by(url: str, settings: Any, folder: Path) -> None:
    """From now on mails go where FAIRPANEL_MAIL_URL would say."""
    environment = Environment.read({"FAIRPANEL_HOME": str(folder), "FAIRPANEL_MAIL_URL": url})
    for name, value in mail_settings(environment).items():
        setattr(settings, name, value)


@pytest.fixture
def server(settings: Any, tmp_path: Path) -> Iterator[MailServer]:
    """A mail server that this panel sends by."""
    with mail_server() as running:
        send_by(f"smtp://127.0.0.1:{running.port}", settings, tmp_path)
        yield running


def test_the_server_gets_the_whole_letter_for_one_address(server: MailServer, result: Tell) -> None:
    notice = result()

    send(notice_id=notice.id, now=notice.send_after)

    [letter] = server.mails()
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert [line for line in server.said if line.startswith("rcpt")] == ["rcpt TO:<alice@example.org>"]
    assert (letter["To"], letter["Subject"]) == ("alice@example.org", "Your receipt counts")
    assert letter["Message-ID"] == f"<{notice.id}@localhost>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/notices/stop/" in letter["List-Unsubscribe"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert text is not None
    assert html is not None
    assert "Receipt 1 counts." in text.get_content()
    assert "Receipt 1 counts." in html.get_content()


@pytest.mark.parametrize(
    ("answers", "state", "fault"),
    [
        ({"RCPT": "550 no such user alice@example.org"}, "failed", "SMTPRecipientsRefused 550"),
        ({"RCPT": "451 come back later"}, "waiting", "SMTPRecipientsRefused 451"),
        ({".": "554 looks like spam to alice@example.org"}, "failed", "SMTPDataError 554"),
        ({".": "452 disk full"}, "waiting", "SMTPDataError 452"),
        ({"MAIL": "530 sign in first"}, "waiting", "SMTPSenderRefused 530"),
    ],
)
def test_what_the_server_says_decides_whether_we_try_again(
    server: MailServer, told: Tell, now: datetime, *, answers: dict[str, str], state: str, fault: str
) -> None:
    server.answers |= answers
    notice = told()

    send(notice_id=notice.id, now=now)

    notice.refresh_from_db()
    assert (notice.state, notice.fault) == (state, fault)


def test_a_server_that_hangs_up_after_it_took_the_letter_gets_it_again_under_the_same_id(
    server: MailServer, told: Tell, now: datetime
) -> None:
    server.answers["."] = ""
    notice = told()
    send(notice_id=notice.id, now=now)
    server.answers.clear()

    send(notice_id=notice.id, now=now + timedelta(minutes=1))

    first, second = server.mails()
    assert first["Message-ID"] == second["Message-ID"]
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == ("sent", 2)


def test_a_server_that_is_not_there_costs_a_minute(told: Tell, now: datetime, settings: Any, tmp_path: Path) -> None:
    with mail_server() as gone:
        port = gone.port
    send_by(f"smtp://127.0.0.1:{port}", settings, tmp_path)
    notice = told()

    send(notice_id=notice.id, now=now)

    notice.refresh_from_db()
    assert (notice.state, notice.fault) == ("waiting", "ConnectionRefusedError")
    assert notice.send_after == now + timedelta(minutes=1)


# As Postmark says it (https://postmarkapp.com/developer/api/overview).
INACTIVE = (
    "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: alice@example.org. "
    "Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression."
)


@pytest.mark.parametrize(
    ("status", "code", "said", "state"),
    [
        (200, 0, "OK", "sent"),
        (422, 406, INACTIVE, "failed"),
        (422, 405, "Not allowed to send.", "waiting"),
        (500, 0, "Something broke.", "waiting"),
    ],
)
def test_a_provider_gets_the_same_letter_by_its_own_interface(
    result: Tell, settings: Any, tmp_path: Path, *, status: int, code: int, said: str, state: str
) -> None:
    send_by("postmark://token", settings, tmp_path)
    notice = result()
    with push_service() as provider:
        answer = {"ErrorCode": code, "Message": said, "MessageID": "1", "To": "alice@example.org"}
        provider.answer = json.dumps(answer).encode()
        settings.ANYMAIL |= {"POSTMARK_API_URL": f"{provider.address}/{status}/"}

        send(notice_id=notice.id, now=notice.send_after)

    [asked] = provider.got
    letter = json.loads(asked.body)
    headers = {header["Name"]: header["Value"] for header in letter["Headers"]}
    assert asked.headers["x-postmark-server-token"] == "token"
    assert (letter["To"], letter["Subject"]) == ("alice@example.org", "Your receipt counts")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"] == f"<{notice.id}@localhost>"
    notice.refresh_from_db()
    assert notice.state == state
    assert "alice" not in notice.fault
