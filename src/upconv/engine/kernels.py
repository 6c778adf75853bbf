"""What is generated for one plan: its tiles and scatters, and the table of their addresses."""

from __future__ import annotations

from collections.abc import Iterator

from upconv.engine.ir import FLOATS, Module, Scalar
from upconv.engine.isa import ISA
from upconv.engine.plan import Plan, Program
from upconv.engine.scatter import emit_scatter
from upconv.engine.tile import emit_tile


def new_module(title: str, isa: ISA, itemsize: int) -> tuple[Module, Scalar]:
    """Return an empty module for an instruction set, and the scalar type of its code."""
    width = isa.bits
    attributes = f'nounwind "prefer-vector-width"="{width}" "min-legal-vector-width"="{width}"'
    return Module(title, attributes), Scalar(
        FLOATS[itemsize], itemsize, isa.lanes(itemsize), isa.fma
    )


def widths(plan: Plan) -> tuple[int, int]:
    """Return the widths of tiles that cover any number of vectors: whole and half ones."""
    vectors = plan.tile.vectors
    return vectors, (vectors + 1) // 2


def table(plan: Plan) -> list[str]:
    """Return the names of the functions in the table's order; "" where a plan has none.

    A row is (program, whole block of channels or the tail); its words are the two widths of
    tiles and the scatter.
    """
    names: list[str] = []
    for number in range(len(plan.programs)):
        for channels in _channels(plan):
            tiles = [f"tile_p{number}_c{channels}_v{width}" for width in widths(plan)]
            row = [*tiles, _scatter_name(plan, number, channels)]
            names += row if channels else [""] * len(row)
    return names


def write(plan: Plan) -> str:
    """Return the IR of the module with the functions of `table`."""
    problem = plan.problem
    module, scalar = new_module(f"{problem} {plan.isa.name}", plan.isa, problem.itemsize)
    scatters: set[str] = set()
    for number, program, channels in _variants(plan):
        name = f"p{number}_c{channels}"
        for vectors in sorted(set(widths(plan))):
            emit_tile(
                module,
                f"tile_{name}_v{vectors}",
                program,
                scalar,
                (channels, vectors),
                bias=problem.bias,
                fused=plan.isa.fma,
                in_parts=plan.depth < problem.in_channels,
                direct=plan.direct,
                activation=problem.activation,
            )
        scatter = _scatter_name(plan, number, channels)
        if scatter not in scatters:
            scatters.add(scatter)
            side_by_side = channels if problem.layout == "last" and channels > 1 else None
            last = (problem.links[2].out_step, problem.activation, problem.layout)
            emit_scatter(module, scatter, program, scalar, side_by_side, *last)
    return module.text()


def _scatter_name(plan: Plan, number: int, channels: int) -> str:
    """Return the name of what stores so many channels; only neighbours need code of their own."""
    together = plan.problem.layout == "last" and channels > 1
    return f"scatter_p{number}" + (f"_c{channels}" if together else "")


def _channels(plan: Plan) -> tuple[int, int]:
    """Return how many output channels a whole block has and the tail; 0 where there is none."""
    whole = plan.tile.channels
    return whole if plan.problem.out_channels >= whole else 0, plan.tail


def _variants(plan: Plan) -> Iterator[tuple[int, Program, int]]:
    for number, program in enumerate(plan.programs):
        for channels in _channels(plan):
            if channels:
                yield number, program, channels
