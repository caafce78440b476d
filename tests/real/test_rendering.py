"""What a learner reads on the cards in real Anki."""

import base64

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from liverdeck.facts.shapes import Cloze

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


@pytest.fixture
def sides_of(anki, publish, write_deck):
    """Return a function that imports facts and returns the sides of a note's cards."""

    def import_and_read(facts, key):
        folder = write_deck(facts)
        (folder / "x.png").write_bytes(PIXEL)
        anki.import_package(publish(folder).path)
        return [anki.sides(card) for card in anki.cards(key)]

    return import_and_read


SOURCE = "On the heart: How it pumps (read 2023-01-31)"
AFTER_ANSWER = f"Why Because. Beyond the document More. {SOURCE}"
EXTRAS = "    why: Because.\n    note: More.\n"


def test_a_statement_shows_all_other_blanks(sides_of):
    fact = """\
  - id: a
    from: pump
    say: In {{c2::summer::season}} it is {{c1::hot}}.
"""
    assert sides_of(fact + EXTRAS, "heart/a") == [
        ("In summer it is [...].", f"In summer it is hot. {AFTER_ANSWER}"),
        ("In [season] it is hot.", f"In summer it is hot. {AFTER_ANSWER}"),
    ]


def test_a_question_and_its_reverse_ask_both_ways(sides_of):
    fact = """\
  - id: a
    from: pump
    ask: How many?
    answer: four
    reverse: {ask: What are four?, answer: rooms}
"""
    assert sides_of(fact + EXTRAS, "heart/a") == [
        ("How many?", f"How many? four {AFTER_ANSWER}"),
        ("What are four?", f"What are four? rooms {AFTER_ANSWER}"),
    ]


def test_a_list_covers_its_items_on_the_front(sides_of):
    fact = "  - {id: a, from: pump, ask: Which?, list: [b, a], order: fixed}\n"
    assert sides_of(fact, "heart/a") == [("Which?", f"Which? b a {SOURCE}")]


def test_a_group_shows_its_title(sides_of):
    fact = """\
  - id: a
    from: pump
    ask: Which?
    groups: [{id: g, title: Left, items: [x]}]
"""
    assert sides_of(fact, "heart/a/g") == [("Which? Left", f"Which? Left x {SOURCE}")]


@pytest.mark.parametrize(
    "shape", ["say: A {{c1::b}}", "ask: Q?\n    answer: b", "ask: Q?\n    list: [b, c]"]
)
def test_a_picture_is_on_the_front_with_its_description(anki, sides_of, shape):
    image = "image: {file: x.png, alt: A heart}"
    sides_of(f"  - id: a\n    from: pump\n    {shape}\n    {image}\n", "heart/a")
    (card,) = anki.cards("heart/a")
    output = card.render_output(reload=True)
    assert output.question_text.count('alt="A heart"') == 1
    assert output.answer_text.count('alt="A heart"') == 1


def test_the_reverse_shows_the_picture_only_with_its_answer(anki, sides_of):
    fact = """\
  - id: a
    from: pump
    ask: Q?
    answer: b
    reverse: {ask: R?, answer: c}
    image: {file: x.png, alt: A heart}
"""
    sides_of(fact, "heart/a")
    output = anki.cards("heart/a")[1].render_output(reload=True)
    assert "alt=" not in output.question_text
    assert output.answer_text.count('alt="A heart"') == 1


def test_a_learners_own_notes_are_on_the_back(anki, sides_of):
    sides_of("  - {id: a, from: pump, ask: Q?, answer: b}\n", "heart/a")
    note = anki.note("heart/a")
    note["MyNotes"] = "mind this"
    anki.col.update_note(note)
    front, back = anki.sides(anki.cards("heart/a")[0])
    assert "mind this" not in front
    assert "My notes mind this" in back


def test_every_card_of_the_bundled_deck_asks_and_answers(anki, bundled):
    deck, built = bundled
    anki.import_package(built.path)
    for fact in load_deck(deck.folder).deck.active_facts:
        for card in cards_of(fact):
            key = "/".join(filter(None, (deck.id, fact.id, card.note_part)))
            ordinal = ordinal_of(card, fact)
            anki_card = next(card for card in anki.cards(key) if card.ord == ordinal)
            front, back = anki.sides(anki_card)
            assert card.prompt in front
            answers = [answer.text for answer in card.answers]
            texts = [*answers, fact.why, fact.note, deck.document.title]
            for text in filter(None, texts):
                assert text in back
                assert text not in front.replace(card.prompt, "")


def ordinal_of(card, fact):
    if isinstance(fact.shape, Cloze):
        return int(card.part[1:]) - 1
    return 1 if card.part == "reverse" else 0
