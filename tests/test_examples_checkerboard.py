"""The example that trains decoders and shows their checkerboards, with few steps."""

import csv
import runpy
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "checkerboard.py"


def test_it_trains_measures_and_draws(monkeypatch, tmp_path, capsys):
    for name in ("torch", "sklearn", "matplotlib", "PIL"):
        pytest.importorskip(name, reason="the example trains, reads photographs and draws")
    import torch

    threads = torch.get_num_threads()
    words = ["--out", str(tmp_path), "--steps", "1", "3", "--seeds", "4", "--crops", "2"]
    monkeypatch.setattr(sys, "argv", [str(EXAMPLE), *words])
    try:
        runpy.run_path(str(EXAMPLE), run_name="__main__")
    finally:
        torch.set_num_threads(threads)
    with (tmp_path / "figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["step"], row["seed"]) for row in rows] == [("1", "4")] * 5 + [("3", "4")] * 5
    figures = {row["upsampling"]: row for row in rows if row["step"] == "3"}
    # What holds of any weights: only an uneven overlap has a figure (a), only a resize an even (b).
    assert float(figures["transposed, kernel 3"]["a"]) == pytest.approx(-6.3, abs=0.01)
    assert float(figures["transposed, kernel 4"]["a"]) == float("-inf")
    assert float(figures["nearest resize + conv 3"]["b last"]) < -100
    assert float(figures["sub-pixel"]["b last"]) > -30
    # Untrained, four of them leave a pattern, and the resize leaves none.
    seen = {name: float(row["c both"]) for name, row in figures.items()}
    assert seen.pop("nearest resize + conv 3") < 2
    assert min(seen.values()) > 3
    text = (tmp_path / "figures.md").read_text(encoding="utf-8")
    assert text in capsys.readouterr().out
    for step in (1, 3):
        assert (tmp_path / f"crops-{step}.png").read_bytes().startswith(b"\x89PNG")
