"""A paper that says of no purchase what was bought is known for what it is; a receipt with lines never is one."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]

CARD_SLIPS = [
    "The Copper Ladle\nMERCHANT COPY\nTERMINAL ID 0047\nVISA ************1234\nSALE $42.10\nAPPROVED\nAUTH CODE 5518",
    "Gasthaus Dachs\nKUNDENBELEG\nTerminal-ID 5501\nKartenzahlung kontaktlos\nBetrag EUR 31,50\nGenehmigungs-Nr 5518",
    "CAFE DU PONT\nCARTE BANCAIRE\nSANS CONTACT\nMONTANT REEL 12,40 EUR\nTICKET CLIENT\nA CONSERVER\nNO AUTO 5518",
    "BAR EL SOL\nVENTA CONTACTLESS\nCOMERCIO 5501\nAUTORIZACION 5518\nIMPORTE 12,40 EUR\nCOPIA PARA EL CLIENTE",
]
REFUNDS = [
    "Corner Shop\nREFUND\nKettle -24.99\nTotal -24.99\nCard refund -24.99",
    "Kaufgut\nWarenrückgabe\nWasserkocher -24,99\nSumme EUR -24,99",
    "Monop du Coin\nRETOUR ARTICLE\nBouilloire -24,99\nTotal -24,99 EUR",
    "Tienda Sol\nDEVOLUCION\nHervidor -24,99\nTOTAL -24,99 EUR",
]
GIFT_CARDS = [
    "Corner Shop\nGift card 50.00\nTotal 50.00\nCash 50.00",
    "Kaufgut\nGeschenkkarte 25,00\nGutschein 10,00\nSumme EUR 35,00",
    "Librairie\nCARTE CADEAU 30,00\nTOTAL 30,00 EUR",
    "Libreria\nTARJETA REGALO 30,00\nTOTAL 30,00 EUR",
]
CASH_MACHINES = [
    "First Harbor Bank\nATM 0047\nCASH WITHDRAWAL\nAMOUNT $60.00\nAVAILABLE BALANCE $812.40",
    "Stadtbank\nGeldautomat 0047\nAuszahlung\nBetrag EUR 100,00\nKontostand EUR 512,00",
    "Banque du Port\nDISTRIBUTEUR 0047\nRETRAIT D'ESPECES\nMONTANT 60,00 EUR",
    "Banco del Sol\nCAJERO AUTOMATICO 0047\nREINTEGRO\nIMPORTE 60,00 EUR",
]


@pytest.mark.parametrize(
    ("paper", "rows"),
    [
        (paper, rows)
        for paper, examples in (
            ("card-slip", CARD_SLIPS),
            ("return-only", REFUNDS),
            ("gift-card", GIFT_CARDS),
            ("atm-slip", CASH_MACHINES),
        )
        for rows in examples
    ],
)
def test_a_paper_is_known_in_four_languages_and_points_at_what_says_so(page_of: PageOf, paper: str, rows: str) -> None:
    page = page_of(rows)

    found = extract(page, Hints()).paper

    assert found is not None
    assert found.value == paper
    assert 0 <= found.box.top < found.box.bottom <= page.height


@pytest.mark.parametrize(
    "rows",
    [
        "Corner Shop\nBread 2.50\nTotal 2.50\nVISA ****1234\nTERMINAL ID 0047\nAPPROVED\nAUTH CODE 55\nCUSTOMER COPY",
        "Corner Shop\nBread 2.50\nReturned bottle -0.50\nTotal 2.00\nReturns within 28 days with receipt",
        "Corner Shop\nBread 2.50\nGift card 50.00\nTotal 52.50",
        "Corner Shop\nBread 2.50\nTotal 2.50\nGift card -2.50\nCash withdrawal ATM next door",
        "Corner Shop\nTotal 4.50\nCard\nRefunds within 14 days",
        "Corner Shop\nPump 2\nDiesel total 26.09\nTax 4.10\nTotal 26.09\nAUTH 1\nENTRY METHOD chip\nAPPROVED",
    ],
)
def test_a_receipt_that_says_what_was_bought_is_none_of_them(page_of: PageOf, rows: str) -> None:
    assert extract(page_of(rows), Hints()).paper is None


@pytest.mark.parametrize(
    "rows",
    [
        "RECEIPT No 12\nReceived from Mr ______\nthe sum of ______\nfor payment of ______",
        "Quittung über EUR 40,00\nBetrag in Worten vierzig\nDankend erhalten",
        "Reçu de M. ______\nla somme de ______\nPour acquit",
        "He recibido de ______\nla cantidad de ______\nen concepto de ______",
    ],
)
def test_a_pad_to_be_filled_in_by_hand_is_likely_and_never_sure(page_of: PageOf, rows: str) -> None:
    found = extract(page_of(rows), Hints()).paper

    assert found is not None
    assert found.value == "handwritten"
    assert found.confidence < 0.5
