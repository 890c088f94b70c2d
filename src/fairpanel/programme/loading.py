"""From a file to a programme, with every fault of the file in plain words."""

from __future__ import annotations

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fairpanel.kit.problems import Invalid, NotFound
from fairpanel.programme.document import Programme
from fairpanel.programme.offers import Offer
from fairpanel.programme.payouts import PayoutRules
from fairpanel.programme.receipts import ReceiptRules
from fairpanel.programme.record import Fault
from fairpanel.programme.regions import DatedAge, Region
from fairpanel.programme.versions import Recipient, Research, Researcher, Seller, Source, Version

FILE_BYTES_MAX = 1_000_000
DEFAULT_PRESET = "fair"

_OFFERS = get_args(get_args(Offer)[0])
_OFFER_KINDS = frozenset(get_args(offer.model_fields["kind"].annotation)[0] for offer in _OFFERS)
_RECORDS = (
    Programme, Version, Seller, Recipient, Research, Researcher, Source, Region, DatedAge, ReceiptRules, PayoutRules,
    *_OFFERS,
)  # fmt: skip
_FIELDS = sorted({field.alias or name for record in _RECORDS for name, field in record.model_fields.items()})


class BrokenProgramme(Invalid):
    """{file} is not a programme that can run. Mend what stands below. {faults}"""  # noqa: D415 - faults end it

    def __init__(self, *, file: str, faults: tuple[Fault, ...]) -> None:
        self.found = faults
        super().__init__(file=file, faults="".join(f"\n  {fault}" for fault in faults))


class UnreadableProgramme(Invalid):
    """{file} cannot be read as a programme: {why} A programme is a text file in TOML."""


class NoSuchPreset(NotFound):
    """There is no preset "{name}". There are: {presets}."""


def load(source: Path | str) -> Programme:
    """The programme in a file, or in the text of one.

    Raises `UnreadableProgramme` where there is no such text and `BrokenProgramme`, with all faults at once, where the
    text says what cannot be.
    """
    file, text = (str(source), _text(source)) if isinstance(source, Path) else ("The text", source)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BrokenProgramme(file=file, faults=(Fault("", f"This is not TOML: {wrong}."),)) from None
    try:
        return Programme.model_validate(_unchanging(table))
    except ValidationError as wrong:
        # A list whose every entry is wrong is also "too short" to pydantic; the entries' own faults say it better.
        errors = [error for error in wrong.errors() if not (error["type"] == "too_short" and error["input"])]
        faults = tuple(fault for error in errors for fault in _faults(error))
        raise BrokenProgramme(file=file, faults=faults) from None


def preset(name: str = DEFAULT_PRESET) -> Programme:
    """A programme that comes with Fairpanel; raises `NoSuchPreset` with the names that there are."""
    if name not in presets():
        raise NoSuchPreset(name=name, presets=", ".join(presets()))
    return load((resources.files("fairpanel.programme") / "presets" / f"{name}.toml").read_text("utf-8"))


def presets() -> tuple[str, ...]:
    """The names of the programmes that come with Fairpanel, in the order of the alphabet."""
    files = (resources.files("fairpanel.programme") / "presets").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise UnreadableProgramme(file=str(path), why="It is larger than a megabyte.")
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise UnreadableProgramme(file=str(path), why="It is not text in UTF-8.") from None
    except OSError as wrong:
        raise UnreadableProgramme(file=str(path), why=f"{wrong.strerror}.") from None


def _unchanging(value: Any) -> Any:
    """TOML's lists as tuples, which strict models take."""
    if isinstance(value, dict):
        return {key: _unchanging(entry) for key, entry in value.items()}
    return tuple(map(_unchanging, value)) if isinstance(value, list) else value


def _faults(error: ErrorDetails) -> tuple[Fault, ...]:
    place = _place(error["loc"])
    if error["type"] == "faults":
        inner: tuple[Fault, ...] = error["ctx"]["faults"]
        return tuple(Fault(".".join(filter(None, (place, fault.place))), fault.sentence) for fault in inner)
    return (Fault(place, _sentence(error)),)


def _place(loc: tuple[str | int, ...]) -> str:
    """`version[0].offers.survey.amount_min.EUR`: as a person would find it in the file."""
    place = ""
    for position, step in enumerate(loc):
        # Pydantic adds the kind that it chose to the offer's own name, and whether a key is meant; the file does not.
        if step == "[key]" or (step in _OFFER_KINDS and loc[position - 2 : position - 1] == ("offers",)):
            continue
        place += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place.lstrip(".")


# By pydantic's own code for what is wrong.
_SENTENCES = {
    "string_type": "Write text in quotes.",
    "string_too_short": "This is empty: write something.",
    "string_too_long": "Write at most {max_length} characters.",
    "bool_type": "Write true or false, without quotes.",
    "int_type": "Write a whole number, without quotes.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "date_type": "Write a date without quotes, like 2026-01-31.",
    "date_from_datetime_inexact": "Write a date without a time, like 2026-01-31.",
    "tuple_type": 'Write a list, like ["en", "fr"].',
    "too_short": "This is empty: name at least one.",
    "model_type": "Write a table.",
    "model_attributes_type": "Write a table.",
    "mapping_type": "Write a table.",
    "dict_type": "Write a table.",
    "missing": "This is missing: add it.",
    "literal_error": "Write one of {expected}.",
    "union_tag_not_found": 'This offer has no kind: add kind = "each-receipt" or another.',
    "union_tag_invalid": "Write as its kind one of {expected_tags}.",
}

_WRITTEN = {
    "^[A-Z]{2}$": 'Write the two capital letters of the country\'s ISO 3166 code, like "DE".',
    "^[A-Z]{3}$": 'Write the three capital letters of the currency\'s ISO 4217 code, like "EUR".',
    "^[a-z]{2}$": 'Write the two small letters of the language\'s ISO 639 code, like "en".',
    "^[a-z][a-z0-9-]*$": 'Write small letters, digits and hyphens only, like "each-receipt".',
}


def _sentence(error: ErrorDetails) -> str:
    facts = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return f"There is no such field: remove it.{_near(str(error['loc'][-1]))}"
        case "string_pattern_mismatch":
            return _WRITTEN[facts["pattern"]]
        case "value_error":
            said = str(facts["error"]).rstrip(".")
            return f"{said[:1].upper()}{said[1:]}."
        case known:
            return _SENTENCES.get(known, f"{error['msg']}.").format(**facts)


def _near(field: str) -> str:
    close = difflib.get_close_matches(field, _FIELDS, n=1)
    return f' Did you mean "{close[0]}"?' if close else ""
