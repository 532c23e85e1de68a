"""What the learner does to the library: names, notes, corrections, taking out and putting back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import answer, small_pdf, take_in
from tutor import Incoming, Stage, Status, Tutor, errors
from tutor.library.correct import Correction, corrected
from tutor.library.source import (
    Formula,
    FormulaStatus,
    Landmark,
    LandmarkKind,
    Page,
    Reference,
    Section,
    Source,
    SourceKind,
)
from tutor.library.store import Store


def ended(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def a_source() -> Source:
    text = "Before $x^2$ and $$y = 1$$ (2.1) see (2.1). After $z$."
    spans = [(text.index(f), text.index(f) + len(f)) for f in ("$x^2$", "$$y = 1$$", "$z$")]
    boxes = [(0.0, 0.0, 10.0, 5.0), (0.0, 20.0, 10.0, 25.0), (0.0, 40.0, 10.0, 45.0)]
    formulas = tuple(
        Formula(latex, latex == "y = 1", 1, a, b, FormulaStatus.UNCONFIRMED, box)
        for latex, (a, b), box in zip(("x^2", "y = 1", "z"), spans, boxes, strict=True)
    )
    mark = Landmark(LandmarkKind.EQUATION, "2.1", 1, *spans[1])
    see = text.index("see")
    after = text.index("After")
    return Source(
        "s", "Book", SourceKind.PDF, (Page(1, "1", text), Page(2, "2", "Another page.")),
        (Section(("A",), 1, 0), Section(("B",), 1, after)), formulas, landmarks=(mark,),
        references=(Reference(1, see + 4, see + 9, mark),),
    )  # fmt: skip


@pytest.mark.parametrize("latex", ["x", "x^3 + 2x + 1", r"\int_0^1 f(t) \, dt"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_after_a_correction_every_span_encloses_what_it_enclosed(latex, place):
    before = a_source()
    wrong = before.formulas[place]
    after = corrected(before, [Correction(1, wrong.box, wrong.latex, latex)])
    text = after.page(1).text
    for was, now in zip(before.formulas, after.formulas, strict=True):
        shown = text[now.start : now.end]
        assert shown.strip("$") == now.latex
        assert now.latex == (latex if was is wrong else was.latex)
    assert text[after.sections[1].start :].startswith("After")
    assert text[after.landmarks[0].start : after.landmarks[0].end].strip("$") == after.formulas[1].latex
    (see,) = after.references
    assert text[see.start : see.end] == "(2.1)" and see.target == after.landmarks[0]
    assert after.page(2) == before.page(2)
    assert after.formulas[place].status is FormulaStatus.CONFIRMED


def test_a_correction_finds_its_formula_by_its_place_though_it_is_read_otherwise_now():
    source = a_source()
    reread = replace(source, formulas=(replace(source.formulas[0], latex="x^{2}"), *source.formulas[1:]))
    text = reread.page(1).text.replace("$x^2$", "$x^{2}$")
    moved = replace(reread, pages=(replace(reread.page(1), text=text), reread.page(2)))
    shifted = tuple(replace(f, start=f.start + 2 * (n > 0), end=f.end + 2) for n, f in enumerate(moved.formulas))
    moved = replace(moved, formulas=shifted)
    assert corrected(moved, [Correction(1, (0.0, 0.2, 10.0, 5.2), "x^2", "w")]).formulas[0].latex == "w"


def test_a_name_of_ones_own_is_cited_and_outlives_a_change_of_the_file(tutor: Tutor, tmp_path):
    path = tmp_path / "note.md"
    path.write_text("# Rank\n\nThe rank of a matrix is the number of its pivots.\n", encoding="utf-8")
    first = take_in(tutor, Incoming.at(path))
    assert tutor.rename(first.id, "  My   rank ").title == "My rank"
    assert tutor.ask("what is the rank of a matrix").claims[0].citations[0].title == "My rank"
    path.write_text("# Rank\n\nThe rank of a matrix is the number of its pivots, as always.\n", encoding="utf-8")
    second = take_in(tutor, Incoming.at(path))
    assert second.id != first.id and tutor.store.card(second.id).title == "My rank"
    assert tutor.rename(second.id, "").title == "Rank"


def test_what_was_taken_out_can_be_put_back(tutor: Tutor, tmp_path):
    path = tmp_path / "note.md"
    path.write_text("# Rank\n\nThe rank of a matrix is the number of its pivots.\n", encoding="utf-8")
    report = take_in(tutor, Incoming.at(path, note=True))
    path.unlink()
    tutor.remove(report.id)
    assert tutor.books() == [] and [one.source for one in tutor.removed()] == [report.id]
    again = ended(tutor.restore(report.id))
    assert again.id == report.id and tutor.books()[0].kind is SourceKind.NOTE
    assert tutor.removed() == () and tutor.check_shelf().ok
    with pytest.raises(errors.UnknownSource):
        ended(tutor.restore(report.id))


def test_a_note_is_written_changed_and_found_by_its_new_words(tutor: Tutor):
    first = ended(tutor.save_note("# Kernel\n\nThe kernel is what a map sends to zero.", "kernel / notes"))
    assert tutor.books()[0].kind is SourceKind.NOTE
    second = ended(tutor.save_note("# Kernel\n\nThe kernel of a map is all that it flattens to nothing.", source=first.id))
    assert [card.id for card in tutor.books()] == [second.id]
    assert "flattens" in tutor.find("kernel", 1)[0].passage.text
    with pytest.raises(errors.InputError):
        ended(tutor.save_note("   ", "empty"))


def test_only_notes_can_be_edited(library: Tutor):
    book = next(card for card in library.books() if card.kind is SourceKind.MARKDOWN)
    with pytest.raises(errors.InputError):
        ended(library.save_note("Other words.", source=book.id))


@pytest.mark.sweep
def test_a_correction_is_kept_and_the_new_words_are_searched(tutor: Tutor, shared):
    book = shared / "pdf" / "synth_cm.pdf"
    report = take_in(tutor, book)
    wrong = tutor.formulas_on(report.id)[3]
    ended(tutor.correct_formula(report.id, wrong.page, wrong.start, r"$q_{17} = \zeta$"))
    now = [f for f in tutor.formulas_on(report.id) if f.latex == r"q_{17} = \zeta"]
    assert len(now) == 1 and now[0].status is FormulaStatus.CONFIRMED and tutor.check_shelf().ok
    tutor.remove(report.id)
    ended(tutor.restore(report.id))
    assert [f.latex for f in tutor.formulas_on(report.id)].count(r"q_{17} = \zeta") == 1
    with pytest.raises(errors.InputError):
        ended(tutor.correct_formula(report.id, now[0].page, now[0].start, r"\frac{1"))
    with pytest.raises(errors.InputError):
        ended(tutor.correct_formula(report.id, now[0].page, now[0].start + 1, "x"))


def test_the_meter_and_the_landmarks_of_a_book_are_on_record(tutor: Tutor, shared):
    report = take_in(tutor, shared / "pdf" / "synth_cm.pdf")
    (card,) = tutor.books()
    assert card.meter.confirmed + card.meter.unconfirmed + card.meter.image_only == card.formulas == report.formulas
    assert card.meter.text > 0.99
    numbered = [mark for mark in tutor.landmarks(report.id) if mark.kind is LandmarkKind.EQUATION]
    assert numbered
    for mark in numbered:
        assert any(f.number.strip("()") == mark.number for f in tutor.formulas_on(report.id, mark.page))


def test_a_library_of_an_older_version_is_brought_up_to_date(tmp_path):
    store = Store(tmp_path)
    with store._writing() as db:
        for table in ("landmark", "reference", "given_name", "correction", "bin"):
            db.execute(f"DROP TABLE {table}")
        db.execute("ALTER TABLE source DROP COLUMN readable")
        db.execute("ALTER TABLE page DROP COLUMN readable")
        db.execute("PRAGMA user_version = 3")
    assert Store(tmp_path).binned() == ()


@pytest.mark.sweep
def test_the_command_line_renames_takes_out_and_puts_back(run, tmp_path):
    path = tmp_path / "note.md"
    path.write_text("# Rank\n\nThe rank of a matrix is the number of its pivots.\n", encoding="utf-8")
    id = answer(run("ingest", str(path), "--json"))["sources"][0]["id"]
    assert answer(run("rename", id, "Pivots", "--json"))["title"] == "Pivots"
    run("forget", id)
    assert answer(run("books", "--removed", "--json"))["removed"][0]["id"] == id
    assert answer(run("restore", id, "--json"))["sources"][0]["status"] == "ok"
    assert answer(run("books", "--json"))["sources"][0]["title"] == "Pivots"


@pytest.mark.sweep
def test_another_sentence_model_is_one_command_and_a_mismatch_is_never_silent(tutor: Tutor, tmp_path):
    from tutor.library.embed import choose
    from tutor.library.weights import weights_folder

    path = tmp_path / "note.md"
    path.write_text("# Rank\n\nThe rank of a matrix is the number of its pivots.\n", encoding="utf-8")
    take_in(tutor, path)
    bundled = tutor.embedder.fingerprint
    other = str(weights_folder())  # the same weights, run by another library: other vectors, another fingerprint
    choose(tutor.home, other)
    with pytest.raises(errors.ModelMismatch, match="tutor model embed"):
        Tutor(tutor.home).find("rank", 1)
    fresh = Tutor(tutor.home)
    assert ended(fresh.embed_with(other)) == 1
    assert fresh.embedder.fingerprint != bundled and fresh.find("rank", 1)
    assert ended(fresh.embed_with("")) == 0  # the old vectors were kept
    assert fresh.embedder.fingerprint == bundled and fresh.check_shelf().ok
    with pytest.raises(errors.WeightsMissing):
        ended(fresh.embed_with("no/such-model"))
    assert fresh.embedding == "default"


def a_long_book(folder, pages: int = 90):
    path = folder / "long.pdf"
    lines = [
        [f"Page {n} speaks of topic{n:03d} and of nothing else at all.", "It does so in two lines."] for n in range(1, pages + 1)
    ]
    path.write_bytes(small_pdf(lines))
    return path


def test_the_first_pages_of_a_long_book_can_be_asked_about_while_the_rest_comes_in(tutor: Tutor, tmp_path):
    steps = tutor.ingest(a_long_book(tmp_path))
    while not tutor.books():
        next(steps)
    (early,) = tutor.books()
    assert early.status is Status.PARTIAL and "still being read" in early.problems[0] and early.pages < 90
    assert tutor.find("topic003", 1)[0].passage.page == 3
    ended(steps)
    (whole,) = tutor.books()
    assert (whole.id, whole.status, whole.pages) == (early.id, Status.OK, 90) and tutor.check_shelf().ok
    assert tutor.find("topic088", 1)[0].passage.page == 88 and tutor.half_read() == []


def test_reading_that_was_stopped_goes_on_where_it_stopped(tutor: Tutor, tmp_path):
    steps = tutor.ingest(a_long_book(tmp_path))
    while (step := next(steps)).done < 50:
        assert step.stage is Stage.READING
    steps.close()
    (half,) = tutor.half_read()
    assert 50 <= half.pages < 90 and half.total == 90 and half.name == "long.pdf"
    on = tutor.read_on(half)
    assert next(on).done == half.pages + 1
    assert ended(on).status is Status.OK
    assert tutor.books()[0].pages == 90 and tutor.half_read() == [] and tutor.check_shelf().ok


def test_a_half_read_book_can_be_let_go(tutor: Tutor, tmp_path):
    steps = tutor.ingest(a_long_book(tmp_path))
    while next(steps).done < 40:
        pass
    steps.close()
    tutor.forget_half_read(tutor.half_read()[0])
    assert tutor.half_read() == [] and tutor.books() == [] and tutor.check_shelf().ok
