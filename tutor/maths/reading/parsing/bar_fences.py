r"""Bars that enclose: an absolute value, a norm, a determinant, the size of a set; neutral where nothing says which."""

from __future__ import annotations

from tutor.maths.reading.context import undressed
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Fence,
    Fraction,
    Function,
    Given,
    Grid,
    Letter,
    Listing,
    Prefix,
    Prime,
    Product,
    Sub,
    Sum,
    Super,
    Transpose,
)
from tutor.maths.reading.parsing.atoms import Atoms
from tutor.maths.reading.parsing.chance_heads import of_rows
from tutor.maths.reading.parsing.head_shapes import bare
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import arrowed
from tutor.maths.reading.tidying.pairing import ends_at
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node, Number, walk

_GREAT = frozenset(
    ["Sigma", "Lambda", "Omega", "Gamma", "Theta", "Xi", "Pi", "Phi", "Psi"]
)  # capitals that name matrices and sets rather than numbers
_BRIEF = 6
_TOLD_ROLES = {
    "number": "size",
    "size": "size",
    "cardinality": "size",
    "determinant": "determinant",
    "norm": "norm",
    "length": "norm",
    "magnitude": "norm",
    "absolute value": "absolute value",
    "modulus": "absolute value",
}
_NORMED = ("hilbert", "banach", "normed", "unit sphere")


class Bars(Atoms):
    """Reads what stands between bars."""

    def placeholder(self, start: int, mate: int) -> Node | None:
        """The lone sign in f(.) or |.|, which holds the place of an argument."""
        inside = self.tokens[start + 1]
        if mate == start + 2 and inside.kind is TokenKind.SEPARATOR and inside.text == ".":
            return Letter((inside.start, inside.end), inside.text)
        if (
            mate == start + 2
            and inside.kind is TokenKind.OPERATOR
            and inside.text in ("cdot", "*", "star", "bullet", "circ", "times", "+", "-")
        ):
            return Letter((inside.start, inside.end), inside.text)
        return None

    def bar_role(self, opening: str, body: Node) -> str:
        """What bars make of what they hold: a norm, an absolute value, a determinant, a size; empty where it stays open."""
        told = self.context.barred.get(undressed(self.source[slice(*body.span)]), "") if self.context.barred else ""
        if told:
            return self.told_role(opening, body, told)
        if isinstance(body, Letter) and body.name in self.context.determinants:
            return "absolute value"
        if opening == "|" and self.on_a_curve(body):
            self.doubts.append(Doubt(body.span, ("the absolute value of it", "the norm of it")))
            return ""
        if opening == "‖":
            return "" if isinstance(body, Fence) and body.role == "set" else "norm"
        if isinstance(body, Grid):
            return "determinant"
        if isinstance(body, Fence) and body.role == "set":
            return "size"
        first = body.parts[0] if isinstance(body, Listing) else body
        if isinstance(first, Given) and first.sign == ":":
            self.doubts.append(Doubt(body.span, ("the number of them", "the absolute value of it")))
            return ""  # |i : h(x_i) \\neq y_i|
        inner = body.base if isinstance(body, Sub) else body
        if isinstance(inner, Letter) and inner.font == "script":
            return "size"
        inner = inner.base if isinstance(inner, Accent | Prime) or (isinstance(inner, Super) and _starred(inner.mark)) else inner
        capital = isinstance(inner, Letter) and inner.name[:1].isupper() and (len(inner.name) == 1 or inner.name in _GREAT)
        if capital and isinstance(inner, Letter) and (sure := self.capital_role(inner.name)) is not None:
            return sure
        loose = _bare_letters(body)
        grouped = {n.name for n in loose if (len(n.name) == 1 and n.name.isupper() and not n.font) or n.name in _GREAT}
        whole = [t.body if isinstance(t, Prefix) else t for t in (body.terms if isinstance(body, Sum) else (body,))]
        if any(isinstance(t, Letter) and t.name in self.context.bodies for t in whole):
            self.doubts.append(Doubt(body.span, ("the absolute value of it", "the norm of it", "the size of it")))
            return ""
        crossed = isinstance(body, Product) and "times" in body.signs and not any(isinstance(f, Number) for f in body.factors)
        if crossed or (self.context.speaks_of("hilbert", "banach", "normed") and _of_letters(body) and not capital):
            self.doubts.append(Doubt(body.span, ("the absolute value of it", "the norm of it")))
            return ""
        paired = isinstance(body, Fence) and body.open == "⟨"
        if paired or (not capital and _difference_of_numbers(body)):
            return "absolute value"
        if any(map(_vector, whole)) or (isinstance(body, Accent) and arrowed(body)):
            self.doubts.append(Doubt(body.span, ("the absolute value of it", "the norm of it")))
            return ""
        if capital or grouped - {"X", "Y", "Z"} or of_rows(body) or any(n.font in ("bold", "script", "sans") for n in loose):
            self.doubts.append(Doubt(body.span, ("the absolute value of it", "the determinant of it", "the size of it")))
            return ""
        if self.context.speaks_of(*_NORMED) and all(isinstance(t, Letter | Sub) for t in whole):
            self.doubts.append(Doubt(body.span, ("the absolute value of it", "the norm of it")))
            return ""
        return "absolute value"

    def capital_role(self, name: str) -> str | None:
        """What bars around a capital are, where the prose speaks of determinants or of cardinalities and says what it is."""
        brief = len(self.context.prose.split()) < _BRIEF  # a few words are about the formula they stand beside
        if self.context.speaks_of("determinant") and (brief or name in self.context.matrices or name in _GREAT):
            return "determinant"
        counted = self.context.speaks_of("cardinal", "number of elements", "vocabulary size", "size of the set")
        return "size" if counted and (brief or name in self.context.sets) else None

    def on_a_curve(self, body: Node) -> bool:
        r"""Whether bars hold a point, a velocity or a step of a map into a space: |\dot\gamma(t)|."""
        if isinstance(body, Sum) and set(body.signs) <= {"+", "-"}:
            return any(map(self.on_a_curve, body.terms))
        core = body.function if isinstance(body, Apply) else body.head if isinstance(body, Beside) else body
        core = core.base if isinstance(core, Accent | Prime) else core
        return isinstance(core, Letter) and core is not body and core.name in self.context.curves

    def told_role(self, opening: str, body: Node, noun: str) -> str:
        """The role that the text says; where its noun is none of ours, or the bars are others, they are read as printed."""
        role = _TOLD_ROLES.get(noun, "")
        if role == "size" and isinstance(body, Letter) and body.name.islower() and not body.font:
            role = ""
        if role and (opening == "‖") == (role == "norm"):
            return role
        self.doubts.append(
            Doubt(
                body.span, (f"the {noun} that the text tells", "the norm of it" if opening == "‖" else "the absolute value of it")
            )
        )
        return ""

    def bars(self) -> Node:
        """A pair of bars typed without \\left and \\right."""
        start = self.at
        close = self.closing_bar(start)
        token = self.tokens[start]
        if close < 0:
            return self.unread()
        body = self.placeholder(start, close) or self.within(start + 1, close, self.whole, token.text)
        self.at = close + 1
        return Fence(self.since(start), token.text, body, token.text, self.bar_role(token.text, body))

    def closing_bar(self, start: int) -> int:
        """The index of the bar that closes the one at `start`; -1 if none does."""
        kind, depth = self.tokens[start].text, 1
        for index in self.outside(start + 1, self.end):
            token = self.tokens[index]
            if token.kind is TokenKind.OPERATOR and token.text == kind:
                depth += -1 if ends_at(self.tokens, index - 1) or index == start + 2 else 1
                if depth == 0:
                    return index
        return -1

    def bar_opens(self) -> bool:
        """After something complete: whether the bar here opens a pair (an even number is left) or separates."""
        kind = self.tokens[self.at].text
        left = sum(
            1
            for n in self.outside(self.at, self.end)
            if self.tokens[n].kind is TokenKind.OPERATOR and self.tokens[n].text == kind
        )
        return left % 2 == 0 and self.closing_bar(self.at) > self.at + 1


def _bare_letters(body: Node) -> list[Letter]:
    """The letters of a body outside the arguments of named functions: |det A| holds none."""
    values = isinstance(body, Fraction | Product) or (isinstance(body, Sum) and not {"cup", "cap", "setminus"} & set(body.signs))
    hidden = {id(n) for a in walk(body) if isinstance(a, Apply) and (values or isinstance(a.function, Function)) for n in walk(a)}
    return [n for n in walk(body) if isinstance(n, Letter) and id(n) not in hidden]


def _vector(term: Node) -> bool:
    """Whether a term is a vector, or one times numbers: r''(s) h with a bold r, \\vec{a} t; no product of two of them."""
    factors = term.factors if isinstance(term, Product) and not any(term.signs) else (term,)
    heads = [f.function if isinstance(f, Apply) else f.head if isinstance(f, Beside) else f for f in factors]
    bold = [head for head in heads if getattr(bare(head), "font", "") == "bold" or arrowed(head)]
    capital = any(isinstance(one := bare(head), Letter) and len(one.name) == 1 and one.name.isupper() for head in bold)
    return len(bold) == 1 and not capital and len(factors) > 1 and not any(isinstance(f, Transpose) for f in factors)


def _starred(mark: Node) -> bool:
    return isinstance(mark, Letter) and mark.name in ("*", "star", "c")


def _difference_of_numbers(body: Node) -> bool:
    """Whether a sum holds a plain small letter or a number as a term, a_n - L, so that no term is a matrix or a set."""
    if not isinstance(body, Sum) or not set(body.signs) <= {"+", "-"}:
        return False
    cores = [t.base if isinstance(t, Sub) else t for t in body.terms]
    return any(
        isinstance(c, Number) or (isinstance(c, Letter) and len(c.name) == 1 and c.name.islower() and not c.font) for c in cores
    )


def _of_letters(body: Node) -> bool:
    """Whether a sum has letters alone for its terms, x - y, which may be points of a space; x_n - y_n are numbers."""
    terms = body.terms if isinstance(body, Sum) else ()
    return bool(terms) and all(isinstance(t.body if isinstance(t, Prefix) else t, Letter) for t in terms)
