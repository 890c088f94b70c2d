"""Signs in what a file says of itself: the program that wrote it, and when the camera took it.

It is read from the original in the worker's memory. Of it nothing is kept but the sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final

from PIL import ExifTags, Image

from fairpanel.kit.page import Box
from fairpanel.reading import Reading
from fairpanel.receipts.values import Doubt, Sign

# Programs in which parts of a picture are changed; those that only make it brighter are none.
_EDITORS: Final = re.compile(
    r"photoshop|gimp|pixelmator|picsart|photopea|affinity photo|paint\.net|photoscape|paintshop|krita|canva\b|inkscape"
    r"|illustrator|midjourney|dall.?e\b|stable diffusion|firefly",
    re.IGNORECASE,
)
_RAISES_LIGHT_ONLY: Final = re.compile(r"lightroom|camera raw", re.IGNORECASE)
_NAMED_IN_XMP: Final = re.compile(
    rb"""(?:CreatorTool|softwareAgent)(?:="|>)\s*([^"<]{1,200})""", re.IGNORECASE
)  # fmt: skip
_XMP_BYTES_MAX: Final = 1 << 20
# A camera's clock may be set to another zone; beyond that the paper was not there yet.
_CLOCK_WRONG: Final = timedelta(days=2)
# A camera that was never set says so of every picture.
_CLOCK_UNSET: Final = timedelta(days=366)
_DATE_CONFIDENCE_MIN: Final = 0.9


def signs_in_file(data: bytes, reading: Reading) -> Iterator[Sign]:
    """What the file, as it was sent, says of itself against what was read on it."""
    whole = Box(0, 0, reading.page.width, reading.page.height)
    programs, taken = _told(data)
    if any(_EDITORS.search(name) and not _RAISES_LIGHT_ONLY.search(name) for name in programs):
        yield Sign(Doubt.EDITED_FILE, whole, 1.0)
    if taken is None or reading.date is None or reading.date.confidence < _DATE_CONFIDENCE_MIN:
        return
    if _CLOCK_WRONG <= reading.date.value - taken <= _CLOCK_UNSET:
        yield Sign(Doubt.TAKEN_BEFORE, reading.date.box, 1.0)


def _told(data: bytes) -> tuple[list[str], date | None]:
    """The programs that the file names, and the day on which it says that it was taken."""
    programs = [name.decode("utf-8", "replace") for name in _NAMED_IN_XMP.findall(data[:_XMP_BYTES_MAX])]
    try:
        with Image.open(BytesIO(data)) as image:
            exif = image.getexif()
            programs += [str(image.info.get("Software", "")), str(exif.get(ExifTags.Base.Software, ""))]
            taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on odd metadata, which then says nothing
        return programs, None
    return programs, _day(str(taken))


def _day(told: str) -> date | None:
    try:
        return datetime.strptime(told[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera tells no zone
    except ValueError:
        return None
