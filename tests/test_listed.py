"""Lines of lists that the build worked out are those that the records give now, and so is the screen made of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ketacli.build.opening import load as opened
from ketacli.cli import reader
from ketacli.cli.placing import placed
from ketacli.cli.quick import placed as quickly
from ketacli.cli.table import BY_NAME, split
from ketacli.evidence.beside import beside
from ketacli.evidence.dose_patterns import study_doses
from ketacli.evidence.listed import seen, trial_row
from ketacli.evidence.listed.pooled import answering
from ketacli.evidence.listed.trial_words import rows
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import VOCABULARIES
from ketacli.records.meaning import narrower
from ketacli.records.names import label

from .conftest import Run
from .overlay import OTHERWISE, clinic

REVIEW = """
name = "Clinic 2026"
title = "A pooling of the invented clinic"
year = 2026
kind = "meta-analysis"
question = "Does an infusion help"
forms = ["racemic"]
routes = ["intravenous"]
indications = ["ptsd"]
n_studies = 400
n_participants = 40000
source = "clinic-protocol"
at = "section 3"
check = "primary"
checked = "2026-11-30"

[[pooled]]
outcome = "PTSD severity, all times"
comparison = "racemic against placebo"
measure = "SMD"
value = -0.91
lower = -0.97
upper = -0.85
better = "lower"
studies = 400
participants = 40000
"""
LINES = (
    (),
    ("--indication", "ptsd"),
    ("--indication", "trd"),
    ("--indication", "trd,ptsd", "--route", "iv"),
    ("--indication", "mdd", "--form", "esketamine"),
    ("--indication", "ptsd", "--species", "any", "--status", "any"),
    ("--comparator", "active", "--result", "mixed"),
    ("--population", "veterans"),
    ("--phase", "3", "--masking", "double", "--form", "arketamine"),
    ("--indication", "trd", "--accessible"),
    ("--species", "rat", "-o", "markdown"),
    ("ptsd",),
    ("esketamine", "--indication", "trd", "--json"),
    ("veterans",),
)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Overlays with trials and a review of its own, and with what it says otherwise of a shipped trial."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
    try:
        import scale  # type: ignore[import-not-found, unused-ignore]
    finally:
        sys.path.pop(0)
    root = clinic(tmp_path, trials__escape_trd=OTHERWISE, reviews__clinic_pooling=REVIEW)
    scale.write(tmp_path / "many", 30)
    return str(root), str(tmp_path / "many")


def holds(dataset: Dataset) -> None:
    """Stored lines are those made now."""
    names = dataset.trials.ids()
    ranked = dict(dataset.store.rows("SELECT id, rank FROM record WHERE kind = 'trials'"))
    kept_doses = dataset.store.study_doses(set(), set())
    assert trial_row.stored(dataset.store, names) == rows(dataset, list(dataset.trials))
    by_rank = sorted(dataset.trials, key=lambda trial: ranked[trial.id])
    doses = [tuple(row) for row in study_doses(by_rank)]
    assert [(*row[:10], bool(row[10]), row[11], bool(row[12]), *row[13:]) for row in kept_doses] == doses
    assert seen.stored(dataset.store) == [each for each in map(seen.of, dataset.trials) if each is not None]
    kept = dataset.store.listed("indications", dataset.indications.ids())
    for name in dataset.indications.ids():
        asked = narrower(dataset, {name})
        assert kept[name] == answering(dataset, beside(dataset, form=set(), route=set(), indication=asked), asked)


def test_stored_lines_are_those_of_the_records(shipped: Dataset) -> None:
    holds(shipped)
    assert len(trial_row.stored(shipped.store, shipped.trials.ids())) > 200


def test_with_overlays_too(folders: tuple[str, str]) -> None:
    dataset = opened(overlays=folders)
    holds(dataset)
    assert dataset.store.listed("indications", ["ptsd"])["ptsd"].startswith("Pooled: Clinic 2026 (local,")


def test_doses_are_chosen_by_route_and_form(shipped: Dataset) -> None:
    every = shipped.store.study_doses(set(), set())
    for routes, forms in (({"oral"}, set()), (set(), {"esketamine"}), ({"intravenous", "oral"}, {"racemic"})):
        assert shipped.store.study_doses(routes, forms) == [
            row for row in every if (not routes or row[3] in routes) and (not forms or row[2] in forms)
        ]


def test_titles_are_the_labels_of_the_vocabularies(shipped: Dataset) -> None:
    for kind in ("indications", "compounds", "routes", "populations"):
        for name in shipped.kind(kind).ids():
            assert shipped.store.title(kind, name) == label(shipped, kind, name)


def test_an_indication_is_known_by_each_of_its_names(shipped: Dataset) -> None:
    assert shipped.store.meant("indications", "", "ptsd") == {"ptsd"}
    assert shipped.store.meant("indications", "", "posttraumaticstressdisorder") == {"ptsd"}


def test_a_word_is_placed_as_with_the_records(shipped: Dataset) -> None:
    values = reader.defaults(BY_NAME["trials"])
    filters, _ = split("trials", values)
    known = {word for (word,) in shipped.store.rows("SELECT DISTINCT folded FROM typed WHERE kind != 'record'")}
    known |= {entry["label"] for kind in VOCABULARIES for entry in shipped.kind(kind).raw.values() if "label" in entry}
    quick = {word: quickly(shipped.store, "trials", "trials", [word], filters) for word in known}
    assert sum(found is not None for found in quick.values()) > 100
    for word, found in quick.items():
        if found is not None:
            assert placed(shipped, "trials", "trials", [word], filters) == (found, None), word


@pytest.mark.parametrize("words", LINES)
@pytest.mark.parametrize("width", [48, 80, 100, 160])
def test_a_list_of_stored_lines_is_that_of_records(
    keta: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], width: int
) -> None:
    line = ("trials", *words, "--width", str(width))
    quick = keta(*line)
    monkeypatch.setattr("ketacli.cli.quick.listing", lambda *_: None)
    assert keta(*line) == quick


def test_a_list_with_overlays_is_that_of_records(
    keta: Run, monkeypatch: pytest.MonkeyPatch, folders: tuple[str, str]
) -> None:
    lines = [("trials", *words, "--data", folders[0], "--data", folders[1]) for words in LINES]
    quick = [keta(*line) for line in lines]
    assert "invented-" in quick[0].out
    assert any("Pooled: Clinic 2026" in " ".join(each.out.split()) for each in quick)
    monkeypatch.setattr("ketacli.cli.quick.listing", lambda *_: None)
    assert [keta(*line) for line in lines] == quick


def test_no_record_is_built_for_a_list(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketacli.cli.session.Session.dataset", None)
    assert keta("trials").code == 0
    assert keta("trials", "--indication", "ptsd", "--form", "racemic", "--json").code == 0
    assert "Pooled:" in keta("trials", "--indication", "ptsd").out
