"""Text is decoded right, whatever the mail says of its charset."""

import pytest

from fairpanel.reading import Reading
from fairpanel.reading.documents import read_document
from fairpanel.reading.documents.charsets import decode

WORDS = "Käse für 5,00 €"


def first_line(data: bytes) -> Reading:
    (reading,) = read_document(data)
    return reading


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", None),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "us-ascii"),
        ("utf-8", "no-such-charset"),
        ("utf-8-sig", None),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", None),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-16", None),
    ],
)
def test_a_missing_or_wrong_charset_does_no_harm(written: str, declared: str | None) -> None:
    assert decode(WORDS.encode(written), declared=declared) == WORDS


@pytest.mark.parametrize("name", ["unicode_escape", "zip", "rot13", "idna", "\x00", "undefined", ""])
def test_what_is_no_charset_of_mails_is_not_used(name: str) -> None:
    assert decode(b"caf\xe9 \\u0041", declared=name) == "café \\u0041"


def test_a_page_may_declare_its_own_charset() -> None:
    page = '<meta charset="iso-8859-15"><p>5 €'.encode("iso-8859-15")

    assert decode(page).endswith("5 €")


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_each_transfer_encoding_is_undone(encoding: str) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"] = "Käserei <laden@kaeserei.example>"
    mail.set_content("Bestellnummer: 4711-22\nBergkäse  7,50 €\nSumme  7,50 €\n", charset="utf-8", cte=encoding)

    reading = first_line(bytes(mail))

    assert [line.text for line in reading.lines] == ["Bergkäse"]
    assert reading.merchant is not None
    assert reading.merchant.value == "Käserei"
