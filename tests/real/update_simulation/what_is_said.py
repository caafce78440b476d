"""An author who is asked what a fact is, and says the truth."""

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.said_by_author import apply_said
from tests.real.update_simulation.deck_edits import (
    DANGERS,
    change_name_in_anki,
    change_shape,
    return_part,
    swap_blanks,
)

UNDONE = (swap_blanks, return_part, change_shape, change_name_in_anki)
"""Dangers that the author can only undo."""


def try_dangers(author, ledger):
    """Let the author make dangerous edits. Some that are refused are undone.

    For the others, the author says what the facts are when the deck is released. If a
    dangerous edit is not refused, a later assertion about the cards fails.
    """
    known, touched = set(), set()
    for danger in DANGERS:
        before, name_before = author.copied_files(), author.name_in_anki
        author.edit([danger])
        if author.files == before and author.name_in_anki == name_before:
            continue
        deck, problems = written(author)
        marks = changed_marks(before, author.files)
        if problems or marks & touched:
            # For example, the fact has the oldest id of another fact.
            author.files, author.name_in_anki = before, name_before
            continue
        messages = {text.message for text in deck_state(deck, ledger).changes.dangers}
        if messages <= known:
            touched |= marks
            continue
        author.name_in_anki = name_before
        is_undone = danger in UNDONE or author.choose([True, False])
        if is_undone or said_of(author, ledger, deck) is None:
            author.files = before
        else:
            known |= messages
            touched |= marks


def changed_marks(before, after):
    """Return the marks of the facts that an edit changed, made or took out.

    Nobody could recognize a fact that was changed in several of these ways at once.
    """
    texts = [
        {fact.mark: fact.as_yaml() for file in files for fact in file.facts}
        for files in (before, after)
    ]
    return {mark for mark, _ in texts[0].items() ^ texts[1].items()}


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
        dangers = deck_state(deck, ledger).changes.dangers
        raise AssertionError(f"the truth is refused: {dangers}")
    for edit in said.edits:
        edit.path.write_bytes(edit.after)
    assert load_deck(author.folder, reads_ledger=False).problems == ()
    take_over_ids(author, deck, said.deck)
    return said.names


def said_of(author, ledger, deck, *, forgets_one=False):
    """Return what the author says until nothing is refused; None if nothing helps."""
    all_moved, all_replaced = true_names(author, ledger, author.released)
    moved, replaced = [], []
    for _ in range(5):
        try:
            said = apply_said(deck, ledger, moved, replaced)
        except ContentError:  # such as an oldest id that another fact has
            return None
        dangers = deck_state(said.deck, ledger, said.names).changes.dangers
        if not dangers:
            return said
        asked = {danger.message.split()[0] for danger in dangers}
        more_moved = [pair for pair in all_moved if is_asked(asked, *pair)]
        more_replaced = [pair[1] for pair in all_replaced if is_asked(asked, *pair)]
        if forgets_one and len(more_moved) > 1:
            more_moved.pop()
        if {*more_moved} <= {*moved} and {*more_replaced} <= {*replaced}:
            return None
        moved = list(dict.fromkeys([*moved, *more_moved]))
        replaced = list(dict.fromkeys([*replaced, *more_replaced]))
    return None


def is_asked(asked, *names):
    """Whether the tool asks about a fact or group with one of these names."""
    return any(
        question == name or question.startswith(f"{name}/")
        for question in asked
        for name in names
    )


def true_names(author, ledger, before):
    """Return what `--moved` and `--replaced` must say of the facts as they are now.

    Both are pairs of the name in the ledger and the name in the file.

    A fact, and a group of it, is known by what is in its texts, not by its ids.
    """
    released_facts = {line.fact for line in ledger.lines.values()}
    olds = {fact.mark: fact for fact in before}
    moved, replaced = [], []
    for fact in author.facts():
        old = olds.get(fact.mark)
        if old is None:
            if fact.identity in released_facts:
                replaced.append((fact.identity, fact.id))
            continue
        if old.identity in released_facts:
            moved.append((old.identity, fact.id))
        if fact.shape == "groups" and old.shape == "groups":
            say_of_groups(fact, old, ledger, moved, replaced)
    return moved, replaced


def say_of_groups(fact, old, ledger, moved, replaced):
    old_names = {text.rpartition(" ")[2]: name for name, text in old.asked.items()}
    for name, text in fact.asked.items():
        old_name = old_names.get(text.rpartition(" ")[2])
        if old_name is None:
            identity = fact.group_identity(name)
            if (old.identity, identity) in ledger.lines:
                replaced.append((f"{old.identity}/{identity}", f"{fact.id}/{name}"))
            continue
        old_identity = old.group_identity(old_name)
        if (old.identity, old_identity) in ledger.lines:
            moved.append((f"{old.identity}/{old_identity}", f"{fact.id}/{name}"))


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
