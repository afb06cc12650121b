"""Twenty questions, each asked of the command line and of an export in SQL."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Question(NamedTuple):
    """One question: the line that answers it, where its answer stands in the JSON, and the same in SQL."""

    asked: str
    line: str
    read: Callable[[dict[str, Any]], Iterable[tuple[Any, ...]]]
    sql: str

    @property
    def words(self) -> list[str]:
        """The line as a program is given it."""
        return [*shlex.split(self.line), "--json"]


def whole(document: dict[str, Any]) -> Any:
    """The one record of ``keta show``."""
    return document["data"][0]


def total(document: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The number of records."""
    return [(document["total"],)]


def of(kind: str, *names: str) -> Callable[[dict[str, Any]], list[tuple[Any, ...]]]:
    """Fields of the records of a kind in a part of the data."""
    return lambda document: [tuple(each[name] for name in names) for each in document["data"][kind]]


def outcome(document: dict[str, Any], name: str) -> Any:
    """An outcome of a trial."""
    return next(each for each in whole(document)["outcomes"] if each["id"] == name)


def values(part: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """What a part of a record has under these names."""
    return tuple(part.get(name) for name in names)


QUESTIONS = (
    Question("How many trials in PTSD?", "trials --indication ptsd --status any --species any", total,
             "SELECT count(*) FROM trials_indications WHERE value = 'ptsd'"),
    Question("The highest dose of the spray in the US, and why none is known?", "show spravato-us-trd",
             lambda d: [values(whole(d)["maximum"], "value", "unit", "absent", "source", "at")],
             'SELECT maximum_value, maximum_unit, maximum_absent, maximum_source, maximum_at FROM regimens '
             "WHERE id = 'spravato-us-trd'"),
    Question("Its doses?", "show spravato-us-trd",
             lambda d: [values(dose, "low", "high", "unit", "when", "source", "at")
                        for phase in whole(d)["phases"] for dose in phase["doses"]],
             'SELECT low, high, unit, "when", source, "at" FROM regimens_phases_doses '
             "WHERE regimen = 'spravato-us-trd'"),
    Question("The steps of its doses?", "show spravato-us-trd",
             lambda d: [(step,) for phase in whole(d)["phases"] for dose in phase["doses"]
                        for step in dose.get("steps", [])],
             "SELECT value FROM regimens_phases_doses_steps WHERE regimen = 'spravato-us-trd'"),
    Question("The dose of ELEKT-D, and over how long?", "show racemic-intravenous-elekt-d",
             lambda d: [(dose["low"], dose["unit"], phase["given_over"]["value"], phase["given_over"]["unit"])
                        for phase in whole(d)["phases"][:1] for dose in phase["doses"]],
             "SELECT low, unit, given_over_value, given_over_unit FROM regimens_phases_doses AS doses "
             "JOIN regimens_phases AS phases ON doses.parent = phases.path "
             "WHERE doses.regimen = 'racemic-intravenous-elekt-d' AND phases.ordinal = 0"),
    Question("The effect on the MADRS in TRANSFORM-2?", "show transform-2",
             lambda d: [values(each, "measure", "value", "lower", "upper", "p", "source", "at")
                        for each in outcome(d, "madrs-day-28")["effects"]],
             'SELECT measure, value, lower, upper, p, effects.source, effects."at" '
             "FROM trials_outcomes_effects AS effects JOIN trials_outcomes AS outcomes "
             "ON effects.parent = outcomes.path WHERE outcomes.trial = 'transform-2' AND outcomes.id = 'madrs-day-28'"),
    Question("The means behind it?", "show transform-2",
             lambda d: [values(each, "arm", "n", "mean", "sd", "source", "at", "check")
                        for each in outcome(d, "madrs-day-28")["results"]],
             'SELECT arm, n, mean, sd, results.source, results."at", results."check" '
             "FROM trials_outcomes_results AS results JOIN trials_outcomes AS outcomes "
             "ON results.parent = outcomes.path WHERE outcomes.trial = 'transform-2' AND outcomes.id = 'madrs-day-28'"),
    Question("How many had dissociation in it?", "show transform-2",
             lambda d: [values(each, "arm", "events", "n") for harm in whole(d)["harms"]
                        if harm["event"] == "dissociation" for each in harm["results"]],
             "SELECT arm, events, n FROM trials_harms_results AS results JOIN trials_harms AS harms "
             "ON results.parent = harms.path WHERE harms.trial = 'transform-2' AND event = 'dissociation'"),
    Question("How many were randomised in ESCAPE-TRD, says who?", "show escape-trd",
             lambda d: [values(whole(d)["n_randomised"], "value", "source", "at", "check")],
             "SELECT n_randomised_value, n_randomised_source, n_randomised_at, n_randomised_check FROM trials "
             "WHERE id = 'escape-trd'"),
    Question("Which large trials had an active comparator?",
             "trials --where 'n>=100 and comparator=active' --status any --species any",
             lambda d: [(each["id"], each["n"], each["result"]["direction"]) for each in d["data"]],
             "SELECT id, n, result_direction FROM trials WHERE n >= 100 AND (design_comparator = 'active' OR id IN "
             "(SELECT trial FROM trials_comparators WHERE value = 'active'))"),
    Question("Which regimens are licensed?", "export regimens --status licensed", of("regimens", "id", "form"),
             "SELECT id, form FROM regimens WHERE id IN (SELECT regimen FROM regimens_standing "
             "WHERE status = 'licensed')"),
    Question("What did CANMAT publish?", "guidelines --body canmat --history",
             lambda d: [(each["id"], each["year"], each["superseded_by"]) for each in d["data"]],
             "SELECT id, year, superseded_by FROM guidelines WHERE body LIKE 'CANMAT%'"),
    Question("What does it say of esketamine?", "show canmat-2023-mdd",
             lambda d: [values(each, "position", "line", "level", "source") for each in whole(d)["recommendations"]
                        if "esketamine" in each.get("forms", [])],
             "SELECT position, line, level, source FROM guidelines_recommendations "
             "WHERE guideline = 'canmat-2023-mdd' AND path IN "
             "(SELECT parent FROM guidelines_recommendations_forms WHERE value = 'esketamine')"),
    Question("What did Papakostas pool?", "show papakostas-2020",
             lambda d: [values(each, "outcome", "measure", "value", "lower", "upper", "studies")
                        for each in whole(d)["pooled"]],
             "SELECT outcome, measure, value, lower, upper, studies FROM reviews_pooled "
             "WHERE review = 'papakostas-2020'"),
    Question("When did the US approve what?", "timeline us --kind approval",
             lambda d: [(each["date"], each["product"]) for each in d["data"]],
             "SELECT date, product FROM events WHERE jurisdiction = 'US' AND kind = 'approval'"),
    Question("Which documents were retracted?", "sources --status retracted",
             lambda d: [(each["id"], each["doi"], each["year"]) for each in d["data"]],
             "SELECT id, doi, year FROM sources WHERE status = 'retracted'"),
    Question("How bioavailable is esketamine by the nose?", "show esketamine",
             lambda d: [values(each, "value", "low", "high", "unit", "source", "at")
                        for each in whole(d)["properties"]
                        if (each["property"], each.get("route")) == ("bioavailability", "intranasal")],
             'SELECT value, low, high, unit, source, "at" FROM compounds_properties WHERE compound = \'esketamine\' '
             "AND property = 'bioavailability' AND route = 'intranasal'"),
    Question("Which conflicts change a conclusion?", "conflicts --where 'changes_conclusion=true'",
             lambda d: [(each["id"], each["kind"]) for each in d["data"]],
             "SELECT id, kind FROM conflicts WHERE changes_conclusion"),
    Question("How many responded in ELEKT-D, and what is the difference?",
             "results --outcome response --wide --where trial=elekt-d",
             lambda d: [values(each, "ai", "n1i", "ci", "n2i", "measure", "yi", "vi") for each in d["data"]],
             "SELECT ai, n1i, ci, n2i, measure, yi, vi FROM comparisons "
             "WHERE trial = 'elekt-d' AND outcome = 'response-week-3'"),
    Question("What are the bounds of the MADRS?", "export scales madrs",
             of("scales", "low", "high", "better", "source"),
             "SELECT low, high, better, source FROM scales WHERE id = 'madrs'"),
)  # fmt: skip


def alike(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """Rows for comparison: numbers as numbers, in no order."""
    return sorted(repr([float(each) if isinstance(each, int | float) else each for each in row]) for row in rows)
