"""The quality of generated digits: two measures based on a classifier.

- The score: exp of the mean Kullback-Leibler divergence between the predicted classes of an image
  and those of all images (Salimans et al., 2016, arXiv 1606.03498). It is 1 if all images look the
  same or like no digit, 10 if each is clearly one digit and all ten are equally frequent.
- The Fréchet distance between normal distributions with the mean and the covariance of the
  classifier's features, of these images and of real ones (Heusel et al., 2017, arXiv 1706.08500):
  |m₁ - m₂|² + tr(C₁ + C₂ - 2·(C₁·C₂)^½).

Both papers use Inception's features of ImageNet; here the classifier is a small one for digits, so
the figures can only be compared with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import cross_entropy, max_pool2d

from upconv.apps import data, training
from upconv.apps.data import Images
from upconv.torch import Conv2d

_FEATURES = 32
_EPOCHS, _BATCH, _RATE = 20, 64, 0.002
_SEED, _ORDER = 0, 1
_CHUNK = 250  # images


@dataclass(frozen=True)
class Figures:
    """The score, 1 to 10, and the Fréchet distance, from 0."""

    score: float
    frechet: float


class Classifier(nn.Module):
    """Images (N, 1, 28, 28) to scores of the ten digits, over `_FEATURES` features."""

    def __init__(self) -> None:
        super().__init__()
        self.first = Conv2d(1, 16, 3, stride=2, padding=1)
        self.second = Conv2d(16, 32, 3, padding=1)
        self.features = nn.Linear(32 * 7 * 7, _FEATURES)
        self.digits = nn.Linear(_FEATURES, 10)

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the features and the scores."""
        x = max_pool2d(self.second(self.first(images).relu()).relu(), 2)
        features = self.features(x.flatten(1)).relu()
        return features, self.digits(features)


class Judge:
    """A classifier, and the features of the real images to compare with."""

    def __init__(self, classifier: Classifier, real: Images, accuracy: float) -> None:
        self.accuracy = accuracy
        self._classifier = classifier.eval().requires_grad_(False)
        self._real = self._look(real)[0]

    def figures(self, images: Images) -> Figures:
        """Return both figures of images (N, 1, 28, 28)."""
        features, classes = self._look(images)
        everywhere = classes.mean(0)
        divergence = (classes * (np.log(classes) - np.log(everywhere))).sum(1)
        return Figures(float(np.exp(divergence.mean())), frechet(features, self._real))

    def _look(self, images: Images) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        parts = []
        for start in range(0, len(images), _CHUNK):
            chunk = torch.from_numpy(np.ascontiguousarray(images[start : start + _CHUNK]))
            features, scores = self._classifier(chunk)
            parts.append((features.double().numpy(), scores.double().softmax(1).numpy()))
        features, classes = (np.concatenate(part) for part in zip(*parts, strict=True))
        return features, classes.clip(1e-12)


def trained(real: Images) -> Judge:
    """Train the classifier on four fifths of scikit-learn's digits; the result is deterministic."""
    images = data.digits()
    assert images.labels is not None  # noqa: S101 - the embedded digits have them
    known, unseen = data.split(len(images.train), 0.2, _SEED)
    with training.seeded(_SEED):
        classifier = Classifier()
    adam = torch.optim.Adam(classifier.parameters(), _RATE)
    for epoch in range(_EPOCHS):
        # Each process trains on complete batches, so that all have the same classifier.
        order = known[np.random.default_rng([_SEED, _ORDER, epoch]).permutation(len(known))]
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            x, truth = (torch.from_numpy(part[rows]) for part in (images.train, images.labels))
            adam.zero_grad()
            torch.autograd.backward(cross_entropy(classifier(x)[1], truth))
            adam.step()
    with torch.no_grad():
        found = classifier(torch.from_numpy(images.train[unseen]))[1].argmax(1).numpy()
    return Judge(classifier, real, float((found == images.labels[unseen]).mean()))


def frechet(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the Fréchet distance of two sets of features (N, D), assumed to be normal.

    >>> import numpy as np
    >>> x = np.random.default_rng(0).normal(size=(100, 3))
    >>> round(frechet(x, x + 2), 6)
    12.0
    """
    distance = np.square(one.mean(0) - other.mean(0)).sum()
    first, second = np.cov(one, rowvar=False), np.cov(other, rowvar=False)
    # tr((C₁·C₂)^½) is the sum of the roots of the eigenvalues of C₁·C₂, which are not negative.
    roots = np.sqrt(np.linalg.eigvals(first @ second).real.clip(0)).sum()
    return float(distance + np.trace(first) + np.trace(second) - 2 * roots)
