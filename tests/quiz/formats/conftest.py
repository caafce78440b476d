"""Papers whose texts are made to break formats."""

import json
import struct
import zlib

import pytest

from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import Paper
from liverdeck.quiz.papers.paper_forms import make_paper_forms

NASTY = [
    "a ~ b = c # d { e } f : g \\ h %", "25 % of <5 and >3 & so on", "<b>bold</b> &amp; <script>alert(1)</script>",
    "\"quoted\" 'single' `tick`", "a -> b -> c", "// no comment", "::title::", "[html] and [18F]FDG", "[plain]text", "half-life (h)",
    "$CATEGORY: x $5", "HLA-A*02 and *", "%50%half", "-5 °C ± 1", "=1+1", "@cmd|x", "α-fetoprotein, β, µ", "10⁹/l and H₂O",
    "שלום עולם", "مرحبا", "🫀 and 👩‍⚕️", "\\(x^2\\) and \\[y\\]", "first line\nsecond line", "]]> and <![CDATA[",
    "{{c1::x}} and {{Key}}", "*stars* _lines_ # hash", "1. one\n- two", "a | b || c", "é è ü ß ﬁ", "don’t — “so” …",
    "x" * 30 + " " + "long text about nothing much, " * 16, "</style></script><!-- x -->", "&lt; &#65; &nbsp;", "#{x} #let y = 1",
]  # fmt: skip
"""Everything that section 5 of the measurements names, and what other formats take for their own."""
ORGANS = ("liver", "spleen", "kidney", "heart", "stomach", "pancreas")


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def question(number, nasty):
    key, *wrong = ORGANS[:4]
    rejects = "".join(
        f"        {quoted(f'{organ} {nasty}')}: {quoted(f'{nasty}: why not')}\n"
        for organ in wrong
    )
    return (
        f"  - id: q{number}\n    from: pump\n    ask: {quoted(f'{nasty}, which of them?')}\n    answer:\n"
        f"      text: {quoted(f'{key} {nasty}')}\n      accept: [{quoted(f'hepar {nasty}')}]\n      reject:\n{rejects}"
        f"    why: {quoted(f'Because {nasty}')}\n    note: {quoted(f'And {nasty}')}\n"
    )


def listing(number, nasty, order):
    items = "".join(f"      - {quoted(f'{organ} {nasty}')}\n" for organ in ORGANS[:3])
    wrong = "".join(
        f"      {quoted(f'{organ} {nasty}')}: {quoted(f'No: {nasty}')}\n"
        for organ in ORGANS[3:]
    )
    return (
        f"  - id: l{number}\n    from: pump\n    ask: {quoted(f'What of {nasty}?')}\n    order: {order}\n"
        f"    list:\n{items}    distractors:\n{wrong}"
    )


def grouped(number, nasty):
    groups = "".join(
        f"      - id: g{place}\n        title: {quoted(f'{title} {nasty}')}\n"
        f"        items: [{quoted(f'{ORGANS[2 * place]} {nasty}')}, {quoted(f'{ORGANS[2 * place + 1]} {nasty}')}]\n"
        for place, title in enumerate(("Upper", "Lower"))
    )
    return f"  - id: g{number}\n    from: pump\n    ask: {quoted(f'Where is {nasty}?')}\n    groups:\n{groups}"


PLAIN = """\
  - id: dose
    from: pump
    ask: How much is given?
    answer:
      number: -0.5
      unit: mg
      tolerance: 0.1
      reject:
        5 mg: Ten times as much.
        -5 mg: Ten times as much the other way.
        50 mg: A hundred times as much.
  - id: flow
    from: rooms
    say: Blood enters by the {{c1::vein::vessel}} <5 & {x}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
          nerve: No blood at all.
  - id: shown
    from: rooms
    ask: What does the picture show?
    answer:
      text: a dot
      reject:
        a line: It is not one.
        a ring: It is none.
    image: {file: dot.png, alt: A "dot" <1 mm & black}
"""


def png():
    def chunk(name, data):
        return (
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )  # fmt: skip


@pytest.fixture
def torture(deck_of, tmp_path):
    """Return a job whose paper holds every kind of item with every nasty text."""
    facts = PLAIN
    for number, nasty in enumerate(NASTY):
        facts += (
            question(number, nasty)
            + listing(number, nasty, ("any", "fixed")[number % 2])
            + grouped(number, nasty)
        )
    (tmp_path / "heart").mkdir()
    (tmp_path / "heart" / "dot.png").write_bytes(png())
    deck = deck_of(facts)

    def make(forms=1, **job):
        bank = item_bank(deck)
        laid = make_paper_forms(bank, "7", forms)
        items = tuple(asked.item for asked in laid[0].asked)
        paper = Paper(
            "Title <1> & {2}",
            deck.id,
            deck.document.title,
            deck.language,
            "7 <x>",
            items,
            laid,
        )
        return QuizJob(paper, deck, **job)

    return make
