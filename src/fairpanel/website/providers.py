"""Who pays for this panel: from the file that FAIRPANEL_PAYOUTS names to the room's ports."""

from fairpanel.engines.column_seal import ColumnSeal
from fairpanel.payouts.ports import Ports
from fairpanel.programme import Programme


def payout_ports(programme: Programme, *, key: bytes) -> Ports:
    """What the room payouts stands on."""
    return Ports(programme=programme, seal=ColumnSeal(key))
