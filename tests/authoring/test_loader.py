import os

import pytest
from hypothesis import given, settings, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.deck import Credit
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question


def problems_of(folder):
    return [
        str(problem).replace(f"{folder}{os.sep}", "")
        for problem in load_deck(folder).problems
    ]


def test_every_key_of_a_deck_is_read(write_deck):
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
    ask: Which chambers does the heart have?
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
    assert (flow.passages, flow.why) == (("pump", "rooms"), "NO")
    assert (flow.open, flow.difficulty) == (("left atrium",), 2)
    assert (flow.tags, flow.quiz) == (("basics",), False)
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
    def fact_file(topic, *fact_ids):
        facts = [
            f"  - {{id: {fact_id}, from: rooms, ask: Q?, answer: a}}\n"
            for fact_id in fact_ids
        ]
        return f"liverdeck: 1\ntopic: {topic}\nfacts:\n{''.join(facts)}"

    folder = write_deck(
        **{
            "03-more": fact_file("chambers", "c", "b"),
            "01-beat": fact_file("beat", "z"),
            "02-first": fact_file("chambers", "a"),
        }
    )
    assert [fact.id for fact in load_deck(folder).deck.facts] == ["a", "c", "b", "z"]


def test_the_problems_of_all_files_are_reported_together(write_deck):
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
        "01-facts.yaml:4:5: this fact has no statement and no question; "
        "a fact is `say`, `ask` + `answer`, `ask` + `list`, or `ask` + `groups`",
        "01-facts.yaml:6:5: unknown key 'sai' in fact; did you mean `say`?",
        "01-facts.yaml:7:5: the fact id 'flow' is there twice "
        "(first at 01-facts.yaml:4:5); give this fact another id",
        "01-facts.yaml:7:5: the passage 'pumpp' is not in passages.yaml; "
        "did you mean `pump`?",
        "01-facts.yaml:10:23: unknown key 'acept' in answer; did you mean `accept`?",
        "02-broken.yaml:3:1: not YAML: did not find expected node content; "
        "a bracket is not closed, or a text starts with , ] or }: "
        "put the text under `>-` on a line of its own",
        "03-other.yaml:2:8: the topic 'beet' is not in deck.yaml; did you mean `beat`?",
        "03-other.yaml:3:8: `facts` is empty; write its entries or delete the key",
    ]


QUESTION = "    ask: Q?\n    answer: a\n"


@pytest.mark.parametrize(
    ("old", "new", "position", "message"),
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
            "the topic id 'chambers' is there twice (first on line 9)",
        ),
        ("title: The heart", "titel: The heart", "4:1", "did you mean `title`?"),
    ],
)
def test_a_mistake_in_deck_yaml_has_its_position(
    write_deck, old, new, position, message
):
    folder = write_deck(f"  - id: a\n    from: pump\n{QUESTION}")
    text = (folder / "deck.yaml").read_text()
    (folder / "deck.yaml").write_text(text.replace(old, new, 1))
    problems = problems_of(folder)
    assert any(
        line.startswith(f"deck.yaml:{position}: ") and message in line
        for line in problems
    ), problems


def test_ids_are_unique_across_files(write_deck):
    fact = f"  - id: same\n    from: pump\n{QUESTION}"
    folder = write_deck(
        fact, **{"02-more": f"liverdeck: 1\ntopic: beat\nfacts:\n{fact}"}
    )
    (line,) = problems_of(folder)
    assert line.startswith(
        "02-more.yaml:4:5: the fact id 'same' is there twice (first at "
    )
    assert "01-facts.yaml:4:5" in line


def test_passage_ids_are_unique(write_deck):
    folder = write_deck(
        f"  - id: a\n    from: p\n{QUESTION}",
        passages="""\
liverdeck: 1
passages:
  - {id: p, heading: A}
  - {id: p, heading: B}
""",
    )
    assert problems_of(folder) == [
        "passages.yaml:4:5: the passage id 'p' is there twice (first on line 3); "
        "give it another id"
    ]


def test_a_folder_without_a_deck_is_a_problem(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for name, message in [
        ("none", "no such folder"),
        ("file", "not a folder"),
        ("empty", "no deck.yaml"),
    ]:
        (problem,) = load_deck(tmp_path / name).problems
        assert message in problem.message
        assert "liverdeck new" in problem.fix


def test_a_deck_without_facts_is_a_problem(write_deck):
    assert "no facts in this deck" in problems_of(write_deck())[0]


def test_other_files_are_ignored_but_a_wrong_suffix_is_reported(write_deck):
    folder = write_deck(f"  - id: a\n    from: pump\n{QUESTION}")
    (folder / ".#01-facts.yaml").symlink_to("nowhere")
    (folder / "README.md").write_text("notes")
    assert problems_of(folder) == []
    (folder / "02-more.yml").write_text("")
    assert problems_of(folder) == [
        "02-more.yml:1:1: not read: its name does not end in .yaml; rename it"
    ]


def test_comments_may_follow_ids_and_precede_texts(write_deck):
    folder = write_deck("""\
  - id: a # an id
    from: pump # a passage
    # a question
    ask: Q?
    answer: a
    quiz: true # x
""")
    assert problems_of(folder) == []


FRAGMENTS = """\
  - id: a
    from: pump
    ask: Q?
    answer: a
    list: [a, b]
    groups:
      - {id: g, title: T, items: [x]}
    need: 1
    image: x
    reject:
      b: c
    open: 5

""".splitlines(keepends=True)
BEGINNINGS = ["    say: ", "    blanks:\n      c1: ", "    reverse: "]
ENDINGS = ["{{c1::x}}", "{accept: [x]}", ">-\n      "]
SHORT_FRAGMENTS = ["[", "{", "}", "]", "'", "é", ":", "- "]
fragments = st.sampled_from([*FRAGMENTS, *BEGINNINGS, *ENDINGS, *SHORT_FRAGMENTS])


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(fragments, max_size=12).map("".join))
def test_no_fact_file_raises_an_error(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("deck")
    (folder / "deck.yaml").write_text(
        "liverdeck: 1\nid: h\nanki_name: H\ntitle: H\ndescription: d\n"
        "document: {title: t, read: 2023-01-31}\ntopics: [{id: c, title: C}]\n"
    )
    (folder / "f.yaml").write_text("liverdeck: 1\ntopic: c\nfacts:\n" + text)
    loaded = load_deck(folder)
    assert loaded.problems or loaded.deck.facts


def test_a_deck_names_its_author_and_where_to_report_a_mistake(write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Name it., answer: x}\n")
    path = folder / "deck.yaml"
    text = path.read_text().replace(
        "document: {title: On the heart, read: 2023-01-31}",
        "learner_language: de\nauthor: Ann\nlicence: CC BY 4.0\n"
        "url: https://example.org/deck\nreport: ann@example.org\n"
        "document: {title: On the heart, read: 2023-01-31, author: Bea,\n"
        "  licence: CC0, url: 'https://example.org/text'}",
    )
    path.write_text(text)
    deck = load_deck(folder).required()
    assert (deck.language, deck.learner_language) == ("en", "de")
    assert deck.credit == Credit("Ann", "CC BY 4.0", "https://example.org/deck")
    assert deck.report == "ann@example.org"
    assert deck.document.credit == Credit("Bea", "CC0", "https://example.org/text")


def test_the_learner_language_is_that_of_the_answers_if_none_is_given(write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Name it., answer: x}\n")
    path = folder / "deck.yaml"
    path.write_text(path.read_text().replace("language: en", "language: fr-CA"))
    assert load_deck(folder).required().learner_language == "fr-CA"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "example.org"),
        ("report", "javascript:alert(1)"),
        ("report", "ann at example.org"),
        ("learner_language", "German language"),
    ],
)
def test_a_wrong_address_or_language_is_refused(write_deck, key, value):
    folder = write_deck("  - {id: a, from: pump, ask: Name it., answer: x}\n")
    path = folder / "deck.yaml"
    text = path.read_text()
    path.write_text(f"{text}{key}: {value}\n")
    (problem,) = load_deck(folder).problems
    assert problem.position.line == text.count("\n") + 1
    assert repr(value) in problem.message
    assert problem.fix
