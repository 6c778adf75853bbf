"""Drawn damage at every reader of files: one line and a status of the list, never a traceback.

More of it, and other draws: python tests/damage_child.py onnx 5000 2
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded as on Linux")
CHILD = Path(__file__).with_name("damage_child.py")


COUNT = 12  # of cases per reader


# Together is what imports the same packages.
@pytest.mark.parametrize(
    ("readers", "needs"),
    [
        ("npy,npz,onnx,pictures", ("onnx", "onnxruntime", "PIL")),
        ("module,pt2", ("onnx", "torch")),
        ("idx,checkpoint", ("onnx", "lightning", "PIL")),
        ("keras,h5", ("onnx", "keras", "torch", "h5py")),
    ],
)
def test_damage_is_told_in_one_line(readers, needs, tmp_path):
    for package in needs:
        pytest.importorskip(package, reason=f"{package} is not installed: no reader")
    done = subprocess.run(
        [sys.executable, str(CHILD), readers, str(COUNT), "1"],
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=tmp_path,
        env={**os.environ, "KERAS_BACKEND": "torch", "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert list(found) == readers.split(",")
    for reader, outcome in found.items():
        assert outcome["wrong"] == [], reader
        assert COUNT / 3 < outcome["refused"] <= COUNT, reader
