r"""Which of the meanings that a text tells are those of the letters of this formula, and not of another one's.

Law: a meaning told of another formula's letter is worse than none; where a letter is told to be several things, what stands
nearest counts, and `doubt` says what the text leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.maths.letters import bare, is_symbol, key, symbols_in
from tutor.maths.reading.nodes import Apply, Big, Chain, Fence, Letter, Power, Super
from tutor.maths.told.reach import one_value, paragraphs_apart, same_sentence, told_anew, told_in_passing
from tutor.maths.told.symbols import Told, same_symbol
from tutor.maths.tree import Node, walk

__all__ = ["ELSEWHERE", "OF_A_STATE", "SEVERAL", "Here", "in_another_font", "no_function", "told_here"]

_FIND = re.compile(r"\b(?:find|seek|search for|look for|determine|obtain|want|choose|learn)\s*\Z")
_EXTREMES = frozenset(["max", "min", "argmax", "argmin", "sup", "inf"])
_CHOSEN = re.compile(r"(?:the|an?) (?:best|optimal|optimum|maximi[sz]\w+|minimi[sz]\w+|solution|estimate)\b")
_VAGUE = frozenset(
    "vector matrix function variable number scalar value constant parameter set event point quantity symbol space "
    "vectors matrices".split()
)

NO_FUNCTIONS = frozenset("matrix vector number constant scalar point set space interval sample".split())

_MADE = re.compile(r"\b(?:[Cc]onsider|[Ll]et|[Dd]efine|[Ss]uppose|[Ss]et)(?: the function)?\s*(?:\$\$?|\\\(|\\\[)\s*\Z")
_STARTS = re.compile(r"\b(?:[Ll]et|[Ss]uppose|[Aa]ssume|[Cc]onsider)(?: that)?\s*(?:\$|\\\()?\s*\Z")


SEVERAL = "told to be more than one thing there, and taken as told nearest to the formula"
OF_A_STATE = "told of one of its states, and taken to be the same here"
_STATES = frozenset("initial current previous next updated old new final starting".split())
UNDER_ANOTHER = "told under another heading, and taken to be the same here"
ELSEWHERE = "told in passing in another paragraph, and taken to be the same here"


@dataclass(frozen=True, slots=True)
class Here:
    """What a letter of the formula is, and why it may be something else; `doubt` is empty where the text leaves none."""

    told: Told
    doubt: str


def told_here(tree: Node, latex: str, told: tuple[Told, ...], text: str, place: int) -> Mapping[str, Here]:
    """For each symbol of a formula, by its name without fonts, what the text around it tells of it as it stands at `place`."""
    if isinstance(tree, Fence) and tree.role == "group" and isinstance(tree.body, Letter):
        return {}  # the label (m) alone is not the m of the text
    anew = _anew(tree, latex, text, place)
    wanted = {name for name, _ in symbols_in(tree, latex)}
    told = tuple(one for one in told if (name := same_symbol(one.symbol)) in wanted or "^" in name)
    here = [one for one in told if not _elsewhere(one, text, place, len(latex), anew) and not _of_another(one, text, latex)]
    found = _best(tuple(here), place, place + len(latex.strip()), text)
    sought = {name for name in _sought(tree, latex) if name in found and _CHOSEN.match(found[name].told.meaning)}
    sought |= {name for name, one in found.items() if _CHOSEN.match(one.told.meaning) and _looked_for(one.told, text)}
    return {name: one for name, one in found.items() if name not in _labelled(tree, latex) | sought}


def _looked_for(one: Told, text: str) -> bool:
    """Whether a sentence only says what is to be found, "we can find the best weight vector $w$": elsewhere w is any."""
    return _FIND.search(text, max(0, one.start - 20), one.start) is not None


def _sought(tree: Node, latex: str) -> frozenset[str]:
    r"""The letters that an extreme runs over, the w of \max_w L(w): none of them is the best w."""
    below = [node.lower for node in walk(tree) if isinstance(node, Big) and node.name in _EXTREMES and node.lower is not None]
    return frozenset(name for lower in below for name, _ in symbols_in(lower, latex))


def _labelled(tree: Node, latex: str) -> frozenset[str]:
    r"""The letters that are only labels here, the R of \beta^\text{R}, and those that only stand with one (no plain \beta)."""
    marked = [node for node in walk(tree) if isinstance(node, Super | Power) and _LABEL.match(latex[slice(*_mark(node).span)])]
    inside = {inner.span for node in marked for inner in walk(node)}
    letters = [node for node in walk(tree) if is_symbol(node)]
    plain = {key(node, latex) for node in letters if node.span not in inside}
    return frozenset(key(node, latex) for node in letters if node.span in inside) - plain


def _mark(node: Super | Power) -> Node:
    return node.mark if isinstance(node, Super) else node.exponent


def _best(told: tuple[Told, ...], place: int, end: int, text: str) -> dict[str, Here]:
    """For each symbol the meaning that says something nearest to the formula's place in the text, else the last there is.

    Where a symbol is told to be several things, what is told of it in a later sentence is of another one; but for the list
    below the formula, and for what stands under a heading that is the formula."""
    found: dict[str, Told] = {}
    ended = _SENTENCE.search(text, end)
    while ended is not None and _GOES_ON.match(text, ended.start()):
        ended = _SENTENCE.search(text, ended.end())
    sentence = (ended.start() if ended else len(text)) if place >= 0 else -1
    heads: dict[str, set[str]] = {}
    for one in told:
        if one.meaning:
            heads.setdefault(same_symbol(one.symbol), set()).add(one.meaning.partition(" of ")[0].split()[-1])
    several = {name for name, some in heads.items() if len(some) > 1}
    differing = {name for name, some in heads.items() if len(some - _VAGUE) > 1}
    headed = place >= 0 and _in_heading(text, place)
    listed: set[str] = set()
    own = {same_symbol(one.symbol) for one in told if one.meaning and not _headed_off(one, text, place)}
    for one in told:
        name = same_symbol(one.symbol)
        if name in own and _headed_off(one, text, place):
            continue  # under this heading the letter is told anew
        before = found.get(name)
        general = one.meaning.startswith(("any ", "every ", "each "))
        if general and one.start < place and re.search(r"[.!?]\**\s*\n\s*\n", text[one.end : place]):
            continue  # "for each frequency $t$" is of its own passage
        below = place >= 0 and _in_list_below(one, text, end)
        explains = headed or below or place <= one.start <= sentence
        apart = name in differing and paragraphs_apart(text, one.start, place)
        if place >= 0 and not explains and (apart or told_anew(one, text, place, end)):
            continue  # a letter that is several things is none of those that another paragraph tells
        if 0 <= sentence < one.start and (general or (name in several and not below and not headed)):
            continue
        if (
            one.meaning
            and (before is None or name not in listed)
            and (before is None or below or _better(one, before, place, text))
        ):
            found[name] = one
            listed |= {name} if below else set()
    sure = {name: name not in several or headed or name in listed or place <= found[name].start <= sentence for name in found}
    return {name: Here(one, _doubt(one, sure[name], text, place, end)) for name, one in found.items()}


def _doubt(one: Told, sure: bool, text: str, place: int, end: int) -> str:
    """Why a meaning may be of another thing than the letter of the formula that stands at `place` to `end`; "" for no reason."""
    if not sure:
        return SEVERAL
    if place >= 0 and _STATES & set(one.meaning.split()) and not same_sentence(text, one.start, place):
        return OF_A_STATE
    if _headed_off(one, text, place) and paragraphs_apart(text, one.start, place) >= _FAR and not _for_all(one, text):
        return UNDER_ANOTHER
    far = place >= 0 and paragraphs_apart(text, one.start, place) and not _in_list_below(one, text, end)
    return ELSEWHERE if far and told_in_passing(one, text) else ""


def _for_all(one: Told, text: str) -> bool:
    """Whether a meaning is told for the whole chapter: outright and not assumed, or under a heading that speaks of notation."""
    if _stated(one, text) and not _SUPPOSED.search(text, max(0, one.start - 30), one.start):
        return True
    headings = [*_TITLED.finditer(text, 0, one.start)]
    return bool(headings and _NOTATION.search(headings[-1][0])) or "hroughout" in text[max(0, one.start - 80) : one.end + 80]


def _headed_off(one: Told, text: str, place: int) -> bool:
    """Whether a heading stands between a meaning and the formula."""
    return place >= 0 and _HEADING.search(text, *sorted((one.start, place))) is not None


def _in_heading(text: str, place: int) -> bool:
    """Whether a formula stands in the heading of what is told."""
    return _TITLE.match(text, text.rfind("\n", 0, place) + 1, place) is not None


def _in_list_below(one: Told, text: str, end: int) -> bool:
    """Whether a meaning is told in a list that stands directly below the paragraph of the formula."""
    if one.start < end or not _MARKED.search(text, 0, one.start):
        return False
    return all(_MARKER.match(paragraph) for paragraph in re.split(r"\n\s*\n", text[end : one.start])[1:])


_GOES_ON = re.compile(r"\s*\n\s*\n\s*(?:where|with|in which|for all|for each)\b")  # a display set between blank lines
_HEADING = re.compile(r"\n[^\S\n]*#{1,6}\s|\\(?:sub)*section\b|\\chapter\b")
_LABEL = re.compile(r"\{?\s*\\(?:text|textrm|textnormal|mathrm|mbox)\s*\{(?!\s*(?:T|t|H|tr)\s*\})")
_TITLED = re.compile(rf"(?:{_HEADING.pattern})[^\n]*")
_SUPPOSED = re.compile(r"\b(?:assum|suppos|imagin)\w*\s+that\s*(?:\$|\\\()?\s*\Z")
_NOTATION = re.compile(r"[Nn]otation|[Ss]ymbols|[Cc]onvention")
_FAR = 3  # paragraphs
_TITLE = re.compile(r"#+\s|title:\s")
_MARKED = re.compile(r"(?:^|\n)\s*[*•-]\s+(?:\$|\\\()?\Z")
_MARKER = re.compile(r"\s*[*•-]\s")


def _anew(tree: Node, latex: str, text: str, place: int) -> str:
    """The letter that the formula itself makes a function, "Consider $f(A) = ...$": what was told of it before is gone."""
    left = tree.sides[0] if isinstance(tree, Chain) and tree.signs[0].name in ("=", ":=") else None
    if not isinstance(left, Apply) or not is_symbol(left.function) or place < 0 or not _MADE.search(text, 0, place):
        return ""
    return same_symbol(latex[slice(*left.function.span)])


def _elsewhere(one: Told, text: str, place: int, length: int, anew: str) -> bool:
    """Whether a meaning is of another passage: told before the letter was made anew, before an item of a list or an exercise
    that declares its letters itself, or in a later paragraph that starts anew."""
    if one_value(one, text, place):
        return True
    if place < 0:
        return False
    if anew and one.start < place and same_symbol(one.symbol) == anew:
        return True
    if one.start < place and _assumed(one, text) and re.search(r"[.!?]\s|\n\s*[*•-]\s|\n\s*\n", text[one.end : place]):
        return True
    if one.start < place and (_ITEM.search(text, one.end, place) or _EXERCISE.search(text, one.end, place)):
        return True
    between = text[place + length : one.start]
    if one.start > place and _EXAMPLE_BEGINS.search(between):
        return True  # "..., where $C$ is the unit circle" in the example that follows
    if one.start > place and (_case(one, text) or _next_item(between, text, place)) and _later(between):
        return True
    if one.start > place and _later(between) and not _stated(one, text):
        return True
    return one.start > place and "\n\n" in between and _STARTS.search(between) is not None


def _case(one: Told, text: str) -> bool:
    """Whether a meaning is only of the case that its sentence looks at: "in the general case where $A$ is asymmetric"."""
    return _CASE.search(text, max(0, one.start - 40), one.start) is not None


def _next_item(between: str, text: str, place: int) -> bool:
    """Whether another item of a list, set off by a blank line, begins between a formula in an item and what stands behind it."""
    paragraph = text.rfind("\n\n", 0, place) + 2 if "\n\n" in text[:place] else 0
    return _ITEM_BEGINS.match(text, paragraph, place) is not None and _ITEM_AFTER.search(between) is not None


_CASE = re.compile(r"\b(?:cases?|situations?|settings?|examples?|instances?)\s+(?:where|when|in which|that)\s*(?:\$|\\\()?\s*\Z")
_ITEM_BEGINS = re.compile(r"\s*(?:[*•-]\s|\d+[.)]\s|\\item\b)")
_ITEM_AFTER = re.compile(r"\n\s*\n[^\S\n]{0,3}(?:[*•-]\s|\d+[.)]\s|\\item\b)")
_EXPLAINS = re.compile(
    r"(?:[*_>\-•\s]|\d+[.)]\s)*(?:[Ww]here|[Hh]ere|[Ii]n this|[Ww]ith|[Aa]nd|in which|[Ii]n the (?:formula|equation))\b"
)


def _later(between: str) -> bool:
    """Whether what stands behind a formula is told in a sentence of its own, of another thing by the same letter.

    "where x is ..." and "Here x is ..." go on with the formula; so does a list of what its letters are.
    """
    ends = list(re.finditer(r"[.!?](?:\s|\$|$)(?!\s*[a-z])|\n\s*\n", between))
    rest = between[ends[-1].end() :] if ends else ""
    listed = re.match(r"\s*[*•-]\s+(?:\$|\\\()*$", "\n" + rest) is not None
    return bool(ends) and not (_EXPLAINS.match(rest.lstrip("$").lstrip()) or listed)


def _assumed(one: Told, text: str) -> bool:
    """Whether a meaning is only a condition, "if $G$ is a diffeomorphism": it holds in its own sentence."""
    said = text[one.start : one.end].lstrip("$\\( {")
    if one.meaning.startswith("the number of") and _ANY.search(text, max(0, one.start - 40), one.start):
        return True  # "any set of $n$ vectors"
    return _IF.search(text, max(0, one.start - 12), one.start) is not None and _COPULA.search(said) is not None


def _stated(one: Told, text: str) -> bool:
    """Whether a sentence says outright what a symbol is, "$A$ is the ...", "$n$ denotes ...", with nothing assumed before it."""
    said = text[one.start : one.end].lstrip("$\\( {")
    opened = _OPENED.search(text, max(0, one.start - 20), one.start)
    return opened is not None and said.lstrip("\\").startswith(one.symbol.lstrip("\\")) and _COPULA.search(said) is not None


_OPENED = re.compile(r"(?:^|[.:;,\n]|[Tt]hat|[Rr]ecall|[Hh]ere|[Aa]nd|[*•-])\s*(?:\$|\\\()?\s*$")
_IF = re.compile(r"\b(?:[Ii]f|[Ww]hen|[Ww]henever)\s*(?:\$|\\\()?\s*$")
_ANY = re.compile(r"\b(?:[Aa]ny|[Ee]very|[Ee]ach)\s(?:\w+\s){0,3}(?:\$|\\\()?\s*$")
_COPULA = re.compile(r"\$\s*(?:is|are|denotes?|represents?|stands for|means)\b|\\\)\s*(?:is|are|denotes?|represents?)\b")
_EXERCISE = re.compile(r"\n[\s*#]*(?:Exercise|Problem|Question|Quiz|Q)\s*\(?\d|\n\\begin\{(?:exercise|problem)")
_ITEM = re.compile(
    r"\n\s*(?:[*•-]\s|\*\*|\(?\d+[.)]|\(?[a-z]\)|#+ |\\item"
    r"|\\begin\{(?:example|exercise|problem|theorem|lemma|definition|proposition)"
    r"|(?:Example|Exercise|Problem|Theorem|Lemma|Definition|Proposition)\b)[^\n$]{0,60}?\b(?:[Ll]et|[Ss]uppose|[Cc]onsider|[Gg]iven)\b"
)
_EXAMPLE_BEGINS = re.compile(r"\\begin\{(?:example|exercise|problem|exmp|ex)\*?\}")
_INDEX = r"(?:_(?:\w|\\[A-Za-z]+|\{[^{}]*\}))?"
_COMMA = re.compile(r"[,;]")
_VALUE = re.compile(
    rf"(?<![A-Za-z\\])((?:[A-Za-z]|\\(?:pi|mathcal\{{N\}})){_INDEX})\s*\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"
)
_SIZE = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*")
_OF_CHANCE = frozenset("density densities distribution distributions prior posterior likelihood".split())
_DENSITIES = frozenset(["p", "q", "P", "H", "I", "\\pi", "\\mathcal{N}"])
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|\n\s*\n")
_BOLD = r"(?:\\(?:mathbf|boldsymbol|bm|pmb|vec|textbf)\s*\{?\s*|\{\\bf\s*)"


def _of_another(one: Told, text: str, latex: str) -> bool:
    """Whether a meaning was told of the letter with something else in brackets: "the prior $p(A)$" of another density, "the
    overall cost $J(W, b)$" of another function than $J(W, b; x, y)$."""
    name = same_symbol(one.symbol)
    found = [m for m in _VALUE.finditer(text, one.start, one.end + 40) if same_symbol(m[1]) == name and m.start() < one.end]
    if not found:
        return False
    told = "".join(found[-1][2].split())
    asked = {"".join(m[2].split()) for m in _VALUE.finditer(_SIZE.sub("", latex)) if same_symbol(m[1]) == name}
    if one.symbol.partition("_")[0] in _DENSITIES or _OF_CHANCE & set(one.meaning.split()):
        return bool(asked - {told})
    return bool(asked) and len(_COMMA.split(told)) not in {len(_COMMA.split(inside)) for inside in asked}


def in_another_font(one: Told, node: Node, text: str) -> bool:
    """Whether a meaning was told of a bold letter and the formula has a plain one, or the other way, where the text has both."""
    letter = bare(node)
    if not isinstance(letter, Letter) or len(letter.name) != 1:
        return False
    name = re.escape(letter.name)
    bold, piece = re.compile(_BOLD + name + r"(?![A-Za-z])"), text[one.start : one.end]
    if letter.font == "bold" and re.match(name + r"_", one.symbol) and bold.search(text) is not None:
        return True
    plain = re.compile(rf"\$\s*{name}\s*\$")
    if letter.font == "bold":
        return plain.search(piece) is not None and bold.search(piece) is None and bold.search(text) is not None
    return not letter.font and bold.search(piece) is not None and plain.search(piece) is None


def _better(one: Told, before: Told, place: int, text: str) -> bool:
    near = [place >= 0 and same_sentence(text, some.start, place) for some in (one, before)]
    if near[0] != near[1]:
        return near[0]
    if _vague(one.meaning) != _vague(before.meaning):
        return _vague(before.meaning)
    return place < 0 or abs(one.start - place) <= abs(before.start - place)


def no_function(one: Told, text: str, kinds: frozenset[str] = NO_FUNCTIONS) -> bool:
    """Whether what a letter was told to be takes no two arguments: P is a matrix there, and P(f, phi) is another P."""
    told = re.search(rf"{re.escape(one.symbol)}\s*\(", text[one.start : one.end])
    words = set(one.meaning.split())
    return told is None and bool(words & kinds)


def _vague(meaning: str) -> bool:
    """Whether a meaning is only "the vector", "a matrix"."""
    words = meaning.split()
    return len(words) <= 2 and words[-1] in _VAGUE
