"""Who may join, whom the panel looks for, who is drawn: decisions over values, without clock or disk."""

from fairpanel.members.rules.age import age_on, is_adult
from fairpanel.members.rules.devices import device_name
from fairpanel.members.rules.guardians import guarded_until
from fairpanel.members.rules.parts import No, Person, WhyNot, Yes, may_be_offered

__all__ = ["No", "Person", "WhyNot", "Yes", "age_on", "device_name", "guarded_until", "is_adult", "may_be_offered"]
