"""A line that begins with no command: a name is shown, a question is searched for, a slip is told."""

from __future__ import annotations

from ketacli.evidence.danger import in_danger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.errors import KetaError


def meant(words: list[str], dispatch: Callable[[list[str]], int]) -> int:
    """Run what the words mean and return its exit code.

    ``keta ptsd`` and ``keta transform-2 harms`` show a name, ``keta ptsd trials`` is a list; any other word after a
    name is a question, as ``keta how long does it last`` is. A single word that is one letter from the name of a form
    is told with that name and never taken for it; so is one that is nearly a command. Any other is searched for.
    """
    from ketacli.cli.failure import fail
    from ketacli.cli.mistakes import asks, no_command

    search = ["find", "--fail-empty", *words]
    if in_danger(" ".join(words)):
        return dispatch(search)
    name = named(words)
    if name is not None:
        count, text = name
        rest = words[count:]
        plainly = not rest or rest[0].startswith("-")
        return dispatch(["show", text, *rest] if plainly else after(text, rest, overlays_of(words)) or search)
    plain = [word for word in words if not word.startswith("-")]
    alone = len(plain) == 1
    slip = misspelt(plain[0]) if alone else None
    if slip is not None:
        return fail(slip, words)
    if not asks(words) or (alone and {"-h", "--help"} & {*words}):
        return fail(no_command(words[0]), words)
    return dispatch(search)


def after(name: str, rest: list[str], overlays: tuple[str, ...] = ()) -> list[str] | None:
    """The line that shows a name with the word after it; None where that word is no section, no list and no kind."""
    from ketacli.build.opening import load
    from ketacli.cli.commands.safety import SECTIONS as KINDS
    from ketacli.cli.placing import takes
    from ketacli.errors import KetaError
    from ketacli.records.names import find_record
    from ketacli.records.store import fold
    from ketacli.screens.sections import check

    dataset, word = load(overlays=overlays), rest[0].casefold()
    if not dataset.store.brief(fold(name)):
        try:
            kind, found = find_record(dataset, name)
        except KetaError:
            # The card of that name tells what is wrong with it.
            return ["show", name, *rest]
        try:
            check(dataset, kind, dataset.kind(kind)[found], word)
        except KetaError:
            pass
        else:
            return ["show", name, *rest]
    if word in LISTS and takes(dataset, word, LISTS[word], name):
        return [word, name, *rest[1:]]
    if word in KINDS and takes(dataset, "safety", "safety", name):
        return ["safety", name, *rest]
    return None


def named(words: list[str]) -> tuple[int, str] | None:
    """The longest name that the line begins with, and of how many words it is; None when it begins with none."""
    from ketacli.build.opening import opened
    from ketacli.errors import KetaError
    from ketacli.records.names import BARE_SIGN
    from ketacli.records.store import fold

    free = next((at for at, word in enumerate(words) if word.startswith("-")), len(words))
    try:
        store = opened(overlays_of(words))
        for count in range(min(free, LONGEST), 0, -1):
            text = " ".join(words[:count])
            folded = fold(text)
            if BARE_SIGN.match(text) or (folded and (store.brief(folded) or _is_called(store.called(folded), folded))):
                # Words after a name name a section of its page; a longer line is a question about it.
                return (count, text) if free - count <= 1 else None
    except KetaError:
        # Without data nothing has a name; the command that is run tells what is wrong.
        return None
    return None


def overlays_of(words: list[str]) -> tuple[str, ...]:
    """The overlays that a line reads beside the shipped data; none where it reads another directory, or is wrong."""
    from itertools import pairwise

    from ketacli.build.overlays.folders import chosen
    from ketacli.errors import KetaError

    data = [word.partition("=")[2] for word in words if word.startswith("--data=")]
    data += [value for word, value in pairwise(words) if word == "--data"]
    try:
        return chosen(data, "--no-local" in words).overlays
    except KetaError:
        return ()


def _is_called(record: tuple[str, str] | None, folded: str) -> bool:
    """Whether a record is called so: a statement only by its id, for its other words are what it is about."""
    from ketacli.records.store import fold

    return record is not None and (record[0] not in STATEMENTS or fold(record[1]) == folded)


def misspelt(word: str) -> KetaError | None:
    """The error for a word that is nearly the name of a form: the first word of one, or a letter off; else None."""
    from ketacli.build.opening import load
    from ketacli.errors import KetaError, UnknownName
    from ketacli.evidence.find.question import MOST_LETTERS, edits, spelled
    from ketacli.records.store import fold

    asked = fold(word)
    if not FEWEST <= len(asked) <= MOST_LETTERS or not asked.isalpha():
        return None
    try:
        dataset = load()
        spelt = {
            other: path.partition("/")[2] for path, (label, others) in dataset.index.items()
            if path.startswith("compounds/") for other in (label, *others)
        }  # fmt: skip
        close = {name for name in spelt if fold(name.partition(" ")[0]) == asked}
        if not close and not spelled(dataset.store, [word.casefold()]):
            near = edits(asked)
            close = {name for name in spelt if fold(name) in near}
    except KetaError:
        # Without data nothing has a name; the command that is run tells what is wrong.
        return None
    if not close:
        return None
    # Of several names of one form that which is its id is told, else the shortest plain one.
    plainest = sorted(close, key=lambda name: (fold(name) == spelt[name], name.isalpha(), -len(name)))
    names = {spelt[name]: name for name in plainest}
    told = [f"keta {form}" + ("" if fold(name) == form else f" ({name})") for form, name in sorted(names.items())]
    return UnknownName(f'nothing is called "{word}"', f"Did you mean {' or '.join(told)}?", field="name", value=word,
                       suggestions=tuple(f"keta {form}" for form in sorted(names)))  # fmt: skip


STATEMENTS = ("topics", "conflicts")
"""Kinds of record whose synonyms are no names of theirs."""
LONGEST = 8
"""Words of a name that are tried together."""
FEWEST = 5
"""Letters of the shortest word that may be a name mistyped."""
LISTS = {"trials": "trials", "dosing": "regimens", "guidelines": "guidelines", "reviews": "reviews",
         "safety": "safety", "timeline": "events", "topics": "topics"}  # fmt: skip
"""Lists that take a name as a word, and the kind that each lists."""
