"""How something was checked, in a learner's words; the prover's own words stay behind them, to be asked for."""

from __future__ import annotations

import re

_TWICE = "computed two ways, both agree"
_SAID = (
    (re.compile(r"computed again (?:modulo a large prime|in floating point|in floats)"), _TWICE),
    (re.compile(r"both sides agree exactly at \d+ random points modulo a large prime"), "both sides agree, computed exactly"),
    (re.compile(r"holds on (\d+) random instances"), r"true every time, for \1 sets of numbers drawn at random"),
    (re.compile(r"holds on (\d+) random finite spaces"), r"true every time, for \1 small spaces of chance drawn at random"),
)


def plainly(checked: str) -> str:
    """The words for a learner.

    >>> plainly("computed again modulo a large prime"), plainly("holds on 36 random instances")
    ('computed two ways, both agree', 'true every time, for 36 sets of numbers drawn at random')
    >>> plainly("the text says 7.5; computed here: 7.4")
    'the text says 7.5; computed here: 7.4'
    """
    for pattern, said in _SAID:
        checked = pattern.sub(said, checked)
    return checked


def behind(checked: str) -> str:
    """The prover's words, where the learner's are others; "" where they are the same."""
    return checked if plainly(checked) != checked else ""
