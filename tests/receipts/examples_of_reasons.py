"""One drawn example for each reason code: how it is drawn, what is known beside it, and what the checks must say.

A reason that no machine decides by a reading has no `draw`, or one at which the machine only doubts; whoever makes such
a verb gives it its example here, and `docs/reference/reasons.md` shows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

from fairpanel.kit.page import Box
from fairpanel.programme import Version, preset
from fairpanel.reading.drawing import Drawn, DrawnPaper, Wear, draw_paper, draw_rows
from fairpanel.receipts import rules
from fairpanel.receipts.looking import look
from fairpanel.receipts.values import Decision, Doubt, Known, Reason, Seen, Sender, Sent

TODAY = date(2026, 11, 22)
# A till prints the time of its own wall.
BOUGHT = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001
VERSION: Version = preset("fair").in_force(TODAY)
SHOP = ("Pinecrest Hardware", "88 Harbor Road", "Portland, ME 04101", "Tel 555 0142")
LINES = ("-", "Claw hammer | 18.95", "Wood screws 100 | 6.49", "Wall paint white | 24.90", "-")
SUMS = ("SUBTOTAL | $50.34", "TAX 5.5% | $2.77", "TOTAL | $53.11", "CASH | $60.00", "CHANGE | $6.89")
DAY = "11/20/2026 17:30"
MACHINE, PERSON = "the machine", "a person"


@dataclass(frozen=True)
class Example:
    """What leads to a reason. `shown` are the rows that its region must hold; without any it is the whole picture.

    `can` is what its panelist can do besides asking for another look.
    """

    can: str
    by: str = MACHINE
    draw: Callable[[], Drawn | DrawnPaper] | None = None
    home: str = "US"
    shown: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[], Known] = Known
    terms: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def seen_at(example: Example) -> Seen:
    """What a worker sees on its picture, read for real and with everything sensitive gone."""
    assert example.draw is not None
    return _look(example.draw().jpeg, example.home)


def decide(example: Example, seen: Seen) -> Decision:
    """What the checks say of it."""
    assert VERSION.receipts is not None
    return rules.decide(
        seen.reading, VERSION, VERSION.receipts.model_copy(update=dict(example.terms)),
        region=VERSION.regions[example.home], known=example.known(), today=TODAY,
    )  # fmt: skip


def places_of(drawn: Drawn | DrawnPaper, text: str) -> Box:
    """Where a row with this text is drawn."""
    rows = drawn.rows if isinstance(drawn, DrawnPaper) else drawn.truth.rows
    return next(row.box for row in rows if text in row.text)


def _look(jpeg: bytes, home: str) -> Seen:
    return look([jpeg], region=home, currency=VERSION.regions[home].currency)


def _rows(*rows: str, country: str = "US") -> Callable[[], DrawnPaper]:
    return lambda: draw_rows(rows, seed=3, country=country)


def _paper(kind: str, *, seed: int = 1) -> Callable[[], DrawnPaper]:
    return lambda: draw_paper(kind=kind, bought=BOUGHT, seed=seed)


def _blurred() -> DrawnPaper:
    drawn = draw_rows((*SHOP, *LINES, *SUMS, DAY), seed=3)
    pixels = np.asarray(Image.open(BytesIO(drawn.jpeg)))
    smeared, file = cv2.GaussianBlur(pixels, (0, 0), 14), BytesIO()
    Image.fromarray(smeared).save(file, "JPEG", quality=70)
    return DrawnPaper(file.getvalue(), drawn.width, drawn.height, drawn.rows, drawn.country)


def _purchase(wear: Wear) -> DrawnPaper:
    return draw_rows((*SHOP, *LINES, *SUMS, DAY), seed=5, wear=wear)


def _sent_before() -> Known:
    return Known(sent_before=Sent(Sender.SELF, is_sure=True))


EXAMPLES: dict[Reason, Example] = {
    Reason.UNREADABLE: Example("Take the photo again in good light.", draw=_blurred),
    Reason.NOT_A_RECEIPT: Example(
        "Send a receipt.", draw=_rows("Jazz in the park", "", "Free entry", "Bring a blanket", "Rain or shine")
    ),
    Reason.NO_MERCHANT: Example(
        "Take the photo again with the top in view.",
        draw=_rows("-", "18.95", "6.49", "TOTAL | $25.44", "CASH | $25.44", DAY),
    ),
    Reason.NO_DATE: Example("Take the photo again with the whole receipt in view.", draw=_rows(*SHOP, *LINES, *SUMS)),
    Reason.NO_TOTAL: Example(
        "Take the photo again with the bottom in view.",
        draw=_rows(*SHOP, DAY, "-", "Claw hammer", "Wood screws", "Wall paint"),
    ),
    Reason.NO_LINES: Example(
        "Take the photo again, close enough to read each line.",
        draw=_rows(*SHOP, DAY, "-", *SUMS),
        terms={"fields_required": ("merchant", "date", "total", "lines")},
    ),
    Reason.TOO_OLD: Example(
        "Send a newer receipt.",
        draw=_rows(*SHOP, *LINES, *SUMS, "03/03/2026 17:30"),
        shown=("03/03/2026",),
        facts={"bought": "2026-03-03", "window_days": "30"},
    ),
    Reason.IN_THE_FUTURE: Example(
        "Take the photo again, if the day was misread.",
        draw=_rows(*SHOP, *LINES, *SUMS, "03/03/2027 17:30"),
        shown=("03/03/2027",),
        facts={"bought": "2027-03-03", "window_days": "30"},
    ),
    Reason.EXCLUDED_SELLER: Example(
        "Send a receipt from another shop.",
        draw=_rows("Example Market", "12 Maple Street", "Columbus, OH 43215", *LINES, *SUMS, DAY),
        shown=("Example Market",),
        facts={"seller": "Example Market"},
    ),
    Reason.EXCLUDED_KIND: Example(
        "Send a receipt of something bought in a shop.",
        draw=_paper("utility"),
        shown=("Power Company",),
        facts={"kind": "utility"},
    ),
    Reason.OWN_DUPLICATE: Example(
        "Send another receipt.",
        draw=lambda: _purchase(Wear.PHOTO),
        known=_sent_before,
        shown=("Pinecrest", "TOTAL", "11/20/2026"),
    ),
    Reason.OTHERS_DUPLICATE: Example("Send another receipt.", by="what is known of other panelists' receipts"),
    Reason.ALTERED: Example("Ask for another look, if it is as the shop gave it.", by=PERSON),
    Reason.PHOTOGRAPHED_SCREEN: Example("Send the paper, or the file that the shop sent.", by=PERSON),
    Reason.HANDWRITTEN: Example(
        "Send a printed receipt.", by=PERSON, draw=_paper("handwritten"), doubts=(Doubt.PAPER,)
    ),
    Reason.CARD_SLIP: Example(
        "Send the receipt that says what was bought.",
        draw=_paper("card-slip"),
        shown=("MERCHANT COPY", "TERMINAL ID", "APPROVED"),
        facts={"kind": "card-slip"},
    ),
    Reason.RETURN_ONLY: Example(
        "Send a receipt of something bought.",
        draw=_paper("return-only"),
        shown=("TOTAL",),
        facts={"kind": "return-only"},
    ),
    Reason.WRONG_CURRENCY: Example(
        "Send a receipt from their own country.",
        draw=_rows(*SHOP[:3], *LINES, *SUMS, DAY),
        home="DE",
        shown=("$50.34",),
        facts={"currency": "USD", "expected": "EUR"},
    ),
    Reason.WRONG_REGION: Example(
        "Send a receipt from their own country.",
        draw=_rows(
            "Quincaillerie du Port",
            "12 rue des Tilleuls",
            "44000 Nantes",
            "FRANCE",
            "SIRET 123 456 789 00012",
            "-",
            "Marteau | 18,95",
            "Vis 100 | 6,49",
            "-",
            "TOTAL TTC | 25,44 EUR",
            "ESPECES | 30,00",
            "RENDU | 4,56",
            "20/11/2026 17:30",
            country="FR",
        ),
        home="DE",
        shown=("FRANCE", "SIRET"),
        facts={"country": "FR", "home": "DE"},
    ),
    Reason.NO_CONSENT: Example("Agree on the page about consent.", by="the door: nothing is read or kept"),
    Reason.OVER_LIMIT: Example(
        "Send more next month.",
        draw=lambda: _purchase(Wear.PHOTO),
        known=lambda: Known(counted=50),
        facts={"month_max": "50"},
    ),
    Reason.NOT_LOOKED_AT: Example(
        "Allow a look, and ask for one.",
        by="the machine, where it doubts and its panelist allows no look",
        draw=_rows("Golden Heron Lottery", *SHOP[1:], *LINES, *SUMS, DAY),
        doubts=(Doubt.SHOP_KIND,),
    ),
    Reason.PICTURES_APART: Example(
        "Take the photos again so that each shows a few lines of the next.",
        by="the machine, of several pictures of one receipt",
        facts={"before": "1", "after": "2"},
    ),
}
