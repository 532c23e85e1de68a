r"""A formula as a form: plain nested tuples in which fonts, brackets and spellings that make no difference are gone.

e^{x} and \exp(x), A^T and A^\top, a/b and \frac{a}{b}, P(A|B) and p(A \mid B) have the same form.
Forms exist to be matched, never shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Cases,
    Chain,
    Choose,
    Derivative,
    Empty,
    Fence,
    Fraction,
    Function,
    Given,
    Gradient,
    Grid,
    Letter,
    Lines,
    Listing,
    Phrase,
    Power,
    Prefix,
    Prime,
    Product,
    Ranged,
    Root,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.tree import Node, Number, walk

Form = tuple[object, ...]
SYMBOLIC = frozenset(["S", "sub", "acc", "sup", "prime"])
_PLAIN = frozenset(["", "times", "cdot", "*"])
_SAME_SIGN = {":=": "=", "equiv": "="}
_SAME_FUNCTION = {"natural log": "log"}
_CHANCE = frozenset(["P", "p", "Pr"])


def form(node: Node) -> Form:
    """The form of a node; what has no form here is opaque and matches nothing."""
    match node:
        case Number(text=text):
            return ("N", text.replace("{", "").replace("}", "").replace(",", ""))
        case Letter(name=name, font=font):
            return ("S", {"ell": "l"}.get(name, name), "space" if font == "blackboard" and name in "RNZQC" else "")
        case Word(name=name, font=font) if font and name in words.NAMED:
            return ("F", words.NAMED[name])
        case Word(name=name) if len(name) in (2, 3) and name.isalpha() and name.isupper():
            return ("prod", *(("S", letter, "") for letter in name))  # LU near "LU factorisation" reads as one word
        case Word(name=name):
            return ("S", name, "")
        case Function(name=name):
            called = words.NAMED.get(name, name)
            return ("F", _SAME_FUNCTION.get(called, called))
        case Sub(base=base, index=index):
            return ("sub", form(base), form(index))
        case Accent(base=base, mark=mark):
            return ("acc", words.ACCENTS.get(mark, mark), form(base))
        case Prime(base=base, count=count):
            return ("prime", count, form(base))
        case Transpose(base=base):
            return ("T", form(base))
        case Super(base=base, mark=mark):
            return ("sup", form(base), form(mark.body if isinstance(mark, Fence) else mark))
        case Fence():
            return _fence(node)
    return _compound(node)


def _compound(node: Node) -> Form:
    match node:
        case Prefix(sign="-", body=body):
            return _sum([("-", form(body))])
        case Prefix(sign="+", body=body):
            return form(body)
        case Sum(signs=signs, terms=terms):
            return _sum([(s, form(t)) for s, t in zip(("+", *signs), terms, strict=True)])
        case Product():
            return _product(node)
        case Fraction(top=top, bottom=bottom):
            return ("frac", form(top), form(bottom))
        case Power(base=Letter(name="e", font=font), exponent=exponent) if font != "bold":
            return ("app", ("F", "exponential"), form(exponent))
        case Power(base=base, exponent=exponent):
            raised = form(exponent)
            return ("root", form(base)) if raised == ("frac", ("N", "1"), ("N", "2")) else ("pow", form(base), raised)
        case Root(body=body, degree=None):
            return ("root", form(body))
        case Root(body=body, degree=Node() as degree):
            return ("pow", form(body), ("frac", ("N", "1"), form(degree)))
        case Beside(head=head, fence=Power(base=Fence() as fence, exponent=exponent)) if isinstance(fence.body, Listing):
            return ("pow", _applied(Beside(node.span, head, fence)), form(exponent))  # d(x, y)^2
        case Beside(head=Letter() as head, fence=Power() as fence) if any(
            isinstance(n, Letter) and n.name == head.name for n in walk(fence)
        ):
            return ("prod", form(head), form(fence))  # X (X^T X)^{-1}
        case Apply() | Beside():
            return _applied(node)
        case Given(left=left, right=right, sign=sign):
            return ("given" if sign in ("mid", "|") else f"given {sign}", form(left), form(right))
        case Suffix(base=base, mark=mark):
            return ("suffix", mark, form(base))
        case Choose(top=top, bottom=bottom):
            return ("choose", form(top), form(bottom))
        case Big(name=name, lower=lower, upper=upper, body=body, variables=variables):
            bounds = (form(lower) if lower is not None else ("none",), form(upper) if upper is not None else ("none",))
            return ("big", name, *bounds, form(body), *(form(v) for v in variables))
    return _rest(node)


def _rest(node: Node) -> Form:
    match node:
        case Derivative(letter=letter, order=order, body=body, variables=variables):
            return (
                "deriv",
                letter,
                form(order) if order is not None else ("none",),
                form(body) if body is not None else ("none",),
                *(form(v) for v in variables),
            )
        case Gradient(variable=variable, body=body):
            return ("grad", form(variable) if variable is not None else ("none",), form(body))
        case Grid(rows=rows):
            return ("grid", *(("row", *(form(cell) for cell in row)) for row in rows))
        case Cases(rows=rows):
            return ("cases", *(("case", _value(row[0]), ("row", *(form(cell) for cell in row[1:]))) for row in rows if row))
        case Chain(signs=signs, sides=sides) if len(signs) == 1 and not signs[0].negated:
            return ("rel", _SAME_SIGN.get(signs[0].name, signs[0].name), form(sides[0]), form(sides[1]))
        case Listing(parts=parts):
            return ("list", *(form(p) for p in parts if not isinstance(p, Empty)))
        case Phrase(parts=(left, Text(words=text), right)) if text.strip() in ("or", "and"):
            return _sum([("+", form(left)), ("cup" if text.strip() == "or" else "cap", form(right))])  # A or B, as events
        case Text(words=text):
            return ("text", text.strip())
    return ("opaque", node.span, type(node).__name__)


def _value(cell: Node) -> Form:
    """The value of a case, without the comma after it."""
    parts = [part for part in cell.parts if not isinstance(part, Empty)] if isinstance(cell, Listing) else [cell]
    return form(parts[0] if len(parts) == 1 else cell)


def _sum(terms: list[tuple[str, Form]]) -> Form:
    """Signed terms; a sum inside a sum with a plus before it is opened."""
    flat: list[tuple[str, Form]] = []
    for sign, term in terms:
        if term[0] == "sum" and sign in ("+", "-"):
            turned = {"+": "-", "-": "+"}
            flat += [(s if sign == "+" else turned.get(s, s), t) for s, t in term[1:]]  # type: ignore[misc, has-type]
        else:
            flat.append((sign, term))
    return flat[0][1] if len(flat) == 1 and flat[0][0] == "+" else ("sum", *flat)


def _product(node: Product) -> Form:
    if len(node.factors) == 2 and node.signs[0] in ("/", "div"):
        return ("frac", form(node.factors[0]), form(node.factors[1]))
    if node.signs[-1:] == ("/",) and set(node.signs[:-1]) <= _PLAIN:
        top = Product(node.span, node.signs[:-1], node.factors[:-1])
        return ("frac", _product(top), form(node.factors[-1]))
    if not set(node.signs) <= _PLAIN:
        signs = (s.replace("circleddot", "odot") or "." for s in node.signs)  # a name needs words of its own
        return ("prod " + " ".join(signs), *(form(f) for f in node.factors))
    flat: list[Form] = []
    for factor in node.factors:
        inner = form(factor)
        flat += inner[1:] if inner[0] == "prod" else [inner]  # type: ignore[arg-type]
    negative = [f for f in flat if f[0] == "sum" and len(f) == 2]
    if negative and flat[0] is negative[0]:
        return ("sum", ("-", ("prod", flat[0][1][1], *flat[1:])))  # type: ignore[index]
    return ("prod", *flat)


def _fence(node: Fence) -> Form:
    match node.role:
        case "group" | "matrix":
            return form(node.body)
        case "norm":
            return ("norm", form(node.body))
        case "absolute value" | "size":
            return ("abs", form(node.body))
        case "determinant":
            return ("app", ("F", "determinant"), form(node.body))
        case "inner product":
            return ("inner", *form(node.body)[1:])
    if node.open == node.close == "|":
        return ("abs", form(node.body))
    if node.open in ("(", "[") and node.close in (")", "]") and not isinstance(node.body, Listing | Grid):
        return form(node.body)
    return ("fence", node.open, form(node.body))


def _applied(node: Apply | Beside) -> Form:
    head, argument = (node.function, node.argument) if isinstance(node, Apply) else (node.head, node.fence)
    inside = argument.body if isinstance(argument, Fence) and argument.open in ("(", "[", "\\{", "{") else argument
    role = getattr(node, "role", "")
    called = form(head)
    letter = head
    while isinstance(letter, Sub):
        letter = letter.base
    if role == "expectation" or (
        isinstance(letter, Letter)
        and letter.name == "E"
        and (letter.font == "blackboard" or (isinstance(argument, Fence) and argument.open == "["))
    ):
        called = ("E",)
    elif role == "probability" or (isinstance(letter, Letter | Function) and letter.name in _CHANCE):
        called = ("P",)
    return ("app", called, *([form(p) for p in inside.parts] if isinstance(inside, Listing) else [form(inside)]))


def statements(tree: Node) -> Iterator[tuple[Form, tuple[int, int]]]:
    """Every statement and side of a formula that could bear a name, with its span: whole chains, pairs of sides, single sides."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case Lines(rows=rows):
                waiting += reversed(rows)
            case Listing(parts=parts) | Phrase(parts=parts):
                waiting += reversed(_with_their_bodies(parts))
            case Fence(body=body, role="group"):
                waiting.append(body)
            case Ranged(base=base):
                waiting.append(base)
            case Chain():
                yield from _pairs(node)
            case _ if not isinstance(node, Empty | Text):
                yield form(node), node.span


def _with_their_bodies(parts: tuple[Node, ...]) -> list[Node]:
    r"""The parts of a list, where x = \arg\min_x \quad f(x) is one: the wide space parts nothing there."""
    found: list[Node] = []
    for part in parts:
        last = found[-1] if found else None
        open_end = last.sides[-1] if isinstance(last, Chain) else last
        if isinstance(open_end, Big) and isinstance(open_end.body, Empty) and not isinstance(part, Empty | Text):
            body = part.sides[0] if isinstance(part, Chain) else part
            filled = replace(open_end, body=body, span=(open_end.span[0], part.span[1]))
            span = (found[-1].span[0], part.span[1])
            found[-1] = replace(last, sides=(*last.sides[:-1], filled), span=span) if isinstance(last, Chain) else filled
        else:
            found.append(part)
    return found


def _pairs(node: Chain) -> Iterator[tuple[Form, tuple[int, int]]]:
    forms = [form(side) for side in node.sides[:12]]
    for n in range(len(forms) - 1):
        sign = node.signs[n]
        if sign.negated or (sign.over is not None and sign.name != "="):
            continue
        for m in range(n + 1, len(forms)):
            later = node.signs[n:m]
            if m > n + 1 and any(s.name not in ("=", ":=") or s.negated for s in later):
                break
            if isinstance(node.sides[m], Empty):
                continue
            name = _SAME_SIGN.get(sign.name, sign.name)
            yield ("rel", name, forms[n], forms[m]), (node.sides[n].span[0], node.sides[m].span[1])


def weight(pattern: object) -> int:
    """How many operators a form has: relations, sums, products, functions, fractions, powers."""
    if not isinstance(pattern, tuple):
        return 0
    counts = isinstance(pattern[0], str) and pattern[0] not in (
        "S",
        "N",
        "F",
        "none",
        "sub",
        "acc",
        "prime",
        "E",
        "P",
        "list",
        "row",
        "+",
        "-",
        "given",
        "text",
    )
    return int(counts) + sum(weight(part) for part in pattern)


def heads(pattern: object) -> frozenset[object]:
    """The operators, functions and chance letters that occur in a form, bounds of sums left out: a quick test before matching."""
    if not isinstance(pattern, tuple) or not pattern:
        return frozenset()
    tag = pattern[0]
    if tag in ("S", "N", "none", "text", "opaque"):
        return frozenset()
    if tag == "F":
        return frozenset([("F", pattern[1])])
    inner = pattern[4:] if tag == "big" else pattern[1:] if isinstance(tag, str) else pattern
    own = (
        [f"big {pattern[1]}"]
        if tag == "big"
        else [tag]
        if isinstance(tag, str) and tag not in ("+", "-", "sub", "acc", "prime", "sup", "list", "row")
        else []
    )
    return frozenset(own).union(*(heads(part) for part in inner if isinstance(part, tuple)))
