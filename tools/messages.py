"""Keeps the translations in step with the code: finds every text, updates the catalogues, checks and compiles them.

    python tools/messages.py update     after a text has changed; then translate what is new in the .po files
    python tools/messages.py check      fails where a text is missing, not translated or has other placeholders
    python tools/messages.py compile    from .po to .mo; `make setup` does it

Pure Python: it needs no gettext on the machine.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/fairpanel"
LOCALES = SOURCE / "website/locale"
LANGUAGES = ("de", "es", "fr")
KEYWORDS = dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"])
HEADER = "# Translations of Fairpanel. Texts that stand in no code any more are taken out by tools/messages.py.\n"
# {fact} of our own sentences, %(name)s of Django's templates.
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")

Text = str | tuple[str, str]


def main(verb: str) -> None:
    """Do what the verb says."""
    if verb == "update":
        update()
    elif verb == "check":
        wrong = list(faults())
        print("\n".join(wrong) or "Every text is translated.")
        sys.exit(1 if wrong else 0)
    elif verb == "compile":
        compile_all()
    else:
        raise SystemExit(__doc__)


def texts() -> dict[Text, set[str]]:
    """Every text that may be shown to a person, with the files it stands in; two for one with a plural."""
    settings.configure() if not settings.configured else None
    found: dict[Text, set[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for text in _in_python(file.read_bytes()):
            found.setdefault(text, set()).add(_name(file))
    for file in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        for text in _in_template(file):
            found.setdefault(text, set()).add(_name(file))
    for sentence, name in _sentences():
        found.setdefault(sentence, set()).add(name)
    return found


def _in_python(code: bytes) -> Iterator[Text]:
    for _line, _keyword, found, _comments in extract_python(io.BytesIO(code), KEYWORDS, [], {}):
        arguments = cast("str | tuple[str | None, ...] | None", found)
        # The count of ngettext is no text, and neither is what a variable holds.
        said = [part for part in (arguments if isinstance(arguments, tuple) else (arguments,)) if part]
        if said:
            yield said[0] if len(said) == 1 else (said[0], said[1])


def _in_template(file: Path) -> Iterator[Text]:
    # What Django makes of a template is Python to look at, but indented like the template.
    code = "\n".join(line.lstrip() for line in templatize(file.read_text("utf-8"), origin=str(file)).splitlines())
    yield from _in_python(code.encode())


def _sentences() -> Iterator[tuple[str, str]]:
    """The docstrings of all kinds of `kit.problems.Problem`, which are what a person is told."""
    classes: dict[str, list[tuple[list[str], str, str]]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
                said = " ".join((ast.get_docstring(node) or "").split())
                classes.setdefault(node.name, []).append((bases, said, _name(file)))
    problems = {"Problem"}
    while True:
        more = {name for name, all_ in classes.items() for bases, _, _ in all_ if problems & set(bases)} - problems
        if not more:
            break
        problems |= more
    for name in sorted(problems):
        for bases, said, where in classes.get(name, []):
            if name == "Problem" or problems & set(bases):
                yield said, where


def update() -> None:
    """Bring every catalogue in step: new texts come in untranslated, old ones go."""
    now = texts()
    for language in LANGUAGES:
        old = catalogue(language)
        new = Catalog(language, fuzzy=False, header_comment=HEADER.strip())
        for text, files in now.items():
            before = old.get(text[0] if isinstance(text, tuple) else text)
            is_same = before is not None and before.id == text
            new.add(text, before.string if before and is_same else None, locations=[(f, 0) for f in sorted(files)])
        _write(new, _po(language))
        missing = sum(1 for message in new if message.id and not _is_translated(message, new.num_plurals))
        print(f"{language}: {len(now)} texts, {missing} to translate")


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, one sentence each."""
    now = texts()
    for language in LANGUAGES:
        kept = catalogue(language)
        ids = {message.id: message for message in kept if message.id}
        for text, files in now.items():
            if text not in ids:
                yield f"{language}: not in the catalogue: {text!r} ({', '.join(sorted(files))})"
        for said, message in ids.items():
            if said not in now:
                yield f"{language}: stands in no code any more: {said!r}"
            elif not _is_translated(message, kept.num_plurals) or message.fuzzy:
                yield f"{language}: not translated: {said!r}"
            elif not _same_placeholders(message):
                yield f"{language}: other placeholders than in the text: {said!r}"


def _is_translated(message: Message, plurals: int) -> bool:
    forms = _forms(message.string)
    return all(forms) and len(forms) == (plurals if isinstance(message.id, tuple | list) else 1)


def _same_placeholders(message: Message) -> bool:
    wanted = {word for original in _forms(message.id) for word in PLACEHOLDER.findall(original)}
    return all(set(PLACEHOLDER.findall(form)) == wanted for form in _forms(message.string))


def _forms(said: str | Sequence[str | None] | None) -> list[str]:
    return [form or "" for form in ([said] if isinstance(said, str) or said is None else said)]


def compile_all() -> None:
    """Write the .mo files that Django reads, where the .po is newer."""
    for language in LANGUAGES:
        po, mo = _po(language), _po(language).with_suffix(".mo")
        if not mo.is_file() or mo.stat().st_mtime < po.stat().st_mtime:
            with mo.open("wb") as file:
                write_mo(file, catalogue(language))


def catalogue(language: str) -> Catalog:
    """The catalogue as it lies there; empty where there is none yet."""
    if not _po(language).is_file():
        return Catalog(language)
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def _write(catalog: Catalog, po: Path) -> None:
    po.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, include_lineno=False, omit_header=True)
    # Babel's own header changes with every minute and every version of Babel.
    fields = {
        "Language": str(catalog.locale),
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": catalog.plural_forms,
    }
    head = "\n".join(['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields.items())])
    po.write_text(f"{HEADER}{head}\n\n{out.getvalue().decode()}", "utf-8")


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES/django.po"


def _name(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
