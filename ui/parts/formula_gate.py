r"""May this formula be drawn? Only what KaTeX will surely draw, quickly and inside its own line; the rest is shown as code.

Why a gate: KaTeX answers what it cannot read with red source text, needs seconds for a matrix of 300 rows, and lets `\rule`
and `\kern` paint over the page. Caps as measured: 2,000 characters, 30 levels, 400 cells.
"""

from __future__ import annotations

import re

from ui.parts.katex_names import names

MOST_CHARACTERS = 2_000
DEEPEST = 30
MOST_CELLS = 400


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\s\\]|\\\Z", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_LABEL = re.compile(r"\\(?:label|vspace)\*?\{[^{}]*\}")
_SPACE = re.compile(r"\\hspace\*?\{[^{}]*\}")
_ROW_GAP = re.compile(r"\\\\\s*\[\s*-?[\d.]*\s*(?:pt|em|ex|mm|cm|in|mu)\s*\]")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+\*?)\}")
_PUNCTUATION = frozenset("{}|,;:!> \\%&#_$")
_MATRICES = _words(r"""
    matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases dcases rcases drcases aligned gathered
    split array
    """)
_DISPLAY_ONLY = frozenset(["align", "align*", "gather", "gather*", "equation", "equation*"])
_ONE = _words(r"""
    sqrt hat bar vec dot ddot dddot ddddot tilde check breve acute grave mathring widehat widetilde widecheck
    utilde overline underline overbrace underbrace overrightarrow overleftarrow overleftrightarrow overbracket
    underbracket operatorname operatornamewithlimits mathrm mathbf mathit mathsf mathtt mathbb mathcal mathfrak
    mathscr mathnormal boldsymbol bm bold boxed phantom vphantom hphantom smash substack pmod pod mod
    xrightarrow xleftarrow xRightarrow xLeftarrow xmapsto xlongequal mathop mathrel mathbin mathord mathopen
    mathclose mathpunct mathinner bra ket braket cancel bcancel xcancel not Bbb frak cal
    """)
_TWO = _words(r"frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel")
_TEXT = _words(r"text textbf textit textrm textsf texttt textmd textup textnormal emph fbox")
_ARGUMENTS = {**dict.fromkeys(_ONE, 1), **dict.fromkeys(_TWO, 2)}
_INFIX = frozenset(("over", "choose", "brace", "brack"))
_DELIMITERS = frozenset(["(", ")", "[", "]", "|", "/", ".", "<", ">"]) | _words(r"""
    \{ \} \| \lbrace \rbrace \langle \rangle \lbrack \rbrack \vert \Vert \lvert \rvert \lVert \rVert \lfloor
    \rfloor \lceil \rceil \backslash \uparrow \downarrow \Uparrow \Downarrow \updownarrow \lgroup \rgroup \lt
    \gt
    """)
_SIZED = _words(r"big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm")
_LIMIT_TAKERS = _words(r"""
    sum prod coprod int iint iiint oint bigcup bigcap bigoplus bigotimes bigvee bigwedge lim limsup liminf max
    min sup inf argmax argmin det gcd Pr operatorname mathop
    """)


def tidy(latex: str) -> str:
    r"""The same formula on one line, without comments, labels and gaps of any size.

    >>> tidy("a % so\n\\\\[9em] b \\label{q}")
    'a \\\\ b'
    """
    bare = _ROW_GAP.sub(lambda _: r"\\", _SPACE.sub(r"\\;", _LABEL.sub("", _COMMENT.sub("", latex))))
    return " ".join(bare.split())


def drawable(latex: str, *, display: bool = True) -> bool:
    r"""Whether KaTeX draws this formula, already made tidy, without complaint.

    >>> drawable(r"\frac{1}{2} x^2"), drawable(r"\frac{1}{2"), drawable("x^a^b"), drawable(r"\href{a}{b}")
    (True, False, False, False)
    """
    if not latex or len(latex) > MOST_CHARACTERS or latex.count("&") + latex.count(r"\\") >= MOST_CELLS:
        return False
    try:
        reader = _Reader(latex, display)
        reader.group(None, 0)
    except _Refused:
        return False
    return True


class _Refused(Exception):
    """KaTeX would stumble here."""


class _Reader:
    """Reads a formula once, from left to right, as KaTeX would, and refuses at the first thing that is not plain."""

    def __init__(self, latex: str, display: bool) -> None:
        self.latex = latex
        self.display = display
        self.tokens: list[str] = _TOKEN.findall(_ENVIRONMENT.sub(_as_token, latex))
        self.names = [m.group(1) + ":" + m.group(2) for m in _ENVIRONMENT.finditer(latex)]
        self.at = 0
        self.next_name = 0

    def group(self, until: str | None, depth: int, cells: bool = False, halves: bool = False) -> None:
        """Read up to `until`; `cells` says that & may part columns here, `halves` that \\middle may stand here."""
        if depth > DEEPEST:
            raise _Refused
        up = down = False
        infix, last = 0, ""
        while (token := self._take()) != until:
            if token is None or token in ("}", "$", "#", "`", "\\MEND", "\\right") or (token == "&" and not cells):
                raise _Refused
            if token in ("^", "_"):
                if (up and token == "^") or (down and token == "_"):
                    raise _Refused
                up, down = up or token == "^", down or token == "_"
                self._argument(depth)
            elif token == "'":
                if up:
                    raise _Refused
            else:
                up = down = False
                infix += token[1:] in _INFIX
                if infix > 1:
                    raise _Refused
                self._atom(token, depth, cells, halves, last)
            last = token

    def _atom(self, token: str, depth: int, cells: bool, halves: bool, last: str) -> None:
        name = token[1:]
        if token == "{":
            self.group("}", depth + 1)
        elif not token.startswith("\\") or not name:
            if token == "\\":
                raise _Refused
        elif not name.isalpha():
            if name not in _PUNCTUATION:
                raise _Refused
        elif name == "MBEGIN":
            self._environment(depth)
        elif name == "left":
            self._fence(depth, cells)
        elif name in _SIZED or (name == "middle" and halves):
            self._delimiter()
        else:
            self._command(name, depth, last)

    def _command(self, name: str, depth: int, last: str) -> None:
        if name not in names() or name in ("right", "middle"):
            raise _Refused
        if name in ("limits", "nolimits") and last.lstrip("\\") not in _LIMIT_TAKERS | {"}"}:
            raise _Refused
        if name in ("tag", "hline", "hdashline") and not self.display:
            raise _Refused
        if name in _TEXT:
            self._prose(depth)
        if name in ("sqrt", "xrightarrow", "xleftarrow", "smash") and self._peek() == "[":
            self._take()
            self.group("]", depth + 1)
        for _ in range(_ARGUMENTS.get(name, 0)):
            self._argument(depth)

    def _argument(self, depth: int) -> None:
        token = self._take()
        if token is None or token in ("}", "&", "^", "_", "'", "]", "\\\\", "\\MEND", "\\right"):
            raise _Refused
        self._atom(token, depth + 1, False, False, "")

    def _prose(self, depth: int) -> None:
        r"""The inside of \text{..}: words, more such words, and formulas between dollars."""
        if depth > DEEPEST or self._take() != "{":
            raise _Refused
        while (token := self._take()) != "}":
            if token == "{":
                self.at -= 1
                self._prose(depth + 1)
            elif token == "$":
                self.group("$", depth + 1)
            elif token is None or token in ("^", "_", "&", "#"):
                raise _Refused
            elif token.startswith("\\") and token[1:] in _TEXT:
                self._prose(depth + 1)
            elif token.startswith("\\") and token[1:] not in _PUNCTUATION - {"|"}:
                raise _Refused

    def _fence(self, depth: int, cells: bool) -> None:
        self._delimiter()
        self.group("\\right", depth + 1, halves=True)
        self._delimiter()

    def _delimiter(self) -> None:
        if self._take() not in _DELIMITERS:
            raise _Refused

    def _environment(self, depth: int) -> None:
        name = self._name("begin")
        if name not in _MATRICES and not (name in _DISPLAY_ONLY and self.display and depth == 0):
            raise _Refused
        if name == "array" and not self._columns():
            raise _Refused
        self.group("\\MEND", depth + 1, cells=name not in ("equation", "equation*", "gather", "gather*", "gathered"))
        if self._name("end") != name:
            raise _Refused

    def _columns(self) -> bool:
        if self._take() != "{":
            return False
        for _ in range(40):
            token = self._take()
            if token == "}":
                return True
            if token is None or token not in "clr|:":
                return False
        return False

    def _name(self, kind: str) -> str:
        if self.next_name >= len(self.names) or not self.names[self.next_name].startswith(kind + ":"):
            raise _Refused
        self.next_name += 1
        return self.names[self.next_name - 1].split(":")[1]

    def _peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self) -> str | None:
        token = self._peek()
        self.at += 1
        return token


def _as_token(match: re.Match[str]) -> str:
    r"""\begin{bmatrix} as one token; its name is kept aside."""
    return r"\MBEGIN " if match.group(1) == "begin" else r"\MEND "
