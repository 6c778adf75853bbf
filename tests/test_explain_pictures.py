"""What an explanation looks like: layout, colours, text, figures, films, files."""

import io
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import upconv
from upconv.errors import ArgumentError, DataError, UpconvError
from upconv.explanation import overlap, palette, scene, svg, text
from upconv.explanation.layout import Animation, sheet
from upconv.explanation.numbers import number
from upconv.explanation.record import Role
from upconv.explanation.wording import width_of, wrapped

pytest.importorskip("matplotlib", reason="pictures need the extra `explain`")
pytest.importorskip("PIL", reason="films need the extra `explain`")

from PIL import Image, ImageFont

from upconv.explanation import animation

VIEWS = ("scatter", "zeros", "matrix", "phases", "convolution")


def counted(*shape):
    return np.arange(np.prod(shape)).reshape(shape) % 9 + 1


def explained(view="scatter", **arguments):
    kernel = (2, 2) if view == "convolution" else (2, 3)
    return upconv.explain(counted(3, 2), counted(*kernel), view=view, **arguments)


@st.composite
def shown(draw):
    """Explanations of any view, with numbers of any length."""
    view = draw(st.sampled_from(VIEWS))
    size = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    kernel = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    value = st.one_of(st.integers(-1000, 1000), st.floats(-1e7, 1e7))
    x = draw(st.lists(value, min_size=size[0] * size[1], max_size=size[0] * size[1]))
    if view == "convolution":
        size = (size[0] + 2, size[1] + 2)
        x = np.resize(x, size)
    stride = draw(st.integers(1, 2))
    try:
        return upconv.explain(
            np.reshape(x, size), counted(*kernel), 0.125, stride=stride, view=view
        )
    except ArgumentError:  # a matrix that is not drawn
        return explained(view)


def tiles_overlap(drawing):
    cells = sorted((tile.x, tile.y, tile.side) for tile in drawing.tiles)
    return any(
        abs(a[0] - b[0]) < min(a[2], b[2]) - 1e-9 and abs(a[1] - b[1]) < min(a[2], b[2]) - 1e-9
        for a, b in itertools.combinations(cells, 2)
    )


def boxes(drawing):
    """Return where labels are, measured with the font itself."""
    result = []
    for label in drawing.labels:
        if not label.text:
            continue
        font = animation._font(label.size * 100, label.bold)
        left, top, right, bottom = font.getbbox(label.text, anchor="lm")
        wide = (right - left) / 100
        x = label.x - (wide / 2 if label.anchor == "middle" else 0)
        result.append((x, label.y + top / 100, x + wide, label.y + bottom / 100, label.text))
    return result


def meet(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def check_drawing(drawing):
    labels = boxes(drawing)
    for left, top, right, bottom, words in labels:
        assert left >= 0, words
        assert right <= drawing.width, words
        assert top >= 0, words
        assert bottom <= drawing.height, words
    for one, other in itertools.combinations(labels, 2):
        assert not meet(one, other), (one, other)
    for tile in drawing.tiles:
        assert tile.x >= 0
        assert tile.x + tile.side <= drawing.width
        assert tile.y + tile.side <= drawing.height
        box = (tile.x, tile.y, tile.x + tile.side, tile.y + tile.side)
        for label in labels:
            assert not meet(box, label), (tile, label)
        font = animation._font(tile.size * 100, bold=True)
        assert font.getlength(tile.text) / 100 <= 0.9 * tile.side, tile.text
    assert not tiles_overlap(drawing)


@settings(max_examples=25)
@given(shown())
def test_no_label_overlaps_or_is_cut_and_every_number_fits_its_cell(told):
    drawn = Animation(told.scenes)
    for n in {len(told) // 2, len(told) - 1}:
        check_drawing(drawn.drawing(n))
        check_drawing(Animation((told.scenes[n],)).drawing(0))
    if len(told) <= 12:
        check_drawing(sheet(told.scenes, told.title, told.about))


@pytest.mark.parametrize("view", ["scatter", "zeros", "phases"])
def test_the_largest_sizes_promised_are_drawn(view):
    told = upconv.explain(counted(8, 8), counted(5, 5), stride=4, view=view)
    drawn = Animation((told.scene(len(told) // 2),))
    drawing = drawn.drawing(0)
    labels = boxes(drawing)
    assert all(right <= drawing.width for _, _, right, _, _ in labels)
    assert not any(meet(a, b) for a, b in itertools.combinations(labels, 2))
    assert min(t.size for t in drawing.tiles if t.text) * drawing.pixels >= 11


def test_what_rests_does_not_move_from_step_to_step():
    drawn = Animation(explained(stride=2).scenes)
    drawings = [drawn.drawing(n) for n in range(len(drawn.scenes))]
    assert len({(drawing.width, drawing.height) for drawing in drawings}) == 1
    places = [{(tile.x, tile.y) for tile in drawing.tiles} for drawing in drawings]
    assert all(place == places[0] for place in places)


def test_titles_cannot_be_mistaken():
    titles = [
        grid.title for grid in upconv.explain(counted(3, 3), counted(2, 2), stride=2).scene(1).grids
    ]
    assert titles == ["INPUT 3×3", "KERNEL 2×2", "STAMP 2×2", "OUTPUT 6×6"]
    titles = [grid.title for grid in explained("matrix", stride=2).scene(7).grids]
    assert titles == ["MATRIX C 6×30", "C TRANSPOSED 30×6"]


def test_the_estimate_of_widths_is_near_the_font():
    regular = ImageFont.truetype(animation._font(10, bold=False).path, 100)
    for words in (
        "INPUT (1, 1) = 5 times the KERNEL is stamped on the OUTPUT.",
        "(1, 1): 35 + 5 = 40,  (1, 2): 16 + 10 = 26",
        "FLIPPED KERNEL 3×3",
    ):
        real = regular.getlength(words) / 100
        assert real <= width_of(words) <= 1.15 * real


def test_every_colour_is_readable_and_roles_differ():
    for theme in palette.THEMES.values():
        assert palette.contrast(theme.ink, theme.surface) >= 7
        assert palette.contrast(theme.muted, theme.surface) >= 4.5
        fills = [theme.fill(role, s) for role in Role for s in (palette.IDLE, palette.ACTIVE)]
        assert len(set(fills)) == len(fills)
        for fill in fills:
            assert palette.contrast(theme.text_on(fill), fill) >= 4.5
        for role in Role:
            idle, active = (theme.fill(role, s) for s in (palette.IDLE, palette.ACTIVE))
            assert palette.contrast(idle, active) >= 1.5


def test_numbers_are_short():
    values = (0.0, -0.0, 12.0, -7.5, 1 / 3, 0.0317, 1234.56, 1e6, -1e-7, float("nan"), float("inf"))
    assert [number(value) for value in values] == [
        "0",
        "0",
        "12",
        "-7.5",
        "0.33",
        "0.032",
        "1235",
        "1e+06",
        "-1e-07",
        "nan",
        "inf",
    ]


def test_rounding_is_told():
    assert upconv.explain([1 / 3], [1.0]).scenes[0].note == ("numbers are rounded")
    assert explained().scenes[0].note == ""


def test_lines_end_where_the_words_allow():
    assert wrapped("aa bb cc", 5, len) == ["aa bb", "cc"]
    assert wrapped("at (1, 2) it", 8, len) == ["at", "(1, 2)", "it"]
    assert wrapped("a\nb", 8, len) == ["a", "b"]
    assert wrapped("verylongword a", 4, len) == ["verylongword", "a"]


# Text.


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [80, 120])
def test_text_keeps_to_its_width(view, width):
    large = view in ("scatter", "phases", "zeros")
    told = (
        upconv.explain(counted(8, 8), counted(5, 5), stride=4, view=view)
        if large
        else (explained(view))
    )
    for step in {1, len(told) // 2, len(told)}:
        lines = told.text(step, width=width).splitlines()
        assert max(map(len, lines)) <= width
        assert all(line == line.rstrip() for line in lines)


def test_text_in_ascii_is_ascii():
    for view in VIEWS:
        told = explained(view, padding=0).text(ascii_only=True)
        assert told.isascii()
        assert "INPUT 3x2" in told


def test_text_marks_without_colour():
    told = upconv.explain([[1, 2], [3, 4]], np.ones((2, 2)), stride=2, padding=1)
    assert told.text(step=2).splitlines()[5:] == [
        "INPUT 2×2     KERNEL 2×2     STAMP 2×2     OUTPUT 2×2",
        "  1 [ 2]   ×  [ 1][ 1]    =  [ 2][ 2]   →  inside the full 4×4",
        "  3   4       [ 1][ 1]       [ 2][ 2]       (1) (1)[ 2][ 2]",
        "                                            (1)  1 [ 2][ 2]",
        "                                            (_)  _   _  (_)",
        "                                            (_) (_) (_) (_)",
        "",
        "[in this step]  (padding)  _ not computed yet",
    ]


def test_colours_of_the_terminal_are_those_of_the_pictures():
    from rich.console import Console

    told = explained()
    for force, no_color, has in ((True, False, True), (True, True, False), (False, False, False)):
        stream = io.StringIO()
        system = "truecolor" if force else "auto"
        Console(
            file=stream, force_terminal=force, no_color=no_color, color_system=system, width=80
        ).print(text.coloured(told.scene(2)))
        assert ("48;2;86;180;233" in stream.getvalue()) is has
        bare = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
        assert bare.rstrip("\n") == told.text(step=2).rstrip("\n")


# SVG, figures, films.


def test_svg_is_well_formed_and_has_every_number():
    told = explained(stride=2)
    root = ET.fromstring(svg.svg(Animation(told.scenes).drawing(3), "a < b"))  # noqa: S314 - our own
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    cells = [cell.text for grid in told.scene(4).grids for row in grid.rows for cell in row]
    assert [word for word in words if word in cells].sort() == [c for c in cells if c].sort()
    assert root[0].text == "a < b"
    assert "prefers-color-scheme" in root[1].text
    assert "prefers-color-scheme" not in svg.svg(
        Animation(told.scenes).drawing(0), "", theme=palette.DARK
    )


def test_a_figure_shows_every_text():
    told = explained(stride=2)
    words = [found.get_text() for found in told.figure(step=2, theme="dark").axes[0].texts]
    assert {"INPUT 3×2", "KERNEL 2×3", "OUTPUT 6×5", "Step 2 of 6: stamp and add"} <= set(words)
    words = [found.get_text() for found in told.figure().axes[0].texts]
    assert words.count("OUTPUT 6×5") == 6
    assert told.title in words


def test_a_film_redraws_only_what_differs_and_looks_the_same():
    for view in VIEWS:
        drawn = Animation(explained(view, padding=0).scenes)
        drawings = [drawn.drawing(n) for n in range(len(drawn.scenes))]
        frames = animation.pictures(drawings, palette.DARK, 24)
        for drawing, frame in zip(drawings, frames, strict=True):
            assert frame.tobytes() == animation.picture(drawing, palette.DARK, 24).tobytes()


def test_a_gif_has_a_frame_per_step_in_the_colours_stated(tmp_path):
    told = explained(stride=2)
    path = told.save(tmp_path / "a.gif", seconds=0.5)
    with Image.open(path) as drawn:
        assert drawn.n_frames == len(told)
        assert drawn.info["loop"] == 0
        assert drawn.info["duration"] == 1000
        drawn.seek(1)
        assert drawn.info["duration"] == 500
        colours = {colour for _, colour in drawn.convert("RGB").getcolors(1 << 24)}
    for role in (Role.INPUT, Role.KERNEL, Role.OUTPUT):
        assert palette.rgb(palette.BASE[role]) in colours


def test_a_gif_of_a_hundred_steps_is_small(tmp_path):
    told = upconv.explain(counted(10, 10), counted(3, 3), stride=2, padding=1)
    assert len(told) == 101
    assert told.save(tmp_path / "a.gif").stat().st_size < 2_000_000


def test_a_film_in_mp4(tmp_path):
    if shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg")
    path = explained(stride=2).save(tmp_path / "a.mp4", seconds=0.2)
    assert path.read_bytes()[4:8] == b"ftyp"
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4"]


def test_without_ffmpeg_there_is_a_line_that_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(animation.shutil, "which", lambda _: None)
    with pytest.raises(UpconvError) as error:
        explained().save(tmp_path / "a.mp4")
    assert str(error.value) == (
        f"An .mp4 needs the program ffmpeg. Received '{tmp_path / 'a.mp4'}' and no ffmpeg on the "
        "PATH. Install ffmpeg (apt install ffmpeg), or save a .gif."
    )


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.html", "a.txt", "A.PNG"])
def test_every_ending_is_written_whole(tmp_path, name):
    path = explained().save(tmp_path / name)
    assert path.stat().st_size > 500
    assert list(tmp_path.iterdir()) == [path]


SAVES = [
    (
        ("a.jpg", {}),
        ArgumentError,
        "A picture's name must end with .gif, .mp4, .png, .svg, .html, .txt. Received 'a.jpg'.",
    ),
    (
        ("a.gif", {"step": 1}),
        ArgumentError,
        "`step` may be given for a still picture only. Received 'a.gif' with a step. Omit "
        "`step`, or write a .png or .svg.",
    ),
    (
        ("a.png", {"step": 7}),
        ArgumentError,
        "`step` must be an integer from 1 to 6. Received step=7.",
    ),
    (
        ("a.png", {"step": 0}),
        ArgumentError,
        "`step` must be an integer from 1 to 6. Received step=0.",
    ),
    (
        ("a.png", {"theme": "red"}),
        ArgumentError,
        "`theme` must be one of 'light', 'dark'. Received theme='red'.",
    ),
    (
        ("a.gif", {"seconds": 0}),
        ArgumentError,
        "`seconds` must be a positive, finite number. Received seconds=0.",
    ),
    (
        ("no/a.png", {}),
        DataError,
        "The output path must be writable. Received no/a.png: No such file or directory. An "
        "existing file is unchanged.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "message"), SAVES)
def test_what_cannot_be_saved_is_told(tmp_path, monkeypatch, call, kind, message):
    monkeypatch.chdir(tmp_path)
    name, options = call
    with pytest.raises(kind) as error:
        explained().save(name, **options)
    assert str(error.value) == message
    assert list(tmp_path.iterdir()) == []


def test_too_many_steps_for_a_film_or_a_sheet(tmp_path):
    told = upconv.explain(counted(8, 8), counted(5, 5), stride=4, view="zeros")
    with pytest.raises(ArgumentError, match=r"at most 500 frames\. Received .* for 1,093 steps\."):
        told.save(tmp_path / "a.gif")
    with pytest.raises(ArgumentError) as error:
        told.figure()
    assert str(error.value) == (
        "A still picture of all steps may have at most 64 steps. Received an explanation of 1,093 "
        "steps. Choose one (step=1 to 1093), or save a .gif or .html."
    )


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_during_a_long_save_leaves_what_was_there(tmp_path):
    path = tmp_path / "a.gif"
    path.write_bytes(b"before")
    code = (
        "import numpy as np, upconv, sys\n"
        "from upconv.explanation import animation\n"
        "told = upconv.explain(np.ones((16, 16)), np.ones((3, 3)), stride=2)\n"
        "drawn = animation.picture\n"
        "def announced(*arguments):\n"
        "    print('drawing', flush=True)\n"
        "    return drawn(*arguments)\n"
        "animation.picture = announced\n"
        f"told.save({str(path)!r})\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "drawing\n"
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in told
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    told = explained()
    shown = told._repr_mimebundle_()
    assert shown["text/plain"] == (
        "<Explanation: INPUT 3×2, KERNEL 2×3, stride 1 → OUTPUT 4×4; 6 steps of view='scatter'>"
    )
    assert shown["text/html"].startswith("<iframe ")
    assert "&lt;!DOCTYPE html&gt;" in shown["text/html"]


# The sheets.


def test_overlap_counts_are_what_ones_give():
    for kernel, stride, size in ((1, 1, 4), (1, 3, 2), (2, 3, 3), (3, 2, 4), (4, 2, 3), (5, 3, 2)):
        told = overlap(kernel, stride, input_size=size)
        ones = upconv.conv_transpose(
            np.ones((1, 1, size, size)), np.ones((1, 1, kernel, kernel)), stride=stride
        )[0, 0]
        line, plane = told.scenes[0].columns[0]
        assert [[int(c.text) for c in row] for row in plane.rows] == ones.tolist()
        reached = upconv.conv_transpose(
            np.ones((1, 1, size)), np.ones((1, 1, kernel)), stride=stride
        )
        assert [int(cell.text) for cell in line.rows[0]] == reached[0, 0].tolist()


def test_overlap_says_which_kernel_is_even():
    told = overlap(3, 2).scenes[0].sentence
    assert told == (
        "Kernel 3 is not a multiple of stride 2: along each axis the cells get 2 and 1 products in "
        "turn, and a checkerboard may show. Kernel 4 is a multiple of stride 2: away from the "
        "border every cell gets 2 products per axis."
    )
    assert overlap(4, 2).about == "INPUT 5, KERNEL 4 and 5, stride 2"
    check_drawing(Animation(overlap(3, 2).scenes).drawing(0))
    assert "c0" in overlap(3, 2).html()


def test_an_overlap_too_large_to_draw():
    with pytest.raises(ArgumentError, match="Received OUTPUT of 44×44 cells"):
        overlap(3, 2, input_size=21)


def test_scenes_know_no_more_than_cells():
    grid = scene.counts_grid("OUTPUT", "2", [[1, 2]], "")
    assert [cell.strength for cell in grid.rows[0]] == [0.45, 0.9]
