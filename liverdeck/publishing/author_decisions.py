"""Apply what an author decides about facts that look like other facts.

With `--moved OLD=NEW`, the author says that the fact with the id NEW was released under
the id OLD: the fact gets OLD as its oldest id (`was`). With `--replaced`, the author
says that a fact is really new: if its id was released, the fact gets another id, so
that it does not take over the schedule of the released fact. Each of the two options
can also name a group, as `fact/group`.
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
    """Takes the text and the path of a fact file, and returns the edited text."""


@value_class
class FileEdit:
    """A fact file before and after it is edited."""

    path: Path
    before: bytes
    after: bytes


@value_class
class Decisions:
    """The author's decisions, applied to the deck."""

    deck: Deck
    """The deck as it will be after the files are edited."""
    names: frozenset[str] = frozenset()
    """The names of the facts and groups (`fact/group`) that the author decided about.

    Their notes are not compared with other notes again; see `compare_with_ledger`.
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
        """The facts with all edits so far, by the ids from before the edits."""
        self.names: set[str] = set()
        self.edits: dict[Path, list[TextEdit]] = {}
        self.messages: list[str] = []
        self.problems: list[Problem] = []

    def apply_replaced(self, name: str) -> None:
        """Treat the fact or the group with a name as really new."""
        target = self._find(name)
        if target is None:
            return
        content = target.content
        self.names.update([name] if target.group else _names_of_notes(target.fact))
        if not self._is_released(target):
            return
        if content.was:
            self._add_problem(
                content.position,
                f"{name} was released, so {target.noun} cannot be new under this id",
                f"give {target.noun} another id, and delete its `was`",
            )
            return
        new_id = self._free_id(target)
        edited = self._edit(
            target,
            replace(content, id=new_id),
            partial(_text_with_new_id, target.name_in_file, new_id),
        )
        new_name = joined_name(edited.id, new_id) if target.group else new_id
        self.names.update([new_name] if target.group else _names_of_notes(edited))
        self.messages.append(
            f"{target.noun.capitalize()} {name} has the id {new_name} now: learners "
            f"get it as new, and keep the note that was released as {name} until "
            "they delete it."
        )

    def apply_moved(self, old_name: str, new_name: str) -> None:
        """Treat a fact or a group as one that was released under another id."""
        target = self._find(new_name)
        if target is None:
            return
        old_fact, _, old_group = old_name.partition("/")
        if target.group and target.fact.identity != old_fact:
            self._add_problem(
                target.group.position,
                f"{new_name} cannot be what was released as {old_name}: a group "
                "stays with its fact, because learners know it by both ids",
                f"put it back; if it is really new, say: --replaced {new_name}",
            )
            return
        released = {joined_name(*name) for name in self._released_notes}
        known = released if target.group else self._released_facts
        if old_name not in known:
            self._add_problem(
                Position(self._ledger_path),
                f"no {target.noun.removeprefix('the ')} was released as {old_name!r}",
                nearest_name_hint(old_name, sorted(known)),
            )
            return
        self.names.add(target.name_in_file)
        old_id = old_group or old_fact
        if target.content.identity == old_id:
            return
        self._edit(
            target,
            replace(target.content, was=with_oldest(target.content.was, old_id)),
            partial(_with_oldest, target.name_in_file, old_id),
        )
        self.messages.append(
            f"{target.noun.capitalize()} {new_name} is the one that was released as "
            f"{old_name}: learners keep their progress."
        )

    def _is_released(self, target: _FactOrGroup) -> bool:
        fact = target.fact.identity
        if target.group is None:
            return fact in self._released_facts or fact in self._given_up
        name = fact, target.group.identity
        return name in self._released_notes or joined_name(*name) in self._given_up

    def _edit(self, target: _FactOrGroup, edited: Fact | Group, edit: TextEdit) -> Fact:
        """Edit a fact or group, and remember the edit of its file; return the new fact.

        `edited` is the fact or the group as it is after `edit`.
        """
        fact = target.fact
        if isinstance(edited, Fact):
            after = edited
        else:
            after = with_group(fact, target.content.id, edited)
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

    def _free_id(self, target: _FactOrGroup) -> str:
        """Return an id that no fact, or no group of the fact, has or had."""
        taken = self._released_facts.union(
            self._given_up, self.facts, *(fact.was for fact in self.facts.values())
        )
        if target.group:
            groups = _groups_of(target.fact)
            group_ids = {
                group_id
                for fact, group_id in self._released_notes
                if fact == target.fact.identity
            }
            taken = group_ids.union(*((group.id, *group.was) for group in groups))
            taken |= {name.rpartition("/")[2] for name in self._given_up}
        new_ids = (numbered_id(target.content.id, number) for number in count(2))
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
        """The noun for the fact or the group in a sentence."""
        return "the group" if self.group else "the fact"


def _groups_of(fact: Fact) -> tuple[Group, ...]:
    return fact.shape.groups if isinstance(fact.shape, GroupedEnumeration) else ()


def _names_of_notes(fact: Fact) -> list[str]:
    """Return the names of a fact and of its groups, as the file spells them."""
    return [fact.id, *(joined_name(fact.id, group.id) for group in _groups_of(fact))]


def _text_with_new_id(name: str, new_id: str, text: str, path: str) -> str:
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
