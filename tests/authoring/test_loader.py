import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question


def problems_of(folder):
    return [
        str(problem).replace(f"{folder}{os.sep}", "")
        for problem in load_deck(folder).problems
    ]


def test_a_deck_is_read_whole(write_deck):
    folder = write_deck("""\
  - id: flow
    from: [pump, rooms]
    say: >-
      Blood enters the {{c2::right atrium::chamber}} through {{c1::veins}}.
    blanks:
      c2: {accept: [RA, atrium dextrum], kind: chamber, strict: true}
    why: NO
    open: left atrium
    difficulty: 2
    tags: [basics]
    quiz: false
  - id: rate
    from: pump
    ask: How fast does the heart beat at rest?
    answer:
      number: 70
      unit: /min
      tolerance: 10
      reject:
        200: That is a race, not a rest.
    reverse: {ask: What beats 70 times a minute?, answer: the heart}
    distractors:
      20 /min: Too slow by far.
  - id: valves
    from: rooms
    ask: Which valves close first?
    list: [mitral, {text: tricuspid, hint: right}]
    order: fixed
  - id: rooms
    from: rooms
    ask: Which chambers has the heart?
    groups:
      - {id: left, title: Left, items: [left atrium, left ventricle]}
      - {id: right, title: Right, items: [right atrium, right ventricle]}
    need: 3
    retired: Too easy.
""")
    loaded = load_deck(folder)
    assert loaded.problems == ()
    deck = loaded.deck
    assert (deck.id, deck.anki_name, deck.document.title, deck.language) == (
        "heart",
        "Heart",
        "On the heart",
        "en",
    )
    flow, rate, valves, rooms = deck.facts
    assert isinstance(flow.shape, Cloze)
    assert [
        (blank.number, blank.answer.text, blank.answer.hint)
        for blank in flow.shape.blanks
    ] == [
        (1, "veins", None),
        (2, "right atrium", "chamber"),
    ]
    assert flow.shape.blanks[1].answer.accept == ("RA", "atrium dextrum")
    assert flow.shape.blanks[1].answer.strict
    assert (flow.passages, flow.why, flow.open, flow.difficulty, flow.tags, flow.quiz) == (
        ("pump", "rooms"), "NO", ("left atrium",), 2, ("basics",), False,
    )  # fmt: skip
    assert (flow.position.line, flow.position.column) == (4, 5)
    assert isinstance(rate.shape, Question)
    assert rate.shape.answer.text == "70 /min"
    assert rate.shape.answer.number.tolerance == "10"
    assert [(wrong.text, wrong.why) for wrong in rate.shape.answer.reject] == [
        ("200", "That is a race, not a rest.")
    ]
    assert rate.shape.reverse.answer.text == "the heart"
    assert rate.distractors[0].text == "20 /min"
    assert isinstance(valves.shape, Enumeration)
    assert (valves.shape.order, valves.shape.need, valves.shape.items[1].hint) == (
        "fixed",
        2,
        "right",
    )
    assert isinstance(rooms.shape, GroupedEnumeration)
    assert (rooms.shape.need, rooms.shape.groups[1].id, rooms.retired) == (
        3,
        "right",
        "Too easy.",
    )
    assert deck.active_facts == (flow, rate, valves)


def test_the_teaching_order_is_topic_then_file_then_line(write_deck):
    one = "  - {{id: {}, from: rooms, ask: Q?, answer: a}}\n"
    folder = write_deck(**{
        "03-more": "liverdeck: 1\ntopic: chambers\nfacts:\n" + one.format("c") + one.format("b"),
        "01-beat": "liverdeck: 1\ntopic: beat\nfacts:\n" + one.format("z"),
        "02-first": "liverdeck: 1\ntopic: chambers\nfacts:\n" + one.format("a"),
    })  # fmt: skip
    assert [fact.id for fact in load_deck(folder).deck.facts] == ["a", "c", "b", "z"]


def test_all_problems_of_all_files_come_at_once(write_deck):
    folder = write_deck(
        """\
  - id: flow
    from: pump
    sai: Blood {{c1::flows}}.
  - id: flow
    from: pumpp
    ask: What?
    answer: {text: x, acept: y}
""",
        **{
            "02-broken": "liverdeck: 1\ntopic: [\n",
            "03-other": "liverdeck: 1\ntopic: beet\nfacts: []\n",
        },
    )
    assert problems_of(folder) == [
        "01-facts.yaml:4:5: this fact has no statement and no question; a fact is `say`, `ask` + `answer`, "
        "`ask` + `list`, or `ask` + `groups`",
        "01-facts.yaml:6:5: unknown key 'sai' in fact; did you mean `say`?",
        "01-facts.yaml:7:5: the passage 'pumpp' is not in passages.yaml; did you mean `pump`?",
        "01-facts.yaml:10:23: unknown key 'acept' in answer; did you mean `accept`?",
        "02-broken.yaml:3:1: not YAML: did not find expected node content; a bracket is not closed, or a text starts with , ] or }: put the text under `>-` on a line of its own",
        "03-other.yaml:2:8: the topic 'beet' is not in deck.yaml; did you mean `beat`?",
        "03-other.yaml:3:8: `facts` is empty; write its entries or delete the key",
    ]


Q = "    ask: Q?\n    answer: a\n"


@pytest.mark.parametrize(
    ("fact", "place", "words"),
    [
        (f"  - id: A B\n    from: pump\n{Q}", "4:9", "'A B' is not an id"),
        (f"  - id: a\n{Q}", "4:5", "fact without `from`"),
        (f"  - from: pump\n{Q}", "4:5", "fact without `id`"),
        ("  - just a text\n", "4:5", "fact is not a map"),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: [a, b]\n",
            "7:13",
            "answer is a list",
        ),
        (
            "  - id: a\n    from: pump\n    ask: [Q]\n    answer: a\n",
            "6:10",
            "`ask` is a list, but a text is wanted",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: ''\n",
            "7:13",
            "`text` is empty",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: >5\n",
            "7:13",
            "if it begins with >, put",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: vitamin B #12\n",
            "7:13",
            "YAML cuts this text at ` #`",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: {accept: [b]}\n",
            "7:13",
            "answer without `text`",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: {text: a, unit: g}\n",
            "7:23",
            "`unit` without `number`",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: {number: five}\n",
            "7:22",
            "'five'",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: {number: 5, tolerance: -1}\n",
            "7:36",
            "without a sign",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: {text: a, strict: maybe}\n",
            "7:31",
            "true, false",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer: {text: a, accept: [b, b]}\n",
            "7:31",
            "'b' appears twice",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer:\n      text: a\n      reject: {b: No.}\n",
            "9:15",
            "without { }",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    answer:\n      text: a\n      reject: [b]\n",
            "9:15",
            "map of reasons",
        ),
        (
            f"  - id: a\n    from: pump\n    say: '{{{{c1::x}}}}'\n{Q}",
            "4:5",
            "this fact has `say`, `ask`, `answer`",
        ),
        (
            f"  - id: a\n    from: pump\n    need: 2\n{Q}",
            "6:5",
            "`need` does not go with `answer`; it goes with `list` or",
        ),
        (
            "  - id: a\n    from: pump\n    say: no blank\n",
            "6:10",
            "no blank in this statement",
        ),
        (
            "  - id: a\n    from: pump\n    say: x {{c1::y}}\n    blanks:\n      c2: {kind: z}\n",
            "8:7",
            "unknown key 'c2'",
        ),
        (
            "  - id: a\n    from: pump\n    say: x {{c1::y}}\n    blanks:\n      c1: {text: z}\n",
            "8:12",
            "write it in the statement",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    list: [x]\n",
            "7:11",
            "a list of one item",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    list: [x, X]\n",
            "7:15",
            "the item 'X' again (first on line 7)",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    list: [x, y]\n    need: 3\n",
            "8:11",
            "from 1 to 2",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    list: [x, y]\n    order: up\n",
            "8:12",
            "any, fixed",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    groups: [{id: c1, title: T, items: [x]}]\n",
            "7:19",
            "'c1' is taken",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    groups: [{id: reverse, title: T, items: [x]}]\n",
            "7:19",
            "is taken",
        ),
        (
            "  - id: a\n    from: pump\n    ask: Q?\n    groups: [{id: choice-a, title: T, items: [x]}]\n",
            "7:19",
            "is taken",
        ),
        (
            f"  - id: a\n    from: pump\n    tags: [chambers]\n{Q}",
            "6:11",
            "the topic's own",
        ),
        (f"  - id: a\n    from: pump\n    difficulty: 4\n{Q}", "6:17", "from 1 to 3"),
        (
            f"  - id: a\n    from: pump\n    why: {'x' * 10_001}\n{Q}",
            "6:10",
            "10,001 characters long",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: ../x.png, alt: x}}\n{Q}",
            "6:12",
            "outside the deck's folder",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: /etc/x.png, alt: x}}\n{Q}",
            "6:12",
            "outside the deck's folder",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: link.png, alt: x}}\n{Q}",
            "6:12",
            "outside the deck's folder",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: loop.png, alt: x}}\n{Q}",
            "6:12",
            "loop.png",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: {'x' * 300}.png, alt: x}}\n{Q}",
            "6:12",
            "cannot be read",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: x.png, alt: x}}\n{Q}",
            "6:12",
            "no image 'x.png'",
        ),
        (
            f"  - id: a\n    from: pump\n    image: {{file: x.tiff, alt: x}}\n{Q}",
            "6:12",
            "use .gif",
        ),
        (
            f"  - id: a\n    from: pump\n    image: x.png\n{Q}",
            "6:12",
            "`image` is not a map",
        ),
    ],
)
def test_a_mistake_in_a_fact_has_its_place(write_deck, fact, place, words):
    folder = write_deck(fact)
    (folder / "link.png").symlink_to("/etc/passwd")
    (folder / "loop.png").symlink_to("loop.png")
    found = problems_of(folder)
    assert any(
        line.startswith(f"01-facts.yaml:{place}: ") and words in line for line in found
    ), found


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("liverdeck: 1\n", "liverdeck: 2\n", "1:12", "newer than this liverdeck"),
        ("liverdeck: 1\n", "liverdeck: one\n", "1:12", "write `liverdeck: 1`"),
        ("liverdeck: 1\n", "", "1:1", "deck.yaml without `liverdeck`"),
        ("id: heart\n", "", "1:1", "deck.yaml without `id`"),
        ("Heart\n", "'Heart:: left'\n", "3:12", "Anki would change"),
        ("Heart\n", "'The \"heart\"'\n", "3:12", "Anki would change"),
        ("language: en", "language: English!", "6:11", "language tag"),
        ("2023-01-31", "January", "7:39", "YYYY-MM-DD"),
        (
            "{id: beat,",
            "{id: chambers,",
            "10:5",
            "the topic id 'chambers' again (first on line 9)",
        ),
        ("title: The heart", "titel: The heart", "4:1", "did you mean `title`?"),
    ],
)
def test_a_mistake_in_deck_yaml_has_its_place(write_deck, old, new, place, words):
    folder = write_deck(f"  - id: a\n    from: pump\n{Q}")
    text = (folder / "deck.yaml").read_text()
    (folder / "deck.yaml").write_text(text.replace(old, new, 1))
    found = problems_of(folder)
    assert any(
        line.startswith(f"deck.yaml:{place}: ") and words in line for line in found
    ), found


def test_ids_are_unique_across_files(write_deck):
    fact = f"  - id: same\n    from: pump\n{Q}"
    folder = write_deck(
        fact, **{"02-more": f"liverdeck: 1\ntopic: beat\nfacts:\n{fact}"}
    )
    (line,) = problems_of(folder)
    assert line.startswith("02-more.yaml:4:5: the fact id 'same' again (first at ")
    assert "01-facts.yaml:4:5" in line


def test_passage_ids_are_unique(write_deck):
    folder = write_deck(
        f"  - id: a\n    from: p\n{Q}",
        passages="liverdeck: 1\npassages:\n  - {id: p, heading: A}\n  - {id: p, heading: B}\n",
    )
    assert problems_of(folder) == [
        "passages.yaml:4:5: the passage id 'p' again (first on line 3); give it another id"
    ]


def test_folders_that_are_no_deck(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for name, words in [
        ("none", "no such folder"),
        ("file", "not a folder"),
        ("empty", "no deck.yaml"),
    ]:
        (problem,) = load_deck(tmp_path / name).problems
        assert words in problem.what
        assert "liverdeck new" in problem.fix


def test_a_deck_without_facts_is_a_problem(write_deck):
    assert "no facts in this deck" in problems_of(write_deck())[0]


def test_other_files_are_left_alone_but_a_wrong_ending_is_named(write_deck):
    folder = write_deck(f"  - id: a\n    from: pump\n{Q}")
    (folder / ".#01-facts.yaml").symlink_to("nowhere")
    (folder / "README.md").write_text("notes")
    assert problems_of(folder) == []
    (folder / "02-more.yml").write_text("")
    assert problems_of(folder) == [
        "02-more.yml:1:1: not read: its name does not end in .yaml; rename it"
    ]


def test_comments_are_welcome_beside_ids_and_above_texts(write_deck):
    folder = write_deck(
        "  - id: a # an id\n    from: pump # a passage\n    # a question\n    ask: Q?\n    answer: a\n    quiz: true # x\n"
    )
    assert problems_of(folder) == []


soup = st.lists(
    st.sampled_from(["  - id: a\n", "    from: pump\n", "    ask: Q?\n", "    answer: a\n", "    say: ", "{{c1::x}}", "\n", "    list: [a, b]\n",
                     "    groups:\n", "      - {id: g, title: T, items: [x]}\n", "    need: 1\n", "    blanks:\n      c1: ", "{accept: [x]}", "    image: x\n",
                     "    reverse: ", "[", "{", "}", "]", "'", ">-\n      ", "    reject:\n", "      b: c\n", "é", "    open: 5\n", ":", "- "]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(soup)
def test_no_fact_file_raises(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("deck")
    (folder / "deck.yaml").write_text(
        "liverdeck: 1\nid: h\nanki_name: H\ntitle: H\ndescription: d\ndocument: {title: t, read: 2023-01-31}\n"
        "topics: [{id: c, title: C}]\n"
    )
    (folder / "f.yaml").write_text("liverdeck: 1\ntopic: c\nfacts:\n" + text)
    loaded = load_deck(folder)
    assert loaded.problems or loaded.deck.facts
