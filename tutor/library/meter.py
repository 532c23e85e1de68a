"""How much of a book was read, said honestly: letters that mean something, formulas confirmed, unsure, or only a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.library.readable import readable_share
from tutor.library.source import Formula, FormulaStatus, Page, Source


@dataclass(frozen=True, slots=True)
class Meter:
    """What was recovered: `text` is the share of letters with a meaning, 0..1; the rest are numbers of formulas."""

    text: float
    confirmed: int
    unconfirmed: int
    image_only: int

    @property
    def formulas(self) -> float:
        """Share of the formulas that were recovered as LaTeX, sure or not; 1 where there are none."""
        total = self.confirmed + self.unconfirmed + self.image_only
        return (self.confirmed + self.unconfirmed) / total if total else 1.0

    @property
    def sure(self) -> float:
        """Share of the formulas that are confirmed; 1 where there are none."""
        total = self.confirmed + self.unconfirmed + self.image_only
        return self.confirmed / total if total else 1.0

    @property
    def sentence(self) -> str:
        """The same for the learner.

        >>> Meter(0.998, 90, 9, 1).sentence
        '100% of the text was read; of 100 formulas 90 are confirmed, 9 are unsure and 1 is shown as a picture.'
        """
        total = self.confirmed + self.unconfirmed + self.image_only
        text = f"{self.text:.0%} of the text was read"
        if not total:
            return f"{text}; there are no formulas."
        pictures = "1 is shown as a picture" if self.image_only == 1 else f"{self.image_only} are shown as pictures"
        return f"{text}; of {total} formulas {self.confirmed} are confirmed, {self.unconfirmed} are unsure and {pictures}."


def page_meter(page: Page, formulas: Iterable[Formula]) -> Meter:
    """The meter of one page; `formulas` may be those of the whole book."""
    own = [f for f in formulas if f.page == page.number]
    return Meter(readable_share(page.text), *_statuses(own))


def book_meter(source: Source) -> Meter:
    """The meter of a whole book; a page that was left out as unreadable counts as nothing read."""
    letters = sum(len(page.text) for page in source.pages)
    read = sum(len(page.text) * readable_share(page.text) for page in source.pages)
    lost = sum(problem.startswith("page ") for problem in source.problems)
    pages = len(source.pages) or 1
    share = (read / letters if letters else 0.0) * (1 - lost / max(pages, lost))
    return Meter(share, *_statuses(source.formulas))


def _statuses(formulas: Sequence[Formula]) -> tuple[int, int, int]:
    held = [f.status for f in formulas]
    return (
        held.count(FormulaStatus.CONFIRMED),
        held.count(FormulaStatus.UNCONFIRMED),
        held.count(FormulaStatus.IMAGE_ONLY),
    )
