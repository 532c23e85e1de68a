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

# What the reasons of the prover say in passing, and all that is said of it at first sight.
_IN_SHORT = (
    ("said back into signs", "read back, this sentence gives the same formula"),
    ("read back, they give the same formula", "read back, these words give the same formula"),
    ("second route", "computed, and checked a second way"),
    ("computed twice", "computed in two ways that share nothing; both agree"),
    ("difference", "computed, and checked on numbers"),
)
_PROVERS_WORDS = re.compile(r"modulo|float|interpolat|Leibniz|minors|SymPy|evaluator|digits|fractions|prime\b|seed")
_LONGEST = 64


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


def at_first_sight(checked: str) -> str:
    """What backs a sentence, in one short line for a learner; how it was checked in full is a press away.

    >>> at_first_sight("second route: the sum over all orders (Leibniz)"), at_first_sight("the same was done to both sides")
    ('computed, and checked a second way', 'the same was done to both sides')
    >>> at_first_sight("a long reason of the prover, told in many more words than a margin can ever hold")
    'checked; press to see how'
    """
    said = plainly(checked)
    if said != checked:
        return said
    for words, instead in _IN_SHORT:
        if words in checked:
            return instead
    return "checked; press to see how" if len(checked) > _LONGEST or _PROVERS_WORDS.search(checked) else checked
