"""Applies what an author decides about facts that look like other facts.

With `--moved OLD=NEW`, the fact with the id NEW is the one that was released as OLD: it
gets OLD as its oldest id (`was`). With `--replaced`, a fact is really new: if its id
was released, it gets another id, so that no schedule passes to it. Both options can
also name a group, as `fact/group`.
"""

from __future__ import annotations

import codecs
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.authoring.fact_edits import with_new_id, with_oldest, with_oldest_id
from liverdeck.base.errors import ContentError
from liverdeck.base.files import LEDGER_FILE, read_bytes
from liverdeck.base.names import nearest_name_hint, numbered_id
from liverdeck.base.problems import Position, Problem
from liverdeck.base.values import value_class
from liverdeck.facts.fact import Fact
from liverdeck.facts.identity import repeated_group_ids, repeated_ids, with_group
from liverdeck.facts.parts import joined_name
from liverdeck.facts.shapes import Group, GroupedEnumeration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from liverdeck.facts.deck import Deck
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
class Decisions:
    """What the author decided, applied to the deck."""

    deck: Deck
    """The deck as it is after the files are edited."""
    names: frozenset[str] = frozenset()
    """The names of the facts and groups (`fact/group`) that the author decided about.

    They are not compared with other notes again; see `compare_with_ledger`.
    """
    edits: tuple[FileEdit, ...] = ()
    messages: tuple[str, ...] = ()
    """Sentences for the author that say what was written into the files."""


def apply_decisions(
    deck: Deck,
    ledger: Ledger,
    moved: Iterable[tuple[str, str]],
    replaced: Iterable[str],
) -> Decisions:
    """Return the deck with the author's decisions. Nothing is written.

    `moved` has a pair of names for each fact or group that moved: the name under which
    it was released, and its name now. Both are names of facts (`fact`), or both of
    groups (`fact/group`). `replaced` has the names of facts and groups.

    Raises ContentError if a name is not known, or if two facts or two groups would have
    the same oldest id.
    """
    applier = _Applier(deck, ledger)
    # A group is looked for under the oldest id of its fact, so moved facts come first.
    moved = list(moved)
    for old, new in moved:
        if "/" not in new:
            applier.apply_moved(old, new)
    for name in replaced:
        applier.apply_replaced(name)
    for old, new in moved:
        if "/" in new:
            applier.apply_moved(old, new)

    problems = [*applier.problems]
    if not problems:
        facts = applier.facts.values()
        problems += (*repeated_ids(facts), *repeated_group_ids(facts))
    if problems:
        raise ContentError(problems)
    return Decisions(
        replace(deck, facts=tuple(applier.facts.values())),
        frozenset(applier.names),
        tuple(_file_edit(path, edits) for path, edits in applier.edits.items()),
        tuple(applier.messages),
    )


class _Applier:
    """Applies decisions to the facts, and collects the edits of their files."""

    def __init__(self, deck: Deck, ledger: Ledger) -> None:
        self._deck = deck
        self._ledger_path = str(deck.folder / LEDGER_FILE)
        self._released_notes = set(ledger.lines)
        self._released_facts = {line.fact for line in ledger.lines.values()}
        self._given_up = set(ledger.given_up)
        """Names of notes that were released before the ledger was lost."""
        self.facts = {fact.id: fact for fact in deck.facts}
        """The facts with the edits so far, by the ids from before the edits."""
        self.names: set[str] = set()
        self.edits: dict[Path, list[TextEdit]] = {}
        self.messages: list[str] = []
        self.problems: list[Problem] = []

    def apply_replaced(self, name: str) -> None:
        """Treat a fact or a group as really new."""
        found = self._find(name)
        if found is None:
            return
        content = found.content
        self.names.update([name] if found.group else _names_of_notes(found.fact))
        if not self._is_released(found):
            return
        if content.was:
            self._add_problem(
                content.position,
                f"{name} was released, so {found.noun} cannot be new under this id",
                f"give {found.noun} another id, and delete its `was`",
            )
            return
        new_id = self._free_id(found)
        edited = self._edit(
            found,
            replace(content, id=new_id),
            partial(_renamed, found.name_in_file, new_id),
        )
        new_name = joined_name(edited.id, new_id) if found.group else new_id
        self.names.update([new_name] if found.group else _names_of_notes(edited))
        self.messages.append(
            f"{found.noun.capitalize()} {name} has the id {new_name} now: learners get "
            f"it as new, and keep the note that was released as {name} until they "
            "delete it."
        )

    def apply_moved(self, old: str, new: str) -> None:
        """Treat a fact or a group as one that was released under another id."""
        found = self._find(new)
        if found is None:
            return
        old_fact, _, old_group = old.partition("/")
        if found.group and found.fact.identity != old_fact:
            self._add_problem(
                found.group.position,
                f"{new} cannot be what was released as {old}: a group stays with its "
                "fact, because learners know it by both ids",
                f"put it back; if it is really new, say: --replaced {new}",
            )
            return
        released = {joined_name(*name) for name in self._released_notes}
        known = released if found.group else self._released_facts
        if old not in known:
            self._add_problem(
                Position(self._ledger_path),
                f"no {found.noun.removeprefix('the ')} was released as {old!r}",
                nearest_name_hint(old, sorted(known)),
            )
            return
        self.names.add(found.name_in_file)
        old_id = old_group or old_fact
        if found.content.identity == old_id:
            return
        self._edit(
            found,
            replace(found.content, was=with_oldest(found.content.was, old_id)),
            partial(_with_oldest, found.name_in_file, old_id),
        )
        self.messages.append(
            f"{found.noun.capitalize()} {new} is the one that was released as {old}: "
            "learners keep their progress."
        )

    def _is_released(self, found: _FactOrGroup) -> bool:
        fact = found.fact.identity
        if found.group is None:
            return fact in self._released_facts or fact in self._given_up
        name = fact, found.group.identity
        return name in self._released_notes or joined_name(*name) in self._given_up

    def _edit(self, found: _FactOrGroup, edited: Fact | Group, edit: TextEdit) -> Fact:
        """Edit a fact or a group, and keep the edit for the file; return the new fact.

        `edited` is the fact or the group as it is after `edit`.
        """
        fact = found.fact
        if isinstance(edited, Fact):
            after = edited
        else:
            after = with_group(fact, found.content.id, edited)
        first_id = next(name for name, known in self.facts.items() if known is fact)
        self.facts[first_id] = after
        self.edits.setdefault(Path(fact.position.path), []).append(edit)
        return after

    def _find(self, name: str) -> _FactOrGroup | None:
        """Return the fact or group with a name. If there is none, report that."""
        fact_id, _, group_id = name.partition("/")
        fact = self.facts.get(fact_id)
        if fact is None:
            hint = nearest_name_hint(fact_id, list(self.facts))
            message = f"no fact {fact_id!r} in this deck"
            self._add_problem(Position(str(self._deck.folder)), message, hint)
            return None
        if not group_id:
            return _FactOrGroup(fact)
        groups = {group.id: group for group in _groups_of(fact)}
        if group_id not in groups:
            hint = nearest_name_hint(group_id, list(groups))
            message = f"no group {group_id!r} in the fact {fact_id!r}"
            self._add_problem(fact.position, message, hint)
            return None
        return _FactOrGroup(fact, groups[group_id])

    def _free_id(self, found: _FactOrGroup) -> str:
        """Return an id that no fact, or no group of the fact, has or had."""
        taken = self._released_facts.union(
            self._given_up, self.facts, *(fact.was for fact in self.facts.values())
        )
        if found.group:
            groups = _groups_of(found.fact)
            parts = {
                part
                for fact, part in self._released_notes
                if fact == found.fact.identity
            }
            taken = parts.union(*((group.id, *group.was) for group in groups))
            taken |= {name.rpartition("/")[2] for name in self._given_up}
        new_ids = (numbered_id(found.content.id, number) for number in count(2))
        return next(new_id for new_id in new_ids if new_id not in taken)

    def _add_problem(self, position: Position, message: str, fix: str) -> None:
        self.problems.append(Problem(position, message, fix))


@value_class
class _FactOrGroup:
    """A fact that the author named, or a group of the fact."""

    fact: Fact
    group: Group | None = None

    @property
    def content(self) -> Fact | Group:
        """The group, or else the fact."""
        return self.group or self.fact

    @property
    def name_in_file(self) -> str:
        return joined_name(self.fact.id, self.group.id if self.group else "")

    @property
    def noun(self) -> str:
        """What a sentence calls it."""
        return "the group" if self.group else "the fact"


def _groups_of(fact: Fact) -> tuple[Group, ...]:
    return fact.shape.groups if isinstance(fact.shape, GroupedEnumeration) else ()


def _names_of_notes(fact: Fact) -> list[str]:
    """Return the name of a fact, and those of its groups, as the file has them."""
    return [fact.id, *(joined_name(fact.id, group.id) for group in _groups_of(fact))]


def _renamed(name: str, new_id: str, text: str, path: str) -> str:
    return with_new_id(text, path, name, new_id)


def _with_oldest(name: str, old: str, text: str, path: str) -> str:
    return with_oldest_id(text, path, name, old)


def _file_edit(path: Path, edits: Iterable[TextEdit]) -> FileEdit:
    before = read_bytes(path).required()
    byte_order_mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    text = before.removeprefix(byte_order_mark).decode()
    for edit in edits:
        text = edit(text, str(path))
    return FileEdit(path, before, byte_order_mark + text.encode())
