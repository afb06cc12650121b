"""The rules of truth: what must hold of every record, whoever entered it.

Each module holds rules of one sort and yields problems; nothing here prints. A rule that rejects a
value is either right about it or wrong itself, and is never loosened to let a value pass.
"""

from __future__ import annotations

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check import doses, effects, numbers, references, sources, statements, texts, trials

RULES = (references, sources, texts, doses, numbers, trials, effects, statements)


def check(authored: Authored) -> list[Problem]:
    """Every broken rule in data whose shape and types are already valid, in order of file."""
    found = [problem for module in RULES for problem in module.problems(authored)]
    return sorted(set(found))
