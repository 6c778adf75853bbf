"""Training in several processes: the distribution of rows, and communication.

Lightning's strategies start the processes and average gradients. This module makes the result that
of one process with the same batches: shares of every batch, gradients and losses weighted by rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import lightning.pytorch as pl
import torch
from lightning.fabric.plugins.environments.lightning import LightningEnvironment
from lightning.fabric.plugins.environments.lsf import LSFEnvironment
from lightning.fabric.plugins.environments.mpi import MPIEnvironment
from lightning.fabric.plugins.environments.slurm import SLURMEnvironment
from lightning.fabric.plugins.environments.torchelastic import TorchElasticEnvironment
from lightning.pytorch.strategies import DDPStrategy, Strategy
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from upconv import errors
from upconv.engine.process import threads

_TIMEOUT = 120  # seconds that one process may keep the others waiting
_PROCESSES = 8  # allowed on one machine, even with fewer CPUs
_LAUNCHERS = (TorchElasticEnvironment, SLURMEnvironment, LSFEnvironment, MPIEnvironment)
_RANKS = ("RANK", "LOCAL_RANK", "NODE_RANK", "GROUP_RANK")  # of torchrun, Lightning, the user


@dataclass(frozen=True)
class Share:
    """The rows of one batch, [start, stop), and those of this process."""

    start: int
    stop: int
    mine: slice

    @property
    def rows(self) -> int:
        """The number of rows of this process."""
        return int(self.mine.stop - self.mine.start)

    @property
    def weight(self) -> float:
        """The fraction of the batch that belongs to this process."""
        return self.rows / (self.stop - self.start)

    def of(self, drawn: Callable[[int], torch.Tensor]) -> torch.Tensor:
        """Return this process's rows of random numbers drawn for the whole batch.

        All processes draw the same numbers, so together they have those of a single process.
        """
        return drawn(self.stop - self.start)[self.mine.start - self.start :][: self.rows]


def shares(rows: int, batch_size: int) -> list[Share]:
    """Split `rows` into batches, and every batch into one share per process, as even as possible.

    A last batch with fewer rows than processes is merged into the previous one, so that no share is
    empty.
    """
    rank, world = place()
    starts = list(range(0, rows, batch_size))
    if len(starts) > 1 and rows - starts[-1] < world:
        starts.pop()
    stops = [*starts[1:], rows]
    return [
        Share(a, b, slice(a + (b - a) * rank // world, a + (b - a) * (rank + 1) // world))
        for a, b in zip(starts, stops, strict=True)
    ]


def place() -> tuple[int, int]:
    """Return this process's rank and the number of processes."""
    if distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank(), distributed.get_world_size()
    return 0, 1


def is_first() -> bool:
    """Return whether this process is the one that prints and writes, also before they connect."""
    return all(int(os.environ.get(name, "0")) == 0 for name in _RANKS)


def any_of(flag: bool) -> bool:
    """Return, in every process, whether the flag is set in any of them."""
    if place()[1] == 1:
        return flag
    said = torch.tensor([int(flag)])
    distributed.all_reduce(said, distributed.ReduceOp.MAX)
    return bool(said)


def mean(value: float, weight: float) -> float:
    """Return the weighted mean of the processes' values."""
    if place()[1] == 1:
        return value
    sums = torch.tensor([value * weight, weight], dtype=torch.float64)
    distributed.all_reduce(sums)
    return float(sums[0] / sums[1])


def strategy(name: str, devices: int, unused_parameters: bool) -> Strategy | str:
    """Return Lightning's strategy of that name.

    `unused_parameters` says that some steps do not use all parameters.
    """
    if name != "ddp":
        return name
    # Lightning divides the cores among the processes for PyTorch; upconv must do the same.
    os.environ.setdefault("UPCONV_NUM_THREADS", str(max(1, threads.count() // devices)))
    return DDPStrategy(
        cluster_environment=_Met() if place()[1] > 1 else None,
        process_group_backend="gloo",  # on CPUs
        timeout=timedelta(seconds=_TIMEOUT),
        find_unused_parameters=unused_parameters,
    )


def check_meeting(devices: int, num_nodes: int) -> None:
    """Raise ArgumentError at once, not after minutes of waiting, if there is no first process.

    It is named by a launcher or MASTER_ADDR. Also refuses hundreds of processes on a few CPUs.
    """
    most = max(_PROCESSES, os.cpu_count() or 1)
    if devices > most:
        raise errors.runs.too_many_processes(devices, most)
    launched = any(launcher.detect() for launcher in _LAUNCHERS)
    if num_nodes > 1 and not launched and "MASTER_ADDR" not in os.environ:
        raise errors.runs.launcher_needed(num_nodes)


class _Met(LightningEnvironment):
    """Processes that have trained together before; otherwise Lightning would start new ones."""

    @property
    def creates_processes_externally(self) -> bool:
        """See the base class."""
        return True


class Together(pl.Callback):
    """Averages the processes' gradients weighted by their rows, and ends if one of them is lost.

    DDP would take the unweighted mean, which differs if a batch does not divide evenly.
    """

    in_a_step: ClassVar[bool] = False
    """Whether all processes are computing their shares of one batch."""

    def __init__(self, shares_of_an_epoch: Callable[[], list[Share]]) -> None:
        self._of_an_epoch = shares_of_an_epoch
        self._shares: list[Share] = []
        self._weight = 1.0

    def on_train_start(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        model = trainer.strategy.model
        if isinstance(model, DistributedDataParallel):  # Lightning's own hooks are for GPUs
            # PyTorch compares annotations with classes, but ours are strings.
            model.register_comm_hook(self, _hook)

    def on_exception(self, *arguments: Any) -> None:
        """See the base class."""
        Together.in_a_step = False
        # Raised by gloo when another process is lost. Lightning's own teardown would wait for it.
        *_, exception = arguments
        unmet = isinstance(exception, distributed.DistError)  # raised while connecting
        if unmet or (place()[1] > 1 and isinstance(exception, RuntimeError)):
            reason = str(exception).partition(". ")[0].partition("\n")[0]
            raise errors.runs.process_lost(_TIMEOUT, reason) from exception

    @property
    def weight(self) -> float:
        """The fraction of the current batch that belongs to this process."""
        return self._weight

    def on_train_epoch_start(self, *_: Any) -> None:
        """See the base class."""
        self._shares = self._of_an_epoch()

    def on_train_batch_start(self, *arguments: Any) -> None:
        """See the base class."""
        *_, index = arguments
        self._weight = self._shares[index].weight
        Together.in_a_step = place()[1] > 1

    def on_train_batch_end(self, *_: Any) -> None:
        """See the base class."""
        Together.in_a_step = False


def _weighted_sum(weights: Together, bucket: Any) -> torch.futures.Future[torch.Tensor]:
    work = distributed.all_reduce(bucket.buffer().mul_(weights.weight), async_op=True)
    summed: torch.futures.Future[torch.Tensor] = work.get_future().then(_first)
    return summed


def _hook(weights, bucket):  # type: ignore[no-untyped-def]
    return _weighted_sum(weights, bucket)


def _first(future: torch.futures.Future[list[torch.Tensor]]) -> torch.Tensor:
    return future.value()[0]
