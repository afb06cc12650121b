"""A report: on one window what is in it, and as a document every part of it, one after the other.

Each part is the screen of another command, so that a report and its commands cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.harms import counted, one_each
from ketacli.evidence.matched import by_forms, of_product
from ketacli.evidence.questions import held
from ketacli.evidence.summary import summary
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.dosing import boxed_of
from ketacli.screens.evidence import asked, bias_notes, findings, notes, table
from ketacli.screens.facts.safety import COLLECTED, SETTINGS
from ketacli.screens.piece import changed
from ketacli.screens.safety import TITLES, safety_screen
from ketacli.screens.safety_brief import against, difference, groups
from ketacli.screens.screen import (
    Block,
    Column,
    Facts,
    Group,
    Heading,
    Marks,
    Note,
    Prose,
    Row,
    Screen,
    Table,
    Value,
    plain,
    spans,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.answers.report import ReportMade
    from ketacli.evidence.report import Gathered
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import OutcomeAsked, Question
    from ketacli.records.safety import Safety

MOST_LISTED = 12
"""Questions that the window of a subject names."""
METHOD = (
    "Pools are worked out from the figures of the trials, by random effects with the Hartung-Knapp interval, never "
    "narrower than that by z. How sure a result is was judged by those named, never here."
)


def window(dataset: Dataset, found: Gathered, command: str) -> Screen:
    """What a report holds, on one window: the findings of a question, or the questions of a subject."""
    shown = screen(dataset, f"Report: {found.title}")
    if found.question is not None:
        made = summary(dataset, found.question, {})
        shown.blocks += [Facts(asked(dataset, found.question)), Prose(""), table(list(made.findings)), Prose("")]
        shown.notes += notes(dataset, found.question, list(made.findings), {})
    elif found.questions:
        shown.blocks.append(Facts([(each.id, each.name) for each in found.questions[:MOST_LISTED]]))
        more = len(found.questions) - MOST_LISTED
        shown.blocks.append(Prose(f"{plural(more, 'more question')}." if more > 0 else ""))
    shown.blocks += [Prose(""), Facts([("In the report", contents(found))])]
    text = "The whole of it, with plots, sources and how it was made:"
    shown.notes.insert(
        0, Note(text, (f"{command} --output report.html", f"{command} -o markdown", f"{command} --full"))
    )
    first = found.question or (found.questions[0] if found.questions else None)
    shown.next = [f"keta evidence {first.id}"] if first is not None else []
    return shown


def contents(found: Gathered) -> str:
    """How much each part of a report has."""
    plots = sum(1 for question in found.questions for _ in drawn_of(found, question))
    counts = (
        (0 if found.question is not None else len(found.questions), "question"),
        (plots, "forest plot"),
        (len(found.trials), "trial"),
        (len(found.reviews), "review"),
        (len(found.safety) + len(found.apart), "safety fact"),
        (len(found.regimens), "regimen"),
        (len(found.guidelines), "guideline"),
        (len(found.conflicts), "conflict between sources", "conflicts between sources"),
        (len(found.topics), "open question"),
    )
    return ", ".join(plural(*each) for each in counts if each[0]) or "nothing is on record"


def document(dataset: Dataset, found: Gathered, made: ReportMade) -> Screen:
    """The whole report."""
    shown = screen(dataset, f"Report: {found.title}")
    marks = Marks()
    if found.question is None:
        add(shown, "In brief", brief(dataset, found, marks))
    for question in found.questions:
        of_question(dataset, shown, found, question, marks)
    add(shown, "Trials", trials(dataset, found))
    if found.question is not None:
        shown.blocks += left_out(found.question, marks)
    add(shown, "What reviews found", reviews(dataset, found, marks))
    add(shown, "Harms", harms(dataset, found, marks))
    add(shown, "Contraindications, warnings and monitoring", rules(dataset, found, marks))
    add(shown, "Doses", doses(dataset, found, marks))
    add(shown, "Guidelines", guidelines(dataset, found, marks))
    add(shown, "Where sources disagree", conflicts(dataset, found))
    add(shown, "Open questions", topics(dataset, found, marks))
    shown.blocks += [Heading("How this was made"), Facts([
        ("Made by", made.program), ("Made with", Note("", (made.command,))), ("Data", made.data), ("Method", METHOD),
        ("Licence", dataset.meta["licence"]),
    ])]  # fmt: skip
    name_sources(dataset, shown, marks)
    shown.every_source = True
    return shown


def add(shown: Screen, title: str, part: Screen | None) -> None:
    """Put another screen into a report: its headings within a heading of the report, its notes below it."""
    if part is None or not (part.blocks or part.notes):
        return
    told = {plain(each.text) for each in shown.blocks if isinstance(each, Prose) and boxed(each)}
    shown.blocks.append(Heading(title))
    for each in part.blocks:
        if isinstance(each, Prose) and boxed(each) and plain(each.text) in told:
            continue
        shown.blocks.append(changed(each, within=True) if isinstance(each, Heading) else each)
    shown.blocks += said(part.notes)


def boxed(block: Prose) -> bool:
    """Whether a paragraph is a boxed warning: it stands once in a report, above what first needs it."""
    return any(style == "danger" for _, style in spans(block.text))


def said(told: list[Note]) -> list[Block]:
    """Notes as lines of their own; documents that are not to be relied on are named once, at the end."""
    kept = [note for note in told if note.caution != "danger"]
    return [Facts([("", note) for note in kept])] if kept else []


def of_question(dataset: Dataset, shown: Screen, found: Gathered, question: Question, marks: Marks) -> None:
    """The question, its findings, and its forest plots: all of them where it was asked for, else the first."""
    whole = found.question is not None
    made = list(summary(dataset, question, {}).findings)
    facts = asked(dataset, question, marks, whole=True)
    shown.blocks += [Heading("The question" if whole else question.name), Facts(facts)]
    shown.blocks.append(Heading("Summary of findings", within=not whole))
    shown.blocks += [
        *findings(dataset, question, made, marks),
        *said([*notes(dataset, question, made, {}), *bias_notes(dataset, question)]),
    ]
    if whole and drawn_of(found, question):
        shown.blocks.append(Heading("Forest plots"))
    for outcome in drawn_of(found, question):
        shown.blocks.append(Heading(outcome.name, within=True))
        shown.blocks += plotted(dataset, question, outcome, marks)


def drawn_of(found: Gathered, question: Question) -> list[OutcomeAsked]:
    """The outcomes that are drawn: those with figures of trials, of a question on a subject the first of them."""
    drawn = [outcome for outcome in question.outcomes if held(outcome).parts]
    return drawn if found.question is not None else drawn[:1]


def plotted(dataset: Dataset, question: Question, outcome: OutcomeAsked, marks: Marks) -> list[Block]:
    """The forest plot of an outcome, with what counts as it and what a reader of it must know."""
    from ketacli.evidence.question_pools import forest_of
    from ketacli.screens.forest import forest_screen

    part = forest_screen(dataset, forest_of(dataset, question, outcome), "random", None, False, marks=marks)
    return [Prose(f"{outcome.pooling.rstrip('.')}."), *part.blocks, *said(part.notes)]


def left_out(question: Question, marks: Marks) -> list[Block]:
    """The trials that somebody would look for and that do not count, and those that nobody has judged."""
    pairs: list[tuple[str, Value]] = [
        (", ".join(each.trials), ((f"{each.value} ", ""), (marks.mark(each.source), "dim")))
        for each in question.left_out
    ]
    pairs += [("not judged yet", ", ".join(question.unlisted))] if question.unlisted else []
    return [Heading("Left out, with the reason", within=True), Facts(pairs)] if pairs else []


def brief(dataset: Dataset, found: Gathered, marks: Marks) -> Screen | None:
    """The card of the one form, indication or route that a report is about; None where it is about several."""
    from ketacli.screens.cards.draw import drawn

    named = [(kind, name) for kind, names in zip(("compounds", "routes", "indications"), found.scope, strict=True)
             for name in names]  # fmt: skip
    if len(named) != 1:
        return None
    kind, name = named[0]
    if kind == "compounds":
        from ketacli.screens.cards import card_of

        return drawn(dataset, card_of(dataset, kind, dataset.compounds[name]), True, marks)
    from ketacli.evidence.brief import brief as told
    from ketacli.evidence.brief import subject
    from ketacli.screens.cards.brief import card

    return drawn(dataset, card(dataset, told(dataset, subject(dataset, kind, name))), True, marks)


def trials(dataset: Dataset, found: Gathered) -> Screen | None:
    """What was given against what, and what came of it."""
    from ketacli.screens.trials import trials_screen

    return trials_screen(dataset, list(found.trials), "", {}, []) if found.trials else None


def reviews(dataset: Dataset, found: Gathered, marks: Marks) -> Screen | None:
    """The main estimates of each."""
    from ketacli.screens.reviews import reviews_screen

    return reviews_screen(dataset, list(found.reviews), marks) if found.reviews else None


def harms(dataset: Dataset, found: Gathered, marks: Marks) -> Screen:
    """Boxed warnings of the products, and the harms of each form; then what is on record of them elsewhere."""
    shown = screen(dataset, "")
    shown.blocks += boxed_of(dataset, found.products, marks)
    told = by_forms(found.safety)
    for forms, items in told:
        if len(told) > 1:
            shown.blocks.append(Heading(names(dataset, "compounds", forms), within=True))
        of_form(dataset, shown, items, marks)
    without = lacking(dataset, found, "harm")
    if without:
        shown.blocks.append(Prose(f"For this use no harm is on record of: {without}."))
    set_apart(dataset, shown, [item for item in found.apart if item.kind == "harm"], marks)
    return shown


def of_form(dataset: Dataset, shown: Screen, items: list[Safety], marks: Marks) -> None:
    """How often each harm was counted in both groups of the same trials; else what is said of each."""
    told = one_each(counted(items))
    if not told:
        part = safety_screen(dataset, items, "", set(), marks, products=())
        shown.blocks += [*part.blocks, *said(part.notes)]
        return
    text = f"{groups(told[0])}; {COLLECTED[told[0].item.collected]}. Figures collected otherwise cannot be compared."
    rows: list[Row | Group] = [
        Row([each.event, against(each), difference(each), marks.mark(each.item.source)]) for each in told
    ]
    columns = [Column("Harm", 1, style="name"), Column("How often", 1), Column("Difference", 1),
               Column("Source", 2, style="dim")]  # fmt: skip
    shown.blocks += [Prose(text[:1].upper() + text[1:]), Table(columns, rows)]


def rules(dataset: Dataset, found: Gathered, marks: Marks) -> Screen:
    """What is said against giving it, what to take care of, and what to watch; then what is said of other uses."""
    shown = screen(dataset, "")
    items = [item for item in found.safety if item.kind != "harm"]
    if items:
        part = safety_screen(dataset, items, "", set(), marks, products=())
        shown.blocks += part.blocks
        shown.notes += part.notes
    without = lacking(dataset, found, "contraindication")
    if without:
        shown.blocks.append(Prose(f"For this use no contraindication is on record of: {without}."))
    set_apart(dataset, shown, [item for item in found.apart if item.kind != "harm"], marks)
    return shown


def lacking(dataset: Dataset, found: Gathered, kind: str) -> str:
    """The products without a fact of a kind that fits, in words: silence would read as there being none."""
    held = [item for item in found.safety if item.kind == kind]
    routes: dict[str, list[str]] = {}
    for product in sorted(found.products):
        if not any(of_product(product, item) for item in held):
            routes.setdefault(product[0], []).append(product[1])
    return "; ".join(
        label(dataset, "compounds", form) + (f" ({by})" if (by := names(dataset, "routes", filter(None, each))) else "")
        for form, each in routes.items()
    )


def set_apart(dataset: Dataset, shown: Screen, items: list[Safety], marks: Marks) -> None:
    """Facts on another use, other people or another product, each under what it is of."""
    if not items:
        return
    groups_of: dict[tuple[str, str], list[Safety]] = {}
    for item in items:
        groups_of.setdefault(elsewhere(dataset, item), []).append(item)
    part = safety_screen(
        dataset, [item for held in groups_of.values() for item in held], "", set(), marks, products=(),
        titled=lambda item: elsewhere(dataset, item),
    )  # fmt: skip
    shown.blocks += [Heading("For another use, other people or another product", within=True), *part.blocks]


def elsewhere(dataset: Dataset, item: Safety) -> tuple[str, str]:
    """What kind of fact it is, of which product, and for what."""
    what = names(dataset, "compounds", item.forms)
    by = names(dataset, "routes", item.routes)
    for_what = names(dataset, "indications", item.indications) or SETTINGS[item.setting]
    return TITLES[item.kind][0], "; ".join(part for part in (what, by, for_what) if part)


def names(dataset: Dataset, vocabulary: str, ids: Iterable[str]) -> str:
    """The names of entries of a vocabulary."""
    return ", ".join(label(dataset, vocabulary, each) for each in ids)


def doses(dataset: Dataset, found: Gathered, marks: Marks) -> Screen | None:
    """Published regimens."""
    from ketacli.screens.dosing import dosing_screen

    if not found.regimens:
        return None
    return dosing_screen(dataset, list(found.regimens), "", set(found.scope.routes), 0, marks=marks)


def guidelines(dataset: Dataset, found: Gathered, marks: Marks) -> Screen | None:
    """Who says what, in their own grades."""
    from ketacli.records.meaning import narrower
    from ketacli.screens.guidelines import guidelines_screen

    if not found.guidelines:
        return None
    people = set(narrower(dataset, set(found.scope.indications)))
    return guidelines_screen(
        dataset, list(found.guidelines), form=set(found.scope.forms), route=set(found.scope.routes), indication=people,
        superseded=0, history=False, marks=marks,
    )  # fmt: skip


def conflicts(dataset: Dataset, found: Gathered) -> Screen | None:
    """A line each."""
    from ketacli.screens.lists.conflicts import conflicts_list

    return conflicts_list(dataset, list(found.conflicts), "", False) if found.conflicts else None


def topics(dataset: Dataset, found: Gathered, marks: Marks) -> Screen | None:
    """What sources call open."""
    from ketacli.screens.topics import topics_screen

    return topics_screen(dataset, list(found.topics), set(), marks) if found.topics else None
