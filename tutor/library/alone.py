"""Start one module of ours in a new process without opening the front door: reading a page needs no learner and no concepts.

    python alone.py MODULE ARGUMENT ...

Run by its path, never imported. `import tutor` would cost such a process more than reading ten pages does.
"""

from __future__ import annotations

import runpy
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Run the module as `python -m` does, in a package `tutor` that holds its rooms and nothing else."""
    home = Path(__file__).resolve().parents[1]
    sys.path[0] = str(home.parent)  # in place of this folder, whose files have plain names
    rooms = ModuleSpec("tutor", None, is_package=True)
    rooms.submodule_search_locations = [str(home)]
    sys.modules["tutor"] = module_from_spec(rooms)
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
