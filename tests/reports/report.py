"""What a case of this folder is: a public report, what it asks in our own words, and the answer."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest


class Report(NamedTuple):
    """One public report.

    `arguments` are those of the question, as the test that reads them needs them; `answer` is what
    upconv says: sizes, a crop, values, or a part of the message.
    """

    url: str
    asks: str
    arguments: dict[str, Any]
    answer: Any = None

    @property
    def name(self) -> str:
        """Return "owner-repository-number"."""
        owner, repository, _, number = self.url.removeprefix("https://github.com/").split("/")
        return f"{owner}-{repository}-{number}"


def answers(*reports: Report) -> pytest.MarkDecorator:
    """Run a test, which takes a `report`, for each of these."""
    return pytest.mark.parametrize("report", reports, ids=[report.name for report in reports])
