"""LiverDeck: facts written once, learned as Anki cards, quizzes and study sessions.

The public names, loaded on first use so that a command pays only for what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.anki.build import Built, build_package
    from liverdeck.anki.release import Released, release_deck
    from liverdeck.check import check
    from liverdeck.check.choices import check_choice, check_true_false
    from liverdeck.check.deck import DeckChecker
    from liverdeck.check.lists import ListVerdict, check_list
    from liverdeck.check.verdict import Verdict
    from liverdeck.facts.cards import Card, cards_of
    from liverdeck.facts.ledger import Ledger
    from liverdeck.facts.loader import Loaded, load_deck
    from liverdeck.facts.nouns import Deck, Fact
    from liverdeck.facts.problems import Position, Problem, Severity
    from liverdeck.lint.run import lint_deck
    from liverdeck.quiz.assemble import Paper, PaperRequest, assemble_paper
    from liverdeck.quiz.bank import item_bank
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.formats.registry import write_format
    from liverdeck.quiz.items import Item
    from liverdeck.study.entries import Typed
    from liverdeck.study.log import AnsweredElsewhereError, ReviewLog
    from liverdeck.study.moments import Moment
    from liverdeck.study.queue import Wishes
    from liverdeck.study.schedule import Schedule
    from liverdeck.study.session import Session, Tools
    from liverdeck.study.storage import LogError

__version__ = "0.1.0"

__all__ = [
    "AnsweredElsewhereError",
    "Built",
    "Card",
    "Deck",
    "DeckChecker",
    "Fact",
    "Item",
    "Ledger",
    "ListVerdict",
    "Loaded",
    "LogError",
    "Moment",
    "Paper",
    "PaperRequest",
    "Position",
    "Problem",
    "QuizJob",
    "Released",
    "ReviewLog",
    "Schedule",
    "Session",
    "Severity",
    "Tools",
    "Typed",
    "Verdict",
    "Wishes",
    "__version__",
    "assemble_paper",
    "build_package",
    "cards_of",
    "check",
    "check_choice",
    "check_list",
    "check_true_false",
    "item_bank",
    "lint_deck",
    "load_deck",
    "release_deck",
    "write_format",
]

_HOME = {
    "Built": "anki.build",
    "build_package": "anki.build",
    "Released": "anki.release",
    "release_deck": "anki.release",
    "check": "check",
    "check_choice": "check.choices",
    "check_true_false": "check.choices",
    "DeckChecker": "check.deck",
    "ListVerdict": "check.lists",
    "check_list": "check.lists",
    "Verdict": "check.verdict",
    "Card": "facts.cards",
    "cards_of": "facts.cards",
    "Ledger": "facts.ledger",
    "Loaded": "facts.loader",
    "load_deck": "facts.loader",
    "Deck": "facts.nouns",
    "Fact": "facts.nouns",
    "Position": "facts.problems",
    "Problem": "facts.problems",
    "Severity": "facts.problems",
    "lint_deck": "lint.run",
    "Item": "quiz.items",
    "item_bank": "quiz.bank",
    "Paper": "quiz.assemble",
    "PaperRequest": "quiz.assemble",
    "assemble_paper": "quiz.assemble",
    "QuizJob": "quiz.formats.job",
    "write_format": "quiz.formats.registry",
    "Typed": "study.entries",
    "AnsweredElsewhereError": "study.log",
    "ReviewLog": "study.log",
    "Moment": "study.moments",
    "Wishes": "study.queue",
    "Schedule": "study.schedule",
    "Session": "study.session",
    "Tools": "study.session",
    "LogError": "study.storage",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
