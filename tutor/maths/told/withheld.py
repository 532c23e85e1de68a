"""Where the words beside a symbol belong to something else, so that nothing is told: "the default prior $r$ scale is 1/2".

Law: every question here can only take a meaning away, never give one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.maths.prose import Sort
from tutor.maths.sizes import Size
from tutor.maths.told.noun_phrases import NounPhrases
from tutor.maths.told.nouns import DETERMINERS, HEDGES, NUMERALS, is_adjective, is_content, is_noun, is_plural
from tutor.maths.told.several import COLLECTIVE
from tutor.maths.told.written_symbols import symbols_in

_GREEK = re.compile(
    r"\\?(?:alpha|beta|gamma|delta|epsilon|varepsilon|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega)"
)
# What only says of a Greek letter which one it is: "only the sample $\pi_i$", "the maximum $\alpha$".
_QUALIFIERS = frozenset("maximum minimum sample population total default".split())
# What is made of another thing, which the symbol behind it may be: "the expectation of some loss function, $\Psi$".
_MADE_OF = frozenset(
    "identification estimation computation calculation determination selection inspection interpretation maximization "
    "minimization function functions expectation effect effects minimum maximum sum value values estimate estimates "
    "estimator use choice distribution distributions logarithm log exponential derivative gradient".split()
)
_VERBS_AND_NOUNS = frozenset("return returns control controls changes use uses work outputs yield yields measures maps".split())
# "the number of trials for which ...": what is counted is not told without the clause.
_COUNTING = frozenset("number fraction proportion percentage probability chance share set subset collection".split())
_RELATIVES = frozenset("that who whose where".split())
_LONGEST_CLAUSE = 14
_ONLY_NAMES = frozenset("notation expression formula equation letter abbreviation shorthand".split())
_KINDS_OF = frozenset("statistic statistics method value values test tests score scores rule process distribution".split())
_PARTS = frozenset("diagonal row rows column columns entry entries element elements".split())
_PLACES = frozenset("space spaces set region way case direction sense sample population group domain interval time model".split())
_PREDICATES = frozenset("is are was were has have will comes lands".split())
_OF_ANOTHER = frozenset("is are was were has belongs lies falls takes occurs refers corresponds stands".split())
_STATING = frozenset("states says tells implies shows gives yields guarantees asserts means reads".split())
_ACTING = frozenset("to can could will would may might must should we they you i".split())
_VERBS_TOO = frozenset("estimate model sample form measure weight filter map order bound limit sum rank group".split())
# What is done to a quantity behind its phrase: "the likelihood divided by", "the mean plus", "the step size $\times$".
_OPERATIONS = frozenset("divided multiplied times plus minus squared cubed raised per modulo + / × ÷".split())
# What is taken over many things, and not divided: "a weighted average over its neighbours".
_TAKEN_OVER = frozenset("average mean sum integral product expectation maximum minimum distribution density".split())
_DIVISORS = frozenset("its their one twice total standard".split())
_OPERATED = re.compile(r"[-+*/^]|\\(?:times|cdot|pm|mp|div|ast|circ)(?![A-Za-z])")
# What a whole relation is called, and none of its letters.
_STATEMENTS = frozenset("constraint condition inequality assumption requirement restriction case event hypothesi".split())
_MAPS = frozenset("network networks net nets map maps mapping mappings transformation transformations classifier".split())
_APPLIED = re.compile(r"\\?[A-Za-z]+(?:\s*[_^](?:\w|\\[A-Za-z]+|\{[^{}]*\}))*\s*(?:\\left\s*)?\(")
_RELATED = re.compile(r"[<>]|\\(?:geq?|leq?|neq?|geqslant|leqslant|gt|lt)(?![A-Za-z])")
_SQUARED = frozenset(["squared", "cubed"])
_MANY = frozenset("many several few multiple various numerous countless infinitely".split())
_CASES = frozenset("cases applications situations settings examples texts practice general part".split())
_ESTIMATES = frozenset("estimator estimate estimators estimates approximation approximations".split())
_SIDES = re.compile(r"^the (?:right|left)[- ]?hand side$")  # of what is not said
_TAKEN = frozenset("mean average median variance expectation probability value norm rank trace determinant length size".split())


class Withheld(NounPhrases):
    """What is not told by one text."""

    def only_qualified(self, first: int, last: int, phrase: tuple[int, int]) -> bool:
        """Whether a noun before a symbol says no more than which: the default prior $r$ scale is; the sample $\\pi_i$."""
        head, after, verb = self.word(phrase[1] - 1), self.word(last), self.word(last + 1)
        if phrase[1] == first and is_noun(after) and verb in ("is", "are", "was", "were"):
            return True
        if phrase[1] == first and head in _QUALIFIERS | {"mean", "average", "median"} and after in _KINDS_OF:
            return True  # "the mean $F$ statistic gets too large"
        joined = phrase[1] == first and self.text[self.tokens[first - 1].start - 1 : self.tokens[first - 1].start] == "-"
        if (joined or "-" in head or head in ("inverse", "scaled", "standard", "noncentral")) and is_noun(after):
            return True  # "the inverse $\chi$ density", "a large-sample $\chi^2$ distribution"
        bare = head in _QUALIFIERS and not any(self.word(n) == "of" for n in range(*phrase))
        return bare and _GREEK.match(self.tokens[first].text) is not None

    def of_something_else(self, first: int, last: int, phrase: tuple[int, int]) -> bool:
        """Whether a phrase beside a letter is not what it is: "$H$ means the coin is heads", a whole statement; "the variables
        taking the values $x$"; "when $K$ has rank $n$", which it only then has."""
        if self.word(last) == "means" and any(self.word(n) in _PREDICATES for n in range(phrase[1], phrase[1] + 3)):
            return True
        if any(self.word(n) == "taking" for n in range(*phrase)):
            return True
        if self.word(first - 1) == "(" and self.word(phrase[0] - 1) in ("in", "per") and is_plural(self.word(phrase[0] - 2)):
            return True  # "multiple neurons in a layer ($k$)": how many there are
        owned = self.word(phrase[0] - 1) in ("has", "have", "having")
        return owned and phrase[1] <= first and self.in_sentence(phrase[0], "if", "when", "whenever")

    def one_of_more(self, last: int, meaning: str) -> bool:
        """Whether a plural stands before several things of which only this is a letter: "the functions $f$ and $f'/2$"."""
        parted = self.word(last) in ("and", ",") and self.symbol_at(last + 1)
        return parted and meaning.startswith("the ") and is_plural(meaning.split()[-1])

    def one_row(self, first: int, letters: int, phrase: tuple[int, int]) -> bool:
        r"""Whether a phrase of one thing is of a whole row with dots, "the sequence $X_1 = x_1 \ldots$", and not of its first."""
        row = "dots" in self.tokens[first].text and "=" in self.tokens[first].text and letters == 1
        return row and not is_plural(self.word(self.core(phrase[0] + 1) - 1))

    def told_as_one(self, at: int) -> bool:
        """Whether a noun phrase of one thing begins at a place: "the target distribution"."""
        phrase = self.forward(at)
        return phrase is not None and not is_plural(self.word(self.core(phrase[0] + 1) - 1))

    def describes(self, at: int) -> bool:
        """Whether a word may stand between a number and what it counts: $n$ Bernoulli random variables."""
        word = self.word(at)
        return is_content(word) and not is_noun(word)

    def asked_which(self, first: int, last: int) -> bool:
        """Whether the symbol is what a clause speaks of: "in which season of the year $t$ belongs to"."""
        near = {self.word(n) for n in range(max(0, first - 10), first)}
        return self.word(last) in _OF_ANOTHER - {"is", "are", "has"} and bool(near & {"which", "what", "whose", "how"})

    def hedged(self, first: int, last: int, phrase: tuple[int, int]) -> bool:
        """Whether a sentence only says what a letter often is: "is usually a matrix", "typically, $k$ is", "in most cases".

        What it is often called, it is: "is often called the rate".
        """
        between = {self.word(n) for n in range(last, phrase[0])}
        if self.example(last, phrase[0]) or (between & HEDGES and not between & {"called", "denoted"}):
            return True
        begun = first - 1 - (self.word(first - 1) == ",")
        stating = self.word(last) in ("is", "are")
        if stating and (self.word(begun) in HEDGES or self.in_cases(begun - 2, begun + 1)):
            return True
        after = phrase[1] + (self.word(phrase[1]) == ",")
        ended = self.word(after + 1) in (".", ";", ")", "")
        return self.in_cases(after, after + 3) or (self.word(after) in HEDGES and ended and not self.symbol_at(after + 1))

    def example(self, first: int, last: int) -> bool:
        """Whether "e.g." or "for example" stands between two tokens."""
        pairs = {(self.word(n), self.word(n + 1)) for n in range(first, last - 1)}
        spelled = any(self.word(n) == "e" and self.word(n + 2) == "g" for n in range(first, last - 2))
        return spelled or bool(pairs & {("for", "example"), ("for", "instance")}) or "e.g" in {w for p in pairs for w in p}

    def in_cases(self, first: int, last: int) -> bool:
        """Whether the tokens say "in most cases", "in many applications", "in general"."""
        words = [self.word(n) for n in range(first, last)]
        vague = words[1:2] and words[1] in HEDGES | _MANY | {"most", "some", "general", "practice"}
        return bool(words and vague) and words[0] in ("in", "for") and bool(_CASES & set(words))

    def counted_together(self, first: int, letters: int) -> bool:
        """Whether a plural behind a numeral is of letters that only together are one: "many solutions $w_1, w_2, x_1, x_2$"."""
        before = [self.word(n) for n in range(max(0, first - 4), first - 1)]
        fewer = any(NUMERALS.get(word, letters) < letters for word in before[-2:])
        joint = self.word(first - 1) == "solutions" and letters > 1 and "," in self.tokens[first].text
        return fewer or joint or (letters > 1 and bool(_MANY & set(before[-2:])))

    def made_of_it(self, symbol: str, phrase: tuple[int, int]) -> bool:
        """Whether a symbol between commas or brackets behind "the function of the parameters" may be the parameters."""
        words = [self.word(n) for n in range(*phrase)]
        if re.match(r"\\(?:wide)?(?:hat|tilde|bar)|\\overline", symbol) and any(w.startswith("estimat") for w in words):
            return False
        return "of" in words[1:] and words[words.index("of") - 1] in _MADE_OF

    def owned(self, phrase: tuple[int, int]) -> bool:
        """Whether a symbol in brackets may name the inner noun alone: "the dimension of its domain ($V$)"."""
        return any(self.word(n) == "of" and self.word(n + 1) in ("its", "their", "this") for n in range(*phrase))

    def estimated(self, symbol: str, phrase: tuple[int, int]) -> bool:
        """Whether a marked symbol names what is made of the noun: "the estimator of the volatility $\\hat\\sigma$"."""
        made = self.word(phrase[0] - 1) == "of" and self.word(phrase[0] - 2) in _ESTIMATES
        return made and re.match(r"\\(?:wide)?(?:hat|tilde|bar)|\\overline", symbol) is not None

    def taken_of(self, at: int, phrase: tuple[int, int]) -> bool:
        """Whether a letter names the number that is taken of the noun: "the mean of the distribution $\\mu = ...$", which the
        letter then equals; "the probability of success of a single trial $q$"."""
        of_it = self.word(phrase[0] - 1) == "of"
        if of_it and self.word(phrase[0] + 1) == "single":
            return True
        return of_it and self.word(phrase[0] - 2) in _TAKEN and "=" in self.tokens[at].text

    def concluded(self, at: int) -> bool:
        """Whether a place is the conclusion of an if: behind its comma, or behind a then."""
        for n in range(at - 1, max(-1, at - 30), -1):
            if self.word(n) in (".", "?", "!"):
                return False
            if self.word(n) in ("then", ","):
                return self.in_sentence(n, "if", "iff", "when", "whenever")
        return False

    def in_sentence(self, at: int, *wanted: str) -> bool:
        """Whether one of the words stands earlier in the same sentence."""
        for n in range(at - 1, max(-1, at - 30), -1):
            if self.word(n) in (".", "?", "!"):
                return False
            if self.word(n) in wanted:
                return True
        return False

    def runs_in(self, letter: str, symbols: Sequence[tuple[str, Size | None]]) -> bool:
        """Whether a letter is only the index of one of the symbols."""
        return any(re.search(rf"_\{{?[^}}]*(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])", one) for one, _ in symbols)

    def is_counted(self, first: int) -> bool:
        """Whether a symbol behind a plural is how many of them there are: "the number of missing species $f_0$"."""
        near = range(max(1, first - 5), first)
        return any(self.word(n) == "of" and self.word(n - 1) in ("number", "amount", "count", "proportion") for n in near)

    def supposed(self, at: int, phrase: tuple[int, int]) -> bool:
        """Whether an equation is itself what the noun means: "the null hypothesis $\\beta = 0$"."""
        right = self.tokens[at].text.partition("=")[2].strip()
        if self.word(phrase[1] - 1) in _MAPS and _APPLIED.match(right):
            return True  # "a neural network $a = f(s)$": that is f
        told = bool(right) or self.word(phrase[1] - 2) in ("null", "alternative")
        return told and self.word(phrase[1] - 1) == "hypothesis"

    def half_said(self, phrase: tuple[int, int]) -> bool:
        """Whether a phrase is cut before the noun it shares with the next word: "the case and control status"."""
        after = phrase[1] + 1
        if self.word(phrase[1]) != "and" or after >= len(self.tokens) or self.word(after) in DETERMINERS:
            return False
        core = self.core(after)
        return core > after + 1 and self.tokens[after].sort is Sort.WORD and self.word(core) not in ("is", "are", "be", "denotes")

    def part_of_it(self, symbol: str, phrase: tuple[int, int]) -> bool:
        """Whether a small letter behind "the diagonal of the hat matrix" is rather the diagonal."""
        part = self.word(phrase[0] - 1) == "of" and self.word(phrase[0] - 2) in _PARTS
        return part and self.word(phrase[1] - 1) == "matrix" and symbol[:1].islower()

    def counts_what(self, last: int, phrase: tuple[int, int]) -> bool:
        """Whether "the number" alone is told, of what is said only behind the symbol: "the number $k$ of components"."""
        after = max(last, phrase[1])
        bare = self.word(phrase[1] - 1) in ("number", "amount") and self.word(after) == "of"
        return bare and (self.extended(after) == after or is_adjective(self.word(self.extended(after) - 1)))

    def counted(self, first: int, last: int, phrase: tuple[int, int]) -> tuple[int, int] | None:
        """What a number counts that is said behind its letter, "the number $k$ of components": the tokens "of components"."""
        if phrase[1] > first or self.word(phrase[1] - 1) not in ("number", "amount") or self.word(last) != "of":
            return None
        end = self.extended(last)
        return (last, end) if end > last and not is_adjective(self.word(end - 1)) else None

    def empty(self, named: int, last: int, phrase: tuple[int, int], meaning: str) -> bool:
        """Whether a phrase says nothing by itself: "the number" of what?, "the number of times" that what?, "this number"."""
        if re.search(r"number of times(?: \$[^$]*\$)?$|^(?:this|these) (?:number|quantity|value|expression|term|\w+s)$", meaning):
            return True
        if meaning.split()[-1] in _ONLY_NAMES or _SIDES.search(meaning):
            return True  # "the notation $Y_p$"
        if _RELATED.search(self.tokens[named].text) and self.word(phrase[1] - 1).removesuffix("s") in _STATEMENTS:
            return True  # "the constraints $x \\geq 0$"
        numeral = meaning.split()[meaning.startswith(("every ", "each "))]
        if numeral in NUMERALS and (
            numeral != meaning.split()[0] or len(symbols_in(self.tokens[named].text)) == last - named == 1
        ):
            return True  # "every two possible values $a$ and $b$"
        if re.match(r"an? (?:finite |fixed |large |small |given )?number of", meaning) or self.cut_short(phrase):
            return True
        found = self.counts_what(last, phrase) or self.together(named, meaning) or self.only_when(named)
        return found or self.entry_of_it(self.tokens[named].text.partition("=")[0].strip(), phrase)

    def narrowed(self, phrase: tuple[int, int]) -> tuple[int, int] | None:
        """The phrase with the clause that says what is counted, "the number of trials for which A occurs"; None where that
        clause has no sure end: without it the meaning would be false."""
        first, last = phrase
        if self.symbol_at(last - 1) and self.text[self.tokens[last - 1].end :].lstrip("$\\) \n").startswith(("i.i.d", "iid ")):
            return None  # "the sum of $n$ i.i.d. random variables"
        if self.word(last) in _SQUARED and not self.symbol_at(last - 1):
            return first, last + 1  # "the norm squared"
        relative = self.word(last) in _RELATIVES or (
            self.word(last) in ("for", "in", "on", "at") and self.word(last + 1) == "which"
        )
        counting = any(self.word(n) in _COUNTING and self.word(n + 1) == "of" for n in range(first, min(first + 4, last)))
        if not (relative and counting):
            return phrase
        end = last
        while end < len(self.tokens) and end - last < _LONGEST_CLAUSE and self.word(end) not in (".", ",", ";", ")", ":"):
            if self.tokens[end].sort is Sort.DISPLAY or self.word(end) in ("and", "or") or self.parted(end):
                return None
            end += 1
        return (first, end) if end < len(self.tokens) and end - last < _LONGEST_CLAUSE else None

    def cut_short(self, phrase: tuple[int, int]) -> bool:
        """Whether a phrase lacks its noun or what narrows it: "phenotypic or other variables", "cells that are"."""
        if self.word(phrase[0] - 1) == "of" and self.word(phrase[0] - 2) in ("size", "length", "cardinality", "order"):
            return True  # "the size of the partition $N$": the partition, or its size
        if self.goes_on(phrase[1]) or self.operated(phrase[1]):
            return True
        after = self.word(phrase[1])
        if phrase[1] - phrase[0] > 1 and self.word(phrase[1] - 1) in _STATING and (after == "that" or self.displayed(phrase[1])):
            return True  # "the chain rule states that"
        if after == "," and self.word(phrase[1] + 1) == "or" and self.word(phrase[1] - 1) in _QUALIFIERS:
            return True  # "a sample, or outcome space"
        if after == "where" and self.symbol_at(phrase[1] - 1):
            return True  # "the determinant of $A$ where the $j$-th column is replaced"
        if after in ("or", "and") and is_adjective(self.word(phrase[1] - 1)):
            return True
        if after == "and" and self.word(phrase[1] + 1) in ("of", "in", "from", "with", "to", "between", "for", "on", "at"):
            return True  # "the set of unions of elements of B and of null sets"
        if after == "or" and self.word(phrase[0]) in ("a", "an") and self.word(phrase[0] - 1) == "is":
            return True  # "is a sub-martingale or super-martingale"
        numbering = self.symbol_at(phrase[1]) and self.tokens[phrase[1]].text[:2] in ("i ", "j ", "k ")
        if numbering and is_plural(self.word(phrase[1] - 1)):
            return True  # "the rows $i \\in [1, m]$"
        owned = any(self.word(n) == "of" for n in range(*phrase))
        if (after == "or" and owned) or is_adjective(self.word(phrase[1] - 1)):
            return True  # "functions of some subset of X or other covariates", "the set of all possible"
        if after in _VERBS_AND_NOUNS:
            return True  # "r is the mean return for"
        return after in ("that", "who", "whose") and self.word(phrase[1] + 1) in ("is", "are", "was", "were", "has", "have")

    def displayed(self, at: int) -> bool:
        """Whether a displayed formula stands at a token."""
        return at < len(self.tokens) and self.tokens[at].sort is Sort.DISPLAY

    def goes_on(self, at: int) -> bool:
        """Whether a phrase that ends with a formula is cut before its noun: "an average of $m$ related values"."""
        if not self.symbol_at(at - 1) or self.parted(at):
            return False
        end = self.run_of_words(at)
        narrows = end == at + 1 and self.word(at).endswith(("ed", "ing", "est"))  # the ball of radius $r$ centered at it
        return end > at and not narrows

    def operated(self, at: int) -> bool:
        """Whether something is done to what a phrase names: "the null model likelihood divided by the fitted one"."""
        if self.symbol_at(at):
            return _OPERATED.match(self.tokens[at].text) is not None
        at += self.word(at) in (",", "(") and self.word(at + 1) in ("divided", "multiplied", "times", "plus", "minus", "raised")
        if self.word(at) == "over":
            return self.word(at + 1) in _DIVISORS and self.word(at - 1) not in _TAKEN_OVER
        spaced = self.word(at) != "/" or self.text[self.tokens[at].start - 1].isspace()
        return self.word(at) in _OPERATIONS and spaced and not self.parted(at)

    def entry_of_it(self, symbol: str, phrase: tuple[int, int]) -> bool:
        """Whether a symbol with two indices stands behind "the matrix", of which it is an entry."""
        return self.word(phrase[1] - 1) == "matrix" and re.search(r"_\{?\s*[a-z]\s*,?\s*[a-z]\s*\}?$", symbol) is not None

    def only_when(self, first: int) -> bool:
        """Whether a symbol in brackets is a condition, "a divergent series ($r > 1$)"."""
        return self.word(first - 1) == "(" and re.search(r"[<>]|\\[gl]eq?(?![a-z])", self.tokens[first].text) is not None

    def together(self, first: int, meaning: str) -> bool:
        """Whether a symbol is only the last of those that are it together: "where $C_1$, $C_2$ is a partition"."""
        row = self.word(first - 1) == "," and first > 1 and self.tokens[first - 2].sort is Sort.SYMBOL
        return row and COLLECTIVE.match(meaning) is not None

    def within_another(self, phrase: tuple[int, int]) -> bool:
        """Whether a phrase before a comma is only a place: "the similarities in a high dimensional space, $p_{ij}$"."""
        return self.word(phrase[0] - 1) in ("in", "within", "over", "into") and self.word(phrase[1] - 1) in _PLACES

    def rest_of_row(self, first: int, last: int) -> bool:
        """Whether the verb is of several and the rest of them stands before what we see: "... and $b_2$ represent the levels"."""
        if self.word(first - 1) != "and":
            return False
        paired = first > 1 and self.tokens[first - 2].sort is Sort.SYMBOL
        plural = self.word(last) in ("are", "represent", "denote")
        return (plural and (paired or first == 1)) or (paired and self.respectively(last))

    def is_acted(self, at: int) -> bool:
        """Whether a word is the verb of its sentence, though it looks like a noun: "to estimate matrices"."""
        return self.word(at) in _VERBS_TOO and self.word(at - 1) in _ACTING

    def respectively(self, at: int) -> bool:
        """Whether the sentence from a token on tells several things "respectively"."""
        for n in range(at, min(len(self.tokens), at + 40)):
            if self.word(n) in (".", "?", "!", ";") or self.tokens[n].sort is Sort.DISPLAY:
                return False
            if self.word(n) == "respectively":
                return True
        return False

    def spread_over(self, at: int) -> bool:
        """Whether a quantity stands behind a preposition that governs several: "distances across space $h$ and time $u$"."""
        return any(self.word(n) in ("across", "over", "between", "along") for n in range(max(0, at - 6), at))
