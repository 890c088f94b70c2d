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
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_AMOUNT = r"\d[\d.,/ ]*(?:mg|mcg|ug|g|ml|ie|iu|ui|u|%|microgrammi)?(?:/[\d.,]*(?:mg|ml|g|h|do[su]is?|dose|actuation))*"
_STRENGTH = re.compile(rf"(?<![a-z]){_AMOUNT}(?![a-z])", re.IGNORECASE)
_DUTCH_FORM = re.compile(
    r" (?:tablet|tabl|capsule|caps|drank|inj|infusie|creme|zalf|zetpil|oog|oor|neus|inhal|poeder|poed|druppel|pleister|"
    r"susp|gel|sach|stroop|kauw|bruis|hydrogel|lotion|opl|granulaat|conc|emulsie|dragee|spray|wwsp|ampul|implantaat).*"
)
_AMERICAN_NOISE = re.compile(r"\*\*.*|\bEQ |\b(?:BASE|N/A)\b|;.*")
_SPANISH_MICROGRAMS = re.compile(r"\bmicrogramos\b", re.IGNORECASE)
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
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
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Editions since 2019 come as Windows-1252.
        text = data.decode("cp1252", errors="replace")
    for row in text.splitlines():
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


def _spanish(file: Path) -> Iterator[str]:
    head, *rows = _sheet(file)
    name = next(place for place, title in enumerate(head) if title.casefold() == "medicamento")
    for row in rows:
        # A strength is written with words here: 50 microgramos/g, 1.000 UI.
        yield _parted(_SPANISH_MICROGRAMS.sub("mcg", row[name]))


def _sheet(file: Path) -> Iterator[list[str]]:
    """The rows of the first sheet of a workbook (ECMA-376), each cell as its text; empty cells are left out."""
    with ZipFile(file) as book:
        strings = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - a file that one chose to compile
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - likewise
    shared = ["".join(part.text or "" for part in one.iter(f"{_SHEET}t")) for one in strings]
    for row in sheet.iter(f"{_SHEET}row"):
        cells = []
        for cell in row.iter(f"{_SHEET}c"):
            value = cell.findtext(f"{_SHEET}v") or ""
            cells.append(shared[int(value)] if cell.get("t") == "s" and value else value)
        yield cells


def _portuguese(file: Path) -> Iterator[str]:
    text = file.read_text("utf-8-sig")
    # Some keep the list as a script that sets a variable.
    for row in json.loads(text[text.index("[") : text.rindex("]") + 1]):
        name = _STRENGTH.split(row["Nome do Medicamento"], maxsplit=1)[0]
        yield f"{name} {row['Dosagem']}, {row['Forma Farmacêutica']}"


def _parted(said: str) -> str:
    """Name and strength, a comma, and the form behind it."""
    strength = _STRENGTH.search(said)
    if not strength or not said[strength.end() :].strip():
        return said
    return f"{said[: strength.end()].strip()}, {said[strength.end() :].strip()}"


READERS: Final[dict[str, Callable[[Path], Iterator[str]]]] = {
    "de": _german, "es": _spanish, "fr": _french, "gb": _british, "it": _italian, "nl": _dutch, "pt": _portuguese,
    "us": _american,
}  # fmt: skip


if __name__ == "__main__":
    main()
