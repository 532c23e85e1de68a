"""The commands that KaTeX 0.19 draws and that we let books use; taken from the copy that Streamlit brings.

Left out on purpose: whatever fetches, links, defines macros, colours, or moves ink out of its line (\\href, \\includegraphics,
\\def, \\color, \\rule, \\kern, \\raisebox, \\llap ...).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def names() -> frozenset[str]:
    """Their names without the backslash."""
    return frozenset(Path(__file__).with_name("katex_names.txt").read_text(encoding="utf-8").split())
