"""Run the tests as users will: other Pythons, other versions, and Anki's next release.

    python -m tools.matrix [JOB ...]

Run it from the root of the checkout; without a JOB it runs them all. uv makes a virtual
environment for each job. If uv cannot get the Python of a job, the job is skipped, with
a message. The exit code is 1 if a job failed, 2 for an unknown job.

`lowest` has the oldest Python, and the lowest version of each package that
`pyproject.toml` allows. It is a part of `.ci/run`. The other jobs have the newest
versions, which change while our code does not, so they never decide on a submission.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""The Pythons that we support, the oldest first."""
USERS = ".[pdf,docx,colpkg]"
"""What users install, with all extras."""
FAST_TOOLS = (
    "babel",
    "fsrs",
    "hypothesis",
    "markdown-it-py",
    "pypdf",
    "pytest-xdist",
)
"""What the fast tests import. Other test tools need newer packages than `lowest`."""
_PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
FAST = ("-m", "not slow", "--ignore", "tests/real")
OF_OUR_CODE = ("tests/test_architecture.py", "tests/test_types.py")
"""Tests of how our code is written, which no version of a package changes."""


@dataclass(frozen=True)
class Job:
    """An environment and the tests that run in it."""

    python: str
    """Version of Python."""
    install: tuple[str, ...]
    """Arguments of `uv pip install`."""
    tests: tuple[str, ...]
    """Arguments of pytest."""
    lowest: bool = False
    """Whether packages of users get the lowest version, not the newest."""


def requirements_of(names: tuple[str, ...]) -> list[str]:
    """Return what `[test]` in pyproject.toml says of packages: "fsrs>=6.3.2,<7"."""
    project = tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))["project"]
    requirements = {
        re.split(r"[^\w-]", requirement)[0]: requirement
        for requirement in project["optional-dependencies"]["test"]
    }
    return [requirements[name] for name in names]


JOBS = {
    "lowest": Job(
        PYTHONS[0],
        ("-e", USERS, *requirements_of(FAST_TOOLS)),
        (*FAST, *(f"--ignore={path}" for path in OF_OUR_CODE)),
        lowest=True,
    ),
    **{
        f"python{version}": Job(version, ("-e", ".[test]"), FAST) for version in PYTHONS
    },
    # A pre-release in a requirement lets uv take one, of this package alone.
    "anki": Job("3.13", ("-e", ".[test]", "anki>=25.2rc1"), ("tests/real",)),
}


def main(names: list[str]) -> int:
    """Run the named jobs, or all, and return the exit code."""
    unknown = [name for name in names if name not in JOBS]
    if unknown:
        print(f"no job {', '.join(unknown)}; there are {', '.join(JOBS)}")
        return 2
    results = {name: _run(name, JOBS[name]) for name in names or JOBS}
    for name, result in results.items():
        print(f"{name}: {result}")
    return 1 if "failed" in results.values() else 0


def _run(name: str, job: Job) -> str:
    """Return `passed`, `failed`, or why the job was skipped."""
    print(f"== {name}: Python {job.python}, pytest {' '.join(job.tests)}", flush=True)
    with TemporaryDirectory() as folder:
        environment = Path(folder) / "environment"
        if not _uv("venv", "--quiet", "--python", job.python, environment):
            return f"skipped, because uv cannot get Python {job.python}"
        install: list[str | Path] = [*job.install]
        if job.lowest:
            lowest = Path(folder) / "lowest.txt"
            install += ["--constraint", lowest]
            if not _write_lowest_versions(lowest, job.python):
                return "failed"
        python = environment / "bin" / "python"
        if not _uv("pip", "install", "--quiet", "--python", python, *install):
            return "failed"
        _uv("pip", "freeze", "--quiet", "--python", python)
        return "passed" if _tests_pass(environment, job.tests) else "failed"


def _write_lowest_versions(path: Path, python: str) -> bool:
    """Write the lowest version that we allow of each package that users install."""
    extras = USERS.strip(".[]").split(",")
    options = [f"--python-version={python}", "--resolution=lowest-direct"]
    options += [f"--extra={extra}" for extra in extras]
    compile_command = ("pip", "compile", "--quiet", "--output-file", path)
    return _uv(*compile_command, *options, "pyproject.toml")


def _uv(*arguments: str | Path) -> bool:
    """Run uv, which prints what goes wrong. Return whether it succeeded."""
    command = ["uv", *map(str, arguments)]
    process = subprocess.run(command, stdout=sys.stderr, check=False)  # noqa: S603
    return process.returncode == 0


def _tests_pass(environment: Path, tests: tuple[str, ...]) -> bool:
    variables = {key: text for key, text in os.environ.items() if key != "PYTHONPATH"}
    path = f"{environment / 'bin'}{os.pathsep}{variables['PATH']}"
    command = ["pytest", "-q", "-n", "auto", *tests]
    process = subprocess.run(  # noqa: S603
        [environment / "bin" / "python", "-m", *command],
        env=variables | {"VIRTUAL_ENV": str(environment), "PATH": path},
        check=False,
    )
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
