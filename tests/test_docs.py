"""Documents: generated pages are current, examples run, links lead somewhere, and everything is told of."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import ketacli
from ketacli.cli.table import COMMANDS, TOPICS
from ketacli.evidence.status import has_number

from .conftest import Run

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import examples  # noqa: E402

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
TOLD = {page: page.read_text(encoding="utf-8") for page in PAGES}
TUTORIALS = sorted((ROOT / "docs").glob("tutorial-*.md"))
NOT_RUN = {
    "agents.md": ["a setting of another program"],
    "tutorial-clinician.md": ["it is the line of the README, which is run in a fresh clone"],
    "tutorial-researcher.md": ["whether it ends with 0 depends on the day"],
}
"""Blocks that no test runs, by page, and why."""


def named(path: Path) -> str:
    return path.name


def script(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / name), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("name", ["reference.py", "pictures.py", "manual.py"])
def test_generated_pages_are_current(name: str) -> None:
    done = script(name, "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_documents_said_to_have_no_number_have_none() -> None:
    told = TOLD[ROOT / "docs" / "evidence.md"]
    section = told.partition("## Documents without a number or an address")[2].partition("\n## ")[0]
    searched = section.partition("the document itself:")[2].partition("By tier:")[0]
    ids = re.findall(r"`([\w-]+)`", searched)
    sources = ketacli.load().sources.raw
    assert len(ids) > 20
    assert [name for name in ids if name not in sources or has_number(sources[name])] == []


STRUCTURE = (ROOT / "docs" / "structure.md").read_text(encoding="utf-8")


def test_the_walk_through_the_code_names_what_is_there() -> None:
    named = re.findall(r"`(src/ketacli/[\w./-]+)`", STRUCTURE)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []
    inside = {
        f"src/ketacli/{path}"
        for path in re.findall(r"`((?:cli|render|screens|build|evidence|stats|records)/[\w./-]*)`", STRUCTURE)
    }
    assert [path for path in inside if not (ROOT / path).exists()] == []


def test_the_walk_through_the_code_names_every_room() -> None:
    rooms = {
        path.name for path in (ROOT / "src" / "ketacli").iterdir() if path.is_dir() and not path.name.startswith("_")
    }
    assert rooms == set(re.findall(r"^\| `(\w+)/` \|", STRUCTURE, re.MULTILINE))
    modules = {path.name for path in (ROOT / "src" / "ketacli").glob("*.py")}
    assert modules == {"__init__.py", "__main__.py", "errors.py", "tuples.py"}


# Examples.


@pytest.mark.parametrize("page", examples.pages(), ids=named)
def test_commands_run_and_what_is_shown_is_what_they_print(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, where the data is read once; the script by itself, the tests below run."""
    for name in (*examples.CLEARED, "COLUMNS"):
        # Set first, so that what the script does to the environment is undone.
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(sys, "argv", ["examples.py", "--check", str(page)])
    code = examples.main()
    said = capsys.readouterr().out
    assert code == 0, said
    assert "commands run" in said


def blocks(text: str) -> list[re.Match[str]]:
    return list(examples.BLOCK.finditer(text))


def test_every_fence_is_understood() -> None:
    for page, text in TOLD.items():
        assert len(blocks(text)) * 2 == len(re.findall(r"^```", text, flags=re.M)), page.name


def test_pages_with_commands_are_all_run() -> None:
    for page in set(PAGES) - set(examples.pages()):
        assert page.name in examples.MADE_ELSEWHERE
    shown = [block for page in examples.pages() for block in blocks(TOLD[page]) if block["kind"] == "example"]
    assert len(shown) > 40


def test_every_console_block_has_commands() -> None:
    bare = []
    for page in examples.pages():
        bare += [(page.name, block["body"]) for block in blocks(TOLD[page])
                 if block["language"] == "console" and block["kind"] != "not run"
                 and not examples.commands(block["body"])]  # fmt: skip
    # The two lines of the README, which CI runs in a fresh clone.
    assert [name for name, _ in bare] == ["README.md", "README.md"]
    assert all(body.startswith("python3 -m venv .venv && .venv/bin/python -m pip install -q ") for _, body in bare)


def test_blocks_that_are_not_run_say_why() -> None:
    found = {page.name: [block["text"] for block in blocks(text) if block["kind"] == "not run"]
             for page, text in TOLD.items()}  # fmt: skip
    assert {name: reasons for name, reasons in found.items() if reasons} == NOT_RUN


def test_the_line_that_sets_up_is_that_of_the_readme() -> None:
    [block] = [block for block in blocks(TOLD[ROOT / "docs" / "tutorial-clinician.md"]) if block["kind"] == "not run"]
    assert f"```console\n{block['body']}```" in TOLD[ROOT / "README.md"]


def test_a_stale_block_and_a_failing_command_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- example -->\n```console\n$ keta --version\nketa 0.0.0\n```\n", encoding="utf-8")
    stale = script("examples.py", "--check", str(page))
    assert stale.returncode == 1
    assert "not what the program prints now" in stale.stdout
    assert script("examples.py", str(page)).returncode == 0
    assert script("examples.py", "--check", str(page)).returncode == 0
    assert "keta 0.0.0" not in page.read_text(encoding="utf-8")
    for command in ("keta show nothing-of-the-name", "keta trials --json | false", "keta trials --indication"):
        page.write_text(f"```console\n$ {command}\n```\n", encoding="utf-8")
        failed = script("examples.py", "--check", str(page))
        assert failed.returncode == 1, command
        assert command in failed.stdout


def test_a_failure_that_is_announced_has_to_come(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for code, ends in ((3, 0), (2, 1)):
        page.write_text(f"<!-- example: fails={code} -->\n```console\n$ keta show nothing\n```\n", encoding="utf-8")
        assert script("examples.py", str(page)).returncode == ends


def test_excerpts() -> None:
    text = "one\ntwo  \nthree\nfour\n"
    assert examples.excerpt(text, {}) == ["one", "two", "three", "four"]
    assert examples.excerpt(text, {"from": "tw", "lines": "2"}) == ["...", "two", "three", "..."]
    assert examples.excerpt(text, {"from": "three", "lines": "9"}) == ["...", "three", "four"]
    with pytest.raises(ValueError, match="inside an entry"):
        examples.excerpt("dose  5 mg\n      or 10 mg\n", {"lines": "1"})
    with pytest.raises(ValueError, match="no line begins"):
        examples.excerpt(text, {"from": "five"})
    assert examples.commands("$ a |\n> b\nprinted\n$ c\n") == ["a |\nb", "c"]


@pytest.mark.parametrize("page", TUTORIALS, ids=named)
def test_figures_in_the_text_are_printed_by_the_examples(page: Path) -> None:
    text = TOLD[page]
    shown = "\n".join(block[0] for block in blocks(text))
    prose = re.sub(r"Python \d\.\d+|`[^`\n]*`|\]\([^)]*\)|<!--.*?-->", "", examples.BLOCK.sub("", text))
    for figure in re.findall(r"(?<![\d.])-?\d+\.\d+(?![\d.])|\b\d{3,}\b", prose):
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", shown), f"{page.name}: {figure}"


def test_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [code] = [block["body"] for block in blocks(TOLD[ROOT / "README.md"]) if block["language"] == "python"]
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("NCT02418585 227 nct02418585\n['escape-trd'")


@pytest.mark.parametrize(("language", "program"), [("r", "Rscript"), ("python", "python")])
def test_code_in_tutorials_is_run(language: str, program: str) -> None:
    for page in TUTORIALS:
        found = blocks(TOLD[page])
        files = [block["text"] if block["kind"] == "file" else "" for block in found if block["language"] == language]
        run = [line for block in found if block["kind"] == "example" for line in examples.commands(block["body"])]
        assert [f"{program} {name}" for name in files if f"{program} {name}" not in run] == [], page.name


def test_a_command_for_r_is_left_as_it_is_where_r_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "has_metafor", lambda: False)
    assert examples.absent("Rscript pool.R") == "R with metafor"
    monkeypatch.setattr(examples, "has_metafor", lambda: True)
    assert examples.absent("Rscript pool.R") == ""


# Links.


@cache
def parsed(page: Path) -> tuple[frozenset[str], tuple[str, ...]]:
    """The anchors of a page, as GitHub names headings, and where its links and pictures lead."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    anchors: dict[str, int] = {}
    found: set[str] = set()
    links: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inside = tokens[index + 1].children or []
            text = "".join(child.content for child in inside if child.type in {"text", "code_inline"})
            slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
            count = anchors.get(slug, 0)
            anchors[slug] = count + 1
            found.add(f"{slug}-{count}" if count else slug)
        for child in token.children or []:
            target = child.attrGet("href") if child.type == "link_open" else child.attrGet("src")
            if isinstance(target, str):
                links.append(target)
    return frozenset(found), tuple(links)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for link in parsed(page)[1]:
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link}"
        if anchor:
            assert target.suffix == ".md", f"{page.name}: {link}"
            assert anchor in parsed(target)[0], f"{page.name}: {link}"


def test_links_are_looked_at() -> None:
    links = [link for page in PAGES for link in parsed(page)[1]]
    assert len(links) > 80
    assert sum("#" in link for link in links) > 20
    assert "keta-trials-words-options" in parsed(ROOT / "docs" / "cli.md")[0]


def test_no_page_and_no_picture_is_forgotten() -> None:
    index = {(ROOT / "docs" / link.partition("#")[0]).resolve() for link in parsed(ROOT / "docs" / "index.md")[1]}
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "index.md" or page in index, page.name
    used = {(page.parent / link).resolve() for page in PAGES for link in parsed(page)[1]}
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert picture in used, picture.name


def test_pictures_have_words_for_those_who_do_not_see_them() -> None:
    for page, text in TOLD.items():
        for words in re.findall(r"!\[(.*?)\]\(", text):
            assert len(words) > 20, f"{page.name}: {words!r}"


# Nothing is left untold.


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_told_of(name: str) -> None:
    assert re.search(rf"`keta {name}\b", TOLD[ROOT / "docs" / "index.md"])
    text = "".join(TOLD[page] for page in (*TUTORIALS, ROOT / "docs" / "evidence.md", ROOT / "README.md"))
    assert re.search(rf"\bketa {name}\b", text)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_help_topic_is_told_of(topic: str) -> None:
    assert f"`keta help {topic}`" in TOLD[ROOT / "docs" / "index.md"]


def test_commands_in_the_text_of_the_index_run(keta: Run) -> None:
    import shlex

    lines = re.findall(r"`(keta [^`]+)`", TOLD[ROOT / "docs" / "index.md"])
    assert len(lines) > 25
    for line in lines:
        ran = keta(*shlex.split(line)[1:])
        assert ran.code == 0, f"{line}: {ran.err}"
