"""Invitation codes that people type from paper: no look-alikes, and a last character that catches a slip.

Of letters and digits that are mistaken for each other (0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V W) none is used. The
nineteen that stay are a prime number of characters, so that a weighted sum finds every single wrong character and every
two that changed places (as ISO 7064 does).
"""

from collections.abc import Callable

ALPHABET = "3479ACDEFHJKMNPRTXY"
CODE_CHARACTERS = 12
GROUP_CHARACTERS = 4
_BASE = len(ALPHABET)


def new_code(random_below: Callable[[int], int]) -> str:
    """Eleven characters by chance (19^11, a little over 46 bits) and the one that checks them.

    `random_below(n)` gives a number from 0 to n - 1 that nobody can guess, as `secrets.randbelow` does.
    """
    drawn = [random_below(_BASE) for _ in range(CODE_CHARACTERS - 1)]
    return "".join(ALPHABET[number] for number in (*drawn, _check(drawn)))


def written(code: str) -> str:
    """The code as it is printed: `3CAT-9HEN-7FXY`."""
    return "-".join(code[start : start + GROUP_CHARACTERS] for start in range(0, len(code), GROUP_CHARACTERS))


def read(typed: str) -> str | None:
    """The code that somebody typed, however they parted and capitalised it; None where it cannot be one of ours."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    if len(code) != CODE_CHARACTERS or not set(code) <= set(ALPHABET):
        return None
    numbers = [ALPHABET.index(character) for character in code]
    return code if _check(numbers[:-1]) == numbers[-1] else None


def _check(numbers: list[int]) -> int:
    # The last one weighs 1: it is what brings the sum to a multiple of the base.
    weighed = sum(weight * number for weight, number in zip(range(2, CODE_CHARACTERS + 1), numbers, strict=True))
    return -weighed % _BASE
