import time

import pytest

from liverdeck.facts.ledger import read_ledger


def edit(folder, old="70 /min", new="60 /min"):
    facts = folder / "01-facts.yaml"
    text = facts.read_text()
    assert old in text
    facts.write_text(text.replace(old, new))


def releases(folder):
    return read_ledger(folder / "deck.lock", "heart")[0].releases


def test_a_release_says_what_is_in_it(liverdeck, released):
    edit(released)
    code, out, _ = liverdeck("release", "-d", "heart")
    assert code == 0
    assert out.startswith("Release 2: 1 changed (rate).\nWrote heart/deck.lock and CHANGES.md. ")
    assert "`rate`: How fast?" in (released / "CHANGES.md").read_text()
    assert time.time() - releases(released)[-1] < 600


def test_nothing_to_release(liverdeck, released):
    assert liverdeck("release", "-d", "heart")[:2] == (0, "Nothing to release: learners have all of this already.\n")
    assert releases(released) == (1_600_000_000,)


@pytest.mark.parametrize("moment", ["2021-01-01T00:00Z", "2021-01-01T01:00+01:00", "1609459200"])
def test_a_release_can_be_dated(liverdeck, released, moment):
    edit(released)
    assert liverdeck("release", "-d", "heart", "--at", moment)[0] == 0
    assert releases(released)[-1] == 1_609_459_200


@pytest.mark.parametrize(
    ("moment", "code", "words"),
    [
        ("2999-01-01T00:00Z", 2, "in the future"),
        ("soon", 2, "is not a time"),
        ("2021-01-01T00:00", 2, "has no time zone"),
        ("2019-01-01T00:00Z", 1, "is not after the last release, 2020-09-13 12:26 UTC; times never go back"),
        ("1600000000", 1, "is not after the last release"),
    ],
)
def test_a_time_that_would_harm_is_refused(liverdeck, released, moment, code, words):
    edit(released)
    result, _, err = liverdeck("release", "-d", "heart", "--at", moment)
    assert result == code
    assert words in err
    assert releases(released) == (1_600_000_000,)


def test_two_releases_within_a_second_both_count(liverdeck, released):
    edit(released)
    now = int(time.time())
    assert liverdeck("release", "-d", "heart")[0] == 0
    edit(released, "60 /min", "50 /min")
    assert liverdeck("release", "-d", "heart")[0] == 0
    _, second, third = releases(released)
    assert now <= second < third


def test_a_dangerous_edit_is_refused_and_nothing_written(liverdeck, released):
    before = (released / "deck.lock").read_bytes()
    edit(released, "{{c1::", "{{c2::")
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "heart/01-facts.yaml:5:5: error: c2 of flow now holds 'vein'" in err
    assert (released / "deck.lock").read_bytes() == before


def test_a_first_release_without_a_ledger_must_be_meant(liverdeck, write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    assert liverdeck("release", "-d", "heart")[0] == 1
    assert liverdeck("release", "-d", "heart", "--new")[0] == 0
    assert len(releases(folder)) == 1


def test_the_bundled_deck_is_never_released_by_accident(liverdeck):
    code, _, err = liverdeck("release")
    assert code == 2
    assert "no deck under ./cards" in err
