"""How the cards look, measured in a real browser with JavaScript off: by day, by night, on a phone and on a desk."""

import base64

import pytest

WIDE = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="900"><rect width="3000" height="900"/></svg>'
)
FACTS = f"""\
  - id: a
    from: pump
    say: >-
      Blood enters the {{{{c1::right atrium::chamber}}}} and then the {"x" * 300}.
    why: The great veins end there.
    note: Not before birth.
    image: {{file: wide.svg, alt: A wide picture}}
  - {{id: b, from: pump, ask: How fast?, answer: {"y" * 300}, reverse: {{ask: What beats?, answer: heart}}, why: Count.}}
  - id: c
    from: rooms
    ask: Which chambers?
    groups:
      - {{id: left, title: Left side, items: [left atrium, left ventricle]}}
"""
THEMES = {
    "day": ("", "card card1"),
    "night on the desk": ("night-mode", "card card1 nightMode"),
    "night on Android": ("", "card card1 night_mode"),
}

# Every element that shows text of its own, with the contrast of its colour to the nearest background behind it.
CONTRASTS = """() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = el => { for (; el; el = el.parentElement) { const c = rgb(getComputedStyle(el).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  return [...document.body.querySelectorAll('*')]
    .filter(el => [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(el => { const [a, b] = [light(rgb(getComputedStyle(el).color)), light(behind(el))].sort((x, y) => y - x);
      return [el.className + ': ' + el.textContent.slice(0, 30), (a + 0.05) / (b + 0.05)]; });
}"""


@pytest.fixture
def pages(anki, publish, write_deck):
    """Return the HTML of both sides of every card, as Anki renders them, with the picture inlined."""
    folder = write_deck(FACTS)
    (folder / "wide.svg").write_bytes(base64.b64decode(WIDE))
    anki.import_package(publish(folder).path)
    found = []
    for card_id in anki.col.find_cards(""):
        output = anki.col.get_card(card_id).render_output(reload=True)
        for side in (output.question_text, output.answer_text):
            start = side.find('src="ld-')
            if start >= 0:
                name = side[start + 5 : side.index('"', start + 5)]
                side = side.replace(name, f"data:image/svg+xml;base64,{WIDE.decode()}")  # noqa: PLW2901
            found.append(f"<style>{output.css}</style>{side}")
    assert len(found) == 8
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=["phone", "desk"])
def test_cards_fit_and_can_be_read(browser, pages, theme, size):
    html_class, body_class = THEMES[theme]
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=False
    )
    page = context.new_page()
    for content in pages:
        page.set_content(
            f'<!doctype html><html class="{html_class}"><body class="{body_class}">{content}</body></html>'
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        shown = page.evaluate(CONTRASTS)
        assert shown
        for where, contrast in shown:
            assert contrast >= 4.5, f"{where} ({theme})"
    context.close()


def test_night_is_dark_and_day_is_light(browser, pages):
    def background(theme):
        html_class, body_class = THEMES[theme]
        page.set_content(
            f'<!doctype html><html class="{html_class}"><body class="{body_class}">{pages[0]}</body></html>'
        )
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page = browser.new_page()
    assert background("day") == "rgb(255, 255, 255)"
    assert (
        background("night on the desk")
        == background("night on Android")
        == "rgb(44, 44, 44)"
    )
    page.close()
