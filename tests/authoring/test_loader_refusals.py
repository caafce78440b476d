import os
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck.authoring import media_problems
from liverdeck.authoring.loader import load_deck

CASES = Path(__file__).parent / "cases"
QUESTION = "    ask: Q?\n    answer: a\n"
VALID_FACT = f"  - id: a\n    from: pump\n{QUESTION}"
HEAD = "  - id: a\n    from: pump\n"
PNG = b"\x89PNG\r\n\x1a\n"


def problems_of(folder):
    return [
        str(problem).replace(f"{folder}{os.sep}", "")
        for problem in load_deck(folder).problems
    ]


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_problems_of_all_files_are_sorted_by_position(write_deck):
    folder = write_deck(
        """\
  - id: one
    from: pump
    ask: Q?
    answer: x
    diffculty: 2
  - id: two
    from: roms
    say: The {{c1::heart}} beats {{c01::fast}}.
""",
        passages="""\
liverdeck: 1
passages:
  - {id: pump, heading: P}
  - {id: pump, heading: R}
""",
        **{
            "02-more": """\
liverdeck: 9
topic: beat
facts:
  - id: one
    from: pump
    ask: Q?
    list: [x]
  - id: one
    from: pump
    ask: Q?
    answer: y
""",
            "03-last": """\
liverdeck: 1
topic: beat
facts:
  - id: three
    from: pump
    ask: a: b
    answer: c
  - id: four
    from: pump
    ask: Q?
    answer: &x c
""",
        },
    )
    edit(folder, "deck.yaml", "language: en", "language: ''")
    assert problems_of(folder) == [
        "01-facts.yaml:8:5: unknown key 'diffculty' in fact; "
        "did you mean `difficulty`?",
        "01-facts.yaml:9:5: the passage 'roms' is not in passages.yaml; "
        "known here: pump",
        "01-facts.yaml:11:10: a blank numbered c01; number blanks c1 to c99",
        "02-more.yaml:1:12: format version 9 is newer than this liverdeck; "
        "pip install --upgrade liverdeck",
        "02-more.yaml:4:5: the fact id 'one' is there twice "
        "(first at 01-facts.yaml:4:5); give this fact another id",
        "02-more.yaml:7:11: a list of one item; "
        "write `answer:` instead, or add the others",
        "02-more.yaml:8:5: the fact id 'one' is there twice "
        "(first at 01-facts.yaml:4:5); give this fact another id",
        "03-last.yaml:6:11: not YAML: mapping values are not allowed in this context; "
        "a text contains `: `: put the text under `>-` on a line of its own",
        "03-last.yaml:11:13: a YAML anchor, &x; if it is text, "
        "put the text under `>-` on a line of its own; if not, delete it",
        "deck.yaml:6:11: `language` is empty; write it or delete the key",
        "passages.yaml:4:5: the passage id 'pump' is there twice (first on line 3); "
        "give it another id",
    ]


def test_a_broken_file_does_not_hide_the_facts_of_others(write_deck):
    folder = write_deck(
        VALID_FACT,
        **{
            "02-broken": "[",
            "03-more": "liverdeck: 1\ntopic: beat\nfacts:\n"
            + VALID_FACT.replace("id: a", "id: b"),
        },
    )
    loaded = load_deck(folder)
    assert [fact.id for fact in loaded.deck.facts] == ["a", "b"]
    assert len(loaded.problems) == 1


@pytest.mark.parametrize(
    ("key", "shapes"),
    [
        ("blanks: {c1: {kind: k}}", "say"),
        ("answer: x", "answer list groups"),
        ("reverse: {ask: R?, answer: y}", "answer"),
        ("need: 1", "list groups"),
        ("order: any", "list groups"),
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        "say: '{{c1::x}}'",
        "ask: Q?\n    answer: x",
        "ask: Q?\n    list: [x, y]",
        "ask: Q?\n    groups: [{id: g, title: G, items: [x]}]",
    ],
)
def test_a_key_is_allowed_only_with_its_shapes(write_deck, key, shapes, shape):
    name = key.partition(":")[0]
    last_line = shape.splitlines()[-1].strip()
    main_key = last_line.partition(":")[0]
    if name == main_key:
        return
    problems = problems_of(write_deck(f"{HEAD}    {shape}\n    {key}\n"))
    has_two_shapes = name == "answer" and main_key != "say"
    if has_two_shapes:
        (problem,) = problems
        assert problem.startswith("01-facts.yaml:4:5: this fact has keys that are not")
    elif main_key in shapes.split():
        assert problems == []
    else:
        (problem,) = problems
        line = 7 + shape.count("\n")
        assert problem.startswith(
            f"01-facts.yaml:{line}:5: `{name}` does not go with `{main_key}`; "
            "it goes with "
        )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "    ask: Q?\n",
        "    answer: x\n",
        "    list: [x, y]\n",
        "    say: '{{c1::x}}'\n    ask: Q?\n    list: [x, y]\n",
        "    ask: Q?\n    answer: x\n    list: [x, y]\n",
        "    blanks: {c1: {kind: k}}\n",
    ],
)
def test_a_fact_without_exactly_one_shape_gets_the_list_of_shapes(write_deck, body):
    (line,) = problems_of(write_deck(HEAD + body))
    assert line.startswith("01-facts.yaml:4:5: this fact has ")
    assert line.endswith(
        "; a fact is `say`, `ask` + `answer`, `ask` + `list`, or `ask` + `groups`"
    )


LONG_ID = "a" * 41
LONG_NUMBER = "9" * 5000
LONG_TEXT = "x" * 10_001
LONG_NAME = "x" * 300 + ".png"
LIST = "    ask: Q?\n    list: [x, y]\n"


def mistakes_in(name):
    """Return the rows of a file of cases: a fact, its position and a message."""
    text = (CASES / name).read_text(encoding="utf-8")
    return [
        (fact_of(case), case["position"], case["message"])
        for case in yaml.load(text, yaml.CSafeLoader)
    ]


def fact_of(case):
    if "fact" in case:
        return textwrap.indent(case["fact"], "  ")
    return HEAD + textwrap.indent(case["keys"], "    ")


@pytest.mark.parametrize(
    ("fact", "position", "message"),
    [
        *mistakes_in("mistakes.yaml"),
        (f"{HEAD}    why: {LONG_TEXT}\n{QUESTION}", "6:10", "10,001 characters long"),
        (
            f"{HEAD}    image: {{file: {LONG_NAME}, alt: x}}\n{QUESTION}",
            "6:12",
            "cannot be read",
        ),
    ],
)
def test_a_mistake_in_a_fact_has_its_position(write_deck, fact, position, message):
    folder = write_deck(fact)
    (folder / "link.png").symlink_to("/etc/passwd")
    (folder / "loop.png").symlink_to("loop.png")
    problems = problems_of(folder)
    assert any(
        line.startswith(f"01-facts.yaml:{position}: ") and message in line
        for line in problems
    ), problems


@pytest.mark.parametrize(
    ("fact", "position", "message"),
    [
        *mistakes_in("mistakes_by_kind.yaml"),
        (
            f"  - id: {LONG_ID}\n    from: pump\n{QUESTION}",
            "4:9",
            "is not an id; use 1 to 40",
        ),
        (f"{HEAD}{LIST}    need: \u0661\n", "8:11", "from 1 to 2"),
        (f"{HEAD}{LIST}    need: {LONG_NUMBER}\n", "8:11", "from 1 to 2"),
    ],
)
def test_each_kind_of_mistake_has_its_position_and_message(
    write_deck, fact, position, message
):
    problems = problems_of(write_deck(fact))
    assert any(
        line.startswith(f"01-facts.yaml:{position}: ") and message in line
        for line in problems
    ), problems


@pytest.mark.parametrize("group_id", ["c", "c1x", "reversed", "choices", "cc1"])
def test_a_group_id_may_begin_like_a_taken_one(write_deck, group_id):
    groups = f"    ask: Q?\n    groups: [{{id: {group_id}, title: T, items: [x]}}]\n"
    assert problems_of(write_deck(HEAD + groups)) == []


@pytest.mark.parametrize(
    ("old", "new", "position", "message"),
    [
        (
            "liverdeck: 1",
            "liverdeck: 0",
            "1:12",
            "format version '0' is unknown; write `liverdeck: 1`",
        ),
        ("liverdeck: 1", "liverdeck: 1.0", "1:12", "format version '1.0' is unknown"),
        ("liverdeck: 1", "liverdeck: [1]", "1:12", "`liverdeck` is a list"),
        ("id: heart", "id: Heart", "2:5", "'Heart' is not an id"),
        ("anki_name: Heart\n", "", "1:1", "deck.yaml without `anki_name`"),
        ("title: The heart\n", "", "1:1", "deck.yaml without `title`"),
        (
            "description: A deck for tests.\n",
            "",
            "1:1",
            "deck.yaml without `description`",
        ),
        (
            "document: {title: On the heart, read: 2023-01-31}\n",
            "",
            "1:1",
            "deck.yaml without `document`",
        ),
        (", read: 2023-01-31", "", "7:11", "`document` without `read`"),
        (
            "{title: On the heart, read: 2023-01-31}",
            "On the heart",
            "7:11",
            "`document` is not a map",
        ),
        (
            "  - {id: chambers, title: Chambers}\n",
            "  - {id: chambers}\n",
            "9:5",
            "topic without `title`",
        ),
        (
            "  - {id: chambers, title: Chambers}\n",
            "  - chambers\n",
            "9:5",
            "topic is not a map",
        ),
        ("Heart\n", "'Heart::'\n", "3:12", "Anki would change the deck name 'Heart::'"),
        ("Heart\n", "'::Heart'\n", "3:12", "Anki would change the deck name"),
        ("Heart\n", "Heart::::Left\n", "3:12", "Anki would change the deck name"),
        ("Heart\n", "Heart ::Left\n", "3:12", "Anki would change the deck name"),
        ("Heart\n", '"Heart\\nLeft"\n', "3:12", "Anki would change the deck name"),
        ("Heart\n", '"Heart\\rLeft"\n', "3:12", "U+000D"),
        ("Heart\n", "Heart #1\n", "3:12", "YAML cuts this text"),
    ],
)
def test_each_mistake_in_deck_yaml_has_its_position_and_message(
    write_deck, old, new, position, message
):
    folder = write_deck(VALID_FACT)
    edit(folder, "deck.yaml", old, new)
    problems = problems_of(folder)
    assert any(
        line.startswith(f"deck.yaml:{position}: ") and message in line
        for line in problems
    ), problems


@pytest.mark.parametrize(
    "name", ["Heart", "Medicine::Heart", "A::B::C", "1:40", "Herz – Übersicht"]
)
def test_a_name_that_anki_keeps_is_allowed(write_deck, name):
    folder = write_deck(VALID_FACT)
    edit(folder, "deck.yaml", "anki_name: Heart", f"anki_name: '{name}'")
    assert problems_of(folder) == []
    assert load_deck(folder).deck.anki_name == name


def test_facts_are_checked_without_a_usable_deck_yaml(write_deck):
    folder = write_deck(f"{VALID_FACT}    wy: x\n", topic="unheard-of")
    edit(folder, "deck.yaml", "id: heart\n", "")
    loaded = load_deck(folder)
    assert loaded.deck is None
    assert problems_of(folder) == [
        "01-facts.yaml:8:5: unknown key 'wy' in fact; did you mean `why`?",
        "deck.yaml:1:1: deck.yaml without `id`; add `id: ...`",
    ]


@pytest.mark.parametrize(
    "name", ["deck.yaml", "passages.yaml", "02-more.yaml", "deck.lock"]
)
@pytest.mark.parametrize(
    "fault", ["folder", "fifo", "dangling", "not utf8", "bom and not utf8"]
)
def test_an_unreadable_file_is_a_problem_of_that_file(write_deck, name, fault):
    folder = write_deck(VALID_FACT)
    path = folder / name
    path.unlink(missing_ok=True)
    match fault:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "dangling":
            path.symlink_to("nowhere")
        case "not utf8":
            path.write_bytes(b"\xff")
        case _:
            path.write_bytes(b"\xef\xbb\xbf\xc3\xa9\xc3\xa9\xff")
    assert any(line.startswith(f"{name}:1:") for line in problems_of(folder)), (
        problems_of(folder)
    )


# Pictures


def problem_of_image(write_deck, file):
    folder = write_deck(f"{VALID_FACT}    image: {{file: {file}, alt: A picture}}\n")
    (folder / "img").mkdir(exist_ok=True)
    for name in ("heart.png", "img/heart.JPG", "heart.bmp", "no-ending"):
        (folder / name).write_bytes(PNG)
    (folder / "folder.png").mkdir(exist_ok=True)
    (folder.parent / "outside.png").write_bytes(PNG)
    for name, target in [
        ("out.png", "../outside.png"),
        ("outdir", ".."),
        ("in.png", "heart.png"),
        ("gone.png", "nowhere.png"),
    ]:
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(target)
    problems = problems_of(folder)
    assert len(problems) <= 1, problems
    return problems[0] if problems else None


@pytest.mark.parametrize(
    "file", ["heart.png", "img/heart.JPG", "./img/heart.JPG", "in.png"]
)
def test_a_picture_in_the_folder_is_allowed(write_deck, file):
    assert problem_of_image(write_deck, file) is None


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("../outside.png", "is outside the deck's folder"),
        ("img/../heart.png", "is outside the deck's folder"),
        ("/etc/passwd", "is outside the deck's folder"),
        ("out.png", "is outside the deck's folder"),
        ("outdir/outside.png", "is outside the deck's folder"),
        ("'img\\heart.JPG'", "is outside the deck's folder"),
        ("heart.bmp", "has a type that Anki does not show everywhere"),
        ("no-ending", "has a type that Anki does not show everywhere"),
        ("gone.png", "no image 'gone.png' in the deck's folder"),
        ("lung.png", "no image 'lung.png' in the deck's folder"),
        ("folder.png", "no image 'folder.png' in the deck's folder"),
        ("heart.png/x.png", "image 'heart.png/x.png'"),
        ("n" * 300 + ".png", "cannot be read"),
    ],
)
def test_a_picture_that_anki_would_not_get_is_a_problem(write_deck, file, message):
    line = problem_of_image(write_deck, file)
    assert line.startswith("01-facts.yaml:8:12: ")
    assert message in line


def test_an_impossible_name_of_a_picture_is_a_problem(write_deck):
    folder = write_deck(
        f'{VALID_FACT}    image: {{file: "a\\0.png", alt: A picture}}\n'
    )
    assert any(line.startswith("01-facts.yaml:8:19: ") for line in problems_of(folder))


def test_a_long_message_about_a_picture_is_cut(write_deck):
    line = problem_of_image(write_deck, "n" * 5000 + ".png")
    assert len(line) < 1000


def test_a_picture_that_is_too_large_is_a_problem(write_deck, monkeypatch):
    monkeypatch.setattr(media_problems, "LARGEST_FILE", len(PNG))
    assert problem_of_image(write_deck, "heart.png") is None
    monkeypatch.setattr(media_problems, "LARGEST_FILE", len(PNG) - 1)
    assert "is larger than" in problem_of_image(write_deck, "heart.png")


# Other files in the folder


@pytest.mark.parametrize(
    "name",
    [
        ".02-more.yaml",
        ".02-more.yaml.swp",
        "README.md",
        "02-more.yaml~",
        "02-more.yaml.orig",
        "notes",
    ],
)
def test_hidden_and_other_files_are_ignored(write_deck, name):
    folder = write_deck(VALID_FACT)
    (folder / name).write_text("[not yaml", encoding="utf-8")
    assert problems_of(folder) == []


@pytest.mark.parametrize(
    "name", ["02-more.yml", "02-more.YAML", "02-more.Yml", "passages.yml"]
)
def test_a_fact_file_with_a_wrong_suffix_is_reported(write_deck, name):
    folder = write_deck(VALID_FACT)
    (folder / name).write_text("[not yaml", encoding="utf-8")
    assert problems_of(folder) == [
        f"{name}:1:1: not read: its name does not end in .yaml; rename it"
    ]


# Random files

FRAGMENTS = """\
  - id: a
  - id: b
    from: pump
    from: [rooms, pump]
    ask: Q?
    ask:
    answer: a
    answer: {number: 5, unit: g}
    say: {{c1::x}}
    list: [a, b]
    need: 1
    order: fixed
    image: {file: x.png, alt: y}
    image: {file: "\\0.png", alt: y}
    reverse: {ask: R?, answer: r}
    tags: [t]
    open: [5]
    why: a: b
    why: 'x
    why: [
    retired: old
    difficulty: 2

# x
---
""".splitlines(keepends=True)
LONGER_FRAGMENTS = [
    "    say: >-\n      x {{c1::y::z}}\n",
    "    list:\n      - a\n",
    "    groups:\n      - {id: g, title: T, items: [x]}\n",
    "    blanks:\n      c1: {accept: [x]}\n",
    "    reject:\n      b: c\n",
]
SHORT_FRAGMENTS = ["\t", "é", ": ", "- ", "&a ", "*a", "}", "]", "\x07"]
fragments = st.sampled_from([*FRAGMENTS, *LONGER_FRAGMENTS, *SHORT_FRAGMENTS])


@pytest.mark.slow
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(fragments, max_size=14).map("".join))
def test_any_fact_file_loads_to_facts_and_problems(write_deck, text):
    loaded = load_deck(write_deck(text or " "))
    assert loaded.deck is not None
    assert loaded.problems or loaded.deck.facts
    assert list(loaded.problems) == sorted(
        loaded.problems, key=lambda problem: problem.position
    )


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.binary(max_size=60),
    st.sampled_from(["deck.yaml", "passages.yaml", "01-facts.yaml", "deck.lock"]),
    st.booleans(),
)
def test_any_bytes_in_any_file_load_to_facts_and_problems(
    write_deck, data, name, is_appended
):
    folder = write_deck(VALID_FACT)
    path = folder / name
    (folder / "deck.lock").unlink(missing_ok=True)
    if is_appended and path.exists():
        data = path.read_bytes() + data
    path.write_bytes(data)
    loaded = load_deck(folder)
    assert loaded.problems or loaded.deck.facts
