"""How people ask for integrals, extremes under a constraint, convexity, and the chain rule told in two lines; and who answers."""

from __future__ import annotations

import re

import tutor.maths.steps.check as check
import tutor.maths.steps.convexity as convexity
import tutor.maths.steps.improper as improper
import tutor.maths.steps.integrals as integrals
import tutor.maths.steps.lagrange as lagrange
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.asked.calculus import asked, function
from tutor.maths.steps.calculus import letter, slope_step
from tutor.maths.steps.problem import Problem, Solver, constant
from tutor.maths.steps.rules import derive, expression, is_derivative, neat
from tutor.maths.steps.solution import Check, Solution
from tutor.maths.tree import Binary, Node, Relation, symbols

_LITTLE = (
    r"(?:\s|,|:|what|is|are|the|find|compute|calculate|evaluate|determine|show|me|please|an?|of|give|work|out"
    r"|whats|what's|for|by)*"
)


# -- integrals -------------------------------------------------------------------------------------
_BOUND = r"(?:\{[^{}]*\}|\\?[\w.]+|-\s*\\?[\w.]+)"
_INTEGRAL = (
    rf"(?:\\int|∫|^\s*int(?=[\s_]))\s*(?:(?:\\limits\s*)?_\s*(?P<low>{_BOUND})\s*\^\s*(?P<high>{_BOUND}))?"
    r"|\b(?:(?:in)?definite\s+)?integra(?:l|te|tion)\b(?:\s+of\b)?|\b(?:anti-?\s?derivatives?|primitives?)\b(?:\s+(?:of|for)\b)?"
)
_NUMBER = r"(?:[-+]?\s*[\w.\\√π]+(?:\([^()]*\))?(?:\s*[/*]\s*[\w.\\]+(?:\([^()]*\))?)?)"
_BOUNDS = re.compile(
    rf"\s*,?\s*(?:\bfor\s+\w\s+|\b[a-z]\s*=\s*)?(?:\bfrom\s+(?:\w\s*=\s*)?(?P<a>{_NUMBER})\s+to\s+(?:\w\s*=\s*)?(?P<b>{_NUMBER})"
    rf"|\bbetween\s+(?P<c>{_NUMBER})\s+and\s+(?P<d>{_NUMBER})|\b(?:over|on)\s+(?:the\s+interval\s+)?\[(?P<e>[^\[\],;]+)[,;](?P<f>[^\[\],;]+)\])",
    re.IGNORECASE,
)


def _integral(p: Problem) -> Solution:
    found = re.search(_INTEGRAL, p.text, re.IGNORECASE)
    assert found
    if not re.fullmatch(_LITTLE, p.text[: found.start()], re.IGNORECASE):
        raise Unreadable(f"I can't place '{p.text[: found.start()].strip()[:24]}' in this problem — try integral of x e^x dx.")
    text = p.text[found.end() :]
    low, high = found.group("low"), found.group("high")
    if bounds := _BOUNDS.search(text):
        if low:
            raise Unreadable("These bounds are given twice — give them once.")
        low, high = [value for value in bounds.groups() if value]
        text = text[: bounds.start()] + " " + text[bounds.end() :]
    name = None
    if along := re.search(r"\s*(?:\\[,;:!]\s*)*(?<![A-Za-z\\])d\s*([a-z])\s*[.?]?\s*$|\bwith\s+respect\s+to\s+([a-z])\s*$", text):
        name = along.group(1) or along.group(2)
        text = text[: along.start()]
    if again := re.search(r"(?<![A-Za-z\\])d[a-z](?![A-Za-z])|\\int|∫", text):
        raise Unreadable(f"I integrate once, along one letter, and can't place '{again.group(0)}' — try integral of x e^x dx.")
    text = re.sub(r"^\s*(?:of|the\s+function|[a-z]\s*\(\s*[a-z]\s*\)\s*=|\s)+", " ", text)
    node = function(re.sub(r"\\[,;:!]\s*", " ", text))
    name = name or _only_letter(node)
    if low is None or high is None:
        return integrals.indefinite(p.ledger("integral"), node, name)
    if re.fullmatch(r"\+?\s*(?:infinity|\\?infty|∞|oo|inf)", high.strip().strip("{}").strip(), re.IGNORECASE):
        return improper.to_infinity(p.ledger("integral"), node, name, constant(read(low.strip().strip("{}"))))
    if re.search(r"infinity|infty|∞|\boo\b|\binf\b", f"{low} {high}", re.IGNORECASE):
        raise Unreadable("I integrate up to plus infinity, from a number on — split the integral, or turn the bounds round.")
    ends = [constant(read(value.strip().strip("{}"))) for value in (low, high)]
    return integrals.definite(p.ledger("integral"), node, name, *ends)


def _only_letter(node: Node) -> str:
    names = sorted(symbols(node))
    if len(names) > 1 and "x" not in names:
        raise Unreadable(f"Along which of {', '.join(names)} shall I integrate? — add, for example, d{names[0]} at the end.")
    return "x" if "x" in names or not names else names[0]


# -- constraints -----------------------------------------------------------------------------------
_LAGRANGE = (
    r"\b(?:maximi[sz]e|minimi[sz]e|maximum|minimum|max|min|extrema|extreme\s+values|optimi[sz]e|lagrange)\b"
    r".*(?:\bsubject\s+to\b|\bs\.?t\.|\bunder\b|\bconstraint\b|\bgiven\b|\bsuch\s+that\b|\bconstrained\b|\bwhere\b|\bif\b|\bwhen\b|\bon\b)"
)
_METHOD = (
    r"\s*,?\s*\b(?:with|using|by|use|via)?\s*(?:the\s+)?(?:method\s+of\s+)?lagrange(?:'s)?"
    r"(?:\s+multipliers?)?(?:\s+method)?\b\s*[:,]?\s*(?:to\b)?"
)
_JOIN = (
    r"\s*,?\s*\b(?:(?:is|are)\s+)?(?:subject\s+to(?:\s+the\s+constraint)?|s\.?t\.|under(?:\s+the)?(?:\s+constraint|\s+condition)?"
    r"|with(?:\s+the)?\s+constraint|constrained\s+(?:to|by)|given(?:\s+that)?|such\s+that|where|if|when"
    r"|on(?:\s+the\s+(?:circle|line|curve|ellipse))?)(?:\b|(?<=\.))[\s:]*"
)
_EXTREME = r"(maximi[sz]e|minimi[sz]e|maximum|minimum|max|min|extrema|extreme\s+values|optimi[sz]e)"
_HEAD = re.compile(
    rf"{_LITTLE}{_EXTREME}\b(?:\s+(?:and|or|&)\s+(?:the\s+)?{_EXTREME}\b)?(?:\s+values?)?(?:\s+of)?", re.IGNORECASE
)


def _constrained(p: Problem) -> Solution:
    text = re.sub(_METHOD, " ", p.text, flags=re.IGNORECASE).strip(" ,:")
    halves = re.split(_JOIN, text, maxsplit=1, flags=re.IGNORECASE)
    head = _HEAD.match(halves[0])
    if len(halves) != 2 or not head:
        raise Unreadable("I need a function and a constraint — try maximise x y subject to x + y = 10.")
    kinds = {word[:3].lower() for word in head.groups() if word}
    want = "both" if len(kinds) > 1 or kinds & {"ext", "opt"} else "maximum" if kinds == {"max"} else "minimum"
    question = asked(halves[0][head.end() :])
    side = read(re.sub(r"^\s*[a-z]\s*\(\s*x\s*,\s*y\s*\)\s*=\s*(?=.*=)", "", halves[1]))
    if not isinstance(side, Relation) or side.signs != ("=",) or question.point or question.along:
        raise Unreadable("I need one constraint with an equal sign — try maximise x y subject to x + y = 10.")
    gap = Binary(side.span, "-", side.sides[0], side.sides[1])
    names = sorted(symbols(question.node) | symbols(gap))
    if len(names) != 2 or len(symbols(gap)) == 0:
        raise Unreadable("I work with two letters here — try maximise x y subject to x + y = 10.")
    return lagrange.lagrange(p.ledger("Lagrange multipliers"), question.node, gap, names, want)


# -- convexity -------------------------------------------------------------------------------------
_CONVEX = r"\b(?:(?:strictly|everywhere)\s+)?(?:convex|concave|convexity|concavity)\b"


_ASKED = re.compile(
    r"\s*(?:(?:please\s+)?(?:is|are|where\s+is|when\s+is|(?:check|determine|test|decide|tell\s+me)\s+(?:whether|if)|whether|show\s+that|prove\s+that)\s+)?"
    r"(?:the\s+function\s+|a\s+)?(?P<body>.*?)\s*(?:\bis\s+)?\b(?:strictly\s+)?(?:convex|concave)"
    r"(?:\s*(?:,|\bor\b|\band\b)\s*(?:convex|concave|neither|not|is\s+it\s+concave|is\s+it\s+convex))*"
    r"(?:\s+(?:everywhere|(?:on|over)\s+(?:the\s+real\s+(?:line|numbers)|the\s+reals|R)))?\s*",
    re.IGNORECASE,
)
_OF = re.compile(rf"{_LITTLE}(?:convexity|concavity)\s+of\s+(?:the\s+function\s+)?(?P<body>.*)", re.IGNORECASE)


def _convex(p: Problem) -> Solution:
    found = _OF.fullmatch(p.text) or _ASKED.fullmatch(p.text)
    body = found.group("body") if found else ""
    if not body or re.search(r"\b(?:not|is|are|convex|concave)\b", body, re.IGNORECASE):
        raise Unreadable("I can't place every word of this — try is x^4 convex?")
    question = asked(body)
    names = question.names()
    if len(names) != 1 or question.point:
        raise Unreadable("I look at functions of one letter here — try is x^4 convex?")
    return convexity.convexity(p.ledger("convexity"), question.node, names[0])


# -- the chain rule told in two lines --------------------------------------------------------------
_TWO_LINES = re.compile(
    r"(?<![A-Za-z'])(?P<y>[a-z])\s*=\s*(?P<outer>[^,;=]+?)\s*(?:,|;|\band\b|\bwhere\b|\bwith\b)\s*(?:(?:and|where|with)\s+)?"
    r"(?P<u>[a-z])\s*=\s*(?P<inner>[^,;=?]+?)\s*(?=$|[,;?]|\bfind\b|\bwhat\b|\bcompute\b)"
)
_CHAIN = (
    r"(?:\bchain\s+rule\b|\bd\s*[a-z]\s*/\s*d\s*[a-z]\b|\\frac\s*\{d).*=.*="
    r"|=.*=.*(?:\bchain\s+rule\b|\bd\s*[a-z]\s*/\s*d\s*[a-z]\b)"
)


def _chain(p: Problem) -> Solution:
    found = _TWO_LINES.search(p.text)
    if not found:
        raise Unreadable("I need both functions — try chain rule: y = u^2, u = 3x + 1, dy/dx.")
    y, u = found.group("y"), found.group("u")
    around = p.text[: found.start()] + " " + p.text[found.end() :]
    slopes = re.findall(r"\bd\s*([a-z])\s*/\s*d\s*([a-z])\b", around)
    left = re.sub(
        r"\bd\s*[a-z]\s*/\s*d\s*[a-z]\b|\bchain\s+rule\b|\b(?:use|using|apply|with|by|if|for|when|find|compute|derivative|and)\b",
        " ",
        around,
    )
    if not re.fullmatch(_LITTLE, re.sub(r"[=?.;]", " ", left), re.IGNORECASE):
        raise Unreadable(f"I can't place '{left.strip()[:24]}' in this problem — try chain rule: y = u^2, u = 3x + 1, dy/dx.")
    outer, inner = function(found.group("outer")), function(found.group("inner"))
    names = sorted(symbols(inner))
    if symbols(outer) != {u} or len(names) != 1 or any(s != (y, names[0]) for s in slopes):
        raise Unreadable("One function goes into the other here — try chain rule: y = u^2, u = 3x + 1, dy/dx.")
    return _chained(p, (y, u, names[0]), outer, inner)


def _chained(p: Problem, names: tuple[str, str, str], outer: Node, inner: Node) -> Solution:
    y, u, x = names
    ledger = p.ledger("derivative")
    f, g = expression(outer), expression(inner)
    slopes = []
    for made, over, whole in ((y, u, f), (u, x, g)):
        slope = slope_step(ledger, whole, derive(ledger, whole, letter(over)), over)
        shown = rf"\frac{{d{made}}}{{d{over}}} = {write.tex(slope)}"
        ledger.step(f"This is how fast ${made}$ moves with ${over}$.", shown, is_derivative(whole, slope, letter(over)))
        slopes.append(slope)
    product = slopes[0].subs(letter(u), g) * slopes[1]
    shown = rf"\frac{{d{y}}}{{d{x}}} = \frac{{d{y}}}{{d{u}}} \cdot \frac{{d{u}}}{{d{x}}} = {write.tex(product)}"
    joined = f.subs(letter(u), g)
    ledger.step(
        f"Chain rule: multiply both slopes and put in what ${u}$ stands for.", shown, is_derivative(joined, product, letter(x))
    )
    answer = write.plain(neat(product))
    back = check.is_slope(read(write.plain(joined)), read(answer), x)
    latex = rf"\frac{{d{y}}}{{d{x}}} = {write.tex(neat(product))}"
    return ledger.conclude("expression", answer, latex, Check(back.holds, back.how), says="So this is the derivative.")


FORMS: tuple[tuple[str, Solver], ...] = (
    (_INTEGRAL, _integral),
    (_LAGRANGE, _constrained),
    (_CONVEX, _convex),
    (_CHAIN, _chain),
)
