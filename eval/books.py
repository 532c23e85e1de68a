r"""How well printed books are read: `python -m eval books`, over the test books beside this repository and pages of our own,
with their true formulas.

A formula counts as right when its canonical tokens equal those of the source: spacing, `\left`, `\right` and the `&` of aligned
lines say nothing, synonyms are one (`\le` and `\leq`, `\text` and `\mathrm`, `\bar` and `\overline`), the `&` of a matrix counts.
A display must be found whole and alone; a formula inside a line must be found with its exact ends. Formulas in lines that are
only numbers are left out, as are those broken over two lines. Words are compared with what pdfium alone reads on the same pages.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.speed import BOOKS, WORKER, lines, speed

OWN = Path(__file__).resolve().parents[1] / "tests" / "data" / "pdf"  # pages of ours: pdfTeX, LuaLaTeX and XeTeX
_NUMERIC = re.compile(r"[\s\d.,\-+%\\{}]*")

# Canonical tokens

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[^\s]")
_SILENT = frozenset(
    r"""\left \right \middle \, \; \: \! \> \  \quad \qquad \displaystyle \textstyle \scriptstyle \big \Big \bigg \Bigg \bigl
    \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm \Bigm \nonumber \notag \limits \nolimits ~ \mathop \mathrel \mathbin
    \hline \substack \ensuremath""".split()
) | {"\\ "}
_WITH_ARGUMENT = frozenset(r"\tag \label \hspace \hspace* \phantom \vspace \color".split())
_SAME = {
    r"\mid": "|", r"\vert": "|", r"\lvert": "|", r"\rvert": "|", r"\Vert": r"\|", r"\lVert": r"\|", r"\rVert": r"\|",
    r"\parallel": r"\|", r"\le": r"\leq", r"\ge": r"\geq", r"\ne": r"\neq", r"\rightarrow": r"\to", r"\longrightarrow": r"\to",
    r"\implies": r"\Rightarrow", r"\Longrightarrow": r"\Rightarrow", r"\iff": r"\Leftrightarrow", r"\dots": r"\ldots",
    r"\Longleftrightarrow": r"\Leftrightarrow", r"\longmapsto": r"\mapsto", r"\longleftarrow": r"\leftarrow",
    r"\dotsc": r"\ldots", r"\dotsb": r"\cdots", r"\lbrace": r"\{", r"\rbrace": r"\}", r"\lbrack": "[", r"\rbrack": "]",
    r"\ast": "*", r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\colon": ":", r"\bm": r"\boldsymbol",
    r"\land": r"\wedge", r"\lor": r"\vee", r"\backslash": r"\setminus", r"\lnot": r"\neg", r"\gets": r"\leftarrow",
    r"\overline": r"\bar", r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\bot": r"\perp", r"\cdotp": r"\cdot",
    r"\dag": r"\dagger", r"\ldotp": ".", r"\prime": "'", r"\stackrel": r"\overset", r"\dbinom": r"\binom", r"\tbinom": r"\binom",
    r"\varnothing": r"\emptyset", r"\lt": "<", r"\gt": ">", r"\Box": r"\square", r"\surd": r"\surd",
}  # fmt: skip
_ALPHABETS = {
    r"\mathrm": "r", r"\text": "r", r"\textrm": "r", r"\operatorname": "r", r"\operatorname*": "r", r"\mbox": "r", r"\rm": "r",
    r"\mathbf": "b", r"\textbf": "b", r"\bf": "b", r"\mathit": "i", r"\textit": "i", r"\mathsf": "s", r"\textsf": "s",
    r"\mathtt": "t", r"\texttt": "t", r"\mathbb": "B", r"\mathds": "B", r"\mathcal": "C", r"\mathfrak": "F", r"\mathscr": "S",
    r"\boldsymbol": "b",
}  # fmt: skip
_FUNCTIONS = frozenset(
    """sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg max min sup inf lim limsup liminf arg det
    dim ker deg gcd Pr hom""".split()
)
_ONE_ARGUMENT = frozenset(
    r"\hat \bar \tilde \dot \ddot \vec \check \breve \acute \grave \mathring \underbrace \overbrace".split()
)
_TWO_ARGUMENTS = frozenset((r"\frac", r"\binom", r"\overset", r"\underset"))
_ALIGNED = frozenset("aligned align split gathered gather equation eqnarray alignat alignedat array*".split())
_BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "Bmatrix": "{}", "Vmatrix": "‖‖", "cases": "{ "}


def canonical(latex: str) -> tuple[str, ...]:
    r"""The tokens of a formula that carry meaning, in one order.

    >>> canonical(r"\mathrm{tr}\left( x^2_i \right)") == canonical(r"\text{tr} ( x_{i}^{2} )")
    True
    >>> canonical(r"\begin{pmatrix} a & b \end{pmatrix}") == canonical(r"\begin{pmatrix} a b \end{pmatrix}")
    False
    """
    latex = re.sub(r"\\\\\s*\[[^\]]*\]", r"\\\\", latex.replace("...", r"\ldots ").replace("``", '"').replace("''", "''"))
    latex = re.sub(r"\\not\s*\\in\b", r"\\notin ", re.sub(r"\\not\s*=", r"\\neq ", latex))
    reader = _Canon(_TOKEN.findall(latex))
    found = reader.row(())
    while found and found[-1] == r"\\":
        found.pop()
    return tuple(found)


class _Canon:
    """Reads tokens into canonical order."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._matrices: list[bool] = []

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def row(self, stops: tuple[str, ...]) -> list[str]:
        """Everything up to a stop, which is left alone."""
        out: list[str] = []
        while self._at < len(self._tokens) and self._peek() not in stops:
            if self._peek() == r"\choose":
                self._next()
                return [r"\binom", "{", *out, "}", "{", *self.row(stops), "}"]
            if self._peek() == "}":
                self._next()
                continue
            out += self._scripted(stops)
            if out[-1:] == ["</grid>"] or "</grid>" in out[-2:]:
                end = len(out) - 1 - out[::-1].index("</grid>")
                while end and out[end - 1] == r"\\":  # a line break before the end of a matrix says nothing
                    out.pop(end - 1)
                    end -= 1
        return out

    def _scripted(self, stops: tuple[str, ...]) -> list[str]:
        base = [] if self._peek() in ("_", "^") else self._atom()
        below: list[str] = []
        above: list[str] = []
        while self._peek() in ("_", "^", "'") and self._peek() not in stops:
            mark = self._next()
            if mark == "'":
                above.insert(0, "'")
            else:
                (below if mark == "_" else above).extend(self._argument())
        if below:
            base = [*base, "_", "{", *below, "}"]
        return [*base, "^", "{", *above, "}"] if above else base

    def _argument(self) -> list[str]:
        while self._peek() in _SILENT:
            self._next()
        if not self._peek():
            return []
        if self._peek() != "{":
            return self._atom()
        self._next()
        inner = self.row(("}",))
        self._at += 1
        return inner

    def _atom(self) -> list[str]:
        token = self._next()
        if token in _SILENT:
            if token in (r"\left", r"\right") and self._peek() == ".":
                self._next()
            return []
        if token in _WITH_ARGUMENT:
            self._argument()
            return []
        token = _SAME.get(token, token)
        if token == "{":
            self._at -= 1
            return self._argument()
        if token == "&":
            return ["&"] if self._matrices and self._matrices[-1] else []
        if token in (r"\begin", r"\end"):
            return self._environment(token)
        if token in _ALPHABETS:
            return _styled(self._argument(), _ALPHABETS[token])
        if token[1:] in _FUNCTIONS and token[0] == "\\":
            return _styled(list(token[1:]), "r")
        if token in _TWO_ARGUMENTS:
            return self._pair(token)
        if token in _ONE_ARGUMENT:
            return [token, "{", *self._argument(), "}"]
        return self._root() if token == r"\sqrt" else [token]

    def _pair(self, token: str) -> list[str]:
        first, second = self._argument(), self._argument()
        if token == r"\underset" and second and all(t.startswith("r:") for t in second):
            return [*second, "_", "{", *first, "}"]  # set like the limit of an operator
        return [token, "{", *first, "}", "{", *second, "}"]

    def _root(self) -> list[str]:
        degree: list[str] = []
        if self._peek() == "[":
            self._next()
            degree = ["[", *self.row(("]",)), "]"]
            self._at += 1
        return [r"\sqrt", *degree, "{", *self._argument(), "}"]

    def _environment(self, token: str) -> list[str]:
        name = "".join(self._raw_argument()).rstrip("*")
        if token == r"\end":
            if self._matrices:
                self._matrices.pop()
            closing = _BRACKETS.get(name, "  ")[1]
            return [] if name in _ALIGNED else ["</grid>", *([closing] if closing.strip() else [])]
        if name in ("array", "alignat", "alignedat") and self._peek() == "{":
            self._raw_argument()
        self._matrices.append(name not in _ALIGNED)
        opening = _BRACKETS.get(name, "  ")[0]
        return [] if name in _ALIGNED else [*([opening] if opening.strip() else []), "<grid>"]

    def _raw_argument(self) -> list[str]:
        self._at += 1
        begin = self._at
        while self._peek() not in ("}", ""):
            self._at += 1
        self._at += 1
        return self._tokens[begin : self._at - 1]


def _styled(tokens: list[str], style: str) -> list[str]:
    """Letters with their alphabet; digits have one only in bold, signs have none."""
    out = []
    for token in tokens:
        letter = len(token) == 1 and token.isalpha()
        greek = style == "b" and re.fullmatch(r"\\[A-Za-z]{2,}", token) is not None
        out.append(f"{style}:{token}" if letter or greek or (style == "b" and token.isdigit()) else token)
    return out


# Scores


@dataclass
class Score:
    """Counts over one book."""

    counts: Counter[str] = field(default_factory=Counter)

    def share(self, part: str, whole: str) -> str:
        """One count over another as a percentage."""
        return f"{self.counts[part] / self.counts[whole]:.1%}" if self.counts[whole] else "-"


def pages_of(path: Path) -> list[dict[str, Any]]:
    """What the tutor's worker says of every page of a PDF."""
    done = subprocess.run([*WORKER, str(path), "1", "5000"], capture_output=True, check=True)
    return [line for line in map(json.loads, done.stdout.splitlines()) if "text" in line]


def score(path: Path) -> Score:
    """Compare what is read in a book with its ground truth."""
    truth = json.loads(path.with_suffix("").with_suffix(".gt.json").read_text(encoding="utf-8"))["formulas"]
    by_page: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry in truth:
        by_page[entry["page_index"]].append(entry)
    result = Score()
    for page in pages_of(path):
        formulas = [_Found(*entry) for entry in page["formulas"]]
        _score_displays([f for f in formulas if f.display], by_page[page["page"] - 1], result.counts)
        _score_lines([f for f in formulas if not f.display], by_page[page["page"] - 1], result.counts)
    return result


@dataclass(frozen=True)
class _Found:
    latex: str
    display: bool
    start: int
    end: int
    status: str
    box: list[float]
    number: str

    def on_line(self, y: float) -> bool:
        """Whether the baseline `y` runs through it."""
        return self.box[1] - 3 <= y <= self.box[3] + 3


def _score_displays(found: list[_Found], truth: list[dict[str, Any]], counts: Counter[str]) -> None:
    matched: dict[int, list[str]] = defaultdict(list)
    for entry in (e for e in truth if e["kind"] == "display"):
        x, y = entry["start"]
        counts["displays"] += 1
        fits = [f for f in found if f.on_line(y)]
        exact = [f for f in fits if f.box[0] - 3 <= x <= f.box[2] + 3] or fits
        if exact:
            matched[id(exact[0])].append(entry["latex"])
    for formula in found:
        true = matched[id(formula)]
        right = len(true) == 1 and canonical(formula.latex) == canonical(true[0])
        counts["displays right"] += right
        counts["displays found"] += 1
        _count_status(formula, right, counts, "display")


def _count_status(formula: _Found, right: bool, counts: Counter[str], kind: str) -> None:
    counts[f"{kind} seen"] += 1
    counts["seen"] += 1
    if formula.status == "confirmed":
        counts["confirmed"] += 1
        counts["confirmed right"] += right
        counts[f"{kind} confirmed"] += 1
        counts[f"{kind} confirmed right"] += right


def _score_lines(found: list[_Found], truth: list[dict[str, Any]], counts: Counter[str]) -> None:
    hit: set[int] = set()
    neutral = {id(f) for f in found if _NUMERIC.fullmatch(f.latex)}
    for entry in (e for e in truth if e["kind"] == "inline"):
        (left, y), (right, below) = entry["start"], entry["end"]
        if abs(y - below) > 1 or entry.get("end_page_label") != entry.get("page_label"):
            neutral |= {id(f) for f in found if f.on_line(y) and f.box[2] > left - 1}
            neutral |= {id(f) for f in found if f.on_line(below) and f.box[0] < right + 1}
            continue
        near = [f for f in found if f.on_line(y) and f.box[2] > left + 0.3 and f.box[0] < right - 0.3]
        if _NUMERIC.fullmatch(entry["latex"]):
            neutral |= set(map(id, near))
            continue
        counts["in lines"] += 1
        exact = [f for f in near if abs(f.box[0] - left) < 2.2 and abs(f.box[2] - right) < 2.6]
        if exact:
            hit.add(id(exact[0]))
            same = canonical(exact[0].latex) == canonical(entry["latex"])
            counts["lines right"] += same
            _count_status(exact[0], same, counts, "line")
    wrong = [f for f in found if id(f) not in hit and id(f) not in neutral]
    counts["spans right"] += len(hit)
    counts["spans"] += len(hit) + len(wrong)
    for formula in wrong:
        _count_status(formula, False, counts, "line")


# Words

_PROSE = re.compile(r"(?:[^\W\d_]+[ ,.;:()!?’“”\-]+){6,}[^\W\d_]*[,.;:!?]?\s*")


def word_recall(path: Path) -> float:
    """Share of the words of three letters and more that pdfium reads on the pages and that are in the tutor's text.

    A word is what stands somewhere in the book in a line of nothing but words: pdfium runs the letters of formulas together.
    """
    import pypdfium2

    pages = pages_of(path)
    with pypdfium2.PdfDocument(path) as document:
        texts = [document[page["page"] - 1].get_textpage().get_text_range() for page in pages]
    raw = [re.sub("[\ufffe\u00ad\x02]\\s*", "", text) for text in texts]
    lines = (line for text in raw for line in text.splitlines())
    known = {word for line in lines if _PROSE.fullmatch(line) for word in _words(line)}
    found = missed = 0
    for text, page in zip(raw, pages, strict=True):
        ours = Counter(_words(page["text"]))
        for word, count in Counter(w for w in _words(text) if w in known).items():
            found += min(count, ours[word])
            missed += max(0, count - ours[word])
    return found / (found + missed) if found else 0.0


def _words(text: str) -> Iterator[str]:
    return iter(re.findall(r"[^\W\d_]{3,}", unicodedata.normalize("NFKC", text)))


def main() -> None:
    """Print the table, or say in a sentence why there is none."""
    truths = [path for folder in (BOOKS, OWN) for path in sorted(folder.glob("*.gt.json"))]
    books = [path.with_name(path.name.replace(".gt.json", ".pdf")) for path in truths]
    if not BOOKS.is_dir():
        print("There are no test books beside this repository (../shared/data/pdf): only our own pages are measured.")
    heads = ("words", "display", "in lines", "spans", "confirmed right", "of all", "x pypdf")
    print(f"{'book':<24}" + "".join(f"{head:>17}" if " r" in head else f"{head:>10}" for head in heads))
    for path in books:
        found = score(path)
        row = (
            f"{word_recall(path):.4f}",
            found.share("displays right", "displays"),
            found.share("lines right", "in lines"),
            found.share("spans right", "spans"),
            f"{found.counts['confirmed right']}/{found.counts['confirmed']}",
            found.share("confirmed", "seen"),
            f"{speed(path):.2f}",
        )
        print(f"{path.stem:<24}" + "".join(f"{value:>{17 if '/' in value else 10}}" for value in row))
    for line in lines() if BOOKS.is_dir() else ():
        print(line)


if __name__ == "__main__":
    main()
