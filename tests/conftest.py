"""Settings that all tests share."""

import os

from hypothesis import settings

# No test compares timings. Continuous integration draws the same examples every time.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
