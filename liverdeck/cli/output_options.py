"""The option --force, and a function that writes files or refuses to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.outputs import write_outputs
from liverdeck.cli.report import exit_on_content_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.base.output_guards import Output

force_option = click.option(
    "--force",
    is_flag=True,
    help="Replace a file that LiverDeck did not write, or that was changed since.",
)


def write_or_refuse(
    outputs: Sequence[Output],
    *,
    deck_id: str,
    inputs: Iterable[Path] = (),
    force: bool,
    says_nothing_was_written: bool = True,
) -> None:
    """Write all outputs in one step, or print why not and exit with 1."""
    with exit_on_content_error(says_nothing_was_written=says_nothing_was_written):
        write_outputs(outputs, deck_id=deck_id, inputs=inputs, force=force)
