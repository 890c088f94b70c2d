"""Each country's list of medicines becomes lines of name, strength and form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

TOOL = Path(__file__).parents[2] / "tools/medicine_lists.py"

SPANISH_SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>101</v></c><c t="s"><v>2</v></c></row>
</sheetData></worksheet>"""
SPANISH_STRINGS = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Nº Registro</t></si>
<si><t>Medicamento</t></si><si><t>ABCDEFAN 25 microgramos COMPRIMIDOS</t></si></sst>"""
BRITISH = "BNF_CODE,BNF_DESCRIPTION,BNF_CHEMICAL_SUBSTANCE,CHEMICAL_SUBSTANCE_BNF_DESCR\n"

LISTS = {
    "de": '"00000017":{b:"ABCDEFAN40MG FTA"},\n"00000023":{b:"Abcdefan Saft 20MG/ML Saft"}\n',
    "fr": "60000001\tABCDEFAN 500 mg, comprimé pelliculé\tcomprimé\n",
    "gb": BRITISH + "0407010H0AAAMAM,Abcdefan_Tab 500mg,0407010H0,Abcdefan\n"
    "0904010H0AAAMAM,Bread_Gluten Free,0904010H0,Bread\n",
    "it": json.dumps([{"Farmaco": "ABCDEFAN", "Confezione": '"500 MG COMPRESSE" 20 COMPRESSE'}]),
    "nl": json.dumps([{"Artikelen": [{"Artikelnaam": "ABCDEFAN tablet 500mg"}]}]),
    "pt": "window.LISTE = "
    + json.dumps([{"Nome do Medicamento": "Abcdefan Acme 500 mg", "Dosagem": "500 mg", "Forma Farmacêutica": "Xarope"}])
    + ";",
    "us": "Ingredient~DF;Route~Trade_Name~Strength\nABCDEFATE~TABLET;ORAL~ABCDEFAN~EQ 500MG BASE\n",
}
READ = {
    "de": ["ABCDEFAN 40MG, FTA", "Abcdefan Saft 20MG/ML, Saft"],
    "fr": ["ABCDEFAN 500 mg, comprimé pelliculé"],
    "gb": ["Abcdefan 500mg, Tab"],
    "it": ["ABCDEFAN 500 MG, COMPRESSE"],
    "nl": ["ABCDEFAN 500mg, tablet"],
    "pt": ["Abcdefan Acme 500 mg, Xarope"],
    "us": ["ABCDEFAN 500MG, TABLET"],
}


def read(country: str, file: Path) -> list[str]:
    run = subprocess.run([sys.executable, TOOL, country, file], check=True, capture_output=True, text=True, timeout=60)
    return [" ".join(line.split()) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("country", sorted(LISTS))
def test_a_list_gives_name_strength_and_form(country: str, tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text(LISTS[country], "utf-8")

    assert [line.replace(" ,", ",") for line in read(country, file)] == READ[country]


def test_a_french_list_of_an_older_coding_keeps_its_accents(tmp_path: Path) -> None:
    file = tmp_path / "CIS_bdpm.txt"
    file.write_bytes(LISTS["fr"].encode("cp1252"))

    assert read("fr", file) == READ["fr"]


def test_the_spanish_workbook_is_read_as_it_is_handed_out(tmp_path: Path) -> None:
    file = tmp_path / "Medicamentos.xls"
    with ZipFile(file, "w") as book:
        book.writestr("xl/sharedStrings.xml", SPANISH_STRINGS)
        book.writestr("xl/worksheets/sheet1.xml", SPANISH_SHEET)

    assert read("es", file) == ["ABCDEFAN 25 mcg, COMPRIMIDOS"]


def test_a_country_without_a_reader_is_refused_with_the_ones_there_are(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, TOOL, "jp", tmp_path], check=False, capture_output=True, text=True)

    assert run.returncode == 2
    assert "invalid choice" in run.stderr
