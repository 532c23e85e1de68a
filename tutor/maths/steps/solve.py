"""From a problem as typed to its worked solution."""

from __future__ import annotations

import re
from dataclasses import replace

import tutor.maths.steps.asked.algebra as ask_algebra
import tutor.maths.steps.asked.calculus as ask_calculus
import tutor.maths.steps.asked.chance as ask_chance
import tutor.maths.steps.asked.counts as ask_counts
import tutor.maths.steps.asked.data as ask_data
import tutor.maths.steps.asked.descent as ask_descent
import tutor.maths.steps.asked.distributions as ask_distributions
import tutor.maths.steps.asked.everyday as ask_everyday
import tutor.maths.steps.asked.functions as ask_functions
import tutor.maths.steps.asked.lengths as ask_lengths
import tutor.maths.steps.asked.limits as ask_limits
import tutor.maths.steps.asked.matrix_gradient as ask_matrix_gradient
import tutor.maths.steps.asked.matrix_value as ask_matrix_value
import tutor.maths.steps.asked.plain as ask_plain
import tutor.maths.steps.asked.vectors as ask_vectors
from tutor.errors import Unreadable
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.steps.dropped import is_all_read
from tutor.maths.steps.problem import problem
from tutor.maths.steps.solution import Solution
from tutor.maths.steps.told import retold

EXAMPLES: tuple[str, ...] = (
    "row reduce [[1, 2, 3], [4, 5, 6], [7, 8, 10]]",
    "what is the rank of [[1, 2], [2, 4]]?",
    "kernel and image of [[1, 2, 3], [2, 4, 6], [1, 0, 1]]",
    "find the inverse of [1 2; 3 4]",
    "determinant of [[2, 0, 1], [1, 3, 2], [1, 1, 1]]",
    "trace of [[1, 2], [3, 4]]",
    "solve [[1, 2], [3, 4]] x = (5, 6)",
    "solve x + y = 3, x - y = 1",
    "LU of [[2, 1], [4, 5]]",
    "eigenvalues of [[2, 1], [1, 2]]",
    "eigenvectors of [[2, 1], [1, 2]]",
    "diagonalise [[4, 1], [2, 3]]",
    "SVD of [[3, 0], [4, 5]]",
    "singular values of [[1, 2], [3, 4]]",
    "characteristic polynomial of [[2, 1], [1, 2]]",
    "is [[2, 1], [1, 2]] positive definite?",
    "Cholesky of [[4, 2], [2, 3]]",
    "project (1, 2, 3) onto (1, 1, 0)",
    "project (1, 2, 3) onto the span of (1, 0, 0) and (1, 1, 1)",
    "Gram-Schmidt on (1, 1, 0), (1, 0, 1)",
    "coordinates of (3, 1) in the basis (1, 1), (1, -1)",
    "change of basis from {(1, 0), (0, 1)} to {(1, 1), (1, -1)}",
    "least squares [[1, 0], [1, 1], [1, 2]] x = (1, 2, 4)",
    "fit a line to (0, 1), (1, 3), (2, 4)",
    "dot product of (1, 2, 3) and (4, 5, 6)",
    "norm of (3, 4)",
    "angle between (1, 0) and (1, 1)",
    "distance between (1, 2) and (4, 6)",
    "differentiate sin(x^2) e^x",
    "d/dx ln(3x + 1)",
    "derivative of x^3 at x = 2",
    "partial derivative of x^2 y + sin(y) with respect to y",
    "gradient of x^2 y + y^3 at (1, 2)",
    "directional derivative of x^2 y at (1, 2) in the direction (3, 4)",
    "Jacobian of (x^2 y, x + y)",
    "Hessian of f(x, y) = x^2 y + y^3",
    "critical points of x^3 + y^3 - 3xy",
    "Taylor polynomial of e^x around 0 of degree 3",
    "limit of sin(x)/x as x -> 0",
    "two gradient descent steps on x^2 + 2y^2 from (1, 1) with step 0.1",
    "three Newton steps on x^2 - 2 from 1",
    "prevalence 1%, sensitivity 90%, false positive rate 5%",
    "P(disease) = 0.01, sensitivity 0.9, specificity 0.95, positive",
    "total probability with weights (0.5, 0.5) and conditionals (0.1, 0.3)",
    "expectation of 0, 1, 2 with probabilities 1/4, 1/2, 1/4",
    "variance of X with P(X = 0) = 1/4, P(X = 1) = 3/4",
    "P(X = 3) for X ~ Bin(10, 0.3)",
    "probability of at least 2 heads in 5 tosses of a fair coin",
    "entropy of (1/2, 1/4, 1/4) in bits",
    "cross-entropy of (1/2, 1/2) and (1/4, 3/4)",
    "KL((1/2, 1/2) || (1/4, 3/4))",
    "mle of an exponential for 2, 3, 7",
    "[[1, 2], [3, 4]] times [[0, 1], [1, 0]]",
    "transpose of [[1, 2, 3], [4, 5, 6]]",
    "outer product of (1, 2) and (3, 4)",
    "cross product of (1, 2, 3) and (4, 5, 6)",
    "are (1, 2), (2, 4) linearly independent?",
    "inverse of [[a, b], [c, d]]",
    "eigenvalues of [[a, b], [b, a]]",
    "solve x^2 - 5x + 6 = 0",
    "softmax of (1, 2, 3)",
    "sigmoid of 2",
    "z-score of 85 with mean 70 and sd 10",
    "covariance of (1, 2, 3) and (2, 4, 7)",
    "correlation of (1, 2, 3) and (2, 4, 7)",
    "mean and variance of 2, 4, 4, 4, 5, 5, 7, 9",
    "P(A and B) if P(A) = 0.5 and P(B|A) = 0.2",
    "integrate x^2 from 0 to 3",
    "integral of x e^x dx",
    "maximise x y subject to x + y = 10",
    "PCA of (0, 0), (2, 1), (4, 2), (2, 3)",
    "is x^4 - 2x^2 convex?",
    "chain rule: y = u^2, u = 3x + 1, dy/dx",
    "condition number of [[2, 1], [1, 1]]",
    "convolution of (1, 2, 3) and (0, 1, 1/2)",
    "nullity of a 5x8 matrix of rank 3",
    "det(3A) if det(A) = 2 and A is 2x2",
    "median of 7, 1, 3, 9",
    "cosine similarity of (1, 0) and (1, 1)",
    "[[1, 2], [3, 4]] + [[0, 1], [1, 0]]",
    "value of x^2 + 1 at x = 3",
    "variance of an 8-sided die",
    "mean squared error of (1, 2, 3) and (1, 2, 5)",
    "gradient of x^T A x",
    "gradient of ||Ax - b||^2",
    "A^T A for A = [[1, 2], [3, 4]]",
    "determinant of the inverse of [[1, 2], [3, 4]]",
    "QR of [[3, 1], [4, 2]]",
    "unit vector in the direction of (3, 4)",
    "Frobenius norm of [[1, 2], [3, 4]]",
    "variance of Bin(10, 0.3)",
    "Var(3X + 2) if Var(X) = 4",
    "solve 2x + 1 > 7",
    "solve x + y = 5 for y",
    "integral of e^(-x) from 0 to infinity",
    "2 + 2*3",
)

_FORMS = (
    *ask_vectors.FORMS,
    *ask_functions.FORMS,
    *ask_plain.FORMS,
    *ask_data.FORMS,
    *ask_chance.FORMS,
    *ask_descent.FORMS,
    *ask_limits.FORMS,
    *ask_calculus.FORMS,
    *ask_algebra.FORMS,
)


def solve(problem_typed: str) -> Solution:
    """Work the problem out in checked steps; raises Unreadable with one sentence when it is not understood.

    What was typed is read, never run. A step that fails its check raises StepFailed, a fault of ours, and is never shown.

    >>> solve("trace of [[1, 2], [3, 4]]").answer
    '5'
    >>> solve("sing me a song")
    Traceback (most recent call last):
    tutor.errors.Unreadable: I don't know this kind of problem yet — try for example eigenvalues of [[2, 1], [1, 2]].
    """
    solution = _solved(problem_typed)
    is_all_read(problem_typed, solution, _solved)
    return solution


def _solved(problem_typed: str, first: Solution | None = None) -> Solution:
    """The problem as typed, else said in other words; `first` is the solution of the problem of which this is a changed one."""
    try:
        return _worked(problem_typed, first)
    except Unreadable as unreadable:
        for other in (*retold(problem_typed), *ask_everyday.said_again(problem_typed), *ask_lengths.said_again(problem_typed)):
            try:
                return replace(_worked(other, first), problem=problem_typed)
            except Unreadable:
                continue
        raise unreadable


def _worked(problem_typed: str, first: Solution | None) -> Solution:
    p = problem(problem_typed, first)
    solver = (
        ask_matrix_gradient.special(p)
        or ask_matrix_value.special(p)
        or ask_distributions.special(p)
        or ask_lengths.special(p)
        or ask_everyday.special(p)
        or ask_counts.special(p)
        or ask_plain.special(p)
        or ask_vectors.special(p)
        or ask_algebra.special(p)
    )
    if solver is None:
        solver = next((s for pattern, s in _FORMS if re.search(pattern, p.text, re.IGNORECASE)), None)
    if solver is None:
        raise Unreadable("I don't know this kind of problem yet — try for example eigenvalues of [[2, 1], [1, 2]].")
    try:
        return solver(p)
    except (Undefined, OutsideArithmetic):
        raise Unreadable("Something here divides by zero or has no value — check the numbers.") from None
    except (OverflowError, RecursionError):
        raise Unreadable("This is too large to work out here — try smaller numbers or a shorter form.") from None
