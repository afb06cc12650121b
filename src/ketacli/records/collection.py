"""Records chosen from one kind: narrowed down, sorted, handed on as dicts or to pandas.

>>> from ketacli import load
>>> large = load().trials.where("n>=100 and comparator=active")
>>> all(trial.design.comparator == "active" for trial in large)
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ketacli.errors import UsageError
from ketacli.records import fields
from ketacli.records.base import as_plain
from ketacli.records.notebook import MOST_ROWS

if TYPE_CHECKING:
    import pandas

    from ketacli.records.base import Record
    from ketacli.records.dataset import Dataset
    from ketacli.records.fields import Field, Fields

R = TypeVar("R", bound="Record")


class Records(Sequence[R], Generic[R]):
    """A sequence of records of one kind, in the order in which they were chosen."""

    def __init__(self, dataset: Dataset, kind: str, items: Iterable[R]) -> None:
        self.dataset = dataset
        self.kind = kind
        self._items = tuple(items)

    @overload
    def __getitem__(self, at: int) -> R: ...

    @overload
    def __getitem__(self, at: slice) -> Records[R]: ...

    def __getitem__(self, at: int | slice) -> R | Records[R]:
        if isinstance(at, slice):
            return Records(self.dataset, self.kind, self._items[at])
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[R]:
        return iter(self._items)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind}>"

    def _repr_html_(self) -> str:
        """The records in a notebook: a row a record, with the first columns of CSV."""
        from ketacli.records.asked import LEAD
        from ketacli.records.notebook import table

        names = LEAD.get(self.kind, ("id",))
        rows = (record.values() for record in self[:MOST_ROWS].to_dict(names))
        return table(repr(self)[1:-1], names, map(list, rows), len(self))

    def ids(self) -> list[str]:
        """The ids, in order."""
        return [str(fields.step(item, "id")) for item in self]

    def where(self, condition: str) -> Records[R]:
        """The records that meet a condition, such as ``"n>=100 and comparator=active"``.

        The language is that of ``keta help where``. UsageError says what is wrong and where.
        """
        from ketacli.records.conditions import compile_condition

        meets = compile_condition(condition, fields.of_kind(self.kind), self.dataset)
        return Records(self.dataset, self.kind, (item for item in self if meets(item)))

    def sort(self, *names: str) -> Records[R]:
        """The records in the order of fields, ``-name`` for the greatest first; what is missing comes last."""
        order = read_order(",".join(names), fields.of_kind(self.kind))
        return Records(self.dataset, self.kind, (self[at] for at in sort(list(self), order)))

    def to_dict(self, names: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The records as the JSON has them; with ``names``, only these fields, each by its dotted name."""
        if names is None:
            return [item.to_dict() for item in self]
        chosen = [fields.of_kind(self.kind).find(name) for name in names]
        return [fields.pick(item, chosen) for item in self]

    def to_pandas(self, names: Sequence[str] | None = None) -> pandas.DataFrame:
        """A data frame with a row a record and the columns of ``-o csv``, or the fields in ``names``.

        A column holds plain values; lists stay lists, lists of records are lists of dicts. Raises
        ImportError when pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas needs pandas, which is not installed: pip install pandas") from error

        known = fields.of_kind(self.kind)
        chosen = [known.find(name) for name in names or known.columns()]
        return pandas.DataFrame(
            {field.path: [value(field, item) for item in self] for field in chosen},
            columns=[field.path for field in chosen],
        )


def value(field: Field, record: Any) -> Any:
    """A field for a data frame: of a record inside a record its one value, lists as lists."""
    found = field.read(record)
    node = field.node
    if node.main is not None and found is not None and not isinstance(found, tuple | list):
        found = node.main(found)
    return as_plain(found)


class Order(tuple["tuple[Field, bool]", ...]):
    """Fields to sort by, each with whether the greatest comes first."""


def read_order(text: str, known: Fields) -> Order:
    """``year``, ``-year`` or ``year:desc``, and several of them with commas between; UsageError for anything else."""
    found: list[tuple[Field, bool]] = []
    for word in (part.strip() for part in text.split(",")):
        name, colon, way = word.removeprefix("-").partition(":")
        if colon and way not in ("asc", "desc"):
            raise UsageError(f'--sort knows no direction "{way}"', "Write year, -year, year:asc or year:desc.",
                             field="sort", value=text)  # fmt: skip
        if not name:
            raise UsageError("--sort takes the name of a field", "For example: --sort -year.", field="sort", value=text)
        try:
            field = known.find(name)
        except UsageError as error:
            error.field = "sort"
            raise
        if field.compared().type in (fields.PART, fields.TABLE):
            inside = ", ".join(f"{name}.{key}" for key in field.compared().inside())
            raise UsageError(f"{name} is no single value to sort by", f"It has {inside}." if inside else None,
                             field="sort", value=text)  # fmt: skip
        found.append((field, word.startswith("-") or way == "desc"))
    return Order(found)


def sort(items: Sequence[Any], order: Order) -> list[int]:
    """The places of the items in their new order; equals keep theirs, what is missing comes last."""
    places = list(range(len(items)))
    for field, descending in reversed(order):
        keys = {at: key_of(field, items[at]) for at in places}
        known = [at for at in places if keys[at] is not None]
        unknown = [at for at in places if keys[at] is None]
        places = sorted(known, key=keys.__getitem__, reverse=descending) + unknown
    return places


def key_of(field: Field, item: Any) -> Any:
    """What an item is sorted by: its first known value, fixed words in their own order; None for nothing."""
    held = field.values(item)
    if not held:
        return None
    node = field.compared()
    if node.type == fields.CHOICE:
        return node.choices.index(held[0]) if held[0] in node.choices else len(node.choices)
    return held[0].casefold() if isinstance(held[0], str) else held[0]
