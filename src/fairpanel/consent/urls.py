"""Addresses of this room."""

from django.urls import path, register_converter

from fairpanel.consent import views
from fairpanel.consent.values import Purpose


class PurposeInAddress:
    """A purpose by its name; what is none is no address."""

    regex = "|".join(purpose.value for purpose in Purpose)

    def to_python(self, value: str) -> Purpose:
        """The purpose."""
        return Purpose(value)

    def to_url(self, value: str) -> str:
        """Its name."""
        return Purpose(value).value


register_converter(PurposeInAddress, "purpose")

app_name = "consent"
urlpatterns = [
    path("", views.index, name="index"),
    path("next/", views.following, name="next"),
    path("record.json", views.record, name="record"),
    path("pause/", views.pause, name="pause_everything"),
    path("go-on/", views.resume, name="resume_everything"),
    path("<purpose:purpose>/", views.ask, name="ask"),
    path("<purpose:purpose>/agreed/", views.agreed, name="agreed"),
    path("<purpose:purpose>/take-back/", views.withdraw, name="withdraw"),
    path("<purpose:purpose>/pause/", views.pause, name="pause"),
    path("<purpose:purpose>/go-on/", views.resume, name="resume"),
]
