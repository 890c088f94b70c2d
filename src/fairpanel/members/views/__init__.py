"""The room's pages."""

from fairpanel.members.views.addresses import address, address_code, stop_address
from fairpanel.members.views.codes import code, decline, invited, refer, with_code
from fairpanel.members.views.devices import devices, second_factor, sign_out_there
from fairpanel.members.views.joining import again, join, language, leave, take
from fairpanel.members.views.parts import parts

__all__ = [
    "address",
    "address_code",
    "again",
    "code",
    "decline",
    "devices",
    "invited",
    "join",
    "language",
    "leave",
    "parts",
    "refer",
    "second_factor",
    "sign_out_there",
    "stop_address",
    "take",
    "with_code",
]
