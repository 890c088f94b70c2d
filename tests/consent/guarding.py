"""Reads the code of a module and tells which of its functions touch collected data without saying why they may."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import fairpanel

MARKS = {"collects", "reads", "needs_no_consent"}
QUESTIONS = {"require", "is_live", "standing", "live_members"}
# What a manager is asked for: `member.receipts.filter(...)` reaches a table without naming it.
_OF_MANAGERS = {
    "all", "filter", "exclude", "get", "count", "exists", "first", "last", "values", "values_list", "create",
    "order_by", "aggregate", "annotate", "update", "delete", "bulk_create", "get_or_create",
}  # fmt: skip
_A_VERB = re.compile(r"fairpanel\.\w+\.actions\.\w+$")
_PARTS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Guarded:
    """The tables that hold what is collected for a purpose: where they are imported from, and how else one gets there.

    `models` are class names by the module that has them, `managers` the names of ways to them from other rows.
    """

    models: Mapping[str, set[str]]
    managers: set[str]


def unguarded(source: str, guarded: Guarded) -> list[str]:
    """One sentence for each function or class of this module that touches such a table and does not say why it may."""
    return list(_Module(ast.parse(source), guarded).faults())


def code_of(package: Path) -> Iterator[Path]:
    """The modules that write and read data: not the tables themselves, and not the keepers of a person's rights."""
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).parts
        if "migrations" not in parts and "models" not in parts and file.name not in {"models.py", "privacy.py"}:
            yield file


class _Module:
    def __init__(self, tree: ast.Module, guarded: Guarded) -> None:
        self.tables = set(_imported(tree, guarded))
        self.managers = guarded.managers
        self.parts = {part.name: part for part in tree.body if isinstance(part, _PARTS)}
        self.constants = _constants(tree)
        # What its neighbours among the verbs lend it.
        self.lent: dict[str, ast.AST] = {}
        for neighbour in _neighbours(tree):
            self.lent |= {part.name: part for part in neighbour.body if isinstance(part, _PARTS)}
            self.constants = _constants(neighbour) | self.constants

    def faults(self) -> Iterator[str]:
        for name, part in self.parts.items():
            mark = _mark(part)
            if mark is None:
                if self._touches(part) and not self._has_marked_callers(name):
                    yield f"{name} touches collected data and has no mark of consent.guards"
            elif mark.kind == "needs_no_consent":
                if not mark.told:
                    yield f"{name} does not say why it needs no consent"
            else:
                yield from self._unasked(name, part, mark)

    def _unasked(self, name: str, part: ast.AST, mark: "_Mark") -> Iterator[str]:
        reached = list(self._reached(part, set()))
        if not any(_asks(node) for node in reached):
            yield f"{name} says that it {mark.kind}, and never asks whether consent stands"
        named = {node.attr for node in reached if isinstance(node, ast.Attribute) and _is_purpose(node)}
        for purpose in mark.told:
            if purpose not in named:
                yield f"{name} says that it {mark.kind} for {purpose}, and never asks about it"

    def _touches(self, part: ast.AST) -> bool:
        return any(self._is_touch(node) for node in _running(part))

    def _is_touch(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.tables
        return (
            isinstance(node, ast.Attribute)
            and node.attr in _OF_MANAGERS
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in self.managers
        )

    def _has_marked_callers(self, name: str) -> bool:
        """Whether it is private, and all that call it here have a mark, or are private and have such callers."""
        if not name.startswith("_"):
            return False
        callers = [
            other for other, part in self.parts.items()
            if other != name and any(isinstance(node, ast.Name) and node.id == name for node in _running(part))
        ]  # fmt: skip
        return bool(callers) and all(_mark(self.parts[one]) or self._has_marked_callers(one) for one in callers)

    def _reached(self, part: ast.AST, seen: set[str]) -> Iterator[ast.AST]:
        """Whatever runs when this part runs, as far as this module and its neighbours tell."""
        for node in _running(part):
            yield node
            if isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                if node.id in self.parts or node.id in self.lent:
                    yield from self._reached(self.parts.get(node.id) or self.lent[node.id], seen)
                elif node.id in self.constants:
                    yield from ast.walk(self.constants[node.id])


@dataclass(frozen=True)
class _Mark:
    kind: str
    told: tuple[str, ...]


def _mark(part: ast.AST) -> _Mark | None:
    for mark in getattr(part, "decorator_list", []):
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id in MARKS:
            told = [arg.attr if isinstance(arg, ast.Attribute) else str(getattr(arg, "value", "")) for arg in mark.args]
            return _Mark(mark.func.id, tuple(word for word in told if word))
    return None


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: part.value
        for part in tree.body
        if isinstance(part, ast.Assign)
        for target in part.targets
        if isinstance(target, ast.Name)
    }


def _neighbours(tree: ast.Module) -> Iterator[ast.Module]:
    """The modules of a room's verbs that this one takes something from."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and _A_VERB.match(node.module or ""):
            file = Path(fairpanel.__file__).parents[1] / Path(*str(node.module).split(".")).with_suffix(".py")
            yield ast.parse(file.read_text("utf-8"))


def _imported(tree: ast.Module, guarded: Guarded) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for module, names in guarded.models.items():
                if node.module == module or node.module.startswith(f"{module}."):
                    yield from (alias.asname or alias.name for alias in node.names if alias.name in names)
                elif f"{node.module}.models" == module and any(alias.name == "models" for alias in node.names):
                    raise AssertionError("Import the tables by their names, so that one sees who touches them.")


def _running(part: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a part that run: no annotations and no decorators; of a class what it holds."""
    skipped: list[ast.AST] = list(getattr(part, "decorator_list", []))
    waiting: list[ast.AST] = [part]
    while waiting:
        node = waiting.pop()
        if node in skipped:
            continue
        yield node
        skipped += [note for name in ("annotation", "returns") if (note := getattr(node, name, None)) is not None]
        skipped += [] if node is part else getattr(node, "decorator_list", [])
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"cast", "isinstance"}:
            skipped += node.args[:1] if getattr(node.func, "id", "") == "cast" else node.args[1:]
        if isinstance(node, ast.Subscript):
            skipped.append(node.slice) if isinstance(node.value, ast.Name) and node.value.id == "Callable" else None
        waiting += list(ast.iter_child_nodes(node))


def _asks(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUESTIONS


def _is_purpose(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "Purpose"
