"""The verbs of pay: earn, close a month, put money in, reserve it, give it away; and looking at what was earned."""

from fairpanel.rewards.actions.budget import (
    BudgetStands,
    NoBudget,
    NotEnoughBudget,
    PaidInOtherwise,
    budget_of,
    close_pot,
    currencies_of,
    fund,
    has_room_for,
    open_month,
    open_months,
    open_pot,
)
from fairpanel.rewards.actions.closing import Closed, close_month, close_slice
from fairpanel.rewards.actions.counting import NotOffered, OutOfBounds, check_survey_amount
from fairpanel.rewards.actions.earning import earn
from fairpanel.rewards.actions.following import look_for_tenure
from fairpanel.rewards.actions.giving import NotAShare, give, share_given
from fairpanel.rewards.actions.looking import earned_for, month, pending

__all__ = [
    "BudgetStands",
    "Closed",
    "NoBudget",
    "NotAShare",
    "NotEnoughBudget",
    "NotOffered",
    "OutOfBounds",
    "PaidInOtherwise",
    "budget_of",
    "check_survey_amount",
    "close_month",
    "close_pot",
    "close_slice",
    "currencies_of",
    "earn",
    "earned_for",
    "fund",
    "give",
    "has_room_for",
    "look_for_tenure",
    "month",
    "open_month",
    "open_months",
    "open_pot",
    "pending",
    "share_given",
]
