"""Eigenvalues, eigenvectors and what is built from them: diagonal forms, singular values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import exact
from tutor.maths.parse import read
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import Table, begin, kernel_vectors, reduce, square
from tutor.maths.steps.geometry import tidy
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

Spectrum = list[tuple[Any, int]]  # eigenvalue (a SymPy number) and how often it counts
Spaces = list[tuple[Any, int, list[list[Any]]]]  # eigenvalue, multiplicity, basis of its eigenspace


def _rational(value: Fraction) -> Any:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


# -- the characteristic polynomial -----------------------------------------------------------------
def polynomial(ledger: Ledger, rows: Table, name: str = "A") -> Any:
    """det(A - lambda I) up to sign, monic, by Faddeev and LeVerrier; checked against interpolated determinants."""
    import sympy

    t = sympy.Symbol("lambda")
    size = len(rows)
    coefficients = [Fraction(1)]
    work = [[Fraction(0)] * size for _ in range(size)]
    for k in range(1, size + 1):
        work = [[x + coefficients[-1] * (i == j) for j, x in enumerate(row)] for i, row in enumerate(work)]
        work = [[sum((a * b for a, b in zip(row, column)), Fraction(0)) for column in zip(*work)] for row in rows]
        coefficients.append(-sum((work[i][i] for i in range(size)), Fraction(0)) / k)
    found = sympy.Poly([_rational(c) for c in coefficients], t)
    good = check.equal(
        coefficients[::-1],
        check.characteristic(rows),
        f"interpolated through the determinants at {size + 1} values of $\\lambda$",
    )
    says = f"Find where ${name} - \\lambda I$ loses rank: write down the characteristic polynomial."
    if size == 2:
        says += rf" For a 2 by 2 matrix it is $\lambda^2 - \operatorname{{tr}}({name})\lambda + \det({name})$."
    ledger.step(says, rf"\det(\lambda I - {name}) = {write.tex(found.as_expr())}", good)
    return found


def characteristic_polynomial(ledger: Ledger, rows: Table) -> Solution:
    """det(lambda I - A)."""
    square(rows, "a characteristic polynomial")
    begin(ledger, rows, "Write the matrix down.")
    found = polynomial(ledger, rows).as_expr()
    answer = write.plain(found)
    node = read(answer)
    values = [exact(node, {"lambda": Fraction(t)}) for t in (-3, -1, 2, 5, 7, 11, 13)]
    wanted = [check.polynomial(check.characteristic(rows), Fraction(t)) for t in (-3, -1, 2, 5, 7, 11, 13)]
    how = check.equal(values, wanted, "second route: at seven numbers the typed answer equals the determinant")
    return ledger.conclude("expression", answer, rf"\det(\lambda I - A) = {write.tex(found)}", how)


def _roots(found: Any) -> Spectrum:
    """Exact roots: rational ones, and those of quadratic factors; raises Unreadable where a factor has no roots of that kind."""
    import sympy

    spectrum: Spectrum = []
    for factor, many in sympy.factor_list(found)[1]:
        if factor.degree() == 1:
            a, b = factor.all_coeffs()
            spectrum.append((-b / a, many))
        elif factor.degree() == 2:
            a, b, c = factor.all_coeffs()
            root = sympy.sqrt(b * b - 4 * a * c)
            spectrum += [(tidy((-b + sign * root) / (2 * a)), many) for sign in (1, -1)]
        else:
            raise NoFormula
    return sorted(spectrum, key=lambda pair: (-float(sympy.re(pair[0])), -float(sympy.im(pair[0]))))


class NoFormula(ArithmeticError):
    """A factor of degree three or more: no simple closed form."""


def spectrum(ledger: Ledger, rows: Table, name: str = "A") -> Spectrum:
    """All eigenvalues, exact, with their multiplicities; raises NoFormula where there is no simple form."""
    import sympy

    found = polynomial(ledger, rows, name)
    values = _roots(found)
    t = found.gen
    factored = sympy.Mul(*[sympy.Pow(t - value, many) for value, many in values])
    coefficients = check.characteristic(rows)
    dead = all(
        abs(check.polynomial([complex(c) for c in coefficients], complex(value))) < 1e-6 * _size(coefficients, value)
        for value, _ in values
    )
    exact = sympy.expand(factored - found.as_expr()) == 0
    latex = rf"{write.tex(found.as_expr())} = {write.tex(factored)}"
    ledger.step(
        "Factor it; its zeros are the eigenvalues." if name == "A" else f"Factor it; its zeros are the eigenvalues of ${name}$.",
        latex,
        Check(dead and exact, "the factors multiply out to the polynomial, and each zero was put in"),
    )
    return values


def _size(coefficients: Sequence[Fraction], value: Any) -> float:
    return float(sum(abs(complex(c)) * abs(complex(value)) ** k for k, c in enumerate(coefficients))) + 1.0


def is_spectrum(rows: Rows, answer: str, values: Spectrum) -> Check:
    """The typed set, read back: each makes A - lambda I singular; sum and product are trace and determinant."""
    again = check.set_back(answer)
    size = len(rows)
    scale = max(1.0, *(abs(float(x)) for row in rows for x in row))
    good = len(again) == len(values)
    for z, (_, _many) in zip(again, values):
        shifted = [[complex(x) - z * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
        good = good and abs(check.determinant(shifted)) < 1e-7 * (scale + abs(z)) ** size
    total = sum(z * many for z, (_, many) in zip(again, values))
    product = 1 + 0j
    for z, (_, many) in zip(again, values):
        product *= z**many
    good = good and sum(many for _, many in values) == size
    good = good and abs(total - complex(sum(rows[i][i] for i in range(size)))) < 1e-8 * scale * size
    good = good and abs(product - complex(check.determinant(rows))) < 1e-7 * (scale * size) ** size
    return Check(
        good,
        (
            "second route: read back, each makes $\\det(A - \\lambda I)$ "
            "vanish, their sum is the trace and their product the determinant"
        ),
    )


def eigenvalues(ledger: Ledger, rows: Table) -> Solution:
    """The set of eigenvalues."""
    square(rows, "eigenvalues")
    begin(ledger, rows, "An eigenvalue is a number $\\lambda$ for which some vector is only stretched: $Av = \\lambda v$.")
    try:
        values = spectrum(ledger, rows)
    except NoFormula:
        return _decimals(ledger, rows)
    answer = write.listed(write.plain(value) for value, _ in values)
    latex = r",\quad ".join(
        rf"\lambda_{{{k}}} = {write.tex(v)}{write.about(v)}{_times(many)}" for k, (v, many) in enumerate(values, 1)
    )
    return ledger.conclude("set", answer, latex, is_spectrum(rows, answer, values), says="So these are the eigenvalues.")


def _times(many: int) -> str:
    return "" if many == 1 else rf"\ (\text{{{many} times}})"


def _decimals(ledger: Ledger, rows: Table) -> Solution:
    """Where no simple form exists: six places, each with a zero of the polynomial proved to lie within rounding."""
    import sympy

    coefficients = check.characteristic(rows)
    found = sympy.Poly([_rational(c) for c in reversed(coefficients)], sympy.Symbol("lambda")).sqf_part()
    roots = [complex(r) for r in found.nroots(n=30, maxsteps=200)]
    shown = [_six_places(r) for r in sorted(roots, key=lambda r: (-round(r.real, 7), -r.imag))]
    single = [_fraction(c) for c in reversed(found.all_coeffs())]
    answer = write.listed(shown)
    again = check.set_back(answer)
    good = len(set(shown)) == len(single) - 1 and all(check.zero_within(single, z) <= 1e-6 * len(rows) for z in again)
    how = Check(good, "second route: by $n\\,|p/p'|$ at the typed numbers, a zero of the polynomial lies within rounding of each")
    latex = r",\quad ".join(rf"\lambda_{{{k}}} \approx {s.replace('*', '')}" for k, s in enumerate(shown, 1))
    says = "These zeros have no simple closed form; to six places they are these."
    return ledger.conclude("set", answer, latex, how, says=says)


def _six_places(z: complex) -> str:
    """A number to six places as one types it.

    >>> _six_places(1.5 - 2j), _six_places(0.25 + 0j)
    ('1.500000 - 2.000000*i', '0.250000')
    """
    if abs(z.imag) < 1e-12:
        return f"{z.real:.6f}"
    return f"{z.real:.6f} {'-' if z.imag < 0 else '+'} {abs(z.imag):.6f}*i"


# -- eigenvectors ----------------------------------------------------------------------------------
def eigenspaces(ledger: Ledger, rows: Table, name: str = "A") -> Spaces:
    """Every eigenvalue with a basis of its eigenspace, each vector checked by A v - lambda v = 0."""
    return [(value, many, _space(ledger, rows, value, name)) for value, many in spectrum(ledger, rows, name)]


def _space(ledger: Ledger, rows: Table, value: Any, name: str = "A") -> list[list[Any]]:
    size = len(rows)
    if value.is_Rational:
        shift = _fraction(value)
        shifted = [[x - shift * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
        quiet = Ledger(ledger.problem, ledger.topic)
        found = reduce(quiet, shifted)
        basis: list[list[Any]] = [[_rational(x) for x in _upright(v)] for v in kernel_vectors(found, size)]
        times = "" if value == 1 else write.bracketed(value)
        line = rf"{name} - {times} I = {write.matrix_tex(shifted)} \to {write.matrix_tex(found.rows)}"
        kept = check.same_row_space(shifted, found.rows)
        says = f"For $\\lambda = {write.tex(value)}$ subtract it on the diagonal and row reduce."
        ledger.step(says, line, kept)
    else:
        basis = _field_space(rows, value)
    for v in basis:
        says = f"Then ${write.vector_tex(v)}$ is an eigenvector for $\\lambda = {write.tex(value)}$."
        latex = rf"{name} v = {write.vector_tex([_exact(x) for x in image(rows, v)])} = {write.bracketed(value)} v"
        ledger.step(says, latex, eigenpair(rows, v, value, name))
    return basis


def _upright(v: Sequence[Fraction]) -> list[Fraction]:
    """The same direction, its first nonzero entry positive."""
    first = next(x for x in v if x)
    return [-x for x in v] if first < 0 else list(v)


def _exact(value: Any) -> Any:
    import sympy

    return tidy(value) if value.is_real else sympy.expand(sympy.simplify(value))


def image(rows: Rows, v: Sequence[Any]) -> list[Any]:
    return [sum(_rational(a) * x for a, x in zip(row, v)) for row in rows]


def _field_space(rows: Table, value: Any) -> list[list[Any]]:
    """The kernel of A - lambda I over the field that lambda generates."""
    import sympy
    from sympy.polys.matrices import DomainMatrix

    size = len(rows)
    shifted = sympy.Matrix(size, size, lambda i, j: _rational(rows[i][j]) - (value if i == j else 0))
    found = DomainMatrix.from_Matrix(shifted, extension=True).to_field().nullspace()
    vectors = [list(found.to_Matrix().row(i)) for i in range(found.shape[0])]
    return [_pretty(v) for v in vectors]


def _pretty(v: list[Any]) -> list[Any]:
    """The same direction with its last nonzero entry 1."""
    import sympy

    last = next(x for x in reversed(v) if x != 0)
    return [sympy.expand(sympy.radsimp(sympy.expand(x / last))) for x in v]


def eigenpair(rows: Rows, v: Sequence[Any], value: Any, name: str = "A") -> Check:
    """A v - lambda v = 0, exactly, in SymPy's numbers and again in floats from the typed form."""
    import sympy

    gap = [sympy.simplify(sympy.expand(a - value * x)) for a, x in zip(image(rows, v), v)]
    floats = [complex(sympy.N(x)) for x in v]
    z = complex(sympy.N(value))
    numeric = [sum(complex(a) * x for a, x in zip(row, floats)) - z * y for row, y in zip(rows, floats)]
    good = all(g == 0 for g in gap) and all(abs(g) < 1e-8 * (1 + abs(z)) for g in numeric) and any(x != 0 for x in v)
    return Check(good, f"${name if name == 'A' else name + ' '}v - \\lambda v = 0$, multiplied out, and $v$ is not zero")


def eigenvectors(ledger: Ledger, rows: Table) -> Solution:
    """Every eigenvalue with its eigenvectors."""
    square(rows, "eigenvectors")
    begin(ledger, rows, "Find the numbers first, then for each the directions that are only stretched.")
    try:
        spaces = eigenspaces(ledger, rows)
    except NoFormula:
        raise _no_formula() from None
    parts, shown = [], []
    good = True
    for value, many, basis in spaces:
        typed = write.listed(write.vector(v) for v in basis)
        parts.append(Part(f"lambda = {write.plain(value)}", "basis" if value.is_real else "words", typed))
        shown.append(rf"\lambda = {write.tex(value)}{_times(many)}: {write.set_tex(write.vector_tex(v) for v in basis)}")
        good = good and (not value.is_real or _reads_back(rows, write.plain(value), typed))
    values = [(value, many) for value, many, _ in spaces]
    answer = "; ".join(f"{part.label}: {part.answer}" for part in parts)
    how = Check(
        good, "second route: read back, each vector is independent of the others and is stretched by its number, to 40 digits"
    )
    second = is_spectrum(rows, write.listed(write.plain(v) for v, _ in values), values)
    return ledger.conclude("labelled", answer, r";\quad ".join(shown), how, second, says="Here they are together.", parts=parts)


def _reads_back(rows: Rows, value: str, vectors: str) -> bool:
    z, found = check.number_back(value), check.vectors_back(vectors)
    stretched = all(check.near_to(check.image(rows, v), [z * x for x in v]) for v in found)
    return stretched and check.rank(found) == len(found)


def _no_formula() -> Unreadable:
    return Unreadable("The eigenvalues of this matrix have no simple form — ask for its eigenvalues to get them in decimals.")


# -- diagonal forms --------------------------------------------------------------------------------
def diagonalise(ledger: Ledger, rows: Table) -> Solution:
    """A = P D P^{-1}, or why there is none."""
    import sympy

    size = square(rows, "a diagonal form")
    begin(ledger, rows, "Look for a basis of eigenvectors: in it, $A$ only stretches.")
    try:
        spaces = eigenspaces(ledger, rows)
    except NoFormula:
        raise _no_formula() from None
    for value, many, basis in spaces:
        if len(basis) < many:
            return _defective(ledger, rows, value, many, len(basis))
    columns = [v for _, _, basis in spaces for v in basis]
    diagonal = [value for value, _, basis in spaces for _ in basis]
    p = [[v[i] for v in columns] for i in range(size)]
    d = [[x if i == j else sympy.Integer(0) for j in range(size)] for i, x in enumerate(diagonal)]
    parts = [Part("P", "matrix", write.matrix(p)), Part("D", "matrix", write.matrix(d))]
    product, stretched = _floats_product(rows, p), _floats_product(p, d)
    good = all(check.close(abs(a - b), 0.0, 1e-8) for r, s in zip(product, stretched) for a, b in zip(r, s))
    left = [[complex(sympy.N(x)) for x in row] for row in p]
    good = good and abs(check.determinant(left)) > 1e-9
    if all(x.is_real for x in diagonal):
        again, stretch = check.matrix_back(parts[0].answer), check.matrix_back(parts[1].answer)
        good = good and check.near_rows_to(check.product(rows, again), check.product(again, stretch))
    how = Check(good, "second route: read back, $AP = PD$ and $\\det P \\neq 0$")
    latex = rf"P = {write.matrix_tex(p)}, \qquad D = {write.matrix_tex(d)}, \qquad A = P D P^{{-1}}"
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    return ledger.conclude(
        "labelled",
        answer,
        latex,
        how,
        says="Put the eigenvectors in the columns of $P$, the eigenvalues in the same order on the diagonal of $D$.",
        parts=parts,
    )


def _floats_product(a: Sequence[Sequence[Any]], b: Sequence[Sequence[Any]]) -> list[list[complex]]:
    left = [[complex(x) for x in row] for row in a]
    right = [[complex(x) for x in row] for row in b]
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*right)] for row in left]


def _defective(ledger: Ledger, rows: Table, value: Any, many: int, found: int) -> Solution:
    shown = write.tex(value)
    if value.is_Rational:
        shift = _fraction(value)
        shifted = [[x - shift * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
        how = check.equal(
            len(rows) - check.rank_by_minors(shifted),
            found,
            "second route: the rank of $A - \\lambda I$ by minors leaves this many directions",
        )
    else:
        how = Check(
            len(_field_space(rows, value)) == found, "the kernel of $A - \\lambda I$ was found over the field of its eigenvalue"
        )
    says = (
        f"$\\lambda = {shown}$ counts {many} times as a zero but has only {found} "
        f"independent eigenvector{'s' if found > 1 else ''}: there is no basis of eigenvectors."
    )
    return ledger.conclude(
        "words", "not diagonalisable", rf"\dim \ker(A - {write.bracketed(value)} I) = {found} < {many}", how, says=says
    )
