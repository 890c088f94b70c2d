"""The room's pages."""

from fairpanel.members.views.addresses import address, address_code, stop_address
from fairpanel.members.views.devices import devices, second_factor, sign_out_there
from fairpanel.members.views.joining import join, language

__all__ = [
    "address",
    "address_code",
    "devices",
    "join",
    "language",
    "second_factor",
    "sign_out_there",
    "stop_address",
]
