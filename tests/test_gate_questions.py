"""A model's question enters only with a key that is worked out again; garbage gives no question, never a placeholder."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction

import pytest
import typer
from typer.testing import CliRunner

from tutor.commands.gate import COMMANDS
from tutor.maths.answers.judge import Grade, judge
from tutor.voices.gate.foreign import passage_named
from tutor.voices.gate.properties import CHECKS, EQUATIONS, IMPLIES
from tutor.voices.gate.proposed import judge_reply


def item(stem: str, options: list[str], key: object, **more: object) -> dict[str, object]:
    return {"question": stem, "options": options, "key": key, **more}


def verdict(raw: object) -> tuple[str, list[str]]:
    """The verdict on a reply and the text of the key of every question that is kept."""
    found = judge_reply(raw if isinstance(raw, str) else json.dumps(raw))
    for one in found.questions:
        assert len(set(one.options)) == 4
        assert not any(ord(c) < 32 for text in (one.prompt, *one.options, one.explanation) for c in text)
    assert found.why
    return found.verdict.value, [one.options[one.key] for one in found.questions]


SYMMETRIC = item("Which matrix is symmetric?", ["A^T = A", "A^T = -A", "A^T A = I", "det A = 0"], "A^T = A")
TRACE = ("What is the trace of the 2x2 identity matrix?", ["1", "2", "3", "4"])
RANK = ("What is the rank of the 3x3 identity matrix?", ["0", "1", "2", "3"])
SUM = ("What is (2,3)+(4,-1)?", ["(6,2)", "(6,4)", "(8,-3)", "(2,4)"])
DET = ("What is the determinant of [[1,2],[3,4]]?", ["2", "-2", "10", "0"])


# -- the cases of the open systems ----------------------------------------------------------------------------------------
RIVALS = [
    ("null", "reject", []),
    (SYMMETRIC, "accept", ["A^T = A"]),
    ([SYMMETRIC, None, {}, {"question": ""}, item("?", [], "A")], "accept", ["A^T = A"]),
    (item(*TRACE, "the answer is two"), "reject", []),
    (item(*RANK, "three (3)"), "reject", []),
    (item(*RANK, "Cannot be determined"), "reject", []),
    (item(*TRACE, "B"), "accept", ["2"]),
    (item(*SUM, "A"), "accept", ["(6,2)"]),
]


@pytest.mark.parametrize(("raw", "word", "keys"), RIVALS)
def test_the_replies_that_others_ship_wrong(raw, word, keys):
    assert verdict(raw) == (word, keys)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_shuffling_keeps_the_key(order):
    shuffled = [SYMMETRIC["options"][n] for n in order]
    assert verdict(item("Which matrix is symmetric?", shuffled, "A^T = A")) == ("accept", ["A^T = A"])


# -- keys ----------------------------------------------------------------------------------------------------------------
KEYS = [
    ("B", "accept"), ("b", "accept"), ("B)", "accept"), ("(B)", "accept"), ("Option B", "accept"), ("B) -2", "accept"), ("-2", "accept"),
    (1, "accept"), ("$-2$", "accept"), (2, "repaired"), ("A", "repaired"), ("10", "repaired"), ("B) 10", "reject"), ("minus two", "reject"),
    ("the second", "reject"), ("7", "reject"), ("E", "reject"), (9, "reject"), ("", "reject"), (None, "reject"), ([1], "reject"), (True, "reject"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "word"), KEYS)
def test_a_key_is_read_as_letter_place_or_text_and_worked_out_again(key, word):
    assert verdict(item(*DET, key)) == (word, [] if word == "reject" else ["-2"])


def test_two_fields_that_name_different_keys_name_none():
    assert verdict({**item(*DET, "B"), "answer": "C"}) == ("reject", [])
    assert verdict({**item(*DET, "B"), "answer": "-2", "correct_index": 1}) == ("accept", ["-2"])


# -- LaTeX on its way through JSON ------------------------------------------------------------------------------------------
SINGLE = r'{"question": "What is $\frac{1}{2}+\frac{1}{4}$?", "options": ["$\frac{3}{4}$","$\frac{1}{4}$","$\frac{2}{6}$","$\frac{1}{8}$"], "key": "A"}'
MATRIX = r'{"question": "What is the determinant of $\begin{pmatrix}1 & 2 ROW 3 & 4\end{pmatrix}$?", "options": ["-2","2","10","-10"], "key": 0}'
LATEX = [
    (SINGLE, "repaired", [r"$\frac{3}{4}$"]),
    (json.dumps(json.loads(SINGLE)), "repaired", [r"$\frac{3}{4}$"]),
    (SINGLE.replace("\\", "\\\\"), "accept", [r"$\frac{3}{4}$"]),
    (MATRIX.replace("ROW", "\\\\"), "repaired", ["-2"]),
    (MATRIX.replace("ROW", "\\\\").replace("\\begin", "\\\\begin").replace("\\end", "\\\\end"), "repaired", ["-2"]),
    (MATRIX.replace("ROW", "\\\\").replace("\\", "\\\\"), "accept", ["-2"]),
    (SINGLE.replace(r"\frac{1}{2}+", r"\nosuchcommand{1}{2}+"), "reject", []),
    (SINGLE.replace(r"\frac{1}{4}$?", r"\frac{1}{4$?"), "reject", []),
    (SINGLE.replace(r"\frac{1}{4}$?", r"\frac{1}{4}?"), "reject", []),
]


@pytest.mark.parametrize(("raw", "word", "keys"), LATEX)
def test_lost_backslashes_are_put_back_or_the_question_is_dropped(raw, word, keys):
    assert verdict(raw) == (word, keys)


# -- shapes of replies --------------------------------------------------------------------------------------------------------
PROSE = "Sure! Here is one:\n\n**Question 1:** {0}\nA) {1}\nB) {2}\nC) {3}\nD) {4}\n\n**Answer:** B\nExplanation: because."
SHAPES = [
    PROSE.format(DET[0], *DET[1]),
    f"{DET[0]} A) 2 B) -2 C) 10 D) 0\nAnswer: B",
    f"```json\n{json.dumps(item(*DET, 'B'))}\n```\nHope this helps!",
    f"Here you are: {json.dumps({'questions': [item(*DET, 'B')]})}",
    json.dumps({"question": DET[0], "options": dict(zip("ABCD", DET[1], strict=True)), "answer": "B"}),
    json.dumps({"question": DET[0], "options": [{"text": t, "correct": t == "-2"} for t in DET[1]]}),
    json.dumps(item(DET[0], [f"{letter}) {t}" for letter, t in zip("ABCD", DET[1], strict=True)], "B")),
    json.dumps(item(*DET, "B"))[:-1] + ",}",
]


@pytest.mark.parametrize("raw", SHAPES)
def test_the_question_is_found_however_it_is_wrapped(raw):
    assert verdict(raw) == ("accept", ["-2"])


GARBAGE = [
    "", "null", "[]", "{}", "I'd be happy to help!", '{"question": "What is', "[" * 100_000, '{"a":' * 50_000, "A) 1\n" * 5_000, "x" * 10**6,
    '{"error": "overloaded"}', "<html>502</html>", json.dumps(item("", ["1", "2", "3", "4"], "A")), json.dumps(item(*DET, "B"))[:60],
    json.dumps(item(DET[0], ["-2", "-2", "10", "0"], "A")), json.dumps(item(DET[0], ["-2", "-4/2", "10", "0"], "A")),
    json.dumps(item(DET[0], ["-2", "2", "10"], "A")), json.dumps(item(DET[0], ["-2", "2", "10", "0", "7"], "A")),
    json.dumps(item(DET[0], ["-2", "2", "10", "all of the above"], "A")), json.dumps(item(DET[0], ["3", "2", "10", "0"], "A")),
    json.dumps(item(DET[0], ["-2", "2", "10", ""], "A")), json.dumps(item(DET[0], ["Option 1", "Option 2", "Option 3", "Option 4"], "A")),
    json.dumps(item("True or false: 2 + 2 = 4", ["true", "false"], "true")), json.dumps(item("Why is the sky blue?", ["a", "b", "c", "d"], "A")),
    json.dumps(item("What is the determinant of the singular matrix [[1,2],[3,4]]?", DET[1], "B")),
    json.dumps(item("What is two times the determinant of [[1,2],[3,4]]?", ["-2", "-4", "10", "0"], "A")),
    json.dumps(item("What is the trace of two [[1,2],[3,4]]?", ["5", "10", "2", "0"], "A")),
    json.dumps(item("What is the number of eigenvalues of [[2,1],[1,2]]?", ["{1, 3}", "2", "1", "3"], "A")),
    json.dumps(item("What is the variance of 2, 4, 4, 4, 5, 5, 7, 9?", ["4", "32/7", "2", "5"], "A")),
    json.dumps(item("Which matrix is not symmetric?", SYMMETRIC["options"], "B")),
    json.dumps(item("Which matrix is invertible?", ["A^T A = I", r"det A \ne 0", "A = 0", "A^T = A"], "B")),
    json.dumps(item("Which matrix is symmetric?", ["[[1,2],[2,1]]", "[[1,0],[0,1]]", "[[0,1],[2,1]]", "[[1,2],[0,1]]"], "A")),
]  # fmt: skip


@pytest.mark.parametrize("raw", GARBAGE, ids=[g[:40] for g in GARBAGE])
def test_garbage_gives_no_question(raw):
    assert verdict(raw) == ("reject", [])


COMPUTED = [
    ("What is the derivative of $x^2$?", ["$2x$", "$x$", "$x^2$", "$2$"], "$2x$"),
    ("What is the second derivative of x^3?", ["3x^2", "6x", "x^3", "6"], "6x"),
    ("What is the dot product of (1,2,3) and (4,5,6)?", ["32", "30", "28", "(4,10,18)"], "32"),
    ("What are the eigenvalues of [[2,1],[1,2]]?", ["1 and 3", "2 and 2", "1 and 2", "0 and 3"], "1 and 3"),
    ("A fair coin is tossed 5 times. What is the probability of at least 2 heads?", ["13/16", "3/16", "1/2", "5/16"], "13/16"),
    ("What is 2 + 3 * 4?", ["20", "14", "24", "9"], "14"),
    ("Which matrix is symmetric?", ["[[1,2],[2,1]]", "[[1,2],[3,1]]", "[[0,1],[2,1]]", "[[1,2],[0,1]]"], "[[1,2],[2,1]]"),
    ("Which matrix is invertible?", ["A^T A = I", "det A = 0", "A = 0", "A^T = A"], "A^T A = I"),
]


@pytest.mark.parametrize(("stem", "options", "right"), COMPUTED)
@pytest.mark.parametrize("declared", range(4))
def test_whatever_key_is_declared_the_one_shown_is_worked_out(stem, options, right, declared):
    word, keys = verdict(item(stem, options, "ABCD"[declared]))
    assert (word, keys) == ("accept" if options[declared] == right else "repaired", [right])


def test_a_false_explanation_is_dropped_and_a_true_one_kept():
    def said(explanation: str) -> str:
        return judge_reply(json.dumps(item(*DET, "B", explanation=explanation))).questions[0].explanation

    assert said("$1 \\cdot 4 - 2 \\cdot 3 = -2$") == "$1 \\cdot 4 - 2 \\cdot 3 = -2$"
    for lie in ("$1 \\cdot 4 - 2 \\cdot 3 = 2$", "The determinant is always -2.", "\x0crac{1}{2}"):
        assert lie not in said(lie)
        assert "-2" in said(lie)


# -- a gap in words of a page -----------------------------------------------------------------------------------------------------
PAGE = "The rank of a matrix is the number of its independent columns. It is a mistake to think that the rank counts all columns."


def cloze(stem: str, quote: str, key: str, name: str = "p") -> str:
    page = passage_named("p", PAGE)
    raw = item(stem, ["independent", "all", "empty", "long"], key, quote=quote, passage_id=name)
    return judge_reply(json.dumps(raw), [page], {"p": page.id}).verdict.value


def test_a_gap_in_verified_words_enters_and_nothing_else_does():
    whole = PAGE.split(". ")[0] + "."
    assert cloze(whole.replace("independent", "____"), whole, "independent") == "accept"
    assert cloze(whole.replace("independent", "____"), whole, "all") == "repaired"
    assert cloze(whole.replace("independent", "____"), whole, "independent", name="made-up") == "reject"
    assert cloze("The trace of a matrix is the number of its ____ columns.", whole, "independent") == "reject"
    lie = "the rank counts all columns."
    assert cloze(lie.replace("all", "____"), lie, "all") == "reject"


# -- properties -----------------------------------------------------------------------------------------------------------------
SMALL = [
    [[Fraction(a), Fraction(b)], [Fraction(c), Fraction(d)]] for a, b, c, d in itertools.product((-1, 0, 1, 2), repeat=4)
]  # fmt: skip


@pytest.mark.parametrize("one", sorted(EQUATIONS))
def test_what_a_property_brings_with_it_holds_on_every_small_matrix_and_the_rest_fails_on_one(one):
    having = [a for a in SMALL if CHECKS[one](a)]
    assert having
    for other in EQUATIONS:
        always = all(CHECKS[other](a) for a in having)
        assert always is (other == one or other in IMPLIES[one])


# -- the grading pairs of the open systems, through the judge that the gate leans on -----------------------------------------------
PAIRS = [
    ("expression", "2x^2 + 3x + 1", "2x^2 + 3x - 1", False), ("equation", "x = 3", "x = -3", False), ("number", "12", "det(A) = -12", False),
    ("set", "2, 5", "lambda = 2, 3", False), ("number", "3.14150", "3.14159", False), ("expression", "sin(x)", "-sin(x)", False),
    ("vector", "[1, 2, 4]", "[1, 2, 3]", False), ("expression", "n+1", "n-1", False), ("expression", "x*2", "2*x", True),
    ("number", "0.5", "1/2", True), ("equation", "x = 3", "x=3", True), ("expression", "x^2+2x+1", "(x+1)^2", True),
    ("number", "1/sqrt(2)", "sqrt(2)/2", True), ("vector", "(1,2,3)", "[1;2;3]", True), ("equation", "x = 3", "3", True),
    ("number", "-1/2", r"-\frac{1}{2}", True), ("set", "2,5", "5,2", True), ("expression", "exp(x)", "e^x", True),
    ("expression", "0.5*e^x", r"\frac{e^x}{2}", True), ("expression", "1", r"\sin(x)^2+\cos(x)^2", True),
    ("matrix_expression", "Ax", "x^{T}A", False), ("matrix_expression", "B*A", "A*B", False), ("vector", "(6, 2)", "(6,2)", True),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "key", "typed", "right"), PAIRS)
def test_answers_are_judged_by_mathematics(kind, key, typed, right):
    shapes = {"A": (2, 2), "B": (2, 2), "x": (2, 1)} if kind == "matrix_expression" else None
    assert (judge(kind, key, typed, shapes=shapes).grade is Grade.RIGHT) is right


# -- the command -----------------------------------------------------------------------------------------------------------------
def test_the_command_gives_the_verdict_and_the_question():
    app = typer.Typer()
    app.command()(COMMANDS[0])
    good, bad = item(*DET, "B"), item(*RANK, "three (3)")
    done = CliRunner().invoke(app, ["--question", "--json"], input=json.dumps({"raw": json.dumps([good, bad])}))
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (said["verdict"], said["question"]["key"], said["question"]["key_text"]) == ("accept", 1, "-2")
    assert set(said["question"]) == {"prompt", "options", "key", "key_text", "explanation"}
    assert len(said["questions"]) == 1
    assert "key" in said["why"]
    done = CliRunner().invoke(app, ["--question", "--json"], input=json.dumps({"raw": None}))
    assert json.loads(done.stdout) | {"why": ""} == {"verdict": "reject", "question": None, "why": "", "questions": []}
