"""The last mail to somebody who has left: the signed receipt, and the code for money that waits for them."""

from babel.numbers import format_currency
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from fairpanel.privacy import ports
from fairpanel.privacy.claims.actions import claimable
from fairpanel.privacy.models import Erasure

FILE_NAME = "deletion-receipt.json"


def letter_of(erasure: Erasure) -> EmailMessage:
    """The mail, in the language that the member had chosen."""
    site = ports.filled().site
    waiting = claimable(secret=erasure.secret)
    code, amount = waiting or ("", None)
    with translation.override(erasure.language):
        told = {
            "code": code,
            "amount": amount and format_currency(amount.decimal(), amount.currency, locale=erasure.language),
            "claim_link": site + reverse("privacy:claim"),
            "key_link": site + reverse("privacy:key"),
        }
        subject = render_to_string("privacy/left.subject.txt").strip()
        letter = EmailMessage(subject, render_to_string("privacy/left.txt", told).strip() + "\n", to=[erasure.address])
    letter.attach(FILE_NAME, erasure.document, "application/json")
    return letter
