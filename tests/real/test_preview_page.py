"""The preview in a real browser.

Cards look as in Anki by day and by night. No text of a deck runs as code. The page
sends no request.
"""

import json
import re

import pytest
from playwright.sync_api import Error

from liverdeck.anki.note_types import deck_style
from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position, Problem, Severity
from liverdeck.preview.page import preview_page
from liverdeck.preview.rendering import render_card

FACTS = """\
  - id: flow
    from: pump
    say: Blood enters the {{c1::right atrium::chamber}} through a {{c2::vein}}.
    why: The great veins end there.
    note: Not before birth.
    image: {file: wide.svg, alt: A wide picture}
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min, why: Count.,
     reverse: {ask: What beats?, answer: Pürkinje}}
  - id: rooms
    from: rooms
    ask: Which chambers?
    order: fixed
    groups:
      - {id: left, title: Left side, items: [left atrium, left ventricle]}
"""
WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="900">'
    '<rect width="3000" height="900"/></svg>'
)
SECOND_FILE = """\
liverdeck: 1
topic: beat
facts:
  - {id: pulse, from: pump, ask: What is felt?, answer: the pulse}
"""
WHITE, NIGHT = "rgb(255, 255, 255)", "rgb(44, 44, 44)"

NAMES = """[...document.querySelectorAll('.box')]
  .filter(box => box.checkVisibility()).map(box => box.dataset.name)"""
CARD_BACKGROUND = """getComputedStyle(
  document.querySelector('.sides').shadowRoot.querySelector('.card')).backgroundColor"""
PAGE_BACKGROUND = "getComputedStyle(document.body).backgroundColor"
BACKS = """[...document.querySelectorAll('.sides')].map(host =>
  host.shadowRoot.querySelector('.preview-side:last-of-type .card').textContent)"""
TAGS = """[...new Set([...document.querySelectorAll('.sides')]
  .flatMap(host => [...host.shadowRoot.querySelectorAll('*')])
  .map(element => element.tagName + (element.tagName === 'IMG'
    ? ' ' + element.getAttributeNames().sort().join(' ') : '')))].sort()"""
"""The elements of the cards; only pictures are listed with their attributes."""
PICTURE_WIDTHS = """[
  ...document.querySelector('.sides').shadowRoot.querySelectorAll('img')
].map(img => [img.naturalWidth, img.width])"""
STYLE_NAMES = """
    color backgroundColor fontSize fontFamily fontWeight fontStyle lineHeight textAlign
    display listStyleType letterSpacing wordSpacing whiteSpace textTransform textIndent
    overflowWrap wordBreak borderTopWidth borderLeftWidth borderLeftColor borderTopColor
    borderRadius direction visibility fontVariant textShadow boxSizing maxWidth cursor
    listStylePosition color-scheme
""".split()
LOOKS = """root => [root, ...root.querySelectorAll('*')].map(element => {
  const style = getComputedStyle(element);
  const names = STYLE_NAMES;
  if (element !== root) {
    names.push('marginTop', 'marginBottom', 'paddingTop', 'paddingLeft');
  }
  const className = element === root ? '' : element.className;
  return [element.tagName, className, ...names.map(name => style[name])];
})""".replace("STYLE_NAMES", json.dumps(STYLE_NAMES))
"""Returns how each element of a card looks, but nothing that depends on its width."""
LOOK_OF_SIDE = f"""([box, side]) => ({LOOKS})(
  document.querySelectorAll('.sides')[box]
    .shadowRoot.querySelectorAll('.card')[side])"""


@pytest.fixture
def folder(write_deck):
    folder = write_deck(FACTS)
    (folder / "wide.svg").write_text(WIDE, encoding="utf-8")
    (folder / "02-later.yaml").write_text(SECOND_FILE, encoding="utf-8")
    return folder


@pytest.fixture
def findings(folder):
    deck = Position(str(folder / "deck.yaml"), 3)
    answer = Position(str(folder / "01-facts.yaml"), 10, 5)
    message = "'70' is not in the passage"
    return [
        Problem(deck, "the title is bland", "find another", Severity.ADVICE, "title"),
        Problem(answer, message, "say what it says", Severity.WARNING, "grounding"),
    ]


@pytest.fixture
def show(new_page, tmp_path):
    """Return a function that opens a deck's page.

    The test fails at its end if the page logged an error or sent a request.
    """
    complaints = []

    def show(
        folder,
        findings=(),
        *,
        reloads=False,
        size=(1280, 900),
        expect_silence=True,
        **options,
    ):
        path = tmp_path / "page.html"
        page_file = preview_page(load_deck(folder).deck, findings, reloads=reloads)
        path.write_bytes(page_file.html)
        viewport = {"width": size[0], "height": size[1]}
        page = new_page(viewport=viewport, **options)

        def note_request(request):
            if request.url != path.as_uri():
                complaints.append(request.url)

        if expect_silence:
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("dialog", lambda dialog: complaints.append(dialog.message))
            page.on("request", note_request)
        page.goto(path.as_uri())
        return page

    yield show
    assert [text for text in complaints if not text.startswith("data:")] == []


def wait_until(page, condition):
    """Wait wait_until a condition is true; it is checked once a frame.

    `wait_for_function` would evaluate text, which the policy of the page forbids.
    """
    check = f"const check = () => ({condition}) ? done() : requestAnimationFrame(check)"
    page.evaluate(f"new Promise(done => {{ {check}; check(); }})")


def test_every_card_looks_as_in_anki(show, shared_page, folder):
    page = show(folder, color_scheme="light")
    ours = [
        page.evaluate(LOOK_OF_SIDE, [box, side])
        for box in range(6)
        for side in range(2)
    ]
    cards_of_anki = [
        render_card(note, ordinal)
        for note in render_notes(load_deck(folder).deck)
        for ordinal in note.ordinals
    ]
    theirs = []
    pages_of_anki = [html for card in cards_of_anki for html in (card.front, card.back)]
    for html in pages_of_anki:
        body = f'<body class="card card1">{html}</body>'
        shared_page.set_content(
            f"<!doctype html><html><style>{deck_style('en')}</style>{body}</html>"
        )
        theirs.append(shared_page.evaluate(f"({LOOKS})(document.body)"))
    assert len(ours) == len(theirs) == 12
    for our_looks, anki_looks in zip(ours, theirs, strict=True):
        assert without_root_tag(our_looks) == without_root_tag(anki_looks)


def without_root_tag(looks):
    root, *others = looks
    return [root[1:], *others]


def test_the_picture_is_shown(show, folder):
    page = show(folder)
    widths = page.evaluate(PICTURE_WIDTHS)
    assert len(widths) == 2
    for natural_width, shown_width in widths:
        assert natural_width == 3000
        assert 100 < shown_width < 600


def test_search_hides_cards(show, folder):
    page = show(folder)
    all_names = ["flow/c1", "flow/c2", "rate", "rate/reverse", "rooms/left", "pulse"]
    assert page.evaluate(NAMES) == all_names
    for query, names in {
        "VEIN": ["flow/c1", "flow/c2"],
        "chamber": ["flow/c1", "rooms/left"],
        "[chamber]": ["flow/c1"],
        "how fast": ["rate"],
        "rate/rev": ["rate/reverse"],
        "purkinje": ["rate/reverse"],
        "pulse": ["pulse"],
        "nowhere": [],
        "border-left": [],
        "": all_names,
    }.items():
        page.get_by_role("searchbox", name="Search").fill(query)
        assert page.evaluate(NAMES) == names, query
        chambers = page.get_by_role("heading", name="Chambers", exact=True)
        assert chambers.is_visible() == bool(set(names) - {"pulse"})
        beat = page.get_by_role("link", name="The beat")
        assert beat.is_visible() == ("pulse" in names)
        count = "6 shown" if names == all_names else f"{len(names)} of 6 shown"
        assert page.get_by_role("status").text_content() == count


def test_a_finding_is_beside_its_card_and_cards_can_be_filtered_by_findings(
    show, folder, findings
):
    page = show(folder, findings)
    beside = page.get_by_role("complementary", name="Findings about rate")
    assert " ".join(beside.inner_text().split()) == (
        "warning grounding 01-facts.yaml:10:5 '70' is not in the passage "
        "say what it says"
    )
    card = page.locator("#fact-rate .box").first.bounding_box()
    aside = beside.bounding_box()
    assert aside["x"] >= card["x"] + card["width"]
    assert aside["y"] == card["y"]
    finding = page.get_by_text("the title is bland")
    first_topic = page.locator(".topic").first
    assert finding.bounding_box()["y"] < first_topic.bounding_box()["y"]
    page.get_by_role("checkbox", name="Only cards with findings").check()
    assert page.evaluate(NAMES) == ["rate", "rate/reverse"]
    assert finding.is_visible()
    page.get_by_role("searchbox").fill("what beats")
    assert page.evaluate(NAMES) == ["rate/reverse"]
    assert beside.is_visible()


@pytest.mark.parametrize(
    ("system", "background", "other"), [("light", WHITE, NIGHT), ("dark", NIGHT, WHITE)]
)
def test_the_theme_follows_the_system_until_the_button_is_pressed(
    show, folder, system, background, other
):
    page = show(folder, color_scheme=system)
    before = page.evaluate(PAGE_BACKGROUND)
    assert page.evaluate(CARD_BACKGROUND) == background
    button = page.get_by_role("button", name="Dark")
    assert button.get_attribute("aria-pressed") == str(system == "dark").lower()
    button.click()
    assert page.evaluate(CARD_BACKGROUND) == other
    assert page.evaluate(PAGE_BACKGROUND) != before
    assert button.get_attribute("aria-pressed") == str(system != "dark").lower()
    button.click()
    assert page.evaluate(CARD_BACKGROUND) == background
    assert page.evaluate(PAGE_BACKGROUND) == before


def test_a_change_of_the_systems_theme_shows_at_once(show, folder):
    page = show(folder, color_scheme="light")
    page.emulate_media(color_scheme="dark")
    wait_until(page, f"{CARD_BACKGROUND} === {NIGHT!r}")


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["phone", "desk"])
def test_the_page_fits_the_screen_and_has_enough_contrast(
    show, folder, findings, size, system
):
    ids = [f"chapter-{number}" for number in range(12)]
    deck = (folder / "deck.yaml").read_text(encoding="utf-8")
    for name in ids:
        deck += f"  - {{id: {name}, title: A title of some length}}\n"
        text = SECOND_FILE.replace("topic: beat", f"topic: {name}")
        path = folder / f"{name}.yaml"
        path.write_text(text.replace("id: pulse", f"id: {name}"), encoding="utf-8")
        findings.append(Problem(Position(str(path), 4), "odd"))
    (folder / "deck.yaml").write_text(deck, encoding="utf-8")
    findings.append(Problem(findings[1].position, "x" * 300, "y" * 300))
    findings.append(Problem(findings[0].position, "x" * 300))
    page = show(folder, findings, size=size, color_scheme=system)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 30
    for element, contrast in contrasts:
        assert contrast >= 4.5, element


CONTRASTS = """() => {
  const channel = c => (
    (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const numbersIn = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parentOf = element => element.parentElement ?? element.getRootNode().host;
  const backgroundOf = element => {
    for (; element; element = parentOf(element)) {
      const color = numbersIn(getComputedStyle(element).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
  };
  const elementsIn = root => [...root.querySelectorAll('*')].flatMap(element => [
    element, ...(element.shadowRoot ? elementsIn(element.shadowRoot) : [])]);
  const hasText = element => [...element.childNodes].some(
    node => node.nodeType === 3 && node.textContent.trim());
  const isShown = element => element.tagName !== 'STYLE' && element.checkVisibility();
  const contrast = element => {
    const lights = [
      light(numbersIn(getComputedStyle(element).color)),
      light(backgroundOf(element)),
    ];
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  };
  return elementsIn(document.body).filter(isShown).filter(hasText).map(element => [
    element.className + ': ' + element.textContent.slice(0, 30), contrast(element)]);
}"""
"""Returns each element with text and its contrast to the background.

Elements of cards, which are in shadow roots, are among them.
"""


def test_the_page_can_be_read_without_javascript(show, folder, findings):
    page = show(folder, findings, java_script_enabled=False, color_scheme="dark")
    assert page.locator(".box").count() == 6
    for text in ("Blood enters the", "left ventricle", "'70' is not in the passage"):
        assert page.get_by_text(text).filter(visible=True).count()
    assert not page.get_by_role("searchbox").is_visible()
    assert not page.get_by_role("button").is_visible()


def test_the_page_can_be_used_from_the_keyboard(show, folder, findings):
    page = show(folder, findings)
    focused = "document.activeElement.id || document.activeElement.hash"
    controls = ["#cards", "theme", "search", "only"]
    for name in [*controls, "#topic-chambers", "#topic-beat"]:
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == name
    page.keyboard.press("Enter")
    topic = "document.querySelector('#topic-beat')"
    wait_until(page, f"{topic}.getBoundingClientRect().top < innerHeight")
    assert page.url.endswith("#topic-beat")


HOSTILE = r"""
</template></style><script>hacked = 1</script>
<img src=x onerror='hacked = 1'>
{{ 7 * 7 }}
{% raw %}
}} {{#Why}}
"'` onload=hacked=1 x="
&lt;script&gt;
<!-- --!> ]]>
</title></textarea></noscript><svg onload=hacked=1>
<template shadowrootmode=open>
""".strip().split("\n")
HOSTILE.append("\u202e desrever")


COUNT_OUTSIDE_THE_CARDS = """document.querySelectorAll(
  'main :is(script, style, svg, img, template, textarea)').length"""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_runs(show, write_deck, text):
    without_syntax = re.sub("[:{}]", " ", text)
    quoted = json.dumps(text, ensure_ascii=False)
    title = json.dumps(without_syntax, ensure_ascii=False)
    statement = f"A {without_syntax} {{{{c1::blank::hint}}}}"
    facts = f"""\
  - {{id: a, from: pump, ask: {quoted}, answer: {quoted}, why: {quoted}, note: {quoted},
     image: {{file: wide.svg, alt: {quoted}}}}}
  - {{id: b, from: pump, ask: Q, list: [{quoted}, x], retired: {quoted}}}
  - {{id: c, from: pump, say: {json.dumps(statement, ensure_ascii=False)}}}
"""
    deck = f"""\
liverdeck: 1
id: heart
anki_name: H
title: {title}
description: d
language: en
document: {{title: On, read: 2023-01-31}}
topics: [{{id: chambers, title: {title}}}]
"""
    folder = write_deck(facts, deck=deck)
    (folder / "wide.svg").write_text(WIDE, encoding="utf-8")
    loaded = load_deck(folder)
    assert loaded.problems == ()
    findings = [
        Problem(fact.position, text, text, rule=text) for fact in loaded.deck.facts
    ]
    page = show(folder, findings)

    assert page.evaluate("typeof hacked") == "undefined"
    assert page.evaluate(NAMES) == ["a", "b", "c/c1"]
    question, _ = page.evaluate(BACKS)
    assert question.count(text) == 4
    assert page.evaluate(COUNT_OUTSIDE_THE_CARDS) == 0
    tags = ["DIV", "HR", "IMG alt src", "SECTION", "SPAN", "STYLE", "TIME"]
    assert page.evaluate(TAGS) == tags
    assert page.locator(".what").all_text_contents() == [text] * 3
    assert page.evaluate("document.scripts.length") == 1


PLANTED_SCRIPT = """document.body.append(
  Object.assign(document.createElement('script'), {textContent: 'hacked = 1'}))"""
PLANTED_HTML = """document.body.insertAdjacentHTML('beforeend',
  '<img src=x onerror="hacked = 1"><p id=p style="color: red">')"""


def test_the_security_policy_stops_even_a_planted_script(show, folder):
    page = show(folder, expect_silence=False)
    page.evaluate(PLANTED_SCRIPT)
    page.evaluate(PLANTED_HTML)
    assert page.evaluate("typeof hacked") == "undefined"
    color = page.evaluate("getComputedStyle(document.getElementById('p')).color")
    assert color != "rgb(255, 0, 0)"
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("fetch('http://127.0.0.1:9/')")


def leave_and_return(page):
    """Take the focus from the page and give it back; wait for the reload."""
    page.evaluate("dispatchEvent(new Event('blur'))")
    with page.expect_event("load"):
        page.evaluate("setTimeout(() => dispatchEvent(new Event('focus')))")


def test_a_watched_page_reloads_on_focus_and_keeps_its_state(show, folder):
    page = show(folder, reloads=True, size=(390, 600), color_scheme="light")
    page.get_by_role("searchbox").fill("atrium")
    page.get_by_role("button", name="Dark").click()
    page.evaluate("scrollTo(0, 700)")
    page.evaluate("window.old = true")
    names = page.evaluate(NAMES)
    leave_and_return(page)
    assert page.evaluate("window.old") is None
    assert page.evaluate(NAMES) == names == ["flow/c1", "flow/c2", "rooms/left"]
    assert page.get_by_role("searchbox").input_value() == "atrium"
    assert page.evaluate("scrollY") == 700
    assert page.evaluate(CARD_BACKGROUND) == NIGHT


@pytest.mark.parametrize(
    ("reloads", "events"), [(True, ["focus"]), (False, ["blur", "focus"])]
)
def test_a_page_does_not_reload_on_its_first_focus_or_if_it_is_not_watched(
    show, folder, reloads, events
):
    page = show(folder, reloads=reloads)
    page.evaluate("window.old = true")
    for event in events:
        page.evaluate(f"dispatchEvent(new Event('{event}'))")
    two_frames = "requestAnimationFrame(() => requestAnimationFrame(done))"
    page.evaluate(f"new Promise(done => {two_frames})")
    assert page.evaluate("window.old") is True
