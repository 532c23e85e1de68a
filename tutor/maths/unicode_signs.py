r"""Signs of Unicode that LaTeX writes otherwise: x², xᵢ, ½, ℝ, 𝐱, ŷ, ⌊x⌋; so is pasted what a rendered page or a chat shows.

Source of the rules: the character database (compatibility decompositions and names); only the tables below are our own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from tutor.maths.signs import GREEK_LETTERS

MARKS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0306": "breve", "\u0307": "dot",
    "\u0308": "ddot", "\u030c": "check", "\u20d7": "vec"}  # fmt: skip
_FONTS = {"DOUBLE-STRUCK": "mathbb", "BOLD": "mathbf", "SCRIPT": "mathcal", "FRAKTUR": "mathfrak", "BLACK-LETTER": "mathfrak",
    "SANS-SERIF": "mathsf", "MONOSPACE": "mathtt"}  # fmt: skip
_GREEK = GREEK_LETTERS | {"ϵ": "epsilon", "ϑ": "vartheta", "ϕ": "phi", "ϱ": "rho", "ϖ": "pi", "ϰ": "kappa", "ς": "sigma"}
_GREEK_SIGN = re.compile(f"[{''.join(_GREEK)}]")
_STRANGE = re.compile(f"[A-Za-z{''.join(_GREEK)}](?=[{''.join(MARKS)}])|[^\\x00-\\x7f{''.join(_GREEK)}]")
_BEFORE_LETTER = re.compile(f"[{''.join(_GREEK)}](?=[A-Za-z])|∈(?=[A-Za-z])")
_PLAIN = {
    "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "⟦": r"\llbracket", "⟧": r"\rrbracket",
    "⋃": r"\bigcup", "⋂": r"\bigcap", "⋀": r"\bigwedge", "⋁": r"\bigvee", "⨁": r"\bigoplus", "⨂": r"\bigotimes", "∐": r"\coprod",
    "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint", "≔": ":=", "≜": r"\triangleq", "⩽": r"\leqslant", "⩾": r"\geqslant",
    "≦": r"\leqq", "≧": r"\geqq", "≃": r"\simeq", "≍": r"\asymp", "≼": r"\preceq", "≽": r"\succeq", "≢": r"\not\equiv",
    "⊄": r"\not\subset", "⊈": r"\nsubseteq", "⊊": r"\subsetneq", "∋": r"\ni", "∄": r"\nexists", "⊢": r"\vdash", "⊨": r"\models",
    "⟹": r"\Longrightarrow", "⟸": r"\Longleftarrow", "⟺": r"\Longleftrightarrow", "⇐": r"\Leftarrow", "⟶": r"\longrightarrow",
    "⟵": r"\longleftarrow", "⟼": r"\longmapsto", "↑": r"\uparrow", "↓": r"\downarrow", "•": r"\bullet", "⋆": r"\star", "∗": "*",
    "⁄": "/", "∕": "/", "⋮": r"\vdots", "⋱": r"\ddots", "△": r"\triangle", "□": r"\square", "⊖": r"\ominus", "⊎": r"\uplus",
    "∆": r"\Delta", "∠": r"\angle", "ℏ": r"\hbar", "ℵ": r"\aleph", "†": r"\dagger", "‡": r"\ddagger", "⊺": r"\intercal",
    "⊞": r"\boxplus", "⊟": r"\boxminus", "⊠": r"\boxtimes", "⊡": r"\boxdot", "⊘": r"\oslash", "⊚": r"\circledcirc",
    "⊛": r"\circledast", "⋉": r"\ltimes", "⋊": r"\rtimes", "⋘": r"\lll", "⋙": r"\ggg", "≮": r"\nless", "≯": r"\ngtr",
    "≰": r"\nleq", "≱": r"\ngeq", "⊉": r"\nsupseteq", "⊋": r"\supsetneq", "⊏": r"\sqsubset", "⊑": r"\sqsubseteq",
    "⊒": r"\sqsupseteq", "⊓": r"\sqcap", "⊔": r"\sqcup", "⊩": r"\Vdash", "⊣": r"\dashv", "⋈": r"\bowtie", "↪": r"\hookrightarrow",
    "↠": r"\twoheadrightarrow", "⇝": r"\rightsquigarrow", "⇌": r"\rightleftharpoons", "⇀": r"\rightharpoonup", "⇑": r"\Uparrow",
    "⇉": r"\rightrightarrows", "⊸": r"\multimap", "≀": r"\wr", "≏": r"\bumpeq", "≑": r"\doteqdot",
    "◊": r"\lozenge", "★": r"\bigstar",
    "°": r"^{\circ}", "″": "''", "µ": r"\mu", "⟂": r"\perp", "∤": r"\nmid",
}  # fmt: skip


def as_latex(text: str, at: int) -> tuple[str, int] | None:
    r"""The LaTeX of the sign at a place, of a run of raised or lowered signs, or of a letter with its mark; and where it ends.

    >>> [as_latex(*found) for found in (("x⁻¹", 1), ("xᵢⱼ", 1), ("½", 0), ("𝐱̂", 0), ("ŷ", 0), ("⌊", 0), ("é", 0))]
    [('^{-1}', 3), ('_{ij}', 3), ('\\frac{1}{2}', 1), ('\\hat{\\mathbf{x}}', 2), ('\\hat{y}', 1), ('\\lfloor ', 1), None]
    """
    for how, sign in (("<super>", "^"), ("<sub>", "_")):
        run, end = "", at
        while end < len(text) and (moved := _moved(text[end], how)):
            run, end = run + moved, end + 1
        if run:
            return f"{sign}{{{run}}}", end
    written, end = _letter(text[at]), at + 1
    if written is not None:
        while (mark := MARKS.get(text[end : end + 1])) is not None:
            written, end = rf"\{mark}{{{written}}}", end + 1
        return written, end
    kind, *codes = unicodedata.decomposition(text[at]).split() or [""]
    above, _, below = "".join(map(_character, codes)).partition("\u2044") if kind == "<fraction>" else ("", "", "")
    if above and below:
        return rf"\frac{{{above}}}{{{below}}}", end
    plain = _PLAIN.get(text[at])
    return (f"{plain} " if plain[0] == "\\" else plain, end) if plain else None


def written_out(text: str) -> str:
    r"""A formula with the LaTeX of each such sign; what LaTeX writes alike, and what it does not know, stay.

    >>> written_out("‖𝐱 − ŷ‖₂² ≤ ½")
    '‖\\mathbf{x} − \\hat{y}‖_{2}^{2} ≤ \\frac{1}{2}'
    """
    if text.isascii():
        return text
    out, at = [], 0
    while (found := _STRANGE.search(text, at)) is not None:
        out.append(text[at : found.start()])
        latex, at = (None if _in_word(text, found.start()) else as_latex(text, found.start())) or (found[0], found.end())
        parted = latex[-1:].isalpha() and "\\" in latex and text[at : at + 1].isalpha()
        out.append(f"{latex} " if parted else latex)
    return "".join(out) + text[at:]


def _in_word(text: str, at: int) -> bool:
    """Whether a letter with its mark in one sign stands in a word, Schrödinger: beside a plain letter."""
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return len(unicodedata.normalize("NFD", text[at])) > 1 and any(one.isascii() and one.isalpha() for one in beside)


def with_commands(text: str) -> str:
    r"""A text with LaTeX's names of its signs, Greek letters too, to be searched by them; nothing keeps its place.

    >>> with_commands("$α(𝐱) ∈ ℝⁿ$")
    '$\\alpha(\\mathbf{x}) \\in \\mathbb{R}^{n}$'
    """
    if text.isascii():
        return text
    text = _BEFORE_LETTER.sub(r"\g<0> ", written_out(text)).replace("∈", r"\in")
    return _GREEK_SIGN.sub(lambda sign: rf"\{_GREEK[sign[0]]}", text)


def _character(code: str) -> str:
    return chr(int(code, 16))


@cache
def _moved(sign: str, how: str) -> str:
    """What a raised or lowered sign is when it is neither; "" for any other."""
    parts = unicodedata.decomposition(sign).split()
    if len(parts) != 2 or parts[0] != how or sign in "ªº":
        return ""
    plain = _character(parts[1]).replace("−", "-")
    return rf"\{_GREEK[plain]} " if plain in _GREEK else plain


@cache
def _letter(sign: str) -> str | None:
    r"""The LaTeX of a letter, in a font of its own or with its mark in one sign too, ℝ, 𝛃, ŷ; None of what is no letter."""
    if sign.isascii():
        return sign if sign.isalpha() else None
    if sign in _GREEK:
        return rf"\{_GREEK[sign]}"
    apart = unicodedata.normalize("NFD", sign)
    base, marks = apart[0], apart[1:]
    if marks:
        if not base.isascii() or not all(mark in MARKS for mark in marks):
            return None
        for mark in marks:
            base = rf"\{MARKS[mark]}{{{base}}}"
        return base
    parts = unicodedata.decomposition(sign).split()
    if len(parts) != 2 or parts[0] != "<font>":
        return None
    plain = _character(parts[1])
    latex = {"∇": r"\nabla", "∂": r"\partial"}.get(plain, rf"\{_GREEK[plain]}" if plain in _GREEK else plain)
    font = next((how for name, how in _FONTS.items() if name in unicodedata.name(sign, "").split()), None)
    if font is None or latex in (r"\nabla", r"\partial"):
        return latex
    return rf"\{'boldsymbol' if latex[0] == chr(92) else font}{{{latex}}}"
