"""A text without dollar signs: its formulas are found among the words, written as LaTeX, and every claim keeps its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tutor.errors import Unreadable
from tutor.maths.claims.claim import Claim
from tutor.maths.plain_latex import latex_of
from tutor.maths.typed.among_words import statements, words_of

_DELIMITED = re.compile(r"\$|\\\[|\\\(|\\begin\{(?:equation|align|gather|aligned|eqnarray)")
_LONGEST = 4_000
_UNBRACED = re.compile(r"\^(\d{2,})(?![\d.]*\})")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its formulas between dollars, and where each of them stands: (start, end) here and in the text as typed."""

    text: str
    places: tuple[tuple[int, int, int, int], ...]

    def back(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims at their places in the text as it was typed."""
        return tuple(self._back(claim) for claim in claims)

    def _back(self, claim: Claim) -> Claim:
        for start, end, old_start, old_end in self.places:
            if start <= claim.start < end:
                same = end - start == old_end - old_start
                shift = old_start - start
                return replace(
                    claim,
                    start=claim.start + shift if same else old_start,
                    end=min(claim.end + shift, old_end) if same else old_end,
                )
        return claim


def marked(text: str) -> Marked | None:
    r"""The formulas of a plain text between dollars, as LaTeX; None for a text that has dollars or LaTeX commands of its own.

    >>> marked("If x > 0 then sqrt(x^2) = x.").text
    'If $x > 0$ then $\\sqrt{x^{2}} = x$.'
    """
    if _DELIMITED.search(text) or len(text) > _LONGEST:
        return None
    worded = bool(words_of(text))
    if "\\" in text and not worded:
        return None
    out, at, places = "", 0, []
    for start, end in statements(text):
        piece = text[start:end]
        try:
            latex = piece if "\\" in piece else latex_of(piece)
        except Unreadable:
            latex = piece
        out += text[at:start] + "$"
        places.append((len(out), len(out) + len(latex), start, end))
        out += f"{latex}$"
        at = end
    if not places:
        return None
    if not worded and len(places) == 1:
        start, end, old_start, old_end = places[0]
        return Marked(out[start:end], ((0, end - start, old_start, old_end),))
    return Marked(out + text[at:], tuple(places))


def braced(latex: str) -> str | None:
    """2^10 with the braces that a typist leaves out; None where there is nothing to brace.

    >>> braced("2^10 = 1024"), braced("2^{10}")
    ('2^{10} = 1024', None)
    """
    made = _UNBRACED.sub(r"^{\1}", latex)
    return made if made != latex else None
