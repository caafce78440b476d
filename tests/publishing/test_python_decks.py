"""Packages and releases of decks that a program made from data."""

import io

import pytest

from liverdeck.authoring.ledger_file import ledger_from_text
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.authoring.python_deck import make_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.publishing.release import release_deck
from liverdeck.quiz.make import QuizRequest, make_quiz
from liverdeck.quiz.papers.paper_request import PaperRequest

DECK = {
    "id": "heart",
    "anki_name": "Heart",
    "title": "The heart",
    "description": "What it does",
    "document": {"title": "Heart book", "read": "2026-01-02"},
    "topics": [{"id": "beat", "title": "The beat"}],
}
RATE = {
    "id": "rate",
    "topic": "beat",
    "from": "p1",
    "ask": "How fast does a heart at rest beat?",
    "answer": "70 a minute",
}
WORDS_OF_FILES = (".yaml", "deck.lock", "--", "liverdeck ", ":1:1", "version control")
"""Words of file names and commands, which no message about data contains."""


def deck_of(*facts, **options):
    return make_deck(DECK, facts, **options).value


def message_of(call):
    with pytest.raises(ContentError) as caught:
        call()
    return str(caught.value)


UNRELEASED = Ledger("heart")
"""The ledger of the deck before its first release."""


def build(deck, *, ledger=UNRELEASED, now_seconds=None):
    """Return the bytes of the package."""
    stream = io.BytesIO()
    build_package(deck, ledger, stream, now_seconds=now_seconds)
    return stream.getvalue()


def test_a_release_without_a_folder_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    released = release_deck(deck_of(RATE), Ledger("heart"), 1_700_000_000)
    assert released.number == 1
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_stored_as_text_and_read_again():
    deck = deck_of(RATE)
    first = release_deck(deck, Ledger("heart"), 1_700_000_000)
    ledger = ledger_from_text(ledger_text(first.ledger), "heart").required()
    assert ledger == first.ledger
    assert release_deck(deck, ledger, 1_700_000_001).number is None
    assert release_deck(deck, ledger, 1_700_000_001).ledger == ledger
    frozen_package = build(deck, ledger=ledger)
    assert frozen_package == build(deck, ledger=ledger, now_seconds=1_800_000_000)
    changed = deck_of(RATE | {"answer": "60 a minute"})
    second = release_deck(changed, ledger, 1_700_000_001)
    assert (second.number, len(second.ledger.releases)) == (2, 2)


def test_a_release_with_a_folder_writes_there(tmp_path):
    released = release_deck(
        deck_of(RATE, folder=tmp_path), Ledger("heart"), 1_700_000_000
    )
    text = (tmp_path / "deck.lock").read_text(encoding="utf-8")
    assert text == ledger_text(released.ledger)
    assert ledger_from_text(text, "heart").required() == released.ledger


@pytest.mark.parametrize(
    ("change", "deck_id"),
    [
        (lambda _: "", "heart"),
        (lambda _: "nonsense", "heart"),
        (lambda text: text.replace("rate", "beat"), "heart"),
        (lambda text: text, "lung"),
    ],
)
def test_a_problem_of_a_damaged_ledger_names_no_file(change, deck_id):
    text = ledger_text(
        release_deck(deck_of(RATE), Ledger("heart"), 1_700_000_000).ledger
    )
    result = ledger_from_text(change(text), deck_id)
    assert result.value is None
    for problem in result.problems:
        assert str(problem).startswith("ledger:")
        assert not [word for word in WORDS_OF_FILES[:4] if word in str(problem)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: build(deck_of(), now_seconds=1_700_000_000),
            "deck: this deck has no facts; a package needs at least one note",
        ),
        (
            lambda: build(
                deck_of(RATE | {"retired": "old"}), now_seconds=1_700_000_000
            ),
            "deck: every fact of this deck is retired; a package needs at least",
        ),
        (
            lambda: build(deck_of(RATE)),
            "ledger: not released yet (the last release is 0)",
        ),
        (
            lambda: build(deck_of(RATE), ledger=None),
            "ledger: the ledger is missing; take that of the last release",
        ),
        (
            lambda: build(deck_of(RATE, 7), now_seconds=1_700_000_000),
            "deck: parts of this deck could not be read and would be missing; fix what"
            " `make_deck` returned",
        ),
        (
            lambda: make_quiz(
                deck_of(RATE), QuizRequest(PaperRequest(items=50), formats=("json",))
            ),
            "deck: any topic and type: 50 wanted, at most 1 can be had",
        ),
        (
            lambda: make_quiz(
                deck_of(RATE), QuizRequest(PaperRequest(items=1), formats=("jso",))
            ),
            "deck: no format 'jso'; did you mean `json`?",
        ),
    ],
)
def test_a_problem_names_the_data_and_no_file(call, message):
    text = message_of(call)
    assert text.startswith(message)
    assert not [word for word in WORDS_OF_FILES if word in text]


def problems_of_release(facts, next_facts):
    """Release `facts`, then `next_facts`; return the problems of the second release."""
    ledger = release_deck(deck_of(*facts), Ledger("heart"), 1_700_000_000).ledger
    return message_of(
        lambda: release_deck(deck_of(*next_facts), ledger, 1_700_000_001)
    ).splitlines()


PULSE = RATE | {"id": "pulse"}
VALVE = RATE | {"ask": "What keeps blood from flowing back?", "answer": "a valve"}
COLOUR = RATE | {"id": "colour", "ask": "Which colour has it?", "answer": "red"}
HALVES = {
    "id": "halves",
    "topic": "beat",
    "from": "p1",
    "ask": "Which rooms?",
    "groups": [
        {"id": "left", "title": "Left", "items": ["left atrium", "left ventricle"]},
        {"id": "right", "title": "Right", "items": ["right atrium", "other"]},
    ],
}
OTHER_HALVES = HALVES | {"groups": [HALVES["groups"][0] | {"id": "a"},
                                    HALVES["groups"][1]]}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "next_facts", "fixes"),
    [
        (
            [RATE],
            [PULSE],
            ['put the id back, or write "was": ["rate"] into pulse',
             "if it is really new, name pulse in `confirmed`"],
        ),
        (
            [RATE],
            [PULSE | {"was": ["beats"]}],
            ['put the id back, or put "rate" first in the "was" of pulse',
             "if it is really new, name pulse in `confirmed`"],
        ),
        (
            [RATE],
            [PULSE | {"ask": "What fills it?", "answer": "blood"}],
            ['put the id back, or write "was": ["rate"] into pulse',
             "if it is really new, name pulse in `confirmed`",
             'or keep rate in the data with "retired": "REASON"'],
        ),
        (
            [RATE],
            [VALVE],
            ["if it is really new, give it a new id",
             "if it asks the same in other words, name rate in `confirmed`"],
        ),
        (
            [RATE, COLOUR],
            [RATE | {"id": "colour"}, COLOUR | {"id": "rate"}],
            ['put the id back, or write "was": ["rate"] into colour',
             "if colour still asks what it asked, name colour in `confirmed`"],
        ),
        (
            [HALVES],
            [OTHER_HALVES],
            ['put the id back, or write "was": ["left"] into halves/a',
             "if it is really new, name halves/a in `confirmed`"],
        ),
    ],
)  # fmt: skip
def test_a_refused_release_says_what_to_write_into_the_data(facts, next_facts, fixes):
    text = problems_of_release(facts, next_facts)[0]
    assert not [word for word in WORDS_OF_FILES if word in text], text
    for fix in fixes:
        assert fix in text


def test_after_each_fix_the_release_is_made():
    ledger = release_deck(deck_of(RATE), Ledger("heart"), 1_700_000_000).ledger
    renamed = release_deck(deck_of(PULSE | {"was": ["rate"]}), ledger, 1_700_000_001)
    assert (renamed.number, renamed.ledger) == (None, ledger)
    assert str(renamed) == "nothing to release"
    assert not renamed.changes
    new = release_deck(deck_of(PULSE), ledger, 1_700_000_001, confirmed=["pulse"])
    assert [line.fact for line in new.changes.withdrawn] == ["rate"]
    both = [PULSE, RATE | {"retired": "It was doubtful."}]
    retired = release_deck(deck_of(*both), ledger, 1_700_000_001, confirmed=["pulse"])
    assert [line.fact for line in retired.changes.withdrawn] == ["rate"]


def test_a_release_with_only_other_tags_says_that_they_wait():
    first = release_deck(deck_of(RATE), Ledger("heart"), 1_700_000_000)
    assert str(first).startswith("1 new (rate)")
    tagged = deck_of(RATE | {"tags": ["pulse"]})
    waiting = release_deck(tagged, first.ledger, 1_700_000_001)
    assert str(waiting) == (
        "nothing to release; 1 with other tags or another source, to be sent with its "
        "next change (rate)"
    )
    sent = release_deck(tagged, first.ledger, 1_700_000_001, sends_labels=True)
    assert str(sent) == "1 changed (rate)"


def test_the_ledger_of_another_deck_is_a_value_error():
    message = "the ledger is that of the deck 'lung', and not of 'heart'"
    with pytest.raises(ValueError, match=message):
        build(deck_of(RATE), ledger=Ledger("lung"), now_seconds=1_700_000_000)
    with pytest.raises(ValueError, match=message):
        release_deck(deck_of(RATE), Ledger("lung"), 1_700_000_000)


def test_a_release_needs_a_ledger():
    text = message_of(lambda: release_deck(deck_of(RATE), None, 1_700_000_000))
    assert text.startswith("ledger: the ledger is missing; take that of the last")


IMPOSSIBLE_TIMES = [
    (-1, ValueError),
    (10**13, ValueError),
    (2**32 - 2**16, ValueError),
    (1.5, TypeError),
    (True, TypeError),
    ("1700000000", TypeError),
]


@pytest.mark.parametrize(("seconds", "error"), IMPOSSIBLE_TIMES)
def test_an_impossible_time_is_refused(seconds, error):
    deck = deck_of(RATE)
    with pytest.raises(error, match=r"^now_seconds is .*; it must be"):
        build(deck, now_seconds=seconds)
    with pytest.raises(error, match=r"^time_seconds is .*; it must be"):
        release_deck(deck, Ledger("heart"), seconds)
    request = QuizRequest(
        PaperRequest(items=1), formats=("json",), note_time_seconds=seconds
    )
    with pytest.raises(error, match=r"^note_time_seconds is .*; it must be"):
        make_quiz(deck, request)


@pytest.mark.parametrize("released", [{"anki_name": "Old"}, {"language": "de"}])
def test_a_problem_with_a_permanent_value_names_no_file(released):
    ledger = Ledger("heart", **released)
    message = message_of(lambda: release_deck(deck_of(RATE), ledger, 1_700_000_000))
    assert message.startswith("deck: the deck was released ")
    assert not any(word in message for word in WORDS_OF_FILES)
