r"""A plain sentence read back into signs, to see that it says the formula and nothing else.

Laws: this reader shares no line with the writer (sentences.py, wording.py). It knows the words of such sentences, and what each
letter is said to be; it makes every tree that the words can mean. A sentence passes only where there is one, and it is the
formula's. So a bar that is lost, an index, a sign, a bracket that is not said, two operands changed, or a letter introduced as
what it is not, is seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from tutor.maths.reading.nodes import Text, Word
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.sentence.back_frames import Frames
from tutor.maths.sentence.back_units import Called, Found, TooManyWays, few
from tutor.maths.sentence.same import BARE, Meaning, alone, normal, same, set_in
from tutor.maths.sentence.sentences import Known
from tutor.maths.tree import Node, walk

__all__ = ["Back", "back", "said"]

_MOST_TOKENS = 220
_TOKEN = re.compile(r"\$[^$]*\$|\d+(?:,\d+)*(?:\.\d+)?(?![\w%]|\.\d)|(?<![\d.])\.\d+(?![\w%])|[;,()\[\]]|[^\s;,()\[\]$]+")
_DETERMINER = re.compile(r"\A(?:the|a|an|our|its|their|some|any|each|every|this) ")
# What a verb between two sides may stand for.
_VERBS: Mapping[str, frozenset[str]] = {
    "is": frozenset({"equals", "is defined as"}),
    "equals": frozenset({"equals"}),
    "is defined as": frozenset({"is defined as"}),
    "is replaced by": frozenset({"is assigned"}),
    "is identical to": frozenset({"is identical to"}),
    "is about": frozenset({"is approximately equal to"}),
    "is at most": frozenset({"is less than or equal to"}),
    "is at least": frozenset({"is greater than or equal to"}),
    "is less than": frozenset({"is less than"}),
    "is greater than": frozenset({"is greater than"}),
    "is not equal to": frozenset({"is not equal to", "does not satisfy equals"}),
    "is much smaller than": frozenset({"is much less than"}),
    "is much larger than": frozenset({"is much greater than"}),
    "is proportional to": frozenset({"is proportional to"}),
    "goes to": frozenset({"goes to"}),
    "is perpendicular to": frozenset({"is perpendicular to"}),
    "lies inside": frozenset({"is a subset of", "is a subset of or equal to"}),
    "belongs to": frozenset({"is in"}),
    "is drawn from": frozenset({"is distributed as"}),
}
_LINKS = {", which means that": "implies", "exactly when": "if and only if"}


class Back(Enum):
    """What becomes of a sentence that is read back."""

    SAME = "same"  # the formula's tree and no other
    OTHER = "other"  # another tree, or more than one
    UNREAD = "unread"  # no sentence of this grammar


def back(sentence: str, tree: Node, known: Mapping[str, Known]) -> Back:
    """Whether a sentence, read back, is the formula; `known` is what its letters are said to be."""
    try:
        found = said(sentence, tree, known)
    except (RecursionError, TooManyWays):
        found = ()
    if not found:
        return Back.UNREAD
    meant = normal(meaning(tree))
    if meant[0] == "list" and all(part[0] == "Chain" for part in meant[2]):
        meant = ("statements", "", meant[2])
    fonts = alone(meant)
    return Back.SAME if all(same(set_in(one, fonts), meant) for one in found) else Back.OTHER


def said(sentence: str, tree: Node, known: Mapping[str, Known]) -> tuple[Meaning, ...]:
    """Everything that a sentence can mean, in one form; nothing where it is no sentence of this grammar.

    The tree lends nothing but the names that are printed in it as words.

    >>> said("x is less than y", Node((0, 0)), {})
    (('Chain', (('sign', frozenset({'is less than'})),), (('letter', 'x', '?'), ('letter', 'y', '?'))),)
    """
    tokens = _TOKEN.findall(sentence)
    if len(tokens) > _MOST_TOKENS:
        return ()
    reader = Sentence(tokens, tuple(_called(*pair) for pair in known.items()), _printed(tree))
    found = [one for one, end in reader.sentence() if end == len(tokens)]
    return tuple(dict.fromkeys(normal(one) for one in found))


def _called(symbol: str, known: Known) -> Called:
    told = " ".join(known.meaning.split())
    return Called(symbol, tuple(_TOKEN.findall(_DETERMINER.sub("", told))), tuple(_TOKEN.findall(known.remark)))


def _printed(tree: Node) -> dict[tuple[str, ...], Meaning]:
    """The names that the formula itself prints in words, as its tree means them."""
    names: dict[tuple[str, ...], Meaning] = {}
    for node in walk(tree):
        if isinstance(node, Word) or (isinstance(node, Text) and node.words.strip()):
            name = " ".join((node.name if isinstance(node, Word) else node.words).split())
            names[tuple(_TOKEN.findall(name))] = meaning(node)
    return names


class Sentence(Frames):
    """The whole: "this is ...", or statements with their verbs."""

    def sentence(self) -> list[Found]:
        if after := self.eat("this is", 0):
            return self.side(after)
        found = self.statements(0)
        return found + self.named(0)

    def statements(self, at: int) -> list[Found]:
        """One statement, or several behind each other."""
        one = self.linked(at)
        found = list(one)
        for first, end in one:
            if self.token(end) == ";":
                for rest, place in self.statements(end + 1):
                    parts = (first, *(rest[2] if rest[0] == "statements" else (rest,)))
                    found.append((("statements", "", parts), place))
            few(found)
        return found

    def linked(self, at: int) -> list[Found]:
        """A statement, and what it means that or holds exactly when."""
        found = self.chain(at)
        for left, end in found:
            for words, sign in _LINKS.items():
                if after := self.eat(words, end):
                    for right, place in self.chain(after):
                        link = ("sign", frozenset({sign}))
                        found.append((("Chain", (*left[1], link, *right[1]), (*left[2], *right[2])), place))
        return found

    def chain(self, at: int) -> list[Found]:
        """a is b, which is less than c"""
        rows = [((), (side,), end) for side, end in self.side(at)]
        found: list[Found] = []
        for signs, sides, end in rows:
            after = end if len(sides) == 1 else self.eat(", which", end) or self.eat("; it also", end)
            for sign, side, place in self.clause(after) if after else []:
                rows.append(((*signs, ("sign", sign)), (*sides, side), place))  # type: ignore[arg-type]
                found.append((("Chain", rows[-1][0], rows[-1][1]), place))
            few(rows)
        return found

    def side(self, at: int) -> list[Found]:
        """A side of a statement; "the square of a, minus the square of b" stands only here."""
        found = self.whole(at)
        for left, end in found:
            if after := self.eat(", minus", end):
                found = found + [(("sum", ("minus",), (left, right)), place) for right, place in self.whole(after)]
        return found

    def clause(self, at: int) -> list[tuple[frozenset[str], Meaning, int]]:
        """A verb and the side behind it."""
        found: list[tuple[frozenset[str], Meaning, int]] = []
        for words, signs in _VERBS.items():
            if after := self.eat(words, at):
                sides = self.distribution(after) if words == "is drawn from" else self.side(after)
                found += [(signs, side, end) for side, end in sides]
        if after := self.eat("is found by", at):
            found += [(_VERBS["is"], side, end) for side, end in self.recipe(after)]
        if after := self.eat("is", at):
            found += [(_VERBS["belongs to"], side, end) for side, end in self.space(after)]
        return found

    # -- a recipe --------------------------------------------------------------------------------------------------------
    def recipe(self, at: int) -> list[Found]:
        """taking x, multiplying it by 2, and adding 3"""
        after = self.eat("taking", at)
        running = [(one, end, 1) for one, end in self.whole(after)] if after else []
        found: list[Found] = []
        for done, end, steps in running:
            place = self.eat("and", end) or self.eat(", and", end) or self.eat(",", end)
            more = self.step(done, place, steps) if place else []
            running += [(one, after, steps + 1) for one, after in more]
            few(running)
            found += more if self.token(end) == "and" or self.token(end + 1) == "and" else []
        return found

    def step(self, done: Meaning, at: int, steps: int) -> list[Found]:
        """One operation on what was found so far, which "it" is only while nothing but the first thing was taken."""
        of = "it" if steps == 1 else "the result"
        for words, make in (
            (f"multiplying {of} by", lambda other: ("product", ("",), (done, other))),
            (f"dividing {of} by", lambda other: ("Fraction", done, other)),
            ("adding", lambda other: ("sum", ("plus",), (done, other))),
            ("subtracting", lambda other: ("sum", ("minus",), (done, other))),
        ):
            if after := self.eat(words, at):
                return [(make(other), end) for other, end in self.whole(after)]
        for words, whole in (
            ("squaring the result", ("Power", done, ("number", "2"))),
            ("cubing the result", ("Power", done, ("number", "3"))),
            ("taking the square root of the result", ("Root", done, None)),
        ):
            if after := self.eat(words, at):
                return [(whole, after)]
        return []

    # -- sets and distributions --------------------------------------------------------------------------------------------
    def space(self, at: int) -> list[Found]:
        reals = ("letter", "R", "blackboard")
        found: list[Found] = [(reals, after)] if (after := self.eat("a real number", at)) else []
        if after := self.eat("a vector of", at):
            for size, end in self.whole(after):
                found += [(("space", (size,)), place)] if (place := self.eat("real numbers", end)) else []
        if after := self.eat("a matrix of real numbers with", at):
            for rows, end in self.whole(after):
                for columns, last in self.whole(place) if (place := self.eat("rows and", end)) else []:
                    found += [(("space", (rows, columns)), done)] if (done := self.eat("columns", last)) else []
        return found

    def distribution(self, at: int) -> list[Found]:
        found: list[Found] = self.whole(at)
        if after := self.eat("the distribution", at):
            found = found + self.named(after)
        for words in ("mean", "parameters"):
            for mean, end in self.whole(after) if (after := self.eat(f"the normal distribution with {words}", at)) else []:
                for kind in ("standard deviation", "variance", "covariance", "") if words == "mean" else ("",):
                    if place := self.eat(f"and {kind}".strip(), end):
                        head = ("letter", "N", BARE)
                        found = found + [
                            (("apply", head, ("list", (",",), (mean, spread))), last) for spread, last in self.whole(place)
                        ]
        return found
