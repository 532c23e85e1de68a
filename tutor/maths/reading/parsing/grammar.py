"""Products, sums, relations, lists: the grammar of what books print, from the tightest binding to the loosest."""

from __future__ import annotations

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Big,
    Chain,
    Empty,
    Fence,
    Fraction,
    Function,
    Given,
    Letter,
    Listing,
    Marked,
    Phrase,
    Power,
    Prefix,
    Product,
    Ranged,
    Sign,
    Sub,
    Sum,
    Super,
    Text,
    Unread,
    Word,
)
from tutor.maths.reading.parsing.atoms import is_connective
from tutor.maths.reading.parsing.averages import Averages
from tutor.maths.reading.parsing.of_fields import columns, ideals
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import strip
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node

_PREFIXES = frozenset(["-", "+", "pm", "mp", "neg"])
_NOTED = ("stackrel", "underset", "xrightarrow", "xleftarrow")
_QUANTIFIERS = ("forall", "exists", "existsone", "nexists")


class Grammar(Averages):
    """Reads a whole formula."""

    # -- factors -----------------------------------------------------------------------------------------------------
    def factor(self) -> Node:
        """An atom with everything that hangs on it."""
        start = self.at
        token = self.tokens[start]
        self.depth += 1
        if self.depth > 60:
            self.depth -= 1
            return self.unread()
        if token.kind is TokenKind.OPERATOR and token.text in ("|", "‖"):
            node = self.scripted(start, self.bars())
            node = self.applied(start, node) if self.made_of(node) else node
        else:
            node = self.headed(start)
        self.depth -= 1
        return node

    def headed(self, start: int) -> Node:
        token = self.tokens[start]
        if token.kind is TokenKind.OPERATOR and token.text in ("_", "^"):
            return self.scripted(start, self.empty())
        if token.kind is TokenKind.COMMAND and token.text in words.BIG and token.text not in words.FUNCTIONS:
            self.at += 1
            return self.big(start, token.text)
        node = self.atom()
        if isinstance(node, Function):
            return (
                self.big(start, node.name)
                if node.name in words.BIG and node.name not in words.FUNCTIONS
                else self.function(start, node.name)
            )
        if token.text in ("{", "mathop") and (reaching := self.reaching(start, node)) is not None:
            return reaching
        if isinstance(node, Marked) and (bounded := _bounded(node)):
            body = self.sum() if self.at < self.end else self.empty()
            return Big(self.since(start), *bounded, body, (), False)
        if isinstance(node, Marked) and node.command == "underset" and getattr(node.base, "name", "") == "E":
            return self.averaged_below(start, node)
        if isinstance(node, Fraction) and token.kind is TokenKind.COMMAND:
            node = self.fraction(start, node)
        node = self.scripted(start, node)
        if isinstance(node, Sign):
            return node
        core = node.base if isinstance(node, Sub) else node
        hatted = core.base if isinstance(core, Accent) else core
        if isinstance(core, Letter) and core.name == "nabla":
            return self.nabla(start, node)
        if core is not hatted and getattr(hatted, "name", "") == "nabla" and self.begins_operand():
            return Apply(self.since(start), node, self.factor(), "operator")
        if (acting := self.operator_with_scripts(start, node, core)) is not None:
            return acting
        if (
            isinstance(hatted, Letter)
            and hatted.name == "E"
            and hatted.font == "blackboard"
            and not self.sees(TokenKind.OPEN)
            and self.begins_operand()
        ):
            averaged = self.averaged()
            return Apply(self.since(start), node, averaged, "expectation" if hatted is core else "")
        if self.averages_matrix(hatted, core):
            return Apply(self.since(start), node, self.factor(), "expectation")
        if self.averages_plainly(node, core):
            return Apply(self.since(start), node, self.averaged_plainly(), "expectation")
        plain = getattr(core, "name", "") == "E" and not getattr(core, "font", "") and isinstance(node, Letter | Sub)
        if plain and (self.sees_log() or (node is core and self.sees_variable())):
            return Apply(self.since(start), node, self.factor(), "expectation")
        if isinstance(hatted, Letter) and hatted.name == "E" and hatted is core and self.sees_bars():
            return self.mean_of_bars(start, node)
        node = self.applied(start, node)
        if isinstance(node, Word) and node.font and self.takes_next(node) and not self.at_text():
            argument = self.factor()
            return Apply(self.since(start), node, argument)
        return node

    def operator_with_scripts(self, start: int, node: Node, core: Node) -> Node | None:
        """The partial_x f, nabla^2 f or partial^2 f(x) that a partial or a nabla with a script begins, None for anything else."""
        raised = isinstance(node, Power | Super)
        name = getattr(strip(node), "name", "") if raised else ""
        low = node.base if isinstance(node, Power | Super) else node  # \partial_x^2 is no numerator either
        partial = isinstance(low, Sub) and isinstance(low.base, Letter) and low.base.name == "partial"
        if not (partial or name in ("nabla", "partial")) or not self.begins_operand() or self.sees(TokenKind.NAME, "dots"):
            return None
        begun, doubted = self.at, len(self.doubts)
        body = self.operated()
        indexed = partial or (isinstance(node, Power | Super) and isinstance(node.base, Sub))  # partial_x^2 [B p]
        if indexed or name != "partial" or (isinstance(body, Apply) and self.opening != "{" and not self.operator("/")):
            return Apply(self.since(start), node, body, "operator")
        self.at = begun  # the numerator of a derivative, which is no operator by itself
        del self.doubts[doubted:]
        return node

    def reaching(self, start: int, node: Node) -> Node | None:
        r"""{\sum_j} x_j and {a \sum_j} x_j: the braces only space the sign; None where no sign ends them."""
        last = node.factors[-1] if isinstance(node, Product) else node
        if not isinstance(last, Big) or not isinstance(last.body, Empty) or not self.begins_operand():
            return None
        reached = self.product()
        span = (last.span[0], self.since(start)[1]) if isinstance(node, Product) else self.since(start)
        big = Big(span, last.name, last.lower, last.upper, reached, last.variables, last.scripted)
        return Product(self.since(start), node.signs, (*node.factors[:-1], big)) if isinstance(node, Product) else big

    def averaged_below(self, start: int, node: Marked) -> Node:
        """The average over what stands below a double-struck E."""
        if getattr(node.base, "name", "") != "E" or not self.begins_operand():
            return self.scripted(start, node)
        if not self.sees(TokenKind.OPEN, "(", "["):
            return Apply(self.since(start), node, self.product(), "expectation")
        fence = self.fence()
        return self.scripted(start, Apply(self.since(start), node, fence, "expectation"))

    def at_text(self) -> bool:
        return self.at < self.end and isinstance(self.tokens[self.at], TextToken)

    def product(self) -> Node:
        """Factors side by side or joined by signs, kept in one flat row."""
        start = self.at
        if self.operator(*_PREFIXES):
            return self.prefixed()
        if not self.starts_factor():
            factors: list[Node] = [self.empty()]
        else:
            factors = [self.factor()]
        signs: list[str] = []
        while self.at < self.end and not isinstance(factors[-1], Sign):
            token = self.tokens[self.at]
            if token.kind is TokenKind.OPERATOR and token.text in words.PRODUCTS:
                self.at += 1
                signs.append(token.text)
                factors.append(self.after_sign())
            elif self.evaluated():
                return self.evaluation(start, signs, factors)
            elif self.goes_on():
                before = self.at
                found = self.factor()
                if isinstance(found, Sign):
                    self.at = before
                    break
                if isinstance(found, Empty):
                    continue
                signs.append("")
                factors.append(found)
                if isinstance(found, Marked) and isinstance(found.base, Prefix) and found.command in ("underbrace", "overbrace"):
                    self.doubts.append(Doubt(found.span, ("it is added to what stands before", "it is multiplied")))
            else:
                break
        return self.row(start, signs, factors)

    def row(self, start: int, signs: list[str], factors: list[Node]) -> Node:
        """One flat row: products that brackets made on the way are opened into it."""
        if len(factors) == 1:
            return factors[0]
        flat_signs: list[str] = []
        flat: list[Node] = []
        for sign, factor in zip(["", *signs], factors, strict=True):
            inner = factor if isinstance(factor, Product) and not any(factor.signs) else None
            if inner and sign in ("/", "div") and self.source[inner.span[0] - 1 : inner.span[0]] == "{":
                inner = None
            if flat:
                flat_signs.append(sign)
            flat += inner.factors if inner else (factor,)
            flat_signs += inner.signs if inner else ()
        return Product(self.since(start), tuple(flat_signs), tuple(flat))

    def after_sign(self) -> Node:
        if self.operator(*_PREFIXES):
            return self.prefixed(self.one)
        return self.one()

    def one(self) -> Node:
        return self.factor() if self.starts_factor() else self.empty()

    def prefixed(self, read: object = None) -> Node:
        start = self.at
        sign = self.step().text
        self.depth += 1
        if self.depth > 60:
            body: Node = Unread(self.since(start), sign)
        elif read is not None:
            body = self.after_sign()
        else:
            body = self.product()
        self.depth -= 1
        return Prefix(self.since(start), sign, body)

    def starts_factor(self) -> bool:
        """Whether an operand stands here."""
        token = self.peek()
        if token is None:
            return False
        match token.kind:
            case TokenKind.NAME:
                return True
            case TokenKind.NUMBER | TokenKind.OPEN:
                return True
            case TokenKind.COMMAND:
                return token.text not in ("choose", "over", "atop") and (token.text not in _NOTED or not self.marks_relation())
            case TokenKind.OPERATOR:
                if token.text in ("|", "‖"):
                    return self.closing_bar(self.at) > self.at + 1
                return token.text in ("_", "^")  # a script on nothing, as in {}_n C_k
        return False

    def goes_on(self) -> bool:
        """Whether the next token is one more factor side by side."""
        token = self.tokens[self.at]
        if isinstance(token, TextToken):
            return not is_connective(token.text) and " " not in token.text.strip()
        match token.kind:
            case TokenKind.NAME | TokenKind.NUMBER:
                return True
            case TokenKind.OPEN:
                return self.mates[self.at] > self.at and not self.at_remark()
            case TokenKind.COMMAND:
                return token.text not in ("choose", "over", "atop") and (token.text not in _NOTED or not self.marks_relation())
            case TokenKind.OPERATOR if token.text in ("|", "‖"):
                return self.bar_opens()
        return False

    def marks_relation(self) -> bool:
        r"""Whether \stackrel{def}{=} or a labelled arrow stands here: a sign, not a factor."""
        if self.tokens[self.at].text in ("xrightarrow", "xleftarrow"):
            return True
        at = self.at + 1
        if at < self.end and self.tokens[at].text == "{":
            at = self.mates[at]
        inside = self.tokens[at + 1 : at + 4] if at > 0 else []
        if len(inside) == 3 and inside[0].text == "{":
            inside = inside[1:2] if inside[2].text == "}" else []
        return bool(inside) and inside[0].kind is TokenKind.RELATION

    def evaluated(self) -> bool:
        after = self.peek(1)
        return self.operator("|") and after is not None and after.kind is TokenKind.OPERATOR and after.text in ("_", "^")

    def evaluation(self, start: int, signs: list[str], factors: list[Node]) -> Node:
        body = self.row(start, signs, factors)
        self.step()
        lower, upper = self.bounds()
        span = self.since(start)
        return Ranged(span, Fence((body.span[0], span[1]), "", body, "|"), lower, upper)

    # -- sums and relations ------------------------------------------------------------------------------------------
    def sum(self) -> Node:
        start = self.at
        terms: list[Node] = [self.product()]
        signs: list[str] = []
        while self.operator(*words.SUMS):
            signs.append(self.step().text)
            terms.append(self.product())
        if signs and isinstance(terms[-1], Ranged) and getattr(terms[-1].base, "open", "?") == "":
            self.doubts.append(Doubt(terms[-1].span, ("the whole sum is evaluated", "only its last term is evaluated")))
        return terms[0] if not signs else Sum(self.since(start), tuple(signs), tuple(terms))

    def chain(self) -> Node:
        """Sides joined by relations; a side that is missing is Empty."""
        start = self.at
        sides: list[Node] = [self.side()]
        signs: list[Sign] = []
        while (sign := self.sign()) is not None:
            signs.append(sign)
            sides.append(self.side())
        if any(sign.name == "ll" and _measures(sides[n], sides[n + 1]) for n, sign in enumerate(signs)):
            self.doubts.append(Doubt(self.since(start), ("is much less than", "is absolutely continuous with respect to")))
        return sides[0] if not signs else Chain(self.since(start), tuple(signs), tuple(columns(signs, ideals(signs, sides))))

    def side(self) -> Node:
        if self.operator(*_QUANTIFIERS):
            return self.quantified()
        before = self.at
        found = self.sum()
        if isinstance(found, Sign):
            self.at = before
            return self.empty()
        if isinstance(found, Apply) and self.sees(TokenKind.RELATION, "=", ":="):
            self.learn(found)
        return found

    def learn(self, found: Apply) -> None:
        """f(x) = ... makes f a function for the rest of the formula."""
        if isinstance(found.function, Letter):
            self.functions.add(found.function.name)

    def quantified(self) -> Node:
        start = self.at
        sign = self.step().text
        begun = self.at
        if self.sees(TokenKind.NAME) and not self.at_text():
            bound = self.scripted(begun, self.atom())
            if self.begins_operand() and (not self.sees(TokenKind.OPEN) or self.states_here()) and not self.at_text():
                return Prefix(self.since(start), sign, bound)  # for all y, what is said of it follows without a comma
            self.at = begun
        self.depth += 1
        body = self.chain() if self.depth < 60 else self.unread()
        self.depth -= 1
        return Prefix(self.since(start), sign, body)

    def sign(self) -> Sign | None:
        """The relation or arrow that stands here, with its notes."""
        token = self.peek()
        if token is None:
            return None
        start = self.at
        if token.kind is TokenKind.RELATION:
            found = self.scripted(start, self.atom_sign())
            return found if isinstance(found, Sign) else None
        if token.kind is TokenKind.COMMAND and token.text in _NOTED and self.marks_relation():
            node = self.atom()
            if isinstance(node, Sign):
                return node
            self.at = start
        return None

    def atom_sign(self) -> Sign:
        token = self.step()
        return Sign((token.start, token.end), token.text.removeprefix("!"), negated=token.text.startswith("!"))

    # -- lists -------------------------------------------------------------------------------------------------------
    def colon(self) -> Node:
        start = self.at
        left = self.chain()
        while self.operator(":") and self.opening != "\\{":
            self.step()
            right = self.chain()
            left = Given(self.since(start), ":", left, right)
        return left

    def clause(self) -> Node:
        """Formulas and words side by side, up to the next separator."""
        start = self.at
        parts: list[Node] = []
        while self.at < self.end and not self.at_break():
            before = self.at
            parts.append(self.connective() if self.at_text() and is_connective(self.tokens[self.at].text) else self.colon())
            if self.at == before:
                parts[-1] = self.unread()
        shown = [p for p in parts if not isinstance(p, Empty)]
        if not shown:
            return self.empty()
        return shown[0] if len(shown) == 1 else Phrase(self.since(start), tuple(shown))

    def connective(self) -> Node:
        token = self.step()
        found = self.text(token) if isinstance(token, TextToken) else self.empty()
        return found if not isinstance(found, Word | Letter) else Text(found.span, found.name)

    def at_break(self) -> bool:
        if self.sees(TokenKind.SEPARATOR):
            return True
        return self.at_given()

    def at_given(self) -> bool:
        """Whether the bar or colon here separates two halves."""
        if self.operator("mid"):
            return True
        if self.operator(":"):
            return self.opening == "\\{"
        return self.operator("|", "‖") and not self.bar_opens() and self.at > 0

    def listing(self) -> Node:
        start = self.at
        parts = [self.clause()]
        signs: list[str] = []
        while self.sees(TokenKind.SEPARATOR) and self.tokens[self.at].text not in ("\\\\", "&"):
            signs.append(self.step().text)
            parts.append(self.clause())
        return parts[0] if not signs else Listing(self.since(start), tuple(signs), tuple(parts))

    def whole(self) -> Node:
        """Everything in the range: rows, halves, lists."""
        if any(
            self.tokens[n].text == "\\\\" and self.tokens[n].kind is TokenKind.SEPARATOR for n in self.outside(self.at, self.end)
        ):
            return self.statements()
        start = self.at
        left = self.listing()
        while self.at < self.end and self.at_given():
            sign = self.step().text
            right = self.half()
            if self.opening == "\\{" and isinstance(left, Given):  # {t : X_t = i | X_0 = i}: the first sign is "such that"
                inner = Given((left.right.span[0], right.span[1]), sign, left.right, right)
                left = Given(self.since(start), left.sign, left.left, inner)
                continue
            left = Given(self.since(start), sign, left, right)
        return left


def _bounded(node: Marked) -> tuple[str, Node | None, Node | None] | None:
    r"""The operator and its bounds in \underset{x}{\operatorname{argmin}} and \underset{j=1}{\overset{n}{\prod}}."""
    if node.command not in ("underset", "stackrel"):
        return None
    below, base = node.command == "underset", node.base
    if isinstance(base, Big) and isinstance(base.body, Empty) and (base.lower if below else base.upper) is None:
        return (base.name, node.note, base.upper) if below else (base.name, base.lower, node.note)
    if isinstance(base, Function | Word) and base.name in words.BIG:
        return (base.name, node.note, None) if below else (base.name, None, node.note)
    return None


def _measures(left: Node, right: Node) -> bool:
    """Whether both sides of << may be measures."""
    names = ("mu", "nu", "P", "Q", "p", "q", "lambda")
    return all(getattr(strip(side), "name", "") in names for side in (left, right))
