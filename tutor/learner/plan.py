"""The way to a goal: every idea it rests on, what stands first coming first, and how each sits with the learner today.

Laws of this file:
- an idea comes after everything it rests on;
- whether it sits is told by the learner's own answers alone: asked, likely to be recalled now, and no weak spot. What
  a sitting idea rests on sits with it, unless its own answers say otherwise: who diagonalises a matrix can multiply two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from graphlib import TopologicalSorter

from tutor.concepts.graph import Graph
from tutor.learner.notebook import Notebook
from tutor.learner.review import recall
from tutor.learner.weak_spots import weak_spots

_RECALLED = 0.8  # design: a lesson is opened where what stands before it is recalled with at least this chance


class State(Enum):
    """How an idea sits with the learner."""

    SITS = "sits"
    WEAK = "weak"
    FADING = "fading"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Step:
    """One idea on the way; `open` where it does not sit and everything it rests on does: these are to be learned next."""

    concept: str
    state: State
    open: bool


def way_to(goal: str, graph: Graph, notebook: Notebook, now: datetime) -> tuple[Step, ...]:
    """The way to a concept, the concept itself last. Raises NoSuchTopic for an id the graph does not hold."""
    needed = {goal, *(concept.id for concept in graph.ancestors(goal))}
    told = _told(needed, graph, notebook, now)
    sits = {id for id, state in told.items() if state is State.SITS}
    sits |= {c.id for id in sits for c in graph.ancestors(id) if told.get(c.id, State.SITS) is State.SITS}
    before = {id: [p for p in sorted(graph.concepts[id].prerequisites) if p in needed] for id in sorted(needed)}
    order = TopologicalSorter(before).static_order()
    return tuple(
        Step(
            id,
            State.SITS if id in sits else told.get(id, State.NEW),
            id not in sits and all(p in sits for p in before[id]),
        )
        for id in order
    )


def _told(needed: set[str], graph: Graph, notebook: Notebook, now: datetime) -> dict[str, State]:
    """What the notebook tells of these ideas; an idea that was never asked about is not in it."""
    weak = {spot.concept for spot in weak_spots(notebook, graph, now)}
    found = {}
    for memory in notebook.memories():
        if memory.concept in needed:
            fresh = recall(memory, now) >= _RECALLED
            found[memory.concept] = State.WEAK if memory.concept in weak else State.SITS if fresh else State.FADING
    return found
