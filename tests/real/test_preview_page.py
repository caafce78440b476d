"""The preview in a real browser: looks as in Anki, by day and night, obeys no text of the deck, and asks nobody."""

import json
import re

import pytest
from playwright.sync_api import Error

from liverdeck.anki.notes import render_notes
from liverdeck.anki.templates import STYLE
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
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min, reverse: {ask: What beats?, answer: Pürkinje}, why: Count.}
  - id: rooms
    from: rooms
    ask: Which chambers?
    order: fixed
    groups:
      - {id: left, title: Left side, items: [left atrium, left ventricle]}
"""
WIDE = '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="900"><rect width="3000" height="900"/></svg>'
LATER = "liverdeck: 1\ntopic: beat\nfacts:\n  - {id: pulse, from: pump, ask: What is felt?, answer: the pulse}\n"

WHITE, NIGHT = "rgb(255, 255, 255)", "rgb(44, 44, 44)"
NAMES = "[...document.querySelectorAll('.box')].filter(box => box.checkVisibility()).map(box => box.dataset.name)"
GROUND = "getComputedStyle(document.querySelector('.sides').shadowRoot.querySelector('.card')).backgroundColor"
PAGE_GROUND = "getComputedStyle(document.body).backgroundColor"
TEXTS = "[...document.querySelectorAll('.sides')].map(host => host.shadowRoot.querySelector('.preview-side:last-of-type .card').textContent)"
# What the shadows are made of, the attributes that only a picture has included.
TAGS = """[...new Set([...document.querySelectorAll('.sides')].flatMap(host => [...host.shadowRoot.querySelectorAll('*')])
  .map(each => each.tagName + (each.tagName === 'IMG' ? ' ' + each.getAttributeNames().sort().join(' ') : '')))].sort()"""
# How every element of a card looks, but for what depends on the width it has.
LOOKS = """root => [root, ...root.querySelectorAll('*')].map(each => {
  const style = getComputedStyle(each);
  const all = ['color', 'backgroundColor', 'fontSize', 'fontFamily', 'fontWeight', 'fontStyle', 'lineHeight', 'textAlign',
    'display', 'listStyleType', 'letterSpacing', 'wordSpacing', 'whiteSpace', 'textTransform', 'textIndent', 'overflowWrap',
    'wordBreak', 'borderTopWidth', 'borderLeftWidth', 'borderLeftColor', 'borderTopColor', 'borderRadius', 'direction',
    'visibility', 'fontVariant', 'textShadow', 'boxSizing', 'maxWidth', 'cursor', 'listStylePosition', 'color-scheme'];
  if (each !== root) all.push('marginTop', 'marginBottom', 'paddingTop', 'paddingLeft');
  return [each.tagName, each === root ? '' : each.className, ...all.map(name => style[name])];
})"""


@pytest.fixture
def folder(write_deck):
    folder = write_deck(FACTS)
    (folder / "wide.svg").write_text(WIDE, encoding="utf-8")
    (folder / "02-later.yaml").write_text(LATER, encoding="utf-8")
    return folder


@pytest.fixture
def findings(folder):
    facts = str(folder / "01-facts.yaml")
    return [
        Problem(
            Position(str(folder / "deck.yaml"), 3),
            "the title is bland",
            "find another",
            Severity.ADVICE,
            "title",
        ),
        Problem(
            Position(facts, 10, 5),
            "'70' is not in the passage",
            "say what it says",
            Severity.WARNING,
            "grounding",
        ),
    ]


@pytest.fixture
def show(browser, tmp_path):
    """Return a function that opens a deck's page; whatever it complains of or asks for fails the test at its end."""
    heard, contexts = [], []

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
        path.write_bytes(
            preview_page(load_deck(folder).deck, findings, reloads=reloads).html
        )
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, **options
        )
        contexts.append(context)
        page = context.new_page()
        if expect_silence:
            page.on("console", lambda message: heard.append(message.text))
            page.on("pageerror", lambda error: heard.append(str(error)))
            page.on("dialog", lambda dialog: heard.append(dialog.message))
            page.on(
                "request",
                lambda request: (
                    heard.append(request.url) if request.url != path.as_uri() else None
                ),
            )
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert [each for each in heard if not each.startswith("data:")] == []


def until(page, condition):
    """Wait for a condition, looking once a frame: the page's policy forbids Playwright's own way, which evaluates text."""
    look = f"done => {{ const look = () => ({condition}) ? done() : requestAnimationFrame(look); look(); }}"
    page.evaluate(f"new Promise({look})")


def test_every_card_looks_as_in_anki(show, browser, folder):
    page = show(folder, color_scheme="light")
    ours = [page.evaluate(f"([box, side]) => ({LOOKS})(document.querySelectorAll('.sides')[box].shadowRoot.querySelectorAll('.card')[side])", [box, side])
            for box in range(6) for side in range(2)]  # fmt: skip
    sides = [
        render_card(note, ordinal)
        for note in render_notes(load_deck(folder).deck)
        for ordinal in note.ordinals
    ]
    anki = browser.new_page()
    theirs = []
    for html in (html for both in sides for html in (both.front, both.back)):
        anki.set_content(
            f'<!doctype html><html><style>{STYLE}</style><body class="card card1">{html}</body></html>'
        )
        theirs.append(anki.evaluate(f"({LOOKS})(document.body)"))
    anki.close()
    assert len(ours) == len(theirs) == 12
    for our, their in zip(ours, theirs, strict=True):
        assert [look[1:] if place == 0 else look for place, look in enumerate(our)] == [
            look[1:] if place == 0 else look for place, look in enumerate(their)
        ]


def test_the_picture_is_shown(show, folder):
    page = show(folder)
    sizes = page.evaluate(
        "[...document.querySelector('.sides').shadowRoot.querySelectorAll('img')].map(img => [img.naturalWidth, img.width])"
    )
    assert len(sizes) == 2
    for natural, shown in sizes:
        assert natural == 3000
        assert 100 < shown < 600


def test_search_hides_cards(show, folder):
    page = show(folder)
    everything = ["flow/c1", "flow/c2", "rate", "rate/reverse", "rooms/left", "pulse"]
    assert page.evaluate(NAMES) == everything
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
        "": everything,
    }.items():
        page.get_by_role("searchbox", name="Search").fill(query)
        assert page.evaluate(NAMES) == names, query
        assert page.get_by_role(
            "heading", name="Chambers", exact=True
        ).is_visible() == bool(set(names) - {"pulse"})
        assert page.get_by_role("link", name="The beat").is_visible() == (
            "pulse" in names
        )
        shown = "6 shown" if names == everything else f"{len(names)} of 6 shown"
        assert page.get_by_role("status").text_content() == shown


def test_findings_stand_beside_their_card_and_can_be_filtered(show, folder, findings):
    page = show(folder, findings)
    beside = page.get_by_role("complementary", name="Findings about rate")
    assert " ".join(beside.inner_text().split()) == (
        "warning grounding 01-facts.yaml:10:5 '70' is not in the passage say what it says"
    )
    card = page.locator("#fact-rate .box").first.bounding_box()
    aside = beside.bounding_box()
    assert aside["x"] >= card["x"] + card["width"]
    assert aside["y"] == card["y"]
    assert (
        page.get_by_text("the title is bland").bounding_box()["y"]
        < page.locator(".topic").first.bounding_box()["y"]
    )
    page.get_by_role("checkbox", name="Only cards with findings").check()
    assert page.evaluate(NAMES) == ["rate", "rate/reverse"]
    assert page.get_by_text("the title is bland").is_visible()
    page.get_by_role("searchbox").fill("what beats")
    assert page.evaluate(NAMES) == ["rate/reverse"]
    assert beside.is_visible()


@pytest.mark.parametrize(
    ("system", "ground", "other"), [("light", WHITE, NIGHT), ("dark", NIGHT, WHITE)]
)
def test_the_theme_follows_the_system_until_the_button_is_pressed(
    show, folder, system, ground, other
):
    page = show(folder, color_scheme=system)
    before = page.evaluate(PAGE_GROUND)
    assert page.evaluate(GROUND) == ground
    button = page.get_by_role("button", name="Dark")
    assert button.get_attribute("aria-pressed") == str(system == "dark").lower()
    button.click()
    assert page.evaluate(GROUND) == other
    assert page.evaluate(PAGE_GROUND) != before
    assert button.get_attribute("aria-pressed") == str(system != "dark").lower()
    button.click()
    assert (page.evaluate(GROUND), page.evaluate(PAGE_GROUND)) == (ground, before)


def test_a_change_of_the_systems_theme_shows_at_once(show, folder):
    page = show(folder, color_scheme="light")
    page.emulate_media(color_scheme="dark")
    until(page, f"{GROUND} === {NIGHT!r}")


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["phone", "desk"])
def test_the_page_fits_and_can_be_read(show, folder, findings, size, system):
    deck = (folder / "deck.yaml").read_text(encoding="utf-8")
    many = [f"chapter-{number}" for number in range(12)]
    chapters = "".join(
        f"  - {{id: {each}, title: A title of some length}}\n" for each in many
    )
    (folder / "deck.yaml").write_text(deck + chapters, encoding="utf-8")
    for each in many:
        text = LATER.replace("topic: beat", f"topic: {each}").replace(
            "id: pulse", f"id: {each}"
        )
        (folder / f"{each}.yaml").write_text(text, encoding="utf-8")
        findings.append(Problem(Position(str(folder / f"{each}.yaml"), 4), "odd"))
    long = [
        Problem(findings[1].at, "x" * 300, "y" * 300),
        Problem(findings[0].position, "x" * 300),
    ]
    page = show(folder, [*findings, *long], size=size, color_scheme=system)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    shown = page.evaluate(CONTRASTS)
    assert len(shown) > 30
    for where, contrast in shown:
        assert contrast >= 4.5, where


# Every element that shows text of its own, the cards' own included, with its contrast to the background behind it.
CONTRASTS = """() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = el => { for (; el; el = el.parentElement ?? el.getRootNode().host) {
    const c = rgb(getComputedStyle(el).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } };
  const within = root => [...root.querySelectorAll('*')].flatMap(el => [el, ...(el.shadowRoot ? within(el.shadowRoot) : [])]);
  return within(document.body).filter(el => el.tagName !== 'STYLE' && el.checkVisibility())
    .filter(el => [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(el => { const [a, b] = [light(rgb(getComputedStyle(el).color)), light(behind(el))].sort((x, y) => y - x);
      return [el.className + ': ' + el.textContent.slice(0, 30), (a + 0.05) / (b + 0.05)]; });
}"""


def test_it_can_be_read_without_javascript(show, folder, findings):
    page = show(folder, findings, java_script_enabled=False, color_scheme="dark")
    assert page.locator(".box").count() == 6
    for text in ("Blood enters the", "left ventricle", "'70' is not in the passage"):
        assert page.get_by_text(text).first.is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    assert not page.get_by_role("button").is_visible()


def test_it_can_be_used_from_the_keyboard(show, folder, findings):
    page = show(folder, findings)
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.hash")
        )
    assert reached == [
        "#cards",
        "theme",
        "search",
        "only",
        "#topic-chambers",
        "#topic-beat",
    ]
    page.keyboard.press("Enter")
    until(
        page,
        "document.querySelector('#topic-beat').getBoundingClientRect().top < innerHeight",
    )
    assert page.url.endswith("#topic-beat")


HOSTILE = [
    "</template></style><script>hacked = 1</script>", "<img src=x onerror='hacked = 1'>", "{{ 7 * 7 }}", "{% raw %}", "}} {{#Why}}", "\"'` onload=hacked=1 x=\"",
    "&lt;script&gt;", "<!-- --!> ]]>", "</title></textarea></noscript><svg onload=hacked=1>", "<template shadowrootmode=open>", "\u202e desrever",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_obeyed_nowhere(show, write_deck, text):
    quoted, title = (
        json.dumps(text, ensure_ascii=False),
        json.dumps(re.sub("[:{}]", " ", text), ensure_ascii=False),
    )
    statement = json.dumps(
        f"A {re.sub('[:{}]', ' ', text)} {{{{c1::blank::hint}}}}", ensure_ascii=False
    )
    folder = write_deck(
        f"  - {{id: a, from: pump, ask: {quoted}, answer: {quoted}, why: {quoted}, note: {quoted},\n"
        f"     image: {{file: wide.svg, alt: {quoted}}}}}\n"
        f"  - {{id: b, from: pump, ask: Q, list: [{quoted}, x], retired: {quoted}}}\n"
        f"  - {{id: c, from: pump, say: {statement}}}\n",
        deck=f"liverdeck: 1\nid: heart\nanki_name: H\ntitle: {title}\ndescription: d\nlanguage: en\n"
        f"document: {{title: On, read: 2023-01-31}}\ntopics: [{{id: chambers, title: {title}}}]\n",
    )
    (folder / "wide.svg").write_text(
        WIDE.replace("<rect", "<script>hacked = 1</script><rect"), encoding="utf-8"
    )
    loaded = load_deck(folder)
    assert loaded.problems == ()
    page = show(
        folder,
        [Problem(fact.position, text, text, rule=text) for fact in loaded.deck.facts],
    )
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.evaluate(NAMES) == ["a", "b", "c/c1"]
    question, _ = page.evaluate(TEXTS)
    assert question.count(text) == 4
    assert (
        page.evaluate(
            "document.querySelectorAll('main :is(script, style, svg, img, template, textarea)').length"
        )
        == 0
    )
    assert page.evaluate(TAGS) == [
        "DIV",
        "HR",
        "IMG alt src",
        "SECTION",
        "SPAN",
        "STYLE",
    ]
    assert page.locator(".what").all_text_contents() == [text] * 3
    assert page.evaluate("document.scripts.length") == 1


def test_even_a_planted_script_would_find_the_doors_shut(show, folder):
    page = show(folder, expect_silence=False)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'hacked = 1'}))"
    )
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"hacked = 1\"><p id=p style=\"color: red\">')"
    )
    assert page.evaluate("typeof hacked") == "undefined"
    assert (
        page.evaluate("getComputedStyle(document.getElementById('p')).color")
        != "rgb(255, 0, 0)"
    )
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("fetch('http://127.0.0.1:9/')")


def away_and_back(page):
    page.evaluate("dispatchEvent(new Event('blur'))")
    with page.expect_event("load"):
        page.evaluate("setTimeout(() => dispatchEvent(new Event('focus')))")


def test_while_watched_it_reloads_when_the_author_comes_back_and_stays_where_it_was(
    show, folder
):
    page = show(folder, reloads=True, size=(390, 600), color_scheme="light")
    page.get_by_role("searchbox").fill("atrium")
    page.get_by_role("button", name="Dark").click()
    page.evaluate("scrollTo(0, 700)")
    page.evaluate("window.old = true")
    names = page.evaluate(NAMES)
    away_and_back(page)
    assert page.evaluate("window.old") is None
    assert page.evaluate(NAMES) == names == ["flow/c1", "flow/c2", "rooms/left"]
    assert page.get_by_role("searchbox").input_value() == "atrium"
    assert page.evaluate("scrollY") == 700
    assert page.evaluate(GROUND) == NIGHT


@pytest.mark.parametrize(
    ("reloads", "events"), [(True, ["focus"]), (False, ["blur", "focus"])]
)
def test_it_never_reloads_on_its_first_focus_nor_unwatched(
    show, folder, reloads, events
):
    page = show(folder, reloads=reloads)
    page.evaluate("window.old = true")
    for event in events:
        page.evaluate(f"dispatchEvent(new Event('{event}'))")
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert page.evaluate("window.old") is True
