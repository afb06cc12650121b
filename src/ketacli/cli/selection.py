"""What an export holds: everything, or the records of one kind that meet the filters of the command that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import unasked
from ketacli.cli.table import BY_NAME
from ketacli.errors import UsageError
from ketacli.records.kinds import ALL, many_of
from ketacli.records.kinds import BY_NAME as KINDS
from ketacli.records.names import kind_of, owners, resolve
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.cli.session import Session
    from ketacli.records.store import Store


class Selection(NamedTuple):
    """The records of an export."""

    kind: str | None
    """The one kind that was asked for; None for all."""
    ids: dict[str, list[str]]
    """By kind, in the order of the data."""
    query: dict[str, Any]
    """What was asked for, as the JSON has it."""

    @property
    def asked(self) -> dict[str, Any]:
        """The same without what was not asked for."""
        return {name: value for name, value in self.query.items() if not unasked(value)}

    def documents(self, store: Store) -> list[str]:
        """The ids of the documents that the records name; of everything, of all documents."""
        if "sources" in self.ids:
            return self.ids["sources"]
        named = {name for kind, ids in self.ids.items() for name in store.sources(kind, ids)}
        return [name for name in store.ids("sources") if name in named]


def selected(session: Session, words: list[str], filters: dict[str, Any]) -> Selection:
    """The records that words and filters ask for; UsageError for what narrows down no such kind."""
    asked = [name for name, value in filters.items() if value not in (None, [])]
    if not words:
        if asked or session.where is not None:
            raise UsageError(
                "a filter narrows down one kind of record", "Name it first: keta export trials, and what it takes.",
                field=asked[0] if asked else "where",
            )  # fmt: skip
        return Selection(None, {kind: session.store.ids(kind) for kind in ALL}, {})
    kind = kind_of(words[0])
    own = _filters(kind)
    for name in asked:
        if name not in own:
            known = ", ".join(own.values()) or "names of records, and --where"
            raise UsageError(f"{many_of(kind)} have no {_filters(None)[name]}", f"They have {known}.", field=name)
    named, rest = _named(session, kind, words[1:])
    found, query = _listed(session, kind, rest, {name: filters[name] for name in own})
    ids = [record.id for record in found if not named or record.id in named]
    return Selection(kind, {kind: ids}, {"records": kind, "ids": named, **query, "where": session.where})


def _filters(kind: str | None) -> dict[str, str]:
    """The filters of the command that lists a kind, or of all, by name, each as it is typed."""
    command = "export" if kind is None else KINDS[kind].command
    options = BY_NAME[command].options if command else ()
    return {option.name: option.flags[-1] for option in options if option.field}


def _named(session: Session, kind: str, words: list[str]) -> tuple[list[str], list[str]]:
    """The records that words name, each by one word, and the other words."""
    known = owners(session.dataset, kind)
    named = [resolve(session.dataset, kind, word) for word in words if fold(word) in known]
    return sorted(set(named)), [word for word in words if fold(word) not in known]


def _listed(session: Session, kind: str, words: list[str], filters: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The records that meet the filters and the condition, with the filters as they were understood."""
    dataset, query = session.dataset, {}
    if KINDS[kind].command:
        from ketacli.cli.filters import chosen
        from ketacli.cli.placing import placed

        command = KINDS[kind].command
        values, record = placed(dataset, command, kind, words, filters)
        wanted = chosen(dataset, command, kind, values, session.where)
        found, query = wanted.every(), wanted.asked
        if record is not None:
            found = [each for each in found if each.id == record[1]]
            query = {**query, "ids": [record[1]]}
    else:
        for word in words:
            resolve(dataset, kind, word)
        found = list(dataset.kind(kind))
    if session.where is not None:
        from ketacli.cli.formats import choose_records

        found = choose_records(session, kind, found)[0]
    order = {name: at for at, name in enumerate(session.store.ids(kind))}
    return sorted(found, key=lambda record: order[record.id]), query
