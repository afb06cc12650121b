"""The tools of ``keta mcp``: each a command of keta that only reads, with typed inputs and an answer under a budget.

Made with the official SDK of the Model Context Protocol, which the extra ``mcp`` installs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field, ValidationError

from ketacli import __version__
from ketacli.build.overlays.folders import chosen
from ketacli.cli.agents.answer import LEAST, MOST, NONE_NAMED, USUAL, Answer, within
from ketacli.cli.agents.onward import unknown, unusable
from ketacli.cli.data import load
from ketacli.cli.heard import heard
from ketacli.errors import KetaError
from ketacli.evidence.danger import in_danger
from ketacli.evidence.find import search
from ketacli.evidence.find.hit import citations

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context
    from mcp.types import CallToolResult, InputRequiredResult

    from ketacli.records.dataset import Dataset

INSTRUCTIONS = (
    "keta holds published evidence on ketamine, esketamine and arketamine: trials, doses, guidelines, harms, approvals "
    "and reviews, each value with its source. It reports and recommends nothing. Start with find for a question "
    "in words, brief for a name. Quote numbers as they stand, with their direction, their source and any mark ! "
    "(sources disagree: ask why). Never convert a dose between routes or forms: no equivalence is established."
)
READING = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Budget = Annotated[int, Field(ge=LEAST, le=MOST, description="Tokens that the answer may take, about.")]
Words = Annotated[
    tuple[str, ...], Field(max_length=20, description="Names that narrow it down, such as ptsd, esketamine, iv.")
]
Comparators = Annotated[tuple[str, ...], Field(description="What it was compared with: placebo, active, ect ...")]
Results = Annotated[tuple[str, ...], Field(description="favours-intervention, no-clear-difference ...")]


class Tools:
    """The tools, on data that is chosen as on a line: with folders of one's own, or without any."""

    def __init__(self, data: list[str], no_local: bool) -> None:
        self.data, self.no_local = data, no_local

    def find(
        self,
        question: Annotated[str, Field(description="A question or words, as a person would say them.")],
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """Answer a question in words with the facts on record that fit it best, each with its id and source."""
        return self._answer("find", max_tokens, text=question.split())

    def brief(
        self,
        name: Annotated[str, Field(description="A form, indication, route, body, trial, registry number or any id.")],
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """What is known of a name on one screen: of esketamine, ptsd, intranasal, NICE, transform-2, NCT02418585."""
        return self._answer("show", max_tokens, name=name)

    def show(
        self,
        name: Annotated[str, Field(description="Id or name of a record.")],
        section: Annotated[str | None, Field(description="Part of its page: harms, outcomes, caveats.")] = None,
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """A record whole, or one section of it, every value with its source."""
        return self._answer("show", max_tokens, name=name, section=section, full=section is None)

    def compare(
        self,
        names: Annotated[
            list[str],
            Field(
                min_length=2,
                max_length=9,
                description="Forms, trials, regimens or "
                "guidelines, all of one kind; a section such as kinetics may end it.",
            ),
        ],
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """Line two or more forms, trials, regimens or guidelines up, row by row."""
        return self._answer("compare", max_tokens, names=names)

    def trials(
        self,
        words: Words = (),
        comparator: Comparators = (),
        result: Results = (),
        min_n: Annotated[int | None, Field(ge=0, description="At least so many people.")] = None,
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """List trials, one a row: people, what against what, primary outcome, effect with interval, direction."""
        return self._answer(
            "trials", max_tokens, words=[*words], comparator=[*comparator], result=[*result], min_n=min_n
        )

    def dosing(
        self,
        what: Annotated[
            str | None, Field(description="A route, form, indication, people or one regimen, such as analgesia iv.")
        ] = None,
        dose: Annotated[str | None, Field(description="A dose to work out, such as 0.5 mg/kg.")] = None,
        weight: Annotated[str | None, Field(description="Body weight with its unit, such as 82 kg.")] = None,
        strength: Annotated[str | None, Field(description="Strength of the solution, such as 50 mg/mL.")] = None,
        volume: Annotated[str | None, Field(description="Volume to dilute to, such as 50 mL.")] = None,
        over: Annotated[str | None, Field(description="Time that it runs over, such as 40 min.")] = None,
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """Published and licensed doses; with a dose and a weight, the arithmetic on it with its formulas. No advice."""
        words = [*(what or "").split(), *(dose or "").split()]
        return self._answer(
            "dosing",
            max_tokens,
            what=words[0] if words else None,
            dose=words[1:],
            weight=weight,
            strength=strength,
            volume=volume,
            over=over,
        )

    def evidence(
        self,
        question: Annotated[str | None, Field(description="Id of a question; without it, the questions.")] = None,
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """The summary of findings of a question, outcome by outcome, with certainty where somebody rated it."""
        return self._answer("evidence", max_tokens, question=question)

    def why(
        self,
        path: Annotated[str, Field(description="A record or a value in it, such as transform-2.arms.")],
        max_tokens: Budget = USUAL,
    ) -> Answer:
        """Where a value is from, how it was checked, and which sources say otherwise."""
        return self._answer("why", max_tokens, path=path)

    def _answer(self, command: str, budget: int, **values: object) -> Answer:
        """A command's answer under a budget; an error of keta as one of the tool, with what to do."""
        said = " ".join(str(each) for each in values.values() if each)
        if in_danger(said):
            command, values = "find", {"text": said.split()}
        try:
            dataset: Dataset = load(chosen(self.data, self.no_local), None)
            shown = heard(command, data=self.data, no_local=self.no_local, **values)
            return within(dataset, shown, budget, named(dataset, said) if command == "find" else NONE_NAMED)
        except KetaError as error:
            raise ToolError(
                " ".join(part for part in (error.message, *error.details, error.hint or "") if part)
            ) from error


def named(dataset: Dataset, text: str) -> dict[str, str]:
    """The documents of what a search finds, by id, with how its facts name them."""
    hits, _ = search(dataset.store, text)
    return citations(dataset.store, hits)


class Server(MCPServer[Any]):
    """A server whose errors are keta's own: one of the SDK names classes and addresses that help no caller."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """A tool's answer; ToolError in plain words for arguments that it does not take."""
        taken = next((each.input_schema.get("properties", {}) for each in await self.list_tools() if each.name == name),
                     None)  # fmt: skip
        if taken is None:
            raise ToolError(f"no tool {name}. There are {', '.join(NAMES)}.")
        odd = unknown(name, arguments, taken)
        if odd:
            raise ToolError(odd)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(unusable(name, error.__cause__, taken)) from error
            raise


NAMES = ("find", "brief", "compare", "trials", "dosing", "evidence", "show", "why")
"""The tools in the order in which they are best learned."""


def server(data: list[str], no_local: bool) -> MCPServer[Any]:
    """The server with every tool; it runs over standard streams or HTTP.

    ``data`` are folders as of ``--data``; ``no_local`` leaves those of the environment out.
    """
    made = Server("keta", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    tools = Tools(data, no_local)
    for name in NAMES:
        made.add_tool(getattr(tools, name), annotations=READING, structured_output=True)
    return made
