"""`liverdeck stats` in a terminal, through a pipe, as JSON and as a page."""

import json
import re

import pytest

from liverdeck.cli.home import current_moment
from liverdeck.study.reviewlog.entries import Entry, TypedAnswer
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.moments import SECONDS_A_DAY, Moment, date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.statistics.figures import MATURE_DAYS

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - id: flow
    from: pump
    say: 'From the {{c1::vein::vessel}} to the {{c2::artery::vessel}}.'
  - id: long
    from: pump
    ask: >-
      What is [red]so[/red] called that even this quite long question runs over the
      edge of a narrow terminal?
    answer: x
"""
DAY_MS = SECONDS_A_DAY * 1000


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def deck(write_deck):
    return write_deck(FACTS)


@pytest.fixture
def stats(invoke, home):
    """Return a function that runs `liverdeck stats` in a terminal of some width."""

    def run(*arguments, width=100, **env):
        return invoke(
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
    """Return an answer with an interval in days, or with a step of ten minutes."""
    if interval is None:
        answered = Answered(rating, None, 600, 1, 0)
    else:
        answered = Answered(rating, interval, None, 0, interval)
    now = current_moment()
    return Entry(
        f"{number:04}",
        kind,
        f"{deck}/{card}",
        Moment(now.ms - days_ago * DAY_MS, now.offset_minutes),
        "test",
        answered,
        typed,
        duration_ms=30_000,
    )


def write_log(home, entries):
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge(entries)


@pytest.fixture
def studied(home, deck):
    """Write four reviews of one card, a crammed answer and a review in another deck.

    Returns the folder of the deck.
    """
    wrong = TypedAnswer("Ninety\x1b[31m [bold]", "wrong", "number", is_overruled=True)
    write_log(
        home,
        [
            review(1, "rate", 40),
            review(2, "rate", 39, interval=9),
            review(3, "rate", 30, interval=30),
            review(4, "rate", 0, 2, interval=5, typed=wrong),
            review(5, "flow/c1", 0, 1, kind="cram"),
            review(6, "rate", 0, deck="lung"),
        ],
    )
    return deck


DAY_KEYS = "reviews new seconds crammed crammed_seconds".split()
KEYS = {
    "deck": str,
    "date": str,
    "began": str,
    "total": DAY_KEYS,
    "cards": "all new learning young mature suspended".split(),
    "due": "reviews steps put_off".split(),
    "forecast": ["date reviews".split()],
    "days": [["date", *DAY_KEYS]],
    "retention": "wanted periods".split(),
    "hardest": list,
    "leeches": list,
    "refused": ["card prompt right typed outcome reason times overridden".split()],
}
"""What the values in JSON are, by name.

A value is given by its type. If it is an object, it is given by the keys of the object,
and if it is a list of objects, by a list with their keys.
"""


def test_json_has_its_keys_and_figures(stats, studied):
    code, out, _ = stats("-d", studied, "--json")
    assert code == 0
    values = json.loads(out)
    assert list(values) == list(KEYS)
    for name, keys in KEYS.items():
        if isinstance(keys, type):
            assert isinstance(values[name], keys)
        elif isinstance(keys[0], list):
            assert {tuple(row) for row in values[name]} == {tuple(keys[0])}
        else:
            assert list(values[name]) == keys

    today = current_moment().day
    assert values["deck"] == "heart"
    assert values["date"] == str(date_of(today))
    assert values["began"] == str(date_of(today - 40))
    assert values["total"] == {
        "reviews": 4,
        "new": 1,
        "seconds": 120,
        "crammed": 1,
        "crammed_seconds": 30,
    }
    assert values["cards"] == {
        "all": 4,
        "new": 3,
        "learning": 0,
        "young": 1,
        "mature": 0,
        "suspended": 0,
    }
    assert (len(values["forecast"]), len(values["days"])) == (14, 365)
    assert {"date": str(date_of(today + 5)), "reviews": 1} in values["forecast"]
    assert values["days"][-1] == {
        "date": str(date_of(today)),
        "reviews": 1,
        "new": 0,
        "seconds": 30,
        "crammed": 1,
        "crammed_seconds": 30,
    }

    periods = values["retention"]["periods"]
    everything = periods[-1]
    assert (everything["period"], everything["days"]) == ("all", None)
    assert everything["young"] == {
        "passed": 1,
        "reviews": 1,
        "rate": 1.0,
        "low": 0.2065,
        "high": 1.0,
    }
    assert everything["all"]["reviews"] == 2
    assert periods[0]["young"] == {
        "passed": 0,
        "reviews": 0,
        "rate": None,
        "low": None,
        "high": None,
    }
    (refused,) = values["refused"]
    assert (refused["card"], refused["overridden"]) == ("rate", 1)
    assert refused["typed"] == "Ninety\x1b[31m [bold]"


def test_hard_facts_and_leeches_have_their_keys(stats, home, deck):
    lapses = [review(9, "rate", 99, interval=3)]
    for number in range(8):
        lapses.append(review(10 + 2 * number, "rate", 90 - 5 * number, 1))
        lapses.append(review(11 + 2 * number, "rate", 89 - 5 * number, interval=3))
    write_log(home, lapses)
    values = json.loads(stats("-d", deck, "--json").out)
    (hard,) = values["hardest"]
    (leech,) = values["leeches"]
    assert list(hard) == ["fact", "prompt", "lapses", "difficulty", "retention"]
    assert hard["fact"] == "rate"
    assert hard["lapses"] == 8
    assert hard["retention"]["rate"] == 0.0
    assert list(leech) == ["card", "prompt", "lapses", "difficulty", "suspended"]
    assert (leech["card"], leech["suspended"]) == ("rate", False)
    assert re.search(
        rf"\n +8 +{leech['difficulty']:.1f} +How fast\?", stats("-d", deck).out
    )


@pytest.mark.parametrize("width", [20, 40, 60, 100])
def test_the_terminal_shows_every_section_in_any_width(stats, studied, width):
    code, out, _ = stats("-d", studied, width=width)
    assert code == 0
    assert max(map(len, out.splitlines())) <= width
    text = " ".join(out.split())
    for title in (
        "The heart",
        "Reviews due in the next 14 days",
        "The last 14 days",
        "The last year",
        "True retention",
        "Hardest facts",
        "Leeches",
        "Answers that the checker refused",
    ):
        assert title in text


def test_the_terminal_shows_the_figures(stats, studied):
    _, out, _ = stats("-d", studied)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    today = current_moment().day
    for line in (
        f"The heart, {date_of(today)}",
        "Due now nothing",
        "Deck 4 cards: 3 new, 1 young",
        "Today 1 review in 1 min; 1 crammed in 1 min",
        "In all 4 reviews (1 new) in 2 min; 1 crammed in 1 min, "
        f"since {date_of(today - 40)}",
        "today 0",
        "True retention (aim: 90%)",
        "today – 100% of 1 100% of 1",
        "all 100% of 1 100% of 1 100% of 2",
        "1 1 Ninety [31m [bold]",
        "rate: wrong (number); the answer is 70 /min",
        "Studied on 4 of 41 days.",
    ):
        assert line in lines, line
    forecast = lines[lines.index("today 0") :]
    assert forecast[5].split()[-2:] == ["1", "█" * 30]


def test_the_heatmap_has_a_year_and_ends_with_today(stats, studied):
    lines = stats("-d", studied, width=60).out.splitlines()
    start = lines.index("The last year") + 2
    week = [line.ljust(57) for line in lines[start : start + 7]]
    names = [line[:4].strip() for line in week]
    assert names == ["Mon", "", "Wed", "", "Fri", "", "Sun"]
    assert {len(line) for line in week} == {57}  # four columns and 53 weeks
    weekday = date_of(current_moment().day).weekday()
    # Today has two answers, and the second step of the scale stands for two.
    last_week = "·" * weekday + "▒" + " " * (6 - weekday)
    assert "".join(line[56] for line in week) == last_week
    assert sum(line.count(mark) for line in week for mark in "░▒▓█") == 4
    assert lines[start + 7].endswith("today ^")
    assert len(lines[start + 7]) == 57


def test_a_narrow_heatmap_keeps_the_latest_weeks(stats, studied):
    lines = stats("-d", studied, width=30).out.splitlines()
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


def test_without_block_characters_plots_are_ascii(liverdeck, home, studied):
    env = {"LIVERDECK_HOME": str(home), "PYTHONIOENCODING": "ascii"}
    code, out, _ = liverdeck("stats", "-d", studied, env=env)
    assert code == 0
    assert out.isascii()
    assert "\\u" not in out
    assert "Answers a day:  . none  - 1  + 2  * 3  # 4 or more" in out


def test_texts_by_others_cannot_send_control_codes(stats, home, deck):
    typed = TypedAnswer(
        "[blink]x[/blink] \x1b]0;title\x07 \u202e:smile: \x9b31m", "wrong", "\x1b[1m"
    )
    write_log(home, [review(1, "long", 0, 1, typed=typed)])
    out = stats("-d", deck, width=88).out
    assert "[blink]x[/blink]" in out
    assert ":smile:" in out
    assert "[red]so[/red]" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--html", "page.html"]])
def test_without_a_log_stats_makes_none(stats, home, deck, arguments):
    code, _, _ = stats("-d", deck, *arguments)
    assert code == 0
    assert not home.exists()


def test_without_a_log_stats_says_how_to_begin(stats, deck):
    code, out, _ = stats("-d", deck)
    assert (code, out) == (
        0,
        "Nothing of this deck (The heart) was studied yet. "
        f"Begin with: liverdeck study -d {deck}\n",
    )
    code, out, _ = stats()
    assert code == 0
    assert out.endswith("Begin with: liverdeck study\n")
    assert json.loads(stats("-d", deck, "--json").out)["began"] is None
    assert "Nothing was studied yet" in stats("-d", deck, "--html", "-").out


def test_answers_in_other_decks_do_not_count(stats, home, deck):
    write_log(
        home, [review(1, "rate", 0, deck="lung"), review(2, "rate", 0, deck="heart2")]
    )
    assert stats("-d", deck).out.startswith("Nothing of this deck")
    assert json.loads(stats("-d", deck, "--json").out)["total"]["reviews"] == 0


def test_the_whole_page_is_written(stats, studied, tmp_path):
    code, out, _ = stats("-d", studied, "--html", "out/page.html")
    assert (code, out) == (0, "Wrote out/page.html\n")
    page = (tmp_path / "out" / "page.html").read_bytes()
    assert page.startswith(b"<!doctype html>")
    assert page.endswith(b"</html>\n")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [".liverdeck.json", "page.html"]
    assert stats("-d", studied, "--html", "-").out.encode() == page


@pytest.mark.slow
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
    assert liverdeck("stats", "-d", studied, "--html", tmp_path, env=env).code == 1


def test_html_and_json_exclude_each_other(liverdeck, deck):
    code, out, err = liverdeck("stats", "-d", deck, "--html", "x.html", "--json")
    assert (code, out) == (2, "")
    assert "use one of them" in err


def test_the_aim_is_the_desired_retention(stats, studied):
    _, out, _ = stats("-d", studied, "--json", "--retention", "0.8")
    assert json.loads(out)["retention"]["wanted"] == 0.8
    _, out, _ = stats("-d", studied, LIVERDECK_RETENTION="0.85")
    assert "True retention (aim: 85%)" in out


def test_a_damaged_log_is_a_problem_and_no_traceback(stats, home, deck):
    home.mkdir()
    (home / "log.sqlite3").write_bytes(b"this is no database, for sure. " * 99)
    code, out, err = stats("-d", deck)
    assert (code, out) == (1, "")
    assert "liverdeck log repair" in err


def test_the_help_says_when_a_card_is_mature(stats):
    _, out, _ = stats("--help")
    assert f"intervals of less than {MATURE_DAYS} days" in " ".join(out.split())


def test_stats_changes_nothing_in_the_log(stats, home, studied):
    before = entries_and_states(home)
    stats("-d", studied)
    assert entries_and_states(home) == before


def entries_and_states(home):
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        return list(log.entries()), log.states("heart")
