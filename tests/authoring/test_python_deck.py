"""Decks made in Python are checked as the files of a deck are."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liverdeck.authoring import deck_data
from liverdeck.authoring.format_keys import (
    ANSWER_MAP,
    AUDIO_MAP,
    BLANK_MAP,
    DECK_MAP,
    DOCUMENT_MAP,
    FACT_MAP,
    FILE_TOPIC,
    GROUP_MAP,
    IMAGE_MAP,
    PASSAGE_MAP,
    REVERSE_MAP,
    TOPIC_MAP,
    VERSION,
)
from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.python_deck import make_deck
from liverdeck.authoring.yaml_nodes import DEEPEST_NESTING, Scalar, Sequence
from liverdeck.authoring.yaml_reader import read_file
from liverdeck.base.problems import Position
from liverdeck.base.result import Result
from liverdeck.facts.answer import Answer, Number, WrongAnswer
from liverdeck.facts.card import cards_of
from liverdeck.facts.deck import Document, Topic

REPOSITORY = Path(__file__).parents[2]
DECK_FOLDERS = [
    REPOSITORY / "cards" / "liver-metastasis",
    *(
        REPOSITORY / "tests" / "frozen" / "decks" / name
        for name in ("garden", "garden-first", "keys", "kitchen", "langue")
    ),
]
HEART = {
    "id": "heart",
    "anki_name": "Heart",
    "title": "The heart",
    "description": "What it does",
    "document": {"title": "Heart book", "read": date(2026, 1, 2)},
    "topics": [{"id": "beat", "title": "The beat"}],
}
RATE = {
    "id": "rate",
    "topic": "beat",
    "from": "p1",
    "ask": "How fast does a heart at rest beat?",
    "answer": {"number": 70, "unit": "a minute", "tolerance": 10},
}


def problems_of(*facts, deck=HEART, **more):
    return [str(problem) for problem in make_deck(deck, facts, **more).problems]


def test_a_deck_is_made_from_python_data():
    deck = make_deck(HEART, [RATE]).required()
    assert (deck.id, deck.language, deck.is_whole) == ("heart", "en", True)
    assert deck.document == Document("Heart book", "2026-01-02")
    assert deck.topics == (Topic("beat", "The beat", Position("deck", 0, 0)),)
    (card,) = cards_of(deck.facts[0])
    assert card.answers == (
        Answer(
            "70 a minute",
            Position("facts[0] (rate)", 0, 0),
            number=Number("70", "a minute", "10"),
        ),
    )


# The same as from files


def as_data(node):
    """Return the data that a program would write in place of a node."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return list(map(as_data, node.value))
    return {key.value: as_data(value) for key, value in node.value}


def data_of(folder):
    """Return the data in the files of a deck, as `make_deck` takes it."""

    def read(path):
        return as_data(read_file(path).required())

    deck = read(folder / "deck.yaml")
    del deck["liverdeck"]
    passages, facts = [], []
    for path in sorted(folder.glob("*.yaml")):
        root = read(path)
        passages += root.get("passages", [])
        facts += [{"topic": root["topic"]} | fact for fact in root.get("facts", [])]
    return deck, facts, passages


def without_positions(value):
    if isinstance(value, Position):
        return None
    if isinstance(value, tuple):
        return tuple(map(without_positions, value))
    if is_dataclass(value):
        return {
            field.name: without_positions(getattr(value, field.name))
            for field in fields(value)
            if field.name != "end"
        }
    return value


@pytest.mark.parametrize("folder", DECK_FOLDERS, ids=lambda folder: folder.name)
def test_the_data_of_files_makes_the_deck_that_the_files_make(folder):
    made = make_deck(*data_of(folder), folder=folder)
    loaded = load_deck(folder)
    assert [problem.message for problem in made.problems] == []
    assert without_positions(made.value) == without_positions(loaded.deck)


# Problems


def test_a_problem_names_the_part_of_the_data():
    assert problems_of(
        RATE,
        RATE | {"id": "Rate"},
        RATE | {"id": "b", "topic": "pulse"},
        RATE | {"id": "c", "answer": {"text": "70", "acept": "seventy"}},
        RATE | {"id": "d", "answer": ""},
        RATE | {"id": "e", "tags": ["x", "x"]},
        {"id": "f", "from": "p1", "ask": "Why?", "answer": "so"},
    ) == [
        "facts[1]: `id` 'Rate' is not an id; use 1 to 40 of the characters a-z,"
        " 0-9 and -",
        "facts[2] (b): the topic 'pulse' is not among the `topics` of the"
        " deck; known here: beat",
        "facts[3] (c): unknown key 'acept' in answer; did you mean `accept`?",
        "facts[4] (d): `text` is empty; write it or delete the key",
        "facts[5] (e): 'x' appears twice in `tags`; delete one",
        'facts[6] (f): fact without `topic`; add "topic"',
    ]


def test_a_fact_with_the_id_of_another_is_a_problem():
    (problem,) = problems_of(RATE, RATE | {"ask": "And now?"})
    assert problem == (
        "facts[1] (rate): the fact id 'rate' is there twice (first at facts[0] (rate));"
        " give this fact another id"
    )


def test_a_topic_that_is_there_twice_is_a_problem():
    deck = HEART | {"topics": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}
    (problem, *_) = problems_of(RATE | {"topic": "a"}, deck=deck)
    assert "is there twice (first above)" in problem


def test_a_passage_must_be_there_if_passages_are_given():
    passages = [{"id": "p2", "heading": "Rhythm"}]
    (problem,) = problems_of(RATE, passages=passages)
    assert problem.startswith(
        "facts[0] (rate): the passage 'p1' is not among `passages`"
    )


def test_a_deck_without_a_title_is_not_made():
    broken = {key: value for key, value in HEART.items() if key != "title"}
    result = make_deck(broken, [RATE])
    assert isinstance(result, Result)
    assert result.value is None
    assert [str(problem) for problem in result.problems] == [
        'deck: the deck without `title`; add "title"'
    ]


def test_a_deck_with_an_error_is_not_whole():
    deck = make_deck(HEART, [RATE, RATE | {"id": "B"}]).value
    assert [fact.id for fact in deck.facts] == ["rate"]
    assert not deck.is_whole


def test_a_picture_must_be_in_the_folder(tmp_path):
    fact = RATE | {"image": {"file": "heart.png", "alt": "a heart"}}
    (problem,) = problems_of(fact, folder=tmp_path)
    assert problem.startswith(
        "facts[0] (rate): no image 'heart.png' in the deck's folder"
    )


@pytest.mark.parametrize(
    "fact", [7, 0.5, "x", None, True, [], ["ask"], (1, 2), date.min]
)
def test_a_fact_that_is_not_a_dict_is_a_problem(fact):
    made = make_deck(HEART, [RATE, fact, RATE | {"id": "b"}])
    (problem,) = made.problems
    assert str(problem).startswith(
        "facts[1]: fact is not a map; give a dict; known here: topic, id, from"
    )
    assert [fact.id for fact in made.value.facts] == ["rate", "b"]


@pytest.mark.parametrize("data", [None, 7, "abc", b"abc", {}, {"a": RATE}, object()])
@pytest.mark.parametrize("name", ["facts", "passages"])
def test_data_that_is_not_a_list_is_a_problem(name, data):
    (problem,) = make_deck(HEART, **{"facts": [RATE], name: data}).problems
    assert str(problem) == (
        f"{name}: `{name}` is of the type {type(data).__name__}, but a list is wanted;"
        " give a list of dicts"
    )


@pytest.mark.parametrize("deck", [None, 7, "x", [], ["id"]])
def test_a_deck_that_is_not_a_dict_is_a_problem_beside_those_of_the_facts(deck):
    made = make_deck(deck, [RATE | {"id": "B"}])
    assert made.value is None
    first, second = map(str, made.problems)
    assert first.startswith(
        "deck: the deck is not a map; give a dict; known here: id, anki_name"
    )
    assert second.startswith("facts[0]: `id` 'B' is not an id")


@pytest.mark.parametrize(
    "data",
    [
        {"answer": {"number": 5, "accept": {"a": "b"}}},
        {"answer": [1, 2]},
        {"distractors": ["six", "seven"]},
        {"ask": {"text": "Why?"}},
        {"tags": {"x": "y"}},
        {"image": "heart.png"},
        {"reverse": "Why?"},
        {"topic": ["beat"]},
        {"from": {"p1": "p2"}},
        {"id": ["rate"]},
        {"difficulty": {}},
        {"quiz": []},
    ],
)
def test_a_problem_with_a_value_in_a_fact_has_no_words_for_yaml(data):
    problems = problems_of(RATE | data)
    assert problems
    for problem in problems:
        assert problem.startswith("facts[0]")
        assert not {".yaml", "line", "YAML", "`- `", "{ }"} & set(problem.split())
        assert "lines" not in problem
        assert "line of" not in problem


def test_a_problem_has_the_index_and_the_id_of_its_fact():
    made = make_deck(
        HEART,
        [RATE, RATE | {"id": "b", "why": ""}, {"topic": "beat"}],
        [{"id": "p1", "heading": "P"}, {"id": "p2"}, 7],
    )
    positions = [problem.position for problem in made.problems]
    assert {
        (position.path, position.data_index, position.data_id) for position in positions
    } == {
        ("facts[1] (b)", 1, "b"),
        ("facts[2]", 2, None),
        ("passages[1] (p2)", 1, "p2"),
        ("passages[2]", 2, None),
    }


def test_all_problems_are_found_in_one_pass():
    passages = [{"id": "p1", "heading": "P"}, {"id": "p1", "heading": "Q"}]
    broken = {
        "id": "rate",
        "topic": "pulse",
        "from": "p2",
        "ask": "Which?",
        "list": ["one"],
        "order": "sorted",
    }
    problems = problems_of(RATE, broken, passages=passages)
    assert [problem.partition(";")[0] for problem in problems] == [
        "facts[1] (rate): the topic 'pulse' is not among the `topics` of the deck",
        "facts[1] (rate): a list of one item",
        "facts[1] (rate): `order` is 'sorted'",
        "facts[1] (rate): the fact id 'rate' is there twice (first at facts[0] (rate))",
        "facts[1] (rate): the passage 'p2' is not among `passages`",
        "passages[1] (p1): the passage id 'p1' is there twice (first above)",
    ]


NO_REASON = "the reason why 'x' is wrong is empty"


@pytest.mark.parametrize(
    ("fact", "messages"),
    [
        (
            {"say": "A {{c1:vein}} is one.", "blanks": {"c1": {"reject": {"x": ""}}}},
            ["{{ that belongs to no blank", NO_REASON],
        ),
        (
            {"say": "A {{c1:a}} {{c2::b}}", "blanks": {"c1": {"reject": {"x": ""}}}},
            ["{{ that belongs to no blank", NO_REASON],
        ),
        (
            {"say": ["A"], "blanks": {"c1": {"number": "x"}}},
            ["`say` is a list", "`number` is 'x'"],
        ),
        (
            {"ask": "How?", "answer": {"number": "seventy", "reject": {"x": ""}}},
            ["`number` is 'seventy'", NO_REASON],
        ),
        (
            {"ask": "How?", "answer": {"reject": {"x": ""}}},
            ["answer without `text`", NO_REASON],
        ),
        (
            {"ask": "Which?", "list": [{"number": "x"}, "b"], "need": 2},
            ["`number` is 'x'"],
        ),
        (
            {
                "ask": "Which?",
                "groups": [
                    {"id": "a", "title": "A", "items": ["x", {"number": "y"}]},
                    {"id": "B", "title": "B", "items": ["z", "w"]},
                ],
                "need": 4,
            },
            ["`number` is 'y'", "'B' is not an id"],
        ),
    ],
)
def test_each_fault_of_a_fact_gives_one_problem(fact, messages):
    problems = problems_of({"id": "a", "topic": "beat", "from": "p1"} | fact)
    assert len(problems) == len(messages), problems
    for message in messages:
        assert any(message in problem for problem in problems), problems


def test_problems_are_in_the_order_of_the_data():
    facts = [RATE | {"id": f"f{index}", "why": ""} for index in range(12)]
    problems = make_deck(HEART, facts).problems
    assert [problem.position.data_index for problem in problems] == list(range(12))


# Values


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (70, "70"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (Decimal("2.50"), "2.50"),
        ("-3", "-3"),
    ],
)
def test_a_number_may_be_any_number_of_python_or_a_text(number, text):
    fact = RATE | {"answer": {"number": number}}
    (made,) = make_deck(HEART, [fact]).required().facts
    assert made.shape.answer.number.value == text


def test_a_list_may_be_a_generator_and_a_reason_may_be_any_text():
    fact = {
        "id": "parts",
        "topic": "beat",
        "from": ["p1", "p2"],
        "ask": "Which chambers?",
        "list": (text for text in ("left atrium", "right atrium")),
        "order": "fixed",
        "why": None,
        "quiz": False,
        "distractors": {"# the lung: left": "it is: no chamber"},
    }
    (made,) = make_deck(HEART, iter([fact])).required().facts
    assert [item.text for item in made.shape.items] == ["left atrium", "right atrium"]
    assert made.distractors == (
        WrongAnswer(
            "# the lung: left",
            "it is: no chamber",
            Position("facts[0] (parts)", 0, 0),
        ),
    )
    assert (made.why, made.quiz, made.shape.order) == (None, False, "fixed")


@pytest.mark.parametrize("value", [b"bytes", object(), open])
def test_a_value_that_no_file_could_have_is_a_type_error(value):
    with pytest.raises(TypeError, match="a deck cannot have a value of the type"):
        make_deck(HEART, [RATE | {"why": value}])


@pytest.mark.parametrize("texts", [{"a", "b"}, frozenset({"a"}), set()])
def test_a_set_is_a_type_error(texts):
    with pytest.raises(TypeError, match=r"facts\[0\] \(rate\): .*set.* use a list"):
        make_deck(HEART, [RATE | {"answer": {"text": "x", "accept": texts}}])


def test_data_that_contains_itself_is_refused():
    circle = []
    circle.append(circle)
    problems = make_deck(HEART, [RATE | {"tags": circle}]).problems
    assert str(problems[0]) == (
        f"facts[0] (rate): nested deeper than {DEEPEST_NESTING} levels;"
        " give lists and dicts as the format describes them"
    )


def test_an_unknown_passage_of_a_fact_with_a_wrong_id_is_reported():
    facts = [RATE | {"id": "Bad Id", "from": "p9"}, RATE | {"id": "B", "from": "p8"}]
    made = make_deck(HEART, facts, [{"id": "p1", "heading": "Rhythm"}])
    problems = [str(problem).split(";")[0] for problem in made.problems]
    assert [problem for problem in problems if "passage" in problem] == [
        "facts[0]: the passage 'p9' is not among `passages`",
        "facts[1]: the passage 'p8' is not among `passages`",
    ]


@pytest.mark.parametrize(
    "code",
    [0x00, 0x09, 0x0D, 0x1F, 0x7F, 0x85, 0x2028, 0xFEFF, 0xFFFF, 0xD83E, 0xDFFF],
    ids=hex,
)
@pytest.mark.parametrize(
    "data_with",
    [
        lambda text: {"answer": text},
        lambda text: {"answer": {"number": 7, "unit": text}},
        lambda text: {"why": text},
        lambda text: {"tags": ["rate", text]},
        lambda text: {"distractors": {text: "too few"}},
        lambda text: {"distractors": {"six": text}},
    ],
)
def test_a_character_that_no_text_may_have_is_a_problem(code, data_with):
    made = make_deck(HEART, [RATE | data_with(f"bi{chr(code)}le")])
    assert str(made.problems[0]) == (
        f"facts[0] (rate): 'bi�le' has the character U+{code:04X}, which no text of a"
        " deck may have; delete it"
    )
    assert not made.value.is_whole
    "".join(map(str, made.problems)).encode()  # fails for half of a surrogate pair


def test_a_character_that_no_text_may_have_is_found_in_deck_and_passages():
    deck = HEART | {"description": "ra\x1fte"}
    (problem,) = problems_of(deck=deck)
    assert problem.startswith("deck: ")
    passages = [{"id": "p1", "heading": "Rhy\x00thm"}]
    (problem,) = problems_of(RATE, passages=passages)
    assert problem.startswith("passages[0] (p1): ")


def test_a_text_may_have_several_lines_and_any_visible_character():
    why = "one\ntwo – 🧠   ‍"
    (made,) = make_deck(HEART, [RATE | {"why": why}]).required().facts
    assert made.why == why


# The types are those of the table of keys


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (deck_data.DeckData, set(DECK_MAP.names) - {VERSION.name}),
        (deck_data.DocumentData, set(DOCUMENT_MAP.names)),
        (deck_data.TopicData, set(TOPIC_MAP.names)),
        (deck_data.PassageData, set(PASSAGE_MAP.names)),
        (deck_data.FactData, {*FACT_MAP.names, FILE_TOPIC.name}),
        (deck_data.AnswerData, set(ANSWER_MAP.names)),
        (deck_data.BlankData, set(BLANK_MAP.names)),
        (deck_data.ReverseData, set(REVERSE_MAP.names)),
        (deck_data.GroupData, set(GROUP_MAP.names)),
        (deck_data.ImageData, set(IMAGE_MAP.names)),
        (deck_data.AudioData, set(AUDIO_MAP.names)),
    ],
)
def test_the_types_have_the_keys_of_the_format(data, names):
    assert set(data.__annotations__) == names


def test_the_keys_for_quizzes_are_read_from_data():
    facts = [
        {
            "id": "a",
            "topic": "t",
            "from": "p",
            "ask": "Who?",
            "answer": {"text": "b", "options": "fixed", "pin": "last"},
            "one_answer": False,
        }
    ]
    deck_data = {
        "id": "d",
        "anki_name": "D",
        "title": "D",
        "description": "D",
        "document": {"title": "D", "read": "2024-01-31"},
        "topics": [{"id": "t", "title": "T"}],
        "one_answer": True,
    }
    deck = make_deck(deck_data, facts).required()
    (fact,) = deck.facts
    assert (deck.one_answer, fact.one_answer) == (True, False)
    assert (fact.shape.answer.options, fact.shape.answer.pin) == ("fixed", "last")
