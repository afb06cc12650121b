"""Which records are meant: one language for options, ``--where`` and Python.

What is asked of a field is a ``Clause``, plain data; ``compile_clause`` makes a function of a record of it. An option
such as ``--route iv`` is a clause like ``--where route=iv``, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ketacli.errors import KetaError, UsageError
from ketacli.records import fields
from ketacli.records.kinds import VOCABULARIES
from ketacli.records.meaning import bodies, fits, met, narrower
from ketacli.records.names import missing, near, owners, term
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.fields import Field, Fields

    Meets = Callable[[Any], bool]

OPPOSITES = {"!=": "=", "!~": "~", "not in": "in", "missing": "known"}
"""What is turned round. Nothing but "missing" is met by a missing value."""


class Clause(NamedTuple):
    """What is asked of one field."""

    path: str
    operator: str
    """``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``~``, ``!~``, ``in``, ``not in``, ``known`` or ``missing``."""
    values: tuple[str, ...] = ()


USUAL = {
    "trials": (Clause("species", "=", ("human",)), Clause("status", "=", ("reported",))),
    "regimens": (Clause("role", "=", ("treatment",)),),
    "guidelines": (Clause("superseded_by", "missing"),),
}
"""What a list holds unless it is asked for more, by an option or by naming the field in ``--where``."""


class Misfit(UsageError):
    """A value that a field cannot be compared with; ``place`` is its place among those of the clause."""

    place = 0


def compile_clause(clause: Clause, known: Fields, dataset: Dataset | None) -> Meets:
    """Whether a record meets a clause; Misfit for a value that the field does not take.

    With a ``dataset``, names of records, jurisdictions and bodies are read as everywhere (``iv``, ``S-ketamine``,
    ``usa``), and an indication includes its narrower terms.
    """
    field = known.find(clause.path)
    turned = clause.operator in OPPOSITES
    operator = OPPOSITES.get(clause.operator, clause.operator)
    if operator == "known":
        return lambda record: bool(field.values(record)) is not turned
    positive = any_of([_positive(field, operator, value, known, dataset, at) for at, value in enumerate(clause.values)])
    if turned:
        return lambda record: bool(field.values(record)) and not positive(record)
    return positive


def _positive(field: Field, operator: str, value: str, known: Fields, dataset: Dataset | None, place: int) -> Meets:
    operator = "=" if operator == "in" else operator
    try:
        fits(field, operator)
        if field.manner.bodies and operator == "=" and dataset is not None:
            ids = bodies(dataset, value)
            return lambda record: fields.step(record, "id") in ids
        if operator == "=":
            return any_of(_in_any([field, *map(known.find, field.manner.also)], value, known, dataset))
        return _holds(field, met(field, operator, value, dataset, known), known)
    except KetaError as error:
        found = Misfit(error.message, error.hint, field=error.field, value=value, suggestions=error.suggestions,
                       allowed=error.allowed)  # fmt: skip
        found.place = place
        raise found from error


def _in_any(held: list[Field], value: str, known: Fields, dataset: Dataset | None) -> list[Meets]:
    """What is asked of each of several fields that may have the value; the error of the first where none can."""
    found: list[Meets] = []
    first: KetaError | None = None
    for field in held:
        if first is not None and field.compared().named_in is None:
            # Words that the first field does not have are none of the question: only names stand beside them.
            continue
        named = field.compared().named_in
        if found and dataset is not None and named in VOCABULARIES and fold(value) not in owners(dataset, named):
            # Known already: what comes near in the other field is looked for in vain.
            continue
        try:
            found.append(_holds(field, met(field, "=", value, dataset, known), known))
        except KetaError as error:
            first = first or error
    if not found and first is not None:
        raise first
    return found


def _holds(field: Field, meets: Meets, known: Fields) -> Meets:
    """Whether a record holds a value that meets something, or nothing where that means any."""
    if not field.manner.empty_is_any:
        return lambda record: any(meets(value) for value in field.values(record))
    if field.part_of is not None:
        head, name = field.part_of
        inner = known.inside(head)
        part = _holds(inner.find(name), meets, inner)
        return lambda record: any(part(each) for each in fields.step(record, head))

    def holds(record: Any) -> bool:
        held = field.values(record)
        return not held or any(meets(value) for value in held)

    return holds


def any_of(parts: list[Meets]) -> Meets:
    """Whether a record meets one of several."""
    return parts[0] if len(parts) == 1 else lambda record: any(part(record) for part in parts)


def all_of(parts: list[Meets]) -> Meets:
    """Whether a record meets all of several."""
    return parts[0] if len(parts) == 1 else lambda record: all(part(record) for part in parts)


def together(clauses: Iterable[Clause], known: Fields, dataset: Dataset | None) -> Meets:
    """Whether a record meets all of several clauses; those of parts in one list are asked of one and the same part.

    A guideline is for a form by a route when one of its recommendations is.
    """
    asked: list[Meets] = []
    shared: dict[str, list[Clause]] = {}
    for clause in clauses:
        part_of = known.find(clause.path).part_of
        if part_of is None:
            asked.append(compile_clause(clause, known, dataset))
        else:
            shared.setdefault(part_of[0], []).append(clause._replace(path=part_of[1]))
    for head, held in shared.items():
        asked.append(_in_one(head, all_of([compile_clause(clause, known.inside(head), dataset) for clause in held])))
    return all_of(asked) if asked else lambda _: True


def _in_one(head: str, meets: Meets) -> Meets:
    return lambda record: any(meets(part) for part in fields.step(record, head))


class Years(NamedTuple):
    """A span of years, both ends included."""

    first: int
    last: int


def years(text: str) -> Years:
    """``2019``, ``2015-2020``, ``2019-`` or ``-2010``; UsageError for anything else."""
    first, dash, last = text.partition("-")
    plain = all(not each or (len(each) <= 4 and each.isascii() and each.isdigit()) for each in (first, last))
    found = Years(int(first or 0), int(last or (9999 if dash else first))) if plain and (first or last) else None
    if found is None or found.first > found.last:
        raise UsageError(
            f'"{text}" is no year or span of years', "Write 2019, 2015-2020, 2019- or -2010.", field="year", value=text
        )
    return found


def parts_of(values: list[str]) -> list[str]:
    """Option values, comma-separated or repeated, as one list."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def one_of(values: list[str], allowed: tuple[str, ...], option: str) -> set[str]:
    """Option values that must come from a fixed list; UsageError with the list."""
    known = {fold(word): word for word in allowed}
    found = set()
    for word in parts_of(values):
        if fold(word) not in known:
            raise missing(f"value for {option}", word, near(word, known), allowed, UsageError)
        found.add(known[fold(word)])
    return found


def terms(dataset: Dataset, kind: str, values: list[str], option: str) -> set[str]:
    """Option values as ids; of an indication, its narrower terms too."""
    found = {term(dataset, kind, word, option) for word in parts_of(values)}
    return narrower(dataset, found) if kind == "indications" else found
