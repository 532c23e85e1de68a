r"""Printed LaTeX cut into the house's tokens, with macros expanded and layout dropped knowingly.

Law: a token never loses its place. What a macro expands to stands where the macro was used; an argument stands where it stands.
Nothing is refused: a sign in no table becomes a token that the grammar will call unread.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.maths.reading import words
from tutor.maths.reading.macros import OPTION, STANDARD, Macro, derivative, matching_brace
from tutor.maths.signs import GREEK_LETTERS, TokenKind
from tutor.maths.tokens import Token

MOST_CHARACTERS = 20_000
MOST_TOKENS = 3_000
DEEPEST_MACRO = 8
MOST_EXPANSIONS = 500


@dataclass(frozen=True, slots=True)
class TextToken(Token):
    r"""The words of \text{...}."""


@dataclass(frozen=True, slots=True)
class WordToken(Token):
    """A name of several plain letters."""


_PIECE = re.compile(
    r"""(?P<blank>\s+|~|\$+|(?<!\\)%[^\n]*(?:\n|$))
      | (?P<command>\\(?:[A-Za-z]+\*?|.|$))
      | (?P<number>\d+(?:\{,\}\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
      | (?P<letters>[A-Za-z]+)
      | (?P<parameter>\#\d)
      | (?P<define>:=|>=|<=|<<|>>|==|->|\.\*)
      | (?P<dots>\.{2,})
      | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?")
_NAME = re.compile(r"\s*\{\s*([^{}]*?)\s*\}")
_COLUMNS = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ROW_GAP = re.compile(r"\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|baselineskip)?\s*\]")
_SINGLE = re.compile(r"\{\w\}|\s+[A-Za-z](?![A-Za-z])")
_LOW_BEFORE = re.compile(r"(?:\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z]|[})\]|0-9])$")
_LOW_AFTER = re.compile(r"\{|\\[A-Za-z]|[A-Za-z](?![A-Za-z])|\d")
_CAMEL = re.compile(r"[A-Z][a-z]{3,}[A-Za-z]*|[A-Z][a-z]{2,}[A-Z][A-Za-z]*")
_NAMED = re.compile(r"\s*(?:[_(]|$|\\left)")
_TYPED_WORDS = frozenset(["for", "all", "and", "where", "if", "such", "that", "with", "otherwise", "then", "each", "every"])
_TYPED_GREEK = frozenset(["alpha", "beta", "gamma", "delta", "epsilon", "lambda", "sigma", "theta", "omega"])
_JOINED = re.compile(
    r"([nmkKN])(log|exp)|([A-Z])(cos|sin|exp)|(log|exp)([pqPQfxyn])"
)  # nlog(x), logp(x), typed without a command
_ITALIC = re.compile("[\U0001d434-\U0001d467\U0001d6e2-\U0001d71b]")  # pasted from a rendered page, not bold: x and bold x differ
_CHANCE = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?(?:[(\[]|\\\{)")
_BRACKET = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?\(")
_DIVERGED = re.compile(r"\s*(?:\\[A-Za-z]+\s*)?\([^()]*(?:\|\||\\\||‖|\\parallel|\\[lr]?Vert)")
_SCRIPT_NAME = re.compile(r"\s*\{\s*([A-Z])\s*\}([a-z]{2,})(?=\s*(?:\\left\s*)?\()")  # \mathcal{E}xp(lambda)
_WIDE_GAP = re.compile(r"\s*\{\s*(?:[1-9]\d*(?:\.\d+)?\s*(?:em|cm)|[2-9]\d\s*(?:pt|mm))\s*\}")  # \\hspace{3em} parts two formulas
_LENGTH = re.compile(r"\s*=?\s*-?[\d.]*\s*(?:pt|em|ex|mm|cm|in|mu|sp)?")
_INDEX_BEFORE = re.compile(r"_\{[^{}]*$")
_ABBREVIATED = re.compile(r"[A-Za-z]{3,}$|\b(?:i\.e|e\.g)$")
_PARAMETER = re.compile(r"#\d")
_LEFT = frozenset(["left", "bigl", "Bigl", "biggl", "Biggl"])
_RIGHT = frozenset(["right", "bigr", "Bigr", "biggr", "Biggr"])
_GLUED = re.compile(r"(dim|ker|rank|span|det|deg|diag)([A-Z])|(log|sin|tan)([a-z])")
_TYPED = {":=": ":=", ">=": "geq", "<=": "leq", "<<": "ll", ">>": "gg", "==": "=", "->": "to"}
_BARS = {"|": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "‖": "‖"}
_OPERATORS = (
    frozenset(words.SUMS)
    | frozenset(words.PRODUCTS)
    | frozenset(["^", "_", "'", "!", "%", "|", "‖", "mid", ":", "neg", "forall", "exists", "nexists"])
)
_STRUCTURE = (
    frozenset(["frac", "sqrt", "root", "binom", "choose", "over", "atop", "stackrel", "underset", "underbrace"])
    | frozenset(["overbrace", "substack", "pmod", "not"])
    | frozenset(words.ACCENTS)
    | frozenset(words.FONTS)
    | words.NAMING
)  # fmt: skip


def _is_name(run: str) -> bool:
    """Whether a run of small letters can only be a word: six or more, with vowels among them, and not the alphabet."""
    vowels = sum(letter in "aeiouy" for letter in run)
    ordered = all(a < b for a, b in itertools.pairwise(run))
    return len(run) >= 6 and run[1:].islower() and 2 <= vowels < len(run) - 1 and not ordered and len(set(run)) > 3


_Argument = tuple[str, int, tuple[int, int] | None]  # its text, where it begins, and where it stands if a macro put it there


@dataclass(slots=True)
class _Cutter:
    """Cuts one text; `place` is where its tokens stand if they do not stand where they were written."""

    text: str
    tokens: list[Token]
    macros: Mapping[str, Macro]
    known_words: frozenset[str]
    place: tuple[int, int] | None = None
    offset: int = 0
    arguments: tuple[_Argument, ...] = ()
    level: int = 0
    at: int = 0
    spaced: bool = False
    budget: list[int] = field(default_factory=lambda: [MOST_EXPANSIONS])

    def put(self, kind: TokenKind, text: str, start: int, end: int, make: type[Token] = Token) -> None:
        if len(self.tokens) < MOST_TOKENS:
            where = self.place or (start + self.offset, end + self.offset)
            self.tokens.append(make(kind, text, *where, self.spaced))
        self.spaced = False

    def cut(self) -> None:
        text, length = self.text, len(self.text)
        while self.at < length:
            found = _PIECE.match(text, self.at)
            if found is None:
                break
            start, self.at = self.at, found.end()
            match found.lastgroup:
                case "blank":
                    self.spaced = True
                case "command":
                    self.command(found.group()[1:], start)
                case "number":
                    self.number(found.group(), start)
                case "letters":
                    self.letters(found.group(), start)
                case "parameter":
                    self.parameter(int(found.group()[1:]), start)
                case "dots" if self.at == start + 2 and self.holds_place(start):
                    self.put(TokenKind.NAME, ".", start, start + 1)
                    self.put(TokenKind.NAME, ".", start + 1, self.at)
                case "dots":
                    self.put(TokenKind.NAME, "dots", start, self.at)
                case "define" if found.group() == ".*":
                    self.put(TokenKind.OPERATOR, "odot", start, self.at)  # Julia's and MATLAB's product by elements
                case "define":
                    self.put(TokenKind.RELATION, _TYPED[found.group()], start, self.at)
                case _:
                    self.sign(found.group(), start)

    def number(self, text: str, start: int) -> None:
        if (grouped := _THOUSANDS.match(self.text, start)) and self.alone(start):
            self.at, text = grouped.end(), grouped.group()
        self.put(TokenKind.NUMBER, text, start, self.at)

    def alone(self, start: int) -> bool:
        """1,000 is one number outside brackets, in a fraction and after a currency sign; in (100,200) the comma separates."""
        before = self.text[:start]
        if before.rstrip("{ ").endswith(("$", "\\pounds")):
            return True
        if any(before.count(o) > before.count(c) for o, c in ("()", "[]")):
            return False
        opened = [at for at, sign in enumerate(before) if sign == "{" and matching_brace(self.text, at) > start]
        return not any(before[:at].rstrip()[-1:] in ("_", "^", "\\") for at in opened)

    def letters(self, run: str, start: int) -> None:
        raised = self.text[:start].rstrip().endswith("^")  # A^TS: a bare superscript takes one letter
        if run in _TYPED_WORDS and self.text[:start].endswith(("\\ ", "~")):
            self.put(TokenKind.NAME, run, start, self.at, TextToken)
            return
        if run in _TYPED_GREEK:
            self.put(TokenKind.NAME, run, start, self.at)
            return
        if not raised and (joined := _JOINED.fullmatch(run)):
            for part in (p for p in joined.groups() if p):
                make = WordToken if len(part) > 1 else Token
                self.put(TokenKind.NAME, part, start, start + len(part), make)
                start += len(part)
            return
        if (
            len(run) > 1
            and not raised
            and (
                run in words.PLAIN_WORDS
                or run in words.BARE_FUNCTIONS
                or (run in self.known_words and (len(run) > 2 or self.set_apart(start)))
                or run in words.ACRONYMS
                or (run == "in" and self.text[:start].endswith("_{") and ("out}" in self.text or "input" in self.known_words))
                or (run == "SS" and self.text[self.at : self.at + 1] == "_")
                or _CAMEL.fullmatch(run)
                or self.called(run)
                or self.labels(run, start)
                or _is_name(run)
                or (len(run) > 3 and run.lower() in self.known_words)
            )
        ):
            self.put(TokenKind.NAME, run, start, self.at, WordToken)
            return
        if found := self.glued(run):
            self.put(TokenKind.NAME, run[:found], start, start + found, WordToken)
            start, run = start + found, run[found:]
        for at, letter in enumerate(run, start):
            self.put(TokenKind.NAME, letter, at, at + 1)

    def holds_place(self, start: int) -> bool:
        r"""Whether a dot holds the place of an index: \\bar{y}_{i.}, W_{., <i}, A[., j]; in max. it ends a short word."""
        before, after = self.text[:start].rstrip(), self.text[self.at :].lstrip()
        if after[:1] in (",", "]") and before[-1:] in ("[", ",") and before.count("[") > before.count("]"):
            return True
        found = _INDEX_BEFORE.search(before)
        return found is not None and after[:1] in ("}", ",", ".", *"ijklmn") and not _ABBREVIATED.search(before)

    def glued(self, run: str) -> int:
        """How many letters of a run are a function typed without a space, dimV, logw; 0 where none are."""
        found = _GLUED.fullmatch(run)
        return 0 if found is None else len(found[1] or found[3])

    def set_apart(self, start: int) -> bool:
        """Whether two letters stand as a name does: before a bracket, with an index, as an index, or alone."""
        return _NAMED.match(self.text, self.at) is not None or self.text[:start].endswith(("_{", "^{"))

    def labels(self, run: str, start: int) -> bool:
        """Whether a run that fills an index is a word, H_{red}, r_{dual}, and no row of indices, T_{ijk}, T_{abc}."""
        filled = self.text[:start].endswith("_{") and self.text[self.at : self.at + 1] == "}"
        ordered = all(a < b for a, b in itertools.pairwise(run))
        vowels, running = set(run) & set("aeo"), set(run) & set("ijkxyz")
        plain = run.islower() and len(run) > 2 and not ordered and not set(run) <= set("abcdefg")
        return filled and plain and bool(vowels) and len(running) < 2 and bool(set(run) - set("aeiou"))

    def called(self, run: str) -> bool:
        """Whether a run of letters is one name because of the bracket after it: KL(q || p), NHG(k), abs(x)."""
        if run.isupper() and _DIVERGED.match(self.text, self.at):
            return True
        if run == "Pr":
            return _CHANCE.match(self.text, self.at) is not None
        named = len(run) == 3 and run[0].isupper() and run[1:].islower()  # Cnt(x, a)
        ordered = all(a < b for a, b in itertools.pairwise(run))
        named = named or (len(run) > 3 and run.islower() and bool(set(run) & set("aeiou")) and not ordered)  # sigm(x)
        known = run in words.CALLED or (run.isupper() and len(run) > 2)
        return (named or known) and _BRACKET.match(self.text, self.at) is not None

    def parameter(self, which: int, start: int) -> None:
        if 0 < which <= len(self.arguments):
            text, offset, place = self.arguments[which - 1]
            inner = _Cutter(
                text, self.tokens, self.macros, self.known_words, place, offset, (), self.level + 1, budget=self.budget
            )
            inner.cut()
        else:
            self.put(TokenKind.COMMAND, "#", start, self.at)

    def sign(self, sign: str, start: int) -> None:
        if sign in "{([":
            self.put(TokenKind.OPEN, sign, start, self.at)
        elif sign in "})]":
            self.put(TokenKind.CLOSE, sign, start, self.at)
        elif sign in GREEK_LETTERS:
            self.put(TokenKind.NAME, GREEK_LETTERS[sign], start, self.at)
        elif sign in words.UNICODE and sign not in "'":
            self.named(words.UNICODE[sign], start)
        elif sign == "?":
            self.put(TokenKind.NAME, "question", start, self.at)
        elif sign == "." and self.holds_place(start):
            self.put(TokenKind.NAME, sign, start, self.at)
        elif sign in ",;.&":
            self.put(TokenKind.SEPARATOR, sign, start, self.at)
        elif sign == "|":
            self.put(TokenKind.OPERATOR, sign, start, self.at)
        elif sign in "@":
            self.put(TokenKind.NAME, "at", start, self.at)
        else:
            self.named(sign, start)

    def command(self, name: str, start: int) -> None:
        if name in self.macros and self.level < DEEPEST_MACRO and self.budget[0] > 0:
            self.budget[0] -= 1
            self.expand(self.macros[name], start)
        elif written := derivative(name, self.text, self.at):
            macro, self.at = written
            self.expand(macro, start)
        elif name.rstrip("*") in STANDARD and name not in words.LAYOUT and self.text[self.at : self.at + 1] == "{":
            self.expand(STANDARD[name.rstrip("*")], start)
        elif name == "textbf" and _SINGLE.match(self.text, self.at):
            self.put(TokenKind.COMMAND, "mathbf", start, self.at)
        elif name in ("mathcal", "cal", "mathscr") and (named := _SCRIPT_NAME.match(self.text, self.at)):
            self.at = named.end()
            self.put(TokenKind.NAME, named[1] + named[2], start, self.at, WordToken)
        elif name in words.TEXTS:
            self.words(start)
        elif name in _LEFT or name in _RIGHT:
            self.delimiter(name, start)
        elif name in ("begin", "end"):
            self.environment(name, start)
        elif name == "\\" or name == "cr" or name == "tabularnewline":
            if gap := _ROW_GAP.match(self.text, self.at):
                self.at = gap.end()
            self.put(TokenKind.SEPARATOR, "\\\\", start, self.at)
        elif name in ("quad", "qquad"):
            self.put(TokenKind.SEPARATOR, "quad", start, self.at)
        elif name in words.LAYOUT:
            self.spaced = True
        elif name in ("hspace", "hspace*") and (gap := _WIDE_GAP.match(self.text, self.at)):
            self.at = gap.end()
            self.put(TokenKind.SEPARATOR, "quad", start, self.at)
        elif name in words.LAYOUT_WITH_ARGUMENT:
            self.spaced = True
            self.skip_argument()
        elif name in words.SPACING_LENGTHS:
            gap = _LENGTH.match(self.text, self.at)
            self.at = gap.end() if gap else self.at
        elif name in ("_", "&", "-"):
            self.escaped(name, start)
        elif name == "*":
            self.named("*", start)
        else:
            self.named("section" if name == "S" else name, start)

    def named(self, name: str, start: int) -> None:
        """A command or a sign by its canonical name."""
        plain = words.ALIASES.get(name, name)
        end = self.at
        if name in ("{", "lbrace", "}", "rbrace"):
            kind, plain = (TokenKind.OPEN, "\\{") if name in ("{", "lbrace") else (TokenKind.CLOSE, "\\}")
        elif plain in words.OPENERS:
            kind, plain = TokenKind.OPEN, words.OPENERS[plain]
        elif plain in words.CLOSERS:
            kind, plain = TokenKind.CLOSE, words.CLOSERS[plain]
        elif plain in words.RELATIONS and plain != "not":
            kind = TokenKind.RELATION
        elif plain in _OPERATORS:
            kind = TokenKind.OPERATOR
        elif plain == "$":
            kind, plain = TokenKind.NAME, "dollar"
        elif plain in words.SYMBOLS:
            kind = TokenKind.NAME
        elif plain in words.NAMED or plain in words.BIG or plain in _STRUCTURE:
            kind = TokenKind.COMMAND
        else:
            kind, plain = TokenKind.COMMAND, name
        if name in ("xrightarrow", "xleftarrow"):
            kind = TokenKind.COMMAND
            plain = name
        self.put(kind, plain, start, end)

    def escaped(self, name: str, start: int) -> None:
        if name == "&":
            self.put(TokenKind.NAME, "ampersand", start, self.at)
        if name == "_" and _LOW_BEFORE.search(self.text, max(0, start - 40), start) and _LOW_AFTER.match(self.text, self.at):
            self.put(TokenKind.OPERATOR, "_", start, self.at)  # Markdown's x\\_i
            return
        self.spaced = True

    def words(self, start: int) -> None:
        r"""\text{...}: everything between its braces, or the one sign that follows."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        if self.text[self.at : self.at + 1] == "{":
            end = matching_brace(self.text, self.at)
            closed = self.text[end - 1 : end] == "}"
            raw = self.text[self.at + 1 : end - 1 if closed else end]
            self.at = end
        else:
            raw = self.text[self.at : self.at + 1]
            self.at += 1
        if "#" in raw:
            raw = self.filled(raw)
        if raw.strip() in ("-", "−"):
            self.put(TokenKind.OPERATOR, "-", start, self.at)  # (1\\text{-}x): a short minus
            return
        self.put(TokenKind.NAME, raw, start, min(self.at, len(self.text)), TextToken)

    def delimiter(self, name: str, start: int) -> None:
        found = _PIECE.match(self.text, self.at)
        while found and found.lastgroup == "blank":
            found = _PIECE.match(self.text, found.end())
        if not found:
            return
        sign = found.group()[1:] if found.lastgroup == "command" else found.group()
        if found.lastgroup == "command" and sign in words.LAYOUT:
            return
        if name not in ("left", "right") and found.lastgroup == "letters":
            return
        self.at = found.end()
        plain = words.ALIASES.get(sign, sign) if sign != "|" else sign
        if found.group() in ("\\{", "\\}", "\\lbrace", "\\rbrace"):
            plain = "\\{" if sign in ("{", "lbrace") else "\\}"
        elif found.group() == "\\|" or plain in _BARS:
            plain = "‖" if found.group() == "\\|" else _BARS[plain]
        else:
            plain = words.OPENERS.get(plain) or words.CLOSERS.get(plain) or {"<": "⟨", ">": "⟩"}.get(plain, plain)
        kind = TokenKind.OPEN if name in _LEFT else TokenKind.CLOSE
        self.put(kind, plain, start, self.at)

    def environment(self, name: str, start: int) -> None:
        found = _NAME.match(self.text, self.at)
        called = found.group(1).rstrip("*") if found else "?"
        self.at = found.end() if found else self.at
        bar = ""
        if called == "subarray":
            self.stacked(name, start)
            return
        if name == "begin" and called in ("array", "tabular", "alignat", "alignedat"):
            if option := OPTION.match(self.text, self.at):
                self.at = option.end()
            if columns := _COLUMNS.match(self.text, self.at):
                self.at = columns.end()
                spec = re.sub(r"[pmb]\{[^{}]*\}", "l", columns.group(1))
                spec = re.sub(r"[^lcr|]", "", spec).strip("|")
                bar = f":{len(spec.split('|')[0])}" if "|" in spec else ""
        self.put(TokenKind.OPEN if name == "begin" else TokenKind.CLOSE, f"{name}:{called}{bar}", start, self.at)

    def stacked(self, name: str, start: int) -> None:
        r"""A subarray is a substack with a column of its own."""
        if name == "end":
            self.put(TokenKind.CLOSE, "}", start, self.at)
            return
        if columns := _COLUMNS.match(self.text, self.at):
            self.at = columns.end()
        self.put(TokenKind.COMMAND, "substack", start, start + 1)
        self.put(TokenKind.OPEN, "{", start + 1, self.at)

    def skip_argument(self) -> None:
        if option := OPTION.match(self.text, self.at):
            self.at = option.end()
        blank = re.compile(r"\s*").match(self.text, self.at)
        after = blank.end() if blank else self.at
        if self.text[after : after + 1] == "{":
            self.at = matching_brace(self.text, after)

    def filled(self, text: str) -> str:
        """A text with the arguments of the macro that it stands in."""
        for n, (argument, _, _) in enumerate(self.arguments, 1):
            text = text.replace(f"#{n}", argument)
        return text

    def passed(self, text: str, at: int) -> _Argument:
        r"""An argument as it is handed on: \\KL{p}{q} hands #1 of its own to the macro within it."""
        if _PARAMETER.fullmatch(text) and 0 < int(text[1:]) <= len(self.arguments):
            return self.arguments[int(text[1:]) - 1]
        return self.filled(text), at + self.offset, self.place

    def expand(self, macro: Macro, start: int) -> None:
        arguments: list[_Argument] = []
        for _ in range(macro.arguments):
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
            if self.text[self.at : self.at + 1] == "{":
                end = matching_brace(self.text, self.at)
                arguments.append(self.passed(self.text[self.at + 1 : end - 1], self.at + 1))
            else:
                piece = _PIECE.match(self.text, self.at)
                end = piece.end() if piece else self.at
                if piece and piece.lastgroup in ("letters", "number"):
                    end = self.at + 1  # \\pd fx: an argument without braces is one sign
                arguments.append(self.passed(self.text[self.at : end], self.at))
            self.at = end
        place = self.place or (start + self.offset, self.at + self.offset)
        inner = _Cutter(
            macro.body,
            self.tokens,
            self.macros,
            self.known_words,
            place,
            0,
            tuple(arguments),
            self.level + 1,
            0,
            self.spaced,
            self.budget,
        )
        inner.cut()


def cut(text: str, macros: Mapping[str, Macro] | None = None, known_words: frozenset[str] = frozenset()) -> list[Token]:
    r"""Printed LaTeX as tokens, without layout.

    >>> [t.text for t in cut(r"\left( \dfrac{x}{\,2} \right)^{T}")]
    ['(', 'frac', '{', 'x', '}', '{', '2', '}', ')', '^', '{', 'T', '}']
    """
    tokens: list[Token] = []
    plain = _ITALIC.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), text)
    _Cutter(plain, tokens, macros or {}, known_words).cut()
    return tokens
