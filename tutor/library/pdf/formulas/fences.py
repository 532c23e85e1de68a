"""Tall brackets: which belong together, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.pdf.formulas.glyphs import Rule
from tutor.library.pdf.formulas.layout import Box, body_size
from tutor.library.pdf.formulas.symbols import CLOSING, OPENING, Role


@dataclass(frozen=True, slots=True)
class Pair:
    """A tall bracket and the one that closes it; `right` is None where none is printed."""

    left: Box
    right: Box | None
    far: float

    @property
    def width(self) -> float:
        """From the left bracket to the right one, in points; without one it is wider than all that may stand inside."""
        return (self.right.right if self.right else self.far + 1000.0) - self.left.left

    def right_edge(self, inside: Sequence[Box]) -> float:
        """Where the pair ends on the right."""
        return self.right.right if self.right else max((b.right for b in inside), default=self.left.right)

    def inside(self, boxes: Sequence[Box], rules: Sequence[Rule]) -> list[Box]:
        """The boxes between the brackets: at their height, and not past a rule over or under them."""
        left, right = self.left, self.right
        far = right.left if right else self.far + 1.0
        slack = 0.1 * body_size(boxes)
        low, high = left.bottom - slack, left.top + slack
        for rule in rules:
            if rule.left < left.right and rule.right > (right.left if right else left.right):
                low = max(low, rule.y) if rule.y < left.centre else low
                high = min(high, rule.y) if rule.y > left.centre else high
        return [
            b
            for b in boxes
            if b is not left
            and b is not right
            and left.middle < b.middle < far + 0.3
            and b.right < far + left.size
            and low <= b.centre <= high
        ]


def pairs(boxes: Sequence[Box]) -> list[Pair]:
    """The tall brackets among the boxes, paired: equal height, equal middle, matching shape; what is left over opens alone."""
    fences = sorted((b for b in boxes if b.role is Role.FENCE), key=lambda b: b.left)
    far = max((b.right for b in boxes), default=0.0)
    found: list[Pair] = []
    lone = list(fences)
    for strict in (True, False):
        waiting: list[Box] = []
        for fence in list(lone):
            partner = _partner(fence, waiting, strict)
            if partner is None:
                if fence.char in OPENING or not strict:
                    waiting.append(fence)
                continue
            while waiting and waiting[-1] is not partner:
                waiting.pop()
            waiting.pop()
            found.append(Pair(partner, fence, far))
            lone = [f for f in lone if f is not fence and f is not partner]
    return found + [Pair(f, None, _reach(f, boxes, far)) for f in lone]


def _partner(fence: Box, waiting: Sequence[Box], strict: bool) -> Box | None:
    """The bracket to the left that this one closes."""
    if fence.char not in CLOSING and strict:
        return None
    for other in reversed(waiting):
        even = abs(other.height - fence.height) < 0.08 * fence.height and abs(other.centre - fence.centre) < 0.06 * fence.height
        if even and (CLOSING.get(fence.char) == other.char or (not strict and other.char in OPENING and fence.char in CLOSING)):
            return other
    return None


def _reach(fence: Box, boxes: Sequence[Box], far: float) -> float:
    """How far to the right a bracket without a partner may reach: to the end, or to the first bracket that is taller."""
    taller = [b.left for b in boxes if b.role is Role.FENCE and b.left > fence.right and b.height > 1.08 * fence.height]
    return min(taller, default=far + 2.0) - 1.0
