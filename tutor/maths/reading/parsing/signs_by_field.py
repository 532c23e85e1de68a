r"""Signs that a field uses in a way of its own: A \sim B among matrices, G / N among groups, x := x + 1 in a program.

Law: a sign is renamed only where the words around the formula are of that field; `senses` settles the others, sign by sign.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.context import Context
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_ALIKE = ("row equivalen", "similar matri", "equivalence relation", "are similar", "is similar", "asymptotic")
_GROUPS = ("homomorphism", "subgroup", "isomorphism theorem", "normal in", "coset", "quotient group", "quotient ring")
_MEETING = frozenset(["cap", "cup", "directsum", "oplus", "times", "+", "mathbb", "{", "}", "(", ")"])
_COMPARING = frozenset(["cong", "isomorphic", "triangleleft", "trianglelefteq", "/", "leq"])
_SUMMANDS = ("direct sum", "subspace", "complement", "module", "representation", "decompos", "isomorph", "vector space")


def by_field(tokens: list[Token], context: Context) -> list[Token]:
    """The tokens with each sign as the field means it that the words around speak of."""
    for settle in (_similar, _dominated, _algebraic):
        tokens = settle(tokens, context)
    return _circled(_of_integers(tokens), context)


def _similar(tokens: list[Token], context: Context) -> list[Token]:
    """Among matrices and relations of equivalence A ~ B says nothing of distributions."""
    if not any(t.text == "sim" for t in tokens):
        return tokens
    if not context.speaks_of(*_ALIKE) or context.speaks_of("distribut", "random", "sampl", "probab"):
        return tokens
    return [replace(t, text="similar") if t.text == "sim" else t for t in tokens]


def _dominated(tokens: list[Token], context: Context) -> list[Token]:
    """Among measures << says that one is absolutely continuous with respect to the other."""
    if not any(t.text == "ll" for t in tokens) or not context.speaks_of("absolutely continuous", "absolute continuity", "radon"):
        return tokens
    return [replace(t, text="dominated") if t.text == "ll" else t for t in tokens]


def _algebraic(tokens: list[Token], context: Context) -> list[Token]:
    """Among groups and rings G / N is a quotient, H <= G a subgroup; what is congruent, where no triangle is, is isomorphic."""
    if not any(t.text in _COMPARING for t in tokens):
        return tokens
    alike = not context.speaks_of("congruen", "triangle", "angle", "modulo", "approximat", "least squares", "overdetermined")
    alike = alike and not any(t.text in ("mid", "|") for t in tokens)  # two chances that are nearly the same
    spaces = any(_is_capital(t) or t.text in ("ker", "mathbb", "Hom", "hom") for t in tokens)
    tokens = [replace(t, text="isomorphic") if t.text == "cong" and alike and spaces else t for t in tokens]
    quotients = context.speaks_of(*_GROUPS) or context.speaks_of("subspace", "isomorphic", "quotient space")
    if not quotients and not any(t.text in ("isomorphic", "triangleleft", "trianglelefteq") for t in tokens):
        return tokens
    ordered = context.speaks_of("definite", "eigenvalue", "loewner", "matri")  # I <= A compares matrices there
    out = list(tokens)
    for at in range(1, len(tokens) - 1):
        before, token, after = tokens[at - 1 : at + 2]
        if token.text == "/" and _of_sets(tokens, at - 1, -1) and _of_sets(tokens, at + 1, 1):
            out[at] = replace(token, text="bmod")
        elif token.text == "leq" and _is_capital(before) and _is_capital(after) and not ordered:
            out[at] = replace(token, text="subgroup")
    return out


def _of_sets(tokens: list[Token], at: int, step: int) -> bool:
    """Whether a group, a space or a kernel may stand at a place: a capital, or a bracket that holds capitals and their meets.

    In (y_2 - y_1)/(x_2 - x_1) a number is divided, however much a text speaks of subspaces.
    """
    if _is_capital(tokens[at]) or (step > 0 and tokens[at].text == "ker"):
        return True
    depth, inside = 0, []
    while 0 <= at < len(tokens):
        depth += step * ((tokens[at].text == "(") - (tokens[at].text == ")"))
        if depth <= 0:
            break
        inside.append(tokens[at])
        at += step
    held = [t for t in inside[1:] if t.text not in _MEETING]
    return bool(held) and all(map(_is_capital, held))


def _of_integers(tokens: list[Token]) -> list[Token]:
    r"""\mathbb{Z}/n is what is left of the integers modulo n: a set is divided by no number."""
    if not any(t.text == "/" for t in tokens) or not any(t.text == "Z" for t in tokens):
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        before = [t.text for t in tokens[max(0, at - 4) : at]]
        counted = tokens[at + 1].kind in (TokenKind.NUMBER, TokenKind.NAME)
        if token.text == "/" and counted and (before == ["mathbb", "{", "Z", "}"] or before[-2:] == ["mathbb", "Z"]):
            out[at] = replace(token, text="bmod")
    return out


def _circled(tokens: list[Token], context: Context) -> list[Token]:
    """A plus in a circle is the direct sum among spaces and the exclusive or among bits; elsewhere it is only a sign."""
    if not any(t.text == "oplus" for t in tokens):
        return tokens
    bits = context.speaks_of("exclusive", "xor", "bitwise")
    kronecker = any(t.text == "otimes" for t in tokens)  # A \oplus B = A \otimes I + I \otimes B
    if not bits and (kronecker or not context.speaks_of(*_SUMMANDS)):
        return tokens
    joined = [n > 0 and t.text == "oplus" and tokens[n - 1].text not in ("^", "_", "{") for n, t in enumerate(tokens)]
    spaces = [bits or _between_spaces(tokens, n) for n in range(len(tokens))]
    sign = "xor" if bits else "directsum"
    return [replace(t, text=sign) if here and of else t for here, of, t in zip(joined, spaces, tokens, strict=True)]


def _between_spaces(tokens: list[Token], at: int) -> bool:
    """Whether no small letter stands beside a sign, which would add what lies in one space, p + q."""
    beside = [tokens[n] for n in (at - 1, at + 1) if 0 <= n < len(tokens)]
    small = any(t.kind is TokenKind.NAME and len(t.text) == 1 and t.text.islower() for t in beside)
    ends = any(t.kind in (TokenKind.SEPARATOR, TokenKind.RELATION) or t.text in ("(", ")") for t in beside)
    return len(beside) == 2 and not small and not (ends and any(t.text in (",", ":") for t in beside))


def updated(tokens: list[Token], context: Context) -> list[Token]:
    """x := x + 1 defines nothing: what stands on the left is given a new value."""
    at = next((n for n, t in enumerate(tokens) if t.text == ":=" and t.kind is TokenKind.RELATION), 0)
    left = [t.text for t in tokens[:at]]
    depth, level = 0, []
    for token in tokens[:at]:
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        level += [token.kind] if depth == 0 else []
    if not left or TokenKind.SEPARATOR in level or any(t.kind is TokenKind.RELATION for t in tokens[:at]):
        return tokens
    right = [t.text for t in tokens[at + 1 :]]
    after = ("_", "(") if len(left) == 1 else ("_",)  # f := {f(x)} defines f
    again = any(
        right[n : n + len(left)] == left and right[n + len(left) : n + len(left) + 1] not in [[t] for t in after]
        for n in range(len(right))
    )
    head = left[: left.index("(")] if "(" in left else []
    called = any(right[n : n + len(head) + 1] == [*head, "("] for n in range(len(right))) if head else False
    again = again or (called and context.speaks_of("update"))  # Q(s, a) := r + max Q(s', a'), one step of many
    return [replace(t, text="gets") if n == at else t for n, t in enumerate(tokens)] if again else tokens


def _is_capital(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isupper()
