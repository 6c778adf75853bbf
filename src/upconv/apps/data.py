"""Images for training: the embedded digits, MNIST, or a folder of IDX files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from upconv import errors
from upconv.apps import distributed, idx
from upconv.apps.distributed import Share
from upconv.apps.mnist import mnist_file
from upconv.apps.settings import DIGITS, MNIST
from upconv.upsampling import upsample

Images: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int64]
Array: TypeAlias = NDArray[Any]

_TRAIN, _TEST = "train-images", "t10k-images"
_ENDINGS = ("-idx3-ubyte.gz", "-idx3-ubyte", ".idx3-ubyte.gz", ".idx3-ubyte")
_SHUFFLE, _SPLIT = 1, 2  # independent random streams of the same seed


@dataclass(frozen=True)
class ImageData:
    """Images (N, 1, H, W) between 0 and 1, and their source.

    `train` is split into training and validation; `test` is never trained on. Either may have
    labels.
    """

    title: str
    train: Images
    test: Images | None = None
    labels: Labels | None = None

    def limited(self, limit: int | None) -> ImageData:
        """Return the first `limit` images; None is all of them."""
        if limit is None:
            return self
        labels = None if self.labels is None else self.labels[:limit]
        return ImageData(self.title, self.train[:limit], self.test, labels)

    def fingerprint(self) -> str:
        """Return a text that identifies the training images."""
        return fingerprint(self.train)


def fingerprint(*arrays: Array) -> str:
    """Return a text that identifies the arrays."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def load(name: str, say: Callable[[str], None]) -> ImageData:
    """Return the images with this name: "digits", "mnist" or a folder.

    `say` is called with a message about a download. Raises DataError for files that are missing or
    damaged.
    """
    if name == DIGITS:
        return digits()
    if name == MNIST:
        train, test = (
            as_images(idx.read_images(mnist_file(f"{part}{_ENDINGS[0]}", say)))
            for part in (_TRAIN, _TEST)
        )
        return ImageData("MNIST", train, test)
    return folder(Path(name))


def digits() -> ImageData:
    """Return scikit-learn's 1,797 handwritten digits, resized from 8×8 to 28×28 pixels."""
    small, labels = small_digits()
    large = upsample(small[:, np.newaxis], 3.5, mode="bilinear")
    return ImageData("scikit-learn's digits", large, labels=labels)


def small_digits() -> tuple[Images, Labels]:
    """Return scikit-learn's 1,797 digits (N, 8, 8) between 0 and 1, and their labels."""
    from sklearn.datasets import load_digits  # noqa: PLC0415 - takes half a second, not needed for MNIST

    bunch = load_digits()
    return (bunch.images / 16).astype(np.float32), bunch.target  # the grey values are 0 to 16


def folder(path: Path) -> ImageData:
    """Return the IDX images in a folder: train-images and t10k-images, or one of them."""
    if not path.is_dir():
        raise errors.files.not_image_data(str(path))
    found = [_find(path, part) for part in (_TRAIN, _TEST)]
    arrays = [(file, as_images(idx.read_images(file))) for file in found if file is not None]
    if not arrays:
        names = [f"{part}{ending}" for part in (_TRAIN, _TEST) for ending in _ENDINGS[1::2]]
        raise errors.files.no_idx_files(str(path), names)
    (_, train), *rest = arrays
    for file, test in rest:
        if test.shape[2:] != train.shape[2:]:
            raise errors.files.image_sizes_differ(str(file), test.shape[2:], train.shape[2:])
    return ImageData(path.name, train, rest[0][1] if rest else None)


def as_images(grey: idx.Bytes) -> Images:
    """Return bytes (N, H, W) as (N, 1, H, W) between 0 and 1."""
    return np.divide(grey[:, np.newaxis], 255, dtype=np.float32)


def split(count: int, fraction: float, seed: int) -> tuple[Labels, Labels]:
    """Return the indices of `count` images for training and for validation, by the seed."""
    validating = round(count * fraction)
    if not 0 < validating < count:
        raise errors.runs.empty_split(count, fraction)
    order = np.random.default_rng([seed, _SPLIT]).permutation(count)
    return np.sort(order[validating:]), np.sort(order[:validating])


class Batches:
    """Batches of arrays in memory, in order, for the Trainer: no workers, no copies.

    One array gives tensors, several give tuples of tensors with the same rows. If several processes
    train together, each gets its share of the rows of every batch.
    """

    def __init__(self, arrays: Array | Sequence[Array], batch_size: int) -> None:
        self._single = isinstance(arrays, np.ndarray)
        several = [arrays] if isinstance(arrays, np.ndarray) else arrays
        self._tensors = [torch.from_numpy(np.ascontiguousarray(array)) for array in several]
        self._rows = len(self._tensors[0])
        self._batch_size = batch_size

    def __len__(self) -> int:
        return len(self.shares())

    def __iter__(self) -> Iterator[torch.Tensor | tuple[torch.Tensor, ...]]:
        order = self._order()
        for share in self.shares():
            rows = share.mine if order is None else order[share.mine]
            parts = tuple(tensor[rows] for tensor in self._tensors)
            yield parts[0] if self._single else parts

    def shares(self) -> list[Share]:
        """Return the rows of this process in each batch."""
        return distributed.shares(self._rows, self._batch_size)

    def mine(self) -> int:
        """Return the number of rows of this process in an epoch."""
        return sum(share.rows for share in self.shares())

    def _order(self) -> torch.Tensor | None:
        return None


class ShuffledBatches(Batches):
    """Batches in an order that depends only on seed and epoch.

    So a run resumed in its seventh epoch gets the same batches as an uninterrupted one.
    """

    def __init__(self, arrays: Array | Sequence[Array], batch_size: int, seed: int) -> None:
        super().__init__(arrays, batch_size)
        self._seed = seed
        self._epoch = 0
        # The Trainer calls `set_epoch` of `sampler`, and expects one in `batch_sampler` too.
        self.sampler = self
        self.batch_sampler = None

    def set_epoch(self, epoch: int) -> None:
        """Set the order to that of `epoch`, counted from 0."""
        self._epoch = epoch

    def _order(self) -> torch.Tensor:
        generator = np.random.default_rng([self._seed, _SHUFFLE, self._epoch])
        return torch.from_numpy(generator.permutation(self._rows))


def _find(path: Path, part: str) -> Path | None:
    candidates = (path / f"{part}{ending}" for ending in _ENDINGS)
    return next((file for file in candidates if file.exists()), None)
