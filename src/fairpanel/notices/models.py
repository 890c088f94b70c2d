"""One table: what we tell somebody, and how far it has come. The row is its own outbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.notices.values import Kind, State


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
    tries = models.PositiveSmallIntegerField(default=0)
    # Until when the sender that took it is left alone with it.
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The kind of the last fault, never what it said: that may hold an address.
    fault = models.CharField(max_length=60, blank=True)

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
