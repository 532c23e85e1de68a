r"""Typed mathematics read into a meaning tree by recursive descent; every node keeps the span it was read from.

Law: what is not understood is refused, warmly and with its place (`errors.Unreadable`); nothing is guessed and nothing is run.
Forms with two readings, such as 1/2x or sin^{-1}(x), are refused too: the learner is asked which one is meant.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.errors import Unreadable
from tutor.maths.brackets import Bracketed
from tutor.maths.signs import FUNCTIONS, GREEK, TokenKind
from tutor.maths.tokens import Token, cut
from tutor.maths.tree import (
    Apply,
    Binary,
    Factorial,
    Negative,
    Node,
    Number,
    Percent,
    PlusMinus,
    Relation,
    Sequence,
    Symbol,
    height,
)

TALLEST = 100  # every walk over a tree goes one call deeper for each level
_SAME_NAME = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "trace": "tr"}
_TIGHT = frozenset({"frac", "sqrt", "binom"})
_DOTS = ("·", "⋅", "∙", "\\cdot")


def read(text: str, *, thousands: bool = False, scientific: bool = True, dots: bool = False) -> Node:
    r"""Read typed mathematics; raises Unreadable with one sentence that names the place.

    `dots` reads x · A x as the dot product of x with A x, a function "dot" of two parts, not as one more product sign.

    >>> read("2x").span
    (0, 2)
    >>> read(r"\frac12") == read(r"\frac{1}{2}")  # same meaning, other places
    False
    >>> read("sqrt(")
    Traceback (most recent call last):
    tutor.errors.Unreadable: I can't read what follows 'sqrt(' — try sqrt(2) or \sqrt{2}.
    """
    reader = Reader(text, cut(text, thousands=thousands, scientific=scientific))
    reader.dots = dots
    tree = reader.listing("")
    if reader.here.kind is not TokenKind.END:
        reader.stuck("check the brackets" if reader.here.kind is TokenKind.CLOSE else "use signs such as 2*x^2 + 1")
    if height(tree) > TALLEST:
        raise Unreadable(f"This has more than {TALLEST} terms in a row — try a shorter form.")
    return tree


class Reader(Bracketed):
    """Arithmetic, names, functions and commands, loosest binding first."""

    # -- lists and relations -----------------------------------------------------------------------------------------
    def listing(self, closing: str) -> Node:
        """One part, or several separated by commas, semicolons, "and" or "or"."""
        start = self.here.start
        parts = [self.relation()]
        while self.here.kind is TokenKind.SEPARATOR and self.here.text in (",", ";"):
            self.step()
            if self.here.kind is TokenKind.END and not closing:
                break
            parts.append(self.relation())
        if len(parts) == 1:
            return parts[0]
        return Sequence((start, self.last_end), "", tuple(parts), "")

    def relation(self) -> Node:
        start = self.here.start
        sides, signs = [self.union()], []
        while self.here.kind is TokenKind.RELATION:
            signs.append(self.step().text)
            sides.append(self.union())
        if not signs:
            return sides[0]
        return Relation((start, self.last_end), tuple(signs), tuple(sides))

    def union(self) -> Node:
        start = self.here.start
        left = self.sum()
        while self.take("cup"):
            left = Binary((start, self.last_end), "cup", left, self.sum())
            left = replace(left, span=(start, self.last_end))
        return left

    # -- arithmetic --------------------------------------------------------------------------------------------------
    def sum(self) -> Node:
        self.deeper()
        start = self.here.start
        if self.take("+-"):
            right = self.product()
            left: Node = PlusMinus((start, self.last_end), None, right)
        else:
            left = self.product()
        while sign := self.take("+", "-", "+-"):
            right = self.product()
            span = (start, self.last_end)
            left = PlusMinus(span, left, right) if sign.text == "+-" else Binary(span, sign.text, left, right)
        self.depth -= 1
        return left

    def product(self) -> Node:
        start = self.here.start
        left = self.unary()
        divided = False
        while True:
            if self.dots and self.sees("*") and self.text[self.here.start : self.here.end] in _DOTS:
                self.step()
                left = Apply((start, self.last_end), "dot", (left, self.product()))
                left = replace(left, span=(start, self.last_end))
            elif sign := self.take("*", "/"):
                right, divided = self.unary(), sign.text == "/" and not _closed(self.tokens[self.at - 1])
                left = Binary((start, self.last_end), sign.text, left, right)
            elif self.starts_factor():
                self.refuse_two_readings(left, divided, start)
                right = self.power()
                left = Binary((start, self.last_end), "*", left, right)
            else:
                return left

    def starts_factor(self) -> bool:
        """Does a factor begin here although no multiplication sign was typed?"""
        token = self.here
        if token.kind is TokenKind.COMMAND:
            return token.text in _TIGHT or token.text == "begin"
        if token.text == "|" and token.kind is TokenKind.OPERATOR:
            return not self.bars
        return token.kind in (TokenKind.NUMBER, TokenKind.NAME, TokenKind.OPEN)

    def refuse_two_readings(self, left: Node, divided: bool, start: int) -> None:
        token = self.here
        before = self.tokens[self.at - 1]
        if token.kind is TokenKind.NUMBER and before.kind is TokenKind.NUMBER:
            self.stuck("separate numbers with a comma, or write 2*3 for a product")
        if token.spaced:
            return
        seen = self.text[start : token.end]
        if divided:
            raise Unreadable(f"'{seen}' can be read in two ways — try 1/(2x) or (1/2)x, with brackets.")
        power = left.right if isinstance(left, Binary) and left.op == "*" else left
        bare = isinstance(power, Binary) and power.op == "^" and before.kind is TokenKind.NUMBER
        if bare and isinstance(power, Binary) and _is_numeral(power.left) and token.kind is not TokenKind.OPEN:
            raise Unreadable(f"'{seen}' can be read in two ways — try e^(2x) or e^2*x.")

    def unary(self) -> Node:
        start = self.here.start
        if not self.sees("-", "+"):
            return self.power()
        sign = self.step()
        self.deeper()
        body = self.unary()
        self.depth -= 1
        return Negative((start, self.last_end), body) if sign.text == "-" else body

    def power(self) -> Node:
        start = self.here.start
        base = self.postfix()
        while True:
            if self.here.kind is TokenKind.RAISED:
                base = Binary((start, self.here.end), "^", base, self.raised())
            elif self.take("^"):
                self.deeper()
                exponent = self.exponent()
                self.depth -= 1
                base = Binary((start, self.last_end), "^", base, exponent)
                if self.sees("^") and not (isinstance(exponent, Symbol) and exponent.name == "T"):
                    self.stuck("put the exponent in brackets: 2^(3^2)")
            else:
                return base

    def raised(self) -> Node:
        """Digits written high, as in x²: an exponent read from its own small text."""
        token = self.step()
        span = (token.start, token.end)
        if token.text == "T":
            return Symbol(span, "T")
        digits = token.text.lstrip("+-")
        if not digits.isdigit():
            self.stuck("write the exponent as ^(...)")
        number = Number(span, digits)
        return Negative(span, number) if token.text.startswith("-") else number

    def exponent(self) -> Node:
        """What stands after ^: a group, a signed atom; 9^9^9 groups to the right."""
        start = self.here.start
        if self.take("-"):
            self.deeper()
            body = self.exponent()
            self.depth -= 1
            return Negative((start, self.last_end), body)
        atom = self.postfix()
        if isinstance(atom, Symbol) and atom.name == "T":
            return atom
        if self.take("^"):
            self.deeper()
            higher = self.exponent()
            self.depth -= 1
            return Binary((start, self.last_end), "^", atom, higher)
        return atom

    def postfix(self) -> Node:
        start = self.here.start
        body = self.atom()
        while mark := self.take("!", "%"):
            span = (start, mark.end)
            body = Factorial(span, body) if mark.text == "!" else Percent(span, body)
        return body

    # -- atoms -------------------------------------------------------------------------------------------------------
    def atom(self) -> Node:
        token = self.here
        if token.kind is TokenKind.NUMBER:
            self.step()
            return Number((token.start, token.end), token.text)
        if token.kind is TokenKind.NAME:
            return self.name()
        if token.kind is TokenKind.OPEN:
            return self.fenced()
        if token.kind is TokenKind.COMMAND:
            return self.command()
        if token.kind is TokenKind.OPERATOR and token.text == "|":
            return self.bar()
        return self.stuck("a number, a letter or a bracket is missing there")

    def name(self) -> Node:
        token = self.step()
        if token.text in FUNCTIONS:
            return self.function(token)
        if token.text == "C" and self.sees("(") and (choice := self.choice(token)):
            return choice
        name, end = token.text, token.end
        if self.here.kind is TokenKind.LOWERED:
            low = self.step()
            name, end = f"{name}_{low.text}", low.end
        elif self.take("_"):
            name, end = f"{name}_{self.subscript()}", self.last_end
        elif self.is_subscript_digit(token):
            low = self.step()
            name, end = f"{name}_{low.text}", low.end
        return Symbol((token.start, end), name)

    def is_subscript_digit(self, letter: Token) -> bool:
        """x1 means x_1, but x 1 and pi2 do not."""
        low = self.here
        joined = low.kind is TokenKind.NUMBER and not low.spaced and low.start == letter.end
        return joined and low.text.isdigit() and (len(letter.text) == 1 or letter.text in GREEK)

    def subscript(self) -> str:
        if not self.take("{"):
            if self.here.kind not in (TokenKind.NUMBER, TokenKind.NAME):
                self.stuck("write a subscript as x_1 or x_{12}")
            return self.step().text
        parts = []
        while not self.sees("}"):
            if self.here.kind not in (TokenKind.NUMBER, TokenKind.NAME, TokenKind.SEPARATOR):
                self.stuck("write a subscript as x_1 or x_{12}")
            parts.append(self.step().text)
        self.step()
        return "".join(parts)

    def choice(self, letter: Token) -> Node | None:
        """C(5, 2) is five choose two; C(x + 1) stays a product."""
        mark = self.at
        inside = self.fenced()
        if isinstance(inside, Sequence) and len(inside.parts) == 2 and inside.open == "(":
            return Apply((letter.start, self.last_end), "binom", inside.parts)
        self.at = mark
        return None

    def function(self, token: Token) -> Node:
        name = _SAME_NAME.get(token.text, token.text)
        shown = f"{token.text}(2)" if token.text != "sqrt" else "sqrt(2) or \\sqrt{2}"
        base: Node | None = None
        exponent: Node | None = None
        if (
            name == "log"
            and self.here.kind is TokenKind.NUMBER
            and self.here.text in ("2", "10")
            and self.text[self.here.end : self.here.end + 1] == "("
            and self.here.start == token.end
        ):
            low = self.step()
            base = Number((low.start, low.end), low.text)
        if self.here.kind is TokenKind.LOWERED:
            low = self.step()
            base = Number((low.start, low.end), low.text)
        elif self.take("_"):
            base = self.postfix()
        if self.here.kind is TokenKind.RAISED:
            exponent = self.raised()
        elif self.take("^"):
            exponent = self.exponent()
        if isinstance(exponent, Negative):
            raise Unreadable(f"'{token.text}^-1' can be read in two ways — try arc{token.text}(x) or 1/{token.text}(x).")
        self.deeper()
        inside = self.argument(shown)
        self.depth -= 1
        span = (token.start, self.last_end)
        whole = Apply(span, name, inside, base)
        return Binary(span, "^", whole, exponent) if exponent is not None else whole

    def argument(self, shown: str) -> tuple[Node, ...]:
        """What a function is applied to: a bracket, or the factors that follow as in sin 2x."""
        if self.here.kind is TokenKind.OPEN:
            if self.tokens[self.at + 1].kind is TokenKind.END:
                self.step()
                self.stuck(f"try {shown}")
            inside = self.fenced()
            return inside.parts if isinstance(inside, Sequence) else (inside,)
        if self.here.kind in (TokenKind.END, TokenKind.SEPARATOR, TokenKind.CLOSE, TokenKind.RELATION):
            self.stuck(f"try {shown}")
        start = self.here.start
        inside = self.power()
        while self.here.kind is TokenKind.NUMBER or (self.here.kind is TokenKind.NAME and self.here.text not in FUNCTIONS):
            if self.tokens[self.at - 1].kind is TokenKind.NUMBER and self.here.kind is TokenKind.NUMBER:
                break
            inside = Binary((start, self.last_end), "*", inside, self.power())
            inside = replace(inside, span=(start, self.last_end))
        return (inside,)

    def bar(self) -> Node:
        start = self.step().start
        if self.sees("|"):
            self.stuck("write a norm as sqrt(x_1^2 + x_2^2)")
        self.bars += 1
        inside = self.sum()
        self.bars -= 1
        end = self.need("|", "close the bar: |x|").end
        return Apply((start, end), "abs", (inside,))

    # -- LaTeX commands ----------------------------------------------------------------------------------------------
    def command(self) -> Node:
        token = self.step()
        if token.text == "frac":
            above, below = self.group(), self.group()
            return Binary((token.start, self.last_end), "/", above, below)
        if token.text == "binom":
            pair = (self.group(), self.group())
            return Apply((token.start, self.last_end), "binom", pair)
        if token.text == "sqrt":
            return self.root(token)
        if token.text == "begin":
            return self.environment(token)
        self.at -= 1
        raise Unreadable(f"I don't know '\\{token.text}' — try plain signs, \\frac{{1}}{{2}} or \\sqrt{{2}}.")

    def root(self, token: Token) -> Node:
        if self.here.kind is TokenKind.END or (self.sees("{", "(") and self.tokens[self.at + 1].kind is TokenKind.END):
            self.at += self.here.kind is not TokenKind.END
            self.stuck("try sqrt(2) or \\sqrt{2}")
        if not self.take("["):
            return Apply((token.start, self.last_end), "sqrt", (self.group(),)) if self.sees("{") else self.function(token)
        degree = self.sum()
        self.need("]", "write a root as \\sqrt[3]{8}")
        inside = self.group()
        span = (token.start, self.last_end)
        return Binary(span, "^", inside, Binary(degree.span, "/", Number(degree.span, "1"), degree))


def _is_numeral(node: Node) -> bool:
    return isinstance(node, Number) or (isinstance(node, Symbol) and node.name == "e")


def _closed(token: Token) -> bool:
    return token.kind is TokenKind.CLOSE
