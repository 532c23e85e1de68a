r"""How far an operator reaches, where the page does not say: \sum_i x_i + y_i, \log p(x) q(x), \frac{d}{dx} x^2 + 3x.

Law: nothing is moved here. A scope that only a convention settles, while the letters speak against the convention, is listed as a
doubt: a term after a sum that still holds the letter it runs over, a factor behind a function that was set without brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Derivative,
    Fence,
    Fraction,
    Function,
    Gradient,
    Letter,
    Listing,
    Marked,
    Power,
    Prefix,
    Prime,
    Product,
    Sub,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import strip
from tutor.maths.tree import Node, Number, Span, children, walk

GOES_ON = ("it takes in what follows", "it ends before what follows")
_LOGS = frozenset(["log", "ln", "exp", "lg"])
_TURNS = frozenset(["sin", "cos", "tan", "sinh", "cosh"])
_REACHES_ONE = frozenset(["tr", "Tr", "trace", "Trace", "det", "rank", "rk", "Var", "var", "Cov", "vec", "diag", "dim"])


def open_scopes(nodes: Sequence[Node], source: str) -> list[Doubt]:
    """A doubt for every operator among the nodes of a tree whose end the page leaves open."""
    found: list[Doubt] = []
    for node in nodes:
        if isinstance(node, Sum):
            found += [Doubt(span, GOES_ON) for span in _open_terms(node)]
        elif isinstance(node, Product):
            found += [Doubt(span, GOES_ON) for span in _open_factors(node, source)]
        elif isinstance(node, Big) and node.variables and any(map(_runs_on(node), walk(node.body))):
            found.append(Doubt(node.span, GOES_ON))  # the product over i of q_i d Z_i
        elif isinstance(node, Big) and node.name == "prod" and isinstance(node.body, Product) and _counted_in_part(node):
            found.append(Doubt(node.span, GOES_ON))
    return found


def _runs_on(integral: Big) -> Callable[[Node], bool]:
    """Whether a product inside an integral runs over a letter that the differential bears."""

    def runs(node: Node) -> bool:
        letters = _names(node.lower) if isinstance(node, Big) and node.name == "prod" else frozenset()
        return bool(letters) and any(_free(one, letters) for one in integral.variables)

    return runs


def _open_terms(node: Sum) -> Iterator[Span]:
    """Terms with an operator that binds a letter which a later term still holds, free."""
    if not set(node.signs) <= {"+", "-", "pm"}:
        return
    for n, term in enumerate(node.terms[:-1]):
        last = _last(term)
        letters = _bound(last) if last is not None else frozenset()
        later = node.terms[n + 1]
        if (
            isinstance(last, Big)
            and last.name in ("sum", "prod")
            and last.lower is None
            and isinstance(later, Apply)
            and _shared(last.body, later)
        ):
            yield (last.span[0], node.span[1])  # \sum y x - \log(1 + e^x): a sum without its letter
        elif letters and last is not None and any(_free(later, letters) for later in node.terms[n + 1 :]):
            yield (last.span[0], node.span[1])


def _shared(one: Node, other: Node) -> bool:
    """Whether two things hold the same letter."""
    letters = frozenset(n.name for n in walk(one) if isinstance(n, Letter))
    return any(isinstance(n, Letter) and n.name in letters for n in walk(other))


def _counted_in_part(node: Big) -> bool:
    """Whether the letter of a product stands in its first factor and not in its last: \\prod_k J_k \\cdot F may end before F."""
    letters, factors = _names(node.lower), node.body.factors if isinstance(node.body, Product) else ()
    return bool(letters and factors) and _free(factors[0], letters) and not _free(factors[-1], letters)


def _last(term: Node) -> Node | None:
    """The operator that a term ends with, 1/n \\sum_i x_i or -\\log \\sum; None where something closed ends it."""
    while isinstance(term, Prefix | Product):
        term = term.body if isinstance(term, Prefix) else term.factors[-1]
    return term


def _bound(node: Node) -> frozenset[str]:
    """The letters that an operator without brackets runs over."""
    if isinstance(node, Apply) and isinstance(node.function, Function) and isinstance(node.argument, Big):
        node = node.argument  # log sum_i a f(y_i) + b g(y_i)
    if isinstance(node, Big) and node.name in ("sum", "prod"):
        return _names(node.lower) if node.lower is not None else _indexed(node.body)
    if isinstance(node, Derivative) and not node.inside and node.body is not None and not isinstance(node.body, Fence):
        return frozenset().union(*(_names(v) for v in node.variables))
    if isinstance(node, Apply) and node.role == "expectation" and not isinstance(node.argument, Fence):
        return _names(node.function.index) if isinstance(node.function, Sub) else frozenset()
    return frozenset()


def _indexed(body: Node) -> frozenset[str]:
    """The letters that a sum without bounds must run over: those that stand in an index, X_i log p + (1 - X_i) log q."""
    return frozenset(n.index.name for n in walk(body) if isinstance(n, Sub) and isinstance(n.index, Letter))


def _names(lower: Node | None) -> frozenset[str]:
    """The letters that a bound names: i in i = 1, i and j in i, j."""
    if isinstance(lower, Chain):
        lower = lower.sides[0]
    if isinstance(lower, Fence):
        lower = lower.body
    parts = lower.parts if isinstance(lower, Listing) else (lower,)
    return frozenset(part.name for part in parts if isinstance(part, Letter))


def _free(node: Node, letters: frozenset[str]) -> bool:
    """Whether a letter stands in a node outside every operator of its own that runs over it."""
    if isinstance(node, Letter):
        return node.name in letters
    if isinstance(node, Prime) and isinstance(node.base, Letter):
        return False  # i' is another letter than i
    if isinstance(node, Big | Derivative | Apply):
        own = _names(node.lower) if isinstance(node, Big) else frozenset()
        own |= frozenset().union(*(_names(v) for v in node.variables)) if isinstance(node, Big | Derivative) else frozenset()
        if isinstance(node, Apply) and isinstance(node.function, Sub | Marked):
            own |= _bound(node) | (_names(node.function.index) if isinstance(node.function, Sub) else frozenset())
        letters = letters - own
        if not letters:
            return False
    return any(_free(child, letters) for child in children(node))


def _open_factors(node: Product, source: str) -> Iterator[Span]:
    """Functions, traces and derivatives without brackets that a factor follows at once."""
    for n, factor in enumerate(node.factors[:-1]):
        after = node.factors[n + 1]
        if node.signs[n] or _set_off(source, factor.span[1], after.span[0]):
            continue
        if _reaches(factor, after) or _averages_on(factor, after):
            yield (factor.span[0], after.span[1])
        elif isinstance(factor, Derivative) and any(_reaches(factor, later) for later in node.factors[n + 2 :]):
            yield (factor.span[0], node.span[1])  # d/ds (q - s)^T W (q - s)


def _averages_on(factor: Node, after: Node) -> bool:
    """Whether E (X - a)(Y - b) may be the average of the product: a sum in round brackets, another bracket right behind."""
    if not (isinstance(factor, Apply) and factor.role == "expectation" and isinstance(factor.argument, Fence)):
        return False
    summed = isinstance(factor.argument.body, Sum) and factor.argument.open == "("
    after = after.base if isinstance(after, Transpose | Super | Power) else after
    return summed and isinstance(after, Fence) and after.open == "(" and isinstance(after.body, Sum)


def _reaches(factor: Node, after: Node) -> bool:
    """Whether an operator without brackets may take in the factor behind it."""
    if isinstance(factor, Apply):
        return _leaves_open(factor, after) if not isinstance(factor.argument, Fence) else _coefficient(factor, after)
    if isinstance(factor, Derivative):
        return not factor.inside and factor.body is not None and _free(after, _bound(factor))
    return isinstance(factor, Gradient) and _part_only(factor.body, after)


def _coefficient(factor: Apply, after: Node) -> bool:
    """Whether the bracket behind a sine may be only the first factor of its argument: sin (2 n + 1) z."""
    head, body = strip(factor.function), factor.argument.body if isinstance(factor.argument, Fence) else factor.argument
    turned = isinstance(head, Function) and head.name in _TURNS and isinstance(body, Sum) and any(map(_numeric, walk(body)))
    return turned and isinstance(after, Letter) and after.name not in ("d", "i", "j")


def _numeric(node: Node) -> bool:
    return isinstance(node, Number)


def _part_only(body: Node, after: Node) -> bool:
    """Whether a gradient was taken of what may be the first factor only: nabla x^T A x, nabla (x - m)^T S (x - m)."""
    if isinstance(body, Apply) and not isinstance(body.argument, Fence) and isinstance(body.function, Function | Word):
        return body.function.name in _REACHES_ONE  # nabla_A tr A B
    turned = isinstance(body, Transpose | Super) and isinstance(body.base, Fence)
    return turned or (isinstance(body, Letter | Transpose | Accent) and not isinstance(after, Fence))


def _leaves_open(factor: Apply, after: Node) -> bool:
    """Whether log p(x), tr A may go on with the factor behind it."""
    head = strip(factor.function)
    name = head.name if isinstance(head, Function | Word) else ""
    if name in _REACHES_ONE:
        plain = (
            isinstance(factor.argument, Letter | Sub | Super | Transpose | Accent) or type(factor.argument).__name__ == "Power"
        )
        logged = isinstance(after, Apply) and getattr(after.function, "name", "") in _LOGS  # Tr rho log rho
        return plain and (logged or not isinstance(after, Apply)) and type(after).__name__ not in ("Text", "Fraction")
    if name not in _LOGS or isinstance(factor.argument, Fence | Big):
        return False
    differential = isinstance(strip(after), Letter) and getattr(strip(after), "name", "") == "d"
    called = strip(after.function) if isinstance(after, Apply) else None
    operator = isinstance(called, Function) and called.name != "exp"  # log c exp(x) may take in both
    barred = isinstance(after, Fence) and after.open not in ("(", "[")
    raised = isinstance(after, Power | Fraction) and not isinstance(factor.argument, Number)  # \\log \\binom{n}{k} p^k q^{n-k}
    plain = isinstance(after, Apply | Beside | Fence | Letter | Sub)
    return (plain or raised) and not (differential or operator or barred)


def _set_off(source: str, end: int, start: int) -> bool:
    return any(space in source[end:start] for space in ("\\,", "\\;", "\\:", "\\ ", "\\quad", "~"))
