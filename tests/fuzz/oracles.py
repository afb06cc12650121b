"""What has to hold of the answer to any line whatever."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree

from ketacli.cli.mistakes import sentence
from ketacli.render.wrap import cells

from .inputs import Input
from .inside import Result

CODES: Final = {0, 1, 2, 3, 4, 5, 6, 7}
CRASHES: Final = ("Traceback (most", "keta: internal error", '"message":"internal error', '"message": "internal error')
REFUSING: Final = ("dosing", "effect", "evidence", "forest", "network", "results")
"""Commands that do arithmetic, or could."""
COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)")
CUT: Final = re.compile(r"[0-9][.,]?(?:\u2026|\.\.\.)|(?:\u2026|\.\.\.)[0-9]")
"""A number that is cut short: it would be read as another one."""
ECHO: Final = re.compile(r'"[0-9]{30,}\.\.\.$')
"""A word of very many digits that was typed."""
UNDRAWN: Final = ("check", "cite", "completion", "export", "help", "new", "schema")
"""Commands that answer with something else than a screen of records."""
OF_FORMAT: Final = ("-o", "--output", "--json", "--cite", "--style", "--fields", "-h", "--help", "--version", "--self")
OF_FILES: Final = ("assert", "check", "diff", "fetch")
"""Commands whose argument is a file or a folder that need not be there, or a number of a service that is not asked."""
NARROW: Final = 60
"""Columns below which an interval, or a number with its words, may stand on a line of its own that is wider."""
KINDS: Final = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def faults(given: Input, result: Result) -> Iterator[str]:
    """What is wrong with an answer, each beginning with the name of the rule that it breaks."""
    told = next((said for text in (result.out, result.err) for said in CRASHES if said in text), None)
    if told is not None:
        text = result.err if told in result.err else result.out
        yield f"crash: {text[text.index(told) :][:300]}"
        return
    if result.code not in CODES:
        yield f"code: {result.code} is no exit code"
    if any(name == "KETA_COMPLETE" and value is not None for name, value in given.around.environment):
        if (result.code, result.err) != (0, "") and given.around.out in ("pipe", "terminal"):
            yield f"completion: ends with {result.code} and {result.err[:100]!r}"
        yield from _commanding(result)
        return
    yield from _modelled(given, result)
    yield from _error(given, result)
    yield from _commanding(result)
    if result.code == 0:
        yield from _format(given, result)


# ---------------------------------------------------------------------------------------------- exit codes


def _modelled(given: Input, result: Result) -> Iterator[str]:
    """The exit code is one that the line can end with."""
    words, code = given.words, result.code
    name = command(words)
    lost = given.around.out in ("full", "closed") or any(word.endswith("/dev/full") for word in words)
    if given.kind == "right":
        fine = {0, 4} if "--fail-empty" in words else {0}
        if given.around.out == "full":
            fine |= {1}
        if code not in fine:
            yield f"modelled: a right line ends with {code}: {result.err[:300]}"
    if given.kind == "wrong":
        fine = {2, 1} if given.around.out == "full" and wants_json(words) else {2}
        if given.around.out == "gone" and wants_json(words):
            fine = {2, 0}
        if code not in fine:
            yield f"modelled: a wrong line ends with {code}: {given.fault!r} {result.err[:300]}"
    if code == 1 and not lost:
        yield f"modelled: 1 where everything can be written: {result.err[:300]}"
    if code == 1 and given.around.err in ("pipe", "terminal") and "cannot write" not in result.err:
        yield f"modelled: 1 without the words of it: {result.err[:300]}"
    if code == 4 and "--fail-empty" not in words and known(name) and not sentence(words):
        yield "modelled: 4 without --fail-empty"
    if code == 7 and name not in ("assert", "diff"):
        yield f"modelled: 7 of {name}"
    if code == 6 and name not in REFUSING:
        yield f"modelled: {name} refuses: {result.err[:300]}"
    if code == 5 and not _other_data(given):
        yield f"modelled: 5 with the installed data: {result.err[:300]}"


def _other_data(given: Input) -> bool:
    options = ("--data", "--max-age", "--verify", "--from")
    return (
        any(name == "KETA_DATA" for name, _ in given.around.environment)
        or command(given.words) in OF_FILES
        or any(word.partition("=")[0] in options for word in given.words)
    )


def command(words: list[str]) -> str:
    """The word that names the command, which ``--`` may stand before."""
    after = words[1:] if words[:1] == ["--"] else words
    return after[0] if after else ""


@cache
def known(word: str) -> bool:
    """Whether a word is a command."""
    from ketacli.cli.reader import known as is_known

    return is_known(word)


def wants_json(words: list[str]) -> bool:
    """Whether JSON is asked for, as far as a line with mistakes says."""
    before = words[: words.index("--")] if "--" in words else words
    return any(word == "--json" or re.search("jsonl?$", word) for word in before)


# -------------------------------------------------------------------------------------------------- errors


def _error(given: Input, result: Result) -> Iterator[str]:
    """A mistake is told in one line of what and one of what to do, and as an object where JSON was asked for."""
    if result.code not in (2, 3, 5, 6):
        return
    if given.around.err in ("pipe", "terminal"):
        lines = result.err.split("\n")
        if not lines[0].startswith("keta: ") or len(lines) < 3 or lines[-1]:
            checked = command(given.words) == "check" or "--verify" in given.words
            if not (checked and result.code == 5):
                yield f"error: {result.code} is told so: {result.err[:200]!r}"
        if len(result.err) > 40_000:
            yield f"error: of {len(result.err)} letters"
    if result.out and command(given.words) not in ("network", "check", "fetch", "find", "status"):
        try:
            told = json.loads(result.out)
            if told["schema"] != "keta.error/1" or told["error"]["exit"] != result.code:
                yield f"error: another object: {result.out[:200]!r}"
        except (ValueError, KeyError, TypeError):
            yield f"error: {result.code} with an answer: {result.out[:200]!r}"


# ------------------------------------------------------------------------------------------- what is shown


def _commanding(result: Result) -> Iterator[str]:
    """Nothing on a stream commands the terminal, turns text round or breaks a line."""
    for name, text in (("out", result.out), ("err", result.err)):
        if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
            continue
        plain = COLOURS.sub("", text).replace("\r\n", "\n").removeprefix("\ufeff")
        found = {letter for letter in set(plain) if unicodedata.category(letter) in KINDS} - {"\n", "\t"}
        if found:
            yield f"raw: {sorted(map(ascii, found))} on {name}"


def _format(given: Input, result: Result) -> Iterator[str]:
    """What is written can be read as what was asked for."""
    form = asked_format(given)
    out = COLOURS.sub("", result.out)
    if form is None or given.around.out not in ("pipe", "terminal") or not out:
        return
    try:
        READERS.get(form, _any)(out)
    except Exception as error:
        yield f"format: no {form}: {type(error).__name__} {str(error)[:100]}: {out[:100]!r}"
    if form == "table":
        yield from _screen(given, out)


def asked_format(given: Input) -> str | None:
    """The format that a line is answered in; None where it is not told by the words alone."""
    words = given.words
    if given.kind != "right":
        drawn = bool(words) and known(words[0]) and words[0] not in UNDRAWN
        if drawn and not any(word.startswith(OF_FORMAT) for word in words):
            return "table"
        plain = [word for word in words if word == "--json" or word.startswith(("-o", "--output", "--cite", "--style"))]
        if plain == ["--json"] and "--" not in words and not {"help", "-h", "--help"} & set(words):
            before = words[words.index("--json") - 1] if words.index("--json") else ""
            flagged = before.startswith("-") and "=" not in before
            return None if flagged or not known(words[0]) or words[0] == "new" else "json"
        return None
    if "--cite" in words:
        style = words[words.index("--cite") + 1]
        return "json" if style == "csl-json" else None
    for at, word in enumerate(words):
        if word == "--json":
            return "json"
        if word in ("-o", "--output-format"):
            return words[at + 1]
        if word.startswith(("-o", "--output-format=")):
            return word.partition("=")[2] if word.startswith("--") else word[2:]
    return None if "--fields" in words else "table"


def _screen(given: Input, out: str) -> Iterator[str]:
    """A screen keeps its width, and its numbers are whole."""
    typed = " ".join(given.words)
    # What was typed is repeated in short.
    found = next(
        (each for each in CUT.finditer(out) if each.group() not in typed and not ECHO.search(out[: each.end()])), None
    )
    if found:
        yield f"cut: {out[max(0, found.start() - 30) : found.end() + 10]!r}"
    width = asked_width(given)
    if width is not None and width >= NARROW:
        # A command is to be copied: it stays in one piece.
        lines = [line for line in out.split("\n") if " " in line.strip() and not line.strip().startswith("keta ")]
        long = next((line for line in lines if cells(line) > width), None)
        if long is not None:
            yield f"width: {cells(long)} of {width}: {long[:150]!r}"


def asked_width(given: Input) -> int | None:
    """The columns that a line or its environment names; of several words on a line the last stands."""
    asked: int | None = None
    words = given.words[: given.words.index("--")] if "--" in given.words else given.words
    for at, word in enumerate(words):
        if word == "--width" and at + 1 < len(words):
            asked = _number(words[at + 1])
        elif word.startswith("--width="):
            asked = _number(word.partition("=")[2])
    if asked is not None:
        return asked
    columns = dict(given.around.environment).get("COLUMNS", "")
    listening = "--accessible" in given.words or dict(given.around.environment).get("ACCESSIBLE", "") == "1"
    return int(columns) if columns in ("20", "40", "80", "120") and not listening else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _cells(text: str, delimiter: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True))
    widths = {len(row) for row in rows if row}
    if len(widths) > 1:
        raise ValueError(f"rows of {sorted(widths)} cells")


def _json(text: str) -> None:
    found = json.loads(text, parse_constant=_no_number)
    # References in CSL are a list.
    if not isinstance(found, list) and not str(found["schema" if "schema" in found else "$schema"]):
        raise ValueError("says no schema")


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


def _lines(text: str) -> None:
    for line in text.splitlines():
        json.loads(line, parse_constant=_no_number)


def _any(_: str) -> None:
    return


READERS: Final[dict[str, Any]] = {
    "json": _json,
    "jsonl": _lines,
    "csv": lambda text: _cells(text, ","),
    "tsv": lambda text: _cells(text, "\t"),
    "toml": tomllib.loads,
    "svg": ElementTree.fromstring,
}
