"""The word between two neighbours, and what stands side by side without being multiplied: d[M]_t, P_t f(x), two triples."""

from __future__ import annotations

from tutor.maths.reading import words
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Empty,
    Fence,
    Function,
    Given,
    Gradient,
    Grid,
    Letter,
    Listing,
    Marked,
    Phrase,
    Power,
    Prefix,
    Prime,
    Product,
    Root,
    Sub,
    Sum,
    Super,
    Text,
    Transpose,
    Unread,
    Word,
)
from tutor.maths.reading.shape import arrowed, end_word, is_leaf, is_minus_one, is_numeric, is_plain, quotient_acts, strip
from tutor.maths.tree import Node, Number

_UNITS = frozenset("dB Hz kHz MHz GHz ms km cm mm kg mg rad bits nats bpm eV keV".split())


def joint(node: Product, n: int, sign: str, *, in_index: bool) -> str:
    """The word between factor n - 1 and factor n."""
    before, after = node.factors[n - 1], node.factors[n]
    if sign == "by":
        return "by"
    if any(isinstance(one, Marked) and one.command == "pmod" for one in (before, after)):
        return ""
    if not sign and isinstance(before, Letter | Sub) and isinstance(after, Apply) and getattr(strip(before), "name", "") == "E":
        return ""  # E_x E_y f: an average, or a factor
    if sign == "cdot" and (_is_dots(before) or _is_dots(after)):
        return "times"
    if sign == "cdot" and (isinstance(before, Empty) or isinstance(after, Empty)):
        return "dot"  # x_{\cdot 1}
    if sign == "cdot":
        return "times" if is_numeric(before) or is_numeric(after) else "dot"
    differential = n + 1 < len(node.factors) and getattr(after, "name", "") == "d" and _is_vector(node.factors[n + 1])
    turning = _is_vector(before) and (_is_vector(after) or differential)
    if sign == "times" and (turning or arrowed(before) or arrowed(after) or getattr(before, "name", "") == "nabla"):
        return "cross"
    if sign:
        return words.PRODUCTS[sign]
    if n > 1 and node.signs[n - 2] == "/" and isinstance(before, Number) and isinstance(node.factors[n - 2], Number):
        return "times"  # 3/2 x is not 3 divided by 2 x
    if _names(before) or any(isinstance(strip(factor), Unread) for factor in node.factors[: n + 1]):
        return ""  # what a name does with its neighbour is not said, nor what a command that is not read does with its own
    if isinstance(before, Letter) and before.name in ("partial", "nabla", "Delta", "angle"):
        return ""
    if isinstance(before, Letter | Power | Super) and getattr(strip(before), "font", "") == "blackboard" and not sign:
        return ""  # a set multiplies nothing
    if isinstance(before, Gradient) and isinstance(after, Fence) and not isinstance(before.body, Fence):
        return ""  # {\nabla f}(x): the gradient there
    if isinstance(before, Marked) and isinstance(before.base, Word | Text | Phrase):
        return ""  # \underset{x}{\text{arg max}} f(x): what is done to what follows
    if _is_no_factor(before, after):
        return ""
    if _acts(before) or _sends(before, after) or side_by_side(before, after):
        return ""  # D^2 f(x), d f(x), Delta_h |f|, f^{-1} g, (f o g) x: an operator or a factor
    if isinstance(before, Sub) and isinstance(before.base, Fence) and getattr(before.index, "name", "") in ("hash", "*"):
        return ""  # (P_X)_\# pi: what a map carries over
    ends = n + 1 == len(node.factors) or bool(node.signs[n]) or isinstance(getattr(node.factors[n + 1], "base", None), Empty)
    if isinstance(after, Sub | Super) and isinstance(after.base, Empty) and isinstance(before, Sub | Super) and ends:
        return ""  # R^a{}_b{}^c: one name with its indices apart
    if marks_next(before) or marks_next(after):
        return "" if marks_next(before) else "times"  # v^n {}_n p_x, {}^A_B T: the marks belong to what follows
    if _quantifies(before) or _quantifies(after):
        return ""  # (for all x)(there is a y): no factors
    if isinstance(before, Power) and is_leaf(before.exponent) and not word_power(before.exponent):
        return "times"  # lambda to the power x, times e: the exponent ends there
    if is_plain(before) and is_plain(after) and not (isinstance(before, Number) and isinstance(after, Number)):
        return ""
    operator = isinstance(before, Letter) and before.name.isupper() and len(before.name) == 1
    if operator and isinstance(after, Apply) and isinstance(strip(after.function), Letter):
        return ""  # H f(x), D f(x): an operator or a factor
    if isinstance(before, Number) and is_plain(after) and not is_numeric(after):
        return ""
    if in_index and (isinstance(before, Fence) or isinstance(after, Fence | Apply | Beside)):
        return ""  # a_{(k+1)j}, a_{1 pi(1)}: two indices
    if isinstance(before, Text) or isinstance(after, Text) or _money(before) or _is_dots(before) or _is_dots(after):
        return ""
    return "times"


def _is_no_factor(before: Node, after: Node) -> bool:
    r"""Whether what follows is a unit, 10 \log_{10} x dB, or what a name makes of braces: sigma{A, B}, G_\theta{L < x}."""
    if isinstance(after, Word):
        return after.name in _UNITS
    if getattr(after, "name", "") == "prime" or getattr(before, "name", "") in ("Re", "Im"):
        return True  # g^{[l]\\prime}; the real part of what follows
    if isinstance(after, Apply) and isinstance(after.function, Word) and after.function.name in words.MATRIX_GROUPS:
        return isinstance(before, Letter | Sub)  # T_R SO(3), the space beside a group
    if not isinstance(after, Fence):
        return isinstance(before, Accent) and isinstance(before.base, Big) and isinstance(before.base.body, Empty)
    if isinstance(before, Accent) and isinstance(before.base, Product) and after.open == "(":
        return True  # \\overline{bel}(x): a name of several letters, at x
    event = after.role == "set" and isinstance(after.body, Chain) and isinstance(before, Letter | Sub)
    indicating = isinstance(before, Number) and before.text == "1"  # 1{x > 0}
    return event or (after.open == "{" and after.role in ("set", "") and (indicating or isinstance(before, Letter)))


def open_root(term: Node) -> bool:
    """Whether a term ends with a root whose end is not heard."""
    while isinstance(term, Product | Prefix):
        term = term.factors[-1] if isinstance(term, Product) else term.body
    return isinstance(term, Root) and term.degree is None and is_leaf(term.body)


def goes_on(before: Node, sign: str, after: Node) -> str:
    """The word that ends a short argument which what follows would be heard to belong to: the chance of y given x, times pi(x);
    log(0.5), divided by lambda; the root of n, times x. In P(A | B) P(B) nobody hears it so."""
    if isinstance(before, Root):
        return "root" if open_root(before) else ""
    if isinstance(before, Power):  # e to the power x, times y; e^x y is heard as e^{xy} else
        open_ended = is_leaf(before.exponent) and not word_power(before.exponent) and is_leaf(after)
        return "power" if open_ended and sign in ("", "/", "cdot") and not marks_next(after) else ""
    if isinstance(before, Fence) and before.role in ("norm", "absolute value", "floor", "ceiling"):
        return before.role if is_leaf(before.body) else ""
    if isinstance(before, Apply) and before.role == "expectation" and is_leaf(before.argument):
        return "expected value"  # E X times E Y
    if not isinstance(before, Apply) or not isinstance(before.argument, Fence):
        return ""
    body = before.argument.body
    if before.role == "probability" and isinstance(body, Given):
        short = is_leaf(body.left) and is_leaf(body.right) and body.sign in ("mid", "|")
        return "probability" if short and getattr(after, "role", "") != "probability" else ""
    head = before.function
    if sign == "/" and isinstance(head, Function) and before.argument.role == "group" and is_leaf(body):
        return end_word(words.NAMED.get(head.name, head.name))
    return ""


def side_by_side(before: Node, after: Node) -> bool:
    """Whether no "times" is heard between two neighbours, since the one may act on the other or only precede it."""
    if quotient_acts(before):
        return True
    held = after.base if isinstance(after, Sub | Super) else after
    if isinstance(before, Letter) and before.name == "d" and isinstance(held, Fence):
        return held.open == "⟨" or (held.open == "[" and isinstance(after, Sub))  # d[M]_t
    if isinstance(before, Number) and isinstance(after, Fence) and after.role == "tuple" and isinstance(after.body, Listing):
        return all(isinstance(p, Number) for p in after.body.parts)  # .43 (.38, .48)
    if isinstance(before, Fence) and before.role == "tuple" and isinstance(held, Fence):
        return held.role == "tuple"  # (p, d, q)(P, D, Q)_s
    if isinstance(before, Apply) and isinstance(before.argument, Fence) and isinstance(before.argument.body, Listing):
        return isinstance(held, Fence) and held.role == "tuple"
    marked = isinstance(before, Sub | Super | Power | Transpose) and isinstance(before.base, Letter)
    operator = marked and isinstance(before, Sub | Super | Power | Transpose) and getattr(before.base, "name", "").isupper()
    applied = isinstance(after, Apply) and isinstance(after.function, Letter | Sub) and not after.role
    return operator and applied and not isinstance(before, Power)


def marks_next(node: Node) -> bool:
    """Whether a factor is only a mark of the letter that follows, {}_n p_x, {}^A_B T."""
    marked = isinstance(node, Sub | Super | Power)
    while isinstance(node, Sub | Super | Power):
        node = node.base
    return marked and isinstance(node, Empty)


def _names(node: Node) -> bool:
    """Whether a factor is a name of several letters, with or without an index: MSE, cost, argmin_x."""
    head = node.base if isinstance(node, Sub) else node
    return isinstance(head, Word) and len(head.name) > 1


def _acts(node: Node) -> bool:
    """Whether a factor may be an operator on what follows: D, d, Delta, with whatever marks."""
    head = strip(node)
    if isinstance(head, Word):
        return bool(head.font) and isinstance(node, Word | Sub)
    if not isinstance(head, Letter) or not isinstance(node, Letter | Sub | Power | Super | Accent):
        return False
    marked = isinstance(node, Accent) and head.name.isupper()
    return head.name in ("D", "d", "Delta", "delta") or head.font == "script" or marked


def _sends(before: Node, after: Node) -> bool:
    """Whether a factor may be a map of what stands behind it: an inverse, a composition; f or an average before a column."""
    body = before.body if isinstance(before, Fence) and before.role == "group" else None
    if isinstance(body, Product) and "circ" in body.signs:
        return True
    head = strip(before)
    named = isinstance(head, Letter) and (head.name in ("f", "g", "h", "phi", "psi") or head.font in ("blackboard", "script"))
    inverse = isinstance(before, Power) and is_minus_one(before.exponent)
    return named and (inverse or isinstance(after, Grid) or getattr(after, "role", "") == "matrix")


def _quantifies(node: Node) -> bool:
    """Whether a bracket only holds "for all x"."""
    inside = node.body if isinstance(node, Fence) else node
    return isinstance(inside, Prefix) and inside.sign in ("forall", "exists", "existsone", "nexists")


def word_power(exponent: Node) -> bool:
    """Whether an exponent is said by one word: squared, cubed, inverse."""
    return is_minus_one(exponent) or (isinstance(exponent, Number) and exponent.text in ("2", "3"))


def _is_dots(node: Node) -> bool:
    return isinstance(node, Letter) and node.name in ("dots", "question")


def _is_vector(node: Node) -> bool:
    core = strip(node)
    marks = node
    while isinstance(marks, Sub | Prime | Super | Apply | Beside):
        if isinstance(marks, Sub | Prime | Super):
            marks = marks.base
        else:
            marks = marks.function if isinstance(marks, Apply) else marks.head  # omega(t) x r'
            core = strip(marks)
    while isinstance(marks, Accent) and marks.mark != "vec":
        marks = marks.base
    if isinstance(core, Fence) and core.role == "group" and isinstance(node, Fence):
        held = core.body.terms if isinstance(core.body, Sum) else (core.body,)
        return all(
            (isinstance(t, Product) and "times" in t.signs and any(map(_is_vector, t.factors))) or _is_vector(t) for t in held
        )
    if isinstance(marks, Accent):
        return True
    return isinstance(core, Letter) and core.font == "bold" and not core.name.isdigit()


def _money(node: Node) -> bool:
    return isinstance(node, Letter) and node.name in ("dollar", "hash", "pounds", "euro")
