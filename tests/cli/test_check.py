import json

import pytest

FACTS = """\
  - id: flow
    from: pump
    say: Blood comes back to the {{c1::right atrium}} and leaves by the {{c2::aorta}}.
    blanks:
      c1:
        accept: [RA]
        reject:
          left atrium: That is the other side.
  - {id: parts, from: rooms, ask: Which chambers?, groups: [{id: left, title: Left, items: [atrium, ventricle]}]}
  - {id: organ, from: pump, ask: What pumps?, answer: the heart, open: [vessel]}
"""


@pytest.fixture
def heart(write_deck):
    return write_deck(FACTS)


@pytest.mark.usefixtures("heart")
@pytest.mark.parametrize(
    ("typed", "code", "starts"),
    [
        ("Heart", 0, "correct (spelling): Correct; the deck writes the heart."),
        ("herat", 4, "retype"),
        ("hart", 3, "wrong"),
        (
            "not the heart",
            3,
            "wrong (negated): The word not changes the meaning. The answer is the heart.",
        ),
        ("vessel", 4, "retype (open)"),
    ],
)
def test_a_question(liverdeck, typed, code, starts):
    done = liverdeck("check", "organ", typed, "-d", "heart")
    assert (done[0], done[1].startswith(starts), done[2]) == (code, True, ""), done


@pytest.mark.usefixtures("heart")
def test_a_blank_is_named_by_its_number(liverdeck):
    assert liverdeck("check", "flow/c1", "ra", "-d", "heart")[:2] == (
        0,
        "correct (alias): Correct; the deck says right atrium.\n",
    )
    code, out, _ = liverdeck("check", "flow/c1", "left", "atrium", "-d", "heart")
    assert (code, out) == (
        3,
        "wrong (rejected): Not left atrium: That is the other side. The answer is right atrium.\n",
    )


@pytest.mark.usefixtures("heart")
def test_a_list_may_be_partly_right(liverdeck):
    assert liverdeck("check", "parts/left", "atrium, valve", "-d", "heart")[0] == 3
    code, out, _ = liverdeck("check", "parts/left", "atrium", "-d", "heart", "--json")
    assert code == 5
    shown = json.loads(out)
    assert (shown["outcome"], shown["matched"], shown["missing"]) == (
        "partial",
        ["atrium"],
        ["ventricle"],
    )


@pytest.mark.usefixtures("heart")
def test_which_card_is_asked_where_a_fact_has_several(liverdeck):
    code, out, err = liverdeck("check", "flow", "aorta", "-d", "heart")
    assert (code, out) == (2, "")
    assert "flow/c1" in err
    assert "flow/c2" in err


@pytest.mark.usefixtures("heart")
def test_an_unknown_fact_gets_the_nearest(liverdeck):
    code, _, err = liverdeck("check", "flwo", "aorta", "-d", "heart")
    assert code == 1
    assert "flow" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("heart")
def test_without_an_answer_it_asks(liverdeck):
    code, out, err = liverdeck("check", "organ", "-d", "heart", input="heart\n")
    assert (code, out.split()[0]) == (0, "correct")
    assert "What pumps?" in err


@pytest.mark.usefixtures("heart")
def test_it_explains(liverdeck):
    out = liverdeck("check", "organ", "haert", "-d", "heart", "--explain")[1]
    assert "read as: haert" in out
    assert "decided: " in out


def test_a_deck_with_problems_is_judged_with_a_word_about_them(liverdeck, write_deck):
    write_deck(FACTS + "  - {id: bad, from: pump, ask: What?}\n")
    code, out, err = liverdeck("check", "organ", "heart", "-d", "heart")
    assert (code, out.split()[0]) == (0, "correct")
    assert "This deck has 1 error: liverdeck lint -d" in err


def test_no_fact_is_a_question_of_usage(liverdeck):
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


def test_many_answers_keep_their_order_and_a_broken_line_stops_nothing(
    liverdeck, tmp_path
):
    (tmp_path / "rows.jsonl").write_text("\n".join(ROWS))
    for given in ({}, {"input": "\n".join(ROWS)}):
        code, out, err = liverdeck(
            "check", "--jsonl", "-" if given else "rows.jsonl", **given
        )
        rows = [json.loads(line) for line in out.splitlines()]
        assert [row.get("outcome") or row["line"] for row in rows] == [
            "correct",
            "correct",
            3,
            "partial",
            "correct",
            7,
        ]
        assert (code, rows[0]["id"]) == (1, 7)
        assert "2 lines could not be judged" in err


def test_a_file_that_is_not_there(liverdeck):
    code, out, err = liverdeck("check", "--jsonl", "nothing.jsonl")
    assert (code, out) == (1, "")
    assert "nothing.jsonl" in err
    assert "Traceback" not in err
