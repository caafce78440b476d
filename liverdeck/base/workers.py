"""Worker processes, which do some of the jobs of this process at the same time.

A worker is a copy of this process. What it makes is a text, which it leaves in a
temporary file without a name. What a worker leaves undone, because something is wrong
or it was killed, is done by this process. So workers save time, and change nothing
else.
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
"""More gain little, since one process does what comes before and after."""
_MOST_JOBS = 2000
"""Their numbers fit into the smallest pipe, which has 4096 bytes."""
_JOB_BYTES, _LENGTH_BYTES = 2, 8
_HEAD_BYTES = _JOB_BYTES + _LENGTH_BYTES
"""A job's number and the length of its text stand before the text in a file."""


def usable_workers() -> int:
    """Return how many workers this process may have; 0 if it must work alone.

    Each has a processor of its own. A process with threads has none, because what
    another thread holds would be held in a copy for ever.
    """
    # Elsewhere there are no copies of a process (Windows), or no safe ones (macOS).
    if sys.platform != "linux" or _has_threads():
        return 0
    return min(len(os.sched_getaffinity(0)) - 1, MOST_WORKERS)


def _has_threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


class Workers:
    """Processes that do jobs beside this one. After the `with` block they are gone."""

    def __init__(
        self, count: int, jobs: int, text_of: Callable[[int], str | None]
    ) -> None:
        """Have workers for jobs with the numbers 0, 1, 2 and so on.

        `text_of` does a job in a worker; None leaves the job undone.
        """
        self._count = count
        self._jobs = min(jobs, _MOST_JOBS)
        self._text_of = text_of
        self._files: dict[int, IO[bytes]] = {}
        """What each running worker writes to, by the id of its process."""

    def __enter__(self) -> Self:
        # Each process takes its next job from this pipe, so that all end together.
        self._queue, entrance = os.pipe()
        numbers = (job.to_bytes(_JOB_BYTES, "big") for job in range(self._jobs))
        os.write(entrance, b"".join(numbers))
        os.close(entrance)
        with suppress(OSError):  # no room for another process or file
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
                if os.getppid() != parent:  # it was killed
                    break
                if text is not None:
                    content = text.encode()
                    length = len(content).to_bytes(_LENGTH_BYTES, "big")
                    file.write(job.to_bytes(_JOB_BYTES, "big") + length + content)
            file.flush()
        finally:
            # This ends nothing that the parent has begun, and prints nothing: the
            # parent does what is undone, and meets the same error.
            os._exit(0)

    def own_jobs(self) -> Iterator[int]:
        """Yield jobs that this process must do, until all jobs are taken."""
        while number := os.read(self._queue, _JOB_BYTES):
            yield int.from_bytes(number, "big")

    def texts(self) -> Iterator[tuple[int, str]]:
        """Wait for the workers, and yield the jobs that they did with their texts."""
        for worker in list(self._files):
            _wait_for(worker)
            with self._files.pop(worker) as file:
                file.seek(0)
                # What a killed worker left may end anywhere.
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
    # Where nobody wants to hear of ended processes, there is nothing left to wait for.
    with suppress(ChildProcessError):
        os.waitpid(worker, 0)
