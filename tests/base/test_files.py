import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from liverdeck.base.files import unreadable_problem
from tests.base.together import write_whole


def test_a_file_is_written_with_its_folders(tmp_path):
    assert write_whole(tmp_path / "a" / "b" / "c.txt", b"new") is None
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"new"


def test_a_written_file_has_the_usual_permissions(tmp_path):
    (tmp_path / "usual").write_bytes(b"")
    write_whole(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("name", ["folder", "file/inside.txt"])
def test_a_path_that_cannot_be_written_is_a_problem(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    problem = write_whole(tmp_path / name, b"new")
    assert "cannot be written" in str(problem)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_after_ctrl_c_only_the_old_file_is_there(tmp_path, monkeypatch):
    (tmp_path / "f").write_bytes(b"old")

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "f", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("f", b"old")
    ]


def test_on_a_full_disk_only_the_old_file_is_there(tmp_path):
    (tmp_path / "f").write_bytes(b"old")
    script = (
        "import pathlib; from liverdeck.base.running_step import Change; "
        "from liverdeck.base.writing import folders_held; path = pathlib.Path('f')\n"
        "with folders_held([path]) as step: "
        "print(step.write([Change(path, b'x' * 100_000)]))"
    )

    def limit_file_size():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    process = subprocess.run(
        [sys.executable, "-B", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=limit_file_size,  # safe: there are no threads here
    )
    assert (
        "f:1:1: cannot be written: File too large; nothing was changed"
        in process.stdout
    )
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("f", b"old")
    ]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (OSError("the volume is gone"), "the volume is gone"),
    ],
)
def test_the_problem_of_an_unreadable_file_gives_the_reason(error, message):
    assert str(unreadable_problem(Path("f"), error)) == (
        f"f:1:1: cannot be read: {message}; check its name and its permissions"
    )
