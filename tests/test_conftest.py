"""Where the tests keep their files: in memory, unless the user names a folder."""

import os
from types import SimpleNamespace

import pytest

from tests import conftest
from tools.test_times import seconds_by_file

FOLDER_VARIABLE = "PYTEST_DEBUG_TEMPROOT"


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Return a function that begins a test run and returns its folder, or None."""
    monkeypatch.setattr(conftest, "RAM_DISK", tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    monkeypatch.delenv(FOLDER_VARIABLE)

    def run(*, basetemp=None, needed=1):
        monkeypatch.setattr(conftest, "ENOUGH_BYTES", needed)
        option = SimpleNamespace(basetemp=basetemp)
        conftest.pytest_configure(SimpleNamespace(option=option))
        return os.environ.get(FOLDER_VARIABLE)

    return run


def test_files_of_tests_are_in_memory_if_there_is_room(configured, tmp_path):
    assert configured() == str(tmp_path)


def test_a_full_ram_disk_is_not_used(configured):
    assert configured(needed=2**63) is None


def test_a_machine_without_a_ram_disk_uses_the_usual_folder(
    configured, monkeypatch, tmp_path
):
    monkeypatch.setattr(conftest, "RAM_DISK", tmp_path / "none")
    assert configured() is None


def test_a_folder_that_the_user_names_is_used(configured, monkeypatch):
    assert configured(basetemp="elsewhere") is None
    monkeypatch.setenv(FOLDER_VARIABLE, "mine")
    assert configured() == "mine"


def test_the_time_of_a_file_is_the_sum_of_its_tests():
    properties = [("a.py::one", 1.5), ("a.py::two[x]", 0.5), ("b.py::one", 1.0)]
    reports = [
        SimpleNamespace(nodeid=name, user_properties=[("cpu seconds", seconds)])
        for name, seconds in properties
    ]
    assert seconds_by_file(reports).most_common() == [("a.py", 2.0), ("b.py", 1.0)]
