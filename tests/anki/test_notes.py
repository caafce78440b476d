import hashlib
import json

import pytest
from hypothesis import given, strategies as st

from liverdeck.anki.notes import (
    guid_of,
    number_and_topic_of,
    render_notes,
    stamped,
    tag_of,
    topic_tag,
)
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.topic_order import HIGHEST_TOPIC_NUMBER

FACTS = """\
  - id: flow
    from: [pump, rooms]
    say: >-
      Blood <enters> the {{c1::right atrium::which & where}} {{c2::first}}.
    why: Because a < b.
    note: Not in the womb.
    tags: [basics]
  - id: rate
    from: pump
    ask: How fast?
    answer: 70 /min
    reverse: {ask: What beats 70 times?, answer: the heart}
  - id: valves
    from: rooms
    ask: Which valves?
    list: [mitral, tricuspid]
    order: fixed
  - id: rooms
    from: rooms
    ask: Which chambers?
    groups:
      - {id: left, title: Left & front, items: [left atrium]}
      - {id: right, title: Right, items: [right atrium, right ventricle]}
  - id: old
    from: rooms
    ask: Old?
    answer: old
    retired: wrong
"""


def notes(write_deck, facts=FACTS, **files):
    loaded = load_deck(write_deck(facts, **files))
    assert loaded.problems == ()
    return render_notes(loaded.deck)


def fields(note):
    return {
        name: value
        for name, value in zip(note.note_type.fields, note.fields, strict=True)
        if value
    }


def test_a_guid_is_a_hash_of_the_ids():
    ids = json.dumps(["heart", "rooms", "left"])
    expected = hashlib.sha256(ids.encode()).hexdigest()[:20]
    assert guid_of("heart", "rooms", "left") == expected
    assert guid_of("liver-metastasis", "afp", "") == "e5498ae9e1fd9c43b72f"


def test_fields_have_the_authors_texts_escaped_once(write_deck):
    flow, rate, valves, left, right = notes(write_deck)
    assert fields(flow) == {
        "Key": "heart/flow",
        "Text": "Blood &lt;enters&gt; the "
        "{{c1::right atrium::which &amp; where}} {{c2::first}}.",
        "Why": "Because a &lt; b.",
        "Note": "Not in the womb.",
        "Source": "On the heart: How it pumps; The four rooms <time>2023-01-31</time>",
    }
    source = "On the heart: How it pumps <time>2023-01-31</time>"
    assert fields(rate) == {
        "Key": "heart/rate",
        "Ask": "How fast?",
        "Answer": "70 /min",
        "ReverseAsk": "What beats 70 times?",
        "ReverseAnswer": "the heart",
        "Source": source,
    }
    assert fields(valves)["Ask"] == "Which valves?"
    items = item_html("mitral") + item_html("tricuspid")
    assert fields(valves)["Items"] == f'<ol class="ld-items">{items}</ol>'
    assert fields(left)["Key"] == "heart/rooms/left"
    assert fields(left)["Ask"] == "Which chambers?"
    assert fields(left)["Group"] == "Left &amp; front"
    items = item_html("right atrium") + item_html("right ventricle")
    assert fields(right)["Items"] == f'<ul class="ld-items">{items}</ul>'


def item_html(text, hint=""):
    return (
        '<li><label class="tappable"><input type="checkbox">'
        f"<small>{hint}</small><span>{text}</span></label></li>"
    )


def test_the_hint_of_an_answer_is_in_the_note(write_deck):
    question, items, group = notes(
        write_deck,
        """\
  - id: rate
    from: pump
    ask: How fast?
    answer: {text: 70 /min, hint: a < number}
    reverse: {ask: What beats?, answer: {text: the heart, hint: an organ}}
  - {id: valves, from: rooms, ask: Which?, list: [{text: a, hint: x & y}, b]}
  - id: rooms
    from: rooms
    ask: Which?
    groups: [{id: left, title: Left, items: [{text: c, hint: z}]}]
""",
    )
    assert fields(question)["Hint"] == "a &lt; number"
    assert fields(question)["ReverseHint"] == "an organ"
    assert item_html("a", "x &amp; y") + item_html("b") in fields(items)["Items"]
    assert item_html("c", "z") in fields(group)["Items"]


def test_no_field_has_a_word_of_the_look(write_deck):
    german = write_deck(FACTS)
    path = german / "deck.yaml"
    text = path.read_text()
    english = [note.fields for note in render_notes(load_deck(german).deck)]
    path.write_text(f"{text}learner_language: de\n")
    translated = [note.fields for note in render_notes(load_deck(german).deck)]
    assert english == translated


def test_the_link_of_a_note_is_the_address_of_the_document(write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    path = folder / "deck.yaml"
    path.write_text(
        path.read_text().replace(
            "read: 2023-01-31}", "read: 2023-01-31, url: 'https://e.org/?a=1&b=2'}"
        )
    )
    (note,) = render_notes(load_deck(folder).required())
    assert fields(note)["Link"] == "https://e.org/?a=1&amp;b=2"


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("https://e.org/new", "https://e.org/new?fact=heart/rate&amp;release=4"),
        ("a@e.org", "mailto:a@e.org?subject=heart/rate%20(4)"),
    ],
)
def test_a_stamped_note_has_its_time_and_the_address_for_reports(
    write_deck, contact, expected
):
    _, note, *_ = notes(write_deck)
    stamped_note = stamped(note, contact, 1795910400, "4")
    assert fields(stamped_note)["Stamp"] == "2026-11-29T00:00:00Z"
    assert fields(stamped_note)["Report"] == expected
    assert stamped_note.state() == note.state()
    without_contact = stamped(note, None, 0, "4")
    assert "Report" not in fields(without_contact)


def test_the_learner_language_chooses_the_note_type(write_deck):
    folder = write_deck(FACTS)
    path = folder / "deck.yaml"
    path.write_text(f"{path.read_text()}learner_language: fr-CA\n")
    names = {note.note_type.name for note in render_notes(load_deck(folder).deck)}
    assert names == {
        "LiverDeck Cloze (fr)",
        "LiverDeck Question (fr)",
        "LiverDeck List (fr)",
    }


def test_notes_have_their_cards_and_tags(write_deck):
    all_notes = notes(write_deck)
    assert [(note.note_type.name, note.ordinals) for note in all_notes] == [
        ("LiverDeck Cloze (en)", (0, 1)),
        ("LiverDeck Question (en)", (0, 1)),
        ("LiverDeck List (en)", (0,)),
        ("LiverDeck List (en)", (0,)),
        ("LiverDeck List (en)", (0,)),
    ]
    assert all_notes[0].tags == (
        "LiverDeck::heart::010-chambers",
        "LiverDeck::heart::basics",
    )


def test_the_hash_depends_on_content_and_not_on_source_or_tags(write_deck):
    def hash_of(facts=FACTS, **files):
        return notes(write_deck, facts, **files)[0].state().hash

    before = hash_of()
    passages = (
        "liverdeck: 1\n"
        "passages: [{id: pump, heading: New}, {id: rooms, heading: Newer}]\n"
    )
    assert hash_of(passages=passages) == before
    assert hash_of(FACTS.replace("tags: [basics]", "tags: [other]")) == before
    assert hash_of(FACTS.replace("a < b", "b > a")) != before
    assert hash_of(FACTS.replace("first}}", "First}}")) != before


def test_the_state_of_a_note_has_each_blank_and_the_reverse(write_deck):
    flow, rate, *lists = [note.state() for note in notes(write_deck)]
    assert flow.texts_by_number == {"c1": "right atrium", "c2": "first"}
    assert rate.texts_by_number == {
        "ask": "How fast?",
        "reverse": "What beats 70 times?",
    }
    assert [(state.shape, state.part, state.texts_by_number) for state in lists] == [
        ("list", "", {}),
        ("groups", "left", {}),
        ("groups", "right", {}),
    ]


def test_the_name_of_a_picture_depends_on_its_content(write_deck):
    fact = (
        "  - {id: a, from: pump, ask: Q?, answer: x,"
        " image: {file: pics/a.PNG, alt: 'say \"<a>\"'}}\n"
    )
    folder = write_deck(fact)
    (folder / "pics").mkdir()
    (folder / "pics" / "a.PNG").write_bytes(b"picture")
    (note,) = render_notes(load_deck(folder).deck)
    content_hash = hashlib.sha256(b"picture").hexdigest()[:32]
    assert (
        fields(note)["FrontPictures"]
        == f'<img src="ld-{content_hash}.png" alt="say &quot;&lt;a&gt;&quot;">'
    )


@given(
    st.integers(0, HIGHEST_TOPIC_NUMBER),
    st.from_regex("[a-z0-9-]{1,40}", fullmatch=True),
)
def test_the_number_and_the_topic_are_read_back_from_a_tag(number, topic):
    tag = tag_of("heart", topic_tag(topic, number))
    assert number_and_topic_of(tag) == (number, topic)


@pytest.mark.parametrize(
    "tag",
    [
        "LiverDeck::heart::basics",
        "LiverDeck::heart::quiz::beat",
        "LiverDeck::heart::10-beat",
        "LiverDeck::heart::1000000000-beat",
        "LiverDeck::heart::010-Beat",
        "LiverDeck::heart::010-",
        "mine::heart::010-beat",
    ],
)
def test_other_tags_name_no_topic(tag):
    assert number_and_topic_of(tag) is None
