"""The table of what each output shows: every element of a deck, every output.

A deck has a marker of its own in each element. Every output of it is written as a user
would get it, and the marker is looked for. So the table says what the outputs do, not
what someone thinks that they do. `python -m tools.write_docs` puts it into the docs.
"""

from __future__ import annotations

import base64
import io
import json
import sqlite3
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from click.testing import CliRunner
from pypdf import PdfReader

from liverdeck.anki.archive import COLLECTION
from liverdeck.authoring.loader import load_deck
from liverdeck.cli.main import cli
from liverdeck.facts.ledger import Ledger
from liverdeck.preview.page import preview_page
from liverdeck.publishing.build import build_package
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.study.reviewlog.errors import HOME_VARIABLE
from tools.marker_deck import (
    FILE_ELEMENTS,
    FILES,
    QUIZ_ROWS,
    SIZES,
    TEXT_ELEMENTS,
    write_marker_deck,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from liverdeck.facts.deck import Deck

_FORMATS = {
    "page": "html",
    "print": "print",
    "PDF": "pdf",
    "Word": "docx",
    "Markdown": "markdown",
    "Moodle": "moodle",
    "GIFT": "gift",
    "QTI": "qti",
    "CSV": "csv",
    "JSON": "json",
}
_QUIZ_OUTPUTS = tuple(_FORMATS)
NAMED = "named"
"""The output has the name of the file, and not its content."""
SHOWN, LEFT_OUT = "shown", "left out"
_CHECKER = "other right answers (`accept`)"
_REJECTED = ("wrong answers (`reject`)", "reason against a wrong answer")
_SOUNDS = ("sound on the front", "sound on the back")
REASONS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        (_CHECKER, *_REJECTED),
        ("Anki", "preview", "study"),
        (
            "They judge what a learner types. In Anki nobody types; `study` says "
            "the reason when the wrong answer is typed."
        ),
    ),
    (
        _REJECTED,
        ("print", "PDF", "Word", "Markdown", "QTI"),
        (
            "Of an item that learners write. Where they are options to choose, they "
            "are shown, and so are their reasons in the key or the feedback."
        ),
    ),
    (
        _REJECTED,
        ("CSV",),
        "A row has the wrong options of an item, and no reasons; JSON has all.",
    ),
    (
        ("source: link to the document",),
        ("study",),
        "A terminal shows the title and the passage.",
    ),
    (
        ("source: link to the document", "author and licence of the document"),
        ("Moodle", "GIFT", "QTI", "CSV", "JSON"),
        "The file is questions without a cover: say it in the course.",
    ),
    (
        ("author and licence of the deck",),
        ("Moodle", "GIFT", "QTI", "CSV", "JSON"),
        "The file is questions without a cover: say it in the course.",
    ),
    (
        ("author and licence of the document", "author and licence of the deck"),
        ("preview", "study"),
        (
            "The author reads the preview, and a learner who runs `study` has the "
            "deck itself."
        ),
    ),
    (
        ("link to report a mistake",),
        ("study", *_QUIZ_OUTPUTS),
        (
            "A quiz is made and checked by its trainer, and `study` has `e`, which "
            "names the file and the line."
        ),
    ),
    (
        ("picture on the front", "picture on the back", *_SOUNDS),
        ("study",),
        "`o` opens it.",
    ),
    (
        _SOUNDS,
        ("print", "PDF", "Word", "Markdown"),
        "Paper plays nothing. The paper says that there is a sound, the key names it.",
    ),
    (
        ("picture on the front", "picture on the back", *_SOUNDS),
        ("CSV", "JSON"),
        "A table and JSON hold text.",
    ),
)
"""Why some elements are left out of some outputs, or only named."""


@dataclass
class Output:
    """What a user gets from one output."""

    text: str
    files: set[bytes] = field(default_factory=set)
    """The pictures and sounds that are files, or members of a zip file."""
    picture_sizes: set[tuple[int, int]] = field(default_factory=set)

    def status_of_text(self, marker: str) -> str:
        """Return whether the output shows a text."""
        return SHOWN if _has_word(self.text, marker) else LEFT_OUT

    def status_of_file(self, name: str) -> str:
        """Return whether the output shows or names a picture or sound."""
        content = FILES[name]
        is_shown = content in self.files or SIZES.get(name) in self.picture_sizes
        if is_shown or _base64(content) in self.text:
            return SHOWN
        return NAMED if name in self.text else LEFT_OUT


def _base64(content: bytes) -> str:
    """Return a content in Base64, without the end, which GIFT escapes."""
    return base64.b64encode(content).decode().rstrip("=")


def _has_word(text: str, marker: str) -> bool:
    """Whether a marker is in a text, and not only at the beginning of a longer one."""
    if not marker.isalpha():
        return marker in text or marker.replace("\\", "\\\\") in text
    start = text.find(marker)
    while start >= 0:
        if not text[start + len(marker) : start + len(marker) + 1].isalpha():
            return True
        start = text.find(marker, start + 1)
    return False


def table() -> dict[str, dict[str, str]]:
    """Return by element and by output whether it is shown, named or left out."""
    with TemporaryDirectory() as folder:
        outputs = dict(_outputs(write_marker_deck(Path(folder)), Path(folder)))
    rows = {
        element: {
            name: output.status_of_text(marker) for name, output in outputs.items()
        }
        for element, marker in TEXT_ELEMENTS.items()
    }
    for element, file in FILE_ELEMENTS.items():
        rows[element] = {
            name: output.status_of_file(file) for name, output in outputs.items()
        }
    return rows


def _outputs(folder: Path, parent: Path) -> Iterator[tuple[str, Output]]:
    deck = load_deck(folder).required()
    yield "Anki", _anki(deck)
    yield "preview", Output(preview_page(deck, ()).html.decode())
    yield "study", Output(_studied(folder, parent))
    job = _quiz_job(deck)
    for title, name in _FORMATS.items():
        yield title, _quiz_output(files_of_format(name, job))


def _anki(deck: Deck) -> Output:
    buffer = io.BytesIO()
    build_package(deck, Ledger(deck.id), buffer, now_seconds=1_800_000_000)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(members[COLLECTION])
    fields = [row[0] for row in connection.execute("SELECT flds FROM notes")]
    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    connection.close()
    text = "\n".join([*fields, json.dumps(decks, ensure_ascii=False)])
    return Output(text, set(members.values()))


def _studied(folder: Path, parent: Path) -> str:
    """Return what a learner sees who gives up at each card and answers it again."""
    runner = CliRunner(env={HOME_VARIABLE: str(parent / "home"), "COLUMNS": "500"})
    answers = "\n1\n" * 4 + "\n4\n" * 20
    result = runner.invoke(
        cli, ["study", "-d", str(folder), "--new", "20"], input=answers
    )
    return str(result.output)


def _quiz_job(deck: Deck) -> QuizJob:
    items = [
        item for item in item_bank(deck) if (item.facts[0], item.type) in QUIZ_ROWS
    ]
    rows = [BlueprintRow(1, type=item_type) for _, item_type in QUIZ_ROWS]
    request = PaperRequest(items=len(rows), blueprint=rows)
    return QuizJob(assemble_paper(deck, items, request).required(), deck)


def _quiz_output(files: Mapping[str, bytes]) -> Output:
    """Return the texts and the other files of a quiz."""
    output = Output("")
    for name, content in files.items():
        if name.endswith(".pdf"):
            _read_pdf(content, output)
        elif zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = [archive.read(member) for member in archive.namelist()]
            output.files |= set(members)
            output.text += "".join(m.decode("utf-8", "ignore") for m in members)
        else:
            output.files.add(content)
            output.text += content.decode("utf-8", "ignore")
    return output


def _read_pdf(content: bytes, output: Output) -> None:
    """Add what a PDF shows, and the descriptions that a screen reader reads."""
    reader = PdfReader(io.BytesIO(content))
    output.text += "".join(page.extract_text() for page in reader.pages)
    for number in range(1, int(reader.trailer["/Size"])):
        made = reader.get_object(number)
        if isinstance(made, dict) and "/Alt" in made:
            output.text += f" {made['/Alt']} "
        if isinstance(made, dict) and made.get("/Subtype") == "/Image":
            output.picture_sizes.add((int(made["/Width"]), int(made["/Height"])))


def table_lines() -> Iterator[str]:
    """Yield the table and the reasons, as Markdown.

    Raises ValueError for a cell that is not shown and has no reason.
    """
    rows = table()
    names = list(rows["question"])
    used: list[str] = []
    yield f"| element | {' | '.join(names)} |"
    yield "|---|" + "---|" * len(names)
    for element, cells in rows.items():
        shown = [_cell(element, name, cells[name], used) for name in names]
        yield f"| {element} | {' | '.join(shown)} |"
    yield ""
    yield from (f"{number}. {reason}" for number, reason in enumerate(used, 1))


def _cell(element: str, output: str, status: str, used: list[str]) -> str:
    """Return a cell, with the number of its reason; adds a new reason to `used`."""
    if status == SHOWN:
        return status
    for elements, outputs, reason in REASONS:
        if element in elements and output in outputs:
            if reason not in used:
                used.append(reason)
            return f"{status} ({used.index(reason) + 1})"
    raise ValueError(f"no reason why {element!r} is {status} in {output}")


if __name__ == "__main__":
    print("\n".join(table_lines()))
