"""A talk that goes on with the learner's own numbers: other numbers, another question, a value that was tried, one more to try.

Whatever is computed here the maths room computed; what was understood stands above the answer, so that a misreading can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.errors import Unreadable
from tutor.verbs.pointing import Pointing
from tutor.voices.again.again import Again, Does
from tutor.voices.explanation import Claim, Explanation, Standing
from tutor.voices.voice import Layer, Turn

if TYPE_CHECKING:
    from tutor.maths.steps import Solution
    from tutor.questions.question import Question
    from tutor.voices.again.again import Worked
    from tutor.voices.hear import Heard

_KEPT = 256  # problems
_LOOKED_AT = 8  # questions, for one of the same kind
_READ_AS = "Read as: {}."
_OTHERS = (
    "trace",
    "determinant",
    "rank",
    "n - 1",
    "n",
    "variance",
    "standard deviation",
    "mean",
    "median",
    "dot product",
    "distance",
)


class Continuing(Pointing):
    """What a message does with the problem that was worked out before it."""

    _kept_solutions: Mapping[str, Solution | None] = {}

    def _goes_on(self, message: str, worked: Worked) -> Again | None:
        from tutor.voices.again.going_on import goes_on

        return goes_on(message, worked, self._solved)

    def _can_solve(self, problem: str) -> bool:
        """Whether the message is one thing to compute; a part of the answer to several would pass for the whole."""
        return problem.count("?") <= 1 and self._solved(problem) is not None

    def _solved(self, problem: str) -> Solution | None:
        """The solution of a problem; None where it cannot be worked out. The last ones are kept: each turn asks again."""
        kept = self._kept_solutions
        if problem in kept:
            return kept[problem]
        try:
            solution = self.solve(problem)
        except Unreadable:
            solution = None
        # Replaced whole, never changed: another thread may be reading it.
        self._kept_solutions = {**dict(list(self._kept_solutions.items())[-_KEPT:]), problem: solution}
        return solution

    def _continued(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The way of a message that goes on with the problem before."""
        again = heard.again
        assert again is not None
        ways = {
            Does.CHANGES: self._again,
            Does.ASKS: self._again,
            Does.TRIES: self._tried,
            Does.STEPS: self._in_steps,
            Does.POINTS: self._at_step,
            Does.WANTS: self._another,
        }
        return ways[again.does](question, heard, again)

    def _again(self, question: str, heard: Heard, again: Again) -> Explanation:
        from tutor.voices.worked import solution_claims

        claims = solution_claims(self.solve(again.problem))
        shown = _shown(again.problem)
        told = (again.does is Does.ASKS and all(word in shown for word in again.said.split()[1:])) or shown in again.said
        notices = (_READ_AS.format(shown if told else f"{shown}, {again.said}"),)
        return self._on_numbers(question, heard, claims, notices)

    def _on_numbers(self, question: str, heard: Heard, claims: tuple[Claim, ...], notices: tuple[str, ...] = ()) -> Explanation:
        return Explanation(question, True, claims, (), heard.links, (), (), notices, check=self._check_on(heard))

    # -- a value that was tried ----------------------------------------------------------------------------------------------
    def _tried(self, question: str, heard: Heard, again: Again) -> Explanation:
        """Whether a value is the answer; where not, what it would be, and the steps."""
        from tutor.maths.answers.grade import Grade
        from tutor.voices.again.telling import judged, right_claims, wrong_claims
        from tutor.voices.worked import solution_claims

        if again.waits and (put := self._to_try(heard, again.put - 1)) is not None:
            return self._on_numbers(question, heard, self._graded(put, again.typed))
        problem = (self._varied(again.problem, again.put - 1) if again.waits else "") or again.problem
        solution = self.solve(problem)
        found = judged(solution, again.typed, self.check)
        notices = (f"Judged as an answer to: {_shown(problem)}.",)
        if found.grade is Grade.RIGHT:
            return self._on_numbers(question, heard, right_claims(solution, again.typed, found), notices)
        other = self._else(problem, again.typed) if found.grade is Grade.WRONG else None
        slip = self._slip_of(solution, again.typed) if found.grade is Grade.WRONG else None
        told = wrong_claims(solution, again.typed, found, other, slip)
        return self._on_numbers(question, heard, (*told, *solution_claims(solution)[1:]), notices)

    def _slip_of(self, solution: Solution, typed: str):
        from tutor.maths.answers.judge import KINDS

        return self.slip(solution.kind, solution.answer, typed) if solution.kind in KINDS else None

    def _else(self, problem: str, typed: str) -> tuple[str, Solution] | None:
        """What else a value would be the answer to, of what one might work out from the same numbers."""
        from tutor.maths.answers.grade import Grade
        from tutor.voices.again.going_on import siblings
        from tutor.voices.again.telling import judged

        for _, other in siblings(problem, _OTHERS, self._solved):
            its = self.solve(other)
            if its.kind == "number" and judged(its, typed, self.check).grade is Grade.RIGHT:
                return _shown(other), its
        return None

    def _graded(self, put: Question, typed: str) -> tuple[Claim, ...]:
        """A value judged against the question that was put."""
        from tutor.questions.grade import grade

        graded = grade(put, typed)
        words = {"right": "**Yes.**", "wrong": "**Not yet.**", "unreadable": "I cannot read this."}.get(graded.grade.value, "")
        why = "judged by mathematics against the question that was put"
        said = re.sub(r"^(?:Not yet|Yes|Right)[\s:,.]*", "", graded.why)
        said = "" if said == "this is right." else said[:1].upper() + said[1:]
        head = Claim(f"{words} {said}".strip(), Standing.PROVED, why, layer=Layer.ANSWER)
        if graded.grade.value != "wrong":
            return (head,)
        hint = Claim(f"*A hint:* {put.hint}", Standing.PROVED, "from the checked steps", layer=Layer.NUMBERS)
        return (head, hint)

    # -- how it was worked out -----------------------------------------------------------------------------------------------
    def _in_steps(self, question: str, heard: Heard, again: Again) -> Explanation:
        """The steps once more; where another value was named than came out, that first."""
        from tutor.maths.answers.grade import Grade
        from tutor.voices.again.telling import judged
        from tutor.voices.worked import solution_claims

        if again.waits and (put := self._to_try(heard, again.put - 1)) is not None:
            return self._on_numbers(question, heard, _steps_of(put))
        problem = (self._varied(again.problem, again.put - 1) if again.waits else "") or again.problem
        solution = self.solve(problem)
        claims = solution_claims(solution)
        if again.typed and judged(solution, again.typed, self.check).grade is Grade.WRONG:
            text = f"It is not ${again.typed}$: what comes out is ${solution.answer_latex}$."
            claims = (Claim(text, Standing.PROVED, solution.steps[-1].checked, layer=Layer.ANSWER), *claims[1:])
        return self._on_numbers(question, heard, claims, (f"The steps of: {_shown(problem)}.",))

    def _at_step(self, question: str, heard: Heard, again: Again) -> Explanation:
        """The step that is pointed to, and those around it."""
        from tutor.voices.again.answered import step_meant
        from tutor.voices.again.telling import step_claims

        solution = self.solve(again.problem)
        at = step_meant(again.words, solution.steps) or 0
        return self._on_numbers(question, heard, step_claims(solution, at), (f"From the steps of: {_shown(again.problem)}.",))

    # -- one more to try -----------------------------------------------------------------------------------------------------
    def _another(self, question: str, heard: Heard, again: Again) -> Explanation:
        """A question of the same kind; where the questions room has none, the same problem with other numbers."""
        put = self._to_try(heard, again.put)
        if put is not None:
            return Explanation(question, True, (), (), heard.links, (), (), check=put.id)
        other = self._varied(again.problem, again.put)
        if not other:
            return self._on_numbers(
                question, heard, (), ("I have no other problem of this kind; type one with numbers of your own.",)
            )
        text = f"**Try this one:** {_shown(other)}. Tell me what you get."
        claim = Claim(text, Standing.PROVED, "worked out here beforehand: it has an answer", layer=Layer.ANSWER)
        return Explanation(question, True, (claim,), (), heard.links, (), ())

    def _to_try(self, heard: Heard, nth: int) -> Question | None:
        """The `nth` question of the same kind as a problem; None where the questions room has none."""
        from tutor.voices.again.telling import value_named

        topic = value_named(self.solve(heard.problem)).removeprefix("the ").removeprefix("sample ")
        concepts = [one.concept.id for one in heard.links if one.outright]
        for concept in concepts[:2]:
            made = (self.practice(concept, 11 + 2 * (_LOOKED_AT * nth + n)) for n in range(_LOOKED_AT))
            for one in made:
                if one is not None and one.kind.judged and topic.lower().rstrip("s") in one.prompt.lower():
                    return one
        return None

    def _varied(self, problem: str, nth: int) -> str:
        """The same problem with other numbers, that can be worked out; "" where none is found."""
        from tutor.voices.again.varying import varied

        return next((other for other in varied(problem, nth) if self._solved(other) is not None), "")


def _shown(problem: str) -> str:
    return problem.strip(" ?.")


def _steps_of(put: Question) -> tuple[Claim, ...]:
    """The worked steps of a question that was put."""
    why = f"the answer was computed twice: by {put.proof.key_route}, and checked by {put.proof.check_route}"
    steps = tuple(Claim(one, Standing.PROVED, why, layer=Layer.NUMBERS) for one in put.solution)
    return (Claim(f"**Answer:** ${put.key_latex}$", Standing.PROVED, why, layer=Layer.ANSWER), *steps)
