"""`quiz --from quiz.json --replace ITEM`: one item changes, and nothing else."""

import json
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck import PaperRequest, QuizRequest, item_bank, load_deck, make_quiz
from liverdeck.cli.quiz import quiz as quiz_command
from liverdeck.cli.quiz_remake import PARAMETERS, WITHOUT_EFFECT
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.manifest import LOOK_FIELDS, kept_output, make_manifest
from liverdeck.quiz.papers.kept_paper import kept_paper, with_names_of_manifest
from tests.conftest import DECK
from tests.quiz.formats.conftest import png

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
def quiz(invoke, write_deck):
    write_deck(FACTS)
    return lambda line: invoke("quiz", "-d", "heart", *line.split())


def manifest(tmp_path):
    return json.loads((tmp_path / "out" / "keys" / "quiz.json").read_text())


def test_the_manifest_has_every_text_key_and_order(quiz, tmp_path):
    assert quiz(MAKE).code == 0
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
    asked_before = {row["id"] for row in before["forms"][0]["items"]}
    for form, later_form in zip(before["forms"], after["forms"], strict=True):
        pairs = zip(form["items"], later_form["items"], strict=True)
        changed = [(row, later_row) for row, later_row in pairs if row != later_row]
        ((row, later_row),) = changed
        assert row["id"] == old
        assert later_row["id"] not in asked_before
        assert later_row["type"] == "single"


def test_a_quiz_that_is_made_again_is_the_same(quiz, tmp_path):
    quiz(MAKE)
    before = manifest(tmp_path)
    assert quiz(AGAIN).code == 0
    assert manifest(tmp_path) == before


def printed(tmp_path):
    return {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*.md")}


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.replace("What is a ", "What is the "),
        lambda facts: facts.replace("a: No.", "d: No."),
        lambda facts: facts.replace("y\n", "z\n"),
        lambda facts: facts + EXTRA,
        lambda _: EXTRA,
    ],
    ids=["reworded", "other options", "other key", "a fact more", "all facts gone"],
)
def test_a_changed_deck_does_not_change_the_paper(quiz, tmp_path, write_deck, change):
    quiz(MAKE)
    before = printed(tmp_path)
    write_deck(change(FACTS))
    assert quiz(AGAIN).code == 0
    assert printed(tmp_path) == before


EXTRA = """\
  - id: extra
    from: rooms
    ask: What is an extrax?
    answer:
      text: extray
      reject:
        extraa: No.
        extrab: No.
        extrac: No.
"""


def test_only_the_replacement_comes_from_the_changed_deck(quiz, tmp_path, write_deck):
    quiz(MAKE)
    before = manifest(tmp_path)
    old = before["forms"][0]["items"][1]["id"]
    write_deck(FACTS.replace("What is a ", "What is the ") + EXTRA)
    assert quiz(f"{AGAIN} --replace {old}").code == 0
    items = {item["id"]: item for item in manifest(tmp_path)["items"]}
    (new,) = items.keys() - {item["id"] for item in before["items"]}
    for item in before["items"]:
        if item["id"] != old:
            assert items[item["id"]] == item
    assert not items[new]["stem"].startswith("What is a ")


@pytest.mark.parametrize("name", ["B2", "b2"])
def test_an_item_may_be_named_by_its_number_on_a_form(quiz, tmp_path, name):
    quiz(MAKE)
    old = manifest(tmp_path)["forms"][1]["items"][1]["id"]
    assert quiz(f"{AGAIN} --replace {name}").code == 0
    assert old not in {item["id"] for item in manifest(tmp_path)["items"]}
    assert "no item '2' on the paper" in quiz(f"{AGAIN} --replace 2").err
    quiz("--items 3 --types single --format json -o one")
    path = "--from one/keys/quiz.json"
    assert quiz(f"{path} --replace 2").code == 0
    assert quiz(f"{path} --replace A3").code == 0
    assert quiz(f"{path} --replace 4").code == 1


def test_a_quiz_that_is_replaced_can_be_made_again(quiz, tmp_path):
    quiz(MAKE)
    before, exam = printed(tmp_path), manifest(tmp_path)
    code, out, _ = quiz(MAKE)
    assert "is kept in" not in out
    code, out, _ = quiz(MAKE.replace("--seed s", "--seed 'Re\u00e9xam!"))
    assert code == 0
    (kept,) = (tmp_path / "out" / "keys" / "earlier").iterdir()
    assert (
        f"The quiz that was here before is kept in out/keys/earlier/{kept.name}" in out
    )
    assert kept.name.startswith("quiz-s-")
    assert printed(tmp_path) != before
    assert json.loads(kept.read_text()) == exam
    assert quiz(f"--from {kept} -o again").code == 0
    again = {
        path.name: path.read_bytes() for path in (tmp_path / "again").rglob("*.md")
    }
    assert again == before


def test_a_replacement_that_is_not_wanted_is_excluded(quiz, tmp_path):
    quiz(MAKE)
    asked = {item["facts"][0] for item in manifest(tmp_path)["items"]}
    old = manifest(tmp_path)["items"][0]["id"]
    others = {"first", "second", "third", "fourth", "fifth", "sixth"} - asked
    wanted = others.pop()
    exclude = " ".join(f"--exclude {name}" for name in others)
    assert quiz(f"{AGAIN} --replace {old} {exclude}").code == 0
    assert wanted in {item["facts"][0] for item in manifest(tmp_path)["items"]}


def test_a_topic_that_is_gone_keeps_its_name(quiz, tmp_path, write_deck):
    quiz(MAKE)
    deck = DECK.replace("id: chambers, title: Chambers", "id: other, title: Other")
    write_deck(EXTRA, topic="other", deck=deck)
    code, out, _ = quiz(f"{AGAIN},html,moodle,csv,gift,qti")
    assert code == 0
    assert "chambers" in out
    assert manifest(tmp_path)["topics"] == {"chambers": "Chambers"}
    code, _, err = quiz(f"{AGAIN},anki")
    assert code == 1
    assert "fact is gone" in err


def test_a_quiz_made_again_has_the_look_of_the_earlier_papers(quiz, tmp_path):
    look = (
        "--course Module --institution Hospital --time 45min --candidate-number"
        " --columns 2 --page letter --title Exam --instructions Think."
    )
    quiz(f"{MAKE} {look}")
    papers_before = printed(tmp_path)
    manifest_before = manifest(tmp_path)
    assert quiz("--from out/keys/quiz.json").code == 0
    assert printed(tmp_path) == papers_before
    assert manifest(tmp_path) == manifest_before
    assert quiz("--from out/keys/quiz.json --course Other").code == 0
    assert b"Hospital \xc2\xb7 Other" in printed(tmp_path)["paper-A.md"]
    assert manifest(tmp_path)["look"]["columns"] == 2


def test_a_format_that_cannot_be_made_here_is_named(quiz, monkeypatch):
    quiz(MAKE.replace("json,markdown", "json,pdf"))
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = quiz("--from out/keys/quiz.json")
    assert code == 1
    assert "pip install 'liverdeck[pdf]'" in err
    assert quiz("--from out/keys/quiz.json --format json").code == 0
    assert "no format 'epub'" in quiz("--from out/keys/quiz.json --format epub").err


def test_options_without_effect_are_refused(quiz):
    quiz(MAKE)
    code, _, err = quiz(f"{AGAIN} --items 5 --seed other --topic chambers")
    assert code == 2
    assert "leave out --items, --seed, --topic" in " ".join(err.split())


WITH_EFFECT = """
    folder no_cache exclude course institution instructions time_allowed
    candidate_number columns mode minutes title page_size format_lists output_folder
    counts_only why from_manifest replaced review_file reviewed_file force as_json
""".split()


def test_each_option_has_an_effect_on_an_earlier_quiz_or_is_refused():
    parameters = [parameter.name for parameter in quiz_command.params]
    assert sorted([*WITHOUT_EFFECT, *WITH_EFFECT]) == sorted(parameters)
    names = (*LOOK_FIELDS, "mode", "minutes", "page_size", "formats")
    assert {PARAMETERS.get(name, name) for name in names} <= set(WITH_EFFECT)


def test_a_picture_that_was_changed_is_named(quiz, tmp_path, write_deck):
    (tmp_path / "heart" / "p.png").write_bytes(png())
    picture = "    image: {file: p.png, alt: A p}\n"
    write_deck(FACTS + picture)
    quiz(MAKE.replace("--items 4", "--items 6"))
    assert quiz(AGAIN).code == 0
    (tmp_path / "heart" / "p.png").write_bytes(png() + b"new")
    assert "p.png has changed since that quiz; put the old file back" in quiz(AGAIN).err
    write_deck(FACTS)
    assert "no fact has the picture or sound 'p.png' now" in quiz(AGAIN).err


@pytest.mark.parametrize("content", ["<html>", "[]", '{"quiz": 9}'])
def test_a_file_that_is_no_manifest_is_refused_with_advice_for_reading(
    quiz, tmp_path, content
):
    (tmp_path / "page.html").write_text(content)
    code, _, err = quiz("--from page.html")
    assert code == 1
    assert "name a quiz.json that liverdeck quiz wrote" in err
    assert "--force" not in err


def test_a_picture_that_cannot_be_read_is_named(tmp_path, write_deck):
    (tmp_path / "heart").mkdir()
    (tmp_path / "heart" / "p.png").write_bytes(png())
    picture = "    image: {file: p.png, alt: A p}\n"
    deck = load_deck(write_deck(FACTS + picture)).required()
    request = QuizRequest(PaperRequest(6, "s", types=("single",)), ("json",))
    made = make_quiz(deck, request)
    text = made.files["keys/quiz.json"].decode()
    (tmp_path / "heart" / "p.png").unlink()  # after the deck was loaded
    (problem,) = kept_paper(json.loads(text), "quiz.json", deck).problems
    assert problem.message == "p.png cannot be read"
    assert problem.fix == "put the old file back, or make the quiz again"


def test_items_of_a_renamed_fact_have_its_position(write_deck):
    deck = load_deck(write_deck(FACTS)).required()
    request = QuizRequest(PaperRequest(6, "s", types=("single",)), ("json",))
    text = make_quiz(deck, request).files["keys/quiz.json"].decode()
    renamed = FACTS.replace("id: second", "id: new\n    was: [second]")
    deck = load_deck(write_deck(renamed)).required()
    paper = kept_paper(json.loads(text), "quiz.json", deck).required()
    of_items = {item.id: item.position for item in paper.items}
    of_facts = {f"{fact.identity}.single": fact.position for fact in deck.facts}
    assert of_items == of_facts


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(["", "x", "\x00", "../../x", "first.single", "o1", "\ud800"]),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [1]),
    st.builds(lambda: {"a": 1}),
)


def paths_in(data, path=()):
    """Yield the path to each value in JSON data: its keys and indexes, from the top."""
    yield path
    if isinstance(data, dict):
        children = data.items()
    elif isinstance(data, list):
        children = enumerate(data)
    else:
        children = ()
    for key, child in children:
        yield from paths_in(child, (*path, key))


def replace_at(data, path, value):
    *parents, last = path
    for key in parents:
        data = data[key]
    data[last] = value


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_hostile_manifest_is_refused_or_printed(made_quiz, data):
    deck, text = made_quiz
    damaged = json.loads(text)
    for _ in range(data.draw(st.integers(1, 2))):
        paths = [path for path in paths_in(damaged) if path]
        replace_at(damaged, data.draw(st.sampled_from(paths)), data.draw(JUNK))
    paper = kept_paper(damaged, "quiz.json", with_names_of_manifest(deck, damaged))
    output = kept_output(damaged, "quiz.json")
    for problem in (*paper.problems, *output.problems):
        assert problem.fix
    if paper.value is not None:
        job = QuizJob(paper.value, deck)
        for name in ("markdown", "moodle", "qti"):
            assert files_of_format(name, job)


MANY_TYPES = """\
  - id: match
    from: pump
    ask: Which parts are there?
    grouping: document
    groups:
      - {id: ga, title: Alpha, items: [one, two]}
      - {id: gb, title: Beta, items: [three, four]}
  - {id: much, from: pump, ask: How much?, answer: {number: 5, unit: mg, tolerance: 1}}
  - {id: steps, from: pump, ask: Which three steps are there?, list: [red, blue, green],
     order: fixed}
  - {id: many, from: pump, ask: Which two are there?, list: [up, down]}
  - {id: flow, from: pump, say: 'Blood flows in the {{c1::vein}}.'}
"""


@pytest.fixture
def made_quiz(write_deck):
    deck = load_deck(write_deck(FACTS + MANY_TYPES)).required()
    bank = item_bank(deck)
    request = PaperRequest(9, "s", repeat_facts=True, may_be_fewer=True)
    made = make_quiz(deck, QuizRequest(request, ("json",)), bank)
    return deck, made.files["keys/quiz.json"].decode()


def test_every_type_of_item_is_kept_whole(write_deck):
    deck = load_deck(write_deck(FACTS + MANY_TYPES)).required()
    bank = item_bank(deck)
    kept_types = set()
    for types in ((), ("list", "multiple"), ("ordering", "numeric"), ("matching",)):
        request = PaperRequest(
            20, "s", 2, types=types, repeat_facts=True, may_be_fewer=True
        )
        made = make_quiz(deck, QuizRequest(request, ("markdown",)), bank)
        text = made.files["keys/quiz.json"].decode()
        paper = kept_paper(json.loads(text), "quiz.json", deck).required()
        again = make_quiz(deck, QuizRequest(request, ("markdown",)), bank)
        assert files_of_format("json", QuizJob(paper, deck)) == files_of_format(
            "json", QuizJob(again.paper, deck)
        )
        assert make_manifest(QuizJob(paper, deck), {}, ()) == make_manifest(
            QuizJob(again.paper, deck), {}, ()
        )
        kept_types |= {item.type for item in paper.items}
    assert len(kept_types) >= 6


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"quiz": 1, "forms": [{"items": [1, 2]}]}', "liverdeck quiz --items 2"),
        ('{"quiz": 2, "deck": "heart"}', "not a whole quiz manifest"),
        ('{"quiz": 2, "deck": "heart", "seed": 1, "settings": [], "forms": {}}', "not"),
        ("[]", "not a quiz manifest of this version"),
    ],
)
def test_a_file_that_is_not_a_whole_manifest_is_refused(
    quiz, tmp_path, content, message
):
    (tmp_path / "q.json").write_text(content)
    code, _, err = quiz("--from q.json --format json")
    assert code == 1
    assert message in err


def test_a_quiz_of_another_deck_is_refused(quiz, tmp_path):
    quiz(MAKE)
    other = manifest(tmp_path) | {"deck": "other"}
    (tmp_path / "q.json").write_text(json.dumps(other))
    assert (
        "a quiz of the deck 'other'; name that deck with -d"
        in quiz("--from q.json -o new").err
    )


def test_an_item_that_the_paper_does_not_have_is_refused(quiz):
    quiz(MAKE)
    assert "no item 'seventh' on the paper" in quiz(f"{AGAIN} --replace seventh").err
    assert "--replace needs --from FILE" in quiz("--replace first").err


def test_only_what_students_may_see_is_at_the_top_of_the_folder(quiz, tmp_path):
    quiz(MAKE + " --format html,moodle,gift,qti,csv,print")
    names = {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
    for form in "ABC":
        for name in (f"paper-{form}.md", f"paper-{form}.html", f"quiz-{form}.html"):
            names.remove(name)
    assert names == {".liverdeck.json"}


@pytest.mark.parametrize(
    "deck_file",
    [
        DECK.replace("title: The heart", 'title: "The\\u00a0heart\\u200b"'),
        DECK.replace("title: The heart", 'title: "The\\nheart"'),
        DECK.replace(
            "language: en", "language: en-abcdefgh-bcdefghi-cdefghij-defghijk"
        ),
        DECK.replace("title: Chambers", 'title: "Les\\u202fchambres"'),
    ],
)
def test_a_manifest_accepts_every_text_that_a_deck_accepts(
    quiz, tmp_path, write_deck, deck_file
):
    assert deck_file != DECK
    write_deck(FACTS, deck=deck_file)
    assert quiz(MAKE).code == 0
    before, made = printed(tmp_path), manifest(tmp_path)
    code, _, err = quiz(AGAIN)
    assert (code, err) == (0, "")
    assert printed(tmp_path) == before
    deck = load_deck(write_deck(FACTS)).deck
    deck = replace(deck, topics=(), passages=())
    (topic,) = with_names_of_manifest(deck, made).topics
    assert topic.title == made["topics"]["chambers"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "a\x1fb"),
        ("title", "a\u2028b"),
        ("seed", "a\ud800"),
        ("language", "12"),
        ("learner_language", "e--n"),
    ],
)
def test_a_manifest_refuses_every_text_that_no_deck_accepts(made_quiz, name, value):
    deck, text = made_quiz
    assert kept_paper({**json.loads(text), name: value}, "quiz.json", deck).problems
