"""Models of upconv's Keras layers, exported and run in a process that has no upconv."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("keras", reason="Keras is not installed")

TESTS = Path(__file__).parent
NEEDED = {
    "torch": ("torch", "openvino", "onnxruntime"),
    "tensorflow": ("tensorflow", "openvino", "ai_edge_litert"),
    "jax": ("jax", "tensorflow"),
}


def run(program, backend, *arguments):
    done = subprocess.run(
        [sys.executable, str(TESTS / program), *arguments],
        env=os.environ | {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


@pytest.mark.parametrize("backend", NEEDED)
def test_exports_run_where_there_is_no_upconv(backend, tmp_path):
    for module in NEEDED[backend]:
        pytest.importorskip(module, reason=f"{module} is not installed")
    written = run("keras_exports.py", backend, str(tmp_path))[-1]
    differences = run("keras_artifacts.py", backend, str(tmp_path), json.dumps(written))
    assert {name for name, *_ in differences} == {"line", "plane", "volume"}
    assert len(differences) >= len(written)
    for name, way, difference in differences:
        assert difference < 1e-5, (name, way)
