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
from typing import TYPE_CHECKING, Any

from ketacli.errors import UsageError
from ketacli.records import fields
from ketacli.records.choose import Clause, Misfit, all_of, any_of, compile_clause
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.fields import Field, Fields

Condition = Callable[[Any], bool]

DEEPEST = 40
"""Brackets and "not" inside one another, at most."""

TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?P<op>!=|<=|>=|==|!~|[=<>~])|(?P<mark>[(),])"""
    r"""|(?P<word>[^\s()<>=!~,'"]+))"""
)
NOTHING = ("none", "null", "nothing", "missing", "empty", "na", "n/a")
"""Words by which people mean that there is no value; in quotes they are texts."""
WORDS = ("and", "or", "not", "in", "is")
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


def paths_in(text: str, known: Fields, dataset: Dataset | None = None) -> set[str]:
    """The fields that a condition asks for, by their full names; UsageError where it cannot be read."""
    parser = Parser(text, known, dataset)
    parser.read()
    return parser.paths


class Parser:
    """Reads one condition from left to right."""

    def __init__(self, text: str, known: Fields, dataset: Dataset | None) -> None:
        self.text = text
        self.known = known
        self.dataset = dataset
        self.tokens = self.cut()
        self.next = 0
        self.depth = 0
        self.paths: set[str] = set()

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
        return any_of(parts)

    def both(self) -> Condition:
        """Parts with "and" between them."""
        parts = [self.each()]
        while self.peek().is_word("and"):
            self.take()
            parts.append(self.each())
        return all_of(parts)

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
            return self.clause(field, "not in" if turned else "in", self.values())
        if token.kind == "op":
            self.take()
            return self.clause(field, "=" if token.text == "==" else token.text, [self.value()])
        if field.compared().type == fields.YES_NO:
            return lambda record: any(field.values(record))
        raise self.wrong(token.at, f"an operator is expected after {name.text}", f"Operators: {OPERATORS}.")

    def field(self, name: Token) -> Field:
        """The field that a word names."""
        try:
            found = self.known.find(name.text)
            self.paths.add(self.known.short.get(name.text, name.text))
            return found
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
        return self.clause(field, "known" if token.is_word("known") != turned else "missing", [])

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

    def clause(self, field: Field, operator: str, values: list[Token]) -> Condition:
        """One comparison, after its types are known to fit."""
        node = field.compared()
        for token in values if operator in ("=", "!=", "in", "not in") else ():
            if token.is_word(*NOTHING) and not node.choices and node.named_in is None:
                state = "known" if operator in ("!=", "not in") else "missing"
                line = f"{field.path} is {state}"
                raise self.wrong(
                    token.at, f"{token.text} is no value: what is not there is asked for otherwise",
                    f"Write {line}, or '{token.text}' in quotes for the word.", (line,),
                )  # fmt: skip
        try:
            return compile_clause(
                Clause(field.path, operator, tuple(each.text for each in values)), self.known, self.dataset
            )
        except Misfit as error:
            at = values[error.place].at
            raise self.wrong(at, error.message, error.hint or "", error.suggestions, error.allowed) from None
