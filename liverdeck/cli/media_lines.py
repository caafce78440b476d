"""Name pictures and sounds in a terminal, and open them in another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from liverdeck.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.media import Image, Media, Sound


def media_lines(media: Media, words: Words) -> Iterator[str]:
    """Yield a line for each picture and sound: its description, file and credit."""
    for image in media.images:
        yield words.text(
            "[Picture: {alt} ({file}){credit}]",
            alt=image.alt,
            file=image.file,
            credit=_credit(image),
        )
    for sound in media.sounds:
        yield words.text(
            "[Sound: {file}{credit}]", file=sound.file, credit=_credit(sound)
        )


def open_medium(medium: Image | Sound, folder: Path, words: Words) -> None:
    """Open a picture or a sound in another program, or say why it was not opened.

    `folder` is the deck's folder.
    """
    from liverdeck.authoring.media_problems import media_problem

    problem = media_problem(medium, folder)
    path = folder / medium.file
    if problem is not None:
        say(words.text("Not opened: {problem}.", problem=problem.message), colour="red")
    elif click.launch(str(path.resolve())):
        not_opened = words.text(
            "No program opened it. Open it yourself: {path}", path=path
        )
        say(not_opened, colour="yellow")
    else:
        say(words.text("Opening: {file}", file=medium.file), dim=True)


def _credit(medium: Image | Sound) -> str:
    return f"; {medium.credit_line}" if medium.credit_line else ""
