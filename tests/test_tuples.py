"""Our own named tuples do what those of ``typing`` do."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from ketacli.tuples import NamedTuple


class Own(NamedTuple):
    """A tuple."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()
    """Parts."""

    @property
    def twice(self) -> int:
        """Twice its size."""
        return 2 * self.size


class Model(typing.NamedTuple):
    """The same of ``typing``."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()


BOTH = pytest.mark.parametrize("cls", [Own, Model])


def test_is_a_class_of_our_own() -> None:
    assert not hasattr(Own, "__orig_bases__")
    assert Own.__doc__ == "A tuple."


@BOTH
def test_fields_by_place_and_by_name(cls: type[Own]) -> None:
    for made in (cls("a", 3), cls("a"), cls(name="a", size=3), cls("a", parts=())):
        assert (made.name, made.size, made.parts) == ("a", 3, ())
        assert hash(made) == hash(("a", 3, ()))
        assert made == ("a", 3, ())
    assert cls("a") < cls("b")
    assert cls._fields == ("name", "size", "parts")


@BOTH
def test_what_is_wrong_is_a_type_error(cls: typing.Any) -> None:
    for given, named in (((), {}), (("a", 1, (), 4), {}), (("a",), {"name": "b"}), (("a",), {"colour": "red"})):
        with pytest.raises(TypeError):
            cls(*given, **named)
    with pytest.raises(AttributeError):
        cls("a").size = 4


@BOTH
def test_copies(cls: type[Own]) -> None:
    made = cls("a", 5)
    assert made._replace(size=6) == cls("a", 6)
    assert type(made._replace(size=6)) is cls
    assert made._asdict() == {"name": "a", "size": 5, "parts": ()}
    assert repr(made) == f"{cls.__name__}(name='a', size=5, parts=())"
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert copied == made
        assert type(copied) is cls
    with pytest.raises((TypeError, ValueError)):
        made._replace(colour="red")  # type: ignore[call-arg]


@BOTH
def test_matched_and_unpacked(cls: type[Own]) -> None:
    name, size, parts = cls("a", 5)
    assert (name, size, parts) == ("a", 5, ())
    match cls("a", 5):
        case (first, second, _):
            assert (first, second) == ("a", 5)


def test_own_properties() -> None:
    assert Own("a", 4).twice == 8
