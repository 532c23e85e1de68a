"""Whether an equation holds, as far as trying it tells, before anything is said of its two sides as if they were one.

Law: what may hang on more than is written, independence or what a function is, is not called false.
"""

from __future__ import annotations

from tutor.maths.claims import Verdict, try_claim
from tutor.maths.letters import bare, is_symbol, symbols_in
from tutor.maths.reading.nodes import Apply, Chain, Function, Letter
from tutor.maths.tree import Node, walk

_LONGEST = 160
_MOST_AROUND = 6_000


def _hangs_on_more(node: Node) -> bool:
    """Whether a formula speaks of chances or of a function by its letter: independence, or what the function is, may be meant."""
    if isinstance(node, Apply):
        return node.role in ("probability", "expectation") or isinstance(bare(node.function), Letter)
    return getattr(node, "name", "") in ("Var", "Cov", "E")


def gives_one_value(tree: Node, latex: str) -> bool:
    r"""Whether what the right side gives may be said of the left: not of \log(a^n), which has one of its own."""
    first = tree.sides[0] if isinstance(tree, Chain) else None
    if not isinstance(tree, Chain) or not isinstance(first, Apply) or not isinstance(bare(first.function), Function):
        return True
    left, right = ({name for name, _ in symbols_in(side, latex)} for side in (first, tree.sides[-1]))
    tried = try_claim(latex) if left == right else ()
    return all(one.verdict in (Verdict.PROVED, Verdict.TESTED) for one in tried)


def refuted_by(tree: Node, latex: str, text_around: str) -> str:
    """Why an equality fails, det(A + B) = det A + det B; empty where it holds, says what a letter is, or may be a condition."""
    if not isinstance(tree, Chain) or len(tree.sides) != 2 or is_symbol(tree.sides[0]) or len(latex) > _LONGEST:
        return ""
    if tree.signs[0].name != "=" or tree.signs[0].negated or any(map(_hangs_on_more, walk(tree))):
        return ""
    found = ""
    for words in ("", text_around[-_MOST_AROUND:])[: 1 + bool(text_around)]:  # the words around may set a condition
        tried = try_claim(latex, words)
        if len(tried) != 1 or tried[0].verdict is not Verdict.FAILS:
            return ""
        found = tried[0].why
    return found
