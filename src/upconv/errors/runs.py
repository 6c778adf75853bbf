"""The settings and checkpoints of a training run."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, DataError, compose


def setting_below(name: str, value: object, minimum: int) -> ArgumentError:
    return ArgumentError(compose(f"`{name}` must be at least {minimum}", f"{name}={value!r}"))


def not_a_fraction(name: str, value: object) -> ArgumentError:
    return ArgumentError(
        compose(f"`{name}` must lie between 0 and 1, both excluded", f"{name}={value!r}")
    )


def not_a_learning_rate(name: str, value: object) -> ArgumentError:
    return ArgumentError(compose(f"`{name}` must be above 0 and at most 1", f"{name}={value!r}"))


def empty_split(count: int, fraction: float) -> ArgumentError:
    return ArgumentError(
        compose(
            "`validation_split` must leave at least one image for training and one for validation",
            f"validation_split={fraction!r} for {count} images",
            formula=f"round({count}·{fraction!r}) = {round(count * fraction)} for validation",
        )
    )


def resume_and_overwrite() -> ArgumentError:
    return ArgumentError(
        compose(
            "Only one of `resume` and `overwrite` may be given",
            "resume=True, overwrite=True",
        )
    )


def folder_holds_run(path: str, names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`out` must not contain another run",
            f"out={path!r}, which has {', '.join(names)}",
            remedy="Continue it (--resume), replace it (--overwrite), or give another --out",
        )
    )


def no_checkpoint(path: str) -> DataError:
    return DataError(
        compose(
            "`resume` needs the checkpoint of a run",
            f"{path}, which does not exist",
            remedy="Omit --resume to start one",
        )
    )


def not_a_checkpoint(path: str) -> DataError:
    return DataError(
        compose(
            "A run needs a complete checkpoint of upconv",
            f"{path}, which is damaged or not a checkpoint",
            remedy="Train it again with --overwrite",
        )
    )


def other_application(path: str, found: str, expected: str) -> DataError:
    return DataError(
        compose(
            f"The folder must contain a checkpoint of {expected!r}",
            f"{path}, which is one of {found!r}",
            remedy="Give another folder",
        )
    )


def settings_differ(name: str, asked: object, saved: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "`resume` must keep the settings of the saved run",
            f"{name}={asked!r} for a run with {name}={saved!r}",
            remedy=f"Omit {name}, or start a new run in another --out",
        )
    )


def epochs_already_done(asked: int, done: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`epochs` must not be below the number of epochs already done",
            f"epochs={asked} for a run of {done} epochs",
        )
    )


def images_differ(data: str) -> DataError:
    return DataError(
        compose(
            "`resume` needs the images that the run was started with",
            f"data={data!r} with other images",
            remedy="Restore them, or start a new run in another --out",
        )
    )


def loss_not_finite(name: str, value: float, epoch: int) -> DataError:
    return DataError(
        compose(
            f"`{name}` must stay finite",
            f"{value} in epoch {epoch}",
            remedy="Start again with a smaller --learning-rate; the earlier epochs are saved",
        )
    )


def strategy_needed(devices: int, nodes: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "Training in more than one process needs a strategy",
            f"devices={devices}, num_nodes={nodes}, strategy='auto'",
            remedy="Write --strategy ddp",
        )
    )


def launcher_needed(nodes: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "Training on more than one machine needs a launcher",
            f"num_nodes={nodes}, without MASTER_ADDR in the environment",
            remedy=f"Write on each machine: torchrun --nnodes {nodes} --nproc-per-node 1 "
            "--node-rank N --master-addr ADDRESS --master-port 29500 $(which upconv) train ...",
        )
    )


def too_many_processes(devices: int, most: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`devices` must be at most {most} on this machine, as they share its CPUs",
            f"devices={devices}",
            remedy="More processes would not be faster; use more machines: --num-nodes",
        )
    )


def too_few_rows(name: str, value: int, processes: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{name}` must leave at least one image for each of {processes} processes",
            f"{name}={value}",
            remedy="Use fewer processes or more images",
        )
    )


def process_lost(seconds: int, reason: str) -> DataError:
    return DataError(
        compose(
            f"Every process of the run must answer the others within {seconds} seconds",
            f"this error instead: {reason}",
            remedy="The last complete epoch is saved; continue with --resume",
        )
    )
