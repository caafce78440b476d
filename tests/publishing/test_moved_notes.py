"""Ids that were exchanged, or given to another question, are refused."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.alike_notes import AlikeNotes
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.release import release_deck

BILE = "ask: Which organ makes bile?, answer: liver"
PORTAL = "ask: Which vein brings blood from the gut?, answer: portal vein"
LIST = "ask: Which lobes does the liver have?, list: [left, right, caudate]"
OTHER_LIST = "ask: Which ducts join below it?, list: [hepatic, cystic]"
STATEMENT = "say: 'The {{c1::spleen}} lies to the {{c2::left}} of the stomach.'"
OTHER_STATEMENT = "say: 'Bile is stored in the {{c1::gallbladder}} after a meal.'"


def facts(**texts):
    """Return facts with these ids and texts, in YAML."""
    return "".join(
        f"  - {{id: {name.replace('_', '-')}, from: pump, {text}}}\n"
        for name, text in texts.items()
    )


@pytest.fixture
def refusals(write_deck):
    """Return a function that gives the refusals of the second version of a deck."""

    def find(before, after, decided_names=()):
        folder = write_deck(before)
        (folder / "deck.lock").unlink(missing_ok=True)
        loaded = load_deck(folder)
        release_deck(loaded.deck, Ledger("heart"), 1_600_000_000)
        loaded = load_deck(write_deck(after))
        assert loaded.problems == ()
        changes = deck_state(loaded.deck, loaded.ledger, decided_names).changes
        return [f"{danger.message}; {danger.fix}" for danger in changes.dangers]

    return find


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (BILE, PORTAL),
        (LIST, OTHER_LIST),
        (STATEMENT, OTHER_STATEMENT),
        (BILE, BILE.replace("bile", "insulin").replace("liver", "pancreas")),
        ("ask: What is the capital of France?, answer: Paris",
         "ask: What is the capital of Spain?, answer: Madrid"),
    ],
)  # fmt: skip
def test_exchanged_ids_are_refused(refusals, one, two):
    problems = refusals(facts(one=one, two=two), facts(one=two, two=one))
    assert [text.split(" (")[0] for text in problems] == [
        "one seems to be what was released as two",
        "two seems to be what was released as one",
    ]
    assert "release --moved two=one" in problems[0]
    assert "release --moved one=two" in problems[1]


def test_exchanged_and_corrected_facts_are_refused(refusals):
    problems = refusals(
        facts(one=BILE, two=PORTAL),
        facts(one=PORTAL.replace("gut", "bowel"), two=BILE.replace("organ", "gland")),
    )
    assert len(problems) == 2


def test_exchanged_groups_are_refused(refusals):
    before = """\
  - id: rooms
    from: rooms
    ask: Which chambers?
    groups:
      - {id: a, title: Left half, items: [left atrium, left ventricle]}
      - {id: b, title: Right half, items: [right atrium, right ventricle]}
"""
    swapped = (
        before.replace("id: a", "id: x")
        .replace("id: b", "id: a")
        .replace("id: x", "id: b")
    )
    problems = refusals(before, swapped)
    assert len(problems) == 2
    assert "rooms/a seems to be what was released as rooms/b" in problems[1]
    assert "`was: b` into rooms/a, as does: " in problems[1]
    assert "liverdeck release --moved rooms/b=rooms/a;" in problems[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BILE, BILE),
        (BILE, BILE.replace("organ", "gland")),
        (BILE, BILE.replace("liver", "the liver")),
        (BILE, "ask: Where does bile come from in the body?, answer: liver"),
        (LIST, LIST.replace("caudate", "caudate, quadrate")),
        (STATEMENT, STATEMENT.replace("lies", "is")),
    ],
)
def test_a_fact_under_another_id_is_refused(refusals, before, after):
    shared = "ask: How fast?, answer: 70 /min"
    problems = refusals(facts(old=before, rate=shared), facts(vein=after, rate=shared))
    (text,) = problems
    is_alike = "Where does" not in after  # else it has too few words in common
    seems = "seems to" if is_alike else "may"
    assert text.startswith(f"vein {seems} be what was released as old")
    assert "learners would lose their progress" in text
    assert "release --moved old=vein" in text
    assert "release --replaced vein" in text


@pytest.mark.parametrize(
    ("before", "after"),
    [(BILE, PORTAL), (LIST, OTHER_LIST), (STATEMENT, OTHER_STATEMENT)],
)
def test_another_question_under_an_old_id_is_refused(refusals, before, after):
    (text,) = refusals(facts(one=before), facts(one=after))
    assert text.startswith("one was released as")
    assert "is now quite another question" in text
    assert "--replaced one" in text
    assert "--moved one=one" in text
    assert refusals(facts(one=before), facts(one=after), decided_names=["one"]) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BILE, BILE.replace("Which organ", "What")),
        (BILE, "ask: Where does bile come from?, answer: liver"),
        (LIST, LIST.replace("caudate", "a, b, c, d, e, f, g, h, i, j, k, l")),
        (STATEMENT, STATEMENT.replace("spleen", "splenn").replace("stomach", "gut")),
        (
            "ask: 胃は何をしますか, answer: 消化",
            "ask: 胃は何をするか, answer: 消化する",
        ),
    ],
)
def test_an_ordinary_edit_is_not_refused(refusals, before, after):
    other = {"bile_b": BILE.replace("bile", "it"), "portal": PORTAL}
    assert refusals(facts(one=before, **other), facts(one=after, **other)) == []


def test_two_alike_facts_may_both_be_edited(refusals):
    one = "ask: What is the capital of France?, answer: Paris"
    two = "ask: What is the capital of Spain?, answer: Madrid"
    after = [text.replace("What", "Which town") for text in (one, two)]
    assert refusals(facts(one=one, two=two), facts(one=after[0], two=after[1])) == []


def test_a_fact_with_its_old_id_under_was_is_not_refused(refusals):
    assert refusals(facts(old=BILE), facts(vein=f"was: old, {BILE}")) == []


def test_a_release_of_exchanged_ids_is_refused(write_deck):
    loaded = load_deck(write_deck(facts(one=BILE, two=PORTAL)))
    release_deck(loaded.deck, Ledger("heart"), 1_600_000_000)
    loaded = load_deck(write_deck(facts(one=PORTAL, two=BILE)))
    with pytest.raises(ContentError, match="seems to be"):
        release_deck(loaded.deck, loaded.ledger, 1_700_000_000)


def test_a_note_is_compared_with_few_others(refusals, monkeypatch):
    """All pairs of the 500 old and the 500 new notes would be 250,000 comparisons."""
    compared = []
    likeness = AlikeNotes.likeness

    def recorded_likeness(alike, state, line):
        compared.append((state.name, line.name))
        return likeness(alike, state, line)

    monkeypatch.setattr(AlikeNotes, "likeness", recorded_likeness)
    names = [f"n{index}" for index in range(500)]
    before = facts(**{n: f"ask: What is {n} of the body?, answer: a{n}" for n in names})
    after = facts(
        **{f"m{n}": f"ask: Which {n} of the body?, answer: b{n}" for n in names}
    )
    assert refusals(before, after) == []
    assert len(names) <= len(compared) <= 4 * len(names)
