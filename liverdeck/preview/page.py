"""Make one HTML page from a deck and its findings; the page needs no other file.

The deck is treated as if an attacker had written it. All texts of the deck and the
findings are escaped. Only the HTML of the cards, the styles and the script are not
escaped.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from liverdeck.anki.note_contents import ordinal_of
from liverdeck.anki.note_types import deck_style
from liverdeck.anki.notes import render_notes, stamped
from liverdeck.anki.type_ids import type_language
from liverdeck.base.pages import html_page
from liverdeck.base.palette import with_palette
from liverdeck.base.problems import severity_counts
from liverdeck.base.values import value_class
from liverdeck.facts.card import answers_of, cards_of
from liverdeck.facts.citation import credit_text, credits_of
from liverdeck.facts.parts import joined_name
from liverdeck.preview.findings import group_findings
from liverdeck.preview.inline_media import InlineMedia, without_invalid_media
from liverdeck.preview.rendering import Sides, render_card

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.anki.notes import Note
    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

CARD_CHARACTERS_LIMIT = 256 * 1024 * 1024
"""When the cards on a page have this many characters, further cards are left out.

Every card of a statement repeats the statement, so even a small deck could make a page
that is too large for a browser.
"""

_RELEASE = "preview"
"""The text that a report of a mistake has in place of a release's number."""
_FOLDER = Path(__file__).parent
"""The folder with the template, the styles and the script of the page."""


@value_class
class Preview:
    """A finished preview page."""

    html: bytes
    card_count: int
    """The number of all cards, including the cards that are left out."""


@value_class
class CardView:
    """One card on the page."""

    name: str
    """The fact's id and the card's part, if it has one: `definition/c1`."""
    number: int
    """The number of the card within its note, from 1, as in Anki's class `card1`."""
    sides: Sides | None
    """The HTML of the card.

    It is None if it is left out because the page would get too large.
    """


@value_class
class FactView:
    """One fact on the page, with its cards and the findings about it."""

    fact: Fact
    anchor: str
    """The id of the fact's element on the page, for links."""
    cards: tuple[CardView, ...]
    findings: tuple[Problem, ...]
    typed_answers: tuple[str, ...]
    """Lines about the aliases and the rejected answers, which no card shows."""


@value_class
class TopicView:
    """One chapter of the page."""

    id: str
    title: str
    facts: tuple[FactView, ...]

    @property
    def card_count(self) -> int:
        """The number of cards in the chapter."""
        return sum(len(fact.cards) for fact in self.facts)

    @property
    def finding_count(self) -> int:
        """The number of findings about facts of the chapter."""
        return sum(len(fact.findings) for fact in self.facts)


def preview_page(
    deck: Deck, findings: Sequence[Problem], *, reloads: bool = False
) -> Preview:
    """Return the page of a deck.

    The same input gives the same bytes. If the deck is broken, the page shows the facts
    that could be read. With `reloads`, the page reloads itself whenever the reader
    returns to its window.
    """
    grouped_findings = group_findings(findings, deck.facts)
    deck = without_invalid_media(deck)
    media = InlineMedia(deck)
    cards_by_fact: dict[Position, list[CardView]] = {}
    notes = (
        stamped(media.with_media(note), deck.report, 0, _RELEASE)
        for note in render_notes(deck)
    )
    for fact, card in _card_views(notes):
        cards_by_fact.setdefault(fact.position, []).append(card)
    topics = _topic_views(deck, cards_by_fact, grouped_findings.by_fact)
    card_count = sum(topic.card_count for topic in topics)

    # The template cannot pass a position: minijinja would make a plain tuple of it.
    def shown_position(fact_or_problem: Fact | Problem, *, column: bool = True) -> str:
        position = fact_or_problem.position
        return _shown_position(position, deck.folder, with_column=column)

    html = html_page(
        _FOLDER / "page.html.j2",
        {
            "deck": deck,
            "topics": topics,
            "findings_without_fact": grouped_findings.without_fact,
            "severity_counts": severity_counts(findings),
            "cards": card_count,
            "left_out_media": media.left_out_count,
            "credits": tuple(_credit_lines(deck)),
            "reloads": reloads,
            "shown_position": shown_position,
        },
        styles=_styles(deck),
        script=_read("page.js"),
        may_show_pictures=True,
    )
    return Preview(html, card_count)


def _styles(deck: Deck) -> dict[str, str]:
    """Return the style sheets of the page, by their names in the template."""
    page_style = _read("page.css")
    return {
        "page_style": with_palette(
            page_style, prefix="page-", dark_attribute='data-theme="dark"'
        ),
        "frame_style": _read("frame.css"),
        "card_style": deck_style(type_language(deck.learner_language)),
    }


def _card_views(notes: Iterable[Note]) -> Iterator[tuple[Fact, CardView]]:
    """Yield every card of the notes, with its fact."""
    remaining_characters = CARD_CHARACTERS_LIMIT
    for note in notes:
        parts = _parts_by_ordinal(note)
        for ordinal in note.ordinals:
            sides = None
            if remaining_characters > 0:
                sides = render_card(note, ordinal)
                remaining_characters -= len(sides.front) + len(sides.back)
            name = joined_name(note.fact.id, parts[ordinal])
            yield note.fact, CardView(name, ordinal + 1, sides)


def _parts_by_ordinal(note: Note) -> dict[int, str]:
    """Return the part of each of a note's cards, by the card's ordinal."""
    cards = [card for card in cards_of(note.fact) if card.note_part == note.part]
    return {ordinal_of(card): card.part for card in cards}


def _topic_views(
    deck: Deck,
    cards_by_fact: dict[Position, list[CardView]],
    findings_by_fact: dict[Position, list[Problem]],
) -> tuple[TopicView, ...]:
    """Return the topics that have facts, in the order of `deck.yaml`.

    Topics that are not in `deck.yaml` come last.
    """
    titles = deck.topic_titles
    views_by_topic: dict[str, list[FactView]] = {topic: [] for topic in titles}
    id_counts: Counter[str] = Counter()
    for fact in deck.facts:
        id_counts[fact.id] += 1
        anchor = f"fact-{fact.id}"
        if id_counts[fact.id] > 1:
            # In a broken deck, two facts may have the same id. A full stop and a number
            # make the anchor different: no id contains a full stop.
            anchor += f".{id_counts[fact.id]}"
        view = FactView(
            fact,
            anchor,
            tuple(cards_by_fact.get(fact.position, ())),
            tuple(findings_by_fact.get(fact.position, ())),
            tuple(_typed_answers(fact)),
        )
        views_by_topic.setdefault(fact.topic, []).append(view)
    return tuple(
        TopicView(topic, titles.get(topic, topic), tuple(views))
        for topic, views in views_by_topic.items()
        if views
    )


def _credit_lines(deck: Deck) -> Iterator[str]:
    """Yield the credit of the document and the credit of the deck, as lines."""
    for label, credit in credits_of(deck):
        if credit_text(credit):
            yield f"{label}: {credit_text(credit)}"


def _typed_answers(fact: Fact) -> Iterator[str]:
    """Yield lines about the aliases and the rejected answers, which no card shows.

    There is one line for each answer with aliases, and one line for each rejected
    answer.
    """
    for answer in answers_of(fact):
        if answer.accept:
            yield f"{answer.text}: also right: {', '.join(answer.accept)}"
        for wrong in answer.reject:
            yield f"{answer.text}: wrong: {wrong.text} ({wrong.why})"


def _shown_position(position: Position, folder: Path, *, with_column: bool) -> str:
    """Return a position as the page shows it: `facts.yaml:3:5`, with the column.

    The page does not name the deck's folder, because the page may be sent to others.
    """
    path = PurePath(position.path)
    if path == folder:
        return "the deck's folder"
    name = position.path
    if path.is_relative_to(folder):
        name = path.relative_to(folder).as_posix()
    file_and_line = f"{name}:{position.line}"
    return f"{file_and_line}:{position.column}" if with_column else file_and_line


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
