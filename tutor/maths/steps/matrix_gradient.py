"""Gradients of formulas of vectors and matrices, by the rules, each step tried on numbers through all components.

Source of the rules: d(x^T A x) = x^T (A + A^T) dx and the chain rule (Mathematics for Machine Learning, section 5.5).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import tutor.maths.steps.matrix_formula as form
from tutor.errors import Unreadable
from tutor.maths.steps.check import close
from tutor.maths.steps.matrix_formula import DoesNotFit, Formula, Rows, letter, names, number, product, total, turn, worth
from tutor.maths.steps.solution import Check, Ledger, Solution

Size = tuple[int, int]
MOST_LETTERS = 6
_INSTANCES = 3
_SLOPES = {
    "exp": lambda f, s: f,
    "sin": lambda f, s: Formula("apply", (s,), name="cos"),
    "cos": lambda f, s: product(number(-1), Formula("apply", (s,), name="sin")),
    "sigmoid": lambda f, s: product(f, total(number(1), product(number(-1), f))),
    "tanh": lambda f, s: total(number(1), product(number(-1), Formula("power", (f,), value=Fraction(2)))),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What moves, how large every letter is, and which matrices are their own transpose."""

    along: str
    sizes: Mapping[str, Size]
    symmetric: frozenset[str] = frozenset()

    def draw(self, seed: int) -> dict[str, Rows]:
        """Numbers for all components of all letters."""
        source = random.Random(f"{seed}{self.along}")
        found = {}
        for name, (high, wide) in sorted(self.sizes.items()):
            rows = [[source.randint(-8, 8) / 5 for _ in range(wide)] for _ in range(high)]
            if name in self.symmetric:
                rows = [[rows[max(i, j)][min(i, j)] for j in range(wide)] for i in range(high)]
            found[name] = rows
        return found


def settle(formula: Formula, along: str, symmetric: Sequence[str]) -> Setting:
    """Sizes with which the formula is one number; capitals are matrices, small letters vectors or, if they must be, numbers."""
    found = sorted(names(formula) | {along})
    if len(found) > MOST_LETTERS:
        raise Unreadable(f"This formula has {len(found)} letters — type one with at most {MOST_LETTERS}.")
    choices = []
    for name in found:
        if name in symmetric:
            choices.append([(3, 3), (2, 2)])
        elif name[0].isupper() or name == "Sigma":
            choices.append([(3, 2), (2, 3), (3, 3), (2, 2)])
        elif name == along:
            choices.append([(2, 1), (3, 1)])
        else:
            choices.append([(2, 1), (3, 1), (1, 1)])
    for sizes in itertools.product(*choices):
        setting = Setting(along, dict(zip(found, sizes, strict=True)), frozenset(symmetric))
        try:
            value = worth(formula, setting.draw(0))
        except (DoesNotFit, ValueError, ZeroDivisionError, OverflowError):
            continue
        if len(value) == len(value[0]) == 1:
            return setting
    raise Unreadable(
        f"I find no sizes with which this is one number moved by {along} — small letters are columns, capitals matrices."
    )


# -- the rules ---------------------------------------------------------------------------------------------------------------
def gradient(f: Formula, setting: Setting) -> Formula:
    """The gradient of a formula whose value is a number; raises Unreadable where no rule here covers it."""
    if setting.along not in names(f):
        return number(0)
    if f.kind == "sum":
        return total(*(gradient(part, setting) for part in f.parts))
    if f.kind == "product":
        return total(*(_one_moves(f, k, setting) for k, part in enumerate(f.parts) if setting.along in names(part)))
    if f.kind == "norm":
        return product(number(2), _turned_slope(f.parts[0], setting), f.parts[0])
    if f.kind == "length":
        return Formula("over", (product(_turned_slope(f.parts[0], setting), f.parts[0]), f))
    if f.kind == "power":
        n = int(f.value)
        below = f.parts[0] if n == 2 else replace(f, value=Fraction(n - 1))
        return product(number(n), below, gradient(f.parts[0], setting))
    if f.kind == "apply" and f.name == "ln" and f.parts[0].name == "sigmoid":
        missing = total(number(1), product(number(-1), f.parts[0]))
        return product(missing, gradient(f.parts[0].parts[0], setting))
    if f.kind == "apply" and f.name == "ln":
        return Formula("over", (gradient(f.parts[0], setting), f.parts[0]))
    if f.kind == "apply" and f.name in _SLOPES:
        return product(_SLOPES[f.name](f, f.parts[0]), gradient(f.parts[0], setting))
    raise _beyond(f)


def _beyond(f: Formula) -> Unreadable:
    return Unreadable(
        f"I have no rule here for '{form.write(f)[:40]}' — I know x^T A x, b^T x, ||Ax - b||^2 and functions of these."
    )


def _is_number(f: Formula, setting: Setting) -> bool:
    value = worth(f, setting.draw(0))
    return len(value) == len(value[0]) == 1


def _one_moves(f: Formula, k: int, setting: Setting) -> Formula:
    """The part of the gradient in which only factor k moves."""
    left, part, right = product(*f.parts[:k]), f.parts[k], product(*f.parts[k + 1 :])
    if part.kind not in ("letter", "turn") and _is_number(part, setting):
        return product(left, right, gradient(part, setting))
    high, wide = (len(v) for v in (worth(part, setting.draw(0)), worth(part, setting.draw(0))[0]))
    if wide == 1 and high > 1 and _is_number(right, setting):
        return product(right, _turned_slope(part, setting), turn(left))
    if high == 1 and wide > 1 and _is_number(left, setting):
        return product(left, _turned_slope(turn(part), setting), right)
    raise _beyond(f)


def _turned_slope(u: Formula, setting: Setting) -> Formula:
    """The transpose of the matrix by which u moves when the letter does: A^T for A x - b."""
    found = number(0)
    for term in u.parts if u.kind == "sum" else (u,):
        if setting.along not in names(term):
            continue
        parts = term.parts if term.kind == "product" else (term,)
        if parts[-1] != letter(setting.along) or any(setting.along in names(part) for part in parts[:-1]):
            raise _beyond(u)
        found = total(found, turn(product(*parts[:-1])))
    return found


def tidy(f: Formula, setting: Setting) -> Formula:
    """A shorter form: A^T is A where A is symmetric, and A x + A^T x is (A + A^T) x."""
    f = _own_transposes(f, setting.symmetric)
    last = letter(setting.along)
    if f.kind != "sum":
        return f
    ends = [part for part in f.parts if part.kind == "product" and part.parts[-1] == last and _is_matrix(part, setting)]
    if len(ends) < 2:
        return f
    fronts = [form.split(product(*part.parts[:-1])) for part in ends]
    factor = fronts[0][0] if len({share for share, _ in fronts}) == 1 else Fraction(1)
    joined = product(number(factor), total(*(product(number(share / factor), front) for share, front in fronts)), last)
    return total(joined, *(part for part in f.parts if part not in ends))


def _is_matrix(term: Formula, setting: Setting) -> bool:
    """Is what stands before the last letter a product of matrices without that letter?"""
    front = form.split(product(*term.parts[:-1]))[1]
    return setting.along not in names(front) and bool(names(front)) and not _is_number(front, setting)


def _own_transposes(f: Formula, symmetric: frozenset[str]) -> Formula:
    if f.kind == "turn" and f.parts[0].name in symmetric:
        return f.parts[0]
    parts = [_own_transposes(part, symmetric) for part in f.parts]
    return total(*parts) if f.kind == "sum" else product(*parts) if f.kind == "product" else replace(f, parts=tuple(parts))


# -- trying it on numbers ----------------------------------------------------------------------------------------------------
def tried(f: Formula, slope: Formula, setting: Setting, what: str = "") -> Check:
    """On drawn numbers, the slope along every single component, by differences, is the entry of the formula found."""
    agreed = 0
    for seed in range(40):
        numbers = setting.draw(seed)
        try:
            if not _agrees(f, slope, setting, numbers):
                return Check(False, f"{what}differences along the components disagree")
        except DoesNotFit:
            raise _beyond(f) from None
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        agreed += 1
        if agreed == _INSTANCES:
            break
    return Check(
        agreed == _INSTANCES,
        f"{what}tried on {agreed} draws of numbers: the slope along each single component, by differences, is the entry found",
    )


def _agrees(f: Formula, slope: Formula, setting: Setting, numbers: dict[str, Rows]) -> bool:
    found = worth(slope, numbers)
    here = numbers[setting.along]
    if len(found) == len(found[0]) == 1 and found[0][0] == 0:
        found = [[0.0] for _ in here]
    if len(found) != len(here) or len(found[0]) != 1:
        return False
    for i in range(len(here)):
        values = []
        for k in (-2, -1, 1, 2):
            moved = [[x + (k * 1e-3 if j == i else 0) for x in row] for j, row in enumerate(here)]
            values.append(worth(f, numbers | {setting.along: moved})[0][0])
        steep = (values[0] - values[3] + 8 * (values[2] - values[1])) / 12e-3
        if not close(steep, found[i][0], 1e-6):
            return False
    return True


# -- the solution ------------------------------------------------------------------------------------------------------------
def solve_gradient(ledger: Ledger, f: Formula, along: str, symmetric: Sequence[str] = (), chosen: str = "") -> Solution:
    """The gradient of f, with its steps; `chosen` says why this letter moves where it was not told."""
    setting = settle(f, along, symmetric)
    _begin(ledger, f, setting, chosen)
    terms = f.parts if f.kind == "sum" else (f,)
    for term in terms:
        if along not in names(term):
            continue
        found = tidy(gradient(term, setting), setting)
        latex = rf"\nabla_{{{_tex(along)}}} \left[{form.write(term, tex=True)}\right] = {form.write(found, tex=True)}"
        ledger.step(_rule(term, setting), latex, tried(term, found, setting))
    whole = tidy(gradient(f, setting), setting)
    answer = form.write(whole)
    back = form.read_formula(answer)
    how = tried(f, back, setting, "second route: the typed answer, read back, ")
    plain = not any(sign in answer for sign in ("|", "sigmoid", "exp(", "ln(", "sin(", "cos(", "tanh("))
    latex = rf"\nabla_{{{_tex(along)}}} f = {form.write(whole, tex=True)}"
    says = "So this is the gradient." if len(terms) == 1 else "Add the parts; what does not hold the letter drops out."
    return ledger.conclude("matrix_expression" if plain else "words", answer, latex, how, says=says)


def _tex(name: str) -> str:
    return form.write(letter(name), tex=True)


def _begin(ledger: Ledger, f: Formula, setting: Setting, chosen: str) -> None:
    told = []
    for name, (high, wide) in sorted(setting.sizes.items()):
        what = "a matrix" if wide > 1 else "a vector" if high > 1 else "a number"
        what = "a symmetric matrix" if name in setting.symmetric else what
        told.append(f"${_tex(name)}$ is the vector that moves" if name == setting.along else f"${_tex(name)}$ is {what}")
    says = f"Read the letters: {', '.join(told)}; $^\\top$ is the transpose."
    value = worth(f, setting.draw(1))
    fits = Check(len(value) == len(value[0]) == 1, "with such sizes the factors fit, and the value is one number")
    ledger.step(f"{says} {chosen}".strip(), f"f = {form.write(f, tex=True)}", fits)


def _rule(term: Formula, setting: Setting) -> str:
    x = f"${_tex(setting.along)}$"
    inner = term.parts[-1] if term.kind == "product" and len(term.parts) == 2 and term.parts[0].kind == "number" else term
    match inner.kind:
        case "norm":
            return (
                f"A squared length $\\|u\\|^2$ has slope $2u$; by the chain rule, times the transpose of what moves $u$ with {x}."
            )
        case "length":
            return "A length $\\|u\\|$ has slope $u / \\|u\\|$, wherever it is not zero; then the chain rule."
        case "power" | "apply":
            return "Chain rule: the slope of the outside, kept at the inside, times the gradient of the inside."
    many = sum(setting.along in names(part) for part in (inner.parts if inner.kind == "product" else (inner,)))
    if many > 1:
        return f"Product rule: let one {x} move at a time, keep the others still, and add; each part is written as a column."
    return f"Here {x} stands once: what it is multiplied by, written as a column, is the gradient."
