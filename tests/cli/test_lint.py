import json

import pytest


def test_a_clean_deck(liverdeck, released):
    assert liverdeck("lint", "-d", released) == (0, "", "No problems.\n")


@pytest.fixture
def wrong(write_deck):
    write_deck("  - {id: rate, from: pump, ask: Why?, askk: 70%, answer: x}\n")


@pytest.mark.usefixtures("wrong")
def test_text(liverdeck):
    code, out, err = liverdeck("lint", "-d", "heart")
    assert (code, err) == (1, "1 error.\n")
    assert out == "heart/01-facts.yaml:4:39: error: unknown key 'askk' in fact; did you mean `ask`?\n"


@pytest.mark.usefixtures("wrong")
def test_json(liverdeck):
    _, out, _ = liverdeck("lint", "-d", "heart", "--format", "json")
    assert json.loads(out) == [
        {
            "path": "heart/01-facts.yaml", "line": 4, "column": 39, "severity": "error",
            "what": "unknown key 'askk' in fact", "mend": "did you mean `ask`?",
        }
    ]  # fmt: skip


def test_github(liverdeck, write_deck):
    write_deck("  - {id: rate, from: pump, ask: Why?, answer: {text: x, strict: 50%}}\n", folder="a,b")
    _, out, _ = liverdeck("lint", "-d", "a,b", "--format", "github")
    assert out == "::error file=a%2Cb/01-facts.yaml,line=4,col=65::`strict` is '50%25'; write one of: true, false\n"


@pytest.mark.usefixtures("wrong")
def test_several_decks_at_once(liverdeck, write_deck):
    write_deck(folder="lung")
    code, out, err = liverdeck("lint", "-d", "heart", "-d", "lung", "-d", "nowhere")
    assert (code, err) == (1, "3 errors.\n")
    assert [line.split(":")[0] for line in out.splitlines()] == ["heart/01-facts.yaml", "lung", "nowhere"]


def test_an_edit_that_would_cost_progress_is_a_problem(liverdeck, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("{{c1::", "{{c2::"))
    code, out, _ = liverdeck("lint", "-d", "heart")
    assert code == 1
    assert out.startswith("heart/01-facts.yaml:5:5: error: c2 of flow now holds 'vein', which was released as c1; ")


def test_without_a_deck_of_ones_own_there_is_nothing_to_lint(liverdeck):
    code, _, err = liverdeck("lint")
    assert code == 2
    assert "no deck under ./cards; name one with -d, or begin one with: liverdeck new FOLDER" in err
