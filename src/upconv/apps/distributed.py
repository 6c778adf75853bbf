"""Several processes that train together: whose rows are whose, and what they tell each other.

Lightning's strategies start them and average gradients. Here is what makes the result that of one
process with the same batches: shares of every batch, gradients and losses weighted by their rows.
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
from upconv.engine import threads

_TIMEOUT = 120  # seconds: how long one process may keep the others waiting
_PROCESSES = 8  # on one machine, however few CPUs it has
_LAUNCHERS = (TorchElasticEnvironment, SLURMEnvironment, LSFEnvironment, MPIEnvironment)
_RANKS = ("RANK", "LOCAL_RANK", "NODE_RANK", "GROUP_RANK")  # of torchrun, Lightning, the user


@dataclass(frozen=True)
class Share:
    """The rows of one batch, [start, stop), and those that this process takes of them."""

    start: int
    stop: int
    mine: slice

    @property
    def rows(self) -> int:
        """How many rows this process takes."""
        return int(self.mine.stop - self.mine.start)

    @property
    def weight(self) -> float:
        """The part of the batch that is this process's."""
        return self.rows / (self.stop - self.start)

    def of(self, drawn: Callable[[int], torch.Tensor]) -> torch.Tensor:
        """Return this process's rows of what is drawn for the whole batch.

        All draw the same, so together they have what one process would.
        """
        return drawn(self.stop - self.start)[self.mine.start - self.start :][: self.rows]


def shares(rows: int, batch_size: int) -> list[Share]:
    """Cut `rows` into batches, and every batch into one share per process, as even as can be.

    A last batch of fewer rows than processes joins the one before it, so that no share is empty.
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
    """Return this process's rank and how many processes there are."""
    if distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank(), distributed.get_world_size()
    return 0, 1


def is_first() -> bool:
    """Tell whether this process is the one that speaks and writes, also before they have met."""
    return all(int(os.environ.get(name, "0")) == 0 for name in _RANKS)


def any_of(flag: bool) -> bool:
    """Tell every process whether one of them says yes."""
    if place()[1] == 1:
        return flag
    said = torch.tensor([int(flag)])
    distributed.all_reduce(said, distributed.ReduceOp.MAX)
    return bool(said)


def mean(value: float, weight: float) -> float:
    """Return the mean of the processes' values by their weights."""
    if place()[1] == 1:
        return value
    sums = torch.tensor([value * weight, weight], dtype=torch.float64)
    distributed.all_reduce(sums)
    return float(sums[0] / sums[1])


def strategy(name: str, devices: int, unused_parameters: bool) -> Strategy | str:
    """Return Lightning's strategy of that name.

    `unused_parameters` says that not every parameter takes part in every step.
    """
    if name != "ddp":
        return name
    # Lightning shares the cores out among PyTorch's threads; so must upconv's be.
    os.environ.setdefault("UPCONV_NUM_THREADS", str(max(1, threads.count() // devices)))
    return DDPStrategy(
        cluster_environment=_Met() if place()[1] > 1 else None,
        process_group_backend="gloo",  # on CPUs
        timeout=timedelta(seconds=_TIMEOUT),
        find_unused_parameters=unused_parameters,
    )


def check_meeting(devices: int, num_nodes: int) -> None:
    """Raise ArgumentError now, not after minutes of waiting, where nothing says who is first.

    A launcher says it, or MASTER_ADDR does. Nor are hundreds of processes started on a few CPUs.
    """
    most = max(_PROCESSES, os.cpu_count() or 1)
    if devices > most:
        raise errors.runs.too_many_processes(devices, most)
    launched = any(launcher.detect() for launcher in _LAUNCHERS)
    if num_nodes > 1 and not launched and "MASTER_ADDR" not in os.environ:
        raise errors.runs.launcher_needed(num_nodes)


class _Met(LightningEnvironment):
    """Processes that have trained together before; Lightning would start others."""

    @property
    def creates_processes_externally(self) -> bool:
        """See the base class."""
        return True


class Together(pl.Callback):
    """Sums the processes' gradients by the rows that they are the mean of, and ends with them.

    DDP would take the plain mean, which is another one where a batch does not divide evenly.
    """

    in_a_step: ClassVar[bool] = False
    """Whether all processes compute their shares of one batch now."""

    def __init__(self, shares_of_an_epoch: Callable[[], list[Share]]) -> None:
        self._of_an_epoch = shares_of_an_epoch
        self._shares: list[Share] = []
        self._weight = 1.0

    def on_train_start(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        model = trainer.strategy.model
        if isinstance(model, DistributedDataParallel):  # Lightning's own hooks are for GPUs
            # PyTorch compares annotations with classes, and ours are texts.
            model.register_comm_hook(self, _hook)

    def on_exception(self, *arguments: Any) -> None:
        """See the base class."""
        Together.in_a_step = False
        # gloo's, when another process is gone or silent. Lightning's own end would wait for it.
        *_, exception = arguments
        unmet = isinstance(exception, distributed.DistError)  # when they were to meet
        if unmet or (place()[1] > 1 and isinstance(exception, RuntimeError)):
            reason = str(exception).partition(". ")[0].partition("\n")[0]
            raise errors.runs.process_lost(_TIMEOUT, reason) from exception

    @property
    def weight(self) -> float:
        """The part of the batch at hand that is this process's."""
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
