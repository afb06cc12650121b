"""A comparison as a screen: what differs, then who met head to head, then what agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import fmt
from ketacli.compare import MISSING, Comparison, Line
from ketacli.disputes import of_record
from ketacli.facts.fact import Fact
from ketacli.facts.trial import arm_words, effect_title, effect_words, key_effect, result_words
from ketacli.query import size
from ketacli.screen import Block, Column, Facts, Group, Heading, Marks, Prose, Row, Screen, Table, Words
from ketacli.selections import topics
from ketacli.views.common import claim_sources, dispute_notes, name_sources, plural, screen

QUESTIONS = 4

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.trial import Trial


def compare_screen(dataset: Dataset, found: Comparison, everything: bool) -> Screen:
    """Differences first; agreements and detail only with ``everything``."""
    shown = screen(dataset, f"{fmt.joined(list(found.names), 'and')} compared")
    marks = Marks()
    detailed = found.kind != "compounds" or everything
    lines = [line for line in found.lines if everything or (line.differs and (line.main or detailed))]
    columns = [Column("", 1, style="name"), *(Column(name, 1) for name in found.names)]
    rows: list[Row | Group] = []
    group = None
    for line in lines:
        if line.group != group:
            group = line.group
            rows.append(Group(group))
        rows.append(Row([line.label.strip(), *(cell(fact, line.group, marks, everything) for fact in line.facts)]))
    if rows:
        shown.blocks.append(Table(columns, rows))
    if found.kind == "compounds":
        shown.blocks += _head_to_head(dataset, found, marks)
    agree = sum(1 for line in found.lines if not line.differs)
    detail = len(found.lines) - len(lines) - (0 if everything else agree)
    if not everything:
        hidden = [plural(agree, "row agrees", "rows agree")] if agree else []
        hidden += [f"{plural(detail, 'row')} of further detail"] if detail else []
        if hidden:
            shown.notes.append(f"Left out: {' and '.join(hidden)}. --all shows them.")
    shown.notes += dispute_notes(dataset, found.kind, list(found.subjects))
    if found.kind == "compounds":
        shown.notes += open_questions(dataset, found)
    name_sources(dataset, shown, marks)
    shown.next = _next(found)
    return shown


def cell(fact: Fact | None, group: str, marks: Marks, full: bool) -> Words:
    """One subject's text with its source marks, or why there is none."""
    if fact is None:
        return ((MISSING.get(group, "not reported"), "dim"),)
    text = fact.text if full else fact.short or fact.text
    mark = marks.mark(*claim_sources(fact.claims))
    return ((text, ""), (f" {mark}", "dim")) if mark else text


def open_questions(dataset: Dataset, found: Comparison) -> list[Words]:
    """What sources name as still open about the forms compared."""
    asked = set(found.subjects)
    every = dataset.topics.partly("name", "topics", "kind", "basis", "forms", "indications")
    wanted = {"open-question"}
    held = topics(dataset, every, subject=set(), form=asked, indication=set(), kind=wanted, basis=set())
    names = [item.name for item in held if len(asked & set(item.forms)) > 1 or len(item.forms) == 1]
    if not names:
        return []
    more = len(names) - QUESTIONS
    text = "; ".join(names[:QUESTIONS]) + (f"; and {more} more" if more > 0 else "")
    return [f"Open questions: {text}.  keta topics open-question"]


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
    design = f"n = {fmt.count(size(trial))}, {trial.design.framework}, {trial.design.masking}-masked"
    mark = marks.mark(trial.source)
    pairs: list[tuple[str, Words]] = [(trial.name, ((fmt.tie(design) + " ", ""), (mark, "dim")))]
    pairs += [(arm.label, arm_words(dataset, arm)) for arm in trial.arms]
    key = key_effect(trial)
    if key is not None:
        outcome, effect = key
        pairs += [
            (f"{outcome.label}", f"{next(a.label for a in trial.arms if a.id == each.arm)}: {fmt.arm_result(each)}")
            for each in outcome.results
        ]
        if effect is not None:
            pairs.append((effect_title(trial, effect), effect_words(trial, outcome, effect)))
        if any(each.events is not None or each.sd is not None for each in outcome.results):
            from ketacli.facts.effect import of_key

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


def document(dataset: Dataset, found: Comparison) -> dict[str, Any]:
    """The ``data`` object of ``keta compare --json``."""
    return {
        "kind": found.kind,
        "subjects": [{"id": name, "name": title} for name, title in zip(found.subjects, found.names, strict=True)],
        "rows": [_line(found, line) for line in found.lines],
        "head_to_head": [
            {"trial": trial.id, "n": size(trial), "framework": trial.design.framework, "result": result_words(trial)}
            for trial in found.head_to_head
        ],
        "contrasts": [
            {
                "versus": e.versus,
                "value": e.value,
                "source": e.source,
                "at": e.at,
                "check": e.check,
                "checked": e.checked,
            }
            for e in found.contrasts
        ],
        "conflicts": list(
            dict.fromkeys(each for name in found.subjects for each in of_record(dataset, found.kind, name))
        ),
    }


def flat(found: Comparison, line: Line) -> dict[str, Any]:
    """One compared fact as a row: what each subject has, then the documents that it rests on."""
    row: dict[str, Any] = {
        "group": line.group, "field": line.field, "label": line.label.strip(), "differs": line.differs
    }  # fmt: skip
    for name, fact in zip(found.subjects, line.facts, strict=True):
        row[name] = fact.text.replace(fmt.TIE, " ") if fact is not None else None
    for name, fact in zip(found.subjects, line.facts, strict=True):
        row[f"{name}_sources"] = tuple(claim_sources(fact.claims)) if fact is not None else ()
    return row


def _line(found: Comparison, line: Line) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, fact in zip(found.subjects, line.facts, strict=True):
        if fact is None:
            values[name] = None
            continue
        claims = [
            {"source": claim.source, "at": claim.at, "check": claim.check, "checked": claim.checked}
            for claim in fact.claims
        ]
        values[name] = {"text": fact.text.replace(fmt.TIE, " "), "claims": claims}
    return {
        "group": line.group,
        "field": line.field,
        "label": line.label.strip(),
        "differs": line.differs,
        "values": values,
    }
