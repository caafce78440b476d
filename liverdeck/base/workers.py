"""Worker processes, which do some of the jobs of this process at the same time.

A worker is a copy of this process. The result of each job is a text, which the worker
writes to a temporary file without a name. If a worker leaves a job undone, because of
an error or because it was killed, this process does the job. So workers save time, and
change nothing else.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

MOST_WORKERS = 3
"""More workers gain little: only one process does the work before and after them."""
_MOST_JOBS = 2000
"""The most jobs that workers do.

Their numbers fit into the smallest pipe of 4096 bytes.
"""
_JOB_BYTES, _LENGTH_BYTES = 2, 8
_HEAD_BYTES = _JOB_BYTES + _LENGTH_BYTES
"""In a file, the number of a job and the length of its text come before the text."""


def usable_workers() -> int:
    """Return the number of workers that this process may have; 0 if it must work alone.

    Each worker uses a processor alone. A process with threads has no workers, because a
    lock that another thread holds would stay locked in the copy for ever.
    """
    # On Windows, a process cannot be copied; on macOS, it cannot be copied safely.
    if sys.platform != "linux" or _has_threads():
        return 0
    return min(len(os.sched_getaffinity(0)) - 1, MOST_WORKERS)


def _has_threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


class Workers:
    """Processes that do jobs beside this process. They end with the `with` block."""

    def __init__(
        self, count: int, jobs: int, text_of: Callable[[int], str | None]
    ) -> None:
        """Take the number of workers, and the number of jobs, which count from 0.

        `text_of` is the function that does a job in a worker and returns its text. If
        the result is None, the job is left undone.
        """
        self._count = count
        self._jobs = min(jobs, _MOST_JOBS)
        self._text_of = text_of
        self._files: dict[int, IO[bytes]] = {}
        """The file to which each running worker writes, by the id of its process."""

    def __enter__(self) -> Self:
        # Each process takes its next job from this pipe, so that all processes end
        # together.
        self._queue, entrance = os.pipe()
        numbers = (job.to_bytes(_JOB_BYTES, "big") for job in range(self._jobs))
        os.write(entrance, b"".join(numbers))
        os.close(entrance)
        with suppress(OSError):  # the system allows no more processes or files
            for _ in range(self._count):
                self._start()
        return self

    def _start(self) -> None:
        from tempfile import TemporaryFile  # takes a few ms

        file = TemporaryFile()  # noqa: SIM115  # closed in `texts` or `__exit__`
        parent = os.getpid()
        try:
            worker = os.fork()
        except OSError:
            file.close()
            raise
        if worker == 0:
            self._work(file, parent)
        self._files[worker] = file

    def _work(self, file: IO[bytes], parent: int) -> NoReturn:
        try:
            for job in self.own_jobs():
                text = self._text_of(job)
                if os.getppid() != parent:  # the parent was killed
                    break
                if text is not None:
                    content = text.encode()
                    length = len(content).to_bytes(_LENGTH_BYTES, "big")
                    file.write(job.to_bytes(_JOB_BYTES, "big") + length + content)
            file.flush()
        finally:
            # The worker ends at once: it must not finish anything that the parent
            # began, and prints nothing. The parent does the undone jobs, and gets the
            # same error.
            os._exit(0)

    def own_jobs(self) -> Iterator[int]:
        """Yield the numbers of jobs for this process, until all jobs are taken."""
        while number := os.read(self._queue, _JOB_BYTES):
            yield int.from_bytes(number, "big")

    def texts(self) -> Iterator[tuple[int, str]]:
        """Wait for the workers, and yield the number and text of each job they did."""
        for worker in list(self._files):
            _wait_for(worker)
            with self._files.pop(worker) as file:
                file.seek(0)
                # The file of a killed worker may end anywhere.
                while len(head := file.read(_HEAD_BYTES)) == _HEAD_BYTES:
                    length = int.from_bytes(head[_JOB_BYTES:], "big")
                    content = file.read(length)
                    if len(content) == length:
                        yield int.from_bytes(head[:_JOB_BYTES], "big"), content.decode()

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for worker, file in self._files.items():
            from signal import SIGKILL  # takes 2 ms, and few workers are stopped

            with suppress(ProcessLookupError):
                os.kill(worker, SIGKILL)
            _wait_for(worker)
            file.close()
        os.close(self._queue)


def _wait_for(worker: int) -> None:
    # If the system does not report ended processes, there is no process to wait for.
    with suppress(ChildProcessError):
        os.waitpid(worker, 0)
