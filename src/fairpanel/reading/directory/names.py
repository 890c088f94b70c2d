"""How names of shops are compared: in capitals, without accents, marks or spaces, and with one sign for 0 and O."""

from __future__ import annotations

import re
from typing import Final

from fairpanel.reading.print_rows import fold

# Signs that thermal print makes hard to tell apart become one.
_ALIKE: Final = str.maketrans({"0": "O", "1": "I", "L": "I", "5": "S", "8": "B"})
_TOKEN: Final = re.compile(r"[A-Z0-9]+")
_OWNERS_S: Final = re.compile(r"(?<=[A-Z])['`\N{ACUTE ACCENT}]S\b")
_UNFOLDED: Final = str.maketrans({"Ø": "O", "Ł": "L", "Đ": "D", "Æ": "A", "Œ": "O"})


def tokens_of(text: str) -> list[str]:
    """The words of `text` in capitals without accents: `Café d'Or` gives `CAFE`, `D` and `OR`, `Joe's` gives `JOES`."""
    folded = text.upper() if text.isascii() else fold(text).translate(_UNFOLDED)
    return _TOKEN.findall(_OWNERS_S.sub("S", folded))


def key_of(text: str) -> str:
    """What two spellings of one name share: `McDonald's`, `MCDONALDS` and `MC D0NALD'S` have one key."""
    return "".join(tokens_of(text)).translate(_ALIKE)


def host_key_of(host: str) -> str:
    """The same for a web host: its dots count, and a leading `www.` does not."""
    return re.sub(r"[^A-Z0-9.]", "", fold(host).removeprefix("WWW.")).translate(_ALIKE)
