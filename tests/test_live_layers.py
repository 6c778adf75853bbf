"""`Geometry.from_layer`: live layers of each framework that is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import frameworks
from upconv import Geometry
from upconv.errors import ArgumentError, ArgumentTypeError


def test_layers_of_pytorch():
    torch = frameworks.module("torch")
    nn = torch.nn
    layer = Geometry.from_layer(nn.ConvTranspose2d(8, 4, (3, 5), 2, (1, 2), 1, groups=2))
    assert layer == Geometry((3, 5), 2, (1, 2), 1)
    assert Geometry.from_layer(nn.ConvTranspose1d(8, 4, 3, dilation=2)) == Geometry(3, dilation=2)
    assert Geometry.from_layer(nn.ConvTranspose3d(8, 4, 2, 2)).ndim == 3
    assert Geometry.from_layer(nn.LazyConvTranspose2d(4, 3)) == Geometry((3, 3))
    normed = nn.utils.parametrizations.weight_norm(nn.ConvTranspose1d(8, 4, 4, 2, 1))
    assert Geometry.from_layer(normed) == Geometry(4, 2, 1)

    class Own(nn.ConvTranspose2d):
        pass

    assert Geometry.from_layer(Own(8, 4, 4, 2, 1)) == Geometry((4, 4), 2, 1)


def test_our_layers_in_pytorch_have_words_and_pairs():
    frameworks.module("torch")
    from upconv.torch import ConvTranspose1d, ConvTranspose2d

    assert Geometry.from_layer(ConvTranspose1d(8, 4, 4, padding="same")).padding == "same"
    layer = Geometry.from_layer(ConvTranspose2d(8, 4, 4, padding=((1, 0), (0, 1))))
    assert layer.crop == ((1, 0), (0, 1))
    ring = Geometry.from_layer(ConvTranspose1d(8, 4, 4, 2, 1, padding_mode="circular"))
    assert ring == Geometry(4, 2, 1, padding_mode="circular")
    assert ring != Geometry(4, 2, 1)


@pytest.mark.parametrize("words", [{"padding": "same"}, {"output_padding": 1}, {}])
def test_layers_of_keras(words):
    keras = frameworks.module("keras")
    layer = keras.layers.Conv2DTranspose(8, (3, 5), strides=2, **words)
    found = Geometry.from_layer(layer)
    assert found.output_size((7, 9)) == tuple(layer.compute_output_shape((1, 7, 9, 2))[1:3])
    from upconv.keras import Conv2DTranspose

    assert Geometry.from_layer(Conv2DTranspose(8, (3, 5), strides=2, groups=4, **words)) == found


def test_layers_of_flax():
    frameworks.module("flax")
    from flax import linen, nnx

    words = {"strides": 2, "padding": [(2, 1), (1, 3)], "kernel_dilation": (1, 2)}
    expected = Geometry((3, 4), 2, ((0, 1), (5, 3)), 0, (1, 2))
    assert Geometry.from_layer(linen.ConvTranspose(8, (3, 4), **words)) == expected
    layer = nnx.ConvTranspose(3, 8, (3, 4), rngs=nnx.Rngs(0), **words)
    assert Geometry.from_layer(layer) == expected
    ring = Geometry.from_layer(linen.ConvTranspose(8, (4,), padding="CIRCULAR"))
    assert ring == Geometry(4, padding=((1, 2),), padding_mode="circular")
    ring = linen.ConvTranspose(8, (4,), padding="CIRCULAR", transpose_kernel=True)
    assert Geometry.from_layer(ring).crop == ((2, 1),)


def test_layers_of_equinox():
    eqx, jax = frameworks.module("equinox"), frameworks.module("jax")
    key = jax.random.key(0)
    layer = eqx.nn.ConvTranspose(2, 4, 6, 4, 2, "SAME", groups=2, key=key)
    assert Geometry.from_layer(layer) == Geometry((4, 4), 2, 1)
    layer = eqx.nn.ConvTranspose1d(4, 6, 4, padding=((1, 2),), key=key)
    assert Geometry.from_layer(layer).crop == ((1, 2),)
    layer = eqx.nn.ConvTranspose(1, 4, 6, 4, padding="SAME", padding_mode="CIRCULAR", key=key)
    assert Geometry.from_layer(layer) == Geometry(4, padding=((1, 2),), padding_mode="circular")


def test_layers_of_haiku():
    hk = frameworks.module("haiku")
    found = []

    def forward(x):
        found.append(Geometry.from_layer(hk.Conv2DTranspose(3, 4, 2)))
        return x

    hk.transform(forward).init(None, 0)
    assert found == [Geometry((4, 4), 2, "same")]


def test_layers_of_mlx():
    nn = frameworks.module("mlx.nn")
    layer = nn.ConvTranspose2d(4, 3, (2, 3), stride=2, padding=(1, 0))
    assert Geometry.from_layer(layer) == Geometry((2, 3), 2, (1, 0))
    assert Geometry.from_layer(nn.ConvTranspose1d(4, 3, 5, stride=2)) == Geometry(5, 2)


def test_layers_of_paddle():
    nn = frameworks.module("paddle").nn
    layer = nn.Conv2DTranspose(4, 3, (2, 3), stride=2, padding=[1, 0, 0, 1], output_padding=1)
    assert Geometry.from_layer(layer) == Geometry((2, 3), 2, ((1, -1), (0, 0)))
    assert Geometry.from_layer(nn.Conv1DTranspose(4, 3, 5, padding="VALID")) == Geometry(5)
    with pytest.raises(ArgumentError, match="padding='SAME' of Paddle depends on the input size"):
        Geometry.from_layer(nn.Conv2DTranspose(4, 3, 3, padding="SAME"))


@pytest.mark.parametrize("value", [None, 3, "ConvTranspose2d", object(), Geometry(3), [1]])
def test_what_is_no_layer_is_refused(value):
    with pytest.raises(ArgumentTypeError, match=r"^`layer` must be a transposed convolution of"):
        Geometry.from_layer(value)


def test_a_convolution_is_no_transposed_one():
    nn = frameworks.module("torch").nn
    with pytest.raises(ArgumentTypeError, match=r"Received a Conv2d\.$"):
        Geometry.from_layer(nn.Conv2d(3, 3, 3))


def test_no_framework_is_imported_for_it():
    code = (
        "import sys\nfrom upconv import Geometry\n"
        "try: Geometry.from_layer(3)\nexcept TypeError: pass\n"
        "sys.exit(bool({'torch', 'keras', 'jax', 'numpy'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
