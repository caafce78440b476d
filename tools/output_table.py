"""The table of what each output shows: every element of a deck, every output.

A deck has a different marker in each element. Every output of this deck is written as a
user would get it, and searched for the markers. So the table says what the outputs do,
not what someone thinks that they do. `python -m tools.write_docs` puts the table into
the docs.
"""

from __future__ import annotations

import base64
import io
import json
import sqlite3
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from click.testing import CliRunner
from pypdf import PdfReader

from liverdeck.anki.archive import OLDEST_COLLECTION_NAME
from liverdeck.authoring.loader import load_deck
from liverdeck.cli.main import cli
from liverdeck.facts.ledger import Ledger
from liverdeck.preview.page import preview_page
from liverdeck.publishing.build import build_package
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.formats.remarks import remarks
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
    from collections.abc import Iterator, Mapping, Sequence

    from liverdeck.facts.deck import Deck

FORMAT_OF_COLUMN = {
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
"""The output format of each column; cards of the format `anki` have another test."""
SHOWN, REFUSED = "shown", "refused"
_ACCEPTED = "other right answers (`accept`)"
_REJECTED = ("wrong answers (`reject`)", "reason against a wrong answer")
_PICTURES = ("picture on the front", "picture on the back")
_SOUNDS = ("sound on the front", "sound on the back")
REFUSALS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    ((_ACCEPTED, *_REJECTED), ("Anki",), "Not on the cards"),
    (_REJECTED, ("QTI",), "known wrong answer"),
    (_SOUNDS, ("print", "PDF", "Word", "Markdown"), "paper plays no sound"),
    ((*_PICTURES, *_SOUNDS), ("CSV", "JSON"), "pictures and sounds are named"),
)
"""Elements, outputs that cannot have them, and words of the sentence that says so."""


@dataclass
class Output:
    """What a user gets from one output."""

    text: str
    sentences: Sequence[str] = ()
    """The sentences that the command prints about the output."""
    files: set[bytes] = field(default_factory=set)
    """The pictures and sounds that are files, or members of a zip file."""
    picture_sizes: set[tuple[int, int]] = field(default_factory=set)

    def shows_text(self, marker: str) -> bool:
        """Whether the output shows a text."""
        return _has_word(self.text, marker)

    def shows_file(self, name: str) -> bool:
        """Whether the output shows or plays a picture or sound."""
        content = FILES[name]
        is_shown = content in self.files or SIZES.get(name) in self.picture_sizes
        return is_shown or _base64(content) in self.text


def _base64(content: bytes) -> str:
    """Return bytes in Base64, without the padding at the end, which GIFT escapes."""
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
    """Return the cells by element and output: *shown*, or the words of a refusal.

    Raises ValueError if an output does not have all of an element, and its command does
    not say so.
    """
    with TemporaryDirectory() as folder:
        outputs = dict(_outputs(write_marker_deck(Path(folder)), Path(folder)))
    rows: dict[str, dict[str, str]] = {}
    for element, text in TEXT_ELEMENTS.items():
        rows[element] = {
            name: _cell(element, name, output, is_shown=output.shows_text(text))
            for name, output in outputs.items()
        }
    for element, file in FILE_ELEMENTS.items():
        rows[element] = {
            name: _cell(element, name, output, is_shown=output.shows_file(file))
            for name, output in outputs.items()
        }
    return rows


def _cell(element: str, name: str, output: Output, *, is_shown: bool) -> str:
    return SHOWN if is_shown else _refusal(element, name, output)


def _refusal(element: str, name: str, output: Output) -> str:
    """Return the sentence in which a command says what an output does not have."""
    for elements, names, phrase in REFUSALS:
        if element in elements and name in names:
            for sentence in output.sentences:
                if phrase in sentence:
                    return sentence
    raise ValueError(f"{name} lacks {element!r}, and no command says so")


def _outputs(folder: Path, parent: Path) -> Iterator[tuple[str, Output]]:
    deck = load_deck(folder).required()
    yield "Anki", _anki(deck, _built(folder, parent))
    yield "preview", Output(preview_page(deck, ()).html.decode())
    yield "study", _studied(folder, parent)
    job = _quiz_job(deck)
    for title, name in FORMAT_OF_COLUMN.items():
        output = _quiz_output(files_of_format(name, job))
        # A remark begins with the name of its format.
        sentences = [
            text.partition(": ")[2] for text in remarks([name], job.paper.items)
        ]
        yield title, replace(output, sentences=sentences)


def _built(folder: Path, parent: Path) -> list[str]:
    """Return the lines that `liverdeck build` prints."""
    command = ["build", "-d", str(folder), "-o", str(parent / "a.apkg"), "--new"]
    return CliRunner().invoke(cli, command).output.splitlines()


def _anki(deck: Deck, sentences: Sequence[str]) -> Output:
    buffer = io.BytesIO()
    build_package(deck, Ledger(deck.id), buffer, now_seconds=1_800_000_000)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(members[OLDEST_COLLECTION_NAME])
    fields = [row[0] for row in connection.execute("SELECT flds FROM notes")]
    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    connection.close()
    text = "\n".join([*fields, json.dumps(decks, ensure_ascii=False)])
    return Output(text, sentences, set(members.values()))


def _studied(folder: Path, parent: Path) -> Output:
    """Return what a learner sees who types a wrong answer to each card, then none.

    The learner asks where each card is from (`e`) and opens its files (`o`).
    """
    output, opened = "", list[str]()

    def launch(path: str) -> int:
        opened.append(path)
        return 0

    with patch("click.launch", launch):
        for typed in ("zqreject", ""):
            home = parent / f"home-{typed}"
            runner = CliRunner(env={HOME_VARIABLE: str(home), "COLUMNS": "500"})
            answers = f"{typed}\ne\no\n3\n" * 20
            command = ["study", "-d", str(folder), "--new", "20"]
            output += str(runner.invoke(cli, command, input=answers).output)
    return Output(output, files={Path(path).read_bytes() for path in opened})


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
            texts = [member.decode("utf-8", "ignore") for member in members]
            output.text += "".join(texts)
        else:
            output.files.add(content)
            output.text += content.decode("utf-8", "ignore")
    return output


def _read_pdf(content: bytes, output: Output) -> None:
    """Add what a PDF shows, and the descriptions that a screen reader reads."""
    reader = PdfReader(io.BytesIO(content))
    output.text += "".join(page.extract_text() for page in reader.pages)
    for number in range(1, int(reader.trailer["/Size"])):
        pdf_object = reader.get_object(number)
        if not isinstance(pdf_object, dict):
            continue
        if "/Alt" in pdf_object:
            output.text += f" {pdf_object['/Alt']} "
        if pdf_object.get("/Subtype") == "/Image":
            size = (int(pdf_object["/Width"]), int(pdf_object["/Height"]))
            output.picture_sizes.add(size)


def table_lines() -> Iterator[str]:
    """Yield the table and the refusals, as Markdown."""
    rows = table()
    names = list(rows["question"])
    used: list[str] = []
    yield f"| element | {' | '.join(names)} |"
    yield "|---|" + "---|" * len(names)
    for element, cells in rows.items():
        texts = [_numbered(cell, used) for cell in cells.values()]
        yield f"| {element} | {' | '.join(texts)} |"
    yield ""
    for number, sentence in enumerate(used, 1):
        yield f"{number}. {sentence[0].upper()}{sentence[1:]}"


def _numbered(cell: str, used: list[str]) -> str:
    """Return *shown*, or *refused* and the number of the sentence that says so.

    The number counts the sentences in `used`, to which a new sentence is added.
    """
    if cell == SHOWN:
        return cell
    if cell not in used:
        used.append(cell)
    return f"{REFUSED} ({used.index(cell) + 1})"


if __name__ == "__main__":
    print("\n".join(table_lines()))
