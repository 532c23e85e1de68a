"""How people ask for derivatives, gradients, critical points, limits and steps downhill, and who answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import tutor.maths.steps.calculus as calculus
import tutor.maths.steps.critical as critical
from tutor.errors import Unreadable
from tutor.maths.answers.lists import entries
from tutor.maths.parse import read
from tutor.maths.steps.problem import Problem, Solver, constant
from tutor.maths.steps.solution import Solution
from tutor.maths.steps.spoken import is_no_power, without_name
from tutor.maths.tokens import strange_word
from tutor.maths.tree import Node, Relation, Sequence, symbols

_ONE = r"\\?(?:[A-Za-z](?:_?\{?\d\}?)?(?![A-Za-z])|alpha|beta|gamma|theta|lambda|mu|sigma|eta|omega|phi|epsilon)"
_WRT = re.compile(
    r"\s*,?\s*\b(?:with\s+respect\s+to|w\.?r\.?t\.?|in\s+the\s+variable)\s+(?:(?:the\s+)?variables?\s+|both\s+)?"
    rf"\(?\s*({_ONE}(?:\s*(?:,\s*and\b|,|\band\b|&)\s*{_ONE})*)\s*\)?(?=\s|,|$|[.?;])",
    re.IGNORECASE,
)
_POINT = (
    r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]|\\?[A-Za-z]+(?:_?\d)?\s*=\s*[^,]+(?:(?:,"
    r"|\s+and)\s*\\?[A-Za-z](?:_?\d)?\s*=\s*[^,]+)*|[-+]?[\w./\\^]+(?:\([\w.]+\))?)"
)
_AT = re.compile(
    rf"\s*,?\s*\b(?:evaluated\s+)?(?:at|in|for)\s+(?:the\s+point\s+|point\s+|the\s+origin)?({_POINT})?\s*$", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\s*(?:[a-z]\s+(?:where|if|with|when|for)\s+)?(?:of|for|the|function|map|with|if|when|where|:|,|\s)*(?:([A-Za-z])\s*(?:\(([^()]*)\))?\s*(?:=|:=)\s*)?",
    re.IGNORECASE,
)
_ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_LETTERS = frozenset("xyzuvwte")


@dataclass(frozen=True, slots=True)
class Asked:
    """A function with what was said about it: along which letter, at which point, in which order its letters come."""

    node: Node
    along: str | None  # the first of `letters`
    point: tuple[str, ...] | None  # the point as typed, entry by entry, perhaps with labels
    order: tuple[str, ...]
    letters: tuple[str, ...] = ()  # all letters it is to be differentiated by, where they were named

    def names(self) -> list[str]:
        """The letters, in the order declared by f(x, y), else by alphabet."""
        used = symbols(self.node)
        return [*self.order, *sorted(used - set(self.order))] if self.order else sorted(used)


def asked(text: str) -> Asked:
    """The function and what surrounds it; raises Unreadable for what is no function."""
    along: tuple[str, ...] = ()
    text = without_name(re.sub(r"^\s*(?:of|for)\b", "", text))
    if moved := re.match(r"\s*(?:at|in)\s+(?:the\s+point\s+)?(\([^()]*\)|\S+)\s+(?:of|for)\s+(.*)$", text, re.IGNORECASE):
        text = f"{moved.group(2)} at {moved.group(1)}"
    if found := _WRT.search(text):
        along = tuple(name_of(one) for one in re.split(r"\s*(?:,\s*and\b|,|\band\b|&)\s*", found.group(1).strip()))
        text = text[: found.start()] + text[found.end() :]
        if len(set(along)) < len(along):
            raise Unreadable("The same letter is named twice after 'with respect to' — name each one once.")
    text, point = _cut_point(text)
    label = _LABEL.match(text)
    order: tuple[str, ...] = ()
    if label:
        if label.group(2):
            order = tuple(name_of(part) for part in label.group(2).split(","))
        text = text[label.end() :]
    return Asked(function(text, order), along[0] if along else None, point, order, along)


def function(text: str, order: tuple[str, ...] = ()) -> Node:
    """The tree of a typed function, words refused."""
    text = re.sub(r"[,;:\s]+$", "", text)
    if not text.strip():
        raise Unreadable("The function is missing — try derivative of sin(x^2).")
    if small := re.search(
        r"(?<![A-Za-z\\])(?:of|is|at|to|by|as|if|on|an|it|we|me|so|do|no|be|or|in)(?![A-Za-z])", text, re.IGNORECASE
    ):
        raise Unreadable(f"I can't place '{small.group(0)}' in this function — try derivative of sin(x^2) at x = 1.")
    if named := re.search(r"(?<![A-Za-z])([fghFGH])\s*\(\s*[A-Za-z]\w*\s*(?:,[^()]*)?\)", text):
        raise Unreadable(f"I don't know what {named.group(0)} stands for — type the function itself, such as sin(x^2).")
    is_no_power(text, order)
    if "T" not in order and re.search(r"\^\s*\{?\s*(?:T(?![A-Za-z])|\\top|\\intercal|⊤)|ᵀ|⊤", text):
        raise Unreadable(
            "A raised T is a transpose, and here I work with numbers — ask for the gradient of x^T A x, or use another letter."
        )
    if word := strange_word(text, _LETTERS | set(order)):
        raise Unreadable(f"I can't read '{word[:24]}' as mathematics — try derivative of sin(x^2).")
    tree = read(text)
    if isinstance(tree, Relation) and tree.signs == ("=",):
        raise Unreadable("I need a function here and found an equation — type it as f(x) = x^2.")
    return tree


def name_of(text: str) -> str:
    found = symbols(read(text.strip()))
    if len(found) != 1:
        raise Unreadable(f"I can't use '{text.strip()[:24]}' as a variable — try a letter such as x.")
    return min(found)


def _cut_point(text: str) -> tuple[str, tuple[str, ...] | None]:
    """The text without "at (1, 2)" at its end, and the point's entries as typed."""
    if re.search(r"\bat\s+the\s+origin\s*$", text, re.IGNORECASE):
        return re.sub(r"\s*,?\s*\bat\s+the\s+origin\s*$", "", text, flags=re.IGNORECASE), ("origin",)
    found = None
    for word in re.finditer(r"\b(?:at|in|for)\b", text, re.IGNORECASE):
        candidate = _AT.match(text, _back(text, word.start()))
        if candidate and candidate.group(1) and not re.match(r"[A-Za-z]\s*\([^()]*\)\s*=", candidate.group(1)):
            found = candidate
            break
    if not found:
        return text, None
    inside = found.group(1).strip()
    if (inside[0], inside[-1]) in (("(", ")"), ("[", "]")):
        node = read(inside)
        parts = entries(node) or (node,)
        pieces = [inside[p.span[0] : p.span[1]] for p in parts]
    else:
        pieces = re.split(r",|\band\b", inside)
    return text[: found.start()], tuple(piece.strip() for piece in pieces)


def _back(text: str, at: int) -> int:
    while at and text[at - 1] in " ,":
        at -= 1
    return at


def place(question: Asked, names: list[str]) -> list[Any] | None:
    """The point, one exact number for each letter; raises Unreadable when they do not match."""
    if question.point is None:
        return None
    if question.point == ("origin",):
        return [constant(read("0")) for _ in names]
    values: dict[str, Any] = {}
    for k, piece in enumerate(question.point):
        left, equals, right = piece.rpartition("=")
        if not equals and (k >= len(names) or len(question.point) != len(names)):
            raise Unreadable(
                f"The function has {len(names)} letters and the point "
                f"{len(question.point)} entries — give one value for each letter."
            )
        values[name_of(left) if equals else names[k]] = constant(read(right))
    if missing := [n for n in names if n not in values]:
        raise Unreadable(f"The point leaves '{missing[0]}' open — give a value for every letter.")
    if extra := [n for n in values if n not in names]:
        raise Unreadable(f"The function has no letter '{extra[0]}' — check the point.")
    return [values[n] for n in names]


def along_of(question: Asked) -> str:
    """The one letter it is differentiated along."""
    names = symbols(question.node)
    if len(question.letters) > 1:
        raise Unreadable(f"Here I go along one letter, not {' and '.join(question.letters)} — ask for the gradient.")
    if question.along:
        return question.along
    if question.order:
        return question.order[0]
    if len(names) > 1 and "x" not in names:
        shown = ", ".join(sorted(names))
        raise Unreadable(f"Along which of {shown} shall I differentiate? — add, for example, with respect to {min(names)}.")
    return "x" if "x" in names or not names else min(names)


def after(p: Problem, pattern: str) -> str:
    """What stands behind the words of the question; words in front must be little ones."""
    found = re.search(pattern, p.text, re.IGNORECASE)
    assert found
    before = found.string[: found.start()]
    if re.search(r"[^\sA-Za-z',:]", before) or (
        strange_word(before, frozenset()) and not re.fullmatch(_BEFORE, before, re.IGNORECASE)
    ):
        raise Unreadable(f"I can't place '{before.strip()[:24]}' in this problem — try derivative of sin(x^2).")
    return found.string[found.end() :]


_BEFORE = (
    r"(?:\s|,|:|what|is|are|whats|what's|the|find|compute|calculate"
    r"|determine|give|show|me|please|and|classify|all|of|a|an|evaluate|take"
    r"|work|out|how|do|i|where|local|with|type|their|types|for|function)*"
)


# -- one letter ------------------------------------------------------------------------------------
_DERIVATIVE = (
    r"\b(?:(first|second|third|fourth|1st|2nd|3rd"
    r"|4th)[\s-]+(?:order\s+)?)?(partial\s+)?derivatives?\b(?:\s+(?:of|for))?|\bdifferentiate\b|\bdiff\b"
    r"|\bslope\s+of\b(?:\s+the\s+(?:function|tangent\s+(?:line\s+)?(?:to|of))\b)?|\bd[yf]\s*/\s*dx\b(?:\s+(?:of|for|if|when|where)\b)?"
)
_LEIBNIZ = (
    r"^(?:(?:find|compute|calculate|evaluate|determine|what\s+is|work\s+out)\s+)?(?:the\s+)?(?:\\frac\s*\{\s*(?:d|\\partial)(?:\s*\^\s*\{?(\d)\}?)?\s*\}\s*\{\s*(?:d|\\partial)\s*\\?([A-Za-z]+(?:_?\d)?)(?:\s*\^\s*\{?\d\}?)?\s*\}"
    r"|(?:d|∂)(?:\s*\^?\s*([\d²³]))?\s*/\s*(?:d|∂)\s*\\?([A-Za-z]+?(?:_\d)?)(?:\s*\^\s*\d|[²³])?(?![A-Za-z0-9]))"
)


def _derivative(p: Problem) -> Solution:
    found = re.search(_DERIVATIVE, p.text, re.IGNORECASE)
    assert found
    question = asked(after(p, _DERIVATIVE))
    order = _ORDERS.get((found.group(1) or "first").lower(), 1)
    if found.group(2) and not question.along and len(symbols(question.node)) > 1:
        return calculus.gradient(
            p.ledger("partial derivatives"), question.node, question.names(), place(question, question.names())
        )
    return _slopes(p, question, order)


def _slopes(p: Problem, question: Asked, order: int) -> Solution:
    name = along_of(question)
    names = question.names() or [name]
    names = names if name in names else [*names, name]
    return calculus.derivative(p.ledger("derivative"), question.node, name, place(question, names), order, names)


def _leibniz(p: Problem) -> Solution:
    found = re.search(_LEIBNIZ, p.text)
    assert found
    order = (found.group(1) or found.group(3) or "1").translate(str.maketrans("²³", "23"))
    name = name_of(found.group(2) or found.group(4))
    if not 1 <= int(order) <= 4:
        raise Unreadable("I differentiate up to four times — ask for a lower order.")
    return _slopes(p, replace(asked(p.text[found.end() :]), along=name, letters=(name,)), int(order))


_PRIME = r"\b([a-z])('{1,3})\s*\(([^()]+)\)\s*(?:for|if|when|where|of|,|with)?\s*(?=[a-z]\s*\([a-z]\)\s*=)"


def _prime(p: Problem) -> Solution:
    found = re.search(_PRIME, p.text, re.IGNORECASE)
    assert found
    question = asked(p.text[found.end() :])
    inside = found.group(3).strip()
    point = None if inside in question.order else (inside,)
    return _slopes(p, replace(question, point=point), len(found.group(2)))


# -- several letters -------------------------------------------------------------------------------
def _gradient(p: Problem) -> Solution:
    question = asked(after(p, r"\bgradient\b(?:\s+of)?|\bgrad\b|\\?\bnabla\b(?:\s+of)?|∇|\\nabla"))
    names = some(question)
    return calculus.gradient(p.ledger("gradient"), question.node, names, place(question, question.names()), question.letters)


def some(question: Asked) -> list[str]:
    """All letters of the function, in order; what is to be differentiated by must be among them."""
    names = question.names()
    if missing := [name for name in question.letters if name not in names]:
        raise Unreadable(f"The function has no letter '{missing[0]}' — check what it is to be differentiated by.")
    if not names:
        raise Unreadable("This function has no letter to move — try gradient of x^2 + y^2.")
    return names


def _hessian(p: Problem) -> Solution:
    question = asked(after(p, r"\bhessian\b(?:\s+matrix)?(?:\s+of)?"))
    names = some(question)
    return calculus.hessian(p.ledger("Hessian"), question.node, names, place(question, question.names()), question.letters)


def _jacobian(p: Problem) -> Solution:
    question = asked(after(p, r"\bjacobian\b(?:\s+matrix)?(?:\s+of)?"))
    components = entries(question.node)
    if not components:
        raise Unreadable("I need a list of functions — try Jacobian of (x^2 y, x + y).")
    names = some(question)
    return calculus.jacobian(p.ledger("Jacobian"), components, names, place(question, question.names()), question.letters)


def _directional(p: Problem) -> Solution:
    text = after(p, r"directional\s+derivative(?:\s+of)?")
    found = re.search(
        r"\s*,?\s*\b(?:in\s+(?:the\s+)?direction(?:\s+of)?|along|towards)\s+(?:the\s+vector\s+)?(?:v\s*=\s*)?(\([^()]*\)|\[[^\[\]]*\])",
        text,
        re.IGNORECASE,
    )
    if not found:
        raise Unreadable("The direction is missing — try directional derivative of x^2 y at (1, 2) in the direction (3, 4).")
    question = asked(text[: found.start()] + text[found.end() :])
    at = place(question, some(question))
    if at is None:
        raise Unreadable("The point is missing — try directional derivative of x^2 y at (1, 2) in the direction (3, 4).")
    along = [constant(part) for part in entries(read(found.group(1))) or ()]
    return calculus.directional(p.ledger("directional derivative"), question.node, question.names(), at, along)


_CRITICAL = (
    r"(?:critical|stationary)\s+points?(?:\s+of)?|(?:local\s+)?(?:extrema"
    r"|extreme\s+(?:values|points)|minima|maxima|(?:minimum|maximum)(?:\s+value)?)(?:\s+(?:and|or"
    r"|,)\s+(?:local\s+)?(?:minima|maxima|saddle\s+points?))*(?:\s+of)?|saddle\s+points?(?:\s+of)?"
)


def _critical(p: Problem) -> Solution:
    text = re.sub(
        r"\s*,?\s*\band\s+(?:classify|their|determine|find|say|give|tell)\b.*$", "", after(p, _CRITICAL), flags=re.IGNORECASE
    )
    question = asked(text)
    asks = re.search(_CRITICAL, p.text, re.IGNORECASE)
    word = re.search(r"minim|maxim", asks.group(0), re.IGNORECASE) if asks else None
    both = asks and re.search(r"minim.*maxim|maxim.*minim", asks.group(0), re.IGNORECASE)
    wanted = "" if not word or both else "minimum" if word.group(0).lower() == "minim" else "maximum"
    if question.point or question.along:
        raise Unreadable("I look for critical points everywhere, along all letters — try critical points of x^3 - 3x.")
    return critical.critical_points(p.ledger("critical points"), question.node, some(question), wanted)


# -- Taylor polynomials ----------------------------------------------------------------------------
_TAYLOR = (
    r"(?:(first|second|third|fourth|\d(?:st|nd|rd|th)?)[\s-]*(?:order"
    r"|degree)\s+)?(taylor|maclaurin)(?:\s+(?:polynomial|series|expansion|approximation))?"
)
_DEGREE = re.compile(
    r"\s*,?\s*\b(?:of|to|up\s+to|with)?\s*(?:the\s+)?(?:(\w+)\s+)?(?:degree|order)\s*(?:n\s*=\s*)?(\d+)?", re.IGNORECASE
)
_AROUND = re.compile(
    r"\s*,?\s*\b(?:around|about|at|near|centred\s+at|centered\s+at|in)\s+(?:the\s+point\s+)?(?:([A-Za-z])(?:_0)?\s*=\s*)?([-+]?[\w./\\]+(?:\([\w.]+\))?)",
    re.IGNORECASE,
)


def _taylor(p: Problem) -> Solution:
    found = re.search(_TAYLOR, p.text, re.IGNORECASE)
    assert found
    text = after(p, _TAYLOR)
    degree = found.group(1)
    if spelled := _DEGREE.search(text):
        degree = spelled.group(2) or spelled.group(1) or degree
        text = text[: spelled.start()] + " " + text[spelled.end() :]
    around = None
    if where := _AROUND.search(text):
        around = where.group(2)
        text = text[: where.start()] + " " + text[where.end() :]
    if degree is None:
        raise Unreadable("The degree is missing — try Taylor polynomial of e^x around 0 of degree 3.")
    if around is None and found.group(2).lower() == "taylor":
        raise Unreadable("The centre is missing — try Taylor polynomial of e^x around 0 of degree 3.")
    digits = re.match(r"\d+", degree)
    many = int(digits.group(0)[:3]) if digits else _ORDERS.get(degree.lower(), COUNTS.get(degree.lower(), -1))
    question = asked(re.sub(r"^\s*(?:of|for)\s+", "", text))
    return calculus.taylor(p.ledger("Taylor polynomial"), question.node, along_of(question), constant(read(around or "0")), many)


FORMS: tuple[tuple[str, Solver], ...] = (
    (_TAYLOR, _taylor),
    (r"directional\s+derivative", _directional),
    (r"\bjacobian\b", _jacobian),
    (r"\bhessian\b", _hessian),
    (r"\bgradient\b|\bgrad\b|\bnabla\b|∇|\\nabla", _gradient),
    (_CRITICAL, _critical),
    (_LEIBNIZ, _leibniz),
    (_PRIME, _prime),
    (_DERIVATIVE, _derivative),
)

__all__ = ["FORMS", "Sequence", "asked"]
