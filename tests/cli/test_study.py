"""`liverdeck study` as a learner uses it: typed lines in, lines out."""

import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from liverdeck.cli.main import cli
from liverdeck.cli.study_texts import COMMANDS
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.schedule import Schedule
from tests.conftest import DECK
from tests.study.conftest import history

FACTS = """\
  - id: rate
    from: pump
    ask: How fast does it beat?
    answer: {text: 70 /min, accept: [seventy]}
    why: It rests.
  - id: flow
    from: pump
    say: >-
      Blood comes in by the {{c1::vein::vessel}}.
  - id: valves
    from: rooms
    ask: Which valves?
    list: [mitral, tricuspid, aortic]
    note: Pulmonary is the fourth.
"""
VALVES = FACTS[FACTS.index("  - id: valves") :]
VITAMIN = "  - {id: vitamin, from: pump, ask: Which vitamin?, answer: E}\n"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def study(write_deck, home):
    """Return a function that types lines into `liverdeck study`.

    It returns the output, and fails if the command ends with a traceback.
    """

    def run(typed, *options, facts=FACTS, code=0, columns="88"):
        folder = write_deck(facts)
        runner = CliRunner(env={"LIVERDECK_HOME": str(home), "COLUMNS": columns})
        lines = "".join(f"{line}\n" for line in typed)
        result = runner.invoke(cli, ["study", "-d", str(folder), *options], input=lines)
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_a_right_answer_shows_why_and_source_and_is_saved(study):
    output = study(["70 /min", "3", "q"])
    assert "How fast does it beat?" in output
    assert "Correct." in output
    assert "Why: It rests." in output
    assert "Source: On the heart: How it pumps (read 2023-01-31)" in output
    assert "1 again 1m · 2 hard 5.5m · [3 good 10m] · 4 easy" in output
    assert "Saved: good; back in 10m." in output
    assert "1 answer saved." in output


def test_the_hints_of_answers_are_shown_with_the_question(study):
    facts = (
        "  - {id: a, from: pump, ask: How?, answer: {text: x, hint: think twice}}\n"
        "  - {id: b, from: pump, ask: Which?, list: [{text: y, hint: a tube}, z]}\n"
    )
    output = study(["x", "3", "y, z", "3"], facts=facts)
    first_question, _, later = output.partition("Correct")
    assert "Hint: think twice" in first_question
    assert "Hint: a tube" in later


def test_enter_takes_the_suggested_rating(study):
    assert "Saved: good" in study(["seventy", "", "q"])
    assert "Saved: again" in study(["eighty", "", "q"])


def test_an_empty_answer_shows_the_solution_and_suggests_nothing(study):
    output = study(["", "", "2", "q"])
    assert "The answer is: 70 /min" in output
    ratings, *_ = [line for line in output.splitlines() if "1 again" in line]
    assert "[" not in ratings  # no brackets around a suggestion
    assert "Type 1, 2, 3 or 4" in output
    assert "Saved: hard" in output


def test_a_wrong_answer_may_be_overruled(study):
    output = study(["eighty", "r", "q"])
    assert "r I was right" in output
    assert "Saved: good" in output


@pytest.mark.parametrize(
    ("lines", "is_overruled"),
    [
        (["eighty", "r", "q"], True),
        (["eighty", "3", "q"], False),
        (["seventy", "r", "q"], False),
    ],
)
def test_only_r_on_a_wrong_answer_is_stored_as_overruled(
    study, liverdeck, home, lines, is_overruled
):
    study(lines)
    code, out, _ = liverdeck("log", "export", env={"LIVERDECK_HOME": str(home)})
    assert code == 0
    assert ('"overruled": 1' in out) == is_overruled


def test_a_spelling_in_doubt_is_asked_for_again(study):
    output = study(["seventy", "4", "vien", "vein", "3", "q"])
    asked_again = output.split("Blood comes in")[1].split("1 again")[0]
    assert "> vien is not written as in the answer." in asked_again
    assert asked_again.index("not written") < asked_again.index("Correct")


def test_after_three_doubts_the_answer_is_shown(study):
    output = study(["seventy", "4", "vien", "vien", "vien", "1", "q"])
    assert output.count("is not written as in the answer") == 3
    assert "The answer is: vein" in output


@pytest.mark.parametrize(
    "typed",
    [
        ["mitral, aortic, tricuspid"],
        ["mitral", "aortic", "tricuspid"],
        ["mitral, aortic", "tricuspid"],
    ],
)
def test_a_list_is_typed_on_one_line_or_item_by_item(study, typed):
    output = study([*typed, "3", "q"], "--topic", "chambers", facts=VALVES)
    assert "(3 items: with commas between, or one a line; an empty line ends)" in output
    assert "Correct." in output
    assert "Saved: good" in output


def test_a_list_shows_what_was_missed(study):
    output = study(["mitral", "", "", "q"], facts=VALVES)
    assert "1 of 3 so far." in output
    assert "Missing: tricuspid, aortic." in output
    assert "Beyond the document: Pulmonary is the fourth." in output
    assert "Saved: again" in output


def test_undo_works_after_the_last_rating_from_a_pipe(study):
    output = study(["seventy", "4", "u", "seventy", "1", "q"])
    assert "Taken back: easy on rate" in output
    assert output.count("How fast does it beat?") == 2
    assert "1 answer saved." in output


def test_a_card_can_be_skipped_buried_suspended_and_resumed(study):
    output = study(["s", "b", "!", "q"])
    assert "Skipped: it comes again at the end." in output
    assert "Buried: it comes back tomorrow." in output
    assert "Suspended. To bring it back: liverdeck study --resume valves." in output
    assert output.count("How fast does it beat?") == 2
    assert "Back in the queue: valves" in study([], "--resume", "valves")
    assert "these are suspended" not in study([], "--resume", "valves", code=1)


def test_resume_lists_the_suspended_cards(study):
    study(["!", "!", "q"])
    assert "these are suspended: rate, flow/c1" in study([], "--resume", "rte", code=1)
    assert "Back in the queue: rate, flow/c1" in study([], "--resume", "all")


def test_help_and_source_work_at_both_prompts(study):
    output = study(["?", "e", "seventy", "?", "e", "3", "q"])
    assert output.count("u: undo the last answer.") == 2
    assert output.count("heart/rate, ") == 2
    assert "01-facts.yaml:4:5" in output


def test_the_source_names_the_authors_and_where_to_report_a_mistake(write_deck, home):
    credited = DECK.replace("read: 2023-01-31", "read: 2023-01-31, author: Ann A")
    deck = f"{credited}url: https://b.example\nreport: heart@example.org\n"
    folder, environment = write_deck(FACTS, deck=deck), {"LIVERDECK_HOME": str(home)}
    command = ["study", "-d", str(folder)]
    output = CliRunner(env=environment).invoke(cli, command, input="e\nq\n").output
    assert "The document: Ann A\n" in output
    assert "These cards: https://b.example\n" in output
    assert "Report a mistake: mailto:heart@example.org?subject=heart/rate" in output


def test_other_right_answers_are_shown_after_a_wrong_one(study):
    facts = (
        "  - {id: a, from: pump, ask: How?, one_answer: true, "
        "answer: {text: aorta, accept: [main artery]}}\n"
    )
    assert "Also right: main artery" in study(["", "1", "q"], facts=facts)
    for right in ("aorta", "main artery"):
        assert "Also right" not in study([right, "3", "q"], facts=facts)


def test_a_letter_that_answers_the_card_is_not_a_command(study):
    output = study(["e", "3", "q"], facts=VITAMIN)
    assert "Saved: good" in output


@pytest.mark.parametrize("key", ["1", "4", "r"])
def test_a_rating_before_the_answer_gives_nothing_away(study, key):
    output = study([key, "q"])
    assert "Type the answer first" in output
    assert "70" not in output


def test_a_wrong_letter_where_a_letter_is_asked_for_is_an_answer(study):
    output = study(["b", "1", "q"], facts=VITAMIN)
    assert "Buried" not in output
    assert "Saved: again" in output


@pytest.mark.parametrize(
    "answer", ["{text: three, accept: ['3']}", "{text: three, number: 3}"]
)
def test_a_wrong_digit_where_a_number_is_asked_for_is_an_answer(study, answer):
    facts = f"  - {{id: number, from: pump, ask: How many?, answer: {answer}}}\n"
    output = study(["4", "1", "q"], facts=facts)
    assert "Type the answer first" not in output
    assert "Saved: again" in output


def test_a_failed_backup_does_not_look_like_lost_answers(study, home):
    study(["seventy", "1", "q"])
    for copy in (home / "backups").iterdir():
        copy.unlink()
    (home / "backups").rmdir()
    (home / "backups").write_text("in the way")
    output = study(["vein", "3", "q"], code=1)
    assert output.index("1 answer saved.") < output.index(
        "What was saved is in the log, but today's safety copy"
    )


def test_resume_takes_a_fact_and_forget_makes_a_card_new(study):
    study(["s", "!", "seventy", "4", "q"])
    assert "Back in the queue: flow/c1" in study([], "--resume", "flow")
    assert "New again: rate" in study([], "--forget", "rate")
    assert "How fast" in study(["q"])
    assert "no card 'rte'" in study([], "--forget", "rte", code=1)


def test_the_log_cannot_send_control_codes_to_the_terminal(study, home):
    from liverdeck.cli.home import current_moment
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.schedule import Schedule

    study(["q"])
    card = "heart/\x1b]0;OWNED\x07\x1b[2J\u202e"
    entry = Entry("evil", "suspend", card, current_moment(), "0")
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge([entry])
    output = study(["u", "q"])
    assert "Taken back: suspend on" in output
    for control in ("\x07", "\u202e", "\x1b"):
        assert control not in output


def test_an_unknown_key_says_what_to_do(study):
    output = study(["seventy", "7", "3", "q"])
    assert "'7' is not a command. Type ? for the list." in output


def test_the_end_of_input_says_what_was_saved(study):
    output = study(["seventy", "3", "vein"])
    assert "No more input: 1 answer saved." in output


def test_if_nothing_is_due_options_are_suggested(study):
    output = study([], "--new", "0")
    assert "Nothing is due" in output
    assert "--cram" in output


def test_cramming_says_that_the_schedule_stays(study):
    output = study(["seventy", "3", "q"], "--cram")
    assert "their schedule is not touched" in output
    assert "1 again · 2 hard · [3 good] · 4 easy" in output
    assert "Noted: good." in output
    assert "How fast does it beat?" in study(["q"])


def test_a_reworded_card_is_marked(study):
    study(["seventy", "1", "q"])
    output = study(
        ["s", "s"],
        facts=FACTS.replace("How fast does it beat?", "At what rate does it beat?"),
    )
    assert "This card was reworded since you last saw it" in output


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_key_is_obeyed_and_explained(study, command):
    # A command that is not obeyed ends the program with a traceback.
    before_the_answer = study([command, "q"])
    assert f"{command!r} is not a command" not in before_the_answer
    after_the_answer = study(["seventy", command, "q", "q"])
    assert f"{command!r} is not a command" not in after_the_answer
    if command != "?":
        assert f"\n{command}: " in study(["?", "q"])


@pytest.mark.parametrize("columns", ["20", "40", "200"])
def test_no_line_is_wider_than_the_terminal(study, columns):
    output = study(["?", "seventy", "3", "q"], columns=columns)
    lines = [line.removeprefix("> ") for line in output.splitlines()]
    longest_word = max(len(word) for word in output.split())
    for line in lines:
        assert len(line) <= max(int(columns), longest_word)


def test_no_colour_is_written_to_a_pipe(study):
    assert "\x1b" not in study(["sevnty", "71", "vien", "q"])


def test_typed_text_cannot_send_control_codes_to_the_terminal(study):
    output = study(["\x1b[2Jseventeen\x07", "1", "q"])
    assert "\x1b[2J" not in output
    assert "\x07" not in output


def test_an_unknown_topic_names_the_nearest(liverdeck, write_deck):
    code, _, errors = liverdeck("study", "-d", write_deck(FACTS), "--topic", "chamber")
    assert code == 2
    assert "no topic 'chamber'" in errors
    assert "chambers" in errors


def test_a_deck_with_errors_is_refused(liverdeck, write_deck, home):
    folder = write_deck("  - {id: rate, from: pump, ask: How fast?}\n")
    code, _, errors = liverdeck(
        "study", "-d", folder, env={"LIVERDECK_HOME": str(home)}
    )
    assert code == 1
    assert "01-facts.yaml:4:" in errors
    assert not home.exists()


def test_a_log_that_cannot_be_opened_is_refused_with_a_fix(
    liverdeck, write_deck, tmp_path
):
    (tmp_path / "file").write_text("in the way")
    code, _, errors = liverdeck(
        "study", "-d", write_deck(FACTS), env={"LIVERDECK_HOME": str(tmp_path / "file")}
    )
    assert code == 1
    assert "set LIVERDECK_HOME to a folder that you can write to" in errors


def test_an_answer_not_saved_on_a_full_disk_can_be_saved_later(
    study, home, monkeypatch
):
    study(["seventy", "1", "q"])
    with sqlite3.connect(home / "log.sqlite3") as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    connect = sqlite3.connect

    def connect_to_full_disk(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_to_full_disk)
    output = study(["vein" + " " * 9000, "3", "q"])
    assert "NOT saved: the disk is full. Free some space" in output
    assert "0 answers saved." in output
    monkeypatch.undo()
    assert "Saved: good" in study(["vein" + " " * 9000, "3", "q"])


def run_in_terminal(arguments, home, steps):
    """Run the command in a pseudo-terminal and return its exit code and output.

    A step is a text to wait for, and then the keys to type or a signal to send.
    """
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", *map(str, arguments)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ
        | {"LIVERDECK_HOME": str(home), "TERM": "xterm", "COLUMNS": "88"},
        start_new_session=True,
    )
    os.close(terminal)
    output = ""
    unread = ""
    for text, keys in steps:
        while text not in unread:
            ready, _, _ = select.select([controller], [], [], 30)
            assert ready, f"waited for {text!r} in {unread!r}"
            piece = os.read(controller, 65536).decode()
            output += piece
            unread += piece
        unread = unread.partition(text)[2]
        if isinstance(keys, signal.Signals):
            os.killpg(process.pid, keys)
        else:
            os.write(controller, keys.encode())
    silent_seconds = 0
    while silent_seconds < 30:
        if not select.select([controller], [], [], 1)[0]:
            silent_seconds += 1
            if isinstance(keys, signal.Signals):
                # A signal that comes right before the program waits for input is only
                # heard with the next one.
                os.killpg(process.pid, keys)
            continue
        try:
            output += os.read(controller, 65536).decode()
        except OSError:
            break
    os.close(controller)
    return process.wait(), output


def test_ctrl_c_in_a_terminal_says_what_was_saved(write_deck, home):
    folder = write_deck(FACTS)
    steps = [
        ("> ", "seventy\n"),
        ("4 easy", ""),
        ("> ", "3\n"),
        ("Blood", ""),
        ("> ", signal.SIGINT),
    ]
    code, output = run_in_terminal(["study", "-d", folder], home, steps)
    assert code == 130
    assert "Stopped: 1 answer saved." in output
    assert "Traceback" not in output


def test_undo_works_after_the_last_card_in_a_terminal(write_deck, home):
    folder = write_deck(FACTS)
    steps = [
        ("> ", "seventy\n"),
        ("4 easy", ""),
        ("> ", "4\n"),
        ("u takes back", ""),
        ("> ", "u\n"),
        ("Taken back", ""),
        ("How fast", ""),
        ("> ", "q\n"),
    ]
    code, output = run_in_terminal(["study", "-d", folder, "--new", "1"], home, steps)
    assert code == 0
    assert "0 answers saved." in output


def test_a_killed_session_has_saved_every_rated_answer(write_deck, home, study):
    folder = write_deck(FACTS)
    steps = [
        ("> ", "seventy\n"),
        ("4 easy", ""),
        ("> ", "4\n"),
        ("Saved", signal.SIGKILL),
    ]
    code, _ = run_in_terminal(["study", "-d", folder], home, steps)
    assert code == -signal.SIGKILL
    assert "How fast" not in study(["q"])


def test_a_wrong_state_is_corrected_and_reported_once(study, home):
    study(["seventy", "1", "q"])
    with closing(sqlite3.connect(home / "log.sqlite3")) as connection, connection:
        connection.execute("UPDATE cards SET suspended = 1")
        connection.execute("DELETE FROM notes_to_self WHERE name = 'checked'")
    assert study(["q"]).startswith("The log had 1 wrong state of a card. All states ")
    assert "wrong state" not in study(["q"])


def test_an_answer_from_the_future_is_redated_and_reported_once(study, home):
    study(["seventy", "4", "q"])
    with closing(sqlite3.connect(home / "log.sqlite3")) as connection, connection:
        connection.execute("UPDATE entries SET at = at + 1e11, day = day + 1157")
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.rebuild()
        log.merge(history(30))
    redated = "1 entry was dated in the future, so a clock was wrong; it now counts as "
    assert study(["q"]).startswith(redated)
    assert "dated in the future" not in study(["q"])


MEDIA = (
    "  - {id: a, from: pump, ask: Which?, answer: valve,\n"
    "     image: [{file: one.svg, alt: One, credit: Ann},"
    " {file: two.svg, alt: Two, side: back}]}\n"
)


def test_the_pictures_of_the_back_are_named_and_opened_only_after_the_answer(
    study, write_deck, monkeypatch
):
    folder = write_deck(MEDIA)
    for name in ("one.svg", "two.svg"):
        (folder / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    opened = []

    def launch(path):
        opened.append(path)
        return 0

    monkeypatch.setattr("click.launch", launch)
    output = study(["o", "valve", "o", "3"], facts=MEDIA)
    question, _, answer = output.partition("Correct")
    assert "[Picture: One (one.svg); Ann]" in question
    assert "two.svg" not in question
    assert "[Picture: Two (two.svg)]" in answer
    names = [Path(path).name for path in opened]
    assert names == ["one.svg", "one.svg", "two.svg"]


def test_a_picture_that_no_program_opens_is_named(study, write_deck, monkeypatch):
    folder = write_deck(MEDIA)
    for name in ("one.svg", "two.svg"):
        (folder / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    monkeypatch.setattr("click.launch", lambda _: 1)
    output = study(["o", "q"], facts=MEDIA)
    assert "No program opened it. Open it yourself:" in output
    assert "one.svg" in output.partition("yourself:")[2]


def test_a_card_without_pictures_has_a_message(study):
    output = study(["o", "", "o", "q"])
    about_question = output.index("This question has no picture and no sound.")
    about_card = output.index("This card has no picture and no sound.")
    assert about_question < about_card


def test_pictures_on_the_back_are_not_mentioned_before_the_answer(study, write_deck):
    (write_deck("") / "two.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    facts = (
        "  - {id: a, from: pump, ask: Which?, answer: hilum,"
        " image: {file: two.svg, alt: Two, side: back}}\n"
    )
    output = study(["o", "q"], facts=facts)
    assert "This question has no picture and no sound." in output
    assert "This card has no picture" not in output
