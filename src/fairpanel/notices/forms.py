"""What a member says about how they want to hear from us."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.notices import sentences
from fairpanel.notices.rules import NEVER, Quiet
from fairpanel.notices.values import DEFAULT_WAYS, Topic, Way


class WaysForm(forms.Form):
    """A way for each topic that has a choice, and the quiet hours."""

    is_quiet = forms.BooleanField(required=False, label=_("Leave me alone at night"))
    begins = forms.TimeField(
        label=_("From"), error_messages={"required": _("Write when quiet begins, like 21:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("Until"), error_messages={"required": _("Write when quiet ends, like 8:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Iterable[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in DEFAULT_WAYS:
            self.fields[topic.value] = forms.ChoiceField(
                label=sentences.OF_TOPIC[topic], help_text=sentences.ABOUT_TOPIC[topic], widget=forms.RadioSelect,
                choices=[(way.value, sentences.OF_WAY[way]) for way in offered],
                error_messages={"required": _("Choose one.")},
            )  # fmt: skip

    def topics(self) -> Iterator[forms.BoundField]:
        """The fields of the topics, in their order."""
        return (self[topic.value] for topic in DEFAULT_WAYS)

    @property
    def ways(self) -> dict[Topic, Way]:
        """What was chosen."""
        return {topic: Way(self.cleaned_data[topic.value]) for topic in DEFAULT_WAYS}

    @property
    def quiet(self) -> Quiet:
        """The hours that were chosen."""
        if not self.cleaned_data["is_quiet"]:
            return NEVER
        return Quiet(self.cleaned_data["begins"], self.cleaned_data["ends"])


class DeviceForm(forms.Form):
    """What a browser says of itself when it subscribes."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)
