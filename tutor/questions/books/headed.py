"""Cards from sections that are headed by a question: the heading asks, the first paragraph under it answers.

The companion's sections are of this kind, and so are a learner's own questions and answers in a note.
Law of this file: the answer is a span of the page, letter for letter.
"""

from __future__ import annotations

from tutor.library.source import Page, Passage
from tutor.questions.books.spoken import Card
from tutor.questions.question import Difficulty

_SHORTEST, _LONGEST = 40, 900  # letters of an answer
_MEDIUM = 350
_NO_PROSE = ("$$", "```", "|", "- ", "* ", "1. ", "**")


def card_headed(passage: Passage, page: Page) -> Card | None:
    """The card of a passage that stands right under such a heading; None for any other passage.

    >>> page = Page(1, "", "## What is rank?\\n\\nThe rank of a matrix counts its independent columns.\\n\\nMore.")
    >>> passage = Passage("s", 1, 18, 70, page.text[18:70], ("What is rank?",))
    >>> card_headed(passage, page).answer
    'The rank of a matrix counts its independent columns.'
    """
    asked = passage.section[-1] if passage.section else ""
    if not asked.endswith("?") or not page.text[: passage.start].rstrip().endswith(asked):
        return None
    answer = passage.text.split("\n\n")[0].rstrip()
    if not _SHORTEST <= len(answer) <= _LONGEST or answer.startswith(_NO_PROSE):
        return None
    level = Difficulty.EASY if len(answer) < _MEDIUM else Difficulty.MEDIUM
    return Card(passage, asked, passage.start, passage.start + len(answer), level)
