"""Names people type: folded for comparison, resolved to ids, with near misses when nothing fits.

A name is never guessed. A near miss is offered, the user decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.errors import AmbiguousName, KetaError, UnknownName, UsageError
from ketacli.records.kinds import ALL, KINDS, LOOKUP_ORDER, VOCABULARIES, many_of, word_of
from ketacli.records.store import fold, is_plain

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset

FORM_ORDER = ("racemic", "esketamine", "arketamine")


LONG_ENOUGH = 5
"""Letters from which on a name that goes on after them is offered."""
MOST_LETTERS = 600
"""Of a word for which names spelt alike are looked for, nearly twice as many as the longest name has."""
MOST_ALLOWED = 200
FEW = 40
"""So many names are listed in a message."""
YEAR = re.compile(r"(.*\S)\s+\(?((?:18|19|20)\d\d)\)?\s*")
"""A name and the year after it, as screens print them together."""

NUMBER = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:?\s*)?(10\.[0-9]{4,9}/\S{1,200})|(?:pmid:?\s*)?([0-9]{5,9})|(pmc[0-9]{4,9})",
    re.IGNORECASE,
)
"""A DOI, a PMID or a PMC number, as papers print them."""

BARE_SIGN = re.compile(r"\s*\(?([+-]|plus|minus)\)?[\s-]*(es|ar)?ketamin", re.IGNORECASE)
"""A ketamine named by an optical-rotation sign alone, which sources use for opposite enantiomers."""


def near(text: str, names: dict[str, str], most: int = 3) -> tuple[str, ...]:
    """Ids whose folded names come nearest to ``text``: those that begin with it first, then those spelled alike.

    ``names`` maps folded name to id. A word of four letters is like many others: only ids come near it, not synonyms.
    """
    from difflib import get_close_matches

    asked = fold(text)
    if len(asked) < LONG_ENOUGH:
        names = {name: identity for name, identity in names.items() if name == fold(identity)}
    longer = sorted((name for name in names if name.startswith(asked)), key=len) if len(asked) >= LONG_ENOUGH else []
    # A word that is longer than that is like none of them, and takes long to look through.
    alike = get_close_matches(asked, names, n=most * 2, cutoff=0.72) if len(asked) < MOST_LETTERS else []
    found = [*longer, *alike]
    return tuple(dict.fromkeys(names[name] for name in found))[:most]


def owners(dataset: Dataset, kind: str) -> dict[str, tuple[str, ...]]:
    """Folded name to the ids that go by it, for every id, label and other name of one kind.

    An id's own name is its alone. In a vocabulary the first entry keeps a word.
    """
    found = dataset.names.get(kind)
    if found is None:
        found = dataset.names[kind] = _owners(dataset, kind)
    return found


def _owners(dataset: Dataset, kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    if kind in VOCABULARIES:
        for name, entry in dataset.kind(kind).raw.items():
            for word in (name, entry["label"], entry["short"], *entry["synonyms"]):
                if word:
                    found.setdefault(fold(word), (name,))
        return found
    entries = [(path[len(kind) + 1 :], words) for path, words in dataset.index.items() if path.startswith(kind + "/")]
    own = {fold(name): (name,) for name, _ in entries}
    for name, (label, others) in entries:
        for word in (label, *others):
            held = found.get(fold(word), ())
            if name not in held:
                found[fold(word)] = (*held, name)
    return found | own


def table(dataset: Dataset, kind: str) -> dict[str, str]:
    """Folded name to id, for every id, label and other name of one kind."""
    return {name: ids[0] for name, ids in owners(dataset, kind).items()}


def resolve(dataset: Dataset, kind: str, text: str, error: type[KetaError] = UnknownName) -> str:
    """The id that ``text`` names in one kind; ``error`` with near misses when there is none."""
    refuse_bare_sign(text, error)
    if kind not in VOCABULARIES and text in dataset.kind(kind):
        # As it is written in commands to copy: no other name has to be read.
        return text
    found = owners(dataset, kind).get(fold(text))
    if found is not None and fold(text):
        refuse_shared(dataset, kind, text, error)
        return found[0]
    dated = with_year(dataset, kind, text)
    if dated is not None:
        return dated
    held = of_document(dataset, kind, text, error)
    if held is not None:
        return held
    raise missing(word_of(kind), text, near(text, table(dataset, kind)), tuple(dataset.kind(kind).ids()), error)


def with_year(dataset: Dataset, kind: str, text: str) -> str | None:
    """The id of the one record that is called ``text`` without the year at its end, and is of that year; else None."""
    found = YEAR.fullmatch(text)
    if found is None or kind not in LOOKUP_ORDER:
        return None
    asked, year = fold(found[1]), int(found[2])
    ids = [
        identity
        for path, (name, others) in dataset.index.items()
        for held, _, identity in [path.partition("/")]
        if held == kind and asked in {fold(word) for word in (identity, name, *others)}
        if getattr(dataset.kind(kind)[identity], "year", None) == year
    ]
    return ids[0] if len(ids) == 1 and asked else None


def numbered(dataset: Dataset, text: str) -> str | None:
    """The id of the document that has ``text`` as its DOI, PMID or PMC number, an address of doi.org too; else None."""
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    doi, pmid, pmcid = (part.casefold() if part else None for part in found.groups())
    for source in dataset.sources.partly("id", "doi", "pmid", "pmcid"):
        if (
            (doi and doi == (source.doi or "").casefold())
            or (pmid and pmid == source.pmid)
            or (pmcid and pmcid == (source.pmcid or "").casefold())
        ):
            return source.id
    return None


def of_document(dataset: Dataset, kind: str, text: str, error: type[KetaError] = UnknownName) -> str | None:
    """The id of the one record of a kind that rests on the document with that number; ``error`` where several do."""
    document = numbered(dataset, text)
    if document is None or kind == "sources" or kind not in LOOKUP_ORDER:
        return document if kind == "sources" else None
    ids = [each.id for each in dataset.kind(kind).partly("id", "source") if getattr(each, "source", None) == document]
    if kind == "trials" and not ids:
        ids = [each.id for each in dataset.trials.partly("id", "publications") if document in each.publications]
    if len(ids) > 1:
        raise several(error)(
            f'"{text}" is the document of {len(ids)} {many_of(kind)}', f"Say which: {', '.join(ids[:FEW])}.",
            field=word_of(kind), value=text, suggestions=tuple(ids),
        )  # fmt: skip
    return ids[0] if ids else None


def several(error: type[KetaError]) -> type[KetaError]:
    """The error for a name of several things, where that for a name of none is ``error``."""
    return AmbiguousName if error is UnknownName else error


def refuse_bare_sign(text: str, error: type[KetaError] = UnknownName) -> None:
    """Raise ``error`` for "(+)-ketamine" and the like: the sign depends on salt and solvent and names no form."""
    if BARE_SIGN.match(text):
        raise several(error)(
            f'"{text}" could be either enantiomer: sources use the sign for both',
            "Say (S)-ketamine or (R)-ketamine.",
            field="form",
            value=text,
            suggestions=("esketamine", "arketamine"),
        )


def refuse_shared(dataset: Dataset, kind: str, text: str, error: type[KetaError] = UnknownName) -> None:
    """Raise ``error`` when a name that is no id goes for several records of one kind."""
    ids = owners(dataset, kind).get(fold(text), ())
    if len(ids) > 1:
        raise several(error)(
            f'"{text}" names {len(ids)} {many_of(kind)}',
            f"Say which: {', '.join(ids)}.",
            field=word_of(kind), value=text, suggestions=ids,
        )  # fmt: skip


def term(dataset: Dataset, kind: str, text: str, option: str) -> str:
    """An option's value as an id of a vocabulary or of the compounds; UsageError with the valid values."""
    try:
        return resolve(dataset, kind, text, UsageError)
    except UsageError as error:
        error.field = option.lstrip("-")
        raise


def missing(
    word: str, text: str, suggestions: tuple[str, ...], allowed: tuple[str, ...], error: type[KetaError] = UnknownName
) -> KetaError:
    """The error for a name that nothing goes by."""
    allowed = tuple(dict.fromkeys(allowed))
    if suggestions:
        hint = f"Did you mean {' or '.join(suggestions)}?"
    elif 0 < len(allowed) <= FEW:
        hint = "Known: " + ", ".join(allowed) + "."
    else:
        hint = f"keta find {text.split(maxsplit=1)[0] if text.split() else ''}".strip() + " searches everything."
    if error is UsageError and suggestions and 0 < len(allowed) <= FEW:
        hint += " Known: " + ", ".join(allowed) + "."
    return error(
        f'no {word} called "{text}"' if text.strip() else f"an empty name stands for no {word}",
        hint,
        field=word,
        value=text,
        suggestions=suggestions,
        allowed=allowed[:MOST_ALLOWED],
    )


def kind_of(text: str) -> str:
    """The kind that is meant by its name, the word for one of it or its command; UnknownName for anything else."""
    known = {fold(word): kind.name for kind in KINDS for word in (kind.name, kind.word, kind.command) if word}
    found = known.get(fold(text))
    if found is None:
        raise missing("kind of record", text, near(text, known), ALL)
    return found


def find_record(dataset: Dataset, text: str) -> tuple[str, str]:
    """Kind and id of the record that ``text`` names; ``kind/id`` and bare names both work.

    A source gives way to another record of the same name. Raises UnknownName.
    """
    refuse_bare_sign(text)
    kind, slash, rest = text.partition("/")
    singular = {each.word: each.name for each in KINDS}
    kind = singular.get(kind, kind)
    if slash and kind in LOOKUP_ORDER:
        return kind, resolve(dataset, kind, rest)
    called = dataset.store.called(fold(text)) if is_plain(text) else None
    if called is not None:
        return called
    known: dict[str, str] = {}
    for kind in LOOKUP_ORDER:
        names = owners(dataset, kind)
        found = names.get(fold(text))
        if found is not None and fold(text):
            refuse_shared(dataset, kind, text)
            return kind, found[0]
        for folded, ids in names.items():
            known.setdefault(folded, ids[0])
    for kind in LOOKUP_ORDER:
        dated = with_year(dataset, kind, text)
        if dated is not None:
            return kind, dated
    document = numbered(dataset, text)
    if document is not None:
        return "sources", document
    # Any record is allowed here: a list of all of them would help nobody.
    close = near(text, known)
    for kind in LOOKUP_ORDER:
        if close and close[0] in dataset.kind(kind):
            # What is offered is of one kind: that of the name that comes nearest.
            close = tuple(each for each in close if each in dataset.kind(kind))
            longer = tuple(each for each in close if fold(each).startswith(fold(text)))
            # Several names that go on after what was typed: it is one of them.
            close = longer if len(longer) > 1 else close
            break
    raise missing("record", text, close, ())


def label(dataset: Dataset, kind: str, name: str, short: bool = False) -> str:
    """How an id is printed; the id itself when it is not in the vocabulary."""
    if kind not in VOCABULARIES:
        return dataset.title(f"{kind}/{name}") or name
    entry: dict[str, Any] | None = dataset.kind(kind).raw.get(name)
    if entry is None:
        return name
    return str(entry["short"] if short and entry["short"] else entry["label"])


def inline(name: str) -> str:
    """A compound's name inside a sentence: small first letter, stereo descriptors untouched."""
    return name[:1].lower() + name[1:]
