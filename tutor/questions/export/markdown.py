"""A quiz set as Markdown: the questions, then the key on its own page or in a file of its own."""

from __future__ import annotations

import re

from tutor.questions.export.pieces import answer_of, lettered, pieces
from tutor.questions.question import Kind, Question
from tutor.questions.sets import QuizSet

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_HOW = {
    Kind.SEVERAL: "More than one may be right.",
    Kind.WRONG_STEP: "One line does not follow from the one before. Which?",
    Kind.ORDER: "Put the steps in order.",
    Kind.MATCH: "Match the numbers with the letters.",
    Kind.OWN_WORDS: "Answer in your own words.",
}


def write(quiz: QuizSet, *, key: bool = True) -> str:
    """The questions; with `key` also the answers, after a rule."""
    head = [f"# {escaped(quiz.title)}", ""]
    if quiz.minutes:
        head += [f"Time: {quiz.minutes:g} minutes.", ""]
    body = [line for n, q in enumerate(quiz.questions, 1) for line in _question(n, q)]
    return "\n".join([*head, *body, *(["---", "", write_key(quiz)] if key else [])]).rstrip() + "\n"


def write_key(quiz: QuizSet) -> str:
    """The answers and the worked solutions."""
    lines = [f"# Key: {escaped(quiz.title)}", ""]
    for n, q in enumerate(quiz.questions, 1):
        lines += [f"**{n}.** {escaped(answer_of(q))}", ""]
        lines += [*(f"- {escaped(step)}" for step in q.solution), ""]
    return "\n".join(lines).rstrip() + "\n"


def _question(n: int, q: Question) -> list[str]:
    how = f" {_HOW[q.kind]}" if q.kind in _HOW else ""
    lines = [f"**{n}.** {escaped(q.prompt)}{how}", ""]
    lines += [f"{i}. {escaped(term)}" for i, term in enumerate(q.terms, 1)] + ([""] if q.terms else [])
    lines += [f"- ({mark}) {escaped(text)}" for mark, text in lettered(q)]
    lines += [""] if q.options else []
    lines += [f"*{escaped(q.place.place)}*", ""] if q.place else []
    return lines


def escaped(text: str) -> str:
    r"""Words with every sign of Markdown taken literally; formulas between dollars as they are.

    >>> escaped("# <b>*x*</b> $a_1$")
    '\\# \\<b\\>\\*x\\*\\</b\\> $a_1$'
    """
    return "".join(_formula(p.text) if p.formula else _SPECIAL.sub(r"\\\1", p.text).replace("\n", " ") for p in pieces(text))


def _formula(latex: str) -> str:
    return f"${latex}$".replace("\n", " ").replace("<", r"\lt ").replace(">", r"\gt ")
