"""A plugin of pytest: every test starts with empty tables, and its seconds are written.

What one test has left in a table, the next one would find there: lines that both need would count
as reached by the first alone.
"""

import json
import sys
from pathlib import Path

_results = {}


def pytest_runtest_setup():
    caches = sys.modules.get("upconv.bounded_cache")
    if caches is not None:
        for table in list(caches._TABLES):
            table.clear()
        for _, function in caches._MEMOISED:
            function.cache_clear()


def pytest_runtest_logreport(report):
    seconds, passed = _results.get(report.nodeid, (0.0, True))
    _results[report.nodeid] = (seconds + report.duration, passed and not report.failed)


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):  # not a worker of pytest-xdist
        text = json.dumps(_results, indent=0)
        Path(session.config.rootpath, "tests.json").write_text(text, "utf-8")
