"""Several pictures of one long receipt are read as one, in whatever order they come."""

import random
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from string import ascii_uppercase, digits

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fairpanel.cli.read import read
from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import DoNotJoin, Hints, TooManyPictures, drawing, extract, join, open_picture, read_long, see
from fairpanel.reading.overlap import contains, order, overlap
from fairpanel.reading.picture import Picture
from fairpanel.reading.print_rows import Row, rows_on

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEED = 6


@pytest.fixture(scope="module")
def drawn() -> drawing.Drawn:
    """A receipt with seven lines."""
    return drawing.draw(seed=SEED, now=NOW, country="FR")


def part(drawn: drawing.Drawn, top: float, bottom: float, *, scale: float = 1.0, turn: float = 0.0) -> bytes:
    """The picture from one share of its height to another, taken from nearer or further, and a little askew."""
    with Image.open(BytesIO(drawn.jpeg)) as whole:
        piece = whole.crop((0, round(whole.height * top), whole.width, round(whole.height * bottom)))
    piece = piece.resize((round(piece.width * scale), round(piece.height * scale))).rotate(turn, fillcolor="grey")
    out = BytesIO()
    piece.save(out, "JPEG", quality=85)
    return out.getvalue()


def test_three_pictures_in_any_order_are_one_receipt_with_every_line_once(drawn: drawing.Drawn) -> None:
    pieces = [part(drawn, 0, 0.45, scale=1.1, turn=1), part(drawn, 0.3, 0.75, scale=0.9), part(drawn, 0.6, 1, turn=-1)]

    reading = read_long([pieces[1], pieces[2], pieces[0]], Hints(region="FR"))

    assert [line.price for line in reading.lines] == [line.price for line in drawn.truth.lines]
    assert reading.total
    assert reading.total.value == drawn.truth.total


def test_the_joined_picture_shows_the_words_where_their_boxes_are(drawn: drawing.Drawn) -> None:
    seen = [see(open_picture(part(drawn, 0.4, 1, scale=0.9))), see(open_picture(part(drawn, 0, 0.6)))]

    picture, page = join(seen)
    again = extract(see(picture)[1], Hints(region="FR"))
    reading = extract(page, Hints(region="FR"))

    assert reading.total
    assert again.total
    assert again.total.value == reading.total.value
    middle = (reading.total.box.top + reading.total.box.bottom) / 2
    assert again.total.box.top < middle < again.total.box.bottom


def test_the_same_place_taken_twice_is_one_picture(drawn: drawing.Drawn) -> None:
    whole = see(open_picture(drawn.jpeg))
    twice = see(open_picture(part(drawn, 0.2, 0.8, scale=0.95)))

    assert join([twice, whole]) == whole


def test_where_a_piece_is_missing_the_two_pictures_beside_the_gap_are_named(drawn: drawing.Drawn) -> None:
    with pytest.raises(DoNotJoin, match="pictures 2 and 1 share"):
        read_long([part(drawn, 0.62, 1), part(drawn, 0, 0.4)])


def test_more_pictures_than_ten_are_refused() -> None:
    blank = (Picture(np.zeros((9, 9, 3), np.uint8), "png"), Page(9, 9, ()))

    with pytest.raises(TooManyPictures, match="These are 11 pictures; we join 10"):
        join([blank] * 11)


def test_the_command_reads_several_files_as_one(drawn: drawing.Drawn, tmp_path: Path) -> None:
    files = [tmp_path / "b.jpg", tmp_path / "a.jpg"]
    files[0].write_bytes(part(drawn, 0.4, 1))
    files[1].write_bytes(part(drawn, 0, 0.6))

    done = CliRunner().invoke(read, ["--long", "--draw", str(tmp_path / "out"), *map(str, files)])

    assert done.exit_code == 0
    assert done.output.count("total") == 1
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["b.jpg.jpg"]


def rows(texts: list[str]) -> list[Row]:
    return rows_on(
        Page(500, 1000, tuple((Word(t, Box(5, 20 * i, 400, 20 * i + 15), 0.9),) for i, t in enumerate(texts)))
    )


@given(seed=st.integers(0, 10**9), count=st.integers(12, 40), data=st.data())
def test_pieces_of_any_page_are_put_back_in_their_order(seed: int, count: int, data: st.DataObject) -> None:
    chance = random.Random(seed)  # no secret
    texts = ["".join(chance.choices(ascii_uppercase + digits, k=chance.randint(8, 20))) for _ in range(count)]
    cuts = sorted(data.draw(st.lists(st.integers(4, len(texts) - 4), min_size=1, max_size=3, unique=True)))
    edges = [0, *cuts, len(texts)]
    pieces = [rows(texts[max(0, start - 2) : min(len(texts), end + 2)]) for start, end in pairwise(edges)]
    shuffled = data.draw(st.permutations(range(len(pieces))))

    path, overlaps = order([pieces[index] for index in shuffled])

    assert [shuffled[index] for index in path] == list(range(len(pieces)))
    assert all(found.proven for found in overlaps)


def test_rows_that_were_misread_here_and_there_still_overlap() -> None:
    upper = rows(["BREAD 1.20", "MILK 0.99", "CHEESE GOUDA 3.49", "APPLES 2.10", "COFFEE 5.99", "SUGAR 1.09"])
    lower = rows(["CHEESE 60UDA 3.49", "APPLE5 2.10", "~", "COFFEE 5.99", "SUGAR 1.O9", "TOTAL 14.86"])

    found = overlap(upper, lower)

    assert found.proven
    assert found.pairs == ((2, 0), (3, 1), (4, 3), (5, 4))
    assert not contains(upper, lower)


def test_a_row_that_the_edge_of_a_picture_cut_keeps_no_short_piece_apart() -> None:
    upper = rows(["TOTAL 12.85", "CARD 12.85", "17:07", "REWARDS CARD 6340072665", "POINTS 348", "OPEN DAILY"])
    lower = rows(["REWARDS", "POINTS 348", "OPEN DAILY", "THANK YOU, PLEASE COME AGAIN"])

    found = overlap(upper, lower)

    assert found.proven
    assert found.pairs == ((4, 1), (5, 2))


def test_two_receipts_of_one_shop_do_not_join_by_their_headers_alone() -> None:
    header = ["CORNER SHOP", "1 HIGH STREET", "TEL 020 7946 0000"]
    upper = rows([*header, "BREAD 1.20", "MILK 0.99", "TOTAL 2.19", "CASH 5.00", "CHANGE 2.81", "THANK YOU", "16:02"])
    lower = rows([*header, "CHEESE 3.49", "TEA 4.10", "TOTAL 7.59", "CARD 7.59", "AUTH 12345", "THANK YOU", "17:31"])

    assert not overlap(upper, lower).proven
    assert not overlap(lower, upper).proven


def test_chance_makes_no_order() -> None:
    chance = random.Random(7)  # no secret
    pages = [rows([f"{chance.randrange(10**8)}" for _ in range(12)]) for _ in range(4)]

    _path, overlaps = order(pages)

    assert not any(found.proven for found in overlaps)
