"""The invented dataset in ``tests/mini``: loading it, copying it, changing one value of a copy."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import tomli_w

from ketacli.build.opening import load
from ketacli.build.problems import Problem
from ketacli.build.read import Authored, read_directory
from ketacli.build.rules import check
from ketacli.records.dataset import Dataset

from .kept import read_shipped

MINI: Final = Path(__file__).resolve().parent / "mini"
"""Nothing in it is evidence."""


class Gone:
    """Stands for a key that is taken out."""

    def __repr__(self) -> str:
        return "gone"


GONE: Final = Gone()


def load_mini() -> Dataset:
    """The invented dataset as a program reads it."""
    return load(str(MINI))


def read_mini() -> Authored:
    """The invented dataset, resolved and validated."""
    return read_directory(MINI)


@cache
def problems_of_shipped() -> tuple[Problem, ...]:
    """What the rules of truth say of it."""
    return (*read_shipped().problems, *check(read_shipped()))


def copy_mini(to: Path) -> Path:
    """A copy of the invented dataset, to be changed."""
    return Path(shutil.copytree(MINI, to / "data"))


def edited_mini(to: Path, file: str, changes: Mapping[str, Any]) -> Path:
    """A copy of the invented dataset with changes in one file."""
    root = copy_mini(to)
    edit(root / file, changes)
    return root


def edit(file: Path, changes: Mapping[str, Any]) -> None:
    """Set dotted keys of a TOML file; a number is a place in a list, its length appends, GONE takes out."""
    data = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    put(data, changes)
    file.write_text(tomli_w.dumps(data), encoding="utf-8")


def put(data: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Set dotted keys of parsed TOML, as ``edit`` does."""
    for key, value in changes.items():
        _put(data, key.split("."), value)


def _put(data: dict[str, Any], words: list[str], value: Any) -> None:
    place: Any = data
    for word in words[:-1]:
        place = place[int(word)] if isinstance(place, list) else place.setdefault(word, {})
    last = words[-1]
    if isinstance(place, list):
        place[int(last) : int(last) + 1] = [] if value is GONE else [value]
    elif value is GONE:
        del place[last]
    else:
        place[last] = value


def problems_in(root: Path) -> list[Problem]:
    """Everything that is wrong with a data directory."""
    authored = read_directory(root)
    return authored.problems + check(authored)


def fields_of(record: Any) -> dict[str, Any]:
    """A record as plain values, every field of it, for comparison."""
    return asdict(record)
