"""A few kills of commands that write; tests/kills.py makes any number of kills."""

import subprocess
import sys

import pytest

from tests.kills import REPOSITORY


@pytest.mark.slow
def test_after_a_kill_all_files_are_old_or_new_and_nothing_is_left():
    script = [sys.executable, "tests/kills.py", "6", "1", "8"]
    process = subprocess.run(
        script, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr
