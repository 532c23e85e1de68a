"""Keeps the README in step: runs every command in it, in order, in a fresh library, and compares what it prints.

    python -m tests.docs --check     say what differs (exit 1) and change nothing
    python -m tests.docs --write     put what the commands print today into the README

A block that opens with ```console is compared to the letter; ```console varies (versions, paths, scores that depend on the
processor) only by its exit code and its first printed word. `make`, `git`, `pip` and `export` lines are for people and are not run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console( varies)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = ("make", "git", "pip", "export", "python3", "tutor ui", "tutor model")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the README and what stands below it."""

    command: str
    printed: str


def steps(body: str) -> list[Step]:
    """The commands of a block, each with the lines below it."""
    found = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [Step(*(part.split("\n", 1))) for part in found]


def run(command: str, home: Path) -> str:
    """What a command prints, in a library of its own."""
    words = shlex.split(command, comments=True)
    if words[0] == "tutor":
        words = [sys.executable, "-m", *words]
    env = {**os.environ, "TUTOR_HOME": str(home), "COLUMNS": "100", "TZ": "UTC", "NO_COLOR": "1"}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"`{command}` ended with {done.returncode}: {done.stderr.strip()}")
    printed = (done.stdout + done.stderr).replace(str(home), "~/.local/share/marginalia-tutor")
    return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n") + "\n"


def refreshed(text: str) -> str:
    """The README with what its commands print today; blocks that vary keep their text while they still begin alike."""
    with tempfile.TemporaryDirectory() as folder:

        def block(match: re.Match[str]) -> str:
            varies, body = match.groups()
            out = []
            for step in steps(body):
                if step.command.startswith(_NOT_RUN):
                    out.append(f"$ {step.command}\n{step.printed}")
                    continue
                printed = run(step.command, Path(folder))
                same = varies and step.printed.split()[:1] == printed.split()[:1]
                out.append(f"$ {step.command}\n{step.printed if same else printed}")
            return f"```console{varies or ''}\n{''.join(out)}```"

        return _BLOCK.sub(block, text)


def main(arguments: list[str]) -> int:
    """Check or write; 1 when the README says something else than its commands."""
    old = README.read_text(encoding="utf-8")
    new = refreshed(old)
    if "--write" in arguments:
        README.write_text(new, encoding="utf-8")
        return 0
    if new != old:
        import difflib

        print("README.md is not in step with what its commands print; run: make format")
        print("\n".join(difflib.unified_diff(old.splitlines(), new.splitlines(), "README.md", "today", lineterm="")))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
