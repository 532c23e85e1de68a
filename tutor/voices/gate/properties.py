r"""Properties of matrices that a question may ask for: by their defining equation, and on a matrix of numbers.

A question such as "Which equation says that A is symmetric?" is settled by definition: each option must be the defining equation
of some property in the table, and exactly one of them may imply the property asked for. What implies what is data, and the tests
hold it against small matrices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

Rows = Sequence[Sequence[Fraction]]

# Defining equations, in the spellings that come without white space and braces.
EQUATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "symmetric": ("A^T=A", "A=A^T"),
        "skew-symmetric": ("A^T=-A", "A=-A^T", "-A=A^T", "-A^T=A"),
        "orthogonal": ("A^TA=I", "AA^T=I", "A^{-1}=A^T", "A^T=A^{-1}", "I=A^TA", "I=AA^T"),
        "singular": ("detA=0", "|A|=0", "0=detA"),
        "invertible": ("detA!=0", "|A|!=0"),
        "idempotent": ("A^2=A", "A=A^2", "AA=A"),
        "involutory": ("A^2=I", "AA=I", "A=A^{-1}", "A^{-1}=A"),
        "normal": ("AA^T=A^TA", "A^TA=AA^T"),
        "zero": ("A=0",),
        "identity": ("A=I",),
    }
)
# property -> the other properties that it brings with it.
IMPLIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "symmetric": frozenset(["normal"]),
        "skew-symmetric": frozenset(["normal"]),
        "orthogonal": frozenset(["invertible", "normal"]),
        "singular": frozenset(),
        "invertible": frozenset(),
        "idempotent": frozenset(),
        "involutory": frozenset(["invertible"]),
        "normal": frozenset(),
        "zero": frozenset(["symmetric", "skew-symmetric", "singular", "idempotent", "normal"]),
        "identity": frozenset(["symmetric", "orthogonal", "invertible", "idempotent", "involutory", "normal"]),
    }
)
_NAMES = {
    "antisymmetric": "skew-symmetric", "skew symmetric": "skew-symmetric", "nonsingular": "invertible",
    "non-singular": "invertible", "regular": "invertible", "a projection": "idempotent", "its own inverse": "involutory",
}  # fmt: skip
_ASKED = re.compile(
    r"(?:which|what) (?:(?:of the following|one of these|of these|one|equation|condition|matrix|matrices|statement|property"
    r"|formula)\s*,?\s*)*"
    r"(?:(?:says|means|states|defines|tells|expresses|characteri[sz]es) (?:us )?(?:that )?|(?:is|holds for|defines"
    r"|characteri[sz]es) (?:the )?)?"
    r"(?:(?:a |an |the )?(?:(?:real |square )*matri(?:x|ces) )?(?:\$?A\$? )?(?:is |as |to be |that is )?)?(?:a |an )?"
    r"(?P<name>[a-z-]+(?: [a-z]+){0,2}?)(?: (?:matrix|matrices|one)(?: \$?A\$?)?)?\s*[?:.]?",
    re.IGNORECASE,
)


def asked_for(stem: str) -> str:
    """The property that a question asks for: "symmetric" in "Which matrix is symmetric?"; "" where it asks for something else.

    >>> asked_for("Which matrix is symmetric?"), asked_for("Which matrix is not symmetric?")
    ('symmetric', '')
    """
    found = _ASKED.fullmatch(" ".join(stem.split()))
    name = found["name"].lower() if found else ""
    name = _NAMES.get(name, name)
    return name if name in EQUATIONS or name in CHECKS else ""


def stated(option: str) -> str:
    r"""The property whose defining equation an option is; "" where it is none.

    >>> stated(r"$A^\top = A$"), stated("det A = 0"), stated("A^T A = I"), stated("A + A = I")
    ('symmetric', 'singular', 'orthogonal', '')
    """
    plain = re.sub(r"\\(?:mathbf|boldsymbol|mathrm|operatorname|bm)\b", "", option)
    plain = (
        re.sub(r"\\(?:top|intercal|mathsf\s*\{?T\}?|mathrm\s*\{?T\}?)", "T", plain)
        .replace("\\neq", "!=")
        .replace("\\ne", "!=")
        .replace("≠", "!=")
    )
    plain = (
        re.sub(r"\\(?:det|cdot|,|;|!|left|right)", lambda m: "det" if m.group() == "\\det" else "", plain)
        .replace("\u2212", "-")
        .replace("'", "^T")
    )
    plain = (
        re.sub(r"[\s$]|\\lvert|\\rvert", "", plain)
        .replace("(A)", "A")
        .replace("{T}", "T")
        .replace("{A}", "A")
        .replace("{2}", "2")
        .replace("*", "")
    )
    plain = plain.replace("^-1", "^{-1}").rstrip(".")
    return next((name for name, forms in EQUATIONS.items() if plain in forms), "")


def _transposed(a: Rows) -> Rows:
    return [list(column) for column in zip(*a, strict=True)]


def _times(a: Rows, b: Rows) -> Rows:
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in _transposed(b)] for row in a]


def _identity(n: int) -> Rows:
    return [[Fraction(i == j) for j in range(n)] for i in range(n)]


def determinant(a: Rows) -> Fraction:
    """By expansion along the first row; for the small matrices of a question.

    >>> determinant([[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)]])
    Fraction(-2, 1)
    """
    if not a:
        return Fraction(1)
    minors = ([[*row[:j], *row[j + 1 :]] for row in a[1:]] for j in range(len(a)))
    return sum(((-1) ** j * a[0][j] * determinant(minor) for j, minor in enumerate(minors)), Fraction(0))


def _leading(a: Rows) -> list[Fraction]:
    return [determinant([row[:n] for row in a[:n]]) for n in range(1, len(a) + 1)]


def _same(a: Rows, b: Rows) -> bool:
    return [list(row) for row in a] == [list(row) for row in b]


def _negative(a: Rows) -> Rows:
    return [[-x for x in row] for row in a]


CHECKS: Mapping[str, Callable[[Rows], bool]] = MappingProxyType(
    {
        "symmetric": lambda a: _same(a, _transposed(a)),
        "skew-symmetric": lambda a: _same(_negative(a), _transposed(a)),
        "orthogonal": lambda a: _same(_times(_transposed(a), a), _identity(len(a))),
        "singular": lambda a: determinant(a) == 0,
        "invertible": lambda a: determinant(a) != 0,
        "idempotent": lambda a: _same(_times(a, a), a),
        "involutory": lambda a: _same(_times(a, a), _identity(len(a))),
        "normal": lambda a: _same(_times(a, _transposed(a)), _times(_transposed(a), a)),
        "zero": lambda a: not any(x for row in a for x in row),
        "identity": lambda a: _same(a, _identity(len(a))),
        "diagonal": lambda a: all(not x for i, row in enumerate(a) for j, x in enumerate(row) if i != j),
        "upper triangular": lambda a: all(not x for i, row in enumerate(a) for j, x in enumerate(row) if i > j),
        "lower triangular": lambda a: all(not x for i, row in enumerate(a) for j, x in enumerate(row) if i < j),
        "positive definite": lambda a: _same(a, _transposed(a)) and all(m > 0 for m in _leading(a)),
    }
)
