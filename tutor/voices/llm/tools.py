"""What a model may use while it answers: plain functions from words to words, and arguments read with suspicion.

None of them writes anything, none knows a key, and whatever is wrong with a call comes back as a sentence the model can mend.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tutor.errors import TutorError
from tutor.voices.llm.clean import damage
from tutor.voices.llm.message import Call, Tool

MOST_ROUNDS = 4
MOST_CALLS = 4  # in one round
_LONGEST_ARGUMENT = 2_000
_LONGEST_RESULT = 3_000
_MOST_STEPS = 12
_PROBLEMS = (
    'one thing at a time, as "eigenvalues of [[2,1],[1,2]]", "product of [[1,2],[0,1]] and [[1,0],[3,1]]", '
    '"kernel of [[1,2],[2,4]]", "gradient of x^2 + 3y^2 at (1,2)", "variance of 1, 5 with probabilities 1/2, 1/2", '
    '"P(A|B) if P(B|A) = 0.9, P(A) = 0.01 and P(B|not A) = 0.1"'
)


@dataclass(frozen=True, slots=True)
class Ability:
    """A tool and what it does with its arguments; it may raise TutorError, whose sentence the model then reads."""

    tool: Tool
    do: Callable[[Mapping[str, str]], str]


def arguments(text: str) -> Mapping[str, str]:
    r"""The arguments of a call as texts. Raises ValueError with what is wrong, in words a model can act on.

    >>> arguments('{"problem": "rank of [[1,2],[2,4]]"}')
    {'problem': 'rank of [[1,2],[2,4]]'}
    >>> arguments('{"latex": "\\frac{1}{2}"}')
    Traceback (most recent call last):
    ...
    ValueError: a backslash was lost in 'latex'; in JSON every backslash of LaTeX is written twice
    """
    try:
        read = json.loads(text or "{}")
    except ValueError:
        raise ValueError("the arguments are not JSON; send one JSON object") from None
    if not isinstance(read, dict):
        raise ValueError("the arguments are not a JSON object")
    values = {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in read.items()}
    for name, value in values.items():
        if damage(f"${value}$"):
            raise ValueError(f"a backslash was lost in {name!r}; in JSON every backslash of LaTeX is written twice")
        if len(value) > _LONGEST_ARGUMENT:
            raise ValueError(f"{name!r} is longer than {_LONGEST_ARGUMENT} characters")
    return values


def use(call: Call, abilities: Sequence[Ability]) -> str:
    """What a call comes to: the ability's words, or one sentence that says why not."""
    ability = next((one for one in abilities if one.tool.name == call.name), None)
    if ability is None:
        return f"There is no tool {call.name[:40]!r}; the tools are {', '.join(one.tool.name for one in abilities)}."
    try:
        given = arguments(call.arguments)
        missing = [name for name in ability.tool.parameters if not given.get(name, "").strip()]
        if missing:
            return f"Not done: the argument {missing[0]!r} is missing."
        return ability.do(given)[:_LONGEST_RESULT]
    except ValueError as error:
        return f"Not done: {error}."
    except TutorError as error:
        return f"Not done: {error}"


def mathematical() -> tuple[Ability, ...]:
    """The abilities of the maths room and the questions: compute, explain a formula, check an equality, quiz."""
    return (
        Ability(
            Tool("compute", "Solve one problem exactly, with steps.", {"problem": _PROBLEMS}),
            _compute,
        ),
        Ability(Tool("explain_formula", "Say what a formula says, part by part.", {"latex": "the formula in LaTeX"}), _explain),
        Ability(Tool("check_equality", "Try an equality or inequality.", {"latex": "the equality in LaTeX"}), _check),
        Ability(Tool("quiz", "A question on a concept, without its key.", {"concept": 'its name, such as "rank"'}), _quiz),
    )


def _compute(given: Mapping[str, str]) -> str:
    from tutor.maths.steps import solve

    solution = solve(given["problem"])
    steps = "\n".join(f"- {step.says} $${step.latex}$$" for step in solution.steps[:_MOST_STEPS])
    return f"Answer: ${solution.answer_latex}$\n{steps}"


def _explain(given: Mapping[str, str]) -> str:
    from tutor.maths.explain import explain_formula

    one = explain_formula(given["latex"], "", None)
    parts = "\n".join(f"- {part.says}: {part.does}" for part in one.parts[:_MOST_STEPS])
    return f"Read aloud: {one.spoken}\n{one.meaning}\n{parts}"


def _check(given: Mapping[str, str]) -> str:
    from tutor.maths.claims import try_claim

    tried = try_claim(given["latex"], "")
    return (
        "\n".join(f"{one.latex}: {one.verdict.value}. {one.why}" for one in tried)
        or "There is no equality in it that can be tried."
    )


def _quiz(given: Mapping[str, str]) -> str:
    from tutor.concepts.graph import load
    from tutor.concepts.link import link
    from tutor.questions.quiz import concepts_with_questions, for_concept

    known = concepts_with_questions()
    ids = [one.concept.id for one in link(given["concept"], load()) if one.concept.id in known]
    question = for_concept(ids[0], 1) if ids else None
    if question is None:
        return "There is no question on this concept."
    options = "\n".join(f"- {option.text}" for option in question.options)
    return f"Question {question.id}: {question.prompt}\n{options}".strip()
