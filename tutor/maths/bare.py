"""The formulas in a message as people type them: between dollars, or standing bare among the words."""

from __future__ import annotations

import re

from tutor.maths.spans import formula_spans

__all__ = ["formulas_in", "prose_of"]

_EQUATION = re.compile(
    r"^[^.?!]{0,60}?([A-Za-z][\w'()\[\]|, ^*/+-]{0,30}\s*=\s*(?:[^?.!]|\.(?=\d)){1,80}|\\[A-Za-z]+.*)", re.DOTALL
)
_SAYS = re.compile(
    r"\b(what (does|do|is|are)|explain|say|says|mean|means|meaning of|read|understand|formula|equation|expression|the|this"
    r"|actually|really|please|me|can you|tell|does|do|in plain english|plain english)\b",
    re.IGNORECASE,
)
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
    """
    message = message[:_LONGEST]
    if marked := tuple(span.latex for span in formula_spans(message)):
        return marked
    found = _EQUATION.search(_SAYS.sub(" ", message).strip(" \t\n?!.,:"))
    if found is None:
        return ()
    latex = found.group(1).strip()
    if _VALUE.fullmatch(latex):
        return ()
    return (latex,) if len(_WORD.findall(_COMMANDS.sub(" ", latex))) <= 1 else ()


def prose_of(message: str) -> str:
    r"""What a message says beside its formulas.

    >>> prose_of(r"explain $\sigma(x)$ to me"), prose_of("y = mx + b")
    ('explain   to me', '')
    """
    if spans := list(formula_spans(message)):
        ends = [0, *(span.end for span in spans)]
        return " ".join(message[a:b] for a, b in zip(ends, [*(span.start for span in spans), len(message)], strict=True))
    for latex in formulas_in(message):
        return message.replace(latex, "")
    return message
