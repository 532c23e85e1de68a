"""Where a text tells what a symbol is: "m is the slope", "the slope m", "denote the slope by m", "the slope is m".

Law: each way finds the words, first to last token, or None where it is not sure that they are of this symbol.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.maths.prose import Sort
from tutor.maths.sizes import Size
from tutor.maths.told.nouns import APPLIED, BARE, POINTING, SOFT, VERDICTS, is_content, is_noun, is_plural
from tutor.maths.told.withheld import Withheld

__all__ = ["COPULAS", "OPENERS", "SINGULAR", "Named", "Ways"]

OPENERS = frozenset(
    "where here and with while let suppose assume consider if since because that say then before again finally recall note "
    "thus hence therefore".split()
)
COPULAS = frozenset("is are be denotes denote represents represent means".split())
SINGULAR = frozenset("is denotes represents stands means".split())
_KINDS = frozenset("term quantity symbol constant matrix vector function scalar variable factor number element".split())
_JOINTS = frozenset("of at in for the a an between".split())
_AT_A_NUMBER = re.compile(r"\((?:[^()]*[,\s])?\d+(?:\.\d+)?(?:[,\s][^()]*)?\)\s*$")
_NAMES = frozenset("denote denoted write call represent represented denoting written".split())


@dataclass(frozen=True, slots=True)
class Named:
    """Symbols standing in a row at tokens first .. last (last not included)."""

    symbols: tuple[tuple[str, Size | None], ...]
    first: int
    last: int


class Ways(Withheld):
    """The ways of telling, beside a row of symbols."""

    def said_after(self, named: Named) -> tuple[int, int] | None:
        """S is the N; S denotes the N; S (the N); S stands for the N; b the intercept after a where."""
        at, before = named.last, self.word(named.first - 1)
        if self.word(at) == "(" and self.word(at + 1) in ("the", "a", "an", "our"):
            phrase = self.forward(at + 1)
            return phrase if phrase and self.word(phrase[1]) in (")", ",", ";") and self.sure(phrase) else None
        verb = self.word(at)
        if verb in ("stands", "stand") and self.word(at + 1) == "for":
            return self.forward(at + 2)
        if verb == "for" and before in ("and", ",") and self.in_sentence(named.first, "stands", "stand"):
            return self.forward(at + 1)
        if before in ("call", "calls") or (self.word(named.first - 3) == "call" and self.word(named.first - 2) == "this"):
            return self.forward(at)
        if verb == "to" and self.word(at + 1) == "be" and before in ("take", "taking", "choose", "choosing", "define"):
            return self.forward(at + 2)
        if verb == "being" and before == "of" and self.word(named.first - 2) in ("case", "event"):
            return None  # "in case of t being a knot": only then
        if verb == "being" or (verb in ("and", ",") and self.word(at + 1) == "called"):
            return self.forward(at + (1 if verb == "being" else 2))
        if verb in ("denotes", "denote", "represents", "represent"):
            return self.forward(at + 1) if before not in ("in", "of", "on", "for", "with") else None
        if verb == ":" and before in ("-", "•", "*", "", "item") and named.first == self.line_start(named.first):
            found = self.forward(at + 1) or self.undetermined(at + 1)
            return None if found and self.word(found[1]) in COPULAS else found  # "A: The number is odd", a statement
        starts = named.first == 0 or self.tokens[named.first - 1].sort is Sort.DISPLAY
        opened = starts or before in OPENERS or before in (".", ",", "-", ";", "•", ":", "*")
        second = self.word(named.first - 2)
        opened = opened or (before == "and" and second == ",") or (before in ("the", "each") and second in OPENERS)
        opened = opened or (second == "whose" and is_noun(before) and verb in SINGULAR)
        opened = opened or (before == "case" and second == "this")
        begun = second == "the" and self.word(named.first - 3) in ("", ".")
        opened = opened or (begun and before in _KINDS and verb in SINGULAR)
        if before == "(" and verb in COPULAS:
            return None  # "for instance $x = 0$ ($x$ is a maximizer)": only there
        if before == "with" and self.tokens[named.first - 2].sort is Sort.SYMBOL and named.first > 1:
            return None  # "the product of A with B is the matrix": said of the product
        if before == "that" and second in ("say", "says"):
            return None  # "we say that x is an interior point if": said of some, not told of this one
        if not opened or second in ("of", "between"):
            return self.elliptical(named) or self.apposed(named)
        if verb not in COPULAS or self.second_half(named):
            return self.elliptical(named) or self.apposed(named)
        at += 1
        while self.word(at) in SOFT:
            at += 1
        return self.forward(at, plural=len(named.symbols) > 1)

    def second_half(self, named: Named) -> bool:
        """Whether the symbol only ends a row that something else began: "the sum of $x$ and $y$ is"."""
        at = named.first - 2
        joined = self.word(at + 1) == "and" and at >= 0 and self.tokens[at].sort is Sort.SYMBOL
        return joined and self.word(at - 1) not in OPENERS | {",", "."} and at > 0

    def elliptical(self, named: Named) -> tuple[int, int] | None:
        """ "where m is the slope and b the intercept": the second "is" is left out."""
        if self.word(named.first - 1) not in ("and", ",") or self.word(named.last) not in ("the", "a", "an"):
            return None
        opened = self.in_sentence(named.first, "where", "if", "let", "here", "with")
        phrase = self.forward(named.last)
        ended = phrase is not None and (phrase[1] >= len(self.tokens) or self.word(phrase[1]) in (".", ",", ";", "and", ")"))
        return phrase if opened and ended and phrase is not None and self.sure(phrase) else None

    def apposed(self, named: Named) -> tuple[int, int] | None:
        """ "depends on $p$, the probability of a success": the noun stands behind, between commas."""
        at = named.last
        if len(named.symbols) > 1 or self.word(at) != "," or self.word(at + 1) != "the":
            return None
        if self.word(named.first - 1) not in ("on", "with", "by", "of", "to", "than", "and"):
            return None
        phrase = self.forward(at + 1)
        ended = phrase is not None and (phrase[1] >= len(self.tokens) or self.word(phrase[1]) in (".", ",", ";", ")", "that"))
        return phrase if ended and phrase is not None and self.sure(phrase) else None

    def undetermined(self, at: int) -> tuple[int, int] | None:
        """The noun phrase of a list of symbols, which needs no determiner: "- $s$: noise variance"."""
        core = self.core(at)
        acting = next((n for n in range(at + 1, core) if self.word(n).endswith("ing") and is_plural(self.word(n - 1))), None)
        if acting is not None:  # "weights connecting the input": what the weights do says nothing of what they are
            return (at, acting) if self.named_thing(acting - 1) else None
        return (at, self.extended(core)) if core > at and self.named_thing(core - 1) else None

    def named_by(self, named: Named) -> tuple[int, int] | None:
        """denote the N by S; the N is denoted S; write S for the N; by S we denote the N; denote by S the N."""
        at = named.first
        if self.word(named.last) == "for" and self.word(at - 1) in ("write", "writing", "use"):
            return self.forward(named.last + 1)
        if self.word(at - 1) == "by" and self.word(at - 2) in _NAMES:
            after = self.forward(named.last)
            if after and self.word(at - 2) in ("denote", "denoting"):
                return after
            if self.word(at - 2) in ("represent", "represented") and self.copula_before(at - 2) == at - 2:
                return None  # "the frequency represented by $X_k$": what it stands for, not what it is
            return self.told_of(self.copula_before(at - 2))
        if self.word(at - 1) == "by" and self.word(named.last) == "we" and self.word(named.last + 1) in ("denote", "mean"):
            return self.forward(named.last + 2)
        if self.word(at - 1) in ("by", "as"):
            phrase = self.backward(at - 1)
            if phrase and self.word(phrase[0] - 1) in _NAMES:
                return phrase
            return self.backward(self.copula_before(at - 2)) if self.word(at - 2) in ("denoted", "written") else None
        if self.word(at - 1) in ("denoted", "called", "written", "noted"):
            return self.told_of(self.copula_before(at - 1))
        return self.equated(named)

    def equated(self, named: Named) -> tuple[int, int] | None:
        """ "the stride is $s$": the symbol closes what the noun began."""
        at = named.first
        closed = self.word(named.last) in (".", ",", ";", "and", ")", "") or named.last >= len(self.tokens)
        if self.word(at - 1) != "is" or len(named.symbols) > 1 or not closed or "(" in self.tokens[at].text:
            return None
        phrase = self.backward(at - 1)
        begun = phrase and (phrase[0] == 0 or self.word(phrase[0] - 1) in OPENERS | {".", ",", ";", "and", ":", "then"})
        told = phrase if phrase and begun and self.word(phrase[0]) in ("the", "its", "our", "their") else None
        if told and any(self.word(n) in POINTING for n in range(*told)):
            return None  # "the first input is $x$"
        return told if told and self.sure(told) and self.word(told[1] - 1) not in VERDICTS else None

    def told_of(self, at: int) -> tuple[int, int] | None:
        """The noun phrase before a place, "the state at time $t$" with its symbol at the end."""
        if at > 0 and self.tokens[at - 1].sort is not Sort.SYMBOL:
            return self.backward(at)
        first = at - 1
        while first > 0 and at - first < 9 and (self.inside(first - 1) or self.word(first - 1) in _JOINTS):
            first -= 1
            if self.word(first) in ("the", "a", "an") and self.word(first - 1) not in _JOINTS:
                break
        opened = first == 0 or self.word(first - 1) in OPENERS | {".", ",", ";", "and"}
        begins = opened and self.word(first) in ("the", "a", "an")
        return (first, at) if begins and is_noun(self.word(first + 1)) else None

    def copula_before(self, at: int) -> int:
        """The token at which the noun phrase before "is usually denoted" ends."""
        skipped = SOFT | {"is", "are", ",", "be", "we", "which", "(", "can", "will", "thus"}
        while self.word(at - 1) in skipped:
            at -= 1
        return at

    def said_before(self, named: Named) -> tuple[int, int] | None:
        """the N S; the N (S); with mean S."""
        at = named.first
        if self.word(at - 1) == "(" and self.word(named.last) in (")", ",", ";"):
            at -= 1
        phrase = self.backward(at, deep=at != named.first)
        alone = len(named.symbols) == 1 and "=" not in self.tokens[at].text
        if phrase is None and self.word(at - 1) == "," and self.word(named.last) in (",", ".", ")") and alone:
            before = self.backward(at - 1)  # "a covariance matrix, $S$, ..."
            listed = self.word(named.last) == "," and self.word(named.last + 1) in ("and", "or")  # "the partition, $b$, and"
            owned = before is not None and any(self.word(n) == "of" for n in range(*before))  # "the size of the errors, $e$"
            sure = before and not (listed or owned) and self.word(before[0]) in ("the", "a", "an")
            sure = sure and before and self.word(before[1] - 1) not in VERDICTS
            sure = sure and before and not self.within_another(before) and not self.made_of_it(named.symbols[0][0], before)
            return before if sure and before and not self.applied(named, before) else None
        if phrase:
            symbol = named.symbols[0][0]
            if at != named.first and (len(named.symbols) > 1 or self.owned(phrase) or self.made_of_it(symbol, phrase)):
                return None
            if self.only_qualified(named.first, named.last, phrase) or self.part_of_it(symbol, phrase):
                return None
            if self.estimated(symbol, phrase) or self.taken_of(named.first, phrase):
                return None
            return phrase if self.sure(phrase) and not self.swallowed(named) and not self.elsewhere(named, phrase) else None
        found = self.bare(at) if len(named.symbols) == 1 else None
        return found if found and not self.applied(named, found) else None

    def applied(self, named: Named, phrase: tuple[int, int]) -> bool:
        """Whether the phrase tells of a value f(x), and so not of f."""
        words = [self.word(n) for n in range(*phrase)]
        head = words[words.index("of") - 1] if "of" in words else words[-1]
        left = re.split(r"=|\\in(?![a-zA-Z])|\\sim(?![a-zA-Z])", self.tokens[named.first].text)[0]
        if _AT_A_NUMBER.search(left):
            return True  # "an initial temperature $\\phi(x, 0)$": what phi is at that time
        return left.rstrip().endswith(")") and head not in APPLIED

    def elsewhere(self, named: Named, phrase: tuple[int, int]) -> bool:
        """Whether the symbol may belong to an earlier noun, "the inputs to the layer $x$", or several share one singular noun."""
        before = self.word(phrase[0] - 1)
        noun = self.word(phrase[0] - 2)
        if before in ("to", "from", "for") and (is_noun(noun) or (is_plural(noun) and is_content(noun))):
            return True
        verb = before not in OPENERS | {"and", "that", "but", "so", "then"} and is_content(before)
        if (verb or before in ("on", "in", "at")) and self.word(named.last) in ("is", "are", "was", "were", "has"):
            return True
        if self.applied(named, phrase):
            return True
        return len(named.symbols) > 1 and not is_plural(self.word(phrase[1] - 1))

    def swallowed(self, named: Named) -> bool:
        """Whether the symbol is only the beginning of something: "the value $x$ of", "the function $f$-times"."""
        return self.word(named.last).startswith(("-", "'", "’", "times", "percent", "%"))

    def bare(self, at: int) -> tuple[int, int] | None:
        """with mean mu and standard deviation sigma: no determiner, but a quantity that is always named so."""
        first = at
        while first > 0 and self.tokens[first - 1].sort is Sort.WORD and is_content(self.word(first - 1)) and at - first < 3:
            first -= 1
        loose = self.word(at - 1) in ("set", "matrix", "step", "margin") and self.word(first - 1) not in ("with", "and")
        preceding = first - 2 if self.word(first - 1) == "associated" else first - 1
        joined = self.word(preceding) in ("with", "and", "of", "has", "having", ",")
        told = first < at and not loose and self.word(at - 1) in BARE and joined
        return (first, at) if told and (self.word(first - 1) not in ("and", ",") or self.with_before(first)) else None

    def with_before(self, at: int) -> bool:
        return any(self.word(n) in ("with", "has", "have", "having") for n in range(max(0, at - 6), at))

    def line_start(self, at: int) -> int:
        before = self.word(at - 1)
        return at if before in ("-", "•", "*", "", "item") else -1
