"""The library's page without a browser: what is open is in the address, and ours stays ours however it came."""

# ruff: noqa: F811 - pytest gives fixtures by the names they are taken in under

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from tests.conftest import take_in
from tests.ui.test_pages import app, home, shelf_home, words  # noqa: F401 - fixtures among them
from tutor import Incoming, SourceCard, SourceKind, Status, Tutor
from tutor.library.meter import Meter
from ui.parts.empty import shelf_line
from ui.parts.place import Leaf


def opened(page) -> str:
    named = page.query_params["open"]
    return named if isinstance(named, str) else named[0]


def test_the_open_book_and_its_section_are_in_the_address(home: Path) -> None:
    card = Tutor(home).books()[0]
    page = app().switch_page("pages/library.py").run()
    page.button(key=f"open-{card.id}").click().run()
    assert opened(page) == Leaf(card.id, 1, 0).address
    page.button(key="toc-press-2").click().run()
    assert opened(page) == Leaf(card.id, 1, 2).address
    again = app()
    again.query_params["open"] = opened(page)
    again.switch_page("pages/library.py").run()
    assert again.session_state["leaf"].section == 2
    del again.query_params["open"]  # as Back does
    again.run()
    assert "# Library" in words(again)


def test_a_companion_booklet_added_by_hand_stays_in_the_fold(tmp_path: Path) -> None:
    tutor = Tutor(tmp_path)
    path = Path(str(resources.files("corpus").joinpath("companion", "more.md")))
    take_in(tutor, Incoming(path, path.name, f"bundled:companion/{path.name}"))
    folded = tutor.companion()
    assert len(folded) == 1
    take_in(tutor, Incoming.upload(path, path.name))
    assert tutor.companion() == folded


@pytest.mark.parametrize(
    ("kinds", "companion", "came_along", "line"),
    [
        ("b", "", "", "*B0*"),
        ("bb", "", "", "*B0* and *B1*"),
        ("bbbbnn", "", "45", "*B0*, *B1*, *B2*, 1 more book and 2 sample notes"),
        ("bnn", "", "1", "*B0*, 1 note of yours and 1 sample note"),
        ("bb", "1", "1", "*B0* and the companion, with questions people ask"),
    ],
)
def test_the_shelf_is_told_in_one_sentence_and_samples_are_no_notes_of_ones_own(
    kinds: str, companion: str, came_along: str, line: str
) -> None:
    cards = [_card(str(n), kind) for n, kind in enumerate(kinds)]
    assert shelf_line(cards, frozenset(companion), frozenset(came_along)) == line


def _card(id: str, letter: str) -> SourceCard:
    kind = SourceKind.NOTE if letter == "n" else SourceKind.MARKDOWN
    return SourceCard(id, f"B{id}", kind, "file.md", Status.OK, 1, 1, 1, 0, (), Meter(1.0, 0, 0, 0))
