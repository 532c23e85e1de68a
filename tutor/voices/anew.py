"""Does a message ask a whole question of its own, about something that has not been spoken of?

"why is the sky blue" after gradient descent has a subject of its own; "why the minus?" and "can it be zero?" have not.

Law of this file: pure; the words are in `intents.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from tutor.concepts.words import content, words

__all__ = ["is_strange", "is_whole", "rests_on_what_was_said", "speaks_of_a_letter"]

_LETTER = re.compile(r"(?<![\w'’])[B-HJ-Zb-hj-z](?![\w'’])")


def is_whole(message: str) -> bool:
    """Whether a message is a question or a wish with something said in it, and no word that points back.

    >>> is_whole("why is the sky blue"), is_whole("and how do birds fly?"), is_whole("explain photosynthesis")
    (True, True, True)
    >>> is_whole("can it be zero?"), is_whole("why the minus?"), is_whole("what goes wrong there"), is_whole("explain")
    (False, False, False, False)
    """
    opens, _ = _own()
    return bool(opens.match(message)) and not rests_on_what_was_said(message)


def rests_on_what_was_said(message: str) -> bool:
    """Whether a word of it points back, or goes on from what was said."""
    return bool(_own()[1].search(message))


def is_strange(message: str, spoken: str) -> bool:
    """Whether a message says something, and none of its telling words was spoken.

    >>> is_strange("why is the sky blue", "The gradient points uphill."), is_strange("why uphill", "The gradient points uphill.")
    (True, False)
    """
    own = set(content(words(message)))
    return bool(own) and own.isdisjoint(content(words(spoken)))


def speaks_of_a_letter(message: str, spoken: str) -> bool:
    r"""Whether a message names a letter that was spoken of, in a formula or beside one.

    >>> speaks_of_a_letter("what if m is negative?", r"$y = mx + b$"), speaks_of_a_letter("what does e mean?", "Some words.")
    (True, False)
    """
    signs = set(re.sub(r"\\[A-Za-z]+|[A-Za-z]{4,}", " ", spoken))
    return any(letter in signs for letter in _LETTER.findall(message))


@functools.cache
def _own() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a message begins that may be whole, and the words that rest on what was said."""
    table = tomllib.loads(resources.files("tutor.voices").joinpath("intents.toml").read_text(encoding="utf-8"))
    own, points = table["own"], table["leans"]["points"]
    return (
        re.compile(rf"^\W*(?:(?:and|but|so|ok(?:ay)?|well|now|also|hm+)\W+)*(?:{'|'.join(own['opens'])})", re.IGNORECASE),
        re.compile("|".join([*points, *own["rests"]]), re.IGNORECASE),
    )
