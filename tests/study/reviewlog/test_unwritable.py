"""A log in a place where nothing can be written is read all the same."""

import tempfile
from pathlib import Path

import pytest

from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.unwritable import opened_to_read
from tests.study.conftest import SCHEDULE, fresh_path

READ_AS_NOBODY = """
import os, shutil
from liverdeck.study.reviewlog.unwritable import opened_to_read

def close(folder, mode):
    for file in (folder, *folder.iterdir()):
        os.chown(file, 65534, 65534) if os.getuid() == 0 else None
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(mode)

kind = sys.argv[2]
migrations = schema.MIGRATIONS
if kind == "older":
    storage.connect(path, migrations[:2]).close()
else:
    log = ReviewLog(path, SCHEDULE)
    log.add(review("first"), log.state_of("heart/rate"))
    if kind == "with write-ahead log":
        copy = path.parent / "kept"
        for file in list(path.parent.glob("log.sqlite3*")):
            shutil.copyfile(file, f"{file}.kept")
    log.close()
    if kind == "with write-ahead log":
        for file in list(path.parent.glob("*.kept")):
            if not file.name.endswith("shm.kept"):
                file.rename(file.with_suffix(""))
            else:
                file.unlink()
    if kind == "with older rules":
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE notes_to_self SET value = 'x'")
            connection.execute("UPDATE cards SET due_day = 5")
        connection.close()
close(path.parent, 0o555)
names = sorted(file.name for file in path.parent.iterdir())
os.seteuid(65534) if os.getuid() == 0 else None
try:
    with opened_to_read(path, SCHEDULE) as reader:
        say([entry.id for entry in reader.entries()])
        say([state.progress.due_day for state in reader.states("heart").values()])
finally:
    os.seteuid(0) if os.getuid() == 0 else None
    path.parent.chmod(0o755)
assert names == sorted(file.name for file in path.parent.iterdir()), "was written"
"""


@pytest.fixture
def public_folder():
    """Return a folder that every user can reach; only its owner can reach pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(folder, "home")
        home.mkdir()
        yield home


@pytest.mark.parametrize(
    ("kind", "ids", "days"),
    [
        ("as it is", "['first']", "[19680]"),
        ("with write-ahead log", "['first']", "[19680]"),
        ("with older rules", "['first']", "[19680]"),
        ("older", "[]", "[]"),
    ],
)
def test_a_read_only_folder_is_read(run, public_folder, kind, ids, days):
    lines = run(READ_AS_NOBODY, public_folder / "log.sqlite3", kind)
    assert lines == [ids, days]


def test_a_damaged_log_is_refused_when_it_is_read_too(log_path):
    log_path.parent.mkdir()
    log_path.write_bytes(b"no database " * 999)
    with pytest.raises(LogError), opened_to_read(log_path, SCHEDULE):
        pass


def test_a_log_that_is_not_there_is_not_hidden():
    path = fresh_path()
    path.parent.mkdir(parents=True)
    path.mkdir()
    with pytest.raises(LogError), opened_to_read(path, SCHEDULE):
        pass
