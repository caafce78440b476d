"""`liverdeck quiz` and `quiz take` as a trainer and a self-studier type them."""

import json
import re
import shlex
import sys

import pytest

FACTS = """\
  - id: vessel
    from: pump
    ask: Which vessel comes from the lungs?
    answer:
      text: pulmonary vein
      kind: vessel
      reject:
        pulmonary artery: It leads to them.
        aorta: It leads to the body.
        vena cava: It comes from the body.
    why: Veins lead to the heart.
  - id: rate
    from: pump
    ask: How often does it beat in a minute?
    answer: {number: 70, unit: /min, tolerance: 10}
  - id: flow
    from: pump
    say: Blood enters by the {{c1::vein::channel}}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
          nerve: It carries none.
"""


@pytest.fixture
def heart(write_deck):
    return write_deck(FACTS)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("heart")
def test_several_formats_at_once_and_a_manifest(inside, tmp_path):
    code, out, _ = inside(
        "quiz",
        "-d",
        "heart",
        "--items",
        3,
        "--seed",
        "x",
        "--forms",
        2,
        "--format",
        "markdown,csv",
        "--format",
        "gift",
        "-o",
        "out",
    )
    assert code == 0
    assert names_in(tmp_path / "out") == [
        "gift.txt",
        "items.csv",
        "key-A.md",
        "key-B.md",
        "paper-A.md",
        "paper-B.md",
        "quiz.json",
    ]
    assert "3 items, 3 points, forms A to B, seed x." in out
    manifest = json.loads((tmp_path / "out" / "quiz.json").read_text())
    assert (manifest["seed"], [form["form"] for form in manifest["forms"]]) == (
        "x",
        ["A", "B"],
    )
    assert {len(form["items"]) for form in manifest["forms"]} == {3}
    assert manifest["files"] == [
        "gift.txt",
        "items.csv",
        "key-A.md",
        "key-B.md",
        "paper-A.md",
        "paper-B.md",
    ]


@pytest.mark.usefixtures("heart")
def test_the_key_follows_from_the_manifest(inside, tmp_path):
    inside(
        "quiz",
        "-d",
        "heart",
        "--items",
        3,
        "--forms",
        3,
        "--format",
        "json",
        "-o",
        "out",
    )
    items = {
        item["id"]: item
        for item in json.loads((tmp_path / "out" / "items.json").read_text())["items"]
    }
    for form in json.loads((tmp_path / "out" / "quiz.json").read_text())["forms"]:
        for asked in form["items"]:
            keys = {
                option["id"]
                for option in items[asked["id"]]["options"]
                if option["key"]
            }
            letters = "".join(
                "ABCDE"[place]
                for place, option in enumerate(asked["options"])
                if option in keys
            )
            assert asked["letters"] == (
                letters if asked["type"] in ("single", "multiple") else ""
            )


@pytest.mark.usefixtures("heart")
def test_the_same_seed_gives_the_same_bytes_in_another_process(liverdeck, tmp_path):
    for folder, hash_seed in (("one", "1"), ("two", "2")):
        environment = {
            "PYTHONHASHSEED": hash_seed,
            "SOURCE_DATE_EPOCH": "1700000000",
            "TZ": f"UTC{hash_seed}",
        }
        formats = "print,moodle,gift,qti,html,docx,json,markdown,csv,anki"
        assert (
            liverdeck(
                "quiz",
                "-d",
                "heart",
                "--items",
                3,
                "--format",
                formats,
                "-o",
                folder,
                env=environment,
            )[0]
            == 0
        )
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), (
            path.name
        )


@pytest.mark.usefixtures("heart")
def test_what_could_be_asked_is_listed_by_topic_and_type(inside):
    out = inside("quiz", "-d", "heart", "--list")[1]
    assert out.splitlines()[0].split() == [
        "topic",
        "single",
        "truefalse",
        "short",
        "fill",
        "numeric",
        "all",
    ]
    assert out.splitlines()[1].split() == ["chambers", "2", "1", "1", "1", "1", "6"]
    assert (
        json.loads(inside("quiz", "-d", "heart", "--list", "--json")[1])["chambers"][
            "short"
        ]
        == 1
    )


@pytest.mark.usefixtures("heart")
def test_a_title_and_a_page_of_ones_own(inside, tmp_path):
    assert (
        inside(
            "quiz",
            "-d",
            "heart",
            "--items",
            1,
            "--title",
            "Week 3 <draft>",
            "--format",
            "print",
            "-o",
            "out",
        )[0]
        == 0
    )
    assert (
        '<h1 dir="auto">Week 3 &lt;draft&gt;</h1>'
        in (tmp_path / "out" / "paper.html").read_text()
    )


REFUSED = [
    (["--items", "0"], "0 items; ask for 1 to 10000"),
    (["--items", "99"], "any topic and type: 99 wanted, 3 can be had; ask for fewer"),
    (["--forms", "27"], "27 forms; ask for 1 to 26"),
    (["--topic", "chamber"], "no topic 'chamber'; did you mean `chambers`?"),
    (["--types", "singel"], "no type 'singel'; did you mean `single`?"),
    (["--include", "vesel"], "no fact 'vesel'; did you mean `vessel`?"),
    (["--topic", "nowhere", "--exclude", "nobody"], "no fact 'nobody'"),
    (["--format", "moodel"], "no format 'moodel'; did you mean `moodle`?"),
    (["--format", ","], "no format; name some with --format"),
    (["--blueprint", "none.yaml"], "none.yaml"),
    (
        ["--blueprint", "short.yaml"],
        "short.yaml:3:5: error: chambers, ordering: 2 wanted, 0 can be had",
    ),
    (["--include", "rate", "--types", "single"], "no item on 'rate' fits"),
]


@pytest.mark.parametrize(
    ("arguments", "said"),
    REFUSED,
    ids=lambda value: value if isinstance(value, str) else None,
)
@pytest.mark.usefixtures("heart")
def test_what_cannot_be_met_is_refused_and_the_folder_is_as_it_was(
    inside, tmp_path, everything, arguments, said
):
    (tmp_path / "short.yaml").write_text(
        "liverdeck: 1\nitems:\n  - {n: 2, topic: chambers, type: ordering}\n"
    )
    inside("quiz", "-d", "heart", "--items", 2, "-o", "out")
    before = everything()
    items = [] if "--blueprint" in arguments else ["--items", 2]
    code, out, err = inside("quiz", "-d", "heart", *items, "-o", "out", *arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert "Nothing was written." in err
    assert everything() == before


def test_a_deck_with_lint_errors_is_refused(inside, write_deck, tmp_path):
    write_deck(
        "  - id: a\n    from: pump\n    ask: What?\n    answer:\n      text: blood\n      reject:\n        Blood!: No.\n"
    )
    code, _, err = inside("quiz", "-d", "heart", "--items", 1, "-o", "out")
    assert code == 1
    assert "'Blood!' is listed both as right and as wrong" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize(("name", "module"), [("pdf", "typst"), ("docx", "docx")])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    inside, monkeypatch, tmp_path, name, module
):
    monkeypatch.setitem(sys.modules, module, None)
    code, _, err = inside(
        "quiz", "-d", "heart", "--items", 1, "--format", f"csv,{name}", "-o", "out"
    )
    assert code == 1
    assert f"pip install 'liverdeck[{name}]'" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"quiz": 9}', '{"quiz": 1, "anki": {"x": "y"}}', "[" * 10_000],
)
def test_a_manifest_that_is_none_is_left_alone(inside, tmp_path, text):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "quiz.json").write_text(text)
    code, _, err = inside(
        "quiz", "-d", "heart", "--items", 1, "--format", "csv", "-o", "out"
    )
    assert code == 1
    assert "name another folder with -o" in err
    assert (tmp_path / "out" / "quiz.json").read_text() == text
    assert names_in(tmp_path / "out") == ["quiz.json"]


@pytest.mark.usefixtures("heart")
def test_a_full_disk_leaves_the_folder_as_it_was(liverdeck, tmp_path, small_disk):
    liverdeck("quiz", "-d", "heart", "--items", 2, "--format", "csv", "-o", "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    code, _, err = liverdeck(
        "quiz",
        "-d",
        "heart",
        "--items",
        3,
        "--format",
        "csv,html",
        "-o",
        "out",
        **small_disk(2000),
    )
    assert code == 1
    assert "cannot be written" in err
    assert {
        path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()
    } == before


@pytest.mark.usefixtures("heart")
def test_what_an_earlier_quiz_left_is_named(inside):
    inside(
        "quiz",
        "-d",
        "heart",
        "--items",
        2,
        "--forms",
        2,
        "--format",
        "markdown",
        "-o",
        "out",
    )
    err = inside(
        "quiz", "-d", "heart", "--items", 2, "--format", "markdown", "-o", "out"
    )[2]
    assert (
        "Left in out from an earlier quiz, and not of this one: key-A.md, key-B.md, paper-A.md, paper-B.md"
        in err
    )


@pytest.mark.usefixtures("heart")
def test_a_package_for_anki_needs_items_for_one_tap(inside, tmp_path):
    err = inside(
        "quiz",
        "-d",
        "heart",
        "--items",
        1,
        "--types",
        "numeric",
        "--format",
        "anki",
        "-o",
        "out",
    )[2]
    assert "No Anki package: none of these items can be answered by one tap." in err
    assert names_in(tmp_path / "out") == ["quiz.json"]


@pytest.mark.usefixtures("heart")
def test_the_result_as_json(inside):
    found = json.loads(
        inside(
            "quiz",
            "-d",
            "heart",
            "--items",
            2,
            "--format",
            "csv",
            "-o",
            "out",
            "--json",
        )[1]
    )
    assert (found["items"], found["seed"], found["forms"]) == (2, "1", ["A"])
    assert sorted(found["files"]) == ["out/items.csv", "out/quiz.json"]
    assert found["flaws"] == []


def test_flaws_as_json_have_their_place_and_their_mending(inside, write_deck):
    write_deck(
        """\
  - id: vessel
    from: pump
    ask: Which vessel comes from the lungs?
    answer: {text: pulmonary vein, kind: vessel}
    distractors:
      always the aorta: It leads to the body.
      pulmonary artery: It leads to them.
"""
    )
    found = json.loads(
        inside(
            "quiz",
            "-d",
            "heart",
            "--items",
            1,
            "--types",
            "single",
            "-o",
            "out",
            "--json",
        )[1]
    )
    (flaw,) = [flaw for flaw in found["flaws"] if flaw["rule"] == "absolutes"]
    assert (flaw["path"], flaw["line"], flaw["severity"]) == (
        "heart/01-facts.yaml",
        4,
        "warning",
    )
    assert flaw["what"] == "vessel.single: the option 'always the aorta' says 'always'"
    assert flaw["mend"] == "say it without"


@pytest.mark.usefixtures("heart")
def test_a_quiz_is_taken_in_the_terminal(liverdeck):
    code, out, _ = liverdeck(
        "quiz",
        "take",
        "-d",
        "heart",
        "--items",
        1,
        "--include",
        "vessel",
        "--types",
        "short",
        "--seed",
        1,
        input="pulmonry vein\n",
    )
    assert code == 0
    assert "1. Which vessel comes from the lungs?" in out
    assert "Right. Correct, but spelled pulmonary vein." in out
    assert "Veins lead to the heart." in out
    assert "On the heart: How it pumps (read 2023-01-31)" in out
    assert "1 of 1 points, 1 asked." in out
    assert "*" not in out


@pytest.mark.usefixtures("heart")
def test_an_empty_line_skips_and_the_end_of_input_ends_it(liverdeck):
    code, out, _ = liverdeck(
        "quiz", "take", "-d", "heart", "--items", 3, "--seed", 1, input="\n"
    )
    assert code == 0
    assert "Skipped." in out
    assert "0 of " in out
    assert "1 asked." in out


@pytest.mark.usefixtures("heart")
def test_a_wrong_choice_is_told_with_its_reason(liverdeck):
    _, out, _ = liverdeck(
        "quiz",
        "take",
        "-d",
        "heart",
        "--items",
        1,
        "--include",
        "vessel",
        "--types",
        "single",
        input="what\naorta\n",
    )
    assert "Type one letter, A to D." in out
    assert "Wrong. It leads to the body." in out
    assert "pulmonary vein" in out.split("Right is: ")[1]


def test_help_names_every_format_and_type(liverdeck):
    from liverdeck.quiz.formats.registry import FORMATS
    from liverdeck.quiz.items.item import TYPES

    out = " ".join(liverdeck("quiz", "--help")[1].split())
    assert all(name in out for name in (*FORMATS, *TYPES))


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--items", "2", "--blueprint", "b.yaml"], "both say how many"), (["--minutes", "5"], "add --mode exam"),
        (["--seed", ""], "characters that can be printed"), (["--title", "a\nb"], "characters that can be printed"),
        (["--title", "a\x01b"], "characters that can be printed"), (["--seed", "x" * 201], "characters that can be printed"),
        (["--topic", "chambers", "take"], "put --topic behind take"), (["--page", "a3"], "'a3' is not one of"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_together_is_wrong_usage(
    liverdeck, tmp_path, arguments, said
):
    deck = [] if "take" in arguments else ["-d", "heart"]
    code, _, err = liverdeck("quiz", *deck, *arguments)
    assert code == 2
    assert said in err
    assert not (tmp_path / "dist").exists()


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize("when", ["x", "-1", "9" * 20, "4294967295"])
def test_an_impossible_time_is_wrong_usage(liverdeck, when):
    code, _, err = liverdeck(
        "quiz", "-d", "heart", "--items", 1, env={"SOURCE_DATE_EPOCH": when}
    )
    assert code == 2
    assert "SOURCE_DATE_EPOCH is no Unix time" in err


@pytest.mark.usefixtures("heart")
def test_the_manifest_of_another_deck_is_left_alone(inside, tmp_path):
    inside("quiz", "-d", "heart", "--items", 1, "--format", "csv", "-o", "out")
    path = tmp_path / "out" / "quiz.json"
    path.write_text(path.read_text().replace('"deck": "heart"', '"deck": "lung"'))
    code, _, err = inside(
        "quiz", "-d", "heart", "--items", 1, "--format", "csv", "-o", "out"
    )
    assert code == 1
    assert "the manifest of a quiz from another deck" in err


@pytest.mark.usefixtures("heart")
def test_the_list_is_of_what_was_selected(inside):
    assert inside("quiz", "-d", "heart", "--list", "--types", "short")[1].splitlines()[
        0
    ].split() == [
        "topic",
        "short",
        "all",
    ]


def test_the_documents_examples_run_on_the_bundled_deck(inside, repository, tmp_path):
    text = (repository / "docs" / "quizzes.md").read_text(encoding="utf-8")
    commands = (
        re.search(r"```sh\n(.*?)```", text, re.DOTALL)[1]
        .replace("\\\n", " ")
        .splitlines()
    )
    deck = repository / "cards" / "liver-metastasis"
    (tmp_path / "plan.yaml").write_text(
        re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1]
    )
    (listing,), (making,) = (
        [line for line in commands if sign in line] for sign in ("--list", "--items 30")
    )
    for line in (
        listing,
        making,
        "liverdeck quiz --blueprint plan.yaml --format csv -o plan",
    ):
        code, _, err = inside(*shlex.split(line, comments=True)[1:], "-d", deck)
        assert code == 0, err
    assert {
        "paper-A.html",
        "key-C.html",
        "moodle.xml",
        "qti-B.zip",
        "quiz-A.html",
    } <= set(names_in(tmp_path / "dist" / "autumn"))
