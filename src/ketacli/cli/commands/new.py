"""``keta new KIND ID``: a record to fill in."""

from __future__ import annotations

import json
import re
from typing import Any

from ketacli.cli.session import Session
from ketacli.errors import OK, UsageError
from ketacli.kinds import ALL
from ketacli.names import KIND_WORDS, fold, missing, near
from ketacli.schemas import COMMAND_OF
from ketacli.skeleton import skeleton

ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def run(*, kind: str, name: str, **settings: Any) -> int:
    """Print the skeleton of a record."""
    session = Session(**settings)
    chosen = kind_of(kind)
    if not ID.fullmatch(name):
        better = "-".join(re.findall("[a-z0-9]+", name.lower()))
        hint = "An id is lower-case words joined by hyphens" + (f", such as {better}." if better else ".")
        raise UsageError(f'"{name}" is no id', hint, field="name", value=name)
    if name in session.dataset.kind(chosen):
        word = KIND_WORDS[chosen]
        raise UsageError(
            f"there is a {word} called {name} already", "Choose another id, or change its file.", field="name",
            value=name,
        )  # fmt: skip
    session.write(skeleton(json.loads(session.dataset.schema("record", chosen)), chosen, name))
    return OK


def kind_of(text: str) -> str:
    """The kind that is meant; UnknownName for anything else."""
    known = {fold(kind): kind for kind in ALL}
    known |= {fold(word): kind for kind, word in KIND_WORDS.items()}
    known |= {fold(command): kind for kind, command in COMMAND_OF.items() if command != "show"}
    found = known.get(fold(text))
    if found is None:
        raise missing("kind of record", text, near(text, known), tuple(ALL))
    return found
