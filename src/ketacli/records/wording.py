"""Numbers and words as people read them.

Doses lose trailing zeros, results keep those that the source printed; a leading zero always;
thousands from 1,000 on; intervals with "to"; ASCII hyphen-minus. A number and its unit are held
together by a no-break space, which the renderers print as a plain one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.records.base import Dose, Quantity, Schedule
    from ketacli.records.trial import ArmResult, Effect

TIE = "\u00a0"

ABSENT = {
    "not-reported": "not reported",
    "not-found": "not found",
    "not-applicable": "not applicable",
}

BOUNDS = {"about": "about", "below": "below", "above": "above", "at-least": "at least", "at-most": "at most"}

MEASURES = {
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "RD": "risk difference",
    "RR": "risk ratio",
    "OR": "odds ratio",
    "HR": "hazard ratio",
    "NNT": "number needed to treat",
    "mean-change": "change",
    "other": "",
}


INFINITY = float("inf")


def tie(text: str) -> str:
    """The text with spaces that do not break."""
    return text.replace(" ", TIE)


def inside(text: str) -> str:
    """A text as it stands inside a line: a plain first word in small letters, an abbreviation or a name as it is."""
    first = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if first[1:].islower() else text


def absent(reason: str | None) -> str:
    """The words for a missing value; "not reported" when no reason is recorded."""
    return ABSENT.get(reason or "not-reported", "not reported")


def amount(number: float | None) -> str:
    """A dose or a measured amount: no trailing zeros, leading zero, thousands from 1,000."""
    if number is None:
        return ABSENT["not-reported"]
    whole, decimals = _parts(number)
    return f"{whole}.{decimals}" if decimals else whole


def result(number: float, digits: int | None) -> str:
    """A result: at least as many decimals as the source printed, never fewer than the number has."""
    whole, decimals = _parts(number)
    decimals = decimals.ljust(digits or 0, "0")
    return f"{whole}.{decimals}" if decimals else whole


def fixed(number: float, digits: int) -> str:
    """A computed number with fixed decimals: no minus before zero, thousands from 1,000, infinity in words."""
    if number in (INFINITY, -INFINITY):
        return "infinity" if number > 0 else "minus infinity"
    text = f"{number:,.{digits}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def share(events: float, n: float) -> str:
    """People with an event in whole per cent; with decimals where that would make few of them none, or most all."""
    percent = 100 * events / n
    digits = 0
    while digits < MOST_DECIMALS and percent not in (0, 100) and fixed(percent, digits) in SETTLED[digits]:
        digits += 1
    return f"{fixed(percent, digits)}%"


MOST_DECIMALS = 4
SETTLED = [{fixed(end, digits) for end in (0, 100)} for digits in range(MOST_DECIMALS)]
"""What no share may be rounded to that is neither nobody nor everybody, by the number of decimals."""


def _parts(number: float) -> tuple[str, str]:
    """Sign and whole part with thousands, and decimals without trailing zeros, of the number as written."""
    text = str(number) if isinstance(number, int) else repr(float(f"{number:.15g}"))
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    shown = f"{int(whole):,}"
    return ("-" + shown if whole == "-0" and decimals else shown), decimals


def count(number: int | None) -> str:
    """A count of people."""
    return ABSENT["not-reported"] if number is None else f"{number:,}"


def plural(number: int, word: str, many: str | None = None) -> str:
    """``1 trial``, ``2 trials``, ``1 person``."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def persons(number: int) -> str:
    """``1 person``, ``12 people``."""
    return plural(number, "person", "people")


def went_in(studies: int | None, people: int | None) -> str:
    """What a pool is made of, as far as it is known: ``4 studies, 1,310 people``."""
    known = [plural(studies, "study", "studies")] if studies is not None else []
    return ", ".join(known + ([persons(people)] if people is not None else []))


def joined(words: list[str], last: str = "or") -> str:
    """``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def dose(found: Dose) -> str:
    """One dose with its unit, such as "0.5 to 1 mg/kg" or "56 or 84 mg"."""
    if found.steps:
        text = joined([amount(step) for step in found.steps])
    elif found.low is not None and found.high is not None:
        text = f"{amount(found.low)} to {amount(found.high)}"
    elif found.low is not None:
        text = amount(found.low)
    elif found.high is not None:
        text = f"up to {amount(found.high)}"
    else:
        return tie(f"dose {absent(found.absent)}")
    if not found.unit:
        return text
    head, comma, last = text.rpartition(", ")
    return head + comma + tie(f"{last} {found.unit}")


def quantity(found: Quantity | Any) -> str:
    """A quantity with its bound, spread and unit."""
    if found.low is not None and found.high is not None:
        text = f"{amount(found.low)} to {amount(found.high)}"
        if found.value is not None:
            text = f"{amount(found.value)} ({text})"
    elif found.value is not None:
        text = amount(found.value)
    elif found.low is not None:
        text = f"at least {amount(found.low)}"
    elif found.high is not None:
        text = f"up to {amount(found.high)}"
    else:
        return absent(found.absent)
    if found.sd is not None:
        text += f" (SD {amount(found.sd)})"
    if found.bound:
        text = f"{BOUNDS[found.bound]} {text}"
    if found.unit:
        text += "%" if found.unit == "%" else f" {found.unit}"
    return tie(text)


def schedule(found: Schedule | None) -> str:
    """How often and for how long, in words."""
    if found is None:
        return ""
    if found.absent:
        return absent(found.absent)
    parts = []
    if found.sessions == 1 and found.per_week is None:
        parts.append("once")
    elif found.per_week is not None:
        parts.append(per_week(found.per_week, found.per_week_high))
    if found.weeks is not None:
        parts.append(f"for {amount(found.weeks)} week" + ("" if found.weeks == 1 else "s"))
    if found.sessions is not None and found.sessions > 1:
        parts.append(f"({found.sessions} in all)" if parts else f"{found.sessions} sessions")
    text = " ".join(parts)
    if found.text:
        words = inside(found.text)
        text = f"{text}; {words}" if text else words
    if not text and found.days:
        text = f"days {found.days}"
    return text


def per_week(low: float, high: float | None) -> str:
    """``2 a week``, ``1 to 2 a week``, ``every 2 weeks``."""
    if high is not None and 0 < low < high <= 1:
        return f"every {amount(round(1 / high, 2))} to {amount(round(1 / low, 2))} weeks"
    if high is not None:
        return f"{amount(low)} to {amount(high)} a week"
    if low == 1:
        return "once a week"
    return f"every {amount(round(1 / low, 2))} weeks" if 0 < low < 1 else f"{amount(low)} a week"


def interval(lower: float | None, upper: float | None, digits: int | None) -> str:
    """``-7.3 to -0.6``, or the one limit that there is."""
    if upper is None:
        return tie(f"lower limit {result(lower or 0, digits)}")
    if lower is None:
        return tie(f"upper limit {result(upper, digits)}")
    return tie(f"{result(lower, digits)} to {result(upper, digits)}")


COUNTED, SCORED = ("fewer", "more"), ("lower", "higher")
"""What is said of a difference below and above 0: of people, and of means."""


def turned(value: float, digits: int, words: tuple[str, str], unit: str = "") -> str:
    """``3.9 fewer`` or ``14.2 more``: a difference without its sign, in ``words`` for below and above 0; ``0`` bare."""
    text = fixed(abs(value), digits)
    way = words[value > 0] if text.strip("0.,") else ""
    return " ".join(part for part in (text + unit, way) if part)


def ends(lower: float, upper: float, digits: int, words: tuple[str, str], said: str = "") -> str:
    """An interval of a difference in words: ``39 fewer to 87 more``, or ``3.9 to 24.2 more`` where it has one side.

    Each end has its word wherever the two differ, so that no number is read on the side of the other. On one side the
    end nearer to 0 stands first, and the word is left out where it was ``said`` of the difference.
    """
    first, last = sorted((lower, upper))
    if first < 0 < last:
        both = [turned(first, digits, words), turned(last, digits, words)]
        if all(" " in each for each in both):
            return f"{tie(both[0] + ' to')} {tie(both[1])}"
    near, far = sorted((first, last), key=abs)
    text, _, way = turned(far, digits, words).partition(" ")
    start = turned(near, digits, words).partition(" ")[0]
    return tie(f"{start} to {text}" + (f" {way}" if way and way != said else ""))


def p_words(p: float) -> str:
    """``p = 0.173`` or ``p < 0.001``, of a p-value that was worked out."""
    return tie("p < 0.001" if p < 0.001 else f"p = {fixed(p, 3)}")


def p_value(found: Effect) -> str:
    """``p = 0.02`` or ``p < 0.001``; empty without a p-value."""
    if found.p is None:
        return ""
    sign = {"below": "<", "above": ">"}.get(found.p_bound or "", "=")
    sides = ", one-sided" if found.p_sides == 1 else ""
    return tie(f"p {sign} {amount(found.p)}{sides}")


ONE = ("1", "-1")
"""What a unit stands after as of one thing: "1 point", but "1.0 points"."""


def effect(found: Effect) -> str:
    """A published effect with its interval, such as "-4.0 points (-7.31 to -0.64), p = 0.02"."""
    parts = []
    if found.value is not None:
        text = result(found.value, found.digits)
        if found.unit:
            text = tie(f"{text} {found.unit.removesuffix('s') if text in ONE else found.unit}")
        if found.measure in ("SMD", "RR", "OR", "HR", "NNT"):
            text = f"{found.measure} {text}"
        parts.append(text)
    if found.lower is not None or found.upper is not None:
        level = "" if found.level == 0.95 else f"{amount(100 * found.level)}% interval "
        parts.append(f"({level}{interval(found.lower, found.upper, found.limit_digits)})")
    elif found.value is not None and found.se is not None:
        # The width is on record, though no interval is: it says as much.
        parts.append(tie(f"(SE {amount(found.se)})"))
    text = " ".join(parts)
    p = p_value(found)
    if p:
        text = f"{text}, {p}" if text else p
    if not text and found.statistic:
        text = found.statistic
    return text


def arm_result(found: ArmResult) -> str:
    """One arm's figures: events/n with the percentage, or mean (SD) with n."""
    if found.events is not None and found.n is not None and found.derived is None:
        text = f"{count(found.events)}/{count(found.n)}"
        return f"{text} ({result(found.percent, found.digits)}%)" if found.percent is not None else text
    parts = []
    unit = "" if found.unit in (None, "points", "%") else f" {found.unit}"
    if found.percent is not None:
        parts.append(f"{result(found.percent, found.digits)}%")
    elif found.mean is not None:
        parts.append(f"{result(found.mean, found.digits)}{'%' if found.unit == '%' else unit}")
    elif found.median is not None:
        parts.append(f"median {result(found.median, found.digits)}{unit}")
    if found.sd is not None:
        parts.append(f"(SD {result(found.sd, None)})")
    elif found.se is not None:
        parts.append(f"(SE {result(found.se, None)})")
    if found.q1 is not None and found.q3 is not None:
        parts.append(f"(quartiles {amount(found.q1)} and {amount(found.q3)})")
    if found.lower is not None or found.upper is not None:
        parts.append(f"({interval(found.lower, found.upper, found.limit_digits)})")
    if found.n is not None:
        parts.append(f"n {count(found.n)}" if not parts else f"of {count(found.n)}")
    return tie(" ".join(parts)) if parts else absent(found.absent)
