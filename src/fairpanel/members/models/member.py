"""The people who sign in, and in which role."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What someone is here for. One account has one role."""

    PANELIST = "panelist", _("panelist")
    REVIEWER = "reviewer", _("reviewer")
    OPERATOR = "operator", _("operator")
    CLIENT = "client", _("client")


# Whose work is to look at what is other people's: what they look at is written down (`members.looks`).
STAFF = frozenset({Role.REVIEWER, Role.OPERATOR})


class Members(BaseUserManager["Member"]):
    """Members by the names that other rooms ask for."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        """The member with this mail address, however it is capitalised."""
        return self.get(email=(username or "").lower())

    def panelists(self) -> "models.QuerySet[Member]":
        """All who take part."""
        return self.filter(role=Role.PANELIST)


class Member(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account.

    `purse` names the member's account in the ledger. It says nothing about the person, and with this row the only
    link between the two is gone (law 15).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("mail address"), max_length=254, unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.PANELIST)
    language = models.CharField(max_length=10, default="en")
    region = models.CharField(max_length=2, blank=True)
    # The day on which this person told us a date of birth that makes them an adult. The date itself is not kept.
    adult_on = models.DateField(null=True, blank=True)
    purse = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    joined_at = models.DateTimeField(default=timezone.now)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Members] = Members()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="a_mail_address_is_in_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="a_role_is_one_of_ours"),
        ]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open the operator's pages."""
        return self.role == Role.OPERATOR

    @property
    def sees_others(self) -> bool:
        """Whether this member works with other people's data: operators, and reviewers of receipts."""
        return self.role in STAFF

    @property
    def has_joined(self) -> bool:
        """Whether this panelist is past the door: of age, in a region of the programme."""
        return self.adult_on is not None and bool(self.region)

    @property
    def account(self) -> str:
        """The name of the member's account in the ledger."""
        return f"panelist:{self.purse.hex}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002  # Django's signature
        """Operators may do what the admin offers; nobody else anything."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002  # Django's signature
        """As `has_perm`."""
        return self.is_active and self.is_staff
