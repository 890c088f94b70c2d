"""Keys: how a name sounds, the same for each language's spelling and for what OCR makes of it."""

from __future__ import annotations

import re
import unicodedata

# What OCR takes for each other is one letter, and so is what languages spell differently: phenytoin and fenitoina.
_READ = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "6": "g", "|": "l", "!": "l"})
_ALIKE = str.maketrans({"l": "i", "y": "i"})
_SPELT = (("ph", "f"), ("th", "t"), ("rh", "r"), ("ck", "k"), ("qu", "k"), ("ae", "e"), ("oe", "e"), ("rn", "m"))
_HARD_C = re.compile(r"c(?![eih])")
_TWICE = re.compile(r"(.)\1+")
# Atorvastatin, atorvastatine, atorvastatina; omeprazole, omeprazol, omeprazolum; cetirizine, cetirizin.
_ENDING = re.compile(r"(?:um|us|e|a|o|i)\Z")
_STEM_MIN = 5
_NO_LETTER = re.compile(r"[^a-z]")


def key_of(name: str) -> str:
    """The key of a name: small letters only, without accents, spaces, doubled letters and the ending of a language."""
    text = _spoken(name)
    stem = _ENDING.sub("", text)
    return _alike(stem if len(stem) >= _STEM_MIN else text)


def whole_key_of(name: str) -> str:
    """The key of a name that keeps its ending."""
    return _alike(_spoken(name))


def _spoken(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss")).translate(_READ)
    text = _NO_LETTER.sub("", text)
    for written, sounds in _SPELT:
        text = text.replace(written, sounds)
    return _HARD_C.sub("k", text)


def _alike(text: str) -> str:
    return _TWICE.sub(r"\1", text.translate(_ALIKE))
