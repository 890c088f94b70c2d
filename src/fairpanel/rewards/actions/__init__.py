"""The verbs of pay: earn, close a month, put money in, reserve it, give it away; and looking at what was earned."""

from fairpanel.rewards.actions.budget import BudgetStands, budget_of, currencies_of
from fairpanel.rewards.actions.closing import Closed, close_month, close_slice
from fairpanel.rewards.actions.counting import NotOffered, OutOfBounds, check_survey_amount
from fairpanel.rewards.actions.earning import earn
from fairpanel.rewards.actions.following import look_for_tenure
from fairpanel.rewards.actions.funding import PaidInOtherwise, fund
from fairpanel.rewards.actions.giving import NotAShare, give, share_given
from fairpanel.rewards.actions.looking import earned_for, earned_for_each, month, pending
from fairpanel.rewards.actions.places import hold_places, let_go_of_nobodys_places, let_go_of_places
from fairpanel.rewards.actions.pots import NoBudget, NotEnoughBudget, close_pot, open_pot
from fairpanel.rewards.actions.reserving import open_month, open_months
from fairpanel.rewards.actions.statements import (
    MonthStands,
    NoSuchMonth,
    Statement,
    balances,
    data_earned,
    months_of,
    statement,
    upcoming,
)
from fairpanel.rewards.actions.telling import tell_of_pay
from fairpanel.rewards.actions.weeks import (
    AlreadySaid,
    NotAskedForWeek,
    SomethingBought,
    offer_of,
    say_nothing_bought,
    weeks_asked,
)
from fairpanel.rewards.actions.welcoming import welcome

__all__ = [
    "AlreadySaid",
    "BudgetStands",
    "Closed",
    "MonthStands",
    "NoBudget",
    "NoSuchMonth",
    "NotAShare",
    "NotAskedForWeek",
    "NotEnoughBudget",
    "NotOffered",
    "OutOfBounds",
    "PaidInOtherwise",
    "SomethingBought",
    "Statement",
    "balances",
    "budget_of",
    "check_survey_amount",
    "close_month",
    "close_pot",
    "close_slice",
    "currencies_of",
    "data_earned",
    "earn",
    "earned_for",
    "earned_for_each",
    "fund",
    "give",
    "hold_places",
    "let_go_of_nobodys_places",
    "let_go_of_places",
    "look_for_tenure",
    "month",
    "months_of",
    "offer_of",
    "open_month",
    "open_months",
    "open_pot",
    "pending",
    "say_nothing_bought",
    "share_given",
    "statement",
    "tell_of_pay",
    "upcoming",
    "weeks_asked",
    "welcome",
]
