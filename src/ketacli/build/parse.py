"""From the text of a file to plain TOML values, or to what is wrong with it: never an error, however it was made."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from ketacli.build.problems import Problem

DEEPEST = 20
"""Lists and tables in one another; records need seven."""
LONGEST_NUMBER = 18
"""Digits of a number before its point; the largest there is has five."""

BOM = "\ufeff"
KEY = re.compile(r"[ \t]*([A-Za-z0-9_.-]{1,80})[ \t]*=")
DIGITS = re.compile(r"[0-9_]+")


def parse(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """Parsed TOML with exact decimals, or what keeps it from being read as problems."""
    if text.startswith(BOM):
        return {}, [Problem(file, "", "begins with a byte order mark: save it as UTF-8 without one")]
    try:
        found = tomllib.loads(text, parse_float=number)
    except tomllib.TOMLDecodeError as error:
        return {}, [Problem(file, "", f"not valid TOML: {error}")]
    except RecursionError:
        return {}, [Problem(file, culprit(text, _deep), too_deep())]
    except ValueError:
        # The digits of a whole number, of which Python converts some thousands at most.
        return {}, [Problem(file, culprit(text, _long), too_long())]
    return found, [Problem(file, key, reason) for key, reason in oversized(found)]


def number(text: str) -> Decimal | str:
    """A number with its digits; one beyond all numbers stays text, which no field for a number takes."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def oversized(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys of what is too deep or too long to be worked with, each with why."""
    waiting: list[tuple[str, Any, int]] = [("", found, 0)]
    while waiting:
        key, value, depth = waiting.pop()
        if depth > DEEPEST:
            yield key, too_deep()
        elif isinstance(value, dict | list):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [(f"{key}.{name}" if key else str(name), item, depth + 1) for name, item in items]
        elif _size(value) >= LONGEST_NUMBER:
            yield key, too_long()


def _size(value: Any) -> int:
    """Digits before the point of a number, less one; 0 of anything else."""
    if isinstance(value, int):
        return LONGEST_NUMBER if abs(value) >= 10**LONGEST_NUMBER else 0
    return value.adjusted() if isinstance(value, Decimal) and value.is_finite() else 0


def too_deep() -> str:
    """Why a value is not read."""
    return f"lists or tables more than {DEEPEST} deep"


def too_long() -> str:
    """Why a number is not read."""
    return f"a number of more than {LONGEST_NUMBER} digits"


def culprit(text: str, is_it: Callable[[str], bool]) -> str:
    """The key of the line with which a text becomes what a test is for; empty where it cannot be told."""
    key = ""
    for line in text.splitlines():
        named = KEY.match(line)
        key = named.group(1) if named else key
        if is_it(line):
            return key
    return ""


def _deep(line: str) -> bool:
    return line.count("[") + line.count("{") + line.count(".") > DEEPEST


def _long(line: str) -> bool:
    return any(len(found.group()) > LONGEST_NUMBER for found in DIGITS.finditer(line))
