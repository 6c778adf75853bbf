"""Figure (c): the energy of an output at the frequencies of the stride, window by window."""

import numpy as np
import pytest

from upconv.checkerboards import spectrum


def noise(n=24, size=(32, 40), seed=0):
    return np.random.default_rng(seed).standard_normal((n, 8, *size))


def test_white_noise_is_at_0_db():
    assert abs(spectrum.lattice(noise(), (2, 2)).db) < 0.5
    assert abs(spectrum.lattice(noise(), (4, 2)).db) < 0.5
    assert abs(spectrum.lattice(noise(size=(16, 18, 20)), (2, 3, 1)).db) < 0.5
    assert abs(spectrum.lattice(noise(size=(300,)), (3,)).db) < 0.5


@pytest.mark.parametrize("amplitude", [0.1, 0.2, 0.5])
def test_a_board_on_noise_is_at_the_level_that_its_amplitude_says(amplitude):
    images = noise()
    rows, columns = np.indices(images.shape[2:])
    found = spectrum.lattice(images + amplitude * (-1.0) ** (rows + columns), (2, 2))
    # A board counts with its mean square, and of noise a window of 16 pixels leaves 3/16 an axis.
    expected = 10 * np.log10(1 + amplitude**2 * (16 / 3) ** 2)
    assert found.worst == (0.5, 0.5)
    assert found.peaks[0.5, 0.5] == pytest.approx(expected, abs=0.3)
    assert abs(found.peaks[0.5, 0.0]) < 0.5


def test_a_board_that_follows_what_it_lies_on_counts_as_one_that_does_not():
    images = noise(size=(64, 64))
    rows, columns = np.indices(images.shape[2:])
    board = 0.3 * (-1.0) ** (rows + columns)
    # Its sign turns in the middle: the spectrum of the whole has nothing at the frequency itself.
    turned = np.where(columns < 32, board, -board)
    even, odd = (spectrum.lattice(images + one, (2, 2)).db for one in (board, turned))
    assert even > 2.5
    assert odd == pytest.approx(even, abs=0.5)


def test_smooth_regions_count_as_much_as_rough_ones():
    board = (-1.0) ** np.arange(64)
    smooth, rough = 0.1 * noise(20, (64, 64)), 10 * noise(20, (64, 64), seed=1)
    found = spectrum.lattice(np.concatenate([smooth + board, rough + board]), (2, 2))
    seen = (0.01 * 10) ** 2 / 2
    levels = [10 * np.log10(1 + 1 / (3 * n**2 * (3 / 16) ** 2 + seen)) for n in (0.1, 10)]
    assert found.db == pytest.approx(np.mean(levels), abs=0.3)


def test_a_pattern_below_a_hundredth_of_the_contrast_is_not_seen_however_flat_the_region():
    images = np.zeros((1, 1, 64, 128))
    images[..., 64:] = noise(1, (64, 64))[:, :1]
    board = images.std() * (-1.0) ** np.indices(images.shape).sum(axis=0)

    def of_the_flat_half(amplitude):
        whole = spectrum.lattice(images + amplitude * board, (2, 2)).db
        return 2 * (whole - spectrum.lattice(images, (2, 2)).db)

    assert abs(of_the_flat_half(0.001)) < 0.1
    assert of_the_flat_half(0.01) == pytest.approx(10 * np.log10(2), abs=0.4)
    assert of_the_flat_half(0.1) == pytest.approx(20, abs=1.5)


def test_on_photographs_nothing_stands_out_until_a_board_does():
    datasets = pytest.importorskip("sklearn.datasets", reason="the photographs are scikit-learn's")
    photos = np.moveaxis(np.stack(datasets.load_sample_images().images), -1, 1) / 255
    sky, flower = photos[:1, :, :96, :96], photos[1:, :, 200:296, 260:356]
    board = (-1.0) ** np.indices((96, 96)).sum(axis=0)
    for images in (sky, flower, photos[..., 100:196, 300:396]):
        amplitudes = (0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
        found = [spectrum.lattice(images + a * board, (2, 2)).db for a in amplitudes]
        assert -3 < found[0] < 1
        assert found == sorted(found)
        assert found[-1] > 10


def test_windows_reach_the_end_of_the_image():
    images = 0.1 * noise(size=(30, 32))
    plain = spectrum.lattice(images, (2, 2)).db
    images[..., 24:, :] += (-1.0) ** np.arange(24, 30)[:, np.newaxis]
    assert spectrum.lattice(images, (2, 2)).db > plain + 2


def test_an_axis_shorter_than_a_window_and_without_stride_is_taken_line_by_line():
    images = noise(4, (3, 40))
    lines = np.moveaxis(images, 2, 1).reshape(12, 8, 40)
    found, each = spectrum.lattice(images, (1, 2)), spectrum.lattice(lines, (2,))
    assert found.db == pytest.approx(each.db)
    assert list(found.peaks) == [(0.0, 0.5)]


def test_each_layer_answers_for_its_own_frequencies():
    rows = np.arange(64)
    every_fourth = np.where(rows % 4 == 0, 3.0, -1.0)[:, np.newaxis] * np.ones(64)
    images = noise(size=(64, 64)) + every_fourth
    assert spectrum.lattice(images, (4, 4), (2, 2)).worst == (0.25, 0.0)
    every_second = noise(size=(64, 64)) + ((-1.0) ** rows)[:, np.newaxis]
    assert abs(spectrum.lattice(every_second, (4, 4), (2, 2)).db) < 0.5
    assert spectrum.lattice(every_second, (2, 2)).db > 5


def test_scale_and_offset_of_the_output_change_nothing():
    images = noise()
    found = spectrum.lattice(images, (2, 2)).db
    assert spectrum.lattice(1e-6 * images, (2, 2)).db == pytest.approx(found)
    assert spectrum.lattice(images + 5, (2, 2)).db == pytest.approx(found, abs=1e-6)


def test_nothing_is_said_of_outputs_that_are_empty_too_small_or_have_no_frequency():
    assert spectrum.lattice(noise(n=0), (2, 2)) is None
    assert spectrum.lattice(noise(size=(7, 40)), (2, 2)) is None
    assert spectrum.lattice(noise(), (2, 2), (2, 2)) is None


def test_a_constant_image_has_no_pattern():
    constant = np.full((1, 1, 32, 32), np.float32(0.3))
    assert abs(spectrum.lattice(constant, (2, 2)).db) < 1e-6
    # Nor has one that rounding alone tells from a constant.
    rounded = 0.3 + 1e-9 * (-1.0) ** np.indices(constant.shape).sum(axis=0)
    assert spectrum.lattice(rounded, (2, 2)).db < 0.2
