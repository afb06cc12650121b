"""``keta dosing``: regimens as published, and arithmetic on one of them or on a dose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.show import shown
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.errors import KetaError, UsageError
from ketacli.records.names import label, missing, near, refuse_bare_sign, resolve, table
from ketacli.records.store import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacli.cli.filters import Chosen
    from ketacli.cli.placing import Placed
    from ketacli.cli.report import Rows
    from ketacli.evidence.arithmetic.patterns import Match
    from ketacli.evidence.arithmetic.steps import Step
    from ketacli.evidence.dose_patterns import Pattern
    from ketacli.records.regimen import Regimen
    from ketacli.screens.screen import Screen

ROUTE_FIRST = (
    "Write the route first, as in keta dosing iv 0.5 mg/kg or keta dosing intranasal 56 mg; a form with --form."
)


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
    people = ""
    if what is not None:
        refuse_misplaced(session, what, dose)
        words, dose = parted(dose)
        first = named(session, what)
        if first is None and not words:
            first = route_or_form(session, what) if dose else None
        (filters, one), people = narrowed(session, words if first else [what, *words], filters)
        if one is not None:
            return shown(session, *one, " ".join([what, *words]))
    wanted = chosen(session.dataset, "dosing", "regimens", filters, session.where)
    if what is not None and first is not None:
        option = "route" if first[0] == "routes" else "form"
        wanted = wanted.of(option, option, {first[1]})
    forms, routes = wanted.words("form"), wanted.words("route")
    typed = {"weight": weight, "strength": strength, "volume": volume, "over": over}
    if not dose and any(text is not None for text in typed.values()):
        return arithmetic(session, regimen, typed, forms, routes)
    if controls:
        wanted = wanted.lift("role")
    asked = {**wanted.asked, "controls": controls}
    if people:
        wanted = of_people(session, wanted, people)
        asked["population"] = [people]
    if dose:
        if regimen is not None:
            raise UsageError("a dose and --regimen are two things to work out", "Leave one of them out.", field="dose")
        return on_a_dose(session, " ".join(dose), typed, wanted, asked)
    every = wanted.every()
    found = wanted.usual(every)
    hidden = 0 if regimen else len(every) - len(found)
    if regimen is not None:
        found = [session.dataset.regimens[resolve(session.dataset, "regimens", regimen)]]

    # The patterns count the arms of every study, later ones too.
    every_row = regimen is not None or controls or session.chooses or wanted.by is not None
    return listed(session, wanted, {**asked, "regimen": regimen}, found, every_row, hidden, people, fail_empty)


def listed(
    session: Session, wanted: Chosen, asked: dict[str, Any], found: list[Regimen], every_row: bool, hidden: int,
    people: str, fail_empty: bool,
) -> int:  # fmt: skip
    """Write regimens: their doses as patterns with the arms of studies, or with ``every_row`` one by one."""
    routes = wanted.words("route")
    arms = not (every_row or wanted.words("status"))

    def screen(left: list[Regimen]) -> Screen:
        from ketacli.screens.dosing import dosing_screen
        from ketacli.screens.dosing_patterns import full_patterns, patterns_screen, unlicensed

        title = asked_words(session, wanted, people)
        if every_row:
            return dosing_screen(session.dataset, left, title, routes, hidden)
        held = patterned(session, wanted, unlicensed(left), arms, people)
        if not session.full:
            return patterns_screen(session.dataset, left, held, title, routes)
        page = dosing_screen(session.dataset, left, title, routes, hidden, [each.key[:2] for each in held])
        blocks, cautions = full_patterns(session.dataset, held, routes, left)
        page.blocks[-1:-1] = blocks
        page.notes += cautions
        return page

    def more(left: list[Regimen]) -> dict[str, Any]:
        pairs = [(item.form, route) for item in left for route in item.routes]
        if every_row:
            return {"boxed_warnings": boxed(session, pairs)}
        from ketacli.evidence.answers.doses import patterns_of

        held = patterned(session, wanted, left, arms, people)
        pairs += [each.key[:2] for each in held]
        return {"boxed_warnings": boxed(session, pairs), "patterns": [each.to_dict() for each in patterns_of(held)]}

    return session.listing("dosing", "regimens", asked, found, screen, more=more, fail_empty=fail_empty)


def narrowed(session: Session, words: list[str], filters: dict[str, Any]) -> tuple[Placed, str]:
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


def refuse_misplaced(session: Session, what: str, dose: list[str]) -> None:
    """Raise Refused for a conversion between routes, UsageError for a dose that stands before its route."""
    from ketacli.evidence.arithmetic.quantities import is_dose

    refuse_conversion(session, [what, *dose])
    if is_dose(what):
        raise UsageError("a dose is worked out for a route", ROUTE_FIRST, field="what", value=what)


def parted(words: list[str]) -> tuple[list[str], list[str]]:
    """Words that narrow the list down, and the dose that may stand behind them."""
    from ketacli.evidence.arithmetic.quantities import is_dose

    at = next((at for at, word in enumerate(words) if is_dose(word)), len(words))
    return words[:at], words[at:]


def named(session: Session, text: str) -> tuple[str, str] | None:
    """The kind and id of the route or form that a word names, if it does."""
    refuse_bare_sign(text)
    for kind in ("routes", "compounds"):
        found = table(session.dataset, kind).get(fold(text))
        if found is not None:
            return kind, found
    return None


def route_or_form(session: Session, text: str) -> tuple[str, str]:
    """The kind and id that the argument names: a route, or a form; UnknownName for anything else."""
    found = named(session, text)
    if found is not None:
        return found
    known = table(session.dataset, "compounds") | table(session.dataset, "routes")
    allowed = (*session.dataset.routes.ids(), *session.dataset.compounds.ids())
    raise missing("route or form", text, near(text, known), allowed)


def asked_words(session: Session, wanted: Chosen, people: str) -> str:
    """The head of the title: what was asked for, of indications without the narrower ones, or that it is everything."""
    from ketacli.records.meaning import narrower

    uses = wanted.words("indication")
    within = {each for name in uses for each in narrower(session.dataset, {name}) if each != name}
    wanted = wanted._replace(asked={**wanted.asked, "indication": sorted(uses - within)})
    parts = [wanted.title(), label(session.dataset, "populations", people) if people else ""]
    text = ", ".join(part for part in parts if part) or "all routes and forms"
    return text[:1].upper() + text[1:]


def boxed(session: Session, listed: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The boxed warnings of products whose form and route are listed, as plain records."""
    from ketacli.evidence.boxed import boxed as found

    raw = session.dataset.compounds.raw
    return [{"form": each.form, **raw[each.form]["boxed_warnings"][each.at]} for each in found(session.dataset, listed)]


def refuse_conversion(session: Session, words: list[str]) -> None:
    """Raise Refused for words that ask for a dose by one route as one by another."""
    if len(words) > 1 or not words[0].isalnum():
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


def arithmetic(
    session: Session, regimen: str | None, typed: dict[str, str | None], forms: set[str], routes: set[str]
) -> int:
    """Work one regimen out; every figure comes with its formula."""
    from ketacli.evidence.arithmetic.quantities import show
    from ketacli.evidence.arithmetic.regimens import refused, unclear, work_out
    from ketacli.evidence.arithmetic.steps import in_kilograms

    if regimen is None:
        raise UsageError(
            "arithmetic needs a dose or a regimen", "Write keta dosing iv 0.5 mg/kg, or add --regimen ID.",
            field="regimen",
        )  # fmt: skip
    chosen = session.dataset.regimens[resolve(session.dataset, "regimens", regimen)]
    if (forms and chosen.form not in forms) or (routes and not routes & set(chosen.routes)):
        raise UsageError(
            f"{chosen.id} is {chosen.form}, {', '.join(chosen.routes)}: it does not fit the route or form given",
            "Leave the route or form out, or choose another regimen.", field="regimen",
        )  # fmt: skip
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

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.dosing import arithmetic_screen

        return arithmetic_screen(session.dataset, chosen, steps, weight)

    return worked(session, asked, [chosen], steps, screen, [(chosen.form, route) for route in chosen.routes])


def on_a_dose(session: Session, text: str, typed: dict[str, str | None], wanted: Chosen, asked: dict[str, Any]) -> int:
    """Work a dose out, and say which published regimens have it."""
    from ketacli.evidence.arithmetic import quantities
    from ketacli.evidence.arithmetic.cautions import cautions
    from ketacli.evidence.arithmetic.patterns import Request, forms_of, work_out

    read = quantities.dose(text)
    routes = wanted.words("route")
    if len(routes) != 1:
        raise UsageError("a dose is worked out for one route", ROUTE_FIRST, field="what")
    request = Request(read, next(iter(routes)), **read_quantities(typed))
    here = wanted.found()
    answer = work_out(session.dataset, request, here, wanted._replace(clauses={}).found())
    told = cautions(session.dataset, request, answer, forms_of(here))
    refuse_choices(session)
    regimens = [match.regimen for match in answer.matches]
    if session.cite:
        return session.cited("regimens", [item.id for item in regimens])
    kilograms = quantities.show(request.weight.kilograms) if request.weight is not None else None

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.dose import dose_screen

        return dose_screen(session.dataset, request, answer, told, session.full)

    asked = {**asked, "dose": text, **typed, "weight": kilograms}
    listed = [(item.form, request.route) for item in regimens]
    return worked(session, asked, regimens, answer.steps, screen, listed, answer.matches, told)


def worked(
    session: Session,
    asked: dict[str, Any],
    regimens: list[Regimen],
    steps: list[Step],
    screen: Callable[[list[Any]], Screen],
    listed: list[tuple[str, str]],
    matches: list[Match] | None = None,
    told: tuple[str, ...] | None = None,
) -> int:
    """Write arithmetic in whatever format was asked for, with the boxed warnings of forms by routes."""
    from ketacli.evidence.answers import doses
    from ketacli.evidence.arithmetic.answered import answered, matched
    from ketacli.records.structure import build

    lines = answered(steps)
    warnings = boxed(session, listed)

    def envelope() -> int:
        beside = doses.Beside(
            arithmetic=lines,
            boxed_warnings=tuple(build(doses.FormWarning, each) for each in warnings),
            cautions=told,
            matches=matched(matches) if matches is not None else None,
        )
        return session.records("dosing", asked, "regimens", [item.id for item in regimens], **beside.to_dict())

    def rows(_: Any) -> Rows:
        from ketacli.cli.forms import hides_warnings
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns

        if hides_warnings(session):
            for product in dict.fromkeys(each["product"] for each in warnings):
                session.note(f"keta: {product} has a boxed warning; the screen and the JSON have it")
            for text in told or ():
                session.note(f"keta: caution: {text}")
        return Rows("steps", columns(doses.Step), list(lines))

    return session.report("arithmetic", asked, lambda: list(lines), rows, screen, items=[], envelope=envelope)
