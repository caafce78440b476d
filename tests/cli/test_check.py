import json

import pytest

from liverdeck.checker.tries import MOST_TRIES

FACTS = """\
  - id: flow
    from: pump
    say: Blood comes back to the {{c1::right atrium}} and leaves by the {{c2::aorta}}.
    blanks:
      c1:
        accept: [RA]
        reject:
          left atrium: That is the other side.
  - id: parts
    from: rooms
    ask: Which chambers?
    groups: [{id: left, title: Left, items: [atrium, ventricle]}]
  - {id: organ, from: pump, ask: What pumps?, answer: the heart, open: [vessel]}
"""


@pytest.fixture
def heart(write_deck):
    return write_deck(FACTS)


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize(
    ("typed", "code", "beginning"),
    [
        ("Heart", 0, "correct (spelling): Correct; the deck writes the heart."),
        ("heurt", 4, "retype"),
        ("hart", 3, "wrong"),
        (
            "not the heart",
            3,
            "wrong (negated): not changes the meaning. The answer is the heart.",
        ),
        ("vessel", 4, "retype (open)"),
    ],
)
def test_a_typed_answer_gets_its_verdict_and_exit_code(
    liverdeck, typed, code, beginning
):
    result = liverdeck("check", "organ", typed, "-d", "heart")
    assert result.code == code
    assert result.out.startswith(beginning)
    assert result.err == ""


@pytest.mark.usefixtures("heart")
def test_a_blank_is_named_by_its_number(liverdeck):
    assert liverdeck("check", "flow/c1", "ra", "-d", "heart")[:2] == (
        0,
        "correct (alias): Correct; the deck says right atrium.\n",
    )
    code, out, _ = liverdeck("check", "flow/c1", "left", "atrium", "-d", "heart")
    assert (code, out) == (
        3,
        "wrong (rejected): Not left atrium: That is the other side. "
        "The answer is right atrium.\n",
    )


@pytest.mark.usefixtures("heart")
def test_a_list_may_be_partly_right(liverdeck):
    assert liverdeck("check", "parts/left", "atrium, valve", "-d", "heart").code == 3
    code, out, _ = liverdeck("check", "parts/left", "atrium", "-d", "heart", "--json")
    assert code == 5
    verdict = json.loads(out)
    assert verdict["outcome"] == "partial"
    assert verdict["matched"] == ["atrium"]
    assert verdict["missing"] == ["ventricle"]


@pytest.mark.usefixtures("heart")
def test_a_fact_with_several_cards_needs_the_name_of_one(liverdeck):
    code, out, err = liverdeck("check", "flow", "aorta", "-d", "heart")
    assert (code, out) == (2, "")
    assert "flow/c1" in err
    assert "flow/c2" in err


@pytest.mark.usefixtures("heart")
def test_check_suggests_the_nearest_fact(liverdeck):
    code, _, err = liverdeck("check", "flwo", "aorta", "-d", "heart")
    assert code == 1
    assert "flow" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("heart")
def test_check_asks_the_question_without_an_answer(liverdeck):
    code, out, err = liverdeck("check", "organ", "-d", "heart", input="heart\n")
    assert (code, out.split()[0]) == (0, "correct")
    assert "What pumps?" in err


@pytest.mark.usefixtures("heart")
def test_explain_shows_the_deciding_rules(liverdeck):
    out = liverdeck("check", "organ", "heurt", "-d", "heart", "--explain").out
    assert "read as: heurt" in out
    assert "slips: retype, misspelt" in out


def test_check_mentions_the_problems_of_the_deck(liverdeck, write_deck):
    write_deck(FACTS + "  - {id: bad, from: pump, ask: What?}\n")
    code, out, err = liverdeck("check", "organ", "heart", "-d", "heart")
    assert (code, out.split()[0]) == (0, "correct")
    assert "This deck has 1 error: liverdeck lint -d" in err


def test_check_needs_no_ledger(liverdeck, write_deck):
    folder = write_deck(FACTS)
    (folder / "deck.lock").write_text("damaged\n")
    code, out, err = liverdeck("check", "organ", "heart", "-d", str(folder))
    assert (code, out.split()[0], err) == (0, "correct", "")


def test_check_without_a_fact_is_wrong_usage(liverdeck):
    code, _, err = liverdeck("check")
    assert code == 2
    assert "liverdeck check FACT ANSWER" in err


ROWS = [
    '{"expected": "jaundice", "typed": "jaundise", "id": 7}',
    '{"expected": ["colon", "bowel"], "typed": "bowel"}',
    "not json",
    "",
    '{"expected": [["a cell"], ["blood"]], "typed": "blood", "kind": "list"}',
    '{"expected": ["x", "y"], "typed": "b", "kind": "choice", "right": 1}',
    '{"typed": "b"}',
]


def test_jsonl_keeps_the_order_and_goes_on_after_a_broken_line(liverdeck, tmp_path):
    (tmp_path / "rows.jsonl").write_text("\n".join(ROWS))
    for file, options in (("rows.jsonl", {}), ("-", {"input": "\n".join(ROWS)})):
        code, out, err = liverdeck("check", "--jsonl", file, **options)
        rows = [json.loads(line) for line in out.splitlines()]
        # A row that could not be judged has the number of its line instead.
        outcomes = [row.get("outcome") or row["line"] for row in rows]
        assert outcomes == ["correct", "correct", 3, "partial", "correct", 7]
        assert (code, rows[0]["id"]) == (1, 7)
        assert "2 lines could not be judged" in err


def test_a_missing_jsonl_file_is_an_error(liverdeck):
    code, out, err = liverdeck("check", "--jsonl", "nothing.jsonl")
    assert (code, out) == (1, "")
    assert "nothing.jsonl:1:1: error: cannot be read: No such file" in err
    assert "check its name and its permissions" in err
    assert "Traceback" not in err


def test_a_group_of_one_item_is_asked_for_in_the_singular(liverdeck, write_deck):
    write_deck(FACTS.replace("[atrium, ventricle]}]", "[atrium]}]\n    order: fixed"))
    _, _, err = liverdeck("check", "parts/left", "-d", "heart", input="atrium\n")
    assert "\n(1 item)\n" in err


MARK = "\u202e"
"""A mark of text direction: a terminal shows what follows from right to left."""
MARKED_FACTS = f"""\
  - id: organ
    from: pump
    ask: What {MARK}pumps?
    answer:
      text: the he{MARK}art
      reject:
        the lung: It {MARK}breathes.
  - id: parts
    from: rooms
    ask: Which {MARK}chambers?
    groups:
      - {{id: left, title: Le{MARK}ft, items: [atr{MARK}ium, ventricle]}}
      - {{id: right, title: R{MARK}, items: [other, next]}}
"""


@pytest.mark.parametrize(
    "line",
    [
        "organ the lung",
        "organ the lung --explain",
        f"organ zeb{MARK}ra --explain",
        "organ",
        "parts/left atrim, ventricle --explain",
        "parts/left nothing",
        "parts/left",
        "parts",
    ],
)
def test_no_text_turns_the_direction_of_the_terminal(liverdeck, write_deck, line):
    write_deck(MARKED_FACTS)
    _, out, err = liverdeck("check", *line.split(), "-d", "heart", input="he\n")
    assert MARK not in out + err
    assert "�" in out + err


def test_json_has_the_texts_as_their_author_wrote_them(liverdeck, write_deck):
    write_deck(MARKED_FACTS)
    out = liverdeck("check", "organ", "the", "lung", "-d", "heart", "--json").out
    assert f"It {MARK}breathes." in json.loads(out)["feedback"]


@pytest.mark.usefixtures("heart")
def test_try_judges_answers_that_students_are_likely_to_type(liverdeck):
    code, out, _ = liverdeck("check", "organ", "-d", "heart", "--try")
    lines = out.splitlines()
    assert code == 0
    assert 5 <= len(lines) <= 30
    assert lines[0].split()[:4] == ["correct", "exact", "as", "written:"]
    assert any(line.startswith("wrong") and "opposite: not" in line for line in lines)
    assert any("slip" in line for line in lines)
    again = liverdeck("check", "organ", "-d", "heart", "--try").out
    assert again == out


def test_the_help_says_how_many_answers_are_tried(liverdeck):
    out = liverdeck("check", "--help").out
    assert f"up to {MOST_TRIES} answers" in " ".join(out.split())


@pytest.mark.usefixtures("heart")
def test_try_takes_no_answer(liverdeck):
    code, _, err = liverdeck("check", "organ", "heart", "-d", "heart", "--try")
    assert code == 2
    assert "leave out ANSWER" in err
