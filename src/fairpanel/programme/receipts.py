"""Receipt rules: which receipts count, and how long what is kept of them stays."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from fairpanel.programme.record import Record

ShopKind = Literal[
    "retail",
    "grocery",
    "pharmacy",
    "restaurant",
    "cinema",
    "theme-park",
    "tobacconist",
    "fuel",
    "online",
    "utility",
    "rent",
    "casino",
    "weapons",
    "transport",
    "tuition",
    "medical",
]

# Papers that are handed in as receipts and do not say what was bought, or by whom.
PaperKind = Literal["card-slip", "return-only", "atm-slip", "gift-card", "handwritten"]

# What lines tell of a person's health, sex, faith or party. Medicines are taken out whatever a programme says.
SpecialKind = Literal["health product", "intimate product", "religious article", "political contribution"]

ReceiptField = Literal["merchant", "date", "total", "lines"]


class ReceiptRules(Record):
    """The rules that a receipt is held against.

    `window_days` is how old the purchase may be when the receipt comes, `month_max` how many are taken in a calendar
    month, and `day_max` how many purchases of one day, where that is limited. A kind of shop that stands in neither
    list, or of paper that is not excluded, is for a person to look at. Pictures go after `pictures_days` days, lines
    after `lines_months` months. Lines of all special kinds are taken out but for those in `special_left_on`.

    Where a person decides: within `look_days` days on what the machine is not sure of, and within `answer_days` on an
    appeal, which may be made until `appeal_days` days after the refusal. What nobody has decided by then ends as
    `look_unanswered` and `appeal_unanswered` say. Of what a person has decided, `double_coded_percent` in a hundred are
    decided by a second one as well, who does not see how the first did.
    """

    window_days: Annotated[int, Field(ge=1, le=366)]
    kinds_eligible: Annotated[tuple[ShopKind, ...], Field(min_length=1)]
    kinds_excluded: tuple[ShopKind, ...]
    papers_excluded: tuple[PaperKind, ...] = ()
    special_left_on: tuple[SpecialKind, ...] = ()
    fields_required: tuple[ReceiptField, ...]
    month_max: Annotated[int, Field(ge=1)]
    day_max: Annotated[int, Field(ge=1)] | None = None
    pictures_days: Annotated[int, Field(ge=1, le=366)]
    lines_months: Annotated[int, Field(ge=1, le=12)]
    look_days: Annotated[int, Field(ge=1, le=60)] = 3
    appeal_days: Annotated[int, Field(ge=14, le=366)] = 30
    answer_days: Annotated[int, Field(ge=1, le=60)] = 30
    look_unanswered: Literal["counts", "waits"] = "counts"
    appeal_unanswered: Literal["counts", "stays-refused"] = "counts"
    double_coded_percent: Annotated[int, Field(ge=0, le=100)] = 10
