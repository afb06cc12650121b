"""The rules of truth: for each, a record that breaks it and is reported at its place, and one that keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ketacli.build.problems import Problem
from ketacli.records.kinds import ALL, class_of
from ketacli.records.nodes import nodes
from ketacli.records.structure import derived, nested

from .support import GONE, copy_mini, edit, problems_in

ALDER = "trials/alder.toml"
BIRCH = "trials/birch.toml"
CEDAR = "trials/cedar.toml"
DOGWOOD = "trials/dogwood.toml"
ELM = "trials/elm.toml"
FIR = "trials/fir.toml"
RACEMIC = "compounds/racemic.toml"
INFUSION = "regimens/racemic-infusion.toml"
SPRAY = "regimens/esketamine-spray.toml"
CONTROL = "regimens/midazolam-control.toml"
COLLEGE = "guidelines/college-2022.toml"
HARM = "safety/dissociation.toml"
POOLING = "reviews/invented-pooling.toml"
REPORTS = "reviews/invented-reports.toml"
PATHWAY = "topics/invented-pathway.toml"
CONFLICT = "conflicts/alder-difference.toml"
QUESTION = "questions/spray-trd.toml"

SCORE = "outcomes.0.results.0"
RATE = "outcomes.1.results.0"
MD = "outcomes.0.effects.0"
RD = "outcomes.1.effects.0"
RR = "outcomes.1.effects.1"
HR = "outcomes.2.effects.0"
DOSE = "phases.0.doses.0"
MODELLED: dict[str, Any] = {
    f"{each}.{key}": value for each in (RD, RR) for key, value in (("adjusted", True), ("model", "invented model"))
}
"""The published effects as a model's, so that they need not follow from the figures that a case changes."""
UNEQUAL: dict[str, Any] = {"outcomes.1.effects": []}
"""No published effects beside the counts, where not even a model's could follow from what a case changes."""
SPREADLESS: dict[str, Any] = {"outcomes.0.results.1.sd": GONE}
"""No error from the figures of the arms, so that a case may change the published difference freely."""


class Broken(NamedTuple):
    """A change that breaks one rule, and where and why that is reported."""

    rule: str
    file: str
    changes: dict[str, Any]
    key: str
    reason: str


class Kept(NamedTuple):
    """A change that stays just within a rule."""

    rule: str
    file: str
    changes: dict[str, Any]


def at(file: str, key: str, value: Any, reason: str, rule: str, place: str | None = None) -> Broken:
    """One changed value that is reported where it stands, or at ``place``."""
    return Broken(rule, file, {key: value}, key if place is None else place, reason)


def named(case: object) -> str | None:
    if not isinstance(case, Broken | Kept):
        return None
    said = ",".join(f"{key.rsplit('.', 1)[-1]}={value!r}" for key, value in case.changes.items())
    return f"{case.rule}:{said}"[:100].encode("ascii", "backslashreplace").decode()


def pointer(field: str, file: str, key: str, kind: str) -> Broken:
    return at(file, key, "nowhere", f"no {kind} record called 'nowhere'", f"pointer {field}")


POINTING = [
    pointer("source", ALDER, "caveats.1.source", "sources"),
    pointer("publications", ALDER, "publications.0", "sources"),
    pointer("form", ALDER, "arms.0.form", "compounds"),
    pointer("form", SPRAY, "form", "compounds"),
    pointer("forms", ELM, "forms.0", "compounds"),
    pointer("forms", "guidelines/agency-2024.toml", "recommendations.0.forms.0", "compounds"),
    pointer("versus", "compounds/esketamine.toml", "properties.2.versus", "compounds"),
    pointer("versus", RACEMIC, "contrasts.0.versus", "compounds"),
    pointer("route", ALDER, "arms.1.route", "routes"),
    pointer("route", RACEMIC, "properties.3.route", "routes"),
    pointer("routes", CONTROL, "routes.0", "routes"),
    pointer("indications", DOGWOOD, "indications.0", "indications"),
    pointer("indications", RACEMIC, "approvals.1.indications.1", "indications"),
    pointer("populations", DOGWOOD, "populations.0", "populations"),
    pointer("scale", CEDAR, "outcomes.0.scale", "scales"),
    pointer("property", RACEMIC, "properties.5.property", "properties"),
    pointer("trials", SPRAY, "trials.0", "trials"),
    pointer("scales", QUESTION, "outcomes.0.scales.0", "scales"),
    pointer("review", QUESTION, "outcomes.1.published.review", "reviews"),
    pointer("topics", "topics/invented-pathway.toml", "topics.1", "subjects"),
    pointer("guidelines", INFUSION, "guidelines.0", "guidelines"),
    pointer("superseded_by", COLLEGE, "superseded_by", "guidelines"),
    pointer("source", "scales.toml", "mood.source", "sources"),
    pointer("broader", "indications.toml", "trd.broader", "indications"),
]

ASKED = [
    at(QUESTION, "outcomes.2.harm", False, "no harm is among them", "harms", "outcomes"),
    at(QUESTION, "outcomes.1.id", "response", "two have the same id", "outcome ids", "outcomes"),
    at(QUESTION, "outcomes.0.to_day", 27, "is after to_day", "window", "outcomes.0.from_day"),
    at(QUESTION, "outcomes.0.to_day", GONE, "needs to_day", "window", "outcomes.0.from_day"),
    at(QUESTION, "outcomes.1.published.outcome", "IMS", "0 of invented-pooling's pooled", "quoted",
       "outcomes.1.published"),
    at(QUESTION, "outcomes.1.judged.0.outcome", "response", "0 of invented-pooling's certainty", "judged",
       "outcomes.1.judged.0"),
    at(QUESTION, "left_out", [{"trials": ["alder"], "value": "Twice"}], "'alder' is among the trials too", "left out"),
    at(QUESTION, "outcomes.0.left_out", [{"trials": ["birch"], "value": "None"}], "no trial of the question",
       "left out"),
]  # fmt: skip

DATES = [
    at("sources/invented-fir.toml", "checked", "2001-02-30", "'2001-02-30' is no date", "date"),
    at(ALDER, "caveats.1.checked", "2001-13", "is no date", "date"),
    at(ALDER, "caveats.1.checked", "3.2.2001", "is no date", "date"),
    at(ALDER, "caveats.1.checked", "2001-2-3", "is no date", "date"),
    at(ALDER, "caveats.1.checked", "2001-00", "is no date", "date"),
    at(ALDER, "caveats.1.checked", "1899", "is no date", "date"),
    at(ALDER, "caveats.1.checked", "2101", "is no date", "date"),
    at("sources/invented-fir.toml", "issued", "May 1996", "is no date", "date"),
    at("sources/invented-fir.toml", "online", "May 1996", "is no date", "date"),
    at("sources/invented-fir.toml", "status_checked", "lately", "is no date", "date"),
    at(ALDER, "completion", "next year", "is no date", "date"),
    at(RACEMIC, "approvals.0.date", "1970-02-29", "is no date", "date"),
    at(RACEMIC, "scheduling.0.date", "then", "is no date", "date"),
    at(INFUSION, "standing.0.as_of", "lately", "is no date", "date"),
    at("events/inventavato-us.toml", "date", "1999-09-31", "is no date", "date"),
    at("events/inventavato-us.toml", "date_announced", "1999-09-31", "is no date", "date"),
    at(ALDER, "caveats.1.checked", "undated", "is no date", "date"),
    at("meta.toml", "released", "soon", "is no date", "date"),
    at("meta.toml", "checked_through", "2001-02-30", "is no date", "date"),
]

REGISTRIES = [
    at(ALDER, "registry", "NCT9999999", "is no registry number", "registry"),
    at(ALDER, "registry", "nct99999991", "is no registry number", "registry"),
    at(ALDER, "registry", "NCT99999991 ", "is no registry number", "registry"),
    at("sources/invented-registry.toml", "registry", "ISRCTN1", "is no registry number", "registry"),
    at(ALDER, "registries.0", "the European one", "is no registry number", "registry"),
]

CHECKS = [
    at(ALDER, "caveats.1.check", "unverified", "a value that nobody saw in a source does not ship", "check level"),
    at(
        ALDER,
        "caveats.1.check",
        "registry",
        "is 'registry', but 'invented-review' is a narrative-review",
        "check level",
    ),
    at(ALDER, "caveats.1.check", "label", "is 'label', but 'invented-review' is a narrative-review", "check level"),
    at(ALDER, "n_enrolled.check", "label", "is 'label', but 'invented-registry' is a registry", "check level"),
    at(HARM, "statement", {"value": "Invented", "check": "registry"}, "is a label", "check level", "statement.check"),
]

IDENTIFIERS = [
    at("sources/invented-cedar.toml", "doi", "10.99999/Invented.Cedar", "is not a lower-case DOI", "doi"),
    at("sources/invented-cedar.toml", "doi", "https://doi.org/10.99999/a", "is not a lower-case DOI", "doi"),
    at("sources/invented-cedar.toml", "doi", "10.99/a", "is not a lower-case DOI", "doi"),
    at("sources/invented-cedar.toml", "doi", "10.99999/a b", "is not a lower-case DOI", "doi"),
    at("sources/invented-cedar.toml", "pmid", "012345", "is no PubMed id", "pmid"),
    at("sources/invented-cedar.toml", "pmid", "1234567890", "is no PubMed id", "pmid"),
    at("sources/invented-cedar.toml", "pmid", "PMID 1", "is no PubMed id", "pmid"),
    at("sources/invented-cedar.toml", "pmcid", "90000002", "is no PubMed Central id", "pmcid"),
    at("sources/invented-cedar.toml", "doi", "10.99999/invented.alder", "that of 'invented-alder'", "one document"),
    at("sources/invented-cedar.toml", "pmid", "900000001", "that of 'invented-alder'", "one document"),
    at("sources/invented-cedar.toml", "pmcid", "PMC90000001", "that of 'invented-alder'", "one document"),
    Broken(
        "one document",
        "sources/invented-review.toml",
        {"tier": "registry", "registry": "NCT99999991"},
        "registry",
        "that of 'invented-registry'",
    ),
]

WORDS = [
    at(ALDER, "caveats.0", text, reason, "words", "caveats.0.value")
    for text, reason in (
        (" untrimmed", "white space at an end"),
        ("untrimmed ", "white space at an end"),
        ("a line\tand a tab", "control or invisible character"),
        ("soft\u00adhyphen", "control or invisible character"),
        ("zero\u200bwidth", "control or invisible character"),
        ("private \ue000", "control or invisible character"),
        ("unassigned \u0378", "control or invisible character"),
        ("dose of .5 mg/kg", "'.5' is"),
        ("p<.05", "naked decimal"),
        (".5 at the start", "naked decimal"),
        ("-.5 points", "naked decimal"),
        ("took 5.0 mg", "trailing zero on a dose"),
        ("took 10.00 mcg", "trailing zero on a dose"),
        ("took 0.50 mg", "trailing zero on a dose"),
        ("took 5 \u00b5g", "write mcg"),
        ("took 5 \u03bcg", "write mcg"),
        ("took 5 cc", "write mL"),
        ("took 5cc", "write mL"),
        ("seen in 30 % of them", "no space before the per cent sign"),
        ("took 5mg", "space belongs before the unit"),
        ("over 40min", "space belongs before the unit"),
        ("given qd", "spell the frequency out"),
        ("given b.i.d. with food", "spell the frequency out"),
        ("given q.o.d.", "spell the frequency out"),
        ("given TID", "spell the frequency out"),
        ("given IM", "spell the route out"),
        ("SC injection", "spell the route out"),
        ("an i.v. infusion", "spell the route out"),
        ("the IN spray", "write intranasal"),
        ("5 \u2212 4", "hyphen-minus"),
        ("5\u20134", "plain ASCII punctuation"),
        ("the drug\u2019s", "plain ASCII punctuation"),
        ("5\u00a0mg", "plain ASCII punctuation"),
        ("and so on\u2026", "plain ASCII punctuation"),
        ("two  spaces", "two spaces in a row"),
    )
    if reason != "'.5' is"
] + [
    at(ALDER, "caveats.0", "dose of .5 mg/kg", "' .5': a naked decimal", "words", "caveats.0.value"),
    at(ALDER, "name", "", "is empty", "words"),
    at(ALDER, "title", "Invented ", "white space at an end", "words of a title"),
    at(ALDER, "title", "Invented\u200b title", "control or invisible character", "words of a title"),
    at(RACEMIC, "synonyms.0", "", "is empty", "words of a list"),
    at(
        "guidelines/college-2025.toml",
        "grading.levels.Level 1",
        "an invented 5mg",
        "space belongs before the unit",
        "words of a table",
    ),
]

DOSES = [
    at(INFUSION, "phases.0.doses.0.low", GONE, "neither a dose nor a reason", "dose", DOSE),
    at(INFUSION, f"{DOSE}.high", 0.44, "low 0.44 is not below high 0.44", "dose order", DOSE),
    at(INFUSION, f"{DOSE}.high", 0.22, "low 0.44 is not below high 0.22", "dose order", DOSE),
    at(SPRAY, "phases.0.doses.1.steps", [66, 33], "steps must rise", "dose steps", "phases.0.doses.1"),
    at(SPRAY, "phases.0.doses.1.steps", [33, 33], "steps must rise", "dose steps", "phases.0.doses.1"),
    at(SPRAY, f"{DOSE}.unit", GONE, "has no unit", "dose unit", DOSE),
    at(SPRAY, f"{DOSE}.unit", "g", "unit 'g' is not one of mg, ", "dose unit", DOSE),
    Broken(
        "dose unit", INFUSION, {f"{DOSE}.unit": "mcg/kg", "maximum.unit": "mcg/kg"}, DOSE, "unit 'mcg/kg' is not one of"
    ),
    at(FIR, "arms.1.doses.0.unit", "mg", "unit 'mg' is not one of mg/kg", "dose unit in animals", "arms.1.doses.0"),
    at(INFUSION, f"{DOSE}.low", 0.04, "0.04 mg/kg is outside the plausible 0.05 to 15", "dose range", DOSE),
    at(INFUSION, f"{DOSE}.low", 44, "44 mg/kg is outside the plausible", "dose range", DOSE),
    at(SPRAY, f"{DOSE}.low", 330, "330 mg is outside the plausible 1 to 300", "dose range", DOSE),
    at(SPRAY, "phases.1.doses.0.steps", [33, 660], "660 mg is outside", "dose range", "phases.1.doses.0"),
    at(ALDER, "arms.0.doses.1.steps", [0.33, 66], "0.33 mg is outside", "dose range", "arms.0.doses.1"),
    at(
        INFUSION, "maximum.unit", "mg per session", "'mg per session' is not a unit of its doses: mg/kg", "maximum unit"
    ),
    at(INFUSION, "maximum.unit", "g", "'g' is not a unit of its doses", "maximum unit"),
    at(INFUSION, "maximum.unit", "mg/day", "'mg/day' is not a unit of its doses", "maximum unit"),
    at(INFUSION, "maximum.unit", "mg/h", "'mg/h' is not a unit of its doses", "maximum unit"),
    at(
        SPRAY,
        "maximum",
        {"value": 66, "unit": "mg/kg"},
        "'mg/kg' is not a unit of its doses: mg",
        "maximum unit",
        "maximum.unit",
    ),
    at(INFUSION, "maximum", {"low": 44, "unit": "mg"}, "has no upper end", "maximum"),
    at(CONTROL, f"{DOSE}.low", 44, "44 mg/kg is outside the plausible 0.005 to 10", "dose range, comparator", DOSE),
    at(BIRCH, "arms.1.doses.0.low", 0.004, "is outside the plausible", "dose range, comparator", "arms.1.doses.0"),
    at(BIRCH, "arms.0.doses.0.low", 0.044, "is outside the plausible", "dose range, form of the arm", "arms.0.doses.0"),
    at(ELM, "arms.0.doses.0.low", 0.04, "is outside the plausible", "dose range", "arms.0.doses.0"),
    at(FIR, "arms.1.doses.0.low", 222, "outside the plausible 0.01 to 200", "dose range, animals", "arms.1.doses.0"),
]

RESULTS = [
    at(ALDER, f"{SCORE}.n", -1, "n is negative", "n", SCORE),
    at(ALDER, f"{RATE}.n", GONE, "has events without n", "events", RATE),
    at(ALDER, "harms.1.results.1.events", -1, "-1 events in 110 people", "events", "harms.1.results.1"),
    at(ALDER, "harms.0.results.0.events", 111, "111 events in 110 people", "events", "harms.0.results.0"),
    at(DOGWOOD, "outcomes.1.results.0.percent", 101, "101.0 percent", "percent", "outcomes.1.results.0"),
    at(DOGWOOD, "outcomes.1.results.0.percent", -1, "-1.0 percent", "percent", "outcomes.1.results.0"),
    at(DOGWOOD, "outcomes.1.results.0.note", GONE, "a percentage without its n", "percent", "outcomes.1.results.0"),
    at(ALDER, f"{RATE}.percent", 60.1, "66/110 is 60.00 percent, not 60.1", "percent of events", RATE),
    at(ALDER, f"{RATE}.percent", 61, "66/110 is 60.00 percent, not 61", "percent of events", RATE),
    Broken("percent of events", ALDER, {f"{RATE}.events": 67, **MODELLED}, RATE, "67/110 is 60.91 percent, not 60.0"),
    at(ALDER, f"{SCORE}.sd", -11.1, "sd is negative", "spread", SCORE),
    at(BIRCH, f"{SCORE}.se", -2.2, "se is negative", "spread", SCORE),
    Broken("no figure", ALDER, {f"{SCORE}.{key}": GONE for key in ("mean", "n")}, SCORE, "has no figure and no reason"),
    Broken("interval", ALDER, {f"{SCORE}.lower": -20, f"{SCORE}.upper": -11}, SCORE, "-22.2 lies outside its interval"),
    Broken("interval", ALDER, {f"{SCORE}.lower": -11, f"{SCORE}.upper": -33}, SCORE, "is above upper limit"),
    at(ALDER, f"{SCORE}.lower", -33, "an interval has two limits", "interval", SCORE),
    at(ALDER, f"{SCORE}.upper", -11, "an interval has two limits", "interval", SCORE),
    Broken("interval", ALDER, {f"{RATE}.lower": 61, f"{RATE}.upper": 66}, RATE, "60.0 lies outside its interval"),
    Broken(
        "percent of events",
        ALDER,
        {f"{RATE}.events": 62, f"{RATE}.percent": 56.3, **MODELLED},
        RATE,
        "62/110 is 56.36 percent",
    ),
]

EFFECTS = [
    at(ALDER, f"{MD}.se", -1, "se is negative", "se", MD),
    at(ALDER, f"{SCORE}.level", 95, "level 95 must lie between 0 and 1", "level", SCORE),
    at(ALDER, f"{MD}.value", 11.1, "11.1 lies outside its interval -22.22 to -0.1", "interval of an effect", MD),
    at(ALDER, f"{RR}.value", 11.1, "11.1 lies outside its interval", "interval of an effect", RR),
    at(ALDER, f"{HR}.value", 1.1, "1.1 lies outside its interval None to 0.99", "interval of an effect", HR),
    Broken("interval of an effect", CEDAR, {f"{MD}.lower": 22, f"{MD}.upper": 11}, MD, "lower limit 22.0 is above"),
    at(ALDER, f"{MD}.lower", GONE, "an interval has two limits", "interval of an effect", MD),
    at(ALDER, f"{HR}.upper", GONE, "one_sided goes with exactly one limit", "one limit", HR),
    at(ALDER, f"{HR}.lower", 0.11, "one_sided goes with exactly one limit", "one limit", HR),
    at(ALDER, f"{RR}.lower", 0, "a ratio must be above zero", "ratio", RR),
    Broken("ratio", ALDER, {f"{HR}.value": -0.77, f"{HR}.upper": 0.9}, HR, "a ratio must be above zero"),
    at(ALDER, f"{RD}.level", 95, "level 95 must lie between 0 and 1", "level", RD),
    at(ALDER, f"{RD}.level", 1, "level 1 must lie between 0 and 1", "level", RD),
    at(ALDER, f"{RD}.level", 0, "level 0 must lie between 0 and 1", "level", RD),
    at(BIRCH, f"{MD}.p", 1.1, "p 1.1 must lie between 0 and 1", "p", MD),
    at(BIRCH, f"{MD}.p", -0.1, "p -0.1 must lie between 0 and 1", "p", MD),
    at(CEDAR, f"{MD}.unit", GONE, "a risk difference is entered per 100", "unit of a risk difference", MD),
    at(ALDER, f"{RD}.unit", "%", "a risk difference is entered per 100", "unit of a risk difference", RD),
    at(ALDER, f"{MD}.unit", GONE, "a difference in means needs its unit", "unit of a difference", MD),
    at(ELM, f"{MD}.unit", GONE, "a difference in means needs its unit", "unit of a difference", MD),
    at(ALDER, f"{RR}.versus", GONE, "a comparison needs the arm it is compared with", "versus", RR),
    at(ALDER, f"{MD}.p", 0.5, "p is not below 0.05 but the interval excludes no effect", "p and interval", MD),
    at(ALDER, f"{MD}.upper", 0.1, "p is below 0.05 but the interval includes no effect", "p and interval", MD),
    at(DOGWOOD, f"{MD}.p", 0.0333, "p is below 0.05 but the interval includes", "p and interval", MD),
    at(ALDER, f"{RR}.lower", 0.99, "p is below 0.05 but the interval includes", "p and interval", RR),
    Broken("p and interval", ALDER, {f"{MD}.p_sides": 1, f"{MD}.p": 0.04}, MD, "p is not below 0.05"),
    Broken("p and interval", ALDER, {f"{MD}.p_bound": "above", f"{MD}.p": 0.05}, MD, "p is not below 0.05"),
    Broken("p and interval", ALDER, {f"{MD}.level": 0.995}, MD, "p is not below 0.005"),
    at(ALDER, f"{MD}.p", 0.056, "p is not below 0.05", "p and interval", MD),
    at(DOGWOOD, f"{MD}.p", 0.044, "p is below 0.05", "p and interval", MD),
]

QUANTITIES = [
    at(RACEMIC, "properties.0", {"property": "nmda-affinity", "value": 9, "low": 10, "unit": "nmol/L"},
       "9 lies outside its own range", "range"),
    at(RACEMIC, "properties.0", {"property": "nmda-affinity", "value": 9, "high": 8, "unit": "nmol/L"},
       "9 lies outside its own range", "range"),
    at(RACEMIC, "properties.2.low", 4.4, "low 4.4 is above high 3.3", "range", "properties.2"),
    at(CONTROL, "phases.0.given_over.low", 55, "low 55.0 is above high 44.0", "range", "phases.0.given_over"),
    at(INFUSION, "maximum.value", GONE, "has no value and no reason for having none", "quantity", "maximum"),
    at(RACEMIC, "properties.0.text", GONE, "has no value and no reason for having none", "quantity", "properties.0"),
    at(INFUSION, "maximum.unit", GONE, "has a number without a unit", "quantity unit", "maximum"),
    at(INFUSION, "maximum.absent", "not-found", "a value and a reason for having none", "absent", "maximum"),
    Broken(
        "absent", BIRCH, {"population.value": "Invented"}, "population", "has a value and a reason for having none"
    ),
    at(RACEMIC, "properties.1.unit", "g", "unit 'g' is not one of nmol/L, mcmol/L", "property unit", "properties.1"),
    at(RACEMIC, "properties.1.value", 0.9, "0.9 lies outside the plausible", "property range", "properties.1"),
    at(RACEMIC, "properties.1.value", 10000, "10000 lies outside the plausible", "property range", "properties.1"),
    at(RACEMIC, "properties.2.high", 100, "100 lies outside the plausible range of Half-life", "property range",
       "properties.2"),
    at(ALDER, "n_treated", {"note": "A count without a count."}, "has no value and no reason", "nothing said"),
    at(ALDER, "duration", {"note": "A text without a text."}, "has no value and no reason", "nothing said"),
    at(INFUSION, f"{DOSE}.absent", "not-found", "and a reason for having none", "absent", DOSE),
    at(SPRAY, "phases.0.doses.1.absent", "not-found", "and a reason for having none", "absent", "phases.0.doses.1"),
    at(ALDER, f"{SCORE}.absent", "not-found", "and a reason for having none", "absent", SCORE),
    at(ALDER, f"{RATE}.absent", "not-found", "and a reason for having none", "absent", RATE),
    at(SPRAY, "phases.1.schedule.absent", "not-found", "and a reason for having none", "absent", "phases.1.schedule"),
    at(HARM, "frequencies.0.absent", "not-found", "and a reason for having none", "absent", "frequencies.0"),
    at(INFUSION, "maximum", {"absent": "not-found", "high": 44, "unit": "mg"}, "and a reason", "absent"),
    *(
        at(DOGWOOD, "outcomes.1.results.0", {"arm": "all", "absent": "not-found", **figures}, "and a reason", "absent")
        for figures in ({"events": 1, "n": 9}, {"percent": 3, "n": 9}, {"mean": 3}, {"median": 3})
    ),
    *(
        at(SPRAY, "phases.0.schedule", {"absent": "not-found", **figures}, "and a reason", "absent")
        for figures in ({"sessions": 8}, {"per_week": 2}, {"text": "Daily"})
    ),
]  # fmt: skip

TRIALS = [
    at(ALDER, "arms.2", {"id": "placebo", "label": "A", "role": "comparator", "treatment": "nothing"},
       "'placebo' is there twice", "arms", "arms.2.id"),
    at(ALDER, "arms.0.beside", ["nalmefene"], "'nalmefene' is not in the treatment", "beside", "arms.0.beside.0"),
    at(ALDER, "outcomes.1.id", "mood-day-28", "'mood-day-28' is there twice", "outcomes"),
    at(ALDER, f"{SCORE}.arm", "nobody", "no arm called 'nobody'", "arm of a result", f"{SCORE}.arm"),
    at(ALDER, "harms.0.results.1.arm", "nobody", "no arm called 'nobody'", "arm of a harm"),
    at(ALDER, f"{RR}.arm", "nobody", "no arm called 'nobody'", "arm of an effect"),
    at(ALDER, f"{RR}.versus", "nobody", "no arm called 'nobody'", "arm of an effect"),
    at(ALDER, f"{RR}.versus", "esketamine", "compares an arm with itself", "arm of an effect", RR),
    at(BIRCH, "outcomes.0.better", GONE, "says which direction is better", "better"),
    at(ALDER, "n_randomised.value", 334, "334 is more than the 333 of n_enrolled", "n falls", "n_randomised"),
    at(ALDER, "n_treated", 223, "223 is more than the 222 of n_randomised", "n falls"),
    at(ELM, "n_enrolled", 10, "11 is more than the 10 of n_enrolled", "n falls", "n_treated"),
    at(BIRCH, "arms.0.n_randomised", 23, "23 is more than the trial's 22", "arm and trial"),
    at(ALDER, "arms.0.n_randomised", 112, "the arms add up to 223, not 222", "arms add up", "n_randomised"),
    at(CEDAR, "n_analysed", 188, "the arms add up to 187, not 188", "arms add up"),
    at(ALDER, "arms.1.n_treated", 109, "the arms add up to 219, not 220", "arms add up", "n_treated"),
    at(DOGWOOD, "arms.1.n_treated", 79, "79 is more than the 78 randomised", "treated"),
    at(ALDER, "n_analysed", {"value": 223}, "223 is more than the 222 randomised, without a note", "analysed"),
    at(BIRCH, "arms.0.n_analysed", 99, "without a note why", "analysed"),
    Broken(
        "n of a result", ALDER, {f"{RATE}.n": 999, f"{RATE}.percent": 6.6, **UNEQUAL}, f"{RATE}.n",
        "999 is more than the 111",
    ),
    at(ALDER, "harms.0.results.1.n", 112, "112 is more than the 111 there were", "n of a harm"),
    Broken(
        "n of a result", ALDER, {f"{RATE}.arm": "all", f"{RATE}.n": 334, f"{RATE}.percent": 19.8},
        f"{RATE}.n", "334 is more than the 333",
    ),
    at(ELM, "design.comparator", "placebo", "a single-group study has no comparator", "comparator"),
    at(CEDAR, "design.margin", GONE, "a non-inferiority trial has a margin, or a note", "margin"),
    at(BIRCH, f"{SCORE}.mean", 9.9, "9.9 lies outside the range of Invented Mood Scale", "scale"),
    at(BIRCH, f"{SCORE}.mean", 70.1, "70.1 lies outside the range of Invented Mood Scale", "scale"),
    Broken(
        "scale of a change", ALDER, {f"{SCORE}.mean": -60.1, **SPREADLESS}, f"{SCORE}.mean", "-60.1 lies outside the"
    ),
    Broken(
        "scale of a change", ALDER, {f"{SCORE}.mean": 60.1, **SPREADLESS}, f"{SCORE}.mean", "60.1 lies outside the"
    ),
]  # fmt: skip

POOLED = [
    at(POOLING, "pooled.0.value", 0.33, "0.33 lies outside its interval", "pooled", "pooled.0"),
    at(POOLING, "pooled.0.upper", -0.66, "is above upper limit", "pooled", "pooled.0"),
    at(POOLING, "pooled.0.upper", GONE, "has one limit only; a note says why", "pooled", "pooled.0"),
    at(POOLING, "pooled.0.lower", GONE, "has one limit only; a note says why", "pooled", "pooled.0"),
    at(POOLING, "pooled.1.lower", 0, "a ratio must be above zero", "pooled ratio", "pooled.1"),
    at(POOLING, "pooled.0.p", 1.1, "p 1.1 must lie between 0 and 1", "pooled p", "pooled.0"),
    at(POOLING, "pooled.0.p", -0.1, "p -0.1 must lie between 0 and 1", "pooled p", "pooled.0"),
    at(REPORTS, "signals.0.value", 1.1, "1.1 lies outside its interval", "signal", "signals.0"),
    at(REPORTS, "signals.0.lower", 0, "a ratio must be above zero", "signal", "signals.0"),
    Broken(
        "signal",
        REPORTS,
        {"signals.0.lower": 0, "signals.0.measure": "PRR"},
        "signals.0",
        "a ratio must be above zero",
    ),
    at(POOLING, "pooled.0.p", 0.5, "p is not below 0.05 but the interval excludes", "pooled p", "pooled.0"),
    at(POOLING, "pooled.0.upper", 0.11, "p is below 0.05 but the interval includes", "pooled p", "pooled.0"),
    Broken("pooled p", POOLING, {"pooled.0.p": 0.1, "pooled.0.p_bound": "above"}, "pooled.0", "p is not below 0.05"),
    Broken(
        "pooled p",
        POOLING,
        {"pooled.1.lower": 0.9, "pooled.1.p": 0.001, "pooled.1.p_bound": "below"},
        "pooled.1",
        "p is below 0.05",
    ),
    at(POOLING, "pooled.0.upper", 0, "p is below 0.05 but the interval includes", "pooled p", "pooled.0"),
    at(POOLING, "pooled.0.p", 0.056, "p is not below 0.05", "pooled p", "pooled.0"),
    at(POOLING, "pooled.1.p", 0.5, "p is not below 0.05", "pooled p", "pooled.1"),
    *(
        Broken("pooled p", POOLING, {"pooled.0.p": 0.5, "pooled.0.measure": measure}, "pooled.0", "p is not below 0.05")
        for measure in ("MD", "RD")
    ),
]

FREQUENCIES = [
    at(HARM, "frequencies.0.events", 111, "111 events in 110 people", "frequency", "frequencies.0"),
    Broken(
        "frequency",
        HARM,
        {"frequencies.0.events": -1, "frequencies.0.percent": GONE},
        "frequencies.0",
        "-1 events in 110 people",
    ),
    at(HARM, "frequencies.1.percent", 11.0, "11/110 is 10.00 percent, not 11.0", "frequency", "frequencies.1"),
    at(HARM, "frequencies.1.percent", 10.1, "11/110 is 10.00 percent, not 10.1", "frequency", "frequencies.1"),
    at(HARM, "frequencies.2", {"group": "all", "percent": 101, "n": 9}, "101.0 percent", "frequency", "frequencies.2"),
    at(HARM, "frequencies.2", {"group": "all", "percent": -1, "n": 9}, "-1.0 percent", "frequency", "frequencies.2"),
    at(HARM, "frequencies.2", {"group": "all", "percent": 1}, "percentage without its n", "frequency", "frequencies.2"),
    at(HARM, "frequencies.2", {"group": "all", "low": 2, "high": 1}, "low 2.0 is above", "frequency", "frequencies.2"),
    at(HARM, "frequencies.2", {"group": "all", "value": 1}, "number without a unit", "frequency", "frequencies.2"),
    at(HARM, "frequencies.2", {"group": "all"}, "has no figure and no reason", "frequency", "frequencies.2"),
]

HARMED = [{"event": "nausea", "results": [{"arm": "all", "n": 9, "events": 1}]}]
STATUSES = [
    Broken("status", BIRCH, {"status": "planned", "result_seen": "none"}, "outcomes", "has results"),
    Broken("status", BIRCH, {"status": "running", "result_seen": "none", "outcomes": [], "harms": HARMED}, "harms",
           "has results"),
    Broken("status", BIRCH, {"status": "results-elsewhere", "outcomes": []}, "result_seen", "none"),
    Broken("completion", BIRCH, {"kind": "observational", "completion": "2001-02"}, "completion", "goes with a trial"),
]  # fmt: skip

STATEMENTS = [
    at(CONFLICT, "rule", "none-used", "says that neither is used", "conflict"),
    at(CONFLICT, "sides.0.used", False, "no side is marked as used", "conflict", "sides"),
    at(CONFLICT, "about", [], "names no value or record", "conflict"),
    Broken(
        "conflict omission",
        CONFLICT,
        {"kind": "omission", "about.0": "safety/hypersensitivity"},
        "about.0",
        "silence disputes no rule of care",
    ),
    *(
        at(CONFLICT, "about.0", path, reason, "conflict about")
        for path, reason in (
            ("trials/nowhere", "no record 'trials/nowhere'"),
            ("colours/alder", "no record 'colours/alder'"),
            ("alder", "no record 'alder'"),
            ("trials/alder.outcomes.3", "trials/alder has no outcomes.3"),
            ("trials/alder.outcomes.first", "trials/alder has no outcomes.first"),
            ("trials/alder.colour", "trials/alder has no colour"),
            ("trials/alder.note", "trials/alder has no note"),
            ("guidelines/college-2025.grading.levels.Level 9", "has no grading.levels.Level 9"),
        )
    ),
    at(PATHWAY, "statement", "An invented pathway was needed", "must say so", "basis"),
    Broken(
        "basis",
        PATHWAY,
        {"statement": "An invented pathway was needed", "basis": "in-vitro"},
        "statement",
        "must say so",
    ),
    at(HARM, "kind", "signal", "a signal from spontaneous reports has no percentage", "signal", "frequencies.0"),
    Broken(
        "signal",
        HARM,
        {"kind": "signal", "frequencies": [{"group": "all", "low": 1, "high": 2}]},
        "frequencies.0",
        "a signal from spontaneous reports has no percentage",
    ),
    at(HARM, "collected", "spontaneous-reports", "are entered as a signal", "signal", "kind"),
]

LISTS = [
    at(ALDER, "forms", [], "must not be empty", "lists"),
    at(ALDER, "indications", [], "must not be empty", "lists"),
    at(INFUSION, "phases.0.doses", [], "must not be empty", "lists"),
    at(COLLEGE, "recommendations", [], "must not be empty", "lists"),
    at(COLLEGE, "superseded_by", "college-2022", "leads back to the record itself", "circles"),
    Broken(
        "circles",
        "indications.toml",
        {"mdd.broader": "trd", "trd.broader": "mdd"},
        "mdd.broader",
        "leads back to the record itself",
    ),
    at("indications.toml", "depression.broader", "trd", "leads back to the record", "circles"),
]

SINGLE = [
    *POINTING, *DATES, *REGISTRIES, *CHECKS, *IDENTIFIERS, *WORDS,
    *DOSES, *RESULTS, *EFFECTS, *QUANTITIES, *TRIALS,
    *POOLED, *FREQUENCIES, *STATEMENTS, *LISTS, *STATUSES, *ASKED,
]  # fmt: skip

KEPT = [
    Kept("status", BIRCH, {"status": "planned", "result_seen": "none", "outcomes": [], "completion": "2099"}),
    Kept("completion", BIRCH, {"completion": "2001-02"}),
    Kept("completion", BIRCH, {"status": "ended-without-results", "result_seen": "none", "outcomes": [],
                               "kind": "observational", "completion": "2001-02"}),
    Kept("pointer form", CONTROL, {"form": "placebo"}),
    Kept("pointer form", CONTROL, {"form": "fentanyl"}),
    Kept("pointer versus", ALDER, {f"{RR}.versus": "all"}),
    Kept("pointer guidelines", INFUSION, {"guidelines": ["agency-2024", "college-2022"]}),
    *(
        Kept("date", ALDER, {"caveats.1.checked": date})
        for date in ("2001", "2001-12", "2000-02-29", "1900-01-01", "2100-12-31")
    ),
    Kept("date", INFUSION, {"standing.0.as_of": "undated"}),
    *(
        Kept("registry", ALDER, {"registry": number, "registries": []})
        for number in (
            "NCT00000001", "ISRCTN00000001", "ACTRN12699000000000", "2099-000001-01", "UMIN000000001", "DRKS00000001",
            "ChiCTR-99000001", "jRCT0000000001", "CTRI/2099/01/000001", "IRCT20990001N1", "NTR0001", "TCTR20990001",
        )
    ),
    Kept("check level", ALDER, {"caveats.1.check": "primary"}),
    Kept("check level", ALDER, {"n_enrolled.check": "primary"}),
    Kept("doi", "sources/invented-cedar.toml", {"doi": "10.9999/a(1)b;c<d>-_.2"}),
    Kept("pmid", "sources/invented-cedar.toml", {"pmid": "1"}),
    Kept("pmcid", "sources/invented-cedar.toml", {"pmcid": "PMC1"}),
    Kept("one document", "sources/invented-review.toml", {"tier": "registry", "registry": "NCT99999992"}),
    Kept("one document", "sources/invented-alder.toml", {"registry": "NCT99999991"}),
    *(
        Kept("words", ALDER, {"caveats.0": text})
        for text in (
            "0.5 mg/kg over 40 min", "p < 0.05", "-0.5 points", "5 mg or 50 mcg in 5 mL", "10.5 mg", "27.0 percent",
            "p.o.box", "IMS and SCID", "given every day", "IN 1999", "version 1.2.3", "an m\u00e9thode", "5 - 4",
        )
    ),
    Kept("words of a title", ALDER, {"title": "Invented  5mg IM \u2013 \u201cas printed\u201d"}),
    Kept("words of a list", RACEMIC, {"synonyms.0": "ketamine i.v."}),
    Kept("words of a statistic", BIRCH, {f"{MD}.statistic": "p<.05"}),
    Kept("dose", INFUSION, {f"{DOSE}.low": GONE, f"{DOSE}.unit": GONE, f"{DOSE}.absent": "not-reported"}),
    Kept("dose order", INFUSION, {f"{DOSE}.high": 0.45}),
    Kept("dose steps", SPRAY, {f"{DOSE}.steps": [11, 22, 33]}),
    *(
        Kept(
            "dose range",
            INFUSION,
            {f"{DOSE}.unit": unit, "maximum.unit": unit, f"{DOSE}.low": low, f"{DOSE}.high": high},
        )
        for unit, low, high in (
            ("mg", 1, 300), ("mg/kg", 0.05, 15), ("mg/h", 1, 50), ("mg/kg/h", 0.05, 6), ("mg/kg/min", 0.05, 1),
            ("mcg/kg/min", 0.5, 100),
        )
    ),
    *(
        Kept("dose range, comparator", CONTROL, {f"{DOSE}.unit": unit, f"{DOSE}.low": low, f"{DOSE}.high": high})
        for unit, low, high in (
            ("mg", 0.5, 1200), ("mcg", 10, 500), ("mg/kg", 0.005, 10), ("mcg/kg", 0.5, 500), ("mg/h", 0.5, 100),
            ("mg/kg/h", 0.001, 6),
        )
    ),
    Kept("maximum unit", INFUSION, {"maximum.unit": "mg/kg"}),
    Kept("maximum", INFUSION, {"maximum": {"high": 44, "unit": "mg"}}),
    Kept("dose range, animals", FIR, {"arms.1.doses.0.low": 0.01, "arms.1.doses.0.high": 200}),
    Kept("n", ALDER, {f"{SCORE}.n": 0}),
    Kept("events", ALDER, {"harms.0.results.0.events": 110}),
    Kept("events", ALDER, {"harms.0.results.0.events": 0}),
    Kept("percent", DOGWOOD, {"outcomes.1.results.0.percent": 100}),
    Kept("percent", DOGWOOD, {"outcomes.1.results.0.percent": 0}),
    Kept("percent of events", ALDER, {f"{RATE}.events": 67, f"{RATE}.percent": 60.9, **MODELLED}),
    Kept("percent of events", ALDER, {f"{RATE}.events": 67, f"{RATE}.percent": 61, **MODELLED}),
    Kept("percent of events", ALDER, {f"{RATE}.percent": 61, f"{RATE}.note": "So it is printed."}),
    Kept("spread", ALDER, {f"{SCORE}.sd": 0, "outcomes.0.results.1.sd": 33.3}),
    Kept("no figure", DOGWOOD, {f"{SCORE}.mean": GONE, f"{SCORE}.n": GONE, f"{SCORE}.absent": "not-found"}),
    Kept("interval", ALDER, {f"{SCORE}.lower": -22.2, f"{SCORE}.upper": -22.2}),
    Kept("interval", ALDER, {f"{SCORE}.lower": -33, f"{SCORE}.one_sided": True}),
    Kept("one limit", ALDER, {f"{HR}.upper": GONE, f"{HR}.lower": 0.11}),
    Kept("interval of an effect", ALDER, {f"{MD}.value": -0.1, **SPREADLESS}),
    Kept("interval of an effect", ALDER, {f"{MD}.value": -22.22, **SPREADLESS}),
    Kept("ratio", ALDER, {f"{HR}.upper": GONE, f"{HR}.lower": 0.01}),
    Kept("level", ALDER, {f"{RD}.level": 0.9, **MODELLED}),
    Kept("p", BIRCH, {f"{MD}.p": 0}),
    Kept("p", BIRCH, {f"{MD}.p": 1}),
    Kept("unit of a difference", ALDER, {f"{MD}.measure": "SMD", f"{MD}.unit": GONE, **SPREADLESS}),
    Kept("unit of a difference", BIRCH, {f"{MD}.value": GONE, f"{MD}.unit": GONE}),
    Kept("versus", FIR, {f"{MD}.versus": GONE}),
    Kept("p and interval", ALDER, {f"{MD}.p": 0.0501}),
    Kept("p and interval", ALDER, {f"{MD}.p": 0.054}),
    Kept("p and interval", ALDER, {f"{MD}.p": 0.026, f"{MD}.p_sides": 1}),
    Kept("p and interval", ALDER, {f"{MD}.p": 0.02, f"{MD}.p_sides": 1}),
    Kept("p and interval", ALDER, {f"{MD}.p": 0.1, f"{MD}.p_bound": "below"}),
    Kept("p and interval", ALDER, {f"{MD}.p": 0.01, f"{MD}.p_bound": "above"}),
    Kept("p and interval", ALDER, {f"{MD}.level": 0.9, f"{MD}.p": 0.07}),
    Kept("p and interval", DOGWOOD, {f"{MD}.p": 0.05, f"{MD}.p_bound": "above"}),
    Kept("p and interval", DOGWOOD, {f"{MD}.measure": "other", f"{MD}.p": 0.001}),
    Kept("range", CONTROL, {"phases.0.given_over.low": 44}),
    Kept("nothing said", ALDER, {"n_treated": {"absent": "not-found"}}),
    Kept("quantity", INFUSION, {"maximum": {"absent": "not-found"}}),
    Kept("quantity", RACEMIC, {"properties.0": {"property": "stereochemistry", "absent": "not-found"}}),
    Kept("property range", RACEMIC, {"properties.1.value": 1}),
    Kept("property range", RACEMIC, {"properties.1.value": 9999, "properties.1.unit": "mcmol/L"}),
    Kept("arm of a result", ALDER, {f"{SCORE}.arm": "all"}),
    Kept("arm of a harm", ALDER, {"harms.0.results.0.arm": "all"}),
    Kept("better", BIRCH, {"outcomes.0.better": GONE, f"{MD}.sign_unclear": True}),
    Kept("n falls", ALDER, {"n_enrolled.value": 222}),
    Kept("arms add up", ALDER, {"arms.0.n_randomised": {"absent": "not-found"}}),
    Kept("arms add up", DOGWOOD, {"design.model": "sequential", "n_randomised": 166}),
    Kept("treated", DOGWOOD, {"arms.1.n_treated": {"value": 79, "note": "One was counted as treated."}}),
    Kept("treated", DOGWOOD, {"arms.1.n_treated": 78}),
    Kept("n of a result", ALDER, {"harms.0.results.1.n": 111}),
    Kept(
        "n of a result", ALDER,
        {f"{RATE}.n": 999, f"{RATE}.percent": 6.6, f"{RATE}.note": "Counted in visits.", **UNEQUAL},
    ),
    Kept("range", RACEMIC, {"properties.1.low": 111}),
    Kept("lists", CONTROL, {"routes": GONE}),
    Kept("margin", CEDAR, {"design.margin": GONE, "design.note": "The margin was not in what was read."}),
    Kept("scale", BIRCH, {f"{SCORE}.mean": 10}),
    Kept("scale", BIRCH, {f"{SCORE}.mean": 70}),
    Kept("scale", BIRCH, {f"{SCORE}.mean": 99, f"{SCORE}.unit": "percent of the first score"}),
    Kept("scale", BIRCH, {f"{SCORE}.mean": 99, "outcomes.0.scale": "memory"}),
    Kept("scale of a change", ALDER, {f"{SCORE}.mean": -60, **SPREADLESS}),
    Kept("scale of a change", ALDER, {f"{SCORE}.mean": 60, **SPREADLESS}),
    Kept("pointer versus", REPORTS, {"signals.0.versus": "all other reports"}),
    Kept("pooled", POOLING, {"pooled.0.upper": GONE, "pooled.0.note": "The other limit is not printed."}),
    Kept("pooled", POOLING, {"pooled.0.lower": -0.33, "pooled.0.upper": -0.33}),
    Kept("pooled", POOLING, {"pooled.0.value": GONE}),
    Kept("pooled ratio", POOLING, {"pooled.1.lower": 0.01}),
    Kept("pooled p", POOLING, {"pooled.0.p": 0}),
    Kept("pooled p", POOLING, {"pooled.0.p": 0.0501}),
    Kept("pooled p", POOLING, {"pooled.0.p": 0.01, "pooled.0.p_bound": "above"}),
    Kept("pooled p", POOLING, {"pooled.0.p": 0.07, "pooled.0.level": 0.9}),
    Kept("pooled p", POOLING, {"pooled.0.measure": "mean", "pooled.0.p": 0.5}),
    Kept("pooled p", POOLING, {"pooled.1.p": 1, "pooled.1.lower": 0.5}),
    Kept("signal", REPORTS, {"signals.0.measure": "IC", "signals.0.lower": -1.1}),
    Kept("frequency", HARM, {"frequencies.0.events": 110, "frequencies.0.percent": 100}),
    Kept("frequency", HARM, {"frequencies.0.events": 0, "frequencies.0.percent": 0}),
    Kept("frequency", HARM, {"frequencies.0.events": 34, "frequencies.0.percent": 30.9}),
    Kept("frequency", HARM, {"frequencies.0.percent": 31, "frequencies.0.note": "So it is printed."}),
    *(
        Kept("frequency", HARM, {"frequencies.2": {"group": "all", **figures}})
        for figures in (
            {"percent": 1.1, "note": "n not given."},
            {"low": 1, "high": 1},
            {"value": 11, "unit": "mmHg"},
            {"n": 9},
            {"events": 9},
            {"absent": "not-reported"},
        )
    ),
    Kept("conflict", CONFLICT, {"rule": "none-used", "sides.0.used": False}),
    Kept("conflict", CONFLICT, {"rule": "both-shown", "sides.0.used": False}),
    Kept("conflict", CONFLICT, {"rule": "both-shown", "sides.1.used": True}),
    Kept("conflict", CONFLICT, {"rule": "as-of", "sides.0.used": False}),
    Kept("conflict omission", CONFLICT, {"kind": "omission", "about.0": "safety/dissociation.statement"}),
    *(
        Kept("conflict about", CONFLICT, {"about.0": path})
        for path in (
            "trials/alder",
            "trials/alder.outcomes.0.effects.0.value",
            "compounds/racemic.properties",
            "guidelines/college-2025.grading.levels.Level 2",
        )
    ),
    Kept("basis", PATHWAY, {"statement": "An invented pathway was needed", "basis": "human"}),
    Kept("basis", PATHWAY, {"statement": "An invented pathway was needed in mice"}),
    Kept("basis", PATHWAY, {"statement": "An invented pathway was needed", "name": "A pathway in animals"}),
    Kept("signal", HARM, {"kind": "signal", "collected": "spontaneous-reports", "frequencies": []}),
    Kept("signal", HARM, {"kind": "signal", "frequencies": [{"group": "all", "events": 111}]}),
    Kept("one study twice", DOGWOOD, {"n_randomised": 222, "arms.0.n_randomised": 112, "arms.1.n_randomised": 110}),
]  # fmt: skip


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the invented dataset; every test leaves it as it was."""
    return copy_mini(tmp_path_factory.mktemp("mini"))


def problems_after(root: Path, file: str, changes: dict[str, Any]) -> list[Problem]:
    """Every rule that is broken once a file is changed; the change is taken back.

    What is only unlikely has tests of its own, on the shipped data (``test_likely.py``).
    """
    before = (root / file).read_text(encoding="utf-8")
    edit(root / file, changes)
    try:
        return [problem for problem in problems_in(root) if "(rule " not in problem.reason]
    finally:
        (root / file).write_text(before, encoding="utf-8")


def assert_reported(root: Path, case: Broken) -> None:
    found = problems_after(root, case.file, case.changes)
    assert {(problem.file, problem.key) for problem in found} == {(case.file, case.key)}
    assert [problem.reason for problem in found if case.reason in problem.reason]


def with_twin(root: Path, first: int, second: int, model: str) -> Path:
    """A trial of these arm sizes, twice."""
    sizes = {"n_randomised": first + second, "arms.0.n_randomised": first, "arms.1.n_randomised": second}
    edit(root / DOGWOOD, {**sizes, "design.model": model, "outcomes": []})
    (root / "trials/yew.toml").write_bytes((root / DOGWOOD).read_bytes())
    edit(root / "trials/yew.toml", {"name": "Yew 1999"})
    return root


def test_the_invented_dataset_breaks_no_rule(mini: Path) -> None:
    assert problems_in(mini) == []


@pytest.mark.parametrize("case", SINGLE, ids=named)
def test_a_broken_rule_is_reported_where_it_is(mini: Path, case: Broken) -> None:
    assert_reported(mini, case)


@pytest.mark.parametrize("case", KEPT, ids=named)
def test_a_kept_rule_is_not_reported(mini: Path, case: Kept) -> None:
    assert problems_after(mini, case.file, case.changes) == []


def test_a_rate_is_no_animal(mini: Path) -> None:
    assert_reported(mini, at(PATHWAY, "statement", "It worked at a high rate", "must say so", "basis"))


def test_p_below_a_number_above_alpha_says_nothing(mini: Path) -> None:
    assert problems_after(mini, POOLING, {"pooled.0.p": 0.1, "pooled.0.p_bound": "below"}) == []


def parts_of(cls: type) -> Iterator[type]:
    """A record class and those of the records in it that are entered, not worked out."""
    yield cls
    for name, part in nested(cls).items():
        if name not in derived(cls):
            yield from parts_of(part.cls)


def test_every_field_that_points_at_records_has_a_case() -> None:
    pointing = {
        name
        for kind in ALL
        for cls in parts_of(class_of(kind))
        for name, node in nodes(cls).items()
        if node.named_in is not None and name not in derived(cls)
    }
    assert {case.rule.removeprefix("pointer ") for case in POINTING} == pointing


@pytest.mark.parametrize(
    "name", ["College-2030", "college_2030", "college--2030", "-college", "college 2030", "coll\u00e8ge"]
)
def test_an_id_is_lower_case_words_joined_by_hyphens(tmp_path: Path, name: str) -> None:
    root = copy_mini(tmp_path)
    edit(root / SPRAY, {"guidelines": []})
    (root / "guidelines/agency-2024.toml").rename(root / f"guidelines/{name}.toml")
    assert problems_in(root) == [
        Problem(f"guidelines/{name}.toml", "", f"id {name!r} must be lower-case words joined by hyphens")
    ]


@pytest.mark.parametrize("name", ["a", "2030", "college-2030", "college-2030-b2"])
def test_an_id_of_words_and_hyphens_is_kept(tmp_path: Path, name: str) -> None:
    root = copy_mini(tmp_path)
    edit(root / SPRAY, {"guidelines": [name]})
    (root / "guidelines/agency-2024.toml").rename(root / f"guidelines/{name}.toml")
    assert problems_in(root) == []


def test_two_documents_never_share_a_citation_key(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    file = root / "sources/invented-fir.toml"
    file.with_name("inventedfir.toml").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (problem,) = [each for each in problems_in(root) if "one key" in each.reason]
    assert (problem.file, problem.key) == ("sources/inventedfir.toml", "id")


@pytest.mark.parametrize(
    ("first", "second", "model"), [(77, 78, "parallel"), (78, 77, "sequential"), (29, 31, "parallel")]
)
def test_two_trials_of_the_same_arm_sizes_may_be_one(tmp_path: Path, first: int, second: int, model: str) -> None:
    root = with_twin(copy_mini(tmp_path), first, second, model)
    assert problems_in(root) == [
        Problem("trials/yew.toml", "arms", "the same arm sizes as 'dogwood': one study twice?")
    ]


def test_the_order_of_the_arms_does_not_hide_a_trial_entered_twice(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    sizes = {"n_randomised": 187, "arms.0.n_randomised": 99, "arms.1.n_randomised": 88}
    edit(root / DOGWOOD, sizes)
    assert problems_in(root) == [], "studies of different conditions"
    edit(root / DOGWOOD, {"indications": ["trd"]})
    assert problems_in(root) == [Problem(DOGWOOD, "arms", "the same arm sizes as 'cedar': one study twice?")]


@pytest.mark.parametrize(("first", "second", "model"), [(29, 30, "parallel"), (77, 77, "crossover")])
def test_small_and_crossover_trials_may_share_arm_sizes(tmp_path: Path, first: int, second: int, model: str) -> None:
    assert problems_in(with_twin(copy_mini(tmp_path), first, second, model)) == []


def test_what_is_wrong_in_a_record_is_wrong_in_all_that_inherits_it(mini: Path) -> None:
    file = "topics/invented-pathway.toml"
    found = problems_after(mini, file, {"checked": "someday"})
    reason = "'someday' is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
    assert found == [Problem(file, key, reason) for key in ("checked", "statement.checked", "support.0.checked")]


def test_all_problems_come_at_once_and_in_order(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    edit(root / INFUSION, {f"{DOSE}.low": 44, "caveats.0": "took 5mg"})
    edit(root / ALDER, {f"{MD}.p": 0.5, "registry": "none"})
    edit(root / COLLEGE, {"superseded_by": "nowhere"})
    found = problems_in(root)
    assert found == sorted(found)
    assert [(problem.file, problem.key) for problem in found if "(rule " not in problem.reason] == [
        (COLLEGE, "superseded_by"),
        (INFUSION, "caveats.0.value"),
        (INFUSION, DOSE),
        (ALDER, MD),
        (ALDER, "registry"),
    ]


def test_one_problem_is_reported_once(mini: Path) -> None:
    found = problems_after(mini, ALDER, {"outcomes.1.better": GONE})
    assert found == [Problem(ALDER, "outcomes.1.better", "an outcome with effects says which direction is better")]
