"""The room's tables."""

from fairpanel.privacy.models.complaints import Complaint
from fairpanel.privacy.models.erasures import Claim, Erasure, Step, What
from fairpanel.privacy.models.take_along import Copy, CopyLeftover

__all__ = ["Claim", "Complaint", "Copy", "CopyLeftover", "Erasure", "Step", "What"]
