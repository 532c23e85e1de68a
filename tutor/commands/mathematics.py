"""The verbs about mathematics alone, on the command line: no book and no learner is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console

from tutor import Tutor, show, wire
from tutor.batch import AsJson, Batch, Declared, one_or_batch, terms
from tutor.errors import Unreadable

_out = Console(highlight=False, soft_wrap=False)
_DERIVATION = "derivation"


def explain(
    latex: Annotated[str | None, typer.Argument(help="A formula, in LaTeX or as you would type it: 1/(1+e^-x).")] = None,
    context: Annotated[str, typer.Option("--context", help="The text around it, which says what its symbols mean.")] = "",
    shapes: Annotated[str | None, typer.Option("--shapes", metavar="JSON", help='Sizes, as {"A": [3, 2]}.')] = None,
    printed: Annotated[bool, typer.Option("--printed", help="Read it as a book prints it, to the letter.")] = False,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Say what a formula says: read aloud, in plain English, part by part, on numbers.

    A formula alone on the command line is a learner's: plain signs are taken as LaTeX, e^-x as e^{-x}, and what was taken how is
    said. With --printed, with --context (the words of a book around it) and in a batch it is read to the letter.
    """
    tutor = Tutor()
    declared = terms(Declared(shapes, (), (), None), {}).shapes

    def one(latex: str, context: str = context, shapes: dict | None = None) -> tuple[wire.Json, bool]:
        if printed or context or batch:
            explanation = tutor.explain(latex, context, shapes or declared)
            if not (as_json or batch):
                show.formula(_out, explanation)
                _say(tutor.as_typed(latex).note if not explanation.complete and "\\" in latex else "")
            return wire.formula(explanation), explanation.complete
        return _typed(tutor, latex, shapes or declared, as_json)

    one_or_batch(one, {"latex": latex}, as_json, batch)


def _typed(
    tutor: Tutor, text: str, sizes: Mapping[str, tuple[int | str, int | str]] | None, as_json: bool
) -> tuple[wire.Json, bool]:
    """A formula as a learner typed it; raises Unreadable for words, and for plain signs that make no formula."""
    typed = tutor.as_typed(text)
    if not typed.understood and typed.note and "\\" not in text:
        raise Unreadable(typed.note)
    explanation = tutor.explain_side(typed.latex, "", sizes)
    if not as_json:
        if typed.rewritten:
            _say(f"I read this as  {typed.latex}")
        show.formula(_out, explanation)
        _say(typed.note)
    return wire.formula(explanation) | {"typed": typed.typed, "note": typed.note}, explanation.complete


def _say(sentence: str) -> None:
    """A sentence for people, where there is one."""
    if sentence:
        _out.print(sentence, markup=False)


def solve(
    problem: Annotated[str | None, typer.Argument(help='A problem as you would type it: "eigenvalues of [[2,1],[1,2]]".')] = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Solve a problem step by step, every step checked against the one before."""
    tutor = Tutor()

    def one(problem: str) -> tuple[wire.Json, bool]:
        solution = tutor.solve(problem)
        if not (as_json or batch):
            show.solution(_out, solution)
        return wire.solution(solution), True

    one_or_batch(one, {"problem": problem}, as_json, batch)


def claims(
    text: Annotated[str | None, typer.Argument(help="A text with formulas in it, or one formula.")] = None,
    shapes: Annotated[str | None, typer.Option("--shapes", metavar="JSON", help='Sizes, as {"A": [3, 2]}.')] = None,
    symmetric: Annotated[list[str] | None, typer.Option("--symmetric", help="A symmetric matrix.")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Try every equality and inequality of a text: proved, tested on random instances, failing with a counterexample, or open."""
    tutor = Tutor()
    declared = Declared(shapes, symmetric or (), (), None)

    def one(text: str, **declares: object) -> tuple[wire.Json, bool]:
        told = terms(declared, declares)
        read = text if batch else tutor.typed_text(text)
        tried = tutor.claims(read, told.shapes, told.symmetric)
        if not (as_json or batch):
            show.tried(_out, tried)
        told_as = {"text": read} if read != text else {}  # what the places below count in
        return wire.tried(tried) | told_as, bool(tried) and not any(c.verdict.value == "fails" for c in tried)

    one_or_batch(one, {"text": text}, as_json, batch)


def check(
    typed: Annotated[str | None, typer.Argument(help="The answer as typed.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="number, expression, equation, set, vector, matrix, ..., or derivation")
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="One right form of the answer.")] = None,
    shapes: Annotated[str | None, typer.Option("--shapes", metavar="JSON", help='Sizes, as {"A": [3, 2]}.')] = None,
    symmetric: Annotated[list[str] | None, typer.Option("--symmetric", help="A symmetric matrix.")] = None,
    constants: Annotated[
        list[str] | None, typer.Option("--constants", help="A letter for any constant, as the C of x^2/2 + C.")
    ] = None,
    decimals: Annotated[
        int | None,
        typer.Option(
            "--decimals",
            min=0,
            help="How many decimals are asked for (half up); without it, a decimal of 3 right digits stands for 1/6 or pi.",
        ),
    ] = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Judge an answer by mathematics: every right form counts; what cannot be read is never wrong. Nothing is logged.

    With --kind derivation, TYPED is a derivation with one step to a line (\\n counts as a new line), and the first line that does
    not follow is named; --key is then the words around it, if there are any.
    """
    tutor = Tutor()
    declared = Declared(shapes, symmetric or (), constants or (), decimals)

    def one(typed: str, kind: str, key: str = "", **declares: object) -> tuple[wire.Json, bool]:
        if kind == _DERIVATION:
            followed = tutor.follow(typed.replace("\\n", "\n"), key)
            if not (as_json or batch):
                show.derivation(_out, followed, tutor.graph)
            return wire.derivation(followed, tutor.graph), followed.first_bad is None
        judged = tutor.check(kind, key, typed, terms(declared, declares))
        slip = tutor.slip(kind, key, typed) if judged.grade.value == "wrong" else None
        if not (as_json or batch):
            show.judgement(_out, judged, slip)
        return wire.judgement(judged, slip), judged.grade.value == "right"

    given = {"typed": typed, "kind": kind} if kind == _DERIVATION else {"typed": typed, "kind": kind, "key": key}
    one_or_batch(lambda **fields: one(**({"key": key or ""} | fields)), given, as_json, batch)


COMMANDS = (explain, solve, claims, check)
# A negative answer, -4, is no option; these settings of the command line let it pass.
SETTINGS = {"check": {"ignore_unknown_options": True}, "solve": {"ignore_unknown_options": True}}
