"""Asks about questions that two published branches gave out under two names.

Two authors may both add a question, or one branch may rename a fact. Anki knows a note
by its name, so learners have the question under one name or the other. The deck can
keep only one of them, and learners who have the other get the question again, as new.
So the author is asked which one stays, as soon as the branches are merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem, is_in_data
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from liverdeck.facts.ledger import Ledger, LedgerLine, NoteState

    Name = tuple[str, str]


def named_twice_dangers(
    ledger: Ledger,
    states: Mapping[Name, NoteState],
    said: Collection[str],
    retired: Collection[Name],
) -> Iterator[Problem]:
    """Yield a problem for each question with two names, until the author chose one.

    The arguments are as in `moved_note_dangers`; `states` has all notes with two names.
    """
    for one, other in ledger.named_twice:
        lines = [ledger.lines.get(one), ledger.lines.get(other)]
        if any(line is None or line.withdrawn is not None for line in lines):
            continue
        present = [states[name] for name in (one, other) if name in states]
        has_two_facts = one[0] != other[0]
        if any(
            state.name_in_file in said or (has_two_facts and state.fact_id in said)
            for state in present
        ):
            continue
        gone = [line for line in lines if line and line.name not in states]
        if not gone:
            yield _both_in_deck(*present)
        elif present and gone[0].name not in retired:
            yield _one_in_deck(present[0], gone[0])


def names_given_up(ledger: Ledger, states: Mapping[Name, NoteState]) -> set[Name]:
    """Return the names that the deck no longer has, but the other name of the pair.

    `states` has all notes with two names. No new note is what had such a name.
    """
    names: set[Name] = set()
    for one, other in ledger.named_twice:
        if (one in states) != (other in states):
            names.add(other if one in states else one)
    return names


def still_named_twice(
    ledger: Ledger, lines: Mapping[Name, LedgerLine]
) -> tuple[tuple[Name, Name], ...]:
    """Return the pairs of which one name is given up, now that the author chose.

    `lines` are those after a release. If both names stay, they are two questions.
    """
    return tuple(
        pair
        for pair in ledger.named_twice
        if any(name in lines and lines[name].withdrawn is not None for name in pair)
    )


def successor(name: Name, ledger: Ledger) -> Name | None:
    """Return the name that took the place of a note's name; None if none did."""
    others = (
        other
        for pair in ledger.named_twice
        for other in pair
        if name in pair and other != name
    )
    for other in others:
        line = ledger.lines.get(other)
        if line is not None and line.withdrawn is None:
            return other
    return None


def _one_in_deck(state: NoteState, gone: LedgerLine) -> Problem:
    """Return the problem of a note whose other name, `gone`, is not in the deck."""
    now, kept, other = (
        state.name_in_file,
        joined_name(*state.name),
        joined_name(*gone.name),
    )
    return Problem(
        state.position,
        f"{now} seems to have been released by one branch as {kept} and by the other "
        f"as {other} ({gone.front!r}): learners who have {other} would get it again, "
        "as new",
        f"if more learners have {kept}, or if {other} was another question, "
        f"{_keep(state, gone)}; if more learners have {other}, {_change(state, gone)}",
    )


def _both_in_deck(one: NoteState, other: NoteState) -> Problem:
    """Return the problem of two notes that seem to be one question."""
    keep = f"run: liverdeck release --moved {joined_name(*one.name)}={one.name_in_file}"
    if is_in_data(one.position):
        keep = f"name {one.name_in_file} in `confirmed`"
    return Problem(
        one.position,
        f"{one.name_in_file} and {other.name_in_file} seem to be one question, which "
        "the two branches gave out under two names: learners of either branch would "
        "get it twice",
        "take one of the two out, or keep both if they are two questions; then say "
        f"so of one that stays. For {one.name_in_file}, {keep}",
    )


def _keep(state: NoteState, gone: LedgerLine) -> str:
    """Return how the author says that a note keeps the name that it has."""
    now, before = state.name_in_file, joined_name(*state.name)
    if gone.fact != state.fact:
        now, before = state.fact_id, state.fact
    if is_in_data(state.position):
        return f"name {now} in `confirmed`"
    return f"run: liverdeck release --moved {before}={now}"


def _change(state: NoteState, gone: LedgerLine) -> str:
    """Return how the author gives a note its other name."""
    pairs = []
    if gone.fact != state.fact:
        pairs.append((gone.fact, state.fact_id))
    if gone.part != state.part:
        pairs.append((joined_name(*gone.name), state.name_in_file))
    if is_in_data(state.position):
        written = " and ".join(
            f'"{before.rpartition("/")[2]}" first in the "was" of {now}'
            for before, now in pairs
        )
        return f"put {written}, and name {state.fact_id} in `confirmed`"
    moved = " ".join(f"--moved {before}={now}" for before, now in pairs)
    return f"run: liverdeck release {moved}"
