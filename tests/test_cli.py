"""The command line as other programs rely on it: shapes, exit codes, batches, and a full walk through install to review."""

from __future__ import annotations

import json
import sys

import pytest

from tests.conftest import ROOT, answer, small_pdf

NOTE = (
    "# Rank\n\nThe rank of a matrix is the number of its independent columns.\n\n## Kernel\n\nThe kernel is what goes to zero.\n"
)
CITATION = {"source", "title", "section", "page", "label", "start", "end", "quote"}


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.mark.sweep
def test_ingest_reports_every_file_with_exactly_one_status(run, note, tmp_path):
    bad, book = tmp_path / "bad.pdf", tmp_path / "book.pdf"
    bad.write_bytes(b"nothing")
    book.write_bytes(small_pdf([["The trace is the sum of the diagonal entries of a matrix."]]))
    done = run("ingest", str(note), str(bad), str(book), "--json")
    sources = answer(done)["sources"]
    assert done.returncode == 0
    assert [s["status"] for s in sources] == ["ok", "damaged", "ok"]
    assert all(
        set(s) == {"path", "id", "title", "status", "pages", "sections", "passages", "formulas", "problems"} for s in sources
    )
    assert sources[0]["path"] == str(note)
    assert answer(run("ingest", str(note), "--json"))["sources"][0]["status"] == "unchanged"


@pytest.mark.sweep
def test_ingest_of_nothing_usable_is_exit_2_with_one_sentence(run, tmp_path):
    assert run("ingest", str(tmp_path / "nowhere.pdf")).returncode == 2
    done = run("ingest")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--bundled" in done.stderr


@pytest.mark.sweep
def test_the_whole_way_from_the_terminal(run, tmp_path):
    home = tmp_path / "learner"
    assert run("ingest", "--bundled", "--json", home=home).returncode == 0

    asked = run("ask", "What is the rank of a matrix?", "--json", home=home)
    said = answer(asked)
    assert asked.returncode == 0
    assert set(said) >= {"question", "standing", "claims", "formulas", "concepts", "nearest"}
    assert said["standing"] == "quoted"
    for claim in said["claims"]:
        assert set(claim) >= {"text", "standing", "citations"}
        assert all(set(c) == CITATION for c in claim["citations"])

    refused = run("ask", "tell me about medieval pottery", "--json", home=home)
    assert (refused.returncode, answer(refused)["standing"], answer(refused)["claims"]) == (1, "not_covered", [])

    quiz = answer(run("quiz", "--topic", "rank", "-n", "2", "--seed", "7", "--json", home=home))
    assert quiz["seed"] == 7
    fields = {"id", "concept", "kind", "prompt", "options", "key", "solution", "proof", "misconceptions"}
    assert all(set(q) >= fields and q["proof"]["verdict"] for q in quiz["questions"])

    sealed = answer(run("quiz", "--topic", "rank", "-n", "2", "--seed", "7", "--sealed", "--json", home=home))
    assert [q["id"] for q in sealed["questions"]] == [q["id"] for q in quiz["questions"]]
    assert all("key" not in q and "key_latex" not in q and "solution" not in q for q in sealed["questions"])

    first = quiz["questions"][0]
    start, later = "2026-03-01T08:00:00+00:00", "2026-03-08T08:00:00+00:00"
    nonsense = answer(run("mark", first["id"], "two ((", "--json", "--now", start, home=home))
    assert (nonsense["grade"], nonsense["due"]) == ("unreadable", None)
    assert answer(run("weak", "--json", home=home))["weak_spots"] == []

    wrong = run("mark", first["id"], "99", "--json", "--now", start, home=home)
    marked = answer(wrong)
    assert (wrong.returncode, marked["grade"]) == (1, "wrong")
    assert set(marked) >= {"grade", "why", "misconception", "solution", "due"}

    right = run("mark", first["id"], first["key"], "--json", "--now", "2026-03-01T09:00:00+00:00", home=home)
    assert (right.returncode, answer(right)["grade"]) == (0, "right")

    weak = answer(run("weak", "--json", "--now", later, home=home))["weak_spots"]
    assert [w["concept"] for w in weak] == [first["concept"]]
    due = answer(run("due", "--json", "--now", later, home=home))["due"]
    assert [d["concept"] for d in due] == [first["concept"]]


@pytest.mark.sweep
def test_the_same_seed_gives_the_same_quiz_in_another_process(run):
    one, two, other = (run("quiz", "-n", "6", "--seed", s, "--json").stdout for s in ("3", "3", "4"))
    assert one == two != other


@pytest.mark.sweep
def test_a_batch_answers_every_line_in_order_and_says_what_a_bad_line_needs(run, note):
    run("ingest", str(note))
    lines = [{"query": "independent columns", "k": 1}, {"wrong": 1}, {"query": "kernel", "k": 1}]
    done = run("find", "--batch", "-", stdin="\n".join(map(json.dumps, lines)) + "\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [r.get("query") for r in rows] == ["independent columns", None, "kernel"]
    assert "query" in rows[1]["error"]
    assert rows[0]["passages"][0]["section"] == ["Rank"]
    assert set(rows[0]["passages"][0]) == CITATION - {"quote"} | {"text", "score", "why"}


@pytest.mark.sweep
def test_a_batch_of_marks_is_marked_in_order(run):
    questions = answer(run("quiz", "-n", "3", "--seed", "5", "--json"))["questions"]
    lines = [{"question_id": q["id"], "typed": q["key"]} for q in questions]
    done = run("mark", "--batch", "-", stdin="\n".join(map(json.dumps, lines)))
    assert [json.loads(line)["grade"] for line in done.stdout.splitlines()] == ["right"] * 3


def test_a_problem_is_solved_in_checked_steps(run):
    done = run("solve", "eigenvalues of [[2,1],[1,2]]", "--json")
    solved = answer(done)
    assert done.returncode == 0
    assert set(solved) >= {"answer", "kind", "steps"}
    assert solved["kind"] == "set"
    assert all(set(step) == {"says", "latex", "checked"} and step["checked"] for step in solved["steps"])
    assert run("solve", "the meaning of life").returncode == 2


@pytest.mark.sweep
def test_a_formula_is_explained_in_layers(run):
    done = run("explain", "y = mx + b", "--context", "where m is the slope and b is the intercept", "--json")
    said = answer(done)
    assert done.returncode == 0
    fields = {"spoken", "complete", "unread", "ambiguous", "meaning", "symbols", "parts", "name", "shapes", "example", "grows"}
    assert set(said) >= fields
    assert said["meaning"].startswith("the output y is found by taking the slope m, multiplying it by the input x, and adding")
    assert {s["symbol"]: s["origin"] for s in said["symbols"]}["m"] == "text"
    assert (said["name"], said["form_of"]) == ("slope-intercept form of a line", None)
    assert said["name_of"] == {"start": 0, "end": len("y = mx + b"), "whole": True}
    (taken,) = answer(run("explain", r"y = x(t)", "--json"))["ambiguous"]
    assert (taken["readings"], taken["neutral"]) == (["x of t", "x times t"], True)
    assert taken["says"].endswith("are true whichever is meant.")
    assert "x(t) can be read in two ways: x of t, or x times t" in " ".join(run("explain", "y = x(t)").stdout.split())
    unread = run("explain", r"\frobnicate{x} = 3", "--json")
    assert (unread.returncode, answer(unread)["complete"]) == (1, False)


def test_an_answer_is_checked_without_being_logged(run):
    right = answer(run("check", "--kind", "number", "--key", "1/2", "0.5", "--json"))
    assert set(right) >= {"grade", "why", "misconception"}
    assert right["grade"] == "right"
    shapes = ("--kind", "matrix_expression", "--shapes", '{"A": [3, 2], "b": [3, 1]}', "--key", "(A^T A)^{-1} A^T b")
    assert answer(run("check", *shapes, "A^{-1} b", "--json"))["grade"] != "right"
    assert run("check", "--kind", "poem", "--key", "1", "1").returncode == 2


def test_nothing_found_is_exit_1(run):
    done = run("find", "rank", "--json")
    assert (done.returncode, answer(done)["passages"]) == (1, [])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ask", ""), "question"),
        (("mark", "no-such-question", "1"), "question"),
        (("mark", "rank_of_matrix.1.1"), "typed"),
        (("quiz", "--topic", "medieval pottery"), "topic"),
        (("due", "--now", "yesterday"), "time"),
        (("find", "--batch", "/no/such/file"), "file"),
        (("forget", "nothing"), "source"),
    ],
)
def test_what_cannot_be_used_is_exit_2_and_one_sentence(run, words, says):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_exit_3_one_sentence_and_a_log(run, tmp_path):
    home = tmp_path / "broken"
    home.mkdir()
    (home / "library.db").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    done = run("books", home=home)
    assert done.returncode == 3
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_the_doctor_names_what_is_missing_and_the_line_that_mends_it(run):
    done = run("doctor", "--json")
    findings = {f["name"]: f for f in answer(done)["findings"]}
    assert done.returncode == 1  # the library is still empty
    assert findings["library"]["mend"] == "tutor ingest --bundled"
    assert all(f["ok"] for name, f in findings.items() if name != "library")


@pytest.mark.sweep
def test_the_shelf_is_checked_and_rebuilt(run, note):
    run("ingest", str(note))
    assert answer(run("shelf", "--check", "--json"))["ok"]
    assert answer(run("shelf", "--rebuild", "--json"))["rebuilt"]


def test_the_command_is_installed_under_its_name():
    from importlib.metadata import entry_points

    scripts = [e for e in entry_points(group="console_scripts") if e.name == "tutor"]
    if not scripts:
        pytest.skip("the package is not installed here, only checked out")
    assert scripts[0].value == "tutor.__main__:main"


def test_nothing_leaves_the_machine(run, note, tmp_path):
    """Ingest and ask with every outgoing connection forbidden from the inside of Python."""
    guard = tmp_path / "sitecustomize.py"
    guard.write_text(
        "import sys\n"
        "def watch(event, args):\n"
        "    if event == 'socket.connect' and args[1] and args[1][0] not in ('127.0.0.1', '::1', 'localhost'):\n"
        "        raise SystemExit(f'tried to reach {args[1]}')\n"
        "    if event == 'socket.getaddrinfo' and args[0] not in (None, 'localhost', '127.0.0.1', ''):\n"
        "        raise SystemExit(f'tried to look up {args[0]}')\n"
        "sys.addaudithook(watch)\n"
    )
    env = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    assert run("ingest", str(note), env=env).returncode == 0
    done = run("ask", "what is the rank of a matrix", env=env)
    assert done.returncode == 0, done.stderr


def test_the_guard_of_the_last_test_can_fail(run, tmp_path):
    import subprocess

    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.addaudithook(lambda e, a: sys.exit('caught') if e == 'socket.getaddrinfo' else None)\n"
    )
    code = "import socket; socket.getaddrinfo('example.org', 80)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert "caught" in done.stderr
