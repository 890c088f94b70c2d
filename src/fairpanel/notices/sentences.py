"""What this room says on its own pages: topics and ways in plain words."""

from django.utils.translation import gettext_lazy as _

from fairpanel.notices.values import State, Topic, Way

OF_TOPIC = {
    Topic.ACCOUNT: _("Your account"),
    Topic.TERMS: _("Changes of our terms"),
    Topic.RESULTS: _("Your receipts"),
    Topic.MONEY: _("Your money"),
    Topic.ADMISSION: _("Invitations and your place"),
    Topic.NEWS: _("News of the panel"),
}
ABOUT_TOPIC = {
    Topic.ACCOUNT: _("signing in, safety, deleting, answers to complaints"),
    Topic.TERMS: _("what we ask, what we pay, before it changes"),
    Topic.RESULTS: _("which counted, which did not and why; at most one mail a day"),
    Topic.MONEY: _("what was paid out, and what waits for you"),
    Topic.ADMISSION: _("your place in the panel, and parts that you may join"),
    Topic.NEWS: _("new parts of the panel and what came of it, now and then"),
}
OF_WAY = {Way.MAIL: _("by mail"), Way.PUSH: _("on your devices"), Way.NONE: _("not at all")}
OF_STATE = {
    State.WAITING: _("waits to be sent"),
    State.SENDING: _("is being sent"),
    State.SENT: _("sent"),
    State.FAILED: _("could not be sent"),
    State.CARRIED: _("goes with another"),
    State.UNWANTED: _("not sent, as you chose"),
    State.UNSURE: _("perhaps shown: we were interrupted"),
}
SENT_BY_WAY = {Way.MAIL: _("sent by mail"), Way.PUSH: _("shown on your devices")}
