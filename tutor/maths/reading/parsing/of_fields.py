r"""What a field writes in its own way above, below and around letters: x^\mu, \partial^\alpha f, L^2_\mu, H^{-1}(\Omega),
\nabla_X Y, R_{[ab]c}, the ideal (f).

Law: nothing here gives a sign a meaning that only one field has; it keeps the reading from giving it the meaning of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tutor.maths.reading.nodes import (
    Accent,
    Fence,
    Fraction,
    Letter,
    Phrase,
    Power,
    Prefix,
    Product,
    Sign,
    Sub,
    Sum,
    Super,
    Text,
    Word,
)
from tutor.maths.reading.words import GREEK
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number

_RAISED_BY_NUMBERS = frozenset("nmktrN")  # n^alpha, t^alpha: growth in a count or in time
_SPACES = frozenset(["L", "ell", "H", "C", "W"])
_NORM_INDICES = frozenset(["p", "q", "r", "i", "j", "k", "l", "n", "m", "t", "infty"])
_DOMAINS = frozenset(["Omega", "U", "D", "M", "mathbb", "partial", "Gamma", "Q", "T"])
_FIELDS = frozenset("XYZUVW")
_TENSOR_LETTERS = (frozenset(["mu", "nu", "rho", "sigma", "lambda", "kappa", "alpha", "beta"]), frozenset("ijkabcdlmn"))


def labelled_by_greek(base: Node, mark: Node, tokens: list[Token], raising: frozenset[str]) -> bool:
    r"""Whether a Greek letter above a Latin one may be an index or a label as well as an exponent: x^\mu, u^\epsilon, q^\phi;
    `raising` are the letters that the formula surely raises something to."""
    core = base.base if isinstance(base, Sub | Accent) else base
    greek = isinstance(mark, Letter) and mark.name in GREEK and mark.name[0].islower() and mark.name != "pi"
    plain = isinstance(core, Letter) and len(core.name) == 1 and core.name.islower() and core.name != "e" and not core.font
    if not greek or not plain or not isinstance(core, Letter) or not isinstance(mark, Letter) or mark.name in raising:
        return False
    return core.name not in _RAISED_BY_NUMBERS or _below(mark.name, tokens)


def exponents_in(tokens: list[Token]) -> frozenset[str]:
    r"""The letters that raise a bracket or a number, (1 - x)^\alpha, or are counted with, x^\alpha y^{1 - \alpha}; all Greek ones
    where sizes are told, O(x^\epsilon)."""
    found: set[str] = set()
    for n in range(1, len(tokens)):
        text, before = tokens[n].text, tokens[n - 1]
        if text == "ll" or (text == "(" and before.text in ("O", "o")):
            return frozenset(GREEK)
        if n > 1 and before.text in ("+", "-") and tokens[n - 2].text == "1":
            found.add(text)
        at = n - 1 if before.text == "^" else n - 2
        if at > 0 and tokens[at].text == "^" and (tokens[at - 1].text == ")" or tokens[at - 1].kind is TokenKind.NUMBER):
            found.add(text)
    return frozenset(found)


def _below(name: str, tokens: list[Token]) -> bool:
    """Whether a letter stands as an index below something, alone or among others."""
    at = [n for n, t in enumerate(tokens) if t.text == "_"]
    return any(name in [t.text for t in tokens[n + 1 : n + 5]] for n in at)


def of_derivatives(base: Node, mark: Node) -> bool:
    r"""Whether a partial sign bears a Greek letter, \partial^\alpha or \partial^\mu: many derivatives, or one, and no power."""
    base = base.base if isinstance(base, Sub) else base
    mark = mark.base if isinstance(mark, Sub) else mark
    return isinstance(base, Letter) and base.name == "partial" and isinstance(mark, Letter) and mark.name in GREEK


def of_volume(base: Node, mark: Node, tokens: list[Token], at: int) -> bool:
    r"""Whether d^3 begins the element of a volume, \int d^3 x: an integral stands before it, and it is no second derivative."""
    if not (isinstance(base, Letter) and base.name == "d" and isinstance(mark, Number | Letter) and at < len(tokens)):
        return False
    begins = tokens[at].kind is TokenKind.NAME or tokens[at].text in ("mathbf", "boldsymbol", "vec", "bm")
    if not begins or not any(t.text in ("int", "iint", "iiint") for t in tokens[:at]):
        return False
    behind = [t.text for t in tokens[at : at + 12]]
    ends = [n for n in range(len(behind) - 2) if behind[n : n + 2] == ["}", "{"]]
    return not any(behind[n + 2] == "d" for n in ends[:1])


_IN = re.compile(
    r"(?:\\(?:in|notin|ni|subset|subseteq|subsetneq|to|rightarrow|longrightarrow|colon|onto)(?![A-Za-z])|[∈⊂→:])"
    r"[\s{\\,;~]*(?:\\(?:rm|mathrm|text)\s*\{?\s*)?\Z"
)
_OF_SPACES = ("subspace", "vector space", "origin", "the space", "span", "in the plane", "euclidean", "linear map", "vectors in")
_NO_SPACES = ("determination", "r-squared", "r squared", "adjusted", "variance explained", "goodness", "radius", "correlation")


def of_numbers(base: Node, mark: Node, source: str, speaks_of: Callable[..., bool]) -> bool:
    r"""Whether R^3 is the space and no cube: R typed without its strokes, of which something is a member, or among spaces.

    The sphere S^2 and the lattice Z^2 count where something is a member of them.
    """
    if not (isinstance(base, Letter) and base.font in ("", "upright") and isinstance(mark, Number) and mark.text.isdigit()):
        return False
    if base.name not in ("R", "Z", "S", "T", "E") or int(mark.text) < 2:
        return False
    if _IN.search(source, 0, base.span[0]):
        return True
    alone = not re.sub(r"[\s{}^.,]|\\(?:rm|mathrm|text)\b", "", source.replace(source[slice(base.span[0], mark.span[1])], "", 1))
    return base.name == "R" and alone and speaks_of(*_OF_SPACES) and not speaks_of(*_NO_SPACES)


def of_space(base: Node, mark: Node) -> bool:
    r"""Whether a number above may count what a space of functions holds: L^2_\mu, H_0^2, C_b^2, \ell^2_+; a norm is raised."""
    if not (isinstance(base, Sub) and isinstance(base.base, Letter) and isinstance(mark, Number)):
        return False
    core, index = base.base, base.index
    if core.name == "S":
        return isinstance(index, Letter) and index.name in ("+", "-")  # the half of a sphere, or a cone
    if core.name not in _SPACES or core.font or mark.text in ("0", "1"):
        return False
    if isinstance(index, Number):
        return index.text == "0" and core.name in ("L", "H", "W")
    if core.name == "C":
        return isinstance(index, Word | Text) or getattr(index, "name", "") in ("b", "c", "loc")
    if core.name == "H":
        return isinstance(index, Word | Text) or getattr(index, "name", "") in ("D", "N", "per", "loc")
    return isinstance(index, Word | Text) or (isinstance(index, Letter) and index.name not in _NORM_INDICES)


def of_order(base: Node, mark: Node, behind: list[Token], below_norm: bool) -> bool:
    r"""Whether H bears the order of a space of Sobolev, H^{-1}(\Omega), H^{1/2}(\partial\Omega): a domain stands behind it, or it
    names a norm."""
    if not (isinstance(base, Letter) and base.name == "H" and not base.font):
        return False
    inner = mark.body if isinstance(mark, Prefix) and mark.sign == "-" else mark
    halves = isinstance(inner, Product) and inner.signs == ("/",) and all(isinstance(f, Number) for f in inner.factors)
    counted = isinstance(inner, Fraction) or halves or (isinstance(inner, Number) and inner is not mark)
    texts = [t.text for t in behind[:2]]
    return counted and (below_norm or (texts[:1] == ["("] and texts[-1] in _DOMAINS))


def open_labels(index: Node) -> Node:
    r"""An index with square brackets among its letters, R_{[\mu\nu]\sigma}: they are said as they are printed."""
    if not isinstance(index, Product) or any(index.signs):
        return index
    square = [isinstance(f, Fence) and f.open == "[" and f.role == "group" for f in index.factors]
    if not any(square):
        return index
    return replace(
        index,
        factors=tuple(
            replace(f, role="") if isinstance(f, Fence) and s else f for f, s in zip(index.factors, square, strict=True)
        ),
    )


def turned_label(mark: Node) -> Node | None:
    r"""The marks of A^{[l-1]T}, a label and then the sign of a transpose, side by side; None for any other mark."""
    factors = mark.factors if isinstance(mark, Product) and not any(mark.signs) else ()
    if len(factors) != 2 or not isinstance(factors[0], Fence) or factors[0].open not in ("[", "("):
        return None
    if not (isinstance(factors[1], Letter) and factors[1].name in ("T", "top")):
        return None
    return Phrase(mark.span, (replace(factors[0], role=""), factors[1]))


def along_field(index: Node, behind: list[Token], tokens: list[Token]) -> bool:
    r"""Whether nabla with an index may be the derivative along it rather than the gradient with respect to it: \nabla_X Y,
    \nabla_{\dot\gamma}, \nabla_{e_i}, \nabla_{[X,Y]}, \nabla_\mu V^\nu, \nabla_v f = \nabla f \cdot v."""
    if isinstance(index, Fence):
        return index.open == "["
    if isinstance(index, Accent):
        return index.mark == "dot"
    if isinstance(index, Sub):
        return getattr(index.base, "name", "") in ("e", "partial", "E")
    if not isinstance(index, Letter) or not behind:
        return False
    texts = [t.text for t in behind[:6] if t.text not in ("{", "(")]
    if index.name in _FIELDS and not index.font:
        return _between_fields([t.text for t in tokens])
    raised = texts[1:2] == ["^"] and len(texts[0]) == 1
    if raised and any(index.name in letters and texts[2:3] and texts[2] in letters for letters in _TENSOR_LETTERS):
        return True
    return index.name == "v" and texts[:1] == ["f"] and texts[1:2] != ["("] and (len(texts) == 1 or texts[1] in ("=", ",", "}"))


def _between_fields(texts: list[str]) -> bool:
    r"""Whether some nabla with a capital as its index stands before another capital, \nabla_X Y, as vector fields are written."""
    found = [n for n, text in enumerate(texts[:-2]) if text == "nabla" and texts[n + 1] == "_"]
    for n in found:
        after = texts[n + 2 : n + 6]
        if after[:1] == ["{"]:
            after = after[1:2] + after[3:]
        fields = len(after) > 1 and after[0] in _FIELDS and after[1] in _FIELDS and after[0] != after[1]
        if fields and (after[0] in "XYZ" or after[1] in "UVW"):  # W X of a layer is differentiated by its weights
            return True
    return False


def ideals(signs: list[Sign], sides: list[Node]) -> list[Node]:
    """The sides of a relation with the brackets of (2)(3) = (6) and (f) = (g) kept, for they are not there to group anything."""
    if not signs or not {s.name for s in signs} <= {"=", "subset", "subseteq", "supset", "supseteq", "neq"}:
        return sides
    contained = signs[0].name not in ("=", "neq") and _ideal(sides[0])
    if not contained and not (len(sides) > 1 and all(map(_of_ideals, sides))) and not _prime(sides):
        return sides
    return [_kept(side) for side in sides]


def columns(signs: list[Sign], sides: list[Node]) -> list[Node]:
    """The sides of a relation where [x_1, ..., x_n] in a space of real numbers is no list: it is a matrix by its columns."""
    found = list(sides)
    for n, sign in enumerate(signs):
        side, space = sides[n], sides[n + 1]
        base = space.base if isinstance(space, Super | Power) else None
        if sign.name == "in" and isinstance(side, Fence) and side.role == "list" and getattr(base, "font", "") == "blackboard":
            found[n] = replace(side, role="")
    return found


def _prime(sides: list[Node]) -> bool:
    """Whether (p) equals a product of fraktur letters, the primes above it."""
    return len(sides) == 2 and _ideal(sides[0]) and getattr(_first(sides[1]), "font", "") == "fraktur"


def _first(node: Node) -> Node:
    while True:
        if isinstance(node, Product):
            node = node.factors[0]
        elif isinstance(node, Sum):
            node = node.terms[0]
        elif isinstance(node, Sub | Super | Power):
            node = node.base
        else:
            return node


def _ideal(node: Node) -> bool:
    return isinstance(node, Fence) and node.open == "(" and node.role == "group" and isinstance(node.body, Letter | Number)


def _of_ideals(node: Node) -> bool:
    parts = node.factors if isinstance(node, Product) and not any(node.signs) else (node,)
    parts = node.terms if isinstance(node, Sum) and set(node.signs) <= {"cap", "+"} else parts
    return all(map(_ideal, parts))


def _kept(node: Node) -> Node:
    if _ideal(node) and isinstance(node, Fence):
        return replace(node, role="")
    if isinstance(node, Product):
        return replace(node, factors=tuple(map(_kept, node.factors)))
    return replace(node, terms=tuple(map(_kept, node.terms))) if isinstance(node, Sum) else node


def no_ends(low: Node, high: Node) -> bool:
    """Whether two things in brackets before or behind the arrow of a map are a space and what it is given, (X, d), or a point,
    (x, y), rather than the ends of an interval."""
    core = low
    while isinstance(core, Sub | Accent | Super):
        core = core.base
    if isinstance(core, Letter) and core.name[:1].isupper():
        return True
    plain = isinstance(low, Letter) and isinstance(high, Letter)
    return plain and all(getattr(end, "name", "") != "infty" for end in (low, high))
