r"""The grammar of typed answers with what only formulas have: sums, integrals, limits, derivatives, f(x), P(A | B), words.

Laws: it is the same recursive descent as for answers, so precedence is one and the same; where an answer would be asked back
(1/2x), a formula is read by precedence and `notes` say how; brackets stay as they were typed.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.errors import Unreadable
from tutor.maths.parse import TALLEST
from tutor.maths.signs import GREEK, TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Apply, Binary, Matrix, Negative, Node, Number, Sequence, Symbol, height
from tutor.maths.typed.operators import ENDS, Operators, opened
from tutor.maths.typed.signs import (
    AROUND,
    BIG,
    CALLED,
    PREFIX,
    formula_tokens,
    is_differential,
    is_word,
)
from tutor.maths.typed.tree import Grouped, Piece
from tutor.maths.typeset import symbol_latex

_ATOMS = (*BIG, *PREFIX)
_FUNCTION_LETTERS = frozenset("fghFGH")  # f of what follows, even in an exponent
_INDICES = frozenset("ijlt")  # x^(i) is the i-th, not a power


def read_typed(text: str) -> tuple[Node, tuple[str, ...]]:
    """The tree of a formula typed in plain signs, and what was settled by precedence; raises Unreadable.

    >>> read_typed("1/2x")[1]
    ('I read 1/2x as (1/2)x; write 1/(2x) if x stands below too.',)
    """
    reader = _Formula(text, formula_tokens(text))
    tree = reader.listing("")
    if reader.here.kind is not TokenKind.END:
        reader.stuck("check the brackets" if reader.here.kind is TokenKind.CLOSE else "use signs such as 2*x^2 + 1")
    if height(tree) > TALLEST:
        raise Unreadable(f"This has more than {TALLEST} terms in a row — try a shorter form.")
    return tree, tuple(dict.fromkeys(reader.notes))


class _Formula(Operators):
    """Typed answers, and more."""

    def __init__(self, text: str, tokens: tuple[Token, ...], depth: int = 0) -> None:
        super().__init__(text, tokens, depth)
        self.notes: list[str] = []
        self.norms = 0

    # -- where two things stand side by side --------------------------------------------------------------------------
    def starts_factor(self) -> bool:
        token = self.here
        if token.kind is TokenKind.COMMAND and token.text in _ATOMS:
            return True
        if token.kind is TokenKind.OPERATOR and token.text == "‖":
            return not self.norms
        return super().starts_factor()

    def refuse_two_readings(self, left: Node, divided: bool, start: int) -> None:
        """Read by precedence, and say so."""
        token, before = self.here, self.tokens[self.at - 1]
        if token.kind is TokenKind.NUMBER and before.kind is TokenKind.NUMBER:
            self.stuck("separate numbers with a comma, or write 2*3 for a product")
        if token.spaced or is_differential(before) or before.text in PREFIX:
            return
        last = left.right if isinstance(left, Binary) and left.op == "*" else left
        after = "(...)" if token.kind is TokenKind.OPEN else self.text[token.start : token.end]
        seen = self.text[slice(*last.span)]
        if divided and isinstance(last, Binary) and last.op == "/":
            above, below = (self.text[slice(*side.span)] for side in (last.left, last.right))
            self.notes.append(
                f"I read {seen}{after} as ({seen}){after}; write {above}/({below}{after}) if {after} stands below too."
            )
        elif isinstance(last, Binary) and last.op == "^" and _bare(last.right) and token.kind is TokenKind.NAME:
            base, raised = (self.text[slice(*side.span)] for side in (last.left, last.right))
            if (
                raised.isascii()  # xⁿ is raised by itself
                and raised != "T"
                and base not in ("d", "∂")
                and (base in ("e", "10") or base[0].isdigit() or raised.strip("-").isalpha())
            ):
                self.notes.append(f"I read {seen}{after} as ({seen}){after}; write {base}^({raised}{after}) for one exponent.")

    def product(self) -> Node:
        start = self.here.start
        left = super().product()
        while self.here.text in ("choose", "divided"):
            divided = self.step().text == "divided"
            if divided and self.text[self.here.start : self.here.end] == "by":
                self.step()
            right = self.unary()
            span = (start, self.last_end)
            left = Binary(span, "/", left, right) if divided else Apply(span, "binom", (left, right))
        return left

    # -- brackets -----------------------------------------------------------------------------------------------------
    def close_fence(self, opening: Token, inside: Node) -> Node:
        closed = super().close_fence(opening, inside)
        if isinstance(closed, Sequence | Matrix):
            return closed
        return Grouped(closed.span, opening.text, replace(closed, span=inside.span), self.tokens[self.at - 1].text)

    def typed_rows(self, opening: Token) -> Node | None:
        """E[X Y] is no row of two entries."""
        before = self.tokens[self.at - 2] if self.at > 1 else None
        called = before is not None and before.kind is TokenKind.NAME and before.end == opening.start
        return None if called else super().typed_rows(opening)

    def bar(self) -> Node:
        start = self.step().start
        self.bars += 1
        inside = self.listing("|")
        self.bars -= 1
        self.need("|", "close the bar: |x|")
        return Piece((start, self.last_end), ("|", inside, "|"))

    def norm(self) -> Node:
        start = self.step().start
        self.norms += 1
        inside = self.listing("‖")
        self.norms -= 1
        self.need("‖", "close the norm: ||x||")
        return Piece((start, self.last_end), (r"\lVert ", inside, r" \rVert"))

    # -- what is raised and lowered -----------------------------------------------------------------------------------
    def power(self) -> Node:
        first, start = self.here, self.here.start
        base = super().power()
        if self.sees("/") and _differs(first) and _differs(self.tokens[self.at + 1]):
            self.step()  # dL/dw is one thing, whatever stands before it
            base = Binary((start, self.last_end), "/", base, self.power())
            base = replace(base, span=(start, self.last_end))
        if self.sees("_") and isinstance(base, Binary):  # x^2_i
            base = Piece((start, self.last_end), (base, *self.lowered()))
        return base

    def exponent(self) -> Node:
        place, start = self.at, self.here
        if self.sees("*", "+") and self.tokens[self.at + 1].kind in (*ENDS, TokenKind.OPERATOR, TokenKind.NAME):
            self.step()
            return Symbol((start.start, start.end), start.text)
        if self.sees("'"):
            self.stuck("write the exponent as ^(...)")
        self.raising += 1
        found = super().exponent()
        self.raising -= 1
        if isinstance(found, Grouped) and found.open == "(" and isinstance(found.body, Symbol) and found.body.name in _INDICES:
            before = self.tokens[place - 2]  # what carries the exponent
            if before.kind is TokenKind.NAME and before.text != "e":
                return Piece(found.span, ("(", found.body, ")"))
        return found

    def raised(self) -> Node:
        token = self.here
        if token.text.isalpha() and token.text != "T":
            self.step()
            return Symbol((token.start, token.end), token.text)
        return super().raised()

    def postfix(self) -> Node:
        """x!, (AB)', (Ax)_i: what stands behind a piece; a name brings its own index."""
        start = self.here.start
        body = super().postfix()
        while (self.sees("_") or self.sees("'")) and self.here.start == self.last_end:
            tail = self.lowered() if self.sees("_") else (self.step().text,)
            body = Piece((start, self.last_end), (body, *tail))
        return body

    # -- names and what they are applied to ---------------------------------------------------------------------------
    def atom(self) -> Node:
        token = self.here
        if token.kind is TokenKind.OPERATOR and token.text == "‖":
            return self.norm()
        if token.kind is TokenKind.COMMAND and token.text in BIG:
            return self.big()
        if token.kind is TokenKind.COMMAND and token.text in PREFIX:
            return self.prefix()
        if token.kind is TokenKind.COMMAND:
            self.stuck("use signs such as 2*x^2 + 1")
        return super().atom()

    def name(self) -> Node:
        token = self.here
        if token.text in CALLED or token.text in AROUND:
            self.deeper()
            found = self.function(self.step())
            self.depth -= 1
            return found
        if token.text == "C" and self.tokens[self.at + 1].text == "(" and (choice := self.choice(self.step())):
            return choice
        self.at += self.here is token
        start = token.start
        parts: list[str | Node] = [_spelled(token.text)]
        accent = parts[0]
        if self.here.kind is TokenKind.LOWERED:
            parts.append("_{" + self.step().text + "}")
        elif self.sees("_") and self.tokens[self.at + 1].text in ("hat", "bar", "tilde", "vec"):
            self.step()
            parts = [rf"\{self.step().text}{{{accent}}}"]
        elif self.sees("_"):
            parts += self.accented_index(parts) or self.lowered()
        elif self.is_subscript_digit(token):
            parts.append("_{" + self.step().text + "}")
        while self.sees("'") and self.here.start == self.last_end:
            parts.append(self.step().text)
        if self.calls(token, len(parts) > 1):
            parts.append(self.fenced())
        if len(parts) == 1 and (len(token.text) == 1 or token.text in GREEK or token.text in ("pi", "oo")):
            return Symbol((start, token.end), token.text)
        return Piece((start, self.last_end), tuple(parts))

    def accented_index(self, parts: list[str | Node]) -> tuple[str | Node, ...] | None:
        """x_hat, x_bar: letters that were cut apart after the line below."""
        at = self.at + 1
        word = "".join(token.text for token in self.tokens[at : at + 3])
        name = next((one for one in ("bar", "hat") if word.startswith(one)), "")
        if not name or any(token.spaced for token in self.tokens[at : at + len(name)]):
            return None
        self.at = at + len(name)
        parts[0] = rf"\{name}{{{parts[0]}}}"
        return ("",)

    def calls(self, token: Token, dressed: bool) -> bool:
        """Whether a bracket that follows at once belongs to a name, as in f(x); in an exponent, e^x(1+x), it does not."""
        if not self.sees("(", "[") or self.here.spaced or self.here.start != self.last_end or is_differential(token):
            return False
        if self.raising:
            return token.text in _FUNCTION_LETTERS or is_word(token.text)
        before = self.tokens[max(0, self.at - 2)]
        plain = (
            token.text.islower() and token.text not in _FUNCTION_LETTERS and token.text not in ("p", "q") and len(token.text) == 1
        )
        return dressed or not plain or before.text != "/"

    def function(self, token: Token) -> Node:
        """A function with what it carries and what it is applied to, set in LaTeX as it was typed."""
        start, name = token.start, token.text
        if name in AROUND and self.sees("(") and not self.here.spaced:
            inside = self.fenced()
            return Piece((start, self.last_end), (AROUND[name][0], opened(inside), AROUND[name][1]))
        if name in AROUND:
            return Piece((start, self.last_end), (AROUND[name][0], *self.applied(name, tight=True), AROUND[name][1]))
        parts: list[str | Node] = [CALLED[name]]
        if (
            name == "log"
            and self.here.text in ("2", "10")
            and self.here.start == token.end
            and self.tokens[self.at + 1].text == "("
        ):
            parts.append("_{" + self.step().text + "}")
        while found := self.scripts():
            parts += found
        parts += self.applied(name, tight=False)
        return Piece((start, self.last_end), tuple(parts))

    def applied(self, name: str, *, tight: bool) -> tuple[str | Node, ...]:
        """What a function is applied to: brackets, factors that follow, or nothing where it is only named."""
        if self.sees("(", "["):
            return (self.fenced(),)
        if self.here.kind in ENDS or (self.here.kind is TokenKind.OPERATOR and self.here.text not in ("|", "‖", "-")):
            if tight:
                self.stuck("try sqrt(2) or \\sqrt{2}")
            return ()
        if name in ("max", "min", "argmax", "argmin", "sup"):
            return (" ", self.product())
        if tight:
            return (self.power(),)
        return (" ", *self.argument(name)) if not self.sees("-") else (" ", self.unary())


def _differs(token: Token) -> bool:
    """Whether a token begins one half of a derivative."""
    return is_differential(token) or token.text in ("d", "partial")


def _bare(node: Node) -> bool:
    return isinstance(node, Number | Symbol) or (isinstance(node, Negative) and _bare(node.body))


def _spelled(name: str) -> str:
    """A name in LaTeX: a letter, Greek, one that carries a mark, or a word set upright."""
    if name.startswith("\\"):
        return name
    mark, _, letter = name.partition(" ")
    if letter:
        return rf"\{mark}{{{symbol_latex(letter)}}}"
    if is_word(name):
        return rf"\operatorname{{{name}}}"
    return name[:1] + symbol_latex(name[1:]) if len(name) > 2 and name[0] == "d" and name[1:] in GREEK else symbol_latex(name)
