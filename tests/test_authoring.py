"""From a directory of TOML files to compiled data: what is wrong is said at once, what is right arrives whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketacli.build import __main__ as program
from ketacli.build import preview
from ketacli.build.compile import compile_directory, compiled
from ketacli.build.freshness import stale
from ketacli.build.opening import load
from ketacli.build.problems import Problem
from ketacli.build.read import META_KEYS, Authored, read_directory
from ketacli.errors import DATA, DataError
from ketacli.records import closed
from ketacli.records.base import Record
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import ALL, RECORDS, class_of
from ketacli.records.nodes import walk
from ketacli.records.store import FILE, Store, open_store
from ketacli.records.structure import nested

from .support import GONE, MINI, copy_mini, edit, edited_mini, fields_of, load_mini, problems_in, read_mini

ALDER = "trials/alder.toml"


@pytest.fixture(scope="module")
def mini() -> Authored:
    found = read_mini()
    assert found.problems == []
    return found


@pytest.fixture(scope="module")
def store(mini: Authored) -> Store:
    """What is compiled of it, to be read."""
    return compiled(mini)


def read_problems(root: Path) -> list[Problem]:
    return sorted(read_directory(root).problems)


def kept_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def loaded_from(folder: Path) -> Dataset:
    return Dataset(open_store(str(folder / FILE)))


# ------------------------------------------------------------------------------------------ files


def test_a_problem_is_a_line_with_file_key_and_reason() -> None:
    assert str(Problem("trials/a.toml", "arms.0.id", "is there twice")) == "trials/a.toml: arms.0.id: is there twice"
    assert str(Problem("trials/a.toml", "", "cannot be read")) == "trials/a.toml: cannot be read"


def test_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / "topics/broken.toml").write_text('name = "A"\nkind = \n', encoding="utf-8")
    (problem,) = read_problems(root)
    assert (problem.file, problem.key) == ("topics/broken.toml", "")
    assert problem.reason.startswith("not valid TOML: ")
    assert "line 2" in problem.reason


def test_a_key_that_is_there_twice_is_a_syntax_error(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    with (root / "routes.toml").open("a", encoding="utf-8") as file:
        file.write('\n[oral]\nlabel = "again"\n')
    (problem,) = read_problems(root)
    assert problem.file == "routes.toml"
    assert problem.reason.startswith("not valid TOML: ")


def test_a_file_that_is_not_utf8_is_named_with_the_byte(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / "topics/latin.toml").write_bytes('name = "Zürich"'.encode("latin-1"))
    assert read_problems(root) == [Problem("topics/latin.toml", "", "not UTF-8: invalid start byte at byte 9")]


def test_a_folder_where_a_file_is_expected_cannot_be_read(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / "topics/folder.toml").mkdir()
    (problem,) = read_problems(root)
    assert (problem.file, problem.key) == ("topics/folder.toml", "")
    assert problem.reason.startswith("cannot be read: ")


def test_other_files_are_passed_over(tmp_path: Path, mini: Authored) -> None:
    root = copy_mini(tmp_path)
    (root / "trials/README.md").write_text("Invented", encoding="utf-8")
    (root / "trials/alder.toml~").write_text("not = toml = at all", encoding="utf-8")
    found = read_directory(root)
    assert found.problems == []
    assert list(found.records["trials"]) == list(mini.records["trials"])


@pytest.mark.parametrize("file", ["meta.toml", "routes.toml", "scales.toml"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    root = copy_mini(tmp_path)
    (root / file).unlink()
    (problem,) = read_problems(root)
    assert (problem.file, problem.key) == (file, "")
    assert problem.reason.startswith("cannot be read: ")


@pytest.mark.parametrize("place", ["trails/x.toml", "x.toml", "trials/deep/x.toml", "deep/trials/x.toml"])
def test_a_file_that_belongs_to_no_kind_is_named(tmp_path: Path, place: str) -> None:
    root = copy_mini(tmp_path)
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text('name = "X"\n', encoding="utf-8")
    assert read_problems(root) == [Problem(place, "", "is no record: no kind has this place")]


def test_a_missing_folder_is_a_kind_without_records(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / "conflicts/alder-difference.toml").unlink()
    (root / "conflicts").rmdir()
    found = read_directory(root)
    assert found.problems == []
    assert found.records["conflicts"] == {}


def test_an_empty_directory_says_what_it_lacks(tmp_path: Path) -> None:
    files = [problem.file for problem in read_problems(tmp_path)]
    assert "meta.toml" in files
    assert "routes.toml" in files


# ------------------------------------------------------------------------------------------- meta


@pytest.mark.parametrize("key", META_KEYS)
@pytest.mark.parametrize("value", [GONE, "", 2001], ids=["missing", "empty", "number"])
def test_meta_must_say_everything_in_words(tmp_path: Path, key: str, value: object) -> None:
    root = edited_mini(tmp_path, "meta.toml", {key: value})
    assert read_problems(root) == [Problem("meta.toml", key, "must be a text")]


def test_an_unknown_key_of_meta_is_named(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, "meta.toml", {"licence_url": "x"})
    assert read_problems(root) == [Problem("meta.toml", "licence_url", "unknown key")]


# -------------------------------------------------------------------------------- shape and types


@pytest.mark.parametrize(
    ("file", "key", "value", "reason"),
    [
        (ALDER, "colour", "red", "unexpected"),
        (ALDER, "arms.0.colour", "red", "unexpected"),
        (ALDER, "n_enrolled.colour", "red", "unexpected"),
        (ALDER, "outcomes.0.results.1.sem", 1.1, "unexpected"),
        ("routes.toml", "oral.colour", "red", "unexpected"),
        ("scales.toml", "mood.highest", 9, "unexpected"),
        (ALDER, "name", GONE, "required"),
        (ALDER, "arms.0.treatment", GONE, "required"),
        ("routes.toml", "oral.label", GONE, "required"),
        (ALDER, "year", "1999", "valid integer (found '1999')"),
        (ALDER, "year", 1999.5, "valid integer"),
        (ALDER, "name", 7, "valid string (found 7)"),
        (ALDER, "outcomes.0.results.0.mean", "-22.2", "valid number (found '-22.2')"),
        (ALDER, "outcomes.0.results.0.mean", True, "valid number"),
        (ALDER, "outcomes.0.results.0.n", 109.5, "valid integer"),
        (ALDER, "outcomes.0.results.0.n", True, "valid integer"),
        (ALDER, "outcomes.0.effects.0.adjusted", "yes", "valid boolean"),
        (ALDER, "outcomes.0.effects.0.p_sides", 3, "should be 1 or 2"),
        (ALDER, "forms", "esketamine", "valid"),
        (ALDER, "kind", "study", "'trial'"),
        (ALDER, "check", "seen", "'primary'"),
        ("scales.toml", "mood.better", "up", "'lower' or 'higher'"),
        ("guidelines/college-2025.toml", "grading.levels", ["Level 1"], "object"),
    ],
)
def test_the_wrong_key_or_type_is_named(tmp_path: Path, file: str, key: str, value: object, reason: str) -> None:
    found = read_problems(edited_mini(tmp_path, file, {key: value}))
    reasons = [problem.reason for problem in found if (problem.file, problem.key) == (file, key)]
    assert [said for said in reasons if reason in said]


@pytest.mark.parametrize(
    ("key", "value", "place", "reason"),
    [
        ("n_treated", "many", "n_treated.value", "valid integer"),
        ("population", 7, "population.value", "valid string"),
        ("primary_met", "perhaps", "primary_met.value", "'met'"),
        ("caveats.0", 7, "caveats.0.value", "valid string"),
    ],
)
def test_a_short_value_of_the_wrong_type_is_named_as_the_value(
    tmp_path: Path, key: str, value: object, place: str, reason: str
) -> None:
    (problem,) = read_problems(edited_mini(tmp_path, ALDER, {key: value}))
    assert (problem.file, problem.key) == (ALDER, place)
    assert reason in problem.reason


def test_an_entry_of_a_vocabulary_is_a_table(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, "routes.toml", {"nasal": "intranasal"})
    assert read_problems(root) == [Problem("routes.toml", "nasal", "must be a table")]


def test_a_record_that_is_wrong_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    found = read_directory(edited_mini(tmp_path, ALDER, {"colour": "red"}))
    assert "alder" not in found.records["trials"]
    assert "birch" in found.records["trials"]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    edit(root / "meta.toml", {"version": GONE, "colour": "red"})
    edit(root / "routes.toml", {"oral.colour": "red", "nasal": 7})
    edit(root / ALDER, {"colour": "red", "year": "1999", "arms.0.role": "main", "caveats": "one"})
    edit(root / "regimens/racemic-infusion.toml", {"id": "other", "n": {"value": 22, "source": "invented-review"}})
    (root / "topics/broken.toml").write_text("name", encoding="utf-8")
    (root / "topics/latin.toml").write_bytes(b"\xff")
    assert {(problem.file, problem.key) for problem in read_problems(root)} == {
        ("meta.toml", "version"),
        ("meta.toml", "colour"),
        ("routes.toml", "oral.colour"),
        ("routes.toml", "nasal"),
        (ALDER, "colour"),
        (ALDER, "year"),
        (ALDER, "arms.0.role"),
        (ALDER, "caveats"),
        ("regimens/racemic-infusion.toml", "id"),
        ("topics/broken.toml", ""),
        ("topics/latin.toml", ""),
    }


def test_complaints_about_sources_and_types_come_together(tmp_path: Path) -> None:
    changes = {"n": {"value": 22, "source": "invented-review"}, "use": "fun"}
    root = edited_mini(tmp_path, "regimens/racemic-infusion.toml", changes)
    assert [problem.key for problem in read_problems(root)] == ["n", "use"]


@pytest.mark.parametrize("number", ["inf", "-inf", "nan", "1e400"])
def test_what_is_no_number_is_a_problem_and_no_crash(tmp_path: Path, number: str) -> None:
    file = "regimens/racemic-infusion.toml"
    root = copy_mini(tmp_path)
    text = (root / file).read_text(encoding="utf-8").replace("{ value = 44,", f"{{ value = {number},")
    (root / file).write_text(text, encoding="utf-8")
    assert [problem for problem in problems_in(root) if problem.key.startswith("maximum")]


@pytest.mark.parametrize("key", ["source", "check", "checked"])
def test_a_record_names_its_source_and_how_it_was_checked(tmp_path: Path, key: str) -> None:
    root = edited_mini(tmp_path, ALDER, {key: GONE})
    assert read_problems(root) == [Problem(ALDER, key, "field required")]


def test_an_entry_of_a_vocabulary_is_called_by_its_key(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, "routes.toml", {"oral.id": "mouth"})
    assert [(problem.file, problem.key) for problem in read_problems(root)] == [("routes.toml", "oral.id")]


def test_a_record_that_is_wrong_is_not_also_called_missing(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, ALDER, {"year": "1999"})
    assert [problem.file for problem in problems_in(root)] == [ALDER]


# ---------------------------------------------------------------------------------------- loading


def test_the_invented_dataset_loads() -> None:
    dataset = load_mini()
    assert dataset.meta["version"] == "1.11"
    assert dataset.trials.ids() == ["alder", "birch", "cedar", "dogwood", "elm", "fir"]
    assert dataset.trials["alder"].registry == "NCT99999991"
    assert {kind for kind, records in dataset.records() if len(records)} == set(RECORDS)


def test_loading_wrong_data_fails_with_every_problem(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    edit(root / ALDER, {"outcomes.0.effects.0.p": 0.5})
    edit(root / "guidelines/college-2022.toml", {"year": "2022"})
    with pytest.raises(DataError) as caught:
        load(str(root))
    assert caught.value.exit_code == DATA == 5
    for problem in problems_in(root):
        assert str(problem) in str(caught.value)


def test_of_very_many_problems_the_number_is_said(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, ALDER, {"source": "nowhere"})
    count = len(problems_in(root))
    with pytest.raises(DataError) as caught:
        load(str(root))
    lines = str(caught.value).splitlines()
    assert f"{count} problems" in lines[0]
    assert f"{count - len(lines[1:-1])} more" in lines[-1]


@pytest.mark.parametrize("name", ["nothing", "meta.toml"])
def test_what_is_no_directory_is_said(tmp_path: Path, name: str) -> None:
    path = str(copy_mini(tmp_path) / name)
    with pytest.raises(DataError, match="no directory"):
        load(path)


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_mini().kind("colours")


def test_a_collection_is_looked_up_by_id() -> None:
    trials = load_mini().trials
    assert "alder" in trials
    assert "oak" not in trials
    assert trials.get("oak") is None
    assert trials.get("alder") is trials["alder"]
    assert [trial.id for trial in trials] == trials.ids()
    assert len(trials) == 6
    with pytest.raises(KeyError):
        trials["oak"]


# -------------------------------------------------------------------------------------- compiling


@pytest.mark.parametrize("kind", ALL)
def test_records_come_back_from_compiled_data_field_by_field(mini: Authored, store: Store, kind: str) -> None:
    made = Dataset(store).kind(kind)
    assert mini.records[kind]
    assert set(made.ids()) == set(mini.records[kind])
    for name, record in mini.records[kind].items():
        assert type(made[name]) is type(record)
        assert fields_of(made[name]) == fields_of(record)


@pytest.mark.parametrize("kind", ALL)
def test_parts_of_records_come_back_as_what_they_were(mini: Authored, store: Store, kind: str) -> None:
    made = Dataset(store).kind(kind)
    for name, record in mini.records[kind].items():
        before = {(key, type(value)) for key, value, _ in walk(record, type(record)) if isinstance(value, Record)}
        after = {(key, type(value)) for key, value, _ in walk(made[name], type(record)) if isinstance(value, Record)}
        assert after == before


def classes_under(cls: type) -> Iterator[type]:
    yield cls
    for part in nested(cls).values():
        yield from classes_under(part.cls)


def test_the_invented_dataset_has_a_part_of_every_class(mini: Authored) -> None:
    known = {cls for kind in ALL for cls in classes_under(class_of(kind))}
    every = [each for records in mini.records.values() for each in records.values()]
    seen = {type(value) for each in every for _, value, _ in walk(each, type(each))}
    assert known - seen == set()


def test_compiled_data_has_no_place_for_a_value_that_is_not_there(store: Store) -> None:
    trial = json.loads(store.line("trials", "alder"))
    assert trial["note"] is None
    effect = trial["outcomes"][0]["effects"][0]
    assert "stated" not in effect
    assert "nominal" not in effect
    assert (effect["source"], effect["check"], effect["checked"]) == ("invented-alder", "primary", "2001-02-03")


def test_whole_numbers_are_compiled_without_a_point(store: Store) -> None:
    trial = json.loads(store.line("trials", "alder"))
    assert json.dumps(trial["outcomes"][1]["results"][0]["percent"]) == "60"
    assert trial["outcomes"][1]["results"][0]["digits"] == 1


def test_records_are_in_order_of_id_and_terms_in_order_of_their_file(mini: Authored, store: Store) -> None:
    dataset = Dataset(store)
    assert dataset.sources.ids() == sorted(mini.records["sources"])
    assert dataset.indications.ids() == ["depression", "mdd", "trd", "ptsd", "anaesthesia"]


def test_the_index_has_the_names_of_every_record(mini: Authored) -> None:
    found = load_mini().index
    assert set(found) == {f"{kind}/{name}" for kind in RECORDS for name in mini.records[kind]}
    assert found["trials/alder"] == ("ALDER", ["Invented 1999a", "NCT99999991", "2099-999999-99"])
    assert found["compounds/arketamine"] == ("Arketamine", ["(R)-ketamine", "R-ketamine"])
    assert found["sources/invented-registry"] == ("Invented registry record of ALDER", ["NCT99999991"])
    assert found["guidelines/agency-2024"][0] == "Invented Agency 2024"


def test_the_paths_in_dispute_lead_to_their_conflicts() -> None:
    assert load_mini().disputed == {"trials/alder": {"outcomes.0": ["alder-difference"]}}


@pytest.mark.parametrize("editable", [True, False])
def test_compiling_writes_every_file_and_nothing_else(tmp_path: Path, mini: Authored, editable: bool) -> None:
    compile_directory(mini, tmp_path / "new", editable=editable)
    assert set(kept_in(tmp_path / "new")) == {FILE, "meta.json", closed.FILE}
    marked = {"editable": "yes"} if editable else {}
    found = loaded_from(tmp_path / "new")
    described = json.loads(kept_in(tmp_path / "new")["meta.json"])
    assert set(described.pop("sha256")) == {FILE, closed.FILE}
    assert found.meta == described == {**mini.meta, **marked}
    assert {kind: len(found.kind(kind)) for kind in ALL} == {kind: len(each) for kind, each in mini.records.items()}
    assert fields_of(loaded_from(tmp_path / "new").trials["alder"]) == fields_of(mini.records["trials"]["alder"])


def interrupt_at(file: str, patch: pytest.MonkeyPatch) -> None:
    """Stop before one file is put in its place."""
    real = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if target.name == file:
            raise KeyboardInterrupt
        return real(self, target)

    patch.setattr(Path, "replace", stopped)


def test_the_stamp_of_the_compiled_data_is_written_last(
    tmp_path: Path, mini: Authored, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = Path.replace

    def noted(self: Path, target: Path) -> Path:
        written.append(target.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    compile_directory(mini, tmp_path / "compiled")
    assert written[-1] == "meta.json"


@pytest.mark.parametrize("file", [FILE, "meta.json"])
def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, mini: Authored, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    target = tmp_path / "compiled"
    compile_directory(mini, target)
    old = kept_in(target)
    root = edited_mini(tmp_path, ALDER, {"name": "CHANGED", "registry": "NCT99999999"})
    edit(root / "meta.toml", {"version": "2.22"})
    new = read_directory(root)
    with monkeypatch.context() as patch:
        interrupt_at(file, patch)
        with pytest.raises(KeyboardInterrupt):
            compile_directory(new, target)
    assert kept_in(target)[file] == old[file]
    compile_directory(new, target)
    assert set(kept_in(target)) == set(old)
    assert loaded_from(target).trials["alder"].name == "CHANGED"


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path, mini: Authored) -> None:
    compile_directory(mini, tmp_path / "one")
    compile_directory(read_directory(MINI), tmp_path / "two")
    assert kept_in(tmp_path / "one") == kept_in(tmp_path / "two")


# --------------------------------------------------------------- a checkout, compiled when it changes


@pytest.fixture(scope="module")
def editable(mini: Authored, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is compiled of a checkout's data."""
    target = tmp_path_factory.mktemp("editable") / "compiled"
    compile_directory(mini, target, editable=True)
    return target


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editable: Path) -> tuple[Path, Path]:
    """A data directory and what was compiled from it a moment later."""
    root, target = copy_mini(tmp_path), Path(shutil.copytree(editable, tmp_path / "compiled"))
    moment = max(path.stat().st_mtime_ns for path in root.rglob("*")) + 1_000_000
    os.utime(target / "meta.json", ns=(moment, moment))
    monkeypatch.setattr(preview, "DATA", root)
    monkeypatch.setattr(preview, "COMPILED", target)
    return root, target


def touch_later(path: Path, target: Path) -> None:
    """Make a path a second newer than the compiled data."""
    moment = (target / "meta.json").stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(moment, moment))


def test_unchanged_data_is_fresh(checkout: tuple[Path, Path]) -> None:
    root, target = checkout
    assert not stale(str(target), str(root))


def test_changed_data_is_compiled_again(checkout: tuple[Path, Path]) -> None:
    root, target = checkout
    edit(root / ALDER, {"name": "CHANGED"})
    touch_later(root / ALDER, target)
    assert stale(str(target), str(root))
    preview.refresh()
    assert loaded_from(target).trials["alder"].name == "CHANGED"
    assert loaded_from(target).meta["editable"] == "yes"


def test_what_is_saved_while_it_is_read_is_compiled_again(
    checkout: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, target = checkout

    def read_and_save(path: Path) -> Authored:
        found = read_directory(path)
        edit(root / ALDER, {"name": "SAVED"})
        return found

    monkeypatch.setattr(preview, "read_directory", read_and_save)
    preview.refresh()
    assert loaded_from(target).trials["alder"].name != "SAVED"
    assert stale(str(target), str(root))
    monkeypatch.setattr(preview, "read_directory", read_directory)
    preview.refresh()
    assert loaded_from(target).trials["alder"].name == "SAVED"


def test_a_record_that_was_taken_out_is_gone(checkout: tuple[Path, Path]) -> None:
    root, target = checkout
    (root / "conflicts/alder-difference.toml").unlink()
    touch_later(root / "conflicts", target)
    assert stale(str(target), str(root))
    preview.refresh()
    assert loaded_from(target).kind("conflicts").ids() == []


def test_a_newer_record_class_makes_the_data_stale(checkout: tuple[Path, Path], tmp_path: Path) -> None:
    root, target = checkout
    classes = tmp_path / "classes"
    (classes / "__pycache__").mkdir(parents=True)
    (classes / "trial.py").write_text("", encoding="utf-8")
    for path in (classes, classes / "trial.py"):
        os.utime(path, ns=(0, 0))
    touch_later(classes / "__pycache__", target)
    assert not stale(str(target), str(root), str(classes))
    touch_later(classes / "trial.py", target)
    assert stale(str(target), str(root), str(classes))


def test_data_that_breaks_a_rule_is_not_compiled(checkout: tuple[Path, Path]) -> None:
    root, target = checkout
    old = kept_in(target)
    edit(root / ALDER, {"outcomes.0.effects.0.p": 0.5})
    touch_later(root / ALDER, target)
    with pytest.raises(DataError, match=r"trials/alder\.toml: outcomes\.0\.effects\.0: p is not below"):
        preview.refresh()
    assert kept_in(target) == old


# ------------------------------------------------------------------------ python -m ketacli.build


def test_the_program_compiles_what_has_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "COMPILED", tmp_path / "compiled")
    assert program.main(["authoring", str(copy_mini(tmp_path))]) == 0
    assert "6 trials" in capsys.readouterr().out
    assert len(loaded_from(tmp_path / "compiled").trials) == 6


def test_the_program_reports_problems_and_compiles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "COMPILED", tmp_path / "compiled")
    root = edited_mini(tmp_path, ALDER, {"year": "1999"})
    edit(root / "regimens/racemic-infusion.toml", {"caveats.0": "took 5mg"})
    assert program.main(["authoring", str(root)]) == DATA
    lines = capsys.readouterr().out.splitlines()
    assert lines == [*map(str, problems_in(root)), f"{len(problems_in(root))} problems"]
    assert not (tmp_path / "compiled").exists()


# ------------------------------------------------------------------------------- damaged compiled data


@pytest.fixture(scope="module")
def whole(mini: Authored, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A compiled file."""
    folder = tmp_path_factory.mktemp("whole")
    compile_directory(mini, folder)
    return (folder / FILE).read_bytes()


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_compiled_file_cut_anywhere_is_a_data_error(tmp_path: Path, whole: bytes, share: float) -> None:
    (tmp_path / FILE).write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DataError, match="the compiled data is damaged"):
        everything(tmp_path)


def everything(folder: Path) -> None:
    """Read all that a compiled file holds."""
    dataset = loaded_from(folder)
    _ = dataset.index, [list(dataset.kind(kind)) for kind in ALL], dataset.disputed
    _ = [dataset.schema(each["describes"], each["name"]) for each in dataset.schemas]


@pytest.mark.parametrize("line", ['{"id":"alder","name"', "[]x", '{"id":"alder",}'])
def test_a_damaged_line_is_a_data_error(mini: Authored, line: str) -> None:
    store = compiled(mini, whole=False)
    store.connection.execute("UPDATE record SET line = ? WHERE id = 'alder'", (line,))
    with pytest.raises(DataError, match="the compiled data is damaged"):
        _ = Dataset(store).trials["alder"]


def test_a_missing_compiled_file_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"the data file {FILE} is missing"):
        loaded_from(tmp_path)
