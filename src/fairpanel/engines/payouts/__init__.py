"""Who pays for us, one thin adapter a supplier, all behind `fairpanel.payouts.ports.Provider`."""

from fairpanel.engines.payouts.amazon import Amazon
from fairpanel.engines.payouts.balance import Balance
from fairpanel.engines.payouts.paypal import PayPal
from fairpanel.engines.payouts.tremendous import Tremendous

__all__ = ["Amazon", "Balance", "PayPal", "Tremendous"]
