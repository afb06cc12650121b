"""``keta dosing``: regimens as published, and arithmetic on one of them or on a dose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.dosing.people import Who, none_on_record, of_people, patterned, whose
from ketacli.cli.dosing.quantities import assumed, beside, read_quantities
from ketacli.cli.dosing.refusals import fitting, no_dose, only, refuse_choices, refuse_conversion, refuse_several_routes
from ketacli.cli.dosing.titles import asked_words, uses_and_people
from ketacli.cli.dosing.words import narrowed, route_of_product, told_apart
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.errors import UsageError
from ketacli.records.names import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacli.cli.filters import Chosen
    from ketacli.cli.report import Rows
    from ketacli.evidence.arithmetic.patterns import Match
    from ketacli.evidence.arithmetic.steps import Step
    from ketacli.evidence.arithmetic.studied import Studied
    from ketacli.records.regimen import Regimen
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen


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
    read_as = [*(f"{name} {text}" for name, text in taken.items()), *ages, *assumed(typed)]
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
        here = [pair for pair in pairs if not routes or pair[1] in routes]
        usual = [(item.form, route) for item in left if item.use == "psychiatric" for route in item.routes]
        if every_row:
            return {"boxed_warnings": boxed(session, pairs), "cautions": warned(session, usual),
                    "injection_cautions": injected(session, here)}  # fmt: skip
        from ketacli.evidence.answers.doses import patterns_of

        held = patterned(session, wanted, left, arms, who.people)
        pairs += [each.key[:2] for each in held]
        usual += [each.key[:2] for each in held if each.key.use == "psychiatric"]
        told = [f"{none_on_record(session, who.none_for)}."] if who.none_for else []
        return {
            "boxed_warnings": boxed(session, pairs), "cautions": told + warned(session, usual),
            "injection_cautions": injected(session, [*here, *(each.key[:2] for each in held)]),
            "patterns": [each.to_dict() for each in patterns_of(held)],
        }  # fmt: skip

    return session.listing("dosing", "regimens", asked, found, screen, more=more, fail_empty=fail_empty)


def warned(session: Session, listed: Iterable[tuple[str, str]]) -> list[str]:
    """What authorities caution of forms by routes, in words."""
    from ketacli.evidence.arithmetic.warnings import each_once, in_words, of_routes

    return [in_words(each) for each in each_once(of_routes(session.dataset, listed))]


def boxed(session: Session, listed: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The boxed warnings of products whose form and route are listed, as plain records."""
    from ketacli.evidence.boxed import boxed as found

    raw = session.dataset.compounds.raw
    return [{"form": each.form, **raw[each.form]["boxed_warnings"][each.at]} for each in found(session.dataset, listed)]


def injected(session: Session, listed: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """What labels list of forms that are injected, as plain records."""
    from ketacli.evidence.answers.doses import cautions_of
    from ketacli.evidence.injections import injections

    return [each.to_dict() for each in cautions_of(session.dataset, injections(session.dataset, listed))]


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
    return worked(session, asked, [chosen], steps, screen, listed, [*told, *warned(session, listed)], read_as)


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
                      others(people, who) if people else "", frozenset(indications))  # fmt: skip
        return dose_screen(session.dataset, request, answer, told, caution, "; ".join(read_as), session.full, about)

    asked = {**asked, "dose": text, **typed, "weight": kilograms}
    texts = [*told, *warned(session, listed)]
    code = worked(session, asked, regimens, answer.steps, screen, listed, texts, read_as, matches, answer.trials)
    return code or session.empty(bool(regimens), fail_empty)


def worked(
    session: Session,
    asked: dict[str, Any],
    regimens: list[Regimen],
    steps: list[Step],
    screen: Callable[[list[Any]], Screen],
    listed: list[tuple[str, str]],
    told: list[str],
    read_as: list[str],
    matches: list[Match] | None = None,
    trials: tuple[Studied, ...] | None = None,
) -> int:
    """Write arithmetic in whatever format was asked for, with the boxed warnings of forms by routes and cautions."""
    from ketacli.evidence.answers import doses
    from ketacli.evidence.answers.doses import cautions_of
    from ketacli.evidence.arithmetic.answered import answered, matched, studied
    from ketacli.evidence.injections import in_words, injections
    from ketacli.records.structure import build

    lines = answered(steps)
    warnings = boxed(session, listed)
    labels = injections(session.dataset, listed)

    def envelope() -> int:
        beside = doses.Beside(
            arithmetic=lines,
            boxed_warnings=tuple(build(doses.FormWarning, each) for each in warnings),
            cautions=tuple(told),
            injection_cautions=cautions_of(session.dataset, labels),
            read_as=tuple(read_as),
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
            for text in (*told, *(in_words(session.dataset, each) for each in labels)):
                session.note(f"keta: caution: {text}")
        return Rows("steps", columns(doses.Step), list(lines))

    return session.report("arithmetic", asked, lambda: list(lines), rows, screen, items=[], envelope=envelope)
