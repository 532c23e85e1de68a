"""The ear is learned: `python -m eval.ear FILE` writes the matrix by which `tutor/library/ear.py` turns questions; two minutes.

The pairs are the other ways of asking (`corpus/companion/ways`), each with its section. A way is turned by I + A and compared
with the headings and the pages of all sections; A is what makes the right one likeliest (softmax over all sections, by Adam,
with a part of every vector left out at random, so that it learns directions and not sentences). The seed is fixed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from eval.voices import with_bundled
from tutor import Tutor

_EPOCHS, _BATCH, _RATE, _LEFT_OUT, _SHRINK = 25, 512, 5e-4, 0.5, 0.01


def pairs(tutor: Tutor) -> tuple[list[str], list[int], list[str], list[str]]:
    """The ways, the place of each one's section, and the headings and first passages of the sections, as the model reads them."""
    sections = [one for one in tutor.question_sections() if one.bundled]
    places = {one.question: place for place, one in enumerate(sections)}
    ways = [(way, places[heading]) for heading, its in tutor.ways_to_ask().items() if heading in places for way in its]
    headings, pages = zip(*map(tutor.section_read, sections), strict=True)
    return [way for way, _ in ways], [place for _, place in ways], list(headings), list(pages)


def learned(asked: np.ndarray, places: np.ndarray, headings: np.ndarray, pages: np.ndarray) -> np.ndarray:
    """(d, d) float16: A, from unit rows of the ways, the places of their sections, and unit rows of all sections."""
    import torch
    from torch.nn import functional

    torch.manual_seed(0)
    rows, right, heads, bodies = map(torch.tensor, (asked, places, headings, pages))
    matrix = torch.zeros(asked.shape[1], asked.shape[1], requires_grad=True)
    scale = torch.tensor([5.0, 25.0], requires_grad=True)
    steps = torch.optim.AdamW([{"params": [matrix], "lr": _RATE}, {"params": [scale], "lr": 0.1}], weight_decay=_SHRINK)
    for _ in range(_EPOCHS):
        for batch in torch.randperm(len(rows)).split(_BATCH):
            some = functional.dropout(rows[batch], _LEFT_OUT)
            turned = functional.normalize(some + some @ matrix, dim=1)
            loss = functional.cross_entropy(scale[0] * turned @ heads.T + scale[1] * turned @ bodies.T, right[batch])
            steps.zero_grad()
            loss.backward()
            steps.step()
    return matrix.detach().numpy().astype(np.float16)


def main() -> None:
    """Learn the matrix and write it."""
    with tempfile.TemporaryDirectory() as folder:
        tutor = with_bundled(Path(folder))
        asked, places, headings, pages = pairs(tutor)
        read = [tutor.embedder.vectors(texts) for texts in (asked, headings, pages)]
    np.save(Path(sys.argv[1]), learned(read[0], np.array(places), read[1], read[2]))
    print(f"{len(asked)} ways to ask {len(headings)} questions; written to {sys.argv[1]}")


if __name__ == "__main__":
    main()
