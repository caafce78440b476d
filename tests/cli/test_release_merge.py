"""Two branches that were both published are merged by following a message.

The message of `release` has the commands.
"""

import re
import shlex
import shutil
import subprocess

import pytest

from liverdeck.authoring.ledger_file import read_ledger

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - {id: flow, from: pump, say: 'In the {{c1::vein}} it flows.'}
  - {id: goal, from: pump, ask: Where does it flow to?, answer: the atrium}
"""
OURS = "  - {id: wall, from: pump, ask: What is the thick wall?, answer: muscle}\n"
THEIRS = "  - {id: valve, from: pump, ask: What keeps the way?, answer: a valve}\n"
GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="needs git")


@pytest.fixture
def git(tmp_path):
    """Return a function that runs git in the deck's folder."""

    def run(*words, fails=False):
        names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        process = subprocess.run(
            (GIT, *names, *words),
            cwd=tmp_path / "heart",
            capture_output=True,
            check=False,
        )
        assert (process.returncode != 0) == fails, process.stdout + process.stderr

    return run


def facts(*more_facts, vessel="vein", more=""):
    """Return `FACTS` with another vessel, more text after the blank, and more facts."""
    text = FACTS.replace("vein", vessel).replace("it flows.", f"it flows.{more}")
    return text + "".join(more_facts)


def follow_message(liverdeck, folder, git):
    """Run the commands that the message of `release` has for two published branches.

    Return the result of the last one.
    """
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "If both sides were published" in err
    commands = err.split("If both sides were published: ")[1].split("\n")[0]
    for command in re.split(r", (?:then: |and )?", commands):
        match shlex.split(command.strip()):
            case ["git", *words]:
                git(*words)
            case ["move", old, "to", new]:
                (folder / old).rename(folder / new)
            case ["liverdeck", *words] if "--merge" in words:
                words[-1] = str(folder / words[-1])
                assert liverdeck(*words, "-d", "heart").code == 0
            case ["liverdeck", "release"]:
                return liverdeck("release", "-d", "heart")
    raise AssertionError(err)


@pytest.fixture
def merged(liverdeck, write_deck, git):
    """Return a function that releases two branches, and merges them by the message.

    `ours` is the text of a release of this branch, `theirs` are those of one or more
    releases of the other branch, and `after` is that of the merged deck. The function
    returns the deck's folder and the result of the last command.
    """

    def merge(ours, *theirs, after):
        folder = write_deck(facts())
        (folder / ".gitignore").write_text("other.lock\n")
        git("init", "-q", "-b", "main")

        def release(text, time):
            write_deck(text)
            is_first = time == 1_600_000_000
            options = ["--at", str(time), *(["--new"] if is_first else [])]
            code, _, err = liverdeck("release", "-d", "heart", *options)
            assert code == 0, err
            git("add", "-A")
            git("commit", "-qm", "a release")

        release(facts(), 1_600_000_000)
        git("checkout", "-qb", "theirs")
        for number, text in enumerate(theirs):
            release(text, 1_600_100_000 + number)
        git("checkout", "-q", "main")
        release(ours, 1_600_200_000)
        git("merge", "-q", "theirs", fails=True)
        write_deck(after)
        return folder, follow_message(liverdeck, folder, git)

    return merge


def lines(folder):
    return read_ledger(folder / "deck.lock", "heart").required().lines


@needs_git
def test_the_merged_ledger_has_the_notes_of_both_branches(merged, liverdeck):
    folder, (code, out, _) = merged(
        facts(OURS), facts(THEIRS), after=facts(OURS, THEIRS)
    )
    assert (code, out) == (
        0,
        "Nothing to release: release 4 has all of this already.\n",
    )
    known = {name for name, _ in lines(folder)}
    assert known == {"rate", "flow", "goal", "wall", "valve"}
    assert liverdeck("build", "-d", "heart", "--frozen").code == 0


@needs_git
def test_a_note_with_two_wordings_is_sent_to_the_learners_of_both_branches(merged):
    """The earlier branch changed the note; the merged deck has its old text again."""
    folder, (code, _, _) = merged(facts(OURS), facts(vessel="veins"), after=facts())
    assert code == 0
    ledger = read_ledger(folder / "deck.lock", "heart").required()
    assert len(ledger.releases) == 5
    assert ledger.lines["flow", ""].changed_seconds > 1_600_200_000
    assert ledger.lines["rate", ""].changed_seconds == 1_600_000_000
    assert ledger.lines["wall", ""].withdrawn == 5


@needs_git
def test_a_note_that_only_the_other_branch_released_and_withdrew_is_named(merged):
    """`--recover` reads withdrawn ids in CHANGES.md, and only ours is kept."""
    folder, (code, _, _) = merged(
        facts(OURS), facts(THEIRS), facts(), after=facts(OURS)
    )
    assert code == 0
    assert lines(folder)["valve", ""].withdrawn == 3
    newest = (folder / "CHANGES.md").read_text().split("\n## ")[1]
    assert "### Withdrawn\n\n- `valve`: no longer in the deck\n" in newest


@needs_git
@pytest.mark.parametrize("kept", [" Then {{c2::left}}.", " Then {{c2::right}}."])
def test_a_blank_number_that_both_branches_released_is_not_used_again(merged, kept):
    _, (code, _, err) = merged(
        facts(more=" Then {{c2::left}}."),
        facts(more=" Then {{c2::right}}."),
        after=facts(more=kept),
    )
    assert code == 1
    assert "c2 of flow was dropped in release 4 and is back" in err


@needs_git
def test_a_blank_that_the_merged_deck_leaves_out_is_removed(merged, liverdeck):
    """Learners of the earlier branch have a card that the later wording lacks."""
    ours = facts(more=" Then {{c3::right}}.")
    folder, (code, out, _) = merged(ours, facts(more=" Then {{c2::left}}."), after=ours)
    assert code == 0, out
    assert out.startswith("Release 5: 1 changed"), out
    assert lines(folder)["flow", ""].numbers["c2"].until == 5
    newest = (folder / "CHANGES.md").read_text().split("\n## ")[1]
    assert "### Cards removed\n\n- `flow/c2`\n" in newest
    again = liverdeck("release", "-d", "heart")
    assert again.code == 0
    assert again.out == "Nothing to release: release 5 has all of this already.\n"


@needs_git
@pytest.mark.parametrize("kept", ["left", "right"])
def test_a_blank_number_of_a_note_that_is_new_in_both_branches_is_not_used_again(
    merged, kept
):
    def with_way(side):
        say = f"It goes {{{{c1::on}}}} to the {{{{c2::{side}}}}}."
        return facts(f"  - {{id: way, from: pump, say: '{say}'}}\n")

    _, (code, _, err) = merged(
        with_way("left"), with_way("right"), after=with_way(kept)
    )
    assert code == 1
    assert "c2 of way was dropped in release 4 and is back" in err
    assert "c1 of way" not in err


@needs_git
def test_an_id_that_both_branches_released_is_not_used_again(merged):
    clash = THEIRS.replace("valve,", "wall,")
    _, (code, _, err) = merged(facts(OURS), facts(clash), after=facts(OURS))
    assert code == 1
    assert "wall was withdrawn in release 4 and is back" in err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text, "deck.lock has all of its releases already"),
        (lambda _: "", "not a line of a ledger"),
    ],
)
def test_a_file_that_cannot_be_merged_is_refused(
    liverdeck, write_deck, everything, change, message
):
    folder = write_deck(facts())
    assert liverdeck("release", "-d", "heart", "--new").code == 0
    text = (folder / "deck.lock").read_text()
    (folder / "other.lock").write_text(change(text))
    before = everything()
    other = str(folder / "other.lock")
    code, _, err = liverdeck("release", "-d", "heart", "--merge", other)
    assert code == 1, err
    assert message in err, err
    assert everything() == before


def test_a_ledger_without_a_common_release_is_refused(
    liverdeck, write_deck, everything
):
    folder = write_deck(facts())
    other = folder / "other.lock"
    for time in (1_600_000_000, 1_600_100_000):
        (folder / "CHANGES.md").unlink(missing_ok=True)
        time_option = ("--at", str(time))
        assert liverdeck("release", "-d", "heart", "--new", *time_option).code == 0
        if not other.exists():
            (folder / "deck.lock").rename(other)
    before = everything()
    code, _, err = liverdeck("release", "-d", "heart", "--merge", str(other))
    assert code == 1
    assert "no release in common" in err
    assert everything() == before


@pytest.mark.parametrize("option", ["--recover", "--merge"])
@pytest.mark.parametrize(
    "others",
    [("--dry-run",), ("--new",), ("--moved", "a=b"), ("--tags-and-sources",)],
)
def test_an_option_that_releases_nothing_excludes_all_other_options(
    liverdeck, write_deck, everything, option, others
):
    write_deck(facts())
    assert liverdeck("release", "-d", "heart", "--new").code == 0
    before = everything()
    code, _, err = liverdeck("release", "-d", "heart", option, "a-file", *others)
    assert code == 2
    assert "give either without other options" in err
    assert everything() == before
