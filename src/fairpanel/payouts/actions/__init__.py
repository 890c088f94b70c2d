"""The verbs of paying out, by what they are about."""

from fairpanel.payouts.actions.addresses import BadAddress, address_of, set_address
from fairpanel.payouts.actions.asking import (
    EnoughForToday,
    NoAddress,
    NoSuchPayout,
    TooLate,
    TooLittle,
    TooMuch,
    WayClosed,
    ask,
    balance,
    balances_elsewhere,
    cancel,
    in_hand,
    of_member,
    one_of,
)
from fairpanel.payouts.actions.banking import (
    NoPayer,
    NothingToTransfer,
    file_of,
    files_of,
    make_file,
    say_what_the_bank_did,
)
from fairpanel.payouts.actions.deciding import (
    NotWaiting,
    approve,
    holds_of,
    refuse,
    release_what_may_go,
    waiting_for_a_person,
)
from fairpanel.payouts.actions.giving import NothingToGive, given, pay_over, pooled
from fairpanel.payouts.actions.health import is_stopped, restart, stop, stopped
from fairpanel.payouts.actions.hearing import begin_look, hear, record_look, record_silence, shown
from fairpanel.payouts.actions.reconciling import NoSuchResolution, ask_for_what_ended, choices, reconcile, resolve
from fairpanel.payouts.actions.sending import begin, record, record_unsure
from fairpanel.payouts.actions.taxing import BadForm, Standing, export, record_form, standing
from fairpanel.payouts.actions.upkeep import forget_bodies, take_up

__all__ = [
    "BadAddress", "BadForm", "EnoughForToday", "NoAddress", "NoPayer", "NoSuchPayout", "NoSuchResolution",
    "NotWaiting", "NothingToGive", "NothingToTransfer", "Standing", "TooLate", "TooLittle", "TooMuch", "WayClosed",
    "address_of", "approve", "ask", "ask_for_what_ended", "balance", "balances_elsewhere", "begin", "begin_look",
    "cancel", "choices", "export", "file_of", "files_of", "forget_bodies", "given", "hear", "holds_of", "in_hand",
    "is_stopped", "make_file", "of_member", "one_of", "pay_over", "pooled", "reconcile", "record", "record_form",
    "record_look", "record_silence", "record_unsure", "refuse", "release_what_may_go", "resolve", "restart",
    "say_what_the_bank_did", "set_address", "shown", "standing", "stop", "stopped", "take_up", "waiting_for_a_person",
]  # fmt: skip
