"""Every look of staff at one person's data: who, at what, why and when. Never what they saw."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairpanel.members.models.member import Role


class Seen(models.TextChoices):
    """What of a person's was looked at."""

    ACCOUNT = "account", _("your account: mail address, region, language")
    RECEIPT = "receipt", _("one of your receipts, as it was read")
    PICTURE = "picture", _("the blacked-out picture of one of your receipts")
    MONEY = "money", _("what you have earned and been paid")
    COMPLAINT = "complaint", _("what you wrote in a complaint")
    PROFILE = "profile", _("what you told us about yourself")
    CASE = "case", _("a question about your account that a person has to judge")


class Why(models.TextChoices):
    """What the look was for."""

    REVIEW = "review", _("to decide on a receipt that the machine was not sure of")
    APPEAL = "appeal", _("to answer your appeal")
    TABLES = "tables", _("opened in the operator's tables")
    COMPLAINT = "complaint", _("to answer your complaint")
    CASE = "case", _("to judge whether two accounts are one person's")
    PAYMENT = "payment", _("to bring a payment to you")
    ERASURE = "erasure", _("to see that what you wanted gone is gone")


class Look(models.Model):
    """One look. `role` stays when the account of who looked is gone."""

    id = models.UUIDField(primary_key=True, editable=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    what = models.CharField(max_length=20, choices=Seen)
    why = models.CharField(max_length=20, choices=Why)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="looks_at_a_member")]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Seen.values), name="a_look_is_at_something_we_know"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="a_look_has_a_reason_we_know"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.what}, {self.why}"
