"""How study is going: what is due, what was done, what was remembered, what is hard, and what the checker refused.

All of it follows from the log and the deck; a card that the deck no longer has still counts among what was done.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import card_name
from liverdeck.study.statistics.figures import (
    MATURE,
    PERIODS,
    Cards,
    Day,
    Due,
    ForecastDay,
    HardFact,
    Leech,
    PassRate,
    RefusedAnswer,
    Retention,
)
from liverdeck.study.statistics.tally import same_text, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Progress, Schedule
    from liverdeck.study.statistics.tally import Probe, Refusal, Tally

FORESEEN = 14
"""Days of the forecast, today among them."""
YEAR = 365
"""Days that are told one by one, today among them."""
_HARDEST = 10
"""Facts that are named."""
_HARD = 5.5
"""Difficulty from which a fact is hard without a lapse: the middle of FSRS's 1 to 10."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How study of one deck is going."""

    deck: str
    """Its id."""
    title: str
    day: int
    """The learner's day on which they were taken; see `moments.date_of`."""
    desired_retention: float
    """The chance of remembering that the schedule aims at, 0 to 1."""
    first_day: int | None
    """Day of the first answer; None if there is none."""
    total: Day
    """All that was ever done; its `day` is today."""
    cards: Cards
    due: Due
    forecast: tuple[ForecastDay, ...]
    """14 days, today first."""
    days: tuple[Day, ...]
    """365 days, today last."""
    retention: tuple[Retention, ...]
    """One for each of `PERIODS`."""
    hardest: tuple[HardFact, ...]
    """Ten at most: those with the most lapses first, then by difficulty."""
    leeches: tuple[Leech, ...]
    """All, those with the most lapses first."""
    refused: tuple[RefusedAnswer, ...]
    """All that the deck does not accept by now: most often overridden first, then most often typed."""


def statistics_of(
    deck: Deck,
    entries: Iterable[Entry],
    records: Mapping[str, CardState],
    schedule: Schedule,
    now: Moment,
) -> Statistics:
    """Return the statistics of a deck from its entries (any order, undos too), which are read once, and its records."""
    cards = {
        card_name(deck.id, card): card
        for fact in deck.active_facts
        for card in cards_of(fact)
    }
    known = {name: records[name] for name in cards if name in records}
    past = tally(entries)
    return Statistics(
        deck.id,
        deck.title,
        now.day,
        schedule.retention,
        min(*past.days, now.day)
        if past.days
        else None,  # whoever flies west may have studied tomorrow
        _total(past.days.values(), now.day),
        _cards(cards, known),
        _due(known.values(), now.day),
        _forecast(known.values(), now.day),
        tuple(
            past.days.get(day) or Day(day)
            for day in range(now.day - YEAR + 1, now.day + 1)
        ),
        _retention(past.probes, now.day),
        _hardest(cards, known, past),
        _leeches(cards, known),
        _refused(cards, past.refused),
    )


def _total(days: Iterable[Day], today: int) -> Day:
    done = list(days)
    return Day(
        today,
        sum(day.reviews for day in done),
        sum(day.new for day in done),
        sum(day.seconds for day in done),
        sum(day.crammed for day in done),
        sum(day.crammed_seconds for day in done),
    )


def _cards(names: Iterable[str], records: Mapping[str, CardState]) -> Cards:
    return Cards(**Counter(_place(records.get(name)) for name in names))


def _place(record: CardState | None) -> str:
    """Return the field of `Cards` in which a card is counted."""
    if record is not None and record.is_suspended:
        return "suspended"
    if record is None or record.progress is None:
        return "new"
    if record.progress.is_in_steps:
        return "learning"
    return "mature" if record.progress.interval_days >= MATURE else "young"


def _waiting(records: Iterable[CardState]) -> Iterable[tuple[CardState, Progress]]:
    return (
        (each, each.progress)
        for each in records
        if each.progress is not None and not each.is_suspended
    )


def _due(records: Iterable[CardState], today: int) -> Due:
    waiting = [
        (record.buried_day == today, progress.due_day is None)
        for record, progress in _waiting(records)
        if progress.due_day is None or progress.due_day <= today
    ]
    counts = Counter(waiting)
    return Due(
        counts[False, False],
        counts[False, True],
        counts[True, False] + counts[True, True],
    )


def _forecast(records: Iterable[CardState], today: int) -> tuple[ForecastDay, ...]:
    earliest = (
        (progress.due_day, today + (record.buried_day == today))
        for record, progress in _waiting(records)
    )
    counts = Counter(
        max(due_day, first) for due_day, first in earliest if due_day is not None
    )
    return tuple(
        ForecastDay(day, counts[day]) for day in range(today, today + FORESEEN)
    )


def _retention(probes: Counter[Probe], today: int) -> tuple[Retention, ...]:
    found = []
    for period, days in PERIODS:
        passed, reviews = Counter[bool](), Counter[bool]()
        for probe, times in probes.items():
            if days is None or today - days < probe.day <= today:
                reviews[probe.is_mature] += times
                passed[probe.is_mature] += times * probe.is_passed
        young, mature = (
            PassRate(passed[is_mature], reviews[is_mature])
            for is_mature in (False, True)
        )
        found.append(Retention(period, days, young, mature))
    return tuple(found)


def _hardest(
    cards: Mapping[str, Card], records: Mapping[str, CardState], past: Tally
) -> tuple[HardFact, ...]:
    own: dict[str, list[tuple[str, Progress]]] = {}
    for name, record in records.items():
        if record.progress is not None:
            own.setdefault(cards[name].fact.id, []).append((name, record.progress))
    facts = [_hard_fact(fact, of_fact, cards, past) for fact, of_fact in own.items()]
    hard = [fact for fact in facts if fact.lapses or fact.difficulty >= _HARD]
    return tuple(
        sorted(hard, key=lambda fact: (-fact.lapses, -fact.difficulty, fact.fact))[
            :_HARDEST
        ]
    )


def _hard_fact(
    fact: str, own: list[tuple[str, Progress]], cards: Mapping[str, Card], past: Tally
) -> HardFact:
    hardest, _ = max(own, key=lambda each: (each[1].lapses, each[1].memory.difficulty))
    return HardFact(
        fact,
        _front(cards[hardest]),
        sum(progress.lapses for _, progress in own),
        max(progress.memory.difficulty for _, progress in own),
        sum((past.of_cards.get(name, PassRate()) for name, _ in own), PassRate()),
    )


def _leeches(
    cards: Mapping[str, Card], records: Mapping[str, CardState]
) -> tuple[Leech, ...]:
    found = [
        Leech(
            _short(name),
            _front(cards[name]),
            progress.lapses,
            progress.memory.difficulty,
            record.is_suspended,
        )
        for name, record in records.items()
        if (progress := record.progress) is not None and progress.is_leech
    ]
    return tuple(
        sorted(found, key=lambda leech: (-leech.lapses, -leech.difficulty, leech.card))
    )


def _refused(
    cards: Mapping[str, Card], refused: Mapping[tuple[str, str], Refusal]
) -> tuple[RefusedAnswer, ...]:
    right = {
        name: _accepted(cards[name])
        for name in {name for name, _ in refused}
        if name in cards
    }
    found = [
        RefusedAnswer(
            _short(name),
            _front(cards[name]),
            ", ".join(answer.text for answer in cards[name].answers),
            each.typed,
            each.outcome,
            each.reason,
            each.times,
            each.overridden,
        )
        for (name, text), each in refused.items()
        if name in cards and text not in right[name]
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (-each.overridden, -each.times, each.card, each.typed),
        )
    )


def _accepted(card: Card) -> set[str]:
    """Return what the deck by now takes for right word for word, so that what the author mended is not named again."""
    if card.is_list:
        return set()
    (answer,) = card.answers
    return set(map(same_text, (answer.text, *answer.accept)))


def _front(card: Card) -> str:
    return card.prompt if card.heading is None else f"{card.prompt} ({card.heading})"


def _short(name: str) -> str:
    """Return a card's name without its deck's."""
    return name.partition("/")[2]
