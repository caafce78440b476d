"""Files and names of the code that a page or a comment names are there."""

import re
from functools import cache

import pytest

FOLDERS = ("liverdeck", "tests", "tools", "benchmarks", "docs")
NAME = r"[\w./-]*\w"
IN_THE_CHECKOUT = re.compile(rf"(?<![\w./-])((?:{'|'.join(FOLDERS)})/{NAME})")
IN_THE_PACKAGE = re.compile(rf"`([a-z]+/{NAME})`")
"""A module as pages name it, such as `base/outputs`."""
BESIDE = re.compile(r"(?<![\w./-])(\w+\.(?:py|js|css|typ))(?![\w.])")
"""A module as comments name it, such as grading.py."""
IN_THE_CODE = re.compile(r"`(\w+(?:\.\w+)*)(?:\([^`]*\))?`")
"""A name of the code as pages name it, such as `Note.is_unchanged`."""
ENDINGS = set("_ms _seconds _minutes _days _mm _day".split())
"""Ends of names, which docs/words.md explains."""
MADE_LATER = ("liverdeck/bundled", "tools/bin")
"""Folders of the wheel, and of an environment."""


@cache
def texts_in(repository):
    """Return the texts of the pages and of the code by their paths."""
    paths = [*repository.glob("*.md"), *repository.glob("docs/*.md")]
    paths += [repository / name for name in ("pyproject.toml", "justfile", ".ci/run")]
    paths += sorted((repository / "liverdeck").rglob("*.py"))
    return {path: path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def texts(repository):
    return texts_in(repository)


def is_there(path):
    return path.exists() or path.with_name(f"{path.name}.py").exists()


def test_every_path_in_the_checkout_is_there(repository, texts):
    assert [
        (path.name, name)
        for path, text in texts.items()
        for name in IN_THE_CHECKOUT.findall(text)
        if not is_there(repository / name)
        and not re.search("NAME|SUBJECT|ID", name)  # for an author to fill in
        and not name.startswith(MADE_LATER)
    ] == []


def test_every_module_of_the_package_is_there(repository, texts):
    packages = {path.name for path in (repository / "liverdeck").iterdir()}
    assert [
        (path.name, name)
        for path, text in texts.items()
        for name in IN_THE_PACKAGE.findall(text)
        if name.partition("/")[0] in packages
        and not is_there(repository / "liverdeck" / name)
    ] == []


def test_every_module_in_a_comment_is_there(repository, texts):
    there = {path.name for path in (repository / "liverdeck").rglob("*.*")}
    assert [
        (path.name, name)
        for path, text in texts.items()
        if path.is_relative_to(repository / "liverdeck")
        for name in BESIDE.findall(text)
        if name not in there
    ] == []


def test_every_name_of_the_code_in_a_page_is_there(repository, texts):
    modules = [
        path
        for folder in FOLDERS
        for path in (repository / folder).rglob("*")
        if path.suffix in {".py", ".js", ".j2"}
    ]
    code = " ".join(path.read_text(encoding="utf-8") for path in modules)
    there = {*re.findall(r"\w+", code), *ENDINGS, *(path.stem for path in modules)}
    assert [
        (path.name, name)
        for path, text in texts.items()
        if path.suffix == ".md" and path.name != "CHANGELOG.md"
        for name in IN_THE_CODE.findall(text)
        if "_" in name or "." in name or re.search("[a-z][A-Z]", name)
        if name.rpartition(".")[2] not in there
    ] == []
