"""The draft of a trial from a study record of ClinicalTrials.gov, as version 2 of its API gives it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from ketacli.build.drafts.draft import Draft, number, one_line, part, parts, slug
from ketacli.build.drafts.outcomes import Groups, harms, outcomes
from ketacli.errors import DataError, KetaError
from ketacli.records import names
from ketacli.records.dataset import Dataset

STATUS = {
    "NOT_YET_RECRUITING": "planned", "RECRUITING": "running", "ENROLLING_BY_INVITATION": "running",
    "ACTIVE_NOT_RECRUITING": "running", "SUSPENDED": "stopped", "TERMINATED": "stopped", "WITHDRAWN": "stopped",
}  # fmt: skip
ALLOCATION = {"RANDOMIZED": "randomised", "NON_RANDOMIZED": "non-randomised"}
MODEL = {"PARALLEL": "parallel", "CROSSOVER": "crossover", "SINGLE_GROUP": "single-group", "SEQUENTIAL": "sequential",
         "FACTORIAL": "parallel"}  # fmt: skip
MASKING = {"NONE": "open", "SINGLE": "single", "DOUBLE": "double", "TRIPLE": "triple", "QUADRUPLE": "quadruple"}
AGAINST = (("PLACEBO_COMPARATOR", "placebo"), ("SHAM_COMPARATOR", "placebo"), ("ACTIVE_COMPARATOR", "active"))
DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*(mg/kg/h|mcg/kg/min|mg/kg|mg|mcg)\b")
HIGHEST = {"mg/kg": 2.0, "mg": 300.0}
"""Amounts above which a dose of a form may be ten times too high: anaesthesia and oral doses apart."""


def trial_draft(text: str, dataset: Dataset, name: str | None = None) -> Draft:
    """The draft of a record; DataError for what is no study record of version 2."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"the record is no JSON: {error}", "Save the study record of the registry's API as it is."
        ) from None
    if part(record, "FullStudiesResponse") is not None or part(record, "FullStudy") is not None:
        raise DataError(
            "the record is of version 1 of the registry's API, which is no longer served",
            "Get it again from version 2: its first member is protocolSection.",
        )
    protocol = part(record, "protocolSection")
    nct = part(protocol, "identificationModule", "nctId")
    if not isinstance(nct, str) or not re.fullmatch(r"NCT\d{8}", nct):
        raise DataError("the record is no study record of ClinicalTrials.gov",
                        "Its protocolSection has the number under identificationModule.nctId.")  # fmt: skip
    draft = Draft()
    today = datetime.now(UTC).date().isoformat()
    draft.records["sources"] = [_source(protocol, nct, today)]
    draft.records["trials"] = [_trial(record, protocol, nct, today, dataset, draft, name)]
    if (nct.lower()) in dataset.sources.ids():
        draft.records.pop("sources")
    draft.documents = _references(protocol, dataset)
    return draft


def _references(protocol: Any, dataset: Dataset) -> list[str]:
    """A line for each document that a record names: with results first, then what it derives from, then background."""
    known = {each.pmid: each.id for each in dataset.sources if each.pmid}
    found = []
    order = {"RESULT": 0, "DERIVED": 1}
    for item in sorted(parts(protocol, "referencesModule", "references"), key=lambda each: order.get(
            str(each.get("type")), 2)):  # fmt: skip
        pmid, cited = one_line(item.get("pmid"), 12), one_line(item.get("citation"), 120)
        if not re.fullmatch(r"[1-9]\d{0,8}", pmid):
            pmid = ""
        way = f"keta fetch {pmid}" if pmid else "keta new source --from FILE"
        if pmid in known:
            way = f"on record as {known[pmid]}"
        said = (one_line(item.get("type"), 20).lower(), f"PMID {pmid}" if pmid else "", cited)
        found.append(f"{way}: {', '.join(word for word in said if word)}")
    return found


def _source(protocol: Any, nct: str, today: str) -> dict[str, Any]:
    posted = part(protocol, "statusModule", "resultsFirstPostDateStruct", "date")
    updated = part(protocol, "statusModule", "lastUpdatePostDateStruct", "date")
    sponsor = one_line(part(protocol, "sponsorCollaboratorsModule", "leadSponsor", "name"))
    title = one_line(part(protocol, "identificationModule", "briefTitle"))
    return {
        "id": nct.lower(), "type": "dataset", "title": f"[{nct}: {title}]",
        **({"author": [sponsor]} if sponsor else {}),
        "container_title": "ClinicalTrials.gov", "registry": nct, "url": f"https://clinicaltrials.gov/study/{nct}",
        "tier": "registry", "seen": "the study record as version 2 of the API gives it", "checked": today,
        "version": f"results posted on {posted}" if posted else f"updated on {updated}",
    }  # fmt: skip


def _trial(
    record: Any, protocol: Any, nct: str, today: str, dataset: Dataset, draft: Draft, name: str | None
) -> dict[str, Any]:
    own, results = part(protocol, "identificationModule"), part(record, "resultsSection")
    design = part(protocol, "designModule")
    interventional = part(design, "studyType") == "INTERVENTIONAL"
    arms = _arms(protocol, results, dataset, draft)
    groups = Groups(arms, draft)
    forms = list(dict.fromkeys(arm["form"] for arm in arms if arm.get("form")))
    if not forms:
        draft.judge.append("forms: no intervention is a form of ketamine that is known here")
    indications = _named(part(protocol, "conditionsModule", "conditions") or [], "indications", dataset, draft)
    posted = part(protocol, "statusModule", "resultsFirstPostDateStruct", "date")
    phases = [word for word in part(design, "phases") or [] if word != "NA"]
    made: dict[str, Any] = {
        "id": name or nct.lower(), "name": one_line(own.get("acronym"), 60) or nct,
        "title": one_line(own.get("officialTitle") or own.get("briefTitle")),
        "aliases": [each for each in [one_line(part(own, "orgStudyIdInfo", "id"), 60)] if each and each != nct],
        "year": int(posted[:4]) if isinstance(posted, str) and posted[:4].isdigit() else None,
        "registry": nct, "phase": "|".join(phases) or None, "kind": "trial" if interventional else "observational",
        "status": "reported" if results else STATUS.get(str(part(protocol, "statusModule", "overallStatus")),
                                                         "ended-without-results"),
        "completion": part(protocol, "statusModule", "primaryCompletionDateStruct", "date") if interventional else None,
        "forms": forms, "routes": list(dict.fromkeys(arm["route"] for arm in arms if arm.get("route"))),
        "indications": indications, "source": nct.lower(), "at": "study record", "check": "registry", "checked": today,
        "design": _design(protocol, design, arms, results), "population": _people(protocol),
        "arms": arms, "outcomes": outcomes(results, groups, draft), "harms": harms(results, groups),
        "primary_met": "not-stated", "result_seen": "numbers" if results else "none",
        "withdrawals": _flow(results, groups, arms, draft), "funding": _funding(protocol),
    }  # fmt: skip
    enrolled = number(part(design, "enrollmentInfo", "count"))
    if isinstance(enrolled, int):
        made["n_enrolled"] = enrolled
    randomised = [arm.get("n_randomised") for arm in arms]
    if made["design"]["allocation"] == "randomised" and randomised and all(randomised):
        made["n_randomised"] = sum(each for each in randomised if each)
    draft.judge.append("primary_met: whether the primary outcome was met; population, treatments and labels: own words")
    for each in parts(protocol, "armsInterventionsModule", "interventions"):
        if not any(arm.get("form") for arm in arms if each.get("name") in arm["treatment"]):
            draft.unmapped.append(f"intervention: {one_line(each.get('name'), 80)}")
    return {key: value for key, value in made.items() if value not in (None, [], "")
            or key in ("forms", "indications")}  # fmt: skip


def _arms(protocol: Any, results: Any, dataset: Dataset, draft: Draft) -> list[dict[str, Any]]:
    module = part(protocol, "armsInterventionsModule")
    groups = parts(module, "armGroups") or [
        {"label": each.get("title"), "description": each.get("description")}
        for measure in parts(results, "outcomeMeasuresModule", "outcomeMeasures")[:1]
        for each in parts(measure, "groups")
    ]
    others = {str(each.get("name")): [str(word) for word in each.get("otherNames") or []]
              for each in parts(module, "interventions")}  # fmt: skip
    taken: set[str] = set()
    found = []
    for group in groups:
        label = one_line(group.get("label"), 120)
        given = [str(word).partition(": ")[2] or str(word) for word in group.get("interventionNames") or []]
        text = one_line(group.get("description") or "; ".join(given) or label)
        arm: dict[str, Any] = {"id": slug(label, taken, 40), "label": label}
        kind, placebo = str(group.get("type")), "placebo" in f"{label} {' '.join(given)}".lower()
        arm["role"] = "comparator" if "COMPARATOR" in kind or kind == "NO_INTERVENTION" or placebo else "experimental"
        if placebo and kind == "EXPERIMENTAL":
            draft.judge.append(f"arm {arm['id']}: registered as experimental, and given placebo")
        form = next((held for name in given for word in (name, *others.get(name, ()))
                     if (held := _known(word, "compounds", dataset))), None)  # fmt: skip
        arm["treatment"] = text
        if form:
            arm["form"] = form
            route = next((route for word in re.findall("[a-z]+", text.lower())
                          if len(word) > 1 and (route := _known(word, "routes", dataset))), None)  # fmt: skip
            arm.update({"route": route} if route else {})
            doses = [{"low": number(amount), "unit": unit} for amount, unit in DOSE.findall(text)]
            if doses:
                arm["doses"] = [dose for at, dose in enumerate(doses) if dose not in doses[:at]]
                draft.judge.append(
                    f"arm {arm['id']}: doses were read off its description; occasions and schedule are not"
                )
            for dose in doses:
                if float(dose["low"] or 0) > HIGHEST.get(str(dose["unit"]), 1e9):
                    draft.judge.append(f"arm {arm['id']}: {dose['low']} {dose['unit']} may be ten times too high")
        found.append(arm)
    started = _milestone(results, "STARTED", found, draft)
    allocated = part(protocol, "designModule", "designInfo", "allocation") == "RANDOMIZED"
    for arm in found:
        if allocated and started.get(arm["id"]):
            arm["n_randomised"] = started[arm["id"]]
    return found


def _milestone(results: Any, kind: str, arms: list[dict[str, Any]], draft: Draft) -> dict[str, int]:
    """The people of each arm at a milestone of the first period."""
    flow = part(results, "participantFlowModule")
    by_group = Groups(arms, Draft()).arms_of(parts(flow, "groups"), "flow")
    found: dict[str, int] = {}
    for period in parts(flow, "periods")[:1]:
        for stone in parts(period, "milestones"):
            if stone.get("type") == kind:
                for each in parts(stone, "achievements"):
                    count = number(each.get("numSubjects"))
                    if str(each.get("groupId")) in by_group and isinstance(count, int):
                        found[by_group[str(each.get("groupId"))]] = count
    if len(parts(flow, "periods")) > 1:
        draft.judge.append("flow: several periods; people randomised are those who started the first")
    return found


def _flow(results: Any, groups: Groups, arms: list[dict[str, Any]], draft: Draft) -> list[str]:
    """A sentence a period and reason, with the people of each arm."""
    flow = part(results, "participantFlowModule")
    arm_of = groups.arms_of(parts(flow, "groups"), "flow") if flow else {}
    labels = {arm["id"]: arm["label"] for arm in arms}
    found = []
    for period in parts(flow, "periods"):
        title = one_line(period.get("title"), 60)
        rows = [(stone.get("type"), parts(stone, "achievements")) for stone in parts(period, "milestones")]
        rows += [(f"withdrawn, {why.get('type')}", parts(why, "reasons")) for why in parts(period, "dropWithdraws")]
        for what, counts in rows:
            said = ", ".join(
                f"{labels[arm_of[str(each.get('groupId'))]]} {each.get('numSubjects')}"
                for each in counts if str(each.get("groupId")) in arm_of and each.get("numSubjects") is not None
            )  # fmt: skip
            if said:
                found.append(f"{title}, {one_line(what, 60).lower()}: {said}")
    if found:
        draft.judge.append("withdrawals: the flow by period, a sentence a row, to be put in own words")
    return found


def _design(protocol: Any, design: Any, arms: list[dict[str, Any]], results: Any) -> dict[str, Any]:
    info = part(design, "designInfo")
    kinds = {str(each.get("type")) for each in parts(protocol, "armsInterventionsModule", "armGroups")}
    against = next((word for kind, word in AGAINST if kind in kinds), None)
    if against is None and any("placebo" in arm["label"].lower() for arm in arms):
        against = "placebo"
    single = part(info, "interventionModel") == "SINGLE_GROUP" or len(arms) < 2
    observed = part(info, "observationalModel") == "COHORT"
    framework = [str(each.get("nonInferiorityType"))
                 for measure in parts(results, "outcomeMeasuresModule", "outcomeMeasures")
                 if measure.get("type") == "PRIMARY" for each in parts(measure, "analyses")]  # fmt: skip
    found = {
        "allocation": ALLOCATION.get(str(part(info, "allocation")), "single-group" if single else "not-stated"),
        "model": MODEL.get(str(part(info, "interventionModel")), "cohort" if observed else "not-stated"),
        "masking": MASKING.get(str(part(info, "maskingInfo", "masking")), "not-stated"),
        "comparator": against or ("none" if single else "not-stated"),
    }
    if framework:
        found["framework"] = "noninferiority" if "NON_INFERIORITY" in framework[0] else (
            "superiority" if framework[0] == "SUPERIORITY" else "not-stated"
        )  # fmt: skip
    masked = part(info, "maskingInfo", "whoMasked")
    return {**found, **({"masked_raters": "OUTCOMES_ASSESSOR" in masked} if isinstance(masked, list) else {})}


def _people(protocol: Any) -> str:
    module = part(protocol, "eligibilityModule")
    ages = " to ".join(
        str(module[key]).lower().replace(" years", "") for key in ("minimumAge", "maximumAge") if part(module, key)
    )
    conditions = ", ".join(one_line(word, 60) for word in part(protocol, "conditionsModule", "conditions") or [])
    return f"People{f' of {ages} years' if ages else ''} with {conditions or 'no condition named'}"


def _funding(protocol: Any) -> str | None:
    module = part(protocol, "sponsorCollaboratorsModule")
    named = [part(module, "leadSponsor", "name"), *(each.get("name") for each in parts(module, "collaborators"))]
    words = ", ".join(one_line(name, 80) for name in named if name)
    return f"Sponsored by {words}" if words else None


def _known(word: str, kind: str, dataset: Dataset) -> str | None:
    try:
        return names.resolve(dataset, kind, word)
    except KetaError:
        return None


def _named(words: list[Any], kind: str, dataset: Dataset, draft: Draft) -> list[str]:
    found: dict[str, None] = {}
    for word in words:
        name = _known(str(word), kind, dataset)
        if name is None:
            draft.unmapped.append(f"{kind}: {one_line(word, 80)}")
        else:
            found[name] = None
    return list(found)
