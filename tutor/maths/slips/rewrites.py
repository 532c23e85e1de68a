r"""Wrong rewrites that people make, each by its name: applied at every place of a line, they show where a wrong line came from.

Law: a rule is told only where it reproduces what was written, by value and not by looks. Ids are those of the misconceptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from tutor.maths.claims.claim import Pair
from tutor.maths.claims.signs import flipped
from tutor.maths.claims.trials import Known, attempt
from tutor.maths.slips.algebra import ALGEBRA
from tutor.maths.slips.calculus import CALCULUS
from tutor.maths.slips.matrices import CHANCE, MATRICES
from tutor.maths.slips.parts import Rule
from tutor.maths.tree import Node
from tutor.maths.values import Kind, Sort, kinds_of
from tutor.maths.values.retree import changed

__all__ = ["MOST", "REVERSIBLE", "RULES", "reproduces", "rewrites"]

MOST = 160
# Told also where they were used from right to left: log a + log b written as log(a + b).
REVERSIBLE = frozenset(["log_of_sum_split", "root_of_sum_split", "square_of_sum", "det_of_sum_split", "inverse_of_sum_split"])
RULES: tuple[tuple[str, Rule], ...] = (*ALGEBRA, *MATRICES, *CALCULUS, *CHANCE)


def rewrites(tree: Node) -> Iterator[tuple[str, Node]]:
    r"""Every tree that one wrong rule makes of a tree, with the rule's id; a slip of a sign comes last.

    >>> from tutor.maths.formula import read_formula
    >>> found = rewrites(read_formula("(a+b)^2").tree)
    >>> next(found)[0]
    'square_of_sum'
    """
    for name, rule in RULES:
        for wrong in everywhere(tree, rule):
            yield name, wrong
    for wrong in flipped(tree):
        yield "sign_slip", wrong


def everywhere(node: Node, rule: Rule) -> Iterator[Node]:
    """The tree with the rule applied at one place, for every place it fits."""
    yield from rule(node)
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node):
            yield from (changed(node, **{name: wrong}) for wrong in everywhere(part, rule))
        elif isinstance(part, tuple):
            for n, one in enumerate(part):
                if isinstance(one, Node):
                    for wrong in everywhere(one, rule):
                        yield changed(node, **{name: (*part[:n], wrong, *part[n + 1 :])})


def reproduces(before: Node, after: Node, latex: str, context: str, known: Known | None = None) -> str | None:
    """The wrong rule that makes one expression into another, or None; where letters are numbers, for positive ones at least."""
    drawn = kinds_of([(before, latex), (after, latex)], context)
    positive = {n: replace(k, traits=k.traits | {"positive"}) if k.sort is Sort.NUMBER else k for n, k in drawn.items()}
    for kinds in (drawn, positive):
        for name, wrong in islice(rewrites(before), MOST):
            if _agree(wrong, after, latex, kinds, known or Known()):
                return name
        for name, wrong in islice(rewrites(after), MOST):
            if name in REVERSIBLE and _agree(before, wrong, latex, kinds, known or Known()):
                return name
        for wrong in islice(flipped(after), MOST):
            if _agree(before, wrong, latex, kinds, known or Known()):
                return "sign_slip"
    return None


def _agree(a: Node, b: Node, latex: str, kinds: Mapping[str, Kind], known: Known) -> bool:
    pair = Pair(a, b, "=", False, latex)
    quick = attempt(pair, kinds, known, quick=True)
    if not quick.trials or quick.failed:
        return False
    full = attempt(pair, kinds, known)
    return bool(full.trials) and not full.failed and full.proof >= 0
