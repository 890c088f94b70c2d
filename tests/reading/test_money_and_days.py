"""Sums and days as seven languages and their neighbours print them: what a receipt says, and what is read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]

EURO, POUND, YEN = "\N{EURO SIGN}", "\N{POUND SIGN}", "\N{YEN SIGN}"

SUMS = [
    # English
    ("US", "TOTAL $1,234.56", "1234.56", "USD"),
    ("US", "Total $ .99", "0.99", "USD"),
    ("US", "BALANCE DUE 12.34", "12.34", "USD"),
    ("US", "Total2.67", "2.67", "USD"),
    ("US", "TAX .26 BAL 2.24", "2.24", "USD"),
    ("US", "Take-Out Total 3.03", "3.03", "USD"),
    ("GB", f"TOTAL {POUND}12.50", "12.50", "GBP"),
    ("GB", f"Total to pay {POUND}1,050.00", "1050.00", "GBP"),
    ("GB", "TotalAmount E99.33", "99.33", "GBP"),
    ("IE", f"TOTAL {EURO}1,234.56", "1234.56", "EUR"),
    ("CA", "TOTAL CAD 45.10", "45.10", "CAD"),
    ("AU", "Total AU$77.43", "77.43", "AUD"),
    ("NZ", "TOTAL NZ$12.00", "12.00", "NZD"),
    ("SG", "TOTAL S$8.70", "8.70", "SGD"),
    ("MY", "TOTAL RM1,041.45", "1041.45", "MYR"),
    ("IN", "Total Rs. 1,23,456.00", "123456.00", "INR"),
    ("IN", "GrandTotal: 1108", "1108", "INR"),
    ("ZA", "Total: R288.40", "288.40", "ZAR"),
    ("AE", "TOTAL: AED44.00", "44.00", "AED"),
    ("HK", "TOTAL HK$ 312.00", "312.00", "HKD"),
    ("JP", f"TOTAL {YEN}1,280", "1280", "JPY"),
    ("VN", "Total 48,000", "48000", "VND"),
    # German
    ("DE", f"SUMME {EURO} 12,34", "12.34", "EUR"),
    ("DE", "SUMME EUR 1.234,56", "1234.56", "EUR"),
    ("DE", "Gesamtbetrag 1 234,56", "1234.56", "EUR"),
    ("DE", f"Zu zahlen 12,- {EURO}", "12", "EUR"),
    ("AT", f"Summe {EURO} 9,90", "9.90", "EUR"),
    ("CH", "TOTAL CHF 1'234.50", "1234.50", "CHF"),
    ("CH", "Total CHF 45.-", "45", "CHF"),
    ("CH", "Total Fr. 45.60", "45.60", "CHF"),
    ("CH", "TOTAL CHF 1\N{RIGHT SINGLE QUOTATION MARK}234.50", "1234.50", "CHF"),
    # French
    ("FR", f"TOTAL TTC 12,34 {EURO}", "12.34", "EUR"),
    ("FR", f"NET A PAYER 1 234,56 {EURO}", "1234.56", "EUR"),
    ("FR", f"Total 12{EURO}50", "12.50", "EUR"),
    ("FR", "MONTANT D\N{LATIN CAPITAL LETTER U WITH CIRCUMFLEX} 8,00 EUR", "8.00", "EUR"),
    ("BE", f"TOTAL {EURO} 1.050,00", "1050.00", "EUR"),
    # Spanish
    ("ES", f"TOTAL A PAGAR 1.234,56 {EURO}", "1234.56", "EUR"),
    ("ES", "IMPORTE TOTAL: 12,34", "12.34", "EUR"),
    ("MX", "TOTAL MX$ 1,234.50", "1234.50", "MXN"),
    # Italian
    ("IT", "TOTALE COMPLESSIVO 12,34", "12.34", "EUR"),
    ("IT", f"TOTALE EURO 1.050,00 {EURO}", "1050.00", "EUR"),
    # Dutch
    ("NL", f"TE BETALEN {EURO} 12,34", "12.34", "EUR"),
    ("NL", f"Totaal {EURO} 12,--", "12", "EUR"),
    # Portuguese
    ("PT", f"TOTAL A PAGAR {EURO} 12,34", "12.34", "EUR"),
    ("BR", "TOTAL R$ 1.234,56", "1234.56", "BRL"),
    # Neighbours
    ("SE", "TOTAL 1 234,50 kr", "1234.50", "SEK"),
    ("NO", "TOTAL kr 99,50", "99.50", "NOK"),
    ("PL", "SUMA: TOTAL 1 234,56 PLN", "1234.56", "PLN"),
    ("CZ", "TOTAL 1 234,50 K\N{LATIN SMALL LETTER C WITH CARON}", "1234.50", "CZK"),
]

DAYS = [
    # What can be meant in one way only is meant so wherever it is.
    ("US", "17/04/2018", "2018-04-17"),
    ("DE", "04/17/2018", "2018-04-17"),
    # Else the region decides.
    ("US", "03/04/2018", "2018-03-04"),
    ("GB", "03/04/2018", "2018-04-03"),
    ("DE", "03.04.18", "2018-04-03"),
    ("FR", "03/04/18", "2018-04-03"),
    ("PH", "03/04/2018", "2018-03-04"),
    ("US", "3-4-18", "2018-03-04"),
    ("PT", "2018-04-03", "2018-04-03"),
    ("JP", "18/04/03", "2018-04-03"),
    ("HU", "2018.04.03", "2018-04-03"),
    # A clearer date on the page decides before the region does.
    ("US", "03/04/2018 10:11\nValid until 25/12/2018", "2018-04-03"),
    ("GB", "03/04/2018 10:11\nValid until 12/25/2018", "2018-03-04"),
    # Two and four digits, and other marks.
    ("ES", "03-04-2018", "2018-04-03"),
    ("IT", "03/04-2018", "2018-04-03"),
    ("IT", "31-12-99", "1999-12-31"),
    ("NL", "3-4-'18", "2018-04-03"),
    ("GB", "3rd April 2018", "2018-04-03"),
    ("GB", "03 APR 18", "2018-04-03"),
    ("GB", "03APR2018", "2018-04-03"),
    ("US", "S#1 Jul.30'11 (Sat) 07:27", "2011-07-30"),
    ("US", "KS#3 Oct.10'15(Sat)", "2015-10-10"),
    ("US", "April 3, 2018", "2018-04-03"),
    ("US", "Apr03'18 06:35PM", "2018-04-03"),
    ("FR", "le 3 avril 2018", "2018-04-03"),
    ("FR", "1er ao\N{LATIN SMALL LETTER U WITH CIRCUMFLEX}t 2018", "2018-08-01"),
    ("DE", "3. M\N{LATIN SMALL LETTER A WITH DIAERESIS}rz 2018", "2018-03-03"),
    ("ES", "3 de abril del 2018", "2018-04-03"),
    ("IT", "3 maggio 2018", "2018-05-03"),
    ("NL", "3 mrt 2018", "2018-03-03"),
    ("PT", "3 de mar\N{LATIN SMALL LETTER C WITH CEDILLA}o de 2018", "2018-03-03"),
    ("MY", "14/dun/2017 08:34:22", "2017-06-14"),
    ("MY", "25032018 13:11:54", "2018-03-25"),
    ("DE", "03.04.201810:56", "2018-04-03"),
]


@pytest.mark.parametrize(("region", "printed", "value", "currency"), SUMS)
def test_a_total_is_read_as_its_country_prints_it(
    page_of: PageOf, region: str, printed: str, value: str, currency: str
) -> None:
    reading = extract(page_of(f"Shop\n{printed}"), Hints(region=region))

    assert reading.total
    assert reading.total.value == Decimal(value)
    assert reading.currency
    assert reading.currency.value == currency


@pytest.mark.parametrize(("region", "printed", "day"), DAYS)
def test_a_day_is_read_as_its_country_prints_it(page_of: PageOf, region: str, printed: str, day: str) -> None:
    reading = extract(page_of(f"Shop\n{printed}"), Hints(region=region))

    assert reading.date
    assert reading.date.value == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("CHAIR 2 150,00", ["150.00"]),
        ("V\N{LATIN CAPITAL LETTER A WITH DIAERESIS}GGLAMPA 1 234,50", ["234.50"]),
        ("HAMMER 1 12.00", ["12.00"]),
        ("A1.50", []),
        ("TRY OUR CAKE 2.50", ["2.50"]),
        ("Seite 1.-3.", []),
    ],
)
def test_a_count_beside_a_price_is_no_thousand(page_of: PageOf, printed: str, values: list[str]) -> None:
    from fairpanel.reading.amounts import amounts_in
    from fairpanel.reading.print_rows import rows_on

    (row,) = rows_on(page_of(printed))

    assert [amount.value for amount in amounts_in(row)] == [Decimal(value) for value in values]


def test_a_word_that_is_also_a_code_of_money_says_nothing(page_of: PageOf) -> None:
    reading = extract(page_of("Shop\nTRY OUR CAKE 2.50\nTOTAL 2.50"), Hints(region="GB"))

    assert reading.currency
    assert reading.currency.value == "GBP"


def test_points_without_cents_are_no_total(page_of: PageOf) -> None:
    reading = extract(page_of("Milk 2.00\nBread 3.00\nTOTAL 5.00\nCLOSING BALANCE 2307"), Hints())

    assert reading.total
    assert reading.total.value == Decimal("5.00")


def test_what_is_called_a_subtotal_below_its_tax_is_the_total(page_of: PageOf) -> None:
    page = page_of("Soup 10.00\nNoodles 15.34\nAmount: 25.34\nTax rate (9.00%): 2.28\nSub-Total: 27.62")

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("27.62")
    assert [tax.value for tax in reading.taxes] == [Decimal("2.28")]


def test_sums_side_by_side_in_one_row_keep_their_own_words(page_of: PageOf) -> None:
    reading = extract(page_of("Milk 2.00\nBread 3.00\nTOTAL 5.00 CASH 20.00 CHANGE 15.00"), Hints())

    assert reading.total
    assert reading.total.value == Decimal("5.00")


def test_what_an_old_till_calls_merchandise_is_the_subtotal(page_of: PageOf) -> None:
    reading = extract(page_of("Coats 25.00\nCoats 10.00\nMDSE ST $35.00\nTAX2 $1.53\nCR CARD $36.53"), Hints())

    assert reading.total
    assert reading.total.value == Decimal("36.53")
