"""The alphabet of typed mathematics: which signs, letters and commands we know, as plain tables."""

from __future__ import annotations

from enum import Enum


class TokenKind(Enum):
    """The alphabet every notation is reduced to."""

    NUMBER = "number"
    NAME = "name"
    COMMAND = "command"
    OPERATOR = "operator"
    RELATION = "relation"
    SEPARATOR = "separator"
    OPEN = "open"
    CLOSE = "close"
    RAISED = "raised"
    LOWERED = "lowered"
    END = "end"


# fmt: off
GREEK = frozenset(
    ["alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota",
        "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega",
        "Gamma", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Phi", "Psi", "Omega"]
)
FUNCTIONS = frozenset(
    ["sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "asin", "acos", "atan", "sinh",
        "cosh", "tanh", "exp", "ln", "log", "sqrt", "abs", "det", "tr", "trace", "rank", "dim", "sigmoid"]
)
CONSTANTS = frozenset({"pi", "oo"})
WHOLE_WORD_ONLY = frozenset({"mu", "nu", "xi", "eta", "rho", "tau", "chi", "phi", "psi", "tr", "dim", "Xi"})
INFINITY = frozenset({"oo", "inf", "infinity", "infty"})
GREEK_LETTERS = dict(
    zip(
        "αβγδεζηθικλμνξρστυφχψωΓΔΘΛΞΣΦΨΩ",
        ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda",
            "Xi", "Sigma", "Phi", "Psi", "Omega"],
        strict=True,
    )
)
NAMED = {"π": "pi", "∞": "oo", "√": "sqrt", "ϵ": "epsilon", "ϕ": "phi", "µ": "mu"} | GREEK_LETTERS
FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
              "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀ", "0123456789-+T", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
SIGNS: dict[str, tuple[TokenKind, str]] = (
    {sign: (TokenKind.OPERATOR, plain) for sign, plain in
     {"+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "×": "*", "·": "*", "⋅": "*", "∙": "*", "/": "/", "÷": "/", "^": "^",
      "_": "_", "!": "!", "%": "%", "±": "+-", "|": "|", "∪": "cup", "'": "'", "′": "'", "⊤": "T"}.items()}
    | {sign: (TokenKind.RELATION, plain) for sign, plain in
       {"=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≠": "!=", "∈": "in", "≈": "="}.items()}
    | {sign: (TokenKind.SEPARATOR, sign) for sign in ",;&"}
    | {sign: (TokenKind.OPEN, sign) for sign in "([{⟨"}
    | {sign: (TokenKind.CLOSE, sign) for sign in ")]}⟩"}
    | {"∅": (TokenKind.NAME, "emptyset")}
)
DOUBLES: dict[str, tuple[TokenKind, str]] = {
    "**": (TokenKind.OPERATOR, "^"), "+-": (TokenKind.OPERATOR, "+-"), "<=": (TokenKind.RELATION, "<="),
    ">=": (TokenKind.RELATION, ">="), "!=": (TokenKind.RELATION, "!="), "==": (TokenKind.RELATION, "="),
    "\\\\": (TokenKind.SEPARATOR, "\\\\"), "\\{": (TokenKind.OPEN, "\\{"), "\\}": (TokenKind.CLOSE, "\\}"),
    "\\%": (TokenKind.OPERATOR, "%"),
}
COMMANDS: dict[str, tuple[TokenKind, str]] = {
    "cdot": (TokenKind.OPERATOR, "*"), "times": (TokenKind.OPERATOR, "*"), "div": (TokenKind.OPERATOR, "/"),
    "pm": (TokenKind.OPERATOR, "+-"), "cup": (TokenKind.OPERATOR, "cup"), "leq": (TokenKind.RELATION, "<="),
    "le": (TokenKind.RELATION, "<="), "geq": (TokenKind.RELATION, ">="), "ge": (TokenKind.RELATION, ">="),
    "lt": (TokenKind.RELATION, "<"), "gt": (TokenKind.RELATION, ">"), "neq": (TokenKind.RELATION, "!="),
    "ne": (TokenKind.RELATION, "!="), "in": (TokenKind.RELATION, "in"), "approx": (TokenKind.RELATION, "="),
        "langle": (TokenKind.OPEN, "⟨"),
    "rangle": (TokenKind.CLOSE, "⟩"), "lbrace": (TokenKind.OPEN, "\\{"), "rbrace": (TokenKind.CLOSE, "\\}"),
    "top": (TokenKind.NAME, "T"), "intercal": (TokenKind.NAME, "T"), "emptyset": (TokenKind.NAME, "emptyset"),
    "varnothing": (TokenKind.NAME, "emptyset"), "dfrac": (TokenKind.COMMAND, "frac"), "tfrac": (TokenKind.COMMAND, "frac"),
    "frac": (TokenKind.COMMAND, "frac"), "sqrt": (TokenKind.COMMAND, "sqrt"), "binom": (TokenKind.COMMAND, "binom"),
    "begin": (TokenKind.COMMAND, "begin"), "end": (TokenKind.COMMAND, "end"), "prime": (TokenKind.OPERATOR, "'"),
    "lvert": (TokenKind.OPERATOR, "|"), "rvert": (TokenKind.OPERATOR, "|"), "vert": (TokenKind.OPERATOR, "|"),
}
SILENT = frozenset(
    ["left", "right", "bigl", "bigr", "Bigl", "Bigr", "big", "Big", "bigg", "Bigg", "displaystyle", "textstyle",
        "quad", "qquad", "mathbf", "mathrm", "mathit", "boldsymbol", "bm", "text", "operatorname", "vec", "hat",
        "limits"]
)
# fmt: on
