"""What a question asks for: its words as concepts, each with the ways in which it may be written.

Names and synonyms come from the store, where the data's own vocabularies and ``synonyms.toml`` are compiled.
"""

from __future__ import annotations

from ketacli.evidence.find.match import anywhere
from ketacli.evidence.find.readings import INJECTED, is_route, reworded
from ketacli.records.search_words import COUNTRY, SPELT, UNITS, key, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from ketacli.records.store import Store

    Known: TypeAlias = "tuple[dict[str, tuple[str, str, int]], dict[str, list[tuple[str, str]]], dict[str, Fixing]]"

MOST_WORDS = 40
"""Words of a question that are read; those after them are told and left out."""
LONGEST_NAME = 6
"""Words of the longest name that is looked for."""
SHORT = 3
"""Letters of a shorthand that is one only in capitals or alone: ``SAD`` is a disorder, sad is a word."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORT_BEGINNING = 4
"""Letters of the shortest word that others are taken to begin with."""
FEWEST_LETTERS = 5
"""Letters of the shortest word that another spelling is forgiven for."""
FEWEST_OF_ANY = 7
"""Letters of the shortest word that any word of the data is taken for, not only a name."""
MOST_LETTERS = 40
"""Letters of the longest: what is a letter off a longer word is too much to make."""

STUDIES, CAUTIONS, CAPPED = ("trials", "reviews", "conflicts", "guidelines"), ("contraindication", "warning"), 0.4
"""Kinds whose asking favours cautions no more than this."""
NUMBERED = frozenset(
    ("week", "day", "month", "year", "phas", "stag", "class", "schedul", "level", "step", "grad", "version", "cid",
     "trial", "part", "section", "n", "study", "transform", "sustain", "aspir", "panel", "articl", "edition", "at")
)  # fmt: skip
"""Words, as roots, that a number belongs to."""
DOSED = frozenset(word for word in (*UNITS, *SPELT) if word[-1] in "gl" or "gram" in word)
"""Units of a dose and of a strength."""
WEIGHTS = (["kg"], ["kilo"], ["kilos"], ["kilogram"], ["kilograms"], ["lb"])
"""Units that stand alone with what a body weighs."""
INSTEAD = "-"
"""Among the ways in which a phrase is looked for: not as it was typed."""
AGAINST = ("vs", "versus")
BARE_NUMBER = 0.4
"""What a small number without a unit says by itself: any trial may have so many people, or weeks."""
CODE = 2
"""Letters of the code of a country."""
NO_USE = frozenset(("healthy", "cognition", "abuse-liability", "recreational-use", "psychiatric"))
"""Entries among the indications for which nobody is given a dose."""
A_DOSE, NO_DOSE = "regimens=0", "regimens=-"
"""What the favours of a phrase have that asks for a dose, and of one that asks for none though its words would."""
BESIDE = frozenset(
    ("and", "with", "plus", "together", "interact", "interaction", "interactions", "combine", "combined", "mix")
)
"""Words that set a medicine beside another."""
OF_PRODUCTS = frozenset(("spray-dose", "spray-maximum", "injected-dose"))
"""What the name of a product favours by itself."""
DISORDER = "-use"
"""How the ids of disorders end that go by the name of a substance."""

VARIANTS = (
    ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("our", "or"), ("ae", "e"),
    ("oe", "e"), ("tre", "ter"), ("ogue", "og"), ("lled", "led"), ("lling", "ling"), ("yse", "yze"), ("ence", "ense"),
)  # fmt: skip
"""British and American spellings of the same letters."""


class Fixing:
    """A person, an animal, a route, a product, a use or a place that an answer must be for."""

    __slots__ = ("called", "dosed", "sort", "ways")

    def __init__(self, sort: str, called: str, ways: tuple[str, ...], dosed: bool = False) -> None:
        self.sort = sort
        """person, animal, route, product, use or place."""
        self.called = called
        """What completes "no dose": "for children", "intramuscular"; of a place its name."""
        self.ways = ways
        """How records write it, as full-text phrases."""
        self.dosed = dosed
        """Whether it fixes a dose alone."""


class Concept:
    """One thing that a question asks for."""

    __slots__ = ("asks", "fixes", "forced", "instead", "named", "typed", "ways", "weight")

    def __init__(self, typed: str, way: str) -> None:
        self.typed = typed
        """The words as they were typed."""
        self.ways = [way]
        """How it is looked for, as full-text phrases, the words themselves first."""
        self.named: list[tuple[str, str]] = []
        """Records and entries of a vocabulary that are called so, kind and id."""
        self.forced = False
        """Whether nothing without it is an answer: an amount with its unit."""
        self.instead = False
        """Whether it is looked for in other words alone: the words themselves mostly mean something else."""
        self.weight = 1.0
        """How much it says by itself."""
        self.fixes: Fixing | None = None
        """What it fixes an answer to, if anything."""
        self.asks = ""
        """Kinds and sorts of answer that it shows to be wanted, as the store has them."""


class Question:
    """A question, read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.concepts: list[Concept] = []
        self.respelt: dict[str, str] = {}
        """Words that nothing contains, to what was looked for instead."""
        self.unknown: list[str] = []
        """Words that nothing contains and nothing is near to."""
        self.dropped = 0
        """Words beyond the most that are read."""
        self.total = 0
        """How many records answer."""
        self.cut: list[str] = []
        """Words that stand in so many places that not all of them were read."""
        self.lines: list[str] = []
        """Command lines that answer it better than a search does."""
        self.told: list[str] = []
        """What is not on record, where that is an answer."""
        self.favours: dict[str, float] = {}
        """What sort of fact, kind or record it asks for, and how much."""
        self.absent: list[str] = []
        """Countries of which nothing is on record, or nothing of the law where that is asked for."""
        self.covered: list[str] = []
        """Countries for which the approval of a union holds, and of which none by itself is on record."""
        self.undosed: list[str] = []
        """What a dose is asked for that no regimen is called or about."""
        self.pool = ""
        """The clinical question on record that sets the two treatments against each other."""
        self.most = False
        """Whether the highest is asked for."""
        self.plain = False
        """Whether a form and a use are all that is named: what the one does in the other."""
        self.doses = False
        """Whether a dose is asked for."""
        self.for_animals = False
        """Whether a dose for an animal is asked for."""
        self.unmet: list[str] = []
        """Sorts of ``Fixing`` that no answer is about; ``dose`` and ``maximum`` where none on record is."""

    @property
    def asked_of_law(self) -> str:
        """What is asked of the law: ``law`` for its rules, ``approval`` for that alone; empty for neither."""
        return next((what for what in ("law", "approval") if self.favours.get(what, 0.0) > 0), "")

    @property
    def also(self) -> dict[str, list[str]]:
        """Of each word or name, what it was looked for as besides, or instead."""
        return {
            each.typed: [
                way
                for way in (way.replace('"', "") for way in each.ways)
                if way != each.typed and not way.startswith(COUNTRY)
            ]
            for each in self.concepts
            if not each.forced and each.weight and (len(each.ways) > 1 or each.typed in self.respelt)
        }


def read(store: Store, text: str) -> Question:
    """The concepts of a question: the longest names and phrases that are known, then words and amounts."""
    question = Question(text)
    typed = reworded(text).split()
    question.dropped = max(len(typed) - MOST_WORDS, 0)
    typed = typed[:MOST_WORDS]
    words = [(each, word) for word in typed for each in words_of(word)][: MOST_WORDS * 2]
    plain = [each for each, _ in words]
    synonyms, called, fixing = _known(store, plain)
    alone = len(plain) == 1
    loud = len(plain) > 2 and text.upper() == text
    at = 0
    while at < len(plain):
        size = _amount(plain, at)
        concept: Concept | None = None
        if size > 1:
            concept = Concept(" ".join(plain[at : at + size]), _near(plain[at : at + size]))
            # A dose is that dose or nothing; a time is one word among others.
            weighed = plain[at + 1 :][: size - 1] in WEIGHTS
            concept.forced = not DOSED.isdisjoint(plain[at : at + size]) and not weighed
            if weighed:
                # What a body weighs is in no answer: seventy people in a trial are none.
                concept.weight, concept.ways = 0.0, []
        else:
            # "vs S-ketamine" is no Vss: no name goes over what sets two things against each other.
            for size in range(1 if plain[at] in AGAINST else min(LONGEST_NAME, len(plain) - at), 0, -1):
                part = plain[at : at + size]
                typed_part = [word for _, word in words[at : at + size]]
                bare = part == [INJECTED] and is_route(plain, at)
                concept = _concept(part, typed_part, synonyms, called, fixing, alone or bare, loud)
                if concept is not None and part[0].isdigit() and at and key(plain[at - 1 : at]) in NUMBERED:
                    concept.weight = 1.0
                if concept is not None:
                    break
        if concept is not None:
            question.concepts.append(concept)
        at += size
    for phrase_, (_, favours, _) in synonyms.items():
        longer = [other[1] for whole, other in synonyms.items() if whole != phrase_ and f" {phrase_} " in f" {whole} "]
        if A_DOSE in favours and any(NO_DOSE in each for each in longer):
            # "After my dose" asks for no dose, nor does the schedule of a law.
            continue
        for each in favours.split():
            what, _, much = each.partition("=")
            question.favours[what] = max(question.favours.get(what, -1.0), float(much))
    if any(question.favours.get(kind, 0.0) > 0 for kind in STUDIES):
        # Who asks for a study of a disease asks for no warning of it.
        for what in CAUTIONS:
            if what in question.favours:
                question.favours[what] = min(question.favours[what], CAPPED)
    if any(" " in each.typed and any(name.endswith(DISORDER) for _, name in each.named) for each in question.concepts):
        # A disorder that goes by the name of a substance is treated: no warning of the substance is asked for.
        for what in (*CAUTIONS, "safety"):
            question.favours.pop(what, None)
        question.favours = {what: much for what, much in question.favours.items() if much > 0}
    _plainly(question)
    _spelling(store, question)
    _interaction(question, plain)
    return question


def _plainly(question: Question) -> None:
    """What is asked for where nothing but a form and a use, or a country, is named: what it does, or its approval."""
    left = [each for each in question.concepts if each.weight]
    fixed = {each.fixes.sort for each in left if each.fixes}
    kinds = {kind for each in left for kind, _ in each.named}
    known = all(each.named or (each.fixes and each.fixes.sort == "place") for each in left)
    if not known or {*question.favours}.difference(OF_PRODUCTS) or "compounds" not in kinds or len(left) != 2:
        return
    if "place" in fixed:
        question.favours.update(approval=0.6, standing=0.3, compounds=0.2, events=0.1)
    elif "indications" in kinds:
        question.favours.update(questions=0.3, pooled=0.2, guidelines=0.1, topics=0.1)
        question.plain = True


def _interaction(question: Question, words: list[str]) -> None:
    """Look for interactions alone where a form stands beside a medicine that nothing has: "clozapine and ketamine".

    Of the two alone, "tramadol ketamine", all that is known of the form is no answer.
    """
    left = [each for each in question.concepts if each.weight and each.ways]
    forms = left and all(kind == "compounds" for each in left for kind, _ in each.named or [("", "")])
    if question.unknown and forms and not BESIDE.intersection(words):
        for each in question.concepts:
            each.ways = []
    elif question.unknown and forms and BESIDE.intersection(words):
        concept = Concept("interaction", '"interaction"')
        concept.ways += ['"interactions"', '"medicines"']
        concept.forced = True
        question.concepts.append(concept)
        question.favours.update(warning=0.5, safety=0.5)


def _known(store: Store, words: list[str]) -> Known:
    """Of every run of words of the question, what the store knows: synonyms by key, names by their letters, fixings."""
    runs = [words[at : at + size] for size in range(1, LONGEST_NAME + 1) for at in range(len(words) - size + 1)]
    synonyms: dict[str, tuple[str, str, int]] = {}
    for phrase_, ways, favours, silent in store.among(
        "SELECT phrase, ways, favours, silent FROM synonym WHERE phrase IN", [key(run) for run in runs]
    ):
        synonyms[phrase_] = (ways, favours, silent)
    called: dict[str, list[tuple[str, str]]] = {}
    rows = store.among("SELECT folded, kind, id FROM called WHERE folded IN", ["".join(run) for run in runs])
    for folded, kind, name in rows:
        called.setdefault(folded, []).append((kind, name))
    fixing = {
        phrase_: Fixing(sort, name, tuple(ways.split("\n")), bool(dosed))
        for phrase_, sort, name, ways, dosed in store.among(
            "SELECT phrase, sort, called, ways, dosed FROM fixing WHERE phrase IN", [key(run) for run in runs]
        )
    }
    return synonyms, called, fixing


def _concept(
    part: list[str],
    typed: list[str],
    synonyms: dict[str, tuple[str, str, int]],
    called: dict[str, list[tuple[str, str]]],
    fixing: dict[str, Fixing],
    alone: bool = False,
    loud: bool = False,
) -> Concept | None:
    """The concept of a run of words; None for words that are none: nothing known of several, or a silent word.

    ``alone`` when the question has no other word, ``loud`` when it is all in capitals, which then show no shorthand.
    """
    known, fixes = synonyms.get(key(part)), fixing.get(key(part))
    named = called.get("".join(part), [])
    shouted = not loud and all(word.upper() == word for word in typed)
    if len(part) == 1 and not (shouted and len(part[0]) > 1) and not alone:
        if known is not None and known[2]:
            if not known[1]:
                return None
            named = []
        if len(part[0]) <= SHORT - 1 and not part[0].isdigit():
            named = [each for each in named if each[0] == "routes" and fixes is not None and fixes.sort == "route"]
    if len(part) > 1 and not (known and known[0]) and not named and fixes is None:
        # A phrase that only shows what is asked for leaves its words to be looked for.
        return None
    concept = Concept(" ".join(part), f'"{" ".join(part)}"')
    if known is not None:
        ways, concept.asks, silent = known
        concept.ways += [way for way in ways.split("\n") if way and way not in concept.ways]
        if INSTEAD in concept.ways:
            # The words as typed are what mostly means something else.
            concept.ways = [way for way in concept.ways[1:] if way != INSTEAD]
            concept.instead = True
        if silent and not shouted and part[0] not in fixing:
            concept.weight = 0.0
    concept.named = named
    if len(part) == 1 and not alone and part[0].isdigit() and len(part[0]) <= SHORT:
        concept.weight = BARE_NUMBER
    if fixes is not None:
        lowly = fixes.sort == "place" and len(part[0]) == CODE and len(part) == 1 and not shouted
        # The code of a country in small letters may be a word: it finds, and fixes nothing.
        concept.fixes = None if lowly else fixes
        if len(concept.ways) == 1 and fixes.sort != "product":
            concept.ways += [way for way in fixes.ways if way not in concept.ways]
    else:
        concept.fixes = _named_use(concept)
    return concept


def _named_use(concept: Concept) -> Fixing | None:
    """What an indication or a route fixes by its own name."""
    # Alcohol is mostly drunk beside the drug; a disorder is named as one.
    bare = " " not in concept.typed
    kinds = {kind for kind, name in concept.named if name not in NO_USE and not (bare and name.endswith(DISORDER))}
    for kind, sort in (("routes", "route"), ("indications", "use")):
        if kind in kinds:
            return Fixing(sort, concept.typed if sort == "route" else f"for {concept.typed}", tuple(concept.ways))
    return None


def _amount(words: list[str], at: int) -> int:
    """How many words from here on are a number with its unit: ``0.05 mg/kg`` is three."""
    if not words[at][:1].isdigit():
        return 0
    end = at + 1
    while end < len(words) and end - at < 4 and SPELT.get(words[end], words[end]) in UNITS | {"per"}:
        end += 1
    return end - at


def _near(words: list[str]) -> str:
    """A number near its unit: in ``0.05 or 0.1 mg/kg`` both are found."""
    spelt = [SPELT.get(word, word) for word in words if word != "per"]
    return f"NEAR({' '.join(chr(34) + word + chr(34) for word in spelt)}, 3)"


def _spelling(store: Store, question: Question) -> None:
    """Give words that nothing contains their other spelling: British or American, else one letter off."""
    for concept in question.concepts:
        word = concept.typed
        if concept.fixes and concept.fixes.sort == "animal" and not anywhere(store, concept.ways[0]):
            # Another animal stands for none, though what is on record of animals is shown.
            question.unknown.append(word)
        if concept.instead and not any(anywhere(store, way) for way in concept.ways):
            question.unknown.append(word)
            concept.ways = []
        if len(concept.ways) > 1 or concept.named or concept.forced or concept.instead or " " in word:
            continue
        letters = word.isalpha() and word.isascii() and len(word) <= MOST_LETTERS
        other = [f'"{each}"' for each in spelled(store, variants(word))] if letters else []
        if anywhere(store, concept.ways[0]):
            concept.ways += other
        elif other:
            concept.ways = other
        elif letters and len(word) >= SHORT_BEGINNING and anywhere(store, f'"{word}"*'):
            concept.ways = [f'"{word}"*']
        else:
            near = nearest(store, word) if letters and len(word) >= FEWEST_LETTERS else ""
            if near:
                question.respelt[word] = near
                again = _concept([near], [near], *_known(store, [near])) or Concept(near, f'"{near}"')
                concept.ways, concept.named, concept.fixes = again.ways, again.named, again.fixes
            else:
                if concept.weight:
                    question.unknown.append(word)
                concept.ways = []


def variants(word: str) -> list[str]:
    """The other spellings of a word on the other side of the ocean."""
    found: dict[str, None] = {}
    for british, american in VARIANTS:
        for here, there in ((british, american), (american, british)):
            if here in word and not (here == "e" or (len(here) < 3 and here != british)):
                found[word.replace(here, there)] = None
    for british in ("ae", "oe"):
        at = word.find("e")
        while at >= 0:
            if at == 0 or word[at - 1] not in "aeo":
                found[word[:at] + british + word[at + 1 :]] = None
            at = word.find("e", at + 1)
    found.pop(word, None)
    return list(found)


def nearest(store: Store, word: str) -> str:
    """The word of the data that is one letter off; of several the commonest.

    What is a letter off a short word is mostly another word (shelf, self): only names and terms are taken for it.
    """
    near = edits(word)
    found = spelled(store, near)
    if found and len(word) < FEWEST_OF_ANY:
        known = {each for (each,) in store.among("SELECT folded FROM called WHERE folded IN", sorted(found))}
        found = {each: times for each, times in found.items() if each in known}
    return max(found, key=lambda each: (found[each], each)) if found else ""


def edits(word: str) -> set[str]:
    """What is one letter off a word: one left out, put in, wrong, or two exchanged; the first letter stands."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in parts if tail and head}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in parts if tail and head for letter in LETTERS}
    return found | {head + letter + tail for head, tail in parts if head for letter in LETTERS}


def spelled(store: Store, words: Iterable[str]) -> dict[str, int]:
    """Which of some words the data has, and how often."""
    return dict(store.among("SELECT word, times FROM spelling WHERE word IN", sorted(words)))
