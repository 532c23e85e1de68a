"""The formulas in a message as people type them: between dollars, or standing bare among the words."""

from __future__ import annotations

import re

from tutor.maths.spans import formula_spans
from tutor.maths.typed.events import events_in_signs
from tutor.maths.typed.formula import Typed, as_typed
from tutor.maths.typed.signs import is_word, known_word

__all__ = ["expression_in", "formulas_in", "prose_of", "read_as"]

_EQUATION = re.compile(
    r"^[^.?!]{0,60}?([A-Za-z][\w'()\[\]|, ^*/+-]{0,30}\s*=\s*(?:[^?.!]|\.(?=\d)){1,80}|\\[A-Za-z]+.*)", re.DOTALL
)
_SAYS = re.compile(
    r"\b(what (does|do|is|are)|explain|say|says|mean|means|meaning of|read|understand|formula|equation|expression|the|this"
    r"|actually|really|please|me|can you|tell|does|do|in plain english|plain english)\b",
    re.IGNORECASE,
)
_ASKING = (
    "please|can|could|would|will|you|want|need|to|see|show|me|us|give|tell|explain|what|how|does|do|did|is|are|the|an?|of|for|about|look|looks"
    "|like|plot|graph|draw|sketch|drawing|picture|curve|function|line|parabola|it|in|mean|means|meaning|say|says|read|this|that|formula"
    "|expression|equation|now|and|also|then|ok|okay|plain|english|actually|really|again|simply|so|but|next|exactly|by|i|your|here|one|with|why|when|true|hold|holds|always|correct|right"
)
# "a" is a word before a word, and a letter before a sign.
_OPENS_ASKING = re.compile(
    rf"^(?:[\s,.!?:;]*(?:{_ASKING})(?![\w^_(=*/+'])(?!\s*[-^_=*/+])(?!(?<=\ba)\s+[A-Za-z](?![A-Za-z])))+", re.IGNORECASE
)
_ENDS_ASKING = re.compile(
    rf"(?:[\s,.!?:;]+(?:{_ASKING}))+[\s,.!?:;]*$|\s+(?:from|between|on)\s+-?\d[\d.]*\s+(?:to|and)\s+-?\d[\d.]*$", re.IGNORECASE
)
# Small words that are no product of letters: where one is left among signs, the message tells something.
_PROSE = frozenset(
    "you get got gets but not was were has had his her its our out who why how all any few too two now use used yes yet per via"
    " she him my at if we so on or as be he am up no it me they them there when where from into only just each every because"
    " since than".split()
)
_LETTERS = re.compile(r"(?<![A-Za-z\\])[A-Za-z]+")
_APPLIED = re.compile(r"\b(?:sqrt|exp|log|ln|sin|cos|tan|tanh|abs|norm|sum|int)\s*\(")
_COMMANDS = re.compile(r"\\[A-Za-z]+(\{[^{}]*\})?")
_WORD = re.compile(r"\b[A-Za-z]{4,}\b")
_VALUE = re.compile(
    r"\W*(?:\w+\s+)*[A-Za-z]\s*=\s*-?[\d.]+\W*(?:[A-Za-z]{2,}.*)?", re.DOTALL
)  # a number that was read somewhere: no formula to explain
_LONGEST = 2_000


def formulas_in(message: str) -> tuple[str, ...]:
    r"""The formulas of a message as LaTeX, in order; () where there is none.

    >>> formulas_in("what does y = mx + b actually say?"), formulas_in(r"explain $\sigma(x)$ to me"), formulas_in("what is rank")
    (('y = mx + b',), ('\\sigma(x)',), ())
    >>> formulas_in("what is p = 0.03?"), formulas_in("what does y = 0.5 x mean?")
    ((), ('y = 0.5 x',))
    >>> formulas_in("what does sqrt(x^2+1) mean?"), formulas_in("explain 1/(1+e^-x)"), formulas_in("what is A/B testing?")
    (('\\sqrt{x^{2} + 1}',), ('\\frac{1}{1 + e^{-x}}',), ())
    """
    return tuple(one.latex for one in _typed_in(message[:_LONGEST]))


def read_as(message: str) -> tuple[str, ...]:
    r"""For every formula of a message that was not typed as LaTeX: how it was read, and what was settled by precedence.

    >>> read_as("what does 1/2x + 3 mean?")
    ('I read 1/2x + 3 as $\\frac{1}{2} x + 3$. I read 1/2x as (1/2)x; write 1/(2x) if x stands below too.',)
    """
    found = (one for one in _typed_in(message[:_LONGEST]) if one.rewritten)
    return tuple(f"I read {one.typed} as ${one.latex}$. {one.note}".strip() for one in found)


def _typed_in(message: str) -> tuple[Typed, ...]:
    """The formulas of a message, each as it was typed and as it is read."""
    message = events_in_signs(message)
    if marked := tuple(as_typed(span.latex) for span in formula_spans(message)):
        return marked
    alone = expression_in(message)
    if alone is not None and alone.understood and _weighs(alone.typed) and not _VALUE.fullmatch(alone.typed):
        return (alone,)
    found = _EQUATION.search(_SAYS.sub(" ", message).strip(" \t\n?!.,:"))
    if found is None:
        return ()
    latex = found.group(1).strip()
    if "\\" not in latex and any(run.lower() in _PROSE for run in _LETTERS.findall(latex)):
        return ()
    if _VALUE.fullmatch(latex) or len(_WORD.findall(_COMMANDS.sub(" ", _known_words_out(latex)))) > 1:
        return ()
    typed = as_typed(latex)
    return (Typed(latex, latex, True),) if typed.words or (not typed.understood and "\\" not in latex) else (typed,)


def _known_words_out(text: str) -> str:
    """A text without the words of mathematics: softmax, theta, exp are no prose."""
    return _LETTERS.sub(lambda run: " " if known_word(run.group()) else run.group(), text)


def expression_in(message: str) -> Typed | None:
    r"""What a message asks about, without the words that ask, as a formula; None where it is words.

    >>> expression_in("please draw the graph of e^-x^2 for me").latex, expression_in("draw a convex function")
    ('e^{-x^{2}}', None)
    """
    text = message[:_LONGEST].strip(" \t\n?!.,:;")
    while (shorter := _ENDS_ASKING.sub("", _OPENS_ASKING.sub("", text)).strip(" \t\n?!,:;")) != text:
        text = shorter
    if not text or any(run.lower() in _PROSE or (is_word(run) and not known_word(run)) for run in _LETTERS.findall(text)):
        return None
    typed = as_typed(text)
    return None if typed.words else typed


def _weighs(text: str) -> bool:
    """Whether a text among words is surely a formula: an equation, two signs of mathematics, or a function that is applied."""
    if re.search(r"(?<![<>!:])=", text):
        return True
    signs = len(re.findall(r"[+*/^√∑∫∂²³]|-|\|\|", text))
    return signs > 1 or bool(_APPLIED.search(text))


def prose_of(message: str) -> str:
    r"""What a message says beside its formulas.

    >>> prose_of(r"explain $\sigma(x)$ to me"), prose_of("y = mx + b")
    ('explain   to me', '')
    """
    if spans := list(formula_spans(message)):
        ends = [0, *(span.end for span in spans)]
        return " ".join(message[a:b] for a, b in zip(ends, [*(span.start for span in spans), len(message)], strict=True))
    for one in _typed_in(message[:_LONGEST]):
        return message.replace(one.typed, "")
    return message
