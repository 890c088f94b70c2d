"""The secret link of somebody who has left, and the code for the money that waits for them."""

import base64
import hashlib
import hmac
import secrets

_SECRET_BYTES, _CODE_BYTES, _GROUP = 24, 10, 4


def new_secret() -> str:
    """The end of a link that nobody guesses."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def claim_code(secret: str) -> str:
    """The code for money left behind that goes with this link: `ABCD-EFGH-IJKL-MNOP`, 80 bits.

    It is made from the link, so that nobody has to keep it for the person who holds the link.
    """
    letters = base64.b32encode(hmac.digest(secret.encode(), b"fairpanel claim", "sha256")[:_CODE_BYTES]).decode()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def digest_of(word: str) -> str:
    """What we keep of a link or a code instead of itself: SHA-256 of at least 80 random bits needs no salt."""
    return hashlib.sha256(word.encode()).hexdigest()


def code_as_typed(typed: str) -> str:
    """A code as it is written, however somebody typed it: small letters, blanks, a zero for an O."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).replace("0", "O").replace("1", "I")
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
