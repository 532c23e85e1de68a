r"""The claims of a text, tried: every equality and inequality computed, proved, tested, or shown false by an example.

Laws: nothing here raises, whatever the text is. A definition or a condition is never called false; what is not sure is OPEN.
PROVED is exact agreement (closed numbers, or random points modulo a prime of 61 bits at which two different rational functions
agree with a chance below 1e-15); agreement on instances alone is TESTED. Matrices do not commute unless the text says so.
"""

from __future__ import annotations

from tutor.maths.claims.claim import Claim, Verdict
from tutor.maths.claims.trying import claims, try_claim

__all__ = ["Claim", "Verdict", "claims", "try_claim"]
