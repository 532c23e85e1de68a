"""Formulas of PDFs: found, read as LaTeX, and honest about what is not sure; the text around them as clean as without them."""

from __future__ import annotations

import gc
import io
import json
import re
from pathlib import Path

import pytest

from eval.books import canonical, score, word_recall
from tutor import Citation, Incoming, Tutor
from tutor.library.cut import cut
from tutor.library.meter import book_meter, page_meter
from tutor.library.pdf.formulas.confirm import status
from tutor.library.pdf.formulas.glyphs import PageGlyphs, Rule, page_rules
from tutor.library.pdf.formulas.latex import latex
from tutor.library.pdf.formulas.layout import Box, Line, Script, Sign
from tutor.library.pdf.formulas.page import NOT_READ, read_page
from tutor.library.pdf.formulas.reader import Reader
from tutor.library.pdf.formulas.recover import Recovered, recover
from tutor.library.pdf.formulas.zones import Display, items
from tutor.library.pdf.landmarks import landmarks_of, references_of
from tutor.library.pdf.read import page_picture, read_pdf
from tutor.library.source import Formula, FormulaStatus, LandmarkKind, Page, Section

DATA = Path(__file__).parent / "data" / "pdf"
TRUTH = json.loads((DATA / "formulas.gt.json").read_text(encoding="utf-8"))["formulas"]


def read(name):
    steps = read_pdf(DATA / name, name)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def book():
    return read("formulas.pdf")


@pytest.fixture(scope="module")
def columns():
    return read("columns.pdf")


def nearest(book, entry):
    x, y = entry["start"]
    here = [f for f in book.formulas if f.box and f.box[1] - 3 <= y <= f.box[3] + 3 and f.box[0] - 3 <= x <= f.box[2] + 3]
    return min(here, key=lambda f: abs(f.box[0] - x))


@pytest.mark.parametrize("entry", TRUTH, ids=[f"{e['id']} {e['latex'][:24]}" for e in TRUTH])
def test_a_printed_formula_is_read_as_its_author_wrote_it(entry, book):
    found = nearest(book, entry)
    assert canonical(found.latex) == canonical(entry["latex"])
    assert found.display == (entry["kind"] == "display")
    assert found.status is FormulaStatus.CONFIRMED


def test_no_formula_is_found_where_there_is_none(book):
    assert len(book.formulas) == len(TRUTH)


def test_the_span_of_a_formula_encloses_it_with_its_delimiters(book):
    for formula in book.formulas:
        mark = "$$" if formula.display else "$"
        assert book.page(formula.page).text[formula.start : formula.end] == f"{mark}{formula.latex}{mark}"


def test_numbers_beside_displays_are_kept_with_them(book):
    assert [f.number for f in book.formulas if f.display] == ["(1)", "(2)", "", "", ""]


def test_the_text_around_formulas_is_clean(book):
    text = book.pages[0].text
    assert "every such map $T : V \\to W$ can be written down" in text
    assert "is at most $\\min ( m , n )$." in text
    assert "The kernel of $A \\in \\mathbb{R}^{m \\times n}$ holds every vector $\\mathbf{x}$ with" in text


def test_a_passage_never_cuts_a_formula(book):
    for passage in cut(book, 200):
        for formula in book.formulas:
            crosses = passage.start < formula.end and formula.start < passage.end and formula.page == passage.page
            assert not crosses or passage.start <= formula.start < formula.end <= passage.end


def test_a_footnote_stands_after_the_page_and_its_mark_beside_the_word(book):
    text = book.pages[0].text
    assert "the map is injective[1] near" in text
    assert text.rstrip().endswith("[1] Injective means that no two vectors share an image.")


def test_the_left_column_is_read_before_the_right_one(columns):
    text = columns.pages[0].text
    assert text.index("left column of this page") < text.index("thought of so far") < text.index("right column begins here, at")
    assert "the words that are broken over two lines must be put together again" in text


def test_words_broken_over_two_lines_are_put_together(columns):
    assert "which a conscientious reader does without noticing it" in columns.pages[0].text


def test_what_is_numbered_is_recognised(book):
    kinds = [(mark.kind, mark.number) for mark in book.landmarks]
    assert kinds == [
        (LandmarkKind.DEFINITION, "1.1"),
        (LandmarkKind.EQUATION, "1"),
        (LandmarkKind.EQUATION, "2"),
        (LandmarkKind.THEOREM, "1.2"),
    ]


def test_references_lead_to_what_they_name(book):
    text = book.pages[0].text
    named = {(text[r.start : r.end], r.target.kind, r.target.number) for r in book.references}
    assert named == {
        ("(2)", LandmarkKind.EQUATION, "2"),
        ("Definition 1.1", LandmarkKind.DEFINITION, "1.1"),
        ("(1)", LandmarkKind.EQUATION, "1"),
        ("Theorem 1.2", LandmarkKind.THEOREM, "1.2"),
    }


def test_of_two_things_with_one_number_the_last_one_before_is_meant():
    pages = [Page(1, "1", "Example 1 One."), Page(2, "2", "Example 1 Two. See Example 1.")]
    found = references_of(pages, landmarks_of(pages, (), ()))
    assert [(r.page, r.target.page) for r in found] == [(2, 2)]


def test_exercises_are_the_numbered_entries_of_their_section():
    pages = [Page(1, "1", "1. Not one\nExercises\n1. What is the rank?\n2. Why?\nNext\n1. No")]
    sections = [Section(("Exercises",), 1, 11), Section(("Next",), 1, 48)]
    assert [mark.number for mark in landmarks_of(pages, sections, ()) if mark.kind is LandmarkKind.EXERCISE] == ["1", "2"]


# Honesty


def box(char, start, y=0.0, size=10.0):
    return Box(Sign(char), start, y, start + 0.5 * size, y + 0.6 * size, start, start + 0.5 * size, y, size)


def judged(node, doubts=(), ink=None, display=False):
    from tutor.library.pdf.formulas.confirm import leaves

    return status(Recovered(node, latex(node) or "?", tuple(doubts), leaves(node) if ink is None else ink), (), display)


WHOLE = Line((Sign("a"), Sign("="), Sign("b")))
UNSURE = [
    ("a doubt of the reader", WHOLE, ("off the line",), None),
    ("a sign that was lost", WHOLE, (), 4),
    ("a sign nobody knows", Line((Sign("\ufffd"), Sign("="), Sign("b"))), (), None),
    ("a script on a relation", Line((Sign("a"), Script(Sign("="), Sign("i"), None), Sign("b"))), (), None),
    ("a script on nothing", Script(Line(()), Sign("i"), None), (), None),
    ("a bracket that does not close", Line((Sign("("), Sign("b"))), (), None),
    ("an end in the middle", Line((Sign("a"), Sign("="))), (), None),
]


@pytest.mark.parametrize(("what", "node", "doubts", "ink"), UNSURE, ids=[u[0] for u in UNSURE])
def test_one_thing_out_of_order_is_enough_to_be_unsure(what, node, doubts, ink):
    assert judged(WHOLE) is FormulaStatus.CONFIRMED
    assert judged(node, doubts, ink) is FormulaStatus.UNCONFIRMED


def test_what_cannot_be_read_is_a_picture_only():
    assert status(None, (), True) is FormulaStatus.IMAGE_ONLY
    with pytest.raises(ValueError, match="picture only"):
        Formula("x", False, 1, 0, 3, FormulaStatus.IMAGE_ONLY)
    assert "$" not in NOT_READ


def test_a_rule_that_belongs_to_nothing_raises_a_doubt():
    reader = Reader([box("a", 0.0), box("b", 6.0)], [Rule(40.0, 2.0, 60.0, 2.4)], 10.0)
    assert latex(reader.read()) == "a b"
    assert reader.doubts == ["loose rule"]


def test_a_fraction_needs_a_line_on_both_sides_of_its_rule():
    over, under = box("a", 1.0, 7.0), box("b", 1.0, -7.0)
    reader = Reader([over, under], [Rule(0.5, 2.3, 6.5, 2.7)], 10.0)
    assert latex(reader.read()) == r"\frac{a}{b}"
    reader = Reader([over], [Rule(0.5, 2.3, 6.5, 2.7)], 10.0)
    reader.read()
    assert reader.doubts


def test_every_moved_sign_of_a_display_is_noticed_or_changes_what_is_read():
    import pypdfium2

    with pypdfium2.PdfDocument(DATA / "formulas.pdf") as document:
        page = document[0]
        glyphs = PageGlyphs(page)
        first = next(i for i in items(glyphs, page_rules(page)[0], page.get_size()[0]) if isinstance(i, Display))
        signs = [g for piece in first.pieces for g in glyphs.glyphs(piece.run)]
        whole = recover(signs, first.rules, first.size)
        same = 0
        for moved in signs:
            held, moved.y = moved.y, moved.y + 3.0
            moved.bottom, moved.top = moved.bottom + 3.0, moved.top + 3.0
            found = recover(signs, first.rules, first.size)
            same += found.latex == whole.latex and status(found, signs, True) is FormulaStatus.CONFIRMED
            moved.y, moved.bottom, moved.top = held, moved.bottom - 3.0, moved.top - 3.0
    assert same <= 1  # only the numerator may: how high it stands depends on what else is in it


def test_the_meter_counts_what_was_recovered(book):
    meter = book_meter(book)
    assert meter.text == 1.0
    assert (meter.confirmed, meter.unconfirmed, meter.image_only) == (len(TRUTH), 0, 0)
    assert page_meter(book.pages[0], book.formulas) == meter
    assert "13 are confirmed" in meter.sentence


@pytest.mark.sweep
def test_glyphs_stay_the_same_when_memory_is_swept():
    import pypdfium2

    with pypdfium2.PdfDocument(DATA / "formulas.pdf") as document:
        glyphs = PageGlyphs(document[0])
        before = [(g.char, round(g.x, 2)) for run in glyphs.runs() for g in glyphs.glyphs(run)]
        gc.collect()
        document[0].get_textpage()
        gc.collect()
        assert [(g.char, round(g.x, 2)) for run in glyphs.runs() for g in glyphs.glyphs(run)] == before
        assert len(before) > 1000


@pytest.mark.sweep
def test_every_character_of_a_page_knows_its_glyph():
    import pypdfium2

    with pypdfium2.PdfDocument(DATA / "formulas.pdf") as document:
        page = read_page(document[0])
        assert len(page.origins) == len(page.text)
        assert all(-1 <= origin < PageGlyphs(document[0]).count for origin in page.origins)


def test_a_picture_lights_a_quote_with_a_formula_in_it(book):
    from PIL import Image

    quote = re.search(r"holds every vector \$.*?nothing else", book.pages[0].text).group()
    lit, plain = (Image.open(io.BytesIO(page_picture(DATA / "formulas.pdf", 1, 1.0, text))) for text in (quote, ""))
    changed = {
        (x, y) for x in range(plain.width) for y in range(0, plain.height, 2) if lit.getpixel((x, y)) != plain.getpixel((x, y))
    }
    assert len(changed) > 500
    formula = next(f for f in book.formulas if f.latex == r"\mathbf{x}")
    assert any(formula.box[0] <= x <= formula.box[2] for x, _ in changed)


# The test books beside the repository: (display, in lines, spans) at least

GOALS = {
    "synth_cm": (0.95, 0.90, 0.85),
    "synth_lm": (0.95, 0.90, 0.85),
    "synth_pazo": (0.92, 0.90, 0.85),
    "synth_newtx": (0.88, 0.90, 0.85),
}


@pytest.mark.parametrize("name", GOALS)
def test_the_test_books_are_read_as_well_as_promised(name, shared):
    counts = score(shared / "pdf" / f"{name}.pdf").counts
    display, lines, spans = GOALS[name]
    assert counts["displays right"] >= display * counts["displays"]
    assert counts["lines right"] >= lines * counts["in lines"]
    assert counts["spans right"] >= spans * counts["spans"]
    assert counts["confirmed right"] >= 0.98 * counts["confirmed"]
    assert counts["confirmed"] >= 0.8 * counts["seen"]


def test_no_word_of_a_test_book_is_lost(shared):
    assert word_recall(shared / "pdf" / "synth_cm.pdf") >= 0.999


def test_a_formula_is_cut_out_of_its_page_as_it_is_printed(tmp_path):
    """The picture beside an unconfirmed formula: just its rectangle, at three pixels a point, with ink on it."""
    from PIL import Image

    tutor = Tutor(tmp_path)
    for _ in tutor.ingest(Incoming.at(DATA / "formulas.pdf")):
        pass
    (card,) = tutor.books()
    number, formula = next(
        (n, f) for n in range(1, card.pages + 1) for f in tutor.store.formulas(card.id, n) if f.display and f.box
    )
    page = tutor.page(card.id, number)
    words = page.text[formula.start : formula.end]
    place = Citation(card.id, card.title, (), number, page.label, formula.start, formula.end, words, card.kind)
    image = Image.open(io.BytesIO(tutor.formula_picture(place)))
    left, bottom, right, top = formula.box
    assert image.width == pytest.approx(3 * (right - left + 12), abs=4)
    assert image.height == pytest.approx(3 * (top - bottom + 12), abs=4)
    assert image.convert("L").getextrema() == pytest.approx((0, 255), abs=40)
