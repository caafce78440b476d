"""How the cards look in a real browser without JavaScript.

They are shown by day and by night, on a phone and on a desktop computer.
"""

import base64

import pytest

WIDE_PICTURE = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="900">'
    b'<rect width="3000" height="900"/></svg>'
)
FACTS = f"""\
  - id: a
    from: pump
    say: >-
      Blood enters the {{{{c1::right atrium::chamber}}}} and then the {"x" * 300}.
    why: The great veins end there.
    note: Not before birth.
    image: {{file: wide.svg, alt: A wide picture}}
  - id: b
    from: pump
    ask: How fast?
    answer: {"y" * 300}
    reverse: {{ask: What beats?, answer: heart}}
    why: Count.
  - id: c
    from: rooms
    ask: Which chambers?
    groups:
      - id: left
        title: Left side
        items: [{{text: left atrium, hint: above}}, left ventricle]
  - id: d
    from: rooms
    ask: How does it beat?
    list: [{{text: atria, hint: first}}, ventricles]
    order: fixed
  - id: e
    from: rooms
    ask: What beats?
    answer: {{text: the heart, hint: an organ}}
"""
QUESTION_BACK = 3
LIST_FRONT, LIST_BACK = 8, 9
HINT_FRONT, HINT_BACK = 10, 11
"""Indexes in `pages`: `b` is the question, `d` the list, `e` the fact with a hint."""
THEMES = {
    "day": ("", "card card1"),
    "night on the desk": ("night-mode", "card card1 nightMode"),
    "night on Android": ("", "card card1 night_mode"),
}

CONTRASTS = """() => {
  const channel = c => (
    (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const numbersIn = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const backgroundOf = element => {
    for (; element; element = element.parentElement) {
      const color = numbersIn(getComputedStyle(element).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const hasText = element => [...element.childNodes].some(
    node => node.nodeType === 3 && node.textContent.trim());
  const contrast = element => {
    const lights = [
      light(numbersIn(getComputedStyle(element).color)),
      light(backgroundOf(element)),
    ];
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  };
  return [...document.body.querySelectorAll('*')].filter(hasText).map(element => [
    element.className + ': ' + element.textContent.slice(0, 30), contrast(element)]);
}"""
"""Returns all elements that have text, each with its contrast to the background."""


@pytest.fixture
def pages(anki, publish, write_deck):
    """Return the HTML of both sides of every card as Anki renders them.

    The picture is inside the HTML.
    """
    folder = write_deck(FACTS)
    (folder / "wide.svg").write_bytes(base64.b64decode(WIDE_PICTURE))
    anki.import_package(publish(folder).path)
    sides = []
    for card_id in anki.col.find_cards(""):
        output = anki.col.get_card(card_id).render_output(reload=True)
        for side in (output.question_text, output.answer_text):
            start = side.find('src="ld-')
            if start >= 0:
                name = side[start + 5 : side.index('"', start + 5)]
                picture = f"data:image/svg+xml;base64,{WIDE_PICTURE.decode()}"
                side = side.replace(name, picture)  # noqa: PLW2901
            sides.append(f"<style>{output.css}</style>{side}")
    assert len(sides) == 12
    return sides


def page_of(content, theme):
    html_class, body_class = THEMES[theme]
    body = f'<body class="{body_class}">{content}</body>'
    return f'<!doctype html><html class="{html_class}">{body}</html>'


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=["phone", "desk"])
def test_cards_fit_the_screen_and_have_enough_contrast(new_page, pages, theme, size):
    page = new_page(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=False
    )
    for content in pages:
        page.set_content(page_of(content, theme))
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        contrasts = page.evaluate(CONTRASTS)
        assert contrasts
        for element, contrast in contrasts:
            assert contrast >= 4.5, f"{element} ({theme})"


def test_night_is_dark_and_day_is_light(shared_page, pages):
    def background(theme):
        shared_page.set_content(page_of(pages[0], theme))
        return shared_page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert background("day") == "rgb(255, 255, 255)"
    assert background("night on the desk") == "rgb(44, 44, 44)"
    assert background("night on Android") == "rgb(44, 44, 44)"


@pytest.fixture
def page(browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def shown(page):
    """Return what a page shows, as text in one line."""
    return " ".join(page.locator("body").inner_text().split())


def test_the_items_of_a_list_are_uncovered_one_by_one(page, pages):
    page.set_content(page_of(pages[LIST_FRONT], "day"))
    assert shown(page) == "How does it beat? first"
    rows = page.locator("label")
    assert rows.evaluate_all(
        "rows => rows.map(row => getComputedStyle("
        "row.querySelector('small'), '::before').content)"
    ) == ['"Show · "', '"Show"']
    rows.nth(1).click()
    assert shown(page) == "How does it beat? first ventricles"
    rows.nth(0).click()
    assert shown(page) == "How does it beat? atria ventricles"
    rows.nth(0).click()
    assert shown(page) == "How does it beat? first ventricles"
    assert min(row.bounding_box()["height"] for row in rows.all()) >= 24


def test_the_back_of_a_list_shows_all_items_and_no_hints(page, pages):
    page.set_content(page_of(pages[LIST_BACK], "day"))
    assert "atria ventricles" in shown(page)
    assert "first" not in shown(page)
    order = "getComputedStyle(document.querySelector('ol'), '::before').content"
    assert page.evaluate(order) == '"In order"'


def test_items_have_the_colour_of_answers(page, pages):
    colour = "node => getComputedStyle(node).color"
    page.set_content(page_of(pages[QUESTION_BACK], "day"))
    answer = page.locator(".ld-answer").evaluate(colour)
    page.set_content(page_of(pages[LIST_BACK], "day"))
    assert page.locator(".ld-items span").first.evaluate(colour) == answer


def test_the_hint_of_a_question_is_covered_until_it_is_tapped(page, pages):
    page.set_content(page_of(pages[HINT_FRONT], "day"))
    assert shown(page) == "What beats? Hint"
    page.locator("summary").click()
    assert shown(page) == "What beats? Hint an organ"
    page.set_content(page_of(pages[HINT_BACK], "day"))
    assert "an organ" not in shown(page)


def test_the_styling_writes_words_around_the_day_of_reading(page, pages):
    page.set_content(page_of(pages[HINT_BACK], "day"))
    words = [
        page.evaluate(
            f"getComputedStyle(document.querySelector('time'), '::{side}').content"
        )
        for side in ("before", "after")
    ]
    assert words == ['"(read "', '")"']
