"""Which layers turn one size into another: the search behind `Geometry.solve`. Integers only.

Every candidate of an axis satisfies (i - 1)·s + d·(k - 1) + 1 - begin - end + a = o. Kernels are
tried one by one up to a bound; strides and paddings come from that formula, so that the time of a
search does not grow with the sizes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from upconv.arguments import PaddingWord, plain
from upconv.axis import Axis, crop_of_word

# Axes that differ are combined from their best candidates only, to bound the combinations.
MIXED_CANDIDATES = 12
LARGEST_DILATION = 3
SMALLEST_RANGE_OF_KERNELS, LARGEST_RANGE_OF_KERNELS = 7, 64
MOST_KERNELS = 1024  # that a caller may ask for with `largest_kernel`
STRIDES_PER_KERNEL = 32  # those nearest to o/i
PADDINGS_PER_STRIDE = 16  # the smallest that fit
# Limits for chains of layers.
MOST_LAYERS = 4
LAYERS_PER_STEP, STRIDES_AROUND, PATHS, PATHS_PER_AXIS = 4, 8, 16, 6

Sizes: TypeAlias = tuple[int, ...]
Fixed: TypeAlias = Mapping[str, int | tuple[int, int] | PaddingWord | None]
T = TypeVar("T")


class Found(list[T]):
    """The results of a search, simplest first: a list with notes about the search.

    Attributes
    ----------
    searched
        The bounds of the search, as a sentence; "" if there were none.
    instead
        What to use if the sizes shrink, as a sentence; "" if they do not.
    """

    searched: str = ""
    instead: str = ""


class Candidate(NamedTuple):
    """One axis of a layer, in the order of Geometry's arguments."""

    kernel: int
    stride: int
    padding: tuple[int, int] | PaddingWord
    output_padding: int
    dilation: int

    @property
    def crop(self) -> tuple[int, int]:
        """The rows cropped from the full output at the start and at the end."""
        if isinstance(self.padding, str):
            extent = self.dilation * (self.kernel - 1) + 1
            return crop_of_word(self.padding, extent, self.stride, self.output_padding)
        begin, end = self.padding
        return begin, end - self.output_padding

    def flaws(self, i: int, o: int) -> tuple[bool, ...]:
        """Return which rules of a simple layer are broken, the most important first.

        The rules: no rows cropped only to be added again, o = i·s, no gaps, an even crop, an even
        overlap, no crop, a symmetric padding.

        For i = 1 the sizes do not depend on the stride; there the simple stride is 1.
        """
        axis = Axis(self.kernel, self.stride, self.dilation, *self.crop)
        begin, end = self.crop
        odd_stride = self.stride != 1 if i == 1 else i * self.stride != o
        written = self.padding if isinstance(self.padding, tuple) else ()
        taken_and_added = any(written) and self.output_padding > 1
        one_sided = len(set(written)) > 1
        return (
            taken_and_added, odd_stride, axis.extent < self.stride, begin != end, not axis.even,
            begin > 0, one_sided,
        )  # fmt: skip

    def cost(self, i: int, o: int) -> tuple[int, ...]:
        """Return the sort key: few flaws, the most important first, then small numbers."""
        return (*self.flaws(i, o), self.kernel, self.stride, *self.crop, self.dilation)


Layer: TypeAlias = tuple[Candidate, ...]


def default_largest_kernel(inputs: Sizes, outputs: Sizes) -> int:
    """Return the largest kernel to try: 7, or twice the scale if that is more, at most 64."""
    scale = max(-(-o // i) for i, o in zip(inputs, outputs, strict=True))
    return max(SMALLEST_RANGE_OF_KERNELS, min(2 * scale, LARGEST_RANGE_OF_KERNELS))


# One axis.


def layers_of_axis(i: int, o: int, fixed: Fixed, largest_kernel: int) -> list[Candidate]:
    """Return the layers of one axis that turn `i` into `o`, simplest first.

    `fixed` holds the arguments that are given; those that are None are searched.
    """
    found = {
        Candidate(k, s, padding, a, d)
        for d in _values(fixed["dilation"], range(1, LARGEST_DILATION + 1))
        for k in _values(fixed["kernel_size"], _kernels(i, o, fixed["stride"], largest_kernel))
        for s in _values(fixed["stride"], _strides(i, o, d * (k - 1), fixed["padding"]))
        for padding, a in _paddings(Axis(k, s, d, 0, 0), i, o, fixed)
    }
    return sorted(found, key=lambda candidate: candidate.cost(i, o))


def _values(fixed: object, searched: Iterator[int] | range) -> Iterator[int] | range:
    return range(fixed, fixed + 1) if isinstance(fixed, int) else searched


def _kernels(i: int, o: int, stride: object, largest: int) -> Iterator[int]:
    """Yield the kernels up to the bound, and k = s, k = 2·s and k = o even beyond it."""
    yield from range(1, largest + 1)
    near = {stride} if isinstance(stride, int) else {o // i, -(-o // i)}
    special = {o, *near, *(2 * s for s in near if isinstance(s, int))}
    yield from (k for k in special if isinstance(k, int) and k > largest)


def _strides(i: int, o: int, around: int, padding: object) -> Iterator[int]:
    """Yield the strides that can fit a kernel of extent `around` + 1."""
    if i == 1:  # any stride fits: the simplest, and k = s
        yield from {1, o}
        return
    taken = sum(padding) if isinstance(padding, tuple) else 2 * around
    largest = (o + taken - around - 1) // (i - 1)
    # Nearest to o/i if the padding is free; nearest to the largest, which has the smallest output
    # padding, if it is given.
    middle = largest if isinstance(padding, tuple) else -(-o // i)
    first = max(middle - STRIDES_PER_KERNEL // 2, 1)
    yield from range(first, min(first + STRIDES_PER_KERNEL, largest + 1))


def _paddings(
    axis: Axis, i: int, o: int, fixed: Fixed
) -> Iterator[tuple[tuple[int, int] | PaddingWord, int]]:
    """Yield the paddings and output paddings with which `axis` turns `i` into `o`."""
    padding, rows = fixed["padding"], fixed["output_padding"]
    total = axis.output_size(i) - o
    most = max(axis.stride, axis.dilation) - 1
    if isinstance(padding, str):
        a = rows if isinstance(rows, int) else 0
        if sum(crop_of_word(padding, axis.extent, axis.stride, a)) == total and a <= most:
            yield padding, a
        return
    if isinstance(padding, tuple):
        a = sum(padding) - total
        if 0 <= a <= most and rows in (None, a):
            yield padding, a
        return
    if isinstance(rows, int):
        p, rest = divmod(total + rows, 2)
        if rest == 0 and 0 <= p < axis.extent and rows <= most:
            yield (p, p), rows
        return
    first = max(-(-total // 2), 0)
    last = min((total + most) // 2, axis.extent - 1)
    for p in range(first, min(first + PADDINGS_PER_STRIDE, last + 1)):
        yield (p, p), 2 * p - total
    if total > 0 and total % 2 and total < 2 * axis.extent:
        yield (total // 2, total // 2 + 1), 0  # as "same" crops


def combinations(per_axis: list[list[Candidate]]) -> Iterator[Layer]:
    """Yield layers with the same numbers on every axis, then mixed ones, simplest first."""
    others = [set(candidates) for candidates in per_axis[1:]]
    for candidate in per_axis[0]:
        if all(candidate in candidates for candidates in others):
            yield (candidate,) * len(per_axis)
    ranked = [list(enumerate(candidates[:MIXED_CANDIDATES])) for candidates in per_axis]
    for mixture in sorted(itertools.product(*ranked), key=lambda m: sum(rank for rank, _ in m)):
        layer = tuple(candidate for _, candidate in mixture)
        if len(set(layer)) > 1:
            yield layer


# All axes.


class Search(NamedTuple):
    """A search: the fixed arguments (one value per axis or None), and the largest kernel."""

    fixed: Mapping[str, tuple[int | tuple[int, int] | PaddingWord | None, ...]]
    largest_kernel: int | None

    def layers(self, inputs: Sizes, outputs: Sizes, limit: int) -> list[Layer]:
        """Return at most `limit` layers that turn `inputs` into `outputs`, simplest first."""
        largest = self._largest(inputs, outputs)
        known: dict[object, list[Candidate]] = {}
        per_axis = []
        for n, (i, o) in enumerate(zip(inputs, outputs, strict=True)):
            fixed = {name: values[n] for name, values in self.fixed.items()}
            key = (i, o, *fixed.values())
            if key not in known:
                known[key] = layers_of_axis(i, o, fixed, largest)
            per_axis.append(known[key])
        return list(itertools.islice(combinations(per_axis), limit))

    def chains(
        self, inputs: Sizes, outputs: Sizes, count: int, limit: int
    ) -> list[tuple[Layer, ...]]:
        """Return at most `limit` chains of `count` layers, those with the fewest flaws first."""
        known: dict[tuple[Sizes, Sizes], list[Layer]] = {}

        def step(start: Sizes, end: Sizes) -> list[Layer]:
            if (start, end) not in known:
                known[start, end] = self.layers(start, end, LAYERS_PER_STEP)
            return known[start, end]

        found = []
        for path in _joint_paths(inputs, outputs, count):
            steps = list(itertools.pairwise((inputs, *path, outputs)))
            for chain in itertools.product(*(step(start, end) for start, end in steps)):
                found.append((_chain_cost(chain, steps), chain))
        found.sort(key=lambda pair: pair[0])
        return [chain for _, chain in found[:limit]]

    def bounds(self, inputs: Sizes, outputs: Sizes, count: int = 1) -> str:
        """Describe the bounds of the search; none if kernel, stride and dilation are given."""
        parts = []
        if count > 1:
            parts.append("intermediate sizes that grow by about equal factors")
            parts.append(f"the {LAYERS_PER_STEP} simplest layers of each step")
        elif None in self.fixed["kernel_size"]:
            largest = self._largest(inputs, outputs)
            parts.append(f"kernel sizes 1 to {largest}, and k = s, k = 2·s and k = o")
        if count == 1 and None in self.fixed["stride"]:
            parts.append(f"for each, the {STRIDES_PER_KERNEL} strides nearest to o/i")
        if None in self.fixed["dilation"]:
            parts.append(f"dilations 1 to {LARGEST_DILATION}")
        if len(inputs) > 1 and count == 1:
            parts.append(f"combinations of the {MIXED_CANDIDATES} simplest layers of each axis")
        return f"Searched: {'; '.join(parts)}" if parts else ""

    def _largest(self, inputs: Sizes, outputs: Sizes) -> int:
        if self.largest_kernel is not None:
            return self.largest_kernel
        return default_largest_kernel(inputs, outputs)


# Several layers in sequence.


def _chain_cost(chain: tuple[Layer, ...], steps: list[tuple[Sizes, Sizes]]) -> tuple[int, ...]:
    """Return the sort key: the flaws of all layers, then identical layers, small stride, kernel."""
    flaws = [
        candidate.flaws(i, o)
        for layer, (start, end) in zip(chain, steps, strict=True)
        for candidate, i, o in zip(layer, start, end, strict=True)
    ]
    axes = [candidate for layer in chain for candidate in layer]
    largest = max(candidate.stride for candidate in axes)
    sums = (sum(kinds) for kinds in zip(*flaws, strict=True))
    return (*sums, len(set(chain)), largest, sum(candidate.kernel for candidate in axes))


def _joint_paths(inputs: Sizes, outputs: Sizes, count: int) -> Iterator[tuple[Sizes, ...]]:
    """Yield the sizes between the layers, on all axes; equal axes get equal sizes."""
    pairs = list(zip(inputs, outputs, strict=True))
    different = list(dict.fromkeys(pairs))
    most = PATHS if len(different) == 1 else PATHS_PER_AXIS
    ways = [_paths(i, o, count)[:most] for i, o in different]
    for chosen in itertools.product(*ways):
        on = dict(zip(different, chosen, strict=True))
        yield tuple(zip(*(on[pair] for pair in pairs), strict=True)) if count > 1 else ()


def _paths(i: int, o: int, count: int) -> list[Sizes]:
    """Return the sizes between `count` layers from `i` to `o`, those with even steps first."""

    def unevenness(path: Sizes) -> float:
        steps = [b / a for a, b in itertools.pairwise((i, *path, o))]
        return max(steps) / min(steps)

    paths = _all_paths(i, o, count)
    growing = {path for path in paths if all(a < b for a, b in itertools.pairwise((i, *path, o)))}
    return sorted(growing or paths, key=lambda path: (unevenness(path), path))


def _all_paths(i: int, o: int, count: int) -> set[Sizes]:
    """Multiply from the input size, as decoders do, or divide from the output size."""
    if count == 1:
        return {()}
    root = math.floor((o / i) ** (1 / count))
    strides = {s for s in (root, root + 1) if s >= 1}
    around = range(max(root - STRIDES_AROUND, 2), root + STRIDES_AROUND + 1)
    strides.update(s for s in around if o % (i * s) == 0)
    paths: set[Sizes] = set()
    for s in strides:
        first, last = i * s, -(-o // s)
        if i <= first <= o:
            paths.update((first, *rest) for rest in _all_paths(first, o, count - 1))
        if i <= last <= o:
            paths.update((*rest, last) for rest in _all_paths(i, last, count - 1))
    return paths


# Sizes that one layer does not reach.


def way_to(axes: tuple[Axis, ...], inputs: Sizes, outputs: Sizes) -> str:
    """Return the padding, and the stride if it must change, with which these reach `outputs`."""
    found = [_way_along(*line) for line in zip(axes, inputs, outputs, strict=True)]
    ways = [way for way in found if way is not None]
    if len(ways) < len(axes):
        return ""
    strides, paddings = zip(*ways, strict=True)
    words = f"padding={plain(paddings)}"
    if strides == tuple(axis.stride for axis in axes):
        return words
    return f"stride={plain(strides)}, {words}"


def _way_along(axis: Axis, i: int, o: int) -> tuple[int, int] | None:
    """Return the stride (that of `axis` if possible) and the padding that turn `i` into `o`."""
    kept = {"kernel_size": axis.kernel, "dilation": axis.dilation}
    free = {"padding": None, "output_padding": None}
    for stride in (axis.stride, None):
        fixed: Fixed = {**kept, **free, "stride": stride}
        for found in layers_of_axis(i, o, fixed, largest_kernel=1):
            if not isinstance(found.padding, str) and len(set(found.padding)) == 1:
                return found.stride, found.padding[0]
    return None


# Sizes that shrink.


def convolution_for(i: int, o: int) -> tuple[int, int, int]:
    """Return kernel, stride and padding of a convolution that turns `i` into `o`, o <= i.

    With i = o·s, a kernel without gaps; otherwise the odd kernel centred on each s-th element if
    that gives o, or else the kernel that uses every element, without padding.
    """
    s = -(-i // o)
    k = s + 1 - s % 2
    if i != o * s and -(-i // s) == o:
        return k, s, k // 2
    s = i // o
    return i - (o - 1) * s, s, 0


def instead(inputs: Sizes, outputs: Sizes) -> str:
    """Return which convolution to use if no size grows and one shrinks; "" otherwise."""
    pairs = list(zip(inputs, outputs, strict=True))
    if any(o > i for i, o in pairs) or all(o == i for i, o in pairs):
        return ""
    numbers = zip(*(convolution_for(i, o) for i, o in pairs), strict=True)
    kernel, stride, padding = (plain(values) for values in numbers)
    return f"Use a convolution: kernel size {kernel}, stride {stride}, padding {padding}"
