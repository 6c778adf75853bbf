"""Circular padding of Flax and Equinox: their layers, and whether they are adjoints."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pytest

import frameworks
import upconv
from strategies import integers_like
from upconv import Geometry, conventions, errors

KERNELS = [1, 2, 3, 4, 5]
STRIDES = [1, 2, 3, 4]
RING = {"padding_mode": "circular"}


def result(layer: Geometry, x: Any, weight: Any, groups: int = 1) -> Any:
    return upconv.conv_transpose(
        x, weight, stride=layer.stride, padding=layer.padding, dilation=layer.dilation,
        output_padding=layer.output_padding, padding_mode=layer.padding_mode, groups=groups,
    )  # fmt: skip


# Integers: no framework is needed.


@pytest.mark.parametrize("transpose_kernel", [False, True])
def test_flax_and_back(transpose_kernel):
    for k, s, d in product(KERNELS, STRIDES, (1, 2)):
        words = {"kernel_size": (k, 3), "strides": (s, 2), "kernel_dilation": (d, 1)}
        layer = conventions.from_framework(
            "flax", padding="CIRCULAR", transpose_kernel=transpose_kernel, **words
        )
        assert layer.output_size((7, 8)) == (7 * s, 16)
        back = conventions.to_framework("flax", layer, transpose_kernel=transpose_kernel)
        assert conventions.from_framework("flax", **back) == layer
        assert (back["padding"] == "CIRCULAR") == (layer.border == "circular")


@pytest.mark.parametrize("word", ["SAME", "SAME_LOWER"])
def test_equinox_and_back(word):
    for k, s, d in product(KERNELS, STRIDES, (1, 2)):
        words = {"kernel_size": (k, 3), "stride": (s, 2), "dilation": (d, 1)}
        layer = conventions.from_framework(
            "equinox", padding=word, padding_mode="circular", **words
        )
        assert layer.output_size((7, 8)) == (7 * s, 16)
        back = conventions.to_framework("equinox", layer, groups=2)
        assert conventions.from_framework("equinox", **back) == layer
        assert back["groups"] == 2


def test_a_crop_that_they_have_not_is_refused():
    layer = Geometry(5, padding=1, **RING)
    for name in ("flax", "equinox"):
        with pytest.raises(errors.NotExpressibleError, match=r"Circular padding of \w+ cannot"):
            conventions.to_framework(name, layer)
    even = Geometry(4, padding=((2, 1),), **RING)
    with pytest.raises(errors.NotExpressibleError, match=r"Write transpose_kernel=True\.$"):
        conventions.to_framework("flax", even)
    assert conventions.to_framework("flax", even, transpose_kernel=True)["padding"] == "CIRCULAR"


def test_every_other_framework_refuses_the_mode():
    for mode in ("circular", "reflect", "replicate"):
        layer = Geometry((3, 3), stride=2, padding=1, padding_mode=mode)
        for name, row in conventions.FRAMEWORKS.items():
            if mode in row.padding_modes:
                continue
            with pytest.raises(errors.NotExpressibleError) as caught:
                conventions.to_framework(name, layer, input_size=(4, 4))
            assert str(caught.value) == (
                f"{row.name} cannot express this padding mode. Received padding_mode={mode!r}. Use "
                f"upconv.torch or upconv.keras, whose layers have padding_mode={mode!r}."
            )
            with pytest.raises(errors.NotExpressibleError, match="this padding mode"):
                row.to_arguments(geometry=layer, input_size=(4, 4))
    with pytest.raises(errors.NotExpressibleError, match="A pixel shuffle cannot express"):
        upconv.rewrites.to_subpixel(np.ones((2, 2, 3)), None, Geometry(3, 2, 1, **RING))


def test_a_geometry_with_a_mode():
    ring, plain = Geometry(4, 2, 1, **RING), Geometry(4, 2, 1)
    assert ring != plain
    assert ring.axes == plain.axes
    assert Geometry(4, 2, **RING) == Geometry(4, 2)  # nothing is cropped
    assert eval(repr(ring), {"Geometry": Geometry}) == ring  # noqa: S307 - our own text
    assert "padding_mode" not in repr(plain)
    assert str(ring).startswith("transposed convolution on 1 axis, padding_mode='circular'\n")
    assert ring.with_output_size(5, 10).padding_mode == "circular"
    with pytest.raises(errors.ArgumentError, match="Write 'circular'"):
        Geometry(4, padding_mode="Circular")


# The frameworks themselves.


@pytest.mark.parametrize("api", ["linen", "nnx"])
@pytest.mark.parametrize("transpose_kernel", [False, True])
def test_values_of_flax(api, transpose_kernel):
    frameworks.module("flax")
    for k, s, d in product(KERNELS, STRIDES, (1, 2)):
        words: dict[str, Any] = {
            "kernel_size": (k, 3), "strides": (s, 2), "padding": "CIRCULAR",
            "kernel_dilation": (d, 1), "transpose_kernel": transpose_kernel,
        }  # fmt: skip
        x = integers_like((2, 2, 9, 7), 0, "float32")
        weight = integers_like((2, 3, k, 3), 1, "float32")
        layer = conventions.from_framework("flax", **words)
        theirs = conventions.framework("flax").weight_to(weight, transpose_kernel=transpose_kernel)
        y = frameworks.run_flax(x, theirs, None, api=api, **words)
        np.testing.assert_array_equal(result(layer, x, weight), y)


@pytest.mark.parametrize("word", ["SAME", "SAME_LOWER"])
def test_values_of_equinox(word):
    frameworks.module("equinox")
    for k, s, d, groups in product(KERNELS, STRIDES, (1, 2), (1, 2)):
        words: dict[str, Any] = {
            "kernel_size": (k, 3), "stride": (s, 2), "padding": word, "dilation": (d, 1),
            "groups": groups, "padding_mode": "CIRCULAR",
        }  # fmt: skip
        x = integers_like((2, 4, 9, 7), 0, "float32")
        weight = integers_like((4, 3, k, 3), 1, "float32")
        layer = conventions.from_framework("equinox", **words)
        theirs = conventions.framework("equinox").weight_to(weight, groups=groups)
        y = frameworks.run_equinox(x, theirs, None, **words)
        np.testing.assert_array_equal(result(layer, x, weight, groups), y)


def test_the_convolution_of_equinox_has_its_transpose_for_a_transpose():
    eqx, jax = frameworks.module("equinox"), frameworks.module("jax")
    for k, s in product(KERNELS, STRIDES):
        words: dict[str, Any] = {"stride": s, "padding": "SAME", "padding_mode": "CIRCULAR"}
        conv = eqx.nn.Conv(1, 2, 3, k, use_bias=False, key=jax.random.key(0), **words)
        weight = integers_like((3, 2, k), 0, "float32")
        conv = eqx.tree_at(lambda one: one.weight, conv, jax.numpy.asarray(weight))
        y, adjoint = jax.vjp(conv, jax.numpy.zeros((2, 7 * s)))
        grad = integers_like(y.shape, 1, "float32")
        layer = conventions.from_framework("equinox", kernel_size=k, **words)
        np.testing.assert_array_equal(result(layer, grad, weight), adjoint(grad)[0])


def test_the_convolution_of_flax_is_transposed_for_some_strides_only():
    """Its padding does not depend on the stride, but the crop of its transposed one does."""
    frameworks.module("flax")
    jax = frameworks.module("jax")
    from flax import linen

    for k, s in product(KERNELS, STRIDES):
        words: dict[str, Any] = {"kernel_size": (k,), "strides": (s,), "padding": "CIRCULAR"}
        conv = linen.Conv(3, use_bias=False, **words)
        weight = integers_like((3, 2, k), 0, "float32")
        given = {"params": {"kernel": np.ascontiguousarray(weight.transpose(2, 1, 0))}}
        size = 7 * s
        y, adjoint = jax.vjp(partial(conv.apply, given), jax.numpy.zeros((1, size, 2)))
        grad = integers_like((1, 3, 7), 1, "float32")
        assert y.shape == (1, 7, 3)
        expected = np.moveaxis(np.asarray(adjoint(np.moveaxis(grad, 1, -1))[0]), -1, 1)
        begin = (k - 1) // 2
        own = Geometry(k, s, ((begin, k - s - begin),), **RING)  # the true transpose
        np.testing.assert_array_equal(result(own, grad, weight), expected)
        layer = conventions.from_framework("flax", transpose_kernel=True, **words)
        same = {1: k % 2 == 1, 2: True, 3: k % 2 == 0 or k < 3, 4: k < 3}[s]
        assert (layer == own) == same, (k, s)
        assert np.array_equal(result(layer, grad, weight), expected) == same, (k, s)
