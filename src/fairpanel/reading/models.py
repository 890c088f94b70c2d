"""The networks that see and read print: out of RapidOCR's wheel, the reader cut down to Latin script.

The reader of PP-OCRv6 chooses among 18,708 characters. Keeping only those that the programme's languages print makes it
two fifths faster and a little better, for it can no longer take a 1 for a Chinese stroke. Japanese is another cut of
the same network, made when it is first asked for. The cut is made in memory
whenever a process starts (a tenth of a second), so there is no file that could be stale or half written.

`python -m fairpanel.reading.models` makes it once and says whether all is well.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from fairpanel.reading.problems import WrongModel

_DETECTOR: Final = "PP-OCRv6_det_small.onnx"
_RECOGNISER: Final = "PP-OCRv6_rec_small.onnx"
# SHA-256 of the files in the wheel of rapidocr 3.10.
_SHA256: Final = {
    _DETECTOR: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    _RECOGNISER: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}


class Script(StrEnum):
    """What the reader is cut down to."""

    LATIN = "latin"
    JAPANESE = "japanese"


# SHA-256 of the characters kept and their weights: the same on every machine, whatever writes the file.
_CUT_SHA256: Final = {
    Script.LATIN: "15c5c62c6924dee905933252ed66796229d239fa4088031bc4632f83406125fe",
    Script.JAPANESE: "36757b51c74bf48a14cdf0bb5216b277f4fa7980a4f795b6b648484d71ac71bf",
}

# What receipts in English, French, German, Spanish, Italian, Dutch and Portuguese are printed with.
_CHARACTERS: Final = frozenset(
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŸŠšŽžĲĳı"
    "£€$¢¥₣₤₹§°ºª«»¿©®™×÷±½¼¾²³·–—‘’“”„•…№"  # noqa: RUF001 - a reader must know signs that look alike
)
# The last row of JIS X 0208 that holds the common characters of Japanese; what follows is in few names.
_LAST_COMMON_ROW: Final = 0xCF

_HEAD_WEIGHTS, _HEAD_BIAS = "linear_8.w_0", "linear_8.b_0"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """The reader's network as an ONNX file in memory, and the `characters` its outputs stand for.

    Output 0 is the blank of connectionist temporal classification (Graves et al., 2006).
    """

    onnx: bytes
    characters: tuple[str, ...]


def detector() -> bytes:
    """The network that finds print, as an ONNX file. Raises `WrongModel` where the wheel holds another."""
    return _from_wheel(_DETECTOR)


def script_of(region: str | None) -> Script:
    """What receipts of a region (ISO 3166, perhaps with a subdivision) are printed with."""
    return Script.JAPANESE if (region or "").upper()[:2] == "JP" else Script.LATIN


def recogniser(script: Script = Script.LATIN) -> Recogniser:
    """The network that reads one line of print in `script`. Raises `WrongModel` where the wheel holds another."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load_from_string(_from_wheel(_RECOGNISER))
    printed = next(entry.value for entry in model.metadata_props if entry.key == "character").splitlines()
    outputs = ["", *printed, " "]
    kept = [index for index, character in enumerate(outputs) if index == 0 or _is_kept(character, script)]
    characters = tuple(outputs[index] for index in kept)
    fingerprint = hashlib.sha256("".join(characters).encode())
    for tensor in model.graph.initializer:
        if tensor.name in {_HEAD_WEIGHTS, _HEAD_BIAS}:
            cut = np.ascontiguousarray(numpy_helper.to_array(tensor)[..., kept])
            fingerprint.update(cut.tobytes())
            tensor.CopyFrom(numpy_helper.from_array(cut, tensor.name))
    if fingerprint.hexdigest() != _CUT_SHA256[script]:
        raise WrongModel(name=f"{_RECOGNISER} (cut)")
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(kept)
    return Recogniser(model.SerializeToString(), characters)


def _is_kept(character: str, script: Script) -> bool:
    return character in _CHARACTERS | {" "} or (script is Script.JAPANESE and _is_common_japanese(character))


def _is_common_japanese(character: str) -> bool:
    """Kana, signs, and the 2,965 common kanji: the rows of JIS X 0208 down to the last of those."""
    try:
        row, *behind = character.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(behind) == 1 and row <= _LAST_COMMON_ROW


def _from_wheel(name: str) -> bytes:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise WrongModel(name=name)
    path = Path(spec.origin).parent / "models" / name
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != _SHA256[name]:
        raise WrongModel(name=name)
    return data


if __name__ == "__main__":
    detector()
    known = {script: len(recogniser(script).characters) for script in Script}
    print("The models are the right ones; the reader knows", known)  # noqa: T201 - a command prints
