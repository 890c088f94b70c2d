"""What members do about their account, one function for each verb."""

from fairpanel.members.actions.joining import AddressTaken, NotOfAge, UnknownRegion, enrol, join, speak

__all__ = ["AddressTaken", "NotOfAge", "UnknownRegion", "enrol", "join", "speak"]
