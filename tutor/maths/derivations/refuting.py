"""An instance that satisfies the lines before and not this one: singular matrices, projections, a factor that is zero.

Law: what is shown is computed in exact numbers wherever these exist, and the lines before are true there. Where none is found,
nothing is proved.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import tutor.maths.values.blocks as blocks
from tutor.maths.claims.pieces import may_be
from tutor.maths.derivations.statements import OUT, Said, Sheet
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Power, Prefix
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import (
    Assignment,
    Exact,
    Kind,
    NotComputable,
    Polynomial,
    Reals,
    Sort,
    Style,
    in_latex,
    random_assignment,
    value_of,
)
from tutor.maths.values.blocks import Rows, is_rows
from tutor.maths.values.written import polynomial

SECONDS = 0.2
_MOST = 6_000
_RING = Exact()
_NUMBERS = tuple(map(Fraction, ("0", "1", "-1", "2", "3", "-2", "1/2")))
_SIZES = ((2, 2, 2, 2), (1, 2, 3, 2), (2, 1, 2, 3))
_PLAIN = frozenset(["matrix", "vector", "number", "function", "invertible", "symmetric"])
_FUNCTIONS = tuple(Polynomial(tuple(map(Fraction, c))) for c in ((0, 0, 1), (1,), (0, 1), (0, -1, 0, 1), (1, 2)))


def counterexample(sheet: Sheet, givens: Sequence[Said], new: Said, seconds: float = SECONDS) -> Assignment | None:
    """An instance at which every given is true and the new statement is false; None where none is found in time."""
    started = time.perf_counter()
    sides = [side for said in (*givens, new) for side in said.sides]
    letters = sheet.letters(*sides)
    bounds = [side for condition in sheet.conditions for side in condition.chain.sides]
    for point in _instances(sheet, givens, letters, _hints([*sides, *bounds])):
        if _is_trivial(sheet, point) or not sheet.keeps(point):
            continue
        if all(sheet.true(said, point) for said in givens) and sheet.true(new, point) is False:
            return point
        if time.perf_counter() - started > seconds:
            return None
    return None


def _is_trivial(sheet: Sheet, at: Assignment) -> bool:
    """Whether a vector that is never zero, an eigenvector, is zero there."""
    found = [at.values.get(name) for name in sheet.nonzero]
    return any(value is not None and is_rows(value) and not any(x for row in value for x in row) for value in found)


def shown(sheet: Sheet, at: Assignment, letters: Sequence[str]) -> str:
    """The values of an instance in words, those of the letters named."""
    found = []
    for name in letters:
        if name in at.wholes:
            found.append(f"${name} = {at.wholes[name]}$")
        elif name in at.values:
            found.append(f"${name} = {in_latex(at.values[name])}$")
        elif isinstance(told := at.functions.get(name), Polynomial):
            found.append(f"${name}(t) = {polynomial(told)}$")
    return ", ".join(found)


# -- instances -----------------------------------------------------------------------------------------------------------------
def _instances(sheet: Sheet, givens: Sequence[Said], letters: Sequence[str], hints: tuple[Fraction, ...]) -> Iterator[Assignment]:
    """Small instances of all letters, plain ones first; a letter that a given defines has the value it is given."""
    kinds = {name: sheet.kinds[name] for name in letters if name not in sheet.known.fixed and name not in sheet.known.definitions}
    if any(kind.indices for kind in kinds.values()):
        return
    if any(kind.sort in (Sort.VARIABLE, Sort.EVENT) for kind in kinds.values()):
        yield from _spaces(sheet, kinds)
        return
    defined = _defined(sheet, givens)
    free = [name for name in kinds if name not in defined]
    for sizes in _SIZES if _open_sizes(kinds) else _SIZES[:1]:
        choices = [_choices(kinds[name], _size(kinds, name, sizes), hints) for name in free]
        for values in _combined(choices):
            point = _point(sheet, kinds, dict(zip(free, values, strict=True)), defined)
            if point is not None:
                yield point


def _combined(choices: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    """Every combination where these are few, else a part of them in a fixed order that mixes all."""
    many = 1
    for choice in choices:
        many *= len(choice)
    if many <= _MOST:
        found = list(itertools.product(*choices))
        head, tail = found[:60], found[60:]
        random.Random("order").shuffle(tail)
        yield from (*head, *tail)
        return
    draw = random.Random("combined")
    for _ in range(_MOST):
        yield tuple(draw.choice(choice) for choice in choices)


def _defined(sheet: Sheet, givens: Sequence[Said]) -> dict[str, Node]:
    """b from b = A x, where the given has b alone on a side; no letter is defined by another defined one."""
    found: dict[str, Node] = {}
    for said in givens:
        lone = sheet.lone(said.equation) if said.equation is not None else None
        if (
            lone is not None
            and not set(sheet.letters(lone[1])) & set(found)
            and not any(lone[0] in sheet.letters(body) for body in found.values())
        ):
            found.setdefault(*lone)
    return found


def _point(sheet: Sheet, kinds: Mapping[str, Kind], values: Mapping[str, Any], defined: Mapping[str, Node]) -> Assignment | None:
    numbers = {name: value for name, value in values.items() if not isinstance(value, Polynomial)}
    functions = {name: value for name, value in values.items() if isinstance(value, Polynomial)}
    at = sheet.at(numbers)
    at = replace(at, functions={**at.functions, **functions})
    for name, body in defined.items():
        try:
            value = value_of(body, sheet.latex, at, _RING)
        except OUT:
            try:
                value = value_of(body, sheet.latex, at, Reals())
            except OUT:
                return None
        if name in kinds and not _fits(value, kinds[name]):
            return None
        at = replace(at, values={**at.values, name: value})
    return at


def _fits(value: Any, kind: Kind) -> bool:
    if isinstance(value, Fraction) and kind.sort is Sort.NUMBER:
        return may_be(value, kind)
    if isinstance(value, blocks.Scale):
        return False
    return not kind.traits - _PLAIN or kind.sort is not Sort.NUMBER


def _spaces(sheet: Sheet, kinds: Mapping[str, Kind]) -> Iterator[Assignment]:
    for turn in range(40):
        try:
            drawn = random_assignment(
                kinds,
                random.Random(f"space {turn}"),
                Style("small", turn),
                functions=sheet.known.functions,
                definitions=sheet.known.definitions,
                fixed=sheet.known.fixed,
            )
        except NotComputable:
            return
        yield drawn


# -- values of one letter ------------------------------------------------------------------------------------------------------
def _open_sizes(kinds: Mapping[str, Kind]) -> bool:
    return any(not size.isdigit() and size != "?" for kind in kinds.values() for size in kind.size)


def _size(kinds: Mapping[str, Kind], name: str, sizes: Sequence[int]) -> tuple[int, int]:
    letters = sorted({size for kind in kinds.values() for size in kind.size if not size.isdigit() and size != "?"})
    number = {letter: sizes[n % len(sizes)] for n, letter in enumerate(letters)}
    rows, columns = ((min(int(s), 4) if s.isdigit() else number.get(s, 2)) for s in kinds[name].size)
    return rows, columns


def _choices(kind: Kind, size: tuple[int, int], hints: tuple[Fraction, ...]) -> list[Any]:
    if kind.sort is Sort.WHOLE:
        return [Fraction(n) for n in range(1, 5)]
    if kind.sort is Sort.FUNCTION:
        return list(_FUNCTIONS)
    if kind.sort is Sort.NUMBER:
        return [x for x in dict.fromkeys((*_NUMBERS, *hints)) if may_be(x, kind)]
    if kind.sort is Sort.VECTOR:
        if "unit" in kind.traits:
            return [column for column in _columns(size[0]) if sum(x[0] ** 2 for x in column) == 1]
        return _columns(size[0])
    if kind.traits - _PLAIN:
        return _promised(kind)
    found = _matrices(*size)
    if "symmetric" in kind.traits:
        found = [rows for rows in found if rows == blocks.transpose(rows)]
    if "invertible" in kind.traits:
        found = [rows for rows in found if len(rows) == len(rows[0]) and blocks.determinant(_RING, rows)]
    return found


def _promised(kind: Kind) -> list[Any]:
    found = []
    for turn in range(12):
        try:
            found.append(random_assignment({"A": kind}, random.Random(f"promised {turn}"), Style("small", turn)).values["A"])
        except NotComputable:
            break
    return list(dict.fromkeys(found))


def _columns(size: int) -> list[Rows]:
    rows = [[0] * size, *([int(i == j) for i in range(size)] for j in range(min(size, 3)))]
    rows += [[1] * size, [(-1) ** i for i in range(size)], [2, *[1] * (size - 1)], [3, *[4] * (size - 1)]]
    return list(dict.fromkeys(tuple((Fraction(x),) for x in row) for row in rows))


def _matrices(rows: int, columns: int) -> list[Rows]:
    """Zero, one, nilpotent, singular, projections, reflections, turns, shears, and one without any grace."""

    def made(entry: Any) -> Rows:
        return tuple(tuple(Fraction(entry(i, j)) for j in range(columns)) for i in range(rows))

    found = [
        made(lambda i, j: int((i, j) == (0, columns - 1))),
        made(lambda i, j: int((i, j) == (0, 0))),
        made(lambda i, j: int((i, j) == (rows - 1, columns - 1))),
        made(lambda i, j: int(i == j)),
        made(lambda i, j: 0),
        made(lambda i, j: 1),
        made(lambda i, j: int(i == j) * (-1) ** i),
        made(lambda i, j: int(i + j == rows - 1)),
        made(lambda i, j: -int(i == j)),
        made(lambda i, j: int(i == j) + int(j == i + 1)),
        made(lambda i, j: (j == i + 1) - (i == j + 1)),
        made(lambda i, j: 2 * int(i == j)),
        made(lambda i, j: int(i == j) * (i + 1)),
        made(lambda i, j: (-1) ** (i + j)),
        made(lambda i, j: i * columns + j + 1),
    ]
    return list(dict.fromkeys(found))


def _hints(sides: Sequence[Node]) -> tuple[Fraction, ...]:
    """The numerals of the lines, with both signs."""
    found: list[Fraction] = []
    for side in sides:
        for node in walk(side):
            if isinstance(node, Number) and node.text.replace(".", "", 1).isdigit() and len(node.text) < 7:
                value = Fraction(node.text)
                found += [value, -value, value + 1, value - 1, -value - 1]
    return tuple(dict.fromkeys(found))[:12]


# -- what makes no sense -------------------------------------------------------------------------------------------------------
def inverse_of_vector(sheet: Sheet, new: Said) -> str:
    """Why a line makes no sense that inverts a vector; "" where none does."""
    for side in new.sides:
        for node in walk(side):
            if isinstance(node, Power) and _is_negative(node.exponent) and is_symbol(node.base):
                name = key(node.base, sheet.latex)
                if name in sheet.kinds and sheet.kinds[name].sort is Sort.VECTOR:
                    return f"{name} is a vector, and a vector has no inverse"
    return ""


def misfit(sheet: Sheet, new: Said) -> str:
    """Why a line makes no sense for what its letters surely are: a matrix is no number; "" where it may."""
    equation = new.equation
    tables = [sheet.kinds[n] for n in sheet.letters(*new.sides) if sheet.kinds[n].sort in (Sort.MATRIX, Sort.VECTOR)]
    if equation is None or not tables or not all(kind.sure for kind in tables):
        return ""
    for point in itertools.islice(_instances(sheet, (), sheet.letters(*equation.sides), ()), 40):
        try:
            left, right = (value_of(side, sheet.latex, point, Exact()) for side in equation.sides)
        except OUT:
            continue
        for matrix, number in ((left, right), (right, left)):
            if is_rows(matrix) and isinstance(number, Fraction) and number:
                return "one side is a matrix or a vector and the other a number"
    return ""


def _is_negative(exponent: Node) -> bool:
    return isinstance(exponent, Prefix) and exponent.sign == "-" and isinstance(exponent.body, Number)
