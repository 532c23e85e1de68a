"""How people ask for the value of a formula of given matrices, or something of that value, and who answers.

Law of this file: a problem is taken from its first sign to its last, or left to the others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import tutor.maths.steps.elimination as elimination
import tutor.maths.steps.matrix_formula as form
import tutor.maths.steps.matrix_value as matrix_value
import tutor.maths.steps.spectra as spectra
import tutor.maths.steps.systems as systems
from tutor.errors import Unreadable
from tutor.maths.steps.matrix_formula import Formula
from tutor.maths.steps.problem import Group, Problem, Solver, rows_of
from tutor.maths.steps.solution import Ledger, Solution

_LITERAL = re.compile(
    r"\[\s*\[[^\[\]]*\](?:\s*,?\s*\[[^\[\]]*\])*\s*\]|\[[^\[\];]*(?:;[^\[\];]*)+\]"
    r"|\\begin\s*\{(\w*matrix)\}.*?\\end\s*\{\1\}",
    re.DOTALL,
)
_NAMED = re.compile(
    r"\b(?:(?:for|where|with|if|when|let|given|and)\s+)?(?:the\s+)?(?:matri(?:x|ces)\s+)?([A-HJ-SU-Z])\s*=\s*(M_\d)\b"
)
_LEAD = re.compile(
    r"^(?:(?:what\s+is|what\s+are|compute|find|calculate|evaluate|determine|work\s+out|give(?:\s+me)?|multiply\s+out)\s+)?(?:the\s+)?(?:matrix\s+|value\s+of\s+)?",
    re.IGNORECASE,
)
_OUTER = (
    ("determinant", r"det(?:erminant)?", systems.determinant),
    ("trace", r"trace|tr", systems.trace),
    ("rank", r"rank|rk", elimination.rank),
    ("inverse", r"inverse", elimination.inverse),
    ("eigenvalues", r"eigen[\s-]*values?", spectra.eigenvalues),
    ("eigenvectors", r"eigen[\s-]*vectors?", spectra.eigenvectors),
    ("characteristic polynomial", r"characteristic\s+polynomial", spectra.characteristic_polynomial),
)
_JOIN = r"[\s,;.:]*(?:\b(?:for|where|with|if|when|let|given|and)\b[\s,;.:]*)*"


def special(p: Problem) -> Solver | None:
    """Who answers, where a formula of given matrices stands alone or something is asked of it; None otherwise."""
    literals: list[str] = []

    def kept(found: re.Match[str]) -> str:
        literals.append(found.group(0))
        return f" M_{len(literals)} "

    text = _LITERAL.sub(kept, p.text)
    if not literals or len(literals) > 6 or re.search(r"[\[\]{}]", re.sub(r"\^\s*\{[^{}]*\}", "", text)):
        return None
    if re.search(r"[a-z]", "".join(literals).replace("frac", "").split("\\begin")[0]):
        return None
    names: dict[str, str] = {}
    for found in _NAMED.finditer(text):
        names[found[1]] = found[2]
    bare = re.sub(rf"^{_JOIN}|{_JOIN}$", "", _NAMED.sub(" ", text)).strip(" ?.")
    bare = re.sub(r"\s+", " ", re.sub(rf"^{_JOIN}", "", _LEAD.sub("", bare, count=1)))
    topic, worker, inner = "matrix formula", None, bare
    for name, pattern, found_worker in _OUTER:
        if head := re.match(rf"(?:the\s+)?(?:{pattern})\b\s*(?:of\s+)?(?:the\s+)?(?:matrix\s+)?", bare, re.IGNORECASE):
            topic, worker, inner = name, found_worker, bare[head.end() :]
            break
    formula = _formula(inner)
    if formula is None or not form.names(formula) <= {
        *names,
        *names.values(),
        "I",
        *(f"M_{k + 1}" for k in range(len(literals))),
    }:
        return None
    if _is_plain(formula, worker is not None) or not form.names(formula) - {"I"}:
        return None
    used = form.names(formula)
    for letter, literal in names.items():
        if letter not in used and literal not in used:
            return None
    return lambda q: _solved(q, topic, worker, (formula, literals, names))


def _formula(text: str) -> Formula | None:
    """The formula told in signs or in a few words; None where it is not one from end to end."""
    text = text.strip()
    if found := re.match(r"(?:the\s+)?(inverse|transpose)\s+of\s+(?:the\s+)?(?:matrix\s+)?(.*)$", text, re.IGNORECASE):
        inside = _formula(found[2])
        if inside is None:
            return None
        return form.turn(inside) if found[1].lower() == "transpose" else Formula("power", (inside,), value=Fraction(-1))
    text = re.sub(r"\s+(?:times|multiplied\s+by)\s+", " * ", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\s+transposed?$", "^T", re.sub(r"\s+plus\s+", " + ", re.sub(r"\s+minus\s+", " - ", text)), flags=re.IGNORECASE
    )
    if re.search(
        r"(?<![A-Za-z_])[a-z]|[A-Za-z]{2,}(?<!\\top)(?![A-Z_])",
        re.sub(r"\\top|\\cdot|\\times", "", re.sub(r"\b[A-Z]{1,4}\b", "", text)),
    ):
        return None
    try:
        return form.read_formula(re.sub(r"\\cdot|\\times|×|·", "*", text))
    except Unreadable:
        return None


def _is_plain(f: Formula, asked: bool) -> bool:
    """One matrix alone, or two multiplied, added or scaled with nothing asked of them: others know these."""
    if f.kind in ("number", "norm", "length", "apply", "over"):
        return True
    if f.kind == "letter":
        return True
    if asked:
        return False
    if f.kind == "power" and f.value == -1 and f.parts[0].kind == "letter":
        return True
    if f.kind == "turn":
        return f.parts[0].name.startswith("M_")
    flat = all(part.kind in ("letter", "number") for part in f.parts)
    bare = not any(part.name in ("I",) or part.name.isalpha() for part in f.parts)
    return f.kind in ("product", "sum") and len(f.parts) == 2 and flat and bare


def _solved(
    p: Problem, topic: str, worker: matrix_value.Worker | None, told: tuple[Formula, list[str], dict[str, str]]
) -> Solution:
    formula, literals, names = told
    known = {f"M_{k}": rows_of(Group(text, 0, len(text))) for k, text in enumerate(literals, 1)}
    known |= {letter: known[literal] for letter, literal in names.items()}
    formula = _lettered(formula, {literal: letter for letter, literal in names.items()})
    if "I" in form.names(formula):
        sizes = {(len(known[name]), len(known[name][0])) for name in form.names(formula) - {"I"}}
        if len(sizes) != 1 or len(set(next(iter(sizes)))) != 1:
            raise Unreadable("How large is I here? — write it out, such as [[1, 0], [0, 1]].")
        size = next(iter(sizes))[0]
        known["I"] = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    ledger = p.ledger(topic)
    if worker is None:
        return matrix_value.conclude(ledger, _shown(ledger, formula, known, names), known)
    return matrix_value.asked_of(ledger, _shown(ledger, formula, known, names), known, worker)


def _shown(ledger: Ledger, formula: Formula, known: dict[str, list[list[Fraction]]], names: dict[str, str]) -> Formula:
    """Matrices typed without a name get one: A, B, C in order, beside the names that were given."""
    free = [letter for letter in "ABCDEF" if letter not in names]
    changed = {name: free.pop(0) for name in sorted(form.names(formula)) if name.startswith("M_")}
    for old, new in changed.items():
        known[new] = known[old]
    matrix_value.write_down(ledger, known, sorted(form.names(_lettered(formula, changed)) - {"I"}))
    return _lettered(formula, changed)


def _lettered(f: Formula, changed: dict[str, str]) -> Formula:
    if f.kind == "letter":
        return replace(f, name=changed.get(f.name, f.name)) if not f.name.startswith("M_") or f.name in changed else f
    return replace(f, parts=tuple(_lettered(part, changed) for part in f.parts))
