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

from tutor.maths.reading import typed, words
from tutor.maths.reading.macros import OPTION, PREAMBLE, STANDARD, Macro, derivative, matching_brace
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


_TYPED_WORDS = frozenset(["for", "all", "and", "where", "if", "such", "that", "with", "otherwise", "then", "each", "every"])
_LIMITED = frozenset(["lim", "max", "min", "sup", "inf", "limsup", "liminf", "argmax", "argmin"])  # typed without a backslash
_TYPED_GREEK = frozenset(["alpha", "beta", "gamma", "delta", "epsilon", "lambda", "sigma", "theta", "omega"])
_LEFT = frozenset(["left", "bigl", "Bigl", "biggl", "Biggl"])
_RIGHT = frozenset(["right", "bigr", "Bigr", "biggr", "Biggr"])
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
            found = typed.PIECE.match(text, self.at)
            if found is None:
                break
            if found.group() == "(" and (label := typed.LABEL.match(text, self.at)):
                self.at = label.end()
                continue
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
        if (grouped := typed.THOUSANDS.match(self.text, start)) and self.alone(start):
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
        if run == "s" and (such_that := typed.SUCH_THAT.match(self.text, start)):
            self.at = such_that.end()
            self.put(TokenKind.NAME, "s.t.", start, self.at, TextToken)
            return
        if run in _TYPED_GREEK:
            self.put(TokenKind.NAME, run, start, self.at)
            return
        if not raised and (joined := typed.JOINED.fullmatch(run)):
            for part in (p for p in joined.groups() if p):
                make = WordToken if len(part) > 1 else Token
                self.put(TokenKind.NAME, part, start, start + len(part), make)
                start += len(part)
            return
        if run in _LIMITED and self.text[self.at :].lstrip()[:1] == "_":
            self.named(run, start)
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
                or typed.CAMEL.fullmatch(run)
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
        r"""Whether a dot holds the place of an index: \\bar{y}_{i.}, W_{., <i}, A[., j], k(x, .); in max. it ends a word."""
        before, after = self.text[:start].rstrip(), self.text[self.at :].lstrip()
        if after[:1] in (",", "]") and before[-1:] in ("[", ",") and before.count("[") > before.count("]"):
            return True
        if self.at == start + 1 and after[:1] in (",", ")") and typed.PLACE_HELD.search(before):
            return True
        found = typed.INDEX_BEFORE.search(before)
        return found is not None and after[:1] in ("}", ",", ".", *"ijklmn") and not typed.ABBREVIATED.search(before)

    def glued(self, run: str) -> int:
        """How many letters of a run are a function typed without a space, dimV, logw; 0 where none are."""
        found = typed.GLUED.fullmatch(run)
        return 0 if found is None else len(found[1] or found[3])

    def set_apart(self, start: int) -> bool:
        """Whether two letters stand as a name does: before a bracket, with an index, as an index, or alone."""
        return typed.NAMED.match(self.text, self.at) is not None or self.text[:start].endswith(("_{", "^{"))

    def labels(self, run: str, start: int) -> bool:
        """Whether a run that fills an index is a word, H_{red}, r_{dual}, and no row of indices, T_{ijk}, T_{abc}."""
        filled = self.text[:start].endswith("_{") and self.text[self.at : self.at + 1] == "}"
        ordered = all(a < b for a, b in itertools.pairwise(run))
        vowels, running = set(run) & set("aeo"), set(run) & set("ijkxyz")
        plain = run.islower() and len(run) > 2 and not ordered and not set(run) <= set("abcdefg")
        return filled and plain and bool(vowels) and len(running) < 2 and bool(set(run) - set("aeiou"))

    def called(self, run: str) -> bool:
        """Whether a run of letters is one name because of the bracket after it: KL(q || p), NHG(k), abs(x)."""
        if run.isupper() and typed.DIVERGED.match(self.text, self.at):
            return True
        if run == "Pr":
            return typed.CHANCE.match(self.text, self.at) is not None
        named = len(run) == 3 and run[0].isupper() and run[1:].islower()  # Cnt(x, a)
        ordered = all(a < b for a, b in itertools.pairwise(run))
        named = named or (len(run) > 3 and run.islower() and bool(set(run) & set("aeiou")) and not ordered)  # sigm(x)
        known = run in words.CALLED or (run.isupper() and len(run) > 2)
        return (named or known) and typed.BRACKET.match(self.text, self.at) is not None

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
        if name.endswith("*") and words.ALIASES.get(name[:-1], name[:-1]) in words.SYMBOLS:
            name, self.at = name[:-1], self.at - 1  # \beta* x: the star is a sign of its own
        if name in self.macros and self.level < DEEPEST_MACRO and self.budget[0] > 0:
            self.budget[0] -= 1
            self.expand(self.macros[name], start)
        elif written := derivative(name, self.text, self.at):
            macro, self.at = written
            self.expand(macro, start)
        elif name.rstrip("*") in STANDARD and name not in words.LAYOUT and self.text[self.at : self.at + 1] == "{":
            self.expand(STANDARD[name.rstrip("*")], start)
        elif name in PREAMBLE and self.level < DEEPEST_MACRO and self.budget[0] > 0:
            self.budget[0] -= 1
            self.expand(PREAMBLE[name], start)
        elif name == "textbf" and typed.SINGLE.match(self.text, self.at):
            self.put(TokenKind.COMMAND, "mathbf", start, self.at)
        elif name in ("mathcal", "cal", "mathscr") and (named := typed.SCRIPT_NAME.match(self.text, self.at)):
            self.at = named.end()
            self.put(TokenKind.NAME, named[1] + named[2], start, self.at, WordToken)
        elif (
            name in ("mathrm", "operatorname", "rm") and (named := typed.GAPPED.match(self.text, self.at)) and _one_word(named[1])
        ):
            self.put(TokenKind.NAME, "".join(named[1].split()), start, named.end(), WordToken)
            self.at = named.end()
        elif name in words.TEXTS:
            self.words(start)
        elif name in _LEFT or name in _RIGHT:
            self.delimiter(name, start)
        elif name in ("begin", "end"):
            self.environment(name, start)
        elif name == "\\" or name == "cr" or name == "tabularnewline":
            if gap := typed.ROW_GAP.match(self.text, self.at):
                self.at = gap.end()
            self.put(TokenKind.SEPARATOR, "\\\\", start, self.at)
        elif name in ("quad", "qquad"):
            self.put(TokenKind.SEPARATOR, "quad", start, self.at)
        elif name in ("mathbin", "mathrel") and (sign := typed.ONE_SIGN.match(self.text, self.at)):
            self.at = sign.end()
            self.named(sign[1].lstrip("\\"), start)
        elif name in words.LAYOUT:
            self.spaced = True
        elif name in ("hspace", "hspace*") and (gap := typed.WIDE_GAP.match(self.text, self.at)):
            self.at = gap.end()
            self.put(TokenKind.SEPARATOR, "quad", start, self.at)
        elif name in words.LAYOUT_WITH_ARGUMENT:
            self.spaced = True
            self.skip_argument()
        elif name in words.SPACING_LENGTHS:
            gap = typed.LENGTH.match(self.text, self.at)
            self.at = gap.end() if gap else self.at
        elif name in ("_", "&", "-"):
            self.escaped(name, start)
        elif name == "*":
            self.named("*", start)
        else:
            self.named("section" if name == "S" else name, start)

    def named(self, name: str, start: int) -> None:
        """A command or a sign by its canonical name; \\vartheta keeps one of its own where \\theta stands beside it."""
        plain = words.ALIASES.get(name, name)
        if name in words.VARIANTS and re.search(rf"\\{plain}(?![A-Za-z])", self.text):
            plain = name
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
        if (
            name == "_"
            and typed.LOW_BEFORE.search(self.text, max(0, start - 40), start)
            and typed.LOW_AFTER.match(self.text, self.at)
        ):
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
            while joined := typed.CODE_JOINED.match(self.text, self.at):
                raw, self.at = f"{raw}_{joined[1]}", joined.end()
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
        found = typed.PIECE.match(self.text, self.at)
        while found and found.lastgroup == "blank":
            found = typed.PIECE.match(self.text, found.end())
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
        if plain in ("(", ")"):
            kind = TokenKind.OPEN if plain == "(" else TokenKind.CLOSE  # E\\right(X\\left): what is printed counts
        self.put(kind, plain, start, self.at)

    def environment(self, name: str, start: int) -> None:
        found = typed.NAME.match(self.text, self.at)
        called = found.group(1).rstrip("*") if found else "?"
        self.at = found.end() if found else self.at
        bar = ""
        if called == "subarray":
            self.stacked(name, start)
            return
        options = typed.ALIGNED if called.endswith("matrix") else typed.PLACED
        if name == "begin" and called != "array" and (option := options.match(self.text, self.at)):
            self.at = option.end()
        if name == "begin" and called in ("array", "tabular", "alignat", "alignedat"):
            if option := OPTION.match(self.text, self.at):
                self.at = option.end()
            if columns := typed.COLUMNS.match(self.text, self.at):
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
        if columns := typed.COLUMNS.match(self.text, self.at):
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
        if typed.PARAMETER.fullmatch(text) and 0 < int(text[1:]) <= len(self.arguments):
            return self.arguments[int(text[1:]) - 1]
        return self.filled(text), at + self.offset, self.place

    def expand(self, macro: Macro, start: int) -> None:
        arguments: list[_Argument] = []
        if macro.optional is not None:
            option = OPTION.match(self.text, self.at)
            arguments.append((option.group().strip()[1:-1] if option else macro.optional, start, self.place))
            self.at = option.end() if option else self.at
        for _ in range(macro.arguments - len(arguments)):
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
            if self.text[self.at : self.at + 1] == "{":
                end = matching_brace(self.text, self.at)
                arguments.append(self.passed(self.text[self.at + 1 : end - 1], self.at + 1))
            else:
                piece = typed.PIECE.match(self.text, self.at)
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


def _one_word(gapped: str) -> bool:
    run = "".join(gapped.split())
    return len(run) > 2 or run in words.CALLED or run in words.PLAIN_WORDS or run in words.ACRONYMS


def cut(text: str, macros: Mapping[str, Macro] | None = None, known_words: frozenset[str] = frozenset()) -> list[Token]:
    r"""Printed LaTeX as tokens, without layout.

    >>> [t.text for t in cut(r"\left( \dfrac{x}{\,2} \right)^{T}")]
    ['(', 'frac', '{', 'x', '}', '{', '2', '}', ')', '^', '{', 'T', '}']
    """
    tokens: list[Token] = []
    plain = typed.ITALIC.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), text)
    _Cutter(plain, tokens, macros or {}, known_words).cut()
    return tokens
