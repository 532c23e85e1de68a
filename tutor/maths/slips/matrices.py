"""Wrong rules of matrices and of chance, as rewrites: orders kept, squares forgotten, means put inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tutor.maths.reading.nodes import Apply, Fence, Listing, Power, Product, Sum, Transpose
from tutor.maths.slips.algebra import function_of_sum
from tutor.maths.slips.parts import Rule, bracket, core, minus_one, name_of, product, term_by_term, total_of
from tutor.maths.tree import Node
from tutor.maths.values.applied import inside
from tutor.maths.values.retree import changed


def _transpose_kept(node: Node) -> Iterator[Node]:
    if isinstance(node, Transpose) and isinstance(core(node.base), Product):
        inner = core(node.base)
        if isinstance(inner, Product):
            yield product(*(Transpose(f.span, f, node.mark) for f in inner.factors))


def _inverse_kept(node: Node) -> Iterator[Node]:
    if isinstance(node, Power) and minus_one(node.exponent) and isinstance(core(node.base), Product):
        inner = core(node.base)
        if isinstance(inner, Product):
            yield product(*(Power(f.span, f, node.exponent) for f in inner.factors))


def _inverse_of_sum(node: Node) -> Iterator[Node]:
    if isinstance(node, Power) and minus_one(node.exponent) and (total := total_of(node.base)):
        yield bracket(term_by_term(total, lambda term: Power(term.span, term, node.exponent)))


def _swapped(node: Node) -> Iterator[Node]:
    if isinstance(node, Product) and not any(node.signs):
        f = node.factors
        for n in range(len(f) - 1):
            yield replace(node, factors=(*f[:n], f[n + 1], f[n], *f[n + 2 :]))


def _transpose_lost(node: Node) -> Iterator[Node]:
    if isinstance(node, Transpose):
        yield node.base


def _det_scaled(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and name_of(node) == "det" and isinstance(core(node.argument), Product):
        inner = core(node.argument)
        if isinstance(inner, Product) and len(inner.factors) > 1:
            yield product(inner.factors[0], replace(node, argument=bracket(product(*inner.factors[1:]))))


def _trace_product(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and name_of(node).lower() in ("tr", "trace") and isinstance(core(node.argument), Product):
        inner = core(node.argument)
        if isinstance(inner, Product):
            yield product(*(replace(node, argument=f) for f in inner.factors))


# -- chance ----------------------------------------------------------------------------------------------------
def _variance(node: Node) -> str:
    return name_of(node) if isinstance(node, Apply) and name_of(node) in ("Var", "var") else ""


def _scale_not_squared(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and _variance(node):
        argument = inside(node.argument)
        total = total_of(argument)
        scaled = core(total.terms[0]) if total else argument
        if isinstance(scaled, Product) and len(scaled.factors) == 2:
            yield product(scaled.factors[0], replace(node, argument=Fence(node.span, "(", scaled.factors[1], ")", "group")))


def _shift_kept(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and _variance(node) and (total := total_of(inside(node.argument))) and len(total.terms) == 2:
        first = replace(node, argument=Fence(node.span, "(", total.terms[0], ")", "group"))
        yield bracket(replace(total, terms=(first, total.terms[1])))


def _variance_split(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and _variance(node) and (total := total_of(inside(node.argument))):
        made = term_by_term(total, lambda term: replace(node, argument=Fence(term.span, "(", term, ")", "group")))
        yield bracket(made)
        if isinstance(made, Sum):
            yield bracket(replace(made, signs=("+",) * len(made.signs)))


def _mean_inside(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and node.role == "expectation":
        argument = inside(node.argument)
        if isinstance(argument, Power):
            yield Power(node.span, replace(node, argument=Fence(node.span, "[", argument.base, "]", "group")), argument.exponent)


def _union_sum(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and node.role == "probability":
        argument = inside(node.argument)
        if isinstance(argument, Sum) and set(argument.signs) == {"cup"}:
            parts = tuple(replace(node, argument=Fence(node.span, "(", t, ")", "group")) for t in argument.terms)
            yield bracket(Sum(node.span, ("+",) * len(argument.signs), parts))


def _conditional_swapped(node: Node) -> Iterator[Node]:
    if isinstance(node, Apply) and node.role == "probability" and not isinstance(inside(node.argument), Listing):
        argument = inside(node.argument)
        if hasattr(argument, "left") and hasattr(argument, "right"):
            turned = changed(argument, left=argument.right, right=argument.left)
            yield replace(node, argument=Fence(node.span, "(", turned, ")", "group"))


MATRICES: tuple[tuple[str, Rule], ...] = (
    ("det_of_sum_split", function_of_sum(frozenset(["det"]))),
    ("inverse_of_sum_split", _inverse_of_sum),
    ("transpose_order_kept", _transpose_kept),
    ("inverse_order_kept", _inverse_kept),
    ("order_swapped", _swapped),
    ("det_of_scaled_matrix", _det_scaled),
    ("trace_of_product_split", _trace_product),
)

CHANCE: tuple[tuple[str, Rule], ...] = (
    ("variance_of_sum_without_covariance", _variance_split),
    ("scale_not_squared", _scale_not_squared),
    ("shift_changes_variance", _shift_kept),
    ("expectation_of_function_is_function_of_expectation", _mean_inside),
    ("union_double_count", _union_sum),
    ("transposed_conditional", _conditional_swapped),
    ("forgot_transpose", _transpose_lost),
)
