"""The output formats by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
"""The names of the formats. The module of the same name in this package writes one."""


def write_format(name: str, job: QuizJob) -> dict[str, bytes]:
    """Return the files of an output format: the content of each file by its name.

    Only the module of this format is imported. Raises ValueError for a name that is not
    in `FORMATS`, ModuleNotFoundError if an extra is not installed (pdf, docx), and
    UnwritableError if the format cannot show the paper.
    """
    if name not in FORMATS:
        raise ValueError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    module = import_module(f"liverdeck.quiz.formats.{name}")
    write: Callable[[QuizJob], dict[str, bytes]] = module.write
    return write(job)
