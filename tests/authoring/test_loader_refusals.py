import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liverdeck.authoring import loader
from liverdeck.authoring.loader import load_deck

Q = "    ask: Q?\n    answer: a\n"
SOUND = f"  - id: a\n    from: pump\n{Q}"
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


def test_several_files_report_everything_at_once_by_file_line_and_column(write_deck):
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
        passages="liverdeck: 1\npassages:\n  - {id: pump, heading: P}\n  - {id: pump, heading: R}\n",
        **{
            "02-more": "liverdeck: 9\ntopic: beat\nfacts:\n  - id: one\n    from: pump\n    ask: Q?\n    list: [x]\n"
            "  - id: one\n    from: pump\n    ask: Q?\n    answer: y\n",
            "03-last": "liverdeck: 1\ntopic: beat\nfacts:\n  - id: three\n    from: pump\n    ask: a: b\n    answer: c\n"
            "  - id: four\n    from: pump\n    ask: Q?\n    answer: &x c\n",
        },
    )
    edit(folder, "deck.yaml", "language: en", "language: ''")
    assert problems_of(folder) == [
        "01-facts.yaml:8:5: unknown key 'diffculty' in fact; did you mean `difficulty`?",
        "01-facts.yaml:11:10: a blank numbered c01; number blanks c1 to c99",
        "02-more.yaml:1:12: format version 9 is newer than this liverdeck; pip install --upgrade liverdeck",
        "02-more.yaml:7:11: a list of one item; write `answer:` instead, or add the others",
        "02-more.yaml:8:5: the fact id 'one' again (first at 01-facts.yaml:4:5); give this fact another id",
        "03-last.yaml:6:11: not YAML: mapping values are not allowed in this context; "
        "a text holds `: `: put the text under `>-` on a line of its own",
        "03-last.yaml:11:13: a YAML anchor, &x; if it is text, put the text under `>-` on a line of its own; if not, delete it",
        "deck.yaml:6:11: `language` is empty; write it or delete the key",
        "passages.yaml:4:5: the passage id 'pump' again (first on line 3); give it another id",
    ]


def test_a_broken_file_costs_only_its_own_facts(write_deck):
    folder = write_deck(
        SOUND,
        **{
            "02-broken": "[",
            "03-more": "liverdeck: 1\ntopic: beat\nfacts:\n"
            + SOUND.replace("id: a", "id: b"),
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
def test_a_key_goes_only_with_its_shapes(write_deck, key, shapes, shape):
    name, mark = key.split(":")[0], shape.split("\n    ")[-1].split(":")[0]
    if name == mark:
        return
    found = problems_of(write_deck(f"{HEAD}    {shape}\n    {key}\n"))
    if name == "answer" and mark != "say":  # two shapes at once
        assert [line.split(": ")[0] for line in found] == ["01-facts.yaml:4:5"]
    elif mark in shapes.split():
        assert found == []
    else:
        line = 7 + shape.count("\n")
        assert [each.partition("; it goes with ")[0] for each in found] == [
            f"01-facts.yaml:{line}:5: `{name}` does not go with `{mark}`"
        ]


@pytest.mark.parametrize(
    "body",
    ["", "    ask: Q?\n", "    answer: x\n", "    list: [x, y]\n", "    say: '{{c1::x}}'\n    ask: Q?\n    list: [x, y]\n",
     "    ask: Q?\n    answer: x\n    list: [x, y]\n", "    blanks: {c1: {kind: k}}\n"],
)  # fmt: skip
def test_a_fact_of_no_shape_or_of_two_is_told_the_shapes(write_deck, body):
    (line,) = problems_of(write_deck(HEAD + body))
    assert line.startswith("01-facts.yaml:4:5: this fact has ")
    assert line.endswith(
        "; a fact is `say`, `ask` + `answer`, `ask` + `list`, or `ask` + `groups`"
    )


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        # the wrong type
        (f"{HEAD}    ask: {{a: b}}\n    answer: x\n", "6:10", "`ask` is a map, but a text is wanted"),
        (f"{HEAD}{Q}    why: [a, b]\n", "8:10", "`why` is a list, but a text is wanted"),
        (f"{HEAD}    ask: Q?\n    list: x\n", "7:11", "the list of items is not a list"),
        (f"{HEAD}    ask: Q?\n    list: {{text: x}}\n", "7:11", "the list of items is not a list"),
        (f"{HEAD}    ask: Q?\n    list: []\n", "7:11", "the list of items is empty"),
        (f"{HEAD}    ask: Q?\n    list: [x, [y, z]]\n", "7:15", "item is a list"),
        (f"{HEAD}    ask: Q?\n    groups: {{id: g}}\n", "7:13", "`groups` is not a list"),
        (f"{HEAD}    ask: Q?\n    groups: [g]\n", "7:14", "group is not a map"),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: g, title: T, items: x}}]\n", "7:39", "not a list"),
        (f"{HEAD}    say: '{{{{c1::x}}}}'\n    blanks: [c1]\n", "7:13", "`blanks` is not a map"),
        (f"{HEAD}    say: '{{{{c1::x}}}}'\n    blanks: {{c1: y}}\n", "7:18", "blank is not a map"),
        (f"{HEAD}{Q}    reverse: R?\n", "8:14", "`reverse` is not a map"),
        (f"{HEAD}{Q}    distractors: [x]\n", "8:18", "`distractors` is not a map of reasons"),
        (f"{HEAD}{Q}    tags: {{a: b}}\n", "8:11", "`tags` is not a list"),
        (f"{HEAD}{Q}    open: {{a: b}}\n", "8:11", "`open` is not a list"),
        (f"  - id: [a]\n    from: pump\n{Q}", "4:9", "`id` is a list, but a text is wanted"),
        (f"  - id: a\n    from: {{a: b}}\n{Q}", "5:11", "`from` is not a list"),
        ("  - [id, a]\n", "4:5", "fact is not a map"),
        # what must be there
        (f"{HEAD}    ask: Q?\n    groups: [{{title: T, items: [x]}}]\n", "7:14", "group without `id`"),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: g, items: [x]}}]\n", "7:14", "group without `title`"),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: g, title: T}}]\n", "7:14", "group without `items`"),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: g, title: T, items: []}}]\n", "7:39", "the list of items is empty"),
        (f"{HEAD}{Q}    reverse: {{ask: R?}}\n", "8:14", "`reverse` without `answer`"),
        (f"{HEAD}{Q}    reverse: {{answer: R}}\n", "8:14", "`reverse` without `ask`"),
        (f"{HEAD}{Q}    image: {{file: x.png}}\n", "8:12", "`image` without `alt`"),
        (f"{HEAD}{Q}    image: {{alt: x}}\n", "8:12", "`image` without `file`"),
        (f"{HEAD}{Q}    why:\n", "8:9", "`why` is empty"),
        # ids
        (f"  - id: {'a' * 41}\n    from: pump\n{Q}", "4:9", "is not an id; use 1 to 40"),
        (f"  - id: a_b\n    from: pump\n{Q}", "4:9", "'a_b' is not an id"),
        (f"  - id: é\n    from: pump\n{Q}", "4:9", "'é' is not an id"),
        (f"  - id: a\n    from: [pump, Rooms]\n{Q}", "5:18", "'Rooms' is not an id"),
        (f"  - id: a\n    from: [pump, pump]\n{Q}", "5:11", "'pump' appears twice in `from`"),
        (f"{HEAD}{Q}    tags: [A B]\n", "8:12", "'A B' is not an id"),
        (f"{HEAD}{Q}    tags: [x, y, x]\n", "8:11", "'x' appears twice in `tags`"),
        (f"{HEAD}{Q}    tags: [chambers]\n", "8:11", "the tag 'chambers' is the topic's own"),
        # numbers and words
        (f"{HEAD}    ask: Q?\n    list: [x, y]\n    need: 0\n", "8:11", "`need` is '0'; write a whole number from 1 to 2"),
        (f"{HEAD}    ask: Q?\n    list: [x, y]\n    need: -1\n", "8:11", "from 1 to 2"),
        (f"{HEAD}    ask: Q?\n    list: [x, y]\n    need: 1.5\n", "8:11", "from 1 to 2"),
        (f"{HEAD}    ask: Q?\n    list: [x, y]\n    need: two\n", "8:11", "from 1 to 2"),
        (f"{HEAD}    ask: Q?\n    list: [x, y]\n    need: \u0661\n", "8:11", "from 1 to 2"),
        (f"{HEAD}    ask: Q?\n    list: [x, y]\n    need: {'9' * 5000}\n", "8:11", "from 1 to 2"),
        (f"{HEAD}{Q}    difficulty: 4\n", "8:17", "from 1 to 3"),
        (f"{HEAD}{Q}    quiz: NO\n", "8:11", "`quiz` is 'NO'; write one of: true, false"),
        (f"{HEAD}    ask: Q?\n    answer: {{text: x, tolerance: 1}}\n", "7:23", "`tolerance` without `number`"),
        (f"{HEAD}    ask: Q?\n    answer: {{number: 1e3}}\n", "7:22", "'1e3'; write a plain number"),
        (f"{HEAD}    ask: Q?\n    answer: {{number: 1,5: x}}\n", "7:24", "unknown key"),
        # texts that YAML cuts
        (f"{HEAD}    ask: Q? #1\n    answer: x\n", "6:10", "YAML cuts this text at ` #`, after 'Q?'"),
        (f"{HEAD}    ask: Q?\n    list:\n      - x\n      - y #2\n", "9:9", "YAML cuts this text"),
        (f"{HEAD}    ask: Q?\n    answer:\n      text: x\n      hint: a #b\n", "9:13", "YAML cuts this text"),
        (f"{HEAD}    ask: Q?\n    answer:\n      text: x\n      reject:\n        y: no #b\n", "10:12", "YAML cuts this text"),
        (f"{HEAD}{Q}    retired: ticket #12\n", "8:14", "YAML cuts this text"),
        (f"{HEAD}{Q}    distractors: {{x: No, never.}}\n", "8:18", "without { }"),
        # items, groups and blanks
        (f"{HEAD}    ask: Q?\n    list: [straße, STRASSE]\n", "7:20", "the item 'STRASSE' again (first on line 7)"),
        (f"{HEAD}    ask: Q?\n    list: [x, {{text: x}}]\n", "7:15", "the item 'x' again"),
        (
            f"{HEAD}    ask: Q?\n    groups:\n      - {{id: g, title: G, items: [x]}}\n      - {{id: g, title: H, items: [y]}}\n",
            "9:9",
            "the group id 'g' again (first on line 8)",
        ),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: c99, title: T, items: [x]}}]\n", "7:19", "the group id 'c99' is taken"),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: choice, title: T, items: [x]}}]\n", "7:19", "the group id 'choice' is taken"),
        (f"{HEAD}    ask: Q?\n    groups: [{{id: g, title: T, items: [x]}}]\n    need: 2\n", "8:11", "from 1 to 1"),
        (f"{HEAD}    say: '{{{{c1::x}}}}'\n    blanks: {{c2: {{kind: k}}}}\n", "7:14", "unknown key 'c2' in `blanks`; known here: c1"),
        (f"{HEAD}    say: '{{{{c1::x}}}}'\n    blanks: {{c1: {{hint: k}}}}\n", "7:19", "`hint` under `blanks`; write it in the statement"),
        (f"{HEAD}    say: '{{{{c1::x}}}}'\n    blanks: {{c1: {{knd: k}}}}\n", "7:19", "unknown key 'knd' in blank; did you mean `kind`?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_fact_has_its_place_and_its_words(
    write_deck, lines, place, words
):
    found = problems_of(write_deck(lines))
    assert any(
        line.startswith(f"01-facts.yaml:{place}: ") and words in line for line in found
    ), found


@pytest.mark.parametrize("id_", ["c", "c1x", "reversed", "choices", "cc1"])
def test_a_group_id_that_only_begins_like_a_taken_one_is_free(write_deck, id_):
    assert (
        problems_of(
            write_deck(
                f"{HEAD}    ask: Q?\n    groups: [{{id: {id_}, title: T, items: [x]}}]\n"
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (
            "liverdeck: 1",
            "liverdeck: 0",
            "1:12",
            "format version '0'; write `liverdeck: 1`",
        ),
        ("liverdeck: 1", "liverdeck: 1.0", "1:12", "format version '1.0'"),
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
def test_a_mistake_in_deck_yaml_has_its_place_and_its_words(
    write_deck, old, new, place, words
):
    folder = write_deck(SOUND)
    edit(folder, "deck.yaml", old, new)
    found = problems_of(folder)
    assert any(
        line.startswith(f"deck.yaml:{place}: ") and words in line for line in found
    ), found


@pytest.mark.parametrize(
    "name", ["Heart", "Medicine::Heart", "A::B::C", "1:40", "Herz – Übersicht"]
)
def test_a_name_anki_keeps_is_welcome(write_deck, name):
    folder = write_deck(SOUND)
    edit(folder, "deck.yaml", "anki_name: Heart", f"anki_name: '{name}'")
    assert problems_of(folder) == []
    assert load_deck(folder).deck.anki_name == name


def test_without_a_usable_deck_yaml_the_facts_are_still_checked(write_deck):
    folder = write_deck(f"{HEAD}{Q}    wy: x\n", topic="unheard-of")
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
    "kind", ["folder", "fifo", "dangling", "not utf8", "bom and not utf8"]
)
def test_a_file_that_cannot_be_read_is_a_problem_of_that_file(write_deck, name, kind):
    folder = write_deck(SOUND)
    path = folder / name
    path.unlink(missing_ok=True)
    match kind:
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
    folder = write_deck(f"{HEAD}{Q}    image: {{file: {file}, alt: A picture}}\n")
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
    found = problems_of(folder)
    assert len(found) <= 1, found
    return found[0] if found else None


@pytest.mark.parametrize(
    "file", ["heart.png", "img/heart.JPG", "./img/heart.JPG", "in.png"]
)
def test_a_picture_in_the_folder_is_welcome(write_deck, file):
    assert problem_of_image(write_deck, file) is None


@pytest.mark.parametrize(
    ("file", "words"),
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
def test_a_picture_that_anki_would_not_get_is_a_problem(write_deck, file, words):
    line = problem_of_image(write_deck, file)
    assert line.startswith("01-facts.yaml:8:12: ")
    assert words in line


def test_a_picture_whose_name_no_system_takes_is_a_problem_and_no_crash(write_deck):
    folder = write_deck(f'{HEAD}{Q}    image: {{file: "a\\0.png", alt: A picture}}\n')
    assert any(line.startswith("01-facts.yaml:8:19: ") for line in problems_of(folder))


def test_a_message_about_a_picture_is_no_longer_than_others(write_deck):
    line = problem_of_image(write_deck, "n" * 5000 + ".png")
    assert len(line) < 1000


def test_a_picture_too_large_for_a_phone_is_a_problem(write_deck, monkeypatch):
    monkeypatch.setattr(loader, "LARGEST_IMAGE", len(PNG))
    assert problem_of_image(write_deck, "heart.png") is None
    monkeypatch.setattr(loader, "LARGEST_IMAGE", len(PNG) - 1)
    assert "is larger than" in problem_of_image(write_deck, "heart.png")


# Files beside


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
def test_a_hidden_or_other_file_is_left_alone(write_deck, name):
    folder = write_deck(SOUND)
    (folder / name).write_text("[not yaml", encoding="utf-8")
    assert problems_of(folder) == []


@pytest.mark.parametrize(
    "name", ["02-more.yml", "02-more.YAML", "02-more.Yml", "passages.yml"]
)
def test_a_file_that_seems_meant_is_named(write_deck, name):
    folder = write_deck(SOUND)
    (folder / name).write_text("[not yaml", encoding="utf-8")
    assert problems_of(folder) == [
        f"{name}:1:1: not read: its name does not end in .yaml; rename it"
    ]


# Soup

lines = st.sampled_from(
    ["  - id: a\n", "  - id: b\n", "    from: pump\n", "    from: [rooms, pump]\n", "    ask: Q?\n", "    ask:\n", "    answer: a\n",
     "    answer: {number: 5, unit: g}\n", "    say: >-\n      x {{c1::y::z}}\n", "    say: {{c1::x}}\n", "    list: [a, b]\n", "    list:\n      - a\n",
     "    groups:\n      - {id: g, title: T, items: [x]}\n", "    need: 1\n", "    order: fixed\n", "    blanks:\n      c1: {accept: [x]}\n",
     "    image: {file: x.png, alt: y}\n", '    image: {file: "\\0.png", alt: y}\n', "    reverse: {ask: R?, answer: r}\n", "    reject:\n      b: c\n",
     "    tags: [t]\n", "    open: [5]\n", "    why: a: b\n", "    why: 'x\n", "    why: [\n", "    retired: old\n", "    difficulty: 2\n",
     "\n", "# x\n", "---\n", "\t", "é", ": ", "- ", "&a ", "*a", "}", "]", "\x07"]
)  # fmt: skip


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(lines, max_size=14).map("".join))
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
    write_deck, data, name, after_its_text
):
    folder = write_deck(SOUND)
    (folder / "deck.lock").unlink(missing_ok=True)
    before = (
        (folder / name).read_bytes() if after_its_text and name != "deck.lock" else b""
    )
    (folder / name).write_bytes(before + data)
    loaded = load_deck(folder)
    assert loaded.problems or loaded.deck.facts
