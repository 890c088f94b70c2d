"""What proves a mail: DKIM, SPF and ARC over made-up domains, and whatever hostile headers say."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dns.message
import dns.rrset
import pytest

from fairpanel.engines.mail_in.dns import Dns, NoDns, Table
from fairpanel.engines.mail_in.proving import DnsProver
from fairpanel.receipts.mail.values import Envelope, Proof, Verdict, Way
from tests.engines.mail_senders import dns_of, sealed, signed
from tests.receipts.mail.made_mails import a_mail, an_order

MAIL = bytes(a_mail(an_order(), sender="Lumina <orders@lumina.example>"))
SECONDS_MAX = 20
UNKNOWN = Envelope(Way.SMTP)


def sent_by(ip: str, sender: str = "orders@lumina.example") -> Envelope:
    return Envelope(Way.SMTP, sender=sender, ip=ip, helo="mail.lumina.example")


def prove(data: bytes, dns: Table | Dns | NoDns, envelope: Envelope = UNKNOWN) -> Proof:
    begun = time.monotonic()
    proof = DnsProver(dns).prove(data, envelope)
    assert time.monotonic() - begun < SECONDS_MAX
    return proof


def test_a_signature_that_holds_proves_its_domain() -> None:
    proof = prove(signed(MAIL, "lumina.example"), dns_of("lumina.example"))

    assert (proof.dkim, proof.signers) == (Verdict.PASS, ("lumina.example",))


def test_one_word_changed_and_the_signature_does_not_hold() -> None:
    changed = signed(MAIL, "lumina.example").replace(b"38,85", b"88,85")

    assert prove(changed, dns_of("lumina.example")).dkim is Verdict.FAIL


def test_below_a_signature_over_a_part_anything_may_have_been_written() -> None:
    partly = signed(MAIL, "lumina.example", length=True) + b"<p>Total 99,00</p>\r\n"

    proof = prove(partly, dns_of("lumina.example"))

    assert (proof.dkim, proof.signers) == (Verdict.FAIL, ())


def test_without_a_key_nothing_is_proven() -> None:
    assert prove(signed(MAIL, "lumina.example"), Table({})).dkim is Verdict.FAIL


def test_where_no_name_server_answers_nobody_knows() -> None:
    proof = prove(signed(MAIL, "lumina.example"), NoDns(), sent_by("192.0.2.7"))

    assert (proof.dkim, proof.spf, proof.arc) == (Verdict.UNSURE, Verdict.UNSURE, Verdict.NONE)


def test_a_mail_without_anything_proves_nothing() -> None:
    assert prove(MAIL, Table({})) == Proof()


@pytest.mark.parametrize(
    ("ip", "verdict"), [("192.0.2.7", Verdict.PASS), ("198.51.100.1", Verdict.FAIL), ("", Verdict.NONE)]
)
def test_a_server_may_send_or_not(ip: str, verdict: Verdict) -> None:
    proof = prove(MAIL, dns_of("lumina.example"), sent_by(ip))

    assert proof.spf is verdict
    assert proof.spf_domain == ("lumina.example" if ip else "")


def test_a_chain_that_holds_tells_what_the_forwarder_saw() -> None:
    dns = dns_of("lumina.example", "google.com")
    passed_on = sealed(signed(MAIL, "lumina.example"), "google.com", saw="lumina.example")

    proof = prove(passed_on, dns)

    assert (proof.arc, proof.sealer, proof.sealer_saw) == (Verdict.PASS, "google.com", ("lumina.example",))


def test_a_chain_that_was_tampered_with_does_not_hold() -> None:
    dns = dns_of("lumina.example", "google.com")
    passed_on = sealed(signed(MAIL, "lumina.example"), "google.com", saw="lumina.example")

    proof = prove(passed_on.replace(b"38,85", b"88,85"), dns)

    assert (proof.arc, proof.sealer_saw) == (Verdict.FAIL, ())


@pytest.mark.parametrize(
    "head",
    [
        b"DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=AA==; b=AA==\r\n" * 500,
        b"DKIM-Signature: " + b"v=1; " * 20_000 + b"\r\n",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=" + b"\xff" * 300 + b"; s=\x00; h=from; bh=A; b=B\r\n",
        b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=x.example; s=s; b=AA==\r\n" * 60,
        b"ARC-Seal: i=99999999999; a=rsa-sha256\r\n",
        b"ARC-Seal:" + b" " * 100_000 + b"\r\n",
        b"DKIM-Signature: h=" + b"from:" * 20_000 + b"; d=lumina.example\r\n",
    ],
    ids=["many", "long", "bytes", "seals", "instance", "spaces", "headers"],
)
def test_hostile_signatures_cost_little_and_prove_nothing(head: bytes) -> None:
    proof = prove(head + MAIL, dns_of("lumina.example", "x.example"), sent_by("192.0.2.7", "a@" + "x" * 200))

    assert proof.signers == ()
    assert proof.arc is not Verdict.PASS


@pytest.mark.parametrize(
    "record",
    [
        b"v=spf1 include:lumina.example -all",
        b"v=spf1 " + b" ".join(b"include:a%d.lumina.example" % n for n in range(50)) + b" -all",
        b"v=spf1 exists:%{i}.%{l}.lumina.example a mx ptr -all",
        b"v=spf1 redirect=lumina.example",
        b"v=spf1 \xff\xfe",
    ],
)
def test_hostile_records_end_soon_and_allow_nobody(record: bytes) -> None:
    dns = Table({("lumina.example", "TXT"): [record]})

    assert prove(MAIL, dns, sent_by("192.0.2.7")).spf is not Verdict.PASS


@contextmanager
def name_server(table: Table, *, answers: bool = True) -> Iterator[Dns]:
    """A real name server on loopback, over UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.1)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    asked, client = listening.recvfrom(4096)
                except TimeoutError:
                    continue
                if not answers:
                    continue
                query = dns.message.from_wire(asked)
                answer = dns.message.make_response(query)
                name = query.question[0].name.to_text(omit_final_dot=True)
                for text in table.ask(name, "TXT", seconds=1):
                    pieces = " ".join(f'"{text[at : at + 200].decode()}"' for at in range(0, len(text), 200))
                    answer.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "TXT", pieces))
                listening.sendto(answer.to_wire(), client)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield Dns(("127.0.0.1",), listening.getsockname()[1])
        finally:
            stop.set()
            thread.join()


def test_a_real_name_server_is_asked() -> None:
    with name_server(dns_of("lumina.example")) as server:
        proof = prove(signed(MAIL, "lumina.example"), server, sent_by("192.0.2.7"))

    assert (proof.dkim, proof.spf) == (Verdict.PASS, Verdict.PASS)


def test_a_name_server_that_is_silent_is_not_waited_for_long() -> None:
    with name_server(Table({}), answers=False) as server:
        proof = prove(signed(MAIL, "lumina.example"), server, sent_by("192.0.2.7"))

    assert (proof.dkim, proof.spf) == (Verdict.UNSURE, Verdict.UNSURE)
