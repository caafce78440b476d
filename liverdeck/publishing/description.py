"""Make the text that Anki shows under the name of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.anki.escaping import html_attribute, html_text
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.citation import credits_of
from liverdeck.publishing.changelog import UPDATE_TEXT_ADVICE

if TYPE_CHECKING:
    from liverdeck.facts.deck import Credit, Deck


def description(deck: Deck) -> str:
    """Return the HTML that Anki shows under the name of the deck."""
    words, document = words_in(deck.learner_language), deck.document
    source = words.text(
        "From “{title}”, read {day}. Made with LiverDeck.",
        title=document.title,
        day=document.read_on,
    )
    lines = [
        html_text(source),
        *(
            _credit_html(words.label(label), credit)
            for label, credit in credits_of(deck)
        ),
    ]
    source_and_credits = "<br>".join(filter(None, lines))
    advice = html_text(words.text(UPDATE_TEXT_ADVICE))
    return "<br><br>".join((html_text(deck.description), source_and_credits, advice))


def _credit_html(label: str, credit: Credit) -> str:
    """Return the author, the licence and the link of a credit, or "" without them."""
    texts = [html_text(text) for text in (credit.author, credit.licence) if text]
    if credit.url:
        address = html_attribute(credit.url)
        texts.append(f'<a href="{address}">{html_text(credit.url)}</a>')
    return f"{html_text(label)} {', '.join(texts)}" if texts else ""
