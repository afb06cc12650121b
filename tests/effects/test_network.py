"""Network meta-analysis against rma.mv of metafor, printed results of netmeta, and what must hold of any network."""

from __future__ import annotations

import random
from itertools import combinations
from math import exp, log, sqrt
from pathlib import Path

import pytest

from ketacli.stats.distributions import normal_cdf
from ketacli.stats.estimate import Refusal
from ketacli.stats.means import Mean, mean_difference, standardised_mean_difference
from ketacli.stats.network.arms import ArmCount, ArmMean, Published, from_counts, from_means, from_published
from ketacli.stats.network.matrix import Singular, inverse, times
from ketacli.stats.network.model import consistent, solve
from ketacli.stats.network.pooling import NetworkPool, parts, pool_network
from ketacli.stats.network.ranking import ranks
from ketacli.stats.network.split import bucher, split
from ketacli.stats.network.trial import ArmValue, NetworkTrial, of_arms, of_contrasts
from ketacli.stats.pooling import Study, pool
from ketacli.stats.proportions import odds_ratio, risk_difference, risk_ratio
from tests.effects.networks import by_r, has_metafor, published, read, trials
from tests.effects.recorded import agrees, half_unit

NAMES = ("senn2013", "hasselblad1998", "stowe2010")


# ------------------------------------------------------------------------------- other programs


@pytest.mark.parametrize("name", NAMES)
def test_reml_is_that_of_rma_mv(name: str) -> None:
    """Estimates, errors and limits of rma.mv with rho = 1/2, whose optimiser stops within about 1e-7 of the maximum."""
    recorded = published()[name]
    found = pool_network(trials(name), recorded["reference"])
    assert found.tau2 == pytest.approx(float(recorded["tau2"]), rel=1e-5)
    assert found.df == recorded["df_total"]
    assert len(recorded["effects"]) == len(found.treatments) - 1
    for treatment, numbers in recorded["effects"].items():
        pair = found.pair(treatment, recorded["reference"])
        ours = (pair.value, pair.se, pair.lower, pair.upper)
        assert ours == pytest.approx([float(each) for each in numbers], abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_q_falls_into_the_parts_that_rma_mv_gives(name: str) -> None:
    """Within designs: a fit with effects of their own for every design, at a tau-squared of 0."""
    recorded = published()[name]
    held = pool_network(trials(name), recorded["reference"]).disagreement
    assert held.total.q == pytest.approx(float(recorded["q_total"]), rel=1e-8)
    assert held.within.q == pytest.approx(float(recorded["q_within"]), rel=1e-8)
    assert (held.within.df, held.within.df + held.between.df) == (recorded["df_within"], recorded["df_total"])
    assert held.between.q == pytest.approx(held.total.q - held.within.q)


@pytest.mark.parametrize("name", NAMES)
def test_indirect_evidence_is_the_network_without_the_trials_of_both(name: str) -> None:
    recorded = published()[name]
    held = trials(name)
    found = split(pool_network(held, recorded["reference"]), held, *recorded["pair"])
    assert found.indirect is not None
    assert [found.indirect.value, found.indirect.se] == pytest.approx(
        [float(each) for each in recorded["indirect"]], abs=1e-6
    )


@pytest.fixture(scope="module")
def parkinson() -> tuple[NetworkPool, list[NetworkTrial]]:
    held = trials("stowe2010")
    return pool_network(held, "Placebo", tau_method="DL"), held


def test_the_network_of_parkinsons_disease_is_as_printed(parkinson: tuple[NetworkPool, list[NetworkTrial]]) -> None:
    found, _ = parkinson
    printed = read("printed.toml")
    assert agrees(found.tau2, printed["tau2"], "printed")
    assert agrees(sqrt(found.tau2), printed["tau"], "printed")
    for first, numbers in printed["effects"].items():
        pair = found.pair(first, "Placebo")
        assert all(agrees(*both, "printed") for both in zip((pair.value, pair.lower, pair.upper), numbers, strict=True))
    for names, numbers in printed["pairs"].items():
        pair = found.pair(*names.split(":"))
        assert all(agrees(*both, "printed") for both in zip((pair.value, pair.lower, pair.upper), numbers, strict=True))


def test_its_disagreement_is_as_printed(parkinson: tuple[NetworkPool, list[NetworkTrial]]) -> None:
    held = parkinson[0].disagreement
    printed = read("printed.toml")
    assert held.i2 is not None
    assert agrees(held.i2, printed["i2"], "printed")
    assert agrees(held.tau2_within, printed["tau2_within"], "printed")
    for name in ("total", "within", "between", "between_random"):
        q, df, p = printed[f"q_{name}"]
        part = getattr(held, name)
        assert part.df == df
        assert agrees(part.q, q, "printed")
        assert agrees(part.p, p, "printed")


def test_its_p_scores_are_as_printed(parkinson: tuple[NetworkPool, list[NetworkTrial]]) -> None:
    """Off time: less is better. The ranks beside them are what the printed intervals of all pairs leave open."""
    printed = read("printed.toml")["p_scores"]
    found = {rank.treatment: rank for rank in ranks(parkinson[0], higher=False)}
    assert {name: round(rank.p_score, 4) for name, rank in found.items()} == {
        name: float(number) for name, number in printed.items()
    }
    assert (found["Placebo"].best, found["Placebo"].worst) == (4, 4)
    assert (found["Dopamine Agonist"].best, found["Dopamine Agonist"].worst) == (1, 2)
    assert (found["COMTI"].best, found["COMTI"].worst) == (2, 3)


def test_its_direct_evidence_is_as_printed(parkinson: tuple[NetworkPool, list[NetworkTrial]]) -> None:
    found, held = parkinson
    for names, (number, share, direct) in read("printed.toml")["direct"].items():
        made = split(found, held, *names.split(":"))
        assert made.direct_trials == number
        assert made.share == pytest.approx(float(share), abs=half_unit("0.00") * 1.001)
        if direct:
            assert made.direct is not None
            assert agrees(made.direct.value, direct, "printed")
        else:
            assert made.direct is None


@pytest.mark.parametrize("name", NAMES)
def test_a_port_of_netmeta_gives_the_same(name: str) -> None:
    """A third voice where it is installed: its weights of trials of several arms are reduced, where ours correlate."""
    pimeta = pytest.importorskip("pimeta")
    recorded = published()[name]
    arms: dict[str, list[tuple[str, float, float]]] = {}
    for study, *rest in recorded["arms"]:
        arms.setdefault(study, []).append((rest[0], rest[1], rest[2]))
    pairs = [(study, *both) for study, held in arms.items() for both in combinations(held, 2)]
    theirs = pimeta.netmeta(
        [one[1] - other[1] for _, one, other in pairs], [sqrt(one[2] + other[2]) for _, one, other in pairs],
        [one[0] for _, one, _ in pairs], [other[0] for _, _, other in pairs], [study for study, _, _ in pairs],
        reference_group=recorded["reference"],
    )  # fmt: skip
    found = pool_network(trials(name), recorded["reference"], tau_method="DL")
    assert found.tau2 == pytest.approx(theirs.tau2)
    names = list(theirs.trts)
    for one, other in combinations(range(len(names)), 2):
        pair = found.pair(names[one], names[other])
        assert pair.value == pytest.approx(theirs.TE_random[one][other])
        assert pair.se == pytest.approx(theirs.seTE_random[one][other])
    held = pimeta.decomp_design(theirs).Q_inc_random
    assert found.disagreement.between_random.q == pytest.approx(held["Q"])
    assert found.disagreement.tau2_within == pytest.approx(held["tau.within"] ** 2)


def test_real_r_gives_the_same_on_a_random_network(tmp_path: Path) -> None:
    if not has_metafor():
        pytest.skip("needs R with metafor")
    held = [
        *invented(random.Random(5), 9, ("a", "b", "c")), *invented(random.Random(6), 8, ("a", "d")),
        *invented(random.Random(7), 4, ("c", "d")),
    ]  # fmt: skip
    held = [each._replace(label=f"{each.label} {at}") for at, each in enumerate(held)]
    found = pool_network(held, "a")
    [theirs] = by_r([(rows(held), "a")], tmp_path)
    assert found.tau2 == pytest.approx(theirs["tau2"][0], abs=1e-4)
    assert found.disagreement.total.q == pytest.approx(theirs["q"][0], rel=1e-6)
    for name in "bcd":
        pair = found.pair(name, "a")
        assert [pair.value, pair.se, pair.lower, pair.upper] == pytest.approx(theirs[name], abs=1e-4)


def rows(held: list[NetworkTrial]) -> list[tuple[str, str, str, float, tuple[float, ...]]]:
    return [
        (each.label, name, each.treatments[0], each.y[at], each.v[at])
        for each in held
        for at, name in enumerate(each.treatments[1:])
    ]


def invented(chance: random.Random, number: int, names: tuple[str, ...]) -> list[NetworkTrial]:
    """Trials of the same treatments whose true effects vary."""
    out = []
    for at in range(number):
        arms = [ArmValue(name, chance.gauss(ord(name) / 10, 0.6), chance.uniform(0.02, 0.3)) for name in names]
        out.append(of_arms(f"{''.join(names)}{at}", arms))
    return out


# ---------------------------------------------------------------------- what must hold of any network


def test_two_treatments_are_a_plain_pool() -> None:
    held = invented(random.Random(1), 7, ("a", "b"))
    studies = [Study(each.label, each.y[0], sqrt(each.v[0][0])) for each in held]
    for method in ("REML", "DL"):
        found, plain = pool_network(held, "a", tau_method=method), pool(studies, tau_method=method)
        pair = found.pair("b", "a")
        assert found.tau2 == pytest.approx(plain.heterogeneity.tau2)
        assert pair[2:6] == pytest.approx((plain.random.value, plain.random.se, plain.random.lower, plain.random.upper))
        assert pair.p == pytest.approx(plain.random.p)
        assert found.disagreement.total.q == pytest.approx(plain.heterogeneity.q)
        assert found.disagreement.between.df == 0


def test_the_slope_of_the_likelihood_is_nothing_at_the_answer() -> None:
    """An oracle, and this too, is trusted for a case when the slope at its answer is 0."""
    held = trials("senn2013")
    found = pool_network(held, "placebo")
    blocks = consistent(held, list(found.treatments))
    assert found.tau2 > 0
    assert solve(blocks, found.tau2).slope == pytest.approx(0, abs=1e-8)
    best = solve(blocks, found.tau2).likelihood
    assert all(solve(blocks, found.tau2 * by).likelihood < best for by in (0.5, 0.9, 1.1, 2, 10))


def test_the_slope_is_nothing_at_the_answer_of_any_network() -> None:
    draw = random.Random(64)
    for at in range(40):
        arms = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")]
        held = []
        for seed in range(draw.randrange(3, 7)):
            held += invented(random.Random(1000 * at + seed), draw.choice((1, 1, 2)), arms[seed % len(arms)])
        held = [each._replace(label=f"{place}") for place, each in enumerate(held)]
        found = pool_network(held, "a")
        blocks = consistent(held, list(found.treatments))
        if found.tau2 == 0:
            assert solve(blocks, 0.0).slope <= 0, at
        else:
            below, above = (solve(blocks, found.tau2 * by).slope for by in (1 - 1e-6, 1 + 1e-6))
            assert below > 0 > above, at


def test_one_common_comparator_is_buchers_number() -> None:
    held = [*invented(random.Random(2), 4, ("b", "a")), *invented(random.Random(3), 3, ("c", "a"))]
    found = pool_network(held, "a")
    first, second = found.pair("b", "a"), found.pair("c", "a")
    value, se = bucher((first.value, first.se), (second.value, second.se))
    pair = found.pair("b", "c")
    assert (pair.value, pair.se) == pytest.approx((value, se))
    made = split(found, held, "b", "c")
    assert made.direct is None
    assert made.share == 0
    assert made.indirect == pair


def test_buchers_example_of_three_trials() -> None:
    """By hand: -0.5 (0.3) against -0.2 (0.4) is -0.3 with the root of 0.09 + 0.16."""
    assert bucher((-0.5, 0.3), (-0.2, 0.4)) == pytest.approx((-0.3, 0.5))


def test_in_a_loop_of_two_arms_direct_and_indirect_make_the_network() -> None:
    held = [
        *invented(random.Random(8), 3, ("a", "b")), *invented(random.Random(9), 3, ("a", "c")),
        *invented(random.Random(10), 3, ("b", "c")),
    ]  # fmt: skip
    found = pool_network(held, "a")
    made = split(found, held, "b", "c")
    assert made.direct is not None
    assert made.indirect is not None
    assert made.difference is not None
    weights = [1 / made.direct.se**2, 1 / made.indirect.se**2]
    mean = (weights[0] * made.direct.value + weights[1] * made.indirect.value) / sum(weights)
    assert found.pair("b", "c").value == pytest.approx(mean)
    assert made.share == pytest.approx(weights[0] / sum(weights))
    z = (made.direct.value - made.indirect.value) / sqrt(made.direct.se**2 + made.indirect.se**2)
    assert made.difference.p == pytest.approx(2 * normal_cdf(-abs(z)))


def test_neither_the_reference_nor_the_order_matters() -> None:
    held = trials("hasselblad1998")
    one, other = pool_network(held, "no_contact"), pool_network(held[::-1], "self_help")
    assert one.tau2 == pytest.approx(other.tau2)
    for first in one.treatments:
        for second in one.treatments:
            if first != second:
                assert one.pair(first, second)[2:6] == pytest.approx(other.pair(first, second)[2:6], abs=1e-9)
                turned = one.pair(second, first)
                assert one.pair(first, second).value == pytest.approx(-turned.value)


def test_the_base_of_a_trial_of_several_arms_does_not_matter() -> None:
    arms = [ArmValue("a", 1.0, 0.2), ArmValue("b", 1.4, 0.1), ArmValue("c", 0.3, 0.3)]
    rest = invented(random.Random(11), 4, ("a", "c"))
    found = [
        pool_network([of_arms("t", order), *rest], "a") for order in (arms, arms[::-1], [arms[1], arms[2], arms[0]])
    ]
    assert all(each.pair("b", "c")[2:6] == pytest.approx(found[0].pair("b", "c")[2:6]) for each in found)


def test_a_trial_of_three_arms_is_not_counted_as_three_trials() -> None:
    """Its three contrasts have two degrees of freedom, and their covariance is the shared arm's variance."""
    trial = of_arms("t", [ArmValue("a", 0.0, 0.5), ArmValue("b", 1.0, 0.2), ArmValue("c", 2.0, 0.3)])
    assert trial.v == ((0.7, 0.5), (0.5, 0.8))
    value, variance = trial.contrast("b", "c")
    assert (value, variance) == pytest.approx((-1.0, 0.5))
    found = pool_network([trial], "a")
    assert found.df == 0
    assert found.tau2 == 0
    assert found.disagreement.i2 is None
    assert found.pair("b", "c").se == pytest.approx(sqrt(0.5))


def test_a_new_setting_is_less_sure_than_the_mean() -> None:
    found = pool_network(trials("senn2013"), "placebo")
    pair = found.pair("metformin", "placebo")
    ahead = found.prediction(pair)
    assert ahead is not None
    assert ahead[0] < pair.lower < pair.upper < ahead[1]
    few = pool_network(invented(random.Random(12), 4, ("a", "b")), "a")
    assert few.prediction(few.pair("b", "a")) is None
    enough = pool_network(invented(random.Random(12), 5, ("a", "b")), "a")
    assert enough.prediction(enough.pair("b", "a")) is not None


def test_ranks_say_what_is_sure() -> None:
    sure = [of_arms("t", [ArmValue("a", 0.0, 1e-6), ArmValue("b", 1.0, 1e-6), ArmValue("c", 2.0, 1e-6)])]
    assert [(each.treatment, each.best, each.worst) for each in ranks(pool_network(sure, "a"), higher=True)] == [
        ("c", 1, 1), ("b", 2, 2), ("a", 3, 3),
    ]  # fmt: skip
    unsure = [of_arms("t", [ArmValue("a", 0.0, 9.0), ArmValue("b", 1.0, 9.0), ArmValue("c", 2.0, 9.0)])]
    found = ranks(pool_network(unsure, "a"), higher=False)
    assert [each.treatment for each in found] == ["a", "b", "c"]
    assert {(each.best, each.worst) for each in found} == {(1, 3)}
    assert sum(each.p_score for each in found) == pytest.approx(1.5)


# ----------------------------------------------------------------------------- from figures of arms


@pytest.mark.parametrize("counts", [(10, 34, 7, 29), (0, 20, 3, 21), (20, 20, 5, 20), (4, 8, 0, 7)])
def test_two_arms_give_the_ratios_that_a_forest_plot_pools(counts: tuple[int, int, int, int]) -> None:
    a, n, c, m = counts
    for measure, compute in (("OR", odds_ratio), ("RR", risk_ratio)):
        trial, halved = from_counts("t", measure, [ArmCount("c", c, m), ArmCount("a", a, n)])
        one = compute(a, n, c, m)
        assert one.se is not None
        assert (exp(trial.y[0]), sqrt(trial.v[0][0])) == pytest.approx((one.value, one.se))
        assert halved == (one.note is not None)


def test_a_half_is_added_to_a_trial_as_a_whole() -> None:
    trial, halved = from_counts("t", "OR", [ArmCount("c", 1, 10), ArmCount("a", 0, 10), ArmCount("b", 5, 10)])
    assert halved
    assert trial.y[1] == pytest.approx(log(5.5 / 5.5) - log(1.5 / 9.5))
    assert trial.v[0][1] == pytest.approx(1 / 1.5 + 1 / 9.5)


def test_differences_need_no_halves() -> None:
    trial, halved = from_counts("t", "RD", [ArmCount("c", 7, 29), ArmCount("a", 10, 34)])
    one = risk_difference(10, 34, 7, 29)
    assert not halved
    assert one.se is not None
    assert (trial.y[0], sqrt(trial.v[0][0])) == pytest.approx((one.value, one.se))


def test_two_means_give_what_a_forest_plot_pools() -> None:
    arm, control = Mean(-21.4, 12.32, 101), Mean(-17.0, 13.88, 100)
    for measure, compute in (("MD", mean_difference), ("SMD", standardised_mean_difference)):
        trial = from_means("t", measure, [ArmMean("c", control), ArmMean("a", arm)])
        one = compute(arm, control)
        assert one.se is not None
        assert (trial.y[0], sqrt(trial.v[0][0])) == pytest.approx((one.value, one.se))


def test_standardised_differences_share_their_control_and_their_deviation() -> None:
    """Gleser and Olkin 2009: 1 over the control's people and g g' over twice all people."""
    means = [ArmMean("c", Mean(0, 1, 50)), ArmMean("a", Mean(1, 1, 40)), ArmMean("b", Mean(2, 1, 30))]
    trial = from_means("t", "SMD", means)
    a, b = trial.y
    assert trial.v[0][1] == pytest.approx(1 / 50 + a * b / 240)
    assert trial.v[0][0] == pytest.approx(1 / 50 + 1 / 40 + a * a / 240)


def test_published_contrasts_share_the_arm_as_its_people_tell() -> None:
    """With one spread in all arms the shared part is exact: 2 squared over 50 people."""
    trial = from_published(
        "t", "c", 50, [Published("a", 1.0, sqrt(4 / 50 + 4 / 40), 40), Published("b", 2.0, sqrt(4 / 50 + 4 / 30), 30)]
    )
    assert trial.v[0][1] == pytest.approx(4 / 50)


def test_arms_of_one_treatment_become_one_contrast() -> None:
    """Two arms of equal weight that share a control: their mean, with the control counted once."""
    trial = of_contrasts("t", "c", ["a", "a"], [1.0, 3.0], [[0.5, 0.3], [0.3, 0.5]])
    assert trial.treatments == ("c", "a")
    assert trial.y == pytest.approx((2.0,))
    assert trial.v[0][0] == pytest.approx(0.4)


# ------------------------------------------------------------------------------------- refusals


def test_parts_that_nothing_joins_are_refused_by_name() -> None:
    held = [*invented(random.Random(13), 2, ("a", "b")), *invented(random.Random(14), 1, ("c", "d"))]
    assert parts(held) == [("a", "b"), ("c", "d")]
    with pytest.raises(Refusal, match="a, b; c, d") as said:
        pool_network(held, "a")
    assert said.value.code == "not-connected"


def test_other_refusals_have_their_reason() -> None:
    one = invented(random.Random(15), 1, ("a", "b"))
    with pytest.raises(Refusal, match="no trial"):
        pool_network([], "a")
    with pytest.raises(Refusal, match="twice"):
        pool_network(one * 2, "a")
    with pytest.raises(ValueError, match="no trial has 'z'"):
        pool_network(one, "z")
    with pytest.raises(ValueError, match="no estimator"):
        pool_network(invented(random.Random(16), 3, ("a", "b")), "a", tau_method="PM")
    with pytest.raises(Refusal, match="no events"):
        from_counts("t", "OR", [ArmCount("a", 0, 9), ArmCount("b", 0, 9)])
    with pytest.raises(ValueError, match="fewer than two"):
        of_arms("t", [ArmValue("a", 1, 1), ArmValue("a", 2, 1)])
    with pytest.raises(ValueError, match="contradict"):
        of_contrasts("t", "c", ["a", "b"], [1.0, 2.0], [[0.1, 0.9], [0.9, 0.1]])
    with pytest.raises(ValueError, match="no trial can have"):
        pool_network([NetworkTrial("t", ("a", "b"), (float("nan"),), ((1.0,),))], "a")


def test_a_matrix_without_an_inverse_is_noticed() -> None:
    a = [[4.0, 2.0, 0.6], [2.0, 5.0, 1.0], [0.6, 1.0, 3.0]]
    found, determinant = inverse(a)
    identity = times(a, found)
    assert all(identity[i][j] == pytest.approx(float(i == j), abs=1e-12) for i in range(3) for j in range(3))
    assert exp(determinant) == pytest.approx(4 * (15 - 1) - 2 * (6 - 0.6) + 0.6 * (2 - 3))
    with pytest.raises(Singular):
        inverse([[1.0, 1.0], [1.0, 1.0]])
