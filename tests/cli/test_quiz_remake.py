"""`quiz --from quiz.json --replace ITEM`: one item changes, and nothing else."""

import json

import pytest

FACTS = "".join(
    f"""\
  - id: {name}
    from: pump
    ask: What is a {name}x?
    answer:
      text: {name}y
      reject:
        {name}a: No.
        {name}b: No.
        {name}c: No.
"""
    for name in ("first", "second", "third", "fourth", "fifth", "sixth")
)
MAKE = "--items 4 --forms 3 --types single --seed s --format json,markdown -o out"
AGAIN = "--from out/keys/quiz.json --format json,markdown"


@pytest.fixture
def quiz(inside, write_deck):
    write_deck(FACTS)
    return lambda line: inside("quiz", "-d", "heart", *line.split())


def manifest(tmp_path):
    return json.loads((tmp_path / "out" / "keys" / "quiz.json").read_text())


def test_the_manifest_has_every_text_key_and_order(quiz, tmp_path):
    assert quiz(MAKE)[0] == 0
    made = manifest(tmp_path)
    assert made["quiz"] == 2
    assert made["topics"] == {"chambers": "Chambers"}
    assert made["passages"] == {"pump": "How it pumps"}
    by_id = {item["id"]: item for item in made["items"]}
    for form in made["forms"]:
        for asked in form["items"]:
            item = by_id[asked["id"]]
            texts = {option["id"]: option["text"] for option in item["options"]}
            keys = [option["text"] for option in item["options"] if option["key"]]
            letter = "ABCD".index(asked["letters"])
            assert [texts[asked["options"][letter]]] == keys
            assert item["stem"].startswith("What is a ")


def test_one_item_is_replaced_and_all_others_keep_number_and_letter(quiz, tmp_path):
    quiz(MAKE)
    before = manifest(tmp_path)
    old = before["forms"][0]["items"][1]["id"]
    code, _, _ = quiz(f"{AGAIN} --replace {old}")
    assert code == 0
    after = manifest(tmp_path)
    asked = {row["id"] for form in before["forms"] for row in form["items"]}
    for form, other in zip(before["forms"], after["forms"], strict=True):
        pairs = list(zip(form["items"], other["items"], strict=True))
        changed = [(row, new) for row, new in pairs if row != new]
        ((row, new),) = changed
        assert row["id"] == old
        assert new["id"] not in asked
        assert new["type"] == "single"


def test_a_quiz_that_is_made_again_is_the_same(quiz, tmp_path):
    quiz(MAKE)
    before = manifest(tmp_path)
    assert quiz(AGAIN)[0] == 0
    assert manifest(tmp_path) == before


def test_a_reworded_stem_is_taken_over_and_other_options_are_refused(
    quiz, tmp_path, write_deck
):
    quiz(MAKE)
    write_deck(FACTS.replace("What is a ", "What is the "))
    assert quiz(AGAIN)[0] == 0
    assert all(
        item["stem"].startswith("What is the ") for item in manifest(tmp_path)["items"]
    )
    write_deck(FACTS.replace("a: No.", "d: No."))
    code, _, err = quiz(AGAIN)
    assert code == 1
    assert "the deck has changed, and the item has other options now" in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"quiz": 1, "forms": [{"items": [1, 2]}]}', "liverdeck quiz --items 2"),
        ('{"quiz": 2, "deck": "heart"}', "not a whole quiz manifest"),
        ('{"quiz": 2, "deck": "heart", "seed": 1, "settings": [], "forms": {}}', "not"),
        ('{"quiz": 2, "deck": "other"}', "a quiz of the deck 'other'"),
        ("[]", "not a quiz manifest of this version"),
    ],
)
def test_another_file_is_refused(quiz, tmp_path, content, message):
    (tmp_path / "q.json").write_text(content)
    code, _, err = quiz("--from q.json --format json")
    assert code == 1
    assert message in err


def test_an_item_that_the_paper_does_not_have_is_refused(quiz):
    quiz(MAKE)
    assert "no item 'seventh' on the paper" in quiz(f"{AGAIN} --replace seventh")[2]
    assert "--replace needs --from FILE" in quiz("--replace first")[2]


def test_only_what_students_may_see_is_at_the_top_of_the_folder(quiz, tmp_path):
    quiz(MAKE + " --format html,moodle,gift,qti,csv,print")
    top = {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
    forms = {f"paper-{form}.{end}" for form in "ABC" for end in ("md", "html")}
    assert top == forms | {f"quiz-{form}.html" for form in "ABC"} | {".liverdeck.json"}
