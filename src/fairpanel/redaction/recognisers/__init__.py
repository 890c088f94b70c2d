"""Recognisers: one small module for each kind of thing that must go, and the list of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.recognisers import (
    accounts,
    addresses,
    articles,
    cards,
    ibans,
    loyalty,
    mails,
    names,
    people,
    phones,
)

Recogniser = Callable[[Sequence[Line], Sequence[str]], Iterator[Match]]

# Where two of them find the same characters, the earlier one says what they are.
RECOGNISERS: tuple[Recogniser, ...] = (
    articles.recognise,
    mails.recognise,
    ibans.recognise,
    cards.recognise_by_form,
    loyalty.recognise,
    # After loyalty, whose cards are cards too.
    cards.recognise_by_label,
    people.recognise_prescriptions,
    people.recognise_identities,
    accounts.recognise,
    phones.recognise,
    people.recognise_plates,
    addresses.recognise,
    names.recognise,
)
