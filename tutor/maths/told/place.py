r"""Where a formula stands in the text around it: what is told nearest to that place is told of it.

Law: a place is one of a formula, never a letter inside a word or inside another formula, unless the text has nothing better.
"""

from __future__ import annotations

import re

from tutor.maths.spans import formula_spans

__all__ = ["place_of"]

_SLACK = 12  # a place may be that of the opening sign, \begin{equation} aside


def place_of(latex: str, text: str, at: int | None = None) -> int:
    r"""The index in `text` where the formula begins, -1 where it does not stand there.

    `at` is where the caller knows it to begin, with or without its dollar signs. Without it, and where the same formula stands
    there more than once, the one nearest the middle is taken: text around a formula is given from both sides of it.

    >>> place_of("N", "Now let $N$ be a number"), place_of("x", "$x$ or $x$", at=7), place_of("y", "nothing")
    (9, 8, -1)
    """
    wanted = latex.strip()
    if not wanted:
        return -1
    if at is not None:
        found = text.find(wanted, max(0, at), at + _SLACK + len(latex))
        return found if found >= 0 else at  # a page of a PDF holds the signs of the formula, not its LaTeX
    places = [text.find(wanted, span.start, span.end) for span in formula_spans(text) if span.latex == wanted]
    if places:
        return min(places, key=lambda place: abs(2 * place + len(wanted) - len(text)))
    # Plain text, or a piece of a formula: it may be said without dollar signs, but not inside a word.
    bare = re.search(rf"(?<![A-Za-z\\]){re.escape(wanted)}(?![A-Za-z])", text)
    return bare.start() if bare else text.find(wanted) if len(wanted) > 1 else -1
