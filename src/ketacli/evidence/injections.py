"""What belongs over doses of an injected form: what its labels warn of, breathing first, or whom they exclude.

A spray has its boxed warning. Of an injection the records of safety facts have what stands there: nothing is worded
here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacli.evidence.arithmetic.routes import INJECTED
from ketacli.evidence.edition import beside
from ketacli.records import wording
from ketacli.records.names import inline, label
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety

KINDS = ("warning", "contraindication")
BREATHING = "sedation-and-breathing"
PLACES = ("US", "EU", "GB")
"""Authorities whose lists stand first, then those that license most."""
CAUTIONED = ("kind", "species", "forms", "routes", "jurisdiction", "statement", "system", "setting")
"""What is asked of each safety record."""
LONGEST = 140
"""Letters of a statement, which is cut between two clauses, as the whole is one command away."""


class Injection(NamedTuple):
    """What is said of an injected form, from one record."""

    form: str
    asked: tuple[str, ...]
    """The routes listed, by which it is injected."""
    item: Safety

    @property
    def command(self) -> str:
        """What has the whole, and the rest that is on record."""
        one = self.asked if len(self.asked) == 1 and self.asked[0] in self.item.routes else ()
        return f"keta safety {' '.join([self.form, *one])}"


def injections(dataset: Dataset, listed: Iterable[tuple[str, str]]) -> list[Injection]:
    """The first caution of each form that is listed with a route by which it is injected, in the order of the list."""
    by_form: dict[str, dict[str, None]] = {}
    for form, route in listed:
        if route in INJECTED:
            by_form.setdefault(form, {})[route] = None
    if not by_form:
        return []
    cautions = [
        item for item in dataset.safety.partly(*CAUTIONED)
        if item.kind in KINDS and item.species == "human" and set(INJECTED) & set(item.routes)
        and item.jurisdiction and item.statement.value
    ]  # fmt: skip
    licences = Counter(
        (item.form, each.jurisdiction) for item in dataset.regimens.partly("form", "routes", "standing")
        if set(INJECTED) & set(item.routes) for each in item.standing if each.status == "licensed"
    )  # fmt: skip
    found = (_first(cautions, licences, form, tuple(routes)) for form, routes in by_form.items())
    return [first for first in found if first is not None]


def _first(
    cautions: list[Safety], licences: Counter[tuple[str, str]], form: str, routes: tuple[str, ...]
) -> Injection | None:
    """That by a route listed before one by another, on breathing before any other, then a contraindication."""
    found = [item for item in cautions if form in item.forms]

    def rank(item: Safety) -> tuple[bool, bool, bool, bool, int, int]:
        place = PLACES.index(item.jurisdiction) if item.jurisdiction in PLACES else len(PLACES)
        return (
            not set(routes) & set(item.routes), item.system != BREATHING, item.kind != "contraindication",
            item.statement.check != "label", place, -licences[form, item.jurisdiction or ""],
        )  # fmt: skip

    return Injection(form, routes, min(found, key=rank)) if found else None


def in_words(dataset: Dataset, each: Injection) -> str:
    """A caution with its form, by which routes where it is of others than were listed, whose it is and of what."""
    item = each.item
    name = inline(label(dataset, "compounds", each.form))
    other = not set(each.asked) <= set(item.routes)
    by = f" {wording.joined([label(dataset, 'routes', route, short=True) for route in item.routes])}" if other else ""
    kind = "contraindications, " if item.kind == "contraindication" else ""
    whose = f"{item.jurisdiction}, {beside(dataset, item.statement.source).strip('() ')}".rstrip(", ")
    setting = " (in anaesthesia)" if item.setting == "anaesthesia" else ""
    return f"{name}{by} ({kind}{whose}): {first_clauses((item.statement.value or '').rstrip('.'))}{setting}."


def first_clauses(text: str) -> str:
    """The clauses of a list that have room, whole: half a condition is a wrong one."""
    first, *others = text.split("; ")
    for clause in others:
        if len(first) + len(clause) > LONGEST:
            return f"{first}; ..."
        first = f"{first}; {clause}"
    return first
