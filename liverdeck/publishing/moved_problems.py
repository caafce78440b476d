"""The problems of notes that seem to be other notes, and how the author fixes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem, is_in_data
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from liverdeck.facts.ledger import LedgerLine, NoteState


def moved_problem(
    state: NoteState, line: LedgerLine, released: Collection[tuple[str, str]]
) -> Problem:
    """Return the problem of a note that seems to be the note of another line.

    `released` has the names of all notes that were ever released.
    """
    now = state.name_in_file
    is_released = state.name in released
    loss = (
        "be asked it with the schedule of another question"
        if is_released
        else "lose their progress with it"
    )
    message = (
        f"{now} seems to be what was released as {joined_name(*line.name)} "
        f"({line.front!r}): learners would {loss}"
    )
    fix_if_not_moved = _fix_if_new(state)
    if is_released:
        fix_if_not_moved = f"if {now} still asks what it asked, {fix_if_same(state)}"
    fix = f"{_fix_if_moved(state, line, released)}; {fix_if_not_moved}"
    return Problem(state.position, message, fix)


def perhaps_moved_problem(
    state: NoteState,
    line: LedgerLine,
    shared: str,
    released: Collection[tuple[str, str]],
    *,
    may_be_retired: bool,
) -> Problem:
    """Return the problem of a new note that shares something with a vanished one.

    `shared` is a sentence that says what the two notes share. With `may_be_retired`,
    the whole fact of the vanished note is gone, so the author may retire this fact.
    """
    now, before = state.name_in_file, joined_name(*line.name)
    how_to_keep = "in its file with `retired: REASON`"
    if is_in_data(state.position):
        how_to_keep = 'in the data with "retired": "REASON"'
    retire = f", or keep {line.fact} {how_to_keep}" if may_be_retired else ""
    return Problem(
        state.position,
        f"{now} may be what was released as {before} ({line.front!r}), which is gone: "
        f"{shared}. If it is, learners would lose their progress with it",
        f"{_fix_if_moved(state, line, released)}; {_fix_if_new(state)}{retire}",
    )


def another_question_problem(state: NoteState, line: LedgerLine) -> Problem:
    """Return the problem of a note that asks something else under its released id."""
    name = state.name_in_file
    if_new = "if it is really new, give it a new id"
    if not is_in_data(state.position):
        if_new = _fix_if_new(state)
    return Problem(
        state.position,
        f"{name} was released as {line.front!r} and is now quite another question, "
        f"{state.front!r}: learners would be asked it with the old schedule",
        f"{if_new}; if it asks the same in other words, {fix_if_same(state)}",
    )


def fix_if_same(state: NoteState, *, whole_fact: bool = False) -> str:
    """Return how the author can say that a released note still asks the same.

    With `whole_fact`, the author says so of all notes of its fact.
    """
    now, before = state.name_in_file, joined_name(*state.name)
    if whole_fact:
        now, before = state.fact_id, state.fact
    if is_in_data(state.position):
        return f"name {now} in `confirmed`"
    return f"run: liverdeck release --moved {before}={now}"


def _fix_if_new(state: NoteState) -> str:
    """Return how the author can say that a note was never released."""
    name = state.name_in_file
    if is_in_data(state.position):
        return f"if it is really new, name {name} in `confirmed`"
    return f"if it is really new, run: liverdeck release --replaced {name}"


def _fix_if_moved(
    state: NoteState, line: LedgerLine, released: Collection[tuple[str, str]]
) -> str:
    """Return what the author can do if a note is the released note of a line."""
    if state.part and state.fact == line.fact:
        old_id, has_was = line.part, state.part != state.part_id
        before, now = joined_name(*line.name), state.name_in_file
    elif state.part and any(fact == state.fact for fact, _ in released):
        return "put the group back into its fact"
    else:
        old_id, has_was = line.fact, state.fact != state.fact_id
        before, now = line.fact, state.fact_id
    if is_in_data(state.position):
        written = f'write "was": ["{old_id}"] into {now}'
        if has_was:
            written = f'put "{old_id}" first in the "was" of {now}'
        return f"put the id back, or {written}"
    written = f"write `was: {old_id}` into {now}"
    if has_was:
        written = f"put `{old_id}` first in the `was` of {now}"
    return (
        f"put the id back, or {written}, as does: liverdeck release "
        f"--moved {before}={now}"
    )
