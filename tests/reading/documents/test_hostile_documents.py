"""Whatever bytes come, reading ends soon, and with a reading or a sentence."""

import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairpanel.kit.problems import Problem
from fairpanel.reading.documents import read_document
from fairpanel.reading.documents.problems import (
    DamagedDocument,
    NestedTooDeeply,
    NothingToRead,
    TooManyPages,
    TooManyParts,
    TooMuchText,
)

MailOf = Callable[..., EmailMessage]

SECONDS_MAX = 10
HEAD = b"From: Shop <a@shop.example>\nMIME-Version: 1.0\n"
TAGS = "div table tr td th tbody p span b a li ul img br meta script style del html body h1 pre form dl dt dd".split()


def many_parts(count: int) -> bytes:
    part = b"--x\nContent-Type: text/plain\n\nTotal 5.00\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + part * count + b"--x--\n"


def nested_parts(levels: int) -> bytes:
    opened = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(levels))
    return HEAD + b"".join(opened) + b"Content-Type: text/plain\n\nTotal 5.00\n"


def forwarded_within(levels: int) -> bytes:
    return b"From: a@b.de\nContent-Type: message/rfc822\n\n" * levels + b"From: a@b.de\n\nTotal 5.00\n"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (many_parts(10_000), TooManyParts),
        (nested_parts(1_000), TooManyParts),
        (nested_parts(50), NestedTooDeeply),
        (forwarded_within(1_000), TooManyParts),
        (forwarded_within(50), NestedTooDeeply),
        (b"<div>" * 1_000_000, NestedTooDeeply),
        (b"<div></div>" * 450_000, TooMuchText),
        (b"<table><tr><td>" * 330_000, NestedTooDeeply),
        (b"<p>Total 5.00" * 400_000, TooMuchText),
        (b"<p>" + b"1.00 " * 900_000, TooMuchText),
        (HEAD + b"Content-Type: application/zip\n\nPK", NothingToRead),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(len(value)),
)
def test_what_is_larger_than_any_order_is_refused_with_a_sentence(data: bytes, problem: type[Problem]) -> None:
    started = time.process_time()

    with pytest.raises(problem):
        read_document(data)

    assert time.process_time() - started < SECONDS_MAX


@pytest.mark.parametrize(
    "markup",
    [
        b"<b>" * 1_600_000,
        b"<!--" * 1_200_000,
        b"<p>" + b"<!" * 2_000_000,
        b"<p></" + b"</" * 2_000_000,
        b'<a "' * 1_000_000,
        b"<a " + b"x=1 " * 1_000_000 + b">",
        b"<a x=" + b" " * 4_500_000,
        b"<script>" * 600_000,
        b"<table>" + (b"<tr>" + b"<td colspan=20 rowspan=999>1.00" * 20) * 1_000,
        b'<script type="application/ld+json">' + b"[" * 400_000,
        b'<script type="application/ld+json">[' + b'{"@type":"Order"},' * 200_000 + b"{}]</script>",
        b"From: " + b"(" * 2_000_000 + b"\nTo: x\n\nTotal 5.00",
        b"From: a@b.de\nContent-Type: text/plain" + b";a=b" * 500_000 + b"\n\nTotal 5.00",
        b"From: a@b.de\n" + b"X: y\n" * 400_000 + b"\nTotal 5.00",
    ],
    ids=lambda markup: markup[:12].decode(),
)
def test_what_takes_other_parsers_minutes_takes_seconds(markup: bytes) -> None:
    started = time.process_time()

    readings = read_document(markup)

    assert readings
    assert time.process_time() - started < SECONDS_MAX


def test_a_pdf_of_too_many_pages_is_refused(english: Any, pdf_of: Callable[..., bytes]) -> None:
    with pytest.raises(TooManyPages, match="21 pages; we take 20"):
        read_document(pdf_of(*[english.pdf_rows()] * 21))


PIECES = [
    *(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "<!-- ", " -->", "&amp;", "<td colspan=3>",
    "<td rowspan=2>", "<table align=left>", '<div style="float:left">', '<b itemprop="price">', '{"@type":"Order"}',
    '<div itemscope itemtype="http://schema.org/Order">', '<script type="application/ld+json">', "Total", "£5.00",
    "Order number 12345", "Item price: ", "Description", "Amount", "Seller", "12/03/2026", "From: a@b.example",
    "Date: x", "Subject: y",
]  # fmt: skip


@given(markup=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_markup_is_read_without_damage(markup: list[str]) -> None:
    page = "<html>" + "".join(markup)

    readings = read_document(page.encode("utf-8", "surrogatepass"))

    assert readings


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mail_that_was_cut_and_mixed_up_raises_nothing_but_a_problem(
    data: st.DataObject, english: Any, mail_of: MailOf, pdf_of: Callable[..., bytes]
) -> None:
    parts = [(pdf_of(english.pdf_rows()), "application", "pdf")]
    whole = bytes(mail_of(html=english.json_ld() + english.html(), text=english.text(), attached=parts))
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(changed)))
        end = data.draw(st.integers(start, min(start + 200, len(changed))))
        changed[start:end] = data.draw(st.one_of(st.binary(max_size=20), st.just(whole[start : start + 80])))

    try:
        readings = read_document(bytes(changed))
    except DamagedDocument as problem:
        pytest.fail(f"a parser gave up: {problem.__cause__!r}")
    except Problem:
        return

    assert readings


@given(junk=st.binary(max_size=400), beginning=st.sampled_from([b"", HEAD, b"<html>", b"%PDF-1.7\n", b"Total 5.00 "]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_raise_nothing_but_a_problem(junk: bytes, beginning: bytes) -> None:
    try:
        readings = read_document(beginning + junk)
    except DamagedDocument as problem:
        pytest.fail(f"a parser gave up: {problem.__cause__!r}")
    except Problem:
        return

    assert readings
