"""What a question asks for that nothing on record answers, in sentences: the first that a reader sees."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.evidence.find.question import Fixing, Question
    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen
    from ketacli.records.trial import Arm

MOST = 6
"""Words that are told one by one."""
FEW = 4
"""Words of a question that may be no more than a form and a medicine."""
LONGEST = 40
"""Letters of a word that are told."""
YOUNG = ("for children", "for infants", "for adolescents")
"""Persons who are no adults, as the data calls them."""


def unanswered(dataset: Dataset, question: Question) -> list[str]:
    """Sentences on the person, the route, the use, the place and the words that no answer is about."""
    if question.for_animals:
        return [_for_animals(dataset, question)]
    out = missing_words(question)
    fixed = _fixed(dataset, question)
    if "dose" in question.unmet:
        what, tried = wanted(fixed, "dosing regimen"), _tried(dataset, question)
        out.append(f"No {what} is on record; those {_others(fixed)} are not shown.{tried}")
    elif "form" in question.unmet:
        form = " or ".join(_forms(dataset, question))
        what = wanted(fixed, f"{form} dosing regimen")
        tried = _tried(dataset, question)
        other = f"{'a trial, or of ' if tried else ''}another form"
        other += ", or for another use or other people" if fixed.keys() & {"use", "person"} else ""
        out.append(f"No {what} is on record: a dose that follows is of {other}.{tried}")
    elif "maximum" in question.unmet:
        highest = _highest(dataset, question)
        out.append(f"No maximum {wanted(fixed, 'dose')} is on record{f'; {highest}' if highest else ''}.")
    elif "use" in question.unmet:
        out.append(f"No study and no dosing regimen {' or '.join(each.called for each in fixed['use'])} is on record.")
    out += _untried(dataset, question) if question.plain else []
    if "dose" not in question.unmet:
        out += [f'No dosing regimen on record is for "{word}".' for word in question.undosed]
    out += _products(dataset, question) if question.doses else []
    for sort in ("person", "route"):
        if sort in question.unmet:
            called = [each.called for each in fixed.get(sort, ())]
            what = " or ".join(f"{name} use" if sort == "route" else name.partition(" ")[2] for name in called)
            out.append(f"Nothing found is about {what}: what follows is about others.")
    if question.favours.get("bias") and not question.lines:
        named = [name for each in question.concepts for kind, name in each.named if kind == "indications"]
        out += [f"No judgement of the risk of bias of a trial in {name} is on record." for name in named]
    spray = any(name == "esketamine" for each in question.concepts for _, name in each.named)
    for place in question.covered:
        which = "the EU authorisation covers it" if spray else "an EU authorisation, where there is one, covers it"
        out.append(f"{place}: approval not on record by itself; {which}.")
    for place in question.absent:
        what = question.asked_of_law
        out.append(f"{place}: {f'{what} ' if what else ''}not on record{_places(dataset, what)}.")
    return out


def _untried(dataset: Dataset, question: Question) -> list[str]:
    """That no study of a form in a use is on record, of any status, in people."""
    from ketacli.records.names import inline, label
    from ketacli.records.store import fold

    named = [each for concept in question.concepts for each in concept.named]
    out = []
    for use in dict.fromkeys(name for kind, name in named if kind == "indications"):
        meant = tuple(dataset.store.meant("trials", "indication", fold(use)))
        for form in dict.fromkeys(name for kind, name in named if kind == "compounds"):
            tests = [("species", ("human",)), ("form", (form,)), ("indication", meant)]
            if not dataset.store.meeting("trials", tests):
                tried = f"{inline(label(dataset, 'compounds', form))} in {inline(label(dataset, 'indications', use))}"
                out.append(f"No study of {tried} is on record: what follows is about other forms or other uses.")
    return out


def _for_animals(dataset: Dataset, question: Question) -> str:
    """That doses for people are none for an animal, with the studies in animals on record."""
    rows = dataset.store.rows(
        "SELECT DISTINCT value FROM term WHERE kind = 'trials' AND field = 'species' ORDER BY value"
    )
    kept = "Doses for people are not shown: they hold for no animal."
    if question.total:
        return f"What follows are studies in animals. {kept}"
    studies = " and ".join(f"keta trials --species {species}" for (species,) in rows if species != "human")
    led = f" Studies in animals: {studies}." if studies else ""
    return f"No dose for animals is on record. {kept}{led}"


def missing_words(question: Question) -> list[str]:
    """That nothing has some of the words; none where all are there."""
    from ketacli.records.printable import printable

    if not question.unknown:
        return []
    short = [word if len(word) <= LONGEST else f"{word[:LONGEST]}..." for word in question.unknown[:MOST]]
    words = ", ".join(f'"{printable(word)}"' for word in short)
    more = " and others" if len(question.unknown) > MOST else ""
    if not question.total:
        form = any(kind == "compounds" for each in question.concepts for kind, _ in each.named)
        # Little beside the name of a form may be a medicine; a sentence is about something else.
        beside = form and len(question.text.split()) <= FEW and not any(each.instead for each in question.concepts)
        medicine = " Of medicines beside it: keta safety interactions." if beside else ""
        return [f"Nothing on record has {words}{more}; other words may find more.{medicine}"]
    if any(each.typed == "interaction" and each.forced for each in question.concepts):
        return [f"Nothing on record has {words}{more}: what follows are interactions with other medicines."]
    return [f"Nothing on record has {words}{more}: what follows is about the other words."]


def wanted(fixed: dict[str, list[Fixing]], what: str) -> str:
    """A dose as it was asked for: "intramuscular dose for agitation, for children"."""
    parts = {sort: " or ".join(each.called for each in held) for sort, held in fixed.items()}
    said = " ".join(part for part in (parts.get("route"), what, parts.get("use") or parts.get("person")) if part)
    return f"{said}, {parts['person']}," if "use" in parts and "person" in parts else said


def _others(fixed: dict[str, list[Fixing]]) -> str:
    young = any(each.called in YOUNG for each in fixed.get("person", ()))
    if "person" in fixed:
        return "for adults" if young else "for others"
    return "for other uses" if "use" in fixed else "by other routes"


def _products(dataset: Dataset, question: Question) -> list[str]:
    """That no regimen goes by the name of a product that a dose is asked for of."""
    from ketacli.evidence.find.fixed import with_dose
    from ketacli.evidence.find.match import rowids

    named = [each for each in question.concepts if each.fixes and each.fixes.sort == "product"]
    dosed = with_dose(dataset.store) if named else set()
    return [
        f'No dosing regimen on record goes by the name "{each.typed}": injections of other names follow.'
        for each in named
        if not dosed.intersection(rowids(dataset.store, "subject_words", "names", each.ways[:1]))
    ]


def _fixed(dataset: Dataset, question: Question) -> dict[str, list[Fixing]]:
    from ketacli.records.names import inline, label

    held: dict[str, dict[str, Fixing]] = {}
    for concept in question.concepts:
        if concept.fixes is None:
            continue
        for kind, name in concept.named:
            if kind == "indications" and concept.fixes.sort == "use":
                concept.fixes.called = f"for {inline(label(dataset, kind, name))}"
        held.setdefault(concept.fixes.sort, {})[concept.fixes.called] = concept.fixes
    return {sort: list(each.values()) for sort, each in held.items()}


def _tried(dataset: Dataset, question: Question) -> str:
    """Where the doses stand that studies with results gave of the form, by the route, for the use, to the people asked.

    Nothing where no study is of all of them: a list that answers another question is no place to go on.
    """
    named: dict[str, set[str]] = {}
    for each in question.concepts:
        for kind, name in each.named:
            named.setdefault(kind, set()).add(name)
    forms, routes, people, uses = (
        named.get(kind, set()) for kind in ("compounds", "routes", "populations", "indications")
    )
    done = [
        trial
        for trial in dataset.trials.partly("status", "species", "arms", "populations", "indications")
        if trial.status == "reported"
        and trial.species == "human"
        and any(_of(arm, forms, routes) for arm in trial.arms)
        and (not people or people.intersection(trial.populations))
        and (not uses or uses.intersection(trial.indications))
    ]
    people = people.intersection(*[{name for trial in done for name in trial.populations}])
    uses = uses.intersection(*[{name for trial in done for name in trial.indications}])
    form = f"{next(iter(forms))} " if "dose" not in question.unmet and len(forms) == 1 and not people else ""
    by = sorted(routes) if done and form and len(routes) == 1 else []
    return "".join(f" What trials gave: keta dosing {form}{name}." for name in sorted(people or uses) or by)


def _of(arm: Arm, forms: set[str], routes: set[str]) -> bool:
    """Whether an arm has a dose of such a form by such a route; none are any."""
    return bool(arm.doses) and (not forms or arm.form in forms) and (not routes or arm.route in routes)


def _forms(dataset: Dataset, question: Question) -> list[str]:
    """The forms asked for, as they stand inside of a sentence."""
    from ketacli.records.names import inline, label

    named = dict.fromkeys(name for each in question.concepts for kind, name in each.named if kind == "compounds")
    return [inline(label(dataset, "compounds", name)) for name in named]


def _highest(dataset: Dataset, question: Question) -> str:
    """The highest published psychiatric dose by the route asked for, as the arithmetic of doses knows it."""
    from ketacli.evidence.arithmetic.on_record import doses
    from ketacli.evidence.arithmetic.quantities import show
    from ketacli.evidence.arithmetic.units import measure, turned
    from ketacli.records.names import label

    named = {kind: name for each in question.concepts for kind, name in each.named if kind in ("routes", "compounds")}
    route, form = named.get("routes"), named.get("compounds")
    usual: list[Regimen] = [
        item
        for item in dataset.regimens
        if item.role == "treatment"
        and item.use == "psychiatric"
        and route in (None, *item.routes)
        and form in (None, item.form)
    ]
    unit = "mg" if route == "intranasal" else "mg/kg"
    found = max(doses(usual, unit), key=lambda pair: pair[0], default=None)
    if found is None:
        return ""
    by = f"{label(dataset, 'routes', route)} " if route else ""
    measured = f" {measure(unit)}" if doses(usual, turned(unit)) else ""
    return f"the highest published {by}psychiatric dose{measured} is {show(found[0])} {unit} ({found[1].id})"


def _places(dataset: Dataset, sort: str) -> str:
    """Where the law, or an approval, is on record; empty where neither is asked for."""
    if not sort:
        return ""
    rows = dataset.store.rows("SELECT DISTINCT label FROM fact WHERE sort = ? ORDER BY number", sort)
    places = dict.fromkeys(text.rpartition(", ")[2] for (text,) in rows)
    return f"; on record: {', '.join(places)}"
