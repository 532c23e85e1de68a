r"""A formula whose parts can be pointed at: every part carries a number of its own, written as a colour that nobody sees.

Why a colour: it is the one mark that KaTeX takes through to the page for any piece of a formula without moving a letter. Our
rules in look.css undo it, and lit.js reads the number back. Law: a part that cannot be marked without a change in how the formula
is set is left unmarked; the formula itself never suffers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ui.parts.formula_gate import drawable, tidy

MOST_PARTS = 40
_TAKES_ARGUMENT = re.compile(r"(?:[\^_]|\\[A-Za-z]+)\s*\Z")
_HALF_FRACTION = re.compile(r"\\[dtc]?(?:frac|binom)\s*[A-Za-z0-9]\s*\Z")


@dataclass(frozen=True, slots=True)
class Painted:
    """LaTeX with its marks, the places of the parts that were marked, and for each the place of the part around it (-1: none)."""

    latex: str
    parts: tuple[int, ...]
    inside: tuple[int, ...]


def paint(latex: str, spans: Sequence[tuple[int, int]]) -> Painted:
    r"""Mark the spans of a formula, the largest first; at most 40.

    >>> paint("y = mx", [(0, 1), (4, 6), (4, 5)])
    Painted(latex='\\textcolor{#010007}{y} = \\textcolor{#010107}{\\textcolor{#010207}{m}x}', parts=(0, 1, 2), inside=(-1, -1, 1))
    """
    if not drawable(tidy(latex)):
        return Painted(latex, (), ())
    wanted = sorted(range(len(spans)), key=lambda place: (spans[place][0] - spans[place][1], spans[place][0]))
    kept: list[int] = []
    for place in wanted[:MOST_PARTS]:
        trial = [*kept, place]
        if spans[place] not in [spans[one] for one in kept] and drawable(tidy(_marked(latex, spans, trial, r"\boxed{"))):
            kept = trial
    kept.sort(key=lambda place: (spans[place][0], -spans[place][1]))
    inside = tuple(_around(spans, kept, at) for at in range(len(kept)))
    return Painted(_marked(latex, spans, kept, None), tuple(kept), inside)


def _marked(latex: str, spans: Sequence[tuple[int, int]], kept: Sequence[int], opening: str | None) -> str:
    """The formula with its marks; `opening` stands for each mark while we look whether KaTeX would take them there."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    order = sorted(kept, key=lambda place: (spans[place][0], -spans[place][1]))
    for number, place in enumerate(order):
        start, end = spans[place]
        before = latex[:start]
        braced = bool(_HALF_FRACTION.search(before)) or bool(_TAKES_ARGUMENT.search(before) and not _is_symbol(before))
        mark = opening if opening is not None else f"\\textcolor{{#01{number:02x}07}}{{"
        opens.setdefault(start, []).append("{" + mark if braced else mark)
        closes.setdefault(end, []).append("}}" if braced else "}")
    pieces = []
    for at in range(len(latex) + 1):
        pieces += closes.get(at, [])
        pieces += opens.get(at, [])
        pieces.append(latex[at : at + 1])
    return "".join(pieces)


def _is_symbol(before: str) -> bool:
    r"""Whether what stands before is a command that takes nothing: \alpha, \cdot, \log."""
    found = re.search(r"\\([A-Za-z]+)\s*\Z", before)
    return found is not None and found.group(1) not in _WITH_ARGUMENTS


_WITH_ARGUMENTS = frozenset(
    "frac dfrac tfrac cfrac binom dbinom tbinom sqrt hat bar vec dot ddot tilde check widehat widetilde overline underline mathbf"
    " mathrm mathit mathsf mathtt mathbb mathcal mathfrak mathscr boldsymbol bm operatorname text textbf left right big Big bigg"
    " Bigg bigl Bigl bigr Bigr overset underset stackrel overbrace underbrace".split()
)


def _around(spans: Sequence[tuple[int, int]], kept: Sequence[int], at: int) -> int:
    start, end = spans[kept[at]]
    holders = [
        (spans[one][1] - spans[one][0], place)
        for place, one in enumerate(kept)
        if place != at and spans[one][0] <= start and end <= spans[one][1]
    ]
    return min(holders)[1] if holders else -1
