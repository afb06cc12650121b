"""Invented trials made in memory, for what the invented dataset in ``tests/mini`` is too small for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli_w

from ketacli.build.opening import load
from ketacli.records.dataset import Dataset

from .support import copy_mini


def trial(name: str, **changes: Any) -> dict[str, Any]:
    """A parallel trial of esketamine against placebo with a response at day 28; ``changes`` replace whole keys."""
    made: dict[str, Any] = {
        "name": name.upper(),
        "year": 2001,
        "kind": "trial",
        "forms": ["esketamine"],
        "routes": ["intranasal"],
        "indications": ["trd"],
        "source": "invented-alder",
        "at": "abstract",
        "check": "primary",
        "checked": "2001-02-03",
        "population": "Invented adults",
        "primary_met": "not-stated",
        "result_seen": "numbers",
        "design": {
            "allocation": "randomised",
            "model": "parallel",
            "masking": "double",
            "comparator": "placebo",
            "framework": "superiority",
        },
        "arms": [arm("esketamine", form="esketamine", dose=56), arm("placebo")],
        "outcomes": [response({"esketamine": (60, 100), "placebo": (40, 100)})],
    }
    return {**made, **changes}


def arm(name: str, form: str | None = None, dose: float | None = None) -> dict[str, Any]:
    """One arm: experimental with a form, else the comparator."""
    made: dict[str, Any] = {
        "id": name,
        "label": name.capitalize(),
        "role": "experimental" if form else "comparator",
        "treatment": f"invented {name}",
    }
    if form:
        made["form"] = form
    if dose is not None:
        made["doses"] = [{"low": dose, "unit": "mg", "mass_basis": "base", "weight_basis": "not-applicable"}]
    return made


def response(events: dict[str, tuple[int, int]], **changes: Any) -> dict[str, Any]:
    """A response outcome with events of people by arm."""
    made: dict[str, Any] = {
        "id": "response-day-28",
        "label": "Response at day 28",
        "role": "primary",
        "kind": "response",
        "scale": "mood",
        "timepoint": "day 28",
        "days": 28,
        "better": "higher",
        "results": [{"arm": name, "events": e, "n": n} for name, (e, n) in events.items()],
    }
    return {**made, **changes}


def change(means: dict[str, tuple[float, float, int]], **changes: Any) -> dict[str, Any]:
    """A change on the invented scale with mean, SD and n by arm."""
    made: dict[str, Any] = {
        "id": "mood-day-28",
        "label": "IMS change to day 28",
        "role": "primary",
        "kind": "change",
        "scale": "mood",
        "timepoint": "day 28",
        "days": 28,
        "better": "lower",
        "results": [{"arm": name, "mean": m, "sd": s, "n": n} for name, (m, s, n) in means.items()],
    }
    return {**made, **changes}


def write(root: Path, trials: dict[str, dict[str, Any]]) -> Path:
    """A copy of the invented dataset that has these trials and no others of its own."""
    data = copy_mini(root)
    for name, found in trials.items():
        (data / "trials" / f"{name}.toml").write_text(tomli_w.dumps(found), encoding="utf-8")
    return data


def dataset(root: Path, trials: dict[str, dict[str, Any]]) -> Dataset:
    """The same, loaded."""
    return load(str(write(root, trials)))
