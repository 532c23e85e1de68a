r"""What only comes out where the page was typed in a way the grammar does not know: a relation without a side inside a fraction,
a hat over a whole sum, an integral that closes nowhere while its d x stands behind it.

Law: each of these is read as the grammar reads it, and listed as a doubt: a reading that needs such a shape may have been cut
in the wrong place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Choose,
    Empty,
    Fence,
    Fraction,
    Function,
    Given,
    Grid,
    Letter,
    Listing,
    Power,
    Prefix,
    Prime,
    Product,
    Root,
    Sign,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import branches, is_plain
from tutor.maths.tree import Node, Number, Span, children, walk

_SIDE = ("the sign of relation stands between two sides", "the sign is no relation here, or one of the two sides is left out")
_MARK = ("the mark stands above the whole", "the mark stands above the first sign only")
_ENDS = ("the integral ends at the differential that follows", "the integral ends before that")
_SIGMA = ("the sign of a sum", "a capital sigma, the name of a matrix")
_GREAT = ("the sign of a sum or a product", "a capital letter with indices")
_ALONE = ("a function whose argument is left out", "a name of its own")
_INDICATOR = ("a set", "1 where it holds and 0 elsewhere")
_DIAGONAL = ("a diagonal matrix", "the entries on a diagonal")
_LAST = ("the mark stands on all of it", "the mark stands on the last letter only")
_AGAIN = ("the number said again as a percentage", "a product")
_RATIO = ("a sum of quotients", "a quotient of two sums")
_REST = ("a percentage, times what follows", "the rest of a division")
_ROOTED = ("an index of the root", "an index of what stands below the root")
_RULE = ("a fraction", "a rule: from what stands above follows what stands below")
_POWER = ("a power", "an index above")
_BELOW_NUMBER = ("divided by the number only", "divided by all that follows")
_BELOW = ("divided by the first letter only", "divided by all that follows")
_SHIFT = ("an operator that acts on what follows", "a factor")
_VALUE = ("the value of what is in the first bracket", "a product")
_RUN = ("the difference of the two", "all of them, from the first to the last")
_SIZE = ("the shape", "the product")
STACKED = ("a column vector", "a binomial coefficient")
_DIGITS = ("one number as the index", "two indices, one for each digit")
_COLUMNS = ("a row of numbers", "vectors side by side, as the columns of a matrix")
MISREAD = (_SIDE, _MARK, _ENDS, _SIGMA, _GREAT, _VALUE, _AGAIN)
_NARROW = frozenset(["hat", "tilde", "dot", "ddot", "vec", "check", "breve", "acute", "grave", "mathring"])


def oddities(tree: Node, nodes: Sequence[Node]) -> list[Doubt]:
    """A doubt for every shape that a book hardly means; `nodes` are all of the tree."""
    found = (*_found(tree, nodes), *_labelled(tree), *_whole(tree, nodes), *_stacked(nodes))
    return [Doubt(span, readings) for span, readings in found]


def _whole(tree: Node, nodes: Sequence[Node]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """What a short formula may be when it stands by itself: x_1 - x_6 names six things, (p - 1) x k is the size of a table."""
    if isinstance(tree, Sum) and tree.signs == ("-",):
        first, last = tree.terms
        numbers = [t.index.text for t in (first, last) if isinstance(t, Sub) and isinstance(t.index, Number)]
        alike = isinstance(first, Sub) and isinstance(last, Sub) and _same_name(first.base, last.base)
        if alike and len(numbers) == 2 and all(n.isdigit() for n in numbers) and int(numbers[1]) > int(numbers[0]) + 1:
            yield tree.span, _RUN
    crossed = isinstance(tree, Product) and set(tree.signs) == {"times"} and len(tree.factors) < 4
    sized = crossed and any(isinstance(f, Fence | Power | Super) for f in children(tree))
    if sized and all(map(_counts, children(tree))):
        yield tree.span, _SIZE
    indexed = [n for n in nodes if isinstance(n, Sub) and isinstance(n.base, Letter)]
    single = {getattr(n.base, "name", "") for n in indexed if _by_digit(n.index)}
    for node in (n for n in indexed if getattr(n.base, "name", "") in single):
        if isinstance(node.index, Number) and len(node.index.text) == 2 and node.index.text.isdigit():
            yield node.span, _DIGITS


def _by_digit(index: Node) -> bool:
    """Whether an index is a digit and a letter side by side, x_{1p}, so that x_{11} beside it has two of them."""
    pair = index.factors if isinstance(index, Product) and index.signs == ("",) else ()
    return any(isinstance(f, Number) and len(f.text) == 1 for f in pair)


def _counts(node: Node) -> bool:
    """Whether a factor may be the number of rows or columns: a small letter, a number, a sum of them in brackets."""
    if isinstance(node, Fence) and node.open == "(" and isinstance(node.body, Sum):
        return all(isinstance(t, Number) or (isinstance(t, Letter) and len(t.name) == 1) for t in node.body.terms)
    if isinstance(node, Power | Super):
        node = node.base  # a picture of 2^k x 2^k points
    return isinstance(node, Number) or (isinstance(node, Letter) and len(node.name) == 1 and not node.font)


def _same_name(left: Node, right: Node) -> bool:
    return isinstance(left, Letter) and isinstance(right, Letter) and (left.name, left.font) == (right.name, right.font)


def _stacked(nodes: Sequence[Node]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Two things on each other in round brackets: above or below a stroke hardly a column, beside a matrix hardly "choose"."""
    gridded = any(isinstance(n, Grid) and len(n.rows) > 1 and len(n.rows[0]) > 1 for n in nodes)
    raising = {n.exponent.name for n in nodes if isinstance(n, Power) and isinstance(n.exponent, Letter)}
    for node in nodes:
        if isinstance(node, Grid) and [len(r) for r in node.rows] == [1, 1] and not gridded:
            top, low = node.rows[0][0], node.rows[1][0]
            counted = isinstance(low, Letter) and (
                low.name in raising or any(isinstance(n, Suffix) and n.mark == "!" for n in nodes)
            )
            if isinstance(top, Letter | Number) and counted:
                yield node.span, STACKED  # a column with n over x before p^x (1 - p)^{n - x}
        if gridded and isinstance(node, Choose):
            yield node.span, STACKED
        if isinstance(node, Fraction):
            for part in (p for side in (node.top, node.bottom) for p in _factors(side)):
                if isinstance(part, Fence) and isinstance(part.body, Grid) and [len(r) for r in part.body.rows] == [1, 1]:
                    yield part.span, STACKED


def _factors(side: Node) -> tuple[Node, ...]:
    if isinstance(side, Big):
        return _factors(side.body)
    return side.factors if isinstance(side, Product) else (side,)


def _found(tree: Node, nodes: Sequence[Node]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    for node in branches(nodes):
        if isinstance(node, Chain) and any(isinstance(side, Empty) for side in node.sides[1:-1]):
            yield node.span, _SIDE
        elif isinstance(node, Fraction | Product | Sum | Root | Given | Apply | Accent) or _paired(node):
            for child in children(node):
                if isinstance(child, Chain) and any(isinstance(side, Empty) for side in child.sides):
                    yield child.span, _SIDE
        if isinstance(node, Accent) and node.mark in _NARROW and isinstance(node.base, Chain | Sum):
            yield node.span, _MARK
        elif isinstance(node, Sub | Super) and isinstance(node.base, Fence) and isinstance(node.base.body, Big):
            if isinstance(node.base.body.body, Empty):
                yield node.span, _SIDE
        elif isinstance(node, Product):
            yield from _unclosed(node)
        elif isinstance(node, Apply) and getattr(node.function, "name", "") in ("diag", "Diag") and _may_be_square(node.argument):
            yield node.span, _DIAGONAL
        if isinstance(node, Product):
            stated = [f for f in node.factors if isinstance(f, Fence) and f.role == "set" and isinstance(f.body, Chain)]
            yield from ((f.span, _INDICATOR) for f in stated)
        if isinstance(node, Chain):
            named = any(isinstance(side, Letter) and side.name.isupper() for side in node.sides)
            yield from ((side.span, _COLUMNS) for side in node.sides if named and _row_of_names(side))
        if isinstance(node, Product):
            for n, (before, factor) in enumerate(itertools.pairwise(node.factors)):
                if isinstance(factor, Function) and not node.signs[n] and factor.name not in ("max", "min"):
                    yield factor.span, _ALONE
                if not node.signs[n] and (_made_function(before, factor) or _at_nought(before, factor)):
                    yield (before.span[0], factor.span[1]), _VALUE
                if not node.signs[n] and _percent_of(before, factor):
                    yield (before.span[0], factor.span[1]), _AGAIN
                if not node.signs[n] and _rests(before, factor):
                    yield (before.span[0], factor.span[1]), _REST
                if n and not node.signs[n] and node.signs[n - 1] == "/" and _trails(node.factors[n - 1], before, factor):
                    lone = isinstance(before, Number)
                    yield (node.factors[n - 1].span[0], factor.span[1]), _BELOW_NUMBER if lone else _BELOW
                if not node.signs[n] and _shifts(before) and isinstance(factor, Sub | Prime | Super | Accent | Apply):
                    yield (before.span[0], factor.span[1]), _SHIFT
        if isinstance(node, Transpose | Super | Power | Sub) and isinstance(node.base, Product):
            yield node.span, _LAST
        if (
            isinstance(node, Power)
            and isinstance(node.base, Fence)
            and (_labels(node.exponent) or _complement(node) or _counts_columns(node))
        ):
            yield node.span, _POWER
        if isinstance(node, Sub) and isinstance(node.base, Root):
            yield node.span, _ROOTED
        if isinstance(node, Fraction) and _concludes(node):
            yield node.span, _RULE
        if isinstance(node, Chain) and (tuple_named := _names_tuple(node)) is not None:
            yield tuple_named.span, _POWER
        if isinstance(node, Big) and node.name == "sum" and _by_a_sum(node.body):
            yield node.span, _RATIO
        if (great := _great(node)) is not None:
            yield great.span, _GREAT
        ends = children(node) if isinstance(node, Chain | Prefix) else ()
        bare = (end for end in ends if isinstance(end, Function | Word) and end.name == "inf")
        yield from ((end.span, ("an infimum whose set is left out", "infinity, with a letter left out")) for end in bare)
        if isinstance(node, Big) and node.name == "sum" and node is not tree and _may_be_letter(node):
            yield node.span, _SIGMA


def _labelled(tree: Node) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """A bracket of two whole numbers at the very end, y = b (1 - 2): a factor, or the number of the equation."""
    last: Node | None = tree
    while isinstance(last, Chain | Sum | Product):
        parts = last.sides if isinstance(last, Chain) else last.terms if isinstance(last, Sum) else last.factors
        if isinstance(last, Product) and isinstance(parts[-1], Fence) and isinstance(parts[-1].body, Sum):
            whole = (
                parts[-1].body.terms if parts[-1].body.signs == ("-",) and any(isinstance(n, Letter) for n in walk(tree)) else ()
            )
            if whole and all(isinstance(n, Number) and n.text.isdigit() and len(n.text) < 3 for n in whole):
                yield parts[-1].span, ("a factor", "the number of the formula")
        last = parts[-1]


def _open_operator(term: Node) -> bool:
    """Whether a term ends with an operator that has nothing to act on: lambda Delta, partial_t."""
    last = term.factors[-1] if isinstance(term, Product) else term
    last = last.base if isinstance(last, Sub | Power | Super) else last
    return isinstance(last, Letter) and last.name in ("Delta", "nabla", "partial")


def _may_be_square(argument: Node) -> bool:
    """Whether diag is taken of what may be a matrix: a capital, or a product with one."""
    body = argument.body if isinstance(argument, Fence) else argument
    body = body.base if isinstance(body, Accent | Sub) else body
    parts = body.factors if isinstance(body, Product) else (body,)
    return not isinstance(body, Listing) and any(isinstance(p, Letter) and p.name[:1].isupper() for p in parts)


def _by_a_sum(body: Node) -> bool:
    """Whether what is summed is divided by another sum on the line: sum c_i / sum t_i."""
    if not isinstance(body, Product) or "/" not in body.signs:
        return False
    return isinstance(body.factors[body.signs.index("/") + 1], Big)


def _rests(before: Node, after: Node) -> bool:
    """Whether a percent sign may be the sign of a program for what a division leaves, (k - 1) % n."""
    numbered = isinstance(before, Suffix) and isinstance(before.base, Number)
    return isinstance(before, Suffix) and before.mark == "%" and not numbered and not isinstance(after, Text)


def _percent_of(before: Node, after: Node) -> bool:
    """Whether a bracket only says a number again as a percentage: 0.9 (90%)."""
    inside = after.body if isinstance(after, Fence) and after.open == "(" else None
    return isinstance(before, Number) and isinstance(inside, Suffix) and inside.mark == "%"


def _trails(above: Node, below: Node, after: Node) -> bool:
    """Whether a letter follows what is divided by, 1/n X: it may stand below as well."""
    core = after.base if isinstance(after, Power) else after
    circled = isinstance(below, Number) and getattr(core, "name", "") in ("pi", "sigma")  # 1/2 pi, 1/2 sigma^2
    return isinstance(above, Number | Letter) and (circled or (isinstance(below, Letter | Sub) and is_plain(after)))


def _labels(exponent: Node) -> bool:
    """Whether what raises a bracket may be a mark: the g of a generalised inverse, the time at which a process stops."""
    if isinstance(exponent, Product):
        exponent = exponent.factors[0]
    return isinstance(exponent, Letter) and exponent.name in ("g", "tau") and not exponent.font


def _counts_columns(node: Power) -> bool:
    """Whether a product of capitals in brackets is raised by the letter of an index, (A B)^j, its j-th column."""
    body = node.base.body if isinstance(node.base, Fence) else None
    capitals = isinstance(body, Product) and all(isinstance(f, Letter) and f.name.isupper() for f in body.factors)
    return capitals and isinstance(node.exponent, Letter) and node.exponent.name in ("i", "j")


def _complement(node: Power) -> bool:
    """Whether a bracket around events that are met or united is raised by a c, for its complement."""
    body = node.base.body if isinstance(node.base, Fence) else None
    joined = isinstance(body, Sum) and not set(body.signs) <= {"+", "-"}
    joined = joined or (isinstance(body, Big) and body.name in ("bigcap", "bigcup", "cap", "cup"))
    return joined and isinstance(node.exponent, Letter) and node.exponent.name in ("c", "C")


def _concludes(node: Fraction) -> bool:
    """Whether a stroke may part the premises of a rule from what follows: turnstiles above and below it."""
    signs = [{n.name for n in walk(side) if isinstance(n, Sign)} for side in (node.top, node.bottom)]
    return all(found & {"turnstile", "vdash", "models"} for found in signs)


def _names_tuple(node: Chain) -> Node | None:
    """The power that a chain makes the name of a row of its own letters: x^n = (x_1, ..., x_n)."""
    first, second = node.sides[:2]
    body = second.body if isinstance(second, Fence) else None
    if not isinstance(first, Power) or not isinstance(first.base, Letter) or not isinstance(body, Listing):
        return None
    ends = (body.parts[0], body.parts[-1])
    own = all(isinstance(p, Sub) and isinstance(p.base, Letter) and p.base.name == first.base.name for p in ends)
    return first if own else None


def _shifts(node: Node) -> bool:
    """Whether a factor may be a polynomial in the shift of a time series, (1 - B)^d or theta(L): it acts on what follows."""
    core = node.base if isinstance(node, Power | Super) else node
    if isinstance(core, Apply):
        inside = core.argument.body if isinstance(core.argument, Fence) else core.argument
        named = getattr(core.function, "name", "") in ("phi", "theta", "Phi", "Theta", "psi", "Psi", "pi", "alpha", "beta")
        return named and isinstance(inside, Letter) and inside.name in ("B", "L") and not inside.font
    if not isinstance(core, Fence) or not isinstance(core.body, Sum) or core.open != "(":
        return False
    if any(isinstance(t, Word) and t.name in ("id", "Id") for t in core.body.terms) or _open_operator(core.body.terms[-1]):
        return True
    first, last = core.body.terms[0], core.body.terms[-1]
    parts = last.factors if isinstance(last, Product) else (last,)
    shift = parts[-1].base if isinstance(parts[-1], Power | Super) else parts[-1]
    unit = isinstance(first, Number) and first.text == "1"
    return unit and isinstance(shift, Letter) and shift.name in ("B", "L") and not shift.font


def _named_below(node: Node) -> bool:
    """Whether a capital sigma has a word below it, \\Sigma_{levels}, as a sum over something has."""
    great = isinstance(node, Sub) and isinstance(node.base, Letter) and node.base.name == "Sigma" and not node.base.font
    index = node.index if isinstance(node, Sub) else None
    index = index.function if isinstance(index, Apply) else index
    return great and isinstance(index, Word | Text) and len(getattr(index, "name", getattr(index, "words", ""))) > 3


def _great(node: Node) -> Node | None:
    """What may be the sign of a sum or a product as well as a capital letter with indices."""
    if isinstance(node, Sub) and isinstance(node.index, Chain) and getattr(node.base, "name", "") in ("Pi", "Sigma"):
        return node
    if isinstance(node, Product) and not node.signs[0] and (_named_below(node.factors[0]) or _multiplies(node)):
        return node.factors[0]
    return node if isinstance(node, Big) and node.name in ("prod", "sum") and _of_one_letter(node) else None


def _at_nought(before: Node, factor: Node) -> bool:
    """Whether a bracket with a nought alone stands right behind one with letters, (T f)(0): nobody multiplies by nought so."""
    nought = isinstance(factor, Fence) and factor.open == "(" and isinstance(factor.body, Number) and factor.body.text == "0"
    return nought and isinstance(before, Fence) and any(isinstance(n, Letter) for n in walk(before))


def _multiplies(node: Product) -> bool:
    r"""Whether a capital pi with a running index stands before what bears that index too: \Pi_i p(x_i)."""
    sign, *behind = node.factors
    if not (isinstance(sign, Sub) and getattr(sign.base, "name", "") == "Pi" and isinstance(sign.index, Letter)):
        return False
    running = sign.index.name
    return any(isinstance(n, Letter) and n.name == running for part in behind for n in walk(part))


def _of_one_letter(node: Big) -> bool:
    r"""Whether a big sign with a capital below stands right before one letter in brackets: \prod_H(m), the growth function."""
    body = node.body
    below = isinstance(node.lower, Letter) and (node.lower.name.isupper() or node.lower.font == "script") and node.upper is None
    return below and isinstance(body, Fence) and body.role == "group" and isinstance(body.body, Letter | Listing)


def _row_of_names(node: Node) -> bool:
    """Whether a grid is one row of the same small letter with running indices, [u_1 u_2 ... u_m]: numbers, or columns."""
    body = node.body if isinstance(node, Fence) else node
    if not isinstance(body, Grid) or len(body.rows) != 1 or len(body.rows[0]) < 2:
        return False
    cells = [c for c in body.rows[0] if not (isinstance(c, Letter) and c.name == "dots")]
    names = {c.base.name for c in cells if isinstance(c, Sub) and isinstance(c.base, Letter) and not c.base.font}
    return all(isinstance(c, Sub) for c in cells) and len(names) == 1 and not next(iter(names)).isupper()


def _made_function(before: Node, after: Node) -> bool:
    """Whether (P R)(p) may be a function that was put together, at p: a bracket of letters, then one that holds a single name."""
    first = before.fence if isinstance(before, Beside) else before
    if not (isinstance(first, Fence) and isinstance(after, Fence) and first.open in ("(", "[") and after.open == "("):
        return False
    inside = after.body.base if isinstance(after.body, Sub) else after.body
    lettered = isinstance(first.body, Product | Sum) and any(isinstance(n, Letter) and n.name.isupper() for n in walk(first.body))
    return lettered and isinstance(inside, Letter)


def _may_be_letter(node: Big) -> bool:
    r"""Whether a sum sign may stand for the letter, U \\sum V^T: nothing is summed, or it has no bounds before a capital."""
    if node.upper is not None:
        return False
    if isinstance(node.body, Empty):
        return not isinstance(node.lower, Chain)
    core = node.body.base if isinstance(node.body, Transpose | Super | Sub) else node.body
    return node.lower is None and isinstance(core, Letter) and core.name.isupper()


def _paired(node: Node) -> bool:
    return isinstance(node, Fence) and node.role in ("interval", "pair", "norm", "absolute value")


def _unclosed(node: Product) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """An integral without a differential, with d x among the factors behind it."""
    for n, factor in enumerate(node.factors[:-1]):
        if not isinstance(factor, Big) or factor.name not in ("int", "iint", "iiint", "oint") or factor.variables:
            continue
        behind = node.factors[n + 1 :]
        pairs = itertools.pairwise(behind)
        if any(isinstance(a, Letter) and a.name == "d" and isinstance(b, Letter | Sub) for a, b in pairs):
            yield node.span, _ENDS
