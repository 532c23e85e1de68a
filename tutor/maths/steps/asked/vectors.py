"""How people ask for products, transposes, independence, data in pairs, and matrices with letters; and who answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import tutor.maths.steps.letters as letters
import tutor.maths.steps.pairs as pairs
import tutor.maths.steps.products as products
import tutor.maths.steps.scores as scores
from tutor.errors import Unreadable
from tutor.maths.answers.lists import entries, table
from tutor.maths.steps.asked.chance import numbers
from tutor.maths.steps.problem import HOLE, LARGEST_MATRIX, Group, Problem, Solver, fractions_of, groups_of, rows_of, spread
from tutor.maths.steps.solution import Solution
from tutor.maths.tree import Node, symbols

_PRODUCT = r"\b(?:product|multiply|multiplied|multiplication|times|matmul|matrix[\s-]*(?:vector|matrix)|apply)\b"
_SIGN = r"\*|·|⋅|×|\\times|\\cdot|\btimes\b|\bx\b|@"
_VERBS = r"(?:what(?:'s|\s+is)|compute|find|calculate|multiply|evaluate|the|product|of|\s)*"
_BETWEEN = re.compile(rf"{_VERBS}{HOLE}\s*(?P<sign>{_SIGN}|)\s*{HOLE}\s*", re.IGNORECASE)
_NAMED = re.compile(r"([A-Za-z])\s*=\s*$")


def _rows(group: Group) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of a group that is a matrix of two or more rows, or written with double brackets."""
    found = table(group.node())
    return found if found and (len(found) > 1 or "[[" in group.text.replace(" ", "") or "\\begin" in group.text) else None


# -- products --------------------------------------------------------------------------------------
def _by_name(p: Problem) -> list[Group] | None:
    """The factors in the order asked for: B A where A = ... and B = ... asks for the second group first."""
    names = {label.group(1): g for g in p.groups if (label := _NAMED.search(p.text[: g.start]))}
    asked = re.search(r"(?<![A-Za-z])([A-Za-z])\s*[*·⋅×]?\s*([A-Za-z])(?![A-Za-z])(?!\s*=)", p.rest)
    others = re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])(?!\s*=)", p.rest)
    if len(names) == 2 and asked and [other for other in others if other not in (*asked.groups(), "a")]:
        raise Unreadable("I can't place every letter of this product — give a matrix or vector for each.")
    if len(names) == 2 and asked and set(asked.groups()) == set(names):
        return [names[n] for n in asked.groups()]
    return None


def _multiply(p: Problem) -> Solution:
    p.words_known(rf"{_PRODUCT}|{_SIGN}|\b[A-Z]\s*[A-Zvx]\b", ("on", "result"))
    found = _by_name(p) or list(p.groups)
    if len(found) == 1:
        found = spread(found)
    if len(found) != 2:
        raise Unreadable("I need two factors here — try [[1, 2], [3, 4]] times [[0, 1], [1, 0]].")
    first, second = found
    if _has_letters(first) or _has_letters(second):
        return letters.product(p.ledger("matrix product"), _nodes(first), _nodes(second))
    a, b = _rows(first), _rows(second)
    left = rows_of(first) if a else [fractions_of(first)]
    right = rows_of(second) if b else [[x] for x in fractions_of(second)]
    if not a and not b:
        raise Unreadable("Which product of these vectors? — say dot product, cross product or outer product.")
    kind = "matrix" if a and b else "vector"
    return products.product(p.ledger("matrix product"), left, right, kind)


def _nodes(group: Group) -> tuple[tuple[Node, ...], ...]:
    found = _rows(group)
    if found is None:
        column = entries(group.node())
        found = tuple((x,) for x in column) if column else None
    if found is None or max(len(found), len(found[0])) > LARGEST_MATRIX:
        raise Unreadable(f"I can't see the rows of '{group.text[:24]}' — type a matrix as [[a, b], [c, d]].")
    return found


def _pair(p: Problem, pattern: str, more: tuple[str, ...] = ()) -> tuple[list[Fraction], list[Fraction]]:
    p.words_known(pattern, ("between", *more))
    found = spread(p.groups)
    if len(found) != 2:
        raise Unreadable("I need two vectors here — try cross product of (1, 2, 3) and (4, 5, 6).")
    return fractions_of(found[0]), fractions_of(found[1])


_CROSS = r"(?:cross|vector)\s+product|\bcross\b|×|\\times|(?<=◊)\s*\bx\b\s*(?=◊)|(?<=◊ )\s*x\s*(?= ◊)"


def _cross(p: Problem) -> Solution:
    return products.cross(p.ledger("cross product"), *_pair(p, _CROSS))


def _outer(p: Problem) -> Solution:
    return products.outer(p.ledger("outer product"), *_pair(p, r"outer\s+product"))


_RAISED = re.compile(r"\s*(?:\^\s*\{?\s*\\?(?:T|top)\s*\}?|ᵀ|\^?⊤)$")


def _transpose(p: Problem) -> Solution:
    p.words_known(r"\btransposed?\b")
    group = groups_of(p, 1, "one matrix")[0]
    if _RAISED.search(group.text) and not p.has(r"transpose"):
        group = replace(group, text=_RAISED.sub("", group.text))
    if _has_letters(group):
        raise Unreadable("I transpose matrices of numbers — write the columns of yours as rows.")
    return products.transpose(p.ledger("transpose"), rows_of(group))


_DEPENDENT = r"linear(?:ly)?\s+(?:in)?depend\w*"


def _independence(p: Problem) -> Solution:
    p.words_known(rf"{_DEPENDENT}(?:\s+or\s+not\b)?", ("or", "check", "whether", "test", "for"))
    found = spread(p.groups, p.has(r"\bcolumns?\b"))
    vectors = [fractions_of(g) for g in found]
    if not 1 <= len(vectors) <= LARGEST_MATRIX:
        raise Unreadable(f"I need 1 to {LARGEST_MATRIX} vectors here — try are (1, 2), (2, 4) linearly independent?")
    return products.independence(p.ledger("linear independence"), vectors)


def _condition(p: Problem) -> Solution:
    p.words_known(r"condition\s+number|\bcond\b|\bkappa\b", ("2-norm",))
    return scores.condition(p.ledger("condition number"), rows_of(groups_of(p, 1, "one matrix")[0]))


# -- data in pairs ---------------------------------------------------------------------------------
def _lists(p: Problem, pattern: str) -> tuple[list[Fraction], list[Fraction]]:
    """Two lists of numbers, in brackets or joined by "and"."""
    if p.groups:
        p.words_known(pattern, ("between", "x", "y", "sample", "population", "data", "lists", "list", "points", "vs", "against"))
        found = spread(p.groups)
        if len(found) > 2 and all("," in g.text for g in found):
            points = [fractions_of(g) for g in found]
            if all(len(point) == 2 for point in points):
                return [q[0] for q in points], [q[1] for q in points]
        if len(found) != 2:
            raise Unreadable("I need two lists of numbers — try covariance of (1, 2, 3) and (2, 4, 7).")
        return numbers(found[0].text), numbers(found[1].text)
    text = re.sub(
        rf"{pattern}|\b(?:between|sample|population|data|lists?|find|the)\b|\b[xyXY]\s*[=:]", " ", p.text, flags=re.IGNORECASE
    )
    pieces = [
        piece for piece in re.split(r"\band\b|;|\bvs\b\.?|\bwith\b|\bagainst\b", text, flags=re.IGNORECASE) if piece.strip(" ,")
    ]
    if len(pieces) != 2:
        raise Unreadable("I need two lists of numbers — try covariance of (1, 2, 3) and (2, 4, 7).")
    return numbers(pieces[0].strip(" ,")), numbers(pieces[1].strip(" ,"))


def _covariance(p: Problem) -> Solution:
    if p.has(r"covariance\s+matrix"):
        raise Unreadable("I give the covariance of two lists, or the PCA of points — try covariance of (1, 2, 3) and (2, 4, 7).")
    first, second = _lists(p, r"\bcovariance\b|\bcov\b")
    return pairs.covariance(p.ledger("covariance"), first, second, p.has(r"\bsample\b"))


def _correlation(p: Problem) -> Solution:
    return pairs.correlation(
        p.ledger("correlation"), *_lists(p, r"(?:pearson(?:'s)?\s+)?correlation(?:\s+coefficient)?|\bcorr\b|\br\b")
    )


_PCA = r"\bpca\b|principal\s+components?(?:\s+analysis)?"


def _pca(p: Problem) -> Solution:
    p.words_known(_PCA, ("points", "point", "data", "first", "plane", "analysis", "do", "perform", "run", "share", "variance"))
    points = [fractions_of(g) for g in spread(p.groups)]
    if not 2 <= len(points) <= 20:
        raise Unreadable("I need 2 to 20 points in the plane — try PCA of (0, 0), (2, 1), (4, 2), (2, 3).")
    return pairs.principal(p.ledger("principal components"), points)


_CONVOLUTION = r"\bconvol(?:ution|ve|ved)\b"


def _convolution(p: Problem) -> Solution:
    p.words_known(rf"{_CONVOLUTION}|\*", ("discrete", "full", "sequences", "lists", "list", "signals", "signal", "kernel"))
    found = spread(p.groups)
    if len(found) != 2:
        raise Unreadable("I need two lists — try convolution of (1, 2, 3) and (0, 1, 1/2).")
    return products.convolution(p.ledger("convolution"), fractions_of(found[0]), fractions_of(found[1]))


# -- letters ---------------------------------------------------------------------------------------
def _has_letters(group: Group) -> bool:
    found = _rows(group)
    return bool(found) and any(symbols(entry) for row in found or () for entry in row)


_Worker = Callable[..., Solution]
_WITH_LETTERS: tuple[tuple[str, str, _Worker], ...] = (
    ("eigenvalues", r"eigen[\s-]*values?|\bspectrum\b", letters.eigenvalues),
    ("characteristic polynomial", r"char(?:acteristic)?\s+poly(?:nomial)?", letters.characteristic_polynomial),
    ("inverse", r"\binverse\b|\binvert\w*|\^\s*\{?\s*-\s*1\s*\}?|⁻¹", letters.inverse),
    ("determinant", r"\bdet(?:erminant)?\b", letters.determinant),
    ("trace", r"\btrace\b|\btr\b", letters.trace),
)


def _lettered(p: Problem) -> Solver | None:
    if len(p.groups) != 1 or not _has_letters(p.groups[0]):
        return None
    for topic, pattern, worker in _WITH_LETTERS:
        if re.search(pattern, p.rest, re.IGNORECASE):

            def solver(q: Problem, topic: str = topic, pattern: str = pattern, worker: _Worker = worker) -> Solution:
                q.words_known(pattern, ("symbolic", "general"))
                return worker(q.ledger(topic), _nodes(q.groups[0]))

            return solver
    return None


def special(p: Problem) -> Solver | None:
    """Forms that are known by their signs: two factors side by side, a matrix with letters, a raised T alone."""
    try:
        if found := _lettered(p):
            return found
        matrices = [_rows(g) is not None for g in p.groups]
    except Unreadable:
        return None
    if len(p.groups) == 1 and matrices[0] and _RAISED.search(p.groups[0].text) and re.fullmatch(rf"{_VERBS}{HOLE}\s*", p.rest):
        return _transpose
    others = r"\b(?:dot|inner|scalar|outer|cross|vector\s+product)\b"
    told = r"\b(?:product|multiply|multiplied|times)\b"
    two = any(matrices) and len(matrices) == 2 and not re.search(others, p.rest, re.IGNORECASE)
    if two and (_by_name(p) or re.search(told, p.rest, re.IGNORECASE)):
        return _multiply
    between = _BETWEEN.fullmatch(p.rest)
    if between and any(matrices):
        return _multiply
    if between and between.group("sign").strip().lower() in ("×", "x", "\\times"):
        return _cross
    return None


FORMS: tuple[tuple[str, Solver], ...] = (
    (r"outer\s+product", _outer),
    (r"(?:cross|vector)\s+product|\bcross\b(?![\s-]*entropy)", _cross),
    (_PCA, _pca),
    (r"\bcovariance\b|\bcov\b", _covariance),
    (r"\bcorrelation\b|\bcorr\b", _correlation),
    (_CONVOLUTION, _convolution),
    (_DEPENDENT, _independence),
    (r"condition\s+number|\bcond\b", _condition),
    (r"\btransposed?\b", _transpose),
    (r"\b(?:multiply|matrix\s+product)\b", _multiply),
)
