"""CITATION.cff: what the format asks for, and in step with the program, the data and ``keta cite --self``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import ketacli

from .conftest import Run

ROOT = Path(__file__).resolve().parent.parent
FILE: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
META = tomllib.loads((ROOT / "src" / "ketacli" / "data" / "meta.toml").read_text(encoding="utf-8"))

# Of Citation File Format 1.2.0: what has to be there, and what may be.
REQUIRED = {"cff-version", "message", "title", "authors"}
ALLOWED = REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url",
    "preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url",
    "version",
}  # fmt: skip


def test_the_format() -> None:
    assert FILE["cff-version"] == "1.2.0"
    assert set(FILE) <= ALLOWED
    assert set(FILE) >= REQUIRED
    assert FILE["type"] in {"software", "dataset"}
    assert {"type", "title", "authors"} <= set(FILE["preferred-citation"])
    for part in (FILE, FILE["preferred-citation"]):
        # Dates and versions are texts; 2026.11 as a number would lose a trailing zero.
        assert all(isinstance(part[key], str) for key in ("version", "date-released", "title"))
    assert len(FILE["keywords"]) == len(set(FILE["keywords"]))


def test_no_person_is_named() -> None:
    for part in (FILE, FILE["preferred-citation"]):
        assert part["authors"] == [{"name": "keta contributors"}]


def test_in_step_with_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert FILE["version"] == ketacli.__version__
    assert FILE["keywords"] == project["keywords"]
    assert " AND ".join(FILE["license"]) == project["license"]


def test_in_step_with_the_data() -> None:
    data = FILE["preferred-citation"]
    assert data["version"] == META["version"]
    assert data["date-released"] == META["released"]
    assert f"{data['year']}-{data['month']:02}" == META["released"][:7]
    assert META["licence"].replace(" ", "-") == data["license"]


@pytest.mark.parametrize("part", ["title", "version", "authors"])
def test_in_step_with_cite_self(keta: Run, part: str) -> None:
    import json

    [item] = json.loads(keta("cite", "--self", "--style", "csl-json").out)
    data = FILE["preferred-citation"]
    expected = {
        "title": item["title"],
        "version": item["version"],
        "authors": [{"name": author["literal"]} for author in item["author"]],
    }
    assert data[part] == expected[part]


def test_the_title_is_that_of_the_data() -> None:
    assert FILE["preferred-citation"]["title"] == f"{FILE['title']}, version {META['version']}"
