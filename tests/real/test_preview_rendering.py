"""The preview's small renderer gives what real Anki gives, character by character: HTML, marks of blanks, white space.

What is left to differ is outside both sides: Anki's style element, the pictures' addresses, which the page replaces
before rendering, and formulas, which Anki hands to MathJax when it shows a card.
"""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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

AT = Position("f.yaml")
NASTY = [
    "AST <40 & ALT >50", "<b>", "</p>", "&lt;", "&amp;", "{{", "}}", "{{c1::x}}", "{{c2::x::y}}", "::", ":", "{", "}", "a::b", "[sound:x.mp3]",
    "[latex]x[/latex]", "[$]x[/$]", "[anki:tts lang=en]x[/anki:tts]", r"\(", r"\)", r"\[", r"\]", r"\(\frac{a}{b^{2}}\)", r"\[x<y\]", "\n",
    "{{Ask}}", "{{#Ask}}", "{{FrontSide}}", "<%x%>", "<script>", "</template>", "<!--", "-->", "<br>", "שלום", "\u202eabc", "🫀", "\u00a0", "é", "ÿ", "Ā", "ﬁ", "'", '"',
]  # fmt: skip
texts = st.lists(
    st.sampled_from(NASTY)
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


def compare(anki, deck):
    """Assert for every note of an imported deck that each card's sides are Anki's own; return how many cards."""
    compared = 0
    for note in render_notes(deck):
        cards = anki.cards(note.fields[0])
        assert [card.ord for card in cards] == list(note.ordinals)
        for card in cards:
            output = card.render_output(reload=True)
            sides = render_card(note, card.ord)
            assert sides.front == output.question_text
            assert sides.back == output.answer_text
            compared += 1
    return compared


def test_the_bundled_deck(anki, bundled):
    deck, built = bundled
    anki.import_package(built.path)
    assert compare(anki, deck) == built.cards > 0


def test_a_picture_and_a_note_with_every_field(anki, publish, write_deck):
    folder = write_deck(
        "  - id: a\n    from: [pump, rooms]\n    say: In {{c2::summer::season}} it is {{c1::hot}} \\(x {{c3::y}}\\).\n"
        "    why: Because.\n    note: More.\n    image: {file: x.png, alt: 'A \"heart\" & :: }}'}\n"
    )
    (folder / "x.png").write_bytes(b"a picture")
    anki.import_package(publish(folder).path)
    assert compare(anki, load_deck(folder).deck) == 3


def deck_of(literal, blank, hint, ask, answer, item):
    one, two, three = (Answer(text, AT) for text in (blank, answer, item))
    shapes = {
        "spaced": Cloze((f"{literal} ", Gap(1, blank, hint), f" {literal} ", Gap(2, answer, None)), (Blank(1, one), Blank(2, two))),
        "tight": Cloze((literal, Gap(1, blank, hint), Gap(12, item, literal), literal), (Blank(1, one), Blank(12, three))),
        "twice": Cloze((Gap(3, blank, None), literal, Gap(3, blank, hint)), (Blank(3, one),)),
        "formula": Cloze(("\\(", Gap(1, blank, hint), f"\\) {literal}"), (Blank(1, one),)),
        "question": Question(ask, two, Reverse(answer, one, AT)),
        "list": Enumeration(ask, (two, three), 2, "fixed"),
        "groups": GroupedEnumeration(ask, (Group("g", literal, (one,), AT), Group("h", blank, (two, three), AT)), 2),
    }  # fmt: skip
    facts = tuple(
        Fact(name, "t", ("p",), shape, AT, why=literal, note=hint)
        for name, shape in shapes.items()
    )
    return Deck(
        Path(),
        "d",
        "D",
        "T",
        "d",
        "en",
        Document(ask, "2023-01-31"),
        (Topic("t", "T", AT),),
        (),
        facts,
    )


@pytest.mark.filterwarnings("ignore:Field contained the following invalid HTML tags")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(texts, texts, texts | st.none(), texts, texts, texts))
def test_any_text(anki, tmp_path, typed):
    deck = deck_of(*typed)
    anki.col.remove_notes(anki.col.find_notes(""))
    built = build_package(deck, Ledger("d"), tmp_path / "d.apkg", now=1_700_000_000)
    anki.import_package(built.path)
    assert compare(anki, deck) == built.cards == 11
