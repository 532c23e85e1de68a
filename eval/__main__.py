"""`python -m eval [NAME ...]`: measurements that anyone can run; without a name, all of them.

--json FILE writes the figures, --picture FILE draws the shares with their intervals, --compare FILE says what changed since
another run wrote its JSON, and what of it is noise. A long table asked for alone takes words of its own behind its name
(`python -m eval scale --to 10000`), and may have a picture of its own.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from eval import figures

TABLES = ("books", "companion", "cover", "formulas", "gate", "hearing", "questions", "retrieval", "voices")
LONG = ("locks", "robust", "scale")  # many minutes: only when it is asked for by name


def main(words: list[str]) -> int:
    """Print the tables asked for; write, draw and compare their figures."""
    reader = argparse.ArgumentParser("python -m eval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*TABLES, *LONG)))
    reader.add_argument("--json", type=Path, metavar="FILE")
    reader.add_argument("--picture", type=Path, metavar="FILE")
    reader.add_argument("--compare", type=Path, metavar="FILE")
    asked, own = reader.parse_known_args(words)
    if own and (len(asked.names) != 1 or asked.names[0] not in LONG):
        reader.error(f"{own[0]} is for one of these, called alone: {', '.join(LONG)}")
    if unknown := [name for name in asked.names if name not in (*TABLES, *LONG)]:
        print(f"There is no table {unknown[0]!r}; there are: {', '.join((*TABLES, *LONG))}.", file=sys.stderr)
        return 2
    before = figures.read(asked.compare) if asked.compare else []
    sys.argv = sys.argv[:1]  # a table called by its own name reads the words behind it; called from here it has none
    for name in asked.names or TABLES:
        print(f"\n== {name}")
        table = importlib.import_module(f"eval.{name}")
        table.main(own) if name in LONG else table.main()
    return _told(asked, before)


def _told(asked: argparse.Namespace, before: list[figures.Figure]) -> int:
    """Write, draw and compare; 1 where something got worse beyond noise."""
    if asked.json:
        figures.write(asked.json)
    if asked.picture:
        own = getattr(importlib.import_module(f"eval.{asked.names[0]}"), "picture", None) if len(asked.names) == 1 else None
        asked.picture.write_text(own() if own else figures.picture(figures.noted()), encoding="utf-8")
    if not before:
        return 0
    print("\n== compared")
    for line in figures.compared(before, figures.noted()):
        print(line)
    return 1 if figures.worse(before, figures.noted()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
