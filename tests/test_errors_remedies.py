"""Every remedy in a message works: arrays, sizes, values; and no function is forgotten."""

import re
from pathlib import Path

import numpy as np
import pytest

import upconv
from remedies import functions, refused, says_what_to_do, tried
from upconv import Geometry, conventions, initial, ops, rewrites

# Remedies that are not carried out here, and why; where a test elsewhere does, its file.
NOT_TRIED = {
    "bench.wrong_result": "to report a defect",
    "checkerboards.may_run_code": "test_checkerboard_files.py",
    "checkerboards.saved_model": "test_checkerboard_files.py",
    "commands._backend_missing": "test_extras.py",
    "commands.defect": "to report a defect",
    "commands.extra_missing": "test_extras.py",
    "commands.out_of_memory": "of sizes that no test should compute",
    "files.cannot_download": "test_apps_mnist.py",
    "files.wrong_checksum": "test_apps_mnist.py",
    "memory.no_memory": "of memory that no test should ask for",
    "onnx.input_without_name": "test_onnx_optimizing.py",
    "onnx.not_given": "test_onnx_optimizing.py",
    "onnx.outputs_differ": "test_onnx_optimize.py",
    "onnx.weights_elsewhere": "test_onnx_optimizing.py",
    "pictures.no_transparency": "test_apps_superresolution.py",
    "pictures.not_pretrained": "test_apps_pretrained.py",
    "pictures.other_scale": "test_apps_superresolution.py",
    "pictures.picture_too_small": "test_apps_superresolution.py",
    "pictures.untrained": "test_apps_superresolution.py",
    "pieces.cannot_verify": "a flag left out",
    "pieces.does_not_run": "test_field_torch.py",
    "pieces.field_differs": "to report a defect",
    "pieces.no_size": "test_field_torch.py",
    "pieces.not_followed": "another part of the model, which only its author can choose",
    "pieces.sees_everything": "another model, which only its author can write",
    "pieces.size_missing": "test_field_torch.py",
    "runs.loss_not_finite": "test_apps_autoencoder.py",
    "runs.process_lost": "test_apps_distributed.py",
    "shapes.not_converged": "a warning: test_more_iterations_or_a_larger_tolerance",
    "summaries.input_missing": "test_summary_cli.py",
    "summaries.no_input": "test_summary.py",
    "summaries.no_weight": "test_summary.py",
    "summaries.not_a_shape": "test_summary_cli.py",
    "summaries.other_rank": "test_summary.py",
    "wording.not_expressible": "test_frameworks_values.py",
}
TESTS = Path(__file__).parent

X = np.ones((2, 4, 5, 6), np.float32)
W = np.ones((4, 4, 3, 2), np.float32)


def test_no_function_that_says_what_to_do_is_forgotten():
    saying = {name for name, function in functions().items() if says_what_to_do(function)}
    assert sorted(saying - tried() - set(NOT_TRIED)) == []
    assert sorted(set(NOT_TRIED) - saying) == []
    assert sorted(set(NOT_TRIED) & tried()) == []
    for where in NOT_TRIED.values():
        assert not where.endswith(".py") or (TESTS / where).exists()


# Arrays.


def ways():
    yield "x.astype(np.float32)", X.astype(int)
    yield "x.astype(np.float32)", X.astype(object)
    yield "x.astype(np.float32)", X.astype(np.float16)
    yield "x.real", X * 1j
    yield "np.asarray(x, dtype=np.float32)", X.astype(int).tolist()
    torch = pytest.importorskip("torch")
    tensor = torch.from_numpy(X)
    yield "np.asarray(x, dtype=np.float32)", tensor.int()
    yield "x.detach().numpy()", tensor.clone().requires_grad_()
    yield "x.detach().float().numpy()", tensor.bfloat16()
    yield "x.detach().float().numpy()", tensor.bfloat16().requires_grad_()
    yield "x.to_dense().detach().numpy()", tensor.to_sparse()


@pytest.mark.parametrize("number", range(10))
def test_what_makes_a_float_array_of_x(number):
    remedy, x = list(ways())[number]
    with refused("shapes.not_floating", remedy) as refusal:
        upconv.conv(x, W)
    made = refusal.written(x=x, np=np)
    assert upconv.conv(made, W.astype(made.dtype)).shape == (2, 4, 3, 5)


@pytest.mark.parametrize("x", [None, "text", {}, [[1.0], [1.0, 2.0]], object()])
def test_what_no_array_can_be_made_of_is_told_no_way(x):
    with refused("shapes.not_floating", "Give an array of numbers.") as refusal:
        upconv.conv(x, W)
    assert "np." not in refusal.said
    upconv.conv(X, W)


@pytest.mark.parametrize("framework", ["keras", "onnx", "torch"])
def test_a_way_is_told_in_the_words_of_the_framework(framework):
    names = getattr(upconv.errors.words, framework.upper())
    x = names["x"]
    for plain, value in list(ways())[:5]:
        way = re.sub(r"\bx\b", x, plain)
        with refused("shapes.not_floating", way) as it, upconv.errors.words.spoken(names):
            upconv.conv(value, W)
        assert "`x`" not in it.said
        assert "(x" not in it.said


def test_a_cast_of_one_of_two():
    with refused("shapes.dtypes_differ", "weight.astype(x.dtype)") as refusal:
        upconv.conv(X, W.astype(float))
    upconv.conv(X, refusal.written(weight=W.astype(float), x=X))
    with refused("shapes.dtypes_differ", "np.asarray(bias, dtype=np.float32)") as refusal:
        upconv.conv(X, W, [1.0, 2.0, 3.0, 4.0])
    upconv.conv(X, W, refusal.written(bias=[1.0, 2.0, 3.0, 4.0], np=np))
    y = upconv.conv(X, W)
    with refused("shapes.dtypes_differ", "grad_output.astype(x.dtype)") as refusal:
        ops.conv_backward(y.astype(float), X, W)
    ops.conv_backward(refusal.written(grad_output=y.astype(float), x=X), X, W)
    with refused("shapes.dtypes_differ", "weight.astype(y.dtype)") as refusal:
        upconv.deconvolve(y[0], W.astype(float), input_shape=X.shape[1:])
    upconv.deconvolve(y[0], refusal.written(weight=W.astype(float), y=y), input_shape=X.shape[1:])


@pytest.mark.parametrize("out", [[0.0], np.zeros((2, 4, 3, 5))])
def test_an_out_that_fits(out):
    with refused("shapes.wrong_out", "out=np.empty((2, 4, 3, 5), np.float32)"):
        upconv.conv(X, W, out=out)
    out = np.empty((2, 4, 3, 5), np.float32)
    assert upconv.conv(X, W, out=out) is out


def test_an_out_of_its_own():
    with refused("shapes.out_shares_memory", "Give a separate array, or omit `out`"):
        upconv.conv(X, W[..., :1, :1].copy(), out=X)
    out = np.empty_like(X)
    assert upconv.conv(X, W[..., :1, :1].copy(), out=out) is out
    assert upconv.conv(X, W[..., :1, :1].copy()).shape == X.shape


def test_channels_are_those_of_groups_and_data_format():
    with refused("shapes.channels_differ", "Check `groups` and `data_format`"):
        upconv.conv(np.moveaxis(X, 1, -1), W)
    upconv.conv(np.moveaxis(X, 1, -1), W, data_format="channels_last")
    with refused("shapes.channels_differ", "Check `groups` and `data_format`"):
        upconv.conv(X, W[:, :2])
    upconv.conv(X, W[:, :2], groups=2)


def test_indices_into_the_plane_that_was_pooled():
    values, indices = upconv.max_pool(X, 2)
    with refused("shapes.index_outside", "Use the `output_size` that the pooled array had"):
        upconv.max_unpool(values, indices, output_size=(4, 4))
    assert upconv.max_unpool(values, indices, output_size=X.shape[2:]).shape == X.shape


def test_an_input_shape_without_the_batch():
    with refused("shapes.input_shape_rank", "Omit the batch axis"):
        upconv.ConvOperator(W, X.shape)
    upconv.ConvOperator(W, X.shape[1:])


def test_more_iterations_or_a_larger_tolerance():
    x = np.random.default_rng(0).standard_normal((1, 40))
    weight = np.array([[[1.0, -1.9, 1.0]]])
    y = upconv.conv(x, weight, padding=1)
    words = {"input_shape": (1, 40), "padding": 1}
    with pytest.warns(RuntimeWarning, match="Allow more iterations or a larger tolerance"):
        upconv.deconvolve(y, weight, **words, max_iterations=2)
    upconv.deconvolve(y, weight, **words, max_iterations=1000)
    upconv.deconvolve(y, weight, **words, max_iterations=2, tolerance=2.0)


# Sizes.


def test_a_size_that_can_be_reached_or_another_layer():
    words = {"stride": 2, "output_size": (11, 15)}
    weight = W[:, :, :, :2]
    with refused("sizes.output_size_unreachable", "or stride=(2, 3), padding=(0, 1)") as refusal:
        upconv.conv_transpose(X, weight, **words)
    assert "Sizes reachable on axis 1: 12 to 13" in refusal.said
    for size in (12, 13):
        assert upconv.conv_transpose(X, weight, stride=2, output_size=(11, size)).shape[3] == size
    y = upconv.conv_transpose(X, weight, stride=(2, 3), padding=(0, 1), output_size=(11, 15))
    assert y.shape[2:] == (11, 15)
    with refused("sizes.output_size_unreachable", "or padding=0"):
        upconv.conv_transpose(X[..., 0], W[..., 0], stride=2, padding="same", output_size=12)
    upconv.conv_transpose(X[..., 0], W[..., 0], stride=2, padding=0, output_size=12)
    with refused("sizes.output_size_unreachable", "Write a smaller `padding`"):
        upconv.conv_transpose(X[..., :1], W, padding=(0, 9), output_size=(7, 1))
    upconv.conv_transpose(X[..., :1], W, padding=(0, 0), output_size=(7, 2))


@pytest.mark.parametrize("i", [1, 2, 5, 7, 28])
@pytest.mark.parametrize("kernel", [1, 2, 3, 4, 7])
def test_the_layer_that_is_told_instead_reaches_the_size(i, kernel):
    for stride in (1, 2, 3):
        for o in range(1, 60):
            layer = Geometry(kernel, stride, padding=(kernel - 1) // 2)
            try:
                layer.with_output_size(i, o)
            except upconv.errors.GeometryError as error:
                _, _, instead = str(error).partition(", or ")
                if instead:
                    words = eval(f"dict({instead.removesuffix('.')})")  # noqa: S307 - ours
                    stride_then = words.get("stride", stride)
                    told = Geometry(kernel, stride_then, padding=words["padding"])
                    assert told.with_output_size(i, o).output_size(i) == (o,), (stride, o)


def test_an_output_that_is_not_empty():
    with refused("sizes.empty_output", "Use a smaller `padding`"):
        upconv.conv_transpose(X, W, padding=(4, 0))
    upconv.conv_transpose(X, W, padding=(3, 0))
    with refused("sizes.empty_output", "Use a larger `scale`"):
        upconv.upsample(X, 0.1)
    upconv.upsample(X, 0.3)


def test_a_kernel_that_fits():
    with refused(
        "sizes.kernel_too_large",
        "Use a larger `padding`, a smaller kernel or a smaller `dilation`",
    ):
        upconv.conv(X, W, dilation=(1, 6))
    upconv.conv(X, W, dilation=(1, 6), padding=1)
    upconv.conv(X, W[..., :1].copy(), dilation=(1, 6))
    upconv.conv(X, W, dilation=(1, 5))
    with refused("sizes.kernel_too_large", "Use a larger `padding`, a smaller kernel"):
        upconv.max_pool(X, 6)
    upconv.max_pool(X, 6, padding=1)
    upconv.max_pool(X, 5)
    with refused("sizes.kernel_too_large", "or a smaller `dilation`"):
        upconv.max_pool(X, 3, dilation=3)
    upconv.max_pool(X, 3, dilation=2)


def test_sizes_that_can_be_counted():
    with refused("sizes.too_many_elements", "Use a smaller input, stride or kernel"):
        upconv.conv_transpose(X, W, stride=2**31)
    upconv.conv_transpose(X, W, stride=2)
    upconv.conv_transpose(X[..., :1, :1], W, stride=2**31)


def test_phases_that_are_too_many_to_list_are_counted():
    layer = Geometry(3, stride=10**9)
    with refused("sizes.too_many_phases", "Use `overlap_counts`, which counts the taps"):
        layer.phases()
    assert (
        layer.overlap_counts() == ({0: 10**9 - 3, 1: 3},)
        or sum(layer.overlap_counts()[0].values()) == 10**9
    )


def test_one_of_output_size_and_output_padding():
    with refused("sizes.output_size_and_padding", "Omit `output_padding`"):
        upconv.conv_transpose(X, W, stride=2, output_size=(11, 12), output_padding=1)
    upconv.conv_transpose(X, W, stride=2, output_size=(11, 12))


def test_a_bed_of_nails_of_a_multiple():
    with refused("sizes.not_a_multiple", "Write 12 or 18"):
        upconv.upsample(X, mode="bed_of_nails", size=(10, 15))
    for size in (12, 18):
        assert upconv.upsample(X, mode="bed_of_nails", size=(10, size)).shape[3] == size
    with refused("sizes.not_a_multiple", "Write 6."):
        upconv.upsample(X, mode="bed_of_nails", size=(10, 3))
    upconv.upsample(X, mode="bed_of_nails", size=(10, 6))


def test_windows_that_hold_something():
    x = X[..., :2]
    with refused("sizes.window_holds_nothing", "Use a `dilation` of 2 or less, or padding=0"):
        upconv.max_pool(x, (1, 2), padding=(0, 1), dilation=3)
    upconv.max_pool(x, (1, 2), padding=(0, 1), dilation=2)
    with refused("sizes.window_holds_nothing", "Use a `dilation` of 2 or less, or padding=0"):
        upconv.max_pool(x, (1, 2), padding=(0, 1), dilation=3, stride=9, ceil_mode=True)
    upconv.max_pool(x, (1, 2), padding=0, dilation=3, stride=9, ceil_mode=True)


# Values.


@pytest.mark.parametrize("padding", [((1, 0),), (1, 2, 3), ((1, 0), 1), ((1, 2, 3), (1, 0))])
def test_a_padding_in_pairs(padding):
    with refused("values.wrong_padding", "padding=((1, 0), (1, 0))"):
        upconv.conv(X, W, padding=padding)
    upconv.conv(X, W, padding=((1, 0), (1, 0)))


@pytest.mark.parametrize(("stride", "remedy"), [(1.5, "'3/2'"), (2.0, "2"), (0.3333, "'1/3'")])
def test_a_stride_as_a_fraction(stride, remedy):
    with refused("values.not_a_stride", remedy) as told:
        Geometry(3, stride=stride)
    assert float(Geometry(3, told.written()).stride[0]) == pytest.approx(stride, rel=1e-3)


@pytest.mark.parametrize(("mode", "most"), [("reflect", 3), ("circular", 4)])
def test_a_padding_that_the_mode_allows(mode, most):
    x, weight = np.ones((1, 1, 4)), np.ones((1, 1, 3))
    with refused("sizes.padding_beyond", f"Largest padding on axis 0: {most}. Use a smaller"):
        upconv.conv(x, weight, padding=most + 1, padding_mode=mode)
    upconv.conv(x, weight, padding=most, padding_mode=mode)
    upconv.conv(x, weight, padding=most + 1, padding_mode="replicate")


def test_a_padding_in_small_letters():
    with refused("values.wrong_padding", "Write 'same'"):
        upconv.conv(X, W, padding="SAME")
    upconv.conv(X, W, padding="same")


def test_the_choice_that_was_meant():
    with refused("values.not_a_choice", "Write 'channels_last'"):
        upconv.conv(X, W, data_format="channel_last")
    upconv.conv(np.moveaxis(X, 1, -1), W, data_format="channels_last")
    with refused("values.not_a_choice", "Write 'bilinear'"):
        upconv.upsample(X, 2, "billinear")
    upconv.upsample(X, 2, "bilinear")


def test_an_activation_that_can_be_undone():
    slope = ("leaky_relu", -0.5)
    y = upconv.conv(X, W, activation=slope)
    with refused("values.not_reversible", "Compute without `activation`, and apply it"):
        ops.conv_backward(y, X, W, activation=slope, result=y)
    plain = upconv.conv(X, W)
    ops.conv_backward(np.where(plain > 0, 1, -0.5).astype(np.float32), X, W)


def test_the_result_of_the_forward_call():
    y = upconv.conv(X, W, activation="tanh")
    with refused("values.result_needed", "Give the array returned by the forward call"):
        ops.conv_backward(y, X, W, activation="tanh")
    ops.conv_backward(y, X, W, activation="tanh", result=y)


def test_align_corners_where_it_means_something():
    with refused("values.only_for", "Write mode='bilinear', or omit `align_corners`"):
        upconv.upsample(X, 2, align_corners=True)
    upconv.upsample(X, 2, mode="bilinear", align_corners=True)
    upconv.upsample(X, 2)


def test_three_flags():
    with refused("values.flags_needed", "needs=(True, True, True)"):
        ops.conv_backward(upconv.conv(X, W), X, W, needs=True)
    ops.conv_backward(upconv.conv(X, W), X, W, needs=(True, True, True))


def test_pairs_for_jax():
    layer = {"kernel_size": 3, "strides": 2}
    with refused("values.pairs_needed", "Write padding=[(1, 1)]"):
        conventions.from_framework("jax", **layer, padding=1)
    conventions.from_framework("jax", **layer, padding=[(1, 1)])


# Weights and rewrites.


def test_a_weights_shape():
    with refused("layers.not_a_weight_shape", "weight_shape=(8, 16, 4, 4)"):
        initial.fan((8, 16))
    initial.fan(weight_shape=(8, 16, 4, 4))


def test_a_kernel_of_whole_phases():
    with refused("layers.phases_unequal", "Use a kernel of 4 or 6"):
        initial.icnr_shape((4, 4, 5), 2, transposed=True)
    for k in (4, 6):
        assert initial.icnr_shape((4, 4, k), 2, transposed=True) == (4, 4, k // 2)
    with refused("layers.phases_unequal", "Use a kernel of 3."):
        initial.icnr_shape((4, 4, 2), 3, transposed=True)
    assert initial.icnr_shape((4, 4, 3), 3, transposed=True) == (4, 4, 1)


def test_a_kernel_of_an_interpolation():
    with refused("layers.kernel_below_stride", "Use a kernel of 5"):
        initial.bilinear((4, 4, 2), stride=3)
    initial.bilinear((4, 4, 5), stride=3)


def test_channels_in_pairs():
    with refused("layers.channels_not_paired", "Use out_channels=in_channels"):
        initial.bilinear((4, 3, 4), stride=2)
    initial.bilinear((4, 4, 4), stride=2)


def test_a_padding_in_numbers():
    weight = np.ones((4, 2, 3, 3))
    with refused("rewrites.padding_in_words", "padding=((1, 1), (1, 1))"):
        rewrites.resize_conv_to_transposed(weight, scale=2, padding="same")
    told = rewrites.resize_conv_to_transposed(weight, scale=2, padding=((1, 1), (1, 1)))
    x = np.arange(2.0 * 3 * 5).reshape(1, 2, 3, 5)
    same = upconv.conv(upconv.upsample(x, 2), weight, padding="same")
    geometry = told.geometry
    y = upconv.conv_transpose(x, told.weight, stride=2, padding=geometry.padding)
    np.testing.assert_allclose(y, same)
    with refused("rewrites.padding_in_words", "padding=((1, 1),)"):
        rewrites.from_subpixel(weight[..., 0], scale=2, padding="same")
    rewrites.from_subpixel(weight[..., 0], scale=2, padding=((1, 1),))


def test_an_interpolation_that_is_exact():
    weight = np.ones((1, 1, 3))
    with refused(
        "rewrites.interpolation_meets_zeros", "Write padding_mode='replicate', which is exact"
    ) as refusal:
        rewrites.resize_conv_to_transposed(weight, scale=2, mode="bilinear", padding=1)
    assert "or padding=0" in refusal.said
    words = {"scale": 2, "mode": "bilinear"}
    rewrites.resize_conv_to_transposed(weight, **words, padding=1, padding_mode="replicate")
    rewrites.resize_conv_to_transposed(weight, **words, padding=0)


def test_one_bias_for_all_phases():
    weight, bias = np.ones((4, 2, 3)), np.arange(4.0)
    with refused("rewrites.bias_differs", "or average the bias over the phases"):
        rewrites.from_subpixel(weight, bias, scale=2)
    rewrites.from_subpixel(weight, np.repeat(bias.reshape(2, 2).mean(1), 2), scale=2)
    rewrites.from_subpixel(weight, scale=2)


def test_a_geometry():
    with refused(
        "wording.not_a_geometry", "geometry=upconv.Geometry(kernel_size=4, stride=2, padding=1)"
    ):
        rewrites.to_subpixel(np.ones((4, 3, 4)), None, {"stride": 2})
    geometry = Geometry(kernel_size=4, stride=2, padding=1)
    rewrites.to_subpixel(np.ones((4, 3, 4)), None, geometry=geometry)


# Variables of the environment.


def test_what_is_said_to_write_into_a_variable(monkeypatch):
    from upconv import environment
    from upconv.engine.process import isa

    variables = [one for one in vars(environment).values() if isinstance(one, environment.Variable)]
    assert len(variables) > 5
    refusing = 0
    for variable in variables:
        for text in ("perhaps not", "²", "~nobody/x", "-1"):
            monkeypatch.setenv(variable.name, text)
            said = ""
            try:
                variable.value()
            except upconv.errors.ArgumentError as error:
                said = str(error)
            if said:
                refusing += 1
                written = said.rpartition(f"Write {variable.name}=")[2].removesuffix(".")
                assert written, said
                monkeypatch.setenv(variable.name, written)
                variable.value()
        monkeypatch.delenv(variable.name)
    assert refusing > len(variables)
    monkeypatch.setenv("UPCONV_ISA", "z80")
    with refused("variables.wrong", f"Write UPCONV_ISA={isa.available()[0].name}"):
        upconv.conv(X, W)
    monkeypatch.setenv("UPCONV_ISA", isa.available()[0].name)
    upconv.conv(X, W)
