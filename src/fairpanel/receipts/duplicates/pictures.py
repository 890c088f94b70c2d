"""A perceptual hash of a picture: near for the same picture made smaller or compressed, and a hint, no more."""

import cv2
import numpy as np

_SIDE_PX = 32
_KEPT = 8


def hash_of_picture(jpeg: bytes) -> int | None:
    """64 bits of the lowest waves of the picture in grey (pHash: Zauner 2010); None for what is no picture.

    The same receipt turned by two degrees is as far from itself as from another one.
    """
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE) if jpeg else None
    if grey is None:
        return None
    small = cv2.resize(grey, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:_KEPT, :_KEPT].flatten()
    bits = waves > np.median(waves[1:])
    return int("".join("1" if bit else "0" for bit in bits), 2)
