"""Lines bought are found with their text, their count and what they add to the sum."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


def test_a_label_within_a_longer_name_ends_no_lines(page_of: PageOf) -> None:
    lines = bought(page_of("Soap 3.00\nTOTAL ADVANCED TOOTHPASTE 4.00\nPen 2.00\nSubtotal 9.00\nTotal 9.00"))

    assert lines == [("Soap", None, "3.00"), ("TOTAL ADVANCED TOOTHPASTE", None, "4.00"), ("Pen", None, "2.00")]


def test_two_things_of_one_price_are_no_sum_of_each_other(page_of: PageOf) -> None:
    lines = bought(page_of("1 Bread 2.00\n1 Oysters 16.00\n1 Mussels 18.00\n1 Wine 20.00\nTotal 56.00"))

    assert [price for _, _, price in lines] == ["2.00", "16.00", "18.00", "20.00"]


def test_the_sums_of_the_page_decide_that_a_doubtful_row_is_no_line(page_of: PageOf) -> None:
    lines = bought(page_of("Mains 15.00\nSoup 5.00\nFish 10.00\nSubtotal 15.00\nTax 1.00\nTotal 16.00"))

    assert lines == [("Soup", None, "5.00"), ("Fish", None, "10.00")]


def test_savings_that_are_only_told_are_no_line(page_of: PageOf) -> None:
    lines = bought(page_of("Soap 3.00\nYou saved 0.50\nPen 2.00\nTotal 5.00"))

    assert lines == [("Soap", None, "3.00"), ("Pen", None, "2.00")]


def test_a_count_that_ran_into_the_name_is_a_count_where_all_lines_begin_with_one(page_of: PageOf) -> None:
    among_counts = bought(page_of("1Cheeseburger 12.85\n2 Lemonade 6.00\n1 Fries 4.00\nTotal 22.85"))
    alone = bought(page_of("4Seasons tyre 62.00\nPump 6.00\nTotal 68.00"))

    assert among_counts[0] == ("Cheeseburger", "1", "12.85")
    assert alone[0] == ("4Seasons tyre", None, "62.00")


def test_numbers_of_the_lines_are_no_counts(page_of: PageOf) -> None:
    lines = bought(page_of("1 Tea 3.00\n2 Cake 4.00\n3 Soup 5.00\nTotal 12.00"))

    assert [count for _, count, _ in lines] == [None, None, None]


@pytest.mark.parametrize(
    ("row", "text", "quantity", "unit_price", "unit"),
    [
        ("4@ 2.50 Cashews roasted   10.00", "Cashews roasted", "4", "2.50", ""),
        ("2,00 Pan y aperitivo   10,00", "Pan y aperitivo", "2.00", None, ""),
        ("Apple juice 0,25    10,00", "Apple juice 0,25", None, None, ""),
        ("1x Apple juice 0,25 10,00", "Apple juice 0,25", "1", None, ""),
        ("Oranges 2,500 kg x 4,00 EUR/kg 10,00", "Oranges", "2.500", "4.00", "kg"),
        ("Chicken breast 1.084 KILOS 10.00", "Chicken breast", "1.084", None, "kg"),
        ("Still water (2 05.00) 10.00", "Still water", "2", "5.00", ""),
        ("Chicken 1 10:00 10.00", "Chicken", "1", "10.00", ""),
        ("E 325112 Iced tea 10.00", "325112 Iced tea", None, None, ""),
        ("Gri11ed fish RM 10.00", "Grilled fish", None, None, ""),
        ("6 x 0,33L Beer 10,00", "0,33L Beer", "6", None, ""),
    ],
)
def test_a_row_is_taken_apart(  # noqa: PLR0917 - a row has so many parts
    page_of: PageOf, row: str, text: str, quantity: str | None, unit_price: str | None, unit: str
) -> None:
    (line,) = extract(page_of(f"{row}\nTotal 10.00"), Hints()).lines

    assert line.text == text
    assert line.quantity == (None if quantity is None else Decimal(quantity))
    assert line.unit_price == (None if unit_price is None else Decimal(unit_price))
    assert line.unit == unit


def test_a_text_below_its_price_belongs_to_it_where_all_do(page_of: PageOf) -> None:
    lines = bought(
        page_of(
            "Item Qty Price Total\n107100 1 2.00 2.00\nINARI\n107200 1 9.95 9.95\nKITCHEN\nSubtotal 11.95\nTotal 11.95"
        )
    )

    assert [(text, price) for text, _, price in lines] == [("INARI", "2.00"), ("KITCHEN", "9.95")]


def test_a_row_of_codes_between_a_name_and_its_price_parts_them_not(page_of: PageOf) -> None:
    lines = bought(
        page_of("""
            TOILET BRUSH
            HD03-04-06 - 5/40/160
            9067860    1 X 2.70   2.70
            CEMENT KN
            KF12 - 12/240
            9071872    1 X 1.60   1.60
            TOTAL                 4.30
        """)
    )

    assert lines == [("TOILET BRUSH", "1", "2.70"), ("CEMENT KN", "1", "1.60")]


def test_the_sum_of_one_rate_ends_no_lines_where_those_of_another_follow(page_of: PageOf) -> None:
    lines = bought(
        page_of("""
            White bread  2.13  5 0 1 4     8.52
            Total 0% supplies:             8.52
            Buns         0.72  10 0 0 10   7.20
            Total 6% supplies (excl. GST): 7.20
            GST:                           0.43
            Total payable:                16.15
        """)
    )

    assert lines == [("White bread", "4", "8.52"), ("Buns", "10", "7.20")]


def test_what_stands_in_brackets_makes_no_name_of_a_sum(page_of: PageOf) -> None:
    lines = bought(
        page_of("""
            Tape
            1.00 PKT  14.60   14.60 SR
            Sub Total (Exclusive of all taxes) : 14.60
            GST 6%             0.88
            Discount           0.00
            Rounded total     15.48
        """)
    )

    assert lines == [("Tape", "1", "14.60")]


def test_an_hour_is_no_price(page_of: PageOf) -> None:
    lines = bought(page_of("Corner Shop\nTable 51/1 9.38 PM\nSoup 5.00\nFish 10.00\nTotal 15.00"))

    assert [text for text, _, _ in lines] == ["Soup", "Fish"]


def test_a_price_without_its_point_has_one_where_all_others_do(page_of: PageOf) -> None:
    lines = bought(page_of("Ala Roll $395\nTuna Roll $1.95\nChop Roll $3.75\nSubtotal $9.65\nTax $0.50\nTotal $10.15"))

    assert lines[0] == ("Ala Roll", None, "3.95")


def test_the_code_of_a_tax_that_ran_into_the_price_is_cut_off(page_of: PageOf) -> None:
    lines = bought(page_of("Tee 2,10 1\nGyros 8,90 1\nFisch 12,901\nBier 3,30 1\nSumme 27,20"))

    assert lines[2] == ("Fisch", None, "12.90")


def test_deposits_and_discounts_are_told_apart(page_of: PageOf) -> None:
    page = page_of("Cola 1,19\nPfand 0,25\nRabatt 0,20-\nLeergut -1,00\nSumme 0,24")

    kinds = [(line.kind.value, str(line.price)) for line in extract(page, Hints()).lines]

    assert kinds == [("item", "1.19"), ("deposit", "0.25"), ("discount", "-0.20"), ("deposit-return", "-1.00")]


words = st.sampled_from(
    ["Milk", "Bread", "Total", "2 x", "kg", "(", "@", "1", "0,25", "2.50", "-", "$395", "12,901", "Tax"]
)


# The page that is given is made anew for each example.
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(words, min_size=1, max_size=5), min_size=1, max_size=12))
def test_whatever_is_printed_the_lines_stand_in_their_order(page_of: PageOf, printed: list[list[str]]) -> None:
    page = page_of("\n".join(" ".join(row) for row in printed))

    lines = extract(page, Hints()).lines

    tops = [line.box.top for line in lines]
    assert tops == sorted(tops)
