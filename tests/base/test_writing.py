"""One step: after a kill at any point, the next run makes all files old or all new."""

import json
import os
import sys

import pytest

from liverdeck.base import folder_lock
from liverdeck.base.files import JOURNAL_FILE, LOCK_FILE
from liverdeck.base.locks import try_lock
from liverdeck.base.running_step import Change
from liverdeck.base.step_journal import short_hash
from liverdeck.base.writing import folders_held, settle
from tests.base.together import write_together

WRITING = ("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.chmod")
"""Events of Python's audit hooks that come before a change on the disk."""


def is_writing(event, arguments):
    if event != "open":
        return event in WRITING
    _, mode, flags = arguments
    if mode and any(letter in mode for letter in "wax+"):
        return True
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) != 0


def run_and_stop(action, *, after_changes):
    """Run an action in a process, and stop it after some changes on the disk.

    Returns whether the process was stopped before the action ended.
    """
    child = os.fork()
    if child == 0:
        change_count = 0

        def stop(event, arguments):
            nonlocal change_count
            if is_writing(event, arguments):
                if change_count == after_changes:
                    os._exit(9)
                change_count += 1

        sys.addaudithook(stop)
        action()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


OLD = {"a": b"old a", "b": b"old b", "sub/c": b"old c"}
NEW = {"a": b"new a", "sub/c": b"new c", "sub/d": b"new d"}


def take_step(folder):
    """Replace a and sub/c, delete b and add sub/d."""
    changes = [Change(folder / "b", None)]
    changes += [Change(folder / name, data) for name, data in NEW.items()]
    with folders_held([change.path for change in changes]) as step:
        assert step.write(changes) is None


def with_old_files(folder):
    for name, data in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("next_run_in", ["", "sub"])
def test_the_next_run_settles_a_step_that_was_stopped_anywhere(tmp_path, next_run_in):
    contents_after_settling = []
    for change_count in range(60):
        folder = with_old_files(tmp_path / str(change_count))
        was_stopped = run_and_stop(
            lambda folder=folder: take_step(folder), after_changes=change_count
        )
        for name, data in contents(folder).items():
            if not name.rpartition("/")[2].startswith("."):
                assert data in {OLD.get(name), NEW.get(name)}
        settle(folder / next_run_in)
        # A folder that has no journal yet does not know of the step.
        settle(folder)
        settle(folder / "sub")
        contents_after_settling.append(contents(folder))
        if not was_stopped:
            break
    assert not was_stopped
    finished_count = contents_after_settling.count(NEW)
    taken_back_count = contents_after_settling.count(OLD)
    assert finished_count + taken_back_count == len(contents_after_settling)
    assert finished_count > 1
    assert taken_back_count > 1


@pytest.mark.slow
def test_a_stopped_step_is_settled_although_settling_is_stopped_too(tmp_path):
    for change_count in range(9, 22, 4):
        for settling_count in range(0, 6, 2):
            folder = with_old_files(tmp_path / f"{change_count}-{settling_count}")
            run_and_stop(
                lambda folder=folder: take_step(folder), after_changes=change_count
            )
            run_and_stop(
                lambda folder=folder: settle(folder), after_changes=settling_count
            )
            settle(folder)
            settle(folder / "sub")
            assert contents(folder) in (OLD, NEW)


def test_a_file_that_was_changed_after_the_kill_stays(tmp_path):
    for change_count in range(0, 60, 3):
        folder = with_old_files(tmp_path / str(change_count))
        was_stopped = run_and_stop(
            lambda folder=folder: take_step(folder), after_changes=change_count
        )
        (folder / "sub/c").write_bytes(b"mine")
        settle(folder)
        assert (folder / "sub/c").read_bytes() == b"mine"
        settle(folder / "sub")
        assert not [name for name in contents(folder) if ".liverdeck" in name]
        if not was_stopped:
            break


def test_files_with_names_like_temporary_files_are_not_deleted(tmp_path):
    other_files = [".a.tmp", ".a.12345678.tmp", ".a.12345678.old", ".b.deadbeef.tmp"]
    for name in other_files:
        (tmp_path / name).write_text("mine")
    with_old_files(tmp_path)
    run_and_stop(lambda: take_step(tmp_path), after_changes=9)
    settle(tmp_path)
    take_step(tmp_path)
    assert set(contents(tmp_path)) == {*NEW, *other_files}


@pytest.mark.slow
def test_after_an_error_the_old_files_come_back_even_after_a_kill(tmp_path):
    for change_count in range(0, 60, 2):
        folder = with_old_files(tmp_path / str(change_count))

        def take_failing_step(folder=folder):
            def fail(event, arguments):
                if event == "os.rename" and str(arguments[1]).endswith("/d"):
                    raise OSError(1, "Operation not permitted")

            sys.addaudithook(fail)
            take_step(folder)

        was_stopped = run_and_stop(
            without_traceback(take_failing_step), after_changes=change_count
        )
        settle(folder)
        settle(folder / "sub")
        assert contents(folder) in (OLD, NEW)
        if not was_stopped:
            assert contents(folder) == OLD
            break


def without_traceback(action):
    """Return a function that ends the process in silence if the action fails."""

    def run():
        try:
            action()
        except AssertionError:
            os._exit(0)

    return run


def test_a_journal_from_elsewhere_moves_no_file_outside_its_folder(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    folder = tmp_path / "deck"
    folder.mkdir()
    (home / "y.00000000.tmp").write_text("evil")
    evil_hash = short_hash(b"evil")
    for planned_file in (
        ["/../../home/y", "00000000", False, None, evil_hash],
        ["../home/.profile", "00000000", False, None, evil_hash],
        ["x", "0/../../home/y.00000000", False, None, evil_hash],
    ):
        data = {"liverdeck_step": 1, "id": "1", "files": [planned_file], "folders": []}
        text = json.dumps(data)
        (folder / JOURNAL_FILE).write_text(f"{text}\ncomplete\n")
        with pytest.raises(OSError, match="move it away"):
            settle(folder)
    assert contents(home) == {"y.00000000.tmp": b"evil"}


def test_a_file_with_the_name_of_a_journal_is_named_and_stays(tmp_path):
    (tmp_path / JOURNAL_FILE).write_text("my own steps\n")
    problem = write_together({tmp_path / "f": b"new"})
    assert f"{tmp_path / JOURNAL_FILE}:1:1: " in str(problem)
    assert "move it away" in str(problem)
    assert (tmp_path / JOURNAL_FILE).read_text() == "my own steps\n"


def test_a_folder_that_another_process_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_lock, "_ATTEMPTS", 2)
    held = try_lock(tmp_path / LOCK_FILE, is_exclusive=True)
    problem = write_together({tmp_path / "f": b"new"})
    assert "another LiverDeck writes to this folder" in str(problem)
    held.release()
    assert write_together({tmp_path / "f": b"new"}) is None
    assert contents(tmp_path) == {"f": b"new"}


def test_an_old_file_that_cannot_come_back_now_comes_back_at_the_next_run(tmp_path):
    with_old_files(tmp_path)

    def fail_twice():
        def fail(event, arguments):
            if event != "os.rename":
                return
            source, target, *_ = map(str, arguments)
            if source.endswith(".old") or target.endswith("/d"):
                raise OSError(1, "Operation not permitted")

        sys.addaudithook(fail)
        take_step(tmp_path)

    run_and_stop(without_traceback(fail_twice), after_changes=1000)
    assert contents(tmp_path)["a"] == b"new a"
    settle(tmp_path)
    assert contents(tmp_path) == OLD


def test_a_journal_that_another_process_begins_is_left_alone(tmp_path):
    """A stopped step in `sub` names a folder in which another process writes now."""
    with_old_files(tmp_path)
    for change_count in range(40):
        run_and_stop(lambda: take_step(tmp_path), after_changes=change_count)
        if (tmp_path / "sub" / JOURNAL_FILE).exists():
            break
    begun = '{"liverdeck_step": 1, "id"'
    (tmp_path / JOURNAL_FILE).write_text(begun)
    settle(tmp_path / "sub")
    assert (tmp_path / JOURNAL_FILE).read_text() == begun
    assert not (tmp_path / "sub" / JOURNAL_FILE).exists()


@pytest.mark.slow
def test_a_stopped_step_is_finished_even_if_its_folder_was_moved(tmp_path):
    folder, moved = with_old_files(tmp_path / "here"), tmp_path / "there"
    for change_count in range(40):
        run_and_stop(lambda: take_step(folder), after_changes=change_count)
        if (folder / "a").read_bytes() == NEW["a"]:
            break
    folder.rename(moved)
    settle(moved)
    assert (moved / "a").read_bytes() == NEW["a"]
    assert not (moved / "b").exists()
    assert not (moved / JOURNAL_FILE).exists()
