"""Broken rules as SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ketacli import __version__
from ketacli.build.mending import RULE
from ketacli.build.problems import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
PLAIN = "rule-of-truth"
"""Of problems whose rule has no name of its own."""


def sarif(problems: list[Problem], folder: str) -> dict[str, Any]:
    """One run; the addresses of files are relative to where the program ran, ``folder`` before each of them."""
    ids = sorted({_rule(each) for each in problems})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "keta",
                        "version": __version__,
                        "rules": [{"id": name, "shortDescription": {"text": name.replace("-", " ")}} for name in ids],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "results": [_result(each, ids, folder) for each in problems],
            }
        ],
    }


def _rule(problem: Problem) -> str:
    found = RULE.search(problem.reason)
    return found[1] if found else PLAIN


def _result(problem: Problem, ids: list[str], folder: str) -> dict[str, Any]:
    rule = _rule(problem)
    text = ": ".join(part for part in (problem.key, problem.reason) if part)
    path = "/".join(
        part for part in (folder.replace("\\", "/").strip("/") if folder != "." else "", problem.file) if part
    )
    absolute = folder.startswith("/")
    place = {"uri": ("file:///" if absolute else "") + quote(path or "."), **({} if absolute else {"uriBaseId": ROOT})}
    return {
        "ruleId": rule,
        "ruleIndex": ids.index(rule),
        "level": "error",
        "message": {"text": f"{text}. {problem.mend}" if problem.mend else text},
        "locations": [
            {"physicalLocation": {"artifactLocation": place, "region": {"startLine": problem.line or 1}}}
        ],
        "properties": {"key": problem.key},
    }  # fmt: skip
