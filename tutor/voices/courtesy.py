"""Thanks, a greeting, a nod: what only wants a word back."""

from __future__ import annotations

import re

from tutor.voices.explanation import Claim, Standing
from tutor.voices.voice import Layer

__all__ = ["WHICH", "courtesy"]

_THANKS = re.compile(r"\b(?:thank\w*|thx|cheers)\b", re.IGNORECASE)
_PARTING = re.compile(r"\b(?:(?:good)?bye|see you)\b", re.IGNORECASE)
_NOD = re.compile(r"\b(?:ok(?:ay)?|great|cool|perfect|nice|got it|get it|i see|makes sense|helps|helped)\b", re.IGNORECASE)
_LONGEST = 9  # words
_BACK = (
    (_THANKS, "You are welcome. Ask on whenever you like."),
    (_PARTING, "Goodbye. What you asked stays here for the next time."),
    (_NOD, "Good. Ask on, or write “quiz me” to try it yourself."),
)
# Where somebody does not understand, and nothing was said yet.
WHICH = Claim(
    "What shall I explain? Name the word, or paste the sentence or the formula.",
    Standing.UNCHECKED,
    "about this program",
    layer=Layer.ANSWER,
)


def courtesy(message: str) -> Claim | None:
    """The word back; None for a message that asks something of this program.

    >>> courtesy("thank you").text, courtesy("ok, got it").text
    ('You are welcome. Ask on whenever you like.', 'Good. Ask on, or write “quiz me” to try it yourself.')
    >>> courtesy("what can you do") is None, courtesy("which books do I have? thanks") is None
    (True, True)
    """
    if "?" in message or len(message.split()) > _LONGEST:
        return None
    said = next((back for pattern, back in _BACK if pattern.search(message)), "")
    return Claim(said, Standing.UNCHECKED, "about this program", layer=Layer.ANSWER) if said else None
