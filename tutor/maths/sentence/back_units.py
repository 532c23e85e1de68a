r"""What a plain sentence speaks of, read back: "the square of x", "the ratio of a to b", "the slope m", "w transposed".

Law: this file knows the words and nothing of what wrote them. Every rule gives all that its words can mean, so that a phrase
which two trees share comes out as two: "the square of a plus b" is no square of a sum, and no sum either. What a rule makes is
a meaning (see reading/meaning.py), in the shapes that plain_same.py brings to one form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.sentence.same import BARE, HALF, MINUS_ONE, ONE, TWO, Meaning
from tutor.maths.told.symbols import same_symbol

Found = tuple[Meaning, int]
Listed = tuple[tuple[Meaning, ...], int]
_MOST_WAYS = 60

_DETERMINERS = frozenset("the a an our its their some any each every this".split())
_NUMBER = re.compile(r"\d+(?:,\d+)*(?:\.\d+)?|\.\d+")
_HEADS = frozenset(["letter", "word", "Sub", "index below", "superscript", "index above", "ordinal", "accent", "Prime"])


@dataclass(frozen=True, slots=True)
class Called:
    """How a letter is introduced: the words that say what it is, without their determiner, and a remark behind them."""

    symbol: str
    words: tuple[str, ...]
    remark: tuple[str, ...]


@lru_cache(maxsize=4_000)
def sign_of(token: str) -> tuple[str, Meaning] | None:
    r"""A letter of a sentence, x or $\hat{y}$, as (the symbol without its dress, what it means); None for anything else."""
    if len(token) == 1 and token.isascii() and token.isalpha():
        return token, ("letter", token, BARE)
    if token[:1] != "$" and not (len(token) == 1 and token.isalpha()):
        return None
    bare = token.strip("$")
    if bare.isalpha() and bare.isascii():
        return bare, ("word", bare)  # $DEV$ stands for one name
    if bare == "\\cdot":
        return bare, ("letter", "dot", "")
    reading = read_formula(bare, "")
    meant = meaning(reading.tree)
    if meant[0] == "letter" and not meant[2]:
        meant = ("letter", meant[1], BARE)
    return (same_symbol(bare), meant) if reading.complete else None


class TooManyWays(Exception):
    """Words that can be read in so many ways that nobody could follow them."""


Ways = TypeVar("Ways")


def few(ways: list[Ways]) -> list[Ways]:
    """The ways to read some words, where they are not too many."""
    if len(ways) > _MOST_WAYS:
        raise TooManyWays
    return ways


class Units:
    """A packrat grammar in which every rule gives each of its readings: (meaning, place after it)."""

    def __init__(self, tokens: list[str], called: tuple[Called, ...], printed: Mapping[tuple[str, ...], Meaning]) -> None:
        self.tokens = tokens
        self.called = called
        self.printed = printed
        self.known: dict[tuple[str, int], list[Found]] = {}
        self.rows: dict[tuple[str, int], list[Listed]] = {}
        self.opens: Mapping[str, tuple[Callable[[int], list[Found]], ...]] = {}

    # -- words -------------------------------------------------------------------------------------------------------
    def token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""

    def eat(self, words: str, at: int) -> int:
        """The place after these words, 0 where they are not said."""
        wanted = words.split()
        return at + len(wanted) if self.tokens[at : at + len(wanted)] == wanted else 0

    def memo(self, rule: str, at: int, read: Callable[[int], list[Found]]) -> list[Found]:
        key = (rule, at)
        if key not in self.known:
            self.known[key] = []
            self.known[key] = few(list(dict.fromkeys(read(at))))
        return self.known[key]

    # -- plus and minus, times and divided by, raised to ---------------------------------------------------------------
    def whole(self, at: int) -> list[Found]:
        return self.memo("whole", at, self._whole)

    def _whole(self, at: int) -> list[Found]:
        found = self.product(at)
        for left, end in found:
            for word in ("plus", "minus"):
                found = found + [
                    (("sum", (word,), (left, right)), after)
                    for right, after in (self.product(end + 1) if self.token(end) == word else ())
                ]
        return found

    def product(self, at: int) -> list[Found]:
        return self.memo("product", at, self._product)

    def _product(self, at: int) -> list[Found]:
        found = self.raised(at)
        for left, end in found:
            if self.token(end) == "times":
                found = found + [(("product", ("",), (left, right)), after) for right, after in self.raised(end + 1)]
            if after := self.eat("divided by", end):
                found = found + [(("Fraction", left, right), end) for right, end in self.raised(after)]
        return found

    def raised(self, at: int) -> list[Found]:
        return self.memo("raised", at, self._raised)

    def _raised(self, at: int) -> list[Found]:
        found = self.unit(at)
        for base, end in found:
            if after := self.eat("raised to the power", end):
                found = found + [(("Power", base, power), end) for power, end in self.unit(after)]
        return found

    # -- one thing -----------------------------------------------------------------------------------------------------
    def unit(self, at: int) -> list[Found]:
        return self.memo("unit", at, self._unit)

    def _unit(self, at: int) -> list[Found]:
        found = self.named(at)
        if len(words := self.name_at(at)) > 1:
            return [one for one in found if one[1] >= at + len(words)]  # "right-handed and female", printed so
        for node, end in found:  # "n factorial": such a word belongs to the name before it
            if (word := self.token(end)) in ("factorial", "percent"):
                found.append((("Suffix", node, "!" if word == "factorial" else "%"), end + 1))
        found += self.framed(at)
        for node, end in found:  # what is found here may itself have something behind it
            found += self.behind(node, end)
            few(found)
        return found

    def behind(self, node: Meaning, at: int) -> list[Found]:
        """What stands behind a phrase and belongs to it."""
        word = self.token(at)
        if word == "transposed":
            return [(("transpose", node), at + 1)]
        if after := self.eat(", transposed", at):
            return [(("transpose", node), after)]
        if word == "after":
            return [(("product", ("composed with",), (node, inner)), end) for inner, end in self.unit(at + 1)]
        composed = node[:2] == ("product", ("composed with",)) and self.token(at - 1) == ")"
        if word in ("of", "at") and (
            composed or node[0] in _HEADS or (node[0] == "Power" and node[1][0] in _HEADS and node[2] == MINUS_ONE)
        ):
            return [(("apply", node, inside), end) for inside, end in self.arguments(at + 1)]
        return []

    def framed(self, at: int) -> list[Found]:
        """What its first words open."""
        word = self.token(at)
        if word == "the":
            return self.the(at + 1)
        if word == "minus":
            return [(("prefix", "minus", body), end) for body, end in self.raised(at + 1)]
        if word == "twice":
            return [(("product", ("",), (TWO, body)), end) for body, end in self.whole(at + 1)]
        if after := self.eat("half of", at):
            return [(("product", ("",), (HALF, body)), end) for body, end in self.whole(after)]
        if after := self.eat("one half", at):
            return [(HALF, after)]
        if after := self.eat("one over", at):
            return [(("Fraction", ONE, body), end) for body, end in self.whole(after)]
        if word == "infinity":
            return [(("letter", "infinity", ""), at + 1)]
        if word == "[":
            return [(("fence", "list", "", listing(parts)), end) for parts, end in self.between(at + 1, ",", "]")]
        if word == "(":
            rows = self.between(at + 1, ",", ")")
            return [(parts[0] if len(parts) == 1 else ("fence", "tuple", "", listing(parts)), end) for parts, end in rows]
        return []

    def the(self, at: int) -> list[Found]:
        raise NotImplementedError

    # -- names ---------------------------------------------------------------------------------------------------------
    def named(self, at: int) -> list[Found]:
        """A number, a letter with or without what it is, or a name of the formula."""
        token = self.token(at)
        found: list[Found] = []
        if _NUMBER.fullmatch(token):
            found.append((("number", token), at + 1))
        if sign := sign_of(token):
            found += self.told(*sign, at + 1)
        found += [one for called in self.called if called.words for one in self.introduced(called, at)]
        if words := self.name_at(at):
            found.append((self.printed[words], at + len(words)))
        return found + [one for node, end in found for one in self.beside(node, at, end)]

    def name_at(self, at: int) -> tuple[str, ...]:
        """The longest name of the formula that stands here."""
        return max((words for words in self.printed if tuple(self.tokens[at : at + len(words)]) == words), key=len, default=())

    def beside(self, node: Meaning, at: int, end: int) -> list[Found]:
        """ "5 cm": a name in words beside what it goes with."""
        if not (self.name_at(at) or self.name_at(end)):
            return []
        return [(_joined(node, other), after) for other, after in self.unit(end)]

    def introduced(self, called: Called, at: int) -> list[Found]:
        """ "the slope m": the words must be those told of this very letter."""
        start = at + 1 if self.token(at) in _DETERMINERS else at
        end = start + len(called.words)
        if tuple(self.tokens[start:end]) != called.words:
            return []
        sign = sign_of(self.token(end))
        if sign is None or sign[0] != called.symbol:
            return []
        return self.remarked(sign[1], called, end + 1)

    def told(self, symbol: str, meant: Meaning, at: int) -> list[Found]:
        """A letter alone, or "n (the number of rows)"."""
        found = [(meant, at)]
        for called in self.called:
            if called.symbol != symbol:
                continue
            if not called.words:
                found += self.remarked(meant, called, at)
            elif self.token(at) == "(":
                start = at + 2 if self.token(at + 1) in _DETERMINERS else at + 1
                end = start + len(called.words)
                if tuple(self.tokens[start:end]) == called.words and self.token(end) == ")":
                    found += self.remarked(meant, called, end + 1)
        return found

    def remarked(self, meant: Meaning, called: Called, at: int) -> list[Found]:
        """A remark between commas, the last of which the sentence may need for itself."""
        found = [(meant, at)]
        end = at + 1 + len(called.remark)
        if called.remark and self.token(at) == "," and tuple(self.tokens[at + 1 : end]) == called.remark:
            found = [(meant, end)]
            if self.token(end) == ",":
                found.append((meant, end + 1))
        return found

    # -- several -------------------------------------------------------------------------------------------------------
    def several(self, at: int) -> list[Listed]:
        """a and b; a, b and c; a, b, and c."""
        return self.row("several", at, lambda place: _led(self.whole(place), self.tail))

    def tail(self, at: int) -> list[Listed]:
        """The rest of a row, behind its first part."""
        return self.row("tail", at, self._tail)

    def _tail(self, at: int) -> list[Listed]:
        if self.token(at) == "and":
            return [((last,), end) for last, end in self.whole(at + 1)]
        if self.token(at) != ",":
            return []
        if self.token(at + 1) == "and":
            return [((last,), end) for last, end in self.whole(at + 2)]
        return _led(self.whole(at + 1), self.tail)

    def row(self, rule: str, at: int, read: Callable[[int], list[Listed]]) -> list[Listed]:
        """As `memo`, for rows."""
        key = (rule, at)
        if key not in self.rows:
            self.rows[key] = []
            self.rows[key] = few(list(dict.fromkeys(read(at))))
        return self.rows[key]

    def arguments(self, at: int) -> list[Found]:
        """What a function is of: one thing or a row."""
        rows = self.between(at + 1, ",", ")") if self.token(at) == "(" else []
        several = [(parts, end) for parts, end in rows if len(parts) > 1] + self.several(at)
        return self.whole(at) + [(listing(parts), end) for parts, end in several]

    def between(self, at: int, comma: str, closing: str) -> list[Listed]:
        """Parts up to the closing sign."""
        return self.row(comma + closing, at, lambda place: self._between(place, comma, closing))

    def _between(self, at: int, comma: str, closing: str) -> list[Listed]:
        found: list[Listed] = []
        for part, end in self.whole(at):
            if self.token(end) == closing:
                found.append(((part,), end + 1))
            elif self.token(end) == comma:
                found += [((part, *rest), after) for rest, after in self.between(end + 1, comma, closing)]
        return found


def _led(firsts: list[Found], rest: Callable[[int], list[Listed]]) -> list[Listed]:
    """Rows that begin with one of these."""
    return [((first, *others), end) for first, after in firsts for others, end in rest(after)]


def _joined(*parts: Meaning) -> Meaning:
    """Names side by side, as one row."""
    factors = [inner for part in parts for inner in (part[2] if part[0] == "product" else (part,))]
    return ("product", ("",) * (len(factors) - 1), tuple(factors))


def listing(parts: tuple[Meaning, ...]) -> Meaning:
    """One part as it is, several as a row."""
    return parts[0] if len(parts) == 1 else ("list", (",",) * (len(parts) - 1), parts)
