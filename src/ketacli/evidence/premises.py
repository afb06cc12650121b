"""Premises of a protocol, a leaflet or an application, each read from a line and checked against the data.

dose of spravato-us-trd maximum = 84 mg
effect of elekt-d response favours ketamine
guideline canmat 2023 esketamine line = second
escape-trd.n_randomised >= 600
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ketacli.errors import AmbiguousName, KetaError, UsageError
from ketacli.evidence.answers.premises import Premise
from ketacli.evidence.arithmetic.quantities import show
from ketacli.evidence.direction import WORDS, formal, of_effect
from ketacli.evidence.outcomes import timespan
from ketacli.evidence.why import why
from ketacli.records.names import find_record, resolve
from ketacli.records.nodes import step
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.base import Dose, Quantity
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Outcome

OPERATORS = ("!=", ">=", "<=", "=", ">", "<")
COMPARED = re.compile(r"(?P<left>.+?) ?(?P<operator>!=|>=|<=|=|>|<|\bcontains\b) ?(?P<right>.+)")
DOSE = re.compile(r"dose of (?P<name>\S+) (?:(?P<phase>.+?) )?(?P<what>minimum|maximum|doses)")
AMOUNT = re.compile(r"\d[\d.]*(?:(?:, ?| or )\d[\d.]*)* [^\s\d]\S*")
"""One dose, or several that are all there are, with their unit."""
EFFECT = re.compile(rf"effect of (?P<name>\S+) (?P<outcome>.+?) (?P<word>{'|'.join(map(re.escape, WORDS.values()))})")
GUIDELINE = re.compile(r"guideline (?P<name>.+?) (?P<field>line|level|strength|position|value|conditions)")
FORMS = (
    "dose of REGIMEN maximum = 84 mg", "effect of TRIAL OUTCOME favours ketamine", "guideline NAME FORM line = second",
    "RECORD.KEY = VALUE",
)  # fmt: skip


class Line(NamedTuple):
    """A premise as its file has it."""

    text: str
    line: int
    why: str | None = None


class Found(NamedTuple):
    """What is on record of a premise."""

    holds: bool
    words: str | None
    path: str | None
    source: str | None
    reason: str | None = None


def checked(dataset: Dataset, lines: list[Line]) -> list[Premise]:
    """Every premise with what is on record; UsageError, with all of them, for lines that are no premise."""
    refuse = [line for line in lines if not _is_premise(line.text)]
    if refuse:
        raise UsageError(
            "no premise" if len(refuse) == 1 else f"{len(refuse)} lines are no premise",
            f"Write {', '.join(FORMS[:-1])} or {FORMS[-1]}; a dose has its unit.",
            details=tuple(f"line {line.line}: {line.text}" for line in refuse),
        )
    out = []
    for line in lines:
        try:
            found = _look(dataset, line.text.strip())
        except AmbiguousName as error:
            # Nothing is wrong with the data: the line has to say which.
            raise AmbiguousName(f"line {line.line}: {error.message}", error.hint, field=error.field, value=error.value,
                                suggestions=error.suggestions) from None  # fmt: skip
        except KetaError as error:
            # What is gone from the data is what an author wants to hear of.
            found = Found(False, None, None, None, error.message)
        out.append(Premise(premise=line.text.strip(), line=line.line, holds=found.holds, found=found.words,
                           path=found.path, source=found.source, reason=found.reason, why=line.why))  # fmt: skip
    return out


def _is_premise(text: str) -> bool:
    text = spaced(text)
    if text.startswith("effect of "):
        return EFFECT.fullmatch(text) is not None
    parts = COMPARED.fullmatch(text)
    if parts is None:
        return False
    if text.startswith("dose of ") and AMOUNT.fullmatch(parts["right"].strip()) is None:
        return False
    for word, pattern in (("dose of ", DOSE), ("guideline ", GUIDELINE)):
        if text.startswith(word):
            return pattern.fullmatch(parts["left"]) is not None
    return "." in parts["left"] and " " not in parts["left"]


def spaced(text: str) -> str:
    """A premise with one space where it has several: the patterns look for one, and so take no longer than its text."""
    return " ".join(text.split())


def _look(dataset: Dataset, text: str) -> Found:
    text = spaced(text)
    effect = EFFECT.fullmatch(text)
    if effect is not None:
        return _effect(dataset, effect["name"], effect["outcome"], effect["word"])
    parts = COMPARED.fullmatch(text)
    assert parts is not None, text
    left, operator, right = parts["left"].strip(), parts["operator"], parts["right"].strip().strip("\"'")
    dose = DOSE.fullmatch(left)
    if dose is not None:
        return _dose(dataset, dose["name"], dose["phase"] or "", dose["what"], operator, right)
    guideline = GUIDELINE.fullmatch(left)
    if guideline is not None:
        return _guideline(dataset, guideline["name"], guideline["field"], operator, right)
    return _value(dataset, left, operator, right)


def _value(dataset: Dataset, path: str, operator: str, right: str) -> Found:
    found = why(dataset, path)
    value = found.value
    if isinstance(value, dict):
        value = next((value[key] for key in ("value", "direction", "low") if value.get(key) is not None), value)
    held = value if isinstance(value, list) else [value]
    source = found.claims[0].source if found.claims else None
    if not held or held == [None] or any(isinstance(item, dict) for item in held):
        return Found(False, None, found.path, source, "holds no single value")
    words = ", ".join(_plain(item) for item in held)
    if operator == "!=":
        holds = all(compare(item, "!=", right) for item in held)
    else:
        holds = any(compare(item, operator, right) for item in held)
    return Found(holds, words, found.path, source)


def _dose(dataset: Dataset, name: str, phase: str, what: str, operator: str, right: str) -> Found:
    regimen = dataset.regimens[resolve(dataset, "regimens", name)]
    path = f"regimens/{regimen.id}"
    amount, _, unit = right.rpartition(" ")
    doses: list[Dose | Quantity]
    if what == "maximum" and not phase and regimen.maximum is not None and regimen.maximum.absent is None:
        doses, path = [regimen.maximum], f"{path}.maximum"
    else:
        phases = [each for each in regimen.phases if not phase or fold(phase) in fold(each.name)]
        doses, path = [dose for each in phases for dose in each.doses], f"{path}.phases"
    doses = [dose for dose in doses if dose.unit == unit]
    amounts = sorted({each for dose in doses for each in _amounts(dose)})
    if not amounts:
        return Found(False, None, path, regimen.source, f"no dose in {unit} is on record of it")
    if what == "doses":
        asked = {each for part in re.split(r",| or ", amount) if (each := number(part)) is not None}
        holds = asked == set(amounts) if operator == "=" else asked != set(amounts)
    else:
        amounts = [max(amounts) if what == "maximum" else min(amounts)]
        holds = compare(amounts[0], operator, amount)
    words = f"{', '.join(show(each) for each in amounts)} {unit}"
    return Found(holds, words, path, doses[0].source)


def _amounts(dose: Dose | Quantity) -> list[Decimal]:
    held = [*getattr(dose, "steps", ()), getattr(dose, "value", None), dose.low, dose.high]
    return [Decimal(repr(each)) for each in held if each is not None]


def _effect(dataset: Dataset, name: str, asked: str, word: str) -> Found:
    trial = dataset.trials[resolve(dataset, "trials", name)]
    found: list[tuple[str, str, str]] = []
    for at, outcome in enumerate(trial.outcomes):
        if not _is_outcome(outcome, asked):
            continue
        for effect in formal(outcome):
            read = [of_effect(outcome, effect, design) for design in (trial.design, None)]
            words = " and ".join(dict.fromkeys(WORDS[each.direction] for each in read if each is not None))
            if words:
                found.append((words, f"trials/{trial.id}.outcomes.{at}", effect.source))
    if not found:
        return Found(False, None, f"trials/{trial.id}", trial.source, f'no comparison of "{asked}" says a direction')
    holds = all(word in words.split(" and ") for words, _, _ in found)
    shown = next((each for each in found if word not in each[0].split(" and ")), found[0])
    return Found(holds, *shown)


def _is_outcome(outcome: Outcome, asked: str) -> bool:
    if asked in (outcome.id, outcome.role):
        return True
    if asked == outcome.kind:
        # The kind means the outcome that the study was about, where it has several of them.
        return outcome.role in ("primary", "key-secondary")
    return timespan(asked) is None and fold(asked) in fold(outcome.label)


def _guideline(dataset: Dataset, named: str, field: str, operator: str, right: str) -> Found:
    words = named.split()
    for count in range(len(words) - 1, 0, -1):
        try:
            kind, name = "guidelines", _of_body(dataset, " ".join(words[:count]))
            if not name:
                kind, name = find_record(dataset, " ".join(words[:count]))
            form = resolve(dataset, "compounds", " ".join(words[count:]))
        except AmbiguousName:
            raise
        except KetaError:
            continue
        if kind == "guidelines":
            break
    else:
        # The last word is a form in most lines: its error, or that of the name, says what is wrong.
        resolve(dataset, "compounds", words[-1])
        raise _no_guideline(dataset, " ".join(words[:-1]))
    item = dataset.guidelines[name]
    held = [(at, each) for at, each in enumerate(item.recommendations) if form in each.forms]
    told = [(at, each, step(each, field)) for at, each in held if step(each, field)]
    path = f"guidelines/{item.id}.recommendations"
    if not told:
        return Found(False, None, path, item.source, f"says no {field} of {form}")
    tests = [_says(str(value), operator, right) for _, _, value in told]
    shown = "; ".join(dict.fromkeys(str(value) for _, _, value in told))
    at, each, _ = told[tests.index(False) if False in tests else 0]
    return Found(all(tests), shown, f"{path}.{at}", each.source)


def _of_body(dataset: Dataset, text: str) -> str:
    """The guideline of a body that is named without its year; empty for another name, an error for one of several."""
    ids = tuple(each.id for each in dataset.guidelines if fold(text) in (fold(each.body), fold(each.body_name)))
    if len(ids) > 1:
        raise AmbiguousName(f'"{text}" has {len(ids)} guidelines on record', f"Say which: {', '.join(ids)}.",
                            field="guideline", value=text, suggestions=ids)  # fmt: skip
    return ids[0] if ids else ""


def _no_guideline(dataset: Dataset, text: str) -> KetaError:
    try:
        kind, name = find_record(dataset, text)
    except KetaError as error:
        return error
    return UsageError(f'"{text}" is {kind}/{name} and no guideline', "Name a guideline by its id, or body and year.")


def _says(value: str, operator: str, right: str) -> bool:
    """Whether words of a guideline are those asked for; "second" is "second-line" too."""
    same = compare(value, "=", right) or fold(value).removesuffix("line") == fold(right).removesuffix("line")
    return compare(value, operator, right) if operator not in ("=", "!=") else same is (operator == "=")


def number(text: Any) -> Decimal | None:
    """A number; None for anything else."""
    try:
        found = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def compare(value: Any, operator: str, right: str) -> bool:
    """Whether a value on record stands so to the one asked for: numbers as numbers, words as written."""
    if operator == "contains":
        return fold(right) in fold(str(value))
    one, other = (None if isinstance(value, bool) else number(value)), number(right)
    if one is not None and other is not None:
        return {"=": one == other, "!=": one != other, ">": one > other, "<": one < other, ">=": one >= other,
                "<=": one <= other}[operator]  # fmt: skip
    left = _plain(value).casefold()
    if operator in ("=", "!="):
        return (left == right.casefold()) is (operator == "=")
    # Dates of ISO 8601 stand in the order of their letters.
    return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[operator]


def _plain(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
