"""Formulas about whole matrices: A^T A, (AB)^{-1}, x^T A x. Matrices never commute here.

Two formulas are compared on random matrices of the declared shapes, in exact arithmetic modulo the prime 2^61 - 1: if they
differ at all, a random matrix shows it except with a chance near 1e-17 (Schwartz 1980, Zippel 1979).
Without declared shapes: small letters are columns, capitals are square unless the key transposes them (then they may be
rectangular), Greek letters and the declared constants are numbers, I is the identity.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.errors import Unreadable
from tutor.maths.evaluate import PRIME, exact, numeral
from tutor.maths.signs import GREEK
from tutor.maths.tree import Apply, Binary, Negative, Node, Number, Symbol, symbols, walk

Size = int | str
Shape = tuple[Size, Size]
Rows = list[list[int]]
_LARGEST_POWER = 20
_SIZES = ((2, 3, 4, 5, 6), (4, 3, 2, 5, 6))


class DoesNotFit(ArithmeticError):
    """The shapes of two parts do not go together, or a matrix has no inverse."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A multiple of the identity of whatever size fits."""

    factor: int


Value = Rows | Identity | int
Setting = Mapping[str, Value]  # one choice of numbers for every letter, I among them


def same_matrix_formula(
    key: Node,
    typed: Node,
    *,
    shapes: Mapping[str, Shape] | None = None,
    symmetric: Sequence[str] = (),
    constants: Sequence[str] = (),
) -> bool:
    """Do both formulas give the same matrix wherever the key makes sense? Raises Unreadable where the key never does.

    >>> from tutor.maths.parse import read
    >>> same_matrix_formula(read("(AB)^T"), read("B^T A^T")), same_matrix_formula(read("AB"), read("BA"))
    (True, False)
    """
    names = _names(key)
    if not _names(typed) <= names | {"I"}:
        return False
    compared = False
    for turn, setting in enumerate(_settings(key, names, shapes, symmetric, constants)):
        try:
            wanted = _value(key, setting)
        except DoesNotFit:
            continue
        compared = True
        try:
            if not _equal(wanted, _value(typed, setting)):
                return False
        except DoesNotFit:
            return False
        if turn > 400:
            break
    if not compared:
        raise Unreadable("I can't fit the shapes of these matrices together — check the order of the factors.")
    return True


def _equal(a: Value, b: Value) -> bool:
    a, b = _plain(a), _plain(b)
    if isinstance(a, Identity) and isinstance(b, list):
        a, b = b, a
    if isinstance(a, list) and isinstance(b, Identity):
        return a == _rows_of(b, len(a))
    return a == b


def _names(node: Node) -> frozenset[str]:
    """The letters that stand for matrices and numbers; the T of a transpose is none of them."""
    raised = {id(part.right) for part in walk(node) if isinstance(part, Binary) and part.op == "^"}
    raised |= {
        id(part.right.body)
        for part in walk(node)
        if isinstance(part, Binary) and part.op == "^" and isinstance(part.right, Negative)
    }
    return frozenset(part.name for part in walk(node) if isinstance(part, Symbol) and id(part) not in raised)


def _settings(
    key: Node,
    names: frozenset[str],
    shapes: Mapping[str, Shape] | None,
    symmetric: Sequence[str],
    constants: Sequence[str],
) -> list[Setting]:
    scalars = sorted(name for name in names if name in constants or name.partition("_")[0] in GREEK)
    matrices = sorted(names - set(scalars) - {"I"})
    draw = random.Random("matrices")
    settings: list[Setting] = []
    for sizes in _sizings(key, matrices, shapes, symmetric):
        values: dict[str, Value] = {name: draw.randrange(2, PRIME) for name in scalars}
        values["I"] = Identity(1)
        for name in matrices:
            rows, columns = sizes[name]
            drawn = [[draw.randrange(PRIME) for _ in range(columns)] for _ in range(rows)]
            if name in symmetric and rows == columns:
                drawn = [[drawn[min(i, j)][max(i, j)] for j in range(columns)] for i in range(rows)]
            values[name] = drawn
        settings.append(values)
    return settings


def _sizings(
    key: Node, matrices: list[str], shapes: Mapping[str, Shape] | None, symmetric: Sequence[str]
) -> list[dict[str, tuple[int, int]]]:
    """Concrete shapes to try: the declared ones twice over, or every small choice that the convention allows; what is symmetric
    is square."""
    if shapes is not None:
        if missing := [name for name in matrices if name not in shapes]:
            raise Unreadable(f"I don't know the shape of '{missing[0]}' — use the letters of the question.")
        return [_declared(matrices, shapes, sizes) for sizes in _SIZES]
    transposed = {
        part.left.name
        for part in walk(key)
        if isinstance(part, Binary) and part.op == "^" and isinstance(part.left, Symbol) and _is_transpose(part.right)
    }
    choices = []
    for name in matrices:
        if name[0].islower():
            choices.append([(2, 1), (3, 1), (4, 1)])
        else:
            choices.append([(3, 3), (2, 2)] + ([(4, 2), (3, 2), (2, 3)] if name in transposed and name not in symmetric else []))
    return [dict(zip(matrices, picked, strict=True)) for picked in itertools.islice(itertools.product(*choices), 800)]


def _declared(matrices: list[str], shapes: Mapping[str, Shape], sizes: Sequence[int]) -> dict[str, tuple[int, int]]:
    letters = sorted({size for name in matrices for size in shapes[name] if isinstance(size, str)})
    number = dict(zip(letters, itertools.cycle(sizes), strict=False))
    # distinct letters are distinct sizes, once wide and once tall, or a wrong order could fit by accident
    return {name: (_sized(shapes[name][0], number), _sized(shapes[name][1], number)) for name in matrices}


def _sized(size: Size, number: Mapping[str, int]) -> int:
    return size if isinstance(size, int) else number[size]


def _value(node: Node, setting: Setting) -> Value:
    match node:
        case Number(text=text):
            above, below = numeral(text).as_integer_ratio()
            return above * pow(below, PRIME - 2, PRIME) % PRIME
        case Symbol(name=name):
            return setting[name]
        case Negative(body=body):
            return _times(PRIME - 1, _value(body, setting))
        case Binary(op="^"):
            return _powered(node, setting)
        case Binary(op=op, left=left, right=right):
            return _joined(op, _value(left, setting), _value(right, setting))
        case Apply(function="dot", arguments=(left, right)):
            return _dotted(_value(left, setting), _value(right, setting))
        case Apply(function="tr" | "det" as name, arguments=(inside,)):
            return _number_of(name, _value(inside, setting))
    raise Unreadable("I can't check this form — try products, sums, ^T and ^{-1} of the matrices in the question.")


def _dotted(a: Value, b: Value) -> Value:
    """The dot product of two columns; between anything else a dot is a product sign."""
    if isinstance(a, list) and isinstance(b, list) and len(a[0]) == len(b[0]) == 1 and len(a) > 1:
        a = [[row[0] for row in a]]
    return _times(a, b)


def _joined(op: str, a: Value, b: Value) -> Value:
    if op == "*":
        return _times(a, b)
    if op == "/":
        b = _plain(b)
        if not isinstance(b, int):
            raise Unreadable("I can't divide by a matrix — try A^{-1} on the side you mean.")
        if b == 0:
            raise DoesNotFit("division")
        return _times(pow(b, PRIME - 2, PRIME), a)
    return _plus(a, b if op == "+" else _times(PRIME - 1, b))


def _plain(value: Value) -> Value:
    """A 1 by 1 matrix counts as its number: x^T A x is a number."""
    return value[0][0] if isinstance(value, list) and len(value) == len(value[0]) == 1 else value


def _plus(a: Value, b: Value) -> Value:
    a, b = _plain(a), _plain(b)
    if isinstance(a, int) and isinstance(b, int):
        return (a + b) % PRIME
    if isinstance(a, Identity) and isinstance(b, Identity):
        return Identity((a.factor + b.factor) % PRIME)
    if isinstance(a, Identity) and isinstance(b, list):
        a = _rows_of(a, len(b))
    if isinstance(b, Identity) and isinstance(a, list):
        b = _rows_of(b, len(a))
    if not isinstance(a, list) or not isinstance(b, list) or (len(a), len(a[0])) != (len(b), len(b[0])):
        raise DoesNotFit("sum")
    return [[(x + y) % PRIME for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]


def _times(a: Value, b: Value) -> Value:
    if isinstance(a, int) and isinstance(b, int):
        return a * b % PRIME
    if isinstance(a, Identity):
        return Identity(a.factor * b % PRIME) if isinstance(b, int) else _times(a.factor, b)
    if isinstance(b, Identity):
        return Identity(b.factor * a % PRIME) if isinstance(a, int) else _times(b.factor, a)
    if isinstance(a, int) and isinstance(b, list):
        return [[a * x % PRIME for x in row] for row in b]
    if isinstance(b, int):
        return _times(b, a)
    if not isinstance(a, list) or len(a[0]) != len(b):
        raise DoesNotFit("product")
    return [[sum(x * y for x, y in zip(row, column, strict=True)) % PRIME for column in zip(*b, strict=True)] for row in a]


def _is_transpose(exponent: Node) -> bool:
    inner = exponent.body if isinstance(exponent, Negative) else exponent
    return isinstance(inner, Symbol) and inner.name == "T"


def _powered(node: Binary, setting: Setting) -> Value:
    base = _value(node.left, setting)
    if _is_transpose(node.right):
        turned: Value = [list(column) for column in zip(*base, strict=True)] if isinstance(base, list) else base
        return _inverse(turned) if isinstance(node.right, Negative) else turned
    power = None if symbols(node.right) else exact(node.right)
    if power is None or power.denominator != 1 or abs(power) > _LARGEST_POWER:
        raise Unreadable(f"I can't check this power — try ^T, ^{{-1}} or a whole number up to {_LARGEST_POWER}.")
    base = _inverse(base) if power < 0 else _plain(base)
    result: Value = 1 if isinstance(base, int) else Identity(1)
    for _ in range(abs(int(power))):
        result = _times(result, base)
    return result


def _rows_of(identity: Identity, size: int) -> Rows:
    return [[identity.factor * (i == j) for j in range(size)] for i in range(size)]


def _square(value: Value) -> Rows:
    if not isinstance(value, list) or len(value) != len(value[0]):
        raise DoesNotFit("square")
    return value


def _inverse(value: Value) -> Value:
    """Gauss-Jordan modulo the prime."""
    value = _plain(value)
    if isinstance(value, int | Identity):
        number = value if isinstance(value, int) else value.factor
        if number == 0:
            raise DoesNotFit("inverse")
        return pow(number, PRIME - 2, PRIME) if isinstance(value, int) else Identity(pow(number, PRIME - 2, PRIME))
    size = len(_square(value))
    rows = [row + unit for row, unit in zip(value, _rows_of(Identity(1), size), strict=True)]
    for column in range(size):
        pivot = next((i for i in range(column, size) if rows[i][column]), None)
        if pivot is None:
            raise DoesNotFit("inverse")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = pow(rows[column][column], PRIME - 2, PRIME)
        rows[column] = [x * scale % PRIME for x in rows[column]]
        for i in range(size):
            if i != column and (factor := rows[i][column]):
                rows[i] = [(x - factor * y) % PRIME for x, y in zip(rows[i], rows[column], strict=True)]
    return [row[size:] for row in rows]


def _number_of(name: str, value: Value) -> int:
    value = _plain(value)
    rows = _square([[value]] if isinstance(value, int) else value)
    if name == "tr":
        return sum(rows[i][i] for i in range(len(rows))) % PRIME
    total = 0
    for order in itertools.permutations(range(len(rows))):
        product = (-1) ** sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))
        for i, j in enumerate(order):
            product = product * rows[i][j] % PRIME
        total += product
    return total % PRIME
