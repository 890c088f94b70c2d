"""The room's pages."""

from fairpanel.members.views.addresses import address, address_code, stop_address
from fairpanel.members.views.codes import code, decline, invited, refer, with_code
from fairpanel.members.views.devices import devices, second_factor, sign_out_there
from fairpanel.members.views.guardians import guardian, guardian_agreed, guardian_asked, guardian_link, tell_age
from fairpanel.members.views.households import ask_in, come_in, find_household, household, leave_household, questions
from fairpanel.members.views.joining import again, join, join_with_guardian, language, leave, take
from fairpanel.members.views.parts import parts
from fairpanel.members.views.profile import clear_profile, profile, profile_question

__all__ = [
    "address",
    "address_code",
    "again",
    "ask_in",
    "clear_profile",
    "code",
    "come_in",
    "decline",
    "devices",
    "find_household",
    "guardian",
    "guardian_agreed",
    "guardian_asked",
    "guardian_link",
    "household",
    "invited",
    "join",
    "join_with_guardian",
    "language",
    "leave",
    "leave_household",
    "parts",
    "profile",
    "profile_question",
    "questions",
    "refer",
    "second_factor",
    "sign_out_there",
    "stop_address",
    "take",
    "tell_age",
    "with_code",
]
