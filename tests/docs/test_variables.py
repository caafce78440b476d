"""The variables of the environment that a page or CI names are those of the code.

A name that nothing reads would be ignored in silence: CI would skip tests whose
program is missing.
"""

import re

import pytest

NAME = re.compile(r"LIVERDECK_[A-Z_]+")
READERS_BY_FILE = {
    "docs/*.md": ("liverdeck",),
    "README.md": ("liverdeck",),
    "CONTRIBUTING.md": ("liverdeck", "tests"),
    ".ci/run": ("tests",),
}


@pytest.mark.parametrize("pattern", READERS_BY_FILE)
def test_a_variable_that_a_page_names_is_read(repository, pattern):
    named = names_in(repository.glob(pattern))
    for folder in READERS_BY_FILE[pattern]:
        named -= names_in((repository / folder).rglob("*.py"))
    assert named == set()


def names_in(files):
    texts = [file.read_text(encoding="utf-8") for file in files]
    return set(NAME.findall("\n".join(texts)))
