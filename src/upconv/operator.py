"""The convolution as a linear operator and as a matrix, and its true inverse.

A transposed convolution is the product with the *transpose* of the convolution's matrix. It
restores the shape of the convolution's input, but not its values: C.T @ (C @ x) is not x. That is
why "deconvolution" is the wrong name for it; `deconvolve` does what that name promises.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Iterable
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, lsqr

from upconv import errors, ops, padding_modes
from upconv.arguments import (
    Padding,
    PaddingMode,
    PerAxis,
    as_integer,
    as_padding,
    as_padding_mode,
    as_positive,
    as_tuple,
    is_sequence,
)
from upconv.arrays import Array, as_float_array, same_dtype, spatial_rank
from upconv.axis import convolution_axes
from upconv.engine.links import convolution_links


class ConvOperator(LinearOperator):
    """The convolution of one example as a SciPy LinearOperator; `.T` is its transpose.

    The operator C has the shape (C_out·Πo, C_in·Πi) and takes raveled arrays. `C @ x` is the
    convolution, `C.T @ y` the transposed convolution; neither builds the matrix.

    Parameters
    ----------
    weight
        (C_out, C_in/groups, *k), float32 or float64.
    input_shape
        (C_in, *i), the shape of x before it is raveled; `output_shape` is that of y.
    stride, padding, dilation, groups, padding_mode
        As in `upconv.conv`.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument.
    Source: arXiv 1603.07285, section 4.1.

    Examples
    --------
    >>> import numpy as np, upconv
    >>> operator = upconv.ConvOperator(np.ones((1, 1, 3, 3)), (1, 4, 4))
    >>> operator.shape, operator.output_shape
    ((4, 16), (1, 2, 2))
    >>> (operator @ np.arange(16.0)).reshape(2, 2)
    array([[45., 54.],
           [81., 90.]])
    >>> operator.matrix().toarray()[0].reshape(4, 4)
    array([[1., 1., 1., 0.],
           [1., 1., 1., 0.],
           [1., 1., 1., 0.],
           [0., 0., 0., 0.]])
    """

    def __init__(
        self,
        weight: ArrayLike,
        input_shape: PerAxis,
        *,
        stride: PerAxis = 1,
        padding: Padding = 0,
        dilation: PerAxis = 1,
        groups: int = 1,
        padding_mode: PaddingMode = "zeros",
    ) -> None:
        weight = as_float_array(weight, "weight")
        ndim = spatial_rank(weight, "(C_out, C_in/groups, *kernel)")
        self.weight = weight
        given = tuple(cast("Iterable[int]", input_shape)) if is_sequence(input_shape) else ()
        if len(given) != ndim + 1:
            raise errors.shapes.input_shape_rank(given or input_shape, ndim)
        self.input_shape = as_tuple(given, ndim + 1, "input_shape", 1)
        self.groups = as_integer(groups, "groups", 1)
        if weight.shape[0] % self.groups:
            raise errors.shapes.groups_do_not_divide("output", weight.shape[0], self.groups)
        channels = weight.shape[1] * self.groups
        if self.input_shape[0] != channels:
            expected = (channels, *self.input_shape[1:])
            why = f"for weight.shape={weight.shape} and groups={self.groups}"
            raise errors.shapes.wrong_input_shape(self.input_shape, expected, why)
        self.axes = convolution_axes(
            weight.shape[2:],
            self.input_shape[1:],
            as_tuple(stride, ndim, "stride", 1),
            as_padding(padding, ndim),
            as_tuple(dilation, ndim, "dilation", 1),
        )
        self.padding_mode = as_padding_mode(padding_mode)
        pairs = tuple((axis.begin, axis.end) for axis in self.axes)
        padding_modes.check(self.padding_mode, pairs, self.input_shape[1:], "input")
        sizes = zip(self.axes, self.input_shape[1:], strict=True)
        self.output_shape = (weight.shape[0], *(axis.convolution_size(i) for axis, i in sizes))
        shape = (math.prod(self.output_shape), math.prod(self.input_shape))
        super().__init__(weight.dtype, shape)  # type: ignore[call-arg]  # missing in the stubs

    @property
    def _settings(self) -> dict[str, Any]:
        return {
            "stride": tuple(axis.stride for axis in self.axes),
            "dilation": tuple(axis.dilation for axis in self.axes),
            "groups": self.groups,
            "padding_mode": self.padding_mode,
        }

    def _matvec(self, x: Array) -> Array:
        return self._matmat(x.reshape(-1, 1)).reshape(-1)

    def _rmatvec(self, y: Array) -> Array:
        return self._rmatmat(y.reshape(-1, 1)).reshape(-1)

    def _matmat(self, x: Array) -> Array:
        examples = self._examples(x, self.input_shape)
        padding = tuple((axis.begin, axis.end) for axis in self.axes)
        y = ops.conv(examples, self.weight, padding=padding, **self._settings)
        return y.reshape(len(y), -1).T

    def _rmatmat(self, y: Array) -> Array:
        examples = self._examples(y, self.output_shape)
        crop = tuple(
            (axis.begin, axis._replace(end=0).output_size(o) - i)
            for axis, o, i in zip(
                self.axes, self.output_shape[1:], self.input_shape[1:], strict=True
            )
        )
        x = ops.conv_transpose(examples, self.weight, padding=crop, **self._settings)
        return x.reshape(len(x), -1).T

    def _examples(self, columns: Array, shape: tuple[int, ...]) -> Array:
        """Return the columns of a matrix as a batch, in the operator's dtype."""
        return np.asarray(columns.T, self.weight.dtype).reshape(-1, *shape)

    def matrix(self) -> sparse.csr_array:
        """Return the operator as a sparse matrix, (C_out·Πo, C_in·Πi).

        Each row holds the kernel at its position for one output, and zeros elsewhere. A tap on the
        padding is dropped, or, with a `padding_mode`, added to that of the input that it reads.
        """
        outputs, inputs = self.output_shape[1:], self.input_shape[1:]
        per_axis = []
        for axis, o, i in zip(self.axes, outputs, inputs, strict=True):
            q = np.arange(o)
            reached = []
            for link in convolution_links(axis).links:
                source = axis.stride * (q + link.shift) + link.in_phase
                if self.padding_mode != "zeros":
                    each = (padding_modes.source(int(u), i, self.padding_mode) for u in source)
                    source = np.fromiter(each, np.intp, o)
                inside = (source >= 0) & (source < i)
                reached.append((link.tap, q[inside], source[inside]))
            per_axis.append(reached)
        rows, columns, values = [], [], []
        c_out, c_in = self.weight.shape[:2]
        for taps in itertools.product(*per_axis):
            row = _ravel([tap[1] for tap in taps], outputs)
            column = _ravel([tap[2] for tap in taps], inputs)
            kernel = np.moveaxis(self.weight, (0, 1), (-2, -1))[tuple(tap[0] for tap in taps)]
            for m, c in np.ndindex(c_out, c_in):
                channel = m // (c_out // self.groups) * c_in + c
                rows.append(row + m * math.prod(outputs))
                columns.append(column + channel * math.prod(inputs))
                values.append(np.full(row.size, kernel[m, c]))
        entries = (np.concatenate(rows), np.concatenate(columns))
        return sparse.csr_array((np.concatenate(values), entries), shape=self.shape)


def _ravel(indices: list[Array], sizes: tuple[int, ...]) -> Array:
    flat = np.zeros((1,) * len(sizes), np.intp)
    for index, size in zip(np.ix_(*indices), sizes, strict=True):
        flat = flat * size + index
    return flat.ravel()


def deconvolve(
    y: ArrayLike,
    weight: ArrayLike,
    *,
    input_shape: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    tolerance: float = 1e-12,
    max_iterations: int | None = None,
    padding_mode: PaddingMode = "zeros",
) -> Array:
    """Undo a convolution: the x of `input_shape` whose convolution is `y`, by least squares.

    y (C_out, *o), or (N, C_out, *o) -> (C_in, *i), or (N, C_in, *i).

    A transposed convolution does *not* do this. It restores the shape of x but not its values,
    which is why "deconvolution" is the wrong name for it. Here the linear system of the
    convolution is solved (LSQR on `ConvOperator`). If the system determines x, the result is the
    original; if not (fewer equations than unknowns), it is the solution of smallest norm.

    Parameters
    ----------
    y
        The result of the convolution, float32 or float64. Computed in float64.
    weight, input_shape, stride, padding, dilation, groups, padding_mode
        Those of the convolution, as in `ConvOperator`; `input_shape` is (C_in, *i).
    tolerance
        Relative residual at which to stop.
    max_iterations
        Per example; by default 10 times the number of unknowns. A RuntimeWarning is issued if it
        is reached.

    Returns
    -------
    A new array of the dtype of `y`.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument.
    Source: C. C. Paige, M. A. Saunders, "LSQR", ACM TOMS 8 (1982).

    Examples
    --------
    >>> import numpy as np, upconv
    >>> x = np.array([[[3.0, 5.0, 2.0], [4.0, 1.0, 3.0], [6.0, 3.0, 8.0]]])
    >>> weight = np.array([[[[1.0, 2.0], [2.0, 1.0]]]])
    >>> y = upconv.conv(x, weight, padding=1)
    >>> np.round(upconv.deconvolve(y, weight, input_shape=x.shape, padding=1), 6)
    array([[[3., 5., 2.],
            [4., 1., 3.],
            [6., 3., 8.]]])
    >>> upconv.conv_transpose(y, weight, padding=1)  # the shape, not the values
    array([[[ 67.,  93.,  56.],
            [103., 113.,  91.],
            [ 92., 106., 105.]]])
    """
    given = (y, weight)
    y, weight = as_float_array(y, "y"), as_float_array(weight, "weight")
    same_dtype(weight, "weight", y, "y", *given)
    operator = ConvOperator(
        weight.astype(np.float64),
        input_shape,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        padding_mode=padding_mode,
    )
    if y.shape[-len(operator.output_shape) :] != operator.output_shape or y.ndim not in (
        len(operator.output_shape),
        len(operator.output_shape) + 1,
    ):
        why = "with or without a batch axis, as the convolution returns it"
        raise errors.shapes.wrong_shape("y", y.shape, operator.output_shape, why)
    tolerance = as_positive(tolerance, "tolerance")
    limit = 10 * operator.shape[1] if max_iterations is None else max_iterations
    as_integer(limit, "max_iterations", 1)
    examples = y.reshape(-1, operator.shape[0]).astype(np.float64)
    solved = np.empty((len(examples), operator.shape[1]))
    for n, example in enumerate(examples):
        solved[n], reason, *_ = lsqr(
            operator, example, atol=tolerance, btol=tolerance, conlim=0, iter_lim=limit
        )
        if reason == 7:  # LSQR's code for the iteration limit
            warnings.warn(
                errors.shapes.not_converged(limit, tolerance), RuntimeWarning, stacklevel=2
            )
    leading = y.shape[: y.ndim - len(operator.output_shape)]
    return solved.astype(y.dtype).reshape(*leading, *operator.input_shape)
