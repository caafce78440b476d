"""The author is asked or warned about a renamed fact that changed in many ways."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.release import plan_release, release_deck
from liverdeck.publishing.release_report import lines_about_delivery
from tests.conftest import DECK, PASSAGES

OTHERS = {
    "rate": "from: pump, ask: How fast?, answer: 70 /min",
    "sound": "from: pump, say: 'The first {{c1::sound}} is dull.'",
    "walls": "from: pump, ask: Which layers?, list: [inner, middle, outer]",
}
BILE = "from: rooms, ask: Which organ makes bile?, answer: liver"
SPLEEN = "from: rooms, say: 'The {{c1::spleen}} lies beside the stomach.'"
LOBES = "from: rooms, ask: Which lobes has the liver?, list: [left, right, caudate]"
RIVER = "from: pump, ask: Which river crosses Rome?, answer: Tiber"
LUNGS = "from: rooms, ask: What is in the chest?, answer: lungs"


def facts(**texts):
    """Return facts with these ids and texts, and those of `OTHERS`, in YAML."""
    return "".join(
        f"  - {{id: {name.replace('_', '-')}, {text}}}\n"
        for name, text in (texts | OTHERS).items()
    )


def groups(fact_id, **texts):
    """Return `{id: text}` of a list whose groups have these ids and texts."""
    groups_text = ", ".join(f"{{id: {name}, {text}}}" for name, text in texts.items())
    return {fact_id: f"from: rooms, ask: Which chambers?, groups: [{groups_text}]"}


LEFT = "title: Left half, items: [left atrium]"
RIGHT = "title: Right half, items: [right atrium]"


@pytest.fixture
def second_version(write_deck):
    """Return a function that releases a deck, and loads it after an edit."""

    def edit(before, after, **files):
        folder = write_deck(before)
        (folder / "deck.lock").unlink(missing_ok=True)
        loaded = load_deck(folder)
        release_deck(loaded.deck, Ledger("heart"), 1_600_000_000)
        loaded = load_deck(write_deck(after, **files))
        assert loaded.problems == ()
        return loaded

    return edit


@pytest.fixture
def refusals(second_version):
    """Return a function that gives the refusals of the second version of a deck."""

    def find(before, after, decided_names=(), **files):
        loaded = second_version(before, after, **files)
        changes = deck_state(loaded.deck, loaded.ledger, decided_names).changes
        return [f"{danger.message}; {danger.fix}" for danger in changes.dangers]

    return find


MANY_EDITS_AT_ONCE = {
    "with three more blanks": (
        SPLEEN,
        "from: pump, say: 'Where the {{c1::spleen}} lies: beside the stomach; below it "
        "the {{c2::kidney}}; above it the {{c3::diaphragm}}; behind it the {{c5::ribs}}"
        ", from nine to eleven.'",
    ),
    "cut to a few words": (
        "from: rooms, say: 'The {{c1::spleen}} lies beside the stomach, under the "
        "{{c2::diaphragm}}, behind the ribs from nine to eleven, and filters "
        "{{c3::blood}} all day.'",
        "from: pump, say: 'It filters {{c1::blood}} all day.'",
    ),
    "all in other words, but for the answer": (
        BILE,
        "from: pump, ask: Where does the green fluid come from?, answer: liver",
    ),
    "all in other words, and the answer corrected": (
        BILE,
        "from: rooms, ask: Where does the green fluid come from?, answer: the hepar",
    ),
    "a sentence in other words, with more blanks": (
        SPLEEN,
        "from: pump, say: 'Filtering blood is done by the {{c1::spleen}}, not by the "
        "{{c2::kidney}}.'",
    ),
    "a list with another question and other items": (
        LOBES,
        "from: rooms, ask: What is it made of?, list: [segments, sectors]",
    ),
    "a list of which two items stayed": (
        LOBES,
        "from: pump, ask: What is it made of?, list: [caudate, quadrate, left]",
    ),
    "a reverse added, and reworded": (
        BILE,
        "from: pump, ask: Where does gall arise?, answer: liver, "
        "reverse: {ask: And what does it make?, answer: gall}",
    ),
}


@pytest.mark.parametrize(
    ("before", "after"), MANY_EDITS_AT_ONCE.values(), ids=MANY_EDITS_AT_ONCE
)
def test_a_renamed_fact_that_changed_in_many_ways_is_asked_about(
    refusals, before, after
):
    (text,) = refusals(facts(old=before), facts(vein=after))
    assert text.startswith("vein ")
    assert "released as old (" in text
    assert "learners would lose their progress" in text
    assert "--moved old=vein" in text
    assert "--replaced vein" in text
    assert refusals(facts(old=before), facts(vein=after), decided_names=["vein"]) == []


def test_the_message_says_what_the_two_share_and_how_to_withdraw(refusals):
    after = MANY_EDITS_AT_ONCE["a list with another question and other items"][1]
    (text,) = refusals(facts(old=LOBES), facts(vein=after))
    assert "may be what was released as old" in text
    assert "same passage" in text
    assert "keep old in its file with `retired: REASON`" in text


def test_a_group_with_another_id_title_and_items_is_asked_about(refusals):
    before = facts(**groups("halves", a=LEFT, b=RIGHT))
    other = "title: The septum, items: [a wall]"
    (text,) = refusals(before, facts(**groups("halves", a=LEFT, c=other)))
    assert text.startswith("halves/c may be what was released as halves/b")
    assert "--moved halves/b=halves/c" in text
    assert "--replaced halves/c" in text
    assert "retired" not in text


def test_a_list_and_a_group_that_both_got_another_id_are_asked_about(refusals):
    before = facts(**groups("halves", a=LEFT))
    other = "title: The septum, items: [a wall]"
    (text,) = refusals(before, facts(**groups("parts", c=other)))
    assert text.startswith("parts/c may be what was released as halves/a")
    assert "--moved halves=parts" in text


def test_a_reworded_list_is_recognized_by_the_ids_of_its_groups(refusals):
    before = groups("halves", left=LEFT, right=RIGHT)
    titles = "title: Venous side, items: [a]", "title: Arterial side, items: [b]"
    after = groups("parts", left=titles[0], right=titles[1])
    after["parts"] = after["parts"].replace("rooms", "pump")
    texts = refusals(facts(**before), facts(**after))
    assert [text.split()[0] for text in texts] == ["parts/left", "parts/right"]
    assert all("both groups have the id" in text for text in texts)


SOMETHING_ELSE = "title: The valves, items: [two flaps]"
LISTS_WITH_A_CLUE = {
    "an id": ({"left": LEFT, "right": RIGHT}, {"left": SOMETHING_ELSE}, "right"),
    "an item": (
        {"a": LEFT, "b": RIGHT},
        {"x": "title: The valves, items: [left atrium]"},
        "a",
    ),
    "most words": (
        {"a": LEFT, "b": RIGHT},
        {"x": "title: The left half and the left atrium inside, items: [valve]"},
        "a",
    ),
}


@pytest.mark.parametrize(
    ("before", "clue", "likeliest"), LISTS_WITH_A_CLUE.values(), ids=LISTS_WITH_A_CLUE
)
def test_a_decision_about_a_group_does_not_cover_its_list(
    refusals, before, clue, likeliest
):
    """The author says that one group is new, and forgets that the list is not."""
    after = groups("parts", **clue, c="title: The septum, items: [a wall]")
    after["parts"] = after["parts"].replace("rooms", "pump")
    (clue_id,) = clue
    decided_names = [f"parts/{clue_id}"]
    edit = facts(**groups("halves", **before)), facts(**after)
    (text,) = refusals(*edit, decided_names)
    assert text.startswith(f"parts/c may be what was released as halves/{likeliest} ")
    assert "another group of parts may be one of halves" in text
    assert "--moved halves=parts" in text
    assert refusals(*edit, [*decided_names, "parts/c"]) == []


def test_a_group_is_never_taken_for_a_group_of_another_list(refusals):
    lists = groups("halves", a=LEFT, b=RIGHT) | groups("walls2", x=LEFT, y=RIGHT)
    after = groups("halves", a=LEFT) | groups(
        "walls2", x=LEFT, y=RIGHT, z="title: Septum, items: [one]"
    )
    assert refusals(facts(**lists), facts(**after)) == []


def test_a_fact_in_another_topic_with_the_same_answer_is_asked_about(refusals):
    after = "from: pump, ask: Where does gall arise?, answer: liver"
    beat = f"liverdeck: 1\ntopic: beat\nfacts:\n  - {{id: vein, {after}}}\n"
    (text,) = refusals(facts(old=BILE), facts(), **{"02-facts": beat})
    assert text.startswith("vein may be what was released as old")


def test_a_passage_is_recognized_in_a_new_edition_of_the_document(refusals):
    deck = DECK.replace("2023-01-31", "2024-02-28").replace("On the h", "About the h")
    passages = PASSAGES.replace("The four rooms", "Rooms")
    before = facts(old=BILE, lobes=LOBES)
    after = facts(vein=LUNGS, lobes=LOBES)
    (text,) = refusals(before, after, deck=deck, passages=passages)
    assert "vein may be what was released as old" in text


def test_the_only_new_fact_of_a_topic_may_be_its_only_vanished_one(refusals):
    (text,) = refusals(facts(old=BILE), facts(vein=RIVER))
    assert "vein may be what was released as old" in text
    assert "no other fact of their shape and topic is new or gone" in text
    two = facts(
        vein=RIVER, other=RIVER.replace("Rome", "Paris").replace("Tiber", "Seine")
    )
    assert refusals(facts(old=BILE), two) == []  # the report of the release names them


def test_after_one_decision_the_next_question_is_asked(refusals):
    before = facts(old=BILE)
    other = MANY_EDITS_AT_ONCE["all in other words, but for the answer"][1]
    (text,) = refusals(before, facts(old=RIVER, vein=other))
    assert text.startswith("old was released as")
    decided_names = ["old-2"]  # the id that --replaced gives it
    (text,) = refusals(before, facts(old_2=RIVER, vein=other), decided_names)
    assert text.startswith("vein may be what was released as old")


@pytest.mark.parametrize("name", MANY_EDITS_AT_ONCE)
def test_a_retired_fact_is_withdrawn_unless_a_new_note_is_very_much_like_it(
    refusals, name
):
    before, after = MANY_EDITS_AT_ONCE[name]
    retired = f"{before}, retired: too vague"
    texts = refusals(facts(old=before), facts(old=retired, vein=after))
    assert all("seems to be" in text for text in texts)


def test_a_fact_is_asked_about_although_another_is_retired_under_its_old_id(refusals):
    before = facts(old=BILE)
    other = "from: rooms, ask: Which river crosses Rome?, answer: Tiber, retired: far"
    after = MANY_EDITS_AT_ONCE["all in other words, but for the answer"][1]
    (text,) = refusals(before, facts(old=other, vein=after))
    assert text.startswith("vein may be what was released as old")


def test_a_passage_with_many_notes_is_no_clue(refusals):
    more = {
        f"n{index}": f"from: rooms, ask: What is w{index}?, answer: a{index}"
        for index in range(13)
    }
    before, after = facts(old=BILE, **more), facts(vein=LUNGS, **more)
    assert refusals(before, after) == []


def test_a_common_answer_is_no_clue(refusals):
    more = {
        f"n{index}": f"from: rooms, ask: Is w{index} red?, answer: 'yes'"
        for index in range(13)
    }
    new = "from: pump, ask: Does blood flow?, answer: 'yes'"
    before = facts(**more)
    del more["n3"]
    assert refusals(before, facts(new=new, other=RIVER, **more)) == []


def test_the_report_names_a_fact_with_another_shape(second_version):
    """Learners cannot keep their progress with it, so the author is not asked."""
    other = "from: rooms, say: 'Bile is made by the {{c1::liver}}.'"
    loaded = second_version(facts(old=BILE), facts(vein=other))
    released = plan_release(loaded.deck, loaded.ledger, 1_700_000_000)
    assert "1 new (vein); 1 withdrawn (old)" in str(released)
    report = "\n".join(lines_about_delivery(released, sends_labels=False))
    assert "one of the new notes (vein) asks what a withdrawn one asked (old)" in report
    assert "learners lose their progress with it" in report
