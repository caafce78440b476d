"""Thousands of typed answers get the recorded outcome and reason.

Each line of `data/answers.jsonl` is an answer: the sort of question, the question, the
typed text, outcome, reason and score. Some lines have the difference: for each piece a
letter (same, wrong, missing, x for swapped) and its length. A list has the numbers of
items that were matched, missing, wrong, extra and typed again.
"""

from __future__ import annotations

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
RECORDS = os.environ.get("LIVERDECK_RECORD") == "1"
PER_CARD, PER_SHORT, PER_LIST, PER_CHOICE = 16, 15, 22, 14
PER_DECK_LIST = 12
DIFFERENCES = 5
"""One in this many answers is recorded with its difference, which is slow."""
SHOWN = 20
BY_COMMAND = 14
"""Answers to the bundled deck that the command judges too."""


def short_questions():
    lines = made_up.SHORT.splitlines()
    return [tuple(text.strip() for text in line.split("|")) for line in lines]


def rows_by_name():
    """Return the fields of a line for `liverdeck check --jsonl` by sort and name."""
    rows = {
        ("short", right[0]): {"expected": list(right)} for right in short_questions()
    }
    for text in made_up.STRICT:
        rows["strict", text] = {"expected": text, "strict": True}
    for text, wrong in made_up.REJECTED.items():
        rows["reject", text] = {"expected": text, "reject": wrong}
    for text, neither in made_up.OPEN.items():
        rows["open", text] = {"expected": text, "open": list(neither)}
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
    """Yield invented answers: sort, question and text. Runs only while recording."""
    names = {
        name: [(a.text, *a.accept) for a in c.answers] for name, c in cards.items()
    }
    of_deck = [text for right in names.values() for answer in right for text in answer]
    for name, right in names.items():
        if len(right) > 1 or cards[name].is_list:
            texts = made_up.lists(name, right, of_deck, PER_DECK_LIST)
        else:
            texts = made_up.answers(name, right[0], of_deck, PER_CARD)
        yield from (("deck", name, text) for text in texts)
    others = [right[0] for right in short_questions()]
    for (sort, name), row in rows_by_name().items():
        if sort == "list":
            yield from (
                (sort, name, text)
                for text in made_up.lists(name, row["expected"], others, PER_LIST)
            )
            continue
        right = row["expected"]
        right = [right] if isinstance(right, str) else right
        more = (*row.get("reject", ()), *row.get("open", ()))
        texts = made_up.answers(f"{sort} {name}", [*right, *more], others, PER_SHORT)
        if sort == "choice":
            words = made_up.CHOICE_WORDS.replace("\n", "|").split("|")
            texts = [*texts[:PER_CHOICE], *words]
        yield from ((sort, name, text) for text in dict.fromkeys(texts))
    words = made_up.TRUE_FALSE_WORDS.replace("\n", "|").split("|")
    for name in ("true", "false"):
        yield from (("true or false", name, text) for text in dict.fromkeys(words))
    for text in (*made_up.ODD, *made_up.LONG):
        yield from (
            ("short", name, text)
            for name in ("5 mg", "T4 ", "liver ")
            if name == name.strip()
        )
        yield from (
            (sort, name, text)
            for sort, name in (("list", "heart rooms"), ("choice", "organ"))
        )


def whole(text):
    """Return a typed text. The record keeps a long one as a piece and its count."""
    return text if isinstance(text, str) else text[0] * text[1]


def difference(pieces):
    """Return the pieces (pairs of kind and text) in a short form."""
    letters = {"same": "s", "wrong": "w", "missing": "m", "swapped": "x"}
    return "".join(f"{letters[kind]}{len(text)}" for kind, text in pieces)


def by_name(sort, name, text, checker):
    """Judge an answer in this process with the Python functions."""
    judge, cards = checker
    row = rows_by_name_once().get((sort, name), {})
    if sort == "deck":
        return judge.check(cards[name], text)
    if sort == "true or false":
        return check_true_false(text, right=name == "true")
    if sort == "list":
        more = {key: row[key] for key in ("need", "ordered") if key in row}
        neither = tuple(row.get("open", ()))
        return check_list(text, row["expected"], open=neither, **more)
    if sort == "choice":
        return check_choice(text, row["expected"], row["right"])
    if sort in ("short", "open"):
        return check(text, row["expected"], open=tuple(row.get("open", ())))
    return None


_ROWS = {}


def rows_by_name_once():
    if not _ROWS:
        _ROWS.update(rows_by_name())
    return _ROWS


def judged(texts, checker, command):
    """Judge all answers with the Python functions, and with the command if it can."""
    asked = rows_by_name_once()
    sent = [(sort, name, text) for sort, name, text in texts if (sort, name) in asked]
    lines = [
        json.dumps(asked[sort, name] | {"typed": whole(text)})
        for sort, name, text in sent
    ]
    code, out, _ = command("check", "--jsonl", "-", stdin="\n".join(lines).encode())
    assert code == 0
    answered = [json.loads(line) for line in out.split("\n") if line]
    by_command = {
        (sort, name, whole(text)): [row["outcome"], row["reason"], row["score"]]
        for (sort, name, text), row in zip(sent, answered, strict=True)
    }
    for number, (sort, name, text) in enumerate(texts):
        row, shown = by_command.get((sort, name, whole(text))), ""
        if row is None or number % DIFFERENCES == 0:
            verdict = by_name(sort, name, whole(text), checker)
            if verdict is not None:
                again = [verdict.outcome, verdict.reason, round(verdict.score, 4)]
                assert row in (None, again), (sort, name, text)
                row, shown = again, detail(verdict, is_whole=number % DIFFERENCES == 0)
        yield [sort, name, text, *row, shown]


def detail(verdict, *, is_whole):
    if hasattr(verdict, "matched"):
        return counts(verdict)
    pieces = verdict.diff if is_whole else ()
    return difference((piece.kind, piece.text) for piece in pieces)


def counts(verdict):
    """Return how many items of a typed list were matched, missing, and so on."""
    return "/".join(
        str(len(entry))
        for entry in (
            verdict.matched,
            verdict.missing,
            verdict.wrong,
            verdict.extra,
            verdict.duplicates,
        )
    )


def line_of(row):
    text = json.dumps(row, ensure_ascii=False)
    return "".join(
        letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text
    )


def recorded():
    lines = RECORD.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_every_typed_answer_is_judged_as_before(checker, command):
    if RECORDS:
        rows = list(judged(list(typed_texts(checker[1])), checker, command))
        RECORD.parent.mkdir(exist_ok=True)
        text = "".join(f"{line_of(row)}\n" for row in rows)
        RECORD.write_text(text, encoding="utf-8", newline="\n")
    before = recorded()
    assert len(before) > 5000
    now = judged([tuple(row[:3]) for row in before], checker, command)
    changed = [(old, new) for old, new in zip(before, now, strict=True) if old != new]
    lines = [f"{line_of(old)}\n  is now {line_of(new[3:])}" for old, new in changed]
    message = [f"{len(changed)} judged differently", *lines[:SHOWN]]
    assert not changed, "\n".join(message)


def test_every_question_has_recorded_answers(checker):
    asked = {(row[0], row[1]) for row in recorded()}
    cards = {("deck", name) for name in checker[1]}
    statements = {("true or false", name) for name in ("true", "false")}
    assert asked == {*rows_by_name(), *cards, *statements}


def test_the_command_judges_the_bundled_deck_as_before(command):
    rows = [row for row in recorded() if row[0] == "deck" and row[2].strip()]
    for _, name, text, *before in rows[:: len(rows) // BY_COMMAND]:
        arguments = ("check", "-d", DECK, "--json", "--", name, text)
        _, out, _ = command(*arguments)
        found = json.loads(out)
        assert found["card"] == name
        assert found["typed"] == text
        now = [found["outcome"], found["reason"], round(found["score"], 4)]
        assert now == before[:3], (name, text)
        if "diff" in found:
            pieces = [(piece["kind"], piece["text"]) for piece in found["diff"]]
            shown = difference(pieces)
        else:
            keys = ("matched", "missing", "wrong", "extra", "duplicates")
            shown = "/".join(str(len(found[key])) for key in keys)
        assert before[3] in ("", shown), (name, text)
