"""A dose worked out, and which published regimens have it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.patterns import times
from ketacli.evidence.arithmetic.quantities import show
from ketacli.evidence.arithmetic.regimens import limit
from ketacli.evidence.arithmetic.steps import BY_WEIGHT
from ketacli.evidence.dose_patterns import SEPARATE
from ketacli.evidence.injections import injections
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.dosing import (
    EVIDENCE,
    OCCASIONS,
    REPEAT,
    USES,
    boxed_of,
    caution_lines,
    injection_lines,
    injection_pointers,
    standing_words,
    steps_table,
    weight_words,
)
from ketacli.screens.facts.regimen import basis_words
from ketacli.screens.screen import Block, Column, Facts, Group, Heading, Marks, Note, Prose, Row, Screen, Table, Words
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.arithmetic.patterns import Answer, Match, Request
    from ketacli.evidence.arithmetic.steps import Step
    from ketacli.evidence.arithmetic.studied import Studied
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Instruction, Regimen

MOST, LEAST = 4, 1
"""Regimens that get a row and trials that are named, fewer where cautions take their lines."""
LABEL_LINES, CAUTION_LINES = 3, 2
"""Lines, on the whole, of what the label of an injection cautions of, and of a caution of the dose itself."""
ROOM = 12
"""Lines of arithmetic and cautions on one window: the label's has what the others leave, a line or its place below."""
MOST_OUTSIDE = 3
MOST_FOR = 3


class Asked(NamedTuple):
    """What was asked for beside the dose and its route."""

    form: str = ""
    """The one form; empty for any or several."""
    words: tuple[str, ...] = ()
    """Uses and people, in words."""
    forms: frozenset[str] = frozenset()
    """The forms whose boxed warnings stand above."""
    others: str = ""
    """Whose the regimens are that were not asked for, such as "of adults, not of adolescents"; empty for any."""
    indications: frozenset[str] = frozenset()
    """By id, with their narrower terms; empty for any."""

    def first(self, indications: tuple[str, ...]) -> list[str]:
        """Indications of a record, those that were asked for before the others."""
        return sorted(indications, key=lambda name: name not in self.indications)


EVERYBODY = Asked()


def dose_screen(
    dataset: Dataset, asked: Request, found: Answer, cautions: tuple[str, ...], warned: list[Instruction],
    read_as: str = "", full: bool = False, beside: Asked = EVERYBODY,
) -> Screen:  # fmt: skip
    """The arithmetic first, then who published the dose: the first few regimens, or with ``full`` every one.

    ``warned`` are the cautions of authorities on the route, ``read_as`` says how words of the line were read,
    ``beside`` what else was asked for.
    """
    dose = f"{show(asked.dose.value)} {asked.dose.unit}"
    route = label(dataset, "routes", asked.route)
    forms = dict.fromkeys(match.regimen.form for match in (*found.matches, *found.apart))
    form = f" {beside.form or next(iter(forms))}" if beside.form or len(forms) == 1 else ""
    head = ", ".join([f"{dose}{form}", route, *beside.words])
    shown = screen(dataset, f"A dose{' worked out' if found.steps else ''}: {head}")
    marks = Marks()
    often = Counter(match.regimen.form for match in found.matches)
    every = Counter(item.form for item in dataset.regimens.partly("form", "routes") if asked.route in item.routes)
    ordered = sorted(beside.forms or forms, key=lambda name: (-often[name], -every[name], name))
    listed = [(name, asked.route) for name in ordered]
    shown.blocks += boxed_of(dataset, listed, marks, brief=not full)
    steps = [step for step in found.steps if step.what != "Weight"]
    shown.blocks += worked_out(asked, found, steps, read_as)
    shown.blocks += caution_lines(cautions, warned, marks)
    taken = len(steps) + CAUTION_LINES * (len(cautions) + len(warned)) + bool(read_as)
    room = LABEL_LINES if full else ROOM - taken
    labels = injection_lines(dataset, listed) if room >= LABEL_LINES else injection_pointers(dataset, listed)
    shown.blocks += labels if room > 0 else []
    lines = len(cautions) + len(warned) + len(labels) * min(max(room, 0), LABEL_LINES)
    lines = max(lines - 1, 0) + bool(read_as)
    lines += any(_otherwise(found, each) for each in found.trials)
    most = max(len(found.matches), 1) if full else max(MOST - lines, LEAST)
    shown.blocks.append(Heading("Published with this dose", published_words(found, route)))
    if found.matches:
        shown.blocks += regimens(dataset, found.matches, most, beside)
    else:
        text = f"No published {route} regimen here has this dose."
        if asked.weight is None and asked.dose.unit not in BY_WEIGHT:
            text += " With --weight it is looked for among doses by weight too."
        shown.blocks.append(Prose(((text, "caution"),)))
    about = trials_facts(dataset, found, None if full else most, beside)
    if found.matches:
        about += [("Mass", mass_words(found.matches)), ("Maximum", maximum_words(asked, found, max(most, MOST)))]
    if about:
        shown.blocks.append(Facts(about))
    shown.notes += _notes(found, beside, bool(steps))
    name_sources(dataset, shown, marks)
    first = next((match.regimen.id for match in found.matches if not match.unclear), "")
    below = [each.command for each in injections(dataset, listed)[:1]] if room <= 0 else [f"keta dosing {asked.route}"]
    shown.next = [*([f"keta show {first}"] if first else []), *below, "keta help safety"]
    return shown


def worked_out(asked: Request, found: Answer, steps: list[Step], read_as: str) -> list[Block]:
    """What was typed and the arithmetic on it, their labels in line: they are read together."""
    pairs: list[tuple[str, Words]] = [("Read as", read_as)] if read_as else []
    if asked.weight is not None:
        pairs.append(("Weight", weight_words(asked.weight, found.steps)))
    if asked.volume is not None:
        pairs.append(("Over", over_words(asked, found.matches)))
    least = max((len(text) for text in (*(name for name, _ in pairs), *(step.what for step in steps))), default=0)
    blocks: list[Block] = [Facts(pairs, least=least)] if pairs else []
    if steps:
        blocks.append(steps_table(steps, least))
    elif asked.weight is None:
        blocks.append(Prose('With --weight, such as --weight "70 kg", the dose is worked out.'))
    return blocks


def _notes(found: Answer, beside: Asked, steps: bool) -> list[Note]:
    """Who else has the dose, what to check before it is given, and whose dose is in doubt."""
    notes = []
    if found.outside:
        names = ", ".join(f"{match.regimen.id} ({match.regimen.form})" for match in found.outside[:MOST_OUTSIDE])
        more = f" and {len(found.outside) - MOST_OUTSIDE} more" if len(found.outside) > MOST_OUTSIDE else ""
        but = beside.others or "not what was asked for"
        notes.append(Note(f"With this dose by this route, but {but}: {names}{more}."))
    if steps:
        notes.append(Note(REPEAT))
    unclear = [match for match in found.matches if match.unclear]
    if unclear:
        text = f"{plural(len(unclear), 'regimen')} here with a doubt about the dose: {unclear[0].unclear}."
        notes.append(Note(text, (f"keta why {unclear[0].regimen.id}",), "caution"))
    return notes


def published_words(found: Answer, route: str) -> str:
    """How many regimens have just this dose, and how many have it inside of a range."""
    exact = sum(match.exact for match in found.matches)
    within = len(found.matches) - exact
    parts = [plural(exact, f"{route} regimen")] if exact else []
    parts += [f"{within} with a range that includes it"] if within else []
    forms = dict.fromkeys(match.regimen.form for match in found.matches)
    return ", ".join(parts) + (f"; forms: {', '.join(forms)}, which are not interchangeable" if len(forms) > 1 else "")


def over_words(asked: Request, matches: list[Match]) -> str:
    """Over how long: as asked for, and whether anybody published that; or each published time with how many have it."""
    published = times(asked._replace(over=None), matches)
    listed = ", ".join(wording.tie(f"{show(time.value)} {time.unit}") for time in published)
    if asked.over is None:
        return f"as published: {listed}" if listed else "none of these regimens says; --over gives the rate"
    text = wording.tie(f"{show(asked.over.value)} {asked.over.unit}") + ", as you gave it"
    same = asked.over.value * _seconds(asked.over.unit)
    if any(time.value * _seconds(time.unit) == same for time in published):
        return text
    return f"{text}: no regimen with this dose says so" + (f"; published: {listed}" if listed else "")


def _seconds(unit: str) -> int:
    return {"s": 1, "min": 60, "h": 3600}[unit]


def regimens(dataset: Dataset, matches: list[Match], most: int, asked: Asked) -> list[Table | Prose]:
    """The first ``most`` regimens a row each, those in doubt last."""
    rows: list[Row | Group] = []
    ordered = in_order(matches)
    for match in ordered[:most]:
        item = match.regimen
        times = [wording.quantity(phase.given_over) for phase in match.phases if phase.given_over is not None]
        over = wording.joined(list(dict.fromkeys(times))) if times else "not reported"
        plain = match.exact and ("(" not in match.dose or SEPARATE.search(match.dose))
        dose = "" if plain else f"; of {match.dose}"
        rest: Words = f"{standing_words(item)}; {for_words(dataset, item, asked)}{dose}"
        if match.not_first:
            rest = ((str(rest), ""), (f"; ! first {match.not_first}", "caution"))
        mark = "! " if match.unclear else ""
        rows.append(Row([mark + item.id, over, rest], rests_on=(("regimens", item.id),)))
    columns = [Column("Regimen", 1, style="name"), Column("Over", 1), Column("Standing, for", 1)]
    blocks: list[Table | Prose] = [Table(columns, rows, listed=True)]
    if len(rows) < len(matches):
        blocks.append(Prose(f"{len(matches) - len(rows)} more, each with its source: --full or --json."))
    return blocks


def in_order(matches: list[Match]) -> list[Match]:
    """Regimens with just this dose first, of them those in no doubt."""
    return sorted(matches, key=lambda match: (not match.exact, bool(match.unclear)))


def trials_facts(dataset: Dataset, found: Answer, most: int | None, asked: Asked) -> list[tuple[str, Words]]:
    """The studies with the dose as one dose, and whoever has the amount otherwise, each with what it was for.

    Studies with a range that includes it have a line where they are of what was asked for, or nobody else has it.
    """
    single = [each for each in found.trials if not each.apart]
    exact = [each for each in single if each.exact]
    inside = [each for each in single if not each.exact]
    inside = [each for each in inside if each.chosen] if exact or found.matches else inside
    rows = [
        ("In trials", [each for each in exact if each.kind == "trial"]),
        ("In studies", [each for each in exact if each.kind != "trial"]),
        ("In a range", [] if found.matches else inside),
    ]
    if found.matches or rows[0][1]:
        # Of doses that trials or regimens have, a study without a control adds little, unless it alone is of the use.
        rows[1] = ("In studies", [each for each in rows[1][1] if each.chosen and not any(t.chosen for t in rows[0][1])])
    if found.matches:
        del rows[1:]
    facts: list[tuple[str, Words]] = [(name, trials_words(dataset, held, most, asked)) for name, held in rows if held]
    others = [f"{match.regimen.id} ({match.dose}, {match.apart})" for match in found.apart]
    others += [f"{trial.id} ({trial.apart})" for trial in found.trials if _otherwise(found, trial)]
    named = others[:most]
    more = f" and {len(others) - len(named)} more" if len(named) < len(others) else ""
    return [*facts, ("Not one dose", f"{'; '.join(named)}{more}")] if others else facts


def _otherwise(found: Answer, trial: Studied) -> bool:
    """Whether a study is to be named that gave the amount otherwise: one without a control where no regimen has it."""
    return bool(trial.apart) and trial.exact and (trial.kind == "trial" or not found.matches)


def trials_words(dataset: Dataset, found: list[Studied], most: int | None, asked: Asked) -> Words:
    """How many studies have an arm with the dose, the first ``most`` by id with what they are about; None for all."""
    chosen = sum(trial.chosen for trial in found)
    named = found[: max(most, min(chosen, MOST) if chosen < len(found) else 0) if most is not None else None]
    texts = []
    for trial in named:
        about = [label(dataset, "indications", name, short=True) for name in asked.first(trial.indications)[:1]]
        about += [OCCASIONS[trial.occasion]] if trial.occasion in OCCASIONS else []
        about += [trial.dose] if trial.dose else []
        texts.append(f"{'! ' if trial.doubt else ''}{trial.id} ({', '.join(about)})")
    more = f" and {len(found) - len(named)} more" if len(named) < len(found) else ""
    of = "" if chosen == len(found) else f", {chosen or 'none'} of what was asked for"
    return f"{len(found)}{of}: {', '.join(texts)}{more}"


def for_words(dataset: Dataset, item: Regimen, asked: Asked) -> str:
    """What it is for, what was asked for first, a few of many."""
    names = [label(dataset, "indications", name, short=True) for name in asked.first(item.indications)]
    more = f" and {len(names) - MOST_FOR} more" if len(names) > MOST_FOR else ""
    return ", ".join(names[:MOST_FOR]) + more or USES[item.use].lower()


def mass_words(matches: list[Match]) -> str:
    """What mass and which weight the doses mean, each that differs, with how many regimens say so."""
    counted: dict[str, int] = {}
    for match in matches:
        words = basis_words(match.phases[0].doses[0])
        counted[words] = counted.get(words, 0) + 1
    if len(counted) == 1:
        return next(iter(counted))
    return " / ".join(f"{words} ({plural(number, 'regimen')})" for words, number in counted.items())


def maximum_words(asked: Request, found: Answer, most: int) -> str:
    """The maximum of each regimen that has one for such a dose, by form: of the uses of the regimens that have a row.

    Those whose maximum forbids this dose are named as such.
    """
    uses = dict.fromkeys(match.regimen.use for match in in_order(found.matches)[:most])
    groups: dict[tuple[str, str], list[str]] = {}
    for match in found.matches:
        if match.regimen.use in uses:
            groups.setdefault((match.regimen.use, match.regimen.form), []).extend(_maximum(asked, match.regimen))
    labels = {(match.regimen.use, match.regimen.form) for match in found.matches if match.regimen.evidence == "label"}
    for key, held in groups.items():
        if held and key in labels and not any(text.endswith(f"{EVIDENCE['label']})") for text in held):
            held.insert(0, "none stated by a label")
    named = [
        f"{form}, {USES[use].lower()}: {'; '.join(held) or 'none on record'}" for (use, form), held in groups.items()
    ]
    texts = named if len(groups) > 1 else [text for held in groups.values() for text in held]
    if not any(groups.values()):
        texts = ["none of these regimens has a maximum dose on record"]
    return "; ".join(texts + [f"{each.regimen.id} left out: {each.reason}" for each in found.left])


def _maximum(asked: Request, item: Regimen) -> list[str]:
    """The maximum of a regimen for such a dose, worked out where a weight was given; empty where there is none."""
    unit = BY_WEIGHT.get(asked.dose.unit, asked.dose.unit).replace("mcg", "mg")
    weight = asked.weight.kilograms if asked.weight is not None else None
    most = limit(item, unit, weight or Decimal(1))
    if item.maximum is None or most is None:
        return []
    here = f", here {show(most)} {unit}" if weight is not None and item.maximum.unit != unit else ""
    return [f"{wording.quantity(item.maximum)}{wording.tie(here)} ({item.id}, {EVIDENCE[item.evidence]})"]
