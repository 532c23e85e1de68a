"""Formulas about matrices whose sizes fit, and the same with one dimension wrong by one: what the check of sizes must find."""

from __future__ import annotations

# A formula whose sizes fit: each letter of a size stands for a number of its own.
FITS = [
    (r"A x", {"A": "mn", "x": "n"}),
    (r"y = A x", {"y": "m", "A": "mn", "x": "n"}),
    (r"A x = b", {"A": "mn", "x": "n", "b": "m"}),
    (r"C = A B", {"C": "mk", "A": "mn", "B": "nk"}),
    (r"A B C", {"A": "mn", "B": "nk", "C": "kp"}),
    (r"A + B", {"A": "mn", "B": "mn"}),
    (r"x^\top y", {"x": "n", "y": "n"}),
    (r"x^\top A y", {"x": "m", "A": "mn", "y": "n"}),
    (r"A^\top A x = A^\top b", {"A": "mn", "x": "n", "b": "m"}),
    (r"\hat y = X w", {"\\hat y": "n", "X": "nd", "w": "d"}),
    (r"H = X W", {"H": "nh", "X": "nd", "W": "dh"}),
    (r"\|y - X w\|^2", {"y": "n", "X": "nd", "w": "d"}),
    (r"w^\top x + b", {"w": "d", "x": "d"}),
    (r"(A B)^\top = B^\top A^\top", {"A": "mn", "B": "nk"}),
    (r"P A Q", {"P": "km", "A": "mn", "Q": "np"}),
    (r"A = U S V^\top", {"A": "mn", "U": "mk", "S": "kp", "V": "np"}),
    (r"u \cdot v", {"u": "n", "v": "n"}),
    (r"\langle u, v \rangle", {"u": "n", "v": "n"}),
    (r"A^{-1} b", {"A": "nn", "b": "n"}),
    (r"\det(A)", {"A": "nn"}),
    (r"\operatorname{tr}(A B)", {"A": "mn", "B": "nm"}),
    (r"A \odot B", {"A": "mn", "B": "mn"}),
    (r"z = W x + c", {"z": "h", "W": "hd", "x": "d", "c": "h"}),
    (r"2 A x - b", {"A": "mn", "x": "n", "b": "m"}),
    (r"(X^\top X)^{-1} X^\top y", {"X": "nd", "y": "n"}),
    (r"x x^\top A", {"x": "n", "A": "nk"}),
    (r"\exp(A x) + b", {"A": "mn", "x": "n", "b": "m"}),
]
NUMBERS = {"m": 5, "n": 3, "k": 4, "p": 7, "d": 6, "h": 8}


def sizes(letters: dict[str, str]) -> dict[str, list[object]]:
    """Each letter of a size as its number.

    >>> sizes({"A": "mn"})
    {'A': [5, 3]}
    """
    return {name: [NUMBERS[letter] for letter in row] for name, row in letters.items()}


def plants() -> list[tuple[str, dict[str, list[object]], str, int]]:
    """Each formula with one dimension made larger by one, wherever that dimension is shared with another place."""
    found = []
    for latex, letters in FITS:
        row = "".join(letters.values())
        for name, own in letters.items():
            for at, letter in enumerate(own):
                if row.count(letter) > 1:
                    wrong = sizes(letters)
                    wrong[name][at] = NUMBERS[letter] + 1
                    found.append((latex, wrong, name, at))
    return found
