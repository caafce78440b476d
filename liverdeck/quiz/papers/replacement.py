"""Replace one item of a paper, and keep everything else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.names import nearest_name_hint
from liverdeck.base.problems import Problem
from liverdeck.base.result import Result
from liverdeck.catalogue.learner_words import words_in
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.draft import Draft
from liverdeck.quiz.papers.paper_forms import asked_in_drawn_order
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.pool import Pool, give_aways_of

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import Candidate, ItemBank
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import PaperForm


def with_item_replaced(
    paper: Paper, name: str, deck: Deck, bank: ItemBank, request: PaperRequest
) -> Result[Paper]:
    """Return a paper in which the item with a name is replaced by another one.

    `name` is the id of the item or of its fact, or its number on a form, such as `B14`.
    If there is only one form, `14` is enough. The new item is about a fact that the
    paper does not ask about. It has the topic, type and difficulty of the old item, if
    possible. All other items keep their numbers and letters. Of the request, only
    `exclude` and `options_order` are used.
    """
    old = _item_named(paper, name)
    if old is None:
        known = [item.id for item in paper.items]
        problem = Problem(
            deck.position,
            f"no item {name!r} on the paper",
            nearest_name_hint(name, known),
        )
        return Result(None, (problem,))

    new = _other_item(paper, old, deck, bank, request)
    if new is None:
        fix = "make a new quiz"
        problem = Problem(
            deck.position, f"no other item fits in place of {old.id}", fix
        )
        return Result(None, (problem,))

    forms = tuple(_with_new_item(form, old, new, paper.seed) for form in paper.forms)
    items = tuple(new if item.id == old.id else item for item in paper.items)
    return Result(replace(paper, items=items, forms=forms))


def _with_new_item(form: PaperForm, old: Item, new: Item, seed: str) -> PaperForm:
    """Return a paper form in which a new item has the number of the old one."""
    asked = tuple(
        asked_in_drawn_order(new, seed, form.name, asked.number)
        if asked.item.id == old.id
        else asked
        for asked in form.asked
    )
    return replace(form, asked=asked)


def _item_named(paper: Paper, name: str) -> Item | None:
    """Return the item with a name, as in `with_item_replaced`, or None."""
    for item in paper.items:
        if name in (item.id, item.facts[0]):
            return item
    for form in paper.forms:
        prefixes = [form.name] if len(paper.forms) > 1 else [form.name, ""]
        for asked in form.asked:
            if name.upper() in [f"{prefix}{asked.number}" for prefix in prefixes]:
                return asked.item
    return None


def _other_item(
    paper: Paper, old: Item, deck: Deck, bank: ItemBank, request: PaperRequest
) -> Item | None:
    draft = Draft(give_aways_of(deck, bank), may_repeat_facts=True)
    for item in paper.items:
        if item.id != old.id:
            draft.add(item)
    asked_facts = {fact for item in paper.items for fact in item.facts}
    wanted = PaperRequest(
        1,
        paper.seed,
        exclude=(*asked_facts, *request.exclude),
        options_order=request.options_order,
    )
    pool = Pool(bank, wanted)
    seed = f"{paper.seed} {old.id}"

    def differences(candidate: Candidate) -> tuple[bool, bool, bool]:
        return (
            candidate.topic != old.topic,
            candidate.type != old.type,
            candidate.difficulty != old.difficulty,
        )

    # Candidates that are equally like the old item stay in the order of the seed.
    for candidate in sorted(pool.in_drawn_order(seed), key=differences):
        for item in pool.variants_in_drawn_order(candidate, seed):
            if draft.accepts(item):
                return worded(item, words_in(paper.learner_language))
    return None
