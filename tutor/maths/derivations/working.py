"""The lines of a derivation taken one by one: what each is compared with, and what it adds to what is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tutor.maths.claims.claim import Verdict
from tutor.maths.claims.printed import number
from tutor.maths.claims.trials import Known
from tutor.maths.derivations.chances import by_chances, is_chance
from tutor.maths.derivations.everywhere import narrowed
from tutor.maths.derivations.first_lines import alone
from tutor.maths.derivations.looking_back import everything_solves, nothing_solves
from tutor.maths.derivations.pasted import Piece, sides
from tutor.maths.derivations.rates import (
    another_variable,
    computable,
    function_told,
    in_base_ten,
    is_rate,
    slopes_of,
    without_constant,
)
from tutor.maths.derivations.rounding import rounded, rounded_solutions
from tutor.maths.derivations.said_lines import is_equation, outer, said_by
from tutor.maths.derivations.slip import slip_between, slip_in_chain, slip_of_rate
from tutor.maths.derivations.solving import agreement, follows, numbers_put_in
from tutor.maths.derivations.statements import TOLD, Said, Sheet, Step
from tutor.maths.derivations.systems import is_value, one_more
from tutor.maths.derivations.together import all_closed, follows_together, told
from tutor.maths.formula import read_formula
from tutor.maths.letters import is_symbol
from tutor.maths.reading.nodes import Chain, Power
from tutor.maths.slips.rewrites import reproduces
from tutor.maths.tree import Node, Number
from tutor.maths.values import Defined, Sort

_BEGIN = "the line that everything starts from"
RANK = {Verdict.FAILS: 0, Verdict.OPEN: 1, Verdict.TESTED: 2, Verdict.PROVED: 3, Verdict.GIVEN: 4}


# -- the lines taken one by one
@dataclass(slots=True)
class Working:
    """What is known at a line: the line before, and everything that was given or has followed so far."""

    sheet: Sheet
    words: str
    pieces: Sequence[Piece]
    before: Piece | None = None
    old: Said | None = None  # the last statement, with the side that it was brought to
    about: bool = False  # whether the line at hand, or any line so far, is rounded
    rough: bool = False
    missed: bool = False  # whether the line right before could not be read
    chain: list[Node] = field(default_factory=list)  # the last sides since the chain of equal signs began
    renews: bool = False
    renewed: dict[str, float] = field(default_factory=dict)  # letters that were given a new value, as programs do
    named: dict[str, Node] = field(default_factory=dict)  # what words called an expression, and its last form
    name: str = ""
    facts: list[Said] = field(default_factory=list)
    system: bool = True  # only what was given so far: a further equation may be one more of a system

    def take(self, n: int, piece: Piece) -> Step:
        """The step to one line, and what it adds."""
        self.about = piece.about
        step = self._step(n, piece)
        self.rough = self.rough or piece.about or step.why.endswith(", rounded")
        said = said_by(piece)
        if said is not None:
            if step.verdict is Verdict.FAILS:
                self.facts, self.system = [said], False
            elif step.verdict is not Verdict.OPEN:
                self.facts.append(said)
            self.system = self.system and step.verdict is Verdict.GIVEN
            self._learn(said)
        if piece.trees:
            self.before = piece
            self._remember(piece, said, step)
        self.missed = not piece.trees and not (piece.nothing or piece.always) and "=" in piece.text
        return step

    def _remember(self, piece: Piece, said: Said | None, step: Step) -> None:
        """What the lines below are compared with: a line that goes on brings the statement, or what words named, further."""
        last = sides(piece.trees[0])[-1]
        self.chain = [*(self.chain if piece.continues else []), last]
        if not piece.continues:
            self.old, self.name = said, piece.name
        elif self.old is not None and len(self.old.chains) == 1 and step.verdict not in (Verdict.FAILS, Verdict.OPEN):
            chain = self.old.chains[0]
            self.old = Said((Chain(chain.span, chain.signs[:1], (chain.sides[0], last)),))
        if self.name:
            self.named[self.name] = last

    def _learn(self, said: Said) -> None:
        """A function the line defines is known from here on; so is y where y = ... may be asked for its slope."""
        for chain in said.chains if len(said.chains) == 1 else ():
            found = function_told(chain, self.sheet.latex)
            if found is not None and found[0] not in self.sheet.known.functions:
                known = self.sheet.known
                self.sheet = self.sheet.with_known(Known(known.fixed, {**known.functions, found[0]: found[1]}, known.definitions))

    def _step(self, n: int, piece: Piece) -> Step:
        if piece.unread:
            return Step(Verdict.OPEN, piece.unread.rstrip("."))
        if piece.nothing:
            return nothing_solves(self.sheet, self.facts)
        if piece.always:
            return everything_solves(self.sheet, self.facts)
        if not piece.trees:
            return Step(Verdict.OPEN, "there is nothing to read in this line")
        if self.missed and (piece.continues or self.before is None):
            inner = self._within(piece, first=False)
            return inner if inner.verdict is Verdict.FAILS else Step(Verdict.OPEN, "the line before could not be read")
        if self.before is None:
            return self._first(n, piece)
        if piece.name:
            return self._named(piece)
        if is_equation(piece) and not piece.continues:
            new = said_by(piece)
            if self.old is not None or (new is not None and self._is_new(piece, new)):
                return self._equations(n, piece)
        last, now = self._computable(sides(self.before.trees[0])[-1]), self._computable(sides(piece.trees[0])[0])
        step = self._equal(last, now)
        begins = n + 1 < len(self.pieces) and self.pieces[n + 1].continues and not piece.continues
        if step.verdict is Verdict.FAILS and self.old is not None and self.system and begins:
            step = Step(Verdict.GIVEN, "an expression that is set down here")
        inner = self._within(piece, first=False)
        return inner if step.verdict is not Verdict.FAILS and inner.verdict is Verdict.FAILS else step

    def _named(self, piece: Piece) -> Step:
        """ "variance = 2/3": told, or equal to what the same words named before."""
        inner = self._within(piece, first=False)
        if inner.verdict is Verdict.FAILS:
            return inner
        if piece.name not in self.named:
            return Step(Verdict.GIVEN, TOLD)
        return self._equal(self._computable(self.named[piece.name]), self._computable(sides(piece.trees[0])[0]))

    # -- the first line ------------------------------------------------------------------------------------------------------
    def _first(self, n: int, piece: Piece) -> Step:
        after = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if after is None:
            return alone(self.words, self.sheet, piece)
        if not is_equation(piece):
            return Step(Verdict.GIVEN, _BEGIN)
        said = said_by(piece)
        given = by_chances(self.sheet, [], outer(said)) if said is not None else None
        if given is not None and given.verdict is not Verdict.OPEN:
            return replace(given, why=_BEGIN) if given.verdict is Verdict.GIVEN else given
        if after.continues or said is None or any(len(chain.sides) > 2 and said.signs == {"="} for chain in said.chains):
            return self._within(piece, first=True)
        if said.signs == {"="} and not self.sheet.letters(*said.sides) and self._identity(said.chains[0]) is False:
            if (near := self._rounded(said.chains[0])) is not None:
                return near
            why = self.sheet.difference(said.chains[0].sides[0], said.chains[0].sides[-1])
            return Step(Verdict.FAILS, f"the two sides of this line are not equal: {why}")
        if any(is_rate(chain.sides[0]) and self._identity(chain) is False for chain in said.chains):
            return self._within(piece, first=True)
        return Step(Verdict.GIVEN, _BEGIN)

    def _within(self, piece: Piece, *, first: bool) -> Step:
        """A line with several sides: each must equal the one before; a lone letter at the beginning is a name."""
        verdict = Verdict.GIVEN if first else Verdict.TESTED
        for tree in piece.trees:
            parts = tuple(self._computable(side) for side in sides(tree))
            start = (
                1 if first and (is_symbol(parts[0]) or (isinstance(tree, Chain) and function_told(tree, self.sheet.latex))) else 0
            )
            for a, b in zip(parts[start:], parts[start + 1 :]):
                step = self._equal(a, b)
                if step.verdict is Verdict.FAILS:
                    return Step(
                        step.verdict, step.why.replace("it is not equal to the line before", "its two sides are not equal")
                    )
                verdict = step.verdict if first and step.verdict is not Verdict.PROVED else verdict
        said = {Verdict.GIVEN: _BEGIN, Verdict.OPEN: "this step cannot be computed here"}
        return Step(verdict, said.get(verdict, "its sides are equal" if first else "equal to the line before"))

    # -- equal expressions ---------------------------------------------------------------------------------------------------
    def _computable(self, node: Node) -> Node:
        return computable(self.sheet.with_known(told(self.sheet, self.facts)), node)

    def _equal(self, a: Node, b: Node) -> Step:
        step = self._exactly(a, b)
        if step.verdict is not Verdict.FAILS:
            return step
        start = next((one for one in self.chain if self._is_back(one, a, b)), None)
        if start is not None and (step := self._exactly(start, b)).verdict is not Verdict.FAILS:
            return replace(step, why=step.why.replace("the line before", "where the chain began"))
        if why := self._if_a_mean(a, b):
            return Step(Verdict.OPEN, why)
        return rounded(self.sheet, a, b, told(self.sheet, self.facts), about=self.about, rough=self.rough) or step

    def _if_a_mean(self, a: Node, b: Node) -> str:
        """Why a step is no mistake if mu is the mean of the one random variable about, as by custom; "" elsewhere."""
        sheet = self.sheet
        means = [n for n in sheet.letters(a, b) if n.startswith(("\\mu", "mu", "μ")) and sheet.kinds[n].sort is Sort.NUMBER]
        random = [n for n in sheet.letters(a, b) if sheet.kinds[n].sort is Sort.VARIABLE]
        if len(means) != 1 or len(random) != 1 or means[0] in sheet.known.definitions:
            return ""
        latex = f"E[{random[0]}]"
        known = Known(sheet.known.fixed, sheet.known.functions, {means[0]: Defined(read_formula(latex).tree, latex)})
        holds = sheet.agree(a, b, known)
        return f"it holds if ${means[0]}$ is the mean of ${random[0]}$, and nothing here says so" if holds else ""

    def _is_back(self, start: Node, a: Node, b: Node) -> bool:
        """Whether a letter that was put in on the way, u for x^2, has gone again."""
        gone = set(self.sheet.letters(a)) - set(self.sheet.letters(b))
        return bool(gone) and not gone & set(self.sheet.letters(start))

    def _exactly(self, a: Node, b: Node) -> Step:
        if another_variable(a, b, self.sheet.latex):
            return Step(Verdict.OPEN, "the integral goes by another letter here, and a change of letters is not followed")
        through = slopes_of(a, b)  # of antiderivatives the slopes are compared: ln(x) for 1/x is as usual
        left, right = a, b
        a, b = through or (a, b)
        sheet = self.sheet
        agreed = sheet.agree(a, b)
        if agreed is not True and self.facts and (known := told(sheet, self.facts)).definitions:
            with_values = sheet.agree(a, b, known)
            if with_values:
                return Step(Verdict.TESTED, "equal to the line before, with the values above")
            if with_values is False and all_closed(sheet, known, sheet.letters(a, b)):
                return Step(Verdict.FAILS, f"it is not equal to the line before: {sheet.difference(a, b, known)}")
        if agreed is None:
            return Step(Verdict.OPEN, "this step cannot be computed here")
        if agreed and not through and (gone := narrowed(sheet, (a,), (b,))):
            said = f"it is equal where both have a value, but for {gone} only the line before has one"
            return Step(Verdict.OPEN, f"{said}: say which values are meant, as $x > 0$")
        if agreed and through and (missing := without_constant(sheet, left, right)):
            return Step(Verdict.OPEN, missing)
        if agreed:
            return Step(agreement(sheet, a, b), "equal to the line before")
        if sheet.letters(a) and not sheet.letters(b) and self._varies(a) and not reproduces(a, b, sheet.latex, "", sheet.known):
            return Step(Verdict.OPEN, "numbers are put in for the letters here, and nothing says which")
        return Step(Verdict.FAILS, f"it is not equal to the line before: {sheet.difference(a, b)}")

    def _varies(self, node: Node) -> bool:
        """Whether an expression has different values at different instances."""
        return len({str(trial.left) for trial in self.sheet.tried(node, node).trials}) > 1

    # -- equations -----------------------------------------------------------------------------------------------------------
    def _equations(self, n: int, piece: Piece) -> Step:
        new, old = said_by(piece), self.old
        if new is None:
            return Step(Verdict.OPEN, "this step cannot be followed here")
        if (step := self._renewing(new)) is not None:
            return step
        if (step := self._about_functions(new)) is not None:
            return step
        if (step := self._inner(new)) is not None:
            return step
        chances = by_chances(self.sheet, self._givens(), outer(new), anew=self._unsaid(piece, new))
        if chances is not None and chances.verdict is not Verdict.OPEN:
            return chances
        if self._is_new(piece, new):
            if old is None and not piece.told and self.before is not None and chances is None and not self._goes_on(new):
                return Step(Verdict.OPEN, "nothing says what this has to do with the line before")
            worked = any(len(chain.sides) > 2 for chain in new.chains)
            return Step(Verdict.TESTED, "its sides are equal") if worked else Step(Verdict.GIVEN, TOLD)
        if old is None:
            return Step(Verdict.OPEN, "this step cannot be followed here")
        new, old = outer(new), outer(old)
        if chances is not None:
            step = self._one(n, old, new)
            return step if step.verdict in (Verdict.PROVED, Verdict.TESTED) else chances
        if new.together and new.signs == {"="}:
            return self._all(n, piece, old, new)
        return self._one(n, old, new)

    def _goes_on(self, new: Said) -> bool:
        """Whether a letter is told to be what the expression before it comes to."""
        last = None if self.before is None else sides(self.before.trees[0])[-1]
        return last is not None and any(self.sheet.agree(last, side) is True for chain in new.chains for side in chain.sides[1:])

    def _renewing(self, new: Said) -> Step | None:
        """w = w - 0.1*20 after w = 5, as programs give a letter a new value, and what w is said to be after that."""
        equation, sheet = new.equation, self.sheet
        if equation is None or not (name := sheet.lone_name(equation.sides[0])):
            return None
        right, known = equation.sides[-1], told(sheet, self.facts)
        if name not in sheet.letters(right):
            value = sheet.with_known(known).value(right, {})
            if name not in self.renewed or value is None:
                return None
            new_one = self.renewed.pop(name)
            if abs(value - new_one) <= 1e-9 * max(1.0, abs(new_one)):
                return Step(Verdict.TESTED, f"this is the new value of ${name}$")
            return Step(Verdict.FAILS, f"the new value of ${name}$ is {number(new_one)}")
        at = {name: Fraction(self.renewed[name])} if name in self.renewed else {}
        one, two = (sheet.with_known(known).value(side, at) for side in (equation.sides[0], right))
        if one is None or two is None or abs(one - two) <= 1e-9 * max(1.0, abs(one)):
            return None
        self.renewed[name], self.renews = two, True
        self.facts = [fact for fact in self.facts if name not in sheet.letters(*fact.sides)]
        said = f"this gives ${name}$ a new value, and here a letter keeps its value"
        return Step(Verdict.OPEN, f"{said}: write ${name}_1$ for the new one")

    def _one(self, n: int, old: Said, new: Said) -> Step:
        step = follows(self.sheet, old, new)
        if step.verdict in (Verdict.PROVED, Verdict.TESTED):
            return step
        near = rounded_solutions(self.sheet, new, step, about=self.about, rough=self.rough)
        if near is None and new.equation is not None and not step.lost:
            near = self._rounded(new.equation)
        if near is not None:
            return near
        if step.verdict is Verdict.FAILS and (put := numbers_put_in(self.sheet, told(self.sheet, self.facts), old, new)):
            return put
        if step.verdict is Verdict.FAILS and self._to_base_ten(old, new):
            return Step(Verdict.TESTED, "it follows where log is the logarithm to base 10")
        givens = self._givens()
        joint = follows_together(self.sheet, givens, new) if len(givens) > 1 or old.together else None
        if joint is not None and joint.verdict is not Verdict.FAILS:
            return joint
        if self.system and one_more(self.sheet, givens, new, self._later(n)):
            return Step(Verdict.GIVEN, "one more equation, taken as given")
        if step.verdict in (Verdict.FAILS, Verdict.OPEN) and (self._sets_a_condition(new) or self._asks(n, new)):
            return Step(Verdict.GIVEN, "a condition that is set here")
        return joint if joint is not None and not step.lost and step.verdict in (Verdict.OPEN, Verdict.FAILS) else step

    def _rounded(self, equation: Chain) -> Step | None:
        known = told(self.sheet, self.facts)
        left, right = equation.sides[0], equation.sides[-1]
        return rounded(self.sheet, left, right, known, about=self.about, rough=self.rough)

    def _givens(self) -> list[Said]:
        return [outer(said) for said in self.facts]

    def _unsaid(self, piece: Piece, new: Said) -> bool:
        """Whether no line before this one says what the probability on one of its sides is."""
        latex = self.sheet.latex
        earlier = [side for other in self.pieces[: self.pieces.index(piece)] for tree in other.trees for side in sides(tree)]
        said = {"".join(latex[slice(*side.span)].split()) for side in earlier}
        return not any("".join(latex[slice(*side.span)].split()) in said for side in new.sides if is_chance(side))

    def _asks(self, n: int, new: Said) -> bool:
        """det(A - xI) = 0 after A = ...: an equation for a letter that is new, where only values were told so far."""
        earlier = [side for other in self.pieces[:n] for tree in other.trees for side in sides(tree)]
        unseen = set(self.sheet.letters(*new.sides)) - set(self.sheet.letters(*earlier))
        return bool(unseen) and self.system and n + 1 < len(self.pieces) and all(is_value(self.sheet, one) for one in self.facts)

    def _later(self, n: int) -> list[Said]:
        said = [said_by(piece) for piece in self.pieces[n + 1 :]]
        return [outer(one) for one in said if one is not None and one.signs == {"="}]

    def _to_base_ten(self, old: Said, new: Said) -> bool:
        """Whether the step is right if log has the base 10, as in school."""
        ten = [Said(tuple(in_base_ten(chain) or chain for chain in said.chains), said.together) for said in (old, new)]
        return ten != [old, new] and follows(self.sheet, *ten).verdict in (Verdict.PROVED, Verdict.TESTED)

    def _all(self, n: int, piece: Piece, old: Said, new: Said) -> Step:
        """Several statements in one line: each is told anew or must follow."""
        steps: list[Step] = []
        given: list[Said] = []
        for chain in new.chains:
            one = Said((chain,))
            told = Step(Verdict.GIVEN, TOLD) if self._is_new(piece, one) else None
            told = by_chances(self.sheet, [*self._givens(), *given], one) or told
            steps.append(told or self._one(n, old, one))
            given.append(one)
        return min(steps, key=lambda step: RANK[step.verdict])

    def _inner(self, said: Said) -> Step | None:
        """The sides after the first in a longer chain of equal signs must be equal."""
        for chain in said.chains:
            if len(chain.sides) > 2 and {sign.name for sign in chain.signs} == {"="}:
                for a, b in zip(chain.sides[1:], chain.sides[2:]):
                    step = self._equal(a, b)
                    if step.verdict is Verdict.FAILS:
                        return Step(
                            step.verdict, step.why.replace("it is not equal to the line before", "its sides are not equal")
                        )
        return None

    def _about_functions(self, new: Said) -> Step | None:
        """f'(x) = ..., f(3) = ..., y' = ...: tried with what f and y were said to be."""
        equation = new.equation or (new.chains[0] if len(new.chains) == 1 and new.signs == {"="} else None)
        if equation is None or not (is_rate(equation.sides[0]) or self._calls(equation.sides[0])):
            return None
        found = self._identity(equation)
        left, right = self._computable(equation.sides[0]), self._computable(equation.sides[-1])
        if found is None:
            return None
        if found:
            return Step(agreement(self.sheet, left, right), "equal, with what was said above")
        if self._is_set(equation, left, right):
            return Step(Verdict.GIVEN, "a condition that is set here")
        known = None if self.sheet.agree(left, right) is False else told(self.sheet, self.facts)
        return Step(Verdict.FAILS, f"the two sides are not equal: {self.sheet.difference(left, right, known)}")

    def _is_set(self, equation: Chain, left: Node, right: Node) -> bool:
        """f'(x) = 0, or f'(x) = 3 after f'(x) = 2x: a place is looked for."""
        if self.sheet.letters(right) or not self.sheet.letters(left):
            return False
        worked_out = any(
            self.sheet.latex[slice(*c.sides[0].span)] == self.sheet.latex[slice(*equation.sides[0].span)]
            for f in self.facts
            for c in f.chains
        )
        return worked_out or (isinstance(right, Number) and right.text == "0")

    def _calls(self, node: Node) -> bool:
        head = getattr(node, "function", None) or getattr(node, "head", None)
        return (
            isinstance(head, Node)
            and is_symbol(head)
            and any(self.sheet.latex[slice(*head.span)].strip() == name for name in self.sheet.known.functions)
        )

    def _identity(self, equation: Chain) -> bool | None:
        left, right = self._computable(equation.sides[0]), self._computable(equation.sides[-1])
        left, right = slopes_of(left, right) or (left, right)
        known = told(self.sheet, self.facts)
        plain = self.sheet.agree(left, right)
        return plain if plain or not known.definitions else self.sheet.agree(left, right, known)

    # -- givens --------------------------------------------------------------------------------------------------------------
    def _is_new(self, piece: Piece, new: Said) -> bool:
        """Whether a line tells of a letter that has not been before what it is, or is set by words."""
        if new.together:
            return all(self._is_new(piece, Said((chain,))) for chain in new.chains)
        chain = new.chains[0] if len(new.chains) == 1 and new.signs == {"="} else None
        equation = None if chain is None else Chain(chain.span, chain.signs[:1], chain.sides[:2])
        lone = self._lone(equation) if equation is not None else None
        if lone is None or equation is None or any(is_rate(side) for side in equation.sides):
            return False
        earlier = [side for other in self.pieces[: self.pieces.index(piece)] for tree in other.trees for side in sides(tree)]
        before = self.sheet.letters(*earlier)
        return lone[0] not in before or self._is_substituted(piece, lone, before)

    def _is_substituted(self, piece: Piece, lone: tuple[str, Node], before: Collection[str]) -> bool:
        """u = 3x + 1 after y = u^2: a letter that nothing told before is told by one that is new."""
        name, other = lone
        inside = set(self.sheet.letters(other))
        told = [tree for one in self.pieces[: self.pieces.index(piece)] for tree in one.trees if isinstance(tree, Chain)]
        heads = {self.sheet.lone_name(tree.sides[0]) for tree in told}
        return name not in heads and name not in inside and bool(inside - set(before))

    def _lone(self, equation: Chain) -> tuple[str, Node] | None:
        """x = ... as the sheet has it, and sigma^2 = ..., which tells of sigma."""
        left, right = equation.sides
        if isinstance(left, Power) and is_symbol(left.base) and isinstance(left.exponent, Number):
            return self.sheet.lone(Chain(equation.span, equation.signs, (left.base, right)))
        return self.sheet.lone(equation)

    def _sets_a_condition(self, new: Said) -> bool:
        """2x - 4 = 0 after f'(x) = 2x - 4: what was worked out is set to a number."""
        equation = new.equation
        if equation is None or self.before is None or not isinstance(tree := self.before.trees[0], Chain):
            return False
        if not is_rate(tree.sides[0]) and not self.sheet.agree(tree.sides[0], tree.sides[-1]):
            return False
        for side, other in (equation.sides, equation.sides[::-1]):
            if not self.sheet.letters(other) and any(self.sheet.agree(side, known) for known in tree.sides):
                return True
        return False

    def slip(self, n: int, step: Step) -> str | None:
        """The misconception that makes a wrong line."""
        piece = self.pieces[n]
        before = next((p for p in self.pieces[:n][::-1] if p.trees), None)
        if "no solution of line 1" in step.why or "does not solve line 1" in step.why:
            return "extraneous_solution"
        if before is None or not (is_equation(before) and is_equation(piece) and not piece.continues):
            parts = tuple(sides(piece.trees[0])) if piece.trees else ()
            parts = (sides(before.trees[0])[-1], *parts) if before is not None else parts
            return slip_in_chain(self.sheet, tuple(self._slopes(parts)), self.words)
        old, new = said_by(before), said_by(piece)
        if old is None or new is None:
            return None
        equation = new.chains[0]
        if is_rate(equation.sides[0]):
            everything = [one for piece in self.pieces if (one := said_by(piece)) is not None]
            return slip_of_rate(self.sheet.with_known(told(self.sheet, everything)), equation, self.words)
        return slip_between(self.sheet, outer(old), outer(new), step, self.words)

    def _slopes(self, parts: tuple[Node, ...]) -> list[Node]:
        return [self._computable(part) for part in parts]
