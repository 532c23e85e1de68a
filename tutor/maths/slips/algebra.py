"""Wrong rules of algebra, as rewrites: sums split, brackets lost, terms cancelled, exponents mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tutor.maths.reading.nodes import Apply, Big, Fence, Fraction, Letter, Power, Prefix, Product, Root, Sum, Super
from tutor.maths.slips.parts import Rule, bracket, core, name_of, product, term_by_term, total_of
from tutor.maths.tree import Node, Number

_HERE = (0, 0)
_OTHERS = frozenset(["log", "ln", "det", "tr", "Tr", "Var", "var", "Cov", "cov", "E", "rank"])


def _square_of_sum(node: Node) -> Iterator[Node]:
    if isinstance(node, Power) and isinstance(node.exponent, Number) and (total := total_of(node.base)):
        split = term_by_term(total, lambda term: Power(term.span, term, node.exponent))
        yield Fence(node.span, "(", split, ")", "group")
        if isinstance(split, Sum) and "-" in split.signs:
            yield Fence(node.span, "(", replace(split, signs=("+",) * len(split.signs)), ")", "group")


def _root_of_sum(node: Node) -> Iterator[Node]:
    if isinstance(node, Root) and (total := total_of(node.body)):
        yield bracket(term_by_term(total, lambda term: Root(term.span, term, node.degree)))


def function_of_sum(names: frozenset[str] | None, others: frozenset[str] = frozenset()) -> Rule:
    def rule(node: Node) -> Iterator[Node]:
        if isinstance(node, Apply) and not node.role and (total := total_of(node.argument)):
            if (names is None and name_of(node) not in others) or (names is not None and name_of(node) in names):
                yield bracket(term_by_term(total, lambda term: replace(node, argument=Fence(term.span, "(", term, ")", "group"))))
        elif (
            names is None
            and isinstance(node, Fence)
            and node.role in ("norm", "absolute value")
            and (total := total_of(node.body))
        ):
            yield bracket(term_by_term(total, lambda term: replace(node, body=core(term))))

    return rule


def _power_of_e_of_sum(node: Node) -> Iterator[Node]:
    if isinstance(node, Power) and (total := total_of(node.exponent)) and not isinstance(core(node.base), Sum):
        yield bracket(term_by_term(total, lambda term: Power(term.span, node.base, core(term))))


def _reciprocal_of_sum(node: Node) -> Iterator[Node]:
    if isinstance(node, Fraction) and (total := total_of(node.bottom)):
        yield bracket(term_by_term(total, lambda term: Fraction(term.span, node.top, core(term))))


def _log_power(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and name_of(node) in ("log", "ln"):
        argument = core(node.argument)
        if isinstance(argument, Power):
            yield Power(node.span, Fence(node.span, "(", replace(node, argument=argument.base), ")", "group"), argument.exponent)


def _log_of_product(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and name_of(node) in ("log", "ln"):
        argument = core(node.argument)
        if isinstance(argument, Product) and not any(s in ("/", "div") for s in argument.signs):
            yield product(*(replace(node, argument=factor) for factor in argument.factors))
        if isinstance(argument, Fraction):
            yield Fraction(node.span, replace(node, argument=argument.top), replace(node, argument=argument.bottom))


def _first_only(node: Node) -> Iterator[Node]:
    """c (a + b) as c a + b."""
    if isinstance(node, Product) and not any(node.signs) and (total := total_of(node.factors[-1])):
        first = product(*node.factors[:-1], bracket(core(total.terms[0])))
        yield bracket(replace(total, terms=(first, *total.terms[1:])))
    if isinstance(node, Product) and not any(node.signs) and (total := total_of(node.factors[0])) and len(node.factors) > 1:
        last = product(bracket(core(total.terms[-1])), *node.factors[1:])
        yield bracket(replace(total, terms=(*total.terms[:-1], last)))


def _minus_first_only(node: Node) -> Iterator[Node]:
    """a - (b + c) as a - b + c."""
    if isinstance(node, Prefix) and node.sign == "-" and (total := total_of(node.body)):
        yield bracket(replace(total, terms=(Prefix(node.span, "-", bracket(core(total.terms[0]))), *total.terms[1:])))
    if isinstance(node, Sum):
        for n, sign in enumerate(node.signs):
            total = total_of(node.terms[n + 1]) if sign == "-" else None
            if total and isinstance(node.terms[n + 1], Fence):
                signs = (*node.signs[: n + 1], *total.signs, *node.signs[n + 1 :])
                yield replace(node, signs=signs, terms=(*node.terms[: n + 1], *total.terms, *node.terms[n + 2 :]))
            term = core(node.terms[n + 1])
            if sign == "-" and isinstance(term, Product) and (total := total_of(term.factors[-1])):
                made = tuple(product(*term.factors[:-1], bracket(core(t))) for t in total.terms)
                signs = (*node.signs[: n + 1], *total.signs, *node.signs[n + 1 :])
                yield replace(node, signs=signs, terms=(*node.terms[: n + 1], *made, *node.terms[n + 2 :]))


def _cancelled(node: Node) -> Iterator[Node]:
    """(a + b) / a as b, or as 1 + b; (a + b) / (a + c) as b / c; k (a + b) / k d left alone."""
    if not isinstance(node, Fraction):
        return
    top, bottom = total_of(node.top), total_of(node.bottom)
    if top and len(top.terms) == 2:
        for keep, gone in ((1, 0), (0, 1)):
            kept = top.terms[keep] if not (keep == 1 and top.signs[0] == "-") else Prefix(node.span, "-", bracket(top.terms[1]))
            if bottom and len(bottom.terms) == 2:
                for low in (0, 1):
                    below = (
                        bottom.terms[low] if not (low == 1 and bottom.signs[0] == "-") else Prefix(_HERE, "-", bottom.terms[1])
                    )
                    yield Fraction(node.span, kept, below)
            else:
                yield kept
                one = Number(_HERE, "1")
                terms = (one, top.terms[1]) if gone == 0 else (top.terms[0], one)
                yield Fence(node.span, "(", replace(top, terms=terms), ")", "group")


def _one_term_divided(node: Node) -> Iterator[Node]:
    """(a + b) / c as a + b / c, and as a / c + b."""
    total = total_of(node.top) if isinstance(node, Fraction) else None
    if isinstance(node, Fraction) and total:
        for n, term in enumerate(total.terms):
            divided = bracket(Fraction(term.span, core(term), node.bottom))
            yield Fence(node.span, "(", replace(total, terms=(*total.terms[:n], divided, *total.terms[n + 1 :])), ")", "group")


def _fractions_straight(node: Node) -> Iterator[Node]:
    if isinstance(node, Sum) and len(node.terms) == 2 and all(isinstance(core(t), Fraction) for t in node.terms):
        one, two = (core(t) for t in node.terms)
        if isinstance(one, Fraction) and isinstance(two, Fraction):
            tops = Sum(node.span, node.signs, (bracket(one.top), bracket(two.top)))
            for sign in {"+", node.signs[0]}:
                yield Fraction(node.span, tops, Sum(node.span, (sign,), (bracket(one.bottom), bracket(two.bottom))))


def _powers_multiplied(node: Node) -> Iterator[Node]:
    """a^m a^n as a^{mn}."""
    if isinstance(node, Product):
        for n, (a, b) in enumerate(zip(node.factors, node.factors[1:])):
            one, two = _power(a), _power(b)
            if one and two:
                joined = Power(node.span, one[0], product(one[1], two[1]))
                yield _with_factors(node, n, joined)


def _power(node: Node) -> tuple[Node, Node] | None:
    node = core(node)
    if isinstance(node, Power):
        return node.base, node.exponent
    return (node.base, node.mark) if isinstance(node, Super) else None


def _with_factors(node: Product, n: int, joined: Node) -> Node:
    factors = (*node.factors[:n], joined, *node.factors[n + 2 :])
    return joined if len(factors) == 1 else Product(node.span, ("",) * (len(factors) - 1), factors)


def _powers_added(node: Node) -> Iterator[Node]:
    """(a^m)^n as a^{m+n}."""
    outer = _power(node) if isinstance(node, Power | Super) else None
    within = _power(outer[0]) if outer else None
    if outer and within:
        yield Power(node.span, within[0], Sum(node.span, ("+",), (within[1], outer[1])))


def _negative_power(node: Node) -> Iterator[Node]:
    """a^{-n} as -a^n."""
    found = _power(node) if isinstance(node, Power | Super) else None
    if found and isinstance(found[1], Prefix) and found[1].sign == "-" and not isinstance(found[1].body, Letter):
        yield Fence(node.span, "(", Prefix(node.span, "-", Power(node.span, found[0], found[1].body)), ")", "group")


def _power_on_last(node: Node) -> Iterator[Node]:
    """(ab)^n as a b^n."""
    if isinstance(node, Power) and isinstance(core(node.base), Product) and not isinstance(node.exponent, Prefix):
        inner = core(node.base)
        if isinstance(inner, Product) and not any(inner.signs):
            yield product(*inner.factors[:-1], Power(node.span, inner.factors[-1], node.exponent))


def _coefficient_multiplied(node: Node) -> Iterator[Node]:
    """(3 x)^2 as 6 x^2."""
    inner = core(node.base) if isinstance(node, Power) and isinstance(node.exponent, Number) else None
    if isinstance(node, Power) and isinstance(inner, Product) and isinstance(inner.factors[0], Number) and not any(inner.signs):
        raised = (Power(f.span, f, node.exponent) for f in inner.factors[1:])
        yield product(inner.factors[0], node.exponent, *raised)


def _bases_multiplied(node: Node) -> Iterator[Node]:
    """a^m b^n as (a b)^{m+n}."""
    if isinstance(node, Product):
        for n, (a, b) in enumerate(zip(node.factors, node.factors[1:])):
            one, two = _power(a), _power(b)
            if one and two:
                total = Sum(node.span, ("+",), (bracket(one[1]), bracket(two[1])))
                yield _with_factors(node, n, Power(node.span, bracket(product(one[0], two[0])), total))


def _added_first(node: Node) -> Iterator[Node]:
    """a + b c as (a + b) c."""
    if isinstance(node, Sum):
        for n, sign in enumerate(node.signs):
            term = node.terms[n + 1]
            if isinstance(term, Product) and not isinstance(node.terms[n + 1], Fence):
                head = Sum(node.span, (*node.signs[:n], sign), (*node.terms[: n + 1], term.factors[0]))
                whole = product(head, *term.factors[1:])
                rest = node.terms[n + 2 :]
                yield Sum(node.span, node.signs[n + 1 :], (whole, *rest)) if rest else whole


def _constant_once(node: Node) -> Iterator[Node]:
    """The sum of x_i + c as the sum of x_i, plus c."""
    if isinstance(node, Big) and node.name == "sum" and (total := total_of(node.body)) and len(total.terms) == 2:
        yield Fence(node.span, "(", replace(total, terms=(replace(node, body=total.terms[0]), total.terms[1])), ")", "group")


def _norm_squared(node: Node) -> Iterator[Node]:
    if (
        isinstance(node, Power)
        and isinstance(norm := node.base, Fence)
        and norm.role == "norm"
        and (total := total_of(norm.body))
    ):
        split = term_by_term(total, lambda term: Power(term.span, replace(norm, body=core(term)), node.exponent))
        yield bracket(split)
        if isinstance(split, Sum):
            yield bracket(replace(split, signs=("+",) * len(split.signs)))


ALGEBRA: tuple[tuple[str, Rule], ...] = (
    ("square_of_sum", _square_of_sum),
    ("root_of_sum_split", _root_of_sum),
    ("log_of_sum_split", function_of_sum(frozenset(["log", "ln"]))),
    ("f_of_sum_split", function_of_sum(None, _OTHERS)),
    ("f_of_sum_split", _power_of_e_of_sum),
    ("reciprocal_of_sum_split", _reciprocal_of_sum),
    ("power_rule_log", _log_power),
    ("log_of_product_multiplied", _log_of_product),
    ("minus_to_first_only", _minus_first_only),
    ("distributed_to_first_only", _first_only),
    ("fractions_added_straight", _fractions_straight),
    ("term_cancelled_from_sum", _cancelled),
    ("divided_one_term_only", _one_term_divided),
    ("exponents_multiplied", _powers_multiplied),
    ("exponents_added", _powers_added),
    ("negative_exponent_as_sign", _negative_power),
    ("power_on_last_factor_only", _power_on_last),
    ("coefficient_times_exponent", _coefficient_multiplied),
    ("bases_multiplied", _bases_multiplied),
    ("order_of_operations", _added_first),
    ("constant_not_multiplied_by_n", _constant_once),
    ("square_of_sum", _norm_squared),
)
