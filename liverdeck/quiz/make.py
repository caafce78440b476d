"""Make a quiz as a trainer requests it: a paper, its files and its manifest."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.anki.notes import refuse_impossible_note_time
from liverdeck.base.errors import ContentError
from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.names import unknown_name_problem
from liverdeck.base.output_guards import Output, is_marked
from liverdeck.base.outputs import write_outputs
from liverdeck.base.problems import Problem, errors_in
from liverdeck.base.values import value_class
from liverdeck.facts.deck import Deck
from liverdeck.publishing.build import deck_inputs, reasons_not_to_publish
from liverdeck.quiz.flaws.item_flaws import flaws_of_paper
from liverdeck.quiz.formats.cross_table import cross_table
from liverdeck.quiz.formats.job import (
    DEFAULT_MODE,
    DEFAULT_PAGE_SIZE,
    PICTURES_FOR_STUDENTS,
    Mode,
    PageSize,
    PaperLook,
    QuizJob,
    UnwritableError,
    refuse_impossible_output,
)
from liverdeck.quiz.formats.registry import FORMATS, files_of_format, missing_extras
from liverdeck.quiz.formats.remarks import remarks
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.manifest import (
    MANIFEST_FILE,
    make_manifest,
    read_manifest_to_replace,
)
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.request_names import refuse_single_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from liverdeck.base.problems import Position
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_request import PaperRequest


KEY_FOLDER = "keys"
"""The folder for all files of a quiz that students may not see."""
MANIFEST_PATH = f"{KEY_FOLDER}/{MANIFEST_FILE}"
CROSS_TABLE_PATH = f"{KEY_FOLDER}/cross-table.csv"
_FOR_STUDENTS = frozenset(("paper", "answer-sheet", "quiz"))
"""Base names of the files that students may see.

The name of a paper form or *all* may follow them. All other files lie with the keys.
"""


@value_class
class QuizRequest:
    """What quiz to make from a deck, and how to write it."""

    paper: PaperRequest
    """Which items the quiz has, in how many forms."""
    formats: Sequence[str]
    """Names of output formats: some of `FORMATS`, such as "moodle" and "pdf"."""
    mode: Mode = DEFAULT_MODE
    """How learners take the quiz on the page of the format `html`."""
    minutes: int | None = None
    """Time limit of an exam on the page of the format `html`; None for no limit.

    It is from 1 to 1440.
    """
    look: PaperLook = field(default_factory=PaperLook)
    """What the papers show besides the items, and their number of columns."""
    page_size: PageSize = DEFAULT_PAGE_SIZE
    """For the formats `pdf` and `docx`."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """How the items were made, such as the number of options. The manifest has it."""
    earlier_manifest: Mapping[str, object] | None = None
    """The manifest of the last quiz in the same folder, if there is one.

    Notes of the format `anki` that have not changed since that quiz keep their time.
    """
    note_time_seconds: int = 0
    """New and changed notes of the format `anki` get this Unix time.

    If a note in the earlier manifest has this time or a later one, they get the second
    after the latest time in that manifest.
    """

    def __post_init__(self) -> None:
        """Refuse formats that are one text, and what `QuizJob` refuses.

        Raises TypeError and ValueError.
        """
        refuse_single_text("formats", self.formats)
        refuse_impossible_output(self.mode, self.minutes, self.page_size)


@value_class
class MadeQuiz:
    """A quiz that was made."""

    paper: Paper
    """The items, and their order in each form: `paper.forms[0].asked`."""
    files: Mapping[str, bytes]
    """The content of each file by its name, the manifest included."""
    problems: tuple[Problem, ...]
    """The flaws of the paper and its items; all are warnings or advice."""
    deck: Deck
    """The deck that the quiz was made from."""
    remarks: tuple[str, ...] = ()
    """What is different in an output format, such as that some items are essays."""

    def write(
        self,
        folder: Path | str,
        *,
        inputs: Iterable[Path] = (),
        force: bool = False,
    ) -> tuple[Path, ...]:
        """Write all files to a folder, in one step, and return their paths.

        A file is replaced if LiverDeck wrote it for a quiz of this deck and nobody
        changed it since. With `force`, other files are replaced too, but never a file
        of the deck itself or one of `inputs`, such as a blueprint. If an earlier quiz
        had files that this quiz does not have, they stay in the folder.

        Raises ContentError if a file may not be replaced or cannot be written; then all
        files are as they were.
        """
        outputs = [
            Output(Path(folder), name, content, is_ours=self._is_from_this_deck)
            for name, content in self.files.items()
        ]
        write_outputs(
            outputs,
            deck_id=self.deck.id,
            inputs=[*deck_inputs(self.deck), *inputs],
            force=force,
        )
        return tuple(output.path for output in outputs)

    def _is_from_this_deck(self, path: Path) -> bool:
        """Whether a file that no list of files names was made from this deck."""
        from liverdeck.quiz.formats.anki import is_quiz_package

        if path.name == MANIFEST_FILE:
            return not read_manifest_to_replace(path, self.deck.id).problems
        return is_marked(path) or is_quiz_package(path, self.deck.id)


def make_quiz(
    deck: Deck,
    request: QuizRequest,
    bank: Sequence[Item] | None = None,
) -> MadeQuiz:
    """Return a finished quiz: a paper without errors, its files and its manifest.

    A paper with a flaw of severity error is refused, whatever the output format. `bank`
    has the items of the deck, if the caller has made them already.

    Raises ContentError with the reasons if no quiz can be made. Raises TypeError if
    `request.note_time_seconds` is not an int, and ValueError if Anki cannot store that
    time, as when it is in milliseconds.
    """
    refuse_other_type("deck", deck, Deck)
    refuse_other_type(
        "request", request, QuizRequest, help_text="QuizRequest(paper, formats)"
    )
    refuse_impossible_note_time(request.note_time_seconds, "note_time_seconds")
    problems = reasons_not_to_publish(deck) or _problems_of_formats(
        request.formats, deck
    )
    if problems:
        raise ContentError(problems)
    items = item_bank(deck) if bank is None else bank
    paper = assemble_paper(deck, items, request.paper).required()
    return finished_quiz(deck, paper, request, items)


def finished_quiz(
    deck: Deck,
    paper: Paper,
    request: QuizRequest,
    items: Sequence[Item],
    *,
    with_progress: Callable[[Sequence[str], Paper], Iterable[str]] | None = None,
) -> MadeQuiz:
    """Return the quiz that is made from a paper.

    `with_progress` gets the formats and the paper, and yields each format when it is
    its turn to be written, so that the caller can show the progress.

    Raises ContentError for a flaw that is an error, and for a format that is unknown or
    needs a package that is not installed.
    """
    problems = _problems_of_formats(request.formats, deck)
    if problems:
        raise ContentError(problems)
    flaws = flaws_of_paper(paper.items, deck, items)
    errors = errors_in(flaws)
    if errors:
        raise ContentError(errors)
    job = QuizJob(
        paper,
        deck,
        items,
        mode=request.mode,
        minutes=request.minutes,
        earlier_manifest=request.earlier_manifest,
        note_time_seconds=request.note_time_seconds,
        settings=request.settings,
        look=request.look,
        page_size=request.page_size,
    )
    formats = (
        request.formats
        if with_progress is None
        else with_progress(request.formats, job.paper)
    )
    return MadeQuiz(
        paper,
        _files_of_job(job, formats),
        tuple(flaws),
        deck,
        remarks(request.formats, paper.items),
    )


def write_format(name: str, job: QuizJob) -> dict[str, bytes]:
    """Return the files of one output format: the content of each file by its name.

    Raises UnwritableError if an item of the paper has a flaw of severity error, or if
    the format cannot show the paper. Raises ValueError for a name that is not in
    `FORMATS`, and ModuleNotFoundError if an extra is not installed (pdf, docx).
    """
    errors = errors_in(flaws_of_paper(job.paper.items, job.deck, job.bank))
    if errors:
        raise UnwritableError(errors)
    return files_of_format(name, job)


def _problems_of_formats(formats: Sequence[str], deck: Deck) -> tuple[Problem, ...]:
    position = deck.position
    if not formats:
        fix = f"name some of: {', '.join(FORMATS)}"
        return (Problem(position, "no output format is named", fix),)
    unknown = tuple(
        unknown_name_problem(position, "format", name, FORMATS)
        for name in formats
        if name not in FORMATS
    )
    return unknown + problems_of_missing_extras(formats, position)


def problems_of_missing_extras(
    formats: Sequence[str], position: Position
) -> tuple[Problem, ...]:
    """Return one problem that names all missing extras; empty if none is missing.

    An extra is an optional part of the installation, as in
    `pip install 'liverdeck[pdf]'`. It has the name of its format.
    """
    missing = missing_extras(dict.fromkeys(formats))
    if not missing:
        return ()
    if len(missing) == 1:
        message = f"the format {missing[0]} needs a package that is not installed"
        fix = "install it with"
    else:
        names = ", ".join(missing)
        message = f"the formats {names} need packages that are not installed"
        fix = "install them with"
    command = f"pip install 'liverdeck[{','.join(missing)}]'"
    return (Problem(position, message, f"{fix}: {command}"),)


def _files_of_job(job: QuizJob, formats: Iterable[str]) -> dict[str, bytes]:
    """Return the content of every file of a quiz by its name, the manifest included."""
    from liverdeck.quiz.formats.anki import files_and_note_times, remembered_note_times

    files: dict[str, bytes] = {}
    written: list[str] = []
    # If no Anki package is made, the manifest keeps the note times of the last quiz.
    note_times = remembered_note_times(job)
    for name in formats:
        try:
            if name == "anki":
                new_files, note_times = files_and_note_times(job)
            else:
                new_files = files_of_format(name, job)
        except UnwritableError as error:
            raise ContentError(error.problems) from error
        files |= {
            _path_in_quiz(file, job.paper): content
            for file, content in new_files.items()
        }
        written.append(name)
    if len(job.paper.forms) > 1:
        files[CROSS_TABLE_PATH] = cross_table(job.paper)
    files[MANIFEST_PATH] = make_manifest(job, note_times, sorted(files), written)
    return files


def _path_in_quiz(name: str, paper: Paper) -> str:
    """Return the path of a file in the folder of the quiz.

    Files for students are beside the papers, all others in the folder of the keys.
    """
    return name if _is_for_students(name, paper) else f"{KEY_FOLDER}/{name}"


def _is_for_students(name: str, paper: Paper) -> bool:
    folder, slash, _ = name.partition("/")
    if slash:
        return folder == PICTURES_FOR_STUDENTS
    name_without_suffix = name.rpartition(".")[0]
    endings = ("", "-all", *(f"-{form.name}" for form in paper.forms))
    base_names = {name_without_suffix.removesuffix(ending) for ending in endings}
    return not base_names.isdisjoint(_FOR_STUDENTS)
