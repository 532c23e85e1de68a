"""Quiz sets: mixed without repetition, kept and opened again, on paper, on cards and in other programs; nothing in them acts."""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import answer
from tutor import Tutor
from tutor.errors import InputError, NoSuchTopic
from tutor.questions.export import cards, kept, markdown, moodle, worksheet
from tutor.questions.export.files import format_of, save
from tutor.questions.export.pieces import Piece, Shape, guid, offered, shape_of
from tutor.questions.question import Difficulty, Kind, Question
from tutor.questions.quiz import question
from tutor.questions.sets import Blueprint, QuizSet, interleaved, likeness, quiz_set
from tutor.verbs.practising import Wanted

HOSTILE = '<script>alert(1)</script> ~ = # { } : \t "x" \\nabla\n\n// [sound:x.mp3] {{c1::x}} -> ::y:: *b* $a<b$'


def some(*names: str) -> QuizSet:
    return QuizSet("Rank & more", 7, 20, tuple(question(name) for name in names))


@pytest.fixture(scope="module")
def mixed() -> QuizSet:
    """One question of every kind that needs no book."""
    return some(
        "matrix_product.1.3", "dot_product.1.3", "kl_divergence.1.3", "basis_of_plane.1.3", "which_are_subspaces.1.3",
        "wrong_step_in_equation.1.3", "order_of_bayes.1.3", "match__rank.1.3", "said__variance.1.3", "written__variance.1.3",
        "card__kernel.1.3", "own__rank.1.3", "half_plane_is_no_subspace.1.3", "stable_step_sizes.1.3", "transpose_times.1.3",
    )  # fmt: skip


def hostile() -> QuizSet:
    """A set whose every text tries to act, as a damaged page or a model's text might."""
    made, card = question("matrix_product.1.3"), question("card__kernel.1.3")
    options = tuple(replace(o, text=f"{HOSTILE} {n}") for n, o in enumerate(made.options))
    bad = replace(made, prompt=HOSTILE, options=options, solution=(HOSTILE,), hint=HOSTILE)
    return QuizSet(HOSTILE, 1, None, (bad, replace(card, prompt=HOSTILE, key=HOSTILE, solution=(HOSTILE,))))


# -- which questions ------------------------------------------------------------------------------------------------------
def test_the_same_wish_and_seed_is_the_same_set() -> None:
    print_of = Blueprint("x", ("rank", "bayes", "gradient"), n=6, seed=3)
    assert quiz_set(print_of) == quiz_set(print_of)
    assert quiz_set(print_of) != quiz_set(print_of.again(4))


def test_no_concept_follows_itself_where_that_can_be_avoided() -> None:
    made = quiz_set(Blueprint("x", ("rank", "bayes", "gradient", "norms"), n=12, seed=5)).questions
    assert len(made) == 12 and all(a.concept != b.concept for a, b in zip(made, made[1:], strict=False))
    a, b = question("dot_product.1.1"), question("rank_of_matrix.1.1")
    assert [q.concept for q in interleaved([a, a, a, b, b])] == ["dot_product", "rank", "dot_product", "rank", "dot_product"]


def test_a_template_comes_again_only_when_all_others_had_their_turn() -> None:
    made = quiz_set(Blueprint("x", ("determinant", "norms", "kernel"), n=6, seed=2)).questions
    assert len({q.template for q in made}) == 6, "the three concepts have two templates each"
    more = quiz_set(Blueprint("x", ("rank", "norms", "subspace"), n=6, seed=2)).questions
    assert sorted(q.template for q in more).count("rank_of_matrix") == 1


def test_no_two_questions_are_nearly_alike() -> None:
    made = quiz_set(Blueprint("x", ("independence",), n=40, seed=1)).questions
    assert len({likeness(q) for q in made}) == len(made) >= 30
    one = question("dot_product.1.1")
    assert likeness(one) == likeness(replace(one, prompt=one.prompt.replace("Compute", "Work out")))


def test_difficulty_kinds_and_time_are_kept_to() -> None:
    everything = tuple(sorted({"rank", "bayes", "gradient", "definiteness", "subspace", "convex_fn"}))
    hard = quiz_set(Blueprint("x", ("lagrange", "kl", "rank"), n=4, seed=1, difficulty=Difficulty.HARD)).questions
    assert {q.difficulty for q in hard} == {Difficulty.HARD}
    several = quiz_set(Blueprint("x", everything, n=4, seed=1, kinds=frozenset([Kind.SEVERAL]))).questions
    assert {q.kind for q in several} == {Kind.SEVERAL}
    timed = quiz_set(Blueprint("x", everything, n=30, seed=1, minutes=9))
    assert 6 <= sum(q.minutes for q in timed.questions) <= 9 and timed.minutes == 9


def test_what_does_not_exist_is_said_and_never_padded() -> None:
    with pytest.raises(NoSuchTopic, match="that is hard, unit"):
        quiz_set(Blueprint("rank", ("rank",), difficulty=Difficulty.HARD, kinds=frozenset([Kind.UNIT])))
    with pytest.raises(InputError, match="one thing"):
        Wanted(topic="rank", due=True)
    with pytest.raises(InputError, match="600 minutes"):
        Wanted(minutes=-3)


def test_a_concept_without_templates_is_asked_in_other_forms() -> None:
    made = quiz_set(Blueprint("x", ("proof_logic",), n=3, seed=1)).questions
    assert made and all("__proof_logic" in q.template for q in made)


def test_sets_are_made_by_concept_chapter_book_and_what_is_due(tutor: Tutor, library: Tutor) -> None:
    assert {q.concept for q in tutor.quiz_set(Wanted(concept="null space", n=3)).questions} == {"kernel"}
    with pytest.raises(NoSuchTopic, match="Nothing is due"):
        tutor.quiz_set(Wanted(due=True))
    with pytest.raises(NoSuchTopic, match="No weak spots"):
        tutor.quiz_set(Wanted(weak=True))
    book = library.quiz_set(Wanted(book="Linear maps and rank", n=8, seed=3))
    assert any(q.from_book for q in book.questions) and any(not q.from_book for q in book.questions)
    chapter = library.blueprint(Wanted(chapter="kernel"))
    assert "kernel" in chapter.concepts and "bayes" not in chapter.concepts
    with pytest.raises(NoSuchTopic, match="No heading says"):
        library.quiz_set(Wanted(book="Linear maps and rank", chapter="medieval pottery"))


# -- kept and opened -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sealed", [True, False])
def test_a_kept_set_is_opened_as_it_was(mixed: QuizSet, sealed: bool) -> None:
    written = kept.write(mixed, sealed=sealed)
    assert kept.read(written, question) == mixed
    assert ('"key"' in written) is not sealed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "no kept quiz"),
        ('{"format": "marginalia-quiz", "questions": []}', "version"),
        ('{"format": "marginalia-quiz", "version": 1, "questions": 3}', "no list"),
        ('{"format": "marginalia-quiz", "version": 1, "questions": [{}]}', "no id"),
        ('{"format": "marginalia-quiz", "version": 1, "questions": [{"id": "no.1.1"}]}', "cannot be made again"),
        ('{"format": "marginalia-quiz", "version": 1, "questions": [{"id": "dot_product.1.1", "key": "5000"}]}', "key differs"),
        (
            '{"format": "marginalia-quiz", "version": 1, "questions": [{"id": "dot_product.1.1", "prompt": ["x"]}]}',
            "prompt differs",
        ),
    ],
)
def test_a_file_that_is_no_kept_set_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as refusal:
        kept.read(text, question)
    assert "\n" not in str(refusal.value)


# -- paper -------------------------------------------------------------------------------------------------------------------
class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def elements(html: str) -> _Elements:
    found = _Elements()
    found.feed(html)
    return found


def test_the_worksheet_sets_every_formula_and_fetches_nothing(mixed: QuizSet) -> None:
    html = worksheet.write(mixed)
    assert html.count("<math") > 60 and "<code>" not in html and "$" not in html
    assert not re.search(r"https?://(?!www\.w3\.org/1998/Math/MathML)", html)
    assert html.index('class="key"') > html.index("wrong_step") if "wrong_step" in html else True
    before_key = html[: html.index('<section class="key">')]
    assert "break-before: page" in html and mixed.questions[1].key not in re.findall(r"<strong>(.*?)</strong>", before_key)


def test_nothing_in_a_worksheet_acts() -> None:
    found = elements(worksheet.write(hostile()))
    assert "script" not in found.tags and not {"onclick", "onerror", "href", "src"} & set(found.attributes)
    for latex in (
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\class{x}{y}",
        r"\style{color:red}{x}",
        "}{",
        "x_",
    ):
        tags = elements(worksheet.mathml(Piece(latex, True)))
        assert "script" not in tags.tags and not {"href", "class", "style"} & set(tags.attributes), latex


def test_markdown_has_its_key_apart_and_takes_signs_literally(mixed: QuizSet, tmp_path: Path) -> None:
    sheet, key = save(mixed, tmp_path / "quiz.md")
    assert key.name == "quiz-key.md"
    assert f"${mixed.questions[1].key_latex}$" in key.read_text(encoding="utf-8")
    assert all(step not in sheet.read_text(encoding="utf-8") for step in mixed.questions[1].solution)
    text = markdown.write(hostile())
    outside = re.sub(r"\$[^$]*\$", "", text)
    assert not re.search(r"(?<!\\)<", outside) and not re.search(r"(?<!\\)\[sound", outside)
    assert save(mixed, tmp_path / "sealed.md", sealed=True) == (tmp_path / "sealed.md",)


# -- cards -------------------------------------------------------------------------------------------------------------------
def test_cards_keep_their_names_and_one_line_each(mixed: QuizSet) -> None:
    rows = [line.split("\t") for line in cards.write_text(mixed).splitlines() if not line.startswith("#")]
    assert [len(row) for row in rows] == [4] * len(mixed.questions)
    assert [row[0] for row in rows] == [guid(q) for q in mixed.questions] and len({row[0] for row in rows}) == len(rows)
    assert all("$" not in row[1] for row in rows) and sum(r"\(" in row[1] + row[2] for row in rows) > 10
    assert cards.write_text(mixed) == cards.write_text(replace(mixed, seed=99))


def test_nothing_on_a_card_acts() -> None:
    text = cards.write_text(hostile())
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(rows) == 2 and all(row.count("\t") == 3 for row in rows)
    assert "<script" not in text and "[sound" not in text.split("#columns")[1] and '"x"' not in "".join(rows)
    assert text.count("#deck:") == 1 and len(text.split("#deck:")[1].splitlines()[0]) <= 90


needs_genanki = pytest.mark.skipif(
    importlib.util.find_spec("genanki") is None, reason="genanki (the extra anki) is not installed"
)


@needs_genanki
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_package_of_cards_holds_every_question(mixed: QuizSet, tmp_path: Path) -> None:
    (path,) = save(mixed, tmp_path / "quiz.apkg")
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as db:
        names = {row[0] for row in db.execute("SELECT guid FROM notes")}
    db.close()
    assert names == {guid(q) for q in mixed.questions}


@needs_genanki
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(importlib.util.find_spec("anki") is None, reason="the real Anki is not installed (pip install anki)")
def test_a_real_anki_takes_the_cards_and_a_second_export_updates_them(mixed: QuizSet, tmp_path: Path) -> None:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    (path,) = save(mixed, tmp_path / "quiz.apkg")
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        options = ImportAnkiPackageOptions(merge_notetypes=True)
        first = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
        assert (len(first.log.new), collection.note_count()) == (len(mixed.questions), len(mixed.questions))
        again = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
        assert (len(again.log.new), collection.note_count()) == (0, len(mixed.questions))
        (text,) = save(mixed, tmp_path / "quiz.tsv")
        metadata = collection.get_csv_metadata(path=str(text), delimiter=None)
        from anki.import_export_pb2 import ImportCsvRequest

        third = collection.import_csv(ImportCsvRequest(path=str(text), metadata=metadata))
        assert (len(third.log.new), collection.note_count()) == (0, len(mixed.questions))
    finally:
        collection.close()


# -- Moodle -------------------------------------------------------------------------------------------------------------------
def gift_questions(text: str) -> list[tuple[str, str, str]]:
    """A small reader of GIFT: (name, text, answers) of each question, by the signs that are not escaped."""
    blocks = [b for b in text.split("\n\n") if b.startswith("::")]
    found = []
    for block in blocks:
        match = re.fullmatch(r"::((?:[^\\:]|\\.)*)::((?:[^\\{]|\\.)*) \{((?:[^\\}]|\\.)*)\}\s*", block)
        assert match, block
        found.append((match[1], match[2], match[3]))
    return found


def test_gift_holds_every_question_in_a_form_moodle_reads(mixed: QuizSet) -> None:
    found = gift_questions(moodle.write_gift(mixed))
    assert [re.sub(r"\\(.)", r"\1", name) for name, _, _ in found] == [q.id for q in mixed.questions]
    for (_, _, answers), q in zip(found, mixed.questions, strict=True):
        right = len(re.findall(r"(?<!\\)=", answers))
        if shape_of(q) is Shape.ONE:
            assert right == 1 and len(re.findall(r"(?<!\\)~", answers)) == len(offered(q)) - 1, q.id
        if shape_of(q) is Shape.NUMBER:
            assert re.match(r"#-?[\d.e-]+:[\d.e-]+####", answers), q.id
        if shape_of(q) is Shape.MATCH:
            assert right == len(q.terms) == answers.count(" -> ")


def test_nothing_in_gift_acts() -> None:
    text = moodle.write_gift(hostile())
    found = gift_questions(text)
    assert len(found) == 2 and "<script" not in text
    assert len(re.findall(r"(?<!\\)=", found[0][2])) == 1 and r"\\nabla" in found[0][1]


def test_moodle_xml_is_whole_and_its_right_answers_count_a_hundred(mixed: QuizSet) -> None:
    root = ElementTree.fromstring(moodle.write_xml(mixed))
    assert [q.findtext("name/text") for q in root] == [q.id for q in mixed.questions]
    for node in root:
        shares = [float(a.get("fraction", "0")) for a in node.findall("answer")]
        if shares:
            assert abs(sum(s for s in shares if s > 0) - 100) < 1e-3
    assert ElementTree.fromstring(moodle.write_xml(hostile())) is not None


def test_a_number_moodle_checks_is_the_key(mixed: QuizSet) -> None:
    for name, value in (("dot_product.1.3", None), ("kl_divergence.1.3", None), ("bayes_test.1.3", None)):
        made = question(name)
        number, tolerance = moodle.number(made)
        exact = abs(float(number) - round(float(number))) < 1e-9
        assert (float(tolerance) == 0) is exact and value is None


# -- the file and the command line ---------------------------------------------------------------------------------------
def test_the_format_is_that_of_the_name_or_the_one_asked_for(mixed: QuizSet, tmp_path: Path) -> None:
    assert (format_of(Path("x.HTML"), None), format_of(Path("x.txt"), "gift")) == ("html", "gift")
    with pytest.raises(InputError, match="choose one of"):
        format_of(Path("x.doc"), None)
    with pytest.raises(InputError, match="holds its key"):
        save(mixed, tmp_path / "x.gift", sealed=True)
    with pytest.raises(InputError, match="can't write"):
        save(mixed, tmp_path / "no" / "such" / "x.json")
    for form in ("json", "html", "tsv", "gift", "xml"):
        assert save(mixed, tmp_path / f"x.{form}")[0].stat().st_size > 1000


@pytest.mark.sweep
def test_a_quiz_is_kept_and_opened_on_the_command_line(run, tmp_path: Path) -> None:
    path = tmp_path / "quiz.json"
    told = answer(run("quiz", "--concept", "rank", "-n", "2", "--seed", "5", "--out", str(path), "--json"))
    assert told["questions"] == [row["id"] for row in json.loads(path.read_text(encoding="utf-8"))["questions"]]
    opened = answer(run("quiz", "--from", str(path), "--json"))
    assert [q["id"] for q in opened["questions"]] == told["questions"]
    refused = run("quiz", "--kinds", "essay")
    assert refused.returncode == 2 and "is no kind of question" in refused.stderr.replace("\n", " ")


@pytest.mark.sweep
def test_help_twins_and_typed_forms_on_the_command_line(run) -> None:
    made = question("which_are_in_the_kernel.1.11")
    right = answer(run("mark", made.id, made.key.replace(",", " and "), "--json"))
    assert (right["grade"], right["twin"]) == ("right", None)
    wrong = answer(run("mark", "order_of_bayes.1.11", question("order_of_bayes.1.11").wrong[0].typed, "--json"))
    assert wrong["misconception"] == "used_before_known" and wrong["twin"].startswith("order_of_bayes.1.")
    step = answer(run("hint", "dot_product.1.1", "--level", "2", "--json"))
    assert step["blank"]["key"] == "20" and "?" in step["says"][0]
    refused = run("hint", "dot_product.1.1", "--level", "9")
    assert refused.returncode == 2 and "three levels" in refused.stderr


def test_a_sealed_question_from_a_book_does_not_quote_its_key(library: Tutor) -> None:
    from tutor.commands import practice_wire

    gap = next(q for q in library.book_questions("Linear maps and rank") if q.kind is Kind.CLOZE)
    sealed = json.dumps(practice_wire.question(gap, library.graph, sealed=True))
    assert "quote" not in sealed and json.dumps(gap.key) not in sealed
    assert "quote" in json.dumps(practice_wire.question(gap, library.graph, sealed=False))


def test_every_question_of_every_kind_can_be_exported_everywhere(library: Tutor, tmp_path: Path) -> None:
    made = library.book_questions("Linear maps and rank")
    one_each: dict[str, Question] = {q.id.rpartition(":")[2]: q for q in made}
    assert {"term", "symbol", "match"} <= set(one_each)
    quiz = QuizSet("From my book", 1, None, tuple(one_each.values()))
    for form in ("json", "md", "html", "tsv", "gift", "xml"):
        assert save(quiz, tmp_path / f"b.{form}")
    assert library.open_quiz(tmp_path / "b.json").questions == quiz.questions


LATEX = st.lists(st.sampled_from([r"\frac", r"\text", r"\left(", r"\right", r"\begin{bmatrix}", r"\end{bmatrix}", r"\sqrt", "{", "}", "^", "_", "&", r"\\",
                                  "<", ">", "x", "1", r"\href", r"\unicode", r"\color", "[", "]", r"\sum", r"\operatorname", "%", "#", "~", "é", "\x00", " "]),
                 max_size=12).map("".join)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(LATEX)
def test_any_latex_becomes_mathematics_or_plain_text_and_never_an_error(latex: str) -> None:
    written = worksheet.mathml(Piece(latex, True))
    found = elements(written)
    assert not {"script", "a", "img", "style"} & set(found.tags) and not {"href", "style", "onclick"} & set(found.attributes)
    assert written.startswith(("<math", "<code>"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | LATEX)
def test_any_text_is_exported_as_data(text: str) -> None:
    made = replace(question("card__kernel.1.3"), prompt=text or "x", key=text or "x", solution=(text or "x",))
    quiz = QuizSet(text or "x", 1, None, (made,))
    rows = [line for line in cards.write_text(quiz).split("\n") if line and not line.startswith("#")]
    assert [row.count("\t") for row in rows] == [3]
    assert len(gift_questions(moodle.write_gift(quiz))) == 1
    assert ElementTree.fromstring(moodle.write_xml(quiz)).findtext("question/name/text") == made.id
    assert kept.read(kept.write(quiz), lambda _: made).questions == (made,)
    assert "<script" not in worksheet.write(quiz)
