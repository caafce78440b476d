"""The page and `grade` give the same points for the same answer.

The page grades in JavaScript and cannot call the checker, so the rules of points are
written twice. Here, real Chromium and `grade` both grade many partly right answers.
"""

from itertools import combinations, permutations, product
from random import Random

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.checker.signs import ASCII_OF_SIGN
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.grading import grade
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import Paper
from liverdeck.quiz.papers.paper_forms import make_paper_forms, option_letter

GRADE_ALL = """
answers => {
  const section = document.querySelector(".item");
  const form = document.getElementById("quiz");
  const verdictOn = (answer) => {
    document.getElementById("again").click();
    section.querySelectorAll("input").forEach((input, index) => {
      input.checked = answer.includes(index);
    });
    section.querySelectorAll("select").forEach((select, index) => {
      select.value = answer[index] ?? "";
    });
    section.querySelectorAll("textarea, [type=text]").forEach((field) => {
      field.value = answer;
    });
    form.requestSubmit();
    // An empty answer is handed in only at the second time.
    if (!section.querySelector(".verdict")) { form.requestSubmit(); }
    return section.querySelector(".verdict").textContent;
  };
  return answers.map(verdictOn);
}
"""
"""Returns the page's verdict on each answer to its only item.

An answer is a typed text, the indexes of the ticked options, or the values of the
selected matches or places.
"""
KEEP_FEEDBACK = """
() => {
  window.kept = [];
  document.getElementById("quiz").addEventListener("submit", () => {
    const paragraphs = document.querySelectorAll(".feedback p");
    if (paragraphs.length) { window.kept.push(paragraphs[1].textContent); }
  });
}
"""
"""Keeps the second paragraph of each feedback, which follows the verdict."""
LIST = """\
  - id: parts
    from: rooms
    ask: Which parts are there?
    list: [atrium, {text: ventricle, accept: [pumping room]}, septum, valve]
"""
NEEDS_TWO = LIST + "    need: 2\n"
FIXED = LIST + "    order: fixed\n"
SEVERAL = """\
  - id: several
    from: rooms
    ask: To which organs does it often spread?
    list: [lung, bone, liver]
    distractors:
      brain: It rarely goes there.
      heart: It almost never goes there.
      kidney: It goes there late.
"""
GROUPED = """\
  - id: sides
    from: rooms
    ask: Which rooms are there?
    grouping: document
    groups:
      - {id: upper, title: Upper, items: [left atrium, right atrium]}
      - {id: lower, title: Lower, items: [left ventricle, right ventricle]}
"""
ORDER = """\
  - id: steps
    from: rooms
    ask: What happens?
    order: fixed
    list: [it fills, it closes, it empties, it rests]
"""


@pytest.fixture
def asked_on_page(browser, write_deck, tmp_path):
    """Return a function that opens a page with one item, and returns item and page.

    The item is returned as it is asked, with its options in order.
    """
    pages = []

    def open_page(facts, item_type):
        deck = load_deck(write_deck(facts)).deck
        item = next(item for item in item_bank(deck) if item.type == item_type)
        forms = make_paper_forms([item], "1", 1)
        paper = Paper("T", deck.id, "D", "en", "1", (item,), forms)
        path = tmp_path / "quiz.html"
        job = QuizJob(paper, deck, mode="exam")
        path.write_bytes(files_of_format("html", job)["quiz.html"])
        pages.append(browser.new_page())
        pages[-1].goto(path.as_uri())
        return forms[0].asked[0], pages[-1]

    yield open_page
    for page in pages:
        page.close()


def different_points(page, asked, typed_answers, answers_on_page):
    """Return the typed answers for which page and `grade` give different points.

    The points of the page and those of `grade` follow each answer. An answer that
    `grade` asks for again is left out, because the page cannot ask again.
    """
    verdicts = page.evaluate(GRADE_ALL, answers_on_page)
    graded = [grade(asked, typed) for typed in typed_answers]
    compared = [
        (typed, points_in(verdict, asked.item), grading.points)
        for typed, verdict, grading in zip(typed_answers, verdicts, graded, strict=True)
        if not grading.is_in_doubt
    ]
    assert len({points for _, _, points in compared}) > 1
    return [
        (typed, on_page, points)
        for typed, on_page, points in compared
        if on_page != pytest.approx(points)
    ]


def points_in(verdict, item):
    if verdict == "Right.":
        return item.points
    partly, _, points = verdict.partition(": ")
    return float(points.split()[0]) if partly == "Partly right" else 0


def test_the_page_labels_a_note_as_cards_do(asked_on_page):
    note = "    note: The valve is a fold.\n"
    _, page = asked_on_page(LIST + note, "list")
    page.evaluate(GRADE_ALL, ["atrium"])
    shown = page.locator(".feedback p").all_text_contents()
    assert f"{NOTE_LABEL}: The valve is a fold." in shown
    assert NOTE_LABEL not in page.locator("script").last.text_content()


@pytest.mark.parametrize("facts", [LIST, NEEDS_TWO, FIXED])
def test_page_and_checker_give_a_typed_list_the_same_points(asked_on_page, facts):
    asked, page = asked_on_page(facts, "list")
    names = ("atrium", "pumping room", "septum", "valve", "heart bag", "iris")
    random = Random(1)  # noqa: S311  # not for secrets
    answers = ["\n".join(random.choices(names, k=index % 8)) for index in range(160)]
    assert different_points(page, asked, answers, answers) == []


@pytest.mark.parametrize("facts", [LIST, NEEDS_TWO, FIXED])
def test_page_and_checker_give_the_same_feedback_on_a_list(asked_on_page, facts):
    asked, page = asked_on_page(facts, "list")
    names = ("atrium", "pumping room", "septum", "valve", "iris", "lens")
    random = Random(2)  # noqa: S311  # not for secrets
    answers = ["\n".join(random.choices(names, k=index % 7 + 1)) for index in range(80)]
    page.evaluate(KEEP_FEEDBACK)
    page.evaluate(GRADE_ALL, answers)
    on_page = page.evaluate("window.kept")
    by_grade = [grade(asked, typed).feedback.replace("*", "") for typed in answers]
    assert len(set(by_grade)) > 10
    # If the checker has no feedback, the page shows the key next.
    assert [
        (answer, shown, feedback)
        for answer, shown, feedback in zip(answers, on_page, by_grade, strict=True)
        if shown != feedback
        and not (feedback == "" and shown.startswith("Right answer: "))
    ] == []


def test_page_and_checker_give_multiple_responses_the_same_points(asked_on_page):
    asked, page = asked_on_page(SEVERAL, "multiple")
    indexes = range(len(asked.options))
    chosen = [
        choice
        for count in range(len(indexes) + 1)
        for choice in combinations(indexes, count)
    ]
    typed = ["".join(map(option_letter, choice)) for choice in chosen]
    assert different_points(page, asked, typed, chosen) == []


def test_page_and_checker_give_a_matching_the_same_points(asked_on_page):
    asked, page = asked_on_page(GROUPED, "matching")
    indexes = range(len(asked.item.matches))
    chosen = list(product(indexes, repeat=len(asked.item.pairs)))
    typed = ["".join(map(option_letter, choice)) for choice in chosen]
    values = [[str(index) for index in choice] for choice in chosen]
    assert different_points(page, asked, typed, values) == []


def test_page_and_checker_give_an_ordering_the_same_points(asked_on_page):
    asked, page = asked_on_page(ORDER, "ordering")
    orders = list(permutations(range(len(asked.options))))
    typed = ["".join(map(option_letter, order)) for order in orders]
    places = [
        [str(order.index(index) + 1) for index in range(len(order))] for order in orders
    ]
    assert different_points(page, asked, typed, places) == []


ANSWERS = ["IL-6", "left-sided vein", "the café’s wall", "2 of 3", "a vein", "β-globin"]
"""Right answers with signs, articles, accents and numbers."""
CHANGES_OF_TEXT = [
    str.lower,
    str.upper,
    str.title,
    lambda text: f"{text}.",
    lambda text: f" {text} ",
    lambda text: f"the {text}",
    lambda text: f"“{text}”",
    lambda text: text.replace("-", " "),
    lambda text: text.replace("-", ""),
    lambda text: text.replace("-", "‐"),
    lambda text: text.replace("’", "'"),
    lambda text: text.replace("’s", ""),
    lambda text: text.replace("é", "e"),
    lambda text: text.replace("é", "e\u0301"),
    lambda text: text.removeprefix("a ").removeprefix("the "),
    lambda text: f"{text}s",
    lambda text: text[:-1],
    lambda text: f"not {text}",
    lambda text: text.replace(" ", ""),
    lambda text: text.replace(" ", "  "),
]


def written_otherwise(answer, random):
    """Return an answer as a learner may write it, rightly or wrongly."""
    for change in random.sample(CHANGES_OF_TEXT, random.randrange(1, 4)):
        answer = change(answer)
    return answer


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_the_page_takes_for_right_is_right_for_the_checker(asked_on_page, answer):
    fact = (
        f"  - {{id: a, from: pump, ask: What is it?, answer: {{text: '{answer}'}}}}\n"
    )
    asked, page = asked_on_page(fact, "short")
    random = Random(3)  # noqa: S311  # not for secrets
    typed = [written_otherwise(answer, random) for _ in range(150)]
    verdicts = page.evaluate(GRADE_ALL, typed)
    right_on_page = [
        text
        for text, verdict in zip(typed, verdicts, strict=True)
        if verdict == "Right."
    ]
    assert len(set(right_on_page)) > 10
    assert [text for text in right_on_page if grade(asked, text).points < 1] == []


NUMBER = """\
  - id: a
    from: pump
    ask: How long is it?
    answer: {number: 1250, unit: cm, tolerance: 10}
"""


def test_page_and_checker_read_the_same_signs_before_numbers(asked_on_page):
    asked, page = asked_on_page(NUMBER, "numeric")
    typed = ["1250", "1'250", *(f"{sign}1250" for sign in ASCII_OF_SIGN)]
    assert different_points(page, asked, typed, typed) == []


INVISIBLE_CHARACTERS = "\u00ad\u034f\u061c\u200b\u200e\u2060\u2066\ufe00\ufe0f\ufeff"


def test_invisible_characters_change_no_points_on_the_page(asked_on_page):
    asked, page = asked_on_page(NUMBER, "numeric")
    typed = ["7", *(f"12{character}50" for character in INVISIBLE_CHARACTERS)]
    assert different_points(page, asked, typed, typed) == []


def test_page_and_checker_read_the_same_signs_in_words(asked_on_page):
    names = ["Crohn's", "x-ray", "<= 5 mm", ">= 2 mm"]
    answer = f"{{text: {names[0]}, accept: {names[1:]}}}"
    fact = f"{{id: a, from: pump, ask: What is it?, answer: {answer}}}"
    asked, page = asked_on_page(f"  - {fact}\n", "short")
    typed = [
        name.replace(written, sign)
        for name in names
        for sign, written in ASCII_OF_SIGN.items()
        if written in name
    ]
    assert len(typed) > len(ASCII_OF_SIGN) / 2
    assert [grade(asked, text).points for text in typed] == [1] * len(typed)
    assert page.evaluate(GRADE_ALL, [*typed, "≥ 5 mm"]) == [
        *(["Right."] * len(typed)),
        "Wrong.",
    ]


def test_page_and_checker_read_the_same_numbers(asked_on_page):
    asked, page = asked_on_page(NUMBER, "numeric")
    random = Random(4)  # noqa: S311  # not for secrets
    starts = ["1250", "1,250", "1 250", "1.250", "1245.5", "1250,0", "12e2", "1.25e3"]
    starts += ["2500/2", "1,2500", "12,50", "-1250", "+1250", "1260", "1261", "<1250"]
    endings = ["", " cm", "cm", " CM", " kg", ".", " cm.", " or 3", "x"]
    typed = [random.choice(starts) + random.choice(endings) for _ in range(200)]
    assert different_points(page, asked, typed, typed) == []
