"""Doses at a glance: what is licensed, then the published doses as patterns, the commonest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.quantities import show
from ketacli.evidence.arithmetic.regimens import amounts as ends_of
from ketacli.evidence.arithmetic.routes import INJECTED
from ketacli.evidence.arithmetic.steps import BY_WEIGHT
from ketacli.evidence.arithmetic.warnings import of_routes
from ketacli.records import wording
from ketacli.records.names import inline, label
from ketacli.records.source import cite
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.dosing import OCCASIONS, USES, boxed_of, caution_note, injection_lines, injection_pointers, pairs
from ketacli.screens.dosing_licensed import doubted, in_doubt, licensed_blocks, licensed_of, on_window
from ketacli.screens.facts.regimen import STATUS
from ketacli.screens.screen import Block, Column, Group, Heading, Marks, Note, Row, Screen, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.dose_patterns import Key, Pattern
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Instruction, Regimen
    from ketacli.records.trial import Trial

MOST_ROWS, LEAST_ROWS = 16, 3
"""Patterns on one window, fewer where labels and cautions take its lines."""
LINES = (1.5, 3)
"""Lines, on the whole, of a label of other than psychiatric use, and of a psychiatric one."""
WARNED_ROWS = 1.5
"""Rows in whose place stands what the label of an injection cautions of."""
LONG, LONG_ROW = 20, 1.5
"""Letters of a long dose, and the rows of ordinary length that a long one stands for."""
MOST_INDICATIONS = 2
RANKED = ("licensed", "off-label", "consensus", "trial-only", "not-stated")
IN_STUDIES = "in studies"
"""The standing of a dose that no regimen on record has, by a route by which the form is licensed for something."""


def patterns_screen(
    dataset: Dataset, found: list[Regimen], patterns: list[Pattern], asked: str, routes: set[str], full: bool = False
) -> Screen:
    """One window: boxed warning, what is licensed, the commonest patterns, cautions of the route, where to go on.

    With ``full``, of doses that studies alone have, every pattern with the ids of its studies.
    """
    licensed = licensed_of(found)
    counted = f", {plural(len(licensed), 'label')}" if licensed else ""
    shown = screen(dataset, f"{asked}: {plural(len(patterns), 'published dose')}{counted}")
    marks = Marks()
    listed = [*pairs(found), *(each.key[:2] for each in patterns)]
    if not listed:
        shown.notes.append(Note("Nothing matches. keta dosing without filters lists every regimen."))
        return shown
    shown.blocks += boxed_of(dataset, listed, marks, brief=True)
    labels = on_window(licensed)
    here = [*pairs(found, routes), *(each.key[:2] for each in patterns)]
    warned = injection_pointers(dataset, here) if shown.blocks else injection_lines(dataset, here, marks)
    boxed = bool(shown.blocks)
    shown.blocks += warned
    shown.blocks += licensed_blocks(dataset, labels, routes)
    told = cautions(dataset, (each.key for each in patterns))
    own = [each for each in patterns if local_of(dataset, each)]
    if own:
        shown.blocks.append(Heading("With records of your own, not part of keta's data"))
        shown.blocks.append(patterns_table(dataset, own[:MOST_ROWS], routes, told))
        patterns = [each for each in patterns if each not in own[:MOST_ROWS]]
    taken = sum(LINES[item.use == "psychiatric"] for item in labels)
    taken += WARNED_ROWS if warned and not boxed else 0
    least = LEAST_ROWS - bool(boxed and warned)
    most = max(rows_within(patterns, int(MOST_ROWS - taken)), least)
    cautioned = _cautioned(patterns[:most], told)
    most = max(most - 3 * len(cautioned), least)
    most = len(patterns) if full else most
    cautioned = _cautioned(patterns[:most], told)
    if patterns:
        shown.blocks.append(Heading("Published doses, the commonest first"))
        shown.blocks.append(patterns_table(dataset, patterns[:most], routes, told, ids=full))
    left = max(len(patterns) - most, 0) + len(licensed) - len(labels)
    if full:
        shown.notes.append(Note("No regimen is of what was asked for: these are doses of studies. Their sources:",
                                ("keta show ID",)))  # fmt: skip
    else:
        shown.notes.append(_rest(dataset, patterns[:most], licensed, left))
    shown.notes += [caution_note(each, marks.mark(each.source or "")) for each in cautioned]
    if not (boxed or warned or cautioned):
        shown.notes += [_unwarned(dataset, form) for form in sorted({form for form, _ in here})]
    name_sources(dataset, shown, marks)
    shown.next = _next(dataset, patterns, licensed)
    return shown


def _unwarned(dataset: Dataset, form: str) -> Note:
    """That nothing is on record to caution of a form by the routes listed, and where the rest of it stands."""
    name = inline(label(dataset, "compounds", form))
    return Note(f"No contraindication or warning of {name} as listed here is on record; the rest that is:",
                (f"keta safety {form}",))  # fmt: skip


def rows_within(patterns: list[Pattern], room: int) -> int:
    """How many of the first patterns have room: one with an occasion, a second drug or several doses takes more."""
    taken = 0.0
    for at, each in enumerate(patterns):
        long = each.key.occasion or each.key.beside or len(each.key.dose) > LONG
        taken += LONG_ROW if long else 1
        if taken > room:
            return at
    return len(patterns)


def _rest(dataset: Dataset, patterns: list[Pattern], licensed: list[Regimen], left: int) -> Note:
    """How much more there is, and which record shown first is in doubt."""
    text = f"{left} more rows, and every regimen" if left else "Every regimen"
    text += " with its source: --full."
    doubted = dict.fromkeys(name for each in patterns for name in each.unclear)
    doubted.update(dict.fromkeys(item.id for item in licensed if in_doubt(dataset, item)))
    if not doubted:
        return Note(text)
    text += f' Doses in doubt are marked "!": {plural(len(doubted), "record")}.'
    return Note(text, (f"keta why {next(iter(doubted))}",))


def unlicensed(found: list[Regimen]) -> list[Regimen]:
    """The other regimens: those of studies, guidelines and reviews."""
    labels = {item.id for item in licensed_of(found)}
    return [item for item in found if item.id not in labels]


def patterns_table(
    dataset: Dataset, patterns: list[Pattern], routes: set[str], told: dict[tuple[str, str], list[Instruction]],
    ids: bool = False,
) -> Table:  # fmt: skip
    """A row a pattern, with what was given beside it and whether there is a caution about its route.

    ``ids`` names its studies.
    """
    one = len(routes) == 1
    columns = [
        Column("Dose", 1, style="name"),
        Column("How often", 1),
        Column("Drug", 1),
        *([] if one else [Column("Route", 1)]),
        Column("Standing", 1),
        Column("Rests on, for, with", 1, below=True),
    ]
    rows: list[Row | Group] = []
    for each in patterns:
        key = each.key
        unknown = ", time not on record" if key.route == "intravenous" and not key.occasion else ""
        beside = f"with {wording.joined(list(key.beside), 'and')}" if key.beside else ""
        use = for_words(dataset, each.indications) if key.use == "psychiatric" else USES[key.use].lower()
        studies = ", ".join((*each.trials, *each.studies))
        more = [
            studies if ids else rests_on(each),
            *local_of(dataset, each),
            use,
            f"{OCCASIONS.get(key.occasion, '')} {beside}".strip(),
        ]
        below: list[Span] = [("; ".join(part for part in more if part), "")]
        if opposed := against_words(dataset, each):
            below.append((f"; {opposed}", "caution"))
        if told.get((key.form, key.route)):
            below.append(("; ! caution below", "caution"))
        dose = key.dose + wording.tie(f" over {key.over}" if key.over else unknown)
        route = [] if one else [label(dataset, "routes", key.route, short=True)]
        first = [doubted(dose, bool(each.unclear)), key.often or "not on record", key.form]
        behind = (*(("regimens", name) for name in each.regimens), *(("trials", name) for name in each.trials))
        rows.append(Row([*first, *route, standing_of(dataset, each), tuple(below)], rests_on=behind))
    return Table(columns, rows, headings=False, listed=True)


def local_of(dataset: Dataset, found: Pattern) -> list[str]:
    """The names of the records of overlays that have the dose."""
    if not dataset.store.has_local:
        return []
    held: list[Regimen | Trial] = [dataset.regimens[name] for name in found.regimens]
    held += [dataset.trials[name] for name in (*found.trials, *found.studies)]
    return [item.name for item in held if item.local]


def rests_on(found: Pattern) -> str:
    """How many trials have the dose and guidelines are for it; what else has it where neither does."""
    unread = " with results not read" if found.trials and found.unread == found.trials else ""
    parts = [plural(len(found.trials), "trial") + unread] if found.trials else []
    parts += [plural(len(found.guidelines), "guideline")] if found.guidelines else []
    if not parts and found.studies:
        parts = [plural(len(found.studies), "observational study", "observational studies")]
    return ", ".join(parts) or plural(len(found.regimens), "regimen")


def against_words(dataset: Dataset, found: Pattern) -> str:
    """How many guidelines are against the dose, and in what; empty for none."""
    if not found.against:
        return ""
    said = [each for name in found.against for each in dataset.guidelines[name].recommendations]
    where = {name for each in said if each.position == "against" for name in each.indications}
    about = tuple(name for name in found.indications if name in where)
    return f"! {plural(len(found.against), 'guideline')} against it in {for_words(dataset, about)}"


def standing_of(dataset: Dataset, found: Pattern) -> str:
    """Licensed, off-label or in trials only: of its regimens, else of those of the form by this route for such a use.

    Without a regimen the dose of a form that has a licence by that route is no more than studied.
    """
    key = found.key
    held = [each for name in found.regimens for each in dataset.regimens[name].standing]
    if not held:
        every = dataset.regimens.partly("form", "routes", "use", "standing")
        same = (item for item in every if (item.form, item.use) == (key.form, key.use))
        held = [each for item in same if key.route in item.routes for each in item.standing]
        if not held or any(each.status == "licensed" for each in held):
            return IN_STUDIES
    places: dict[str, dict[str, None]] = {}
    for each in held:
        places.setdefault(each.status, {})[each.jurisdiction] = None
    words = {status: STATUS[status].removeprefix("standing ") for status in RANKED if status in places}
    if "licensed" not in words:
        return next(iter(words.values()))
    named = [dataset.regimens[name] for name in found.regimens]
    uses = {use for item in named for each in item.standing if each.status == "licensed" for use in item.indications}
    parts = []
    # Off-label beside a label of the same drug by the same route: licensed otherwise, such as with a second drug.
    licensed = licensed_in(dataset, key, found.indications)
    otherwise = [place for place in places.get("off-label", ()) if place in licensed]
    for place in otherwise:
        del places["off-label"][place]
    for status, text in words.items():
        if not places[status]:
            continue
        only = tuple(use for use in found.indications if use in uses) if status == "licensed" else ()
        about = f" for {for_words(dataset, only)}" if only and len(only) < len(found.indications) else ""
        parts.append(f"{text} {', '.join(places[status])}{about}")
    return ", ".join(parts) + (f", {', '.join(otherwise)} otherwise" if otherwise else "")


def licensed_in(dataset: Dataset, key: Key, indications: tuple[str, ...]) -> set[str]:
    """Where a form by a route is licensed for one of the indications."""
    return {
        each.jurisdiction
        for item in dataset.regimens
        if item.form == key.form and key.route in item.routes and set(item.indications) & set(indications)
        for each in item.standing
        if each.status == "licensed"
    }


def for_words(dataset: Dataset, indications: tuple[str, ...]) -> str:
    """What a dose is for, the commonest of many."""
    names = [label(dataset, "indications", name, short=True) for name in indications]
    more = f" and {len(names) - MOST_INDICATIONS} more" if len(names) > MOST_INDICATIONS + 1 else ""
    return ", ".join(names[: MOST_INDICATIONS if more else None]) + more


def cautions(dataset: Dataset, keys: Iterable[Key]) -> dict[tuple[str, str], list[Instruction]]:
    """What authorities caution of a form by a route (compounded and home use), of patterns by form and route."""
    return of_routes(dataset, (key[:2] for key in keys if key.use == "psychiatric"))


def _cautioned(patterns: list[Pattern], told: dict[tuple[str, str], list[Instruction]]) -> list[Instruction]:
    """The cautions on these patterns, each once."""
    held = (each for found in patterns for each in told.get(found.key[:2], ()))
    return list({each.value: each for each in held}.values())


def _next(dataset: Dataset, patterns: list[Pattern], licensed: list[Regimen]) -> list[str]:
    """The first record whose dose is in no doubt, and the arithmetic on the first dose by weight that has one."""
    labels = [item.id for item in licensed if item.use == "psychiatric" and not in_doubt(dataset, item)]
    for each in () if labels else patterns:
        clear = [name for name in each.regimens if name not in each.unclear]
        if clear:
            labels = [max(clear, key=lambda name: len(dataset.regimens[name].trials))]
            break
    shown = [f"keta show {name}" for name in labels[:1]]
    one = len({form for form, _ in pairs(licensed)} | {each.key.form for each in patterns}) == 1
    for each in patterns:
        single = [name for name in each.regimens if name not in each.unclear]
        item = dataset.regimens[single[0]] if single else None
        dose = item.phases[0].doses[0] if item is not None and item.phases and item.phases[0].doses else None
        if dose is None or BY_WEIGHT.get(dose.unit or "") != "mg" or each.key.route not in INJECTED:
            continue
        if len(ends_of(dose)) == 1:
            amount = f"{show(ends_of(dose)[0])} {dose.unit}"
            form = f"{each.key.form} " if one else ""
            shown.append(f'keta dosing {form}{each.key.route} {amount} --weight "70 kg" --strength "50 mg/mL"')
            break
    return shown or ["keta help safety"]


def full_patterns(
    dataset: Dataset, patterns: list[Pattern], routes: set[str], found: list[Regimen]
) -> tuple[list[Block], list[Note]]:
    """Every label and every pattern, to stand before every regimen, and the cautions on them."""
    blocks = licensed_blocks(dataset, licensed_of(found), routes)
    if not patterns:
        return blocks, []
    told = cautions(dataset, (each.key for each in patterns))
    blocks += [Heading("Published doses, the commonest first"), patterns_table(dataset, patterns, routes, told)]
    notes = [caution_note(each, cite(dataset.sources[each.source or ""])) for each in _cautioned(patterns, told)]
    return [*blocks, Heading("Every regimen")], notes
