r"""Operators of typed formulas and what stands high and low: sum_{i=1}^n, int_0^1, lim x->0, ∂f/∂x, ∇f, x_new."""

from __future__ import annotations

from tutor.maths.parse import Reader
from tutor.maths.signs import GREEK, TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Relation, Sequence
from tutor.maths.typed.signs import BIG, CALLED, PREFIX
from tutor.maths.typed.tree import Grouped, Piece
from tutor.maths.typeset import symbol_latex

ENDS = (TokenKind.END, TokenKind.SEPARATOR, TokenKind.CLOSE, TokenKind.RELATION)


class Operators(Reader):
    """Reads what stands before its body; the rest is the work of the class below it."""

    def __init__(self, text: str, tokens: tuple[Token, ...], depth: int = 0) -> None:
        super().__init__(text, tokens, depth)
        self.raising = 0  # how many exponents we stand in

    # -- what stands high and low -------------------------------------------------------------------------------------
    def lowered(self) -> tuple[str | Node, ...]:
        """An index with its sign before it: _i, _{t+1}, _ij, _new."""
        self.deeper()
        self.step()
        if self.sees("{", "("):
            closing = "}" if self.step().text == "{" else ")"
            inside = self.listing(closing)
            self.need(closing, "close the index: x_{i+1}")
            self.depth -= 1
            return ("_{", inside, "}")
        sign = "-" if self.take("-") else ""
        if self.here.kind not in (TokenKind.NUMBER, TokenKind.NAME):
            self.stuck("write a subscript as x_1 or x_{12}")
        self.depth -= 1
        return ("_{" + sign + self.index_letters() + "}",)

    def index_letters(self) -> str:
        """The letters of one run, x_ij; only the first where an index of its own follows, as in x_iy_i."""
        first = self.step()
        run = [first]
        while first.kind is TokenKind.NAME and self.here.kind is TokenKind.NAME and self.here.start == self.last_end:
            run.append(self.step())
        if len(run) > 1 and (self.sees("_", "^") or self.here.kind is TokenKind.LOWERED):
            self.at -= len(run) - 1
            run = run[:1]
        whole = self.text[run[0].start : run[-1].end]
        if len(whole) >= 3 and whole.isalpha() and whole not in GREEK and whole not in ("max", "min"):
            return rf"\text{{{whole}}}"
        return " ".join(CALLED[whole] if whole in ("max", "min") else symbol_latex(token.text) for token in run)

    def scripts(self) -> tuple[str | Node, ...]:
        """What stands high or low behind a function or an operator; nothing where nothing does."""
        if self.here.kind is TokenKind.LOWERED:
            return ("_{" + self.step().text + "}",)
        if self.sees("_"):
            return self.lowered()
        if self.here.kind is TokenKind.RAISED:
            return ("^{", self.raised(), "}")
        if self.take("^"):
            self.raising += 1
            found = Reader.exponent(self) if self.sees("-") else self.postfix()
            self.raising -= 1
            return ("^{", opened(found), "}")
        return (self.step().text,) if self.sees("'") else ()

    # -- operators before their body ----------------------------------------------------------------------------------
    def big(self) -> Node:
        """sum_{i=1}^n x_i, sum from i=1 to n of x_i, int_0^1 f dx, integral of f dx from 0 to 1, lim x->0 f."""
        self.deeper()
        token = self.step()
        limits: list[str | Node] = []
        if self.here.text == "(" and self.here.start == token.end and token.text == "sum":
            inside = self.fenced()  # sum(x_i)/n: what is summed stands in the brackets
            self.depth -= 1
            return Piece((token.start, self.last_end), (r"\sum ", inside))
        while found := self.scripts():
            limits += found
        self.word("of")
        limits += self.spelled_limits()
        if token.text == "lim" and not limits:
            limits = ["_{", self.approach(), "}"]
        self.word("of")
        body: tuple[str | Node, ...] = (" ", self.unary_product()) if self.here.kind not in ENDS else ()
        limits += self.spelled_limits() if not limits else []
        self.depth -= 1
        return Piece((token.start, self.last_end), (BIG[token.text], *limits, *body))

    def approach(self) -> Node:
        """x -> 0 before what it is the limit of: the value is one piece, and what follows is the body."""
        if self.sees("("):
            inside = self.fenced()
            return inside.parts[0] if isinstance(inside, Sequence) else opened(inside)
        start = self.here.start
        letter = self.name() if self.here.kind is TokenKind.NAME else self.stuck("write a limit as lim x->0 f(x)")
        if not self.take("->"):
            self.stuck("write a limit as lim x->0 f(x)")
        value = self.unary()
        return Relation((start, self.last_end), ("->",), (letter, value))

    def unary_product(self) -> Node:
        self.deeper()
        found = self.product()
        self.depth -= 1
        return found

    def spelled_limits(self) -> list[str | Node]:
        """from a to b, over i, as x -> 0, in words."""
        if self.word("from"):
            low = self.relation()
            return ["_{", low, "}", *(("^{", self.sum(), "}") if self.word("to") else ())]
        if self.word("over") or self.word("as"):
            return ["_{", self.relation(), "}"]
        return []

    def word(self, text: str) -> bool:
        """Take a linking word if it stands here."""
        if self.here.kind is TokenKind.COMMAND and self.here.text == text:
            self.step()
            return True
        return False

    def prefix(self) -> Node:
        r"""∂f, ∂^2 f, ∂x∂y, ∇f, ∇_x f: the sign and the one piece it stands before."""
        self.deeper()
        start = self.here.start
        parts: list[str | Node] = []
        while self.here.kind is TokenKind.COMMAND and self.here.text in PREFIX and not (parts and self.here.spaced):
            parts.append(PREFIX[self.step().text])
            while found := self.scripts():
                parts += found
            self.word("of")
            if self.here.kind in (TokenKind.NAME, TokenKind.OPEN):
                parts += (" ", self.power())
        self.depth -= 1
        return Piece((start, self.last_end), tuple(parts))


def opened(node: Node) -> Node:
    """What stands in round brackets or braces, without them."""
    return node.body if isinstance(node, Grouped) and node.open in ("(", "{") else node
