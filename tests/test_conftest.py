"""Where the tests keep their files: in memory, unless the user says where."""

import os
from types import SimpleNamespace

import pytest

from tests import conftest
from tools.test_times import seconds_by_file

PLACE = "PYTEST_DEBUG_TEMPROOT"


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Return a function that starts a run, and gives the place it chose or None."""
    monkeypatch.setattr(conftest, "RAM_DISK", tmp_path)
    monkeypatch.setenv(PLACE, "")
    monkeypatch.delenv(PLACE)

    def run(*, basetemp=None, needed=1):
        monkeypatch.setattr(conftest, "ENOUGH_BYTES", needed)
        option = SimpleNamespace(basetemp=basetemp)
        conftest.pytest_configure(SimpleNamespace(option=option))
        return os.environ.get(PLACE)

    return run


def test_files_are_kept_in_memory_where_it_has_room(configured, tmp_path):
    assert configured() == str(tmp_path)


def test_a_full_memory_is_left_alone(configured):
    assert configured(needed=2**63) is None


def test_a_machine_without_such_a_disk_uses_the_usual_place(
    configured, monkeypatch, tmp_path
):
    monkeypatch.setattr(conftest, "RAM_DISK", tmp_path / "none")
    assert configured() is None


def test_a_place_that_the_user_names_wins(configured, monkeypatch):
    assert configured(basetemp="elsewhere") is None
    monkeypatch.setenv(PLACE, "mine")
    assert configured() == "mine"


def test_the_time_of_a_file_is_that_of_its_tests():
    properties = [("a.py::one", 1.5), ("a.py::two[x]", 0.5), ("b.py::one", 1.0)]
    reports = [
        SimpleNamespace(nodeid=name, user_properties=[("cpu seconds", seconds)])
        for name, seconds in properties
    ]
    assert seconds_by_file(reports).most_common() == [("a.py", 2.0), ("b.py", 1.0)]
