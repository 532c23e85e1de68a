r"""Where did I go wrong? A derivation pasted line by line: the first line that does not follow, why, and which slip makes it.

Two styles are followed. A chain of equal expressions: each line equals the one before. A chain of equations: every solution of
the line before solves the next, and none is lost on the way. What cannot be followed is OPEN and never called wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, pairwise

from tutor.maths.claims.claim import Pair, Verdict
from tutor.maths.claims.trials import Known, attempt
from tutor.maths.letters import is_symbol, key
from tutor.maths.pasted import Piece, pasted, sides
from tutor.maths.reading.nodes import Apply, Chain, Derivative, Fence, Power, Prime, Product
from tutor.maths.solving import Sheet, Step, difference, follows, gap, lone, proportional, with_sides
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import kinds_of
from tutor.maths.wrong_moves import moved
from tutor.maths.wrong_parts import core
from tutor.maths.wrong_rewrites import MOST, REVERSIBLE, reproduces, rewrites

__all__ = ["Derivation", "Line", "follow"]

_TURNED = {"<": ">", ">": "<", "leq": "geq", "geq": "leq", "le": "ge", "ge": "le"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its place in the text, and whether it follows from the one before."""

    text: str
    start: int
    end: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """All lines; the index of the first that does not follow, the id of the misconception that makes it, and why."""

    lines: tuple[Line, ...]
    first_bad: int | None
    misconception: str | None
    why: str


def follow(text: str, context: str = "", sizes: Mapping[str, Sequence[object]] | None = None) -> Derivation:
    r"""Follow a derivation line by line; raises nothing, whatever the text is.

    >>> found = follow("2(x+3) = 14\n2x + 3 = 14\nx = 5.5")
    >>> found.first_bad, found.misconception
    (1, 'distributed_to_first_only')
    >>> follow("2(x+3) = 14\n2x + 6 = 14\nx = 4").first_bad is None
    True
    """
    try:
        return _follow(text, context, sizes)
    except (RecursionError, MemoryError):
        return Derivation((), None, None, "this is too deep to follow: paste fewer or shorter lines")


def _follow(text: str, context: str, sizes: Mapping[str, Sequence[object]] | None) -> Derivation:
    pieces, latex = pasted(text, context)
    trees = [(tree, latex) for piece in pieces for tree in piece.trees]
    sheet = Sheet(latex, kinds_of(trees, context, sizes))
    lines: list[Line] = []
    bad: int | None = None
    slip: str | None = None
    before: Piece | None = None
    for n, piece in enumerate(pieces):
        step = _step(sheet, before, piece, pieces[n + 1] if n + 1 < len(pieces) else None)
        if step.verdict is Verdict.FAILS and bad is None:
            bad, slip = n, _slip(sheet, before, piece, step, context)
        lines.append(Line(piece.text, piece.start, piece.end, step.verdict, step.why))
        before = piece if piece.trees else before
    return Derivation(tuple(lines), bad, slip, _told(lines, bad))


def _told(lines: list[Line], bad: int | None) -> str:
    if not lines:
        return "There are no lines here yet — paste a derivation, one step to a line."
    if bad is not None:
        return f"Line {bad + 1} does not follow: {lines[bad].why}."
    unsure = [n + 1 for n, line in enumerate(lines) if line.verdict is Verdict.OPEN]
    if unsure:
        return f"Nothing wrong was found; line {unsure[0]} could not be followed: {lines[unsure[0] - 1].why}."
    return "Every line follows from the one before."


# -- one step ----------------------------------------------------------------------------------------------------
def _step(sheet: Sheet, before: Piece | None, piece: Piece, after: Piece | None) -> Step:
    if piece.unread:
        return Step(Verdict.OPEN, piece.unread.rstrip("."))
    if not piece.trees:
        return Step(Verdict.OPEN, "there is nothing to read in this line")
    if before is None:
        goes_on = after is not None and after.continues
        return _within(sheet, piece, is_first=True) if goes_on or not _equation(piece) else _first(sheet, piece)
    if _equation(before) and _equation(piece) and not piece.continues:
        return _equations(sheet, before, piece)
    last, now = sides(before.trees[0])[-1], sides(piece.trees[0])[0]
    step = _equal(sheet, last, now)
    inner = _within(sheet, piece, is_first=False)
    return inner if step.verdict is not Verdict.FAILS and inner.verdict is Verdict.FAILS else step


def _equation(piece: Piece) -> bool:
    return bool(piece.trees) and isinstance(piece.trees[0], Chain) and len(sides(piece.trees[0])) > 1


def _first(sheet: Sheet, piece: Piece) -> Step:
    """The first line of a chain of equations is given; a chain of three sides is looked at inside."""
    tree = piece.trees[0]
    if len(sides(tree)) > 2:
        return _within(sheet, piece, is_first=True)
    return Step(Verdict.TESTED, "the line that everything starts from")


def _within(sheet: Sheet, piece: Piece, *, is_first: bool) -> Step:
    """A line with several sides: each must equal the one before; a lone letter at the beginning is a name."""
    parts = sides(piece.trees[0])
    start = 1 if is_first and is_symbol(parts[0]) else 0
    for a, b in zip(parts[start:], parts[start + 1 :]):
        step = _equal(sheet, a, b)
        if step.verdict is Verdict.FAILS:
            return step
    return Step(Verdict.TESTED, "the line that everything starts from" if is_first else "equal to the line before")


def _equal(sheet: Sheet, a: Node, b: Node) -> Step:
    agreed = sheet.agree(a, b)
    if agreed is None:
        return Step(Verdict.OPEN, "this step cannot be computed here")
    if agreed:
        return Step(Verdict.PROVED, "equal to the line before")
    if sheet.letters(a) and not sheet.letters(b) and varies(sheet, a) and not reproduces(a, b, sheet.latex, ""):
        return Step(Verdict.OPEN, "numbers are put in for the letters here, and nothing says which")
    return Step(Verdict.FAILS, f"it is not equal to the line before: {difference(sheet, a, b)}")


def varies(sheet: Sheet, node: Node) -> bool:
    """Whether an expression has different values at different instances."""
    found = attempt(Pair(node, node, "=", False, sheet.latex), sheet.kinds, Known(), layouts=("column",))
    return len({str(trial.left) for trial in found.trials}) > 1


def _equations(sheet: Sheet, before: Piece, piece: Piece) -> Step:
    old = tuple(tree for tree in before.trees if isinstance(tree, Chain))
    new = tuple(tree for tree in piece.trees if isinstance(tree, Chain))
    signs = {sign.name for tree in (*old, *new) for sign in tree.signs}
    if not signs <= {"=", *_TURNED} or any(sign.negated for tree in (*old, *new) for sign in tree.signs):
        return Step(Verdict.OPEN, "this relation is not followed here")
    if len(sides(old[0])) > 2 or len(sides(new[0])) > 2:
        return (
            _equal(sheet, sides(old[0])[-1], sides(new[0])[-1])
            if len(old) == len(new) == 1
            else Step(Verdict.OPEN, "this step cannot be followed here")
        )
    if len(old) == len(new) == 1 and (slope := _as_function(sheet, old[0], new[0])) is not None:
        return _equal(sheet, slope, new[0].sides[-1])
    return follows(sheet, old, new)


# -- which slip ----------------------------------------------------------------------------------------------------
def _slip(sheet: Sheet, before: Piece | None, piece: Piece, step: Step, context: str) -> str | None:
    if before is None or not (_equation(before) and _equation(piece) and not piece.continues):
        return _expression_slip(sheet, before, piece, context)
    old, new = before.trees[0], piece.trees[0]
    if not isinstance(old, Chain) or not isinstance(new, Chain):
        return None
    if old.signs[0].name in _TURNED:
        turned = replace(new, signs=(replace(new.signs[0], name=_TURNED.get(new.signs[0].name, "=")),))
        if follows(sheet, (old,), (turned,)).verdict is Verdict.TESTED:
            return "inequality_reversed"
        return None
    if step.lost and step.why.startswith("the solution"):
        return _lost(sheet, old, step)
    if len(piece.trees) > 1:
        right = old.sides[-1]
        factors = isinstance(core(old.sides[0]), Product) and isinstance(right, Number) and right.text != "0"
        return "zero_product_misused" if factors else None
    if (slope := _as_slope(sheet, old, new)) is not None:
        return reproduces(slope, new.sides[-1], sheet.latex, context)
    for name, made in islice(_wrong_equations(old), MOST * 2):
        if _same_equation(sheet, made, new):
            return name
    for name, made in islice(_wrong_equations(new), MOST * 2):
        if name in REVERSIBLE and _same_equation(sheet, made, old):
            return name
    return None


def _as_function(sheet: Sheet, old: Chain, new: Chain) -> Node | None:
    """f'(x) where the line before says what f(x) is: the derivative of that."""
    told, left = old.sides[0], new.sides[0]
    if (
        not isinstance(told, Apply)
        or not isinstance(left, Apply)
        or not isinstance(left.function, Prime)
        or left.function.count != 1
    ):
        return None
    same = key(told.function, sheet.latex) == key(left.function.base, sheet.latex)
    variable = told.argument.body if isinstance(told.argument, Fence) else told.argument
    if not same or not is_symbol(variable):
        return None
    body = Fence(old.sides[-1].span, "(", old.sides[-1], ")", "group")
    return Derivative(body.span, "d", None, body, (variable,), False)


def _as_slope(sheet: Sheet, old: Chain, new: Chain) -> Node | None:
    """dL/dw where the line before says what L is: the derivative of that."""
    found, left = lone(sheet, old), new.sides[0]
    if (body := _as_function(sheet, old, new)) is not None:
        return body
    if found is None or not isinstance(left, Derivative) or left.body is None or not is_symbol(left.body):
        return None
    if key(left.body, sheet.latex) != found[0]:
        return None
    return replace(left, body=Fence(found[1].span, "(", found[1], ")", "group"), inside=False)


def _expression_slip(sheet: Sheet, before: Piece | None, piece: Piece, context: str) -> str | None:
    parts = sides(piece.trees[0])
    chain = (sides(before.trees[0])[-1], *parts) if before is not None else parts
    for a, b in pairwise(chain):
        if sheet.agree(a, b) is False:
            return reproduces(a, b, sheet.latex, context)
    return None


def _lost(sheet: Sheet, old: Chain, step: Step) -> str:
    """A lost solution: the negative root, or a value for which both sides were divided by zero."""
    if any(isinstance(n, Fence) and n.role == "absolute value" for n in walk(old)):
        return "negative_case_forgotten"
    squared = any(isinstance(n, Power) and isinstance(n.exponent, Number) and n.exponent.text == "2" for n in walk(old))
    letters = sheet.letters(*old.sides)
    if squared and len(letters) == 1:
        mirrored = gap(sheet, old, {letters[0]: Fraction(-step.lost[0]).limit_denominator(10**6)})
        if mirrored is not None and abs(mirrored) < 1e-6 and abs(step.lost[0]) > 1e-9:
            return "negative_root_forgotten"
    return "divided_by_possible_zero"


def _wrong_equations(old: Chain) -> list[tuple[str, Chain]]:
    """Every equation a slip makes of an equation: a wrong rule on one side, or a wrong move of a term or factor."""
    left, right = old.sides[0], old.sides[-1]
    plain = with_sides(old, left, right)
    found = [(name, with_sides(old, wrong, right)) for name, wrong in rewrites(left) if name != "sign_slip"]
    found += [(name, with_sides(old, left, wrong)) for name, wrong in rewrites(right) if name != "sign_slip"]
    found += list(moved(plain))
    found += [(name, with_sides(old, wrong, right)) for name, wrong in rewrites(left) if name == "sign_slip"]
    found += [(name, with_sides(old, left, wrong)) for name, wrong in rewrites(right) if name == "sign_slip"]
    return found


def _same_equation(sheet: Sheet, made: Chain, new: Chain) -> bool:
    if sheet.scalar(*made.sides, *new.sides):
        return proportional(sheet, made, new)
    for a, b in ((new.sides[0], new.sides[-1]), (new.sides[-1], new.sides[0])):
        if sheet.agree(made.sides[0], a) and sheet.agree(made.sides[-1], b):
            return True
    return False
