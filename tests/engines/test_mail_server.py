"""A real conversation with the mail server, by people of good will and by others."""

import resource
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fairpanel.engines.mail_in import serving as module
from fairpanel.kit.problems import Conflict
from fairpanel.receipts.mail.values import MAIL_BYTES_MAX, Way
from tests.engines.mail_keepers import OTHER, OURS, Keeper, lines_of, serving
from tests.receipts.mail.made_mails import a_mail, an_order

MAIL = bytes(a_mail(an_order()))
GREETED = (b"EHLO me.example\r\n", b"MAIL FROM:<alice@example.org>\r\n")
MEGABYTES_MORE_MAX = 400


def send(place: tuple[str, int], data: bytes = MAIL, *to: str, sender: str = "alice@example.org") -> None:
    with smtplib.SMTP(*place, timeout=30) as client:
        client.sendmail(sender, list(to) or [OURS], data)


def test_a_mail_is_kept_as_it_was_sent() -> None:
    keeper = Keeper()
    with serving(keeper) as place:
        send(place, MAIL.replace(b"Lumina</h1>", b"Lumina</h1>\r\n.dot\r\n..\r\n"))

    [(data, to, around)] = keeper.kept
    assert b"\r\n.dot\r\n..\r\n" in data
    assert (to, around.way, around.sender) == ((OURS,), Way.SMTP, "alice@example.org")


def test_250_is_said_only_when_it_is_kept() -> None:
    keeper = Keeper(fails=OSError("no space left on device"))
    with serving(keeper) as place, pytest.raises(smtplib.SMTPDataError) as told:
        send(place)

    assert told.value.smtp_code == 451
    assert "space" not in str(told.value.smtp_error)
    assert keeper.kept == []


@pytest.mark.parametrize(
    "to",
    ["alice@example.org", "receipts-xyz@in.panel.example", "postmaster@localhost", "a@b@c.example", '"x y"@z.example'],
)
def test_what_is_not_ours_is_refused_with_one_answer(to: str) -> None:
    with serving(Keeper()) as place:
        *_, answer = lines_of(place, *GREETED, f"RCPT TO:<{to}>\r\n".encode())

    assert answer[:4] in {b"550 ", b"553 "}
    assert to.encode() not in answer


def test_where_nobody_can_tell_the_other_side_tries_again() -> None:
    keeper = Keeper()
    keeper.is_known = lambda _address: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    with serving(keeper) as place:
        *_, answer = lines_of(place, *GREETED, f"RCPT TO:<{OURS}>\r\n".encode())

    assert answer.startswith(b"451 ")


def test_a_mail_without_a_sender_is_taken_too() -> None:
    keeper = Keeper()
    with serving(keeper) as place:
        send(place, sender="")

    assert len(keeper.kept) == 1


def test_lmtp_answers_for_each_recipient() -> None:
    keeper = Keeper()
    with serving(keeper, way=Way.LMTP) as place:
        to_two = (f"RCPT TO:<{to}>\r\n".encode() for to in (OURS, OTHER))
        said = (b"LHLO me\r\n", GREETED[1], *to_two, b"DATA\r\n", MAIL + b"\r\n.\r\n")
        with socket.create_connection(place, timeout=20) as wire, wire.makefile("rb") as heard:
            for line in said:
                wire.sendall(line)
            wire.sendall(b"QUIT\r\n")
            answers = heard.read().splitlines()

    assert [answer[:4] for answer in answers[-4:]] == [b"354 ", b"250 ", b"250 ", b"221 "]
    assert [(to, around.way) for _data, to, around in keeper.kept] == [((OURS, OTHER), Way.LMTP)]


def test_lmtp_as_a_client_of_the_library_speaks_it() -> None:
    keeper = Keeper()
    with serving(keeper, way=Way.LMTP) as place, smtplib.LMTP(*place) as client:
        client.sendmail("alice@example.org", [OURS], MAIL)

    assert len(keeper.kept) == 1


def test_smtp_is_not_spoken_where_lmtp_is() -> None:
    with serving(Keeper(), way=Way.LMTP) as place:
        *_, answer = lines_of(place, b"EHLO me\r\n")

    assert answer.startswith(b"500 ")


@pytest.mark.parametrize("line", [b"AUTH PLAIN AGEAYg==\r\n", b"VRFY " + OURS.encode() + b"\r\n", b"EXPN staff\r\n"])
def test_nobody_signs_in_and_nobody_is_told_who_is_here(line: bytes) -> None:
    with serving(Keeper()) as place:
        known = lines_of(place, GREETED[0], line)[-1]
        unknown = lines_of(place, GREETED[0], line.replace(OURS.encode(), b"nobody@in.panel.example"))[-1]

    assert known == unknown
    assert known[:1] in {b"2", b"5"}
    assert OURS.encode() not in known


def test_a_server_on_this_machine_says_for_whom_it_passes_on() -> None:
    keeper = Keeper()
    with serving(keeper) as place:
        lines_of(
            place, GREETED[0], b"XFORWARD NAME=mail.example.org ADDR=192.0.2.7 HELO=mail.example.org PROTO=ESMTP\r\n",
            GREETED[1], f"RCPT TO:<{OURS}>\r\n".encode(), b"DATA\r\n", MAIL + b"\r\n.\r\n",
        )  # fmt: skip

    assert (keeper.kept[0][2].ip, keeper.kept[0][2].helo) == ("192.0.2.7", "mail.example.org")


def test_who_is_not_trusted_says_nothing_of_others() -> None:
    keeper = Keeper()
    with serving(keeper) as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module._Handler, "trusts", lambda *_: False)
        answers = lines_of(place, GREETED[0], b"XFORWARD ADDR=192.0.2.7\r\n", GREETED[1])
        send(place)

    assert answers[2].startswith(b"550 ")
    assert keeper.kept[0][2].ip == "127.0.0.1"


def test_what_is_too_large_is_refused_before_and_after_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAIL_BYTES_MAX", 100_000)
    keeper = Keeper()
    with serving(keeper) as place:
        announced = lines_of(place, GREETED[0], b"MAIL FROM:<a@b.example> SIZE=100001\r\n")[-1]
        body = (b"y" * 70 + b"\r\n") * 2_000 + b".\r\n"
        sent = lines_of(place, *GREETED, f"RCPT TO:<{OURS}>\r\n".encode(), b"DATA\r\n", body)[-1]

    assert announced.startswith(b"552 ")
    assert sent.startswith(b"552 ")
    assert keeper.kept == []


def test_an_endless_line_costs_no_memory_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAIL_BYTES_MAX", 4_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    keeper, sent = Keeper(), 0
    with serving(keeper) as place, socket.create_connection(place, timeout=20) as wire:
        for line in (*GREETED, f"RCPT TO:<{OURS}>\r\n".encode(), b"DATA\r\n"):
            wire.recv(4096)
            wire.sendall(line)
        with suppress(OSError):
            while sent < 200_000_000:
                sent += wire.send(b"x" * 65_536)

    assert sent < 100_000_000
    assert keeper.kept == []
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES_MORE_MAX


def test_a_client_that_is_slow_is_not_waited_for() -> None:
    keeper = Keeper()
    begun = time.monotonic()
    with serving(keeper, data_seconds_max=1.0) as place, socket.create_connection(place, timeout=20) as wire:
        for line in (*GREETED, f"RCPT TO:<{OURS}>\r\n".encode(), b"DATA\r\n"):
            wire.recv(4096)
            wire.sendall(line)
        heard = b""
        try:
            for letter in b"Subject: slow" * 10:
                wire.sendall(bytes([letter]))
                time.sleep(0.05)
            heard = wire.recv(4096)
        except OSError:
            heard = b"reset"

    assert heard
    assert time.monotonic() - begun < 15
    assert keeper.kept == []


def test_a_client_that_is_silent_is_left() -> None:
    with serving(Keeper(), silence_seconds_max=0.5) as place, socket.create_connection(place, timeout=20) as wire:
        wire.recv(4096)
        said = wire.recv(4096)

    assert said == b""


def test_more_connections_than_we_take_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTIONS_MAX", 2)
    with serving(Keeper()) as place:
        first = [socket.create_connection(place, timeout=20) for _ in range(2)]
        for wire in first:
            assert wire.recv(4096).startswith(b"220")
        with socket.create_connection(place, timeout=20) as third:
            answer = third.recv(4096)
        for wire in first:
            wire.close()
        time.sleep(0.2)
        send(place)

    assert answer.startswith(b"421 ")


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\x01\x02\r\n",
        b"\xff\xfe EHLO\r\n", b"MAIL FROM:<a@b.example>\rRCPT TO:<x>\r\n", b"E" * 99_000 + b"\r\n",
        b"MAIL FROM:<" + b"a" * 500 + b"@b.example>\r\n", b"XFORWARD ADDR=\x7f HELO=a=b=c\r\n", b"DATA\r\n", b"\r\n",
    ],
)  # fmt: skip
def test_whatever_is_said_the_answer_is_a_line_and_the_next_mail_is_taken(line: bytes) -> None:
    keeper = Keeper()
    with serving(keeper) as place:
        answer = lines_of(place, GREETED[0], line)[-1]
        send(place)

    assert answer[:1] in {b"2", b"4", b"5"}
    assert answer.endswith(b"\r\n")
    assert len(keeper.kept) == 1


def test_no_second_mail_is_smuggled_in() -> None:
    keeper = Keeper()
    smuggled = b"Subject: one\r\n\r\nbody\n.\nMAIL FROM:<eve@example.org>\nRCPT TO:<" + OURS.encode() + b">\nDATA\n"
    with serving(keeper) as place:
        answers = lines_of(
            place, *GREETED, f"RCPT TO:<{OURS}>\r\n".encode(), b"DATA\r\n", smuggled + b"two\r\n.\r\n", b"NOOP\r\n"
        )

    assert [answer[:3] for answer in answers[-2:]] == [b"250", b"250"]
    assert len(keeper.kept) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\r\n",
        b"\r\n\r\n.\r\n\r\r\n.\r\nend\r\n",
        b"one line\r\n",
        b".\r\n..\r\n.a dot first\r\n",
        b"Subject: x\r\n\r\n.\r\n\r\n...\r\nlast.\r\n.\r\n",
        b"Subject: x\r\n\r\n" + b".words and words\r\n" * 20_000,
        b"." + b"x" * 60_000 + b"\r\nshort\r\n",
    ],
    ids=["empty", "bare marks", "one line", "dots", "dots alone", "large", "a long line"],
)
def test_what_is_sent_is_what_is_kept_whatever_its_lines_begin_with(content: bytes) -> None:
    keeper = Keeper()
    with serving(keeper) as place:
        send(place, content)
        send(place, MAIL)

    assert [data for data, *_ in keeper.kept] == [content, MAIL.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")]


def test_where_too_many_wait_the_other_side_comes_again_later() -> None:
    keeper = Keeper(fails=Conflict())
    with serving(keeper) as place, pytest.raises(smtplib.SMTPDataError, match="452"):
        send(place)


def test_starttls_where_a_certificate_is_given(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    keeper = Keeper()
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with serving(keeper, tls=context) as place, smtplib.SMTP(*place) as client:
        client.starttls(context=trusting)
        client.sendmail("alice@example.org", [OURS], MAIL)
        offers = client.esmtp_features

    assert len(keeper.kept) == 1
    assert "auth" not in offers
    assert int(offers["size"]) == MAIL_BYTES_MAX


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC).replace(tzinfo=None)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now)
    made = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
