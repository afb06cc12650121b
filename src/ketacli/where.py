"""A small language of conditions, shared by ``--where`` and the Python API.

    condition   = all, "or" between them;       all = each, "and" between them
    each        = "not" each | "(" condition ")" | comparison
    comparison  = field operator value | field ["not"] "in" "(" value, value ... ")"
                | field "is" ["not"] "missing" | field "is" ["not"] "known" | field of the type yes or no
    operator    = "=" "!=" "<" "<=" ">" ">=" "~" (contains) "!~" (does not contain)
    value       = a word or number as it is | 'text' | "text", a quote inside it doubled

Nothing is evaluated as code. What is missing meets no comparison, not even ``!=``; ``not`` turns
the answer round. A list meets a comparison when an element does; it meets ``!=`` and ``!~`` when no
element is, or contains, the value. Text is compared without regard to case. A date is compared as
far as the value is written: ``date <= 2019`` holds for all of 2019.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli import fields
from ketacli.errors import KetaError, UsageError

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.fields import Field, Fields

Condition = Callable[[Any], bool]

DEEPEST = 40
"""Brackets and "not" inside one another, at most."""

TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?P<op>!=|<=|>=|==|!~|[=<>~])|(?P<mark>[(),])"""
    r"""|(?P<word>[^\s()<>=!~,'"]+))"""
)
WORDS = ("and", "or", "not", "in", "is")
ORDERING = ("<", "<=", ">", ">=")
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?")
DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
YES, NO = ("true", "yes"), ("false", "no")
OPERATORS = "= != < <= > >= ~ !~ in is"


class Token(NamedTuple):
    """A piece of the text and where it starts."""

    kind: str
    """"quoted", "op", "mark", "word", or "end"."""
    text: str
    at: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words of the language."""
        return self.kind == "word" and self.text.lower() in words


def compile_condition(text: str, known: Fields, dataset: Dataset | None = None) -> Condition:
    """The condition as a function of a record; UsageError says what is wrong and where.

    With a ``dataset``, names of forms, routes, indications and documents are read as everywhere
    else (``iv``, ``S-ketamine``), and an indication includes its narrower terms.
    """
    return Parser(text, known, dataset).read()


class Parser:
    """Reads one condition from left to right."""

    def __init__(self, text: str, known: Fields, dataset: Dataset | None) -> None:
        self.text = text
        self.known = known
        self.dataset = dataset
        self.tokens = self.cut()
        self.next = 0
        self.depth = 0

    def cut(self) -> list[Token]:
        """The text in tokens, the end last."""
        found: list[Token] = []
        at = 0
        end = len(self.text.rstrip())
        while at < end:
            match = TOKEN.match(self.text, at)
            if match is None or match.end() == at:
                at += len(self.text[at:]) - len(self.text[at:].lstrip())
                quote = self.text[at] in "'\""
                raise self.wrong(at, "a quote is not closed" if quote else f'"{self.text[at]}" has no meaning here')
            kind = match.lastgroup or ""
            found.append(Token(kind, match.group(kind), match.start(kind)))
            at = match.end()
        return [*found, Token("end", "", end)]

    def wrong(self, at: int, message: str, hint: str = "", suggestions: tuple[str, ...] = (),
              allowed: tuple[str, ...] = ()) -> UsageError:  # fmt: skip
        """The error, with the place in the text."""
        line = "".join(" " if letter.isspace() else letter for letter in self.text)
        shown = [line, f"  {' ' * at}^"] + ([f"  {hint}"] if hint else [])
        return UsageError(
            f"--where, at character {at + 1}: {message}", "\n".join(shown), field="where", value=self.text,
            suggestions=suggestions, allowed=allowed,
        )  # fmt: skip

    def peek(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.next]

    def take(self) -> Token:
        """The next token, which is then behind us."""
        token = self.tokens[self.next]
        self.next += token.kind != "end"
        return token

    def read(self) -> Condition:
        """The whole condition."""
        if self.peek().kind == "end":
            raise self.wrong(0, "there is no condition", "For example: n>=100 and comparator=active")
        found = self.either()
        rest = self.peek()
        if rest.kind != "end":
            raise self.wrong(rest.at, f'"and" or "or" is expected before "{rest.text}"', self.unquoted(rest))
        return found

    def unquoted(self, token: Token) -> str:
        """A hint for words that should have been one value."""
        return "A value of several words is written in quotes: 'two words'." if token.kind == "word" else ""

    def either(self) -> Condition:
        """Parts with "or" between them."""
        parts = [self.both()]
        while self.peek().is_word("or"):
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda record: any(part(record) for part in parts)

    def both(self) -> Condition:
        """Parts with "and" between them."""
        parts = [self.each()]
        while self.peek().is_word("and"):
            self.take()
            parts.append(self.each())
        return parts[0] if len(parts) == 1 else lambda record: all(part(record) for part in parts)

    def each(self) -> Condition:
        """A comparison, its opposite, or a condition in brackets."""
        token = self.peek()
        bracket = token.kind == "mark" and token.text == "("
        if not bracket and not token.is_word("not"):
            return self.comparison()
        self.take()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(token.at, f"more than {DEEPEST} brackets inside one another")
        if bracket:
            inner = self.either()
            closing = self.take()
            if (closing.kind, closing.text) != ("mark", ")"):
                raise self.wrong(closing.at, '")" is expected', f'It closes the "(" at character {token.at + 1}.')
            found = inner
        else:
            turned = self.each()
            found = lambda record: not turned(record)  # noqa: E731
        self.depth -= 1
        return found

    def comparison(self) -> Condition:
        """A field and what is asked of it."""
        name = self.take()
        if name.kind != "word" or name.is_word(*WORDS):
            what = f'not "{name.text}"' if name.text else "not the end"
            raise self.wrong(name.at, f"the name of a field is expected, {what}", self.listed())
        field = self.field(name)
        token = self.peek()
        if token.is_word("is"):
            self.take()
            return self.state(field)
        if token.is_word("in") or (token.is_word("not") and self.tokens[self.next + 1].is_word("in")):
            turned = token.is_word("not")
            self.take()
            if turned:
                self.take()
            values = self.values()
            parts = [self.test(field, "=", value) for value in values]
            if turned:
                return lambda record: bool(field.values(record)) and not any(part(record) for part in parts)
            return lambda record: any(part(record) for part in parts)
        if token.kind == "op":
            self.take()
            value = self.value()
            return self.test(field, "=" if token.text == "==" else token.text, value)
        if field.compared().type == fields.YES_NO:
            return lambda record: any(field.values(record))
        raise self.wrong(token.at, f"an operator is expected after {name.text}", f"Operators: {OPERATORS}.")

    def field(self, name: Token) -> Field:
        """The field that a word names."""
        try:
            return self.known.find(name.text)
        except UsageError as error:
            raise self.wrong(name.at, error.message, error.hint or "", error.suggestions, error.allowed) from None

    def listed(self) -> str:
        """The names that need no dot."""
        return f"Fields: {', '.join(self.known.names())}."

    def state(self, field: Field) -> Condition:
        """``is missing`` and ``is known``."""
        turned = self.peek().is_word("not")
        if turned:
            self.take()
        token = self.take()
        if not token.is_word("missing", "known"):
            raise self.wrong(token.at, '"missing" or "known" is expected after "is"')
        wanted = token.is_word("known") != turned
        return lambda record: bool(field.values(record)) == wanted

    def values(self) -> list[Token]:
        """Values in brackets."""
        opening = self.take()
        if (opening.kind, opening.text) != ("mark", "("):
            raise self.wrong(opening.at, '"(" is expected after "in"', "For example: masking in (double, triple)")
        found = [self.value()]
        while True:
            token = self.take()
            if (token.kind, token.text) == ("mark", ")"):
                return found
            if (token.kind, token.text) != ("mark", ","):
                raise self.wrong(token.at, '"," or ")" is expected')
            found.append(self.value())

    def value(self) -> Token:
        """A word, a number or a text in quotes; of the latter what is inside."""
        token = self.take()
        if token.kind == "quoted":
            quote = token.text[0]
            return Token("quoted", token.text[1:-1].replace(quote * 2, quote), token.at)
        if token.kind != "word" or token.is_word("and", "or", "not"):
            what = f', not "{token.text}"' if token.text else ""
            raise self.wrong(
                token.at, f"a value is expected{what}", "A text with spaces or signs is written in quotes."
            )
        return token

    def test(self, field: Field, op: str, value: Token) -> Condition:
        """One comparison, after its types are known to fit."""
        node = field.compared()
        if node.type in (fields.PART, fields.TABLE):
            inside = [f"{field.path}.{name}" for name in node.inside()]
            hint = f"It has {', '.join(inside)}." if inside else "Name one of its keys after a dot."
            raise self.wrong(value.at, f"{field.path} is no single value to compare", hint)
        if op in ORDERING and node.type not in (fields.NUMBER, fields.DATE):
            raise self.wrong(value.at, f"{field.path} is {TYPES[node.type]}: {op} compares numbers and dates",
                             "Use = != ~ or in.")  # fmt: skip
        if op in ("~", "!~"):
            if node.type in (fields.NUMBER, fields.YES_NO):
                raise self.wrong(value.at, f"{field.path} is {TYPES[node.type]}: ~ looks into texts", "Use = or !=.")
            part = value.text.casefold()
            return joined(field, op == "!~", lambda held: part in str(held).casefold())
        return joined(field, op == "!=", self.meets(field, "=" if op == "!=" else op, value))

    def meets(self, field: Field, op: str, value: Token) -> Callable[[Any], bool]:
        """What a single value is asked."""
        node = field.compared()
        if node.type == fields.NUMBER:
            return ordered(op, self.number(field, value))
        if node.type == fields.DATE:
            return dated(op, self.date(field, value))
        if node.type == fields.YES_NO:
            word = value.text.lower()
            if word not in (*YES, *NO):
                raise self.wrong(value.at, f'{field.path} is yes or no, not "{value.text}"', "Write true or false.")
            return lambda held: bool(held) == (word in YES)
        if node.type == fields.CHOICE:
            chosen = self.choice(field, value)
            return lambda held: held in chosen
        if node.named_in is not None and self.dataset is not None:
            ids = self.named(node.named_in, value)
            return lambda held: held in ids
        asked = value.text.casefold()
        return lambda held: str(held).casefold() == asked

    def number(self, field: Field, value: Token) -> float:
        """A number from the text."""
        if not NUMBER.fullmatch(value.text) or not value.text.isascii():
            raise self.wrong(value.at, f'{field.path} is a number, "{value.text}" is none')
        return float(value.text)

    def date(self, field: Field, value: Token) -> str:
        """A year, a month or a day from the text."""
        month, day = value.text[5:7] or "01", value.text[8:10] or "01"
        if not DATE.fullmatch(value.text) or not ("01" <= month <= "12" and "01" <= day <= "31"):
            raise self.wrong(value.at, f'{field.path} is a date, "{value.text}" is none',
                             "Write 2019, 2019-03 or 2019-03-05.")  # fmt: skip
        return value.text

    def choice(self, field: Field, value: Token) -> set[str]:
        """The fixed values that a word means: itself, or those that hold a number (``phase=3``)."""
        from ketacli.names import fold, near

        choices = field.compared().choices
        asked = fold(value.text)
        found = {choice for choice in choices if asked and fold(choice) == asked}
        if not found and asked.isdecimal():
            found = {choice for choice in choices if asked in re.findall(r"\d+", choice)}
        if not found:
            close = near(value.text, {fold(choice): choice for choice in choices})
            start = f"Did you mean {' or '.join(close)}? " if close else ""
            raise self.wrong(value.at, f'{field.path} has no value "{value.text}"',
                             f"{start}Known: {', '.join(choices)}.", close, choices)  # fmt: skip
        return found

    def named(self, kind: str, value: Token) -> set[str]:
        """The ids that a name stands for."""
        from ketacli.names import resolve
        from ketacli.query import narrower

        assert self.dataset is not None
        try:
            found = {resolve(self.dataset, kind, value.text, UsageError)}
        except KetaError as error:
            hint = error.hint or ""
            raise self.wrong(value.at, error.message, hint, error.suggestions, error.allowed) from None
        return narrower(self.dataset, found) if kind == "indications" else found


TYPES = {
    fields.NUMBER: "a number",
    fields.TEXT: "text",
    fields.DATE: "a date",
    fields.YES_NO: "yes or no",
    fields.CHOICE: "one of fixed words",
}


def joined(field: Field, turned: bool, meets: Callable[[Any], bool]) -> Condition:
    """The question asked of every known value: any must meet it, or, turned, none may."""
    if turned:

        def none(record: Any) -> bool:
            held = field.values(record)
            return bool(held) and not any(meets(value) for value in held)

        return none
    return lambda record: any(meets(value) for value in field.values(record))


def ordered(op: str, wanted: Any) -> Callable[[Any], bool]:
    """A comparison with a number, or of texts that sort like what they mean."""
    return {
        "=": lambda held: held == wanted,
        "<": lambda held: held < wanted,
        "<=": lambda held: held <= wanted,
        ">": lambda held: held > wanted,
        ">=": lambda held: held >= wanted,
    }[op]


def dated(op: str, wanted: str) -> Callable[[Any], bool]:
    """A comparison with a date, as far as both are written.

    A value that is known less exactly than asked meets it only when its own part decides.
    """
    compare = ordered(op, wanted)

    def meets(held: Any) -> bool:
        text = str(held)
        if not DATE.fullmatch(text):
            return False
        if len(text) >= len(wanted):
            return compare(text[: len(wanted)])
        return text != wanted[: len(text)] and op != "=" and ordered(op, wanted[: len(text)])(text)

    return meets
