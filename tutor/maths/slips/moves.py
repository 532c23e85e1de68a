"""What slips make of an equation: a term moved with its sign kept, one term divided, an inverse put on the wrong side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tutor.maths.reading.nodes import Chain, Fraction, Power, Prefix, Product, Root, Sum
from tutor.maths.slips.parts import bracket, core, product, total_of
from tutor.maths.tree import Node, Number

_HERE = (0, 0)


def moved(equation: Chain) -> Iterator[tuple[str, Chain]]:
    """What slips make of an equation: a term moved with its sign kept, one term divided, a factor subtracted."""
    left, right = equation.sides[0], equation.sides[1]
    for one, two, turned in ((left, right, False), (right, left, True)):
        for name, a, b in _moves(one, two):
            yield name, replace(equation, sides=(b, a) if turned else (a, b))


def _moves(one: Node, two: Node) -> Iterator[tuple[str, Node, Node]]:
    total = total_of(one)
    if total:
        for n, term in enumerate(total.terms):
            sign = "+" if n == 0 else total.signs[n - 1]
            rest = _without(total, n)
            yield "sign_slip", rest, Sum(two.span, (sign,), (bracket(two), bracket(term)))
            factor = core(term)
            if isinstance(factor, Product) and len(factor.factors) > 1:
                kept = product(*factor.factors[1:]) if len(factor.factors) > 2 else factor.factors[1]
                divided = replace(total, terms=(*total.terms[:n], kept, *total.terms[n + 1 :]))
                yield "divided_one_term_only", divided, Fraction(two.span, two, factor.factors[0])
            if isinstance(factor, Fraction):
                cleared = replace(total, terms=(*total.terms[:n], factor.top, *total.terms[n + 1 :]))
                yield "divided_one_term_only", cleared, product(bracket(two), factor.bottom)
    factor = core(one)
    if isinstance(factor, Product) and len(factor.factors) > 1:
        rest = product(*factor.factors[1:]) if len(factor.factors) > 2 else factor.factors[1]
        first = factor.factors[0]
        yield "subtracted_for_divided", rest, Sum(two.span, ("-",), (bracket(two), bracket(first)))
        if other := total_of(two):
            for n, term in enumerate(other.terms):
                part = Fraction(term.span, core(term), first)
                yield "divided_one_term_only", rest, replace(other, terms=(*other.terms[:n], part, *other.terms[n + 1 :]))
        yield "multiplied_for_divided", rest, product(bracket(two), first)
        yield "reciprocal_taken", rest, Fraction(two.span, first, two)
        yield "sign_slip", rest, Prefix(two.span, "-", Fraction(two.span, two, first))
        inverse = Power(first.span, first, Prefix(first.span, "-", Number(_HERE, "1")))
        yield "inverse_on_wrong_side", rest, product(bracket(two), inverse)
        last = factor.factors[-1]
        inverse = Power(last.span, last, Prefix(last.span, "-", Number(_HERE, "1")))
        before = product(*factor.factors[:-1]) if len(factor.factors) > 2 else first
        yield "inverse_on_wrong_side", before, product(inverse, bracket(two))
        total = total_of(factor.factors[-1])
        if total:
            divided = replace(total, terms=total.terms)
            yield "divided_one_term_only", divided, two
    if isinstance(factor, Fraction):
        yield "divided_for_multiplied", factor.top, Fraction(two.span, two, factor.bottom)
    if isinstance(factor, Power) and isinstance(factor.exponent, Number) and factor.exponent.text == "2":
        yield "root_forgotten", factor.base, two
        yield "halved_for_root", factor.base, Fraction(two.span, two, Number(_HERE, "2"))
    if isinstance(factor, Root):
        yield "square_forgotten", factor.body, two


def _without(total: Sum, n: int) -> Node:
    """A sum without one term."""
    signs = ("+", *total.signs)
    kept = [(s, t) for i, (s, t) in enumerate(zip(signs, total.terms)) if i != n]
    first = kept[0][1] if kept[0][0] == "+" else Prefix(kept[0][1].span, "-", bracket(kept[0][1]))
    return first if len(kept) == 1 else Sum(total.span, tuple(s for s, _ in kept[1:]), (first, *(t for _, t in kept[1:])))
