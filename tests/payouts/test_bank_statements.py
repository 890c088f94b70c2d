"""A bank's statement closes the loop: what it carried out has arrived, what came back is in the balance again, once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.payouts import actions, camt
from fairpanel.payouts.models import Batch, Finding, Payout
from fairpanel.payouts.values import Way
from fairpanel.programme import Programme
from tests.payouts.conftest import Ask
from tests.payouts.in_memory import InMemory

IBAN = "DE89370400440532013000"
SignedIn = Callable[[Member], Client]


def entry(about: str, amount: str = "10.00", *, way: str = "DBIT", status: str = "BOOK", more: str = "") -> str:
    """One movement, as a bank of version 8 writes it."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts><NtryDtls><TxDtls>'
        f'<Refs><EndToEndId>{about}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{more}'
        "</TxDtls></NtryDtls></Ntry>"
    )


def statement(*entries: str, iban: str = IBAN, version: str = "053.001.08") -> bytes:
    root, kind = ("BkToCstmrStmt", "Stmt") if version.startswith("053") else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    return (
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}"><{root}><{kind}>'
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{''.join(entries)}</{kind}></{root}></Document>"
    ).encode()


@pytest.fixture
def sent(*, rich: Member, olivia: Member, ask: Ask, provider: InMemory, programme: Programme, now: datetime) -> Payout:
    """Ten euro of Alice's in a file for the bank."""
    told = {"holder": "Alice Example", "iban": "DE02120300000000202051"}
    actions.set_address(member=rich, way=Way.BANK, told=told, programme=programme, now=now)
    payout = ask(rich, way=Way.BANK)
    Payout.objects.filter(pk=payout.pk).update(rests_until=None)
    actions.release_what_may_go(now=now)
    actions.make_file(operator=olivia, currency="EUR", now=now)
    payout.refresh_from_db()
    return payout


def heard(now: datetime, *files: bytes) -> list[actions.Heard]:
    return [actions.hear_the_bank(statements=camt.read(file), now=now) for file in files]


@pytest.mark.parametrize("version", ["053.001.02", "053.001.08", "054.001.08"])
def test_a_transfer_that_was_carried_out_has_arrived_however_often_it_is_read(
    sent: Payout, now: datetime, version: str
) -> None:
    file = statement(entry(sent.external_id), entry("somebody-elses"), version=version)

    told = heard(now, file, file)

    sent.refresh_from_db()
    assert told == [actions.Heard(carried_out=1, not_ours=1), actions.Heard(known=1, not_ours=1)]
    assert sent.state == "delivered"
    assert ledger.balance(sent.account) == Money(7000, "EUR")


@pytest.mark.parametrize("in_one_file", [True, False])
def test_a_transfer_that_came_back_is_in_the_balance_again_once(
    sent: Payout, now: datetime, *, in_one_file: bool
) -> None:
    back = entry(sent.external_id, way="CRDT", more="<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    out = entry(sent.external_id)
    files = [statement(back, out)] if in_one_file else [statement(back), statement(out)]

    heard(now, *files, *files)

    sent.refresh_from_db()
    assert (sent.state, sent.trouble) == ("returned", "address")
    assert ledger.balance(sent.account) == Money(8000, "EUR")
    assert not Finding.objects.exists()


def test_a_whole_file_in_one_sum_is_all_of_its_transfers(sent: Payout, now: datetime) -> None:
    message = Batch.objects.get().id.hex
    whole = (
        '<Ntry><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><NtryDtls><Btch>'
        f"<MsgId>{message}</MsgId></Btch></NtryDtls></Ntry>"
    )

    told = heard(now, statement(whole.replace("10.00", "9.00")), statement(whole))

    sent.refresh_from_db()
    assert told == [actions.Heard(differ=1), actions.Heard(carried_out=1)]
    assert sent.state == "delivered"


def test_another_sum_than_was_asked_for_is_a_finding(sent: Payout, olivia: Member, now: datetime) -> None:
    heard(now, statement(entry(sent.external_id, "9.50")))

    finding = Finding.objects.get()
    actions.resolve(finding_id=finding.id, resolution=actions.choices(finding)[0], operator=olivia, now=now)

    assert finding.kind == "wrong-amount"
    assert ledger.balance(sent.account) == Money(7050, "EUR")


def test_what_is_only_announced_is_not_booked(sent: Payout, now: datetime) -> None:
    assert heard(now, statement(entry(sent.external_id, status="PDNG"))) == [actions.Heard()]
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_a_statement_of_another_account_is_refused_whole(sent: Payout, now: datetime) -> None:
    with pytest.raises(actions.AnotherAccount):
        heard(now, statement(entry(sent.external_id), iban="DE02120300000000202051"))

    sent.refresh_from_db()
    assert sent.state == "submitted"


@pytest.mark.parametrize(
    "file",
    [
        b"", b"no xml", b"<Document/>", b"\x00\xff" * 50, b"<a>" * 5000,
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        statement(entry("x", "ten")),
        statement(entry("x", "NaN")),
        statement(entry("x", "10.001")),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_in_one_sentence(file: bytes) -> None:
    with pytest.raises(camt.NotAStatement):
        camt.read(file)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda said: statement(entry(said))))
def test_whatever_is_handed_in_is_read_or_refused(file: bytes) -> None:
    try:
        camt.read(file)
    except camt.NotAStatement as problem:
        assert str(problem)  # noqa: PT017  # both ends are right


def test_an_operator_hands_a_statement_in_on_the_console(sent: Payout, olivia: Member, signed_in: SignedIn) -> None:
    desk = signed_in(olivia)
    file = SimpleUploadedFile("camt.xml", statement(entry(sent.external_id)), content_type="application/xml")

    page = desk.post(reverse("console:bank_statement"), {"statement": file}, follow=True).content.decode()
    nothing = desk.post(reverse("console:bank_statement"))

    sent.refresh_from_db()
    assert sent.state == "delivered"
    assert "1 transfers arrived, 0 came back" in page
    assert nothing.status_code == 422
