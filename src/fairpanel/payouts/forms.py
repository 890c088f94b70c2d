"""What somebody who wants to be paid tells us."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.kit.money import Money

_AMOUNT = re.compile(r"\d{1,7}([.,]\d{1,3})?")
_LABELS = {
    "mail": _("Mail address"),
    "holder": _("Name of who holds the account"),
    "iban": _("IBAN"),
    "account": _("Customer number"),
    "name": _("Full name"),
    "street": _("Street and number"),
    "city": _("Postcode and town"),
    "number": _("Tax number"),
}


class AddressForm(forms.Form):
    """The parts of an address in one way."""

    def __init__(self, *args: Any, parts: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in parts:
            field = forms.EmailField if name == "mail" else forms.CharField
            self.fields[name] = field(label=_LABELS[name], max_length=100)
            self.fields[name].widget.attrs["autocomplete"] = "email" if name == "mail" else "off"


class AskForm(AddressForm):
    """How much and, where we do not know it yet, where to."""

    amount = forms.CharField(label=_("How much"), max_length=12)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean_amount(self) -> Money:
        """The sum, with a point or a comma."""
        said = str(self.cleaned_data["amount"]).strip()
        try:
            if _AMOUNT.fullmatch(said):
                return Money.of(said.replace(",", "."), self.currency)
        except ValueError:
            pass
        raise forms.ValidationError(_("Write a sum in numbers, like 10 or 12.50."))
