"""Addresses of the room `notices`. It stands below `members`, so its pages get their doors here."""

from django.urls import path

from fairpanel.members.doors import for_anyone, for_panelists
from fairpanel.notices import views
from fairpanel.website import mail_events

app_name = "notices"
urlpatterns = [
    path("", for_panelists(views.index), name="index"),
    path("devices/", for_panelists(views.put_on), name="put_on"),
    path("devices/<uuid:device_id>/off/", for_panelists(views.take_off), name="take_off"),
    path("again/", for_panelists(views.try_again), name="try_again"),
    path("provider/", for_anyone(mail_events.told), name="provider"),
    path("stop/<str:token>/", for_anyone(views.stop), name="stop"),
]
