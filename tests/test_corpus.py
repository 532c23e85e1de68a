"""The bundled chapters and notes are right, complete and safe to render.

The `check:` comments are Python expressions, and this file evaluates them. That is acceptable only because the
chapters are our own trusted files: nothing that a learner typed or a source brought in ever comes this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

CORPUS = Path(__file__).parents[1] / "corpus"
CHAPTERS = sorted((CORPUS / "chapters").glob("*.md"))
NOTES = sorted((CORPUS / "notes").glob("*.md"))
PAGES = CHAPTERS + NOTES

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
DISPLAY = re.compile(r"^\$\$\n(.*?)\n\$\$$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"\$([^$\n]+)\$")
COMMAND = re.compile(r"\\([A-Za-z]+|.)")
ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(\w+)\}")

# Commands that KaTeX draws and that our pages may use; add one here only after seeing it drawn.
KATEX_COMMANDS = re.compile(
    "begin|end|frac|sqrt|hat|top|cdot|dots|vdots|sum|prod|int|lim|to|infty|partial|nabla|det|dim|ker|cos|sin|ln|log"
    "|max|min|exp|in|cap|cup|mid|propto|le|ge|ne|circ|pm|times|quad|qquad|text|mathbb|operatorname|left|right|binom"
    r"|longrightarrow|alpha|beta|gamma|delta|theta|lambda|mu|sigma|omega|ell|[\\{}|, ]"
)
KATEX_ENVIRONMENTS = frozenset({"bmatrix", "cases"})


def front_matter(page: Path) -> Mapping[str, object]:
    """The YAML between the first two lines of dashes."""
    return yaml.safe_load(page.read_text(encoding="utf-8").split("---\n")[1])


def body(page: Path) -> str:
    """Everything below the front matter, comments included."""
    return page.read_text(encoding="utf-8").split("---\n", 2)[2]


def prose(page: Path) -> str:
    """What the learner reads: the body without its comments."""
    return COMMENT.sub("", body(page))


def checks(text: str) -> Iterator[tuple[str, ...]]:
    """The expressions of each check comment, one tuple for each comment."""
    for comment in COMMENT.findall(text):
        label, _, expressions = comment.strip().partition(":")
        assert label == "check", f"a comment that is not a check: {comment.strip()[:60]}"
        yield tuple(line.strip() for line in expressions.splitlines() if line.strip())


def evaluate(expressions: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Each expression with its value; names bound with := live until the end of the comment."""
    import sympy

    names = {name: getattr(sympy, name) for name in sympy.__all__}
    names |= {letter: sympy.Symbol(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}
    for expression in expressions:
        yield expression, eval(expression, names)  # noqa: S307 - our own trusted files, see the head


def word_count(text: str) -> int:
    """The words of a text, where a formula counts as one word, however long it is.

    >>> word_count("The slope is $6 + h$ here.")
    5
    """
    return len(INLINE.sub("x", DISPLAY.sub("x", text)).split())


def maths(text: str) -> list[str]:
    """Every formula of a text, display formulas first."""
    return DISPLAY.findall(text) + INLINE.findall(DISPLAY.sub("", text))


def blocks(page: Path, opening: str) -> list[str]:
    """The parts of a body that begin with a heading matching `opening` and end before the next heading."""
    return re.findall(rf"^{opening}.*?(?=^#|\Z)", body(page), re.DOTALL | re.MULTILINE)


def worked_examples(page: Path) -> list[str]:
    """The worked examples of a chapter, each with its check comments."""
    return blocks(page, r"### Worked example \d+: ")


def numbered(page: Path, heading: str) -> list[str]:
    """The numbered entries below a heading, each with its check comments."""
    (section,) = blocks(page, f"## {heading}$")
    return re.findall(r"^\d+\. .*?(?=^\d+\. |\Z)", section, re.DOTALL | re.MULTILINE)


def numbers(text: str) -> set[str]:
    """The numbers of a text as digits; 0.25 counts as one number."""
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@cache
def concept_ids() -> frozenset[str]:
    """The ids of the concept graph, read with a plain pattern: the graph itself is tested elsewhere."""
    graph = (CORPUS / "concepts.yaml").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^- \{id: (\w+),", graph, re.MULTILINE))


def is_covered(number: str, check: str) -> bool:
    """Whether a number of the text stands in its check, as itself or as the exact fraction of its digits.

    >>> is_covered("0.25", "Rational(25, 100)"), is_covered("0.25", "x == 0.25"), is_covered("7", "x == 8")
    (True, True, False)
    """
    digits = number.replace(".", "").lstrip("0") or "0"
    return number in numbers(check) or ("." in number and digits in numbers(check))


def by_name(page: Path) -> str:
    """The name under which pytest shows a page."""
    return page.stem


each_chapter = pytest.mark.parametrize("page", CHAPTERS, ids=by_name)
each_page = pytest.mark.parametrize("page", PAGES, ids=by_name)


def test_the_corpus_holds_three_chapters_and_two_notes() -> None:
    assert (len(CHAPTERS), len(NOTES)) == (3, 2)


@each_chapter
def test_every_check_comment_is_true(page: Path) -> None:
    found = list(checks(body(page)))
    assert found, "no check comment at all"
    for expressions in found:
        assert expressions, "a check comment without an expression"
        for expression, value in evaluate(expressions):
            assert str(value) == "True", f"not true: {expression}"


@each_chapter
def test_every_worked_example_is_followed_by_a_check_that_knows_its_numbers(page: Path) -> None:
    examples = worked_examples(page)
    assert len(examples) >= 4
    for example in examples:
        title, _, rest = example.partition("\n")
        check = " ".join(" ".join(lines) for lines in checks(rest))
        missing = sorted(n for n in numbers(COMMENT.sub("", rest)) if not is_covered(n, check))
        assert not missing, f"{title}: not covered by a check: {missing}"


@each_chapter
def test_every_exercise_has_an_answer_and_every_answer_a_check_that_knows_its_numbers(page: Path) -> None:
    exercises, answers = numbered(page, "Exercises"), numbered(page, "Answers")
    assert len(exercises) >= 8
    assert [entry.split(".")[0] for entry in exercises] == [str(i + 1) for i in range(len(exercises))]
    assert [entry.split(".")[0] for entry in answers] == [entry.split(".")[0] for entry in exercises]
    for answer in answers:
        text = COMMENT.sub("", answer).partition(".")[2]
        check = " ".join(" ".join(lines) for lines in checks(answer))
        missing = sorted(n for n in numbers(text) if not is_covered(n, check))
        assert not missing, f"answer {answer[:60]!r}: not covered by a check: {missing}"


@each_chapter
def test_every_display_formula_is_introduced_by_prose(page: Path) -> None:
    for before in re.findall(r"([^\n]*)\n\n\$\$\n", prose(page)):
        assert not before.startswith("#"), f"a formula right below the heading {before!r}"
        assert len(before.split()) >= 5, f"a formula that falls from the sky after {before!r}"


@each_chapter
def test_a_chapter_is_long_enough_to_teach_and_short_enough_to_read(page: Path) -> None:
    assert 2_500 <= word_count(prose(page)) <= 3_500


@each_chapter
def test_a_chapter_has_a_title_a_licence_and_concepts_of_the_graph(page: Path) -> None:
    head = front_matter(page)
    assert set(head) == {"title", "concepts", "licence"}
    assert f"# {head['title']}\n" in body(page)
    assert head["licence"] == "CC BY 4.0"
    concepts = head["concepts"]
    assert isinstance(concepts, list)
    assert concepts
    assert len(concepts) == len(set(concepts)), "a concept is named twice"
    assert set(concepts) <= concept_ids(), f"unknown concepts: {sorted(set(concepts) - concept_ids())}"


@pytest.mark.parametrize(
    ("words", "sum_"),
    [
        ("At $x = 0$ I get $y = 1$.", "(2*x + 1).subs(x, 0) == 1"),
        ("At $x = 1$ I get $y = 3$, and at $x = 2$ I get $y = 5$.", "[2*q + 1 for q in (1, 2)] == [3, 5]"),
        (r"$x = 10$ should be $1 + 10 \cdot 2 = 21$.", "(2*x + 1).subs(x, 10) == 1 + 10*2 == 21"),
        ("From $(0, 3)$ to $(2, 7)$ the slope is", "solve([b - 3, 2*m + b - 7]) == {b: 3, m: 2}"),
        ("With $w = (2, 3)$, $x = (4, 5)$ and $b = 1$: $8 + 15 + 1 = 24$.", "[2*4, 3*5, 2*4 + 3*5 + 1] == [8, 15, 24]"),
        (r"$\begin{bmatrix} 1 & 2 \\ 2 & 4 \end{bmatrix}$ acts on a plane", "Matrix([[1, 2], [2, 4]]).rank() == 1"),
        (r"has derivative $2(5x + 1) \cdot 5$", "expand(diff((5*x + 1)**2, x) - 2*(5*x + 1)*5) == 0"),
        ("$25x^2 + 10x + 1$ has derivative $50x + 10$.", "expand((5*x + 1)**2) == 25*x**2 + 10*x + 1"),
        ("has derivative $50x + 10$.", "diff(25*x**2 + 10*x + 1, x) == 50*x + 10"),
        ("$(3, 4)$ and $(-4, 3)$ are orthogonal", "Matrix([3, 4]).dot(Matrix([-4, 3])) == 0"),
        ("each has length $5$", "Matrix([3, 4]).norm() == 5 == Matrix([-4, 3]).norm()"),
        ("the variance is times $4$", "2**2 == 4"),
    ],
)
def test_every_sum_in_a_note_is_right(words: str, sum_: str) -> None:
    assert any(words in body(note) for note in NOTES), "these words stand in no note"
    ((_, value),) = evaluate((sum_,))
    assert str(value) == "True"


@pytest.mark.parametrize("page", NOTES, ids=by_name)
def test_a_note_is_short_dated_and_tagged(page: Path) -> None:
    head = front_matter(page)
    assert set(head) == {"title", "date", "tags"}
    assert 250 <= word_count(body(page)) <= 500
    assert not COMMENT.search(body(page)), "a learner's own note holds no comments for machines"
    assert "[[" not in re.sub(r"\$[^$\n]*\$", "", prose(page)), "a wiki link"


@each_chapter
def test_headings_go_down_one_step_at_a_time(page: Path) -> None:
    depths = [len(marks) for marks in re.findall(r"^(#+) ", prose(page), re.MULTILINE)]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert max(depths) <= 3
    assert all(deeper - depth <= 1 for depth, deeper in pairwise(depths))


@each_chapter
def test_a_paragraph_can_be_read_aloud_in_one_go(page: Path) -> None:
    for line in prose(page).splitlines():
        assert word_count(line) <= 120, f"too long: {line[:60]}"


@each_page
def test_every_dollar_sign_balances(page: Path) -> None:
    text = prose(page)
    assert text.count("$$") == 2 * len(DISPLAY.findall(text)), "display maths stands alone, $$ above and below"
    for line in DISPLAY.sub("", text).splitlines():
        assert line.count("$") % 2 == 0, f"a dollar sign without its partner: {line[:80]}"
        assert not re.search(r"\$\s*\$", line), f"an empty formula: {line[:80]}"


@each_page
def test_every_formula_keeps_to_what_katex_knows(page: Path) -> None:
    for formula in maths(prose(page)):
        unknown = {command for command in COMMAND.findall(formula) if not KATEX_COMMANDS.fullmatch(command)}
        assert not unknown, f"{formula}: KaTeX may not know {sorted(unknown)}"
        assert set(ENVIRONMENT.findall(formula)) <= KATEX_ENVIRONMENTS, formula
        assert formula.count(r"\begin{") == formula.count(r"\end{"), f"an environment is left open: {formula}"
        bare = formula.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}"), f"braces do not balance: {formula}"
        assert formula.count(r"\left") == formula.count(r"\right"), formula


@each_page
def test_no_maths_command_stands_outside_of_maths(page: Path) -> None:
    words = INLINE.sub("", DISPLAY.sub("", prose(page)))
    assert not re.search(r"\\[A-Za-z]", words), "a LaTeX command outside of dollar signs"


@each_page
def test_there_is_no_html_no_image_and_no_link(page: Path) -> None:
    words = INLINE.sub("", DISPLAY.sub("", prose(page)))
    assert not re.search("<!--|-->", words), "a comment is left open"
    assert not re.search(r"<\s*[/A-Za-z]", words), "HTML outside of a comment"
    assert not re.search(r"\]\(|https?://", words), "a link or an image"
