"""The companion is right and keeps its form: every heading a question, answered outright in a paragraph that stands alone.

The `check:` comments are evaluated as those of the chapters are (tests/test_corpus.py says why that is acceptable).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.test_corpus import (
    COMMENT,
    CORPUS,
    DISPLAY,
    ENVIRONMENT,
    INLINE,
    KATEX_COMMANDS,
    KATEX_ENVIRONMENTS,
    body,
    checks,
    evaluate,
    front_matter,
    maths,
    prose,
    word_count,
)
from tutor.concepts.graph import load
from tutor.maths.claims import Verdict, claims

BOOKLETS = sorted((CORPUS / "companion").glob("*.md"))
COMMAND = re.compile(r"\\([A-Za-z]+|.)")
LABELS = {"Picture.", "Simple.", "With numbers.", "Formal.", "Common mistake."}
LEANS = re.compile(r"(This|These|That|It|Its|They|So|But|Here|Because|You|If you|And|However|Thus|Then)\b")
# What KaTeX draws beyond the commands of the chapters; seen drawn before it was added.
MORE_COMMANDS = re.compile(
    "Delta|Gamma|Lambda|Omega|Phi|Sigma|approx|arccos|bar|cdots|chi|epsilon|eta|exists|forall|iff|implies|kappa|lVert|rVert|gets|langle|rangle"
    "|leftarrow|leftrightarrow|lfloor|rfloor|mapsto|mathcal|mathrm|neq|odot|perp|phi|pi|rho|sim|subseteq|tan|tanh|tau|tilde|varepsilon"
)

each_booklet = pytest.mark.parametrize("page", BOOKLETS, ids=lambda page: page.stem)


def sections(page: Path) -> list[tuple[str, list[str]]]:
    """(question, paragraphs) of every section, without its checks."""
    found = []
    for part in re.split(r"^### ", prose(page), flags=re.MULTILINE)[1:]:
        question, _, rest = part.partition("\n")
        rest = re.split(r"^## ", rest, flags=re.MULTILINE)[0]
        found.append((question, [text for text in re.split(r"\n\s*\n", rest) if text.strip()]))
    return found


def test_the_companion_speaks_of_every_idea_of_the_graph() -> None:
    named = Counter(one for page in BOOKLETS for one in front_matter(page)["concepts"])  # type: ignore[attr-defined]
    assert set(named) == set(load().concepts)
    assert [one for one, times in named.items() if times > 1] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(question.lower() for page in BOOKLETS for question, _ in sections(page))
    assert len(asked) > 1_500
    assert [question for question, times in asked.items() if times > 1] == []


@each_booklet
def test_a_booklet_has_a_title_a_licence_and_questions_for_headings(page: Path) -> None:
    head = front_matter(page)
    assert set(head) == {"title", "concepts", "licence"}
    assert f"# {head['title']}\n" in body(page)
    assert head["licence"] == "CC BY 4.0"
    assert [question for question, _ in sections(page) if not question.endswith("?")] == []


@each_booklet
def test_every_question_is_answered_outright_by_a_paragraph_that_stands_alone(page: Path) -> None:
    for question, paragraphs in sections(page):
        answer = paragraphs[0]
        assert not answer.startswith(("**", "$$")), question
        assert 12 <= word_count(answer) <= 85, question
        assert not LEANS.match(answer), f"{question}: {answer[:40]}"
        for more in paragraphs[1:]:
            label = re.match(r"\*\*([^*]+)\*\*", more)
            assert more.startswith("$$") or (label and label[1] in LABELS), f"{question}: {more[:40]}"
            assert word_count(more) <= 95, f"{question}: {more[:40]}"


@pytest.mark.sweep
@each_booklet
def test_every_check_of_a_booklet_is_true(page: Path) -> None:
    found = list(checks(body(page)))
    assert len(found) >= 20
    for expressions in found:
        for expression, value in evaluate(expressions):
            assert str(value) == "True" or (":=" in expression and str(value) != "False"), f"not true: {expression}"


@pytest.mark.sweep
@each_booklet
def test_what_a_booklet_claims_is_not_refuted_by_the_maths_room(page: Path) -> None:
    """One section in six, to save time; `python -m eval companion` tries all."""
    turn = BOOKLETS.index(page)
    for question, paragraphs in sections(page)[turn % 6 :: 6]:
        refuted = [claim for claim in claims("\n\n".join(paragraphs), None, ()) if claim.verdict is Verdict.FAILS]
        assert not refuted, f"{question}: {refuted}"


@each_booklet
def test_a_booklet_is_safe_to_render(page: Path) -> None:
    text = prose(page)
    assert text.count("$$") == 2 * len(DISPLAY.findall(text)), "display maths stands alone, $$ above and below"
    for line in DISPLAY.sub("", text).splitlines():
        assert line.count("$") % 2 == 0, f"a dollar sign without its partner: {line[:80]}"
    for formula in maths(text):
        unknown = {c for c in COMMAND.findall(formula) if not KATEX_COMMANDS.fullmatch(c) and not MORE_COMMANDS.fullmatch(c)}
        assert not unknown, f"{formula}: KaTeX may not know {sorted(unknown)}"
        assert set(ENVIRONMENT.findall(formula)) <= KATEX_ENVIRONMENTS, formula
        bare = formula.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}"), f"braces do not balance: {formula}"
        assert len(re.findall(r"\\left\b", formula)) == len(re.findall(r"\\right\b", formula)), formula
    words = INLINE.sub("", DISPLAY.sub("", text))
    assert not re.search(r"\\[A-Za-z]|<!--|-->|<\s*[/A-Za-z]|\]\(|https?://", words), "LaTeX, HTML or a link in the prose"
    assert not COMMENT.search(words)
