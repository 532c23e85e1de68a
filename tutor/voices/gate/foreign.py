"""Passages that stand in no library of ours: named texts from another program, for the gate as a tool of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tutor.library.source import Citation, Passage, line_label
from tutor.voices.explanation import Claim
from tutor.voices.verify import verify
from tutor.voices.voice import Draft, DraftSentence


def passage_named(name: str, text: str, section: Sequence[str] = ()) -> Passage:
    """A text as a passage of a source of its own."""
    return Passage(name, 1, 0, len(text), text, tuple(section))


def cite(passage: Passage, start: int, end: int) -> Citation:
    """The citation of letters of such a passage; `start` and `end` count from the beginning of its text."""
    label = line_label(passage.text, start)
    return Citation(passage.source, f"passage {passage.source}", passage.section, 1, label, start, end, passage.text[start:end])


def verify_texts(
    passages: Mapping[str, str], draft: Sequence[DraftSentence], sections: Mapping[str, Sequence[str]] | None = None
) -> tuple[Claim, ...]:
    """Judge sentences against texts by name: a sentence's `passage` is the name of the text it leans on.

    `sections` gives the headings that a text stands under.

    >>> said = "Rank counts columns."
    >>> [claim.standing.value for claim in verify_texts({"p": said}, [DraftSentence(said, said, "p")])]
    ['quoted']
    """
    found = {name: passage_named(name, text, (sections or {}).get(name, ())) for name, text in passages.items() if text}
    # A name that is none of ours stays what it is: it is no passage's id.
    named = [
        replace(s, passage=found[s.passage].id if s.passage in found else f"?{s.passage}" if s.passage else "") for s in draft
    ]
    return verify(Draft(tuple(named)), tuple(found.values()), cite)
