"""The command itself: in a terminal, through a pipe, as JSON, as a page; with and without a log."""

import json
import re

import pytest

from liverdeck.cli.home import current_moment
from liverdeck.study.reviewlog.entries import Entry, TypedAnswer
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.moments import SECONDS_A_DAY, Moment, date_of
from liverdeck.study.scheduling.schedule import Answered, Schedule

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - {id: flow, from: pump, say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'}
  - {id: long, from: pump, ask: 'What is [red]so[/red] called that even this quite long question runs over the edge of a narrow terminal?', answer: x}
"""
DAY = SECONDS_A_DAY * 1000


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def deck(write_deck):
    return write_deck(FACTS)


@pytest.fixture
def stats(inside, home):
    """Return a function that runs `liverdeck stats` in a terminal of some width that is no terminal."""

    def run(*arguments, width=100, **env):
        return inside(
            "stats",
            *arguments,
            env={"LIVERDECK_HOME": str(home), "COLUMNS": str(width)} | env,
        )

    return run


def review(
    number,
    card,
    days_ago,
    rating=3,
    *,
    interval=None,
    typed=None,
    deck="heart",
    kind="review",
):
    now = current_moment()
    given = (
        Answered(rating, None, 600, 1, 0)
        if interval is None
        else Answered(rating, interval, None, 0, interval)
    )
    at = Moment(now.ms - days_ago * DAY, now.offset_minutes)
    return Entry(
        f"{number:04}",
        kind,
        f"{deck}/{card}",
        at,
        "test",
        given,
        typed,
        duration_ms=30_000,
    )


def write_log(home, entries):
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge(entries)


@pytest.fixture
def studied(home, deck):
    """A log of four reviews of one card, a crammed answer, and one of another deck's cards."""
    wrong = TypedAnswer("Ninety\x1b[31m [bold]", "wrong", "number")
    write_log(
        home,
        [
            review(1, "rate", 40), review(2, "rate", 39, interval=9), review(3, "rate", 30, interval=30),
            review(4, "rate", 0, 2, interval=5, typed=wrong), review(5, "flow/c1", 0, 1, kind="cram"),
            review(6, "rate", 0, deck="lung"),
        ],
    )  # fmt: skip
    return deck


KEYS = {
    "deck": str, "date": str, "began": str,
    "total": ["reviews", "new", "seconds", "crammed", "crammed_seconds"],
    "cards": ["all", "new", "learning", "young", "mature", "suspended"],
    "due": ["reviews", "steps", "put_off"],
    "forecast": [["date", "reviews"]],
    "days": [["date", "reviews", "new", "seconds", "crammed", "crammed_seconds"]],
    "retention": ["wanted", "periods"],
    "hardest": list, "leeches": list,
    "refused": [["card", "prompt", "right", "typed", "outcome", "reason", "times", "overridden"]],
}  # fmt: skip


def test_json_has_its_keys_and_figures(stats, studied):
    code, out, _ = stats("-d", studied, "--json")
    found = json.loads(out)
    today = current_moment().day
    assert code == 0
    assert list(found) == list(KEYS)
    for name, keys in KEYS.items():
        if isinstance(keys, type):
            assert isinstance(found[name], keys)
        elif isinstance(keys[0], list):
            assert {tuple(each) for each in found[name]} == {tuple(keys[0])}
        else:
            assert list(found[name]) == keys
    assert (found["deck"], found["date"], found["began"]) == (
        "heart",
        str(date_of(today)),
        str(date_of(today - 40)),
    )
    assert found["total"] == {
        "reviews": 4,
        "new": 1,
        "seconds": 120,
        "crammed": 1,
        "crammed_seconds": 30,
    }
    assert found["cards"] == {
        "all": 4,
        "new": 3,
        "learning": 0,
        "young": 1,
        "mature": 0,
        "suspended": 0,
    }
    assert (len(found["forecast"]), len(found["days"])) == (14, 365)
    assert {"date": str(date_of(today + 5)), "reviews": 1} in found["forecast"]
    assert found["days"][-1] == {
        "date": str(date_of(today)),
        "reviews": 1,
        "new": 0,
        "seconds": 30,
        "crammed": 1,
        "crammed_seconds": 30,
    }
    everything = found["retention"]["periods"][-1]
    assert (everything["period"], everything["days"]) == ("all", None)
    assert everything["young"] == {
        "passed": 1,
        "reviews": 1,
        "rate": 1.0,
        "low": 0.2065,
        "high": 1.0,
    }
    assert everything["all"]["reviews"] == 2
    assert found["retention"]["periods"][0]["young"] == {
        "passed": 0,
        "reviews": 0,
        "rate": None,
        "low": None,
        "high": None,
    }
    (refused,) = found["refused"]
    assert (refused["card"], refused["typed"], refused["overridden"]) == (
        "rate",
        "Ninety\x1b[31m [bold]",
        1,
    )


def test_the_keys_of_hard_facts_and_leeches(stats, home, deck):
    lapses = [review(9, "rate", 99, interval=3)]
    for number in range(8):
        lapses.append(review(10 + 2 * number, "rate", 90 - 5 * number, 1))
        lapses.append(review(11 + 2 * number, "rate", 89 - 5 * number, interval=3))
    write_log(home, lapses)
    found = json.loads(stats("-d", deck, "--json")[1])
    (hard,), (leech,) = found["hardest"], found["leeches"]
    assert list(hard) == ["fact", "prompt", "lapses", "difficulty", "retention"]
    assert (hard["fact"], hard["lapses"], hard["retention"]["rate"]) == ("rate", 8, 0.0)
    assert list(leech) == ["card", "prompt", "lapses", "difficulty", "suspended"]
    assert (leech["card"], leech["suspended"]) == ("rate", False)
    assert re.search(
        rf"\n +8 +{leech['difficulty']:.1f} +How fast\?", stats("-d", deck)[1]
    )


@pytest.mark.parametrize("width", [20, 40, 60, 100])
def test_the_terminal_shows_every_part_in_its_width(stats, studied, width):
    code, out, _ = stats("-d", studied, width=width)
    assert code == 0
    assert max(map(len, out.splitlines())) <= width
    flat = " ".join(out.split())
    for title in ("The heart", "Reviews due in the next 14 days", "The last 14 days", "The last year", "True retention",
                  "Hardest facts", "Leeches", "Answers that the checker refused"):  # fmt: skip
        assert title in flat


def test_the_terminal_shows_the_figures(stats, studied):
    _, out, _ = stats("-d", studied)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    today = current_moment().day
    for line in (
        f"The heart, {date_of(today)}", "Due now nothing", "Deck 4 cards: 3 new, 1 young",
        "Today 1 review in 1 min; 1 crammed in 1 min",
        f"In all 4 reviews (1 new) in 2 min; 1 crammed in 1 min, since {date_of(today - 40)}",
        "today 0", "True retention (aim: 90%)", "today – 100% of 1 100% of 1", "all 100% of 1 100% of 1 100% of 2",
        "1 1 Ninety [31m [bold]", "rate: wrong (number); right is 70 /min", "Studied on 4 of 41 days.",
    ):  # fmt: skip
        assert line in lines, line
    forecast = lines[lines.index("today 0") :]
    assert forecast[5].split()[-2:] == ["1", "█" * 30]


def test_the_heatmap_has_a_year_and_ends_with_today(stats, studied):
    lines = stats("-d", studied, width=60)[1].splitlines()
    start = lines.index("The last year") + 2
    week = [line.ljust(57) for line in lines[start : start + 7]]
    assert [line[:4].strip() for line in week] == [
        "Mon",
        "",
        "Wed",
        "",
        "Fri",
        "",
        "Sun",
    ]
    assert {len(line) for line in week} == {57}  # four columns and 53 weeks
    weekday = date_of(current_moment().day).weekday()
    assert [line[56] for line in week] == [
        *["·"] * weekday,
        "▒",
        *[" "] * (6 - weekday),
    ]  # two answers on a scale of one
    assert sum(line.count(mark) for line in week for mark in "░▒▓█") == 4
    assert lines[start + 7].endswith("today ^")
    assert len(lines[start + 7]) == 57


def test_a_narrow_heatmap_keeps_the_latest_weeks(stats, studied):
    lines = stats("-d", studied, width=30)[1].splitlines()
    start = lines.index("The last year") + 2
    assert len(lines[start]) == 30
    assert lines[start + 7] == "today ^".rjust(30)


def test_through_a_pipe_there_are_no_colours_and_no_boxes(liverdeck, home, studied):
    code, out, err = liverdeck(
        "stats", "-d", studied, env={"LIVERDECK_HOME": str(home)}
    )
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert not re.search("[\u2500-\u257f]", out)
    assert "[red]so[/red]" not in out  # that fact was not studied


def test_where_there_are_no_blocks_there_are_other_marks(liverdeck, home, studied):
    env = {"LIVERDECK_HOME": str(home), "PYTHONIOENCODING": "ascii"}
    code, out, _ = liverdeck("stats", "-d", studied, env=env)
    assert code == 0
    assert out.isascii()
    assert "\\u" not in out
    assert "Answers a day:  . none  - 1  + 2  * 3  # 4 or more" in out


def test_texts_of_others_neither_colour_nor_move_anything(stats, home, deck):
    typed = TypedAnswer(
        "[blink]x[/blink] \x1b]0;title\x07 \u202e:smile: \x9b31m", "wrong", "\x1b[1m"
    )
    write_log(home, [review(1, "long", 0, 1, typed=typed)])
    out = stats("-d", deck, width=88)[1]
    assert "[blink]x[/blink]" in out
    assert ":smile:" in out
    assert "[red]so[/red]" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--html", "page.html"]])
def test_without_a_log_none_is_made(stats, home, deck, arguments):
    code, _, _ = stats("-d", deck, *arguments)
    assert code == 0
    assert not home.exists()


def test_without_a_log_it_says_how_to_begin(stats, deck):
    assert stats("-d", deck)[:2] == (
        0,
        f"Nothing of this deck (The heart) was studied yet. Begin with: liverdeck study -d {deck}\n",
    )
    code, out, _ = stats()
    assert (code, out.endswith("Begin with: liverdeck study\n")) == (0, True)
    assert json.loads(stats("-d", deck, "--json")[1])["began"] is None
    assert "Nothing was studied yet" in stats("-d", deck, "--html", "-")[1]


def test_a_log_of_other_decks_says_nothing_of_this_one(stats, home, deck):
    write_log(
        home, [review(1, "rate", 0, deck="lung"), review(2, "rate", 0, deck="heart2")]
    )
    assert stats("-d", deck)[1].startswith("Nothing of this deck")
    assert json.loads(stats("-d", deck, "--json")[1])["total"]["reviews"] == 0


def test_the_page_is_written_whole(stats, studied, tmp_path):
    code, out, _ = stats("-d", studied, "--html", "out/page.html")
    assert (code, out) == (0, "Wrote out/page.html\n")
    page = (tmp_path / "out" / "page.html").read_bytes()
    assert page.startswith(b"<!doctype html>")
    assert page.endswith(b"</html>\n")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["page.html"]
    assert stats("-d", studied, "--html", "-")[1].encode() == page


def test_a_page_that_cannot_be_written_leaves_the_old_one(
    liverdeck, home, studied, tmp_path, small_disk
):
    (tmp_path / "page.html").write_text("old", encoding="utf-8")
    env = {"LIVERDECK_HOME": str(home)}
    code, out, err = liverdeck(
        "stats", "-d", studied, "--html", "page.html", env=env, **small_disk(50_000)
    )
    assert (code, out) == (1, "")
    assert "page.html" in err
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "old"
    assert liverdeck("stats", "-d", studied, "--html", tmp_path, env=env)[0] == 1


def test_a_page_and_json_are_two_answers(liverdeck, deck):
    code, out, err = liverdeck("stats", "-d", deck, "--html", "x.html", "--json")
    assert (code, out) == (2, "")
    assert "use one of them" in err


def test_the_aim_is_the_learners(stats, studied):
    assert (
        json.loads(stats("-d", studied, "--json", "--retention", "0.8")[1])[
            "retention"
        ]["wanted"]
        == 0.8
    )
    assert (
        "True retention (aim: 85%)"
        in stats("-d", studied, LIVERDECK_RETENTION="0.85")[1]
    )


def test_a_damaged_log_is_a_problem_and_no_traceback(stats, home, deck):
    home.mkdir()
    (home / "log.sqlite3").write_bytes(b"this is no database, for sure. " * 99)
    code, out, err = stats("-d", deck)
    assert (code, out) == (1, "")
    assert "liverdeck log repair" in err


def test_looking_changes_nothing_in_the_log(stats, home, studied):
    before = _rows(home)
    stats("-d", studied)
    assert _rows(home) == before


def _rows(home):
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        return list(log.entries()), log.states("heart")
