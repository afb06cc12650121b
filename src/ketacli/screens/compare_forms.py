"""Forms compared: what most people ask first, who met head to head, what was found indirectly, and the doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.listed.result import key_effect
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import claim_sources, name_sources, screen
from ketacli.screens.leads import LeadRow, Piece, depression, favoured, interval_words, lead_rows, stated
from ketacli.screens.lineup import UNSEEN
from ketacli.screens.screen import Column, Facts, Marks, Prose, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Outcome, Trial
    from ketacli.screens.lineup import Comparison

PAIR = 2
MOST_AMONG_MANY = {"licence": 2, "placebo": 2, "harms": 2}
"""Statements of a cell where more than two forms are compared, by topic; one of every other."""
MOST_MET = 2


def forms_screen(dataset: Dataset, found: Comparison) -> Screen | None:
    """The answer on one screen; None for compounds of which nothing is said there, such as metabolites."""
    rows = lead_rows(dataset, found.subjects, found.seen)
    if not rows:
        return None
    shown = screen(dataset, wording.joined(list(found.names), "and"))
    marks = Marks()
    many = len(found.subjects) > PAIR
    columns = [Column("", 1, style="name"), *(Column(name, 1) for name in found.names)]
    table = [Row([row.label, *(cell(told(row, pieces, many), marks) for pieces in row.cells)]) for row in rows]
    shown.blocks.append(Table(columns, [*table], compact=True))
    shown.blocks.append(Facts(meetings(dataset, found, marks)))
    disputed = {each for name in found.subjects for each in disputes.of_record(dataset, "compounds", name)}
    disputed |= {each for trial in found.head_to_head for each in disputes.of_record(dataset, "trials", trial.id)}
    rows_in_doubt = sum(1 for row in rows if any(piece.disputed for pieces in row.cells for piece in pieces))
    if disputed:
        text = f"{plural(len(disputed), 'conflict')} between sources"
        if rows_in_doubt:
            text += f", {plural(rows_in_doubt, 'row')} marked !"
        command = f"keta conflicts {found.subjects[0]}"
        shown.blocks.append(Prose((("! ", "dispute"), (f"{text}: {command}", ""))))
    name_sources(dataset, shown, marks)
    asked = " ".join(found.subjects)
    shown.next = [f"keta compare {asked} safety", "keta compare --help"]
    return shown


def told(row: LeadRow, pieces: tuple[Piece, ...], many: bool) -> tuple[Piece, ...]:
    """The statements that there is room for: all beside one other form, the first ones beside several."""
    return pieces[: MOST_AMONG_MANY.get(row.topic, 1)] if many else pieces


def cell(pieces: tuple[Piece, ...], marks: Marks) -> Words:
    """Statements with their marks and doubts; in words where nobody has looked."""
    if not pieces:
        return ((UNSEEN, "dim"),)
    out: list[tuple[str, str]] = []
    for at, piece in enumerate(pieces):
        if at:
            out.append(("; ", ""))
        if piece.disputed:
            out.append((wording.tie("! "), "dispute"))
        out.append((piece.text, ""))
        # One document a statement, its first; statements in a row that rest on the same one show it after the last.
        sources = claim_sources(piece.claims)[:1]
        following = claim_sources(pieces[at + 1].claims)[:1] if at + 1 < len(pieces) else []
        if sources and following != sources:
            out.append((f" {marks.mark(*sources)}", "dim"))
    return tuple(out)


def meetings(dataset: Dataset, found: Comparison, marks: Marks) -> list[tuple[str, Words]]:
    """Trials with arms of two of the forms, then what sources found indirectly, as labelled lines."""
    pairs: list[tuple[str, Words]] = []
    wanted = depression(dataset)
    told = [trial for trial in found.head_to_head if trial.status == "reported" and wanted & set(trial.indications)]
    told = [trial for trial in told if met_words(dataset, trial)][:MOST_MET]
    for trial in told:
        doubt = bool(disputes.of_record(dataset, "trials", trial.id))
        pairs.append(("", cell((Piece(met_words(dataset, trial), (trial,), doubt),), marks)))
    if not pairs:
        others = [f"{trial.name} ({_indication(dataset, trial)})" for trial in found.head_to_head]
        text = "no randomised trial in depression with figures is on record"
        pairs.append(("", f"{text}; elsewhere: {', '.join(others)}" if others else text))
    pairs[0] = ("Head to head", pairs[0][1])
    opinions: list[Piece] = []
    indirect: list[Piece] = []
    for name in found.subjects:
        for at, each in enumerate(dataset.compounds[name].contrasts):
            if each.versus in found.subjects:
                piece = stated(dataset, each, f"compounds/{name}.contrasts.{at}")
                (opinions if each.basis == "opinion" else indirect).append(piece)
    unique = list({piece.text: piece for piece in opinions}.values())
    pairs += [("", cell((piece,), marks)) for piece in unique]
    if len(found.subjects) <= PAIR:
        indirect += own_indirect(dataset, found)
        pairs += [("Indirect", cell(tuple(indirect), marks))] if indirect else []
    return pairs


def own_indirect(dataset: Dataset, found: Comparison) -> list[Piece]:
    """What the trials on record say of the spray against the infusion through placebo, as the build worked it out."""
    from ketacli.evidence.stored import SPRAY_AND_INFUSION, indirect

    held = indirect(dataset.store) if set(found.subjects) == SPRAY_AND_INFUSION else None
    if held is None:
        return []
    joined = [each for each in held.comparisons if each.value is not None]
    for each in sorted(joined, key=lambda each: each.lumped)[:1]:
        low, high = (wording.fixed(limit or 0, 1) for limit in (each.lower, each.upper))
        figure = wording.tie(f"{wording.fixed(each.value or 0, 1)} ({low} to {high})")
        few = "by 1 trial" if min(len(each.first_trials), len(each.second_trials)) == 1 else "by the trials here"
        side = "unclear" if each.favours == "neither clearly" else f"favours {each.favours}"
        how = f"{few}, midazolam as placebo" if each.lumped else few
        return [Piece(f"{how}: {each.outcome} {each.timepoint} {figure}, {side}")]
    return [Piece("keta network: no chain of trials joins them")]


def met_words(dataset: Dataset, trial: Trial) -> str:
    """A trial of two forms in one sentence: who, what was counted, each arm, the difference, the direction."""
    key = key_effect(trial)
    outcome, effect = key if key is not None else (None, None)
    if outcome is None or effect is None:
        return ""
    arms = {arm.id: arm for arm in trial.arms}
    sides = [
        f"{_share(outcome, name)} on {arms[name].form or arms[name].label}"
        for name in (effect.arm, effect.versus or "")
        if name in arms
    ]
    routes = _routes(dataset, trial)
    head = f"{trial.name}{routes}, {wording.inside(outcome.label)}"
    return f"{head}: {' v '.join(sides)}; {interval_words(effect)}; {favoured(trial, outcome, effect)}"


def _share(outcome: Outcome, arm: str) -> str:
    result = next((each for each in outcome.results if each.arm == arm), None)
    return wording.arm_result(result) if result is not None else "not reported"


def _indication(dataset: Dataset, trial: Trial) -> str:
    return label(dataset, "indications", trial.indications[0], short=True)


def _routes(dataset: Dataset, trial: Trial) -> str:
    names = dict.fromkeys(arm.route for arm in trial.arms if arm.form)
    if None in names:
        return ""
    words = " or ".join(label(dataset, "routes", name or "") for name in names)
    return f" (both {words})" if len(names) == 1 else f" ({words})"
