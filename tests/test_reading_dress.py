r"""A formula reads the same however it is dressed: sized brackets, braces around one letter, an environment, a full stop; and its
letters mean the same however the text around sets its formulas apart and ends its lines.

What is checked here needs nobody's judgement: the formulas are those of the books beside the project, each read as it stands and
dressed in another way.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "formulas" / "corpus.jsonl"
_WORDED = re.compile(r"\\(?:text|textrm|textbf|textit|mbox|hbox|operatorname\*?|label|tag|begin|end|mathrm|color|ref|eqref)\b")
_FRAMED = re.compile(r"&|\\\\|\\begin")


def _sized(latex: str) -> str:
    """Round brackets that stretch, where they pair up within their braces and nothing else is stretched."""
    if re.search(r"\\left|[bB]ig|[\[\]&]|\\\\|\\#", latex):
        return latex
    open_in = [0]
    for sign in latex:
        if sign == "{":
            open_in.append(0)
        elif sign == "}" and (len(open_in) < 2 or open_in.pop()):
            return latex
        elif sign in "()":
            open_in[-1] += 1 if sign == "(" else -1
        if open_in[-1] < 0:
            return latex
    return latex.replace("(", "\\left(").replace(")", "\\right)") if not any(open_in) else latex


SIGNS = {
    "leq": "≤", "geq": "≥", "in": "∈", "times": "×", "cdot": "·", "infty": "∞", "to": "→", "neq": "≠", "approx": "≈", "pm": "±",
    "partial": "∂", "nabla": "∇", "sum": "∑", "int": "∫", "alpha": "α", "beta": "β", "lambda": "λ", "sigma": "σ", "theta": "θ",
    "setminus": "∖", "Rightarrow": "⇒", "mapsto": "↦", "langle": "⟨", "rangle": "⟩",
}  # fmt: skip
RAISED = dict(zip("0123456789+-nijTkmxt", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱʲᵀᵏᵐˣᵗ", strict=True))
LOWERED = dict(zip("0123456789+-ijnkmtxps", "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₙₖₘₜₓₚₛ", strict=True))
MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7"}


def _rendered(latex: str) -> str:
    """As a rendered page is copied: bold letters, marks, powers and indices as signs of Unicode."""

    def run(found: re.Match[str], signs: dict[str, str]) -> str:
        inside = found[1] or found[2]
        return "".join(signs[one] for one in inside) if all(one in signs for one in inside) else found[0]

    latex = re.sub(r"\\mathbf\{([A-Za-z])\}", lambda m: unicodedata.lookup(_bold_name(m[1])), latex)
    latex = re.sub(r"\\mathbb\{([RNZCE])\}", lambda m: dict(zip("RNZCE", "ℝℕℤℂ𝔼", strict=True))[m[1]], latex)
    latex = re.sub(r"\\(hat|bar|tilde|vec)\{([A-Za-z])\}", lambda m: unicodedata.normalize("NFC", m[2] + MARKS[m[1]]), latex)
    latex = re.sub(r"\^(?:\{([0-9+\-nijTkmxt]+)\}|([0-9nijTkmxt])(?!\d))", lambda m: run(m, RAISED), latex)
    return re.sub(r"_(?:\{([0-9+\-ijnkmtxps]+)\}|([0-9ijnkmtxps]))", lambda m: run(m, LOWERED), latex)


def _bold_name(letter: str) -> str:
    return f"MATHEMATICAL BOLD {'CAPITAL' if letter.isupper() else 'SMALL'} {letter.upper()}"


PREAMBLE = "".join(rf"\newcommand{{\B{name}}}{{\mathbf{{{name}}}}}" for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DRESSES: dict[str, Callable[[str], str]] = {
    "stretched brackets": _sized,
    "braces around a script": lambda s: re.sub(r"([_^])([A-Za-z0-9])(?![^{}]*\})", r"\1{\2}", s),
    "no braces around a script": lambda s: re.sub(r"([_^])\{([A-Za-z0-9])\}(?![A-Za-z0-9'])", r"\1\2", s),
    "the script above first": lambda s: re.sub(r"_(\{[^{}]*\}|[A-Za-z0-9])\^(\{[^{}]*\}|[A-Za-z0-9])", r"^\2_\1", s),
    "fractions of plain TeX": lambda s: re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"{\1 \\over \2}", s),
    "fonts of plain TeX": lambda s: re.sub(r"\\math(bf|cal)\{([A-Za-z])\}", r"{\\\1 \2}", s),
    "signs of unicode": lambda s: re.sub(r"\\(" + "|".join(SIGNS) + r")(?![A-Za-z])", lambda m: SIGNS[m[1]], s),
    "copied from a rendered page": _rendered,
    "a macro of its own": lambda s: re.sub(r"\\mathbf\{([A-Z])\}", r"\\B\1 ", s) if "\\B" not in s else s,
    "large fractions": lambda s: s.replace("\\frac", "\\dfrac"),
    "display style": lambda s: "\\displaystyle " + s,
    "limits above and below": lambda s: re.sub(r"\\(sum|prod|int)(?=[_^])", r"\\\1\\limits", s),
    "slanted signs": lambda s: re.sub(r"\\leq?\b", r"\\leqslant", s),
    "another bold": lambda s: s if re.search(r"\\mathbf\s*\{?\s*R", s) else s.replace("\\mathbf", "\\boldsymbol"),
    "an equation": lambda s: s if _FRAMED.search(s) else f"\\begin{{equation}} {s} \\end{{equation}}",
    "one aligned line": lambda s: s if _FRAMED.search(s) else f"\\begin{{aligned}} {s} \\end{{aligned}}",
    "a label": lambda s: s if _FRAMED.search(s) else f"{s} \\label{{eq:one}} \\nonumber",
    "a full stop": lambda s: s.rstrip() + "." if s.rstrip()[-1:].isalnum() or s.rstrip()[-1:] in ")}" else s,
    "a comma": lambda s: s.rstrip() + "," if s.rstrip()[-1:].isalnum() or s.rstrip()[-1:] in ")}" else s,
    "lines": lambda s: s if _WORDED.search(s) or "%" in s or "(1)" in s or "\\ " in s else s.replace(" ", "\n"),
    "a remark": lambda s: f"{s} % a remark\n",
    "an empty group": lambda s: re.sub(r"(?<=[a-z0-9)])(?<!\\d[xy])\^2(?!\d)", "{}^2", s) if "\\" not in s else s,
}


@pytest.fixture(scope="module")
def formulas() -> list[tuple[str, str]]:
    if not CORPUS.exists():
        pytest.skip("the corpus of formulas is not beside this repository (../shared/data/formulas/corpus.jsonl)")
    entries = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    whole = [e for e in entries if e["latex"].count("{") == e["latex"].count("}")]
    return [(e["latex"], f"{e['before']} {e['after']}") for e in random.Random(3).sample(whole, 500)]


@pytest.mark.parametrize("dress", DRESSES)
def test_a_formula_reads_the_same_in_another_dress(dress: str, formulas: list[tuple[str, str]]) -> None:
    changed, other = 0, []
    for latex, around in formulas:
        dressed = DRESSES[dress](latex)
        if dressed == latex:
            continue
        changed += 1
        plain, said = read_formula(latex, around).spoken, read_formula(dressed, f"{PREAMBLE} {around}").spoken
        if plain.rstrip(".,") != said.rstrip(".,"):
            other.append((latex, plain, said))
    assert changed
    assert not other


DRAWN = [
    ("y = m x + b", "Here $m$ is the slope, and $b$ is the height of the line at the $i$-th point. So $y = m x + b$."),
    ("f(x) + c(y)", "Let $f$ be a function and let $c$ be a constant. For these we write $f(x) + c(y)$ for short."),
    (r"\ell(\beta)", r"We fit a linear model. The log likelihood $\ell$ of the coefficients is $\ell(\beta)$."),
    (r"x + \sigma", r"Let $x$ be the vector of scores of a normal distribution, so that $x + \sigma$ is larger."),
    ("d + n", "If $n$ is odd, stop. In the end $d$ is the dimension of the space and $d + n$ is what we want."),
    ("E = y - X b", "In a linear regression $X$ is the $n \\times p$ matrix of inputs, and $E = y - X b$ is what is left."),
]
TYPED: dict[str, Callable[[str], str]] = {
    "round brackets": lambda s: re.sub(r"\$([^$]+)\$", r"\\(\1\\)", s),
    "inner blanks": lambda s: re.sub(r"\$([^$]+)\$", r"$ \1 $", s),
    "other line ends": lambda s: s.replace(". ", ".\r\n"),
    "short lines": lambda s: re.sub(r"(?<=[a-z,]) (?=[a-z$])", "\n", s),
    "wide gaps": lambda s: re.sub(r"(?<=[a-z,]) (?=[a-z$])", "  ", s),
}


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("latex", "text"), DRAWN)
def test_letters_mean_the_same_in_a_text_typed_otherwise(latex: str, text: str, typed: str) -> None:
    def told(around: str) -> tuple[object, ...]:
        found = explain_formula(latex, around)
        return found.spoken, [(one.symbol, one.meaning) for one in found.symbols], found.meaning, found.name

    def bare(seen: tuple[object, ...]) -> str:
        return re.sub(r"start=\d+, end=\d+|\s+", " ", str(seen))

    assert bare(told(TYPED[typed](text))) == bare(told(text))
