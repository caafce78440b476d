"""What an author says about facts that look like other ones, and what follows from it.

`OLD=NEW` says that the fact with the id NEW is the one that was released as OLD: it
gets OLD as its oldest id (`was`). That a fact was replaced says that it is really new:
if its id was released, it gets another id, so that no schedule passes to it.
"""

from __future__ import annotations

import codecs
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.authoring.fact_edits import with_new_id, with_oldest_id
from liverdeck.base.errors import ContentError
from liverdeck.base.files import LEDGER_FILE, read_bytes
from liverdeck.base.names import LONGEST_ID, nearest_name_hint
from liverdeck.base.problems import Position, Problem
from liverdeck.base.values import value_class
from liverdeck.facts.identity import repeated_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger

    TextEdit = Callable[[str, str], str]
    """Takes the text of a fact file and its path; returns the edited text."""


@value_class
class FileEdit:
    """A fact file before and after it is edited."""

    path: Path
    before: bytes
    after: bytes


@value_class
class Said:
    """What the author said, applied to the deck."""

    deck: Deck
    """The deck as it is after the files are edited."""
    names: frozenset[str] = frozenset()
    """The facts, or `fact/part`, that are what their ids say."""
    edits: tuple[FileEdit, ...] = ()
    notes: tuple[str, ...] = ()
    """What was written into the files, for the author to read."""


def apply_said(
    deck: Deck,
    ledger: Ledger,
    moved: Iterable[tuple[str, str]],
    replaced: Iterable[str],
) -> Said:
    """Return what follows from what the author says. Nothing is written.

    `moved` has pairs of the id under which a fact was released, and the id that it has
    now. `replaced` names facts, or notes as `fact/part`. Raises ContentError if a name
    is not known, or if two facts would have one oldest id.
    """
    reader = _Reader(deck, ledger)
    for name in replaced:
        reader.replaced(name)
    for old, new in moved:
        reader.moved(old, new)
    problems = [*reader.problems]
    if not problems:
        problems += repeated_ids(reader.facts.values())
    if problems:
        raise ContentError(problems)
    return Said(
        replace(deck, facts=tuple(reader.facts.values())),
        frozenset(reader.names),
        tuple(_file_edit(path, edits) for path, edits in reader.edits.items()),
        tuple(reader.notes),
    )


class _Reader:
    def __init__(self, deck: Deck, ledger: Ledger) -> None:
        self._deck = deck
        self._ledger_path = str(deck.folder / LEDGER_FILE)
        self._lines = ledger.lines
        self._released = {line.fact for line in ledger.lines.values()}
        self.facts = {fact.id: fact for fact in deck.facts}
        """The facts as they are now, by the ids that they had at first."""
        self.names: set[str] = set()
        self.edits: dict[Path, list[TextEdit]] = {}
        self.notes: list[str] = []
        self.problems: list[Problem] = []

    def replaced(self, name: str) -> None:
        """Take note that a fact, or the note of a group, is really new."""
        fact_id, _, part = name.partition("/")
        fact = self._fact(fact_id)
        if fact is None:
            return
        is_released = fact.identity in self._released
        if part:
            is_released = (fact.identity, part) in self._lines
        self.names.add(name)
        if not is_released:
            return
        if part or fact.was:
            what = "the group" if part else "the fact"
            self._add(
                fact.position,
                f"{name} was released, so {what} cannot be new under this id",
                f"give {what} another id" + ("" if part else ", and delete its `was`"),
            )
            return
        new_id = self._free_id(fact_id)
        self._edit(fact, replace(fact, id=new_id), partial(_renamed, fact_id, new_id))
        self.names.add(new_id)
        self.notes.append(
            f"{fact_id} has the id {new_id} now: learners get it as new, and keep the "
            f"note that was released as {fact_id} until they delete it"
        )

    def moved(self, old: str, new: str) -> None:
        """Take note that a fact is the one that was released under another id."""
        if old not in self._released:
            self._add(
                Position(self._ledger_path),
                f"no fact was released as {old!r}",
                nearest_name_hint(old, sorted(self._released)),
            )
            return
        fact = self._fact(new)
        if fact is None:
            return
        self.names.add(fact.id)
        if fact.identity == old:
            return
        was = (old, *(name for name in fact.was if name != old))
        self._edit(fact, replace(fact, was=was), partial(_with_oldest, fact.id, old))
        self.notes.append(
            f"{fact.id} is the fact that was released as {old}: learners keep their "
            "progress"
        )

    def _edit(self, fact: Fact, edited: Fact, edit: TextEdit) -> None:
        first_id = next(name for name, known in self.facts.items() if known is fact)
        self.facts[first_id] = edited
        self.edits.setdefault(Path(fact.position.path), []).append(edit)

    def _fact(self, fact_id: str) -> Fact | None:
        fact = self.facts.get(fact_id)
        if fact is None:
            hint = nearest_name_hint(fact_id, list(self.facts))
            message = f"no fact {fact_id!r} in this deck"
            self._add(Position(str(self._deck.folder)), message, hint)
        return fact

    def _free_id(self, fact_id: str) -> str:
        number = 2
        taken = self._released.union(self.facts, *(f.was for f in self.facts.values()))
        while True:
            ending = f"-{number}"
            new_id = f"{fact_id[: LONGEST_ID - len(ending)]}{ending}"
            if new_id not in taken:
                return new_id
            number += 1

    def _add(self, position: Position, message: str, fix: str) -> None:
        self.problems.append(Problem(position, message, fix))


def _renamed(fact_id: str, new_id: str, text: str, path: str) -> str:
    return with_new_id(text, path, fact_id, new_id)


def _with_oldest(fact_id: str, old: str, text: str, path: str) -> str:
    return with_oldest_id(text, path, fact_id, old)


def _file_edit(path: Path, edits: Iterable[TextEdit]) -> FileEdit:
    before = read_bytes(path).required()
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    text = before.removeprefix(mark).decode()
    for edit in edits:
        text = edit(text, str(path))
    return FileEdit(path, before, mark + text.encode())
