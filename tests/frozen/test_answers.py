"""Thousands of typed answers get the recorded outcome and reason.

Each line of `data/answers.jsonl` is an answer: the sort of question, the name of the
question, the typed text, outcome, reason, score and detail. The detail of some answers
is the difference: for each piece a letter (s same, w wrong, m missing, x swapped) and
its length. The detail of a list is how many items were matched, missing, wrong, extra
and typed again.
"""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path

import pytest

from liverdeck import (
    DeckChecker,
    cards_of,
    check,
    check_choice,
    check_list,
    check_true_false,
    load_deck,
)
from tests.frozen import made_up_answers as made_up

RECORD = Path(__file__).parent / "data" / "answers.jsonl"
DECK = Path(__file__).parents[2] / "cards" / "liver-metastasis"
IS_RECORDING = os.environ.get("LIVERDECK_RECORD") == "1"
PER_CARD, PER_SHORT, PER_LIST, PER_CHOICE = 16, 15, 22, 14
PER_DECK_LIST = 12
"""At most this many answers are made up for a question of each sort."""
ANSWERS_PER_DIFFERENCE = 5
"""One in this many answers is recorded with its difference, which is slow."""
CHANGES_SHOWN = 20
"""A message shows at most this many answers that are judged differently."""
JUDGED_BY_COMMAND = 14
"""About this many answers to the bundled deck are judged by the command too."""


def short_questions():
    """Return the accepted texts of each short question. The first is its name too."""
    lines = made_up.SHORT.splitlines()
    return [tuple(text.strip() for text in line.split("|")) for line in lines]


@functools.cache
def questions():
    """Return the made-up questions by sort and name.

    Each is a line for `liverdeck check --jsonl` without the typed answer.
    """
    rows = {
        ("short", right[0]): {"expected": list(right)} for right in short_questions()
    }
    for text in made_up.STRICT:
        rows["strict", text] = {"expected": text, "strict": True}
    for text, wrong in made_up.REJECTED.items():
        rows["reject", text] = {"expected": text, "reject": wrong}
    for text, left_open in made_up.OPEN.items():
        rows["open", text] = {"expected": text, "open": list(left_open)}
    for name, (items, more) in made_up.LISTS.items():
        rows["list", name] = {"kind": "list", "expected": items, **more}
    for name, (options, right) in made_up.CHOICES.items():
        rows["choice", name] = {"kind": "choice", "expected": options, "right": right}
    return rows


@pytest.fixture(scope="module")
def checker():
    """Return the checker of the bundled deck, and its cards by name."""
    deck = load_deck(DECK).deck
    cards = [card for fact in deck.active_facts for card in cards_of(fact)]
    names = ["/".join(filter(None, (card.fact.id, card.part))) for card in cards]
    return DeckChecker(deck), dict(zip(names, cards, strict=True))


def typed_texts(cards):
    """Yield made-up answers: sort, question and text. Runs only while recording."""
    yield from typed_for_cards(cards)
    other_answers = [right[0] for right in short_questions()]
    for (sort, name), row in questions().items():
        for text in typed_for_question(sort, name, row, other_answers):
            yield sort, name, text
    words = made_up.TRUE_FALSE_WORDS.replace("\n", "|").split("|")
    for name in ("true", "false"):
        yield from (("true or false", name, text) for text in dict.fromkeys(words))
    for text in (*made_up.ODD, *made_up.LONG):
        yield "short", "5 mg", text
        yield "list", "heart rooms", text
        yield "choice", "organ", text


def typed_for_cards(cards):
    """Yield made-up answers to the cards of the bundled deck."""
    right_by_name = {
        name: [(answer.text, *answer.accept) for answer in card.answers]
        for name, card in cards.items()
    }
    all_texts = []
    for right in right_by_name.values():
        for texts_of_answer in right:
            all_texts += texts_of_answer
    for name, right in right_by_name.items():
        if len(right) > 1 or cards[name].is_list:
            texts = made_up.lists(name, right, all_texts, PER_DECK_LIST)
        else:
            texts = made_up.answers(name, right[0], all_texts, PER_CARD)
        yield from (("deck", name, text) for text in texts)


def typed_for_question(sort, name, row, other_answers):
    """Return made-up answers to a made-up question."""
    if sort == "list":
        return made_up.lists(name, row["expected"], other_answers, PER_LIST)
    expected = row["expected"]
    right = [expected] if isinstance(expected, str) else expected
    to_change = [*right, *row.get("reject", ()), *row.get("open", ())]
    texts = made_up.answers(f"{sort} {name}", to_change, other_answers, PER_SHORT)
    if sort == "choice":
        words = made_up.CHOICE_WORDS.replace("\n", "|").split("|")
        texts = [*texts[:PER_CHOICE], *words]
    return list(dict.fromkeys(texts))


def full_text(text):
    """Return a typed text. The record has a long one as a repeated text and a count."""
    return text if isinstance(text, str) else text[0] * text[1]


def difference(pieces):
    """Return the pieces of a difference (pairs of kind and text) as a short text."""
    letters = {"same": "s", "wrong": "w", "missing": "m", "swapped": "x"}
    return "".join(f"{letters[kind]}{len(text)}" for kind, text in pieces)


def verdict_on(sort, name, text, checker):
    """Judge an answer with the Python functions.

    Returns None for sorts that this test judges only with the command.
    """
    deck_checker, cards = checker
    row = questions().get((sort, name), {})
    left_open = tuple(row.get("open", ()))
    if sort == "deck":
        return deck_checker.check(cards[name], text)
    if sort == "true or false":
        return check_true_false(text, right=name == "true")
    if sort == "list":
        options = {key: row[key] for key in ("need", "ordered") if key in row}
        return check_list(text, row["expected"], open=left_open, **options)
    if sort == "choice":
        return check_choice(text, row["expected"], row["right"])
    if sort in ("short", "open"):
        return check(text, row["expected"], open=left_open)
    return None


def judged(texts, checker, command):
    """Yield a row for each answer, as in the record.

    The command judges the answers to made-up questions. The Python functions judge the
    others and some of the same ones, and both verdicts must be equal.
    """
    by_command = judged_by_command(texts, command)
    for number, (sort, name, text) in enumerate(texts):
        result = by_command.get((sort, name, full_text(text)))
        detail = ""
        has_difference = number % ANSWERS_PER_DIFFERENCE == 0
        if result is None or has_difference:
            verdict = verdict_on(sort, name, full_text(text), checker)
            if verdict is not None:
                by_python = [verdict.outcome, verdict.reason, round(verdict.score, 4)]
                assert result in (None, by_python), (sort, name, text)
                result = by_python
                detail = detail_of(verdict, has_difference=has_difference)
        yield [sort, name, text, *result, detail]


def judged_by_command(texts, command):
    """Judge the answers to made-up questions with one call of the command.

    Returns outcome, reason and score by sort, name and typed text.
    """
    keys, lines = [], []
    for sort, name, text in texts:
        question = questions().get((sort, name))
        if question is not None:
            keys.append((sort, name, full_text(text)))
            lines.append(json.dumps(question | {"typed": full_text(text)}))
    code, out, _ = command("check", "--jsonl", "-", stdin="\n".join(lines).encode())
    assert code == 0
    rows = [json.loads(line) for line in out.split("\n") if line]
    results = [[row["outcome"], row["reason"], row["score"]] for row in rows]
    return dict(zip(keys, results, strict=True))


def detail_of(verdict, *, has_difference):
    if hasattr(verdict, "matched"):
        return item_counts(verdict)
    pieces = verdict.diff if has_difference else ()
    return difference((piece.kind, piece.text) for piece in pieces)


def item_counts(verdict):
    """Return how many items of a typed list were matched, missing, and so on."""
    return "/".join(
        str(len(items))
        for items in (
            verdict.matched,
            verdict.missing,
            verdict.wrong,
            verdict.extra,
            verdict.duplicates,
        )
    )


def line_of(row):
    """Return a row as a line of JSON, with an escape for each unprintable character."""
    text = json.dumps(row, ensure_ascii=False)
    return "".join(
        letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text
    )


def recorded():
    lines = RECORD.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@pytest.mark.slow
def test_every_typed_answer_is_judged_as_before(checker, command):
    if IS_RECORDING:
        rows = list(judged(list(typed_texts(checker[1])), checker, command))
        RECORD.parent.mkdir(exist_ok=True)
        text = "".join(f"{line_of(row)}\n" for row in rows)
        RECORD.write_text(text, encoding="utf-8", newline="\n")
    before = recorded()
    assert len(before) > 5000
    now = judged([tuple(row[:3]) for row in before], checker, command)
    pairs = zip(before, now, strict=True)
    changed = [(old, new) for old, new in pairs if old != new]
    lines = [f"{line_of(old)}\n  is now {line_of(new[3:])}" for old, new in changed]
    message = [f"{len(changed)} judged differently", *lines[:CHANGES_SHOWN]]
    assert not changed, "\n".join(message)


def test_every_question_has_recorded_answers(checker):
    asked = {(row[0], row[1]) for row in recorded()}
    cards = {("deck", name) for name in checker[1]}
    statements = {("true or false", name) for name in ("true", "false")}
    assert asked == {*questions(), *cards, *statements}


@pytest.mark.slow
def test_the_command_judges_the_bundled_deck_as_before(command):
    rows = [row for row in recorded() if row[0] == "deck" and row[2].strip()]
    for _, name, text, *before in rows[:: len(rows) // JUDGED_BY_COMMAND]:
        arguments = ("check", "-d", DECK, "--json", "--", name, text)
        _, out, _ = command(*arguments)
        result = json.loads(out)
        assert result["card"] == name
        assert result["typed"] == text
        now = [result["outcome"], result["reason"], round(result["score"], 4)]
        assert now == before[:3], (name, text)
        if "diff" in result:
            pieces = [(piece["kind"], piece["text"]) for piece in result["diff"]]
            detail = difference(pieces)
        else:
            keys = ("matched", "missing", "wrong", "extra", "duplicates")
            detail = "/".join(str(len(result[key])) for key in keys)
        assert before[3] in ("", detail), (name, text)
