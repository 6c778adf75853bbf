"""Files and the data in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, DataError, compose


def cannot_read(path: str, reason: str) -> DataError:
    # An address, as pathlib writes it.
    address = re.match(r"[a-z][a-z0-9+.-]+:/", path)
    remedy = "Download it first: what is read must be on this machine" if address else ""
    return DataError(compose("A file must be readable", f"{path}: {reason}", remedy=remedy))


def cannot_write(path: str, reason: str) -> DataError:
    return DataError(
        compose(
            "The place for a file must be writable",
            f"{path}: {reason}",
            remedy="What was there before is unchanged",
        )
    )


def output_exists(option: str, path: str, is_read: bool) -> ArgumentError:
    what = "is the file that is read" if is_read else "exists"
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
            "A download must arrive whole",
            f"{url}: {reason}",
            remedy="Try again, name another mirror in UPCONV_MNIST_URL, or give a folder that "
            "has the files",
        )
    )


def wrong_checksum(source: str, found: str, expected: str) -> DataError:
    return DataError(
        compose(
            f"The file must have the published MD5 {expected}",
            f"{source} with the MD5 {found}",
            remedy="Nothing of it is used; delete it if it lies in the cache, and try again",
        )
    )


def damaged_file(path: str, how: str) -> DataError:
    return DataError(compose("The file must be whole", f"{path}: {how}", remedy="Fetch it again"))


def not_numbers(path: str, what: str) -> DataError:
    return DataError(
        compose(
            "A file of an array must hold numbers",
            f"{path}, which holds {what}",
            remedy="Write it again as numbers: np.save(path, np.asarray(array, np.float32))",
        )
    )


def several_arrays(path: str, names: Sequence[str]) -> DataError:
    return DataError(
        compose(
            "The file must hold one array",
            f"{path}, an archive of {', '.join(names) or 'none'}",
            remedy="Write one of them by itself: np.save(path, archive[name])",
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
            f"A file of images may state at most {most:,} bytes",
            f"{path}, which states {sizes}",
            remedy="Split it into several folders",
        )
    )


def claims_more(path: str, claimed: int, held: int) -> DataError:
    return DataError(
        compose(
            "A file must hold as much data as its header claims",
            f"{path}: {held} bytes for an array of {claimed}",
            remedy="It was cut short or damaged: write or copy it again",
        )
    )


def not_image_data(value: str) -> DataError:
    return DataError(
        compose(
            "`data` must be 'digits', 'mnist' or a folder with IDX files",
            f"data={value!r}, which is no folder",
        )
    )


def no_idx_files(path: str, names: Sequence[str]) -> DataError:
    return DataError(
        compose(
            f"The folder must hold one of {', '.join(names)}, gzipped (.gz) or not",
            f"{path}, which holds none",
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
