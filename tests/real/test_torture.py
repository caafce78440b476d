"""Anki shows any text as its author typed it, and makes the right cards."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck.base.problems import Position
from liverdeck.facts.answer import Answer
from liverdeck.facts.card import prompt_for
from liverdeck.facts.deck import Deck, Document, Topic
from liverdeck.facts.fact import Fact
from liverdeck.facts.ledger import Ledger
from liverdeck.facts.shapes import Blank, Cloze, Enumeration, Gap, Question
from liverdeck.publishing.build import build_package

POSITION = Position("f.yaml")
DIFFICULT_TEXTS = [
    *r"""
    <b> </p> &lt; &amp; {{ }} {{c2::x}} :: : { } [sound:x.mp3] [latex]x[/latex]
    [$]x[/$] [$$]x[/$$] [18F]FDG \(\frac{a}{b^{2}}\) \[x<y\] {{Field}} {{#Ask}}
    {{FrontSide}} <%x%> <script>alert(1)</script> <!-- ]]> שלום 🫀 é ﬁ ' ` $ % \ #
    | ~ _ *
    """.split(),
    "AST <40 & ALT >50",
    "ratio 1::2",
    "[anki:tts lang=en]x[/anki:tts]",
    "\u202eabc",
    "a\xa0b",
    '"',
]
texts = st.lists(
    st.sampled_from(DIFFICULT_TEXTS)
    | st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]),
        min_size=1,
        max_size=6,
    ),
    min_size=1,
    max_size=4,
)
texts = (
    texts.map(" ".join)
    .map(str.strip)
    .filter(bool)
    .map(lambda text: unicodedata.normalize("NFC", text))
)


def one_line(text):
    return " ".join(text.split())


def facts_of(literal, blank, hint, ask, answer, item):
    gap = Gap(1, blank, hint)
    cloze = Cloze(
        (f"{literal} ", gap, f" {literal} ", Gap(2, answer, None)),
        (Blank(1, Answer(blank, POSITION)), Blank(2, Answer(answer, POSITION))),
    )
    shapes = {
        "cloze": cloze,
        "tight": Cloze((literal, gap, literal), (Blank(1, Answer(blank, POSITION)),)),
        "question": Question(ask, Answer(answer, POSITION)),
        "list": Enumeration(
            ask, (Answer(item, POSITION), Answer(f"{item} 2", POSITION)), 2
        ),
    }
    return [
        Fact(name, "t", ("p",), shape, POSITION, why=literal, note=hint)
        for name, shape in shapes.items()
    ]


@pytest.mark.filterwarnings("ignore:Field contained the following invalid HTML tags")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(texts, texts, texts | st.none(), texts, texts, texts))
def test_any_text_shows_as_typed(anki, tmp_path, typed):
    facts = facts_of(*typed)
    names = ("d", "D", "T", "d", "en")
    document, topics = Document("Doc", "2023-01-31"), (Topic("t", "T", POSITION),)
    deck = Deck(Path(), *names, document, topics, (), tuple(facts))
    anki.col.remove_notes(anki.col.find_notes(""))
    built = build_package(
        deck, Ledger("d"), tmp_path / "d.apkg", now_seconds=1_700_000_000
    )
    assert anki.import_package(built.path) == (4, 0, 0, 0)
    assert anki.empty_cards() == []
    for fact in facts:
        cards = anki.cards(f"d/{fact.id}")
        assert len(cards) == (2 if fact.id == "cloze" else 1)
        for card in cards:
            output = card.render_output(reload=True)
            assert (output.question_av_tags, output.answer_av_tags) == ([], [])
            front, back = anki.sides(card)
            assert_shown(fact, card.ord, front, back)
            assert one_line(fact.why) in back


def assert_shown(fact, ordinal, front, back):
    shape = fact.shape
    if isinstance(shape, Cloze):
        assert front == one_line(prompt_for(shape, ordinal + 1))
        texts = [
            piece if isinstance(piece, str) else piece.text for piece in shape.pieces
        ]
        assert one_line("".join(texts)) in back
    elif isinstance(shape, Question):
        assert front == one_line(shape.ask)
        assert one_line(shape.answer.text) in back
    else:
        assert front == one_line(shape.ask)
        assert all(one_line(item.text) in back for item in shape.items)
