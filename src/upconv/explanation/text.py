"""A scene as text for terminals: with colours through Rich, or plain.

Colour is never the only sign: cells involved in the step are in [brackets], padding is in
(parentheses), inserted zeros are dots, cells not yet computed are underscores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from upconv.errors.escapes import IN_ASCII
from upconv.explanation.palette import BASE, MEANING
from upconv.explanation.record import Role
from upconv.explanation.scene import Cell, Grid, Scene
from upconv.explanation.wording import wrapped

if TYPE_CHECKING:
    from rich.text import Text

WIDTH = 80  # characters
EMPTY = "_"
_GAP = 2
_NOTE = 30  # characters of a note before it is wrapped


class Piece(NamedTuple):
    """Some characters in one style: "" or a Rich style."""

    text: str
    style: str = ""


Line: TypeAlias = list[Piece]


def plain(scene: Scene, width: int = WIDTH, *, ascii_only: bool = False) -> str:
    """Return a scene as lines of at most `width` characters, without colour."""
    lines = lines_of(_in_ascii(scene) if ascii_only else scene, width)
    return "".join(f"{''.join(piece.text for piece in line).rstrip()}\n" for line in lines)


def coloured(scene: Scene, width: int = WIDTH, *, ascii_only: bool = False) -> Text:
    """Return a scene for Rich's console, which omits colours where they are not supported."""
    from rich.text import Text  # noqa: PLC0415 - an optional package

    lines = lines_of(_in_ascii(scene) if ascii_only else scene, width)
    texts = [Text.assemble(*line) for line in lines]
    for text in texts:
        text.rstrip()
    return Text("\n").join([*texts, Text()])


def as_ascii(text: str) -> str:
    """Return a text for terminals limited to ASCII."""
    return text.translate(IN_ASCII)


def can_show(encoding: str) -> bool:
    """Return whether an encoding has the non-ASCII characters that are used."""
    try:
        "".join(map(chr, IN_ASCII)).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _in_ascii(scene: Scene) -> Scene:
    """Return the scene in ASCII, to be done before the layout, as some signs become longer."""
    columns = tuple(
        tuple(
            replace(
                grid,
                title=as_ascii(grid.title),
                note=as_ascii(grid.note),
                sign=as_ascii(grid.sign),
            )
            for grid in column
        )
        for column in scene.columns
    )
    return replace(
        scene,
        sentence=as_ascii(scene.sentence),
        formula=as_ascii(scene.formula),
        columns=columns,
    )


def lines_of(scene: Scene, width: int) -> Iterator[Line]:
    """Yield the lines of a scene."""
    yield [Piece(scene.heading, "bold")]
    for line in wrapped(f"{scene.sentence}\n{scene.formula}", width, len):
        yield [Piece(line)]
    yield []
    blocks = [_block(grid, width) for grid in scene.grids]
    signs = [grid.sign for grid in scene.grids]
    for row in _rows(blocks, signs, width):
        yield from row
        yield []
    if legend := _legend(scene):
        yield legend
    if scene.note:
        yield [Piece(scene.note, "dim")]


def _rows(blocks: Sequence[list[Line]], signs: Sequence[str], width: int) -> Iterator[list[Line]]:
    """Place blocks side by side as long as they fit, with their signs between them."""
    row: list[Line] = []
    for block, sign in zip(blocks, signs, strict=True):
        joined = _beside(row, block, sign) if row else block
        if row and _width(joined) > width:
            yield row
            joined = [[Piece(f"{sign} ")], *block] if sign else block
        row = joined
    if row:
        yield row


def _beside(left: list[Line], right: list[Line], sign: str) -> list[Line]:
    wide = _width(left)
    sign_at = min(len(left), len(right)) // 2
    room = len(sign) + 2 * _GAP
    result = []
    empty: Line = []
    for n, (one, other) in enumerate(zip_longest(left, right, fillvalue=empty)):
        between = f"{sign if n == sign_at else '':^{room}}"
        filler = " " * (wide - _length(one))
        result.append([*one, Piece(filler + between), *other])
    return result


def _block(grid: Grid, width: int) -> list[Line]:
    """Return a grid with its title; one that is too wide is split by columns."""
    lines: list[Line] = [[Piece(grid.title, f"bold {_style(grid.rows[0][0].role)}")]]
    if grid.note:
        room = max(len(grid.title), _NOTE)
        lines += [[Piece(line, "dim")] for line in wrapped(grid.note, room, len)]
    wide = max(2, grid.longest) + 2
    across = max(1, width // wide)
    for first in range(0, grid.width, across):
        part = range(first, min(first + across, grid.width))
        if grid.width > across:
            lines.append([Piece(f"columns {part[0]} to {part[-1]}", "dim")])
        lines += [[_cell(row[column], wide) for column in part] for row in grid.rows]
    return lines


def _cell(cell: Cell, wide: int) -> Piece:
    text = cell.text or EMPTY
    if cell.role == Role.ZERO and text == "0":
        text = "."
    if cell.active:
        # The brackets stay even with colours, so that copied text keeps the information.
        return Piece(f"[{text:>{wide - 2}}]", f"bold black on {BASE[cell.role]}")
    if cell.role == Role.PADDING:
        return Piece(f"({text})".rjust(wide), _style(cell.role))
    faint = cell.role == Role.ZERO or not cell.text
    return Piece(f"{text:>{wide - 1}} ", "dim" if faint else "")


def _style(role: Role) -> str:
    return BASE[role] if role != Role.ZERO else ""


def _legend(scene: Scene) -> Line:
    cells = [cell for grid in scene.grids for row in grid.rows for cell in row]
    line: Line = [Piece("[in this step]  ", "bold")] if any(c.active for c in cells) else []
    if Role.PADDING in scene.roles:
        line.append(Piece(f"({MEANING[Role.PADDING]})  ", _style(Role.PADDING)))
    if Role.ZERO in scene.roles:
        line.append(Piece(f". {MEANING[Role.ZERO]}  ", "dim"))
    if any(not cell.text for cell in cells):
        line.append(Piece(f"{EMPTY} not computed yet", "dim"))
    return line


def _length(line: Line) -> int:
    return sum(len(piece.text) for piece in line)


def _width(lines: Sequence[Line]) -> int:
    return max(map(_length, lines), default=0)
