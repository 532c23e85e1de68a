r"""The letters a text speaks of, as they are written: $x$; $x, y$; $x_1, \dots, x_n$; $x \in R^n$; $f(x)$."""

from __future__ import annotations

import re

from tutor.maths.sizes import Size, size_in_formula
from tutor.maths.unicode_signs import with_commands

_MARKED = re.compile(
    r"(?:\\(?:mathbf|mathbb|mathcal|mathrm|boldsymbol|bm|hat|bar|tilde|vec|widehat|overline|textrm|text|mathsf|operatorname|widetilde|mathscr|mathit)\s*\{?\s*)*"
    r"\\?[A-Za-z]+\}*(?:\s*(?:[_^]\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\?[A-Za-z]+|\d|\*)|'))*"
)
_RELATIONS = re.compile(
    r"=|<|>|\\(?:leq?|geq?|neq?|to|rightarrow|sim|approx|subset|cdot|times|frac|sum|int|sqrt|begin|left|log|exp|nabla|partial)(?![a-zA-Z])|\+|-"
)
_BOUNDED = re.compile(r"\s*(?:>|<|\\geq?|\\leq?|\\neq?)(?![a-zA-Z])\s*[01]\s*$")  # k > 0
_FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|textrm|text|mathit|pmb|mathsf|bf)\b\s*|[{}\s]|\\,|\\!")

_ALIKE = (("\\top", "T"), ("\\intercal", "T"), ("\\varepsilon", "\\epsilon"), ("\\widehat", "\\hat"), ("\\overline", "\\bar"),
    ("'", "\\prime"))  # fmt: skip


def same_symbol(latex: str) -> str:
    r"""A symbol without fonts, spaces and needless braces, to compare two spellings of it.

    >>> same_symbol(r"\mathbf{x}_{i}"), same_symbol("x_i")
    ('x_i', 'x_i')
    """
    text = _FONTS.sub("", with_commands(latex))
    for other, usual in _ALIKE:
        text = text.replace(other, usual)
    return text


def symbols_in(latex: str) -> tuple[tuple[str, Size | None], ...]:
    r"""The symbols a short formula is made of: x; x, y; x_1, ..., x_n; x in R^n; f(x); () for anything else."""
    latex = with_commands(latex)
    left, sign, right = latex.rstrip(".,; ").partition("\\in")
    if sign and right[:1].isalpha():  # \int, \infty
        left, sign, right = latex, "", ""
    size = size_in_formula(right) if sign else None
    left = _BOUNDED.sub("", left) if not sign else left
    left = left.partition(":")[0].partition("\\colon")[0].strip()
    if len(left) > 40 or _RELATIONS.search(re.sub(r"[_^]\{[^{}]*\}", "", left)):
        return ()
    found = []
    for piece in re.split(r",(?![^{(]*[})])", left):
        if piece.strip().startswith("("):
            return ()  # "the sequence $(e_n), n \in \Lambda$": the letter in it is not the sequence
        piece = re.sub(r"\((?=[^()]*[A-Za-z])(?:[^()|]{1,30})\)$", "", piece.strip()) if "\\mid" not in piece else piece
        if re.fullmatch(r"\\[lc]?dots[bcmi]?|\.\.\.|…|", piece):
            continue
        if not _is_symbol(piece):
            return ()
        found.append((piece, size))
    return tuple(found)


def _is_symbol(piece: str) -> bool:
    if re.match(r"\\(?:max|min|log|ln|exp|sin|cos|tan|det|lim|sup|inf|arg|dim|ker|sum|int)(?![a-zA-Z])", piece):
        return False
    if not _MARKED.fullmatch(piece) and not re.fullmatch(r"[α-ωΑ-Ω](?:_\w)?", piece):
        return False
    bare = re.sub(r"[_^].*", "", _FONTS.sub("", piece))
    letters = re.sub(r"\\(?:hat|bar|tilde|vec|mathcal|mathbb|widehat|overline|operatorname|mathscr|widetilde)", "", bare)
    named = piece.startswith(("\\mathrm", "\\text", "\\operatorname")) and len(letters) <= 6
    if letters in ("\\prod", "\\sum", "\\int", "\\nabla", "\\partial", "\\odot", "\\mathbb"):
        return False
    return letters.startswith("\\") or len(letters.strip("\\'")) == 1 or named
