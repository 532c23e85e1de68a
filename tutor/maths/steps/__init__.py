"""Worked solutions: `solve("eigenvalues of [[2, 1], [1, 2]]")` gives an answer and its steps, each verified when it is made.

Law: a step that fails its check is never shown, and every answer is checked by a second route that shares no function with the
first. What is typed is read by our own reader and never run.
"""

from tutor.maths.steps.solution import Check, Ledger, Part, Solution, Step, StepFailed
from tutor.maths.steps.solve import EXAMPLES, solve

__all__ = ["EXAMPLES", "Check", "Ledger", "Part", "Solution", "Step", "StepFailed", "solve"]
