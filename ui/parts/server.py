"""One Tutor for the whole server, warmed in the background: the pages are drawn before the sentence model is there."""

from __future__ import annotations

import atexit
import logging
import math
import threading
import time
from dataclasses import dataclass, field

import streamlit as st

from tutor import Tutor, TutorError

log = logging.getLogger("marginalia.ui")

_JUST_ASKED = 8.0  # seconds in which a page that opens anew is taken for a reload of the one that asked
_LONGEST_GOODBYE = 5.0  # seconds that the end of the server waits for a tutor that is still getting warm
_TAKEN_UP_WITHIN = 5.0  # seconds until somebody works on a question that was put; after that nobody will


@dataclass(slots=True)
class Shared:
    """The tutor, whether it is warm, the sentence of what stopped it from getting warm, and which questions are being answered.

    `asking` holds, by conversation and number, until when somebody may be at a question: for ever once an answer is begun.
    """

    tutor: Tutor
    ready: threading.Event = field(default_factory=threading.Event)
    problem: str = ""
    asking: dict[tuple[str, int], float] = field(default_factory=dict)
    latest: tuple[str, float] = ("", -math.inf)  # the conversation in which a question was put last, and when

    def put(self, talk: str, number: int) -> None:
        """A question was put; whoever put it will take it up."""
        now = time.monotonic()
        self.asking[talk, number], self.latest = now + _TAKEN_UP_WITHIN, (talk, now)

    @property
    def just_asked(self) -> str:
        """The conversation of a question that was put a moment ago: a reload may come before the address could name it."""
        talk, when = self.latest
        return talk if time.monotonic() - when < _JUST_ASKED else ""

    def take_up(self, talk: str, number: int) -> bool:
        """Begin to answer a question; False where somebody is at it already."""
        if self.asking.get((talk, number)) == math.inf:
            return False
        self.asking[talk, number] = math.inf
        return True

    def left_behind(self, talk: str, number: int) -> bool:
        """Whether a question was put a moment ago and nobody works on it yet: its page may have been left in that moment."""
        return time.monotonic() < self.asking.get((talk, number), 0.0) < math.inf

    def done(self, talk: str, number: int) -> None:
        """The answer is on disk, or will not come."""
        self.asking.pop((talk, number), None)

    def at_it(self, talk: str, number: int) -> bool:
        """Whether somebody is answering this question, in this tab or in another."""
        return self.asking.get((talk, number), 0.0) > time.monotonic()


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """Made at the first visit and kept as long as the server runs."""
    one = Shared(Tutor())
    warming = threading.Thread(target=_warm, args=(one,), name="warm", daemon=True)
    warming.start()
    atexit.register(warming.join, _LONGEST_GOODBYE)  # torn down in the middle of loading, the sentence model aborts the process
    return one


def _warm(one: Shared) -> None:
    try:
        one.tutor.warm()
    except TutorError as problem:
        one.problem = str(problem)
    except Exception:
        if threading.main_thread().is_alive():  # what fails because the server is ending is nobody's concern
            log.exception("the tutor could not be warmed")
    finally:
        one.ready.set()
