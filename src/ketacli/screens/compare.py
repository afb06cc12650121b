"""A comparison as a screen: what differs, then who met head to head, then what agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.disputes import of_record
from ketacli.evidence.listed.result import key_effect, result_words
from ketacli.records import wording
from ketacli.records.order import ordered
from ketacli.records.wording import plural
from ketacli.screens.common import claim_sources, dispute_notes, name_sources, screen
from ketacli.screens.facts.fact import Fact
from ketacli.screens.facts.trial import arm_words, effect_title, effect_words
from ketacli.screens.lineup import MISSING, UNSEEN, Comparison, Line
from ketacli.screens.screen import Block, Column, Facts, Group, Heading, Marks, Note, Prose, Row, Screen, Table, Words

QUESTIONS = 4
REMARKS = ("caveats", "withdrawals")
BY_TRIAL = ("Outcomes", "Recomputed", "Caveats", "Withdrawals")
"""Groups of a trial's facts that are told by outcome or under each trial's name, not lined up."""

if TYPE_CHECKING:
    from ketacli.evidence.answers.answer import Columns
    from ketacli.evidence.answers.compare import Compared, ComparedRow, LeadRow, LeadText
    from ketacli.evidence.answers.places import Place
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.screens.leads import Piece


def short_screen(dataset: Dataset, found: Comparison) -> Screen | None:
    """The answer on one screen, by kind; None where a kind has none of its own."""
    if found.kind == "compounds":
        from ketacli.screens.compare_forms import forms_screen

        return forms_screen(dataset, found)
    if found.kind == "trials":
        from ketacli.screens.compare_trials import trials_screen

        return trials_screen(dataset, found)
    if found.kind == "regimens":
        from ketacli.screens.compare_regimens import regimens_screen

        return regimens_screen(dataset, found)
    if found.kind == "guidelines":
        from ketacli.screens.compare_guidelines import guidelines_screen

        return guidelines_screen(dataset, found)
    return None


def compare_screen(dataset: Dataset, found: Comparison, everything: bool, section: str | None = None) -> Screen:
    """Differences first; agreements and detail only with ``everything``; a section has nothing but its rows."""
    title = f"{wording.joined(list(found.names), 'and')} compared"
    shown = screen(dataset, f"{title}: {section}" if section else title)
    marks = Marks()
    detailed = found.kind != "compounds" or everything
    lines = [line for line in found.lines if everything or (line.differs and (line.main or detailed))]
    trials = [dataset.trials[name] for name in found.subjects] if found.kind == "trials" else []
    if trials:
        lines = [line for line in lines if line.group not in BY_TRIAL]
    columns = [Column("", 1, style="name"), *(Column(name, 1) for name in found.names)]
    rows: list[Row | Group] = []
    group = None
    for line in lines:
        if line.group != group:
            group = line.group
            rows.append(Group(group))
        rows.append(Row([line.label.strip(), *(cell(fact, line.group, marks, everything) for fact in line.facts)]))
    if trials:
        from ketacli.screens.compare_trials import remarks, whole_outcomes

        if section in (None, "outcomes"):
            rows += whole_outcomes(dataset, trials, marks)
    if rows:
        shown.blocks.append(Table(columns, rows))
    if trials and section in (None, *REMARKS):
        shown.blocks += [block for name in REMARKS if section in (None, name) for block in remarks(trials, name, marks)]
    if not shown.blocks:
        shown.notes.append(Note(f"Nothing is on record about {section} here."))
    if found.kind == "compounds" and not section:
        shown.blocks += _head_to_head(dataset, found, marks)
    agree = sum(1 for line in found.lines if not line.differs)
    detail = len(found.lines) - len(lines) - (0 if everything else agree)
    if not everything:
        hidden = [plural(agree, "row agrees", "rows agree")] if agree else []
        hidden += [f"{plural(detail, 'row')} of further detail"] if detail else []
        if hidden:
            shown.notes.append(Note(f"Left out: {' and '.join(hidden)}. --all shows them."))
    shown.notes += dispute_notes(dataset, found.kind, told(found))
    if found.kind == "compounds" and not section:
        shown.notes += open_questions(dataset, found)
    name_sources(dataset, shown, marks)
    shown.next = _next(found)
    return shown


def cell(fact: Fact | None, group: str, marks: Marks, full: bool) -> Words:
    """One subject's text with its source marks, or why there is none."""
    if fact is None:
        return ((MISSING.get(group, UNSEEN), "dim"),)
    text = fact.text if full else fact.short or fact.text
    mark = marks.mark(*claim_sources(fact.claims))
    return ((text, ""), (f" {mark}", "dim")) if mark else text


def open_questions(dataset: Dataset, found: Comparison) -> list[Note]:
    """What sources name as still open about the forms compared."""
    asked = set(found.subjects)
    every = dataset.topics.partly("name", "topics", "kind", "basis", "forms", "indications")
    held = [item for item in every if item.kind == "open-question" and asked & set(item.forms)]
    names = [
        item.name
        for item in ordered(dataset, "topics", held)
        if len(asked & set(item.forms)) > 1 or len(item.forms) == 1
    ]
    if not names:
        return []
    more = len(names) - QUESTIONS
    text = "; ".join(names[:QUESTIONS]) + (f"; and {more} more" if more > 0 else "")
    return [Note(f"Open questions: {text}.", ("keta topics open-question",))]


def _head_to_head(dataset: Dataset, found: Comparison, marks: Marks) -> list[Block]:
    blocks: list[Block] = []
    number = len(found.head_to_head)
    total = (
        plural(number, "randomised trial") if number else "no randomised trial of one against the other is on record"
    )
    blocks.append(Heading("Head to head", total))
    for trial in found.head_to_head:
        blocks.append(Facts(_meeting(dataset, trial, marks)))
    for each in found.contrasts:
        mark = marks.mark(each.source)
        blocks.append(Prose((("! ", "caution"), (each.value + " ", ""), (mark, "dim"))))
    return blocks


def _meeting(dataset: Dataset, trial: Trial, marks: Marks) -> list[tuple[str, Words]]:
    design = f"n = {wording.count(trial.n)}, {trial.design.framework}, {trial.design.masking}-masked"
    mark = marks.mark(trial.source)
    pairs: list[tuple[str, Words]] = [(trial.name, ((wording.tie(design) + " ", ""), (mark, "dim")))]
    pairs += [(arm.label, arm_words(dataset, arm)) for arm in trial.arms]
    key = key_effect(trial)
    if key is not None:
        outcome, effect = key
        pairs += [
            (f"{outcome.label}", f"{next(a.label for a in trial.arms if a.id == each.arm)}: {wording.arm_result(each)}")
            for each in outcome.results
        ]
        if effect is not None:
            pairs.append((effect_title(trial, effect), effect_words(trial, outcome, effect)))
        if any(each.events is not None or each.sd is not None for each in outcome.results):
            from ketacli.screens.facts.effect import of_key

            worked = of_key(trial, outcome)
            pairs += [("Recomputed", worked)] if worked else []
    pairs.append(("Result", ((result_words(trial), "name"),)))
    return pairs


def _next(found: Comparison) -> list[str]:
    if found.kind == "compounds":
        more = [f"keta trials --form {found.subjects[0]}", f"keta dosing {found.subjects[0]}"]
        if found.head_to_head:
            more.append(f"keta show {found.head_to_head[0].id}")
        return more
    return [f"keta show {found.subjects[0]}", f"keta {found.kind}" if found.kind != "regimens" else "keta dosing"]


def compared(dataset: Dataset, found: Comparison) -> Compared:
    """The comparison as the answer of ``keta compare``."""
    from ketacli.evidence.answers.compare import Compared, Met, Said, Subject

    return Compared(
        kind=found.kind,
        subjects=tuple(
            Subject(id=name, name=title, documents=found.editions[at] if found.editions else None)
            for at, (name, title) in enumerate(zip(found.subjects, found.names, strict=True))
        ),
        leads=_leads(dataset, found) if found.kind == "compounds" else (),
        rows=tuple(_compared(found, line) for line in found.lines),
        head_to_head=tuple(
            Met(trial=trial.id, n=trial.n, framework=trial.design.framework, result=result_words(trial))
            for trial in found.head_to_head
        ),
        contrasts=tuple(
            Said(versus=e.versus, value=e.value, source=e.source, at=e.at, check=e.check, checked=e.checked)
            for e in found.contrasts
        ),
        conflicts=tuple(dict.fromkeys(each for name in told(found) for each in of_record(dataset, found.kind, name))),
    )


def told(found: Comparison) -> list[str]:
    """Ids of every record that is compared, all documents of a body among them."""
    return [name for several in found.editions for name in several] or list(found.subjects)


def _leads(dataset: Dataset, found: Comparison) -> tuple[LeadRow, ...]:
    from ketacli.evidence.answers.compare import LeadRow, LeadText
    from ketacli.screens.leads import lead_rows

    def texts(pieces: tuple[Piece, ...]) -> tuple[LeadText, ...]:
        return tuple(
            LeadText(text=piece.text.replace(wording.TIE, " "), disputed=piece.disputed, claims=_places(piece.claims))
            for piece in pieces
        )

    return tuple(
        LeadRow(topic=row.topic, label=row.label,
                values={name: texts(cell) for name, cell in zip(found.subjects, row.cells, strict=True)})
        for row in lead_rows(dataset, found.subjects, found.seen)
    )  # fmt: skip


def _places(claims: tuple[Any, ...]) -> tuple[Place, ...]:
    from ketacli.evidence.answers.places import Place

    return tuple(Place(source=c.source, at=c.at, check=c.check, checked=c.checked) for c in claims)


def _compared(found: Comparison, line: Line) -> ComparedRow:
    from ketacli.evidence.answers.compare import Cell, ComparedRow

    values: dict[str, Cell | None] = {}
    for name, fact in zip(found.subjects, line.facts, strict=True):
        values[name] = None
        if fact is not None:
            values[name] = Cell(text=fact.text.replace(wording.TIE, " "), claims=_places(fact.claims))
    label = line.label.strip()
    return ComparedRow(group=line.group, field=line.field, label=label, differs=line.differs, values=values)


def row_columns(found: Compared) -> Columns:
    """The columns of the rows: the fields of a row, then what each subject has, then the documents that it rests on."""
    from ketacli.evidence.answers.answer import columns
    from ketacli.evidence.answers.compare import ComparedRow

    known = columns(ComparedRow, "values") | {"group": tuple(dict.fromkeys(row.group for row in found.rows))}
    ids = [each.id for each in found.subjects]
    return {**known, **dict.fromkeys(ids, "text"), **{f"{name}_sources": "text" for name in ids}}


def flat(row: ComparedRow) -> dict[str, Any]:
    """One compared fact with a value a column."""
    about = {name: value for name, value in vars(row).items() if name != "values"}
    texts = {name: cell.text if cell is not None else None for name, cell in row.values.items()}
    sources = {
        f"{name}_sources": tuple(claim_sources(cell.claims)) if cell is not None else ()
        for name, cell in row.values.items()
    }
    return {**about, **texts, **sources}
