"""``keta safety [WORDS]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed, unplaced
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.screen import Note, plain

SECTIONS = {
    "harms": "harm",
    "contraindications": "contraindication",
    "warnings": "warning",
    "monitoring": "monitoring",
    "tools": "tool",
    "signals": "signal",
}
"""Kinds by the plural that people type."""

if TYPE_CHECKING:
    from ketacli.cli.filters import Chosen
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety
    from ketacli.screens.safety_brief import Ways
    from ketacli.screens.screen import Screen


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List harms, contraindications, warnings, monitoring rules, tools and signals."""
    filters, settings = split("safety", values)
    session = Session(**settings)
    dataset = session.dataset
    typed = " ".join(words) or " ".join(filters["form"])
    trial = _trial(dataset, typed)
    if trial is not None:
        return shown(session, "trials", trial, typed, "harms")
    words = [SECTIONS.get(word.casefold(), word) for word in words]
    rest: list[str] = []
    filters, one = placed(dataset, "safety", "safety", words, filters, rest)
    if one is not None:
        return shown(session, *one, " ".join(words))
    # A word that names a system beside words to look for is looked for with them: "liver disease" is one thing.
    about = _about(dataset, [*filters["system"], *rest] if rest else [])
    if rest and not about:
        raise unplaced(dataset, "safety", "safety", rest, words)
    wanted = chosen(dataset, "safety", "safety", filters, session.where)
    forms, routes = wanted.words("form"), wanted.words("route")
    items = [item for item in wanted.found() if not rest or item.id in about]
    said = beyond(dataset, session, filters, rest, about, items)

    def screen(found: list[Safety]) -> Screen:
        title = titled(dataset, wanted, filters, rest)
        if session.full:
            from ketacli.screens.safety import safety_screen

            return safety_screen(dataset, found, title, forms, routes=routes, said=said)
        from ketacli.screens.safety_brief import brief_screen, list_screen

        narrowed = rest or any(wanted.words(name) for name in ("kind", "system", "when"))
        if narrowed or session.chooses or not forms or not found:
            return list_screen(dataset, found, title, forms, routes, about, said)
        return brief_screen(dataset, found, title, typed, forms, routes)

    asked = {**wanted.asked, "words": rest}
    told = [plain(note.text) for note in said]
    more = (lambda _: {"warnings": told}) if told else None
    return session.listing("safety", "safety", asked, items, screen, more=more, fail_empty=fail_empty)


def titled(dataset: Dataset, wanted: Chosen, filters: dict[str, Any], rest: list[str]) -> str:
    """Everything that a list was narrowed down by, in words: no word that was typed is passed over in silence."""
    parts = [", ".join(label(dataset, "compounds", name) for name in sorted(wanted.words("form"))) or "All forms"]
    parts += [" or ".join(label(dataset, "routes", name) for name in sorted(wanted.words("route")))]
    parts += [" or ".join(label(dataset, "indications", name) for name in sorted(wanted.words("indication")))]
    systems = [each.replace("-", " ") for each in sorted(wanted.words("system"))]
    parts += [" ".join([*filters["system"], *rest]) if rest else " or ".join(systems)]
    parts += [" or ".join(sorted(wanted.words(name))) for name in ("kind", "when")]
    return ", ".join(part for part in parts if part)


def beyond(
    dataset: Dataset, session: Session, filters: dict[str, Any], rest: list[str], about: dict[str, Ways],
    items: list[Safety],
) -> list[Note]:  # fmt: skip
    """What stands outside a list on one matter: the rest of its system, and what other forms and routes have.

    That nothing is on record of a form is no proof that it is safe, and the labels of another may say what matters.
    """
    if not rest and not filters["system"]:
        return []
    said: list[Note] = []
    matter = " ".join([*filters["system"], *rest])
    if rest and filters["system"]:
        kept = {item.id for item in items}
        others = [item for item in chosen(dataset, "safety", "safety", filters, session.where).found()
                  if item.id not in kept]  # fmt: skip
        line = " ".join(["keta safety", *filters["form"], *filters["route"], *filters["system"]])
        said += [Note(f"{len(others)} more of the same system:", (line,))] if others else []
    if filters["form"] or filters["route"]:
        every = chosen(dataset, "safety", "safety", {**filters, "form": [], "route": []}, session.where).found()
        every = [item for item in every if not rest or item.id in about]
        count = len(every) - len(items)
        if not items:
            said.append(Note("Not on record for this form or route: that is no proof that it is safe.",
                             caution="caution"))  # fmt: skip
        if count:
            text = f"Of other forms or routes: {plural(count, 'fact')} on this, which may hold here too:"
            said.append(Note(text, (f"keta safety {matter}",)))
    return said


def _trial(dataset: Dataset, text: str) -> str | None:
    """The trial that is called so: its harms stand on its own page."""
    from ketacli.records.names import owners
    from ketacli.records.store import fold

    return next(iter(owners(dataset, "trials").get(fold(text), ())), None) if fold(text) else None


def _about(dataset: Dataset, words: list[str]) -> dict[str, Ways]:
    """The safety facts that a search for words finds, each with the ways of writing them that it looked for.

    None where a word had to be spelt otherwise, which is told.
    """
    from ketacli.evidence.find import search

    if not words:
        return {}
    hits, question = search(dataset.store, " ".join(words))
    # What was typed weighs twice: of a long statement the clause that has it is shown, not that of a synonym.
    return {} if question.respelt else {hit.id: [*words, *hit.ways] for hit in hits if hit.kind == "safety"}
