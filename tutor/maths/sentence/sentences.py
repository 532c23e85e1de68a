r"""A formula as one plain sentence: "the output y is found by taking the slope m, multiplying it by the input x, and adding b".

Laws: a sentence is built from the tree and from meanings that were given, never from a likeness; a form that has no wording
here gives no sentence at all (the caller then falls back to the reading). A meaning is told at a symbol's first mention only.
"""

from __future__ import annotations

from collections.abc import Mapping

from tutor.maths.letters import bare, is_symbol, key
from tutor.maths.reading.aloud.say import Speaker
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Chain,
    Empty,
    Fence,
    Fraction,
    Letter,
    Listing,
    Power,
    Prefix,
    Product,
    Root,
    Sign,
    Sum,
    Text,
    Word,
)
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.sentence.frames import Known, NoSentence
from tutor.maths.sentence.parts import twofold
from tutor.maths.sentence.wording import Phrases
from tutor.maths.tree import Node, Number, walk

__all__ = ["Known", "sentence"]

_MOST_WORDS = 110
_MOST_STEPS = 6
# What a relation says between two quantities.
_VERBS = {
    "=": "equals",
    ":=": "is defined as",
    "gets": "is replaced by",
    "equiv": "is identical to",
    "approx": "is about",
    "leq": "is at most",
    "geq": "is at least",
    "<": "is less than",
    ">": "is greater than",
    "neq": "is not equal to",
    "ll": "is much smaller than",
    "gg": "is much larger than",
    "propto": "is proportional to",
    "to": "goes to",
    "perp": "is perpendicular to",
    "subseteq": "lies inside",
    "subset": "lies inside",
    "implies": "means that",
    "iff": "exactly when",
}

_NO_MEMBER = frozenset(["set", "event", "subset", "interval", "collection"])
_LINKS = ("implies", "iff")


def sentence(tree: Node, latex: str, known: Mapping[str, Known], prose: str = "", careful: bool = False) -> str | None:
    """One plain sentence, or None where the formula holds a form that has no wording here; `prose` are the words around it.

    A `careful` sentence is stiffer: "the transpose of A" for "A transposed", where the end of a row would leave that open.
    """
    try:
        writer = _Sentences(latex, known, prose, careful)
        writer.twofold = twofold(tree)
        said = writer.whole(tree)
    except (NoSentence, RecursionError):
        return None
    said = " ".join(said.split()).replace(",,", ",").rstrip(",")
    return said if len(said.split()) <= _MOST_WORDS else None


class _Sentences(Phrases):
    """Builds the sentence of one formula."""

    # -- the whole ---------------------------------------------------------------------------------------------------
    def whole(self, node: Node) -> str:
        if isinstance(node, Fence) and node.role == "group":
            return self.whole(node.body)
        if isinstance(node, Listing):
            parts = [self.whole(part) for part in node.parts if not isinstance(part, Empty)]
            stated = [part for part in node.parts if isinstance(part, Chain)]
            if len(stated) != len(parts) or (len(stated) > 1 and any(s.name in _LINKS for part in stated for s in part.signs)):
                raise NoSentence  # "r = 1, N = 2 exactly when q = 3": both of them
            return "; ".join(parts)
        if isinstance(node, Chain):
            return self.chain(node)
        if is_symbol(node) and self.is_known(node):
            return self.mention(node, apart=True)
        if isinstance(node, Product) and not any(node.signs) and len(node.factors) > 2 and all(map(_plain_capital, node.factors)):
            raise NoSentence  # CH_3OH, or a name: nothing is known of any of these letters
        return f"this is {self.phrase(node, loose=True)}"

    def chain(self, node: Chain) -> str:
        first = node.sides[0]
        if any(isinstance(side, Empty) for side in node.sides) or any(sign.negated and sign.name != "=" for sign in node.signs):
            raise NoSentence
        if len(node.sides) > 2 and any(sign.name in _LINKS for sign in node.signs):
            return self.linked(node)
        if len(node.sides) > 2 and any(sign.name == "to" for sign in node.signs):
            raise NoSentence  # an arrow between two statements
        subject = self.subject(first)
        said = f"{subject} {self.clause(first, node.signs[0], node.sides[1])}"
        for n, (sign, side) in enumerate(zip(node.signs[1:], node.sides[2:], strict=True), 1):
            told = self.clause(None, sign, side)
            equal = all(one.name in ("=", ":=") and not one.negated for one in node.signs[:n])
            # behind a recipe "which" would be heard of its last ingredient
            said += f"; it also {told}" if equal and " found by taking " in said else f", which {told}"
        return said

    def linked(self, node: Chain) -> str:
        """Statements joined by implies: each of them a sentence of its own."""
        said, begun = "", 0
        for n, sign in enumerate((*node.signs, None)):
            if sign is not None and sign.name not in _LINKS:
                continue
            if n == begun:
                raise NoSentence
            sides = node.sides[begun : n + 1]
            said += self.chain(Chain((sides[0].span[0], sides[-1].span[1]), node.signs[begun:n], sides))
            if sign is not None:
                said += f", which {_VERBS[sign.name]} " if sign.name == "implies" else f" {_VERBS[sign.name]} "
            begun = n + 1
        return said

    def subject(self, node: Node) -> str:
        return self.phrase(node, loose=True)

    def clause(self, left: Node | None, sign: Sign, right: Node) -> str:
        """What a sign and its right side say of the left side."""
        if sign.over is not None or sign.under is not None:
            raise NoSentence
        if sign.name == "in":
            return self.membership(left, right)
        if sign.name == "sim":
            if Speaker().relation(sign, right, right) != "is distributed as":
                raise NoSentence
            if isinstance(left, Apply) and isinstance(left.function, Letter):
                raise NoSentence  # p(mu) ~ N(0, 1): mu is what is drawn, and no value of p
            return f"is drawn from {self.distribution(right)}"
        if sign.negated:
            return f"is not equal to {self.phrase(right, loose=True)}"
        verb = _VERBS.get(sign.name)
        if verb is None:
            raise NoSentence
        if sign.name == "implies" and not (isinstance(right, Chain) and isinstance(left, Chain)):
            raise NoSentence
        if sign.name in ("=", ":=") and left is not None and _is_quantity(left):
            return self.recipe(right) or f"is {self.phrase(right, loose=True)}"
        if sign.name == "gets":
            return f"{verb} {self.phrase(right, loose=True)}"
        return f"{verb} {self.phrase(right, loose=True)}"

    def membership(self, left: Node | None, right: Node) -> str:
        space = self.space(right)
        called = self.known.get(key(left, self.latex)) if left is not None and is_symbol(left) else None
        if space and called is not None and _NO_MEMBER & set(called.meaning.split()):
            raise NoSentence  # "let A be a set", and then A in R
        if space:
            return f"is {space}"
        if isinstance(right, Power):
            raise NoSentence  # pairs out of a set are no square
        return f"belongs to {self.phrase(right, loose=True)}"

    def distribution(self, right: Node) -> str:
        if isinstance(right, Apply | Beside):
            head = right.function if isinstance(right, Apply) else right.head
            fence = right.argument if isinstance(right, Apply) else right.fence
            name, inside = bare(head), fence.body if isinstance(fence, Fence) else fence
            if isinstance(name, Letter) and name.name == "N" and isinstance(inside, Listing) and len(inside.parts) == 2:
                mean, spread = inside.parts
                called = self.spread(spread)
                if not called:
                    return f"the normal distribution with parameters {self.phrase(mean)} and {self.phrase(spread)}"
                return f"the normal distribution with mean {self.phrase(mean)} and {called} {self.phrase(spread)}"
        if is_symbol(right):
            return f"the distribution {self.mention(right)}" if not self.is_known(right) else self.mention(right)
        raise NoSentence

    def spread(self, node: Node) -> str:
        """What the second parameter of a normal distribution is; "" where books differ: N(5, 2), N(mu, sigma)."""
        known = self.known.get(key(node, self.latex)) if is_symbol(node) else None
        told = known.meaning if known is not None else ""
        if "deviation" in told:
            return "standard deviation"
        squared = any(isinstance(n, Power) and isinstance(n.exponent, Number) and n.exponent.text == "2" for n in walk(node))
        if "variance" in told or squared or (isinstance(node, Number) and node.text == "1"):
            return "variance"
        letter = bare(node) if is_symbol(node) else node
        matrix = isinstance(letter, Letter) and (letter.font == "bold" or letter.name in ("I", "Sigma", "K", "C", "S"))
        return "covariance" if matrix else ""

    # -- a recipe: one step after the other ----------------------------------------------------------------------------
    def recipe(self, node: Node) -> str | None:
        """ "is found by taking .., multiplying it by .., and adding ..", or None where one phrase says it better."""
        if not self.steps_fit(node):
            return None
        steps = self.steps(node)
        if len(steps) < 2 or len(steps) > _MOST_STEPS:
            return None
        if len(steps) == 2:
            return f"is found by {steps[0]} and {steps[1]}"
        return f"is found by {', '.join(steps[:-1])}, and {steps[-1]}"

    def steps_fit(self, node: Node) -> bool:
        """Whether the node is a row of operations on one running result; it counts before anything is worded."""
        count, compound = self.count(node)
        return 2 <= count <= _MOST_STEPS and compound <= 2

    def count(self, node: Node) -> tuple[int, int]:
        """(steps, operands that are not single symbols)."""
        match _open(node):
            case Sum(terms=terms):
                first, compound = self.count(terms[0])
                return first + len(terms) - 1, compound + sum(not _light(t) for t in terms[1:])
            case Product(factors=factors) as product if self.is_plain(product) and not self.is_dot(product):
                first, compound = self.count(factors[0])
                return first + len(factors) - 1, compound + sum(not _light(f) for f in factors[1:])
            case Fraction(top=top, bottom=bottom) if not isinstance(_open(top), Number):
                first, compound = self.count(top)
                return first + 1, compound + (not _light(bottom))
            case Power(base=base, exponent=exponent) if not is_symbol(_open(base)) and isinstance(exponent, Number):
                first, compound = self.count(base)
                return first + 1, compound
            case Root(body=body, degree=None) if not is_symbol(_open(body)):
                first, compound = self.count(body)
                return first + 1, compound
            case other:
                return 1, 0 if _light(other) or is_symbol(other) else 1

    def steps(self, node: Node) -> list[str]:
        """The operations in the order they are done, each as a clause in -ing."""
        match _open(node):
            case Sum(signs=signs, terms=terms) if set(signs) <= {"+", "-"}:
                done = self.steps(terms[0])
                return done + [
                    f"{'adding' if sign == '+' else 'subtracting'} {self.term(term)}"
                    for sign, term in zip(signs, terms[1:], strict=True)
                ]
            case Product(factors=factors) as product if self.is_plain(product) and not self.is_dot(product):
                if self.may_be_no_product(product):
                    raise NoSentence
                if self.one_over(product):
                    done = self.steps(factors[1] if len(factors) == 2 else Product(product.span, product.signs[1:], factors[1:]))
                    bottom = _open(factors[0]).bottom  # type: ignore[attr-defined]
                    return [*done, f"dividing {'it' if len(done) == 1 else 'the result'} by {self.phrase(bottom)}"]
                first, *rest = factors
                if isinstance(first, Number) and len(rest) == 1:
                    first, rest = rest[0], [first]
                done = self.steps(first)
                for factor in rest:
                    done.append(f"multiplying {'it' if len(done) == 1 else 'the result'} by {self.phrase(factor)}")
                return done
            case Fraction(top=top, bottom=bottom) if not isinstance(_open(top), Number):
                done = self.steps(top)
                return [*done, f"dividing {'it' if len(done) == 1 else 'the result'} by {self.phrase(bottom)}"]
            case Power(base=base, exponent=Number(text=("2" | "3") as power)) if not is_symbol(_open(base)):
                return [*self.steps(base), f"{'squaring' if power == '2' else 'cubing'} the result"]
            case Root(body=body, degree=None) if not is_symbol(_open(body)):
                return [*self.steps(body), "taking the square root of the result"]
            case other:
                return [f"taking {self.phrase(other)}"]


def _plain_capital(node: Node) -> bool:
    letter = bare(node)
    return isinstance(letter, Letter) and len(letter.name) == 1 and letter.name.isupper() and not letter.font


def _open(node: Node) -> Node:
    while isinstance(node, Fence) and node.role == "group":
        node = node.body
    return node


def _light(node: Node) -> bool:
    """Whether one or two words name a node."""
    node = _open(node)
    if isinstance(node, Power):
        return _light(node.base) and (isinstance(node.exponent, Number) or is_minus_one(node.exponent))
    if isinstance(node, Apply):
        return _light(node.argument)
    return isinstance(node, Number) or is_symbol(node)


def _is_quantity(node: Node) -> bool:
    """Whether a left side is one named thing, so that it can be "found"."""
    if isinstance(node, Apply):
        body = node.argument.body if isinstance(node.argument, Fence) else node.argument
        parts = body.parts if isinstance(body, Listing) else (body,)
        return bool(node.role) or all(_light(part) for part in parts)
    if isinstance(node, Prefix | Text | Word):
        return False
    return is_symbol(node) or (isinstance(node, Power) and is_symbol(node.base) and isinstance(node.exponent, Number))
