"""From the bytes of a photograph or a PDF to an upright picture, with nothing kept but its pixels."""

from __future__ import annotations

import math
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from fairpanel.kit.problems import Problem
from fairpanel.reading.limits import within_limits
from fairpanel.reading.problems import (
    DamagedFile,
    EmptyFile,
    LockedPdf,
    NotAPicture,
    PdfWithoutPages,
    TooLongASide,
    TooManyBytes,
    TooManyPixels,
)
from fairpanel.reading.rendering import rendered

# A phone's picture has 3 to 8 MiB, its largest setting 15.
PICTURE_BYTES_MAX: Final = 20 * 1024 * 1024
# The largest setting of common phones is 50 megapixels; decoded, 64 take 192 MB, which a small server still has.
PICTURE_PIXELS_MAX: Final = 64_000_000
# A JPEG, as which a redacted picture is kept, has at most 65,500.
PICTURE_SIDE_PX_MAX: Final = 50_000
# Print of 2 mm stands 16 pixels high, which is what the detector wants.
PDF_DPI: Final = 200

_POINTS_PER_INCH = 72
_PDF_HEADER_WITHIN = 1024
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
PDFIUM = threading.Lock()  # PDFium must not be entered by two threads at once


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An upright picture: `pixels` is height x width x 3, red, green, blue.

    `source` is the format of the file it came from: `jpeg`, `png`, `webp`, `heif` or `pdf`.
    """

    pixels: NDArray[np.uint8]
    source: str


@within_limits()
def open_picture(data: bytes) -> Picture:
    """The upright picture in a JPEG, PNG, WebP or HEIC file, or the first page of a PDF.

    Raises `EmptyFile`, `NotAPicture`, `DamagedFile`, `TooManyBytes`, `TooManyPixels`, `TooLongASide`, `LockedPdf`,
    `PdfWithoutPages`, `TakesTooLong` or `TakesTooMuchMemory`, and nothing else whatever the bytes are. Sizes are
    judged by the header, before anything is decoded.
    """
    if not data:
        raise EmptyFile
    if len(data) > PICTURE_BYTES_MAX:
        raise TooManyBytes(mebibytes=math.ceil(len(data) / 2**20), mebibytes_max=PICTURE_BYTES_MAX // 2**20)
    decode = _decode_pdf if b"%PDF-" in data[:_PDF_HEADER_WITHIN] else _decode_image
    try:
        with warnings.catch_warnings():
            # Pillow warns of what is odd in a file; what matters of that is decided here.
            warnings.simplefilter("ignore")
            return decode(data)
    except (Problem, MemoryError):
        raise
    except Exception as problem:
        # Decoders raise whatever they like on hostile bytes.
        raise DamagedFile from problem


def _decode_image(data: bytes) -> Picture:
    import pillow_heif

    pillow_heif.register_heif_opener()
    try:
        image = Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "HEIF"))
    except Image.DecompressionBombError as problem:
        # Pillow's own limit lies above ours, so it speaks first; its message holds the figure, we need only the kind.
        raise TooManyPixels(megapixels="too many", megapixels_max=PICTURE_PIXELS_MAX // 10**6) from problem
    except UnidentifiedImageError as problem:
        known = data.startswith(_BEGINNINGS) or data[4:8] == b"ftyp"
        raise (DamagedFile if known else NotAPicture) from problem
    with image:
        _check_size(image.width, image.height)
        source = (image.format or "").lower()
        # In place: where nothing is to be turned, it would copy all pixels.
        ImageOps.exif_transpose(image, in_place=True)
        return Picture(_rgb(image), source)


def _rgb(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def _decode_pdf(data: bytes) -> Picture:
    import pypdfium2
    import pypdfium2.raw

    with PDFIUM:
        # Asked of PDFium itself: pypdfium2 gives the error of an earlier file where a PDF has no pages.
        handle = pypdfium2.raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
            raise LockedPdf if locked else DamagedFile
        document = pypdfium2.PdfDocument(handle)
        try:
            if len(document) == 0:
                raise PdfWithoutPages
            page = document[0]
            inches = page.get_width() * page.get_height() / _POINTS_PER_INCH**2
            # A poster is rendered coarser, not refused: its size in inches says nothing about its print.
            dpi = min(PDF_DPI, math.sqrt(PICTURE_PIXELS_MAX / inches))
            scale = min(dpi / _POINTS_PER_INCH, PICTURE_SIDE_PX_MAX / max(page.get_size()))
            return Picture(rendered(page, scale), "pdf")
        finally:
            document.close()


def _check_size(width: int, height: int) -> None:
    pixels = width * height
    if pixels > PICTURE_PIXELS_MAX:
        raise TooManyPixels(megapixels=math.ceil(pixels / 10**6), megapixels_max=PICTURE_PIXELS_MAX // 10**6)
    if max(width, height) > PICTURE_SIDE_PX_MAX:
        raise TooLongASide(pixels=max(width, height), pixels_max=PICTURE_SIDE_PX_MAX)
