"""The evaluation itself: figures are kept, drawn and compared; a sampled run is held against the last one on record."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from eval import figures, voices
from eval.__main__ import main

BASELINE = Path(voices.__file__).with_name("sets") / "baseline.json"


@pytest.fixture
def nothing_noted(monkeypatch):
    monkeypatch.setattr(figures, "_NOTED", [])


@pytest.mark.sweep
def test_a_sampled_run_is_no_worse_than_the_one_on_record(nothing_noted, library):
    voices.measured(library, voices.questions())
    assert figures.worse(figures.read(BASELINE), figures.noted()) == []


def test_a_real_regression_would_be_found(nothing_noted):
    for one in figures.read(BASELINE):
        if one.table == "voices" and one.name == "answers":
            figures.share("voices", "answers", 20, 34)
    assert [line for line in figures.worse(figures.read(BASELINE), figures.noted()) if "answers" in line]


def test_a_run_is_written_drawn_and_compared(nothing_noted, tmp_path, monkeypatch, capsys):
    def small() -> None:
        figures.share("small", "hits & misses <x>", 8, 10)
        figures.number("small", "ratio", 4.2)

    monkeypatch.setattr("eval.voices.main", small)
    kept, drawn = tmp_path / "run.json", tmp_path / "run.svg"
    assert main(["voices", "--json", str(kept), "--picture", str(drawn)]) == 0
    assert len(ET.fromstring(drawn.read_text(encoding="utf-8")).findall("{http://www.w3.org/2000/svg}rect")) == 1
    assert [one.value for one in figures.read(kept)] == [0.8, 4.2]
    monkeypatch.setattr(figures, "_NOTED", [])
    assert main(["voices", "--compare", str(kept)]) == 0
    assert "noise" in capsys.readouterr().out


def test_a_table_that_is_not_there_is_said(capsys):
    assert main(["nothing"]) == 2
    with pytest.raises(SystemExit, match="no figures"):
        main(["voices", "--compare", "no/such/file"])
