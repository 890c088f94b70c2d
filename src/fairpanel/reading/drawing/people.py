"""What gets onto a receipt of the person who buys: numbers, names, where they live, what they drive."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fairpanel.reading.drawing import identifiers
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import Country
from fairpanel.reading.drawing.truth import SensitiveKind


@dataclass(frozen=True, slots=True)
class Personal:
    """Something about a person that got onto the receipt.

    `label` is what the till says before it, or None where the till has words of its own for it. It is empty on a row
    that goes on with what the row above began.
    """

    kind: SensitiveKind
    text: str
    label: str | None = None


def personal_parts(country: Country, include: Collection[str], chance: Chance, more: Chance) -> tuple[Personal, ...]:
    """What is printed of the buyer: all that `include` names, and by `chance` some of what is often there.

    Plates, prescriptions and addresses come from the dice `more`, so that a receipt without them is what it always was.
    """
    person = chance.pick(country.words["people"])
    mailbox = "".join(c for c in person.lower().replace(" ", ".") if c.isascii())
    made: dict[SensitiveKind, str] = {
        "card-number": _in_fours(identifiers.card_number(chance))
        if chance.often(0.6)
        else identifiers.card_number(chance),
        "masked-card-number": chance.digits(
            chance.pick(["************####", "**** **** **** ####", "XXXXXXXXXXXX####"])
        ),
        "account-number": identifiers.iban(country.code, country.iban, chance) if country.iban else "",
        "phone-number": chance.digits(country.mobile),
        "mail-address": f"{mailbox}@{chance.pick(['example.com', 'example.org', 'example.net', 'mail.example'])}",
        "loyalty-number": chance.digits(country.loyalty),
        "name": person,
    }
    share: dict[SensitiveKind, float] = {
        "card-number": 0.03,
        "masked-card-number": 0.45,
        "account-number": 0.05 if country.iban else 0,
        "loyalty-number": 0.2,
        "mail-address": 0.03,
    }
    wanted = {kind for kind in made if kind in include or chance.often(share.get(kind, 0))}
    if "card-number" in wanted and "masked-card-number" not in include:
        wanted.discard("masked-card-number")
    return (
        *(Personal(kind, made[kind]) for kind in made if kind in wanted),
        *_labelled(country, include, person, more),
    )


def _labelled(country: Country, include: Collection[str], person: str, chance: Chance) -> Iterator[Personal]:
    kinds: tuple[SensitiveKind, ...] = ("number-plate", "prescription")
    for kind in kinds:
        if kind in include:
            label, _, pattern = chance.pick(_forms()[kind][country.code]).partition(" | ")
            yield Personal(kind, chance.digits(pattern), label)
    if "address" in include:
        label = chance.pick(_forms()["address"][country.code]).removesuffix(" |")
        place = chance.pick(country.places)
        facts = {"street": chance.pick(country.streets), "number": chance.whole(1, 180)}
        facts |= {"postcode": place.postcode, "city": place.city}
        first, *rest = [person, *(row.format(**facts) for row in country.address)]
        yield Personal("name", first, label)
        yield from (Personal("address", row, "") for row in rest)


def _in_fours(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


@cache
def _forms() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("people.toml").read_text("utf-8"))
