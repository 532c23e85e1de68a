"""Files on their way into the library: one row each, with a bar that moves and a sentence at the end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import streamlit as st

from tutor import Incoming, Progress, SourceReport, Stage, Status, Tutor
from ui.parts.place import Leaf, show_leaf
from ui.parts.show import fresh_key, press, show_problem, show_progress, show_small

_SHARE = {Stage.WAITING: (0.0, 0.0), Stage.READING: (0.02, 0.45), Stage.LEARNING: (0.45, 0.95), Stage.SAVING: (0.95, 0.97),
          Stage.SHELVING: (0.97, 0.99), Stage.DONE: (1.0, 1.0)}  # fmt: skip
_UPLOADS, _STOPPED, _DROPPED = "upload_turn", "stopped_reading", "dropped"
_FIRST_HEADINGS = 4


def take_in(tutor: Tutor, incoming: Incoming) -> SourceReport:
    """Read one file into the library while its row moves."""
    return follow(incoming.name, tutor.ingest(incoming))


def follow(name: str, steps: Generator[Progress, None, SourceReport]) -> SourceReport:
    """Go through the steps of something that takes a while, its row moving."""
    bar, began = show_progress(0.0, f"{name}: waiting"), time.monotonic()
    stop = st.empty()
    with stop:  # pressing it runs the page anew, and that ends the reading; its pages are kept
        press("Stop", fresh_key("stop"), kind="tertiary", on_click=_stop, args=(name,))
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            report: SourceReport = end.value
            bar.empty()
            stop.empty()
            return report
        show_progress(share_of(step), f"{step}{_left(step, began)}", bar)


def _stop(name: str) -> None:
    """The reading ends: the box is emptied too, for what still lies in it would be read again at once."""
    st.session_state[_UPLOADS] = upload_turn() + 1
    st.session_state[_STOPPED] = name


def upload_turn() -> int:
    """Which box for files this is; another number is a box with nothing in it."""
    turn: int = st.session_state.get(_UPLOADS, 0)
    return turn


def empty_box() -> None:
    """What lay in the box was read."""
    st.session_state[_UPLOADS] = upload_turn() + 1


def draw_stopped(tutor: Tutor, here: bool = False) -> None:
    """After Stop: what was kept, and where reading goes on; `here` where the way on is on this very page."""
    name = st.session_state.pop(_STOPPED, "")
    if not name:
        return
    half = next((one for one in tutor.half_read() if one.name == name), None)
    if half is None:
        show_small(f"Stopped. “{name}” is not in your library.")
        return
    where = "“Read on” below" if here else "“Read on” in the Library"
    show_small(f"Stopped. {half.pages} of {half.total} pages of “{name}” are kept; {where} goes on from there.")


def share_of(step: Progress) -> float:
    """How far along a file is over all its stages, 0..1.

    >>> share_of(Progress("a.pdf", Stage.DONE))
    1.0
    """
    low, high = _SHARE[step.stage]
    return low + (high - low) * step.share


def _left(step: Progress, began: float) -> str:
    """How long it will still take, once that can be told."""
    share, spent = share_of(step), time.monotonic() - began
    if spent < 2 or not 0.05 < share < 1:
        return ""
    seconds = spent / share - spent
    return f", about {seconds:.0f} s left" if seconds < 90 else f", about {seconds / 60:.0f} min left"


def take_uploads(tutor: Tutor, uploads: list[Any], note: bool) -> list[SourceReport]:
    """Read what came through the browser; its names are labels, never paths."""
    reports = []
    with tempfile.TemporaryDirectory() as folder:
        for number, upload in enumerate(uploads):
            path = Path(folder) / f"upload-{number}"
            path.write_bytes(upload.getbuffer())
            reports.append(take_in(tutor, Incoming.upload(path, upload.name, note=note)))
    return reports


def take_bundled(tutor: Tutor) -> list[SourceReport]:
    """Read the chapters, the notes and the companion that come with Marginalia; returns how those fared that had trouble."""
    whole = show_progress(0.0, "Adding the bundled books")
    found = tutor.bundled(missing=True)
    reports = []
    for number, one in enumerate(found):
        show_progress(number / len(found), f"Adding the bundled books, {number + 1} of {len(found)}", whole)
        reports.append(take_in(tutor, one))
    whole.empty()
    return [report for report in reports if report.problems or not report.status.readable]


def outcome(report: SourceReport) -> str:
    """How a file fared, in one sentence."""
    if not report.status.readable:
        return report.problems[0] if report.problems else f"{report.path} could not be read."
    if report.status is Status.UNCHANGED:
        return f"“{report.title}” was already here; nothing was read twice."
    pages = f"{_count(report.pages, 'page')}, " if report.pages > 1 else ""
    counts = f"{pages}{_count(report.passages, 'passage')}, {_count(report.formulas, 'formula')}"
    rest = " ".join(report.problems)
    return f"“{report.title}” is in your library: {counts}. {rest}".strip()


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def remember(reports: list[SourceReport]) -> None:
    """Keep how the files fared for the next run of the page."""
    st.session_state["reports"] = reports


def drop(reports: list[SourceReport]) -> None:
    """Keep how the files fared that were dropped into the conversation, until the next ones."""
    st.session_state[_DROPPED] = reports


def draw_dropped(tutor: Tutor, ask: Callable[[str], None]) -> None:
    """The files that were dropped last: how they fared, and what one might do with them now."""
    reports: list[SourceReport] = st.session_state.get(_DROPPED, [])
    for place, report in enumerate(reports):
        with st.container(key=f"dropped-{place}", gap="small"):
            if not report.status.readable:
                show_problem(outcome(report))
                continue
            show_small(outcome(report))
            _draw_ways_in(tutor, report, place, ask)
    if reports:
        with st.container(key="dropped-away"):
            press("Put this away", "dropped-away-press", kind="tertiary", on_click=drop, args=([],))


def _draw_ways_in(tutor: Tutor, report: SourceReport, place: int, ask: Callable[[str], None]) -> None:
    """Open it, or ask about what its first headings name."""
    headings = [section.title for section in tutor.contents(report.id) if section.title and section.title != report.title]
    with st.container(key=f"dropways-{place}", horizontal=True, vertical_alignment="center", gap="small"):
        press("Open it", f"dropped-open-{place}", on_click=show_leaf, args=(Leaf(report.id, 1, 0),), kind="primary")
        if headings:
            st.caption("Ask about it")
        for number, heading in enumerate(dict.fromkeys(headings[:_FIRST_HEADINGS])):
            press(heading, f"dropped-{place}-{number}", on_click=_ask_about, args=(ask, heading))


def _ask_about(ask: Callable[[str], None], heading: str) -> None:
    drop([])
    ask(heading)
