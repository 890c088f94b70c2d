"""Codes that machines read are black on the kept picture, whatever they say."""

from __future__ import annotations

import cv2
import numpy as np

from fairpanel.redaction import Kind, black_out, find_codes


def test_a_square_code_on_a_photograph_is_found_and_cannot_be_read_afterwards() -> None:
    code = cv2.QRCodeEncoder.create().encode("MEMBER 2290123456")
    paper = np.full((600, 400, 3), 255, np.uint8)
    square = cv2.resize(code, (160, 160), interpolation=cv2.INTER_NEAREST)
    paper[300:460, 120:280] = square[:, :, None]

    marks = find_codes(paper)
    blacked = black_out(paper, marks)

    assert [mark.kind for mark in marks] == [Kind.CODE]
    assert blacked[310:450, 130:270].max() == 0
    assert cv2.QRCodeDetector().detectAndDecode(blacked)[0] == ""


def test_where_there_is_no_code_nothing_is_black() -> None:
    assert find_codes(np.full((600, 400, 3), 255, np.uint8)) == ()


def test_a_strip_a_pixel_high_holds_no_code() -> None:
    assert find_codes(np.full((1, 20_000, 3), 255, np.uint8)) == ()
