"""Choice notes in real Anki and a real browser.

The tests are about the identity of the notes, updates, answers with one tap, and use
without JavaScript.
"""

import html
import re
from dataclasses import replace

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.formats.anki import files_and_note_times
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_request import PaperRequest
from tests.real.test_look import CONTRASTS, THEMES

FACTS = """\
  - id: vessel
    from: pump
    ask: Which vessel brings blood from the lungs?
    answer:
      text: pulmonary vein <5 & "6"
      reject:
        pulmonary artery: It leads to the lungs.
        aorta: It leads to the body.
        vena cava: It comes from the body.
    why: Veins lead to the heart.
  - id: rooms
    from: rooms
    ask: Which rooms does it have?
    list: [left atrium, right atrium, left ventricle]
    distractors:
      cellar: Not in a heart.
      attic: Nor this.
  - id: flow
    from: pump
    say: The beat begins in the {{c1::node::part}}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
"""
NOW = 1_700_000_000
TAP_TARGET_PX = 44
LEAST_CONTRAST = 4.5
"""What WCAG 2 asks for texts."""


@pytest.fixture
def quiz_of(write_deck):
    """Return a function that makes the job of a quiz with three items.

    One tap can answer each of them.
    """

    def make(facts=FACTS, *, seed="1", earlier=None, now=NOW):
        deck = load_deck(write_deck(facts)).deck
        bank = item_bank(deck)
        paper = assemble_paper(
            deck, bank, PaperRequest(3, seed, types=["single", "truefalse"])
        ).required()
        return QuizJob(
            paper, deck, bank, earlier_manifest=earlier, note_time_seconds=now
        )

    return make


@pytest.fixture
def import_job(anki, tmp_path):
    """Return a function that imports a job's package.

    It returns the counts of the import, and the note dates that the manifest remembers.
    """

    def import_job(job):
        path = tmp_path / "choice.apkg"
        files, dates = files_and_note_times(job)
        path.write_bytes(files["choice.apkg"])
        return anki.import_package(path), {"anki": dates}

    return import_job


def test_notes_have_the_language_of_the_deck_and_a_link_for_reports(
    anki, import_job, quiz_of
):
    job = quiz_of()
    deck = replace(job.deck, learner_language="fr", report="https://e.org/{fact}")
    assert import_job(replace(job, deck=deck))[0] == (3, 0, 0, 0)
    assert {note.note_type()["name"] for note in anki.notes()} == {
        "LiverDeck Choice (fr)"
    }
    card = anki.cards("heart/vessel/choice-single")[0]
    output = card.render_output(reload=True)
    address = "https://e.org/heart/vessel/choice-single"
    assert f'<a href="{address}">Signaler une erreur</a>' in output.answer_text
    assert '"Juste."' in output.question_text
    assert anki.note("heart/vessel/choice-single").tags == [
        "LiverDeck::heart::quiz::chambers"
    ]


def test_items_become_valid_notes_in_a_separate_deck(anki, import_job, quiz_of):
    assert import_job(quiz_of())[0] == (3, 0, 0, 0)
    anki.assert_sound()
    assert {note.note_type()["name"] for note in anki.notes()} == {
        "LiverDeck Choice (en)"
    }
    assert [
        deck.name for deck in anki.col.decks.all_names_and_ids() if "Quiz" in deck.name
    ] == ["Heart::Quiz"]
    note = anki.note("heart/vessel/choice-single")
    assert note["Ask"] == "Which vessel brings blood from the lungs?"
    assert note["Options"].count("<li") == 4
    (key_html,) = re.findall(r"<li data-key[^>]*>(.*?)</li>", note["Options"])
    assert html.unescape(key_html) == 'pulmonary vein <5 & "6"'
    assert "<5" not in key_html


def test_importing_the_same_quiz_again_changes_nothing(anki, import_job, quiz_of):
    _, manifest = import_job(quiz_of())
    anki.answer(anki.cards("heart/vessel/choice-single")[0])
    before = anki.schedule(anki.cards("heart/vessel/choice-single")[0])
    counts, again = import_job(quiz_of(earlier=manifest, now=NOW + 1000))
    assert counts == (0, 0, 3, 0)
    assert again == manifest
    assert anki.schedule(anki.cards("heart/vessel/choice-single")[0]) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("aorta: It leads", "aorta: It always leads"),
        ("text: pulmonary vein <5", "text: lung vein <5"),
        ("brings blood from", "carries blood from"),
        ("left atrium, right", "left antechamber, right"),
        ("artery: It", "arteries: It"),
    ],
)
def test_a_reworded_item_is_updated_and_keeps_its_schedule(
    anki, import_job, quiz_of, old, new
):
    _, manifest = import_job(quiz_of())
    schedules = {}
    for note in anki.notes():
        anki.answer(note.cards()[0])
        schedules[note["Key"]] = anki.schedule(note.cards()[0])
    counts, _ = import_job(
        quiz_of(FACTS.replace(old, new), earlier=manifest, now=NOW + 1000)
    )
    new, updated, *_ = counts
    assert new == 0
    assert updated <= 1
    assert {
        note["Key"]: anki.schedule(note.cards()[0]) for note in anki.notes()
    } == schedules


def test_another_seed_changes_no_note(anki, import_job, quiz_of):
    _, manifest = import_job(quiz_of())
    for seed in "23456":
        counts, manifest = import_job(
            quiz_of(seed=seed, earlier=manifest, now=NOW + 1000)
        )
        _, updated, *_ = counts
        assert updated == 0
    assert len({note["Key"] for note in anki.notes()}) == len(anki.notes())


@pytest.fixture
def sides(anki, import_job, quiz_of):
    """Return a function that renders both sides of a note, as Anki does."""
    import_job(quiz_of())

    def sides(key):
        output = anki.cards(key)[0].render_output(reload=True)
        return tuple(
            f"<style>{output.css}</style>{side}"
            for side in (output.question_text, output.answer_text)
        )

    return sides


def options_shown(page, content, *, html_class="", body_class="card"):
    """Show one side of a card; return the first line of each option."""
    page.set_content(
        f'<!doctype html><html class="{html_class}">'
        f'<body class="{body_class}">{content}</body></html>'
    )
    return [
        text.split("\n")[0] for text in page.locator(".ld-options li").all_inner_texts()
    ]


def test_one_tap_answers_an_item_and_the_back_keeps_the_order_of_options(
    new_page, sides
):
    front, back = sides("heart/vessel/choice-single")
    page = new_page(has_touch=True, viewport={"width": 390, "height": 800})
    orders = set()
    for _ in range(12):
        order = options_shown(page, front)
        orders.add(tuple(order))
        assert page.locator(".ld-why-not:visible").count() == 0
        page.locator("li", has_text="aorta").tap()
        assert page.locator(".ld-said").text_content() == "Wrong."
        assert page.locator("li.ld-taken").inner_text().split("\n") == [
            "aorta",
            "It leads to the body.",
        ]
        assert page.locator(".ld-why-not:visible").count() == 3
        page.locator("li[data-key]").tap()
        assert page.locator("li.ld-taken").count() == 1
        assert options_shown(page, back) == order
        assert page.locator("li.ld-taken").count() == 1
    assert len(orders) > 3


def test_an_option_can_be_chosen_by_keyboard_too(new_page, sides):
    front, _ = sides("heart/vessel/choice-single")
    page = new_page()
    options_shown(page, front)
    page.keyboard.press("Tab")
    first = page.locator("li").first
    page.keyboard.press("Space")
    assert page.locator(".ld-said").text_content() == (
        "Right." if first.get_attribute("data-key") is not None else "Wrong."
    )


def test_true_comes_before_false(shared_page, sides):
    front, _ = sides("heart/flow/choice-c1.truefalse")
    assert {tuple(options_shown(shared_page, front)) for _ in range(6)} == {
        ("True", "False")
    }


def test_without_javascript_the_front_asks_and_the_back_answers(new_page, sides):
    front, back = sides("heart/vessel/choice-single")
    page = new_page(java_script_enabled=False)
    assert len(options_shown(page, front)) == 4
    assert "It leads to" not in page.locator("body").inner_text()
    assert len(options_shown(page, back)) == 4
    text = page.locator("body").inner_text()
    assert "It leads to the body." in text
    assert "Veins lead to the heart." in text


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(320, 640), (1280, 800)], ids=["phone", "desk"])
def test_cards_fit_and_are_readable_before_and_after_the_tap(
    new_page, sides, theme, size
):
    html_class, body_class = THEMES[theme]
    page = new_page(viewport={"width": size[0], "height": size[1]})
    for content in sides("heart/vessel/choice-single"):
        options_shown(page, content, html_class=html_class, body_class=body_class)
        for _ in range(2):
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            for where, contrast in page.evaluate(CONTRASTS):
                assert contrast >= LEAST_CONTRAST, f"{where} ({theme})"
            assert all(
                option.bounding_box()["height"] >= TAP_TARGET_PX
                for option in page.locator("li").all()
            )
            page.locator("li").first.click()
