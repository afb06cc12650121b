"""Records that are read in part: of those that a pass does not look into, most of the text stays where it is.

A field that was not read is read when somebody asks for it, with all the others: what is left out costs time, never
truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from ketacli.records.base import Described, Record, field_types

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R", bound=Record)

_held: Any = vars(Record)["__dict__"]
"""The dictionary of a record itself, which classes made here hide."""


def in_part(cls: type[R], whole: Callable[[str], R]) -> type[R]:
    """A class for records of ``cls`` that hold their id and some of their fields; ``whole`` gives one by its id.

    Once anything else of it is asked for, a record is one of ``cls``, and holds all.
    """

    def complete(record: Any) -> None:
        known = _held.__get__(record)
        found = _held.__get__(whole(known["id"]))
        # What is held stays: others may hold it too, and records are told apart by being the same.
        _held.__set__(record, {name: known.get(name, value) for name, value in found.items()})
        object.__setattr__(record, "__class__", cls)

    class Later:
        """A field that was not read."""

        def __init__(self, name: str) -> None:
            self.name = name

        def __get__(self, record: Any, _: Any = None) -> Any:
            if record is None:
                return getattr(cls, self.name)
            complete(record)
            return getattr(record, self.name)

    def everything(record: Any) -> dict[str, Any]:
        complete(record)
        found: dict[str, Any] = _held.__get__(record)
        return found

    def reduced(record: Any, protocol: Any) -> Any:
        complete(record)
        return record.__reduce_ex__(protocol)

    members: dict[str, Any] = {name: Later(name) for name in field_types(cls)}
    members |= {"__dict__": property(everything), "__reduce_ex__": reduced, "__doc__": cls.__doc__}
    return cast("type[R]", Described(cls.__name__, (cls,), members))


def holding(made: type[R], data: R) -> R:
    """A record built from some of its fields, as one of a class of ``in_part``."""
    object.__setattr__(data, "__class__", made)
    return data
