"""The exercises printed in a book: the book's own words, each with its place; there is no key for them, and none is claimed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from tutor import Citation, SourceCard, Tutor
from ui.parts.show import press, select, show_small, show_small_line, unfold

if TYPE_CHECKING:
    from tutor import Exercise

_LONGEST_LINE = 72
_AT_ONCE = 40
_NO_SECTION = "before the first heading"


def draw_exercises(tutor: Tutor, card: SourceCard, key: str, go: Callable[[Citation], None]) -> None:
    """The exercises of one section at a time; pressing one opens its page with `go`."""
    found = _exercises(tutor, card.id, card.passages)
    if not found:
        return
    with unfold(f"Exercises of the book ({len(found)})"):
        show_small("They are the book's own: Marginalia knows no key to them and marks nothing. Press one to see it on its page.")
        by_section: dict[str, list[Exercise]] = {}
        for one in found:
            by_section.setdefault(" › ".join(one.place.section[-2:]) or _NO_SECTION, []).append(one)
        place = select("Section", list(by_section), f"{key}-section") or 0
        here = by_section[list(by_section)[place]]
        with st.container(key=f"entries-{key}", gap=None):
            for n, one in enumerate(here[:_AT_ONCE]):
                press(_line(one), f"{key}-{place}-{n}", on_click=go, args=(one.place,), kind="tertiary")
        if len(here) > _AT_ONCE:
            show_small_line(f"and {len(here) - _AT_ONCE} more in this section")


@st.cache_data(max_entries=8, show_spinner="Looking for exercises")
def _exercises(_tutor: Tutor, source: str, passages: int) -> tuple[Exercise, ...]:
    """`passages` tells a book that was read again from the one it was."""
    return _tutor.exercises(source)


def _line(one: Exercise) -> str:
    """The beginning of an exercise, in one line, its number first; never half a formula."""
    words = " ".join(one.text.split())
    words = words if words.startswith(one.number) or one.number in words[:16] else f"{one.number} {words}"
    if len(words) <= _LONGEST_LINE:
        return words
    short = words[:_LONGEST_LINE].rsplit(" ", 1)[0]
    return f"{short.rsplit('$', 1)[0].rstrip() if short.count('$') % 2 else short} …"
