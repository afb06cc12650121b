"""Over doses of an injected form stands what its labels caution of: in lists, beside a dose, in JSON and for agents."""

from __future__ import annotations

from typing import Any

import pytest

from ketacli import load
from ketacli.evidence.arithmetic.routes import INJECTED
from ketacli.evidence.injections import BREATHING, first_clauses, in_words, injections
from ketacli.records.dataset import Dataset
from ketacli.render.glyphs import choose
from ketacli.render.layout import lay_out

from .conftest import Run
from .screens import screen_of

DATA = load()
FORMS = {form for item in DATA.safety if item.kind in ("warning", "contraindication") and item.species == "human"
         and item.jurisdiction and set(item.routes) & set(INJECTED) for form in item.forms}  # fmt: skip
LISTS = [
    "", *DATA.routes.ids(), "racemic", "esketamine", "arketamine", "racemic im", "esketamine im", "esketamine iv",
    *DATA.indications.ids(), *(f"iv {name}" for name in DATA.indications.ids()), "adolescents", "elderly", "children",
    *(f"--use {use}" for use in ("psychiatric", "anaesthesia", "sedation-emergency", "pain", "other")),
]  # fmt: skip


def flat(text: str) -> str:
    return " ".join(text.split())


def injected(document: dict[str, Any]) -> set[str]:
    """The forms of a list that are injected and have something on record."""
    asked = set(document["query"].get("route", ()))
    listed = {(each["form"], each["route"]) for each in document["patterns"]}
    listed |= {(item["form"], route) for item in document["data"] for route in item["routes"]}
    return {form for form, route in listed if route in INJECTED and (not asked or route in asked)} & FORMS


@pytest.mark.parametrize("words", LISTS)
def test_no_list_of_injected_doses_goes_without(keta: Run, words: str) -> None:
    document = keta("dosing", *words.split(), "--json").document
    forms = injected(document)
    assert {each["form"] for each in document["injection_cautions"]} == forms
    assert all(each["source"] in document["sources"] for each in document["injection_cautions"])
    out = flat(keta("dosing", *words.split()).out)
    for form in forms:
        assert f"keta safety {form}" in out
    if forms and not document["boxed_warnings"]:
        assert any(each["text"] in out for each in document["injection_cautions"])
        head = out.split("LICENSED")[0].split("PUBLISHED DOSES")[0]
        assert "Caution ! " in head


@pytest.mark.parametrize("words", LISTS)
def test_it_fits_one_window(words: str) -> None:
    heights = [len(lay_out(screen_of(f"dosing {words}"), width, choose("utf-8"))) for width in (60, 80, 100, 140)]
    assert heights[1] <= 48
    assert heights[2] <= 36
    assert heights == sorted(heights, reverse=True)


class TestWhatIsSaid:
    """It is the record's own text, on breathing before anything else."""

    @pytest.mark.parametrize("form", sorted(FORMS))
    @pytest.mark.parametrize("route", INJECTED)
    def test_it_comes_from_the_record(self, keta: Run, form: str, route: str) -> None:
        [each] = injections(DATA, [(form, route)])
        whole = each.item.statement.value or ""
        assert form in each.item.forms
        shown = first_clauses(whole.rstrip(".")).removesuffix("; ...")
        assert whole.startswith(shown)
        assert shown in in_words(DATA, each)
        assert whole[len(shown) :][:2] in ("", ".", "; ")
        assert keta(*each.command.split()[1:]).code == 0

    def test_breathing_first(self) -> None:
        for form in FORMS:
            [each] = injections(DATA, [(form, "intravenous")])
            own = [item for item in DATA.safety if form in item.forms and "intravenous" in item.routes
                   and item.kind == "warning" and item.jurisdiction and item.system == BREATHING]  # fmt: skip
            assert (each.item.system == BREATHING) == bool(own)

    def test_that_of_another_route_names_its_routes(self, keta: Run) -> None:
        out = flat(keta("dosing", "sc").out)
        assert "racemic ketamine IV or intramuscular (US): Opioids" in out

    def test_a_clause_is_never_cut(self) -> None:
        assert first_clauses("a; b") == "a; b"
        assert first_clauses(f"{'a' * 100}; {'b' * 60}; c") == f"{'a' * 100}; ..."
        assert first_clauses("a" * 300) == "a" * 300


class TestBesideADose:
    """Arithmetic on a dose, and on a regimen, has it too."""

    @pytest.mark.parametrize(
        "line",
        ["esketamine iv 0.5mg/kg --weight 60kg", "im 4mg/kg 70kg", "iv 0.5mg/kg", "im 13mg/kg --weight 70",
         "iv 0.5mg/kg 30kg 50mg/mL 50mL", "--regimen racemic-intravenous-elekt-d --weight 70"],
    )  # fmt: skip
    def test_it_is_said(self, keta: Run, line: str) -> None:
        document = keta("dosing", *line.split(), "--json").document
        assert document["injection_cautions"]
        out = flat(keta("dosing", *line.split()).out)
        assert any(f"keta safety {each['form']}" in out for each in document["injection_cautions"])
        err = keta("dosing", *line.split(), "-o", "csv").err
        assert all(f"keta: caution: {each['text']}" in err for each in document["injection_cautions"])

    def test_a_list_as_rows(self, keta: Run) -> None:
        assert "keta: caution: racemic ketamine (US): Opioids" in keta("dosing", "racemic", "im", "-o", "csv").err

    def test_where_nobody_has_the_dose_it_is_of_the_commonest_form(self, keta: Run) -> None:
        assert "Caution ! racemic ketamine (US): Opioids" in flat(keta("dosing", "im", "40mg").out)

    def test_it_stays_above_fields_that_are_picked(self, keta: Run) -> None:
        out = flat(keta("dosing", "iv", "--fields", "id,use", "--limit", "2").out)
        assert "Caution ! racemic ketamine (US): Opioids" in out
        assert "Sources [1]" in out

    def test_no_dose_of_a_spray_has_it(self, keta: Run) -> None:
        assert keta("dosing", "spravato", "56mg", "--json").document["injection_cautions"] == []

    def test_so_the_tool(self) -> None:
        pytest.importorskip("mcp")
        from .test_mcp import inside

        assert "respiratory depression, coma and death" in flat(inside("dosing", what="agitation")["answer"])


def test_where_nothing_is_on_record_that_is_said(keta: Run, dataset: Dataset) -> None:
    for words, form in (("esketamine oral", "esketamine"), ("arketamine", "arketamine")):
        out = flat(keta("dosing", *words.split()).out)
        name = form if form in out else str(dataset.title(f"compounds/{form}"))
        assert f"No contraindication or warning of {name} as listed here is on record; the rest that is" in out
        assert f"keta safety {form}" in out


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The shipped data."""
    return DATA
