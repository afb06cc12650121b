"""``keta new``: a skeleton that is TOML, names every key, presets nothing, and keeps every rule once filled in."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from ketacli.build.piped import put
from ketacli.build.rules import check_new
from ketacli.build.skeleton import PLACEHOLDER, WIDTH
from ketacli.records.kinds import ALL, RECORDS, VOCABULARIES

from .conftest import Run
from .schemas import record
from .support import MINI, copy_mini, edited_mini, problems_in, read_mini

NEW = "new-one"
TABLE = re.compile(r"#?\[\[?([\w-]+)\]\]?$")
KEY = re.compile(r"#?(\w+) =")


def made(keta: Run, kind: str, name: str = NEW, *more: str) -> str:
    ran = keta("new", kind, name, *more)
    assert ran.code == 0, ran.err
    return ran.out


def empty(value: Any) -> bool:
    """Whether nothing is said in a piece of TOML."""
    if isinstance(value, dict):
        return all(empty(each) for each in value.values())
    if isinstance(value, list):
        return all(empty(each) for each in value)
    return bool(value == "")


@pytest.mark.parametrize("kind", ALL)
def test_a_skeleton_is_toml_and_presets_nothing(keta: Run, kind: str) -> None:
    found = tomllib.loads(made(keta, kind))
    schema = record(kind)
    if kind in VOCABULARIES:
        (found,) = found.values()
        schema = next(value for value in schema["$defs"].values() if "properties" in value)
    assert set(found) == set(schema["required"])
    assert empty(found)


@pytest.mark.parametrize("kind", ALL)
def test_a_skeleton_names_every_key_with_its_meaning(keta: Run, kind: str) -> None:
    lines = made(keta, kind).splitlines()
    schema = record(kind)
    if kind in VOCABULARIES:
        schema = next(value for value in schema["$defs"].values() if "properties" in value)
    at: dict[str, int] = {}
    for place, line in enumerate(lines):
        at.setdefault((KEY.match(line) or TABLE.fullmatch(line) or ["", ""])[1], place)
    for key in schema["properties"]:
        if key != "id":
            assert key in at, key
    name = "label" if kind in VOCABULARIES else "title" if kind in ("sources", "guidelines") else "name"
    assert lines[at[name] - 1].startswith(f"# {schema['properties'][name]['title']}.")
    assert max(len(line) for line in lines) <= WIDTH


@pytest.mark.parametrize("kind", RECORDS)
def test_a_skeleton_that_was_not_filled_in_is_refused(keta: Run, kind: str, tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / kind / f"{NEW}.toml").write_text(made(keta, kind), encoding="utf-8")
    assert [problem for problem in problems_in(root) if problem.file == f"{kind}/{NEW}.toml"]


def inline(value: Any) -> str:
    """A value in one line of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {inline(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    return tomli_w.dumps({"x": value}).partition(" = ")[2].rstrip()


def filled(text: str, values: dict[str, Any]) -> Iterator[str]:
    """The lines of a skeleton with values written in; the template of a list of tables gives way to its entries."""
    left = dict(values)
    lines = iter(text.splitlines())
    line = next(lines, None)
    while line is not None:
        table, key = TABLE.fullmatch(line), KEY.match(line)
        if table is not None:
            name = table[1]
            if name in left:
                value = left.pop(name)
                for each in value if isinstance(value, list) else [value]:
                    yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
                    yield from (f"{inner} = {inline(held)}" for inner, held in each.items())
            line = next(lines, None)
            while line is not None and TABLE.fullmatch(line) is None:
                line = next(lines, None)
            continue
        if key is not None and key[1] in left:
            yield f"{key[1]} = {inline(left.pop(key[1]))}"
        elif key is None or line.startswith("#"):
            yield line
        line = next(lines, None)
    assert left == {}, left


@pytest.mark.parametrize("file", sorted(path.relative_to(MINI).as_posix() for path in MINI.glob("*/*.toml")))
def test_a_skeleton_filled_in_keeps_every_rule(keta: Run, file: str, tmp_path: Path) -> None:
    kind, name = file.removesuffix(".toml").split("/")
    root = copy_mini(tmp_path)
    values = tomllib.loads((root / file).read_text(encoding="utf-8"), parse_float=Decimal)
    text = "\n".join(filled(made(keta, kind, NEW, "--data", str(MINI)), values)) + "\n"
    assert tomllib.loads(text, parse_float=Decimal) == values
    (root / file).write_text(text, encoding="utf-8")
    assert problems_in(root) == []
    assert name


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_a_vocabulary_entry_filled_in_keeps_every_rule(keta: Run, kind: str, tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    text = made(keta, kind, NEW, "--data", str(MINI)).replace('label = ""', 'label = "an invented label"')
    text = text.replace('group = ""', 'group = "kinetics"').replace('measures = ""', 'measures = "sleep"')
    path = root / f"{kind}.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    assert problems_in(root) == []


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind != "sources"])
def test_the_example_of_provenance_is_a_value(keta: Run, kind: str) -> None:
    out = made(keta, kind)
    (example,) = re.findall(r"^#   (.+)$", out, re.MULTILINE)
    assert 'source = "smith-2024"' in example
    ((key, value),) = tomllib.loads(example).items()
    assert key in record(kind)["properties"]
    assert value


@pytest.mark.parametrize(
    ("words", "kind"),
    [("trial", "trials"), ("Safety", "safety"), ("dosing", "regimens"), ("event", "events"), ("scale", "scales")],
)
def test_kinds_are_named_freely(keta: Run, words: str, kind: str) -> None:
    assert made(keta, words) == made(keta, kind)


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["triels", "x"], 3, "Did you mean trials?"),
        (["", "x"], 3, "Known: compounds"),
        (["trials", "My Trial"], 2, "such as my-trial"),
        (["trials", "../x"], 2, "such as x"),
        (["trials", ""], 2, "lower-case words"),
        (["trials", "transform-2"], 2, "Choose another id"),
        (["trials"], 2, "For example: keta new trials"),
    ],
)
def test_what_cannot_be_made(keta: Run, words: list[str], code: int, hint: str) -> None:
    ran = keta("new", *words)
    assert ran.code == code
    assert ran.out == ""
    assert hint in ran.err


def test_the_words_of_short_vocabularies_are_listed(keta: Run) -> None:
    text = " ".join(made(keta, "trials").replace("\n#", "").split())
    assert "One of: intravenous, intranasal" in text
    assert "Words: indications.toml." in text
    assert "One of: invented" not in text
    assert json.dumps(text).isascii()


def uncommented(text: str) -> str:
    """A skeleton with the # taken off every line that is a key or a table."""
    return "\n".join(re.sub(r"^#(?=\[|\w+ = )", "", line) for line in text.splitlines())


def leaves(value: Any) -> Iterator[Any]:
    """Everything in a piece of TOML that holds nothing else."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


@pytest.mark.parametrize("kind", ALL)
def test_its_examples_are_toml_and_hold_no_value(keta: Run, kind: str) -> None:
    text = made(keta, kind)
    whole = tomllib.loads(uncommented(text))
    assert all(each == "" or PLACEHOLDER.fullmatch(each) for each in leaves(whole))
    if kind in RECORDS:
        assert set(record(kind)["properties"]) - {"id"} == set(whole)


@pytest.mark.parametrize("kind", RECORDS)
def test_each_example_in_a_good_record_is_refused(keta: Run, kind: str) -> None:
    """Nobody can leave one in by mistake: beside values that keep every rule it is a problem by itself."""
    authored = read_mini()
    file = next(iter(sorted((MINI / kind).glob("*.toml"))))
    good = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    examples = tomllib.loads(uncommented(made(keta, kind, NEW, "--data", str(MINI))))
    put(authored, tomli_w.dumps({kind: [{"id": NEW, **good}]}))
    before = set(check_new(authored, [(kind, NEW)]))
    tried = 0
    for key, spoilt in one_example_each(good, examples):
        placed, wrong = put(authored, tomli_w.dumps({kind: [{"id": NEW, **spoilt}]}))
        assert [*wrong, *set(check_new(authored, placed)) - before], key
        tried += 1
    assert tried >= 3


def one_example_each(good: dict[str, Any], examples: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A good record with one of the examples in it, for each of them; inside its tables too."""
    for key, value in examples.items():
        held = good.get(key)
        if not any(leaves(value)):
            continue
        if isinstance(held, list) and isinstance(value[0], dict) and isinstance(held[0], dict):
            for inner, spoilt in one_example_each(held[0], value[0]):
                yield f"{key}.0.{inner}", {**good, key: [spoilt, *held[1:]]}
        elif isinstance(held, dict) and isinstance(value, dict):
            for inner, spoilt in one_example_each(held, value):
                yield f"{key}.{inner}", {**good, key: spoilt}
        else:
            yield key, {**good, key: value}


def test_the_parts_of_a_trial_are_laid_out_and_say_what_they_need(keta: Run) -> None:
    text = made(keta, "trials")
    words = " ".join(text.replace("\n#", "").split())
    assert "Needs: name, kind, forms, indications, design, population, primary_met, result_seen, source, check" in words
    for head, needed in (("[[arms]]", "id, label, role, treatment"), ("[[outcomes]]", "id, label, role, kind"),
                         ("[[outcomes.results]]", "arm"), ("[[outcomes.effects]]", "measure, arm"),
                         ("[[harms.results]]", "arm")):  # fmt: skip
        block = next(each for each in text.split("\n\n") if f"#{head}" in each.splitlines())
        assert f"Each needs: {needed}." in " ".join(block.replace("\n#", "").split())
    (outcome,) = tomllib.loads(uncommented(text))["outcomes"]
    assert {"arm", "n", "events", "mean", "sd"} <= set(outcome["results"][0])
    assert {"versus", "value", "lower", "upper", "p"} <= set(outcome["effects"][0])


@pytest.mark.parametrize("text", ["<label>", "<n randomised>", "<>"])
def test_words_in_angle_brackets_are_no_text(text: str, tmp_path: Path) -> None:
    root = edited_mini(tmp_path, "trials/alder.toml", {"arms.0.label": text, "caveats": [f"{text} in a sentence"]})
    found = [problem for problem in problems_in(root) if "holds the place of a value" in problem.reason]
    assert [(problem.file, problem.key) for problem in found] == [("trials/alder.toml", "arms.0.label")]


def test_a_placeholder_is_told_with_what_to_do(keta: Run, tmp_path: Path) -> None:
    root = edited_mini(tmp_path, "trials/alder.toml", {"arms.0.label": "<label>"})
    assert "Write what the source has, or take the line out." in keta("check", str(root)).out
