import base64
import hashlib
import os
import re
import shutil
from pathlib import Path

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position, Problem, Severity
from liverdeck.facts.card import cards_of
from liverdeck.facts.parts import joined_name
from liverdeck.preview import page
from liverdeck.preview.page import preview_page
from tests.conftest import DECK

# Each fact is on a line of its own, from line 4: the tests name the lines. A backslash
# joins its line with the next one.
FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min, \
reverse: {ask: What is 70 /min?, answer: the pulse}}
  - {id: flow, from: pump, say: 'In the {{c1::vein::vessel}} it is {{c2::blue}}.'}
  - {id: rooms, from: rooms, ask: Which?, \
groups: [{id: left, title: Left, items: [a, b]}, {id: right, title: Right, items: [c]}]}
  - {id: old, from: rooms, ask: Q?, answer: x, retired: Too vague.}
"""


def page_of(folder, findings=(), **options):
    return preview_page(load_deck(folder).deck, findings, **options)


def names(html):
    return re.findall(r'data-name="([^"]*)"', html)


def test_the_page_has_every_card_with_its_name_and_position(write_deck):
    preview = page_of(write_deck(FACTS))
    html = preview.html.decode()
    assert names(html) == [
        "rate",
        "rate/reverse",
        "flow/c1",
        "flow/c2",
        "rooms/left",
        "rooms/right",
        "old",
    ]
    assert preview.card_count == html.count("<template") == 6
    assert html.count("01-facts.yaml:5<") == 2
    assert "Retired, so it has no cards: Too vague." in html
    assert "6 cards as they look in Anki" in html


def test_every_card_of_the_bundled_deck_is_on_the_page(repository):
    deck = load_deck(repository / "cards" / "liver-metastasis").deck
    expected = [
        joined_name(fact.id, card.part)
        for fact in deck.active_facts
        for card in cards_of(fact)
    ]
    assert names(preview_page(deck, ()).html.decode()) == expected


def test_topics_come_in_teaching_order(write_deck):
    folder = write_deck(FACTS)
    first = (
        "liverdeck: 1\ntopic: beat\nfacts:\n"
        "  - {id: a, from: pump, ask: Q?, answer: x}\n"
    )
    (folder / "00-first.yaml").write_text(first, encoding="utf-8")
    html = page_of(folder).html.decode()
    links = re.findall(r'<a href="#topic-(\w+)">', html)
    sections = re.findall(r'id="topic-(\w+)"', html)
    assert links == sections == ["chambers", "beat"]
    assert names(html)[-1] == "a"


def test_findings_are_beside_their_fact_or_at_the_top(write_deck):
    folder = write_deck(FACTS)
    flow_finding = Problem(
        Position(str(folder / "01-facts.yaml"), 5, 9),
        "blue is wrong",
        "say red",
        Severity.WARNING,
        "colour",
    )
    deck_finding = Problem(Position(str(folder)), "too small", "", Severity.ADVICE, "")
    html = page_of(folder, [deck_finding, flow_finding]).html.decode()
    top, _, topics = html.partition('id="topic-')
    fact = topics.partition('id="fact-flow"')[2].partition("</article>")[0]
    beside_fact = fact.partition("<aside")[2]
    for text in ("warning", "colour", "01-facts.yaml:5:9", "blue is wrong", "say red"):
        assert text in beside_fact
    assert html.count("blue is wrong") == 1
    assert html.count("too small") == 1
    assert html.count("<aside") == 1
    assert "too small" in top
    assert "the deck&#39;s folder" in top
    assert "1 warning" in top
    assert '<code class="rule"></code>' not in html


def test_a_finding_about_a_retired_fact_is_shown(write_deck):
    folder = write_deck(FACTS)
    html = page_of(
        folder, [Problem(Position(str(folder / "01-facts.yaml"), 7), "still wrong")]
    ).html.decode()
    assert "still wrong" in html.partition('id="fact-old"')[2]


def test_the_page_of_a_broken_deck_shows_its_valid_facts(write_deck):
    again = "  - {id: flow, from: pump, ask: Again?, answer: x}\n"
    loaded = load_deck(
        write_deck(
            FACTS + again + "  - {id: new, from: nowhere, ask: Q?}\n", topic="chambers"
        )
    )
    assert len(loaded.problems) >= 2
    html = preview_page(loaded.deck, loaded.problems).html.decode()
    assert {"rate", "flow/c1", "flow"} <= set(names(html))
    assert 'id="fact-flow"' in html
    assert 'id="fact-flow.2"' in html
    without_cards = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    ids = re.findall(r' id="([^"]*)"', without_cards)
    assert len(ids) == len(set(ids))


def test_a_fact_of_an_unknown_topic_is_shown(write_deck):
    loaded = load_deck(write_deck(FACTS, topic="nowhere"))
    assert loaded.problems
    html = preview_page(loaded.deck, loaded.problems).html.decode()
    assert len(names(html)) == 7
    assert "nowhere" in html


def test_cards_are_left_out_before_the_page_gets_too_large(write_deck, monkeypatch):
    folder = write_deck(FACTS)
    monkeypatch.setattr(page, "CARD_CHARACTERS_LIMIT", 1000)
    html = page_of(folder).html.decode()
    assert len(names(html)) == 7
    assert html.count("<template") + html.count("Left out: ") == 6
    assert 0 < html.count("<template") < 6


def test_a_deck_without_facts_has_a_page(write_deck):
    loaded = load_deck(write_deck())
    html = preview_page(loaded.deck, loaded.problems).html.decode()
    assert "There are no cards to show." in html
    assert "no facts in this deck" in html


def test_the_same_input_gives_the_same_bytes_in_any_folder(
    write_deck, tmp_path, monkeypatch
):
    folder = write_deck(FACTS)
    elsewhere = shutil.copytree(folder, tmp_path / "else" / "where")
    monkeypatch.chdir(tmp_path)
    pages = []
    for path in (folder, elsewhere, Path("heart")):
        findings = [
            Problem(Position(str(path / "01-facts.yaml"), 4, 9), "what"),
            Problem(Position(str(path / "deck.yaml")), "what"),
        ]
        pages.append(page_of(path, findings).html)
    assert pages[0] == pages[1] == pages[2]
    assert str(tmp_path).encode() not in pages[0]


def test_the_policy_allows_only_the_scripts_and_styles_of_the_page(write_deck):
    html = page_of(write_deck(FACTS)).html.decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    rules = dict(
        rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; ")
    )
    assert (rules["default-src"], rules["img-src"]) == ("'none'", "data:")
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        texts = set(re.findall(rf"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL))
        digests = [hashlib.sha256(text.encode()).digest() for text in texts]
        hashes = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}
        assert set(rules[rule].split()) == hashes
    assert not re.search(r"<[a-z]+[^>]* (style|on\w+)=", html)


def test_the_page_reloads_only_if_asked_to(write_deck):
    folder = write_deck(FACTS)
    assert b'<html lang="en">' in page_of(folder).html
    assert b'<html lang="en" data-reloads>' in page_of(folder, reloads=True).html


HOSTILE = [
    "</template><script>hacked = 1</script>",
    "</style></title></textarea>-->",
    "{{ 7 * 7 }}{% raw %}",
    '" onerror="hacked = 1',
    "<img src=x onerror=hacked=1>",
    "</p></li>]]>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_finding_becomes_markup(write_deck, text):
    folder = write_deck(FACTS)
    hostile_file = Position(str(folder / f"{text.replace('/', '')}.yaml"))
    findings = [
        Problem(hostile_file, text, text, rule=text),
        Problem(Position(str(folder / "01-facts.yaml"), 4), text),
    ]
    html = page_of(folder, findings).html.decode()
    assert html.count("<script") == 1
    assert "<img" not in html
    assert '" onerror' not in html
    assert "49" not in html.partition("<body>")[2]


@pytest.mark.skipif(os.name != "posix", reason="only on POSIX, names are bytes")
def test_a_file_name_that_is_not_text_is_shown(write_deck):
    folder = write_deck(FACTS)
    (folder / os.fsdecode(b"\xff.yaml")).write_text(
        "liverdeck: 1\ntopic: beat\nfacts:\n"
        "  - {id: odd, from: pump, ask: Q?, answer: x}\n"
    )
    assert b'data-name="odd"' in page_of(folder).html


def test_answers_that_no_card_shows_are_listed_once(write_deck):
    facts = (
        "  - id: vessel\n    from: pump\n    say: The {{c1::aorta}} and {{c2::vein}}.\n"
        "    blanks:\n"
        "      c1:\n        accept: [main artery]\n"
        "        reject:\n          heart: <It> pumps.\n"
    )
    html = page_of(write_deck(facts)).html.decode()
    typed = re.search(r'<details class="typed">(.*?)</details>', html, re.DOTALL)[1]
    assert re.findall("<li.*?>(.*)</li>", typed) == [
        "aorta: also right: main artery",
        "aorta: wrong: heart (&lt;It&gt; pumps.)",
    ]
    assert '<details class="typed">' not in page_of(write_deck(FACTS)).html.decode()


def test_the_credits_are_at_the_top(write_deck):
    deck = DECK.replace("read: 2023-01-31", "read: 2023-01-31, author: Ann A")
    html = page_of(write_deck(FACTS, deck=f"{deck}licence: CC BY 4.0\n")).html.decode()
    assert "The document: Ann A<" in html
    assert "These cards: CC BY 4.0<" in html
