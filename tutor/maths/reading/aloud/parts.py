"""A formula walked part by part: what each piece says and what it does there, with the span a page can light up.

Law: a part never claims more than the tree knows. What a piece does follows from its place in its parent alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.maths.reading.aloud.say import Speaker
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Cases,
    Chain,
    Choose,
    Derivative,
    Empty,
    Fence,
    Fraction,
    Given,
    Gradient,
    Grid,
    Letter,
    Lines,
    Listing,
    Marked,
    Phrase,
    Power,
    Prefix,
    Prime,
    Product,
    Ranged,
    Root,
    Sign,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Unread,
)
from tutor.maths.reading.words import INTEGRALS
from tutor.maths.tree import Node, Number, Span

MOST_PARTS = 300
Piece = tuple[Node, str]

_ENCLOSED = {
    "norm": "what the length is taken of",
    "absolute value": "what the absolute value is taken of: its size, without its sign",
    "determinant": "the matrix whose determinant is taken",
    "size": "what is counted",
    "floor": "what is rounded down",
    "ceiling": "what is rounded up",
    "set": "the members of the set",
}
_BODIES = {
    "sum": "what is added up, once for each value",
    "prod": "what is multiplied together, once for each value",
    "lim": "what is followed towards the limit",
    "max": "what is made as large as possible",
    "min": "what is made as small as possible",
    "argmax": "what is made as large as possible",
    "argmin": "what is made as small as possible",
    "sup": "what is bounded from above as tightly as possible",
    "inf": "what is bounded from below as tightly as possible",
    "bigcup": "what is joined together",
    "bigcap": "what is intersected",
}
_BOUNDS = frozenset(["where it starts", "where it stops", "what it runs over", "where the variable goes"])
_JOINED = {
    "+": "a term that is added",
    "-": "a term that is taken away",
    "pm": "a term that is added in one case and taken away in the other",
    "cup": "what is joined to the part before it",
    "cap": "what is intersected with the part before it",
    "setminus": "what is left out of the part before it",
}
_FACTORS = {
    "/": "what the part before it is divided by",
    "div": "what the part before it is divided by",
    "circ": "the function that is applied first",
    "odot": "a factor, multiplied entry by entry",
    "cdot": "a factor: it multiplies the part before it",
    "times": "a factor: it multiplies the part before it",
    "by": "the next dimension",
    "otimes": "a factor of the tensor product",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a formula: its place in the LaTeX, its reading, and what it does there in one plain clause."""

    start: int
    end: int
    says: str
    does: str


def parts_of(tree: Node) -> tuple[Part, ...]:
    """The parts of a formula, outermost first, each place once."""
    found: dict[Span, Part] = {}
    _gather(tree, "the whole formula", found)
    return tuple(found.values())


def _gather(node: Node, does: str, found: dict[Span, Part]) -> None:
    if isinstance(node, Empty | Unread) or len(found) >= MOST_PARTS:
        return
    start, end = node.span
    if end > start and node.span not in found:
        found[node.span] = Part(start, end, " ".join(Speaker().say(node).split()), does)
    if does in _BOUNDS:
        return
    for piece, role in _pieces(node):
        _gather(piece, role, found)


def _pieces(node: Node) -> Iterator[Piece]:
    """The pieces of a node worth pointing at, and what each does there."""
    match node:
        case Chain():
            yield from _sides(node)
        case Sum(signs=signs, terms=terms):
            yield terms[0], "the first term"
            yield from ((t, _JOINED.get(s, "a term")) for s, t in zip(signs, terms[1:], strict=True))
        case Product(signs=signs, factors=factors):
            yield factors[0], "the first factor" if set(signs) <= {"", "cdot", "times"} else "what stands first"
            yield from (
                (f, _FACTORS.get(s, "a factor: it multiplies the part before it"))
                for s, f in zip(signs, factors[1:], strict=True)
            )
        case Fraction(top=top, bottom=bottom):
            yield top, "the numerator: what is divided"
            yield bottom, "the denominator: what it is divided by"
        case Choose(top=top, bottom=bottom):
            yield top, "how many there are to choose from"
            yield bottom, "how many are chosen"
        case Prefix(sign=sign, body=body):
            yield body, "what the minus sign turns round" if sign == "-" else "what the sign before it speaks of"
        case _:
            yield from _scripts(node)


def _sides(node: Chain) -> Iterator[Piece]:
    for n, side in enumerate(node.sides):
        sign = node.signs[n - 1 if n else 0].name
        if sign in ("=", ":="):
            yield side, "the left side: what the formula is about" if n == 0 else "the right side: what the part before it equals"
        elif sign in ("in", "notin"):
            yield side, "the member" if n == 0 else "the set it is compared with"
        elif sign == "to":
            yield side, "where it starts" if n == 0 else "where it goes"
        elif sign == "sim":
            yield side, "what is distributed" if n == 0 else "how it is distributed"
        elif sign == "gets":
            yield side, "what is given a new value" if n == 0 else "the new value"
        else:
            yield side, "the left side of the relation" if n == 0 else "the right side of the relation"


def _scripts(node: Node) -> Iterator[Piece]:
    match node:
        case Power(base=base, exponent=exponent):
            yield base, "the base: what is raised to a power"
            squared = isinstance(exponent, Number) and exponent.text == "2"
            yield exponent, "the exponent: it squares the base" if squared else "the exponent: the power the base is raised to"
        case Sub(base=base, index=index):
            yield base, "the name that the index belongs to"
            yield index, "the index: it says which one is meant"
        case Super(base=base, mark=mark):
            yield base, "the name that the mark above belongs to"
            star = isinstance(mark, Letter) and mark.name in ("*", "star")
            yield (
                mark,
                "the star: it marks a special one"
                if star
                else "what stands above: an index or an exponent, as the text around it says",
            )
        case Transpose(base=base):
            yield base, "what is transposed: its rows become columns"
        case Prime(base=base):
            yield base, "the name that carries the stroke"
        case Accent(base=base):
            yield base, "the name below the mark"
        case Suffix(base=base, mark=mark):
            yield base, "what the factorial is taken of" if mark == "!" else "how many hundredths"
        case Root(body=body, degree=degree):
            yield body, "what the root is taken of"
            if degree is not None:
                yield degree, "which root it is"
        case _:
            yield from _calculus(node)


def _calculus(node: Node) -> Iterator[Piece]:
    match node:
        case Big():
            yield from _big(node)
        case Derivative(body=body, variables=variables):
            if body is not None:
                yield body, "what is differentiated: the question is how fast it changes"
            yield from ((v, "the variable that is moved a little") for v in variables)
        case Gradient(variable=variable, body=body):
            if variable is not None:
                yield variable, "the variables that are moved a little"
            yield body, "what the gradient is taken of: it points where this grows fastest"
        case Apply(function=function, argument=argument, role=role):
            yield function, {"expectation": "the average over chance", "probability": "the probability"}.get(role, "the function")
            what = {
                "expectation": "what is averaged",
                "probability": "the event whose chance is asked",
                "point": "the point where it is taken",
            }
            inside = (
                argument.body if isinstance(argument, Fence) and argument.role in ("group", "tuple", "list", "") else argument
            )
            yield inside, what.get(role, "what the function is applied to")
        case Beside(head=head, fence=fence):
            yield head, "a function or a factor, as the text around it says"
            yield fence, "what the function is applied to, or what is multiplied"
        case Given(sign=sign, left=left, right=right):
            yield left, "what stands before the colon" if sign == ":" else "what is asked about"
            yield right, "what stands after the colon" if sign == ":" else "what is taken as known"
        case _:
            yield from _frames(node)


def _big(node: Big) -> Iterator[Piece]:
    integral = node.name in INTEGRALS
    if node.lower is not None:
        bound = "where it starts" if node.upper is not None else "what it runs over"
        yield node.lower, "where the variable goes" if node.name == "lim" else bound
    if node.upper is not None:
        yield node.upper, "where it stops"
    yield (
        node.body,
        "what is summed continuously: the height of the curve" if integral else _BODIES.get(node.name, "what it is taken of"),
    )
    yield from ((v, "the variable of integration") for v in node.variables)


def _frames(node: Node) -> Iterator[Piece]:
    match node:
        case Fence(body=Given(left=left, right=right), role="set"):
            yield left, "a typical member of the set"
            yield right, "the condition that every member meets"
        case Fence(body=Listing(parts=parts), role="interval"):
            yield from zip(parts, ("the lower end of the interval", "the upper end of the interval"), strict=False)
        case Fence(body=body, role=role):
            yield body, _ENCLOSED.get(role, "what stands in the brackets, taken together")
        case Grid(rows=rows):
            for n, row in enumerate(rows, 1):
                yield from ((cell, f"the entry in row {n}, column {m}") for m, cell in enumerate(row, 1))
        case Cases(rows=rows):
            for row in rows:
                yield row[0], "the value in this case"
                yield from ((cell, "when this case applies") for cell in row[1:])
        case Lines(rows=rows):
            yield from ((row, f"line {n}") for n, row in enumerate(rows, 1))
        case Listing(parts=parts):
            yield from ((part, f"part {n} of the list") for n, part in enumerate(parts, 1))
        case Phrase(parts=parts):
            yield from (
                (part, "words that join the formulas" if isinstance(part, Text) else "a formula among words") for part in parts
            )
        case Ranged(base=base, lower=lower, upper=upper):
            yield base, "what is taken over the range"
            yield from ((bound, "where it is taken") for bound in (lower, upper) if bound is not None)
        case Marked(base=base, note=note):
            yield base, "what the note is about"
            yield note, "a note about it"
        case Sign():
            return
