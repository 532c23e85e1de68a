"""Answers as programs print them and as people say them: arrays, rows with blanks, percent, "and", "none", f(x) for y."""

from __future__ import annotations

import pytest

from tutor.maths.answers.grade import Grade
from tutor.maths.answers.judge import judge

R, W, U = Grade.RIGHT, Grade.WRONG, Grade.UNREADABLE
ARRAYS = [
    ("vector", "[1,2]", "array([1, 2])", R), ("vector", "[1,2]", "np.array([1,2])", R), ("vector", "[1,2]", "array([1., 2.])", R), ("vector", "[1,2]", "array([2, 1])", W),
    ("vector", "[1,2]", "np.array([1, 2], dtype=float32)", R), ("vector", "[1,2]", "numpy.array([[1],[2]])", R), ("vector", "[1/2,1]", "torch.tensor([0.5000, 1.0000])", R),
    ("matrix", "[[1,2],[3,4]]", "np.array([[1,2],[3,4]])", R), ("matrix", "[[1,2],[3,4]]", "array([[1, 2],\n       [3, 4]])", R), ("matrix", "[[1,2],[3,4]]", "Matrix([[1, 2], [3, 5]])", W),
    ("matrix", "[[1,2],[3,4]]", "A = np.array([[1,2],[3,4]])", R), ("vector_up_to_scale", "[1,3]", "array([0.31622777, 0.9486833 ])", R), ("set", "{1,3}", "array([3., 1.])", R),
    ("vector", "[a,b]", "array([a, b])", R), ("basis", "{(1,0),(0,1)}", "array([1, 0]), array([0, 1])", R), ("vector", "[1,2]", "array(1, 2)", U),
]  # fmt: skip
VECTORS = [
    ("vector", "[1,2]", "(1 2)^T", R), ("vector", "[1,2]", "(1 2)", R), ("vector", "[1,2]", "(2 1)^T", W), ("vector", "[-1,1/2]", "(-1 0.5)ᵀ", R), ("vector", "[1,-2]", "(1 - 2)", U),
    ("vector", "[1/2,-1]", "1/2(1,-2)", R), ("vector", "[1/2,-1]", "1/2[1,-2]", R), ("vector", "[1/2,-1]", "1/2(1,2)", W), ("matrix", "[[1/3,2/3],[0,1]]", "1/3[[1,2],[0,3]]", R),
    ("matrix", "[[1/3,2/3],[0,1]]", "1/3[[1,2],[0,1]]", W), ("vector", "[1/2,-1]", "-1/2(-1,2)", R), ("expression", "1/(2*(x+1))", "1/2(x+1)", U), ("vector_up_to_scale", "[1,-2]", "1/3(1,-2)", R),
    ("vector", "[1,2,3]", "x=1, y=2, z=3", R), ("vector", "[1,2,3]", "x=1, z=3, y=2", R), ("vector", "[1,2,3]", "x=3, y=2, z=1", W), ("vector", "[1,2]", "x1 = 1, x2 = 2", R), ("vector", "[1,2]", "w_0 = 1 and w_1 = 2", R),
    ("vector", "[1,2]", "x2 = 1, x1 = 2", W), ("vector", "[1,2]", "a = 1, q = 2", U), ("vector", "[1,2]", "x = 1, x = 2", U), ("vector", "[1,2,3]", "x=1, y=2", W),
    ("matrix", "[[1,0],[0,1]]", "I", W), ("matrix", "[[2,0],[0,2]]", "2I", U), ("matrix", "[[1,2],[3,4]]", "I", W),
]  # fmt: skip
WORDS = [
    ("number", "1/6", "≈0.167", R), ("number", "1/6", "about 0.167", R), ("number", "1/6", "≈ 0.17", W), ("number", "1/6", "approx. 1/6", R), ("number", "0.5", "50 percent", R), ("number", "0.5", "50 per cent", R),
    ("number", "0.5", "5 percent", W), ("number", "50", "50 percent", W), ("set", "{}", "no solution", U), ("set", "{}", "none", R), ("set", "{}", "There are no solutions.", U),
    ("set", "{2}", "none", W), ("set", "{}", "no solution except 2", U), ("set", "{i,-i}", "no real solution", U), ("set", "{3}", "x=3 (double)", U), ("set", "{3}", "3 (multiplicity 2)", U), ("set", "{2}", "2 twice", U),
    ("equation", "y = 2*x+1", "f(x) = 2x+1", R), ("equation", "y = 2*x+1", "y(x) = 1 + 2x", R), ("equation", "z = x^2+y^2", "f(x,y) = x^2+y^2", R), ("equation", "y = 2*x+1", "f(x) = 2x", W), ("equation", "y = 2*x+1", "f(t) = 2x+1", W),
    ("equation", "y = 2*x+1", "x(y) = 2x+1", W), ("equation", "f*x = 1", "f(x) = 1", R),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "key", "typed", "grade"), [*ARRAYS, *VECTORS, *WORDS])
def test_an_answer_typed_as_programs_or_people_write_it(kind: str, key: str, typed: str, grade: Grade) -> None:
    assert judge(kind, key, typed).grade is grade


def test_a_remark_on_how_often_a_value_counts_is_neither_taken_nor_held_against_anyone() -> None:
    assert judge("set", "{3}", "x=3 (double)").why == (
        "I compare the values alone — type each of them once, without 'double', such as 2, 5."
    )
