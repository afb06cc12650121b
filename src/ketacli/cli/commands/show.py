"""``keta show NAME [SECTION]`` and ``keta NAME``: the card of a record, a section of its page, or a brief."""

from __future__ import annotations

from ketacli.cli.session import Session
from ketacli.evidence.danger import in_danger
from ketacli.records.kinds import word_of
from ketacli.records.printable import printable
from ketacli.records.store import fold, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.evidence.brief import Subject
    from ketacli.records.store import Store
    from ketacli.screens.screen import Screen


def run(*, name: str, section: str | None, **settings: Any) -> int:
    """Print the card of one record, the section of its page that was asked for, or a brief."""
    session = Session(**settings)
    brief = session.store.brief(fold(name)) if fold(name) else None
    if brief is not None:
        return told(session, brief, name, section)
    if session.quick and is_plain(name) and section is None:
        called = session.store.called(fold(name))
        if called is not None:
            query = {"name": name, "kind": word_of(called[0])}
            said = taken_as(session.store, *called, name)
            return session.records("show", query, called[0], [called[1]], warnings=said)
    from ketacli.records.names import find_record

    if in_danger(" ".join(filter(None, (name, section)))):
        from ketacli.cli.commands.find import helped

        return helped(session, name)
    kind, found = find_record(session.dataset, name)
    return shown(session, kind, found, name, section)


def shown(session: Session, kind: str, found: str, name: str, section: str | None = None) -> int:
    """One record, in whatever format was asked for; ``name`` is how it was called."""
    record = session.dataset.kind(kind)[found]
    if section is not None:
        from ketacli.screens.sections import check

        check(session.dataset, kind, record, section)

    def screen(_: list[Any]) -> Screen:
        if section is not None:
            from ketacli.screens.sections import section_screen

            return section_screen(session.dataset, kind, found, section)
        if session.full:
            from ketacli.screens.show import show_screen

            return show_screen(session.dataset, kind, found)
        from ketacli.screens.cards import card_screen

        return card_screen(session.dataset, kind, found, name)

    def named(_: list[Any]) -> Screen:
        made = screen(_)
        made.title += f' ("{printable(name)}" is one of its names)' if said else ""
        return made

    said = taken_as(session.store, kind, found, name)
    query = {"name": name, "kind": word_of(kind)}
    return session.listing("show", kind, query, [record], named, more=lambda _: {"warnings": said}, single=True)


def taken_as(store: Store, kind: str, found: str, name: str) -> list[str]:
    """That the name typed is another name of a form, for no drug is taken for another in silence; else nothing."""
    if kind != "compounds" or fold(name) == fold(found):
        return []
    [(label,)] = store.rows("SELECT name FROM record WHERE kind = ? AND id = ?", kind, found)
    same = fold(name) == fold(label)
    return [] if same else [f'"{printable(name)}" is on record as a name of {found}']


def told(session: Session, named: tuple[str, str], name: str, section: str | None) -> int:
    """The brief of a subject, in whatever format was asked for."""
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.brief import Brief, row_columns, rows
    from ketacli.evidence.brief import brief, subject

    asked = subject(session.dataset, *named)
    if section is not None:
        raise no_part(asked, section)
    made = brief(session.dataset, asked)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.cards.brief import brief_screen

        return brief_screen(session.dataset, made, session.full)

    def of(found: Brief) -> Rows:
        return Rows("lines", row_columns(), rows(found))

    query = {"name": name, "kind": asked.kind, "id": asked.id}
    return session.report("brief", query, lambda: made, of, screen, items=[])


def no_part(asked: Subject, section: str) -> Exception:
    """The error for a word after a subject: a brief has no sections, lists take the subject as a word."""
    from ketacli.cli.table import BY_NAME
    from ketacli.errors import UsageError

    lists = [word for word in ("trials", "dosing", "guidelines", "reviews", "safety", "conflicts") if word in BY_NAME]
    near = [word for word in lists if word.startswith(section[:4].casefold())] or lists[:3]
    lines, search = tuple(f"keta {word} {asked.id}" for word in near), f"keta find {asked.id} {section}"
    hint = f"Its records: {', '.join(lines)}. {search} searches."
    return UsageError(f'the brief of {asked.id} has no section "{section}"', hint, field="section", value=section,
                      suggestions=(*lines, search))  # fmt: skip
