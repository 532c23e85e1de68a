"""Where a question from a source stands: its id says the source, the page, the span of the key and what is asked.

Law of this file: the key of such a question is page.text[start:end]; if the page has changed, the question is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.errors import UnknownQuestion
from tutor.library.source import Citation, FormulaStatus, Passage, label_at
from tutor.library.store import Store

_ID = re.compile(r"book:([\w.-]{1,64}):(\d{1,6}):(\d{1,9})-(\d{1,9}):([a-z]{3,12})")
_DAMAGED = re.compile("[�□￼]|[\x00-\x08\x0e-\x1f]|\\?{3,}")


@dataclass(frozen=True, slots=True)
class Span:
    """The span of a key on a page, and what kind of question is asked about it."""

    source: str
    page: int
    start: int
    end: int
    form: str

    @property
    def id(self) -> str:
        """The id of the question.

        >>> Span("ab12", 3, 40, 44, "term").id
        'book:ab12:3:40-44:term'
        """
        return f"book:{self.source}:{self.page}:{self.start}-{self.end}:{self.form}"


def span_of(question_id: str) -> Span:
    """The span an id names; raises UnknownQuestion.

    >>> span_of("book:ab12:3:40-44:term").start
    40
    """
    found = _ID.fullmatch(question_id)
    if not found or int(found.group(3)) >= int(found.group(4)):
        raise UnknownQuestion(f"'{question_id[:80]}' is no question id — take one from `tutor quiz --book`.")
    source, page, start, end, form = found.groups()
    return Span(source, int(page), int(start), int(end), form)


def citation(store: Store, passage: Passage, start: int, end: int) -> Citation:
    """The words `start` to `end` of the page a passage stands on, with their place."""
    card, page = store.card(passage.source), store.page(passage.source, passage.page)
    label = label_at(card.kind, page, start)
    return Citation(passage.source, card.title, passage.section, passage.page, label, start, end, page.text[start:end], card.kind)


def honest(store: Store, passage: Passage, start: int, end: int) -> bool:
    """Whether everything between `start` and `end` of the page was read for certain: no damaged letters, no unsure formula."""
    text = passage.text[start - passage.start : end - passage.start]
    if _DAMAGED.search(text) or text.count("$") % 2:
        return False
    formulas = store.formulas(passage.source, passage.page, passage.start, passage.end)
    return all(f.status is FormulaStatus.CONFIRMED for f in formulas if f.start < end and f.end > start)
