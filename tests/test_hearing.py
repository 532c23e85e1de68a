"""What somebody describes without a term of the field, or asks in the middle of a talk, leads to the section that answers it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from eval import hearing
from tests.conftest import ROOT, take_in
from tutor import Turn, Tutor
from tutor.library.asked_pages import AskedPages
from tutor.library.asked_sections import AskedSection
from tutor.library.bundled import askings
from tutor.voices.meant import FIRST, LATER, Signs, chances

WAYS = ROOT / "corpus" / "companion" / "ways"


@pytest.mark.parametrize(
    ("described", "heading"),
    [
        ("which arrows stay on their own line when I stretch the whole plane?", "Are there vectors that a matrix only stretches and does not turn?"),
        ("my loss goes to nan after I raised the step size, whats going on", "What happens if the learning rate is too big?"),
        ("how do I squash 40 columns into 2 for a plot without losing much", "How do I squeeze many columns into a few without losing much?"),
        ("why does everybody divide by one less than the number of values", "Why do we divide by n minus one?"),
        ("can a computer sort customers into kinds without me naming the kinds", "How can a computer sort points into groups when nobody has named the groups?"),
        ("how fast does something change at one single moment", "What is the speed of change at one single moment called?"),
    ],
)  # fmt: skip
def test_what_is_described_without_a_term_is_answered_by_its_section(whole: Tutor, described: str, heading: str) -> None:
    told = whole.ask(described)
    assert told.covered and told.claims[0].citations[0].section[-1] == heading


def test_the_chances_of_all_headings_add_up_to_one_and_the_likeliest_comes_first(whole: Tutor) -> None:
    found = whole.meant("what is the variance?")
    assert sum(one.chance for one in found) == pytest.approx(1.0)
    assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)


def test_a_follow_up_is_heard_by_what_was_asked_where_the_answer_before_was_no_section(whole: Tutor) -> None:
    before = [Turn("Why is the sample variance divided by n - 1?", "")]
    ideas = Counter(one.one.subject for one in whole.meant("and what if I divide by n instead?", before)[:5])
    assert ideas.most_common(1)[0][0] == whole.meant(before[0].question)[0].one.subject


def test_every_heading_of_the_companion_has_ways_to_ask_it_and_no_way_is_told_twice() -> None:
    headings = {
        line.lstrip("# ").strip()
        for page in (ROOT / "corpus" / "companion").glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("### ")
    }
    told = askings()
    assert set(told) == headings
    assert min(map(len, told.values())) >= 4
    twice = [way for way, times in Counter(way.lower() for its in told.values() for way in its).items() if times > 1]
    assert twice == []
    for path in WAYS.glob("*.jsonl"):
        assert all(set(json.loads(line)) == {"heading", "ways"} for line in path.read_text(encoding="utf-8").splitlines())


def test_sections_that_the_model_has_not_read_are_near_to_nothing(tutor: Tutor, tmp_path: Path) -> None:
    note = tmp_path / "faq.md"
    note.write_text(
        "# Mine\n\n## What is a rank?\n\nThe rank is the number of independent columns of a matrix.\n", encoding="utf-8"
    )
    take_in(tutor, note)
    pages = AskedPages(tutor.store, tutor._asked_sections, tutor.question_sections(), "a model that read nothing")
    vector = tutor.embedder.vectors(["rank"])[0]
    assert len(pages.sections) == 1
    assert pages.by_heading(vector).tolist() == pages.by_page(vector).tolist() == [0.0]


def test_a_library_without_such_sections_hears_none(tutor: Tutor) -> None:
    assert tutor.meant("what is the variance?") == []


def test_a_fit_on_known_answers_finds_which_sign_tells() -> None:
    """In two made-up kinds of turns: the page, or the idea of the talk."""
    page = (Signs(*[0.2] * 9, *[0] * 8)._replace(page=0.9), Signs(*[0.2] * 9, *[0] * 8))
    idea = (Signs(*[0.2] * 9, 1, *[0] * 7), Signs(*[0.2] * 9, *[0] * 8))

    def row(signs: tuple[Signs, Signs], *, later: bool):
        sections = [AskedSection("a book", (heading,), bundled=True) for heading in ("right", "wrong")]
        return chances(dict(zip(sections, signs, strict=True)), later=later), later, frozenset({"right"})

    first, later = hearing.fitted([row(page, later=False), row(idea, later=True)])
    assert first[Signs._fields.index("page")] == max(first) > 1
    assert later[Signs._fields.index("same_idea")] == max(later) > 1
    assert len(FIRST) == len(LATER) == len(Signs._fields)


@pytest.mark.sweep
def test_talks_whose_answers_are_known_are_heard_as_well_as_ever(whole: Tutor) -> None:
    found = list(hearing.taught(whole, hearing.talks("taught")[::12]))
    among = [not gold.isdisjoint(one.one.question for one in meant[:3]) for meant, _, gold in found]
    assert len(among) > 100 and sum(among) / len(among) >= 0.85
