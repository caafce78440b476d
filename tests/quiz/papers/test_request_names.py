"""A request for a paper is refused if the deck lacks something that it names."""

import pytest

from liverdeck.base.errors import ContentError
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.make import QuizRequest, make_quiz
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.paper_request import PaperRequest

FACTS = """\
  - {id: rate, from: pump, ask: How fast does it beat?, answer: {number: 70}}
  - {id: vein, from: pump, ask: Which vessel comes from the lungs?, answer: vein}
  - {id: old, from: pump, ask: Which tone?, answer: low, retired: Nobody hears it.}
"""


def made(deck, **request):
    return make_quiz(deck, QuizRequest(PaperRequest(items=1, **request), ["json"]))


@pytest.mark.parametrize(
    ("request_with", "message"),
    [
        ({"types": ["short", "mutliple"]}, "no type 'mutliple'; did you mean `mult"),
        ({"types": ("zz",)}, "no type 'zz'; known here: single, "),
        ({"topics": ["lungs"]}, "no topic 'lungs'; known here: "),
        ({"difficulties": [1, 9]}, "no difficulty 9; known here: 1 to 3"),
        ({"difficulties": (0,)}, "no difficulty 0; known here: 1 to 3"),
        ({"include": ["nope"]}, "no fact 'nope'; known here: rate, vein"),
        ({"include": ["vein.short"]}, "no fact 'vein.short'; known here: rate, vein"),
        ({"exclude": ("rat",)}, "no fact 'rat'; did you mean `rate`?"),
        ({"exclude": ["old"]}, "no fact 'old'; known here: rate, vein"),
        ({"blueprint": [BlueprintRow(1, type="shrt")]}, "no type 'shrt'; did you mean"),
        ({"blueprint": [BlueprintRow(1, topic="lungs")]}, "no topic 'lungs'; known"),
        ({"blueprint": [BlueprintRow(1, difficulty=4)]}, "no difficulty 4; known"),
    ],
)
def test_a_name_that_is_not_known_is_a_problem(deck_of, request_with, message):
    with pytest.raises(ContentError) as caught:
        made(deck_of(FACTS), **request_with)
    (problem,) = caught.value.problems
    assert problem.message_and_fix.startswith(message)


def test_all_unknown_names_are_reported_at_once(deck_of):
    with pytest.raises(ContentError) as caught:
        made(deck_of(FACTS), types=["a", "short", "b"], include=["c"], exclude=["d"])
    messages = [problem.message for problem in caught.value.problems]
    assert messages == ["no type 'a'", "no type 'b'", "no fact 'c'", "no fact 'd'"]


def test_names_may_be_in_any_sequence_and_types_may_be_of_the_enum(deck_of):
    deck = deck_of(FACTS)
    quiz = made(deck, types=[ItemType.SHORT], include=["vein"], exclude=["rate"])
    assert [item.type for item in quiz.paper.items] == [ItemType.SHORT]
    assert list(quiz.files) == ["keys/items.json", "keys/quiz.json"]


@pytest.mark.parametrize(
    "name", ["topics", "types", "difficulties", "include", "exclude"]
)
@pytest.mark.parametrize("value", ["single", "", 3, b"single"])
def test_a_single_value_where_several_are_wanted_is_a_type_error(name, value):
    with pytest.raises(TypeError, match=rf"^{name} is a .*; it must be a list or"):
        PaperRequest(items=1, **{name: value})


def test_a_single_format_is_a_type_error():
    with pytest.raises(TypeError, match=r"^formats is a str; .*: \('json',\)$"):
        QuizRequest(PaperRequest(items=1), formats="json")


@pytest.mark.parametrize(("name", "value"), [("mode", "test"), ("page_size", "A4")])
def test_an_unknown_mode_or_page_size_is_a_value_error(name, value):
    with pytest.raises(ValueError, match=rf"^{name} is '{value}'; it must be"):
        QuizRequest(PaperRequest(items=1), formats=["json"], **{name: value})


RENAMED = """\
  - {id: tube, was: [duct, pipe], from: pump, ask: What carries bile?, answer: vein}
  - {id: duct, was: [sac], from: pump, ask: What stores bile?, answer: bladder}
"""


@pytest.mark.parametrize(
    ("name", "remaining_id"),
    [
        ("tube", "sac.short"),
        ("pipe", "sac.short"),
        ("duct", "duct.short"),
        ("sac", "duct.short"),
        ("tube.short", "sac.short"),
        ("pipe.short", "sac.short"),
        ("duct.short", "sac.short"),
        ("sac.short", "duct.short"),
    ],
)
def test_a_renamed_fact_can_be_excluded_by_every_name_that_it_had(
    deck_of, name, remaining_id
):
    quiz = made(deck_of(RENAMED), exclude=[name], types=["short"])
    assert [item.id for item in quiz.paper.items] == [remaining_id]


@pytest.mark.parametrize("name", ["tube", "pipe"])
def test_a_fact_may_be_included_by_a_name_that_it_had(deck_of, name):
    quiz = made(deck_of(RENAMED), include=[name], types=["short"])
    assert [item.id for item in quiz.paper.items] == ["duct.short"]
    with pytest.raises(ContentError, match="both included and excluded: tube"):
        made(deck_of(RENAMED), include=[name], exclude=["tube"])


@pytest.mark.parametrize(
    ("name", "remaining_ids"),
    [("slow.short", ["slow.term.short"]), ("slow.term.short", [])],
)
def test_the_name_of_an_item_excludes_no_other_item(deck_of, name, remaining_ids):
    ask = "ask: What is bradycardia?, answer: slow beating of the heart"
    deck = deck_of(f"{FACTS}  - {{id: slow, from: pump, {ask}}}\n")
    request = PaperRequest(3, types=["short"], exclude=[name], may_be_fewer=True)
    items = make_quiz(deck, QuizRequest(request, ["json"])).paper.items
    assert [item.id for item in items if item.facts == ("slow",)] == remaining_ids
