r"""A formula about vectors and matrices with small real ones put in, computed exactly, step by step.

Laws: as for numbers: a step is exact or it is not shown; every value is found again modulo a large prime (or in floats, where a
root is taken) by a computation of its own; where it is not sure what a letter is, there is no example.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.letters import is_symbol, symbols_in
from tutor.maths.reading.nodes import Apply, Big, Chain, Fence, Letter, Listing, Power, Prefix, Product, Root, Sub, Sum, Transpose
from tutor.maths.reading.nodes import Fraction as Over
from tutor.maths.tree import Node, Number, Span, children, walk
from tutor.maths.values import (
    Assignment,
    DoesNotFit,
    Exact,
    Kind,
    Modular,
    NotComputable,
    OutsideArithmetic,
    Reals,
    Scale,
    Sort,
    Style,
    alike,
    in_latex,
    kinds_of,
    random_assignment,
    readings,
    value_of,
)
from tutor.maths.worked.numbers_example import Example

__all__ = ["matrix_example"]

_DRAWS = 40
_MOST_STEPS = 8
_MOST_LETTERS = 6
_LARGEST = 60
_OUT = (NotComputable, ArithmeticError, Unreadable, ValueError, RecursionError)
_OTHER_READINGS = 3
_NO_LETTERS = frozenset(("cdot", "bullet", "star", "dots"))
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|mathsf|vec|mathit|textbf)\s*(\{|\s)\Z")
_STEPPED = (Transpose, Product, Sum, Power, Over, Root, Apply, Fence, Prefix, Big)


class _TwoValuesError(Exception):
    """The left side, computed by itself, is not what the right side gives: det(2A) against 2 det(A)."""


@dataclass(frozen=True, slots=True)
class _Put:
    """One side of a formula with a trial put in: every piece can be valued and written."""

    latex: str
    trial: Assignment

    def value(self, node: Node) -> Any:
        return value_of(node, self.latex, self.trial, Exact())


def matrix_example(
    tree: Node, latex: str, text_around: str = "", sizes: Mapping[str, Sequence[object]] | None = None
) -> Example | None:
    r"""The right side of a formula (or a lone expression) with small matrices put in; None where it is not sure what to put in.

    >>> from tutor.maths.formula import read_formula
    >>> text = r"\hat y = \mathbf{w}^\top \mathbf{x} + b"
    >>> found = matrix_example(read_formula(text).tree, text)
    >>> found.result, found.checked
    ('\\hat y = 8', 'computed again modulo a large prime')
    """
    side, left = _side(tree, latex)
    if side is None:
        return None
    try:
        kinds = kinds_of([(side, latex)], text_around, sizes)
    except _OUT:
        return None
    if not 1 <= len(kinds) <= _MOST_LETTERS or not any(k.sure and k.sort in (Sort.MATRIX, Sort.VECTOR) for k in kinds.values()):
        return None
    named = {name: latex[slice(*_dressed(latex, node.span))].strip() for name, node in symbols_in(side, latex)}
    for reading in islice(readings(kinds), 1 + _OTHER_READINGS):
        if {kind.sort for kind in reading.values()} <= {Sort.MATRIX, Sort.VECTOR, Sort.NUMBER, Sort.WHOLE}:
            try:
                tried = [found for turn in range(_DRAWS) if (found := _worked(tree, side, latex, left, named, reading, turn))]
            except _TwoValuesError:
                return None
            except DoesNotFit:
                continue  # a reading whose sizes fail once is no reading, though others of its draws may happen to fit
            if tried:
                return min(tried, key=lambda found: found[0])[1]
    return None


def _side(tree: Node, latex: str) -> tuple[Node | None, str]:
    """What is computed, and the LaTeX of what it gives."""
    if any(isinstance(part, Letter) and part.name in _NO_LETTERS for part in walk(tree)):
        return None, ""
    if any(isinstance(part, Sub) and isinstance(part.base, Letter) and part.base.name == "I" for part in walk(tree)):
        return None, ""  # an identity, an indicator or an input: each would be another example
    if not isinstance(tree, Chain):
        return (None, "") if is_symbol(tree) or isinstance(tree, Number) else (tree, "")
    plain = len(tree.sides) == 2 and tree.signs[0].name in ("=", ":=") and not tree.signs[0].negated
    first, side = tree.sides[0], tree.sides[-1]
    if not plain or not (is_symbol(first) or isinstance(first, Apply)) or is_symbol(side):
        return None, ""
    if {name for name, _ in symbols_in(first, latex)} & {name for name, _ in symbols_in(side, latex)} and is_symbol(first):
        return None, ""
    return side, latex[slice(*_dressed(latex, first.span))].strip()


def _dressed(latex: str, span: Span) -> Span:
    r"""The span of a letter with the command that sets its font: of A in \mathbf{A}, all of it."""
    start, end = span
    opened = _FONT.search(latex[:start])
    if opened and (opened.group(1) != "{" or latex[end : end + 1] == "}"):
        return opened.start(), end + (opened.group(1) == "{")
    return span


def _worked(
    tree: Node, side: Node, latex: str, left: str, named: Mapping[str, str], kinds: Mapping[str, Kind], turn: int
) -> tuple[int, Example] | None:
    """The example with the numbers of one draw, and how plain it is (0 is plainest); raises DoesNotFit."""
    first = tree.sides[0] if isinstance(tree, Chain) else None
    try:
        trial = random_assignment(kinds, random.Random(f"example {turn}"), Style("small", turn))
        put = _Put(latex, trial)
        result = put.value(side)
        if isinstance(result, Scale):
            return None  # a multiple of the identity, of no certain size
        if not _is_left(first, put, result):
            raise _TwoValuesError
        checked = _again(side, put, result)
        steps = list(dict.fromkeys(_steps(side, put)))
    except DoesNotFit:
        raise
    except _OUT:
        return None
    if not checked or not 1 <= len(steps) <= _MOST_STEPS or not _followable(result):
        return None
    given = tuple((shown, in_latex(trial.values[name])) for name, shown in named.items() if name in trial.values)
    if not given or any(name not in trial.values and name not in trial.wholes for name in kinds):
        return None
    shown = f"{left} = {in_latex(result)}" if left else in_latex(result)
    return _roughness(trial, result, steps), Example(given, tuple(steps), shown, checked)


def _is_left(first: Node | None, put: _Put, result: Any) -> bool:
    """Whether the left side, where it can be computed by itself, has the value that is told of it: tr(AB) is not tr A tr B."""
    if first is None or is_symbol(first):
        return True
    try:
        return bool(alike(put.value(first), result, 0.0))
    except DoesNotFit:
        return False
    except _OUT:
        return True  # a name for what stands on the right: f(A) = A^2


def _again(side: Node, put: _Put, result: Any) -> str:
    """How the value was found a second time, or "" if it was not."""
    try:
        again = value_of(side, put.latex, put.trial, Modular())
        return "computed again modulo a large prime" if again == _residues(result) else ""
    except OutsideArithmetic:
        again = value_of(side, put.latex, put.trial, Reals())
        return "computed again in floating point" if alike(_floats(result), again, 1e-9) else ""


def _residues(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(tuple(_residues(entry) for entry in row) for row in value)
    return Modular().number(Fraction(value))


def _floats(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(tuple(float(entry) for entry in row) for row in value)
    return float(value)


def _steps(node: Node, put: _Put) -> Iterator[str]:
    """Each operation below and at a node as "piece = values put in = value", innermost first."""
    if is_symbol(node) or isinstance(node, Number):
        return
    if isinstance(node, Fence) and node.role == "group":
        yield from _steps(node.body, put)
        return
    if not isinstance(node, _STEPPED):
        raise NotComputable("no step for this piece")
    inner = [] if isinstance(node, Big) else [part for part in _operands(node) if not _plain(part)]
    for part in inner:
        yield from _steps(part, put)
    value = in_latex(put.value(node))
    piece, filled = put.latex[slice(*node.span)].strip(), _filled(node, put)
    if len({piece, filled, value}) > 1:
        yield " = ".join(dict.fromkeys((piece, filled, value)))


def _operands(node: Node) -> list[Node]:
    """The pieces an operation works on; the name of a function and a plain exponent are none."""
    if isinstance(node, Apply):
        return [node.argument]
    if isinstance(node, Power):
        return [node.base]
    if isinstance(node, Fence) and isinstance(node.body, Listing):
        return list(node.body.parts)
    return list(children(node))


def _plain(node: Node) -> bool:
    return is_symbol(node) or isinstance(node, Number | Letter)


def _filled(node: Node, put: _Put) -> str:
    """The piece as it is printed, with the values of its operands in their places."""
    if isinstance(node, Big):
        return put.latex[slice(*node.span)].strip()
    text, start = put.latex, node.span[0]
    pieces, at = [], start
    for part in sorted(_operands(node), key=lambda one: one.span):
        if isinstance(part, Number) or (isinstance(part, Letter) and part.name == "pi"):
            continue
        value = put.value(part)
        shown = in_latex(value)
        first, last = _dressed(text, part.span)
        pieces += [text[at:first], f"({shown})" if _wants_brackets(node, value) else shown]
        at = last
    return "".join((*pieces, text[at : node.span[1]])).strip()


def _wants_brackets(node: Node, value: Any) -> bool:
    """A negative number, a fraction under a power, and a number beside another one, stand in brackets."""
    if isinstance(value, tuple | Scale):
        return False
    return value < 0 or isinstance(node, Product) or (isinstance(node, Power) and value.denominator > 1)


def _followable(value: Any) -> bool:
    """Whether somebody can check this in the head."""
    return all(abs(entry) <= _LARGEST and entry.denominator <= 12 for entry in _entries(value))


def _entries(value: Any) -> list[Fraction]:
    return [entry for row in value for entry in row] if isinstance(value, tuple) else [Fraction(value)]


def _roughness(trial: Assignment, result: Any, steps: Sequence[str]) -> int:
    """Fractions, negative values, noughts and long steps count against an example."""
    entries = _entries(result) + [entry for value in trial.values.values() for entry in _entries(value)]
    broken = sum(entry.denominator > 1 for entry in entries)
    same = len(trial.values) - len({str(value) for value in trial.values.values()})
    empty = 6 * (not any(_entries(result)))
    backwards = sum(not isinstance(value, tuple) and value < 0 for value in trial.values.values())
    return (
        4 * (broken + backwards)
        + sum(entry < 0 for entry in entries)
        + sum(entry == 0 for entry in entries)
        + 3 * same
        + empty
        + len(steps)
    )
