"""What a mark above or below may be: a power, an index, a size, the bounds of a bracket."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Chain,
    Empty,
    Fence,
    Fraction,
    Function,
    Letter,
    Listing,
    Phrase,
    Power,
    Prefix,
    Prime,
    Product,
    Sign,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.words import GREEK
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, walk

INDEX_LETTERS = frozenset("ijkltsbcduvwrafghqoeIJKLMNSABCDEFGHPQRUVWXYZO")
NEVER_POWERS = frozenset(
    [
        "sharp",
        "flat",
        "natural",
        "star",
        "*",
        "dagger",
        "+",
        "-",
        "prime",
        "bullet",
        "perp",
        "circ",
        "odot",
        "times",
        "parallel",
        "pm",
        "infty",
        "oplus",
        "top",
        "bot",
        "wedge",
        "vee",
    ]
)


def numbered(tokens: list[Token]) -> set[str]:
    """The letters that carry a 1 above, Q^1_i, where no first power is meant."""
    found = set()
    for n, token in enumerate(tokens[:-2]):
        raised = [t.text for t in tokens[n + 1 : n + 4] if t.text not in "{}"][:2]
        if token.kind is TokenKind.NAME and raised == ["^", "1"]:
            after = tokens[n + 3 + 2 * (tokens[n + 2].text == "{")] if n + 5 < len(tokens) else None
            if after is None or after.kind is not TokenKind.NUMBER:
                found.add(token.text)
    return found


def of_matrices(base: Node) -> bool:
    """Whether a base is a bracket, or a function of one, in which capitals stand: it may be a matrix."""
    if isinstance(base, Letter | Number):
        return False
    return any(isinstance(n, Letter) and len(n.name) == 1 and (n.font == "bold" or n.name.isupper()) for n in walk(base))


def strokes_in(mark: Node) -> int:
    """How many primes a mark above is."""
    if isinstance(mark, Letter) and mark.name == "prime":
        return 1
    if isinstance(mark, Prime) and strokes_in(mark.base):
        return strokes_in(mark.base) + mark.count  # ^{\prime\prime}
    if isinstance(mark, Product) and all(isinstance(f, Letter) and f.name == "prime" for f in mark.factors):
        return len(mark.factors)
    return 0


def row(index: Node) -> Node:
    """Numbers side by side below a letter, q_{1 2}, are two indices and no product."""
    if isinstance(index, Product) and not any(index.signs) and all(isinstance(f, Number) for f in index.factors):
        return Phrase(index.span, index.factors)
    return index


def of_vector(base: Node) -> bool:
    """Whether a base is a small bold letter, as vectors are printed; a bold e may be the number."""
    core = core_of(base)
    return isinstance(core, Letter) and core.font == "bold" and core.name.islower() and len(core.name) == 1 and core.name != "e"


def core_of(base: Node) -> Node:
    while isinstance(base, Sub | Super | Prime | Accent | Transpose | Power):
        base = base.base
    return base


def surely_power(base: Node, mark: Node) -> bool:
    """Whether a mark above is an exponent under every reading."""
    if isinstance(mark, Text | Word | Fence | Listing | Chain | Sign | Empty | Prime | Function) or starred(mark):
        return False
    if isinstance(base, Number) and ordinal(mark):
        return False  # 2^{nd}
    core = core_of(base)
    if isinstance(core, Letter) and (core.font in ("blackboard", "script", "fraktur", "sans") or core.name == "dots"):
        return False
    if isinstance(core, Text | Empty):
        return False
    if isinstance(base, Fence) and complemented(base, mark):
        return False
    if isinstance(mark, Number):
        if mark.text in ("0", "1") and not isinstance(base, Number | Fence) and getattr(base, "name", "") != "e":
            return False
        space = isinstance(core, Letter) and ((core.name == "R" and core.font == "bold") or core.name == "ell")
        return not (isinstance(core, Letter) and (space or (core.name in "LCHW" and core.font == "")) and core is base)
    if isinstance(mark, Product | Fraction) and not any(isinstance(n, Letter | Text | Word) for n in walk(mark)):
        return True  # x^{1/3}
    if isinstance(base, Number | Fraction) or (isinstance(base, Letter) and base.name == "e" and not isinstance(mark, Letter)):
        return True
    if isinstance(base, Letter) and base.name == "e":
        return isinstance(mark, Letter) and mark.name not in ("T", "i", "j", "k")
    if isinstance(base, Sub) and not isinstance(base.index, Number | Text | Word) and counts(mark):
        return False  # u_i^n, u_i^{n+1}: a step in time as well as a power
    if isinstance(base, Apply) and not getattr(mark, "font", ""):
        return True  # p(y | x)^m: what a function gives has no index above
    if isinstance(mark, Letter):
        return not isinstance(core, Word) and power_letter(core, base, mark)  # loss^pi, Regret^k: a label as well
    if isinstance(mark, Prefix | Sum | Fraction | Power | Product | Sub | Apply | Suffix):
        return power_expression(core, base, mark)
    return False


def complemented(base: Fence, mark: Node) -> bool:
    """Whether a mark on a bracket is no exponent: (A union B)^c, (f^{-1}(E))^c, (C^0)^0."""
    if isinstance(base.body, Super) and not isinstance(base.body.mark, Fence):
        return True
    sets = isinstance(base.body, Sum) and {"cup", "cap", "setminus"} & set(base.body.signs)
    capital = isinstance(base.body, Apply) or (isinstance(base.body, Letter) and base.body.name.isupper())
    return isinstance(mark, Letter) and mark.name == "c" and bool(sets or capital)


def counts(mark: Node) -> bool:
    """Whether a mark above may number steps: n, n + 1, k - 1."""
    if isinstance(mark, Sum):
        return len(mark.terms) == 2 and isinstance(mark.terms[0], Letter) and isinstance(mark.terms[1], Number | Fraction)
    return isinstance(mark, Letter)


def power_letter(core: Node, base: Node, mark: Letter) -> bool:
    differences = (
        isinstance(base, Fence) and isinstance(base.body, Sum) and not any(isinstance(t, Number) for t in base.body.terms)
    )
    if mark.name == "t" and differences:
        return False  # (x - mu)^t Sigma^{-1}: a transpose as well
    if mark.font or mark.name in NEVER_POWERS or (len(mark.name) == 1 and mark.name in INDEX_LETTERS):
        return isinstance(base, Fence) and base.role == "group" and len(mark.name) == 1 and mark.name.islower() and not mark.font
    if (
        isinstance(core, Letter)
        and len(core.name) == 1
        and core.name.isupper()
        and (core.font in ("", "upright") or core.name in "RCZQN")
    ):
        return False
    return mark.name not in GREEK or not (isinstance(core, Letter) and (core.font or core.name in GREEK))


def power_expression(core: Node, base: Node, mark: Node) -> bool:
    if isinstance(mark, Prefix) and mark.sign == "-":
        return not left_out(base, mark.body)
    if isinstance(base, Fence) and base.role in ("group", "absolute value", "norm"):
        return True
    if isinstance(core, Letter) and (core.font == "bold" or (len(core.name) == 1 and core.name.isupper())):
        return False
    counted = any(isinstance(n, Letter) and n.name in ("n", "m", "x", "y", "z", "p") for n in walk(mark)) and not isinstance(
        mark, Product
    )
    return counted and isinstance(core, Letter) and core.name not in ("w", "h", "a", "b", "z")


def left_out(base: Node, mark: Node) -> bool:
    """Whether x^{-j} may be x without its part j: a name with an index that only counts."""
    counts = isinstance(mark, Letter) and mark.name in ("i", "j", "k", "l", "s", "t") and not mark.font
    return counts and not isinstance(base, Fence) and getattr(base, "name", "") != "e"


def only_perps(mark: Chain) -> bool:
    """Whether a mark is the sign of what is upright, once or twice, with nothing on either side of it."""
    names = {s.name for s in mark.signs}
    return names in ({"perp"}, {"perpsign"}) and len(mark.signs) < 3 and all(isinstance(s, Empty) for s in mark.sides)


def chosen(base: Node, mark: Node, context: Context) -> bool:
    """Whether C_5^3, A_{10}^2 or C^5_2 may count choices: two numbers on such a letter, one of them large."""
    if not (isinstance(base, Sub) and isinstance(base.index, Number) and isinstance(mark, Number)):
        return False
    letter = isinstance(base.base, Letter) and base.base.name in ("C", "A", "P") and base.base.font in ("", "upright")
    if not letter or not (base.index.text.isdigit() and mark.text.isdigit()):
        return False
    told = ("combination", "permutation", "arrangement", "choos", "combinator")
    return max(int(base.index.text), int(mark.text)) > 3 or context.speaks_of(*told)


def told_brackets(index: Node) -> Node:
    """An index whose brackets are part of it, u_{12(ij)}, X_{1(2)}, y_{ij(k)}: they are heard, and nothing is multiplied."""
    if not isinstance(index, Product) or any(index.signs):
        return index
    parts = [p for f in index.factors for p in ((f.head, f.fence) if isinstance(f, Beside) else (f,))]
    last, before = parts[-1], parts[:-1]
    held = last.body if isinstance(last, Fence) and last.open == "(" and last.role == "group" else None
    inner = held.factors if isinstance(held, Product) and not any(held.signs) else (held,)
    plain = all(isinstance(p, Number | Letter) for p in (*before, *inner))
    if held is None or not plain or (len(before) == 1 and isinstance(before[0], Letter)):
        return index
    assert isinstance(last, Fence)
    return Phrase(index.span, (*before, replace(last, role="")))


def starred(mark: Node) -> bool:
    return isinstance(mark, Letter) and mark.name in NEVER_POWERS


def ordinal(mark: Node) -> bool:
    """Whether t h stands above, set as two letters."""
    spelled = "".join(getattr(f, "name", "?") for f in mark.factors) if isinstance(mark, Product) else ""
    return spelled in ("th", "st", "nd", "rd")


def may_be_power(base: Node, mark: Node) -> bool:
    """Whether a mark read neutrally might have been an exponent."""
    if isinstance(mark, Text | Word | Fence | Listing | Empty | Sign) or starred(mark):
        return False
    if isinstance(base, Sub) and isinstance(base.base, Empty):
        return False  # {}^A_B T: two marks of the letter that follows
    if isinstance(base, Fence) and base.role in ("set", "interval"):
        return False  # {0, 1}^n: a set of lists, read as it is printed
    return not (isinstance(core_of(base), Letter) and getattr(core_of(base), "font", "") in ("blackboard", "script", "bold"))


def shape(base: Node, index: Node) -> Node:
    """m x n below a matrix is its shape; i(j) as an index is no product."""
    if isinstance(index, Product) and index.signs == ("",):
        head, fence = index.factors
        if isinstance(head, Letter) and isinstance(fence, Fence) and isinstance(fence.body, Letter):
            return Beside(index.span, head, fence)
    matrix = isinstance(base, Letter) and (base.font or base.name.isupper() or base.name.isdigit())
    matrix = matrix or (isinstance(base, Number) and base.text in ("0", "1"))  # a block of zeros
    greek = isinstance(index, Product) and any(isinstance(f, Letter) and len(f.name) > 1 for f in index.factors)
    if matrix and isinstance(index, Product) and set(index.signs) == {"times"} and not greek:
        return replace(index, signs=("by",) * len(index.signs))
    return index


def is_range(base: Fence, lower: Node | None, upper: Node | None) -> bool:
    """Whether scripts on a bracket are bounds: {x_i} from i = 1 to n, F | at x = 0, [F] from a to b."""
    if base.open == ".":
        return lower is not None or upper is not None
    if lower is None:
        return False
    if base.open == "|" and upper is not None and not isinstance(upper, Number):
        return True
    if base.open == "[" and upper is not None and base.role != "list":
        return True
    counted = isinstance(lower, Number) and lower.text in ("0", "1") and upper is not None
    if base.open == "{" and counted and isinstance(base.body, Sub) and isinstance(base.body.index, Letter):
        return True  # {v_i}_1^m, from the first to the last
    return isinstance(lower, Chain) or (base.role == "set" and upper is not None)


def by_policy(base: Node, mark: Node) -> bool:
    """Whether pi stands above a letter, q^pi: the policy it is the value of, as well as the number; e^pi is a power."""
    core = core_of(base)
    return isinstance(mark, Letter) and mark.name == "pi" and isinstance(core, Letter) and core.name != "e"
