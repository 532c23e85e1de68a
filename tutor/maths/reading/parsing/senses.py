r"""Signs that mean one thing here and another there: A \perp B, x \circ y, X \Rightarrow Y, A \sim B.

Law: a sign gets one of its meanings only where the prose, or the rest of the formula, speaks of it; otherwise it is called by its
name, which is true under each of them ("perp sign", "small circle"). A row of the table is (sign, words that must be there, words
that must not, the sign it becomes); the first row that fits counts, and the last of a sign is its neutral name.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace

from tutor.maths.reading.context import Context
from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

CHANCE = (
    "distribut", "random", "sampl", "probab", "draw", "normal", "gaussian", "prior", "posterior", "likelihood", "nois", "i.i.d",
    "iid", "bernoulli", "poisson", "stochastic", "varianc", "expect", "uniform", "covarian", "densit", "statist", "bayes",
    "markov", "policy", "generat", "regression", "estimat", "event", "chance", "odds", "dice", "coin", "outcome", "data",
)  # fmt: skip
_PERPENDICULAR = ("orthogon", "perpendicular", "right angle", "subspace", "inner product", "dot product", "normal vector")
_ENTRYWISE = (
    "hadamard",
    "elementwise",
    "element-wise",
    "entrywise",
    "entry-wise",
    "componentwise",
    "component-wise",
    "pointwise",
)
_GATED = ("neural", "gate", "lstm", "recurrent", "mask", "activation", "backprop", "gradient", "weight", "element", "entries")
_COMPOSED = ("compos", "morphism", "linear map", "mapping", "transformation", "function", "operator", "rotation", "layer")
_UPDATES = ("updat", "assign", "algorithm", "iterat", "replac", "descent", "learning rate", "initiali", "loop", "repeat", "set ")
_GRAPHS = ("graph", "path", "causal", "confound", "collider", "dag", "edge", "arrow", "parent")
_CONVERGING = ("converge", "weakly", "in distribution", "in law")
_LOGIC = ("implies", "implication", "proposition", "logic", "statement", "theorem", "if and only", "hypothes", "condition")
_GROUPS = ("group", "subgroup", "ideal", "homomorphism", "isomorphism", "normal in", "coset", "quotient")
_ALGEBRA = ("tensor", "kronecker", "hilbert", "quantum", "module", "bilinear")


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a sign: where it holds, and the canonical name the sign has then."""

    sign: str
    told: tuple[str, ...]
    never: tuple[str, ...]
    becomes: str


_SENSES = (
    Sense("perp", ("independen",), _PERPENDICULAR, "independent"),
    Sense("perp", _PERPENDICULAR, ("independen of", "conditional"), "perp"),
    Sense("perp", (), (), "perpsign"),
    Sense("circ", _ENTRYWISE[:5], ("compos", "linear map", "linear transformation", "morphism"), "odot"),
    Sense("circ", _COMPOSED, (), "circ"),
    Sense("circ", (), (), "ring"),
    Sense("odot", (*_ENTRYWISE, *_GATED), ("quaternion", "scalar multiplication"), "odot"),
    Sense("odot", (), (), "circleddot"),
    Sense("otimes", ("kronecker",), ("tensor",), "kronecker"),
    Sense("otimes", _ALGEBRA, (), "otimes"),
    Sense("otimes", (), (), "circledtimes"),
    Sense("cong", ("congruen", "modulo"), (), "cong"),
    Sense("cong", (), (), "congsign"),
    Sense("rightharpoonup", ("weak",), (), "rightharpoonup"),
    Sense("rightharpoonup", (), (), "harpoonsign"),
    Sense("nearrow", ("increas", "monoton", "limit", "converg"), (), "nearrow"),
    Sense("nearrow", (), (), "upslope"),
    Sense("searrow", ("decreas", "monoton", "limit", "converg"), (), "searrow"),
    Sense("searrow", (), (), "downslope"),
    Sense("vdash", ("prov", "deriv", "logic", "infer", "typing", "judg"), (), "vdash"),
    Sense("vdash", (), (), "turnstile"),
    Sense("models", ("model", "logic", "satisf", "entail"), (), "models"),
    Sense("models", (), (), "doubleturnstile"),
    Sense("triangleleft", _GROUPS, (), "triangleleft"),
    Sense("triangleleft", (), (), "trianglesign"),
)  # fmt: skip


def in_sense(tokens: list[Token], context: Context) -> list[Token]:
    """The tokens with each sign of many meanings in the one that the words around it tell, or under its neutral name."""
    if len(tokens) == 1 and tokens[0].text == "triangleleft":
        return [replace(tokens[0], text="trianglesign")]  # the mark at the end of a definition
    found = {t.text for t in tokens if t.kind in (TokenKind.RELATION, TokenKind.OPERATOR)}
    for sign in {sense.sign for sense in _SENSES} & found:
        if sign == "odot" and not any(map(str.isalpha, context.prose)):
            continue  # entry by entry, as those who learn about networks meet it
        becomes = _sense_of(sign, context)
        gated = sign == "circ" and context.speaks_of("lstm", "forget gate", "recurrent", "gating")
        if becomes == "circ" and (gated or not any(map(_maps, tokens))) and not context.speaks_of(*_COMPOSED[:3]):
            becomes = "ring"  # words of functions far away do not make the sign between a and b one of composition
        tokens = [
            replace(t, text=becomes)
            if t.text == sign and t.kind is not TokenKind.NAME and _stands(tokens, n, becomes == "odot")
            else t
            for n, t in enumerate(tokens)
        ]
    if "equiv" in found and ("mod" in "".join(t.text for t in tokens) or context.speaks_of("modulo", "congruen")):
        tokens = [replace(t, text="cong") if t.text == "equiv" else t for t in tokens]
    averaged = any(t.text == "E" and t.kind is TokenKind.NAME for t in tokens)
    if "sim" in found and context.prose.strip() and not averaged and not context.speaks_of(*CHANCE):
        tokens = [replace(t, text="similar") if t.text == "sim" and not _law(tokens, n) else t for n, t in enumerate(tokens)]
    return _arrows(tokens, found, context)


def _sense_of(sign: str, context: Context) -> str:
    for sense in _SENSES:
        if sense.sign == sign and (not sense.told or context.speaks_of(*sense.told)) and not context.speaks_of(*sense.never):
            return sense.becomes
    return sign


def _stands(tokens: list[Token], at: int, told: bool) -> bool:
    """Whether a sign joins two operands: it is no mark above or below, f^\\circ, and no placeholder in brackets."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].text == "odot":
        return before is None or before.text not in ("^", "_", "{")
    if before is None and after is None and tokens[at].text == "otimes":
        return True  # the sign by itself
    if before is None or after is None or before.text in ("^", "_", "{", "(", "[") or after.text in ("}", ")", "]"):
        return False
    return told or tokens[at].text != "circ" or not any(map(_maps, tokens))


def _maps(token: Token) -> bool:
    """Whether a letter is a map by every habit, so that a small circle beside it composes: f, g, h, T, phi."""
    return token.kind is TokenKind.NAME and token.text in ("f", "g", "h", "F", "G", "H", "T", "phi", "psi", "Phi", "sigma", "exp")


def _law(tokens: list[Token], at: int) -> bool:
    """Whether a law by its own name follows a ~, N(0, 1) or \\mathcal{N}, or a sample does, x ~ p; A ~ B says less."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if at and tokens[at - 1].text == "{":
        return True  # iid above the sign
    if after is None or after.kind is TokenKind.COMMAND or isinstance(after, TextToken) or len(after.text) > 1:
        return True
    called = at + 2 < len(tokens) and tokens[at + 2].text in ("(", "_", "[")
    return after.text in ("p", "q", "N", "U") or (called and after.text[:1].isupper())


def _below(tokens: list[Token], at: int) -> bool:
    """Whether a token stands in an index or a mark above, P_{C \\leftarrow B}."""
    depth = 0
    for n in range(at - 1, 0, -1):
        depth += (tokens[n].text == "}") - (tokens[n].text == "{")
        if depth < 0:
            return tokens[n - 1].text in ("_", "^", "underset", "overset")
    return False


def _between_equations(tokens: list[Token]) -> frozenset[int]:
    r"""The arrows that lead from one equation to the next, a = b \to c = d: nothing tends to anything there."""
    depth, level = 0, []
    for n, token in enumerate(tokens):
        lined = token.text.startswith(("begin:", "end:")) and (
            "eqnarray" in token.text or not any(grid in token.text for grid in ("matrix", "array", "cases"))
        )
        depth += 0 if lined else (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        if not depth and token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR):
            level.append(n)
    equals = [n for n in level if tokens[n].text in ("=", ":=", "leq", "geq", "<", ">")]
    separators = [n for n in level if tokens[n].kind is TokenKind.SEPARATOR and not _aligns(tokens, n)]
    return frozenset(n for n in level if tokens[n].text == "to" and _leads(n, equals, separators))


def _leads(arrow: int, equals: list[int], separators: list[int]) -> bool:
    """Whether nothing but equations follows an arrow, or equations stand on both sides of it before the next comma or gap."""
    if not equals or equals[-1] < arrow:
        return False
    before, after = bisect(separators, arrow) - 1, bisect(separators, arrow + 1)
    if after == len(separators) or separators[after] > equals[-1]:
        return True
    first = separators[before] if before >= 0 else -1
    last = separators[bisect(separators, arrow)]
    place = bisect(equals, arrow)
    return place > 0 and equals[place - 1] > first and equals[place] < last


def _aligns(tokens: list[Token], at: int) -> bool:
    """Whether a gap is only the mark of a column beside its sign of relation, a &= b."""
    beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
    return tokens[at].text in ("&", "quad") and any(t.kind is TokenKind.RELATION for t in beside)


def _braced(tokens: list[Token], at: int) -> bool:
    r"""Whether a sign stands alone in braces, X_n \stackrel{a.s.}{\implies} X: with a mark above it implies nothing."""
    return [t.text for t in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])] == ["{", "}"]


def _arrows(tokens: list[Token], found: set[str], context: Context) -> list[Token]:
    """An arrow to the left in a graph is no assignment; a double arrow between things that are no statements implies nothing."""
    if "gets" in found:
        graph = "to" in found or (context.speaks_of(*_GRAPHS) and not context.speaks_of(*_UPDATES))
        low = [n for n, t in enumerate(tokens) if t.text == "gets" and _below(tokens, n)]
        tokens = [replace(t, text="leftarrow") if t.text == "gets" and (graph or n in low) else t for n, t in enumerate(tokens)]
    if "to" in found and ":" not in found:
        leading = _between_equations(tokens)
        if leading and context.speaks_of("limit", "converge", "tends to", "approach"):
            first = next(n for n, t in enumerate(tokens) if t.kind is TokenKind.RELATION)
            leading -= {first} if first and tokens[first].text == "to" else set()  # what stands before the arrow goes to a value
        tokens = [replace(t, text="steps") if n in leading else t for n, t in enumerate(tokens)]
    if [t.text for t in tokens] == ["implies"] and context.speaks_of(*_CONVERGING):
        return [replace(tokens[0], text="doublearrow")]
    if "implies" in found and any(t.text == "stackrel" for t in tokens):
        tokens = [
            replace(t, text="doublearrow") if t.text == "implies" and _braced(tokens, n) else t for n, t in enumerate(tokens)
        ]
    if "implies" in found:
        others = any(t.kind is TokenKind.RELATION and t.text != "implies" for t in tokens)
        worded = any(isinstance(t, TextToken) for t in tokens) or any(t.text in ("vee", "wedge", "neg") for t in tokens)
        told = context.speaks_of(*_LOGIC) and not context.speaks_of(*_CONVERGING)
        if "sim" in found and context.speaks_of("random variable", "converge", "in law", "central limit") and not told:
            others = worded = False  # S_n => chi ~ N(0, 1): convergence in law
        inside = tokens[0].text != "implies" and tokens[-1].text != "implies"
        if inside and not (others or worded or told):
            tokens = [replace(t, text="doublearrow") if t.text == "implies" else t for t in tokens]
    return tokens
