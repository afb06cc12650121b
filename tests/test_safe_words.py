"""No error-prone notation in anything that a person reads; shorthand is understood where a person types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketacli import load
from ketacli.build.read import Authored
from ketacli.build.rules.notation import UNSAFE, unsafe
from ketacli.build.rules.texts import wrong
from ketacli.cli.table import COMMANDS
from ketacli.records.kinds import ALL, class_of
from ketacli.records.nodes import Node, walk
from ketacli.records.roles import PRINTED, PROSE

from .conftest import Run
from .kept import read_shipped
from .support import MINI, read_mini

ROOT = Path(__file__).resolve().parent.parent
DENSE = "IV in a text"
"""The one notation that screens may use: in tables, where intravenous would push a number out."""

REFUSED = {
    "1.0 mg": "trailing zero", "0.50 mg/kg": "trailing zero", "a dose of .5 mg": "naked decimal", ".5 mg": "naked",
    "10mg": "space", "0.5mg/kg": "space", "over 40min": "space", "50mL": "space", "1000 mg": "comma",
    "of 1148 people": "comma", "2009 people": "comma", "of 14606 adverse events": "comma",
    "5M doses": "number out", "0.5 \u00b5g": "mcg", "0.5 \u03bcg": "mcg", "5 ug": "mcg", "3 cc": "mL",
    "5 ml": "mL", "5 mg/ml": "mL", "8 ng of it": "nanogram", "40 IU": "units", "10 U of it": "units",
    "10u": "units", "5 gtt": "metric", "once QD": "frequency", "qod": "frequency", "BID": "frequency",
    "TID": "frequency", "at HS": "frequency", "QHS": "frequency", "b.i.d.": "frequency", "TIW": "frequency",
    "given SC": "route", "SQ injection": "route", "sub q": "route", "IM ketamine": "route", "PO": "route",
    "SL tablets": "route", "per os": "route", "given i.v.": "route", "0.5 mg/kg IV over 40 min": "route",
    "IN esketamine": "intranasal", "56 mg IN": "intranasal", "drops OD": "eye", "AU": "",
    "D/C the infusion": "discharge", "doses > 1 mg/kg": "less than", "n < 20": "less than",
    "esketamine + placebo": "plus", "dose @ 40 min": "at", "dose \u2191": "increase", "MgSO4": "name",
    "MSO4": "name", "ketamine HCl": "name", "MTX": "name",
}  # fmt: skip

ALLOWED = (
    "0.5 mg/kg over 40 min", "5 mg", "27.0%", "-4.0 (-7.3 to -0.6)", "p < 0.001", "p < 0.05 at week 2",
    "1,148 people", "in 2019", "the guideline of 2016", "NCT02418585", "10 mcg", "50 mL", "120 ng/mL", "DSM-IV-TR",
    "DSM-IV criteria", "80 units/L", "in a spray", "in 4 weeks", "mid-2023", "PubMed 36477141", "2 or 3 a week",
    "C13H16ClNO.HCl", "S(+)-ketamine", "EQ-5D-5L", "CGI-SS-R", "PCN-101 60 mg", "mmHg", "140/90 mmHg",
    "Printed with +/-; taken as it is", "WRONG IN A REVIEW", "UN Commission", "us and them", "Is it so", "A to B",
    "a K-hole", "hsCRP", "64 FR 17298 to 17299",
)  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=REFUSED)
def test_what_is_refused(text: str, said: str) -> None:
    found = unsafe(text)
    if text == "AU":
        # As a code of Australia; between ear and country a text has to say which.
        assert found == []
        return
    assert [reason for _, reason in found if said in reason], found


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_not(text: str) -> None:
    assert unsafe(text) == []


def test_every_notation_on_the_list_is_refused_by_an_example() -> None:
    used = {each.shown for each in UNSAFE for text in REFUSED if each.pattern.search(text)}
    assert used == {each.shown for each in UNSAFE}


def printed_as_they_are(authored: Authored) -> list[str]:
    """Titles, codes and the like, the longest first: they are quoted, and so not ours to change."""
    printed = {
        value
        for _, key, value, node in texts_of(authored)
        if key.startswith("codes.") or (node.role is not None and node.role.text == PRINTED)
    }
    return sorted(printed, key=len, reverse=True)


def texts_of(authored: Authored) -> Iterator[tuple[str, str, str, Node]]:
    """Every text of the data: its kind, its key, itself, and the field it stands in."""
    for kind in ALL:
        for record in authored.records[kind].values():
            for key, value, node in walk(record, class_of(kind)):
                if isinstance(value, str):
                    yield kind, key, value, node


def without(text: str, quoted: list[str]) -> str:
    """A screen without what it quotes; white space is one space, as titles may be wrapped."""
    plain = " ".join(text.split())
    for each in quoted:
        if len(each) > 3:
            plain = plain.replace(" ".join(each.split()), "")
    return plain


def wrong_in(text: str, dense: bool = False) -> list[str]:
    """Every unsafe notation in a text; on a screen IV may stand."""
    allowed = {each.reason for each in UNSAFE if dense and each.shown == DENSE}
    places = []
    for each in UNSAFE:
        if dense and each.shown == DENSE:
            continue
        places += [
            text[max(0, m.start() - 30) : m.end() + 20] + f"  ({each.reason})" for m in each.pattern.finditer(text)
        ]
    return [place for place in places if not any(f"({reason})" in place and dense for reason in allowed)]


def test_shipped_data() -> None:
    for _, _, text, node in texts_of(read_shipped()):
        # Closed words too, which the rules pass over.
        assert wrong(text, node.role.text if node.role is not None else PROSE) == (), text


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "golden").iterdir()), ids=lambda path: path.name)
def test_golden_screens(path: Path) -> None:
    quoted = printed_as_they_are(read_mini())
    assert wrong_in(without(path.read_text(encoding="utf-8"), quoted), dense=True) == []


SCREENS = (
    ["compare", "esketamine", "racemic", "--all"], ["compare", "transform-1", "transform-2", "elekt-d"],
    ["trials"], ["dosing"], ["dosing", "--controls"], ["guidelines", "--history"], ["safety"], ["reviews"],
    ["timeline"], ["topics"], ["conflicts"], ["show", "esketamine"], ["show", "racemic"], ["show", "transform-2"],
    ["show", "spravato-us-trd"], ["why", "transform-2.arms"], ["find", "midazolam"], ["status"], ["sources"],
    ["dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70", "--strength", "50", "--volume", "50"],
    ["dosing", "iv", "0.5mg/kg", "--weight", "180lb", "--strength", "50mg/mL", "--volume", "50mL"],
    ["dosing", "iv", "35mg", "--strength", "50mg/mL", "--volume", "50mL"], ["dosing", "intranasal", "84mg"],
)  # fmt: skip


@pytest.fixture(scope="module")
def titles() -> list[str]:
    return printed_as_they_are(read_shipped())


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
def test_screens_of_the_shipped_data(keta: Run, titles: list[str], words: list[str]) -> None:
    ran = keta(*words)
    if ran.code == 3:
        pytest.fail(ran.err)
    text = without(ran.out, titles)
    # Codes and places of documents are quoted as they are.
    text = re.sub(r"(?:FR|PubMed|PubChem|control|information|RxNorm|SR|IUPHAR|ISO) +\d[\d/]*", "", text)
    assert wrong_in(text, dense=True) == []


TEXTS = sorted([
    *(ROOT / "src" / "ketacli" / "topics").glob("*.txt"),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(path for path in (ROOT / "docs").glob("*.md") if path.name != "safe-words.md"),
    ROOT / "docs" / "man" / "keta.1",
])  # fmt: skip


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_documents_and_help(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # Code is quoted: what stands in it is typed by people or read by programs.
    text = re.sub(r"```.*?```|^\.EX$.*?^\.EE$|`[^`\n]*`|^>.*?$|\]\([^)]*\)|<[^>\n]*>", "", text, flags=re.S | re.M)
    text = re.sub(r"\bISO \d+", "", text.replace("\\-", "-"))
    assert wrong_in(text, dense=True) == []


def test_help_of_commands() -> None:
    for command in COMMANDS:
        texts = [command.answers, *(each.help for each in command.arguments), *(each.help for each in command.options)]
        for text in texts:
            assert wrong_in(text, dense=True) == [], text


def test_the_list_stands_in_the_documents() -> None:
    page = (ROOT / "docs" / "safe-words.md").read_text(encoding="utf-8")
    for each in UNSAFE:
        assert f"| {each.shown.replace('|', '/')} |" in page


# What people type.

TYPED = {
    "iv": "intravenous", "i.v.": "intravenous", "IV": "intravenous", "infusion": "intravenous",
    "in": "intranasal", "IN": "intranasal", "nasal": "intranasal", "nasal spray": "intranasal",
    "im": "intramuscular", "i.m.": "intramuscular", "sc": "subcutaneous", "s.c.": "subcutaneous",
    "sq": "subcutaneous", "SQ": "subcutaneous", "subq": "subcutaneous", "sub q": "subcutaneous",
    "subcut": "subcutaneous", "po": "oral", "PO": "oral", "p.o.": "oral", "per os": "oral", "by mouth": "oral",
    "sl": "sublingual", "SL": "sublingual", "pr": "rectal", "PR": "rectal", "ip": "intraperitoneal",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), TYPED.items(), ids=TYPED)
def test_shorthand_is_understood(keta: Run, typed: str, meant: str) -> None:
    assert keta("dosing", typed, "--json") == keta("dosing", meant, "--json")
    ran = keta("trials", "--route", typed, "--json")
    assert ran.code == 0, ran.err
    assert ran.document["query"]["route"] == [meant]


@pytest.mark.parametrize("typed", ["iv", "sq", "po"])
def test_shorthand_is_answered_in_words(keta: Run, typed: str) -> None:
    first = keta("dosing", typed).out.splitlines()[0]
    assert TYPED[typed] in first.casefold()
    assert not re.search(rf"\b{typed}\b", first)


def test_no_route_is_labelled_in_shorthand() -> None:
    for raw in load().routes.raw.values():
        assert wrong_in(str(raw["label"])) == []
    assert MINI.is_dir()
