"""The figures of a run: written as JSON, drawn as a picture, compared with those of another run.

A table notes what it prints; a share over n trials carries its 95 % interval (Wilson's), so that a comparison can tell a change
from noise: two shares differ where neither interval holds the other's middle.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_NOTED: list[Figure] = []
_Z = 1.96
_ROW, _LABEL, _BAR = 22, 330, 420  # of the picture, in pixels
_MOVED = 0.10  # a figure without an interval moved, from this share of itself on


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table: `low` and `high` hold its interval where it is a share; `more` says whether more is better."""

    table: str
    name: str
    value: float
    low: float | None = None
    high: float | None = None
    more: bool = True


def share(table: str, name: str, hits: int, n: int, *, more: bool = True) -> None:
    """Note a share of n trials.

    >>> share("doc", "hits", 8, 10); noted("doc")[-1].low < 0.8 < noted("doc")[-1].high
    True
    """
    low, high = wilson(hits, n)
    _NOTED.append(Figure(table, name, hits / n if n else 0.0, low, high, more))


def number(table: str, name: str, value: float, *, more: bool = True) -> None:
    """Note a number that is no share: a ratio, a count, a time."""
    _NOTED.append(Figure(table, name, value, more=more))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927).

    >>> [round(x, 2) for x in wilson(8, 10)]
    [0.49, 0.94]
    """
    if not n:
        return 0.0, 1.0
    p, z2 = hits / n, _Z * _Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def noted(table: str | None = None) -> list[Figure]:
    """What was noted so far, of one table or of all."""
    return [one for one in _NOTED if table in (None, one.table)]


def write(path: Path) -> None:
    """All figures as JSON."""
    path.write_text(json.dumps([asdict(one) for one in _NOTED], indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> list[Figure]:
    """The figures of another run; raises SystemExit with a sentence where there are none."""
    try:
        return [Figure(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"{path} holds no figures of a run ({error}); write one with: python -m eval --json {path}") from None


def compared(before: Sequence[Figure], now: Sequence[Figure]) -> Iterator[str]:
    """What changed from one run to another, a line for each figure of both, and what is noise.

    >>> old, new = Figure("t", "x", 0.5, 0.4, 0.6), Figure("t", "x", 0.8, 0.7, 0.9)
    >>> list(compared([old], [new])), list(compared([old], [old]))
    (['t: x 0.5 -> 0.8 better'], ['t: x 0.5 -> 0.5 noise'])
    """
    known = {(one.table, one.name): one for one in before}
    for one in now:
        if (old := known.get((one.table, one.name))) is not None:
            word = "noise" if not _differs(old, one) else "better" if (one.value > old.value) is one.more else "WORSE"
            yield f"{one.table}: {one.name} {old.value:.3g} -> {one.value:.3g} {word}"


def worse(before: Sequence[Figure], now: Sequence[Figure]) -> list[str]:
    """The lines of a comparison that tell of a real regression."""
    return [line for line in compared(before, now) if line.endswith("WORSE")]


def _differs(old: Figure, new: Figure) -> bool:
    if None in (old.low, old.high, new.low, new.high):
        return abs(new.value - old.value) > _MOVED * max(abs(old.value), 1e-9)
    return not (new.low <= old.value <= new.high or old.low <= new.value <= old.high)  # type: ignore[operator]


def picture(figures: Sequence[Figure]) -> str:
    """The shares among the figures as an SVG: a bar each, its interval as a line."""
    shares = [one for one in figures if one.low is not None and one.high is not None]
    high = _ROW * (len(shares) + 1)
    size = f'width="{_LABEL + _BAR + 70}" height="{high}"'
    rows = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">']
    for place, one in enumerate(shares):
        y = _ROW * (place + 0.5)
        name = f"{one.table}: {one.name}".replace("&", "&amp;").replace("<", "&lt;")
        low, top = _LABEL + _BAR * (one.low or 0), _LABEL + _BAR * (one.high or 0)
        rows += [
            f'<text x="{_LABEL - 8}" y="{y + 12}" text-anchor="end">{name}</text>',
            f'<rect x="{_LABEL}" y="{y + 3}" width="{_BAR * one.value:.0f}" height="12" fill="#8cc4ba"/>',
            f'<line x1="{low:.0f}" x2="{top:.0f}" y1="{y + 9}" y2="{y + 9}" stroke="#1f5f5b"/>',
            f'<text x="{_LABEL + _BAR + 8}" y="{y + 12}">{one.value:.3f}</text>',
        ]
    return "\n".join([*rows, "</svg>"]) + "\n"
