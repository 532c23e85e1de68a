"""Which sentence model embeds the books, on the command line: a part of `tutor model`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tutor import Tutor
from tutor.batch import AsJson, print_json

_out = Console(highlight=False, soft_wrap=False)
_err = Console(stderr=True, highlight=False)
_BUNDLED = "default"


def embed(
    name: Annotated[
        str | None, typer.Argument(help="A sentence-transformers model on this machine, or its folder; default for ours.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Embed your books with another sentence model; without a name, say which one it is."""
    tutor, passages = Tutor(), 0
    if name is not None:
        with Progress(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=_err, transient=True,
                      disable=as_json or not _err.is_terminal) as bars:  # fmt: skip
            bar, steps = bars.add_task("Embedding your library", total=None), tutor.embed_with("" if name == _BUNDLED else name)
            while True:
                try:
                    step = next(steps)
                except StopIteration as end:
                    passages = end.value
                    break
                bars.update(bar, completed=step.done, total=step.total or None)
    told = {"model": tutor.embedding, "fingerprint": tutor.embedder.fingerprint, "passages": passages}
    if as_json:
        print_json(told)
    else:
        _out.print(f"{told['model']}  {told['fingerprint']}", markup=False)
        if name is not None:
            _out.print(f"{passages} passages were embedded anew.", markup=False)
