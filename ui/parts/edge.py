"""The edge of a page: what goes wrong below becomes one calm sentence here, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tutor import TutorError
from ui.parts.show import show_problem

log = logging.getLogger("marginalia.ui")


@contextmanager
def calmly() -> Iterator[None]:
    """Show a TutorError as its sentence; anything else is a fault of ours: a calm sentence, and the rest in the log."""
    try:
        yield
    except TutorError as problem:
        show_problem(str(problem))
    except Exception:
        log.exception("a page failed")
        show_problem(
            "Something went wrong on our side; nothing you wrote is lost. Try once more, and if it stays, run `tutor doctor`."
        )
