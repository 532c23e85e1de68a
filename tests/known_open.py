"""What a reading lists besides that it was never there: the spots with more than one sense that a rule knows."""

from __future__ import annotations

from tutor.maths.formula import Ambiguity, Reading
from tutor.maths.reading.doubts.unmet import UNMET


def known_open(read: Reading) -> list[Ambiguity]:
    """The spots that are listed for a sense of their own, and not only for an arrangement that no book had."""
    return [one for one in read.ambiguous if one.readings != UNMET]
