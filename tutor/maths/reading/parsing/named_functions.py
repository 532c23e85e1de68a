"""sin, log, det, max: a named function, with brackets or without."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.reading.nodes import (
    Apply,
    Chain,
    Empty,
    Fence,
    Fraction,
    Function,
    Letter,
    Power,
    Prefix,
    Product,
    Sub,
    Super,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.atoms import is_connective
from tutor.maths.reading.parsing.heads import Heads
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node

_RUNNING = frozenset(["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "log", "ln", "exp", "lg"]) | frozenset(
    ["tg", "ctg", "cotg", "arctg", "arcctg", "sen", "arcsen", "sh", "ch", "cth"]
)


_LOGARITHMS = frozenset(["log", "ln", "lg"])


class NamedFunctions(Heads):
    """Reads a named function with its scripts and what it takes in."""

    def product(self) -> Node:
        raise NotImplementedError

    def big(self, start: int, name: str) -> Node:
        raise NotImplementedError

    def at_differential(self, index: int) -> bool:
        raise NotImplementedError

    def function(self, start: int, name: str) -> Node:
        """sin, log, det, max ... with scripts and argument; max and min with bounds are big operators."""
        token_span = self.since(start)
        short = name in ("ch", "sh", "sen", "cth") and not (self.begins_operand() or self.operator("^"))  # channels
        if short or (self.at >= self.end and not self.source.startswith("\\", token_span[0])):
            return Word(token_span, name)
        if self.at >= self.end:
            return Function(token_span, name)
        if name in words.BIG and (self.operator("_") or not self.sees(TokenKind.OPEN, "(", "[", "\\{")):
            return self.big(start, name)
        head = self.scripted(start, Function(token_span, name))
        if name == "exp" and isinstance(head, Power | Super) and not self.sees(TokenKind.OPEN, "("):
            return head  # \exp^{-x}: what stands above is the argument
        if self.sees(TokenKind.OPEN, "(", "[", "\\{", "|", "⟨"):
            begun, ranged = self.at, self.sees(TokenKind.OPEN, "\\{") and self.ranges_behind()
            fence = self.fence()
            if ranged:
                return Apply(self.since(start), head, self.scripted(begun, fence))
            if isinstance(fence, Fence) and fence.role == "set" and name in _RUNNING | {"det", "Pr"}:
                fence = replace(fence, role="group")  # exp{x}: the braces only group
            drawn = start > 0 and self.tokens[start - 1].text == "sim" and self.tokens[start + 2].text != "-"  # T ~ exp(lambda)
            if name == "exp" and (drawn or _named_parameter(fence)):
                head = Word(token_span, name)  # exp(rate = lambda) is a law, as programs write them
            role = self.apply_role(head, fence) if isinstance(fence, Fence) else ""
            applied = Apply(self.since(start), head, fence, role)
            raised = self.scripted(start, applied)
            if raised is not applied and name in _RUNNING and isinstance(raised, Power):
                self.doubts.append(Doubt(raised.span, ("the value itself is raised", "what stands in the brackets is raised")))
            return raised
        begun = self.at
        if name in _RUNNING and self.operator("-") and self.begins_operand(1):
            self.at += 1
            body = self.run()
            return Apply(self.since(start), head, Prefix(self.since(begun), "-", body))
        if not self.begins_operand():
            return head
        argument = self.run() if name in _RUNNING else self.factor()
        if isinstance(argument, Empty):
            self.at = begun
            return head
        if name in _LOGARITHMS and isinstance(argument, Transpose | Super) and isinstance(argument.base, Apply):
            return self.turned_whole(start, head, argument)
        return Apply(self.since(start), head, argument)

    def turned_whole(self, start: int, head: Node, argument: Transpose | Super) -> Node:
        r"""The logarithm of p(x)^T: p(x) is a number, so what is turned is all before the T, \nabla \log p(x)^T."""
        applied = Apply((self.tokens[start].start, argument.base.span[1]), head, argument.base)
        if isinstance(argument, Transpose):
            return Transpose(self.since(start), applied, argument.mark)
        if getattr(argument.mark, "name", "") not in ("T", "top"):
            return Apply(self.since(start), head, argument)
        span = self.since(start)
        self.doubts = [replace(d, span=span) if d.span == argument.span else d for d in self.doubts]
        return Super(span, applied, argument.mark)

    def begins_operand(self, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        if token is None or (isinstance(token, TextToken) and is_connective(token.text)):
            return False
        if token.kind in (TokenKind.NAME, TokenKind.NUMBER):
            return True
        if token.kind is TokenKind.OPEN:
            return True
        if token.kind is TokenKind.OPERATOR and token.text in ("|", "‖"):
            return self.closing_bar(self.at + ahead) > self.at + ahead + 1
        return token.kind is TokenKind.COMMAND and token.text not in ("choose", "over", "atop")

    def run(self) -> Node:
        """The factors side by side that a function without brackets takes in: sin 2 pi x, log x."""
        start = self.at
        factors = [self.within_gap() or self.factor()]
        if isinstance(factors[0], Fraction) and self.at < self.end and self.tokens[self.at].text in ("sum", "prod", "int"):
            rest = self.product()  # log 1/n sum of x: the log of the average
            span = self.since(start)
            self.doubts.append(Doubt(span, ("all of it", "the fraction only")))
            return Product(span, ("",), (factors[0], rest))
        while self.simple(factors[-1]) and self.sees(TokenKind.NAME) and not self.ends_run():
            factors.append(self.factor())
        if self.operator("/") and self.turned(factors):
            self.at += 1
            below = self.factor()
            return Product(self.since(start), ("",) * (len(factors) - 1) + ("/",), (*factors, below))
        return factors[0] if len(factors) == 1 else Product(self.since(start), ("",) * (len(factors) - 1), tuple(factors))

    def ends_run(self) -> bool:
        r"""Whether what stands here is no part of an argument without brackets: a bracket follows, a gap, or \sin t dt."""
        worded = isinstance(self.tokens[self.at], TextToken) and is_connective(self.tokens[self.at].text)
        ended = worded or self.followed_by_bracket() or self.set_off()
        return ended or (self.tokens[self.at].text == "d" and self.at_differential(self.at))

    def within_gap(self) -> Node | None:
        r"""The one letter that a function without brackets takes where a gap sets a bracket apart behind it, \sin t \, [w]."""
        if not self.sees(TokenKind.NAME) or not self.followed_by_bracket():
            return None
        return self.atom() if self.tokens[self.at + 1].text == "[" and self.set_off(1) else None

    def turned(self, factors: list[Node]) -> bool:
        r"""Whether an angle goes on below the stroke, \\tan \\pi/4, \\cos 2\\pi k/N: one of its factors is pi."""
        after = self.peek(1)
        angle = any(isinstance(f, Letter) and f.name == "pi" for f in factors)
        return angle and after is not None and after.kind in (TokenKind.NUMBER, TokenKind.NAME)

    def set_off(self, ahead: int = 0) -> bool:
        r"""Whether a space was put by hand before the token here, log p \, x: it ends what a function without brackets takes."""
        gap = self.source[self.tokens[self.at + ahead - 1].end : self.tokens[self.at + ahead].start]
        return any(space in gap for space in ("\\,", "\\;", "\\:", "\\ "))

    def simple(self, node: Node) -> bool:
        while isinstance(node, Sub | Power):
            node = node.base
        return type(node).__name__ in ("Letter", "Number")

    def followed_by_bracket(self) -> bool:
        after = self.peek(1)
        return after is not None and after.kind is TokenKind.OPEN


def _named_parameter(fence: Node) -> bool:
    """Whether a bracket gives a parameter by its name, (rate = 2)."""
    body = fence.body if isinstance(fence, Fence) else fence
    return isinstance(body, Chain) and isinstance(body.sides[0], Word) and body.signs[0].name == "="
