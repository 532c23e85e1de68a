"""Differentials, gradients, and the big operators with their bounds and bodies."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Big,
    Derivative,
    Empty,
    Fence,
    Fraction,
    Gradient,
    Letter,
    Lines,
    Power,
    Prefix,
    Product,
    Sub,
    Sum,
    Super,
    Transpose,
    Unread,
)
from tutor.maths.reading.parsing.chance_heads import differences
from tutor.maths.reading.parsing.named_functions import NamedFunctions
from tutor.maths.reading.parsing.of_fields import along_field
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import is_plain
from tutor.maths.reading.tidying.pairing import ends_operand
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, walk

_LOGICAL = frozenset(["wedge", "vee", "neg", "forall", "exists"])
_FORMS = frozenset(["omega", "eta", "f", "g", "F"])  # d of these is a form of its own


_FAR = 120  # as many tokens as one looks ahead for the end of what a sum takes in


def _ends_product(token: Token) -> bool:
    sums = token.kind is TokenKind.OPERATOR and token.text in ("+", "-", "pm", "mp")
    return sums or token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR)


class Calculus(NamedFunctions):
    """Reads what takes a body: sums, integrals, limits, named functions, derivatives."""

    def product(self) -> Node:
        raise NotImplementedError

    def sum(self) -> Node:
        raise NotImplementedError

    def listing(self) -> Node:
        raise NotImplementedError

    def half(self) -> Node:
        r"""What stands behind the bar of a set; in \{f : f : B \to A\} the second colon belongs to the map."""
        inside = [self.tokens[n].text for n in self.outside(self.at, self.end)]
        kept, self.opening = self.opening, "" if inside[1:2] == [":"] and "to" in inside else self.opening
        found = self.listing()
        self.opening = kept
        return found

    def states_here(self) -> bool:
        """Whether the bracket here holds a statement, so that a letter before it is no function of it."""
        inside = self.tokens[self.at + 1 : max(self.mates[self.at], self.at + 1)] if self.sees(TokenKind.OPEN, "(", "[") else []
        return any(t.kind is TokenKind.RELATION or t.text in _LOGICAL for t in inside)

    # -- big operators -----------------------------------------------------------------------------------------------
    def bounds(self) -> tuple[Node | None, Node | None]:
        lower: Node | None = None
        upper: Node | None = None
        while self.operator("_", "^"):
            if self.step().text == "_":
                lower = self.script_argument() if lower is None else Lines(lower.span, (lower, self.script_argument()))
            else:
                upper = self.script_argument() if upper is None else Lines(upper.span, (upper, self.script_argument()))
        return lower, upper

    def big(self, start: int, name: str) -> Node:
        """A big operator, its bounds, and what it reaches."""
        lower, upper = self.bounds()
        if name in words.INTEGRALS:
            return self.integral(start, name, lower, upper)
        if self.at >= self.end:
            return Big(self.since(start), name, lower, upper, self.empty())
        body = (
            self.sum()
            if name in words.REACHING
            else self.summed_alone() or self.summed_apart(name, lower, upper) or self.product()
        )
        if name in words.REACHING and isinstance(body, Sum):
            self.doubts.append(Doubt(body.span, ("all of it", "the first term only")))
        if isinstance(lower, Fence) and lower.role == "inner product":
            lower = replace(lower, role="")  # the sum over <i, j> runs over neighbours
        whole = Big(self.since(start), name, lower, upper, body)
        return _row_of_same(whole, body) or whole

    def summed_alone(self) -> Node | None:
        r"""What \sum{a}\sum{b} sums: braces end it where another sign of its kind follows; None elsewhere."""
        mate = self.mates[self.at] if self.sees(TokenKind.OPEN, "{") else -1
        if not self.at < mate < self.end - 1 or self.tokens[mate + 1].text not in ("sum", "prod", "int"):
            return None
        body = self.within(self.at + 1, mate, self.sum)
        self.at = mate + 1
        return body

    def summed_apart(self, name: str, lower: Node | None, upper: Node | None) -> Node | None:
        r"""What \sum x \sum y and \prod_i p_i \prod_i q_i take in: another sum over the same, or over nothing told, is none of
        it, nor is another product that does not bear the index; None elsewhere."""
        inside = self.outside(self.at, min(self.end, self.at + _FAR)) if name in ("sum", "prod") else []
        stop = next((at for at, n in enumerate(inside) if _ends_product(self.tokens[n])), len(inside))
        own = next((part.name for part in walk(lower) if isinstance(part, Letter)), "") if lower is not None else ""
        for n in (n for n in inside[1:stop] if self.tokens[n].text == name and self.tokens[n].kind is TokenKind.COMMAND):
            after = self.tokens[n + 1 : inside[stop] if stop < len(inside) else self.end]
            bare = not after or after[0].text not in ("_", "^")
            below = next((at for at, t in enumerate(after) if t.text == "_"), 0)  # \prod^n_{i=1} as well as \prod_{i=1}^n
            other = next((t.text for t in after[below:] if t.kind is TokenKind.NAME), "") if not bare else ""
            unlike = name == "prod" and bool(own and other) and all(t.text != own for t in after)
            before = self.tokens[n - 1]
            joined = before.kind is TokenKind.OPERATOR and before.text in ("cdot", "times", "*")
            ended = joined or (ends_operand(before) and before.text != "dots")
            if ended and ((bare and lower is upper is None) or (own and own == other) or unlike):
                end = n - joined
                body = self.within(self.at, end, self.product)
                self.at = end
                return body
        return None

    def integral(self, start: int, name: str, lower: Node | None, upper: Node | None) -> Node:
        count = {"iint": 2, "iiint": 3}.get(name, 1)
        place = self.differential(count)
        if place < 0 and self.sees(TokenKind.OPEN, "{") and self.at < self.mates[self.at] < self.end:
            kept, self.end = self.end, self.mates[self.at]  # \int {f(x) dx}: the braces only space
            self.at += 1
            if self.differential(count) >= 0:
                found = self.integral(start, name, lower, upper)
                rest = self.end - self.at
                self.at, self.end = self.end + 1, kept
                return found if not rest else Unread(self.since(start), name)
            self.at, self.end = self.at - 1, kept
        if place < 0:
            whole = self.wedged()
            return Big(self.since(start), name, lower, upper, whole)
        if end := self.end_of_form(place):
            form = self.within(self.at, end, self.sum, self.opening)
            self.at = end
            return Big(self.since(start), name, lower, upper, form)
        body = self.within(self.at, place, self.sum, self.opening)
        self.at = place
        variables: list[Node] = []
        while self.at < self.end and self.at_differential(self.at):
            self.at = self.after_d(self.at)
            variables.append(self.differentiated())
        if isinstance(body, Empty) and self.begins_operand():
            body = self.product()  # \\int dx f(x), as physicists write it
        elif isinstance(body, Big) and isinstance(body.body, Empty) and body.variables and self.begins_operand():
            body = replace(body, body=self.product())  # \\int\\int dx dy f(x, y)
        return Big(self.since(start), name, lower, upper, body, tuple(variables))

    def wedged(self) -> Node:
        r"""What an integral without a differential of its own takes in: \int \omega \wedge \eta."""
        start = self.at
        terms = [self.product()]
        while self.operator("wedge"):
            self.at += 1
            terms.append(self.product())
        return terms[0] if len(terms) == 1 else Sum(self.since(start), ("wedge",) * (len(terms) - 1), tuple(terms))

    def end_of_form(self, place: int) -> int:
        r"""Where the differential form ends that an integral takes in, P dx + Q dy, \omega \wedge d\eta or df; 0 where the
        differential at `place` only tells the variable."""
        level = [n for n in self.outside(self.at, self.end) if n >= place]
        found, wedged, ends, good = 0, False, 0, True
        for n in [*level, self.end]:
            token = self.tokens[n] if n < self.end else None
            over = token is None or token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR)
            signed = not over and self.tokens[n].text in ("+", "-") and self.tokens[n - 1].text not in ("^", "_")
            if over or signed:
                found, ends = (found + 1, n) if good else (found, ends)
            if over or (signed and not good):
                break
            if signed:
                good = False
            elif token is not None and token.text in words.INTEGRALS:
                break
            good = good or self.at_differential(n)
            wedged = wedged or (token is not None and token.text == "wedge" and found == 0)
        alone = place == self.at and found == 1 and self.after_d(place) == ends - 1
        exact = alone and self.tokens[ends - 1].text in _FORMS
        return ends if found > 1 or wedged or exact else 0

    def differentiated(self) -> Node:
        """What stands behind the d of an integral: x, f(x), the step Delta t, or the several letters in brackets."""
        begun = self.at
        if self.sees(TokenKind.OPEN, "("):
            return self.fence()
        found = self.applied(begun, self.scripted(begun, self.atom()))
        if getattr(found, "name", "") == "Delta" and self.sees(TokenKind.NAME):
            return Product(self.since(begun), ("",), (found, self.factor()))
        return found

    def differential(self, count: int) -> int:
        """The index of the d that belongs to the integral read here; -1 if it has none."""
        skip = 0
        for index in self.outside(self.at, self.end):
            token = self.tokens[index]
            if token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR):
                return -1
            if token.kind is TokenKind.COMMAND and token.text in words.INTEGRALS:
                skip += {"iint": 2, "iiint": 3}.get(token.text, 1)
            elif self.at_differential(index):
                if skip == 0:
                    dotted = index > self.at and self.tokens[index - 1].text in ("cdot", "times", "wedge", "ring")
                    return -1 if dotted else index  # F . dr is a product
                skip -= 1
        return -1

    def at_differential(self, index: int) -> bool:
        """Whether a differential such as dx or \\mathrm{d}x starts at a token."""
        after = self.after_d(index)
        if after < 0 or after >= self.end:
            return False
        token = self.tokens[after]
        if token.text == "{" and token.kind is TokenKind.OPEN:
            return after + 1 < self.mates[after] < self.end  # d{F(x)}
        if token.text in ("⟨", "[") and token.kind is TokenKind.OPEN:
            return [t.text for t in self.tokens[self.mates[after] + 1 : self.mates[after] + 2]] == ["_"]  # d[M]_s
        if token.text == "(" and token.kind is TokenKind.OPEN:
            mate = self.mates[after]
            ended = mate == self.end - 1 or (0 < mate < self.end and self.tokens[mate + 1].kind is TokenKind.RELATION)
            product = any(self.tokens[n].text in ("times", "otimes") for n in range(after + 1, max(after, mate)))
            return ended and (product or (mate == self.end - 1 and self.several(after)))  # d(mu x nu); d(a, b) at the very end
        return (token.kind is TokenKind.NAME and token.text != "d") or (
            token.kind is TokenKind.COMMAND and (token.text in words.FONTS or token.text in words.ACCENTS)
        )

    def several(self, at: int) -> bool:
        """Whether the bracket at a token holds several things."""
        return any(self.tokens[n].kind is TokenKind.SEPARATOR for n in self.outside(at + 1, self.mates[at]))

    def after_d(self, index: int) -> int:
        """The index after a d that starts at `index`, upright or not; -1 if there is none."""
        token = self.tokens[index]
        if token.kind is TokenKind.NAME and token.text == "d":
            return index + 1
        if token.kind is TokenKind.COMMAND and token.text in words.FONTS and index + 3 < len(self.tokens):
            inside = [t.text for t in self.tokens[index + 1 : index + 4]]
            return index + 4 if inside == ["{", "d", "}"] else -1
        return -1

    # -- derivatives -------------------------------------------------------------------------------------------------
    def fraction(self, start: int, node: Fraction) -> Node:
        """A fraction, or the derivative that it is; a bare d/dx takes the factor that follows."""
        if isinstance(node.top, Prefix) and node.top.sign == "-" and (turned := derivative(replace(node, top=node.top.body))):
            return Prefix(node.span, "-", turned) if turned.body is not None else node
        found = derivative(node)
        if self.sees(TokenKind.OPEN, "(") and self.before_raised(start, node, found):
            return node if found is None else found
        if found is None and _differential_quotient(node) and self.sees(TokenKind.OPEN, "("):
            fence = self.fence()
            if isinstance(fence, Fence) and not isinstance(fence.body, Sum):
                return Apply(self.since(start), node, fence, "point")
            self.doubts.append(Doubt(self.since(start), ("at that point", "times")))
            return Beside(self.since(start), node, fence)
        if found is None:
            return node
        if found.order is not None and isinstance(found.variables[0], Power):  # how often is no power, and no index
            counts = [n.span for n in (*_factors(node.top)[:1], found.variables[0])]
            self.doubts = [d for d in self.doubts if d.span not in counts]
        if found.body is not None and self.sees(TokenKind.OPEN, "("):
            return self.at_point(start, found)
        if found.body is None and self.operator("-") and self.sees_bracket(1):
            self.doubts.append(Doubt(self.since(start), ("what stands after the minus is differentiated", "it is taken away")))
        if found.body is not None or not self.begins_operand():
            return found
        body = self.operated()
        if isinstance(body, Empty):
            return found
        return Derivative(self.since(start), found.letter, found.order, body, found.variables, False)

    def before_raised(self, start: int, node: Fraction, found: Derivative | None) -> bool:
        r"""Whether a derivative stands before a bracket that is raised, \frac{d^2 f}{dx^2} (x - a)^2: a factor of a series."""
        mate = self.mates[self.at]
        after = self.tokens[mate + 1] if self.at < mate < self.end - 1 else None
        derived = _differential_quotient(node) if found is None else found.body is not None
        inside = self.tokens[self.at + 1 : mate]
        stepped = any(t.text in ("-", "+") for t in inside) or [t.text for t in inside[:1]] in (["d"], ["Delta"], ["delta"])
        if after is None or after.text != "^" or not derived or not stepped:
            return False
        self.doubts.append(Doubt((self.tokens[start].start, self.tokens[mate].end), ("at that point", "times")))
        return True

    def sees_bracket(self, ahead: int) -> bool:
        after = self.peek(ahead)
        return after is not None and after.kind is TokenKind.OPEN and after.text in ("(", "[")

    def operated(self) -> Node:
        """What an operator with a variable reaches: one factor, or letters side by side, x transpose A x."""
        start = self.at
        factors = [self.factor()]
        if isinstance(factors[0], Fraction | Number) and self.begins_operand():
            rest = self.product()
            span = self.since(start)
            self.doubts.append(Doubt(span, ("all of it", "the first factor only")))
            return Product(span, ("",), (factors[0], rest))
        while is_plain(factors[-1]) and self.at < self.end and self.more_letters():
            factors.append(self.factor())
        if len(factors) == 1:
            return factors[0]
        span = self.since(start)
        self.doubts.append(Doubt(span, ("all of it", "the first factor only")))
        return Product(span, ("",) * (len(factors) - 1), tuple(factors))

    def more_letters(self) -> bool:
        """Whether a letter stands here, perhaps in a font, and not words."""
        token = self.peek()
        if token is None or isinstance(token, TextToken):
            return False
        return token.kind is TokenKind.NAME or (
            token.kind is TokenKind.COMMAND and (token.text in words.FONTS or token.text in words.ACCENTS)
        )

    def at_point(self, start: int, found: Derivative) -> Node:
        """A derivative with a bracket after it: taken at a point, times a sum, or not sure."""
        fence = self.fence()
        if not isinstance(fence, Fence):
            return Product((found.span[0], fence.span[1]), ("",), (found, fence))
        small = isinstance(fence.body, Product) and getattr(fence.body.factors[0], "name", "") in ("d", "Delta", "delta")
        if isinstance(fence.body, Sum) or small:  # times (du)^2, in a series
            self.doubts.append(Doubt(self.since(start), ("at that point", "times")))
            return Beside(self.since(start), found, fence)
        return Apply(self.since(start), found, fence, "point")

    def nabla(self, start: int, head: Node) -> Node:
        """The gradient of the factor that follows; nabla squared and nabla alone stay as they are."""
        plain = isinstance(head, Letter) or (isinstance(head, Sub) and isinstance(head.base, Letter))
        if not plain or not self.begins_operand():
            return head
        along = isinstance(head, Sub) and along_field(head.index, self.tokens[self.at : self.at + 8], self.tokens)
        told = self.context.speaks_of("covariant", "connection", "vector field", "manifold", "riemann")
        part = isinstance(head, Sub) and getattr(head.index, "name", "") in ("i", "j", "k", "l", "m", "n")  # one part of it
        part = part or (isinstance(head, Sub) and isinstance(head.index, Number))  # nabla_2 f(x, y), of the second argument
        if along or part or (isinstance(head, Sub) and told):
            derived = self.factor()  # the derivative along a field, which is no gradient
            return head if isinstance(derived, Empty) else Apply(self.since(start), head, derived, "operator")
        if differences(head, self.tokens, self.at, self.context):
            stepped = self.factor()  # the difference operator of time series
            return head if isinstance(stepped, Empty) else Apply(self.since(start), head, stepped, "operator")
        if isinstance(head, Sub) and self.sees(TokenKind.OPEN, "(") and self.tokens[self.at + 1].text == "nabla":
            return Gradient(self.since(start), head.index, self.fence())  # \nabla_x(\nabla_x f)(h): the Hessian, times h
        weighted = self.sees(TokenKind.COMMAND, "frac")
        begun = self.at
        body = self.operated() if isinstance(head, Sub) else self.product() if weighted else self.factor()
        if isinstance(head, Letter) and isinstance(body, Transpose) and not _is_scalar(body.base) and self.more_letters():
            self.at = begun
            body = self.operated()  # nabla x^T A x: a transposed vector alone has no gradient
        if isinstance(body, Empty):
            return head
        return self.marked_gradient(start, head.index if isinstance(head, Sub) else None, body)

    def marked_gradient(self, start: int, variable: Node | None, body: Node) -> Node:
        """The gradient of f(x)^T is transposed itself, for f(x) is a number; of f(x)^2 it is not said what is squared."""
        if not isinstance(body, Transpose | Power | Super):
            return Gradient(self.since(start), variable, body)
        turned = isinstance(body, Transpose) and _is_scalar(body.base)  # nabla f^T v: f is a number, its gradient is turned
        if not turned and not isinstance(body.base, Apply | Beside):
            return Gradient(self.since(start), variable, body)
        if self.tokens[start].start > body.base.span[0]:
            return Gradient(self.since(start), variable, body)
        whole, inner = self.since(start), Gradient((self.tokens[start].start, body.base.span[1]), variable, body.base)
        if isinstance(body, Transpose):
            return Transpose(whole, inner, body.mark)
        if isinstance(body, Power):
            self.doubts.append(Doubt(whole, ("the gradient itself is raised", "what it is taken of is raised")))
            return Power(whole, inner, body.exponent)
        if isinstance(body.mark, Letter) and body.mark.name == "T":
            self.doubts = [d for d in self.doubts if d.span != body.span]
            return Transpose(whole, inner, "T")
        return Super(whole, inner, body.mark)


def _is_scalar(node: Node) -> bool:
    """Whether a letter names a function with numbers for values by every habit: f, J, L, with an index perhaps."""
    core = node.base if isinstance(node, Sub) else node
    if not isinstance(core, Letter) or core.font == "bold":
        return False
    return core.font == "script" or core.name in ("f", "g", "h", "F", "J", "L", "ell", "phi", "psi", "E", "C", "V", "Q", "R")


def _row_of_same(whole: Big, body: Node) -> Product | None:
    r"""\prod a ... \prod b, a row of products with dots between them: none of them stands within another."""
    if not isinstance(body, Product) or any(body.signs):
        return None
    for n, factor in enumerate(body.factors[:-1]):
        after = body.factors[n + 1]
        if n and getattr(factor, "name", "") == "dots" and isinstance(after, Big) and after.name == whole.name:
            reached = body.factors[0]
            if n > 1:
                reached = Product((reached.span[0], body.factors[n - 1].span[1]), ("",) * (n - 1), body.factors[:n])
            first = replace(whole, span=(whole.span[0], reached.span[1]), body=reached)
            return Product(whole.span, ("",) * (len(body.factors) - n), (first, *body.factors[n:]))
    return None


def derivative(node: Fraction) -> Derivative | None:
    """The derivative that a fraction of differentials is, or None."""
    bottom = _factors(node.bottom)
    letter = bottom[0].name if bottom and isinstance(bottom[0], Letter) else ""
    if letter not in ("d", "partial") or len(bottom) < 2 or len(bottom) % 2:
        return None
    if not all(isinstance(d, Letter) and d.name == letter for d in bottom[::2]):
        return None
    top = _factors(node.top)
    first = top[0] if top else None
    order = first.exponent if isinstance(first, Power) else first.mark if isinstance(first, Super) else None
    mark = first.base if isinstance(first, Power | Super) else first
    if not (isinstance(mark, Letter) and mark.name == letter):
        return None
    rest = top[1:]
    body: Node | None = None
    if len(rest) == 1:
        body = rest[0]
    elif rest:
        body = Product((rest[0].span[0], rest[-1].span[1]), ("",) * (len(rest) - 1), tuple(rest))
    often, counts = bottom[1], getattr(order, "name", "")
    if counts and len(bottom) == 2 and isinstance(often, Super) and getattr(often.mark, "name", "") == counts:
        bottom[1] = Power(often.span, often.base, often.mark)  # d^k over dt^k: how often, and no index
    return Derivative(node.span, letter, order, body, tuple(bottom[1::2]), body is not None)


def _factors(node: Node) -> list[Node]:
    if isinstance(node, Product):
        return list(node.factors) if not any(node.signs) else []
    return [node]


def _differential_quotient(node: Fraction) -> bool:
    """Whether both halves of a fraction begin with a partial sign, as in a mixed derivative of order i + j."""
    first = [_factors(side)[:1] for side in (node.top, node.bottom)]
    marks = [f[0].base if isinstance(f[0], Power | Super) else f[0] for f in first if f]
    return len(marks) == 2 and all(isinstance(m, Letter) and m.name == "partial" for m in marks)
