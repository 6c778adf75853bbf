"""Run Keras' own tests of its transposed convolutions against upconv's layers.

A program: prints one line of counts, and one per test that did not pass, as JSON.
"""

import json
import sys
from pathlib import Path

import keras
import keras.src.layers
import pytest

import upconv.keras

FILE = Path(keras.__file__).parent / "src/layers/convolutional/conv_transpose_test.py"


class Counter:
    """Counts what becomes of the tests."""

    def __init__(self) -> None:
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        self.failures: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: where it was called, or skipped before that."""
        if report.when == "call" or report.outcome != "passed":
            self.counts[report.outcome] += 1
            if report.failed:
                self.failures[report.nodeid.rpartition("::")[2]] = report.longreprtext


def main() -> None:
    """Put upconv's layers where Keras' tests look for Keras' layers, and run the tests."""
    for name in ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"):
        setattr(keras.src.layers, name, getattr(upconv.keras, name))
    counter = Counter()
    options = ["-q", "--noconftest", "-p", "no:cacheprovider", "-c", sys.argv[1]]
    pytest.main([*options, "--rootdir", str(FILE.parent), str(FILE)], plugins=[counter])
    print()
    print(json.dumps({"counts": counter.counts, "failures": counter.failures}))


if __name__ == "__main__":
    main()
