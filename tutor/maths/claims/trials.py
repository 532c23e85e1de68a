"""Two sides tried on instances: small numbers first, a proof modulo a large prime next, floats where nothing else is possible."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.claims.claim import Pair
from tutor.maths.claims.instances import inside
from tutor.maths.claims.letters import unknowns
from tutor.maths.claims.pieces import on_every_piece
from tutor.maths.evaluate import Arithmetic
from tutor.maths.tree import walk
from tutor.maths.values import (
    Assignment,
    Defined,
    DoesNotFit,
    Exact,
    Kind,
    Modular,
    NotComputable,
    OutsideArithmetic,
    Polynomial,
    Reals,
    Sort,
    Style,
    Undefined,
    alike,
    random_assignment,
    readings,
    value_of,
)
from tutor.maths.values.blocks import Scale, is_rows

Functions = Mapping[str, Polynomial | Defined | str]
TOLERANCE = 1e-8
SMALL_TURNS = 14
LARGE_TURNS = 4
REAL_TURNS = 12
FLAT_TURNS = 12
PIECE_TURNS = 2
# What jumps: equal at random points says nothing of the points between, so agreement modulo a prime is no proof.
_JUMPS = frozenset("rank rk Rank nullity dim sgn sign floor ceil max min".split())
MOST_DRAWS = 25  # until an instance keeps what is set
SECONDS = 0.2
SPECIAL = (0, 1, -1)
_OUT = (Undefined, OutsideArithmetic, Unreadable, OverflowError, ZeroDivisionError, RecursionError)
_ORDER = {"<", ">", "leq", "geq", "le", "ge", "leqslant", "geqslant", "lt", "gt"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is given from outside a formula: values put in, functions and definitions of the text."""

    fixed: Mapping[str, Any] = field(default_factory=dict)
    functions: Functions = field(default_factory=dict)
    definitions: Mapping[str, Defined] = field(default_factory=dict)
    conditions: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One instance: whether the relation holds there, and both values."""

    holds: bool
    left: Any
    right: Any
    at: Assignment


@dataclass(frozen=True, slots=True)
class Tried:
    """All instances of one pair; `proof` counts agreements modulo a large prime; `why` says why there are none."""

    trials: tuple[Trial, ...] = ()
    proof: int = 0
    why: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def failed(self) -> Trial | None:
        """The plainest instance that fails."""
        return min((trial for trial in self.trials if not trial.holds), key=_plainness, default=None)


def _plainness(trial: Trial) -> float:
    """Small whole numbers first."""
    total = 0.0
    for value in (*trial.at.values.values(), *trial.at.wholes.values()):
        entries = [x for row in value for x in row] if is_rows(value) else [value]
        total += sum(abs(float(x)) + (5.0 if getattr(x, "denominator", 1) != 1 else 0.5) for x in entries)
    if trial.at.space is not None:
        total += len(trial.at.space.weights) + sum(w.denominator for w in trial.at.space.weights) / 10
    return total


def attempt(
    pair: Pair, kinds: Mapping[str, Kind], known: Known, *, quick: bool = False, layouts: tuple[str, ...] = ("column", "row")
) -> Tried:
    """Try a pair on instances; `quick` is for guesses, with fewer of them."""
    best: Tried | None = None
    for layout in layouts:
        found = _attempt(pair, kinds, known, quick, layout)
        if best is None or (found.trials and (not best.trials or (best.failed and not found.failed))):
            best = found
        if best.trials and not best.failed:
            break
    return best or Tried(why="nothing could be tried")


def _attempt(pair: Pair, kinds: Mapping[str, Kind], known: Known, quick: bool, layout: str) -> Tried:
    started, why = time.perf_counter(), "nothing could be tried"
    for reading in readings(kinds):
        try:
            fits = _fits(pair, reading, known, layout)
        except DoesNotFit as refusal:
            why = f"the sizes do not go together: {refusal}"
            continue
        except NotComputable as refusal:
            return Tried(why=str(refusal))
        if fits:
            return _run(pair, reading, known, quick, layout, started)
        if time.perf_counter() - started > SECONDS:
            break
    return Tried(why=why)


def _fits(pair: Pair, kinds: Mapping[str, Kind], known: Known, layout: str) -> bool:
    """Whether both sides have values that can be compared, at a first instance or two."""
    refused: DoesNotFit | None = None
    for turn in range(3):
        try:
            trial = drawn(kinds, Style("small", turn), known, "fit")
            compare(pair, trial, layout)
            return True
        except DoesNotFit as refusal:
            refused = refusal
        except _OUT:
            continue
    if refused:
        raise refused
    return True


def drawn(kinds: Mapping[str, Kind], style: Style, known: Known, seed: str) -> Assignment:
    """An instance that keeps what is set for its letters. Raises Undefined where none was found."""
    draw = random.Random(f"{seed} {style.name} {style.turn}")
    for _ in range(MOST_DRAWS if known.conditions else 1):
        found = random_assignment(kinds, draw, style, functions=known.functions, definitions=known.definitions, fixed=known.fixed)
        if not known.conditions or keeps(found := inside(found, known.conditions, draw), known.conditions):
            return found
    raise Undefined


def keeps(trial: Assignment, conditions: Sequence[Pair]) -> bool:
    """Whether an instance keeps every condition on letters that have a value in it."""
    held = {*trial.values, *trial.wholes}
    bound = [c for c in conditions if unknowns(c.left, c.latex) | unknowns(c.right, c.latex) <= held]
    return all(compare(c, trial, "column").holds for c in bound)


def compare(pair: Pair, trial: Assignment, layout: str) -> Trial:
    """Both sides at one instance: exactly where that is possible, else in floats."""
    try:
        return at_instance(pair, trial, Exact(), layout)
    except (OutsideArithmetic, Unreadable):
        return at_instance(pair, trial, Reals(), layout)


def at_instance(pair: Pair, trial: Assignment, ring: Arithmetic, layout: str) -> Trial:
    left = value_of(pair.left, pair.latex, trial, ring, layout=layout)
    right = value_of(pair.right, pair.latex, trial, ring, layout=layout)
    if pair.sign in _ORDER:
        return Trial(_ordered(pair.sign, left, right, getattr(ring, "largest", 1.0)), left, right, trial)
    if isinstance(ring, Reals):
        size = min(ring.largest, 1e9)
        if alike(left, right, TOLERANCE * size):
            return Trial(True, left, right, trial)
        if alike(left, right, 1e-5 * size):
            raise Undefined  # too near to call in floats
        return Trial(False, left, right, trial)
    return Trial(alike(left, right, 0.0), left, right, trial)


def _ordered(sign: str, left: Any, right: Any, size: float) -> bool:
    if is_rows(left) or is_rows(right) or isinstance(left, Scale) or isinstance(right, Scale):
        raise NotComputable("matrices are not larger or smaller than others here")
    gap = float(left) - float(right)
    level = TOLERANCE * min(max(1.0, size), 1e6)
    if sign in ("leq", "le", "leqslant"):
        return gap <= level
    if sign in ("geq", "ge", "geqslant"):
        return gap >= -level
    if gap and abs(gap) <= level:
        raise Undefined  # too near to call in floats
    return gap < 0 if sign in ("<", "lt") else gap > 0


def _run(pair: Pair, kinds: Mapping[str, Kind], known: Known, quick: bool, layout: str, started: float) -> Tried:
    trials: list[Trial] = []
    proof = 0
    turns = [Style("small", n) for n in range(4 if quick else SMALL_TURNS)] + [
        Style("real", n) for n in range(3 if quick else REAL_TURNS)
    ]
    why = "no instance lies in the domain of both sides"
    for style in turns:
        try:
            trials.append(compare(pair, drawn(kinds, style, known, "try"), layout))
        except NotComputable as refusal:
            why = str(refusal)
            if not isinstance(refusal, DoesNotFit):
                break
        except _OUT:
            continue
        if (quick and trials and not trials[-1].holds) or time.perf_counter() - started > SECONDS:
            break
    if pair.sign in _ORDER and trials and all(t.holds for t in trials):
        trials += _at_special_points(pair, kinds, known, layout)
    if trials and all(t.holds for t in trials) and any(kind.sort is Sort.MATRIX for kind in kinds.values()):
        trials += _flat(pair, kinds, known, layout)
    if trials and all(t.holds for t in trials) and not quick:
        trials += _pieces(pair, kinds, known, layout)
    if trials and all(t.holds for t in trials) and not quick and pair.sign not in _ORDER and not _jumps(pair):
        proof = _proofs(pair, kinds, known, layout)
    return Tried(tuple(trials), proof, why, kinds)


def _flat(pair: Pair, kinds: Mapping[str, Kind], known: Known, layout: str) -> Iterator[Trial]:
    """Matrices of rank one or none; where an inverse is asked of them, nothing is tried."""
    for turn in range(FLAT_TURNS):
        try:
            yield compare(pair, drawn(kinds, Style("flat", turn), known, "flat"), layout)
        except (NotComputable, *_OUT):
            continue


def _pieces(pair: Pair, kinds: Mapping[str, Kind], known: Known, layout: str) -> Iterator[Trial]:
    """Numbers on every piece of both sides, and far out; agreement there counts once, a difference as often as it is seen."""
    instances: list[Assignment] = []
    for turn in range(PIECE_TURNS):
        try:
            instances.append(drawn(kinds, Style("real", turn), known, "pieces"))
        except NotComputable:
            continue
    free = {name: kind for name, kind in kinds.items() if name not in known.fixed and name not in known.definitions}
    for at in on_every_piece(pair, instances, free, known.definitions, ordered=pair.sign in _ORDER):
        try:
            if not keeps(at, known.conditions):
                continue
            found = compare(pair, at, layout)
        except (NotComputable, *_OUT):
            continue
        if found.holds or not _within_rounding(found):
            yield found
        if not found.holds:
            return


def _within_rounding(found: Trial) -> bool:
    """Whether floats that far out could differ by rounding alone."""
    if not isinstance(found.left, float) and not isinstance(found.right, float):
        return False
    if is_rows(found.left) or is_rows(found.right) or isinstance(found.left, Scale) or isinstance(found.right, Scale):
        return False
    size = max([1.0, abs(float(found.left)), abs(float(found.right)), *(abs(float(v)) ** 2 for v in _numbers(found.at))])
    return abs(float(found.left) - float(found.right)) <= 1e-9 * size


def _numbers(at: Assignment) -> list[Fraction]:
    return [value for value in at.values.values() if isinstance(value, Fraction)]


def _jumps(pair: Pair) -> bool:
    """Whether a side holds a function that is not continuous."""
    heads = (getattr(node, "name", "") for side in (pair.left, pair.right) for node in walk(side))
    return any(isinstance(name, str) and name in _JUMPS for name in heads)


def _at_special_points(pair: Pair, kinds: Mapping[str, Kind], known: Known, layout: str) -> Iterator[Trial]:
    """Where a bound is missed most often: every free number at 0, 1 or -1, vectors and matrices at zero (x^2 > 0 fails at 0)."""
    for number in SPECIAL:
        try:
            trial = drawn(kinds, Style("small", 0), known, "special")
            put = {name: _at(value, number) for name, value in trial.values.items() if _is_free(name, kinds, known)}
            if put:
                at = replace(trial, values={**trial.values, **put})
                if keeps(at, known.conditions):
                    yield compare(pair, at, layout)
        except (NotComputable, *_OUT):
            continue  # 0 lies outside the domain of 1/x


def _is_free(name: str, kinds: Mapping[str, Kind], known: Known) -> bool:
    """Whether nothing is promised of a letter, or of the family that x_1 belongs to."""
    kind = kinds.get(name) or kinds.get(name.partition("_")[0])
    return kind is not None and not kind.traits and name not in known.fixed


def _at(value: Any, number: int) -> Any:
    if is_rows(value):
        return value if number else tuple(tuple(Fraction(0) for _ in row) for row in value)
    return Fraction(number)


def _proofs(pair: Pair, kinds: Mapping[str, Kind], known: Known, layout: str) -> int:
    """How many random points modulo the prime agree; -1 where one does not, 0 where the sides are no rational functions."""
    if any(kind.sort in (Sort.WHOLE, Sort.VARIABLE, Sort.EVENT, Sort.FUNCTION) for kind in kinds.values()):
        return 0
    agreed = 0
    for turn in range(LARGE_TURNS):
        try:
            trial = drawn(kinds, Style("large", turn), known, "prove")
            if not at_instance(pair, trial, Modular(), layout).holds:
                return -1
            agreed += 1
        except Undefined:
            continue
        except (NotComputable, *_OUT):
            return 0
    return agreed
