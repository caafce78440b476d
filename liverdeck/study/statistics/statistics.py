"""How study is going: cards due, answers given, retention, hard facts, refused answers.

All figures are computed from the log and the deck. Answers to a card that is no longer
in the deck still count as done.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.facts.card import cards_by_name, cards_of
from liverdeck.facts.parts import without_deck
from liverdeck.study.reviewlog.entries import fact_of
from liverdeck.study.statistics.figures import (
    MATURE_DAYS,
    PERIODS,
    YEAR_DAYS,
    Cards,
    DayFigures,
    Due,
    ForecastDay,
    HardFact,
    Leech,
    PassRate,
    RefusedAnswer,
    Retention,
)
from liverdeck.study.statistics.tally import comparable_text, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.scheduling.card_progress import Progress
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule
    from liverdeck.study.statistics.tally import Refusal, RetentionReview

FORECAST_DAYS = 14
"""Number of days in the forecast, with today."""
_MOST_HARD_FACTS = 10
"""At most this many of the hardest facts are listed."""
_HARD_DIFFICULTY = 5.5
"""A fact of this difficulty or more counts as hard even without a lapse.

It is the middle of FSRS's range of 1 to 10.
"""


@value_class
class Statistics:
    """How study of one deck is going."""

    deck: str
    """Id of the deck."""
    title: str
    day: int
    """Today, as the number of a learner's day."""
    desired_retention: float
    """The chance of recall that the schedule aims at, 0 to 1."""
    first_day: int | None
    """Day of the first answer, today at the latest; None without answers."""
    total: DayFigures
    """The sum over all days; its `day` is today."""
    cards: Cards
    due: Due
    forecast: tuple[ForecastDay, ...]
    """`FORECAST_DAYS` days, today first."""
    days: tuple[DayFigures, ...]
    """`YEAR_DAYS` days, today last."""
    retention: tuple[Retention, ...]
    """The retention in each of `PERIODS`."""
    hardest: tuple[HardFact, ...]
    """At most ten, sorted by lapses, then by difficulty; the highest come first."""
    leeches: tuple[Leech, ...]
    """All leeches, sorted by lapses, then by difficulty; the highest come first."""
    refused: tuple[RefusedAnswer, ...]
    """All refused answers that the deck does not accept now.

    Answers that were overruled most often come first, then those typed most often.
    """


def statistics_of(
    deck: Deck,
    entries: Iterable[Entry],
    states: Mapping[str, CardState],
    schedule: Schedule,
    now: Moment,
) -> Statistics:
    """Return the statistics of a deck from its entries and card states.

    `states` are by card name. The entries may be in any order; they are read once.
    """
    cards = cards_by_name(deck)
    states_of_cards = {name: states[name] for name in cards if name in states}
    counts = tally(entries)
    year = range(now.day - YEAR_DAYS + 1, now.day + 1)
    return Statistics(
        deck=deck.id,
        title=deck.title,
        day=now.day,
        desired_retention=schedule.retention,
        first_day=_first_day(counts.days, now.day),
        total=_total(counts.days.values(), now.day),
        cards=_card_counts(cards, states_of_cards),
        due=_due(states_of_cards.values(), now.day),
        forecast=_forecast(states_of_cards.values(), now.day),
        days=tuple(counts.days.get(day) or DayFigures(day) for day in year),
        retention=_retention(counts.retention_reviews, now.day),
        hardest=_hardest(cards, states_of_cards, counts.rates_of_cards),
        leeches=_leeches(cards, states_of_cards),
        refused=_refused(cards, counts.refused),
    )


def _first_day(days: Iterable[int], today: int) -> int | None:
    """Return the day of the first answer, or None if there is none.

    The result is today at the latest. After a flight to the west, the log may have
    answers from tomorrow.
    """
    first_day = min(days, default=None)
    return None if first_day is None else min(first_day, today)


def _total(days: Iterable[DayFigures], today: int) -> DayFigures:
    """Return the sum over days, as a `DayFigures` with the number of today."""
    all_days = list(days)
    return DayFigures(
        day=today,
        reviews=sum(day.reviews for day in all_days),
        new=sum(day.new for day in all_days),
        seconds=sum(day.seconds for day in all_days),
        crammed=sum(day.crammed for day in all_days),
        crammed_seconds=sum(day.crammed_seconds for day in all_days),
    )


def _card_counts(names: Iterable[str], states: Mapping[str, CardState]) -> Cards:
    """Return how many of the named cards are new, learning and so on."""
    return Cards(**Counter(_group_of(states.get(name)) for name in names))


def _group_of(state: CardState | None) -> str:
    """Return the name of the field of `Cards` in which a card is counted."""
    if state is not None and state.is_suspended:
        return "suspended"
    if state is None or state.progress is None:
        return "new"
    if state.progress.is_in_steps:
        return "learning"
    return "mature" if state.progress.interval_days >= MATURE_DAYS else "young"


def _scheduled(states: Iterable[CardState]) -> Iterator[tuple[CardState, Progress]]:
    """Yield state and progress of each card that is neither new nor suspended."""
    for state in states:
        if state.progress is not None and not state.is_suspended:
            yield state, state.progress


def _due(states: Iterable[CardState], today: int) -> Due:
    """Return how many cards are due today."""
    reviews = steps = put_off = 0
    for state, progress in _scheduled(states):
        if progress.due_day is not None and progress.due_day > today:
            continue
        if state.is_buried_on(today):
            put_off += 1
        elif progress.due_day is None:  # its step ends on the day on which it began
            steps += 1
        else:
            reviews += 1
    return Due(reviews, steps, put_off)


def _forecast(states: Iterable[CardState], today: int) -> tuple[ForecastDay, ...]:
    """Return the reviews of the next days, from today.

    An overdue review comes today, or tomorrow if its card is buried.
    """
    counts = Counter[int]()
    for state, progress in _scheduled(states):
        if progress.due_day is not None:
            earliest_day = today + 1 if state.is_buried_on(today) else today
            counts[max(progress.due_day, earliest_day)] += 1
    return tuple(
        ForecastDay(day, counts[day]) for day in range(today, today + FORECAST_DAYS)
    )


def _retention(
    retention_reviews: Counter[RetentionReview], today: int
) -> tuple[Retention, ...]:
    """Return the true retention of each of `PERIODS`."""
    retentions = []
    for period, days in PERIODS:
        # The counts under False are for young cards, those under True for mature cards.
        passed = Counter[bool]()
        reviews = Counter[bool]()
        for review, times in retention_reviews.items():
            if days is None or today - days < review.day <= today:
                reviews[review.is_mature] += times
                if review.is_passed:
                    passed[review.is_mature] += times
        young = PassRate(passed[False], reviews[False])
        mature = PassRate(passed[True], reviews[True])
        retentions.append(Retention(period, days, young, mature))
    return tuple(retentions)


def _hardest(
    cards: Mapping[str, Card],
    states: Mapping[str, CardState],
    rates_of_cards: Mapping[str, PassRate],
) -> tuple[HardFact, ...]:
    """Return the hardest facts that have a lapse or a high difficulty."""
    progress_by_fact: dict[str, dict[str, Progress]] = {}
    for name, state in states.items():
        if state.progress is not None:
            fact_id = cards[name].fact.id
            progress_by_fact.setdefault(fact_id, {})[name] = state.progress

    facts = [
        _hard_fact(fact_id, progress, cards, rates_of_cards)
        for fact_id, progress in progress_by_fact.items()
    ]
    hard_facts = [
        fact for fact in facts if fact.lapses or fact.difficulty >= _HARD_DIFFICULTY
    ]
    hard_facts.sort(key=lambda fact: (-fact.lapses, -fact.difficulty, fact.fact))
    return tuple(hard_facts[:_MOST_HARD_FACTS])


def _hard_fact(
    fact_id: str,
    progress_by_card: Mapping[str, Progress],
    cards: Mapping[str, Card],
    rates_of_cards: Mapping[str, PassRate],
) -> HardFact:
    """Return the figures of one fact, computed from its cards that have progress."""

    def lapses_and_difficulty(name: str) -> tuple[int, float]:
        progress = progress_by_card[name]
        return progress.lapses, progress.memory.difficulty

    hardest_name = max(progress_by_card, key=lapses_and_difficulty)
    progress_of_cards = progress_by_card.values()
    rates = (rates_of_cards.get(name, PassRate()) for name in progress_by_card)
    return HardFact(
        fact=fact_id,
        prompt=_prompt_with_heading(cards[hardest_name]),
        lapses=sum(progress.lapses for progress in progress_of_cards),
        difficulty=max(progress.memory.difficulty for progress in progress_of_cards),
        retention=sum(rates, PassRate()),
    )


def _leeches(
    cards: Mapping[str, Card], states: Mapping[str, CardState]
) -> tuple[Leech, ...]:
    """Return all leeches, the worst first."""
    leeches = []
    for name, state in states.items():
        progress = state.progress
        if progress is not None and progress.is_leech:
            leech = Leech(
                card=without_deck(name),
                prompt=_prompt_with_heading(cards[name]),
                lapses=progress.lapses,
                difficulty=progress.memory.difficulty,
                is_suspended=state.is_suspended,
            )
            leeches.append(leech)
    leeches.sort(key=lambda leech: (-leech.lapses, -leech.difficulty, leech.card))
    return tuple(leeches)


def _refused(
    cards: Mapping[str, Card], refused: Mapping[tuple[str, str], Refusal]
) -> tuple[RefusedAnswer, ...]:
    """Return the refused answers to facts of the deck, except those accepted now."""
    facts = {fact_of(name): card.fact for name, card in cards.items()}
    questions = {
        name: _question_of(name, cards, facts)
        for name, _ in refused
        if fact_of(name) in facts
    }
    answers = []
    for (name, text), refusal in refused.items():
        question = questions.get(name)
        if question is None or text in question.accepted_texts:
            continue
        answer = RefusedAnswer(
            card=without_deck(name),
            prompt=question.prompt,
            right=", ".join(answer.text for answer in question.answers),
            typed=refusal.typed,
            outcome=refusal.outcome,
            reason=refusal.reason,
            times=refusal.times,
            times_overruled=refusal.times_overruled,
        )
        answers.append(answer)
    answers.sort(key=_by_usefulness)
    return tuple(answers)


@value_class
class _AnsweredQuestion:
    """A question of the deck or of a quiz that a learner answered."""

    prompt: str
    answers: tuple[Answer, ...]
    accepted_texts: set[str]


def _question_of(
    name: str, cards: Mapping[str, Card], facts: Mapping[str, Fact]
) -> _AnsweredQuestion:
    """Return the question of a card, or a question about its fact that a quiz asks.

    A quiz asks for all groups of a list at once. If a quiz asks for a term by its
    meaning, no card has the answer.
    """
    if name in cards:
        card = cards[name]
        return _AnsweredQuestion(
            _prompt_with_heading(card), card.answers, _accepted_texts(card)
        )
    cards_of_fact = cards_of(facts[fact_of(name)])
    answers: list[Answer] = []
    if name == fact_of(name):
        answers = [answer for card in cards_of_fact for answer in card.answers]
    return _AnsweredQuestion(cards_of_fact[0].prompt, tuple(answers), set())


def _by_usefulness(refused: RefusedAnswer) -> tuple[int, int, str, str]:
    """Return the sort key: most often overruled first, then most often typed."""
    return -refused.times_overruled, -refused.times, refused.card, refused.typed


def _accepted_texts(card: Card) -> set[str]:
    """Return the texts that a card accepts now, as `comparable_text` returns them.

    For a list the result is empty, because its list items are typed together.
    """
    if card.is_list:
        return set()
    (answer,) = card.answers
    return set(map(comparable_text, answer.right_texts))


def _prompt_with_heading(card: Card) -> str:
    """Return a card's prompt, with its heading if it has one."""
    return card.prompt if card.heading is None else f"{card.prompt} ({card.heading})"
