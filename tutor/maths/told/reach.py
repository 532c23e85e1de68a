r"""How far a meaning reaches: to the end of its paragraph, until its letter is told anew, or through the section.

Law: every question here can only take a meaning away, or raise a doubt about it. A reader who turns the page keeps
"the learning rate $\eta$" in mind, but not the $f$ of "there is a function $f$", nor the $u$ of one theorem when the next
begins with "For $u \in V$".
"""

from __future__ import annotations

import re

from tutor.maths.told.symbols import Told
from tutor.maths.told.written_symbols import same_symbol, symbols_in

__all__ = ["one_value", "paragraphs_apart", "same_sentence", "told_anew", "told_in_passing"]

_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
_BACK = 40  # characters before a blank line in which a displayed formula ends
# A displayed formula set between blank lines stands within its paragraph.
_DISPLAYS = r"(?:equation|align|gather|multline|eqnarray|split|displaymath|flalign|subequations|IEEEeqnarray|dmath|math)"
_DISPLAYED_BEFORE = re.compile(rf"(?:\$\$|\\\]|\\end\{{{_DISPLAYS}\w*\*?\}})[.,;:]?\s*\Z")
_DISPLAYED_AFTER = re.compile(rf"\s*(?:\$\$|\\\[|\\begin\{{{_DISPLAYS})")
_SENTENCE = re.compile(r"[.!?]\**[)\"']?\s+(?:[A-Z\\$*]|\d)")
_DECLARES = re.compile(
    r"\b(?:[Ll]et|[Ss]uppose|[Cc]onsider|[Gg]iven|[Dd]efine|[Tt]ake|[Ff]ix|[Aa]ssume|[Cc]hoose|[Pp]ick|[Ii]ntroduce)\s+"
    r"(?:[A-Za-z,-]+\s+){0,5}?(?:\$|\\\()([^$]{1,60}?)(?:\$|\\\))"
)
_RANGES = re.compile(
    r"\b(?:[Ff]or|[Ii]f)\s+(?:(?:all|any|every|each|some|a|an)\s+)?(?:[a-z-]+\s+){0,3}?(?:\$|\\\()([^$]{1,60}?\\in[^a-z$][^$]{1,60}?)(?:\$|\\\))"
)
# Just before what is told: "let", "given" and their like in the same clause, "where" in the same sentence.
_INTRODUCES = re.compile(
    r"\b(?:[Ll]et|[Ss]uppose|[Cc]onsider|[Gg]iven|[Dd]efine[sd]?|[Tt]ake|[Ff]ix|[Aa]ssume|[Cc]hoose|[Ii]ntroduce|[Dd]enot(?:e[sd]?|ing)"
    r"|[Ww]rite|[Cc]all(?:ed)?|[Hh]ere)\b[^,;:]{0,60}\Z|\b[Ww]here\b[^;]{0,200}\Z"
)
_DENOTES = re.compile(r"\b(?:[Dd]enot(?:e[sd]?|ing)|[Rr]epresents?|[Ss]tands? for|[Cc]alled|[Ww]ritten)\b")
# "$b$ is the intercept", "$n$: the number of points"
_OUTRIGHT = re.compile(r"(?:\$|\\\))\s*(?:is|are|was|were|means?)\b")
_CONDITION = re.compile(r"\b(?:[Ii]f|[Ww]hen|[Ww]henever)\b(?:[^\n]|\n(?!\s*(?:[*•|-]|\d+[.)]|\\item|\n)))*\Z")
_COLON = re.compile(r"\s*[*_]*(?:\$|\\\()?[^$]{1,30}?(?:\$|\\\))[*_]*\s*(?::|=|--|–|—)\s")
_EXAMPLE_ENDS = re.compile(r"\\end\{((?:ex|example|exercise|problem|solution|exmp|proof)\w*)\*?\}")
_THEOREM_ENDS = re.compile(r"\\end\{((?:thm|theorem|lem|prop|cor)\w*)\*?\}")
_IF = re.compile(r"[\s*>-]*(?:If|When|Whenever)\b")
_NEXT_ITEM = re.compile(r"\\item\b(?:\[[^\]]*\])?|\n\s*(?:\(?(?:\d+|[ivx]+|[a-h])[.)]|[*•-])\s")
_OPENING = 4  # characters of an item before its letter: "$x$ is", not "let $x$ be"
_GENERIC = re.compile(r"An?\s+(?!(?:is|are|be|denotes?|represents?|stands|means)\b)[a-z]")
# "A function $f$ is convex if ...": from there on it is any function.
_ANY_SUCH = re.compile(
    r"(?<![\w$\\])(?:An?|Any|Every)\s+(?!(?:is|are|be|denotes?|has)\b)(?:[a-z-]+\s+){1,4}(?:\$|\\\()([^$]{1,40}?)(?:\$|\\\))\s+(?:is|are|has)\b"
)
_RELATION = re.compile(r"[=:<>]|\\(?:subset|subseteq|in|colon|geq?|leq?|sim|succ|prec)(?![a-zA-Z])")
_EXISTS = re.compile(
    r"\b(?:exists?|there (?:is|are|was)|(?:can|may|could) (?:find|choose|pick|take)|[Ff]ind|one finds)\s(?:\w+\s){0,2}\Z"
)
# "$A = \emptyset$", "$x = 0$": an equation that gives its letter one value; a macro of the book's own is a number of its data.
_LETTER = r"[A-Za-z]|\\(?:emptyset|varnothing|infty|[Oo]mega|alpha|beta|[Gg]amma|[Tt]heta|mu|[Ss]igma|tau|lambda)"
_VALUED = re.compile(
    r"(?:\$|\\\()(?P<symbol>[^$=]{1,30})=\s*(?:(?P<number>[-+]?\d[\d.,]*|\\(?:mathbf|vec|boldsymbol|bm)\s*\{?\s*\d\s*\}?)"
    rf"|(?:{_LETTER}|\\\{{\s*\\\}})(?:\{{\}})?)\s*(?:\$|\\\))[*_]*\Z"
)
_NAMES_THE_VALUE = frozenset("trivial zero null empty unit impossible sure certain degenerate extreme special".split())
_NAMED = re.compile(r"[01]\Z|\\")  # the values that have such names


def one_value(one: Told, text: str, place: int) -> bool:
    r"""Whether a meaning is only of the value that its formula gives the letter: "the impossible event $A = \emptyset$".

    Such a meaning holds in that formula alone. A number is what a quantity happens to be: "the slope $m = 2$" holds in its
    paragraph, but "the trivial solution $x = 0$" is no meaning of x.

    >>> one_value(Told("m", "the slope", 0, 17), "the slope $m = 2$ of $m$", 22)
    False
    """
    found = _VALUED.search(text, one.start, one.end)
    if found is None or same_symbol(found["symbol"]) != same_symbol(one.symbol) or found.start() <= place < found.end():
        return False
    if found["number"] is None or (_NAMES_THE_VALUE & set(one.meaning.split()) and _NAMED.match(found["number"])):
        return True
    return place < 0 or paragraphs_apart(text, one.start, place) > 0


def paragraphs_apart(text: str, one: int, other: int) -> int:
    """How many paragraphs end between two places of a text.

    >>> paragraphs_apart("a.\\n\\nb.\\n\\nc", 0, 8), paragraphs_apart("a\\n\\n$$x$$\\n\\nb", 0, 11)
    (2, 0)
    """
    first, last = sorted((one, other))
    return sum(not _displayed(text, gap) for gap in _BLANK.finditer(text, first, last))


def _displayed(text: str, gap: re.Match[str]) -> bool:
    """Whether a blank line only sets off a displayed formula."""
    before = _DISPLAYED_BEFORE.search(text, max(0, gap.start() - _BACK), gap.start())
    return before is not None or _DISPLAYED_AFTER.match(text, gap.end()) is not None


def same_sentence(text: str, one: int, other: int) -> bool:
    """Whether no sentence and no paragraph ends between two places of a text."""
    first, last = sorted((one, other))
    return _SENTENCE.search(text, first, last) is None and not paragraphs_apart(text, first, last)


def told_anew(one: Told, text: str, place: int, end: int) -> bool:
    r"""Whether the letter of a meaning is made something else before a formula that stands at `place` to `end`: by "Let $u$ ...",
    by "For $u \in V$", or because the meaning was only of something that exists."""
    if place < one.end:
        return False
    name = same_symbol(one.symbol)
    if _EXISTS.search(text, max(0, one.start - 40), one.start) and paragraphs_apart(text, one.end, place):
        return True
    closed = _EXAMPLE_ENDS.search(text, one.end, place)
    if closed and text.rfind(f"\\begin{{{closed[1]}", 0, one.start) > text.rfind(f"\\end{{{closed[1]}", 0, one.start):
        return True  # told within an example that is over
    stated = _THEOREM_ENDS.search(text, one.end, place)
    within = stated and text.rfind(f"\\begin{{{stated[1]}", 0, one.start) > text.rfind(f"\\end{{{stated[1]}", 0, one.start)
    if stated and within and "\\end{proof}" in text[stated.end() : place]:
        return True  # "Let X be ..." of a theorem whose proof is over
    if paragraphs_apart(text, one.end, place) and _IF.match(text, _sentence_start(text, one.start)):
        return True  # "If $X$ is finite and $\\mu$ is the counting measure, then ..."
    if _in_item(text, one.start) and _NEXT_ITEM.search(text, one.end, place):
        return True  # "(ii) let x be an eigenvector ..." holds in its own item
    if _GENERIC.match(text, one.start) and paragraphs_apart(text, one.end, place):
        return True  # "A matrix $H$ is called definite if ...": any matrix, there and no further
    # The closing sign of a formula at the very place is looked at too: "For $u \in V$" may be the formula that is asked for.
    declared = [m for one_way in (_DECLARES, _RANGES, _ANY_SUCH) for m in one_way.finditer(text, one.end, end + 2)]
    return any(name in _declared_in(found[1]) for found in declared)


def told_in_passing(one: Told, text: str) -> bool:
    r"""Whether a sentence only mentions what a letter is, "close to the true value $B$", and does not introduce it.

    >>> told_in_passing(Told("B", "the true value", 12, 30), "it comes to the true value $B$.")
    True
    >>> told_in_passing(Told("B", "the true value", 6, 24), "where the true value $B$ is large")
    False
    """
    before, piece = text[_sentence_start(text, one.start) : one.start], text[one.start : one.end + 1]
    if _INTRODUCES.search(before) or _DENOTES.search(piece):
        return False
    outright = _OUTRIGHT.search(piece) or _COLON.match(text, one.start)
    return outright is None or _CONDITION.search(before) is not None


def _in_item(text: str, at: int) -> bool:
    """Whether a place stands in the middle of an item of a list: what an item begins with is told for all that follows."""
    begun = list(_NEXT_ITEM.finditer(text, max(0, at - 400), at))
    if not begun or paragraphs_apart(text, begun[-1].end(), at):
        return False
    return len(text[begun[-1].end() : at].strip(" $\\(*")) > _OPENING


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence begins in which a place of the text stands, within three hundred characters."""
    found = [m.end() - 1 for m in _SENTENCE.finditer(text, max(0, at - 300), at)]
    found += [m.end() for m in _BLANK.finditer(text, max(0, at - 300), at)]
    return max(found, default=max(0, at - 300))


def _declared_in(latex: str) -> frozenset[str]:
    r"""The letters that a declaration is of: X, X = ..., A, B \subset V, f: X \to Y."""
    left = _RELATION.split(latex)[0]
    return frozenset(same_symbol(symbol) for symbol, _ in symbols_in(left))
