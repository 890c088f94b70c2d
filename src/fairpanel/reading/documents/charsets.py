"""Decodes text whose charset is missing or wrong: what is UTF-8 is taken as such, whatever else is declared."""

from __future__ import annotations

import codecs
import re
from typing import Final

# The encodings that the web knows, under the names that Python has for them.
_KNOWN: Final = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6"
    " iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251"
    " cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8-r koi8-u mac-roman gbk gb2312 gb18030 big5"
    " euc_jp iso2022_jp shift_jis cp932 euc_kr cp949".split()
)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_DECLARED_WITHIN: Final = 4096


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of `data`; `declared` is the charset that a mail's header gives it. What fits no charset is replaced."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8") if not _is_escaped(declared) else data.decode("iso2022_jp", errors="replace")
    except UnicodeDecodeError:
        pass
    in_page = _DECLARED.search(data[:_DECLARED_WITHIN])
    for name in (declared, in_page[1].decode("ascii") if in_page else None):
        if known := _known(name):
            return data.decode(known, errors="replace")
    # Mails of the West that declare nothing were written so.
    return data.decode("cp1252", errors="replace")


def _known(name: str | None) -> str | None:
    """Python's name for a charset that mails may declare. UTF-8 is not it: the bytes have been tried as such."""
    try:
        found = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    if found in {"ascii", "iso8859-1"}:
        return "cp1252"
    return found if found in _KNOWN and found != "utf-8" else None


def _is_escaped(declared: str | None) -> bool:
    """Whether all bytes are ASCII though the text is not, as ISO-2022-JP has it."""
    return (declared or "").lower().replace("_", "-") == "iso-2022-jp"
