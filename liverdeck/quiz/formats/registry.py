"""The output formats by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from liverdeck.quiz.formats.job import QuizJob

FORMATS = (
    "moodle",
    "gift",
    "qti",
    "html",
    "print",
    "pdf",
    "docx",
    "json",
    "markdown",
    "csv",
    "anki",
)
"""The names of the formats.

Each is written by the module of that name in this package.
"""
MODULE_OF_EXTRA = {"pdf": "typst", "docx": "docx"}
"""For each format that needs an extra, the Python module that the extra installs.

An extra is an optional part of the installation: `pip install 'liverdeck[pdf]'`. It has
the name of its format.
"""


def files_of_format(name: str, job: QuizJob) -> dict[str, bytes]:
    """Return the files of an output format: the content of each file by its name.

    The paper is written as it is, with all its flaws; `make_quiz` and `write_format`
    check it first. Only the module of this format is imported.

    Raises ValueError for a name that is not in `FORMATS`, ModuleNotFoundError if an
    extra is not installed (pdf, docx), and UnwritableError if the format cannot show
    the paper.
    """
    if name not in FORMATS:
        raise ValueError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    module = import_module(f"liverdeck.quiz.formats.{name}")
    files_of: Callable[[QuizJob], dict[str, bytes]] = module.files_of
    return files_of(job)


def missing_extras(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the formats that need an extra which is not installed."""
    return tuple(
        name
        for name in names
        if name in MODULE_OF_EXTRA and not _can_import(MODULE_OF_EXTRA[name])
    )


def _can_import(module: str) -> bool:
    try:
        import_module(module)
    except ModuleNotFoundError:
        return False
    return True
