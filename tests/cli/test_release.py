import signal
import subprocess
import sys
import time

import pytest

from liverdeck.authoring.ledger_file import read_ledger

REJECTED_AND_RIGHT = """\
  - id: valves
    from: pump
    ask: How many valves has the heart?
    answer:
      text: "4"
      accept: [four]
      reject:
        Four: Too few.
"""


def edit(folder, old="70 /min", new="60 /min"):
    facts = folder / "01-facts.yaml"
    text = facts.read_text()
    assert old in text
    facts.write_text(text.replace(old, new))


def releases(folder):
    return read_ledger(folder / "deck.lock", "heart").value.releases


def test_a_release_lists_its_changes(liverdeck, released):
    edit(released)
    code, out, _ = liverdeck("release", "-d", "heart")
    assert code == 0
    assert out.startswith(
        "Release 2: 1 changed (rate).\nWrote heart/deck.lock and CHANGES.md. "
    )
    assert "`rate`: How fast?" in (released / "CHANGES.md").read_text()
    assert time.time() - releases(released)[-1] < 600


def test_a_deck_with_lint_errors_is_not_released(liverdeck, released, everything):
    with (released / "01-facts.yaml").open("a") as facts:
        facts.write(REJECTED_AND_RIGHT)
    before = everything()
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "error: 'Four' is listed both as right and as wrong" in err
    assert everything() == before


def test_an_unchanged_deck_is_not_released(liverdeck, released):
    assert liverdeck("release", "-d", "heart")[:2] == (
        0,
        "Nothing to release: release 1 has all of this already.\n",
    )
    assert releases(released) == (1_600_000_000,)


@pytest.mark.parametrize(
    "moment", ["2021-01-01T00:00Z", "2021-01-01T01:00+01:00", "1609459200"]
)
def test_a_release_can_be_dated(liverdeck, released, moment):
    edit(released)
    assert liverdeck("release", "-d", "heart", "--at", moment).code == 0
    assert releases(released)[-1] == 1_609_459_200


@pytest.mark.parametrize(
    ("moment", "code", "message"),
    [
        ("2999-01-01T00:00Z", 2, "in the future"),
        ("soon", 2, "is not a time"),
        ("2021-01-01T00:00", 2, "has no time zone"),
        (
            "2019-01-01T00:00Z",
            1,
            "is not after the last release, 2020-09-13 12:26 UTC; name a later time",
        ),
        ("1600000000", 1, "is not after the last release"),
    ],
)
def test_a_bad_release_time_is_refused(liverdeck, released, moment, code, message):
    edit(released)
    result, _, err = liverdeck("release", "-d", "heart", "--at", moment)
    assert result == code
    assert message in err
    assert releases(released) == (1_600_000_000,)


def test_two_releases_within_a_second_both_count(liverdeck, released):
    edit(released)
    now = int(time.time())
    assert liverdeck("release", "-d", "heart").code == 0
    edit(released, "60 /min", "50 /min")
    assert liverdeck("release", "-d", "heart").code == 0
    _, second, third = releases(released)
    assert now <= second < third


def test_a_dangerous_edit_is_refused_and_nothing_written(liverdeck, released):
    before = (released / "deck.lock").read_bytes()
    edit(released, "{{c1::", "{{c2::")
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "heart/01-facts.yaml:5:5: error: c2 of flow now holds 'vein'" in err
    assert (released / "deck.lock").read_bytes() == before


def test_a_first_release_needs_the_option_new(liverdeck, write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    assert liverdeck("release", "-d", "heart").code == 1
    assert liverdeck("release", "-d", "heart", "--new").code == 0
    assert len(releases(folder)) == 1


def test_the_bundled_deck_is_never_released_by_accident(liverdeck):
    code, _, err = liverdeck("release")
    assert code == 2
    assert "no deck here or under ./cards" in err


LEDGER_AND_CHANGES = ("deck.lock", "CHANGES.md")


def test_a_new_deck_is_released_for_the_first_time(invoke, write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    code, out, err = invoke("release", "-d", "heart", "--new")
    assert (code, err) == (0, "")
    assert out == (
        "Release 1: 1 new (a); "
        "3 note types (LiverDeck Cloze (en), LiverDeck Question (en), "
        "LiverDeck List (en)).\n"
        "Wrote heart/deck.lock and CHANGES.md. Commit both, then build with --frozen.\n"
    )
    changes = (folder / "CHANGES.md").read_text()
    assert changes.startswith("# Changes of The heart\n\n## Release 1, ")
    assert invoke("build", "-d", "heart", "--frozen").code == 0


def test_a_second_release_names_each_kind_of_change(invoke, released, write_deck):
    write_deck(
        "  - {id: rate, from: pump, ask: How fast?, answer: 60 /min}\n"
        "  - {id: new, from: pump, ask: Q?, answer: x}\n"
    )
    code, out, _ = invoke("release", "-d", "heart")
    assert code == 0
    assert out.startswith(
        "Release 2: 1 new (new); 1 changed (rate); 1 withdrawn (flow).\n"
    )
    page = (released / "CHANGES.md").read_text()
    assert page.index("## Release 2, ") < page.index("## Release 1, ")
    assert '"Key:heart/flow"' in page
    assert invoke("build", "-d", "heart", "--frozen").code == 0


def test_a_fact_that_moves_is_named(invoke, released, write_deck):
    facts = (released / "01-facts.yaml").read_text().split("facts:\n")[1]
    write_deck(facts, topic="beat")
    assert invoke("release", "-d", "heart").out.startswith(
        "Release 2: 2 moved to another topic (rate, flow).\n"
    )


def test_a_long_summary_is_cut_short(invoke, write_deck):
    write_deck(
        "".join(
            f"  - {{id: f{n}, from: pump, ask: Q{n}?, answer: x}}\n" for n in range(7)
        )
    )
    assert (
        "Release 1: 7 new (f0, f1, f2, f3, f4 and 2 more); "
        in invoke("release", "-d", "heart", "--new").out
    )


@pytest.mark.parametrize(
    ("moment", "message"),
    [
        ("", "is not a time"),
        ("0", "before 1970"),
        ("-5", "is not a time"),
        ("1969-12-31T23:59Z", "before 1970"),
        ("99999999999", "in the future"),
        ("123456789012", "is not a time"),
        ("1600000000.5", "is not a time"),
        ("2026-02-30T00:00Z", "is not a time"),
        ("0001-01-01T00:00+14:00", "before 1970"),
        ("9999-12-31T23:59-14:00", "in the future"),
        ("٣", "is not a time"),
    ],
)
def test_a_value_that_is_not_a_time_is_wrong_usage(
    liverdeck, released, everything, moment, message
):
    edit(released)
    before = everything()
    code, out, err = liverdeck("release", "-d", "heart", "--at", moment)
    assert (code, out) == (2, "")
    assert f"--at {moment!r}" in err
    assert message in err
    assert everything() == before


def test_a_day_without_dashes_is_not_taken_for_seconds(invoke, write_deck):
    # ISO 8601 also writes 1 January 2021 as 20210101; as seconds it is in August 1970.
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    code, _, _ = invoke("release", "-d", "heart", "--new", "--at", "20210101")
    if code != 2:
        assert releases(folder)[0] > 1_000_000_000  # in 2001


@pytest.mark.parametrize("arguments", [[], ["--new"]])
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace('"changed":16', '"changed":17', 1),
        lambda text: f"<<<<<<< ours\n{text}",
        lambda text: text[:-1],
        lambda _: "",
    ],
    ids=["by hand", "conflict", "torn", "empty"],
)
def test_a_damaged_ledger_is_never_replaced(
    invoke, released, everything, arguments, damage
):
    edit(released)
    ledger = released / "deck.lock"
    ledger.write_text(damage(ledger.read_text()))
    before = everything()
    code, out, err = invoke("release", "-d", "heart", *arguments)
    assert (code, out) == (1, "")
    assert "heart/deck.lock:" in err
    assert everything() == before


def test_a_released_deck_is_not_released_as_new(invoke, released, everything):
    edit(released)
    before = everything()
    code, _, err = invoke("release", "-d", "heart", "--new")
    assert code == 1
    assert "this deck has a ledger with releases; leave out --new" in err
    assert everything() == before


def test_a_change_log_that_is_a_folder_stops_the_release(invoke, released, everything):
    edit(released)
    (released / "CHANGES.md").unlink()
    (released / "CHANGES.md").mkdir()
    before = everything()
    code, _, err = invoke("release", "-d", "heart")
    assert code == 1
    assert "heart/CHANGES.md:1:1: error: not an ordinary file" in err
    assert everything() == before


def test_a_disk_too_full_for_the_ledger_changes_neither_file(
    liverdeck, released, small_disk
):
    edit(released)
    before = [(released / name).read_bytes() for name in LEDGER_AND_CHANGES]
    ledger, changes = before
    # The disk has room for the change log, and none for the ledger.
    assert len(changes) < 400
    assert len(ledger) > 600
    code, out, err = liverdeck("release", "-d", "heart", **small_disk(600))
    assert (code, out) == (1, "")
    assert "heart/deck.lock:1:1: error: cannot be written: File too large" in err
    assert [(released / name).read_bytes() for name in LEDGER_AND_CHANGES] == before
    assert list(released.glob("*.tmp")) == []


def test_a_first_release_on_a_full_disk_leaves_no_change_log(
    liverdeck, write_deck, small_disk
):
    folder = write_deck(
        "".join(f"  - {{id: f{n}, from: pump, ask: Q?, answer: x}}\n" for n in range(5))
    )
    assert liverdeck("release", "-d", "heart", "--new", **small_disk(900)).code == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "01-facts.yaml",
        "deck.yaml",
        "passages.yaml",
    ]


def test_ctrl_c_while_reading_leaves_the_ledger_alone(tmp_path, write_deck, everything):
    facts = "".join(
        f"  - {{id: f{n}, from: pump, ask: How much is {n}?, answer: '{n}'}}\n"
        for n in range(40_000)
    )
    write_deck(facts, folder="cards/heart")
    before = everything()
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", "release", "--new"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr.readline() == "Deck: cards/heart\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, err.strip()) == (
        130,
        "",
        "Stopped. No file is half written.",
    )
    assert everything() == before
