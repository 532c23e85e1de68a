"""Where the braces, environments, list entries and formulas of a LaTeX text end, found once in one pass.

Every later look is a look into a table, so that a text made of openings without an end is no slower than any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from tutor.maths.reading.cutting.definitions import brace_ends

_EDGE = re.compile(r"\\(begin|end)\s*\{([A-Za-z]{1,40}\*?)\}|\\item(?![A-Za-z])|\\.", re.DOTALL)
# Formulas inside the braces of one formula.
_MOST_INNER = 8
_DOLLAR = re.compile(r"\\.|(\$+)|(\n[ \t]*\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Environment:
    """`text[start:end]` is what stands between `\\begin` and `\\end`; `after` is behind the latter."""

    name: str
    start: int
    end: int
    after: int


@dataclass(slots=True)
class Marks:
    """The tables of one text."""

    text: str
    braces: dict[int, int]
    environments: dict[int, Environment] = field(default_factory=dict)
    items: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _stops: list[tuple[int, str]] = field(default_factory=list)
    _closings: dict[str, list[int]] = field(default_factory=dict)

    def entries(self, begin: int) -> Iterator[tuple[int, int]]:
        """The spans of the entries of the list whose `\\begin` stands at `begin`."""
        marks = self.items.get(begin, [])
        for place, (_, start) in enumerate(marks):
            yield start, marks[place + 1][0] if place + 1 < len(marks) else self.environments[begin].end

    def closing(self, sign: str, start: int, end: int) -> int:
        r"""Where the next `\)` or `\]` stands in start..end, or -1."""
        if sign not in self._closings:
            found = re.finditer(rf"\\(?:\{sign}|(.))", self.text, re.DOTALL)
            self._closings[sign] = [match.start() for match in found if match[1] is None]
        places = self._closings[sign]
        at = bisect_left(places, start)
        return places[at] if at < len(places) and places[at] < end else -1

    def formula_end(self, mark: str, start: int, end: int) -> int:
        """Where the formula that one dollar or two opened before `start` closes, or -1: never behind an empty line.

        A dollar inside braces, as in `\\text{if $x$}`, belongs to the text in there.
        """
        close = self._dollar(mark, start, end)
        for _ in range(_MOST_INNER):
            if close < 0 or mark == "$$" or _balanced(self.text[start:close]):
                return close
            close = self._dollar(mark, close + 1, end)
        return -1

    def _dollar(self, mark: str, start: int, end: int) -> int:
        if not self._stops:
            self._stops = [(m.start(), m[1] or "") for m in _DOLLAR.finditer(self.text) if m[1] or m[2]] or [(len(self.text), "")]
        at = bisect_left(self._stops, (start, ""))
        while at < len(self._stops) and self._stops[at][0] < end:
            place, found = self._stops[at]
            if not found and mark == "$":
                return -1
            if found.startswith(mark):
                return place
            at += 1
        return -1


def _balanced(latex: str) -> bool:
    opened, closed = (latex.count(brace) - latex.count(f"\\{brace}") for brace in "{}")
    return opened <= closed


def marks_of(text: str, lists: frozenset[str]) -> Marks:
    r"""Find the braces, environments and list entries of a text; `lists` names the environments whose entries count.

    >>> found = marks_of(r"\begin{itemize}\item a\item b\end{itemize}", frozenset({"itemize"}))
    >>> list(found.entries(0))
    [(20, 22), (27, 29)]
    """
    marks = Marks(text, brace_ends(text))
    open_at: list[tuple[str, int, int]] = []
    for match in _EDGE.finditer(text):
        if match[1] == "begin":
            open_at.append((match[2], match.start(), match.end()))
        elif match[1] == "end":
            _close(marks, open_at, match)
        elif match.group() == "\\item" and open_at and open_at[-1][0].rstrip("*") in lists:
            marks.items.setdefault(open_at[-1][1], []).append((match.start(), match.end()))
    return marks


def _close(marks: Marks, open_at: list[tuple[str, int, int]], match: re.Match[str]) -> None:
    """Close the innermost environment of this name among the last few; those left open inside it are no environments."""
    for back in range(1, min(len(open_at), 8) + 1):
        name, begin, start = open_at[-back]
        if name == match[2]:
            marks.environments[begin] = Environment(name, start, match.start(), match.end())
            del open_at[-back:]
            return
