r"""What a printed formula is worth: its reading tree computed at an assignment of values to its letters.

The face of this room, for claims and worked examples:

- `kinds_of(formulas, context, sizes, symmetric)`: what each letter is (`Kind`: sort, size, promised traits), from declared
  sizes, the words of the text, fonts and use; `readings(kinds)` gives every reading of what is not sure.
- `random_assignment(kinds, random, style)`: one trial (`Assignment`) that keeps what is promised: symmetric, orthogonal, unit,
  positive, independent ... `Style("small")` draws numbers a reader can follow, "large" residues for proofs, "real" for floats.
- `value_of(tree, latex, assignment, arithmetic)`: the value, in `Exact()` fractions, `Modular()` residues (a proof for rational
  functions) or `Reals()` floats. A number, nested tuples for a matrix (a vector is n x 1), or `Scale` for a multiple of I.
- `NotComputable` says why something has no sure value; `DoesNotFit` that shapes do not go together; `Undefined` that the point
  is outside the domain; `OutsideArithmetic` that this arithmetic has no such number: then try the next one.
- `in_latex(value)` writes a value as LaTeX.
"""

from __future__ import annotations

from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.values.arithmetics import Duals, Exact, Modular, Reals
from tutor.maths.values.assignment import Assignment, Defined, Polynomial, Space
from tutor.maths.values.blocks import DoesNotFit, NotComputable, Scale, alike
from tutor.maths.values.draw import Style, random_assignment
from tutor.maths.values.kinds import Kind, Sort, kinds_of, readings
from tutor.maths.values.value import numeral, value_of
from tutor.maths.values.written import in_latex

__all__ = [
    "Assignment",
    "Defined",
    "DoesNotFit",
    "Duals",
    "Exact",
    "Kind",
    "Modular",
    "NotComputable",
    "OutsideArithmetic",
    "Polynomial",
    "Reals",
    "Scale",
    "Sort",
    "Space",
    "Style",
    "Undefined",
    "alike",
    "in_latex",
    "kinds_of",
    "numeral",
    "random_assignment",
    "readings",
    "value_of",
]
