"""Say where the tests spend their time: CPU seconds by file, the most first.

    python -m pytest -p tools.test_times [OPTIONS]

CPU time is that of a test and of the processes that it waited for. A browser counts for
the last test of its worker, which closes it. Unlike `--durations`, the figures mean the
same on a busy machine.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_PROPERTY = "cpu seconds"
"""The name under which a worker sends on the time that a test took."""
_MOST_FILES = 40
"""At most this many files are printed."""
_STARTED_SECONDS = pytest.StashKey[float]()
"""The CPU time of the worker before a test."""


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember the time before a test, and all that it sets up."""
    item.stash[_STARTED_SECONDS] = _cpu_seconds()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note the time after a test in its last report, which a worker sends on."""
    report = yield
    if call.when == "teardown":
        seconds = _cpu_seconds() - item.stash[_STARTED_SECONDS]
        report.user_properties.append((_PROPERTY, seconds))
    return report


def seconds_by_file(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """Return the CPU seconds of all tests of each file."""
    seconds: Counter[str] = Counter()
    for report in reports:
        measured = dict(report.user_properties).get(_PROPERTY, 0)
        seconds[report.nodeid.partition("::")[0]] += measured
    return seconds


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the files that took the most time."""
    reports = [
        report
        for reports_of_outcome in terminalreporter.stats.values()
        for report in reports_of_outcome
        if isinstance(report, pytest.TestReport) and report.when == "teardown"
    ]
    seconds = seconds_by_file(reports)
    terminalreporter.section(f"{sum(seconds.values()):.0f} CPU seconds")
    for file, taken in seconds.most_common(_MOST_FILES):
        terminalreporter.write_line(f"{taken:7.1f}  {file}")
