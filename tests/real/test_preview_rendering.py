"""The preview renders both sides of a card as real Anki does, character by character.

Only three things may differ: Anki's style element, the addresses of pictures (the page
replaces them before it renders), and formulas (Anki gives them to MathJax when it shows
a card).
"""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position
from liverdeck.facts.answer import Answer
from liverdeck.facts.deck import Deck, Document, Topic
from liverdeck.facts.fact import Fact
from liverdeck.facts.ledger import Ledger
from liverdeck.facts.shapes import (
    Blank,
    Cloze,
    Enumeration,
    Gap,
    Group,
    GroupedEnumeration,
    Question,
    Reverse,
)
from liverdeck.preview.rendering import render_card
from liverdeck.publishing.build import build_package

POSITION = Position("f.yaml")
DIFFICULT_TEXTS = [
    *r"""
    <b> </p> &lt; &amp; {{ }} {{c1::x}} {{c2::x::y}} :: : { } a::b [sound:x.mp3]
    [latex]x[/latex] [$]x[/$] \( \) \[ \] \(\frac{a}{b^{2}}\) \[x<y\] {{Ask}}
    {{#Ask}} {{FrontSide}} <%x%> <script> </template> <!-- --> <br> שלום 🫀 é ÿ Ā ﬁ
    '
    """.split(),
    "AST <40 & ALT >50",
    "[anki:tts lang=en]x[/anki:tts]",
    "\n",
    "\u202eabc",
    "\xa0",
    '"',
]
texts = st.lists(
    st.sampled_from(DIFFICULT_TEXTS)
    | st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]),
        min_size=1,
        max_size=5,
    ),
    min_size=1,
    max_size=5,
)
texts = (
    texts.map("".join)
    .map(str.strip)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(bool)
)


def count_of_compared_cards(anki, deck):
    """Assert that the preview shows an imported deck as Anki does.

    Returns the number of cards that were compared.
    """
    card_count = 0
    for note in render_notes(deck):
        cards = anki.cards(note.fields[0])
        assert [card.ord for card in cards] == list(note.ordinals)
        for card in cards:
            output = card.render_output(reload=True)
            sides = render_card(note, card.ord)
            assert sides.front == output.question_text
            assert sides.back == output.answer_text
            card_count += 1
    return card_count


def test_the_bundled_deck_looks_as_in_anki(anki, bundled):
    deck, built = bundled
    anki.import_package(built.path)
    assert count_of_compared_cards(anki, deck) == built.card_count > 0


def test_a_picture_and_a_note_with_every_field_look_as_in_anki(
    anki, publish, write_deck
):
    folder = write_deck("""\
  - id: a
    from: [pump, rooms]
    say: In {{c2::summer::season}} it is {{c1::hot}} \\(x {{c3::y}}\\).
    why: Because.
    note: More.
    image: {file: x.png, alt: 'A "heart" & :: }}'}
""")
    (folder / "x.png").write_bytes(b"a picture")
    anki.import_package(publish(folder).path)
    assert count_of_compared_cards(anki, load_deck(folder).deck) == 3


CARDS_OF_ALL_SHAPES = 11
"""The number of cards of the deck that `deck_of_all_shapes` makes."""


def deck_of_all_shapes(literal, blank, hint, ask, answer, item):
    blank_answer = Answer(blank, POSITION)
    one_answer = Answer(answer, POSITION)
    item_answer = Answer(item, POSITION)
    first = Gap(1, blank, hint)
    shapes = {
        "spaced": Cloze(
            (f"{literal} ", first, f" {literal} ", Gap(2, answer, None)),
            (Blank(1, blank_answer), Blank(2, one_answer)),
        ),
        "tight": Cloze(
            (literal, first, Gap(12, item, literal), literal),
            (Blank(1, blank_answer), Blank(12, item_answer)),
        ),
        "twice": Cloze(
            (Gap(3, blank, None), literal, Gap(3, blank, hint)),
            (Blank(3, blank_answer),),
        ),
        "formula": Cloze(("\\(", first, f"\\) {literal}"), (Blank(1, blank_answer),)),
        "question": Question(ask, one_answer, Reverse(answer, blank_answer, POSITION)),
        "list": Enumeration(ask, (one_answer, item_answer), 2, "fixed"),
        "groups": GroupedEnumeration(
            ask,
            (
                Group("g", literal, (blank_answer,), POSITION),
                Group("h", blank, (one_answer, item_answer), POSITION),
            ),
            2,
        ),
    }
    facts = tuple(
        Fact(name, "t", ("p",), shape, POSITION, why=literal, note=hint)
        for name, shape in shapes.items()
    )
    return Deck(
        folder=Path(),
        id="d",
        anki_name="D",
        title="T",
        description="d",
        language="en",
        document=Document(ask, "2023-01-31"),
        topics=(Topic("t", "T", POSITION),),
        passages=(),
        facts=facts,
    )


@pytest.mark.filterwarnings("ignore:Field contained the following invalid HTML tags")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(texts, texts, texts | st.none(), texts, texts, texts))
def test_any_text_looks_as_in_anki(anki, tmp_path, six_texts):
    deck = deck_of_all_shapes(*six_texts)
    anki.col.remove_notes(anki.col.find_notes(""))
    built = build_package(
        deck, Ledger("d"), tmp_path / "d.apkg", now_seconds=1_700_000_000
    )
    anki.import_package(built.path)
    assert (
        count_of_compared_cards(anki, deck) == built.card_count == CARDS_OF_ALL_SHAPES
    )
