"""How people ask for steps of gradient descent and of Newton's method, and who answers."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.optimisation as optimisation
from tutor.errors import Unreadable
from tutor.maths.answers.lists import entries
from tutor.maths.parse import read
from tutor.maths.steps.asked.calculus import COUNTS, along_of, asked, some
from tutor.maths.steps.problem import Problem, Solver, fraction, only_known
from tutor.maths.steps.solution import Solution

# -- going downhill --------------------------------------------------------------------------------
_DESCENT = r"(?:\b(\w+)\s+)?(?:steps?\s+of\s+)?gradient[\s-]*descent(?:\s+(?:steps?|iterations?|updates?))?"
_NEWTON = r"(?:\b(\w+)\s+)?(?:steps?\s+of\s+)?newton(?:'s)?(?:[\s-]*raphson)?(?:\s+(?:method|steps?|iterations?))*"
_RATE = re.compile(
    r"\s*,?\s*(?:\b(?:and|with|using|for)\s+)*(?:an?\s+|the\s+)?(?:\b(?:step[\s-]*(?:size|length)?|learning[\s-]*rate|rate|eta|alpha|lr)\b|η|α|γ|\\eta|\\alpha|\bgamma\b)\s*(?:of|is|=|:)?\s*(?:eta\s*=\s*)?([\d./]+(?:e-?\d+)?)",
    re.IGNORECASE,
)
_START = re.compile(
    r"\s*,?\s*(?:\b(?:and|with)\s+)?\b(?:starting\s+(?:at|from|in|point)|start(?:s|ed)?\s*(?:at|from|in|point|=)?|from|initial\s+(?:point|guess|value)|beginning\s+at|[A-Za-z]_?\{?0\}?\s*=)\s*(?:the\s+point\s+)?(?:of\s+)?(?:\(?[A-Za-z](?:_?0)?(?:\s*,\s*[A-Za-z](?:_?0)?)*\)?\s*=\s*)?(\([^()]*\)|\[[^\[\]]*\]|[-+]?[\d./]+)",
    re.IGNORECASE,
)


def _counted(word: str | None) -> int:
    if not word or word.lower() in ("do", "perform", "of", "run", "apply", "use", "step", "take", "the"):
        return 1
    if word.isdigit():
        return int(word[:4])
    if word.lower() not in COUNTS:
        raise Unreadable(
            f"I can't read '{word[:24]}' as a number of steps — try two gradient descent steps on x^2 from (1) with step 0.1."
        )
    return COUNTS[word.lower()]


def _turns(p: Problem, pattern: str) -> tuple[int, str]:
    """How many steps, and what stands behind."""
    found = re.search(pattern, p.text, re.IGNORECASE)
    assert found
    before = p.text[: found.start()]
    many = re.search(r"\b(\w+)\s+(?:steps?|iterations?)\s*(?:of|with|using)?\s*$", before, re.IGNORECASE)
    word = many.group(1) if many else found.group(1)
    if found.group(1) and found.group(1).lower() in ("steps", "step", "iterations"):
        word = many.group(1) if many else None
    after = p.text[found.end() :]
    if behind := re.search(
        r"\s*,?\s*\b(?:for\s+|do\s+|take\s+)?(\w+)\s+(?:steps|iterations|step(?!\s*(?:size|length|=|of|\d)))\b",
        after,
        re.IGNORECASE,
    ):
        word, after = behind.group(1), after[: behind.start()] + after[behind.end() :]
    return _counted(word), after


def _pulled(pattern: re.Pattern[str], text: str, missing: str) -> tuple[str, str]:
    found = pattern.search(text)
    if not found:
        raise Unreadable(f"The {missing} is missing — try two gradient descent steps on x^2 + 2y^2 from (1, 1) with step 0.1.")
    return found.group(1), text[: found.start()] + " " + text[found.end() :]


_BEFORE = (  # words that may stand before the method: they ask for its steps and nothing else
    "perform run apply take carry make first next new point iterate iterates update updated after many iteration iterations"
    " start starting begin one two three four five six seven eight nine ten single x w theta newton's newton method function"
).split()


def _only_asks(p: Problem, pattern: str) -> None:
    """Raises Unreadable where the words before the method ask for something else than its steps: f after a step, an error."""
    found = re.search(pattern, p.text, re.IGNORECASE)
    assert found
    only_known(p.text[: found.start()], _BEFORE, "two gradient descent steps on x^2 + 2y^2 from (1, 1) with step 0.1")


def _descent(p: Problem) -> Solution:
    _only_asks(p, r"gradient[\s-]*descent")
    turns, text = _turns(p, _DESCENT)
    rate, text = _pulled(_RATE, text, "step size")
    start, text = _pulled(_START, text, "start")
    text = re.sub(r"\s*,?\s*\(\s*root[\s-]finding\s*\)", "", text)
    text = re.sub(r"^\s*(?:on|for|of|to|minimi[sz]ing|applied\s+to)\b", "", text.strip(), flags=re.IGNORECASE)
    question = asked(re.sub(r"[\s,]*\b(?:and|with)?[\s,]*$", "", text))
    node = read(start)
    at = [fraction(part) for part in entries(node) or (node,)]
    return optimisation.descend(p.ledger("gradient descent"), question.node, some(question), at, fraction(read(rate)), turns)


def _newton(p: Problem) -> Solution:
    _only_asks(p, r"newton")
    turns, text = _turns(p, _NEWTON)
    start, text = _pulled(_START, text, "start")
    text = re.sub(r"^\s*(?:on|for|of|to|applied\s+to)\b", "", text.strip(), flags=re.IGNORECASE)
    question = asked(re.sub(r"\s*=\s*0\s*$", "", re.sub(r"[\s,]+$", "", text)))
    node = read(start)
    value: Fraction = fraction((entries(node) or (node,))[0])
    return optimisation.newton(p.ledger("Newton's method"), question.node, along_of(question), value, turns)


FORMS: tuple[tuple[str, Solver], ...] = ((_DESCENT, _descent), (r"\bnewton", _newton))
