"""Cards and briefs: what ``keta NAME`` shows fits a window, leaves out nothing decisive and says where the rest is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from ketacli.build.opening import load
from ketacli.errors import UsageError
from ketacli.evidence import disputes
from ketacli.evidence.brief import Subject, brief, of_label, studies, subject
from ketacli.evidence.direction import pooled_sense, pooled_side
from ketacli.evidence.listed.by_arm import comparisons, primary_figures, told_apart
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import RECORDS
from ketacli.records.review import Pooled
from ketacli.records.structure import build
from ketacli.records.wording import TIE
from ketacli.render.glyphs import UNICODE
from ketacli.render.layout import lay_out
from ketacli.screens.cards import card_of, card_screen
from ketacli.screens.cards.brief import brief_screen, licence_of
from ketacli.screens.cards.card import Card, Line
from ketacli.screens.cards.draw import drawn
from ketacli.screens.cards.trial import short_result
from ketacli.screens.facts import facts_of
from ketacli.screens.screen import Facts, Screen, plain
from ketacli.screens.sections import check, section_screen, sections

from .conftest import Run
from .support import load_mini

WINDOWS = {100: 36, 80: 48}
WIDTHS = (60, 80, 100, 140, 200)
INTERNAL = re.compile(
    r"\b(?:not-(?:stated|seen|reported|found|applicable|tested)|favours-\w+|no-clear-difference|n_\w+)\b"
    r"|\b(?:caveats|outcomes|arms|harms|pooled|recommendations|properties|phases)\.\d"
)


@cache
def shipped() -> Dataset:
    return load()


def subjects(dataset: Dataset) -> Iterator[Subject]:
    for vocabulary in ("indications", "routes", "populations", "comparators"):
        for name in dataset.kind(vocabulary).ids():
            yield subject(dataset, vocabulary, name)
    for body in sorted({item.body for item in dataset.guidelines}):
        yield subject(dataset, "body", body)


@cache
def cards(kind: str) -> dict[str, Screen]:
    return {name: card_screen(shipped(), kind, name) for name in shipped().kind(kind).ids()}


@cache
def briefs() -> dict[str, Screen]:
    data = shipped()
    return {f"{each.kind}/{each.id}": brief_screen(data, brief(data, each)) for each in subjects(data)}


def screens(kind: str) -> dict[str, Screen]:
    return briefs() if kind == "briefs" else cards(kind)


def height(shown: Screen, width: int) -> int:
    return len(lay_out(shown, width, UNICODE))


def words(shown: Screen) -> str:
    text = "\n".join(
        f"{label} {plain(value)}" for block in shown.blocks if isinstance(block, Facts) for label, value in block.pairs
    )
    return text.replace(TIE, " ")


@pytest.mark.parametrize("kind", [*RECORDS, "briefs"])
def test_every_card_fits_its_window(kind: str) -> None:
    for width, most in WINDOWS.items():
        assert {name: high for name, shown in screens(kind).items() if (high := height(shown, width)) > most} == {}


@pytest.mark.parametrize("kind", [*RECORDS, "briefs"])
def test_wider_is_never_longer(kind: str) -> None:
    """Sources aside: how many of them two lines hold is a matter of the width."""
    for name, shown in list(screens(kind).items())[::5]:
        bare = Screen(shown.title, shown.currency, shown.blocks, shown.notes, [], shown.next, shown.advice)
        heights = [height(bare, width) for width in WIDTHS]
        assert heights == sorted(heights, reverse=True), name


@pytest.mark.parametrize("kind", [*RECORDS, "briefs"])
def test_no_internal_word_is_on_a_card(kind: str) -> None:
    assert {name: found for name, shown in screens(kind).items() if (found := INTERNAL.findall(words(shown)))} == {}


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind not in ("conflicts", "sources")])
def test_a_record_in_a_conflict_says_so(kind: str) -> None:
    data = shipped()
    for name, shown in cards(kind).items():
        about = disputes.of_record(data, kind, name)
        assert bool(about) == ("Sources disagree" in words(shown)), name


def test_a_trial_names_drug_comparator_outcome_effect_and_direction() -> None:
    shown = words(cards("trials")["transform-2"])
    for said in ("esketamine nasal spray", "placebo nasal spray", "MADRS change to day 28",
                 "-4.0 points (-7.31 to -0.64)", "favours esketamine",
                 "227 randomised", "70/101 against 52/100", "NNTB 6 (4 to 27)", "53/101",
                 "dissociation: 30/115 (26.1%) against 4/109 (3.7%)", "sources disagree"):  # fmt: skip
        assert said in shown


@pytest.mark.parametrize("name", ["transform-1", "elekt-d", "feder-2014", "abdallah-2022", "correia-melo-2020"])
def test_every_line_with_an_interval_has_a_direction(name: str) -> None:
    card = card_of(shipped(), "trials", shipped().trials[name])
    for part in card.parts:
        if part.label in ("Result", "Response", "Remission", "Key secondary"):
            for line in part.lines:
                if re.search(r"\(-?[\d.]+ to -?[\d.]+", line.text.replace(TIE, " ")):
                    assert re.search("favours|no clear difference|non-inferior|not stated", line.text), line.text


def test_the_commonest_harms_come_first_and_totals_last() -> None:
    card = card_of(shipped(), "trials", shipped().trials["transform-2"])
    lines = next(part for part in card.parts if part.label == "Commonest harms").lines
    shares = [float(found[1]) for line in lines if (found := re.search(r"\((\d+\.?\d*)%\)", line.text))]
    assert shares[:5] == sorted(shares, reverse=True)[:5]
    assert lines[-1].text.startswith(("any ", "adverse", "serious"))


def test_nothing_that_is_left_out_goes_uncounted() -> None:
    card = Card("Long: trial")
    card.add("Kept", ["a rule that never gives way"] * 3, rank=0, least=3)
    card.add("Many", [f"harm {at} with its figures" for at in range(60)], rank=1, least=2, whole="keta show long harms")
    card.add("More", ["a caveat" + " of some length" * 20] * 9, rank=3)
    data = shipped()
    shown = drawn(data, card)
    text = words(shown)
    assert height(shown, 100) <= WINDOWS[100]
    assert height(shown, 80) <= WINDOWS[80]
    assert text.count("a rule that never gives way") == 3
    seen = text.count("harm ")
    assert f"{60 - seen} more: keta show long harms" in text
    assert f"{9 - text.count('a caveat')} more: --full" in text


def test_notes_give_way_before_lines_do() -> None:
    lines = [Line(f"line {at}", note="what a reader must know " * 4) for at in range(15)]
    card = Card("Noted: trial")
    card.add("Lines", lines)
    text = words(drawn(shipped(), card))
    assert "line 14" in text
    assert "must know" not in text
    few = Card("Noted: trial")
    few.add("Lines", lines[:3])
    assert words(drawn(shipped(), few)).count("must know") == 12


def test_a_card_is_made_of_every_invented_record() -> None:
    data = load_mini()
    for kind in RECORDS:
        for name in data.kind(kind).ids():
            assert card_screen(data, kind, name).title


# ------------------------------------------------------------------------------------------------ sections


@pytest.mark.parametrize("kind", RECORDS)
def test_the_sections_together_are_the_whole_page(kind: str) -> None:
    data = shipped()
    for name in data.kind(kind).ids()[:3]:
        record = data.kind(kind)[name]
        told = [
            pair
            for word in sections(data, kind, record)
            if word != "sources"
            for block in section_screen(data, kind, name, word).blocks
            if isinstance(block, Facts)
            for pair in block.pairs
            if "sources disagree:" not in plain(pair[1])
        ]
        facts = sorted((fact.label, fact.text) for fact in facts_of(data, kind, record))
        assert len(told) == len(facts)
        for (label, value), fact in zip(sorted((label, plain(value)) for label, value in told), facts, strict=True):
            assert label == fact[0]
            assert value.startswith(fact[1])


def test_sections_are_asked_for_by_a_word(keta: Run) -> None:
    harms = keta("transform-2", "harms").out
    assert harms.startswith("TRANSFORM-2: harms")
    assert "30/115" in harms
    assert "posted adverse events" in harms or "[1]" in harms
    assert keta("show", "transform-2", "safety").out == keta("show", "transform-2", "harms").out
    listed = keta("show", "transform-2", "sources").out
    assert "popova-2019" in listed
    assert "more: --sources" not in listed


def test_a_section_that_there_is_not_names_those_there_are(keta: Run) -> None:
    data = shipped()
    with pytest.raises(UsageError) as caught:
        check(data, "trials", data.trials["transform-2"], "nonsense")
    assert {"harms", "outcomes", "design", "arms", "caveats", "sources"} <= set(caught.value.allowed)
    told = keta("show", "transform-2", "nonsense")
    assert told.code == 2
    assert "harms" in told.err
    assert "keta find transform-2 nonsense" in told.err
    assert "keta safety esketamine" in keta("show", "esketamine", "safety").err
    assert "keta trials ptsd" in keta("show", "ptsd", "trials").err


def test_full_is_the_whole_page(keta: Run) -> None:
    whole = keta("show", "transform-2", "--full").out
    for heading in ("DESIGN", "OUTCOMES", "HARMS", "CAVEATS"):
        assert heading in whole
    assert keta("show", "transform-2").out.count("\n") <= WINDOWS[100]


# -------------------------------------------------------------------------------------------------- names


def test_near_misses_are_of_one_kind(keta: Run) -> None:
    assert keta("show", "singh-2016", "--json").document["error"]["suggestions"] == [
        "singh-2016-ketamine", "singh-2016-esketamine",
    ]  # fmt: skip
    assert keta("show", "transfrom-2", "--json").document["error"]["suggestions"][0] == "transform-2"


def test_a_trial_comes_before_its_document_and_says_where_that_is(keta: Run) -> None:
    out = keta("feder-2014").out
    assert out.startswith("Feder 2014")
    assert ": trial" in out.splitlines()[0]
    assert "keta show sources/feder-2014" in out
    assert "keta show feder-2014" in keta("show", "sources/feder-2014").out


# ------------------------------------------------------------------------------------------------- briefs


def test_a_brief_counts_what_is_on_record() -> None:
    data = shipped()
    found = brief(data, subject(data, "indications", "ptsd"))
    own = [each for each in data.trials if "ptsd" in each.indications and each.species == "human"]
    reported = [each for each in own if each.status == "reported"]
    randomised = [each for each in reported if each.kind == "trial" and each.design.allocation == "randomised"]
    assert found.counts.randomised == len(randomised)
    assert found.counts.randomised_people == sum(each.n or 0 for each in randomised)
    assert found.counts.unreported == len(own) - len(reported)
    assert {each.id for each in found.trials} == {each.id for each in reported}
    sizes = [each.n or 0 for each in found.trials if each.randomised]
    assert sizes == sorted(sizes, reverse=True)
    assert "no form is licensed for it" in words(briefs()["indication/ptsd"])


def test_an_indication_has_its_narrower_terms() -> None:
    data = shipped()
    wide = {each.id for each in studies(data, subject(data, "indications", "depression"))}
    assert {each.id for each in studies(data, subject(data, "indications", "trd"))} < wide


def test_a_comparator_is_what_an_arm_had_and_no_anaesthetic_beside_it() -> None:
    data = shipped()
    against = {each.id for each in studies(data, subject(data, "comparators", "ect"))}
    assert {"elekt-d", "ketect"} <= against
    assert not {"carspecken-2018", "anderson-2017-ketamine-ect", "jarventausta-2013"} & against


def test_a_brief_shows_the_pool_before_reviews() -> None:
    text = words(briefs()["indication/trd"])
    assert text.index("esketamine spray against placebo spray") < text.index("Largest trials")
    assert "no clear difference" in text


def test_a_body_speaks_through_its_newest_edition() -> None:
    data = shipped()
    found = brief(data, subject(data, "body", "CANMAT"))
    assert {each.guideline for each in found.positions} == {
        item.id for item in data.guidelines if item.body == "CANMAT" and not item.superseded_by
    }
    assert "second-line, Level 1" in words(briefs()["body/CANMAT"])


def test_briefs_are_written_in_every_form(keta: Run) -> None:
    document = keta("ptsd", "--json").document
    assert document["schema"] == "keta.brief/1"
    assert document["query"] == {"name": "ptsd", "kind": "indication", "id": "ptsd"}
    named = {each["source"] for each in document["data"]["positions"]}
    assert named <= set(document["sources"])
    assert keta("ptsd", "-o", "csv").out.splitlines()[0] == "part,id,text,source"
    assert keta("ect", "-o", "md").out.startswith("# Ketamine against electroconvulsive therapy")
    assert keta("iv").out.startswith("Intravenous (IV)")


# ----------------------------------------------------------------------------------------------- direction


def estimate(**values: object) -> Pooled:
    base: dict[str, object] = dict.fromkeys(Pooled.__dataclass_fields__)
    base |= {"outcome": "response", "comparison": "ketamine against saline", "measure": "RR", "level": 0.95,
             "better": "higher", "source": "x", "check": "primary", "checked": "2026-01-01"}  # fmt: skip
    made: Pooled = build(Pooled, base | values)
    return made


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"value": 2.0, "lower": 1.2, "upper": 3.0}, "favours ketamine"),
        ({"value": 2.0, "lower": 0.9, "upper": 3.0}, "no clear difference"),
        ({"value": 0.5, "lower": 0.3, "upper": 0.8}, "favours saline"),
        ({"value": 0.5, "lower": 0.3, "upper": 0.8, "better": "lower"}, "favours ketamine"),
        ({"measure": "SMD", "value": -0.5, "lower": -0.8, "upper": -0.2, "better": "lower"}, "favours ketamine"),
        ({"value": 2.0, "p": 0.01}, "favours ketamine"),
        ({"value": 2.0, "p": 0.2}, "no clear difference"),
        ({"value": 2.0, "p": 0.05, "p_bound": "below"}, "favours ketamine"),
        ({"value": 2.0, "p": 0.1, "p_bound": "below"}, ""),
        ({"value": 2.0, "p": 0.05, "p_bound": "above"}, "no clear difference"),
        ({"value": 2.0, "p": 0.01, "p_bound": "above"}, ""),
        ({"value": 2.0}, ""),
        ({"value": 2.0, "lower": 1.2, "upper": 3.0, "better": None}, ""),
        ({"value": 2.0, "lower": 1.2, "upper": 3.0, "comparison": "ketamine arms alone"}, ""),
        ({"measure": "proportion", "value": 50.0, "lower": 40.0, "upper": 60.0}, ""),
    ],
)
def test_a_pooled_estimate_favours_a_side_where_something_shows_it(values: dict[str, object], said: str) -> None:
    assert pooled_side(estimate(**values)) == said


def test_a_change_within_one_group_favours_nothing(keta: Run) -> None:
    found = [(review.id, pooled) for review in shipped().reviews for pooled in review.pooled
             if "after against before" in pooled.comparison]  # fmt: skip
    assert found
    for name, pooled in found:
        assert "favours" not in f"{pooled_side(pooled)} {pooled_sense(pooled)}", name
    row = next(line for line in keta("reviews", "suicidality").out.splitlines() if line.startswith("southwest-si-2023"))
    assert row.endswith("better after than before, no comparison group")


def test_where_both_groups_had_ketamine_the_group_is_favoured(keta: Run) -> None:
    assert "favours ketamine" not in keta("does", "naltrexone", "block", "ketamine").out.splitlines()[2]
    assert "favours Placebo, then ketamine" in keta("does", "naltrexone", "block", "ketamine").out.splitlines()[2]


@pytest.mark.parametrize(("name", "response", "remission"), [
    ("transform-2", "70/101 against 52/100", "53/101 against 31/100"),
    ("transform-1", "60/111", "40/111"),
])  # fmt: skip
def test_response_and_remission_are_those_at_the_time_of_the_primary_outcome(
    name: str, response: str, remission: str
) -> None:
    """Not the response within a day that is kept up, nor one on a scale of disability."""
    shown = words(cards("trials")[name])
    assert f"Response day 28, those observed: {'56 mg ' if name == 'transform-1' else ''}{response}" in shown
    assert f"Remission day 28, those observed: {'56 mg ' if name == 'transform-1' else ''}{remission}" in shown


def test_every_arm_of_a_study_is_told_by_name_and_what_was_not_planned_is_marked() -> None:
    shown = words(cards("trials")["transform-1"])
    for said in ("(84 mg): -18.8", "(56 mg): -19.0", "p = 0.027; favours esketamine; nominal",
                 "56 mg 60/111", "84 mg 52/98", "56 mg 40/111", "84 mg 38/98"):  # fmt: skip
        assert said in shown
    for name in ("trd4005", "takahashi-2021", "daly-2018"):
        trial = shipped().trials[name]
        primary = next(each for each in trial.outcomes if each.role == "primary")
        arms = {each.arm for each in comparisons(primary)}
        short = told_apart([arm for arm in trial.arms if arm.role == "experimental"])
        assert len(arms) > 1
        for text in (words(cards("trials")[name]), primary_figures(trial), short_result(trial)):
            assert all(short[arm] in text for arm in arms), name


def test_deaths_and_serious_events_always_stand_in_the_card() -> None:
    shown = words(cards("trials")["transform-2"])
    assert "death: 1/115 (0.9%) against 0/109" in shown
    assert "any serious adverse event: 1/115 (0.9%) against 1/109 (0.9%)" in shown
    for trial in shipped().trials:
        if trial.status == "reported" and trial.harms:
            text = words(cards("trials")[trial.id])
            deaths = [each for each in trial.harms if re.search(r"\bdeaths?\b|\bdied\b", each.event, re.IGNORECASE)]
            assert all(each.event in text for each in deaths), trial.id
            assert deaths or "deaths: not on record" in text or "suicide" in text or "fatal" in text, trial.id


@pytest.mark.parametrize("vocabulary", ["indications", "routes"])
def test_counts_of_a_brief_are_those_of_the_lists_that_it_leads_to(keta: Run, vocabulary: str) -> None:
    nouns = r"guidelines?|stud\w+|reviews?|published doses?"
    leads = re.compile(rf"(\d[\d,]*) ({nouns})(, \d+ labels?)? in all: (keta [a-z -]+)")
    names = {"indications": ("trd", "ptsd", "mdd", "suicidality"), "routes": ("intravenous", "oral")}[vocabulary]
    for name in names:
        found = leads.findall(words(briefs()[f"{vocabulary[:-1]}/{name}"]))
        assert len(found) >= 3, name
        for count, noun, labels, line in found:
            title = keta(*line.split()[1:], "--width", "200").out.splitlines()[0]
            assert f": {count} {noun}{labels}" in title, (line, title)


@pytest.mark.parametrize("name", ["ptsd", "trd", "suicidality", "bipolar-depression"])
def test_doses_of_a_brief_rest_on_what_the_list_of_doses_says(name: str, keta: Run) -> None:
    data = shipped()
    trials = {tuple(each["trials"]) for each in keta("dosing", name, "--json").document["patterns"]}
    for each in brief(data, subject(data, "indications", name)).doses:
        if not all(data.regimens[regimen].evidence == "label" for regimen in each.regimens) or not each.regimens:
            assert each.trials in trials, each.dose
        for guideline in each.guidelines:
            positions = {found.position for found in data.guidelines[guideline].recommendations
                         if name in found.indications}  # fmt: skip
            assert positions & {"recommended", "option", "restricted"}, (each.dose, guideline)


def test_the_doses_of_an_indication_name_no_guideline_that_is_against_it() -> None:
    doses = brief(shipped(), subject(shipped(), "indications", "ptsd")).doses
    assert doses
    assert not any("va-dod-2023-ptsd" in each.guidelines for each in doses)


def test_no_figure_of_a_trial_is_without_its_measure_or_unit() -> None:
    """A standardised coefficient has no unit, and its measure none of the usual names."""
    assert "other measure -0.61" in primary_figures(shipped().trials["price-2022"])
    for trial in shipped().trials:
        for text in primary_figures(trial).split("; "):
            bare = re.fullmatch(r"(?:.*: )?-?[\d.]+(?: \(.*)?", text.replace(TIE, " ").partition(", p ")[0])
            assert bare is None, (trial.id, text)


def test_a_licensed_dose_of_a_brief_names_its_label_with_use_and_place() -> None:
    """84 mg is the dose of depression with acute suicidality, which is no other depression."""
    line = next(line for line in words(briefs()["indication/mdd"]).splitlines() if "84 mg; 56 mg (reduced" in line)
    assert "licensed: Spravato, psychiatric emergency in depression" in line
    data = shipped()
    for dose in brief(data, subject(data, "indications", "trd")).doses:
        labels = [item.name for name in dose.regimens if of_label(item := data.regimens[name])]
        assert all(name in licence_of(data, dose) for name in labels)
        assert bool(labels) == bool(licence_of(data, dose))


def test_a_difference_says_which_sign_is_better_and_it_is_the_side_that_it_favours(keta: Run) -> None:
    seen = 0
    for review in load().reviews:
        for pooled in review.pooled:
            sense, told = pooled_sense(pooled), pooled_side(pooled)
            if not sense or not told.startswith("favours ") or pooled.value is None:
                continue
            seen += 1
            first = sense.partition(" favours ")[2]
            assert (told == f"favours {first}") == ((pooled.value < 0) == sense.startswith("below")), review.id
    assert seen > 50
    said = " ".join(keta("ect").out.split())
    assert "SMD 0.59; above 0 favours ECT" in said
    assert "SMD -0.39 (-0.81 to 0.02); below 0 favours ECT" in said
    assert "below 0 favours racemic ketamine" in " ".join(keta("ptsd").out.split())


class TestCautions:
    """What harms stands in a brief that has doses, people or misuse in it."""

    @pytest.mark.parametrize("name", ["children", "adolescents"])
    def test_children_have_the_boxed_warning_and_no_liver(self, name: str) -> None:
        found = [each.id for each in brief(shipped(), subject(shipped(), "populations", name)).cautions]
        assert {"boxed-warning-spray-recent", "suicidality-warning-young-us"} <= {*found[:2]}
        assert "liver-impairment-spray-us" not in found

    @pytest.mark.parametrize("name", ["children", "adolescents"])
    def test_a_licence_for_adults_is_told_as_one(self, keta: Run, name: str) -> None:
        assert re.search(r"^Licensed +esketamine: in .* for adults \(US 2019", keta(name).out, re.MULTILINE)

    def test_a_figure_of_a_class_says_so(self, keta: Run) -> None:
        out = " ".join(keta("adolescents").out.split())
        assert "Antidepressants as a class, not esketamine: of 1,000 people" in out
        assert "not approved in children" in out

    @pytest.mark.parametrize("vocabulary", ["indications", "routes"])
    def test_no_doses_stand_without_warnings(self, vocabulary: str) -> None:
        for name in shipped().kind(vocabulary).ids():
            found = briefs()[f"{vocabulary[:-1]}/{name}"]
            if "Doses" in words(found) and brief(shipped(), subject(shipped(), vocabulary, name)).doses:
                assert "Warnings" in words(found), name

    def test_an_authority_cautions_of_a_route(self) -> None:
        for name in ("oral", "sublingual"):
            held = brief(shipped(), subject(shipped(), "routes", name)).cautions
            assert held[0].kind == "regimens"
            assert "no REMS monitoring" in held[0].value

    @pytest.mark.parametrize("name", ["abuse-liability", "recreational-use"])
    def test_a_matter_of_safety_has_its_harms_and_leads_on(self, keta: Run, name: str) -> None:
        assert brief(shipped(), subject(shipped(), "indications", name)).cautions
        ran = keta(name)
        following = re.findall(r"keta (?:\w+ )*[\w-]+(?: --\w+ [\w=-]+)?", ran.out.partition("Next ")[2])
        for line in (each for each in following if not each.startswith("keta help")):
            assert not re.search(r": 0 |^0 |Nothing matches", keta(*line.split()[1:]).out), line


def test_reviews_that_name_no_route_are_not_counted_as_its_own(keta: Run) -> None:
    for name in shipped().routes.ids():
        own = sum(name in review.routes for review in shipped().reviews)
        assert f"{own or 'no'} review{'' if own in (0, 1) else 's'} of this route, " in words(briefs()[f"route/{name}"])
    assert "0 of these name the route; the others name none" in keta("reviews", "epidural").out


def test_the_licence_of_a_route_has_the_labels_of_other_countries() -> None:
    assert "DE" in words(briefs()["route/intravenous"]).partition("racemic ketamine:")[2].partition("Tried")[0]
