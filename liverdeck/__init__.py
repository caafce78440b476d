"""LiverDeck: facts written once and used for Anki cards, quizzes and study sessions.

This module offers the public names of the package. It imports each name on first use,
so that a command loads only what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.version import VERSION

if TYPE_CHECKING:
    from liverdeck.authoring.loader import Loaded, load_deck
    from liverdeck.base.errors import ContentError, LiverdeckError
    from liverdeck.base.problems import Position, Problem, Severity
    from liverdeck.base.result import Result
    from liverdeck.checker.choices import check_choice, check_true_false
    from liverdeck.checker.deck_checker import DeckChecker
    from liverdeck.checker.feedback import feedback
    from liverdeck.checker.key import check
    from liverdeck.checker.lists import check_list
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card, cards_of
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger
    from liverdeck.lint.run import lint_deck
    from liverdeck.publishing.build import Built, build_package
    from liverdeck.publishing.release import Released, release_deck
    from liverdeck.quiz.formats.job import QuizJob, UnwritableError
    from liverdeck.quiz.items.bank import item_bank
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.make import MadeQuiz, QuizRequest, make_quiz, write_format
    from liverdeck.quiz.papers.assemble import Paper, PaperRequest, assemble_paper
    from liverdeck.study.reviewlog.entries import TypedAnswer
    from liverdeck.study.reviewlog.errors import LogError
    from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError, ReviewLog
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule
    from liverdeck.study.session.queue import StudyOptions
    from liverdeck.study.session.session import Session, SessionContext


__version__ = VERSION

__all__ = [
    "AnsweredElsewhereError",
    "Built",
    "Card",
    "ContentError",
    "Deck",
    "DeckChecker",
    "Fact",
    "Item",
    "Ledger",
    "ListVerdict",
    "LiverdeckError",
    "Loaded",
    "LogError",
    "MadeQuiz",
    "Moment",
    "Paper",
    "PaperRequest",
    "Position",
    "Problem",
    "QuizJob",
    "QuizRequest",
    "Released",
    "Result",
    "ReviewLog",
    "Schedule",
    "Session",
    "SessionContext",
    "Severity",
    "StudyOptions",
    "TypedAnswer",
    "UnwritableError",
    "Verdict",
    "__version__",
    "assemble_paper",
    "build_package",
    "cards_of",
    "check",
    "check_choice",
    "check_list",
    "check_true_false",
    "feedback",
    "item_bank",
    "lint_deck",
    "load_deck",
    "make_quiz",
    "release_deck",
    "write_format",
]

_MODULES = {
    "Loaded": "authoring.loader",
    "load_deck": "authoring.loader",
    "ContentError": "base.errors",
    "LiverdeckError": "base.errors",
    "Position": "base.problems",
    "Problem": "base.problems",
    "Severity": "base.problems",
    "Result": "base.result",
    "check_choice": "checker.choices",
    "check_true_false": "checker.choices",
    "DeckChecker": "checker.deck_checker",
    "feedback": "checker.feedback",
    "check": "checker.key",
    "check_list": "checker.lists",
    "ListVerdict": "checker.verdict",
    "Verdict": "checker.verdict",
    "Card": "facts.card",
    "cards_of": "facts.card",
    "Deck": "facts.deck",
    "Fact": "facts.fact",
    "Ledger": "facts.ledger",
    "lint_deck": "lint.run",
    "Built": "publishing.build",
    "build_package": "publishing.build",
    "Released": "publishing.release",
    "release_deck": "publishing.release",
    "QuizJob": "quiz.formats.job",
    "UnwritableError": "quiz.formats.job",
    "write_format": "quiz.make",
    "item_bank": "quiz.items.bank",
    "Item": "quiz.items.item",
    "MadeQuiz": "quiz.make",
    "QuizRequest": "quiz.make",
    "make_quiz": "quiz.make",
    "Paper": "quiz.papers.assemble",
    "PaperRequest": "quiz.papers.assemble",
    "assemble_paper": "quiz.papers.assemble",
    "TypedAnswer": "study.reviewlog.entries",
    "AnsweredElsewhereError": "study.reviewlog.review_log",
    "ReviewLog": "study.reviewlog.review_log",
    "LogError": "study.reviewlog.errors",
    "Moment": "study.scheduling.moments",
    "Schedule": "study.scheduling.schedule",
    "StudyOptions": "study.session.queue",
    "Session": "study.session.session",
    "SessionContext": "study.session.session",
}
"""The module of each public name, without the leading `liverdeck.`"""


def __getattr__(name: str) -> object:
    """Import a public name. Python calls this for a name that is not here yet."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    from importlib import import_module

    module = import_module(f"{__name__}.{_MODULES[name]}")
    return getattr(module, name)


def __dir__() -> list[str]:
    return __all__
