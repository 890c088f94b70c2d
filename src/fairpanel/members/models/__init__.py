"""The tables: the people who sign in, the ways in which they come, and who looked at what is theirs."""

from fairpanel.members.models.addresses import AddressChange
from fairpanel.members.models.admission import Applicant, Draw, Invitation, Recruitment, WrongCode
from fairpanel.members.models.cases import Case, CaseKind, Concerned, Judgement
from fairpanel.members.models.devices import Device
from fairpanel.members.models.guardians import Guardianship
from fairpanel.members.models.households import Household, HouseholdCode, Housemate
from fairpanel.members.models.looks import Look, Seen, Why
from fairpanel.members.models.member import STAFF, Member, Members, Role
from fairpanel.members.models.profile import ProfileAnswer

__all__ = [
    "STAFF",
    "AddressChange",
    "Applicant",
    "Case",
    "CaseKind",
    "Concerned",
    "Device",
    "Draw",
    "Guardianship",
    "Household",
    "HouseholdCode",
    "Housemate",
    "Invitation",
    "Judgement",
    "Look",
    "Member",
    "Members",
    "ProfileAnswer",
    "Recruitment",
    "Role",
    "Seen",
    "Why",
    "WrongCode",
]
