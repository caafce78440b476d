"""The quiz page in a real browser.

The tests take a quiz by touch and by keyboard, let the time run out, check the page
with axe, and see that it sends no request.
"""

import html
import json
import re
from dataclasses import replace

import pytest

import liverdeck
from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format as write
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import Paper
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from tests.real.accessibility import violations

FACTS = """\
  - id: vessel
    from: pump
    ask: Which vessel brings <b>blood</b> & "air" from the lungs?
    answer:
      text: pulmonary vein
      accept: [lung vein, Vena pulmonalis]
      reject:
        pulmonary artery: It leads to the lungs, </script><script>alert(1)</script>.
        aorta: It leads to the body.
        vena cava: It comes from the body.
    why: Veins lead to the heart.
  - id: rate
    from: pump
    ask: How often does it beat in a minute?
    answer: {number: 70, unit: /min, tolerance: 10}
  - id: flow
    from: pump
    say: Blood enters by the {{c1::vein::vessel}}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
  - id: rooms
    from: rooms
    ask: Which rooms are there?
    grouping: document
    groups:
      - {id: left, title: Bright blood, items: [left atrium, left ventricle]}
      - {id: right, title: Dark blood, items: [right atrium, right ventricle]}
  - id: steps
    from: rooms
    ask: What happens?
    order: fixed
    list: [it fills, it closes, it empties]
    distractors:
      it sings: It does not.
      it sleeps: Never.
    image: {file: wide.svg, alt: A wide picture}
"""
WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="90">'
    '<rect width="3000" height="90"/></svg>'
)


@pytest.fixture
def job_of(write_deck):
    """Return a function that makes a job with all items, or those of some types."""

    def make(*types, **job):
        folder = write_deck(FACTS)
        (folder / "wide.svg").write_text(WIDE, encoding="utf-8")
        deck = load_deck(folder).deck
        forms = make_paper_forms(
            [item for item in item_bank(deck) if not types or item.type in types],
            "1",
            1,
        )
        items = tuple(asked.item for asked in forms[0].asked)
        paper = Paper(
            "The heart", deck.id, deck.document.title, deck.language, "1", items, forms
        )
        return QuizJob(paper, deck, **job)

    return make


@pytest.fixture
def open_quiz(new_page, tmp_path):
    """Return a function that opens a job's page.

    The test fails if the page reports an error or sends a request.
    """
    complaints = []

    def note_message(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def note_dialog(dialog):
        complaints.append(dialog.message)
        dialog.dismiss()

    def note_request(request):
        if request.url.startswith("http"):
            complaints.append(request.url)

    def open_page(job, *, width=320, scheme="light", for_axe=False):
        path = tmp_path / "quiz.html"
        path.write_bytes(write("html", job)["quiz.html"])
        page = new_page(
            viewport={"width": width, "height": 640},
            color_scheme=scheme,
            bypass_csp=for_axe,
            has_touch=True,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note_message)
        page.on("dialog", note_dialog)
        page.on("request", note_request)
        page.clock.install()
        page.goto(path.as_uri())
        return page

    yield open_page
    assert complaints == []


def one_of_each_type(job):
    """Return a job with the first item of each type."""
    first_form = job.paper.forms[0]
    first_by_type = {asked.item.type: asked for asked in reversed(first_form.asked)}
    form = replace(first_form, asked=tuple(first_by_type.values()))
    items = tuple(asked.item for asked in first_by_type.values())
    return replace(job, paper=replace(job.paper, items=items, forms=(form,)))


def keys_of(page):
    return json.loads(page.locator("#key").text_content())


def answer(section, key, *, rightly=True):
    """Answer one item, rightly or wrongly, by touch and keyboard."""
    if key["type"] in ("single", "truefalse", "multiple"):
        for box in section.locator("label.option").all():
            is_key = box.get_attribute("data-option") in key["key"]
            if is_key == rightly:
                box.tap()
                if key["type"] != "multiple":
                    break
    elif key["type"] in ("matching", "ordering"):
        for field in section.locator("select").all():
            pair = field.get_attribute("data-pair")
            option = field.get_attribute("data-option")
            right = key["pairs"][pair] if pair else str(key["key"].index(option) + 1)
            others = [
                text
                for text in field.locator("option").all_text_contents()[1:]
                if text != right
            ]
            field.select_option(right if rightly else others[0])
    elif key["type"] == "list":
        section.locator("textarea").fill(
            "\n".join(texts[-1] for texts in key["right"]) if rightly else "nothing"
        )
    else:
        right = key["number"][0] if key["number"] else key["right"][0][-1].upper()
        section.locator("input[type=text]").fill(right if rightly else "0")


def take(page, *, wrong=()):
    """Take a practice quiz to its result and return the verdict on each item."""
    verdicts = []
    for index, key in enumerate(keys_of(page)):
        section = page.locator(".item:visible")
        answer(section, key, rightly=index not in wrong)
        page.locator("#go").tap()
        verdicts.append(section.locator(".verdict").text_content())
        page.locator("#go").tap()
    return verdicts


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_a_practice_quiz_and_its_result(
    open_quiz, job_of, scheme
):
    page = open_quiz(one_of_each_type(job_of()), scheme=scheme, for_axe=True)
    only_colors = scheme == "dark"
    for index, key in enumerate(keys_of(page)):
        section = page.locator(".item:visible")
        assert violations(page, only_colors=only_colors) == []
        answer(section, key, rightly=bool(index % 2))
        page.locator("#go").tap()
        assert violations(page, only_colors=only_colors) == []
        page.locator("#go").tap()
    assert page.locator("#result").is_visible()
    assert violations(page, only_colors=only_colors) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_an_exam_and_its_result(open_quiz, job_of, scheme):
    page = open_quiz(job_of(mode="exam", minutes=5), scheme=scheme, for_axe=True)
    only_colors = scheme == "dark"
    assert violations(page, only_colors=only_colors) == []
    page.locator("#begin").tap()
    assert violations(page, only_colors=only_colors) == []
    for index, (section, key) in enumerate(
        zip(page.locator(".item").all(), keys_of(page), strict=True)
    ):
        answer(section, key, rightly=bool(index % 2))
    page.locator("#go").tap()
    assert page.locator("#result").is_visible()
    assert violations(page, only_colors=only_colors) == []


def test_right_answers_get_all_points(open_quiz, job_of):
    job = job_of()
    page = open_quiz(job)
    assert set(take(page)) == {"Right."}
    assert (
        page.locator("#score").text_content()
        == f"{job.paper.points} of {job.paper.points} points (100 %)."
    )
    assert page.locator("#retry").is_hidden()


def test_wrong_answers_get_no_points_and_can_be_retried(open_quiz, job_of):
    job = job_of()
    page = open_quiz(job)
    # The list items are clauses, or names of two words without aliases. So the page
    # does not say that a list is wrong, and asks the learner to compare.
    every_item = range(len(job.paper.items))
    verdicts = take(page, wrong=every_item)
    assert set(verdicts) == {"Wrong.", "Compare, and mark it yourself."}
    assert verdicts.count("Compare, and mark it yourself.") == 2
    assert (
        page.locator("#score").text_content()
        == f"0 of {job.paper.points} points (0 %)."
    )
    page.locator("#retry").tap()
    assert (
        page.locator("#place").text_content() == f"Question 1 of {len(job.paper.items)}"
    )


def test_feedback_says_why_and_names_the_source(open_quiz, job_of):
    page = open_quiz(job_of("single"))
    section = page.locator(".item:visible")
    # An empty answer must be confirmed; the third tap goes to the next item.
    while section.get_by_text("aorta").count() == 0:
        for _ in range(3):
            page.locator("#go").tap()
    section.get_by_text("aorta").tap()
    page.locator("#go").tap()
    feedback = section.locator(".feedback").inner_text()
    reasons = {
        option.locator(".option-text").inner_text(): option.locator(
            ".reason"
        ).inner_text()
        for option in section.locator(".option").all()
    }
    assert reasons["aorta"] == "It leads to the body."
    assert reasons["vena cava"] == "It comes from the body."
    assert reasons["pulmonary vein"] == ""
    assert "It leads to the body." not in feedback
    assert "Veins lead to the heart." in feedback
    assert "Source: On the heart: How it pumps (read 2023-01-31)" in feedback
    assert (
        section.locator(".is-key")
        .inner_text()
        .replace("\n", " ")
        .endswith("pulmonary vein ✓ right")
    )


@pytest.mark.parametrize(
    ("typed", "feedback"),
    [
        ("Pulmonary  VEIN", "Right."),
        ("the lung-vein", "Right."),
        ("vena pulmonalis.", "Right."),
        ("aorta", "Wrong.|It leads to the body."),
        ("", "Wrong."),
        ("pulmonary", "Wrong."),
    ],
)
def test_typed_answers_are_compared_with_the_listed_names(
    open_quiz, job_of, typed, feedback
):
    page = open_quiz(job_of("short"))
    section = page.locator(".item:visible")
    section.locator("input").fill(typed)
    section.locator("input").press("Enter")
    if not typed:
        assert "Press again to skip." in page.locator("#notice").inner_text()
        section.locator("input").press("Enter")
    assert "|".join(section.locator(".feedback p").all_text_contents()).startswith(
        feedback
    )


@pytest.mark.parametrize(
    ("right", "typed", "is_answer"),
    [
        ("vein", "?", False),
        ("vein", " ?! ", False),
        ("vein", "x?", True),
        ("/", "/", True),
        ("/", "?", False),
    ],
)
def test_the_page_does_not_take_punctuation_for_an_answer(
    open_page_of, right, typed, is_answer
):
    fact = f"{{id: a, from: pump, ask: Which?, answer: {{text: '{right}'}}}}"
    page, item = open_page_of(f"  - {fact}\n", "short")
    page.locator("input[type=text]").fill(typed)
    page.locator("#go").click()
    asks_again = "Press again to skip." in page.locator("#notice").inner_text()
    assert asks_again is not is_answer
    assert liverdeck.grade(item, typed).is_in_doubt is not is_answer


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("70", "Right."),
        ("60", "Right."),
        ("80,0 /min", "Right."),
        ("81", "Wrong."),
        ("-70", "Wrong."),
        ("x", "Wrong."),
    ],
)
def test_numbers_within_the_tolerance_are_right(open_quiz, job_of, typed, verdict):
    page = open_quiz(job_of("numeric"))
    section = page.locator(".item:visible")
    section.locator("input").fill(typed)
    page.locator("#go").tap()
    assert section.locator(".verdict").text_content() == verdict


OPEN_ANSWERS = """\
  - id: why-beats
    from: pump
    ask: What does it give the blood?
    answer: {text: a push, accept: [force to flow], kind: effect}
    open: [oxygen]
  - id: parts
    from: rooms
    ask: Which parts has it got?
    list: [rooms for the blood, {text: doors, accept: [valves]}, walls]
"""


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_learners_mark_what_must_be_judged_by_meaning(open_page_of, mode):
    page, _ = open_page_of(OPEN_ANSWERS, "short", mode=mode)
    section = page.locator(".item")
    assert "You mark it yourself." in section.locator(".rubric").inner_text()
    section.locator("input[type=text]").fill("what makes it run")
    page.locator("#go").click()
    verdict = section.locator(".verdict")
    assert verdict.text_content() == "Compare, and mark it yourself."
    feedback = section.locator(".feedback")
    assert "a push (force to flow)" in feedback.inner_text()
    assert "The document leaves open: oxygen" in feedback.inner_text()
    feedback.locator("input").click()
    assert verdict.text_content() == "Right."
    if mode == "practice":
        page.locator("#go").click()
    assert page.locator("#score").text_content().startswith("1 of 1 points (100 %).")
    assert page.locator("#retry").is_hidden()


def test_a_listed_name_is_right_before_the_learner_marks_it(open_page_of):
    page, _ = open_page_of(OPEN_ANSWERS, "short")
    page.locator(".item input").fill("Force to flow.")
    page.locator("#go").click()
    assert page.locator(".verdict").text_content() == "Right."
    assert page.locator(".feedback input").is_checked()


def test_learners_tick_right_answers_of_a_list_and_count_wrong_ones(open_page_of):
    page, _ = open_page_of(OPEN_ANSWERS, "list")
    page.locator("textarea").fill("valves, a chimney, thick sides")
    page.locator("#go").click()
    ticks = page.locator(".feedback input[type=checkbox]")
    assert [tick.is_checked() for tick in ticks.all()] == [False, True, False]
    ticks.nth(2).click()
    verdict = page.locator(".verdict")
    assert verdict.text_content() == "Partly right: 2 of 3 points."
    page.locator(".feedback input[type=number]").fill("1")
    assert verdict.text_content() == "Partly right: 1 of 3 points."
    page.locator("#go").click()
    assert page.locator("#score").text_content() == "1 of 3 points (33 %)."


def test_missed_items_are_asked_again_and_points_are_shown_by_topic(open_quiz, job_of):
    page = open_quiz(job_of())
    missed = {0, 3}
    take(page, wrong=missed)
    assert page.locator("#topics tr").count() == 1
    stems = page.locator(".item legend").all_text_contents()
    page.locator("#retry").tap()
    assert page.locator("#place").text_content() == "Question 1 of 2"
    assert page.locator(".item:visible legend").text_content() == stems[0]
    assert page.locator(".item:visible .feedback").text_content() == ""
    assert page.locator(".item:visible input:checked").count() == 0


def test_media_of_an_answer_are_shown_as_media_of_a_question(open_page_of, write_deck):
    picture = "file: p.svg, alt: A “wide” <picture>, credit: Ann & Bo, licence: CC0"
    images = ", ".join(f"{{{picture}, side: {side}}}" for side in ("front", "back"))
    sounds = ", ".join(f"{{file: s.wav, side: {side}}}" for side in ("front", "back"))
    folder = write_deck("")
    (folder / "p.svg").write_text(WIDE, encoding="utf-8")
    (folder / "s.wav").write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    fact = "  - {id: a, from: pump, ask: What is it?, answer: a vein,"
    page, _ = open_page_of(f"{fact} image: [{images}], audio: [{sounds}]}}\n", "short")
    page.locator("input[type=text]").fill("vein")
    page.locator("#go").click()
    shown = page.evaluate(
        "[...document.querySelectorAll('figure')].map((figure) => {"
        " const fields = (element) => [element.tagName, element.textContent.trim(),"
        "   ...[...element.attributes].map((a) => a.name + '=' + a.value).sort()];"
        " return [...figure.children].map(fields); })"
    )
    assert len(shown) == 4
    assert shown[:2] == shown[2:]


FOCUSED = (
    "(({tagName, type, value, checked, dataset, id}) => "
    "({tagName, type, value, checked, ...dataset, id}))(document.activeElement)"
)


def test_a_quiz_can_be_taken_by_keyboard_alone(open_quiz, job_of):
    job = job_of()
    page = open_quiz(job, width=900)
    for key in keys_of(page):
        page.keyboard.press("Tab")
        while (focused := page.evaluate(FOCUSED))["id"] != "go":
            press_right_keys(page, focused, key)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator(".item:visible .verdict").text_content() == "Right.", key[
            "type"
        ]
        assert page.evaluate(FOCUSED)["id"] == "go"
        page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["id"] == "result-title"
    assert (
        page.locator("#score").text_content()
        == f"{job.paper.points} of {job.paper.points} points (100 %)."
    )


def press_right_keys(page, focused, key):
    """Press the keys that give the right answer where the focus is."""
    if focused["type"] == "radio":
        page.keyboard.press("Space")
        while page.evaluate(FOCUSED)["value"] not in key["key"]:
            page.keyboard.press("ArrowDown")
    elif focused["type"] == "checkbox" and focused["value"] in key["key"]:
        page.keyboard.press("Space")
    elif focused["tagName"] == "SELECT":
        page.keyboard.type(
            key["pairs"].get(focused.get("pair", ""))
            or str(key["key"].index(focused["option"]) + 1)
        )
    elif focused["tagName"] == "TEXTAREA":
        page.keyboard.type("; ".join(texts[0] for texts in key["right"]))
    elif focused["type"] == "text":
        page.keyboard.type(key["number"][0] if key["number"] else key["right"][0][0])


def test_an_exam_is_handed_in_when_the_time_is_up(open_quiz, job_of):
    page = open_quiz(job_of(mode="exam", minutes=2))
    page.clock.run_for(300_000)
    page.locator("#begin").tap()
    assert page.locator("#clock").text_content() == "2:00 left"
    page.clock.run_for(61_000)
    assert page.locator("#clock").text_content() == "0:59 left"
    assert page.locator("#result").is_hidden()
    page.clock.run_for(60_000)
    assert page.locator("#result").is_visible()
    assert page.locator("#score").text_content().startswith("The time is up. 0 of ")
    assert page.locator(".verdict").first.is_visible()


def test_an_exam_gives_no_feedback_before_its_end(open_quiz, job_of):
    page = open_quiz(job_of(mode="exam"))
    answer(page.locator(".item").first, keys_of(page)[0])
    assert page.locator(".verdict").count() == 0
    assert page.locator("#clock").text_content() == ""
    page.locator("#go").tap()
    assert (
        page.locator("#notice").text_content()
        == f"{page.locator('.item').count() - 1} not answered. Press again to hand in."
    )
    assert page.locator(".verdict").count() == 0
    page.locator("#go").tap()
    assert page.locator(".verdict").count() == page.locator(".item").count()


def test_enter_in_an_exam_goes_to_the_next_question(open_quiz, job_of):
    page = open_quiz(job_of("short", "numeric", mode="exam"))
    first = page.locator("input[type=text]").first
    first.fill("something")
    for _ in range(4):
        page.keyboard.press("Enter")
        first.press("Enter")
    assert page.locator("#result").is_hidden()
    first.press("Enter")
    assert page.evaluate("document.activeElement.name") == "q1"


TYPED = [
    ("vitamin A", "vitamin A", True),
    ("vitamin A", "vitamin", False),
    ("A", "", False),
    ("A", "a", True),
    ("−5 °C", "5 °C", False),
    ("1/2", "12", False),
    ("≥ 5", "≤ 5", False),
    ("IL-6", "il 6", True),
    ("a small cut", "small cut", True),
    ("5-10 mm", "510 mm", False),
]
NUMBERS = [
    ("5", True),
    ("5 cm", True),
    ("5.0", True),
    ("5 kg", False),
    ("<5", False),
    ("5 or 6", False),
    ("5xyz", False),
    ("50e-1", True),
    ("10/2", True),
    ("\u22125", False),
    ("\u20135", False),
    ("", False),
    ("70e5", False),
]


@pytest.mark.parametrize(("answer", "typed", "right"), TYPED)
def test_page_and_checker_agree_on_typed_answers(
    shared_page, write_deck, tmp_path, answer, typed, right
):
    facts = (
        f"  - {{id: a, from: pump, ask: What is it?, answer: {{text: '{answer}'}}}}\n"
    )
    assert is_right_on_page(shared_page, write_deck, tmp_path, facts, typed) is right
    assert (liverdeck.check(typed, answer).outcome == "correct") is right


@pytest.mark.parametrize(("typed", "right"), NUMBERS)
def test_the_whole_typed_number_is_read(
    shared_page, write_deck, tmp_path, typed, right
):
    facts = "  - {id: a, from: pump, ask: How long?, answer: {number: 5, unit: cm}}\n"
    assert is_right_on_page(shared_page, write_deck, tmp_path, facts, typed) is right


NUMBER_WITH_WORDS = """\
  - id: a
    from: pump
    ask: How often does it beat in a minute?
    answer:
      number: 70
      unit: /min
      tolerance: 10
      accept: [normal, 1.2 a second]
      reject:
        slow: It is faster.
        15: That is breathing.
    open: [68 to 90, it depends]
"""


@pytest.mark.parametrize(
    ("typed", "feedback"),
    [
        ("75 /min", "Right."),
        ("Normal", "Right."),
        ("1.2 a second", "Right."),
        ("slow", "Wrong.|It is faster."),
        ("15", "Wrong.|That is breathing."),
        ("it depends", "Not settled: the document leaves that open."),
        ("fast", "Wrong.|Right answer: 70"),
    ],
)
def test_page_and_grade_agree_on_words_for_a_number(open_page_of, typed, feedback):
    page, item = open_page_of(NUMBER_WITH_WORDS)
    page.locator("input[type=text]").fill(typed)
    page.locator("#go").click()
    shown = "|".join(page.locator(".feedback p").all_text_contents())
    assert shown.startswith(feedback)
    assert (liverdeck.grade(item, typed).points == 1) is feedback.startswith("Right.")


@pytest.fixture
def open_page_of(shared_page, write_deck, tmp_path):
    """Return a function that opens a page with one item, and returns page and item.

    The item is the first of its type in the item bank of the deck.
    """

    def open_page(facts, item_type="numeric", **job):
        deck = load_deck(write_deck(facts)).deck
        item = next(item for item in item_bank(deck) if item.type == item_type)
        forms = make_paper_forms([item], "1", 1)
        paper = Paper("T", deck.id, "D", "en", "1", (item,), forms)
        path = tmp_path / "quiz.html"
        path.write_bytes(write("html", QuizJob(paper, deck, **job))["quiz.html"])
        shared_page.goto(path.as_uri())
        return shared_page, item

    return open_page


def is_right_on_page(page, write_deck, tmp_path, facts, typed):
    deck = load_deck(write_deck(facts)).deck
    bank = item_bank(deck)
    forms = make_paper_forms(bank, "1", 1)
    job = QuizJob(Paper("T", deck.id, "D", "en", "1", tuple(bank), forms), deck)
    path = tmp_path / "quiz.html"
    path.write_bytes(write("html", job)["quiz.html"])
    page.goto(path.as_uri())
    page.locator("input[type=text]").fill(typed)
    page.locator("#go").click()
    if page.locator(".verdict").count() == 0:
        page.locator("#go").click()
    return page.locator(".verdict").text_content() == "Right."


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_tap_targets_are_44_pixels_high_and_nothing_overflows(open_quiz, job_of, mode):
    page = open_quiz(job_of(mode=mode))
    # In practice, each item is shown alone; an exam shows all at once.
    keys = keys_of(page) if mode == "practice" else [None]
    for key in keys:
        targets = page.locator(
            "label.option:visible, label.row:visible select, "
            "button:visible, input[type=text]:visible"
        )
        for target in targets.all():
            assert target.bounding_box()["height"] >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if key is not None:
            answer(page.locator(".item:visible"), key)
            page.locator("#go").tap()
            page.locator("#go").tap()


def test_the_result_can_be_printed_without_its_buttons(open_quiz, job_of):
    page = open_quiz(job_of(mode="exam"))
    page.locator("#go").tap()
    page.locator("#go").tap()
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.locator("#score").is_visible()
    assert page.locator(".item").first.is_visible()


def test_the_page_stores_nothing_and_sends_no_request(job_of):
    page = html.unescape(write("html", job_of())["quiz.html"].decode())
    assert not re.search(
        r"localStorage|sessionStorage|indexedDB|cookie|"
        r"fetch\(|XMLHttpRequest|https?://(?!www\.w3\.org)",
        page,
    )
    assert "connect-src" not in page
    assert "default-src 'none'" in page


def test_without_javascript_the_page_says_that_it_needs_it(new_page, job_of, tmp_path):
    path = tmp_path / "quiz.html"
    path.write_bytes(write("html", job_of())["quiz.html"])
    page = new_page(java_script_enabled=False)
    page.goto(path.as_uri())
    assert "This quiz needs JavaScript" in page.locator("body").inner_text()
