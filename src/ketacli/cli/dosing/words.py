"""What the words of ``keta dosing`` mean: names, people, a dose and other quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.dosing.refusals import no_route_or_form
from ketacli.cli.filters import chosen
from ketacli.cli.placing import placed
from ketacli.errors import KetaError, UnknownName, UsageError
from ketacli.records.names import refuse_bare_sign, table
from ketacli.records.store import fold

if TYPE_CHECKING:
    from ketacli.cli.filters import Chosen
    from ketacli.cli.placing import Placed
    from ketacli.cli.session import Session

ROUTE_FIRST = (
    "Write the route first, as in keta dosing iv 0.5 mg/kg or keta dosing intranasal 56 mg; a form with --form."
)


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


def route_of_product(session: Session, names: list[str]) -> str:
    """The one route of a product that is named; empty where none is, or its route is not the only one on record."""
    routes = {
        each.route for item in session.dataset.compounds.partly("approvals") for each in item.approvals
        if each.route and each.product and fold(each.product) in {fold(name) for name in names}
    }  # fmt: skip
    return routes.pop() if len(routes) == 1 else ""


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


def named(session: Session, text: str) -> tuple[str, str] | None:
    """The kind and id of the route or form that a word names, if it does."""
    refuse_bare_sign(text)
    for kind in ("routes", "compounds"):
        found = table(session.dataset, kind).get(fold(text))
        if found is not None:
            return kind, found
    return None
