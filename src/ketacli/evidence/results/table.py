"""Rows of results as a sequence that goes on to dicts and to pandas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ketacli.evidence.answers.answer import Answer

if TYPE_CHECKING:
    import pandas

    from ketacli.evidence.answers.forest import NotDrawn, Refused

R = TypeVar("R", bound=Answer)


class Results(Sequence[R], Generic[R]):
    """Rows of one kind, in order, with what was left out of them and why keta would not pool them."""

    def __init__(
        self, rows: Iterable[R], left_out: tuple[NotDrawn, ...] = (), refusals: tuple[Refused, ...] = ()
    ) -> None:
        self._rows = tuple(rows)
        self.left_out = left_out
        self.refusals = refusals

    @overload
    def __getitem__(self, at: int) -> R: ...

    @overload
    def __getitem__(self, at: slice) -> Results[R]: ...

    def __getitem__(self, at: int | slice) -> R | Results[R]:
        return Results(self._rows[at], self.left_out, self.refusals) if isinstance(at, slice) else self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} rows of results>"

    def _repr_html_(self) -> str:
        """The rows in a notebook."""
        from ketacli.records.notebook import MOST_ROWS, table

        held = [row.to_dict() for row in self._rows[:MOST_ROWS]]
        heads = list(held[0]) if held else []
        return table(repr(self)[1:-1], heads, ([row.get(name) for name in heads] for row in held), len(self))

    def to_dict(self) -> list[dict[str, Any]]:
        """The rows as the JSON has them."""
        return [row.to_dict() for row in self]

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame with the rows and columns of ``keta results -o csv``; ImportError without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas needs pandas, which is not installed: pip install pandas") from error

        return pandas.DataFrame(self.to_dict())
