"""What must be read before a dose that a search shows: what authorities caution of its route, guidelines against it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.evidence.find.question import Question
    from ketacli.records.dataset import Dataset

MOST = 2
"""Guidelines that are named."""


def cautioned(dataset: Dataset, question: Question) -> list[str]:
    """Sentences on the route and the use asked for; none where no dose is asked for."""
    from ketacli.evidence.find.fixed import ASKED

    if question.for_animals or question.favours.get("regimens", 0.0) < ASKED or not question.favours.get("dose"):
        return []
    named: dict[str, dict[str, None]] = {}
    for concept in question.concepts:
        for kind, name in concept.named:
            named.setdefault(kind, {})[name] = None
        if concept.fixes and concept.fixes.sort == "route":
            named.setdefault("routes", {})[concept.fixes.called] = None
    forms = set(named.get("compounds", ()))
    return _routes(dataset, forms, list(named.get("routes", ()))) + _against(
        dataset, forms, list(named.get("indications", ()))
    )


def _routes(dataset: Dataset, forms: set[str], routes: list[str]) -> list[str]:
    from ketacli.evidence.arithmetic.warnings import each_once, in_words, of_routes
    from ketacli.evidence.find.hit import excerpt

    pairs = {
        (item.form, route)
        for item in dataset.regimens
        for route in item.routes
        if route in routes and (not forms or item.form in forms)
    }
    said = [(route, each) for (_, route), held in of_routes(dataset, sorted(pairs)).items() for each in held[:1]]
    first = each_once({("", route): [each] for route, each in said})[:1]
    return [f"Caution, {excerpt(in_words(each), ())} Whole: keta dosing {said[0][0]}." for each in first]


def _against(dataset: Dataset, forms: set[str], uses: list[str]) -> list[str]:
    """Guidelines in force against uses that none in force is for."""
    from ketacli.evidence.dose_patterns import FOR
    from ketacli.records.names import label

    said: dict[str, dict[str, set[str]]] = {name: {} for name in uses}
    for guideline in dataset.guidelines:
        if guideline.superseded_by:
            continue
        for each in guideline.recommendations:
            for name in set(uses).intersection(each.indications):
                if not forms or forms.intersection(each.forms):
                    said[name].setdefault(each.position, set()).add(guideline.id)
    return [
        f"A guideline is against it in {label(dataset, 'indications', name, short=True)}: keta show {guideline}."
        for name, held in said.items()
        if not set(FOR).intersection(held)
        for guideline in sorted(held.get("against", ()))[:MOST]
    ]
