"""The exit statuses of the command `upconv`, the same for every subcommand."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The exit status of a command; `meaning` describes it."""

    DONE = 0
    NO = 1
    MISTAKE = 2
    UNMEASURED = 3
    DEFECT = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells count
    UNREAD = 141  # 128 + SIGPIPE
    TERMINATED = 143  # 128 + SIGTERM

    @property
    def meaning(self) -> str:
        """What the status means, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    Status.DONE: "success",
    Status.NO: "the answer is no: a layer is above the limit (check), no layer fits (solve)",
    Status.MISTAKE: "an error in the arguments or in an input file, or a missing file or package",
    Status.UNMEASURED: "part of the model could not be measured (check, summary)",
    Status.DEFECT: "a bug in upconv; `upconv --traceback COMMAND ...` shows where",
    Status.INTERRUPTED: "stopped by Ctrl-C",
    Status.UNREAD: "the reader of the output closed the pipe",
    Status.TERMINATED: "stopped by SIGTERM",
}


def listed() -> str:
    """Return all statuses as lines, for --help."""
    return "\n".join(f"{status.value:>3}  {status.meaning}" for status in Status)
