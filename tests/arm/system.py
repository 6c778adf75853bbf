"""Debian's packages of any architecture, unpacked into a folder: apt checks their signatures.

apt works in folders of its own and believes that nothing is installed, so it brings everything that
a package needs; its mirrors, keys and proxies are those of this machine.
"""

import shutil
import subprocess
from pathlib import Path

_SOURCES = ("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list")
_TOOLS = ("apt-get", "dpkg-deb")


class UnavailableError(Exception):
    """What is needed cannot be had on this machine; the message says what and why."""


def run(*command):
    """Run a command in silence, and return what it prints; UnavailableError where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise UnavailableError(f"{Path(words[0]).name} ended with {done.returncode}:\n{said}")
    return done.stdout.strip()


class Apt:
    """apt for one architecture, with its state and its downloads below `folder`."""

    def __init__(self, folder, architecture):
        release = Path("/etc/os-release")
        if not release.is_file() or "ID=debian" not in release.read_text("utf-8").split():
            raise UnavailableError("The aarch64 programs come from Debian: this needs Debian.")
        if missing := [tool for tool in _TOOLS if shutil.which(tool) is None]:
            raise UnavailableError(f"This needs {', '.join(missing)}.")
        for name in ("state/lists/partial", "cache/archives/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        options = {
            "APT::Architecture": architecture,
            "APT::Architectures::": architecture,
            "APT::Sandbox::User": "",  # a user of its own could not write into these folders
            "Acquire::Languages": "none",
            "Acquire::http::Timeout": "30",
            "Acquire::https::Timeout": "30",
            "Acquire::Retries": "3",
            "Dir::State": folder / "state",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            "Dir::Etc::sourcelist": next(filter(lambda path: Path(path).is_file(), _SOURCES), ""),
            "Dir::Etc::sourceparts": "/dev/null",
        }
        self._command = ["apt-get", "-qq"]
        for name, value in options.items():
            self._command += ["-o", f"{name}={value}"]
        self._archives = folder / "cache" / "archives"
        run(*self._command, "update", "--error-on=any")

    def unpack(self, target, *packages):
        """Unpack packages, and what they need, into a folder; return how many these were."""
        options = ("--yes", "--no-install-recommends", "--download-only")
        run(*self._command, "install", *options, *packages)
        archives = sorted(self._archives.glob("*.deb"))
        for archive in archives:
            run("dpkg-deb", "-x", archive, target)
        return len(archives)
