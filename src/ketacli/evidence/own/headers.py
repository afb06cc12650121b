"""Names of columns as metafor, meta, RevMan and people write them, and what they mean."""

from __future__ import annotations

import re

from ketacli.tuples import NamedTuple

ARM, CONTROL, WHOLE = 1, 2, 0
"""Whose figure a column holds: the treatment's, the control's, or that of the study or of the row."""


class Column(NamedTuple):
    """What a column holds."""

    figure: str
    """study, year, arm, role, events, nonevents, n, percent, mean, sd, se, variance, median, q1, q3, value, lower,
    upper, interval, level or measure."""
    side: int = WHOLE
    measure: str | None = None
    """Of an effect, where the name says it."""
    log: bool | None = None
    """Of an effect: whether the name says that it is a logarithm; None where it does not say."""


class Columns(NamedTuple):
    """The columns of a table."""

    by_name: dict[str, Column]
    unread: tuple[str, ...]

    @property
    def long(self) -> bool:
        """Whether a row is an arm: then a column names the arm and no figure of two groups is there."""
        held = self.by_name.values()
        return any(each.figure == "arm" for each in held) and not any(each.side for each in held)


METAFOR = {
    "ai": Column("events", ARM), "bi": Column("nonevents", ARM), "ci": Column("events", CONTROL),
    "di": Column("nonevents", CONTROL), "n1i": Column("n", ARM), "n2i": Column("n", CONTROL),
    "m1i": Column("mean", ARM), "m2i": Column("mean", CONTROL), "sd1i": Column("sd", ARM),
    "sd2i": Column("sd", CONTROL),
    "yi": Column("value", log=True), "vi": Column("variance"), "sei": Column("se"), "ni": Column("n"),
    "te": Column("value", log=True), "sete": Column("se"), "tpos": Column("events", ARM),
    "tneg": Column("nonevents", ARM), "cpos": Column("events", CONTROL), "cneg": Column("nonevents", CONTROL),
}  # fmt: skip
STUDIES = {"study", "author", "authors", "trial", "name", "label", "slab", "studlab", "studyid", "id", "reference"}
SIDES = {
    **dict.fromkeys(("1", "e", "t", "exp", "experimental", "treatment", "treated", "trt", "intervention", "active",
                     "drug", "ketamine", "esketamine", "arketamine", "racemic"), ARM),
    **dict.fromkeys(("2", "c", "ctrl", "control", "controls", "placebo", "pbo", "comparator", "comparison", "saline",
                     "midazolam", "sham"), CONTROL),
}  # fmt: skip
FIGURES = (
    ("nonevents", ("nonevents", "nonevent", "noevents", "neg")),
    ("percent", ("percent", "pct", "percentage", "rate")),
    ("events", ("events", "event", "cases", "responders", "remitters", "pos", "deaths", "x", "r")),
    ("median", ("median",)),
    ("q1", ("qone", "lowerquartile")),
    ("q3", ("qthree", "upperquartile")),
    ("sd", ("sd", "std", "stdev", "standarddeviation", "stddev")),
    ("se", ("se", "sem", "standarderror", "stderr")),
    ("variance", ("variance", "var")),
    ("lower", ("lower", "low", "lcl", "lb", "ll", "start", "cilower", "cilow")),
    ("upper", ("upper", "high", "ucl", "ub", "ul", "end", "ciupper", "cihigh")),
    ("mean", ("mean", "means", "average", "m")),
    ("n", ("n", "total", "totals", "size", "patients", "participants", "people", "randomised", "randomized")),
    ("interval", ("ci", "interval")),
    ("level", ("level", "confidence")),
    ("measure", ("measure", "sm")),
    ("value", ("effect", "estimate", "es", "value", "pooled")),
    ("year", ("year",)),
    ("role", ("role",)),
    ("arm", ("arm", "group", "treatment", "allocation")),
)  # fmt: skip
"""Figures with the words that name them, in the order in which a name with several of them is read."""
MEASURES = {
    "meandifference": "MD", "differenceinmeans": "MD", "md": "MD", "standardisedmeandifference": "SMD",
    "standardizedmeandifference": "SMD", "smd": "SMD", "hedgesg": "SMD", "g": "SMD", "riskdifference": "RD", "rd": "RD",
    "riskratio": "RR", "relativerisk": "RR", "rr": "RR", "oddsratio": "OR", "or": "OR", "hazardratio": "HR", "hr": "HR",
}  # fmt: skip
OTHER = ("effect", "estimate", "of", "the")


def columns(names: list[str]) -> Columns:
    """What each column of a table holds; those whose names say nothing are unread."""
    found: dict[str, Column] = {}
    unread = []
    folded = {name: "".join(words(name)) for name in names}
    pairs = set(folded.values()) & {"ai", "bi", "n1i"}
    # A name that is one word is what it says; one of several words may only mean the same.
    for name in sorted(names, key=lambda name: len(words(name)) > 1):
        known = METAFOR.get(folded[name]) if folded[name] != "ci" or pairs else None
        column = known or named(words(name))
        taken = column is not None and column.figure != "study" and column in found.values()
        if column is None or taken:
            unread.append(name)
        else:
            found[name] = column
    return Columns({name: found[name] for name in names if name in found}, tuple(unread))


def words(name: str) -> list[str]:
    """The words of a name: parted at signs, capitals and digits, in lower case."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name).casefold().replace("%", " percent ")
    text = re.sub(r"\bq ?1\b|\b25th\b", " qone ", text)
    text = re.sub(r"\bq ?3\b|\b75th\b", " qthree ", text)
    text = re.sub(r"\b\d{2}\s+percent\s+(?=ci|interval|conf)", "", text)
    if re.fullmatch(r"[a-z]+\d?i?", text):
        return [text] if text in METAFOR else re.findall(r"[a-z]+|\d+", text)
    return re.findall(r"[a-z]+|\d+", text)


def named(parts: list[str]) -> Column | None:
    """The column that words name."""
    effect = measured([part for part in parts if part not in OTHER])
    if effect is not None:
        return effect
    if (len(parts) == 1 and parts[0] in STUDIES) or (parts[:1] == ["study"] and len(parts) < 3 and "year" not in parts):
        return Column("study")
    if parts == ["treatment"]:
        return Column("arm")
    sides = [SIDES[part] for part in parts if part in SIDES]
    rest = [part for part in parts if part not in SIDES]
    joined = "".join(rest)
    for figure, known in FIGURES:
        if joined in known or any(part in known for part in rest):
            return Column(figure, sides[-1] if sides else WHOLE)
    return None


def measured(parts: list[str]) -> Column | None:
    """The column of an effect whose name says its measure, such as "log odds ratio"."""
    log = parts[:1] in (["log"], ["ln"])
    joined = "".join(parts[1:] if log else parts)
    for head in ("log", "ln"):
        if not log and joined.startswith(head) and joined[len(head) :] in MEASURES:
            log, joined = True, joined[len(head) :]
    return Column("value", WHOLE, MEASURES[joined], log) if joined in MEASURES else None
