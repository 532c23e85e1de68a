r"""Where did I go wrong? A derivation pasted line by line: the first line that does not follow, why, and which slip makes it.

Three styles are followed. A chain of equal expressions: each line equals the one before. A chain of equations: every solution of
the line before solves the next, and none is lost on the way. Givens and systems: a line may follow from all lines before it
together. What no rule shows and no example refutes is OPEN and never called wrong; what is only set down is GIVEN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.maths.claims.claim import Verdict
from tutor.maths.derivations.first_lines import as_factors, context_of, reread
from tutor.maths.derivations.looking_back import look_back
from tutor.maths.derivations.pasted import Piece, pasted
from tutor.maths.derivations.statements import Step
from tutor.maths.derivations.working import RANK, Working

__all__ = ["Derivation", "Line", "follow"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its place in the text, and whether it follows from the one before."""

    text: str
    start: int
    end: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """All lines; the index of the first that does not follow, the id of the misconception that makes it, and why."""

    lines: tuple[Line, ...]
    first_bad: int | None
    misconception: str | None
    why: str


def follow(text: str, context: str = "", sizes: Mapping[str, Sequence[object]] | None = None) -> Derivation:
    r"""Follow a derivation line by line; raises nothing, whatever the text is.

    >>> found = follow("2(x+3) = 14\n2x + 3 = 14\nx = 5.5")
    >>> found.first_bad, found.misconception
    (1, 'distributed_to_first_only')
    >>> follow("2(x+3) = 14\n2x + 6 = 14\nx = 4").first_bad is None
    True
    >>> follow("A B = 0\nB = 0", "A and B are square matrices").first_bad
    1
    """
    try:
        return _follow(text, context, sizes)
    except (RecursionError, MemoryError):
        return Derivation((), None, None, "this is too deep to follow: paste fewer or shorter lines")


def _follow(text: str, context: str, sizes: Mapping[str, Sequence[object]] | None) -> Derivation:
    words, given = context_of(context)
    read, latex = pasted(text, words)
    pieces = as_factors(read, latex)
    sheet = reread(pieces, latex, words, given, sizes)
    working = Working(sheet, words, pieces)
    steps = [working.take(n, piece) for n, piece in enumerate(pieces)]
    if not working.renews:  # what a letter is at the end is not what it was in line 1
        look_back(sheet, pieces, steps)
    lines = _lines(pieces, steps)
    bad = next((n for n, line in enumerate(lines) if line.verdict is Verdict.FAILS), None)
    slip = None
    if bad is not None:
        at = next(n for n, step in enumerate(steps) if step.verdict is Verdict.FAILS)
        slip = working.slip(at, steps[at])
    return Derivation(tuple(lines), bad, slip, _told(lines, bad))


def _lines(pieces: Sequence[Piece], steps: Sequence[Step]) -> list[Line]:
    """One line for each row; of several steps in a row the weakest counts."""
    found: list[Line] = []
    for row in dict.fromkeys(piece.row for piece in pieces):
        mine = [(piece, step) for piece, step in zip(pieces, steps, strict=True) if piece.row == row]
        piece, step = min(mine, key=lambda one: RANK[one[1].verdict])
        where = f"at '{piece.said.strip()}', " if len(mine) > 1 and step.verdict in (Verdict.FAILS, Verdict.OPEN) else ""
        found.append(Line(piece.text, piece.start, piece.end, step.verdict, where + step.why))
    return found


def _told(lines: list[Line], bad: int | None) -> str:
    if not lines:
        return "There are no lines here yet — paste a derivation, one step to a line."
    if bad is not None:
        return f"Line {bad + 1} does not follow: {lines[bad].why}."
    unsure = [n + 1 for n, line in enumerate(lines) if line.verdict is Verdict.OPEN]
    if len(lines) == 1 and unsure:
        return f"There is nothing to compare with yet: {lines[0].why}."
    if unsure:
        return f"Nothing wrong was found; line {unsure[0]} could not be followed: {lines[unsure[0] - 1].why}."
    return "Every line follows from the one before."
