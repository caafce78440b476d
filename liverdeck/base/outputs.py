"""Write all files that LiverDeck makes, and replace no file that must be kept.

`output_guards` has the rules for files that must be kept.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.errors import ContentError
from liverdeck.base.files import real_path
from liverdeck.base.output_guards import (
    changed_file_problem,
    deck_file_problem,
    foreign_file_problem,
    input_problem,
    other_decks_file_problem,
    repeated_output_problems,
    review_log_problem,
)
from liverdeck.base.output_list import (
    LIST_FILE,
    WrittenFile,
    belongs_to_user,
    list_text,
    read_list,
)
from liverdeck.base.running_step import Change
from liverdeck.base.step_journal import content_hash
from liverdeck.base.writing import (
    folders_held,
    not_ordinary_problem,
    unwritable_problem,
)

if TYPE_CHECKING:
    from collections.abc import (
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from liverdeck.base.output_guards import Output
    from liverdeck.base.problems import Problem
    from liverdeck.base.writing import Step


def written_paths(outputs: Iterable[Output]) -> tuple[Path, ...]:
    """Return the paths of the written outputs, without the deleted ones."""
    return tuple(output.path for output in outputs if output.data is not None)


def write_outputs(
    outputs: Sequence[Output],
    *,
    deck_id: str,
    inputs: Iterable[Path] = (),
    force: bool,
) -> None:
    """Write all outputs in one step, or none.

    `deck_id` is the id of the deck from which the outputs are made, or empty. `inputs`
    are all files that were read for the outputs. With `force`, a file is replaced even
    if LiverDeck did not write it, or if somebody changed it later. An input, a file of
    a deck or a review log is never replaced.

    Raises ContentError with all reasons if a file may not be replaced, or cannot be
    written. In this case, all files stay as they were.
    """
    problems = [
        *repeated_output_problems(outputs),
        *_problems_of_paths([output.path for output in outputs], inputs),
    ]
    if problems:
        raise ContentError(problems)
    paths = [output.path for output in outputs]
    paths += [output.folder / LIST_FILE for output in outputs]
    try:
        with folders_held(paths) as step:
            _write(step, outputs, deck_id, force=force)
    except OSError as error:
        path = Path(error.filename or outputs[0].path)
        raise ContentError([unwritable_problem(path, error)]) from error


class DeckFolder:
    """The locked folder of a deck, to which no other process writes."""

    def __init__(self, step: Step, inputs: Iterable[Path]) -> None:
        """Take the step that writes, and the `inputs`, which it never replaces."""
        self._step = step
        self._inputs = tuple(inputs)

    def write(self, files: Mapping[Path, bytes]) -> None:
        """Write files of the deck in one step.

        The guards do not compare the old files, so the new files must contain
        everything that the author wrote into the old files. Raises ContentError if a
        path leads to an input or a review log, or if a file cannot be written. In this
        case, all files stay as they were.
        """
        problems = [
            not_ordinary_problem(path)
            or input_problem(path, self._inputs)
            or review_log_problem(path)
            for path in files
        ]
        if not any(problems):
            changes = [Change(path, data) for path, data in files.items()]
            problems = [self._step.write(changes)]
        found = [problem for problem in problems if problem is not None]
        if found:
            raise ContentError(found)


@contextmanager
def deck_folder_held(*paths: Path, inputs: Iterable[Path] = ()) -> Iterator[DeckFolder]:
    """Lock the folder of a deck, which is the folder of these files.

    Write the files with the `DeckFolder` that this function yields. Before that, read
    them again inside the `with` block, because another process may have changed them.
    Raises ContentError if another process locks the folder for more than some seconds.
    """
    try:
        with folders_held(paths) as step:
            yield DeckFolder(step, inputs)
    except OSError as error:
        path = Path(error.filename or paths[0])
        raise ContentError([unwritable_problem(path, error)]) from error


def _problems_of_paths(paths: Sequence[Path], inputs: Iterable[Path]) -> list[Problem]:
    """Return why some of the paths may never be written, even with `force`."""
    inputs = tuple(inputs)
    problems = [
        not_ordinary_problem(path)
        or review_log_problem(path)
        or deck_file_problem(path)
        or input_problem(path, inputs)
        for path in paths
    ]
    return [problem for problem in problems if problem is not None]


def _write(step: Step, outputs: Sequence[Output], deck_id: str, *, force: bool) -> None:
    """Write outputs to locked folders, and write the lists of the folders."""
    lists, problems = _read_lists(outputs)
    if force:
        problems = []
    present = [output for output in outputs if output.path.exists()]
    for output in present:
        written = lists[output.real_folder].get(output.name)
        problem = _problem_with_replacing(output, written, deck_id, force=force)
        if problem is not None:
            problems.append(problem)
    if problems:
        raise ContentError(problems)

    changes = []
    for output in outputs:
        if output.data is None and output not in present:
            continue
        # If a private file is in the list, it was written before. The learner may have
        # allowed others to read it since then, so its permissions stay.
        is_listed = output.name in lists[output.real_folder]
        is_private = output.is_private and not is_listed
        changes.append(Change(output.path, output.data, is_private))
    if not changes:
        return
    problem = step.write([*_changed_lists(outputs, lists, deck_id), *changes])
    if problem is not None:
        raise ContentError([problem])


def _problem_with_replacing(
    output: Output, written: WrittenFile | None, deck_id: str, *, force: bool
) -> Problem | None:
    """Return why an existing file may not be replaced or deleted.

    With `force`, any file is replaced, but only a file that we wrote is deleted.
    """
    if force:
        return foreign_file_problem(output, written) if output.data is None else None
    if output.data is not None and _has_same_content(output.path, output.data):
        return None
    return (
        foreign_file_problem(output, written)
        or changed_file_problem(output, written)
        or other_decks_file_problem(output, written, deck_id)
    )


def _has_same_content(path: Path, data: bytes) -> bool:
    return content_hash(real_path(path)) == hashlib.sha256(data).hexdigest()


def _read_lists(
    outputs: Iterable[Output],
) -> tuple[dict[Path, dict[str, WrittenFile]], list[Problem]]:
    """Return the list of each output folder, and the problems of broken lists."""
    lists = {}
    problems: list[Problem] = []
    for folder in dict.fromkeys(output.real_folder for output in outputs):
        list_of_folder = read_list(folder)
        problems += list_of_folder.problems
        lists[folder] = dict(list_of_folder.value or {})
    return lists, problems


def _changed_lists(
    outputs: Iterable[Output],
    lists: dict[Path, dict[str, WrittenFile]],
    deck_id: str,
) -> list[Change]:
    """Return the lists of all folders as they will be after these outputs.

    Files that no longer exist are left out of the lists.
    """
    changes = []
    for folder, files in lists.items():
        path = folder / LIST_FILE
        if belongs_to_user(path):
            listed = {
                name: file for name, file in files.items() if (folder / name).exists()
            }
            for output in outputs:
                if output.real_folder != folder:
                    continue
                listed.pop(output.name, None)
                if output.data is not None:
                    digest = hashlib.sha256(output.data).hexdigest()
                    listed[output.name] = WrittenFile(digest, deck_id)
            changes.append(Change(path, list_text(listed).encode()))
    return changes
