"""Read damaged fact files with the composer and without it, and compare the results.

    python -m benchmarks.both_readers [FILES]

Prints how many files the composer could read alone, and stops at the first file for
which facts or problems differ. `tests/authoring/test_yaml_composer.py` reads a few.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

from benchmarks.decks import fact_file
from liverdeck.authoring import fact_file as reader
from liverdeck.authoring.fact_file import FactFileContext, ReadFacts, read_fact_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

CONTEXT = FactFileContext("f.yaml", ("t0",))
OTHER_SHAPES = """\
- id: media
  from: [p-1]
  was: [old]
  tags: [a, b]
  say: "The {{c1::aorta::a tube}} and the {{c2::vein}}\\u00e9."
  blanks: {c1: {accept: [x, y], kind: tube}, c2: {strict: true}}
  image: [{file: a.svg, alt: A, side: back}, {file: b.svg, alt: B}]
  audio: {file: c.mp3, credit: Somebody}
- {id: flow, from: p-1, ask: 'Which?', answer: {number: 5, unit: cm, tolerance: 0.5}}
- id: groups
  from: p-2
  ask: |
    Which
    groups?
  groups:
    - {id: left, title: Left, items: [mitral, {text: aortic, accept: x, hint: h}]}
    -
      id: right
      title: Right
      items:
      - tricuspid
      -
        pulmonary
  distractors:
    tonsil: no reason
    "uvula": 'a reason: with a colon'
  retired: old
"""
DAMAGE = (
    *("&a ", "*a ", "!t ", "! ", "<<: ", "%", "%YAML 1.2\n", " #", "#", " # x\n"),
    *('"', "'", "{", "}", "[", "]", ": ", ":", ",", "- ", "-", "? ", ">-", ">", "|"),
    *("\n", "\n\n", " ", "  ", "\t", "\r", "---\n", "...\n", "--- x\n", "@", "`"),
    *("\\x07", '"\\x07"', '"\\u2028"', "~", "null", '""', "''", "[]", "{}", "{a}"),
    *("{a: , b}", "\u2028", "\x85", "\x07", "\ufeff", "é", "e\u0301", "\ud800"),
    *("[" * 20, "[" * 20 + "]" * 20, "{{c1::x}}", "{{", "}}", "a&b", "a *b", "x!y"),
    *("id: x\n", "  id: x\n", "quiz: maybe\n", "  blanks: {}\n", "  words\n"),
    *("  order: fixed\n", "  ? [a]\n  : b\n", "  distractors: {a: b}\n"),
    *("  distractors:\n    a: b\n    a: c\n", "  distractors:\n    <<: c\n"),
    *("  note: a # b\n", "  note: {a: b}\n", "  note: [a]\n", "  open: [a, [b]]\n"),
)
"""Texts that an accident may put into a file."""


def damaged(text: str, draw: Random) -> str:
    """Return a text with one to three accidents."""
    for _ in range(draw.randint(1, 3)):
        lines = text.splitlines(keepends=True)
        index = draw.randrange(len(text) + 1)
        line = draw.randrange(len(lines) or 1)
        match draw.randrange(8):
            case 0 | 1 | 2:
                token = draw.choice(DAMAGE)
                text = text[:index] + token + text[index:]
            case 3:
                text = text[:index] + text[index + draw.randint(1, 4) :]
            case 4:
                lines[line:line] = lines[line : line + draw.randint(1, 6)]
                text = "".join(lines)
            case 5:
                del lines[line : line + draw.randint(1, 3)]
                text = "".join(lines)
            case 6:
                token = draw.choice(DAMAGE)
                lines.insert(line, token if token.endswith("\n") else f"{token}\n")
                text = "".join(lines)
            case _:
                spaces = " " * draw.randint(0, 3)
                lines[line : line + 1] = [
                    spaces + old for old in lines[line : line + 1]
                ]
                text = "".join(lines)
    return text


def damaged_files(count: int, seed: int = 0) -> Iterator[bytes]:
    """Yield `count` damaged fact files."""
    draw = random.Random(seed)
    head, _, facts = fact_file(24).partition("facts:\n")
    entries = [f"  - id:{entry}" for entry in facts.split("  - id:")[1:]]
    shapes = "".join(f"  {line}\n" for line in OTHER_SHAPES.splitlines())
    for _ in range(count):
        chosen_facts = draw.sample(entries, 3)
        chosen_facts.insert(draw.randrange(4), shapes)
        text = f"{head}facts:\n{''.join(chosen_facts)}"
        yield damaged(text, draw).encode("utf-8", "surrogatepass")


def read_both_ways(data: bytes) -> tuple[ReadFacts, ReadFacts, bool]:
    """Return what is read with the composer and without it.

    The third value says whether the composer alone could read the file.
    """
    composed, read_yaml_bytes = reader.composed, reader.read_yaml_bytes
    calls: list[bytes] = []

    def recorded_read(data: bytes, path: str) -> object:
        calls.append(data)
        return read_yaml_bytes(data, path)

    try:
        reader.read_yaml_bytes = recorded_read
        with_composer = read_fact_file(data, CONTEXT)
        was_alone = not calls
        reader.composed = lambda _: None
        return with_composer, read_fact_file(data, CONTEXT), was_alone
    finally:
        reader.composed, reader.read_yaml_bytes = composed, read_yaml_bytes


def main() -> None:
    """Compare the readers on the number of files that the command line gives."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    composed_count = clean_count = 0
    for number, data in enumerate(damaged_files(count)):
        composed, from_events, was_alone = read_both_ways(data)
        if composed != from_events:
            raise SystemExit(f"file {number} differs:\n{data.decode()}")
        if was_alone:
            composed_count += 1
        if not from_events.problems:
            clean_count += 1
    print(
        f"{count:,} files equal; {clean_count:,} without a problem, "
        f"{composed_count:,} composed"
    )


if __name__ == "__main__":
    main()
