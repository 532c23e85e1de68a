"""Formulas the learner put right: the page says them the learner's way from then on, also when the file is read again.

Laws of this file: pure; after a correction every span of the source still encloses what it enclosed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tutor.library.source import Formula, FormulaStatus, Landmark, Page, Reference, Source


@dataclass(frozen=True, slots=True)
class Correction:
    """On this page, in this box, we had read `read`; it says `latex`."""

    page: int
    box: tuple[float, float, float, float] | None
    read: str
    latex: str

    def means(self, formula: Formula) -> bool:
        """Whether it is about this formula: where it stands on the paper decides, and what was read where there is no paper."""
        if formula.page != self.page:
            return False
        if self.box is not None and formula.box is not None:
            return _shared(self.box, formula.box) > _SAME_PLACE
        return formula.latex == self.read


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


_SAME_PLACE = 0.6


def corrected(source: Source, corrections: Sequence[Correction]) -> Source:
    """The source with these formulas put right: their LaTeX, the letters of the page, and every span behind them."""
    right = {n: c.latex for c in corrections for n, f in enumerate(source.formulas) if c.means(f) and f.latex != c.latex}
    if not right:
        return source
    pages = {page.number: page for page in source.pages}
    edits: dict[int, list[_Edit]] = {}
    for n, latex in sorted(right.items()):
        formula = source.formulas[n]
        written = pages[formula.page].text[formula.start : formula.end]
        edits.setdefault(formula.page, []).append(_Edit(formula.start, formula.end, _rewritten(written, formula, latex)))
    moved = {page: _mover(sorted(some, key=lambda e: e.start)) for page, some in edits.items()}

    def at(page: int, offset: int) -> int:
        return moved[page](offset) if page in moved else offset

    formulas = tuple(
        replace(f, start=at(f.page, f.start), end=at(f.page, f.end), **_now(right.get(n))) for n, f in enumerate(source.formulas)
    )
    landmarks = {mark: replace(mark, start=at(mark.page, mark.start), end=at(mark.page, mark.end)) for mark in source.landmarks}
    return replace(
        source,
        pages=tuple(_edited(page, edits.get(page.number, ())) for page in source.pages),
        sections=tuple(replace(s, start=at(s.page, s.start)) for s in source.sections),
        formulas=formulas,
        landmarks=tuple(landmarks.values()),
        references=tuple(_moved(r, at, landmarks) for r in source.references),
    )


def _now(latex: str | None) -> dict:
    return {} if latex is None else {"latex": latex, "status": FormulaStatus.CONFIRMED}


def _moved(one: Reference, at: Callable[[int, int], int], landmarks: dict[Landmark, Landmark]) -> Reference:
    return replace(one, start=at(one.page, one.start), end=at(one.page, one.end), target=landmarks[one.target])


def _rewritten(written: str, formula: Formula, latex: str) -> str:
    """What stands on the page instead: the same delimiters around other LaTeX."""
    if formula.latex and formula.latex in written:
        return written.replace(formula.latex, latex, 1)
    return f"$${latex}$$" if formula.display else f"${latex}$"


def _mover(edits: Sequence[_Edit]) -> Callable[[int], int]:
    """Where an offset of the old page stands on the new one."""

    def move(offset: int) -> int:
        return offset + sum(len(e.text) - (e.end - e.start) for e in edits if e.end <= offset)

    return move


def _edited(page: Page, edits: Sequence[_Edit]) -> Page:
    text = page.text
    for edit in sorted(edits, key=lambda e: -e.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return replace(page, text=text)


def _shared(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The share of the smaller box that lies in the other.

    >>> _shared((0, 0, 2, 1), (1, 0, 3, 1))
    0.5
    """
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    least = min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return max(0.0, width) * max(0.0, height) / least if least > 0 else 0.0
