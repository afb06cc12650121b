"""Every command that takes a record takes the same names of it: id, printed name, number of its paper."""

from __future__ import annotations

import pytest

from ketacli import load
from ketacli.errors import KetaError
from ketacli.records.names import find_record, numbered, resolve

from .conftest import Run

DATA = load()
PAPER = DATA.sources["popova-2019"]
NUMBERS = (
    PAPER.doi,
    PAPER.pmid,
    f"https://doi.org/{PAPER.doi}",
    f"doi:{PAPER.doi}",
    f"PMID {PAPER.pmid}",
    str(PAPER.doi).upper(),
)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("command", ["show", "cite", "why", "effect"])
def test_a_number_is_a_name(keta: Run, command: str, number: str) -> None:
    ran = keta(command, number)
    assert ran.code == 0
    own = {"show": "popova-2019", "why": "popova-2019", "cite": "popova2019", "effect": "TRANSFORM-2"}[command]
    assert own in ran.out


@pytest.mark.parametrize("name", ["transform-2", "TRANSFORM-2", "trials/transform-2", "NCT02418585"])
@pytest.mark.parametrize("line", [("show",), ("cite",), ("why",), ("effect",), ("compare", "transform-1")])
def test_a_trial_goes_by_the_same_names_everywhere(keta: Run, line: tuple[str, ...], name: str) -> None:
    assert keta(*line, name.removeprefix("trials/") if line[0] == "effect" else name).code == 0


def test_papers_are_compared_by_what_they_report(keta: Run) -> None:
    by_number = keta("compare", str(PAPER.pmid), "transform-1", "--json").document["data"]
    by_id = keta("compare", "transform-2", "transform-1", "--json").document["data"]
    assert by_number["subjects"] == by_id["subjects"]


def test_citing_a_number_cites_that_document_alone(keta: Run) -> None:
    assert keta("cite", str(PAPER.pmid)).out.count("@") == 1


def test_every_number_on_record_names_its_document() -> None:
    seen: dict[str, str] = {}
    for source in DATA.sources:
        for number in filter(None, (source.doi, source.pmid, source.pmcid)):
            seen.setdefault(number.casefold(), source.id)
    for number, name in list(seen.items())[::25]:
        assert numbered(DATA, number) == name
        assert find_record(DATA, number)[1] == name


def test_a_number_of_several_records_is_not_guessed() -> None:
    sources = {trial.source for trial in DATA.trials}
    several = next(
        source for source in DATA.sources
        if source.pmid and source.id not in sources
        and sum(source.id in trial.publications for trial in DATA.trials) > 1
    )  # fmt: skip
    with pytest.raises(KetaError, match="is the document of"):
        resolve(DATA, "trials", str(several.pmid))


@pytest.mark.parametrize("text", ["12", "10.1176", "2019", "10.1176/no-such-doi", "99999999", "", "pmid"])
def test_what_is_no_number_on_record_names_nothing(text: str) -> None:
    assert numbered(DATA, text) is None
