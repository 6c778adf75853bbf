"""How many products reach each output cell: the cause of checkerboards."""

from __future__ import annotations

from functools import cached_property

from upconv import errors
from upconv.arguments import as_integer
from upconv.axis import Axis
from upconv.explanation.numbers import listed, plural
from upconv.explanation.scene import Grid, Scene, counts_grid
from upconv.explanation.show import Show
from upconv.explanation.steps import LARGEST_SIDE


class Overlap(Show):
    """The overlap counts of one kernel size, next to those of one that differs in evenness."""

    def __init__(self, kernel: int, stride: int, input_size: int) -> None:
        self.kernel, self.stride, self.input_size = kernel, stride, input_size

    @property
    def title(self) -> str:
        """A short title."""
        return "Overlap in a transposed convolution"

    @property
    def about(self) -> str:
        """The sizes, in one line."""
        beside = other_kernel(self.kernel, self.stride)
        return f"INPUT {self.input_size}, KERNEL {self.kernel} and {beside}, stride {self.stride}"

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """The only scene."""
        beside = other_kernel(self.kernel, self.stride)
        return (_scene(self.kernel, beside, self.stride, self.input_size),)


def overlap(kernel: int, stride: int, *, input_size: int = 5) -> Overlap:
    """Show how many products reach each output cell, on one axis and on two.

    Kernel k is shown next to the next multiple of the stride or, if k is a multiple, to k + 1.

    Raises ArgumentError if a size is below 1 or the output has more than 40 cells per side.

    >>> from upconv.explanation import overlap
    >>> [cell.text for cell in overlap(3, 2).scenes[0].grids[0].rows[0]]
    ['1', '1', '2', '1', '2', '1', '2', '1', '2', '1', '1']
    """
    for name, value in (("kernel", kernel), ("stride", stride), ("input_size", input_size)):
        as_integer(value, name, 1)
    side = Axis(other_kernel(kernel, stride), stride, 1, 0, 0).output_size(input_size)
    if side > LARGEST_SIDE:
        raise errors.explanation.too_large("OUTPUT", side, side, LARGEST_SIDE)
    return Overlap(kernel, stride, input_size)


def counts(kernel: int, stride: int, input_size: int) -> list[int]:
    """Return how many products reach each cell of one axis.

    >>> counts(4, 2, 3)
    [1, 1, 2, 2, 2, 2, 1, 1]
    """
    axis = Axis(kernel, stride, 1, 0, 0)
    phases = axis.phases()
    return [
        sum(0 <= u // stride + tap.shift < input_size for tap in phases[u % stride])
        for u in range(axis.output_size(input_size))
    ]


def other_kernel(kernel: int, stride: int) -> int:
    """Return the next multiple of the stride or, if `kernel` is a multiple, the next size."""
    return kernel + 1 if kernel % stride == 0 else -(-kernel // stride) * stride


def _scene(kernel: int, beside: int, stride: int, input_size: int) -> Scene:
    columns = tuple(_column(k, stride, input_size) for k in (kernel, beside))
    return Scene(
        heading=f"How many products reach each output cell, stride {stride}",
        sentence=" ".join(_verdict(k, stride) for k in (kernel, beside)),
        formula="\n".join(
            f"kernel {k}: {k} = {k // stride}·{stride} + {k % stride}" for k in (kernel, beside)
        ),
        columns=columns,
    )


def _column(kernel: int, stride: int, input_size: int) -> tuple[Grid, Grid]:
    line = counts(kernel, stride, input_size)
    plane = [[row * column for column in line] for row in line]
    side = len(line)
    note = f"kernel {kernel}"
    return (
        counts_grid("OUTPUT", f"{side}", [line], f"{note}, one axis"),
        counts_grid("OUTPUT", f"{side}×{side}", plane, f"{note}×{kernel}"),
    )


def _verdict(kernel: int, stride: int) -> str:
    taps = [len(phase) for phase in Axis(kernel, stride, 1, 0, 0).phases()]
    if len(set(taps)) == 1:
        return (
            f"Kernel {kernel} is a multiple of stride {stride}: away from the border every cell "
            f"gets {plural(taps[0], 'product')} per axis."
        )
    return (
        f"Kernel {kernel} is not a multiple of stride {stride}: along each axis the cells get "
        f"{listed(taps)} products in turn, and a checkerboard may show."
    )
