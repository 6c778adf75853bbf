"""The files that a training run writes to its folder."""

from __future__ import annotations

from upconv.files import is_there, make_folder, new_folder, read, reason, remove, write

__all__ = [
    "CHECKPOINT",
    "HISTORY",
    "OF_EVERY_RUN",
    "SETTINGS",
    "is_there",
    "make_folder",
    "new_folder",
    "read",
    "reason",
    "remove",
    "write",
]

OF_EVERY_RUN = CHECKPOINT, SETTINGS, HISTORY = "checkpoint.ckpt", "settings.json", "history.csv"
