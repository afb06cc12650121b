"""From the options of a list to what is asked of its records: each option is a clause of the field that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.table import BY_NAME
from ketacli.cli.table.options import DATED
from ketacli.errors import KetaError, UsageError
from ketacli.records import dated, fields
from ketacli.records.choose import USUAL, Clause, parts_of, terms, together, years
from ketacli.records.kinds import VOCABULARIES
from ketacli.records.meaning import bodies, jurisdiction
from ketacli.records.names import label, missing, near, owners, resolve, table
from ketacli.records.order import ordered
from ketacli.records.store import TERMED, fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.cli.table import Option
    from ketacli.records.dataset import Dataset

ANY = "any"
"""The word of an option that lifts what a list usually leaves out."""


class Chosen(NamedTuple):
    """What a list is asked for."""

    dataset: Dataset
    kind: str
    clauses: dict[str, tuple[Clause, ...]]
    """By the name of the option."""
    asked: dict[str, Any]
    """The options as the ``query`` of a JSON object has them."""
    lifted: frozenset[str]
    """Fields of whose usual values nothing is asked."""
    command: str
    """The name of the list."""
    by: str | None = None
    """The day whose state is asked for; None for all that is on record."""

    def words(self, name: str) -> set[str]:
        """The values that an option asks for; empty without it."""
        return {value for clause in self.clauses.get(name, ()) for value in clause.values}

    def of(self, name: str, path: str, values: Iterable[str]) -> Chosen:
        """The same with further values of a field, any of which will do, beside those of the option of that name."""
        wanted = tuple(sorted({*self.words(name), *values}))
        clauses = {**self.clauses, name: (Clause(path, "in", wanted),)} if wanted else self.clauses
        return self._replace(clauses=clauses, asked={**self.asked, name: list(wanted)})

    def lift(self, path: str) -> Chosen:
        """The same without asking for the usual value of a field."""
        return self._replace(lifted=self.lifted | {path})

    def title(self, *, besides: tuple[str, ...] = ()) -> str:
        """What was asked for in words, for the head of a list; empty for all. Those named ``besides`` are left out."""
        parts = []
        for option in BY_NAME[self.command].options:
            words = self.asked.get(option.name)
            if not option.field or option.name in besides or words in (None, []):
                continue
            held = [words] if isinstance(words, str | int) else words
            if option.field == DATED:
                held = [f"as of {words}"]
            elif fields.of_kind(self.kind).find(option.field).manner.bodies:
                ids = sorted(name for word in held for name in bodies(self.dataset, str(word)))
                held = list(dict.fromkeys(self.dataset.guidelines[name].body for name in ids))
            kind = option.complete if option.complete in VOCABULARIES or option.complete == "compounds" else ""
            parts.append(" or ".join(label(self.dataset, kind, str(word)) if kind else str(word) for word in held))
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]

    def every(self) -> list[Any]:
        """The records that meet the options, those among them that the list usually leaves out."""
        clauses = [clause for held in self.clauses.values() for clause in held]
        meets = together(clauses, fields.of_kind(self.kind), self.dataset)
        found = self._looked_up(clauses)
        if self.by is not None:
            found = [dated.as_it_was(self.dataset, self.kind, each, self.by) for each in found if self.was_there(each)]
            found = [each for each in found if self.kind != "guidelines" or each.recommendations]
        return [record for record in found if meets(record)]

    def was_there(self, record: Any) -> bool:
        """Whether a record was on record by the day asked for; one without a date counts as there."""
        if self.by is None:
            return True
        since = dated.since(self.dataset, self.kind, record)
        return since is None or since <= self.by

    def _looked_up(self, clauses: list[Clause]) -> Iterable[Any]:
        """The records that clauses can hold of, in order: those that the tables name, so that no others are built."""
        store, collection = self.dataset.store, self.dataset.kind(self.kind)
        tests = [
            (each.path, each.values)
            for each in clauses
            if each.path in TERMED.get(self.kind, ())
            and each.operator in ("=", "in")
            # A value that the tables do not know, such as the name of a comparator, is left to its clause.
            and store.has_terms(self.kind, each.path, each.values)
        ]
        if not tests:
            return collection
        return collection.some(store.in_place(self.kind, store.meeting(self.kind, tests)))

    def left_out(self, records: list[Any]) -> dict[str, list[Any]]:
        """Of such records those that the list leaves out, by the one field for which it does."""
        known = fields.of_kind(self.kind)
        usual = {
            clause.path: together([clause], known, self.dataset)
            for clause in USUAL.get(self.kind, ())
            if clause.path not in self.lifted
        }
        found: dict[str, list[Any]] = {path: [] for path in usual}
        for record in records:
            missed = [path for path, meets in usual.items() if not meets(record)]
            if len(missed) == 1:
                found[missed[0]].append(record)
        return found

    def usual(self, records: list[Any]) -> list[Any]:
        """Those of such records that the list holds, in its order."""
        clauses = [clause for clause in USUAL.get(self.kind, ()) if clause.path not in self.lifted]
        meets = together(clauses, fields.of_kind(self.kind), self.dataset)
        return ordered(self.dataset, self.kind, [record for record in records if meets(record)], self.words("subject"))

    def found(self) -> list[Any]:
        """The list."""
        return self.usual(self.every())


def chosen(dataset: Dataset, command: str, kind: str, values: dict[str, Any], where: str | None) -> Chosen:
    """What the filters of a command ask for; UsageError with the valid values for one that is not known."""
    clauses: dict[str, tuple[Clause, ...]] = {}
    asked: dict[str, Any] = {}
    lifted = set()
    for option in BY_NAME[command].options:
        if not option.field:
            continue
        value = values[option.name]
        if option.field == DATED:
            asked[option.name] = dated.asked(value) if value is not None else None
            continue
        try:
            read = READERS[option.kind](dataset, kind, option, value) if value not in (None, []) else ([], value)
        except UsageError as error:
            lead_on(dataset, command, kind, option, error)
            raise
        held, asked[option.name] = read
        if held:
            clauses[option.name] = tuple(held)
        if value:
            lifted.add(option.field)
    if where is not None:
        from ketacli.records.conditions import paths_in

        lifted |= paths_in(where, fields.of_kind(kind), dataset)
    return Chosen(dataset, kind, clauses, asked, frozenset(lifted), command, asked.get("as_of"))


def lead_on(dataset: Dataset, command: str, kind: str, option: Option, error: UsageError) -> None:
    """Name the option that a value belongs to in the error of one that does not take it."""
    for other in BY_NAME[command].options:
        if not other.field or other.kind != "list" or other.name == option.name or not error.value:
            continue
        try:
            understood(dataset, kind, other, error.value)
        except KetaError:
            continue
        line = f"{other.flags[-1]} {error.value}"
        error.suggestions, error.hint = (line,), f"Did you mean {line}?"
        return


def _several(dataset: Dataset, kind: str, option: Option, values: list[str]) -> tuple[list[Clause], list[str]]:
    field = fields.of_kind(kind).find(option.field)
    found: set[str] = set()
    for word in parts_of(values):
        found |= understood(dataset, kind, option, word)
    asked = sorted(found)
    if not asked or (ANY in found and ANY not in field.compared().choices):
        return [], asked
    if field.manner.bodies:
        asked = parts_of(values)
    if field.manner.every:
        return [Clause(option.field, "=", (word,)) for word in asked], asked
    return [Clause(option.field, "in", tuple(asked))], asked


def understood(dataset: Dataset, kind: str, option: Option, word: str) -> set[str]:
    """The values of an option's field that a typed word stands for; UsageError with the valid ones for another word."""
    field = fields.of_kind(kind).find(option.field)
    node = field.compared()
    flag = option.flags[-1]
    if isinstance(option.complete, tuple):
        known = {fold(each): each for each in (*node.choices, *option.complete)}
        if fold(word) in known:
            return {known[fold(word)]}
        for each in map(fields.of_kind(kind).find, field.manner.also):
            # A word of another field that counts too, such as the name of a comparator beside its kind.
            also = each.compared().named_in
            if also is not None and fold(word) in owners(dataset, also):
                return {resolve(dataset, also, word)}
            if also is not None:
                names = table(dataset, also)
                known = {**names, **known}
                raise missing(f"value for {flag}", word, near(word, known),
                              (*option.complete, *dataset.kind(also).ids()), UsageError)  # fmt: skip
        raise missing(f"value for {flag}", word, near(word, known), option.complete, UsageError)
    if node.named_in is not None:
        return terms(dataset, node.named_in, [word], flag)
    if option.complete == "jurisdictions":
        return {jurisdiction(dataset, field, kind, word)}
    if field.manner.bodies:
        bodies(dataset, word)
    return {word}


def _least(_: Dataset, __: str, option: Option, value: int) -> tuple[list[Clause], int]:
    # Whoever asks for 0 or more asks for all, those of no known number too.
    return ([Clause(option.field, ">=", (str(value),))] if value > 0 else []), value


def _one(dataset: Dataset, kind: str, option: Option, value: str) -> tuple[list[Clause], str]:
    node = fields.of_kind(kind).find(option.field).compared()
    if node.type == fields.NUMBER:
        span = years(value)
        return [Clause(option.field, ">=", (str(span.first),)), Clause(option.field, "<=", (str(span.last),))], value
    named = resolve(dataset, node.named_in, value) if node.named_in is not None else fold(value)
    return [Clause(option.field, "=", (named,))], named


READERS: dict[str, Any] = {"list": _several, "int": _least, "text": _one}
"""By the kind of option: what it asks, and how the query says it."""
