"""``NamedTuple`` as ``typing`` has it, made at less cost.

The class of ``typing`` compiles the annotation of every field and a constructor for every class, at every start: some
thirty classes were a tenth of a screen. Type checkers see that class; here its fields are read as they stand.
"""

from __future__ import annotations

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from operator import itemgetter

    class NamedTuple(tuple):
        """A tuple whose fields are the annotations of its class, in their order; those with a value may be left out."""

        def __init_subclass__(cls):
            # Of its own alone: a class without any has an empty dictionary here.
            names = cls.__annotations__
            if not names:
                return
            cls._fields = cls.__match_args__ = tuple(names)
            cls._field_defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
            for at, name in enumerate(names):
                setattr(cls, name, property(itemgetter(at)))

        def __new__(cls, /, *given, **named):
            """The tuple; TypeError for a field that is missing, given twice or not known."""
            if named or len(given) != len(cls._fields):
                given = cls._completed(given, named)
            return tuple.__new__(cls, given)

        @classmethod
        def _completed(cls, given, named):
            rest = cls._fields[len(given) :]
            known = {**cls._field_defaults, **named}
            missing = [name for name in rest if name not in known]
            wrong = named.keys() - set(rest)
            if missing or wrong or len(given) > len(cls._fields):
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}: not {[*given, *named]}")
            return (*given, *(known[name] for name in rest))

        def _replace(self, /, **named):
            found = {**self._asdict(), **named}
            if len(found) > len(self):
                raise TypeError(f"{type(self).__name__} has no {', '.join(named.keys() - set(self._fields))}")
            return tuple.__new__(type(self), found.values())

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"
