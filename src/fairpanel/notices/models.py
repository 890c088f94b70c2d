"""What we tell somebody and how far it has come (the row is its own outbox), and by which ways they want to hear."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.notices.rules import Quiet
from fairpanel.notices.values import DEFAULT_WAYS, TOPIC_OF, Kind, State, Stopped, Topic, Way

_CHOSEN = [topic.value for topic in DEFAULT_WAYS]
_WAYS = [way.value for way in Way]


class Notices(models.QuerySet["Notice"]):
    """Notices by the names that doors ask for."""

    def of_member(self, member_id: UUID) -> "Notices":
        """What we told a member, the newest first; what went in one letter is one."""
        return self.filter(member=member_id, carrier=None).order_by("-made_at", "-id")

    def due(self, now: datetime) -> "Notices":
        """What should have gone and has not, and that nobody is at."""
        open_ = self.filter(state__in=[State.WAITING.value, State.SENDING.value], send_after__lte=now)
        return open_.exclude(lease_until__gt=now)

    def done(self) -> "Notices":
        """What is not on its way any more."""
        return self.exclude(state__in=[State.WAITING.value, State.SENDING.value])

    def failed(self) -> "Notices":
        """What is not tried any more."""
        return self.filter(state=State.FAILED.value).order_by("-made_at", "-id")

    def waiting(self) -> "Notices":
        """What is still to go, the next first."""
        return self.filter(state__in=[State.WAITING.value, State.SENDING.value]).order_by("send_after", "id")


class Notice(models.Model):
    """Something that we tell one person, once.

    `key` names the deed that it tells of, so that a deed done again tells nothing again. `facts` are what its texts
    need; the words are made when it goes. The address of somebody who is no member is wiped as soon as it has gone.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    zone = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=10, default=State.WAITING.value)
    # The way that its sender took; nothing until one takes it.
    way = models.CharField(max_length=4, blank=True)
    carrier = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried")
    tries = models.PositiveSmallIntegerField(default=0)
    # Until when the sender that took it is left alone with it.
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The kind of the last fault, never what it said: that may hold an address.
    fault = models.CharField(max_length=60, blank=True)

    objects = Notices.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="a_notice_is_in_a_state_we_know"
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT.value, sent_at__isnull=False)
                | ~Q(state=State.SENT.value) & Q(sent_at__isnull=True),
                name="what_is_sent_was_sent_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING.value, lease_until__isnull=False)
                | ~Q(state=State.SENDING.value) & Q(lease_until__isnull=True),
                name="only_what_is_being_sent_is_leased",
            ),
            models.CheckConstraint(condition=Q(way__in=["", *_WAYS]), name="a_notice_goes_a_way_we_know"),
        ]
        indexes = [
            models.Index(fields=["member", "-made_at"], name="notices_of_a_member"),
            models.Index(
                fields=["send_after"], condition=Q(state__in=["waiting", "sending", "failed"]), name="notices_not_sent"
            ),
            models.Index(fields=["made_at"], name="notices_by_their_age"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def what(self) -> Kind:
        """Its kind."""
        return Kind(self.kind)

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return TOPIC_OF[self.what]


class Choice(models.Model):
    """The way by which a member wants to hear of a topic."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=10)
    way = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="a_topic_goes_one_way"),
            models.CheckConstraint(condition=Q(topic__in=_CHOSEN), name="what_is_always_sent_is_no_choice"),
            models.CheckConstraint(condition=Q(way__in=_WAYS), name="a_chosen_way_is_one_of_ours"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} by {self.way}"


class QuietHours(models.Model):
    """When a member is left alone, by the clock of where they live. The same hour twice: never."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    begins = models.TimeField()
    ends = models.TimeField()

    def __str__(self) -> str:
        return f"{self.begins:%H:%M} to {self.ends:%H:%M}"

    @property
    def quiet(self) -> Quiet:
        """As rules speak of them."""
        return Quiet(self.begins, self.ends)


class Silence(models.Model):
    """Somebody who is no member does not want to be written to about a topic. The address is not kept, only its digest.

    The digest is keyed, and cannot be turned back into the address.
    """

    digest = models.CharField(max_length=64)
    topic = models.CharField(max_length=10)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "topic"], name="a_silence_is_noted_once")]

    def __str__(self) -> str:
        return self.topic


class Unreachable(models.Model):
    """An address that mail does not reach, or whose reader called ours unwanted: its provider told us.

    Of the address only the keyed digest is here. `member` is whose it is, where it is a member's.
    """

    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    why = models.CharField(max_length=10)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why__in=[why.value for why in Stopped]), name="mail_stops_for_a_reason_we_know"
            )
        ]

    def __str__(self) -> str:
        return self.why


class Device(models.Model):
    """A browser on which a member wants to see notices, with the keys with which they are sealed for it."""

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-made_at"], name="devices_of_a_member_by_age")]

    def __str__(self) -> str:
        return self.name


class Announced(models.Model):
    """That a member was told of a version of the terms, and when: kept as long as the membership, as a proof."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    programme = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "programme", "version"], name="terms_are_told_once")]

    def __str__(self) -> str:
        return f"{self.programme} {self.version}"
