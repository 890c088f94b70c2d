"""Draws a page of a PDF, and gives up where that never ends."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairpanel.reading.limits import is_over, look_at_the_time


def rendered(page: Any, scale: float) -> NDArray[np.uint8]:
    """The pixels of `page` (of pypdfium2), so many a point: height x width x 3, red, green, blue.

    A page may hold a pattern of a million patterns: PDFium asks now and then whether to go on. To be called while
    `picture.PDFIUM` is held. Raises `TakesTooLong`.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    width, height = (max(1, round(side * scale)) for side in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    asked = type(pdfium.IFSDK_PAUSE().NeedToPauseNow)(lambda _pause: int(is_over()))
    pause = pdfium.IFSDK_PAUSE(version=1, NeedToPauseNow=asked)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap_Start(
        bitmap.raw, page.raw, 0, 0, width, height, 0, flags, ctypes.byref(pause),
    )  # fmt: skip
    pdfium.FPDF_RenderPage_Close(page.raw)
    look_at_the_time()
    return np.asarray(bitmap.to_numpy()[:, :, :3].copy(), np.uint8)
