"""How people ask for gradients of formulas of vectors and matrices, and who answers; what is not covered is refused.

Law of this file: T raised over a letter is a transpose here, never a power.
"""

from __future__ import annotations

import re

import tutor.maths.steps.matrix_formula as form
import tutor.maths.steps.matrix_gradient as matrix_gradient
from tutor.errors import Unreadable
from tutor.maths.steps.problem import Problem, Solver
from tutor.maths.steps.solution import Solution

TURNED = r"\^\s*\{?\s*(?:T(?![A-Za-z])|\\top|\\intercal|\\mathsf|⊤)|ᵀ|⊤"
_ASKS = re.compile(
    r"^\s*(?:(?:what\s+is|find|compute|calculate|determine|give(?:\s+me)?|show(?:\s+me)?|take|work\s+out|derive)\s+)?(?:the\s+)?"
    r"(?:gradient|derivative|grad|\\?nabla(?:_\{?\\?[a-z]+\}?)?|∇(?:_\{?[a-z]\}?)?|d/d(?P<leibniz>[a-z])|differentiate)(?![a-z])\s*(?:of\s+)?(?:the\s+(?:function|loss)\s+)?",
    re.IGNORECASE,
)
_NABLA = re.compile(r"(?:nabla|∇)_\{?\\?([a-z]+)", re.IGNORECASE)
_LETTER = r"\\?(?:mathbf\{)?([a-zβθμ]|theta|beta|mu)\}?"
_ALONG = re.compile(
    rf"\s*,?\s*\(?\b(?:with\s+respect\s+to|w\.?r\.?t\.?|in)\s+(?:the\s+)?(?:(?:column\s+)?vector\s+|weights\s+|parameters\s+|variable\s+)?{_LETTER}(?![A-Za-z])\)?",
    re.IGNORECASE,
)
_SYMMETRIC = re.compile(
    r"\s*,?\s*\b(?:(?:where|if|when|with|for|and|given\s+that)\s+)?(?:the\s+)?(?:matrix\s+)?(?:(?P<one>[A-Z])\s+(?:is|being)\s+(?:a\s+)?symmetric(?:\s+matrix)?|(?:an?\s+)?symmetric\s+(?:matrix\s+)?(?P<other>[A-Z])\b)"
)
_SIZED = re.compile(
    r"\s*,?\s*\b(?:where|for|with|and)\s+(?:the\s+)?(?:(?:a|an)\s+)?(?:(?:matri(?:x|ces)|vectors?|scalars?|numbers?)\s+)?[A-Za-z](?:\s*(?:,|and)\s*[A-Za-z])*\s+(?:is|are)\s+(?:a\s+|an\s+)?(?:constant\s+)?(?:column\s+)?(?:vectors?|matri(?:x|ces)|scalars?|numbers?|constants?)\b"
)
_HEAD = re.compile(rf"^\s*(?:[A-Za-z]\s*\(\s*{_LETTER}\s*\)|[fgLJ])\s*=\s*", re.IGNORECASE)
_WEIGHTS = ("w", "theta", "beta", "θ", "β")


def special(p: Problem) -> Solver | None:
    """Who answers, where a derivative of a formula with a transpose or a length is asked for; None otherwise."""
    asks = _ASKS.match(p.text)
    if not asks or not re.search(rf"{TURNED}|\|\||‖|\\\||\\lVert|\bnorm\s+squared\b", p.text[asks.end() :]):
        return None
    return _gradient


def _gradient(p: Problem) -> Solution:
    asks = _ASKS.match(p.text)
    assert asks
    text = p.text[asks.end() :]
    text = re.sub(r"\\[dt]?frac\s*\{(\d+|[a-z])\}\s*\{(\d+|[a-z])\}", r"(\1/\2)", text)
    text = re.sub(r"\\l?r?Vert|\\left|\\right", lambda m: "||" if "Vert" in m.group() else "", text)
    nabla = _NABLA.search(asks.group(0))
    along = asks["leibniz"] or (nabla[1] if nabla else "")
    if found := _ALONG.search(text):
        if along and along != found[1]:
            raise Unreadable(f"Along {along} or along {found[1]}? — name one letter.")
        along, text = found[1], text[: found.start()] + text[found.end() :]
    symmetric = [m["one"] or m["other"] for m in _SYMMETRIC.finditer(text)]
    text = _SIZED.sub("", _SYMMETRIC.sub("", text))
    if head := _HEAD.match(text):
        along, text = along or (head[1] or ""), text[head.end() :]
    if re.search(r"=|\[\s*\[|\bat\b", text):
        raise Unreadable("Type the formula with letters only, without values for them — try gradient of x^T A x.")
    if word := re.search(
        r"(?<![A-Za-z\\])(?!sigmoid|exp|log|tanh|sqrt|theta|beta|lambda|sin|cos)(?:[a-z]{3,}|tr|of|is|at|to)(?![A-Za-z])", text
    ):
        raise Unreadable(f"I can't place '{word.group(0)[:24]}' in a formula of vectors and matrices — try gradient of x^T A x.")
    f = form.read_formula(text)
    if unknown := [name for name in symmetric if name not in form.names(f)]:
        raise Unreadable(f"The formula has no matrix {unknown[0]} — check it.")
    name, why = _moves(form.names(f), along)
    return matrix_gradient.solve_gradient(p.ledger("gradient"), f, name, symmetric, why)


def _moves(letters: frozenset[str], along: str) -> tuple[str, str]:
    """The letter that moves, and a sentence where it was not told and another one could be meant."""
    if along:
        if along not in letters:
            raise Unreadable(f"The formula has no letter '{along}' — check what it is to be differentiated by.")
        return along, ""
    weights = [name for name in _WEIGHTS if name in letters]
    if weights and "x" in letters:
        return weights[
            0
        ], f"No letter was named, so the weights ${weights[0]}$ move and the data $x$ stays; say with respect to x for the other."
    candidates = [name for name in (*weights, "x") if name in letters] or [
        n for n in sorted(letters) if n in ("u", "v", "z", "y")
    ]
    if len(candidates) != 1:
        raise Unreadable("Which vector moves? — add, for example, with respect to x.")
    return candidates[0], ""
