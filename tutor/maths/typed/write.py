r"""A formula that was typed, written as the LaTeX it means; brackets stay where they were typed unless a line says them."""

from __future__ import annotations

import re
from dataclasses import replace

from tutor.maths.tree import (
    Apply,
    Binary,
    Factorial,
    Matrix,
    Negative,
    Node,
    Number,
    Percent,
    PlusMinus,
    Relation,
    Sequence,
    Symbol,
)
from tutor.maths.typed.signs import RELATIONS
from tutor.maths.typed.tree import Grouped, Piece
from tutor.maths.typeset import symbol_latex

_CLOSING = {"{": r"\{", "}": r"\}", "⟨": r"\langle ", "⟩": r"\rangle "}
_TALL = re.compile(r"\\(?:frac|sum|prod|int|begin)")
_WORD_BEFORE = re.compile(r"\\[A-Za-z]+\Z")


def in_latex(node: Node, text: str) -> str:
    r"""The LaTeX of a tree read by `typed_formula_grammar` from `text`.

    >>> from tutor.maths.typed.grammar import read_typed
    >>> in_latex(read_typed("(a+b)/2 * e^-x")[0], "(a+b)/2 * e^-x")
    '\\frac{a + b}{2} \\cdot e^{-x}'
    """
    return _Writer(text).write(node)


class _Writer:
    """One formula being written; the text tells a product that was signed from one that was not."""

    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, node: Node) -> str:
        match node:
            case Number(text=text):
                return _numeral(text)
            case Symbol(name=name):
                return name if name.startswith("\\") else symbol_latex(name)
            case Negative(body=body):
                return f"-{self.write(body)}"
            case PlusMinus(left=left, right=right):
                return (self.write(left) + " " if left else "") + rf"\pm {self.write(right)}"
            case Binary():
                return self.binary(node)
            case Apply(arguments=(top, bottom)):
                return rf"\binom{{{self.open(top)}}}{{{self.open(bottom)}}}"
            case Factorial(body=body):
                return f"{self.write(body)}!"
            case Percent(body=body):
                return rf"{self.write(body)}\%"
            case Relation(signs=signs, sides=sides):
                rest = "".join(f" {RELATIONS[sign]} {self.write(side)}" for sign, side in zip(signs, sides[1:], strict=True))
                return self.write(sides[0]) + rest
            case Sequence():
                return self.sequence(node)
            case Matrix(rows=rows):
                return self.grid(rows)
            case Grouped(open=opening, body=body, close=closing):
                return self.fenced(opening, self.write(body), closing)
            case Piece(parts=parts):
                return self.piece(parts)
        raise ValueError(f"no LaTeX for {type(node).__name__}")

    def open(self, node: Node) -> str:
        """A part that a line or a script sets apart: its own brackets fall away."""
        return self.write(node.body if isinstance(node, Grouped) and node.open in ("(", "{") else node)

    def piece(self, parts: tuple[str | Node, ...]) -> str:
        written = ""
        for part in parts:
            added = part if isinstance(part, str) else self.write(part)
            glued = bool(_WORD_BEFORE.search(written)) and added[:1].isalpha()
            written += f" {added}" if glued else added
        return written

    def binary(self, node: Binary) -> str:
        left, right = node.left, node.right
        if node.op == "/":
            bare = _unsigned(left)
            return rf"{'-' if bare is not left else ''}\frac{{{self.open(bare)}}}{{{self.open(right)}}}"
        if node.op == "^":
            return f"{self.raised(left)}^{{{self.open(right)}}}"
        first, second = self.write(left), self.write(right)
        if isinstance(right, Negative) or second.startswith("-"):
            second = f"({second})"
        if node.op == "cup":
            return rf"{first} \cup {second}"
        if node.op in "+-":
            return f"{first} {node.op} {second}"
        between = self.text[left.span[1] : right.span[0]]
        if "×" in between:
            return rf"{first} \times {second}"
        if re.search(r"[*·⋅∙.]|times", between) or (second[:1].isdigit() and first[-1:].isdigit()):
            return rf"{first} \cdot {second}"
        tight = isinstance(right, Grouped) and isinstance(left, Symbol | Piece) and not between
        return f"{first}{second}" if tight else f"{first} {second}"

    def raised(self, base: Node) -> str:
        """What carries an exponent; a fraction or a power needs brackets of its own."""
        written = self.write(base)
        needs = isinstance(base, Binary) or (isinstance(base, Number) and "/" in base.text)
        return rf"\left({written}\right)" if needs else written

    def fenced(self, opening: str, inside: str, closing: str) -> str:
        first, last = _CLOSING.get(opening, opening), _CLOSING.get(closing, closing)
        return rf"\left{first}{inside}\right{last}" if _TALL.search(inside) else f"{first}{inside}{last}"

    def sequence(self, node: Sequence) -> str:
        rows = [part.parts for part in node.parts if isinstance(part, Sequence) and part.open == "[" and part.close == "]"]
        if node.open == "[" and rows and len(rows) == len(node.parts) and len({len(row) for row in rows}) == 1:
            return self.grid(tuple(rows))
        inside = ", ".join(self.write(part) for part in node.parts)
        return self.fenced(node.open, inside, node.close) if node.open else inside

    def grid(self, rows: tuple[tuple[Node, ...], ...]) -> str:
        inside = r" \\ ".join(" & ".join(self.write(entry) for entry in row) for row in rows)
        return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


def _unsigned(node: Node) -> Node:
    """A product without the minus it begins with, which stands before the fraction line."""
    if isinstance(node, Negative):
        return node.body
    if isinstance(node, Binary) and node.op in ("*", "/") and (bare := _unsigned(node.left)) is not node.left:
        return replace(node, left=bare)
    return node


def _numeral(text: str) -> str:
    if "/" in text:
        above, _, below = text.partition("/")
        return rf"\frac{{{above}}}{{{below}}}"
    if found := re.fullmatch(r"(.*)[eE]([+-]?)0*(\d+)", text):
        return rf"{found[1]} \cdot 10^{{{found[2].replace('+', '')}{found[3]}}}"
    return "0" + text if text.startswith(".") else text
