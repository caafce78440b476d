"""An author who answers truthfully when the release asks what a fact is."""

import re

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.author_decisions import apply_decisions
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.release import plan_release
from liverdeck.publishing.release_report import lines_about_delivery
from tests.real.update_simulation.deck_edits import (
    change_name_in_anki,
    change_shape,
    return_part,
    swap_blanks,
)

DANGERS_TO_UNDO = (swap_blanks, return_part, change_shape, change_name_in_anki)
"""Dangers that no decision allows: the author can only undo them."""


def try_dangers(author, ledger, dangers):
    """Let the author make these dangerous edits, and undo some that are refused.

    The author keeps the others, and decides what the facts are when the deck is
    released. If a dangerous edit is not refused, a later assertion about the cards
    fails.
    """
    known_messages = set()
    for danger in dangers:
        before, name_before = author.copied_files(), author.name_in_anki
        author.edit([danger])
        if author.files == before and author.name_in_anki == name_before:
            continue
        deck, problems = write_and_load(author)
        if problems:  # for example, the oldest id of another fact
            author.files, author.name_in_anki = before, name_before
            continue
        messages = {text.message for text in deck_state(deck, ledger).changes.dangers}
        if messages <= known_messages and (
            danger not in DANGERS_TO_UNDO or decisions_of(author, ledger, deck)
        ):
            continue
        author.name_in_anki = name_before
        is_undone = danger in DANGERS_TO_UNDO or author.choose([True, False])
        if is_undone or decisions_of(author, ledger, deck) is None:
            author.files = before
        else:
            known_messages |= messages


def write_and_load(author):
    """Write the deck, and return the loaded deck and its problems."""
    author.write()
    loaded = load_deck(author.folder, reads_ledger=False, memory=author.memory)
    return loaded.deck, loaded.problems


def decide_what_is_asked(author, ledger):
    """Decide as with `release --moved` and `--replaced`; return the decided names.

    Sometimes the author forgets one of several names. If that is refused, the author
    decides about all of them.
    """
    deck, problems = write_and_load(author)
    assert problems == ()
    decisions = None
    if author.choose([True, False, False]):
        decisions = decisions_of(author, ledger, deck, forgets_one=True)
    if decisions is None:
        decisions = decisions_of(author, ledger, deck)
    if decisions is None:
        put_blanks_back(author, ledger, author.refused, is_refused=True)
        deck, problems = write_and_load(author)
        assert problems == ()
        decisions = decisions_of(author, ledger, deck)
    assert decisions, f"the truth is refused: {author.refused}"
    moved = moved_names_in_report(author, ledger, decisions)
    if moved:
        decisions = decisions_of(author, ledger, deck, moved)
    for edit in decisions.edits:
        edit.path.write_bytes(edit.after)
    assert load_deck(author.folder, reads_ledger=False).problems == ()
    take_over_ids(author, deck, decisions.deck)
    put_blanks_back(author, ledger, report_lines(ledger, decisions))
    author.write()
    return decisions.names


def decisions_of(author, ledger, deck, moved=(), *, forgets_one=False):
    """Return the decisions with which nothing is refused; None if none help.

    The author begins with the pairs of names that are `moved`, and decides more each
    time that the deck is refused.
    """
    all_moved, all_replaced = true_names(author, ledger, author.released)
    moved, replaced, forgotten = list(moved), [], None
    for _ in range(8):
        try:
            decisions = apply_decisions(deck, ledger, moved, replaced)
        except ContentError as error:  # such as an oldest id that another fact has
            # Ids of groups come without that of their fact.
            ids = set(re.findall("'(.+?)'", str(error)))
            names = [name for pair in (*all_moved, *all_replaced) for name in pair]
            asked = {
                name for name in names if name in ids or name.rpartition("/")[2] in ids
            }
        else:
            dangers = deck_state(
                decisions.deck, ledger, decisions.names
            ).changes.dangers
            if not dangers:
                return decisions
            author.refused = [danger.message for danger in dangers]
            asked = {text.split()[0] for text in author.refused}
        more_moved = [pair for pair in all_moved if is_asked(asked, *pair)]
        more_replaced = [pair[1] for pair in all_replaced if is_asked(asked, *pair)]
        if forgets_one and forgotten is None and more_moved:
            # Asked about a group, an author easily forgets its list.
            lists = [pair for pair in more_moved if pair[1] not in asked]
            forgotten = author.choose(lists or more_moved)
        more_moved = [pair for pair in more_moved if pair != forgotten]
        has_nothing_new = set(more_moved) <= set(moved)
        if has_nothing_new and set(more_replaced) <= set(replaced):
            return None
        moved = list(dict.fromkeys([*moved, *more_moved]))
        replaced = list(dict.fromkeys([*replaced, *more_replaced]))
    return None


def moved_names_in_report(author, ledger, decisions):
    """Return the moved facts that the release only reports: old and new names.

    The release asks about a fact that shares a clue with a released one. Of the others,
    it only reports which notes are gone and which are new.
    """
    released = planned_release(ledger, decisions)
    gone = {joined_name(*line.name): line for line in released.changes.withdrawn}
    new = {joined_name(*state.name): state for state in released.changes.new}
    report = " ".join(lines_about_delivery(released, sends_labels=False))
    olds = {fact.identity: fact for fact in author.released}
    facts = {fact.id: fact for fact in author.facts()}
    pairs = []
    for old, now in true_names(author, ledger, author.released)[0]:
        old_sources = sources_of_notes(gone, old)
        new_sources = sources_of_notes(new, now)
        is_asked_about = old_sources & new_sources or "/" in now
        if not old_sources or not new_sources or is_asked_about:
            continue
        if not has_clue_of(facts[now], olds[old]):
            names_both = rf"new notes \(.*\b{now}\b.*\b{old}\b.*lose"
            assert re.search(names_both, report), report
            pairs.append((old, now))
    return pairs


def sources_of_notes(notes, fact):
    """Return the sources of the notes of a fact, or of a group; `notes` are by name."""
    return {note.source for name, note in notes.items() if is_any_of(fact, [name])}


def planned_release(ledger, decisions):
    return plan_release(
        decisions.deck, ledger, ledger.last_release_seconds + 1, decisions.names
    )


def has_clue_of(fact, old):
    """Whether a fact still has words, an answer or a group of its released version.

    A group is known by its oldest id, as the ledger has no later ids of groups.
    """
    has_words = fact.own_word == old.own_word
    has_group = fact.shape == "groups" and oldest_ids(fact) & oldest_ids(old)
    return has_words or has_group or answers_of(fact) & answers_of(old)


def oldest_ids(fact):
    return {fact.group_identity(name) for name in fact.asked}


def answers_of(fact):
    """Return the answers of a fact: its blanks, or all its items."""
    if fact.items:
        return {item for items in fact.items.values() for item in items}
    return set(fact.asked.values())


def report_lines(ledger, decisions):
    """Return what the release reports about blanks with another text and new ones."""
    released = planned_release(ledger, decisions)
    reworded = [str(number) for number in released.changes.reworded]
    return [*reworded, *lines_about_delivery(released, sends_labels=False)]


def put_blanks_back(author, ledger, report, *, is_refused=False):
    """Give each blank the number that it was released with, as the release reports.

    If a blank changed its number and nothing else, the release must refuse it.
    """
    olds = {fact.true_id: fact for fact in author.released if fact.shape == "cloze"}
    for fact in author.facts():
        old = olds.get(fact.true_id)
        if old is None or (fact.identity, "") not in ledger.lines or fact.is_retired():
            continue
        released_numbers = {
            concept_of(text): number for number, text in old.asked.items()
        }
        for number, text in list(fact.asked.items()):
            released_number = released_numbers.get(concept_of(text), number)
            was_moved_meanwhile = fact.asked.get(number) != text
            if released_number == number or was_moved_meanwhile:
                continue
            has_released_text = text == old.asked[released_number]
            if is_refused or not has_released_text:
                name = joined_name(fact.identity)
                assert any(
                    released_number in line and name in line for line in report
                ), report
                move_blank(fact, number, released_number)


def move_blank(fact, number, new_number):
    """Give a blank a new number. A blank that had it gets the old number."""
    text = fact.asked.pop(number)
    other_text = fact.asked.pop(new_number, None)
    fact.asked[new_number] = text
    if other_text is None:
        fact.dropped.remove(new_number)
        fact.dropped.append(number)
    else:
        fact.asked[number] = other_text


def concept_of(text):
    return re.search(r" (k\d+)", text)[1]


def is_asked(asked, *names):
    """Whether the release asks about a fact or a group with one of these names."""
    return any(is_any_of(name, asked) for name in names)


def is_any_of(name, notes):
    """Whether one of these notes is that of a fact or of one of its groups."""
    return any(note == name or note.startswith(f"{name}/") for note in notes)


def true_names(author, ledger, before):
    """Return what `--moved` and `--replaced` must name for the facts as they are now.

    Both are pairs of the name in the ledger and the name in the file. A new fact is
    replaced, whether it has an old id or not.

    A fact is recognized by its `true_id`, and a group by its concept, as their ids may
    have changed.
    """
    released_facts = {line.fact for line in ledger.lines.values()}
    olds = {fact.true_id: fact for fact in before}
    moved, replaced = [], []
    for fact in author.facts():
        old = olds.get(fact.true_id)
        if old is None:
            replaced.append((fact.identity, fact.id))
            continue
        # The ledger of the branch that released it may have been given up.
        if old.identity not in released_facts:
            replaced.append((fact.id, fact.id))
            continue
        moved.append((old.identity, fact.id))
        if fact.shape == "groups" and old.shape == "groups":
            add_true_names_of_groups(fact, old, ledger, moved, replaced)
    return moved, replaced


def add_true_names_of_groups(fact, old, ledger, moved, replaced):
    """Add the names of the groups of a list to those that moved or are replaced."""
    old_names = {text.rpartition(" ")[2]: name for name, text in old.asked.items()}
    for name, text in fact.asked.items():
        old_name = old_names.get(text.rpartition(" ")[2])
        now = f"{fact.id}/{name}"
        if old_name is not None:
            old_identity = old.group_identity(old_name)
            if (old.identity, old_identity) in ledger.lines:
                moved.append((f"{old.identity}/{old_identity}", now))
                continue
        replaced.append((f"{old.identity}/{fact.group_identity(name)}", now))


def take_over_ids(author, deck, decided_deck):
    """Give the author's facts and groups the ids that were written into the files."""
    facts = {fact.id: fact for fact in author.facts()}
    for known, decided in zip(deck.facts, decided_deck.facts, strict=True):
        fact = facts[known.id]
        fact.id, fact.was = decided.id, list(decided.was)
        if fact.shape != "groups":
            continue
        names = zip(known.shape.groups, decided.shape.groups, strict=True)
        new_names = {one.id: other.id for one, other in names}
        fact.asked = {new_names[name]: text for name, text in fact.asked.items()}
        fact.items = {new_names[name]: items for name, items in fact.items.items()}
        fact.earlier_group_ids = {
            group.id: list(group.was) for group in decided.shape.groups if group.was
        }
