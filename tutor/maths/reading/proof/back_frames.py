"""The larger frames of a reading read back: what is opened by "the ..." and closed by "end ..."."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from tutor.maths.reading import words

Meaning = tuple[Any, ...]
Found = tuple[Meaning, int]

_ROLES = ("norm", "absolute value", "determinant", "size", "floor", "ceiling")
_TUPLES = ("pair", "triple", "tuple")
_OPENERS = {
    "parenthesis": "(",
    "bracket": "[",
    "brace": "{",
    "angle bracket": "⟨",
    "bar": "|",
    "double bar": "‖",
    "double bracket": "⟦",
    "nothing": ".",
}
_CLOSERS = {
    "parenthesis": ")",
    "bracket": "]",
    "brace": "}",
    "angle bracket": "⟩",
    "bar": "|",
    "double bar": "‖",
    "double bracket": "⟧",
    "nothing": ".",
}
_SPACES = {name: letter for letter, name in words.SPACES.items()}


@cache
def _split(spoken: str) -> list[str]:
    return spoken.split()


class Brackets:
    """Everything with an audible inside; the rules for rows come from the class below."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.known: dict[tuple[str, int], Found | None] = {}

    def whole(self, at: int) -> Found | None:
        raise NotImplementedError

    def listing(self, at: int) -> Found | None:
        raise NotImplementedError

    def chain(self, at: int) -> Found | None:
        raise NotImplementedError

    def sum(self, at: int) -> Found | None:
        raise NotImplementedError

    def product(self, at: int) -> Found | None:
        raise NotImplementedError

    def term(self, at: int) -> Found | None:
        raise NotImplementedError

    def leaf(self, at: int) -> Found | None:
        raise NotImplementedError

    def scripted(self, at: int) -> Found | None:
        raise NotImplementedError

    def name(self, at: int) -> Found | None:
        raise NotImplementedError

    def probability(self, at: int) -> Found | None:
        raise NotImplementedError

    def calculus(self, at: int) -> Found | None:
        raise NotImplementedError

    def big(self, at: int) -> Found | None:
        raise NotImplementedError

    def named(self, at: int) -> Found | None:
        raise NotImplementedError

    def grids(self, at: int) -> Found | None:
        raise NotImplementedError

    def membership(self, at: int) -> Found | None:
        raise NotImplementedError

    # -- words -------------------------------------------------------------------------------------------------------
    def at(self, spoken: str, at: int) -> bool:
        return self.eat(spoken, at) > 0

    def eat(self, spoken: str, at: int) -> int:
        """The place after these words, 0 where they are not said."""
        if at >= len(self.tokens) or not spoken.startswith(self.tokens[at]):
            return 0
        wanted = _split(spoken)
        return at + len(wanted) if self.tokens[at : at + len(wanted)] == wanted else 0

    def one_of(self, choices: list[str] | tuple[str, ...], at: int) -> tuple[str, int] | None:
        for spoken in choices:
            if after := self.eat(spoken, at):
                return spoken, after
        return None

    def until(self, rule: Callable[[int], Found | None], at: int, ending: str) -> Found | None:
        """A rule and the words that must close it."""
        found = rule(at)
        after = self.eat(ending, found[1]) if found else 0
        return (found[0], after) if found and after else None

    def closed(self, at: int, name: str) -> Found | None:
        """An inside with its audible end, or one short name, which may have it too."""
        if found := self.until(self.whole, at, f"end {name}"):
            return found
        return self.leaf(at)

    # -- atoms -------------------------------------------------------------------------------------------------------
    def atom(self, at: int) -> Found | None:
        if self.at("the", at) and (found := self.the(at + 1)):
            return found
        if after := self.eat("one half", at):
            return ("Fraction", ("number", "1"), ("number", "2")), after
        if after := self.eat("vector", at):
            inner = self.name(after)
            return (("accent", "arrow above", inner[0]), inner[1]) if inner else None
        if self.at("open", at):
            return self.printed(at)
        for name, letter in _SPACES.items():
            if after := self.eat(f"{name} space of dimension", at):
                found = self.until(self.sum, after, "end dimension") or self.dimensions(after)
                return (("superscript", ("letter", letter, "blackboard"), found[0]), found[1]) if found else None
        return self.name(at)

    def dimensions(self, at: int) -> Found | None:
        """m by n, or one short name."""
        first = self.leaf(at)
        factors, end = ([first[0]], first[1]) if first else ([], at)
        while factors and (after := self.eat("by", end)) and (found := self.leaf(after)):
            factors.append(found[0])
            end = found[1]
        if len(factors) > 1:
            return ("product", ("",) * (len(factors) - 1), tuple(factors)), end
        return (factors[0], end) if factors else None

    def the(self, at: int) -> Found | None:
        for read in (
            self.quantity,
            self.fraction,
            self.brackets,
            self.roots,
            self.probability,
            self.calculus,
            self.big,
            self.named,
            self.grids,
        ):
            if found := read(at):
                return found
        return None

    def quantity(self, at: int) -> Found | None:
        after = self.eat("quantity", at)
        return self.until(self.whole, after, "end quantity") if after else None

    def fraction(self, at: int) -> Found | None:
        for first, joint, ending, kind in (
            ("fraction", "all over", "end fraction", "Fraction"),
            ("binomial", "all choose", "end binomial", "Choose"),
        ):
            if (
                (after := self.eat(first, at))
                and (top := self.until(self.whole, after, joint))
                and (bottom := self.until(self.whole, top[1], ending))
            ):
                return (kind, top[0], bottom[0]), bottom[1]
        return None

    def roots(self, at: int) -> Found | None:
        degree: Meaning | None = None
        if after := self.eat("square root of", at):
            pass
        elif after := self.eat("cube root of", at):
            degree = ("number", "3")
        elif (after := self.eat("root of degree", at)) and (
            found := self.until(self.sum, after, "of") or self.until(self.name, after, "of")
        ):
            degree, after = found
        if not after or not (body := self.closed(after, "root")):
            return None
        return ("Root", body[0], degree), body[1]

    def brackets(self, at: int) -> Found | None:
        for name in _TUPLES:
            if after := self.eat(name, at):
                found = self.until(self.listing, after, f"end {name}")
                return (("fence", "tuple", "", found[0]), found[1]) if found else None
        if after := self.eat("list", at):
            found = self.until(self.whole, after, "end list")
            return (("fence", "list", "", found[0]), found[1]) if found else None
        for role in _ROLES:
            if after := self.eat(f"{role} of", at):
                if (
                    self.at("the", after)
                    and role in ("determinant", "norm")
                    and (grid := self.grids(after + 1))
                    and not self.at(f"end {role}", grid[1])
                ):
                    return (role, *grid[0][1:]), grid[1]
                body = self.closed(after, role)
                return (("fence", role, "", body[0]), body[1]) if body else None
        if (index := self.until(self.listing, at, "end index norm of") or self.until(self.name, at, "norm of")) and (
            body := self.closed(index[1], "norm")
        ):
            return ("Sub", ("fence", "norm", "", body[0]), index[0]), body[1]
        return self.sets(at) or self.intervals(at) or self.products(at)

    def sets(self, at: int) -> Found | None:
        if after := self.eat("set with no elements", at):
            return ("fence", "set", "", ("empty",)), after
        if (after := self.eat("set of all", at)) and (left := self.until(self.membership, after, "such that")):
            right = self.until(self.listing, left[1], "end set")
            return (("fence", "set", "", ("Given", "such that", left[0], right[0])), right[1]) if right else None
        after = self.eat("set", at)
        found = self.until(self.whole, after, "end set") if after else None
        return (("fence", "set", "", found[0]), found[1]) if found else None

    def intervals(self, at: int) -> Found | None:
        for kind, shape in (("closed", "[]"), ("open", "()")):
            if (after := self.eat(f"{kind} interval from", at)) and (low := self.until(self.sum, after, "to")):
                high = self.until(self.sum, low[1], "end interval") or self.leaf(low[1])
                return (("fence", "interval", shape, ("list", (",",), (low[0], high[0]))), high[1]) if high else None
        after = self.eat("interval from", at)
        for first, opening in (("included", "["), ("excluded", "(")):
            if after and (low := self.until(self.sum, after, f"{first} to")):
                for second, closing in (("included", "]"), ("excluded", ")")):
                    if high := self.until(self.sum, low[1], second):
                        return ("fence", "interval", opening + closing, ("list", (",",), (low[0], high[0]))), high[1]
        return None

    def products(self, at: int) -> Found | None:
        if (after := self.eat("inner product of", at)) and (left := self.until(self.chain, after, "and")):
            right = self.until(self.chain, left[1], "end inner product")
            return (("fence", "inner product", "", ("list", (",",), (left[0], right[0]))), right[1]) if right else None
        return None

    def printed(self, at: int) -> Found | None:
        after = self.eat("open", at)
        for name, opening in sorted(_OPENERS.items(), key=lambda item: -len(item[0].split())):
            if after and (inside := self.eat(name, after)):
                body = self.whole(inside) or (("empty",), inside)
                closing = self.one_of(sorted((f"close {n}" for n in _CLOSERS), key=lambda n: -len(n.split())), body[1])
                return (("fence", opening + _CLOSERS[closing[0][6:]], "", body[0]), closing[1]) if closing else None
        return None

    def ranged(self, node: Meaning, word: str, at: int) -> Found | None:
        lower: Meaning | None = None
        upper: Meaning | None = None
        end = at
        if (after := self.eat("at", at)) and (found := self.whole(after)):
            lower, end = found
        elif (after := self.eat("from", at)) and (low := self.until(self.chain, after, "to")) and (high := self.sum(low[1])):
            lower, upper, end = low[0], high[0], high[1]
        elif ((after := self.eat("to", at)) and word == "restricted" and (found := self.whole(after))) or (
            (after := self.eat("by", at)) and word == "indexed" and (found := self.whole(after))
        ):
            lower, end = found
        elif (after := self.eat("up to", at)) and (found := self.sum(after)):
            upper, end = found
        after = self.eat("end range", end)
        base = ("fence", "evaluated", "", node) if word in ("evaluated", "restricted") else node
        return (("Ranged", base, lower, upper), after) if after else None
