r"""What a character of a formula is in LaTeX, and what part it plays in the layout."""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import cache


class Role(Enum):
    """What a glyph does in a formula's layout."""

    ORDINARY = "ordinary"
    LETTER = "letter"  # an upright or styled letter: it may belong to a word
    BIG = "big"  # a sum, a product, a union: takes limits above and below
    INTEGRAL = "integral"
    FENCE = "fence"  # a bracket that grows
    PIECE = "piece"  # a part of a bracket put together from parts
    RADICAL = "radical"
    ACCENT = "accent"
    BRACE = "brace"  # a part of a horizontal brace
    SLASH = "slash"  # a stroke laid over another sign


_GREEK = dict(
    zip(
        "αβγδϵεζηθϑικϰλμνξπϖρϱσςτυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        """alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi varpi rho
        varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi
        Omega""".split(),
        strict=True,
    )
)

# Characters with the same look and meaning, brought to one.
SAME = {
    "\u2126": "Ω", "\u2206": "Δ", "\u00b5": "μ",
    "Ω": "Ω", "∕": "/", "⁄": "/", "∖": "∖", "⧵": "∖", "\\": "∖", "◦": "∘", "∙": "∙", "●": "∙", "•": "∙", "·": "⋅",
    "‐": "-", "‑": "-", "–": "−", "ʹ": "′", "❘": "|", "∣": "|", "∥": "‖", "〈": "⟨", "〉": "⟩",
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "⃗": "\u20d7", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303",
    "¯": "\u0304", "ˉ": "\u0304", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "˚": "\u030a",
    "⟶": "→", "⟵": "←", "⟷": "↔", "⟹": "⇒", "⟸": "⇐", "⟺": "⇔", "⟼": "↦", "□": "□", "◻": "□", "♦": "⋄", "◊": "⋄", "★": "⋆",
    "⨿": "∐", "⩽": "⩽", "￨": "|", "⏐": "|", "∗": "*", "：": ":", "∶": ":", "⊥": "⊥", "⟂": "⊥", "ℏ": "ℏ", 
    "⊲": "◃", "⊳": "▹", "⃝": "◯", "\u00ad": "-", "≔": "≔", "⃡": "\u20d7",
}  # fmt: skip

_NAMED = {
    "−": "-", "±": r"\pm", "∓": r"\mp", "×": r"\times", "÷": r"\div", "⋅": r"\cdot", "*": "*", "⋆": r"\star", "∘": r"\circ",
    "∙": r"\bullet", "⊕": r"\oplus", "⊖": r"\ominus", "⊗": r"\otimes", "⊘": r"\oslash", "⊙": r"\odot", "◯": r"\bigcirc",
    "≍": r"\asymp", "≡": r"\equiv", "⊆": r"\subseteq", "⊇": r"\supseteq", "≤": r"\leq", "≥": r"\geq", "⪯": r"\preceq",
    "⪰": r"\succeq", "≼": r"\preccurlyeq", "≽": r"\succcurlyeq", "∼": r"\sim", "≈": r"\approx", "⊂": r"\subset",
    "⊃": r"\supset", "≪": r"\ll", "≫": r"\gg", "≺": r"\prec", "≻": r"\succ", "←": r"\leftarrow", "→": r"\to",
    "↑": r"\uparrow", "↓": r"\downarrow", "↔": r"\leftrightarrow", "↗": r"\nearrow", "↘": r"\searrow", "↖": r"\nwarrow",
    "↙": r"\swarrow", "≃": r"\simeq", "⇐": r"\Leftarrow", "⇒": r"\Rightarrow", "⇑": r"\Uparrow", "⇓": r"\Downarrow",
    "⇔": r"\Leftrightarrow", "∝": r"\propto", "′": r"\prime", "∞": r"\infty", "∈": r"\in", "∋": r"\ni", "∉": r"\notin",
    "△": r"\triangle", "▽": r"\bigtriangledown", "∀": r"\forall", "∃": r"\exists", "∄": r"\nexists", "¬": r"\neg",
    "∅": r"\emptyset", "ℜ": r"\Re", "ℑ": r"\Im", "⊤": r"\top", "⊥": r"\perp", "ℵ": r"\aleph", "ℶ": r"\beth", "∪": r"\cup",
    "∩": r"\cap", "⊎": r"\uplus", "∧": r"\wedge", "∨": r"\vee", "⊢": r"\vdash", "⊣": r"\dashv", "⌊": r"\lfloor",
    "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "{": r"\{", "}": r"\}", "⟨": r"\langle", "⟩": r"\rangle", "|": "|",
    "‖": r"\|", "↕": r"\updownarrow", "∖": r"\setminus", "≀": r"\wr", "√": r"\surd", "∐": r"\coprod", "∇": r"\nabla",
    "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint", "⊔": r"\sqcup", "⊓": r"\sqcap", "⊑": r"\sqsubseteq",
    "⊒": r"\sqsupseteq", "§": r"\S", "†": r"\dagger", "‡": r"\ddagger", "♣": r"\clubsuit", "♠": r"\spadesuit",
    "♡": r"\heartsuit", "⋄": r"\diamond", "∑": r"\sum", "∏": r"\prod", "⋃": r"\bigcup", "⋂": r"\bigcap",
    "⨄": r"\biguplus", "⋀": r"\bigwedge", "⋁": r"\bigvee", "⨆": r"\bigsqcup", "⨀": r"\bigodot", "⨁": r"\bigoplus",
    "⨂": r"\bigotimes", "∂": r"\partial", "ℓ": r"\ell", "℘": r"\wp", "ı": r"\imath", "ȷ": r"\jmath", "♭": r"\flat",
    "♮": r"\natural", "♯": r"\sharp", "⌣": r"\smile", "⌢": r"\frown", "▹": r"\triangleright", "◃": r"\triangleleft",
    "↼": r"\leftharpoonup", "↽": r"\leftharpoondown", "⇀": r"\rightharpoonup", "⇁": r"\rightharpoondown",
    "↩": r"\hookleftarrow", "↪": r"\hookrightarrow", "↦": r"\mapsto", "…": r"\ldots", "⋯": r"\cdots", "⋮": r"\vdots",
    "⋱": r"\ddots", "≠": r"\neq", "≅": r"\cong", "≐": r"\doteq", "⊨": r"\models", "⊧": r"\models", "⊩": r"\Vdash",
    "≜": r"\triangleq", "≔": r"\coloneqq", "⋈": r"\bowtie", "∠": r"\angle", "□": r"\square", "■": r"\blacksquare",
    "✓": r"\checkmark", "∁": r"\complement", "⌜": r"\ulcorner", "⌝": r"\urcorner", "⇌": r"\rightleftharpoons",
    "↠": r"\twoheadrightarrow", "⇝": r"\leadsto", "⇢": r"\dashrightarrow", "↾": r"\upharpoonright", "⊞": r"\boxplus",
    "⊠": r"\boxtimes", "⊛": r"\circledast", "⩽": r"\leqslant", "⩾": r"\geqslant", "≲": r"\lesssim", "≳": r"\gtrsim",
    "∴": r"\therefore", "∵": r"\because", "≰": r"\nleq", "≱": r"\ngeq", "⊊": r"\subsetneq", "⊋": r"\supsetneq",
    "⊈": r"\nsubseteq", "⊉": r"\nsupseteq", "∤": r"\nmid", "∦": r"\nparallel", "↛": r"\nrightarrow", "↚": r"\nleftarrow",
    "℧": r"\mho", "ð": r"\eth", "≂": r"\eqsim", "⋉": r"\ltimes", "⋊": r"\rtimes", "≊": r"\approxeq", "ℏ": r"\hbar",
    "⊄": r"\not\subset", "⊅": r"\not\supset", "≁": r"\not\sim", "≢": r"\not\equiv", "≉": r"\not\approx", "∌": r"\not\ni",
    "⋘": r"\lll", "⋙": r"\ggg", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "″": r"\prime\prime", "‴": r"\prime\prime\prime", "“": '"', "”": '"', "’": "'", "‘": "`",
    "⇕": r"\Updownarrow", "ß": r"\text{ß}", "≑": r"\doteqdot", "∔": r"\dotplus",
}  # fmt: skip

ACCENTS = {
    "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot", "\u0308": "ddot", "\u20d7": "vec", "\u030c": "check",
    "\u0306": "breve", "\u0301": "acute", "\u0300": "grave", "\u030a": "mathring", "\u20d6": "overleftarrow", "\u20db": "dddot",
    "`": "grave", "~": "tilde",
}  # fmt: skip
BIG = frozenset("∑∏∐⋃⋂⨄⋀⋁⨆⨀⨁⨂")
INTEGRALS = frozenset("∫∬∭∮")
PRIMES = {"′": 1, "″": 2, "‴": 3}
OPENING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉", "⟨": "⟩", "|": "|", "‖": "‖"}
CLOSING = {close: opening for opening, close in OPENING.items()}
FENCES = frozenset([*OPENING, *CLOSING, "/", "∖", "↑", "↓"])
# A part of a tall bracket -> the brackets it may belong to; the bar of a brace serves both.
PIECES = {
    **dict.fromkeys("⎛⎜⎝", "("), **dict.fromkeys("⎞⎟⎠", ")"), **dict.fromkeys("⎡⎢⎣", "["), **dict.fromkeys("⎤⎥⎦", "]"),
    **dict.fromkeys("⎧⎨⎩", "{"), **dict.fromkeys("⎫⎬⎭", "}"), "⎪": "",
}  # fmt: skip
_STYLES = (
    ("BOLD ITALIC", "boldsymbol"), ("DOUBLE-STRUCK", "mathbb"), ("BOLD SCRIPT", "mathcal"), ("SCRIPT", "mathcal"),
    ("BOLD FRAKTUR", "mathfrak"), ("FRAKTUR", "mathfrak"), ("BLACK-LETTER", "mathfrak"), ("SANS-SERIF BOLD", "mathsf"),
    ("SANS-SERIF", "mathsf"), ("MONOSPACE", "mathtt"), ("BOLD", "mathbf"), ("ITALIC", ""),
)  # fmt: skip


def named(char: str) -> str:
    r"""LaTeX of one plain character; "" when there is none that we know.

    >>> named("φ"), named("≤"), named("x"), named("\ufffd")
    ('\\varphi', '\\leq', 'x', '')
    """
    if char in _GREEK:
        return "\\" + _GREEK[char]
    if char in _NAMED:
        return _NAMED[char]
    return char if char.isascii() and char.isprintable() else ""


@cache
def is_mathematics(char: str) -> bool:
    """Whether a character is one that formulas are made of. A font of mathematics holds no others: any other is a wrong name.

    >>> is_mathematics("≤"), is_mathematics("⎛"), is_mathematics("\u0302"), is_mathematics("ܔ"), is_mathematics("\ufffd")
    (True, True, True, False, False)
    """
    return bool(named(char)) or char in PIECES or char in ACCENTS or char in "⏞⏟⎴⎵ \u0338" or len(char) > 1


@cache
def alphabet(char: str) -> tuple[str, str] | None:
    r"""(plain character, LaTeX command of its alphabet or "") of a mathematical letter of Unicode; None for any other character.

    >>> alphabet("𝐱"), alphabet("ℝ"), alphabet("𝜙"), alphabet("x")
    (('x', 'mathbf'), ('R', 'mathbb'), ('ϕ', ''), None)
    """
    if not (0x1D400 <= ord(char) <= 0x1D7FF or 0x2102 <= ord(char) <= 0x2134) or char in "ℏℓ℘ℜℑ℧":
        return None
    name = unicodedata.name(char, "")
    plain = {"EPSILON SYMBOL": "ϵ", "PHI SYMBOL": "ϕ", "RHO SYMBOL": "ϱ", "PI SYMBOL": "ϖ", "THETA SYMBOL": "ϑ"}
    letter = next((value for end, value in plain.items() if name.endswith(end)), unicodedata.normalize("NFKC", char))
    if name.endswith("PARTIAL DIFFERENTIAL"):
        letter = "∂"
    if char in "\u210e\U0001d4c1":
        return ("h" if char == "\u210e" else "ℓ"), ""
    style = next((command for words, command in _STYLES if words in name), None)
    if style is None:
        return None
    greek = letter in _GREEK or letter == "∂"
    return letter, "boldsymbol" if greek and "BOLD" in name else style
