"""Who served, who paid, where they live and what they drive: it goes, and what a till says of itself stays."""

from __future__ import annotations

import pytest

from fairpanel.redaction import mask_text

EVERYWHERE = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("Kunde: Max Muster", "Kunde: [name]"),
        ("Es bediente Sie Frau Sabine Krause", "Es bediente Sie [name]"),
        ("Cashier: MARY 06/13/17", "Cashier: [name] 06/13/17"),
        ("Cashier ASIFA Time 16:07:00", "Cashier [name] Time 16:07:00"),
        ("Order 429742 Server: Bethany F", "Order 429742 Server: [name]"),
        ("Kassierer: 123 Anna", "Kassierer: 123 [name]"),
        ("Vous avez été servi par Jean-Pierre O'Neill", "Vous avez été servi par [name]"),
        ("Le atendió: José Ángel", "Le atendió: [name]"),
        ("Operatore: Giulia", "Operatore: [name]"),
        ("U bent geholpen door Anneke", "U bent geholpen door [name]"),
        ("Atendido por: João", "Atendido por: [name]"),
        ("MUSTERMANN/ERIKA", "[name]"),
        ("Frau Bierhaus", "Frau [name]"),
        ("Kennzeichen: B-AB 1234", "Kennzeichen: [number plate]"),
        ("Immat. AB-123-CD", "Immat. [number plate]"),
        ("Vehicle reg: AB12 CDE", "Vehicle reg: [number plate]"),
        ("Rezept-Nr. 123.456.789", "Rezept-Nr. [prescription]"),
        ("RX# 1234567", "RX# [prescription]"),
        ("Versicherten-Nr: A123456789", "Versicherten-Nr: [prescription]"),
        ("Kassen-IK: 992923702", "Kassen-IK: [prescription]"),
        ("Rx ref: 00045673", "Rx ref: [prescription]"),
        ("N° d'ordonnance : 000123456", "N° d'ordonnance : [prescription]"),
        ("N° SS : 2 00 00 99 123 456", "N° SS : [prescription]"),
        ("Nº colegiado 28123456", "Nº colegiado [prescription]"),
        ("Cod. ricetta: 0000A0001234567", "Cod. ricetta: [prescription]"),
        ("Polisnummer 12345678", "Polisnummer [prescription]"),
        ("NHS no: 999 123 4567", "NHS no: [prescription]"),
        ("amtl. Kennz.: MU ST 5013", "amtl. Kennz.: [number plate]"),
        ("Reg no. QQ83 IQI", "Reg no. [number plate]"),
        ("Registration: QI12 IIQ", "Registration: [number plate]"),
        ("Targa n. AB 123 CD", "Targa n. [number plate]"),
        ("Matríc. 1234 BCD", "Matríc. [number plate]"),
        ("Nummerplaat AB-12-CD", "Nummerplaat [number plate]"),
        ("Bezorgen bij Jan Jansen", "Bezorgen bij [address]"),
        ("RSSMRA85T10A562S", "[identity number]"),
        ("DNI: 12345678Z", "DNI: [identity number]"),
        ("Contribuinte: 212345678", "Contribuinte: [identity number]"),
    ],
)
def test_what_tells_who_it_was_goes(printed: str, left: str) -> None:
    assert mask_text(printed, EVERYWHERE) == left


@pytest.mark.parametrize(
    "printed",
    [
        "Es bediente Sie Kasse 3",
        "Customer copy",
        "Kundenbeleg - Zahlung erfolgt",
        "Kassier 608 Transactie 3349",
        "Ask our cashier how to join our club",
        "The recipient of Gardenia's products",
        "CASHIER: SELF SERVICE",
        "Contribuinte: 515347086",
        "Reg. No. GB123456789",
        "REG 0042",
        "Co. Reg No: 933109-X",
        "Livraison gratuite",
        "Livraison 4,90",
        "Facture à payer",
        "Delivery\nReceipt 12345",
        "Kunde:\nBeleg 12345",
        "1 3-ENTREE PLATE 12.99",
        "GST ID No: 001531760640",
        "Mr Kipling Cakes 2.50",
        "Dr Pepper 1.20",
    ],
)
def test_what_a_till_says_of_itself_stays(printed: str) -> None:
    assert mask_text(printed, EVERYWHERE) == printed


def test_the_rows_of_an_address_go_down_to_the_town_and_no_further() -> None:
    text = "Lieferadresse:\nErika Mustermann\nGoethestr. 5\n80469 München\nVielen Dank\nLindenallee 3\n10437 Berlin"

    left = "Lieferadresse:\n[address]\n[address]\n[address]\nVielen Dank\nLindenallee 3\n10437 Berlin"
    assert mask_text(text, ["DE"]) == left


@pytest.mark.parametrize(
    "label", ["Livraison :", "Versand an", "Enviado a:", "Consegna:", "Bezorgd bij", "Dispatch to:", "Kunde:"]
)
def test_an_address_goes_under_each_word_that_announces_one(label: str) -> None:
    text = f"{label}\nCamille Martin\n122 rue de l'Église\n69003 LYON\nMerci"

    assert mask_text(text, EVERYWHERE) == f"{label}\n[address]\n[address]\n[address]\nMerci"


def test_an_address_without_a_postcode_goes_down_to_its_street() -> None:
    text = "Deliver to\nJane Doe\n12 High Street\nThank you"

    assert mask_text(text, ["GB"]) == "Deliver to\n[address]\n[address]\nThank you"


def test_a_telephone_number_in_one_piece_below_an_address_goes() -> None:
    text = "Bill to: Jane Doe\n12 Oak Ave\nAustin, TX 78701\n5125550123\nMilk 2.00\n5125550123"

    left = "Bill to: [address]\n[address]\n[address]\n[phone number]\nMilk 2.00\n5125550123"
    assert mask_text(text, ["US"]) == left


def test_rows_that_lead_to_no_town_are_no_address() -> None:
    text = "Delivery address\nTake it with you\nCome again soon"

    assert mask_text(text, ["GB"]) == text


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("Server: Marcos 02/22/2014", "Server: [name] 02/22/2014"),
        ("Server: Marcos02/22/2014", "Server: [name]02/22/2014"),
        ("Server: Kimberly L. Jan 24, 2019", "Server: [name] Jan 24, 2019"),
        ("Cashier: Anna Mon 12/03", "Cashier: [name] Mon 12/03"),
        ("Le atendió: Pepe 12:30", "Le atendió: [name] 12:30"),
    ],
)
def test_a_date_in_the_row_of_a_name_stays(printed: str, left: str) -> None:
    assert mask_text(printed, EVERYWHERE) == left


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("OPERATOR SLC - JANE DOE", "OPERATOR SLC - [name]"),
        ("CASHIER:0009998 jane doe", "CASHIER:0009998 [name]"),
        ("Server:Kyle118", "Server:[name]118"),
        ("Name JANE 012-6369400", "Name [name] [phone number]"),
        ("For Mrs. JANE DOE", "For Mrs. [name]"),
        ("Employee: Robert C", "Employee: [name]"),
    ],
)
def test_a_name_behind_a_code_or_glued_to_a_number_goes(printed: str, left: str) -> None:
    assert mask_text(printed, [*EVERYWHERE, "MY"]) == left
