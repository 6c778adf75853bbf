"""What the tests of the adapter share."""

import pytest

from upconv.engine import dispatch


@pytest.fixture
def _numpy_engine(monkeypatch):
    """Compute with NumPy: the adapter is tested, and no kernel needs to be compiled for that."""
    monkeypatch.setattr(dispatch, "_declined", lambda *_: "a test of the adapter")
