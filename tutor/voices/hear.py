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
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from tutor.concepts.link import Link
from tutor.maths.derivations.pasted import pasted
from tutor.maths.typed.bare import formulas_in
from tutor.voices.again.again import Again, Does, Worked
from tutor.voices.again.givens import tables_in
from tutor.voices.asked import called, in_full, left_over
from tutor.voices.drawing import to_draw
from tutor.voices.llm.language import language_of
from tutor.voices.voice import Intent

__all__ = ["Heard", "asks_what_it_is_called", "hear", "only_wants_it_simpler"]

LinkOf = Callable[[str], tuple[Link, ...]]
CanSolve = Callable[[str], bool]
GoesOn = Callable[[str, Worked], Again | None]

_REMEMBERED = 6  # turns
_REMEMBERED_NUMBERS = 12  # turns in which a problem may have been typed
_SHORT = 9  # words of a message that may lean on the one before
_LONG, _AT_ONCE = 14, 4
_SURE = 0.5  # from this score on a link is an idea that was named, not one that shares some words
_WHAT_ABOUT = re.compile(
    r"^\W*(?:and |but |ok(?:ay)? |so )*(?:what|how) about\s+(?:the |an? )?(.+?)\W*$|^\W*and (?:for |of )?(?:the |an? )?(.+?)\W*$",
    re.IGNORECASE,
)
_GRID = re.compile(r"\[\s*\[.*?\]\s*\](?!\s*\])", re.DOTALL)
# Kinds of help whose own words would mislead the search, and the words that only ask.
_BARED = frozenset({Intent.PICTURE, Intent.EXAMPLE, Intent.SIMPLER, Intent.PROVE, Intent.BEFORE, Intent.QUIZ, Intent.WHY})
_WORKED_OUT = frozenset({Intent.EXPLAIN, Intent.HOW, Intent.EXAMPLE, Intent.COMPUTE})
_NOTHING = re.compile(r"(?!)")
# Kinds of help that a message which leans asks of the idea itself, whatever else it says ("an example with small numbers").
_GENERAL = frozenset({Intent.EXAMPLE, Intent.SIMPLER, Intent.PICTURE, Intent.QUIZ})
# Where an idea was only described ("the vectors that it squashes to zero"), the words left over are its description.
_BY_DESCRIPTION = frozenset({Intent.HOW, Intent.EXAMPLE})
_BARE_WHY = re.compile(
    r"\W*(?:but |and |so |ok |yes )*(?:why|how come)(?: (?:is|does|do|are) (?:that|it|this|so|they))?(?: so| not| true)*\W*", re.I
)
_LEADING = re.compile(r"^\W*(?:and|so|but|ok)?\W*(?:what (?:is|are|does)|why|can you|when|how)\s+", re.IGNORECASE)
_ASKING = re.compile(
    r"^(?:\W*\b(?:and|but|so|words?|terms|english|please|can|could|would|you|show|give|tell|explain|draw|me|i|we|us|an?|the"
    r"|some|of|for|about|on|in|with|to|that|how|what"
    r"|is|are|does|do|should|need|want|like|see|know|learn|machine learning|ml|people|anyone|everyone)\b)+",
    re.IGNORECASE,
)
_CASE = re.compile(r"\b(?:on|for|with|of) (an? [a-z][a-z ]{2,30})\W*$", re.IGNORECASE)
_ON_A_TOPIC = re.compile(r"\b(?:on|about|in|of)\s+(?!(?:small |easy )?numbers\b)(?:the |an? )?([^\W\d]{2,}.*)$", re.IGNORECASE)
_FORMULA_WORDS = re.compile(r"\bformula\b|[=^\[]", re.IGNORECASE)
_AND_MORE = re.compile(r",?\s+and\s+(?:what|which|where|how|why|does|is|tell|explain)\b", re.IGNORECASE)
_LEFT_OVER = re.compile(
    r"(?:[\s,;:]+(?:in|with|as|by|for|of|an?|the|me|please|to|on|and|words?|terms|language))+\W*$", re.IGNORECASE
)
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
    compute as one would type it, `sides` the two things to compare, `nth` how many examples went before, `why` the reason.

    `message` is what was said, `wordings` what it asks in full words, for one who did not hear the turns before (none where it is
    not in English), `parts` its two questions where it asks two, `general` whether it asks for this kind of help on the idea, and
    nothing besides.
    """

    intent: Intent
    subject: str
    links: tuple[Link, ...] = ()
    formulas: tuple[str, ...] = ()
    problem: str = ""
    sides: tuple[str, ...] = ()
    nth: int = 0
    why: str = ""
    leans: bool = False
    message: str = ""
    wordings: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    general: bool = False
    again: Again | None = None  # what it does with the problem that was worked out before


def hear(
    question: str,
    before: Sequence[str],
    link: LinkOf,
    can_solve: CanSolve,
    goes_on: GoesOn | None = None,
    anew: Container[str] = (),
) -> Heard:
    """What is wanted by `question`, asked after the questions `before` (oldest first; the last six count).

    `goes_on` says what a message does with the problem that was worked out before it; a problem is remembered a little longer.
    The messages in `anew` have a subject of their own, and lean on nothing.
    """
    heard: Heard | None = None
    worked: Worked | None = None
    messages = [*before[-_REMEMBERED_NUMBERS if goes_on is not None else -_REMEMBERED :], question]
    for n, one in enumerate(messages, start=_REMEMBERED + 1 - len(messages)):
        last = heard if n > 0 and one not in anew else None  # longer ago, only the numbers are remembered
        again = goes_on(one, worked) if goes_on is not None and worked is not None else None
        if again is not None:
            heard = _on_the_problem(one, again, link)
        else:
            heard = _worded(one, _one(one, last, link, can_solve), last)
        worked = _after(worked, heard)
    assert heard is not None
    return heard


def _on_the_problem(message: str, again: Again, link: LinkOf) -> Heard:
    """A message that goes on with the numbers of the problem before."""
    intent = Intent.QUIZ if again.does is Does.WANTS else Intent.COMPUTE
    why = f"it goes on with the problem before: {again.does.value}"
    links = link(again.problem)
    return Heard(intent, again.problem, links, (), again.problem, why=why, leans=True, message=message, again=again)


def _after(worked: Worked | None, heard: Heard) -> Worked | None:
    """The problem that is talked of after this message."""
    if heard.again is None:
        if heard.intent is not Intent.COMPUTE or not heard.problem:
            return worked
        return worked.now(heard.problem, mine=True) if worked is not None else Worked(heard.problem, heard.problem)
    assert worked is not None
    if heard.again.does is Does.WANTS:
        return worked.asked()
    return worked.now(heard.again.problem) if heard.again.does in (Does.CHANGES, Does.ASKS) else worked


def _worded(message: str, heard: Heard, last: Heard | None) -> Heard:
    """What was heard, with what it asks in full words."""
    full = in_full(message, last.links) if last is not None and heard.leans else ""
    if last is not None and last.links and heard.leans and not full and heard.intent not in _GENERAL:
        full = f"{message.strip(' ?!.')} in {called(last.links[0])}?"  # "what does the bar mean?"
    points_back = bool(full) and last is not None and heard.links[:1] == last.links[:1]
    if last is not None and last.links and not heard.leans and len(message.split()) <= _SHORT:
        # "does more data help?" after overfitting: perhaps of that, where somebody asked just this of it.
        full = f"{message.strip(' ?!.')} for {called(last.links[0])}?"
    if _foreign(message, heard.links):
        wordings: tuple[str, ...] = ()
    elif last is not None and heard.leans and _BARE_WHY.fullmatch(message):
        wordings = (f"why {_LEADING.sub('', last.wordings[0])}",) if last.wordings else ()
    else:
        wordings = (full,) if points_back else tuple(dict.fromkeys(filter(None, (full, message))))
    bare = _bare(message, heard.intent) if heard.intent in _BARED else message
    described = heard.intent in _BY_DESCRIPTION and bool(heard.links) and not heard.links[0].outright
    general = (heard.leans and heard.intent in _GENERAL) or described or not left_over(bare, heard.links)
    return replace(heard, message=message, wordings=wordings, general=general, parts=_parts(message, heard.links))


def _foreign(message: str, links: Sequence[Link]) -> bool:
    """Whether a message is in another language: by its small words, or else by the term that names its idea."""
    if language := language_of(message):
        return language != "en"
    said = message.lower()
    abroad = any(term.lower() in said for link in links[:1] for _, term in link.concept.abroad)
    return abroad and not any(name.lower() in said for link in links[:1] for name in (link.concept.name, *link.concept.aliases))


def _parts(message: str, links: Sequence[Link]) -> tuple[str, ...]:
    """The two questions of a message that asks two ("what is it and why is it true?"), each in full words; () for one."""
    if (both := _AND_MORE.search(message)) is None:
        return ()
    head, tail = message[: both.start()].strip(), re.sub(r"^\W*and\s+", "", message[both.start() :], flags=re.IGNORECASE)
    return (head, in_full(tail, links) or tail)


def _one(question: str, last: Heard | None, link: LinkOf, can_solve: CanSolve) -> Heard:
    links = _first_said(question, link(question))
    if (
        _intent(question)[0] in _WORKED_OUT
        and not can_solve(question)
        and (made := _of_numbers(question, links, last, can_solve))
    ):
        about = links or (last.links if last is not None else ())
        return Heard(Intent.COMPUTE, question, about, problem=made, why=f"it is asked of numbers: {made}")
    drawn = to_draw(question) if _intent(question)[0] in (Intent.PICTURE, Intent.EXPLAIN) and not can_solve(question) else ""
    if last is not None and not drawn and (kept := _follows(question, last, links, link, can_solve)) is not None:
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
    if drawn:
        return Heard(Intent.PICTURE, question, (), (drawn,), why="its curve is to be drawn")
    formulas = formulas_in(question) if intent is not Intent.PICTURE else ()
    asked = formulas or _FORMULA_WORDS.search(question)
    if asked and intent in (Intent.EXPLAIN, Intent.EXAMPLE) and (applied := _applied(question, links, can_solve)):
        problem, one = applied
        links = (one, *(other for other in links if other != one))
        return Heard(Intent.COMPUTE, question, links, problem=problem, why=f"the formula is asked for on a case: {problem}")
    if intent is Intent.EXPLAIN and formulas:
        return Heard(Intent.FORMULA, question, links, formulas, why="it holds a formula")
    if intent is Intent.COMPARE:
        sides = _sides(question, links)
        if len(sides) == 2:
            links = links or tuple(one for side in sides for one in link(side)[:1])
            return Heard(intent, question, links, formulas, sides=sides, why=why)
        intent, why = Intent.EXPLAIN, "only one thing to compare was named"
    bare = _bare(question, intent) if intent in _BARED else question
    if not bare:
        return Heard(intent, question, (), formulas, why=f"{why}, but not what it is about")
    if intent in _BARED and (meant := link(bare)):
        return Heard(intent, bare if intent is not Intent.WHY else question, meant, formulas, why=why)
    return Heard(intent, _in_english(question, links), links, formulas, why=why)


def _of_numbers(question: str, links: Sequence[Link], last: Heard | None, can_solve: CanSolve) -> str:
    """An idea asked of a matrix or a list that stands in the message ("how do I find one for [[2, 0], [0, 3]]?"); "" for none."""
    tables = tables_in(question)
    if len(tables) != 1 or (tables[0].form == "(" and len(tables[0].rows[0]) < 2):
        return ""
    named = [one for one in links if one.outright] or [
        one for one in (last.links[:1] if last else ()) if _leaning()[1].search(question)
    ]
    problems = (f"{name} of {tables[0].text}" for one in named[:2] for name in _names(one))
    return next((problem for problem in problems if can_solve(problem)), "")


def _names(one: Link) -> tuple[str, ...]:
    """An idea by the name the learner gave it, by its own, and as many of it."""
    return (called(one).removeprefix("the "), _bare_name(one), f"{_bare_name(one)}s")


def _applied(question: str, links: Sequence[Link], can_solve: CanSolve) -> tuple[str, Link] | None:
    """A formula that is asked for on a case ("... on a fair die"), as a problem one can solve, and its idea; None for none."""
    if (case := _CASE.search(question)) is None:
        return None
    # What the formula itself was known for comes before ideas that its letters remind of.
    known = sorted(links, key=lambda one: -len(one.why) if one.why.startswith("the notation") else 0)
    problems = ((f"{_bare_name(one)} of {case.group(1)}", one) for one in known)
    return next((pair for pair in problems if can_solve(pair[0])), None)


def _bare_name(one: Link) -> str:
    return one.concept.name.partition("(")[0].partition(" and ")[0].strip().lower()


def _first_said(question: str, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Ideas named in another language in the order they were said: "der Kern einer linearen Abbildung" asks for the kernel."""
    if language_of(question) == "en":
        return links
    asked = question.lower()
    said = {
        one.concept.id: min((asked.find(t.lower()) for _, t in one.concept.abroad if t.lower() in asked), default=-1)
        for one in links
    }
    if all(place < 0 for place in said.values()):
        return links
    return tuple(sorted(links, key=lambda one: (said[one.concept.id] < 0, said[one.concept.id])))


def _in_english(question: str, links: Sequence[Link]) -> str:
    """What to look for in English books, where the idea was named in another language."""
    if not links:
        return question
    best, asked = links[0].concept, question.lower()
    return (
        f"what is {_bare_name(links[0])}"
        if any(re.search(rf"\b{re.escape(t.lower())}\b", asked) for _, t in best.abroad)
        else question
    )


def _bare(question: str, intent: Intent) -> str:
    """The message without the words that say what kind of help is wanted.

    >>> _bare("show me a picture of rank", Intent.PICTURE), _bare("what is a gradient, in a picture?", Intent.PICTURE)
    ('rank', 'gradient')
    """
    rule = next((rule for one, rule in _rules() if one is intent), _NOTHING)
    return _LEFT_OVER.sub("", _ASKING.sub("", rule.sub(" ", question).strip(" \t\n?!.,"))).strip()


def asks_what_it_is_called(question: str) -> bool:
    """Whether a message asks for a term in another language.

    >>> asks_what_it_is_called("what is the German word for kernel?"), asks_what_it_is_called("Was ist der Kern?")
    (True, False)
    """
    return _intent(question)[0] is Intent.TRANSLATE


def only_wants_it_simpler(message: str) -> bool:
    """Whether a message says that something was not understood, or asks for simpler words, and names nothing.

    >>> [only_wants_it_simpler(one) for one in ("I don't understand", "in simpler words, please", "I don't understand rank")]
    [True, True, False]
    """
    return _intent(message)[0] is Intent.SIMPLER and not _bare(message, Intent.SIMPLER)


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
    """The rules of `intents.toml`, in their order."""
    return tuple((Intent(rule["intent"]), _any(rule["patterns"])) for rule in _table()["rule"])


@functools.cache
def _leaning() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a message begins with that may lean on the turn before, and the words that point back to it."""
    leans = _table()["leans"]
    return re.compile(rf"^\W*(?:{'|'.join(leans['opens'])})(?!\w)", re.IGNORECASE), _any(leans["points"])


@functools.cache
def _table() -> dict:
    return tomllib.loads(resources.files("tutor.voices").joinpath("intents.toml").read_text(encoding="utf-8"))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# -- what leans on the turn before -----------------------------------------------------------------------------------------------


def _follows(question: str, last: Heard, links: tuple[Link, ...], link: LinkOf, can_solve: CanSolve) -> Heard | None:
    """The same subject again, where the message only leans on it."""
    words = question.split()
    opens, it = _leaning()
    # What points back at once may be longer: "how is it used to count the solutions of A x = 0?"
    if len(words) > (_LONG if it.search(" ".join(words[:_AT_ONCE])) else _SHORT) or (
        not opens.search(question) and not it.search(question)
    ):
        return None
    wanted = _intent(question)[0]
    bare = _bare(question, wanted)
    # "still confused" asks for simpler words, and not for the confusion matrix.
    named = (*links, *link(bare)) if bare or wanted is not Intent.SIMPLER else ()
    new = [one for one in named if one.outright and one.score >= _SURE]
    if wanted is Intent.QUIZ and (topic := _ON_A_TOPIC.search(question)) and not it.search(topic[1]):
        return None  # it names what it wants to be asked, whether we know that or not
    if last.problem and (again := _same_problem(question, last.problem, can_solve)):
        return Heard(Intent.COMPUTE, again, link(again), problem=again, why=f"the same with “{question.strip()}”", leans=True)
    if (about := _WHAT_ABOUT.search(question)) and new and last.links and can_solve(question) is False:
        subject = f"{next(filter(None, about.groups()))} of {last.links[0].concept.name.lower()}"
        side = Intent.EXPLAIN if last.intent is Intent.COMPUTE else last.intent
        return Heard(side, subject, (*new, *last.links[:1]), why="a new side of the same subject", leans=True)
    intent, why = _intent(question)
    if intent is Intent.COMPARE and last.links and it.search(question):
        both, full = (*last.links[:1], *new), in_full(question, last.links)
        if len(sides := _sides(full, both)) == 2:
            return Heard(intent, full, both, sides=sides, why=f"{why}, about the turn before", leans=True)
    if new and last.links and re.search(r"\b(it|this|that)\b", question, re.IGNORECASE) and not can_solve(question):
        subject = f"{question.strip()} ({last.links[0].concept.name.lower()})"
        return Heard(intent, subject, (*new, *last.links[:1]), why=f"{why}, about the turn before", leans=True)
    if new or can_solve(question):
        return None
    if (
        re.match(r"^\W*(another|one more|again|more|next)\b", question, re.IGNORECASE)
        and len(words) <= 3
        and intent is Intent.EXPLAIN
    ):
        intent = last.intent if last.intent is not Intent.COMPUTE else Intent.EXAMPLE
    if intent in (Intent.EXPLAIN, Intent.FORMULA) and not formulas_in(question) and (shared := _shared_letters(question, last)):
        subject, why = f"{question.strip()} ({', '.join(last.formulas)})", f"“{shared}” stands in the formula of the turn before"
        return Heard(Intent.EXPLAIN, subject, last.links, last.formulas, why=why, leans=True)
    if intent is Intent.EXPLAIN and not (it.search(question) or len(words) <= 2):
        return None
    if intent is Intent.COMPARE and not last.sides:
        return None
    nth = last.nth + 1 if intent in (Intent.EXAMPLE, Intent.QUIZ) else last.nth
    if intent is Intent.EXAMPLE and last.problem:
        return Heard(intent, last.subject, last.links, nth=nth, why=why, leans=True)
    subject = last.subject
    asks_more = intent in (Intent.WHY, Intent.HOW, Intent.WHEN, Intent.EXPLAIN) and left_over(question, last.links)
    if asks_more and last.links:
        # "why does it point uphill?" asks something of the gradient, and not again what a gradient is.
        subject = f"{question.strip()} ({last.links[0].concept.name.lower()})"
    if intent is Intent.COMPUTE:
        intent = Intent.EXPLAIN
    said = f"{why}, about the turn before"
    return replace(last, intent=intent, subject=subject, problem="", nth=nth, why=said, leans=True, again=None)


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
