"""What a tree means, as a plain value: two trees mean the same exactly when their meanings are equal.

Grouping brackets, spans, fonts that make no difference and the spelling of a sign fall away; everything that is said stays.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from tutor.maths.reading import words
from tutor.maths.reading.aloud.beside import joint
from tutor.maths.reading.aloud.say import Speaker, inverse_transpose, ordinal_of
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Cases,
    Chain,
    Derivative,
    Empty,
    Fence,
    Function,
    Given,
    Gradient,
    Grid,
    Letter,
    Lines,
    Listing,
    Marked,
    Phrase,
    Power,
    Prefix,
    Product,
    Sign,
    Sub,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.shape import bracketed, is_numeric, strip
from tutor.maths.tree import Node, Number

Meaning = tuple[Any, ...]
_SILENT_FONTS = frozenset(["upright", "typewriter", ""])
_STRIPPED = frozenset(["group", "matrix"])


def meaning(node: Node) -> Meaning:
    """The meaning of a node, comparable with ==."""
    match node:
        case Number(text=text):
            return ("number", text.replace("{", "").replace("}", ""))
        case Letter(name=name, font=font):
            return ("letter", _said(name), "" if font in _SILENT_FONTS else "blackboard" if font == "measure" else font)
        case Word(name=name, font="fraktur"):
            return ("letter", name, "fraktur")
        case Word(name=name) if name in words.SYMBOLS.values():
            return ("product", ("",) * (len(name) - 1), tuple(("letter", letter, "") for letter in name))
        case Word(name=name):
            return ("word", name)
        case Function(name=name):
            return ("function", words.NAMED.get(name, name))
        case Text(words=text) if text.isalpha():
            return ("word", text)
        case Text(words=text) if text.replace(" ", "").isalpha() and all(len(word) > 1 for word in text.split()):
            return ("product", ("",) * text.count(" "), tuple(("word", word) for word in text.split()))
        case Sub(base=base, index=Function(name=name) | Word(name=name)) if name in words.FUNCTIONS:
            return ("Sub", meaning(base), ("word", name))
        case Power(base=base) if inverse_transpose(node) is not None:
            return ("transpose", ("Power", meaning(base), ("prefix", "minus", ("number", "1"))))
        case Sub(base=base, index=Fence(body=body) as index) if bracketed(index):
            return ("index below", meaning(base), meaning(body))
        case Sub(base=base, index=Listing(parts=(Empty(), *_), signs=("," | ";" as sign, *_)) as index):
            return ("Sub", meaning(base), ("led", sign, meaning(index)))
        case Sub(base=base, index=Empty()):
            return meaning(base)
        case Sub(base=Fence(role="group", open="(", body=Letter() | Super() | Transpose() | Power()) as base, index=index):
            return ("Sub", _printed(base), meaning(index))  # (a)_n is no a_n
        case Sub(index=Sub(base=Empty()) as low):
            return ("Sub", meaning(node.base), meaning(low.index))
        case Text(words=text):
            return ("text", text)
        case Sign():
            return ("sign", Speaker().relation(node, node, Letter(node.span, "P")))
        case Empty():
            return ("empty",)
        case Fence(role=role, body=body) if role in _STRIPPED:
            return meaning(body)
        case Super(base=base, mark=mark):
            return _super(base, mark)
        case Transpose(base=base):
            return ("transpose", meaning(base))
        case Accent(base=base, mark=mark):
            return ("accent", words.ACCENTS[mark], meaning(base))
        case _:
            return _row(node)


def _super(base: Node, mark: Node) -> Meaning:
    if isinstance(mark, Empty):
        return meaning(base)
    if isinstance(mark, Listing) and isinstance(mark.parts[0], Empty) and mark.signs[0] in (",", ";"):
        return ("superscript", meaning(base), ("led", mark.signs[0], meaning(mark)))
    if isinstance(base, Empty) and (ordinal := ordinal_of(base, mark)):
        return ("word", ordinal)
    if isinstance(base, Empty) and isinstance(mark, Letter) and mark.name in ("*", "star"):
        return ("letter", "star", "")
    if isinstance(mark, Fence) and mark.role == "group":
        return ("index above", meaning(base), meaning(mark.body))
    if ordinal := ordinal_of(base, mark):
        return ("ordinal", meaning(base), ordinal)
    if isinstance(mark, Letter) and mark.name in ("*", "star"):
        return ("superscript", meaning(base), ("letter", "star", ""))
    return ("superscript", meaning(base), meaning(mark))


_MARKS = {
    "*": "star",
    "perp": "perp",
    "parallel": "parallel sign",
    "|": "vertical line",
    "mid": "vertical line",
    ".": "dot",
    "vee": "vee",
}


def _said(name: str) -> str:
    return (
        _MARKS.get(name)
        or words.SYMBOLS.get(name)
        or words.SUMS.get(name)
        or words.PRODUCTS.get(name)
        or words.RELATIONS.get(name)
        or name
    )


def _row(node: Node) -> Meaning:
    match node:
        case Prefix(sign=sign, body=body):
            return ("prefix", words.PREFIXES[sign], meaning(body))
        case Sum(signs=signs, terms=terms):
            return ("sum", tuple(words.SUMS[s] for s in signs), tuple(meaning(t) for t in terms))
        case Chain(signs=signs, sides=sides):
            spoken = [("sign", Speaker().relation(s, sides[n], sides[n + 1])) for n, s in enumerate(signs)]
            return ("Chain", tuple(spoken), tuple(meaning(s) for s in sides))
        case Fence(open="" | ".", close="|", body=body):
            return ("fence", "evaluated", "", meaning(body))
        case Cases(rows=rows):
            return ("Cases", tuple(tuple(meaning(c) for c in row if not isinstance(c, Empty)) for row in rows))
        case Given(sign=":" | "mid" | "|" as sign, left=left, right=right):
            return ("Given", ":" if sign == ":" else "mid", meaning(left), meaning(right))
        case Product():
            return _product(node)
        case Listing(signs=signs, parts=parts):
            shown = [(s, meaning(p)) for s, p in zip(("", *signs), parts) if not isinstance(p, Empty)]
            if len(shown) == 1:
                return shown[0][1]
            return ("list", tuple({"quad": ","}.get(s, s) for s, _ in shown[1:]), tuple(m for _, m in shown))
        case Lines(rows=rows):
            return ("lines", tuple(meaning(r) for r in rows))
        case Phrase(parts=parts):
            return ("phrase", tuple(meaning(p) for p in parts))
        case Apply():
            found = _apply(node)
            return ("fence", "determinant", "", found[2]) if found[1] == ("function", "determinant") else found
        case Beside(head=head, fence=fence):
            return ("Beside", meaning(head), _printed(fence))
        case Derivative(letter=letter, order=order, body=body, variables=variables):
            return ("derivative", letter, order and meaning(order), body and meaning(body), tuple(meaning(v) for v in variables))
        case Gradient(variable=variable, body=body):
            return ("gradient", variable and meaning(variable), meaning(body))
        case Grid(kind=kind, rows=rows, bar=bar, rule=rule):
            if len(rows) == 1 == len(rows[0]) and isinstance(rows[0][0], Listing) and set(rows[0][0].signs) == {","}:
                rows = (rows[0][0].parts,)
            called = "determinant" if kind == "vmatrix" else "norm" if kind == "Vmatrix" else "grid"
            return (called, (bar, rule) if rule else bar, tuple(tuple(meaning(c) for c in row) for row in rows))
        case Big(name=name, lower=lower, upper=upper, body=body, variables=variables):
            bounds = tuple(None if b is None or isinstance(b, Empty) else meaning(b) for b in (lower, upper))
            return ("big", words.BIG[name], *bounds, meaning(body), tuple(meaning(v) for v in variables))
        case Fence(role="set", body=Given(left=left, right=right) as body) if body.sign != "‖":
            return ("fence", "set", "", ("Given", "such that", meaning(left), meaning(right)))
        case Fence(open=opening, close=closing, body=body, role=role):
            return ("fence", role or opening + closing, opening + closing if role == "interval" else "", meaning(body))
    return (type(node).__name__, *(_field(getattr(node, f.name)) for f in fields(node) if f.name not in ("span", "word")))


def _renamed(head: Meaning, old: Meaning, new: Meaning) -> Meaning:
    """A head with its name said as a named function says it, below whatever marks it has."""
    return new if head == old else tuple(_renamed(h, old, new) if isinstance(h, tuple) else h for h in head)


def _printed(fence: Node) -> Meaning:
    """The bracket of a Beside, with whatever was put on it."""
    match fence:
        case Fence():
            return ("fence", fence.open + fence.close, "", meaning(fence.body))
        case Power(base=base, exponent=exponent):
            return ("Power", _printed(base), meaning(exponent))
        case Sub(base=base, index=index):
            return ("Sub", _printed(base), meaning(index))
        case Transpose(base=base):
            return ("transpose", _printed(base))
    return meaning(fence)


def _field(value: object) -> object:
    if isinstance(value, Node):
        return meaning(value)
    if isinstance(value, tuple):
        return tuple(_field(v) for v in value)
    return {"|": "mid"}.get(value, value) if isinstance(value, str) else value


def _product(node: Product) -> Meaning:
    signs = []
    for n, sign in enumerate(node.signs):
        before, after = node.factors[n], node.factors[n + 1]
        dotted = any(isinstance(f, Letter) and f.name == "dots" for f in (before, after))
        plain = sign in ("", "times", "by") or (sign == "cdot" and (is_numeric(before) or is_numeric(after) or dotted))
        cross = sign == "times" and joint(node, n + 1, sign, in_index=False) == "cross"
        signs.append("cross" if cross else "" if plain else words.PRODUCTS[sign])
    flat_signs: list[str] = []
    flat: list[Meaning] = []
    for n, factor in enumerate(node.factors):
        means = meaning(factor)
        opened = means[2] if isinstance(factor, Text) and means[0] == "product" else (means,)
        flat_signs += [signs[n - 1]] * bool(n) + [""] * (len(opened) - 1)
        flat += opened
    return ("product", tuple(flat_signs), tuple(flat))


def _apply(node: Apply) -> Meaning:
    head: Meaning
    if node.role == "expectation":
        below = node.function.note if isinstance(node.function, Marked) else None
        below = node.function.index if isinstance(node.function, Sub) else below
        over = meaning(below) if below is not None else None
        head = ("expected value", over)
    elif node.role == "probability":
        head = ("probability",)
    else:
        core = strip(node.function)
        named = isinstance(core, Word) and core.name in words.NAMED and core.font
        head = meaning(node.function)
        if named and isinstance(core, Word):
            head = _renamed(head, meaning(core), ("function", words.NAMED[core.name]))
    inside = Speaker().inside(node.argument)
    chosen = getattr(node.function, "name", "") in ("max", "min", "sup", "inf", "gcd", "lcm")
    if chosen and isinstance(inside, Fence) and inside.role == "set" and not isinstance(inside.body, Given):
        inside = inside.body
    return ("apply", head, meaning(inside))
