"""The code for money that somebody left behind."""

import base64
import hashlib
import hmac

_CODE_BYTES, _GROUP = 10, 4


def claim_code(secret: str) -> str:
    """The code that goes with the link of somebody who has left: `ABCD-EFGH-IJKL-MNOP`, 80 bits.

    It is made from the link, so that nobody has to keep it for the person who holds the link.
    """
    letters = base64.b32encode(hmac.digest(secret.encode(), b"fairpanel claim", "sha256")[:_CODE_BYTES]).decode()
    return _grouped(letters)


def code_as_typed(typed: str) -> str:
    """A code as it is written, however somebody typed it: small letters, blanks, a zero for an O."""
    return _grouped("".join(letter for letter in typed.upper() if letter.isalnum()).replace("0", "O").replace("1", "I"))


def digest_of(word: str) -> str:
    """What we keep of a link or a code instead of itself: SHA-256 of at least 80 random bits needs no salt."""
    return hashlib.sha256(word.encode()).hexdigest()


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
