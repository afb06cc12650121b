"""The one description of every field: its attribute docstring, taken apart.

The first sentence is the label, the rest the meaning. They feed the schemas and the reference pages.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from typing import NamedTuple


class Words(NamedTuple):
    """What a field is called and what it means."""

    label: str
    meaning: str
    """Empty where the label says it all."""


@cache
def own(cls: type) -> dict[str, Words]:
    """Label and meaning of every field that a class defines itself; AssertionError for one without."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls)))
    found = {}
    body = tree.body[0]
    assert isinstance(body, ast.ClassDef)
    for field, after in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            where = f"{cls.__name__}.{field.target.id} has no docstring"
            assert isinstance(after, ast.Expr), where
            assert isinstance(after.value, ast.Constant), where
            label, _, meaning = str(after.value.value).partition(". ")
            found[field.target.id] = Words(label.rstrip("."), " ".join(meaning.split()))
    return found


@cache
def every(cls: type) -> dict[str, Words]:
    """The descriptions of a class with those of its bases, bases first."""
    found: dict[str, Words] = {}
    for base in reversed(cls.__mro__[:-1]):
        found.update(own(base))
    return found
