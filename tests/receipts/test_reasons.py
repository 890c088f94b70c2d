"""Every reason code is reached by a drawn receipt that is really read; docs/reference/reasons.md shows each.

    WRITE_REASONS=1 .venv/bin/pytest tests/receipts/test_reasons.py

writes the page and its pictures anew: look at them before you commit them.
"""

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fairpanel.kit.page import Box
from fairpanel.receipts import sentences
from fairpanel.receipts.values import Decision, NeedsLook, Reason, Refused, Seen
from tests.receipts.examples_of_reasons import EXAMPLES, Example, decide, places_of, seen_at

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "reference" / "reasons.md"
PICTURES = DOCS / "pictures" / "reasons"
IS_WRITING = os.environ.get("WRITE_REASONS") == "1"
WIDTH_PX, QUALITY, BYTES_MAX = 260, 45, 16_000
# Other builds of the same libraries may differ by a little; another picture differs by much.
GREY_LEVELS_MAX = 6.0
DRAWN = [reason for reason in Reason if EXAMPLES[reason].draw]
HEAD = """# Why a receipt is refused

Every reason code, the sentence that its panelist reads (in their own language), what they can do, and an example: a
drawn receipt that was really read, with everything sensitive blacked out. The red box is the region that the refusal
points at; without one it is about the whole picture. Against every refusal its panelist can appeal for as long as the
programme says, and a person looks.

This page is written by `tests/receipts/test_reasons.py`, which fails when it is out of date or a code has no row. How
the decisions are made stands in [the way of a receipt](../explanation/receipts.md).

| code | sentence | what they can do | decided by | example |
|---|---|---|---|---|
"""


@pytest.mark.slow
@pytest.mark.parametrize("reason", DRAWN)
def test_a_drawn_receipt_is_really_read_and_gets_its_reason_and_its_region(reason: Reason) -> None:
    example = EXAMPLES[reason]
    seen = seen_at(example)

    decision = decide(example, seen)

    picture = _picture(seen, decision)
    if IS_WRITING:
        (PICTURES / f"{reason}.jpg").write_bytes(picture)
    if example.doubts:
        assert isinstance(decision, NeedsLook)
        assert set(example.doubts) <= set(decision.doubts)
    else:
        assert isinstance(decision, Refused)
        assert (decision.reason, decision.facts) == (reason, example.facts)
        _assert_points_at(decision.region, example, seen)
    kept = (PICTURES / f"{reason}.jpg").read_bytes()
    assert len(kept) < BYTES_MAX
    assert _difference(kept, picture) < GREY_LEVELS_MAX, f"the picture of {reason} is out of date"


def test_every_reason_has_its_example_and_the_page_tells_all_of_them() -> None:
    page = HEAD + "".join(_row(reason, EXAMPLES[reason]) for reason in Reason)
    if IS_WRITING:
        PAGE.write_text(page, "utf-8")

    assert list(EXAMPLES) == list(Reason)
    assert PAGE.read_text("utf-8") == page, "docs/reference/reasons.md is out of date: see the top of this file"
    assert sorted(path.stem for path in PICTURES.iterdir()) == sorted(DRAWN)


def _assert_points_at(region: Box, example: Example, seen: Seen) -> None:
    assert example.draw is not None
    drawn = example.draw()
    if not example.shown:
        assert region == Box(0, 0, seen.reading.page.width, seen.reading.page.height)
    for text in example.shown:
        place = places_of(drawn, text)
        assert region.top <= (place.top + place.bottom) // 2 <= region.bottom
        assert region.left < place.right
        assert place.left < region.right


def _picture(seen: Seen, decision: Decision) -> bytes:
    """The picture as its panelist sees it, blacked out, small, with the region marked."""
    whole = Box(0, 0, seen.reading.page.width, seen.reading.page.height)
    picture = Image.open(BytesIO(seen.jpeg)).convert("RGB")
    if isinstance(decision, Refused) and decision.region != whole:
        box, line = decision.region, picture.width // 80
        # Around the words, not over them.
        around = (box.left - line, box.top - line, box.right + line, box.bottom + line)
        ImageDraw.Draw(picture).rectangle(around, outline="#c00000", width=line)
    small, file = picture.resize((WIDTH_PX, round(picture.height * WIDTH_PX / picture.width))), BytesIO()
    small.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _difference(one: bytes, other: bytes) -> float:
    a, b = (np.asarray(Image.open(BytesIO(data)).convert("L").resize((64, 96)), np.float32) for data in (one, other))
    return float(np.abs(a - b).mean())


def _row(reason: Reason, example: Example) -> str:
    picture = f"![{reason}](../pictures/reasons/{reason}.jpg)" if example.draw else "none is drawn"
    sentence = sentences.of_reason(reason, example.facts)
    return f"| `{reason}` | {sentence} | {example.can} | {example.by} | {picture} |\n"
