"""What the books hold: amounts under random names. There is no person in them to show, to take along or to erase."""

from fairpanel.kit.personal import Category, Column, Keeper, plain


def _book(about: str) -> Column:
    return plain(about, retention="books")


def _money(about: str) -> Column:
    return Column("law", Category.MONEY, "books", about)


class _Keeper(Keeper):
    room = "ledger"
    register = {
        "ledger.Account": {
            "id": _book("Number of the account."),
            "name": _money("The account; a panelist's is named by a random number that says nothing of them."),
            "currency": _book("The currency it is kept in."),
            "may_overdraw": _book("Whether it may owe."),
            "opened_at": _book("When it was opened."),
        },
        "ledger.Entry": {
            "id": _book("Number of the entry, with the time in it."),
            "key": _money("What was paid for, once: a random number that leads nowhere once its receipt is deleted."),
            "digest": _book("A code of the entry's content."),
            "memo": _book("The kind of entry."),
            "opened_as": _book("The state it began in."),
            "state": _book("How far it has come."),
            "at": _book("When it was written."),
            "closed_at": _book("When it was posted or made void."),
            "corrects_id": _book("The entry that it puts right."),
        },
        "ledger.Leg": {
            "id": _book("Number of the leg."),
            "entry_id": _book("The entry it belongs to."),
            "account_id": _book("The account it moves."),
            "amount": _money("What the account gained or lost, in the smallest unit of its currency."),
            "currency": _book("The currency."),
        },
        "ledger.Link": {
            "number": _book("Place in the chain of everything that happened in the books."),
            "entry_id": _book("The entry that was written or closed."),
            "state": _book("Which state it came to."),
            "digest": _book("A code over the link before and this fact, so that nothing is changed unseen."),
            "linked_at": _book("When it was linked."),
        },
        "ledger.Total": {
            "account_id": _book("The account."),
            "slot": _book("One of several sums that together are the account's, so that writers need not wait."),
            "posted": _money("What its posted entries come to."),
            "held": _money("What pending entries would take from it."),
        },
    }


keeper = _Keeper()
