"""Outcomes, their comparisons and adverse events of a ClinicalTrials.gov record, as the draft of a trial has them."""

from __future__ import annotations

import re
from typing import Any

from ketacli.build.drafts.draft import Draft, number, one_line, part, parts, slug

ROLES = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "exploratory", "POST_HOC": "post-hoc"}
MEANS = ("MEAN", "LEAST_SQUARES_MEAN")
MEASURES = (
    ("odds ratio", "OR"), ("hazard ratio", "HR"), ("risk ratio", "RR"), ("relative risk", "RR"),
    ("risk difference", "RD"),
    ("percentage difference", "RD"), ("standardized mean", "SMD"), ("mean difference", "MD"), ("difference in", "MD"),
)  # fmt: skip
DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25}
TIME = re.compile(
    r"(hour|day|week|month|year)s?\s+(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)[\s-]+(hour|day|week|month|year)s?", re.I
)


class Groups:
    """Whose figures a group of the record is: the arms of the draft by its titles, else by its order."""

    def __init__(self, arms: list[dict[str, Any]], draft: Draft) -> None:
        self.arms = arms
        self.draft = draft

    def arms_of(self, groups: list[dict[str, Any]], where: str) -> dict[str, str]:
        """The id of the arm of each group, by the group's id; groups that are no arm are told and left out."""
        found: dict[str, str] = {}
        by_title = {_plain(arm["label"]): arm["id"] for arm in self.arms}
        for group in groups:
            title = _plain(group.get("title"))
            same = [by_title[title]] if title in by_title else [
                name for label, name in by_title.items() if title and (title in label or label in title)
            ]  # fmt: skip
            if len(same) == 1:
                found[str(group.get("id"))] = same[0]
        if len(set(found.values())) == len(found) == len(groups):
            return found
        if not found and len(groups) == len(self.arms):
            self.draft.judge.append(f"{where}: groups are called otherwise than the arms and were taken in their order")
            return {str(group.get("id")): arm["id"] for group, arm in zip(groups, self.arms, strict=True)}
        missing = [one_line(group.get("title"), 80) for group in groups if str(group.get("id")) not in found]
        if missing:
            self.draft.unmapped.append(f"{where}: groups that are no arm: {', '.join(missing)}")
        return found


def _plain(text: Any) -> str:
    return re.sub(r"^\d+[.:)]?\s*|[^a-z0-9]+", " ", str(text or "").lower()).strip()


def outcomes(results: Any, groups: Groups, draft: Draft) -> list[dict[str, Any]]:
    """An outcome for each measure, class and category, with a result an arm and the comparisons posted."""
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for measure in parts(results, "outcomeMeasuresModule", "outcomeMeasures"):
        title = one_line(measure.get("title"))
        arms = groups.arms_of(parts(measure, "groups"), title)
        pairs = [(each, cat) for each in parts(measure, "classes") for cat in parts(each, "categories")]
        if not pairs:
            draft.unmapped.append(f"{title}: no figures are posted ({measure.get('reportingStatus')})")
        for each, cat in pairs:
            names = [one_line(item.get("title")) for item in (each, cat) if item.get("title")]
            label = ": ".join([title, *names])
            made = _outcome(measure, label, taken, draft)
            for item in parts(cat, "measurements"):
                arm = arms.get(str(item.get("groupId")))
                if arm is not None:
                    n = _n(each, item) or _n(measure, item)
                    result = _result(measure, item, arm, n, made, draft)
                    made["results"] += [result] if result else []
            if len(pairs) == 1:
                made["effects"] = [
                    effect for a in parts(measure, "analyses") if (effect := _effect(a, arms, label, draft))
                ]
            elif parts(measure, "analyses") and (each, cat) == pairs[0]:
                draft.unmapped.append(f"{title}: comparisons, for which of its {len(pairs)} rows is not said")
            found.append({key: value for key, value in made.items() if value not in ([], None)})
    return found


def _outcome(measure: dict[str, Any], label: str, taken: set[str], draft: Draft) -> dict[str, Any]:
    frame = one_line(measure.get("timeFrame"))
    kind = _kind(measure, label)
    times = [DAYS[(a or d).lower()] * float(b or c) for a, b, c, d in TIME.findall(frame)]
    if "baseline" in frame.lower() and not times:
        draft.judge.append(f"{label}: measured at baseline, so it may be no outcome")
    return {
        "id": slug(f"{label} {frame}", taken), "label": label,
        "role": ROLES.get(str(measure.get("type")), "secondary"), "kind": kind, "timepoint": frame or None,
        "days": number(round(max(times), 2)) if times else None, "results": [], "effects": [],
    }  # fmt: skip


def _kind(measure: dict[str, Any], label: str) -> str:
    said, unit = label.lower(), str(measure.get("unitOfMeasure")).lower()
    people = "participant" in unit or "patient" in unit or measure.get("paramType") == "COUNT_OF_PARTICIPANTS"
    if people:
        return next((kind for kind in ("remission", "relapse", "response") if kind in said), "event")
    if measure.get("paramType") in (*MEANS, "MEDIAN"):
        return "change" if "change" in said else "score" if "scale" in unit else "other"
    return "other"


def _n(holder: dict[str, Any], item: dict[str, Any]) -> int | None:
    for denom in parts(holder, "denoms"):
        for count in parts(denom, "counts"):
            if count.get("groupId") == item.get("groupId"):
                found = number(count.get("value"))
                return found if isinstance(found, int) else None
    return None


def _result(
    measure: dict[str, Any], item: dict[str, Any], arm: str, n: int | None, made: dict[str, Any], draft: Draft
) -> dict[str, Any] | None:
    value = number(item.get("value"))
    kind, spread = measure.get("paramType"), str(measure.get("dispersionType") or "")
    unit = re.sub(r"\b([mdµ]?)l\b", r"\1L", one_line(measure.get("unitOfMeasure"), 60))
    low, high = number(item.get("lowerLimit")), number(item.get("upperLimit"))
    found: dict[str, Any] = {"arm": arm, "n": n}
    if value is None:
        return {**found, "absent": "not-reported"}
    people = made["kind"] in ("event", "response", "remission", "relapse")
    if kind == "COUNT_OF_PARTICIPANTS" or (people and kind == "NUMBER" and "percent" not in unit.lower()):
        found["events"] = value
    elif people and "percent" in unit.lower():
        found["percent"] = value
    elif kind in MEANS:
        found["mean"] = value
    elif kind == "MEDIAN":
        found["median"] = value
    else:
        draft.unmapped.append(f"{made['label']}: {item.get('value')} {unit} ({kind}) of {arm}")
        return None
    if not people and unit and "scale" not in unit.lower():
        found["unit"] = unit
    if spread == "Standard Deviation":
        found["sd"] = number(item.get("spread"))
    elif spread == "Standard Error":
        found["se"] = number(item.get("spread"))
    elif spread == "Inter-Quartile Range" and kind == "MEDIAN":
        found.update(q1=low, q3=high)
    elif "Confidence Interval" in spread:
        level = re.search(r"\d+(\.\d+)?", spread)
        found.update(lower=low, upper=high, level=number(float(level[0]) / 100) if level else None)
    elif spread and (low is not None or high is not None):
        said = f"{made['label']}: {spread.lower()} of {arm}, {item.get('lowerLimit')} to {item.get('upperLimit')}"
        draft.unmapped.append(said)
    return {key: held for key, held in found.items() if held is not None}


def _effect(analysis: dict[str, Any], arms: dict[str, str], label: str, draft: Draft) -> dict[str, Any] | None:
    named = [arms[str(name)] for name in analysis.get("groupIds") or [] if str(name) in arms]
    said = one_line(analysis.get("paramType") or analysis.get("statisticalMethod"))
    if len(named) != 2:
        draft.unmapped.append(f"{label}: a comparison of {len(named)} groups ({said})")
        return None
    control = next((name for name in named if "placebo" in name), named[0])
    arm = next(name for name in named if name != control) if len(set(named)) == 2 else named[1]
    measure = next((word for words, word in MEASURES if words in said.lower()), "other")
    draft.judge.append(f"{label}: which of {arm} and {control} comes first in {said} {analysis.get('paramValue')}")
    p = re.fullmatch(r"\s*([<>]?)=?\s*(0?\.\d+|\d+(?:\.\d+)?)\s*", str(analysis.get("pValue") or ""))
    level = number(analysis.get("ciPctValue"))
    found = {
        "measure": measure, "arm": arm, "versus": control, "value": number(analysis.get("paramValue")),
        "lower": number(analysis.get("ciLowerLimit")), "upper": number(analysis.get("ciUpperLimit")),
        "level": number(float(level) / 100) if level is not None else None,
        "unit": {"RD": "per 100", "MD": "points"}.get(measure), "p": number(p[2]) if p else None,
        "p_bound": {"<": "below", ">": "above"}.get(p[1]) if p else None,
        "model": one_line(analysis.get("statisticalMethod"), 80) or None, "sign_unclear": True,
    }  # fmt: skip
    if analysis.get("ciNumSides") == "ONE_SIDED":
        found["one_sided"] = True
    if found["value"] is None and found["p"] is None:
        return None
    return {key: value for key, value in found.items() if value is not None}


def harms(results: Any, groups: Groups) -> list[dict[str, Any]]:
    """A harm for each adverse event of the tables, serious ones marked, and the totals of people."""
    module = part(results, "adverseEventsModule")
    arms = groups.arms_of(parts(module, "eventGroups"), "adverse events")
    found: list[dict[str, Any]] = []
    for event, stem, serious in (("death", "deaths", True), ("any serious adverse event", "serious", True)):
        held = [
            _counted(arms[str(group.get("id"))], group.get(f"{stem}NumAffected"), group.get(f"{stem}NumAtRisk"))
            for group in parts(module, "eventGroups")
            if str(group.get("id")) in arms
        ]
        _add(found, event, serious, held, None)
    for key, serious in (("seriousEvents", True), ("otherEvents", False)):
        for item in parts(module, key):
            held = [
                _counted(arms[str(stat.get("groupId"))], stat.get("numAffected"), stat.get("numAtRisk"))
                for stat in parts(item, "stats")
                if str(stat.get("groupId")) in arms
            ]
            _add(found, one_line(item.get("term"), 100).lower(), serious, held, module)
    return found


def _counted(arm: str, events: Any, n: Any) -> dict[str, Any] | None:
    affected, at_risk = number(events), number(n)
    return {"arm": arm, "events": affected, "n": at_risk} if affected is not None and at_risk else None


def _add(
    found: list[dict[str, Any]], event: str, serious: bool, held: list[dict[str, Any] | None], module: Any
) -> None:
    results = [each for each in held if each is not None]
    if results and event:
        threshold = part(module, "frequencyThreshold")
        rule = f"events above {threshold}% of an arm are posted" if threshold and not serious else None
        made = {"event": event, "serious": serious or None, "definition": rule, "results": results}
        found.append({key: value for key, value in made.items() if value is not None})
