"""Two branches published one question under two names, and one name is chosen."""

import pytest

from liverdeck.authoring.ledger_file import read_ledger

FACTS = "  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n"
BILE = "  - {{id: {}, from: pump, ask: Which organ makes bile?, answer: liver}}\n"
VALVE = "  - {id: valve, from: pump, ask: What keeps the way?, answer: a valve}\n"
WALL = "  - {id: wall, from: pump, ask: What is the thick wall?, answer: muscle}\n"


@pytest.fixture
def merged(liverdeck, write_deck):
    """Return a function that releases two branches and merges them.

    It returns the deck's folder and what `release --merge` says.
    """

    def merge(ours, theirs, after):
        folder = write_deck(FACTS)
        names = ("deck.lock", "CHANGES.md")
        release = ("release", "-d", "heart", "--at")
        assert liverdeck(*release, "1600000000", "--new")[0] == 0
        base = {name: (folder / name).read_text() for name in names}
        write_deck(theirs)
        assert liverdeck(*release, "1600100000")[0] == 0
        other = folder / "other.lock"
        (folder / "deck.lock").rename(other)
        for name, text in base.items():
            (folder / name).write_text(text)
        write_deck(ours)
        assert liverdeck(*release, "1600200000")[0] == 0
        write_deck(after)
        code, out, err = liverdeck("release", "-d", "heart", "--merge", str(other))
        assert code == 0, err
        other.unlink()
        return folder, out

    return merge


def test_the_merge_names_both_notes_and_the_release_asks_which_one_stays(
    merged, liverdeck
):
    mine, theirs = FACTS + BILE.format("mine"), FACTS + BILE.format("theirs")
    folder, out = merged(mine, theirs, after=mine)
    assert (
        "Each branch seems to have given these questions a name of its own: "
        "mine = theirs. `release` asks which name stays.\n"
    ) in out
    before = (folder / "deck.lock").read_bytes()
    for command in (("release",), ("build",), ("diff", "3")):
        code, _, err = liverdeck(*command, "-d", "heart")
        assert (code, "mine seems to have been released by one branch" in err) == (
            1,
            True,
        ), err
    assert (folder / "deck.lock").read_bytes() == before

    code, out, err = liverdeck("release", "-d", "heart", "--moved", "mine=mine")
    assert (code, "1 withdrawn (theirs)" in out) == (0, True), err
    assert (
        "- `theirs`: no longer in the deck; `mine` takes its place\n"
        in (folder / "CHANGES.md").read_text()
    )
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0


def test_the_name_of_the_other_branch_can_stay(merged, liverdeck):
    mine, theirs = FACTS + BILE.format("mine"), FACTS + BILE.format("theirs")
    folder, _ = merged(mine, theirs, after=mine)
    code, out, err = liverdeck("release", "-d", "heart", "--moved", "theirs=mine")
    assert (code, "1 withdrawn (mine)" in out) == (0, True), err
    ledger = read_ledger(folder / "deck.lock", "heart").required()
    assert ledger.lines["theirs", ""].withdrawn is None
    assert (
        "`mine`: no longer in the deck; `theirs` takes its place"
        in (folder / "CHANGES.md").read_text()
    )
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0
    assert "Nothing to release" in liverdeck("release", "-d", "heart")[1]


def test_two_questions_that_look_alike_may_both_stay(merged, liverdeck):
    mine, theirs = FACTS + BILE.format("mine"), FACTS + BILE.format("theirs")
    merged(mine, theirs, after=mine + BILE.format("theirs"))
    code, _, err = liverdeck("release", "-d", "heart")
    assert (code, "mine and theirs seem to be one question" in err) == (1, True)
    command = ("release", "-d", "heart", "--moved", "mine=mine")
    assert liverdeck(*command)[0] == 0
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0


def test_the_merge_names_what_only_one_branch_published(merged, liverdeck):
    _, out = merged(FACTS + WALL, FACTS + VALVE, after=FACTS + WALL + VALVE)
    assert "a name of its own" not in out
    assert (
        "Only one branch gave out wall, and only the other one valve: the learners of "
        "each get the other's notes as new, with the package. If two ask the same, "
        "keep one of them in the deck.\n"
    ) in out
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 0, err


def test_the_merge_names_no_notes_if_the_other_branch_published_none(merged):
    reworded = FACTS.replace("fast", "quickly")
    _, out = merged(FACTS + WALL, reworded, after=FACTS + WALL)
    assert "Only one branch" not in out
