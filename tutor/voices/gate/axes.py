"""Words that are opposites of each other in mathematics: data for judging a paraphrase against the page it leans on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# One line an axis: the words of one pole, "|", the words of the other. A word stands for its plain forms too ("increases").
_AXES = """
positive positives | negative negatives
nonnegative | nonpositive
increase increases increased increasing grow grows growing rise rises rising | decrease decreases decreased decreasing shrink \
shrinks shrinking fall falls falling
maximum maxima maximal maximise maximize maximises maximizes maximised maximized largest greatest highest biggest | minimum \
minima minimal minimise minimize minimises minimizes minimised minimized smallest least lowest
row rows | column columns
left leftmost | right rightmost
upper above | lower below
singular noninvertible | invertible nonsingular regular
dependent | independent
dependence | independence
symmetric symmetrical | antisymmetric skew-symmetric skew asymmetric nonsymmetric
bounded | unbounded
convex | concave
necessary | sufficient
even | odd
injective | noninjective
finite | infinite infinitely
converge converges converged converging convergent convergence | diverge diverges diverged diverging divergent divergence
linear linearly | nonlinear affine
orthogonal perpendicular | parallel
homogeneous | inhomogeneous
continuous | discontinuous discrete
prior priors | posterior posteriors
numerator | denominator
input inputs domain | output outputs codomain
add adds added adding addition sum sums plus | subtract subtracts subtracted subtracting subtraction difference differences minus
multiply multiplies multiplied multiplying multiplication product products times | divide divides divided dividing division \
quotient quotients
larger greater bigger higher more longer exceeds exceed exceeding | smaller less fewer lower shorter
uphill upward upwards up | downhill downward downwards down
ascent | descent
true | false
always | never sometimes
equal equals same identical | unequal different differ differs
local locally | global globally
strictly strict | weakly weak
inner | outer
biased | unbiased
overfit overfits overfitting | underfit underfits underfitting
supervised | unsupervised
kernel nullspace | image range
unique uniquely | nonunique
clockwise | anticlockwise counterclockwise
acute | obtuse
consistent | inconsistent
solvable | unsolvable
stable | unstable
known | unknown
empty | nonempty
real | complex imaginary
horizontal horizontally | vertical vertically
forward forwards | backward backwards
correlated | uncorrelated
diagonalizable diagonalisable | defective
"""


def _read() -> Mapping[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for axis, line in enumerate(filter(None, _AXES.splitlines())):
        for pole, words in zip((1, -1), line.split("|"), strict=True):
            for word in words.split():
                found.setdefault(word, (axis, pole))
    return MappingProxyType(found)


POLES: Mapping[str, tuple[int, int]] = _read()
NEGATIONS = frozenset("not no never none nor neither cannot without nothing nobody fails fail hardly non".split())
NUMBER_WORDS: Mapping[str, str] = MappingProxyType(
    {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
)
UNITS = frozenset(
    """mm cm dm m km nm um inch inches foot feet mile miles metre metres meter meters centimetre centimetres centimeter
    centimeters kilometre kilometres kilometer kilometers mg g kg gram grams kilogram kilograms ton tons s ms ns sec second
    seconds min minute minutes h hour hours day days week weeks month months year years hz khz mhz n newton newtons j joule joules
    w watt watts v volt volts k kelvin celsius fahrenheit degree degrees radian radians rad bit bits nat nats byte bytes percent %
    dollar dollars euro euros litre litres liter liters l ml pixel pixels km/h m/s dB""".split()
)
UNIVERSAL = frozenset("every all each any always".split())
EXISTENTIAL = frozenset("some sometimes many most several few certain often usually generally typically".split())
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
