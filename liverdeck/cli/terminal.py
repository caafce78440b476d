"""Print texts safely in a terminal, and hold Ctrl-C back."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from liverdeck.cli.printing import echo, without_terminal_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

COLOUR_OF_OUTCOME = {
    "correct": "green",
    "wrong": "red",
    "retype": "yellow",
    "partial": "yellow",
}
"""Colour of a verdict, by the outcome."""
I_WAS_RIGHT = "r"
"""The input that overrules a verdict, in `study` and `quiz take`."""
MOST_TRIES = 3
"""An answer about which the checker is in doubt is typed at most this many times."""

LONGEST_LINE = 88
"""A line has at most this many characters, because longer lines are hard to read."""
_NARROWEST_COLUMNS = 20
"""Texts are wrapped to at least this width, even if the terminal has fewer columns."""


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while the block runs.

    If Ctrl-C was pressed, raise KeyboardInterrupt when the block ends. Does nothing if
    Ctrl-C has another handler, as in a nested block.

    Python may lose a Ctrl-C that comes while a module is imported.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    interrupts: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if interrupts:
        raise KeyboardInterrupt


def say(  # noqa: PLR0913  # a text and how it looks
    text: str,
    *,
    indent: int = 0,
    next_indent: int = 0,
    bold: bool | None = None,
    dim: bool | None = None,
    colour: str | None = None,
) -> None:
    """Print a text to standard output, wrapped to the width of the terminal.

    The first line is indented by `indent` columns, the others by `next_indent`.
    """
    import shutil  # takes 8 ms, and few commands wrap text

    terminal_columns = shutil.get_terminal_size().columns
    columns = max(_NARROWEST_COLUMNS, min(LONGEST_LINE, terminal_columns))
    wrapped = click.wrap_text(
        without_terminal_controls(text),
        columns,
        initial_indent=" " * indent,
        subsequent_indent=" " * next_indent,
    )
    echo(click.style(wrapped, bold=bold, dim=dim, fg=colour))


def in_italics(feedback: str, colour: str | None = None) -> str:
    """Return feedback with the text between asterisks in italics.

    If `colour` is given, the whole feedback has this colour.
    """
    texts = []
    for index, text in enumerate(feedback.split("*")):
        # The texts with an odd index were between two asterisks. For the other texts
        # `italic` is None: False would write a code that switches italics off.
        is_italic = True if index % 2 else None
        if text:
            texts.append(click.style(text, italic=is_italic, fg=colour))
    return "".join(texts)
