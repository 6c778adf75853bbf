"""The modules of one direct plan: its tiles, its scatters, and the table the driver reads."""

from __future__ import annotations

from collections.abc import Iterator

from upconv.engine.codegen.ir import Module
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.direct.plan import Plan, Program
from upconv.engine.forms.direct.scatter import Scatter, emit_scatter
from upconv.engine.forms.direct.tile import emit_tile
from upconv.engine.process.isa import ISA


def widths(plan: Plan) -> tuple[int, int]:
    """Return the widths of tiles that cover any number of vectors: whole and half ones."""
    vectors = plan.tile.vectors
    return vectors, (vectors + 1) // 2


def table(plan: Plan) -> list[str | Scatter | None]:
    """Return what the driver's table points to, in order; None where a plan has nothing.

    A row is (program, whole block of channels or the tail): the names of the two widths of tiles in
    the module of the plan, and the scatter, which is a module of its own.
    """
    problem = plan.problem
    entries: list[str | Scatter | None] = []
    for number, program in enumerate(plan.programs):
        for channels in _channels(plan):
            innermost_channels = channels if problem.layout == "last" and channels > 1 else None
            step = problem.links[2].out_step
            scatter = Scatter(
                program.size, step, problem.activation, problem.layout, innermost_channels
            )
            row: list[str | Scatter | None] = [
                *(_name(number, channels, width) for width in widths(plan)),
                scatter,
            ]
            entries += row if channels else [None] * len(row)
    return entries


def write(plan: Plan) -> Module:
    """Return the module with the tiles of `plan`."""
    problem = plan.problem
    module, scalar = new_module(f"{problem} {plan.isa.name}", plan.isa, problem.itemsize)
    for number, program, channels in _variants(plan):
        for vectors in sorted(set(widths(plan))):
            emit_tile(
                module,
                _name(number, channels, vectors),
                program,
                scalar,
                (channels, vectors),
                bias=problem.bias,
                fused=plan.isa.fma,
                in_parts=plan.depth < problem.in_channels,
                direct=plan.direct,
                activation=problem.activation,
            )
    return module


def write_scatter(scatter: Scatter, isa: ISA, itemsize: int) -> Module:
    """Return the module of one scatter, which plans with the same outputs share."""
    module, scalar = new_module(f"{scatter} {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_scatter(module, scatter, scalar)
    return module


def _name(number: int, channels: int, vectors: int) -> str:
    return f"tile_p{number}_c{channels}_v{vectors}"


def _channels(plan: Plan) -> tuple[int, int]:
    """Return how many output channels a whole block has, and the tail or 0."""
    return plan.tile.channels, plan.tail


def _variants(plan: Plan) -> Iterator[tuple[int, Program, int]]:
    for number, program in enumerate(plan.programs):
        for channels in _channels(plan):
            if channels:
                yield number, program, channels
