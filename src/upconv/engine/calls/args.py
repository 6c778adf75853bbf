"""The run-time arguments of a kernel: one array of 64-bit words, the same for every kernel.

A kernel gets a pointer to its arguments. Several threads run on the same ones: each takes a
workspace from `slot` and then task after task (`each_task`), so any number of threads does the
whole work. All strides count elements. Generated code loads a field from the place that `INDEX`
gives it: code on disk is found by its text, so a field that moves makes new code, not wrong code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Value

FIELDS = (
    # Shared counters of tasks and of packing tasks, and how many tasks there are. `pack_channels`
    # is the number of input channels that one packing task takes.
    *("next", "back", "slot", "tasks"),
    *("pack_next", "pack_back", "pack_slot", "pack_tasks", "pack_channels"),
    # Arrays. `packed` is the weight in the order that the tiles read it, or the weight itself if
    # each task packs what it reads. `slope` holds the bits of a double.
    *("x", "weight", "packed", "out", "bias", "space", "space_bytes", "slope", "stream"),
    *("x_n", "x_c", "x_z", "x_y", "x_x", "in_z", "in_y", "in_x"),
    *("out_n", "out_c", "out_z", "out_y", "out_x", "size_z", "size_y", "size_x"),
    *("weight_group", "weight_out", "weight_in", "link_table", "link_count"),
    # Numbers of the plan that the driver needs of the generated code it calls.
    *("in_channels", "out_channels", "taps", "depth", "tile_channels", "vectors", "half"),
    *("step_z", "step_y", "step_x", "out_step_z", "out_step_y", "out_step_x", "kernels"),
    # Positions, the quotients q of the outputs on each axis, and how tasks cut them into blocks.
    *("count_n", "count_z", "count_y", "count_x"),
    *("block_n", "block_z", "block_y", "block_x"),
    *("blocks_n", "blocks_z", "blocks_y", "blocks_x"),
    *("chunks", "chunk_size"),
    # The grid: a zero-padded copy of the input of one block, (plane, channel, n, z, y, x).
    *("grid_p", "grid_c", "grid_n", "grid_z", "grid_y", "flat"),
    # Sums of tiles, in elements: where they start, and steps of rows, runs, combinations, blocks.
    *("temp", "temp_row", "temp_run", "temp_combination", "temp_block", "temp_strip"),
    # A strip is the part of a block that fits in the first-level cache. For so many blocks of
    # channels all strips of a block are computed while their weights are in the second level.
    *("strip_n", "strip_z", "strip_y", "strip_x", "blocks_per_pass"),
    *("halo_z", "halo_y", "halo_x", "low_z", "low_y", "low_x"),
    # Tables: planes of the grid, combinations of phases, offsets of inputs.
    *("planes", "plane_count", "combinations", "combination_count", "combination_words"),
    # How many planes, the phases of x in order, are filled from one row of the input.
    "phases_together",
    # `places` says where in the output each vector of a run begins, where a row of vectors does.
    *("offsets", "places", "direct"),
    # Of the direct weight gradient alone: the arguments that fill the grid of the output gradient,
    # zeros behind each row of a grid, how channels and blocks are shared out, and a table of pairs
    # (input offset, gradient offset). `dot_columns` are the pairs of a register tile.
    *("other", "pad", "last_pad", "parts", "part_size", "out_chunk", "in_chunk"),
    *("dot_columns", "pairs"),
    # Of implicit GEMM and Winograd: the step of x in the grid, whether the input is read in place,
    # the tables of `igemm/fields.py`, where positions, initial sums and the weights of one column
    # block are in the workspace, and the row pitch of sums in the weight gradient itself.
    *("grid_x", "in_place", "classes", "column_blocks", "segments", "columns", "weight_columns"),
    *("positions", "starts", "column_block_weights", "sums_pitch", "activation", "temp_panel"),
    *("column_block_count", "panels", "ordered", "groups", "strip_channels", "strip_items"),
    *("position_slots", "position_bytes"),
    # Of Winograd alone: outputs of a tile on each axis; where the transformed inputs and outputs
    # are in the workspace; elements from one component to the next and from one tile to the next;
    # positions of tiles, the classes' transforms, whether an output was not finite, and the vectors
    # that the columns of the weight are cut into.
    *("unit_z", "unit_y", "unit_x", "transformed_inputs", "transformed_outputs", "zeros"),
    *("inputs_plane", "outputs_plane", "inputs_row", "tile_places", "class_transforms"),
    *("not_finite", "vectors_of_columns", "vector_count"),
    # The planes of z that classes read, and where in the workspace a block has them.
    *("depth_taps", "depth_tap_offsets"),
    # Slots for transformed inputs and their bytes; the column blocks of a round; where the weight
    # blocks that tasks transform are in the workspace, and the bytes from one column block's to the
    # next; the same of transformed outputs; the columns of a column block; and the input channels
    # of a part of a packed weight, where `depth` is otherwise.
    *("inputs_slots", "inputs_bytes", "blocks_per_round", "weight_blocks", "weight_block_bytes"),
    *("outputs_bytes", "column_block_width", "packed_depth"),
)

ALIASES = {
    # Of implicit GEMM and Winograd.
    "panel_width": "tile_channels",  # columns of a panel
    "spare_positions": "dot_columns",  # repeated positions at the end of a list
    "group_size": "part_size",  # packed weights, or sums of a weight gradient, of a group
    "kernel_elements": "offsets",  # rows of fields.TAP
    "pack_strips": "pack_channels",  # strips of input channels of a group
    # Of every weight gradient.
    "dot_rows": "tile_channels",  # output channels of a register tile
    "phases": "combinations",
    "phase_count": "combination_count",
    "weight_grad": "weight",
    # Of a weight gradient as implicit GEMM or Winograd: what is an output elsewhere is read.
    **{f"grad{axis}": f"out{axis}" for axis in ("", "_n", "_c", "_z", "_y", "_x")},
    # Of the direct weight gradient, which writes one copy per part.
    "weight_grad_parts": "out",
}
"""Other names of fields, for forms that keep something else in the same word."""

POINTERS = frozenset(
    (
        *("x", "weight", "packed", "out", "bias", "space", "link_table"),
        *("planes", "combinations", "offsets", "places", "kernels", "other"),
        *("classes", "column_blocks", "segments", "columns", "weight_columns", "tile_places"),
        *("class_transforms", "vectors_of_columns", "depth_taps"),
    )
)

INDEX = {name: n for n, name in enumerate(FIELDS)}
INDEX |= {alias: INDEX[name] for alias, name in ALIASES.items()}

HEAD = FIELDS[: INDEX["slope"] + 1]
"""What is written anew for every call, in one piece."""

# Words of one row of each table.
LINK_WORDS = 4
PLANE_WORDS = 4
COMBINATION_FIXED = 6
KERNEL_WORDS = 3


def address(f: Function, name: str) -> Value:
    """Return the address of one field of the kernel arguments."""
    return f.element(f.parameter("args"), INDEX[name], I64)


def fields(f: Function, *names: str) -> list[Value]:
    """Load fields of the kernel arguments."""
    kinds = (PTR if ALIASES.get(name, name) in POINTERS else I64 for name in names)
    return [f.load(kind, address(f, name)) for kind, name in zip(kinds, names, strict=True)]


def is_unpacked(f: Function) -> Value:
    """Whether tasks get the weight itself, and pack what they read of it."""
    weight, packed = fields(f, "weight", "packed")
    return f.emit(BOOL, f"icmp eq ptr {weight.ref}, {packed.ref}")


@contextmanager
def each_task(f: Function, slot: Value) -> Iterator[Value]:
    """Run the block for every task that the thread of this slot takes, until none is left.

    The first thread takes them from the front, all others from the back. So neighbouring tasks
    share what a thread has copied, and from call to call a thread finds what it has written itself.
    """
    with _from_both_ends(f, slot, "") as task:
        yield task


@contextmanager
def each_packing_task(f: Function) -> Iterator[Value]:
    """Do the same for the tasks that pack a weight, or unpack its gradient."""
    slot = f.next_number(address(f, "pack_slot"))
    with _from_both_ends(f, slot, "pack_") as task:
        yield task


@contextmanager
def _from_both_ends(f: Function, slot: Value, prefix: str) -> Iterator[Value]:
    (tasks,) = fields(f, f"{prefix}tasks")
    front, number = f.variable(I64, f.integer(0)), f.variable(I64)
    is_first = slot.equals(0)
    with f.forever() as done:
        f.leave_when(f.next_number(address(f, f"{prefix}next")) >= tasks, done)
        with f.when(is_first):
            number.set(front.get())
            front.add(1)
        with f.when(f.invert(is_first)):
            number.set(tasks - 1 - f.next_number(address(f, f"{prefix}back")))
        yield number.get()
