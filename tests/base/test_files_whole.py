import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.base.together import write_together, write_whole


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_a_file_has_the_last_bytes_written_and_no_other_file_remains(
    tmp_path, first, second
):
    for data in (first, second):
        assert write_whole(tmp_path / "f", data) is None
        assert (tmp_path / "f").read_bytes() == data
    assert names_in(tmp_path) == ["f"]


def test_a_folder_is_not_replaced_by_a_file(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "kept").write_bytes(b"old")
    problem = write_whole(tmp_path / "folder", b"new")
    assert str(problem).startswith(f"{tmp_path / 'folder'}:1:1: cannot be written: ")
    assert problem.fix
    assert names_in(tmp_path) == ["folder"]
    assert (tmp_path / "folder" / "kept").read_bytes() == b"old"


@pytest.mark.parametrize("inside", ["f", "sub/f", "sub/sub/f"])
def test_a_file_is_not_replaced_by_a_folder(tmp_path, inside):
    (tmp_path / "file").write_bytes(b"old")
    assert "cannot be written: " in str(write_whole(tmp_path / "file" / inside, b"new"))
    assert names_in(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_after_any_interruption_only_the_old_file_is_there(
    tmp_path, monkeypatch, step, error
):
    (tmp_path / "f").write_bytes(b"old")

    def interrupted(*_):
        raise error

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", interrupted)
    else:
        monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(error):
        write_whole(tmp_path / "f", b"new")
    assert names_in(tmp_path) == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"


def test_after_a_disk_error_only_the_old_file_is_there(tmp_path, monkeypatch):
    (tmp_path / "f").write_bytes(b"old")

    def failing(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    problem = write_whole(tmp_path / "f", b"new")
    assert str(problem).startswith(
        f"{tmp_path / 'f'}:1:1: cannot be written: Input/output error; "
    )
    assert names_in(tmp_path) == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"


def test_a_new_file_that_cannot_be_written_is_not_there(tmp_path, monkeypatch):
    def failing(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    assert "No space left on device" in str(write_whole(tmp_path / "f", b"new"))
    assert names_in(tmp_path) == []


def test_no_file_changes_when_one_of_them_cannot_be_written(tmp_path):
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "blocked").write_bytes(b"a file, not a folder")
    problem = write_together(
        {tmp_path / "one": b"new", tmp_path / "blocked" / "two": b"new"}
    )
    assert str(problem).startswith(
        f"{tmp_path / 'blocked' / 'two'}:1:1: cannot be written: "
    )
    assert names_in(tmp_path) == ["blocked", "one"]
    assert (tmp_path / "one").read_bytes() == b"old"
    assert (
        write_together({tmp_path / "one": b"new", tmp_path / "sub" / "two": b"more"})
        is None
    )
    assert (tmp_path / "one").read_bytes() == b"new"
    assert (tmp_path / "sub" / "two").read_bytes() == b"more"


def test_no_file_changes_when_one_of_them_cannot_be_replaced(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).write_bytes(b"old")
    replace = Path.replace

    def refuse(self, target):
        if Path(target).name == "two" and self.suffix == ".tmp":
            raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    problem = write_together({tmp_path / "one": b"new", tmp_path / "two": b"new"})
    assert "two:1:1: cannot be written: Operation not permitted" in str(problem)
    assert {name: (tmp_path / name).read_bytes() for name in names_in(tmp_path)} == {
        "one": b"old",
        "two": b"old",
    }


def test_new_files_and_folders_are_removed_when_one_file_fails(tmp_path, monkeypatch):
    (tmp_path / "one").write_bytes(b"old")
    replace = Path.replace

    def refuse(self, target):
        if Path(target).name == "last":
            raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    files = {
        tmp_path / name: b"new" for name in ("one", "two", "sub/deep/three", "last")
    }
    assert "last:1:1: cannot be written: Operation not permitted" in str(
        write_together(files)
    )
    assert names_in(tmp_path) == ["one"]
    assert (tmp_path / "one").read_bytes() == b"old"


def test_files_are_replaced_on_a_disk_without_links(tmp_path, monkeypatch):
    def no_links(*_, **__):  # as exFAT does, on most memory sticks
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    for content in (b"first", b"second"):
        assert (
            write_together({tmp_path / "one": content, tmp_path / "two": content})
            is None
        )
    assert {name: (tmp_path / name).read_bytes() for name in names_in(tmp_path)} == {
        "one": b"second",
        "two": b"second",
    }
