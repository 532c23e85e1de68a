r"""What the text says its letters mean: "where m is the slope", "let $A$ be an $m \times n$ matrix", "denote the rate by $\eta$".

Law: a meaning is cut out of the text, never made up: `text[told.start:told.end]` holds both the symbol and the words. A phrase
must begin with a determiner, hold no verb and end in whole words; where that is not sure, nothing is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.maths.prose import Sort
from tutor.maths.sizes import Size, size_in_words
from tutor.maths.told.noun_phrases import PASSAGE
from tutor.maths.told.nouns import (
    APPLIED,
    COUNTED,
    COUNTS,
    DETERMINERS,
    GIVEN,
    INDEXED,
    INDICES,
    LEADING,
    VERBS,
    WHOLE,
    is_noun,
    is_plural,
)
from tutor.maths.told.several import COLLECTIVE, one_of, says, singular
from tutor.maths.told.ways import COPULAS, OPENERS, SINGULAR, Named, Ways
from tutor.maths.told.written_symbols import same_symbol, symbols_in

__all__ = ["Told", "harvest", "same_symbol"]

_CONDITIONS = frozenset("if iff when whenever provided".split())
_BETWEEN = frozenset(", precisely exactly just and only".split())
_DECLARING = frozenset("where let suppose assume".split())
_COUNTS_IN = re.compile(r"\\in\s*(?:\[|\\\{\s*[01]\s*,|\\mathbb\s*\{?N)")  # i in [n]: it counts


@dataclass(frozen=True, slots=True)
class Told:
    """A symbol and what the text says it is; `shape` is None where no size is told, () for a single number."""

    symbol: str
    meaning: str
    start: int
    end: int
    shape: Size | None = None


def harvest(text: str) -> tuple[Told, ...]:
    r"""Every symbol the text gives a meaning or a size to, in order of appearance; the same symbol may come more than once.

    >>> [(t.symbol, t.meaning) for t in harvest("y = mx + b, where m is the slope and b is the intercept")]
    [('m', 'the slope'), ('b', 'the intercept')]
    >>> harvest(r"Let $A \in \mathbb{R}^{m \times n}$ be a matrix.")[0].shape
    ('m', 'n')
    """
    return _Harvest(text).all()


class _Harvest(Ways):
    """One reading of one text."""

    def all(self) -> tuple[Told, ...]:
        found: dict[tuple[str, int], Told] = {}
        at = 0
        while at < len(self.tokens):
            cut = self.tokens[at].end == len(self.text) >= PASSAGE and self.text[-1].isalpha()  # the i of "in"
            named = self.named(at) if self.tokens[at].sort is Sort.SYMBOL and not cut else None
            if named is None:
                for told in self.defined(at):
                    found.setdefault((told.symbol, told.start), told)
                at += 1
                continue
            for told in self.told(named):
                found.setdefault((told.symbol, self.tokens[named.first].start), told)
            at = named.last
        return tuple(found.values())

    def defined(self, at: int) -> list[Told]:
        """The left side of an equation after its noun: "the loss $L = ...$"."""
        left, sign, _ = self.tokens[at].text.partition("=")
        if sign and self.word(at - 1) == "let" and self.word(at + 1) == "be" and len(symbols_in(left)) == 1:
            phrase = self.forward(at + 2)
            one = phrase is not None and not is_plural(self.word(self.core(phrase[0] + 1) - 1))  # a = x_0 < b: the endpoints
            return self.spread(Named(symbols_in(left), at, at + 1), phrase) if one else []
        symbols = symbols_in(left.removesuffix(":")) if sign and self.tokens[at].sort is Sort.SYMBOL else ()
        if len(symbols) != 1 or left.strip().endswith(("\\", "<", ">")):
            return []
        named = Named(symbols, at, at + 1)
        written = self.word(at - 1) in ("write", "writing") and self.word(at + 1) == "for"
        phrase = self.forward(at + 2) if written else self.said_before(named)
        head = self.word(phrase[1] - 1) if phrase else ""
        if is_plural(head):
            return []  # "the two classes $Y = 1$ and $Y = 0$": the equations are what is meant
        if phrase and self.supposed(at, phrase):
            return []
        return self.spread(named, phrase) if phrase and head not in WHOLE else []

    # -- symbols -----------------------------------------------------------------------------------------------------
    def named(self, at: int) -> Named | None:
        """The symbols in a row at a token: $u$ and $v$; $x, y$; None for a formula that is no symbol."""
        symbols = list(symbols_in(self.tokens[at].text))
        if not symbols:
            return None
        last = at + 1
        while last + 1 < len(self.tokens) and self.word(last) in (",", "and", "or"):
            after = last + (2 if self.word(last) == "," and self.word(last + 1) in ("and", "or") else 1)
            more = (
                symbols_in(self.tokens[after].text) if after < len(self.tokens) and self.tokens[after].sort is Sort.SYMBOL else ()
            )
            verb = self.word(after + 1)
            shared = verb in ("are", "denote", "represent") and self.respectively(after)
            if more and not shared and self.tokens[after].text.endswith(")") != self.tokens[at].text.endswith(")"):
                break  # "two random variables X and Y, H(X) and H(X, Y)"
            if self.word(last) == "," and after == last + 1 and last > at + 1 and self.word(last - 2) in ("and", "or"):
                break  # "two parameters a and b, x and y coordinates"
            if not more or verb in SINGULAR or verb in COUNTED:
                break
            bound = "\\in" in self.tokens[at].text and verb in COPULAS and self.told_as_one(after + 2)
            if bound or (verb in ("a", "an") and self.word(last) == "and" and self.forward(after + 1)):
                break  # "with parameters $\\phi$ and $P$ a target distribution"
            before = self.word(at - 1)
            row = before in OPENERS | {",", "."} or (is_plural(before) and is_noun(before))
            if verb in COPULAS and self.word(last) == "and" and not row:
                break
            if verb in ("denote", "represent") and is_plural(before) and self.told_as_one(after + 2):
                break  # "with parameters $\\phi$ and $P$ denote the target", two clauses run together
            nouns = row and before not in OPENERS | {",", "."} and after == last + 2 and verb == "are"
            if nouns and self.forward(after + 2, plural=True):
                break  # "covariate vectors u, x, and a, b, c are random effects"
            # "$h_i$, $i \\in I$, denote the densities"
            counts = _COUNTS_IN.search(self.tokens[after].text) and "\\in" not in self.tokens[at].text
            index = counts or ("\\in" in self.tokens[after].text and self.runs_in(more[0][0], symbols))
            symbols += [] if index else list(more)
            last = after + 1
        return Named(tuple(symbols), at, last)

    # -- the ways of telling -------------------------------------------------------------------------------------------
    def told(self, named: Named) -> list[Told]:
        """What the words around a row of symbols tell about them."""
        single = len(named.symbols) == 1
        if single and (self.asked_which(named.first, named.last) or self.rest_of_row(named.first, named.last)):
            return []
        phrase = self.said_after(named)
        if phrase is None and single and self.number_of(named.first) and self.tokens[named.first].text in COUNTS:
            return self.spread(named, self.number_before(named.first))  # accounting for the number of parameters $p$
        if phrase and (self.conditional(named, phrase) or self.hedged(named.first, named.last, phrase)):
            return []
        if phrase and self.word(named.last) in ("is", "denotes", "represents") and len(named.symbols) > 1:
            return []  # "an eigenvector for A and b is ...": the row is no row
        if phrase and len(named.symbols) > 1 and self.word(phrase[1]) in (",", "and"):
            return self.one_each(named, phrase)
        if phrase and self.applied(named, phrase):
            return []
        joint = phrase and any(self.word(n) == "and" for n in range(*phrase))  # "estimates of $a$ and $b$"
        if phrase and len(named.symbols) > 1 and (joint or self.respectively(phrase[1])):
            return self.spread(named, None)
        if phrase and (self.word(phrase[0] - 1) == "either" or (single and self.half_said(phrase))):
            return self.spread(named, None)  # "either the row or the column"
        phrase = phrase or self.named_by(named) or self.said_before(named)
        if phrase and self.of_something_else(named.first, named.last, phrase):
            return []
        return self.spread(named, phrase) if phrase else self.bare_noun(named)

    def conditional(self, named: Named, phrase: tuple[int, int]) -> bool:
        """Whether the symbol only is that under a condition: "if det A = 0, then $A$ is a singular matrix", "A is a basis if"."""
        after = phrase[1]
        while after < min(len(self.tokens), phrase[1] + 4) and self.word(after) in _BETWEEN:
            after += 1
        if self.word(after) in _CONDITIONS and self.word(named.first - 1) not in _DECLARING:
            return True
        return self.word(named.last) in COPULAS and self.word(named.first - 1) != "where" and self.concluded(named.first)

    def bare_noun(self, named: Named) -> list[Told]:
        """Nouns without a determiner: events $A$ and $B$; in row $i$; $n$ rows."""
        before = self.word(named.first - 1)
        token = self.tokens[named.first]
        first = self.tokens[named.first - 1]
        bounded = before in ("most", "least", "than") or (before in ("-", "=", "+"))  # "in at most $n$ steps"
        if len(named.symbols) == 1 and token.text in COUNTS and not bounded:
            counted = named.last
            while counted < named.last + 2 and self.word(counted) not in COUNTED and self.describes(counted):
                counted += 1
            if self.word(counted) in COUNTED:
                last = self.tokens[counted]
                meaning = " ".join(self.text[self.tokens[named.last].start : last.end].split())
                return [Told(token.text, f"the number of {meaning}", token.start, last.end, ())]
        free = self.word(named.first - 2) in LEADING and not token.text.endswith(")")
        free = free and not (self.word(named.first - 2) == "and" and self.spread_over(named.first - 2))
        if len(named.symbols) == 1 and before in GIVEN and free and first.sort is Sort.WORD:
            return [Told(s, f"the {before}", first.start, token.end, own) for s, own in named.symbols]
        numbered = before not in VERBS and "_" in token.text and not token.text.endswith(")")
        numbered = numbered and not self.is_counted(named.first)
        plural = (len(named.symbols) > 1 or numbered) and is_plural(before) and is_noun(before)
        plural = plural and not (self.tokens[named.first].text.endswith(")") and singular(before) not in APPLIED)
        plural = plural and not self.counted_together(named.first, len(named.symbols))
        if plural or (len(named.symbols) == 1 and before in INDEXED and token.text in INDICES):
            kind = self.word(named.first - 2)
            joined = is_noun(kind) and not is_plural(kind) and not self.is_acted(named.first - 2)
            whole = f"{kind} {before}" if plural and (kind == "random" or joined) else before
            meaning = one_of(whole) if plural else f"the {before}"
            return [Told(s, meaning, first.start, self.tokens[named.last - 1].end, own) for s, own in named.symbols]
        return self.spread(named, None)

    def one_each(self, named: Named, first: tuple[int, int]) -> list[Told]:
        """ "where m and b are the slope and the intercept": as many phrases as symbols, or nothing is told."""
        phrases = [first]
        if self.word(first[0]) not in DETERMINERS:
            shared = any(self.word(n) == "respectively" for n in range(first[1], first[1] + 8))
            return self.spread(named, None if shared else first)
        if is_plural(self.word(first[1] - 1)) and self.word(first[1]) == "and" and is_noun(self.word(first[1] + 1)):
            return self.spread(named, None)  # "the weights and biases": which is which is not said
        if is_plural(self.word(first[1] - 1)) and not any(self.word(n) == "of" for n in range(*first)):
            return self.spread(named, first)
        shared = is_plural(self.word(self.core(first[0] + 1) - 1)) and self.respectively(first[1])
        if shared or any(is_plural(self.word(n)) and self.word(n + 1) == "of" for n in range(*first)):
            return self.spread(named, None)  # "the deviations of x and y": shared out in a way that is not said
        while self.word(phrases[-1][1]) in (",", "and"):
            at = phrases[-1][1] + 1
            at += self.word(at) == "and"
            begun = at + (self.word(at) in DETERMINERS)
            core = self.core(begun)
            if core <= begun or (begun == at and not is_noun(self.word(phrases[-1][1] - 1).removesuffix("s"))):
                break  # "the number of concordant and discordant pairs"
            phrases.append((at, self.extended(core)))
        shared = is_plural(self.word(phrases[-1][1] - 1)) and not is_plural(self.word(first[1] - 1))
        if len(phrases) != len(named.symbols) or (shared and self.word(phrases[-1][0]) not in DETERMINERS):
            return self.spread(named, None)  # "the row and column effects"
        start, end = self.tokens[named.first].start, self.tokens[phrases[-1][1] - 1].end
        return [Told(s, self.words(*phrase), start, end, own) for (s, own), phrase in zip(named.symbols, phrases)]

    def spread(self, named: Named, phrase: tuple[int, int] | None) -> list[Told]:
        """The meaning or the size given to each symbol of the row."""
        start, end = self.tokens[named.first].start, self.tokens[named.last - 1].end
        if phrase and (narrowed := self.narrowed(phrase)) is None:
            return []
        phrase = narrowed if phrase else None
        meaning = self.words(*phrase) if phrase else ""
        if phrase and (behind := self.counted(named.first, named.last, phrase)):
            meaning, end = f"{meaning} {self.words(*behind)}", self.tokens[behind[1] - 1].end
        if phrase:
            start, end = min(start, self.tokens[phrase[0]].start), max(end, self.tokens[phrase[1] - 1].end)
        if phrase and (self.word(phrase[1]) == "respectively" or self.one_row(named.first, len(named.symbols), phrase)):
            return []  # which of them is which stands in the order of the words
        if phrase and self.empty(named.first, named.last, phrase, meaning):
            return []
        if phrase and len(named.symbols) > 1 and self.half_said(phrase):
            return []  # "$a$, $b$: input and output bias vectors"
        if any(says(meaning, symbol) for symbol, _ in named.symbols):
            return []  # "P is the identity on the image of P"
        size, size_end = self.size_after(meaning, end)
        end = max(end, size_end)
        if len(named.symbols) > 1 or self.one_of_more(named.last, meaning):
            whole = COLLECTIVE.match(meaning)
            meaning = "" if whole else one_of(meaning)  # "let $X_1$, ..., $X_n$ be a random sample": none of them is one
        return [
            Told(s, meaning, start, end, own if own is not None else size)
            for s, own in named.symbols
            if meaning or own is not None or size is not None
        ]

    def size_after(self, meaning: str, end: int) -> tuple[Size | None, int]:
        """The size told in the meaning, or right after symbols and meaning: "of length n"."""
        size, length = size_in_words(meaning, self.text[end : end + 60])
        return size, end + length
