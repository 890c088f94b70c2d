"""Compiles the directory of shop brands: `python tools/directory.py PACKAGE DICTIONARY...`, once for a release.

PACKAGE is the folder of the npm package `name-suggestion-index`, unpacked; each DICTIONARY is that of one of the npm
packages `dictionary-en`, `-fr`, `-nl`, `-es`. Nothing is fetched. The README of the directory says how to get them.
"""

import argparse
import gzip
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from fairpanel.reading.directory.names import host_key_of, key_of, tokens_of

FOLDER = Path(__file__).parents[1] / "src/fairpanel/reading/directory"

# Which kinds of shop print receipts for consumers, in the words of the programme (`programme.receipts.ShopKind`). The
# first kind that a brand has is its main one: a supermarket that also sells fuel is a grocery.
KINDS = (
    ("theme-park", "tourism/theme_park"),
    ("cinema", "amenity/cinema"),
    ("casino", "amenity/casino leisure/adult_gaming_centre shop/bookmaker shop/lottery amenity/gambling"),
    ("grocery", "shop/supermarket shop/wholesale"),
    ("pharmacy", "amenity/pharmacy"),
    ("fuel", "amenity/fuel"),
    (
        "retail",
        """shop/department_store shop/general shop/variety_store shop/chemist shop/cosmetics shop/perfumery shop/beauty
        shop/clothes shop/shoes shop/bag shop/fashion_accessories shop/jewelry shop/watches shop/leather
        shop/furniture shop/bed shop/kitchen shop/houseware shop/household_linen shop/interior_decoration shop/carpet
        shop/curtain shop/lighting shop/flooring shop/tiles shop/bathroom_furnishing shop/doityourself shop/hardware
        shop/trade shop/paint shop/electrical shop/power_tools shop/garden_centre shop/florist shop/agrarian
        shop/country_store shop/electronics shop/computer shop/mobile_phone shop/telecommunication shop/hifi
        shop/appliance shop/camera shop/photo shop/video_games shop/games shop/video shop/music shop/musical_instrument
        shop/books shop/stationery shop/gift shop/toys shop/model shop/craft shop/fabric shop/art shop/frame
        shop/candles shop/party shop/sports shop/outdoor shop/fishing shop/bicycle shop/car_parts shop/tyres shop/pet
        shop/baby_goods shop/charity shop/second_hand shop/nutrition_supplements shop/herbalist shop/hairdresser_supply
        shop/anime shop/mall shop/catalogue shop/mobile_phone_accessories shop/vacuum_cleaner shop/printer_ink shop/bbq
        shop/pottery shop/window_blind""",
    ),
    ("restaurant", "amenity/restaurant amenity/fast_food amenity/cafe amenity/ice_cream amenity/pub amenity/bar"),
    (
        "grocery",
        """shop/greengrocer shop/butcher shop/bakery shop/pastry shop/deli shop/frozen_food shop/health_food
        shop/alcohol shop/wine shop/beverages shop/confectionery shop/chocolate shop/cheese shop/dairy shop/seafood
        shop/tea shop/coffee shop/nuts shop/spices shop/convenience""",
    ),
    ("retail", "shop/newsagent shop/kiosk"),
    ("tobacconist", "shop/tobacco shop/e-cigarette"),
    (
        "medical",
        """shop/optician shop/hearing_aids shop/medical_supply amenity/clinic amenity/dentist amenity/doctors
        amenity/hospital amenity/veterinary""",
    ),
    ("transport", "amenity/car_rental amenity/parking"),
    ("weapons", "shop/weapons"),
)
# What Wikidata says that the brand is comes before that order.
DESCRIBED = (
    ("grocery", r"supermarket|grocery|grocer|hypermarket|convenience|bakery"),
    ("fuel", r"\boil\b|petrol|gas station|filling station|fuel|energy company"),
    ("pharmacy", r"pharmac|drug ?store"),
    ("restaurant", r"restaurant|coffee|fast food|caf[eé]|pizz"),
    ("retail", r"furniture|clothing|department store|variety store|electronics|retail"),
)
RANK = {category: (rank, kind) for rank, (kind, categories) in enumerate(KINDS) for category in categories.split()}
NAME_TAGS = re.compile(r"(?:short_|official_|alt_)?name(?::\w+(?:-Latn)?)?|brand(?::\w+(?:-Latn)?)?")
COUNTRY = re.compile(r"([a-z]{2})(?:-[\w-]+(?:\.geojson)?)?")
COUNTRY_OF = {"fx": "fr", "uk": "gb"}
# Hosts with pages for anybody.
SHARED = re.compile(
    r"(?:^|\.)(?:facebook|instagram|google|twitter|linktr|wordpress|blogspot|wixsite|vk|t|wikipedia)\.\w+$"
)
LETTERS_MIN = 2
SHARED_BEGINNING = 4


@dataclass
class Brand:
    """One brand while it is put together from all the categories that list it."""

    name: str
    wikidata: str
    spellings: dict[str, str] = field(default_factory=dict)
    kinds: set[tuple[int, str]] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    anywhere: bool = False


def main() -> None:
    """Read the package, and write the directory beside the code that loads it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("dictionaries", nargs="+", type=Path)
    arguments = parser.parse_args()
    source = json.loads((arguments.package / "dist/json/nsi.min.json").read_text(encoding="utf-8"))
    known = json.loads((arguments.package / "dist/wikidata/wikidata.min.json").read_text(encoding="utf-8"))["wikidata"]
    words = ordinary_words(arguments.dictionaries)
    # Mere words that nobody has written a page about would be found on anybody's receipt: Family Market, Fresh Food.
    brands = [brand for brand in collect(source["nsi"]) if brand.wikidata or not is_plain(brand, words)]
    hosts = hosts_of(brands, known)
    version = source["_meta"]["version"]
    head = {"format": 1, "source": "name-suggestion-index", "version": version, "licence": "BSD-3-Clause"}
    rows = [
        row_of(brand, hosts[number], words, known.get(brand.wikidata, {}).get("description", ""))
        for number, brand in enumerate(brands)
    ]
    text = "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in [head, *rows])
    target = FOLDER / "shops.jsonl.gz"
    # No time and no name in the head of the file: the same source gives the same bytes.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    shutil.copyfile(arguments.package / "LICENSE.md", FOLDER / "shops.LICENSE.md")
    print(f"{len(rows)} brands of {version}, {target.stat().st_size / 1e3:.0f} kB in {target.name}")


def collect(categories: dict[str, Any]) -> list[Brand]:
    """The brands of the categories that we want, one for each name and Wikidata id."""
    brands: dict[tuple[str, str], Brand] = {}
    for path, category in sorted(categories.items()):
        tree, _, wanted = path.partition("/")
        if tree != "brands" or wanted not in RANK:
            continue
        for item in category["items"]:
            spellings = list(spellings_of(item))
            if not spellings:
                continue
            identity = item["tags"].get("brand:wikidata", "")
            brand = brands.setdefault((key_of(spellings[0]), identity), Brand(spellings[0], identity))
            brand.kinds.add(RANK[wanted])
            for spelling in spellings:
                brand.spellings.setdefault(key_of(spelling), spelling)
            countries = countries_of(item["locationSet"])
            brand.countries |= countries
            brand.anywhere = brand.anywhere or not countries
    return sorted(brands.values(), key=lambda brand: (brand.name.casefold(), brand.wikidata))


def spellings_of(item: dict[str, Any]) -> Iterator[str]:
    """The brand's name and the others it is printed by, those in Latin letters; none where it has no such name."""
    tags = item["tags"]
    # Names that several brands share are told apart there by what stands in brackets.
    names = [
        re.sub(r"\s*\(.*\)$", "", item["displayName"]),
        *(tags[tag] for tag in sorted(tags) if NAME_TAGS.fullmatch(tag)),
    ]
    latin = [part.strip() for name in names for part in name.split(";") if is_latin(part)]
    yield from latin
    for name in latin:
        if "&" in name:
            yield re.sub(r"\s*&\s*", " and ", name).strip()
    # Names for matching also hold what a shop was called before another brand bought it: only its own are taken.
    for name in item.get("matchNames", ()):
        if is_latin(name) and any(is_of_one_family(name, other) for other in latin):
            yield name


def is_latin(name: str) -> bool:
    """Whether the name can be read with our letters, and has enough of them."""
    folded = "".join(tokens_of(name))
    letters = sum(map(str.isalpha, name))
    return sum(map(str.isalpha, folded)) >= max(LETTERS_MIN, 0.9 * letters)


def is_of_one_family(name: str, other: str) -> bool:
    """Whether the two begin alike or share their longest word."""
    one, two = key_of(name), key_of(other)
    if one.startswith(two[:SHARED_BEGINNING]):
        return True
    longest = max(tokens_of(other), key=len)
    return len(longest) >= SHARED_BEGINNING and longest in tokens_of(name)


def countries_of(places: dict[str, Any]) -> set[str]:
    """ISO 3166 codes of where the brand is, in small letters; none where the source says the world or a circle."""
    found = set()
    for place in places.get("include", ()):
        match = COUNTRY.fullmatch(place) if isinstance(place, str) else None
        if match is None:
            return set()
        found.add(COUNTRY_OF.get(match[1], match[1]))
    return found


def hosts_of(brands: list[Brand], known: dict[str, Any]) -> dict[int, list[str]]:
    """The web hosts of each brand, by its place in the list; one of several goes to the brand it is named after."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, brand in enumerate(brands):
        for address in known.get(brand.wikidata, {}).get("officialWebsites", ()):
            host = (urlparse(address).netloc.lower().removeprefix("www.")).split(":")[0]
            if host.isascii() and "." in host and number not in owners[host] and not SHARED.search(host):
                owners[host].append(number)
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, brand in enumerate(brands):
        by_key[key_of(brand.name)].append(number)
    found: dict[int, list[str]] = defaultdict(list)
    for host, numbers in sorted(owners.items()):
        # A host that is listed for a shop in the shop (House of Hoops by Foot Locker) is its owner's.
        label = host_key_of(host).split(".")[0]
        inside = any(label in key != label for number in numbers for key in brands[number].spellings)
        if inside and not any(is_same(host, brands[number]) for number in numbers):
            numbers.extend(by_key[label][:1])
        named = [number for number in numbers if is_named_after(host, brands[number])]
        if len({brands[number].wikidata for number in numbers}) > 1 and not named:
            continue
        found[
            min(named or numbers, key=lambda number: (-is_same(host, brands[number]), len(brands[number].name)))
        ].append(host)
    return found


def is_named_after(host: str, brand: Brand) -> bool:
    """Whether the host holds the brand's name."""
    return any(len(key) > LETTERS_MIN and key in host_key_of(host).replace(".", "") for key in brand.spellings)


def is_same(host: str, brand: Brand) -> bool:
    """Whether the host is the brand's name and an ending."""
    return key_of(brand.name) == host_key_of(host).split(".")[0]


def ordinary_words(packages: Iterable[Path]) -> set[str]:
    """Words that the dictionaries write with a small letter: `target`, `next`, `boots`, but not `Lidl`."""
    entries = (
        line.split("/")[0]
        for package in packages
        for line in (package / "index.dic").read_text(encoding="utf-8").splitlines()[1:]
    )
    return {"".join(tokens_of(word)) for word in entries if word.islower()}


def is_plain(brand: Brand, words: set[str]) -> bool:
    """Whether the brand's name is nothing but ordinary words."""
    return all(token in words or token.removesuffix("S") in words for token in tokens_of(brand.name))


def row_of(brand: Brand, hosts: list[str], words: set[str], description: str) -> list[object]:
    """What the file says of a brand: name, spellings, Wikidata id, kinds, countries, hosts, whether mere words."""
    others = [spelling for key, spelling in sorted(brand.spellings.items()) if spelling != brand.name]
    described = [kind for kind, said in DESCRIBED if re.search(said, description, re.IGNORECASE)]
    ranked = [kind for _, kind in sorted(brand.kinds)]
    kinds = list(dict.fromkeys([*(kind for kind in described if kind in ranked), *ranked]))
    countries = "" if brand.anywhere else " ".join(sorted(brand.countries))
    return [brand.name, others, brand.wikidata, kinds, countries, hosts, int(is_plain(brand, words))]


if __name__ == "__main__":
    main()
