"""The sponsor's money on the operator's desk: what is there, what is promised, what is missing; and putting some in."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.rewards import actions, ports, wording
from fairpanel.rewards.models import Funding

FUNDINGS_SHOWN = 20


class FundingForm(forms.Form):
    """How much the sponsor put in, and the operator's own reference for it."""

    amount = forms.CharField(
        label=gettext_lazy("How much did the sponsor put in?"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    currency = forms.ChoiceField(label=gettext_lazy("In which currency?"))
    reference = forms.CharField(
        label=gettext_lazy("Your reference"), max_length=80,
        help_text=gettext_lazy("The number of the bank transfer, say. The same one twice puts the money in once."),
        error_messages={"required": gettext_lazy("Write a reference, so that nothing is put in twice.")},
    )  # fmt: skip

    def __init__(self, *args: Any, currencies: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.like = wording.amount_like(50_000, "EUR", wording.locale_of(""))
        self.fields["amount"].help_text = _("Like {example}.").format(example=self.like)
        self.fields["amount"].error_messages["required"] = self._no_amount()
        self.fields["currency"].choices = [(each, each) for each in currencies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The amount as money."""
        told = super().clean() or {}
        if "amount" in told and "currency" in told:
            try:
                told["money"] = wording.money_said(told["amount"], told["currency"], wording.locale_of(""))
            except ValueError:
                self.add_error("amount", self._no_amount())
            else:
                if told["money"].minor <= 0:
                    self.add_error("amount", _("Write an amount that is more than nothing."))
        return told

    def _no_amount(self) -> str:
        return _("Write an amount like {example}.").format(example=self.like)


@for_operators
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """How the budget stands in each currency, what was put in last, and the form that puts more in."""
    programme, now = ports.filled().programme, timezone.now()
    currencies = actions.currencies_of(programme)
    form = FundingForm(request.POST if request.method == "POST" else None, currencies=currencies)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.fund(
                programme=programme.name, amount=told["money"], reference=told["reference"],
                by=cast("MemberRequest", request).user, now=now,
            )  # fmt: skip
        except actions.PaidInOtherwise as problem:
            form.add_error("reference", _(problem.sentence()).format(**problem.facts))
        else:
            messages.success(request, _("Put in. What was missing is made good first."))
            return redirect("console:budget")
    page = {
        "programme": programme,
        "stands": [actions.budget_of(programme=programme, currency=each, now=now) for each in currencies],
        "fundings": Funding.objects.filter(programme=programme.name).order_by("-at")[:FUNDINGS_SHOWN],
        "form": form,
    }
    return render(request, "console/budget.html", page, status=422 if form.is_bound else 200)
