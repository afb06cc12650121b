"""Safety at a glance: the boxed warning, the commonest harms, contraindications, warnings and monitoring.

A list of one kind or system has every fact, a line or two each; the whole of each fact is in :mod:`.safety`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ketacli.evidence import disputes
from ketacli.evidence.edition import beside, whose
from ketacli.evidence.find.hit import excerpt
from ketacli.evidence.harms import HOW, Counted, counted, one_each
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.dosing import boxed_warnings
from ketacli.screens.facts.safety import COLLECTED, SETTINGS, frequencies_words
from ketacli.screens.safety import TITLES
from ketacli.screens.screen import Column, Group, Heading, Marks, Note, Row, Screen, Span, Table

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety

Ways: TypeAlias = "Iterable[str | tuple[str, ...]]"
"""Words that were asked for, each as all the ways in which it may be written."""
SECTIONS = {"harms": "harm", "contraindications": "contraindication", "warnings": "warning", "monitoring": "monitoring",
            "tools": "tool", "signals": "signal"}  # fmt: skip
"""The kinds by the words after a form: ``keta safety esketamine harms``."""
MOST = 6
"""Counted harms on one window."""
ROOM = {"harm": 8, "contraindication": 7, "warning": 2, "monitoring": 2}
"""Lines of the statements of each kind on one window of 100 columns: none is cut, so that few stand there."""
LINE = 88
"""Letters of a statement that surely fit such a line."""
FIGURE = re.compile(r"\d\s?%|\d mmHg|\d/\d")
"""A figure of a harm in its statement."""
PLACES = ("US", "EU", "GB")
"""Authorities whose lists stand first."""
TAGS = {
    "label-grouped": "[label]",
    "spontaneous-in-trial": "[mentioned]",
    "elicited": "[asked about]",
    "registry": "[registry]",
    "survey": "[survey]",
    "not-stated": "",
}
"""How the harms of a row were collected."""
CUT, WHOLE = 88, 12
"""Letters of a statement in a list of more facts than so many: shorter lists have every statement whole."""
CORRECTION = 110
"""Letters of what is used where sources disagree."""


def brief_screen(
    dataset: Dataset, found: list[Safety], asked: str, words: str, forms: set[str], routes: set[str]
) -> Screen:
    """What is known of a form, on one window; ``words`` are the command that has more of it."""
    shown = screen(dataset, f"{asked}: {plural(len(found), 'safety fact')}")
    marks = Marks()
    shown.blocks += boxed_warnings(dataset, forms, marks, routes, brief=True)
    kinds = {kind: [item for item in found if item.kind == kind] for kind in TITLES}
    rows = one_each(counted(kinds["harm"]))
    for kind, choose in CHOOSE.items():
        if kind == "harm" and rows:
            shown.blocks += _counts(dataset, rows, words, marks)
        elif kinds[kind]:
            shown.blocks += _statements(dataset, kinds[kind], choose, words, marks)
    shown.notes.append(_more(kinds))
    name_sources(dataset, shown, marks)
    shown.next = [f"keta safety {words} --full", "keta help safety"]
    return shown


def _more(kinds: dict[str, list[Safety]]) -> Note:
    apart = [plural(len(kinds[kind]), kind) for kind in ("tool", "signal") if kinds[kind]]
    text = 'Marked "!": sources disagree (keta why ID).'
    return Note(f"{text} Not shown: {', '.join(apart)} (reports, no rates)." if apart else text)


def _counts(dataset: Dataset, rows: list[Counted], words: str, marks: Marks) -> list[Heading | Table]:
    first = rows[0]
    note = f"{groups(first)} {marks.mark(first.item.source)}"
    table: list[Row | Group] = [
        Row([_mark(dataset, each.item) + each.event, against(each), difference(each), TAGS[each.item.collected]])
        for each in rows[:MOST]
    ]
    if len(rows) > MOST:
        table.append(Row(["...", f"{len(rows) - MOST} more: keta safety {words} harms", "", ""]))
    columns = [
        Column("Harm", 1, style="name"),
        Column("How often", 1),
        Column("Difference", 1),
        Column("How", 1, style="dim"),
    ]
    return [Heading("Harms", note), Table(columns, table, headings=False, listed=True)]


def groups(found: Counted) -> str:
    """Who was counted against whom, what both had said once."""
    mine, theirs = found.exposed.group.split(" "), found.comparator.group.split(" ")
    same = 0
    while same < min(len(mine), len(theirs)) - 1 and mine[-1 - same] == theirs[-1 - same]:
        same += 1
    if same < 2:
        return f"{' '.join(mine)} against {' '.join(theirs)}"
    return f"{' '.join(mine[:-same])} against {' '.join(theirs[:-same])}, both {' '.join(mine[-same:])}"


def _part(shown: int, every: int) -> str:
    return f"{shown} of {every}: " if shown < every else ""


def against(found: Counted) -> str:
    """``41% (142/346) against 9% (21/222)``."""
    return f"{_share(found.exposed)} against {_share(found.comparator)}"


def _share(found: object) -> str:
    events, n, percent, digits = (getattr(found, name) for name in ("events", "n", "percent", "digits"))
    shown = wording.result(percent, digits) if percent is not None else f"{100 * events / n:.1f}"
    return wording.tie(f"{shown}% ({wording.count(events)}/{wording.count(n)})")


def difference(found: Counted) -> str:
    """``31.6 more per 100``, worked out from the counts."""
    more = round(found.more, 1)
    text = "no difference" if not more else f"{abs(more):.1f} {'more' if more > 0 else 'fewer'} per 100"
    return wording.tie(text)


def _statements(
    dataset: Dataset, items: list[Safety], choose: Callable[[list[Safety]], list[Safety]], words: str, marks: Marks
) -> list[Heading | Table]:
    """The facts that are chosen, each whole, where it holds first."""
    kind = items[0].kind
    ordered = choose(items)
    if kind == "contraindication":
        # What a label says comes before what anybody else does.
        labels = {item.id for item in items if dataset.sources[item.source].tier == "label"}
        halves = [[item for item in items if (item.id in labels) is label] for label in (True, False)]
        ordered = [item for half in halves for item in choose(half)]
    chosen = _fitting(ordered, ROOM[kind], kind == "contraindication")
    rows: list[Row | Group] = []
    for item in chosen:
        setting = f" ({SETTINGS[item.setting]})" if item.setting == "anaesthesia" else ""
        text = f"{(item.statement.value or '').rstrip('.')}{setting}. "
        copied = beside(dataset, item.statement.source)
        who = whose(dataset, item) if kind == "contraindication" else ""
        cell = ((_mark(dataset, item), "dispute"), (copied, "dim"), (who + text, ""), (marks.mark(item.source), "dim"))
        rows.append(Row([_place(dataset, item), cell]))
    name = next(name for name, each in SECTIONS.items() if each == kind)
    note = f"{_part(len(chosen), len(items))}keta safety {words} {name}"
    columns = [Column("Where", 1, style="name"), Column("What the source says", 1)]
    return [Heading(TITLES[kind][0], note), Table(columns, rows, headings=False, compact=True)]


def _fitting(items: list[Safety], room: int, in_order: bool) -> list[Safety]:
    """The facts that so many lines hold, the first in any case; ``in_order`` where none is passed over for a later."""
    found: list[Safety] = []
    for item in items:
        size = -(-len(item.statement.value or "") // LINE)
        if size <= room or not found:
            found.append(item)
            room -= size
        elif in_order:
            break
    return found


def _place(dataset: Dataset, item: Safety) -> str:
    """Where a rule holds; of a harm by which route."""
    if item.jurisdiction and item.kind != "harm":
        return item.jurisdiction if item.jurisdiction.isupper() else "any"
    return label(dataset, "routes", item.routes[0], short=True) if item.routes else "any"


def _countries(items: list[Safety]) -> list[Safety]:
    """One a country, the longest list of each: those of treatment first, then by how much the country has on record."""
    best: dict[str, Safety] = {}
    for item in sorted(items, key=lambda each: (each.setting != "treatment", -len(each.statement.value or ""))):
        best.setdefault(item.jurisdiction or "", item)

    def rank(item: Safety) -> tuple[bool, int]:
        known = item.jurisdiction in PLACES
        return item.setting != "treatment", PLACES.index(item.jurisdiction or "") if known else len(PLACES)

    return sorted(best.values(), key=rank)


def _usual(items: list[Safety]) -> list[Safety]:
    """Of treatment in people before anything else; a boxed warning has its own place."""
    items = [item for item in items if not item.id.startswith("boxed-warning")]
    return [item for item in items if item.setting == "treatment" and item.species == "human"] or items


def _in_turn(items: list[Safety]) -> list[Safety]:
    """One a system in turn."""
    seen: dict[str, list[Safety]] = {}
    for item in items:
        seen.setdefault(item.system, []).append(item)
    turns = max((len(held) for held in seen.values()), default=0)
    return [held[turn] for turn in range(turns) for held in seen.values() if turn < len(held)]


def _with_figures(items: list[Safety]) -> list[Safety]:
    """Harms with a figure first, the shortest statement of a system first; those of no system last."""

    def key(item: Safety) -> tuple[bool, bool, int]:
        said = item.statement.value or ""
        return FIGURE.search(said) is None, item.system == "general", len(said)

    return _in_turn(sorted(_usual(items), key=key))


def _most_warned(items: list[Safety]) -> list[Safety]:
    """Warnings by system, the one with the most of them first."""
    usual = _usual(items)
    many = Counter(item.system for item in usual)
    return _in_turn(sorted(usual, key=lambda item: -many[item.system]))


def _in_time(items: list[Safety]) -> list[Safety]:
    """Rules of an authority first, in the order of time."""
    times = ("before", "during", "after", "any", "long-term")
    return sorted(items, key=lambda each: (not each.jurisdiction, times.index(each.when)))


CHOOSE: dict[str, Callable[[list[Safety]], list[Safety]]] = {
    "contraindication": _countries, "warning": _most_warned, "harm": _with_figures, "monitoring": _in_time,
}  # fmt: skip
"""Which facts of a kind stand on one window, in this order: who must not have it comes before how often it harms."""


def _mark(dataset: Dataset, item: Safety) -> str:
    return "! " if disputes.of_record(dataset, "safety", item.id) else ""


def list_screen(
    dataset: Dataset, found: list[Safety], asked: str, forms: set[str], routes: set[str],
    ways: Mapping[str, Ways] | None = None, said: Sequence[Note] = (),
) -> Screen:  # fmt: skip
    """Every fact, grouped by kind, harms by how they were collected and by size.

    ``ways`` are, by the id of a fact, the words by which it was found; ``said`` is what a reader must know of the
    choice, in the place of the line that nothing matches where that is so.
    """
    shown = screen(dataset, f"{asked}: {plural(len(found), 'safety fact')}")
    if not found:
        shown.notes += said or [Note("Nothing matches. keta safety without filters lists everything.")]
        return shown
    marks = Marks()
    about = forms or {name for item in found for name in item.forms}
    shown.blocks += boxed_warnings(dataset, about, marks, routes, brief=True)
    counts = {each.item.id: each for each in counted(found)}
    rows: list[Row | Group] = []
    group = ""
    for item in sorted(found, key=lambda each: _order(each, counts)):
        title = TITLES[item.kind][0]
        if item.kind == "harm":
            title += f", {COLLECTED[item.collected] or 'how collected is not reported'}"
        if title != group:
            group = title
            rows.append(Group(title, TITLES[item.kind][1]))
        cells = [_mark(dataset, item) + item.id] + ([] if len(forms) == 1 else [", ".join(item.forms)])
        rows.append(
            Row(
                [
                    *cells,
                    told(
                        dataset,
                        item,
                        counts.get(item.id),
                        len(found) <= WHOLE or item.kind == "contraindication",
                        marks,
                        (ways or {}).get(item.id, ()),
                    ),
                ]
            )
        )
    columns = [Column("Record", 1, style="name"), *([] if len(forms) == 1 else [Column("Drug", 1)]),
               Column("What the source says", 1, below=True)]  # fmt: skip
    shown.blocks.append(Table(columns, rows, headings=False, listed=True))
    disagree = ' Marked "!": sources disagree (keta why ID).' if any(_marked(row) for row in rows) else ""
    shown.notes.append(Note(f"Each whole, with its sources: keta show ID, or --full.{disagree}"))
    shown.notes += said
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {found[0].id}", "keta help safety"]
    return shown


def _marked(row: Row | Group) -> bool:
    return isinstance(row, Row) and str(row.cells[0]).startswith("! ")


def _order(item: Safety, counts: dict[str, Counted]) -> tuple[object, ...]:
    """By kind; harms by the way of collecting, the counted first, the largest difference first, then other figures."""
    at = list(TITLES).index(item.kind)
    if item.kind != "harm":
        return (at,)
    found = counts.get(item.id)
    ways = (*HOW, *(each for each in COLLECTED if each not in HOW))
    figure = FIGURE.search(item.statement.value or "") is not None or bool(item.frequencies)
    return (at, ways.index(item.collected), found is None, -found.more if found is not None else 0.0, not figure)


def told(
    dataset: Dataset, item: Safety, found: Counted | None, whole: bool, marks: Marks, ways: Ways = ()
) -> tuple[Span, ...]:
    """What a fact says: its counts and their difference, else its statement; what is used where sources disagree.

    Of a long statement the part that was asked for is shown, after where it holds.
    """
    place = "" if item.kind == "harm" else f"{_place(dataset, item)}: "
    place += beside(dataset, item.statement.source)
    if found is not None:
        against_whom = re.split(r",| with ", found.comparator.group)[0]
        text = f"{against(found)} on {against_whom}, {difference(found)}"
    else:
        said = item.statement.value or ""
        often = frequencies_words(item) if (whole and FIGURE.search(said) is None) or not said else ""
        said = said.rstrip(".") + (f". How often: {often}" if often else "")
        text = place + (said if whole else excerpt(said, ways, max(CUT - len(place), CUT // 2)))
    setting = SETTINGS[item.setting] if item.setting != "treatment" else ""
    where = ", ".join(part for part in (setting, "" if item.species == "human" else f"in {item.species}") if part)
    spans: list[Span] = [(text, ""), (f" ({where})" if where else "", ""), (f" {marks.mark(item.source)}", "dim")]
    for name in disputes.of_record(dataset, "safety", item.id)[:1]:
        used = excerpt(dataset.conflicts[name].uses.value or "", (), CORRECTION)
        spans.append((f" ! sources disagree: {used}", "dispute"))
    return tuple(spans)
