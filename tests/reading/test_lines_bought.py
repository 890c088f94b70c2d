"""Lines bought are found with their text, their count and what they add to the sum."""

from collections.abc import Callable
from decimal import Decimal

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


def bought(page: Page) -> list[tuple[str, str | None, str]]:
    lines = extract(page, Hints()).lines
    return [(line.text, str(line.quantity) if line.quantity else None, str(line.price)) for line in lines]


def test_lines_end_at_the_first_sum(page_of: PageOf) -> None:
    page = page_of("""
        Corner Shop
        Milk             2.00
        Bread            3.00
        Subtotal         5.00
        Tax              0.50
        Total            5.50
        Visa             5.50
    """)

    lines = bought(page)

    assert lines == [("Milk", None, "2.00"), ("Bread", None, "3.00")]


def test_a_count_before_the_name_is_a_count(page_of: PageOf) -> None:
    lines = bought(page_of("2 Taco De Pescado    $7.00\nTotal $7.00"))

    assert lines == [("Taco De Pescado", "2", "7.00")]


def test_a_count_times_a_price_is_taken_out_of_the_text(page_of: PageOf) -> None:
    lines = bought(page_of("Bulgur-Kräuter  0,89 x 2   1,78 A\nSumme 1,78"))

    assert lines == [("Bulgur-Kräuter", "2", "1.78")]


def test_a_count_in_a_row_of_its_own_belongs_to_the_line_that_costs_so_much(page_of: PageOf) -> None:
    above = bought(page_of("2 x 0,75\nMundspülung   1,50\nSumme 1,50"))
    below = bought(page_of("Mundspülung   1,50\n2 x 0,75\nSumme 1,50"))

    assert above == below == [("Mundspülung", "2", "1.50")]


def test_a_weight_is_a_quantity(page_of: PageOf) -> None:
    lines = bought(page_of("Bananen    0,19 A\n0,162 kg x 1,15 EUR/kg\nSumme 0,19"))

    assert lines == [("Bananen", "0.162", "0.19")]


def test_a_price_below_its_text_belongs_to_it(page_of: PageOf) -> None:
    lines = bought(page_of("Organic oat milk barista\n3 x 2.10    6.30\nTotal 6.30"))

    assert lines == [("Organic oat milk barista", "3", "6.30")]


def test_a_discount_is_negative(page_of: PageOf) -> None:
    lines = bought(page_of("Shampoo   5.00\nDiscount   1.00\nTotal 4.00"))

    assert lines == [("Shampoo", None, "5.00"), ("Discount", None, "-1.00")]


def test_a_word_for_payment_in_a_name_is_part_of_the_name(page_of: PageOf) -> None:
    lines = bought(page_of("TIP BALKANKAESE   0,79\nSNICKERS BAR XXL   1,29\nSUMME 2,08"))

    assert lines == [("TIP BALKANKAESE", None, "0.79"), ("SNICKERS BAR XXL", None, "1.29")]


def test_a_sum_with_an_unknown_name_ends_the_lines(page_of: PageOf) -> None:
    lines = bought(page_of("Kohv 2.00\nSai 1.50\nKOKKU 3.50\nSularaha 5.00"))

    assert lines == [("Kohv", None, "2.00"), ("Sai", None, "1.50")]


def test_an_article_number_is_not_part_of_the_text(page_of: PageOf) -> None:
    lines = bought(page_of("400158649319 Canvas shoes   19.99\nTotal 19.99"))

    assert lines == [("Canvas shoes", None, "19.99")]


def test_the_price_of_one_is_kept(page_of: PageOf) -> None:
    (line,) = extract(page_of("Yoghurt  0,89 x 2   1,78\nSumme 1,78"), Hints()).lines

    assert line.unit_price == Decimal("0.89")


def test_what_stands_over_the_columns_is_no_line(page_of: PageOf) -> None:
    reading = extract(page_of("Corner Shop\nItem Qty U/Price Amt\n1 2.50\nTotal 2.50"), Hints())

    assert [line.text for line in reading.lines if "Item" in line.text] == []


def test_a_count_in_brackets_is_a_count(page_of: PageOf) -> None:
    reading = extract(page_of("Corner Shop\nStill water (2 @ 8.50) 17.00\nSoup 5.00\nTotal 22.00"), Hints())

    assert [(line.text, line.quantity, line.price) for line in reading.lines] == [
        ("Still water", Decimal(2), Decimal("17.00")),
        ("Soup", None, Decimal("5.00")),
    ]
