"""One Tutor for the whole server, warmed in the background: the pages are drawn before the sentence model is there."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

import streamlit as st

from tutor import Tutor, TutorError

log = logging.getLogger("marginalia.ui")


@dataclass(slots=True)
class Shared:
    """The tutor, whether it is warm, and the sentence of what stopped it from getting warm."""

    tutor: Tutor
    ready: threading.Event = field(default_factory=threading.Event)
    problem: str = ""


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """Made at the first visit and kept as long as the server runs."""
    one = Shared(Tutor())
    threading.Thread(target=_warm, args=(one,), name="warm", daemon=True).start()
    return one


def _warm(one: Shared) -> None:
    try:
        one.tutor.warm()
    except TutorError as problem:
        one.problem = str(problem)
    except Exception:
        log.exception("the tutor could not be warmed")
    finally:
        one.ready.set()
