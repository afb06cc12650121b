"""What ``keta dosing`` works out for nobody, and the line to write in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.cli.dosing.people import YOUNGEST, no_dose_for, of_people, published
from ketacli.cli.dosing.quantities import read_quantities
from ketacli.errors import UsageError
from ketacli.records.names import missing, near, resolve, table
from ketacli.records.store import fold

if TYPE_CHECKING:
    from ketacli.cli.filters import Chosen
    from ketacli.cli.session import Session
    from ketacli.errors import KetaError

MOST_LINES = 3


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
            f"Leave one of them out: keta dosing --regimen {found} --weight \"70 kg\" works the regimen out.",
            field="dose",
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


def no_route_or_form(session: Session, text: str) -> KetaError:
    """The error for a word before a dose that nothing is called."""
    known = table(session.dataset, "compounds") | table(session.dataset, "routes")
    allowed = (*session.dataset.routes.ids(), *session.dataset.compounds.ids())
    return missing("route or form", text, near(text, known), allowed)


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
