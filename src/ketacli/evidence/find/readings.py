"""What numbers of a question stand for before it is cut into words: an age is a person, 160/100 a blood pressure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

PRESSURE = "blood pressure reading pressure limit"
TEENS, ADULTS, OLDER = 12, 18, 65
"""Years from which on somebody is no child, an adult, an older adult."""
INFANT = 24
"""Months until which somebody is an infant."""
YEARS = r"(?:years?|yrs?|ans|a[nñ]os|jahren?|anni|jaar)"
AGE = (
    r"(?P<number>\b\d{1,3})[\s-]*(?P<unit>years?|yrs?|y|months?|mo|weeks?|wks?|days?)?[\s/.-]*(?:olds?\b|o\b)"
    r"|\b(?:aged?|age of|age is) (?P<years>\d{1,3})\b(?! ?(?:to|-|and|%))"
)
NO_UNIT = r"(?! ?(?:mg|mcg|min|h\b|hours?|minutes?|days?|weeks?|ml|/|\.\d))"
READING = rf"\b(?P<high>\d{{2,3}}) ?(?:/|over) ?(?P<low>\d{{2,3}})\b{NO_UNIT}"
SOMEBODY = r"(?:son|daughter|boy|girl|child|kid|student|pupil|teenager|patient|man|woman|kind|niñ[oa]|enfant)"
OF_SOMEBODY = (
    rf"\b{SOMEBODY}\b,? (?:is |of |who is |aged )?(?P<number>\d{{1,2}})\b(?:[\s-]*{YEARS}\b)?"
    rf"(?! ?(?:to\b|-|%|kg|kilo|lb)){NO_UNIT}"
)
FOR_A_DOSE = r"\b(?:dos[eia]\w*|how much|how many mg|sedat\w+|wie ?viel|cu[aá]nta|combien)\b"
"""What shows that a time of years beside it is an age: an adult's dose must not answer for a child."""
NOT_COUNTED = r"(?! ?(?:%|kg|times|sessions?|infusions?|injections?|doses?|treatments?|sprays?|devices?|puffs?))"
COUNTED = r"(?<!week )(?<!weeks )(?<!day )(?<!days )(?<!phase )(?<!/)(?<![\d.,-])"
SPAN = (
    rf"\b(?:age[ds]? )?{COUNTED}(?P<low>\d{{1,2}}) ?(?:-|\u2013|to) ?(?P<number>\d{{1,2}})\b(?: ?{YEARS}\b)?"
    rf"{NOT_COUNTED}{NO_UNIT}"
)
IN_YEARS = rf"\b(?P<number>\d{{1,3}})[\s-]?{YEARS}\b(?! (?:of|follow|ago|later|after|data|course)\b)"
INJECTED = "im"
NO_ROUTE = frozenset(
    ("on", "a", "an", "not", "so", "the", "in", "very", "really", "afraid", "too", "just", "also", "still", "always",
     "i", "me", "my", "sick", "ill", "scared", "worried", "allergic", "pregnant", "depressed", "suicidal", "bipolar",
     "diabetic")
)  # fmt: skip
"""Words before which "im" was "I am"."""
GERMAN = frozenset(
    ("der", "die", "das", "den", "dem", "ein", "eine", "einer", "und", "ist", "bei", "mit", "von", "zur", "zum", "auf",
     "fur", "wie")
)  # fmt: skip
"""Words of German sentences, in which "im" is a small word."""


def reworded(text: str) -> str:
    """The text with every age and every blood pressure as the words by which they are looked for."""
    if "pugh" in text.casefold():
        import re

        # A name: there is no child in it.
        text = re.sub(r"\bchild pugh\b", "Child-Pugh", text, flags=re.IGNORECASE)
    if not any(letter.isdigit() for letter in text):
        return text
    import re

    text = re.sub(AGE, _person, text, flags=re.IGNORECASE)
    text = re.sub(OF_SOMEBODY, _person, text, flags=re.IGNORECASE)
    if re.search(FOR_A_DOSE, text, flags=re.IGNORECASE):
        text = re.sub(SPAN, _span, text, flags=re.IGNORECASE)
        text = re.sub(IN_YEARS, _person, text, flags=re.IGNORECASE)
    return re.sub(READING, _pressure, text, flags=re.IGNORECASE)


def _span(found: re.Match[str]) -> str:
    low, high = int(found["low"]), int(found["number"])
    if not low < high < ADULTS:
        return str(found[0])
    return "teenager" if low >= TEENS else "child"


def _person(found: re.Match[str]) -> str:
    held = found.groupdict()
    number = int(held["number"] or held["years"])
    unit = (held.get("unit") or "y").casefold()[0]
    if unit != "y":
        return "child" if unit == "m" and number > INFANT else "infant"
    if number < ADULTS:
        return "infant" if number < 1 else "child" if number < TEENS else "teenager"
    return "elderly" if number >= OLDER else "adult"


def _pressure(found: re.Match[str]) -> str:
    high, low = int(found["high"]), int(found["low"])
    # Systolic above diastolic, both as people have them; anything else is two numbers.
    return PRESSURE if 70 <= high <= 280 and 30 <= low <= 170 and high - low >= 10 else str(found[0])


def is_route(words: list[str], at: int) -> bool:
    """Whether "im" is a route here: not "I am", and no word of a German sentence."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return after not in NO_ROUTE and not after.endswith("ing") and not GERMAN.intersection(words)
