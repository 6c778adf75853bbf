"""The run-time arguments of a kernel: one array of 64-bit words, the same for every kernel.

A kernel gets a pointer to its arguments. Several threads run on the same ones: each takes a
workspace from `slot` and then task after task (`each_task`), so any number of threads does the
whole work. All strides count elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from upconv.engine.ir import BOOL, I64, PTR, Function, Value

FIELDS = (
    # Shared counters, the number of tasks, and the same for the packing of weights.
    *("next", "back", "slot", "tasks"),
    *("pack_next", "pack_back", "pack_slot", "pack_tasks", "pack_rows"),
    # Arrays. `packed` holds the weight in the order that the tiles read it, or is the weight itself
    # where each task orders what it reads.
    *("x", "weight", "packed", "out", "bias", "space", "space_bytes", "slope", "stream"),
    *("x_n", "x_c", "x_z", "x_y", "x_x", "in_z", "in_y", "in_x"),
    *("out_n", "out_c", "out_z", "out_y", "out_x", "size_z", "size_y", "size_x"),
    *("weight_group", "weight_out", "weight_in", "link_table", "link_count"),
    # Numbers of the plan: what the driver has to know of the generated code it calls.
    *("in_channels", "out_channels", "taps", "depth", "tile_channels", "vectors", "half"),
    *("step_z", "step_y", "step_x", "out_step_z", "out_step_y", "out_step_x", "kernels"),
    # Quotients q of the output positions on each axis, and how tasks cut them into blocks.
    *("count_n", "count_z", "count_y", "count_x"),
    *("block_n", "block_z", "block_y", "block_x"),
    *("blocks_n", "blocks_z", "blocks_y", "blocks_x"),
    *("chunks", "chunk_size"),
    # The grid: a zero-padded copy of the input of one block, (plane, channel, n, z, y, x).
    *("grid_p", "grid_c", "grid_n", "grid_z", "grid_y", "flat"),
    # Sums of tiles, in elements: where they start, and steps of rows, runs, combinations, blocks.
    *("temp", "temp_row", "temp_run", "temp_combination", "temp_block", "temp_strip"),
    # A strip is the part of a block that lies in the first-level cache; so many blocks of
    # channels are swept over all strips of a block while their weights are in the second.
    *("strip_n", "strip_z", "strip_y", "strip_x", "sweep"),
    *("halo_z", "halo_y", "halo_x", "low_z", "low_y", "low_x"),
    # Tables: planes of the grid, combinations of phases, offsets of inputs.
    *("planes", "plane_count", "combinations", "combination_count", "combination_words"),
    # How many planes, the phases of x in order, are filled from one row of the input.
    "together",
    # `places` says where in the output each vector of a run begins, where a row of vectors does.
    *("offsets", "places", "direct"),
    # Of the weight gradient alone: the arguments that fill the grid of the output's gradient,
    # zeros behind each row of a grid, how channels and blocks are shared out, and the tile's size.
    *(
        "other",
        "pad",
        "last_pad",
        "parts",
        "part_size",
        "out_chunk",
        "in_chunk",
        "tile_inputs",
        "pairs",
    ),
    # Of panels alone: one position of the grid to the next, whether the input is read in place,
    # tables, and where positions, the first sums and the weights of one sweep lie in the workspace;
    # elements from one input channel's sums to the next where they lie in the weight's gradient.
    *("grid_x", "in_place", "classes", "sweeps", "segments", "columns", "weight_columns"),
    *(
        "positions",
        "starts",
        "sweep_weights",
        "sums_row",
        "activation",
        "temp_panel",
        "sweep_count",
        "panels",
        "ordered",
        "groups",
        "strip_channels",
        "strip_items",
        "position_slots",
        "position_bytes",
    ),
    # Of points alone (Winograd): outputs of a tile on each axis, where the inputs at the points
    # and their sums lie in the workspace, elements from one point to the next and from one tile,
    # a table of places and one of the classes' functions, whether an output was not finite, and the
    # vectors that the columns of the weight are cut into.
    *("unit_z", "unit_y", "unit_x", "points", "sums", "zeros", "points_plane", "sums_plane"),
    *("points_row", "tile_places", "kinds", "not_finite", "vectors_of_columns", "vector_count"),
    # The planes of z that classes read, and where in the workspace they are found in a block.
    *("slabs", "slab_places"),
    # How many classes' inputs at points there is room for, how far apart; the sweeps whose parts
    # are summed in turns; where in the workspace the pieces of the weight lie that are turned in
    # the task that multiplies them, and bytes from the sums and the piece of a sweep to the next;
    # columns of a sweep; input channels of a part of a packed weight, where `depth` is otherwise.
    *("inputs_held", "inputs_bytes", "turns", "pieces", "piece_bytes", "sums_bytes"),
    *("sweep_width", "packed_depth"),
)

POINTERS = frozenset(
    (
        *("x", "weight", "packed", "out", "bias", "space", "link_table"),
        *("planes", "combinations", "offsets", "places", "kernels", "other"),
        *("classes", "sweeps", "segments", "columns", "weight_columns", "tile_places", "kinds"),
        *("vectors_of_columns", "slabs"),
    )
)

INDEX = {name: n for n, name in enumerate(FIELDS)}

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
    return [f.load(PTR if name in POINTERS else I64, address(f, name)) for name in names]


def is_unpacked(f: Function) -> Value:
    """Tell whether tasks are given the weight itself, and order what they read of it."""
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
