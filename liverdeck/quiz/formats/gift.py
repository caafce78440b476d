"""GIFT, a text format for questions, as Moodle reads it.

The escapes, weights and comments were tried in Moodle 4.5 and gift-pegjs 1.0.

GIFT cannot express everything. An item that Moodle cannot judge, such as a list,
becomes an essay with the key in its feedback. GIFT has no points, so every question
counts one point. It also cannot say that options keep their order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.media_files import read_media_file
from liverdeck.base.output_guards import MARK
from liverdeck.quiz.formats.platform_html import (
    moodle_html,
    moodle_match,
    without_wildcards,
)
from liverdeck.quiz.formats.platform_items import (
    items_by_category,
    medium_below_text,
    ordering_as_matching,
    tags_of_item,
)
from liverdeck.quiz.formats.typed_spellings import accepted_texts, as_typed
from liverdeck.quiz.formats.weights import weight_of_one_key
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.wording import (
    feedback,
    origin_and_report,
    stem_and_hints,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.facts.media import Media
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem

_SPECIAL = re.compile(r"[\\~=#{}:]")
"""The characters that have a meaning in GIFT."""
_TEXT_FORMAT = re.compile(r"\[(?:html|moodle|plain|markdown)\]")
"""The name of a text format. Moodle reads the text after it in that format."""
_FORBIDDEN_IN_TAGS = re.compile(r"[\[\]\r\n]")


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `gift.txt`: a category for each topic, and a paragraph for each item.

    A comment above the item names its id and its tags. Comments above the first
    category say who made the file, and from which document. They are there because
    gift-pegjs does not allow a comment below a category.
    """
    blocks: list[str] = []
    for path, asked_items in items_by_category(job):
        about = "" if blocks else f"// {MARK}\n// {_origin(job)}\n"
        blocks.append(f"{about}$CATEGORY: {path}")
        blocks += [_block(asked, job) for asked in asked_items]
    return {"gift.txt": ("\n\n".join(blocks) + "\n").encode()}


def _origin(job: QuizJob) -> str:
    """Return the origin of the items, and where to report mistakes, on one line."""
    return " ".join(origin_and_report(job.paper).split())


def _escaped(text: str) -> str:
    """Return a text with escapes, so that GIFT takes no character for a command."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _html(text: str) -> str:
    """Return a text as HTML in GIFT.

    Stems, options, prompts and reasons are HTML. The answers with which Moodle compares
    a typed answer are plain text, see `_plain_answer`.

    At the start of a text, Moodle would take a per cent sign for a weight, and the name
    of a text format for a command. So a per cent sign becomes &#37;, and [html] is
    written before the name.
    """
    content = _escaped_html(text)
    if _TEXT_FORMAT.match(content):
        return f"[html]{content}"
    return f"&\\#37;{content[1:]}" if content.startswith("%") else content


def _escaped_html(text: str) -> str:
    return _escaped(moodle_html(text.strip()))


def _plain_answer(text: str) -> str:
    """Return a right or rejected answer as plain text in GIFT.

    Moodle compares this text with the typed answer. In addition to the escapes of
    `_escaped`, these rules apply:

    - The text is on one line.
    - `*` gets a backslash, because a `*` without a backslash matches any text.
    - `->` becomes `-*>`, because `->` makes a matching and GIFT has no escape for it.
      The asterisk matches any text, also an empty one.
    - `[plain]` is written before the name of a text format at the start, so that the
      name does not change the format.
    - The weight 100 is written before a per cent sign at the start, because Moodle
      would take the sign for the beginning of a weight.
    """
    plain = as_typed(text)
    weight = "%100%" if plain.startswith("%") else ""
    text_format = "[plain]" if _TEXT_FORMAT.match(plain) else ""
    exact = without_wildcards(_escaped(plain))
    return weight + text_format + exact.replace("->", "-*>")


def _block(asked: AskedItem, job: QuizJob) -> str:
    item = asked.item
    tags = [_FORBIDDEN_IN_TAGS.sub(" ", tag) for tag in tags_of_item(item)]
    tag_list = "".join(f" [tag:{tag}]" for tag in tags)

    words = words_of(job.paper)
    question = _escaped_html(stem_and_hints(item, words))
    stem = f"[html]{question}{_media_html(item.front, job)}"
    # "####" begins the feedback that every learner gets.
    after_answer = _html(feedback(item, words)) + _media_html(item.back, job)
    answers = f"{{{_answers(asked, job.paper.language)}####{after_answer}\n}}"
    return f"// [id:{item.id}]{tag_list}\n::{_escaped(item.id)}::{stem}{answers}"


def _media_html(media: Media, job: QuizJob) -> str:
    """Return pictures and sounds as HTML in GIFT, with their files inside."""
    folder = job.deck.folder
    html = [
        medium_below_text(medium, read_media_file(folder, medium.file).data_address)
        for medium in media.all
    ]
    return "".join(map(_escaped, html))


def _answers(asked: AskedItem, language: str) -> str:
    """Return the text between braces in GIFT: answers, options or pairs."""
    item = asked.item
    lines: Iterable[str]
    match item.interaction:
        case Interaction.JUDGE_STATEMENT:
            return _true_or_false(item)
        case Interaction.WRITE_NUMBER:
            return _number(item)
        case Interaction.CHOOSE_ONE:
            lines = _options(asked, "=", "~")
        case Interaction.CHOOSE_SEVERAL:
            weight = weight_of_one_key(len(item.keys))
            lines = _options(asked, f"~%{weight}%", f"~%-{weight}%")
        case Interaction.WRITE_WORDS if not item.is_marked_by_person:
            lines = _short_answers(item, language)
        case Interaction.WRITE_WORDS | Interaction.WRITE_LIST:
            lines = ()
        case Interaction.MATCH:
            lines = [_pair(pair.prompt, pair.match) for pair in item.pairs]
        case Interaction.ORDER:
            lines = [_pair(*row) for row in ordering_as_matching(item)]
        case _ as interaction:
            assert_never(interaction)
    return "".join(f"\n{line}" for line in lines) + "\n"


def _true_or_false(item: Item) -> str:
    why = _html(item.keys[0].why)
    key = "TRUE" if item.truth else "FALSE"
    return f"{key}#{why}" if why else key


def _number(item: Item) -> str:
    (answer,) = item.answers
    assert answer.number is not None  # noqa: S101  # a numeric item has one
    return f"#{answer.number.value}:{answer.number.margin}\n"


def _options(asked: AskedItem, key_sign: str, wrong_sign: str) -> Iterator[str]:
    """Yield the options, each with the sign or weight that says whether it is right."""
    for option in asked.options:
        why = f"#{_html(option.why)}" if option.why else ""
        sign = key_sign if option.is_key else wrong_sign
        yield f"{sign}{_html(option.text)}{why}"


def _short_answers(item: Item, language: str) -> Iterator[str]:
    """Yield the right answer, its other names and spellings, and rejected answers."""
    (answer,) = item.answers
    for text in accepted_texts(item, language):
        yield f"={_plain_answer(text)}"
    for rejected in answer.reject:
        # A rejected answer has the weight 0, so a weight of 100 is removed.
        text = _plain_answer(rejected.text).removeprefix("%100%")
        yield f"=%0%{text}#{_html(rejected.why)}"


def _pair(prompt: str, match: str) -> str:
    # In a match, gift-pegjs 1.0.2 shows &&058; for an escaped colon. Moodle does not.
    return f"={_html(prompt)} -> {_escaped(moodle_match(match))}"
