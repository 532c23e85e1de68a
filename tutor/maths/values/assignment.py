"""What the letters of a formula stand for in one trial: numbers, matrices, whole numbers, functions, a space of chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tutor.maths.tree import Node

__all__ = ["Assignment", "Defined", "Polynomial", "Space"]


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A function nobody told anything about, as a polynomial with these coefficients, constant first."""

    coefficients: tuple[Fraction, ...]

    def slope(self) -> Polynomial:
        """Its derivative.

        >>> Polynomial((Fraction(1), Fraction(2), Fraction(3))).slope().coefficients
        (Fraction(2, 1), Fraction(6, 1))
        """
        return Polynomial(tuple(n * c for n, c in enumerate(self.coefficients))[1:] or (Fraction(0),))


@dataclass(frozen=True, slots=True)
class Defined:
    """What the text itself says a letter is: y = (body), or f(x) = (body) with its parameter."""

    body: Node
    latex: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """A finite space of chance: the weight of each outcome, events as sets of outcomes, a value per outcome for each variable."""

    weights: tuple[Fraction, ...]
    events: Mapping[str, frozenset[int]] = field(default_factory=dict)
    variables: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One trial. Numbers are fractions, matrices nested tuples of fractions, `wholes` what counts; `length` ends open sums."""

    values: Mapping[str, Any] = field(default_factory=dict)
    wholes: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, Polynomial | Defined | str] = field(default_factory=dict)
    definitions: Mapping[str, Defined] = field(default_factory=dict)
    space: Space | None = None
    length: int = 3
