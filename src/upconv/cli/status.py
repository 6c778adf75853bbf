"""The exit statuses of the command `upconv`: the same ones for every subcommand."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What a command ends with; `told` says what each one means."""

    DONE = 0
    NO = 1
    MISTAKE = 2
    UNMEASURED = 3
    DEFECT = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells count
    UNREAD = 141  # 128 + SIGPIPE
    TERMINATED = 143  # 128 + SIGTERM

    @property
    def told(self) -> str:
        """What the status means, in a few words."""
        return _TOLD[self]


_TOLD = {
    Status.DONE: "done",
    Status.NO: "the answer is no: a layer is above the limit (check), no layer fits (solve)",
    Status.MISTAKE: "a mistake in what was written or read, or something that is missing",
    Status.UNMEASURED: "not all of a model could be measured (check, summary)",
    Status.DEFECT: "a defect of upconv; `upconv --traceback COMMAND ...` shows where",
    Status.INTERRUPTED: "stopped by Ctrl-C",
    Status.UNREAD: "nobody reads the output any more",
    Status.TERMINATED: "stopped by SIGTERM",
}


def listed() -> str:
    """Return all statuses as lines, for --help."""
    return "\n".join(f"{status.value:>3}  {status.told}" for status in Status)
