"""What sort of token a sign or a command is, by its canonical name."""

from __future__ import annotations

from tutor.maths.reading import words
from tutor.maths.signs import TokenKind

_OPERATORS = (
    frozenset(words.SUMS)
    | frozenset(words.PRODUCTS)
    | frozenset(["^", "_", "'", "!", "%", "|", "‖", "mid", ":", "neg", "forall", "exists", "existsone", "nexists"])
)
_STRUCTURE = (
    frozenset(["frac", "sqrt", "root", "binom", "choose", "over", "atop", "stackrel", "underset", "underbrace"])
    | frozenset(["overbrace", "substack", "pmod", "not"])
    | frozenset(words.ACCENTS)
    | frozenset(words.FONTS)
    | words.NAMING
)  # fmt: skip


def sort_of(name: str, plain: str) -> tuple[TokenKind, str]:
    r"""The sort of what was typed as `name` and is called `plain`, and the text of its token.

    >>> sort_of("lbrace", "lbrace"), sort_of("le", "leq")
    ((<TokenKind.OPEN: 'open'>, '\\{'), (<TokenKind.RELATION: 'relation'>, 'leq'))
    """
    if name in ("xrightarrow", "xleftarrow"):
        return TokenKind.COMMAND, name
    if name in ("{", "lbrace", "}", "rbrace"):
        return (TokenKind.OPEN, "\\{") if name in ("{", "lbrace") else (TokenKind.CLOSE, "\\}")
    if plain in words.OPENERS:
        return TokenKind.OPEN, words.OPENERS[plain]
    if plain in words.CLOSERS:
        return TokenKind.CLOSE, words.CLOSERS[plain]
    if plain in words.RELATIONS and plain != "not":
        return TokenKind.RELATION, plain
    if plain in _OPERATORS:
        return TokenKind.OPERATOR, plain
    if plain == "$":
        return TokenKind.NAME, "dollar"
    if plain in words.SYMBOLS or plain in ("i", "j"):  # \imath, \jmath
        return TokenKind.NAME, plain
    known = plain in words.NAMED or plain in words.BIG or plain in _STRUCTURE
    return TokenKind.COMMAND, plain if known else name
