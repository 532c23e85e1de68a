"""The README is held to what its commands print, and its Python runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests import docs
from tests.conftest import ROOT


@pytest.mark.sweep
def test_the_readme_says_what_its_commands_print():
    assert docs.main(["--check"]) == 0


def test_a_readme_out_of_step_is_found_out(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "README.md"
    stale.write_text("```console\n$ tutor due\nEverything is due.\n```\n", encoding="utf-8")
    monkeypatch.setattr(docs, "README", stale)
    assert docs.main(["--check"]) == 1
    assert "not in step" in capsys.readouterr().out


PYTHON = re.findall(r"^```python\n(.*?)^```$", docs.README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.sweep
@pytest.mark.parametrize("code", PYTHON, ids=[f"block {n}" for n, _ in enumerate(PYTHON, start=1)])
def test_the_python_of_the_readme_runs(tmp_path, code, library):
    (tmp_path / "notes.md").write_text(
        "# Rank\n\nThe rank of a matrix is the number of its independent columns.\n", encoding="utf-8"
    )
    home = tmp_path / "home" if "ingest" in code else library.home
    env = {**os.environ, "TUTOR_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ingest" not in code or "quoted The rank of a matrix is the number of its independent columns." in done.stdout


def test_every_file_the_readme_points_to_is_there():
    text = docs.README.read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if not t.startswith("http")]
    assert len(targets) >= 6
    assert [t for t in targets if not (ROOT / t).exists()] == []
