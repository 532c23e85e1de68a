"""One line of a derivation as a statement: relations that hold together, or alternatives, true or false at an instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.claims.claim import Pair, Verdict
from tutor.maths.claims.letters import IDENTITY, names
from tutor.maths.claims.printed import number
from tutor.maths.claims.trials import Known, Tried, attempt, compare
from tutor.maths.claims.trying import example, without_integral
from tutor.maths.derivations.conditions import Condition, kept, within
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Chain, Fence, Power, Prefix, Product
from tutor.maths.reading.nodes import Fraction as Over
from tutor.maths.tree import Node, walk
from tutor.maths.values import Assignment, Defined, Kind, NotComputable, Reals, Sort, value_of
from tutor.maths.values.calculus import names_below

OUT = (NotComputable, Undefined, OutsideArithmetic, Unreadable, ArithmeticError, TypeError, ValueError)
TOLD = "told here, and taken as given"
FOLLOWED = frozenset("= < > leq geq le ge leqslant geqslant".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says: its chains are alternatives, or hold `together`."""

    chains: tuple[Chain, ...]
    together: bool = False

    @property
    def signs(self) -> frozenset[str]:
        return frozenset(sign.name for chain in self.chains for sign in chain.signs)

    @property
    def equation(self) -> Chain | None:
        """The one equation of two sides that it is; None for anything else."""
        only = self.chains[0] if len(self.chains) == 1 else None
        return (
            only
            if only is not None and len(only.sides) == 2 and only.signs[0].name == "=" and not only.signs[0].negated
            else None
        )

    @property
    def sides(self) -> tuple[Node, ...]:
        return tuple(side for chain in self.chains for side in chain.sides)


@dataclass(frozen=True, slots=True)
class Step:
    """What was found of one step; `lost` are solutions that went missing, `example` an instance that breaks the step."""

    verdict: Verdict
    why: str
    lost: tuple[float, ...] = ()
    example: Assignment | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all lines share: one LaTeX text, the kinds of its letters, and what the words around give."""

    latex: str
    kinds: Mapping[str, Kind]
    known: Known = field(default_factory=Known)
    squares: frozenset[str] = frozenset()
    nonzero: frozenset[str] = frozenset()  # vectors that are eigenvectors by what the lines say
    conditions: tuple[Condition, ...] = ()  # what the words say of numbers: x > 2
    chances: tuple[tuple[Chain, str], ...] = ()  # what the words say of probabilities: P(A) = 0.3

    def tried(self, a: Node, b: Node, known: Known | None = None) -> Tried:
        """Two expressions on instances that keep what the words say."""
        known = known or self.known
        pair = without_integral(Pair(a, b, "=", False, self.latex))
        used = self._used(a, b, known)
        found = attempt(pair, used, known)
        return self._kept(pair, found, used) if any(one.letters & set(used) for one in self.conditions) else found

    def _kept(self, pair: Pair, found: Tried, used: Mapping[str, Kind]) -> Tried:
        """What was tried without the instances that break a condition, and with some that were moved so as to keep it."""
        trials = [trial for trial in found.trials if self.keeps(trial.at)]
        for trial in found.trials:
            try:
                moved = compare(pair, within(trial.at, self.conditions), "column")
            except OUT:
                continue
            if self.keeps(moved.at):
                trials.append(moved)
        return replace(found, trials=tuple(trials), why=found.why or "no instance keeps what the words say")

    def keeps(self, at: Assignment) -> bool:
        """Whether an instance keeps what the words promise of its numbers."""
        return kept(at, self.kinds, self.conditions)

    def may_be(self, point: Mapping[str, Any]) -> bool:
        """Whether numbers keep what the words promise of them."""
        return kept(self.at({n: Fraction(v) for n, v in point.items()}), self.kinds, self.conditions)

    def _used(self, a: Node, b: Node, known: Known) -> dict[str, Kind]:
        """The kinds of the letters that two sides use, by way of definitions too, and of the sizes of matrices."""
        waiting, used = [*names_below(a, self.latex), *names_below(b, self.latex)], set[str]()
        while waiting:
            name = waiting.pop()
            if name in used:
                continue
            used |= {name, name.partition("_")[0]}
            told = known.definitions.get(name) or known.functions.get(name)
            if isinstance(told, Defined):
                waiting += [n for n in names_below(told.body, told.latex) if n != told.parameter]
        sizes = {size for name in used if name in self.kinds for size in self.kinds[name].size}
        return {name: kind for name, kind in self.kinds.items() if name in used | sizes}

    def agree(self, a: Node, b: Node, known: Known | None = None) -> bool | None:
        """Whether two expressions agree on every instance; None where that cannot be tried."""
        return agreed(self.tried(a, b, known))

    def may_agree(self, a: Node, b: Node) -> bool:
        """Whether a few instances find no difference between two expressions; for guesses."""
        found = attempt(Pair(a, b, "=", False, self.latex), self._used(a, b, self.known), self.known, quick=True)
        return bool(found.trials) and not found.failed

    def letters(self, *nodes: Node) -> list[str]:
        found = [n for node in nodes for n in sorted(names(node, self.latex)) if n in self.kinds]
        return list(dict.fromkeys(found))

    def scalar(self, *nodes: Node) -> bool:
        return all(self.kinds[n].sort in (Sort.NUMBER, Sort.WHOLE) and not self.kinds[n].indices for n in self.letters(*nodes))

    def at(self, point: Mapping[str, Any]) -> Assignment:
        """An instance with these values."""
        wholes = {n: int(v) for n, v in point.items() if n in self.kinds and self.kinds[n].sort is Sort.WHOLE and v == int(v)}
        return Assignment(
            values={**self.known.fixed, **point},
            wholes=wholes,
            functions=self.known.functions,
            definitions=self.known.definitions,
        )

    def true(self, said: Said, at: Assignment) -> bool | None:
        """Whether a statement is true at an instance; None where a side has no value there, or floats cannot tell."""
        found = [self._chain(chain, at) for chain in said.chains]
        if said.together:
            return False if False in found else None if None in found else True
        return True if True in found else None if all(one is None for one in found) else False

    def _chain(self, chain: Chain, at: Assignment) -> bool | None:
        unsure = False
        for sign, left, right in zip(chain.signs, chain.sides, chain.sides[1:]):
            try:
                holds = compare(Pair(left, right, sign.name, sign.negated, self.latex), at, "column").holds
            except OUT:
                unsure = True
                continue
            if not holds:
                return False
        return None if unsure else True

    def value(self, node: Node, point: Mapping[str, Fraction]) -> float | None:
        """The value of one side at a point; None outside the domain."""
        try:
            found: Any = value_of(node, self.latex, self.at(point), Reals())
        except OUT:
            return None
        return float(found) if isinstance(found, float | Fraction | int) else None

    def gap(self, equation: Chain, point: Mapping[str, Fraction]) -> float | None:
        """Left minus right at a point; None outside the domain."""
        one, two = self.value(equation.sides[0], point), self.value(equation.sides[-1], point)
        return None if one is None or two is None else one - two

    def lone_name(self, node: Node) -> str:
        """The name of a letter that is drawn; "" for I and for anything else."""
        name = key(node, self.latex) if is_symbol(node) else ""
        return name if name in self.kinds and not IDENTITY.fullmatch(name) else ""

    def square(self, name: str) -> bool:
        """Whether the words or the declared sizes say that a matrix is square."""
        kind = self.kinds[name]
        told = kind.size[0] == kind.size[1] != "?"
        return kind.sort is Sort.MATRIX and (told or name in self.squares)

    def divides(self, chain: Chain) -> bool:
        """Whether a letter stands in a denominator."""
        below = [node.bottom for side in chain.sides for node in walk(side) if isinstance(node, Over)]
        powers = [n.base for side in chain.sides for n in walk(side) if isinstance(n, Power) and isinstance(n.exponent, Prefix)]
        slashed = [n for side in chain.sides for n in walk(side) if isinstance(n, Product) and set(n.signs) & {"/", "div"}]
        return any(self.letters(node) for node in (*below, *powers, *slashed))

    def lone(self, equation: Chain) -> tuple[str, Node] | None:
        """x = ...: the letter and what it equals, where that does not hold the letter; I is no such letter."""
        for side, other in ((equation.sides[0], equation.sides[-1]), (equation.sides[-1], equation.sides[0])):
            if not is_symbol(side):
                continue
            name = key(side, self.latex)
            if name in self.kinds and not IDENTITY.fullmatch(name) and name not in names(other, self.latex):
                return name, other
        return None

    def difference(self, a: Node, b: Node, known: Known | None = None) -> str:
        """Both values at a plain counterexample, in words."""
        pair = without_integral(Pair(a, b, "=", False, self.latex))
        return example(pair, self._used(a, b, known or self.known), known or self.known, self.tried(a, b, known))

    def with_known(self, known: Known) -> Sheet:
        return replace(self, known=known)


def at_value(name: str, value: float | Fraction) -> str:
    r"""x = 2 in words; a letter that LaTeX spells is set as a formula: $\lambda = 2$."""
    said = f"{name} = {number(value)}"
    return f"${said}$" if "\\" in name or "{" in name else said


def agreed(found: Tried) -> bool | None:
    """Whether all instances agree; None where they are too few."""
    if not found.trials or (not found.failed and (len(found.trials) < 3 or found.proof < 0)):
        return None
    return not found.failed


def put_in(node: Node, name: str, body: Node, latex: str) -> Node:
    """The tree with a formula in the place of a letter."""
    if is_symbol(node):
        return Fence(node.span, "(", body, ")", "group") if key(node, latex) == name else node
    changes: dict[str, object] = {}
    for field_name in node.__dataclass_fields__:
        part = getattr(node, field_name)
        if isinstance(part, Node):
            changes[field_name] = put_in(part, name, body, latex)
        elif isinstance(part, tuple) and part and all(isinstance(p, Node) for p in part):
            changes[field_name] = tuple(put_in(p, name, body, latex) for p in part)
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def with_sides(equation: Chain, left: Node, right: Node) -> Chain:
    """The same equation with other sides."""
    return replace(equation, sides=(left, right), signs=equation.signs[:1])


def without(kinds: Mapping[str, Kind], taken: Sequence[str]) -> dict[str, Kind]:
    """The kinds of the letters that stay free."""
    return {name: kind for name, kind in kinds.items() if name not in taken}
