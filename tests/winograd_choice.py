"""What tests of Winograd share: the form forced, its tilings chosen, layers compared."""

from contextlib import contextmanager

import numpy as np
import pytest

from upconv.engine.fallback import generic

generated = pytest.importorskip("upconv.engine.generated")
generated_gradient = pytest.importorskip("upconv.engine.generated_gradient")

from upconv.engine.calls import args, call_cache  # noqa: E402 - after the skip without LLVM
from upconv.engine.forms.winograd import form, plan  # noqa: E402

FORWARD, GRADIENT = generic.forward, generic.weight_gradient


class Choice:
    """Takes Winograd wherever it is possible, in tiles of any size: number `number` of all."""

    def __init__(self):
        self.number = 0
        self.taken = self.summed = None  # the last tilings of a call and of a weight gradient

    def best(self, problem, isa, *_):
        found = plan.tilings(problem, isa)
        self.taken = found[self.number % len(found)] if found else None
        return self.taken

    def least(self, problem, isa, *_, **__):
        """Return the tiling of a weight gradient, as if it cost nothing."""
        found = plan.tilings(problem, isa)
        if not found:
            return 0.0, None
        self.summed = found[self.number % len(found)]
        return 0.0, self.summed

    def take(self, number):
        """Choose another tiling for what is computed from now on."""
        self.number, self.taken = number, None
        forget()


def forget():
    """Forget how calls and weight gradients were computed."""
    generated._EXECUTABLES.clear()
    call_cache.forget()
    form._gradient_tiling.cache_clear()


@contextmanager
def forced():
    """Take Winograd in this block; yields the `Choice`."""
    choice = Choice()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form, "best", choice.best)
        patch.setattr(form, "least", choice.least)
        forget()
        yield choice
    forget()


def placed(values, layout):
    """Return a copy of `values` (N, C, *spatial), and the whole of the memory that it lies in.

    "first" and "last" say where the channels are; "apart" has gaps everywhere and x reversed.
    """
    if layout == "apart":
        base = np.full([2 * size + 1 for size in values.shape], 77, values.dtype)
        view = base[tuple(slice(1, None, 2) for _ in values.shape)][..., ::-1]
    else:
        order = (0, *range(2, values.ndim), 1) if layout == "last" else tuple(range(values.ndim))
        base = np.empty([values.shape[n] for n in order], values.dtype)
        view = base.transpose(np.argsort(order))
    view[...] = values
    return view, base


def integers(draw, shape, dtype, most=4):
    return draw.integers(-most, most + 1, shape).astype(dtype)


def sizes_of(axes, spatial, transposed):
    return tuple(
        axis.output_size(i) if transposed else axis.convolution_size(i)
        for axis, i in zip(axes, spatial, strict=True)
    )


def word(prepared, name):
    """Return one word of the frame of a prepared call."""
    return int(prepared._pool._words[args.INDEX[name]])


def check(
    axes,
    spatial,
    channels,
    dtype=np.float32,
    *,
    transposed=False,
    images=2,
    groups=1,
    layouts=("first", "first", "first"),
    gradient=False,
):
    """Compare one layer with Winograd with NumPy's form, bit by bit; return the prepared call.

    `layouts` are those of the input, the weight and the output, whose gaps must stay as they are.
    """
    draw = np.random.default_rng([*spatial, *channels])
    inner, outer = channels
    shape = (inner * groups, outer) if transposed else (outer * groups, inner)
    shape += tuple(axis.kernel for axis in axes)
    x, _ = placed(integers(draw, (images, inner * groups, *spatial), dtype), layouts[0])
    weight, _ = placed(integers(draw, shape, dtype, 2), layouts[1])
    bias = integers(draw, outer * groups, dtype)
    wanted = np.empty((images, outer * groups, *sizes_of(axes, spatial, transposed)), dtype)
    out, memory = placed(np.full_like(wanted, np.nan), layouts[2])
    rest = (axes, groups, transposed)
    FORWARD(x, weight, bias, ("relu", 0.0), wanted, *rest)
    prepared = generated.prepare(x, weight, bias, ("relu", 0.0), out, *rest)
    assert prepared.plan.form.startswith("Winograd")
    generated.run(prepared, x, weight, out, bias, ("relu", 0.0))
    np.testing.assert_array_equal(out, wanted)
    if layouts[2] == "apart":
        out[...] = 77
        assert (memory == 77).all()
    if gradient:
        given = (x, wanted, weight.shape, *rest)
        np.testing.assert_array_equal(
            generated_gradient.prepare(*given).run(*given[:2]), GRADIENT(*given)
        )
    return prepared
