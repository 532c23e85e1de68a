"""One trial drawn: numbers, matrices, functions and spaces of chance that keep what the text promises about them.

Orthogonal matrices come from Cayley's rational formula (I - S)^{-1} (I + S) with S skew (Cayley 1846), so that they are exact.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import tutor.maths.values.blocks as blocks
from tutor.maths.evaluate import PRIME, Exact, Undefined
from tutor.maths.values.assignment import Assignment, Defined, Polynomial, Space
from tutor.maths.values.blocks import NotComputable, Rows
from tutor.maths.values.kinds import OPEN_SIZE, Kind, Sort

_RING = Exact()
_SIZES = ((2, 3, 4, 2), (3, 2, 2, 4), (2, 2, 3, 3))
_CHANCES = tuple(Fraction(n, 10) for n in (5, 2, 4, 3, 8, 1, 6, 7, 9))
_SPECIAL = frozenset(
    "symmetric skew orthogonal definite semidefinite diagonal upper lower triangular projection idempotent".split()
)
_OBLONG = frozenset(["orthonormal columns", "orthonormal rows"])


@dataclass(frozen=True, slots=True)
class Style:
    """How values are drawn: "small" whole numbers a reader can follow, "large" residues for proofs, "real" for floats, "flat"
    for matrices of rank one or none, where what holds for nearly every matrix fails."""

    name: str
    turn: int = 0


def random_assignment(
    kinds: Mapping[str, Kind],
    draw: random.Random,
    style: Style,
    *,
    functions: Mapping[str, Polynomial | Defined | str] | None = None,
    definitions: Mapping[str, Defined] | None = None,
    fixed: Mapping[str, Any] | None = None,
) -> Assignment:
    """A trial for these kinds; `fixed` values are put in as they are. Raises NotComputable for promises that cannot be kept.

    >>> kinds = {"A": Kind(Sort.MATRIX, ("2", "2"), frozenset({"symmetric"}))}
    >>> a = random_assignment(kinds, random.Random(1), Style("small")).values["A"]
    >>> a == blocks.transpose(a)
    True
    """
    return _Draw(dict(kinds), draw, style, dict(fixed or {})).trial(dict(functions or {}), dict(definitions or {}))


class _Draw:
    """One drawing of all letters of a formula."""

    def __init__(self, kinds: dict[str, Kind], draw: random.Random, style: Style, fixed: dict[str, Any]) -> None:
        self.kinds, self.draw, self.style, self.fixed = kinds, draw, style, fixed
        letters = sorted({d for k in kinds.values() for d in k.size if not d.isdigit() and d != OPEN_SIZE})
        sizes = _SIZES[style.turn % len(_SIZES)]
        self.sizes = {letter: sizes[n % len(sizes)] for n, letter in enumerate(letters)}
        self.side = (2, 3)[style.turn % 2]
        oblong = any(k.traits & _OBLONG and OPEN_SIZE in k.size and "orthogonal" not in k.traits for k in kinds.values())
        # beside a matrix that is higher than wide a vector may belong to either side of it
        self.height = self.side + (oblong and style.turn // 2 % 2)
        self.seed = None if not any("commute" in k.traits for k in kinds.values()) else self.square(self.side)

    def trial(self, functions: dict[str, Polynomial | Defined | str], definitions: dict[str, Defined]) -> Assignment:
        values: dict[str, Any] = {}
        wholes: dict[str, int] = {}
        vectors = any(k.sort is Sort.VECTOR or k.sort is Sort.MATRIX for k in self.kinds.values())
        families = any(k.indices for k in self.kinds.values())
        length = self.side if vectors else 3 if families else self.draw.randrange(1, 6)
        for name, kind in self.kinds.items():
            if name in self.fixed or name in definitions or name in functions:
                continue
            if kind.sort is Sort.WHOLE:
                wholes[name] = self.whole(name, kind, length if families or vectors else None)
            elif kind.sort is Sort.FUNCTION:
                functions[name] = Polynomial(tuple(self.number(frozenset()) for _ in range(4)))
            elif kind.sort not in (Sort.VARIABLE, Sort.EVENT):
                self.put(values, name, kind, length)
        self.means(values, length)
        self.perpendicular(values)
        values.update(self.fixed)
        return Assignment(values, wholes, functions, definitions, self.space(), length)

    def put(self, values: dict[str, Any], name: str, kind: Kind, length: int) -> None:
        if "blocks" in kind.traits:
            raise NotComputable("matrices with two indices are blocks or minors, which are not drawn here")
        if kind.indices and kind.sort is Sort.MATRIX and kind.indices == 2:
            kind = kind if kind.size[0] != OPEN_SIZE else Kind(Sort.MATRIX, (str(length), str(length)), kind.traits)
            values[name] = self.matrix(kind)
        elif kind.indices:
            single = Kind(kind.sort, kind.size, kind.traits)
            for i in range(length + 2):
                if kind.indices == 1:
                    values[f"{name}_{i}"] = self.one(single)
                else:
                    values.update({f"{name}_{i},{j}": self.one(single) for j in range(length + 2)})
            if kind.sort is Sort.VECTOR:
                values[name] = self.one(single)
                values.pop(name)
        else:
            values[name] = self.one(kind)

    def means(self, values: dict[str, Any], length: int) -> None:
        """A bar over x is the mean of the x_i where both stand in the formula."""
        for name in [n for n in values if n.startswith("\\bar")]:
            parts = [values.get(f"{name.removeprefix(chr(92) + 'bar')}_{i}") for i in range(1, length + 1)]
            numbers = [p for p in parts if isinstance(p, Fraction)]
            if len(numbers) == length:
                values[name] = sum(numbers, Fraction(0)) / length

    def perpendicular(self, values: dict[str, Any]) -> None:
        names = [n for n, k in self.kinds.items() if "perpendicular" in k.traits and k.sort is Sort.VECTOR and n in values]
        if len(names) > 2:
            raise NotComputable("more than two vectors at right angles are not drawn here")
        if len(names) == 2:
            x, y = values[names[0]], values[names[1]]
            share = blocks.inner(_RING, x, y) / (blocks.inner(_RING, x, x) or 1)
            values[names[1]] = blocks.add(_RING, y, blocks.scaled(_RING, -share, x))

    # -- numbers ---------------------------------------------------------------------------------------------------------
    def number(self, traits: frozenset[str]) -> Fraction:
        draw = self.draw
        if "chance" in traits:
            return _CHANCES[draw.randrange(len(_CHANCES))]
        if "small" in traits:
            return Fraction(draw.randrange(-9, 10), 10)
        if self.style.name == "large" and not traits & {"positive", "negative", "nonnegative", "above one"}:
            return Fraction(draw.randrange(2, PRIME))
        if self.style.name == "small":
            sizes = (1, 2, 3, 2, 1, 4) if self.style.turn < 4 else (1, 2, 3, 4, 5, 6, 7)
            size = Fraction(draw.choice(sizes))
        else:
            size = Fraction(draw.randrange(5, 60) * 2 + 1, 32)
        if "above one" in traits:
            return size + 1
        if "negative" in traits:
            return -size
        below = not traits & {"positive", "nonnegative"} and draw.random() < 0.4 and self.style.turn % 3
        return -size if below else size

    def whole(self, name: str, kind: Kind, length: int | None) -> int:
        if name in self.sizes:
            return self.sizes[name]
        if name in ("i", "j", "k", "l") and length is not None:
            return self.draw.randrange(1, max(2, length) + 1)
        return length if length is not None and name not in ("k", "r", "p") else self.draw.randrange(1, 6)

    def one(self, kind: Kind) -> Any:
        if kind.sort is Sort.MATRIX:
            return self.matrix(kind)
        if kind.sort is Sort.VECTOR:
            return self.vector(kind)
        return self.number(kind.traits)

    def dimension(self, told: str) -> int:
        if told == OPEN_SIZE:
            return self.side
        if told.isdigit():
            if int(told) > blocks.LARGEST:
                return 2 + int(told) % 3
            return int(told)
        return self.sizes[told]

    # -- vectors and matrices ----------------------------------------------------------------------------------------------
    def entry(self) -> Fraction:
        if self.style.name == "large":
            return Fraction(self.draw.randrange(PRIME))
        if self.style.name == "small":
            return Fraction(self.draw.choice((0, 1, -1, 2, 1, 0) if self.style.turn < 8 else (0, 1, -1, 2, 3, -2)))
        return Fraction(self.draw.randrange(-24, 25), 8)

    def table(self, rows: int, columns: int) -> Rows:
        if self.style.name == "flat" and rows > 1 < columns:
            return self.flat(rows, columns)
        return tuple(tuple(self.entry() for _ in range(columns)) for _ in range(rows))

    def flat(self, rows: int, columns: int) -> Rows:
        """A single one in some place (off the diagonal its square is zero), a column times a row, or zero."""
        draw, shape = self.draw, self.draw.randrange(5)
        if shape < 3:
            i, j = draw.randrange(rows), draw.randrange(columns)
            return tuple(tuple(Fraction(int((a, b) == (i, j))) for b in range(columns)) for a in range(rows))
        left = [Fraction(draw.choice((1, -1, 2, 0))) for _ in range(rows)]
        right = [Fraction(draw.choice((1, -1, 1, 2))) for _ in range(columns)]
        return tuple(tuple((shape - 3) * x * y for y in right) for x in left)

    def square(self, side: int) -> Rows:
        return self.table(side, side)

    def vector(self, kind: Kind) -> Rows:
        size = self.height if kind.size[0] == OPEN_SIZE else self.dimension(kind.size[0])
        if "unit" in kind.traits:
            return tuple((row[0],) for row in self.orthogonal(size))
        found = self.table(size, 1)
        if kind.traits & {"positive", "nonnegative"}:
            found = tuple((abs(row[0]) + 1,) for row in found)
        return found

    def matrix(self, kind: Kind) -> Any:
        rows, columns = self.dimension(kind.size[0]), self.dimension(kind.size[1])
        special = kind.traits & _SPECIAL
        special -= {"idempotent"} if "projection" in special else frozenset()  # the same said twice
        if kind.traits & _OBLONG and "orthogonal" not in special:
            return self.orthonormal(kind, rows, columns)
        if "commute" in kind.traits and not special:
            return self.commuting(rows)
        if not special:
            return self.invertible(rows) if rows == columns and "invertible" in kind.traits else self.table(rows, columns)
        if rows != columns:
            raise NotComputable("the promised kind of matrix is square, and the size is not")
        if "diagonal" in special:
            return tuple(tuple(self.number(frozenset()) if i == j else Fraction(0) for j in range(rows)) for i in range(rows))
        if "orthogonal" in special:
            return self.projection(rows, upright=True) if "projection" in special else self.orthogonal(rows)
        if {"symmetric", "skew"} <= special or len(special - {"symmetric", "definite", "semidefinite"}) > 1:
            raise NotComputable("these promises are not kept together here")
        return self.special(rows, special)

    def special(self, side: int, special: frozenset[str]) -> Rows:
        raw = self.square(side)
        if special & {"projection", "idempotent"}:
            return self.projection(side, upright="symmetric" in special)
        if special & {"definite", "semidefinite"}:
            gram = blocks.multiply(_RING, blocks.transpose(raw), raw)
            return gram if "semidefinite" in special else blocks.add(_RING, gram, blocks.identity(_RING, side))
        if "symmetric" in special:
            return tuple(tuple(raw[min(i, j)][max(i, j)] for j in range(side)) for i in range(side))
        if "skew" in special:
            return tuple(tuple((i < j) * raw[i][j] - (i > j) * raw[j][i] for j in range(side)) for i in range(side))
        lower = "lower" in special
        return tuple(tuple(raw[i][j] if (j <= i if lower else j >= i) else Fraction(0) for j in range(side)) for i in range(side))

    def invertible(self, side: int) -> Rows:
        for _ in range(20):
            found = self.square(side)
            if blocks.determinant(_RING, found):
                return found
        return blocks.identity(_RING, side)

    def commuting(self, side: int) -> Rows:
        if self.seed is None or side != self.side:
            raise NotComputable("commuting matrices of this size are not drawn here")
        square = blocks.multiply(_RING, self.seed, self.seed)
        parts = [blocks.identity(_RING, side), self.seed, square]
        total: Any = blocks.scaled(_RING, self.entry(), parts[0])
        for part in parts[1:]:
            total = blocks.add(_RING, total, blocks.scaled(_RING, self.entry(), part))
        return total

    def orthogonal(self, side: int) -> Rows:
        small = Style("small", self.style.turn)
        raw = _Draw({}, self.draw, small, {}).special(side, frozenset(["skew"]))
        one = blocks.identity(_RING, side)
        try:
            inverse = blocks.inverse(_RING, blocks.add(_RING, one, blocks.negative(_RING, raw)))
        except Undefined:
            return one
        found: Rows = blocks.multiply(_RING, inverse, blocks.add(_RING, one, raw))
        if self.draw.random() < 0.5:
            found = (*found[1:], found[0])
        return found

    def orthonormal(self, kind: Kind, rows: int, columns: int) -> Rows:
        """Orthonormal columns, or rows; of a matrix whose size nothing tells there is one more of the others."""
        upright = "orthonormal rows" not in kind.traits
        if kind.size == (OPEN_SIZE, OPEN_SIZE):
            rows, columns = (self.side + 1, self.side) if upright else (self.side, self.side + 1)
        if (rows < columns) if upright else (columns < rows):
            raise NotComputable("more vectors than dimensions are not orthonormal")
        square = self.orthogonal(max(rows, columns))
        return tuple(row[:columns] for row in square[:rows])

    def projection(self, side: int, *, upright: bool) -> Rows:
        """Onto the line of a random vector, or off it; along another vector than its own where it need not be upright."""
        fresh = _Draw({}, self.draw, Style("small", self.style.turn), {})
        raw = fresh.table(side, 1)
        if not any(row[0] for row in raw):
            raw = ((Fraction(1),), *raw[1:])
        along = raw if upright or self.draw.random() < 0.4 else fresh.table(side, 1)
        if not blocks.inner(_RING, raw, along):
            along = raw
        share = 1 / blocks.inner(_RING, raw, along)
        onto: Rows = blocks.scaled(_RING, share, blocks.multiply(_RING, raw, blocks.transpose(along)))
        if self.draw.random() < 0.5:
            return onto
        return blocks.add(_RING, blocks.identity(_RING, side), blocks.negative(_RING, onto))

    # -- chance ------------------------------------------------------------------------------------------------------------
    def space(self) -> Space | None:
        events = [n for n, k in self.kinds.items() if k.sort is Sort.EVENT]
        variables = [n for n, k in self.kinds.items() if k.sort is Sort.VARIABLE]
        if not events and not variables:
            return None
        if any(k.indices for k in self.kinds.values() if k.sort in (Sort.EVENT, Sort.VARIABLE)):
            raise NotComputable("families of events and random variables are not drawn here")
        traits = frozenset().union(*(self.kinds[n].traits for n in events + variables))
        return (
            self.product(events, variables) if traits & {"independent", "uncorrelated"} else self.plain(events, variables, traits)
        )

    def plain(self, events: list[str], variables: list[str], traits: frozenset[str]) -> Space:
        """Four to six outcomes with weights, events and values drawn at will; disjoint events where that is promised."""
        many = self.draw.randrange(4, 7)
        parts = [self.draw.randrange(1, 5) for _ in range(many)]
        weights = tuple(Fraction(part, sum(parts)) for part in parts)
        found: dict[str, frozenset[int]] = {}
        left = set(range(many))
        for name in events:
            pool = left if "disjoint" in traits else set(range(many))
            chosen = frozenset(n for n in pool if self.draw.random() < 0.5)
            found[name] = chosen
            left -= chosen
        return Space(weights, found, {v: tuple(self.outcome(v) for _ in range(many)) for v in variables})

    def outcome(self, name: str) -> Fraction:
        traits = self.kinds[name].traits
        value = Fraction(self.draw.choice((0, 1, 2, -1, 3)))
        return abs(value) + ("positive" in traits) if traits & {"positive", "nonnegative"} else value

    def product(self, events: list[str], variables: list[str]) -> Space:
        """Independent events and variables: one factor of two outcomes each, all combinations."""
        names = events + variables
        if len(names) > 4:
            raise NotComputable("more than four independent parts are not drawn here")
        shares = [self.draw.choice(_CHANCES) for _ in names]
        pairs = {v: (self.outcome(v), self.outcome(v)) for v in variables}
        weights: list[Fraction] = []
        codes = range(2 ** len(names))
        for code in codes:
            weight = Fraction(1)
            for n, share in enumerate(shares):
                weight *= share if code >> n & 1 else 1 - share
            weights.append(weight)
        found = {e: frozenset(c for c in codes if c >> n & 1) for n, e in enumerate(events)}
        shift = len(events)
        values = {v: tuple(pairs[v][c >> (shift + n) & 1] for c in codes) for n, v in enumerate(variables)}
        return Space(tuple(weights), found, values)
