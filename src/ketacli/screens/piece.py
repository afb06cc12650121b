"""What screens are made of: classes with the fields of a dataclass, at none of its price.

A screen is drawn once and thrown away, and compares with nothing: of a dataclass it needs the fields alone. The import
of ``dataclasses`` and what it compiles for each class were a tenth of a short command.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    P = TypeVar("P", bound="Piece")
else:

    def dataclass_transform(**_):
        """What the type checker is told, without the import of ``typing``."""
        return lambda cls: cls


FRESH: Any = object()
"""The default of a field that begins as a list of its own."""


@dataclass_transform(eq_default=False)
class Piece:
    """A piece of a screen, its fields given in their order or by name; those with a default may be left out."""

    if not TYPE_CHECKING:

        def __init_subclass__(cls) -> None:
            cls.FIELDS = tuple(cls.__annotations__)
            cls.LISTS = tuple(name for name in cls.FIELDS if vars(cls).get(name) is FRESH)

        def __init__(self, *given: Any, **named: Any) -> None:
            held = self.__dict__
            held.update(zip(self.FIELDS, given, strict=False))
            held.update(named)
            for name in self.LISTS:
                if name not in held:
                    held[name] = []


def changed(piece: P, **fields: Any) -> P:
    """A copy of a piece with other values in some of its fields."""
    made = object.__new__(type(piece))
    made.__dict__.update(piece.__dict__)
    made.__dict__.update(fields)
    return made
