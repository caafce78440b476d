"""Workers do jobs beside this process; what they leave undone is not lost."""

import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from liverdeck.base import workers
from liverdeck.base.workers import Workers, usable_workers

if sys.platform == "win32":
    pytest.skip("Windows has no fork", allow_module_level=True)


def children():
    """Return the ids of the children of this process, ended ones included."""
    texts = Path("/proc/self/task").glob("*/children")
    return {child for text in texts for child in text.read_text().split()}


@pytest.fixture(autouse=True)
def no_child_is_left():
    # Other tests of this process may have children, such as a browser.
    before = children()
    yield
    assert children() <= before


def text_of(job):
    return f"{job} ü\n" * (job + 1)


def done_by_workers(count, jobs, work):
    """Return the texts that workers made, by job. This process does no job."""
    with Workers(count, jobs, work) as all_workers:
        texts = list(all_workers.texts())
    assert len(dict(texts)) == len(texts)
    return dict(texts)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_job_is_done_once(count):
    assert done_by_workers(count, 50, text_of) == {
        job: text_of(job) for job in range(50)
    }


def test_this_process_and_workers_share_the_jobs():
    with Workers(2, 50, text_of) as all_workers:
        jobs_done_here = list(all_workers.own_jobs())
        texts = dict(all_workers.texts())
    assert sorted([*jobs_done_here, *texts]) == list(range(50))


def test_without_workers_this_process_does_all_jobs():
    with Workers(0, 3, text_of) as all_workers:
        assert list(all_workers.own_jobs()) == [0, 1, 2]
        assert list(all_workers.texts()) == []


def test_jobs_beyond_the_limit_are_left_undone():
    assert (
        len(done_by_workers(1, workers._MOST_JOBS + 5, text_of)) == workers._MOST_JOBS
    )


def test_a_job_without_a_text_is_left_undone():
    assert done_by_workers(1, 3, lambda job: None if job == 1 else "x") == {
        0: "x",
        2: "x",
    }


@pytest.mark.parametrize("way", ["killed", "error"])
def test_what_a_worker_did_before_it_stopped_is_used(way, capfd):
    def stop_at_two(job):
        if job == 2:
            if way == "error":
                raise ValueError
            os.kill(os.getpid(), signal.SIGKILL)
        return "x" * 100_000

    assert set(done_by_workers(1, 5, stop_at_two)) <= {0, 1}
    assert capfd.readouterr() == ("", "")


def test_a_text_that_was_cut_is_not_used(monkeypatch):
    files, make = [], tempfile.TemporaryFile
    monkeypatch.setattr(
        tempfile, "TemporaryFile", lambda: files.append(make()) or files[-1]
    )

    def cut(job):
        if job == 1:
            (file,) = files
            file.flush()
            file.truncate(file.tell() - 1)
            os.kill(os.getpid(), signal.SIGKILL)
        return "a text"

    assert done_by_workers(1, 3, cut) == {}


def test_workers_are_gone_when_this_process_stops_early():
    def sleep(job):
        time.sleep(60)
        return str(job)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Workers(2, 5, sleep):
        raise KeyboardInterrupt
    assert time.monotonic() - started < 30


def test_a_worker_whose_parent_was_killed_stops(tmp_path):
    jobs_done = tmp_path / "jobs"

    def work(job):
        with jobs_done.open("a") as file:
            file.write(f"{job}\n")
        if job == 0:
            os.kill(os.getppid(), signal.SIGKILL)
            while os.getppid() == parent_id():
                time.sleep(0.001)
        return "x"

    def parent_id():
        return int((tmp_path / "parent").read_text())

    parent = os.fork()
    if parent == 0:
        (tmp_path / "parent").write_text(str(os.getpid()))
        with Workers(1, 5, work) as all_workers:
            list(all_workers.texts())
        os._exit(0)
    assert os.waitpid(parent, 0)[1] == signal.SIGKILL
    time.sleep(0.2)
    assert jobs_done.read_text() == "0\n"


def test_without_room_for_a_worker_this_process_does_all_jobs(monkeypatch):
    def no_room():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_room)
    with Workers(2, 3, text_of) as all_workers:
        assert list(all_workers.own_jobs()) == [0, 1, 2]
        assert list(all_workers.texts()) == []


def test_no_text_is_missing_where_the_system_does_not_report_ended_processes():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert done_by_workers(2, 5, text_of) == {job: text_of(job) for job in range(5)}
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has workers")
def test_there_is_a_worker_for_each_processor_but_one_and_at_most_three(monkeypatch):
    monkeypatch.setattr(workers, "_has_threads", lambda: False)
    for processors, expected in ((1, 0), (2, 1), (4, 3), (64, 3)):
        usable = set(range(processors))
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, usable=usable: usable)
        assert usable_workers() == expected


def test_a_process_with_threads_has_no_workers():
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert usable_workers() == 0
    finally:
        wait.set()
        thread.join()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_have_no_workers(monkeypatch, platform):
    monkeypatch.setattr(workers, "_has_threads", lambda: False)
    monkeypatch.setattr(sys, "platform", platform)
    assert usable_workers() == 0
