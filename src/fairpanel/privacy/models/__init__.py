"""The room's tables."""

from fairpanel.privacy.models.complaints import Complaint
from fairpanel.privacy.models.take_along import Copy, CopyLeftover

__all__ = ["Complaint", "Copy", "CopyLeftover"]
