"""Programs in processes of their own: Keras' tests of its layers, and the example."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("keras", reason="Keras is not installed")

ROOT = Path(__file__).parents[1]

# What upconv's layers do that Keras' tests expect to be refused.
DIFFERENCES = {
    "test_bad_init_args": "`strides > 1` not supported in conjunction with",
}


def run(backend, *command, timeout=600):
    pytest.importorskip(backend, reason=f"{backend} is not installed")
    env = os.environ | {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, *command],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_tests_of_keras_pass_on_upconvs_layers(tmp_path, capsys):
    pytest.importorskip("absl", reason="Keras' tests need absl-py")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    output = run("torch", "tests/keras_suite.py", str(tmp_path / "pytest.ini"))
    found = json.loads(output.splitlines()[-1])
    with capsys.disabled():
        print(f"\nKeras' conv_transpose tests on upconv's layers: {found['counts']}")
    # Keras skips what its own arguments refuse: an output padding of the strides or more.
    assert found["counts"] == {"passed": 183, "failed": len(DIFFERENCES), "skipped": 160}
    for name, words in DIFFERENCES.items():
        assert words in found["failures"][name]
        assert "ValueError not raised" in found["failures"][name]


@pytest.mark.parametrize("backend", ["torch", "jax", "tensorflow"])
def test_the_example_trains(backend, tmp_path):
    pytest.importorskip("sklearn", reason="the example's digits are scikit-learn's")
    model = tmp_path / "autoencoder.keras"
    few = ("--epochs", "3", "--limit", "40", "--batch-size", "8")
    output = run(backend, "examples/keras_autoencoder.py", *few, "--save", str(model))
    assert re.search(r"Total params: .*12,785", output)
    losses = [float(loss) for loss in re.findall(r" loss: (\S+)", output)]
    assert len(losses) == 3
    assert losses == sorted(losses, reverse=True)
    assert model.stat().st_size > 12_785 * 4
