"""An author who is asked what a fact is, and says the truth."""

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

UNDONE = (swap_blanks, return_part, change_shape, change_name_in_anki)
"""Dangers that the author can only undo."""


def try_dangers(author, ledger, dangers):
    """Let the author make these dangerous edits. Some that are refused are undone.

    For the others, the author says what the facts are when the deck is released. If a
    dangerous edit is not refused, a later assertion about the cards fails.
    """
    known = set()
    for danger in dangers:
        before, name_before = author.copied_files(), author.name_in_anki
        author.edit([danger])
        if author.files == before and author.name_in_anki == name_before:
            continue
        deck, problems = written(author)
        if problems:  # for example, the oldest id of another fact
            author.files, author.name_in_anki = before, name_before
            continue
        messages = {text.message for text in deck_state(deck, ledger).changes.dangers}
        is_known = messages <= known
        if is_known and (danger not in UNDONE or said_of(author, ledger, deck)):
            continue
        author.name_in_anki = name_before
        is_undone = danger in UNDONE or author.choose([True, False])
        if is_undone or said_of(author, ledger, deck) is None:
            author.files = before
        else:
            known |= messages


def written(author):
    author.write()
    loaded = load_deck(author.folder, reads_ledger=False)
    return loaded.deck, loaded.problems


def say_what_is_asked(author, ledger):
    """Do as `release --moved` and `--replaced`; return the names that this says.

    Sometimes the author forgets one of several names. If that is refused, all is said.
    """
    deck, problems = written(author)
    assert problems == ()
    said = None
    if author.choose([True, False, False]):
        said = said_of(author, ledger, deck, forgets_one=True)
    if said is None:
        said = said_of(author, ledger, deck)
    if said is None:
        put_blanks_back(author, ledger, author.refused, is_refused=True)
        deck, problems = written(author)
        assert problems == ()
        said = said_of(author, ledger, deck)
    assert said, f"the truth is refused: {author.refused}"
    told = told_of(author, ledger, said)
    if told:
        said = said_of(author, ledger, deck, told)
    for edit in said.edits:
        edit.path.write_bytes(edit.after)
    assert load_deck(author.folder, reads_ledger=False).problems == ()
    take_over_ids(author, deck, said.deck)
    put_blanks_back(author, ledger, told_of_blanks(ledger, said))
    author.write()
    return said.names


def said_of(author, ledger, deck, moved=(), *, forgets_one=False):
    """Return what the author says until nothing is refused; None if nothing helps.

    The author begins with what is `moved`.
    """
    all_moved, all_replaced = true_names(author, ledger, author.released)
    moved, replaced, forgotten = list(moved), [], None
    for _ in range(8):
        try:
            said = apply_decisions(deck, ledger, moved, replaced)
        except ContentError as error:  # such as an oldest id that another fact has
            # Ids of groups come without that of their fact.
            ids = set(re.findall("'(.+?)'", str(error)))
            names = [name for pair in (*all_moved, *all_replaced) for name in pair]
            asked = {name for name in names if {name, name.rpartition("/")[2]} & ids}
        else:
            dangers = deck_state(said.deck, ledger, said.names).changes.dangers
            if not dangers:
                return said
            author.refused = [danger.message for danger in dangers]
            asked = {text.split()[0] for text in author.refused}
        more_moved = [pair for pair in all_moved if is_asked(asked, *pair)]
        more_replaced = [pair[1] for pair in all_replaced if is_asked(asked, *pair)]
        if forgets_one and forgotten is None and more_moved:
            # Asked about a group, an author easily forgets its list.
            lists = [pair for pair in more_moved if pair[1] not in asked]
            forgotten = author.choose(lists or more_moved)
        more_moved = [pair for pair in more_moved if pair != forgotten]
        if {*more_moved} <= {*moved} and {*more_replaced} <= {*replaced}:
            return None
        moved = list(dict.fromkeys([*moved, *more_moved]))
        replaced = list(dict.fromkeys([*replaced, *more_replaced]))
    return None


def told_of(author, ledger, said):
    """Return what the author reads in the release, and says then: pairs of names.

    The tool asks of a fact that shares anything telling with what was released. Of the
    others, it only tells that something is gone, and something new.
    """
    released = planned(ledger, said)
    gone = {joined_name(*line.name): line for line in released.changes.withdrawn}
    new = {joined_name(*state.name): state for state in released.changes.new}
    told = " ".join(lines_about_delivery(released, sends_labels=False))
    olds = {fact.identity: fact for fact in author.released}
    facts = {fact.id: fact for fact in author.facts()}
    pairs = []
    for old, now in true_names(author, ledger, author.released)[0]:
        sources = [
            {notes[name].source for name in notes if is_any_of(fact, [name])}
            for notes, fact in ((gone, old), (new, now))
        ]
        is_known = sources[0] & sources[1] or "/" in now
        if all(sources) and not is_known and not has_anything_of(facts[now], olds[old]):
            assert re.search(rf"new notes \(.*\b{now}\b.*\b{old}\b.*lose", told), told
            pairs.append((old, now))
    return pairs


def planned(ledger, said):
    return plan_release(said.deck, ledger, ledger.last_release_seconds + 1, said.names)


def has_anything_of(fact, old):
    """Whether a fact has words, an answer, or the oldest id of a group that it had.

    The ledger has no later ids of groups.
    """
    ids, old_ids = (
        {one.group_identity(name) for name in one.asked} for one in (fact, old)
    )
    has_group = fact.shape == "groups" and ids & old_ids
    return fact.own == old.own or has_group or answers_of(fact) & answers_of(old)


def answers_of(fact):
    """Return the answers of a fact: its blanks, or all its items."""
    if fact.items:
        return {item for items in fact.items.values() for item in items}
    return set(fact.asked.values())


def told_of_blanks(ledger, said):
    """Return what the release tells of blanks that have another text, or are new."""
    released = planned(ledger, said)
    told = [*map(str, released.changes.reworded)]
    return [*told, *lines_about_delivery(released, sends_labels=False)]


def put_blanks_back(author, ledger, told, *, is_refused=False):
    """Give each blank the number that it was released with, as the tool tells.

    A blank that changed its number and nothing else must be refused.
    """
    olds = {fact.mark: fact for fact in author.released if fact.shape == "cloze"}
    for fact in author.facts():
        old = olds.get(fact.mark)
        if old is None or (fact.identity, "") not in ledger.lines or fact.is_retired():
            continue
        homes = {concept_of(text): number for number, text in old.asked.items()}
        for number, text in list(fact.asked.items()):
            home = homes.get(concept_of(text), number)
            is_as_it_was = home != number and text == old.asked[home]
            if home == number or fact.asked.get(number) != text:
                continue
            if is_refused or not is_as_it_was:
                name = joined_name(fact.identity)
                assert any(home in line and name in line for line in told), told
                move_blank(fact, number, home)


def move_blank(fact, number, home):
    """Give a blank another number; what had that one gets the number of the blank."""
    text, other = fact.asked.pop(number), fact.asked.pop(home, None)
    fact.asked[home] = text
    if other is None:
        fact.gone.remove(home)
        fact.gone.append(number)
    else:
        fact.asked[number] = other


def concept_of(text):
    return re.search(r" (k\d+)", text)[1]


def is_asked(asked, *names):
    """Whether the tool asks about a fact or group with one of these names."""
    return any(is_any_of(name, asked) for name in names)


def is_any_of(name, notes):
    """Whether any of these notes is that of a fact, or of a group of it."""
    return any(note == name or note.startswith(f"{name}/") for note in notes)


def true_names(author, ledger, before):
    """Return what `--moved` and `--replaced` must say of the facts as they are now.

    Both are pairs of the name in the ledger and the name in the file. What is new is
    replaced, whether it has an old id or not.

    A fact, and a group of it, is known by what is in its texts, not by its ids.
    """
    released_facts = {line.fact for line in ledger.lines.values()}
    olds = {fact.mark: fact for fact in before}
    moved, replaced = [], []
    for fact in author.facts():
        old = olds.get(fact.mark)
        if old is None:
            replaced.append((fact.identity, fact.id))
            continue
        if old.identity not in released_facts:  # of the branch that was not kept
            replaced.append((fact.id, fact.id))
            continue
        moved.append((old.identity, fact.id))
        if fact.shape == "groups" and old.shape == "groups":
            say_of_groups(fact, old, ledger, moved, replaced)
    return moved, replaced


def say_of_groups(fact, old, ledger, moved, replaced):
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


def take_over_ids(author, deck, said_deck):
    """Give the author's facts and groups the ids that were written into the files."""
    facts = {fact.id: fact for fact in author.facts()}
    for known, said in zip(deck.facts, said_deck.facts, strict=True):
        fact = facts[known.id]
        fact.id, fact.was = said.id, list(said.was)
        if fact.shape != "groups":
            continue
        names = zip(known.shape.groups, said.shape.groups, strict=True)
        new_names = {one.id: other.id for one, other in names}
        fact.asked = {new_names[name]: text for name, text in fact.asked.items()}
        fact.items = {new_names[name]: items for name, items in fact.items.items()}
        fact.groups_were = {
            group.id: list(group.was) for group in said.shape.groups if group.was
        }
