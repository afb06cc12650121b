"""What a search found: facts, best first, each with its record, its source and what corrects it."""

from __future__ import annotations

from ketacli.evidence.find.hit import AROUND, citations, corrections, excerpt
from ketacli.records.printable import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketacli.evidence.find.hit import Hit
    from ketacli.evidence.find.question import Question
    from ketacli.records.store import Store
    from ketacli.screens.screen import Screen, Span, Words

MOST = 8
"""So many facts are shown unless all are asked for: they fit a window of 100 columns and 36 lines."""
LONGEST = 60
"""Letters of a question that is typed again as it is."""
LINES, LINE = 26, 92
"""Lines of facts on a window, and letters that surely fit one."""
ANIMALS = {"mouse": "mice", "rat": "rats"}
"""Animals as they stand before what a study in them found."""
CORRECTION = 110
"""Letters of what is used where sources disagree."""


def find_screen(store: Store, question: Question, hits: list[Hit], cut: bool = True) -> Screen:
    """The facts found, best first; ``cut`` where those left out are a call to ``--all`` away."""
    from ketacli.screens.screen import Facts, Note, Prose, headed

    shown = headed(store.meta(), title(question))
    # What is not on record comes before what is: below a list of doses nobody reads that they are for others.
    shown.blocks += [Prose(text) for text in first(question)]
    pairs: list[tuple[str, Words]] = []
    told = worded(store, hits)
    if cut:
        hits = hits[: fitting(hits, told, sum(-(-len(text) // LINE) + 1 for text in first(question)))]
    for at, (hit, (head, said, source, correction)) in enumerate(zip(hits, told, strict=False), 1):
        below: list[Span] = [(address(hit), "name")]
        below += [(f" [{source}]", "dim")] if source else []
        below += [(f" {correction}", "dispute")] if correction else []
        pairs += [(str(at), ((head, "name"), (f" {said}", ""))), ("", tuple(below))]
    if pairs:
        shown.blocks.append(Facts(pairs))
    shown.notes += [Note(text) for text in notes(question, len(hits) if cut else question.total)]
    shown.next = onward(store, question, hits)
    return shown


def help_screen(meta: Mapping[str, str]) -> Screen:
    """Where help is for somebody who wants to die or took too much, and nothing beside it that could do harm."""
    from ketacli.evidence.danger import HELP, MORE, RESEARCH
    from ketacli.screens.screen import Note, Prose, headed

    shown = headed(meta, HELP)
    shown.currency = ""
    shown.blocks.append(Prose(MORE))
    shown.notes.append(Note(RESEARCH))
    shown.next = ["keta help safety"]
    return shown


def fitting(hits: list[Hit], told: list[tuple[str, str, str, str]], used: int = 0) -> int:
    """How many of the facts fit one window of 100 columns of which so many lines are taken."""
    for at, (hit, (head, said, source, correction)) in enumerate(zip(hits, told, strict=True)):
        sizes = (len(head) + len(said), len(address(hit)) + len(source) + len(correction) + 4)
        used += sum(-(-size // LINE) for size in sizes)
        if used > LINES:
            return max(at, 1)
    return len(hits)


def title(question: Question) -> str:
    """What was asked and how many records answer."""
    text = question.text if len(question.text) <= CORRECTION else f"{question.text[:CORRECTION]} ..."
    return f'"{printable(text)}": {question.total:,} record{"" if question.total == 1 else "s"}'


def worded(store: Store, hits: list[Hit]) -> list[tuple[str, str, str, str]]:
    """Of each hit what it is about, what it says, its source, and what is used where sources disagree on it."""
    cited, used = citations(store, hits), corrections(store, hits)
    animals = dict(
        store.rows("SELECT id, value FROM term WHERE kind = 'trials' AND field = 'species' AND value <> 'human'")
    )
    out = []
    for hit in hits:
        head = f"{hit.name}, {hit.label[:1].lower() if hit.label[1:2].islower() else hit.label[:1]}{hit.label[1:]}"
        head = hit.name if not hit.label or hit.kind == "sources" else head
        if hit.kind == "trials" and hit.id in animals:
            head = f"In {ANIMALS.get(animals[hit.id], animals[hit.id])}: {head}"
        said = excerpt(hit.text, hit.ways, 2 * AROUND if hit is hits[0] else AROUND)
        if said.startswith(hit.name):
            # A source's line names it already.
            said = said[len(hit.name) :].lstrip(" .:")
        settled = excerpt(used.get(hit.conflict, ""), (), CORRECTION)
        correction = f"! sources disagree: {settled}" if settled else ""
        out.append(
            (f"{head}:" if said else head, said, "" if hit.kind == "sources" else cited.get(hit.source, ""), correction)
        )
    return out


def plain(text: str) -> bool:
    """Whether a question can be typed again as it is: short, with no sign that a shell reads."""
    return len(text) <= LONGEST and text.isascii() and all(letter.isalnum() or letter in " ,.-" for letter in text)


def first(question: Question) -> list[str]:
    """What comes before the facts: the line that answers, and what is not on record."""
    return [f"Answered by: {line}" for line in question.lines] + question.told


def notes(question: Question, shown: int) -> list[str]:
    """What a reader must know of how the question was read, and that there is more."""
    out = []
    if shown < question.total:
        typed = f"keta find {question.text} --all" if plain(question.text) else "the same with --all"
        out.append(f"{question.total - shown:,} more records: {typed}.")
    if not question.total and not question.unknown and not question.told:
        out.append("Nothing on record answers this. Other words may find more; names and numbers are taken as typed.")
    for word, other in question.respelt.items():
        out.append(f'Nothing has "{printable(word)}": {other} was looked for.')
    if question.dropped:
        out.append(f"Only the first words were read: {question.dropped:,} were left out.")
    return out


def onward(store: Store, question: Question, hits: list[Hit]) -> list[str]:
    """What goes on from a search: the best record, and lists about what was named that are not empty."""
    if not hits:
        return ["keta help data", "keta trials", "keta sources"]
    found = [f"keta show {address(hits[0])}"]
    named: dict[str, str] = {}
    for each in question.concepts:
        for kind, name in each.named:
            if kind in LISTED and name.isascii():
                named.setdefault(kind, name)
    tests = [(LISTED[kind], (name,)) for kind, name in named.items()]
    if tests and store.meeting("trials", [*tests, ("species", ("human",)), ("status", ("reported",))]):
        found.append(f"keta trials {' '.join(named.values())}")
    kinds = {hit.kind for hit in hits}
    for sort, kind, word in (("dose", "regimens", "dosing"), ("harm", "safety", "safety")):
        if "compounds" in named and question.favours.get(sort) and kind in kinds:
            # Who asks for a dose wants the doses side by side before any one of them.
            found.insert(0 if sort == "dose" else 1, f"keta {word} {named['compounds']}")
    if "compounds" in named:
        found.append(f"keta show {named['compounds']}")
    if "indications" in named and question.favours.get("dose") and "regimens" in kinds:
        found.insert(int("compounds" in named), f"keta dosing {named['indications']}")
    if "routes" in named and "regimens" in kinds:
        found.insert(0 if question.favours.get("dose") else len(found), f"keta dosing {named['routes']}")
    return list(dict.fromkeys(found))


LISTED = {"indications": "indication", "compounds": "form", "routes": "route"}
"""Vocabularies whose entries narrow a list of trials down, and the field that they stand in."""


def address(hit: Hit) -> str:
    """What to type to see the record."""
    return f"sources/{hit.id}" if hit.kind == "sources" else hit.id


def lines(store: Store, question: Question, hits: list[Hit]) -> str:
    """The same as plain lines for a pipe: one a record, its id first, nothing laid out."""
    out = [title(question), *first(question), ""]
    wide = max((len(address(hit)) for hit in hits), default=0)
    for hit, parts in zip(hits, worded(store, hits), strict=True):
        out.append(f"{address(hit):{wide}}  {parts[0]} {parts[1]}")
        out[-1] += f"  [{parts[2]}]" if parts[2] else ""
        out[-1] += f"  {parts[3]}" if parts[3] else ""
    out += ["", *notes(question, len(hits)), f"Next     {'   '.join(onward(store, question, hits))}"]
    return "\n".join(out) + "\n"
