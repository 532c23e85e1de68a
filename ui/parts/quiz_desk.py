"""What lies on the desk beside a quiz while it is sat, the same in every tab: the clock, the hints opened, what was noted.

Law of this file: answers are never here, they are in the notebook; after a restart of the server the clock stands still until
one goes on, and what it showed is worked out from the last answer that was kept.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import streamlit as st

from tutor import Sitting


@dataclass(slots=True)
class Desk:
    """The clock of a quiz in seconds (`since` is None while it stands), hints opened by place, and the places that were noted,
    refused as they were typed, or skipped."""

    spent: float = 0.0
    since: float | None = None
    hints: dict[int, int] = field(default_factory=dict)
    noted: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)

    def spent_now(self, now: float) -> float:
        """Seconds on the clock.

        >>> Desk(spent=5, since=100).spent_now(103), Desk(spent=5).spent_now(103)
        (8, 5)
        """
        return self.spent + (now - self.since if self.since is not None else 0)

    def pause(self, now: float) -> None:
        """Stop the clock."""
        self.spent, self.since = self.spent_now(now), None

    def go_on(self, now: float) -> None:
        """Let the clock run."""
        self.since = now if self.since is None else self.since

    @property
    def paused(self) -> bool:
        return self.since is None


_AT_LEAST_LEFT = 60.0


@st.cache_resource(max_entries=256, show_spinner=False)
def _desk(id: str, _sitting: Sitting, _minutes: float | None) -> Desk:
    last = max((answer.at for answer in _sitting.answers if answer is not None), default=None)
    if last is None:
        return Desk(since=time.monotonic())
    spent = max(0.0, (last - _sitting.started).total_seconds())
    return Desk(spent=spent if _minutes is None else min(spent, max(0.0, _minutes * 60 - _AT_LEAST_LEFT)))


def desk_of(sitting: Sitting, minutes: float | None) -> Desk:
    """The desk of this quiz."""
    return _desk(sitting.id, sitting, minutes)


def seconds_left(desk: Desk, minutes: float | None) -> float | None:
    """How long there still is; None where there is no limit."""
    return None if minutes is None else minutes * 60 - desk.spent_now(time.monotonic())


def clock_words(seconds: float) -> str:
    """Minutes and seconds, as a clock shows them.

    >>> clock_words(754.2), clock_words(-3)
    ('12:34', '0:00')
    """
    left = max(0, int(seconds))
    return f"{left // 60}:{left % 60:02d}"
