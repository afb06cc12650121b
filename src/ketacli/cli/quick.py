"""Lists as plain JSON, answered by a query: no record is built, no clause compiled.

What it reads was worked out by the clauses themselves when the data was compiled (``build.terms``). Whatever is not
there, such as a year or a word that nothing is called, is left to them.
"""

from __future__ import annotations

from ketacli.cli.table import BY_NAME
from ketacli.records.store import TERMED, fold, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.session import Session
    from ketacli.records.store import Store

ANY = "any"
USUAL = {"species": "human", "status": "reported"}
"""What the list of trials holds unless it is asked for more; ``records.choose.USUAL`` has the same."""


def listing(
    session: Session, command: str, kind: str, values: dict[str, Any]
) -> tuple[dict[str, Any], list[str]] | None:
    """What a list was asked for, as the ``query`` has it, and the ids of its records in order; None to be sure."""
    store = session.store
    asked: dict[str, Any] = {}
    tests: list[tuple[str, tuple[str, ...]]] = []
    usual = dict(USUAL) if kind == "trials" else {}
    for option in BY_NAME[command].options:
        if not option.field:
            continue
        value = values[option.name]
        asked[option.name] = value
        if value in (None, []):
            continue
        if option.field not in TERMED.get(kind, ()) or not isinstance(option.complete, tuple | str):
            return None
        usual.pop(option.field, None)
        found: set[str] = set()
        for word in (part.strip() for each in value for part in each.split(",") if part.strip()):
            meant = _meant(store, kind, option.field, word, option.complete)
            if not meant:
                return None
            found |= meant
        asked[option.name] = sorted(found)
        if ANY not in found:
            # Words of a design must all hold.
            tests += (
                [(option.field, (each,)) for each in sorted(found)]
                if option.field == "design"
                else [(option.field, tuple(sorted(found)))]
            )
    tests += [(field, (value,)) for field, value in usual.items()]
    return asked, store.meeting(kind, tests)


def _meant(store: Store, kind: str, field: str, word: str, words: tuple[str, ...] | str) -> set[str]:
    if not is_plain(word):
        return set()
    folded = fold(word)
    if isinstance(words, tuple):
        offered = {fold(each): each for each in words}
        if folded in offered:
            return {offered[folded]}
    return store.meant(kind, field, folded)
