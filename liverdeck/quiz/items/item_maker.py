"""The arguments of the functions that make items from a card or from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from liverdeck.base.values import value_class
from liverdeck.facts.media import sides_of_media
from liverdeck.facts.parts import REVERSE, joined_name
from liverdeck.quiz.items.document_mention import according_to_document
from liverdeck.quiz.items.exact_words import must_be_judged_by_meaning
from liverdeck.quiz.items.item import Item, item_ids
from liverdeck.quiz.items.rationales import shown_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.base.problems import Position
    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import Option, Pair
    from liverdeck.quiz.items.item_types import ItemType
    from liverdeck.quiz.items.prepared_facts import PreparedCard


NO_PART = ""
"""The empty part of an item that is not about one card alone, such as a list."""


@value_class
class NoItem:
    """Why a fact gives no item of a type."""

    type: ItemType
    part: str
    """The part of the card, or `NO_PART`."""
    why: str


class ItemContent(TypedDict, total=False):
    """What an item may have besides its stem; these are fields of an `Item`."""

    options: tuple[Option, ...]
    pairs: tuple[Pair, ...]
    answers: tuple[Answer, ...]
    drawn_from: tuple[Option, ...]
    needed_count: int
    ordered: bool
    is_main_variant: bool
    keeps_order: bool


class _FieldsOfEveryItem(TypedDict):
    """The fields of an `Item` that all items of a fact and a type have in common."""

    type: ItemType
    facts: tuple[str, ...]
    topic: str
    difficulty: int
    source: str
    passages: tuple[str, ...]
    position: Position
    open: tuple[str, ...]


@value_class
class ItemMaker:
    """Makes the items of one fact and fills in the fields that are equal in all."""

    fact: Fact
    source: str
    """The citation that each item gives as its source."""
    stemmer: TextStemmer
    """The stemmer of the deck's language."""
    not_made: list[NoItem]
    """Gets an entry for each item that could not be made."""

    def refuse(self, item_type: ItemType, part: str, why: str) -> None:
        """Remember why there is no item of a type for a part of the fact."""
        self.not_made.append(NoItem(item_type, part, why))

    def make(  # noqa: PLR0913  # what items have beside their content
        self,
        item_type: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        right: Iterable[Answer] = (),
        rationale: str | None = None,
        shows_groups: bool = False,
        asks_for_term: bool = False,
        **content: Unpack[ItemContent],
    ) -> Item:
        """Return an item of the fact.

        `part` is the part of the card, or `NO_PART`. `variant` distinguishes the item
        from other items made from the same question. `right` are the answers that are
        right, if the item has no `answers`. `rationale` is used in place of the fact's
        own. `shows_groups` says whether the item shows the groups of a grouped list.
        `asks_for_term` says whether the item gives the answer and asks for the term.
        """
        fact = self.fact
        if fact.open:
            stem = according_to_document(stem, self.stemmer.code)
        is_reversed = asks_for_term or part == REVERSE
        front, back = sides_of_media(fact.media, is_reversed=is_reversed)
        answers = content.get("answers", ())
        item_id, base_id = item_ids(fact.identity, part, item_type, variant)
        return Item(
            id=item_id,
            base_id=base_id,
            stem=stem,
            rationale=(fact.why or "") if rationale is None else rationale,
            note=shown_note(fact, shows_groups=shows_groups),
            front=front,
            back=back,
            card=joined_name(fact.identity, part),
            key_names=_names_of((*answers, *right)),
            is_judged_by_meaning=must_be_judged_by_meaning(
                answers, fact.open, stem, self.stemmer
            ),
            **self._fields_of_every_item(item_type),
            **content,
        )

    def _fields_of_every_item(self, item_type: ItemType) -> _FieldsOfEveryItem:
        """Return the fields that do not depend on what an item asks about the fact."""
        fact = self.fact
        return {
            "type": item_type,
            "facts": (fact.id,),
            "topic": fact.topic,
            "difficulty": fact.difficulty or item_type.traits.usual_difficulty,
            "source": self.source,
            "passages": fact.passages,
            "position": fact.position,
            "open": fact.open,
        }


def _names_of(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Return every right text of some answers, each once."""
    return tuple(
        dict.fromkeys(text for answer in answers for text in answer.right_texts)
    )


@value_class
class CardContext:
    """A card with one answer, and what is needed to make items from it."""

    maker: ItemMaker
    prepared_card: PreparedCard
    distractors: Sequence[Distractor]
    """The author's own distractors come first. There may be more than an item shows."""
    why_too_few: str
    """What to say if there are too few distractors."""
    most_options: int
    """The most options of a single best answer.

    It also limits the false statements that are made from one statement.
    """


@value_class
class ListContext:
    """A list, and what is needed to make items from it."""

    maker: ItemMaker
    shape: Enumeration | GroupedEnumeration
    prepared_card: PreparedCard
    """The whole list as one card."""
    distractors: Sequence[Distractor]
    """All are the author's own distractors. There may be more than an item shows."""
    why_too_few: str
    """What to say if there are too few distractors."""
    most_options: int
    """The most options of a single best answer."""
