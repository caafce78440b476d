"""Every block of shell and Python in the README and in docs/ runs as the page says.

The blocks of a page run from top to bottom, as a reader would type them: in one folder,
with one Python session. The folder is like a checkout: the bundled deck is in
cards/liver-metastasis.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import need_program
from tests.docs.blocks import (
    PAGES,
    PYTHON,
    SHELL,
    blocks_of,
    may_have_program,
    name_of,
    programs,
)

MOST_NOT_RUN = 5
PAGES_WITH_PROGRAMS = [
    page for page in PAGES if may_have_program(page.read_text(encoding="utf-8"))
]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES_WITH_PROGRAMS, ids=name_of)
def test_the_blocks_of_a_page_run(page, tmp_path, repository, monkeypatch):
    folder = tmp_path / "checkout"
    shutil.copytree(repository / "cards", folder / "cards")
    reader = Reader(folder, monkeypatch)
    for block in blocks_of(page):
        reader.read(block)


class Reader:
    """A reader who does what the page says, block by block."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.python_names = {"__name__": "__main__"}
        self.printed = ""
        self.bash = need_program("bash", "the examples are for it")
        learner_folder = folder.parent / "learner"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        cache = os.environ["LIVERDECK_CACHE"]
        for name in os.environ:
            if name == "SOURCE_DATE_EPOCH" or name.startswith("LIVERDECK_"):
                monkeypatch.delenv(name)
        for name, value in {
            "PATH": path,
            "LIVERDECK_HOME": str(learner_folder),
            "LIVERDECK_CACHE": cache,
            "TZ": "UTC",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)

    def read(self, block):
        if block.comment == "not run":
            return
        if block.comment == "file":
            path = Path(block.value)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.code, encoding="utf-8")
        elif block.comment == "output":
            assert matches(block.code, self.printed), (
                f"{block}: expected\n{block.code}\nprinted\n{self.printed}"
            )
        elif block.language in SHELL:
            self.run_shell(block)
        elif block.language in PYTHON:
            self.run_python(block)

    def run_shell(self, block):
        folder_file = self.folder.parent / "folder"
        script = f"trap 'pwd >{folder_file}' EXIT\n{block.code}"
        run = subprocess.run(
            [self.bash, "-euo", "pipefail", "-c", script],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        expected_code = int(block.value) if block.comment == "exit code" else 0
        assert run.returncode == expected_code, (
            f"{block}: exit code {run.returncode}\n{run.stdout}"
        )
        self.printed = run.stdout
        # A `cd` also holds for the blocks after it.
        self.monkeypatch.chdir(folder_file.read_text().strip())

    def run_python(self, block):
        code = compile(
            block.code_with_line_numbers, block.page, "exec", dont_inherit=True
        )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, self.python_names)  # noqa: S102  # our own documents
        self.printed = printed.getvalue()


def matches(expected, printed):
    """Whether a text is as expected. In `expected`, `...` stands for any text."""
    literal_texts = without_line_ends(expected).split("...")
    pattern = ".*?".join(re.escape(text) for text in literal_texts)
    return re.fullmatch(pattern, without_line_ends(printed), re.DOTALL) is not None


def without_line_ends(text):
    """Return a text without spaces at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_blocks_use_the_cache_of_the_tests(tmp_path, monkeypatch):
    own = os.environ["LIVERDECK_CACHE"]
    monkeypatch.setenv("LIVERDECK_EDITOR", "of the user")
    Reader(tmp_path, monkeypatch)
    assert os.environ["LIVERDECK_CACHE"] == own
    assert "LIVERDECK_EDITOR" not in os.environ


@pytest.mark.parametrize(
    "text", ["<!-- ouput -->\n```text\na\n```\n", "<!-- output -->\n\nNo block.\n"]
)
def test_a_comment_without_effect_is_refused(text, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.docs.blocks.REPOSITORY", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(ValueError, match=r"page\.md:\d+: "):
        blocks_of(page)


def test_few_blocks_are_not_run_and_each_has_its_reason():
    not_run = [block for block in programs() if block.comment == "not run"]
    assert all(block.value for block in not_run)
    assert len(not_run) <= MOST_NOT_RUN, [str(block) for block in not_run]


@pytest.mark.slow
def test_python_blocks_have_no_type_errors(mypy, tmp_path, repository):
    for page in PAGES:
        blocks = [
            block
            for block in blocks_of(page)
            if block.is_program and block.language in PYTHON
        ]
        code = ""
        for block in blocks:
            code += block.code_with_line_numbers[code.count("\n") :]
        if code:
            file_name = name_of(page).replace("/", "_").replace("-", "_")
            (tmp_path / f"{file_name}.py").write_text(code, encoding="utf-8")
    files = sorted(tmp_path.glob("*.py"))
    run = mypy("--strict", "--no-error-summary", *files, cwd=repository)
    assert files
    assert run.stdout + run.stderr == ""


@pytest.mark.parametrize(
    ("expected", "printed", "is_match"),
    [
        ("a\nb\n", "a\nb", True),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a ... c", "a b c", True),
        ("a", "a\nb", False),
        ("a ... c", "a b d", False),
    ],
)
def test_an_output_is_compared_as_a_whole(expected, printed, is_match):
    assert matches(expected, printed) is is_match
