"""What Hypothesis draws: tables, means, studies and levels."""

from __future__ import annotations

from hypothesis import strategies as st

from ketacli.stats.means import Mean
from ketacli.stats.pooling import Study

Counts = tuple[float, float]

levels = st.floats(0.5, 0.999)
sizes = st.one_of(st.integers(1, 60), st.integers(61, 1_000_000))


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """Events and people of one arm: whole people, none and all of them often, or a share of them."""
    n = draw(sizes)
    events = draw(st.one_of(st.integers(0, n), st.sampled_from((0, n))))
    share = draw(st.sampled_from((1.0, 1.0, 0.5, 1 / 3))) if n >= 6 else 1.0
    return events * share, n * share


ordinary = st.floats(-1e6, 1e6, allow_subnormal=False)


@st.composite
def means(draw: st.DrawFn) -> Mean:
    return Mean(
        draw(st.floats(-500, 500)),
        draw(st.floats(0.01, 300)),
        draw(st.one_of(st.integers(2, 30), sizes.filter(lambda n: n > 1))),
    )


@st.composite
def pools(draw: st.DrawFn, least: int = 2, most: int = 8) -> list[Study]:
    """Studies with effects and errors of the size that trials have."""
    k = draw(st.integers(least, most))
    return [Study(f"study {at}", draw(st.floats(-5, 5)), draw(st.floats(0.02, 3))) for at in range(k)]
