"""Is one form another with its letters renamed, one to one? Sums, and products that commute, may be in any order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from tutor.maths.forms import SYMBOLIC, Form

__all__ = ["ANYTHING", "Renaming"]

ANYTHING = "square"
_MOST_TRIES = 4_000
_FIXED = frozenset(["pi", "infty", "dots", "I", "e", "partial", "nabla", "emptyset", "circ", "top"])


class Renaming:
    """One search for a renaming; it gives up after so many tries, so that nothing written can hold it long."""

    def __init__(self, commutes: bool) -> None:
        self.commutes = commutes
        self.tries = 0

    def match(self, pattern: object, target: object, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        self.tries += 1
        if self.tries > _MOST_TRIES:
            return
        if not isinstance(pattern, tuple) or not isinstance(target, tuple):
            if pattern == target:
                yield renamed
            return
        if not pattern or not target:
            return
        if pattern[0] == "S":
            yield from self.letter(pattern, target, renamed)
            return
        if pattern[0] == "sub" and target[0] in SYMBOLIC and target[0] != "sub":
            return
        if pattern[0] == "big" and target[0] == "big":
            yield from self.big(pattern, target, renamed)
            return
        if pattern[0] == "grad" and target[0] == "grad" and pattern[1] == ("none",):
            yield from self.match(pattern[2], target[2], renamed)
            return
        if len(pattern) != len(target) or (isinstance(pattern[0], str) and pattern[0] != target[0]):
            return
        yield from self.rest(pattern, target, renamed)

    def letter(self, pattern: Form, target: Form, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """A letter of the pattern stands for one symbol, always the same, and no two stand for one."""
        if pattern[1] == ANYTHING:
            yield renamed
        elif pattern[1] in _FIXED or (target[0] == "S" and target[1] in _FIXED - {"e", "I"}):
            if pattern == target:
                yield renamed
        elif target[0] in SYMBOLIC and target[-1] != "space":
            if pattern in renamed:
                if renamed[pattern] == target:
                    yield renamed
            elif target not in renamed.values():
                yield {**renamed, pattern: target}

    def rest(self, pattern: Form, target: Form, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        if pattern[0] == "sum" or (pattern[0] == "prod" and self.commutes):
            parts = pattern[1:]
            if 1 < len(parts) <= 5 and not any(_is_dots(p) for p in parts):
                for order in permutations(target[1:]):
                    yield from self.row(parts, order, renamed)
                return
        yield from self.row(pattern, target, renamed)

    def row(
        self, pattern: tuple[object, ...], target: tuple[object, ...], renamed: dict[Form, Form]
    ) -> Iterator[dict[Form, Form]]:
        if not pattern:
            yield renamed
            return
        for found in self.match(pattern[0], target[0], renamed):
            yield from self.row(pattern[1:], target[1:], found)

    def big(self, pattern: Form, target: Form, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """Sums by index: a sum over i, over i from 1 to n and over i in a set are the same sum for a name."""
        if pattern[1] != target[1] or len(pattern) != len(target):
            return
        index, other = _index(pattern[2]), _index(target[2])
        if pattern[1] == "int" and pattern[2] == pattern[3] == ("none",):
            yield from self.row(pattern[4:], target[4:], renamed)  # over the whole line, however its ends are printed
            return
        if pattern[1] == "int" or index is None:
            yield from self.row(pattern[2:], target[2:], renamed)
            return
        begun = [renamed] if other is None else list(self.match(index, other, renamed))
        for found in begun:
            yield from self.row(pattern[4:], target[4:], found)


def _index(lower: object) -> Form | None:
    """The letter a sum runs over."""
    if not isinstance(lower, tuple) or lower == ("none",):
        return None
    if lower[0] == "rel" and lower[1] in ("=", "in"):
        return _index(lower[2])
    return lower if lower[0] in SYMBOLIC else None


def _is_dots(part: object) -> bool:
    return isinstance(part, tuple) and (
        part == ("S", "dots", "") or any(_is_dots(p) for p in part if isinstance(p, tuple) and part[0] in ("+", "-"))
    )
