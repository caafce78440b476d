"""Items with options: single best answer, multiple response, true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.words import ABSOLUTE_WORDS, words_of
from liverdeck.facts.card_texts import question_with_gaps
from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.cues import distractors_to_show, list_items_without_cues
from liverdeck.quiz.items.item import FALSE, TRUE, Option, make_option, short_hash
from liverdeck.quiz.items.item_maker import NO_PART
from liverdeck.quiz.items.item_types import FEWEST_WRONG, ItemType
from liverdeck.quiz.items.likeness import compared_text
from liverdeck.quiz.items.list_stems import one_of_these, some_of_these
from liverdeck.quiz.items.opposites import only_opposite
from liverdeck.quiz.items.option_order import (
    best_answer_options,
    with_scale_order,
    wrong_option,
)
from liverdeck.quiz.items.rationales import rationale_of_false, rationale_of_part
from liverdeck.quiz.items.stems import says_how_many
from liverdeck.quiz.items.typed_keys import has_negation, is_compound
from liverdeck.quiz.items.worded import RIGHT_IS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import CardContext, ListContext

_TWO = 2
_TELLING_WORDS = ABSOLUTE_WORDS | {"alone"}
"""Words that tell most readers that a statement is false.

*Alone* is not one of the `ABSOLUTE_WORDS`, because a patient may live alone.
"""
_DISTRACTORS_PER_SHOWN = 2
"""How many distractors a paper draws from, for each that it shows beside a list item.

They are the distractors whose length is most similar to that of the key, so that the
key does not stand out.
"""
_MOST_KEYS = 3
"""The most keys of a multiple response if its question does not say how many."""
_MOST_COUNTED_KEYS = 5
"""The most keys of a multiple response if its question says how many it asks for."""
_MOST_WRONG = 4
"""A multiple response has at most this many wrong options."""


def card_best_answers(context: CardContext) -> Iterator[Item]:
    """Yield the single best answer of a card, if there are at least two distractors.

    If the question offers the answers, as in *red or blue?*, these are the options. If
    the only distractor that fits is the opposite of the key, there are two options.
    """
    card = context.prepared_card.card
    opposite = only_opposite(card.answers[0].text, context.distractors)
    if context.prepared_card.offered:
        yield _offered_answers(context)
    elif opposite is not None:
        yield _best_answer(context, [opposite])
    elif len(context.distractors) < FEWEST_WRONG:
        context.maker.refuse(ItemType.SINGLE, card.part, context.why_too_few)
    else:
        yield _best_answer(context, context.distractors)


def _best_answer(context: CardContext, distractors: Sequence[Distractor]) -> Item:
    """Return the single best answer with some of these distractors."""
    card, maker = context.prepared_card.card, context.maker
    question, key = context.prepared_card.question.original, card.answers[0]
    most_wrong = context.most_options - 1
    options = best_answer_options(
        key,
        distractors_to_show(key.text, question, distractors, most_wrong, maker.stemmer),
        most_wrong,
        f"{card.fact.identity}/{card.part}",
    )
    return maker.make(
        ItemType.SINGLE,
        card.part,
        question,
        options=options.shown,
        drawn_from=options.all,
        keeps_order=options.keeps_order and len(options.shown) > _TWO,
        right=card.answers[:1],
    )


def _offered_answers(context: CardContext) -> Item:
    """Return the single best answer whose options the question or its hint offers."""
    prepared = context.prepared_card
    key = prepared.key_for(prepared.card.answers[0])
    reasons = {wrong.answer.text.tokens: wrong.why for wrong in prepared.wrong}
    offered = []
    for text in prepared.offered:
        if key.check(text).outcome == "correct":
            offered.append(make_option(text, is_key=True))
        else:
            why = reasons.get(compared_text(text).tokens, "")
            offered.append(make_option(text, why=why))
    options, keeps_order = with_scale_order(offered)
    return context.maker.make(
        ItemType.SINGLE,
        prepared.part,
        prepared.question.original,
        options=options,
        # Two options have no middle that would need them in order.
        keeps_order=keeps_order and len(options) > _TWO,
        right=prepared.card.answers[:1],
    )


def true_false_items(context: CardContext) -> Iterator[Item]:
    """Yield an item whose statement is true, and items whose statement is false.

    In a false statement, one of the author's distractors replaces the right answer in
    the blank that the card asks for. There are at most `most_options` false statements,
    and one if the only distractor that fits is the opposite of the key.

    There are no items in these cases:

    - the card asks a question
    - several answers may be right for the blank, so a statement with another answer may
      be true too
    - the statement has a negation; calling it false would be a double negative
    """
    prepared, maker = context.prepared_card, context.maker
    card = prepared.card
    if prepared.statement is None:
        return
    if not prepared.has_one_answer:
        maker.refuse(ItemType.TRUEFALSE, card.part, "other answers may be true as well")
        return
    if has_negation(prepared.statement, maker.stemmer):
        maker.refuse(ItemType.TRUEFALSE, card.part, "the statement has a negation")
        return
    distractors = _distractors_for_false_statements(context, prepared.statement)
    # For about half of the cards, a false statement is the main variant.
    is_drawn = draw(card.fact.identity, card.part, "truth") % 2 == 1
    main_variant_is_false = bool(distractors) and is_drawn
    yield maker.make(
        ItemType.TRUEFALSE,
        card.part,
        prepared.statement,
        variant=TRUE,
        options=_true_and_false_options(is_true=True),
        keeps_order=True,
        is_main_variant=not main_variant_is_false,
        right=card.answers[:1],
    )
    for index, distractor in enumerate(distractors):
        right = RIGHT_IS.format(answer=prepared.right_text)
        why = f"{distractor.why} {right}"
        yield maker.make(
            ItemType.TRUEFALSE,
            card.part,
            # The statement with the wrong answer in place of the gap.
            question_with_gaps(card, gap=distractor.text),
            variant=f"{FALSE}-{short_hash(distractor.text)}",
            options=_true_and_false_options(is_true=False, why=why),
            keeps_order=True,
            is_main_variant=main_variant_is_false and index == 0,
            rationale=rationale_of_false(prepared.statement, card.fact.why or ""),
            right=card.answers[:1],
        )


def _distractors_for_false_statements(
    context: CardContext, statement: str
) -> list[Distractor]:
    """Return the author's distractors that make a statement false.

    Those whose words tell that the statement is false are left out.
    """
    stemmer = context.maker.stemmer
    authored = [
        wrong
        for wrong in context.distractors
        if wrong.is_authored and not has_negation(wrong.text, stemmer)
    ]
    if stemmer.is_english:
        authored = [
            wrong
            for wrong in authored
            if not _is_absolute_beside(wrong.text, statement)
        ]
    right = context.prepared_card.card.answers[0].text
    opposite = only_opposite(right, authored)
    return [opposite] if opposite is not None else authored[: context.most_options]


def _is_absolute_beside(text: str, statement: str) -> bool:
    """Whether an English text has an absolute word that the true statement lacks.

    A word such as *alone* in *the liver alone* tells that the statement is false.
    """
    absolute_words = _TELLING_WORDS.intersection(words_of(text))
    return not absolute_words.issubset(words_of(statement))


def list_best_answers(context: ListContext) -> Iterator[Item]:
    """Yield a single best answer for each list item, with the question of the list.

    No item is made if there are fewer than two distractors, or if the question cannot
    be asked for one list item alone. List items that name several things are left out,
    and so are those that stand out by a word of the question.
    """
    maker, distractors = context.maker, context.distractors
    answers, most_wrong = context.prepared_card.card.answers, context.most_options - 1
    stem = one_of_these(context.shape.ask) if maker.stemmer.is_english else None
    if len(distractors) < FEWEST_WRONG:
        maker.refuse(ItemType.SINGLE, NO_PART, context.why_too_few)
        return
    if stem is None:
        why = "its question cannot be put as “Which of these ...?”"
        maker.refuse(ItemType.SINGLE, NO_PART, why)
        return
    items_without_cues = list_items_without_cues(
        _single_things(answers), stem, distractors, maker.stemmer
    )
    for index, answer in enumerate(items_without_cues):
        sorted_by_length = _by_similar_length(distractors, answer.text)
        options = best_answer_options(
            answer,
            distractors_to_show(
                answer.text,
                stem,
                sorted_by_length[: _DISTRACTORS_PER_SHOWN * most_wrong],
                most_wrong,
                maker.stemmer,
            ),
            most_wrong,
            f"{maker.fact.identity}/{answer.text}",
        )
        yield maker.make(
            ItemType.SINGLE,
            NO_PART,
            stem,
            variant=short_hash(answer.text),
            options=options.shown,
            drawn_from=options.all,
            keeps_order=options.keeps_order,
            is_main_variant=index == 0,
            rationale=rationale_of_part(
                answers, [answer], stem, maker.fact.why or "", maker.stemmer
            ),
            right=(answer,),
        )


def multiple_responses(context: ListContext) -> Iterator[Item]:
    """Yield the multiple response of a list, if it has keys (see `_keys_of_multiple`).

    None is made if there are fewer than two distractors.
    """
    maker, distractors = context.maker, context.distractors
    ask, answers = context.shape.ask, context.prepared_card.card.answers
    if len(distractors) < FEWEST_WRONG:
        maker.refuse(ItemType.MULTIPLE, NO_PART, context.why_too_few)
        return
    stem = some_of_these(ask) if maker.stemmer.is_english else ask
    items_without_cues = list_items_without_cues(
        _single_things(answers), stem, distractors, maker.stemmer
    )
    keys = _keys_of_multiple(ask, answers, items_without_cues)
    if not keys:
        why = "items of the list name several things, or it wants too many"
        maker.refuse(ItemType.MULTIPLE, NO_PART, why)
        return
    in_drawn_order = shuffled(
        distractors, lambda distractor: distractor.text, ask, "wrong"
    )
    key_options = [
        make_option(key.text, is_key=True, is_pinned=key.pin == "last") for key in keys
    ]
    wrong_options = [wrong_option(wrong) for wrong in in_drawn_order]
    shows_all_wrong = len(wrong_options) <= _MOST_WRONG
    rationale = None
    if len(keys) < len(answers):
        why = maker.fact.why or ""
        rationale = rationale_of_part(answers, keys, stem, why, maker.stemmer)
    yield maker.make(
        ItemType.MULTIPLE,
        NO_PART,
        stem,
        options=(*key_options, *wrong_options[:_MOST_WRONG]),
        drawn_from=() if shows_all_wrong else (*key_options, *wrong_options),
        rationale=rationale,
        right=keys,
    )


def _by_similar_length(
    distractors: Sequence[Distractor], text: str
) -> list[Distractor]:
    """Return the distractors, sorted by how near their length is to that of a text."""
    return sorted(
        distractors, key=lambda distractor: abs(len(distractor.text) - len(text))
    )


def _single_things(answers: Sequence[Answer]) -> list[Answer]:
    """Return the list items that name one thing each."""
    return [answer for answer in answers if not is_compound(answer.text)]


def _keys_of_multiple(
    ask: str, answers: Sequence[Answer], items_without_cues: Sequence[Answer]
) -> Sequence[Answer]:
    """Return the list items that are keys of a multiple response.

    If the question says how many answers it asks for, all list items are keys. But
    there are no keys if there are more than five list items, or if one of them names
    several things.

    If the question does not say how many, two or three keys are drawn from
    `items_without_cues`. If it has only one list item, they are drawn from all list
    items that name one thing.
    """
    single_things = _single_things(answers)
    if says_how_many(ask):
        has_all = len(single_things) == len(answers) <= _MOST_COUNTED_KEYS
        return single_things if has_all else []
    candidates = items_without_cues if len(items_without_cues) > 1 else single_things
    count = min(_MOST_KEYS, len(candidates))
    if count == _MOST_KEYS:
        # A draw decides between three keys and two.
        count -= draw(ask, "keys") % 2
    return shuffled(candidates, lambda answer: answer.text, ask)[:count]


def _true_and_false_options(*, is_true: bool, why: str = "") -> tuple[Option, ...]:
    """Return the options *True* and *False*, each with the reason `why`."""
    return (
        Option(TRUE, TRUE.capitalize(), is_key=is_true, why=why),
        Option(FALSE, FALSE.capitalize(), is_key=not is_true, why=why),
    )
