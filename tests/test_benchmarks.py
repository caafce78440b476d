"""The benchmarks say what they can do before they take minutes."""

import subprocess
import sys


def test_help_is_shown_and_nothing_is_timed(repository):
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("usage: ")
    assert "--quick" in run.stdout
