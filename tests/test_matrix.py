"""The matrix of versions is the same in pyproject.toml, the tool and the workflow."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from tools.matrix import FAST_TOOLS, PYTHONS, USERS, requirements_of


@pytest.fixture
def jobs(repository):
    """Return the names of all jobs, which the message about an unknown job lists."""
    run = subprocess.run(
        [sys.executable, "-m", "tools.matrix", "no-such-job"],
        check=False,
        capture_output=True,
        text=True,
        cwd=repository,
    )
    assert run.returncode == 2
    return run.stdout.strip().partition("there are ")[2].split(", ")


def test_the_workflow_runs_every_job(repository, jobs):
    text = (repository / ".github/workflows/matrix.yml").read_text(encoding="utf-8")
    matrix = yaml.safe_load(text)["jobs"]["matrix"]["strategy"]["matrix"]
    assert matrix["job"] == jobs


def test_the_workflow_runs_other_tools_as_the_page_says(repository):
    page = (repository / "docs/performance.md").read_text(encoding="utf-8")
    (block,) = re.findall("```sh\n(.*?)\n```", page, re.DOTALL)
    text = (repository / ".github/workflows/matrix.yml").read_text(encoding="utf-8")
    *_, last = yaml.safe_load(text)["jobs"]["tools"]["steps"]
    # It has fewer facts.
    assert re.fullmatch(rf"{re.escape(block)} \d+", last["run"].strip())


def test_the_versions_of_tools_are_those_of_the_project():
    fsrs, babel = requirements_of(("fsrs", "babel"))
    assert re.fullmatch(r"fsrs>=6[.\d]*,<7", fsrs)
    assert babel.startswith("babel>=")
    assert len(requirements_of(FAST_TOOLS)) == len(FAST_TOOLS)


def test_the_oldest_python_is_the_one_that_pip_demands(repository, jobs):
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    oldest = tomllib.loads(text)["project"]["requires-python"]
    pythons = [name for name in jobs if re.fullmatch(r"python3\.\d+", name)]
    assert pythons[0] == oldest.replace(">=", "python")


def test_the_package_names_the_pythons_that_are_tested(repository):
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    classifiers = tomllib.loads(text)["project"]["classifiers"]
    start = "Programming Language :: Python :: 3."
    named = [name for name in classifiers if name.startswith(start)]
    assert named == [f"Programming Language :: Python :: {name}" for name in PYTHONS]


@pytest.mark.parametrize("page", ["README.md", "docs/first-deck.md"])
def test_a_page_names_the_oldest_python(repository, page):
    text = (repository / page).read_text(encoding="utf-8")
    assert f"{PYTHONS[0]} or later" in " ".join(text.split())


def test_the_extras_of_users_are_the_same_for_all_tests(repository):
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    extras = tomllib.loads(text)["project"]["optional-dependencies"]
    for_users = sorted(extras.keys() - {"docs", "test", "dev"})
    assert f"liverdeck[{','.join(for_users)}]" in extras["test"]
    assert sorted(USERS.removeprefix(".[").removesuffix("]").split(",")) == for_users
