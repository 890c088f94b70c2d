"""The room's tables."""

from fairpanel.privacy.models.complaints import Complaint

__all__ = ["Complaint"]
