"""What a message does with the problem before: the readings in their order, and the first that the maths room can work out.

Law of this file: a message that is a problem of its own begins anew; whatever else is read must be solvable, or it is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tutor.voices.again.again import Again, Does, Solved, Worked
from tutor.voices.again.answered import points_at, step_meant, tried_value, wants_another, wants_lighter, wants_steps
from tutor.voices.again.changes import changed
from tutor.voices.again.givens import NUMBER, numbers_in, same_number, sheared, tables_in
from tutor.voices.again.moves import moved
from tutor.voices.again.tasks import asked_else
from tutor.voices.again.words import spliced

__all__ = ["goes_on", "siblings"]

_LONGEST = 24  # words of a message that goes on with numbers
_MOST_TRIED = 12  # readings of one message
_MINE = re.compile(
    r"\b(?:back to (?:mine|my (?:numbers|own|problem|matrix|one|vectors?|list))|with my (?:own )?numbers|my original|the"
    r" original(?: one)?|back to the (?:first|original)(?: one| problem)?)\b[\s,:]*"
    r"(?:and |but )?(?P<rest>.*)$",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"^\W*(?:no|nope|sorry|wait|not that|wrong|hm+)?\W*\b(?:i (?:meant|mean|asked (?:for|about)|wanted)|what i meant (?:was"
    r"|is)|i was asking (?:for|about))\b[\s,:]*(?:was |is |to ask )?",
    re.IGNORECASE,
)
_NOT_OTHER = re.compile(r"[\s,;]*\b(?:and\s+)?not (?:of )?(?:the |its |for )?[\w -]{2,30}\W*$", re.IGNORECASE)
_FORGET = re.compile(
    r"^\W*(?:ok |no |well )*(?:forget|never ?mind|scrap|ignore|drop) (?:that|it|this|about it|about that)?\W+", re.IGNORECASE
)
_LABELLED = re.compile(
    r"^\W*(?:so |then |and |is |ok |hence )*(?P<value>(?P<letter>[a-z])\s*=\s*-?[\d./]+(?:(?:\s*,\s*"
    r"|\s+and\s+)[a-z]\s*=\s*-?[\d./]+)*)\W*$"
)
_LIGHT = ((2, 1), (1, 3), (3, 2), (1, 2), (4, 1))


def goes_on(message: str, worked: Worked, solved: Solved) -> Again | None:
    """What a message does with the problem before; None where it does nothing with it.

    >>> from tutor.maths.steps.solution import Solution, Step
    >>> def solved(problem):
    ...     made = Solution(problem, "number", "1", "1", (Step("So it is.", "1", "counted"),))
    ...     return made if problem.startswith("rank of") else None
    >>> goes_on("and if the 4 were a 5?", Worked("rank of [[1,2],[2,4]]"), solved).problem
    'rank of [[1, 2], [2, 5]]'
    >>> goes_on("I get 2, is that right?", Worked("rank of [[1,2],[2,4]]"), solved).does.value
    'tries'
    """
    again = _read(_FORGET.sub("", message.strip()), worked, solved)
    return replace(again, put=worked.put, waits=worked.waits) if again is not None else None


def _read(message: str, worked: Worked, solved: Solved) -> Again | None:
    if len(message.split()) > _LONGEST or "\n" in message:
        return None
    value, of = tried_value(message, bare=worked.waits)
    if value and value[-1:].isalpha() and not _in_words(value, worked, solved):
        value = ""
    if value and not _is_change(message):
        about = next((p for p, _ in _solvable(asked_else(of, worked.problem, solved), solved)), "") if of else ""
        return Again(Does.TRIES, about or worked.problem, typed=value, words=message)
    if wants_another(message):
        return Again(Does.WANTS, worked.problem)
    if not value and (labelled := _LABELLED.match(message)) and _is_label(labelled["letter"], worked, solved):
        return Again(Does.TRIES, worked.problem, typed=labelled["value"], words=message)
    if solved(message) is not None:
        if re.search(r"[\d\[(=^+]", message):
            return None
        # "the Hessian there" reads like a problem of its own; it holds no number, so it may be about the one before.
        found = next(_solvable(asked_else(message, worked.problem, solved), solved), None)
        return Again(Does.ASKS, *found) if found else None
    if (spoken := _about_the_answer(message, worked, solved)) is not None:
        return spoken
    return _with_other_numbers(message, worked, solved)


def _is_label(letter: str, worked: Worked, solved: Solved) -> bool:
    """Whether an answer has a part of this name: then "so x = 2?" tries it."""
    solution = solved(worked.problem)
    return solution is not None and (any(part.label == letter for part in solution.parts) or solution.kind == "set")


def _in_words(value: str, worked: Worked, solved: Solved) -> bool:
    """Whether words may be tried as an answer: where the answer is in words; "is it invertible?" asks rather than tries."""
    solution = solved(worked.problem)
    return bool(re.search(r"\d|\bpi\b|\be\b", value)) or (solution is not None and solution.kind == "words" and " " in value)


def _is_change(message: str) -> bool:
    return bool(re.search(r"\binstead\b|\bwhat if\b|\bhow about\b", message, re.IGNORECASE))


def _about_the_answer(message: str, worked: Worked, solved: Solved) -> Again | None:
    steps, value = wants_steps(message)
    if steps:
        return Again(Does.STEPS, worked.problem, typed=value, words=message)
    solution = solved(worked.problem)
    if points_at(message) and solution is not None and step_meant(message, solution.steps) is not None:
        return Again(Does.POINTS, worked.problem, words=message)
    if wants_lighter(message):
        found = next(_solvable(_lighter(worked.problem), solved), None)
        return Again(Does.CHANGES, found[0], found[1]) if found else None
    return None


def _with_other_numbers(message: str, worked: Worked, solved: Solved) -> Again | None:
    """The same with other numbers, with something done to them, or something else asked of them."""
    problem, rest = worked.problem, message
    if (mine := _MINE.search(message)) and worked.mine:
        problem, rest = worked.mine, mine["rest"].strip(" ,.?!")
        if not rest:
            return Again(Does.CHANGES, problem, "your own numbers again")
    meant = bool(_NOT_THAT.match(rest))
    bare = _NOT_OTHER.sub("", _NOT_THAT.sub("", rest)) if meant else rest
    if meant and (found := next(_solvable(_other_thing(bare, worked), solved), None)) is not None:
        return Again(Does.ASKS, *found)
    for said in dict.fromkeys((bare, rest)):
        if (found := next(_solvable(moved(said, problem, solved), solved), None)) is not None:
            return Again(Does.CHANGES, *found)
        if (found := next(_solvable(asked_else(said, problem, solved), solved), None)) is not None:
            return Again(Does.ASKS, *found)
        if (found := next(_solvable(_changed_again(said, worked), solved), None)) is not None:
            return Again(Does.CHANGES, *found)
        if (found := next(_solvable(changed(said, problem), solved), None)) is not None:
            return Again(Does.CHANGES, *found)
    return None


_IT = re.compile(
    rf"^(?:make|making|set|setting|turn|turning|change|changing|put|take|with|if)\s+(?:it|that|this)(?:\s+(?:one|number"
    rf"|entry))?\s+(?:to\s+|into\s+|be\s+|is\s+|was\s+|were\s+|an?\s+|=\s*)*(?P<new>{NUMBER})$|^(?:it|that one)\s+(?:is|was"
    rf"|were|becomes)\s+(?P<other>{NUMBER})$",
    re.IGNORECASE,
)


def _changed_again(said: str, worked: Worked) -> Iterator[tuple[str, str]]:
    """ "what about making it 3?": another number where the last change was made."""
    if not worked.earlier or (found := _IT.match(sheared(said))) is None:
        return
    new = found["new"] or found["other"]
    for now, then in zip(tables_in(worked.problem), tables_in(worked.earlier[-1]), strict=False):
        cells = tuple(c for c in now.cells() if c in then.cells() and now.at(c) != then.at(c))
        if len(cells) == 1 and now.cells() == then.cells():
            yield now.within(worked.problem, now.put(cells, new)), f"with {new} in {now.told(cells[0])}"
    now_numbers, then_numbers = numbers_in(worked.problem), numbers_in(worked.earlier[-1])
    if len(now_numbers) == len(then_numbers):
        changed_ones = [
            one for one, other in zip(now_numbers, then_numbers, strict=True) if not same_number(one.text, other.text)
        ]
        if len(changed_ones) == 1:
            yield spliced(worked.problem, changed_ones[0], new), f"with {new} in place of {changed_ones[0].text}"


_THING = re.compile(
    r"^(?:the |that |this |my )?(?P<which>first|second|third|last|other|original|old|new)?\s*(?P<what>matrix|vector|list|one"
    r"|point)$",
    re.IGNORECASE,
)


def _other_thing(said: str, worked: Worked) -> Iterator[tuple[str, str]]:
    """ "I mean the matrix, not the vector": the same asked of another thing that was spoken of."""
    if (found := _THING.match(said.strip(" ?!.,"))) is None or found["what"].lower() == "one":
        return
    matrix = found["what"].lower() == "matrix"
    now = tables_in(worked.problem)
    if len(now) == 1 and now[0].is_matrix == matrix and not found["which"]:
        yield worked.problem, f"that is what I took: {now[0].text}"
    for earlier in reversed(worked.earlier):
        for table in tables_in(earlier):
            if len(now) == 1 and table.is_matrix == matrix and table.text != now[0].text:
                yield now[0].within(worked.problem, table), f"of {table.text}, which came before"


def _solvable(candidates: Iterator[tuple[str, str]], solved: Solved) -> Iterator[tuple[str, str]]:
    for n, (problem, said) in enumerate(candidates):
        if n >= _MOST_TRIED:
            return
        if solved(problem) is not None:
            yield problem, said


def _lighter(problem: str) -> Iterator[tuple[str, str]]:
    """The same with small numbers; several tries, for not every choice can be worked out."""
    tables = tables_in(problem)
    for shift in range(3):
        again = problem
        if tables:
            for table in reversed(tables):
                new = table
                for r, c in table.cells():
                    new = new.put(((r, c),), str(_LIGHT[(r + shift) % len(_LIGHT)][c % 2] + c // 2))
                again = table.within(again, new)
        else:
            for one in reversed(numbers_in(problem)):
                if one.text.isdigit() and len(one.text) > 1:
                    again = (
                        again[: one.start] + str(10 ** (len(one.text) - 1) if len(one.text) > 2 else 2 + shift) + again[one.end :]
                    )
        if again != problem:
            yield again, f"simpler numbers: {again}"


def siblings(problem: str, names: tuple[str, ...], solved: Solved) -> Iterator[tuple[str, str]]:
    """What else one might have worked out from the same numbers, by name, with its problem."""
    for name in names:
        for other, _ in _solvable(asked_else(name, problem, solved), solved):
            yield name, other
            break
