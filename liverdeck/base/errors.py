"""The errors that public functions raise.

    LiverdeckError
    ├── ContentError              what was given is wrong: files, a deck, a request
    ├── UnwritableError           an output format cannot show a paper
    ├── LogError                  the review log cannot be used
    └── AnsweredElsewhereError    another session answered the card: show the next one

The attribute `problems` of an error says what is wrong, and how to fix it. Only an
AnsweredElsewhereError has no problems. A mistake of the calling program is a
ValueError, a TypeError or a ModuleNotFoundError, as usual in Python: change the call,
or install what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.base.problems import Problem


class LiverdeckError(Exception):
    """The base class of LiverDeck's own errors, which the module docstring lists."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        """Take the problems to show to a user. Their lines are the error's message."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class ContentError(LiverdeckError):
    """A file, a deck or a request has errors, so nothing could be read or made."""
