"""What each column of this room's tables says of people, and how long it stays: its part of the data register."""

from django.utils.translation import gettext_noop

from fairpanel.consent.values import Purpose
from fairpanel.kit.personal import Category, Column, plain
from fairpanel.receipts.models import KEYS

_RECEIPTS = Purpose.RECEIPTS.value
_STAYS, _LINES, _PICTURES = "membership", "lines", "pictures"


def _bought(about: str, retention: str = _STAYS) -> Column:
    return Column(_RECEIPTS, Category.PURCHASE, retention, about)


def _came(about: str) -> Column:
    return Column(_RECEIPTS, Category.ACTIVITY, _STAYS, about)


def _wrote(about: str) -> Column:
    return Column(_RECEIPTS, Category.CORRESPONDENCE, _STAYS, about)


def _picture(about: str, retention: str = _PICTURES) -> Column:
    return Column(_RECEIPTS, Category.PICTURE, retention, about)


RECEIPT = {
    "id": _came(gettext_noop("Number of the receipt, with the time in it.")),
    "member_id": Column(_RECEIPTS, Category.IDENTITY, _STAYS, gettext_noop("Who sent it: your number.")),
    "channel": _came(gettext_noop("Which way it came.")),
    "programme": plain("The programme whose terms hold for it.", retention=_STAYS),
    "version": plain("The version of those terms.", retention=_STAYS),
    "country": Column(_RECEIPTS, Category.PROFILE, _STAYS, gettext_noop("The country you took part in when it came.")),
    "state": _came(gettext_noop("What became of it.")),
    "received_at": _came(gettext_noop("When it came.")),
    "month": _came(gettext_noop("The month in which it counts.")),
    "settled_at": _came(gettext_noop("When it was decided.")),
    "decided_by_id": Column(
        _RECEIPTS, Category.IDENTITY, _STAYS, gettext_noop("Who of the staff decided, where a person did.")
    ),
    "sealed": _picture(gettext_noop("Where the original lies, sealed, until it is read: for minutes."), "work"),
    "picture": _picture(gettext_noop("Where the blacked-out picture lies, sealed.")),
    "width_px": plain("Width of the picture.", retention=_STAYS),
    "height_px": plain("Height of the picture.", retention=_STAYS),
    "picture_until": _picture(gettext_noop("When the picture goes."), _STAYS),
    "words_until": _bought(gettext_noop("When the lines and words go.")),
    "file_digest": _picture(gettext_noop("A keyed code of the file, so that the same file counts once."), _STAYS),
    "pictures": plain("How many pictures it came in.", retention=_STAYS),
    "sending_key": _came(gettext_noop("A number that your phone made up, so that sending twice counts once.")),
    "readings_begun": plain("How often a machine began to read it.", retention=_STAYS),
    "reason": _came(gettext_noop("Why it was refused.")),
    "reason_region": _picture(gettext_noop("Which part of the picture the refusal is about."), _STAYS),
    "reason_facts": _bought(gettext_noop("The figures in the sentence that says why it was refused.")),
    "appeal_until": _came(gettext_noop("Until when you can ask a person to look again.")),
    "appealed_at": _came(gettext_noop("When you asked a person to look again.")),
    "appeal_answered_at": _came(gettext_noop("When that person answered.")),
    "look_until": _came(gettext_noop("By when a person is to decide.")),
    "question": plain("How often people were asked about it.", retention=_STAYS),
    "again": plain("Whether one more person decides, to see how far people agree.", retention=_STAYS),
    "appeal_taken_back": _came(gettext_noop("Whether it ended because you took back that somebody looks.")),
    "doubts": _bought(gettext_noop("What the machine was not sure of.")),
    "shop": _bought(gettext_noop("The shop.")),
    "bought_on": _bought(gettext_noop("The day of the purchase.")),
    "bought_at": _bought(gettext_noop("The time of the purchase.")),
    "total_minor": _bought(gettext_noop("What you paid in all, in the smallest unit of the currency.")),
    "currency": _bought(gettext_noop("The currency.")),
}
PREDICTION = {
    "id": plain("Number of the reading.", retention=_LINES),
    "receipt_id": _bought(gettext_noop("Which receipt was read."), _LINES),
    "at": plain("When it was read.", retention=_LINES),
    "reader": plain("Which program read it.", retention=_LINES),
    "reader_version": plain("Which version of that program.", retention=_LINES),
    "schema": plain("In which form the reading is written down.", retention=_LINES),
    "confidence": plain("How sure the machine was, from 0 to 1.", retention=_LINES),
    "fields": _bought(gettext_noop("What the machine read, and where it stands on the picture."), _LINES),
    "black_boxes": _picture(
        gettext_noop("Which parts of the picture are blacked out, and what kind of thing was there."), _LINES
    ),
    "signs": _picture(
        gettext_noop("What looked unlike what a shop prints, and where, so that a person looked."), _LINES
    ),
    "width_px": plain("Width of the picture that was read.", retention=_LINES),
    "height_px": plain("Height of the picture that was read.", retention=_LINES),
}  # fmt: skip
LINE = {
    "id": plain("Number of the line.", retention=_LINES),
    "receipt_id": _bought(gettext_noop("Which receipt the line stands on."), _LINES),
    "position": _bought(gettext_noop("Which line of the receipt it is."), _LINES),
    "text": _bought(gettext_noop("What you bought, as it is printed."), _LINES),
    "quantity": _bought(gettext_noop("How much or how many of it."), _LINES),
    "unit_price_minor": _bought(gettext_noop("The price of one, in the smallest unit of the currency."), _LINES),
    "price_minor": _bought(gettext_noop("What the line cost, in the smallest unit of the currency."), _LINES),
    "currency": _bought(gettext_noop("The currency."), _LINES),
    "box": _picture(gettext_noop("Where it stands on the picture."), _LINES),
    "confidence": plain("How sure the machine was, from 0 to 1.", retention=_LINES),
}
CORRECTION = {
    "id": plain("Number of the correction.", retention=_LINES),
    "receipt_id": _bought(gettext_noop("Which receipt you corrected."), _LINES),
    "position": _bought(gettext_noop("Which line of it you corrected; empty for shop, day and total."), _LINES),
    "field": _bought(gettext_noop("What of it you corrected."), _LINES),
    "was": _bought(gettext_noop("What we held before."), _LINES),
    "said": _bought(gettext_noop("What you say."), _LINES),
    "at": _came(gettext_noop("When you corrected it.")),
}

_KEY = _bought(gettext_noop("A keyed code of parts of the purchase, so that each one counts once."), _LINES)
CONTENT_KEYS = {
    "receipt_id": _bought(gettext_noop("Which receipt the codes are of."), _LINES),
    "scheme": plain("In which way the codes were made.", retention=_LINES),
    "picture_hash": _picture(gettext_noop("A rough pattern of light and dark in the blacked-out picture."), _LINES),
    **dict.fromkeys(KEYS, _KEY),
}


APPEAL = {
    "receipt_id": _came(gettext_noop("Which receipt you appealed for.")),
    "at": _came(gettext_noop("When you appealed.")),
    "refused_at": _came(gettext_noop("When it had been refused.")),
    "reason": _came(gettext_noop("Why it had been refused.")),
    "note": _wrote(gettext_noop("What you wrote, without numbers, addresses of mail and names.")),
    "sealed": _picture(gettext_noop("Where your new picture lies, sealed, until it is read: for minutes."), "work"),
    "readings_begun": plain("How often a machine began to read the new picture.", retention=_STAYS),
    "first_picture": _picture(gettext_noop("Where the first blacked-out picture lies until you are answered.")),
    "ended_at": _came(gettext_noop("When the appeal ended.")),
    "ending": _came(gettext_noop("How it ended.")),
    "why": _came(gettext_noop("Why it stays refused, where it does.")),
    "answer": _wrote(gettext_noop("What a person wrote to you.")),
    "answered_by_id": Column(
        _RECEIPTS, Category.IDENTITY, _STAYS, gettext_noop("Who of the staff answered, where a person did.")
    ),
    "warned_at": plain("When the operators were told that its time is nearly over.", retention=_STAYS),
}
JUDGEMENT = {
    "id": plain("Number of the decision.", retention=_STAYS),
    "receipt_id": _came(gettext_noop("Which receipt a person decided on.")),
    "question": plain("How often people were asked about it.", retention=_STAYS),
    "turn": _came(gettext_noop("Whether they were the first, the second or the third, or answered your appeal.")),
    "reviewer_id": Column(_RECEIPTS, Category.IDENTITY, _STAYS, gettext_noop("Who of the staff decided.")),
    "at": _came(gettext_noop("When they decided.")),
    "seconds": plain("How many seconds they had it before them.", retention=_STAYS),
    "reason": _came(gettext_noop("Why it does not count for them; empty where it does.")),
    "note": _wrote(gettext_noop("What they wrote to you.")),
    "shop": _bought(gettext_noop("Which shop they read."), _LINES),
    "bought_on": _bought(gettext_noop("Which day they read."), _LINES),
    "total_minor": _bought(gettext_noop("Which total they read, in the smallest unit of the currency."), _LINES),
    "currency": _bought(gettext_noop("In which currency."), _LINES),
}
REVIEWER_CORRECTION = {
    "id": plain("Number of the correction.", retention=_LINES),
    "judgement_id": _came(gettext_noop("Which decision of a person it belongs to.")),
    "prediction_id": plain("Which reading it corrects: the program and its version.", retention=_LINES),
    "position": _bought(gettext_noop("Which line they corrected; empty for shop, day and total."), _LINES),
    "field": _bought(gettext_noop("What of it they corrected."), _LINES),
    "was": _bought(gettext_noop("What we held before."), _LINES),
    "said": _bought(gettext_noop("What they read."), _LINES),
    "read": _bought(gettext_noop("What the machine had read."), _LINES),
}
CLAIM = {
    "receipt_id": _came(gettext_noop("Which receipt a person has before them at the moment.")),
    "reviewer_id": Column(_RECEIPTS, Category.IDENTITY, "work", gettext_noop("Who of the staff has it.")),
    "at": _came(gettext_noop("Since when they have it.")),
    "until": plain("Until when nobody else gets it.", retention="work"),
    "passed": plain("Whether they have passed it on.", retention="work"),
}

PAID_FOR = {
    "id": plain("Number of the note.", retention="work"),
    "member_id": Column("contract", Category.IDENTITY, "work", gettext_noop("Whose purchase it was.")),
    "digest": Column(
        "contract", Category.PURCHASE, "work",
        gettext_noop("A keyed code of a purchase whose receipt you deleted, so that it is not paid twice."),
    ),
    "timed": plain("Whether the deleted receipt told the time.", retention="work"),
    "numbered": plain("Whether the deleted receipt told its number.", retention="work"),
    "until": Column("contract", Category.PURCHASE, "work", gettext_noop("The day on which the code goes.")),
    "receipt_id": Column(
        "contract", Category.PURCHASE, "work", gettext_noop("Which receipt you blacked out; empty once it is deleted.")
    ),
}  # fmt: skip
LEFTOVER = {
    "name": _picture("Name of a sealed file that is about to be dropped.", "work"),
    "since": plain("Since when it is to go.", retention="work"),
}

# Of somebody who left and is not known any more: coarse, shared by many, and linked to nothing. So it is about nobody.
GIVEN_LINE = {
    "id": plain("A random number."),
    "programme": plain("The programme under which somebody who left sent a receipt."),
    "region": plain("The country where they lived."),
    "month": plain("The month of the purchase."),
    "shop_kind": plain("The kind of shop, where it is known."),
    "shop": plain("The shop, where at least ten members bought just that there."),
    "text": plain("What was bought: words that stand on receipts of at least ten members."),
    "quantity": plain("How many, up to nine."),
    "price_minor": plain("What it cost, to two digits."),
    "currency": plain("The currency."),
}
