r"""The smallest things: letters and their fonts, numbers, words, and commands with their arguments."""

from __future__ import annotations

import re
from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken, WordToken, cut
from tutor.maths.reading.nodes import (
    Accent,
    Chain,
    Choose,
    Empty,
    Fraction,
    Function,
    Letter,
    Lines,
    Marked,
    Phrase,
    Product,
    Root,
    Sign,
    Text,
    Unread,
    Word,
)
from tutor.maths.reading.parsing.scan import Cursor
from tutor.maths.reading.tidying.tidy import tidy
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number

_MARKS = frozenset(words.SYMBOLS) | {
    "*",
    "star",
    "+",
    "-",
    "circ",
    "bullet",
    "perp",
    "prime",
    "times",
    "odot",
    "oplus",
    "otimes",
    "cdot",
    "parallel",
    "pm",
    "wedge",
    "vee",
    "'",
}
_OLD_STYLE = frozenset(["bf", "rm", "it", "cal", "sf", "frak"])
_BRACES = re.compile(r"\\[a-zA-Z]+\s*(?=\{)|\\[a-zA-Z]+\s*|\\(?=[_%&#$ ])|(?<!\\)[{}]|\\(?=[{}])")
_DRESS = re.compile(r"\\(?:text)?color\s*\{[^{}]*\}|\\(?:hspace|vspace|label)\*?\s*\{[^{}]*\}")
_REFERENCE = re.compile(r"\(?\\(?:eq|auto|c|C)?ref\*?\s*\{[^{}]*\}\)?")  # to a number that only the printed page has
_ACCENTED = re.compile(r"\\[\^'`\"]\{?([A-Za-z])\}?")  # L'H\\^opital
_SPACED = re.compile(r"\\[ ,;:!]|~")
_CODE_NAME = re.compile(r"[A-Za-z]\w*(?:(?:\\?_|[.:])\w+)*\d?")  # as programs write names: log\_ndtr, conv2d, nn.functional.relu
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MANY_BLANKS = re.compile(r"\s+")
MATHS_IN_TEXT = re.compile(r"(?:\$|\\\()((?:(?!\\\)|\$).)*)(?:\$|\\\))|\\\(|\\\)", re.DOTALL)


def plain_words(raw: str) -> str:
    r"""The words of a \text argument, without the commands that only dress them.

    >>> plain_words(r"\text{mach\_{}learn} is  \emph{good}")
    'mach learn is good'
    >>> plain_words(r"by equation \ref{eq:one}")
    'by equation (reference)'
    """
    raw = _REFERENCE.sub(" (reference) ", raw)
    raw = re.sub(r"\\[;,:!]", " ", _DRESS.sub("", _ACCENTED.sub(r"\1", raw))).replace("\\$", "dollar ")
    shown = _BRACES.sub(lambda m: words.SYMBOLS.get(m[0][1:].strip(), "") if m[0][:1] == "\\" else "", raw)
    return _MANY_BLANKS.sub(" ", shown.replace("_", " ").replace("$", "").replace("~", " ")).strip()


def is_connective(text: str) -> bool:
    """Whether words join formulas ("if", "for all") rather than name something.

    >>> is_connective(" if "), is_connective("height")
    (True, False)
    """
    found = plain_words(text).lower().strip(" ,.;:").split()
    return not found or found[0] in words.CONNECTIVES or found[-1] in words.CONNECTIVES


class Atoms(Cursor):
    """Reads one atom; scripts, brackets and everything larger are the work of the classes above."""

    def whole(self) -> Node:
        raise NotImplementedError

    def factor(self) -> Node:
        raise NotImplementedError

    def fence(self) -> Node:
        raise NotImplementedError

    # -- arguments ---------------------------------------------------------------------------------------------------
    def braced(self, font: str | None = None) -> Node:
        """The inside of the {...} that starts here."""
        start, mate = self.at, self.mates[self.at]
        if mate < 0 or mate >= self.end:
            return self.unread()
        if mate > start + 1 and all(t.text == "'" for t in self.tokens[start + 1 : mate]):
            marks = tuple(Letter((t.start, t.end), "prime") for t in self.tokens[start + 1 : mate])
            self.at = mate + 1
            return marks[0] if len(marks) == 1 else Product(self.since(start), ("",) * (len(marks) - 1), marks)
        if mate == start + 2 and self.tokens[start + 1].kind is TokenKind.OPERATOR and self.tokens[start + 1].text in _MARKS:
            self.at = mate + 1
            return Letter((self.tokens[start + 1].start, self.tokens[start + 1].end), self.tokens[start + 1].text)
        node = self.within(start + 1, mate, self.group, "{", font)
        self.at = mate + 1
        return node

    def group(self) -> Node:
        """What braces hold; {a \\choose b} and {a \\over b} are split here."""
        for index in self.outside(self.at, self.end):
            token = self.tokens[index]
            if token.kind is TokenKind.COMMAND and token.text in ("choose", "over", "atop"):
                start = self.at
                top = self.within(start, index, self.whole, "{")
                bottom = self.within(index + 1, self.end, self.whole, "{")
                self.at = self.end
                span = self.since(start)
                if token.text == "atop":
                    return Lines(span, (top, bottom))
                return Fraction(span, top, bottom) if token.text == "over" else Choose(span, top, bottom, token.text)
        return self.whole()

    def argument(self, font: str | None = None) -> Node:
        r"""The argument of a command or a script: {...}, or the one sign that follows, as in \frac12."""
        token = self.peek()
        if token is None:
            return Unread((self.place(), self.place()), "missing")
        if token.kind is TokenKind.OPEN and token.text == "{":
            return self.braced(font)
        if token.kind is TokenKind.NUMBER and token.text.isdigit() and len(token.text) > 1:
            self.tokens[self.at] = Token(token.kind, token.text[1:], token.start + 1, token.end)
            self.halved.add(self.at)
            first = Token(token.kind, token.text[0], token.start, token.start + 1)
            return self.number(first, font or "")
        self.depth += 1
        kept, self.font = self.font, self.font if font is None else font
        node = self.unread() if self.depth > 20 else self.atom()
        self.font = kept
        self.depth -= 1
        return node

    # -- one atom ----------------------------------------------------------------------------------------------------
    def atom(self) -> Node:
        token = self.tokens[self.at]
        match token.kind:
            case TokenKind.NAME:
                return self.name()
            case TokenKind.NUMBER:
                self.at += 1
                return self.number(token, self.font)
            case TokenKind.OPEN:
                return self.braced() if token.text == "{" else self.fence()
            case TokenKind.COMMAND:
                return self.command()
            case TokenKind.OPERATOR | TokenKind.RELATION if token.text in _MARKS:
                self.at += 1
                return Letter((token.start, token.end), "prime" if token.text == "'" else token.text)
            case TokenKind.RELATION:
                self.at += 1
                return Sign((token.start, token.end), token.text.removeprefix("!"), negated=token.text.startswith("!"))
        return self.unread()

    def number(self, token: Token, font: str) -> Node:
        if font and font != "upright":
            return Letter((token.start, token.end), token.text, font)
        return Number((token.start, token.end), token.text)

    def name(self) -> Node:
        token = self.step()
        span = (token.start, token.end)
        if isinstance(token, TextToken):
            return self.text(token)
        if isinstance(token, WordToken):
            return (
                Function(span, token.text)
                if token.text in words.FUNCTIONS or (token.text in ("argmin", "argmax") and self.sees(TokenKind.OPERATOR, "_"))
                else Word(span, token.text, "upright" if token.text in words.BARE_NAMES else "")
            )
        return Letter(span, token.text, self.font)

    def text(self, token: TextToken) -> Node:
        if MATHS_IN_TEXT.search(token.text):
            return self.mixed_text(token)
        span = (token.start, token.end)
        shown = plain_words(token.text)
        if not shown:
            return Empty(span)
        if len(shown) == 1 and shown.isalpha():
            return Letter(span, shown, "upright")
        if _NUMERAL.fullmatch(shown):
            return Number(span, shown)
        plain = shown.isalpha() and shown.isascii() and shown.lower() not in words.CONNECTIVES
        if plain and shown in words.FUNCTIONS:
            return Function(span, shown)
        if plain and token.text.strip("{}") == shown:
            return Word(span, shown, "upright")
        if _CODE_NAME.fullmatch(token.text.strip("{} ")) and self.sees(TokenKind.OPEN, "("):
            return Word(span, shown, "upright")  # \\text{log\\_ndtr}(x), \\text{conv2d}(x, W)
        if self.calls(token, shown):
            return Word(span, shown, "upright")  # \\text{top-k accuracy}(y, f)
        return Text(span, shown)

    def calls(self, token: TextToken, shown: str) -> bool:
        """Whether words right before a bracket with several arguments are the name of what is taken of them."""
        inside = (
            [self.tokens[n].text for n in self.outside(self.at + 1, self.mates[self.at])]
            if self.sees(TokenKind.OPEN, "(")
            else []
        )
        plain = not any(word.lower() in words.CONNECTIVES for word in shown.split()) and shown[-1].isalnum()
        return "," in inside and plain and token.text == token.text.strip() and self.source[token.end : token.end + 1] in "(\\"

    def mixed_text(self, token: TextToken) -> Node:
        """Words with formulas among them: each formula is read on its own, where it stands."""
        parts: list[Node] = []
        first = self.source.find(token.text, token.start, token.end)
        at = 0
        for found in MATHS_IN_TEXT.finditer(token.text):
            self.add_words(parts, token, first, at, found.start())
            if found.group(1):
                inner = tidy(cut(found.group(1), self.context.macros, lambda: self.context.words))
                shift = first + found.start(1) if first >= 0 else token.start
                moved = [type(t)(t.kind, t.text, t.start + shift, t.end + shift, t.spaced) for t in inner]
                reader = type(self)(self.source, moved, self.context)
                reader.nesting = self.nesting + 1
                parts.append(
                    reader.complete(reader.whole) if reader.nesting < 4 else Unread((token.start, token.end), token.text)
                )
            at = found.end()
        self.add_words(parts, token, first, at, len(token.text))
        if not parts:
            return Empty((token.start, token.end))
        return parts[0] if len(parts) == 1 else Phrase((token.start, token.end), tuple(parts))

    def add_words(self, parts: list[Node], token: TextToken, first: int, start: int, end: int) -> None:
        shown = plain_words(token.text[start:end])
        if shown:
            span = (first + start, first + end) if first >= 0 else (token.start, token.end)
            parts.append(Text(span, shown))

    # -- commands ----------------------------------------------------------------------------------------------------
    def command(self) -> Node:
        start = self.at
        token = self.step()
        name = token.text
        if name in words.FONTS:
            return self.fonted(start, name)
        if name in words.NAMING:
            return self.operator_name(start)
        if name in ("frac", "binom"):
            top, bottom = self.argument(), self.argument()
            span = self.since(start)
            return Fraction(span, top, bottom) if name == "frac" else Choose(span, top, bottom, name)
        if name == "sqrt":
            return self.root(start)
        if name in words.ACCENTS:
            base = self.argument()
            return Accent(self.since(start), base, name)
        if name in ("underbrace", "overbrace", "stackrel", "underset", "xrightarrow", "xleftarrow"):
            return self.marked(start, name)
        if name == "substack":
            return self.argument()
        if name == "pmod":
            modulus = self.argument()
            return Marked(self.since(start), modulus, Empty(self.since(start)), "pmod")
        if name in words.FUNCTIONS:
            return Function((token.start, token.end), name)
        if name in words.NAMED:
            return Word((token.start, token.end), name, "upright")
        return Unread((token.start, token.end), f"\\{name}" if name.isalpha() else name)

    def root(self, start: int) -> Node:
        degree: Node | None = None
        if self.sees(TokenKind.OPEN, "[") and self.at < self.mates[self.at] < self.end:
            mate = self.mates[self.at]
            degree = self.within(self.at + 1, mate, self.whole)
            self.at = mate + 1
        body = self.argument()
        return Root(self.since(start), body, degree)

    def fonted(self, start: int, name: str) -> Node:
        font = words.FONTS[name]
        if not self.sees(TokenKind.OPEN, "{"):
            if name in _OLD_STYLE and font == "upright" and (word := self.letters_left()):
                self.at = self.end
                known = word in words.FUNCTIONS or word in ("esssup", "essinf")
                return Function(self.since(start), word) if known else Word(self.since(start), word, font)
            if name in _OLD_STYLE:
                kept, self.font = self.font, font
                rest = self.within(self.at, self.end, self.whole, self.opening, font)
                self.at, self.font = self.end, kept
                return rest
            return self.argument(font)
        if font == "fraktur" and (word := self.letters_inside(2)):
            self.at = self.mates[self.at] + 1
            return Word(self.since(start), word, font)
        if font == "blackboard" and (word := self.letters_inside(2)) in ("CP", "RP", "HP", "KP"):
            self.at = self.mates[self.at] + 1
            return Word(self.since(start), word, font)  # a projective space
        spelled = font in ("upright", "sans", "typewriter", "script", "")
        sans = font == "sans" and self.source[self.tokens[self.at].end :][:2].islower()
        if spelled and (word := self.letters_inside(2 if sans or font in ("upright", "script") else 3)):
            inner = self.source[self.tokens[self.at].end : self.tokens[self.mates[self.at]].start]
            self.at = self.mates[self.at] + 1
            parted = _SPACED.sub(" ", inner).split()
            if len(parted) > 1 and "".join(parted) == word:
                return Text(self.since(start), " ".join(parted))
            if word in words.BIG and word not in words.FUNCTIONS and word not in words.INTEGRALS:
                return Function(self.since(start), word)
            return Function(self.since(start), word) if word in words.FUNCTIONS else Word(self.since(start), word, "upright")
        if font == "bold" and (word := self.letters_inside(2)) and len(word) == 2 and self.opens_after():
            self.at = self.mates[self.at] + 1
            return Word(self.since(start), word, "upright")  # \\mathbf{ri}(S)
        if font == "bold" and (word := self.letters_inside(3)) and word.islower() and (word in words.NAMED or len(word) > 3):
            self.at = self.mates[self.at] + 1
            return Function(self.since(start), word) if word in words.FUNCTIONS else Word(self.since(start), word, "upright")
        return self.braced(font)

    def letters_left(self) -> str:
        r"""The word that fills what is left of a group, as in {\\rm prox}; "" if it is none."""
        inside = self.tokens[self.at : self.end]
        plain = self.opening == "{" and all(t.kind is TokenKind.NAME and not isinstance(t, TextToken) for t in inside)
        spelled = "".join(t.text for t in inside)
        single = all(len(t.text) == 1 or isinstance(t, WordToken) for t in inside)
        differential = len(spelled) == 2 and spelled[0] == "d"  # \frac{\rm d y}{\rm d x}
        return spelled if plain and single and len(spelled) > 1 and spelled.isascii() and not differential else ""

    def opens_after(self) -> bool:
        """Whether a round bracket stands right behind the braces here, and small letters in them."""
        behind = self.tokens[self.mates[self.at] + 1 : self.mates[self.at] + 2]
        small = all(t.text.islower() for t in self.tokens[self.at + 1 : self.mates[self.at]])
        return small and [t.text for t in behind] == ["("]

    def letters_inside(self, least: int) -> str:
        """The word that the braces here spell, if they hold plain letters (and digits after them) only."""
        mate = self.mates[self.at]
        inside = self.tokens[self.at + 1 : mate] if mate > 0 else []
        spelled = "".join(t.text for t in inside)
        plain = all(
            t.kind is TokenKind.NAME and (len(t.text) == 1 or isinstance(t, WordToken)) and not isinstance(t, TextToken)
            for t in inside
        )
        if not plain and spelled.endswith(".") and len(spelled) > 3 and spelled[:-1].isalpha() and spelled.isascii():
            return spelled  # \\mathrm{const.}
        return spelled if plain and len(spelled) >= least and spelled.isascii() else ""

    def operator_name(self, start: int) -> Node:
        if not self.sees(TokenKind.OPEN, "{"):
            return self.argument("upright")
        mate = self.mates[self.at]
        if mate < 0 or mate >= self.end:
            return self.unread()
        if (
            self.tokens[self.at + 1].kind is TokenKind.COMMAND
            and (self.tokens[self.at + 1].text in words.FONTS or self.tokens[self.at + 1].text in words.NAMING)
            and self.mates[self.at + 2] == mate - 1
        ):
            self.at += 2  # \\mathop{\\mathrm{max}}
            found = self.operator_name(start)
            self.at += 1
            return found
        if (
            len({*self.tokens[self.at + 1 : mate]}) == 1
            and self.tokens[self.at + 1].kind is TokenKind.NAME
            and isinstance(self.tokens[self.at + 1], TextToken)
        ):
            word = plain_words(self.tokens[self.at + 1].text)
        else:
            word = self.letters_inside(1)
        if (
            not word
            and mate == self.at + 2
            and self.tokens[self.at + 1].kind is TokenKind.COMMAND
            and self.tokens[self.at + 1].text in words.BIG
        ):
            word = self.tokens[self.at + 1].text
        if not word.replace(" ", "").isalpha():
            return self.braced("upright")
        self.at = mate + 1
        joined = word.replace(" ", "")
        if joined in words.FUNCTIONS or (joined in words.BIG and joined not in words.INTEGRALS):
            return Function(self.since(start), joined)
        if len(joined) == 1:
            return Letter(self.since(start), joined, "upright")
        return Word(self.since(start), joined, "upright")

    def lone_sign(self) -> Sign | None:
        """The relation that stands alone in the braces here, as in \\stackrel{def}{=}."""
        inside = self.tokens[self.at : min(self.at + 3, self.end)]
        if len(inside) == 3 and inside[0].text == "{" and inside[2].text == "}" and inside[1].kind is TokenKind.RELATION:
            self.at += 3
            sign = inside[1]
            return Sign((sign.start, sign.end), sign.text.removeprefix("!"), negated=sign.text.startswith("!"))
        return None

    def marked(self, start: int, name: str) -> Node:
        """Something with a note above or below it; above a relation or an arrow the note belongs to the sign."""
        if name in ("xrightarrow", "xleftarrow"):
            under: Node | None = None
            if self.sees(TokenKind.OPEN, "[") and self.at < self.mates[self.at] < self.end:
                mate = self.mates[self.at]
                under = self.within(self.at + 1, mate, self.whole) if mate > self.at + 1 else None
                self.at = mate + 1
            over = self.argument()
            return Sign(
                self.since(start),
                "to" if name == "xrightarrow" else "leftarrow",
                None if isinstance(over, Empty) else over,
                under,
            )
        if name in ("underbrace", "overbrace"):
            body = self.argument()
            label: Node = Empty(self.since(start))
            if self.operator("_", "^"):
                self.step()
                label = _sized(self.argument())
            return Marked(self.since(start), body, label, name)
        note: Node = _sized(self.argument())
        sign = self.lone_sign()
        base: Node = sign if sign is not None else self.argument()
        if name == "stackrel" and _only_tilde(note) and not isinstance(base, Sign):
            return Accent(self.since(start), base, "sim")  # \overset{\sim}{Y}
        if isinstance(base, Sign) and base.over is None and base.under is None:
            above = name == "stackrel"
            return Sign(self.since(start), base.name, note if above else None, None if above else note, base.negated)
        return Marked(self.since(start), base, note, name)


def _sized(note: Node) -> Node:
    r"""A note that tells a size, \underbrace{A}_{2 \times 3}: two by three, no product."""
    if not isinstance(note, Product) or set(note.signs) != {"times"}:
        return note
    sized = all(isinstance(f, Number | Letter) for f in note.factors)
    return replace(note, signs=("by",) * len(note.signs)) if sized else note


def _only_tilde(note: Node) -> bool:
    """Whether a note is nothing but the sign ~, which then is an accent."""
    names = [s.name for s in note.signs] if isinstance(note, Chain) else [getattr(note, "name", "")]
    return names in (["sim"], ["similar"])
