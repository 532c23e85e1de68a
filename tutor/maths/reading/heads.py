r"""A name with a bracket after it: is it "f of x" or "a times (x + 1)"? Decided where something decides it, else left neutral."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Chain,
    Fence,
    Function,
    Given,
    Letter,
    Listing,
    Power,
    Prime,
    Product,
    Sub,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.scan import Doubt
from tutor.maths.reading.scripts import Scripts
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node, Number, walk

_ALWAYS = frozenset(["f", "g", "h", "F", "G", "H", "phi", "psi", "Phi", "Psi", "P", "p", "E", "Gamma", "ell", "O"])
_FUNCTION_LIKE = frozenset(
    [
        "sigma",
        "rho",
        "pi",
        "q",
        "T",
        "L",
        "U",
        "K",
        "k",
        "D",
        "Q",
        "V",
        "J",
        "l",
        "S",
        "N",
        "u",
        "s",
        "X",
        "Y",
        "B",
        "M",
        "C",
        "I",
        "Theta",
        "Omega",
        "d",
        "r",
    ]
)
_NEVER = frozenset(["infty", "dots", "partial", "nabla", "emptyset", "hash", "dollar", "circ", "star", "i"])
_BRACED = frozenset(["P", "E"]) | frozenset(words.BARE_NAMES)
_CHANCES = frozenset(["P", "E", "Var", "Cov"])
_MULTIPLIERS = frozenset(["n", "m", "a", "b", "c", "beta", "gamma", "lambda", "mu", "theta", "epsilon", "delta", "kappa"])


class Heads(Scripts):
    """Joins a head to the bracket that follows it."""

    def applied(self, start: int, head: Node) -> Node:
        """The head, with every bracket after it that belongs to it."""
        while self.sees(TokenKind.OPEN, "(", "[", "\\{") and isinstance(_bare(head), Letter | Word | Fence | Apply):
            if self.sees(TokenKind.OPEN, "\\{") and getattr(_bare(head), "name", "") not in _BRACED:
                break
            if isinstance(_bare(head), Fence) and not _composed(_bare(head)):
                break
            verdict = self.verdict(head)
            if verdict is None:
                break
            fence = self.fence()
            if not isinstance(fence, Fence):
                return Product((head.span[0], fence.span[1]), ("",), (head, fence))
            head = self.join(start, head, fence, verdict)
            if isinstance(head, Product | Beside):
                break
            head = self.scripted(start, head)
        return head

    def join(self, start: int, head: Node, fence: Fence, verdict: str) -> Node:
        span = self.since(start)
        if fence.role == "set" and getattr(_bare(head), "name", "") in _CHANCES:
            fence = replace(fence, role="group")  # P{X > 1}: the braces only group
        verdict = verdict or self.by_argument(head, fence)
        if verdict == "times":
            raised = self.scripted(start, fence)
            return Product(self.since(start), ("",), (head, raised))
        if verdict == "of":
            return Apply(span, head, fence, self.apply_role(head, fence))
        raised = self.scripted(start, fence)
        self.doubts.append(Doubt(self.since(start), ("of", "times")))
        return Beside(self.since(start), head, raised)

    def verdict(self, head: Node) -> str | None:
        """ "of" where the head alone decides, None where no bracket belongs to such a head, "" where the bracket decides."""
        core = _bare(head)
        if isinstance(core, Fence | Apply):
            return "of" if _composed(core) or (isinstance(core, Apply) and isinstance(head, Prime)) else None
        if isinstance(core, Word):
            return "of" if core.font or core.name in words.NAMED or core.name in self.context.functions else ""
        assert isinstance(core, Letter)
        if core.name.isdigit():
            return "of"  # the indicator, a bold or double-struck 1
        raised_t = isinstance(head, Super) and isinstance(head.mark, Letter) and head.mark.name == "T"
        if core.name in _NEVER or isinstance(head, Transpose) or raised_t:
            return None
        if core.name in self.functions:
            return "of"
        if isinstance(head, Prime) or core.font in ("script",):
            return "of"
        if core.font == "blackboard":
            return "of" if core.name in "EPV" else ""
        return ""

    def by_argument(self, head: Node, fence: Fence) -> str:
        """What the bracket says about an undecided head."""
        core = _bare(head)
        name = getattr(core, "name", "")
        body = fence.body
        if isinstance(head, Power) and not (isinstance(head.base, Letter) and head.base.name in _ALWAYS):
            return "times"
        if name and any(isinstance(n, Letter) and n.name == name for n in _free_letters(body)):
            return "times"
        if fence.open == "[":
            return self.by_square(core, fence)
        if isinstance(body, Given | Chain):
            return "of"
        if isinstance(body, Listing):
            numeric = all(isinstance(p, Number) for p in body.parts)
            return "of" if not numeric or name in _ALWAYS or name in _FUNCTION_LIKE else ""
        if name in _MULTIPLIERS and isinstance(body, Sum) and isinstance(head, Letter) and not head.font:
            return "times"
        if name in self.context.values:
            return "times" if isinstance(body, Sum) else ""
        if name in _ALWAYS and getattr(core, "font", "") != "bold":
            return (
                "of"
                if not (
                    name in "pPhgEHFG"
                    and isinstance(body, Sum)
                    and _bare(head) is head
                    and name not in "Pfg"
                    and _one_minus(body)
                )
                else ""
            )
        if isinstance(body, Text | Word) and name:
            return "of"
        if (
            len(name) == 1
            and name.isupper()
            and name != "I"
            and not getattr(core, "font", "")
            and isinstance(body, Letter | Sub | Accent | Prime | Apply)
        ):
            return "of"
        if name in _FUNCTION_LIKE and isinstance(body, Letter | Sub | Accent) and getattr(body, "font", "") == "bold":
            return "of"
        return "of" if name in ("sigma", "pi") and not isinstance(body, Number) and not _one_minus(body) else ""

    def by_square(self, core: Node, fence: Fence) -> str:
        name = getattr(core, "name", "")
        if name in ("E", "Var", "Cov", "V", "P") or isinstance(core, Word):
            return "of"
        if isinstance(fence.body, Listing | Given) and name in _ALWAYS | _FUNCTION_LIKE | {"R"}:
            return "of"
        return ""

    def chance(self) -> bool:
        """Whether the formula or the prose around it speaks of probabilities."""
        return self.context.speaks_of("probab", "likelihood", "random variable") or any(t.text == "mid" for t in self.tokens)

    def apply_role(self, head: Node, fence: Fence) -> str:
        """ "expectation" and "probability" where that is sure."""
        core = _bare(head)
        if not isinstance(core, Letter | Function | Word):
            return ""
        if core.name == "E" and isinstance(core, Letter) and isinstance(head, Letter | Sub):
            chance = core.font in ("blackboard", "upright") or fence.open == "[" or self.context.speaks_of("expect")
            return "expectation" if chance else ""
        named = (core.name == "P" and getattr(core, "font", "") in ("", "blackboard", "upright")) or core.name == "Pr"
        if named and head is core and (self.chance() or _event(fence.body)):
            return "probability"
        return ""


def _bare(head: Node) -> Node:
    """The name below scripts, strokes and hats."""
    while isinstance(head, Sub | Super | Power | Prime | Accent):
        head = head.base
    return head


def _composed(node: Node) -> bool:
    r"""(T \circ U), (f + g): a bracket that is itself a function."""
    if not isinstance(node, Fence):
        return False
    body = node.body
    if isinstance(body, Product):
        return "circ" in body.signs or ("*" in body.signs and all(isinstance(f, Letter) for f in body.factors))
    return isinstance(body, Sum) and all(isinstance(t, Letter) and t.name in ("f", "g", "h", "F", "G") for t in body.terms)


def _free_letters(body: Node) -> list[Node]:
    """The letters of an argument that are not themselves heads of functions: p(1-p) but not f(f(x))."""
    hidden: set[int] = set()
    for node in walk(body):
        if isinstance(node, Apply | Beside):
            hidden |= {id(n) for n in walk(node)}
        elif isinstance(node, Sub):
            hidden |= {id(n) for n in walk(node.index)}
        elif isinstance(node, Given | Chain | Listing):
            return []
    return [n for n in walk(body) if id(n) not in hidden]


def _one_minus(body: Node) -> bool:
    return isinstance(body, Sum) and any(isinstance(t, Number) for t in body.terms)


def _event(body: Node) -> bool:
    """Whether what stands in the bracket can only be an event."""
    if isinstance(body, Given | Chain | Text | Word):
        return True
    return any(
        isinstance(n, Text | Word | Given | Chain)
        or (isinstance(n, Letter) and len(n.name) == 1 and n.name.isupper())
        or (isinstance(n, Sum) and {"cup", "cap"} & set(n.signs))
        for n in walk(body)
    )
