"""How well a corpus of formulas is read: the figures that `python -m eval.formulas` prints, and the tests hold."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.maths.formula import read_formula
from tutor.maths.reading.nodes import Phrase, Text, Word
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import Meaning, meaning
from tutor.maths.tree import Node, walk


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts over one corpus; `seconds` are the processor's, for reading alone; `lost` are formulas that dropped a
    piece without a word.

    Sentences set among formulas are no part of the grammar of readings, so a formula that holds one never counts as misread."""

    formulas: int
    complete: int
    ambiguous: int
    seconds: float
    readings: int
    collisions: tuple[tuple[str, tuple[str, ...]], ...]
    returned: int
    misread_back: int
    lost: tuple[str, ...]


def measure(rows: Iterable[tuple[str, str]]) -> Measured:
    r"""Read every (LaTeX, context) and compare words with trees.

    >>> found = measure([("x^2", ""), (r"A^\top A", ""), (r"\foo", "")])
    >>> found.formulas, found.complete, found.returned, found.collisions
    (3, 2, 2, ())
    """
    started = time.process_time()
    readings = [read_formula(latex, context) for latex, context in rows]
    seconds = time.process_time() - started
    complete = [r for r in readings if r.complete]
    said: dict[str, dict[Meaning, str]] = {}
    returned = misread = 0
    for reading in complete:
        means = meaning(reading.tree)
        said.setdefault(reading.spoken, {}).setdefault(means, reading.latex)
        back = read_back(reading.spoken)
        returned += back == means
        prose = any(_is_prose(n) for n in walk(reading.tree))
        misread += back is not None and back != means and not prose
    collisions = tuple((spoken, tuple(found.values())) for spoken, found in said.items() if len(found) > 1)
    lost = tuple(r.latex for r in readings if not r.complete and r.unread and all(piece not in r.latex for piece in r.unread))
    return Measured(
        len(readings),
        len(complete),
        sum(bool(r.ambiguous) for r in readings),
        seconds,
        len(said),
        collisions,
        returned,
        misread,
        lost,
    )


def _is_prose(node: Node) -> bool:
    """Whether a node is a sentence, or a part of one, set among formulas."""
    return (
        isinstance(node, Phrase)
        or (isinstance(node, Text) and not node.words.isalpha())
        or (isinstance(node, Word) and node.name == "not")
    )
