"""`liverdeck check`: judge typed answers."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.authoring.loader import load_deck
from liverdeck.base.names import nearest
from liverdeck.base.problems import Position, Problem
from liverdeck.checker.deck_checker import DeckChecker
from liverdeck.checker.feedback import feedback
from liverdeck.checker.letter_diff import as_terminal, letter_diff
from liverdeck.checker.verdict import ListVerdict
from liverdeck.cli.decks import STANDARD_OUTPUT, choose_deck, deck_option
from liverdeck.cli.report import count, in_italics, print_json, refuse
from liverdeck.facts.card import cards_of

if TYPE_CHECKING:
    from typing import Any

    from liverdeck.checker.verdict import Verdict
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck

EXIT_CODES = {"correct": 0, "wrong": 3, "retype": 4, "partial": 5}
_COLOURS = {"correct": "green", "wrong": "red", "retype": "yellow", "partial": "yellow"}
_SHOWN_WITH_DIFF = ("typo", "misspelt", "rare", "confusable", "opposite")


@click.command()
@click.argument("card_name", metavar="[FACT[/PART]]", required=False)
@click.argument("words", metavar="[ANSWER]...", nargs=-1)
@deck_option
@click.option(
    "--jsonl",
    "rows",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Judge many: one JSON object a line with `expected` and `typed`; - for standard input.",
)
@click.option("--explain", is_flag=True, help="Show which rules spoke.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def check(  # noqa: PLR0913  # click passes every option
    card_name: str | None,
    words: tuple[str, ...],
    folder: Path | None,
    rows: Path | None,
    *,
    explain: bool,
    as_json: bool,
) -> None:
    """Say whether ANSWER is right for a card.

    FACT/PART names the card (PART: c1, reverse or a group's id, where the fact has several). Without ANSWER, the card
    is asked. Exit code: 0 correct, 3 wrong, 4 type it again, 5 partly right.
    """
    if rows is not None:
        if card_name is not None:
            raise click.UsageError("--jsonl judges the file alone; leave FACT out")
        _judge_rows(rows)
    if card_name is None:
        raise click.UsageError("name a card, as in: liverdeck check FACT ANSWER")
    deck = _deck(folder)
    card = _card(deck, card_name)
    typed = " ".join(words) if words else _asked(card)
    verdict = DeckChecker(deck).check(card, typed)
    if as_json:
        print_json(_as_json(card, typed, verdict))
    else:
        click.echo(_as_text(verdict))
    if explain:
        click.echo("\n".join(_explained(deck, card, verdict)), err=as_json)
    sys.exit(EXIT_CODES[verdict.outcome])


def _judge_rows(path: Path) -> NoReturn:
    from liverdeck.checker.jsonl import judge_rows

    broken = 0
    with (
        nullcontext(sys.stdin.buffer)
        if path == STANDARD_OUTPUT
        else path.open("rb") as stream
    ):
        for row in judge_rows(stream):
            broken += "error" in row and "line" in row and "outcome" not in row
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    if broken:
        click.echo(
            f"{broken} {'line' if broken == 1 else 'lines'} could not be judged; see `error` there",
            err=True,
        )
    sys.stdout.flush()
    sys.exit(1 if broken else 0)


def _deck(folder: Path | None) -> Deck:
    loaded = load_deck(choose_deck(folder, may_be_bundled=True))
    if loaded.deck is None:
        refuse(loaded.problems, would_write=False)
    if loaded.problems:
        click.echo(
            f"This deck has {count(loaded.problems)}: liverdeck lint -d {loaded.deck.folder}",
            err=True,
        )
    return loaded.deck


def _card(deck: Deck, name: str) -> Card:
    fact_id, _, part = name.partition("/")
    fact = next((fact for fact in deck.active_facts if fact.id == fact_id), None)
    if fact is None:
        mend = nearest(fact_id, [fact.id for fact in deck.active_facts])
        refuse(
            [
                Problem(
                    Position(str(deck.folder)),
                    f"no fact {fact_id!r} in this deck",
                    mend,
                )
            ],
            would_write=False,
        )
    cards = cards_of(fact)
    fitting = (
        [card for card in cards if card.part == part]
        if part or len(cards) > 1
        else list(cards)
    )
    if not fitting:
        names = "\n".join(
            f"  {fact.id}{f'/{card.part}' if card.part else ''}  {card.prompt}"
            for card in cards
        )
        raise click.UsageError(f"{name} names no card; {fact.id} has these:\n{names}")
    return fitting[0]


def _asked(card: Card) -> str:
    click.echo(card.prompt, err=True)
    if card.heading:
        click.echo(card.heading, err=True)
    if card.is_list:
        click.echo(
            f"({len(card.answers)} items{', in order' if card.ordered else ''})",
            err=True,
        )
    click.echo("> ", nl=False, err=True)
    return sys.stdin.readline().strip()


def _as_text(verdict: Verdict | ListVerdict) -> str:
    head = click.style(verdict.outcome, fg=_COLOURS[verdict.outcome], bold=True)
    lines = [f"{head} ({verdict.reason}): {in_italics(feedback(verdict))}"]
    if isinstance(verdict, ListVerdict):
        slips = [
            item
            for item in verdict.items
            if item.verdict and item.verdict.reason in ("typo", "misspelt")
        ]
        lines += [
            f"  {as_terminal(letter_diff(item.typed, item.answer or ''))}"
            for item in slips
            if item.result == "matched"
        ]
    elif verdict.reason in _SHOWN_WITH_DIFF and verdict.outcome != "retype":
        lines.append(f"  {as_terminal(verdict.diff)}")
    return "\n".join(lines)


def _as_json(card: Card, typed: str, verdict: Verdict | ListVerdict) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "card": "/".join(filter(None, (card.fact.id, card.part))),
        "typed": typed,
        "outcome": verdict.outcome,
        "score": verdict.score,
        "reason": verdict.reason,
        "feedback": feedback(verdict),
    }
    if isinstance(verdict, ListVerdict):
        shown |= {
            "matched": verdict.matched,
            "missing": verdict.missing,
            "wrong": verdict.wrong,
            "extra": verdict.extra,
            "duplicates": verdict.duplicates,
        }
    else:
        shown["diff"] = [
            {"kind": piece.kind, "text": piece.text} for piece in verdict.diff
        ]
    return shown


def _explained(deck: Deck, card: Card, verdict: Verdict | ListVerdict) -> list[str]:
    from liverdeck.checker.explanation import explain
    from liverdeck.checker.key import key_of

    terms = DeckChecker(deck).terms
    if not isinstance(verdict, ListVerdict):
        return explain(key_of(card.answers[0], card.fact.open, terms), verdict)
    keys = {
        answer.text: key_of(answer, card.fact.open, terms) for answer in card.answers
    }
    lines = []
    for item in verdict.items:
        lines.append(
            f"{item.typed}: {item.result}{f', {item.answer}' if item.answer else ''}"
        )
        if item.answer and item.verdict and item.verdict.answer in keys:
            lines += [
                f"  {line}" for line in explain(keys[item.verdict.answer], item.verdict)
            ]
    return lines
