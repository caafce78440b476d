"""Compare `liverdeck build` with tools of others, each with facts in its own format.

    python -m benchmarks.tools BIN [FACTS]

BIN is the `bin` folder of an environment with anki-yaml-tool, anki-librarian and
ankcompiler. The facts (10,000) have a question, an answer and a reason, which every
tool can write. A tool that is not in BIN is left out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.processes import Runs, cpu_ratio, in_turns, python, speed_ratio

if TYPE_CHECKING:
    from collections.abc import Iterable

FACTS_PER_FILE = 500
FACTS, ROUNDS = 10_000, 3
OWN = "liverdeck build --no-cache"
_DECK = """\
liverdeck: 1
id: measured
anki_name: Measured
title: A deck to measure with
language: en
description: Made by benchmarks/tools.py.
document: {title: A long document, read: 2026-11-23}
topics: [{id: all, title: All}]
"""
_FRONT_AND_BACK = {"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}} {{Why}}"}
_FIELDS = ("Front", "Back", "Why")


def texts_of(number: int) -> tuple[str, str, str]:
    """Return the question, the answer and the reason of a fact."""
    return (
        f"What does the organ number {number} do with the blood in the vessel?",
        f"answer number {number} of the organ",
        f"The wall of vessel {number} lets it through at rest.",
    )


def write_own(folder: Path, facts: int) -> None:
    """Write a deck of LiverDeck."""
    folder.mkdir()
    (folder / "deck.yaml").write_text(_DECK)
    for start in range(0, facts, FACTS_PER_FILE):
        lines = ["liverdeck: 1", "topic: all", "facts:"]
        for number in range(start, min(start + FACTS_PER_FILE, facts)):
            front, back, why = texts_of(number)
            lines += [f"  - id: f-{number}", "    from: text", f"    ask: {front}"]
            lines += [f"    answer: {back}", f"    why: {why}"]
        (folder / f"{start:06}.yaml").write_text("\n".join([*lines, ""]))


def write_for_yaml_tool(path: Path, facts: int) -> None:
    """Write the file of anki-yaml-tool."""
    template = {"name": "Card 1", **_FRONT_AND_BACK}
    config = {"name": "Basic", "deck-name": "Measured", "css": ""}
    config |= {"fields": list(_FIELDS), "templates": [template]}
    lines = [f"config: {json.dumps(config)}", "data:"]
    for number in range(facts):
        front, back, why = texts_of(number)
        lines += [f"  - front: {front}", f"    back: {back}", f"    why: {why}"]
    path.write_text("\n".join([*lines, ""]))


def write_for_librarian(folder: Path, facts: int) -> None:
    """Write the folder of a deck of anki-librarian."""
    folder.mkdir(parents=True)
    template = {"name": "Card 1", **_FRONT_AND_BACK}
    fields = [{"name": name} for name in _FIELDS]
    model = {"id": 1, "name": "Basic", "fields": fields, "templates": [template]}
    deck = {"id": 2, "name": "Measured", "models": [model]}
    (folder / "deck.yaml").write_text(json.dumps(deck))
    for start in range(0, facts, FACTS_PER_FILE):
        lines = ["cards:", "  model: Basic", "  notes:"]
        for number in range(start, min(start + FACTS_PER_FILE, facts)):
            first, *others = texts_of(number)
            lines += [f"    - - {first}", *(f"      - {text}" for text in others)]
        (folder / f"{start:06}.yaml").write_text("\n".join([*lines, ""]))


def write_for_ankcompiler(folder: Path, facts: int) -> None:
    """Write the folder of a deck of AnkCompiler, which reads Markdown."""
    folder.mkdir()
    for start in range(0, facts, FACTS_PER_FILE):
        blocks = ["---\ndeck: Measured\n---\n"]
        for number in range(start, min(start + FACTS_PER_FILE, facts)):
            front, back, why = texts_of(number)
            card = f"{front} ::: {back} ({why})"
            blocks.append(f"---\n\n{card}\n\n---\n[^uid]: {number:010}\n\n")
        (folder / f"{start:06}.md").write_text("".join(blocks))


def tool_runs(binaries: Path, facts: int, rounds: int) -> dict[str, Runs]:
    """Return our runs and those of each installed tool on this number of facts."""
    with tempfile.TemporaryDirectory() as temporary_folder:
        folder = Path(temporary_folder)
        write_own(folder / "own", facts)
        write_for_yaml_tool(folder / "tool.yaml", facts)
        write_for_librarian(folder / "library" / "deck", facts)
        write_for_ankcompiler(folder / "markdown", facts)
        build = python("-m", "liverdeck", "build", "-d", folder / "own", "--new")
        own_command = [*build, "--no-cache", "-o", folder / "own.apkg"]
        arguments_by_tool: dict[str, Iterable[object]] = {
            "anki-yaml-tool": (
                *("build", "--file", folder / "tool.yaml"),
                *("--output", folder / "tool.apkg"),
            ),
            "anki-librarian": (
                *("--source-directory", folder / "library"),
                *("--destination-directory", folder / "librarian"),
            ),
            "ankc": (
                *("build", "--all", "--path", folder / "markdown"),
                *("--output", folder),
            ),
        }
        commands = {OWN: list(map(str, own_command))}
        for name, arguments in arguments_by_tool.items():
            program = binaries / name
            if program.exists():
                commands[name] = list(map(str, (program, *arguments)))
        return in_turns(commands, rounds)


def main() -> None:
    """Print a row for each tool."""
    binaries, *counts = sys.argv[1:]
    facts = int(counts[0]) if counts else FACTS
    runs = tool_runs(Path(binaries), facts, ROUNDS)
    for name in runs:
        print(
            f"{name:<28} {runs[name].median_seconds:7.2f} s"
            f"   {speed_ratio(runs, name, OWN):5.1f} times ours"
            f"   {cpu_ratio(runs, name, OWN):5.1f} in CPU"
            f"   {max(runs[name].megabytes):5.0f} MB"
        )


if __name__ == "__main__":
    main()
