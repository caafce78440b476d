"""Measure how many typed answers the checker judges in a second.

    python -m benchmarks.typed_answers DECK ROUNDS

It prints an object in JSON with answers a second of CPU time, the median of the rounds:

- `new`: answers with two slips, no two alike, that nobody typed before
- `distinct`: the same answers by new keys, so that no verdict was kept
- `class`: 1,000 answers to each of 100 questions by new keys: 70 % are exact, 10 % in
  other case, and 20 % have a slip
- `class_again`: the same answers by the same keys
- `ratio`: the similarity ratio of rapidfuzz for the answers of the class

They are measured in turns, so a busy moment of the machine slows down all of them.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from liverdeck.authoring.loader import load_deck
from liverdeck.checker.key import Key, answer_of
from liverdeck.facts.card import cards_of

if TYPE_CHECKING:
    Typed = tuple[str, str]

QUESTIONS, STUDENTS = 100, 1000
NEW_ANSWERS = 20
"""How many answers to each question are new in a round."""
SHORTEST = 6
"""Answers with fewer letters are left out: a slip in them is another word."""
EXACT, OTHER_CASE = 0.7, 0.8
"""Shares of a class that type what is right, and that or the same in other case."""


def slipped(text: str, chance: random.Random) -> str:
    """Return a text with a letter left out, doubled, or swapped with the next."""
    index = chance.randrange(1, len(text) - 1)
    before, letter, after = text[:index], text[index], text[index + 1 :]
    pieces = [after, letter + letter + after]
    if letter != after[0]:
        pieces.append(after[0] + letter + after[1:])
    return before + chance.choice(pieces)


def class_of(texts: list[str], chance: random.Random) -> list[Typed]:
    """Return what a class types, in any order: the right text and the typed one."""
    answers = []
    for text in texts * STUDENTS:
        share = chance.random()
        typed = text if share < EXACT else text.upper()
        answers.append((text, typed if share < OTHER_CASE else slipped(text, chance)))
    chance.shuffle(answers)
    return answers


def per_second(answers: list[Typed], keys: dict[str, Key]) -> float:
    """Return how many answers these keys judge in a second."""
    calls = [(keys[right].check, typed) for right, typed in answers]
    start = time.process_time()
    for check, typed in calls:
        check(typed)
    return len(calls) / (time.process_time() - start)


def ratios_per_second(answers: list[Typed]) -> float:
    """Return how many similarity ratios rapidfuzz makes in a second."""
    from rapidfuzz import fuzz  # the tests with the lowest versions lack it

    start = time.process_time()
    for right, typed in answers:
        fuzz.ratio(right, typed)
    return len(answers) / (time.process_time() - start)


def keys_of(texts: list[str]) -> dict[str, Key]:
    """Return a new key for each right text."""
    return {text: Key(answer_of(text)) for text in texts}


def new_answers(
    texts: list[str], chance: random.Random, seen: set[Typed]
) -> list[Typed]:
    """Return answers with two slips that are not in `seen`, and put them there."""
    pairs = {
        (text, slipped(slipped(text, chance), chance)): None
        for text in texts
        for _ in range(NEW_ANSWERS)
    }
    # The second slip may undo the first.
    found = [pair for pair in pairs if pair not in seen and pair[0] != pair[1]]
    seen.update(found)
    return found


def main() -> None:
    """Measure and print."""
    folder, rounds = sys.argv[1], int(sys.argv[2])
    chance = random.Random(1)  # the same answers in every run
    facts = load_deck(folder).required().facts
    right = {card.answers[0].text for fact in facts for card in cards_of(fact)}
    texts = sorted(text for text in right if len(text) >= SHORTEST)[:QUESTIONS]
    in_class = class_of(texts, chance)
    per_second(in_class, keys_of(texts))  # reads the lists of words
    seen: set[Typed] = set()
    figures: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        distinct = new_answers(texts, chance, seen)
        figures["new"].append(per_second(distinct, keys_of(texts)))
        figures["distinct"].append(per_second(distinct, keys_of(texts)))
        keys = keys_of(texts)
        figures["class"].append(per_second(in_class, keys))
        figures["class_again"].append(per_second(in_class, keys))
        figures["ratio"].append(ratios_per_second(in_class))
    print(json.dumps({name: median(rates) for name, rates in figures.items()}))


if __name__ == "__main__":
    main()
