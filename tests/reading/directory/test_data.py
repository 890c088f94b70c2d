"""The directory that comes with the package is whole, speaks the programme's words, and states its licence."""

import gzip
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from fairpanel.programme.receipts import ShopKind
from fairpanel.reading.directory.brands import directory
from fairpanel.reading.directory.names import host_key_of, key_of

FOLDER = files("fairpanel.reading.directory")
KILOBYTES_MAX = 1000


def rows() -> list[list[Any]]:
    """What the file says of each brand."""
    text = gzip.decompress(FOLDER.joinpath("shops.jsonl.gz").read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines()[1:]]


def test_every_kind_is_one_that_a_programme_can_name() -> None:
    kinds = {kind for row in rows() for kind in row[3]}

    assert kinds <= set(get_args(ShopKind))
    assert {"grocery", "retail", "pharmacy", "restaurant", "cinema", "fuel", "tobacconist"} <= kinds


def test_it_says_where_it_is_from_and_under_what_licence() -> None:
    head = json.loads(gzip.decompress(FOLDER.joinpath("shops.jsonl.gz").read_bytes()).decode().splitlines()[0])

    assert head["licence"] == "BSD-3-Clause"
    assert head["version"] in FOLDER.joinpath("README.md").read_text(encoding="utf-8")
    assert "Redistribution" in FOLDER.joinpath("shops.LICENSE.md").read_text(encoding="utf-8")


def test_it_is_small() -> None:
    assert len(FOLDER.joinpath("shops.jsonl.gz").read_bytes()) < KILOBYTES_MAX * 1000


def test_every_brand_can_be_found_by_its_name_and_its_web_address() -> None:
    for name, _, wikidata, _, _, hosts, _ in rows():
        assert name in {brand.name for brand in directory().by_key[key_of(name)]}
        assert {directory().by_host[host_key_of(host)].wikidata or "" for host in hosts} <= {wikidata}


def test_a_letter_amiss_in_a_long_name_is_seen_and_in_a_short_one_is_not() -> None:
    assert key_of("MediaMarkt") in dict(directory().alike(key_of("MedjaMarkt")))
    assert not dict(directory().alike(key_of("LIBL")))


def test_the_words_of_kinds_are_those_of_a_programme() -> None:
    import tomllib

    table = tomllib.loads(Path(str(FOLDER.joinpath("kinds.toml"))).read_text(encoding="utf-8"))

    assert set(table) <= set(get_args(ShopKind))
    assert all(word == word.upper() for lists in table.values() for words in lists.values() for word in words)
