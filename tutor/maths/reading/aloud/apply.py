"""Functions, chance and calculus, read aloud: what is "of" something."""

from __future__ import annotations

from tutor.maths.reading import words
from tutor.maths.reading.aloud.frames import Frames
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Chain,
    Derivative,
    Empty,
    Fence,
    Function,
    Given,
    Gradient,
    Letter,
    Listing,
    Marked,
    Node,
    Power,
    Prefix,
    Prime,
    Sub,
    Suffix,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.reading.shape import end_word, is_leaf, is_minus_one, strip
from tutor.maths.tree import Number, children

_TIMES_AND_LAWS = frozenset("pqtPQ")
_WAITING = frozenset(["T", "tau", "H", "N", "V"])  # how long it takes, how often it comes


class Applied(Frames):
    """Says what takes an argument; the words for rows and leaves come from the class below it."""

    def loose(self, node: Node, last: bool) -> str:
        raise NotImplementedError

    # -- application -------------------------------------------------------------------------------------------------
    def say_Apply(self, node: Apply, last: bool) -> str:
        head = strip(node.function)
        taken = getattr(head, "name", "") == "Pr" or not isinstance(head, Function)
        kept, self.conditional = self.conditional, taken and not _diverges(node.function, head)
        spoken = self.applied(node)
        self.conditional = kept
        return spoken

    def applied(self, node: Apply) -> str:
        if node.role == "expectation":
            return self.expectation(node)
        if node.role == "point":
            return f"{self.say(node.function, False)} at {self.arguments(node.argument)}"
        if node.role == "probability":
            return self.probability(node)
        head = strip(node.function)
        if isinstance(head, Function) or (isinstance(head, Word) and head.name in words.NAMED and head.font):
            return self.named(node, head)
        return f"{self.operand(node.function)} of {self.arguments(node.argument)}"

    def expectation(self, node: Apply) -> str:
        over = ""
        if isinstance(node.function, Marked):
            self.said.append(id(node.function.base))
            over = f" over {self.drawn(node.function.note)}"
        elif isinstance(node.function, Sub):
            self.said.append(id(node.function.base))
            law = strip(node.function.index)
            greek = isinstance(law, Letter) and law.name in words.GREEK
            # E_x f(x) and E_i f_i run over x and i; E_t of what comes after t, and E_q under the law q, only bear a mark
            named = isinstance(law, Letter) and law.name not in _mentioned(node.argument)
            listed = isinstance(law, Listing) and any(isinstance(p, Number) for p in law.parts)  # E_{0, W}: a mark and a variable
            told = isinstance(node.function.index, Sum | Prefix | Number)  # E_{t-1}, E_{-j}, E_0: no letter runs
            over = f" {'sub' if greek or named or listed or told else 'over'} {self.drawn(node.function.index)}"
        else:
            self.said.append(id(node.function))
        return f"the expected value{over} of {self.closed(self.inside(node.argument), 'expected value')}"

    def drawn(self, below: Node) -> str:
        """What an average is taken over: a ~ below it always names a distribution."""
        kept, self.drawing = self.drawing, True
        spoken = self.bound(below)
        self.drawing = kept
        return spoken

    def probability(self, node: Apply) -> str:
        self.said.append(id(node.function))
        event = self.inside(node.argument)
        if isinstance(event, Given) and is_leaf(event.left) and is_leaf(event.right) and event.sign in ("mid", "|"):
            return f"the probability of {self.say(event.left, True)} given {self.say(event.right, True)}"
        if isinstance(event, Chain):
            return f"the probability that {self.say(event, True)} end probability"
        return f"the probability of {self.closed(event, 'probability')}"

    def named(self, node: Apply, head: Function | Word) -> str:
        """The sine of x, the log base 2 of x, the maximum of 0 and z."""
        self.said.append(id(head))
        name = words.NAMED.get(head.name, head.name)
        spoken = name
        function = node.function
        while function is not head:
            if isinstance(function, Sub):
                word = "base" if head.name == "log" else "sub"
                spoken += f" {word} {self.say(function.index, True)}{'' if is_leaf(function.index) else ' end sub'}"
                function = function.base
            elif isinstance(function, Power | Super):
                mark = function.exponent if isinstance(function, Power) else function.mark
                spoken = f"{self.exponent_of_name(mark, spoken)}"
                function = function.base
            else:
                self.said.remove(id(head))  # the operand says it: \\widehat{\\Var}
                spoken = self.operand(function)
                break
        inside = self.inside(node.argument)
        if (
            isinstance(inside, Fence)
            and inside.role == "set"
            and not isinstance(inside.body, Given)
            and head.name in ("max", "min", "sup", "inf", "gcd", "lcm")
        ):
            inside = inside.body
        return f"the {spoken} of {self.argument_list(inside, end_word(name))}"

    def exponent_of_name(self, mark: Node, name: str) -> str:
        said = self.say(mark, True)
        if is_minus_one(mark):
            return f"inverse {name}"
        if said in ("2", "3"):
            return f"{name} {'squared' if said == '2' else 'cubed'}"
        return f"{name} superscript {said} end superscript"

    def argument_list(self, body: Node, name: str) -> str:
        if isinstance(body, Listing) and body.signs == (",",) and all(is_leaf(p) for p in body.parts):
            ending = f" end {name}" if name in self.within else ""
            return f"{self.say(body.parts[0], True)} and {self.say(body.parts[1], True)}{ending}"
        return self.closed(body, name)

    def arguments(self, argument: Node) -> str:
        """What follows "f of": one short name, two, or a list with an end."""
        body = self.inside(argument)
        if isinstance(body, Listing) and body.signs == (",",) and all(is_leaf(p) for p in body.parts):
            return f"{self.say(body.parts[0], True)} and {self.say(body.parts[1], True)}"
        if isinstance(body, Listing):
            return f"the arguments {self.say(body, True)} end arguments"
        barred = isinstance(body, Given) and body.sign in ("mid", "|") and self.conditional
        if barred and isinstance(body, Given) and is_leaf(body.left) and is_leaf(body.right):
            return f"{self.say(body.left, True)} given {self.say(body.right, True)}"
        if isinstance(body, Empty):
            return "no argument"
        return self.say(body, True) if is_leaf(body) or isinstance(body, Apply) else self.quantity(body)

    def inside(self, argument: Node) -> Node:
        return (
            argument.body
            if isinstance(argument, Fence)
            and not (argument.role == "" and argument.open in ("|", "‖", "⟨"))
            and argument.role not in ("interval", "set", "norm", "absolute value", "determinant", "size", "floor", "ceiling")
            else argument
        )

    def say_Beside(self, node: Beside, last: bool) -> str:
        fence = node.fence
        while isinstance(fence, Sub | Super | Power | Prime | Transpose | Suffix):
            fence = fence.base
        self.literal.add(id(fence))
        return f"{self.operand(node.head)} {self.say(node.fence, last)}"

    # -- calculus ----------------------------------------------------------------------------------------------------
    def say_Derivative(self, node: Derivative, last: bool) -> str:
        kind = "partial derivative" if node.letter == "partial" else "derivative"
        order = ""
        if node.order is not None:
            said = self.say(node.order, True)
            order = {"2": "second ", "3": "third "}.get(said, f"{said}-th ")
        variables = " and ".join(self.variable(v, node) for v in node.variables)
        if node.body is None:
            return f"the {order}{kind} operator with respect to {variables}"
        return f"the {order}{kind} of {self.loose(node.body, False)} with respect to {variables}"

    def variable(self, node: Node, whole: Derivative) -> str:
        if isinstance(node, Power) and isinstance(whole.order, Number) and isinstance(node.exponent, Number):
            self.said.append(id(node.exponent))
            count = node.exponent.text
            return self.operand(node.base) + (
                "" if len(whole.variables) == 1 and count == whole.order.text else " twice" if count == "2" else f" {count} times"
            )
        if isinstance(node, Power) and len(whole.variables) == 1 and _same_letter(node.exponent, whole.order):
            self.said.append(id(node.exponent))
            return self.operand(node.base)
        return self.operand(node)

    def say_Gradient(self, node: Gradient, last: bool) -> str:
        body = self.say(node.body, False) if is_leaf(node.body) or isinstance(node.body, Apply) else self.quantity(node.body)
        variable = f" with respect to {self.operand(node.variable)}" if node.variable is not None else ""
        return f"the gradient of {body}{variable}"


def _diverges(function: Node, head: Node) -> bool:
    """Whether a head is the divergence of Kullback and Leibler, whose bar parts two laws: KL(p | q), D_KL(p | q)."""
    index = function.index if isinstance(function, Sub) else None
    return any(getattr(n, "name", getattr(n, "words", "")) in ("KL", "DKL") for n in (head, index))


def _same_letter(exponent: Node, order: Node | None) -> bool:
    """Whether d^n / dx^n: the exponent below only repeats the order above."""
    return isinstance(exponent, Letter) and isinstance(order, Letter) and exponent.name == order.name


def _mentioned(body: Node) -> set[str]:
    """The letters of a body; one in an index alone may be a time, a law, or where a chain begins, E_i T_i."""
    if isinstance(body, Letter):
        return {body.name}
    if isinstance(body, Sub):
        below = _mentioned(body.index) if isinstance(body.index, Letter) else set()
        waits = getattr(body.base, "name", "") in _WAITING
        return _mentioned(body.base) | (set() if waits else below - _TIMES_AND_LAWS)
    return set().union(*map(_mentioned, children(body)))
