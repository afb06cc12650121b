"""``keta mcp``: the official SDK's own client asks over standard streams, over HTTP on this machine, and in process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from ketacli.build.opening import load
from ketacli.cli.agents.answer import LETTERS_A_TOKEN, within
from ketacli.cli.agents.onward import call_of
from ketacli.cli.agents.server import NAMES, server
from ketacli.cli.heard import heard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Run

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("find", {"question": "how long does one infusion last"}),
    ("brief", {"name": "ptsd"}),
    ("compare", {"names": ["esketamine", "racemic"]}),
    ("trials", {"words": ["esketamine", "intranasal"], "comparator": ["placebo"]}),
    ("dosing", {"what": "iv", "dose": "0.5 mg/kg", "weight": "82 kg", "strength": "50 mg/mL"}),
    ("evidence", {"question": "esketamine-trd"}),
    ("show", {"name": "transform-2"}),
    ("why", {"path": "transform-2.arms"}),
)


def size(found: object) -> int:
    """Letters of an answer as the protocol carries it."""
    return len(json.dumps(found, ensure_ascii=False, separators=(",", ":")))


def asked(target: Any, calls: tuple[tuple[str, dict[str, Any]], ...]) -> list[Any]:
    """What a server gives back to each call, through the SDK's client."""

    async def run() -> list[Any]:
        async with Client(target) as client:
            return [await client.call_tool(name, values) for name, values in calls]

    return asyncio.run(run())


def inside(tool: str, **values: Any) -> dict[str, Any]:
    """A tool's structured answer, in process."""
    result = asked(server([], no_local=True), ((tool, values),))[0]
    assert not result.is_error, result.content
    return dict(result.structured_content)


def test_tools_only_read_and_say_what_they_take() -> None:
    async def run() -> Any:
        async with Client(server([], no_local=True)) as client:
            return await client.list_tools()

    tools = asyncio.run(run()).tools
    assert [tool.name for tool in tools] == [*NAMES]
    assert {tool.name for tool in tools} == {
        "find", "brief", "compare", "trials", "dosing", "evidence", "show", "why",
    }  # fmt: skip
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.annotations.open_world_hint is False
        assert tool.description
        assert tool.output_schema is not None
        assert "sources" in tool.output_schema["properties"]
        budget = tool.input_schema["properties"]["max_tokens"]
        assert (budget["default"], budget["minimum"]) == (2000, 400)


def test_over_standard_streams() -> None:
    parameters = StdioServerParameters(command=sys.executable, args=["-m", "ketacli", "mcp"])
    results = asked(parameters, ASKED)
    for (name, _), result in zip(ASKED, results, strict=True):
        assert not result.is_error, result.content
        found = result.structured_content
        assert size(found) <= 2_000 * LETTERS_A_TOKEN, name
        assert found["data"].startswith("data 2")
        assert found["advice"].startswith("Reference information")
        if name == "find":
            assert "[Discover Mental Health 2022]" in found["answer"]
        else:
            assert found["sources"], name
    compared = results[2].structured_content
    assert "Correia-Melo 2020" in compared["answer"]
    assert any("Correia-Melo" in line for line in compared["sources"])
    assert "= 41 mg" in results[4].structured_content["answer"]


@pytest.fixture
def address() -> Iterator[str]:
    """A server over HTTP on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "ketacli", "mcp", "--http", str(port)])
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_over_http_on_this_machine(address: str) -> None:
    found = asked(address, (("brief", {"name": "transform-2"}),))[0].structured_content
    assert "favours esketamine" in found["answer"]
    assert any("Popova 2019" in line for line in found["sources"])


def test_an_answer_over_its_budget_is_cut_between_facts() -> None:
    whole = inside("trials", words=["ptsd"], max_tokens=50_000)
    part = inside("trials", words=["ptsd"], max_tokens=900)
    assert whole["cut"] == ""
    assert "larger max_tokens" in part["cut"]
    assert size(part) <= 900 * LETTERS_A_TOKEN
    ids = set(load().trials.ids())
    lines = {line.split()[0]: line.split() for line in whole["answer"].splitlines() if line}
    rows = [line.split() for line in part["answer"].splitlines() if line.split()[:1] and line.split()[0] in ids]
    # Every row that is there is there whole, and its document is named.
    assert rows
    assert all(row == lines[row[0]] for row in rows)
    assert 0 < len(part["sources"]) <= len(rows)


def test_sources_are_those_of_the_part_that_is_shown() -> None:
    part = inside("show", name="transform-2", max_tokens=500)
    whole = inside("show", name="transform-2", max_tokens=50_000)
    assert part["sources"]
    assert set(part["sources"]) < set(whole["sources"])
    for line in part["sources"]:
        assert line.partition("]")[0] + "]" in part["answer"].replace(",", "][")


def test_the_smallest_budget_still_gives_a_fact() -> None:
    shown = heard("safety", words=["esketamine"])
    found = within(load(), shown, 1)
    assert "BOXED WARNING" in found.answer
    assert found.cut


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("brief", {"name": "transform-9"}, "transform-2"),
        ("brief", {"name": "--output=stolen"}, "no record"),
        ("dosing", {"what": "--output", "dose": "stolen"}, ""),
        ("trials", {"words": ["--output", "stolen"]}, ""),
        ("trials", {"comparator": [" "]}, "empty value"),
        ("find", {"question": "  "}, "words to look for"),
        ("find", {"question": "convert 56 mg spray to an infusion"}, "no equivalence"),
        ("compare", {"names": ["esketamine"]}, ""),
        ("trials", {"min_n": -3}, ""),
        ("find", {"question": "x", "max_tokens": 3}, ""),
    ],
)
def test_mistakes_are_told_and_nothing_is_an_option(
    name: str, values: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = asked(server([], no_local=True), ((name, values),))[0]
    assert result.is_error
    assert said in " ".join(part.text for part in result.content).lower()
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.delitem(sys.modules, "ketacli.cli.agents.server", raising=False)
    ran = keta("mcp")
    assert ran.code == 2
    assert "keta-evidence[mcp]" in ran.err


@pytest.mark.parametrize(
    ("streams", "told"), [("<&-", "standard input is closed"), ("<&1 | true", "the client cannot be read, or not be")]
)
def test_streams_that_nothing_comes_of_are_told(streams: str, told: str) -> None:
    line = [sys.executable, "-m", "ketacli", "mcp"]
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'"$@" {streams}', "bash", *line],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 2
    assert told in ran.stderr


@pytest.mark.parametrize("port", ["0", "65536"])
def test_ports(keta: Run, port: str) -> None:
    ran = keta("mcp", "--http", port)
    assert ran.code == 2
    assert "--http takes a port" in ran.err


def test_help_for_agents_is_forty_lines(keta: Run) -> None:
    ran = keta("help", "--agent")
    assert ran.code == 0
    assert len(ran.out.splitlines()) <= 40
    assert ran.out == keta("help", "agents").out
    assert keta("help", "trials", "--agent").code == 2


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("trials", {"words": "ptsd"}, 'trials: words takes a list of texts, such as ["ptsd"], not "ptsd".'),
        ("dosing", {"weight": 70}, "dosing: weight takes a text, not 70. Body weight with its unit, such as 82 kg."),
        ("brief", {}, "brief: name is missing."),
        ("compare", {"names": ["esketamine"]}, "names takes at least 2 entries"),
        ("trials", {"min_n": -3}, "min_n takes at least 0, not -3."),
        ("trials", {"min_n": "many"}, 'min_n takes a whole number, not "many".'),
        ("find", {"question": "x", "max_tokens": 3}, "max_tokens takes at least 400, not 3."),
        ("trials", {"indication": "ptsd"}, "trials: no argument indication. It takes words, comparator"),
        ("guidelines", {}, "no tool guidelines. There are find, brief"),
    ],
)
def test_arguments_that_do_not_fit_are_told_in_plain_words(name: str, values: dict[str, Any], said: str) -> None:
    result = asked(server([], no_local=True), ((name, values),))[0]
    text = " ".join(part.text for part in result.content)
    assert result.is_error
    assert said in text
    assert "pydantic" not in text
    assert "https://" not in text


def test_the_calls_that_lead_on_are_calls_of_the_tools() -> None:
    target = server([], no_local=True)
    led = [call for result in asked(target, ASKED) for call in result.structured_content["calls"]]
    assert {call["tool"] for call in led} <= {*NAMES}
    assert {"brief", "trials", "dosing", "find", "compare"} <= {call["tool"] for call in led}
    once = tuple({json.dumps(call): (call["tool"], call["arguments"]) for call in led}.values())
    for (name, values), result in zip(once, asked(target, once), strict=True):
        assert not result.is_error, (name, values, result.content)


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("keta show transform-2", ("brief", {"name": "transform-2"})),
        ("keta show transform-2 --full", ("show", {"name": "transform-2"})),
        ("keta show transform-2 harms", ("show", {"name": "transform-2", "section": "harms"})),
        ("keta guidelines ptsd", ("find", {"question": "guidelines ptsd"})),
        ("keta compare esketamine racemic kinetics (or safety, trials, --full)",
         ("compare", {"names": ["esketamine", "racemic", "kinetics"]})),
        ("keta show ID", None),
        ("keta help safety", None),
        ("keta trials --help", None),
    ],
)  # fmt: skip
def test_a_command_line_as_a_call(line: str, call: tuple[str, dict[str, Any]] | None) -> None:
    found = call_of(line)
    assert (None if found is None else (found.tool, found.arguments)) == call


def test_find_names_the_documents_that_its_facts_are_from() -> None:
    found = inside("find", question="esketamine spray remission at 8 weeks")
    named = set(re.findall(r"\[([^\]]+\d{4}[a-z]?)\]", " ".join(found["answer"].split())))
    assert named
    assert len(found["sources"]) >= len(named)
