"""The schemas are true: of every command's JSON, of every shipped file, and of nothing else; changes show in a diff.

To accept a change of keys:  KETA_UPDATE_GOLDEN=1 python -m pytest tests/test_schema.py
and read the difference before committing it: within a major version members are only added.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import shlex
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ketacli.build.opening import load
from ketacli.build.read import DATA, META_KEYS, read_directory, read_record
from ketacli.build.resolve import plain
from ketacli.build.rules.references import COMPARATORS
from ketacli.build.schema.files import KINDS, compiled_schemas
from ketacli.build.schema.outputs import OUTPUTS
from ketacli.build.schema.toml import META, record_schema
from ketacli.cli.table import COMMANDS
from ketacli.records.kinds import RECORDS, VOCABULARIES, class_of

from .conftest import Run
from .kept import read_shipped
from .schemas import errors, fingerprint, is_object, output, record, validator
from .support import MINI

FOLDER = Path(__file__).parent / "schema"
UPDATE = bool(os.environ.get("KETA_UPDATE_GOLDEN"))
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))
MINI_FILES = sorted(path.relative_to(MINI).as_posix() for path in MINI.rglob("*.toml"))

LINES = {
    "compare": [
        "compare esketamine racemic", "compare esketamine racemic arketamine --all",
        "compare transform-1 transform-2 transform-3", "compare norketamine dehydronorketamine",
        "compare racemic-intravenous-elekt-d esketamine-intranasal-escape-trd",
    ],
    "trials": [
        "trials", "trials --species any",
        "trials --indication ptsd --form racemic --route iv --year 2010-2024 --min-n 9",
        "trials --registry NCT02418585", "trials --phase 3 --design crossover --masking open --comparator none",
        "trials --result mixed --indication cognition --fail-empty", "trials --where n>=300 --sort year --limit 2",
    ],
    "dosing": [
        "dosing", "dosing iv --controls", "dosing esketamine --status licensed --use psychiatric", "dosing rectal",
        "dosing --regimen racemic-intravenous-elekt-d",
        "dosing --regimen racemic-intravenous-elekt-d --weight 70 --strength 50 --volume 50",
        "dosing --regimen racemic-intravenous-elekt-d --weight 70.5",
        "dosing iv 0.5mg/kg --weight 180lb --strength 50mg/mL --volume 50mL", "dosing iv 0.5mg/kg",
        "dosing intranasal 84mg", "dosing iv 35mg --strength 50",
    ],
    "effect": [
        "effect elekt-d", "effect elekt-d --baseline 25 --outcome all", "effect transform-1 --outcome harms",
        "effect zarate-2006", "effect correia-melo-2020 --outcome madrs", "effect sustain-1 --level 90",
        "effect --events 0/10 --control 0/12", "effect --events 5/10 --control 0/10 --method score",
        "effect --mean 1,2,9 --control-mean 2,2,9",
    ],
    "forest": [
        "forest", "forest --outcome response --form esketamine --timepoint 28d --multiarm keep",
        "forest --outcome madrs --timepoint 28d --form esketamine --multiarm keep", "forest --outcome remission",
        "forest --indication suicidality --outcome madrs", "forest --outcome dissociation --measure or",
        "forest --outcome nausea --method common --multiarm combine",
        "forest --from tests/own-studies.csv --measure rr --funnel",
        "forest --form esketamine --outcome response --timepoint 28d --comparator placebo --multiverse",
    ],
    "assert": ["assert tests/premises.toml"],
    "diff": ["diff tests/mini shipped", "diff shipped tests/mini --where group=guidance"],
    "fetch": ["fetch --status nct02417064"],
    "evidence": ["evidence", "evidence esketamine-trd --baseline 30", "evidence racemic-midazolam",
                 "evidence --form esketamine"],
    "reproduce": [
        "reproduce", "reproduce papakostas-2020", "reproduce silva-2023-brazil --outcome response",
        "reproduce bahji-2021", "reproduce ptsd",
    ],
    "report": ["report esketamine-trd", "report ptsd", "report --form arketamine"],
    "network": [
        "network",
        "network --indication trd --outcome madrs --timepoint 28d",
        "network --indication trd --outcome response --timepoint 24h --form esketamine --doses each",
        "network --form esketamine --outcome response --timepoint 28d --measure rd --comparator placebo",
        "network --indication trd --outcome madrs --timepoint 24h --lump placebo --reference racemic-intravenous",
    ],
    "guidelines": ["guidelines", "guidelines --history", "guidelines --body canmat --form esketamine --year 2020-"],
    "show": ["show transform-2", "show esketamine", "show NCT02418585"],
    "brief": ["show ptsd", "show iv", "show postpartum", "show canmat", "show ect"],
    "find": ["find midazolam", "find nothinglikethisatall", 'find "S(+)-ketamin"', "find blood pressure", "find iv"],
    "safety": ["safety", "safety esketamine --kind harm", "safety --system urinary --when long-term",
               "safety 2r6r-hnk"],
    "reviews": ["reviews", "reviews --kind pharmacovigilance", "reviews --year 1900"],
    "timeline": ["timeline", "timeline --jurisdiction US --kind approval --year 2019-", "timeline --year 1900"],
    "topics": ["topics", "topics mechanism --basis animal", "topics --kind open-question --form arketamine"],
    "conflicts": ["conflicts", "conflicts --source belge-2024", "conflicts --kind miscited --indication ptsd"],
    "why": [
        "why transform-2", "why transform-2.arms", "why transform-2.arms.placebo.n_randomised", "why transform-2.year",
        "why transform-2.outcomes.0.effects.0.value", "why escape-trd.outcomes.0", "why sources/popova-2019",
        "why sources/popova-2019.doi", "why transform-2.registries", "why elekt-d.n_randomised",
        "why racemic.properties",
    ],
    "cite": ["cite transform-2", "cite --self", "cite elekt-d feder-2014 --all", "cite esketamine --all --self"],
    "sources": ["sources", "sources popova-2019", "sources --tier label --status not-checked --year 2023-"],
    "status": ["status"],
    "results": [
        "results --form esketamine --outcome madrs --timepoint 28d", "results --indication ptsd",
        "results --outcome response --wide --timepoint 28d", "results --wide --indication ocd",
        "results --where name~transform --wide --every --outcome response",
    ],
    "help": ["help", "help trials", "help pooling", "help safety", "help forest"],
    "check": ["check", f"check {MINI}"],
    "export": [
        "export", "export trials ptsd --where n>=100", "export sources --tier label", "export compounds racemic",
        "export conflicts --kind miscited", "export indications",
    ],
    "schema": ["schema", "schema --record"],
    "error": [
        "show nothing-of-that-name", "trials --indication nope", "trials --nope", "trials --min-n x", "show",
        "dosing --regimen racemic-intravenous-elekt-d --weight 7", "dosing --weight 70", "compare racemic",
        "compare racemic transform-2", "compare racemic racemic", 'show "(+)-ketamine"',
        f"trials --max-age 1y --data {MINI}",
        "why transform-2.nothing", "check /no/such/folder", "status --data /no/such/folder", "find ...", "cite",
        "schema nothing", "schema regimens", "schema find --record", "trials --json -o table", "trials --year x",
    ],
}  # fmt: skip
"""Command lines whose JSON is held against the schema of the same name."""

NAMES = list(LINES)

MINI_LINES = {
    "compare": ["compare esketamine racemic --all", "compare alder birch cedar", "compare college-2022 college-2025",
                "compare esketamine-spray racemic-infusion", "compare invented-pooling invented-reports",
                "compare dissociation hypersensitivity"],
    "trials": ["trials --species any"],
    "dosing": ["dosing --controls", "dosing --regimen racemic-infusion --weight 77"],
    "guidelines": ["guidelines --history"],
    "evidence": ["evidence", "evidence spray-trd"],
    "find": ["find invented"],
    "safety": ["safety"],
    "reviews": ["reviews"],
    "timeline": ["timeline"],
    "topics": ["topics"],
    "conflicts": ["conflicts"],
    "why": ["why alder", "why alder.outcomes"],
    "cite": ["cite alder --all"],
    "sources": ["sources"],
    "status": ["status"],
    "export": ["export"],
    "schema": ["schema"],
}  # fmt: skip

CASES = [(name, line) for name, lines in LINES.items() for line in lines]


# -------------------------------------------------------------------------- what commands write


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_of_outputs_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(output(name))
    assert output(name)["$id"] == f"urn:keta:{name}:1"
    assert output(name)["properties"]["schema"] == {
        "description": "Name and major version of this schema.", "const": f"keta.{name}/1",
    }  # fmt: skip


def test_every_command_that_writes_json_has_a_schema() -> None:
    """A new command stands in ``OUTPUTS`` of a module in ``evidence/answers``, and in LINES here."""
    written = {command.name for command in COMMANDS if any(option.name == "json" for option in command.options)}
    assert {*written, "brief"} == set(OUTPUTS), "show writes a brief where a name is no record's"
    assert set(LINES) == {*OUTPUTS, "error"}


@pytest.mark.parametrize(("name", "line"), CASES, ids=[line for _, line in CASES])
def test_json_is_what_its_schema_says(keta: Run, name: str, line: str) -> None:
    document = keta(*shlex.split(line), *([] if "--json" in line else ["--json"])).document
    assert errors(validator(name), document) == []


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_that_show_writes_is_what_its_schema_says(keta: Run, kind: str) -> None:
    first, *_, last = load().kind(kind).ids()
    for name in (first, last):
        document = keta("show", f"{kind}/{name}", "--json").document
        assert errors(validator("show"), document) == []


@pytest.mark.parametrize("kind", RECORDS)
def test_every_shipped_record_is_what_its_schema_says(kind: str) -> None:
    """The schemas of the lists hold the very objects that ``show`` does."""
    name = {value: key for key, value in CLASSES.items()}[kind]
    schema = output("show")["$defs"][name]
    whole = Draft202012Validator({**schema, "$defs": output("show")["$defs"]})
    for raw in load().kind(kind).raw.values():
        assert errors(whole, raw) == [], raw["id"]


CLASSES = {class_of(kind).__name__: kind for kind in RECORDS}


@pytest.mark.parametrize("name", MINI_LINES)
def test_json_of_the_invented_data_is_what_its_schema_says(keta: Run, name: str) -> None:
    for line in MINI_LINES[name]:
        document = keta(*shlex.split(line), "--json", "--data", str(MINI)).document
        assert errors(validator(name), document) == [], line


def test_broken_rules_are_what_their_schema_says(keta: Run, tmp_path: Path) -> None:
    (tmp_path / "meta.toml").write_text('version = "1"\nnope = 1\n', encoding="utf-8")
    ran = keta("check", str(tmp_path), "--json")
    assert ran.code == 5
    assert len(ran.document["data"]) > 2
    assert errors(validator("check"), ran.document) == []


def test_the_exact_form_of_records_is_held(keta: Run) -> None:
    """A record without a field, or with one more, and a part with a null are not what is written."""
    document = keta("show", "transform-2", "--json").document
    trial = document["data"][0]
    for broken in (
        {key: value for key, value in trial.items() if key != "registries"},
        {**trial, "nope": 1},
        {**trial, "year": "2019"},
        {**trial, "kind": "study"},
        {**trial, "design": {**trial["design"], "margin": None}},
        {**trial, "design": {key: value for key, value in trial["design"].items() if key != "check"}},
        {**trial, "checked": "yesterday"},
    ):
        open_one = Draft202012Validator(output("show"))
        assert errors(open_one, {**document, "data": [broken]}) != []
    assert errors(Draft202012Validator(output("show")), {**document, "added": 1}) == []


@pytest.mark.parametrize("kind", RECORDS)
def test_another_key_anywhere_in_a_record_is_no_longer_what_is_written(kind: str) -> None:
    """The schema itself is closed below ``data``: drift is seen by users too, not only here."""
    open_one = Draft202012Validator({"$ref": "#/$defs/" + class_of(kind).__name__, "$defs": DEFINITIONS})
    data = load(str(MINI))
    cases = 0
    for raw in data.kind(kind).raw.values():
        assert open_one.is_valid(raw)
        for broken in misspelled(raw):
            cases += 1
            assert not open_one.is_valid(broken), broken
    assert cases > 10


DEFINITIONS = output("export")["$defs"]


# -------------------------------------------------------------------------------- what authors write


def toml(root: Path, file: str) -> Any:
    """A TOML file as JSON values: dates as text, exact decimals as numbers."""
    return plain(tomllib.loads((root / file).read_text(encoding="utf-8"), parse_float=Decimal))


def kind_of(file: str) -> str:
    return file.partition("/")[0].removesuffix(".toml")


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_of_records_are_schemas(kind: str) -> None:
    Draft202012Validator.check_schema(record(kind))
    assert record(kind)["$id"] == f"urn:keta:record:{kind}:1"


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_file_is_what_its_schema_says(kind: str) -> None:
    files = [file for file in FILES if kind_of(file) == kind]
    assert files
    found = Draft202012Validator(record(kind))
    assert [(file, line) for file in files for line in errors(found, toml(DATA, file))] == []


@pytest.mark.parametrize("file", MINI_FILES)
def test_every_invented_file_is_what_the_schema_of_its_data_says(file: str) -> None:
    schema = record_schema(kind_of(file), read_directory(MINI))
    assert errors(Draft202012Validator(schema), toml(MINI, file)) == []


def misspelled(value: Any, free: bool = False) -> Iterator[Any]:
    """Copies of a record, each with one key somewhere in it misspelled; keys that are free are left."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not free:
                yield {(f"{name}x" if name == key else name): each for name, each in value.items()}
            for broken in misspelled(inner, free=key in ("levels", "strengths")):
                yield {**value, key: broken}
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            for broken in misspelled(inner):
                yield [*value[:at], broken, *value[at + 1 :]]


@pytest.mark.parametrize("file", MINI_FILES)
def test_a_misspelled_key_is_seen_wherever_it_stands(file: str) -> None:
    kind = kind_of(file)
    found = Draft202012Validator(record_schema(kind, read_directory(MINI)))
    cases = 0
    for broken in misspelled(toml(MINI, file), free=kind in VOCABULARIES):
        cases += 1
        assert not found.is_valid(broken), broken
    assert cases >= 3


BROKEN: list[tuple[str, str, Any]] = [
    ("trials/transform-2.toml", "year", "2019"),
    ("trials/transform-2.toml", "kind", "study"),
    ("trials/transform-2.toml", "indications", ["nope"]),
    ("trials/transform-2.toml", "indications", "trd"),
    ("trials/transform-2.toml", "indications", []),
    ("trials/transform-2.toml", "routes", ["iv"]),
    ("trials/transform-2.toml", "forms", ["S-ketamine"]),
    ("trials/transform-2.toml", "n_randomised", "227"),
    ("trials/transform-2.toml", "n_randomised", 227.5),
    ("trials/transform-2.toml", "n_randomised", {"value": 227, "unit": "people"}),
    ("trials/transform-2.toml", "primary_met", "yes"),
    ("trials/transform-2.toml", "check", "seen"),
    ("trials/transform-2.toml", "checked", "21 November 2026"),
    ("trials/transform-2.toml", "caveats", [1]),
    ("trials/transform-2.toml", "arms", [{"id": "a"}]),
    ("trials/transform-2.toml", "outcomes", [{"id": "a", "label": "a", "role": "primary", "kind": "score",
                                              "scale": "nope"}]),
    ("trials/transform-2.toml", "harms", [{"event": "a", "results": [{"arm": "a", "percent": 1, "digits": 0}]}]),
    ("compounds/racemic.toml", "properties", [{"property": "nope"}]),
    ("compounds/racemic.toml", "properties", [1]),
    ("conflicts", "changes_conclusion", "no"),
    ("sources/popova-2019.toml", "tier", "paper"),
    ("scales.toml", "madrs", {"label": "MADRS", "low": "0"}),
    ("meta.toml", "released", "soon"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "key", "value"), BROKEN)
def test_what_the_check_refuses_the_schema_refuses(file: str, key: str, value: Any) -> None:
    kind = kind_of(file)
    path = file if file in FILES else next(each for each in FILES if each.startswith(f"{kind}/"))
    written = toml(DATA, path)
    broken = {**written, key: value}
    found = Draft202012Validator(record(kind))
    assert found.is_valid(written)
    assert not found.is_valid(broken)


def test_required_keys_are_those_that_the_check_demands() -> None:
    for kind in RECORDS:
        path = next(each for each in FILES if each.startswith(f"{kind}/"))
        raw = tomllib.loads((DATA / path).read_text(encoding="utf-8"), parse_float=Decimal)
        found = Draft202012Validator(record(kind))
        for key in raw:
            less = {name: copy.deepcopy(value) for name, value in raw.items() if name != key}
            accepted = read_record(kind, Path(path).stem, less, path)[1] == []
            assert found.is_valid(plain(less)) == accepted, f"{path} without {key}"


def test_what_is_counted_is_not_entered_and_nothing_inherited_is_demanded() -> None:
    definitions = record("trials")["$defs"]
    assert "digits" not in definitions["Effect"]["properties"]
    assert definitions["Effect"]["required"] == ["measure", "arm"]
    assert record("trials")["required"][-3:] == ["source", "check", "checked"]
    assert [each["type"] for each in definitions["Count"]["anyOf"]] == ["integer", "object"]


def test_the_words_of_the_data_are_offered() -> None:
    definitions = record("trials")["$defs"]
    assert definitions["indications"]["enum"] == list(read_shipped().records["indications"])
    assert {"racemic", "esketamine", "midazolam"} <= set(definitions["compounds"]["enum"])
    assert "mood" in record_schema("trials", read_directory(MINI))["$defs"]["scales"]["enum"]
    assert list(META) == list(META_KEYS)


def test_data_without_a_vocabulary_offers_no_words(tmp_path: Path) -> None:
    schema = record_schema("trials", read_directory(tmp_path))
    Draft202012Validator.check_schema(schema)
    assert "enum" not in schema["$defs"]["indications"]
    assert schema["$defs"]["compounds"]["enum"] == list(COMPARATORS)


def test_what_is_inherited_says_so() -> None:
    source = record("trials")["$defs"]["Effect"]["properties"]["source"]
    assert source["description"].startswith("Id of the document that shows it. Left out, it is the record's;")
    assert "Left out" not in record("trials")["properties"]["source"]["description"]


# ------------------------------------------------------------------------------------- descriptions


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object with members inside a schema."""
    if isinstance(schema, dict):
        if is_object(schema):
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize(("describes", "name"), [*(("output", n) for n in NAMES), *(("record", k) for k in KINDS)])
def test_every_field_has_its_label(describes: str, name: str) -> None:
    schema = output(name) if describes == "output" else record(name)
    envelope = schema["properties"] if describes == "output" else {}
    assert all(member["description"] for member in envelope.values())
    for found in objects(schema):
        if found["properties"] is envelope or found is envelope.get("query"):
            continue
        for key, field in found["properties"].items():
            assert field["title"], key
            assert not field["title"].endswith("."), key


def test_labels_and_meanings_are_those_of_the_docstrings() -> None:
    definitions = output("trials")["$defs"]
    assert definitions["Effect"]["properties"]["at"]["title"] == "Place"
    assert definitions["Effect"]["properties"]["level"] == {
        "title": "Level", "description": "Of the interval.", "default": 0.95, "type": "number",
    }  # fmt: skip
    assert definitions["Trial"]["properties"]["registry"] == {
        "title": "Registry number",
        "description": "Main registration, such as NCT02418585.",
        "anyOf": [{"type": "string"}, {"type": "null"}],
    }


# ------------------------------------------------------------------------------------ the contract


@pytest.mark.parametrize("describes", ["output", "record"])
def test_keys_and_types_are_pinned(describes: str) -> None:
    schemas = {name: output(name) for name in NAMES} if describes == "output" else {k: record(k) for k in KINDS}
    found = fingerprint(schemas)
    path = FOLDER / f"{describes}.txt"
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_a_change_of_keys_changes_the_pinned_text() -> None:
    changed = copy.deepcopy(output("trials"))
    del changed["$defs"]["Effect"]["properties"]["p"]
    renamed = copy.deepcopy(output("trials"))
    renamed["$defs"]["Effect"]["required"].append("p")
    texts = {fingerprint({"trials": schema}) for schema in (output("trials"), changed, renamed)}
    assert len(texts) == 3


def test_compiled_schemas_are_not_stale() -> None:
    kept = load().store.rows("SELECT describes, name, title, version, urn, text FROM schema ORDER BY rowid")
    assert kept == list(compiled_schemas(read_shipped()))


# ------------------------------------------------------------------------------------- the command


def test_the_command_prints_the_schema(keta: Run) -> None:
    assert keta("schema", "trials").document == output("trials")
    assert keta("schema", "trials", "--json").document == output("trials")
    assert keta("schema", "trials", "-o", "table").document == output("trials")
    assert keta("schema", "trials", "--record").document == record("trials")
    assert keta("schema", "error").document == output("error")
    assert keta("schema", "meta", "--record").document == record("meta")


def test_a_record_is_also_named_by_its_command(keta: Run) -> None:
    assert keta("schema", "dosing", "--record").document == record("regimens")
    assert keta("schema", "timeline", "--record").document == record("events")


def test_the_words_of_another_directory(keta: Run) -> None:
    document = keta("schema", "trials", "--record", "--data", str(MINI)).document
    assert document == record_schema("trials", read_directory(MINI))


def test_the_list_names_every_schema(keta: Run) -> None:
    out = keta("schema").out
    document = keta("schema", "--json").document
    assert document["total"] == len(document["data"]) == len(NAMES) + len(KINDS)
    for each in document["data"]:
        assert f"{each['name']} " in out
        words = ["schema", each["name"], *(["--record"] if each["describes"] == "record" else [])]
        schema = keta(*words).document
        assert schema["$id"] == each["id"]
        assert each["id"].endswith(f":{each['version']}")
    assert keta("schema", "--record", "--json").document["total"] == len(KINDS)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["nothing"], "Known: compare, trials"),
        (["trial"], "Did you mean trials?"),
        (["regimens"], "keta schema regimens --record"),
        (["regimens"], "keta schema dosing"),
        (["find", "--record"], "keta schema find describes its JSON"),
        (["indication", "--record"], "Did you mean indications?"),
        ([""], "Known: compare, trials"),
    ],
)
def test_an_unknown_schema(keta: Run, words: list[str], hint: str) -> None:
    ran = keta("schema", *words)
    assert ran.code == 3
    assert ran.out == ""
    assert hint in ran.err


def test_schemas_hold_ascii_only_and_no_address_but_the_dialect() -> None:
    for name in NAMES:
        text = json.dumps(output(name), ensure_ascii=False)
        assert text.isascii()
        assert text.count("http") == 1, name


# -------------------------------------------------------------------------------------- the export


def test_an_export_holds_every_record_as_it_is(keta: Run) -> None:
    data = load()
    document = keta("export").document
    assert set(document["data"]) | {"sources"} == set(KINDS) - {"meta"}
    for kind, records in document["data"].items():
        assert records == [data.kind(kind).raw[name] for name in data.kind(kind).ids()]
    assert list(document["sources"].items()) == list(data.sources.raw.items())
    assert document["dataset"] == {
        key: data.meta[key] for key in ("version", "checked_through", "released", "licence")
    }  # fmt: skip


def test_an_export_has_a_record_a_line(keta: Run) -> None:
    ran = keta("export", "-o", "json")
    assert ran.out == keta("export").out
    lines = [line for line in ran.out.splitlines() if line.startswith('{"id":')]
    assert len(lines) == sum(len(records) for records in ran.document["data"].values())


def test_an_export_of_nothing_is_still_an_object(keta: Run, tmp_path: Path) -> None:
    text = (MINI / "meta.toml").read_text(encoding="utf-8")
    (tmp_path / "meta.toml").write_text(text, encoding="utf-8")
    for kind in VOCABULARIES:
        (tmp_path / f"{kind}.toml").write_text("", encoding="utf-8")
    document = keta("export", "--data", str(tmp_path)).document
    assert errors(validator("export"), document) == []
    assert document["sources"] == {}


def test_old_data_is_not_exported(keta: Run) -> None:
    ran = keta("export", "--max-age", "1y", "--data", str(MINI))
    assert ran.code == 5
    assert ran.out == ""


def test_the_same_words_stand_in_one_order() -> None:
    # Python takes two such types for one, so that a schema would have the order of whichever was read first.
    orders: dict[frozenset[object], set[tuple[object, ...]]] = {}
    for file in DATA.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
                held = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                words = tuple(each.value for each in held if isinstance(each, ast.Constant))
                orders.setdefault(frozenset(words), set()).add(words)
    assert len(orders) > 50
    assert [found for found in orders.values() if len(found) > 1] == []
