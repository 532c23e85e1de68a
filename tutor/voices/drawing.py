"""Which curve a message wants drawn: "plot 1/(1+e^(-x))", "what does the graph of x^2 look like?"

Law of this file: what people type is only turned into LaTeX and read by the maths room; nothing is ever run.
"""

from __future__ import annotations

import re

from tutor.maths.spans import formula_spans

__all__ = ["to_draw"]

_DRAWING = re.compile(r"\b(plot|graph|draw|sketch|curve|looks? like)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(please|can|could|would|you|i|want|to|see|show|me|us|give|what|how|does|do|is|the|a|an|of|for|looks?|like|plot|graph|draw"
    r"|sketch|drawing|picture|curve|function|line|parabola|it|in)\b",
    re.IGNORECASE,
)
_FUNCTIONS = "sin cos tan sinh cosh tanh arcsin arccos arctan exp log ln sqrt".split()
_FUNCTION = re.compile(rf"(?<![\\A-Za-z])({'|'.join(sorted(_FUNCTIONS, key=len, reverse=True))})(?![A-Za-z])")
_WORD = re.compile(r"(?<!\\)\b[A-Za-z]{2,}")
_PRODUCTS = re.compile(r"\b[a-z]{2}\b")  # "mx" is m times x
_LEFT = re.compile(r"\s*(?:[A-Za-z]|\\[A-Za-z]+)\s*(?:\(\s*[A-Za-z]\s*\))?\s*=[^=]+$")
_LONGEST = 200


def to_draw(message: str) -> str:
    r"""The formula whose curve is asked for, as LaTeX with a left side; "" where none is.

    >>> to_draw("plot of y = 2x + 1"), to_draw("draw sin(x)"), to_draw("show me a picture of the chain rule")
    ('y = 2x + 1', 'y = \\sin(x)', '')
    >>> to_draw("plot 1/(1+e^(-x))"), to_draw("what does the graph of $x^2$ look like?")
    ('y = 1/(1+e^{-x})', 'y = x^2')
    """
    if len(message) > _LONGEST or not _DRAWING.search(message):
        return ""
    marked = [span.latex for span in formula_spans(message)]
    written = marked[0] if len(marked) == 1 else "" if marked else _typed(_ASKING.sub(" ", message).strip(" \t\n?!.,:;"))
    if not written or not re.search(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+", "", written)):
        return ""
    if _WORD.search(_PRODUCTS.sub(" ", _FUNCTION.sub(" ", re.sub(r"\\[A-Za-z]+", " ", written)))):
        return ""
    return written if _LEFT.match(written) else "" if "=" in written else f"y = {written}"


def _typed(text: str) -> str:
    """A formula as typed, as LaTeX: functions by their commands, what is raised in braces."""
    text = re.sub(r"\s+", " ", text.replace("**", "^"))
    text = re.sub(r"\bsqrt\s*\(([^()]*)\)", r"\\sqrt{\1}", text)
    text = _FUNCTION.sub(r"\\\1", text)
    text = re.sub(r"\^\s*\(([^()]*)\)", r"^{\1}", text)
    return re.sub(r"\s*\*\s*", r" \\cdot ", text).strip()
