"""The blocking of the reduction, for a weight packed beforehand and one that tasks transform.

A large transformed weight would leave the caches between being written and being read. So the task
that multiplies a block of it transforms that block: some input channels of one column block of each
of a few classes, which read the same lines of the weight.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine.forms.direct.blocks import ceil_div, even_part, round_up
from upconv.engine.forms.winograd import pack
from upconv.engine.forms.winograd.plan import Tiling

COLUMN_BLOCK_BYTES = 96 << 10  # the weights of one component in a column block
# A transformed weight that is larger leaves the caches before it is read again.
LARGE_BYTES = 4 << 20
WEIGHT_BLOCK_BYTES = 512 << 10  # of such a weight, transformed and multiplied at a time
MOST_TILES = 192  # of a call: the weight is transformed anew for every block of about half as many
LEAST_DEPTH = 32  # input channels of a weight block
BLOCKS_PER_ROUND = 2  # classes that take turns there: they read the same lines of the weight


class WeightBlocking(NamedTuple):
    """Panels of a column block, column blocks of a round, and input channels of a part.

    Parts are those of a packed weight, and of a weight block made by a task.
    """

    panels: int
    blocks_per_round: int
    packed_depth: int
    depth: int
    even: bool = False  # whether panels are of nearly one width: then so are tasks


def weight_blockings(tiling: Tiling) -> tuple[WeightBlocking, WeightBlocking]:
    """Return the blocking with a weight packed beforehand, and with one that tasks transform."""
    plan, problem = tiling.panels, tiling.problem
    channels, blocks_per_round = (
        problem.in_channels,
        min(BLOCKS_PER_ROUND, len(tiling.class_transforms)),
    )
    columns = max(problem.out_channels * len(phase_class.phases) for phase_class in plan.classes)
    depth_taps = max(len(class_transform.depth_taps) for class_transform in tiling.class_transforms)
    components = max(class_transform.components for class_transform in tiling.class_transforms)
    row = depth_taps * plan.width * problem.itemsize  # of one channel, at a point
    panels = ceil_div(columns, plan.width)
    whole = WeightBlocking(
        min(panels, max(1, COLUMN_BLOCK_BYTES // (row * channels))), 1, channels, channels
    )
    most = WEIGHT_BLOCK_BYTES // (blocks_per_round * components * row)
    depth = round_up(even_part(channels, max(LEAST_DEPTH, most)), pack.STRIP)
    depth = min(channels, depth)
    # With one depth tap the parts are added in the order of the whole reduction, with several they
    # are not: then a packed weight has the same parts, so that the bits are the same.
    same = channels if depth_taps == 1 else depth
    return whole, WeightBlocking(
        min(panels, max(1, most // channels)), blocks_per_round, same, depth, even=True
    )


def transformed_in_tasks(tiling: Tiling, tiles: int) -> bool:
    """Whether the tasks of a call of so many tiles transform the weight, one block at a time."""
    problem, total = tiling.problem, 0
    for phase_class, class_transform in zip(
        tiling.panels.classes, tiling.class_transforms, strict=True
    ):
        columns = problem.out_channels * len(phase_class.phases)
        total += (
            class_transform.components
            * len(class_transform.depth_taps)
            * problem.in_channels
            * columns
        )
    return tiles <= MOST_TILES and total * problem.itemsize > LARGE_BYTES
