"""`python -m eval [NAME ...]`: measurements that anyone can run; without a name, all of them."""

from __future__ import annotations

import importlib
import sys

TABLES = ("books", "cover", "formulas", "gate", "questions", "retrieval", "voices")


def main(names: list[str]) -> int:
    """Print the tables asked for."""
    for name in names or TABLES:
        if name not in TABLES:
            print(f"There is no table {name!r}; there are: {', '.join(TABLES)}.", file=sys.stderr)
            return 2
        print(f"\n== {name}")
        importlib.import_module(f"eval.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
