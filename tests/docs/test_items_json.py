"""The page on quizzes lists every key of items.json."""

from __future__ import annotations

import json
import re

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.make import QuizRequest, make_quiz
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.paper_request import PaperRequest


def keys_in(data):
    """Return the keys of all objects in JSON data, but not those of `reject`."""
    if isinstance(data, list):
        return set().union(*map(keys_in, data))
    if not isinstance(data, dict):
        return set()
    values = [value for key, value in data.items() if key != "reject"]
    return set(data) | keys_in(values)


def test_every_key_is_documented_and_every_documented_key_exists(repository):
    deck = load_deck(repository / "cards" / "liver-metastasis").required()
    rows = [BlueprintRow(1, type=name) for name in ("single", "list", "matching")]
    with_picture = ["dark-urine"]
    paper = PaperRequest(items=3, blueprint=rows, include=with_picture)
    request = QuizRequest(paper, formats=["json"])
    written = json.loads(make_quiz(deck, request).files["keys/items.json"])

    page = (repository / "docs" / "api" / "quizzes.md").read_text(encoding="utf-8")
    table = page.partition("### items.json")[2].partition("\n## ")[0]
    documented = re.findall(r"`([a-z_]+)`", table.partition("|---|")[2])
    assert set(documented) == keys_in(written)
