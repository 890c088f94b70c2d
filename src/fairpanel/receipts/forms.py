"""What somebody sends."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.money import Money, decimals_of
from fairpanel.kit.problems import Invalid, TooLarge
from fairpanel.receipts import mending
from fairpanel.receipts.models import NOTE_CHARACTERS_MAX, Line, Receipt
from fairpanel.receipts.terms import currency_of
from fairpanel.receipts.values import LineSaid, Said

BYTES_A_MEGABYTE = 1024 * 1024


class NothingChosen(Invalid):
    """There was no picture with it. Choose a photo or a file, then send it."""


class LargerThanWeTake(TooLarge):
    """This file is larger than the {megabytes} MB that we take. Take a photo of the receipt instead."""


class TooLargeTogether(TooLarge):
    """These pictures are together larger than the {megabytes} MB that we take at once. Take them smaller, or fewer."""


class NotUnderstood(Invalid):
    """Your phone sent something that we do not understand. Load the page again, then send it once more."""


class PicturesForm(forms.Form):
    """One or several photos or files of a receipt. An empty file is the reader's to refuse.

    A phone that sends what it kept says under which key, and whose it is.
    """

    key = forms.UUIDField(required=False)
    who = forms.CharField(required=False, max_length=64)

    def pictures(self) -> list[bytes]:
        """The files as they came. Raises `NotUnderstood`, `NothingChosen`, `LargerThanWeTake` or `TooLargeTogether`."""
        if not self.is_valid():
            raise NotUnderstood
        sent = cast("list[UploadedFile[Any]]", self.files.getlist("picture"))
        if not sent:
            raise NothingChosen
        if sum(each.size or 0 for each in sent) > settings.UPLOAD_BYTES_MAX:
            raise (LargerThanWeTake if len(sent) == 1 else TooLargeTogether)(megabytes=megabytes_taken())
        return [bytes(each.read()) for each in sent]


class AppealForm(forms.Form):
    """What somebody says against a refusal, and another picture; both may be left out."""

    note = forms.CharField(
        label=_("What should the person who looks know?"),
        help_text=_(
            "If you like. We take out the numbers, addresses and names that we know as such. Better write none."
        ),
        required=False, max_length=NOTE_CHARACTERS_MAX, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("Another picture of the same receipt"),
        help_text=_("If you like. We read it and black it out like the first one, and it takes its place."),
        required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )  # fmt: skip

    def __init__(self, *args: Any, data_was_sent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing written and nothing chosen is an appeal as well.
        self.is_bound = data_was_sent

    def picture_bytes(self) -> bytes | None:
        """The picture as it came. Raises `LargerThanWeTake`."""
        sent = cast("UploadedFile[Any] | None", self.cleaned_data.get("picture"))
        if sent is None:
            return None
        if (sent.size or 0) > settings.UPLOAD_BYTES_MAX:
            raise LargerThanWeTake(megabytes=megabytes_taken())
        return bytes(sent.read())


def megabytes_taken() -> int:
    """How large a file may be, in whole megabytes."""
    return int(settings.UPLOAD_BYTES_MAX // BYTES_A_MEGABYTE)


class WrittenNumber(forms.DecimalField):
    """A number as people write it, with a point or a comma before the decimals."""

    def to_python(self, value: Any) -> Any:
        """The number, or None."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


@needs_no_consent("It shows a receipt to its own panelist.")
class CorrectionForm(forms.Form):
    """What a panelist says that a receipt is: three fields for the whole, three for each line that was read."""

    shop = forms.CharField(
        label=_("Shop"), max_length=200, error_messages={"required": _("Write the name of the shop.")}
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2026-11-21.")},
    )  # fmt: skip

    def __init__(self, *args: Any, receipt: Receipt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receipt, self.lines = receipt, list(receipt.lines.all())
        self.initial = {"shop": receipt.shop, "day": receipt.bought_on}
        if receipt.currency:
            self.fields["total"] = _amount(_("Total"), receipt.currency, minimum=0, required=False)
            self.initial["total"] = None if receipt.total is None else receipt.total.decimal()
        for line in self.lines:
            text, how_many, price = self._names(line)
            self.fields[text] = forms.CharField(label=_("Item"), max_length=300)
            self.fields[how_many] = WrittenNumber(
                label=_("How many"), required=False, max_digits=9, decimal_places=3, widget=_AMOUNT
            )
            self.fields[price] = _amount(_("Price"), line.currency)
            counted = None if line.quantity is None else f"{line.quantity.normalize():f}"
            self.initial |= {text: line.text, how_many: counted, price: line.price.decimal()}

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each line."""
        return [[self[name] for name in self._names(line)] for line in self.lines]

    def said(self) -> Said:
        """What was written, as values."""
        told, currency = self.cleaned_data, currency_of(self.receipt)
        total = told.get("total")
        lines = {}
        for line in self.lines:
            text, how_many, price = (told[name] for name in self._names(line))
            lines[line.position] = LineSaid(text, how_many, Money.of(price, line.currency))
        return Said(told["shop"], told["day"], None if total is None else Money.of(total, currency), lines)

    @classmethod
    def is_in(cls, sent: QueryDict) -> bool:
        """Whether its boxes were on the page that was sent."""
        return "shop" in sent

    @staticmethod
    def _names(line: Line) -> tuple[str, str, str]:
        return f"text-{line.position}", f"quantity-{line.position}", f"price-{line.position}"


@needs_no_consent("It shows a receipt to a person who may look.")
class ReviewForm(CorrectionForm):
    """What a person who decides reads on a receipt; in the boxes stands what was held when people were asked.

    Only the day and the shop of a receipt that cannot be read stay empty.
    """

    def __init__(self, *args: Any, receipt: Receipt, **kwargs: Any) -> None:
        super().__init__(*args, receipt=receipt, **kwargs)
        self.fields["shop"].required = False
        if "total" not in self.fields:
            currency = currency_of(receipt)
            self.fields["total"] = _amount(_("Total"), currency, minimum=0, required=False)
        if receipt.again:
            self._as_before(mending.before_reviewers(receipt))

    def _as_before(self, held: Said) -> None:
        total = None if held.total is None else held.total.decimal()
        self.initial.update({"shop": held.shop, "day": held.day, "total": total})
        for position, line in held.lines.items():
            counted = None if line.quantity is None else f"{line.quantity.normalize():f}"
            self.initial.update({f"text-{position}": line.text, f"quantity-{position}": counted})
            self.initial[f"price-{position}"] = line.price.decimal()

    def read(self) -> dict[str, forms.BoundField]:
        """The boxes for what stands once, by the name under which it was read."""
        return {"merchant": self["shop"], "date": self["day"], "total": self["total"]}

    def bought(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The boxes of each line, with the key that ties it to its place on the picture."""
        return [(f"line-{line.position}", row) for line, row in zip(self.lines, self.rows(), strict=True)]


_AMOUNT = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _amount(label: Any, currency: str, *, minimum: int | None = None, required: bool = True) -> WrittenNumber:
    return WrittenNumber(
        label=label, required=required, max_digits=12, decimal_places=decimals_of(currency), min_value=minimum,
        widget=_AMOUNT,
        error_messages={"invalid": _("Write an amount like 12.50."), "required": _("Write the price.")},
    )  # fmt: skip
