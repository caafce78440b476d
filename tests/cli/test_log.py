"""`liverdeck log`: export, import, path and repair of the review log."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from liverdeck.base.files import LOG_FILE
from liverdeck.base.result import Result
from liverdeck.cli.home import current_moment
from liverdeck.cli.main import cli
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.errors import HOME_VARIABLE
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Schedule
from tests.study.conftest import (
    DAY_MINUTES,
    GOOD_STEP,
    MINUTE_MS,
    TODAY,
    history,
    new_entry,
    stored_states,
    undo_of,
)

ENTRIES = [
    new_entry(
        "a",
        answered=GOOD_STEP,
        typed=TypedAnswer("70 /min – “sechzig”\u2028\0🫀", "correct", "exact"),
        duration_ms=4100,
        revision="r",
    ),
    new_entry("b", minute=10),
    undo_of("u", "b", minute=11),
    new_entry("s", "suspend", card="heart/flow/c1", minute=12),
]
IMPORT_COUNTS_OF_ZERO = {"added": 0, "known": 0, "cards": 0}
"""What `log import --json` prints if there was nothing to import."""
OTHER_ENTRIES = [
    new_entry("c", card="lung/lobes", minute=3),
    new_entry("d", minute=12),
    new_entry("e", minute=13, origin="anki"),
    new_entry("f", "forget", card="heart/flow/c1", minute=14),
]


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def log(invoke, home):
    """Return a function that runs `liverdeck log` and returns its output.

    The command must succeed.
    """

    def run(*arguments, home=home):
        code, out, err = invoke("log", *arguments, env={"LIVERDECK_HOME": str(home)})
        assert (code, err) == (0, "")
        return out

    return run


@pytest.fixture
def refused(invoke, home):
    """Return a function that runs `liverdeck log` and returns its errors.

    The command must end with an error.
    """

    def run(*arguments, home=home):
        code, out, err = invoke("log", *arguments, env={"LIVERDECK_HOME": str(home)})
        assert (code, out) == (1, "")
        return err

    return run


@pytest.fixture
def piped(home):
    """Return a function that runs `liverdeck log import -` with bytes as its input."""

    def run(content):
        result = CliRunner(env={"LIVERDECK_HOME": str(home)}).invoke(
            cli, ["log", "import", "-"], input=content
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result.exit_code, result.stdout, result.stderr

    return run


def write_log(folder, entries):
    with ReviewLog(folder / LOG_FILE, Schedule()) as log:
        log.merge(entries)


def states_in(folder):
    with ReviewLog(folder / LOG_FILE, Schedule()) as log:
        return stored_states(log)


def lines_of(entries):
    return "".join(f"{as_line(entry)}\n" for entry in entries)


# Export


def test_the_export_has_one_line_for_every_entry(log, home, tmp_path):
    write_log(home, ENTRIES)
    assert log("export") == lines_of(ENTRIES)
    assert log("export", "-o", "mine.jsonl") == "Wrote mine.jsonl: 4 entries.\n"
    text = (tmp_path / "mine.jsonl").read_text(encoding="utf-8")
    assert read_lines(text.split("\n"), "mine.jsonl") == Result(tuple(ENTRIES))
    assert json.loads(text.split("\n")[0])["typed"] == "70 /min – “sechzig”\u2028\0🫀"


def test_one_entry_is_counted_in_the_singular(log, home):
    write_log(home, [new_entry("a")])
    assert log("export", "-o", "mine.jsonl") == "Wrote mine.jsonl: 1 entry.\n"
    assert log("repair").startswith(
        "Saved 1 entry from the file and 0 more from its copies."
    )


def test_large_numbers_are_readable(log, home):
    write_log(home, history(1001))
    assert log("export", "-o", "mine.jsonl") == "Wrote mine.jsonl: 1,001 entries.\n"
    out = log("import", "mine.jsonl")
    assert out == "Added 0 entries of 0 cards; 1,001 were here already.\n"
    out = log("import", "mine.jsonl", home=home.with_name("other"))
    assert out == "Added 1,001 entries of 10 cards; 0 were here already.\n"
    out = log("repair")
    assert out.startswith("Saved 1,001 entries from the file and 0 more from its ")


def test_the_export_is_always_in_utf_8(liverdeck, home):
    write_log(home, ENTRIES)
    env = {"LIVERDECK_HOME": str(home), "PYTHONIOENCODING": "latin-1"}
    assert liverdeck("log", "export", env=env) == (0, lines_of(ENTRIES), "")


def test_an_empty_log_is_an_empty_export(log, home):
    write_log(home, [])
    assert log("export") == ""
    assert log("export", "-o", "mine.jsonl") == "Wrote mine.jsonl: 0 entries.\n"
    out = log("import", "mine.jsonl")
    assert out == "Added 0 entries of 0 cards; 0 were here already.\n"


@pytest.mark.parametrize(
    "command", [["export"], ["export", "-o", "mine.jsonl"], ["repair"]]
)
def test_export_and_repair_do_not_begin_a_log(refused, home, tmp_path, command):
    err = refused(*command)
    assert err == (
        f"{home / LOG_FILE}:1:1: error: there is no review log yet; "
        "begin one with: liverdeck study; if you have one in another folder, "
        "set LIVERDECK_HOME to that folder\n1 error.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=["link to itself", "file instead of folder", "long name"])
def home_out_of_reach(request, home):
    """Return a folder in which LiverDeck cannot tell whether there is a log."""
    if request.param == "link to itself":
        home.mkdir()
        (home / LOG_FILE).symlink_to(LOG_FILE)
    elif request.param == "file instead of folder":
        home.write_text("a file")
    else:
        home = home.with_name("a" * 300)
    return home


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    "command", [["log", "export"], ["log", "repair"], ["stats"], ["stats", "--json"]]
)
def test_a_log_out_of_reach_does_not_count_as_missing(
    liverdeck, home_out_of_reach, command
):
    code, out, err = liverdeck(*command, env={HOME_VARIABLE: str(home_out_of_reach)})
    assert code == 1
    assert out == ""
    assert f"{home_out_of_reach / LOG_FILE}:1:1: error: cannot be opened: " in err
    assert f"set {HOME_VARIABLE} to a folder" in err


def test_an_export_that_cannot_be_written_is_refused(refused, home, tmp_path):
    write_log(home, ENTRIES)
    (tmp_path / "not-a-folder").write_text("a file")
    err = refused("export", "-o", "not-a-folder/mine.jsonl")
    assert "not-a-folder" in err
    assert err.endswith("1 error. Nothing was written.\n")


# Import


def test_two_homes_that_import_each_other_have_the_same_log(log, home, tmp_path):
    other = tmp_path / "other"
    write_log(home, ENTRIES)
    write_log(other, OTHER_ENTRIES)
    log("export", "-o", "mine.jsonl")
    log("export", "-o", "theirs.jsonl", home=other)
    out = log("import", "theirs.jsonl")
    assert out == "Added 4 entries of 3 cards; 0 were here already.\n"
    out = log("import", "mine.jsonl", home=other)
    assert out == "Added 4 entries of 2 cards; 0 were here already.\n"
    mine, theirs = log("export"), log("export", home=other)
    assert sorted(mine.splitlines()) == sorted(theirs.splitlines())
    assert states_in(home) == states_in(other)
    assert states_in(home).keys() == {"heart/rate", "heart/flow/c1", "lung/lobes"}
    assert states_in(home)["heart/rate"].progress.reviews == 3
    assert states_in(home)["heart/flow/c1"].is_suspended


def test_importing_again_adds_nothing(log, home):
    write_log(home, ENTRIES)
    log("export", "-o", "mine.jsonl")
    out = log("import", "mine.jsonl")
    assert out == "Added 0 entries of 0 cards; 4 were here already.\n"
    result = json.loads(log("import", "mine.jsonl", "--json"))
    assert result == IMPORT_COUNTS_OF_ZERO | {"known": 4}


def test_an_import_begins_a_log(log, tmp_path):
    (tmp_path / "mine.jsonl").write_text(lines_of(ENTRIES), encoding="utf-8")
    result = json.loads(log("import", "mine.jsonl", "--json"))
    assert result == IMPORT_COUNTS_OF_ZERO | {"added": 4, "cards": 2}
    assert log("export") == lines_of(ENTRIES)


def test_a_home_moves_by_export_and_import(log, home, tmp_path):
    write_log(home, history(1000))
    log("export", "-o", "mine.jsonl")
    log("import", "mine.jsonl", home=tmp_path / "other")
    assert log("export", home=tmp_path / "other") == log("export")
    assert states_in(tmp_path / "other") == states_in(home)


BAD_LINES = {
    "not JSON": ("{", "the line is not JSON: "),
    "not an object": ("[1]", "the line is not a JSON object; "),
    "cut off": (as_line(ENTRIES[1])[:-9], "the line is not JSON: "),
    "newer": (
        as_line(ENTRIES[1]).replace('"v": 1', '"v": 2'),
        "`v` is 2; this LiverDeck reads 1; pip install --upgrade liverdeck",
    ),
    "a rating of 5": (
        as_line(ENTRIES[1]).replace('"rating": 3', '"rating": 5'),
        "`rating` is not a whole number from 1 to 4",
    ),
    "no card": (
        as_line(ENTRIES[1]).replace('"card"', '"crad"'),
        "the field 'crad' is unknown",
    ),
    "not UTF-8": (
        as_line(ENTRIES[1]).replace('"v": 1', '"v": "\udcff"'),
        "the line is not in UTF-8; ",
    ),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_is_reported_and_the_others_are_added(
    invoke, log, home, tmp_path, name
):
    line, message = BAD_LINES[name]
    write_log(home, OTHER_ENTRIES)
    # The empty line is no entry, but line numbers count it.
    content = lines_of(ENTRIES[:2]) + "\n" + line + "\n" + lines_of(ENTRIES[2:])
    (tmp_path / "bad.jsonl").write_bytes(content.encode(errors="surrogateescape"))
    env = {"LIVERDECK_HOME": str(home)}
    code, out, err = invoke("log", "import", "bad.jsonl", env=env)
    first, *_, end = err.splitlines()
    assert first.startswith(f"bad.jsonl:4:1: error: {message}")
    assert "; " in first, "the fix is missing"
    assert end.startswith("1 line was left out: ")
    assert out == "Added 4 entries of 2 cards; 0 were here already.\n"
    assert code == 1
    assert log("export") == lines_of([*OTHER_ENTRIES, *ENTRIES])


def test_the_first_bad_lines_are_shown_and_all_are_counted(invoke, home, tmp_path):
    (tmp_path / "bad.jsonl").write_text(
        "{}\n" * 500 + lines_of(ENTRIES) + "7\nnull\n", encoding="utf-8"
    )
    env = {"LIVERDECK_HOME": str(home)}
    code, out, err = invoke("log", "import", "bad.jsonl", "--json", env=env)
    *problems, summary = err.splitlines()
    assert [problem.split(" error")[0] for problem in problems] == [
        f"bad.jsonl:{number}:1:" for number in range(1, 11)
    ]
    assert summary.startswith("502 lines were left out: ")
    assert (code, json.loads(out)) == (
        1,
        IMPORT_COUNTS_OF_ZERO | {"added": 4, "cards": 2, "left_out": 502},
    )


def test_a_file_without_a_good_line_is_refused(refused, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{}\n7\n", encoding="utf-8")
    *problems, summary = refused("import", "bad.jsonl").splitlines()
    positions = [problem.split(" error")[0] for problem in problems]
    assert positions == ["bad.jsonl:1:1:", "bad.jsonl:2:1:"]
    assert summary == "2 errors. Nothing was written."
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("good_count", [0, 4], ids=["no entry", "four entries"])
def test_a_file_with_mostly_bad_lines_is_refused_early(
    refused, home, tmp_path, good_count
):
    write_log(home, OTHER_ENTRIES)
    (tmp_path / "bad.jsonl").write_text(lines_of(ENTRIES[:good_count]) + "{}\n" * 9999)
    problem, summary = refused("import", "bad.jsonl").splitlines()
    line_number = 1001 + good_count
    assert problem.startswith(
        f"bad.jsonl:{line_number}:1: error: most lines up to here cannot be read "
        f"(1,001 of {line_number:,})"
    )
    assert summary == "1 error. Nothing was written."


def test_a_line_without_an_end_is_refused_with_its_number(refused, home, tmp_path):
    with (tmp_path / "endless.jsonl").open("wb") as file:
        file.write(lines_of(ENTRIES).encode())
        file.truncate(80 * 2**20)  # zeros without a line end
    err = refused("import", "endless.jsonl")
    assert err.startswith("endless.jsonl:5:1: error: the line does not end: ")
    assert err.endswith("Nothing was written.\n")
    assert states_in(home) == {}


def test_a_line_that_is_too_long_is_left_out(invoke, log, home, tmp_path):
    long_line = '{"v": 1, "typed": "' + "x" * 3_000_000 + '"}\n'
    (tmp_path / "long.jsonl").write_text(
        long_line + lines_of(ENTRIES), encoding="utf-8"
    )
    env = {"LIVERDECK_HOME": str(home)}
    code, _, err = invoke("log", "import", "long.jsonl", env=env)
    assert err.startswith("long.jsonl:1:1: error: the line is longer than 200000 ")
    assert code == 1
    assert log("export") == lines_of(ENTRIES)


def test_a_byte_order_mark_is_ignored(log, tmp_path):
    (tmp_path / "mine.jsonl").write_text(lines_of(ENTRIES), encoding="utf-8-sig")
    out = log("import", "mine.jsonl")
    assert out == "Added 4 entries of 2 cards; 0 were here already.\n"
    assert log("export") == lines_of(ENTRIES)


def test_a_known_entry_with_other_content_is_counted(log, home, tmp_path):
    write_log(home, ENTRIES)
    changed = lines_of(ENTRIES).replace('"rating": 3', '"rating": 1')
    (tmp_path / "mine.jsonl").write_text(changed, encoding="utf-8")
    assert log("import", "mine.jsonl") == (
        "Added 0 entries of 0 cards; 4 were here already.\n"
        "2 of these have other content in the log than in the file. The log keeps its "
        "own content: entries never change.\n"
    )
    assert log("export") == lines_of(ENTRIES)


def entry_in_a_year(name):
    now_ms = current_moment().ms
    return replace(
        new_entry(name), moment=Moment(now_ms + 365 * DAY_MINUTES * MINUTE_MS)
    )


def test_an_entry_in_the_future_is_imported_and_counts_as_of_today(log, tmp_path):
    entries = [*history(100), entry_in_a_year("ahead")]
    (tmp_path / "mine.jsonl").write_text(lines_of(entries), encoding="utf-8")
    assert log("import", "mine.jsonl") == (
        "Added 101 entries of 11 cards; 0 were here already.\n"
        "1 entry was dated in the future, so a clock was wrong; it now counts as an "
        "entry of today.\n"
    )
    last = json.loads(log("export").splitlines()[-1])
    assert (last["kind"], last["target"]) == ("redate", "ahead")


def test_an_import_is_refused_if_too_many_entries_are_ahead(refused, log, tmp_path):
    entries = [*history(8), entry_in_a_year("ahead")]
    (tmp_path / "mine.jsonl").write_text(lines_of(entries), encoding="utf-8")
    assert "1 of 9 entries is dated after now, " in refused("import", "mine.jsonl")
    assert log("export") == ""
    assert "Added 9 entries" in log("import", "mine.jsonl", "--clock-is-right")


def test_an_import_can_read_standard_input(piped, log):
    assert piped(lines_of(ENTRIES).encode()) == (
        0,
        "Added 4 entries of 2 cards; 0 were here already.\n",
        "",
    )
    assert piped(b"") == (0, "Added 0 entries of 0 cards; 0 were here already.\n", "")
    assert log("export") == lines_of(ENTRIES)


def test_a_bad_line_of_standard_input_is_reported(piped):
    code, out, err = piped(lines_of(ENTRIES).encode() + b"\xff\n")
    assert (code, out) == (1, "Added 4 entries of 2 cards; 0 were here already.\n")
    assert err.startswith("-:5:1: error: the line is not in UTF-8; ")


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone.jsonl", "No such file or directory"), (".", "Is a directory")],
)
def test_a_file_that_cannot_be_read_is_refused(refused, home, name, message):
    err = refused("import", name)
    assert err == (
        f"{name}:1:1: error: cannot be read: {message}; "
        "check its name and its permissions\n"
        "1 error. Nothing was written.\n"
    )
    assert not home.exists()


# Path and repair


def test_log_path_prints_the_path(log, home):
    assert log("path") == f"{home / LOG_FILE}\n"
    assert not home.exists(), "the command must not begin a log"


def test_without_a_home_the_log_is_in_the_folder_for_user_data(liverdeck, tmp_path):
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert liverdeck("log", "path", env=env | {"LIVERDECK_HOME": ""})[:2] == (
        0,
        f"{tmp_path}/data/liverdeck/{LOG_FILE}\n",
    )


def test_the_name_of_a_home_may_begin_with_a_tilde(liverdeck, tmp_path):
    env = {"HOME": str(tmp_path)}
    assert liverdeck("log", "path", env=env | {"LIVERDECK_HOME": "~/decks"})[:2] == (
        0,
        f"{tmp_path}/decks/{LOG_FILE}\n",
    )


def damage(path):
    """Overwrite a page of the database, in the middle of its file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(bytes(range(256)) * 16)


@pytest.mark.slow
def test_repair_saves_all_readable_entries_and_keeps_the_old_file(log, home, tmp_path):
    entries = history(2000)
    write_log(home, entries[:1500])
    with ReviewLog(home / LOG_FILE, Schedule()) as opened:
        opened.check_and_copy_daily(TODAY)
        opened.merge(entries[1500:])
    damage(home / LOG_FILE)
    damaged = (home / LOG_FILE).read_bytes()
    summary = re.fullmatch(
        r"Saved (\d+) entries from the file and (\d+) more from its copies\. "
        r"The old file is kept: (.*)\n",
        log("repair").replace(",", ""),
    )
    from_file, from_copies, old_file = int(summary[1]), int(summary[2]), summary[3]
    assert 1500 <= from_file + from_copies <= 2000
    assert from_file < 2000
    assert (tmp_path / old_file).read_bytes() == damaged

    saved = log("export").splitlines()
    assert len(saved) == from_file + from_copies
    copied = set(lines_of(entries[:1500]).splitlines())
    assert copied <= set(saved) <= set(lines_of(entries).splitlines())
    write_log(home, entries)
    assert len(log("export").splitlines()) == 2000


def test_repair_of_a_sound_log_loses_nothing(log, home):
    write_log(home, ENTRIES)
    assert log("repair").startswith(
        "Saved 4 entries from the file and 0 more from its copies. "
        "The old file is kept: "
    )
    assert sorted(log("export").splitlines()) == sorted(lines_of(ENTRIES).splitlines())


@pytest.mark.parametrize("command", [["export"], ["import", "mine.jsonl"]])
def test_a_damaged_log_is_refused_with_a_fix(refused, home, tmp_path, command):
    write_log(home, ENTRIES)
    (tmp_path / "mine.jsonl").write_text(lines_of(OTHER_ENTRIES), encoding="utf-8")
    (home / LOG_FILE).write_bytes(b"no database at all " * 1000)
    err = refused(*command)
    assert err.startswith(
        f"{home / LOG_FILE}:1:1: error: damaged, or not a review log;"
        " liverdeck log repair"
    )
    assert "no entry can be read" in refused("repair")


@pytest.mark.parametrize("command", [["export"], ["import", "mine.jsonl"]])
def test_an_empty_file_counts_as_an_empty_log(log, home, tmp_path, command):
    (tmp_path / "mine.jsonl").write_text(lines_of(OTHER_ENTRIES), encoding="utf-8")
    home.mkdir()
    (home / LOG_FILE).touch()
    outputs = {
        "export": "",
        "import": "Added 4 entries of 3 cards; 0 were here already.\n",
    }
    assert log(*command) == outputs[command[0]]


@pytest.mark.parametrize(
    "command", [["import"], ["exprt"], ["export", "--jsonl"], ["path", "x"]]
)
def test_wrong_usage_exits_with_2(liverdeck, command):
    code, out, err = liverdeck("log", *command)
    assert (code, out) == (2, "")
    assert "Usage: liverdeck log" in err


@pytest.mark.slow
def test_a_deleted_log_is_restored_from_its_copies(liverdeck, home):
    write_log(home, ENTRIES)
    with ReviewLog(home / LOG_FILE, Schedule()) as log:
        log.check_and_copy_daily(TODAY)
    for path in home.glob("log.sqlite3*"):
        path.unlink()
    env = {"LIVERDECK_HOME": str(home)}
    code, _, err = liverdeck("log", "export", env=env)
    assert code == 1
    code, out, err = liverdeck("log", "repair", env=env)
    assert (code, err) == (0, "")
    assert f"{len(ENTRIES)} more from its copies" in out
    assert liverdeck("log", "export", env=env).out == lines_of(ENTRIES)
