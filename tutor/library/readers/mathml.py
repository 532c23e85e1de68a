r"""Formulas as trees of elements (MathML in books, OMML in Word) -> LaTeX, for the elements that mathematics mostly uses.

What is not known here is not guessed: the whole formula reads `[formula]`, and the learner sees that something stood there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

LOST = "[formula]"
_DEEPEST = 60
_SIGNS = {
    "−": "-", "×": r"\times ", "⋅": r"\cdot ", "·": r"\cdot ", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ",
    "∈": r"\in ", "∉": r"\notin ", "⊂": r"\subset ", "⊆": r"\subseteq ", "∪": r"\cup ", "∩": r"\cap ", "∞": r"\infty ",
    "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∂": r"\partial ", "∇": r"\nabla ", "→": r"\to ", "⇒": r"\Rightarrow ",
    "⇔": r"\Leftrightarrow ", "↦": r"\mapsto ", "∀": r"\forall ", "∃": r"\exists ", "⊤": r"\top ", "⟂": r"\perp ", "⊥": r"\perp ",
    "±": r"\pm ", "∼": r"\sim ", "∝": r"\propto ", "…": r"\dots ", "⋯": r"\cdots ", "⋮": r"\vdots ", "⋱": r"\ddots ", "∥": r"\|",
    "‖": r"\|", "⟨": r"\langle ", "⟩": r"\rangle ", "√": r"\surd ", "ℝ": r"\mathbb{R}", "ℂ": r"\mathbb{C}", "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}", "ℓ": r"\ell ", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "$": r"\$",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u00a0": " ", "\\": r"\setminus ", "^": r"\hat{}", "′": "'",
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϵϕ",
        "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega epsilon phi".split(),
        strict=True,
    )
)
_ACCENTS = {"^": "hat", "ˆ": "hat", "\u0302": "hat", "¯": "bar", "\u0304": "bar", "\u0305": "bar", "~": "tilde", "˜": "tilde",
            "\u0303": "tilde", "→": "vec", "\u20d7": "vec", "˙": "dot", "\u0307": "dot", "¨": "ddot", "‾": "bar"}  # fmt: skip


class _Unknown(Exception):
    """An element whose meaning is not known here."""


def letters(text: str) -> str:
    r"""The signs of a formula as LaTeX.

    >>> letters("λ≤2")
    '\\lambda \\le 2'
    """
    return "".join(_SIGNS.get(c) if c in _SIGNS else f"\\{_GREEK[c]} " if c in _GREEK else c for c in text.strip())  # type: ignore[misc]


def latex_of(math: Any) -> str:
    """The LaTeX of a MathML element (of BeautifulSoup); LOST when part of it cannot be read."""
    try:
        return _row(math, 0).strip() or LOST
    except _Unknown:
        return LOST


def _children(tag: Any) -> list[Any]:
    return [child for child in tag.children if getattr(child, "name", None)]


def _row(tag: Any, depth: int) -> str:
    if depth > _DEEPEST:
        raise _Unknown
    return "".join(_element(child, depth + 1) for child in _children(tag))


def _element(tag: Any, depth: int) -> str:
    name = tag.name.rpartition(":")[2]
    if name in ("mi", "mn", "mo"):
        text = tag.get_text().strip()
        named = name == "mi" and len(text) > 1 and text.isalpha() and text.isascii()
        return rf"\operatorname{{{text}}}" if named else letters(text)
    if name in ("mtext", "ms"):
        words = tag.get_text().replace("\\", "").replace("$", "").replace("{", "").replace("}", "")
        return rf"\text{{{words}}}" if words.strip() else " "
    if name in ("mrow", "mstyle", "semantics", "mpadded", "math", "mtd", "menclose"):
        return _row(tag, depth)
    if name in ("annotation", "annotation-xml", "mspace", "mphantom"):
        return " "
    parts = [_element(child, depth + 1) for child in _children(tag)] if name not in ("mtable", "mfenced") else []
    if name in _SHAPES and len(parts) == _SHAPES[name][0]:
        return _SHAPES[name][1](parts)
    if name == "msqrt":
        return rf"\sqrt{{{''.join(parts)}}}"
    if name == "mtable":
        rows = (" & ".join(_row(cell, depth + 1).strip() for cell in _children(row)) for row in _children(tag))
        return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"
    if name == "mfenced":
        inner = ",".join(_element(child, depth + 1) for child in _children(tag))
        return rf"\left{letters(tag.get('open', '('))}{inner}\right{letters(tag.get('close', ')'))}"
    raise _Unknown


def _base(latex: str) -> str:
    """What carries a power, in braces where it is more than one letter."""
    bare = latex.strip()
    return bare if re.fullmatch(r"\\[A-Za-z]+|.|\d+", bare) else f"{{{bare}}}"


def _under(parts: Sequence[str]) -> str:
    return f"{parts[0].strip()}_{{{parts[1].strip()}}}"


def _over(parts: Sequence[str]) -> str:
    accent = _accent(parts[1])
    return rf"\{accent}{{{parts[0].strip()}}}" if accent else rf"\overset{{{parts[1].strip()}}}{{{parts[0].strip()}}}"


def _accent(latex: str) -> str:
    """The accent that LaTeX letters stand for, as MathML puts it over a letter."""
    return next((name for sign, name in _ACCENTS.items() if letters(sign).strip() == latex.strip()), "")


_SHAPES: dict[str, tuple[int, Callable[[Sequence[str]], str]]] = {
    "mfrac": (2, lambda p: rf"\frac{{{p[0].strip()}}}{{{p[1].strip()}}}"),
    "msup": (2, lambda p: f"{_base(p[0])}^{{{p[1].strip()}}}"),
    "msub": (2, _under),
    "msubsup": (3, lambda p: f"{p[0].strip()}_{{{p[1].strip()}}}^{{{p[2].strip()}}}"),
    "munder": (2, _under),
    "mover": (2, _over),
    "munderover": (3, lambda p: f"{p[0].strip()}_{{{p[1].strip()}}}^{{{p[2].strip()}}}"),
    "mroot": (2, lambda p: rf"\sqrt[{p[1].strip()}]{{{p[0].strip()}}}"),
}
