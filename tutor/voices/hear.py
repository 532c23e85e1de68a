r"""What kind of help is wanted, and about what: ordered rules over the words, with the turns that went before.

Laws of this file:
- pure: the same words after the same words are heard the same way;
- inspectable: every decision carries the reason it was made for;
- a message that names a new idea starts anew; one that only leans ("and simpler?", "another one") keeps what the turn before
  was about. Ties go to `explain`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from tutor.concepts.link import Link
from tutor.maths.bare import formulas_in
from tutor.maths.pasted import pasted
from tutor.voices.voice import Intent

__all__ = ["Heard", "hear"]

LinkOf = Callable[[str], tuple[Link, ...]]
CanSolve = Callable[[str], bool]

_REMEMBERED = 6  # turns
_SHORT = 9  # words of a message that may lean on the one before
_SURE = 0.5  # from this score on a link is an idea that was named, not one that shares some words
_LEANING = re.compile(
    r"^\W*(examples?|picture|proof|quiz|and|but|so|ok(ay)?|then|also|again|what about|how about|why|how come"
    r"|another|one more|more|simpler"
    r"|shorter|longer|huh|what"
    r"|can you|could you|please|give|show|explain|draw|quiz|test|prove|really|i|in|an?|the|same|now|when|how|hm+)\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(it|this|that|these|those|them|they|one)\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"^\W*(?:and |but |ok(?:ay)? |so )*(?:what|how) about\s+(?:the |an? )?(.+?)\W*$|^\W*and (?:for |of )?(?:the |an? )?(.+?)\W*$",
    re.IGNORECASE,
)
_GRID = re.compile(r"\[\s*\[.*?\]\s*\](?!\s*\])", re.DOTALL)
# Kinds of help whose own words would mislead the search, and the words that only ask.
_BARED = frozenset({Intent.PICTURE, Intent.EXAMPLE, Intent.SIMPLER, Intent.PROVE, Intent.BEFORE, Intent.QUIZ, Intent.WHY})
_NOTHING = re.compile(r"(?!)")
_ASKING = re.compile(
    r"^(?:\W*\b(?:and|but|so|words?|terms|english|please|can|could|would|you|show|give|tell|explain|draw|me|i|we|us|an?|the|some|of|for|about|on|in|with|to|that|how|what"
    r"|is|are|does|do|should|need|want|like|see|know|learn|machine learning|ml|people|anyone|everyone)\b)+",
    re.IGNORECASE,
)
_AND_MORE = re.compile(r",?\s+and\s+(?:what|which|where|how|why|does|is|tell|explain)\b", re.IGNORECASE)
_LEFT_OVER = re.compile(r"(?:[\s,;:]+(?:in|with|as|by|for|of|an?|the|me|please|to|on|and))+\W*$", re.IGNORECASE)
_LETTER = re.compile(r"(?<![A-Za-z'’\\])[B-HJ-Zb-hj-z](?![A-Za-z'’])")
_PAIR = re.compile(
    r"(?:between|compare)\s+(.+?)\s+(?:and|with|to|vs\.?|versus)\s+(.+?)\W*$|^\W*(.+?)\s+(?:vs\.?|versus)\s+(.+?)\W*$"
    r"|(?:is|are|does|do|how is|how are)\s+(.+?)\s+(?:different|differ|related|the same|same)\b"
    r".*?\b(?:from|to|as|than|with)\s+(.+?)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: `subject` the words to look for, `links` the ideas behind them, `formulas` what to read, `problem` what to
    compute as one would type it, `sides` the two things to compare, `nth` how many examples went before, `why` the reason."""

    intent: Intent
    subject: str
    links: tuple[Link, ...] = ()
    formulas: tuple[str, ...] = ()
    problem: str = ""
    sides: tuple[str, ...] = ()
    nth: int = 0
    why: str = ""
    leans: bool = False


def hear(question: str, before: Sequence[str], link: LinkOf, can_solve: CanSolve) -> Heard:
    """What is wanted by `question`, asked after the questions `before` (oldest first; the last six count)."""
    heard: Heard | None = None
    for one in [*before[-_REMEMBERED:], question]:
        heard = _one(one, heard, link, can_solve)
    assert heard is not None
    return heard


def _one(question: str, last: Heard | None, link: LinkOf, can_solve: CanSolve) -> Heard:
    links = link(question)
    if last is not None and (kept := _follows(question, last, links, link, can_solve)) is not None:
        return kept
    intent, why = _intent(question)
    if intent is Intent.WRONG:
        if len(_lines(question)) >= 2:
            return Heard(intent, _working(question), links, why=why)
        intent, why = Intent.EXPLAIN, "nothing to check was pasted"
    if intent in (Intent.EXPLAIN, Intent.HOW, Intent.WHEN, Intent.EXAMPLE) and len(_lines(question)) >= 2 and _chain(question):
        return Heard(Intent.WRONG, _working(question), links, why="several lines of working were pasted")
    if intent not in (Intent.WRONG, Intent.COMPARE, Intent.WHY, Intent.BEFORE) and can_solve(question):
        return Heard(Intent.COMPUTE, question, links, problem=question, why="it can be computed")
    if (
        intent in (Intent.EXPLAIN, Intent.COMPUTE)
        and (tail := _AND_MORE.search(question))
        and can_solve(question[: tail.start()])
    ):
        # "... and what does it say?": the number first, and the books on the idea beside it.
        problem = question[: tail.start()].strip()
        return Heard(Intent.COMPUTE, question, links, problem=problem, why="its first part can be computed")
    formulas = formulas_in(question)
    if intent is Intent.EXPLAIN and formulas:
        return Heard(Intent.FORMULA, question, links, formulas, why="it holds a formula")
    if intent is Intent.COMPARE:
        sides = _sides(question, links)
        if len(sides) == 2:
            return Heard(intent, question, links, formulas, sides=sides, why=why)
        intent, why = Intent.EXPLAIN, "only one thing to compare was named"
    bare = _bare(question, intent) if intent in _BARED else question
    if not bare:
        return Heard(intent, question, (), formulas, why=f"{why}, but not what it is about")
    if intent in _BARED and (meant := link(bare)):
        return Heard(intent, bare if intent is not Intent.WHY else question, meant, formulas, why=why)
    return Heard(intent, _in_english(question, links), links, formulas, why=why)


def _in_english(question: str, links: Sequence[Link]) -> str:
    """What to look for in English books, where the idea was named in another language."""
    if not links:
        return question
    best, asked = links[0].concept, question.lower()
    plain = best.name.partition("(")[0].partition(" and ")[0].strip().lower()
    return f"what is {plain}" if any(re.search(rf"\b{re.escape(t.lower())}\b", asked) for _, t in best.abroad) else question


def _bare(question: str, intent: Intent) -> str:
    """The message without the words that say what kind of help is wanted.

    >>> _bare("show me a picture of rank", Intent.PICTURE), _bare("what is a gradient, in a picture?", Intent.PICTURE)
    ('rank', 'gradient')
    """
    rule = next((rule for one, rule in _rules() if one is intent), _NOTHING)
    return _LEFT_OVER.sub("", _ASKING.sub("", rule.sub(" ", question).strip(" \t\n?!.,"))).strip()


def _intent(question: str) -> tuple[Intent, str]:
    """The first rule that fits, and what made it fit.

    >>> _intent("why is the determinant zero?")[0].value, _intent("quiz me on rank")[0].value, _intent("rank")[0].value
    ('why', 'quiz', 'explain')
    >>> _intent("and in simpler words?")[0].value, _intent("difference between PCA and SVD")[0].value
    ('simpler', 'compare')
    """
    for intent, rule in _rules():
        if found := rule.search(question):
            return intent, f"“{found.group().strip()}”"
    return Intent.EXPLAIN, "nothing else was asked for"


@functools.cache
def _rules() -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    """The table of `intents.toml`, in its order."""
    text = resources.files("tutor.voices").joinpath("intents.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)["rule"]
    return tuple((Intent(rule["intent"]), re.compile("|".join(rule["patterns"]), re.IGNORECASE)) for rule in rules)


# -- what leans on the turn before -----------------------------------------------------------------------------------------------


def _follows(question: str, last: Heard, links: tuple[Link, ...], link: LinkOf, can_solve: CanSolve) -> Heard | None:
    """The same subject again, where the message only leans on it."""
    words = question.split()
    if len(words) > _SHORT or (not _LEANING.search(question) and not _IT.search(question)):
        return None
    named = (*links, *link(_bare(question, _intent(question)[0])))
    new = [one for one in named if one.outright and one.score >= _SURE]
    if last.problem and (again := _same_problem(question, last.problem, can_solve)):
        return Heard(Intent.COMPUTE, again, link(again), problem=again, why=f"the same with “{question.strip()}”", leans=True)
    if (about := _WHAT_ABOUT.search(question)) and new and last.links and can_solve(question) is False:
        subject = f"{next(filter(None, about.groups()))} of {last.links[0].concept.name.lower()}"
        return Heard(last.intent, subject, (*new, *last.links[:1]), why="a new side of the same subject", leans=True)
    if new and last.links and re.search(r"\b(it|this|that)\b", question, re.IGNORECASE) and not can_solve(question):
        intent, why = _intent(question)
        subject = f"{question.strip()} ({last.links[0].concept.name.lower()})"
        return Heard(intent, subject, (*new, *last.links[:1]), why=f"{why}, about the turn before", leans=True)
    if new or can_solve(question):
        return None
    intent, why = _intent(question)
    if (
        re.match(r"^\W*(another|one more|again|more|next)\b", question, re.IGNORECASE)
        and len(words) <= 3
        and intent is Intent.EXPLAIN
    ):
        intent = last.intent
    if intent in (Intent.EXPLAIN, Intent.FORMULA) and not formulas_in(question) and (shared := _shared_letters(question, last)):
        subject, why = f"{question.strip()} ({', '.join(last.formulas)})", f"“{shared}” stands in the formula of the turn before"
        return Heard(Intent.EXPLAIN, subject, last.links, why=why, leans=True)
    if intent is Intent.EXPLAIN and not (_IT.search(question) or len(words) <= 2):
        return None
    if intent is Intent.COMPARE and not last.sides:
        return None
    nth = last.nth + 1 if intent in (Intent.EXAMPLE, Intent.QUIZ) else last.nth
    if intent is Intent.EXAMPLE and last.problem:
        return Heard(intent, last.subject, last.links, nth=nth, why=why, leans=True)
    subject = last.subject
    if intent in (Intent.WHY, Intent.HOW, Intent.WHEN) and last.links and _ASKING.sub("", question).count(" ") > 1:
        # "why does it point uphill?" asks something of the gradient, and not again what a gradient is.
        subject = f"{question.strip()} ({last.links[0].concept.name.lower()})"
    return replace(last, intent=intent, subject=subject, problem="", nth=nth, why=f"{why}, about the turn before", leans=True)


def _shared_letters(question: str, last: Heard) -> str:
    r"""The letters of a message that stand in the formulas of the turn before, where they are all it names.

    >>> _shared_letters("what happens if m is negative?", Heard(Intent.FORMULA, "", formulas=("y = mx + b",)))
    'm'
    >>> _shared_letters("what is P(A)?", Heard(Intent.FORMULA, "", formulas=("y = mx + b",)))
    ''
    """
    there = set(re.sub(r"\\[A-Za-z]+", " ", " ".join(last.formulas)))
    named = dict.fromkeys(_LETTER.findall(question))
    return ", ".join(named) if named and named.keys() <= there else ""


def _same_problem(question: str, problem: str, can_solve: CanSolve) -> str:
    """The problem of the turn before with another matrix, or another task on the same one; "" where neither is meant."""
    old = _GRID.search(problem)
    if old is None:
        return ""
    if (new := _GRID.search(question)) is not None:
        again = problem[: old.start()] + new.group() + problem[old.end() :]
        return again if not can_solve(question) and can_solve(again) else ""
    if re.search(r"\btranspose(d)?\b", question, re.IGNORECASE):
        again = problem[: old.start()] + _turned(old.group()) + problem[old.end() :]
        return again if can_solve(again) else ""
    if about := _WHAT_ABOUT.search(question):
        again = f"{next(filter(None, about.groups()))} of {old.group()}"
        return again if can_solve(again) else ""
    return ""


def _turned(grid: str) -> str:
    """A matrix as typed, its rows for columns; the same text where it is no full table.

    >>> _turned("[[1, 2], [3, 4], [5, 6]]")
    '[[1, 3, 5], [2, 4, 6]]'
    """
    rows = [[entry.strip() for entry in row.split(",")] for row in re.findall(r"\[([^\[\]]*)\]", grid)]
    if len({len(row) for row in rows}) != 1:
        return grid
    return "[" + ", ".join("[" + ", ".join(column) + "]" for column in zip(*rows, strict=True)) + "]"


# -- what the message holds ------------------------------------------------------------------------------------------------------


def _lines(question: str) -> list[str]:
    return [line for line in re.split(r"\n|\\n", question) if "=" in line or "≤" in line or "<" in line]


def _working(question: str) -> str:
    """The lines of working, without the words that ask about them."""
    rule = next(rule for one, rule in _rules() if one is Intent.WRONG)
    return "\n".join(line for line in re.split(r"\n|\\n", question) if line.strip() and not rule.search(line))


def _chain(question: str) -> bool:
    """Whether lines that are mathematics from end to end were pasted."""
    pieces, _ = pasted("\n".join(_lines(question)))
    return len(pieces) >= 2 and all(piece.trees for piece in pieces)


def _sides(question: str, links: Sequence[Link]) -> tuple[str, ...]:
    """The two things that are compared, in the learner's words."""
    if found := _PAIR.search(question):
        bare = re.compile(r"^(?:the|an?)\s+|\s+(?:not|really|always|even|ever)$", re.IGNORECASE)
        sides = [bare.sub("", side.strip()) for side in found.groups() if side]
        if len(sides) == 2:
            return tuple(sides)
    named = [one.concept.name for one in links if one.outright]
    return tuple(named[:2]) if len(named) >= 2 else ()
