"""A number in a page, a docstring or a message is the number in the code."""

import re
from datetime import UTC, datetime

import pytest

from liverdeck.anki import exported, package
from liverdeck.anki.notes import GUID_LENGTH, NOTE_TIME_LIMIT_SECONDS
from liverdeck.authoring import fact_shapes
from liverdeck.authoring.yaml_nodes import DEEPEST_NESTING
from liverdeck.base import cache_folder
from liverdeck.base.files import LARGEST_FILE
from liverdeck.base.media_files import PICTURE_TYPES, SOUND_TYPES
from liverdeck.base.names import ID_CHARACTERS, LONGEST_ID
from liverdeck.base.workers import MOST_WORKERS
from liverdeck.checker import alignment, phrase_words
from liverdeck.checker.known_words import ALPHABET, FOLDER
from liverdeck.checker.typed import LONGEST_TYPED
from liverdeck.cli import log, terminal
from liverdeck.cli.quiz_options import DEFAULT_ITEMS
from liverdeck.cli.study_dialogue import RATING_INPUTS
from liverdeck.cli.study_texts import COMMANDS
from liverdeck.cli.terminal import MOST_TRIES
from liverdeck.facts import topic_order
from liverdeck.facts.fact import EASIEST, HARDEST
from liverdeck.facts.parts import HIGHEST_BLANK_NUMBER
from liverdeck.lint.rule import COMMON_SHARE, FEWEST_COMMON
from liverdeck.lint.rules import checking, readability
from liverdeck.lint.run import RULES
from liverdeck.publishing import alike_notes, vanished_notes
from liverdeck.quiz.formats.job import MOST_MINUTES
from liverdeck.quiz.items import (
    distractors,
    exact_words,
    matching,
    recall,
    typed_keys,
)
from liverdeck.quiz.items.bank import FEWEST_OPTIONS, MOST_OPTIONS
from liverdeck.quiz.items.item_types import Interaction, ItemType
from liverdeck.quiz.papers import assemble, paper_forms
from liverdeck.quiz.papers.every_item import MOST_REVIEWED
from liverdeck.quiz.papers.paper_forms import MOST_FORMS
from liverdeck.study.reviewlog import future_dates
from liverdeck.study.reviewlog.copies import KEPT_COPIES
from liverdeck.study.reviewlog.entries import ENTRY_KINDS
from liverdeck.study.reviewlog.future_dates import MOST_AHEAD_MS
from liverdeck.study.reviewlog.review_log import SAME_ANSWER_MS
from liverdeck.study.reviewlog.state_check import CARDS_A_DAY
from liverdeck.study.scheduling.card_progress import LEECH_LAPSES
from liverdeck.study.scheduling.memory import DEFAULT_PARAMETERS
from liverdeck.study.scheduling.moments import ROLLOVER_HOUR
from liverdeck.study.scheduling.schedule import (
    DEFAULT_RETENTION,
    HIGHEST_RETENTION,
    LOWEST_RETENTION,
    RATINGS,
    Schedule,
)
from liverdeck.study.scheduling.steps import LONGEST_STEP_DAYS, MOST_STEPS
from liverdeck.study.session.queue import DEFAULT_NEW, DEFAULT_REVIEWS
from liverdeck.study.statistics.figures import MATURE_DAYS
from tests.hostile_inputs import MOST_CPU_SECONDS, MOST_MEGABYTES

NUMBER_WORDS = dict(
    enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
)
NUMBER_WORDS[20], NUMBER_WORDS[30] = "twenty", "thirty"


FIRST_LONG_WORD = len(phrase_words._LIMITS)
"""Words with at least this many letters have the same limit."""


def limit(letters):
    """Return the limit of a word with this number of letters."""
    return f"{phrase_words._LIMITS[letters]:g}"


def percent(fraction):
    return f"{fraction * 100:.0f} %"


def in_megabytes(byte_count):
    return f"{byte_count // 1024 // 1024} MB"


def number_of_known_words():
    """Return the number of words in the lists, rounded to ten thousand."""
    texts = [(FOLDER / f"{letter}.txt").read_text("ascii") for letter in ALPHABET]
    return round(sum(len(text.split()) for text in texts), -4)


def minutes_of(steps):
    return " and ".join(str(seconds // 60) for seconds in steps.seconds)


def tickets(item_type):
    return NUMBER_WORDS[item_type.traits.draw_count]


def in_a_choice(suffixes):
    """Return the names of types of files: "mp3, ogg or wav"."""
    *others, last = (suffix.removeprefix(".") for suffix in suffixes)
    return f"{', '.join(others)} or {last}"


def in_words(time_ms):
    return "a minute" if time_ms == 60_000 else f"{time_ms} ms"


def moment_of(seconds):
    return datetime.fromtimestamp(seconds, UTC)


SENTENCES_IN_PAGES = [
    ("study", f"more than {exported.MOST_REVIEWS:,} reviews of LiverDeck's cards"),
    ("study", f"{exported.MOST_NOTES:,} of its notes"),
    ("study", f"{exported.MOST_CARDS:,} cards"),
    ("study", f"{in_megabytes(exported.LARGEST_COLLECTION)} when it is unpacked"),
    ("study", f"Young cards have intervals below {MATURE_DAYS} days"),
    ("study", f"with up to {DEFAULT_NEW} new cards"),
    ("study", f"steps ({minutes_of(Schedule().learning_steps)} minutes; "),
    ("study", f"minutes; {minutes_of(Schedule().relearning_steps)} after a"),
    ("study", f"the first {NUMBER_WORDS[log._MOST_SHOWN]} are shown"),
    ("study", f"dated more than {in_words(MOST_AHEAD_MS)} after now"),
    ("words", f"by more than {in_words(MOST_AHEAD_MS)}"),
    ("study", f"{CARDS_A_DAY} cards are compared with their answers"),
    ("study", f"again, {NUMBER_WORDS[MOST_TRIES]} times at most"),
    ("study", f"the session ({DEFAULT_NEW} and {DEFAULT_REVIEWS};"),
    ("study", f"The day begins at {NUMBER_WORDS[ROLLOVER_HOUR]} in the morning"),
    ("study", f"`--retention` ({LOWEST_RETENTION} to {HIGHEST_RETENTION})"),
    ("study", f"only what you forgot {NUMBER_WORDS[LEECH_LAPSES]} times or more"),
    ("updating", f"share {percent(alike_notes.SHARED_IF_ALIKE)} of their words"),
    ("updating", f"rare answer, {percent(alike_notes._LEAST_SHARED)} is enough"),
    (
        "updating",
        f"more than {NUMBER_WORDS[vanished_notes.MOST_WITH_ANSWER]} notes have",
    ),
    ("updating", f"of more than {NUMBER_WORDS[vanished_notes.MOST_IN_AREA]} facts"),
    ("quizzes", f"a paper has {DEFAULT_ITEMS} items"),
    ("quizzes", f"at most {MOST_REVIEWED:,}"),
    ("quizzes", f"the search ended after {assemble.MOST_TRIES:,} tries"),
    ("quizzes", f"`--options {FEWEST_OPTIONS}-{MOST_OPTIONS}`"),
    ("quizzes", f"`--difficulty {EASIEST}-{HARDEST}`"),
    ("quizzes", f"more than {typed_keys._MOST_WORDINGS} wordings"),
    ("quizzes", f"those of {NUMBER_WORDS[exact_words._MOST_WORDS + 1]} words and more"),
    ("quizzes", f"more than {NUMBER_WORDS[exact_words._MOST_NAMES]} different names"),
    ("format", f"up to {LONGEST_ID}; permanent"),
    ("format", f"of {fact_shapes._FEWEST_ITEMS} or more items (`lint` warns"),
    ("format", f"(`lint` warns above {readability.MOST_ITEMS})"),
    ("format", f"A picture is a {in_a_choice(PICTURE_TYPES)} file. A sound"),
    ("format", f"A sound is a {in_a_choice(SOUND_TYPES)} file."),
    ("checker", f"{limit(3)} up to {phrase_words._SHORTEST_FORGIVEN - 1} letters"),
    ("checker", f"{limit(4)} for 4 and 5, {limit(6)} for 6, {limit(7)} for 7, then"),
    (
        "checker",
        f"rising to {phrase_words.LIMIT_OF_LONG_WORDS} from {FIRST_LONG_WORD} on",
    ),
    (
        "checker",
        f"words of up to {NUMBER_WORDS[phrase_words._SHORTEST_FORGIVEN - 1]} letters",
    ),
    ("checker", f"Up to {alignment.DOUBTFUL_ABOVE_LIMIT:g} beyond the limit"),
    ("checker", f"in a word of {alignment._LONG_ELSEWHERE} letters or more"),
    (
        "checker",
        f"of {NUMBER_WORDS[alignment._SWAPPED_LENGTH]} letters, a swap is forgiven",
    ),
    ("checker", f"a list of {number_of_known_words():,} words"),
    ("words", f"a card with {NUMBER_WORDS[LEECH_LAPSES]} lapses or more"),
    ("words", f"card is due, {LOWEST_RETENTION} to {HIGHEST_RETENTION}"),
    ("words", f"it begins at {NUMBER_WORDS[ROLLOVER_HOUR]} in the morning"),
    ("words", ", ".join(f"{name} {rating}" for rating, name in RATINGS.items())),
    ("study", f"({DEFAULT_RETENTION} unless you said otherwise)"),
    ("design", f"a desired retention of {DEFAULT_RETENTION};"),
    ("checker", f"A text of more than {LONGEST_TYPED:,} characters is not read"),
    ("design", f"Files over {in_megabytes(LARGEST_FILE)}"),
    ("design", f"nesting over {DEEPEST_NESTING} levels"),
    ("design", f"the first {GUID_LENGTH} hex digits of SHA-256"),
    ("design", f"Numbers go in steps of {NUMBER_WORDS[topic_order.STEP]}"),
    ("design", f"each usable processor, at most {NUMBER_WORDS[MOST_WORKERS + 1]}."),
    ("design", f"more than one front in {NUMBER_WORDS[round(1 / COMMON_SHARE)]} (and"),
    ("design", f"(and more than {NUMBER_WORDS[FEWEST_COMMON - 1]}), give nothing away"),
    ("design", f"only the {NUMBER_WORDS[len(Interaction)]} interactions"),
    ("design", f"single best answer has {tickets(ItemType.SINGLE)} tickets, a"),
    ("design", f"tickets, a fill-in {tickets(ItemType.FILL)}."),
    ("design", f"no run is longer than {NUMBER_WORDS[paper_forms._LONGEST_RUN]}"),
    ("design", f"days that change at {NUMBER_WORDS[ROLLOVER_HOUR]} in the morning"),
    ("design", f"the last {NUMBER_WORDS[KEPT_COPIES]} days of study"),
    ("study", f"the copies of the last {NUMBER_WORDS[KEPT_COPIES]} days"),
    ("study", f"more than {NUMBER_WORDS[future_dates._MOST_AHEAD_OF_TEN]} in ten"),
    ("study", f"works in {terminal._NARROWEST_COLUMNS} columns"),
    ("design", f"within {NUMBER_WORDS[SAME_ANSWER_MS]} milliseconds"),
    ("design", f"deflated at level {package._COMPRESSION_LEVEL} ("),
    ("quizzes", f"{NUMBER_WORDS[matching._MOST_PAIRS]} pairs at most"),
    ("quizzes", f"if {NUMBER_WORDS[distractors._ENOUGH_UNLIKE_KEY]} others remain"),
    ("performance", f"Above {in_megabytes(cache_folder.LARGEST_CACHE)} or"),
    ("performance", f" MB or {cache_folder.MOST_FILES:,} files, the oldest"),
    ("../CONTRIBUTING", f"{MOST_MEGABYTES} MB and {MOST_CPU_SECONDS} CPU seconds for"),
]
SENTENCES_IN_CODE = [
    ("quiz/papers/paper_request", f"from 1 to {MOST_FORMS}: A, B, C"),
    ("quiz/papers/paper_request", f"Difficulties from {EASIEST} to {HARDEST}."),
    ("quiz/make", f"It is from 1 to {MOST_MINUTES}."),
    ("quiz/items/recall", f"fewer than {recall._FEWEST_TO_ORDER} or more than"),
    ("quiz/items/recall", f"more than {recall._MOST_TO_ORDER} items"),
    ("authoring/blanks", f"not from 1 to {HIGHEST_BLANK_NUMBER}"),
    ("study/scheduling/schedule", f"{LOWEST_RETENTION} to {HIGHEST_RETENTION}."),
    ("study/scheduling/schedule", f"the steps: at most {MOST_STEPS} of each"),
    ("study/scheduling/schedule", f"none longer than {LONGEST_STEP_DAYS} days"),
    ("study/scheduling/schedule", f"the {len(DEFAULT_PARAMETERS)} weights of FSRS-6"),
    ("study/reviewlog/entries", f"given, {LOWEST_RETENTION} to {HIGHEST_RETENTION}."),
    ("cli/stats", f"intervals of less than {MATURE_DAYS} days"),
    ("cli/clock", f"before {moment_of(NOTE_TIME_LIMIT_SECONDS):%B %Y}"),
]
"""Sentences of docstrings, help and messages."""
SENTENCES_IN_MANUAL = [
    ("id", f"An id has {ID_CHARACTERS}, and is used only once."),
    ("long-list", f"at most {NUMBER_WORDS[readability.MOST_ITEMS]} items"),
    ("many-blanks", f"at most {NUMBER_WORDS[readability.MOST_BLANKS]} blanks"),
    ("long-stem", f"at most {NUMBER_WORDS[readability.MOST_WORDS_ON_FRONT]} words"),
    ("look-alike", f"with {NUMBER_WORDS[checking._SHORTEST_COMPARED]} letters or more"),
]


@pytest.mark.parametrize(("page", "sentence"), SENTENCES_IN_PAGES)
def test_a_page_has_the_number_of_the_code(repository, page, sentence):
    text = (repository / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert sentence in " ".join(text.split())


@pytest.mark.parametrize(("module", "sentence"), SENTENCES_IN_CODE)
def test_a_sentence_in_the_code_has_the_number_of_the_code(
    repository, module, sentence
):
    text = (repository / "liverdeck" / f"{module}.py").read_text(encoding="utf-8")
    assert sentence in " ".join(text.split())


@pytest.mark.parametrize(("rule_id", "words"), SENTENCES_IN_MANUAL)
def test_the_manual_has_the_number_of_the_code(rule_id, words):
    (text,) = [rule.text for rule in RULES if rule.id == rule_id]
    assert words in " ".join(text.split())


def test_the_page_on_study_has_each_key(repository):
    page = (repository / "docs" / "study.md").read_text(encoding="utf-8")
    table = page.partition("| key | when rating |")[2].partition("\n\n")[0]
    named = {key for row in table.splitlines() for key in keys_in(row)}
    assert named == COMMANDS | RATING_INPUTS


def test_the_page_on_study_has_each_kind_of_entry(repository):
    page = (repository / "docs" / "study.md").read_text(encoding="utf-8")
    table = page.partition("`kind` of the entry |")[2].partition("\n\n")[0]
    cells = [row.split("|")[2] for row in table.splitlines() if row.startswith("| ")]
    assert sorted(re.findall("`([a-z]+)`", "".join(cells))) == sorted(ENTRY_KINDS)


def keys_in(row):
    return re.findall("`(.)`", row.split("|")[1]) if row.startswith("| `") else []
