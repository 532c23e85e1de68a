"""Other readers of LaTeX beside ours, on the same drawn formulas: what they do not refuse, and how fast.

They are yardsticks for development, never dependencies: `pip install -e '.[yardsticks]'`, and for the speech rule engine
`npm install speech-rule-engine` in the folder that SRE_FOLDER names. What is not installed is left out and said so. "Read" means
that no error came; whether a reading is right can only be judged by eye (decisions/0006).
"""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from tutor import Tutor

_DRAWN, _SEED, _SECONDS, _ABSENT = 200, 7, 60.0, 3
_SPEECH = """
const sre = require(process.argv[1])
const lines = require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean).map(JSON.parse);
sre.setupEngine({locale: 'en', domain: 'clearspeak'}); sre.engineReady().then(() => {
  const begun = Date.now(); const said = lines.map((m) => { try { return sre.toSpeech(m) } catch (e) { return '' } });
  console.log(JSON.stringify({said, ms: Date.now() - begun})) })
"""
# Formulas with one meaning for anybody who reads this field, to be read side by side.
TRAPS = (r"A^\top A", r"P(A \mid B)", r"\mathbb{R}^{m \times n}", r"\|x\|_2", r"Q^*", r"y = f(x) = -3x + 5", r"R^2_{adj}")


def figures(rows: list[tuple[str, str]], pairs: Path) -> Iterator[tuple[str, str]]:
    """(reader, what it read and how fast), ours first; then typed answers graded, from the file of graded pairs."""
    drawn = random.Random(_SEED).sample(rows, min(_DRAWN, len(rows)))
    tutor = Tutor()
    found = tutor.measure_formulas(drawn)
    if found.formulas:
        yield "ours", _row(found.complete, found.formulas, found.seconds)
    latex = [row[0] for row in drawn]
    for name in _READERS:
        yield name, _tried(name, latex)
    yield "speech rule engine, over latex2mathml", _speech(latex)
    yield from _graders(tutor, pairs)


def _row(read: int, whole: int, seconds: float) -> str:
    return f"{read / whole:6.1%} read, {whole / seconds:8,.0f} a second"


def _made(make: Callable[[], Callable[[str], object]]) -> Callable[[str], object] | None:
    try:
        return make()
    except ImportError:
        return None


def _tried(name: str, latex: list[str]) -> str:
    """How many a foreign reader takes, in a process of its own that is stopped when it hangs."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "eval.yardsticks", name]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        out, _ = child.communicate(json.dumps(latex), timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        out, _ = child.communicate()
    lines = out.split()
    if not lines:
        return "not installed" if child.returncode == _ABSENT else "read nothing"
    late = "" if len(lines) == len(latex) else f" (stopped after {len(lines)})"
    return _row(lines.count("1"), len(lines), time.perf_counter() - began) + late


def child(name: str) -> int:
    """What the process of one foreign reader does: formulas in, a line with 1 or 0 out for each."""
    reader = _made(_READERS[name])
    if reader is None:
        return _ABSENT
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    for one in json.load(sys.stdin):
        try:
            read = reader(one) is not None
        except Exception:  # noqa: BLE001 - whatever a foreign reader raises, it did not read the formula
            read = False
        print(int(read), flush=True)
    return 0


def _latex2mathml() -> Callable[[str], object]:
    from latex2mathml.converter import convert

    return convert


def _sympy() -> Callable[[str], object]:
    import antlr4  # noqa: F401 - SymPy needs it and says so only when it parses
    from sympy.parsing.latex import parse_latex

    return parse_latex


def _math_verify() -> Callable[[str], object]:
    from math_verify import parse

    return lambda one: next((read for read in parse(f"${one}$", parsing_timeout=None) if not isinstance(read, str)), None)


_READERS: dict[str, Callable[[], Callable[[str], object]]] = {
    "latex2mathml (layout only)": _latex2mathml,
    "SymPy's parse_latex": _sympy,
    "math-verify": _math_verify,
}


def _speech(latex: list[str]) -> str:
    folder, convert = os.environ.get("SRE_FOLDER", ""), _made(_latex2mathml)
    engine = Path(folder) / "node_modules" / "speech-rule-engine"
    if not folder or not engine.exists() or convert is None:
        return "not installed"
    maths = "\n".join(json.dumps(convert(one)) for one in (*TRAPS, *latex))
    done = subprocess.run(["node", "-e", _SPEECH, str(engine)], input=maths, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    ours = Tutor()
    for trap, theirs in zip(TRAPS, answer["said"], strict=False):
        print(f"    {trap}\n      ours:  {ours.explain(trap).spoken}\n      theirs: {theirs}")
    return _row(sum(map(bool, answer["said"][len(TRAPS) :])), len(latex), answer["ms"] / 1000)


def _graders(tutor: Tutor, path: Path) -> Iterator[tuple[str, str]]:
    """Typed answers: ours and math-verify on the graded pairs that both know (numbers, expressions, equations)."""
    if not path.exists():
        return
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [e for e in entries if e["kind"] in ("number", "expression", "equation") and e["expected"] is not None]
    ours = [tutor.check(e["kind"], e["key"], e["typed"]).grade.value == "right" for e in pairs]
    yield "graded pairs, ours", _agreement(ours, pairs)
    try:
        from math_verify import parse, verify
    except ImportError:
        yield "graded pairs, math-verify", "not installed"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.ERROR)
        theirs = [
            verify(*(parse(f"${e[side]}$", parsing_timeout=None) for side in ("key", "typed")), timeout_seconds=None)
            for e in pairs
        ]
        logging.disable(logging.NOTSET)
    yield "graded pairs, math-verify", _agreement(theirs, pairs)


def _agreement(said: list[bool], pairs: list[dict[str, object]]) -> str:
    agreed = sum(a == e["expected"] for a, e in zip(said, pairs, strict=True))
    accepts = sum(a and not e["expected"] for a, e in zip(said, pairs, strict=True))
    return f"{agreed} of {len(pairs)}, {accepts} wrong accepts"


if __name__ == "__main__":
    sys.exit(child(sys.argv[1]))
