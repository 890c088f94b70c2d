"""A page on which a panelist blacks out more of their receipt: what was read, or a box of their own."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fairpanel import redaction
from fairpanel.kit.page import Box
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.receipts import actions
from fairpanel.receipts.paper import Bought, Paper, Shown, paper_of

_WHOLE = 100.0


def _percent(label: object) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, min_value=0, max_value=_WHOLE)  # type: ignore[arg-type]  # lazy


class HideForm(forms.Form):
    """What was read and shall go, or a part of the picture in percent of its width and height."""

    what = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    left = _percent(gettext_lazy("From the left, in percent"))
    top = _percent(gettext_lazy("From the top, in percent"))
    width = _percent(gettext_lazy("Wide, in percent"))
    height = _percent(gettext_lazy("High, in percent"))

    def __init__(self, data: object, *, paper: Paper) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.paper = paper
        self.marks = {_named(mark): mark for mark in paper.marks}
        what = cast("forms.ChoiceField", self.fields["what"])
        what.choices = [(name, mark.key) for name, mark in self.marks.items()]

    @property
    def read(self) -> list[tuple[forms.boundfield.BoundWidget, Shown | Bought]]:
        """What was read, each with its button."""
        return list(zip(self["what"], self.marks.values(), strict=True))

    @property
    def parts(self) -> list[forms.BoundField]:
        """The four figures of a box."""
        return [self[name] for name in ("left", "top", "width", "height")]

    def clean(self) -> dict[str, Any]:
        """What was chosen. Nothing at all is an error of the whole form."""
        chosen = super().clean() or self.cleaned_data
        if not self.errors and not chosen["what"] and not (chosen["width"] and chosen["height"]):
            raise forms.ValidationError(_("Choose what shall go, or say which part of the picture."))
        return chosen

    def box(self) -> Box:
        """The box in pixels of the picture."""
        chosen = self.cleaned_data
        if chosen["what"]:
            return redaction.widened(self.marks[chosen["what"]].box, width=self.paper.width, height=self.paper.height)
        across, down = self.paper.width / _WHOLE, self.paper.height / _WHOLE
        left, top = chosen["left"] or 0.0, chosen["top"] or 0.0
        return Box(
            round(left * across), round(top * down),
            round((left + chosen["width"]) * across), round((top + chosen["height"]) * down),
        )  # fmt: skip


@for_panelists
@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """What was read, to choose from, beside the picture to draw on; then it is black for good."""
    member = cast("MemberRequest", request).user
    receipt = actions.one_of(member=member, receipt_id=receipt_id)
    paper = paper_of(receipt) if receipt.picture else None
    if paper is None:
        raise actions.NothingToHide
    form = HideForm(request.POST if request.method == "POST" else None, paper=paper)
    if form.is_valid():
        try:
            actions.hide(member=member, receipt_id=receipt_id, box=form.box(), now=timezone.now())
        except actions.NothingCovered as problem:
            form.add_error(None, _(problem.sentence()))
    if not form.is_valid():
        page = {"receipt": receipt, "paper": paper, "form": form}
        return render(request, "receipts/hide.html", page, status=422 if form.is_bound else 200)
    messages.success(request, _("Blacked out for good: in the picture, and in what was read there."))
    return redirect("receipts:one", receipt_id)


def _named(mark: Shown | Bought) -> str:
    """The mark by its place: sent twice it is found no more, where another tax could stand under its key by then."""
    return f"{mark.key}@{mark.box.left},{mark.box.top}"
