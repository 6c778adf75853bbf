"""Layout: scenes become tiles and labels in units of one cell.

The renderers of still and moving pictures draw tiles and labels only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from upconv.explanation.palette import MEANING
from upconv.explanation.record import Role
from upconv.explanation.scene import Grid, Scene, roles_of, stacked
from upconv.explanation.wording import DIGIT, width_of, wrapped

Anchor: TypeAlias = Literal["start", "middle"]
Ink: TypeAlias = Literal["ink", "muted"]

TEXT, TITLE, NOTE, SIGN = 0.46, 0.44, 0.36, 0.8  # sizes in cells
LINE = 0.68  # from one line of text to the next
HEAD = 0.75  # from the top of a title to its grid, and the same for a note
BOLD = 1.13  # the width of bold letters relative to regular ones
CELL, SMALL_CELL, LEGIBLE = 36, 26, 11  # pixels: a cell, one of a large picture, a number's size
LARGE = 30  # cells
MARGIN, GAP, SIGN_ROOM = 0.7, 0.8, 1.4
NARROWEST, NARROW = 15.0, 9.0  # the minimum width for text, in cells; on a phone


@dataclass(frozen=True)
class Tile:
    """One square with a text in its middle; x and y are its top left corner."""

    x: float
    y: float
    side: float
    text: str
    size: float
    role: Role
    strength: float
    active: bool


@dataclass(frozen=True)
class Label:
    """One line of text; x is its start or middle, y the middle of the line."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    ink: Ink = "ink"
    bold: bool = False


@dataclass(frozen=True)
class Drawing:
    """A picture: its size in cells, its tiles and its labels."""

    width: float
    height: float
    tiles: tuple[Tile, ...]
    labels: tuple[Label, ...]

    @property
    def pixels(self) -> float:
        """The least pixels per cell at which every number can be read."""
        sizes = [tile.size for tile in self.tiles if tile.text]
        base = CELL if self.width <= LARGE else SMALL_CELL
        return max(base, math.ceil(LEGIBLE / min(sizes, default=1)))

    def moved(self, x: float, y: float) -> Drawing:
        """Return the same picture moved right and down."""
        return replace(
            self,
            tiles=tuple(replace(tile, x=tile.x + x, y=tile.y + y) for tile in self.tiles),
            labels=tuple(replace(label, x=label.x + x, y=label.y + y) for label in self.labels),
        )


def fitted(characters: int) -> float:
    """Return the text size, in cells, at which `characters` fit into one cell."""
    return min(0.5, 0.8 / (BOLD * DIGIT * characters))


class Animation:
    """Scenes drawn on one canvas, so that unchanged parts do not move between frames."""

    def __init__(
        self, scenes: Sequence[Scene], *, with_words: bool = True, narrow: bool = False
    ) -> None:
        self.scenes = tuple(map(stacked, scenes)) if narrow else tuple(scenes)
        self._words = with_words
        self._longest: dict[str, int] = {}
        for grid in (grid for scene in self.scenes for grid in scene.grids):
            key = grid.title
            self._longest[key] = max(self._longest.get(key, 1), grid.longest)
        stages = [_stage_size(scene) for scene in self.scenes]
        least = (NARROW if narrow else NARROWEST) if with_words else 0.0
        heading = 0.0 if narrow else max(map(_heading_width, self.scenes))
        self._inner = max(least, heading, *(width for width, _ in stages))
        self._stage = max(height for _, height in stages)
        self._heading_lines = max(len(self._headings(scene)) for scene in self.scenes)
        self._sentence_lines = max(len(self._wrapped(scene.sentence)) for scene in self.scenes)
        self._formula_lines = max(len(self._wrapped(scene.formula)) for scene in self.scenes)
        self._legend = _legend(roles_of(self.scenes), self._inner)
        self._notes = any(scene.note for scene in self.scenes)

    @property
    def pixels(self) -> float:
        """The pixels per cell at which every number of every scene can be read."""
        return max(self.drawing(n).pixels for n in range(len(self.scenes)))

    def drawing(self, number: int) -> Drawing:
        """Return scene `number`, counted from 0."""
        scene = self.scenes[number]
        tiles: list[Tile] = []
        y = MARGIN + LINE / 2
        labels = _lines(self._headings(scene), y, bold=True)
        y += LINE * self._heading_lines
        if self._words:
            labels += _lines(self._wrapped(scene.sentence), y)
            y += LINE * self._sentence_lines
        y += 0.1
        self._place_stage(scene, y, tiles, labels)
        y += self._stage + GAP
        if self._words:
            labels += _lines(self._wrapped(scene.formula), y)
            y += LINE * self._formula_lines + 0.25
            y = self._place_legend(y, tiles, labels)
            if self._notes:
                labels.append(Label(MARGIN, y, scene.note, NOTE, ink="muted"))
                y += LINE
        return Drawing(self._inner + 2 * MARGIN, y + MARGIN / 2, tuple(tiles), tuple(labels))

    def _headings(self, scene: Scene) -> list[str]:
        return wrapped(scene.heading, self._inner / (TEXT * BOLD), width_of)

    def _wrapped(self, text: str) -> list[str]:
        if not self._words:
            return []
        return wrapped(text, self._inner / TEXT, width_of)

    def _place_legend(self, y: float, tiles: list[Tile], labels: list[Label]) -> float:
        for tile, label in self._legend:
            tiles.append(replace(tile, x=tile.x + MARGIN, y=tile.y + y))
            labels.append(replace(label, x=label.x + MARGIN, y=label.y + y))
        return y + max((tile.y for tile, _ in self._legend), default=0) + LINE

    def _place_stage(
        self, scene: Scene, top: float, tiles: list[Tile], labels: list[Label]
    ) -> None:
        widths = [_column_width(column) for column in scene.columns]
        width = _stage_size(scene)[0]
        x = MARGIN + (self._inner - width) / 2
        middle = top + self._stage / 2
        for column, wide in zip(scene.columns, widths, strict=True):
            sign = column[0].sign
            if x > MARGIN + (self._inner - width) / 2:
                labels.append(
                    Label(x + SIGN_ROOM / 2, middle + HEAD / 2, sign, _sign_size(sign), "middle")
                )
                x += SIGN_ROOM
            y = middle - _column_height(column) / 2
            for n, grid in enumerate(column):
                if n:
                    labels.append(
                        Label(x + wide / 2, y + GAP / 2, grid.sign, _sign_size(grid.sign), "middle")
                    )
                    y += GAP
                y = self._place_grid(grid, x + wide / 2, y, tiles, labels)
            x += wide

    def _place_grid(
        self, grid: Grid, middle: float, y: float, tiles: list[Tile], labels: list[Label]
    ) -> float:
        labels.append(Label(middle, y + HEAD / 2, grid.title, TITLE, "middle", bold=True))
        y += HEAD
        for line in _note_lines(grid):
            labels.append(Label(middle, y + NOTE / 2, line, NOTE, "middle", "muted"))
            y += NOTE * 1.4
        size = fitted(self._longest[grid.title])
        left = middle - grid.width / 2
        active: list[Tile] = []
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row):
                tile = Tile(
                    left + c, y + r, 1, cell.text, size, cell.role, cell.strength, cell.active
                )
                (active if cell.active else tiles).append(tile)
        tiles += active  # last, so that their edges are drawn over those of their neighbours
        return y + grid.height


def sheet(
    scenes: Sequence[Scene], heading: str, note: str = "", *, narrow: bool = False
) -> Drawing:
    """Return all scenes on one page, in rows, with one heading and one legend.

    A narrow page has one scene per row.
    """
    drawn = Animation(scenes, with_words=False)
    panels = [drawn.drawing(n) for n in range(len(scenes))]
    wide, high = panels[0].width, panels[0].height
    across = 1 if narrow else _across(len(panels), wide, high)
    room = 0.0 if narrow else _width_of(heading, TEXT, bold=True) + 2 * MARGIN
    width = max(across * wide, room)
    y = MARGIN + LINE / 2
    tiles: list[Tile] = []
    lines = wrapped(heading, (width - 2 * MARGIN) / (TEXT * BOLD), width_of)
    labels = _lines(lines, y, bold=True)
    y += LINE * len(lines)
    if note:
        lines = wrapped(note, (width - 2 * MARGIN) / TEXT, width_of)
        labels += _lines(lines, y)
        y += LINE * len(lines)
    for n, panel in enumerate(panels):
        row, column = divmod(n, across)
        placed = panel.moved(column * wide, y + row * high)
        tiles += placed.tiles
        labels += placed.labels
    y += -(-len(panels) // across) * high + GAP / 2
    for tile, label in _legend(roles_of(scenes), width - 2 * MARGIN):
        tiles.append(replace(tile, x=tile.x + MARGIN, y=tile.y + y))
        labels.append(replace(label, x=label.x + MARGIN, y=label.y + y))
        bottom = tile.y
    return Drawing(width, y + bottom + LINE + MARGIN / 2, tuple(tiles), tuple(labels))


def _across(count: int, wide: float, high: float) -> int:
    """Return the number of panels per row that makes the page closest to 4:3, with few gaps."""

    def badness(across: int) -> float:
        rows = -(-count // across)
        shape = across * wide / (rows * high)
        empty = (across * rows - count) / count
        return abs(shape - 4 / 3) / max(shape, 4 / 3) + empty

    return min(range(1, count + 1), key=badness)


def _lines(lines: Iterable[str], y: float, *, bold: bool = False) -> list[Label]:
    return [Label(MARGIN, y + n * LINE, line, TEXT, bold=bold) for n, line in enumerate(lines)]


def _legend(roles: Sequence[Role], width: float) -> list[tuple[Tile, Label]]:
    """Return swatches with labels, wrapped at `width`; relative to the legend's corner."""
    entries: list[tuple[Tile, Label]] = []
    x = y = 0.0
    for role in roles:
        room = 0.7 + _width_of(MEANING[role], NOTE) + 0.6
        if x and x + room > width:
            x, y = 0.0, y + LINE
        entries.append(
            (
                Tile(x, y - 0.22, 0.44, "", NOTE, role, 1.0, False),
                Label(x + 0.62, y, MEANING[role], NOTE, ink="muted"),
            )
        )
        x += room
    return entries


def _note_lines(grid: Grid) -> list[str]:
    room = max(grid.width, _width_of(grid.title, TITLE, bold=True), 6)
    return wrapped(grid.note, room / NOTE, width_of) if grid.note else []


def _grid_width(grid: Grid) -> float:
    words = [_width_of(grid.title, TITLE, bold=True)]
    words += [_width_of(line, NOTE) for line in _note_lines(grid)]
    return max(grid.width, *words)


def _grid_height(grid: Grid) -> float:
    return HEAD + len(_note_lines(grid)) * NOTE * 1.4 + grid.height


def _column_width(column: Sequence[Grid]) -> float:
    return max(_grid_width(grid) for grid in column)


def _column_height(column: Sequence[Grid]) -> float:
    return sum(_grid_height(grid) for grid in column) + GAP * sum(1 for _ in pairwise(column))


def _stage_size(scene: Scene) -> tuple[float, float]:
    width = sum(map(_column_width, scene.columns)) + SIGN_ROOM * (len(scene.columns) - 1)
    return width, max(map(_column_height, scene.columns))


def _sign_size(sign: str) -> float:
    return SIGN if len(sign) == 1 else TEXT


def _heading_width(scene: Scene) -> float:
    return _width_of(scene.heading, TEXT, bold=True)


def _width_of(text: str, size: float, *, bold: bool = False) -> float:
    return width_of(text) * size * (BOLD if bold else 1)
