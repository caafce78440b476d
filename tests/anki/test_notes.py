import hashlib
import json

from liverdeck.anki.notes import guid_of, render_notes
from liverdeck.authoring.loader import load_deck

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


def test_fields_have_the_authors_text_escaped_once(write_deck):
    flow, rate, valves, left, right = notes(write_deck)
    assert fields(flow) == {
        "Key": "heart/flow",
        "Text": "Blood &lt;enters&gt; the "
        "{{c1::right atrium::which &amp; where}} {{c2::first}}.",
        "Why": "Because a &lt; b.",
        "Note": "Not in the womb.",
        "Source": "On the heart: How it pumps; The four rooms (read 2023-01-31)",
    }
    source = "On the heart: How it pumps (read 2023-01-31)"
    assert fields(rate) == {
        "Key": "heart/rate",
        "Ask": "How fast?",
        "Answer": "70 /min",
        "ReverseAsk": "What beats 70 times?",
        "ReverseAnswer": "the heart",
        "Source": source,
    }
    assert (
        fields(valves)["Ask"]
        == 'Which valves?<div class="ld-count">2 items, in order</div>'
    )
    assert fields(valves)["Items"] == "<ol><li>mitral</li><li>tricuspid</li></ol>"
    assert fields(left)["Key"] == "heart/rooms/left"
    assert fields(left)["Ask"] == (
        'Which chambers?<div class="ld-group">Left &amp; front</div>'
        '<div class="ld-count">1 item</div>'
    )
    assert (
        fields(right)["Items"]
        == "<ul><li>right atrium</li><li>right ventricle</li></ul>"
    )


def test_notes_have_their_cards_and_tags(write_deck):
    all_notes = notes(write_deck)
    assert [(note.note_type.name, note.ordinals) for note in all_notes] == [
        ("LiverDeck Cloze", (0, 1)),
        ("LiverDeck Question", (0, 1)),
        ("LiverDeck List", (0,)),
        ("LiverDeck List", (0,)),
        ("LiverDeck List", (0,)),
    ]
    assert all_notes[0].tags == (
        "LiverDeck::heart::chambers",
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
    flow, rate, *rest = [note.state() for note in notes(write_deck)]
    assert flow.texts_by_number == {"c1": "right atrium", "c2": "first"}
    assert rate.texts_by_number == {
        "ask": "How fast?",
        "reverse": "What beats 70 times?",
    }
    assert [(state.shape, state.part, state.texts_by_number) for state in rest] == [
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
        fields(note)["Image"]
        == f'<img src="ld-{content_hash}.png" alt="say &quot;&lt;a&gt;&quot;">'
    )
