"""An answer under a budget: as much of a screen as fits, with the documents of that part, and how to go on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from ketacli.cli.agents.onward import Call, calls
from ketacli.evidence.citations.documents import documents
from ketacli.records.source import warned
from ketacli.render.glyphs import UNICODE
from ketacli.render.layout import lay_out
from ketacli.render.plain import text
from ketacli.screens.piece import changed
from ketacli.screens.screen import Facts, Group, Heading, Row, Screen, Table, plain

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.screens.screen import Block

LETTERS_A_TOKEN = 3
"""Letters that a token has at least in numbers, names and ids; in plain English it has four."""
LEAST, USUAL, MOST = 400, 2_000, 50_000
"""Tokens that may be asked for."""
SHORTEST = 12
"""Letters that a piece has at least: so many more than fit need not be laid out."""
RECORDS_A_ROW = 2
"""Records of a row whose documents are named; the others are a call away."""
NONE_NAMED: Mapping[str, str] = MappingProxyType({})
MARK = re.compile(r"\[(\d+(?:,\d+)*)\]")


class Answer(BaseModel):
    """What a tool gives back."""

    answer: str = Field(description="The screen: its title, then the facts. [1] marks a document of `sources`; "
                                    "! marks a value about which sources disagree.")  # fmt: skip
    sources: list[str] = Field(
        description="The documents that this part of the answer rests on; of find the same that stand in brackets."
    )
    cut: str = Field(description="What was left out to keep to the budget, and how to get it; empty for nothing.")
    next: list[str] = Field(description="Command lines of keta that lead on, for a person at a terminal.")
    calls: list[Call] = Field(description="The same as calls of these tools, as far as they can do it.")
    data: str = Field(description="Version of the data, and to which day it was checked.")
    advice: str = Field(description="What the answer is not.")


def tokens(found: Answer) -> int:
    """About how many tokens an answer takes, rather too many than too few."""
    return -(-len(found.model_dump_json()) // LETTERS_A_TOKEN)


def within(dataset: Dataset, shown: Screen, budget: int, named: Mapping[str, str] = NONE_NAMED) -> Answer:
    """As much of a screen as ``budget`` tokens hold, cut between two facts, rows or paragraphs.

    ``named`` are the documents that the screen may name in brackets, by id, with how it names them.
    Where not even the first fits it stands alone, over the budget: half a fact would be a wrong one.
    """
    every = _pieces(shown.blocks)

    def size(pieces: int) -> int:
        return tokens(_answer(dataset, shown, pieces, every, named))

    low, high = 1, min(every, budget * LETTERS_A_TOKEN // SHORTEST) or 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(middle) <= budget else (low, middle - 1)
    return _answer(dataset, shown, low, every, named)


def _answer(dataset: Dataset, shown: Screen, pieces: int, every: int, named: Mapping[str, str]) -> Answer:
    """The first ``pieces`` of a screen's ``every`` piece."""
    blocks = _first(shown.blocks, pieces)
    part = changed(shown, blocks=blocks, sources=[], next=[], advice=None, currency="")
    body = text(lay_out(part, None, UNICODE), "utf-8").rstrip("\n")
    cut = ""
    if pieces < every:
        cut = f"{every - pieces} of {every} facts or rows are left out: ask with a larger max_tokens, or more narrowly."
    return Answer(
        answer=body,
        sources=_sources(dataset, shown, blocks, body, named),
        cut=cut,
        next=shown.next,
        calls=calls(shown.next),
        data=shown.currency,
        advice=plain(shown.advice.text) if shown.advice else "",
    )


def _pieces(blocks: list[Block]) -> int:
    return sum(_size(block) for block in blocks)


def _size(block: Block) -> int:
    """How many pieces a block can be cut into."""
    if isinstance(block, Table):
        return sum(isinstance(row, Row) and not row.continued for row in block.rows)
    if isinstance(block, Facts):
        return sum(bool(label) for label, _ in block.pairs) or 1
    return 0 if isinstance(block, Heading) else 1


def _first(blocks: list[Block], pieces: int) -> list[Block]:
    """The first pieces of blocks; a heading with nothing under it is left out."""
    out: list[Block] = []
    for block in blocks:
        size = _size(block)
        if not pieces and size:
            break
        out.append(block if size <= pieces else _part(block, pieces))
        pieces -= min(size, pieces)
    while out and isinstance(out[-1], Heading):
        out.pop()
    return out


def _part(block: Block, pieces: int) -> Block:
    """The first pieces of a table or of facts."""
    if isinstance(block, Table):
        rows: list[Row | Group] = []
        for row in block.rows:
            if isinstance(row, Row) and not row.continued:
                if not pieces:
                    break
                pieces -= 1
            rows.append(row)
        while rows and isinstance(rows[-1], Group):
            rows.pop()
        return changed(block, rows=rows)
    if isinstance(block, Facts):
        pairs = []
        for pair in block.pairs:
            if pair[0]:
                if not pieces:
                    break
                pieces -= 1
            pairs.append(pair)
        return Facts(pairs)
    return block


def _sources(dataset: Dataset, shown: Screen, blocks: list[Block], body: str, called: Mapping[str, str]) -> list[str]:
    """The documents that the text marks or names, and those of the records that its rows are of."""
    marked = {number for found in MARK.findall(body) for number in found.split(",")}
    out = [plain(line) for line in shown.sources if plain(line).partition("]")[0].lstrip("[") in marked]
    # A name may be broken over two lines.
    flat = " ".join(body.split())
    named: dict[str, None] = dict.fromkeys(name for name, text in called.items() if f"[{text}]" in flat)
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            for kind, name in row.rests_on[:RECORDS_A_ROW] if isinstance(row, Row) else ():
                named.update(dict.fromkeys(documents(dataset, kind, name, False)[:1]))
    said = {plain(line).partition("] ")[2] for line in shown.sources}
    lines = (warned(dataset.sources[name]) for name in named)
    return [*out, *(line for line in dict.fromkeys(lines) if line not in said)]
