"""The table of keys: every key of every file of a deck, with its type and meaning.

All code that needs keys takes them from here: the readers, the check for unknown keys,
the hints for mistyped keys and the tables in docs/format.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from liverdeck.authoring.keys import (
    DECIMAL,
    ID,
    IDS,
    TEXT,
    TEXTS,
    WRONG_ANSWERS,
    Key,
    flag,
    key_map,
    node,
    one_of,
    optional_flag,
    whole_number,
)
from liverdeck.base.files import DECK_FILE, PASSAGES_FILE
from liverdeck.catalogue.learner_words import LANGUAGES
from liverdeck.facts.answer import OptionOrder, Pin
from liverdeck.facts.deck import DEFAULT_LANGUAGE
from liverdeck.facts.fact import EASIEST, HARDEST, NOTE_LABEL
from liverdeck.facts.media import Side
from liverdeck.facts.shapes import Grouping, Order

if TYPE_CHECKING:
    from liverdeck.authoring.keys import KeyMap

FORMAT_VERSION = "1"
"""The version of the YAML format. Each file has it as the value of `liverdeck`."""
VERSION = Key(
    "liverdeck",
    node(f"`{FORMAT_VERSION}`"),
    "the version of the format",
    is_required=True,
)

DECK_ID = Key("id", ID, "permanent: every note is known by it", is_required=True)
ANKI_NAME = Key(
    "anki_name", TEXT, "permanent: the deck's name in Anki", is_required=True
)
DECK_TITLE = Key("title", TEXT, "what learners call the deck", is_required=True)
DESCRIPTION = Key(
    "description", TEXT, "what Anki shows under the deck's name", is_required=True
)
LANGUAGE = Key(
    "language",
    TEXT,
    f"the language of the answers, such as `en-GB`; without it, `{DEFAULT_LANGUAGE}`",
)
LEARNER_LANGUAGE = Key(
    "learner_language",
    TEXT,
    "the language of the words around your texts, such as *Why*; "
    f"{', '.join(f'`{known}`' for known in LANGUAGES)}, any other gives English; "
    "without it, that of `language`; permanent after the first release",
)
AUTHOR = Key("author", TEXT, "who made it")
LICENCE = Key("licence", TEXT, "what others may do with it, such as `CC BY 4.0`")
URL = Key("url", TEXT, "where it is: an address that begins with `https://`")
REPORT = Key(
    "report",
    TEXT,
    "where learners report a mistake: a web address, in which `{fact}` and `{release}` "
    "stand for their names, or a mail address",
)
DOCUMENT = Key(
    "document", node("a map, below"), "the text that the deck teaches", is_required=True
)
TOPICS = Key(
    "topics", node("a list of maps, below"), "in teaching order", is_required=True
)
_ONE_ANSWER_MEANING = (
    "whether {} only one right answer, so that a quiz may offer answers of the same "
    "`kind` as wrong options"
)
DECK_ONE_ANSWER = Key(
    "one_answer",
    flag(default=False),
    f"{_ONE_ANSWER_MEANING.format('each question of the deck has')}; without it, the "
    "program decides by the words of the question, where it knows the language",
)
DECK_MAP = key_map(
    DECK_FILE,
    VERSION,
    DECK_ID,
    ANKI_NAME,
    DECK_TITLE,
    DESCRIPTION,
    LANGUAGE,
    LEARNER_LANGUAGE,
    AUTHOR,
    LICENCE,
    URL,
    REPORT,
    DOCUMENT,
    TOPICS,
    DECK_ONE_ANSWER,
)

DOCUMENT_TITLE = Key(
    "title", TEXT, "the document's title, shown on each card", is_required=True
)
READ_ON = Key("read", TEXT, "the day you read it, as YYYY-MM-DD", is_required=True)
DOCUMENT_MAP = key_map("`document`", DOCUMENT_TITLE, READ_ON, AUTHOR, LICENCE, URL)

TOPIC_ID = Key("id", ID, "permanent: it becomes a tag in Anki", is_required=True)
TOPIC_TITLE = Key("title", TEXT, "the title of the chapter", is_required=True)
TOPIC_MAP = key_map("topic", TOPIC_ID, TOPIC_TITLE)

PASSAGES = Key(
    "passages", node("a list of maps, below"), "in document order", is_required=True
)
PASSAGES_FILE_MAP = key_map(PASSAGES_FILE, VERSION, PASSAGES)

PASSAGE_ID = Key("id", ID, "the name that facts use under `from`", is_required=True)
HEADING = Key("heading", TEXT, "shown on each card as the source", is_required=True)
TEXT_HASH = Key("hash", TEXT, "written by `liverdeck index`")
WORDS = Key("words", node("a text"), "written by `liverdeck index`")
PASSAGE_MAP = key_map("passage", PASSAGE_ID, HEADING, TEXT_HASH, WORDS)

FILE_TOPIC = Key(
    "topic", ID, "id of the topic of all facts in the file", is_required=True
)
FACTS = Key(
    "facts", node("a list of maps, below"), "in teaching order", is_required=True
)
FACT_FILE_MAP = key_map("fact file", VERSION, FILE_TOPIC, FACTS)

FACT_ID = Key("id", ID, "permanent, and never used again", is_required=True)
WAS = Key(
    "was",
    IDS,
    "ids that the fact had before, the oldest first: learners keep their progress; "
    "written by `liverdeck release --moved`",
)
FROM = Key("from", IDS, "the passages that state the fact", is_required=True)
WHY = Key("why", TEXT, "one sentence that helps to remember the fact")
NOTE = Key("note", TEXT, f'shown as "{NOTE_LABEL}"')
DISTRACTORS = Key(
    "distractors",
    WRONG_ANSWERS,
    "wrong options for a quiz; a statement with several blanks uses the `reject` of "
    "each blank instead",
)
OPEN = Key("open", TEXTS, "what the document leaves open; it is never right or wrong")
DIFFICULTY = Key(
    "difficulty",
    whole_number(EASIEST, HARDEST),
    f"{EASIEST} is easy, {HARDEST} is hard",
)
IMAGE = Key(
    "image", node("a map, below, or a list of maps"), "pictures, on the front or back"
)
AUDIO = Key(
    "audio", node("a map, below, or a list of maps"), "sounds, on the front or back"
)
TAGS = Key("tags", IDS, "further tags in Anki")
QUIZ = Key("quiz", flag(default=True), "whether quizzes may ask for the fact")
ONE_ANSWER = Key(
    "one_answer",
    optional_flag(),
    f"{_ONE_ANSWER_MEANING.format('each question of the fact has')}; without it, as "
    f"in {DECK_FILE}",
)
RETIRED = Key("retired", TEXT, "why the fact is taught no longer")

SAY = Key(
    "say", TEXT, "a statement with blanks: `{{c1::text}}` or `{{c1::text::hint}}`"
)
BLANKS = Key("blanks", node("a map by `c1`, `c2` ..."), "more about each blank")
ASK = Key("ask", TEXT, "a question")
ANSWER = Key("answer", node("an answer, below"), "its answer")
REVERSE = Key(
    "reverse", node("a map, below"), "a second question, asked the other way round"
)
LIST = Key("list", node("a list of answers, below"), "an answer of several items")
GROUPS = Key("groups", node("a list of maps, below"), "a long list, group by group")
GROUPING: Key[Grouping] = Key(
    "grouping",
    one_of(get_args(Grouping)),
    "who made the groups: you, so that the list is easier to learn, or the document; "
    "a quiz asks for the groups only if they are the document's",
)
NEED = Key(
    "need",
    node("a whole number"),
    "how many items of a list a quiz asks for; without it, all",
)
ORDER: Key[Order] = Key(
    "order", one_of(get_args(Order)), "whether the order of a list counts"
)
FACT_MAP = key_map(
    "fact",
    FACT_ID,
    FROM,
    WHY,
    NOTE,
    DISTRACTORS,
    OPEN,
    DIFFICULTY,
    IMAGE,
    AUDIO,
    TAGS,
    QUIZ,
    ONE_ANSWER,
    RETIRED,
    WAS,
    SAY,
    BLANKS,
    ASK,
    ANSWER,
    REVERSE,
    LIST,
    GROUPS,
    GROUPING,
    NEED,
    ORDER,
)

IMAGE_FILE = Key("file", TEXT, "a path inside the deck's folder", is_required=True)
ALT = Key("alt", TEXT, "what the picture shows, in words", is_required=True)
SIDE: Key[Side] = Key(
    "side",
    one_of(get_args(Side)),
    "what is on the `back` is shown only with the answer; without it, `front`",
)
CREDIT = Key("credit", TEXT, "who made it, shown small beside it")
IMAGE_MAP = key_map("`image`", IMAGE_FILE, ALT, SIDE, CREDIT, LICENCE)
AUDIO_FILE = Key("file", TEXT, "a path inside the deck's folder", is_required=True)
AUDIO_MAP = key_map("`audio`", AUDIO_FILE, SIDE, CREDIT, LICENCE)

REVERSE_ASK = Key("ask", TEXT, "the second question", is_required=True)
REVERSE_ANSWER = Key("answer", node("an answer, below"), "its answer", is_required=True)
REVERSE_MAP = key_map("`reverse`", REVERSE_ASK, REVERSE_ANSWER)

GROUP_ID = Key("id", node("an id"), "permanent", is_required=True)
GROUP_TITLE = Key("title", TEXT, "shown under the question", is_required=True)
ITEMS = Key("items", node("a list of answers, below"), "in order", is_required=True)
GROUP_WAS = Key(
    "was",
    IDS,
    "ids that the group had before, the oldest first; "
    "written by `liverdeck release --moved`",
)
GROUP_MAP = key_map("group", GROUP_ID, GROUP_WAS, GROUP_TITLE, ITEMS)

ANSWER_TEXT = Key(
    "text", TEXT, "the right answer; `number` can take its place", is_required=True
)
HINT = Key("hint", TEXT, "a short help")
ACCEPT = Key("accept", TEXTS, "other right answers")
REJECT = Key("reject", WRONG_ANSWERS, "wrong answers, one on each line")
KIND = Key(
    "kind",
    TEXT,
    "what the answer is (organ, test, symptom); answers of the same kind are each "
    "other's wrong options in a quiz, so give it only if each answer is wrong for the "
    "other's question",
)
STRICT = Key("strict", flag(default=False), "no tolerance for spelling errors")
NUMBER = Key("number", DECIMAL, "for an answer that is a number")
UNIT = Key(
    "unit",
    TEXT,
    "the unit of the number: any text. Units of measurement (`mg/dL`, `cm²`, `%`, "
    "`beats a minute`) may be typed in other ways, and may not be left out; any other "
    "text (`times a day`) says what is counted, and may be left out",
)
TOLERANCE = Key("tolerance", DECIMAL, "how far an answer may be from the number")
OPTIONS: Key[OptionOrder] = Key(
    "options",
    one_of(get_args(OptionOrder)),
    "with `fixed`, the options of a quiz keep their order: first those of `reject`, "
    "then the right answer, then those of the fact's `distractors`; if `reject` or "
    "`distractors` is missing, the place of the right answer is random, the same in "
    "each form. Options on a scale, "
    "such as numbers or *mild, moderate, severe*, keep their order anyway",
)
PIN: Key[Pin] = Key(
    "pin",
    one_of(get_args(Pin)),
    "with `last`, the answer is always the last option of a quiz item, as *no "
    "treatment* often is",
)
_BLANK_KEYS = (
    ACCEPT,
    REJECT,
    KIND,
    STRICT,
    NUMBER,
    UNIT,
    TOLERANCE,
    OPTIONS,
    PIN,
)
BLANK_MAP = key_map("blank", *_BLANK_KEYS)
ANSWER_MAP = key_map("answer", ANSWER_TEXT, HINT, *_BLANK_KEYS)
LIST_ITEM_MAP = key_map("item", *ANSWER_MAP.keys)
"""The map of a list item has the keys of an answer; problems call it "item"."""

FORMAT: tuple[tuple[str, KeyMap], ...] = (
    (DECK_FILE, DECK_MAP),
    (f"`document` in {DECK_FILE}", DOCUMENT_MAP),
    ("An entry of `topics`", TOPIC_MAP),
    (PASSAGES_FILE, PASSAGES_FILE_MAP),
    ("An entry of `passages`", PASSAGE_MAP),
    ("A fact file", FACT_FILE_MAP),
    ("A fact", FACT_MAP),
    ("An answer: a text, or a map with these keys", ANSWER_MAP),
    ("`reverse`", REVERSE_MAP),
    ("An entry of `groups`", GROUP_MAP),
    ("`image`, or an entry of it", IMAGE_MAP),
    ("`audio`, or an entry of it", AUDIO_MAP),
)
"""The maps that have a table in the format page, each with the title of its table.

`BLANK_MAP` and `LIST_ITEM_MAP` have none: their keys are in the table of `ANSWER_MAP`.
"""
