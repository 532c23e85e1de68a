"""Reading Markdown and cutting it: every passage is its own place on the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import CHAPTERS, NOTES
from tutor.library.cut import cut
from tutor.library.markdown import blocks, read_markdown
from tutor.library.sentences import sentences
from tutor.library.source import Citation, Passage, SourceKind, line_label
from tutor.maths.spans import formula_spans

_LINES = st.sampled_from(
    [
        "# Title", "## Part", "### Deeper", "", "", "Some words about rank. And more of them here, e.g. two.", "- an entry", "  1. nested",
        "$$", r"x = \frac{1}{2}", "$$", "Inline $a_1$ and \\(b\\), costs \\$5.", "```python", "x = '$not maths$'", "```", "| a | b |", "|---|---|",
        "> quoted words stand here", "<!-- check: 1 == 1 -->", "<div>", "---", "title: x", "    code", "émoji 👩‍👩‍👧 and עברית", "\t", "a" * 300, "***",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(_LINES, max_size=60).map("\n".join) | st.text(max_size=400))
def test_every_passage_is_its_own_place_on_the_page(text: str) -> None:
    source = read_markdown(text, "x.md")
    page = source.pages[0].text
    for passage in cut(source, size=200):
        assert page[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text


@settings(max_examples=80, deadline=None)
@given(st.lists(_LINES, max_size=60).map("\n".join))
def test_sentences_and_formulas_are_spans_in_order(text: str) -> None:
    for spans in (sentences(text), [(f.start, f.end) for f in formula_spans(text)]):
        assert all(a < b for a, b in spans)
        assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:]))


@pytest.mark.parametrize("path", [*CHAPTERS, *NOTES], ids=lambda p: p.stem)
def test_a_cut_never_falls_inside_a_formula(path) -> None:
    source = read_markdown(path.read_text(encoding="utf-8"), path.name)
    edges = {e for p in cut(source) for e in (p.start, p.end)}
    assert not [f for f in source.formulas if any(f.start < e < f.end for e in edges)]


@pytest.mark.parametrize("path", [*CHAPTERS, *NOTES], ids=lambda p: p.stem)
def test_nothing_but_headings_and_comments_is_left_out(path) -> None:
    source = read_markdown(path.read_text(encoding="utf-8"), path.name)
    page = source.pages[0].text
    kept = "".join(p.text for p in cut(source))
    for block in blocks(page):
        words = [w for w in page[block.start : block.end].split("<!--")[0].split() if w.isalpha()]
        assert all(word in kept for word in words)


def test_a_comment_of_the_author_is_never_quoted() -> None:
    source = read_markdown(
        "1. The rank is two.\n   <!-- check: rank(A) == 2 -->\n2. The kernel is a line in the plane.\n", "x.md"
    )
    assert "check" not in "".join(p.text for p in cut(source))


def test_a_passage_lies_inside_one_section_and_knows_its_headings() -> None:
    source = read_markdown("# Book\n\nIntroductory words stand here.\n\n## Rank\n\nThe rank is a number of columns.\n", "x.md")
    assert [(p.section, p.text) for p in cut(source)] == [
        (("Book",), "Introductory words stand here."),
        (("Book", "Rank"), "The rank is a number of columns."),
    ]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("---\ntitle: My own title\n---\n# Other\n", "a.md", "My own title"),
        ("# The only heading\n\nwords", "a.md", "The only heading"),
        ("# One\n\n# Two\n", "my-book_of maths.md", "my book of maths"),
        ("just words", "a-note.md", "a note"),
    ],
)
def test_a_source_is_titled_by_what_it_says_of_itself(text: str, name: str, title: str) -> None:
    assert read_markdown(text, name).title == title


def test_windows_line_ends_and_unstorable_characters_do_no_harm() -> None:
    source = read_markdown("\ufeff# A\r\n\r\nRank is a number\x00 of columns \ud800 here.\r\n", "a.md")
    assert source.pages[0].text == "# A\n\nRank is a number\ufffd of columns \ufffd here.\n"
    assert [s.path for s in source.sections] == [("A",)]


def test_the_same_words_at_the_same_place_have_the_same_id() -> None:
    one, two = (Passage("s", 1, 0, 4, "rank", ()) for _ in range(2))
    assert one.id == two.id != Passage("s", 2, 0, 4, "rank", ()).id


def test_a_citation_refuses_to_quote_other_words_than_its_span() -> None:
    with pytest.raises(ValueError, match="exactly"):
        Citation("s", "t", (), 1, "1", 0, 3, "rank", SourceKind.PDF)


def test_a_file_without_pages_is_cited_by_its_line() -> None:
    assert [line_label("a\nb\nc", n) for n in (0, 2, 4)] == ["line 1", "line 2", "line 3"]
