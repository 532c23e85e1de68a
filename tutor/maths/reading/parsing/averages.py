r"""A plain E that is an average though no square bracket says so: E X^2, E \sum_i X_i, E e^{tX}, E (X - EX)^2.

Law: it is one where a formula around, or the words, take E of a random variable; where nothing does, an E before a sum or an
integral is read as it stands, and listed.
"""

from __future__ import annotations

from tutor.maths.reading import words
from tutor.maths.reading.nodes import Apply, Letter, Power, Sub, Super
from tutor.maths.reading.parsing.calculus import Calculus
from tutor.maths.reading.parsing.chance_heads import takes_averages
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node

_VARIABLES = frozenset("XYZWSTNUV") | {"xi", "eta", "zeta", "varepsilon"}
_REACHED = frozenset(["exp", "min", "max", "log", "ln", "Big", "big"]) | frozenset(words.BIG)
_OWN = frozenset(["Var", "Cov", "var", "cov", "P", "E"])


class Averages(Calculus):
    """Reads the averages that no bracket marks."""

    def averages_plainly(self, node: Node, core: Node) -> bool:
        """Whether a plain or bold E, with a mark perhaps, stands before what it is the average of."""
        plain = isinstance(core, Letter) and core.name == "E" and core.font in ("", "bold") and not isinstance(node, Power)
        token = self.peek()
        if token is None or not plain or not isinstance(node, Letter | Sub | Super):
            return False
        if token.text == "(" and token.kind is TokenKind.OPEN:
            return self.centred()
        if not takes_averages(self.tokens, self.context):
            return False
        if token.kind is TokenKind.COMMAND and token.text in words.ACCENTS | words.FONTS:
            token = next((t for t in self.tokens[self.at + 1 : self.at + 3] if t.text != "{"), token)
        raised = self.tokens[self.at + 1 : self.at + 2]
        powered = token.text == "e" and [t.text for t in raised] == ["^"]
        return token.text in _REACHED or powered or (token.kind is TokenKind.NAME and token.text in _VARIABLES)

    def centred(self) -> bool:
        """Whether the bracket holds something minus its own average, X - EX: its average is nothing, so a power stands inside."""
        inside = self.outside(self.at + 1, max(self.at + 1, self.mates[self.at]))
        minus = next((n for n in inside if self.tokens[n].text == "-" and n > self.at + 1), 0)
        averaged = [t.text for t in self.tokens[minus + 1 : minus + 2]] == ["E"] and minus > 0
        return averaged and minus + 2 < self.mates[self.at] and not self.context.speaks_of("energy")

    def averaged_plainly(self) -> Node:
        """What a plain E reaches: the factors behind it, up to the next average, variance or chance, and up to a dot."""
        level = self.outside(self.at, self.end)
        stops = [n for n in level[1:] if self.ends_average(n) or self.tokens[n].text in _OWN or self.sets_apart(n)]
        kept, self.end = self.end, stops[0] if stops else self.end
        found = self.product()
        self.end = kept
        return found

    def over_something(self) -> bool:
        """Whether the E right before says over what it averages, E_t: then E_t a E_x b is one average within the other."""
        before = [t.text for t in self.tokens[max(0, self.at - 2) : self.at]]
        if before[-1:] == ["}"]:
            opened = max((n for n, mate in enumerate(self.mates[: self.at]) if mate == self.at - 1), default=0)
            return opened > 0 and self.tokens[opened - 1].text == "_"
        return before[:1] == ["_"]

    def over_another(self, at: int) -> bool:
        r"""Whether the \mathbb{E} at `at` says over what it averages."""
        return [t.text for t in self.tokens[at + 1 : at + 5]] == ["{", "E", "}", "_"]

    def sets_apart(self, at: int) -> bool:
        """Whether a relation, a comma or a plus ends everything before it, or a differential does outside an integral."""
        token = self.tokens[at]
        return token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR)

    def averages_matrix(self, hatted: Node, core: Node) -> bool:
        r"""Whether an E stands right before a vector or matrix: \mathrm{E}\left[\begin{array}{c} x \\ y \end{array}\right]."""
        if not (isinstance(hatted, Letter) and hatted is core and hatted.name == "E"):
            return False
        sure = hatted.font in ("blackboard", "upright") or (not hatted.font and self.context.averages)
        inside = [t.text for t in self.tokens[self.at : self.at + 2]]
        wrapped = inside[:1] in (["["], ["("]) and inside[1:2] in (["begin:array"], ["begin:matrix"])
        return sure and (wrapped or inside[:1] in (["begin:bmatrix"], ["begin:pmatrix"]))

    def averaged(self) -> Node:
        r"""What a double-struck E without brackets reaches: it ends before the next E beside it, and before a dot."""
        level = self.outside(self.at, self.end)
        first = level[0] + (4 if self.tokens[level[0]].text in words.FONTS else 1)
        within = self.over_something()
        stops = [n for n in level if n >= first and self.ends_average(n) and not (within and self.over_another(n))]
        if not stops or self.ends_average(level[0]):
            return self.product()
        kept, self.end = self.end, stops[0]
        found = self.product()
        self.end = kept
        return found

    def ends_average(self, at: int) -> bool:
        """Whether the token at `at` begins another E, or is the sign between two factors."""
        inside = [t.text for t in self.tokens[at + 1 : at + 3]]
        another = self.tokens[at].text in words.FONTS and inside == ["{", "E"]
        return another or (self.tokens[at].kind is TokenKind.OPERATOR and self.tokens[at].text in ("cdot", "times"))

    def sees_variable(self) -> bool:
        r"""Whether a plain E stands before a random variable, EX or E \bar X, where the prose speaks of expectations."""
        token = self.peek()
        if token is not None and token.kind is TokenKind.COMMAND and token.text in words.ACCENTS:
            token = next((t for t in self.tokens[self.at + 1 : self.at + 3] if t.text != "{"), None)
        if token is None or token.kind is not TokenKind.NAME or token.text not in tuple("XYZWTNS"):
            return False
        told = self.context.speaks_of("expectation", "expected", "variance", "random variable")
        return told and "E" not in self.context.values

    def sees_log(self) -> bool:
        """Whether a logarithm stands right after a plain E, E log p(X), where the prose speaks of expectations."""
        token = self.peek()
        return token is not None and token.text in ("log", "ln") and self.context.speaks_of("expectation", "expected", "entrop")

    def sees_bars(self) -> bool:
        """Whether a pair of bars opens here."""
        if self.operator("|", "‖"):
            return self.bar_opens() and self.closing_bar(self.at) > self.at + 1
        return self.sees(TokenKind.OPEN, "|", "‖") and self.at < self.mates[self.at] < self.end

    def mean_of_bars(self, start: int, head: Node) -> Node:
        """E|X|: an average, unless nothing around it speaks of chance; then it is listed."""
        averaged = self.factor()
        span = self.since(start)
        if not self.context.speaks_of("expect", "random", "probab", "moment", "mean", "variance", "distribut"):
            self.doubts.append(Doubt(span, ("the expected value", "E times the bars")))
        return Apply(span, head, averaged, "expectation")
