"""Who may join: decisions over values, without clock or disk."""

from fairpanel.members.rules.age import age_on, is_adult

__all__ = ["age_on", "is_adult"]
