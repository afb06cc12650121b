"""A network of treatments as a screen: drawn, estimated against a reference, split, and what is doubtful in it."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from ketacli.evidence.forest.select import BESIDE
from ketacli.evidence.network.answer import placed_sources
from ketacli.evidence.network.describe import favoured, sentence
from ketacli.evidence.network.honesty import TRANSITIVITY, inconsistency
from ketacli.evidence.network.placed import together
from ketacli.records.names import label
from ketacli.records.wording import fixed, joined, p_words, plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.facts.effect import NAMES, count, shown
from ketacli.screens.forest import level_words, undrawn_words
from ketacli.screens.graph import Graph, Link, Vertex
from ketacli.screens.screen import Block, Column, Facts, Heading, Marks, Note, Prose, Row, Screen, Table, Words, plain
from ketacli.stats.estimate import null
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.forest.rows import Undrawn
    from ketacli.evidence.network.nodes import Node
    from ketacli.evidence.network.result import Network, Pair
    from ketacli.records.dataset import Dataset
    from ketacli.stats.network.pooling import NetworkPool, PairEffect, Share

ABSOLUTE = {"RD": "per 100 people", "SMD": "in standard deviations"}


def network_screen(dataset: Dataset, found: Network) -> Screen:
    """The network with everything that a reader needs beside its estimates."""
    out = screen(dataset, title(found))
    marks = Marks()
    for each in found.placed:
        marks.mark(*placed_sources(each))
    if found.placed:
        out.blocks += [Prose(subtitle(dataset, found), "dim"), Prose(""), graph_of(found), Prose("")]
    if found.pool is not None and found.reference is not None:
        out.blocks += estimates(found, found.reference, found.pool)
    for refusal in found.refusals:
        instead = f" {refusal.instead}." if refusal.instead else ""
        out.notes.append(Note(f"Not estimated: {refusal.reason}.{instead}", caution="caution"))
    if found.pool is not None:
        apart = inconsistency(found.pool, found.pairs)
        out.notes += [Note(apart, caution="caution")] if apart else []
        doubts = cautions(found)
        out.notes += [Note(doubts, caution="caution")] if doubts else []
    if found.notes:
        out.notes.append(Note(" ".join(found.notes)))
    others = " ".join(plain(note.text) for note in undrawn_words(left_out(found), "Left out"))
    if others:
        out.notes.append(Note(others))
    name_sources(dataset, out, marks)
    trials = [trial for each in found.joined for trial in each.trials]
    out.next = ([f"keta effect {trials[0]}"] if trials else ["keta trials"]) + [
        "keta forest --help", "keta help pooling",
    ]  # fmt: skip
    return out


def left_out(found: Network) -> tuple[Undrawn, ...]:
    """The trials with the outcome that are not in the network; other outcomes of those that are need no mention."""
    return tuple(each for each in found.undrawn if each.reason != BESIDE)


def title(found: Network) -> str:
    """What is compared, in how many treatments and trials."""
    if not found.placed:
        return f"{found.outcome}: no network"
    trials = len({each.trial.id for each in found.placed})
    people = together(each.people for each in found.treatments)
    return f"{found.outcome}: {plural(len(found.treatments), 'treatment')}, {counted(trials, people)}"


def counted(trials: int, people: float | None) -> str:
    """``6 trials, 631 people``, or the trials alone where how many people they had is not on record."""
    return plural(trials, "trial") + (f", {count(people)} people" if people is not None else "")


def subtitle(dataset: Dataset, found: Network) -> str:
    """The measure, its unit, the times, the level and the direction that is good."""
    unit = ABSOLUTE.get(found.measure, "")
    if found.measure == "MD":
        scales = {each.measured.scale for each in found.placed}
        scale = next(iter(scales)) if len(scales) == 1 else None
        points = f"points of {label(dataset, 'scales', scale, short=True)}" if scale else found.unit
        unit = f"in {points if found.unit == 'points' else found.unit}"
    times = list(dict.fromkeys(each.measured.timepoint or "time not stated" for each in found.placed))
    base = "1" if null(found.measure) == 1 else "0"
    side = "above" if found.better == "higher" else "below"
    good = f"; {side} {base} is better" if found.better else ""
    bases = {each.rows[0].basis for each in found.placed}
    figures = "as published" if bases == {"published"} else "recomputed from the figures of the arms"
    measure = f"{NAMES[found.measure]} {unit}".strip()
    return f"{measure} at {', '.join(times)}, {level_words(found.level)} interval, {figures}{good}"


def graph_of(found: Network) -> Graph:
    """The treatments, the reference first, and what joins them."""
    order = sorted(found.treatments, key=lambda each: each.node != found.reference)
    at = {each.node.key: place for place, each in enumerate(order)}
    vertices = [Vertex(each.node.label, counted(len(each.trials), each.people), each.people or 0.0) for each in order]
    links = [
        Link(
            at[each.first.key], at[each.second.key], len(each.trials),
            counted(len(each.trials), each.people),
        )
        for each in found.joined
    ]  # fmt: skip
    spoken = [f"Network of {plural(len(vertices), 'treatment')}."]
    spoken += [f"{vertex.label}: {vertex.count}." for vertex in vertices]
    spoken += [
        f"{vertices[link.first].label} and {sentence(vertices[link.second].label)} compared in {link.count}."
        for link in links
    ]
    return Graph(vertices, links, spoken)


def estimates(found: Network, reference: Node, pool: NetworkPool) -> list[Block]:
    """The pairs against the reference, then the others, then what the trials disagree on."""
    blocks: list[Block] = [pair_table(found, reference)]
    more = len(found.others)
    if more:
        name = found.against_reference[0].first.key
        blocks.append(Prose(f"{plural(more, 'more pair')}: --reference {name} and others, or -o csv.", "dim"))
    facts = [*trust(found, pool), *([("Ranks (P-score)", standing(found))] if found.ranks else [])]
    return [*blocks, Heading("How far to trust it"), Facts(facts)]


def pair_table(found: Network, reference: Node) -> Table:
    """Every treatment against the reference: the network's estimate, what it favours, its direct and indirect parts."""
    columns = [
        Column(f"Against {sentence(reference.label)}", 1, style="name"),
        Column(f"{found.measure}, {level_words(found.level)} interval", 1),
        Column("Favours", 1),
        Column("Direct", 2, "right"),
        Column("Indirect", 2, "right"),
    ]
    rows = []
    for pair in found.against_reference:
        rows.append(
            Row([
                f"{pair.first.label} !" if pair.fewest < 2 else pair.first.label,
                whole(found.measure, pair.network),
                favoured(pair.first, pair.second, pair.network, found.better),
                *(value(found.measure, each.value) if each is not None else "" for each in pair.split[:2]),
            ])
        )  # fmt: skip
    return Table(columns, list(rows), lead=True)


def span(best: int, worst: int) -> str:
    """``1`` or ``1 to 3``."""
    return str(best) if best == worst else f"{best} to {worst}"


def value(measure: str, y: float) -> str:
    """A value of the analysis scale as it is shown."""
    return shown(measure, natural(measure, y))


def limits(measure: str, lower: float, upper: float) -> str:
    """Two limits of the analysis scale as they are shown."""
    return f"{value(measure, lower)} to {value(measure, upper)}"


def whole(measure: str, found: PairEffect) -> str:
    """An estimate with its interval."""
    return f"{value(measure, found.value)} ({limits(measure, found.lower, found.upper)})"


def trust(found: Network, pool: NetworkPool) -> list[tuple[str, Words]]:
    """The model, what the trials disagree on, and where direct and indirect evidence can be compared."""
    held = pool.disagreement
    if pool.df == 0:
        text = "common effect: no two trials compare the same treatments, so nothing shows how far trials disagree"
        return [("Model", text)]
    by = 100.0 if found.measure == "RD" else 1.0
    scale = " on the log scale" if null(found.measure) == 1 else " per 100" if found.measure == "RD" else ""
    tau = fixed(by * pool.tau2**0.5, 1 if found.measure == "RD" else 2)
    i2 = f"; I-squared {fixed(held.i2, 0)}%" if held.i2 is not None else ""
    model = f"random effects, one tau for all by {pool.tau_method}"
    pairs: list[tuple[str, Words]] = [("Model", f"{model}: tau {tau}{scale}{i2}; {q_words(held.total)}")]
    between = "between designs it cannot be seen"
    if held.between.df:
        between = f"between designs {q_words(held.between)}, or {q_words(held.between_random)} with tau allowed for"
    within = f"within designs {q_words(held.within)}; " if held.within.df else ""
    pairs.append(("Consistency", within + between))
    pairs += [("Node split", text) for text in map(split_words, repeat(found), found.pairs) if text]
    ahead = [
        f"{pair.first.label} {limits(found.measure, *pair.prediction)}"
        for pair in found.against_reference
        if pair.prediction is not None
    ]
    return [*pairs, ("In a new trial", "; ".join(ahead) or "too few trials to say: it would rest on a guess of tau")]


def split_words(found: Network, pair: Pair) -> str:
    """Whether direct and indirect evidence on two treatments agree; empty where one of them is missing."""
    difference = pair.split.difference
    if difference is None:
        return ""
    apart = "over" if null(found.measure) == 1 else "less"
    names = f"{pair.first.label} against {sentence(pair.second.label)}"
    return f"{names}: direct {apart} indirect {whole(found.measure, difference)}, {p_words(difference.p)}"


def standing(found: Network) -> str:
    """The ranks that the intervals leave open, with the P-scores, which are never shown alone."""
    names = {each.node.key: each.node.label for each in found.treatments}
    return "; ".join(
        f"{names[rank.treatment]} {span(rank.best, rank.worst)} of {len(found.ranks)} ({fixed(rank.p_score, 2)})"
        for rank in found.ranks
    )


def q_words(found: Share) -> str:
    """``Q 11.36 on 5 df, p = 0.045``."""
    if found.p is None:
        return "Q has no degree of freedom"
    return f"Q {fixed(found.q, 2)} on {found.df} df, {p_words(found.p)}"


def cautions(found: Network) -> str:
    """What rests on single trials or is indirect, and what that asks of the trials; empty where nothing does."""
    alone = [sentence(pair.first.label) for pair in found.against_reference if pair.fewest < 2]
    said = [f"Rests on a single trial on one side at least, marked !: {joined(alone, 'and')}."] if alone else []
    if any(pair.split.indirect is not None for pair in found.pairs):
        said.append(TRANSITIVITY)
    return " ".join(said)
