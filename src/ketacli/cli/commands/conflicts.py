"""``keta conflicts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.evidence.disputes import of_record
from ketacli.records.kinds import KINDS
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List where sources disagree or one is wrong."""
    filters, settings = split("conflicts", values)
    session = Session(**settings)
    words, group = apart(session.dataset, words)
    filters, one = placed(session.dataset, "conflicts", "conflicts", words, filters)
    wanted = chosen(session.dataset, "conflicts", "conflicts", filters, session.where)
    found = wanted.found()
    asked = wanted.asked
    if one is not None:
        about = {one[1]} if one[0] == "conflicts" else of_record(session.dataset, *one)
        found = [item for item in found if item.id in about or (one[0] == "sources" and names(item, one[1]))]
        asked = {**asked, "about": "/".join(one)}

    about_words = one[1] if one is not None else wanted.title()
    if group is not None:
        found = [item for item in found if group.holds(item)]
        asked = {**asked, "about": group.name}
        about_words = ", ".join(part for part in (group.name[:1].upper() + group.name[1:], about_words) if part)

    def screen(shown: list[Conflict]) -> Screen:
        if session.full:
            from ketacli.screens.conflicts import conflicts_screen

            return conflicts_screen(session.dataset, shown)
        from ketacli.screens.lists.conflicts import conflicts_list

        return conflicts_list(session.dataset, shown, about_words, bool(session.sort))

    return session.listing("conflicts", "conflicts", asked, found, screen, fail_empty=fail_empty)


class Group(NamedTuple):
    """A body, or a kind of record: what conflicts are about together."""

    name: str
    about: frozenset[str]
    """Ids of the conflicts about its records."""
    sources: frozenset[str]
    """Documents of a body, any of which may take part in a conflict."""

    def holds(self, item: Conflict) -> bool:
        """Whether a conflict is about one of its records, or one of its documents takes part."""
        return item.id in self.about or any(names(item, source) for source in self.sources)


def apart(dataset: Dataset, words: list[str]) -> tuple[list[str], Group | None]:
    """The words without one that names a body or a kind of record, and what it stands for."""
    kinds = {word: kind.name for kind in KINDS for word in (kind.name, kind.word)}
    for at, word in enumerate(words):
        body = dataset.store.brief(fold(word))
        items = [("guidelines", item.id, item.source) for item in dataset.guidelines if body == ("body", item.body)]
        kind = kinds.get(word.casefold(), "")
        if items and body is not None:
            about = {each for kind_, name, _ in items for each in of_record(dataset, kind_, name)}
            group = Group(body[1], frozenset(about), frozenset(source for _, _, source in items))
        elif kind:
            held = {item.id for item in dataset.conflicts if any(path.startswith(f"{kind}/") for path in item.about)}
            group = Group(kind, frozenset(held), frozenset())
        else:
            continue
        return [*words[:at], *words[at + 1 :]], group
    return words, None


def names(item: Conflict, source: str) -> bool:
    """Whether a document takes part in a conflict."""
    return source in (item.source, *(side.source for side in item.sides))
