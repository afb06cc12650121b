"""``keta dosing``: regimens as published, and arithmetic on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.arithmetic import number, printed, show, work_out
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.fmt import TIE
from ketacli.names import fold, label, missing, near, refuse_bare_sign, resolve, table

if TYPE_CHECKING:
    from ketacli.models.regimen import Regimen
    from ketacli.screen import Screen


def run(
    *,
    what: str | None,
    indication: list[str],
    form: list[str],
    route: list[str],
    status: list[str],
    use: list[str],
    controls: bool,
    regimen: str | None,
    weight: str | None,
    strength: str | None,
    volume: str | None,
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List regimens, or work one out for a body weight."""
    session = Session(**settings)
    forms = query.terms(session.dataset, "compounds", form, "--form")
    routes = query.terms(session.dataset, "routes", route, "--route")
    if what is not None:
        kind, name = route_or_form(session, what)
        (routes if kind == "routes" else forms).add(name)
    if weight is not None or strength is not None or volume is not None:
        return arithmetic(session, regimen, weight, strength, volume, forms, routes)
    wanted: dict[str, Any] = {
        "form": forms,
        "route": routes,
        "indication": query.terms(session.dataset, "indications", indication, "--indication"),
        "status": query.one_of(status, query.STATUSES, "--status"),
        "use": query.one_of(use, query.USES, "--use"),
    }
    found = query.regimens(session.dataset, **wanted, controls=controls)
    if regimen is not None:
        chosen = resolve(session.dataset, "regimens", regimen)
        found = [session.dataset.regimens[chosen]]
    total = len(found)

    def screen(chosen: list[Regimen]) -> Screen:
        from ketacli.views.dosing import dosing_screen

        every = query.regimens(session.dataset, **wanted, controls=True)
        hidden = 0 if controls or regimen else len(every) - total
        return dosing_screen(session.dataset, chosen, asked_words(session, forms, routes), routes, hidden)

    asked = {**{name: sorted(value) for name, value in wanted.items()}, "controls": controls, "regimen": regimen}
    return session.listing(
        "dosing", "regimens", asked, found, screen,
        more=lambda chosen: {"boxed_warnings": boxed(session, {item.form for item in chosen})}, fail_empty=fail_empty,
    )  # fmt: skip


def route_or_form(session: Session, text: str) -> tuple[str, str]:
    """The kind and id that the argument names: a route, or a form; UnknownName for anything else."""
    refuse_bare_sign(text)
    known: dict[str, str] = {}
    for kind in ("routes", "compounds"):
        names = table(session.dataset, kind)
        if fold(text) in names:
            return kind, names[fold(text)]
        known = {**names, **known}
    allowed = (*session.dataset.routes.ids(), *session.dataset.compounds.ids())
    raise missing("route or form", text, near(text, known), allowed)


def asked_words(session: Session, forms: set[str], routes: set[str]) -> str:
    """The head of the title."""
    parts = [label(session.dataset, "routes", name) for name in sorted(routes)]
    parts += [label(session.dataset, "compounds", name) for name in sorted(forms)]
    text = ", ".join(parts) or "all routes and forms"
    return text[:1].upper() + text[1:]


def boxed(session: Session, forms: set[str]) -> list[dict[str, Any]]:
    """The boxed warnings of the forms, as plain records."""
    raw = session.dataset.compounds.raw
    return [{"form": form, **each} for form in sorted(forms & raw.keys()) for each in raw[form]["boxed_warnings"]]


def arithmetic(
    session: Session,
    regimen: str | None,
    weight: str | None,
    strength: str | None,
    volume: str | None,
    forms: set[str],
    routes: set[str],
) -> int:
    """Work one regimen out; every figure comes with its formula."""
    if regimen is None:
        raise UsageError("arithmetic needs one regimen", "Add --regimen ID; keta dosing lists them.", field="regimen")
    chosen = session.dataset.regimens[resolve(session.dataset, "regimens", regimen)]
    if (forms and chosen.form not in forms) or (routes and not routes & set(chosen.routes)):
        raise UsageError(
            f"{chosen.id} is {chosen.form}, {', '.join(chosen.routes)}: it does not fit the route or form given",
            "Leave the route or form out, or choose another regimen.", field="regimen",
        )  # fmt: skip
    if weight is None:
        raise UsageError("arithmetic needs a body weight", "Add --weight KG.", field="weight")
    kilograms = number(weight, "--weight")
    steps = work_out(
        chosen,
        kilograms,
        number(strength, "--strength") if strength is not None else None,
        number(volume, "--volume") if volume is not None else None,
    )
    for flag, given in (("where", session.where), ("sort", session.sort), ("limit", session.limit),
                        ("offset", session.offset), ("fields", session.fields)):  # fmt: skip
        if given is not None:
            raise UsageError(f"--{flag} goes with lists, not with arithmetic", f"Leave --{flag} out.", field=flag)
    worked = [
        {
            "phase": step.phase, "what": step.what, "formula": step.formula, "value": float(step.value),
            "exact": step.exact, "printed": printed(step).replace(TIE, " "), "unit": step.unit,
        }
        for step in steps
    ]  # fmt: skip
    asked = {"regimen": chosen.id, "weight": show(kilograms), "strength": strength, "volume": volume}
    warnings = boxed(session, {chosen.form})
    if session.format == "json":
        line = session.dataset.regimens.line(chosen.id)
        return session.records("dosing", asked, [line], arithmetic=worked, boxed_warnings=warnings)

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.dosing import arithmetic_screen

        return arithmetic_screen(session.dataset, chosen, steps, kilograms)

    if session.format == "table":
        return session.screen(screen([]))
    from ketacli.cli.emit import Rows

    if warnings and session.format != "markdown":
        session.note("keta: there are boxed warnings on this form; the screen and the JSON have them")
    rows = Rows("steps", {name: "number" if name == "value" else "text" for name in worked[0]}, worked)
    return session.report("arithmetic", asked, worked, rows, screen)
