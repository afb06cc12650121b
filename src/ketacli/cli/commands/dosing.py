"""``keta dosing``: regimens as published, and arithmetic on one of them or on a dose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.errors import KetaError, Refused, UnknownName, UsageError
from ketacli.records.names import label, missing, near, refuse_bare_sign, resolve, table
from ketacli.records.store import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacli.cli.filters import Chosen
    from ketacli.cli.placing import Placed
    from ketacli.cli.report import Rows
    from ketacli.evidence.arithmetic.patterns import Match
    from ketacli.evidence.arithmetic.steps import Step
    from ketacli.evidence.arithmetic.studied import Studied
    from ketacli.evidence.dose_patterns import Pattern
    from ketacli.records.regimen import Regimen
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen

ROUTE_FIRST = (
    "Write the route first, as in keta dosing iv 0.5 mg/kg or keta dosing intranasal 56 mg; a form with --form."
)
YOUNGEST, NEXT_AGE = "children", "adolescents"
"""The population of whom no dose may be on record, and that whose doses are then shown under its own name."""
MOST_LINES = 3


def run(
    *,
    what: str | None,
    dose: list[str],
    controls: bool,
    regimen: str | None,
    weight: str | None,
    strength: str | None,
    volume: str | None,
    over: str | None,
    fail_empty: bool,
    **values: Any,
) -> int:
    """List regimens, or work one of them or a dose out."""
    filters, settings = split("dosing", values)
    session = Session(**settings)
    every_word = [*([] if what is None else [what]), *dose]
    refuse_conversion(session, every_word)
    names, dose, taken, ages = told_apart(session, every_word)
    typed = beside({"weight": weight, "strength": strength, "volume": volume, "over": over}, taken)
    read_as = [*(f"{name} {text}" for name, text in taken.items()), *ages]
    wanted, one, people = narrowed(session, names, filters, dosed=bool(dose))
    if one is not None:
        regimen = only(regimen, one[1])
    if regimen is not None:
        regimen = fitting(session, regimen, wanted, people, dose)
    if not dose and any(text is not None for text in typed.values()):
        if regimen is None:
            raise no_dose(session, wanted, people, typed, names)
        return arithmetic(session, regimen, typed, read_as)
    if one is not None and not session.chooses:
        from ketacli.cli.commands.show import shown

        return shown(session, *one, " ".join(names))
    product = "" if wanted.words("route") else route_of_product(session, names)
    if product:
        wanted = wanted.of("route", "route", {product})
        if dose:
            read_as.append(f"route {product}, the only one of {names[0]}")
    if controls:
        wanted = wanted.lift("role")
    who = whose(session, wanted, people, dosed=bool(dose))
    asked = {**wanted.asked, "controls": controls}
    if people:
        asked["population"] = [each for each in (who.none_for, who.people) if each]
        wanted = of_people(session, wanted, who.people)
    if dose:
        refuse_several_routes(session, wanted, names, dose)
        return on_a_dose(session, " ".join(dose), typed, wanted, asked, people, read_as, fail_empty)
    every = wanted.every()
    found = wanted.usual(every)
    hidden = 0 if regimen else len(every) - len(found)
    if regimen is not None:
        found = [session.dataset.regimens[regimen]]

    # The patterns count the arms of every study, later ones too.
    every_row = regimen is not None or controls or session.chooses or wanted.by is not None
    return listed(session, wanted, {**asked, "regimen": regimen}, found, every_row, hidden, who, fail_empty)


class Who(NamedTuple):
    """The people that were asked for."""

    people: str
    """Their population; empty for anybody."""
    none_for: str
    """The population that was asked for where no dose of theirs is on record, and those of ``people`` stand instead."""


def told_apart(session: Session, words: list[str]) -> tuple[list[str], list[str], dict[str, str], list[str]]:
    """Words that are names, the dose, the quantities by the option that they stand for, and how ages were read."""
    if not words or (len(words) == 1 and named(session, words[0])):
        return words, [], {}, []
    from ketacli.evidence.arithmetic.words import sort_out

    def known(text: str) -> bool:
        return any(fold(text) in table(session.dataset, kind) for kind in ("compounds", "populations"))

    words, ages = people_for_ages(words)
    found = sort_out(words, known)
    if found.dose and not found.names:
        raise UsageError("a dose is worked out for a route", ROUTE_FIRST, field="what", value=" ".join(found.dose))
    return found.names, found.dose, found.taken, ages


def people_for_ages(words: list[str]) -> tuple[list[str], list[str]]:
    """The words with those for people in the place of ages, such as "16 year old", and how each age was read.

    UsageError for an age by which no doses are told apart.
    """
    import re

    from ketacli.evidence.find.readings import AGE, reworded

    ages: list[str] = []

    def person(found: re.Match[str]) -> str:
        word = reworded(found[0])
        if word == "adult":
            raise UsageError(f'no doses are of the age "{found[0]}" alone', "Leave the age out: doses are of adults "
                             "unless they say otherwise.", field="what", value=found[0])  # fmt: skip
        ages.append(f"{found[0]} as {word}")
        return word

    text = re.sub(AGE, person, " ".join(words), flags=re.IGNORECASE)
    return (text.split(), ages) if ages else (words, [])


def beside(typed: dict[str, str | None], taken: dict[str, str]) -> dict[str, str | None]:
    """The options with the quantities that stood among the words; UsageError where both have one."""
    for name, text in taken.items():
        if typed[name] is not None:
            from ketacli.evidence.arithmetic.words import twice

            raise twice(name, text, f"--{name} {typed[name]}")
    return {**typed, **taken}


def only(regimen: str | None, named: str) -> str:
    """The regimen that a word names; UsageError where --regimen names another."""
    if regimen is not None and fold(regimen) != fold(named):
        raise UsageError(f"two regimens: {named} and {regimen}", "Leave one of them out.", field="regimen")
    return named


def fitting(session: Session, regimen: str, wanted: Chosen, people: str, dose: list[str]) -> str:
    """The id of one regimen; UsageError where a dose or what else was asked for does not fit it.

    Neither is left out in silence.
    """
    found = resolve(session.dataset, "regimens", regimen)
    if dose:
        raise UsageError(
            "a dose and a regimen are two things to work out",
            f"Leave one of them out: keta dosing --regimen {found} --weight 70 works the regimen out.", field="dose",
        )  # fmt: skip
    wanted = of_people(session, wanted, people) if people else wanted
    if all(item.id != found for item in wanted.lift("role").every()):
        item = session.dataset.regimens[found]
        forms, routes = wanted.words("form"), wanted.words("route")
        misfit = (forms and item.form not in forms) or (routes and not routes & set(item.routes))
        what = "the route or form given" if misfit else "what else was asked for"
        raise UsageError(
            f"{found} is {item.form}, {', '.join(item.routes)}: it does not fit {what}",
            f"keta dosing {found} has it; leave the rest out, or choose another regimen.", field="regimen",
        )  # fmt: skip
    return found


def whose(session: Session, wanted: Chosen, people: str, *, dosed: bool) -> Who:
    """Whose doses are listed: of children those of adolescents, where none is on record for them.

    Raises Refused where one is to be worked out for children all the same.
    """
    if people != YOUNGEST or published(session, wanted, people):
        return Who(people, "")
    if dosed:
        raise no_dose_for(session, people)
    return Who(NEXT_AGE, people)


def published(session: Session, wanted: Chosen, people: str) -> bool:
    """Whether a regimen or a study with results has a dose for such people."""
    found = of_people(session, wanted, people).found()
    return bool(found or patterned(session, wanted, [], True, people))


def no_dose_for(session: Session, people: str) -> Refused:
    """The refusal of arithmetic for people for whom no dose is on record."""
    who, others = (label(session.dataset, "populations", name) for name in (people, NEXT_AGE))
    return Refused(
        f"no dose for {who} is on record: none is worked out",
        f"keta dosing {NEXT_AGE} has what was given to {others}; doses of adults are no doses for children.",
        field="dose",
    )


def no_dose(session: Session, wanted: Chosen, people: str, typed: dict[str, str | None], names: list[str]) -> KetaError:
    """The error for a weight or a volume without a dose: the line to write has a dose on record by the route typed.

    People have no dose of others for an example: their own are led to. Refused for a weight that is none of an adult.
    """
    if people == YOUNGEST and not published(session, wanted, people):
        return no_dose_for(session, people)
    read_quantities(typed)
    line = " ".join(["keta dosing", *names])
    route = next((name for name in names if fold(name) in table(session.dataset, "routes")), "")
    example = "" if people else example_of(wanted, route)
    options = " ".join(f'--{name} "{text}"' for name, text in typed.items() if text is not None)
    hint = f"Write the dose too, as in keta dosing {example} {options}, or add --regimen ID. " if example else ""
    return UsageError("arithmetic needs a dose or a regimen", f"{hint}{line} lists the doses on record.",
                      field="regimen")  # fmt: skip


def example_of(wanted: Chosen, typed: str) -> str:
    """A route, as typed, and a dose by weight that a regimen of what was asked for has; empty for none."""
    from ketacli.evidence.arithmetic.quantities import show
    from ketacli.evidence.arithmetic.regimens import amounts, unclear

    routes = wanted.words("route")
    for item in sorted(wanted.found(), key=lambda item: item.use != "psychiatric"):
        route = next((name for name in item.routes if not routes or name in routes), "")
        for phase in item.phases[:1]:
            for dose in phase.doses[:1]:
                if route and dose.unit == "mg/kg" and len(amounts(dose)) == 1 and not unclear(wanted.dataset, item):
                    return f"{typed or route} {show(amounts(dose)[0])} {dose.unit}"
    return ""


def route_of_product(session: Session, names: list[str]) -> str:
    """The one route of a product that is named; empty where none is, or its route is not the only one on record."""
    routes = {
        each.route for item in session.dataset.compounds.partly("approvals") for each in item.approvals
        if each.route and each.product and fold(each.product) in {fold(name) for name in names}
    }  # fmt: skip
    return routes.pop() if len(routes) == 1 else ""


def refuse_several_routes(session: Session, wanted: Chosen, names: list[str], dose: list[str]) -> None:
    """Raise UsageError, with the lines to write, where a dose is to be worked out for other than one route."""
    if len(wanted.words("route")) == 1:
        return
    known = table(session.dataset, "routes")
    others = [name for name in names if fold(name) not in known]
    routes = dict.fromkeys(route for item in wanted.found() for route in item.routes)
    lines = [f"keta dosing {' '.join([route, *others, *dose])}" for route in list(routes)[:MOST_LINES]]
    listed = f"{' '.join(['keta dosing', *names])} lists the doses on record with their routes."
    hint = f"Write the route first: {' or '.join(lines)}." if lines else listed
    raise UsageError("a dose is worked out for one route", hint, field="what", suggestions=tuple(lines))


def listed(
    session: Session, wanted: Chosen, asked: dict[str, Any], found: list[Regimen], every_row: bool, hidden: int,
    who: Who, fail_empty: bool,
) -> int:  # fmt: skip
    """Write regimens: their doses as patterns with the arms of studies, or with ``every_row`` one by one."""
    routes = wanted.words("route")
    arms = not (every_row or wanted.words("status"))

    def screen(left: list[Regimen]) -> Screen:
        from ketacli.screens.dosing import dosing_screen
        from ketacli.screens.dosing_patterns import full_patterns, patterns_screen, unlicensed

        title = asked_words(session, wanted, who)
        if every_row:
            return dosing_screen(session.dataset, left, title, routes, hidden)
        held = patterned(session, wanted, unlicensed(left), arms, who.people)
        if not session.full:
            return patterns_screen(session.dataset, left, held, title, routes)
        if not left and held:
            return patterns_screen(session.dataset, left, held, title, routes, full=True)
        beside = [each.key[:2] for each in held]
        page = dosing_screen(session.dataset, left, title, routes, hidden, beside, warn=False)
        blocks, cautions = full_patterns(session.dataset, held, routes, left)
        page.blocks[-1:-1] = blocks
        page.notes += cautions
        return page

    def more(left: list[Regimen]) -> dict[str, Any]:
        pairs = [(item.form, route) for item in left for route in item.routes]
        usual = [(item.form, route) for item in left if item.use == "psychiatric" for route in item.routes]
        if every_row:
            return {"boxed_warnings": boxed(session, pairs), "cautions": warned(session, usual)}
        from ketacli.evidence.answers.doses import patterns_of

        held = patterned(session, wanted, left, arms, who.people)
        pairs += [each.key[:2] for each in held]
        usual += [each.key[:2] for each in held if each.key.use == "psychiatric"]
        told = [f"{none_on_record(session, who.none_for)}."] if who.none_for else []
        return {
            "boxed_warnings": boxed(session, pairs), "cautions": told + warned(session, usual),
            "patterns": [each.to_dict() for each in patterns_of(held)],
        }  # fmt: skip

    return session.listing("dosing", "regimens", asked, found, screen, more=more, fail_empty=fail_empty)


def warned(session: Session, listed: Iterable[tuple[str, str]]) -> list[str]:
    """What authorities caution of forms by routes, in words."""
    from ketacli.evidence.arithmetic.warnings import each_once, in_words, of_routes

    return [in_words(each) for each in each_once(of_routes(session.dataset, listed))]


def none_on_record(session: Session, people: str) -> str:
    """That no dose for such people is on record."""
    text = f"{label(session.dataset, 'populations', people)}: no published dose"
    return text[:1].upper() + text[1:]


def narrowed(
    session: Session, words: list[str], filters: dict[str, Any], *, dosed: bool
) -> tuple[Chosen, tuple[str, str] | None, str]:
    """What words and options ask for, the one record that they name, and the population.

    UsageError for a word that is neither, ``dosed`` where a dose follows it.
    """
    first = named(session, words[0]) if words else None
    try:
        (filters, one), people = read(session, words[1:] if first else words, filters)
    except KetaError:
        if first is None and words and (begun := begun_name(session, words[0])):
            raise UnknownName(
                f'keta dosing knows nothing called "{words[0]}" alone', f"Did you mean keta dosing {begun}?",
                field="what", value=words[0], suggestions=(f"keta dosing {begun}",),
            ) from None  # fmt: skip
        if first is None and dosed and not words[1:]:
            raise no_route_or_form(session, words[0]) from None
        raise
    wanted = chosen(session.dataset, "dosing", "regimens", filters, session.where)
    if first is not None:
        option = "route" if first[0] == "routes" else "form"
        wanted = wanted.of(option, option, {first[1]})
    return wanted, one, people


def begun_name(session: Session, text: str) -> str:
    """The one product of several words that begins with ``text``, such as Ketanest S: offered, never taken for it."""
    names = (name for raw in session.dataset.compounds.raw.values() for name in raw["synonyms"])
    found = [name for name in names if name.casefold().startswith(f"{text.casefold()} ") and name[:1].isupper()]
    return found[0] if len(found) == 1 else ""


def read(session: Session, words: list[str], filters: dict[str, Any]) -> tuple[Placed, str]:
    """The options that words stand for, and the population that they name; UsageError for what is neither."""
    try:
        return placed(session.dataset, "dosing", "regimens", words, filters), ""
    except KetaError:
        people, others = concerned(session, words)
        if not people:
            raise
        return placed(session.dataset, "dosing", "regimens", others, filters), people


def concerned(session: Session, words: list[str]) -> tuple[str, list[str]]:
    """The population that some of the words name, empty for none, and the other words."""
    known = table(session.dataset, "populations")
    for size in range(len(words), 0, -1):
        for at in range(len(words) - size + 1):
            found = known.get(fold(" ".join(words[at : at + size])))
            if found is not None:
                return found, words[:at] + words[at + size :]
    return "", words


def of_people(session: Session, wanted: Chosen, people: str) -> Chosen:
    """The same of regimens alone whose name or population is that of such people."""
    from ketacli.evidence.brief import subject

    about = subject(session.dataset, "populations", people)
    ids = [
        item.id for item in session.dataset.regimens
        if about.mentioned(item.name, item.population.value if item.population is not None else None)
    ]  # fmt: skip
    return wanted.of("population", "id", ids or [""])


def patterned(session: Session, wanted: Chosen, regimens: list[Regimen], arms: bool, people: str) -> list[Pattern]:
    """The doses of regimens as patterns, with the arms of studies that the same options choose."""
    from ketacli.evidence.dose_patterns import patterns

    return patterns(session.dataset, regimens, wanted.words("route"), wanted.words("form"),
                    wanted.words("indication"), wanted.words("use"), arms, {people} if people else set())  # fmt: skip


def named(session: Session, text: str) -> tuple[str, str] | None:
    """The kind and id of the route or form that a word names, if it does."""
    refuse_bare_sign(text)
    for kind in ("routes", "compounds"):
        found = table(session.dataset, kind).get(fold(text))
        if found is not None:
            return kind, found
    return None


def no_route_or_form(session: Session, text: str) -> KetaError:
    """The error for a word before a dose that nothing is called."""
    known = table(session.dataset, "compounds") | table(session.dataset, "routes")
    allowed = (*session.dataset.routes.ids(), *session.dataset.compounds.ids())
    return missing("route or form", text, near(text, known), allowed)


def asked_words(session: Session, wanted: Chosen, who: Who) -> str:
    """The head of the title: what was asked for, of indications without the narrower ones, or that it is everything."""
    wanted = widest(session, wanted)
    parts = [wanted.title(), label(session.dataset, "populations", who.people) if who.people else ""]
    text = ", ".join(part for part in parts if part) or "all routes and forms"
    none = f"{none_on_record(session, who.none_for)}. " if who.none_for else ""
    return none + text[:1].upper() + text[1:]


def widest(session: Session, wanted: Chosen) -> Chosen:
    """The same as it is asked for in words: without the narrower ones of its indications."""
    from ketacli.records.meaning import narrower

    uses = wanted.words("indication")
    within = {each for name in uses for each in narrower(session.dataset, {name}) if each != name}
    return wanted._replace(asked={**wanted.asked, "indication": sorted(uses - within)})


def uses_and_people(session: Session, wanted: Chosen, who: str) -> list[str]:
    """What is asked for of a dose beside its form and route, in words for a title."""
    from ketacli.evidence.arithmetic.cautions import USES

    names = [label(session.dataset, "indications", name, short=True)
             for name in widest(session, wanted).asked["indication"]]  # fmt: skip
    uses = [USES.get(name, f"{name} use") for name in sorted(wanted.words("use"))]
    return [part for part in (" or ".join(names), " or ".join(uses), *sorted(wanted.words("status")), who) if part]


def boxed(session: Session, listed: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The boxed warnings of products whose form and route are listed, as plain records."""
    from ketacli.evidence.boxed import boxed as found

    raw = session.dataset.compounds.raw
    return [{"form": each.form, **raw[each.form]["boxed_warnings"][each.at]} for each in found(session.dataset, listed)]


def refuse_conversion(session: Session, words: list[str]) -> None:
    """Raise Refused for words that ask for a dose by one route as one by another."""
    if len(words) > 1 or (words and not words[0].isalnum()):
        from ketacli.evidence.arithmetic.conversion import refuse_conversion as refuse

        refuse(session.dataset, words)


def refuse_choices(session: Session) -> None:
    """Raise UsageError for options that choose among records: arithmetic has steps."""
    for flag, given in (("where", session.where), ("sort", session.sort), ("limit", session.limit),
                        ("offset", session.offset), ("fields", session.fields)):  # fmt: skip
        if given is not None:
            raise UsageError(f"--{flag} goes with lists, not with arithmetic", f"Leave --{flag} out.", field=flag)


def read_quantities(typed: dict[str, str | None]) -> dict[str, Any]:
    """What was typed for --weight, --strength, --volume and --over; None for what was not."""
    from ketacli.evidence.arithmetic import quantities

    readers: dict[str, Callable[[str], Any]] = {
        "weight": quantities.weight,
        "strength": quantities.strength,
        "volume": quantities.volume,
        "over": quantities.over,
    }
    return {name: readers[name](text) if text is not None else None for name, text in typed.items()}


def arithmetic(session: Session, regimen: str, typed: dict[str, str | None], read_as: list[str]) -> int:
    """Work one regimen out; every figure comes with its formula."""
    from ketacli.evidence.arithmetic.cautions import of_regimen
    from ketacli.evidence.arithmetic.quantities import show
    from ketacli.evidence.arithmetic.regimens import refused, unclear, work_out
    from ketacli.evidence.arithmetic.steps import in_kilograms

    chosen = session.dataset.regimens[regimen]
    if typed["weight"] is None:
        raise UsageError("arithmetic needs a body weight", 'Add --weight, such as --weight "70 kg".', field="weight")
    given = read_quantities(typed)
    weight = given.pop("weight")
    steps = in_kilograms(weight) + work_out(chosen, weight.kilograms, **given)
    reason = unclear(session.dataset, chosen)
    if reason:
        raise refused(chosen, reason)
    refuse_choices(session)
    asked = {"regimen": chosen.id, **typed, "weight": show(weight.kilograms)}
    told = of_regimen(session.dataset, chosen, steps, weight)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.dosing import arithmetic_screen

        return arithmetic_screen(session.dataset, chosen, steps, weight, told, "; ".join(read_as))

    listed = [(chosen.form, route) for route in chosen.routes]
    return worked(session, asked, [chosen], steps, screen, listed, [*told, *warned(session, listed)])


def on_a_dose(
    session: Session, text: str, typed: dict[str, str | None], wanted: Chosen, asked: dict[str, Any], people: str,
    read_as: list[str], fail_empty: bool,
) -> int:  # fmt: skip
    """Work a dose out, and say which published regimens have it."""
    from ketacli.evidence.arithmetic import quantities
    from ketacli.evidence.arithmetic.cautions import cautions, of_others, others
    from ketacli.evidence.arithmetic.patterns import Request, forms_of, work_out
    from ketacli.evidence.arithmetic.warnings import each_once, of_routes
    from ketacli.evidence.dose_patterns import use_of

    indications, uses = wanted.words("indication"), wanted.words("use")

    def of_asked(trial: Trial) -> bool:
        return (
            (not indications or not indications.isdisjoint(trial.indications))
            and (not uses or use_of(trial) in uses)
            and (not people or people in trial.populations)
        )

    request = Request(quantities.dose(text), next(iter(wanted.words("route"))), **read_quantities(typed))
    every = wanted._replace(clauses={}).found()
    answer = work_out(session.dataset, request, wanted.found(), every, of_asked, wanted.words("form"))
    by_route = wanted.words("form") or forms_of(item for item in every if request.route in item.routes)
    told = cautions(session.dataset, request, answer, by_route, indications)
    who = label(session.dataset, "populations", people, short=True) if people else ""
    if people and (answer.outside or any(not each.chosen for each in answer.trials)):
        told = (of_others(people, who), *told)
    refuse_choices(session)
    matches = [*answer.matches, *answer.apart]
    regimens = [match.regimen for match in matches]
    if session.cite:
        return session.cited("regimens", [item.id for item in regimens])
    forms = forms_of(regimens) or by_route
    if answer.alike and not regimens:
        forms = forms_of(match.regimen for match in answer.alike)
        forms |= {form for each in answer.trials if each.chosen for form in each.forms}
    listed = [(form, request.route) for form in sorted(forms)]
    caution = each_once(of_routes(session.dataset, listed))
    kilograms = quantities.show(request.weight.kilograms) if request.weight is not None else None

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.dose import Asked, dose_screen

        form = next(iter(wanted.words("form"))) if len(wanted.words("form")) == 1 else ""
        about = Asked(form, tuple(uses_and_people(session, wanted, who)), frozenset(forms),
                      others(people, who) if people else "")  # fmt: skip
        return dose_screen(session.dataset, request, answer, told, caution, "; ".join(read_as), session.full, about)

    asked = {**asked, "dose": text, **typed, "weight": kilograms}
    texts = [*told, *warned(session, listed)]
    code = worked(session, asked, regimens, answer.steps, screen, listed, texts, matches, answer.trials)
    return code or session.empty(bool(regimens), fail_empty)


def worked(
    session: Session,
    asked: dict[str, Any],
    regimens: list[Regimen],
    steps: list[Step],
    screen: Callable[[list[Any]], Screen],
    listed: list[tuple[str, str]],
    told: list[str],
    matches: list[Match] | None = None,
    trials: tuple[Studied, ...] | None = None,
) -> int:
    """Write arithmetic in whatever format was asked for, with the boxed warnings of forms by routes and cautions."""
    from ketacli.evidence.answers import doses
    from ketacli.evidence.arithmetic.answered import answered, matched, studied
    from ketacli.records.structure import build

    lines = answered(steps)
    warnings = boxed(session, listed)

    def envelope() -> int:
        beside = doses.Beside(
            arithmetic=lines,
            boxed_warnings=tuple(build(doses.FormWarning, each) for each in warnings),
            cautions=tuple(told),
            matches=matched(matches) if matches is not None else None,
            trials=studied(trials) if trials is not None else None,
        )
        return session.records("dosing", asked, "regimens", [item.id for item in regimens], **beside.to_dict())

    def rows(_: Any) -> Rows:
        from ketacli.cli.forms import hides_warnings
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns

        if hides_warnings(session):
            for product in dict.fromkeys(each["product"] for each in warnings):
                session.note(f"keta: {product} has a boxed warning; the screen and the JSON have it")
            for text in told:
                session.note(f"keta: caution: {text}")
        return Rows("steps", columns(doses.Step), list(lines))

    return session.report("arithmetic", asked, lambda: list(lines), rows, screen, items=[], envelope=envelope)
