r"""A name with a bracket after it: is it "f of x" or "a times (x + 1)"? Decided where something decides it, else left neutral."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Fence,
    Function,
    Given,
    Gradient,
    Letter,
    Listing,
    Phrase,
    Power,
    Prime,
    Product,
    Ranged,
    Sub,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.bracket_evidence import BracketEvidence
from tutor.maths.reading.parsing.chance_heads import is_price, positive_part
from tutor.maths.reading.parsing.head_shapes import (
    ALWAYS,
    CHANCES,
    bare,
    composed,
    conditioned,
    counting,
    event,
    indicates,
    maps,
    single,
    surely_event,
    unmarked,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.parsing.senses import CHANCE
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node, Number, walk

_NEVER = frozenset(["infty", "dots", "partial", "nabla", "emptyset", "hash", "dollar", "circ", "star", "i"])
_BRACED = frozenset(["P", "E"]) | frozenset(words.BARE_NAMES)
_TRANSFORMS = frozenset("LFZHMRA")  # script letters of the transforms: Laplace, Fourier, z, Hilbert, Mellin, Radon
_DENSITIES = frozenset(["phi", "Phi", "f", "F", "g", "h"])
_GROUPED = frozenset(["I", "diag", "Diag", "Re", "Im"])
# What stands for anything: "M \\text{something} (X + I)".
_NO_FUNCTIONS = frozenset(["something", "stuff", "const", "constant", "terms", "rest", "junk", "other terms"])
_ERRORS = ("empirical error", "empirical risk", "generalization error", "generalisation error", "expected error", "true error")
_PARTS = ("Re", "Im")
_COUNTERS = frozenset("ijklmnrst")
_LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", *words.GREEK)


class Heads(BracketEvidence):
    """Joins a head to the bracket that follows it."""

    def applied(self, start: int, head: Node) -> Node:
        """The head, with every bracket after it that belongs to it."""
        while self.sees(TokenKind.OPEN, "(", "[", "\\{") and (
            isinstance(bare(head), Letter | Word | Fence | Apply) or counting(head) or self.indicates(head)
        ):
            if self.coordinates() and getattr(bare(head), "name", "") not in CHANCES:
                break
            name = getattr(bare(head), "name", "")
            stated = self.tokens[self.at + 1 : self.at + 2] and self.tokens[self.at + 1].text == "="
            if stated or self.holds_for_all(start):
                fence = self.fence()  # P (= Q): a remark; \\forall u \\in V [u + 0 = u]: what holds there
                return Phrase(
                    (head.span[0], fence.span[1]), (head, replace(fence, role="") if isinstance(fence, Fence) else fence)
                )
            remark = self.at_remark() and name not in ALWAYS | CHANCES | self.functions
            if remark or self.compares() or self.names_law():
                break
            transform = getattr(bare(head), "font", "") == "script" and name in _TRANSFORMS
            transform = transform or (name in ("L", "F", "Z") and self.context.speaks_of("transform", "laplace", "fourier"))
            transform = transform or (name in ("mu", "nu", "lambda", "m") and self.measured())
            hatted = head.base if isinstance(head, Accent) else head
            named = isinstance(hatted, Word) and (
                hatted.font == "upright" or name in words.NAMED or name in _HULLS
            )  # logit{P(A)}
            counted = isinstance(head, Number) or indicates(bare(head))
            counted = counted or (name == "I" and self.measured() and not self.listed())
            grouped = name in _DENSITIES | {"Re", "Im"} and not self.listed() and not self.measured()  # phi{(y - m)/s}
            if self.sees(TokenKind.OPEN, "\\{") and not (name in _BRACED or named or transform or counted or grouped):
                break
            made = self.composed_at(bare(head)) or isinstance(head, Prime) or self.made_of(head) or self.fed(head)
            if isinstance(bare(head), Fence) and not made:
                break
            verdict = self.verdict(head)
            if verdict is None:
                break
            begun, ranged = self.at, self.sees(TokenKind.OPEN, "\\{") and self.ranges_behind()
            fence = self.fence()
            if ranged:  # span\{v_i\}_{i=1}^k: the range is that of the family
                return Apply((head.span[0], self.since(begun)[1]), head, self.scripted(begun, fence))
            if not isinstance(fence, Fence):
                return Product((head.span[0], fence.span[1]), ("",), (head, fence))
            head = self.join(start, head, fence, verdict)
            if isinstance(head, Product | Beside):
                break
            raised = self.scripted(start, head)
            average = isinstance(head, Apply) and getattr(bare(head.function), "name", "") == "E"
            squared = fence.open == "(" and isinstance(raised, Power) and not self.squares()
            if average and positive_part(raised, head):
                self.doubts.append(
                    Doubt(raised.span, ("the average itself bears the plus", "what the brackets hold bears the plus"))
                )
            elif average and squared:
                self.doubts.append(Doubt(raised.span, ("the average is raised", "what stands in the brackets is raised")))
            head = raised
        return head

    def ranges_behind(self) -> bool:
        """Whether a range stands below the bracket here, {x_i}_{i=1}^n, so that it holds a family."""
        mate = self.mates[self.at]
        if mate < 0 or [t.text for t in self.tokens[mate + 1 : mate + 3]] != ["_", "{"]:
            return False
        return any(self.tokens[n].text in ("=", "in") for n in range(mate + 3, max(self.mates[mate + 2], mate + 3)))

    def holds_for_all(self, start: int) -> bool:
        """Whether the bracket behind a set holds what is true of its members."""
        belongs = start > 0 and self.tokens[start - 1].text == "in" and self.measured()
        return belongs and any(t.text in ("forall", "exists", "nexists", "existsone") for t in self.tokens[:start])

    def takes_next(self, node: Word) -> bool:
        r"""Whether a name of several letters is a function of what follows it without brackets: tr A, erf \frac{x}{2}."""
        if self.sees(TokenKind.COMMAND, "frac", "sqrt"):
            known = node.name in ("erf", "erfc", "sinc", "sgn", "sign", "tr", "Tr")
            named = self.source.startswith(("\\operatorname", "\\mathop"), node.span[0]) and not node.name.isupper()
            return known or named  # SE \sqrt{n} is a product
        letter = self.sees(TokenKind.NAME, *_LETTERS) or self.coordinates() or self.sees(TokenKind.COMMAND, "operatorname")
        barred = self.operator("|") and self.closing_bar(self.at) > self.at + 1 and node.name in ("tr", "Tr", "trace", "Trace")
        return node.name in words.BARE_NAMES and (letter or barred)

    def listed(self) -> bool:
        """Whether the bracket here holds several things, as the arguments of a function and no factor does."""
        return any(
            self.tokens[n].kind is TokenKind.SEPARATOR for n in self.outside(self.at + 1, max(self.at + 1, self.mates[self.at]))
        )

    def squares(self) -> bool:
        """Whether some bracket after an E ends in a power, E(X^2), so that E(X)^2 beside it must be the other one."""
        ends = [self.mates[n + 1] for n, t in enumerate(self.tokens[:-1]) if t.text == "E" and self.tokens[n + 1].text == "("]
        return any(end > 2 and self.tokens[end - 2].text == "^" for end in ends)

    def indicates(self, head: Node) -> bool:
        """Whether 1(x > 0) is the indicator: a plain 1 with a condition right behind it."""
        one = isinstance(head, Number) and head.text == "1" and self.sees(TokenKind.OPEN, "(", "[", "\\{")
        return one and _SIZE.fullmatch(self.source[head.span[1] : self.tokens[self.at].start]) is not None and self.measured()

    def coordinates(self) -> bool:
        """Whether a square bracket with an index of its own stands here, [T]_B: the coordinates of what is in it."""
        if not self.sees(TokenKind.OPEN, "["):
            return False
        after = self.mates[self.at] + 1
        inside = self.tokens[self.at + 1 : max(after - 1, self.at + 1)]
        held = any(t.text in words.FONTS or t.text in words.NAMING or (len(t.text) == 1 and t.text.isupper()) for t in inside)
        return held and 0 < after < self.end and self.tokens[after].text == "_"

    def measured(self) -> bool:
        """Whether braces hold a condition, f > t, so that what stands before them may measure that set."""
        inside = self.outside(self.at + 1, max(self.at + 1, self.mates[self.at]))
        return any(self.tokens[n].kind is TokenKind.RELATION for n in inside)

    def angled(self, start: int, head: Node) -> bool:
        """Whether a Greek letter after the imaginary unit, e^{i phi (n + 1)}, is an angle."""
        angle = isinstance(head, Letter) and head.name in ("phi", "psi", "theta", "omega", "pi")
        unit = start > 0 and self.tokens[start - 1].text in ("i", "j") and self.tokens[start - 2].text != "_"
        return angle and unit and self.opening == "{"

    def made_of(self, head: Node) -> bool:
        """Whether (T' psi)(v) or |f|(x) may be a made-up function at v: the second bracket holds one letter and nothing else."""
        inverted = isinstance(head, Power) and is_minus_one(head.exponent)
        if inverted and isinstance(head, Power) and isinstance(head.base, Fence) and isinstance(head.base.body, Apply):
            return True  # (h(X))^{-1}(A): an inverse, at what the next bracket holds
        barred = isinstance(head, Fence) and head.open in ("|", "‖", "⟨") and not isinstance(head.body, Listing | Given)
        if not isinstance(head, Fence) or not (barred or head.role == "group") or not self.sees(TokenKind.OPEN, "("):
            return False
        inside = [
            t for t in self.tokens[self.at + 1 : self.mates[self.at]] if t.kind is not TokenKind.COMMAND and t.text not in "{}"
        ]
        letters = (barred or isinstance(head.body, Sum | Product)) and any(isinstance(n, Letter) for n in walk(head.body))
        return letters and len(inside) == 1 and inside[0].kind is TokenKind.NAME

    def fed(self, head: Node) -> bool:
        """Whether (Df)_p(v), (A B)(x, y) or F(x)(p) may be a function that was made before, at what the next bracket holds."""
        if not self.sees(TokenKind.OPEN, "(") or self.mates[self.at] < self.at + 2:
            return False
        inside = [self.tokens[n] for n in self.outside(self.at + 1, self.mates[self.at])]
        listed = any(t.kind is TokenKind.SEPARATOR and t.text == "," for t in inside)
        core = bare(head)
        if isinstance(core, Apply) and isinstance(core.argument, Fence) and core.argument.open == "{":
            return core is head
        summed = any(t.kind is TokenKind.OPERATOR and t.text in words.SUMS for t in inside)
        differentiated = isinstance(core, Fence) and isinstance(core.body, Prime | Gradient)
        if summed and not listed and not differentiated:
            return False
        if isinstance(core, Apply):
            named = isinstance(bare(core.function), Function) or core.role
            orders = listed and getattr(core.function, "name", "").startswith(("ARIMA", "SARIMA", "ARMA"))
            heads_next = self.tokens[self.mates[self.at] + 1 : self.mates[self.at] + 2]  # r'(t) (\\nabla f)(x)
            return core is head and not named and not orders and (not heads_next or heads_next[0].text != "(")
        lettered = isinstance(core, Fence) and core.role == "group" and any(isinstance(n, Letter) for n in walk(core.body))
        if not lettered or not isinstance(core, Fence):
            return False
        if listed:
            return True
        if isinstance(core.body, Product):
            return not any(core.body.signs) and (isinstance(head, Sub) or single(inside))
        stepped = inside[0].kind is TokenKind.OPERATOR or inside[0].text in _STEPS  # (dy/dx)(dx)
        if isinstance(core.body, Sum) or isinstance(head, Power) or not (differentiated or (single(inside) and not stepped)):
            return False
        return maps(core.body, self.functions)

    def holds_matrix(self) -> bool:
        """Whether the bracket here holds a matrix and nothing else."""
        begun, mate = self.tokens[self.at + 1 : self.at + 2], self.mates[self.at]
        return begun != [] and begun[0].text.startswith(("begin:matrix", "begin:array")) and self.mates[self.at + 1] == mate - 1

    def composed_at(self, core: Node) -> bool:
        """Whether a bracket is itself a function, (f + g), at what the next one holds, which is no (x * y)(1 + e)."""
        inside = self.tokens[self.at + 1 : self.at + 3]
        summed = len(inside) == 2 and inside[0].kind is TokenKind.NUMBER and inside[1].text in words.SUMS
        return composed(core) and not summed

    def names_law(self) -> bool:
        r"""Whether a bracket apart says what is distributed by a parameter, p (X \sim B(p)): a remark, and no argument."""
        if not self.at or self.tokens[self.at - 1].text != "p" or not self.sees(TokenKind.OPEN, "("):
            return False
        level = self.outside(self.at + 1, self.mates[self.at])
        drawn = any(self.tokens[n].text in ("sim", "similar") for n in level)
        return drawn and self.source[self.tokens[self.at - 1].end : self.tokens[self.at].start] != ""

    def compares(self) -> bool:
        """Whether a bracket begins with a sign of relation, (= 5, by default), (> 1/2): a remark, and no argument."""
        inside = [t.kind for t in self.tokens[self.at + 1 : self.at + 3]]
        return inside == [TokenKind.RELATION, TokenKind.NUMBER] and self.sees(TokenKind.OPEN, "(")

    def conditions(self, at: int = -1) -> bool:
        r"""Whether a gap sets a bracket apart that holds a relation and ends its statement: x_n \to x\ (n \to \infty)."""
        at = self.at if at < 0 else at
        if not 0 < at < len(self.tokens) or self.tokens[at].text not in ("(", "[") or self.tokens[at].kind is not TokenKind.OPEN:
            return False
        mate, begun = self.mates[at], self.tokens[at + 1 : at + 2]
        gap = self.source[self.tokens[at - 1].end : self.tokens[at].start]
        if any(t.text in ("forall", "exists", "nexists") for t in self.tokens[max(0, at - 3) : at]):
            return False  # for all x (P(x) -> Q(x))
        apart = any(space in gap for space in ("\\ ", "\\;", "\\:", "\\,", "~"))
        if mate < at + 2 or not (apart or (" " in gap and self.named_again(at))):
            return False
        last = mate + 1 >= len(self.tokens) or self.tokens[mate + 1].kind in (TokenKind.SEPARATOR, TokenKind.CLOSE)
        level, wide = self.outside(at + 1, mate), "\\ " in gap or "~" in gap
        worded = isinstance(begun[0], TextToken) and begun[0].text.lower().split()[:1] in _REMARKS
        worded = worded or (wide and any(isinstance(self.tokens[n], TextToken) and n > at + 1 for n in level))
        modular = begun[0].text == "bmod"
        again = begun[0].text == self.tokens[at - 1].text  # |x| < \delta \, (\delta > 0)
        measuring = self.tokens[at - 1].text in _MEASURES and not again and not (wide and self.tokens[at - 1].text == "1")
        told = any(self.tokens[n].kind is TokenKind.RELATION for n in level) and (wide or self.tokens[at].text == "(")
        return last and (worded or modular or (told and not measuring))

    def named_again(self, at: int) -> bool:
        r"""Whether a bracket begins with what the operand before it ends with, f(x) (x \neq 0): of that it tells a condition."""
        last = at - 1
        while last > 0 and self.tokens[last].kind is TokenKind.CLOSE:
            last -= 1
        opened = self.mates[at - 1] if self.tokens[at - 1].kind is TokenKind.CLOSE else last
        script = any(n > 0 and self.tokens[n - 1].text in ("_", "^") for n in (last, opened))
        same = self.tokens[last].text == self.tokens[at + 1].text and self.tokens[last].kind is TokenKind.NAME
        return same and last > 0 and not script

    def at_remark(self) -> bool:
        """Whether a bracket only says which indices are meant, (i = 1, 2), (k = 1, ..., n), or why a step holds, (by (2))."""
        inside = self.tokens[self.at + 1 : self.at + 3]
        if self.compares() or self.conditions() or self.names_law():
            return True
        if inside and isinstance(inside[0], TextToken) and self.sees(TokenKind.OPEN, "("):
            return inside[0].text.lower().split()[:1] in _REASONS
        if not self.sees(TokenKind.OPEN, "(") or [t.text for t in inside[1:]] != ["="] or inside[0].text not in _COUNTERS:
            return False
        return any(t.kind is TokenKind.SEPARATOR or t.text == "dots" for t in self.tokens[self.at : self.mates[self.at]])

    def join(self, start: int, head: Node, fence: Fence, verdict: str) -> Node:
        span = self.since(start)
        transformed = getattr(bare(head), "font", "") == "script" and not isinstance(fence.body, Listing)
        transformed = transformed or (getattr(head, "name", "") in ("L", "F", "Z") and fence.open == "{")
        counted = isinstance(head, Number) or indicates(bare(head))
        grouping = getattr(bare(head), "name", "") in CHANCES | _DENSITIES | _GROUPED or counted or transformed
        grouping = grouping or (isinstance(head, Word) and isinstance(fence.body, Apply))
        if isinstance(head, Power) and is_minus_one(head.exponent):
            grouping = False
            fence = replace(fence, role="set") if fence.open == "{" else fence  # f^{-1}{y}: what is sent there
        if fence.role in ("set", "") and fence.open == "{" and grouping:
            fence = replace(fence, role="group")  # P{X > 1}: the braces only group
        drawn = start > 0 and self.tokens[start - 1].text in ("sim", "similar") and not isinstance(head, Number)
        given = (drawn and fence.open == "(") or self.defines(start, head, fence)
        verdict = verdict or ("of" if given else self.by_argument(head, fence))
        if verdict == "of" and self.angled(start, head):
            verdict = "times"
        if verdict == "of" and isinstance(bare(head), Fence) and isinstance(fence.body, Prime):
            verdict = ""  # (f')(g')
        if verdict == "of" and isinstance(head, Letter) and self.may_be_inverted(head, fence):
            verdict = ""  # V (E(x x'))^{-1}: what is inverted may be a factor
        if verdict == "of" and isinstance(head, Sub) and isinstance(fence.body, Big | Sum) and self.factor_elsewhere(head):
            verdict = ""  # P_{n+1} Q + R beside P_{n+1} (c_0 P_0 + c_1 P_1)
        if verdict == "of" and isinstance(head, Prime) and self.operator("'") and getattr(bare(head), "name", "") not in ALWAYS:
            verdict = "times"  # T'(S)': each bracket with a stroke of its own is a factor
        if verdict == "of" and isinstance(bare(head), Letter) and not drawn:
            verdict = self.doubted(head, fence.body)
        if verdict == "of" and getattr(head, "name", "") == "sigma" and isinstance(fence.body, Sum) and self.operator("^"):
            verdict = ""  # sigma (x - y)^2
        if verdict == "of" and isinstance(head, Sub) and isinstance(head.base, Word) and isinstance(fence.body, Sum):
            verdict = "" if head.base.name.isupper() else "of"  # ITE_i (Y_i(1) - Y_i(0))
        if isinstance(fence.body, Listing) and getattr(bare(head), "name", "") in self.context.points:
            self.doubts.append(Doubt(span, ("the point with these coordinates", "the value of a function there")))
            return Beside(span, head, fence)  # the point P(2, 0)
        if verdict == "times":
            raised = self.scripted(start, fence)
            return Product(self.since(start), ("",), (head, raised))
        if verdict == "of":
            return Apply(span, head, fence, self.apply_role(head, fence))
        raised = self.scripted(start, fence)
        self.doubts.append(Doubt(self.since(start), ("of", "times")))
        return Beside(self.since(start), head, raised)

    def factor_elsewhere(self, head: Sub) -> bool:
        """Whether a name with its index stands right before a letter somewhere in the formula, and so multiplies there."""
        printed = re.escape(self.source[head.span[0] : head.span[1]])
        return re.search(rf"{printed}\s*[A-Z](?![A-Za-z({{])", self.source) is not None

    def may_be_inverted(self, head: Letter, fence: Fence) -> bool:
        """Whether a capital stands before a bracket that is inverted and holds more than an argument does."""
        after = [t.text for t in self.tokens[self.at : self.at + 4]]
        inverted = after == ["^", "{", "-", "1"] or after[:3] == ["^", "-", "1"]
        capital = len(head.name) == 1 and head.name.isupper() and not head.font and head.name not in ("P", "E")
        matrix = isinstance(fence.body, Letter) and fence.body.name.isupper()
        return inverted and capital and (matrix or isinstance(fence.body, Apply | Prime | Transpose | Product | Sum))

    def defines(self, start: int, head: Node, fence: Fence) -> bool:
        """Whether a line begins with gamma(h) =, a name in a bracket before an equals sign: what follows is its value."""
        first = start == 0 or self.tokens[start - 1].kind is TokenKind.SEPARATOR
        named = isinstance(fence.body, Letter | Sub | Accent) and fence.open == "(" and isinstance(unmarked(head), Letter | Sub)
        equated = self.sees(TokenKind.RELATION, "=", ":=")
        return first and named and equated and getattr(bare(head), "name", "") not in self.context.values

    def verdict(self, head: Node) -> str | None:
        """ "of" where the head alone decides, None where no bracket belongs to such a head, "" where the bracket decides."""
        core = bare(head)
        if isinstance(core, Letter) and self.sees(TokenKind.OPEN, "[") and self.holds_matrix():
            return None  # c [\begin{matrix} ... \end{matrix}]: a factor, as bmatrix is
        if isinstance(core, Fence | Apply):
            if isinstance(core, Apply) and isinstance(head, Prime):
                return ""  # f(x)' (x + 1): the slope there, or its product with the bracket
            if self.composed_at(core) or (isinstance(head, Prime) and self.names_function(core)) or self.function_in(core):
                return "of"
            return "" if self.made_of(head) or self.fed(head) else None
        if isinstance(core, Number):
            return "" if conditioned(head) else "of"  # 1_A(x), the indicator; 1_{y = k} has its condition already
        if isinstance(core, Word):
            if core.name.strip().lower() in _NO_FUNCTIONS:
                return None
            called = (
                core.font or core.name in words.NAMED or core.name in words.CALLED or core.name.isupper() or len(core.name) > 3
            )
            return "of" if called or core.name in self.context.functions or core.name in _PARTS else ""
        assert isinstance(core, Letter)
        if core.name.isdigit():
            return "" if conditioned(head) else "of"  # the indicator, a bold or double-struck 1
        raised_t = isinstance(head, Super) and isinstance(head.mark, Letter) and head.mark.name == "T"
        if core.name in _NEVER:
            return "" if isinstance(head, Super) and self.listed() else None
        if isinstance(head, Transpose) or raised_t:
            return ""
        if core.name in self.functions or core.name in _PARTS:
            return "of"
        if core.name == "C" and core.font == "script" and self.sees(TokenKind.OPEN, "["):
            return ""
        if isinstance(head, Prime) or core.font in ("script",):
            return "of"
        if core.font == "blackboard":
            return "of" if core.name in "EPVI" else ""
        return ""

    def function_in(self, core: Node) -> bool:
        """Whether a bracket only holds what a function is called, with marks: (f')(x), (f^{-1})(y), (f|_A)(x)."""
        body = core.body if isinstance(core, Fence) and core.role == "group" else core
        body = body.base if isinstance(body, Ranged) else body
        marked = isinstance(body, Prime | Accent | Sub) or (isinstance(body, Power) and is_minus_one(body.exponent))
        name = getattr(bare(body), "name", "")
        return body is not core and marked and (name in ("f", "g", "h") or name in self.functions)

    def names_function(self, core: Node) -> bool:
        """Whether a bracket with a stroke, (f^{-1})', is the derivative of a function."""
        if isinstance(core, Apply):
            return True
        inside = bare(core.body) if isinstance(core, Fence) else core
        return isinstance(inside, Letter) and (inside.name in ALWAYS or inside.name in self.functions)

    def apply_role(self, head: Node, fence: Fence) -> str:
        """ "expectation" and "probability" where that is sure."""
        core = bare(head)
        if not isinstance(core, Letter | Function | Word):
            return ""
        if core.name == "E" and isinstance(core, Letter) and (head is core or (isinstance(head, Sub) and head.base is core)):
            if isinstance(head, Sub) and isinstance(head.index, Number):
                return ""  # E_1(x) is the exponential integral, or some first E
            if core.font == "script":
                return ""  # an energy, an error, a risk
            if isinstance(fence.body, Letter) and fence.body.name in ("h", "f", "g", "w") and self.context.speaks_of(*_ERRORS):
                return ""  # E[h] and E_S[h], the expected and the empirical error of a hypothesis
            square = fence.open == "[" and not self.context.speaks_of("energy", "functional")
            told = self.context.speaks_of("expect") and not ("E" in self.context.functions or self.context.speaks_of("energy"))
            told = told and not isinstance(fence.body, Listing)  # E(t, x) is a field or an error as well
            return "expectation" if core.font in ("blackboard", "upright") or square or told else ""
        named = (core.name == "P" and getattr(core, "font", "") in ("", "blackboard", "upright")) or core.name == "Pr"
        sure = core.name == "Pr" or getattr(core, "font", "") == "blackboard" or isinstance(fence.body, Given | Chain | Text)
        told = self.context.speaks_of("transition matri", "probability matri", "rate matri")
        tabled = told and isinstance(fence.body, Letter | Listing)
        tabled = tabled or any(isinstance(n, Transpose) for n in walk(fence.body))  # P (T^T T)^{-1}: a matrix
        tabled = (
            tabled or (isinstance(fence.body, Listing) and any(t.text == "Gamma" for t in self.tokens)) or is_price(fence.body)
        )
        barred = any(t.text in ("|", "mid") for t in self.tokens)  # P(y) beside P(x | y)
        likely = self.chance() and (barred or surely_event(fence.body))
        likely = likely or (event(fence.body) and (sure or self.may_be_chance()))
        # P(X | theta) beside Q(X | theta): two distributions, each with its name
        paired = isinstance(fence.body, Given) and any(
            t.text == "Q" and after.text == "(" for t, after in itertools.pairwise(self.tokens)
        )
        if named and head is core and not tabled and likely and not (paired and getattr(core, "font", "") == ""):
            return "probability"
        return ""

    def may_be_chance(self) -> bool:
        """Whether nothing around a formula speaks against chance: there are no words, or some of them speak of it."""
        barred = any(t.text in ("|", "mid", "cup", "cap", "sim") for t in self.tokens)
        return barred or len(self.context.prose.split()) < 5 or self.context.speaks_of(*CHANCE)


_HULLS = frozenset(["span", "Span", "conv", "aff", "cone", "lin", "cl", "int"])
_STEPS = frozenset(["d", "Delta", "delta", "partial", "sum"])
_SIZE = re.compile(r"(?:\\(?:[bB]igg?l?|left)\s*)?")  # 1\big(x > 0\big)
_MEASURES = frozenset(["P", "E", "Pr", "Var", "I", "lambda", "mu", "1", "delta", "chi", "mathbb"])
_REMARKS = [[word] for word in "say mod for if when where as with in all resp. i.e. since by".split()]
_REASONS = [[word] for word in ("by", "from", "since", "because", "using", "see", "def.", "definition", "assuming", "due")]
