"""Reads national lists of medicines into one form: `python tools/medicine_lists.py fr CIS_bdpm.txt > fr.txt`.

A line of the result is one medicine, `NAME strength, form`, as `tools/medicines.py` and `bench/medicines.py` take it.
The README of the lexicon says which lists there are, under which licence, and how to get them.
"""

import argparse
import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

_AMOUNT = r"\d[\d.,/ ]*(?:mg|mcg|ug|g|ml|ie|iu|ui|u|%|microgrammi)?(?:/[\d.,]*(?:mg|ml|g|h|do[su]is?|dose|actuation))*"
_STRENGTH = re.compile(rf"(?<![a-z]){_AMOUNT}(?![a-z])", re.IGNORECASE)
_DUTCH_FORM = re.compile(
    r" (?:tablet|tabl|capsule|caps|drank|inj|infusie|creme|zalf|zetpil|oog|oor|neus|inhal|poeder|poed|druppel|pleister|"
    r"susp|gel|sach|stroop|kauw|bruis|hydrogel|lotion|opl|granulaat|conc|emulsie|dragee|spray|wwsp|ampul|implantaat).*"
)
_AMERICAN_NOISE = re.compile(r"\*\*.*|\bEQ |\b(?:BASE|N/A)\b|;.*")
# What doctors prescribe beside medicines: foods, emollients, sun creams, shampoos, dressings, appliances.
_BRITISH_MEDICINES = re.compile(r"(?!0904|0912|1302|1308|1309)(?:0[1-9]|1[0-5])")


def main() -> None:
    """Print the medicines of one list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("country", choices=sorted(READERS))
    parser.add_argument("list", type=Path)
    chosen = parser.parse_args()
    lines = {" ".join(line.split()) for line in READERS[chosen.country](chosen.list)}
    print("\n".join(sorted(line for line in lines if re.search(r"[^\W\d_]", line))))


def _french(file: Path) -> Iterator[str]:
    for row in file.read_text("utf-8-sig", errors="replace").splitlines():
        yield row.split("\t")[1]


def _american(file: Path) -> Iterator[str]:
    for row in csv.DictReader(file.read_text("latin-1").splitlines(), delimiter="~", quoting=csv.QUOTE_NONE):
        strength = _AMERICAN_NOISE.sub("", row["Strength"]).strip()
        yield f"{row['Trade_Name']} {strength}, {row['DF;Route'].split(';')[0].split(',')[0]}"


def _italian(file: Path) -> Iterator[str]:
    for row in json.loads(file.read_text("utf-8")):
        pack = re.search(r'"([^"]+)"', row["Confezione"] or "")
        if row["Farmaco"]:
            yield f"{row['Farmaco']} {_parted(pack[1] if pack else '')}"


def _german(file: Path) -> Iterator[str]:
    for name in re.findall(r'^"\d{8}":\{b:"((?:[^"\\]|\\.)*)"', file.read_text("utf-8"), re.MULTILINE):
        yield _parted(re.sub(r"(?<=[A-ZÄÖÜ])(?=\d[\d.,/]*(?:MG|UG|G|ML|IE)\b)", " ", name))


def _dutch(file: Path) -> Iterator[str]:
    for group in json.loads(file.read_text("utf-8")):
        for article in group["Artikelen"]:
            said = article["Artikelnaam"]
            strengths = [found[0] for found in _STRENGTH.finditer(said)]
            strength = strengths[-1] if strengths else ""
            form = _DUTCH_FORM.search(said)
            name = said[: form.start()] if form else said.replace(strength, "")
            yield f"{name} {strength}" + (f", {form[0].replace(strength, '')}" if form else "")


def _british(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            # A column of the sample stands one to the left.
            code, said = row["BNF_CODE"], row["BNF_DESCRIPTION"]
            if not said:
                code, said = row["BNF_CHEMICAL_SUBSTANCE"], row["CHEMICAL_SUBSTANCE_BNF_DESCR"]
            if _BRITISH_MEDICINES.match(code):
                name, _, rest = said.partition("_")
                strength = _STRENGTH.search(rest)
                form = rest.replace(strength[0], "") if strength else rest
                yield f"{name} {strength[0] if strength else ''}, {form}"


def _parted(said: str) -> str:
    """Name and strength, a comma, and the form behind it."""
    strength = _STRENGTH.search(said)
    if not strength or not said[strength.end() :].strip():
        return said
    return f"{said[: strength.end()].strip()}, {said[strength.end() :].strip()}"


READERS: Final[dict[str, Callable[[Path], Iterator[str]]]] = {
    "de": _german, "fr": _french, "gb": _british, "it": _italian, "nl": _dutch, "us": _american,
}  # fmt: skip


if __name__ == "__main__":
    main()
