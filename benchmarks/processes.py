"""Runs commands in turns, and measures their seconds and their peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass
class Runs:
    """The seconds, CPU seconds and peak memory of each run of one command.

    CPU seconds are those of all its processes together. The memory is that of the
    process that takes most.
    """

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def median_seconds(self) -> float:
        """The time of a typical run."""
        return median(self.seconds)


def in_turns(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Runs]:
    """Run each command once in every round, and return the runs by command name.

    So a busy moment of the machine slows down all commands.
    """
    runs = {name: Runs() for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seconds, cpu_seconds, megabytes = _run(command)
            runs[name].seconds.append(seconds)
            runs[name].cpu_seconds.append(cpu_seconds)
            runs[name].megabytes.append(megabytes)
    return runs


def speed_ratio(runs: Mapping[str, Runs], peer: str, own: str) -> float:
    """Return how many times as long the peer's run takes as ours.

    It is the median of the ratios within each round.
    """
    return _median_ratio(runs[peer].seconds, runs[own].seconds)


def cpu_ratio(runs: Mapping[str, Runs], peer: str, own: str) -> float:
    """Return how many times as much CPU time the peer takes as we do.

    Other work on the machine changes CPU time less than the time that a user waits.
    """
    return _median_ratio(runs[peer].cpu_seconds, runs[own].cpu_seconds)


def _median_ratio(theirs: Sequence[float], ours: Sequence[float]) -> float:
    return median(one / other for one, other in zip(theirs, ours, strict=True))


def memory_ratio(runs: Mapping[str, Runs], peer: str, own: str) -> float:
    """Return our peak memory divided by the peer's."""
    return median(runs[own].megabytes) / median(runs[peer].megabytes)


def python(*arguments: object) -> list[str]:
    """Return the command that runs this Python with arguments."""
    return [sys.executable, *map(str, arguments)]


def output_of(command: Sequence[str]) -> str:
    """Run a command that must succeed, and return what it prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def seconds_until(
    command: Sequence[str], text: bytes, environment: Mapping[str, str]
) -> float:
    """Return the seconds until a command has printed a text, then stop the command."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(environment)
    ) as process:
        output = b""
        while text not in output:
            chunk = os.read(process.stdout.fileno(), 65536) if process.stdout else b""
            if not chunk:
                name = " ".join(command)
                raise SystemExit(f"{name} ended without {text!r}: {output.decode()}")
            output += chunk
        seconds = time.perf_counter() - started
        process.kill()
    return seconds


def cost_of(
    command: Sequence[str], exit_codes: tuple[int, ...] = (0,)
) -> tuple[float, float]:
    """Run a command and return its CPU seconds and its peak memory in megabytes.

    Stops the benchmark if the command ends with another exit code.
    """
    _, cpu_seconds, megabytes = _run(command, exit_codes)
    return cpu_seconds, megabytes


def _run(
    command: Sequence[str],
    exit_codes: tuple[int, ...] = (0, 1),  # lint ends with 1 when it finds a problem
) -> tuple[float, float, float]:
    """Run a command and return its seconds, CPU seconds and peak memory in megabytes.

    Stops the benchmark if the command fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode not in exit_codes:
        raise SystemExit(f"{' '.join(command)}\n{errors.decode()}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return seconds, cpu_seconds, usage.ru_maxrss / 1024  # Linux reports kilobytes
