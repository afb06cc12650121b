"""Numbers in option values, read strictly: what is no number is a usage error that says what would be one."""

from __future__ import annotations

import re

from ketacli.cli.settings import no_value
from ketacli.errors import UsageError
from ketacli.records.choose import one_of

DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
COUNTS = re.compile(r"([0-9]{1,9}) ?/ ?([0-9]{1,9})")


def one(text: str | None, allowed: tuple[str, ...], option: str) -> str | None:
    """The single word of a fixed list that an option takes, None when it is not given; UsageError with the list."""
    if text is None:
        return None
    found = one_of([text], allowed, option)
    if len(found) != 1:
        raise no_value(option, text, allowed)
    return found.pop()


def decimal(text: str, option: str, low: float, high: float, example: str) -> float:
    """A plain decimal strictly between ``low`` and ``high``; UsageError for anything else."""
    if DECIMAL.fullmatch(text) and low < float(text) < high:
        return float(text)
    raise UsageError(
        f'{option} takes a number between {low:g} and {high:g}, not "{text}"',
        f"For example: {option} {example}.", field=option.lstrip("-"), value=text,
    )  # fmt: skip


def level(text: str | None) -> float:
    """A confidence level, written 95 or 0.95; 0.95 when not given."""
    if text is None:
        return 0.95
    if DECIMAL.fullmatch(text):
        number = float(text)
        if 50 <= number < 100:
            return number / 100
        if 0.5 <= number < 1:
            return number
    raise UsageError(
        f'--level takes 50 to 99.9 (or 0.5 to 0.999), not "{text}"', "For example: --level 90.",
        field="level", value=text,
    )  # fmt: skip


def intervals(found: set[str]) -> frozenset[str]:
    """Interval methods, one at most for differences and one for ratios; UsageError for two of a kind."""
    for kind in (("miettinen-nurminen", "newcombe", "wald"), ("log-wald", "score")):
        both = [name for name in kind if name in found]
        if len(both) > 1:
            raise UsageError(
                f"--method names two intervals for one measure: {' and '.join(both)}", "Give one of them.",
                field="method", value=",".join(both),
            )  # fmt: skip
    return frozenset(found)


def counts(text: str, option: str) -> tuple[int, int]:
    """``10/34`` as events and people."""
    found = COUNTS.fullmatch(text.strip())
    if found is None:
        raise UsageError(
            f'{option} takes events and people, not "{text}"', f"For example: {option} 10/34.",
            field=option.lstrip("-"), value=text,
        )  # fmt: skip
    events, n = int(found[1]), int(found[2])
    if n == 0 or events > n:
        count, people = "event" if events == 1 else "events", "person" if n == 1 else "people"
        raise UsageError(
            f"{option}: {events} {count} in {n} {people} cannot be", f"For example: {option} 10/34.",
            field=option.lstrip("-"), value=text,
        )  # fmt: skip
    return events, n


def mean(text: str, option: str) -> tuple[float, float, int]:
    """``17.5,12.2,34`` as mean, standard deviation and people."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 3 and all(DECIMAL.fullmatch(part) for part in parts[:2]) and re.fullmatch(r"[0-9]{1,9}", parts[2]):
        found = float(parts[0]), float(parts[1]), int(parts[2])
        if found[1] > 0 and found[2] >= 2:
            return found
        reason = "the SD must be above 0 and n at least 2"
    else:
        reason = "it takes mean, SD and n, separated by commas"
    raise UsageError(
        f'{option}: {reason}, not "{text}"', f"For example: {option} 17.5,12.2,34.",
        field=option.lstrip("-"), value=text,
    )  # fmt: skip
