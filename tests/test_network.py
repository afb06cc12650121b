"""Networks of treatments: what stands in them, what joins them, every refusal, and the same numbers from real R."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from math import log
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ketacli import load
from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.network.answer import network_answer
from ketacli.evidence.network.ask import NetworkAsk
from ketacli.evidence.network.assemble import NoReference, network
from ketacli.evidence.network.honesty import DOUBTED, inconsistency
from ketacli.evidence.network.indirect import indirect_evidence
from ketacli.evidence.network.nodes import USUAL, usual_doses
from ketacli.evidence.network.offered import offered
from ketacli.evidence.network.result import Network
from ketacli.evidence.outcomes import timespan
from ketacli.evidence.stored import indirect, networks
from ketacli.records.dataset import Dataset
from ketacli.records.wording import TIE, p_words
from ketacli.render.glyphs import ASCII_PLOT, PLOT
from ketacli.render.graph import draw
from ketacli.screens.network import graph_of, network_screen
from ketacli.screens.screen import Facts, plain
from ketacli.stats.network.split import bucher
from tests.effects.networks import by_r, has_metafor, read

from .conftest import Run
from .support import load_mini
from .trials import arm, change, dataset, response, trial

SHIPPED = load()


def of_trials(data: Dataset, **asked: Any) -> Network:
    """The network of every trial made by ``tests.trials``."""
    made = [item for item in data.trials if item.source == "invented-alder" and item.id != "alder"]
    own = {name: asked.pop(name) for name in ("reference", "doses", "lump", "populations") if name in asked}
    return network(data, made, NetworkAsk(Ask(**{"outcome": "response", **asked}), **own))


def shipped(outcome: str, time: str, condition: str = "indication = trd", **asked: Any) -> Network:
    trials = SHIPPED.trials.where(f"species = human and status = reported and {condition}")
    return network(SHIPPED, trials, NetworkAsk(Ask(outcome=outcome, span=timespan(time)), **asked))


def codes(found: Network) -> list[str]:
    return [each.code for each in found.refusals]


def joined(found: Network) -> set[tuple[str, str, int]]:
    return {(each.first.key, each.second.key, len(each.trials)) for each in found.joined}


def against(kind: str, name: str, events: dict[str, tuple[int, int]], **changes: Any) -> dict[str, Any]:
    """A trial of racemic ketamine by vein against something."""
    arms = [{**arm("racemic", form="racemic"), "route": "intravenous"}, arm(name)]
    design = {**trial("x")["design"], "comparator": kind}
    return trial(
        "x", forms=["racemic"], routes=["intravenous"], arms=arms, design=design, outcomes=[response(events)], **changes
    )


# -------------------------------------------------------------- every network of the shipped data


NETWORKS = [(outcome, time, lump) for outcome in ("response", "madrs") for time in ("24h", "6-8d", "21-30d", "28d")
            for lump in (False, True)]  # fmt: skip


@pytest.mark.parametrize(("outcome", "time", "lump"), NETWORKS)
def test_a_network_is_an_estimate_or_a_refusal_with_its_reason(outcome: str, time: str, lump: bool) -> None:
    found = shipped(outcome, time, lump=lump)
    assert (found.pool is None) == bool(found.refusals)
    assert all(each.reason and each.code for each in found.refusals)
    if found.pool is not None:
        pairs = len(found.treatments) * (len(found.treatments) - 1) // 2
        assert len(found.pairs) == pairs
        assert len(found.ranks) == len(found.treatments)


def test_real_r_gives_every_network_of_the_data(tmp_path: Path) -> None:
    """rma.mv with rho = 1/2, from the contrasts and covariances of the JSON, within 1e-4."""
    if not has_metafor():
        pytest.skip("needs R with metafor")
    made = [shipped(outcome, time, lump=lump) for outcome, time, lump in NETWORKS]
    pools = [(found, found.reference) for found in made if found.pool is not None and found.reference is not None]
    assert pools
    theirs = by_r([(contrasts_of(found), reference.key) for found, reference in pools], tmp_path)
    for (found, _), numbers in zip(pools, theirs, strict=True):
        agrees(found, numbers)


def contrasts_of(found: Network) -> list[tuple[str, str, str, float, tuple[float, ...]]]:
    rows = network_answer(found).contrasts
    return [(each.label, each.treatment, each.versus, each.y, each.covariance) for each in rows]


def agrees(found: Network, theirs: dict[str, list[float]]) -> None:
    assert found.pool is not None
    assert found.reference is not None
    assert found.pool.tau2 == pytest.approx(theirs.pop("tau2")[0], abs=1e-4)
    assert found.pool.disagreement.total.q == pytest.approx(theirs.pop("q")[0], abs=1e-4)
    assert set(theirs) == {each.node.key for each in found.treatments} - {found.reference.key}
    for name, numbers in theirs.items():
        pair = found.pool.pair(name, found.reference.key)
        assert [pair.value, pair.se, pair.lower, pair.upper] == pytest.approx(numbers, abs=1e-4)


@pytest.mark.parametrize("recorded", read("own.toml")["networks"], ids=lambda each: str(each["id"]))
def test_what_r_made_of_the_contrasts_of_one_day_still_comes_out(recorded: dict[str, Any]) -> None:
    """Contrasts of the shipped data as they were when rma.mv was run on them, for machines without R."""
    from ketacli.stats.network.pooling import pool_network
    from ketacli.stats.network.trial import of_contrasts

    trials: dict[str, list[list[Any]]] = {}
    for row in recorded["contrasts"]:
        trials.setdefault(row[0], []).append(row)
    held = [
        of_contrasts(label, rows[0][2], [row[1] for row in rows], [row[3] for row in rows], [row[4] for row in rows])
        for label, rows in trials.items()
    ]
    found = pool_network(held, recorded["reference"])
    assert found.tau2 == pytest.approx(float(recorded["tau2"]), abs=1e-4)
    for name, numbers in recorded["effects"].items():
        pair = found.pair(name, recorded["reference"])
        assert [pair.value, pair.se, pair.lower, pair.upper] == pytest.approx(
            [float(each) for each in numbers], abs=1e-4
        )


def test_the_spray_at_four_weeks() -> None:
    """Both doses of a trial stand together; quetiapine is joined through the spray alone."""
    found = shipped("madrs", "28d")
    assert {("esketamine-intranasal", "placebo", 6), ("esketamine-intranasal", "quetiapine", 1)} <= joined(found)
    pair = next(each for each in found.against_reference if each.first.key == "quetiapine")
    assert pair.split.direct is None
    assert pair.split.indirect is not None
    assert pair.fewest == 1
    assert {len(each.arms["esketamine-intranasal"]) for each in found.placed if each.trial.id == "transform-1"} == {2}


def test_midazolam_is_no_placebo_unless_asked() -> None:
    found = shipped("madrs", "24h")
    assert codes(found) == ["not-connected"]
    assert "midazolam" in found.refusals[0].reason
    assert "--lump placebo" in found.refusals[0].instead
    lumped = shipped("madrs", "24h", lump=True)
    assert lumped.pool is not None
    assert "midazolam" not in {each.node.key for each in lumped.treatments}
    assert any("at your wish" in note for note in lumped.notes)


def test_the_usual_doses_stand_on_record() -> None:
    assert {key: usual_doses(SHIPPED, *key, unit) for key, unit in zip(USUAL, ("mg", "mg/kg"), strict=True)} == {
        ("esketamine", "intranasal"): (56.0, 84.0), ("racemic", "intravenous"): (0.5, 0.5),
    }  # fmt: skip


def test_each_dose_or_none_apart() -> None:
    each = shipped("madrs", "28d", doses="each")
    assert {"esketamine-intranasal-56-mg", "esketamine-intranasal-84-mg"} <= {node.node.key for node in each.treatments}
    together = shipped("madrs", "28d", doses="together")
    assert {node.node.key for node in together.treatments} == {"esketamine-intranasal", "placebo", "quetiapine"}


# ------------------------------------------------------------------------------ invented trials


def test_two_trials_of_the_same_two_are_a_forest_plot(tmp_path: Path) -> None:
    from ketacli.evidence.forest.assemble import forest

    other = trial("hazel", outcomes=[response({"esketamine": (30, 80), "placebo": (25, 82)})])
    data = dataset(tmp_path, {"gorse": trial("gorse"), "hazel": other})
    found = of_trials(data)
    plain = forest(data, [data.trials["gorse"], data.trials["hazel"]], Ask(outcome="response", measure="OR"))
    assert found.measure == "OR"
    assert plain.pooling is not None
    (pair,) = found.pairs
    assert pair.network[2:6] == pytest.approx(plain.pooling.random[2:6])
    assert pair.fewest == 2


def test_through_one_common_comparator_it_is_buchers_number(tmp_path: Path) -> None:
    data = dataset(tmp_path, {
        "gorse": trial("gorse"), "hazel": trial("hazel"),
        "iris": against("placebo", "saline", {"racemic": (50, 90), "saline": (30, 92)}),
    })  # fmt: skip
    found = of_trials(data)
    assert found.pool is not None
    first, second = (found.pool.pair(name, "placebo") for name in found.pool.treatments[1:])
    pair = found.others[0]
    value, se = bucher((second.value, second.se), (first.value, first.se))
    assert (pair.network.value, pair.network.se) == pytest.approx((value, se))
    assert pair.split.direct is None


def test_saline_and_placebo_are_one_and_midazolam_another(tmp_path: Path) -> None:
    data = dataset(tmp_path, {
        "gorse": trial("gorse"),
        "hazel": against("placebo", "saline", {"racemic": (50, 90), "saline": (30, 92)}),
        "iris": against("active-placebo", "midazolam", {"racemic": (40, 90), "midazolam": (30, 92)}),
    })  # fmt: skip
    found = of_trials(data)
    keys = {each.node.key for each in found.treatments}
    assert {"placebo", "midazolam"} < keys
    assert len(keys) == 4
    assert found.reference is not None
    assert found.reference.key == "placebo"
    assert found.pool is not None
    lumped = {each.node.key for each in of_trials(data, lump=True).treatments}
    assert lumped == keys - {"midazolam"}


def test_three_arms_share_their_control(tmp_path: Path) -> None:
    arms = [arm("low", form="esketamine", dose=28), arm("high", form="esketamine", dose=84), arm("placebo")]
    outcome = response({"low": (50, 100), "high": (60, 100), "placebo": (40, 100)})
    found = of_trials(dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[outcome])}), doses="each")
    (placed,) = found.placed
    assert placed.figures.treatments[0] == "placebo"
    assert placed.figures.v[0][1] == pytest.approx(1 / 40 + 1 / 60)
    assert placed.figures.y == pytest.approx([log(1.0) - log(40 / 60), log(60 / 40) - log(40 / 60)])
    assert found.pool is not None
    assert found.pool.df == 0
    assert found.pool.disagreement.i2 is None


def test_arms_of_one_treatment_are_put_together(tmp_path: Path) -> None:
    arms = [arm("low", form="esketamine", dose=28), arm("high", form="esketamine", dose=84), arm("placebo")]
    outcome = response({"low": (50, 100), "high": (60, 100), "placebo": (40, 100)})
    data = dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[outcome])})
    found = of_trials(data, doses="together")
    (placed,) = found.placed
    assert placed.figures.y == pytest.approx([log(110 / 90) - log(40 / 60)])
    assert any("put together" in note for note in found.notes)


def test_a_trial_of_one_treatment_is_left_out(tmp_path: Path) -> None:
    arms = [arm("early", form="esketamine", dose=56), arm("late", form="esketamine", dose=56)]
    outcome = response({"early": (50, 100), "late": (60, 100)})
    both = trial("hazel", arms=arms, outcomes=[outcome])
    found = of_trials(dataset(tmp_path, {"gorse": trial("gorse"), "hazel": both}))
    assert [(each.trial, each.reason.partition(":")[0]) for each in found.undrawn] == [
        ("hazel", "its arms are one treatment here")
    ]


def test_groups_with_people_in_common_are_left_out(tmp_path: Path) -> None:
    arms = [
        arm("low", form="esketamine", dose=28), arm("all", form="esketamine", dose=84), arm("placebo"),
    ]  # fmt: skip
    outcome = response({"low": (50, 100), "all": (110, 200), "placebo": (40, 100)})
    twice = trial("hazel", arms=arms, outcomes=[outcome], n_randomised=300)
    found = of_trials(dataset(tmp_path, {"gorse": trial("gorse"), "hazel": twice}))
    assert [(each.trial, each.reason) for each in found.undrawn] == [("hazel", "its groups have people in common")]


def test_other_settings_stay_out_unless_asked(tmp_path: Path) -> None:
    data = dataset(tmp_path, {"gorse": trial("gorse"), "hazel": trial("hazel", populations=["adolescents"])})
    found = of_trials(data)
    assert [each.trial.id for each in found.placed] == ["gorse"]
    assert "adolescents" in found.undrawn[0].reason
    asked = of_trials(data, populations=frozenset({"adolescents"}))
    assert {each.trial.id for each in asked.placed} == {"gorse", "hazel"}


def test_published_contrasts_of_one_trial_need_its_people(tmp_path: Path) -> None:
    arms = [arm("low", form="esketamine", dose=28), arm("high", form="esketamine", dose=84), arm("placebo")]
    effects = [{"measure": "MD", "arm": name, "versus": "placebo", "value": -3.0, "se": 1.0, "unit": "points"}
               for name in ("low", "high")]  # fmt: skip
    bare = change({}, effects=effects)
    data = dataset(tmp_path, {"gorse": trial("gorse", arms=arms, outcomes=[bare])})
    found = of_trials(data, outcome="mood", doses="each")
    assert codes(found) == ["no-trial"]
    assert "how many people" in found.undrawn[0].reason
    counted = change({}, effects=effects)
    counted["results"] = [{"arm": each["id"], "mean": 1.0, "n": 50} for each in arms]
    again = of_trials(dataset(tmp_path / "b", {"gorse": trial("gorse", arms=arms, outcomes=[counted])}), outcome="mood",
                      doses="each")  # fmt: skip
    assert again.placed[0].figures.v == ((1.0, 0.5), (0.5, 1.0))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcomes": [response({"esketamine": (50, 90), "placebo": (40, 90)}, timepoint="day 90", days=90)]}, "times"),
        ({"indications": ["ptsd"]}, "populations"),
        ({"design": {**trial("x")["design"], "model": "randomised-withdrawal"}}, "designs"),
    ],
)
def test_what_differs_too_much_is_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    found = of_trials(dataset(tmp_path, {"gorse": trial("gorse"), "hazel": trial("hazel", **changes)}))
    assert code in codes(found)
    assert found.pool is None
    assert found.pairs == ()


def test_without_figures_there_is_no_network(tmp_path: Path) -> None:
    effect = {"measure": "OR", "arm": "esketamine", "versus": "placebo", "value": 2.0}
    bare = trial("gorse", outcomes=[response({}, effects=[effect])])
    found = of_trials(dataset(tmp_path, {"gorse": bare}))
    assert codes(found) == ["no-trial"]
    assert "without an interval" in found.undrawn[0].reason


def test_a_reference_by_words_or_a_mistake(tmp_path: Path) -> None:
    data = dataset(tmp_path, {"gorse": trial("gorse")})
    found = of_trials(data, reference="esketamine")
    assert found.reference is not None
    assert found.reference.key.startswith("esketamine")
    with pytest.raises(NoReference):
        of_trials(data, reference="lithium")


# -------------------------------------------------------------------------- what the build stores


def test_the_stored_comparison_is_what_the_trials_give() -> None:
    assert indirect(SHIPPED.store) == indirect_evidence(SHIPPED)


def test_every_stored_comparison_has_an_estimate_or_a_reason() -> None:
    held = indirect(SHIPPED.store)
    assert held is not None
    assert {each.timepoint for each in held.comparisons} == {"24 h", "7 days", "4 weeks"}
    for each in held.comparisons:
        assert (each.value is None) == (each.reason is not None)
        assert (each.value is None) == (each.caution is None)
        if each.lumped:
            assert "midazolam" in (each.caution or "")
    assert {each.review for each in held.published} == {"bahji-2021", "nma-augmentation-2024"}


def test_the_stored_estimate_is_buchers_number() -> None:
    """Racemic ketamine is joined to the spray through the placebo alone, so no other way adds to it."""
    held = indirect(SHIPPED.store)
    assert held is not None
    estimate = next(each for each in held.comparisons if each.value is not None and each.outcome == "MADRS")
    found = shipped("madrs", "24h", "indication = trd and form in ('esketamine', 'racemic')", lump=estimate.lumped)
    assert found.pool is not None
    sides = [found.pool.pair(name, "placebo") for name in ("esketamine-intranasal", "racemic-intravenous")]
    value, se = bucher((sides[0].value, sides[0].se), (sides[1].value, sides[1].se))
    assert estimate.value == pytest.approx(value)
    assert estimate.lower == pytest.approx(value - 1.959964 * se, abs=1e-5)


def test_other_data_has_its_own_comparison() -> None:
    held = indirect(load_mini().store)
    assert held is not None
    assert all(each.value is None for each in held.comparisons)
    assert held.published == ()


# ------------------------------------------------------------------------------ which there are


def test_the_stored_list_is_what_the_trials_give() -> None:
    held = networks(SHIPPED.store)
    assert held == offered(SHIPPED)
    assert {each.standing for each in held.networks} == {"joined", "joined-if-lumped", "refused"}
    assert networks(load_mini().store).networks == ()


@pytest.mark.parametrize("at", range(len(networks(SHIPPED.store).networks)))
def test_a_listed_network_is_what_its_command_gives(keta: Run, at: int) -> None:
    each = networks(SHIPPED.store).networks[at]
    made = keta(*each.command.split()[1:], "--json")
    assert made.code == (6 if each.standing == "refused" else 0)
    found = made.document["data"]
    assert found["measure"] == each.measure
    if each.standing == "joined-if-lumped":
        assert len(found["nodes"]) < len(each.treatments), "lumping makes one treatment of two"
        return
    assert [node["label"] for node in found["nodes"]] == list(each.treatments)
    assert {contrast["trial"] for contrast in found["contrasts"]} == set(each.trials)
    assert [refusal["code"] for refusal in found["refusals"]][:1] == ([each.code] if each.code else [])


JOINED = [each for each in networks(SHIPPED.store).networks if each.standing != "refused" and each.indication != "trd"]


def test_real_r_gives_every_listed_network(keta: Run, tmp_path: Path) -> None:
    """As those of resistant depression above: rma.mv with rho = 1/2, within 1e-4."""
    if not has_metafor():
        pytest.skip("needs R with metafor")
    made = [keta(*each.command.split()[1:], "--json").document["data"] for each in JOINED]
    assert made
    asked = [
        ([(each["label"], each["treatment"], each["versus"], each["y"], tuple(each["covariance"]))
          for each in found["contrasts"]], found["reference"])
        for found in made
    ]  # fmt: skip
    for line, found, theirs in zip(JOINED, made, by_r(asked, tmp_path), strict=True):
        if not found["heterogeneity"]["total"]["df"]:
            continue
        assert found["heterogeneity"]["tau2"] == pytest.approx(theirs["tau2"][0], abs=1e-4), line.command
        for pair in found["pairs"]:
            if pair["second"] == found["reference"]:
                value = pair["value"] if found["null"] == 0 else log(pair["value"])
                assert value == pytest.approx(theirs[pair["first"]][0], abs=1e-4), line.command


def test_a_bare_command_lists_them_and_an_indication_narrows_it_down(keta: Run) -> None:
    every = networks(SHIPPED.store).networks
    listed = keta("network", "--json").document["data"]["networks"]
    assert [each["command"] for each in listed] == [each.command for each in every]
    own = keta("network", "--indication", "trd", "--json").document["data"]["networks"]
    assert own == [each for each in listed if each["indication"] == "trd"]
    assert keta("network", "--indication", "pain", "--fail-empty").code == 4
    assert keta("network", "-o", "svg").code == 2
    assert keta("network", "-o", "csv", "--fields", "outcome,timepoint,standing").out.count("\n") == len(every) + 1
    assert "keta network lists" in keta("network", "-o", "svg").err
    assert "7/4" in keta("network").out, "a grid: trials and treatments"
    assert "--timepoint 21-30d: 7 trials, 4 treatments, joined: yes." in keta("network", "--accessible").out


# ----------------------------------------------------------------------------------- the command


MADRS = ("network", "--indication", "trd", "--outcome", "madrs", "--timepoint")


def test_the_exit_code_of_a_refusal_is_6_in_every_format(keta: Run) -> None:
    shown = keta(*MADRS, "24h")
    assert shown.code == 6
    assert "Not estimated: no chain of trials joins" in shown.out
    machine = keta(*MADRS, "24h", "--json")
    assert machine.code == 6
    assert machine.document["data"]["pairs"] == []
    assert [each["code"] for each in machine.document["data"]["refusals"]] == ["not-connected"]
    assert machine.err.startswith("keta: not estimated: ")
    assert keta(*MADRS, "24h", "--lump", "placebo").code == 0


def test_no_trial_is_nothing_that_matches_as_in_a_forest_plot(keta: Run) -> None:
    line = ("--indication", "ptsd", "--outcome", "madrs", "--timepoint", "28d")
    for command in ("network", "forest"):
        assert keta(command, *line).code == 0
        assert keta(command, *line, "--fail-empty").code == 4
        data = keta(command, *line, "--json").document["data"]
        assert (data["measure"], data["null"]) == ("MD", 0.0)
    assert "No trial at all is 0" in " ".join(keta("help", "exit-codes").out.split())


@pytest.mark.parametrize(("outcome", "time", "lump"), NETWORKS)
def test_where_a_test_of_agreement_has_a_small_p_a_caution_says_so(outcome: str, time: str, lump: bool) -> None:
    found = shipped(outcome, time, lump=lump)
    if found.pool is None:
        assert inconsistency(None, found.pairs) == ""
        return
    held = found.pool.disagreement
    tested = [held.between.p, held.between_random.p]
    tested += [pair.split.difference.p for pair in found.pairs if pair.split.difference is not None]
    text = inconsistency(found.pool, found.pairs)
    assert bool(text) == any(p is not None and p < DOUBTED for p in tested)
    assert all(p_words(p) in text for p in tested if p is not None and p < DOUBTED)


def test_the_caution_on_disagreement_stands_on_the_screen_and_in_the_json(keta: Run) -> None:
    shown = " ".join(keta(*MADRS, "28d", "--width", "1000").out.replace(TIE, " ").split())
    assert "! Parts of the evidence disagree (between designs p = 0.017, p = 0.051 with tau allowed for)" in shown
    assert keta(*MADRS, "28d", "--json").document["data"]["notes"][0].startswith("Parts of the evidence disagree")


def test_direct_and_indirect_evidence_are_split_where_both_are_there(tmp_path: Path) -> None:
    """A loop of three: esketamine and racemic ketamine against placebo, and against each other."""
    both = [arm("esketamine", form="esketamine", dose=56), {**arm("racemic", form="racemic"), "route": "intravenous"}]
    head = trial("iris", arms=both, outcomes=[response({"esketamine": (50, 90), "racemic": (55, 90)})])
    data = dataset(tmp_path, {
        "gorse": trial("gorse"), "hazel": against("placebo", "saline", {"racemic": (50, 90), "saline": (30, 92)}),
        "iris": head,
    })  # fmt: skip
    found = of_trials(data)
    assert all(pair.split.difference is not None for pair in found.pairs)
    assert found.pool is not None
    assert found.pool.disagreement.between.df == 1
    facts = next(block for block in network_screen(data, found).blocks if isinstance(block, Facts))
    splits = [plain(value) for label, value in facts.pairs if label == "Node split"]
    assert len(splits) == 3
    assert all("direct over indirect" in text and "p = " in text.replace(TIE, " ") for text in splits)


def test_single_trials_are_said(keta: Run) -> None:
    out = " ".join(keta(*MADRS, "28d").out.split())
    assert "Rests on a single trial on one side at least" in out
    assert "No test shows that they are." in out
    assert "1 to 3 of 4 (0." in out


def test_mistakes_are_told(keta: Run) -> None:
    assert keta(*MADRS, "28d", "--reference", "lithium").code == 2
    assert keta("network", "--outcome", "nothinglikethis").code == 2
    assert keta(*MADRS, "28d", "--lump", "everything").code == 2
    assert keta(*MADRS, "soon").code == 2


def test_rows_are_pairs(keta: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(keta(*MADRS, "28d", "-o", "csv").out)))
    assert len(rows) == 6
    spray = next(row for row in rows if (row["first"], row["second"]) == ("esketamine-intranasal", "placebo"))
    assert float(spray["lower"]) < float(spray["value"]) < float(spray["upper"])
    assert spray["direct_value"]
    assert spray["difference_p"] == ""


def test_the_contrasts_of_the_json_are_enough_to_pool_again(keta: Run) -> None:
    from ketacli.stats.network.pooling import pool_network
    from ketacli.stats.network.trial import NetworkTrial

    data = keta(*MADRS, "28d", "--json").document["data"]
    held: dict[str, list[dict[str, Any]]] = {}
    for each in data["contrasts"]:
        held.setdefault(each["label"], []).append(each)
    trials = [
        NetworkTrial(
            label, (rows[0]["versus"], *(row["treatment"] for row in rows)), tuple(row["y"] for row in rows),
            tuple(tuple(row["covariance"]) for row in rows),
        )
        for label, rows in held.items()
    ]  # fmt: skip
    found = pool_network(trials, data["reference"])
    for pair in data["pairs"]:
        assert found.pair(pair["first"], pair["second"]).value == pytest.approx(pair["value"])


def test_the_drawing_is_a_document_with_every_treatment(keta: Run) -> None:
    root = ElementTree.fromstring(keta(*MADRS, "28d", "-o", "svg").out)
    space = "{http://www.w3.org/2000/svg}"
    said = " ".join(each.text or "" for each in root.iter(f"{space}text"))
    assert len(list(root.iter(f"{space}circle"))) == 4
    for words in ("Quetiapine XR", "Placebo", "below 56 mg", "6 trials", "MD, 95% interval", "-3.52 (-5.46 to -1.57)"):
        assert words in said
    lines = [float(each.get("stroke-width", "0")) for each in root.iter(f"{space}line")]
    assert max(lines) > min(lines)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_the_drawing_in_characters_keeps_to_its_width(width: int) -> None:
    graph = graph_of(shipped("madrs", "24h"))
    for characters in (PLOT, ASCII_PLOT):
        lines = ["".join(part for part, _ in line) for line in draw(graph, width, characters)]
        assert max(map(len, lines)) <= width
        words = " ".join(" ".join(lines).split())
        assert sum(words.count(vertex.label.partition(",")[0]) > 0 for vertex in graph.vertices) == len(graph.vertices)
        assert characters is PLOT or all(line.isascii() for line in lines)


def test_a_listener_hears_every_treatment_and_link() -> None:
    found = shipped("madrs", "28d")
    said = " ".join(graph_of(found).spoken)
    for each in found.treatments:
        assert each.node.label in said
    assert "compared in 6 trials" in said


def test_a_refused_network_has_all_of_its_parts_but_the_pool() -> None:
    found = shipped("madrs", "24h")
    answer = asdict(network_answer(found))
    assert answer["heterogeneity"] is None
    assert len(answer["nodes"]) == len(found.treatments)
    assert network_screen(SHIPPED, found).notes[0].caution == "caution"


def test_the_reference_is_a_comparator_where_there_is_no_placebo(tmp_path: Path) -> None:
    data = dataset(
        tmp_path, {"gorse": against("active-placebo", "midazolam", {"racemic": (40, 90), "midazolam": (30, 92)})}
    )
    found = of_trials(data)
    assert found.reference is not None
    assert found.reference.key == "midazolam"


def test_people_that_are_not_on_record_are_not_counted_as_none(tmp_path: Path) -> None:
    effect = {"measure": "OR", "arm": "esketamine", "versus": "placebo", "value": 2.0, "lower": 1.0, "upper": 4.0}
    found = of_trials(dataset(tmp_path, {"gorse": trial("gorse", outcomes=[response({}, effects=[effect])])}))
    assert [each.people for each in found.treatments] == [None, None]
    assert [each.people for each in found.joined] == [None]
    assert all("people" not in vertex.count for vertex in graph_of(found).vertices)
