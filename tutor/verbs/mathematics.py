"""Verbs about mathematics alone: no book is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.concepts.graph import Misconception
from tutor.errors import InputError
from tutor.verbs.rooms import Rooms

if TYPE_CHECKING:
    from tutor.maths.answers.judge import Judgement
    from tutor.maths.claims import Claim as TriedClaim
    from tutor.maths.derivations.derivation import Derivation
    from tutor.maths.explain import FormulaExplanation
    from tutor.maths.reading.proof.measure import Measured
    from tutor.maths.steps import Solution
    from tutor.maths.typed.formula import Typed
    from tutor.maths.worked.trial import Trial


# Shapes of so many signs that nobody means anything else by them when they stand alone.
_HINTS = ("", "sigmoid")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question declares beside its key: sizes of matrices, which are symmetric, letters that stand for any constant, and
    how many decimals are asked for."""

    shapes: Mapping[str, tuple[int | str, int | str]] | None = None
    symmetric: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    decimals: int | None = None


class Mathematics(Rooms):
    """Formulas explained, problems solved, answers judged, claims tried, derivations followed."""

    def explain(
        self, latex: str, context: str = "", sizes: Mapping[str, Sequence[object]] | None = None, at: int | None = None
    ) -> FormulaExplanation:
        """A formula read aloud, said in plain English, walked part by part, named, its sizes checked, and shown on numbers.

        `context` is the text around it: meanings are taken from there first. `sizes` such as {"A": [3, 2]} come before it.
        `at` is where in `context` this formula begins, where that is known: what is told nearest to it is told of it.
        """
        from tutor.maths.explain import explain_formula

        return explain_formula(latex, context, sizes, at)

    def as_typed(self, text: str) -> Typed:
        """What a learner typed for a formula, plain signs or LaTeX, as the LaTeX it means; words are said to be words."""
        from tutor.maths.typed.formula import as_typed

        return as_typed(text)

    def explain_side(
        self, latex: str, context: str = "", sizes: Mapping[str, Sequence[object]] | None = None
    ) -> FormulaExplanation:
        """The same for a formula somebody asks about, which stands alone: it is named by its shape where books wait for a word,
        and an expression without a left side is named as y = ... would be."""
        from dataclasses import replace

        told = self.explain(latex, context, sizes)
        if told.name is not None or not told.complete:
            return told
        whole = latex if any(sign in latex for sign in ("=", "<", ">", "\\l", "\\g")) else f"y = {latex}"
        named = next((found for hint in _HINTS if (found := self.explain(whole, f"{context} {hint}").name)), None)
        return replace(told, name=replace(named, start=0, end=len(latex))) if named is not None else told

    def try_numbers(
        self, latex: str, context: str = "", values: Mapping[str, Fraction] | None = None, vary: str = "", at: int | None = None
    ) -> Trial | None:
        """A formula at numbers of the learner's choice, and the curve of one quantity; None where it is no computation.

        `at` is the index in `context` where this formula begins, if that is known.
        """
        from tutor.maths.explain import try_numbers

        return try_numbers(latex, context, values, vary, at)

    def measure_formulas(self, rows: Iterable[tuple[str, str]]) -> Measured:
        """How well formulas are read, over (LaTeX, text around) pairs; for measuring, not for learning."""
        from tutor.maths.reading.proof.measure import measure

        return measure(rows)

    def solve(self, problem: str) -> Solution:
        """A worked solution, every step checked when it is made. Raises Unreadable with what can be solved."""
        from tutor.maths.steps import solve

        return solve(problem)

    def claims(
        self, text: str, sizes: Mapping[str, Sequence[object]] | None = None, symmetric: Sequence[str] = ()
    ) -> tuple[TriedClaim, ...]:
        """Every equality and inequality of a text, tried: proved, tested, failing with a counterexample, or left open."""
        from tutor.maths.claims import claims

        return claims(text, sizes, symmetric)

    def typed_text(self, text: str) -> str:
        """A text as a learner types it, every formula as LaTeX between dollars: an equation in plain signs among words too."""
        from tutor.maths.typed.text import with_dollars

        return with_dollars(text)

    def try_formula(self, latex: str, context: str = "") -> tuple[TriedClaim, ...]:
        """The equalities and inequalities of one formula, tried; `context` says what its letters are."""
        from tutor.maths.claims import try_claim

        return try_claim(latex, context)

    def follow(self, derivation: str, context: str = "") -> Derivation:
        """A derivation, one step to a line: the first line that does not follow, and the misconception that makes it."""
        from tutor.maths.derivations.derivation import follow

        return follow(derivation, context)

    def slip(self, kind: str, key: str, typed: str) -> Misconception | None:
        """The misconception that turns a key into what was typed, where one surely does."""
        from tutor.maths.derivations.misconceptions import misconception_of

        found = misconception_of(key, typed, kind)
        return self.graph.misconception(found) if found else None

    def check(self, kind: str, key: str, typed: str, terms: Terms | None = None) -> Judgement:
        """Judge a typed answer against a key, by mathematics; nothing is logged. Raises InputError for a kind we do not know."""
        from tutor.maths.answers.judge import KINDS, judge

        if kind not in KINDS:
            raise InputError(f"{kind!r} is no kind of answer; the kinds are {', '.join(KINDS)}.")
        t = terms or Terms()
        return judge(kind, key, typed, shapes=t.shapes, symmetric=t.symmetric, constants=t.constants, decimals=t.decimals)
