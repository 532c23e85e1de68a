"""The lines of a derivation as statements: which are relations, what they say, and their first and last sides."""

from __future__ import annotations

from tutor.maths.derivations.pasted import Piece, sides
from tutor.maths.derivations.statements import Said
from tutor.maths.reading.nodes import Chain


def is_equation(piece: Piece) -> bool:
    """Whether a piece has two sides or more."""
    return bool(piece.trees) and isinstance(piece.trees[0], Chain) and len(sides(piece.trees[0])) > 1


def said_by(piece: Piece) -> Said | None:
    """What a piece says, where all its parts are relations; None for one that goes on with an equal sign."""
    chains = tuple(tree for tree in piece.trees if isinstance(tree, Chain) and len(sides(tree)) == len(tree.sides))
    return Said(chains, piece.together) if chains and len(chains) == len(piece.trees) and not piece.continues else None


def outer(said: Said) -> Said:
    """x = (2 + 4)/2 = 3 as an equation of its first side and its last."""
    chains = []
    for chain in said.chains:
        if len(chain.sides) > 2 and {sign.name for sign in chain.signs} == {"="}:
            chain = Chain(chain.span, chain.signs[:1], (chain.sides[0], chain.sides[-1]))
        chains.append(chain)
    return Said(tuple(chains), said.together)
