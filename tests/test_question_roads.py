"""Key and check share no function: read off the code of every template, so that nobody has to take it on trust."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "tutor" / "questions" / "templates"
# What counts, measures and combines numbers is no road of its own.
PLAIN = frozenset(
    """sum zip range len abs max min sorted list tuple set map any all enumerate int float bool str isinstance next dict round
    Fraction startswith endswith strip split count append add index items values join""".split()
)


def drafts() -> Iterator[tuple[str, ast.FunctionDef, dict[str, ast.FunctionDef]]]:
    """Every template function with its name, and the functions of its file."""
    for path in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        beside = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and any("template" in ast.unparse(d) for d in node.decorator_list):
                yield f"{path.stem}.{node.name}", node, beside


def called(node: ast.AST) -> set[str]:
    """Everything called inside a piece of code: functions by name, those of a module with it, methods with a dot."""
    return {name for c in ast.walk(node) if isinstance(c, ast.Call) and (name := _name(c.func)).rsplit(".", 1)[-1] not in PLAIN}


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        module = isinstance(function.value, ast.Name) and function.value.id in ("sp", "math", "itertools")
        return ast.unparse(function) if module else f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else "sum"


def behind(node: ast.AST, function: ast.FunctionDef, beside: dict[str, ast.FunctionDef], *, values: bool) -> set[str]:
    """Everything called by a piece of a template: inside it, in the functions of the file it calls, and, with `values`, where its
    names get their values."""
    seen: set[int] = set()
    names: set[str] = set()

    def visit(piece: ast.AST) -> None:
        if id(piece) in seen:
            return
        seen.add(id(piece))
        for name in called(piece):
            names.add(name)
            if name in beside:
                visit(beside[name])
        if not values:
            return
        used = {n.id for n in ast.walk(piece) if isinstance(n, ast.Name)}
        for step in ast.walk(function):
            if isinstance(step, ast.Assign) and any(
                {n.id for n in ast.walk(t) if isinstance(n, ast.Name)} & used & {"key"} for t in step.targets
            ):
                visit(step.value)

    visit(node)
    return names


def roads(function: ast.FunctionDef, beside: dict[str, ast.FunctionDef]) -> tuple[set[str], set[str], ast.AST]:
    """What the key calls, what the check calls, and the check itself."""
    draft = next(
        c for c in ast.walk(function) if isinstance(c, ast.Call) and ast.unparse(c.func) in ("Draft", "_slipped", "_ordered")
    )
    if ast.unparse(draft.func) != "Draft":
        inner = beside[ast.unparse(draft.func)]
        return roads(inner, beside)
    parts = {k.arg: k.value for k in draft.keywords}
    check = parts["check"]
    if isinstance(check, ast.Name):
        check = next(n for n in ast.walk(function) if isinstance(n, ast.FunctionDef) and n.name == check.id)
    inner_functions = {n.name: n for n in ast.walk(function) if isinstance(n, ast.FunctionDef)}
    known = {**beside, **inner_functions}
    return behind(parts["key"], function, known, values=True), behind(check, function, known, values=False), check


CASES = list(drafts())


@pytest.mark.parametrize(("name", "function", "beside"), CASES, ids=[name for name, _, _ in CASES])
def test_key_and_check_share_no_function(name: str, function: ast.FunctionDef, beside: dict[str, ast.FunctionDef]) -> None:
    key, check, code = roads(function, beside)
    assert key & check == set(), f"{name}: both roads go over {sorted(key & check)}"
    used = {n.id for n in ast.walk(code) if isinstance(n, ast.Name)}
    assert "sp" not in used or name in ALSO_SYMPY, f"{name}: the check leans on SymPy, as the key does"
    assert "key" not in used, f"{name}: the check looks at the key"


# Checks that put numbers into a form drawn as a SymPy expression; the key takes another road through it.
ALSO_SYMPY: frozenset[str] = frozenset()


def test_the_check_for_shared_functions_can_fail() -> None:
    """A planted template whose check computes the key once more is found."""
    code = """
def planted(draw):
    key = secret(draw)
    return Draft(prompt="", key=key, check=lambda c: c.number == secret(draw))
"""
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    key, check, _ = roads(function, {})
    assert key & check == {"secret"}
