"""Card names consist of ids, and a revision shows a changed wording."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import card_name, cards_of
from liverdeck.study.reviewlog.entries import deck_of, fact_of, revision_of
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.session.queue import StudyOptions
from liverdeck.study.session.session import Session, SessionContext
from tests.conftest import DECK
from tests.study.conftest import DAY_MINUTES, MINUTE_MS, SCHEDULE, START_MS, new_entry

FACTS = """\
  - id: rate
    from: pump
    ask: How fast?
    answer: {text: 70 /min, accept: [seventy]}
    why: It was counted.
  - id: flow
    from: pump
    say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'
  - id: valves
    from: rooms
    ask: Which valves?
    groups:
      - {id: left, title: Left, items: [mitral, aortic]}
      - {id: right, title: Right, items: [tricuspid, pulmonary]}
"""


def cards_in(folder):
    loaded = load_deck(folder)
    assert loaded.problems == ()
    return {
        card_name(loaded.deck.id, card): card
        for fact in loaded.deck.facts
        for card in cards_of(fact)
    }


def test_a_card_name_consists_of_deck_fact_and_part(write_deck):
    assert list(cards_in(write_deck(FACTS))) == [
        "heart/rate",
        "heart/flow/c1",
        "heart/flow/c2",
        "heart/valves/left",
        "heart/valves/right",
    ]


def test_deck_and_fact_are_read_from_a_card_name():
    names = ("heart/rate", "heart/flow/c1", "heart/flow/c2")
    assert [deck_of(name) for name in names] == ["heart", "heart", "heart"]
    assert [fact_of(name) for name in names] == [
        "heart/rate",
        "heart/flow",
        "heart/flow",
    ]


def test_card_names_stay_when_everything_else_changes(write_deck):
    before = cards_in(write_deck(FACTS))
    # Another title, file, topic and order, and other words everywhere.
    first, *others = FACTS.split("  - id: ")
    facts = first + "".join(f"  - id: {fact}" for fact in reversed(others))
    changes = {
        "How fast?": "At what pace?",
        "70 /min": "80 /min",
        "vein": "vena cava",
        "vessel": "tube",
        "title: Left": "title: The left",
        "title: Right": "title: The right",
        "mitral": "bicuspid",
    }
    for old, new in changes.items():
        facts = facts.replace(old, new)
    deck = DECK.replace("title: The heart", "title: Of hearts").replace(
        "anki_name: Heart", "anki_name: Body"
    )
    facts = f"liverdeck: 1\ntopic: beat\nfacts:\n{facts}\n"
    after = cards_in(write_deck(folder="elsewhere", deck=deck, **{"09-other": facts}))
    assert set(after) == set(before)
    assert all(revision_of(after[name]) != revision_of(before[name]) for name in before)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("How fast?", "At what pace?", {"heart/rate"}),
        ("70 /min", "80 /min", {"heart/rate"}),
        ("c1::vein::vessel", "c1::vein::tube", {"heart/flow/c1"}),
        ("to the", "into the", {"heart/flow/c1", "heart/flow/c2"}),
        ("c1::vein", "c1::vena cava", {"heart/flow/c1", "heart/flow/c2"}),
        ("title: Left", "title: On the left", {"heart/valves/left"}),
        ("mitral", "bicuspid", {"heart/valves/left"}),
        ("It was counted.", "It was felt.", set()),
        ("[seventy]", "[seventy a minute]", set()),
    ],
)
def test_a_revision_changes_with_the_text_on_its_card(write_deck, old, new, changed):
    before = {
        name: revision_of(card) for name, card in cards_in(write_deck(FACTS)).items()
    }
    assert old in FACTS
    after = {
        name: revision_of(card)
        for name, card in cards_in(write_deck(FACTS.replace(old, new))).items()
    }
    assert {name for name in before if after[name] != before[name]} == changed


def test_a_letter_moved_to_the_next_answer_changes_the_revision(write_deck):
    lists = ["[ab, c]", "[a, bc]", "[a, b, c]"]
    facts = [
        f"  - {{id: valves, from: rooms, ask: Which?, list: {items}}}\n"
        for items in lists
    ]
    revisions = {
        revision_of(card)
        for text in facts
        for card in cards_in(write_deck(text)).values()
    }
    assert len(revisions) == 3


# Sessions


class Clock:
    """A clock that does not move by itself."""

    minute = 0

    def __call__(self):
        return Moment(START_MS + self.minute * MINUTE_MS)


@pytest.fixture
def start_session(log):
    """Return a function that starts a session of a deck, some days after the start."""
    clock, ids = Clock(), iter(range(1000))

    def begin(folder, *, days=0):
        clock.minute = days * DAY_MINUTES
        context = SessionContext(clock, lambda: f"id{next(ids)}", "test")
        return Session(load_deck(folder).deck, log, SCHEDULE, StudyOptions(), context)

    return begin


def answer_all_easily(session):
    while (shown := session.next()) is not None:
        session.rate(shown, session.choices(shown)[3])


def all_shown(session):
    """Return all cards that a session shows, by name, without answering one."""
    cards = {}
    while (shown := session.next()) is not None and shown.name not in cards:
        cards[shown.name] = shown
        session.skip(shown)
    return cards


def test_a_reworded_card_keeps_its_progress_and_is_marked(
    write_deck, start_session, log
):
    folder = write_deck(FACTS)
    answer_all_easily(start_session(folder))
    before = log.state_of("heart/rate")
    write_deck(FACTS.replace("How fast?", "At what pace?"))
    session = start_session(folder, days=100)
    shown = all_shown(session)["heart/rate"]
    assert shown.state == before
    assert shown.state.progress.reviews == 1
    assert shown.card.prompt == "At what pace?"
    assert shown.was_reworded
    assert not all_shown(start_session(folder, days=100))[
        "heart/valves/left"
    ].was_reworded
    # After a review, the new wording is the known one.
    session.rate(shown, session.choices(shown)[3])
    assert log.state_of("heart/rate").progress.reviews == 2
    assert not all_shown(start_session(folder, days=5000))["heart/rate"].was_reworded


def test_new_cards_and_cards_reviewed_in_anki_are_not_reworded(
    write_deck, start_session, log
):
    folder = write_deck(FACTS)
    assert not any(
        shown.was_reworded for shown in all_shown(start_session(folder)).values()
    )
    log.merge([new_entry("anki1", card="heart/rate", revision="", origin="anki")])
    assert not all_shown(start_session(folder, days=100))["heart/rate"].was_reworded


def test_a_retired_fact_leaves_the_queue_and_keeps_its_progress(
    write_deck, start_session, log
):
    folder = write_deck(FACTS)
    answer_all_easily(start_session(folder))
    learned, written = log.state_of("heart/rate"), list(log.entries())
    retired = "retired: It was wrong.\n    ask: How fast?"
    write_deck(FACTS.replace("ask: How fast?", retired))
    for days in (0, 2000):
        assert "heart/rate" not in all_shown(start_session(folder, days=days))
    assert log.state_of("heart/rate") == learned
    assert list(log.entries()) == written
    write_deck(FACTS)
    assert all_shown(start_session(folder, days=2000))["heart/rate"].state == learned
