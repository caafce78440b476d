"""A paper that was made before, with one of its items replaced and all else kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from liverdeck.base.names import nearest_name_hint
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.citation import credit_text
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.assemble import Paper
from liverdeck.quiz.papers.draft import Draft
from liverdeck.quiz.papers.option_choice import ready_to_ask
from liverdeck.quiz.papers.paper_forms import (
    AskedItem,
    PaperForm,
    asked_in_drawn_order,
)
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.pool import Pool, give_aways_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import ItemBank
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.option_choice import OptionArrangement


def paper_of_manifest(
    data: Mapping[str, Any], place: str, deck: Deck, bank: ItemBank
) -> Result[Paper]:
    """Return the paper that a manifest describes, with the texts of the deck.

    A reworded stem or reason is taken from the deck. If a fact has changed so that an
    item has other options, or is no longer made, that is a problem, since the letters
    on the printed paper would be wrong. `place` names the manifest in problems.
    """
    try:
        seed, order = str(data["seed"]), data["settings"]["order"]
        forms = [
            (str(form["form"]), [_row(row) for row in form["items"]])
            for form in data["forms"]
        ]
        rows = forms[0][1]
    except (KeyError, TypeError, IndexError):
        message = "the file is not a whole quiz manifest"
        return Result(None, (Problem(Position(place), message, "make the quiz again"),))
    items: dict[str, Item] = {}
    for item_id, _, _ in rows:
        for item in bank.items_named(item_id):
            asked = ready_to_ask(item, seed, order)
            items[item_id] = worded(asked, words_in(deck.learner_language))
    problems = [
        Problem(
            Position(place),
            f"{item_id}: the deck has changed, and the item has other options now",
            "make the quiz again",
        )
        for _, form_rows in forms
        for item_id, options, prompts in form_rows
        if not _has(items.get(item_id), options, prompts)
    ]
    if problems:
        return Result(None, tuple(dict.fromkeys(problems)))
    paper_forms = tuple(
        PaperForm(
            name,
            tuple(
                _asked(number, items[item_id], options, prompts)
                for number, (item_id, options, prompts) in enumerate(form_rows, 1)
            ),
        )
        for name, form_rows in forms
    )
    return Result(
        Paper(
            title=str(data.get("title")),
            deck_id=deck.id,
            document=deck.document.title,
            language=deck.language,
            seed=seed,
            items=tuple(asked.item for asked in paper_forms[0].asked),
            forms=paper_forms,
            document_credit=credit_text(deck.document.credit),
            deck_credit=credit_text(deck.credit),
            report=deck.report or "",
            learner_language=deck.learner_language,
        )
    )


def with_item_replaced(
    paper: Paper, name: str, deck: Deck, bank: ItemBank, order: OptionArrangement
) -> Result[Paper]:
    """Return a paper in which another item takes the place of one.

    `name` is the id of the item or of its fact. The new item is about a fact that the
    paper does not ask about; it has the topic, type and difficulty of the old one, as
    far as there is such an item. All other items keep their numbers and letters.
    """
    old = next((item for item in paper.items if name in (item.id, item.facts[0])), None)
    if old is None:
        known = [item.id for item in paper.items]
        problem = Problem(
            deck.position,
            f"no item {name!r} on the paper",
            nearest_name_hint(name, known),
        )
        return Result(None, (problem,))
    new = _other_item(paper, old, deck, bank, order)
    if new is None:
        fix = "make a new quiz"
        problem = Problem(
            deck.position, f"no other item fits in place of {old.id}", fix
        )
        return Result(None, (problem,))
    forms = tuple(
        replace(
            form,
            asked=tuple(
                asked_in_drawn_order(new, paper.seed, form.name, asked.number)
                if asked.item.id == old.id
                else asked
                for asked in form.asked
            ),
        )
        for form in paper.forms
    )
    items = tuple(new if item.id == old.id else item for item in paper.items)
    return Result(replace(paper, items=items, forms=forms))


def _other_item(
    paper: Paper, old: Item, deck: Deck, bank: ItemBank, order: OptionArrangement
) -> Item | None:
    draft = Draft(give_aways_of(deck, bank), may_repeat_facts=True)
    for item in paper.items:
        if item.id != old.id:
            draft.add(item)
    asked_facts = {fact for item in paper.items for fact in item.facts}
    request = PaperRequest(
        1, paper.seed, exclude=tuple(asked_facts), options_order=order
    )
    pool = Pool(bank, request)
    seed = f"{paper.seed} {old.id}"
    # The order of the seed stays among those that are equally like the old item.
    for candidate in sorted(
        pool.in_drawn_order(seed),
        key=lambda candidate: (
            candidate.topic != old.topic,
            candidate.type != old.type,
            candidate.difficulty != old.difficulty,
        ),
    ):
        for item in pool.variants_in_drawn_order(candidate, seed):
            if draft.accepts(item):
                return worded(item, words_in(deck.learner_language))
    return None


def _row(row: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    """Return the id of an item, and the ids of its options and prompts in their order.

    Raises KeyError or TypeError for another shape.
    """
    return str(row["id"]), list(_texts(row["options"])), list(_texts(row["prompts"]))


def _texts(values: Any) -> Iterator[str]:  # noqa: ANN401  # anything from JSON
    if not isinstance(values, list):
        raise TypeError
    return map(str, values)


def _has(item: Item | None, options: list[str], prompts: list[str]) -> bool:
    """Whether an item has exactly these options and prompts."""
    return (
        item is not None
        and sorted(option.id for option in item.options) == sorted(options)
        and sorted(pair.id for pair in item.pairs) == sorted(prompts)
    )


def _asked(
    number: int, item: Item, options: list[str], prompts: list[str]
) -> AskedItem:
    by_id = {option.id: option for option in item.options}
    return AskedItem(
        number, item, tuple(by_id[option] for option in options), tuple(prompts)
    )
