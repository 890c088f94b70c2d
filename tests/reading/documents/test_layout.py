"""A page's elements are laid out so that a label and its amount stand on one row, and nothing hidden is read."""

import pytest

from fairpanel.reading.documents.layout import lay_out
from fairpanel.reading.documents.markup import parse
from fairpanel.reading.documents.typesetting import page_of


def rows(markup: str) -> list[str]:
    return [" ".join(word.text for word in row) for row in page_of(lay_out(parse(markup))).rows]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>Total</td><td>5.00</td></tr></table>",
        "<table><tr><td>Total<td>5.00</table>",
        "<table><tr><td><table><tr><td><b>Total</b></table><td><div><p>5.00</table>",
        "<div><div style='float:left'>Total</div><div style='float:right'>5.00</div></div>",
        "<div style='display:flex'><div>Total</div><div>5.00</div></div>",
        "<div><b style='display:block'></b><i style='display: inline-block'>Total 5.00</i></div>",
        "<p><a style='display:inline-block;width:50%'>Total</a><a style='display: inline-block'>5.00</a>",
        "<table align=left width=300><tr><td>Total</table><table align=left width=290><tr><td>5.00</table>",
        "<p>Total <b>5.00</b></p>",
        "<table><div><tr><span><td>Total</td></span><td>5.00</td></tr></div></table>",
        "<table><tr><td width=1 rowspan=2><img src=x></td><td>Total</td><td>5.00</td></tr></table>",
    ],
)
def test_what_stands_side_by_side_is_one_row(markup: str) -> None:
    assert rows(markup) == ["Total 5.00"]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Total<p>5.00",
        "Total<br>5.00",
        "<div>Total</div>5.00",
        "<ul><li>Total<li>5.00</ul>",
        "<table><tr><td>Total<tr><td>5.00</table>",
        "<table align=left width=600><tr><td>Total</table><table align=left width=600><tr><td>5.00</table>",
        "<pre>Total\n5.00</pre>",
    ],
)
def test_what_stands_below_is_a_row_of_its_own(markup: str) -> None:
    assert rows(markup) == ["Total", "5.00"]


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='display:none'>9.99</div>",
        "<div style='DISPLAY : None!important'>9.99</div>",
        "<span hidden>9.99</span>",
        "<div style='max-height:0;overflow:hidden'>9.99</div>",
        "<s>9.99</s>",
        "<script>9.99</script><style>9.99</style><title>9.99</title><!-- 9.99 --><template>9.99</template>",
        "<table style='display:none'><tr><td>9.99</table>",
    ],
)
def test_what_is_hidden_or_struck_out_is_not_there(markup: str) -> None:
    assert rows(f"{markup}<p>Total 5.00") == ["Total 5.00"]


def test_columns_stand_under_each_other() -> None:
    markup = "<table><tr><th>Item<th>Price<tr><td>A long name<td>5.00<tr><td>B<td>6.00</table>"

    page = page_of(lay_out(parse(markup)))

    assert len({row[-1].box.left for row in page.rows}) == 1


def test_a_price_stands_beside_the_first_row_of_its_thing() -> None:
    markup = "<table><tr><td>Lamp<br>blue<br>sold by B</td><td>5.00</td></tr></table>"

    assert rows(markup) == ["Lamp 5.00", "blue", "sold by B"]


def test_a_cell_cannot_end_what_it_stands_in() -> None:
    markup = "<div><table><tr><td>Total</div></p></td><td>5.00</table></div>"

    assert rows(markup) == ["Total 5.00"]
