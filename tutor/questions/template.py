r"""What a template is: a short entry that draws small numbers and returns a Draft; the gate in build.py makes questions of it.

    @template("matrix_product", kind=Kind.CHOICE, value=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=2)
    def _(draw: Draw) -> Draft: ...

The concept of each template stands in templates/__init__.py, so that topics can be listed without importing SymPy.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from tutor.maths.evaluate import approximate
from tutor.maths.parse import read
from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind

T = TypeVar("T")


class Redraw(Exception):
    """These numbers make a poor question: draw others. Never leaves build.py."""


class Draw:
    """Small friendly numbers from one repeatable state."""

    def __init__(self, state: str) -> None:
        self._random = random.Random(state)

    def whole(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def nonzero(self, low: int, high: int) -> int:
        return self.one_of([n for n in range(low, high + 1) if n])

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self._random.randrange(len(choices))]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """Several different ones, in random order."""
        return self._random.sample(list(choices), count)

    def wholes(self, count: int, low: int, high: int) -> list[int]:
        return [self.whole(low, high) for _ in range(count)]

    def rows(self, height: int, width: int, low: int = -4, high: int = 4) -> list[list[int]]:
        return [self.wholes(width, low, high) for _ in range(height)]

    def need(self, condition: object) -> None:
        """Go on only with numbers that make a good question."""
        if not condition:
            raise Redraw


@dataclass(frozen=True, slots=True)
class Draft:
    """What a template proposes; nothing of it reaches a learner before both roads agree.

    `key` and the wrong values are SymPy objects, numbers, lists of them, or words. `check` is the second road.
    `fulfils` names the property that every right answer has, where there are many: answers are then tried by `check`.

    What is put together from `lines` has its key as a place or places in them, counted from 0: for SEVERAL the tuple of those
    that hold, for WRONG_STEP the one that does not follow, for ORDER pairs (i, j) where line i must stand before line j; `check`
    is asked with such places as words ("2", or "0,2,1" for an order). `slips` name the misconception behind each line.
    """

    prompt: str
    key: object
    wrong: Sequence[tuple[object, str]]
    steps: Sequence[str]
    hint: str
    check: Callable[[Candidate], bool]
    routes: tuple[str, str]
    decimals: int | None = None
    shapes: Mapping[str, tuple[int | str, int | str]] = field(default_factory=lambda: MappingProxyType({}))
    symmetric: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    fulfils: str = ""
    lines: Sequence[str] = ()
    slips: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A registered template: how to draw a Draft, and what kind of question it makes."""

    name: str
    draft: Callable[[Draw], Draft]
    kind: Kind
    value: Kind | None
    difficulty: Difficulty
    minutes: float
    version: int = 1
    distinct: int = 500  # how many different prompts the parameters allow, at least; less only where the topic is that small

    def __post_init__(self) -> None:
        if self.value is Kind.CHOICE or (self.kind.judged and self.value is not self.kind):
            raise ValueError(f"{self.name}: a typed question has the value kind of its answer")


Registry = dict[str, Template]


def registrar(registry: Registry) -> Callable[..., Callable[[Callable[[Draw], Draft]], Callable[[Draw], Draft]]]:
    """The decorator of one template file, which collects its templates in `registry`."""

    def template(
        name: str,
        *,
        kind: Kind,
        value: Kind | None = None,
        difficulty: Difficulty = Difficulty.MEDIUM,
        minutes: float = 2.0,
        version: int = 1,
        distinct: int = 500,
    ) -> Callable[[Callable[[Draw], Draft]], Any]:
        def register(draft: Callable[[Draw], Draft]) -> Callable[[Draw], Draft]:
            if name in registry:
                raise ValueError(f"two templates are called {name}")
            inner = kind if kind.judged else value
            registry[name] = Template(name, draft, kind, inner, difficulty, minutes, version, distinct)
            return draft

        return register

    return template


def near(a: float, b: float, tolerance: float = 1e-6) -> bool:
    """Equal up to the error of finite differences.

    >>> near(1.0, 1.0 + 1e-9), near(1.0, 1.01)
    (True, False)
    """
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def slope(f: Callable[[float], float], x: float) -> float:
    """The derivative by a central difference of fourth order.

    >>> near(slope(lambda x: x**3, 2.0), 12.0)
    True
    """
    h = 1e-3
    return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)


def plain(text: str) -> Callable[..., float]:
    """A typed formula as a function of floats, by our own reader: the checks never ask SymPy.

    >>> plain("x^2 + y")(x=3.0, y=1.0)
    10.0
    """
    tree = read(text)
    return lambda **point: approximate(tree, point).real


def times(rows: Sequence[Sequence[int | Fraction]], vector: Sequence[int | Fraction]) -> list[Fraction]:
    """A matrix times a column, in fractions; raises ValueError where the shapes do not fit.

    >>> times([[1, 2], [3, 4]], [1, 1])
    [Fraction(3, 1), Fraction(7, 1)]
    """
    return [Fraction(sum(a * b for a, b in zip(row, vector, strict=True))) for row in rows]


def dot(a: Sequence[int | Fraction], b: Sequence[int | Fraction]) -> Fraction:
    """The sum of products of matching entries.

    >>> dot([1, 2], [3, 4])
    Fraction(11, 1)
    """
    return Fraction(sum(x * y for x, y in zip(a, b, strict=True)))
