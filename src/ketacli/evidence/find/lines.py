"""Questions that another command answers: the exact line to type, which stands before what a search finds.

A search lists what was published; two forms side by side, a dose worked out, a risk of bias have their own screens.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from ketacli.evidence.find.question import Question
    from ketacli.records.dataset import Dataset

NUMBER = r"(?<![\d.,/])(?P<number>\d+(?:[.,]\d+)?) ?"
AMOUNTS = {
    "dose": NUMBER + r"(?P<unit>(?:mg|mcg|milligrams?|micrograms?)(?: ?(?:/|per) ?kg)?)\b(?! ?(?:/|per))",
    "weight": NUMBER + r"(?P<unit>kg|kilos?|kilograms?|lbs?|pounds)\b",
    "strength": NUMBER + r"(?P<unit>mg ?(?:/|per) ?ml)\b",
}
"""What a dose is worked out from, as people type it."""
SPELT = {"milligrams": "mg", "milligram": "mg", "micrograms": "mcg", "microgram": "mcg"}
FORMS = ("esketamine", "arketamine", "racemic")
"""Forms that are compared with one another."""
SHORT = 5
"""Words of a question that is a dose and its route and little else."""
NARROWS = frozenset(("compounds", "routes", "indications"))
"""Kinds of name that narrow a list of doses down."""
HARMS = (
    "side effects", "side effects of", "adverse effects", "adverse effects of", "adverse events", "undesirable effects",
    "harms", "safe", "safety", "safety of", "dangerous", "risks",
)  # fmt: skip
"""Words for harms of any kind."""
POUNDS = ("lb", "pound")
JUDGED = "low,some-concerns,unclear,high"
"""Every judgement of bias: the trials that have one."""


def lines(dataset: Dataset, question: Question) -> list[str]:
    """Command lines that answer a question, best first; none for most."""
    named: dict[str, dict[str, None]] = {}
    for concept in question.concepts:
        for kind, name in concept.named:
            named.setdefault(kind, {})[name] = None
    out = []
    forms = [name for name in named.get("compounds", ()) if name in FORMS]
    if question.favours.get("compare") and len(forms) > 1:
        out.append(f"keta compare {' '.join(sorted(forms, key=FORMS.index)[:2])}")
    elif question.pool:
        out.append(f"keta evidence {question.pool}")
    elif question.plain:
        out += [f"keta {name}" for name in named.get("indications", ())]
    if not any(concept.fixes and concept.fixes.sort in ("person", "animal") for concept in question.concepts):
        # The arithmetic knows no child and no animal: it is not offered for one.
        out += _worked(question.text, next(iter(named.get("routes", ())), ""))
    out += _doses(question) + _harms(question) if not out else []
    if question.favours.get("bias"):
        out += [line for name in named.get("indications", ()) for line in _judged(dataset, name)]
    return out


def _doses(question: Question) -> list[str]:
    """The list of doses of a form, by a route or for a use, where nothing else is asked for."""
    left = [each for each in question.concepts if each.weight and "regimens" not in each.asks]
    named = {kind: name for each in left for kind, name in each.named if kind in NARROWS}
    plain = all(NARROWS.intersection(kind for kind, _ in each.named) for each in left)
    if not question.doses or question.most or question.unmet or "compounds" not in named or not plain:
        return []
    if any(each.fixes and each.fixes.sort == "product" for each in left):
        return []
    return [f"keta dosing {' '.join(named[kind] for kind in ('compounds', 'routes', 'indications') if kind in named)}"]


def _harms(question: Question) -> list[str]:
    """The table of the harms of a form, where they are all that is asked for."""
    left = [each for each in question.concepts if each.weight]
    forms = [name for each in left for kind, name in each.named if kind == "compounds"]
    asked = [each for each in left if each.typed in HARMS]
    return [f"keta safety {forms[0]}"] if len(forms) == len(asked) == 1 and len(left) == 2 else []


def _worked(text: str, route: str) -> list[str]:
    """The line that works a dose out, where a question has what it takes."""
    import re

    found = {what: re.search(pattern, text, re.IGNORECASE) for what, pattern in AMOUNTS.items()}
    dose, weight, strength = found["dose"], found["weight"], found["strength"]
    if dose is None or not (strength or (weight and "kg" in dose["unit"]) or (route and len(text.split()) <= SHORT)):
        return []
    unit = dose["unit"].casefold().replace(" per ", "/").replace("per", "/").replace(" ", "")
    unit = "/".join(SPELT.get(part, part) for part in unit.split("/"))
    parts = [f"keta dosing {route or 'intravenous'} {_number(dose)} {unit}"]
    if weight and "kg" in unit:
        pounds = weight["unit"].casefold().startswith(POUNDS)
        parts.append(f"--weight {_number(weight)}{'lb' if pounds else 'kg'}")
    if strength:
        parts.append(f"--strength {_number(strength)}")
    return [" ".join(parts)]


def _number(found: re.Match[str]) -> str:
    return str(found["number"]).replace(",", ".")


def _judged(dataset: Dataset, indication: str) -> list[str]:
    """The list of the trials in an indication that a risk of bias was judged of; none where there is none."""
    from ketacli.records import fields
    from ketacli.records.choose import USUAL, Clause, together

    clauses = [Clause("indication", "in", (indication,)), Clause("bias", "in", tuple(JUDGED.split(",")))]
    chosen = together([*clauses, *USUAL["trials"]], fields.of_kind("trials"), dataset)
    return [f"keta trials {indication} --bias {JUDGED}"] if any(map(chosen, dataset.trials.light())) else []
