"""Drafts of sources: what keta cites reads back as it is, and what databases write is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketacli.build.drafts.library import date, person, source_drafts
from ketacli.errors import DataError

from .conftest import Run

RIS = """TY  - JOUR
AU  - Example, Ann B.
AU  - Other, C.
TI  - An invented paper
T2  - Journal of Inventions
PY  - 2024
VL  - 3
SP  - 10
EP  - 19
DO  - https://doi.org/10.1234/Invented.1
KW  - nothing
ER  -
"""
NBIB = """PMID- 12345678
DP  - 2024 Mar 5
TI  - An invented paper
PG  - 10-19
LID - 10.1234/invented.1 [doi]
FAU - Example, Ann B
FAU - Other, C
JT  - Journal of
      Inventions
VI  - 3
PMC - PMC1234567
EIN - J Invent. 2025;4:1

"""
BIBTEX = """@comment{nothing}
@article{example2024,
  title = {An {Invented} paper},
  author = "Example, Ann B. and Other, C. and others",
  journal = {Journal of Inventions}, year = 2024, month = mar,
  volume = {3}, pages = {10--19}, doi = {10.1234/invented.1},
}
"""
CSL = """[{"type": "article-journal", "title": "An invented paper", "container-title": ["Journal of Inventions"],
 "author": [{"family": "Example", "given": "Ann B."}, {"family": "Other", "given": "C"}], "volume": 3,
 "issued": {"date-parts": [[2024, 3, 5]]}, "page": "10-19", "DOI": "10.1234/INVENTED.1"}]"""


def only(text: str, **more: Any) -> dict[str, Any]:
    (found,) = source_drafts(text, set(), {}, **more).records["sources"]
    return found


@pytest.mark.parametrize(
    ("text", "issued"), [(RIS, "2024"), (NBIB, "2024-03-05"), (BIBTEX, "2024-03"), (CSL, "2024-03-05")]
)
def test_one_paper_in_four_formats_is_one_draft(text: str, issued: str) -> None:
    found = only(text)
    assert found | {"title": found["title"].lower()} == found | {"title": "an invented paper"}
    assert found["id"] == "example-2024"
    assert found["author"] == ["Example AB", "Other C"]
    assert (found["issued"], found["container_title"], found["volume"], found["page"], found["doi"]) == (
        issued, "Journal of Inventions", "3", "10-19", "10.1234/invented.1",
    )  # fmt: skip
    assert found["type"] == "article-journal"
    assert not {"tier", "seen", "checked"} & found.keys(), "a person says that"


def test_what_is_not_read_and_what_was_corrected_is_told() -> None:
    assert source_drafts(RIS, set(), {}).unmapped == ["example-2024: KW"]
    assert source_drafts(NBIB, set(), {}).unmapped == ["example-2024: EIN J Invent. 2025;4:1"]
    assert only(BIBTEX)["et_al"] is True


def test_a_known_document_is_told_and_ids_stay_apart() -> None:
    draft = source_drafts(RIS + RIS, {"example-2024"}, {"10.1234/invented.1": "example-2024"})
    assert [each["id"] for each in draft.records["sources"]] == ["example-2024-2", "example-2024-3"]
    assert any("there is a document of its DOI already, example-2024" in line for line in draft.judge)


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_what_keta_cites_reads_back(keta: Run, tmp_path: Path, style: str) -> None:
    file = tmp_path / "library"
    file.write_text(keta("cite", "reif-2023", "--style", style).out, encoding="utf-8")
    ran = keta("new", "source", "my-copy", "--from", str(file))
    assert ran.code == 0
    for part in ('id = "my-copy"', 'volume = "389"', 'page = "1298-1309"', '"Llorca PM"', "10.1056/nejmoa2304145"):
        assert part in ran.out
    assert "there is a document of its DOI already, reif-2023" in ran.err


@pytest.mark.parametrize("text", ["", "nothing", "{}", "[1]", "[" * 100_000, "TY  - JOUR\nER  - "])
def test_what_is_no_library_is_a_clear_error(text: str) -> None:
    with pytest.raises(DataError) as caught:
        source_drafts(text, set(), {})
    assert "RIS, BibTeX" in str(caught.value.hint)


def test_an_entry_that_is_cut_is_read_as_far_as_it_goes() -> None:
    assert only("@article{a, title = {An invented pap")["title"] == "An invented pap"


def test_names_and_dates() -> None:
    names = ("van der Berg, Jan Piet", "World Health Organization", "Reif, A", "Ng, Y.-H.")
    assert [person(name) for name in names] == [
        "van der Berg JP", "World Health Organization", "Reif A", "Ng YH",
    ]  # fmt: skip
    assert [date(text) for text in ("2024", "2024 Mar 5", "2024/03/05/", "2024 Spring", "in press", "2024 00")] == [
        "2024", "2024-03-05", "2024-03-05", "2024", None, "2024",
    ]  # fmt: skip
