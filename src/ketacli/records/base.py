"""What every record is made of: claims, each with its source, place, check level and date.

A *claim* is the smallest thing that can be right or wrong by itself: one value, one arm's result,
one effect, one dose. After loading, every claim names its own source; the build
resolves the one level of inheritance from the record.

Attribute docstrings are the one description of a field: the first sentence is its label, the rest
its meaning. They feed ``keta schema``, the reference pages and the screens.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, dataclass_transform

from ketacli.records.roles import CheckDay, Filed, Locator, SourceId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import Field

CheckLevel = Filed[Literal["primary", "registry", "label", "secondary", "unverified"]]
Absent = Literal["not-reported", "not-found", "not-applicable"]
Bound = Literal["about", "below", "above", "at-least", "at-most"]

STRICT: dict[str, Any] = {"extra": "forbid"}


@cache
def field_types(cls: type) -> dict[str, str]:
    """Every annotated field of a record class, bases first, as the strings in the source."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        found.update(vars(base).get("__annotations__", {}))
    return found


REQUIRED: Any = object()
"""What stands for the default of a field that has none."""


@cache
def defaults(cls: type) -> dict[str, Any]:
    """Every field of a record class, bases first, with its default, or ``REQUIRED``."""
    return {name: getattr(cls, name, REQUIRED) for name in field_types(cls)}


_described: dict[type, dict[str, Field[Any]] | None] = {}
"""Record classes, with what ``dataclasses`` says of their fields once that was asked for."""


class Described(type):
    """The class of record classes: they are dataclasses from when somebody asks what a dataclass knows of itself.

    Only pydantic, the build and ``replace`` ask. Making a dataclass of each class at every start of the program costs
    more than reading the records does, most of it for the import of ``dataclasses``.
    """

    if not TYPE_CHECKING:

        @property
        def __dataclass_fields__(cls) -> dict[str, Field[Any]]:
            # A class of records that are read in part is what the class of whole ones is.
            of = next((each for each in cls.__mro__ if each in _described), None)
            if of is None:
                raise AttributeError(f"{cls.__name__} is no dataclass")
            if _described[of] is None:
                from dataclasses import dataclass

                dataclass(init=False, eq=False, repr=False, kw_only=True)(of)
            return _described[of]

        @__dataclass_fields__.setter
        def __dataclass_fields__(cls, fields: dict[str, Field[Any]]) -> None:
            _described[cls] = fields


class Record(metaclass=Described):
    """What every record, and every record inside a record, can do."""

    if TYPE_CHECKING:
        __dataclass_fields__: Mapping[str, Field[Any]]
    else:

        def __init__(self, **values: Any) -> None:
            known = defaults(type(self))
            for name in values:
                if name not in known:
                    raise TypeError(f"{type(self).__name__} has no field {name!r}")
            for name, default in known.items():
                value = values.get(name, default)
                if value is REQUIRED:
                    raise TypeError(f"{type(self).__name__} has no {name!r}")
                self.__dict__[name] = value

        @property
        def __dataclass_fields__(self) -> dict[str, Field[Any]]:
            return type(self).__dataclass_fields__

        def __setattr__(self, name: str, value: object) -> None:
            raise frozen_error(f"cannot assign to field {name!r}")

        def __delattr__(self, name: str) -> None:
            raise frozen_error(f"cannot delete field {name!r}")

    def to_dict(self) -> dict[str, Any]:
        """The record as the JSON has it: plain dicts, lists, texts and numbers, in the same order."""
        return {name: as_plain(value) for name, value in self.__dict__.items()}

    def _repr_html_(self) -> str:
        """The record in a notebook: its fields with a value, longer parts counted."""
        from ketacli.records.notebook import pairs

        held = self.to_dict()
        return pairs(str(held.get("name") or held.get("id") or type(self).__name__), held)


def as_plain(value: Any) -> Any:
    """Records as dicts and tuples as lists, all the way down; anything else as it is."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, tuple | list):
        return [as_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: as_plain(item) for key, item in value.items()}
    return value


R = TypeVar("R", bound=Record)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
def frozen(cls: type[R]) -> type[R]:
    """Make a frozen dataclass of a class, its fields given by name and its methods those of ``Record``.

    Left to itself, ``dataclass`` compiles the methods of each class anew, at every start of the program.
    """
    _described[cls] = None
    return cls


def frozen_error(text: str) -> AttributeError:
    """The error of ``dataclasses`` for a change of what cannot be changed."""
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(text)


@frozen
class Claim(Record):
    """Where something that is said comes from."""

    __pydantic_config__ = STRICT

    source: SourceId = ""
    """Source. Id of the document that shows it."""
    at: Locator | None = None
    """Place. Where in that document, such as "abstract" or "table 2"."""
    check: CheckLevel = "unverified"
    """Check level. What was seen: the paper's own text, a registry, a label, or a secondary source."""
    checked: CheckDay = ""
    """Checked. Date on which it was last compared with the source (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know before using it."""


@frozen
class Text(Claim):
    """A statement in words."""

    value: str | None = None
    """Value. The statement, in our own words."""
    absent: Absent | None = None
    """Absent. Why there is no value."""


@frozen
class Count(Claim):
    """A whole number of people, sites or sessions."""

    value: int | None = None
    """Value. The count."""
    absent: Absent | None = None
    """Absent. Why there is no value."""


@frozen
class Quantity(Claim):
    """A measured or stated amount: one number, a range, or both."""

    value: float | None = None
    """Value. The number as printed by the source."""
    low: float | None = None
    """Low. Lower end of a range."""
    high: float | None = None
    """High. Upper end of a range."""
    sd: float | None = None
    """SD. Standard deviation, in the same unit."""
    bound: Bound | None = None
    """Bound. How the number is to be read when it is not exact."""
    unit: str | None = None
    """Unit. Never inherited."""
    absent: Absent | None = None
    """Absent. Why there is no value."""


@frozen
class Dose(Claim):
    """One dose: a fixed amount, a range, or the steps that are allowed."""

    low: float | None = None
    """Low. The dose, or the lowest one."""
    high: float | None = None
    """High. The highest dose when it is a range."""
    steps: tuple[float, ...] = ()
    """Steps. The doses that are allowed, when they are separate (56 or 84)."""
    unit: str | None = None
    """Unit. mg, mcg, mg/kg, mg/kg/h, mg/h, mg/kg/min or mcg/kg/min."""
    weight_basis: Literal["actual", "ideal", "unstated", "not-applicable"] = "unstated"
    """Weight basis. Which body weight a per-kilogram dose means."""
    mass_basis: Literal["base", "salt", "unstated"] = "unstated"
    """Mass basis. Whether the mass is of the base or of the salt."""
    per: Literal["session", "day", "continuous", "repeat"] = "session"
    """Per. What one dose covers."""
    when: str | None = None
    """When. The occasion it applies to, such as "day 1"."""
    absent: Absent | None = None
    """Absent. Why there is no dose."""


@frozen
class Schedule(Claim):
    """How often and for how long."""

    sessions: int | None = None
    """Sessions. Number of sessions in all."""
    per_week: float | None = None
    """Per week. Sessions a week."""
    per_week_high: float | None = None
    """Per week, at most. Upper end when it is a range."""
    weeks: float | None = None
    """Weeks. Length in weeks."""
    days: str | None = None
    """Days. The days on which it is given, as printed."""
    text: str | None = None
    """In words. The schedule when numbers do not say it all."""
    absent: Absent | None = None
    """Absent. Why there is no schedule."""
