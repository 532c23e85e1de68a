"""Something else asked about the same numbers: "and its determinant?", "and the standard deviation?", "second derivative?".

Law of this file: it only puts the question; whether and how it is answered, the maths room says.
"""

from __future__ import annotations

import re

from tutor.voices.again.again import Candidates, Solved
from tutor.voices.again.givens import Table, sheared, tables_in
from tutor.voices.again.roles import expressions_in

__all__ = ["asked_else", "names_in"]

# What is asked for, and how one types it of a matrix.
_OF_MATRIX = (
    (r"determinant|\bdet\b", "determinant of {}"),
    (r"\brank\b", "rank of {}"),
    (r"\btrace\b", "trace of {}"),
    (r"eigen[\s-]?values?|spectrum", "eigenvalues of {}"),
    (r"eigen[\s-]?vectors?", "eigenvectors of {}"),
    (r"invertible|singular matrix|\bregular\b", "is {} invertible"),
    (r"\binverse\b|\binvert\b", "inverse of {}"),
    (r"transposed?", "transpose of {}"),
    (r"null[\s-]?space|kernel", "kernel of {}"),
    (r"column[\s-]?space|\bimage\b", "image of {}"),
    (r"singular values?", "singular values of {}"),
    (r"\bSVD\b|singular value decomposition", "SVD of {}"),
    (r"\bLU\b", "LU of {}"),
    (r"characteristic poly\w*", "characteristic polynomial of {}"),
    (r"positive[\s-](?:semi-?)?definite", "is {} positive definite"),
    (r"condition number", "condition number of {}"),
    (r"diagonali[sz]\w+", "diagonalise {}"),
    (r"row[\s-]?reduc\w*|echelon|rref", "row reduce {}"),
    (r"cholesky", "Cholesky of {}"),
)
_OF_PAIR = (
    (r"(?:cosine|\bcos\b)(?: similarity)?(?: of the angle)?", "cosine similarity of {} and {}"),
    (r"\bangle\b", "angle between {} and {}"),
    (r"(?:manhattan|\bL_?1\b|taxi\w*|city[\s-]block)(?:[\s-]*(?:distance|metric))?", "Manhattan distance between {} and {}"),
    (r"distance|how far", "distance between {} and {}"),
    (r"dot product|inner product|scalar product", "dot product of {} and {}"),
    (r"cross[\s-]?entropy", "cross-entropy of {} and {}"),
    (r"\bKL\b|kullback|divergence", "KL({} || {})"),
    (r"cross product", "cross product of {} and {}"),
    (r"outer product", "outer product of {} and {}"),
    (r"\bproject\w*", "project {} onto {}"),
    (r"covariance", "covariance of {} and {}"),
    (r"correlation", "correlation of {} and {}"),
    (r"\bsum\b|\badd (?:them|both)|\badded\b", "{} + {}"),
    (r"difference|subtract\w*", "{} - {}"),
    (r"\bproduct\b|multipl(?:y|ied)", "{} times {}"),
)
_OF_LIST = (
    (r"(?:manhattan|\bL_?1\b)(?:[\s-]*norm)?", "L1 norm of ({})"),
    (r"max(?:imum)? norm|infinity norm", "max norm of ({})"),
    (r"\bnorm\b|\blength\b|magnitude", "norm of ({})"),
    (r"soft[\s-]?max", "softmax of ({})"),
    (r"entropy", "entropy of ({})"),
    (r"median", "median of {}"),
    (r"standard deviation|\bs\.?d\b|\bstd\b", "standard deviation of {}"),
    (r"variance", "variance of {}"),
    (r"\bmean\b|average", "mean of {}"),
    (r"\brange\b", "range of {}"),
    (r"\bmode\b", "mode of {}"),
)
_OF_FORMULA = (
    (r"third derivative", "third derivative of {}{}"),
    (r"second derivative|differentiate (?:it )?(?:again|twice)|f''|curvature", "second derivative of {}{}"),
    (r"hessian", "Hessian of {}{}"),
    (r"gradient(?! descent)", "gradient of {}{}"),
    (r"derivative|differentiate|\bslope\b|f'", "derivative of {}{}"),
    (r"integral|integrate|antiderivative", "integral of {}"),
    (r"critical points?|\bminimum\b|\bmaximum\b|stationary|extrem\w+", "critical points of {}"),
    (r"convex", "is {} convex"),
    (r"\bvalue\b|\by\b|\bf\s*\(|evaluate", "value of {}{}"),
    (r"cross(?:es)? the x|x[\s-]intercept|\bzeros?\b|\broots?\b|is it zero|equal(?:s)? (?:to )?(?:0|zero)", "solve {} = 0"),
    (r"cross(?:es)? the y|y[\s-]intercept", "value of {} at x = 0"),
)
_MOMENTS = (
    r"expected value|expectation|(?:sample |population )?(?:variance|standard deviation)|mean|average|median|mode"
    r"|\bs\.?d\b|\bstd\b"
)
_MANY = r"at least|at most|exactly|precisely|more than|fewer than|less than"
_HEADS = re.compile(rf"\b({_MANY})\s+(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_SPREAD = re.compile(r"\b(?:sample |population )?(?=(?:variance|standard deviation|std\b|sd\b))", re.IGNORECASE)
_LESS_ONE = re.compile(
    r"\bn\s*-\s*1\b|\bn minus (?:one|1)\b|\bone less\b|\bbessel\b|\bunbiased\b|\bas a sample\b|\bsample\b", re.IGNORECASE
)
_WHOLE = re.compile(r"\b(?:by|with|over) n\b(?!\s*(?:-|minus))|\bpopulation\b", re.IGNORECASE)
_RESULT = re.compile(r"\b(?:negative|positive)\b", re.IGNORECASE)
_OTHER_RESULT = re.compile(
    r"\b(?:if|when|after|for|with|were|is|was|came|comes|be|says)\b.*\b(?P<result>negative|positive)\b|^(?P<alone>negative"
    r"|positive)",
    re.IGNORECASE,
)
_AT = re.compile(r"\s+at\s+(?:[a-z]\s*=\s*\S+|\([^()]+\))\s*\W*$", re.IGNORECASE)
_MESSAGE_AT = re.compile(
    r"\b(?:at|for|when|in|where)\s+(?:the point\s+)?(?P<at>[a-z]\s*=\s*-?[\d./]+|\([^()]+\)|-?\d[\d./]*)", re.IGNORECASE
)
_ASIDE = frozenset(
    """a an the of for to is are was be it its they them their this that these and or in on at by what whats which how do does i
    want now then also too please find compute calculate get give me show tell can you we value values number numbers matrix
    vector vectors
    between same one ones from with about function formula line result answer product point where need have would could s say
    no not meant mean just only my own both two the first axis cross crosses y x sum invertible instead again still test
    result there here that's""".split()
)  # fmt: skip


def asked_else(message: str, problem: str, solved: Solved) -> Candidates:
    """The problems that ask something else of the same numbers, the likeliest first.

    >>> none = lambda problem: None
    >>> next(asked_else("and its determinant?", "rank of [[1,2],[2,4]]", none))[0]
    'determinant of [[1, 2], [2, 4]]'
    >>> next(asked_else("and the standard deviation?", "variance of 2, 4, 4, 6", none))[0]
    'standard deviation of 2, 4, 4, 6'
    >>> list(asked_else("why does the rank matter for solving equations?", "determinant of [[1,2],[2,4]]", none))
    []
    """
    asked = sheared(message)
    for reading in (_other_result, _other_count, _other_divisor, _other_moment, _other_unit):
        yield from reading(asked, problem)
    yield from _of_tables(asked, problem, solved)
    yield from _of_formula(asked, problem)


def names_in(message: str) -> tuple[str, ...]:
    """The patterns of what a message asks for by name."""
    rows = (*_OF_MATRIX, *_OF_PAIR, *_OF_LIST, *_OF_FORMULA)
    return tuple(pattern for pattern, _ in rows if re.search(pattern, message, re.IGNORECASE))


def _only(asked: str, pattern: str) -> bool:
    """Whether a message says nothing besides what it asks for."""
    left = re.sub(pattern, " ", asked, flags=re.IGNORECASE)
    words = re.findall(r"[A-Za-z]+", left)
    return all(word.lower() in _ASIDE or len(word) == 1 for word in words)


# -- other words in the problem as it stands -------------------------------------------------------------------------------------
def _other_result(asked: str, problem: str) -> Candidates:
    if (found := _OTHER_RESULT.search(asked)) and len(asked.split()) <= 10 and not re.search(r"\d|second|two|again|both", asked):
        new = (found["result"] or found["alone"]).lower()
        results = [
            one for one in _RESULT.finditer(problem) if not re.match(r"false\W+$", problem[max(0, one.start() - 6) : one.start()])
        ]
        if not results and re.search(r"sensitiv|false\s+positive|P\(", problem, re.IGNORECASE) and new == "negative":
            yield f"{problem.rstrip(' .?')}, {new}", f"after a {new} test"
        if results and results[-1].group().lower() != new:
            last = results[-1]
            yield problem[: last.start()] + new + problem[last.end() :], f"after a {new} test"


def _other_count(asked: str, problem: str) -> Candidates:
    if (
        (new := _HEADS.search(asked))
        and (old := _HEADS.search(problem))
        and _only(asked, rf"{_HEADS.pattern}|heads?|tails?|success\w*")
    ):
        yield problem[: old.start()] + new.group() + problem[old.end() :], f"{new.group()} in place of {old.group()}"
    elif (new := re.fullmatch(rf"({_MANY})(?: that many)?", asked, re.IGNORECASE)) and (old := _HEADS.search(problem)):
        yield problem[: old.start(1)] + new[1] + problem[old.end(1) :], f"{new[1]} {old[2]}"


def _other_divisor(asked: str, problem: str) -> Candidates:
    spread = r"variance|standard deviation|\bstd\b|\bsd\b"
    if not re.search(spread, problem, re.IGNORECASE):
        return
    for pattern, kind, how in ((_LESS_ONE, "sample ", "n - 1"), (_WHOLE, "population ", "n")):
        if pattern.search(asked) and _only(
            re.sub(spread, " ", asked, flags=re.I), rf"{pattern.pattern}|divid\w*|by|with|over|as|unbiased"
        ):
            yield _SPREAD.sub(kind, problem, count=1), f"divided by {how}"


def _other_moment(asked: str, problem: str) -> Candidates:
    new = re.search(_MOMENTS, asked, re.IGNORECASE)
    olds = list(re.finditer(_MOMENTS, problem, re.IGNORECASE))
    if not new or not olds or not _only(asked, _MOMENTS) or len(olds) > 2 or re.search(r"z[\s-]?score", problem, re.IGNORECASE):
        return
    name = re.sub(r"^(?:sd|s\.d|std)$", "standard deviation", new.group(), flags=re.IGNORECASE)
    yield problem[: olds[0].start()] + name + problem[olds[-1].end() :], f"the {name.lower()} of the same numbers"


def _other_unit(asked: str, problem: str) -> Candidates:
    if (found := re.fullmatch(r"(?:and )?(?:that |it )?in (bits|nats)", asked, re.IGNORECASE)) and re.search(
        r"entropy|\bKL\b|kullback", problem, re.IGNORECASE
    ):
        bare = re.sub(r"\s+in\s+(?:bits|nats)\b", "", problem.rstrip(" .?"), flags=re.IGNORECASE)
        yield f"{bare} in {found[1].lower()}", f"in {found[1].lower()}"


# -- another name for the same tables and formulas -------------------------------------------------------------------------------
def _of_tables(asked: str, problem: str, solved: Solved) -> Candidates:
    tables = tables_in(problem)
    grids = [table for table in tables if table.is_matrix]
    lists = [table for table in tables if not table.is_matrix]
    bare = _without_tables(asked)
    for pattern, form in _OF_MATRIX if grids else ():
        if _names(pattern, bare):
            made = _made(problem, grids, solved)
            yield form.format(made or grids[0].text), f"of {'the result' if made else 'the matrix'} {made or grids[0].text}"
    pair = grids if len(grids) == 2 else lists
    for pattern, form in _OF_PAIR if len(pair) == 2 else ():
        if _names(pattern, bare) and not (pair is grids and form != "{} + {}" and form != "{} - {}" and "times" not in form):
            yield form.format(*(one.text for one in pair)), f"of {pair[0].text} and {pair[1].text}"
    for pattern, form in _OF_LIST if lists else ():
        if _names(pattern, bare):
            inside = ", ".join(lists[-1].rows[0])
            yield form.format(inside), f"of {lists[-1].text}"


def _names(pattern: str, asked: str) -> bool:
    return bool(re.search(pattern, asked, re.IGNORECASE)) and _only(asked, pattern)


def _without_tables(asked: str) -> str:
    for table in reversed(tables_in(asked)):
        asked = asked[: table.start] + " # " + asked[table.end :]
    return asked if "#" not in asked else "?"


def _made(problem: str, grids: list[Table], solved: Solved) -> str:
    """The matrix that two matrices make together; "" where there is only one."""
    if len(grids) < 2:
        return ""
    solution = solved(problem)
    return solution.answer if solution is not None and solution.kind == "matrix" else ""


def _of_formula(asked: str, problem: str) -> Candidates:
    found = [one for one in expressions_in(problem) if not re.fullmatch(r"[a-z]\s*=\s*-?[\d./]+", one.text)]
    if not found:
        return
    formula = re.sub(r"^\s*(?:y|[fgh]\s*(?:\([^()]*\))?)\s*=\s*", "", found[0].text)
    if "=" in formula:
        return
    before = _AT.search(problem)
    said = _MESSAGE_AT.search(asked)
    letter = next((c for c in formula if c in "xtuzvw"), "x")
    at = f" at {said['at'] if not re.fullmatch(r'-?[0-9./]+', said['at']) else f'{letter} = ' + said['at']}" if said else ""
    bare = _MESSAGE_AT.sub(" ", asked)
    for pattern, form in _OF_FORMULA:
        if _names(pattern, bare):
            place = at or (f" {before.group().strip(' ?.')}" if before and "value" not in form else "")
            if form.count("{}") == 2:
                yield form.format(formula, place), f"of {formula}{place}"
            yield form.replace("{}{}", "{}").format(formula), f"of {formula}"
