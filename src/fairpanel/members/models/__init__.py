"""The tables: the people who sign in, and the ways in which they come."""

from fairpanel.members.models.member import Member, Members, Role

__all__ = ["Member", "Members", "Role"]
