"""What a fault of a mail server means: to be tried again, or not."""

import smtplib

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused

_REFUSED_FOR_GOOD = 500


def is_for_good(fault: Exception) -> bool:
    """Whether trying again would be told the same: the address does not exist, or the mail is not taken."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= _REFUSED_FOR_GOOD for code, _ in fault.recipients.values())
        case smtplib.SMTPDataError():
            return fault.smtp_code >= _REFUSED_FOR_GOOD
        case _:
            return isinstance(fault, AnymailRecipientsRefused | AnymailInvalidAddress)


def name_of(fault: Exception) -> str:
    """The kind of a fault, with the mail server's code where it gave one. Never its words: they hold addresses."""
    code = getattr(fault, "smtp_code", None)
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code = max((code for code, _ in fault.recipients.values()), default=None)
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__
