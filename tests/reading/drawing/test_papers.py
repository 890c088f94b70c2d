"""Papers that are no receipt from a shop: every kind in every language, alike each time, each row where it says."""

from datetime import datetime
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from fairpanel.reading.drawing import draw_paper, paper_kinds, paper_languages, paper_rows

BOUGHT = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001 - a till prints the time of its own wall


@pytest.mark.parametrize("language", paper_languages())
def test_every_kind_has_its_rows_in_every_language_and_a_day_on_it(language: str) -> None:
    for kind in paper_kinds():
        rows = paper_rows(kind=kind, bought=BOUGHT, language=language)

        assert len(rows) > 5
        assert any("2026" in row for row in rows)
        assert not any("{" in row for row in rows)


def test_the_same_arguments_give_the_same_bytes_and_another_seed_others() -> None:
    one, again, other = (draw_paper(kind="casino", bought=BOUGHT, seed=seed).jpeg for seed in (1, 1, 2))

    assert one == again
    assert one != other


def test_print_and_writing_stand_where_their_boxes_say() -> None:
    drawn = draw_paper(kind="handwritten", bought=BOUGHT)
    grey = np.asarray(Image.open(BytesIO(drawn.jpeg)).convert("L"), np.float32)

    for row in drawn.rows:
        within = grey[row.box.top : row.box.bottom, row.box.left : row.box.right]
        assert within.min() < within.mean() - 30


@pytest.mark.parametrize(("kind", "language"), [("poem", "en"), ("casino", "xx")])
def test_what_is_not_known_is_named(kind: str, language: str) -> None:
    with pytest.raises(ValueError, match="there are"):
        draw_paper(kind=kind, bought=BOUGHT, language=language)
