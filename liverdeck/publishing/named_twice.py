"""Ask the author about questions that have different names in two published branches.

Two authors may add the same question, or one branch may rename a fact. Anki knows a
note by its name, so learners have the question under one name or the other. The deck
can keep only one of the names, and learners who have the other name get the question
again, as new. So the author is asked which name stays, as soon as the branches are
merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem, is_in_data
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.moved_problems import fix_if_same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

    Name = tuple[str, str]


def named_twice_dangers(
    ledger: Ledger,
    states: Mapping[Name, NoteState],
    decided_names: Collection[str],
    retired: Collection[Name],
) -> Iterator[Problem]:
    """Yield a problem for each question with two names, until the author chooses one.

    The arguments are as in `moved_note_dangers`. `states` includes all notes with two
    names.
    """
    for pair in ledger.named_twice:
        lines = [ledger.lines[name] for name in pair if _is_live(name, ledger.lines)]
        if len(lines) < len(pair):
            continue
        present = [states[name] for name in pair if name in states]
        if any(_is_decided(state, pair, decided_names) for state in present):
            continue
        gone = [line for line in lines if line.name not in states]
        if not gone:
            yield _both_in_deck_problem(*present)
        elif present and gone[0].name not in retired:
            yield _one_in_deck_problem(present[0], gone[0])


def _is_live(name: Name, lines: Mapping[Name, LedgerLine]) -> bool:
    """Whether a note with this name was released and is not withdrawn."""
    line = lines.get(name)
    return line is not None and line.withdrawn is None


def _is_decided(
    state: NoteState, pair: tuple[Name, Name], decided_names: Collection[str]
) -> bool:
    """Whether the author has decided about a note with one name of a pair.

    If the two names belong to different facts, a decision about the fact is enough.
    """
    (one_fact, _), (other_fact, _) = pair
    if one_fact != other_fact and state.fact_id in decided_names:
        return True
    return state.name_in_file in decided_names


def names_given_up(ledger: Ledger, states: Mapping[Name, NoteState]) -> set[Name]:
    """Return the names that are not in the deck although the pair's other name is.

    `states` includes all notes with two names. A note whose name was given up has not
    vanished, so no new note is compared with it.
    """
    names: set[Name] = set()
    for pair in ledger.named_twice:
        absent = [name for name in pair if name not in states]
        if len(absent) == 1:
            names.update(absent)
    return names


def still_named_twice(
    ledger: Ledger, lines: Mapping[Name, LedgerLine]
) -> tuple[tuple[Name, Name], ...]:
    """Return the pairs with a withdrawn name; the ledger keeps these after a release.

    `lines` are the lines of the ledger after the release. If neither name of a pair is
    withdrawn, the author has decided that the pair is two questions.
    """

    def is_withdrawn(name: Name) -> bool:
        return name in lines and lines[name].withdrawn is not None

    return tuple(
        (one, other)
        for one, other in ledger.named_twice
        if is_withdrawn(one) or is_withdrawn(other)
    )


def successor(name: Name, ledger: Ledger) -> Name | None:
    """Return the name under which a note goes on; None if there is no such name."""
    for pair in ledger.named_twice:
        if name not in pair:
            continue
        for other in pair:
            if other != name and _is_live(other, ledger.lines):
                return other
    return None


def _one_in_deck_problem(state: NoteState, gone: LedgerLine) -> Problem:
    """Return the problem of a note whose other name (see `gone`) left the deck."""
    now = state.name_in_file
    kept = joined_name(*state.name)
    other = joined_name(*gone.name)
    how_to_keep_name = fix_if_same(state, whole_fact=gone.fact != state.fact)
    return Problem(
        state.position,
        f"{now} seems to have been released by one branch as {kept} and by the other "
        f"as {other} ({gone.front!r}): learners who have {other} would get it again, "
        "as new",
        f"if more learners have {kept}, or if {other} was another question, "
        f"{how_to_keep_name}; if more learners have {other}, "
        f"{_how_to_take_name(state, gone)}",
    )


def _both_in_deck_problem(one: NoteState, other: NoteState) -> Problem:
    """Return the problem of two notes that seem to be one question."""
    return Problem(
        one.position,
        f"{one.name_in_file} and {other.name_in_file} seem to be one question, which "
        "the two branches gave out under two names: learners of either branch would "
        "get it twice",
        "take one of the two out, or keep both if they are two questions; then say "
        f"so of one that stays. For {one.name_in_file}, {fix_if_same(one)}",
    )


def _how_to_take_name(state: NoteState, gone: LedgerLine) -> str:
    """Return how the author can give a note the name of the line `gone`."""
    old_and_new_names = []
    if gone.fact != state.fact:
        old_and_new_names.append((gone.fact, state.fact_id))
    if gone.part != state.part:
        old_and_new_names.append((joined_name(*gone.name), state.name_in_file))
    if is_in_data(state.position):
        written = " and ".join(
            f'"{old.rpartition("/")[2]}" first in the "was" of {new}'
            for old, new in old_and_new_names
        )
        return f"put {written}, and name {state.fact_id} in `confirmed`"
    options = " ".join(f"--moved {old}={new}" for old, new in old_and_new_names)
    return f"run: liverdeck release {options}"
