"""How long an answer may take, and whether the learner pressed Stop: asked often, by whoever waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Deadline:
    """The end of one turn. It counts from when it is made; `stop` ends the turn at once.

    >>> Deadline(60).left > 59, Deadline(0).over
    (True, True)
    """

    def __init__(
        self,
        seconds: float,
        quiet_seconds: float = 20.0,
        stop: threading.Event | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self.quiet_seconds = quiet_seconds
        self._stop = stop
        self._clock = clock
        self._begun = clock()

    @property
    def spent(self) -> float:
        """Seconds since the turn began."""
        return self._clock() - self._begun

    @property
    def left(self) -> float:
        """Seconds until the turn must have ended; 0 when it must end now."""
        return max(0.0, self.seconds - self.spent)

    @property
    def over(self) -> bool:
        return self.left == 0.0

    @property
    def stopped(self) -> bool:
        """Whether the learner pressed Stop."""
        return self._stop is not None and self._stop.is_set()

    def now(self) -> float:
        """The clock itself, in seconds from no particular moment."""
        return self._clock()
