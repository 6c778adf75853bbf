"""The drawing model: labelled grids of cells, made from a step; every renderer draws these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from upconv.explanation.numbers import is_rounded, number
from upconv.explanation.palette import ACTIVE, IDLE
from upconv.explanation.record import Board, Role, Step

WIDEST_ROW = 26  # cells; wider scenes stack their small grids
BETWEEN = 2  # the estimated width of a sign between two grids, in cells


@dataclass(frozen=True)
class Cell:
    """One square: its text (empty if it has no number yet), role and opacity of the colour."""

    text: str
    role: Role
    strength: float

    @property
    def active(self) -> bool:
        """Whether the cell is involved in the step."""
        return self.strength == ACTIVE


@dataclass(frozen=True)
class Grid:
    """Rows of cells under a title, with the sign before them."""

    title: str
    note: str
    sign: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        """Cells in a row."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    @property
    def longest(self) -> int:
        """Characters of the longest text in a cell, at least 1."""
        return max((len(cell.text) for row in self.rows for cell in row), default=1) or 1


@dataclass(frozen=True)
class Scene:
    """The contents of one picture: columns of grids, and text."""

    heading: str
    sentence: str
    formula: str
    columns: tuple[tuple[Grid, ...], ...]
    note: str = ""

    @property
    def grids(self) -> tuple[Grid, ...]:
        """All grids in reading order."""
        return tuple(grid for column in self.columns for grid in column)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that occur, for the legend."""
        found = {cell.role for grid in self.grids for row in grid.rows for cell in row}
        return tuple(sorted(found))


def scene_of(step: Step) -> Scene:
    """Return the scene of a step."""
    grids = tuple(map(_grid, step.boards))
    rounded = any(map(is_rounded, {value for board in step.boards for value in board.values.flat}))
    return Scene(
        heading=f"Step {step.number} of {step.of}: {step.action}",
        sentence=step.sentence,
        formula=step.formula,
        columns=_columns(grids),
        note="numbers are rounded" if rounded else "",
    )


def stacked(scene: Scene) -> Scene:
    """Return the scene with all grids stacked, for narrow pages."""
    return replace(scene, columns=(scene.grids,))


def title(name: str, size: str) -> str:
    """Return a grid's title: "INPUT 3×3"."""
    return f"{name} {size}"


def counts_grid(name: str, size: str, counts: Sequence[Sequence[int]], note: str) -> Grid:
    """Return a grid of OUTPUT cells with counts, coloured by their size."""
    highest = max(max(row) for row in counts) or 1
    rows = tuple(
        tuple(Cell(str(count), Role.OUTPUT, 0.9 * count / highest) for count in row)
        for row in counts
    )
    return Grid(title(name, size), note, "", rows)


def roles_of(scenes: Iterable[Scene]) -> tuple[Role, ...]:
    """Return the roles that occur in any of several scenes."""
    return tuple(sorted({role for scene in scenes for role in scene.roles}))


def _grid(board: Board) -> Grid:
    everything = zip(board.values.tolist(), board.roles.tolist(), board.known.tolist(), strict=True)
    rows = tuple(
        tuple(
            _cell(value if known else None, role, (r, c) in board.active)
            for c, (value, role, known) in enumerate(zip(*row, strict=True))
        )
        for r, row in enumerate(everything)
    )
    return Grid(title(board.name, board.size), board.note, board.sign, rows)


@lru_cache(maxsize=1 << 16)  # the same cells occur many times
def _cell(value: float | None, role: int, active: bool) -> Cell:
    text = "" if value is None else number(value)
    return Cell(text, Role(role), ACTIVE if active else IDLE)


def _columns(grids: tuple[Grid, ...]) -> tuple[tuple[Grid, ...], ...]:
    """One row if it is not too wide; otherwise the small grids stacked next to the largest."""
    wide = sum(grid.width for grid in grids) + BETWEEN * (len(grids) - 1)
    if wide <= WIDEST_ROW or len(grids) < 3:
        return tuple((grid,) for grid in grids)
    return (grids[:-1], grids[-1:])
