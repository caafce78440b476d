import json
import shutil

import pytest


def test_a_clean_deck_has_no_problems(liverdeck, released):
    assert liverdeck("lint", "--severity", "error", "-d", released) == (
        0,
        "",
        "No problems.\n",
    )


@pytest.fixture
def wrong(write_deck):
    write_deck("  - {id: rate, from: pump, ask: Why?, askk: 70%, answer: x}\n")


@pytest.mark.usefixtures("wrong")
def test_lint_prints_problems_as_text(liverdeck):
    code, out, err = liverdeck("lint", "--severity", "error", "-d", "heart")
    assert (code, err) == (1, "1 error.\n")
    assert out == (
        "heart/01-facts.yaml:4:39: error: unknown key 'askk' in fact; "
        "did you mean `ask`?\n"
    )


@pytest.mark.usefixtures("wrong")
def test_lint_prints_problems_as_json(liverdeck):
    _, out, _ = liverdeck(
        "lint", "--severity", "error", "-d", "heart", "--format", "json"
    )
    assert json.loads(out) == [
        {
            "path": "heart/01-facts.yaml",
            "line": 4,
            "column": 39,
            "severity": "error",
            "rule": "format",
            "what": "unknown key 'askk' in fact",
            "mend": "did you mean `ask`?",
        }
    ]


def test_lint_prints_problems_for_github(liverdeck, write_deck):
    write_deck(
        "  - {id: rate, from: pump, ask: Why?, answer: {text: x, strict: 50%}}\n",
        folder="a,b",
    )
    _, out, _ = liverdeck(
        "lint", "--severity", "error", "-d", "a,b", "--format", "github"
    )
    assert out == (
        "::error file=a%2Cb/01-facts.yaml,line=4,col=65,title=format::"
        "`strict` is '50%25'; write one of: true, false\n"
    )


@pytest.mark.usefixtures("wrong")
def test_lint_takes_several_decks_at_once(liverdeck, write_deck, tmp_path):
    write_deck(folder="lung")
    deck = tmp_path / "lung" / "deck.yaml"
    deck.write_text(deck.read_text().replace("id: heart", "id: lung", 1))
    code, out, err = liverdeck(
        "lint", "--severity", "error", "-d", "heart", "-d", "lung", "-d", "nowhere"
    )
    assert (code, err) == (1, "3 errors.\n")
    assert [line.split(":")[0] for line in out.splitlines()] == [
        "heart/01-facts.yaml",
        "lung",
        "nowhere",
    ]


def test_an_edit_that_would_lose_progress_is_a_problem(liverdeck, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("{{c1::", "{{c2::"))
    code, out, _ = liverdeck("lint", "--severity", "error", "-d", "heart")
    assert code == 1
    assert out.startswith(
        "heart/01-facts.yaml:5:5: error: "
        "c2 of flow now holds 'vein', which was released as c1; "
    )


def test_lint_without_a_deck_is_wrong_usage(liverdeck):
    code, _, err = liverdeck("lint")
    assert code == 2
    assert (
        "no deck here or under ./cards; "
        "name one with -d, or begin one with: liverdeck new FOLDER"
    ) in err


def test_a_clean_deck_prints_an_empty_list_as_json_and_nothing_for_github(
    invoke, released
):
    assert invoke(
        "lint", "--severity", "error", "-d", released, "--format", "json"
    ) == (0, "[]\n", "No problems.\n")
    assert invoke(
        "lint", "--severity", "error", "-d", released, "--format", "github"
    ) == (0, "", "No problems.\n")


def test_github_gets_one_line_for_any_folder_name(liverdeck, write_deck):
    write_deck(
        "  - {id: rate, from: pump, ask: Why?, answer: {text: x, strict: maybe}}\n",
        folder="100%\nnew: a,b",
    )
    code, out, _ = liverdeck(
        "lint", "--severity", "error", "-d", "100%\nnew: a,b", "--format", "github"
    )
    assert code == 1
    assert out == (
        "::error file=100%25%0Anew%3A a%2Cb/01-facts.yaml,"
        "line=4,col=65,title=format::"
        "`strict` is 'maybe'; write one of: true, false\n"
    )


def test_problems_are_sorted_by_file_and_line(invoke, write_deck):
    folder = write_deck(
        "  - {id: a, from: pump, ask: Q?}\n"
        "  - {id: B, from: pump, ask: Q?, answer: x}\n"
    )
    (folder / "00-first.yaml").write_text("")
    (folder / "deck.lock").write_text("x\n")
    code, out, err = invoke("lint", "--severity", "error", "-d", "heart")
    assert (code, err) == (1, "4 errors.\n")
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        "heart/00-first.yaml:1:1",
        "heart/01-facts.yaml:4:5",
        "heart/01-facts.yaml:5:10",
        "heart/deck.lock:1:1",
    ]


def test_every_dangerous_edit_is_listed_and_stops_a_release(invoke, released):
    facts = released / "01-facts.yaml"
    facts.write_text(
        facts.read_text()
        .replace("{{c1::", "{{c2::")
        .replace(
            "ask: How fast?, answer: {text: 70 /min, accept: [seventy]}",
            "say: 'At {{c1::70}}.'",
        )
    )
    code, out, err = invoke("lint", "--severity", "error", "-d", "heart")
    assert (code, err) == (1, "2 errors.\n")
    assert (
        "heart/01-facts.yaml:4:5: error: "
        "the fact 'rate' was released as question and is now cloze; "
    ) in out
    assert "c2 of flow now holds 'vein', which was released as c1" in out
    for command in ("release", "build"):
        assert (
            invoke(command, "-d", "heart").err
            == out + "2 errors. Nothing was written.\n"
        )


def test_a_dangerous_edit_is_listed_with_other_problems(invoke, released):
    # Promise 7 of docs/design.md: all problems at once.
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("{{c1::", "{{c2::"))
    (released / "02-new.yaml").write_text("")
    _, out, _ = invoke("lint", "--severity", "error", "-d", "heart")
    assert "02-new.yaml:1:1: error: the file is empty" in out
    assert "c2 of flow now holds 'vein'" in out


def test_wrong_usage_and_wrong_decks_have_different_exit_codes(liverdeck, released):
    assert liverdeck("lint", "--severity", "error", "-d", released).code == 0
    assert liverdeck("lint", "--severity", "error", "-d", "nowhere").code == 1
    assert (
        liverdeck(
            "lint", "--severity", "error", "--format", "yaml", "-d", released
        ).code
        == 2
    )
    assert liverdeck("lint", "--severity", "error", released).code == 2


def test_broken_facts_do_not_hide_dangerous_edits(invoke, released):
    facts = released / "01-facts.yaml"
    facts.write_text(
        facts.read_text().replace("{{c1::", "{{c2::")
        + "  - {id: flow, from: pump, ask: Q?, answer: x}\n"
        + "  - {id: seen, from: pump, ask: Q?, answer: x, "
        + "image: {file: gone.png, alt: x}}\n"
    )
    code, out, _ = invoke("lint", "--severity", "error", "-d", "heart")
    assert code == 1
    assert "the fact id 'flow' is there twice" in out
    assert "no image 'gone.png'" in out
    assert "c2 of flow now holds 'vein'" in out


def test_two_decks_with_the_same_id_are_an_error(liverdeck, write_deck, tmp_path):
    heart = write_deck("  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n")
    shutil.copytree(heart, tmp_path / "copy")
    code, out, _ = liverdeck("lint", "-d", "heart", "-d", "copy", "-d", "heart")
    assert code == 1
    (problem,) = [line for line in out.splitlines() if "has the id 'heart' too" in line]
    assert problem.startswith("copy/deck.yaml:")


def test_lint_warns_of_a_released_fact_that_is_in_no_file(liverdeck, released):
    facts = released / "01-facts.yaml"
    lines = facts.read_text().splitlines()
    facts.write_text("\n".join(line for line in lines if "id: rate" not in line))
    out = liverdeck("lint", "-d", "heart").out
    assert (
        "deck.lock:1:1: warning: the fact 'rate' was released and is in no file" in out
    )


def test_no_problem_turns_the_direction_of_the_terminal(liverdeck, write_deck):
    mark = "\u202e"  # a terminal shows what follows from right to left
    folder = write_deck("  - {id: a, from: pump, ask: Q?}\n")
    folder.rename(folder.with_name(f"he{mark}art"))
    _, out, _ = liverdeck("lint", "-d", f"he{mark}art")
    assert out.startswith("he�art/01-facts.yaml:4:5: error: ")
    _, _, err = liverdeck("build", "-d", f"he{mark}art", "-o", "x.apkg")
    assert err.startswith("he�art/")
