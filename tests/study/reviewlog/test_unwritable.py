"""A log in a folder that cannot be written can be read all the same."""

import tempfile
from pathlib import Path

import pytest

from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.unwritable import opened_to_read
from tests.study.conftest import SCHEDULE, fresh_path

READ_AS_NOBODY = """
import os, shutil
from liverdeck.study.reviewlog.unwritable import opened_to_read

NOBODY = 65534
is_root = os.getuid() == 0

def make_read_only(folder):
    for file in (folder, *folder.iterdir()):
        if is_root:
            os.chown(file, NOBODY, NOBODY)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)

state = sys.argv[2]
if state == "of an older schema":
    storage.connect(path, schema.MIGRATIONS[:2]).close()
else:
    log = ReviewLog(path, SCHEDULE)
    log.add(review("first"), log.state_of("heart/rate"))
    if state == "with write-ahead log":
        for file in list(path.parent.glob("log.sqlite3*")):
            shutil.copyfile(file, f"{file}.kept")
    log.close()
    if state == "with write-ahead log":
        for file in list(path.parent.glob("*.kept")):
            if file.name.endswith("shm.kept"):
                file.unlink()
            else:
                file.rename(file.with_suffix(""))
    if state == "with older rules":
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE notes_to_self SET value = 'x'")
            connection.execute("UPDATE cards SET due_day = 5")
        connection.close()
make_read_only(path.parent)
names = sorted(file.name for file in path.parent.iterdir())
if is_root:
    os.seteuid(NOBODY)
try:
    with opened_to_read(path, SCHEDULE) as reader:
        say([entry.id for entry in reader.entries()])
        say([state.progress.due_day for state in reader.states("heart").values()])
finally:
    if is_root:
        os.seteuid(0)
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
    ("state", "ids", "due_days"),
    [
        ("closed", "['first']", "[19680]"),
        ("with write-ahead log", "['first']", "[19680]"),
        ("with older rules", "['first']", "[19680]"),
        ("of an older schema", "[]", "[]"),
    ],
)
def test_a_log_in_a_read_only_folder_is_read(run, public_folder, state, ids, due_days):
    lines = run(READ_AS_NOBODY, public_folder / "log.sqlite3", state)
    assert lines == [ids, due_days]


def test_a_damaged_log_is_refused_when_it_is_read_too(log_path):
    log_path.parent.mkdir()
    log_path.write_bytes(b"no database " * 999)
    with pytest.raises(LogError), opened_to_read(log_path, SCHEDULE):
        pass


def test_a_folder_in_place_of_the_log_is_refused():
    path = fresh_path()
    path.parent.mkdir(parents=True)
    path.mkdir()
    with pytest.raises(LogError), opened_to_read(path, SCHEDULE):
        pass
