import base64

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from liverdeck.facts.shapes import Cloze

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def reviewed(anki, publish, write_deck):
    """Return a function that publishes facts and returns the two sides of every card of a note, as read."""

    def review(facts, key):
        folder = write_deck(facts)
        (folder / "x.png").write_bytes(PIXEL)
        anki.import_package(publish(folder).path)
        return [anki.sides(card) for card in anki.cards(key)]

    return review


BEHIND = "Why Because. Beyond the document More. On the heart: How it pumps (read 2023-01-31)"
EXTRAS = "    why: Because.\n    note: More.\n"


def test_a_statement(reviewed):
    fact = "  - id: a\n    from: pump\n    say: In {{c2::summer::season}} it is {{c1::hot}}.\n"
    assert reviewed(fact + EXTRAS, "heart/a") == [
        ("In summer it is [...].", f"In summer it is hot. {BEHIND}"),
        ("In [season] it is hot.", f"In summer it is hot. {BEHIND}"),
    ]


def test_a_question_and_its_reverse(reviewed):
    fact = "  - id: a\n    from: pump\n    ask: How many?\n    answer: four\n    reverse: {ask: What are four?, answer: rooms}\n"
    assert reviewed(fact + EXTRAS, "heart/a") == [
        ("How many?", f"How many? four {BEHIND}"),
        ("What are four?", f"What are four? rooms {BEHIND}"),
    ]


def test_a_list_shows_how_many_and_its_order(reviewed):
    fact = "  - {id: a, from: pump, ask: Which?, list: [b, a], order: fixed}\n"
    source = "On the heart: How it pumps (read 2023-01-31)"
    assert reviewed(fact, "heart/a") == [
        ("Which? 2 items, in order", f"Which? 2 items, in order b a {source}")
    ]


def test_a_group_shows_its_title(reviewed):
    fact = "  - {id: a, from: pump, ask: Which?, groups: [{id: g, title: Left, items: [x]}]}\n"
    source = "On the heart: How it pumps (read 2023-01-31)"
    assert reviewed(fact, "heart/a/g") == [
        ("Which? Left 1 item", f"Which? Left 1 item x {source}")
    ]


@pytest.mark.parametrize(
    "shape", ["say: A {{c1::b}}", "ask: Q?\n    answer: b", "ask: Q?\n    list: [b, c]"]
)
def test_a_picture_stands_on_the_front_with_its_description(anki, reviewed, shape):
    reviewed(
        f"  - id: a\n    from: pump\n    {shape}\n    image: {{file: x.png, alt: A heart}}\n",
        "heart/a",
    )
    (card,) = anki.cards("heart/a")
    output = card.render_output(reload=True)
    assert output.question_text.count('alt="A heart"') == 1
    assert output.answer_text.count('alt="A heart"') == 1


def test_the_reverse_shows_the_picture_only_with_its_answer(anki, reviewed):
    fact = "  - id: a\n    from: pump\n    ask: Q?\n    answer: b\n    reverse: {ask: R?, answer: c}\n    image: {file: x.png, alt: A heart}\n"
    reviewed(fact, "heart/a")
    output = anki.cards("heart/a")[1].render_output(reload=True)
    assert "alt=" not in output.question_text
    assert output.answer_text.count('alt="A heart"') == 1


def test_a_learners_own_notes_stand_on_the_back(anki, reviewed):
    reviewed("  - {id: a, from: pump, ask: Q?, answer: b}\n", "heart/a")
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
            key = "/".join(filter(None, (deck.id, fact.id, card.note)))
            ordinal = {"reverse": 1}.get(
                card.part,
                int(card.part[1:]) - 1 if isinstance(fact.shape, Cloze) else 0,
            )
            front, back = anki.sides(
                next(each for each in anki.cards(key) if each.ord == ordinal)
            )
            assert card.prompt in front
            for text in (
                *(answer.text for answer in card.answers),
                fact.why,
                fact.note,
                deck.document.title,
            ):
                assert text is None or text in back
                assert text is None or text not in front.replace(card.prompt, "")
