"""Checks of the files that a command writes, made before any work is done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from upconv import errors, files

Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace existing files instead of refusing to.")
]


def check(
    targets: Mapping[str, Path | None], overwrite: bool, *, read: Path | str | None = None
) -> None:
    """Refuse existing files among `targets`, paths by option, unless `overwrite`.

    `read` is the file that the command reads; the message says so if it is the target. Raises
    ArgumentError for a file that exists and for two options that name one file, DataError for a
    path that cannot be written to.
    """
    seen: dict[str, str] = {}
    for option, path in targets.items():
        if path is None:
            continue
        other = seen.setdefault(str(path.resolve()), option)
        if other != option:
            raise errors.files.written_twice(other, option, str(path))
        if not overwrite and files.is_there(path):
            raise errors.files.output_exists(option, str(path), _is_same(path, read))
        files.check_writable(path)


def _is_same(path: Path, read: Path | str | None) -> bool:
    try:
        return read is not None and path.samefile(read)
    except OSError:
        return False
