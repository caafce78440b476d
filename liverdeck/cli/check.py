"""`liverdeck check`: judge typed answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.base.errors import ContentError
from liverdeck.base.phrases import counted
from liverdeck.catalogue.learner_words import words_in
from liverdeck.checker.deck_checker import DeckChecker
from liverdeck.checker.feedback import feedback
from liverdeck.checker.letter_diff import as_terminal_text
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.tries import MOST_TRIES, tries_for
from liverdeck.checker.verdict import ListVerdict
from liverdeck.cli.decks import (
    choose_deck,
    deck_option,
    mention_problems,
    open_input,
    read_deck,
    unknown_fact,
)
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.media_lines import media_lines
from liverdeck.cli.printing import echo, echo_json, echo_json_line
from liverdeck.cli.report import refuse
from liverdeck.cli.terminal import (
    COLOUR_OF_OUTCOME,
    in_italics,
)
from liverdeck.facts.card import cards_of
from liverdeck.facts.card_texts import answer_hints, items_text
from liverdeck.facts.identity import fact_named, part_named
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from liverdeck.checker.verdict import Verdict
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck

CODE_OF_OUTCOME = {"correct": 0, "wrong": 3, "retype": 4, "partial": 5}
"""The exit code by the outcome of a typed answer."""


@click.command()
@click.argument("card_name", metavar="[FACT[/PART]]", required=False)
@click.argument("words", metavar="[ANSWER]...", nargs=-1)
@deck_option
@click.option(
    "--jsonl",
    "jsonl_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=(
        "Judge many answers: each line of FILE is a JSON object with "
        "`expected` and `typed`; - for standard input."
    ),
)
@click.option(
    "--try",
    "tries_answers",
    is_flag=True,
    help=(
        f"Judge up to {MOST_TRIES} answers that students may type, to find wrong "
        "verdicts."
    ),
)
@click.option("--explain", is_flag=True, help="Show the rules that decided.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def check(  # noqa: PLR0913  # click passes every option
    card_name: str | None,
    words: tuple[str, ...],
    folder: Path | None,
    jsonl_file: Path | None,
    *,
    tries_answers: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Say whether ANSWER is right for a card.

    FACT/PART names the card. PART is c1, reverse or the id of a group; you need it
    only if the fact has several cards. Without ANSWER, the command asks the card's
    question. Exit code: 0 correct, 3 wrong, 4 type it again, 5 partly right. With
    --jsonl: 0, or 1 if a line cannot be judged.
    """
    if jsonl_file is not None:
        if card_name is not None:
            raise click.UsageError("--jsonl judges only the file; leave FACT out")
        _judge_rows(jsonl_file)
    if card_name is None:
        raise click.UsageError("name a card, as in: liverdeck check FACT ANSWER")

    deck = _load(folder)
    card = _card_named(card_name, deck)
    if tries_answers:
        if words or explain:
            raise click.UsageError(
                "--try makes up the answers; leave out ANSWER and --explain"
            )
        _try_answers(deck, card, as_json=as_json)
        return
    typed = " ".join(words) if words else _ask(card)
    verdict = _judged(deck, card, typed)

    if as_json:
        echo_json(_as_json(card, typed, verdict))
    else:
        echo(_as_text(verdict, deck.learner_language))
    if explain:
        echo("\n".join(_explanation(deck, card, verdict)), err=as_json)
    sys.exit(CODE_OF_OUTCOME[verdict.outcome])


def _try_answers(deck: Deck, card: Card, *, as_json: bool) -> None:
    """Print made-up answers to a card, each with its verdict."""
    checker = DeckChecker(deck)
    other_facts = [fact for fact in deck.active_facts if fact.id != card.fact.id]
    other_answers = [
        answer.text
        for fact in other_facts
        for other_card in cards_of(fact)
        for answer in other_card.answers
    ]
    tries = tries_for(card.answers, other_answers, checker.terms.language)
    judged = [(made_up, checker.check(card, made_up.typed)) for made_up in tries]
    if as_json:
        echo_json(
            [
                {"sort": made_up.sort} | _as_json(card, made_up.typed, verdict)
                for made_up, verdict in judged
            ]
        )
        return
    for made_up, verdict in judged:
        outcome = click.style(
            f"{verdict.outcome:8}", fg=COLOUR_OF_OUTCOME[verdict.outcome]
        )
        typed = made_up.typed.replace("\n", "⏎")
        echo(f"{outcome} {verdict.reason:12} {made_up.sort}: {typed}")
    echo(
        "If a right answer is refused, add it to `accept`; if a wrong one is not "
        "called wrong, add it to `reject`.",
        err=True,
    )


def _judge_rows(path: Path) -> NoReturn:
    """Judge each line of a file, print the verdicts as JSON lines, and exit.

    The exit code is 1 if a line could not be judged, otherwise 0.
    """
    from liverdeck.checker.jsonl import judge_rows

    unjudged_count = 0
    try:
        input_file = open_input(path)
    except ContentError as error:
        refuse(error.problems, says_nothing_was_written=False)
    with input_file as stream:
        for row in judge_rows(stream):
            # The key `error` alone is not enough, because a judged row keeps the fields
            # of its line, and one of them may have this name.
            if "error" in row and "line" in row and "outcome" not in row:
                unjudged_count += 1
            echo_json_line(row)
    if unjudged_count:
        lines = counted(unjudged_count, "line")
        echo(f"{lines} could not be judged; `error` says why", err=True)
    sys.stdout.flush()
    sys.exit(1 if unjudged_count else 0)


@garbage_collection_paused(is_kept=True)
def _judged(deck: Deck, card: Card, typed: str) -> Verdict | ListVerdict:
    return DeckChecker(deck).check(card, typed)


@garbage_collection_paused(is_kept=True)
def _load(folder: Path | None) -> Deck:
    """Choose and read a deck. If the deck has errors, its readable part is returned."""
    loaded = read_deck(choose_deck(folder, may_be_bundled=True), reads_ledger=False)
    if loaded.deck is None:
        refuse(loaded.problems, says_nothing_was_written=False)
    mention_problems(loaded.problems, loaded.deck.folder)
    return loaded.deck


def _card_named(name: str, deck: Deck) -> Card:
    """Return the card with a name; refuse a name that no card has.

    If a fact has only one card, its id is enough.
    """
    fact_id, _, part = name.partition("/")
    fact = fact_named(fact_id, deck.active_facts)
    if fact is None:
        problem = unknown_fact(fact_id, deck, deck.active_facts)
        refuse([problem], says_nothing_was_written=False)

    cards = list(cards_of(fact))
    needs_part = len(cards) > 1
    if part or needs_part:
        named_cards = [card for card in cards if card.part == part_named(part, fact)]
    else:
        named_cards = cards
    if not named_cards:
        names = "\n".join(
            f"  {joined_name(fact_id, card.part)}  {card.prompt}" for card in cards
        )
        message = f"{name} is not the name of a card; {fact.id} has these:\n{names}"
        raise click.UsageError(message)
    return named_cards[0]


def _ask(card: Card) -> str:
    """Ask the card's question on standard error and read one line as the answer."""
    echo(card.prompt, err=True)
    if card.heading:
        echo(card.heading, err=True)
    words = words_in("en")
    if card.is_list:
        echo(f"({items_text(card, words)})", err=True)
    for hint in answer_hints(card):
        echo(f"Hint: {hint}", err=True)
    for line in media_lines(card.front_media, words):
        echo(line, err=True)
    echo("> ", nl=False, err=True)
    return sys.stdin.readline().strip()


def _as_text(verdict: Verdict | ListVerdict, language: str) -> str:
    outcome = click.style(
        verdict.outcome, fg=COLOUR_OF_OUTCOME[verdict.outcome], bold=True
    )
    sentence = in_italics(feedback(verdict, language))
    lines = [f"{outcome} ({verdict.reason}): {sentence}"]
    if isinstance(verdict, ListVerdict):
        lines += _list_diffs(verdict)
    elif REASONS[verdict.reason].shows_letters and verdict.outcome != "retype":
        # For a *retype*, the letters would give the answer away.
        lines.append(f"  {as_terminal_text(verdict.diff)}")
    return "\n".join(lines)


def _list_diffs(verdict: ListVerdict) -> Iterator[str]:
    """Yield a line with the differing letters for each list item with a slip."""
    for item in verdict.items:
        verdict_on_item = item.verdict
        if verdict_on_item is None or item.result != "matched":
            continue
        if REASONS[verdict_on_item.reason].shows_letters:
            yield f"  {as_terminal_text(verdict_on_item.diff)}"


def _as_json(card: Card, typed: str, verdict: Verdict | ListVerdict) -> dict[str, Any]:
    """Return a verdict as JSON values, with its sentence in English."""
    values: dict[str, Any] = {
        "card": joined_name(card.fact.id, card.part),
        "typed": typed,
        "hints": [answer.hint for answer in card.answers if answer.hint],
        "outcome": verdict.outcome,
        "score": verdict.score,
        "reason": verdict.reason,
        "feedback": feedback(verdict),
    }
    if isinstance(verdict, ListVerdict):
        values |= {
            "matched": verdict.matched,
            "missing": verdict.missing,
            "wrong": verdict.wrong,
            "extra": verdict.extra,
            "duplicates": verdict.duplicates,
        }
    else:
        values["diff"] = [
            {"kind": piece.kind, "text": piece.text} for piece in verdict.diff
        ]
    return values


def _explanation(deck: Deck, card: Card, verdict: Verdict | ListVerdict) -> list[str]:
    """Return lines that say which rules of the checker decided.

    For a list, there are lines for each list item that was typed.
    """
    from liverdeck.checker.key import key_of

    checker = DeckChecker(deck)
    terms, open_texts = checker.terms, card.fact.open
    if not isinstance(verdict, ListVerdict):
        return checker.trace(card, verdict.typed)

    keys = {answer.text: key_of(answer, open_texts, terms) for answer in card.answers}
    lines = []
    for item in verdict.items:
        right_item = f", {item.answer}" if item.answer else ""
        lines.append(f"{item.typed}: {item.result}{right_item}")
        if item.answer and item.verdict and item.verdict.answer in keys:
            item_lines = keys[item.verdict.answer].trace(item.typed)
            lines += [f"  {line}" for line in item_lines]
    return lines
