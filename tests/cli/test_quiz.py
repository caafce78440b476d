"""`liverdeck quiz` and `quiz take`, as a trainer and a learner type them."""

import json
import os
import re
import signal
import sys

import pytest

from liverdeck.cli import quiz_bank, quiz_options
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.papers.blueprint import read_blueprint

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


@pytest.fixture
def quiz(invoke, heart):  # noqa: ARG001
    """Return a function that makes a quiz with some options.

    `line` has options without spaces in their values, `more` has others.
    """

    def run(line, *more):
        return invoke("quiz", "-d", "heart", *line.split(), *more)

    return run


@pytest.fixture
def take(liverdeck, heart):  # noqa: ARG001
    """Return a function that takes a quiz; `typed` is what the learner types."""

    def run(line, *, typed, env=None):
        words = ["quiz", "take", "-d", "heart", *line.split()]
        return liverdeck(*words, input=typed, env=env)

    return run


def names_in(folder):
    """Return the names in a folder, without that of the list of files."""
    names = {path.name for path in folder.iterdir()}
    return sorted(names - {".liverdeck.json"})


def contents(folder):
    """Return the content of every file in a folder and its subfolders, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_quiz_has_several_formats_and_a_manifest(quiz, tmp_path):
    formats = "--format markdown,csv --format gift"
    code, out, _ = quiz(f"--items 3 --seed x --forms 2 {formats} -o out")
    assert code == 0
    assert names_in(tmp_path / "out") == ["keys", "paper-A.md", "paper-B.md"]
    assert names_in(tmp_path / "out" / "keys") == [
        "cross-table.csv",
        "gift.txt",
        "items.csv",
        "key-A.md",
        "key-B.md",
        "quiz.json",
    ]
    assert "3 items, 3 points, forms A to B, seed x." in out
    manifest = json.loads((tmp_path / "out" / "keys" / "quiz.json").read_text())
    assert manifest["seed"] == "x"
    assert [form["form"] for form in manifest["forms"]] == ["A", "B"]
    assert {len(form["items"]) for form in manifest["forms"]} == {3}
    assert manifest["files"] == [
        "keys/cross-table.csv",
        "keys/gift.txt",
        "keys/items.csv",
        "keys/key-A.md",
        "keys/key-B.md",
        "paper-A.md",
        "paper-B.md",
    ]


def test_the_manifest_has_the_key_letters(quiz, tmp_path):
    quiz("--items 3 --forms 3 --format json -o out")
    bank = json.loads((tmp_path / "out" / "keys" / "items.json").read_text())
    manifest = json.loads((tmp_path / "out" / "keys" / "quiz.json").read_text())
    items = {item["id"]: item for item in bank["items"]}
    for form in manifest["forms"]:
        for asked in form["items"]:
            options = items[asked["id"]]["options"]
            keys = {option["id"] for option in options if option["key"]}
            letters = ""
            if asked["type"] in ("single", "multiple"):
                for letter, option in zip("ABCDE", asked["options"], strict=False):
                    if option in keys:
                        letters += letter
            assert asked["letters"] == letters


@pytest.mark.slow
@pytest.mark.usefixtures("heart")
def test_the_same_seed_gives_the_same_bytes_in_another_process(liverdeck, tmp_path):
    formats = "print,moodle,gift,qti,html,docx,json,markdown,csv,anki"
    for folder, hash_seed in (("one", "1"), ("two", "2")):
        env = {
            "PYTHONHASHSEED": hash_seed,
            "SOURCE_DATE_EPOCH": "1700000000",
            "TZ": f"UTC{hash_seed}",
        }
        line = f"quiz -d heart --items 3 --format {formats} -o {folder}"
        assert liverdeck(*line.split(), env=env).code == 0
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert [name for name in one if one[name] != two[name]] == []
    assert len(one) == 15


def test_list_shows_items_by_topic_and_type(quiz):
    header, topic, *_ = quiz("--list").out.splitlines()
    columns = "topic single truefalse short fill numeric all one paper"
    assert header.split() == columns.split()
    assert topic.split() == "chambers 2 1 1 1 1 6 3".split()
    as_json = json.loads(quiz("--list --json").out)
    assert as_json["chambers"]["short"] == 1
    assert as_json["chambers"]["one_paper"] == 3


def test_without_a_number_a_small_deck_gives_all_the_items_that_it_can(
    quiz, take, tmp_path
):
    code, out, err = quiz("--format json -o out")
    assert code == 0
    assert "3 items" in out
    assert "No more items fit on one paper" in err
    items = json.loads((tmp_path / "out" / "keys" / "items.json").read_text())["items"]
    assert len(items) == 3
    _, out, _ = take("", typed="\n" * 9)
    assert "3 questions" in out


def test_the_title_is_escaped_on_the_page(quiz, tmp_path):
    title = "Week 3 <draft>"
    code, _, _ = quiz("--items 1 --format print -o out", "--title", title)
    assert code == 0
    page = (tmp_path / "out" / "paper.html").read_text()
    assert '<h1 dir="auto">Week 3 &lt;draft&gt;</h1>' in page


REFUSED = [
    (["--items", "0"], "0 items; ask for 1 to 10000"),
    (
        ["--items", "99"],
        "any topic and type: 99 wanted, at most 3 can be had; ask for 3 or fewer",
    ),
    (["--forms", "27"], "a paper cannot have 27 forms; ask for 1 to 26"),
    (["--topic", "chamber"], "no topic 'chamber'; did you mean `chambers`?"),
    (["--types", "singel"], "no type 'singel'; did you mean `single`?"),
    (["--include", "vesel"], "no fact 'vesel'; did you mean `vessel`?"),
    (["--topic", "nowhere", "--exclude", "nobody"], "no fact 'nobody'"),
    (["--format", "moodel"], "no format 'moodel'; did you mean `moodle`?"),
    (["--format", ","], "no output format is named; name some of"),
    (["--blueprint", "none.yaml"], "none.yaml"),
    (
        ["--blueprint", "short.yaml"],
        "short.yaml:3:5: error: chambers, ordering: 2 wanted, 0 can be had",
    ),
    (["--include", "rate", "--types", "single"], "no item on 'rate' fits"),
]


@pytest.mark.parametrize(
    ("arguments", "message"),
    REFUSED,
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_impossible_request_is_refused_and_changes_no_file(
    quiz, tmp_path, everything, arguments, message
):
    (tmp_path / "short.yaml").write_text(
        "liverdeck: 1\nitems:\n  - {n: 2, topic: chambers, type: ordering}\n"
    )
    quiz("--items 2 -o out")
    before = everything()
    line = "-o out" if "--blueprint" in arguments else "--items 2 -o out"
    code, out, err = quiz(line, *arguments)
    assert (code, out) == (1, "")
    assert message in err
    assert "Nothing was written." in err
    assert everything() == before


def test_a_blueprint_is_read_once(quiz, tmp_path, monkeypatch):
    """It may be a pipe, which can be read only once."""
    (tmp_path / "plan.yaml").write_text(
        "liverdeck: 1\nitems:\n  - {n: 1, topic: chambers}\n"
    )
    read_paths = []

    def read(path, deck):
        read_paths.append(path)
        return read_blueprint(path, deck)

    monkeypatch.setattr(quiz_options, "read_blueprint", read)
    assert quiz("--blueprint plan.yaml -o out")[0] == 0
    assert len(read_paths) == 1


@pytest.fixture(params=["no worker", "a worker", "a killed worker"])
def with_worker(request, monkeypatch):
    """Let no worker, a worker or a killed worker check even a small deck."""
    parent_process, words = os.getpid(), quiz_bank.question_words_of

    def killed(deck):
        if os.getpid() != parent_process:
            os.kill(os.getpid(), signal.SIGKILL)
        return words(deck)

    count = 0 if request.param == "no worker" else 1
    monkeypatch.setattr(quiz_bank, "FEWEST_FACTS_FOR_WORKERS", 0)
    monkeypatch.setattr(quiz_bank, "usable_workers", lambda: count)
    if request.param == "a killed worker":
        monkeypatch.setattr(quiz_bank, "question_words_of", killed)


@pytest.mark.usefixtures("with_worker")
def test_a_worker_changes_no_quiz(quiz, tmp_path, monkeypatch):
    line = "--items 3 --seed x --format csv -o"
    assert quiz(f"{line} out")[0] == 0
    monkeypatch.setattr(quiz_bank, "FEWEST_FACTS_FOR_WORKERS", 500)
    assert quiz(f"{line} other")[0] == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "other")


@pytest.mark.usefixtures("with_worker")
def test_a_deck_with_lint_errors_is_refused(invoke, write_deck, tmp_path):
    write_deck("""\
  - id: a
    from: pump
    ask: What?
    answer:
      text: blood
      reject:
        Blood!: No.
""")
    code, _, err = invoke("quiz", "-d", "heart", "--items", 1, "-o", "out")
    assert code == 1
    assert err.count("'Blood!' is listed both as right and as wrong") == 1
    assert not (tmp_path / "out").exists()
    assert invoke("quiz", "-d", "heart", "--topic", "nowhere") == (1, "", err)


@pytest.mark.parametrize(("name", "module"), [("pdf", "typst"), ("docx", "docx")])
def test_a_missing_extra_names_the_command_that_installs_it(
    quiz, monkeypatch, tmp_path, name, module
):
    monkeypatch.setitem(sys.modules, module, None)
    code, _, err = quiz(f"--items 1 --format csv,{name} -o out")
    assert code == 1
    assert f"pip install 'liverdeck[{name}]'" in err
    assert not (tmp_path / "out").exists()


def test_all_missing_extras_are_named_at_once(quiz, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setitem(sys.modules, "docx", None)
    code, _, err = quiz("--items 1 --format pdf,csv,docx,pfd -o out")
    assert code == 1
    assert "no format 'pfd'" in err
    assert "the formats pdf, docx need packages that are not installed" in err
    assert err.count("install them with: pip install 'liverdeck[pdf,docx]'") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"quiz": 9}', '{"quiz": 1, "anki": {"x": "y"}}', "[" * 10_000],
)
def test_an_invalid_manifest_is_not_replaced(quiz, tmp_path, text):
    (tmp_path / "out" / "keys").mkdir(parents=True)
    (tmp_path / "out" / "keys" / "quiz.json").write_text(text)
    code, _, err = quiz("--items 1 --format csv -o out")
    assert code == 1
    assert "name another folder with -o" in err
    assert (tmp_path / "out" / "keys" / "quiz.json").read_text() == text
    assert names_in(tmp_path / "out" / "keys") == ["quiz.json"]


@pytest.mark.usefixtures("heart")
def test_a_full_disk_leaves_the_folder_as_it_was(liverdeck, tmp_path, small_disk):
    folder = tmp_path / "out"
    liverdeck(*"quiz -d heart --items 2 --format csv -o out".split())
    before = contents(folder)
    line = "quiz -d heart --items 3 --format csv,html -o out"
    code, _, err = liverdeck(*line.split(), **small_disk(2000))
    assert code == 1
    assert "cannot be written" in err
    assert contents(folder) == before


def test_files_of_an_earlier_quiz_are_named(quiz):
    quiz("--items 2 --forms 2 --format markdown -o out")
    err = quiz("--items 2 --format markdown -o out").err
    leftovers = "keys/cross-table.csv, keys/key-A.md, keys/key-B.md, paper-A.md"
    assert f"Still in out from an earlier quiz: {leftovers}" in err


def test_a_package_for_anki_needs_items_that_one_tap_can_answer(quiz, tmp_path):
    err = quiz("--items 1 --types numeric --format anki -o out").err
    assert "No Anki package: none of these items can be answered by one tap." in err
    assert names_in(tmp_path / "out" / "keys") == ["quiz.json"]
    err = quiz("--items 1 --types single --format anki -o tapped").err
    assert "No Anki package" not in err
    assert "choice.apkg" in names_in(tmp_path / "tapped" / "keys")


def test_quiz_prints_the_result_as_json(quiz):
    result = json.loads(quiz("--items 2 --format csv -o out --json").out)
    assert (result["items"], result["seed"], result["forms"]) == (2, "1", ["A"])
    assert sorted(result["files"]) == ["out/keys/items.csv", "out/keys/quiz.json"]
    assert result["flaws"] == []


def test_flaws_as_json_have_a_position_and_a_fix(invoke, write_deck):
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
    line = "quiz -d heart --items 1 --types single -o out --json"
    result = json.loads(invoke(*line.split()).out)
    (flaw,) = [flaw for flaw in result["flaws"] if flaw["rule"] == "absolutes"]
    assert (flaw["path"], flaw["line"]) == ("heart/01-facts.yaml", 4)
    assert flaw["severity"] == "warning"
    assert flaw["what"] == "vessel.single: the option 'always the aorta' says 'always'"
    assert flaw["mend"] == "reword it without that word"


def test_a_quiz_is_taken_in_the_terminal(take):
    line = "--items 1 --include vessel --types short --seed 1"
    code, out, _ = take(line, typed="pulmonry vein\n")
    assert code == 0
    assert "1. Which vessel comes from the lungs?" in out
    assert "Right. It is spelled pulmonary vein." in out
    assert "Veins lead to the heart." in out
    assert "On the heart: How it pumps (read 2023-01-31)" in out
    assert "1 of 1 points for 1 question." in out
    assert "*" not in out


@pytest.mark.parametrize(
    ("types", "typed", "line"),
    [
        ("short", "zebra", "Wrong. The answer is pulmonary vein."),
        ("short", "pulmonary vein", "Right."),
        ("single", "aorta", "Wrong. It leads to the body."),
    ],
)
def test_a_verdict_consists_of_whole_sentences(take, types, typed, line):
    _, out, _ = take(f"--items 1 --include vessel --types {types}", typed=f"{typed}\n")
    (verdict,) = re.findall(r"(?:Right|Wrong)\..*", out)
    assert verdict.startswith(line)
    for sentence in verdict.split(". "):
        assert sentence[0].isupper()


def test_an_empty_answer_skips_and_end_of_input_ends_the_quiz(take):
    code, out, _ = take("--items 3 --seed 1", typed="\n")
    assert code == 0
    assert "Skipped." in out
    assert "0 of " in out
    assert "for 1 question." in out


@pytest.mark.parametrize(
    ("types", "fact", "hint"),
    [
        ("truefalse", "flow", "Type true or false."),
        ("single", "vessel", "Type one letter, A to D."),
        ("short", "vessel", "Type it again."),
    ],
)
def test_punctuation_is_asked_about_again_and_does_not_show_the_answer(
    take, types, fact, hint
):
    line = f"--items 1 --include {fact} --types {types}"
    _, out, _ = take(line, typed="???\n\n")
    assert hint in out
    assert "answer is" not in out
    assert "Skipped." in out


@pytest.mark.parametrize(
    ("types", "fact"), [("truefalse", "flow"), ("short", "vessel")]
)
def test_a_learner_who_gives_up_reads_the_answer_once(take, types, fact):
    line = f"--items 1 --include {fact} --types {types}"
    _, out, _ = take(line, typed="dunno\n\n")
    assert "Wrong. No answer. The answer is " in out
    assert "Right answer:" not in out


def test_a_statement_is_judged_by_the_letter_of_an_option_too(take):
    points = set()
    for letter in "AB":
        line = "--items 1 --include flow --types truefalse --seed 1"
        _, out, _ = take(line, typed=f"{letter}\n")
        points.add(re.search(r"(\d) of 1 points?", out)[1])
    assert points == {"0", "1"}


def test_a_wrong_choice_gets_its_reason(take):
    line = "--items 1 --include vessel --types single"
    _, out, _ = take(line, typed="what\naorta\n")
    assert "Type one letter, A to D." in out
    assert "Wrong. It leads to the body." in out
    assert "pulmonary vein" in out.split("Right answer: ")[1]


@pytest.mark.parametrize(
    ("typed", "points", "is_overruled"),
    [
        ("zebra\nr\n", "1 of 1", True),
        ("zebra\n\n", "0 of 1", False),
        ("zebra\n", "0 of 1", False),
    ],
)
def test_a_wrong_answer_overruled_with_r_counts_as_right_and_is_mentioned(
    take, typed, points, is_overruled
):
    _, out, _ = take("--items 1 --include vessel --types short", typed=typed)
    assert "r: I was right" in out
    assert f"{points} points for 1 question." in out
    assert ("1 answer counts as right because you said so." in out) == is_overruled


@pytest.mark.parametrize(
    ("types", "typed"),
    [("short", "pulmonary vein"), ("short", ""), ("single", "aorta")],
)
def test_only_a_wrong_answer_in_words_can_be_overruled(take, types, typed):
    line = f"--items 1 --include vessel --types {types}"
    _, out, _ = take(line, typed=f"{typed}\n")
    assert "I was right" not in out


@pytest.fixture
def stats_after(take, liverdeck, tmp_path):
    """Return a function that takes a quiz, and returns the statistics after it."""
    env = {"LIVERDECK_HOME": str(tmp_path / "home")}

    def run(line, *, typed):
        take(f"--items 1 {line}", typed=typed, env=env)
        code, out, _ = liverdeck("stats", "-d", "heart", "--json", env=env)
        assert code == 0
        return json.loads(out)

    return run


@pytest.mark.parametrize(
    ("line", "typed", "card", "outcome"),
    [
        ("--include vessel --types short", "zebra\nr\n", "vessel", "wrong"),
        ("--include flow --types fill", "zebra\nr\n", "flow/c1", "wrong"),
        ("--include rate --types numeric", "99\nr\n", "rate", "wrong"),
        ("--include flow --types fill", "vien\nvien\nvien\nr\n", "flow/c1", "retype"),
    ],
)
def test_stats_lists_a_verdict_overruled_in_a_quiz(
    stats_after, line, typed, card, outcome
):
    values = stats_after(line, typed=typed)
    (refused,) = values["refused"]
    assert refused["card"] == card
    assert refused["typed"] == typed.split("\n")[0]
    assert refused["outcome"] == outcome
    assert (refused["times"], refused["overridden"]) == (1, 1)
    assert values["cards"]["new"] == values["cards"]["all"]
    assert values["total"]["reviews"] == values["total"]["crammed"] == 0


@pytest.mark.parametrize("typed", ["zebra\n\n", "pulmonary vein\n", "\n"])
def test_a_quiz_without_overruled_verdicts_keeps_nothing(stats_after, tmp_path, typed):
    values = stats_after("--include vessel --types short", typed=typed)
    assert values["refused"] == []
    assert not (tmp_path / "home").exists()


def test_a_quiz_ends_with_its_result_if_a_verdict_cannot_be_kept(take, tmp_path):
    (tmp_path / "file").write_text("")
    env = {"LIVERDECK_HOME": str(tmp_path / "file")}
    line = "--items 1 --include vessel --types short"
    code, out, err = take(line, typed="zebra\nr\n", env=env)
    assert "1 of 1 points" in out
    assert "liverdeck stats" not in out
    assert code == 1
    assert "error: " in err


MARK = "\u202e"
"""A mark of text direction: a terminal shows what follows from right to left."""
MARKED_FACT = f"""\
  - id: vessel
    from: pump
    ask: Which vessel {MARK}comes from the lungs?
    answer:
      text: pulmonary {MARK}vein
      reject:
        pulmonary artery: It leads {MARK}to them.
    why: Veins lead {MARK}to the heart.
    note: A vein {MARK}is soft.
"""


@pytest.mark.parametrize("typed", ["pulmonary artery", f"zeb{MARK}ra", "aorta"])
def test_no_text_turns_the_writing_direction_of_the_terminal(
    write_deck, liverdeck, typed
):
    write_deck(MARKED_FACT)
    line = "quiz take -d heart --items 1 --types short"
    code, out, _ = liverdeck(*line.split(), input=f"{typed}\n")
    assert code == 0
    assert "Which vessel �comes from the lungs?" in out
    assert "Veins lead �to the heart." in out
    assert "A vein �is soft." in out
    assert MARK not in out


def test_help_names_every_format_and_type(liverdeck):
    from liverdeck.quiz.formats.registry import FORMATS
    from liverdeck.quiz.items.item_types import ItemType

    out = " ".join(liverdeck("quiz", "--help").out.split())
    for name in (*FORMATS, *ItemType):
        assert name in out


UNPRINTABLE = "characters that can be printed"


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--items", "2", "--blueprint", "b.yaml"], "both say how many items"),
        (["--minutes", "5"], "add --mode exam"),
        (["--seed", ""], UNPRINTABLE),
        (["--title", "a\nb"], UNPRINTABLE),
        (["--title", "a\x01b"], UNPRINTABLE),
        (["--seed", "x" * 201], UNPRINTABLE),
        (["--topic", "chambers", "take"], "put --topic after take"),
        (["--page", "a3"], "'a3' is not one of"),
    ],
)
def test_contradictory_or_invalid_options_are_wrong_usage(
    liverdeck, tmp_path, arguments, message
):
    deck = [] if "take" in arguments else ["-d", "heart"]
    code, _, err = liverdeck("quiz", *deck, *arguments)
    assert code == 2
    assert message in err
    assert not (tmp_path / "dist").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize("epoch", ["x", "-1", "9" * 20, "4294967295"])
def test_an_impossible_time_is_wrong_usage(liverdeck, epoch):
    env = {"SOURCE_DATE_EPOCH": epoch}
    code, _, err = liverdeck("quiz", "-d", "heart", "--items", 1, env=env)
    assert code == 2
    assert f"SOURCE_DATE_EPOCH is {epoch!r}; it must be" in err


def test_the_manifest_of_another_deck_is_not_replaced(quiz, tmp_path):
    quiz("--items 1 --format csv -o out")
    path = tmp_path / "out" / "keys" / "quiz.json"
    path.write_text(path.read_text().replace('"deck": "heart"', '"deck": "lung"'))
    code, _, err = quiz("--items 1 --format csv -o out")
    assert code == 1
    assert "the manifest of a quiz from another deck" in err


def test_list_shows_only_the_selected_items(quiz):
    header, *_ = quiz("--list --types short").out.splitlines()
    assert header.split() == ["topic", "short", "all", "one", "paper"]


FACT_WITHOUT_SHORT_ANSWER = """\
  - id: fluid
    from: pump
    ask: What does the heart pump?
    answer: because it must
"""


def test_why_gives_a_reason_for_each_type_of_item(liverdeck, write_deck):
    deck = write_deck(FACT_WITHOUT_SHORT_ANSWER)
    code, out, _ = liverdeck("quiz", "-d", deck, "--why", "fluid")
    assert code == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == list(ItemType)
    assert "short: no item: the answer is a clause" in out
    assert "`reject`" in out
    _, out, _ = liverdeck("quiz", "-d", deck, "--why", "fluid", "--json")
    assert {row["type"] for row in json.loads(out)} == set(ItemType)
    code, _, error = liverdeck("quiz", "-d", deck, "--why", "fluids")
    assert code == 1
    assert "did you mean `fluid`?" in error


def test_options_may_be_alphabetical_and_stems_without_the_document(
    liverdeck, write_deck, tmp_path
):
    facts = """\
  - id: vessel
    from: pump
    ask: Which vessel does the document call the largest?
    answer:
      text: aorta
      reject:
        vein: It is thinner.
        duct: It carries bile.
"""
    words = ["--order", "alphabetical", "--no-document", "--types", "single"]
    options = ["--items", "1", "--format", "markdown", "-o", tmp_path / "made"]
    code, _, error = liverdeck("quiz", "-d", write_deck(facts), *words, *options)
    assert code == 0, error
    paper = (tmp_path / "made" / "paper.md").read_text(encoding="utf-8")
    assert "Which vessel is the largest?" in paper
    assert re.findall(r"- [A-C]\. (\w+)", paper) == ["aorta", "duct", "vein"]


OPEN_FACTS = """\
  - id: open
    from: pump
    ask: Which effect has it?
    answer: {text: a push, kind: effect}
    difficulty: 3
  - id: rooms
    from: rooms
    ask: Which rooms are there?
    list: [atrium, ventricle]
"""


@pytest.fixture
def open_quiz(invoke, write_deck):
    """Return a function that makes a quiz with open answers."""
    write_deck(FACTS + OPEN_FACTS)
    return lambda line: invoke("quiz", "-d", "heart", *line.split())


def test_the_summary_counts_the_items_that_a_platform_cannot_judge(open_quiz):
    line = "--items 2 --difficulty 3 --format moodle,gift,html -o out"
    code, out, _ = open_quiz(line)
    assert code == 0
    assert "moodle, gift: 2 items of 2 are essays, for a person to mark" in out
    assert "(1 list, 1 short answer)" in out
    assert "gift: each item counts one point" in out
    assert "html: 1 item of 2 is marked by the learners themselves" in out


def test_closed_leaves_out_items_that_a_person_must_judge(open_quiz, tmp_path):
    code, out, _ = open_quiz("--items 3 --closed --format moodle,html -o out")
    assert code == 0
    assert "--closed left out 3 items of the deck." in out
    assert "essay" not in out
    assert "themselves" not in out
    assert (
        b'type="essay"' not in (tmp_path / "out" / "keys" / "moodle.xml").read_bytes()
    )
    summary = json.loads(open_quiz("--items 3 --closed --json -o other").out)
    assert summary["left_out"] == 3
    assert open_quiz("--items 5 --closed -o third").code == 1


def test_a_paper_says_how_partly_right_answers_count(open_quiz, tmp_path):
    open_quiz("--items 5 --format markdown -o out")
    paper = (tmp_path / "out" / "paper.md").read_text()
    assert "each right one gives a point, and each wrong one takes one away" in paper
    assert "All other items are right or wrong as a whole" in paper
