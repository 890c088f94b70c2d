"""What is taken out of the words of a receipt, and what is not."""

from __future__ import annotations

import pytest

from fairpanel.redaction import mask_text

EVERYWHERE = ("US", "GB", "DE", "FR", "ES")


def masked(text: str) -> str:
    return mask_text(text, EVERYWHERE)


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("4242 4242 4242 4242", "[card number]"),
        ("4242424242424242", "[card number]"),
        ("VISA 4242-4242-4242-4242 12,34", "VISA [card number] 12,34"),
        ("3782 822463 10005", "[card number]"),
        ("************1234", "[card number]"),
        ("XXXX XXXX XXXX 1234", "[card number]"),
        ("################1234 EUR 9,99", "[card number] EUR 9,99"),
        ("461772******2105", "[card number]"),
        ("376763......002", "[card number]"),
        ("xxxx-xxxx-xxxx-6007", "[card number]"),
        ("Karten-Nr. 1234", "Karten-Nr. [card number]"),
        ("Kartennummer: 67 1234", "Kartennummer: [card number]"),
        ("N° carte 1234", "N° carte [card number]"),
        ("Nº tarjeta 1234", "Nº tarjeta [card number]"),
        ("N. carta 1234", "N. carta [card number]"),
        ("Pasnr. 1234", "Pasnr. [card number]"),
        ("N. cartão 1234", "N. cartão [card number]"),
        ("Visa ending in 1234", "Visa ending in [card number]"),
        ("CardNumber:1234", "CardNumber:[card number]"),
    ],
)
def test_card_numbers_go_whole_and_hidden(printed: str, left: str) -> None:
    assert masked(printed) == left


@pytest.mark.parametrize(
    "printed",
    ["4242 4242 4242 4241", "4242 42A2 4242 4242".replace("A", "S"), "424Z 4242 4242 4242", "Card no 42A2 4242"],
)
def test_a_card_number_with_a_misread_digit_goes_too(printed: str) -> None:
    assert masked(printed).removeprefix("Card no ") == "[card number]"


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [account number]"),
        ("DE89370400440532013000", "[account number]"),
        ("GB33BUKB20201555555555", "[account number]"),
        ("FR14 2004 1010 0505 0001 3M02 606", "[account number]"),
        ("DE89 3704 0O44 0532 0130 00", "[account number]"),
        ("DE89 3704 0044 0532 013 00", "[account number]"),
        ("Sort code 12-34-56", "Sort code [account number]"),
        ("Account 12345678", "Account [account number]"),
        ("Kto.-Nr. 532013000 BLZ 37040044", "Kto.-Nr. [account number] BLZ [account number]"),
        ("BIC COBADEFFXXX", "BIC [account number]"),
        ("Mandatsreferenz: M-2023-0001", "Mandatsreferenz: [account number]"),
        ("RUM 2023ABC0001234", "RUM [account number]"),
        ("BANK ACC MBB 512800001234", "BANK ACC MBB [account number]"),
    ],
)
def test_account_numbers_go(printed: str, left: str) -> None:
    assert masked(printed) == left


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("Tel. 0221 4710 123", "Tel. [phone number]"),
        ("Te1. 0221/4710123", "Te1. [phone number]"),
        ("Tel.022147101", "Tel.[phone number]"),
        ("Tél : 01 99 00 12 34", "Tél : [phone number]"),
        ("Phone: (614) 555-0112", "Phone: [phone number]"),
        ("(614) 555-0112", "[phone number]"),
        ("020 7946 0123", "[phone number]"),
        ("+49 221 4710123", "[phone number]"),
        ("0049 221 4710123", "[phone number]"),
        ("03.53.01.22.33", "[phone number]"),
        ("Tel 0221 123456 Fax 0221 123457", "Tel [phone number] Fax [phone number]"),
        ("TEL: 03-9201 6281/6920123", "TEL: [phone number]"),
    ],
)
def test_telephone_numbers_go_with_and_without_a_word_before_them(printed: str, left: str) -> None:
    assert masked(printed).replace("/[phone number]", "") == left


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("erika.mustermann@example.org", "[mail address]"),
        ("E-Mail: info@shop.example", "E-Mail: [mail address]"),
        ("info @ shop . example", "[mail address]"),
        ("info@shopde", "[mail address]"),
        ("info©shop.de", "[mail address]"),
        ("E-Mail: erika.mustermannQexample.org", "E-Mail: [mail address]"),
    ],
)
def test_mail_addresses_go(printed: str, left: str) -> None:
    assert masked(printed) == left


@pytest.mark.parametrize(
    "label",
    [
        "Member no",
        "Membership #",
        "Rewards card",
        "Customer ID:",
        "Clubcard",
        "Kundennummer",
        "Kunden-Nr.",
        "Kundenkarte:",
        "PAYBACK-Karte",
        "Carte de fidélité",
        "N° client",
        "Tarjeta cliente",
        "Nº socio",
        "Carta fedeltà",
        "N. tessera",
        "Klantenkaart",
        "Ledennummer",
        "Cartão cliente",
        "N. sócio",
    ],
)
def test_loyalty_numbers_go_by_the_word_before_them_in_seven_languages(label: str) -> None:
    beside, below = masked(f"{label} 2290123456"), masked(f"{label}\n2290123456")

    assert beside == f"{label} [loyalty number]"
    assert below == f"{label}\n[loyalty number]"


@pytest.mark.parametrize(
    "row",
    [
        "SUMME EUR 12,34",
        "TOTAL 1.234,56",
        "VISA 1.234,56 EUR",
        "Kundenkarte -2,50",
        "Datum 01.02.2026 12:34 Uhr",
        "Tel 01.02.2026",
        "2026-02-01 12:34:56",
        "001-2018-03-18 13:21:02",
        "4006381333931 Milch 1,99 A",
        "USt-IdNr. DE123456788",
        "Steuer-Nr.: 012/345/67890",
        "TVA intra.: FR75920739638",
        "SIRET 123 456 789 00012",
        "P.IVA 11863120553",
        "Bon-Nr. 0123 4567",
        "Filiaal 8 Bon 0054381",
        "Receipt 012 3456 7890",
        "Terminal-ID 54012345",
        "AID A0000000031010",
        "Trace-Nr. 001234",
        "Auth code 504792",
        "PAYBACK Punkte: 123",
        "Vous avez gagné 12 points",
        "2 x 1,99 3,98",
        "2 @ 1.99 ea 3.98",
        "2@RM3.50 7.00",
        "*** Zahlung erfolgt ***",
        "TAX INVOICE : BAT02201803120255 12/03/18",
        "Cafe@Central",
        "www.mcqueen.example",
        "1.234 kg x 2,99 EUR/kg",
        "5 for 10.00",
    ],
)
def test_what_the_sale_is_made_of_survives(row: str) -> None:
    assert masked(row) == row


@pytest.mark.parametrize(
    "sentence", ["Haben Sie schon unsere Kundenkarte?", "Kundenkarte?", "Pida su tarjeta de cliente"]
)
def test_a_shop_that_asks_for_its_card_does_not_announce_a_number(sentence: str) -> None:
    assert masked(f"{sentence}\n2615430089") == f"{sentence}\n2615430089"


def test_a_telephone_number_in_one_piece_beside_the_address_of_a_shop_goes_and_an_article_below_stays() -> None:
    text = "Corner Shop\n12 Oak Ave\n5122345678\nMilk 2.00\n5122345678"

    assert mask_text(text, ["US"]) == "Corner Shop\n12 Oak Ave\n[phone number]\nMilk 2.00\n5122345678"
