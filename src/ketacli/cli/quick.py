"""Lists answered by a query: no record is built, no clause compiled.

What it reads was worked out by the clauses themselves when the data was compiled (``build.terms``). Whatever is not
there, such as a year or a word that nothing is called, is left to them.
"""

from __future__ import annotations

from ketacli.cli.table import BY_NAME
from ketacli.records.store import TERMED, fold, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.records.store import Store

    Test = tuple[str, tuple[str, ...]]
    """A field, and the values of which a record has to meet one."""

ANY = "any"
USUAL = {"species": "human", "status": "reported"}
"""What the list of trials holds unless it is asked for more; ``records.choose.USUAL`` has the same."""


class Found:
    """What a list was asked for, and what meets it."""

    def __init__(
        self, store: Store, kind: str, asked: dict[str, Any], tests: list[Test], usual: dict[str, str]
    ) -> None:
        self.asked = asked
        """The options as the ``query`` of a JSON object has them."""
        self._store, self._kind, self._tests, self._usual = store, kind, tests, usual
        self.ids = self._meeting(usual)
        """The records by id, in the order of the list."""

    def left_out(self) -> dict[str, int]:
        """How many records the list leaves out for one field alone, by that field."""
        return {
            field: len(self._meeting({other: value for other, value in self._usual.items() if other != field}))
            - len(self.ids)
            for field in self._usual
        }

    def _meeting(self, usual: dict[str, str]) -> list[str]:
        return self._store.meeting(self._kind, [*self._tests, *((field, (value,)) for field, value in usual.items())])


def placed(store: Store, command: str, kind: str, words: list[str], values: dict[str, Any]) -> dict[str, Any] | None:
    """The options with what a word after the name of a list stands for; None where ``cli.placing`` has to say.

    That is the first option that knows it; those of a vocabulary, which stand first, know what is in the tables alone.
    """
    if not words:
        return values
    if len(words) > 1:
        return None
    for option in BY_NAME[command].options:
        if option.field not in TERMED.get(kind, ()) or not isinstance(option.complete, str):
            return None
        if _meant(store, kind, option.field, words[0], option.complete):
            return {**values, option.name: [*values[option.name], *words]}
    return None


def listing(store: Store, command: str, kind: str, values: dict[str, Any]) -> Found | None:
    """What the filters of a list ask for; None where the clauses have to say."""
    asked: dict[str, Any] = {}
    tests: list[Test] = []
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
        for word in words_of(value):
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
    return Found(store, kind, asked, tests, usual)


def words_of(value: list[str]) -> list[str]:
    """The words of an option that takes several: repeated, or with commas between them."""
    return [part.strip() for each in value for part in each.split(",") if part.strip()]


def _meant(store: Store, kind: str, field: str, word: str, words: tuple[str, ...] | str) -> set[str]:
    if not is_plain(word):
        return set()
    folded = fold(word)
    if isinstance(words, tuple):
        offered = {fold(each): each for each in words}
        if folded in offered:
            return {offered[folded]}
    return store.meant(kind, field, folded)
