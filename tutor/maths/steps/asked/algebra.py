"""How people ask about matrices and vectors, and who answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import tutor.maths.steps.elimination as elimination
import tutor.maths.steps.fitting as fitting
import tutor.maths.steps.geometry as geometry
import tutor.maths.steps.linear_equation as linear_equation
import tutor.maths.steps.orthogonal as orthogonal
import tutor.maths.steps.quadratic as quadratic
import tutor.maths.steps.singular as singular
import tutor.maths.steps.spectra as spectra
import tutor.maths.steps.systems as systems
from tutor.errors import Unreadable
from tutor.maths.answers.lists import table
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.parse import read
from tutor.maths.steps.problem import (
    HOLE,
    LARGEST_MATRIX,
    Group,
    Problem,
    Solver,
    fraction,
    fractions_of,
    groups_of,
    one_matrix,
    rows_of,
    spread,
    vector_of,
)
from tutor.maths.steps.solution import Ledger, Solution
from tutor.maths.steps.spoken import is_no_power
from tutor.maths.tree import Node, Relation, Sequence, symbols

Worker = Callable[[Ledger, list[list[Fraction]]], Solution]


def _on_matrix(topic: str, pattern: str, worker: Worker, more: tuple[str, ...] = ()) -> tuple[str, Solver]:
    def solver(p: Problem) -> Solution:
        rows = one_matrix(p)
        p.words_known(pattern, more)
        return worker(p.ledger(topic), rows)

    return pattern, solver


def _project(p: Problem) -> Solution:
    at = re.search(r"\bonto\b|\bon\b", p.text, re.IGNORECASE)
    before = [g for g in p.groups if at and g.start < at.start()]
    after = [g for g in p.groups if at and g.start > at.start()]
    if len(before) != 1 or not after:
        raise Unreadable("I need a vector and what to project it on — try project (1, 2, 3) onto (1, 1, 0).")
    p.words_known(
        r"orthogonal(?:ly)?|project(?:ion|ed)?|\bonto\b|\bon\b",
        ("span", "spanned", "line", "plane", "through", "subspace", "space", "image", "origin", "direction"),
    )
    if len(after) > 1 and p.has(r"\bline\b"):
        raise Unreadable(
            "A line through two points need not pass through the origin — give one vector along a line through the origin."
        )
    columns = p.has(r"\b(?:column|columns|image)\b")
    targets = spread(after, columns)
    if any(g.text.count("[") > 1 for g in targets) and not columns:
        raise Unreadable("Are rows or columns meant? — try project (1, 2, 3) onto the column space of [[1, 0], [0, 1], [1, 1]].")
    return geometry.project(p.ledger("projection"), vector_of(before[0]), _few([vector_of(g) for g in targets]))


def _few(vectors: list[list[object]]) -> list[list[object]]:
    if len(vectors) > LARGEST_MATRIX:
        raise Unreadable(f"These are {len(vectors)} vectors — give at most {LARGEST_MATRIX}.")
    return vectors


_GRAM = r"gram[\s-]*schmidt(?:\s+process)?|orthonormal\s+basis|orthogonal\s+basis|orthonormali[sz]e|orthogonali[sz]e"


def _gram(p: Problem) -> Solution:
    p.words_known(_GRAM, ("apply", "span", "spanned", "process", "subspace", "space"))
    found = _few([vector_of(g) for g in spread(p.groups, p.has(r"\bcolumn"))])
    if not found:
        raise Unreadable("I need the vectors — try Gram-Schmidt on (1, 1, 0), (1, 0, 1).")
    return geometry.gram_schmidt(p.ledger("Gram-Schmidt"), found)


def _two_vectors(topic: str, pattern: str, worker: Callable[..., Solution], more: tuple[str, ...] = ()) -> tuple[str, Solver]:
    def solver(p: Problem) -> Solution:
        found = spread(p.groups)
        if len(found) != 2:
            raise Unreadable(f"I need two vectors here — try {topic} of (1, 2, 3) and (4, 5, 6).")
        p.words_known(pattern, ("between", "points", "point", "product", *more))
        return worker(p.ledger(topic), vector_of(found[0]), vector_of(found[1]))

    return pattern, solver


_NORM = (
    r"(?:euclidean|l_?[12]|[12]|ell_?[12]|l_?inf(?:inity)?|infinity|max(?:imum)?"
    r"|manhattan|taxicab)?[\s-]*\b(?:norm|length|magnitude)\b|\|\|?|‖|normali[sz]e"
)


def _norm(p: Problem) -> Solution:
    group = groups_of(p, 1, "one vector")[0]
    rows = table(group.node())
    if rows and len(rows) > 1 and len(rows[0]) > 1:
        raise Unreadable("Which norm of this matrix? — ask for the Frobenius norm, or for its largest singular value.")
    if p.has(r"normali[sz]e"):
        raise Unreadable("I can't place every word here — try normalise (3, 4), or norm of (3, 4).")
    found = spread((group,))
    p.words_known(_NORM, ("euclidean",))
    kind = "1" if p.has(r"\bl_?1\b|\b1-?\s*norm|manhattan|taxicab") else "oo" if p.has(r"inf|max") else "2"
    return geometry.norm(p.ledger("norm"), vector_of(found[0]), kind)


def _dotted(p: Problem) -> Solution:
    return geometry.dot(p.ledger("dot product"), vector_of(p.groups[0]), vector_of(p.groups[1]))


def _coordinates(p: Problem) -> Solution:
    if p.has(
        r"\b(?:with|whose|has|have)\s+(?:the\s+)?coordinates?\b(?!\s+(?:vector|in)\b)|\bgiven\s+(?:the\s+|its\s+)?coordinates?\b"
    ):
        raise Unreadable("Here the coordinates are known: multiply — try [[1, 1], [1, -1]] times (3, 2), the basis as columns.")
    p.words_known(r"coordinates?|coordinate\s+vector|express|relative|basis|\bin\b", ("respect",))
    if len(p.groups) < 2:
        raise Unreadable("I need a vector and a basis — try coordinates of (3, 1) in the basis (1, 1), (1, -1).")
    basis = [fractions_of(g) for g in spread(p.groups[1:])]
    return fitting.coordinates(p.ledger("coordinates"), fractions_of(p.groups[0]), basis)


def _change(p: Problem) -> Solution:
    p.words_known(r"change[\s-]*of[\s-]*bas[ie]s|transition\s+matrix|\bto\b|\bfrom\b|basis", ("old", "new"))
    at = re.search(r"\bto\b(?!.*\bto\b)", p.rest, re.IGNORECASE)
    before = p.rest[: at.start()].count(HOLE) if at else 0
    old, new = spread(p.groups[:before]), spread(p.groups[before:])
    if not old or not new:
        raise Unreadable("I need both bases — try change of basis from {(1, 0), (0, 1)} to {(1, 1), (1, -1)}.")
    if any(g.text.count("[") > 1 for g in (*old, *new)):
        raise Unreadable("Type each basis as a list of vectors — try change of basis from {(1, 0), (0, 1)} to {(1, 1), (1, -1)}.")
    return fitting.change_of_basis(p.ledger("change of basis"), [fractions_of(g) for g in old], [fractions_of(g) for g in new])


_LEAST = (
    r"least[\s-]*squares?(?:\s+(?:solution|fit|line))?|normal\s+equations?|line\s+of\s+best\s+fit"
    r"|best\s+fit\s+line|fit\s+a\s+(?:straight\s+)?line|linear\s+regression"
)


def _least(p: Problem) -> Solution:
    p.words_known(_LEAST, ("line", "fit", "straight", "points", "through", "data", "x", "solve", "y", "solution"))
    if p.has(r"\bline\b|regression|\bpoints?\b"):
        return fitting.fit_line(p.ledger("least squares"), [fractions_of(g) for g in spread(p.groups)])
    if len(p.groups) != 2:
        raise Unreadable("I need a matrix and a right side — try least squares [[1, 0], [1, 1], [1, 2]] x = (1, 2, 4).")
    return fitting.least_squares(p.ledger("least squares"), rows_of(p.groups[0]), fractions_of(p.groups[1]))


# -- systems ---------------------------------------------------------------------------------------
def _matrix_system(p: Problem) -> Solution:
    p.words_known(r"\bsolve\b|\bx\b", ("ax", "linear", "solution", "solutions"))
    return systems.solve_system(p.ledger("linear system"), rows_of(p.groups[0]), fractions_of(p.groups[1]))


def _equations(p: Problem) -> Solution:
    text = re.sub(
        r"^.*?\b(?:solve|solution\w*)\b(?:\s+(?:of|to|for))?(?:\s+(?:the|this|following))*(?:\s+(?:linear\s+)?(?:system|equations?))*(?:\s+of(?:\s+linear)?\s+equations)?\s*:?",
        "",
        p.text,
        flags=re.IGNORECASE,
    )
    wanted = re.search(r"\s*,?\s+for\s+([A-Za-z](?:_?\d)?(?:\s*(?:,|and)\s*[A-Za-z](?:_?\d)?)*)$", text)
    text = text[: wanted.start()] if wanted else text
    letters = re.split(r"\s*(?:,|\band\b)\s*", wanted[1]) if wanted else []
    if ahead := re.match(r"\s*(?:for\s+)?([A-Za-z])\s*:\s*", text):
        letters, text = [*letters, ahead[1]], text[ahead.end() :]
    text = re.sub(r"\s*(?:\\\\|\n)\s*", ", ", text)
    if alone := _one_equation(text, letters):
        return linear_equation.solve_for(p.ledger("linear equation"), *alone)
    if extra := [name for name in letters if name not in symbols(read(text))]:
        raise Unreadable(f"These equations have no letter '{extra[0]}' — check what they are to be solved for.")
    rows, right, names = linear_equations(text)
    return systems.solve_system(p.ledger("linear system"), rows, right, names)


def _one_equation(text: str, letters: list[str]) -> tuple[Relation, str] | None:
    """A single equation and the letter to solve it for, where there is one letter or one was named."""
    is_no_power(text)
    tree = read(text)
    if not isinstance(tree, Relation) or tree.signs != ("=",):
        return None
    names = symbols(tree)
    name = letters[0] if len(letters) == 1 else min(names) if len(names) == 1 else ""
    if name and name not in names:
        raise Unreadable(f"This equation has no letter '{name}' — check what it is to be solved for.")
    return (tree, name) if name and linear_equation.first_degree(tree, name) else None


def linear_equations(text: str) -> tuple[list[list[Fraction]], list[Fraction], list[str]]:
    """Coefficients, right sides and letters of typed linear equations; raises Unreadable for others.

    >>> linear_equations("x + y = 3, x - y = 1") == ([[1, 1], [1, -1]], [3, 1], ["x", "y"])
    True
    """
    is_no_power(text)
    tree = read(text)
    equations = tree.parts if isinstance(tree, Sequence) and tree.open in ("", "{") else (tree,)
    if not all(isinstance(e, Relation) and e.signs == ("=",) for e in equations):
        raise Unreadable("I need equations with one equal sign each — try solve x + y = 3, x - y = 1.")
    names = sorted(symbols(tree))
    if not 1 <= len(names) <= LARGEST_MATRIX or len(equations) > LARGEST_MATRIX:
        raise Unreadable(
            f"I solve up to {LARGEST_MATRIX} equations in up to {LARGEST_MATRIX} letters — try solve x + y = 3, x - y = 1."
        )
    rows, right = [], []
    for equation in equations:
        assert isinstance(equation, Relation)
        weights, constant = _affine(equation, names)
        rows.append(weights)
        right.append(-constant)
    return rows, right, names


def _affine(equation: Relation, names: list[str]) -> tuple[list[Fraction], Fraction]:
    """Weights and constant of left minus right, tested for linearity at a third and a fourth point."""
    zero = dict.fromkeys(names, Fraction(0))
    constant = _gap(equation, zero)
    weights = [_gap(equation, zero | {n: Fraction(1)}) - constant for n in names]
    for k in (2, 5, 11):
        point = {n: Fraction(k + 3 * i, 1 + i % 2) * (-1) ** (i * k) for i, n in enumerate(names)}
        if _gap(equation, point) != constant + sum((w * point[n] for w, n in zip(weights, names)), Fraction(0)):
            raise Unreadable("I solve linear equations here, and one of these is not — try solve x + y = 3, x - y = 1.")
    if any(max(abs(x.numerator), x.denominator) > 10**6 for x in (*weights, constant)):
        raise Unreadable("The numbers here may go up to 1,000,000 — try smaller ones.")
    return weights, constant


def _gap(equation: Relation, point: dict[str, Fraction]) -> Fraction:
    values = [_value(side, point) for side in equation.sides]
    return values[0] - values[1]


def _value(node: Node, point: dict[str, Fraction]) -> Fraction:
    try:
        found = exact(node, point)
    except Undefined:
        found = None
    if found is None:
        raise Unreadable("I solve linear equations here, and one of these is not — try solve x + y = 3, x - y = 1.")
    return found


def _vector_of_matrix_product(p: Problem) -> bool:
    return bool(
        re.search(rf"{HOLE}\s*\*?\s*(?:x|X|v|\\vec\s*\{{?x\}}?|\\mathbf\s*\{{?x\}}?)\s*=\s*{HOLE}|\bA\s*x\s*=\s*b\b", p.rest)
    )


def _is_dot(p: Problem) -> bool:
    return bool(
        re.fullmatch(rf"(?:what is|compute|find|calculate)?\s*{HOLE}\s*(?:·|\.|⋅|•|\\cdot|\*)\s*{HOLE}\s*", p.rest, re.IGNORECASE)
    )


def special(p: Problem) -> Solver | None:
    """Forms that are known by their signs rather than by a word."""
    if _is_dot(p):
        return _dotted
    if len(p.groups) == 2 and _vector_of_matrix_product(p) and not re.search(_LEAST, p.text, re.IGNORECASE):
        return _matrix_system
    if (
        re.match(r"(?:find\s+(?:the\s+)?solutions?|solve|what is the solution)\b", p.text, re.IGNORECASE)
        and "=" in p.text
        and not p.has(_LEAST)
    ):
        return _equations
    if "=" in p.text and re.fullmatch(r"(?:and\b|[A-Za-z](?![A-Za-z])|[\s\d_+\-*/=.,;()])+", p.text):
        return _equations
    return None


def _rank_or_nullity(ledger: Ledger, rows: list[list[Fraction]]) -> Solution:
    return elimination.nullity(ledger, rows)


def _svd_values(ledger: Ledger, rows: list[list[Fraction]]) -> Solution:
    return singular.singular_value_decomposition(ledger, rows, only_values=True)


_KERNEL, _IMAGE = r"(?:kernel|null[\s-]*space)", r"(?:image|column[\s-]*space|range)"

FORMS: tuple[tuple[str, Solver], ...] = (
    (_LEAST, _least),
    (r"\bproject(?:ion|ed)?\b", _project),
    (_GRAM, _gram),
    (r"change[\s-]*of[\s-]*bas[ie]s|transition\s+matrix", _change),
    (r"\bcoordinates?\b|\bexpress\b", _coordinates),
    _on_matrix("singular values", r"singular\s+values?(?!\s+decomp)", _svd_values),
    _on_matrix(
        "singular value decomposition", r"\bsvd\b|singular\s+value\s+decomposition", singular.singular_value_decomposition
    ),
    _on_matrix("diagonalisation", r"diagonali[sz]\w*|eigen[\s-]*decomposition|eigendecompose", spectra.diagonalise, ("compute",)),
    _on_matrix(
        "eigenvectors",
        r"eigen[\s-]*values?\s*(?:and|,|&|\+)\s*(?:the\s+)?eigen[\s-]*vectors?|eigen[\s-]*vectors?(?:\s*(?:and|,|&)\s*(?:the\s+)?eigen[\s-]*values?)?|eigen[\s-]*(?:spaces?|pairs?)",
        spectra.eigenvectors,
        ("corresponding",),
    ),
    _on_matrix("eigenvalues", r"eigen[\s-]*values?|\bspectrum\b", spectra.eigenvalues),
    _on_matrix("characteristic polynomial", r"char(?:acteristic)?\s+poly(?:nomial)?", spectra.characteristic_polynomial),
    _on_matrix("Cholesky", r"cholesky(?:\s+(?:decomposition|factori[sz]ation|factor))?", quadratic.cholesky, ("decompose",)),
    _on_matrix(
        "definiteness",
        r"(?:positive|negative|semi|in)?[\s-]*(?:semi|in)?[\s-]*definit\w*|\bpsd\b|\bspd\b",
        quadratic.definiteness,
        ("or", "check", "whether", "not", "classify", "symmetric"),
    ),
    _on_matrix(
        "kernel and image",
        rf"{_KERNEL}\s*(?:and|,|&)\s*(?:the\s+)?{_IMAGE}|{_IMAGE}\s*(?:and|,|&)\s*(?:the\s+)?{_KERNEL}",
        elimination.kernel_and_image,
        ("basis", "bases"),
    ),
    _on_matrix("nullity", r"\bnullity\b|dimension\s+of\s+(?:the\s+)?(?:kernel|null[\s-]*space)", _rank_or_nullity),
    _on_matrix("rank", r"\brank\b|\brk\b", elimination.rank),
    _on_matrix("kernel", rf"{_KERNEL}|\bker\b", elimination.kernel, ("basis",)),
    _on_matrix("image", rf"{_IMAGE}|\bim\b", elimination.image, ("basis",)),
    _on_matrix(
        "LU decomposition",
        r"\blu\b(?:[\s-]*(?:decomposition|factori[sz]ation))?",
        systems.lu,
        ("decompose", "factor", "factorise", "factorize", "into"),
    ),
    _on_matrix(
        "QR decomposition", r"\bqr\b(?:[\s-]*(?:decomposition|factori[sz]ation))?", orthogonal.qr, ("decompose", "factor")
    ),
    _on_matrix("inverse", r"\binverse\b|\binvert\w*|\^\s*\{?\s*-\s*1\s*\}?|⁻¹", elimination.inverse),
    _on_matrix("determinant", r"\bdet(?:erminant)?\b", systems.determinant),
    _on_matrix("trace", r"\btrace\b|\btr\b", systems.trace),
    _on_matrix(
        "row reduction",
        r"row[\s-]*reduc\w*|\br?ref\b|(?:reduced\s+)?(?:row\s+)?echelon(?:\s+form)?|gauss(?:ian)?(?:[\s-]*jordan)?(?:\s+elimination)?|\breduce\b",
        elimination.row_reduce,
        ("form", "reduced", "row", "elimination", "bring", "into", "perform", "apply"),
    ),
    _two_vectors("dot product", r"(?:dot|inner|scalar)\s+product|\bdot\b", geometry.dot),
    _two_vectors("angle", r"\bangle\b", geometry.angle),
    _two_vectors("distance", r"(?:euclidean\s+)?\bdistance\b", geometry.distance),
    (_NORM, _norm),
)

__all__ = ["FORMS", "Group", "fraction", "special"]
