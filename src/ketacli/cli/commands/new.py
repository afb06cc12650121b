"""``keta new KIND ID``: a record to fill in."""

from __future__ import annotations

import json
import re
from typing import Any

from ketacli.build.skeleton import skeleton
from ketacli.cli.session import Session
from ketacli.errors import OK, DataError, UsageError
from ketacli.records.kinds import word_of
from ketacli.records.names import kind_of

LARGEST = 20_000_000
"""Bytes of a record of a registry."""
ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def run(*, kind: str, name: str | None, from_file: str | None, **settings: Any) -> int:
    """Print the skeleton of a record, or its draft from what a registry gives."""
    session = Session(**settings, formats=("table", "toml"))
    chosen = kind_of(kind)
    if name is not None:
        free(session, chosen, name)
    if from_file is not None:
        if chosen not in ("trials", "sources"):
            hint = "keta new trial --from FILE reads a record of a registry, keta new source --from FILE a library's."
            raise UsageError(f"no draft is made of {chosen}", hint, field="kind")
        return drafted(session, chosen, name, from_file)
    if name is None:
        raise UsageError("a new record needs an id", f"For example: keta new {chosen} my-record.", field="name")
    session.write(skeleton(json.loads(session.dataset.schema("record", chosen)), chosen, name))
    return OK


def free(session: Session, chosen: str, name: str) -> None:
    """Raise UsageError for a text that is no id, or the id of a record that is there."""
    if not ID.fullmatch(name):
        better = "-".join(re.findall("[a-z0-9]+", name.lower()))
        hint = "An id is lower-case words joined by hyphens" + (f", such as {better}." if better else ".")
        raise UsageError(f'"{name}" is no id', hint, field="name", value=name)
    if name in session.dataset.kind(chosen):
        word = word_of(chosen)
        raise UsageError(
            f"there is a {word} called {name} already", "Choose another id, or change its file.", field="name",
            value=name,
        )  # fmt: skip


def drafted(session: Session, chosen: str, name: str | None, path: str) -> int:
    """Print the draft of a record; what a person must judge, and what was not mapped, on standard error."""
    from ketacli.cli.drafting import draft_of, remarks, text_of

    draft = draft_of(chosen, read(path), session.dataset, name)
    session.write(text_of(draft), utf8=True)
    for each in remarks(draft):
        session.note(each)
    return OK


def read(path: str) -> str:
    """The text of a file, or of standard input for -; DataError where it cannot be read."""
    from ketacli.build.files import Unread, read_bytes
    from ketacli.cli.piped import piped

    if path == "-":
        return piped("Send the record to it, or name a file as the registry gives it.", "from", LARGEST)
    try:
        return read_bytes(path, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f'"{path}" is not UTF-8: {error.reason} at byte {error.start}', "Save it as UTF-8.") from None
    except Unread as error:
        raise DataError(f'cannot read "{path}": {error.strerror}', "Name a file as the registry gives it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f'cannot read "{path}": {reason}', "Name a file, or - for standard input.") from None
