"""Settings that all tests share."""

import os
import tempfile

import pytest
from hypothesis import settings

# Kernels that tests compile are none of the user's business; processes that tests start share them.
_CACHE = tempfile.TemporaryDirectory(prefix="upconv-test-cache-")
os.environ["UPCONV_CACHE"] = _CACHE.name

# No test compares timings. Continuous integration draws the same examples every time.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_unconfigure() -> None:
    """Remove the cache once all tests are done."""
    _CACHE.cleanup()


@pytest.fixture(params=["tiles", "panels"])
def each_form(request, monkeypatch):
    """Run the test with each of the two generated forms, taken wherever it can be."""
    generated = pytest.importorskip("upconv.engine.generated")
    from upconv.engine.panels import form

    monkeypatch.setattr(form, "ALWAYS", request.param == "panels")
    generated._KNOWN.clear()
    yield request.param
    generated._KNOWN.clear()
