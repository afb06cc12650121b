"""A row of a table as a study: its counts, its means, its effect, or the reason why it has none that can be used."""

from __future__ import annotations

import re
from math import exp, log, sqrt
from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import Counts, Means
from ketacli.evidence.own.headers import ARM, CONTROL, WHOLE
from ketacli.evidence.own.study import Problem, Study
from ketacli.evidence.own.table import label_of, number
from ketacli.stats.estimate import RATIOS, Estimate, Refusal
from ketacli.stats.means import Mean
from ketacli.stats.published import from_interval, from_se
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.own.headers import Column, Columns
    from ketacli.evidence.own.table import TableRow

SPAN = re.compile(r"[\[(]?\s*(\S+?)\s*(?:to|,|;|\.\.)\s*(\S+?)\s*[\])]?")
UNEVEN = 0.25
"""How far, of half its width, the middle of an interval may lie from its estimate for rounding alone."""
COUNTED = "events from the percentage and n"
LARGEST_LOG = 20.0
"""What no logarithm of a ratio of an effect exceeds: a ratio of 500 million."""
TOTALS = ("total", "subtotal", "overall", "pooled", "summary")
"""How the rows begin that programs add below the studies."""
MEASURES = ("RD", "RR", "OR", "MD", "SMD", "HR")


class Mistake(Exception):
    """Why a row cannot be used."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Reader(NamedTuple):
    """The cells of one row by what they hold."""

    row: TableRow
    known: Columns

    def text(self, figure: str, side: int = WHOLE) -> str:
        """The text of a cell; empty where there is none."""
        if (figure, side) in self.row.sides:
            return self.row.sides[figure, side]
        for name, column in self.known.by_name.items():
            if (column.figure, column.side) == (figure, side):
                return self.row.cells.get(name, "")
        return ""

    def number(self, figure: str, side: int = WHOLE) -> float | None:
        """The number of a cell; None where there is none."""
        try:
            return number(self.text(figure, side))
        except ValueError as error:
            raise Mistake("no-number", str(error)) from None

    def column(self, figure: str) -> Column | None:
        """What is said of a column of the whole row."""
        return next((each for each in self.known.by_name.values() if each[:2] == (figure, WHOLE)), None)


def study_of(row: TableRow, known: Columns, measure: str | None, medians: str | None) -> Study | Problem:
    """The study of a row. What has both figures of arms and an effect keeps both."""
    cells = Reader(row, known)
    label = label_of(row, known)
    if label.casefold().split(" ")[0].rstrip(":") in TOTALS:
        return Problem(row.number, label, "total", "it is a total of the others, which would count them twice")
    try:
        year = cells.number("year")
        counts, counted = counts_of_row(cells)
        means, made = means_of_row(cells, medians) if counts is None else (None, None)
        effect = effect_of_row(cells, measure)
        if counts is None and means is None and effect is None:
            raise Mistake("nothing", missing(cells))
        n = cells.number("n")
    except Mistake as found:
        return Problem(row.number, label, found.code, found.reason)
    return Study(row.number, label, None if year is None else int(year), counts, means, effect, counted or made, n)


def missing(cells: Reader) -> str:
    """Why a row gives no figure."""
    if cells.text("median", ARM) and cells.text("median", CONTROL):
        return "medians only: --medians luo or wan makes means of them and their quartiles, by those methods"
    held = {each.figure for each in cells.known.by_name.values()}
    if "value" in held and cells.text("value"):
        return "an effect without a standard error, a variance or an interval"
    return "no counts with n, no means with their spread and n, and no effect with its error in this row"


def counts_of_row(cells: Reader) -> tuple[Counts | None, str | None]:
    """Events of people in both groups, and how they were worked out; Mistake for what no count can be."""
    groups = [_count(cells, side) for side in (ARM, CONTROL)]
    first, second = groups
    if first is None or second is None:
        return None, None
    derived = first[2] or second[2]
    return Counts(first[0], first[1], second[0], second[1]), derived


def _count(cells: Reader, side: int) -> tuple[float, float, str | None] | None:
    whose = "the treatment" if side == ARM else "the control"
    events, rest, n = (cells.number(figure, side) for figure in ("events", "nonevents", "n"))
    if events is not None and rest is not None:
        n = events + rest
    if n is None:
        return None
    if events is None and rest is not None:
        events = n - rest
    if events is None:
        return _of_percentage(cells, side, n, whose)
    if not events.is_integer():
        said = "a proportion" if 0 < events < 1 else "a percentage"
        raise Mistake("percent-for-events", f"percent for events: {events:g} of {whose} is no whole number of people; "
                      f"{said}? A column named percent is read as one")  # fmt: skip
    if events > n:
        maybe = "; perhaps percentages stand in the column of events" if events <= 100 else ""
        raise Mistake("events-above-n", f"events above n: {events:g} in {n:g} people of {whose}{maybe}")
    if events < 0 or n <= 0 or not n.is_integer():
        raise Mistake("impossible-count", f"{events:g} events in {n:g} people of {whose}")
    return events, n, None


def _of_percentage(cells: Reader, side: int, n: float, whose: str) -> tuple[float, float, str] | None:
    from ketacli.stats.proportions import counts_of

    percent = cells.number("percent", side)
    if percent is None:
        return None
    digits = len(cells.text("percent", side).strip().rstrip("%").partition(".")[2].strip())
    if not (0 <= percent <= 100 and n > 0 and n.is_integer()):
        raise Mistake("impossible-count", f"{percent:g} percent of {n:g} people of {whose}")
    fitting = counts_of(percent, int(n), digits)
    if len(fitting) != 1:
        what = "no whole number" if not fitting else "more than one whole number"
        raise Mistake("percentage", f"{what} of {n:g} people of {whose} gives {percent:g} percent")
    return fitting[0], n, COUNTED


def means_of_row(cells: Reader, medians: str | None) -> tuple[Means | None, str | None]:
    """Means with their spread in both groups, and how they were worked out."""
    first, second = (_mean(cells, side, medians) for side in (ARM, CONTROL))
    if first is None or second is None:
        return None, None
    notes = "; ".join(dict.fromkeys(note for note in (first[1], second[1]) if note)) or None
    return Means(first[0], second[0], notes), notes


def _mean(cells: Reader, side: int, medians: str | None) -> tuple[Mean, str | None] | None:
    whose = "the treatment" if side == ARM else "the control"
    mean, sd, se, variance, n = (cells.number(name, side) for name in ("mean", "sd", "se", "variance", "n"))
    if n is None:
        return None
    if n < 2:
        raise Mistake("impossible-mean", f"a mean of {n:g} people of {whose}")
    if any(each is not None and each <= 0 for each in (sd, se, variance)):
        raise Mistake("impossible-mean", f"a spread of 0 or less of {whose}")
    if mean is None:
        return _median(cells, side, n, medians, whose)
    if sd is not None:
        return Mean(mean, sd, n), None
    if se is not None:
        return Mean(mean, se * sqrt(n), n), "standard deviation from the standard error and n"
    if variance is not None:
        return Mean(mean, sqrt(variance), n), "standard deviation from the variance"
    return None


def _median(cells: Reader, side: int, n: float, medians: str | None, whose: str) -> tuple[Mean, str] | None:
    from ketacli.stats.medians import mean_from_quartiles

    median, q1, q3 = (cells.number(name, side) for name in ("median", "q1", "q3"))
    if median is None or q1 is None or q3 is None or medians is None:
        return None
    try:
        found = mean_from_quartiles(median, q1, q3, n, medians)
    except ValueError:
        raise Mistake("quartiles", f"median {median:g} of {whose} with quartiles {q1:g} and {q3:g}") from None
    by = "Luo 2018 (mean) and Wan 2014 (SD)" if medians == "luo" else "Wan 2014"
    return found, f"mean and SD from the median and quartiles by {by}"


def effect_of_row(cells: Reader, asked: str | None) -> Estimate | None:
    """The effect of a row with its error; ratios as they are, their error of the logarithm."""
    value = cells.number("value")
    column = cells.column("value")
    if value is None or column is None:
        return None
    said = cells.text("measure").strip().upper() or column.measure or asked
    if said not in MEASURES:
        raise Mistake("measure", f"which measure the effect is in is not said: --measure {', '.join(MEASURES).lower()}")
    if said == "RD" and abs(value) > 1:
        raise Mistake("per-100", f"a risk difference is per 1, from -1 to 1, and this row has {value:g}: divide by 100")
    lower, upper = limits(cells)
    level = cells.number("level") or 0.95
    level = level / 100 if level > 1 else level
    ratio = said in RATIOS
    as_log = ratio and bool(column.log)
    if ratio:
        scale_of(value, lower, upper, as_log, said)
    contained(value, lower, upper, ratio and not as_log)
    if as_log:
        value = exp(value)
        lower, upper = (None if each is None else exp(each) for each in (lower, upper))
    return with_error(cells, said, value, lower, upper, level)


def limits(cells: Reader) -> tuple[float | None, float | None]:
    """The interval of an effect, from two columns or from one such as "0.4 to 0.9"."""
    lower, upper = cells.number("lower"), cells.number("upper")
    text = cells.text("interval").strip()
    if lower is None and upper is None and text:
        found = SPAN.fullmatch(text)
        try:
            lower, upper = (number(part) for part in found.groups()) if found is not None else (None, None)
        except ValueError:
            found = None
        if found is None:
            raise Mistake("interval", f'the interval "{text}" is not read: write it as 0.4 to 0.9')
    return lower, upper


def contained(value: float, lower: float | None, upper: float | None, ratio: bool) -> None:
    """Mistake where an interval does not hold its estimate, with the likeliest reason."""
    if lower is None or upper is None or lower <= value <= upper:
        return
    if lower > upper and upper <= value <= lower:
        raise Mistake("interval", f"its limits stand in the wrong order: {lower:g} and {upper:g}")
    said = f"the interval {lower:g} to {upper:g} does not contain its estimate {value:g}"
    if ratio and value > 0 and lower <= log(value) <= upper:
        said += "; the limits look like logarithms, the estimate like a plain ratio"
        raise Mistake("log-for-ratio", said)
    if ratio and 0 < lower <= exp(min(value, 700.0)) <= upper:
        raise Mistake("log-for-ratio", f"{said}; the estimate looks like a logarithm, the limits like plain ratios")
    raise Mistake("interval", said)


def scale_of(value: float, lower: float | None, upper: float | None, as_log: bool, measure: str) -> None:
    """Mistake where a ratio is a logarithm though its column does not say so, or the other way round."""
    name = f"log {measure}"
    if not as_log and (value <= 0 or (lower is not None and lower < 0)):
        least = min(value, lower if lower is not None else value)
        raise Mistake("log-for-ratio", f"log for plain ratio: a {measure} is above 0, and this row has {least:g}; "
                      f"call the column {name} for logarithms")  # fmt: skip
    if as_log and max(abs(each) for each in (value, lower, upper) if each is not None) > LARGEST_LOG:
        raise Mistake("ratio-for-log", f"plain for log ratio: {value:g} as the logarithm of a {measure} is beyond any "
                      f"effect; call the column {measure} for plain ratios")  # fmt: skip
    if lower is None or upper is None or not lower < value < upper or min(value, lower) <= 0:
        return
    plain = abs((lower + upper) / 2 - value) / (upper - lower)
    geometric = abs((log(lower) + log(upper)) / 2 - log(value)) / (log(upper) - log(lower))
    if not as_log and plain < 0.02 and geometric > UNEVEN / 5:
        raise Mistake("log-for-ratio", f"log for plain ratio: the interval {lower:g} to {upper:g} lies evenly about "
                      f"{value:g}, as that of a logarithm does; call the column {name} for logarithms")  # fmt: skip
    if as_log and geometric < 0.02 and plain > UNEVEN / 5:
        raise Mistake("ratio-for-log", f"plain for log ratio: the interval {lower:g} to {upper:g} lies about {value:g} "
                      f"as that of a plain ratio does; call the column {measure} for plain ratios")  # fmt: skip


def with_error(
    cells: Reader, measure: str, value: float, lower: float | None, upper: float | None, level: float
) -> Estimate | None:
    """The effect with the error that its row gives: the standard error, the variance, else that of the interval."""
    se, variance = cells.number("se"), cells.number("variance")
    if any(each is not None and each <= 0 for each in (se, variance)):
        raise Mistake("impossible-error", "a standard error or variance of 0 or less")
    try:
        implied = None
        if lower is not None and upper is not None:
            implied = from_interval(measure, value, lower, upper, level)
        if se is not None or variance is not None:
            error = se if se is not None else sqrt(variance or 0.0)
            if implied is not None and implied.se is not None:
                fits(error, implied.se, "SE" if se is not None else "variance")
            return implied or from_se(measure, value, error, 0.95)
        return implied
    except (ValueError, Refusal) as error:
        raise Mistake("interval", f"its interval implies no error: {error}") from None


def fits(error: float, implied: float, column: str) -> None:
    """Mistake where a printed error is not that of the interval beside it, named where it is its square or its root."""
    if abs(error / implied - 1) <= UNEVEN:
        return
    if column == "SE" and abs(error / implied**2 - 1) <= UNEVEN:
        raise Mistake("variance-for-se", f"variance for SE: the interval implies an SE of {implied:.3g}, whose square "
                      f"is the {error:.3g} of the column")  # fmt: skip
    if column == "variance" and abs(error**2 / implied - 1) <= UNEVEN:
        raise Mistake("se-for-variance", f"SE for variance: the interval implies a variance of {implied**2:.3g}, and "
                      "the column has its root")  # fmt: skip
    raise Mistake(
        "error", f"its {column} and its interval do not agree: {error:.3g} and {implied:.3g} as standard errors"
    )
