"""How sums at points are cut where the weight is packed first, and where tasks turn it.

A weight that is large at points would leave the caches between being written and being read. So
the task that multiplies a piece of it turns that piece: some input channels of one sweep of each of
a few classes, which read the same lines of the weight.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine.blocks import ceil_div, even_part, round_up
from upconv.engine.winograd import pack
from upconv.engine.winograd.plan import Tiling

SWEEP_BYTES = 96 << 10  # the weights of one point that a sweep has
# A weight that is larger at the points leaves the caches before it is read again.
LARGE_BYTES = 4 << 20
PIECE_BYTES = 512 << 10  # of such a weight, what is turned to points and multiplied at a time
MOST_TILES = 192  # it is turned anew for every block of about half as many
LEAST_DEPTH = 32  # input channels of such a piece
TURNS = 2  # classes that are summed in turns there: they read the same lines of the weight


class Cut(NamedTuple):
    """How sums are cut: panels of a sweep, sweeps in turns, and input channels of a part.

    Those of a packed weight, and of one that tasks turn.
    """

    panels: int
    turns: int
    packed_depth: int
    depth: int
    even: bool = False  # whether panels are of nearly one width: then so are tasks


def cuts(tiling: Tiling) -> tuple[Cut, Cut]:
    """Return how sums are cut where the weight is packed first, and where tasks turn it."""
    plan, problem = tiling.panels, tiling.problem
    channels, turns = problem.in_channels, min(TURNS, len(tiling.kinds))
    columns = max(problem.out_channels * len(found.phases) for found in plan.classes)
    slabs = max(len(kind.slabs) for kind in tiling.kinds)
    points = max(kind.points for kind in tiling.kinds)
    row = slabs * plan.width * problem.itemsize  # of one channel, at a point
    panels = ceil_div(columns, plan.width)
    whole = Cut(min(panels, max(1, SWEEP_BYTES // (row * channels))), 1, channels, channels)
    most = PIECE_BYTES // (turns * points * row)
    depth = round_up(even_part(channels, max(LEAST_DEPTH, most)), pack.STRIP)
    depth = min(channels, depth)
    # Parts of one slab are added up in the order of the whole, those of several are not: then a
    # weight that is kept has the same ones.
    same = channels if slabs == 1 else depth
    return whole, Cut(min(panels, max(1, most // channels)), turns, same, depth, even=True)


def in_tasks(tiling: Tiling, tiles: int) -> bool:
    """Tell whether the tasks of a call of so many tiles turn the weight, a piece at a time."""
    problem, total = tiling.problem, 0
    for found, kind in zip(tiling.panels.classes, tiling.kinds, strict=True):
        columns = problem.out_channels * len(found.phases)
        total += kind.points * len(kind.slabs) * problem.in_channels * columns
    return tiles <= MOST_TILES and total * problem.itemsize > LARGE_BYTES
