"""Every verdict in one plain sentence: what is wrong, and what to do. The code keeps facts; the words are made here."""

from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter

from babel import Locale
from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fairpanel.reading import Fault
from fairpanel.receipts.values import SIGNS, Doubt, Reason, Sender, State

OF_STATE = {
    State.RECEIVED: _("We are reading your receipt."),
    State.ACCEPTED: _("This receipt counts."),
    State.NEEDS_LOOK: _("We are not sure about this receipt. It waits until a person has looked at it."),
}
# Of a receipt on which something looks unusual. It accuses nobody: most of them are as the shop printed them.
OF_SIGNS = _(
    "Something on this receipt looks unlike what we usually see. That alone refuses nothing: "
    "a person looks at it before it counts."
)

# Of a picture that is not sent yet; it may be sent all the same.
OF_FAULT = {
    Fault.NO_PRINT: _("We see no receipt that we could read. Hold the phone closer and keep it still."),
    Fault.TOO_SMALL: _("The print is too small to read. Hold the phone closer."),
    Fault.BLURRED: _("The print is blurred. Keep the phone still until the picture is sharp."),
    Fault.TOO_DARK: _("The photo is dark. Take it where there is more light."),
    Fault.GLARE: _("Light is reflected on the paper. Tilt the phone a little, or turn away from the lamp."),
    Fault.CUT_OFF: _("Print is cut off at the side. Take the photo with the whole width of the receipt in view."),
    Fault.SEVERAL: _("There seem to be several receipts on this photo. Take one photo of each."),
}

# Each with its facts, and in plain words for where no facts are known, as when a person refused it.
OF_REASON = {
    Reason.UNREADABLE: _(
        "We could not read this picture. Lay the receipt flat in good light and take the photo again."
    ),
    Reason.NOT_A_RECEIPT: _("We see no receipt in this picture. Take a photo of the receipt from the till."),
    Reason.NO_MERCHANT: _(
        "We could not find the name of the shop. Take the photo again with the top of the receipt in view."
    ),
    Reason.NO_DATE: _("We could not find the date. Take the photo again with the whole receipt in view."),
    Reason.NO_TOTAL: _("We could not find the total. Take the photo again with the bottom of the receipt in view."),
    Reason.NO_LINES: _(
        "We could not find what you bought. Take the photo again, close enough that each line can be read."
    ),
    Reason.TOO_OLD: _("This receipt is older than what we take. Send us one of the last days."),
    Reason.IN_THE_FUTURE: _(
        "The date on this receipt has not come yet. If we misread it, take the photo again with the date in view."
    ),
    Reason.EXCLUDED_SELLER: _("We take no receipts from this shop. Send us one from another shop."),
    Reason.EXCLUDED_KIND: _("We take no receipts of this kind. Send us one of something you bought in a shop."),
    Reason.OWN_DUPLICATE: _("You have sent us this purchase before, and each one counts once. Send us another one."),
    Reason.OTHERS_DUPLICATE: _(
        "We have been sent this very receipt before, and each purchase counts once. "
        "If you made it, appeal, and a person looks at it. Or send us another one."
    ),
    Reason.ALTERED: _(
        "Something on this receipt does not fit together. "
        "If it is just as the shop gave it to you, appeal, and a person looks at it."
    ),
    Reason.PHOTOGRAPHED_SCREEN: _(
        "This looks like a photo of a screen. Send us the paper receipt, or the file that the shop sent you."
    ),
    Reason.HANDWRITTEN: _("This receipt is written by hand, and we take printed ones. Send us a printed one."),
    Reason.CARD_SLIP: _("This is the slip of a card payment. Send us the receipt that says what you bought."),
    Reason.RETURN_ONLY: _("This receipt is for something you gave back. Send us one of something you bought."),
    Reason.WRONG_CURRENCY: _("This receipt is in another currency than yours. Send us one from your own country."),
    Reason.WRONG_REGION: _("This receipt is from another country than yours. Send us one from your own country."),
    Reason.NO_CONSENT: _(
        "You had not agreed that we read your receipts when this came. You can agree on the page about your consent."
    ),
    Reason.OVER_LIMIT: _("You have sent all the receipts that we take in a calendar month. Send us more next month."),
    Reason.PICTURES_APART: _(
        "We could not join your pictures to one receipt. "
        "Take them again so that each shows a few lines of the next, and only one receipt."
    ),
    Reason.NOT_LOOKED_AT: _(
        "We are not sure about this receipt, and you have not agreed that a person looks. "
        "So nobody looked, and it does not count. You can allow a look, and ask for one."
    ),
}
# Of several the first whose facts are all known.
OF_REASON_WITH_FACTS = {
    Reason.OWN_DUPLICATE: (
        _("You have sent us this purchase before: {shop}, {bought}. Each one counts once. Send us another one."),
    ),
    Reason.TOO_OLD: (
        _("This receipt is from {bought}; we take receipts of the last {window_days} days. Send us a newer one."),
    ),
    Reason.IN_THE_FUTURE: (
        _(
            "We read {bought} on this receipt, and that day has not come yet. "
            "If we misread it, take the photo again with the date in view."
        ),
    ),
    Reason.EXCLUDED_SELLER: (
        _("This receipt is from {seller}, and we take those of all other shops. Send us one of those."),
    ),
    Reason.EXCLUDED_KIND: (
        _("We take no receipts of this kind ({kind}). Send us one of something you bought in a shop."),
    ),
    Reason.WRONG_CURRENCY: (
        _("This receipt is in {currency}; we take receipts in {expected}. Send us one from your own country."),
    ),
    Reason.PICTURES_APART: (
        _(
            "We see no print that pictures {before} and {after} share, so we could not join them. "
            "Take them again so that each shows a few lines of the next."
        ),
    ),
    Reason.WRONG_REGION: (
        _("This receipt is from another country ({country}) than yours ({home}). Send us one from your own country."),
    ),
    Reason.OVER_LIMIT: (
        _("You have sent the {day_max} receipts of {bought} that we take of one day. Send us those of other days."),
        _("You have sent the {month_max} receipts that we take in a calendar month. Send us more next month."),
    ),
}
# Kinds of shop and of paper, by the programme's words.
KINDS = {
    "retail": _("shop"),
    "grocery": _("groceries"),
    "pharmacy": _("pharmacy"),
    "restaurant": _("restaurant"),
    "cinema": _("cinema"),
    "theme-park": _("theme park"),
    "tobacconist": _("tobacconist"),
    "fuel": _("filling station"),
    "online": _("online order"),
    "utility": _("bill for electricity, gas or water"),
    "rent": _("rent"),
    "casino": _("casino and bets"),
    "weapons": _("weapons"),
    "transport": _("fares and tickets for travel"),
    "tuition": _("school and university fees"),
    "medical": _("doctors' bill"),
    "card-slip": _("card slip"),
    "return-only": _("refund"),
    "atm-slip": _("slip of a cash machine"),
    "gift-card": _("gift card"),
    "handwritten": _("handwritten"),
}
# Of a purchase from one's own home there is nobody to protect and nothing to suspect.
SENT_FROM_HOME = _(
    "Somebody you live with has sent this receipt already. Each one counts once, whoever of you sends it. "
    "Send us another one."
)
KEPT_AFTER_DELETING = _(
    "Until {until} we keep a code that tells nothing about the purchase, so that it is not paid twice."
)
_DAYS = frozenset({"bought"})
_COUNTRIES = frozenset({"country", "home"})
_KINDS = frozenset({"kind"})


def of_state(state: State) -> str:
    """The verdict on a receipt that is not refused, in the language of the moment."""
    return str(OF_STATE[state])


def of_doubts(doubts: Iterable[Doubt]) -> str:
    """Why a person looks, in the language of the moment."""
    return str(OF_SIGNS) if SIGNS.intersection(doubts) else of_state(State.NEEDS_LOOK)


def of_reason(reason: Reason, facts: Mapping[str, str]) -> str:
    """Why it is refused and what to do, in the language of the moment. Days come with their weekday."""
    if facts.get("sender") == Sender.HOME:
        return str(SENT_FROM_HOME)
    told = {name: _told(name, fact) for name, fact in facts.items()}
    for template in OF_REASON_WITH_FACTS.get(reason, ()):
        if _asked_for(template) <= set(told):
            return str(template).format(**told)
    return str(OF_REASON[reason])


def kept_after_deleting(until: date) -> str:
    """What is left, until that day, of a receipt that was paid for and deleted, in the language of the moment."""
    return str(KEPT_AFTER_DELETING).format(until=_day(until))


def _asked_for(template: str | Promise) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(str(template)) if name}


def _told(name: str, fact: str) -> str:
    if name in _DAYS:
        return _day(date.fromisoformat(fact))
    if name in _COUNTRIES:
        return str(_locale().territories.get(fact, fact))
    return str(KINDS.get(fact, fact)) if name in _KINDS else fact


def _day(day: date) -> str:
    return format_date(day, "full", locale=_locale())


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_"))
