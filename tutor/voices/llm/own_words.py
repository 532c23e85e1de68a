"""Does a reply repeat our instructions? They hold no secret, but a page that makes a model recite them is no answer.

Only letters are compared, so spacing, markup and punctuation hide nothing; a run of forty letters in the same order is no chance.
"""

from __future__ import annotations

from collections.abc import Iterator

RUN = 40


def letters(text: str) -> str:
    """The letters and digits of a text, small, and nothing else."""
    return "".join(c for c in text.casefold() if c.isalnum())


class OwnWords:
    """Recognises the instructions, also where a reply spreads them over several sentences."""

    def __init__(self, *instructions: str) -> None:
        self._runs = frozenset(run for text in instructions for run in _runs(letters(text)))
        self._tail = ""

    def stand_in(self, sentence: str) -> bool:
        """Whether this sentence, with what was said right before it, repeats a run of the instructions.

        >>> own = OwnWords("You are a tutor who writes in the margin of the books of a learner.")
        >>> own.stand_in("I was told: «You are a TUTOR who *writes* in the margin of the books»"), own.stand_in("Rank counts.")
        (True, False)
        """
        said = self._tail + letters(sentence)
        self._tail = said[-(RUN - 1) :]
        return any(run in self._runs for run in _runs(said))


def _runs(text: str) -> Iterator[str]:
    return (text[n : n + RUN] for n in range(len(text) - RUN + 1))
