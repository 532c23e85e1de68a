"""Seeded damage of PDFs, of the kinds that disks, networks and bad programs do."""

from __future__ import annotations

import random


def mutations(book: bytes, draw: random.Random) -> bytes:
    """One seeded damage of a PDF, of seven kinds."""
    data = bytearray(book)
    kind = draw.randrange(7)
    if kind == 0:
        for _ in range(draw.choice((1, 4, 32, 400))):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    elif kind == 1:
        del data[draw.randrange(len(data)) :]
    elif kind == 2:
        at, source, size = draw.randrange(len(data)), draw.randrange(len(data)), draw.randrange(1, 4000)
        data[at : at + draw.choice((0, size))] = data[source : source + size]
    elif kind == 3:
        _overwrite(data, b"xref" if b"xref" in data[-60_000:-60] else b"startxref", draw, 200)
    elif kind == 4:
        _overwrite(data, b"/Length ", draw, 12)
    elif kind == 5:
        _swap_numbers(data, draw)
    else:
        names = (b"/Kids", b"/Count", b"/Contents", b"/Font", b"/Type", b"/Filter", b"/Parent", b"/Widths", b"/ToUnicode", b"/W ")
        old = draw.choice(names)
        data = bytearray(bytes(data).replace(old, draw.choice(names), draw.choice((1, -1))))
    return bytes(data)


def _overwrite(data: bytearray, after: bytes, draw: random.Random, reach: int) -> None:
    """Other digits behind one of the places where `after` stands."""
    places = _places(data, after)
    at = draw.choice(places) + len(after) if places else draw.randrange(len(data))
    for place in range(at, min(at + reach, len(data))):
        if chr(data[place]).isdigit():
            data[place] = ord(draw.choice("0123456789"))


def _swap_numbers(data: bytearray, draw: random.Random) -> None:
    """Two objects under each other's numbers: pages that are fonts, fonts that are pages."""
    places = [at for at in _places(data, b" 0 obj") if at > 4]
    if len(places) < 2:
        return
    first, second = draw.sample(places, 2)
    data[first - 1], data[second - 1] = data[second - 1], data[first - 1]


def _places(data: bytearray, word: bytes) -> list[int]:
    found, at = [], data.find(word)
    while at >= 0:
        found.append(at)
        at = data.find(word, at + 1)
    return found
