r"""Printed LaTeX cut into the house's tokens, with macros expanded and layout dropped knowingly.

Law: a token never loses its place. What a macro expands to stands where the macro was used; an argument stands where it stands.
Nothing is refused: a sign in no table becomes a token that the grammar will call unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting import numbers as numbers_typed
from tutor.maths.reading.cutting import patterns as typed
from tutor.maths.reading.cutting import runs, upright
from tutor.maths.reading.cutting import units as units_typed
from tutor.maths.reading.cutting.definitions import Macro
from tutor.maths.reading.cutting.macros import OPTION, from_preamble, matching_brace, of_a_package
from tutor.maths.reading.cutting.no_formula import is_no_formula
from tutor.maths.reading.cutting.rows import cell_gaps, in_row, label_at, row_gaps, text_column
from tutor.maths.reading.cutting.sorts import sort_of
from tutor.maths.reading.cutting.strip import LEFT, RIGHT, Argument, Strip
from tutor.maths.signs import GREEK_LETTERS, TokenKind
from tutor.maths.tokens import Token
from tutor.maths.unicode_signs import MARKS, as_latex

MOST_CHARACTERS = 20_000
DEEPEST_MACRO = 8


@dataclass(frozen=True, slots=True)
class TextToken(Token):
    r"""The words of \text{...}."""


@dataclass(frozen=True, slots=True)
class WordToken(Token):
    """A name of several plain letters."""


_LIMITED = frozenset(["lim", "max", "min", "sup", "inf", "limsup", "liminf", "argmax", "argmin"])  # typed without a backslash
_TYPED_GREEK = frozenset(["alpha", "beta", "gamma", "delta", "epsilon", "lambda", "sigma", "theta", "omega"])
_SHORT_GREEK = frozenset(["mu", "phi", "psi", "tau", "rho", "eta", "nu", "pi"])
_BLOCKED = frozenset(["permutation", "permutations", "partition", "partitions", "cycle", "cycles", "blocks", "equivalence"])


class _Cutter(Strip):
    """Cuts one text."""

    __slots__ = ()

    def cut(self) -> None:
        text, length = self.text, len(self.text)
        while self.at < length:
            if (end := text_column(text, self.at)) > self.at:
                self.put(TokenKind.NAME, text[self.at : end].strip(), self.at, end, TextToken)
                self.at = end
                continue
            found = typed.PIECE.match(text, self.at)
            if found is None:
                break
            if found.group() in ("{", "(") and (label := label_at(text, self.at)):
                if label[0]:
                    self.put(TokenKind.NAME, label[0], self.at, label[1], TextToken)
                self.at = label[1]
                continue
            start, self.at = self.at, found.end()
            if start in row_gaps(text):
                self.put(TokenKind.SEPARATOR, "quad", start, start)
            elif start in cell_gaps(text):
                self.put(TokenKind.SEPARATOR, "&", start, start)
            match found.lastgroup:
                case "blank" if found.group() == "~" and typed.tilde_relates(text, start):
                    law = "(" in self.text[self.at : self.at + 6] or typed.tilde_draws(text, start)
                    self.put(TokenKind.RELATION, "sim" if law else "similar", start, self.at)
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
                case "dots" if self.at == start + 2 and typed.holds_place(self.text, start, self.at):
                    self.put(TokenKind.NAME, ".", start, start + 1)
                    self.put(TokenKind.NAME, ".", start + 1, self.at)
                case "dots":
                    self.put(TokenKind.NAME, "dots", start, self.at)
                case "define" if found.group() == ".*":  # Julia's and MATLAB's product by elements
                    self.put(TokenKind.OPERATOR, "odot", start, self.at)
                case "define":
                    self.put(TokenKind.RELATION, typed.TYPED[found.group()], start, self.at)
                case _:
                    self.sign(found.group(), start)

    def number(self, text: str, start: int) -> None:
        if self.tokens and in_row(self.text, start):
            before = self.tokens[-1]
            signed = before.text in ("-", "+") and len(self.tokens) > 1 and self.tokens[-2].kind is TokenKind.NUMBER
            if before.kind is TokenKind.NUMBER or signed:
                at = before.start if signed else start
                self.tokens.insert(len(self.tokens) - signed, Token(TokenKind.SEPARATOR, "quad", at, at))
        if typed_so := numbers_typed.number(self.text, start):
            pieces, self.at = typed_so
            for kind, piece in pieces:
                self.put(kind, piece, start, self.at, TextToken if kind is TokenKind.NAME else Token)
            return
        self.put(TokenKind.NUMBER, text, start, self.at)

    def letters(self, run: str, start: int) -> None:
        raised = self.text[:start].rstrip().endswith("^")  # A^TS: a bare superscript takes one letter
        if typed.typed_word(self.text, start, self.at):
            self.put(TokenKind.NAME, run, start, self.at, TextToken)
            return
        if upright.half_of_extreme(run, self.text, self.at) and not self.text[:start].rstrip().endswith("\\rm"):
            self.put(TokenKind.NAME, run, start, self.at, WordToken)
            return
        if raised and typed.RAISED_BEFORE.match(self.text, start) and len(run) > 2:
            self.put(TokenKind.NAME, run[0], start, start + 1)
            self.letters(run[1:], start + 1)
            return
        if run == "log" and (base := typed.BASE.match(self.text, self.at)):
            self.put(TokenKind.NAME, run, start, self.at, WordToken)
            self.put(TokenKind.OPERATOR, "_", self.at, self.at)
            self.put(TokenKind.OPEN, "{", self.at, self.at)
            self.put(TokenKind.NUMBER, base[1], self.at, base.end(1))
            self.put(TokenKind.CLOSE, "}", base.end(1), base.end(1))
            self.at = base.end(1)
            return
        if sign := self.sign_spelled(run, start):
            self.named(sign, start)
            return
        if run in ("is", "or") and typed.told(self.text, start, self.at):
            opened = next((n for n, t in enumerate(self.tokens[-2:], len(self.tokens[-2:]) * -1) if t.text == "("), 0)
            if run == "or" and opened:  # a = 1 (or b = 1): no factor
                self.tokens.insert(len(self.tokens) + opened, Token(TokenKind.SEPARATOR, "quad", start, start))
            self.put(TokenKind.NAME, run, start, self.at, TextToken)
            return
        for pattern in (typed.SUCH_THAT, typed.ALMOST, typed.ALIKE_APART):
            if (short := pattern.match(self.text, start)) and self.text[start - 1 : start] in ("", " ", "~", "}", "{"):
                self.at = short.end()
                told = "subject to" if run == "subject" else "".join(short[0].split())
                self.put(TokenKind.NAME, told, start, self.at, TextToken)
                return
        named = self.text[self.at : self.at + 1] == "_" and self.text[start - 1 : start] != "_"  # not the u of a_mu_m
        named = named or self.text.strip() == run or (run == "pi" and self.text[start - 1 : start].isdigit())  # 2pi
        if run in _TYPED_GREEK or (run in _SHORT_GREEK and named):
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
        if not raised and (end := runs.joined(self.text, start, self.at, self.known_words)):
            self.at = end
            self.put(TokenKind.NAME, typed.DRESSED.sub(r"\1", self.text[start:end]), start, end, WordToken)
            return
        if len(run) > 1 and not raised and runs.one_name(self.text, start, self.at, self.known_words):
            self.put(TokenKind.NAME, run, start, self.at, WordToken)
            return
        if found := runs.glued(run):
            self.put(TokenKind.NAME, run[:found], start, start + found, WordToken)
            start, run = start + found, run[found:]
        for at, letter in enumerate(run, start):
            self.put(TokenKind.NAME, letter, at, at + 1)

    def sign_spelled(self, run: str, start: int) -> str:
        r"""The sign that a run of letters spells, as a program has it: x in A, x -> oo; x \ in A, where the stroke slipped."""
        if run == "oo":
            return "infty" if typed.TENDS.search(self.text, 0, start) else ""
        if run != "in":
            return ""
        slipped = self.text[:start].endswith("\\ ") and self.text[self.at : self.at + 1] in (" ", "\\")
        member = typed.MEMBER.search(self.text, 0, start) and typed.SET_AFTER.match(self.text, self.at)
        return run if slipped or member else ""

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
        blocks = sign == "(" and self.tokens and len(self.text) < 200 and typed.BLOCKS.fullmatch(self.text)
        if blocks and self.known_words() & _BLOCKED:
            self.put(TokenKind.SEPARATOR, "quad", start, start)
        if sign in "{([":
            self.put(TokenKind.OPEN, sign, start, self.at)
        elif sign in "})]":
            self.put(TokenKind.CLOSE, sign, start, self.at)
        elif sign in GREEK_LETTERS and self.text[self.at : self.at + 1] not in MARKS:
            self.put(TokenKind.NAME, GREEK_LETTERS[sign], start, self.at)
        elif sign not in words.UNICODE and (written := as_latex(self.text, start)):
            latex, self.at = written  # ½, x², 𝐱: what a rendered page shows, when it is copied
            self.expand(Macro(0, latex), start)
        elif sign in words.UNICODE and sign not in "'":
            self.named(words.UNICODE[sign], start)
        elif sign in ("?", "@"):
            self.put(TokenKind.NAME, "question" if sign == "?" else "at", start, self.at)
        elif sign == "." and typed.holds_place(self.text, start, self.at):
            self.put(TokenKind.NAME, sign, start, self.at)
        elif sign == "." and typed.dot_of_product(self.text, start):
            self.named("cdot", start)
        elif sign == "," and typed.before_differential(self.text, start):
            self.spaced = True
        elif sign in ",;.&":
            self.put(TokenKind.SEPARATOR, sign, start, self.at)
        elif sign == "|":
            self.put(TokenKind.OPERATOR, sign, start, self.at)
        else:
            self.named(sign, start)

    def command(self, name: str, start: int) -> None:
        if name.endswith("*") and words.ALIASES.get(name[:-1], name[:-1]) in words.SYMBOLS:
            name, self.at = name[:-1], self.at - 1  # \beta* x: the star is a sign of its own
        if name == "prime" and typed.UNRAISED.search(self.text, max(0, start - 12), start):
            self.put(TokenKind.OPERATOR, "'", start, self.at)  # f\prime(x), without the ^
            return
        if name.endswith("*") and name not in self.macros and getattr(self.macros.get(name[:-1]), "paired", False):
            name = name[:-1]  # \\norm*{x}: signs as large as what they enclose
        if name in self.macros and self.level < DEEPEST_MACRO and self.budget[0] > 0:
            self.budget[0] -= 1
            self.expand(self.macros[name], start)
        elif written := of_a_package(name, self.text, self.at):
            macro, self.at = written
            self.expand(macro, start)
        elif (usual := from_preamble(name, self.text, self.at)) and self.level < DEEPEST_MACRO and self.budget[0] > 0:
            self.budget[0] -= 1
            self.expand(usual, start)
        elif name == "textbf" and typed.SINGLE.match(self.text, self.at):
            self.put(TokenKind.COMMAND, "mathbf", start, self.at)
        elif name in ("mathcal", "cal", "mathscr") and (named := typed.SCRIPT_NAME.match(self.text, self.at)):
            self.at = named.end()
            self.put(TokenKind.NAME, named[1] + named[2], start, self.at, WordToken)
        elif (
            name in ("mathrm", "operatorname", "rm")
            and (named := typed.GAPPED.match(self.text, self.at))
            and upright.one_word(named[1])
        ):
            self.put(TokenKind.NAME, "".join(named[1].split()), start, named.end(), WordToken)
            self.at = named.end()
        elif self.dressed(name, start):
            return
        elif name in words.TEXTS:
            if not typed.ENSURED.match(self.text, self.at):  # \text{\ensuremath{\log}} is maths after all
                self.words(start)
        elif not self.laid_out(name, start):
            self.named("section" if name == "S" else name, start)

    def laid_out(self, name: str, start: int) -> bool:
        """Whether a command is one of layout: delimiters, environments, rows and gaps, each put or passed over."""
        if name in LEFT or name in RIGHT:
            self.delimiter(name, start)
        elif name in ("begin", "end"):
            self.environment(name, start)
        elif name == "\\" and typed.ESCAPED_TWICE.match(self.text, self.at) and "\\begin" not in self.text:
            self.at += 1
            self.command(self.text[self.at - 1], start)  # \\\\{ in Markdown
        elif name == "\\" or name == "cr" or name == "tabularnewline":
            if gap := typed.ROW_GAP.match(self.text, self.at):
                self.at = gap.end()
            self.put(TokenKind.SEPARATOR, "\\\\", start, self.at)
        elif name in ("quad", "qquad"):
            self.put(TokenKind.SEPARATOR, "quad", start, self.at)
        elif name in ("mathbin", "mathrel") and (sign := typed.ONE_SIGN.match(self.text, self.at)):
            self.at = sign.end()
            self.sign(",", start) if sign[1] == "," else self.named(sign[1].lstrip("\\"), start)
        elif name in typed.SIZES and (sized := typed.SIZED.match(self.text, self.at)):
            self.at = sized.end()
            self.sign(sized[1], start) if len(sized[1]) == 1 else self.named(sized[1][1:], start)
        elif name in words.LAYOUT or (name == "mathop" and typed.EMPTY.match(self.text, self.at)):
            self.spaced = True
            if name.startswith("math") and (empty := typed.EMPTY.match(self.text, self.at)):
                self.at = empty.end()  # \mathopen{}\left(: nothing stands between a name and its bracket
            if name.endswith("break") and (option := typed.BREAK.match(self.text, self.at)):
                self.at = option.end()
        elif name in ("hspace", "hspace*") and (gap := typed.WIDE_GAP.match(self.text, self.at)):
            self.at = gap.end()
            self.put(TokenKind.SEPARATOR, "quad", start, self.at)
        elif name in words.SPACING_LENGTHS and (gap := typed.LENGTH.match(self.text, self.at)) and gap[0].strip():
            self.at = gap.end()
        elif name in words.LAYOUT_WITH_ARGUMENT or name in words.SPACING_LENGTHS:
            self.spaced = True
            if name.startswith("tag") and (bare := typed.BARE_TAG.match(self.text, self.at)):
                self.at = bare.end()  # \\tag7
            self.skip_argument()
        elif name in ("_", "&", "-"):
            self.escaped(name, start)
        elif name == "*":
            self.named("*", start)
        else:
            return False
        return True

    def dressed(self, name: str, start: int) -> bool:
        """Whether a command dressed a unit, a name with a sign in it, or nothing at all, which then is put."""
        if name in words.FONTS and (empty := typed.EMPTY.match(self.text, self.at)):
            self.at = empty.end()
        elif unit := units_typed.unit(name, self.text, self.at):
            self.at = unit[1]
            self.put(TokenKind.NAME, unit[0], start, self.at, TextToken)
        elif found := upright.name(name, self.text, self.at):
            self.at = found[1]
            self.put(TokenKind.NAME, found[0], start, self.at, TextToken if found[2] else WordToken)
        else:
            return False
        return True

    def named(self, name: str, start: int) -> None:
        """A command or a sign by its canonical name; \\vartheta keeps one of its own where \\theta stands beside it."""
        plain = words.ALIASES.get(name, name)
        if name in words.VARIANTS and re.search(rf"\\{plain}(?![A-Za-z])", self.text):
            plain = name
        self.put(*sort_of(name, plain), start, self.at)

    def escaped(self, name: str, start: int) -> None:
        if name == "&":
            self.put(TokenKind.NAME, "and", start, self.at, TextToken)
        upright_name = typed.IN_A_NAME.search(self.text, 0, start) is not None  # \\mathrm{qi\\_fit}
        if (
            name == "_"
            and not upright_name
            and typed.LOW_BEFORE.search(self.text, max(0, start - 40), start)
            and typed.LOW_AFTER.match(self.text, self.at)
        ):
            self.put(TokenKind.OPERATOR, "_", start, self.at)  # Markdown's x\\_i
            return
        low = name == "_" and not upright_name and self.text[start - 1 : start].isalpha()
        if low and (code := typed.LETTERS.match(self.text, self.at)):
            self.put(TokenKind.OPERATOR, "_", start, self.at)
            self.put(TokenKind.NAME, code[0], self.at, code.end(), WordToken)  # n\\_features
            self.at = code.end()
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
        raw = self.filled(raw)
        if coded := typed.CODED.fullmatch(raw):
            self.put(TokenKind.NAME, coded[1].replace("\\_", "_"), start, self.at, WordToken)
            return
        if not raw:
            self.spaced = True
            return
        if typed.REMARK.fullmatch(raw) and self.tokens:
            self.put(TokenKind.SEPARATOR, "quad", start, start)  # a remark behind a formula is no factor of it
        following = typed.LETTERS.match(self.text, self.at)
        if raw.strip() in ("-", "−") and following and (count := runs.hyphenated(self.tokens, following[0])):
            self.at, first = following.end(), self.tokens[-count]
            spelled = "".join(t.text for t in self.tokens[-count:])
            self.tokens[-count:] = [WordToken(TokenKind.NAME, f"{spelled}-{following[0]}", first.start, self.at, first.spaced)]
            return  # \mathrm{Self\mbox{-}Esteem}, 3\text{-}SAT: a hyphen
        if raw.strip() in ("-", "−"):
            self.put(TokenKind.OPERATOR, "-", start, self.at)  # (1\\text{-}x): a short minus
            return
        self.put(TokenKind.NAME, raw, start, min(self.at, len(self.text)), TextToken)

    def filled(self, text: str) -> str:
        """A text with the arguments of the macro that it stands in."""
        for n, (argument, _, _) in enumerate(self.arguments, 1):
            text = text.replace(f"#{n}", argument)
        return text

    def passed(self, text: str, at: int) -> Argument:
        r"""An argument as it is handed on: \\KL{p}{q} hands #1 of its own to the macro within it."""
        if typed.PARAMETER.fullmatch(text) and 0 < int(text[1:]) <= len(self.arguments):
            return self.arguments[int(text[1:]) - 1]
        return self.filled(text), at + self.offset, self.place

    def expand(self, macro: Macro, start: int) -> None:
        arguments: list[Argument] = []
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
        written = tuple(arguments)
        inner = replace(self, text=macro.body, place=place, offset=0, arguments=written, level=self.level + 1, at=0)
        inner.cut()


def cut(
    text: str, macros: Mapping[str, Macro] | None = None, known_words: Callable[[], frozenset[str]] = frozenset
) -> list[Token]:
    r"""Printed LaTeX as tokens, without layout; `known_words` gives the names of the text around when they are asked for.

    >>> [t.text for t in cut(r"\left( \dfrac{x}{\,2} \right)^{T}")]
    ['(', 'frac', '{', 'x', '}', '{', '2', '}', ')', '^', '{', 'T', '}']
    """
    tokens: list[Token] = []
    plain = typed.ITALIC.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), text)
    if is_no_formula(plain):
        return [Token(TokenKind.COMMAND, plain.strip(), len(plain) - len(plain.lstrip()), len(plain.rstrip()))]
    _Cutter(plain, tokens, macros or {}, known_words).cut()
    return tokens
