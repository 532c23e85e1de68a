"""How far along we are, in values that any front end can show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Stage(Enum):
    """What is being done right now; the value is what the learner reads."""

    WAITING = "waiting for another program to finish writing"
    READING = "reading"
    LEARNING = "learning the passages by meaning"
    SAVING = "saving"
    SHELVING = "putting on the shelf"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a longer piece of work: `done` of `total` pages or passages; `total` is 0 while it is unknown."""

    name: str
    stage: Stage
    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Done share of this stage, 0..1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    def __str__(self) -> str:
        """
        >>> str(Progress("mml.pdf", Stage.READING, 31, 417))
        'mml.pdf: reading, page 31 of 417'
        """
        if not self.total:
            return f"{self.name}: {self.stage.value}"
        unit = "page" if self.stage is Stage.READING else "passage"
        return f"{self.name}: {self.stage.value}, {unit} {self.done} of {self.total}"
