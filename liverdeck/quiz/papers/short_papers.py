"""The problems of a request for which no paper is possible or was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted
from liverdeck.base.problems import Problem, is_in_data
from liverdeck.quiz.papers.paper_request import selection_text
from liverdeck.quiz.papers.pool import fits
from liverdeck.quiz.papers.shortage import Shortage, shortages

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.quiz.items.bank import Candidate
    from liverdeck.quiz.papers.attempt import Attempt, Task
    from liverdeck.quiz.papers.blueprint import BlueprintRow


def proven_problems(
    task: Task, best: Attempt, deck_position: Position
) -> tuple[Problem, ...]:
    """Return a problem for each wish that no choice of items can meet.

    A request has two sorts of wishes: items about certain facts, which may have no
    item, and a number of items for some rows, which may have fewer facts. `best` is the
    attempt with the most items.
    """
    problems = [
        _no_item_problem(fact_id, task, deck_position)
        for fact_id in best.missing_facts
        if not task.pool.has_item_about(fact_id, task.rows)
    ]
    problems += [
        _shortage_problem(shortage, task, best, deck_position)
        for shortage in _shortages(task)
    ]
    return tuple(problems)


def problems_of_unfilled_rows(
    task: Task, best: Attempt, deck_position: Position, *, is_exhaustive: bool
) -> tuple[Problem, ...]:
    """Return a problem for each row that the best attempt did not fill.

    `is_exhaustive` says whether every choice was tried. If so, no paper can fill them.
    """
    outcome = "can be had" if is_exhaustive else "found; more may be possible"
    advice = _advice(task, best, deck_position, is_exhaustive=is_exhaustive)
    problems = []
    for row, missing in zip(task.rows, best.missing, strict=True):
        if missing:
            found = f"{row.count} wanted, {row.count - missing} {outcome}"
            message = f"{_row_text(row, task)}: {found}"
            problems.append(Problem(row.position or deck_position, message, advice))
    for fact_id in best.missing_facts:
        message = f"an item on {fact_id!r} does not fit beside the other items"
        fix = "include other facts, or ask for fewer items"
        problems.append(Problem(deck_position, message, fix))
    return tuple(problems)


def _shortages(task: Task) -> list[Shortage]:
    """Return the proven shortages.

    If the candidates prove no shortage, the items are made, because they may prove one.
    """
    counts = [row.count for row in task.rows]
    request = task.request
    # By the id of a fact: the rows for which it has candidates. If facts may be
    # repeated, the base ids of candidates are used in place of the ids of facts.
    rows_by_name: dict[str, set[int]] = {}
    for candidate in task.pool.candidates:
        name = candidate.base_id if request.repeat_facts else candidate.facts[0]
        rows_by_name.setdefault(name, set()).update(_rows_of(candidate, task))
    proven = shortages(counts, rows_by_name)
    if proven:
        return proven

    rows_by_item_name: dict[str, set[int]] = {}
    for candidate in task.pool.candidates:
        rows = _rows_of(candidate, task)
        if not rows:
            continue
        for item in task.pool.items_of(candidate):
            name = item.target if request.repeat_facts else item.facts[0]
            rows_by_item_name.setdefault(name, set()).update(rows)
    return shortages(counts, rows_by_item_name)


def _rows_of(candidate: Candidate, task: Task) -> set[int]:
    """Return the indexes of the rows that want the items of a candidate."""
    return {index for index, row in enumerate(task.rows) if fits(row, candidate)}


def _shortage_problem(
    shortage: Shortage, task: Task, best: Attempt, deck_position: Position
) -> Problem:
    rows = [task.rows[index] for index in shortage.rows]
    texts = "; ".join(_row_text(row, task) for row in rows)
    together = " together" if len(rows) > 1 else ""
    most = f"at most {shortage.available}" if shortage.available else "0"
    found_count = shortage.wanted - sum(best.missing[row] for row in shortage.rows)
    found = ""
    if found_count < shortage.available:
        found = f", and the best paper that was found has {found_count} of them"
    positions = [row.position for row in rows if row.position]
    return Problem(
        positions[0] if positions else deck_position,
        f"{texts}: {shortage.wanted} wanted{together}, {most} can be had{found}",
        _advice(task, best, deck_position, is_exhaustive=True),
    )


def _no_item_problem(fact_id: str, task: Task, deck_position: Position) -> Problem:
    selection = selection_text(task.request)
    wanted = f" ({selection})" if selection else ""
    return Problem(
        deck_position,
        f"no item on {fact_id!r} fits the request{wanted}",
        "widen the topics, types or difficulty, or leave out "
        + ("" if is_in_data(deck_position) else "--include; in Python, ")
        + "`include`",
    )


def _row_text(row: BlueprintRow, task: Task) -> str:
    """Return which items a row asks for, in words."""
    selection = selection_text(task.request)
    if not task.request.blueprint:
        return selection or str(row)
    return f"{row} (among {selection})" if selection else str(row)


def _advice(
    task: Task, best: Attempt, deck_position: Position, *, is_exhaustive: bool
) -> str:
    """Return the fix for a paper that has too few items."""
    in_data = is_in_data(deck_position)
    # The deck may be loaded from files by a command or by a program. So the advice
    # names both the option of the command and the argument in Python.
    listing = "`item_bank(deck)`"
    option = "`repeat_facts=True`"
    if not in_data:
        listing = f"liverdeck quiz --list; in Python, {listing}"
        option = f"--repeat-facts (in Python, {option})"
    if not best.items:
        return f"see what can be asked with: {listing}"

    fewer = f"ask for {len(best.items)} or fewer"
    if task.request.blueprint:
        fewer = f"ask for fewer ({counted(len(best.items), 'item')} in all were found)"
    advice = [fewer, f"widen the topics, types or difficulty (see {listing})"]
    if not is_exhaustive:
        advice.append("try another seed")
    if not task.request.repeat_facts and _repeats_help(task, best):
        advice.append(f"allow several items on one fact with {option}")
    return ", or ".join(advice)


def _repeats_help(task: Task, best: Attempt) -> bool:
    """Whether one more item would fit if several items could ask about one fact."""
    draft = replace(task.new_draft(), may_repeat_facts=True)
    for item in best.items:
        draft.add(item)
    short_rows = [
        row for row, missing in zip(task.rows, best.missing, strict=True) if missing
    ]
    for candidate in task.pool.candidates:
        if not any(fits(row, candidate) for row in short_rows):
            continue
        if any(draft.accepts(item) for item in task.pool.items_of(candidate)):
            return True
    return False
