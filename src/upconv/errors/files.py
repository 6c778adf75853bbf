"""Files and their contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, DataError, compose


def cannot_read(path: str, reason: str) -> DataError:
    # A URL, as pathlib writes it.
    address = re.match(r"[a-z][a-z0-9+.-]+:/", path)
    remedy = "Download it first: the file must be on this machine" if address else ""
    return DataError(compose("A file must be readable", f"{path}: {reason}", remedy=remedy))


def cannot_write(path: str, reason: str) -> DataError:
    return DataError(
        compose(
            "The output path must be writable",
            f"{path}: {reason}",
            remedy="An existing file is unchanged",
        )
    )


def output_exists(option: str, path: str, is_read: bool) -> ArgumentError:
    what = "is the input file" if is_read else "exists"
    return ArgumentError(
        compose(
            f"`{option}` must name a new file",
            f"{option} {path}, which {what}",
            remedy="Give another name, or --overwrite to replace it",
        )
    )


def written_twice(first: str, second: str, path: str) -> ArgumentError:
    return ArgumentError(
        compose(f"`{first}` and `{second}` must name different files", f"{path} for both")
    )


def cannot_download(url: str, reason: str) -> DataError:
    return DataError(
        compose(
            "The download must be complete",
            f"{url}: {reason}",
            remedy="Try again, set UPCONV_MNIST_URL to another mirror, or give a folder with the "
            "files",
        )
    )


def wrong_checksum(source: str, found: str, expected: str) -> DataError:
    return DataError(
        compose(
            f"The file must have the published MD5 {expected}",
            f"{source} with the MD5 {found}",
            remedy="It is not used; delete it if it is in the cache, and try again",
        )
    )


def damaged_file(path: str, how: str) -> DataError:
    return DataError(
        compose("The file must be complete", f"{path}: {how}", remedy="Get a new copy of it")
    )


def not_numbers(path: str, what: str) -> DataError:
    return DataError(
        compose(
            "An array file must hold numbers",
            f"{path}, which holds {what}",
            remedy="Save it as numbers: np.save(path, np.asarray(array, np.float32))",
        )
    )


def several_arrays(path: str, names: Sequence[str]) -> DataError:
    return DataError(
        compose(
            "The file must hold one array",
            f"{path}, an archive of {', '.join(names) or 'none'}",
            remedy="Save one of them by itself: np.save(path, archive[name])",
        )
    )


def not_idx_images(path: str, expected: str, start: str) -> DataError:
    return DataError(
        compose(
            f"A file of IDX images must begin with the bytes {expected}",
            f"{path}, which begins with {start}",
        )
    )


def too_many_images(path: str, sizes: str, most: int) -> DataError:
    return DataError(
        compose(
            f"The header of an image file may declare at most {most:,} bytes",
            f"{path}, which declares {sizes}",
            remedy="Split it into several folders",
        )
    )


def not_image_data(value: str) -> DataError:
    return DataError(
        compose(
            "`data` must be 'digits', 'mnist' or a folder with IDX files",
            f"data={value!r}, which is not a folder",
        )
    )


def no_idx_files(path: str, names: Sequence[str]) -> DataError:
    return DataError(
        compose(
            f"The folder must contain one of {', '.join(names)}, gzipped (.gz) or not",
            f"{path}, which contains none",
        )
    )


def image_sizes_differ(path: str, size: Sequence[int], expected: Sequence[int]) -> DataError:
    return DataError(
        compose(
            "All images must have the same size, " + "×".join(map(str, expected)),
            f"{path} with images of " + "×".join(map(str, size)),
        )
    )


def images_too_small(size: Sequence[int], smallest: int) -> DataError:
    return DataError(
        compose(
            f"The images must have at least {smallest}×{smallest} pixels",
            "images of " + "×".join(map(str, size)),
        )
    )
