"""What the earlier formulas of a text give to the later ones: values, functions, definitions; and conditions they impose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tutor.maths.claims.claim import Pair
from tutor.maths.claims.conditions import Conditions
from tutor.maths.claims.letters import names
from tutor.maths.claims.printed import closed_value
from tutor.maths.claims.text import Found
from tutor.maths.claims.trials import Known
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply, Beside, Fence, Grid
from tutor.maths.tree import Node, walk
from tutor.maths.values import Assignment, Defined, NotComputable
from tutor.maths.values.blocks import is_rows

FARTHEST = 900
_NEW_PART = re.compile(
    r"^\s*#|\n\s*(?:#|\d+[.)]\s|\*\*|---|\\(?:sub)*section)|\b(?:Examples?|Exercises?|Problems?|Theorem|Proposition|Lemma|Definition)\b"
    r"|\b(?:another|other|new|different|next|instead|similarly|now (?:let|take|consider|suppose))\b",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:an?|any|every|some|each|all|general|arbitrary|let|suppose|consider|for|where|with|if|choose|take|set|when|and)\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_SIGMOID = re.compile(r"\bsigmoid|\blogistic", re.IGNORECASE)
_UNKEPT = re.compile(
    r"eigen(?:value|vector)|\bsingular\b|orthonormal|linearly (?:in)?dependent|null ?space"
    r"|kernel of|column space|\bnormal(?:i[sz]ed)?\b"
    r"|mean zero|zero[- ]mean|centered|centred|standardi[sz]ed|sums? to (?:one|1)|stochastic"
    r"|partition|nilpotent|similar matri|full (?:column |row )?rank"
    r"|conditionally|stationary|minimi[sz]\w+|maximi[sz]\w+|optimal|at the (?:optimum"
    r"|minimum|maximum)|row[- ]reduc|augmented|\bbasis\b"
    r"|least[- ]squares|\bmod(?:ulo)?\b|right angle|right triangle|homogeneous|converge|i\.i\.d"
    r"|\b(?:is|are|be|an?)\s+(?:even|odd)\b"
    r"|\biid\b|Gaussian|Poisson|exponential(?:ly)? distribut|chain of",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Ledger:
    """What has been told so far in a text."""

    fixed: dict[str, Any] = field(default_factory=dict)
    functions: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, Defined] = field(default_factory=dict)
    conditions: list[frozenset[str]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    stated: Conditions = field(default_factory=Conditions)
    torn: set[str] = field(default_factory=set)  # functions the text defines in two ways: case by case, in words

    def known(self, at: int) -> Known:
        """What still holds at a place: what was said too far above may be about another letter of the same name."""
        near = {name for name, place in self.places.items() if at - place <= FARTHEST}
        near |= {name for name, told in self.functions.items() if isinstance(told, str)}

        def kept(store: dict[str, Any]) -> dict[str, Any]:
            return {name: value for name, value in store.items() if name in near}

        return Known(kept(self.fixed), kept(self.functions), kept(self.definitions))

    def passed(self, words: str, symbol: str) -> None:
        """The words between two formulas: a heading or the next exercise ends what was given; "a matrix $A$" begins anew."""
        if _NEW_PART.search(words):
            for store in (self.fixed, self.definitions, self.places):
                store.clear()
            self.functions = {name: told for name, told in self.functions.items() if isinstance(told, str)}
            self.conditions.clear()
        if symbol and _INTRODUCED.search(words):
            self.forget(symbol)

    def forget(self, name: str) -> None:
        """A letter that now stands for something else."""
        for store in (self.fixed, self.definitions, self.places):
            store.pop(name, None)
        if not isinstance(self.functions.get(name), str):
            self.functions.pop(name, None)

    def sigmoid(self, text: str) -> None:
        """A sigma or g that the words call the sigmoid is it."""
        if _SIGMOID.search(text):
            self.functions.setdefault("\\sigma", "sigmoid")

    def learn(self, pair: Pair, found: Found, *, definition: bool) -> None:
        """Keep what a pair tells: a value, a definition, or a condition on its letters."""
        lone, other = _sides(pair)
        if pair.sign not in ("=", ":=", "equiv", "gets", "triangleq", "coloneqq"):
            return
        if lone is None or other is None or not definition:
            self.conditions.append(names(pair.left, pair.latex) | names(pair.right, pair.latex))
            return
        if isinstance(lone, Apply | Beside):
            self.function(lone, other, pair, found)
            return
        name = key(lone, pair.latex)
        self.forget(name)
        self.places[name] = found.start
        free = names(other, pair.latex)
        if name in free:
            return
        if not free - set(self.fixed):
            self.value(name, other, pair, found)
        else:
            self.definitions[name] = Defined(other, pair.latex)

    def value(self, name: str, other: Node, pair: Pair, found: Found) -> None:
        """A matrix or vector that is written out; a number only where the words put it in: "let", "where", "with"."""
        try:
            value = closed_value(other, pair.latex, Assignment(values=dict(self.fixed)))
        except (NotComputable, Undefined, OutsideArithmetic, ArithmeticError):
            return
        if (
            is_rows(value)
            and any(isinstance(n, Grid | Fence) for n in walk(other))
            and all(isinstance(x, Fraction) for r in value for x in r)
        ) or (isinstance(value, Fraction) and found.sets):
            self.fixed[name] = value

    def function(self, lone: Apply | Beside, other: Node, pair: Pair, found: Found) -> None:
        """f(x) = ... of one letter."""
        head, argument = (lone.function, lone.argument) if isinstance(lone, Apply) else (lone.head, lone.fence)
        inner = argument.body if isinstance(argument, Fence) else argument
        if is_symbol(head) and is_symbol(inner) and getattr(lone, "role", "") not in ("probability", "expectation"):
            name = key(head, pair.latex)
            told = self.functions.get(name)
            self.places[name] = found.start
            if isinstance(told, Defined) and told.latex[slice(*told.body.span)] != pair.latex[slice(*other.span)]:
                self.torn.add(name)
                del self.functions[name]
            if name not in names(other, pair.latex) and name not in self.torn:
                self.functions[name] = Defined(other, pair.latex, key(inner, pair.latex))


def _sides(pair: Pair) -> tuple[Node | None, Node | None]:
    """The lone letter or function, and the side that says what it is."""
    for side, other in ((pair.left, pair.right), (pair.right, pair.left)):
        if is_symbol(side) or isinstance(side, Apply | Beside):
            return side, other
    return None, None


def unkept(words: str) -> str:
    """A condition in the words that the drawn instances do not keep; "" where there is none.

    >>> unkept("where $v$ is an eigenvector of $A$")
    'eigenvector'
    """
    found = _UNKEPT.search(words)
    return found[0] if found else ""


def shadows(conditions: list[frozenset[str]], letters: frozenset[str], fixed: Mapping[str, Any]) -> bool:
    """Whether an earlier condition binds one of these letters."""
    free = letters - set(fixed)
    return any(condition & free for condition in conditions)
