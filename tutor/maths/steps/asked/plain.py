"""How people ask for plain sums, quadratic equations, scores and two events; and who answers."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.arithmetic as arithmetic
import tutor.maths.steps.asked.bayes as ask_bayes
import tutor.maths.steps.equations as equations
import tutor.maths.steps.events as events
import tutor.maths.steps.inequalities as inequalities
import tutor.maths.steps.scores as scores
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.answers.lists import table
from tutor.maths.parse import read
from tutor.maths.steps.asked.chance import numbers
from tutor.maths.steps.problem import Problem, Solver, fraction
from tutor.maths.steps.solution import Solution
from tutor.maths.steps.spoken import is_no_power
from tutor.maths.tree import Matrix, PlusMinus, Relation, Sequence, Symbol, walk

_NUMBER = r"(?:-?\d+\s*/\s*\d+|-?\d*\.?\d+\s*\\?%|-?\d*\.?\d+)"


def _value(text: str) -> Fraction:
    return fraction(read(text))


# -- arithmetic and quadratics ---------------------------------------------------------------------
_SUM = re.compile(
    r"(?:what(?:'s|\s+is)|compute|calculate|evaluate|work\s+out|simplify|how\s+much\s+is|find)?\s*(.*?)\s*=?\s*", re.IGNORECASE
)
_ONLY = re.compile(r"(?:\\(?:cdot|times|div|frac|sqrt|left|right)|sqrt|[\d\s.+\-*/^(){}!%×·⋅÷−²³½¼¾√])+")


def _plain_sum(p: Problem) -> Solver | None:
    found = _SUM.fullmatch(re.sub(r"(?<=%)\s+of\s+(?=[\d(])", " * ", p.text))
    if not found or not _ONLY.fullmatch(found.group(1)) or not re.search(r"\d", found.group(1)):
        return None
    try:
        tree = read(found.group(1))
    except Unreadable:
        return None
    parts = list(walk(tree))
    if len(parts) < 2 or any(isinstance(part, Symbol | Sequence | Matrix | Relation | PlusMinus) for part in parts):
        return None
    return lambda q: arithmetic.arithmetic(q.ledger("arithmetic"), tree)


_SOLVE = re.compile(
    r"(?:please\s+)?(?:(?:what\s+(?:is|are)|find|compute|determine|give)\s+)?(?:the\s+)?(?:real\s+|complex\s+)?"
    r"(?:solve|solutions?\s+(?:of|to)|roots?\s+of|zeros?\s+of|zeroes\s+of)\s+(?:for\s+[A-Za-z]\b\s*[:,]?\s*)?(?:the\s+)?(?:quadratic\s+)?(?:equation\s+|polynomial\s+|function\s+)?:?\s*",
    re.IGNORECASE,
)


def _quadratic(p: Problem) -> Solver | None:
    """An equation of degree two in one letter, or a polynomial whose zeros are asked for; None for anything else."""
    text = re.sub(
        r"\s*,?\s+for\s+[A-Za-z]$|\s*,?\s*(?:by|using|with)\s+(?:the\s+)?(?:quadratic\s+formula|discriminant)$",
        "",
        p.text,
        flags=re.IGNORECASE,
    )
    head = _SOLVE.match(text)
    body = text[head.end() :] if head else text
    if not head and not re.fullmatch(r"(?:[A-Za-z](?![A-Za-z])|[\s\d_+\-*/=.()^²{}])+", body):
        return None
    if head and "=" not in body and re.search(r"root|zero", head.group(0), re.IGNORECASE):
        body = f"{body} = 0"
    try:
        is_no_power(body)
        tree = read(body)
        found = equations.weights_of(tree)
    except Unreadable:
        return None
    if found is None:
        return None
    weights, name = found
    if any(letter != name for letter in re.findall(r"\bfor\s+([A-Za-z])\b", p.text)):
        return None
    return lambda q: equations.quadratic(q.ledger("quadratic equation"), tree, weights, name)


def _inequality(p: Problem) -> Solver | None:
    """An inequality in one letter, alone or to be solved; None for anything else."""
    if not re.search(r"[<>≤≥]|\\[lg]eq?\b", p.text):
        return None
    head = re.match(
        r"(?:please\s+)?(?:solve(?:\s+the\s+inequality)?(?:\s+for\s+[a-z]\s*[:,]?)?|for\s+which\s+[a-z]\s+is|when\s+is)\s+",
        p.text,
        re.IGNORECASE,
    )
    body = re.sub(r"\s+for\s+[a-z]$", "", p.text[head.end() :] if head else p.text)
    if not re.fullmatch(r"(?:[A-Za-z](?![A-Za-z])|\\[lg]eq?\b|[\s\d_+\-*/=.()^²{}<>≤≥])+", body):
        return None
    try:
        is_no_power(body)
        told = inequalities.inequality_of(read(body))
    except Unreadable:
        return None
    return (lambda q: inequalities.solve_inequality(q.ledger("inequality"), *told)) if told else None


def special(p: Problem) -> Solver | None:
    """Forms that are known by their signs alone."""
    return _plain_sum(p) or _inequality(p) or _quadratic(p)


# -- scores ----------------------------------------------------------------------------------------
_SOFTMAX = r"\bsoftmax\b|\bsoft[\s-]+max\b"
_SIGMOID = r"(?:\bsigmoid\b|\blogistic\s+function\b|σ|\\sigma)(?:\s+function)?"


def _no_matrix(p: Problem) -> None:
    for group in p.groups:
        rows = table(group.node())
        if rows and len(rows) > 1 and len(rows[0]) > 1:
            raise Unreadable("This is a matrix: row by row, column by column or all at once? — ask for one row, such as (1, 2).")


def _softmax(p: Problem) -> Solution:
    _no_matrix(p)
    found = numbers(re.sub(rf"{_SOFTMAX}|\b(?:scores?|logits?|vector|apply|to)\b", " ", p.text, flags=re.IGNORECASE))
    if not 2 <= len(found) <= 8:
        raise Unreadable("Softmax takes 2 to 8 numbers here — try softmax of (1, 2, 3).")
    return scores.softmax(p.ledger("softmax"), found)


def _sigmoid(p: Problem) -> Solution:
    _no_matrix(p)
    text = re.sub(rf"{_SIGMOID}|\b(?:at|vector|apply|to)\b", " ", p.text, flags=re.IGNORECASE)
    found = numbers(text)
    if len(found) > 8:
        raise Unreadable("I take up to 8 numbers here — try sigmoid of 2.")
    return scores.sigmoid(p.ledger("sigmoid"), found, len(found) == 1)


_Z = r"\bz[\s-]*(?:score|value)s?\b|\bstandard\s+score\b|\bstandardi[sz]e\b"
_IS = r"\s*(?:=|:|of|is|equals|was)?\s*"


def _z_score(p: Problem) -> Solution:
    text = re.sub(_Z, " ", p.text, flags=re.IGNORECASE)
    named: dict[str, Fraction] = {}
    for what, pattern in (
        ("spread", r"standard\s+deviation|std\.?(?:\s*dev\.?)?|\bs\.?d\b\.?|\bsigma\b|σ|\\sigma"),
        ("mean", r"\bmean\b|\baverage\b|\bmu\b|μ|\\mu"),
    ):
        found = re.search(rf"(?:{pattern}){_IS}({_NUMBER})|({_NUMBER})\s+(?:is\s+the\s+)?(?:{pattern})", text, re.IGNORECASE)
        if not found:
            raise Unreadable("I need the value, the mean and the standard deviation — try z-score of 85 with mean 70 and sd 10.")
        named[what] = _value(found.group(1) or found.group(2))
        text = text[: found.start()] + " " + text[found.end() :]
    text = re.sub(
        r"\b(?:an?|if|when|where|there|score|test|of|for|has|have|the|and|with|from|distribution|normal)\b|\b[xX]\s*=",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    left = numbers(text)
    if len(left) != 1:
        raise Unreadable("I need one value, the mean and the standard deviation — try z-score of 85 with mean 70 and sd 10.")
    return scores.z_score(p.ledger("z-score"), left[0], named["mean"], named["spread"])


# -- two events ------------------------------------------------------------------------------------
_AND, _OR = r"\s*(?:\band\b|∩|\\cap|&|,)\s*", r"\s*(?:\bor\b|∪|\\cup)\s*"
_NAME = r"[A-Za-z]\w*"
_EVENTS = rf"P\s*\(\s*{_NAME}\s*(?:\band\b|\bor\b|∩|∪|\\cap|\\cup|&|,)\s*{_NAME}\s*\)"


def _events(p: Problem) -> Solution:
    if p.has(r"\|\s*(?:not\b|no\b|¬|~|\\bar|\\neg|\\lnot)"):
        return ask_bayes.from_signs(p)
    known: dict[tuple[str, ...], Fraction] = {}
    text = p.text
    for found in re.finditer(rf"P\s*\(([^()]*)\)\s*(?:=|is|:)\s*({_NUMBER})", text):
        known[_key(found.group(1))] = _value(found.group(2))
    text = re.sub(rf"P\s*\(([^()]*)\)\s*(?:=|is|:)\s*({_NUMBER})", " ", text)
    asked = [_key(inside) for inside in re.findall(r"P\s*\(([^()]*)\)", text)]
    text = re.sub(r"P\s*\(([^()]*)\)", " ", text)
    independent = re.search(rf"(?:{_NAME}\s+and\s+{_NAME}\s+(?:are\s+)?)?\bindependent\b(?:\s+events)?", text)
    text = text.replace(independent.group(0), " ") if independent else text
    strange = re.search(
        r"[^\s,;:.?=]+",
        re.sub(
            r"\b(?:what|is|find|compute|if|when|given|and|for|with|where|calculate|the|that|determine|are)\b",
            " ",
            text,
            flags=re.IGNORECASE,
        ),
    )
    if strange or len(asked) != 1:
        raise Unreadable("I can't place all of this — try P(A and B) if P(A) = 0.5 and P(B|A) = 0.2.")
    return _told(p, asked[0], known, bool(independent))


def _key(inside: str) -> tuple[str, ...]:
    """("and", A, B), ("or", A, B), ("given", A, B) or (A,); both names of "and" and "or" in order."""
    for word, pattern in (("and", _AND), ("or", _OR), ("given", r"\s*\|\s*|\s*\\mid\s*")):
        parts = re.split(pattern, inside.strip())
        if len(parts) == 2 and all(re.fullmatch(_NAME, part) for part in parts):
            return (word, *(parts if word == "given" else sorted(parts)))
    if not re.fullmatch(_NAME, inside.strip()):
        raise Unreadable(f"I can't read P({inside[:24]}) — try P(A and B) if P(A) = 0.5 and P(B|A) = 0.2.")
    return (inside.strip(),)


def _told(p: Problem, asked: tuple[str, ...], known: dict[tuple[str, ...], Fraction], independent: bool) -> Solution:
    if len(asked) != 3:
        raise Unreadable("I give P(A and B), P(A or B) or P(A|B) here — try P(A and B) if P(A) = 0.5 and P(B|A) = 0.2.")
    word, a, b = asked
    pair = sorted((a, b))
    joint = known.get(("and", *pair))
    used: set[tuple[str, ...]] = {("and", *pair)} & set(known)
    shown = ""
    if word == "and" or (word == "or" and joint is None):
        for one, other in ((b, a), (a, b)):
            chance = known.get(("given", other, one), known.get((other,)) if independent else None)
            if (one,) in known and chance is not None:
                spent: set[tuple[str, ...]] = {(one,), ("given", other, one) if ("given", other, one) in known else (other,)}
                if word == "and":
                    _all_used(known, spent)
                    return events.both(p.ledger("two events"), one, other, known[(one,)], chance)
                joint, used = known[(one,)] * chance, spent
                shown = rf"{write.tex(known[(one,)])} \cdot {write.tex(chance)} = {write.tex(joint)}"
    if word == "or" and joint is not None and (a,) in known and (b,) in known:
        _all_used(known, used | {(a,), (b,)})
        return events.either(p.ledger("two events"), a, b, known[(a,)], known[(b,)], joint, shown)
    if word == "given" and joint is not None and (b,) in known:
        spare = {(a,)} if joint <= known.get((a,), joint) else set()  # true of any two events, and not needed
        _all_used(known, {("and", *pair), (b,)} | spare)
        return events.given(p.ledger("two events"), a, b, joint, known[(b,)], known.get((a,)))
    raise Unreadable("Something is missing here — try P(A and B) if P(A) = 0.5 and P(B|A) = 0.2.")


def _all_used(known: dict[tuple[str, ...], Fraction], used: set[tuple[str, ...]]) -> None:
    if set(known) - used:
        raise Unreadable("One of these probabilities is not needed, or means something else — leave it out or check it.")


FORMS: tuple[tuple[str, Solver], ...] = (
    (_Z, _z_score),
    (_EVENTS, _events),
    (_SOFTMAX, _softmax),
    (rf"^(?:what(?:'s|\s+is)|compute|calculate|find|evaluate|the|\s)*{_SIGMOID}", _sigmoid),
)
