"""What an operator says about whom the panel looks for, invites and lets in."""

import codecs
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from fairpanel.members.rules.plan import Mode

TABLE_BYTES_MAX = 2_000_000
CODES_MAX = 5_000
DAYS_MAX = 366


class PlanForm(forms.Form):
    """Who may come in uninvited, how long a place is held, what is asked, and how many places there are for whom."""

    mode = forms.ChoiceField(
        label=_("Who was not invited"),
        choices=[
            (Mode.OPEN.value, _("joins at once while there is a place, and waits otherwise")),
            (Mode.INVITATION.value, _("waits until you let them in")),
        ],
        widget=forms.RadioSelect,
    )
    answer_days = forms.IntegerField(
        label=_("Days for which a place is held"), validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    places = forms.CharField(
        label=_("Places"),
        help_text=_("A table as from a spreadsheet. An empty cell takes any answer, - who would rather not say."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "typed"}),
    )
    questions = forms.CharField(
        label=_("Questions"),
        help_text=_("In TOML, each in the languages of your panel. Take out what no place depends on."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "typed"}),
    )


class DrawForm(forms.Form):
    """By lot or by turn, where, and how many."""

    manner = forms.ChoiceField(choices=[("lot", _("by lot")), ("turn", _("by turn"))], label=_("How"), initial="lot")
    seed = forms.CharField(label=_("Seed of the lot"), max_length=64, required=False)
    region = forms.ChoiceField(label=_("Where"), required=False)
    places_max = forms.IntegerField(label=_("How many at most"), required=False, validators=[MinValueValidator(1)])

    def __init__(self, *args: Any, regions: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("everywhere")), *regions.items()]  # type: ignore[attr-defined]  # a ChoiceField


class _BatchForm(forms.Form):
    """What all invitations have. Several of these stand on one page, so each names its fields after itself."""

    label = forms.CharField(label=_("Name"), max_length=80, help_text=_("By which you find these again."))
    days = forms.IntegerField(
        label=_("Holds for days"), initial=60, validators=[MinValueValidator(1), MaxValueValidator(DAYS_MAX)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s"} | kwargs)


class TableForm(_BatchForm):
    """People to invite, in a table."""

    table = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_("With a row of headings: email, language, region, reference, and the names of your questions."),
    )
    keep = forms.BooleanField(label=_("Invite the good rows when others are bad"), required=False, initial=False)

    def clean_table(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["table"]
        if file.size > TABLE_BYTES_MAX:
            raise forms.ValidationError(_("This file is larger than two megabytes. Send it in parts."))
        try:
            data = file.read()
            # As some spreadsheets write "Unicode text".
            is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            return str(data.decode("utf-16" if is_wide else "utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This file is not text in UTF-8. Save it as CSV in UTF-8.")) from None


class PaperForm(_BatchForm):
    """Codes to print."""

    count = forms.IntegerField(
        label=_("How many"), initial=100, validators=[MinValueValidator(1), MaxValueValidator(CODES_MAX)]
    )
    region = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, regions: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("anywhere")), *regions.items()]  # type: ignore[attr-defined]  # a ChoiceField


class LinkForm(_BatchForm):
    """A link for many."""

    cap = forms.IntegerField(
        label=_("For how many people"), initial=100, validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )


class MailForm(_BatchForm):
    """One person by mail."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
